/* Chains on threads. Each thread takes the next chain that nobody has; the caller's thread watches and reports progress. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "chain.h"

enum { PROGRESS_MILLISECONDS = 100, MOST_DEPTH = 20 };

typedef struct Crew {
    BmChainJob     *jobs;
    int             n_jobs;
    _Atomic int     next;
    _Atomic bool    interrupted;
    pthread_mutex_t lock;
    pthread_cond_t  finished;
    int             n_finished; /* under lock */
} Crew;

BmSampleOptions bm_sample_defaults(void) {
    return (BmSampleOptions){.chains = 4, .warmup = 400, .draws = 1000, .target_accept = 0.85, .max_depth = 10};
}

static void *work(void *argument) {
    Crew *crew = argument;
    for (int i; (i = atomic_fetch_add(&crew->next, 1)) < crew->n_jobs;) {
        if (!bm_chain_run(&crew->jobs[i])) atomic_store(&crew->interrupted, true);
        pthread_mutex_lock(&crew->lock);
        crew->n_finished++;
        pthread_cond_signal(&crew->finished);
        pthread_mutex_unlock(&crew->lock);
    }
    return NULL;
}

static void look(const BmChainJob *job, BmProgress *progress) {
    const BmLive *live = &job->live;
    const double  begun = atomic_load_explicit(&live->begun, memory_order_relaxed),
                 ended = atomic_load_explicit(&live->ended, memory_order_relaxed);
    *progress =
        (BmProgress){.phase = (BmPhase)atomic_load_explicit(&live->phase, memory_order_relaxed),
                     .done = atomic_load_explicit(&live->done, memory_order_relaxed),
                     .total = job->options->warmup + job->options->draws,
                     .warmup = job->options->warmup,
                     .divergences = atomic_load_explicit(&live->divergences, memory_order_relaxed),
                     .step_size = atomic_load_explicit(&live->step_size, memory_order_relaxed),
                     .gradients_per_draw = atomic_load_explicit(&live->gradients_per_draw, memory_order_relaxed),
                     .seconds = begun == 0 ? 0 : (ended == 0 ? bm_clock() : ended) - begun};
}

static void report(const Crew *crew, BmProgress *progress, const BmSampleOptions *options) {
    for (int i = 0; i < crew->n_jobs; i++) look(&crew->jobs[i], &progress[i]);
    options->progress(progress, crew->n_jobs, options->progress_context);
}

static struct timespec later(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_nsec += PROGRESS_MILLISECONDS * 1000000L;
    if (at.tv_nsec >= 1000000000L) at.tv_sec++, at.tv_nsec -= 1000000000L;
    return at;
}

/* Returns when every chain is done. */
static void watch(Crew *crew, const BmSampleOptions *options) {
    BmProgress *progress = options->progress ? calloc((size_t)crew->n_jobs, sizeof *progress) : NULL;
    pthread_mutex_lock(&crew->lock);
    while (crew->n_finished < crew->n_jobs) {
        const struct timespec until = later();
        int                   woken = 0;
        while (woken != ETIMEDOUT && crew->n_finished < crew->n_jobs)
            woken = pthread_cond_timedwait(&crew->finished, &crew->lock, &until);
        pthread_mutex_unlock(&crew->lock);
        if (progress) report(crew, progress, options);
        pthread_mutex_lock(&crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
    free(progress);
}

static void run_all(Crew *crew, const BmSampleOptions *options) {
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->finished, &clock);
    const int  wanted = options->cores > 0 ? options->cores : (int)sysconf(_SC_NPROCESSORS_ONLN);
    const int  threads = wanted < crew->n_jobs ? wanted : crew->n_jobs;
    pthread_t *thread = calloc((size_t)threads + 1, sizeof *thread);
    int        started = 0;
    while (thread && started < threads && pthread_create(&thread[started], NULL, work, crew) == 0) started++;
    if (started == 0) work(crew);
    watch(crew, options);
    for (int i = 0; i < started; i++) pthread_join(thread[i], NULL);
    free(thread);
    pthread_cond_destroy(&crew->finished);
    pthread_mutex_destroy(&crew->lock);
    pthread_condattr_destroy(&clock);
}

static BmSampleOptions sane(const BmSampleOptions *given) {
    BmSampleOptions options = *given;
    if (options.chains < 1) options.chains = 1;
    if (options.warmup < 0) options.warmup = 0;
    if (options.draws < 0) options.draws = 0;
    if (options.max_depth < 1) options.max_depth = 1;
    if (options.max_depth > MOST_DEPTH) options.max_depth = MOST_DEPTH;
    return options;
}

BmFit *bm_sample(const BmModel *model, const int64_t *layout, const double *data, const BmSampleOptions *given) {
    const BmSampleOptions options = sane(given);
    BmFit                *fit = calloc(1, sizeof *fit);
    BmChain              *chains = calloc((size_t)options.chains, sizeof *chains);
    BmChainJob           *jobs = calloc((size_t)options.chains, sizeof *jobs);
    if (!fit || !chains || !jobs) {
        free(fit), free(chains), free(jobs);
        return NULL;
    }
    for (int i = 0; i < options.chains; i++)
        jobs[i] = (BmChainJob){
            .model = model, .layout = layout, .data = data, .options = &options, .id = i, .chain = &chains[i]};
    Crew crew = {.jobs = jobs, .n_jobs = options.chains};
    run_all(&crew, &options);
    *fit = (BmFit){.n_chains = options.chains,
                   .chains = chains,
                   .n_outputs = layout[BM_LAYOUT_OUTPUTS],
                   .interrupted = crew.interrupted,
                   .seed = options.seed,
                   .warmup = options.warmup,
                   .draws = options.draws,
                   .max_depth = options.max_depth};
    free(jobs);
    return fit;
}

void bm_fit_free(BmFit *fit) {
    if (!fit) return;
    for (int i = 0; i < fit->n_chains; i++) {
        BmChain *chain = &fit->chains[i];
        free(chain->outputs);
        free(chain->stats);
        free(chain->inv_mass);
        free(chain->failure);
        free(chain->failed_at);
    }
    free(fit->chains);
    free(fit);
}
