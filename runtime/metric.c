/* Moments of draws and gradients, and the scales that follow from them. */
#include "metric.h"
#include <math.h>
#include <string.h>

static const double LEAST = 1e-10, MOST = 1e10; /* of a scale */

void bm_moments_clear(BmMoments *moments, int64_t padded) {
    const size_t bytes = (size_t)padded * sizeof(double);
    memset(moments->mean_x, 0, bytes);
    memset(moments->sum_x, 0, bytes);
    memset(moments->mean_g, 0, bytes);
    memset(moments->sum_g, 0, bytes);
    moments->count = 0;
}

static void add(double *restrict mean, double *restrict sum, const double *restrict x, double weight, int64_t padded) {
    for (int64_t i = 0; i < padded; i++) {
        const double difference = x[i] - mean[i];
        mean[i] += difference * weight;
        sum[i] += difference * (x[i] - mean[i]);
    }
}

void bm_moments_add(BmMoments *moments, const double *x, const double *g, int64_t padded) {
    const double weight = 1.0 / ++moments->count;
    add(moments->mean_x, moments->sum_x, x, weight, padded);
    add(moments->mean_g, moments->sum_g, g, weight, padded);
}

void bm_metric_from_gradient(double *scale, const double *g, int64_t size, int64_t padded) {
    for (int64_t i = 0; i < size; i++) {
        const double value = 1 / sqrt(fabs(g[i]));
        scale[i] = isfinite(value) && value > 0 ? fmin(fmax(value, LEAST), MOST) : 1;
    }
    for (int64_t i = size; i < padded; i++) scale[i] = 0;
}

void bm_metric_from_moments(double *scale, const BmMoments *moments, int64_t padded) {
    for (int64_t i = 0; i < padded; i++) {
        const double value = sqrt(sqrt(moments->sum_x[i] / moments->sum_g[i]));
        if (value > 0 && value < INFINITY) scale[i] = fmin(fmax(value, LEAST), MOST);
    }
}
