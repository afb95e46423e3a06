/* The diagnostics of sample.h for a single quantity, and those of the sampler itself. */
#include <math.h>
#include <stdlib.h>
#include "series.h"

static double of_series(const double *const *x, int chains, int n, double (*diagnostic)(BmSeries *)) {
    if (chains < 1 || n < 1) return NAN;
    BmSeries *series = bm_series_new(chains, n);
    if (!series) return NAN;
    bm_series_load(series, x, 1);
    const double value = diagnostic(series);
    bm_series_free(series);
    return value;
}

double bm_rhat(const double *const *x, int chains, int n) { return of_series(x, chains, n, bm_series_rhat); }
double bm_ess_bulk(const double *const *x, int chains, int n) { return of_series(x, chains, n, bm_series_ess_bulk); }
double bm_ess_tail(const double *const *x, int chains, int n) { return of_series(x, chains, n, bm_series_ess_tail); }
double bm_ess_mean(const double *const *x, int chains, int n) { return of_series(x, chains, n, bm_series_ess_mean); }
double bm_mcse_mean(const double *const *x, int chains, int n) { return of_series(x, chains, n, bm_series_mcse_mean); }
double bm_mcse_sd(const double *const *x, int chains, int n) { return of_series(x, chains, n, bm_series_mcse_sd); }

/* Mean squared change of the energy over its variance: how much of the energy a fresh momentum can reach (Betancourt 2016). */
double bm_ebfmi(const double *energy, int n) {
    if (n < 2) return NAN;
    double mean = 0, squares = 0, changes = 0;
    for (int i = 0; i < n; i++) mean += energy[i] / n;
    for (int i = 0; i < n; i++) squares += (energy[i] - mean) * (energy[i] - mean);
    for (int i = 1; i < n; i++) changes += (energy[i] - energy[i - 1]) * (energy[i] - energy[i - 1]);
    return squares > 0 && changes > 0 ? changes / squares : NAN;
}

double bm_chain_ebfmi(const BmChain *chain) {
    double *energy = malloc(((size_t)chain->n_draws + 1) * sizeof *energy);
    for (int t = 0; energy && t < chain->n_draws; t++) energy[t] = chain->stats[t].energy;
    const double value = energy ? bm_ebfmi(energy, chain->n_draws) : NAN;
    free(energy);
    return value;
}
