/* Gradients of compiled models against hand-written kernels: both are shown to agree, then timed in turns in the same run. Then the time of
 * whole runs of the command.
 *
 *   bench BUILD        (run.sh builds and calls it, in the root of the repository) */
#include "compiler/load.h"
#include "kernels.h"
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

enum { ROUNDS = 41, RUNS = 11, ROWS = 1000, COLUMNS = 10, POINTS = 200, MOST_UNKNOWNS = 4 };
static const double ROUND_MILLISECONDS = 2;
extern char       **environ;

typedef struct Row {
    const char     *model;
    KernelGradient *kernel;
    double      limit; /* nanoseconds: the best that was ever measured for this model on the machine of the limits */
    const char *unknowns[MOST_UNKNOWNS + 1]; /* in the order of the kernel's coordinates */
    bool        generated;                   /* its data are made here */
} Row;

static const Row rows[] = {
    {"eight_schools", kernel_eight_schools, 13, {"theta_trans", "mu", "tau"}, false},
    {"radon", kernel_radon, 210, {"z", "mu", "beta", "tau", "sigma"}, false},
    {"logistic", kernel_logistic, 1280, {"beta"}, true},
    {"poisson", kernel_poisson, 1000, {"beta"}, true},
    {"gp", kernel_gp, 139000, {"rho", "alpha", "sigma"}, true},
};

/* --- data --- */

/* Knuth's 64-bit linear congruences, upper 53 bits. */
static double uniform(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

static double outcome(bool logistic, double eta, uint64_t *state) {
    if (logistic) return uniform(state) < 1 / (1 + exp(-eta));
    double count = 0, left = exp(eta);
    for (left += log(uniform(state)); left > 0; left += log(uniform(state))) count++;
    return count;
}

/* X uniform in (-1, 1), y from the model with coefficients from -0.5 to 0.5. */
static void write_regression(const char *path, bool logistic) {
    uint64_t state = 7;
    double   y[ROWS];
    FILE    *file = fopen(path, "w");
    if (!file) return;
    fprintf(file, "{\"X\": [");
    for (int i = 0; i < ROWS; i++) {
        double eta = 0;
        for (int j = 0; j < COLUMNS; j++) {
            double x = 2 * uniform(&state) - 1;
            eta += x * (j / (COLUMNS - 1.0) - 0.5);
            fprintf(file, "%s%.17g", j ? "," : i ? ",\n[" : "[", x);
        }
        fprintf(file, "]");
        y[i] = outcome(logistic, eta, &state);
    }
    fprintf(file, "],\n\"y\": [");
    for (int i = 0; i < ROWS; i++) fprintf(file, "%s%g", i ? "," : "", y[i]);
    fprintf(file, "]}\n");
    fclose(file);
}

/* A sine with noise, at points that are not quite even. */
static void write_curve(const char *path) {
    uint64_t state = 7;
    FILE    *file = fopen(path, "w");
    if (!file) return;
    for (int of_y = 0; of_y < 2; of_y++) {
        fprintf(file, of_y ? "],\n\"y\": [" : "{\"x\": [");
        for (int i = 0; i < POINTS; i++) {
            double x = 10.0 * i / POINTS + 0.01 * sin(7.0 * i);
            fprintf(file, "%s%.17g", i ? "," : "", of_y ? sin(x) + uniform(&state) - 0.5 : x);
        }
    }
    fprintf(file, "]}\n");
    fclose(file);
}

static double *values_of(const Load *load, const char *name, int64_t *cells) {
    const BmSchema *schema = load->schema;
    for (int i = 0; i < schema->n_data; i++)
        if (strcmp(schema->data[i].name, name) == 0) {
            if (cells) *cells = bm_cell_count(schema, schema->data[i].dims, schema->data[i].n_dims);
            return load->bound->values[i];
        }
    return NULL;
}

static void prepare_regression(Kernel *k, const Load *load) {
    const double *by_row = values_of(load, "X", NULL);
    double       *x = load_cells((int64_t)k->n * COLUMNS), *xty = load_cells(COLUMNS);
    for (int i = 0; i < k->n; i++)
        for (int j = 0; j < COLUMNS; j++) {
            x[i + j * k->n] = by_row[i * COLUMNS + j];
            xty[j] += by_row[i * COLUMNS + j] * k->y[i];
        }
    k->x = x, k->xty = xty, k->p = COLUMNS;
}

static void prepare_groups(Kernel *k, const double *county) {
    int groups = (int)county[k->n - 1] + 1, row = 0;
    k->begin = (int *)load_cells(groups + 1);
    for (int g = 0; g <= groups; g++) {
        while (row < k->n && county[row] < g) row++;
        k->begin[g] = row;
    }
    k->groups = groups;
}

static Kernel prepare(const Row *row, const Load *load) {
    Kernel  k = {.gradient = row->kernel};
    int64_t n = 0;
    k.y = values_of(load, "y", &n), k.n = (int)n;
    k.sigma = values_of(load, "sigma", NULL);
    k.x = values_of(load, "floor", NULL);
    const double *county = values_of(load, "county", NULL);
    if (county) prepare_groups(&k, county);
    if (row->kernel == kernel_gp)
        k.x = values_of(load, "x", NULL), k.work = load_cells(2 * (int64_t)k.n * k.n + k.n);
    else if (row->generated)
        prepare_regression(&k, load);
    return k;
}

static void release(Kernel *k) {
    if (k->xty) free((void *)k->x);
    free(k->xty);
    free(k->work);
    free(k->begin);
}

/* --- positions --- */

/* Where each coordinate of the kernel is in the compiled model; how many there are. All transforms here keep the number of cells. */
static int coordinates(const Row *row, const BmSchema *schema, int *where) {
    int count = 0;
    for (const char *const *name = row->unknowns; *name; name++) {
        int64_t at = 0;
        for (int i = 0; i < schema->n_unknowns; i++) {
            int64_t cells = bm_cell_count(schema, schema->unknowns[i].dims, schema->unknowns[i].n_dims);
            for (int64_t cell = 0; cell < cells && strcmp(schema->unknowns[i].name, *name) == 0; cell++)
                where[count++] = (int)(at + cell);
            at += cells;
        }
    }
    return count;
}

typedef struct Sides {
    const Load   *load;
    const Kernel *kernel;
    double       *q, *grad, *kernel_q, *kernel_grad, *work;
    const int    *where;
    int           n;
} Sides;

static double compiled_value(const Sides *s) {
    return s->load->compiled->gradient(s->q, s->grad, s->load->layout, s->load->data, s->work);
}
static double kernel_value(const Sides *s) { return s->kernel->gradient(s->kernel, s->kernel_q, s->kernel_grad); }

static void move_to(const Sides *s, int point) {
    uint64_t state = (uint64_t)point + 1;
    for (int i = 0; i < s->n; i++) s->kernel_q[i] = s->q[s->where[i]] = 0.6 * (uniform(&state) - 0.5);
}

/* Largest difference of gradients at 20 points, relative to max(1, |g|), and of differences of the value. */
static double disagreement(const Sides *s) {
    double worst = 0, offset = 0;
    for (int point = 0; point < 20; point++) {
        move_to(s, point);
        double difference = compiled_value(s) - kernel_value(s);
        if (point == 0) offset = difference; /* constants are dropped by either side as it likes */
        worst = fmax(worst, fabs(difference - offset) / fmax(1, fabs(offset)));
        for (int i = 0; i < s->n; i++) {
            double error = fabs(s->grad[s->where[i]] - s->kernel_grad[i]) / fmax(1, fabs(s->kernel_grad[i]));
            if (!(error <= worst)) worst = error;
        }
    }
    return worst;
}

/* --- time --- */

/* Nanoseconds of one evaluation; the position moves with the gradient, as in a sampler, so that nothing is computed ahead. */
static double time_side(const Sides *s, double (*value)(const Sides *), double *q, const double *grad,
                        int64_t repeats) {
    double begin = load_clock();
    for (int64_t i = 0; i < repeats; i++) {
        value(s);
        q[0] += 1e-12 * grad[0];
    }
    return (load_clock() - begin) * 1e6 / (double)repeats;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
static double median(double *x, int n) {
    qsort(x, (size_t)n, sizeof *x, by_size);
    return x[n / 2];
}

static void time_in_turns(const Sides *s, double *compiled, double *by_hand) {
    double  times[2][ROUNDS];
    int64_t repeats = 1;
    while (time_side(s, kernel_value, s->kernel_q, s->kernel_grad, repeats) * (double)repeats <
           ROUND_MILLISECONDS * 1e6)
        repeats *= 2;
    for (int round = 0; round < ROUNDS; round++) {
        times[0][round] = time_side(s, compiled_value, s->q, s->grad, repeats);
        times[1][round] = time_side(s, kernel_value, s->kernel_q, s->kernel_grad, repeats);
    }
    *compiled = median(times[0], ROUNDS);
    *by_hand = median(times[1], ROUNDS);
}

static void bench_loaded(const Row *row, const Load *load) {
    int64_t n = load->layout[BM_LAYOUT_UNKNOWNS];
    int    *where = (int *)load_cells(n);
    Kernel  kernel = prepare(row, load);
    Sides   s = {.load = load,
                 .kernel = &kernel,
                 .where = where,
                 .q = load_cells(n),
                 .grad = load_cells(n),
                 .kernel_q = load_cells(n),
                 .kernel_grad = load_cells(n),
                 .work = load_cells(load->layout[BM_LAYOUT_WORK])};
    s.n = coordinates(row, load->schema, where);
    if (s.n != (int)n) {
        printf("%-14s has %lld coordinates, its kernel %d\n", row->model, (long long)n, s.n);
    } else {
        double difference = disagreement(&s), compiled, by_hand;
        time_in_turns(&s, &compiled, &by_hand);
        printf("%-14s %9.1f %9.1f %9.2f %9.0f %9.2f %12.1e%s\n", row->model, compiled, by_hand, compiled / by_hand,
               row->limit, compiled / row->limit, difference, difference < 1e-11 ? "" : "  THEY DISAGREE");
    }
    release(&kernel);
    free(where), free(s.q), free(s.grad), free(s.kernel_q), free(s.kernel_grad), free(s.work);
}

static void bench_model(const Row *row, const char *build) {
    char      model[256], data[256];
    Arguments arguments = {.command = "profile"};
    Arena    *arena = arena_new();
    Load      load;
    snprintf(model, sizeof model, "bench/models/%s.bmodel", row->model);
    snprintf(data, sizeof data, row->generated ? "%s/bench/%s.json" : "%.0sbench/models/%s.json", build, row->model);
    if (row->kernel == kernel_gp)
        write_curve(data);
    else if (row->generated)
        write_regression(data, row->kernel == kernel_logistic);
    VEC_PUSH(arena, &arguments.operands, model);
    VEC_PUSH(arena, &arguments.data, data);
    if (load_all(&load, &arguments, false, ENTRY_SAMPLE))
        bench_loaded(row, &load);
    else
        printf("%-14s was refused\n", row->model);
    load_free(&load);
    arena_free(arena);
}

/* --- whole runs --- */

/* Milliseconds of a process; 0 if it failed. */
static double run_time(char *const *words) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    double begin = load_clock();
    pid_t  process;
    int    status = posix_spawn(&process, words[0], &actions, NULL, words, environ) ? 1 : 0;
    if (!status) waitpid(process, &status, 0);
    posix_spawn_file_actions_destroy(&actions);
    return status ? 0 : load_clock() - begin;
}

static void bench_run(const char *what, char *const *words) {
    double times[RUNS];
    for (int i = 0; i < RUNS; i++)
        if ((times[i] = run_time(words)) == 0) {
            printf("%-60s failed\n", what);
            return;
        }
    printf("%-60s %9.1f ms\n", what, median(times, RUNS));
}

int main(int argc, char **argv) {
    const char *build = argc > 1 ? argv[1] : "build";
    char        program[256];
    printf("%-14s %9s %9s %9s %9s %9s %12s\n", "gradient of", "ns", "by hand", "ratio", "limit", "ratio", "difference");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) bench_model(&rows[i], build);
    snprintf(program, sizeof program, "%s/bmodel", build);
    printf("\n");
    bench_run("eight schools: start to exit of `check`",
              (char *[]){program, "check", "bench/models/eight_schools.bmodel", NULL});
    bench_run("eight schools: start to log density and gradient at a point",
              (char *[]){program, "logp", "bench/models/eight_schools.bmodel", "--at",
                         "bench/models/eight_schools.point", "--gradient", NULL});
    bench_run("eight schools: a default run, 4 x (1000 + 1000) draws",
              (char *[]){program, "sample", "bench/models/eight_schools.bmodel", "--seed", "1", "--quiet", "-o",
                         "/dev/null", NULL});
    return 0;
}
