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

/* The items in order; NULL: no memory. */
static Item *sorted(int64_t n, const double *x, Item *few, int64_t room) {
    Item *items = n <= room ? few : malloc((size_t)n * sizeof *items);
    for (int64_t i = 0; items && i < n; i++) items[i] = (Item){x[i], i};
    if (items) qsort(items, (size_t)n, sizeof *items, compare);
    return items;
}

void bm_kernel_order(const int64_t *sizes, const double *const *args, double *out) {
    Item few[64], *items = sorted(sizes[0], args[0], few, 64);
    for (int64_t i = 0; i < sizes[0]; i++) out[i] = items ? (double)items[i].position : NAN;
    if (items != few) free(items);
}

void bm_kernel_rank(const int64_t *sizes, const double *const *args, double *out) {
    Item few[64], *items = sorted(sizes[0], args[0], few, 64);
    for (int64_t i = 0; i < sizes[0] && !items; i++) out[i] = NAN;
    for (int64_t i = 0, end; items && i < sizes[0]; i = end) {
        for (end = i + 1; end < sizes[0] && items[end].value == items[i].value;) end++;
        for (int64_t k = i; k < end; k++)
            out[items[k].position] = isnan(items[k].value) ? NAN : 0.5 * (double)(i + 1 + end);
    }
    if (items != few) free(items);
}
