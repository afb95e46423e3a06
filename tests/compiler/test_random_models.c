/* Random models (random_model.h, random_together.h): at random points the log joint density, its terms, its log Jacobian and its gradient as compiled are held
 * against the plain evaluator of the unoptimised IR; the compiled gradient that the sampler uses against differences of its value, and
 * its value against log joint density plus log Jacobian.
 *
 *   test_random_models [BUILD [FIRST [COUNT]]]: seeds from FIRST on; a model that fails is printed, and stays in BUILD/random. */
#include "compiler/load.h"
#include "random_together.h"
#include "compiler/ir.h"
#include "runtime/rng.h"
#include "test.h"
#include <sys/stat.h>

enum { DEFAULT_COUNT = 150, POINTS = 2 };
/* Relative to the size of what was added up (value) and to max(1, |g|) of the largest component (gradient). */
static const double VALUE_TOLERANCE = 1e-11, GRADIENT_TOLERANCE = 1e-9, DIFFERENCE_TOLERANCE = 2e-6;

typedef struct Case {
    Generator     *generator;
    Load          *load;
    const BmModel *compiled;
    int64_t        n_theta, n_q, *sizes;
    int            n_terms, bad, undefined, curved;
    double        *theta, *q, *work, *grad, *oracle_grad, *terms, *oracle_terms, *q_grad, *moved_grad, *outputs;
    double         offset; /* value of gradient() minus log joint density and Jacobian: a constant of the model */
    int            has_offset;
} Case;

static void say(Case *c, const char *format, const char *what, double expected, double got) {
    if (c->bad++ < 5) printf(format, what, expected, got);
}

static int close_to(double got, double expected, double tolerance) {
    return got == expected || (isnan(got) && isnan(expected)) || fabs(got - expected) <= tolerance;
}

/* The position at random, and the unknowns there. */
static void draw_point(Case *c) {
    const BmSchema *schema = c->load->schema;
    BmStream        stream = bm_stream(1, 0, BM_PURPOSE_FREE, 0);
    int64_t         at = 0;
    for (int64_t i = 0; i < c->n_q; i++) c->q[i] = between(c->generator, -1.2, 1.2);
    c->compiled->outputs(c->q, c->outputs, c->load->layout, c->load->data, c->work, &stream);
    for (int i = 0; i < schema->n_unknowns; i++)
        for (int j = 0; j < schema->n_outputs; j++)
            if (strcmp(schema->outputs[j].name, schema->unknowns[i].name) == 0) {
                int64_t cells = bm_cell_count(schema, schema->unknowns[i].dims, schema->unknowns[i].n_dims);
                memcpy(c->theta + at, c->outputs + c->load->layout[schema->outputs[j].slot],
                       (size_t)cells * sizeof(double));
                at += cells;
            }
    if (at != c->n_theta)
        say(c, "  %s: expected %g, got %g\n", "cells of the unknowns among the outputs", (double)c->n_theta,
            (double)at);
}

static double largest(const double *x, int64_t n) {
    double worst = 1;
    for (int64_t i = 0; i < n; i++) worst = fmax(worst, fabs(x[i]));
    return worst;
}

/* joint() of the compiled model and of the evaluator. Returns log joint density + log Jacobian, NaN if it is not finite. */
static double hold_joint(Case *c) {
    double jacobian = 0, oracle_jacobian = 0, size = 1;
    double value = c->compiled->joint(c->theta, c->grad, c->terms, &jacobian, c->load->layout, c->load->data, c->work);
    double expected = program_oracle(c->load->program, c->sizes, (const double *const *)c->load->bound->values,
                                     c->theta, c->oracle_grad, c->oracle_terms, &oracle_jacobian);
    for (int i = 0; i < c->n_terms; i++) size += isfinite(c->oracle_terms[i]) ? fabs(c->oracle_terms[i]) : 0;
    if (!close_to(value, expected, VALUE_TOLERANCE * size))
        say(c, "  %s: evaluator %.17g, compiled %.17g\n", "log joint density", expected, value);
    if (!close_to(jacobian, oracle_jacobian, VALUE_TOLERANCE * size))
        say(c, "  %s: evaluator %.17g, compiled %.17g\n", "log Jacobian", oracle_jacobian, jacobian);
    for (int i = 0; i < c->n_terms; i++)
        if (!close_to(c->terms[i], c->oracle_terms[i], VALUE_TOLERANCE * size))
            say(c, "  term `%s`: evaluator %.17g, compiled %.17g\n", c->load->schema->statements[i].text,
                c->oracle_terms[i], c->terms[i]);
    if (!isfinite(expected)) return NAN;
    double scale = largest(c->oracle_grad, c->n_theta);
    for (int64_t i = 0; i < c->n_theta; i++)
        if (!close_to(c->grad[i], c->oracle_grad[i], GRADIENT_TOLERANCE * scale)) {
            char where[64];
            snprintf(where, sizeof where, "derivative by theta[%lld]", (long long)i);
            say(c, "  %s: evaluator %.17g, compiled %.17g\n", where, c->oracle_grad[i], c->grad[i]);
        }
    return expected + oracle_jacobian;
}

static double value_at(Case *c, int64_t i, double step) {
    double kept = c->q[i];
    c->q[i] = kept + step;
    double value = c->compiled->gradient(c->q, c->moved_grad, c->load->layout, c->load->data, c->work);
    c->q[i] = kept;
    return value;
}

/* The derivative over five points. */
static double difference_at(Case *c, int64_t i, double h) {
    return (8 * (value_at(c, i, h) - value_at(c, i, -h)) - (value_at(c, i, 2 * h) - value_at(c, i, -2 * h))) / (12 * h);
}

/* gradient(): its value against the joint density, its derivatives against differences over five points. */
static void hold_gradient(Case *c, double joint) {
    double value = c->compiled->gradient(c->q, c->q_grad, c->load->layout, c->load->data, c->work), size = 1;
    for (int i = 0; i < c->n_terms; i++) size += isfinite(c->oracle_terms[i]) ? fabs(c->oracle_terms[i]) : 0;
    if (!c->has_offset) c->offset = value - joint, c->has_offset = 1;
    if (!close_to(value, joint + c->offset, 1e-10 * (size + fabs(c->offset))))
        say(c, "  %s: %.17g from joint(), %.17g from gradient()\n", "value", joint + c->offset, value);
    double  scale = largest(c->q_grad, c->n_q) + 1e-3 * size;
    int64_t stride = 1 + c->n_q / 40;
    for (int64_t i = 0; i < c->n_q; i += stride) {
        double nearest = INFINITY;
        for (double h = 1e-3; h > 1e-7; h /= 64) { /* the larger steps may cross a kink of max, abs, … */
            double difference = difference_at(c, i, h);
            if (!(fabs(difference - c->q_grad[i]) >= fabs(nearest - c->q_grad[i]))) nearest = difference;
            if (close_to(c->q_grad[i], nearest, DIFFERENCE_TOLERANCE * scale)) break;
        }
        if (close_to(c->q_grad[i], nearest, DIFFERENCE_TOLERANCE * scale)) continue;
        char where[64];
        snprintf(where, sizeof where, "derivative by q[%lld]", (long long)i);
        say(c, "  %s: by differences %.12g, compiled %.12g\n", where, nearest, c->q_grad[i]);
    }
}

/* Differences of the evaluator's gradient along v, five points; false where the density is not finite. */
static bool difference_along(Case *c, const double *v, double h, double *difference) {
    static const double weights[] = {1, -8, 0, 8, -1};
    double             *ahead = load_cells(c->n_theta), *moved = load_cells(c->n_theta), unused;
    bool                finite = true;
    for (int64_t i = 0; i < c->n_theta; i++) difference[i] = 0;
    for (int side = -2; side <= 2; side++) {
        if (!side) continue;
        for (int64_t i = 0; i < c->n_theta; i++) moved[i] = c->theta[i] + side * h * v[i];
        finite &= isfinite(program_oracle(c->load->program, c->sizes, (const double *const *)c->load->bound->values,
                                          moved, ahead, c->terms, &unused)) != 0;
        for (int64_t i = 0; i < c->n_theta; i++) difference[i] += weights[side + 2] * ahead[i] / (12 * h);
    }
    free(ahead), free(moved);
    return finite;
}

/* Hessian times a direction, against differences. Two steps: the larger may cross the edge of an `if`. */
static void hold_curvature(Case *c) {
    double *v = load_cells(c->n_theta), *product = load_cells(c->n_theta), *difference = load_cells(c->n_theta),
           worst = INFINITY;
    for (int64_t i = 0; i < c->n_theta; i++)
        v[i] = c->theta[i] * (0.3 + 0.7 * (double)(i % 3)); /* relative: theta stays in its support */
    bool   known = program_hessian_product(c->load->program, c->sizes, (const double *const *)c->load->bound->values,
                                           c->theta, v, product);
    double scale = fmax(largest(product, c->n_theta), 1e-3 * largest(c->oracle_grad, c->n_theta));
    for (double h = 1e-3; known && h > 1e-6; h /= 30) {
        double furthest = 0;
        known = difference_along(c, v, h, difference);
        for (int64_t i = 0; i < c->n_theta; i++)
            furthest = fmax(furthest, isnan(product[i]) ? INFINITY : fabs(product[i] - difference[i]));
        worst = fmin(worst, furthest);
    }
    if (known && !(worst <= 2e-4 * scale))
        say(c, "  %s: largest entry %.6g, largest difference %.6g\n", "Hessian times direction", scale, worst);
    c->curved += known;
    free(v), free(product), free(difference);
}

static void hold_point(Case *c) {
    draw_point(c);
    double joint = hold_joint(c);
    if (isfinite(joint))
        hold_gradient(c, joint), hold_curvature(c);
    else
        c->undefined++;
}

static void hold_loaded(Case *c) {
    int64_t *layout = c->load->layout;
    c->compiled = c->load->compiled, c->n_theta = layout[BM_LAYOUT_THETA], c->n_q = layout[BM_LAYOUT_UNKNOWNS];
    c->sizes = layout + BM_LAYOUT_SIZES, c->n_terms = c->load->schema->n_statements;
    double **cells[] = {&c->theta, &c->q, &c->grad, &c->oracle_grad, &c->q_grad, &c->moved_grad};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) *cells[i] = load_cells(c->n_theta + c->n_q);
    c->terms = load_cells(c->n_terms), c->oracle_terms = load_cells(c->n_terms);
    c->work = load_cells(layout[BM_LAYOUT_WORK]), c->outputs = load_cells(layout[BM_LAYOUT_OUTPUTS]);
    for (int i = 0; i < POINTS; i++) hold_point(c);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) free(*cells[i]);
    free(c->terms), free(c->oracle_terms), free(c->work), free(c->outputs);
}

static bool write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    return file && fputs(text, file) >= 0 && fclose(file) == 0;
}

/* 1 if some point had a finite density. */
static int hold_model(uint64_t seed, const char *build, int *curved) {
    Generator g;
    BmText    text = {0};
    char      model[300], data[300];
    generate(&g, seed, &text);
    snprintf(model, sizeof model, "%s/random/%llu.bmodel", build, (unsigned long long)seed);
    snprintf(data, sizeof data, "%s/random/%llu.json", build, (unsigned long long)seed);
    CHECK(write_file(model, text.at) && write_file(data, g.data.at));
    /* of four models, one as it is compiled, two without one of the rules, one without all of them */
    unsigned  off = seed % 4 == 0 ? 0 : seed % 4 == 3 ? (1u << RULE_COUNT) - 1 : 1u << seed / 4 % RULE_COUNT;
    Arguments arguments = {.command = "logp",
                           .rules_off = off,
                           .cpu = seed % 10 == 3   ? "x86-64-v3"
                                  : seed % 10 == 7 ? "x86-64"
                                                   : NULL}; /* 8, 4 and 2 lanes */
    Arena    *arena = arena_new();
    Load      load;
    Case      c = {.generator = &g, .load = &load};
    VEC_PUSH(arena, &arguments.operands, model);
    VEC_PUSH(arena, &arguments.data, data);
    if (load_all(&load, &arguments, true, ENTRY_SAMPLE | ENTRY_JOINT))
        hold_loaded(&c);
    else
        c.bad = 1, printf("%s", diag_render(&load.said, false));
    *(c.bad ? &test_failed : &test_passed) += 1;
    if (c.bad)
        printf("model %llu fails:\n%s\n", (unsigned long long)seed, text.at);
    else
        remove(model), remove(data);
    load_free(&load);
    arena_free(arena);
    generator_free(&g);
    free(text.at);
    *curved += c.curved;
    return c.undefined < POINTS;
}

int main(int argc, char **argv) {
    const char *build = argc > 1 ? argv[1] : "build";
    uint64_t    first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    int         count = argc > 3 ? atoi(argv[3]) : DEFAULT_COUNT, defined = 0, curved = 0;
    char        folder[256];
    snprintf(folder, sizeof folder, "%s/random", build);
    mkdir(folder, 0777);
    for (int i = 0; i < count; i++) defined += hold_model(first + (uint64_t)i, build, &curved);
    CHECK(10 * curved >= 7 * POINTS * count);
    CHECK(10 * defined >= 9 * count); /* models without a finite density test nothing */
    return test_end();
}
