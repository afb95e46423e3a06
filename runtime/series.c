/* Rank-normalised split diagnostics (Vehtari, Gelman, Simpson, Carpenter & Buerkner 2021), with the conventions of the R package
 * posterior: ranks and folding over the split draws, quantiles of type 7 over all draws, undefined where a series is constant.
 * "Constant" is meant relative to the size of the values, so that a quantity of size 1e-20 is one like any other. */
#include "series.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "effective.h"
#include "rng.h"

BmSeries *bm_series_new(int chains, int draws) {
    BmSeries    *s = calloc(1, sizeof *s);
    const size_t n = (size_t)chains * (size_t)draws + 1;
    if (!s) return NULL;
    *s = (BmSeries){.chains = chains, .draws = draws, .half = draws / 2};
    s->x = malloc(7 * n * sizeof *s->x);
    s->order = malloc(3 * n * sizeof *s->order);
    s->a = malloc(2 * n * sizeof *s->a);
    if (!s->x || !s->order || !s->a) {
        bm_series_free(s);
        return NULL;
    }
    double **vectors[] = {&s->sorted, &s->split, &s->centred, &s->rho, &s->distance, &s->scores};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) *vectors[i] = s->x + (i + 1) * n;
    s->kept = s->order + n;
    s->folded = s->order + 2 * n;
    s->b = s->a + n;
    const int split = 2 * chains * s->half;
    for (int r = 0; r < split; r++) s->scores[r] = (r + 1 - 0.375) / (split + 0.25);
    bm_normal_quantiles(s->scores, split);
    return s;
}

void bm_series_free(BmSeries *series) {
    if (!series) return;
    free(series->x);
    free(series->order);
    free(series->a);
    free(series);
}

static bool all_finite(const double *x, int64_t n) {
    double sum = 0;
    for (int64_t i = 0; i < n; i++) sum += x[i] - x[i];
    return sum == 0;
}

/* Position among the split chains of draw i of all chains; -1 for a draw that is left out. */
static int64_t split_position(const BmSeries *s, int64_t i) {
    const int64_t chain = i / s->draws, t = i % s->draws;
    if (t < s->half) return 2 * chain * s->half + t;
    const int64_t second = t - (s->draws - s->half);
    return second < 0 ? -1 : (2 * chain + 1) * s->half + second;
}

static void sort(BmSeries *s, int64_t n) {
    bm_order(s->x, n, s->sorted, s->order, s->a, s->b);
    int64_t count = 0;
    if (s->draws % 2 == 0) memcpy(s->kept, s->order, (size_t)n * sizeof *s->kept);
    for (int64_t i = 0; i < n && s->draws % 2 != 0; i++) {
        const int64_t at = split_position(s, s->order[i]);
        if (at >= 0) s->kept[count++] = (uint32_t)at;
    }
    const double least = s->sorted[0], most = s->sorted[n - 1];
    s->defined = s->draws >= 4 && most - least > DBL_EPSILON * fmax(fabs(least), fabs(most));
}

static void moments(BmSeries *s, int64_t n) {
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < n; i++) sum += s->x[i];
    s->mean = sum / (double)n;
    for (int64_t i = 0; i < n; i++) squares += (s->x[i] - s->mean) * (s->x[i] - s->mean);
    s->sd = sqrt(squares / (double)(n - 1));
}

void bm_series_load(BmSeries *s, const double *const *x, int64_t stride) {
    const int64_t n = (int64_t)s->chains * s->draws;
    for (int c = 0; c < s->chains; c++)
        for (int t = 0; t < s->draws; t++) s->x[(int64_t)c * s->draws + t] = x[c][t * stride];
    s->mean = s->sd = NAN;
    s->defined = false;
    if (n == 0 || !all_finite(s->x, n)) return;
    moments(s, n);
    sort(s, n);
}

/* split <- the values of x, chain halves one after the other. */
static void split_values(BmSeries *s, const double *x) {
    const size_t bytes = (size_t)s->half * sizeof *x;
    for (int c = 0; c < s->chains; c++) {
        memcpy(s->split + (size_t)(2 * c) * (size_t)s->half, x + (int64_t)c * s->draws, bytes);
        memcpy(s->split + (size_t)(2 * c + 1) * (size_t)s->half, x + (int64_t)(c + 1) * s->draws - s->half, bytes);
    }
}

static double value_at(const BmSeries *s, uint32_t position) {
    const uint32_t half = (uint32_t)s->half, chain = position / half / 2, t = position % half;
    return s->x[(int64_t)chain * s->draws + (position / half % 2 ? s->draws - s->half : 0) + t];
}

/* split <- Phi^-1((rank - 3/8) / (S + 1/4)), ties with their mean rank. order: positions by rising value. */
static void score(BmSeries *s, const uint32_t *order, const double *value) {
    const int n = 2 * s->chains * s->half;
    for (int i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && value[j] == value[i]; j++) continue;
        const double z = j == i + 1 ? s->scores[i] : bm_normal_quantile((0.5 * (i + 1 + j) - 0.375) / (n + 0.25));
        for (int k = i; k < j; k++) s->split[order[k]] = z;
    }
}

static void score_values(BmSeries *s) {
    const int     n = 2 * s->chains * s->half;
    const double *values = s->sorted;
    if (s->draws % 2 != 0) {
        for (int i = 0; i < n; i++) s->distance[i] = value_at(s, s->kept[i]);
        values = s->distance;
    }
    score(s, s->kept, values);
}

/* As score_values, of |x - median|: the sorted values are merged outwards from the median. */
static void score_folded(BmSeries *s) {
    const int    n = 2 * s->chains * s->half;
    const double median = 0.5 * (value_at(s, s->kept[n / 2 - 1]) + value_at(s, s->kept[n / 2]));
    int          below = n / 2 - 1, above = n / 2;
    double       under = median - value_at(s, s->kept[below]), over = value_at(s, s->kept[above]) - median;
    for (int i = 0; i < n; i++) {
        const bool down = above == n || (below >= 0 && under <= over);
        s->distance[i] = down ? under : over;
        s->folded[i] = s->kept[down ? below-- : above++];
        if (down && below >= 0) under = median - value_at(s, s->kept[below]);
        if (!down && above < n) over = value_at(s, s->kept[above]) - median;
    }
    score(s, s->folded, s->distance);
}

static double effective(BmSeries *s) { return bm_effective(s->split, 2 * s->chains, s->half, s->centred, s->rho); }

double bm_quantile(const double *sorted, int64_t n, double p) {
    if (n < 1) return NAN;
    const double  at = (double)(n - 1) * p, below = floor(at);
    const int64_t i = (int64_t)below;
    if (i >= n - 1) return sorted[n - 1];
    const double weight = at - below;
    return weight == 0 ? sorted[i] : sorted[i] + weight * (sorted[i + 1] - sorted[i]);
}

double bm_series_quantile(const BmSeries *s, double p) {
    return isnan(s->mean) ? NAN : bm_quantile(s->sorted, (int64_t)s->chains * s->draws, p);
}

double bm_series_rhat(BmSeries *s) {
    if (!s->defined) return NAN;
    score_values(s);
    const double bulk = bm_scale_reduction(s->split, 2 * s->chains, s->half);
    score_folded(s);
    const double tail = bm_scale_reduction(s->split, 2 * s->chains, s->half);
    return isnan(bulk) || isnan(tail) ? NAN : fmax(bulk, tail);
}

double bm_series_ess_bulk(BmSeries *s) {
    if (!s->defined) return NAN;
    score_values(s);
    return effective(s);
}

double bm_series_ess_quantile(BmSeries *s, double p) {
    if (!s->defined) return NAN;
    const double limit = bm_series_quantile(s, p);
    split_values(s, s->x);
    for (int i = 0; i < 2 * s->chains * s->half; i++) s->split[i] = s->split[i] <= limit;
    return effective(s);
}

double bm_series_ess_tail(BmSeries *s) {
    const double low = bm_series_ess_quantile(s, 0.05), high = bm_series_ess_quantile(s, 0.95);
    return isnan(low) || isnan(high) ? NAN : fmin(low, high);
}

double bm_series_ess_mean(BmSeries *s) {
    if (!s->defined) return NAN;
    split_values(s, s->x);
    return effective(s);
}

static void split_squares(BmSeries *s) {
    split_values(s, s->x);
    for (int i = 0; i < 2 * s->chains * s->half; i++) s->split[i] = (s->split[i] - s->mean) * (s->split[i] - s->mean);
}

double bm_series_ess_sd(BmSeries *s) {
    if (!s->defined) return NAN;
    split_squares(s);
    return effective(s);
}

double bm_series_mcse_mean(BmSeries *s) { return s->sd / sqrt(bm_series_ess_mean(s)); }

/* With s = (x - mean)^2: sqrt(Var s / ESS(s) / (4 mean s)), by the delta method. */
double bm_series_mcse_sd(BmSeries *s) {
    const double  ess = bm_series_ess_sd(s);
    const int64_t n = (int64_t)s->chains * s->draws;
    double        sum = 0, squares = 0;
    for (int64_t i = 0; i < n; i++) {
        const double square = (s->x[i] - s->mean) * (s->x[i] - s->mean);
        sum += square;
        squares += square * square;
    }
    const double mean = sum / (double)n;
    return sqrt((squares / (double)n - mean * mean) / ess / (4 * mean));
}

BmSummaryRow bm_series_summary(BmSeries *s) {
    BmSummaryRow row = {.mean = s->mean,
                        .sd = s->sd,
                        .q5 = bm_series_quantile(s, 0.05),
                        .q50 = bm_series_quantile(s, 0.5),
                        .q95 = bm_series_quantile(s, 0.95),
                        .rhat = NAN,
                        .ess_bulk = NAN};
    if (s->defined) {
        score_values(s);
        row.ess_bulk = effective(s);
        const double bulk = bm_scale_reduction(s->split, 2 * s->chains, s->half);
        score_folded(s);
        row.rhat = fmax(bulk, bm_scale_reduction(s->split, 2 * s->chains, s->half));
    }
    row.ess_tail = bm_series_ess_tail(s);
    row.mcse_mean = bm_series_mcse_mean(s);
    row.mcse_sd = bm_series_mcse_sd(s);
    return row;
}
