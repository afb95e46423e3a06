/* The summary of a fit: one row for each output cell, quantities dealt out to threads. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <unistd.h>
#include "series.h"

enum { MOST_THREADS = 64, BATCH = 8, WORTH_A_THREAD = 16000 }; /* draws × cells that pay for starting a thread */

static int by_length_down(const void *a, const void *b) {
    const int x = *(const int *)a, y = *(const int *)b;
    return (x < y) - (x > y);
}

int bm_fit_usable(const BmFit *fit, int *chains) {
    int *length = calloc((size_t)fit->n_chains + 1, sizeof *length), n = 0, count = 0;
    if (!length) return 0;
    for (int i = 0; i < fit->n_chains; i++) length[i] = fit->chains[i].n_draws;
    qsort(length, (size_t)fit->n_chains, sizeof *length, by_length_down);
    for (int k = 1; k <= fit->n_chains; k++)
        if ((int64_t)k * length[k - 1] > (int64_t)count * n) count = k, n = length[k - 1];
    free(length);
    for (int i = 0, used = 0; i < fit->n_chains; i++)
        chains[i] = n > 0 && used < count && fit->chains[i].n_draws >= n ? (used++, 1) : 0;
    return n;
}

typedef struct Job {
    const BmFit    *fit;
    BmSummaryRow   *rows;
    const BmChain **chains;
    int             n_chains, n_draws;
    _Atomic int64_t next;
} Job;

static void *work(void *argument) {
    Job           *job = argument;
    const int64_t  cells = job->fit->n_outputs;
    BmSeries      *series = bm_series_new(job->n_chains, job->n_draws);
    const double **x = calloc((size_t)job->n_chains, sizeof *x);
    for (int64_t from; series && x && (from = atomic_fetch_add(&job->next, BATCH)) < cells;) {
        for (int64_t cell = from; cell < from + BATCH && cell < cells; cell++) {
            for (int c = 0; c < job->n_chains; c++) x[c] = job->chains[c]->outputs + cell;
            bm_series_load(series, x, cells);
            job->rows[cell] = bm_series_summary(series);
        }
    }
    free(x);
    bm_series_free(series);
    return NULL;
}

static void share(Job *job) {
    const int64_t amount = job->fit->n_outputs * job->n_chains * job->n_draws / WORTH_A_THREAD;
    int64_t       wanted = sysconf(_SC_NPROCESSORS_ONLN);
    if (wanted > amount) wanted = amount;
    if (wanted > (job->fit->n_outputs + BATCH - 1) / BATCH) wanted = (job->fit->n_outputs + BATCH - 1) / BATCH;
    if (wanted > MOST_THREADS) wanted = MOST_THREADS;
    pthread_t threads[MOST_THREADS];
    int       started = 0;
    while (started < wanted - 1 && pthread_create(&threads[started], NULL, work, job) == 0) started++;
    work(job);
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
}

BmSummaryRow *bm_summarise(const BmFit *fit) {
    BmSummaryRow   *rows = malloc(((size_t)fit->n_outputs + 1) * sizeof *rows);
    int            *used = calloc((size_t)fit->n_chains + 1, sizeof *used);
    const BmChain **chains = calloc((size_t)fit->n_chains + 1, sizeof *chains);
    if (rows && used && chains) {
        const BmSummaryRow unknown = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
        for (int64_t i = 0; i < fit->n_outputs; i++) rows[i] = unknown;
        Job job = {.fit = fit, .rows = rows, .chains = chains, .n_draws = bm_fit_usable(fit, used)};
        for (int i = 0; i < fit->n_chains; i++)
            if (used[i]) chains[job.n_chains++] = &fit->chains[i];
        if (job.n_draws > 0) share(&job);
    }
    free(used);
    free(chains);
    return rows;
}
