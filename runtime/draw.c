/* Random variates. Normals by inversion; gammas by Marsaglia & Tsang (2000); Poisson and binomial counts by transformed rejection
 * (Hoermann 1993: PTRS, BTRS) where the mean is large, by sequential inversion where it is small. The acceptance tests use the
 * saddle-point form of the probabilities (Loader 2000), which does not cancel however large the counts are. */
#include "draw.h"
#include "special.h"
#include <float.h>
#include <math.h>

static const double LARGE_MEAN = 10; /* from here transformed rejection is valid and faster */
static const double LOG_SQRT_2PI = 0.91893853320467274178;

double bm_std_uniform(BmStream *stream) {
    /* 52 bits, in the middle of their interval: with 53 the largest would round to 1. */
    return (double)(bm_stream_bits(stream) >> 12) * 0x1p-52 + 0x1p-53;
}

double bm_std_normal(BmStream *stream) { return bm_normal_quantile(bm_std_uniform(stream)); }

void bm_std_normals(BmStream *stream, double *x, int64_t n) {
    for (int64_t i = 0; i < n; i++) x[i] = bm_std_uniform(stream);
    bm_normal_quantiles(x, n);
}

double bm_std_exponential(BmStream *stream) { return -log(bm_std_uniform(stream)); }

/* shape >= 1: d v with v = (1 + c z)^3, d = shape - 1/3, c = 1 / sqrt(9 d). */
static double gamma_from_1(BmStream *stream, double shape) {
    const double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double z = bm_std_normal(stream), root = 1 + c * z;
        if (root <= 0) continue;
        const double v = root * root * root, u = bm_std_uniform(stream), z2 = z * z;
        if (u < 1 - 0.0331 * z2 * z2) return d * v;
        if (log(u) < 0.5 * z2 + d * (1 - v + log(v))) return d * v;
    }
}

double bm_std_gamma(BmStream *stream, double shape) {
    if (!(shape > 0)) return NAN;
    if (isinf(shape)) return INFINITY;
    if (shape >= 1) return gamma_from_1(stream, shape);
    const double x = gamma_from_1(stream, shape + 1) * exp(log(bm_std_uniform(stream)) / shape);
    return fmax(x, DBL_MIN); /* tiny shapes put most of their mass below the smallest double */
}

/* A variate of shape + 1 times a uniform one to the power 1 / shape is one of this shape (Devroye 1986, p. 420), here on the log scale. */
double bm_std_log_gamma(BmStream *stream, double shape) {
    if (!(shape > 0)) return NAN;
    if (isinf(shape)) return INFINITY;
    if (shape >= 1) return log(gamma_from_1(stream, shape));
    const double x = gamma_from_1(stream, shape + 1);
    return log(x) + log(bm_std_uniform(stream)) / shape;
}

static double log_poisson(double k, double rate) {
    if (k == 0) return -rate;
    return -bm_stirling_error(k) - bm_deviance(k, rate) - LOG_SQRT_2PI - 0.5 * log(k);
}

static double log_binomial(double k, double n, double p) {
    if (k == 0) return n * log1p(-p);
    if (k == n) return n * log(p);
    return bm_stirling_error(n) - bm_stirling_error(k) - bm_stirling_error(n - k) - bm_deviance(k, n * p) -
           bm_deviance(n - k, n * (1 - p)) - LOG_SQRT_2PI + 0.5 * log(n / (k * (n - k)));
}

static double poisson_small(BmStream *stream, double rate) {
    const double u = bm_std_uniform(stream);
    double       k = 0, probability = exp(-rate), below = probability;
    while (u > below && k < 1000) {
        k++;
        probability *= rate / k;
        below += probability;
        if (probability < 0x1p-60 && k > rate) break;
    }
    return k;
}

static double poisson_large(BmStream *stream, double rate) {
    const double b = 0.931 + 2.53 * sqrt(rate), a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), inner = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        const double u = bm_std_uniform(stream) - 0.5, v = bm_std_uniform(stream), edge = 0.5 - fabs(u);
        const double k = floor((2 * a / edge + b) * u + rate + 0.43);
        if (edge >= 0.07 && v <= inner) return k;
        if (k < 0 || (edge < 0.013 && v > edge)) continue;
        if (log(v * inverse_alpha / (a / (edge * edge) + b)) <= log_poisson(k, rate)) return k;
    }
}

double bm_poisson_variate(BmStream *stream, double rate) {
    if (!(rate >= 0) || isinf(rate)) return NAN;
    return rate < LARGE_MEAN ? poisson_small(stream, rate) : poisson_large(stream, rate);
}

static double binomial_small(BmStream *stream, double n, double p) {
    const double u = bm_std_uniform(stream), odds = p / (1 - p);
    double       k = 0, probability = exp(n * log1p(-p)), below = probability;
    while (u > below && k < n) {
        k++;
        probability *= odds * (n - k + 1) / k;
        below += probability;
        if (probability < 0x1p-60 && k > n * p) break;
    }
    return k;
}

static double binomial_large(BmStream *stream, double n, double p) {
    const double spread = sqrt(n * p * (1 - p)), b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p;
    const double inner = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * spread;
    const double mode = floor((n + 1) * p), at_mode = log_binomial(mode, n, p);
    for (;;) {
        const double u = bm_std_uniform(stream) - 0.5, v = bm_std_uniform(stream), edge = 0.5 - fabs(u);
        const double k = floor((2 * a / edge + b) * u + n * p + 0.5);
        if (k < 0 || k > n) continue;
        if (edge >= 0.07 && v <= inner) return k;
        if (log(v * alpha / (a / (edge * edge) + b)) <= log_binomial(k, n, p) - at_mode) return k;
    }
}

double bm_binomial_variate(BmStream *stream, double n, double p) {
    if (!(n >= 0 && n == floor(n) && p >= 0 && p <= 1) || isinf(n)) return NAN;
    if (p == 0 || n == 0) return 0;
    if (p > 0.5) return n - bm_binomial_variate(stream, n, 1 - p);
    return n * p < LARGE_MEAN ? binomial_small(stream, n, p) : binomial_large(stream, n, p);
}
