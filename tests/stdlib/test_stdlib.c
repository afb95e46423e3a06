/* The generic suite of the standard library: every distribution is held against the references of this folder without a line of its own.
 *
 * A file stdlib/NAME.bmodel with NAME.ref here gets, for each of its references and `example` lines: the log density and its derivatives, compiled
 * (9 rows: a full vector and a tail; and alone, without a dim) and evaluated, with the value as data and the parameters as unknowns,
 * and the other way round; and the edges of the support.
 * Its draws are held in test_draws.c.
 *
 *   test_stdlib [BUILD [NAME…]] */
#include <stdio.h>
#include <stdlib.h>
#include "library.h"
#include "compiler/load.h"
#include "test.h"

enum { MOST_PARTS = 8, MOST_LINES = 64, ROWS = 9 };
/* The largest error of a log density, relative, and absolute where it is near 0; of a derivative, relative.
 * Nobody can be better than rounding: a derivative by a is right if it moves the log density by a few units in the last place when a
 * moves by its own size. */
static const double DENSITY = 1e-13, DENSITY_NEAR_ZERO = 1e-14, DERIVATIVE = 1e-11;
/* Squares of scales must be numbers: products of powers are multiplied out (compiler/README.md). */
static const double SMALLEST_SCALE = 1e-100, LARGEST_SCALE = 1e100, SMALLEST_SECOND = 1e-60, LARGEST_SECOND = 1e9;

/* Part 0 is the value, part i the i-th parameter. */
typedef struct Part {
    char name[32], type[64];
    bool whole;
} Part;
typedef struct Head {
    char dist[32];
    Part parts[MOST_PARTS];
    int  n;
} Head;
typedef struct Point {
    double at[MOST_PARTS], logp, slope[MOST_PARTS];
    bool   has_slope;
    char   where[64];
} Point;
typedef struct Suite {
    const char *build;
    Head        head;
    bool        takes_deviance, takes_power;
    Point       points[MOST_LINES];
    int         n_points;
} Suite;

/* --- the head of a distribution --- */

static char *trim(char *text) {
    text += strspn(text, " ");
    for (size_t n = strlen(text); n && strchr(" \n", text[n - 1]);) text[--n] = 0;
    return text;
}

static void set_part(Part *part, const char *name, const char *type) {
    snprintf(part->name, sizeof part->name, "%s", name);
    snprintf(part->type, sizeof part->type, "%s", type);
    part->whole = strncmp(type, "real", 4) != 0;
}

/* dist NAME(a : type, b : type) : type. The commas of an interval are inside brackets. */
static bool read_head(char *line, Head *head) {
    char *open = strchr(line, '('), *at = open, *begin;
    int   depth = 0;
    if (strncmp(line, "dist ", 5) != 0 || !open) return false;
    *head = (Head){.n = 1};
    snprintf(head->dist, sizeof head->dist, "%.*s", (int)(open - line - 5), line + 5);
    for (begin = ++at; *at && depth >= 0; at++) {
        depth += (*at == '(' || *at == '[') - (*at == ')' || *at == ']');
        if (!((*at == ',' && depth == 0) || depth < 0)) continue;
        *at = 0;
        char *colon = strchr(begin, ':');
        if (colon && head->n < MOST_PARTS) {
            *colon = 0;
            set_part(&head->parts[head->n++], trim(begin), trim(colon + 1));
        }
        begin = at + 1;
    }
    char *colon = strchr(begin, ':');
    if (!colon) return false;
    set_part(&head->parts[0], "x", trim(colon + 1));
    return true;
}

/* The bounds of a type as numbers, for Flat(…); bounds that are other parameters count as infinite. */
static void bounds(const char *type, char *text, size_t size) {
    const char *after = type + strcspn(type, "><i");
    double      lo, hi;
    if (sscanf(after, "> %lf", &lo) == 1 || sscanf(after, ">= %lf", &lo) == 1)
        snprintf(text, size, "%g, inf", lo);
    else if (sscanf(after, "in %*1[[(]%lf , %lf", &lo, &hi) == 2)
        snprintf(text, size, "%g, %g", lo, hi);
    else
        text[0] = 0;
}

static const char *data_type(const Part *part) {
    return !part->whole ? "real" : strncmp(part->type, "binary", 6) == 0 ? "binary" : "int";
}

/* --- points --- */

static void read_numbers(const char *text, int n, double *out) {
    char *end;
    for (int i = 0; i < n; i++, text = end) out[i] = strtod(text, &end);
}

/* References of the distribution with this many parameters (a file may hold two of one name). */
static void read_references(Suite *s, const char *name) {
    char path[300], line[2000], dist[32];
    int  params = 0, number = 0;
    snprintf(path, sizeof path, "tests/stdlib/%s.ref", name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        number++;
        double all[2 * MOST_PARTS + 1];
        if (sscanf(line, "dist %31s %d", dist, &params) == 2 || strncmp(line, "logp ", 5) != 0 ||
            params + 1 != s->head.n || s->n_points == MOST_LINES)
            continue;
        read_numbers(line + 5, 2 * s->head.n + 1, all);
        Point *p = &s->points[s->n_points++];
        *p = (Point){.logp = all[s->head.n], .has_slope = true};
        memcpy(p->at, all, (size_t)s->head.n * sizeof(double));
        memcpy(p->slope, all + s->head.n + 1, (size_t)s->head.n * sizeof(double));
        snprintf(p->where, sizeof p->where, "%s.ref:%d", name, number);
    }
    if (file) fclose(file);
}

/* example log p(1.3 | 0.5, 2) = -1.69 */
static void read_example(Suite *s, const char *line) {
    const char *open = strstr(line, "log p("), *equals = strrchr(line, '=');
    if (!open || !equals || s->n_points == MOST_LINES) return;
    Point *p = &s->points[s->n_points++];
    *p = (Point){.logp = strtod(equals + 1, NULL)};
    snprintf(p->where, sizeof p->where, "the example of %s", s->head.dist);
    const char *at = open + 6;
    for (int i = 0; i < s->head.n; i++) {
        char *end;
        p->at[i] = strtod(at, &end);
        if (strncmp(end, "inf", 3) == 0) p->at[i] = INFINITY, end += 3;
        at = end + strspn(end, " |,");
    }
}

/* --- models --- */

typedef enum Unknowns { PARAMETERS, VALUE, ALL } Unknowns;

static bool is_unknown(const Suite *s, int part, Unknowns unknowns) {
    if (s->head.parts[part].whole) return false;
    return unknowns == ALL || (unknowns == VALUE) == (part == 0);
}

/* All whole: the model needs an unknown of its own, `u`, beside them. */
static bool all_whole(const Head *head) {
    for (int i = 0; i < head->n; i++)
        if (!head->parts[i].whole) return false;
    return true;
}

static bool mentions_parameter(const Head *head, const char *type) {
    for (int i = 1; i < head->n; i++)
        if (strstr(type, head->parts[i].name)) return true;
    return false;
}

static bool write_model(const Suite *s, Unknowns unknowns, int rows, const char *model, const char *data) {
    FILE       *text = fopen(model, "w"), *json = fopen(data, "w");
    const char *sub = rows ? "[row]" : "", *separator = "{";
    if (!text || !json) return false;
    if (rows) fprintf(text, "dim row = 1..%d\n", rows);
    for (int i = 0; i < s->head.n; i++) {
        char range[64];
        if (is_unknown(s, i, unknowns)) {
            bounds(s->head.parts[i].type, range, sizeof range);
            if (i) fprintf(text, "p%d%s ~ Flat(%s)\n", i, sub, range);
            continue;
        }
        fprintf(text, "data p%d%s : %s\n", i, sub, data_type(&s->head.parts[i]));
        fprintf(json, "%s\"p%d\": %s%.17g", separator, i, rows ? "[" : "", s->points[0].at[i]);
        for (int row = 1; row < rows; row++) fprintf(json, ", %.17g", s->points[0].at[i]);
        fprintf(json, "%s", rows ? "]" : "");
        separator = ",\n";
    }
    fprintf(text, "p0%s ~ %s(", sub, s->head.dist);
    for (int i = 1; i < s->head.n; i++) fprintf(text, "%s%s = p%d%s", i > 1 ? ", " : "", s->head.parts[i].name, i, sub);
    fprintf(text, ")\n");
    if (is_unknown(s, 0, unknowns))
        fprintf(text, "data zero : real\nzero ~ Normal(0 * %s, 1)\n", rows ? "sum[row](p0[row])" : "p0");
    if (is_unknown(s, 0, unknowns)) fprintf(json, "%s\"zero\": 0", separator), separator = ",\n";
    if (all_whole(&s->head)) fprintf(text, "u ~ Normal(0, 1)\n");
    fprintf(json, "%s}\n", *separator == '{' ? "{" : "");
    return fclose(text) == 0 && fclose(json) == 0;
}

typedef struct Case {
    const Suite *suite;
    Load        *load;
    Unknowns     unknowns;
    int          rows, statement;
    double      *theta, *grad, *terms, *work;
} Case;

/* The point into theta and into the data, in all rows. */
static void place(Case *c, const Point *p) {
    const BmSchema *schema = c->load->schema;
    int             cells = c->rows ? c->rows : 1;
    for (int i = 0; i < schema->n_unknowns && schema->unknowns[i].name[0] == 'p'; i++)
        for (int row = 0; row < cells; row++) c->theta[i * cells + row] = p->at[schema->unknowns[i].name[1] - '0'];
    for (int i = 0; i < schema->n_data; i++) {
        if (schema->data[i].name[0] != 'p') continue;
        for (int row = 0; row < cells; row++) {
            double x = p->at[schema->data[i].name[1] - '0'];
            c->load->bound->values[i][row] = x;
            if (schema->data[i].slot >= 0) c->load->data[c->load->layout[schema->data[i].slot] + row] = x;
        }
    }
    c->load->compiled->prepare(c->load->layout, c->load->data);
}

static void fail(const Case *c, const Point *p, const char *by, const char *what, double expected, double got) {
    static const char *const sides[] = {"parameters unknown", "value unknown", "all unknown"};
    test_failed++;
    printf("%s: %s (%s, %d rows), %s: expected %.17g, got %.17g\n", p->where, by, sides[c->unknowns], c->rows, what,
           expected, got);
}

static bool in_range(const Suite *s, const Point *p) {
    for (int i = 1; i < s->head.n; i++) {
        const char *name = s->head.parts[i].name;
        bool        scale = strcmp(name, "sigma") == 0 || strcmp(name, "scale") == 0;
        if (scale && (p->at[i] < SMALLEST_SCALE || p->at[i] > LARGEST_SCALE)) return false;
    }
    return true;
}

static const double FEW_ULP = 16 * 0x1p-53;

/* ConwayMaxwellPoisson alone has an allowance: it is nu log p(y | mu), less a normaliser about as large, and right to a few units in the last place of
 * these (of its references, at y = 7, mu = 7.5, nu = 30: 3e-14, where the two are 57 and their difference is 0.24). */
static double power_rounding(const Point *p) {
    double y = p->at[0], mu = p->at[1], nu = p->at[2];
    return FEW_ULP * nu * fabs(y * log(mu) - mu - lgamma(y + 1));
}

static void hold_density(const Case *c, const Point *p, const char *by) {
    int    cells = c->rows ? c->rows : 1;
    double got = c->terms[c->statement] / cells, error = fabs(got - p->logp);
    double rounding = c->suite->takes_power ? power_rounding(p) : 0;
    if (got == p->logp || error <= DENSITY * fabs(p->logp) || error <= DENSITY_NEAR_ZERO || error <= rounding)
        test_passed++;
    else
        fail(c, p, by, "log density", p->logp, got);
}

/* What moves when a parameter moves by its own size. Slopes of a deviance are differences of its arguments, one of which is a rounded product (rate * x,
 * n * p): they are right to the last places of those. */
static double slope_rounding(const Suite *s, const Point *p) {
    double size = fmax(1, fabs(p->logp));
    for (int i = 0; i < s->head.n && s->takes_deviance; i++) size += fabs(p->at[i]);
    return FEW_ULP * size;
}

/* The gradient is that of all statements; the others are flat, and the one that lets p0 be observed has slope 0. */
static void hold_slopes(const Case *c, const Point *p, const char *by) {
    const BmSchema *schema = c->load->schema;
    int             cells = c->rows ? c->rows : 1;
    for (int i = 0; i < schema->n_unknowns && schema->unknowns[i].name[0] == 'p'; i++) {
        int    part = schema->unknowns[i].name[1] - '0';
        double expected = p->slope[part], rounding = slope_rounding(c->suite, p) / fabs(p->at[part]);
        for (int row = 0; row < cells; row++) {
            double got = c->grad[i * cells + row];
            char   what[64];
            snprintf(what, sizeof what, "derivative by %s", c->suite->head.parts[part].name);
            if (isnan(expected) || got == expected ||
                fabs(got - expected) <= fmax(DERIVATIVE * fabs(expected), rounding))
                test_passed++;
            else
                fail(c, p, by, what, expected, got);
        }
    }
}

/* --- second derivatives --- */

/* By an unknown, of the gradient at all others: central differences of fourth order, at the step h; false if one is no number. */
static bool difference(Case *c, int i, double h, double *slope) {
    static const double at[] = {-2, -1, 1, 2}, weight[] = {1, -8, 8, -1};
    int                 n = c->load->schema->n_unknowns;
    double              x = c->theta[i], jacobian;
    bool                known = true;
    memset(slope, 0, (size_t)n * sizeof *slope);
    for (int k = 0; k < 4; k++) {
        c->theta[i] = x + at[k] * h;
        c->load->compiled->joint(c->theta, c->grad, c->terms, &jacobian, c->load->layout, c->load->data, c->work);
        for (int j = 0; j < n; j++) slope[j] += weight[k] * c->grad[j] / (12 * h), known &= isfinite(slope[j]);
    }
    c->theta[i] = x;
    return known;
}

enum { STEPS = 9 };
/* Of differences: agreement of two steps, and of one with the derivative that is held. */
static const double STEADY = 1e-4, SECOND = 1e-5;

/* What rounding of the gradient by part j makes of a difference at the step h. */
static double noise(const Case *c, const Point *p, int j, double h) {
    int part = c->load->schema->unknowns[j].name[1] - '0';
    return (1e-15 * fabs(c->grad[j]) + slope_rounding(c->suite, p) / fabs(p->at[part])) / h;
}

/* A second derivative must be that difference of gradients at one of several steps, if two of them show that there is something to be seen: across
 * a bound or a kink, or where all is rounding, none do. Either way it is a number. */
static void hold_second(Case *c, const Point *p, int i, int j, double got, const double *steps,
                        double by_step[STEPS][MOST_PARTS], const bool *known) {
    bool   seen = false, agreed = false;
    double shown = NAN;
    for (int s = 0; s + 1 < STEPS; s++) {
        double a = by_step[s][j], b = by_step[s + 1][j], error = noise(c, p, j, steps[s + 1]);
        if (!known[s] || !known[s + 1] || !(error <= STEADY * fabs(b))) continue;
        if (fabs(a - b) <= STEADY * fabs(b)) seen = true, shown = b;
        agreed |= fabs(got - a) <= SECOND * fabs(got) + error || fabs(got - b) <= SECOND * fabs(got) + error;
    }
    if (isfinite(got) && (agreed || !seen))
        test_passed++;
    else
        fail(c, p, c->load->schema->unknowns[i].name, c->load->schema->unknowns[j].name, shown, got);
}

/* Fourth powers must be numbers, and slopes not all rounding (by degrees of freedom they are right to 1e-15 absolute); and no parameter may be at a
 * bound that is another one. */
static bool seconds_in_range(const Suite *s, const Point *p) {
    for (int i = 0; i < s->head.n; i++) {
        if (p->at[i] != 0 && (fabs(p->at[i]) < SMALLEST_SECOND || fabs(p->at[i]) > LARGEST_SECOND)) return false;
        for (int j = 1; j < s->head.n; j++)
            if (i != j && p->at[i] == p->at[j] && strstr(s->head.parts[i].type, s->head.parts[j].name)) return false;
    }
    return true;
}

static void hold_seconds(Case *c, const Point *p) {
    int    n = c->load->schema->n_unknowns;
    double by_step[STEPS][MOST_PARTS] = {{0}}, product[MOST_PARTS], along[MOST_PARTS], steps[STEPS], jacobian;
    bool   known[STEPS];
    if (!seconds_in_range(c->suite, p)) return;
    for (int i = 0; i < n; i++) {
        double size = c->theta[i] ? fabs(c->theta[i]) : 1;
        for (int k = 0; k < c->suite->head.n && !c->theta[i]; k++)
            if (p->at[k] != 0) size = fmin(size, fabs(p->at[k]));
        for (int s = 0; s < STEPS; s++) {
            steps[s] = pow(8, -s) * 0.05 * size;
            known[s] = difference(c, i, steps[s], by_step[s]);
        }
        for (int j = 0; j < n; j++) along[j] = i == j;
        c->load->compiled->joint(c->theta, c->grad, c->terms, &jacobian, c->load->layout, c->load->data, c->work);
        CHECK(program_hessian_product(c->load->program, c->load->layout + BM_LAYOUT_SIZES,
                                      (const double *const *)c->load->bound->values, c->theta, along, product));
        for (int j = 0; j < n; j++)
            if (c->load->schema->unknowns[j].name[0] == 'p') hold_second(c, p, i, j, product[j], steps, by_step, known);
    }
}

static void hold_point(Case *c, const Point *p) {
    double jacobian;
    if (!in_range(c->suite, p)) return;
    place(c, p);
    c->load->compiled->joint(c->theta, c->grad, c->terms, &jacobian, c->load->layout, c->load->data, c->work);
    hold_density(c, p, "compiled");
    if (p->has_slope) hold_slopes(c, p, "compiled");
    if (!c->rows && c->unknowns != VALUE) hold_seconds(c, p);
    program_oracle(c->load->program, c->load->layout + BM_LAYOUT_SIZES, (const double *const *)c->load->bound->values,
                   c->theta, c->grad, c->terms, &jacobian);
    hold_density(c, p, "evaluated");
    if (p->has_slope) hold_slopes(c, p, "evaluated");
}

/* --- edges of the support --- */

/* How many cells of the value the checks refuse. */
static double refused(const Case *c) {
    const BmSchema *schema = c->load->schema;
    double          most = 0;
    for (int i = 0; i < schema->n_checks; i++)
        if (schema->checks[i].value && strcmp(schema->checks[i].value, "p0") == 0)
            most = fmax(most, c->load->data[c->load->layout[schema->checks[i].slot]]);
    return most;
}

/* The value x at the parameters of the example: as data it must be taken, and have a log density that is a number, or be refused; or,
 * beyond a bound that is unknown, have the log density -inf. */
static void hold_edge(Case *c, double x, bool inside) {
    double jacobian;
    Point  p = c->suite->points[0];
    p.at[0] = x;
    place(c, &p);
    c->load->compiled->joint(c->theta, c->grad, c->terms, &jacobian, c->load->layout, c->load->data, c->work);
    double got = refused(c), logp = c->terms[c->statement];
    if (inside ? got == 0 && !isnan(logp) : got > 0 || logp == -INFINITY)
        test_passed++;
    else
        test_failed++, printf("%s: %.17g is %s its support: %g cells are refused, log density %g\n",
                              c->suite->head.dist, x, inside ? "in" : "outside", got, logp);
}

/* Both sides of a bound, to the last digit. */
static void hold_bound(Case *c, double bound, bool open, double outward) {
    hold_edge(c, nextafter(bound, outward), false);
    hold_edge(c, bound, !open);
    hold_edge(c, nextafter(bound, -outward), true);
}

/* A bound of the support: a number, or a parameter of the example; NAN if it is neither. `after` is what must follow it. */
static double bound_of(const Suite *s, const char *text, const char *after) {
    char   name[32];
    char  *end;
    size_t length = strcspn(text, after);
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    for (int i = 1; i < s->head.n; i++)
        if (strcmp(trim(name), s->head.parts[i].name) == 0) return s->points[0].at[i];
    double x = strtod(name, &end);
    return *name && !*end ? x : NAN;
}

static void hold_real_edges(Case *c, const char *type) {
    const char *in = strstr(type, "in "), *comma = strchr(type, ','), *above = strchr(type, '>');
    if (in && comma) {
        double lo = bound_of(c->suite, in + 4, ","), hi = bound_of(c->suite, comma + 1, ")]");
        if (!isnan(lo)) hold_bound(c, lo, in[3] == '(', -INFINITY);
        if (!isnan(hi)) hold_bound(c, hi, strchr(comma, ')') != NULL, INFINITY);
    } else if (above) {
        bool   open = above[1] != '=';
        double lo = bound_of(c->suite, above + (open ? 1 : 2), "");
        if (!isnan(lo)) hold_bound(c, lo, open, -INFINITY);
    }
}

/* That they are whole, the reader of data sees to. */
static void hold_whole_edges(Case *c, const char *type) {
    const char *in = strstr(type, "in "), *dots = strstr(type, "..");
    double      lo = in                         ? bound_of(c->suite, in + 3, ".")
                     : strcmp(type, "int") == 0 ? NAN
                                                : 0,
           hi = dots ? bound_of(c->suite, dots + 2, "") : NAN;
    if (strncmp(type, "binary", 6) == 0) hi = 1;
    if (!isnan(lo)) hold_edge(c, lo, true);
    if (!isnan(hi)) hold_edge(c, hi, true);
    if (strncmp(type, "binary", 6) == 0) return; /* the reader refuses other codes */
    if (!isnan(lo)) hold_edge(c, lo - 1, false);
    if (!isnan(hi)) hold_edge(c, hi + 1, false);
}

static void hold_edges(Case *c) {
    const char *type = c->suite->head.parts[0].type;
    if (c->unknowns != PARAMETERS) return;
    if (strncmp(type, "real", 4) == 0)
        hold_real_edges(c, type);
    else
        hold_whole_edges(c, type);
}

static void hold_all(Case *c) {
    Load *load = c->load;
    c->theta = load_cells(load->layout[BM_LAYOUT_THETA]), c->grad = load_cells(load->layout[BM_LAYOUT_THETA]);
    c->terms = load_cells(load->schema->n_statements), c->work = load_cells(load->layout[BM_LAYOUT_WORK]);
    for (int i = 0; i < load->schema->n_statements; i++)
        if (load->schema->statements[i].value && strcmp(load->schema->statements[i].value, "p0") == 0) c->statement = i;
    for (int i = 0; i < c->suite->n_points; i++) hold_point(c, &c->suite->points[i]);
    hold_edges(c);
    free(c->theta), free(c->grad), free(c->terms), free(c->work);
}

static void hold_case(const Suite *s, Unknowns unknowns, int rows) {
    char      model[300], data[300];
    bool      any = unknowns == PARAMETERS && all_whole(&s->head);
    Arguments arguments = {.command = "logp"};
    Arena    *arena = arena_new();
    Load      load;
    for (int i = 0; i < s->head.n; i++) any |= is_unknown(s, i, unknowns);
    if (unknowns == ALL && (s->head.parts[0].whole || mentions_parameter(&s->head, s->head.parts[0].type))) any = false;
    snprintf(model, sizeof model, "%s/stdlib/%s_%d_%d.bmodel", s->build, s->head.dist, (int)unknowns, rows);
    snprintf(data, sizeof data, "%s/stdlib/%s_%d_%d.json", s->build, s->head.dist, (int)unknowns, rows);
    VEC_PUSH(arena, &arguments.operands, model);
    VEC_PUSH(arena, &arguments.data, data);
    if (any && write_model(s, unknowns, rows, model, data)) {
        Case c = {.suite = s, .load = &load, .unknowns = unknowns, .rows = rows};
        if (load_all(&load, &arguments, true, ENTRY_JOINT))
            hold_all(&c);
        else
            test_failed++, printf("%s was refused\n%s", model, diag_render(&load.said, false));
        load_free(&load);
    }
    arena_free(arena);
}

/* --- files --- */

static void hold_suite(Suite *s) {
    CHECK(s->n_points >= 3);
    for (int rows = 0; rows <= ROWS; rows += ROWS) {
        hold_case(s, PARAMETERS, rows);
        hold_case(s, VALUE, rows);
        hold_case(s, ALL, rows);
    }
}

static void hold_file(const char *build, const char *name) {
    char  path[300], line[2000];
    Suite s = {.build = build};
    snprintf(path, sizeof path, "stdlib/%s.bmodel", name);
    FILE *file = fopen(path, "r");
    bool  in_log_p = false;
    while (file && fgets(line, sizeof line, file)) {
        in_log_p = strncmp(line, "    log p(", 10) == 0 || (in_log_p && strncmp(line, "     ", 5) == 0);
        if (strncmp(line, "dist ", 5) == 0) {
            if (s.head.n) hold_suite(&s);
            s.n_points = 0, s.takes_deviance = s.takes_power = false, s.head.n = 0;
            if (line[5 + strcspn(line + 5, "([")] == '[') continue; /* over dims: test_multivariate */
            CHECK(read_head(line, &s.head));
            read_references(&s, name);
        } else if (s.head.n && strstr(line, "example "))
            read_example(&s, line);
        else if (in_log_p)
            s.takes_deviance |= strstr(line, "deviance(") != NULL;
        s.takes_power |= strstr(line, "log_poisson_power(") != NULL;
    }
    if (file) fclose(file);
    if (s.head.n) hold_suite(&s);
}

int main(int argc, char **argv) {
    int files = library_each(argc, argv, hold_file);
    CHECK(files > 0);
    return test_end();
}
