/* Models written by hand against the ABI: targets whose answers are known. Sizes come from layout[BM_LAYOUT_SIZES]. */
#ifndef TESTS_HAND_MODELS_H
#define TESTS_HAND_MODELS_H
#include <math.h>
#include <string.h>
#include "runtime/draw.h"

enum { HAND_LAYOUT = 16 };

/* --- n independent standard normals; outputs: q and one number drawn forward --- */
static void normals_layout(int64_t *layout) {
    const int64_t n = layout[BM_LAYOUT_SIZES];
    layout[BM_LAYOUT_DATA] = layout[BM_LAYOUT_WORK] = 0;
    layout[BM_LAYOUT_UNKNOWNS] = layout[BM_LAYOUT_THETA] = layout[BM_LAYOUT_CELLS] = n;
    layout[BM_LAYOUT_OUTPUTS] = n + 1;
}
static void   nothing_to_prepare(const int64_t *layout, double *data) { (void)layout, (void)data; }
static double normals_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)data, (void)work;
    double sum = 0;
    for (int64_t i = 0; i < layout[BM_LAYOUT_SIZES]; i++) sum += q[i] * q[i], g[i] = -q[i];
    return -0.5 * sum;
}
static void normals_outputs(const double *q, double *out, const int64_t *layout, const double *data, double *work,
                            BmStream *stream) {
    (void)data, (void)work;
    memcpy(out, q, (size_t)layout[BM_LAYOUT_SIZES] * sizeof *q);
    out[layout[BM_LAYOUT_SIZES]] = bm_std_normal(stream);
}
__attribute__((unused)) static const BmModel NORMALS = {.abi_version = BM_ABI_VERSION,
                                                        .layout = normals_layout,
                                                        .prepare = nothing_to_prepare,
                                                        .gradient = normals_gradient,
                                                        .outputs = normals_outputs};

static void plain_outputs(const double *q, double *out, const int64_t *layout, const double *data, double *work,
                          BmStream *stream) {
    (void)data, (void)work, (void)stream;
    memcpy(out, q, (size_t)layout[BM_LAYOUT_UNKNOWNS] * sizeof *q);
}
__attribute__((unused)) static void plain_layout(int64_t *layout, int64_t n) {
    layout[BM_LAYOUT_DATA] = layout[BM_LAYOUT_WORK] = 0;
    layout[BM_LAYOUT_UNKNOWNS] = layout[BM_LAYOUT_THETA] = layout[BM_LAYOUT_OUTPUTS] = layout[BM_LAYOUT_CELLS] = n;
}

/* --- two normals: means 1 and -2, sds 0.01 and 100, correlation 0.8 --- */
static const double PAIR_MEAN[2] = {1, -2}, PAIR_SD[2] = {0.01, 100}, PAIR_CORRELATION = 0.8;
static void         pair_layout(int64_t *layout) { plain_layout(layout, 2); }
static double       pair_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)layout, (void)data, (void)work;
    const double r = PAIR_CORRELATION, a = (q[0] - PAIR_MEAN[0]) / PAIR_SD[0], b = (q[1] - PAIR_MEAN[1]) / PAIR_SD[1],
                 k = 1 / (1 - r * r);
    g[0] = -k * (a - r * b) / PAIR_SD[0];
    g[1] = -k * (b - r * a) / PAIR_SD[1];
    return -0.5 * k * (a * a - 2 * r * a * b + b * b);
}
__attribute__((unused)) static const BmModel PAIR = {.abi_version = BM_ABI_VERSION,
                                                     .layout = pair_layout,
                                                     .prepare = nothing_to_prepare,
                                                     .gradient = pair_gradient,
                                                     .outputs = plain_outputs};

/* --- eight schools (Rubin 1981), non-centred: mu ~ N(0, 5), tau ~ HalfCauchy(5); outputs theta[8], mu, tau --- */
static const double SCHOOL_Y[8] = {28, 8, -3, 7, -1, 1, 18, 12}, SCHOOL_SIGMA[8] = {15, 10, 16, 11, 9, 11, 10, 18};
static void         schools_layout(int64_t *layout) { plain_layout(layout, 10); }
static double schools_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)layout, (void)data, (void)work;
    const double mu = q[8], tau = exp(q[9]), t = tau / 5;
    double       lp = -mu * mu / 50 - log1p(t * t) + q[9], by_mu = -mu / 25, by_tau = -2 * t / 5 / (1 + t * t);
    for (int j = 0; j < 8; j++) {
        const double z = (SCHOOL_Y[j] - mu - tau * q[j]) / SCHOOL_SIGMA[j], by_theta = z / SCHOOL_SIGMA[j];
        lp -= 0.5 * (q[j] * q[j] + z * z);
        g[j] = -q[j] + tau * by_theta;
        by_mu += by_theta;
        by_tau += q[j] * by_theta;
    }
    g[8] = by_mu;
    g[9] = by_tau * tau + 1;
    return lp;
}
static void schools_outputs(const double *q, double *out, const int64_t *layout, const double *data, double *work,
                            BmStream *stream) {
    (void)layout, (void)data, (void)work, (void)stream;
    out[8] = q[8];
    out[9] = exp(q[9]);
    for (int j = 0; j < 8; j++) out[j] = out[8] + out[9] * q[j];
}
__attribute__((unused)) static const BmModel SCHOOLS = {.abi_version = BM_ABI_VERSION,
                                                        .layout = schools_layout,
                                                        .prepare = nothing_to_prepare,
                                                        .gradient = schools_gradient,
                                                        .outputs = schools_outputs};

/* --- Neal's funnel: v ~ N(0, 3), x[9] ~ N(0, exp(v / 2)) --- */
static void   funnel_layout(int64_t *layout) { plain_layout(layout, 10); }
static double funnel_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)layout, (void)data, (void)work;
    const double precision = exp(-q[0]);
    double       squares = 0;
    for (int j = 1; j < 10; j++) squares += q[j] * q[j], g[j] = -q[j] * precision;
    g[0] = -q[0] / 9 - 4.5 + 0.5 * squares * precision;
    return -q[0] * q[0] / 18 - 4.5 * q[0] - 0.5 * squares * precision;
}
__attribute__((unused)) static const BmModel FUNNEL = {.abi_version = BM_ABI_VERSION,
                                                       .layout = funnel_layout,
                                                       .prepare = nothing_to_prepare,
                                                       .gradient = funnel_gradient,
                                                       .outputs = plain_outputs};

/* --- nowhere finite; a density that is finite but whose gradient is not --- */
static void   single_layout(int64_t *layout) { plain_layout(layout, 1); }
static double nowhere_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)q, (void)layout, (void)data, (void)work;
    g[0] = 0;
    return -INFINITY;
}
static double steep_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)q, (void)layout, (void)data, (void)work;
    g[0] = NAN;
    return 0;
}
__attribute__((unused)) static const BmModel NOWHERE = {.abi_version = BM_ABI_VERSION,
                                                        .layout = single_layout,
                                                        .prepare = nothing_to_prepare,
                                                        .gradient = nowhere_gradient,
                                                        .outputs = plain_outputs};
__attribute__((unused)) static const BmModel STEEP = {.abi_version = BM_ABI_VERSION,
                                                      .layout = single_layout,
                                                      .prepare = nothing_to_prepare,
                                                      .gradient = steep_gradient,
                                                      .outputs = plain_outputs};

/* --- x ~ Gamma(3, 1), x > 0, on the log scale; half of the starts are refused --- */
static double gamma_gradient(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)layout, (void)data, (void)work;
    const double x = exp(q[0]);
    g[0] = 3 - x;
    return q[0] > 8 ? -INFINITY : 3 * q[0] - x;
}
static void exp_outputs(const double *q, double *out, const int64_t *layout, const double *data, double *work,
                        BmStream *stream) {
    (void)layout, (void)data, (void)work, (void)stream;
    out[0] = exp(q[0]);
}
__attribute__((unused)) static const BmModel GAMMA3 = {.abi_version = BM_ABI_VERSION,
                                                       .layout = single_layout,
                                                       .prepare = nothing_to_prepare,
                                                       .gradient = gamma_gradient,
                                                       .outputs = exp_outputs};

#endif
