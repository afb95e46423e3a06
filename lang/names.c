#include "names.h"
#include "source.h"

#include <stdio.h>
#include <string.h>

typedef struct GreekLetter {
    uint32_t    letter;
    const char *name;
} GreekLetter;
typedef struct Pair {
    uint32_t from, to;
} Pair;
typedef struct Decomposed {
    uint32_t letter, base, mark;
} Decomposed;

static const GreekLetter greek[] = {
#define GREEK(letter, name) {letter, name},
#include "letters.def"
};
static const Pair variants[] = {
#define VARIANT(letter, plain) {letter, plain},
#include "letters.def"
};
static const Pair lookalikes[] = {
#define LOOKALIKE(letter, latin) {letter, (uint32_t)latin},
#include "letters.def"
};
static const Pair resembling[] = {
#define RESEMBLES(letter, latin) {letter, (uint32_t)latin},
#include "letters.def"
};
static const Decomposed decomposed[] = {
/* ascending */
#define DECOMPOSED(letter, base, mark) {letter, base, mark},
#include "letters.def"
};
#define COUNT(table) (sizeof(table) / sizeof *(table))

typedef VEC(uint32_t) Points;
typedef struct Piece {
    uint32_t point;
    size_t   begin, end;
} Piece; /* a code point of the text and the bytes it came from */
typedef VEC(Piece) Pieces;

/* Mathematical alphabets (U+1D400 …) hold the same letters 13 times for Latin, 5 times for Greek, and digits. */
static uint32_t plain_math(uint32_t c) {
    static const uint32_t greek_rest[] = {0x2202, 0x3B5, 0x3B8, 0x3BA, 0x3C6, 0x3C1, 0x3C0}; /* ∂ ϵ ϑ ϰ ϕ ϱ ϖ */
    if (c >= 0x1D400 && c < 0x1D6A4) {
        uint32_t at = (c - 0x1D400) % 52;
        return at < 26 ? 'A' + at : 'a' + at - 26;
    }
    if (c >= 0x1D6A8 && c < 0x1D7CA) {
        uint32_t at = (c - 0x1D6A8) % 58;
        if (at == 17) return 0x398;
        if (at < 25) return 0x391 + at;
        if (at == 25) return 0x2207;
        return at < 51 ? 0x3B1 + at - 26 : greek_rest[at - 51];
    }
    if (c >= 0x1D7CE && c < 0x1D800) return '0' + (c - 0x1D7CE) % 10;
    return c;
}

static uint32_t plain(uint32_t c) {
    c = plain_math(c);
    for (size_t i = 0; i < COUNT(variants); i++)
        if (variants[i].from == c) return variants[i].to;
    return c;
}

static const char *greek_name(uint32_t c) {
    for (size_t i = 0; i < COUNT(greek); i++)
        if (greek[i].letter == c) return greek[i].name;
    return NULL;
}

static const Decomposed *decomposition(uint32_t c) {
    size_t low = 0, high = COUNT(decomposed);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (decomposed[middle].letter < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT(decomposed) && decomposed[low].letter == c ? &decomposed[low] : NULL;
}

static void add_decomposed(Arena *arena, Pieces *pieces, Piece piece) {
    VEC(uint32_t) marks = {0};
    for (const Decomposed *d; (d = decomposition(piece.point)); piece.point = plain(d->base))
        VEC_PUSH(arena, &marks, d->mark);
    VEC_PUSH(arena, pieces, piece);
    while (marks.count) {
        piece.point = marks.at[--marks.count];
        VEC_PUSH(arena, pieces, piece);
    }
}

static Pieces decode(Arena *arena, const char *text, size_t length) {
    Pieces pieces = {0};
    for (size_t i = 0, n; i < length; i += n) {
        Piece piece = {plain(utf8_decode(text + i, length - i, &n)), i, 0};
        piece.end = i + n;
        if (piece.point == UTF8_BAD) piece.point = 0xFFFD;
        add_decomposed(arena, &pieces, piece);
    }
    return pieces;
}

/* --- look-alikes --- */

static char find_latin(const Pair *pairs, size_t count, uint32_t c) {
    for (size_t i = 0; i < count; i++)
        if (pairs[i].from == c) return (char)pairs[i].to;
    return 0;
}

static char lookalike(uint32_t c) { return find_latin(lookalikes, COUNT(lookalikes), c); }
static char resembles(uint32_t c) { return lookalike(c) ? lookalike(c) : find_latin(resembling, COUNT(resembling), c); }

static bool is_ascii_letter(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_latin(uint32_t c) { return is_ascii_letter(c) || (c >= 0xC0 && c < 0x300); }
static bool is_subscript_digit(uint32_t c) { return c >= 0x2080 && c <= 0x2089; }
static bool is_other_letter(uint32_t c) { return c >= 0x400; } /* beyond Latin, marks and Greek */

/* Refused: a look-alike next to Latin or Greek letters, or a name of look-alikes alone. A name in one alphabet is a name. */
static void find_lookalike(NameSpelling *spelling, Pieces *pieces) {
    bool has_ours = false, has_others = false;
    int  first = -1;
    for (int i = 0; i < pieces->count; i++)
        has_ours |= is_latin(pieces->at[i].point) || greek_name(pieces->at[i].point);
    for (int i = 0; i < pieces->count; i++) {
        uint32_t c = pieces->at[i].point;
        bool     odd = has_ours ? resembles(c) != 0 : lookalike(c) != 0;
        if (odd && first < 0) first = i;
        if (!odd && is_other_letter(c) && !is_subscript_digit(c)) has_others = true;
    }
    if (first < 0 || (has_others && !has_ours)) return;
    const Piece *odd = &pieces->at[first];
    spelling->lookalike = true;
    spelling->odd_begin = odd->begin;
    spelling->odd_end = odd->end;
    spelling->instead = resembles(odd->point);
    spelling->alphabet = odd->point < 0x530 ? "Cyrillic" : "Armenian";
    for (int i = first; i < pieces->count; i++)
        if (resembles(pieces->at[i].point))
            pieces->at[i].point = (uint32_t)(unsigned char)resembles(pieces->at[i].point);
}

/* --- the canonical text --- */

static bool is_letter(uint32_t c) { return is_latin(c) || greek_name(c) || is_other_letter(c); }

static void add_point(Arena *arena, Text *text, uint32_t c) {
    char bytes[5];
    utf8_encode(c, bytes);
    text_add(arena, text, "%s", bytes);
}

/* Greek letters by name, with `_` between them and neighbouring letters: σy is sigma_y. Subscript digits: β₁ is beta_1. */
static const char *spell(Arena *arena, const Pieces *pieces) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < pieces->count; i++) {
        uint32_t    c = pieces->at[i].point, before = i ? pieces->at[i - 1].point : 0;
        const char *name = greek_name(c);
        if (is_subscript_digit(c)) {
            if (!is_subscript_digit(before) && before != '_') text_add(arena, &text, "_");
            c = '0' + c - 0x2080;
        } else if (is_letter(before) && !is_subscript_digit(before) && is_letter(c) && (name || greek_name(before))) {
            text_add(arena, &text, "_");
        }
        if (name)
            text_add(arena, &text, "%s", name);
        else
            add_point(arena, &text, c);
    }
    return text.at;
}

static bool is_plain_ascii(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80) return false;
    return true;
}

NameSpelling name_spell(Arena *arena, const char *text, size_t length) {
    NameSpelling spelling = {0};
    if (is_plain_ascii(text, length)) {
        spelling.canonical = arena_copy(arena, text, length);
        return spelling;
    }
    Pieces pieces = decode(arena, text, length);
    find_lookalike(&spelling, &pieces);
    spelling.canonical = spell(arena, &pieces);
    return spelling;
}

const char *name_canonical(Arena *arena, const char *text) { return name_spell(arena, text, strlen(text)).canonical; }

/* --- back to Greek --- */

const char *name_greek(const char *english) {
    static const char *const letters[] = {"Α", "Β", "Γ", "Δ", "Ε", "Ζ", "Η", "Θ", "Ι", "Κ", "Λ", "Μ", "Ν",
                                          "Ξ", "Ο", "Π", "Ρ", "Σ", "Τ", "Υ", "Φ", "Χ", "Ψ", "Ω", "α", "β",
                                          "γ", "δ", "ε", "ζ", "η", "θ", "ι", "κ", "λ", "μ", "ν", "ξ", "ο",
                                          "π", "ρ", "σ", "τ", "υ", "φ", "χ", "ψ", "ω", "ℓ"};
    for (size_t i = 0; i < COUNT(greek); i++)
        if (strcmp(greek[i].name, english) == 0) return letters[i];
    return NULL;
}

static bool all_digits(const char *text) {
    for (; *text; text++)
        if (*text < '0' || *text > '9') return false;
    return true;
}

const char *name_unicode(Arena *arena, const char *canonical) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (const char *at = canonical; *at;) {
        size_t      n = strcspn(at, "_");
        const char *part = arena_copy(arena, at, n);
        const char *letter = name_greek(part);
        bool        last = at[n] == 0;
        if (n && at > canonical && last && all_digits(part)) {
            text.count--; /* the _ */
            for (const char *d = part; *d; d++) add_point(arena, &text, 0x2080 + (uint32_t)(*d - '0'));
        } else {
            text_add(arena, &text, "%s", letter ? letter : part);
        }
        if (!last) text_add(arena, &text, "_");
        at += n + !last;
    }
    return text.at;
}
