/* Wording of syntax errors. The words come from the statement's first token, the token before the error and the one found
 * there; the line to write instead is made from the statement's tokens. */
#include "construct.h"
#include "layout_words.h"
#include "parser.h"
#include <string.h>

typedef struct Error {
    Parser          *parser;
    LayoutStatement *statement;
    const Token     *tokens;
    int              first, at, end; /* the statement is [first, end); the error is at `at`; all in `tokens` */
} Error;

static const Token *found(const Error *e) { return &e->tokens[e->at]; }
static const Token *before(const Error *e) { return e->at > e->first ? &e->tokens[e->at - 1] : NULL; }
static Arena       *arena(const Error *e) { return e->parser->session->arena; }
static DiagList    *diags(const Error *e) { return &e->parser->session->diags; }
static Span         place(const Error *e, const Token *token) { return token_span(e->parser->source, token); }

static const char *text(const Error *e, int from, int to) {
    return tokens_text(arena(e), e->parser->source, &e->tokens[from], to - from);
}

/* --- questions about tokens --- */

static bool is_opener(const Token *t) { return t->kind == TOK_LPAREN || t->kind == TOK_LBRACKET; }
static bool is_closer(const Token *t) { return t->kind == TOK_RPAREN || t->kind == TOK_RBRACKET; }

static bool is_word(const Token *t) { /* a name, or a word that may be one */
    return t->kind == TOK_NAME || (t->kind >= TOK_TRUNCATED && t->kind <= TOK_BELOW);
}

static bool begins_operand(const Token *t) {
    return is_word(t) || t->kind == TOK_NUMBER || t->kind == TOK_STRING || t->kind == TOK_PRIMED ||
           t->kind == TOK_LPAREN;
}

static bool ends_operand(const Token *t) {
    return is_word(t) || t->kind == TOK_NUMBER || t->kind == TOK_STRING || t->kind == TOK_PRIMED ||
           t->kind == TOK_SUPER || is_closer(t);
}

static int depth_at(const Error *e, int at) {
    int depth = 0;
    for (int i = e->first; i < at; i++) depth += is_opener(&e->tokens[i]) - is_closer(&e->tokens[i]);
    return depth;
}

static int find_before(const Error *e, int kind) { /* outside brackets, before the error; -1: none */
    int depth = 0;
    for (int i = e->first; i < e->at; i++) {
        depth += is_opener(&e->tokens[i]) - is_closer(&e->tokens[i]);
        if (!depth && e->tokens[i].kind == kind) return i;
    }
    return -1;
}

/* The `if` of the innermost open bracket that has its `then` and lacks its `else`; -1: none. */
static int if_without_else(const Error *e) {
    int depth = 0, elses = 0;
    for (int i = e->at - 1; i >= e->first; i--) {
        const Token *t = &e->tokens[i];
        depth += is_closer(t) - is_opener(t);
        if (depth < 0) return -1;
        if (depth) continue;
        if (t->kind == TOK_ELSE) elses++;
        if (t->kind == TOK_THEN && elses-- == 0)
            while (i >= e->first)
                if (e->tokens[i--].kind == TOK_IF) return i + 1;
    }
    return -1;
}

static int back_over_group(const Error *e, int at) { /* from a closer to its opener */
    int depth = 0;
    for (; at > e->first; at--) {
        depth += is_closer(&e->tokens[at]) - is_opener(&e->tokens[at]);
        if (!depth) break;
    }
    return at;
}

static int operand_begin(const Error *e, int at) { /* at: its last token */
    while (at > e->first && e->tokens[at].kind == TOK_SUPER) at--;
    while (is_closer(&e->tokens[at])) {
        at = back_over_group(e, at);
        if (at > e->first && (is_word(&e->tokens[at - 1]) || is_closer(&e->tokens[at - 1])))
            at--;
        else
            break;
    }
    return at;
}

static int operand_end(const Error *e, int at) { /* behind the operand that begins here */
    int  depth = 0;
    bool named = is_word(&e->tokens[at]);
    do {
        depth += is_opener(&e->tokens[at]) - is_closer(&e->tokens[at]);
        at++;
    } while (at < e->end && (depth > 0 || (named && is_opener(&e->tokens[at])) || e->tokens[at].kind == TOK_SUPER));
    return at;
}

/* --- messages --- */

static Diag *say(const Error *e, DiagCode code, Span span, const char *message) {
    return diag_add(diags(e), code, span, "%s", message);
}

static Tokens copy_of(const Error *e, int from, int to) {
    Tokens copy = {0};
    for (int i = from; i < to; i++) VEC_PUSH(arena(e), &copy, e->tokens[i]);
    return copy;
}

static void add_made(const Error *e, Tokens *list, int kind, const char *shown) {
    Token token = {.kind = kind, .text = shown, .shown = shown, .inserted = true};
    VEC_PUSH(arena(e), list, token);
}

static void help_line(const Error *e, Diag *diag, const char *sentence, const Tokens *line) {
    if (line->count < 60)
        diag_help(diags(e), diag, "%s\n| %s", sentence,
                  tokens_text(arena(e), e->parser->source, line->at, line->count));
}

static void missing_times(const Error *e) { /* Y03 */
    int    from = operand_begin(e, e->at - 1), to = e->at;
    Tokens line = copy_of(e, e->first, e->at);
    while (to < e->end && begins_operand(&e->tokens[to])) {
        int next = operand_end(e, to);
        add_made(e, &line, TOK_TIMES, "*");
        for (; to < next; to++) VEC_PUSH(arena(e), &line, e->tokens[to]);
    }
    Span  span = span_join(place(e, &e->tokens[from]), place(e, &e->tokens[to - 1]));
    Diag *diag = say(e, DIAG_Y03, span, "a multiplication sign is missing");
    for (; to < e->end; to++) { /* who leaves out one leaves out others */
        const Token *t = &e->tokens[to], *last = t - 1;
        bool         again = t->kind == TOK_NAME &&
                     (last->kind == TOK_NAME || last->kind == TOK_NUMBER || last->kind == TOK_SUPER || is_closer(last));
        if (again) add_made(e, &line, TOK_TIMES, "*");
        VEC_PUSH(arena(e), &line, *t);
    }
    help_line(e, diag, "write", &line);
    if (depth_at(e, e->at) != 1 || !is_closer(&e->tokens[e->end - 1])) return;
    Tokens two = copy_of(e, e->first, e->at); /* Normal(mu s) */
    add_made(e, &two, TOK_COMMA, ",");
    for (int i = e->at; i < e->end; i++) {
        if (e->tokens[i].kind == TOK_COMMA) return;
        VEC_PUSH(arena(e), &two, e->tokens[i]);
    }
    for (int i = e->first, depth = 0; i < e->at; i++) {
        depth += is_opener(&e->tokens[i]) - is_closer(&e->tokens[i]);
        if (depth == 1 && e->tokens[i].kind == TOK_COMMA) return;
    }
    if (find_before(e, TOK_TILDE) >= 0) help_line(e, diag, "or, if these are two arguments,", &two);
}

static void missing_comma(const Error *e) { /* Beta(1 1): two numbers are two arguments */
    Tokens line = copy_of(e, e->first, e->at);
    add_made(e, &line, TOK_COMMA, ",");
    for (int i = e->at; i < e->end; i++) VEC_PUSH(arena(e), &line, e->tokens[i]);
    help_line(e, say(e, DIAG_Y03, place(e, found(e)), "a comma or a multiplication sign is missing before this"),
              "two arguments are", &line);
}

static void missing_after(const Error *e, const Token *token) { /* Y04 */
    Diag *diag = diag_add(diags(e), DIAG_Y04, place(e, token), "something is missing after `%s`", token->shown);
    diag_help(diags(e), diag, "finish it, or delete the `%s`", token->shown);
}

static void missing_else(const Error *e, int at) { /* Y09 */
    Diag  *diag = say(e, DIAG_Y09, place(e, &e->tokens[at]), "an `if` needs its `else`");
    Tokens line = copy_of(e, e->first, e->at);
    add_made(e, &line, TOK_ELSE, "else");
    add_made(e, &line, TOK_NAME, "…");
    for (int i = e->at; i < e->end; i++) VEC_PUSH(arena(e), &line, e->tokens[i]);
    help_line(e, diag, "say what holds otherwise", &line);
}

static void bare_if(const Error *e) { /* Y10 */
    Tokens line = copy_of(e, e->first, e->at);
    int    to = e->at, depth = 0;
    add_made(e, &line, TOK_LPAREN, "(");
    for (; to < e->end; to++) {
        depth += is_opener(&e->tokens[to]) - is_closer(&e->tokens[to]);
        if (depth < 0 || (depth == 0 && e->tokens[to].kind == TOK_COMMA)) break;
        VEC_PUSH(arena(e), &line, e->tokens[to]);
    }
    add_made(e, &line, TOK_RPAREN, ")");
    for (; to < e->end; to++) VEC_PUSH(arena(e), &line, e->tokens[to]);
    help_line(e, say(e, DIAG_Y10, place(e, found(e)), "an `if` within a larger expression stands in brackets"), "write",
              &line);
}

static bool names_kind(const Token *t) {
    static const char *const kinds[] = {"real", "int", "count", "binary", "date", "vector", "float"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (word_is(t, kinds[i])) return true;
    return false;
}

static void missing_kind(const Error *e) { /* Y11 */
    const Token *at = found(e)->kind == TOK_EOS ? before(e) : found(e);
    Diag        *diag = say(e, DIAG_Y11, place(e, at), "a colon and a kind are missing");
    if (found(e)->kind == TOK_EOS)
        diag_help(diags(e), diag, "for numbers\n| %s : real", text(e, e->first, e->at));
    else if (e->at == e->first + 2 && names_kind(before(e)) && is_word(at)) /* data real y */
        diag_help(diags(e), diag, "the name comes first\n| data %s : %s", text(e, e->at, operand_end(e, e->at)),
                  before(e)->text);
    else if (is_word(at))
        diag_help(diags(e), diag, "write\n| %s : %s", text(e, e->first, e->at), text(e, e->at, e->end));
    else
        diag_help(diags(e), diag, "for numbers\n| %s : real", text(e, e->first, e->at));
}

static void no_statement(const Error *e) { /* Y00: nothing but an expression */
    Span span = span_join(place(e, &e->tokens[e->first]), place(e, &e->tokens[e->end - 1]));
    int  kind = e->first + 1 < e->end ? e->tokens[e->first + 1].kind : TOK_END;
    if (kind == TOK_LESS || kind == TOK_GREATER || kind == TOK_LESS_EQUAL ||
        kind == TOK_GREATER_EQUAL) { /* sigma > 0 */
        const char *name = e->tokens[e->first].shown;
        Diag       *diag = say(e, DIAG_Y00, span, "a range is not a line of its own");
        diag_help(diags(e), diag,
                  "The range of an unknown follows from its distribution, that of data from its declaration:\n| %s ~ "
                  "HalfNormal(1)\n| data %s : real > 0",
                  name, name);
        return;
    }
    Diag *diag = say(e, DIAG_Y00, span, "this line says nothing about anything");
    diag_help(diags(e), diag,
              "a line says what is given, how something is distributed, or what it equals\n| data y : real\n| y ~ "
              "Normal(mu, 1)\n| mu = a + b");
}

static void not_understood(const Error *e) { /* Y00 */
    const Token *t = found(e);
    const char  *what = t->kind == TOK_STRING ? arena_printf(arena(e), "\"%s\"", t->text) : t->shown;
    if (t->kind == TOK_EOS) {
        say(e, DIAG_Y00, place(e, before(e)), "the line ends before the statement does");
        return;
    }
    Diag *diag = diag_add(diags(e), DIAG_Y00, place(e, t), "`%s` is not understood here", what);
    if (is_word(&e->tokens[e->first]) && e->at == e->first + 1 && is_word(t)) /* a b = 3 */
        diag_help(diags(e), diag, "a name has no blanks\n| %s_%s", before(e)->shown, text(e, e->at, e->end));
    else if (e->tokens[e->first].kind == TOK_DIM && e->at == e->first + 2 && t->kind == TOK_NUMBER)
        diag_help(diags(e), diag, "labels stand behind `=`\n| dim %s = %s", before(e)->shown, text(e, e->at, e->end));
    else if (find_before(e, TOK_TILDE) >= 0 && depth_at(e, e->at) == 0 && begins_operand(t))
        diag_help(diags(e), diag,
                  "behind a distribution may stand `truncated to (0, inf)`, `censored where …`, `ordered`, `weighted "
                  "by …`, `start …`, `where …`");
    else if (t->kind == TOK_COLON && depth_at(e, e->at) == 0 && find_before(e, TOK_EQUALS) < 0 &&
             find_before(e, TOK_TILDE) < 0)
        diag_help(diags(e), diag, "only data are declared\n| data %s", text(e, e->first, e->end));
    else if (e->tokens[e->first].kind == TOK_DATA && t->kind == TOK_COMMA && find_before(e, TOK_COLON) >= 0 &&
             e->at + 1 < e->end)
        diag_help(diags(e), diag, "each kind of data has a line of its own\n| %s\n| data %s", text(e, e->first, e->at),
                  text(e, e->at + 1, e->end));
    else if (strcmp(t->shown, "[") == 0 && e->at > e->first && !is_word(before(e)))
        diag_help(diags(e), diag,
                  "there are no lists of numbers in formulas; give each label its value in a line, or all of them as "
                  "data\n| a[first] = 1\n| data a[k] : real = 1, 2");
    else if (t->kind == TOK_TILDE || t->kind == TOK_EQUALS)
        diag_help(diags(e), diag,
                  "a statement has one `=` or one `~`, behind a name: `mu = a + b` or `y ~ Normal(mu, 1)`");
}

static bool is_product(const Error *e) { /* two operands side by side, where a sum of products may stand */
    if (!before(e) || !ends_operand(before(e)) || !begins_operand(found(e))) return false;
    if (e->tokens[e->first].kind == TOK_DIM || e->tokens[e->first].kind == TOK_USE) return false;
    return depth_at(e, e->at) > 0 || find_before(e, TOK_EQUALS) >= 0 || e->tokens[e->first].kind == TOK_FACTOR;
}

static bool lacks_kind(const Error *e) {
    if (e->tokens[e->first].kind != TOK_DATA || depth_at(e, e->at) > 0 || !before(e)) return false;
    return find_before(e, TOK_COLON) < 0 && ends_operand(before(e));
}

static bool has_relation(const Error *e) { /* `=` or `~`, before the error or behind it */
    for (int i = e->first; i < e->end; i++)
        if (e->tokens[i].kind == TOK_EQUALS || e->tokens[i].kind == TOK_TILDE) return true;
    return false;
}

static void describe(const Error *e) {
    const Token *t = found(e);
    int          open_if = if_without_else(e);
    bool         at_end = t->kind == TOK_EOS || is_closer(t) || t->kind == TOK_COMMA;
    if (lacks_kind(e))
        missing_kind(e);
    else if (before(e) && word_cannot_end(before(e)) && (at_end || word_cannot_end(t)) && t->kind != TOK_IF)
        missing_after(e, before(e));
    else if (at_end && open_if >= 0)
        missing_else(e, open_if);
    else if (at_end && before(e) && is_opener(before(e)))
        missing_after(e, before(e));
    else if (is_word(&e->tokens[e->first]) && t->kind != TOK_COLON && !has_relation(e))
        no_statement(e);
    else if (t->kind == TOK_IF && before(e) && word_cannot_end(before(e)))
        bare_if(e);
    else if (is_product(e) && depth_at(e, e->at) > 0 && before(e)->kind == TOK_NUMBER && t->kind == TOK_NUMBER)
        missing_comma(e);
    else if (is_product(e))
        missing_times(e);
    else
        not_understood(e);
}

void syntax_error(Parser *parser) {
    Error e = {.parser = parser, .tokens = parser->layout.tokens.at, .at = parser->next - 1};
    e.statement = parser_layout_statement(parser);
    e.first = e.statement->first;
    e.end = e.statement->end;
    if (e.at < e.first || e.at > e.end) e.at = e.end;
    if (!e.statement->reported && !(found(&e)->inserted && e.at != e.end)) describe(&e);
    e.statement->reported = true;
}
