/* Whether the numbers of a run may be used, in words. */
#ifndef BM_VERDICT_H
#define BM_VERDICT_H
#include "pool.h"
#include "sample.h"

typedef enum BmVerdict { BM_VERDICT_OK, BM_VERDICT_CAUTION, BM_VERDICT_DO_NOT_USE } BmVerdict;

/* Adds the verdict to `out`: a first line that says it, then a paragraph for each finding: what was seen and where, what it means, what
 * to do. The limits are those of Vehtari et al. 2021 (R-hat 1.01, effective sample size 100 for each chain) and of Stan (E-BFMI 0.3). */
BmVerdict bm_put_verdict(BmText *out, const BmFit *fit, const BmSummaryRow *rows, const BmSchema *schema,
                         const int64_t *layout);
/* The same with lines of less than so many columns (0: 110). */
BmVerdict bm_put_verdict_within(BmText *out, const BmFit *fit, const BmSummaryRow *rows, const BmSchema *schema,
                                const int64_t *layout, int columns);

#endif
