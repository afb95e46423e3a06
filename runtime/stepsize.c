/* Dual averaging of log step size, and the search for a first one. */
#include "stepsize.h"
#include <math.h>

static const double GAMMA = 0.05, DELAY = 10, KAPPA = 0.75;
static const double LEAST = 1e-10, MOST = 1e5;

void bm_step_restart(BmStepSize *size, double step, double target) {
    *size =
        (BmStepSize){.target = target, .log_step = log(step), .log_step_average = log(step), .centre = log(10 * step)};
}

/*   s <- (1 - eta) s + eta (target - accept),  eta = 1 / (t + t0)
 *   log step = mu - s sqrt(t) / gamma,  average with weight t^-kappa */
void bm_step_update(BmStepSize *size, double accept) {
    const double t = ++size->count, eta = 1 / (t + DELAY), weight = pow(t, -KAPPA);
    if (!(accept >= 0)) accept = 0;
    if (accept > 1) accept = 1;
    size->error_average = (1 - eta) * size->error_average + eta * (size->target - accept);
    size->log_step = fmin(fmax(size->centre - size->error_average * sqrt(t) / GAMMA, log(LEAST)), log(MOST));
    size->log_step_average = weight * size->log_step + (1 - weight) * size->log_step_average;
}

/* exp(H0 - H) of one step with a fresh momentum; 0 where the density is not finite. */
static double one_step(BmNuts *nuts, BmDensity *density, const double *scale, const BmStep *step, double size,
                       BmStream *stream) {
    BmPoint *from = bm_nuts_current(nuts), *to = bm_nuts_spare(nuts);
    for (int64_t i = 0; i < density->padded; i++) step->step[i] = size * scale[i];
    bm_refresh_momentum(density, from, stream);
    bm_leapfrog(density, step, 1, from, to, NULL);
    const double drop = bm_energy(from) - bm_energy(to);
    return isnan(drop) ? 0 : exp(drop);
}

double bm_step_search(BmNuts *nuts, BmDensity *density, const double *scale, const BmStep *step, double size,
                      double target, BmStream *stream) {
    const bool up = one_step(nuts, density, scale, step, size, stream) > target;
    for (int i = 0; i < 100; i++) {
        const double next = up ? 2 * size : size / 2;
        if (!(next >= LEAST && next <= MOST)) break;
        size = next;
        if ((one_step(nuts, density, scale, step, size, stream) > target) != up) break;
    }
    return size;
}
