#include "layout_words.h"
#include "foreign.h"
#include "names.h"
#include "parser.h"

#include <string.h>

typedef struct Word {
    const char *text;
    int         kind;
} Word;

static const Word reserved[] = {{"if", TOK_IF}, {"then", TOK_THEN}, {"else", TOK_ELSE}, {"and", TOK_AND},
                                {"or", TOK_OR}, {"not", TOK_NOT},   {"in", TOK_IN}};
static const Word heads[] = {
    {"dim", TOK_DIM}, {"data", TOK_DATA}, {"fn", TOK_FN}, {"dist", TOK_DIST}}; /* keywords before a name */
static const Word soft[] = {/* keywords where one may stand, names elsewhere: the grammar tells */
                            {"truncated", TOK_TRUNCATED},
                            {"censored", TOK_CENSORED},
                            {"weighted", TOK_WEIGHTED},
                            {"to", TOK_TO},
                            {"by", TOK_BY},
                            {"of", TOK_OF},
                            {"ordered", TOK_ORDERED},
                            {"sum_to_zero", TOK_SUM_TO_ZERO},
                            {"noncentered", TOK_NONCENTERED},
                            {"centered", TOK_CENTERED},
                            {"start", TOK_START},
                            {"column", TOK_COLUMN},
                            {"unit", TOK_UNIT},
                            {"missing", TOK_MISSING},
                            {"where", TOK_WHERE},
                            {"except", TOK_EXCEPT},
                            {"up", TOK_UP},
                            {"below", TOK_BELOW}};
#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

static int find_word(const Word *words, int count, const Token *token, int otherwise) {
    if (token->kind != TOK_NAME) return otherwise;
    for (int i = 0; i < count; i++)
        if (strcmp(words[i].text, token->text) == 0) return words[i].kind;
    return otherwise;
}

bool word_is(const Token *token, const char *word) {
    return token->kind != TOK_STRING && token->kind != TOK_PRIMED && strcmp(token->text, word) == 0;
}

Token word_reserved(Token token) {
    token.kind = find_word(reserved, COUNT(reserved), &token, token.kind);
    return token;
}

static bool is_one_of(int kind, const int *kinds) { /* kinds ends with 0 */
    for (; *kinds; kinds++)
        if (*kinds == kind) return true;
    return false;
}

bool word_cannot_end(const Token *token) {
    static const int kinds[] = {TOK_PLUS,
                                TOK_MINUS,
                                TOK_TIMES,
                                TOK_DIVIDE,
                                TOK_MATMUL,
                                TOK_POWER,
                                TOK_ROOT,
                                TOK_LESS,
                                TOK_GREATER,
                                TOK_LESS_EQUAL,
                                TOK_GREATER_EQUAL,
                                TOK_EQUAL,
                                TOK_NOT_EQUAL,
                                TOK_COMMA,
                                TOK_COLON,
                                TOK_EQUALS,
                                TOK_TILDE,
                                TOK_DOT,
                                TOK_RANGE,
                                TOK_BAR,
                                TOK_IF,
                                TOK_THEN,
                                TOK_ELSE,
                                TOK_AND,
                                TOK_OR,
                                TOK_NOT,
                                TOK_IN,
                                0};
    return is_one_of(token->kind, kinds);
}

static bool word_then(const Tokens *in, int at, const char *word, const char *next) {
    return word_is(&in->at[at], word) && word_is(&in->at[at + 1], next) && in->at[at + 1].line == in->at[at].line;
}

bool word_cannot_begin(const Tokens *in, int at, const Token *first, bool has_equals) {
    static const int kinds[] = {TOK_PLUS,   TOK_MINUS,    TOK_TIMES,      TOK_DIVIDE,        TOK_MATMUL, TOK_POWER,
                                TOK_LESS,   TOK_GREATER,  TOK_LESS_EQUAL, TOK_GREATER_EQUAL, TOK_EQUAL,  TOK_NOT_EQUAL,
                                TOK_COMMA,  TOK_COLON,    TOK_EQUALS,     TOK_TILDE,         TOK_DOT,    TOK_RANGE,
                                TOK_BAR,    TOK_THEN,     TOK_ELSE,       TOK_AND,           TOK_OR,     TOK_IN,
                                TOK_RPAREN, TOK_RBRACKET, TOK_QUESTION,   TOK_SUPER,         0};
    static const int defines[] = {TOK_EQUALS, TOK_TILDE, TOK_LBRACKET, TOK_COMMA, TOK_ARROW, 0};
    const Token     *token = &in->at[at], *next = &in->at[at + 1];
    if (is_one_of(token->kind, kinds)) return true;
    if (token->kind != TOK_NAME || is_one_of(next->kind, defines)) return false;
    if (word_then(in, at, "truncated", "to") || word_then(in, at, "weighted", "by")) return true;
    if (word_then(in, at, "censored", "to") || word_then(in, at, "censored", "where") ||
        word_then(in, at, "censored", "below") || word_then(in, at, "censored", "up"))
        return true;
    if (word_is(token, "where")) return true;
    if (word_is(token, "except")) return word_is(first, "use");
    if (next->kind == TOK_STRING && (word_is(token, "column") || word_is(token, "unit")))
        return word_is(first, "data") || word_is(first, "dim");
    if (word_is(token, "start")) return has_equals && next->line == token->line;
    bool lonely = next->line != token->line || next->kind == TOK_NAME;
    return has_equals && lonely &&
           (word_is(token, "centered") || word_is(token, "noncentered") || word_is(token, "ordered") ||
            word_is(token, "sum_to_zero"));
}

static int skip_group(const Tokens *in,
                      int           at) { /* behind the bracket that closes in[at], on the same line; -1: none */
    int depth = 0, line = in->at[at].line;
    for (; in->at[at].kind != TOK_END && in->at[at].line == line; at++) {
        int kind = in->at[at].kind;
        depth += kind == TOK_LPAREN || kind == TOK_LBRACKET;
        depth -= kind == TOK_RPAREN || kind == TOK_RBRACKET;
        if (!depth) return at + 1;
    }
    return -1;
}

static bool is_list_place(const Token *before) { /* `name = …` behind it may be a named argument */
    return before && (before->kind == TOK_COMMA || before->kind == TOK_LPAREN || before->kind == TOK_LBRACKET);
}

/* Names with brackets, commas between them; then `~`, or a `=` that cannot be that of a named argument. */
static bool begins_equation(const Tokens *in, int at, const Token *before) {
    int  line = in->at[at].line;
    bool has_comma = false, has_group = false;
    while (at >= 0 && in->at[at].line == line) {
        const Token *token = &in->at[at];
        switch (token->kind) {
        case TOK_TILDE:
            return true;
        case TOK_ARROW:
            return !is_list_place(before);
        case TOK_EQUALS:
            return !is_list_place(before) || (has_group && !has_comma);
        case TOK_NAME:
            at++;
            break;
        case TOK_COMMA:
            has_comma = true;
            at++;
            break;
        case TOK_LPAREN:
        case TOK_LBRACKET:
            has_group = true;
            at = skip_group(in, at);
            break;
        default:
            return false;
        }
    }
    return false;
}

static bool is_member_name(const Tokens *in, int at) {
    return word_then(in, at, "log", "p") || word_then(in, at, "log", "cdf") || word_then(in, at, "log", "ccdf");
}

bool words_begin_statement(const Tokens *in, int at, const Token *before, bool in_body) {
    const Token *token = &in->at[at], *next = &in->at[at + 1];
    if (token->kind == TOK_DDT) return next->kind == TOK_NAME;
    if (token->kind != TOK_NAME) return false;
    if (next->line == token->line) {
        if (next->kind == TOK_NAME && find_word(heads, COUNT(heads), token, 0)) return true;
        if (next->kind == TOK_STRING && word_is(token, "use")) return true;
        if (in_body && is_member_name(in, at)) return true;
    }
    return begins_equation(in, at, before);
}

/* --- deciding --- */

typedef struct Words {
    Session         *session;
    Source          *source;
    Tokens          *tokens;
    LayoutStatement *now;
} Words;

static Token *at(const Words *w, int i) { return &w->tokens->at[w->now->first + i]; }
static int    count(const Words *w) { return w->tokens->count - w->now->first; }

static void remove_token(Words *w, int i) {
    memmove(at(w, i), at(w, i) + 1, (size_t)(count(w) - i - 1) * sizeof(Token));
    w->tokens->count--;
}

static void insert_comma(Words *w, int i) {
    Token comma = *at(w, i - 1);
    comma.kind = TOK_COMMA;
    comma.text = comma.shown = ",";
    comma.begin = comma.end;
    comma.inserted = true;
    comma.first_on_line = false;
    comma.slip = SLIP_NONE;
    VEC_PUSH(w->session->arena, w->tokens, comma);
    memmove(at(w, i) + 1, at(w, i), (size_t)(count(w) - i - 1) * sizeof(Token));
    *at(w, i) = comma;
}

static const char *corrected(const Words *w) {
    return count(w) > 60 ? NULL : tokens_text(w->session->arena, w->source, at(w, 0), count(w));
}

static void help_corrected(const Words *w, Diag *diag, const char *sentence) {
    const char *text = corrected(w);
    if (text) diag_help(&w->session->diags, diag, "%s\n| %s", sentence, text);
}

enum { RECENT = 200, MOST_LABELS = 1000 }; /* bounds of work, for files that are no models */

static bool was_said(const Words *w, DiagCode code, const char *message) {
    const DiagList *list = &w->session->diags;
    for (int i = list->all.count > RECENT ? list->all.count - RECENT : 0; i < list->all.count; i++)
        if (list->all.at[i]->code == code && strcmp(list->all.at[i]->message, message) == 0) return true;
    return false;
}

/* log.radon: one name, log_radon. Before a `(` it is a member of a distribution or of a module. */
static bool is_dotted(const Words *w, int i) {
    if (i + 2 >= count(w)) return false;
    const Token *left = at(w, i), *dot = left + 1, *right = left + 2;
    if (left->kind != TOK_NAME || dot->kind != TOK_DOT || right->kind != TOK_NAME || left->end != dot->begin ||
        dot->end != right->begin)
        return false;
    return i + 3 >= count(w) || (right[1].kind != TOK_LPAREN && right[1].kind != TOK_DOT);
}

static Token merged(const Words *w, const Token *left, const Token *right) {
    Token       token = *left;
    const char *message =
        arena_printf(w->session->arena, "names have no dots here: `%s.%s`", left->shown, right->shown);
    token.end = right->end;
    token.slip = SLIP_DOTTED;
    token.text = token.shown =
        session_intern(w->session, arena_printf(w->session->arena, "%s_%s", left->text, right->text));
    if (was_said(w, DIAG_N08, message)) return token;
    Diag *diag = diag_add(&w->session->diags, DIAG_N08, token_span(w->source, &token), "%s", message);
    diag_help(&w->session->diags, diag,
              "write `%s`; a column of another name is given with `column \"%s\"` in its `data` line", token.text,
              span_text(w->session->arena, token_span(w->source, &token)));
    return token;
}

static void merge_dotted(Words *w) {
    int kept = 0;
    for (int i = 0; i < count(w); kept++) {
        bool dotted = is_dotted(w, i);
        *at(w, kept) = dotted ? merged(w, at(w, i), at(w, i + 2)) : *at(w, i);
        i += dotted ? 3 : 1;
    }
    w->tokens->count -= count(w) - kept;
}

static void decide_first(Words *w) {
    static const int defines[] = {TOK_EQUALS, TOK_TILDE, TOK_LBRACKET, TOK_COMMA, 0};
    Token           *first = at(w, 0);
    const Token     *next = count(w) > 1 ? at(w, 1) : NULL;
    if (next && next->kind == TOK_NAME) first->kind = find_word(heads, COUNT(heads), first, first->kind);
    if (next && next->kind == TOK_STRING && first->kind == TOK_NAME && word_is(first, "use")) first->kind = TOK_USE;
    if (first->kind == TOK_NAME && word_is(first, "factor") && !(next && is_one_of(next->kind, defines)))
        first->kind = TOK_FACTOR;
}

static void merge_member(Words *w, int i) { /* log p → log_p */
    Token *log = at(w, i);
    if (log->kind != TOK_NAME) return;
    if (i + 1 < count(w) && word_is(log, "log") &&
        (word_is(at(w, i + 1), "p") || word_is(at(w, i + 1), "cdf") || word_is(at(w, i + 1), "ccdf"))) {
        log->end = at(w, i + 1)->end;
        log->text = log->shown =
            session_intern(w->session, arena_printf(w->session->arena, "log_%s", at(w, i + 1)->text));
        remove_token(w, i + 1);
        log->kind = TOK_MEMBER;
    } else if (word_is(log, "log_p") || word_is(log, "log_cdf") || word_is(log, "log_ccdf")) {
        log->kind = TOK_MEMBER;
    }
}

static void decide_body(Words *w) {
    Token       *first = at(w, 0);
    const Token *next = count(w) > 1 ? at(w, 1) : NULL;
    if (next && next->kind == TOK_LPAREN && first->kind == TOK_NAME && word_is(first, "given")) first->kind = TOK_GIVEN;
    if (next && next->kind == TOK_NAME && first->kind == TOK_NAME && word_is(first, "example"))
        first->kind = TOK_EXAMPLE;
    merge_member(w, first->kind == TOK_EXAMPLE ? 1 : 0);
}

static void decide_soft(Words *w) {
    for (int i = 0; i < count(w); i++) at(w, i)->kind = find_word(soft, COUNT(soft), at(w, i), at(w, i)->kind);
}

/* mu == a + 1: a definition with one sign too many. */
static void mend_double_equals(Words *w) {
    int depth = 0, found = -1;
    if (at(w, 0)->kind != TOK_NAME) return;
    for (int i = 0; i < count(w); i++) {
        int kind = at(w, i)->kind;
        depth += kind == TOK_LPAREN || kind == TOK_LBRACKET;
        depth -= kind == TOK_RPAREN || kind == TOK_RBRACKET;
        if (depth) continue;
        if (kind == TOK_EQUALS || kind == TOK_TILDE) return;
        if (kind == TOK_EQUAL && found < 0) found = i;
    }
    if (found < 0) return;
    at(w, found)->kind = TOK_EQUALS;
    at(w, found)->slip = SLIP_ARROW;
}

static bool is_label(const Token *token) {
    return token->kind == TOK_NAME || token->kind == TOK_STRING || token->kind == TOK_NUMBER;
}

static void mend_labels(Words *w) { /* dim coef = intercept slope */
    int  i = 1;
    bool done = false;
    if (at(w, 0)->kind != TOK_DIM) return;
    while (i < count(w) && at(w, i)->kind != TOK_EQUALS) i++;
    for (i += 2; i < count(w) && i < MOST_LABELS; i++) {
        if (!is_label(at(w, i)) || !(is_label(at(w, i - 1)) || at(w, i - 1)->kind == TOK_RPAREN)) continue;
        Span span = token_span(w->source, at(w, i));
        insert_comma(w, i++);
        if (done || w->now->reported) continue;
        diag_add(&w->session->diags, DIAG_Y02, span, "a comma is missing between two labels");
        done = true;
    }
    if (!done) return;
    Diag *diag = w->session->diags.all.at[w->session->diags.all.count - 1];
    help_corrected(w, diag, "a label with a space needs quotes, `\"a b\"`; two labels are");
    w->now->reported = true;
}

/* --- what was understood although it is spelt in another way --- */

static const char *full_width_name(int kind) {
    switch (kind) {
    case TOK_LPAREN:
    case TOK_RPAREN:
    case TOK_LBRACKET:
    case TOK_RBRACKET:
        return "bracket";
    case TOK_COMMA:
        return "comma";
    case TOK_COLON:
        return "colon";
    case TOK_SEMICOLON:
        return "semicolon";
    default:
        return "sign";
    }
}

static void report_lookalike(const Words *w, const Token *token) {
    NameSpelling s = name_spell(w->session->arena, w->source->text + token->begin, token->end - token->begin);
    Span         span = {w->source, token->begin + (uint32_t)s.odd_begin, token->begin + (uint32_t)s.odd_end};
    size_t       n;
    if (!s.lookalike) return;
    uint32_t point = utf8_decode(w->source->text + span.begin, span.end - span.begin, &n);
    Diag    *diag = diag_add(&w->session->diags, DIAG_N09, span,
                             "this letter of `%s` is %s (U+%04X); it only looks like a Latin `%c`",
                             span_text(w->session->arena, token_span(w->source, token)), s.alphabet, point, s.instead);
    help_corrected(w, diag, "type it again");
}

static void report_slip(Words *w, const Token *token) {
    DiagList   *list = &w->session->diags;
    Span        span = token_span(w->source, token);
    const char *text = span_text(w->session->arena, span);
    size_t      n;
    switch (token->slip) {
    case SLIP_NONE:
    case SLIP_SLASHES:
    case SLIP_DOTTED:
    case SLIP_UNCLOSED_STRING:
        break; /* reported elsewhere */
    case SLIP_FULL_WIDTH:
        help_corrected(w,
                       diag_add(list, DIAG_Y07, span,
                                "this is a full-width %s (U+%04X), probably from a slide or an input method",
                                full_width_name(token->kind), utf8_decode(text, strlen(text), &n)),
                       "`∼ − × ≤ ∞` are understood; brackets and commas are those of the keyboard");
        break;
    case SLIP_STARS:
        help_corrected(w, diag_add(list, DIAG_X06, span, "powers are written `^` here"), "write");
        break;
    case SLIP_PERCENT_STAR:
        help_corrected(w, diag_add(list, DIAG_X06, span, "the matrix product is written `@` here"), "write");
        break;
    case SLIP_LOGIC:
        help_corrected(w,
                       diag_add(list, DIAG_X06, span, "`%s` is written `%s` here", text,
                                token->kind == TOK_AND  ? "and"
                                : token->kind == TOK_OR ? "or"
                                                        : "not"),
                       "write");
        break;
    case SLIP_SINGLE_QUOTES:
        help_corrected(w, diag_add(list, DIAG_X06, span, "labels stand in double quotes here"), "write");
        break;
    case SLIP_LOOKALIKE:
        report_lookalike(w, token);
        break;
    case SLIP_ARROW:
        help_corrected(w, diag_add(list, DIAG_X02, span, "definitions are written with `=` here"), "write");
        break;
    }
}

static void report_slips(Words *w) { /* each kind once in a statement */
    bool said[SLIP_DOTTED + 1] = {false};
    for (int i = 0; i < count(w); i++) {
        const Token *token = at(w, i);
        bool         python = token->slip == SLIP_SINGLE_QUOTES && i >= 3 && at(w, i - 1)->kind == TOK_LPAREN &&
                      strcmp(at(w, i - 3)->shown, ".") == 0;
        const Token *before = i ? at(w, i - 1) : NULL;
        bool factorial = token->slip == SLIP_LOGIC && token->kind == TOK_NOT && before && before->end == token->begin &&
                         (before->kind == TOK_NAME || before->kind == TOK_NUMBER || before->kind == TOK_RPAREN ||
                          before->kind == TOK_RBRACKET);
        if (factorial) {
            Diag *diag = diag_add(&w->session->diags, DIAG_X06, token_span(w->source, token),
                                  "factorials are not written with `!` here");
            diag_help(&w->session->diags, diag, "The logarithm of `n!` is `lfactorial(n)`.");
            continue;
        }
        if (said[token->slip] || python) continue; /* pm.Normal('a', …) is answered as a whole */
        said[token->slip] = true;
        report_slip(w, token);
    }
}

static bool report_bad(Words *w) {
    for (int i = 0; i < count(w); i++) {
        const Token *token = at(w, i);
        if (token->kind != TOK_BAD && token->kind != TOK_ARROW) continue;
        w->now->broken = true;
        if (w->now->reported) return true;
        w->now->reported = true;
        foreign_character(w->session, token_span(w->source, token));
        return true;
    }
    return false;
}

void words_decide(Session *session, Source *source, Tokens *tokens, LayoutStatement *statement, bool expression) {
    Words w = {session, source, tokens, statement};
    if (statement->broken || report_bad(&w)) return;
    if (!expression) decide_first(&w);
    if (statement->in_body) decide_body(&w);
    decide_soft(&w);
}

void words_mend(Session *session, Source *source, Tokens *tokens, LayoutStatement *statement, bool expression) {
    Words w = {session, source, tokens, statement};
    if (statement->broken) return;
    merge_dotted(&w);
    if (!expression && !statement->in_body) mend_double_equals(&w);
    mend_labels(&w);
    report_slips(&w);
}
