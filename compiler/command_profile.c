/* bmodel profile: where the time goes, from the start of the process to the first gradient, and in each gradient. */
#include "load.h"
#include "runtime/json.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCHES = 11, MOST_PASSES = 40, MOST_STATEMENTS = 100 };
static const double BATCH_MILLISECONDS = 4;

typedef struct Position {
    double *q, *gradient, *work;
} Position;

static bool allocate(Position *p, const Load *load) {
    p->q = load_cells(load->layout[BM_LAYOUT_UNKNOWNS]);
    p->gradient = load_cells(load->layout[BM_LAYOUT_UNKNOWNS]);
    p->work = load_cells(load->layout[BM_LAYOUT_WORK]);
    return p->q && p->gradient && p->work;
}

static void release(Position *p) {
    free(p->q);
    free(p->gradient);
    free(p->work);
}

/* A point that is nowhere special: no two coordinates equal, none at 0. */
static void spread(Position *p, int64_t n) {
    for (int64_t i = 0; i < n; i++) p->q[i] = 0.4 * sin(1.7 * (double)i + 0.5);
}

/* Processor time of this thread: another program's turns do not count. */
static double thread_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static double batch_time(const Load *load, Position *p, int64_t n) {
    double begin = thread_clock();
    for (int64_t i = 0; i < n; i++) load->compiled->gradient(p->q, p->gradient, load->layout, load->data, p->work);
    return thread_clock() - begin;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nanoseconds of one evaluation: the median of batches, each long enough for the clock. */
static double gradient_time(const Load *load, Position *p) {
    int64_t n = 1;
    double  batches[BATCHES];
    while (n < (int64_t)1 << 40 && batch_time(load, p, n) < BATCH_MILLISECONDS / 2) n *= 2;
    for (int i = 0; i < BATCHES; i++) batches[i] = batch_time(load, p, n) / (double)n * 1e6;
    qsort(batches, BATCHES, sizeof *batches, by_size);
    return batches[BATCHES / 2];
}

/* What one statement costs alone. Shared parts are computed with each, so the sum may exceed the whole. */
typedef struct Cost {
    const char *name;
    int         line;
    double      nanoseconds;
} Cost;
typedef VEC(Cost) Costs;

/* Nanoseconds of the statement's own value and gradient; NaN if it could not be measured. */
static double statement_time(Load *load, int statement, const Position *at) {
    Load     alone;
    Position position = {0};
    double   nanoseconds = NAN;
    if (load_statement(load, statement, &alone) && allocate(&position, &alone)) {
        memcpy(position.q, at->q, (size_t)alone.layout[BM_LAYOUT_UNKNOWNS] * sizeof *position.q);
        nanoseconds = gradient_time(&alone, &position);
    }
    release(&position);
    load_statement_release(&alone);
    return nanoseconds;
}

static Costs statement_times(Load *load, const Position *at) {
    Costs costs = {0};
    for (int i = 0; i < load->schema->n_statements && i < MOST_STATEMENTS; i++) {
        const BmStatement *statement = &load->schema->statements[i];
        VEC_PUSH(load->session->arena, &costs, (Cost){statement->name, statement->line, statement_time(load, i, at)});
    }
    return costs;
}

/* --- output --- */

static double total(const Load *load) {
    double sum = 0;
    for (int i = 0; i < load->n_times; i++) sum += load->times[i].milliseconds;
    return sum;
}

static const char *duration(char text[32], double nanoseconds) {
    if (isnan(nanoseconds)) return "?";
    if (nanoseconds < 1e3)
        snprintf(text, 32, "%.1f ns", nanoseconds);
    else if (nanoseconds < 1e6)
        snprintf(text, 32, "%.2f µs", nanoseconds * 1e-3);
    else
        snprintf(text, 32, "%.2f ms", nanoseconds * 1e-6);
    return text;
}

static double sum_of(const Costs *costs) {
    double sum = 0;
    for (int i = 0; i < costs->count; i++) sum += isnan(costs->at[i].nanoseconds) ? 0 : costs->at[i].nanoseconds;
    return sum;
}

static void print_costs(const Costs *costs) {
    int    widest = terminal_width("statement");
    double sum = sum_of(costs);
    char   text[32];
    for (int i = 0; i < costs->count; i++)
        if (terminal_width(costs->at[i].name) > widest) widest = terminal_width(costs->at[i].name);
    printf("\n  statement%*s    line      alone   share\n", widest - 9, "");
    for (int i = 0; i < costs->count; i++) {
        const Cost *cost = &costs->at[i];
        const char *time = duration(text, cost->nanoseconds);
        printf("  %s%*s  %6d  %*s%s  %5.1f%%\n", cost->name, widest - terminal_width(cost->name), "", cost->line,
               9 - terminal_width(time), "", time, 100 * cost->nanoseconds / sum);
    }
    printf("  (each with its gradient, compiled alone; what statements share is counted with each)\n");
}

static void print_text(const Load *load, const PassTime *passes, int n_passes, double nanoseconds, const Costs *costs) {
    char text[32];
    printf("milliseconds from the start of the process\n");
    for (int i = 0; i < load->n_times; i++) {
        printf("  %-22s %8.2f\n", load->times[i].stage, load->times[i].milliseconds);
        if (strcmp(load->times[i].stage, "compile") != 0) continue;
        for (int k = 0; k < n_passes; k++) printf("    %-20s %8.2f\n", passes[k].pass, passes[k].milliseconds);
    }
    printf("  %-22s %8.2f\n\n", "to the first gradient", total(load));
    printf("log density and gradient   %s", duration(text, nanoseconds));
    printf(" (%lld unknown%s, one thread)\n", (long long)load->layout[BM_LAYOUT_UNKNOWNS],
           load->layout[BM_LAYOUT_UNKNOWNS] == 1 ? "" : "s");
    print_costs(costs);
}

static void put_time(BmText *out, const char *name, double milliseconds, bool first) {
    bm_text_add(out, first ? "{\"stage\": " : ", {\"stage\": ");
    bm_json_put_string(out, name);
    bm_text_add(out, ", \"milliseconds\": %.3f}", milliseconds);
}

static void print_json(const Load *load, const PassTime *passes, int n_passes, double nanoseconds, const Costs *costs) {
    BmText out = {0};
    bm_text_add(&out, "{\"model\": ");
    bm_json_put_string(&out, load->model->name);
    bm_text_add(&out, ", \"milliseconds_to_first_gradient\": %.3f, \"stages\": [", total(load));
    for (int i = 0; i < load->n_times; i++) put_time(&out, load->times[i].stage, load->times[i].milliseconds, i == 0);
    bm_text_add(&out, "], \"passes\": [");
    for (int i = 0; i < n_passes; i++) put_time(&out, passes[i].pass, passes[i].milliseconds, i == 0);
    bm_text_add(&out, "], \"nanoseconds_per_gradient\": %.3f, \"unknowns\": %lld, \"statements\": [", nanoseconds,
                (long long)load->layout[BM_LAYOUT_UNKNOWNS]);
    for (int i = 0; i < costs->count; i++) {
        bm_text_add(&out, i ? ", {\"name\": " : "{\"name\": ");
        bm_json_put_string(&out, costs->at[i].name);
        bm_text_add(&out, ", \"line\": %d, \"nanoseconds_alone\": ", costs->at[i].line);
        bm_json_put_number(&out, costs->at[i].nanoseconds);
        bm_text_add(&out, ", \"share\": ");
        bm_json_put_number(&out, costs->at[i].nanoseconds / sum_of(costs));
        bm_text_add(&out, "}");
    }
    bm_text_add(&out, "]}\n");
    fputs(out.at, stdout);
    free(out.at);
}

static int measure(Load *load) {
    Position position = {0};
    PassTime passes[MOST_PASSES];
    if (!allocate(&position, load)) {
        complain(load->arguments, "there is not enough memory for this model");
        release(&position);
        return STATUS_INPUT;
    }
    spread(&position, load->layout[BM_LAYOUT_UNKNOWNS]);
    load->compiled->gradient(position.q, position.gradient, load->layout, load->data, position.work);
    load_time(load, "first gradient");
    int    n_passes = program_times(load->program, passes, MOST_PASSES);
    double nanoseconds = gradient_time(load, &position);
    Costs  costs = statement_times(load, &position);
    if (load->arguments->json)
        print_json(load, passes, n_passes, nanoseconds, &costs);
    else
        print_text(load, passes, n_passes, nanoseconds, &costs);
    release(&position);
    return STATUS_OK;
}

static int profile(const Arguments *arguments) {
    Load load;
    int  status = load_all(&load, arguments, false, ENTRY_SAMPLE) ? measure(&load) : STATUS_INPUT;
    load_free(&load);
    return status;
}

static const OptionId options[] = {OPT_DATA, OPT_NA,        OPT_DROP_MISSING, OPT_DECIMAL, OPT_THOUSANDS,
                                   OPT_TRIM, OPT_FOLD_CASE, OPT_JSON,         OPT_QUIET,   OPT_ID_COUNT};
const Command         command_profile = {
            .name = "profile",
            .summary = "how long each stage takes, and one gradient",
            .operands = "MODEL",
            .least = 1,
            .most = 1,
            .about = "Measures milliseconds for each stage from the start of the process to the first gradient, and "
                     "nanoseconds for one evaluation of log density "
                     "and gradient (the median of repeated batches, on one thread), in all and by statement.",
            .examples = "  bmodel profile radon.bmodel --data radon.csv\n"
                        "  bmodel profile radon.bmodel --json\n",
            .options = options,
            .run = profile,
};
