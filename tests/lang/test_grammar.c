/* Source and tree: the cases of tests/grammar/FILE.txt. Each is
 *
 *     === title
 *     source
 *     ---
 *     the tree, a node a line, and the messages as "line:column code message", sorted
 *
 * "no messages" instead of a tree: the source is only to be read without any. `test_grammar [BUILD] --accept` rewrites them. */
#include <dirent.h>
#include <stdlib.h>
#include "lang/ast.h"
#include "lang/foreign.h"
#include "test.h"

#define FOLDER "tests/grammar/"

typedef struct Case {
    const char *title, *source, *expected, *got;
} Case;
typedef VEC(Case) Cases;

static char *read_text(Arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    Text  text = {0};
    for (int c; file && (c = fgetc(file)) != EOF;) VEC_PUSH(arena, &text, (char)c);
    if (file) fclose(file);
    VEC_PUSH(arena, &text, '\0');
    return text.at;
}

static Cases split(Arena *arena, char *text) {
    Cases cases = {0};
    for (char *at = strstr(text, "=== "); at;) {
        char *end = strstr(at + 4, "\n=== "), *title = at + 4, *source = strchr(title, '\n') + 1,
             *rule = strstr(source - 1, "\n---\n");
        if (!rule) break;
        char *expected = rule + 5;
        Case  c = {arena_copy(arena, title, (size_t)(source - 1 - title)),
                   arena_copy(arena, source, rule + 1 > source ? (size_t)(rule + 1 - source) : 0),
                   arena_copy(arena, expected, end ? (size_t)(end + 1 - expected) : strlen(expected)), NULL};
        VEC_PUSH(arena, &cases, c);
        at = end ? end + 1 : NULL;
    }
    return cases;
}

static bool is_argument(void *data, const char *dist, const char *name) { /* as the library would say */
    (void)data;
    return strstr(dist, "Gamma") && (strcmp(name, "shape") == 0 || strcmp(name, "rate") == 0);
}

static const char *answer(Arena *arena, const Case *c) {
    Session     *session = session_new();
    Source      *source = session_add_text(session, "m.bmodel", c->source, strlen(c->source));
    AstFile     *file = parse(session, source);
    ForeignScope scope = {NULL, is_argument, NULL};
    Text         out = {0};
    for (int i = 0; i < file->statements.count; i++) foreign_statement(session, file->statements.at[i], scope);
    diag_sort(&session->diags);
    bool short_form = strcmp(c->expected, "no messages\n") == 0;
    text_add(arena, &out, "%s", short_form && !session->diags.all.count ? "no messages\n" : ast_print(session, file));
    for (int i = 0; i < session->diags.all.count; i++) {
        const Diag *diag = session->diags.all.at[i];
        Place       place = source_place(session->arena, source, diag->primary.span.begin);
        text_add(arena, &out, "%d:%d %s %s\n", place.line, place.column, diag_code_name(diag->code), diag->message);
        for (int j = 0; j < diag->help.count; j++) {
            const char *line = strstr(diag->help.at[j], "\n| ");
            for (; line; line = strstr(line + 1, "\n| "))
                text_add(arena, &out, "    | %.*s\n", (int)strcspn(line + 3, "\n"), line + 3);
        }
    }
    session_free(session);
    return out.at;
}

static void accept(const char *path, const Cases *cases) {
    FILE *file = fopen(path, "w");
    for (int i = 0; file && i < cases->count; i++)
        fprintf(file, "=== %s\n%s---\n%s", cases->at[i].title, cases->at[i].source, cases->at[i].got);
    if (file) fclose(file);
}

static void show_difference(const char *path, const Case *c) { /* the first line that differs */
    const char *expected = c->expected, *got = c->got;
    int         line = 1;
    for (size_t n;
         (n = strcspn(got, "\n")) == strcspn(expected, "\n") && memcmp(got, expected, n) == 0 && got[n] && expected[n];
         line++)
        got += n + 1, expected += n + 1;
    printf("%s: %s: line %d behind the rule:\n  expected: %.*s\n  got:      %.*s\n", path, c->title, line,
           (int)strcspn(expected, "\n"), expected, (int)strcspn(got, "\n"), got);
}

static void run(Arena *arena, const char *name, bool accepting) {
    const char *path = arena_printf(arena, FOLDER "%s", name);
    Cases       cases = split(arena, read_text(arena, path));
    test_that(cases.count > 0, path, 1, "some cases");
    for (int i = 0; i < cases.count; i++) {
        Case *c = &cases.at[i];
        c->got = answer(arena, c);
        if (!accepting && strcmp(c->got, c->expected)) {
            test_failed++;
            show_difference(path, c);
        } else {
            test_passed++;
        }
    }
    if (accepting) accept(path, &cases);
}

int main(int argc, char **argv) {
    Arena *arena = arena_new();
    bool   accepting = argc > 1 && strcmp(argv[argc - 1], "--accept") == 0;
    DIR   *folder = opendir(FOLDER);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        size_t n = strlen(entry->d_name);
        if (n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0) run(arena, entry->d_name, accepting);
    }
    if (folder)
        closedir(folder);
    else
        test_that(0, FOLDER, 0, "the folder of cases");
    arena_free(arena);
    return test_end();
}
