/* Where in the posterior draws diverge: which unknown was unusually small (or large) in them, and which line that unknown squeezes. */
#ifndef BM_SQUEEZE_H
#define BM_SQUEEZE_H
#include "sample.h"

typedef struct BmSqueeze {
    int64_t            divergent, inside; /* divergent draws; those of them beyond the limit */
    int                array;             /* of schema->outputs */
    int64_t            cell;              /* of that array */
    double             limit;
    bool               above;       /* beyond: above the limit; else below */
    const BmStatement *statement;   /* the prior whose spread that unknown is; NULL: none found */
    bool               noncentered; /* that statement says so already */
    bool               of_itself; /* it is the prior of an unknown given its own neighbours: x[t] ~ Normal(x[t-1], s) */
} BmSqueeze;

/* false: there are too few divergent draws, or they are everywhere. */
bool bm_find_squeeze(const BmFit *fit, const BmSchema *schema, const int64_t *layout, BmSqueeze *squeeze);

#endif
