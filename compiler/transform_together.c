/* The transforms: see transform_together.h. n is the number of positions of a. */
#include "transform_together.h"

#include "lang/check_limits.h"
#include "lang/kernel.h"
#include "lang/primitive.h"

static IrId literal(const Together *t, double x) { return ir_literal(t->ir, x); }
static IrId fun(const Together *t, int primitive, IrId x) { return ir_fun1(t->ir, primitive, x); }
static IrId plus(const Together *t, IrId x, double by) { return ir_add_n(t->ir, by, &x, NULL, 1); }
static IrId position_along(const Together *t, AxisId axis) { return ir_coord(t->ir, axis); }
static IrId less(const Together *t, IrId x, IrId y) { return ir_compare(t->ir, IR_LT, x, y); }
static IrId is(const Together *t, IrId x, IrId y) { return ir_compare(t->ir, IR_EQ, x, y); }
static IrId renamed(const Together *t, IrId x, AxisId from, AxisId to) {
    return ir_gather(t->ir, x, from, position_along(t, to));
}

/* Sums of x over the positions of an axis up to each, before it, from it on, behind it. */
typedef enum Part { UP_TO, BEFORE, FROM, BEHIND } Part;
static IrId sums(const Together *t, AxisId axis, Part part, IrId x) {
    Ir  *ir = t->ir;
    IrId k = position_along(t, axis), last = plus(t, ir_size(ir, axis), -1);
    if (part == BEFORE) x = ir_if(ir, less(t, literal(t, 0), k), ir_gather(ir, x, axis, plus(t, k, -1)), literal(t, 0));
    if (part == BEHIND) x = ir_if(ir, less(t, k, last), ir_gather(ir, x, axis, plus(t, k, 1)), literal(t, 0));
    return ir_kernel(ir, part == UP_TO || part == BEFORE ? KERNEL_scan : KERNEL_scan_back, (IrId[]){literal(t, 1), x},
                     &axis);
}

/* --- sum to zero --- */

/* The first n - 1 columns of a Householder reflection that takes the last axis to (1, …, 1) / sqrt n: an orthonormal basis of the plane, and
 * unlike that of Helmert no sum but the total is needed:
 *   x[k] = y[k] - S / (n + sqrt n),  x[last] = -S / sqrt n   with S the sum of y;   y[k] = x[k] - x[last] / (1 + sqrt n). */
static IrId zero_sum(const Together *t, IrId y) {
    Ir  *ir = t->ir;
    IrId n = ir_size(ir, t->a), root = ir_power(ir, n, 0.5), total = ir_sum(ir, AXIS(t->c), y);
    IrId inner = ir_sub(ir, renamed(t, y, t->c, t->a), ir_div(ir, total, ir_add(ir, n, root)));
    return ir_if(ir, less(t, position_along(t, t->a), plus(t, n, -1)), inner,
                 ir_scale(ir, -1, ir_div(ir, total, root)));
}

static IrId zero_sum_position(const Together *t, IrId x) {
    Ir  *ir = t->ir;
    IrId n = ir_size(ir, t->a), last = ir_gather(ir, x, t->a, plus(t, n, -1));
    return ir_sub(ir, renamed(t, x, t->a, t->c), ir_div(ir, last, plus(t, ir_power(ir, n, 0.5), 1)));
}

/* --- simplex: softmax of values that sum to 0 (isometric log ratios) --- */

/* exp of log x, so that the log of x, of which densities are made, is that node, also where x is too small for a number. */
static IrId simplex(const Together *t, IrId y) {
    IrId z = zero_sum(t, y);
    return fun(t, PRIM_exp, ir_sub(t->ir, z, lower_log_sum_exp(t->ir, AXIS(t->a), z)));
}

static IrId simplex_position(const Together *t, IrId x) {
    Ir  *ir = t->ir;
    IrId z = fun(t, PRIM_log, x), mean = ir_div(ir, ir_sum(ir, AXIS(t->a), z), ir_size(ir, t->a));
    return zero_sum_position(t, ir_sub(ir, z, mean));
}

/* sum of log x + log(n) / 2 */
static IrId simplex_log_jacobian(const Together *t, IrId x) {
    Ir *ir = t->ir;
    return ir_add(ir, ir_sum(ir, AXIS(t->a), fun(t, PRIM_log, x)),
                  ir_scale(ir, 0.5, fun(t, PRIM_log, ir_size(ir, t->a))));
}

/* --- ordered --- */

/* Without bounds y[0], y[0] + exp y[1], …; above a lower bound exp y[0] is the first step; below an upper bound the steps go down from it. Between
 * both, the n + 1 gaps are shares of the width, with logarithms y[k] - d and -d, where d = log(1 + sum of exp y). */
static IrId log_total(const Together *t, IrId y) {
    return fun(t, PRIM_log1p_exp, lower_log_sum_exp(t->ir, AXIS(t->a), y));
}

static IrId at_first(const Together *t) { return is(t, position_along(t, t->a), literal(t, 0)); }

static IrId ordered(const Together *t, IrId y) {
    Ir    *ir = t->ir;
    Bounds b = t->bounds;
    if (b.lo && b.hi) {
        IrId gaps = fun(t, PRIM_exp, ir_sub(ir, y, log_total(t, y)));
        return ir_add(ir, b.lo, ir_mul(ir, ir_sub(ir, b.hi, b.lo), sums(t, t->a, UP_TO, gaps)));
    }
    if (b.lo) return ir_add(ir, b.lo, sums(t, t->a, UP_TO, fun(t, PRIM_exp, y)));
    if (b.hi) return ir_sub(ir, b.hi, sums(t, t->a, FROM, fun(t, PRIM_exp, y)));
    return sums(t, t->a, UP_TO, ir_if(ir, at_first(t), y, fun(t, PRIM_exp, y)));
}

static IrId ordered_position(const Together *t, IrId x) {
    Ir    *ir = t->ir;
    Bounds b = t->bounds;
    IrId   k = position_along(t, t->a), end = plus(t, ir_size(ir, t->a), -1), at_end = is(t, k, end);
    IrId   before = ir_gather(ir, x, t->a, plus(t, k, -1)), behind = ir_gather(ir, x, t->a, plus(t, k, 1));
    if (b.lo) {
        IrId y = fun(t, PRIM_log, ir_sub(ir, x, ir_if(ir, at_first(t), b.lo, before)));
        return b.hi ? ir_sub(ir, y, fun(t, PRIM_log, ir_sub(ir, b.hi, ir_gather(ir, x, t->a, end)))) : y;
    }
    if (b.hi) return fun(t, PRIM_log, ir_sub(ir, ir_if(ir, at_end, b.hi, behind), x));
    return ir_if(ir, at_first(t), x, fun(t, PRIM_log, ir_sub(ir, x, before)));
}

static IrId ordered_log_jacobian(const Together *t, IrId y) {
    Ir    *ir = t->ir;
    Bounds b = t->bounds;
    IrId   all = ir_sum(ir, AXIS(t->a), b.lo || b.hi ? y : ir_if(ir, at_first(t), literal(t, 0), y));
    if (!b.lo || !b.hi) return all;
    IrId n = ir_size(ir, t->a), width = fun(t, PRIM_log, ir_sub(ir, b.hi, b.lo));
    return ir_add_n(ir, 0, (IrId[]){all, ir_mul(ir, n, width), ir_mul(ir, plus(t, n, 1), log_total(t, y))},
                    (double[]){1, 1, -1}, 3);
}

/* --- unit vector: y / |y| --- */

static IrId squared_length(const Together *t, IrId y) { return ir_sum(t->ir, AXIS(t->a), ir_power(t->ir, y, 2)); }

static IrId unit_vector(const Together *t, IrId y) {
    return ir_mul(t->ir, y, ir_power(t->ir, squared_length(t, y), -0.5));
}

/* The length r = |y| is given the density of a chi number with n degrees of freedom, divided by r^(n - 1) from dy = r^(n-1) dr dx: then y is
 * standard normal where x is uniform, and the density of x is the one that was stated: 2^(1 - n/2) / gamma(n/2) exp(-r^2/2). */
static IrId unit_vector_log_jacobian(const Together *t, IrId y) {
    Ir  *ir = t->ir;
    IrId half = ir_scale(ir, 0.5, ir_size(ir, t->a));
    return ir_add_n(ir, 0.6931471805599453, (IrId[]){half, fun(t, PRIM_lgamma, half), squared_length(t, y)},
                    (double[]){-0.6931471805599453, -1, -0.5}, 3);
}

/* --- matrices: rows i and columns j of the coordinates --- */

/* Coordinates run over the rows below the diagonal, with it for triangles. */
static bool with_diagonal(const Together *t) {
    return t->structure == STRUCTURE_CHOLESKY || t->structure == STRUCTURE_COVARIANCE;
}

/* Coordinates before those of row i. */
static IrId before_row(const Together *t, IrId i) {
    return ir_scale(t->ir, 0.5, ir_mul(t->ir, i, plus(t, i, with_diagonal(t) ? 1 : -1)));
}

/* The largest i with before_row(i) <= c; the root is exact where it is whole. */
static IrId row_of(const Together *t) {
    IrId root = ir_power(t->ir, ir_add_n(t->ir, 1, (IrId[]){position_along(t, t->c)}, (double[]){8}, 1), 0.5);
    return fun(t, PRIM_floor, ir_scale(t->ir, 0.5, plus(t, root, with_diagonal(t) ? -1 : 1)));
}

static IrId column_of(const Together *t) { return ir_sub(t->ir, position_along(t, t->c), before_row(t, row_of(t))); }

/* y as a matrix; above what the coordinates fill there is something else. */
static IrId as_matrix(const Together *t, IrId y) {
    IrId i = position_along(t, t->a), j = position_along(t, t->b);
    return ir_gather(t->ir, y, t->c, ir_add(t->ir, before_row(t, i), j));
}

static IrId as_coordinates(const Together *t, IrId matrix) {
    return ir_gather(t->ir, ir_gather(t->ir, matrix, t->a, row_of(t)), t->b, column_of(t));
}

static IrId below_diagonal(const Together *t, IrId below, IrId on) {
    Ir  *ir = t->ir;
    IrId i = position_along(t, t->a), j = position_along(t, t->b);
    return ir_if(ir, less(t, j, i), below, ir_if(ir, is(t, i, j), on, literal(t, 0)));
}

static IrId on_diagonal(const Together *t) { return is(t, row_of(t), column_of(t)); }

/* L L' */
static IrId times_transpose(const Together *t, IrId l) {
    AxisId inner = ir_axis(t->ir, t->ir->axes.at[t->a].dim, TRANSFORM_COPY);
    IrId   left = renamed(t, l, t->b, inner), right = renamed(t, left, t->a, t->b);
    return ir_sum(t->ir, AXIS(inner), ir_mul(t->ir, left, right));
}

/* L with L L' = x */
static IrId factor(const Together *t, IrId x) { return ir_kernel(t->ir, KERNEL_cholesky, &x, (AxisId[]){t->a, t->b}); }

/* --- Cholesky factors: the diagonal is exp y --- */

static IrId cholesky(const Together *t, IrId y) {
    IrId m = as_matrix(t, y);
    return below_diagonal(t, m, fun(t, PRIM_exp, m));
}

static IrId cholesky_position(const Together *t, IrId x) {
    IrId y = as_coordinates(t, x);
    return ir_if(t->ir, on_diagonal(t), fun(t, PRIM_log, y), y);
}

static IrId cholesky_log_jacobian(const Together *t, IrId y) {
    return ir_sum(t->ir, AXIS(t->c), ir_if(t->ir, on_diagonal(t), y, literal(t, 0)));
}

/* n log 2 + sum over k of (n - k + 1) y[k, k], with k from 0. */
static IrId covariance_log_jacobian(const Together *t, IrId y) {
    Ir  *ir = t->ir;
    IrId n = ir_size(ir, t->a), weight = plus(t, ir_sub(ir, n, row_of(t)), 1);
    IrId terms = ir_if(ir, on_diagonal(t), ir_mul(ir, weight, y), literal(t, 0));
    return ir_add_n(ir, 0, (IrId[]){ir_sum(ir, AXIS(t->c), terms), n}, (double[]){1, 0.6931471805599453}, 2);
}

/* --- correlations: z[i, j] = tanh y are canonical partial correlations,
 *     L[i, j] = z[i, j] prod over k < j of sqrt(1 - z[i, k]^2), where log sqrt(1 - z^2) = -log cosh y --- */

static IrId cholesky_correlation(const Together *t, IrId y) {
    Ir  *ir = t->ir;
    IrId m = as_matrix(t, y), i = position_along(t, t->a), j = position_along(t, t->b);
    IrId log_cosh = ir_if(ir, less(t, j, i), fun(t, PRIM_log_cosh, m), literal(t, 0));
    IrId rest = fun(t, PRIM_exp, ir_scale(ir, -1, sums(t, t->b, BEFORE, log_cosh)));
    return below_diagonal(t, ir_mul(ir, fun(t, PRIM_tanh, m), rest), rest);
}

/* tanh y = L[i, j] / sqrt(r + L[i, j]^2), hence sinh y = L[i, j] / sqrt(r), where r is the sum of L[i, k]^2 over j < k <= i: no differences. */
static IrId cholesky_correlation_position(const Together *t, IrId x) {
    IrId rest = sums(t, t->b, BEHIND, ir_power(t->ir, x, 2));
    return fun(t, PRIM_asinh, as_coordinates(t, ir_mul(t->ir, x, ir_power(t->ir, rest, -0.5))));
}

/* -sum of (1 + i - j) log cosh y[i, j]: 2 from tanh, i - j - 1 from the products. */
static IrId cholesky_correlation_log_jacobian(const Together *t, IrId y) {
    Ir  *ir = t->ir;
    IrId weight = plus(t, ir_sub(ir, row_of(t), column_of(t)), 1);
    return ir_scale(ir, -1, ir_sum(ir, AXIS(t->c), ir_mul(ir, weight, fun(t, PRIM_log_cosh, y))));
}

/* And n - 1 - i more from L L': in all n - j. */
static IrId correlation_log_jacobian(const Together *t, IrId y) {
    Ir  *ir = t->ir;
    IrId weight = ir_sub(ir, ir_size(ir, t->a), column_of(t));
    return ir_scale(ir, -1, ir_sum(ir, AXIS(t->c), ir_mul(ir, weight, fun(t, PRIM_log_cosh, y))));
}

/* L L'; the diagonal of a correlation matrix without rounding. */
static IrId of_factor(const Together *t, IrId l) {
    IrId x = times_transpose(t, l), on = is(t, position_along(t, t->a), position_along(t, t->b));
    if (t->structure == STRUCTURE_CORRELATION) x = ir_if(t->ir, on, literal(t, 1), x);
    ir_know_factor(t->ir, x, l, t->a, t->b);
    return x;
}

/* --- all --- */

IrId together_value(const Together *t, IrId y) {
    switch (t->structure) {
    case STRUCTURE_SIMPLEX:
        return simplex(t, y);
    case STRUCTURE_ORDERED:
        return ordered(t, y);
    case STRUCTURE_SUM_TO_ZERO:
        return zero_sum(t, y);
    case STRUCTURE_UNIT_VECTOR:
        return unit_vector(t, y);
    case STRUCTURE_COVARIANCE:
        return of_factor(t, cholesky(t, y));
    case STRUCTURE_CORRELATION:
        return of_factor(t, cholesky_correlation(t, y));
    case STRUCTURE_CHOLESKY:
        return cholesky(t, y);
    case STRUCTURE_CHOLESKY_CORRELATION:
        return cholesky_correlation(t, y);
    case STRUCTURE_NONE:
    case STRUCTURE_COUNT:
        break;
    }
    return y;
}

IrId together_position(const Together *t, IrId x) {
    switch (t->structure) {
    case STRUCTURE_SIMPLEX:
        return simplex_position(t, x);
    case STRUCTURE_ORDERED:
        return ordered_position(t, x);
    case STRUCTURE_SUM_TO_ZERO:
        return zero_sum_position(t, x);
    case STRUCTURE_UNIT_VECTOR:
        return x;
    case STRUCTURE_COVARIANCE:
        return cholesky_position(t, factor(t, x));
    case STRUCTURE_CORRELATION:
        return cholesky_correlation_position(t, factor(t, x));
    case STRUCTURE_CHOLESKY:
        return cholesky_position(t, x);
    case STRUCTURE_CHOLESKY_CORRELATION:
        return cholesky_correlation_position(t, x);
    case STRUCTURE_NONE:
    case STRUCTURE_COUNT:
        break;
    }
    return x;
}

IrId together_log_jacobian(const Together *t, IrId x, IrId y) {
    switch (t->structure) {
    case STRUCTURE_SIMPLEX:
        return simplex_log_jacobian(t, x);
    case STRUCTURE_ORDERED:
        return ordered_log_jacobian(t, y);
    case STRUCTURE_UNIT_VECTOR:
        return unit_vector_log_jacobian(t, y);
    case STRUCTURE_COVARIANCE:
        return covariance_log_jacobian(t, y);
    case STRUCTURE_CORRELATION:
        return correlation_log_jacobian(t, y);
    case STRUCTURE_CHOLESKY:
        return cholesky_log_jacobian(t, y);
    case STRUCTURE_CHOLESKY_CORRELATION:
        return cholesky_correlation_log_jacobian(t, y);
    case STRUCTURE_SUM_TO_ZERO:
    case STRUCTURE_NONE:
    case STRUCTURE_COUNT:
        break;
    }
    return literal(t, 0);
}

const char *together_words(const Support *support) {
    switch (support->structure) {
    case STRUCTURE_SIMPLEX:
        return "sampled as log ratios (isometric), one fewer than shares";
    case STRUCTURE_ORDERED:
        return support->lo && support->hi   ? "sampled as log ratios of the gaps"
               : support->lo || support->hi ? "sampled as logarithms of the steps from the bound"
                                            : "sampled as the first and the logarithms of the steps";
    case STRUCTURE_SUM_TO_ZERO:
        return "sampled in an orthonormal basis of the plane, one number fewer";
    case STRUCTURE_UNIT_VECTOR:
        return "sampled as a vector of any length, divided by its length";
    case STRUCTURE_COVARIANCE:
        return "sampled as its Cholesky factor, with the logarithms of the diagonal";
    case STRUCTURE_CORRELATION:
    case STRUCTURE_CHOLESKY_CORRELATION:
        return "sampled as partial correlations, on the scale of atanh";
    case STRUCTURE_CHOLESKY:
        return "sampled with the logarithms of the diagonal";
    case STRUCTURE_NONE:
    case STRUCTURE_COUNT:
        break;
    }
    return NULL;
}
