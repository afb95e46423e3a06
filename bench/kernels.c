/* Hand-written kernels, as fast as we know: vectors of 8 doubles (GCC's vector types, so that any machine runs them; with AVX-512 the
 * instructions that scale and mask), one pass over the rows for value and gradient, exp inlined, sums of log(1 + t) as the logarithm of
 * a product, sums of data times coefficient taken out of the loop. */
#include "kernels.h"
#include <math.h>
#include <string.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

typedef double    V __attribute__((vector_size(64)));
typedef long long I __attribute__((vector_size(64)));

enum { P = 10, MOST_GROUPS = 256 };

static inline V splat(double x) { return (V){x, x, x, x, x, x, x, x}; }
static inline V load(const double *p) {
    V v;
    memcpy(&v, p, sizeof v);
    return v;
}
static inline void   store(double *p, V v) { memcpy(p, &v, sizeof v); }
static inline double sum(V v) {
#ifdef __AVX512F__
    return _mm512_reduce_add_pd((__m512d)v);
#else
    return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
#endif
}
static inline V absolute(V x) { return (V)((I)x & 0x7fffffffffffffffLL); }
#ifdef __AVX512F__
static inline V if_negative(V x, V yes, V no) {
    return (V)_mm512_mask_blend_pd(_mm512_cmp_pd_mask((__m512d)x, _mm512_setzero_pd(), _CMP_LT_OQ), (__m512d)no,
                                   (__m512d)yes);
}
static inline V larger(V x, V y) { return (V)_mm512_max_pd((__m512d)x, (__m512d)y); }
static inline V smaller(V x, V y) { return (V)_mm512_min_pd((__m512d)x, (__m512d)y); }
#else
static inline V blend(I mask, V yes, V no) { return (V)((mask & (I)yes) | (~mask & (I)no)); }
static inline V if_negative(V x, V yes, V no) { return blend(x < 0.0, yes, no); }
static inline V larger(V x, V y) { return blend(x > y, x, y); }
static inline V smaller(V x, V y) { return blend(x < y, x, y); }
#endif

/* The coefficients of compiler/emit_math.c. */
static inline V exp8(V x) {
    const V magic = splat(0x1.8p52);
    x = smaller(larger(x, splat(-708)), splat(709));
    V t = x * M_LOG2E + magic, n = t - magic;
    V r = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10, r2 = r * r, r4 = r2 * r2;
    V low = (0.50000000000000122 + 0.16666666666666477 * r) + (4.1666666666519726e-2 + 8.333333333455047e-3 * r) * r2;
    V high =
        (1.3888888945928742e-3 + 1.9841269589121265e-4 * r) + (2.480149102220958e-5 + 2.7557514518034308e-6 * r) * r2;
    V poly = low + (high + (2.7630910717419318e-7 + 2.5022340690308661e-8 * r) * r4) * r4;
    V e = (poly * r2 + r) + 1.0;
#ifdef __AVX512F__
    return (V)_mm512_scalef_pd((__m512d)e, (__m512d)n);
#else
    return (V)((I)e + ((I)t << 52));
#endif
}

double kernel_eight_schools(const Kernel *k, const double *q, double *grad) {
    V      y = load(k->y), inv = 1.0 / load(k->sigma), z = load(q);
    double mu = q[8], log_tau = q[9], tau = exp8(splat(log_tau))[0], ratio = tau * tau * 0.04;
    V      r = (y - (mu + tau * z)) * inv, e = r * inv;
    store(grad, tau * e - z);
    grad[8] = sum(e) - mu * 0.04;
    grad[9] = tau * sum(e * z) - 2 * ratio / (1 + ratio) + 1;
    return -0.5 * sum(r * r + z * z) - 0.02 * mu * mu - log1p(ratio) + log_tau;
}

/* Residuals of the group's rows: their sum; their squares and products with x are added. */
static inline double radon_group(const Kernel *k, int begin, int end, double mean, double beta, V *squares,
                                 V *products) {
    V total = splat(0);
#ifdef __AVX512F__
    for (int i = begin; i < end; i += 8) {
        __mmask8 mask = end - i >= 8 ? 0xff : (__mmask8)((1 << (end - i)) - 1);
        V        x = (V)_mm512_maskz_loadu_pd(mask, k->x + i), y = (V)_mm512_maskz_loadu_pd(mask, k->y + i);
        V        r = (V)_mm512_maskz_mov_pd(mask, (__m512d)(y - mean - beta * x));
        total += r, *squares += r * r, *products += r * x;
    }
    return sum(total);
#else
    double scalar = 0, square = 0, product = 0;
    for (int i = begin; i < end; i++) {
        double r = k->y[i] - mean - beta * k->x[i];
        scalar += r, square += r * r, product += r * k->x[i];
    }
    (*squares)[0] += square, (*products)[0] += product;
    return sum(total) + scalar;
#endif
}

double kernel_radon(const Kernel *k, const double *q, double *grad) {
    int    groups = k->groups;
    double mu = q[groups], beta = q[groups + 1], log_tau = q[groups + 2], log_sigma = q[groups + 3];
    V      powers = exp8((V){log_tau, -log_sigma});
    double tau = powers[0], precision = powers[1] * powers[1], sigma2 = 1 / precision;
    V      squares = splat(0), products = splat(0), all = splat(0), all_z = splat(0), z2 = splat(0);
    double sums[MOST_GROUPS + 8];
    for (int g = 0; g < groups; g++)
        sums[g] = radon_group(k, k->begin[g], k->begin[g + 1], mu + tau * q[g], beta, &squares, &products);
    int g = 0;
    for (; g + 8 <= groups; g += 8) {
        V s = load(sums + g) * precision, z = load(q + g);
        store(grad + g, tau * s - z);
        all += s, all_z += s * z, z2 += z * z;
    }
    double total = sum(all), total_z = sum(all_z), total_z2 = sum(z2);
    for (; g < groups; g++) {
        double s = sums[g] * precision;
        grad[g] = tau * s - q[g];
        total += s, total_z += s * q[g], total_z2 += q[g] * q[g];
    }
    double square = sum(squares) * precision;
    grad[groups] = total - 0.01 * mu;
    grad[groups + 1] = sum(products) * precision - 0.01 * beta;
    grad[groups + 2] = tau * total_z - tau * tau + 1;
    grad[groups + 3] = square - k->n - sigma2 + 1;
    return -0.5 * square - k->n * log_sigma - 0.5 * total_z2 - 0.005 * (mu * mu + beta * beta) -
           0.5 * (tau * tau + sigma2) + log_tau + log_sigma;
}

/* What a regression sums over its rows. */
typedef struct Sums {
    V gradient[P], product, total;
} Sums;
enum { JAM = 2 }; /* vectors of rows at a time: a coefficient is read once for all of them */
#define INLINE static inline __attribute__((always_inline))

INLINE void linear_predictor(const Kernel *k, const V *b, int row, int vectors, V *eta) {
    for (int v = 0; v < vectors; v++) eta[v] = load(k->x + row + 8 * v) * b[0];
    for (int j = 1; j < P; j++)
        for (int v = 0; v < vectors; v++) eta[v] += load(k->x + row + 8 * v + (long)j * k->n) * b[j];
}

INLINE void add_gradient(const Kernel *k, int row, int vectors, const V *residual, Sums *sums) {
    for (int j = 0; j < P; j++)
        for (int v = 0; v < vectors; v++) sums->gradient[j] += load(k->x + row + 8 * v + (long)j * k->n) * residual[v];
}

INLINE void logistic_rows(const Kernel *k, const V *b, int row, int vectors, Sums *sums) {
    V eta[JAM], p[JAM];
    linear_predictor(k, b, row, vectors, eta);
    for (int v = 0; v < vectors; v++) {
        V t = exp8(-absolute(eta[v])), u = 1.0 + t, upper = 1.0 / u;
        p[v] = if_negative(eta[v], t * upper, upper);
        sums->product *= u;
        sums->total += larger(eta[v], splat(0));
    }
    add_gradient(k, row, vectors, p, sums);
}

INLINE void poisson_rows(const Kernel *k, const V *b, int row, int vectors, Sums *sums) {
    V rate[JAM];
    linear_predictor(k, b, row, vectors, rate);
    for (int v = 0; v < vectors; v++) sums->total += rate[v] = exp8(rate[v]);
    add_gradient(k, row, vectors, rate, sums);
}

typedef void Rows(const Kernel *k, const V *b, int row, int vectors, Sums *sums);

INLINE double regression(const Kernel *k, const double *q, double *grad, Rows *rows) {
    V    b[P];
    Sums sums = {.product = splat(1)};
    for (int j = 0; j < P; j++) b[j] = splat(q[j]);
    int row = 0;
    for (; row + 8 * JAM <= k->n; row += 8 * JAM) rows(k, b, row, JAM, &sums);
    for (; row < k->n; row += 8) rows(k, b, row, 1, &sums);
    double value = -sum(sums.total), product = 1;
    for (int lane = 0; lane < 8; lane++) /* each factor is at most 2^(n/8), with n <= 1000 the product is finite */
        product *= sums.product[lane];
    value -= log(product);
    for (int j = 0; j < P; j++) {
        value += q[j] * (k->xty[j] - 0.08 * q[j]);
        grad[j] = k->xty[j] - sum(sums.gradient[j]) - 0.16 * q[j];
    }
    return value;
}

double kernel_logistic(const Kernel *k, const double *q, double *grad) { return regression(k, q, grad, logistic_rows); }
double kernel_poisson(const Kernel *k, const double *q, double *grad) { return regression(k, q, grad, poisson_rows); }

/* --- Gaussian process --- */

extern void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
extern void dpotrs_(const char *uplo, const int *n, const int *sides, const double *a, const int *lda, double *b,
                    const int *ldb, int *info);
extern void dpotri_(const char *uplo, const int *n, double *a, const int *lda, int *info);

/* The lower triangle (LAPACK's upper one) of alpha^2 e + sigma^2 I, and of e, by whole vectors. */
static void fill_covariance(const Kernel *k, double scale, double alpha2, double sigma2, double *cov, double *e) {
    for (int i = 0; i < k->n; i++) {
        for (int j = 0; j <= i; j += 8) {
            V d = k->x[i] - load(k->x + j), v = exp8(scale * d * d);
            store(e + i * k->n + j, v);
            store(cov + i * k->n + j, alpha2 * v);
        }
        cov[i * k->n + i] += sigma2;
    }
}

/* Log density y' K^-1 y and log det K; by K it has the derivative (w w' - K^-1) / 2 with w = K^-1 y. Exponentials are taken once, for half of the matrix. */
double kernel_gp(const Kernel *k, const double *q, double *grad) {
    int     n = k->n, info, one = 1;
    double  rho = exp(q[0]), alpha2 = exp(2 * q[1]), sigma2 = exp(2 * q[2]), square = 0, half_log_det = 0, on = 0;
    double *cov = k->work, *e = cov + (long)n * n, *w = e + (long)n * n;
    V       by_rho = splat(0), by_alpha = splat(0);
    I       lane = {0, 1, 2, 3, 4, 5, 6, 7};
    fill_covariance(k, -0.5 / (rho * rho), alpha2, sigma2, cov, e);
    dpotrf_("U", &n, cov, &n, &info);
    memcpy(w, k->y, (size_t)n * sizeof *w);
    dpotrs_("U", &n, &one, cov, &n, w, &n, &info);
    for (int i = 0; i < n; i++) square += k->y[i] * w[i], half_log_det += log(cov[i * n + i]);
    dpotri_("U", &n, cov, &n, &info);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j += 8) {
            V d = k->x[i] - load(k->x + j), r = w[i] * load(w + j) - load(cov + i * n + j);
            r = (V)((I)r & (lane + (long long)j < (long long)i)) * load(e + i * n + j);
            by_alpha += r, by_rho += r * d * d;
        }
        on += w[i] * w[i] - cov[i * n + i];
    }
    grad[0] = sum(by_rho) * alpha2 / (rho * rho) - q[0];
    grad[1] = alpha2 * (2 * sum(by_alpha) + on) - q[1];
    grad[2] = sigma2 * on - q[2];
    return -0.5 * square - half_log_det - 0.5 * (q[0] * q[0] + q[1] * q[1] + q[2] * q[2]);
}
