/* Messages as they are shown: carets, second carets, help; order and repetitions; JSON. */
#include "lang/session.h"
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
    source  = session_add_text(session, "schools.bmodel", text, strlen(text));
}

static Span at(int line, const char *word) { /* the first occurrence of a word at or behind a line */
    const char *from = source->text;
    for (; line > 1; line--) from = strchr(from, '\n') + 1;
    uint32_t begin = (uint32_t)(strstr(from, word) - source->text);
    Span     span  = {source, begin, begin + (uint32_t)strlen(word)};
    return span;
}

static const char *render(void) {
    diag_sort(&session->diags);
    return diag_render(&session->diags, false);
}

static void two_carets(void) {
    open_text(model);
    Diag *d = diag_add(&session->diags, DIAG_D03, at(9, "theta[school]"), "`theta` varies over `school`, which `y` does not have");
    diag_caret(&session->diags, d, "one value per `school`");
    diag_label(&session->diags, d, at(4, "y[student]"), "`y` has one value per `student`");
    diag_help(&session->diags, d, "pick each student's school with the key declared on line 5\n| y[student] ~ Normal(theta[school[student]], sigma)");
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
    open_text("\xEF\xBB\xBF" "β ∼ Normal（0，1）\n\tx = 身長 + y\n");
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
    source->n_statements     = 2;
    diag_add(&session->diags, DIAG_N01, at(2, "c"), "there is no `c`");
    diag_add(&session->diags, DIAG_D10, at(1, "1"), "`d` has no label `1`");
    diag_add(&session->diags, DIAG_D10, at(1, "1]\n"), "`d` has no label `1`"); /* the same about the same name in one statement */
    diag_add(&session->diags, DIAG_D10, at(1, "b"), "`e` has no label `1`");
    diag_add(&session->diags, DIAG_D11, at(1, "b"), "`b` is there already");      /* the same place */
    diag_add(&session->diags, DIAG_O04, at(1, "a"), "no data depend on `a`");     /* waits until there is no error */
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
              "[{\"code\": \"N01\", \"severity\": \"error\", \"file\": \"schools.bmodel\", \"line\": 1, \"column\": 1, \"end_line\": 1, \"end_column\": 2, "
              "\"message\": \"no \\\"a\\\"\", \"labels\": [{\"file\": \"schools.bmodel\", \"line\": 1, \"column\": 5, \"end_line\": 1, \"end_column\": 8, "
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

int main(void) {
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
