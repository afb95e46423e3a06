/* Hamiltonian dynamics in whitened momenta.
 *
 * With the inverse metric F F^T and p = F^T momentum, the momentum is standard normal and the kinetic energy |p|^2 / 2; one step of size
 * e moves p by e/2 F^T g and q by e F p. So every product of U-turn checks is a plain dot product, and H = |p|^2 / 2 - log density.
 * F = diag(scale), and inner loops see one vector, step = e * scale; or, where the posterior is correlated,
 * F = diag(scale) (I + U diag(stretch) U^T) with a few axes U (axes.h).
 *
 * Vectors have `padded` cells, a multiple of BM_LANES; the cells behind the dimension are 0 and stay 0. */
#ifndef BM_HAMILTONIAN_H
#define BM_HAMILTONIAN_H
#include <stdbool.h>
#include "axes.h"
#include "rng.h"
#include "wide.h"

enum { BM_LANES = 4 };

/* Four cells as one value; sums run in four lanes on every machine, so the bits do not depend on the vector width. */
typedef double BmLanes __attribute__((vector_size(BM_LANES * sizeof(double)), may_alias));

/* A log density with the memory of one chain. */
typedef struct BmDensity {
    const BmModel *model;
    const int64_t *layout;
    const double  *data;
    double        *work;
    int64_t        size, padded; /* coordinates; cells of a vector */
    int64_t        gradients;    /* calls so far */
} BmDensity;

/* A state on a trajectory. Vectors belong to the pool that the point comes from. */
typedef struct BmPoint {
    double *q, *g, *p;
    double  log_density, momentum_squared;
    int     index; /* leapfrog steps from the start of the trajectory, signed */
    int     users; /* who still needs it (nuts.c) */
} BmPoint;

/* How far a leapfrog step goes: step size and metric. */
typedef struct BmStep {
    double       *step; /* step size * scale */
    const BmAxes *axes;
    double       *room; /* a vector of work space, if there are axes */
} BmStep;

/* Computes log density and gradient at point->q. */
void bm_density_at(BmDensity *density, BmPoint *point);
bool bm_point_finite(const BmDensity *density, const BmPoint *point);
/* A standard normal momentum. */
void bm_refresh_momentum(const BmDensity *density, BmPoint *point, BmStream *stream);
/* One leapfrog step from `from` to `to` (another point), direction +1 or -1. If `before` is given, returns to->p . before, else 0. */
double bm_leapfrog(BmDensity *density, const BmStep *step, int direction, const BmPoint *from, BmPoint *to,
                   const double *before);

static inline double bm_energy(const BmPoint *point) { return 0.5 * point->momentum_squared - point->log_density; }

#endif
