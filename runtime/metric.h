/* The diagonal metric, estimated from draws x and their gradients g of the log density: the scaling y = x / scale for which the
 * Fisher divergence to a standard normal is least has scale^2 = sqrt(Var x / Var g) (exact for a Gaussian from a few draws;
 * arXiv 2603.18845). */
#ifndef BM_METRIC_H
#define BM_METRIC_H
#include <stddef.h>
#include <stdint.h>

/* Running means and sums of squares (Welford 1962) of x and g. */
typedef struct BmMoments {
    double *mean_x, *sum_x, *mean_g, *sum_g;
    int     count;
} BmMoments;

void bm_moments_clear(BmMoments *moments, int64_t padded);
void bm_moments_add(BmMoments *moments, const double *x, const double *g, int64_t padded);
/* From the first gradient alone: scale^2 = 1 / |g|, or 1 where that says nothing. Padding gets 0. */
void bm_metric_from_gradient(double *scale, const double *g, int64_t size, int64_t padded);
/* From moments; a coordinate that they do not determine keeps its scale. */
void bm_metric_from_moments(double *scale, const BmMoments *moments, int64_t padded);

#endif
