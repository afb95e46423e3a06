/* Formulas as LaTeX: a few by hand, and all of the library: brackets and braces match, nothing is left unset. */
#include "lang/latex.h"
#include "lang/stanza.h"
#include "lang/primitive.h"
#include "tests/test.h"

static void sets(Session *session, const char *text, const char *expected) {
    const char *tex = latex_of_text(session, text);
    CHECK_STR(tex ? tex : "", expected);
}

static void by_hand(Session *session) {
    sets(session, "-0.5 * x^2 - log(sigma)", "-\\tfrac{1}{2} \\, x^{2} - \\log \\sigma");
    sets(session, "(a - 1) * log(x) + xlog1py(b - 1, -x)", "(a - 1) \\, \\log x + (b - 1) \\log(1 - x)");
    sets(session, "a - (b - c)", "a - (b - c)");
    sets(session, "a - (-b)", "a - (-b)");
    sets(session, "a + -b * c", "a - b \\, c");
    sets(session, "(a + b) * 2", "(a + b) \\cdot 2");
    sets(session, "log(x) * y", "(\\log x) \\, y");
    sets(session, "log(x / s)", "\\log \\left(\\frac{x}{s}\\right)");
    sets(session, "(x / s)^k", "\\left(\\frac{x}{s}\\right)^{k}");
    sets(session, "-(x - mu) / s", "-\\frac{x - \\mu}{s}");
    sets(session, "exp(-k * log(x))", "x^{-k}");
    sets(session, "exp(x)^2", "(e^{x})^{2}");
    sets(session, "log1p_exp(k * log(x))", "\\log(1 + x^{k})");
    sets(session, "log_mix(psi, 0, -r)", "\\log(\\psi + (1 - \\psi) e^{-r})");
    sets(session, "1e-8 * shape_2", "1 \\cdot 10^{-8} \\, \\text{shape}_{2}");
    sets(session, "if x < 0 then 0 else if x >= 1 then 1 else x",
         "\\begin{cases} 0 & \\text{if } x < 0 \\\\ 1 & \\text{if } x \\ge 1 \\\\ x & \\text{otherwise} \\end{cases}");
    sets(session, "sum[k](alpha[k])", "\\sum_{k} {\\alpha}_{k}");
    sets(session, "Poisson.log_p(y, lambda)", "\\log p_{\\text{Poisson}}(y \\mid \\lambda)");
    CHECK(latex_of_text(session, "1 +") == NULL);
    CHECK_INT(session->diags.all.count, 0);
}

static int count(const char *text, const char *what) {
    int n = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + strlen(what), what)) n++;
    return n;
}

static bool matches(const char *tex) {
    int braces = 0, brackets = 0;
    for (const char *c = tex; *c && braces >= 0; c++) {
        braces += (*c == '{') - (*c == '}');
        brackets += (*c == '(') - (*c == ')');
    }
    return braces == 0 && brackets == 0 && count(tex, "\\left") == count(tex, "\\right") &&
           count(tex, "\\begin") == count(tex, "\\end") && !strchr(tex, '%') && !strchr(tex, '?') &&
           !strstr(tex, "\\texttt");
}

static void holds(Session *session, const char *where, const char *text) {
    const char *tex = latex_of_text(session, text);
    if (tex && matches(tex))
        test_passed++;
    else
        test_failed++, printf("%s: `%s` is set as %s\n", where, text, tex ? tex : "nothing");
}

int main(void) {
    Session *session = session_new();
    Stanzas  all = stanzas_read(session->arena);
    by_hand(session);
    for (int i = 0; i < all.count; i++)
        for (int k = 0; k < all.at[i].members.count; k++) holds(session, all.at[i].name, all.at[i].members.at[k].value);
    for (int i = 0; i < PRIM_FUNCTION_COUNT; i++) {
        const Primitive *function = primitive(i);
        if (*function->body) holds(session, function->name, function->body);
        for (int k = 0; k < 3; k++)
            if (*function->derivative[k]) holds(session, function->name, function->derivative[k]);
    }
    session_free(session);
    return test_end();
}
