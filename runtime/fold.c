/* Folding of names, and which name was meant. */
#include "fold.h"
#include "utf8.h"
#include <string.h>

/* Latin letters with one mark: base, combining mark, composed (Unicode, U+00C0 to U+017F). */
static const struct {
    char  base;
    short mark, composed;
} composed_letters[] = {
    {'A', 0x300, 0x0C0}, {'A', 0x301, 0x0C1}, {'A', 0x302, 0x0C2}, {'A', 0x303, 0x0C3}, {'A', 0x308, 0x0C4},
    {'A', 0x30A, 0x0C5}, {'C', 0x327, 0x0C7}, {'E', 0x300, 0x0C8}, {'E', 0x301, 0x0C9}, {'E', 0x302, 0x0CA},
    {'E', 0x308, 0x0CB}, {'I', 0x300, 0x0CC}, {'I', 0x301, 0x0CD}, {'I', 0x302, 0x0CE}, {'I', 0x308, 0x0CF},
    {'N', 0x303, 0x0D1}, {'O', 0x300, 0x0D2}, {'O', 0x301, 0x0D3}, {'O', 0x302, 0x0D4}, {'O', 0x303, 0x0D5},
    {'O', 0x308, 0x0D6}, {'U', 0x300, 0x0D9}, {'U', 0x301, 0x0DA}, {'U', 0x302, 0x0DB}, {'U', 0x308, 0x0DC},
    {'Y', 0x301, 0x0DD}, {'a', 0x300, 0x0E0}, {'a', 0x301, 0x0E1}, {'a', 0x302, 0x0E2}, {'a', 0x303, 0x0E3},
    {'a', 0x308, 0x0E4}, {'a', 0x30A, 0x0E5}, {'c', 0x327, 0x0E7}, {'e', 0x300, 0x0E8}, {'e', 0x301, 0x0E9},
    {'e', 0x302, 0x0EA}, {'e', 0x308, 0x0EB}, {'i', 0x300, 0x0EC}, {'i', 0x301, 0x0ED}, {'i', 0x302, 0x0EE},
    {'i', 0x308, 0x0EF}, {'n', 0x303, 0x0F1}, {'o', 0x300, 0x0F2}, {'o', 0x301, 0x0F3}, {'o', 0x302, 0x0F4},
    {'o', 0x303, 0x0F5}, {'o', 0x308, 0x0F6}, {'u', 0x300, 0x0F9}, {'u', 0x301, 0x0FA}, {'u', 0x302, 0x0FB},
    {'u', 0x308, 0x0FC}, {'y', 0x301, 0x0FD}, {'y', 0x308, 0x0FF}, {'A', 0x304, 0x100}, {'a', 0x304, 0x101},
    {'A', 0x306, 0x102}, {'a', 0x306, 0x103}, {'A', 0x328, 0x104}, {'a', 0x328, 0x105}, {'C', 0x301, 0x106},
    {'c', 0x301, 0x107}, {'C', 0x302, 0x108}, {'c', 0x302, 0x109}, {'C', 0x307, 0x10A}, {'c', 0x307, 0x10B},
    {'C', 0x30C, 0x10C}, {'c', 0x30C, 0x10D}, {'D', 0x30C, 0x10E}, {'d', 0x30C, 0x10F}, {'E', 0x304, 0x112},
    {'e', 0x304, 0x113}, {'E', 0x306, 0x114}, {'e', 0x306, 0x115}, {'E', 0x307, 0x116}, {'e', 0x307, 0x117},
    {'E', 0x328, 0x118}, {'e', 0x328, 0x119}, {'E', 0x30C, 0x11A}, {'e', 0x30C, 0x11B}, {'G', 0x302, 0x11C},
    {'g', 0x302, 0x11D}, {'G', 0x306, 0x11E}, {'g', 0x306, 0x11F}, {'G', 0x307, 0x120}, {'g', 0x307, 0x121},
    {'G', 0x327, 0x122}, {'g', 0x327, 0x123}, {'H', 0x302, 0x124}, {'h', 0x302, 0x125}, {'I', 0x303, 0x128},
    {'i', 0x303, 0x129}, {'I', 0x304, 0x12A}, {'i', 0x304, 0x12B}, {'I', 0x306, 0x12C}, {'i', 0x306, 0x12D},
    {'I', 0x328, 0x12E}, {'i', 0x328, 0x12F}, {'I', 0x307, 0x130}, {'J', 0x302, 0x134}, {'j', 0x302, 0x135},
    {'K', 0x327, 0x136}, {'k', 0x327, 0x137}, {'L', 0x301, 0x139}, {'l', 0x301, 0x13A}, {'L', 0x327, 0x13B},
    {'l', 0x327, 0x13C}, {'L', 0x30C, 0x13D}, {'l', 0x30C, 0x13E}, {'N', 0x301, 0x143}, {'n', 0x301, 0x144},
    {'N', 0x327, 0x145}, {'n', 0x327, 0x146}, {'N', 0x30C, 0x147}, {'n', 0x30C, 0x148}, {'O', 0x304, 0x14C},
    {'o', 0x304, 0x14D}, {'O', 0x306, 0x14E}, {'o', 0x306, 0x14F}, {'O', 0x30B, 0x150}, {'o', 0x30B, 0x151},
    {'R', 0x301, 0x154}, {'r', 0x301, 0x155}, {'R', 0x327, 0x156}, {'r', 0x327, 0x157}, {'R', 0x30C, 0x158},
    {'r', 0x30C, 0x159}, {'S', 0x301, 0x15A}, {'s', 0x301, 0x15B}, {'S', 0x302, 0x15C}, {'s', 0x302, 0x15D},
    {'S', 0x327, 0x15E}, {'s', 0x327, 0x15F}, {'S', 0x30C, 0x160}, {'s', 0x30C, 0x161}, {'T', 0x327, 0x162},
    {'t', 0x327, 0x163}, {'T', 0x30C, 0x164}, {'t', 0x30C, 0x165}, {'U', 0x303, 0x168}, {'u', 0x303, 0x169},
    {'U', 0x304, 0x16A}, {'u', 0x304, 0x16B}, {'U', 0x306, 0x16C}, {'u', 0x306, 0x16D}, {'U', 0x30A, 0x16E},
    {'u', 0x30A, 0x16F}, {'U', 0x30B, 0x170}, {'u', 0x30B, 0x171}, {'U', 0x328, 0x172}, {'u', 0x328, 0x173},
    {'W', 0x302, 0x174}, {'w', 0x302, 0x175}, {'Y', 0x302, 0x176}, {'y', 0x302, 0x177}, {'Y', 0x308, 0x178},
    {'Z', 0x301, 0x179}, {'z', 0x301, 0x17A}, {'Z', 0x307, 0x17B}, {'z', 0x307, 0x17C}, {'Z', 0x30C, 0x17D},
    {'z', 0x30C, 0x17E},
};

static const char *const greek_names[25] = {
    "alpha", "beta",    "gamma", "delta", "epsilon", "zeta",  "eta", "theta",   "iota", "kappa", "lambda", "mu",   "nu",
    "xi",    "omicron", "pi",    "rho",   "sigma",   "sigma", "tau", "upsilon", "phi",  "chi",   "psi",    "omega"};

/* 0 … 24 for a small Greek letter, 100 … 124 for a capital one, -1 otherwise; U+03B1 and U+0391 begin the alphabets. */
static int greek_letter(int c) {
    switch (c) {
    case 0xB5:
        return 11;
    case 0x2126:
        return 124;
    case 0x3D5:
        return 21;
    case 0x3F5:
        return 4;
    case 0x3D1:
        return 7;
    case 0x3F1:
        return 16;
    case 0x3D6:
        return 15;
    }
    if (c >= 0x3B1 && c <= 0x3C9) return c - 0x3B1;
    if (c >= 0x391 && c <= 0x3A9) return 100 + c - 0x391;
    return -1;
}

/* Mathematical alphabets (U+1D400 …) as the plain character. */
static int plain_character(int c) {
    static const int variants[7] = {0x2202, 0x3F5, 0x3D1, 0x3BA, 0x3D5, 0x3F1, 0x3D6};
    if (c >= 0x1D400 && c <= 0x1D6A3) {
        int letter = (c - 0x1D400) % 52;
        return letter < 26 ? 'A' + letter : 'a' + letter - 26;
    }
    if (c >= 0x1D6A8 && c <= 0x1D7C9) {
        int letter = (c - 0x1D6A8) % 58;
        return letter < 25    ? (letter == 17 ? 0x398 : 0x391 + letter)
               : letter == 25 ? 0x2207
               : letter < 51  ? 0x3B1 + letter - 26
                              : variants[letter - 51];
    }
    if (c >= 0x1D7CE && c <= 0x1D7FF) return '0' + (c - 0x1D7CE) % 10;
    return c;
}

static int compose(int base, int mark) {
    for (size_t i = 0; i < sizeof composed_letters / sizeof *composed_letters; i++)
        if (composed_letters[i].base == base && composed_letters[i].mark == mark) return composed_letters[i].composed;
    return 0;
}

static bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0; }

/* Next character with its mark, plain; bytes that are not UTF-8 stand for themselves. */
static int next_character(const char *text, size_t length, size_t *i) {
    int c, mark, n = bm_utf8_read(text + *i, length - *i, &c);
    if (!n) return (unsigned char)text[(*i)++];
    *i += (size_t)n;
    n = *i < length ? bm_utf8_read(text + *i, length - *i, &mark) : 0;
    if (n && mark >= 0x300 && mark < 0x370) {
        int both = compose(c, mark);
        if (both) {
            *i += (size_t)n;
            return both;
        }
    }
    return plain_character(c);
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static char *put_greek(char *out, int greek, bool after_letter) {
    if (after_letter) *out++ = '_';
    const char *name = greek_names[greek % 100];
    size_t      length = strlen(name);
    memcpy(out, name, length);
    if (greek >= 100) *out = (char)(*out - 'a' + 'A');
    return out + length;
}

char *bm_fold(BmPool *pool, const char *text, size_t length) {
    while (length && is_blank(*text)) text++, length--;
    while (length && is_blank(text[length - 1])) length--;
    char *folded = bm_pool_alloc(pool, length * 8 + 1, 1), *out = folded;
    bool  after_letter = false, after_greek = false, after_sub = false;
    for (size_t i = 0; i < length;) {
        int  c = next_character(text, length, &i), greek = greek_letter(c);
        bool sub = c >= 0x2080 && c <= 0x2089;
        if (greek >= 0) {
            out = put_greek(out, greek, after_letter);
        } else {
            if ((sub && !after_sub) || (after_greek && is_letter(c) && !sub)) *out++ = '_';
            out += bm_utf8_write(out, sub ? c - 0x2080 + '0' : c);
        }
        after_sub = sub;
        after_greek = greek >= 0;
        after_letter = after_greek || (is_letter(c) && !sub);
    }
    return folded;
}

char *bm_fold_loosely(BmPool *pool, const char *text, size_t length) {
    char *folded = bm_pool_alloc(pool, length + 1, 1), *out = folded;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        bool gap = is_blank(c) || c == '_' || c == '.' || c == '-';
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (!gap)
            *out++ = c;
        else if (out > folded && out[-1] != '_')
            *out++ = '_';
    }
    while (out > folded && out[-1] == '_') out--;
    *out = 0;
    return folded;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

enum { LONGEST = 64 };

/* Insertions, deletions, replacements and swaps of neighbours between a and b (restricted Damerau-Levenshtein); letters of other case
 * are equal here. */
static int distance(const char *a, const char *b) {
    int rows[3][LONGEST + 1], n = (int)strlen(a), m = (int)strlen(b);
    if (n > LONGEST || m > LONGEST) return LONGEST;
    for (int j = 0; j <= m; j++) rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= m; j++) {
            int best = above[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]) &&
                two_above[j - 2] + 1 < best)
                best = two_above[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

int bm_nearest(const char *word, const char *const *words, int count) {
    int length = (int)strlen(word), best = -1, least = length <= 2 ? 0 : length <= 5 ? 1 : length / 3;
    if (!length) return -1;
    for (int i = 0; i < count; i++) {
        if (!words[i]) continue;
        int  d = distance(word, words[i]);
        bool begins = length >= 4 && strlen(words[i]) >= 4 &&
                      (!strncmp(word, words[i], (size_t)length) || !strncmp(word, words[i], strlen(words[i])));
        if (begins && d > least) d = least;
        if (d <= least && (best < 0 || d < least)) least = d, best = i;
    }
    return best;
}
