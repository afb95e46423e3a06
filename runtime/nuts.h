/* The No-U-Turn sampler (Hoffman & Gelman 2014) in its multinomial form (Betancourt 2017), with the choices of Stan that were
 * measured to matter: the U-turn rule on sums of momenta with both cross checks, and a biased progressive choice at the top. */
#ifndef BM_NUTS_H
#define BM_NUTS_H
#include <stddef.h>
#include "hamiltonian.h"

typedef struct BmNuts BmNuts;

/* One transition's statistics. */
typedef struct BmTransition {
    double accept;           /* mean over leaves of min(1, w), w = exp(H0 - H) */
    double accept_symmetric; /* mean over leaves of 2 min(1, w) / (1 + w): less noisy, for the end of warmup */
    double energy;           /* H at the draw */
    int    depth, n_leapfrog;
    bool   divergent;
} BmTransition;

/* Bytes of memory that bm_nuts_init takes, 64-byte aligned. max_depth <= 24. */
size_t  bm_nuts_bytes(int64_t padded, int max_depth);
BmNuts *bm_nuts_init(void *memory, BmDensity *density, int max_depth);

/* The current state. Set q, then bm_density_at, before the first transition. Moves with each transition. */
BmPoint *bm_nuts_current(BmNuts *nuts);
/* A point that nothing else uses, for the search of a first step size. */
BmPoint *bm_nuts_spare(BmNuts *nuts);
/* Replaces the current state by a draw of one trajectory. One gradient for each leapfrog. */
BmTransition bm_nuts_transition(BmNuts *nuts, const BmStep *step, BmStream *momentum, BmStream *choices);

#endif
