#include "layout.h"
#include "foreign.h"
#include "layout_words.h"
#include "parser.h"

#include <string.h>

typedef struct Layouter {
    Session *session;
    Source  *source;
    Tokens   in;
    int      at; /* in `in`: the token being placed */
    Layout  *out;
    VEC(int) open;       /* open brackets: their places in out->tokens */
    LayoutStatement now; /* the statement being made; now.first is where it begins */
    bool            expression;
    bool            has_equals; /* the statement has its `=` or `~` */
    bool            braces;     /* the statement has braces: it ends with its line, whatever is open */
    bool            comment_reported;
    bool            ended;       /* nothing of the next statement was seen yet */
    int             dist_indent; /* of the `dist` whose body may follow or is being read; -1: none */
    bool            in_body;
    Diag           *mended; /* its help is the statement as it was mended, once it is whole */
    const char     *mended_help;
} Layouter;

static Token *last(Layouter *l) { return &l->out->tokens.at[l->out->tokens.count - 1]; }
static int    length(const Layouter *l) { return l->out->tokens.count - l->now.first; }
static Token *opener(Layouter *l) { return l->open.count ? &l->out->tokens.at[l->open.at[l->open.count - 1]] : NULL; }

/* NULL if the statement has its message already. */
static Diag *report(Layouter *l, DiagCode code, Span span, const char *message) {
    if (l->now.reported) return NULL;
    l->now.reported = true;
    return diag_add(&l->session->diags, code, span, "%s", message);
}

static void help_with_statement(Layouter *l, Diag *diag, const char *sentence) {
    if (!diag) return;
    l->mended = diag;
    l->mended_help = sentence;
}

static void give_help(Layouter *l) {
    if (l->mended && length(l) < 60)
        diag_help(&l->session->diags, l->mended, "%s\n| %s", l->mended_help,
                  tokens_text(l->session->arena, l->source, &l->out->tokens.at[l->now.first], length(l)));
    l->mended = NULL;
}

/* --- putting tokens --- */

static void put(Layouter *l, Token token) {
    token.statement = l->out->statements.count;
    VEC_PUSH(l->session->arena, &l->out->tokens, token);
}

static void put_made(Layouter *l, int kind, const char *text) {
    const Token *before = l->out->tokens.count ? last(l) : NULL;
    Token        token = {.kind = kind, .text = text, .shown = text, .inserted = true};
    token.begin = token.end = before ? before->end : 0;
    token.line = before ? before->line : 1;
    put(l, token);
}

static bool is_interval(const Layouter *l,
                        int             place) { /* the bracket at this place opens an interval: [0, 1) matches */
    if (place <= l->now.first) return false;
    const Token *before = &l->out->tokens.at[place - 1];
    return before->kind == TOK_IN || word_is(before, "to");
}

static void put_closer(Layouter *l) {
    bool round = opener(l)->kind == TOK_LPAREN;
    put_made(l, round ? TOK_RPAREN : TOK_RBRACKET, round ? ")" : "]");
    l->open.count--;
}

/* a[county[home], s): the comma behind the inner bracket ends the outer one, as few names have two dims and a key for the first. */
static void close_behind_key(Layouter *l) {
    int open = l->open.at[l->open.count - 1], depth = 0, at = 0;
    for (int i = open + 1; i < l->out->tokens.count && !at; i++) {
        const Token *t = &l->out->tokens.at[i];
        depth +=
            (t->kind == TOK_LPAREN || t->kind == TOK_LBRACKET) - (t->kind == TOK_RPAREN || t->kind == TOK_RBRACKET);
        if (!depth && t->kind == TOK_COMMA && t[-1].kind == TOK_RBRACKET) at = i;
    }
    bool square = opener(l)->kind == TOK_LBRACKET;
    put_closer(l);
    if (!at || !square) return;
    Token closer = *last(l);
    closer.begin = closer.end = l->out->tokens.at[at - 1].end;
    for (int i = l->out->tokens.count - 1; i > at; i--) l->out->tokens.at[i] = l->out->tokens.at[i - 1];
    l->out->tokens.at[at] = closer;
}

static void close_forgotten(Layouter *l) {
    Diag *diag = report(l, DIAG_Y01, token_span(l->source, opener(l)), "this bracket is never closed");
    if (word_cannot_end(last(l))) { /* Normal(0, */
        put_made(l, TOK_NAME, "…");
        l->now.broken = true;
    }
    while (l->open.count) put_closer(l);
    help_with_statement(l, diag, "close it on the line where it was opened");
}

static bool opener_matches(const Layouter *l, int index, int closer) {
    int place = l->open.at[index];
    return is_interval(l, place) || (l->out->tokens.at[place].kind == TOK_LPAREN) == (closer == TOK_RPAREN);
}

static void place_closer(Layouter *l, Token token) {
    int match = l->open.count - 1;
    while (match >= 0 && !opener_matches(l, match, token.kind)) match--;
    if (!l->open.count) {
        Diag *diag = report(l, DIAG_Y01, token_span(l->source, &token), "this bracket was never opened");
        if (diag) diag_help(&l->session->diags, diag, "delete it, or write the bracket that it should close");
        if (l->at + 1 < l->in.count && token.first_on_line) l->in.at[l->at + 1].first_on_line = true;
        return;
    }
    if (match < 0) { /* x[i) */
        Diag *diag =
            report(l, DIAG_Y01, token_span(l->source, &token), "this bracket does not match the one that it closes");
        if (diag) diag_label(&l->session->diags, diag, token_span(l->source, opener(l)), "opened here");
        help_with_statement(l, diag, "write");
        put_closer(l);
        last(l)->end = last(l)->begin = token.begin;
        return;
    }
    if (match < l->open.count - 1) {
        Diag *diag = report(l, DIAG_Y01, token_span(l->source, opener(l)), "this bracket is never closed");
        while (l->open.count - 1 > match) close_behind_key(l);
        help_with_statement(l, diag, "close it before the outer one");
    }
    put(l, token);
    l->open.count--;
}

static void place_opener(Layouter *l, Token token) {
    if (l->open.count >= DEEPEST_BRACKETS && !l->now.broken) {
        report(l, DIAG_Y08, token_span(l->source, &token), "brackets are nested too deeply here");
        l->now.broken = true;
    }
    put(l, token);
    VEC_PUSH(l->session->arena, &l->open, l->out->tokens.count - 1);
}

/* --- the end of a statement --- */

static void end_statement(Layouter *l) {
    if (!length(l)) return;
    if (l->open.count && !l->braces) close_forgotten(l);
    l->open.count = 0;
    give_help(l);
    words_decide(l->session, l->source, &l->out->tokens, &l->now, l->expression);
    if (!l->now.reported && !l->expression &&
        foreign_tokens(l->session, l->source, &l->out->tokens.at[l->now.first], length(l), &l->in))
        l->now.reported = l->now.broken = true;
    words_mend(l->session, l->source, &l->out->tokens, &l->now, l->expression);
    const Token *first = &l->out->tokens.at[l->now.first];
    if (l->braces) report(l, DIAG_X05, token_span(l->source, first), "there are no braces here: a statement is a line");
    if (first->kind == TOK_DIST && first->first_on_line && !l->in_body) l->dist_indent = first->indent;
    l->now.end = l->out->tokens.count;
    put_made(l, TOK_EOS, "");
    VEC_PUSH(l->session->arena, &l->out->statements, l->now);
    l->ended = true;
}

static void leave_body(Layouter *l) {
    if (l->in_body) put_made(l, TOK_DEDENT, "");
    l->in_body = false;
    l->dist_indent = -1;
}

static void begin_statement(Layouter *l, const Token *token) {
    if (token->first_on_line && l->dist_indent >= 0) {
        if (token->indent <= l->dist_indent)
            leave_body(l);
        else if (!l->in_body) {
            put_made(l, TOK_INDENT, "");
            l->in_body = true;
        }
    }
    memset(&l->now, 0, sizeof l->now);
    l->now.first = l->out->tokens.count;
    l->now.in_body = l->in_body;
    l->has_equals = l->braces = l->ended = false;
}

/* --- at the beginning of a line: does the statement go on? --- */

/* The last token asks for more. Nevertheless the statement ends if the next line plainly is another, or if it is Python's `def f(x):`. */
static bool cut_after_operator(Layouter *l, const Token *first) {
    Token *before = last(l);
    if (before->kind == TOK_COLON && !word_is(first, "data") && !word_is(first, "dist") && !word_is(first, "given"))
        return true;
    if (!l->has_equals || word_is(first, "given") || !words_begin_statement(&l->in, l->at, NULL, l->in_body))
        return false;
    if (before->kind != TOK_COMMA) return true; /* the parser says what is missing */
    Diag *diag = report(l, DIAG_Y04, token_span(l->source, before), "something is missing after `,`");
    if (diag) diag_help(&l->session->diags, diag, "finish the list, or delete the `,`");
    l->out->tokens.count--;
    return true;
}

/* `name = …` at the beginning of a line inside brackets, behind a comma: a named argument if the brackets are closed
 * before another statement plainly begins. */
static bool closes_later(const Layouter *l) {
    enum { FAR_ENOUGH = 500 };
    int depth = l->open.count;
    for (int i = l->at; l->in.at[i].kind != TOK_END && i < l->at + FAR_ENOUGH; i++) {
        const Token *token = &l->in.at[i];
        if (i > l->at && token->first_on_line && words_begin_statement(&l->in, i, token - 1, l->in_body)) return false;
        depth += token->kind == TOK_LPAREN || token->kind == TOK_LBRACKET;
        depth -= token->kind == TOK_RPAREN || token->kind == TOK_RBRACKET;
        if (depth < l->open.count) return true;
    }
    return false;
}

static bool goes_on(Layouter *l) {
    if (l->braces) return false;
    if (l->open.count) {
        bool looks_so = words_begin_statement(&l->in, l->at, NULL, l->in_body);
        if (!looks_so || (!words_begin_statement(&l->in, l->at, last(l), l->in_body) && closes_later(l))) return true;
        close_forgotten(l);
        return false;
    }
    const Token *first = &l->out->tokens.at[l->now.first];
    if (word_cannot_end(last(l))) return !cut_after_operator(l, first);
    return word_cannot_begin(&l->in, l->at, first, l->has_equals);
}

/* --- braces --- */

static int
matching_brace(const Layouter *l) { /* place of the } that closes the { at l->at, or of the last token of the line */
    int depth = 0, end_of_line = l->at;
    for (int i = l->at; l->in.at[i].kind != TOK_END; i++) {
        if (l->in.at[i].line == l->in.at[l->at].line) end_of_line = i;
        depth += l->in.at[i].kind == TOK_LBRACE;
        depth -= l->in.at[i].kind == TOK_RBRACE;
        if (!depth) return i;
    }
    return end_of_line;
}

static void place_braces(Layouter *l) {
    int end = matching_brace(l);
    for (; l->at < end; l->at++) put(l, l->in.at[l->at]);
    put(l, l->in.at[end]);
    l->braces = l->now.broken = true;
}

/* --- one token --- */

static void place_unclosed_string(Layouter *l, Token token) {
    Span quote = token_span(l->source, &token);
    quote.end = quote.begin + (l->source->text[quote.begin] == '"' ? 1 : 3);
    help_with_statement(l, report(l, DIAG_Y01, quote, "this quotation mark is never closed"), "close it on its line");
    put(l, token);
}

static void place_name_over_name(Layouter *l, Token token) { /* d/dt is a quotient unless it begins a statement */
    const Token *next = &l->in.at[l->at + 1];
    if (length(l) == 0 && next->kind == TOK_NAME && next->line == token.line) {
        put(l, token);
        return;
    }
    Token d = token, slash = token, name = token;
    d.kind = name.kind = TOK_NAME;
    d.text = d.shown = session_intern(l->session, "d");
    d.end = token.begin + 1;
    slash.kind = TOK_DIVIDE;
    slash.text = slash.shown = "/";
    slash.begin = token.begin + 1;
    slash.end = token.begin + 2;
    name.text = session_intern(l->session, arena_printf(l->session->arena, "d%s", token.text));
    name.shown = token.shown + 2;
    name.begin = token.begin + 2;
    slash.first_on_line = name.first_on_line = false;
    put(l, d);
    put(l, slash);
    put(l, name);
}

static void place_arrow(Layouter *l, Token token) { /* a definition, or `<` and a minus */
    const Token *first = length(l) ? &l->out->tokens.at[l->now.first] : &token;
    bool         keyword = word_is(first, "factor") || word_is(first, "dim") || word_is(first, "data");
    if ((l->open.count == 0 && !l->has_equals && !keyword && length(l)) || l->source->text[token.begin] != '<') {
        token.kind = TOK_EQUALS;
        token.slip = SLIP_ARROW;
        l->has_equals = true;
        put(l, token);
        return;
    }
    Token minus = token;
    token.kind = TOK_LESS;
    token.text = "<";
    token.end = minus.begin = token.begin + 1;
    minus.kind = TOK_MINUS;
    minus.text = "-";
    minus.first_on_line = false;
    put(l, token);
    put(l, minus);
}

static void drop_comment(Layouter *l, const Token *token) {
    if (!l->comment_reported) {
        Diag *diag =
            diag_add(&l->session->diags, DIAG_X05, token_span(l->source, token), "comments begin with `#` here");
        const char *rest = token->shown + 2;
        const char *before = l->source->text + token->begin;
        while (before > l->source->text && before[-1] != '\n') before--;
        before += strspn(before, " \t");
        int length = (int)(l->source->text + token->begin - before);
        diag_help(&l->session->diags, diag, "write\n| %.*s# %s", length > 0 ? length : 0, before,
                  rest + strspn(rest, " "));
    }
    l->comment_reported = true;
}

static void drop_brace(Layouter *l, const Token *token) {
    if (token->first_on_line) l->in.at[l->at + 1].first_on_line = true;
    if (l->braces) return;
    Diag *diag = report(l, DIAG_Y01, token_span(l->source, token), "this brace was never opened");
    if (diag) diag_help(&l->session->diags, diag, "delete it: there are no blocks here, a statement is a line");
}

static void place(Layouter *l) {
    Token token = l->in.at[l->at];
    if (length(l) && token.first_on_line && !goes_on(l))
        end_statement(l), begin_statement(l, &token);
    else if (!length(l) && (l->ended || token.first_on_line))
        begin_statement(l, &token);
    switch (token.kind) {
    case TOK_COMMENT:
        drop_comment(l, &token);
        break;
    case TOK_SEMICOLON:
        end_statement(l);
        begin_statement(l, &token);
        break;
    case TOK_LBRACE:
        place_braces(l);
        break;
    case TOK_RBRACE:
        drop_brace(l, &token);
        break;
    case TOK_RPAREN:
    case TOK_RBRACKET:
        place_closer(l, token);
        break;
    case TOK_LPAREN:
    case TOK_LBRACKET:
        place_opener(l, token);
        break;
    case TOK_DDT:
        place_name_over_name(l, token);
        break;
    case TOK_ARROW:
        place_arrow(l, token);
        break;
    default:
        if (!l->open.count && (token.kind == TOK_EQUALS || token.kind == TOK_TILDE)) l->has_equals = true;
        if (token.slip == SLIP_UNCLOSED_STRING)
            place_unclosed_string(l, token);
        else
            put(l, token);
        break;
    }
}

/* --- ## comments --- */

static const char *joined(Arena *arena, const char *before, const char *text) {
    return before ? arena_printf(arena, "%s\n%s", before, text) : text;
}

/* Those alone on the lines directly above, then those behind it. */
static void attach_docs(Arena *arena, Layout *out, const DocComments *docs) {
    int next = 0; /* docs before this one belong to earlier statements, or to none */
    for (int i = 0; i < out->statements.count; i++) {
        LayoutStatement *s = &out->statements.at[i];
        const Token     *first = &out->tokens.at[s->first], *final = &out->tokens.at[s->end - 1];
        const Token *after = i + 1 < out->statements.count ? &out->tokens.at[out->statements.at[i + 1].first] : NULL;
        while (next < docs->count && docs->at[next].begin < first->begin) next++;
        int above = next;
        for (int line = first->line - 1; first->first_on_line && above > 0; line--, above--)
            if (!docs->at[above - 1].alone || docs->at[above - 1].line != line) break;
        for (; above < next; above++) s->doc = joined(arena, s->doc, docs->at[above].text);
        for (; next < docs->count && docs->at[next].line <= final->line; next++) {
            if (after && docs->at[next].begin > after->begin) break;
            if (!docs->at[next].alone) s->doc = joined(arena, s->doc, docs->at[next].text);
        }
    }
}

static void note_statement_starts(Session *session, Source *source, const Layout *out) {
    int n = out->statements.count;
    source->statement_starts = arena_alloc(session->arena, (size_t)(n ? n : 1) * sizeof *source->statement_starts);
    source->n_statements = n;
    for (int i = 0; i < n; i++) source->statement_starts[i] = out->tokens.at[out->statements.at[i].first].begin;
}

void layout(Session *session, Source *source, const Tokens *tokens, const DocComments *docs, bool expression,
            Layout *out) {
    Layouter l = {
        .session = session, .source = source, .out = out, .expression = expression, .dist_indent = -1, .ended = true};
    for (int i = 0; i < tokens->count; i++) VEC_PUSH(session->arena, &l.in, word_reserved(tokens->at[i]));
    for (; l.in.at[l.at].kind != TOK_END; l.at++) place(&l);
    end_statement(&l);
    leave_body(&l);
    Token end = l.in.at[l.at];
    end.statement = out->statements.count;
    VEC_PUSH(session->arena, &out->tokens, end);
    attach_docs(session->arena, out, docs);
    note_statement_starts(session, source, out);
}
