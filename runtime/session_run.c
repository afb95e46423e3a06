/* A run, said to a person or to a program. */
#include "session_run.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include "progress.h"
#include "table_text.h"
#include "verdict.h"
#include "write_csv.h"
#include "write_json.h"

typedef struct Session {
    const BmModel      *model;
    const BmSchema     *schema;
    const int64_t      *layout;
    const double       *data;
    const BmRunOptions *options;
    FILE               *out, *err;
    BmProgressView      view;
    BmFit              *fit;
    BmSummaryRow       *rows;
    BmSeconds           seconds;
    double              begun;
} Session;

uint64_t bm_fresh_seed(void) {
    uint32_t bits;
    if (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        bits = (uint32_t)now.tv_nsec ^ (uint32_t)now.tv_sec;
    }
    return bits % 1000000000;
}

static void say(FILE *to, BmText *text) {
    if (text->length) fwrite(text->at, 1, text->length, to);
    fflush(to);
    free(text->at);
    *text = (BmText){0};
}

static void on_progress(const BmProgress *chains, int n, void *context) {
    Session *s = context;
    BmText   text = {0};
    bool     last = true;
    for (int i = 0; i < n; i++) last &= chains[i].phase == BM_PHASE_DONE || chains[i].phase == BM_PHASE_FAILED;
    bm_put_progress(&text, &s->view, chains, n, last);
    say(s->err, &text);
}

/* Zeroed 64-byte aligned cells and BM_PAD more. */
static double *cells(int64_t n) {
    const size_t bytes = ((size_t)n + BM_PAD) * sizeof(double), rounded = (bytes + 63) / 64 * 64;
    double      *memory = aligned_alloc(64, rounded);
    if (memory) memset(memory, 0, rounded);
    return memory;
}

/* One gradient, for the clock. */
static void first_gradient(Session *s) {
    const int64_t n = s->layout[BM_LAYOUT_UNKNOWNS];
    double       *q = cells(n), *g = cells(n), *work = cells(s->layout[BM_LAYOUT_WORK]);
    if (q && g && work) s->model->gradient(q, g, s->layout, s->data, work);
    free(q), free(g), free(work);
    s->seconds.to_first_gradient = bm_clock() - s->begun;
}

/* Where chains should begin, from the data block; NULL: the model leaves it open. */
static double *start_of(const Session *s) {
    double *start = NULL;
    int64_t at = 0;
    for (int i = 0; i < s->schema->n_unknowns; i++) {
        const BmArray *array = &s->schema->unknowns[i];
        const int64_t  cells = bm_coordinate_count(s->schema, array);
        if (array->slot >= 0 && !start) {
            start = calloc((size_t)s->layout[BM_LAYOUT_UNKNOWNS] + BM_PAD, sizeof *start);
            for (int64_t k = 0; start && k < s->layout[BM_LAYOUT_UNKNOWNS]; k++) start[k] = NAN;
        }
        if (array->slot >= 0 && start) {
            bool possible = true;
            memcpy(start + at, s->data + s->layout[array->slot], (size_t)cells * sizeof *start);
            for (int64_t k = 0; k < cells; k++) possible = possible && isfinite(start[at + k]);
            if (!possible)
                fprintf(s->err,
                        "warning: the start of `%s` (line %d) is not a value that it can have; it begins anywhere\n",
                        array->shown, array->line);
        }
        at += cells;
    }
    return start;
}

/* Wall time, divided between warmup and sampling as the chains' own time was. */
static void sample(Session *s) {
    BmSampleOptions options = s->options->sample;
    options.progress = s->options->quiet ? NULL : on_progress;
    options.progress_context = s;
    double *start = start_of(s);
    options.start = start;
    const double begun = bm_clock();
    s->fit = bm_sample(s->model, s->layout, s->data, &options);
    const double wall = bm_clock() - begun;
    free(start);
    double warmup = 0, sampling = 0;
    for (int c = 0; s->fit && c < s->fit->n_chains; c++)
        warmup += s->fit->chains[c].seconds_warmup, sampling += s->fit->chains[c].seconds_sampling;
    const double share = warmup + sampling > 0 ? warmup / (warmup + sampling) : 1;
    s->seconds.warmup = wall * share;
    s->seconds.sampling = wall * (1 - share);
}

static bool any_draws(const BmFit *fit) {
    for (int c = 0; c < fit->n_chains; c++)
        if (fit->chains[c].n_draws > 0) return true;
    return false;
}

/* There is not a single draw: why. */
static int no_draws(const Session *s) {
    const BmChain *failed = NULL;
    for (int c = 0; c < s->fit->n_chains && !failed; c++)
        if (s->fit->chains[c].failure) failed = &s->fit->chains[c];
    if (failed && s->options->explain)
        s->options->explain(failed, s->options->explain_context);
    else if (failed)
        fprintf(s->err, "error: no chain could start: %s\n", failed->failure);
    else if (s->fit->interrupted)
        fprintf(s->err, "interrupted before the first draw was kept\n");
    return failed ? BM_EXIT_SAMPLER : s->fit->interrupted ? BM_EXIT_INTERRUPTED : BM_EXIT_SAMPLER;
}

static bool write_draws(const Session *s) {
    if (!s->options->output) return true;
    char *failure = bm_write_csv(s->options->output, s->fit, s->schema);
    if (failure)
        fprintf(s->err, "error: %s\n", failure);
    else if (!s->options->quiet)
        fprintf(s->err, "draws written to %s\n", s->options->output);
    const bool written = failure == NULL;
    free(failure);
    return written;
}

/* What one might do next. */
static void put_hint(BmText *text, const Session *s, BmVerdict verdict) {
    const char *again = s->options->again;
    if (!again || s->options->quiet) return;
    const unsigned long long seed = s->fit->seed;
    if (s->fit->interrupted)
        bm_text_add(text, "To run it to the end:\n  %s --seed %llu\n", again, seed);
    else if (verdict == BM_VERDICT_DO_NOT_USE)
        bm_text_add(text, "Change the model as said above, or try a longer warmup:\n  %s --warmup %d\n", again,
                    4 * (s->fit->warmup > 250 ? s->fit->warmup : 250));
    else if (verdict == BM_VERDICT_CAUTION)
        bm_text_add(text, "To see whether it settles:\n  %s --draws %d\n", again, 4 * s->fit->draws);
    else if (!s->options->output)
        bm_text_add(text, "To keep these draws, for R or pandas:\n  %s --seed %llu -o draws.csv\n", again, seed);
    else
        bm_text_add(text, "How far these numbers would move with another seed:\n  bmodel explain mcse\n");
}

static BmVerdict report(Session *s) {
    BmText          table = {0}, verdict_text = {0}, hint = {0};
    const BmVerdict verdict =
        bm_put_verdict_within(&verdict_text, s->fit, s->rows, s->schema, s->layout, s->options->out_columns);
    s->seconds.total = bm_clock() - s->begun;
    if (s->options->json) {
        bm_put_fit_json(&table, s->fit, s->rows, s->schema, s->layout, &s->seconds);
        say(s->out, &table);
        if (verdict == BM_VERDICT_OK)
            free(verdict_text.at);
        else
            say(s->err, &verdict_text);
        return verdict;
    }
    bm_put_table_within(&table, s->rows, s->schema, s->layout, s->options->all, s->options->out_columns);
    bm_text_add(&table, "\n");
    bm_text_bytes(&table, verdict_text.at, verdict_text.length);
    free(verdict_text.at);
    say(s->out, &table);
    put_hint(&hint, s, verdict);
    say(s->err, &hint);
    return verdict;
}

static int conclude(Session *s) {
    if (!any_draws(s->fit)) return no_draws(s);
    s->rows = bm_summarise(s->fit);
    if (!s->rows) {
        fprintf(s->err, "error: not enough memory for the summary\n");
        return BM_EXIT_SAMPLER;
    }
    const BmVerdict verdict = report(s);
    free(s->rows);
    if (!write_draws(s)) return BM_EXIT_INPUT;
    if (s->fit->interrupted) return BM_EXIT_INTERRUPTED;
    return verdict == BM_VERDICT_DO_NOT_USE ? BM_EXIT_SAMPLER : BM_EXIT_OK;
}

int bm_run_sample(const BmModel *model, const BmSchema *schema, const int64_t *layout, const double *data,
                  const BmRunOptions *options, FILE *out, FILE *err) {
    Session s = {.model = model,
                 .schema = schema,
                 .layout = layout,
                 .data = data,
                 .options = options,
                 .out = out,
                 .err = err,
                 .view = {.terminal = options->terminal,
                          .colour = options->colour,
                          .ascii = options->ascii,
                          .columns = options->columns},
                 .begun = options->begun > 0 ? options->begun : bm_clock()};
    first_gradient(&s);
    if (!options->quiet) {
        fprintf(err, "seed %llu\n", (unsigned long long)options->sample.seed);
        fflush(err);
    }
    sample(&s);
    if (!s.fit) {
        fprintf(err, "error: not enough memory for the draws\n");
        return BM_EXIT_SAMPLER;
    }
    const int status = conclude(&s);
    bm_fit_free(s.fit);
    return status;
}
