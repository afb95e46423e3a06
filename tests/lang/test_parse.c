/* The parser as a whole: depth is bounded, what is broken is poisoned, every text comes back with a tree. */
#include <stdlib.h>
#include "lang/ast.h"
#include "test.h"

static Session *session;

static AstFile *read_text(const char *text, size_t length) {
    if (session) session_free(session);
    session = session_new();
    return parse(session, session_add_text(session, "m.bmodel", text, length));
}

/* before, then `piece` n times, then `middle`, then `after` n times */
static AstFile *repeat(const char *before, const char *piece, int n, const char *middle, const char *after) {
    Arena *arena = arena_new();
    Text   text = {0};
    text_add(arena, &text, "%s", before);
    for (int i = 0; i < n; i++) text_add(arena, &text, "%s", piece);
    text_add(arena, &text, "%s", middle);
    for (int i = 0; i < n; i++) text_add(arena, &text, "%s", after);
    AstFile *file = read_text(text.at, (size_t)text.count);
    arena_free(arena);
    return file;
}

static const char *only_code(void) {
    return session->diags.all.count == 1 ? diag_code_name(session->diags.all.at[0]->code) : "not one message";
}

static int depth_of(const AstFile *file) {
    return file->statements.at[0]->kind == AST_EQUATION ? file->statements.at[0]->equation.right->depth : -1;
}

static void depth_is_bounded(void) {
    AstFile *file = repeat("x = ", "(", 150, "1", ")");
    CHECK_INT(session->diags.all.count, 0);
    CHECK_INT(depth_of(file), 1);
    file = repeat("x = ", "f(", 199, "1", ")");
    CHECK_INT(session->diags.all.count, 0);
    CHECK_INT(depth_of(file), 200);
    file = repeat("x = ", "f(", 250, "1", ")");
    CHECK_STR(only_code(), "Y08");
    CHECK_INT(file->statements.at[0]->kind, AST_BROKEN);
    file = repeat("x = ", "- ", 900, "1", "");
    CHECK_INT(depth_of(file), 901);
    repeat("x = ", "- ", 50000, "1", "");
    CHECK_STR(only_code(), "Y08");
    file = repeat("x = 1", " + 1", 999, "", "");
    CHECK_INT(depth_of(file), 1000);
    repeat("x = 1", " + 1", 20000, "", "");
    CHECK_STR(only_code(), "Y08");
    repeat("x = ", "if a then b else ", 3000, "1", "");
    CHECK_STR(only_code(), "Y08");
    repeat("x = ", "2^", 3000, "1", "");
    CHECK_STR(only_code(), "Y08");
    repeat("x = ", "not ", 3000, "1", "");
    CHECK_STR(only_code(), "Y08");
    repeat("x = y", "² ", 3000, "", "");
    CHECK_STR(only_code(), "Y08");
    repeat("x = ", "(", 3000, "1", "");
    CHECK_STR(only_code(), "Y08");
    repeat("x = ", "[", 100, "1", ")");
    CHECK(session->diags.all.count >= 1);
}

static void what_follows_is_read(void) { /* a statement that is too deep costs no other */
    AstFile *file = repeat("x = ", "- ", 3000, "1\ny = 2\nz = 3 4\n", "");
    CHECK_INT(file->statements.count, 3);
    CHECK_INT(file->statements.at[0]->kind, AST_BROKEN);
    CHECK_INT(file->statements.at[1]->kind, AST_EQUATION);
    CHECK_INT(session->diags.all.count, 2);
}

static void long_files(void) {
    AstFile *file = repeat("", "y[obs] ~ Normal(a + b * x[obs], sigma)\n", 5000, "", "");
    CHECK_INT(file->statements.count, 5000);
    CHECK_INT(session->diags.all.count, 0);
    file = repeat("", "y[obs] ~ Normal(a b, sigma)\n", 500, "", "");
    CHECK_INT(session->diags.all.count, 500);
    file = repeat("z = f(a,\n", "b = 1,\n", 20000, "", "");
    CHECK(file->statements.count > 0);
}

static void odd_texts(void) {
    CHECK_INT(read_text("", 0)->statements.count, 0);
    CHECK_INT(read_text("\n\n# nothing\n", 12)->statements.count, 0);
    CHECK_INT(read_text("x = 1", 5)->statements.count, 1);
    CHECK_INT(read_text("x = \0 1\ny = 2", 13)->statements.count, 2); /* a NUL is a character like others */
    CHECK_STR(only_code(), "Y00");
    CHECK_INT(read_text("\xFF\xFE\n\xE2\x82\nx = 1", 11)->statements.count, 3);
    CHECK_INT(read_text("a = 1.", 6)->statements.count, 1);
    CHECK_INT(session->diags.all.count, 0);
}

static void names_of_what_is_broken(void) {
    AstFile *file = read_text("σ, x[i] ~ Normal(a b, 1)\n", strlen("σ, x[i] ~ Normal(a b, 1)\n"));
    Ast     *ast = file->statements.at[0];
    CHECK_INT(ast->kind, AST_BROKEN);
    CHECK_STR(ast->broken.names.at[0], "sigma");
    CHECK(ast->broken.names.at[0] == session_intern(session, "sigma"));
    CHECK_INT(ast->broken.names.count, 6);
}

static void spans(void) {
    const char *text = "y[i] ~ Normal((a + b) * c, 1)  # why\n";
    AstFile    *file = read_text(text, strlen(text));
    Ast        *ast = file->statements.at[0];
    CHECK_STR(span_text(session->arena, ast->span), "y[i] ~ Normal((a + b) * c, 1)");
    CHECK_STR(span_text(session->arena, ast->tilde.right->span), "Normal((a + b) * c, 1)");
    CHECK_STR(span_text(session->arena, ast->tilde.right->call.args.at[0]->span), "(a + b) * c");
    CHECK_STR(span_text(session->arena, ast->tilde.right->call.name.span), "Normal");
}

static void expressions(void) {
    session_free(session);
    session = session_new();
    Ast *ast = parse_expression(session, session_add_text(session, "", "if x == 0 then 1 / x else -x", 28));
    CHECK(ast && ast->kind == AST_IF);
    ast = parse_expression(session, session_add_text(session, "", "a == b", 6));
    CHECK(ast && ast->kind == AST_COMPARE);
    CHECK(!parse_expression(session, session_add_text(session, "", "1 +", 3)));
    CHECK(!parse_expression(session, session_add_text(session, "", "x = 1", 5)));
    CHECK(!parse_expression(session, session_add_text(session, "", "", 0)));
}

int main(void) {
    depth_is_bounded();
    what_follows_is_read();
    long_files();
    odd_texts();
    names_of_what_is_broken();
    spans();
    expressions();
    session_free(session);
    return test_end();
}
