/* Kernels of knots: bases against R (basis.ref, written by basis_refs.R), sums that must be 1, lines that must stay lines, and what is refused. */
#include <stdlib.h>

#include "runtime/kernel.h"
#include "test.h"

enum { MOST = 40 };

static int numbers(const char *text, double *to) {
    int n = 0;
    for (char *end; n < MOST; n++, text = end) {
        to[n] = strtod(text, &end);
        if (end == text) break;
    }
    return n;
}

/* The values of R have its own rounding: relative to the largest of them. */
static void hold_line(const char *line) {
    char   name[32];
    double degree, order, x, knots[MOST], expected[MOST], got[MOST], largest = 0;
    int    at = 0;
    if (sscanf(line, "%31s %lf %lf %lf |%n", name, &degree, &order, &x, &at) != 4 || !at) return;
    int n_knots = numbers(line + at, knots), n = numbers(strrchr(line, '|') + 1, expected);
    if (strcmp(name, "bspline") == 0)
        bm_kernel_bspline((const int64_t[]){n, n_knots}, (const double *[]){&x, knots, &degree, &order}, got);
    else
        bm_kernel_natural_spline((const int64_t[]){n_knots}, (const double *[]){&x, knots, &order}, got);
    for (int i = 0; i < n; i++) largest = fmax(largest, fabs(expected[i]));
    for (int i = 0; i < n; i++) CHECK_NEAR(got[i], expected[i], 2e-14 * fmax(1, largest));
}

static void against_r(void) {
    FILE *file = fopen("tests/runtime/basis.ref", "r");
    char  line[2000];
    int   lines = 0;
    while (file && fgets(line, sizeof line, file))
        if (*line != '#') hold_line(line), lines++;
    if (file) fclose(file);
    CHECK(lines > 300);
}

static void sums_and_lines(void) {
    const double t[] = {-2, -1.5, 0, 0.25, 3, 7}, zero = 0;
    double       b[16];
    for (int degree = 0; degree <= 6; degree++)
        for (double x = -2; x <= 7; x += 0.375) {
            double p = degree, sum = 0;
            int    n = 5 + degree;
            bm_kernel_bspline((const int64_t[]){n, 6}, (const double *[]){&x, t, &p, &zero}, b);
            for (int i = 0; i < n; i++) sum += b[i], CHECK(b[i] >= 0);
            CHECK_NEAR(sum, 1, 1e-15);
        }
    for (double x = -9; x <= 15; x += 0.75) { /* through the points of a line */
        double sum = 0;
        bm_kernel_natural_spline((const int64_t[]){6}, (const double *[]){&x, t, &zero}, b);
        for (int i = 0; i < 6; i++) sum += b[i] * (2 - 3 * t[i]);
        CHECK_NEAR(sum, 2 - 3 * x, 1e-13);
    }
}

static void intervals(void) {
    const double t[] = {0, 1, 4, 9}, bad[] = {0, 1, 1, 9};
    const struct {
        double x, expected;
    } cases[] = {{0, 1}, {0.999, 1}, {1, 2}, {3.5, 2}, {4, 3}, {9, 3}, {-1e-9, NAN}, {9.001, NAN}, {NAN, NAN}};
    double got;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_kernel_interval((const int64_t[]){4}, (const double *[]){&cases[i].x, t}, &got);
        CHECK_NEAR(got, cases[i].expected, 0);
    }
    bm_kernel_interval((const int64_t[]){4}, (const double *[]){&cases[1].x, bad}, &got);
    CHECK(isnan(got));
}

static void refused(void) {
    const double t[] = {0, 1, 2}, bad[] = {0, 2, 1}, x = 0.5, beyond = 2.1, zero = 0, two = 2, half = 0.5;
    const struct {
        const double *x, *t, *degree;
        int           n;
    } cases[] = {{&x, t, &two, 5}, {&beyond, t, &two, 4}, {&x, bad, &two, 4}, {&x, t, &half, 2}};
    double b[8];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_kernel_bspline((const int64_t[]){cases[i].n, 3},
                          (const double *[]){cases[i].x, cases[i].t, cases[i].degree, &zero}, b);
        for (int k = 0; k < cases[i].n; k++) CHECK(isnan(b[k]));
    }
    bm_kernel_natural_spline((const int64_t[]){3}, (const double *[]){&x, bad, &zero}, b);
    CHECK(isnan(b[0]) && isnan(b[2]));
}

static void ranks(void) {
    const double x[] = {3, 1, 3, 2, 3}, expected[] = {4, 1, 4, 2, 4};
    double       got[5];
    bm_kernel_rank((const int64_t[]){5}, (const double *[]){x}, got);
    for (int i = 0; i < 5; i++) CHECK_NEAR(got[i], expected[i], 0);
}

int main(void) {
    against_r();
    sums_and_lines();
    intervals();
    refused();
    ranks();
    return test_end();
}
