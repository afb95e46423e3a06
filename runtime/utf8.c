/* Single characters of UTF-8: overlong forms, surrogates and what lies beyond U+10FFFF are not well formed. */
#include "utf8.h"

int bm_utf8_read(const char *text, size_t length, int *code) {
    const unsigned char *s = (const unsigned char *)text;
    if (!length) return 0;
    if (s[0] < 0x80) {
        *code = s[0];
        return 1;
    }
    int n = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || length < (size_t)n) return 0;
    int c = s[0] & (0xFF >> (n + 1));
    for (int i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0;
        c = c << 6 | (s[i] & 0x3F);
    }
    if ((n == 3 && c < 0x800) || (n == 4 && (c < 0x10000 || c > 0x10FFFF)) || (c >= 0xD800 && c < 0xE000)) return 0;
    *code = c;
    return n;
}

int bm_utf8_write(char *out, int c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    int n = c < 0x10000 ? 3 : 4;
    out[0] = (char)(n == 3 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
    for (int i = 1; i < n; i++) out[i] = (char)(0x80 | (c >> (6 * (n - 1 - i)) & 63));
    return n;
}

int bm_utf8_count(const char *text, size_t length) {
    int n = 0, code;
    for (size_t i = 0; i < length; n++) {
        int bytes = bm_utf8_read(text + i, length - i, &code);
        i += (size_t)(bytes ? bytes : 1);
    }
    return n;
}
