/* bmodel profile: where the time goes, from the start of the process to the first gradient, and in each gradient. */
#include "load.h"
#include "runtime/json.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCHES = 15, MOST_PASSES = 40 };
static const double BATCH_MILLISECONDS = 8;

/* A compiled model with its data, and a point at which it is timed. */
typedef struct Timed { const BmModel *model; const int64_t *layout; const double *data; double *q, *gradient, *work; } Timed;

/* A point that is nowhere special: no two coordinates equal, none at 0. */
static bool timed_new(Timed *t, const BmModel *model, const int64_t *layout, const double *data) {
    *t = (Timed){model, layout, data, load_cells(layout[BM_LAYOUT_UNKNOWNS]), load_cells(layout[BM_LAYOUT_UNKNOWNS]), load_cells(layout[BM_LAYOUT_WORK])};
    for (int64_t i = 0; t->q && i < layout[BM_LAYOUT_UNKNOWNS]; i++) t->q[i] = 0.4 * sin(1.7 * (double)i + 0.5);
    return t->q && t->gradient && t->work;
}

static void timed_free(Timed *t) {
    free(t->q);
    free(t->gradient);
    free(t->work);
}

static double seconds_of_batch(Timed *t, int64_t n) {
    double begin = load_clock();
    for (int64_t i = 0; i < n; i++) t->model->gradient(t->q, t->gradient, t->layout, t->data, t->work);
    return load_clock() - begin;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nanoseconds of one evaluation: the median of batches, each long enough for the clock. */
static double gradient_time(Timed *t) {
    int64_t n = 1;
    double  batches[BATCHES];
    while (n < (int64_t)1 << 40 && seconds_of_batch(t, n) < BATCH_MILLISECONDS / 2) n *= 2;
    for (int i = 0; i < BATCHES; i++) batches[i] = seconds_of_batch(t, n) / (double)n * 1e6;
    qsort(batches, BATCHES, sizeof *batches, by_size);
    return batches[BATCHES / 2];
}

/* The gradient of one statement alone, compiled anew. NaN if there is no memory for it. */
static double statement_time(Load *load, int statement) {
    const char    *error = NULL;
    const BmModel *model = program_jit_statement(load->program, load->layout + BM_LAYOUT_SIZES, statement, &error);
    int64_t       *layout = model ? calloc((size_t)model->layout_cells + BM_PAD, sizeof *layout) : NULL;
    double         time = NAN;
    if (!layout) return time;
    bm_bound_sizes(load->bound, layout);
    model->layout(layout);
    double *data = load_cells(layout[BM_LAYOUT_DATA]);
    if (data) {
        Timed t;
        bm_bound_place(load->bound, layout, data);
        model->prepare(layout, data);
        if (timed_new(&t, model, layout, data)) time = gradient_time(&t);
        timed_free(&t);
    }
    free(data);
    free(layout);
    return time;
}

/* --- output --- */

static double total(const Load *load) {
    double sum = 0;
    for (int i = 0; i < load->n_times; i++) sum += load->times[i].milliseconds;
    return sum;
}

typedef struct Profile { PassTime passes[MOST_PASSES]; int n_passes; double gradient, *statements; /* nanoseconds */ } Profile;

static void print_nanoseconds(double nanoseconds) {
    if (nanoseconds < 1e3) printf("%8.1f ns", nanoseconds);
    else if (nanoseconds < 1e6) printf("%8.2f µs", nanoseconds * 1e-3);
    else printf("%8.2f ms", nanoseconds * 1e-6);
}

static double sum_of_statements(const Load *load, const Profile *p) {
    double sum = 0;
    for (int i = 0; i < load->schema->n_statements; i++) sum += isnan(p->statements[i]) ? 0 : p->statements[i];
    return sum;
}

static void print_text(const Load *load, const Profile *p) {
    int64_t n = load->layout[BM_LAYOUT_UNKNOWNS];
    printf("milliseconds from the start of the process\n");
    for (int i = 0; i < load->n_times; i++) {
        printf("  %-22s %8.2f\n", load->times[i].stage, load->times[i].milliseconds);
        if (strcmp(load->times[i].stage, "compile") != 0) continue;
        for (int k = 0; k < p->n_passes; k++) printf("    %-20s %8.2f\n", p->passes[k].pass, p->passes[k].milliseconds);
    }
    printf("  %-22s %8.2f\n\nlog density and gradient ", "to the first gradient", total(load));
    print_nanoseconds(p->gradient);
    printf(" (%lld unknown%s, one thread)\neach statement alone (together they share work)\n", (long long)n, n == 1 ? "" : "s");
    for (int i = 0; i < load->schema->n_statements; i++) {
        printf("  ");
        print_nanoseconds(p->statements[i]);
        printf(" %3.0f %%  line %d: %s\n", 100 * p->statements[i] / sum_of_statements(load, p), load->schema->statements[i].line, load->schema->statements[i].name);
    }
}

static void put_time(BmText *out, const char *name, double milliseconds, bool first) {
    bm_text_add(out, first ? "{\"stage\": " : ", {\"stage\": ");
    bm_json_put_string(out, name);
    bm_text_add(out, ", \"milliseconds\": %.3f}", milliseconds);
}

static void print_json(const Load *load, const Profile *p) {
    BmText out = {0};
    bm_text_add(&out, "{\"model\": ");
    bm_json_put_string(&out, load->model->name);
    bm_text_add(&out, ", \"milliseconds_to_first_gradient\": %.3f, \"stages\": [", total(load));
    for (int i = 0; i < load->n_times; i++) put_time(&out, load->times[i].stage, load->times[i].milliseconds, i == 0);
    bm_text_add(&out, "], \"passes\": [");
    for (int i = 0; i < p->n_passes; i++) put_time(&out, p->passes[i].pass, p->passes[i].milliseconds, i == 0);
    bm_text_add(&out, "], \"nanoseconds_per_gradient\": %.3f, \"unknowns\": %lld, \"statements\": [", p->gradient, (long long)load->layout[BM_LAYOUT_UNKNOWNS]);
    for (int i = 0; i < load->schema->n_statements; i++) {
        bm_text_add(&out, i ? ", {\"name\": " : "{\"name\": ");
        bm_json_put_string(&out, load->schema->statements[i].name);
        bm_text_add(&out, ", \"line\": %d, \"nanoseconds_alone\": ", load->schema->statements[i].line);
        bm_json_put_number(&out, p->statements[i]);
        bm_text_add(&out, "}");
    }
    bm_text_add(&out, "]}\n");
    fputs(out.at, stdout);
    free(out.at);
}

static int measure(Load *load) {
    Timed   whole;
    Profile p = {.statements = calloc((size_t)load->schema->n_statements + 1, sizeof(double))};
    bool    enough = timed_new(&whole, load->compiled, load->layout, load->data) && p.statements;
    if (enough) {
        whole.model->gradient(whole.q, whole.gradient, whole.layout, whole.data, whole.work);
        load_time(load, "first gradient");
        p.n_passes = program_times(load->program, p.passes, MOST_PASSES);
        p.gradient = gradient_time(&whole);
        for (int i = 0; i < load->schema->n_statements; i++) p.statements[i] = statement_time(load, i);
        if (load->arguments->json) print_json(load, &p);
        else print_text(load, &p);
    } else complain(load->arguments, "there is not enough memory for this model");
    timed_free(&whole);
    free(p.statements);
    return enough ? STATUS_OK : STATUS_INPUT;
}

static int profile(const Arguments *arguments) {
    Load load;
    int  status = load_all(&load, arguments, false, ENTRY_SAMPLE) ? measure(&load) : STATUS_INPUT;
    load_free(&load);
    return status;
}

static const OptionId options[] = {OPT_DATA, OPT_NA, OPT_DROP_MISSING, OPT_DECIMAL, OPT_THOUSANDS, OPT_TRIM, OPT_FOLD_CASE, OPT_JSON, OPT_QUIET, OPT_ID_COUNT};
const Command command_profile = {
    .name = "profile",
    .summary = "how long each stage takes, and one gradient",
    .operands = "MODEL",
    .least = 1,
    .most = 1,
    .about = "Measures milliseconds for each stage from the start of the process to the first gradient, and nanoseconds for one evaluation of log density\n"
             "and gradient (the median of repeated batches, on one thread): of all, and of each statement alone.",
    .examples = "  bmodel profile radon.bmodel --data radon.csv\n"
                "  bmodel profile radon.bmodel --json\n",
    .options = options,
    .run = profile,
};
