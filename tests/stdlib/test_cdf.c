/* Probabilities of the standard library: `cdf`, `log cdf` and `log ccdf` at the references of this folder (lines `cdf` of a .ref file), and
 * that `quantile` and `upper_quantile` lead back to a probability from which they came.
 *
 *   test_cdf [BUILD [NAME…]] */
#include <stdio.h>
#include "library.h"
#include "outputs.h"

/* Quantiles are held at the first lines only: those are ordinary, the others may round to a bound. */
enum { MOST_LINES = 64, N_MEMBERS = 3, ORDINARY = 2 };
/* Relative; a cdf absolute as well, and a logarithm near 0. An argument that is rounded moves a logarithm by a few units in its last place. */
static const double      RELATIVE = 2e-13, ABSOLUTE = 1e-15, RETURNED = 1e-13;
static const char *const members[N_MEMBERS] = {"cdf", "log_cdf", "log_ccdf"}, *const spelt[N_MEMBERS] = {
                                                                                  "    cdf(", "    log cdf(",
                                                                                  "    log ccdf("};

typedef struct Line {
    double value[N_MEMBERS];
    char   call[300];
    int    number;
} Line;
typedef struct Subject {
    const char *name;
    char        dist[32];
    bool        has[N_MEMBERS], quantile, upper_quantile, whole;
    int         n;
    Line        lines[MOST_LINES];
} Subject;

static void read_library(Subject *s) {
    char path[300], line[2000];
    snprintf(path, sizeof path, "stdlib/%s.bmodel", s->name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        for (int i = 0; i < N_MEMBERS; i++) s->has[i] |= strncmp(line, spelt[i], strlen(spelt[i])) == 0;
        if (strncmp(line, "dist ", 5) == 0) s->whole = !strstr(line, ") : real");
        s->quantile |= strncmp(line, "    quantile(", 13) == 0;
        s->upper_quantile |= strncmp(line, "    upper_quantile(", 19) == 0;
    }
    if (file) fclose(file);
}

static void read_line(Subject *s, char *text, int n_params, int number) {
    Line  *line = &s->lines[s->n];
    size_t used = 0;
    char  *at = text, *end;
    for (int i = 0; i <= n_params; i++, at = end) {
        double x = strtod(at, &end);
        used += (size_t)snprintf(line->call + used, sizeof line->call - used, "%s%.17g", i ? ", " : "", x);
    }
    for (int i = 0; i < N_MEMBERS; i++, at = end) line->value[i] = strtod(at, &end);
    line->number = number;
    s->n++;
}

static void read_references(Subject *s) {
    char path[300], line[2000];
    int  n_params = 0, number = 0;
    snprintf(path, sizeof path, "tests/stdlib/%s.ref", s->name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        number++;
        sscanf(line, "dist %31s %d", s->dist, &n_params);
        if (strncmp(line, "cdf ", 4) == 0 && s->n < MOST_LINES) read_line(s, line + 4, n_params, number);
    }
    if (file) fclose(file);
}

/* Led back by the cdf; that of a whole number must be the first that reaches the probability. */
static void write_quantile(FILE *file, const Subject *s, const char *params, const char *member, int number, int k) {
    double below = number == 3 ? 0.3 : 0.7;
    fprintf(file, "q%d_%d = %s.%s(0.3%s)\nm%d_%d = 0 * u + ", number, k, s->dist, member, params, number, k);
    if (s->whole)
        fprintf(file, "(if %s.cdf(q%d_%d%s) >= %g and %s.cdf(q%d_%d - 1%s) < %g then %g else -1)\n", s->dist, number, k,
                params, below, s->dist, number, k, params, below, below);
    else
        fprintf(file, "%s.cdf(q%d_%d%s)\n", s->dist, number, k, params);
}

/* What follows from numbers alone is no output: hence the unknown u. Output i of line k is named `m<i>_<k>`; 3 and 4 are quantiles led back. */
static bool write_model(const Subject *s, const char *path) {
    FILE *file = fopen(path, "w");
    if (!file) return false;
    fprintf(file, "u ~ Normal(0, 1)\n");
    for (int k = 0; k < s->n; k++) {
        const Line *line = &s->lines[k];
        const char *params = strchr(line->call, ',');
        for (int i = 0; i < N_MEMBERS; i++)
            if (s->has[i]) fprintf(file, "m%d_%d = 0 * u + %s.%s(%s)\n", i, k, s->dist, members[i], line->call);
        if (s->quantile) write_quantile(file, s, params, "quantile", 3, k);
        if (s->upper_quantile) write_quantile(file, s, params, "upper_quantile", 4, k);
    }
    return fclose(file) == 0;
}

static void hold(const Subject *s, const Line *line, const char *what, double expected, double got, double relative,
                 double absolute) {
    if (isnan(expected) || got == expected || fabs(got - expected) <= fmax(relative * fabs(expected), absolute))
        test_passed++;
    else
        test_failed++, printf("%s.ref:%d, %s(%s): expected %.17g, got %.17g\n", s->name, line->number, what, line->call,
                              expected, got);
}

static void hold_output(const Subject *s, const char *name, double got) {
    int member, k;
    if (sscanf(name, "m%d_%d", &member, &k) != 2) return;
    const Line *line = &s->lines[k];
    if (member < N_MEMBERS)
        hold(s, line, members[member], line->value[member], got, RELATIVE, ABSOLUTE);
    else if (k < ORDINARY)
        hold(s, line, member == 3 ? "the quantile of 0.3" : "the upper quantile of 0.3", member == 3 ? 0.3 : 0.7, got,
             RETURNED, 0);
}

static void hold_outputs(const Subject *s, const Outputs *outputs) {
    const BmSchema *schema = outputs->load.schema;
    for (int i = 0; i < schema->n_outputs; i++)
        hold_output(s, schema->outputs[i].name, *outputs_find(outputs, schema->outputs[i].name));
}

static void hold_file(const char *build, const char *name) {
    char    model[300];
    Subject s = {.name = name};
    Outputs outputs;
    read_library(&s);
    read_references(&s);
    if (!s.n) return;
    snprintf(model, sizeof model, "%s/stdlib/cdf_%s.bmodel", build, name);
    CHECK((s.has[0] || s.has[1] || s.has[2]) && write_model(&s, model));
    if (outputs_compute(&outputs, model)) hold_outputs(&s, &outputs);
    outputs_free(&outputs);
}

int main(int argc, char **argv) {
    library_each(argc, argv, hold_file);
    return test_end();
}
