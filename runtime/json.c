/* JSON reader: recursive descent with bounded depth. Items are gathered on a stack and copied to the pool when their list ends, so
 * that a list is one array. */
#include "json.h"
#include "number.h"
#include "utf8.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Reader {
    BmPool     *pool;
    const char *text, *p, *end;
    const char *error;
    int64_t     error_at;
    struct {
        BmJson *at;
        int     count, capacity;
    } stack; /* on the heap */
    int depth;
} Reader;

static bool fail(Reader *r, const char *at, const char *message) {
    if (!r->error) r->error = message, r->error_at = at - r->text;
    return false;
}

static void skip_blanks(Reader *r) {
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t')) r->p++;
}

static bool push(Reader *r, BmJson value) {
    if (r->stack.count == r->stack.capacity) {
        if (r->stack.capacity > INT_MAX / 2) return fail(r, r->p, "there are too many values");
        int     larger = r->stack.capacity ? 2 * r->stack.capacity : 64;
        BmJson *moved = realloc(r->stack.at, (size_t)larger * sizeof *moved);
        if (!moved) return fail(r, r->p, "there is not enough memory for it");
        r->stack.at = moved;
        r->stack.capacity = larger;
    }
    r->stack.at[r->stack.count++] = value;
    return true;
}

/* --- strings --- */

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four hex digits at p; -1 if they are not. */
static int read_hex(const Reader *r, const char *p) {
    int code = 0;
    if (r->end - p < 4) return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0) return -1;
        code = code * 16 + digit;
    }
    return code;
}

/* One escape at r->p, behind the backslash. A lone surrogate and U+0000 become U+FFFD: no string of ours holds a NUL. */
static bool read_escape(Reader *r, char **out) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (r->p >= r->end) return fail(r, r->p, "a string is not closed");
    const char *known = *r->p ? strchr(from, *r->p) : NULL;
    if (known) {
        *(*out)++ = to[known - from];
        r->p++;
        return true;
    }
    if (*r->p != 'u') return fail(r, r->p - 1, "this escape in a string is not known");
    int code = read_hex(r, r->p + 1);
    if (code < 0) return fail(r, r->p - 1, "`\\u` needs four hexadecimal digits");
    r->p += 5;
    if (code >= 0xD800 && code < 0xDC00 && r->end - r->p >= 6 && r->p[0] == '\\' && r->p[1] == 'u') {
        int low = read_hex(r, r->p + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            r->p += 6;
        }
    }
    if ((code >= 0xD800 && code < 0xE000) || code == 0) code = 0xFFFD;
    *out += bm_utf8_write(*out, code);
    return true;
}

static bool read_string(Reader *r, BmJson *value) {
    const char *begin = ++r->p;
    while (r->p < r->end && *r->p != '"') {
        if ((unsigned char)*r->p < 0x20) return fail(r, r->p, "a string holds a control character or is not closed");
        r->p += *r->p == '\\' ? 2 : 1;
    }
    if (r->p >= r->end) return fail(r, begin - 1, "a string is not closed");
    if (r->p - begin > INT_MAX / 4) return fail(r, begin - 1, "a string is too long");
    const char *close = r->p;
    char       *text = bm_pool_alloc(r->pool, (size_t)(close - begin) + 1, 1), *out = text;
    for (r->p = begin; r->p < close;) {
        if (*r->p != '\\') {
            *out++ = *r->p++;
            continue;
        }
        r->p++;
        if (!read_escape(r, &out)) return false;
    }
    r->p = close + 1;
    *value = (BmJson){.kind = BM_JSON_STRING, .count = (int)(out - text), .at = begin - 1 - r->text, .text = text};
    return true;
}

/* --- numbers and words --- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_word(const Reader *r, const char *word) {
    size_t length = strlen(word);
    if ((size_t)(r->end - r->p) < length || memcmp(r->p, word, length)) return false;
    char next = r->p[length];
    return !((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || is_digit(next) || next == '_');
}

static bool read_word(Reader *r, BmJson *value) {
    static const struct {
        const char *word;
        BmJsonKind  kind;
    } words[] = {{"null", BM_JSON_NULL},       {"true", BM_JSON_TRUE},       {"false", BM_JSON_FALSE},
                 {"NaN", BM_JSON_NUMBER},      {"Inf", BM_JSON_NUMBER},      {"+Inf", BM_JSON_NUMBER},
                 {"-Inf", BM_JSON_NUMBER},     {"Infinity", BM_JSON_NUMBER}, {"+Infinity", BM_JSON_NUMBER},
                 {"-Infinity", BM_JSON_NUMBER}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(r, words[i].word)) {
            int length = (int)strlen(words[i].word);
            *value = (BmJson){.kind = words[i].kind, .count = length, .at = r->p - r->text, .text = r->p};
            r->p += length;
            return true;
        }
    return fail(r, r->p, "here a value is expected (a number, a string, `[`, `{`, true, false or null)");
}

static bool read_number(Reader *r, BmJson *value) {
    const char *begin = r->p;
    if (*r->p == '-') r->p++;
    if (r->p >= r->end || !is_digit(*r->p)) {
        r->p = begin;
        return read_word(r, value);
    }
    if (*r->p == '0' && r->p + 1 < r->end && is_digit(r->p[1])) return fail(r, begin, "a number begins with 0");
    while (r->p < r->end && is_digit(*r->p)) r->p++;
    if (r->p < r->end && *r->p == '.') {
        if (++r->p >= r->end || !is_digit(*r->p)) return fail(r, begin, "a number needs digits behind its point");
        while (r->p < r->end && is_digit(*r->p)) r->p++;
    }
    if (r->p < r->end && (*r->p == 'e' || *r->p == 'E')) {
        r->p++;
        if (r->p < r->end && (*r->p == '+' || *r->p == '-')) r->p++;
        if (r->p >= r->end || !is_digit(*r->p)) return fail(r, begin, "a number needs digits in its exponent");
        while (r->p < r->end && is_digit(*r->p)) r->p++;
    }
    if (r->p - begin > INT_MAX / 4) return fail(r, begin, "a number is too long");
    *value = (BmJson){.kind = BM_JSON_NUMBER, .count = (int)(r->p - begin), .at = begin - r->text, .text = begin};
    return true;
}

/* --- lists and objects --- */

static bool read_value(Reader *r, BmJson *value);

static bool read_member(Reader *r, bool object) {
    BmJson item;
    if (object) {
        if (r->p >= r->end || *r->p != '"') return fail(r, r->p, "here a name in quotes is expected");
        if (!read_string(r, &item) || !push(r, item)) return false;
        skip_blanks(r);
        if (r->p >= r->end || *r->p != ':') return fail(r, r->p, "a `:` is missing between a name and its value");
        r->p++;
    }
    return read_value(r, &item) && push(r, item);
}

static bool read_list(Reader *r, BmJson *value, bool object) {
    char        close = object ? '}' : ']';
    const char *begin = r->p++;
    int         base = r->stack.count;
    if (++r->depth > BM_JSON_DEPTH) return fail(r, begin, "lists are nested too deeply");
    skip_blanks(r);
    if (r->p < r->end && *r->p == close) {
        r->p++;
    } else {
        for (bool more = true; more;) {
            skip_blanks(r);
            if (!read_member(r, object)) return false;
            skip_blanks(r);
            if (r->p >= r->end) return fail(r, begin, object ? "a `{` is not closed" : "a `[` is not closed");
            if (*r->p != ',' && *r->p != close) return fail(r, r->p, "a comma is missing here");
            more = *r->p++ == ',';
        }
    }
    r->depth--;
    int     n = r->stack.count - base;
    BmJson *items = BM_NEW(r->pool, n, BmJson);
    if (n) memcpy(items, r->stack.at + base, (size_t)n * sizeof *items);
    r->stack.count = base;
    *value = (BmJson){.kind = object ? BM_JSON_OBJECT : BM_JSON_ARRAY,
                      .count = object ? n / 2 : n,
                      .at = begin - r->text,
                      .items = items};
    return true;
}

static bool read_value(Reader *r, BmJson *value) {
    skip_blanks(r);
    if (r->p >= r->end) return fail(r, r->p, "the text ends where a value is expected");
    switch (*r->p) {
    case '{':
        return read_list(r, value, true);
    case '[':
        return read_list(r, value, false);
    case '"':
        return read_string(r, value);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return read_number(r, value);
    default:
        return read_word(r, value);
    }
}

const BmJson *bm_json_read(BmPool *pool, const char *text, size_t length, const char **error, int64_t *error_at) {
    Reader  r = {.pool = pool, .text = text, .p = text, .end = text + length};
    BmJson *root = BM_NEW(pool, 1, BmJson);
    if (length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) r.p += 3;
    bool fine = read_value(&r, root);
    skip_blanks(&r);
    if (fine && r.p < r.end) fine = fail(&r, r.p, "there is more text behind the end");
    free(r.stack.at);
    if (error) *error = r.error;
    if (error_at) *error_at = r.error_at;
    return fine ? root : NULL;
}

const BmJson *bm_json_member(const BmJson *object, const char *name) {
    if (!object || object->kind != BM_JSON_OBJECT) return NULL;
    for (int i = 0; i < object->count; i++)
        if (!strcmp(object->items[2 * i].text, name)) return &object->items[2 * i + 1];
    return NULL;
}

const char *bm_json_text(const BmJson *value, const char *fallback) {
    return value && value->kind == BM_JSON_STRING ? value->text : fallback;
}

double bm_json_number(const BmJson *value, double fallback) {
    double number;
    if (!value || value->kind != BM_JSON_NUMBER) return fallback;
    if (value->count == 3 && !memcmp(value->text, "NaN", 3)) return NAN;
    return bm_number_read(value->text, (size_t)value->count, &number) ? number : fallback;
}

bool bm_json_truth(const BmJson *value, bool fallback) {
    return value && (value->kind == BM_JSON_TRUE || value->kind == BM_JSON_FALSE) ? value->kind == BM_JSON_TRUE
                                                                                  : fallback;
}
