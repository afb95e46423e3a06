/* Kernels along one axis. */
#include <math.h>
#include <stdlib.h>

#include "kernel.h"

void bm_kernel_scan(const int64_t *sizes, const double *const *args, double *out) {
    const double *p = args[0], *x = args[1];
    double        h = 0;
    for (int64_t i = 0; i < sizes[0]; i++) out[i] = h = i ? p[i] * h + x[i] : x[0];
}

void bm_kernel_scan_back(const int64_t *sizes, const double *const *args, double *out) {
    const double *p = args[0], *x = args[1];
    int64_t       last = sizes[0] - 1;
    double        h = 0;
    for (int64_t i = last; i >= 0; i--) out[i] = h = i < last ? p[i] * h + x[i] : x[i];
}

typedef struct Item {
    double  value;
    int64_t position;
} Item;

/* NaN stands behind all numbers; of equal ones the earlier is first. */
static int compare(const void *a, const void *b) {
    const Item *x = a, *y = b;
    if (x->value < y->value || (!isnan(x->value) && isnan(y->value))) return -1;
    if (x->value > y->value || (isnan(x->value) && !isnan(y->value))) return 1;
    return (x->position > y->position) - (x->position < y->position);
}

void bm_kernel_order(const int64_t *sizes, const double *const *args, double *out) {
    int64_t n = sizes[0];
    Item    few[64], *items = n <= 64 ? few : malloc((size_t)n * sizeof *items);
    for (int64_t i = 0; i < n && !items; i++) out[i] = NAN;
    if (!items) return;
    for (int64_t i = 0; i < n; i++) items[i] = (Item){args[0][i], i};
    qsort(items, (size_t)n, sizeof *items, compare);
    for (int64_t i = 0; i < n; i++) out[i] = (double)items[i].position;
    if (items != few) free(items);
}
