/* Data and unknowns that were drawn from the prior, as JSON. */
#ifndef BM_WRITE_DATA_H
#define BM_WRITE_DATA_H
#include "bind.h"
#include "pool.h"

/* The data of a model as one object that --data reads: what was given, as bound; what was drawn (BmDatum.drawn), out of `outputs`, as bm_outputs
 * left them; labels of the dims that are no plain 1, 2, …; ends of ranges that have a name. Keys are labels, codes are as in the model. */
void bm_put_data_json(BmText *out, const BmBound *bound, const int64_t *layout, const double *outputs);
/* The unknowns that were drawn, as `bmodel logp --at` reads them: {"mu": 1.5, "theta": [0.1, …]}. */
void bm_put_truth_json(BmText *out, const BmSchema *schema, const int64_t *layout, const double *outputs);

#endif
