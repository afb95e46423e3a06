/* Random well-typed models with their data: what test_random_models.c feeds to the compiler. Everything follows from a seed.
 *
 * A model has two or three dims of sizes around the width of a vector, keys between them (sorted or not, with groups that have no row), data,
 * unknowns with priors that may depend on other unknowns, equations, and observations. Statements are written in random order. */
#ifndef TESTS_COMPILER_RANDOM_MODEL_H
#define TESTS_COMPILER_RANDOM_MODEL_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/pool.h"

enum { MOST_DIMS = 3, MOST_NAMES = 40, MOST_LINES = 60, DEPTH = 3 };

typedef enum Kind { REAL, POSITIVE, UNIT, COUNT, BINARY, KEY } Kind;
typedef enum NameRole { DATUM, UNKNOWN, EQUATION } NameRole;

/* A value of the model: kind of number, dims as a list, for a key the dim that it points to. */
typedef struct Name {
    char     text[16];
    NameRole role;
    Kind     kind;
    int      dims[2], n_dims, key_to;
} Name;

typedef struct Generator {
    uint64_t state, cuts; /* cuts: of truncations and censorings, so that these do not change what else a seed gives */
    uint64_t together;    /* of random_together.h, likewise */
    BmPool  *pool;
    int      n_dims, sizes[MOST_DIMS], pointed_to[MOST_DIMS];
    Name     names[MOST_NAMES];
    int      n_names, n_unknowns, grouped; /* grouped: inside a sum by key, where the key's dim is live as well */
    char    *lines[MOST_LINES];
    int      n_lines;
    BmText   data; /* JSON */
} Generator;

static const char *const dim_names[MOST_DIMS] = {"da", "db", "dc"};

/* --- chance --- */

static double chance(Generator *g) {
    g->state = g->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(g->state >> 11) * 0x1p-53;
}
static void other_chance(Generator *g) {
    uint64_t state = g->state;
    g->state = g->cuts, g->cuts = state;
}
static int    below(Generator *g, int n) { return (int)(chance(g) * n); }
static double between(Generator *g, double lo, double hi) { return lo + (hi - lo) * chance(g); }
static int    maybe(Generator *g, double p) { return chance(g) < p; }

/* --- text --- */

#define TEXT(g, ...) bm_pool_printf((g)->pool, __VA_ARGS__)

static void add_line(Generator *g, char *line) {
    if (g->n_lines < MOST_LINES) g->lines[g->n_lines++] = line;
}

static char *expression(Generator *g, Kind kind, unsigned axes, int depth);

/* --- references --- */

static Name *random_name(Generator *g, NameRole role, Kind kind) {
    Name *found = NULL;
    int   seen = 0;
    for (int i = 0; i < g->n_names; i++)
        if (g->names[i].role == role && g->names[i].kind == kind && below(g, ++seen) == 0) found = &g->names[i];
    return found;
}

/* What stands in the place of dim d where the axes are live: the running index, a key to d, a label; NULL: nothing can. */
static char *subscript(Generator *g, int d, unsigned axes, int depth) {
    int has_index = (axes >> d) & 1;
    if (has_index && maybe(g, 0.8)) return TEXT(g, "%s", dim_names[d]);
    for (int i = below(g, g->n_names), n = 0; n < g->n_names && depth > 0; n++, i = (i + 1) % g->n_names) {
        Name *key = &g->names[i];
        if (key->kind != KEY || key->key_to != d || (has_index && maybe(g, 0.5))) continue;
        char *inner = subscript(g, key->dims[0], axes, depth - 1);
        if (inner) return TEXT(g, "%s[%s]", key->text, inner);
    }
    if (has_index) return TEXT(g, "%s", dim_names[d]);
    return g->pointed_to[d] && maybe(g, 0.1) ? TEXT(g, "%d", 1 + below(g, g->sizes[d])) : NULL;
}

/* The name with subscripts; where one is missing the whole is summed or averaged over that dim. */
static char *reference(Generator *g, const Name *name, unsigned axes) {
    char *subs[2], *over[2];
    int   n_over = 0;
    for (int i = 0; i < name->n_dims; i++) {
        int d = name->dims[i];
        subs[i] = subscript(g, d, axes, 2);
        if (!subs[i]) {
            subs[i] = TEXT(g, "%s", dim_names[d]);
            over[n_over++] = subs[i];
        }
    }
    char *text = name->n_dims == 0   ? TEXT(g, "%s", name->text)
                 : name->n_dims == 1 ? TEXT(g, "%s[%s]", name->text, subs[0])
                                     : TEXT(g, "%s[%s, %s]", name->text, subs[0], subs[1]);
    for (int i = 0; i < n_over; i++) text = TEXT(g, "mean[%s](%s)", over[i], text);
    return text;
}

/* --- expressions --- */

static char *leaf(Generator *g, Kind kind, unsigned axes) {
    Name *name = maybe(g, 0.55)  ? random_name(g, UNKNOWN, kind)
                 : maybe(g, 0.7) ? random_name(g, DATUM, kind)
                                 : random_name(g, EQUATION, kind);
    if (name) return reference(g, name, axes);
    Name *real = maybe(g, 0.6) ? random_name(g, UNKNOWN, REAL) : NULL;
    if (real && kind != REAL)
        return TEXT(g, kind == POSITIVE ? "exp(tanh(%s))" : "inv_logit(%s)", reference(g, real, axes));
    for (int d = 0; d < g->n_dims; d++)
        if (kind == REAL && (axes >> d & 1) && g->pointed_to[d] && maybe(g, 0.2))
            return TEXT(g, "(%s / %d)", dim_names[d], g->sizes[d]);
    double x = kind == REAL ? between(g, -2, 2) : kind == POSITIVE ? between(g, 0.2, 2) : between(g, 0.1, 0.9);
    return TEXT(g, "%.3g", x);
}

static char *condition(Generator *g, unsigned axes) {
    Name *binary = random_name(g, DATUM, BINARY);
    if (binary && maybe(g, 0.4)) return TEXT(g, "%s == 1", reference(g, binary, 0 | axes));
    for (int d = 0; d < g->n_dims; d++)
        if ((axes >> d & 1) && g->pointed_to[d] && maybe(g, 0.3))
            return TEXT(g, "%s %s %d", dim_names[d], maybe(g, 0.5) ? "<" : ">=", 1 + below(g, g->sizes[d]));
    Name *real = random_name(g, DATUM, REAL);
    char *left = real && maybe(g, 0.8) ? reference(g, real, axes) : expression(g, REAL, axes, 1);
    char *simple = TEXT(g, "%s > %.3g", left, between(g, -1, 1));
    return maybe(g, 0.15) ? TEXT(g, "%s and not %s", simple, condition(g, axes)) : simple;
}

/* sum[d], mean[d], logsumexp[d] of something that varies over d; or a product X @ u. */
static char *reduction(Generator *g, unsigned axes, int depth) {
    int d = below(g, g->n_dims);
    if (axes >> d & 1) return NULL;
    Name *over[MOST_NAMES];
    int   n = 0;
    for (int i = 0; i < g->n_names; i++) {
        Name *name = &g->names[i];
        if (name->kind == REAL && name->n_dims && (name->dims[0] == d || (name->n_dims == 2 && name->dims[1] == d)))
            over[n++] = name;
    }
    if (!n) return NULL;
    Name *name = over[below(g, n)];
    char *subs[2] = {0};
    for (int i = 0; i < name->n_dims; i++) {
        subs[i] = name->dims[i] == d ? TEXT(g, "%s", dim_names[d]) : subscript(g, name->dims[i], axes | 1u << d, 1);
        if (!subs[i]) return NULL;
    }
    char *varying = name->n_dims == 1 ? TEXT(g, "%s[%s]", name->text, subs[0])
                                      : TEXT(g, "%s[%s, %s]", name->text, subs[0], subs[1]);
    char *body = TEXT(g, "%s * %s", expression(g, REAL, axes | 1u << d, depth - 1), varying);
    switch (below(g, 10)) {
    case 6:
        if (g->sizes[d] <= 100) return TEXT(g, "prod[%s](1 + 0.05 * tanh(%s))", dim_names[d], varying);
        break;
    case 7:
        return TEXT(g, "tanh(max[%s](%s) - min[%s](%s))", dim_names[d], varying, dim_names[d], body);
    case 8:
        if (g->sizes[d] > 2) return TEXT(g, "tanh(%s[%s](%s))", maybe(g, 0.5) ? "sd" : "var", dim_names[d], varying);
        break;
    case 9:
        if (g->pointed_to[d])
            return TEXT(g, "mean[%s](tanh(0.2 * cumsum[%s](%s)) * %s)", dim_names[d], dim_names[d],
                        maybe(g, 0.5) ? varying : body, expression(g, REAL, axes | 1u << d, depth - 1));
        break;
    case 5:
        if (g->pointed_to[d])
            return TEXT(g, "sum[%s](%s * cumsum[%s](tanh(cumsum[%s](0.1 * %s)))) / %d", dim_names[d], varying,
                        dim_names[d], dim_names[d], body, g->sizes[d] * g->sizes[d]);
        break;
    case 0:
        return TEXT(g, "sum[%s](%s) / %d", dim_names[d], body, g->sizes[d]);
    case 1:
        return TEXT(g, "mean[%s](%s)", dim_names[d], body);
    case 2:
        return TEXT(g, "logsumexp[%s](0.5 * tanh(%s))", dim_names[d], body);
    case 3:
        return TEXT(g, "sum[%s](softmax[%s](tanh(%s)) * %s)", dim_names[d], dim_names[d], varying,
                    expression(g, REAL, axes | 1u << d, depth - 1));
    case 4:
        return TEXT(g, "sum[%s](tanh(%s) * (%s)) / %d", dim_names[d], varying, condition(g, axes | 1u << d),
                    g->sizes[d]);
    }
    return TEXT(g, "mean[%s](%s)", dim_names[d], varying);
}

/* A name of real numbers over this dim alone; NULL: there is none. */
static Name *along(Generator *g, int d) {
    Name *found = NULL;
    int   seen = 0;
    for (int i = 0; i < g->n_names; i++)
        if (g->names[i].kind == REAL && g->names[i].n_dims == 1 && g->names[i].dims[0] == d && below(g, ++seen) == 0)
            found = &g->names[i];
    return found;
}

/* The second index over a live dim: mean[da'](tanh(x[da] - x[da']) * u[da']). */
static char *second_index(Generator *g, unsigned axes) {
    int         d = below(g, g->n_dims);
    const char *name = dim_names[d];
    Name       *x = along(g, d), *u = along(g, d);
    if (!(axes >> d & 1) || !x || g->sizes[d] > 100) return NULL;
    if (maybe(g, 0.5))
        return TEXT(g, "mean[%s'](tanh(%s[%s] - %s[%s']) * %s[%s'])", name, x->text, name, x->text, name, u->text,
                    name);
    return TEXT(g, "logsumexp[%s'](-0.5 * (%s[%s] - %s[%s'])^2)", name, x->text, name, u->text, name);
}

/* X[da, db] @ u[db], da being live. */
static char *product_of_matrix(Generator *g, unsigned axes) {
    for (int i = 0; i < g->n_names && !g->grouped; i++) {
        const Name *x = &g->names[i];
        if (x->kind != REAL || x->n_dims != 2) continue;
        for (int side = 0; side < 2; side++) {
            int   live = x->dims[side], gone = x->dims[1 - side];
            Name *u = along(g, gone);
            if ((axes >> live & 1) && !(axes >> gone & 1) && u)
                return TEXT(g, "(%s[%s, %s] @ %s[%s]) / %d", x->text, dim_names[x->dims[0]], dim_names[x->dims[1]],
                            u->text, dim_names[gone], g->sizes[gone]);
        }
    }
    return NULL;
}

static char *real_expression(Generator *g, unsigned axes, int depth) {
#define A expression(g, REAL, axes, depth - 1)
#define B expression(g, POSITIVE, axes, depth - 1)
#define C expression(g, UNIT, axes, depth - 1)
    char *reduced = maybe(g, 0.25)   ? reduction(g, axes, depth)
                    : maybe(g, 0.06) ? second_index(g, axes)
                    : maybe(g, 0.06) ? product_of_matrix(g, axes)
                                     : NULL;
    if (reduced) return TEXT(g, "(%s)", reduced);
    switch (below(g, 26)) {
    case 0:
    case 1:
    case 2:
        return TEXT(g, "(%s + %s)", A, A);
    case 3:
    case 4:
        return TEXT(g, "(%s - %s)", A, A);
    case 5:
    case 6:
    case 7:
        return TEXT(g, "(%s * %s)", A, A);
    case 8:
        return TEXT(g, "(%s / (0.5 + %s))", A, B);
    case 9:
        return TEXT(g, "(-%s)", A);
    case 10:
        return TEXT(g, "(if %s then %s else %s)", condition(g, axes), A, A);
    case 11:
        return TEXT(g, "log(%s)", B);
    case 12:
        return TEXT(g, "log1p_exp(%s)", A);
    case 13:
        return TEXT(g, "logit(%s)", C);
    case 14:
        return TEXT(g, "%s(%s)", maybe(g, 0.5) ? "sin" : "cos", A);
    case 15:
        return TEXT(g, "tanh(%s)", A);
    case 16:
        return TEXT(g, "abs(%s)", A);
    case 17:
        return TEXT(g, "%s(%s, %s)", maybe(g, 0.5) ? "max" : "min", A, A);
    case 18:
        return TEXT(g, "log_sum_exp(%s, %s)", A, A);
    case 19:
        return TEXT(g, "tanh(%s)^%d", A, 2 + below(g, 2));
    case 20:
        return TEXT(g, "lgamma(%s)", B);
    case 21:
        return TEXT(g, "log1p(%s)", B);
    case 22:
        return TEXT(g, "log(1 + exp(tanh(%s)))", A);
    case 23:
        return TEXT(g, "log_Phi(tanh(%s))", A);
    case 24:
        return TEXT(g, "log1m(%s)", C);
    default:
        return TEXT(g, "atan(%s)", A);
    }
}

static char *positive_expression(Generator *g, unsigned axes, int depth) {
    switch (below(g, 10)) {
    case 0:
        return TEXT(g, "(%s + %s)", B, B);
    case 1:
        return TEXT(g, "(%s * %s)", B, C);
    case 2:
        return TEXT(g, "exp(tanh(%s))", A);
    case 3:
        return TEXT(g, "exp(0.2 * %s)", A);
    case 4:
        return TEXT(g, "sqrt(%s)", B);
    case 5:
        return TEXT(g, "log1p_exp(%s)", A);
    case 6:
        return TEXT(g, "(tanh(%s)^2 + %s)", A, B);
    case 7:
        return TEXT(g, "(if %s then %s else %s)", condition(g, axes), B, B);
    case 8:
        return TEXT(g, "(%s / (1 + %s))", B, B);
    default:
        return TEXT(g, "(0.1 + %s)", B);
    }
}

static char *unit_expression(Generator *g, unsigned axes, int depth) {
    switch (below(g, 5)) {
    case 0:
        return TEXT(g, "inv_logit(%s)", A);
    case 1:
        return TEXT(g, "Phi(tanh(%s))", A);
    case 2:
        return TEXT(g, "inv_cloglog(tanh(%s))", A);
    case 3:
        return TEXT(g, "(%s * %s)", C, C);
    default:
        return TEXT(g, "(1 / (1 + %s))", B);
    }
}
#undef A
#undef B
#undef C

static char *expression(Generator *g, Kind kind, unsigned axes, int depth) {
    if (depth <= 0 || maybe(g, 0.15)) return leaf(g, kind, axes);
    return kind == REAL       ? real_expression(g, axes, depth)
           : kind == POSITIVE ? positive_expression(g, axes, depth)
                              : unit_expression(g, axes, depth);
}

/* --- data --- */

static Name *new_name(Generator *g, char letter, NameRole role, Kind kind) {
    Name *name = &g->names[g->n_names++];
    *name = (Name){.role = role, .kind = kind, .key_to = -1};
    snprintf(name->text, sizeof name->text, "%c%d", letter, g->n_names);
    return name;
}

static char *place_text(Generator *g, const Name *name) {
    return name->n_dims == 0   ? TEXT(g, "%s", name->text)
           : name->n_dims == 1 ? TEXT(g, "%s[%s]", name->text, dim_names[name->dims[0]])
                               : TEXT(g, "%s[%s, %s]", name->text, dim_names[name->dims[0]], dim_names[name->dims[1]]);
}

static void put_number(Generator *g, const Name *name, double u, int row) {
    switch (name->kind) {
    case REAL:
        bm_text_add(&g->data, "%.6g", 3 * u - 1.5);
        break;
    case POSITIVE:
        bm_text_add(&g->data, "%.6g", 0.1 + 2.5 * u);
        break;
    case UNIT:
        bm_text_add(&g->data, "%.6g", 0.02 + 0.96 * u);
        break;
    case COUNT:
        bm_text_add(&g->data, "%d", maybe(g, 0.2) ? 0 : (int)(12 * u));
        break;
    case BINARY:
        bm_text_add(&g->data, "%d", u < 0.5);
        break;
    case KEY:
        bm_text_add(&g->data, "%d", row);
        break;
    }
}

/* Positions 1 … of a key: in order or not; some never occur. */
static int key_value(Generator *g, const Name *name, int sorted, int row, double u) {
    int size = g->sizes[name->key_to], rows = g->sizes[name->dims[0]];
    int position = sorted ? row * size / rows : (int)(u * size);
    return 1 + (position % 5 == 3 && !sorted ? position - 1 : position);
}

static void put_data(Generator *g, const Name *name) {
    int rows = name->n_dims ? g->sizes[name->dims[0]] : 1, columns = name->n_dims == 2 ? g->sizes[name->dims[1]] : 1,
        sorted = maybe(g, 0.5);
    bm_text_add(&g->data, "%s\n \"%s\": %s", g->data.length > 1 ? "," : "", name->text, name->n_dims ? "[" : "");
    for (int i = 0; i < rows; i++) {
        if (i) bm_text_add(&g->data, ",");
        if (name->n_dims == 2) bm_text_add(&g->data, "[");
        for (int j = 0; j < columns; j++) {
            double u = chance(g);
            if (j) bm_text_add(&g->data, ",");
            put_number(g, name, u, name->kind == KEY ? key_value(g, name, sorted, i, u) : 0);
        }
        if (name->n_dims == 2) bm_text_add(&g->data, "]");
    }
    if (name->n_dims) bm_text_add(&g->data, "]");
}

static Name *new_datum(Generator *g, Kind kind, int dim, int second) {
    static const char *const types[] = {"real", "real > 0", "real in (0, 1)", "count", "binary", ""};
    Name                    *name = new_name(g, kind == KEY ? 'k' : 'x', DATUM, kind);
    if (dim >= 0) name->dims[name->n_dims++] = dim;
    if (second >= 0) name->dims[name->n_dims++] = second;
    return name->kind == KEY
               ? name
               : (put_data(g, name), add_line(g, TEXT(g, "data %s : %s", place_text(g, name), types[kind])), name);
}

static void make_dims(Generator *g) {
    static const int sizes[] = {1, 2, 3, 7, 8, 9, 16, 17, 33, 65};
    g->n_dims = 2 + below(g, 2);
    for (int d = 0; d < g->n_dims; d++) {
        g->sizes[d] = sizes[below(g, sizeof sizes / sizeof *sizes)];
        if (d == 0 && maybe(g, 0.03)) g->sizes[d] = 9001; /* so many factors overflow a product */
        g->pointed_to[d] = d > 0 || maybe(g, 0.5);        /* a range, whose size is known whatever the keys hold */
        if (!g->pointed_to[d])
            add_line(g, TEXT(g, "dim %s", dim_names[d]));
        else if (maybe(g, 0.5))
            add_line(g, TEXT(g, "dim %s = 1..%d", dim_names[d], g->sizes[d]));
        else {
            add_line(g, TEXT(g, "dim %s = 1..N%d", dim_names[d], d));
            bm_text_add(&g->data, "%s\n \"N%d\": %d", g->data.length > 1 ? "," : "", d, g->sizes[d]);
        }
    }
}

static void make_data(Generator *g) {
    for (int d = 0; d + 1 < g->n_dims; d++)
        for (int to = d + 1; to < g->n_dims; to++)
            if (maybe(g, 0.7)) {
                Name *key = new_datum(g, KEY, d, -1);
                key->key_to = to;
                put_data(g, key);
                add_line(g, TEXT(g, "data %s : %s", place_text(g, key), dim_names[to]));
            }
    for (int d = 0; d < g->n_dims; d++) {
        new_datum(g, REAL, d, -1);
        if (maybe(g, 0.4)) new_datum(g, BINARY, d, -1);
        if (maybe(g, 0.4)) new_datum(g, POSITIVE, d, -1);
    }
    if (maybe(g, 0.6)) new_datum(g, REAL, 0, 1);
    if (maybe(g, 0.3)) new_datum(g, REAL, -1, -1);
}

/* --- statements --- */

/* Bounds behind a prior, of numbers or of other unknowns. */
static char *prior_cut(Generator *g, Kind kind, unsigned axes, int fixed) {
    if (kind == UNIT) return " truncated to (0.2, 0.9)";
    if (fixed) return " truncated to (-1, 2.5)";
    switch (below(g, 4)) {
    case 0:
        return kind == REAL ? " truncated to (-1.5, 2)" : " truncated to (0.1, 4)";
    case 1:
        return kind == REAL ? " truncated to (4, 5)" : " truncated to (0.5, inf)";
    case 2:
        return TEXT(g, " truncated to (%s, inf)", expression(g, kind, axes, 1));
    default:
        return kind == REAL ? TEXT(g, " truncated to (-inf, %s)", expression(g, kind, axes, 1))
                            : TEXT(g, " truncated to (0.25, 0.3 + %s)", expression(g, kind, axes, 1));
    }
}

/* Bounds behind a distribution of data, all of which they leave; and what is censored. */
static char *observed_cut(Generator *g, Kind kind, unsigned axes, const Name *by, int dim) {
    int what = below(g, 6);
    if (what == 0 && by->role == DATUM) return TEXT(g, " censored where %s[%s] > 0.2", by->text, dim_names[dim]);
    if (what == 1 && by->role == DATUM)
        return TEXT(g, " censored below where %s[%s] > 0.2 truncated to (-100, inf)", by->text, dim_names[dim]);
    if (what == 2) return kind == REAL ? " censored to (-0.5, 0.75)" : " censored to (-inf, 1)";
    if (what == 3)
        return TEXT(g, " truncated to (%d, 100 + %s)", kind == REAL ? -30 : -1, expression(g, POSITIVE, axes, 1));
    if (what == 4 && kind == REAL)
        return TEXT(g, " censored to (-inf, 0.5) truncated to (-20 - %s, inf)", expression(g, POSITIVE, axes, 1));
    return kind == COUNT ? " truncated to [0, 200)" : " truncated to (-40, 80)";
}

static void make_unknown(Generator *g) {
    static const struct {
        const char *prior;
        Kind        kind;
        int         args;
    } priors[] = {
        {"Normal(%s, %s)", REAL, 2},
        {"StudentT(4, %s, %s)", REAL, 2},
        {"Cauchy(%s, %s)", REAL, 2},
        {"Uniform(-2, 3)", REAL, 0},
        {"Normal(0, 1)", REAL, 0},
        {"HalfNormal(%s)", POSITIVE, 1},
        {"HalfCauchy(%s)", POSITIVE, 1},
        {"Exponential(%s)", POSITIVE, 1},
        {"Gamma(shape = %s, rate = %s)", POSITIVE, 3},
        {"InverseGamma(shape = %s, scale = %s)", POSITIVE, 3},
        {"LogNormal(%s, %s)", POSITIVE, 2},
        {"Beta(%s, %s)", UNIT, 3},
        {"Uniform(0, 1)", UNIT, 0},
    };
    int      which = below(g, sizeof priors / sizeof *priors), n_dims = below(g, 8) < 4 ? 0 : 1;
    unsigned axes = 0;
    Name     made = {.n_dims = n_dims};
    if (n_dims) made.dims[0] = below(g, g->n_dims), axes = 1u << made.dims[0];
    if (n_dims && maybe(g, 0.15)) {
        int second = (made.dims[0] + 1) % g->n_dims;
        made.dims[made.n_dims++] = second, axes |= 1u << second;
    }
    int   args = priors[which].args, depth = maybe(g, 0.5) ? 0 : 2;
    char *first = expression(g, args == 2 ? REAL : POSITIVE, axes, depth),
         *second = expression(g, POSITIVE, axes, depth), prior[600];
    snprintf(prior, sizeof prior, priors[which].prior, first, second);
    if (strlen(first) + strlen(second) > 500) snprintf(prior, sizeof prior, priors[which].prior, "1", "1");
    other_chance(g);
    char *cut = maybe(g, 0.25) ? prior_cut(g, priors[which].kind, axes, which == 3) : NULL;
    other_chance(g);
    Name *name = new_name(g, 'u', UNKNOWN, priors[which].kind);
    memcpy(name->dims, made.dims, sizeof made.dims);
    name->n_dims = made.n_dims;
    int shifts = args == 2 && priors[which].kind == REAL;
    int has_cdf = strncmp(prior, "StudentT", 8) != 0 && strncmp(prior, "Gamma", 5) != 0 &&
                  strncmp(prior, "InverseGamma", 12) != 0 && strncmp(prior, "Beta", 4) != 0;
    const char *word = !shifts || maybe(g, 0.6) ? "" : maybe(g, 0.7) ? " noncentered" : " centered";
    add_line(g, TEXT(g, "%s ~ %s%s", place_text(g, name), prior, has_cdf && cut ? cut : word));
    g->n_unknowns++;
}

/* An unknown that depends on its neighbour, and what is seen of it. */
static void make_walk(Generator *g) {
    int d = below(g, g->n_dims);
    if (!g->pointed_to[d] || g->sizes[d] < 2) return;
    char       *factor = expression(g, REAL, 0, 1), *spread = expression(g, POSITIVE, 1u << d, 1);
    Name       *name = new_name(g, 'u', UNKNOWN, REAL);
    const char *dim = dim_names[d];
    name->dims[name->n_dims++] = d;
    add_line(g, TEXT(g, "%s[first] ~ Normal(0, 1)", name->text));
    add_line(g,
             TEXT(g, "%s[%s] ~ Normal(tanh(%s) * %s[%s - 1], %s)", name->text, dim, factor, name->text, dim, spread));
    add_line(g, TEXT(g, "%s ~ Normal(%s[%s], 1)", place_text(g, new_datum(g, REAL, d, -1)), name->text, dim));
    g->names[g->n_names - 1].role = EQUATION, g->names[g->n_names - 1].kind = COUNT;
    g->n_unknowns++;
}

/* m[db] = sum[da by k](…), k being a key from da to db. */
static void make_group_sum(Generator *g) {
    Name *key = random_name(g, DATUM, KEY);
    if (!key) return;
    const char *from = dim_names[key->dims[0]];
    g->grouped = 1;
    char *body = expression(g, REAL, 1u << key->dims[0], 2), *key_text = TEXT(g, "%s[%s]", key->text, from),
         *varying = along(g, key->dims[0])->text;
    int to = key->key_to;
    g->grouped = 0;
    Name *name = new_name(g, 'e', EQUATION, REAL);
    name->dims[name->n_dims++] = to;
    add_line(g, TEXT(g, "%s[%s] = sum[%s by %s](%s * %s[%s]) / 10", name->text, dim_names[to], from, key_text, body,
                     varying, from));
}

static void make_equation(Generator *g) {
    static const Kind kinds[] = {REAL, POSITIVE, UNIT};
    int               which = below(g, 3), dim = below(g, g->n_dims);
    char             *right = expression(g, maybe(g, 0.9) || which ? REAL : POSITIVE, 1u << dim, DEPTH);
    if (which) right = TEXT(g, "tanh(%s)", right);
    Name *name = new_name(g, 'e', EQUATION, kinds[which]);
    name->dims[name->n_dims++] = dim;
    char *place = place_text(g, name);
    if (g->pointed_to[dim] && g->sizes[dim] > 1 && maybe(g, 0.3)) {
        static const char *const links[] = {"%s[%d] = %s", "log(%s[%d]) = %s", "logit(%s[%d]) = %s"};
        char                     line[400];
        snprintf(line, sizeof line, links[which], name->text, 1 + below(g, g->sizes[dim]), "0.3");
        add_line(g, TEXT(g, "%s", line));
    }
    add_line(g, which == 0   ? TEXT(g, "%s = %s", place, right)
                : which == 1 ? TEXT(g, "log(%s) = %s", place, right)
                             : TEXT(g, "logit(%s) = %s", place, right));
}

static void make_observation(Generator *g) {
    int      dim = below(g, g->n_dims);
    unsigned axes = 1u << dim;
#define A expression(g, REAL, axes, DEPTH)
#define B expression(g, POSITIVE, axes, DEPTH)
#define C expression(g, UNIT, axes, DEPTH)
    static const Kind outcome[] = {REAL, REAL,   REAL,  POSITIVE, POSITIVE, POSITIVE, POSITIVE,
                                   UNIT, BINARY, COUNT, COUNT,    BINARY,   COUNT,    COUNT};
    int               which = below(g, sizeof outcome / sizeof *outcome);
    const char       *y = place_text(g, new_datum(g, outcome[which], dim, -1)), *end = "";
    Name             *weight = random_name(g, DATUM, POSITIVE);
    g->n_names--; /* nobody else uses the outcome */
    if (weight && weight->n_dims == 1 && weight->dims[0] == dim && maybe(g, 0.2))
        end = TEXT(g, " weighted by %s", place_text(g, weight));
    Name  saved = g->names[g->n_names];
    char *line = NULL;
    Name *chosen = along(g, dim);
    if (chosen->role == DATUM && maybe(g, 0.2))
        end = TEXT(g, "%s where %s[%s] > %.3g", end, chosen->text, dim_names[dim], between(g, -1, 0.5));
    if (which == 0 && g->pointed_to[dim] && g->sizes[dim] > 1 && maybe(g, 0.5)) {
        line = TEXT(g, "%s ~ Normal(0.3 * %s[%s - 1] + %s, %s) where %s > first", y, saved.text, dim_names[dim], A, B,
                    dim_names[dim]);
        which = -1;
    }
    static const char has_cdf[] = "10111000010001";
    other_chance(g);
    if (which >= 0 && has_cdf[which] == '1' && maybe(g, 0.35))
        end = TEXT(g, "%s%s", observed_cut(g, outcome[which], axes, chosen, dim), end);
    other_chance(g);
    switch (which) {
    case -1:
        break;
    case 0:
        line = TEXT(g, "%s ~ Normal(%s, %s)%s", y, A, B, end);
        break;
    case 1:
        line = TEXT(g, "%s ~ StudentT(1 + %s, %s, %s)%s", y, B, A, B, end);
        break;
    case 2:
        line = TEXT(g, "%s ~ Cauchy(%s, %s)%s", y, A, B, end);
        break;
    case 3:
        line = TEXT(g, "%s ~ LogNormal(%s, %s)%s", y, A, B, end);
        break;
    case 4:
        line = TEXT(g, "%s ~ Exponential(%s)%s", y, B, end);
        break;
    case 5:
        line = TEXT(g, "%s ~ Gamma(shape = %s, rate = %s)%s", y, B, B, end);
        break;
    case 6:
        line = TEXT(g, "%s ~ InverseGamma(shape = %s, scale = %s)%s", y, B, B, end);
        break;
    case 7:
        line = TEXT(g, "%s ~ Beta(%s, %s)%s", y, B, B, end);
        break;
    case 8:
        line = TEXT(g, "%s ~ Bernoulli(%s)%s", y, C, end);
        break;
    case 9:
        line = TEXT(g, "%s ~ Poisson(%s)%s", y, B, end);
        break;
    case 10:
        line = TEXT(g, "%s ~ NegativeBinomial(mean = %s, dispersion = %s)%s", y, B, B, end);
        break;
    case 11:
        line = TEXT(g, "%s ~ Bernoulli(inv_logit(%s))%s", y, A, end);
        break;
    case 12:
        line = TEXT(g, "%s ~ Binomial(12, %s)%s", y, C, end);
        break;
    default:
        line = TEXT(g, "%s ~ Poisson(exp(tanh(%s)))%s", y, A, end);
        break;
    }
#undef A
#undef B
#undef C
    g->names[g->n_names++] = saved;
    g->names[g->n_names - 1].role = EQUATION,
                          g->names[g->n_names - 1].kind = COUNT; /* its number stays taken; nothing refers to it */
    add_line(g, line);
}
#endif
