/* The schedule of nutpie (nuts-rs 0.18, studied with its measurements), in three phases of a warmup of n draws:
 *
 *   early   t < 0.3 n     the background becomes the foreground every 10 draws
 *   main    t < 0.85 n    … after 80 draws, then each time after half as many again
 *   late    the rest      step size only, from the symmetric acceptance statistic
 *
 * The metric is renewed from the foreground at every draw. A switch for which too few draws would be left does not happen: from
 * there the foreground only grows. After the first metric the step size is searched anew; later changes are small. */
#include "warmup.h"
#include <math.h>
#include <stdlib.h>

static const double EARLY = 0.30, LATE = 0.15, GROWTH = 1.5;
enum { EARLY_INTERVAL = 10, MAIN_INTERVAL = 80, LEAST_DRAWS = 3 };
static const double FIRST_STEP = 0.1;

static size_t cells_of(int64_t padded) { return ((size_t)(padded + BM_PAD) + 7) / 8 * 8; }

size_t bm_warmup_bytes(int64_t padded)
{
    return 10 * cells_of(padded) * sizeof(double);
}

static void search_step(BmWarmup *warmup, double from)
{
    const double target = warmup->step_size.target;
    const double step = bm_step_search(warmup->nuts, warmup->density, warmup->scale, warmup->step, from, target, &warmup->search);
    bm_step_restart(&warmup->step_size, step, target);
    bm_warmup_set_step(warmup, step);
}

void bm_warmup_init(BmWarmup *warmup, void *memory, BmNuts *nuts, BmDensity *density, int length, double target, BmStream search)
{
    const size_t cells = cells_of(density->padded);
    double *vector[10];
    for (int i = 0; i < 10; i++) vector[i] = (double *)memory + (size_t)i * cells;
    *warmup = (BmWarmup){.density = density, .nuts = nuts, .length = length, .interval = EARLY_INTERVAL, .search = search,
                         .foreground = {.mean_x = vector[0], .sum_x = vector[1], .mean_g = vector[2], .sum_g = vector[3]},
                         .background = {.mean_x = vector[4], .sum_x = vector[5], .mean_g = vector[6], .sum_g = vector[7]},
                         .scale = vector[8], .step = vector[9], .step_size = {.target = target}};
    const BmPoint *start = bm_nuts_current(nuts);
    bm_moments_clear(&warmup->foreground, density->padded);
    bm_moments_clear(&warmup->background, density->padded);
    bm_moments_add(&warmup->foreground, start->q, start->g, density->padded);
    bm_moments_add(&warmup->background, start->q, start->g, density->padded);
    bm_metric_from_gradient(warmup->scale, start->g, density->size, density->padded);
    search_step(warmup, FIRST_STEP);
}

void bm_warmup_set_step(BmWarmup *warmup, double step_size)
{
    warmup->current = step_size;
    for (int64_t i = 0; i < warmup->density->padded; i++) warmup->step[i] = step_size * warmup->scale[i];
}

static void switch_windows(BmWarmup *warmup)
{
    const BmMoments retired = warmup->foreground;
    warmup->foreground = warmup->background;
    warmup->background = retired;
    bm_moments_clear(&warmup->background, warmup->density->padded);
}

/* Draws that did not move tell of the sampler, not of the posterior. */
static bool is_good(const BmPoint *draw, const BmTransition *transition)
{
    return transition->divergent ? abs(draw->index) > 4 : draw->index != 0;
}

static void learn_metric(BmWarmup *warmup, const BmPoint *draw)
{
    const int64_t padded = warmup->density->padded;
    bm_moments_add(&warmup->foreground, draw->q, draw->g, padded);
    bm_moments_add(&warmup->background, draw->q, draw->g, padded);
    if (warmup->foreground.count >= LEAST_DRAWS) bm_metric_from_moments(warmup->scale, &warmup->foreground, padded);
}

void bm_warmup_learn(BmWarmup *warmup, int t, const BmTransition *transition)
{
    const double late_from = warmup->length - LATE * warmup->length;
    const bool early = t < EARLY * warmup->length;
    const BmPoint *draw = bm_nuts_current(warmup->nuts);
    bool settled = t >= late_from;
    if (!settled) {
        if (is_good(draw, transition)) learn_metric(warmup, draw);
        if (!early && warmup->main_interval == 0)
            warmup->interval = warmup->main_interval = MAIN_INTERVAL > warmup->background.count ? MAIN_INTERVAL : warmup->background.count;
        const int grown = (int)lround(GROWTH * warmup->interval);
        const int next = early ? EARLY_INTERVAL : grown > warmup->interval ? grown : warmup->interval + 1;
        settled = next + t > late_from;
        if (warmup->background.count >= warmup->interval && !settled) {
            switch_windows(warmup);
            if (!early) warmup->interval = next;
        }
    }
    bm_step_update(&warmup->step_size, settled ? transition->accept_symmetric : transition->accept);
    if (!warmup->searched_again && warmup->foreground.count >= LEAST_DRAWS) {
        warmup->searched_again = true;
        search_step(warmup, exp(warmup->step_size.log_step));
    }
    const BmStepSize *size = &warmup->step_size;
    bm_warmup_set_step(warmup, exp(t + 1 < warmup->length ? size->log_step : size->log_step_average));
}
