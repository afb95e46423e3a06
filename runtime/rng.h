/* Random streams by counter: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011). A stream is named by (seed, chain, purpose, draw);
 * the same name gives the same numbers on any thread and in any order, and what one purpose consumes never shifts another. */
#ifndef BM_RNG_H
#define BM_RNG_H
#include "abi.h"

typedef enum BmPurpose {
    BM_PURPOSE_INIT = 0, /* starting points */
    BM_PURPOSE_MOMENTUM = 1,
    BM_PURPOSE_TREE = 2,        /* directions and choices inside a trajectory */
    BM_PURPOSE_JITTER = 3,      /* step size after warmup */
    BM_PURPOSE_GENERATED = 4,   /* unknowns drawn forward, with each kept draw */
    BM_PURPOSE_STEP_SEARCH = 8, /* momenta of the first step size */
    BM_PURPOSE_FREE = 64        /* from here: commands and tests */
} BmPurpose;

struct BmStream {
    uint32_t key[2];     /* the seed */
    uint32_t counter[4]; /* block, draw, chain, purpose */
    uint64_t buffer[2];
    int      left; /* numbers in buffer */
};

BmStream bm_stream(uint64_t seed, uint32_t chain, BmPurpose purpose, uint32_t draw);
/* The bijection itself: out = Philox4x32-10(counter, key). */
void     bm_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);
uint64_t bm_stream_bits(BmStream *stream);

/* Phi^-1(p), 0 < p < 1: relative error below 1e-15 (Wichura 1988, AS 241, PPND16). +-inf at 0 and 1. */
double bm_normal_quantile(double p);
/* p[i] <- Phi^-1(p[i]), the same bits, faster for many. */
void bm_normal_quantiles(double *p, int64_t n);

#endif
