/* Draws of the distributions of the standard library, at the parameters of their `example` lines and a fixed seed: their mean and variance against
 * the distribution's own `mean` and `variance`, and where it states a `cdf`, the largest distance between that and the share of draws
 * below (Kolmogorov–Smirnov); those of which neither is stated are held to the integral of their density in test_total.c. Truncated ones are held to
 * the cdf where they state a quantile, and far out in some tails.
 *
 *   test_draws [BUILD [NAME…]] */
#include <stdio.h>
#include <stdlib.h>
#include "library.h"
#include "outputs.h"

enum { DRAWS = 20000 };
/* Bounds that a right distribution passes with probability above 1 - 1e-6: standard errors; sqrt(n) times the distance. */
static const double ERRORS = 5.5, DISTANCE = 2.6;

typedef struct Subject {
    char dist[32], parameters[400], arguments[200];
    bool has_mean, has_variance, has_cdf, has_quantile, improper, whole;
} Subject;

/* --- reading the library --- */

/* "example log p(1.3 | 0.5, 2) = …": what is behind the bar. */
static void read_arguments(const char *line, Subject *s) {
    const char *bar = strchr(line, '|'), *close = strrchr(line, ')');
    if (bar && close > bar) snprintf(s->arguments, sizeof s->arguments, "%.*s", (int)(close - bar - 1), bar + 1);
}

static void read_line(const char *line, Subject *s) {
    const char *word = line + strspn(line, " ");
    s->has_mean |= strncmp(word, "mean ", 5) == 0;
    s->has_variance |= strncmp(word, "variance ", 9) == 0;
    s->has_cdf |= strncmp(word, "cdf(", 4) == 0 || strncmp(word, "log cdf(", 8) == 0;
    s->has_quantile |= strncmp(word, "quantile(", 9) == 0 || strncmp(word, "upper_quantile(", 15) == 0;
    s->improper |= strncmp(word, "improper", 8) == 0;
    if (strncmp(word, "example log p", 13) == 0) read_arguments(word, s);
}

/* "shape = 1.5, rate = 0.7": from "shape : real > 0, rate : real > 0) : real > 0" and "1.5, 0.7". */
static void write_named(FILE *file, const Subject *s) {
    const char *name = s->parameters, *value = s->arguments;
    while (*value) {
        int n = (int)strcspn(value, ","), depth = 0;
        fprintf(file, "%s%.*s =%s%.*s", value == s->arguments ? "" : ", ", (int)strcspn(name, " :,)"), name,
                *value == ' ' ? "" : " ", n, value);
        for (; *name && (*name != ',' || depth); name++)
            depth += (*name == '(' || *name == '[') - (*name == ')' || *name == ']');
        name += strspn(name, ", ");
        value += n;
        if (*value) value++;
    }
}

/* Truncated between quantiles: in the lower half, in the upper half, and above one. What is left of the cdf is uniform (the first whole number
 * of the interval has what is above the number before). */
static const double cuts[][2] = {{0.1, 0.4}, {0.6, 0.9}, {0.7, 1}};
enum { CUTS = 3 };

static void write_truncated(FILE *file, const Subject *s) {
    for (int i = 0; i < CUTS; i++) {
        fprintf(file, "t%d[row] ~ %s(", i, s->dist);
        write_named(file, s);
        fprintf(file, ") truncated to [lo%d, ", i);
        fprintf(file, cuts[i][1] < 1 ? "hi%d]\n" : "inf)\n", i);
        fprintf(file, "lo%d = %s.quantile(%g, %s)\nhi%d = %s.quantile(%g, %s)\n", i, s->dist, cuts[i][0], s->arguments,
                i, s->dist, fmin(cuts[i][1], 0.999), s->arguments);
        fprintf(file, "below%d = %s.cdf(lo%d%s, %s)\n", i, s->dist, i, s->whole ? " - 1" : "", s->arguments);
        fprintf(file, cuts[i][1] < 1 ? "upto%d = %s.cdf(hi%d, %s)\n" : "upto%d = 1\n", i, s->dist, i, s->arguments);
        fprintf(file, "c%d[row] = (%s.cdf(t%d[row], %s) - below%d) / (upto%d - below%d)\n", i, s->dist, i, s->arguments,
                i, i, i);
    }
}

/* What follows from numbers alone is no output: hence the unknown u. */
static bool write_model(const Subject *s, const char *path) {
    FILE *file = fopen(path, "w");
    if (!file) return false;
    fprintf(file, "dim row = 1..%d\nu ~ Normal(0, 1)\nx[row] ~ %s(", DRAWS, s->dist);
    write_named(file, s);
    fprintf(file, ")\n");
    if (s->has_mean) fprintf(file, "m = 0 * u + %s.mean(%s)\n", s->dist, s->arguments);
    if (s->has_variance) fprintf(file, "v = 0 * u + %s.variance(%s)\n", s->dist, s->arguments);
    if (s->has_cdf) fprintf(file, "c[row] = %s.cdf(x[row], %s)\n", s->dist, s->arguments);
    if (s->has_quantile) write_truncated(file, s);
    return fclose(file) == 0;
}

/* --- statistics --- */

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct Moments {
    double mean, variance, fourth;
} Moments;

static Moments moments(const double *x) {
    Moments m = {0};
    for (int i = 0; i < DRAWS; i++) m.mean += x[i] / DRAWS;
    for (int i = 0; i < DRAWS; i++) {
        double d = x[i] - m.mean, square = d * d;
        m.variance += square / (DRAWS - 1), m.fourth += square * square / DRAWS;
    }
    return m;
}

static void hold_near(const Subject *s, const char *what, double got, double expected, double tolerance) {
    if (fabs(got - expected) <= tolerance)
        test_passed++;
    else
        test_failed++, printf("draws of %s(%s), %s: expected %.6g, got %.6g, with tolerance %.2g\n", s->dist,
                              s->arguments, what, expected, got, tolerance);
}

/* Largest distance of sorted values of the cdf at the draws from the share of draws up to there: at the last of equal ones, so that it holds
 * for whole numbers too, and for mass in one place. */
static double distance(double *c) {
    double worst = 0;
    qsort(c, DRAWS, sizeof *c, ascending);
    for (int i = 0; i < DRAWS; i++)
        if (i + 1 == DRAWS || c[i + 1] != c[i]) worst = fmax(worst, fabs(c[i] - (i + 1.0) / DRAWS));
    return worst;
}

static void hold_to_cdf(const Subject *s, const char *what, const double *cdf) {
    double *c = malloc(DRAWS * sizeof *c);
    memcpy(c, cdf, DRAWS * sizeof *c);
    hold_near(s, what, distance(c), 0, DISTANCE / sqrt(DRAWS));
    free(c);
}

static void hold_outputs(const Subject *s, const Outputs *outputs) {
    const double *x = outputs_find(outputs, "x"), *mean = outputs_find(outputs, "m"),
                 *variance = outputs_find(outputs, "v"), *cdf = outputs_find(outputs, "c");
    CHECK(x != NULL);
    if (!x) return;
    Moments m = moments(x);
    int     held = 0;
    if (mean && isfinite(*mean) && (!variance || isfinite(*variance))) {
        hold_near(s, "mean", m.mean, *mean, ERRORS * sqrt(m.variance / DRAWS));
        held++;
    }
    if (variance && isfinite(*variance)) {
        hold_near(s, "variance", m.variance, *variance, ERRORS * sqrt((m.fourth - m.variance * m.variance) / DRAWS));
        held++;
    }
    if (cdf) {
        hold_to_cdf(s, "distance from the cdf", cdf);
        held++;
    }
    for (int i = 0; i < CUTS && s->has_quantile; i++) {
        const double *c = outputs_find(outputs, (const char[]){'c', (char)('0' + i), 0});
        CHECK(c != NULL);
        if (c) hold_to_cdf(s, "truncated, distance from the cdf", c);
    }
    if (mean || variance || cdf) CHECK(held > 0);
}

/* --- running --- */

static void hold_subject(const Subject *s, const char *build) {
    char    model[300];
    Outputs outputs;
    if (!s->dist[0] || s->improper) return;
    snprintf(model, sizeof model, "%s/stdlib/draws_%s.bmodel", build, s->dist);
    CHECK(write_model(s, model));
    if (outputs_compute(&outputs, model)) hold_outputs(s, &outputs);
    outputs_free(&outputs);
}

static void hold_file(const char *build, const char *name) {
    char    path[300], line[2000];
    Subject s = {0};
    snprintf(path, sizeof path, "stdlib/%s.bmodel", name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "dist ", 5) == 0) {
            hold_subject(&s, build);
            s = (Subject){0};
            if (line[5 + strcspn(line + 5, "([")] == '[') continue; /* over dims: test_draws_multivariate */
            snprintf(s.dist, sizeof s.dist, "%.*s", (int)strcspn(line + 5, "("), line + 5);
            snprintf(s.parameters, sizeof s.parameters, "%s", line + 5 + strcspn(line + 5, "(") + 1);
            s.whole = !strstr(line, ") : real");
        } else
            read_line(line, &s);
    }
    if (file) fclose(file);
    hold_subject(&s, build);
}

/* Beyond bounds whose probabilities are too small for a number: the mean distance from the bound, by the densities there (for whole numbers
 * t, t + 1, … in the ratios 1 : rate / (t + 1) : …). */
static const struct {
    const char *statement;
    double      bound, mean;
} tails[] = {{"Normal(0, 1) truncated to (40, inf)", 40, 0.024968847},
             {"Normal(1, 2) truncated to (-inf, -99)", -99, -0.039968064},
             {"Exponential(1) truncated to (2000, inf)", 2000, 1},
             {"Gamma(shape = 2, rate = 1) truncated to (2000, inf)", 2000, 1.0004997501},
             {"StudentT(3, 0, 1) truncated to (1e120, inf)", 1e120, 0.5e120},
             {"Poisson(1) truncated to [400, inf)", 400, 0.0025000000},
             {"Beta(2000, 3) truncated to (0, 0.5)", 0.5, -0.00025023}};
enum { TAILS = sizeof tails / sizeof *tails };

static void hold_tails(const char *build) {
    char    path[300], name[16];
    Outputs outputs;
    snprintf(path, sizeof path, "%s/stdlib/draws_tails.bmodel", build);
    FILE *file = fopen(path, "w");
    fprintf(file, "dim row = 1..%d\nu ~ Normal(0, 1)\n", DRAWS);
    for (int i = 0; i < TAILS; i++) fprintf(file, "t%d[row] ~ %s\n", i, tails[i].statement);
    fclose(file);
    if (outputs_compute(&outputs, path))
        for (int i = 0; i < TAILS; i++) {
            snprintf(name, sizeof name, "t%d", i);
            const double *x = outputs_find(&outputs, name);
            Subject       s = {0};
            Moments       m = {0};
            snprintf(s.arguments, sizeof s.arguments, "%s", tails[i].statement);
            if (x) m = moments(x);
            CHECK(x != NULL);
            hold_near(&s, "mean", m.mean - tails[i].bound, tails[i].mean,
                      ERRORS * sqrt(m.variance / DRAWS) + 1e-4 * fabs(tails[i].mean));
        }
    outputs_free(&outputs);
}

int main(int argc, char **argv) {
    int files = library_each(argc, argv, hold_file);
    if (argc <= 2) hold_tails(argc > 1 ? argv[1] : "build");
    CHECK(files > 0);
    return test_end();
}
