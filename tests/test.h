/* Checks for unit tests. Each failing check prints one line: file:line, what was expected, what came. A test program is
 *
 *     #include "test.h"
 *     static void adds(void) { CHECK_NEAR(0.1 + 0.2, 0.3, 1e-15); }
 *     int main(void) { adds(); return test_end(); }
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H
#include <math.h>
#include <stdio.h>
#include <string.h>

static int test_passed, test_failed;

#define CHECK(condition) test_that((condition) != 0, __FILE__, __LINE__, #condition)
#define CHECK_NEAR(got, expected, tolerance)                                                                           \
    test_near((got), (expected), (tolerance), __FILE__, __LINE__, #got) /* absolute */
#define CHECK_REL(got, expected, tolerance)                                                                            \
    test_near((got), (expected), (tolerance) * fabs((double)(expected)), __FILE__, __LINE__, #got) /* relative */
#define CHECK_INT(got, expected) test_int((long long)(got), (long long)(expected), __FILE__, __LINE__, #got)
#define CHECK_STR(got, expected) test_str((got), (expected), __FILE__, __LINE__, #got)
#define TEST_MAIN_END return test_end()

__attribute__((unused)) static int test_that(int good, const char *file, int line, const char *what) {
    if (good)
        test_passed++;
    else
        test_failed++, printf("%s:%d: expected %s\n", file, line, what);
    return good;
}

__attribute__((unused)) static int test_near(double got, double expected, double tolerance, const char *file, int line,
                                             const char *what) {
    int good = got == expected || (isnan(got) && isnan(expected)) || fabs(got - expected) <= tolerance;
    if (good)
        test_passed++;
    else
        test_failed++, printf("%s:%d: %s: expected %.17g, got %.17g (off by %.3g)\n", file, line, what, expected, got,
                              got - expected);
    return good;
}

__attribute__((unused)) static int test_int(long long got, long long expected, const char *file, int line,
                                            const char *what) {
    if (got == expected)
        test_passed++;
    else
        test_failed++, printf("%s:%d: %s: expected %lld, got %lld\n", file, line, what, expected, got);
    return got == expected;
}

__attribute__((unused)) static int test_str(const char *got, const char *expected, const char *file, int line,
                                            const char *what) {
    int good = got && expected ? strcmp(got, expected) == 0 : got == expected;
    if (good)
        test_passed++;
    else
        test_failed++, printf("%s:%d: %s:\n  expected: %s\n  got:      %s\n", file, line, what,
                              expected ? expected : "(NULL)", got ? got : "(NULL)");
    return good;
}

__attribute__((unused)) static int test_end(void) {
    printf("%d passed, %d failed\n", test_passed, test_failed);
    return test_failed > 0;
}
#endif
