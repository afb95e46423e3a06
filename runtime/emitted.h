/* What emitted code calls besides the scalar functions of special.h and the variates of draw.h. */
#ifndef BM_EMITTED_H
#define BM_EMITTED_H
#include <stdint.h>

/* cells[0..count) = value. */
void bm_fill(double *cells, int64_t count, double value);

#endif
