/* Any text may be refused; none may crash, hang or leak. Text → tree → habits → printed tree and messages. */
#include <string.h>
#include "lang/ast.h"
#include "lang/foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_depth(const Ast *ast) {
    if (ast->depth < 1 || ast->depth > AST_DEEPEST) bug("depth %d", ast->depth);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Session     *session = session_new();
    Source      *source = session_add_text(session, "fuzz.bmodel", (const char *)data, size);
    AstFile     *file = parse(session, source);
    ForeignScope nothing = {0};
    for (int i = 0; i < file->statements.count; i++) {
        check_depth(file->statements.at[i]);
        foreign_statement(session, file->statements.at[i], nothing);
    }
    for (int i = 0; i < file->statements.count; i++) /* what is broken was reported */
        if (file->statements.at[i]->kind == AST_BROKEN && !diag_count(&session->diags, SEVERITY_ERROR))
            bug("broken without a message");
    if (!ast_print(session, file)) bug("no tree");
    diag_sort(&session->diags);
    for (int i = 0; i < session->diags.all.count; i++) {
        Span span = session->diags.all.at[i]->primary.span;
        if (span.source == source && (span.begin > span.end || span.end > size))
            bug("span %u..%u of %zu", span.begin, span.end, size);
    }
    if (!diag_render(&session->diags, false) || !diag_render(&session->diags, true) ||
        !diag_render_json(&session->diags))
        bug("no text");
    session_free(session);
    return 0;
}
