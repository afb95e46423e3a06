/* Step size: a first guess by doubling or halving, then dual averaging (Nesterov 2009; Hoffman & Gelman 2014, sec. 3.2) with the
 * constants of Stan: gamma 0.05, t0 10, kappa 0.75. */
#ifndef BM_STEPSIZE_H
#define BM_STEPSIZE_H
#include "nuts.h"

typedef struct BmStepSize {
    double target; /* acceptance aimed at */
    double log_step, log_step_average;
    double centre, error_average; /* mu and s-bar of the papers */
    int    count;
} BmStepSize;

/* Forgets what it knew; starts around step. */
void bm_step_restart(BmStepSize *size, double step, double target);
void bm_step_update(BmStepSize *size, double accept);
/* Doubles or halves the size until the acceptance of one leapfrog step crosses the target. step->step is overwritten. Returns a size in [1e-10, 1e5]. */
double bm_step_search(BmNuts *nuts, BmDensity *density, const double *scale, const BmStep *step, double size,
                      double target, BmStream *stream);

#endif
