/* Radix sort of doubles by their bits: 6 passes of 11 bits, least first, leaving out those in which all keys agree. On 4000 draws it
 * takes a fifth of the time of qsort. */
#include "order.h"
#include <string.h>

enum { PASSES = 6, BITS = 11, BUCKETS = 1 << BITS };

/* Order of the bits as unsigned numbers = order of the doubles. */
static uint64_t key_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | 0x8000000000000000u;
}

static double value_of(uint64_t key) {
    const uint64_t bits = key >> 63 ? key & 0x7fffffffffffffffu : ~key;
    double         x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

void bm_order(const double *x, int64_t n, double *sorted, uint32_t *order, BmRanked *a, BmRanked *b) {
    uint32_t start[PASSES][BUCKETS] = {{0}};
    for (int64_t i = 0; i < n; i++) {
        a[i] = (BmRanked){key_of(x[i]), (uint32_t)i};
        for (int pass = 0; pass < PASSES; pass++) start[pass][a[i].key >> (pass * BITS) & (BUCKETS - 1)]++;
    }
    for (int pass = 0; pass < PASSES && n > 0; pass++) {
        uint32_t *bucket = start[pass], sum = 0;
        if (bucket[a[0].key >> (pass * BITS) & (BUCKETS - 1)] == n) continue;
        for (int i = 0; i < BUCKETS; i++) {
            const uint32_t count = bucket[i];
            bucket[i] = sum;
            sum += count;
        }
        for (int64_t i = 0; i < n; i++) b[bucket[a[i].key >> (pass * BITS) & (BUCKETS - 1)]++] = a[i];
        BmRanked *sorted_so_far = b;
        b = a;
        a = sorted_so_far;
    }
    for (int64_t i = 0; i < n; i++) sorted[i] = value_of(a[i].key), order[i] = a[i].index;
}
