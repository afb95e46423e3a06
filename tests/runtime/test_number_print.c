/* Numbers as text: what is printed reads back as the same bits, in as few digits as printf would need (15 to 17). */
#include "test.h"
#include <stdlib.h>
#include "runtime/draw.h"
#include "runtime/number.h"

/* Significant digits of a plain or scientific decimal. */
static int digits_of(const char *text) {
    int count = 0, zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (count == 0 && *text == '0')) continue;
        if (*text == '0')
            zeros++;
        else
            count += zeros + 1, zeros = 0;
    }
    return count;
}

static void reads_back(double x, int *wrong, int *longer) {
    char buffer[BM_NUMBER_ROOM], other[64];
    bm_number_print(x, buffer);
    if (strtod(buffer, NULL) != x) ++*wrong, printf("    %.17g came out as %s\n", x, buffer);
    int digits = 15;
    for (; digits < 17; digits++) {
        snprintf(other, sizeof other, "%.*g", digits, x);
        if (strtod(other, NULL) == x) break;
    }
    if (digits_of(buffer) > digits) ++*longer;
}

static void random_numbers(void) {
    BmStream s = bm_stream(6, 0, BM_PURPOSE_FREE, 0);
    int      wrong = 0, longer = 0;
    for (int i = 0; i < 100000; i++)
        reads_back(bm_std_normal(&s) * pow(10, floor(24 * bm_std_uniform(&s)) - 8), &wrong, &longer);
    for (int i = 0; i < 100000; i++) reads_back(floor(1e6 * bm_std_uniform(&s)) / 1000, &wrong, &longer);
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = bm_stream_bits(&s);
        double   x;
        memcpy(&x, &bits, sizeof x);
        if (isfinite(x)) reads_back(x, &wrong, &longer);
    }
    CHECK_INT(wrong, 0);
    CHECK(longer < 1000); /* of 220 000: where the fast way cannot tell, it takes a digit more */
}

static void edges(void) {
    static const struct {
        double      x;
        const char *text;
    } CASES[] = {{0, "0"},
                 {1, "1"},
                 {-1, "-1"},
                 {0.1, "0.1"},
                 {0.3, "0.3"},
                 {-2.5, "-2.5"},
                 {100, "100"},
                 {1e14, "100000000000000"},
                 {123456.789, "123456.789"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {1e-5, "0.00001"},
                 {0.00012, "0.00012"},
                 {1e300, "1e+300"},
                 {9.9999999999999995, "10"},
                 {2.0 / 3, "0.6666666666666666"}};
    char buffer[BM_NUMBER_ROOM];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        CHECK_STR(bm_number_print(CASES[i].x, buffer), CASES[i].text);
    int wrong = 0, longer = 0;
    for (int e = -20; e < 20; e++)
        for (int k = -3; k <= 3; k++) {
            double x = pow(10, e);
            for (int j = 0; j < abs(k); j++) x = nextafter(x, k > 0 ? INFINITY : 0);
            reads_back(x, &wrong, &longer);
        }
    CHECK_INT(wrong, 0);
}

int main(void) {
    random_numbers();
    edges();
    return test_end();
}
