/* The lines `given (names) : …` of the standard library, each without a line of its own here: called by these names, a distribution has the log density
 * that it has with the parameters that the line computes; and where the names are `mean`, `sd`, `variance` or `precision`, its own `mean` and
 * `variance` are these. Values are those of the first `example`; other names get one that lies in most domains.
 *
 *   test_given [BUILD [NAME…]] */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include "library.h"
#include "outputs.h"

enum { MOST = 8 };
static const double ACCURACY = 1e-12;

typedef struct Pair {
    char name[32], text[300];
} Pair;
typedef struct Given {
    Pair names[MOST], values[MOST];
    int  n_names, n_values;
} Given;
typedef struct Subject {
    char  dist[40], x[40];
    Pair  params[MOST]; /* with their values in the example */
    Given given[MOST];
    int   n_params, n_given;
    bool  has_example, has_mean, has_variance;
} Subject;

static const Pair usual[] = {{"scale", "1.7"},    {"rate", "0.8"}, {"concentration", "5"}, {"dispersion", "2"},
                             {"quantile", "0.3"}, {"total", "20"}, {"location", "0.5"},    {"df", "4"},
                             {"shape", "2"},      {"n", "5"},      {"p", "0.4"},           {"nu", "2"},
                             {"mu", "0.5"},       {"sigma", "1.5"}};

/* The parts of a list, with blanks around them taken away; the list ends at a bracket that it does not open. What is behind it. */
static const char *split(const char *text, char parts[MOST][300], int *n) {
    int depth = 0;
    *n = 0;
    for (const char *begin = text;; text++) {
        bool end = !*text || *text == '\n' || (depth == 0 && (*text == ')' || *text == '|'));
        if (end || (depth == 0 && *text == ',')) {
            begin += strspn(begin, " ");
            if (*n < MOST && begin < text) snprintf(parts[(*n)++], 300, "%.*s", (int)(text - begin), begin);
            begin = text + 1;
        }
        if (end) return text;
        depth += (*text == '(' || *text == '[') - (*text == ')' || *text == ']');
    }
}

/* "name = text" or "name : text" */
static Pair pair_of(const char *part, const char *separator) {
    Pair   pair = {.name = ""};
    size_t length = strcspn(part, separator);
    snprintf(pair.name, sizeof pair.name, "%.*s", (int)strcspn(part, " :="), part);
    if (part[length]) snprintf(pair.text, sizeof pair.text, "%s", part + length + 1);
    return pair;
}

static void read_given(Subject *s, const char *line) {
    char        parts[MOST][300];
    Given      *g = &s->given[s->n_given++];
    const char *after = split(strchr(line, '(') + 1, parts, &g->n_names);
    for (int i = 0; i < g->n_names; i++) g->names[i] = pair_of(parts[i], "=");
    split(strchr(after, ':') + 1, parts, &g->n_values);
    for (int i = 0; i < g->n_values; i++) g->values[i] = pair_of(parts[i], "=");
}

static void read_example(Subject *s, const char *line) {
    char        parts[MOST][300];
    int         n = 0;
    const char *open = strstr(line, "log p("), *bar = strchr(line, '|');
    if (s->has_example || !open || !bar) return;
    s->has_example = true;
    snprintf(s->x, sizeof s->x, "%.*s", (int)(bar - open - 6), open + 6);
    split(bar + 1, parts, &n);
    for (int i = 0; i < n && i < s->n_params; i++) memcpy(s->params[i].text, parts[i], sizeof parts[i]);
}

static void read_line(Subject *s, const char *line) {
    const char *word = line + strspn(line, " ");
    s->has_mean |= strncmp(word, "mean ", 5) == 0;
    s->has_variance |= strncmp(word, "variance ", 9) == 0;
    if (strncmp(word, "given (", 7) == 0 && s->n_given < MOST) read_given(s, word);
    if (strncmp(word, "example log p", 13) == 0) read_example(s, word);
}

static const char *find(const Pair *pairs, int n, const char *name) {
    for (int i = 0; i < n; i++)
        if (strcmp(pairs[i].name, name) == 0) return pairs[i].text;
    return NULL;
}

/* An expression over the names of given line k, as one over the values that the model has for them. */
static void write_expression(FILE *file, const Given *g, int k, const char *text) {
    while (*text) {
        size_t length = 0;
        while (isalnum((unsigned char)text[length]) || text[length] == '_') length++;
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        if (length && find(g->names, g->n_names, word))
            fprintf(file, "%s_%d", word, k);
        else
            fprintf(file, "%.*s", length ? (int)length : 1, text);
        text += length ? length : 1;
    }
}

static void write_example_call(FILE *file, const Subject *s, const char *member) {
    fprintf(file, "%s.%s(", s->dist, member);
    for (int i = 0; i < s->n_params; i++)
        fprintf(file, "%s%s =%s%s", i ? ", " : "", s->params[i].name, *s->params[i].text == ' ' ? "" : " ",
                s->params[i].text);
    fprintf(file, ")");
}

static void write_value(FILE *file, const Subject *s, const char *name, int k) {
    int         n_usual = sizeof usual / sizeof *usual;
    const char *moments[] = {"mean", "sd", "variance", "precision"};
    const char *own = find(s->params, s->n_params, name), *other = find(usual, n_usual, name);
    fprintf(file, "%s_%d = ", name, k);
    for (int i = 0; i < 4; i++) /* outputs, to be read; the others may have to be whole numbers */
        if (strcmp(name, moments[i]) == 0) fprintf(file, "0 * the_zero + ");
    if (strcmp(name, "mean") == 0)
        write_example_call(file, s, "mean");
    else if (strcmp(name, "sd") == 0)
        fprintf(file, "sqrt("), write_example_call(file, s, "variance"), fprintf(file, ")");
    else if (strcmp(name, "variance") == 0)
        write_example_call(file, s, "variance");
    else if (strcmp(name, "precision") == 0)
        fprintf(file, "1 / "), write_example_call(file, s, "variance");
    else
        fprintf(file, "%s", own ? own : other ? other : "a name that test_given.c has no value for");
    fprintf(file, "\n");
}

static void write_named(FILE *file, const Given *g, int k) {
    for (int i = 0; i < g->n_names; i++)
        fprintf(file, "%s%s = %s_%d", i ? ", " : "", g->names[i].name, g->names[i].name, k);
    fprintf(file, ")\n");
}

static void write_line(FILE *file, const Subject *s, int k) {
    const Given *g = &s->given[k];
    for (int i = 0; i < g->n_names; i++) write_value(file, s, g->names[i].name, k);
    fprintf(file, "named%d = 0 * the_zero + %s.log_p(%s, ", k, s->dist, s->x);
    write_named(file, g, k);
    fprintf(file, "plain%d = 0 * the_zero + %s.log_p(%s", k, s->dist, s->x);
    for (int i = 0; i < s->n_params; i++) {
        const char *value = find(g->values, g->n_values, s->params[i].name);
        fprintf(file, ", %s = ", s->params[i].name);
        write_expression(file, g, k, value ? value : s->params[i].name);
    }
    fprintf(file, ")\n");
    if (s->has_mean) fprintf(file, "of_mean%d = 0 * the_zero + %s.mean(", k, s->dist), write_named(file, g, k);
    if (s->has_variance)
        fprintf(file, "of_variance%d = 0 * the_zero + %s.variance(", k, s->dist), write_named(file, g, k);
}

static double number(const Outputs *o, const char *name, int k) {
    char full[64];
    snprintf(full, sizeof full, "%s%d", name, k);
    const double *x = outputs_find(o, full);
    return x ? *x : NAN;
}

static void hold(const Subject *s, int k, const char *what, double expected, double got) {
    if (fabs(got - expected) <= ACCURACY * fmax(1, fabs(expected)))
        test_passed++;
    else
        test_failed++,
            printf("%s, `given` line %d, %s: expected %.17g, got %.17g\n", s->dist, k + 1, what, expected, got);
}

static void hold_line(const Subject *s, const Outputs *o, int k) {
    const Given *g = &s->given[k];
    hold(s, k, "log density", number(o, "plain", k), number(o, "named", k));
    if (find(g->names, g->n_names, "psi"))
        return; /* `mean` is then that of what is neither inflated nor behind a hurdle */
    if (find(g->names, g->n_names, "mean")) hold(s, k, "mean", number(o, "mean_", k), number(o, "of_mean", k));
    double variance = find(g->names, g->n_names, "sd")          ? pow(number(o, "sd_", k), 2)
                      : find(g->names, g->n_names, "variance")  ? number(o, "variance_", k)
                      : find(g->names, g->n_names, "precision") ? 1 / number(o, "precision_", k)
                                                                : NAN;
    if (!isnan(variance)) hold(s, k, "variance", variance, number(o, "of_variance", k));
}

static void hold_subject(const Subject *s, const char *build) {
    char    path[300];
    Outputs outputs;
    if (!s->n_given) return;
    snprintf(path, sizeof path, "%s/stdlib/given_%s%d.bmodel", build, s->dist, s->n_params);
    FILE *file = fopen(path, "w");
    fprintf(file, "the_zero ~ Normal(0, 1)\n");
    for (int k = 0; k < s->n_given; k++) write_line(file, s, k);
    fclose(file);
    if (outputs_compute(&outputs, path))
        for (int k = 0; k < s->n_given; k++) hold_line(s, &outputs, k);
    outputs_free(&outputs);
}

static void read_head(Subject *s, const char *line) {
    char parts[MOST][300];
    snprintf(s->dist, sizeof s->dist, "%.*s", (int)strcspn(line + 5, "("), line + 5);
    split(strchr(line, '(') + 1, parts, &s->n_params);
    for (int i = 0; i < s->n_params; i++)
        snprintf(s->params[i].name, sizeof s->params[i].name, "%.*s", (int)strcspn(parts[i], " :"), parts[i]);
}

static void hold_file(const char *build, const char *name) {
    char    path[300], line[2000];
    Subject s = {.dist = ""};
    snprintf(path, sizeof path, "stdlib/%s.bmodel", name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "dist ", 5) == 0) {
            hold_subject(&s, build);
            s = (Subject){.dist = ""};
            if (line[5 + strcspn(line + 5, "([")] == '(')
                read_head(&s, line); /* those over dims have no means to hold */
        } else if (s.dist[0])
            read_line(&s, line);
    }
    if (file) fclose(file);
    hold_subject(&s, build);
}

int main(int argc, char **argv) {
    library_each(argc, argv, hold_file);
    CHECK(test_passed >= 50 || argc > 2);
    return test_end();
}
