/* Kernels of whole axes, held to their defining equations on matrices whose entries are made by a fixed recurrence, and to a 3 x 3 example
 * computed by hand. */
#include <math.h>
#include <stdint.h>

#include "runtime/kernel.h"
#include "test.h"

enum { MOST = 40 };
static double a[MOST * MOST], k[MOST * MOST], l[MOST * MOST], r[MOST * MOST], y[MOST], x[MOST];

/* a: numbers in (-1, 1), heavier on the diagonal; k = a a' */
static void make(int n) {
    uint64_t state = 12345;
    for (int i = 0; i < n * n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        a[i] = (double)(state >> 11) / 4503599627370496.0 - 1 + (i % (n + 1) == 0 ? 3 : 0);
    }
    for (int i = 0; i < n; i++) {
        y[i] = cos(i + 1);
        for (int j = 0; j < n; j++) {
            k[i * n + j] = 0;
            for (int m = 0; m < n; m++) k[i * n + j] += a[i * n + m] * a[j * n + m];
        }
    }
}

static void test_sizes(int n) {
    const int64_t sizes[2] = {n, n};
    make(n);
    bm_kernel_cholesky(sizes, (const double *[]){k}, l);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int m = 0; m < n; m++) sum += l[i * n + m] * l[j * n + m];
            CHECK_NEAR(sum, k[i * n + j], 1e-12 * n);
            if (j > i) CHECK(l[i * n + j] == 0);
        }
    bm_kernel_solve_lower(sizes, (const double *[]){l, y}, x);
    for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) sum += l[i * n + j] * x[j];
        CHECK_NEAR(sum, y[i], 1e-12);
    }
    bm_kernel_solve_lower_t(sizes, (const double *[]){l, y}, x);
    for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += l[i * n + j] * x[i];
        CHECK_NEAR(sum, y[j], 1e-12);
    }
    bm_kernel_spd_solve(sizes, (const double *[]){k, y, l}, x);
    for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) sum += k[i * n + j] * x[j];
        CHECK_NEAR(sum, y[i], 1e-10);
    }
    bm_kernel_spd_inverse(sizes, (const double *[]){k, l}, r);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int m = 0; m < n; m++) sum += k[i * n + m] * r[m * n + j];
            CHECK_NEAR(sum, i == j, 1e-10);
        }
    double log_det, log_abs_det, det;
    bm_kernel_spd_log_det(sizes, (const double *[]){k, l}, &log_det);
    bm_kernel_log_abs_det(sizes, (const double *[]){a}, &log_abs_det);
    bm_kernel_det(sizes, (const double *[]){a}, &det);
    CHECK_NEAR(log_det, 2 * log_abs_det, 1e-12 * n);
    CHECK_NEAR(log(fabs(det)), log_abs_det, 1e-12 * n);
    bm_kernel_solve(sizes, (const double *[]){a, y}, x);
    for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) sum += a[i * n + j] * x[j];
        CHECK_NEAR(sum, y[i], 1e-11);
    }
    bm_kernel_inverse(sizes, (const double *[]){a}, r);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int m = 0; m < n; m++) sum += a[i * n + m] * r[m * n + j];
            CHECK_NEAR(sum, i == j, 1e-11);
        }
    bm_kernel_eigenvalues(sizes, (const double *[]){k}, x);
    bm_kernel_eigenvectors(sizes, (const double *[]){k}, r);
    for (int j = 0; j < n; j++) {
        if (j) CHECK(x[j - 1] <= x[j]);
        for (int i = 0; i < n; i++) {
            double sum = 0, product = 0;
            for (int m = 0; m < n; m++) sum += k[i * n + m] * r[m * n + j], product += r[m * n + i] * r[m * n + j];
            CHECK_NEAR(sum, x[j] * r[i * n + j], 1e-12 * (1 + x[n - 1]));
            CHECK_NEAR(product, i == j, 1e-13 * n);
        }
    }
}

static void test_scans(void) {
    const double  p[4] = {9, 2, -1, 3}, v[4] = {1, 2, 3, 4};
    const int64_t n[1] = {4}, none[1] = {0};
    double        h[4];
    bm_kernel_scan(n, (const double *[]){p, v}, h);
    CHECK(h[0] == 1 && h[1] == 4 && h[2] == -1 && h[3] == 1);
    bm_kernel_scan_back(n, (const double *[]){p, v}, h);
    CHECK(h[3] == 4 && h[2] == -1 && h[1] == 0 && h[0] == 1);
    bm_kernel_order(n, (const double *[]){(double[]){3, -1, NAN, -1}}, h);
    CHECK(h[0] == 1 && h[1] == 3 && h[2] == 0 && h[3] == 2);
    bm_kernel_scan(none, (const double *[]){p, v}, h);
    bm_kernel_order(none, (const double *[]){p}, h);
}

/* [[4, 2, 1], [2, 5, 3], [1, 3, 6]]: determinant 67 by expansion along the first row. */
static void test_example(void) {
    const double  m[9] = {4, 2, 1, 2, 5, 3, 1, 3, 6};
    const int64_t n[2] = {3, 3};
    double        out[9];
    bm_kernel_det(n, (const double *[]){m}, out);
    CHECK_NEAR(out[0], 67, 1e-13);
    bm_kernel_cholesky(n, (const double *[]){m}, out);
    CHECK_NEAR(out[0], 2, 1e-15);
    CHECK_NEAR(out[4], 2, 1e-15);
    CHECK_NEAR(out[8], sqrt(67) / 4, 1e-15);
}

static void test_failures(void) {
    const int64_t n[2] = {2, 2};
    double        out[4];
    bm_kernel_cholesky(n, (const double *[]){(double[]){1, 0, 2, 1}}, out);
    CHECK(isnan(out[0]) && isnan(out[3]));
    bm_kernel_cholesky(n, (const double *[]){(double[]){1, 0, NAN, 1}}, out);
    CHECK(isnan(out[0]) && isnan(out[3]));
    bm_kernel_solve(n, (const double *[]){(double[]){1, 1, 1, 1}, (double[]){1, 1}}, out);
    CHECK(isnan(out[0]) && isnan(out[1]));
    bm_kernel_inverse(n, (const double *[]){(double[]){1, 1, 1, 1}}, out);
    CHECK(isnan(out[0]) && isnan(out[3]));
    bm_kernel_det(n, (const double *[]){(double[]){1, 1, 1, 1}}, out);
    CHECK(out[0] == 0);
    bm_kernel_eigenvalues(n, (const double *[]){(double[]){NAN, 1, 1, 1}}, out);
    CHECK(isnan(out[0]) && isnan(out[1]));
}

int main(void) {
    static const int sizes[] = {1, 2, 3, 7, 8, 9, 17, 40};
    for (int i = 0; i < (int)(sizeof sizes / sizeof *sizes); i++) test_sizes(sizes[i]);
    test_scans();
    test_example();
    test_failures();
    TEST_MAIN_END;
}
