/* Diagnostics against values computed independently in Python (double precision) from the definitions of Vehtari et al. 2021; the
 * same code reproduced the values that the R package posterior and CmdStan publish for their own test draws. Two series are given by
 * formulas (A, B), a third is so antithetic that it reaches the bound of the effective sample size (C). */
#include "test.h"
#include <stdint.h>
#include <stdlib.h>
#include "runtime/rng.h"
#include "runtime/series.h"

enum { CHAINS = 4, MOST = 1000 };
static double              values[CHAINS][MOST];
static const double *const x[CHAINS] = {values[0], values[1], values[2], values[3]};

static void make_a(void) {
    for (int c = 0; c < CHAINS; c++)
        for (int t = 0; t < 100; t++) values[c][t] = sin(0.7 * t + c) + 0.1 * ((37 * t + 11 * c) % 17);
}

static void make_b(void) {
    uint32_t s = 12345;
    for (int c = 0; c < CHAINS; c++) {
        double v = 0;
        for (int t = 0; t < 250; t++) {
            s = 1664525u * s + 1013904223u;
            values[c][t] = v = 0.6 * v + bm_normal_quantile((s + 0.5) / 4294967296.0);
        }
    }
}

static BmSeries *load(int n) {
    BmSeries *series = bm_series_new(CHAINS, n);
    bm_series_load(series, x, 1);
    return series;
}

static void series_a(void) {
    make_a();
    CHECK_REL(bm_rhat(x, CHAINS, 100), 0.9927981943, 1e-9);
    CHECK_REL(bm_ess_bulk(x, CHAINS, 100), 199.77621724, 1e-9);
    CHECK_REL(bm_ess_tail(x, CHAINS, 100), 342.25779335, 1e-9);
    CHECK_REL(bm_ess_mean(x, CHAINS, 100), 194.11509752, 1e-9);
    CHECK_REL(bm_mcse_mean(x, CHAINS, 100), 0.06242521844, 1e-9);
    CHECK_REL(bm_mcse_sd(x, CHAINS, 100), 0.02591325409, 1e-9);
    BmSeries *s = load(100);
    CHECK_REL(bm_series_ess_sd(s), 331.82919645, 1e-9);
    CHECK_REL(bm_series_ess_quantile(s, 0.1), 273.87129843, 1e-9);
    bm_series_free(s);
}

static void series_b(void) {
    make_b();
    CHECK_REL(values[0][0], -2.0455022084, 1e-10);
    CHECK_REL(values[0][1], -3.3582217705, 1e-10);
    CHECK_REL(values[0][2], -1.9065456814, 1e-10);
    CHECK_REL(bm_rhat(x, CHAINS, 250), 1.0140085962, 1e-9);
    CHECK_REL(bm_ess_bulk(x, CHAINS, 250), 212.39646042, 1e-9);
    CHECK_REL(bm_ess_tail(x, CHAINS, 250), 487.66669749, 1e-9);
    CHECK_REL(bm_ess_mean(x, CHAINS, 250), 213.93473132, 1e-9);
    CHECK_REL(bm_mcse_mean(x, CHAINS, 250), 0.08364267562, 1e-9);
    CHECK_REL(bm_mcse_sd(x, CHAINS, 250), 0.03862118689, 1e-9);
    CHECK_REL(bm_ebfmi(x[0], 250), 0.8689620738, 1e-9);
    BmSeries *s = load(250);
    CHECK_REL(bm_series_ess_sd(s), 556.37743442, 1e-9);
    CHECK_REL(bm_series_ess_quantile(s, 0.1), 574.96275977, 1e-9);
    bm_series_free(s);
}

static void antithetic_draws_reach_the_bound(void) {
    for (int c = 0; c < CHAINS; c++)
        for (int t = 0; t < 100; t++) values[c][t] = 0.9 * (t % 2 ? -1 : 1) + 0.1 * sin((double)t * t + c);
    CHECK_REL(bm_ess_mean(x, CHAINS, 100), 1040.823996531, 1e-10);
    double   v = 0;
    BmStream unused = bm_stream(1, 0, BM_PURPOSE_FREE, 0);
    for (int t = 0; t < 1000; t++)
        values[0][t] = v = -0.9 * v + bm_normal_quantile(((double)(bm_stream_bits(&unused) >> 12) + 0.5) * 0x1p-52);
    CHECK_REL(bm_ess_mean(x, 1, 1000), 3000, 1e-12);
}

static void what_is_not_defined_is_nan(void) {
    make_a();
    CHECK(isnan(bm_rhat(x, CHAINS, 3)) && isnan(bm_ess_bulk(x, CHAINS, 3)));
    values[2][7] = NAN;
    CHECK(isnan(bm_rhat(x, CHAINS, 100)) && isnan(bm_ess_tail(x, CHAINS, 100)) && isnan(bm_mcse_mean(x, CHAINS, 100)));
    values[2][7] = INFINITY;
    CHECK(isnan(bm_ess_bulk(x, CHAINS, 100)));
    for (int c = 0; c < CHAINS; c++)
        for (int t = 0; t < 100; t++) values[c][t] = 7;
    CHECK(isnan(bm_rhat(x, CHAINS, 100)) && isnan(bm_ess_bulk(x, CHAINS, 100)));
    BmSeries          *s = load(100);
    const BmSummaryRow row = bm_series_summary(s);
    CHECK(row.mean == 7 && row.sd == 0 && row.q5 == 7 && row.q95 == 7 && isnan(row.rhat));
    bm_series_free(s);
    CHECK(isnan(bm_ebfmi(x[0], 100)) && isnan(bm_ebfmi(x[0], 1)));
}

/* The diagnostics do not change with location and scale, however small. */
static void scale_does_not_matter(void) {
    make_b();
    const double rhat = bm_rhat(x, CHAINS, 250), ess = bm_ess_mean(x, CHAINS, 250);
    for (int c = 0; c < CHAINS; c++)
        for (int t = 0; t < 250; t++) values[c][t] *= 1e-30;
    CHECK_REL(bm_rhat(x, CHAINS, 250), rhat, 1e-12);
    CHECK_REL(bm_ess_mean(x, CHAINS, 250), ess, 1e-12);
}

/* An odd number of draws: the middle one takes part in quantiles only. References: the definitions, in numpy and scipy. */
static void odd_numbers_of_draws(void) {
    make_a();
    CHECK_REL(bm_rhat(x, CHAINS, 99), 0.993354009266256, 1e-10);
    CHECK_REL(bm_ess_bulk(x, CHAINS, 99), 196.787670869826, 1e-10);
    CHECK_REL(bm_ess_tail(x, CHAINS, 99), 336.229113533155, 1e-10);
    CHECK_REL(bm_ess_mean(x, CHAINS, 99), 191.060102869068, 1e-10);
    CHECK_REL(bm_mcse_sd(x, CHAINS, 99), 0.0260901702982819, 1e-10);
}

/* Ties get their mean rank. */
static void ties(void) {
    make_b();
    for (int c = 0; c < CHAINS; c++)
        for (int t = 0; t < 250; t++) values[c][t] = floor(values[c][t]);
    CHECK_REL(bm_rhat(x, CHAINS, 250), 1.01315273515052, 1e-10);
    CHECK_REL(bm_ess_bulk(x, CHAINS, 250), 242.67401683504, 1e-10);
    CHECK_REL(bm_ess_tail(x, CHAINS, 250), 431.051243621531, 1e-10);
    CHECK_REL(bm_ess_mean(x, CHAINS, 250), 244.571769879345, 1e-10);
    CHECK_REL(bm_mcse_sd(x, CHAINS, 250), 0.0389462507698458, 1e-10);
}

static void quantiles_are_of_type_7(void) {
    const double sorted[] = {1, 2, 4, 8};
    CHECK_NEAR(bm_quantile(sorted, 4, 0), 1, 0);
    CHECK_NEAR(bm_quantile(sorted, 4, 1), 8, 0);
    CHECK_NEAR(bm_quantile(sorted, 4, 0.5), 3, 1e-15);
    CHECK_NEAR(bm_quantile(sorted, 4, 0.05), 1.15, 1e-15);
    CHECK_NEAR(bm_quantile(sorted, 1, 0.3), 1, 0);
    CHECK(isnan(bm_quantile(sorted, 0, 0.5)));
}

static int by_value(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

static void order_agrees_with_qsort(void) {
    enum { N = 5000 };
    double   *v = malloc(N * sizeof *v), *sorted = malloc(N * sizeof *sorted);
    uint32_t *order = malloc(N * sizeof *order);
    BmRanked *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b);
    BmStream  s = bm_stream(8, 0, BM_PURPOSE_FREE, 0);
    for (int i = 0; i < N; i++)
        v[i] = i % 7 ? exp(60 * bm_normal_quantile(((double)(bm_stream_bits(&s) >> 12) + 0.5) * 0x1p-52)) *
                           (i % 2 ? 1 : -1)
                     : i % 5;
    bm_order(v, N, sorted, order, a, b);
    int wrong = 0;
    for (int i = 0; i < N; i++)
        wrong += v[order[i]] != sorted[i] || (i > 0 && sorted[i] == sorted[i - 1] && order[i] < order[i - 1]);
    CHECK_INT(wrong, 0);
    qsort(v, N, sizeof *v, by_value);
    CHECK(memcmp(v, sorted, N * sizeof *v) == 0);
    free(v), free(sorted), free(order), free(a), free(b);
}

int main(void) {
    series_a();
    series_b();
    antithetic_draws_reach_the_bound();
    what_is_not_defined_is_nan();
    scale_does_not_matter();
    odd_numbers_of_draws();
    ties();
    quantiles_are_of_type_7();
    order_agrees_with_qsort();
    return test_end();
}
