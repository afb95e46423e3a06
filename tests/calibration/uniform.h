/* Are ranks uniform? The statistic of Säilynoja, Bürkner & Vehtari 2022 (simultaneous bands of an empirical distribution function): of n ranks in 0 … L,
 * how many are at most z is Binomial(n, (z + 1) / (L + 1)); the smallest two-sided tail probability over all z is the statistic, and its
 * own distribution for uniform ranks is simulated. */
#ifndef TESTS_CALIBRATION_UNIFORM_H
#define TESTS_CALIBRATION_UNIFORM_H
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/rng.h"
#include "runtime/special.h"

typedef struct Uniform {
    int     n, most; /* ranks, and the largest of them: L */
    double *tails;   /* [z][count]: twice the smaller tail of Binomial(n, (z + 1) / (L + 1)) */
    double *null;    /* statistics of uniform ranks, sorted */
    int     n_null;
} Uniform;

static double uniform_statistic(const Uniform *u, const int *ranks) {
    double least = 1;
    int   *counts = calloc((size_t)u->most + 1, sizeof *counts), below = 0;
    for (int i = 0; i < u->n; i++) counts[ranks[i]]++;
    for (int z = 0; z < u->most; z++) {
        below += counts[z];
        least = fmin(least, u->tails[z * (u->n + 1) + below]);
    }
    free(counts);
    return least;
}

static int uniform_ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* P(K <= k) under Binomial(n, p). */
static double uniform_cdf(int k, int n, double p) { return k < 0 ? 0 : k >= n ? 1 : bm_beta_q(k + 1.0, n - k, p); }

/* Simulates n_null times. */
static Uniform uniform_new(int n, int most, int n_null) {
    Uniform  u = {.n = n, .most = most, .n_null = n_null};
    BmStream stream = bm_stream(2022, 0, BM_PURPOSE_FREE, 0);
    int     *ranks = malloc((size_t)n * sizeof *ranks);
    u.tails = malloc((size_t)most * (size_t)(n + 1) * sizeof *u.tails);
    u.null = malloc((size_t)n_null * sizeof *u.null);
    for (int z = 0; z < most; z++)
        for (int k = 0; k <= n; k++) {
            double p = (z + 1.0) / (most + 1), below = uniform_cdf(k, n, p), above = 1 - uniform_cdf(k - 1, n, p);
            u.tails[z * (n + 1) + k] = fmin(1, 2 * fmin(below, above));
        }
    for (int s = 0; s < n_null; s++) {
        for (int i = 0; i < n; i++) ranks[i] = (int)((double)(bm_stream_bits(&stream) >> 11) * 0x1p-53 * (most + 1));
        u.null[s] = uniform_statistic(&u, ranks);
    }
    qsort(u.null, (size_t)n_null, sizeof *u.null, uniform_ascending);
    free(ranks);
    return u;
}

/* Probability of a statistic as small as this one if the ranks are uniform; never below 1 / (n_null + 1). */
static double uniform_p_value(const Uniform *u, const int *ranks) {
    double s = uniform_statistic(u, ranks);
    int    lo = 0, hi = u->n_null;
    while (lo < hi) {
        int middle = (lo + hi) / 2;
        if (u->null[middle] <= s)
            lo = middle + 1;
        else
            hi = middle;
    }
    return (lo + 1.0) / (u->n_null + 1);
}

static void uniform_free(Uniform *u) { free(u->tails), free(u->null); }
#endif
