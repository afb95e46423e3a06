/* Deviances: what densities of counts and of positive numbers are made of (lang/primitives.def), and how they meet data.
 *
 *   deviance(y, c e^a)             y log y - y - y log c - y a + c e^a        no logarithm where one is known; sums of y a leave the rows
 *   binomial_deviance(y, n, p(a))  y log y + … - y log p(a) - (n - y) log(1 - p(a)),  p(a) = inv_logit(a), Phi(a), inv_cloglog(a)
 *   log_negative_binomial(y, e^a, phi)  its formula, of which sums of y a leave the rows; log_beta_binomial(e^a, beta, y, n) likewise, in whole vectors
 *   Σ_h deviance(D[h], E[h] m)     deviance(Σ D, m Σ E) + Σ_h deviance(D[h], E[h] Σ D / Σ E)       for data D, E
 *   Σ_h deviance(a, E[h] m)        n deviance(a, m Ē) + a Σ_h log_ratio(Ē, E[h])                   Ē the mean of E
 *   Σ_h binomial_deviance(D[h], N[h], p)  likewise, with Σ D and Σ N;  Σ_h binomial_deviance(a, n, D[h]) with the mean of D
 *
 * The sums over rows are then of data alone, and what the unknowns have to do with is one deviance, in which nothing cancels; with a key, one for
 * each group. */
#include "ir_private.h"
#include "lang/primitive.h"

static bool is_data(const Ir *ir, IrId x) { return ir_at(ir, x)->stage < STAGE_UNKNOWN; }

static IrId fun2(Ir *ir, int primitive, IrId x, IrId y) { return ir_fun(ir, primitive, (IrId[]){x, y}, 2); }

static IrId combine(Ir *ir, const IrId *terms, const double *weights, int n) {
    return ir_add_n(ir, 0, terms, weights, n);
}

IrId ir_deviance_of_log(Ir *ir, IrId y, IrId m, IrId log_m) {
    IrId data = ir_sub(ir, fun2(ir, PRIM_xlogy, y, y), y);
    return combine(ir, (IrId[]){data, ir_mul(ir, y, log_m), m}, (double[]){1, -1, 1}, 3);
}

/* log p and log(1 - p); false if they are not known better than as that. */
static bool logs_of(Ir *ir, IrId p, IrId *log_p, IrId *log_q) {
    const IrNode *node = ir_at(ir, p);
    if (node->op != IR_FUN) return false;
    IrId a = ir_arg(ir, p, 0), minus_a = 0;
    switch (node->attr) {
    case PRIM_inv_logit:
        *log_q = ir_scale(ir, -1, ir_fun1(ir, PRIM_log1p_exp, a));
        *log_p = ir_add(ir, a, *log_q);
        return true;
    case PRIM_Phi:
        minus_a = ir_scale(ir, -1, a);
        *log_p = ir_fun1(ir, PRIM_log_Phi, a), *log_q = ir_fun1(ir, PRIM_log_Phi, minus_a);
        return true;
    case PRIM_inv_cloglog:
        *log_p = ir_fun1(ir, PRIM_log_inv_cloglog, a);
        *log_q = ir_scale(ir, -1, ir_fun1(ir, PRIM_exp, a));
        return true;
    default:
        return false;
    }
}

IrId ir_binomial_deviance_of_link(Ir *ir, IrId y, IrId n, IrId p) {
    IrId log_p, log_q, rest = ir_sub(ir, n, y);
    if (!logs_of(ir, p, &log_p, &log_q)) return 0;
    IrId data =
        combine(ir, (IrId[]){fun2(ir, PRIM_xlogy, y, y), fun2(ir, PRIM_xlogy, rest, rest), fun2(ir, PRIM_xlogy, n, n)},
                (double[]){1, 1, -1}, 3);
    return combine(ir, (IrId[]){data, ir_mul(ir, y, log_p), ir_mul(ir, rest, log_q)}, (double[]){1, -1, -1}, 3);
}

IrId ir_negative_binomial_of_link(Ir *ir, IrId y, IrId mu, IrId phi) {
    IrId none = ir_fun1(ir, PRIM_log1p, ir_div(ir, mu, phi)), share = ir_div(ir, mu, ir_add(ir, mu, phi));
    IrId ways[] = {fun2(ir, PRIM_lgamma_delta, phi, y), ir_fun1(ir, PRIM_lgamma, ir_add_n(ir, 1, &y, NULL, 1))};
    return combine(ir, (IrId[]){ways[0], ways[1], ir_mul(ir, phi, none), fun2(ir, PRIM_xlogy, y, share)},
                   (double[]){1, -1, -1, 1}, 4);
}

IrId ir_beta_binomial_of_link(Ir *ir, IrId alpha, IrId beta, IrId y, IrId n) {
    IrId terms[] = {fun2(ir, PRIM_lchoose, n, y), fun2(ir, PRIM_lgamma_delta, alpha, y),
                    fun2(ir, PRIM_lgamma_delta, beta, ir_sub(ir, n, y)),
                    fun2(ir, PRIM_lgamma_delta, ir_add(ir, alpha, beta), n)};
    return combine(ir, terms, (double[]){1, 1, 1, -1}, 4);
}

/* --- sums over rows --- */

/* m = constant times data, the constant free of `over` or one gather by a key over it. */
typedef struct Mean {
    IrId   data, constant; /* constant: where index is set, over its groups */
    IrId   index;
    AxisId into;
} Mean;

static bool split_mean(Ir *ir, AxisSet over, IrId m, Mean *out) {
    IrNode node = *ir_at(ir, m);
    *out = (Mean){.data = ir_literal(ir, 1), .constant = ir_literal(ir, 1)};
    for (int i = 0; i < (node.op == IR_MUL ? node.n_args : 1); i++) {
        IrId   factor = node.op == IR_MUL ? ir_arg(ir, m, i) : m;
        double power = node.op == IR_MUL ? ir_weight(ir, m, i) : 1;
        IrNode f = *ir_at(ir, factor);
        IrId  *to = is_data(ir, factor) && (f.axes & over) ? &out->data : &out->constant;
        if (!is_data(ir, factor) && (f.axes & over)) {
            IrId index = f.op == IR_GATHER ? ir_arg(ir, factor, 1) : 0;
            if (!index || out->index || !ir_is_key(ir, index) || ir_at(ir, index)->axes != over) return false;
            if (ir_at(ir, ir_arg(ir, factor, 0))->axes & over) return false;
            out->index = index, out->into = (AxisId)f.attr, factor = ir_arg(ir, factor, 0);
        }
        *to = ir_mul_n(ir, (IrId[]){*to, factor}, (double[]){1, power}, 2);
    }
    return !out->index || !(ir_at(ir, m)->axes & AXIS(out->into));
}

/* The total of data by group, or of all. */
static IrId total(Ir *ir, AxisSet over, const Mean *m, IrId data) {
    return m->index ? ir_scatter(ir, data, m->index, m->into, over) : ir_sum(ir, over, data);
}

static IrId everywhere(Ir *ir, const Mean *m, IrId group) {
    return m->index ? ir_gather(ir, group, m->into, m->index) : group;
}

static IrId over_groups(Ir *ir, const Mean *m, IrId x) { return m->index ? ir_sum(ir, AXIS(m->into), x) : x; }

static IrId sum_of_counts(Ir *ir, AxisSet over, IrId y, IrId m) {
    Mean mean;
    if (!split_mean(ir, over, m, &mean)) return 0;
    IrId counts = total(ir, over, &mean, y), sizes = total(ir, over, &mean, mean.data);
    IrId expected = ir_mul(ir, mean.data, everywhere(ir, &mean, ir_div(ir, counts, sizes)));
    IrId part = fun2(ir, PRIM_deviance, counts, ir_mul(ir, mean.constant, sizes));
    return ir_add(ir, over_groups(ir, &mean, part), ir_sum(ir, over, fun2(ir, PRIM_deviance, y, expected)));
}

static IrId sum_of_sizes(Ir *ir, AxisSet over, IrId a, IrId m) {
    Mean mean;
    if (!split_mean(ir, over, m, &mean) || mean.index) return 0;
    IrId n = ir_sum(ir, over, ir_literal(ir, 1)), middle = ir_div(ir, ir_sum(ir, over, mean.data), n);
    IrId part = ir_mul(ir, n, fun2(ir, PRIM_deviance, a, ir_mul(ir, mean.constant, middle)));
    return ir_add(ir, part, ir_mul(ir, a, ir_sum(ir, over, fun2(ir, PRIM_log_ratio, middle, mean.data))));
}

static IrId sum_of_trials(Ir *ir, AxisSet over, IrId y, IrId n, IrId p) {
    Mean mean;
    if (!split_mean(ir, over, p, &mean) || !ir_is(ir, mean.data, 1)) return 0;
    IrId counts = total(ir, over, &mean, y), trials = total(ir, over, &mean, n);
    IrId share = everywhere(ir, &mean, ir_div(ir, counts, trials));
    IrId part = ir_fun(ir, PRIM_binomial_deviance, (IrId[]){counts, trials, mean.constant}, 3);
    IrId data = ir_fun(ir, PRIM_binomial_deviance, (IrId[]){y, n, share}, 3);
    return ir_add(ir, over_groups(ir, &mean, part), ir_sum(ir, over, data));
}

/* Beta: a and n the same in all rows, and data for shares. */
static IrId sum_of_shares(Ir *ir, AxisSet over, IrId a, IrId n, IrId p) {
    IrId rows = ir_sum(ir, over, ir_literal(ir, 1)), middle = ir_div(ir, ir_sum(ir, over, p), rows),
         one = ir_literal(ir, 1);
    IrId part = ir_mul(ir, rows, ir_fun(ir, PRIM_binomial_deviance, (IrId[]){a, n, middle}, 3));
    IrId spread = ir_sum(ir, over, fun2(ir, PRIM_log_ratio, middle, p));
    IrId rest = ir_sum(ir, over, fun2(ir, PRIM_log_ratio, ir_sub(ir, one, middle), ir_sub(ir, one, p)));
    return combine(ir, (IrId[]){part, ir_mul(ir, a, spread), ir_mul(ir, ir_sub(ir, n, a), rest)}, (double[]){1, 1, 1},
                   3);
}

static IrId sum_of_binomials(Ir *ir, AxisSet over, IrId y, IrId n, IrId p) {
    if (is_data(ir, y) && is_data(ir, n)) return sum_of_trials(ir, over, y, n, p);
    if (is_data(ir, p) && !((ir_at(ir, y)->axes | ir_at(ir, n)->axes) & over)) return sum_of_shares(ir, over, y, n, p);
    return 0;
}

IrId ir_sum_deviances(Ir *ir, AxisSet over, IrId x) {
    IrNode node = *ir_at(ir, x);
    if (node.op != IR_FUN || node.stage != STAGE_UNKNOWN) return 0;
    IrId y = ir_arg(ir, x, 0);
    if (node.attr == PRIM_binomial_deviance) return sum_of_binomials(ir, over, y, ir_arg(ir, x, 1), ir_arg(ir, x, 2));
    if (node.attr != PRIM_deviance) return 0;
    if (is_data(ir, y)) return sum_of_counts(ir, over, y, ir_arg(ir, x, 1));
    return ir_at(ir, y)->axes & over ? 0 : sum_of_sizes(ir, over, y, ir_arg(ir, x, 1));
}
