/* Three phases of a warmup of n draws (the schedule of nutpie; nuts-rs 0.18):
 *
 *   early   t < 0.3 n     the background becomes the foreground every 10 draws
 *   main    t < 0.85 n    … after 80 draws, then each time after half as many again
 *   late    the rest      step size only, from the symmetric acceptance statistic
 *
 * The diagonal metric is renewed from the foreground at every draw. A switch for which too few draws would be left does not happen: from
 * there the foreground only grows. After the first metric the step size is searched anew; later changes are small.
 *
 * Axes of correlated posteriors (axes.h) are looked for at each switch of the main phase and at the beginning of the late one, from the draws of the
 * foreground: early draws are still on their way. Where there are any, the scale stays with them, and the step size is searched anew. */
#include "warmup.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double EARLY = 0.30, LATE = 0.15, GROWTH = 1.5, EARLY_LOOK = 0.15;
enum { EARLY_INTERVAL = 10, MAIN_INTERVAL = 80, LEAST_DRAWS = 3 };
enum { FEW = 30, SHORT = 10 }; /* coordinates; leapfrog steps of a draw */
static const double FIRST_STEP = 0.1;

enum { VECTORS = 10 }; /* 8 of moments, scale, step */

static size_t cells_of(int64_t padded) { return ((size_t)(padded + BM_PAD) + 7) / 8 * 8; }

static size_t cells_for_axes(int64_t size, int64_t padded, int length) {
    if (size > BM_AXES_MOST) return 0;
    return ((size_t)size + 2) * cells_of(padded) + 2 * (size_t)length * (size_t)padded + bm_axes_work(size);
}

size_t bm_warmup_bytes(int64_t size, int64_t padded, int length) {
    return (VECTORS * cells_of(padded) + cells_for_axes(size, padded, length)) * sizeof(double);
}

static void search_step(BmWarmup *warmup, double from) {
    const double target = warmup->step_size.target;
    const double step =
        bm_step_search(warmup->nuts, warmup->density, warmup->scale, &warmup->step, from, target, &warmup->search);
    bm_step_restart(&warmup->step_size, step, target);
    bm_warmup_set_step(warmup, step);
}

static void room_for_axes(BmWarmup *warmup, double *memory) {
    const BmDensity *density = warmup->density;
    if (density->size > BM_AXES_MOST) return;
    const size_t cells = cells_of(density->padded);
    warmup->axes.stretch = memory;
    warmup->step.room = memory + cells;
    warmup->axes.vectors = memory + 2 * cells;
    warmup->draws = warmup->axes.vectors + (size_t)density->size * cells;
    warmup->axes_work = warmup->draws + 2 * (size_t)warmup->length * (size_t)density->padded;
}

void bm_warmup_init(BmWarmup *warmup, void *memory, BmNuts *nuts, BmDensity *density, int length, double target,
                    BmStream search) {
    const size_t cells = cells_of(density->padded);
    double      *vector[VECTORS];
    for (int i = 0; i < VECTORS; i++) vector[i] = (double *)memory + (size_t)i * cells;
    *warmup =
        (BmWarmup){.density = density,
                   .nuts = nuts,
                   .length = length,
                   .interval = EARLY_INTERVAL,
                   .search = search,
                   .foreground = {.mean_x = vector[0], .sum_x = vector[1], .mean_g = vector[2], .sum_g = vector[3]},
                   .background = {.mean_x = vector[4], .sum_x = vector[5], .mean_g = vector[6], .sum_g = vector[7]},
                   .scale = vector[8],
                   .step = {.step = vector[9], .axes = &warmup->axes},
                   .step_size = {.target = target}};
    room_for_axes(warmup, (double *)memory + VECTORS * cells);
    const BmPoint *start = bm_nuts_current(nuts);
    bm_moments_clear(&warmup->foreground, density->padded);
    bm_moments_clear(&warmup->background, density->padded);
    bm_moments_add(&warmup->foreground, start->q, start->g, density->padded);
    bm_moments_add(&warmup->background, start->q, start->g, density->padded);
    bm_metric_from_gradient(warmup->scale, start->g, density->size, density->padded);
    search_step(warmup, FIRST_STEP);
}

void bm_warmup_set_step(BmWarmup *warmup, double step_size) {
    warmup->current = step_size;
    for (int64_t i = 0; i < warmup->density->padded; i++) warmup->step.step[i] = step_size * warmup->scale[i];
}

static void switch_windows(BmWarmup *warmup) {
    const BmMoments retired = warmup->foreground;
    warmup->foreground = warmup->background;
    warmup->background = retired;
    bm_moments_clear(&warmup->background, warmup->density->padded);
    warmup->foreground_from = warmup->background_from;
    warmup->background_from = warmup->n_draws;
}

/* Draws that did not move tell of the sampler, not of the posterior. */
static bool is_good(const BmPoint *draw, const BmTransition *transition) {
    return transition->divergent ? abs(draw->index) > 4 : draw->index != 0;
}

static void learn_draw(BmWarmup *warmup, const BmPoint *draw) {
    const int64_t padded = warmup->density->padded;
    bm_moments_add(&warmup->foreground, draw->q, draw->g, padded);
    bm_moments_add(&warmup->background, draw->q, draw->g, padded);
    if (warmup->axes.rank == 0 && warmup->foreground.count >= LEAST_DRAWS)
        bm_metric_from_moments(warmup->scale, &warmup->foreground, padded);
    if (!warmup->draws) return;
    double *kept = warmup->draws + 2 * (int64_t)warmup->n_draws++ * padded;
    memcpy(kept, draw->q, (size_t)padded * sizeof *kept);
    memcpy(kept + padded, draw->g, (size_t)padded * sizeof *kept);
}

/* Whether looking may pay: with many coordinates it takes milliseconds, for which trajectories must be long. */
static bool worth_looking(BmWarmup *warmup) {
    const bool cheap = warmup->density->size <= FEW, slow = warmup->leapfrogs > SHORT * warmup->transitions;
    warmup->leapfrogs = warmup->transitions = 0;
    return warmup->draws && (cheap || slow || warmup->axes.rank > 0);
}

/* Looks for axes among the draws of the foreground. */
static void learn_axes(BmWarmup *warmup) {
    const int64_t padded = warmup->density->padded;
    const int     before = warmup->axes.rank, from = warmup->foreground_from;
    if (!worth_looking(warmup)) return;
    bm_metric_from_moments(warmup->scale, &warmup->foreground, padded);
    bm_axes_find(&warmup->axes, warmup->draws + 2 * from * padded, warmup->n_draws - from, warmup->scale,
                 warmup->density->size, padded, warmup->axes_work);
    if (before > 0 || warmup->axes.rank > 0) search_step(warmup, exp(warmup->step_size.log_step));
}

/* A first look at axes, in the middle of the early phase: the foreground becomes the later half of the draws so far, or somewhat more if
 * there are many coordinates. */
static void look_early(BmWarmup *warmup) {
    const int64_t padded = warmup->density->padded;
    if (!warmup->draws || warmup->n_draws < 2 * LEAST_DRAWS) return;
    const int enough = (int)warmup->density->size * 2, half = warmup->n_draws / 2, most = warmup->n_draws * 3 / 4;
    const int wanted = enough > most ? most : enough > half ? enough : half;
    warmup->foreground_from = warmup->n_draws - wanted;
    bm_moments_clear(&warmup->foreground, padded);
    for (int64_t i = warmup->foreground_from; i < warmup->n_draws; i++) {
        const double *draw = warmup->draws + 2 * i * padded;
        bm_moments_add(&warmup->foreground, draw, draw + padded, padded);
    }
    learn_axes(warmup);
}

/* The windows, before the late phase. Returns whether no switch will follow. */
static bool turn_windows(BmWarmup *warmup, int t, double late_from) {
    const bool early = t < EARLY * warmup->length;
    if (!early && warmup->main_interval == 0)
        warmup->interval = warmup->main_interval =
            MAIN_INTERVAL > warmup->background.count ? MAIN_INTERVAL : warmup->background.count;
    const int  grown = (int)lround(GROWTH * warmup->interval);
    const int  next = early ? EARLY_INTERVAL : grown > warmup->interval ? grown : warmup->interval + 1;
    const bool settled = next + t > late_from;
    if (warmup->background.count >= warmup->interval && !settled) {
        switch_windows(warmup);
        if (!early) {
            warmup->interval = next;
            learn_axes(warmup);
        }
    }
    return settled;
}

void bm_warmup_learn(BmWarmup *warmup, int t, const BmTransition *transition) {
    const double   late_from = warmup->length - LATE * warmup->length;
    const BmPoint *draw = bm_nuts_current(warmup->nuts);
    bool           settled = true;
    warmup->leapfrogs += transition->n_leapfrog;
    warmup->transitions++;
    if (t < late_from) {
        if (is_good(draw, transition)) learn_draw(warmup, draw);
        settled = turn_windows(warmup, t, late_from);
    }
    bm_step_update(&warmup->step_size, settled ? transition->accept_symmetric : transition->accept);
    if (!warmup->searched_again && warmup->foreground.count >= LEAST_DRAWS) {
        warmup->searched_again = true;
        search_step(warmup, exp(warmup->step_size.log_step));
    }
    if (t == (int)(EARLY_LOOK * warmup->length)) look_early(warmup);
    if (t < late_from && t + 1 >= late_from) learn_axes(warmup);
    const BmStepSize *size = &warmup->step_size;
    bm_warmup_set_step(warmup, exp(t + 1 < warmup->length ? size->log_step : size->log_step_average));
}
