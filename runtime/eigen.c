/* Jacobi's method (Golub & Van Loan, Matrix Computations, sec. 8.5): rotate pairs of rows until nothing is left off the diagonal.
 * For n up to 150, where it takes 20 ms. */
#include "eigen.h"
#include <math.h>
#include <string.h>
#include "wide.h"

enum { MOST_SWEEPS = 40 };
static const double SMALL = 1e-10; /* against its diagonal; the error of an eigenvalue is of the order of its square */

/* Rows p and q: (p, q) <- (c p - s q, s p + c q). */
BM_WIDE __attribute__((optimize("O3"))) static void rotate(double *restrict p, double *restrict q, int n, double c,
                                                           double s) {
    for (int k = 0; k < n; k++) {
        const double x = p[k], y = q[k];
        p[k] = c * x - s * y;
        q[k] = s * x + c * y;
    }
}

/* The rotation that makes a[p][q] zero, from both sides: rows are rotated, columns follow by symmetry. Returns 0 if it is zero
 * already, for all purposes. */
static int annihilate(double *a, int n, int p, int q, double *vectors) {
    const double off = a[p * n + q], app = a[p * n + p], aqq = a[q * n + q];
    if (fabs(off) <= SMALL * sqrt(fabs(app * aqq)) || off == 0) return 0;
    const double tau = (aqq - app) / (2 * off), t = (tau >= 0 ? 1 : -1) / (fabs(tau) + sqrt(1 + tau * tau));
    const double c = 1 / sqrt(1 + t * t), s = t * c;
    rotate(a + p * n, a + q * n, n, c, s);
    a[p * n + p] = app - t * off;
    a[q * n + q] = aqq + t * off;
    a[p * n + q] = a[q * n + p] = 0;
    for (int k = 0; k < n; k++) a[k * n + p] = a[p * n + k], a[k * n + q] = a[q * n + k];
    rotate(vectors + p * n, vectors + q * n, n, c, s);
    return 1;
}

void bm_eigen(double *a, int n, double *values, double *vectors) {
    memset(vectors, 0, (size_t)n * (size_t)n * sizeof *vectors);
    for (int i = 0; i < n; i++) vectors[i * n + i] = 1;
    for (int sweep = 0, rotations = 1; rotations && sweep < MOST_SWEEPS; sweep++) {
        rotations = 0;
        for (int p = 0; p < n - 1; p++)
            for (int q = p + 1; q < n; q++) rotations += annihilate(a, n, p, q, vectors);
    }
    for (int i = 0; i < n; i++) values[i] = a[i * n + i];
}
