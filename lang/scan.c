/* Tokens from the scanner's matches: places, values, canonical names; and the text of tokens again, for help lines. */
#include "scan.h"
#include "names.h"
#include "scanner.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(const char *text) { return strchr(" \t\r\v\f\xc2\xe2\xe3\xef", text[0]) != NULL; }

void scan_advance(Scan *scan, Token *token, const char *text, size_t length) {
    memset(token, 0, sizeof *token);
    token->begin = scan->offset;
    token->end = scan->offset + (uint32_t)length;
    token->line = scan->line;
    token->indent = scan->indent;
    token->first_on_line = scan->at_start;
    token->text = text;
    scan->offset = token->end;
    if (!scan->at_start || !is_blank(text)) return;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\t')
            scan->indent += 8 - scan->indent % 8;
        else
            scan->indent += (text[i] & 0xC0) != 0x80;
    }
}

void scan_newline(Scan *scan) {
    scan->line++;
    scan->indent = 0;
    scan->at_start = true;
}

void scan_doc(Scan *scan, const char *text, size_t length) {
    while (length && *text == '#') text++, length--;
    while (length && strchr(" \t", *text)) text++, length--;
    while (length && strchr(" \t\r", text[length - 1])) length--;
    if (!length) return; /* a ruler */
    DocComment doc = {scan->offset, scan->line, scan->at_start, arena_copy(scan->session->arena, text, length)};
    VEC_PUSH(scan->session->arena, scan->docs, doc);
}

static const char *canonical(Scan *scan, Token *token, const char *text, size_t length) {
    NameSpelling spelling = name_spell(scan->session->arena, text, length);
    if (spelling.lookalike) token->slip = SLIP_LOOKALIKE;
    return session_intern(scan->session, spelling.canonical);
}

/* Bytes of the prime at the end of text: ' is one, ′ and ’ are three; 0 if there is none. */
static size_t prime_length(const char *text, size_t length) {
    if (length && text[length - 1] == '\'') return 1;
    bool other = length > 3 && (memcmp(text + length - 3, "′", 3) == 0 || memcmp(text + length - 3, "’", 3) == 0);
    return other ? 3 : 0;
}

static void take_primed(Scan *scan, Token *token, const char *text, size_t length) {
    for (size_t n; (n = prime_length(text, length)) > 0; length -= n) token->primes++;
    token->shown = arena_copy(scan->session->arena, text, length);
    token->text = canonical(scan, token, text, length);
}

static size_t quote_length(const char *text, size_t length) {
    return (unsigned char)text[0] == 0xE2 && length >= 3 ? 3 : 1;
}

static bool ends_with_quote(const Token *token) { return token->slip != SLIP_UNCLOSED_STRING; }

static void take_string(Scan *scan, Token *token, const char *text, size_t length) {
    size_t skip = quote_length(text, length);
    text += skip;
    length -= skip;
    if (ends_with_quote(token))
        length -= length >= 3 && (text[length - 1] & 0x80) ? 3 : 1;
    else
        while (length && strchr(" \t\r", text[length - 1])) length--;
    char  *value = arena_alloc(scan->session->arena, length + 1);
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\\' && i + 1 < length && (text[i + 1] == '"' || text[i + 1] == '\\')) i++;
        value[n++] = text[i] ? text[i] : '?'; /* a NUL cannot be part of a label */
    }
    token->text = session_intern(scan->session, value);
}

/* ² is 2, ⁻¹ is -1. */
static double super_value(const char *text, size_t length) {
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    double                   value = 0, sign = 1;
    for (size_t i = 0; i < length;) {
        size_t n = (unsigned char)text[i] == 0xC2 ? 2 : 3;
        if (n == 3 && memcmp(text + i, "⁻", 3) == 0) sign = -1;
        for (int d = 0; d < 10; d++)
            if (strlen(digits[d]) == n && memcmp(text + i, digits[d], n) == 0) value = 10 * value + d;
        i += n;
    }
    return sign * value;
}

int scan_token(Scan *scan, Token *token, int kind, Slip slip) {
    Arena      *arena = scan->session->arena;
    size_t      length = token->end - token->begin;
    const char *text = arena_copy(arena, scan->source->text + token->begin, length); /* flex may move its own */
    token->kind = kind;
    token->slip = slip == SLIP_FULL_WIDTH && length == 1 ? SLIP_NONE : slip;
    token->text = token->shown = text;
    scan->at_start = false;
    switch (kind) {
    case TOK_NAME:
        token->text =
            strcmp(text, "∞") == 0 ? session_intern(scan->session, "inf") : canonical(scan, token, text, length);
        break;
    case TOK_PRIMED:
        take_primed(scan, token, text, length);
        break;
    case TOK_DDT:
        token->text = canonical(scan, token, text + 3, length - 3);
        break;
    case TOK_STRING:
        take_string(scan, token, text, length);
        break;
    case TOK_SUPER:
        token->number = super_value(text, length);
        break;
    case TOK_NUMBER:
        token->number = strtod(text, NULL);
        token->whole = strpbrk(text, ".eE") == NULL;
        break;
    default:
        break;
    }
    return kind;
}

void scan(Session *session, Source *source, Tokens *tokens, DocComments *docs) {
    Scan     state = {.session = session, .source = source, .docs = docs, .line = 1, .at_start = true};
    size_t   length = source->length;
    char    *buffer = arena_alloc(session->arena, length + 3); /* a last newline, and the two NULs that flex wants */
    yyscan_t scanner;
    if (length) memcpy(buffer, source->text, length);
    buffer[length] = '\n';
    if (scanner_lex_init_extra(&state, &scanner)) bug("no scanner");
    YY_BUFFER_STATE text = scanner__scan_buffer(buffer, length + 3, scanner);
    Token           token;
    while (scanner_lex(&token, scanner)) VEC_PUSH(session->arena, tokens, token);
    scanner__delete_buffer(text, scanner);
    scanner_lex_destroy(scanner);
    memset(&token, 0, sizeof token);
    token.kind = TOK_END;
    token.begin = token.end = (uint32_t)length;
    token.line = state.line;
    token.first_on_line = true;
    token.text = token.shown = "";
    VEC_PUSH(session->arena, tokens, token);
}

Span token_span(Source *source, const Token *token) {
    Span span = {source, token->begin, token->end};
    return span;
}

/* --- tokens as text --- */

static const char *spelt(const Token *token, const Source *source, Arena *arena) {
    switch (token->slip) {
    case SLIP_STARS:
        return "^";
    case SLIP_PERCENT_STAR:
        return "@";
    case SLIP_LOGIC:
        return token->kind == TOK_AND ? "and" : token->kind == TOK_OR ? "or" : "not";
    case SLIP_ARROW:
        return "=";
    case SLIP_LOOKALIKE:
    case SLIP_DOTTED:
        return token->text;
    case SLIP_SINGLE_QUOTES:
    case SLIP_UNCLOSED_STRING:
        return arena_printf(arena, "\"%s\"", token->text);
    case SLIP_FULL_WIDTH: {
        size_t   n;
        uint32_t c = utf8_decode(source->text + token->begin, token->end - token->begin, &n);
        return arena_printf(arena, "%c", (char)(c - 0xFEE0));
    }
    case SLIP_NONE:
    case SLIP_SLASHES:
        break;
    }
    if (token->inserted || token->end == token->begin) return token->text;
    return arena_copy(arena, source->text + token->begin, token->end - token->begin);
}

static bool has_gap(const Token *left, const Token *right) {
    if (left->kind == TOK_COMMA || left->slip == SLIP_LOGIC || (right->slip == SLIP_LOGIC && right->kind != TOK_NOT))
        return true;
    if (left->inserted || right->inserted) {
        if (right->kind == TOK_COMMA || right->kind == TOK_RPAREN || right->kind == TOK_RBRACKET) return false;
        if (left->kind == TOK_LPAREN || left->kind == TOK_LBRACKET) return false;
        return true;
    }
    return right->begin > left->end;
}

const char *tokens_text(Arena *arena, const Source *source, const Token *tokens, int count) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < count; i++) {
        if (i && has_gap(&tokens[i - 1], &tokens[i])) text_add(arena, &text, " ");
        text_add(arena, &text, "%s", spelt(&tokens[i], source, arena));
    }
    return text.at;
}
