/* The axes of a correlated posterior. */
#include "axes.h"
#include <math.h>
#include <string.h>
#include "eigen.h"

static const double KEEP = 2; /* an axis is kept if its variance is off by this factor */
static const double WORTH =
    9; /* longest over shortest variance from which keeping any pays: trajectories thrice as long */
static const double DRAWS_EACH = 1.5; /* draws for each coordinate */

size_t bm_axes_work(int64_t size) { return (size_t)(size > BM_AXES_MOST ? 0 : 6 * size * size + 4 * size); }

/* Covariance of part 0 (draws, divided by scale) or 1 (gradients, times scale). */
static void covariance(double *c, double *mean, const double *draws, int n, int part, const double *scale, int d,
                       int64_t padded, double *row) {
    memset(mean, 0, (size_t)d * sizeof *mean);
    memset(c, 0, (size_t)(d * d) * sizeof *c);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < d; j++) mean[j] += draws[(2 * i + part) * padded + j] / n;
    for (int i = 0; i < n; i++) {
        const double *x = draws + (2 * i + part) * padded;
        for (int j = 0; j < d; j++) row[j] = (x[j] - mean[j]) * (part ? scale[j] : 1 / scale[j]);
        for (int j = 0; j < d; j++)
            for (int k = 0; k <= j; k++) c[j * d + k] += row[j] * row[k] / n;
    }
    for (int j = 0; j < d; j++)
        for (int k = 0; k < j; k++) c[k * d + j] = c[j * d + k];
}

/* root = a^(1/2), inverse = a^(-1/2) (may be NULL); a is destroyed. 0 if a is not positive definite. */
static int roots(double *a, int d, double *root, double *inverse, double *values, double *vectors) {
    bm_eigen(a, d, values, vectors);
    double most = 0;
    for (int k = 0; k < d; k++) most = fmax(most, values[k]);
    memset(root, 0, (size_t)(d * d) * sizeof *root);
    if (inverse) memset(inverse, 0, (size_t)(d * d) * sizeof *inverse);
    for (int k = 0; k < d; k++) {
        if (!(values[k] > 1e-14 * most)) return 0;
        const double s = sqrt(values[k]), *v = vectors + k * d;
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++) {
                root[i * d + j] += v[i] * s * v[j];
                if (inverse) inverse[i * d + j] += v[i] / s * v[j];
            }
    }
    return 1;
}

/* out = a b a, for symmetric a and b. */
static void sandwich(double *out, const double *a, const double *b, int d, double *row) {
    for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
            row[j] = 0;
            for (int k = 0; k < d; k++) row[j] += a[i * d + k] * b[k * d + j];
        }
        for (int j = 0; j < d; j++) {
            double sum = 0;
            for (int k = 0; k < d; k++) sum += row[k] * a[k * d + j];
            out[i * d + j] = sum;
        }
    }
}

/* Keeps what is far from 1. */
static void select_axes(BmAxes *axes, const double *values, const double *vectors, int d, int64_t padded) {
    double least = INFINITY, most = 0;
    for (int k = 0; k < d; k++) least = fmin(least, values[k]), most = fmax(most, values[k]);
    if (!(least > 0 && most < INFINITY && most > WORTH * least)) return;
    for (int k = 0; k < d; k++) {
        if (values[k] <= KEEP && values[k] >= 1 / KEEP) continue;
        double *to = axes->vectors + axes->rank * padded;
        memset(to, 0, (size_t)padded * sizeof *to);
        memcpy(to, vectors + k * d, (size_t)d * sizeof *to);
        axes->stretch[axes->rank++] = sqrt(values[k]) - 1;
    }
}

/* With the covariances C_x of draws and C_g of gradients: C_g^(-1/2) (C_g^(1/2) C_x C_g^(1/2))^(1/2) C_g^(-1/2). */
void bm_axes_find(BmAxes *axes, const double *draws, int n, const double *scale, int64_t size, int64_t padded,
                  double *work) {
    const int d = (int)size, square = d * d;
    axes->rank = 0;
    if (size < 2 || size > BM_AXES_MOST || n < DRAWS_EACH * d) return;
    double *of_x = work, *of_g = of_x + square, *root = of_g + square, *inverse = root + square,
           *middle = inverse + square;
    double *vectors = middle + square, *values = vectors + square, *row = values + d, *mean = row + d;
    covariance(of_x, mean, draws, n, 0, scale, d, padded, row);
    covariance(of_g, mean, draws, n, 1, scale, d, padded, row);
    if (!roots(of_g, d, root, inverse, values, vectors)) return;
    sandwich(middle, root, of_x, d, row);
    if (!roots(middle, d, of_x, NULL, values, vectors)) return;
    sandwich(middle, inverse, of_x, d, row);
    bm_eigen(middle, d, values, vectors);
    select_axes(axes, values, vectors, d, padded);
}
