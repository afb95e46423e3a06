/* The draws of one quantity, sorted once, from which every diagnostic is computed. The public functions of sample.h make one for a
 * single answer; the summary keeps one for each thread and loads quantity after quantity. */
#ifndef BM_SERIES_H
#define BM_SERIES_H
#include <stdbool.h>
#include "order.h"
#include "sample.h"

typedef struct BmSeries {
    int       chains, draws, half; /* half: draws of a split chain; the middle draw of an odd number is left out */
    double   *x;                   /* chain after chain */
    double   *sorted;
    uint32_t *order;   /* sorted[i] = x[order[i]] */
    bool      defined; /* finite, not constant, at least 4 draws */
    double    mean, sd;
    /* work space */
    double   *split, *centred, *rho, *distance, *scores;
    uint32_t *kept, *folded;
    BmRanked *a, *b;
} BmSeries;

/* NULL if there is no memory. */
BmSeries *bm_series_new(int chains, int draws);
void      bm_series_free(BmSeries *series);
/* x[chain][draw * stride]. */
void bm_series_load(BmSeries *series, const double *const *x, int64_t stride);

double bm_series_rhat(BmSeries *series);
double bm_series_ess_bulk(BmSeries *series);
double bm_series_ess_tail(BmSeries *series);
double bm_series_ess_mean(BmSeries *series);
double bm_series_ess_sd(BmSeries *series);
double bm_series_ess_quantile(BmSeries *series, double p);
double bm_series_mcse_mean(BmSeries *series);
double bm_series_mcse_sd(BmSeries *series);
double bm_series_quantile(const BmSeries *series, double p);
/* All at once, with nothing computed twice. */
BmSummaryRow bm_series_summary(BmSeries *series);

#endif
