/* Each distribution of the standard library as a whole, at the parameters of its first `example`: the density is integrated (or the probabilities are
 * added), and everything else that the file states is held to that:
 *   the total is 1, or what NAME.ref says in a line `total`;
 *   its `cdf` is the integral, and its `mean` and `variance` are those of the density, to 1e-8;
 *   its draws fall below each of 50 places as often as the integral says (Kolmogorov-Smirnov; a right distribution fails with probability
 *   below 3e-6; the seed is fixed).
 *
 *   test_total [BUILD [NAME…]] */
#include <stdio.h>
#include <stdlib.h>
#include "library.h"
#include "compiler/load.h"
#include "runtime/rng.h"
#include "test.h"

enum {
    DRAWS = 20000,
    PLACES = 50,
    RULE = 15,
    AT_ONCE = 64,
    NODES = RULE * AT_ONCE,
    MOST_PIECES = 20000,
    MOST_WHOLE = 1 << 20
};
static const double ACCURACY = 1e-8, CONVERGED = 1e-12, DISTANCE = 2.6;

typedef struct Subject {
    char   dist[40], params[8][32], arguments[200], lower[80], upper[80];
    double at[8], x, total;
    int    n_params;
    bool   whole, improper, has_mean, has_variance, has_cdf, has_example;
} Subject;

/* --- reading the library --- */

static char *trim(char *text) {
    text += strspn(text, " ");
    for (size_t n = strlen(text); n && strchr(" \n", text[n - 1]);) text[--n] = 0;
    return text;
}

static void set(char *to, size_t size, const char *from, size_t length) {
    char text[300];
    snprintf(text, sizeof text, "%.*s", (int)length, from);
    snprintf(to, size, "%s", trim(text));
}

/* The bounds of a type as texts, which may name parameters; "" for none. */
static void read_support(Subject *s, char *type) {
    char *in = strstr(type, "in "), *comma = strrchr(type, ','), *dots = strstr(type, ".."), *above = strchr(type, '>');
    s->whole = strncmp(type, "real", 4) != 0;
    if (strncmp(type, "binary", 6) == 0)
        strcpy(s->lower, "0"), strcpy(s->upper, "1");
    else if (strncmp(type, "count", 5) == 0)
        strcpy(s->lower, "0");
    else if (in && dots)
        set(s->lower, sizeof s->lower, in + 3, (size_t)(dots - in - 3)),
            set(s->upper, sizeof s->upper, dots + 2, strlen(dots + 2));
    else if (in && comma)
        set(s->lower, sizeof s->lower, in + 4, (size_t)(comma - in - 4)),
            set(s->upper, sizeof s->upper, comma + 1, strcspn(comma + 1, ")]"));
    else if (above)
        set(s->lower, sizeof s->lower, above + 1 + (above[1] == '='), strlen(above + 1 + (above[1] == '=')));
}

/* dist NAME(a : type, b : type) : type */
static void read_head(Subject *s, char *line) {
    char *open = strchr(line, '('), *begin = open + 1;
    int   depth = 0;
    set(s->dist, sizeof s->dist, line + 5, (size_t)(open - line - 5));
    for (char *at = begin; *at && depth >= 0; at++) {
        depth += (*at == '(' || *at == '[') - (*at == ')' || *at == ']');
        if (!((*at == ',' && depth == 0) || depth < 0)) continue;
        size_t length = strcspn(begin, ":");
        if (begin + length < at) set(s->params[s->n_params++], sizeof *s->params, begin, length);
        begin = at + 1;
    }
    read_support(s, trim(strchr(begin, ':') + 1));
}

/* example log p(1.3 | 0.5, 2) = …, the first one */
static void read_example(Subject *s, const char *line) {
    const char *open = strchr(line, '('), *bar = strchr(line, '|'), *close = strrchr(line, ')');
    if (s->has_example || !open) return;
    s->has_example = true;
    s->x = strtod(open + 1, NULL);
    if (!bar || close < bar) return;
    set(s->arguments, sizeof s->arguments, bar + 1, (size_t)(close - bar - 1));
    const char *at = s->arguments;
    for (int i = 0; i < s->n_params; i++) {
        char *end;
        s->at[i] = strtod(at, &end);
        at = end + strspn(end, " ,");
    }
}

static void read_line(Subject *s, const char *line) {
    const char *word = line + strspn(line, " ");
    s->has_mean |= strncmp(word, "mean ", 5) == 0;
    s->has_variance |= strncmp(word, "variance ", 9) == 0;
    s->has_cdf |=
        strncmp(word, "cdf(", 4) == 0 || strncmp(word, "log cdf(", 8) == 0 || strncmp(word, "log ccdf(", 9) == 0;
    s->improper |= strncmp(word, "improper", 8) == 0;
    if (strncmp(word, "example log p", 13) == 0) read_example(s, word);
}

static double total_of(const char *name) {
    char   path[300], line[2000];
    double total = 1;
    snprintf(path, sizeof path, "tests/stdlib/%s.ref", name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) sscanf(line, "total %lf", &total);
    if (file) fclose(file);
    return total;
}

/* --- models --- */

/* "shape = 1.5, rate = 0.7": statements want names where books disagree. */
static void write_named(FILE *text, const Subject *s) {
    const char *value = s->arguments;
    for (int i = 0; i < s->n_params; i++) {
        int n = (int)strcspn(value, ",");
        fprintf(text, "%s%s = %.*s", i ? ", " : "", s->params[i], n, value);
        value += n + (value[n] == ',');
    }
}

/* Numbers alone are no output: hence the unknown. */
static bool write_model(const Subject *s, const char *model, const char *data, bool draws) {
    const char *with = s->n_params ? ", " : "";
    FILE       *text = fopen(model, "w"), *json = fopen(data, "w");
    if (!text || !json) return false;
    fprintf(text, "the_zero ~ Normal(0, 1)\ndim row = 1..%d\n", draws ? DRAWS : NODES);
    if (draws)
        fprintf(text, "the_draw[row] ~ %s(", s->dist), write_named(text, s), fprintf(text, ")\n");
    else {
        fprintf(text, "data the_x[row] : %s\nthe_log_p[row] = 0 * the_zero + %s.log_p(the_x[row]%s%s)\n",
                s->whole ? "int" : "real", s->dist, with, s->arguments);
        if (s->has_cdf)
            fprintf(text, "the_cdf[row] = 0 * the_zero + %s.cdf(the_x[row]%s%s)\n", s->dist, with, s->arguments);
        if (s->has_mean) fprintf(text, "the_mean = 0 * the_zero + %s.mean(%s)\n", s->dist, s->arguments);
        if (s->has_variance) fprintf(text, "the_variance = 0 * the_zero + %s.variance(%s)\n", s->dist, s->arguments);
        for (int i = 0; i < s->n_params; i++) fprintf(text, "%s = 0 * the_zero + %.17g\n", s->params[i], s->at[i]);
        if (*s->lower) fprintf(text, "the_lower = 0 * the_zero + %s\n", s->lower);
        if (*s->upper) fprintf(text, "the_upper = 0 * the_zero + %s\n", s->upper);
        fprintf(json, "{\"the_x\": [%.17g", s->x);
        for (int i = 1; i < NODES; i++) fprintf(json, ", %.17g", s->x);
        fprintf(json, "]");
    }
    fprintf(json, "%s}\n", draws ? "{" : "");
    return fclose(text) == 0 && fclose(json) == 0;
}

typedef struct Compiled {
    Load      load;
    Arena    *arena;
    Arguments arguments;
    char      model[300], data[300];
    double   *out, *work, *q, *x;
    bool      good;
} Compiled;

static double *output(const Compiled *c, const char *name) {
    for (int i = 0; i < c->load.schema->n_outputs; i++)
        if (strcmp(c->load.schema->outputs[i].name, name) == 0)
            return c->out + c->load.layout[c->load.schema->outputs[i].slot];
    return NULL;
}

static double number(const Compiled *c, const char *name, double otherwise) {
    const double *value = output(c, name);
    return value ? *value : otherwise;
}

static void evaluate(Compiled *c) {
    BmStream stream = bm_stream(20, 0, BM_PURPOSE_GENERATED, 0);
    c->load.compiled->prepare(c->load.layout, c->load.data);
    c->load.compiled->outputs(c->q, c->out, c->load.layout, c->load.data, c->work, &stream);
}

static void compile(Compiled *c, const Subject *s, const char *build, bool draws) {
    *c = (Compiled){.arguments = {.command = "sample"}, .arena = arena_new()};
    snprintf(c->model, sizeof c->model, "%s/stdlib/total_%s%d_%d.bmodel", build, s->dist, s->n_params, draws);
    snprintf(c->data, sizeof c->data, "%s/stdlib/total_%s%d_%d.json", build, s->dist, s->n_params, draws);
    VEC_PUSH(c->arena, &c->arguments.operands, c->model);
    if (!draws) VEC_PUSH(c->arena, &c->arguments.data, c->data);
    CHECK(write_model(s, c->model, c->data, draws));
    c->good = load_all(&c->load, &c->arguments, true, ENTRY_SAMPLE);
    if (!c->good) {
        test_failed++, printf("%s was refused\n%s", c->model, diag_render(&c->load.said, false));
        return;
    }
    c->out = load_cells(c->load.layout[BM_LAYOUT_OUTPUTS]), c->work = load_cells(c->load.layout[BM_LAYOUT_WORK]);
    c->q = load_cells(BM_PAD);
    for (int i = 0; i < c->load.schema->n_data; i++)
        if (strcmp(c->load.schema->data[i].name, "the_x") == 0)
            c->x = c->load.data + c->load.layout[c->load.schema->data[i].slot];
    evaluate(c);
}

static void release(Compiled *c) {
    free(c->out), free(c->work), free(c->q);
    load_free(&c->load);
    arena_free(c->arena);
}

/* --- integrals --- */

/* Gauss-Kronrod: 7 and 15 points on (-1, 1), the outer ones first. */
static const double at_node[8] = {0.99145537112081264, 0.94910791234275852, 0.86486442335976907, 0.74153118559939444,
                                  0.58608723546769113, 0.40584515137739717, 0.20778495500789847, 0};
static const double kronrod[8] = {0.022935322010529225, 0.063092092629978553, 0.10479001032225018, 0.14065325971552592,
                                  0.16900472663926790,  0.19035057806478541,  0.20443294007529889, 0.20948214108472783};
static const double gauss[8] = {0, 0.12948496616886969, 0, 0.27970539148927667,
                                0, 0.38183005050511894, 0, 0.41795918367346939};

/* Of the density, and with it of the distance from `centre` in units of `scale` and of its square. */
typedef struct Integral {
    double of[3];
} Integral;

/* From s = a to b of the place with this number: x = from + (to - from) s, or, where one end is infinite, from +- scale s / (1 - s). */
typedef struct Piece {
    double a, b;
    int    place, depth;
} Piece;

typedef struct Integration {
    const Subject *subject;
    Compiled      *density;
    double         lower, upper, centre, scale, edges[PLACES + 3], mean, variance;
    int            n_places; /* place i lies between edges i and i + 1 */
    Integral       place[PLACES + 2];
    Piece         *pieces;
    int            n_pieces, moments;
} Integration;

static double x_of(const Integration *g, int place, double s, double *slope) {
    double from = g->edges[place], to = g->edges[place + 1];
    if (isinf(from)) return *slope = g->scale / ((1 - s) * (1 - s)), to - g->scale * s / (1 - s);
    if (isinf(to)) return *slope = g->scale / ((1 - s) * (1 - s)), from + g->scale * s / (1 - s);
    return *slope = to - from, from + (to - from) * s;
}

static double node(const Piece *p, int i) {
    double sign = i < 8 ? -1 : 1, middle = 0.5 * (p->a + p->b);
    return middle + sign * 0.5 * (p->b - p->a) * at_node[i < 8 ? i : i - 8];
}

static void add_piece(Integration *g, int place, double a, double b, int depth) {
    if (g->n_pieces < MOST_PIECES) g->pieces[g->n_pieces++] = (Piece){a, b, place, depth};
}

/* Adds the integral of a piece, or puts its halves in its stead. */
static void settle(Integration *g, const Piece *p, const double *x, const double *log_p) {
    double fine[3] = {0}, coarse[3] = {0}, slope, worst = 0;
    for (int i = 0; i < RULE; i++) {
        int k = i < 8 ? i : i - 8;
        x_of(g, p->place, node(p, i), &slope);
        double z = (x[i] - g->centre) / g->scale, f = exp(log_p[i]) * slope * 0.5 * (p->b - p->a);
        for (int m = 0; m <= g->moments; m++, f *= z) fine[m] += kronrod[k] * f, coarse[m] += gauss[k] * f;
    }
    for (int m = 0; m <= g->moments; m++) worst = fmax(worst, fabs(fine[m] - coarse[m]));
    if (worst > CONVERGED && p->depth < 60) {
        double middle = 0.5 * (p->a + p->b);
        add_piece(g, p->place, p->a, middle, p->depth + 1), add_piece(g, p->place, middle, p->b, p->depth + 1);
        return;
    }
    for (int m = 0; m <= g->moments; m++) g->place[p->place].of[m] += fine[m];
}

static void integrate(Integration *g) {
    double slope;
    g->pieces = malloc(MOST_PIECES * sizeof *g->pieces);
    for (int i = 0; i < g->n_places; i++) add_piece(g, i, 0, 1, 0);
    const double *log_p = output(g->density, "the_log_p");
    for (int done = 0; done < g->n_pieces;) {
        int n = g->n_pieces - done < AT_ONCE ? g->n_pieces - done : AT_ONCE;
        for (int k = 0; k < NODES; k++) {
            const Piece *p = &g->pieces[done + (k / RULE < n ? k / RULE : 0)];
            g->density->x[k] = x_of(g, p->place, node(p, k % RULE), &slope);
        }
        evaluate(g->density);
        for (int k = 0; k < n; k++) settle(g, &g->pieces[done + k], g->density->x + k * RULE, log_p + k * RULE);
        done += n;
    }
    CHECK(g->n_pieces < MOST_PIECES);
    free(g->pieces);
}

/* Probabilities of whole numbers, from the lower bound (or far below all draws) on, until they come to nothing. */
static void add_up(Integration *g, double least, double most) {
    double y = isinf(g->lower) ? least - 1e4 : g->lower, chunk = 1;
    int    place = 0;
    for (int n = 0; n < MOST_WHOLE && y <= g->upper && (chunk > 1e-14 || y <= most); n += NODES, y += NODES) {
        for (int k = 0; k < NODES; k++) g->density->x[k] = fmin(y + k, g->upper);
        evaluate(g->density);
        const double *log_p = output(g->density, "the_log_p");
        chunk = 0;
        for (int k = 0; k < NODES && y + k <= g->upper; k++) {
            double f = exp(log_p[k]), z = (y + k - g->centre) / g->scale;
            while (place + 1 < g->n_places && y + k > g->edges[place + 1]) place++;
            chunk += f * fmax(1, z * z);
            for (int m = 0; m <= g->moments; m++, f *= z) g->place[place].of[m] += f;
        }
    }
}

/* --- what is held --- */

static void hold(const Subject *s, const char *what, double at, double expected, double got, double tolerance) {
    if (fabs(got - expected) <= tolerance)
        test_passed++;
    else
        test_failed++,
            printf("%s(%s), %s at %.17g: expected %.12g, got %.12g\n", s->dist, s->arguments, what, at, expected, got);
}

/* Evaluates the cdf at all edges. */
static void hold_cdf(Integration *g) {
    const Subject *s = g->subject;
    const double  *cdf = output(g->density, "the_cdf");
    double         sum = 0;
    if (!cdf) return;
    for (int k = 0; k < NODES; k++) g->density->x[k] = g->edges[k + 1 < g->n_places ? k + 1 : g->n_places > 1];
    evaluate(g->density);
    for (int i = 1; i < g->n_places; i++) {
        sum += g->place[i - 1].of[0];
        hold(s, "cdf", g->edges[i], sum, cdf[i - 1], ACCURACY);
    }
}

static void hold_draws(const Integration *g, const double *draws) {
    double sum = 0;
    for (int i = 1, below = 0; i < g->n_places; i++) {
        sum += g->place[i - 1].of[0] / g->subject->total;
        while (below < DRAWS && draws[below] <= g->edges[i]) below++;
        hold(g->subject, "share of draws", g->edges[i], sum, (double)below / DRAWS, DISTANCE / sqrt(DRAWS));
    }
}

static void hold_moments(const Integration *g) {
    Integral sum = {0};
    for (int i = 0; i < g->n_places; i++)
        for (int m = 0; m < 3; m++) sum.of[m] += g->place[i].of[m];
    hold(g->subject, "total", 0, g->subject->total, sum.of[0], ACCURACY);
    double z = sum.of[1] / sum.of[0];
    if (g->moments >= 1) hold(g->subject, "mean", 0, g->centre + g->scale * z, g->mean, ACCURACY * g->scale);
    if (g->moments >= 2)
        hold(g->subject, "variance", 0, g->scale * g->scale * (sum.of[2] / sum.of[0] - z * z), g->variance,
             ACCURACY * g->scale * g->scale);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Places between draws that have equal ranks between them, and the bounds of the support. Mass in one place is at the lower bound. */
static void set_places(Integration *g, const double *draws) {
    int n = 0;
    g->edges[n++] = g->lower;
    for (int i = 1; i < PLACES; i++) {
        double x = draws[DRAWS / PLACES * i];
        if (x > g->edges[n - 1] && (x < g->upper || g->subject->whole)) g->edges[n++] = x;
    }
    g->n_places = n;
    g->edges[n] = g->subject->whole ? INFINITY : g->upper;
    g->centre = draws[DRAWS / 2];
    g->scale = fmax(draws[DRAWS * 9 / 10] - draws[DRAWS / 10], fabs(g->centre) * 1e-3);
    if (g->subject->whole) g->scale = fmax(g->scale, 1);
    if (g->subject->whole && g->lower == g->edges[1] && n == 1) g->edges[0] = -INFINITY;
}

static void hold_integral(Integration *g, const double *draws) {
    /* whole numbers: place i is what lies above edge i, up to edge i + 1 */
    g->lower = number(g->density, "the_lower", -INFINITY), g->upper = number(g->density, "the_upper", INFINITY);
    g->mean = number(g->density, "the_mean", NAN), g->variance = number(g->density, "the_variance", NAN);
    g->moments = !isfinite(g->mean) ? 0 : !isfinite(g->variance) ? 1 : 2;
    double lower = g->lower;
    if (g->subject->whole) g->lower -= 1; /* so that the first number is in a place of its own */
    set_places(g, draws);
    g->lower = lower;
    if (g->subject->whole)
        add_up(g, draws[0], draws[DRAWS - 1]);
    else {
        int at_bound = 0;
        for (; at_bound < DRAWS && draws[at_bound] == lower; at_bound++) {}
        integrate(g);
        if (at_bound) {
            g->density->x[0] = lower;
            evaluate(g->density);
            double f = exp(output(g->density, "the_log_p")[0]), z = (lower - g->centre) / g->scale;
            for (int m = 0; m <= g->moments; m++, f *= z) g->place[0].of[m] += f;
        }
    }
    hold_moments(g);
    hold_cdf(g);
    hold_draws(g, draws);
}

static void hold_subject(const Subject *s, const char *build) {
    Compiled drawn, density;
    if (!s->dist[0] || s->improper) return;
    CHECK(s->has_example);
    compile(&drawn, s, build, true);
    compile(&density, s, build, false);
    if (drawn.good && density.good) {
        Integration g = {.subject = s, .density = &density};
        double     *draws = output(&drawn, "the_draw");
        qsort(draws, DRAWS, sizeof *draws, ascending);
        hold_integral(&g, draws);
    }
    release(&drawn), release(&density);
}

static void hold_file(const char *build, const char *name) {
    char    path[300], line[2000];
    Subject s = {0};
    snprintf(path, sizeof path, "stdlib/%s.bmodel", name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "dist ", 5) == 0) {
            hold_subject(&s, build);
            s = (Subject){.total = total_of(name)};
            if (line[5 + strcspn(line + 5, "([")] == '[') continue; /* over dims: test_multivariate */
            read_head(&s, line);
        } else
            read_line(&s, line);
    }
    if (file) fclose(file);
    hold_subject(&s, build);
}

int main(int argc, char **argv) {
    int files = library_each(argc, argv, hold_file);
    CHECK(files > 0);
    return test_end();
}
