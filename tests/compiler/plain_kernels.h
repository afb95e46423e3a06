/* The kernels of lang/kernels.def once more, each by the shortest loop that defines it: what values of compiled kernels are held to. */
#ifndef TESTS_PLAIN_KERNELS_H
#define TESTS_PLAIN_KERNELS_H
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lang/kernel.h"

enum { PLAIN_MOST = 17 };

static void plain_order(int n, const double *x, double *out) {
    for (int i = 0; i < n; i++) {
        int before = 0;
        for (int j = 0; j < n; j++) before += x[j] < x[i] || (x[j] == x[i] && j < i);
        out[before] = i;
    }
}

static void plain_cholesky(int n, const double *k, double *l) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double rest = k[i * n + j];
            for (int m = 0; m < j; m++) rest -= l[i * n + m] * l[j * n + m];
            l[i * n + j] = j > i ? 0 : j == i ? sqrt(rest) : rest / l[j * n + j];
        }
}

/* Gauss and Jordan with the largest pivot of each column: x with A x = y for m right sides (y: n × m), in place. Returns the determinant. */
static double plain_solve(int n, const double *matrix, double *y, int m) {
    double a[PLAIN_MOST * PLAIN_MOST], det = 1;
    memcpy(a, matrix, (size_t)(n * n) * sizeof *a);
    for (int c = 0; c < n; c++) {
        int top = c;
        for (int r = c; r < n; r++) top = fabs(a[r * n + c]) > fabs(a[top * n + c]) ? r : top;
        for (int j = 0; j < n + m; j++) {
            double *x = j < n ? &a[c * n + j] : &y[c * m + j - n], *z = j < n ? &a[top * n + j] : &y[top * m + j - n],
                   kept = *x;
            if (top != c) *x = *z, *z = kept;
        }
        det *= top == c ? a[c * n + c] : -a[c * n + c];
        for (int r = 0; r < n; r++) {
            double factor = r == c ? 0 : a[r * n + c] / a[c * n + c];
            for (int j = 0; j < n; j++) a[r * n + j] -= factor * a[c * n + j];
            for (int j = 0; j < m; j++) y[r * m + j] -= factor * y[c * m + j];
        }
    }
    for (int r = 0; r < n; r++)
        for (int j = 0; j < m; j++) y[r * m + j] /= a[r * n + r];
    return det;
}

static double plain_inverse(int n, const double *a, double *out) {
    for (int i = 0; i < n * n; i++) out[i] = i % (n + 1) == 0;
    return plain_solve(n, a, out, n);
}

/* Of a matrix whose triangle above (or below) the diagonal counts for nothing. */
static void plain_triangular(int n, const double *l, const double *y, bool transposed, double *x) {
    double a[PLAIN_MOST * PLAIN_MOST];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) a[transposed ? j * n + i : i * n + j] = j <= i ? l[i * n + j] : 0;
    memcpy(x, y, (size_t)n * sizeof *x);
    plain_solve(n, a, x, 1);
}

/* Jacobi's rotations. Eigenvalues in increasing order; vectors in columns, the largest component of each positive. */
static void plain_eigen(int n, const double *k, double *values, double *vectors) {
    double a[PLAIN_MOST * PLAIN_MOST], v[PLAIN_MOST * PLAIN_MOST], diagonal[PLAIN_MOST] = {0}, order[PLAIN_MOST];
    memcpy(a, k, (size_t)(n * n) * sizeof *a);
    for (int i = 0; i < n * n; i++) v[i] = i % (n + 1) == 0;
    for (int sweep = 0; sweep < 30; sweep++)
        for (int p = 0; p < n; p++)
            for (int q = p + 1; q < n; q++) {
                double angle = 0.5 * atan2(2 * a[p * n + q], a[q * n + q] - a[p * n + p]), c = cos(angle),
                       s = sin(angle);
                for (int i = 0; i < n; i++) {
                    double x = a[i * n + p], y = a[i * n + q], vx = v[i * n + p], vy = v[i * n + q];
                    a[i * n + p] = c * x - s * y, a[i * n + q] = s * x + c * y;
                    v[i * n + p] = c * vx - s * vy, v[i * n + q] = s * vx + c * vy;
                }
                for (int i = 0; i < n; i++) {
                    double x = a[p * n + i], y = a[q * n + i];
                    a[p * n + i] = c * x - s * y, a[q * n + i] = s * x + c * y;
                }
            }
    for (int i = 0; i < n; i++) diagonal[i] = a[i * n + i];
    plain_order(n, diagonal, order);
    for (int j = 0; j < n; j++) {
        int from = (int)order[j], top = 0;
        values[j] = diagonal[from];
        for (int i = 0; i < n; i++) top = fabs(v[i * n + from]) > fabs(v[top * n + from]) ? i : top;
        for (int i = 0; i < n; i++) vectors[i * n + j] = v[top * n + from] < 0 ? -v[i * n + from] : v[i * n + from];
    }
}

static void plain_rank(int n, const double *x, double *out) {
    for (int i = 0; i < n; i++) {
        out[i] = 0.5;
        for (int j = 0; j < n; j++) out[i] += x[j] < x[i] ? 1 : x[j] == x[i] ? 0.5 : 0;
    }
}

/* As the function bm_kernel_… of this row: arguments and result contiguous, row-major in the order of their letters. False: not here; bases are in
 * tests/runtime/test_basis.c, draws in tests/stdlib/test_draws_multivariate.c. */
static bool plain_kernel(KernelId id, int n, const double *const *args, double *out) {
    double unused[PLAIN_MOST * PLAIN_MOST];
    switch (id) {
    case KERNEL_scan:
        for (int i = 0; i < n; i++) out[i] = args[1][i] + (i ? args[0][i] * out[i - 1] : 0);
        break;
    case KERNEL_scan_back:
        for (int i = n - 1; i >= 0; i--) out[i] = args[1][i] + (i < n - 1 ? args[0][i] * out[i + 1] : 0);
        break;
    case KERNEL_order:
        plain_order(n, args[0], out);
        break;
    case KERNEL_rank:
        plain_rank(n, args[0], out);
        break;
    case KERNEL_cholesky:
        plain_cholesky(n, args[0], out);
        break;
    case KERNEL_solve_lower:
    case KERNEL_solve_lower_t:
        plain_triangular(n, args[0], args[1], id == KERNEL_solve_lower_t, out);
        break;
    case KERNEL_spd_solve:
    case KERNEL_solve:
        memcpy(out, args[1], (size_t)n * sizeof *out);
        plain_solve(n, args[0], out, 1);
        break;
    case KERNEL_spd_inverse:
    case KERNEL_inverse:
        plain_inverse(n, args[0], out);
        break;
    case KERNEL_det:
        *out = plain_inverse(n, args[0], unused);
        break;
    case KERNEL_spd_log_det:
    case KERNEL_log_abs_det:
        *out = log(fabs(plain_inverse(n, args[0], unused)));
        break;
    case KERNEL_eigenvalues:
        plain_eigen(n, args[0], out, unused);
        break;
    case KERNEL_eigenvectors: {
        double values[PLAIN_MOST];
        plain_eigen(n, args[0], values, out);
        break;
    }
    case KERNEL_interval:
    case KERNEL_bspline:
    case KERNEL_natural_spline:
    case KERNEL_multinomial_counts:
    case KERNEL_COUNT:
        return false;
    }
    return true;
}

#endif
