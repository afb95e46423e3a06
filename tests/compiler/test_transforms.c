/* Transforms of values that are bound together (compiler/transform_together.c), evaluated plainly: coordinates -> values -> coordinates; the log
 * Jacobian against the determinant of numerical derivatives in the measure that transform.h names; gradients and Hessians against
 * differences. Then whole models, compiled: log density on the real line against that of the values (bm_joint), in loops and unrolled. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compiler/eval.h"
#include "compiler/load.h"
#include "compiler/transform_together.h"
#include "lang/dim.h"
#include "lang/primitive.h"
#include "lang/structure.h"
#include "runtime/rng.h"
#include "test.h"

enum { VALUES = 64 };

typedef struct Case {
    const char *name;
    Structure   structure;
    double      lo, hi; /* of ordered values; infinite: none */
} Case;

static const Case cases[] = {
    {"simplex", STRUCTURE_SIMPLEX, -INFINITY, INFINITY},
    {"ordered", STRUCTURE_ORDERED, -INFINITY, INFINITY},
    {"ordered above 1.5", STRUCTURE_ORDERED, 1.5, INFINITY},
    {"ordered below -2", STRUCTURE_ORDERED, -INFINITY, -2},
    {"ordered between -1 and 3", STRUCTURE_ORDERED, -1, 3},
    {"sum to zero", STRUCTURE_SUM_TO_ZERO, -INFINITY, INFINITY},
    {"unit vector", STRUCTURE_UNIT_VECTOR, -INFINITY, INFINITY},
    {"cholesky", STRUCTURE_CHOLESKY, -INFINITY, INFINITY},
    {"cholesky_correlation", STRUCTURE_CHOLESKY_CORRELATION, -INFINITY, INFINITY},
    {"covariance", STRUCTURE_COVARIANCE, -INFINITY, INFINITY},
    {"correlation", STRUCTURE_CORRELATION, -INFINITY, INFINITY},
};

/* One transform as nodes: leaves y and x, and what is made of them. dims: 0 has n positions, 1 the coordinates. */
typedef struct Nodes {
    const Case *c;
    Session    *session;
    Ir         *ir;
    Together    t;
    int64_t     sizes[2];
    int         n_y, n_x; /* cells */
    int         y_array, x_array, v_array;
    IrId        y, x;
    IrId        value, log_jacobian, position; /* of y, of y, of x */
} Nodes;

static int array_over(Ir *ir, AxisId a, AxisId b, int n) {
    return ir_array(ir, (IrArray){.name = "array", .axes = {a, b}, .n_axes = n});
}

static Nodes nodes_new(const Case *c, int n, bool plain) {
    Nodes    s = {.c = c, .session = session_new()};
    DimCount count = structure_count(c->structure);
    bool     matrix = structure_info(c->structure)->dims == 2;
    s.ir = ir_new(s.session);
    s.ir->plain = plain;
    s.sizes[0] = n;
    s.sizes[1] = dim_count(count, n);
    s.n_y = (int)s.sizes[1];
    s.n_x = matrix ? n * n : n;
    s.t = (Together){.ir = s.ir, .structure = c->structure, .a = ir_axis(s.ir, 0, 0), .b = ir_axis(s.ir, 0, 1)};
    s.t.c = count == COUNT_ALL ? s.t.a : ir_axis(s.ir, 1, 0);
    if (isfinite(c->lo)) s.t.bounds.lo = ir_literal(s.ir, c->lo);
    if (isfinite(c->hi)) s.t.bounds.hi = ir_literal(s.ir, c->hi);
    s.y_array = array_over(s.ir, s.t.c, 0, 1);
    s.v_array = array_over(s.ir, s.t.c, 0, 1);
    s.x_array = array_over(s.ir, s.t.a, s.t.b, matrix ? 2 : 1);
    s.y = ir_leaf(s.ir, IR_UNK, s.y_array);
    s.x = ir_leaf(s.ir, IR_UNK, s.x_array);
    s.value = together_value(&s.t, s.y);
    s.log_jacobian = together_log_jacobian(&s.t, s.value, s.y);
    s.position = together_position(&s.t, s.x);
    return s;
}

/* Cells of a node, which may lack an axis along which it is constant. */
static void evaluate(const Nodes *s, IrId node, const double *y, const double *x, const double *v, int n, double *out) {
    const double *arrays[8] = {0};
    double       *values = NULL;
    arrays[s->y_array] = y;
    arrays[s->x_array] = x;
    arrays[s->v_array] = v;
    EvalInput input = {s->sizes, arrays};
    if (!CHECK(ir_evaluate(s->ir, &input, &node, 1, &values))) return;
    bool constant = ir_cells(s->ir, s->sizes, node) == 1;
    for (int i = 0; i < n; i++) out[i] = values[constant ? 0 : i];
    free(values);
}

/* The values that are free, as numbers in which the measure is Lebesgue's; for values that sum to 0 all of them. */
static int free_values(const Nodes *s, const double *x, double *out) {
    int n = (int)s->sizes[0], k = 0;
    switch (s->c->structure) {
    case STRUCTURE_SIMPLEX:
        memcpy(out, x, (size_t)n * sizeof *x);
        return n - 1;
    case STRUCTURE_ORDERED:
    case STRUCTURE_SUM_TO_ZERO:
    case STRUCTURE_UNIT_VECTOR:
        memcpy(out, x, (size_t)n * sizeof *x);
        return n;
    case STRUCTURE_CHOLESKY:
    case STRUCTURE_COVARIANCE:
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) out[k++] = x[i * n + j];
        return k;
    case STRUCTURE_CORRELATION:
    case STRUCTURE_CHOLESKY_CORRELATION:
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) out[k++] = x[i * n + j];
        return k;
    case STRUCTURE_NONE:
    case STRUCTURE_COUNT:
        break;
    }
    return 0;
}

/* log of the absolute determinant, by elimination with pivots. a: n by n, spoilt. */
static double log_abs_det(double *a, int n) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
        int top = k;
        for (int i = k + 1; i < n; i++)
            if (fabs(a[i * n + k]) > fabs(a[top * n + k])) top = i;
        for (int j = 0; j < n && top != k; j++) {
            double swap = a[k * n + j];
            a[k * n + j] = a[top * n + j], a[top * n + j] = swap;
        }
        sum += log(fabs(a[k * n + k]));
        for (int i = k + 1; i < n; i++)
            for (int j = n - 1; j >= k; j--) a[i * n + j] -= a[i * n + k] / a[k * n + k] * a[k * n + j];
    }
    return sum;
}

/* Derivative by five points: an error of h^4, here about 1e-11 of the size of the fifth derivative. */
static const double stencil[4] = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
static const int    steps[4] = {-2, -1, 1, 2};
static const double H = 1e-3;

/* log |det J|; for more values than coordinates the volume, log det(J'J) / 2. */
static double numerical_log_jacobian(const Nodes *s, const double *y) {
    double moved[VALUES], x[VALUES], out[VALUES], jacobian[VALUES][VALUES] = {0}, square[VALUES * VALUES] = {0};
    int    m = 0, n = s->n_y;
    for (int j = 0; j < n; j++)
        for (int k = 0; k < 4; k++) {
            memcpy(moved, y, (size_t)n * sizeof *y);
            moved[j] += steps[k] * H;
            evaluate(s, s->value, moved, NULL, NULL, s->n_x, x);
            m = free_values(s, x, out);
            for (int i = 0; i < m; i++) jacobian[i][j] += stencil[k] * out[i] / H;
        }
    for (int i = 0; i < n && m == n; i++)
        for (int j = 0; j < n; j++) square[i * n + j] = jacobian[i][j];
    if (m == n) return log_abs_det(square, n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            for (int k = 0; k < m; k++) square[i * n + j] += jacobian[k][i] * jacobian[k][j];
    return 0.5 * log_abs_det(square, n);
}

static bool near(double got, double expected, double tolerance) {
    return fabs(got - expected) <= tolerance * (1 + fabs(expected));
}

static void check_all(const Nodes *s, const char *what, const double *got, const double *expected, int n,
                      double tolerance) {
    for (int i = 0; i < n; i++)
        if (!CHECK(near(got[i], expected[i], tolerance)))
            printf("  %s, n = %d, %s [%d]: %.15g, expected %.15g\n", s->c->name, (int)s->sizes[0], what, i, got[i],
                   expected[i]);
}

static void check_jacobian(const Nodes *s, const double *y) {
    double got, expected = 0;
    evaluate(s, s->log_jacobian, y, NULL, NULL, 1, &got);
    if (s->c->structure ==
        STRUCTURE_UNIT_VECTOR) { /* uniform directions are those of normal numbers: less the log of the surface */
        double half = 0.5 * (double)s->sizes[0];
        expected = log(2) + half * log(M_PI) - lgamma(half) - half * log(2 * M_PI);
        for (int i = 0; i < s->n_y; i++) expected -= 0.5 * y[i] * y[i];
    } else
        expected = numerical_log_jacobian(s, y);
    check_all(s, "log Jacobian", &got, &expected, 1, 1e-9);
}

/* f(y) = log Jacobian + a sum of the values with unlike weights: its gradient, and the Hessian times v. */
static void check_derivatives(Nodes *s, const double *y) {
    Ir    *ir = s->ir;
    double v[VALUES], moved[VALUES], gradient[VALUES], expected[VALUES] = {0}, second[VALUES], difference[VALUES] = {0};
    IrId   weight = ir_fun1(
        ir, PRIM_cos, ir_add_n(ir, 0.3, (IrId[]){ir_coord(ir, s->t.a), ir_coord(ir, s->t.b)}, (double[]){1.7, 0.9}, 2));
    AxisSet over = ir_at(ir, s->value)->axes;
    if (!(over & AXIS(s->t.b))) weight = ir_gather(ir, weight, s->t.b, ir_literal(ir, 0));
    IrId f = ir_add(ir, s->log_jacobian, ir_sum(ir, over, ir_mul(ir, weight, s->value))), slope, twice;
    ir_differentiate(ir, f, &s->y, 1, &slope);
    IrId along = ir_sum(ir, AXIS(s->t.c), ir_mul(ir, slope, ir_leaf(ir, IR_DATA, s->v_array)));
    ir_differentiate(ir, along, &s->y, 1, &twice);
    for (int i = 0; i < s->n_y; i++) v[i] = sin(2.1 * i + 0.7);
    evaluate(s, slope, y, NULL, v, s->n_y, gradient);
    evaluate(s, twice, y, NULL, v, s->n_y, second);
    for (int k = 0; k < 4; k++) {
        double value, at[VALUES];
        for (int i = 0; i < s->n_y; i++) {
            memcpy(moved, y, (size_t)s->n_y * sizeof *y);
            moved[i] += steps[k] * H;
            evaluate(s, f, moved, NULL, v, 1, &value);
            expected[i] += stencil[k] * value / H;
        }
        for (int i = 0; i < s->n_y; i++) moved[i] = y[i] + steps[k] * H * v[i];
        evaluate(s, slope, moved, NULL, v, s->n_y, at);
        for (int i = 0; i < s->n_y; i++) difference[i] += stencil[k] * at[i] / H;
    }
    check_all(s, "gradient", gradient, expected, s->n_y, 1e-9);
    check_all(s, "Hessian times v", second, difference, s->n_y, 1e-9);
}

static void check_structure(const Nodes *s, const double *x) {
    int    n = (int)s->sizes[0];
    double sum = 0, squares = 0;
    for (int i = 0; i < n; i++) sum += x[i], squares += x[i] * x[i];
    if (s->c->structure == STRUCTURE_SIMPLEX) CHECK_NEAR(sum, 1, 1e-14);
    if (s->c->structure == STRUCTURE_SUM_TO_ZERO) CHECK_NEAR(sum, 0, 1e-14);
    if (s->c->structure == STRUCTURE_UNIT_VECTOR) CHECK_NEAR(squares, 1, 1e-14);
    for (int i = 0; i < n && s->c->structure == STRUCTURE_ORDERED; i++)
        CHECK(x[i] > s->c->lo && x[i] < s->c->hi && (!i || x[i] > x[i - 1]));
    for (int i = 0; i < n && s->n_x == n * n; i++) {
        double row = 0;
        for (int j = 0; j < n; j++) row += x[i * n + j] * x[i * n + j];
        if (s->c->structure == STRUCTURE_CHOLESKY_CORRELATION) CHECK_NEAR(row, 1, 1e-14);
        if (s->c->structure == STRUCTURE_CORRELATION) CHECK_NEAR(x[i * n + i], 1, 1e-14);
    }
}

static void one_case(const Case *c, int n, bool plain) {
    Nodes  s = nodes_new(c, n, plain);
    double y[VALUES], x[VALUES], back[VALUES];
    for (int seed = 0; seed < 3; seed++) {
        for (int i = 0; i < s.n_y; i++) y[i] = (1 + seed) * 0.7 * sin(1.3 * i + 2.3 * seed + 0.4);
        evaluate(&s, s.value, y, NULL, NULL, s.n_x, x);
        check_structure(&s, x);
        evaluate(&s, s.position, NULL, x, NULL, s.n_y, back);
        if (c->structure == STRUCTURE_UNIT_VECTOR) { /* the length is lost */
            evaluate(&s, s.value, back, NULL, NULL, s.n_x, back);
            check_all(&s, "direction", back, x, s.n_y, 1e-14);
        } else
            check_all(&s, "coordinate", back, y, s.n_y, 1e-11);
        check_jacobian(&s, y);
        check_derivatives(&s, y);
    }
    session_free(s.session);
}

static void transforms(void) {
    static const int sizes[] = {1, 2, 3, 5};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            for (int plain = 0; plain < 2; plain++) one_case(&cases[i], sizes[k], plain);
}

/* Shares too small for a number: xlogy(alpha - 1, x) and the log Jacobian are made of log x, and stay finite, slopes too. */
static void tiny_shares(void) {
    Nodes  s = nodes_new(&cases[0], 3, false);
    double y[2] = {1300, -900}, x[3], value, gradient[2];
    Ir    *ir = s.ir;
    IrId   density =
        ir_fun(ir, PRIM_xlogy, (IrId[]){ir_add_n(ir, 1.5, (IrId[]){ir_coord(ir, s.t.a)}, NULL, 1), s.value}, 2);
    IrId f = ir_add(ir, ir_sum(ir, AXIS(s.t.a), density), s.log_jacobian), slope;
    ir_differentiate(ir, f, &s.y, 1, &slope);
    evaluate(&s, s.value, y, NULL, NULL, 3, x);
    CHECK(x[0] == 1 && x[1] == 0 && x[2] == 0);
    evaluate(&s, f, y, NULL, NULL, 1, &value);
    evaluate(&s, slope, y, NULL, NULL, 2, gradient);
    /* z = (y0, y1, 0) - 400 / (3 + sqrt 3) but for the last, -400 / sqrt 3; log x = z - z[0]; weights alpha of (2.5, 3.5, 4.5) */
    double shift = 400 / (3 + sqrt(3)), z[3] = {1300 - shift, -900 - shift, -400 / sqrt(3)};
    CHECK(near(value, 3.5 * (z[1] - z[0]) + 4.5 * (z[2] - z[0]) + 0.5 * log(3), 1e-14));
    CHECK(isfinite(gradient[0]) && isfinite(gradient[1]));
    session_free(s.session);
}

/* --- compiled --- */

#define DIMS "dim k = 1..%d\ndim g = a, b\n"
#define OWN(type, log_p) DIMS "dist D[k](a : real) : " type "\n    log p(x) = " log_p "\n"
#define COVARIANCE                                                                                                     \
    DIMS "s ~ Beta(2, 2)\nt[k] ~ HalfNormal(1)\nm[k] ~ Normal(0, 1)\nC[k, k'] = (if k == k' then 1 - s else 0) + s\n"
static const char *const models[] = {
    DIMS "x[k] ~ Normal(0, 2) ordered\nfactor -sum[k](x^2) / 9\n",
    DIMS "x[g, k] ~ Exponential(0.3) ordered[k]\nfactor -sum[g, k](x)\n",
    DIMS "x[k, g] ~ Normal(0, 3) truncated to (-inf, 2) ordered[k]\nfactor sum[g, k](x) / 5\n",
    DIMS "x[k] ~ Uniform(-1, 2) ordered\nfactor -sum[k](x^2)\n",
    DIMS "m ~ Normal(0, 1)\nx[k] ~ Normal(m, 2) truncated to (m, m + 3) ordered\nfactor -sum[k](x^2)\n",
    DIMS "x[k] ~ Normal(0, 2) sum_to_zero\nfactor sum[k](sin(x))\n",
    DIMS "t ~ HalfNormal(1)\nx[g, k] ~ Normal(0, t) sum_to_zero[k] centered\nfactor sum[g, k](sin(x))\n",
    DIMS "t ~ HalfNormal(1)\nx[g, k] ~ Normal(0, t) sum_to_zero[k] noncentered\nfactor sum[g, k](sin(x))\n",
    DIMS "t[g] ~ HalfNormal(1)\nx[g, k] ~ StudentT(5, 0, t) sum_to_zero[k] noncentered\nfactor sum[g, k](sin(x))\n",
    DIMS "x[k] ~ Dirichlet(1.5)\nfactor sum[k](sin(3 * x))\n",
    DIMS "x[k, g] ~ Dirichlet[k](0.5)\nx0[k] = x[k, a]\nfactor sum[k](sin(3 * x0)) + sum[k](log(x[k, b]))\n",
    COVARIANCE "x[g, k] ~ MvNormal[k](m, cov = C) centered\nfactor sum[g, k](sin(x))\n",
    COVARIANCE "x[g, k] ~ MvNormal[k](m, cov = C) noncentered\nfactor sum[g, k](sin(x))\n",
    COVARIANCE "x[g, k'] ~ MvNormal[k'](m[k'], cov = C[k', k]) noncentered\nfactor sum[g, k](sin(x[g, k]))\n",
    COVARIANCE "L[k, k'] = if k == k' then 1 + s else if k' < k then 0.1 * s else 0\nx[k, g] ~ MvNormal[k](m, cholesky "
               "= L) noncentered\nfactor sum[g, k](sin(x))\n",
    COVARIANCE "x[g, k] ~ MvNormal[k](m, sd = t, correlation = C) noncentered\nfactor sum[g, k](sin(x))\n",
    COVARIANCE "x[g, k] ~ MvStudentT[k](4, m, scale = C) noncentered\nfactor sum[g, k](sin(x))\n",
    DIMS "t[k] ~ HalfNormal(1)\nx[g, k] ~ Laplace(location = 0, scale = t) sum_to_zero[g]\nfactor sum[g, k](sin(x))\n",
};

static const char *const of_own[] = {
    OWN("unit_vector[k]", "a * sum[k](x^3)") "x[g, k] ~ D[k](0.5)\nfactor sum[g, k](x)\n",
    OWN("cholesky[k, k']", "a * sum[k](log(x[k, k])) - sum[k, k'](x^2)") "x[k, k'] ~ D(3)\nfactor sum[k, k'](sin(x))\n",
    OWN("cholesky_correlation[k, k']",
        "a * sum[k](log(x[k, k]))") "x[g, k, k'] ~ D[k](1)\nfactor sum[g, k, k'](sin(x))\n",
    OWN("correlation[k, k']", "a * log_abs_det[k, k'](x)") "x[k, k', g] ~ D[k](1)\nfactor sum[g, k, k'](sin(x))\n",
    OWN("covariance[k, k']",
        "a * log_abs_det[k, k'](x) - sum[k](x[k, k])") "x[k, k'] ~ D(2)\nfactor sum[k, k'](sin(x))\n",
    /* the factor of the sampled matrix is known */
    OWN("covariance[k, k']",
        "a * spd_log_det[k, k'](x, cholesky[k, k'](x)) - sum[k](x[k, k])") "x[k, k'] ~ D(2)\nb[g, k] ~ MvNormal[k](1, "
                                                                           "cov = x) centered\nfactor sum[g, "
                                                                           "k](sin(b))\n",
    OWN("correlation[k, k']",
        "a * spd_log_det[k, k'](x, cholesky[k, k'](x))") "x[g, k, k'] ~ D[k](1)\nb[g, k] ~ MvNormal[k](1, sd = 2, "
                                                         "correlation = x) noncentered\nfactor sum[g, k](sin(b))\n",
};

typedef struct Compiled {
    Load    load;
    int64_t n_q, n_theta;
    bool    directions; /* two vectors of length 1, whose coordinates have a length that the values lose: 1 here */
    double *q, *gradient, *theta, *grad, *terms, *work, *outputs;
} Compiled;

/* The unknowns are the first outputs, in the order of theta. */
static void values_at(Compiled *c) {
    const BmSchema *schema = c->load.schema;
    const int64_t  *layout = c->load.layout;
    BmStream        stream = bm_stream(1, 0, 0, 0);
    double         *to = c->theta;
    c->load.compiled->outputs(c->q, c->outputs, layout, c->load.data, c->work, &stream);
    for (int i = 0; i < schema->n_unknowns; i++)
        for (int k = 0; k < schema->n_outputs; k++) {
            if (strcmp(schema->unknowns[i].name, schema->outputs[k].name) != 0) continue;
            int64_t cells = bm_cell_count(schema, schema->outputs[k].dims, schema->outputs[k].n_dims);
            memcpy(to, c->outputs + layout[schema->outputs[k].slot], (size_t)cells * sizeof *to);
            to += cells;
        }
    CHECK_INT(to - c->theta, c->n_theta);
}

static void shorten(double *y, int64_t n) {
    double squares = 0;
    for (int64_t i = 0; i < n; i++) squares += y[i] * y[i];
    for (int64_t i = 0; i < n; i++) y[i] /= sqrt(squares);
}

/* Log density at q on the real line; of its values, with the log Jacobian. */
static void both(Compiled *c, int seed, double *real, double *joint) {
    double jacobian = 0;
    for (int64_t i = 0; i < c->n_q; i++) c->q[i] = 0.6 * sin(1.1 * (double)i + seed + 0.2);
    if (c->directions) shorten(c->q, c->n_q / 2), shorten(c->q + c->n_q / 2, c->n_q / 2);
    *real = c->load.compiled->gradient(c->q, c->gradient, c->load.layout, c->load.data, c->work);
    values_at(c);
    *joint = c->load.compiled->joint(c->theta, c->grad, c->terms, &jacobian, c->load.layout, c->load.data, c->work);
    *joint += jacobian;
}

static void check_slopes(Compiled *c, const char *text) {
    double *gradient = load_cells(c->n_q), *spare = load_cells(c->n_q);
    memcpy(gradient, c->gradient, (size_t)c->n_q * sizeof *gradient);
    for (int64_t i = 0; i < c->n_q; i++) {
        double slope = 0, at = c->q[i];
        for (int k = 0; k < 4; k++) {
            c->q[i] = at + steps[k] * H;
            slope += stencil[k] / H * c->load.compiled->gradient(c->q, spare, c->load.layout, c->load.data, c->work);
        }
        c->q[i] = at;
        if (!CHECK(near(gradient[i], slope, 1e-8)))
            printf("  %s: slope %d: %.12g, expected %.12g\n", text, (int)i, gradient[i], slope);
    }
    free(gradient), free(spare);
}

static void compare(Compiled *c, const char *text) {
    double real[2], joint[2];
    for (int seed = 0; seed < 2; seed++) {
        both(c, seed, &real[seed], &joint[seed]);
        check_slopes(c, text);
    }
    if (!CHECK(near(real[1] - real[0], joint[1] - joint[0], 1e-11)))
        printf("  %s: %.15g, expected %.15g\n", text, real[1] - real[0], joint[1] - joint[0]);
}

/* Where the model says `start`: the values there. */
static const char starting[] =
    "dim k = 1..3\nc[k] ~ Normal(0, 1) ordered start k^2 - 3\nw[k] ~ Dirichlet(1) start k\n"
    "z[k] ~ Normal(0, 1) sum_to_zero start 2 * k - 4\no[k, k'] ~ LKJ(1) start (if k == k' then 1 else 0.3)\n"
    "p[k] ~ Exponential(1) ordered start k / 2\nfactor sum[k](c + w + z + p) + o[1, 2]\n";
static const double started[] = {-2,  1,   6, 1.0 / 6, 2.0 / 6, 3.0 / 6, -2, 0,   2, 1,  0.3,
                                 0.3, 0.3, 1, 0.3,     0.3,     0.3,     1,  0.5, 1, 1.5};

static void check_start(Compiled *c, const char *text) {
    const BmSchema *schema = c->load.schema;
    double         *to = c->q;
    if (strcmp(text, starting) != 0) return;
    for (int i = 0; i < schema->n_unknowns; i++) {
        int64_t n = bm_coordinate_count(schema, &schema->unknowns[i]);
        if (!CHECK(schema->unknowns[i].slot >= 0)) return;
        memcpy(to, c->load.data + c->load.layout[schema->unknowns[i].slot], (size_t)n * sizeof *to);
        to += n;
    }
    CHECK_INT(to - c->q, c->n_q);
    CHECK_INT(c->n_theta, (int64_t)(sizeof started / sizeof *started));
    values_at(c);
    for (int64_t i = 0; i < c->n_theta; i++) CHECK_NEAR(c->theta[i], started[i], 1e-14);
}

static void one_model(const char *path, const char *text) {
    Arguments arguments = {.command = "test"};
    Arena    *arena = arena_new();
    Compiled  c = {0};
    FILE     *f = fopen(path, "w");
    fputs(text, f);
    fclose(f);
    VEC_PUSH(arena, &arguments.operands, path);
    if (CHECK(load_all(&c.load, &arguments, true, ENTRY_SAMPLE | ENTRY_JOINT))) {
        const int64_t *layout = c.load.layout;
        c.directions = strstr(text, "unit_vector") != NULL;
        c.n_q = layout[BM_LAYOUT_UNKNOWNS], c.n_theta = layout[BM_LAYOUT_THETA];
        c.q = load_cells(c.n_q), c.gradient = load_cells(c.n_q), c.theta = load_cells(c.n_theta);
        c.grad = load_cells(c.n_theta), c.terms = load_cells(c.load.schema->n_statements);
        c.work = load_cells(layout[BM_LAYOUT_WORK]), c.outputs = load_cells(layout[BM_LAYOUT_OUTPUTS]);
        compare(&c, text);
        check_start(&c, text);
        free(c.q), free(c.gradient), free(c.theta), free(c.grad), free(c.terms), free(c.work), free(c.outputs);
    } else
        printf("%s\n%s", text, diag_render(&c.load.said, false));
    load_free(&c.load);
    arena_free(arena);
}

static void compiled(const char *build, const char *const *all, size_t n, const int sizes[3]) {
    char path[300], text[600];
    snprintf(path, sizeof path, "%s/test_transforms.bmodel", build);
    mkdir(build, 0777);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 3; k++) {
            snprintf(text, sizeof text, all[i], sizes[k]); // NOLINT: the formats are those above
            one_model(path, text);
        }
}

int main(int argc, char **argv) {
    transforms();
    tiny_shares();
    compiled(argc > 1 ? argv[1] : "build", models, sizeof models / sizeof *models, (int[]){1, 3, 40});
    compiled(argc > 1 ? argv[1] : "build", of_own, sizeof of_own / sizeof *of_own, (int[]){1, 3, 9});
    compiled(argc > 1 ? argv[1] : "build", (const char *const[]){starting}, 1, (int[]){3, 3, 3});
    return test_end();
}
