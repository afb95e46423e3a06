/* Many chains of NUTS over a compiled model: what `bmodel sample` and a standalone executable call. */
#ifndef BM_SAMPLE_H
#define BM_SAMPLE_H
#include <stdbool.h>
#include <stdint.h>
#include "bind.h"

struct BmProgress;
typedef struct BmSampleOptions {
    int      chains; /* 4 */
    int      warmup; /* draws of warmup for each chain; default 400 (bm_sample_defaults) */
    int      draws;  /* 1000 for each chain */
    int      cores;  /* threads; 0: as many as there are processors. The draws do not depend on it. */
    uint64_t seed;
    double   target_accept; /* 0.85 */
    int      max_depth;     /* 10 */
    void (*progress)(const struct BmProgress *chains, int n_chains,
                     void *context); /* about ten times a second, from the calling thread; may be NULL */
    void               *progress_context;
    const double       *start; /* a position near which chains begin, NaN where they begin anywhere; NULL: anywhere */
    const volatile int *stop;  /* becomes non-zero: stop soon and keep what there is; may be NULL */
} BmSampleOptions;
BmSampleOptions bm_sample_defaults(void);

typedef enum BmPhase { BM_PHASE_START, BM_PHASE_WARMUP, BM_PHASE_SAMPLING, BM_PHASE_DONE, BM_PHASE_FAILED } BmPhase;
/* done and total count draws of warmup and sampling together, of which the first `warmup` are not kept; divergences those after warmup (before: so far); seconds since the
 * chain began. */
typedef struct BmProgress {
    BmPhase phase;
    int     done, total, warmup, divergences;
    double  step_size;
    double  gradients_per_draw;
    double  seconds;
} BmProgress;

/* One row for each kept draw: statistics of the sampler. */
typedef struct BmDrawStats {
    double log_density, accept, step_size, energy;
    int    depth, n_leapfrog, divergent;
} BmDrawStats;

typedef struct BmChain {
    int          n_draws; /* kept, after warmup; fewer than asked if interrupted */
    double      *outputs; /* n_draws × layout[BM_LAYOUT_OUTPUTS] */
    BmDrawStats *stats;
    double       step_size, *inv_mass;
    int64_t      gradients_warmup, gradients_sampling;
    int          divergences, max_depth_hits;
    double       seconds_warmup, seconds_sampling;
    char        *failure;   /* NULL, or why it could not start */
    double      *failed_at; /* then: the last unconstrained position that was tried (padded), for BmModel.pointwise */
} BmChain;

typedef struct BmFit {
    int      n_chains;
    BmChain *chains;
    int64_t  n_outputs;
    bool     interrupted;
    uint64_t seed;
    int      warmup, draws, max_depth;
} BmFit;

/* Samples. Always returns a fit; look at chains[].failure and interrupted. layout and data are prepared. */
BmFit *bm_sample(const BmModel *model, const int64_t *layout, const double *data, const BmSampleOptions *options);
void   bm_fit_free(BmFit *fit);
/* Seconds of a clock that only goes forward. */
double bm_clock(void);

/* --- diagnostics (diagnostics.c), definitions of Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021 --- */
/* x[chain][draw]; all chains of equal length n. NaN where not defined. */
double bm_rhat(const double *const *x, int chains, int n); /* split, rank-normalised, folded */
double bm_ess_bulk(const double *const *x, int chains, int n);
double bm_ess_tail(const double *const *x, int chains, int n);
double bm_ess_mean(const double *const *x, int chains, int n);
double bm_mcse_mean(const double *const *x, int chains, int n);
double bm_mcse_sd(const double *const *x, int chains, int n);
double bm_quantile(const double *sorted, int64_t n, double p); /* type 7 */
double bm_ebfmi(const double *energy, int n);
double bm_chain_ebfmi(const BmChain *chain); /* of its draws */

/* --- summary (summary.c) --- */
typedef struct BmSummaryRow {
    double mean, sd, q5, q50, q95, mcse_mean, mcse_sd, ess_bulk, ess_tail, rhat;
} BmSummaryRow;
/* Draws of each chain that count: an interrupted run has chains of unequal length, of which those and as much are taken that keep the
 * most draws. used[chain] becomes 1 or 0. Returns 0 if there are none. */
int bm_fit_usable(const BmFit *fit, int *used);
/* One row for each output cell, of the usable draws; NaN where not defined. Owned by the caller (free). */
BmSummaryRow *bm_summarise(const BmFit *fit);

#endif
