/* Sums of squares of affine forms (compiler/ir_squares.c) and of deviances (ir_deviance.c), whose rows are gone, against the same model without the rule: differences of the log
 * density between two points, and the gradient. Data near 0 and far from it, columns that depend on each other, groups of one row and of
 * none, weights. The reference is the row loop of the compiled model with the rule off; with data at 1e6 that loop itself is good to
 * about 1e-9, which sets the tolerance there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "compiler/ir.h"
#include "compiler/load.h"
#include "runtime/draw.h"
#include "test.h"

enum { ROWS = 400 };

typedef struct Model_ {
    const char *name, *text;
    double      shift, tolerance;
    enum IrRule rule;
} ModelText;

#define HEAD "dim row\ndim g = 1..12\ndata y[row], x[row], z[row] : real\ndata w[row] : real > 0\ndata k[row] : g\n"
#define COUNTS HEAD "data c[row], n[row] : count\n"
static const ModelText models[] = {
    {"a mean", HEAD "m ~ Normal(0, 3)\ns ~ HalfNormal(2)\ny[row] ~ Normal(m, s)\n", 0, 1e-12, RULE_SQUARES},
    {"a line", HEAD "a, b ~ Normal(0, 3)\ns ~ HalfNormal(2)\ny[row] ~ Normal(a + b * x, s)\n", 0, 1e-11, RULE_SQUARES},
    {"a line far from 0", HEAD "a, b ~ Normal(0, 3)\ns ~ HalfNormal(2)\ny[row] ~ Normal(a + b * x, s)\n", 1e6, 1e-7,
     RULE_SQUARES},
    {"groups", HEAD "a[g] ~ Normal(0, 3)\nb ~ Normal(0, 1)\ns ~ HalfNormal(2)\ny[row] ~ Normal(a[k] + b * x, s)\n", 0,
     1e-11, RULE_SQUARES},
    {"groups with slopes",
     HEAD
     "a[g], c[g] ~ Normal(0, 3)\nb ~ Normal(0, 1)\ns ~ HalfNormal(2)\ny[row] ~ Normal(a[k] + c[k] * x + b * z, s)\n",
     0, 1e-10, RULE_SQUARES},
    {"columns that depend",
     HEAD "a, b, c ~ Normal(0, 3)\ns ~ HalfNormal(2)\ny[row] ~ Normal(a + b * x + c * (2 * x - 1), s)\n", 0, 1e-10,
     RULE_SQUARES},
    {"weights and known errors", HEAD "a, b ~ Normal(0, 3)\ny[row] ~ Normal(a + b * x, w)\n", 0, 1e-11, RULE_SQUARES},
    {"squares without data",
     HEAD "a, b ~ Normal(0, 3)\nfactor -0.5 * sum[row]((a * x + b * z)^2)\ny[row] ~ Normal(0, 1)\n", 0, 1e-11,
     RULE_SQUARES},
    {"counts with one mean", COUNTS "m ~ Gamma(shape = 2, rate = 1)\nc[row] ~ Poisson(m)\n", 0, 1e-12, RULE_DEVIANCE},
    {"counts by exposure", COUNTS "m ~ Gamma(shape = 2, rate = 1)\nc[row] ~ Poisson(w * m)\n", 0, 1e-12, RULE_DEVIANCE},
    {"counts by group", COUNTS "m[g] ~ Gamma(shape = 2, rate = 1)\nc[row] ~ Poisson(w * m[k])\n", 0, 1e-12,
     RULE_DEVIANCE},
    {"shares", COUNTS "p ~ Beta(2, 2)\nc[row] ~ Binomial(c + n, p)\n", 0, 1e-12, RULE_DEVIANCE},
    {"shares by group", COUNTS "p[g] ~ Beta(2, 2)\nc[row] ~ Binomial(c + n, p[k])\n", 0, 1e-12, RULE_DEVIANCE},
    {"sizes", COUNTS "a, b ~ Gamma(shape = 2, rate = 1)\nw[row] ~ Gamma(shape = a, rate = b)\n", 0, 1e-12,
     RULE_DEVIANCE},
    {"betas", COUNTS "a, b ~ Gamma(shape = 2, rate = 1)\nshare[row] = w / (1 + w)\nshare[row] ~ Beta(a, b)\n", 0, 1e-12,
     RULE_DEVIANCE},
    {"inverse sizes", COUNTS "a, b ~ Gamma(shape = 2, rate = 1)\nw[row] ~ InverseGamma(shape = a, scale = b)\n", 0,
     1e-12, RULE_DEVIANCE},
};

static void write_data(const char *path, double shift) {
    FILE    *f = fopen(path, "w");
    BmStream stream = bm_stream(7, 0, 0, 0);
    fprintf(f, "y,x,z,w,k,c,n\n");
    for (int i = 0; i < ROWS; i++) { /* group 1 has one row, group 12 none */
        int group = i == 0 ? 1 : 2 + (int)(10 * bm_std_uniform(&stream));
        fprintf(f, "%.17g,%.17g,%.17g,%.17g,%d,%d,%d\n", shift + bm_std_normal(&stream),
                shift / 3 + bm_std_normal(&stream), bm_std_normal(&stream), 0.5 + bm_std_uniform(&stream), group,
                i % 7 * (i % 5), i % 11);
    }
    fclose(f);
}

/* value at q less value at 0, and gradient at q. False if the model was refused. */
static bool evaluate(const char *model, const char *data, unsigned rules_off, double *value, double *gradient,
                     int64_t *n) {
    Arguments arguments = {.command = "test", .rules_off = rules_off};
    Arena    *arena = arena_new();
    Load      load;
    VEC_PUSH(arena, &arguments.operands, model);
    VEC_PUSH(arena, &arguments.data, data);
    bool ok = load_all(&load, &arguments, true, ENTRY_SAMPLE);
    if (ok) {
        *n = load.layout[BM_LAYOUT_UNKNOWNS];
        double *q = load_cells(*n), *g = load_cells(*n), *work = load_cells(load.layout[BM_LAYOUT_WORK]);
        double  base = load.compiled->gradient(q, g, load.layout, load.data, work);
        for (int64_t i = 0; i < *n; i++) q[i] = 0.4 * sin(1.7 * (double)i + 0.5);
        *value = load.compiled->gradient(q, g, load.layout, load.data, work) - base;
        for (int64_t i = 0; i < *n; i++) gradient[i] = g[i];
        free(q), free(g), free(work);
    } else
        printf("%s", diag_render(&load.said, false));
    load_free(&load);
    arena_free(arena);
    return ok;
}

int main(int argc, char **argv) {
    const char *build = argc > 1 ? argv[1] : "build";
    char        model[300], data[300];
    mkdir(build, 0777);
    snprintf(model, sizeof model, "%s/test_squares.bmodel", build);
    snprintf(data, sizeof data, "%s/test_squares.csv", build);
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        double  value, expected, gradient[64], expected_gradient[64], scale = 1;
        int64_t n = 0, n_expected = 0;
        FILE   *f = fopen(model, "w");
        CHECK(f != NULL);
        if (!f) break;
        fputs(models[m].text, f);
        fclose(f);
        write_data(data, models[m].shift);
        CHECK(evaluate(model, data, 0, &value, gradient, &n) &&
              evaluate(model, data, 1u << models[m].rule, &expected, expected_gradient, &n_expected));
        CHECK(n == n_expected && n > 0 && n < 64);
        for (int64_t i = 0; i < n; i++) scale = fmax(scale, fabs(expected_gradient[i]));
        bool close = fabs(value - expected) <= models[m].tolerance * (1 + fabs(expected));
        if (!close) printf("%s: value %.17g, by rows %.17g\n", models[m].name, value, expected);
        CHECK(close);
        for (int64_t i = 0; i < n; i++) CHECK_NEAR(gradient[i], expected_gradient[i], models[m].tolerance * scale);
    }
    remove(model), remove(data);
    return test_end();
}
