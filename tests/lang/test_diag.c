/* Messages as they are shown: carets, second carets, help; order and repetitions; JSON. */
#include "lang/ast.h"
#include "lang/foreign.h"
#include "test.h"

static const char model[] = "dim school\n"
                            "dim student\n"
                            "\n"
                            "data y[student] : real\n"
                            "data school[student] : school\n"
                            "theta[school] ~ Normal(0, 1)\n"
                            "sigma ~ HalfNormal(1)\n"
                            "\n"
                            "y[student] ~ Normal(theta[school], sigma)\n";

static Session *session;
static Source  *source;

static void open_text(const char *text) {
    if (session) session_free(session);
    session = session_new();
    source = session_add_text(session, "schools.bmodel", text, strlen(text));
}

static Span at(int line, const char *word) { /* the first occurrence of a word at or behind a line */
    const char *from = source->text;
    for (; line > 1; line--) from = strchr(from, '\n') + 1;
    uint32_t begin = (uint32_t)(strstr(from, word) - source->text);
    Span     span = {source, begin, begin + (uint32_t)strlen(word)};
    return span;
}

static const char *render(void) {
    diag_sort(&session->diags);
    return diag_render(&session->diags, false);
}

static void two_carets(void) {
    open_text(model);
    Diag *d = diag_add(&session->diags, DIAG_D03, at(9, "theta[school]"),
                       "`theta` varies over `school`, which `y` does not have");
    diag_caret(&session->diags, d, "one value per `school`");
    diag_label(&session->diags, d, at(4, "y[student]"), "`y` has one value per `student`");
    diag_help(&session->diags, d,
              "pick each student's school with the key declared on line 5\n| y[student] ~ "
              "Normal(theta[school[student]], sigma)");
    CHECK_STR(render(), "error[D03]: `theta` varies over `school`, which `y` does not have\n"
                        "  --> schools.bmodel:9:21\n"
                        "   |\n"
                        " 4 | data y[student] : real\n"
                        "   |      ---------- `y` has one value per `student`\n"
                        " 9 | y[student] ~ Normal(theta[school], sigma)\n"
                        "   |                     ^^^^^^^^^^^^^ one value per `school`\n"
                        "   |\n"
                        "help: pick each student's school with the key declared on line 5\n"
                        "   | y[student] ~ Normal(theta[school[student]], sigma)\n");
}

static void wide_characters(void) {
    open_text("\xEF\xBB\xBF"
              "β ∼ Normal（0，1）\n\tx = 身長 + y\n");
    diag_add(&session->diags, DIAG_Y07, at(1, "（"), "a bracket");
    diag_add(&session->diags, DIAG_N01, at(2, "y"), "there is no `y`");
    CHECK_STR(render(), "error[Y07]: a bracket\n"
                        "  --> schools.bmodel:1:11\n"
                        "   |\n"
                        " 1 | β ∼ Normal（0，1）\n"
                        "   |           ^^\n"
                        "\n"
                        "error[N01]: there is no `y`\n"
                        "  --> schools.bmodel:2:11\n"
                        "   |\n"
                        " 2 |     x = 身長 + y\n"
                        "   |                ^\n");
}

static void long_lines(void) { /* a window around the place */
    char text[1000];
    memset(text, 'a', sizeof text);
    memcpy(text + 500, " + b + ", 7);
    text[sizeof text - 1] = 0;
    open_text(text);
    diag_add(&session->diags, DIAG_N01, at(1, "b"), "there is no `b`");
    const char *shown = render();
    CHECK(strlen(shown) < 500);
    const char *line = strstr(shown, " 1 | "), *caret = strstr(shown, "^");
    CHECK(strstr(line, "…") == line + 5);
    const char *caret_line = strstr(line, "\n") + 1;
    /* the … is one column and three bytes */
    CHECK_INT(caret - caret_line, strstr(line, " b ") + 1 - line - 2);
}

static void what_cannot_be_shown(void) { /* control characters would write over the message */
    open_text("a = \033[31m\001 b\xFF\n");
    diag_add(&session->diags, DIAG_N01, at(1, "b"), "there is no `b`");
    const char *shown = render();
    CHECK(!strchr(shown, 033) && !strchr(shown, 001) && !strchr(shown, '\xFF'));
    CHECK(strstr(shown, "1:12") != NULL);
}

static void ends(void) { /* spans at the end of a line, over several lines, nowhere */
    open_text("a = \nb = 3");
    Span end = {source, 4, 4}, both = {source, 0, 10}, nowhere = {0};
    diag_add(&session->diags, DIAG_Y04, end, "first");
    diag_add(&session->diags, DIAG_Y00, both, "second");
    diag_add(&session->diags, DIAG_W03, nowhere, "third");
    CHECK_STR(render(), "error[W03]: third\n"
                        "\n"
                        "error[Y00]: second\n"
                        "  --> schools.bmodel:1:1\n"
                        "   |\n"
                        " 1 | a =\n"
                        "   | ^^^^\n"
                        "\n"
                        "error[Y04]: first\n"
                        "  --> schools.bmodel:1:5\n"
                        "   |\n"
                        " 1 | a =\n"
                        "   |     ^\n");
}

static void repetitions(void) {
    uint32_t starts[] = {0, 10};
    open_text("a[1] - b[1]\nc[1] - a");
    source->statement_starts = starts;
    source->n_statements = 2;
    diag_add(&session->diags, DIAG_N01, at(2, "c"), "there is no `c`");
    diag_add(&session->diags, DIAG_D10, at(1, "1"), "`d` has no label `1`");
    diag_add(&session->diags, DIAG_D10, at(1, "1]\n"),
             "`d` has no label `1`"); /* the same about the same name in one statement */
    diag_add(&session->diags, DIAG_D10, at(1, "b"), "`e` has no label `1`");
    diag_add(&session->diags, DIAG_D11, at(1, "b"), "`b` is there already");  /* the same place */
    diag_add(&session->diags, DIAG_O04, at(1, "a"), "no data depend on `a`"); /* waits until there is no error */
    diag_sort(&session->diags);
    CHECK_INT(session->diags.all.count, 3);
    CHECK_STR(session->diags.all.at[0]->message, "`d` has no label `1`");
    CHECK_STR(session->diags.all.at[1]->message, "`e` has no label `1`");
    CHECK_STR(session->diags.all.at[2]->message, "there is no `c`");
    CHECK_INT(diag_count(&session->diags, SEVERITY_ERROR), 3);
}

static void json(void) {
    open_text("a = \"b\"\n");
    Diag *d = diag_add(&session->diags, DIAG_N01, at(1, "a"), "no \"a\"");
    diag_label(&session->diags, d, at(1, "\"b\""), "here");
    diag_help(&session->diags, d, "write\n| a = 1");
    CHECK_STR(diag_render_json(&session->diags),
              "[{\"code\": \"N01\", \"severity\": \"error\", \"file\": \"schools.bmodel\", \"line\": 1, \"column\": 1, "
              "\"end_line\": 1, \"end_column\": 2, "
              "\"message\": \"no \\\"a\\\"\", \"labels\": [{\"file\": \"schools.bmodel\", \"line\": 1, \"column\": 5, "
              "\"end_line\": 1, \"end_column\": 8, "
              "\"message\": \"here\"}], \"help\": [\"write\\n| a = 1\"]}]\n");
    open_text("");
    CHECK_STR(diag_render_json(&session->diags), "[]\n");
}

static void codes(void) {
    DiagCode code;
    CHECK(diag_code_find("D03", &code) && code == DIAG_D03);
    CHECK(!diag_code_find("D99", &code));
    for (int i = 0; i < DIAG_CODE_COUNT; i++) {
        const char *title = diag_title((DiagCode)i);
        test_that(strlen(title) > 5 && strlen(title) < 80, __FILE__, __LINE__, diag_code_name((DiagCode)i));
    }
}

/* The indented lines of a page, from a place on: a block; *page moves behind it. */
static const char *block_of(const char **page) {
    Text        text = {0};
    const char *at = strstr(*page, "\n    ");
    text_add(session->arena, &text, "%s", "");
    for (; at && (strncmp(at, "\n    ", 5) == 0 || strncmp(at, "\n\n    ", 6) == 0); at = strchr(at + 2, '\n')) {
        if (at[1] == '\n') break;
        text_add(session->arena, &text, "%.*s\n", (int)strcspn(at + 5, "\n"), at + 5);
        *page = at + 5;
    }
    return text.at;
}

/* Of the text as a model: whether the parser or the habits report this code, and whether they report anything. */
static bool reports(const char *text, const char *code, bool *anything) {
    ForeignScope nothing = {0};
    bool         found = false;
    Session     *other = session_new();
    AstFile     *file = parse(other, session_add_text(other, "page", text, strlen(text)));
    for (int i = 0; i < file->statements.count; i++) foreign_statement(other, file->statements.at[i], nothing);
    for (int i = 0; i < other->diags.all.count; i++)
        found |= strcmp(diag_code_name(other->diags.all.at[i]->code), code) == 0;
    *anything = other->diags.all.count > 0;
    session_free(other);
    return found;
}

static void pages(void) { /* the first block of a page is the mistake, the second is right */
    static const char *const ours[] = {"Y00", "Y01", "Y02", "Y03", "Y04", "Y07", "Y09", "Y10", "Y11",
                                       "N08", "N09", "X01", "X02", "X03", "X05", "X06", "X07"};
    static const char *const theirs[] = {"Y05", "Y06", "Y12", "N01", "N02", "N03", "N05", "N06", "N07", "X04"};
    bool                     anything;
    DiagCode                 code;
    open_text("");
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        const char *page = diag_code_find(ours[i], &code) ? diag_page(code) : "";
        test_that(reports(block_of(&page), ours[i], &anything), ours[i], 1, "its page shows the mistake");
        const char *right = block_of(&page);
        reports(right, ours[i], &anything);
        test_that(*right && !anything, ours[i], 1, "its page shows a line that is right");
    }
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs;
         i++) { /* told by the checks: here, both blocks can be read */
        const char *page = diag_code_find(theirs[i], &code) ? diag_page(code) : "";
        const char *wrong = block_of(&page), *right = block_of(&page);
        reports(wrong, theirs[i], &anything);
        test_that(*wrong && !anything, theirs[i], 1, "its page shows a mistake that can be read");
        reports(right, theirs[i], &anything);
        test_that(*right && !anything, theirs[i], 1, "its page shows a line that is right");
    }
}

int main(void) {
    pages();
    two_carets();
    wide_characters();
    long_lines();
    what_cannot_be_shown();
    ends();
    repetitions();
    json();
    codes();
    session_free(session);
    return test_end();
}
