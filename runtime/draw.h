/* The random variates of lang/variates.def, of which every `draw` of a distribution is composed. Exact methods only: what they
 * return has the named distribution to the precision of a double. Arguments outside the stated range give NaN. */
#ifndef BM_DRAW_H
#define BM_DRAW_H
#include "rng.h"

double bm_std_uniform(BmStream *stream);                       /* (0, 1), never 0 nor 1 */
double bm_std_normal(BmStream *stream);                        /* by inversion: one uniform each */
void   bm_std_normals(BmStream *stream, double *x, int64_t n); /* the same numbers as n calls of bm_std_normal */
double bm_std_exponential(BmStream *stream);
double bm_std_gamma(BmStream *stream, double shape);      /* shape > 0; result > 0 */
double bm_std_log_gamma(BmStream *stream, double shape);  /* shape > 0; the log of such a variate, however small */
double bm_poisson_variate(BmStream *stream, double rate); /* rate >= 0 */
double bm_binomial_variate(BmStream *stream, double n, double p); /* n = 0, 1, …; 0 <= p <= 1 */
/* draw_more.c */
double bm_wald_variate(BmStream *stream, double mean, double shape);            /* both > 0 */
double bm_von_mises_variate(BmStream *stream, double mu, double concentration); /* in [-pi, pi]; concentration >= 0 */
double bm_hypergeometric_variate(BmStream *stream, double n, double successes,
                                 double failures);                 /* counts, n <= successes + failures */
double bm_positive_poisson_variate(BmStream *stream, double rate); /* rate > 0; result 1, 2, … */
double bm_positive_negative_binomial_variate(BmStream *stream, double mu, double phi); /* both > 0; result 1, 2, … */
double bm_positive_binomial_variate(BmStream *stream, double n, double p); /* n = 1, 2, …; 0 < p <= 1; result 1, 2, … */
double bm_passage_variate(BmStream *stream, double separation, double bias,
                          double drift); /* separation > 0, 0 < bias < 1 */

double bm_conway_variate(BmStream *stream, double mu,
                         double nu); /* both > 0; of probability proportional to Poisson's to the power nu */

#endif
