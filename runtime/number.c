/* Numbers and dates as text. Short decimals are converted exactly without the C library: a mantissa below 2^53 and a power of ten up
 * to 22 are doubles without error, so one multiplication or division rounds once (Clinger 1990). The rest goes to strtod. */
#include "number.h"
#include "number_print.h"
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const double power_of_ten[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Text that strtod shall read: copied, since it need not be terminated, and with the locale's decimal point. */
static double slow_read(const char *text, size_t length) {
    char small[128], *copy = length < sizeof small ? small : malloc(length + 1);
    if (!copy) return NAN;
    memcpy(copy, text, length);
    copy[length] = 0;
    char *point = strchr(copy, '.'), local = *localeconv()->decimal_point;
    if (point && local) *point = local;
    double number = strtod(copy, NULL);
    if (copy != small) free(copy);
    return number;
}

static bool read_infinity(const char *p, size_t length, bool negative, double *number) {
    if (!(length == 3 && !strncasecmp(p, "inf", 3)) && !(length == 8 && !strncasecmp(p, "infinity", 8))) return false;
    *number = negative ? -INFINITY : INFINITY;
    return true;
}

/* One more digit; false if there is no room for it (then *significant is 20). */
static bool add_digit(char c, uint64_t *mantissa, int *significant) {
    if (*significant >= 19) {
        *significant = 20;
        return false;
    }
    *mantissa = *mantissa * 10 + (uint64_t)(c - '0');
    *significant += *mantissa > 0;
    return true;
}

bool bm_number_read(const char *text, size_t length, double *number) {
    const char *p = text, *end = text + length;
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    while (end > p && (end[-1] == ' ' || end[-1] == '\t')) end--;
    const char *begin = p;
    bool        negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    uint64_t mantissa = 0;
    int      digits = 0, scale = 0, significant = 0;
    for (; p < end && is_digit(*p); p++, digits++) add_digit(*p, &mantissa, &significant);
    if (p < end && *p == '.')
        for (p++; p < end && is_digit(*p); p++, digits++)
            if (add_digit(*p, &mantissa, &significant)) scale--;
    if (!digits) return read_infinity(p, (size_t)(end - p), negative, number);
    int exponent = 0;
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *q = p + 1;
        bool        down = q < end && *q == '-';
        if (q < end && (*q == '-' || *q == '+')) q++;
        if (q == end || !is_digit(*q)) return false;
        for (; q < end && is_digit(*q); q++)
            if (exponent < 100000) exponent = exponent * 10 + (*q - '0');
        if (down) exponent = -exponent;
        p = q;
    }
    if (p != end) return false;
    int power = scale + exponent;
    if (significant <= 19 && mantissa < (1ull << 53) && power >= -22 && power <= 22) {
        double m = (double)mantissa;
        m = power < 0 ? m / power_of_ten[-power] : m * power_of_ten[power];
        *number = negative ? -m : m;
    } else {
        *number = slow_read(begin, (size_t)(end - begin));
    }
    return true;
}

/* Days from civil date: count of days with the year beginning in March, 146097 days in 400 years. */
bool bm_date_read(const char *text, size_t length, double *days) {
    while (length && *text == ' ') text++, length--;
    while (length && text[length - 1] == ' ') length--;
    if (length != 10 || text[4] != '-' || text[7] != '-') return false;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !is_digit(text[i])) return false;
    int              y = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    int              m = (text[5] - '0') * 10 + (text[6] - '0'), d = (text[8] - '0') * 10 + (text[9] - '0');
    static const int month_days[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (m < 1 || m > 12 || d < 1 || d > month_days[m]) return false;
    if (m == 2 && d == 29 && (y % 4 || (y % 100 == 0 && y % 400))) return false;
    if (m <= 2) y--;
    int era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    *days = era * 146097.0 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719468;
    return true;
}

const char *bm_number_print(double number, char buffer[BM_NUMBER_ROOM]) {
    if (isnan(number)) return strcpy(buffer, "NaN");
    if (isinf(number)) return strcpy(buffer, number > 0 ? "Inf" : "-Inf");
    if (bm_number_print_fast(number, buffer)) return buffer;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buffer, BM_NUMBER_ROOM, "%.*g", digits, number);
        double back;
        char  *point = strpbrk(buffer, ",");
        if (point) *point = '.';
        if (bm_number_read(buffer, strlen(buffer), &back) && back == number) break;
    }
    return buffer;
}

const char *bm_number_show(double number, char buffer[BM_NUMBER_ROOM]) {
    if (isnan(number)) return strcpy(buffer, "NaN");
    if (isinf(number)) return strcpy(buffer, number > 0 ? "\xE2\x88\x9E" : "-\xE2\x88\x9E");
    if (number == floor(number) && fabs(number) < 1e15)
        snprintf(buffer, BM_NUMBER_ROOM, "%.0f", number + 0.0);
    else
        snprintf(buffer, BM_NUMBER_ROOM, "%.6g", number);
    return buffer;
}
