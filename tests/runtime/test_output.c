/* What a run says: CSV, JSON, table, verdict, progress, exit codes. */
#include "test.h"
#include <stdlib.h>
#include <unistd.h>
#include "runtime/json.h"
#include "runtime/progress.h"
#include "runtime/session_run.h"
#include "runtime/table_text.h"
#include "runtime/verdict.h"
#include "runtime/write_csv.h"
#include "runtime/write_json.h"
#include "schools_model.h"

/* The model with its data, and one fit of it. */
typedef struct Stage {
    BmModel       model;
    BmSchema     *schema;
    BmBound      *bound;
    int64_t       layout[SCHOOLS_LAYOUT + BM_PAD];
    double       *data;
    BmFit        *fit;
    BmSummaryRow *rows;
} Stage;

static Stage stage_new(void) {
    Stage               s = {.model = SCHOOLS_MODEL, .schema = bm_schema_read(SCHOOLS_SCHEMA)};
    BmMessages          messages = {0};
    const BmMemoryFile  file = {"schools.csv", SCHOOLS_CSV, sizeof SCHOOLS_CSV - 1};
    const BmBindOptions options = {.memory = &file, .n_memory = 1};
    s.bound = bm_bind(s.schema, &options, &messages);
    CHECK(s.bound != NULL);
    bm_messages_free(&messages);
    bm_bound_sizes(s.bound, s.layout);
    s.model.layout(s.layout);
    s.data = calloc((size_t)s.layout[BM_LAYOUT_DATA] + BM_PAD, sizeof *s.data);
    bm_bound_place(s.bound, s.layout, s.data);
    s.model.prepare(s.layout, s.data);
    BmSampleOptions run = bm_sample_defaults();
    run.seed = 8;
    s.fit = bm_sample(&s.model, s.layout, s.data, &run);
    s.rows = bm_summarise(s.fit);
    return s;
}

static void stage_free(Stage *s) {
    free(s->rows);
    bm_fit_free(s->fit);
    free(s->data);
    bm_bound_free(s->bound);
    bm_schema_free(s->schema);
}

static char *read_all(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    BmText text = {0};
    char   buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) bm_text_bytes(&text, buffer, n);
    fclose(file);
    return text.at;
}

static void csv(const Stage *s) {
    char      path[] = "/tmp/bmodel_test_XXXXXX";
    const int handle = mkstemp(path);
    CHECK(handle >= 0);
    close(handle);
    char *failure = bm_write_csv(path, s->fit, s->schema);
    CHECK(failure == NULL);
    char             *text = read_all(path);
    static const char HEADER[] =
        "chain,draw,lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,seed__,theta[Choate],"
        "theta[Deerfield],"
        "\"theta[Andover, MA]\",\"theta[Phillips \"\"Exeter\"\"]\",theta[Hotchkiss],theta[Lawrenceville],theta[St. "
        "Paul's],theta[Mt. Hermon],mu,τ\n";
    CHECK(text && strncmp(text, HEADER, strlen(HEADER)) == 0);
    int lines = 0;
    for (const char *p = text; p && *p; p++) lines += *p == '\n';
    CHECK_INT(lines, 4001);
    char *at = text ? text + strlen(HEADER) : NULL;
    CHECK(at && strncmp(at, "1,1,", 4) == 0);
    double last = 0;
    for (int i = 0; at && i < 20; i++) last = strtod(at, &at), at++;
    CHECK_NEAR(last, s->fit->chains[0].outputs[9], 0); /* every bit */
    char partial[64];
    snprintf(partial, sizeof partial, "%s.partial", path);
    CHECK(access(partial, F_OK) != 0);
    free(text);
    unlink(path);
    failure = bm_write_csv("/nowhere/draws.csv", s->fit, s->schema);
    CHECK(failure && strstr(failure, "cannot write"));
    free(failure);
}

static void json(const Stage *s) {
    BmText          text = {0};
    const BmSeconds seconds = {0.01, 0.02, 0.03, 0.07};
    s->rows[9].rhat = NAN;
    bm_put_fit_json(&text, s->fit, s->rows, s->schema, s->layout, &seconds);
    BmPool       *pool = bm_pool_new();
    const char   *error = NULL;
    int64_t       at = 0;
    const BmJson *root = bm_json_read(pool, text.at, text.length, &error, &at);
    CHECK(root != NULL);
    CHECK_NEAR(bm_json_number(bm_json_member(root, "seed"), -1), 8, 0);
    CHECK_STR(bm_json_text(bm_json_member(root, "model"), ""), "schools");
    CHECK_NEAR(bm_json_number(bm_json_member(root, "chains"), -1), 4, 0);
    CHECK_NEAR(bm_json_number(bm_json_member(root, "draws"), -1), 1000, 0);
    const BmJson *variables = bm_json_member(root, "variables"), *theta = bm_json_member(variables, "theta"),
                 *mean = bm_json_member(theta, "mean");
    CHECK(mean && mean->kind == BM_JSON_ARRAY && mean->count == 8);
    CHECK_NEAR(bm_json_number(&mean->items[2], 0), s->rows[2].mean, 0);
    const BmJson *labels = bm_json_member(bm_json_member(theta, "coords"), "school");
    CHECK(labels && labels->count == 8);
    CHECK_STR(bm_json_text(&labels->items[3], ""), "Phillips \"Exeter\"");
    CHECK_STR(bm_json_text(&bm_json_member(theta, "dims")->items[0], ""), "school");
    const BmJson *tau = bm_json_member(variables, "τ");
    CHECK_NEAR(bm_json_number(bm_json_member(tau, "ess_bulk"), 0), s->rows[9].ess_bulk, 0);
    CHECK(bm_json_member(tau, "rhat") && bm_json_member(tau, "rhat")->kind == BM_JSON_NULL);
    CHECK(bm_json_member(tau, "dims") && bm_json_member(tau, "dims")->count == 0);
    const BmJson *sampler = bm_json_member(root, "sampler");
    CHECK(bm_json_member(sampler, "ebfmi") && bm_json_member(sampler, "ebfmi")->count == 4);
    CHECK(bm_json_number(bm_json_member(sampler, "gradients_sampling"), 0) > 4000);
    CHECK_NEAR(bm_json_number(bm_json_member(bm_json_member(root, "seconds"), "total"), 0), 0.07, 1e-9);
    bm_pool_free(pool);
    free(text.at);
}

/* Digits follow the Monte Carlo error; columns stand under one another. */
static void table(const Stage *s) {
    BmText       text = {0};
    BmSummaryRow rows[10];
    for (int i = 0; i < 10; i++)
        rows[i] = (BmSummaryRow){6.15049, 5.6158, -1.68, 5.58, 16.33, 0.0557, 0.06, 3140.4, 2410.2, 1.0004};
    rows[8] = (BmSummaryRow){123.456, 33.31, 70, 120, 180, 1.3, 1, 812, 640, 1.0123};
    rows[9] = (BmSummaryRow){7, 0, 7, 7, 7, NAN, NAN, NAN, NAN, NAN};
    bm_put_table(&text, rows, s->schema, s->layout, false);
    CHECK(strstr(text.at, "mean") && strstr(text.at, "ess_tail"));
    CHECK(strstr(text.at, "theta[Choate]") && strstr(text.at, " 6.15 ") && strstr(text.at, " 5.62 ") &&
          strstr(text.at, " 16.33 ") && strstr(text.at, "1.000"));
    CHECK(strstr(text.at, " 123 ") && !strstr(text.at, "123.4") && strstr(text.at, "1.012"));
    CHECK(strstr(text.at, " 7 ") && strstr(text.at, "—"));
    int widths[3] = {0}, line = 0, lines = 0;
    for (char *p = strtok(text.at, "\n"); p; p = strtok(NULL, "\n"), lines++)
        if (line < 3) widths[line++] = bm_text_width(p);
    CHECK(widths[0] == widths[1] && widths[1] == widths[2]);
    CHECK_INT(lines, 11);
    free(text.at);
}

/* Draws whose squares overflow have an infinite sd. */
static void an_infinite_sd(const Stage *s) {
    BmText       text = {0};
    BmSummaryRow rows[10];
    for (int i = 0; i < 10; i++) rows[i] = (BmSummaryRow){1.5, INFINITY, -2, 1.25, 1e300, NAN, NAN, 3, 26, 1.65};
    bm_put_table(&text, rows, s->schema, s->layout, false);
    CHECK(strstr(text.at, " 1.500 ") && strstr(text.at, "∞") && strstr(text.at, " 1.000e+300 "));
    free(text.at);
}

static void long_arrays_are_folded(void) {
    int   dims[] = {0};
    BmDim dim = {.name = "obs", .shown = "obs", .n_labels = 30, .labels = calloc(30, sizeof(char *))};
    char  names[30][12];
    for (int i = 0; i < 30; i++) snprintf(names[i], sizeof names[i], "%d", i + 1), dim.labels[i] = names[i];
    BmArray       array = {.name = "mu", .shown = "mu", .dims = dims, .n_dims = 1, .slot = 0};
    BmSchema      schema = {.n_dims = 1, .dims = &dim, .n_outputs = 1, .outputs = &array};
    const int64_t layout[1] = {0};
    BmSummaryRow  rows[30];
    for (int i = 0; i < 30; i++) rows[i] = (BmSummaryRow){i - 10, 1, 0, 0, 0, 0.02, 0.02, 1000 + i, 900, 1.0012};
    BmText text = {0}, whole = {0};
    bm_put_table(&text, rows, &schema, layout, false);
    CHECK_STR(text.at, "mu[obs]  30 values, means -10.00 … 19.00, ess ≥ 900, rhat ≤ 1.002\n");
    CHECK_INT(bm_table_folded(&schema), 1);
    bm_put_table(&whole, rows, &schema, layout, true);
    CHECK(strstr(whole.at, "mu[30]") != NULL);
    free(text.at), free(whole.at), free(dim.labels);
}

/* A fit of the right shape with nothing wrong, to spoil in one way after another. */
static BmVerdict verdict_with(const Stage *s, void (*spoil)(BmFit *, BmSummaryRow *), const char *words) {
    BmFit        fit = *s->fit;
    BmChain      chains[4];
    BmSummaryRow rows[10];
    for (int c = 0; c < 4; c++) chains[c] = s->fit->chains[c], chains[c].divergences = 0;
    for (int i = 0; i < 10; i++) rows[i] = (BmSummaryRow){6, 5, -1, 5, 16, 0.06, 0.06, 3000, 2000, 1.001};
    fit.chains = chains;
    if (spoil) spoil(&fit, rows);
    BmText          text = {0};
    const BmVerdict verdict = bm_put_verdict(&text, &fit, rows, s->schema, s->layout);
    if (!CHECK(strstr(text.at, words) != NULL)) printf("    no \"%s\" in: %s\n", words, text.at);
    free(text.at);
    return verdict;
}

static void chains_disagree(BmFit *fit, BmSummaryRow *rows) { (void)fit, rows[2].rhat = 1.3, rows[8].rhat = 1.02; }
static void chains_hardly_disagree(BmFit *fit, BmSummaryRow *rows) { (void)fit, rows[8].rhat = 1.02; }
static void few_in_the_tails(BmFit *fit, BmSummaryRow *rows) { (void)fit, rows[9].ess_tail = 150; }
static void hardly_any(BmFit *fit, BmSummaryRow *rows) { (void)fit, rows[9].ess_bulk = 12; }
static void two_divergences(BmFit *fit, BmSummaryRow *rows) { (void)rows, fit->chains[1].divergences = 2; }
static void some_divergences(BmFit *fit, BmSummaryRow *rows) { (void)rows, fit->chains[1].divergences = 30; }
static void many_divergences(BmFit *fit, BmSummaryRow *rows) { (void)rows, fit->chains[1].divergences = 300; }
static void deep_trees(BmFit *fit, BmSummaryRow *rows) { (void)rows, fit->chains[3].max_depth_hits = 500; }
static void interrupted(BmFit *fit, BmSummaryRow *rows) {
    (void)rows, fit->interrupted = true, fit->chains[3].n_draws = 0;
}
static void not_a_number(BmFit *fit, BmSummaryRow *rows) {
    (void)fit, rows[4] = (BmSummaryRow){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
}
static void one_chain(BmFit *fit, BmSummaryRow *rows) { (void)rows, fit->n_chains = 1; }
static char no_start[] = "the log density is minus infinity";
static void one_did_not_start(BmFit *fit, BmSummaryRow *rows) {
    (void)rows, fit->chains[0].n_draws = 0, fit->chains[0].failure = no_start;
}

static void verdicts(const Stage *s) {
    CHECK_INT(verdict_with(s, NULL, "may be used: the chains agree"), BM_VERDICT_OK);
    CHECK_INT(verdict_with(s, chains_disagree, "about `theta[Andover, MA]` (and 1 other): rhat is 1.300"),
              BM_VERDICT_DO_NOT_USE);
    CHECK_INT(verdict_with(s, chains_hardly_disagree, "More draws usually"), BM_VERDICT_CAUTION);
    CHECK_INT(verdict_with(s, few_in_the_tails, "`τ` are worth only 150 independent ones (ess_tail)"),
              BM_VERDICT_CAUTION);
    CHECK_INT(verdict_with(s, hardly_any, "ess_bulk"), BM_VERDICT_DO_NOT_USE);
    CHECK_INT(verdict_with(s, two_divergences, "2 of 4000 draws diverged: too few"), BM_VERDICT_OK);
    CHECK_INT(verdict_with(s, some_divergences, "30 of 4000 draws diverged"), BM_VERDICT_CAUTION);
    CHECK_INT(verdict_with(s, many_divergences, "300 of 4000 draws diverged"), BM_VERDICT_DO_NOT_USE);
    CHECK_INT(verdict_with(s, deep_trees, "cut short after 2^10 steps"), BM_VERDICT_CAUTION);
    CHECK_INT(verdict_with(s, interrupted, "3 chains with 1000 draws each"), BM_VERDICT_CAUTION);
    CHECK_INT(verdict_with(s, not_a_number, "`theta[Hotchkiss]` is not a finite number"), BM_VERDICT_CAUTION);
    CHECK_INT(verdict_with(s, one_chain, "With one chain"), BM_VERDICT_CAUTION);
    CHECK_INT(verdict_with(s, one_did_not_start, "1 of 4 chains could not start"), BM_VERDICT_CAUTION);
}

/* Columns of the widest line, without what moves the cursor. */
static int widest_line(const char *text) {
    int widest = 0, width = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '\033')
            c += strcspn(c, "AKm");
        else if (*c == '\n')
            width = 0;
        else if (((unsigned char)*c & 0xC0) != 0x80 && *c != '\r' && ++width > widest)
            widest = width;
    }
    return widest;
}

static void no_line_of_the_table_wraps(void) {
    const BmProgress chain = {BM_PHASE_SAMPLING, 1000000, 2000000, 400, 3, 0.000523, 1023.5, 7000};
    for (int columns = 40; columns <= 140; columns += 5)
        for (int ascii = 0; ascii < 2; ascii++) {
            BmProgressView view = {.terminal = true, .columns = columns, .ascii = ascii, .colour = ascii};
            BmText         text = {0};
            bm_put_progress(&text, &view, &chain, 1, false);
            CHECK(widest_line(text.at) < columns);
            CHECK(!ascii || !strstr(text.at, "█"));
            free(text.at);
        }
}

static void tables_fit_a_terminal(void) {
    BmSummaryRow row = {.mean = -1234.567,
                        .sd = 12.345,
                        .q5 = -1250,
                        .q50 = -1234,
                        .q95 = -1210,
                        .mcse_mean = 0.012,
                        .ess_bulk = 4321,
                        .ess_tail = 3210,
                        .rhat = 1.001};
    int64_t      layout[] = {0};
    BmSchema    *schema = bm_schema_read("{\"model\": \"m\", \"outputs\": [{\"name\": \"a_long_name_of_an_unknown\", "
                                            "\"kind\": \"unknown\", \"slot\": 0}]}");
    for (int columns = 80; columns <= 120; columns += 5) {
        BmText text = {0};
        bm_put_table_within(&text, &row, schema, layout, false, columns);
        CHECK(widest_line(text.at) <= columns);
        CHECK_INT(strstr(text.at, "q50") != NULL, columns >= 100);
        CHECK(strstr(text.at, "q95") && strstr(text.at, "rhat"));
        free(text.at);
    }
    bm_schema_free(schema);
}

static void progress(void) {
    BmProgress     chains[2] = {{BM_PHASE_SAMPLING, 700, 1400, 400, 3, 0.52, 6.8, 7},
                                {BM_PHASE_WARMUP, 140, 1400, 400, 0, 0.31, 12, 7}};
    BmProgressView live = {.terminal = true, .columns = 100}, plain = {.terminal = false};
    BmText         text = {0};
    bm_put_progress(&text, &live, chains, 2, false);
    CHECK(text.at[0] != '\033' &&
          strstr(text.at, "sampling  ██████████░░░░░░░░░░     300            3       0.52             6.8      7.0 s"));
    CHECK(strstr(text.at, "    2  warmup    ██░░") && strstr(text.at, "63 s"));
    text.length = 0;
    bm_put_progress(&text, &live, chains, 2, true);
    CHECK(strncmp(text.at, "\033[3A", 4) == 0);
    text.length = 0, text.at[0] = 0;
    bm_put_progress(&text, &plain, chains, 2, false);
    CHECK_STR(text.at, "warmup: 840 of 2800 draws with warmup, 3 divergences, 16 s left\n");
    text.length = 0, text.at[0] = 0;
    bm_put_progress(&text, &plain, chains, 2, false);
    CHECK_STR(text.at, "");
    chains[0].phase = chains[1].phase = BM_PHASE_DONE;
    bm_put_progress(&text, &plain, chains, 2, true);
    CHECK(strstr(text.at, "chain 1: done, 300 draws, 3 divergences, step size 0.52, 6.8 gradients per draw") &&
          !strchr(text.at, '\033'));
    BmProgress many[100];
    for (int i = 0; i < 100; i++) many[i] = chains[0];
    text.length = 0, live = (BmProgressView){.terminal = true};
    bm_put_progress(&text, &live, many, 100, false);
    CHECK_INT(live.lines, 2);
    free(text.at);
}

static double refuses(const double *q, double *g, const int64_t *layout, const double *data, double *work) {
    (void)q, (void)g, (void)layout, (void)data, (void)work;
    return -INFINITY;
}

static void explain(const BmChain *chain, void *context) { *(int *)context += chain->failed_at != NULL; }

static void runs(const Stage *s) {
    FILE        *out = tmpfile(), *err = tmpfile();
    BmRunOptions options = {.sample = bm_sample_defaults(), .again = "bmodel sample schools.bmodel"};
    options.sample.seed = 8;
    CHECK_INT(bm_run_sample(&s->model, s->schema, s->layout, s->data, &options, out, err), BM_EXIT_OK);
    char text[8192];
    rewind(out), rewind(err);
    text[fread(text, 1, sizeof text - 1, out)] = 0;
    CHECK(strstr(text, "theta[Mt. Hermon]") && strstr(text, "The numbers may be used"));
    text[fread(text, 1, sizeof text - 1, err)] = 0;
    CHECK(strncmp(text, "seed 8\n", 7) == 0 && strstr(text, "chain 4: done") &&
          strstr(text, "for R or pandas:\n  bmodel sample schools.bmodel --seed 8 -o draws.csv"));
    BmModel hopeless = s->model;
    hopeless.gradient = refuses;
    CHECK_INT(bm_run_sample(&hopeless, s->schema, s->layout, s->data, &options, out, err), BM_EXIT_SAMPLER);
    int explained = 0;
    options.explain = explain;
    options.explain_context = &explained;
    CHECK_INT(bm_run_sample(&hopeless, s->schema, s->layout, s->data, &options, out, err), BM_EXIT_SAMPLER);
    CHECK_INT(explained, 1);
    volatile int stop = 1;
    options.sample.stop = &stop;
    CHECK_INT(bm_run_sample(&s->model, s->schema, s->layout, s->data, &options, out, err), BM_EXIT_INTERRUPTED);
    options.sample.stop = NULL;
    options.output = "/nowhere/draws.csv";
    CHECK_INT(bm_run_sample(&s->model, s->schema, s->layout, s->data, &options, out, err), BM_EXIT_INPUT);
    fclose(out), fclose(err);
    CHECK(bm_fresh_seed() < 1000000000);
}

int main(void) {
    Stage s = stage_new();
    csv(&s);
    table(&s);
    an_infinite_sd(&s);
    long_arrays_are_folded();
    verdicts(&s);
    no_line_of_the_table_wraps();
    tables_fit_a_terminal();
    progress();
    runs(&s);
    json(&s);
    stage_free(&s);
    return test_end();
}
