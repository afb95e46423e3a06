/* Draws as a CSV file that R's and pandas' readers take as it is. */
#ifndef BM_WRITE_CSV_H
#define BM_WRITE_CSV_H
#include "sample.h"

/* One row for each draw: chain, draw (both from 1), the sampler's numbers (names as in CmdStan's files), then each output cell under its
 * label, `theta[Choate]`. A cell that needs quotes has them (RFC 4180). Numbers read back exactly; NaN, Inf, -Inf.
 * Written to PATH.partial, which becomes PATH when it is complete. Returns NULL, or why it failed (free). */
char *bm_write_csv(const char *path, const BmFit *fit, const BmSchema *schema);

#endif
