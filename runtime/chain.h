/* One chain from its first point to its last draw. */
#ifndef BM_CHAIN_H
#define BM_CHAIN_H
#include <stdatomic.h>
#include "sample.h"

/* What another thread may look at while the chain runs. */
typedef struct BmLive {
    _Atomic int    phase, done, divergences;
    _Atomic double step_size, gradients_per_draw, begun, ended; /* begun, ended: seconds of bm_clock, 0: not yet */
} BmLive;

typedef struct BmChainJob {
    const BmModel         *model;
    const int64_t         *layout;
    const double          *data;
    const BmSampleOptions *options;
    int                    id;
    BmChain               *chain;
    BmLive                 live;
} BmChainJob;

/* Runs the chain; fills job->chain. Returns false if it was stopped early. */
bool bm_chain_run(BmChainJob *job);

#endif
