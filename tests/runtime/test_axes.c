/* Eigenvalues, and the axes of correlated posteriors: estimated from draws, and in use. */
#include "test.h"
#include <stdlib.h>
#include "hand_models.h"
#include "runtime/axes.h"
#include "runtime/eigen.h"
#include "runtime/sample.h"

/* a = V diag(values) V^T, V orthonormal. */
static void decompose(int n) {
    double *a = malloc(3 * (size_t)(n * n) * sizeof *a), *kept = a + n * n, *vectors = kept + n * n,
           *values = malloc((size_t)n * sizeof *values);
    BmStream s = bm_stream(3, 0, BM_PURPOSE_FREE, (uint32_t)n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = bm_std_normal(&s) + (i == j ? 2 * sqrt(n) : 0);
    memcpy(kept, a, (size_t)(n * n) * sizeof *a);
    bm_eigen(a, n, values, vectors);
    double residual = 0, skew = 0;
    for (int k = 0; k < n; k++) {
        for (int i = 0; i < n; i++) {
            double product = -values[k] * vectors[k * n + i], dot = -(i == k);
            for (int j = 0; j < n; j++)
                product += kept[i * n + j] * vectors[k * n + j], dot += vectors[k * n + j] * vectors[i * n + j];
            residual = fmax(residual, fabs(product));
            skew = fmax(skew, fabs(dot));
        }
    }
    CHECK(residual < 1e-7);
    CHECK(skew < 1e-12);
    free(a), free(values);
}

static void small_matrix(void) {
    double a[4] = {2, 1, 1, 2}, values[2], vectors[4];
    bm_eigen(a, 2, values, vectors);
    CHECK_NEAR(fmin(values[0], values[1]), 1, 1e-15);
    CHECK_NEAR(fmax(values[0], values[1]), 3, 1e-15);
}

/* Draws of a Gaussian with known axes: x = diag(scale) (I + …) z, gradient -Cov^-1 x. Exact for any sample of more draws than
 * coordinates. */
static void axes_of_a_gaussian(void) {
    enum { D = 4, PADDED = 4, N = 20 };
    const double along[D] = {0.5, 0.5, 0.5, 0.5}, stretched = 10,
                 scale[D] = {1, 10, 0.1, 3}; /* sd 10 along (1,1,1,1)/2, else 1 */
    double   draws[2 * N * PADDED], vectors[D * PADDED], stretch[D];
    BmStream s = bm_stream(1, 0, BM_PURPOSE_FREE, 0);
    for (int i = 0; i < N; i++) {
        double z[D], dot = 0;
        for (int j = 0; j < D; j++) z[j] = bm_std_normal(&s), dot += along[j] * z[j];
        for (int j = 0; j < D; j++) {
            draws[2 * i * PADDED + j] = scale[j] * (z[j] + (stretched - 1) * dot * along[j]);
            draws[(2 * i + 1) * PADDED + j] = -(z[j] + (1 / stretched - 1) * dot * along[j]) / scale[j];
        }
    }
    double *work = calloc(bm_axes_work(D), sizeof *work);
    BmAxes  axes = {.vectors = vectors, .stretch = stretch};
    bm_axes_find(&axes, draws, N, scale, D, PADDED, work);
    CHECK_INT(axes.rank, 1);
    CHECK_REL(axes.stretch[0], stretched - 1, 1e-8);
    for (int j = 0; j < D; j++) CHECK_NEAR(fabs(axes.vectors[j]), 0.5, 1e-8);
    bm_axes_find(&axes, draws, 5, scale, D, PADDED, work); /* too few */
    CHECK_INT(axes.rank, 0);
    for (int i = 0; i < 2 * N; i++)
        for (int j = 0; j < D; j++) draws[i * PADDED + j] = (i % 2 ? -1 : 1) * bm_std_normal(&s);
    bm_axes_find(&axes, draws, N, (const double[]){1, 1, 1, 1}, D, PADDED, work); /* nothing to gain */
    CHECK_INT(axes.rank, 0);
    free(work);
}

/* A regression line far from the origin of its predictor: intercept and slope with correlation -0.9999. */
static double line_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)layout, (void)data, (void)work;
    double lp = 0;
    g[0] = g[1] = 0;
    for (int i = 0; i < 50; i++) {
        const double x = 66 + 0.1 * (i - 24.5), r = 3 + 0.5 * x - q[0] - q[1] * x;
        lp -= 0.5 * r * r;
        g[0] += r;
        g[1] += r * x;
    }
    return lp;
}
static void line_layout(int64_t *layout) { plain_layout(layout, 2); }

static void a_line_far_from_the_origin(void) {
    const BmModel model = {.abi_version = BM_ABI_VERSION,
                           .layout = line_layout,
                           .prepare = nothing_to_prepare,
                           .gradient = line_gradient,
                           .outputs = plain_outputs};
    int64_t       layout[HAND_LAYOUT] = {0};
    model.layout(layout);
    BmSampleOptions options = bm_sample_defaults();
    options.seed = 12;
    BmFit        *fit = bm_sample(&model, layout, NULL, &options);
    BmSummaryRow *rows = bm_summarise(fit);
    /* sd of the slope: 1 / sqrt(sum (x - 66)^2); of the intercept: sqrt(1 / 50 + 66^2 var slope). */
    double squares = 0;
    for (int i = 0; i < 50; i++) squares += 0.01 * (i - 24.5) * (i - 24.5);
    const double slope = 1 / sqrt(squares), sd[2] = {sqrt(1.0 / 50 + 66 * 66 * slope * slope), slope},
                 mean[2] = {3, 0.5};
    for (int i = 0; i < 2; i++) {
        CHECK(rows[i].rhat < 1.01 && rows[i].ess_bulk > 1500);
        CHECK_NEAR(rows[i].mean, mean[i], 4.5 * rows[i].mcse_mean);
        CHECK_NEAR(rows[i].sd, sd[i], 4.5 * rows[i].mcse_sd);
    }
    for (int c = 0; c < 4; c++) CHECK(fit->chains[c].gradients_sampling < 10 * 1000);
    free(rows);
    bm_fit_free(fit);
}

int main(void) {
    small_matrix();
    for (int n = 1; n <= 60; n += 7) decompose(n);
    axes_of_a_gaussian();
    a_line_far_from_the_origin();
    return test_end();
}
