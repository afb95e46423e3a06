/* What random models (random_model.h) say of whole dims: covariances that are positive definite as they are built, shares, ascending and
 * zero-sum effects, correlations, labels and counts; distributions and functions of their own over a dim. Then the model as a whole. */
#ifndef TESTS_COMPILER_RANDOM_TOGETHER_H
#define TESTS_COMPILER_RANDOM_TOGETHER_H
#include "random_model.h"

enum { WIDEST_MATRIX = 17, MOST_ROWS = 33, TRIALS = 20 };

static void together_chance(Generator *g) {
    uint64_t state = g->state;
    g->state = g->together, g->together = state;
}

/* A name that nothing else refers to: others cannot know how it may be used. */
static Name *private_name(Generator *g, char letter) { return new_name(g, letter, EQUATION, COUNT); }

/* A dim that is small enough for a matrix; -1: none. */
static int narrow_dim(Generator *g) {
    for (int n = 0, d = below(g, g->n_dims); n < g->n_dims; n++, d = (d + 1) % g->n_dims)
        if (g->sizes[d] <= WIDEST_MATRIX) return d;
    return -1;
}

/* Another dim, for a batch; -1: none, or by chance. */
static int batch_dim(Generator *g, int d, double p) {
    int b = (d + 1) % g->n_dims;
    return b != d && g->sizes[b] <= MOST_ROWS && maybe(g, p) ? b : -1;
}

/* "db, da" or "da". */
static char *places(Generator *g, int batch, int d) {
    return batch >= 0 ? TEXT(g, "%s, %s", dim_names[batch], dim_names[d]) : TEXT(g, "%s", dim_names[d]);
}

static unsigned axes_of(int batch, int d) { return 1u << d | (batch >= 0 ? 1u << batch : 0); }

/* Where not all axes of the left side are live: `@` would run over one of them. */
static char *batch_expression(Generator *g, Kind kind, unsigned axes) {
    g->grouped = 1;
    char *text = expression(g, kind, axes, 2);
    g->grouped = 0;
    return text;
}

#define A(axes) batch_expression(g, REAL, axes)
#define B(axes) batch_expression(g, POSITIVE, axes)

/* S[batch, d, d']: its name. */
static char *make_covariance(Generator *g, int batch, int d) {
    const char *dim = dim_names[d];
    char       *x = along(g, d)->text, *amplitude = B(axes_of(batch, d) & ~(1u << d)), *noise = B(axes_of(batch, d));
    Name       *name = private_name(g, 's');
    add_line(g,
             TEXT(g, "%s[%s, %s'] = tanh(%s) * exp(-0.5 * (%s[%s] - %s[%s'])^2) + (if %s == %s' then 0.3 + %s else 0)",
                  name->text, places(g, batch, d), dim, amplitude, x, dim, x, dim, dim, dim, noise));
    return name->text;
}

/* A correlation's Cholesky factor: its name. */
static char *make_factor(Generator *g, int d) {
    char *eta = B(0);
    Name *name = private_name(g, 'l');
    add_line(g, TEXT(g, "%s[%s, %s'] ~ LKJCholesky(0.5 + %s)", name->text, dim_names[d], dim_names[d], eta));
    g->n_unknowns++;
    return name->text;
}

/* MvNormal or MvStudentT over d, by one of their sets of arguments. */
static char *many_normal(Generator *g, int batch, int d) {
    unsigned    axes = axes_of(batch, d);
    const char *dim = dim_names[d];
    char       *mu = A(axes);
    if (maybe(g, 0.35)) {
        char *sd = B(axes), *factor = make_factor(g, d);
        return TEXT(g, "MvNormal[%s](%s, sd = %s, cholesky = %s[%s, %s'])", dim, mu, sd, factor, dim, dim);
    }
    char *name = make_covariance(g, batch, d), *S = TEXT(g, "%s[%s, %s']", name, places(g, batch, d), dim);
    switch (below(g, 5)) {
    case 0:
        return TEXT(g, "MvNormal[%s](%s, precision = %s)", dim, mu, S);
    case 1:
        return TEXT(g, "MvNormal[%s](%s, cholesky = cholesky[%s, %s'](%s))", dim, mu, dim, dim, S);
    case 2:
        return TEXT(g, "MvStudentT[%s](nu = 2.5, %s, scale = %s)", dim, mu, S);
    default:
        return TEXT(g, "MvNormal[%s](%s, cov = %s)", dim, mu, S);
    }
}

static Name *new_unknown(Generator *g, int batch, int d) {
    Name *name = new_name(g, 'u', UNKNOWN, REAL);
    if (batch >= 0) name->dims[name->n_dims++] = batch;
    name->dims[name->n_dims++] = d;
    g->n_unknowns++;
    return name;
}

/* A row of values that are Normal together, seen or not. */
static void make_many_normal(Generator *g, int d) {
    int   batch = batch_dim(g, d, 0.4);
    char *right = many_normal(g, batch, d);
    if (maybe(g, 0.5)) {
        char *left = place_text(g, new_unknown(g, batch, d));
        add_line(g,
                 TEXT(g, "%s ~ %s%s", left, right, !strstr(right, "precision") && maybe(g, 0.3) ? " noncentered" : ""));
        return;
    }
    char *left = place_text(g, batch < 0 ? new_datum(g, REAL, d, -1) : new_datum(g, REAL, batch, d));
    g->names[g->n_names - 1].role = EQUATION, g->names[g->n_names - 1].kind = COUNT;
    add_line(g, TEXT(g, "%s ~ %s", left, right));
}

/* Others see them moved, in an equation: the mean of values that sum to 0 is at the kink of `abs` wherever the model is. */
static void moved(Generator *g, Name *zero_sum) {
    Name *name = new_name(g, 'e', EQUATION, REAL);
    memcpy(name->dims, zero_sum->dims, sizeof name->dims);
    name->n_dims = zero_sum->n_dims;
    char *of = place_text(g, zero_sum);
    zero_sum->role = EQUATION, zero_sum->kind = COUNT;
    add_line(g, TEXT(g, "%s = tanh(0.4 + %s)", place_text(g, name), of));
}

/* Values that ascend or sum to zero, and grades cut by the former. */
static void make_bound(Generator *g, int d) {
    int         batch = batch_dim(g, d, 0.25), ascending = maybe(g, 0.6);
    unsigned    along_batch = axes_of(batch, d) & ~(1u << d);
    const char *dim = dim_names[d];
    char       *mu = A(along_batch), *sd = B(along_batch);
    if (!ascending && maybe(g, 0.3)) {
        Name *name = new_unknown(g, batch, d);
        add_line(g, TEXT(g, "%s ~ ZeroSumNormal[%s](%s)", place_text(g, name), dim, sd));
        moved(g, name);
        return;
    }
    Name *name = new_unknown(g, batch, d);
    add_line(g,
             TEXT(g, "%s ~ Normal(%s, %s) %s[%s]%s", place_text(g, name), mu, sd, ascending ? "ordered" : "sum_to_zero",
                  dim, ascending && maybe(g, 0.2) ? " truncated to (-2, 2.5)" : ""));
    if (!ascending) moved(g, name);
    int rows = batch_dim(g, d, 0.7);
    if (!ascending || batch >= 0 || rows < 0) return;
    char *eta = A(1u << rows), *cuts = name->text;
    Name *grade = private_name(g, 'x');
    bm_text_add(&g->data, ",\n \"%s\": [", grade->text);
    for (int i = 0; i < g->sizes[rows]; i++) bm_text_add(&g->data, "%s%d", i ? "," : "", 1 + below(g, g->sizes[d] + 1));
    bm_text_add(&g->data, "]");
    add_line(g, TEXT(g, "data %s[%s] : count", grade->text, dim_names[rows]));
    add_line(g, TEXT(g, "%s[%s] ~ Ordered%s(%s, %s[%s])", grade->text, dim_names[rows],
                     maybe(g, 0.5) ? "Logistic" : "Probit", eta, cuts, dim));
}

/* Rows over d: TRIALS shared out by chance; or shares, positive and of sum 1. */
static void put_rows(Generator *g, const Name *name, int batch, int d, int shares) {
    int rows = batch >= 0 ? g->sizes[batch] : 1, columns = g->sizes[d], counts[WIDEST_MATRIX];
    bm_text_add(&g->data, ",\n \"%s\": %s", name->text, batch >= 0 ? "[" : "");
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) counts[j] = 0;
        for (int n = 0; n < TRIALS; n++) counts[below(g, columns)]++;
        for (int j = 0; j < columns; j++) {
            bm_text_add(&g->data, "%s", j ? "," : i ? ",[" : "[");
            if (shares)
                bm_text_add(&g->data, "%.17g", (counts[j] + 0.5) / (TRIALS + 0.5 * columns));
            else
                bm_text_add(&g->data, "%d", counts[j]);
        }
        bm_text_add(&g->data, "]");
    }
    if (batch >= 0) bm_text_add(&g->data, "]");
}

/* Probabilities over d as the text of an expression: an unknown, or a softmax. */
static char *make_shares(Generator *g, int batch, int d) {
    unsigned    axes = axes_of(batch, d);
    const char *dim = dim_names[d];
    if (maybe(g, 0.3)) return TEXT(g, "softmax[%s](%s + %s[%s])", dim, A(axes), along(g, d)->text, dim);
    char *alpha = B(axes), *stick = B(axes & ~(1u << d));
    Name *name = private_name(g, 'p');
    char *text = TEXT(g, "%s[%s]", name->text, places(g, batch, d));
    add_line(g, maybe(g, 0.75) ? TEXT(g, "%s ~ Dirichlet[%s](%s)", text, dim, alpha)
                               : TEXT(g, "%s ~ StickBreaking[%s](%s)", text, dim, stick));
    g->n_unknowns++;
    return text;
}

static void make_picked(Generator *g, int d) {
    int         rows = batch_dim(g, d, 1), batch = maybe(g, 0.3) ? rows : -1;
    const char *dim = dim_names[d];
    if (rows < 0 || !g->pointed_to[d]) return;
    char *how = maybe(g, 0.3) ? TEXT(g, "logits = %s", A(axes_of(rows, d))) : make_shares(g, batch, d);
    Name *label = private_name(g, 'x');
    label->dims[label->n_dims++] = rows, label->key_to = d;
    label->kind = KEY;
    put_data(g, label);
    label->kind = COUNT;
    add_line(g, TEXT(g, "data %s[%s] : %s", label->text, dim_names[rows], dim));
    add_line(g, TEXT(g, "%s[%s] ~ Categorical[%s](%s)", label->text, dim_names[rows], dim, how));
}

static void make_counted(Generator *g, int d) {
    int         batch = batch_dim(g, d, 0.5), which = below(g, 3);
    unsigned    axes = axes_of(batch, d);
    const char *dim = dim_names[d];
    char       *alpha = B(axes), *shares = which == 0 ? make_shares(g, batch, d) : NULL;
    Name       *name = private_name(g, 'x');
    put_rows(g, name, batch, d, which == 2);
    char *text = TEXT(g, "%s[%s]", name->text, places(g, batch, d));
    add_line(g, TEXT(g, "data %s : %s", text, which == 2 ? "real in [0, 1]" : "count"));
    add_line(g, which == 0   ? TEXT(g, "%s ~ Multinomial[%s](%d, %s)", text, dim, TRIALS, shares)
                : which == 1 ? TEXT(g, "%s ~ DirichletMultinomial[%s](%d, %s)", text, dim, TRIALS, alpha)
                             : TEXT(g, "%s ~ Dirichlet[%s](%s)", text, dim, alpha));
}

/* e[d] = tanh(…) of a function of a matrix and a row of values, of orders, or one of the model's own. */
static char *algebra(Generator *g, int d, const char *S, const char *x) {
    const char *dim = dim_names[d];
    switch (below(g, 13)) {
    case 0:
        return TEXT(g, "solve_spd(%s, %s)", S, x);
    case 1:
        return TEXT(g, "solve(%s, %s)", S, x);
    case 2:
        return TEXT(g, "(%s @ %s)", S, x);
    case 3:
        return TEXT(g, "solve_lower(cholesky(%s), %s)", S, x);
    case 4:
        return TEXT(g, "log_det(%s) * %s[%s]", S, x, dim);
    case 5:
        return TEXT(g, "log_det_spd(%s) * %s[%s]", S, x, dim);
    case 6:
        return TEXT(g, "trace(%s) * %s[%s]", S, x, dim);
    case 7:
        return TEXT(g, "det(0.2 * %s) * %s[%s]", S, x, dim);
    case 8:
        return TEXT(g, "diagonal(inverse(%s)) * %s[%s]", S, x, dim);
    case 9:
        return TEXT(g, "cumprod[%s](tanh(%s[%s])) * diagonal(%s)", dim, x, dim, S);
    case 10:
        return TEXT(g, "sort[%s](solve(%s, %s))", dim, S, x);
    case 11:
        return TEXT(g, "sort[%s](%s[%s]) * log_softmax[%s](%s[%s])", dim, x, dim, dim, x, dim);
    default:
        break;
    }
    Name *own = private_name(g, 'f');
    add_line(
        g, TEXT(g, "fn %s[k](S[k, k'], x[k]) = x * sum[k', k''](S[k', k''] * x[k'] * x[k'']) / size(k)^2", own->text));
    return TEXT(g, "%s(%s, %s)", own->text, S, x);
}

static void make_algebra(Generator *g, int d) {
    char *S = make_covariance(g, -1, d), *x = along(g, d)->text, *text = algebra(g, d, S, x);
    Name *name = new_name(g, 'e', EQUATION, REAL);
    name->dims[name->n_dims++] = d;
    add_line(g, TEXT(g, "%s[%s] = tanh(%s)", name->text, dim_names[d], text));
}

/* A distribution of the model's own: a random walk with its steps. */
static void make_own(Generator *g, int d) {
    int   batch = batch_dim(g, d, 0.3);
    char *level = A(axes_of(batch, d) & ~(1u << d)), *step = B(axes_of(batch, d));
    Name *own = private_name(g, 'D');
    add_line(g, TEXT(g,
                     "dist %s[k](level : real, step[k] : real > 0) : real[k]\n"
                     "    log p(x) = Normal.log_p(x[first], level, step[first]) + sum[k](if k == 1 then 0 else "
                     "Normal.log_p(x[k], x[k - 1], step))\n"
                     "    draw     = level + cumsum[k](step * std_normal[k]())",
                     own->text));
    char *dist = own->text, *left = place_text(g, new_unknown(g, batch, d));
    add_line(g, TEXT(g, "%s ~ %s[%s](%s, %s)", left, dist, dim_names[d], level, step));
}
#undef A
#undef B

static void make_together(Generator *g) {
    static void (*const makers[])(Generator *, int) = {make_many_normal, make_many_normal, make_bound, make_picked,
                                                       make_counted,     make_algebra,     make_own};
    together_chance(g);
    for (int n = below(g, 4); n > 0; n--) {
        int d = narrow_dim(g);
        if (d >= 0 && g->n_names + 8 < MOST_NAMES) makers[below(g, sizeof makers / sizeof *makers)](g, d);
    }
    together_chance(g);
}

static void shuffle(Generator *g) {
    for (int i = g->n_lines - 1; i > 0; i--) {
        int   j = below(g, i + 1);
        char *line = g->lines[i];
        g->lines[i] = g->lines[j], g->lines[j] = line;
    }
}

/* Writes the model and its data;  The generator's pool and data are freed by generator_free. */
static void generate(Generator *g, uint64_t seed, BmText *model) {
    *g = (Generator){.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1,
                     .cuts = seed * UINT64_C(0xd1342543de82ef95) + 7,
                     .together = seed * UINT64_C(0xaf251af3b0f025b5) + 3,
                     .pool = bm_pool_new()};
    for (int i = 0; i < 4; i++) chance(g);
    bm_text_add(&g->data, "{");
    make_dims(g);
    make_data(g);
    for (int n = 2 + below(g, 4); n > 0; n--) make_unknown(g);
    if (maybe(g, 0.15)) make_walk(g);
    make_together(g);
    for (int n = below(g, 3); n > 0; n--) make_equation(g);
    if (maybe(g, 0.2)) make_group_sum(g);
    for (int n = 1 + below(g, 2); n > 0; n--) make_observation(g);
    if (maybe(g, 0.2)) add_line(g, TEXT(g, "factor %s", expression(g, REAL, 0, 2)));
    bm_text_add(&g->data, "}\n");
    shuffle(g);
    for (int i = 0; i < g->n_lines; i++) bm_text_add(model, "%s\n", g->lines[i]);
}

static void generator_free(Generator *g) {
    bm_pool_free(g->pool);
    free(g->data.at);
}
#endif
