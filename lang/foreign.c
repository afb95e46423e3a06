/* Habits that the grammar cannot read, as a table of patterns over the tokens of one statement. See foreign_tree.c for those
 * that can be read, and for what foreign functions are called here. */
#include "foreign.h"
#include "layout_words.h"
#include "parser.h"

#include <string.h>

/* A pattern is a list of items with blanks between them; it begins at the statement's first token.
 *   NAME STRING        a token of this kind               ( [ < {   a whole group in these brackets
 *   TYPE               a type of Stan                     *         any tokens, as few as possible
 *   $                  the end of the statement           !         the place shown begins here
 *   a|b                one of these words or signs; one word alone is itself
 * In help, %1, %2 … are the texts of NAME, STRING, groups and `*`, in order; groups without their brackets. */
typedef struct Habit {
    const char *pattern;
    DiagCode    code;
    const char *message, *help;
} Habit;

static const Habit habits[] = {
    {"data {", DIAG_X05, "there are no blocks here", "data are declared one a line\n| data y[obs] : real"},
    {"transformed|generated data|parameters|quantities {", DIAG_X05, "there are no blocks here",
     "an equation stands anywhere: `name = expression`"},
    {"parameters {", DIAG_X05, "there are no blocks here",
     "unknowns need no declaration: `mu ~ Normal(0, 1)` makes one, and its range follows from its distribution"},
    {"model|functions|var|const {", DIAG_X05, "there are no blocks here",
     "the lines of the block stand by themselves, in any order"},
    {"NAME {", DIAG_X05, "there are no blocks here", "the lines of the block stand by themselves, in any order"},
    {"while ( *", DIAG_X01, "there are no loops here; the subscript does it",
     "`x[t] ~ Normal(x[t - 1], 1)` says it for every `t`"},
    {"while NAME *", DIAG_X01, "there are no loops here; the subscript does it",
     "`x[t] ~ Normal(x[t - 1], 1)` says it for every `t`"},
    {"* ) ! T|I|C (", DIAG_X01, "truncation is written in words here", NULL},
    {"* ) ! T [", DIAG_X01, "truncation is written in words here", NULL},
    {"array [ TYPE NAME *", DIAG_X05, "no declaration is needed for an unknown: its dims stand where it gets its prior",
     "delete this line. Data are declared so, over a dim\n| data %2[obs] : real"},
    {"array [ TYPE <|[ *", DIAG_X05, "no declaration is needed for an unknown: its dims stand where it gets its prior",
     "delete this line. Data are declared so, over a dim\n| data y[obs] : real"},
    {"TYPE < NAME $", DIAG_X05, "no declaration is needed for an unknown: its range follows from its distribution",
     NULL},
    {"TYPE < [ NAME *", DIAG_X05, "no declaration is needed for an unknown: its range follows from its distribution",
     "delete this line; the dims of an unknown stand where it gets its prior, `%3[obs] ~ …`. Data:\n| data %3[obs] : "
     "real"},
    {"TYPE < NAME *", DIAG_X05, "no declaration is needed for an unknown: its range follows from its distribution",
     "delete this line. Data are declared so\n| data %2 : real"},
    {"TYPE [ NAME *", DIAG_X05, "no declaration is needed for an unknown: its dims stand where it gets its prior",
     "delete this line. Data are declared so, over a dim\n| data %2[obs] : real"},
    {"TYPE [ < NAME *", DIAG_X05, "no declaration is needed for an unknown: its dims stand where it gets its prior",
     "delete this line. Data are declared so, over a dim\n| data %3[obs] : real"},
    {"TYPE NAME $", DIAG_X05, "no declaration is needed for an unknown",
     "delete this line. Data are declared so\n| data %1 : real"},
    {"TYPE NAME = *", DIAG_X05, "an equation needs no type", "write\n| %1 = %2"},
    {"target + = *", DIAG_X05, "terms are added with `factor`", NULL},
    {"NAME +|-|* = *", DIAG_X06, "an equation holds always; nothing is assigned twice",
     "give the new quantity a name of its own\n| %1_2 = %1 …"},
    {"NAME [ +|-|* = *", DIAG_X06, "an equation holds always; nothing is assigned twice",
     "give the new quantity a name of its own"},
    {"prior NAME ~ *", DIAG_X07, "priors are ordinary lines here", NULL},
    {"prior NAME [ ~ *", DIAG_X07, "priors are ordinary lines here", "write\n| %1[%2] ~ %3"},
    {"import NAME *", DIAG_X06, "nothing has to be imported",
     "delete this line; functions and distributions of the library are there"},
    {"from NAME import *", DIAG_X06, "nothing has to be imported",
     "delete this line; functions and distributions of the library are there"},
    {"from NAME . *", DIAG_X06, "nothing has to be imported",
     "delete this line; functions and distributions of the library are there"},
    {"library|require|source ( $", DIAG_X06, "nothing has to be loaded",
     "delete this line; functions and distributions of the library are there"},
    {"with * :", DIAG_X06, "a file is a model; nothing has to be opened",
     "delete this line, and write the statements that follow it as equations"},
    {"def NAME ( *", DIAG_X06, "functions are equations here", "write\n| fn %1(%2) = …"},
    {"NAME =|<- function ( *", DIAG_X06, "functions are equations here", "write\n| fn %1(%2) = %3"},
    {"if ( NAME =|<- *", DIAG_X06, "an `if` chooses a value here, not a statement",
     "write\n| %2 = if %1 then %3 else …"},
    {"if *", DIAG_X06, "an `if` chooses a value here, not a statement", "write\n| y = if c then a else b"},
    {"return NAME *", DIAG_X06, "functions are equations here", "write\n| fn f(x) = %1 %2"},
    {"return ( $", DIAG_X06, "functions are equations here", "write\n| fn f(x) = %1"},
    {"dim NAME = [ *", DIAG_X06, "labels are listed without brackets", "write\n| dim %1 = %2"},
    {"dim NAME = c ( *", DIAG_X06, "labels are listed without brackets", "write\n| dim %1 = %2"},
    {"data * : * = c ( *", DIAG_X06, "values are listed without brackets", "write\n| data %1 : %2 = %3"},
    {"data * : * = [ *", DIAG_X06, "values are listed without brackets", "write\n| data %1 : %2 = %3"},
    {"data NAME = c ( *", DIAG_X06, "values are listed without brackets, behind a kind",
     "write, over a dim\n| data %1[i] : real = %2"},
    {"data NAME = [ *", DIAG_X06, "values are listed without brackets, behind a kind",
     "write, over a dim\n| data %1[i] : real = %2"},
    {"NAME = [ *", DIAG_X06, "a list of numbers is data here", "write, over a dim\n| data %1[i] : real = %2"},
    {"* ! NAME . NAME . NAME *", DIAG_X06, "there are no modules here",
     "functions and distributions go by their names alone"},
    {"lm|glm|lmer|glmer|brm|stan_glm|gam ( $", DIAG_X07, "this looks like a call of R",
     "write the equations that the formula stands for\n| y[obs] ~ Normal(a + b * x[obs], sigma)"},
};

enum { FARTHEST = 200 }; /* tokens that a `*` in the middle may skip: a habit is a line of ordinary length */

typedef struct Matcher {
    Session      *session;
    Source       *source;
    const Token  *tokens;
    int           count;
    const Tokens *file;
    int           show; /* where the shown place begins */
    int           captures;
    struct {
        int from, to;
    } capture[8];
} Matcher;

static int closer_of(int kind) {
    switch (kind) {
    case TOK_LPAREN:
        return TOK_RPAREN;
    case TOK_LBRACKET:
        return TOK_RBRACKET;
    case TOK_LBRACE:
        return TOK_RBRACE;
    case TOK_LESS:
        return TOK_GREATER;
    default:
        return 0;
    }
}

static int group_end(const Matcher *m, int at) { /* the bracket that closes the one at `at`; -1: none */
    int open = m->tokens[at].kind, close = closer_of(open), depth = 0;
    for (int i = at; i < m->count; i++) {
        depth += m->tokens[i].kind == open;
        depth -= m->tokens[i].kind == close;
        if (!depth) return i;
    }
    return -1;
}

static bool is_alternative(const Token *token, const char *item, size_t length) {
    size_t n = strlen(token->shown);
    for (const char *at = item; at <= item + length;) {
        const char *bar = memchr(at, '|', (size_t)(item + length - at));
        size_t      part = (size_t)((bar ? bar : item + length) - at);
        if (part == n && memcmp(at, token->shown, n) == 0) return token->kind != TOK_STRING;
        at += part + 1;
    }
    return false;
}

static bool is_stan_type(const Token *token) {
    static const char *const types[] = {"real",
                                        "int",
                                        "vector",
                                        "row_vector",
                                        "matrix",
                                        "simplex",
                                        "unit_vector",
                                        "ordered",
                                        "positive_ordered",
                                        "complex",
                                        "cov_matrix",
                                        "corr_matrix",
                                        "cholesky_factor_corr",
                                        "cholesky_factor_cov",
                                        "array",
                                        "float",
                                        "double"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (word_is(token, types[i])) return true;
    return false;
}

static bool item_is(const char *item, size_t length, const char *text) {
    return length == strlen(text) && memcmp(item, text, length) == 0;
}

static void capture(Matcher *m, int from, int to) {
    if (m->captures < 8) m->capture[m->captures].from = from, m->capture[m->captures++].to = to;
}

static bool is_name(const Token *token) {
    return token->kind == TOK_NAME || (token->kind >= TOK_TRUNCATED && token->kind <= TOK_BELOW);
}

static bool match(Matcher *m, const char *pattern, int at);

static bool match_any(Matcher *m, const char *rest, int at) { /* `*` */
    int saved = m->captures;
    if (!*rest) {
        capture(m, at, m->count);
        return true;
    }
    for (int to = at; to <= m->count && to < at + FARTHEST; to++) {
        m->captures = saved;
        capture(m, at, to);
        if (match(m, rest, to)) return true;
    }
    m->captures = saved;
    return false;
}

static bool match(Matcher *m, const char *pattern, int at) {
    size_t      length = strcspn(pattern, " ");
    const char *rest = pattern + length + (pattern[length] == ' ');
    if (!*pattern) return true;
    if (item_is(pattern, length, "$")) return at == m->count;
    if (item_is(pattern, length, "*")) return match_any(m, rest, at);
    if (item_is(pattern, length, "!")) {
        m->show = at;
        return match(m, rest, at);
    }
    if (at >= m->count) return false;
    const Token *token = &m->tokens[at];
    if (length == 1 && strchr("([<{", *pattern)) {
        int end = token->shown[0] == *pattern && !token->shown[1] ? group_end(m, at) : -1;
        if (end < 0) return false;
        capture(m, at + 1, end);
        return match(m, rest, end + 1);
    }
    if (item_is(pattern, length, "NAME")     ? !is_name(token)
        : item_is(pattern, length, "STRING") ? token->kind != TOK_STRING
        : item_is(pattern, length, "TYPE")   ? !is_stan_type(token)
                                             : !is_alternative(token, pattern, length))
        return false;
    if (item_is(pattern, length, "NAME") || item_is(pattern, length, "STRING")) capture(m, at, at + 1);
    return match(m, rest, at + 1);
}

/* --- help --- */

static const char *part(const Matcher *m, int from, int to) {
    return tokens_text(m->session->arena, m->source, m->tokens + from, to - from);
}

static const char *captured(const Matcher *m, int number) { /* from 1 */
    if (number > m->captures) return "…";
    return part(m, m->capture[number - 1].from, m->capture[number - 1].to);
}

static const char *filled(const Matcher *m, const char *help) {
    Text text = {0};
    for (; *help; help++)
        if (*help == '%' && help[1] >= '1' && help[1] <= '8')
            text_add(m->session->arena, &text, "%s", captured(m, *++help - '0'));
        else
            text_add(m->session->arena, &text, "%c", *help);
    return text.at;
}

static Diag *say(const Matcher *m, DiagCode code, int from, int to, const char *message) {
    Span span = span_join(token_span(m->source, &m->tokens[from]), token_span(m->source, &m->tokens[to - 1]));
    return diag_add(&m->session->diags, code, span, "%s", message);
}

#define HELP(m, diag, ...) diag_help(&(m)->session->diags, (diag), __VA_ARGS__)

/* The text of tokens [from, to), with the distribution behind its `~` as it is called here. */
static const char *translated(const Matcher *m, int from, int to) {
    int tilde = from;
    while (tilde < to && m->tokens[tilde].kind != TOK_TILDE) tilde++;
    if (tilde + 1 >= to) return part(m, from, to);
    const char *right = part(m, tilde + 1, to), *ours = foreign_translated(m->session, right);
    return ours ? arena_printf(m->session->arena, "%s ~ %s", part(m, from, tilde), ours) : part(m, from, to);
}

/* sigma ~ Normal(0, 2) on the positive numbers alone is sigma ~ HalfNormal(2). NULL: no such name. */
static const char *half_of(const Matcher *m, const char *line) {
    static const char *const whole[] = {"~ Normal(0, ", "~ Cauchy(0, "};
    for (int i = 0; i < 2; i++) {
        const char *at = strstr(line, whole[i]);
        if (at)
            return arena_printf(m->session->arena, "%.*s~ Half%s(%s", (int)(at - line), line, i ? "Cauchy" : "Normal",
                                at + strlen(whole[i]));
    }
    return NULL;
}

/* T(0,) is `truncated to (0, inf)`. */
static void help_truncation(const Matcher *m, Diag *diag) {
    int         open = m->show + 1, close = group_end(m, open), comma = open;
    const char *lo = "-inf", *hi = "inf";
    while (comma < close && m->tokens[comma].kind != TOK_COMMA) comma++;
    if (comma > open + 1) lo = part(m, open + 1, comma);
    if (comma + 1 < close) hi = part(m, comma + 1, close);
    const char *line = translated(m, 0, m->show),
               *half = strcmp(lo, "0") == 0 && strcmp(hi, "inf") == 0 ? half_of(m, line) : NULL;
    if (half)
        HELP(m, diag, "write\n| %s", half);
    else
        HELP(m, diag, "write\n| %s truncated to (%s, %s)", line, lo, hi);
}

static bool ends_with(const char *text, const char *end) {
    size_t m = strlen(text), n = strlen(end);
    return m > n && strcmp(text + m - n, end) == 0;
}

/* bernoulli_logit_lpmf(y | eta), its tokens from `name` to `close`, is Bernoulli.log_p(y, inv_logit(eta)). NULL: not a known one. */
static const char *density_of(const Matcher *m, const char *stem, int name, int close) {
    int bar = name + 2, depth = 0;
    for (; bar < close && (depth || m->tokens[bar].kind != TOK_BAR); bar++)
        depth += (m->tokens[bar].kind == TOK_LPAREN) - (m->tokens[bar].kind == TOK_RPAREN);
    const char *args = bar + 1 < close ? part(m, bar + 1, close) : "";
    const char *ours = foreign_translated(m->session, arena_printf(m->session->arena, "%s(%s)", stem, args));
    const char *open = ours ? strchr(ours, '(') : NULL;
    if (!open || bar >= close) return NULL;
    return arena_printf(m->session->arena, "%.*s.log_p(%s%s%s", (int)(open - ours), ours, part(m, name + 2, bar),
                        open[1] == ')' ? "" : ", ", open + 1);
}

/* target += normal_lpdf(1 | mu, 2) is factor Normal.log_p(1, mu, 2). */
static void help_target(const Matcher *m, Diag *diag) {
    Text text = {0};
    text_add(m->session->arena, &text, "%s", "");
    for (int i = 3; i < m->count; i++) {
        const char *word = m->tokens[i].shown;
        if (ends_with(word, "_lpdf") || ends_with(word, "_lpmf")) {
            const char *stem = arena_copy(m->session->arena, word, strlen(word) - strlen("_lpdf"));
            int         close = i + 1 < m->count && m->tokens[i + 1].kind == TOK_LPAREN ? group_end(m, i + 1) : -1;
            const char *ours = close > 0 ? density_of(m, stem, i, close) : NULL;
            if (ours) {
                text_add(m->session->arena, &text, "%s%s", i > 3 ? " " : "", ours);
                i = close;
                continue;
            }
            text_add(m->session->arena, &text, "%s.log_p",
                     foreign_name(m->session, stem) ? foreign_name(m->session, stem) : stem);
            continue;
        }
        if (m->tokens[i].kind == TOK_BAR) {
            text_add(m->session->arena, &text, ",");
            continue;
        }
        bool gap = i > 3 && m->tokens[i].begin > m->tokens[i - 1].end;
        text_add(m->session->arena, &text, "%s%s", gap ? " " : "", part(m, i, i + 1));
    }
    HELP(m, diag, "write\n| factor %s", text.at);
}

static bool is_used_elsewhere(const Matcher *m, const Token *name) {
    for (int i = 0; i < m->file->count; i++) {
        const Token *token = &m->file->at[i];
        if (token->kind == TOK_NAME && token->text == name->text &&
            (token->begin < m->tokens[0].begin || token->begin > m->tokens[m->count - 1].begin))
            return true;
    }
    return false;
}

static void help_prior(const Matcher *m, Diag *diag) {
    const Token *name = &m->tokens[1];
    if (is_used_elsewhere(m, name))
        HELP(m, diag, "write\n| %s", part(m, 1, m->count));
    else
        HELP(m, diag, "delete this line: nothing else in this model uses `%s`", name->shown);
}

/* real<lower=0> sigma: data sigma : real > 0. */
static void help_declaration(const Matcher *m, Diag *diag) {
    const char *bounds = captured(m, 1), *name = captured(m, 2), *kind = word_is(m->tokens, "int") ? "int" : "real";
    const char *lower = strstr(bounds, "lower"), *upper = strstr(bounds, "upper");
    bool zero = lower && strchr(lower, '=') && strchr(lower, '=')[1 + strspn(strchr(lower, '=') + 1, " ")] == '0';
    const char *range = zero && upper ? " in (0, 1)" : zero ? (kind[0] == 'i' ? " >= 0" : " > 0") : "";
    HELP(m, diag, "delete this line if `%s` is an unknown. Data are declared so\n| data %s : %s%s", name, name, kind,
         range);
}

static void report(const Matcher *m, const Habit *habit) {
    int to = m->count;
    if (m->show) { /* what stands in the middle: the word and its group */
        to = m->show + 1;
        if (to < m->count && closer_of(m->tokens[to].kind)) to = group_end(m, to) + 1;
    }
    const char *first = m->tokens[0].shown;
    if (m->count > 2 && m->tokens[1].shown[0] == '{' && first[strlen(first) - 1] == '_') { /* beta_{1}: LaTeX */
        Diag *latex = say(m, DIAG_X06, 0, 2, "a subscript is part of the name, or stands in square brackets");
        HELP(m, latex, "write `%s%s` for a name, `%.*s[%s]` for the cell of a dimension", first, m->tokens[2].shown,
             (int)strlen(first) - 1, first, m->tokens[2].shown);
        return;
    }
    Diag *diag = say(m, habit->code, m->show, to, habit->message);
    if (habit->help)
        HELP(m, diag, "%s", filled(m, habit->help));
    else if (m->show)
        help_truncation(m, diag);
    else if (word_is(m->tokens, "target"))
        help_target(m, diag);
    else if (word_is(m->tokens, "prior"))
        help_prior(m, diag);
    else
        help_declaration(m, diag);
}

/* --- habits that are not a list of tokens --- */

/* The dims over which the file declares `data NAME[…]`, as written; NULL: it does not. */
static const char *declared_dims(const Matcher *m, const Token *name) {
    bool data = false;
    for (int i = 0; i + 2 < m->file->count; i++) {
        const Token *token = &m->file->at[i];
        if (token->first_on_line) data = word_is(token, "data");
        if (!data || token->text != name->text || token[1].kind != TOK_LBRACKET) continue;
        int end = i + 2;
        while (m->file->at[end].kind != TOK_RBRACKET && m->file->at[end].kind != TOK_END) end++;
        return tokens_text(m->session->arena, m->source, token + 2, end - i - 2);
    }
    return NULL;
}

/* The statement inside a loop: [*from, *to); false if it is not one on one line. */
static bool loop_body(const Matcher *m, int *from, int *to) {
    int head = group_end(m, 1);
    *from = head + 1, *to = m->count;
    if (head < 0 || *from >= *to) return false;
    if (m->tokens[*from].kind == TOK_LBRACE) {
        ++*from;
        if (m->tokens[*to - 1].kind == TOK_RBRACE) --*to;
    }
    if (*to > *from && m->tokens[*to - 1].kind == TOK_SEMICOLON) --*to;
    return *to - *from > 2 && *to - *from < 40 && m->tokens[*from].line == m->tokens[*to - 1].line;
}

/* for (i in 1:N) { y[i] ~ Normal(mu, 1) }: the statement inside, with the dim of `y` for the letter. */
static void report_loop(const Matcher *m) {
    int          from, to;
    bool         has_body = loop_body(m, &from, &to);
    const Token *letter = m->count > 2 && m->tokens[2].kind == TOK_NAME ? &m->tokens[2] : NULL;
    int          shown = m->tokens[1].kind == TOK_LPAREN && group_end(m, 1) > 0 ? group_end(m, 1) + 1 : m->count;
    Diag        *diag = say(m, DIAG_X01, 0, shown, "there are no loops here; the subscript does it");
    if (!has_body || !letter) {
        HELP(m, diag, "one line says it for every position\n| y[obs] ~ Normal(mu[obs], sigma)");
        return;
    }
    const char *dims = declared_dims(m, &m->tokens[from]);
    Tokens      inner = {0};
    for (int i = from; i < to; i++) {
        Token token = m->tokens[i];
        if (dims && token.kind == TOK_NAME && token.text == letter->text)
            token.slip = SLIP_DOTTED, token.text = dims; /* spelt by its text */
        VEC_PUSH(m->session->arena, &inner, token);
    }
    Matcher body = *m;
    body.tokens = inner.at;
    body.count = inner.count;
    HELP(m, diag, "one line says it for every `%s`\n| %s", dims ? dims : letter->shown,
         translated(&body, 0, inner.count));
}

static int find(const Matcher *m, int kind, int from) {
    for (int i = from; i < m->count; i++)
        if (m->tokens[i].kind == kind) return i;
    return -1;
}

static bool ends_operand(const Token *t) {
    return is_name(t) || t->kind == TOK_NUMBER || t->kind == TOK_STRING || t->kind == TOK_RPAREN ||
           t->kind == TOK_RBRACKET;
}

/* y = a if c else b (Python), y = if (c) a else b (R), y = c ? a : b (C, Stan). */
static bool match_choice(const Matcher *m) {
    int at = find(m, TOK_IF, 0), otherwise = find(m, TOK_ELSE, 0), equals = find(m, TOK_EQUALS, 0),
        question = find(m, TOK_QUESTION, 0);
    if (equals < 0 || find(m, TOK_THEN, 0) >= 0) return false;
    if (question > equals && find(m, TOK_COLON, question) > 0) {
        int   colon = find(m, TOK_COLON, question);
        Diag *diag = say(m, DIAG_X05, question, question + 1, "a choice is written in words here");
        HELP(m, diag, "write\n| %s if %s then %s else %s", part(m, 0, equals + 1), part(m, equals + 1, question),
             part(m, question + 1, colon), part(m, colon + 1, m->count));
        return true;
    }
    if (at < equals || otherwise < at) return false;
    if (ends_operand(&m->tokens[at - 1])) {
        Diag *diag = say(m, DIAG_X06, at, at + 1, "the condition comes first, and is followed by `then`");
        HELP(m, diag, "write\n| %s if %s then %s else %s", part(m, 0, equals + 1), part(m, at + 1, otherwise),
             part(m, equals + 1, at), part(m, otherwise + 1, m->count));
        return true;
    }
    int close = at + 1 < m->count && m->tokens[at + 1].kind == TOK_LPAREN ? group_end(m, at + 1) : -1;
    if (close < 0 || close + 1 >= otherwise) return false;
    Diag *diag = say(m, DIAG_X06, at, at + 1, "the `then` is missing");
    HELP(m, diag, "write\n| %s if %s then %s else %s", part(m, 0, at), part(m, at + 2, close),
         part(m, close + 1, otherwise), part(m, otherwise + 1, m->count));
    return true;
}

/* The bar of normal_lpdf(y | mu, sigma). */
static bool is_density(const Matcher *m, int bar) {
    int depth = 0, at = bar;
    for (; at > 0 && depth >= 0; at--) depth += (m->tokens[at].kind == TOK_RPAREN) - (m->tokens[at].kind == TOK_LPAREN);
    const char *name = m->tokens[at].shown;
    return depth < 0 && (ends_with(name, "_lpdf") || ends_with(name, "_lpmf") || ends_with(name, "_lcdf") ||
                         ends_with(name, "_lccdf"));
}

static void report_density(const Matcher *m, int bar) {
    Diag *diag = say(m, DIAG_X05, bar, bar + 1, "the value comes first, then the arguments, with commas");
    HELP(m, diag, "the log density of a distribution is its member `log_p`\n| factor Normal.log_p(y, mu, sigma)");
}

/* y[1:3], and formulas inside a call, f(y ~ x). */
static bool match_inside(const Matcher *m) {
    int  open[64], depth = 0;
    bool tilde = false;
    if (m->tokens[0].kind == TOK_DIST) return false;
    for (int i = 0; i < m->count; i++) {
        int kind = m->tokens[i].kind;
        if (kind == TOK_LPAREN || kind == TOK_LBRACKET) {
            if (depth < 64) open[depth] = kind;
            depth++;
        }
        if ((kind == TOK_RPAREN || kind == TOK_RBRACKET) && depth) depth--; /* those between braces may not match */
        tilde |= !depth && kind == TOK_TILDE;
        if (tilde && !depth && (kind == TOK_COLON || kind == TOK_BAR)) { /* y ~ x:z */
            HELP(m, say(m, DIAG_X07, i, i + 1, "this looks like a formula of R"),
                 "write the equation that it stands for\n| y[obs] ~ Normal(a + b * x[obs], sigma)");
            return true;
        }
        if (depth < 1 || depth > 64) continue;
        if (kind == TOK_TILDE) {
            HELP(m, say(m, DIAG_X07, i, i + 1, "this looks like a formula of R"),
                 "write the equation that it stands for\n| y[obs] ~ Normal(a + b * x[obs], sigma)");
            return true;
        }
        if (kind == TOK_BAR && is_density(m, i)) {
            report_density(m, i);
            return true;
        }
        if (kind == TOK_COLON && open[depth - 1] == TOK_LBRACKET) {
            HELP(m, say(m, DIAG_X06, i, i + 1, "there are no slices here"),
                 "a bare name stands for all positions; `where` keeps some: `y[t] ~ … where t > 3`, `sum[t where t <= "
                 "3](x[t])`");
            return true;
        }
    }
    return false;
}

bool foreign_tokens(Session *session, Source *source, const Token *tokens, int count, const Tokens *file) {
    Matcher m = {.session = session, .source = source, .tokens = tokens, .count = count, .file = file};
    if (word_is(tokens, "for") && count > 1 && (tokens[1].kind == TOK_LPAREN || tokens[1].kind == TOK_NAME)) {
        report_loop(&m);
        return true;
    }
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        m.captures = m.show = 0;
        if (!match(&m, habits[i].pattern, 0)) continue;
        report(&m, &habits[i]);
        return true;
    }
    return match_choice(&m) || match_inside(&m);
}

/* --- characters --- */

void foreign_character(Session *session, Span span) {
    DiagList   *list = &session->diags;
    const char *text = span_text(session->arena, span);
    size_t      n;
    uint32_t    c = utf8_decode(text, span.end - span.begin, &n);
    if (c == '\\') {
        Diag *diag = diag_add(list, DIAG_Y00, span, "`%s` is not understood here", text);
        diag_help(list, diag, "the x with `A @ x = b` is `solve(A, b)`");
    } else if (c == 0x2211 || c == 0x220F) {
        Diag *diag = diag_add(list, DIAG_Y07, span, "`%s` is not a letter here", text);
        diag_help(list, diag, "write `%s[i](…)`", c == 0x2211 ? "sum" : "prod");
    } else if ((c >= 0x1D62 && c <= 0x1D6A) || (c >= 0x2090 && c <= 0x209C) || c == 0x2C7C) {
        Diag *diag =
            diag_add(list, DIAG_Y07, span, "`%s` is a small letter from a slide; a subscript stands in brackets", text);
        diag_help(list, diag, "write `[i]`");
    } else if (c == '$') {
        Diag *diag = diag_add(list, DIAG_X06, span, "columns need no `$` here");
        diag_help(list, diag, "declare the column, and use its name\n| data x[obs] : real");
    } else if (c == '%') {
        Diag *diag = diag_add(list, DIAG_X06, span, "there is no operator `%%` here");
        diag_help(list, diag, "the matrix product is `@`; the remainder of `x / n` is `x - n * floor(x / n)`");
    } else if (c == 0x2254 || c == 0x225D || c == 0x2261 || c == 0x2190) {
        Diag *diag = diag_add(list, DIAG_X02, span, "definitions are written with `=` here");
        diag_help(list, diag, "type `=` for `%s`", text);
    } else if (c == '`') {
        Diag *diag = diag_add(list, DIAG_X06, span, "names stand without backquotes here");
        diag_help(list, diag, "a name is letters, digits and `_`; a column of another name is given with `column`");
    } else if (strcmp(text, "<-") == 0 || strcmp(text, ":=") == 0) {
        diag_add(list, DIAG_Y00, span, "`%s` is not understood here", text);
    } else if (c == UTF8_BAD) {
        Diag *diag = diag_add(list, DIAG_Y00, span, "this is not text in UTF-8");
        diag_help(list, diag, "save the file as UTF-8");
    } else if (c < 0x20 || c == 0x7F) {
        diag_add(list, DIAG_Y00, span, "there is a character here that cannot be shown (U+%04X)", c);
    } else {
        diag_add(list, c < 0x80 ? DIAG_Y00 : DIAG_Y07, span,
                 c < 0x80 ? "`%s` is not understood here" : "`%s` (U+%04X) is not understood here", text, c);
    }
}
