/* Jacobi's method (Golub & Van Loan, Matrix Computations, sec. 8.5): rotate pairs of rows until nothing is left off the diagonal.
 * For n up to 64, where it takes milliseconds. */
#include "eigen.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST_SWEEPS = 40 };

/* Rows p and q of m: (p, q) <- (c p - s q, s p + c q). */
static void rotate_rows(double *restrict p, double *restrict q, int n, double c, double s)
{
    for (int k = 0; k < n; k++) {
        const double x = p[k], y = q[k];
        p[k] = c * x - s * y;
        q[k] = s * x + c * y;
    }
}

static void rotate_columns(double *a, int n, int p, int q, double c, double s)
{
    for (int k = 0; k < n; k++) {
        double *row = a + k * n;
        const double x = row[p], y = row[q];
        row[p] = c * x - s * y;
        row[q] = s * x + c * y;
    }
}

/* The rotation that makes a[p][q] zero; false if it is zero already, for all purposes. */
static int annihilate(double *a, int n, int p, int q, double *vectors)
{
    const double off = a[p * n + q], app = a[p * n + p], aqq = a[q * n + q];
    if (fabs(off) <= DBL_EPSILON * sqrt(fabs(app * aqq)) || off == 0) return 0;
    const double tau = (aqq - app) / (2 * off), t = (tau >= 0 ? 1 : -1) / (fabs(tau) + sqrt(1 + tau * tau));
    const double c = 1 / sqrt(1 + t * t), s = t * c;
    rotate_rows(a + p * n, a + q * n, n, c, s);
    rotate_columns(a, n, p, q, c, s);
    rotate_rows(vectors + p * n, vectors + q * n, n, c, s);
    return 1;
}

void bm_eigen(double *a, int n, double *values, double *vectors)
{
    memset(vectors, 0, (size_t)n * (size_t)n * sizeof *vectors);
    for (int i = 0; i < n; i++) vectors[i * n + i] = 1;
    for (int sweep = 0, rotations = 1; rotations && sweep < MOST_SWEEPS; sweep++) {
        rotations = 0;
        for (int p = 0; p < n - 1; p++)
            for (int q = p + 1; q < n; q++) rotations += annihilate(a, n, p, q, vectors);
    }
    for (int i = 0; i < n; i++) values[i] = a[i * n + i];
}
