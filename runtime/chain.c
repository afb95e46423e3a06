/* A chain owns one block of memory, made before its first gradient: workspace of the model, trajectory, warmup. Every random number
 * comes from a stream that is named by the number of the draw, so nothing depends on threads or on what was drawn before. */
#include "chain.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "draw.h"
#include "warmup.h"

enum { PAGE = 4096, STARTS = 100, CANDIDATES = 10 };
static const double NEAR_RANGE =
    0.1; /* around a start that the model gives; it widens to START_RANGE if that does not do */
static const double START_RANGE = 2; /* starts are uniform on (-2, 2) on the unconstrained scale */
static const double POOR =
    1000; /* by how much less the log density of a poor start is than that of another: a trajectory that errs so counts as diverged */
static const double JITTER = 0.1; /* of the step size after warmup: breaks resonance with near-Gaussian targets */

typedef struct Run {
    BmChainJob *job;
    BmDensity   density;
    BmNuts     *nuts;
    BmWarmup    warmup;
    void       *memory;
    int64_t     divergences;
    double      begun;
} Run;

double bm_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static size_t pages(size_t bytes) { return (bytes + PAGE - 1) / PAGE * PAGE; }

/* Zeroed and page-aligned, with a page to the next chain's memory on either side. */
static void *allocate(Run *run) {
    const BmChainJob *job = run->job;
    const int64_t     size = job->layout[BM_LAYOUT_UNKNOWNS], padded = (size + BM_LANES - 1) / BM_LANES * BM_LANES;
    const size_t      work = pages((size_t)(job->layout[BM_LAYOUT_WORK] + BM_PAD) * sizeof(double));
    const size_t      nuts = pages(bm_nuts_bytes(padded, job->options->max_depth)),
                 warmup = pages(bm_warmup_bytes(size, padded, job->options->warmup));
    run->memory = calloc(work + nuts + warmup + 3 * PAGE, 1);
    if (!run->memory) return NULL;
    char *at = (char *)run->memory + (2 * PAGE - (uintptr_t)run->memory % PAGE);
    run->density = (BmDensity){.model = job->model,
                               .layout = job->layout,
                               .data = job->data,
                               .work = (double *)at,
                               .size = size,
                               .padded = padded};
    run->nuts = bm_nuts_init(at + work, &run->density, job->options->max_depth);
    return at + work + nuts;
}

static BmStream stream(const Run *run, BmPurpose purpose, int draw) {
    return bm_stream(run->job->options->seed, (uint32_t)run->job->id, purpose, (uint32_t)draw);
}

static void fail_to_start(Run *run, int without_density, int without_gradient) {
    BmChain       *chain = run->job->chain;
    const BmPoint *last = bm_nuts_current(run->nuts);
    char           text[320];
    if (without_density == STARTS)
        snprintf(text, sizeof text, "the log density is %s at every one of %d random starting points",
                 isnan(last->log_density) ? "not a number"
                 : last->log_density > 0  ? "infinite"
                                          : "minus infinity",
                 STARTS);
    else
        snprintf(text, sizeof text,
                 "no starting point among %d random ones has a finite log density and gradient (log density not "
                 "finite: %d, gradient not finite: %d)",
                 STARTS, without_density, without_gradient);
    chain->failure = strdup(text);
    chain->failed_at = calloc((size_t)(run->density.padded + BM_PAD), sizeof(double));
    if (chain->failed_at) memcpy(chain->failed_at, last->q, (size_t)run->density.size * sizeof(double));
}

static void place_start(Run *run, int attempt) {
    BmPoint      *point = bm_nuts_current(run->nuts);
    BmStream      init = stream(run, BM_PURPOSE_INIT, attempt);
    const double *near = run->job->options->start, range = attempt < STARTS / 2 ? NEAR_RANGE : START_RANGE;
    for (int64_t i = 0; i < run->density.size; i++) {
        const double step = 2 * bm_std_uniform(&init) - 1;
        point->q[i] = near && isfinite(near[i]) ? near[i] + range * step : START_RANGE * step;
    }
    bm_density_at(&run->density, point);
}

/* The first of the random starts with a finite log density and gradient, unless it is poor: then the best of some that follow. A start far out, at a log
 * density of -1e47, say, would spoil all of the warmup. */
static bool find_start(Run *run) {
    const BmPoint *point = bm_nuts_current(run->nuts);
    int            without_density = 0, without_gradient = 0, found = 0, first = -1, best = -1;
    double         of_first = 0, of_best = -INFINITY;
    for (int attempt = 0; attempt < STARTS && found < CANDIDATES; attempt++) {
        place_start(run, attempt);
        if (bm_point_finite(&run->density, point)) {
            if (!found++) first = attempt, of_first = point->log_density;
            if (point->log_density > of_best) best = attempt, of_best = point->log_density;
        } else if (isfinite(point->log_density))
            without_gradient++;
        else
            without_density++;
    }
    if (!found) {
        fail_to_start(run, without_density, without_gradient);
        return false;
    }
    place_start(run, of_best - of_first > POOR ? best : first);
    return true;
}

static BmTransition transition(Run *run, int t) {
    BmStream momentum = stream(run, BM_PURPOSE_MOMENTUM, t), choices = stream(run, BM_PURPOSE_TREE, t);
    return bm_nuts_transition(run->nuts, &run->warmup.step, &momentum, &choices);
}

static void show(Run *run, BmPhase phase, int done, int since, int64_t gradients) {
    BmLive *live = &run->job->live;
    atomic_store_explicit(&live->done, done, memory_order_relaxed);
    atomic_store_explicit(&live->divergences, (int)run->divergences, memory_order_relaxed);
    atomic_store_explicit(&live->step_size, run->warmup.current, memory_order_relaxed);
    if (done > since)
        atomic_store_explicit(&live->gradients_per_draw, (double)gradients / (done - since), memory_order_relaxed);
    atomic_store_explicit(&live->phase, (int)phase, memory_order_relaxed);
}

static bool stopped(const Run *run) { return run->job->options->stop && *run->job->options->stop; }

static bool warm_up(Run *run) {
    const int warmup = run->job->options->warmup;
    for (int t = 0; t < warmup; t++) {
        if (stopped(run)) return false;
        const BmTransition result = transition(run, t);
        run->divergences += result.divergent;
        bm_warmup_learn(&run->warmup, t, &result);
        show(run, BM_PHASE_WARMUP, t + 1, 0, run->density.gradients);
    }
    return true;
}

static void keep(Run *run, int t, const BmTransition *result) {
    const BmChainJob *job = run->job;
    BmChain          *chain = job->chain;
    const BmPoint    *point = bm_nuts_current(run->nuts);
    BmStream          generated = stream(run, BM_PURPOSE_GENERATED, t);
    double           *out = chain->outputs + (int64_t)chain->n_draws * job->layout[BM_LAYOUT_OUTPUTS];
    job->model->outputs(point->q, out, job->layout, job->data, run->density.work, &generated);
    chain->stats[chain->n_draws++] = (BmDrawStats){.log_density = point->log_density,
                                                   .accept = result->accept,
                                                   .step_size = run->warmup.current,
                                                   .energy = result->energy,
                                                   .depth = result->depth,
                                                   .n_leapfrog = result->n_leapfrog,
                                                   .divergent = result->divergent};
    chain->divergences += result->divergent;
    chain->max_depth_hits += result->depth == job->options->max_depth;
}

static bool sample(Run *run) {
    const BmSampleOptions *options = run->job->options;
    BmChain               *chain = run->job->chain;
    const double           step_size = chain->step_size = run->warmup.current;
    for (int t = options->warmup; t < options->warmup + options->draws; t++) {
        if (stopped(run)) return false;
        BmStream jitter = stream(run, BM_PURPOSE_JITTER, t);
        bm_warmup_set_step(&run->warmup, step_size * (1 + JITTER * (2 * bm_std_uniform(&jitter) - 1)));
        const BmTransition result = transition(run, t);
        keep(run, t, &result);
        run->divergences = chain->divergences;
        show(run, BM_PHASE_SAMPLING, t + 1, options->warmup, run->density.gradients - chain->gradients_warmup);
    }
    return true;
}

static bool run_phases(Run *run) {
    BmChain   *chain = run->job->chain;
    const bool warm = warm_up(run);
    chain->gradients_warmup = run->density.gradients;
    chain->seconds_warmup = bm_clock() - run->begun;
    run->divergences = 0;
    const bool complete = warm && sample(run);
    chain->gradients_sampling = run->density.gradients - chain->gradients_warmup;
    chain->seconds_sampling = bm_clock() - run->begun - chain->seconds_warmup;
    for (int64_t i = 0; i < run->density.size; i++) chain->inv_mass[i] = run->warmup.scale[i] * run->warmup.scale[i];
    return complete;
}

static bool make_room(Run *run) {
    const BmChainJob *job = run->job;
    BmChain          *chain = job->chain;
    const size_t      draws = (size_t)job->options->draws, outputs = (size_t)job->layout[BM_LAYOUT_OUTPUTS];
    chain->outputs = malloc((draws * outputs + BM_PAD) * sizeof(double));
    chain->stats = malloc((draws + 1) * sizeof *chain->stats);
    chain->inv_mass = calloc((size_t)job->layout[BM_LAYOUT_UNKNOWNS] + 1, sizeof(double));
    return chain->outputs && chain->stats && chain->inv_mass;
}

bool bm_chain_run(BmChainJob *job) {
    Run  run = {.job = job, .begun = bm_clock()};
    bool complete = true;
    atomic_store_explicit(&job->live.begun, run.begun, memory_order_relaxed);
    void *memory = make_room(&run) ? allocate(&run) : NULL;
    if (!memory) {
        job->chain->failure = strdup("there is not enough memory for the draws");
    } else if (find_start(&run)) {
        bm_warmup_init(&run.warmup, memory, run.nuts, &run.density, job->options->warmup, job->options->target_accept,
                       stream(&run, BM_PURPOSE_STEP_SEARCH, 0));
        complete = run_phases(&run);
    }
    free(run.memory);
    atomic_store_explicit(&job->live.ended, bm_clock(), memory_order_relaxed);
    atomic_store_explicit(&job->live.phase, (int)(job->chain->failure ? BM_PHASE_FAILED : BM_PHASE_DONE),
                          memory_order_relaxed);
    return complete;
}
