/* The sampler on targets whose answers are known. Means and standard deviations must lie within 4.5 Monte Carlo standard errors of
 * the truth (fixed seeds; a correct sampler crosses that with probability 7e-6 for each number). */
#include "test.h"
#include <stdlib.h>
#include "hand_models.h"
#include "runtime/sample.h"

static const double LIMIT = 4.5;

static BmFit *fit_with(const BmModel *model, int64_t size, const BmSampleOptions *options) {
    int64_t layout[HAND_LAYOUT] = {0};
    layout[BM_LAYOUT_SIZES] = size;
    model->layout(layout);
    return bm_sample(model, layout, NULL, options);
}

static BmFit *fit(const BmModel *model, int64_t size, uint64_t seed) {
    BmSampleOptions options = bm_sample_defaults();
    options.seed = seed;
    return fit_with(model, size, &options);
}

static void check_cell(const BmSummaryRow *row, double mean, double sd, int line) {
    if (!CHECK(fabs(row->mean - mean) <= LIMIT * row->mcse_mean && fabs(row->sd - sd) <= LIMIT * row->mcse_sd))
        printf("    called from line %d: mean %g ± %g, expected %g; sd %g ± %g, expected %g\n", line, row->mean,
               row->mcse_mean, mean, row->sd, row->mcse_sd, sd);
}
#define CHECK_CELL(row, mean, sd) check_cell(&(row), (mean), (sd), __LINE__)

static void check_health(const BmFit *f, const BmSummaryRow *rows, int line) {
    int divergences = 0, depth = 0, poor = 0;
    for (int c = 0; c < f->n_chains; c++) divergences += f->chains[c].divergences, depth += f->chains[c].max_depth_hits;
    for (int64_t i = 0; i < f->n_outputs; i++)
        poor += !(rows[i].rhat < 1.01 && rows[i].ess_bulk > 400 && rows[i].ess_tail > 400);
    if (!CHECK(divergences == 0 && depth == 0 && poor == 0))
        printf("    called from line %d: %d divergences, %d at full depth, %d poor\n", line, divergences, depth, poor);
}
#define CHECK_HEALTH(f, rows) check_health((f), (rows), __LINE__)

static void independent_normals(void) {
    static const int SIZES[] = {1, 10, 100};
    for (int k = 0; k < 3; k++) {
        BmFit        *f = fit(&NORMALS, SIZES[k], 20 + (uint64_t)k);
        BmSummaryRow *rows = bm_summarise(f);
        CHECK_INT(f->n_outputs, SIZES[k] + 1);
        for (int i = 0; i <= SIZES[k]; i++) CHECK_CELL(rows[i], 0, 1);
        CHECK_HEALTH(f, rows);
        free(rows);
        bm_fit_free(f);
    }
}

static void scales_and_correlation_are_learnt(void) {
    BmFit        *f = fit(&PAIR, 0, 3);
    BmSummaryRow *rows = bm_summarise(f);
    for (int i = 0; i < 2; i++) CHECK_CELL(rows[i], PAIR_MEAN[i], PAIR_SD[i]);
    CHECK_HEALTH(f, rows);
    /* Of a Gaussian, the metric is sd^2 sqrt(1 - r^2): 0.6 here. */
    for (int c = 0; c < f->n_chains; c++)
        for (int i = 0; i < 2; i++) CHECK_REL(f->chains[c].inv_mass[i], PAIR_SD[i] * PAIR_SD[i] * 0.6, 0.25);
    free(rows);
    bm_fit_free(f);
}

/* Reference: posteriordb eight_schools-eight_schools_noncentered (BSD-3), 10 000 reference draws: mean, sd. */
static void eight_schools(void) {
    static const double REFERENCE[10][2] = {
        {6.1505, 5.61586},  {4.93958, 4.64558}, {3.90591, 5.28071}, {4.79602, 4.77094}, {3.61444, 4.61472},
        {4.05115, 4.79625}, {6.31717, 5.00286}, {4.884, 5.31769},   {4.41052, 3.3093},  {3.60206, 3.19848}};
    BmFit        *f = fit(&SCHOOLS, 0, 8);
    BmSummaryRow *rows = bm_summarise(f);
    for (int i = 0; i < 10; i++) {
        const double error = hypot(rows[i].mcse_mean, REFERENCE[i][1] / sqrt(10000));
        if (!CHECK(fabs(rows[i].mean - REFERENCE[i][0]) < LIMIT * error))
            printf("    output %d: %g, expected %g\n", i, rows[i].mean, REFERENCE[i][0]);
        CHECK(rows[i].rhat < 1.01 && rows[i].ess_bulk > 400 && rows[i].ess_tail > 400);
    }
    free(rows);
    bm_fit_free(f);
}

static void positive_unknown_on_the_log_scale(void) {
    BmFit        *f = fit(&GAMMA3, 0, 5);
    BmSummaryRow *rows = bm_summarise(f);
    CHECK_CELL(rows[0], 3, sqrt(3));
    free(rows);
    bm_fit_free(f);
}

/* A funnel is too narrow for one step size: the sampler must say so. */
static void a_funnel_diverges_and_says_so(void) {
    BmFit *f = fit(&FUNNEL, 0, 1);
    int    divergences = 0;
    for (int c = 0; c < f->n_chains; c++) {
        int counted = 0;
        for (int t = 0; t < f->chains[c].n_draws; t++) counted += f->chains[c].stats[t].divergent;
        CHECK_INT(f->chains[c].divergences, counted);
        divergences += counted;
    }
    CHECK(divergences > 0);
    bm_fit_free(f);
}

static int same_stats(const BmDrawStats *a, const BmDrawStats *b, int n) {
    for (int t = 0; t < n; t++)
        if (a[t].log_density != b[t].log_density || a[t].accept != b[t].accept || a[t].step_size != b[t].step_size ||
            a[t].energy != b[t].energy || a[t].depth != b[t].depth || a[t].n_leapfrog != b[t].n_leapfrog ||
            a[t].divergent != b[t].divergent)
            return 0;
    return 1;
}

static int same_draws(const BmFit *a, const BmFit *b) {
    int same = a->n_chains == b->n_chains && a->n_outputs == b->n_outputs;
    for (int c = 0; same && c < a->n_chains; c++) {
        const BmChain *x = &a->chains[c], *y = &b->chains[c];
        same = x->n_draws == y->n_draws && x->gradients_warmup == y->gradients_warmup &&
               x->gradients_sampling == y->gradients_sampling &&
               memcmp(x->outputs, y->outputs, (size_t)(x->n_draws * a->n_outputs) * sizeof(double)) == 0 &&
               same_stats(x->stats, y->stats, x->n_draws);
    }
    return same;
}

static void draws_do_not_depend_on_threads(void) {
    BmSampleOptions options = bm_sample_defaults();
    options.seed = 99;
    options.draws = 300;
    options.cores = 1;
    BmFit *one = fit_with(&SCHOOLS, 0, &options);
    options.cores = 4;
    BmFit *four = fit_with(&SCHOOLS, 0, &options), *again = fit_with(&SCHOOLS, 0, &options);
    options.seed = 100;
    BmFit *other = fit_with(&SCHOOLS, 0, &options);
    CHECK(same_draws(one, four));
    CHECK(same_draws(four, again));
    CHECK(!same_draws(one, other));
    CHECK(one->chains[0].outputs[0] != one->chains[1].outputs[0]);
    /* The first chains of a run with more chains are the same. */
    options.seed = 99;
    options.chains = 2;
    BmFit *two = fit_with(&SCHOOLS, 0, &options);
    four->n_chains = 2;
    CHECK(same_draws(two, four));
    four->n_chains = 4;
    bm_fit_free(one), bm_fit_free(four), bm_fit_free(again), bm_fit_free(other), bm_fit_free(two);
}

typedef struct Watch {
    volatile int stop;
    int          calls, largest;
    bool         rises;
} Watch;

static void stop_when_sampling(const BmProgress *chains, int n, void *context) {
    Watch *watch = context;
    watch->calls++;
    for (int c = 0; c < n; c++) {
        if (chains[c].phase == BM_PHASE_SAMPLING && chains[c].done > 1000) watch->stop = 1;
        watch->rises &= chains[c].done <= chains[c].total;
        if (chains[c].done > watch->largest) watch->largest = chains[c].done;
    }
}

static void an_interrupted_run_keeps_its_draws(void) {
    Watch           watch = {.rises = true};
    BmSampleOptions options = bm_sample_defaults();
    options.draws = 50000000 / 4;
    options.cores = 2;
    options.chains = 3; /* the third may not have begun */
    options.progress = stop_when_sampling;
    options.progress_context = &watch;
    options.stop = &watch.stop;
    BmFit *f = fit_with(&PAIR, 0, &options);
    CHECK(f->interrupted);
    CHECK(watch.calls > 0 && watch.rises);
    int       used[3];
    const int n = bm_fit_usable(f, used);
    CHECK(n > 100 && n < options.draws);
    CHECK(used[0] + used[1] + used[2] >= 1);
    BmSummaryRow *rows = bm_summarise(f);
    for (int i = 0; i < 2; i++) CHECK_CELL(rows[i], PAIR_MEAN[i], PAIR_SD[i]);
    free(rows);
    bm_fit_free(f);
}

static void a_model_without_a_start_says_why(void) {
    BmFit *f = fit(&NOWHERE, 0, 1), *g = fit(&STEEP, 0, 1);
    for (int c = 0; c < 4; c++) {
        CHECK(f->chains[c].n_draws == 0 && g->chains[c].n_draws == 0);
        CHECK(f->chains[c].failure && strstr(f->chains[c].failure, "minus infinity"));
        CHECK(g->chains[c].failure && strstr(g->chains[c].failure, "gradient not finite: 100"));
        CHECK(f->chains[c].failed_at && fabs(f->chains[c].failed_at[0]) < 2);
    }
    CHECK(!f->interrupted);
    int used[4];
    CHECK_INT(bm_fit_usable(f, used), 0);
    BmSummaryRow *rows = bm_summarise(f);
    CHECK(isnan(rows[0].mean) && isnan(rows[0].rhat));
    free(rows);
    bm_fit_free(f);
    bm_fit_free(g);
}

/* A model whose values are all drawn forward has no unknowns left for the chain. */
static void no_unknowns(void) {
    BmFit        *f = fit(&NORMALS, 0, 2);
    BmSummaryRow *rows = bm_summarise(f);
    CHECK_CELL(rows[0], 0, 1);
    free(rows);
    bm_fit_free(f);
}

static void short_runs(void) {
    BmSampleOptions  options = bm_sample_defaults();
    static const int LENGTHS[][2] = {{0, 5}, {1, 1}, {3, 0}, {20, 7}};
    for (int k = 0; k < 4; k++) {
        options.warmup = LENGTHS[k][0];
        options.draws = LENGTHS[k][1];
        BmFit *f = fit_with(&SCHOOLS, 0, &options);
        for (int c = 0; c < 4; c++) {
            CHECK_INT(f->chains[c].n_draws, options.draws);
            CHECK(!f->chains[c].failure && f->chains[c].step_size > 0);
        }
        BmSummaryRow *rows = bm_summarise(f);
        CHECK(options.draws < 4 ? isnan(rows[0].rhat) : rows[0].sd > 0);
        free(rows);
        bm_fit_free(f);
    }
}

/* The leapfrog steps of a draw are 2^depth - 1 unless its last doubling failed; gradients are counted one for each. */
static void statistics_agree_with_each_other(void) {
    BmFit *f = fit(&SCHOOLS, 0, 4);
    for (int c = 0; c < 4; c++) {
        const BmChain *chain = &f->chains[c];
        int64_t        leapfrogs = 0;
        int            wrong = 0;
        for (int t = 0; t < chain->n_draws; t++) {
            const BmDrawStats *s = &chain->stats[t];
            leapfrogs += s->n_leapfrog;
            wrong += s->n_leapfrog < (1 << s->depth) - 1 || s->n_leapfrog >= 1 << (s->depth + 1);
            wrong += !(s->accept >= 0 && s->accept <= 1) || s->energy < -s->log_density;
            wrong += fabs(s->step_size / chain->step_size - 1) > 0.1000001;
        }
        CHECK_INT(wrong, 0);
        CHECK_INT(leapfrogs, chain->gradients_sampling);
        CHECK(chain->gradients_warmup > 400);
        double mean = 0;
        for (int t = 0; t < chain->n_draws; t++) mean += chain->stats[t].accept / chain->n_draws;
        CHECK_NEAR(mean, 0.88, 0.1); /* aims at 0.85 of the symmetric statistic, which is lower */
    }
    bm_fit_free(f);
}

int main(void) {
    independent_normals();
    scales_and_correlation_are_learnt();
    eight_schools();
    positive_unknown_on_the_log_scale();
    a_funnel_diverges_and_says_so();
    draws_do_not_depend_on_threads();
    an_interrupted_run_keeps_its_draws();
    a_model_without_a_start_says_why();
    no_unknowns();
    short_runs();
    statistics_agree_with_each_other();
    return test_end();
}
