/* Directions in which a posterior is much longer or shorter than its diagonal metric says: correlations, such as those of the coefficients
 * of a regression whose predictors are not centred. In scaled coordinates x / scale the metric becomes
 *   (I + U diag(stretch) U^T)^2,   U orthonormal, stretch = sqrt(lambda) - 1,
 * where lambda are eigenvalues of the covariance that fits draws and gradients best: the geometric mean of the covariance of the draws
 * and the inverse of that of the gradients (arXiv 2603.18845; exact for a Gaussian from as many draws as dimensions). */
#ifndef BM_AXES_H
#define BM_AXES_H
#include <stddef.h>
#include <stdint.h>

enum { BM_AXES_MOST = 150 }; /* more coordinates than these have a diagonal metric */

typedef struct BmAxes {
    int     rank;    /* 0: diagonal */
    double *vectors; /* rank vectors of `padded` cells, padding 0 */
    double *stretch;
} BmAxes;

/* Cells of work space for bm_axes_find. */
size_t bm_axes_work(int64_t size);
/* From n draws, each `padded` cells of x and then of its gradient. Keeps the axes with lambda > 2 or < 1/2 if together they would shorten trajectories
 * much; else, or with too few draws, rank 0. scale: the diagonal metric of the same draws. vectors: room for `size` vectors. */
void bm_axes_find(BmAxes *axes, const double *draws, int n, const double *scale, int64_t size, int64_t padded,
                  double *work);

#endif
