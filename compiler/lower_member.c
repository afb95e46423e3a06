/* Members of a distribution as IR: as stated, or from the other members that it states (lang/dist.c says from which); and what they are outside of the
 * support, where the formulas of the library do not hold. */
#include "lower.h"
#include "lower_private.h"

#include <math.h>

#include "lang/primitive.h"

static IrId stated(Lowered *l, const Dist *dist, DistMember member, IrId *args) {
    const IrId *outer = l->params;
    l->params = args;
    IrId x = lower_expr(l, dist->member[member]);
    l->params = outer;
    return x;
}

/* 1 - x */
static IrId rest(Ir *ir, IrId x) { return ir_sub(ir, ir_literal(ir, 1), x); }

static IrId other_quantile(Lowered *l, const Dist *dist, DistMember from, IrId *args) {
    IrId p = args[0];
    args[0] = rest(l->ir, p);
    IrId x = stated(l, dist, from, args);
    args[0] = p;
    return x;
}

IrId lower_member(Lowered *l, const Dist *dist, DistMember member, IrId *args) {
    Ir              *ir = l->ir;
    const DistMember from = dist_from(dist, member);
    if (from == member) return stated(l, dist, member, args);
    if (member == MEMBER_QUANTILE || member == MEMBER_UPPER_QUANTILE) return other_quantile(l, dist, from, args);
    IrId x = stated(l, dist, from, args);
    if (member == MEMBER_CDF)
        return from == MEMBER_LOG_CDF ? ir_fun1(ir, PRIM_exp, x) : ir_scale(ir, -1, ir_fun1(ir, PRIM_expm1, x));
    if (from != MEMBER_CDF) return ir_fun1(ir, PRIM_log1m_exp, x);
    return member == MEMBER_LOG_CDF ? ir_fun1(ir, PRIM_log, x) : ir_fun1(ir, PRIM_log1p, ir_scale(ir, -1, x));
}

/* --- outside of the support --- */

/* What the member is below the support, and above it; false: it has no value argument. */
static bool ends_of(DistMember member, double *below, double *above) {
    *below = *above = -INFINITY;
    if (member == MEMBER_CDF) *below = 0, *above = 1;
    if (member == MEMBER_LOG_CDF) *above = 0;
    if (member == MEMBER_LOG_CCDF) *below = 0;
    return member == MEMBER_LOG_P || member == MEMBER_CDF || member == MEMBER_LOG_CDF || member == MEMBER_LOG_CCDF;
}

/* Nothing lies above the upper bound; at a lower one that belongs to the support there may be probability. */
IrId lower_inside_support(Lowered *l, const Dist *dist, DistMember member, IrId *args, IrId inside) {
    Ir    *ir = l->ir;
    double at[2];
    if (!ends_of(member, &at[0], &at[1])) return inside;
    const Support *support = &dist->support;
    const Expr    *ends[2] = {support->lo, support->hi};
    const bool     density = member == MEMBER_LOG_P, open[2] = {support->lo_open, support->hi_open};
    const IrId    *outer = l->params;
    l->params = args;
    for (int i = 0; i < 2; i++) {
        IrId end = ends[i] ? lower_expr(l, ends[i]) : 0;
        if (!end || (ir_is_literal(ir, end) && isinf(ir_at(ir, end)->value))) continue;
        bool strictly = !open[i] && (density || i == 0);
        IrId beyond = ir_compare(ir, strictly ? IR_LT : IR_LE, i ? end : args[0], i ? args[0] : end);
        inside = ir_if(ir, lower_anywhere(ir, lower_axes(ir, &dist->inner), beyond), ir_literal(ir, at[i]), inside);
    }
    l->params = outer;
    return inside;
}
