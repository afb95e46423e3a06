/* Scalar functions: constants folded, and the table of rewrites that keep naive formulas accurate. They are applied by the
 * constructor, hence before differentiation. Each row names a point at which the left side fails:
 *
 *   log(exp x)               x                          800: inf            log(1 + x)            log1p(x)          1e-17: 0
 *   log(c exp a)             log c + a                  800                 log1p(-exp x)         log1m_exp(x)      -1e-17: -inf
 *   log(inv_logit x)         x - log1p_exp x            -800: -inf          log1p(exp x)          log1p_exp(x)      800: inf
 *   log1p(-inv_logit x)      -log1p_exp x               40: -inf            log(Phi x)            log_Phi x         -40: -inf
 *   xlogy(y, exp x)          y x                        -800: -inf          xlogy(n, inv_logit x) n (x - log1p_exp x)
 *   xlog1py(n, -inv_logit x) -n log1p_exp x             40: -inf            1 - inv_logit x       inv_logit(-x)     40: 0
 *   deviance(y, exp x), binomial_deviance(y, n, inv_logit x), log_negative_binomial(y, exp x, phi),
 *   log_beta_binomial(exp x, beta, y, n): ir_deviance.c
 *   exp(x) - 1               expm1 x                    1e-17: 0            1 - Phi x             Phi(-x)           9: 0
 *   probit(c exp a)          inv_log_Phi(log c + a)     -800: -inf
 *   log softmax(x)[k]        x[k] - top - log sum   with e = exp(x - top), log(e[k] / sum e): -800: -inf
 *   log1p_exp(-x)            log1p_exp(x) - x           (one form, so that terms meet; the difference is below one rounding of x)
 */
#include "ir_private.h"

#include <math.h>

#include "lang/primitive.h"
#include "symbols.h"

static bool is_fun(const Ir *ir, IrId id, int primitive) {
    const IrNode *node = ir_at(ir, id);
    return node->op == IR_FUN && (int)node->attr == primitive;
}

/* x = -y: gives y, else 0. */
static IrId negated(const Ir *ir, IrId x) {
    const IrNode *node = ir_at(ir, x);
    return node->op == IR_ADD && node->n_args == 1 && node->value == 0 && ir_weight(ir, x, 0) == -1 ? ir_arg(ir, x, 0)
                                                                                                    : 0;
}

static IrId minus(Ir *ir, IrId x) { return ir_scale(ir, -1, x); }

/* log inv_logit(x) = x - log1p_exp(x) */
static IrId log_inv_logit(Ir *ir, IrId x) { return ir_sub(ir, x, ir_fun1(ir, PRIM_log1p_exp, x)); }

/* Is the leading term (smallest id) of x negative? Chooses one of x and -x. */
static bool leads_negative(const Ir *ir, IrId x) {
    const IrNode *node = ir_at(ir, x);
    return node->op == IR_ADD && ir_weight(ir, x, 0) < 0;
}

/* The log of exp(a), inv_logit(a), or one of them at a position (exp(a)[k]); 0: neither. */
static IrId log_of_factor(Ir *ir, IrId factor) {
    IrNode node = *ir_at(ir, factor);
    if (node.op == IR_GATHER) {
        IrId inside = log_of_factor(ir, ir_arg(ir, factor, 0));
        return inside ? ir_gather(ir, inside, (AxisId)node.attr, ir_arg(ir, factor, 1)) : 0;
    }
    if (is_fun(ir, factor, PRIM_exp)) return ir_arg(ir, factor, 0);
    return is_fun(ir, factor, PRIM_inv_logit) ? log_inv_logit(ir, ir_arg(ir, factor, 0)) : 0;
}

/* log of a product: factors whose log is known exactly come out. 0 if there are none. */
static IrId log_of_product(Ir *ir, IrId x, IrId (*log_of)(Ir *, IrId, IrId), IrId context) {
    IrNode node = *ir_at(ir, x);
    double weight = 1;
    if (node.op == IR_ADD && node.n_args == 1 && node.value == 0 && ir_weight(ir, x, 0) > 0) {
        weight = ir_weight(ir, x, 0);
        x = ir_arg(ir, x, 0);
        node = *ir_at(ir, x);
    }
    IrId outside = ir_literal(ir, 0), inside = ir_literal(ir, 1);
    int  found = 0;
    for (int i = 0; i < (node.op == IR_MUL ? node.n_args : 1); i++) {
        IrId   factor = node.op == IR_MUL ? ir_arg(ir, x, i) : x;
        double p = node.op == IR_MUL ? ir_weight(ir, x, i) : 1;
        IrId   l = log_of_factor(ir, factor);
        if (l) {
            outside = ir_add_n(ir, 0, (IrId[]){outside, l}, (double[]){1, p}, 2);
            found++;
        } else
            inside = ir_mul_n(ir, (IrId[]){inside, factor}, (double[]){1, p}, 2);
    }
    if (!found) return 0;
    inside = ir_scale(ir, weight, inside);
    if (context) outside = ir_mul(ir, context, outside);
    return ir_is(ir, inside, 1) ? outside : ir_add(ir, outside, log_of(ir, inside, context));
}

static IrId log_plain(Ir *ir, IrId x, IrId context) {
    (void)context;
    return ir_fun1(ir, PRIM_log, x);
}

static IrId xlogy_plain(Ir *ir, IrId y, IrId x) { return ir_fun(ir, PRIM_xlogy, (IrId[]){x, y}, 2); }

static IrId stable_log(Ir *ir, IrId x) {
    IrNode node = *ir_at(ir, x);
    if (node.op == IR_ADD && node.value == 1) return ir_fun1(ir, PRIM_log1p, ir_add_n(ir, -1, &x, NULL, 1));
    if (is_fun(ir, x, PRIM_Phi)) return ir_fun1(ir, PRIM_log_Phi, ir_arg(ir, x, 0));
    if (node.op == IR_MUL && node.n_args == 1) { /* log(x^p) = p log x, where x must be positive anyway */
        double p = ir_weight(ir, x, 0);
        if (!ir_whole(p) || fmod(p, 2) != 0) return ir_scale(ir, p, ir_fun1(ir, PRIM_log, ir_arg(ir, x, 0)));
    }
    if (node.op == IR_ADD && node.n_args == 1 && node.value == 0 && ir_weight(ir, x, 0) > 0)
        return ir_add_n(ir, log(ir_weight(ir, x, 0)), (IrId[]){ir_fun1(ir, PRIM_log, ir_arg(ir, x, 0))}, NULL, 1);
    return log_of_product(ir, x, log_plain, 0);
}

static IrId stable_log1p(Ir *ir, IrId x) {
    IrId y = negated(ir, x);
    if (y && is_fun(ir, y, PRIM_inv_logit)) return minus(ir, ir_fun1(ir, PRIM_log1p_exp, ir_arg(ir, y, 0)));
    if (y && is_fun(ir, y, PRIM_exp)) return ir_fun1(ir, PRIM_log1m_exp, ir_arg(ir, y, 0));
    if (y && is_fun(ir, y, PRIM_Phi)) return ir_fun1(ir, PRIM_log_Phi, minus(ir, ir_arg(ir, y, 0)));
    if (is_fun(ir, x, PRIM_exp)) return ir_fun1(ir, PRIM_log1p_exp, ir_arg(ir, x, 0));
    return 0;
}

static IrId stable_xlogy(Ir *ir, IrId x, IrId y) {
    if (ir_is(ir, x, 0)) return x;
    if (ir_is_literal(ir, x)) return ir_mul(ir, x, ir_fun1(ir, PRIM_log, y));
    return log_of_product(ir, y, xlogy_plain, x);
}

static IrId stable_xlog1py(Ir *ir, IrId x, IrId y) {
    if (ir_is(ir, x, 0)) return x;
    if (ir_is_literal(ir, x)) return ir_mul(ir, x, ir_fun1(ir, PRIM_log1p, y));
    IrId minus_y = negated(ir, y);
    if (minus_y && is_fun(ir, minus_y, PRIM_inv_logit))
        return minus(ir, ir_mul(ir, x, ir_fun1(ir, PRIM_log1p_exp, ir_arg(ir, minus_y, 0))));
    return 0;
}

static IrId stable_deviance(Ir *ir, IrId y, IrId m) {
    if (ir_at(ir, m)->stage < STAGE_UNKNOWN) return 0;
    IrId log_m = log_of_product(ir, m, log_plain, 0);
    return log_m ? ir_deviance_of_log(ir, y, m, log_m) : 0;
}

/* Is the logarithm of an unknown known? */
static bool has_log(Ir *ir, IrId x) {
    return ir_at(ir, x)->stage >= STAGE_UNKNOWN && log_of_product(ir, x, log_plain, 0);
}

/* 0: no better form. */
static IrId stable(Ir *ir, int primitive, const IrId *args) {
    IrId x = args[0];
    switch (primitive) {
    case PRIM_exp:
        return is_fun(ir, x, PRIM_log) ? ir_arg(ir, x, 0) : 0;
    case PRIM_log:
        return stable_log(ir, x);
    case PRIM_log1p:
        return stable_log1p(ir, x);
    case PRIM_probit: {
        IrId log_p = log_of_product(ir, x, log_plain, 0);
        return log_p ? ir_fun1(ir, PRIM_inv_log_Phi, log_p) : 0;
    }
    case PRIM_xlogy:
        return stable_xlogy(ir, x, args[1]);
    case PRIM_xlog1py:
        return stable_xlog1py(ir, x, args[1]);
    case PRIM_deviance:
        return stable_deviance(ir, x, args[1]);
    case PRIM_binomial_deviance:
        return ir_binomial_deviance_of_link(ir, x, args[1], args[2]);
    case PRIM_log_negative_binomial:
        return has_log(ir, args[1]) ? ir_negative_binomial_of_link(ir, x, args[1], args[2]) : 0;
    case PRIM_log_beta_binomial:
        return has_log(ir, x) || has_log(ir, args[1]) ? ir_beta_binomial_of_link(ir, x, args[1], args[2], args[3]) : 0;
    case PRIM_log1p_exp:
        return leads_negative(ir, x) ? ir_sub(ir, ir_fun1(ir, PRIM_log1p_exp, minus(ir, x)), minus(ir, x)) : 0;
    default:
        return 0;
    }
}

IrId ir_fun(Ir *ir, int primitive_id, const IrId *args, int n) {
    bool   constant = n > 0;
    double values[8];
    for (int i = 0; i < n && i < 8; i++) {
        constant = constant && ir_is_literal(ir, args[i]);
        values[i] = ir_at(ir, args[i])->value;
    }
    if (constant && n <= 8) return ir_literal(ir, symbol_call(primitive_id, values, n));
    if (!ir->plain && !(ir->rules_off >> RULE_STABLE & 1)) {
        IrId better = stable(ir, primitive_id, args);
        if (better) return better;
    }
    if (n == 1 && !ir->plain &&
        !(ir->rules_off >> RULE_GATHER_SUM & 1)) { /* f(x[k]) = f(x)[k]: once a group, not once a row */
        IrNode x = *ir_at(ir, args[0]);
        IrId   k = x.op == IR_GATHER ? ir_arg(ir, args[0], 1) : 0;
        if (k && x.stage == STAGE_UNKNOWN && ir_is_key(ir, k) && ir_at(ir, k)->axes &&
            !ir_of_each_row(ir, ir_arg(ir, args[0], 0), k))
            return ir_gather(ir, ir_fun1(ir, primitive_id, ir_arg(ir, args[0], 0)), (AxisId)x.attr, k);
    }
    return ir_make_fun(ir, primitive_id, args, n);
}

IrId stable_add1(Ir *ir, double constant, IrId x, double weight) {
    if (ir->rules_off >> RULE_STABLE & 1) return 0;
    if (constant == -1 && weight == 1 && is_fun(ir, x, PRIM_exp)) return ir_fun1(ir, PRIM_expm1, ir_arg(ir, x, 0));
    if (constant == 1 && weight == -1 && is_fun(ir, x, PRIM_inv_logit))
        return ir_fun1(ir, PRIM_inv_logit, minus(ir, ir_arg(ir, x, 0)));
    if (constant == 1 && weight == -1 && is_fun(ir, x, PRIM_Phi))
        return ir_fun1(ir, PRIM_Phi, minus(ir, ir_arg(ir, x, 0)));
    return 0;
}
