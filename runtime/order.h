/* Sorting of draws. */
#ifndef BM_ORDER_H
#define BM_ORDER_H
#include <stdint.h>

typedef struct BmRanked {
    uint64_t key;
    uint32_t index;
} BmRanked;

/* Sorts x[0..n) ascending: sorted[i] = x[order[i]]; equal values keep their order. No NaN in x; -0 sorts before 0.
 * a and b: work space, n cells each. */
void bm_order(const double *x, int64_t n, double *sorted, uint32_t *order, BmRanked *a, BmRanked *b);

#endif
