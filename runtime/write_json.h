/* The result of a run as one JSON object, for programs. */
#ifndef BM_WRITE_JSON_H
#define BM_WRITE_JSON_H
#include "pool.h"
#include "sample.h"

/* Seconds of wall time. */
typedef struct BmSeconds {
    double to_first_gradient, warmup, sampling, total;
} BmSeconds;

/* {"seed", "model", "chains", "draws", "variables": {NAME: {"dims", "coords", "mean", "sd", …}}, "sampler": {…}, "seconds": {…}};
 * numbers of arrays are nested by dims, what is not defined is null. `draws`: of each usable chain. */
void bm_put_fit_json(BmText *out, const BmFit *fit, const BmSummaryRow *rows, const BmSchema *schema,
                     const int64_t *layout, const BmSeconds *seconds);

#endif
