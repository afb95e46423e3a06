/* What `truncated to` and `censored` make of a density and of a draw.
 *
 * With P the probability of a half-open interval (lo, hi] under the distribution as written, a truncated density is p(x) / P(lo, hi), and an
 * observation that is known only to lie above `at` has P(at, hi) in the place of p(x). Log P is a difference of log cdfs in the lower
 * tail and of log survivals in the upper one: that side is taken where the larger of the two is smaller, so that nothing
 * is lost far out in either tail.
 *
 * Of an interval with the share s of the tail that it lies in the difference loses log10(1/s) digits. From s = 1e-5 on the density is integrated instead: by
 * Simpson's rule, whose error is of the order s^4, unless the density has a kink there, which shows in its middle. */
#include "lower.h"
#include "lower_private.h"

#include <math.h>

#include "lang/primitive.h"

static const double NARROW = 1e-5, STRAIGHT = 1e-8;

/* A distribution with its arguments, as IR. */
typedef struct At {
    Lowered    *l;
    const Dist *dist;
    IrId       *args;
} At;

static IrId member(const At *at, DistMember which, IrId x) {
    at->args[0] = x;
    return lower_member(at->l, at->dist, which, at->args);
}

/* log P(X <= x), or log P(X > x), for an x that may lie at or below the lower end of the support, or above the upper one. */
static IrId log_probability(const At *at, bool above, IrId x) {
    const DistMember which = above ? MEMBER_LOG_CCDF : MEMBER_LOG_CDF;
    IrId             inside = member(at, which, x);
    return lower_inside_support(at->l, at->dist, which, at->args, inside);
}

/* log(e^x - e^y); y may be -inf. */
static IrId log_difference(Ir *ir, IrId x, IrId y) {
    IrId none = ir_compare(ir, IR_EQ, y, ir_literal(ir, -INFINITY));
    return ir_if(ir, none, x, ir_add(ir, x, ir_fun1(ir, PRIM_log1m_exp, ir_sub(ir, y, x))));
}

/* log P(lo < X <= hi) as a difference on the side where the larger of the two is smaller; *share: of that, about what the interval has. */
static IrId mass_by_difference(const At *at, IrId lo, IrId hi, IrId *share) {
    Ir  *ir = at->l->ir;
    IrId below_lo = log_probability(at, false, lo), below_hi = log_probability(at, false, hi);
    IrId above_lo = log_probability(at, true, lo), above_hi = log_probability(at, true, hi);
    IrId low = ir_compare(ir, IR_LT, below_hi, above_lo);
    *share = ir_if(ir, low, ir_sub(ir, below_hi, below_lo), ir_sub(ir, above_lo, above_hi));
    return ir_if(ir, low, log_difference(ir, below_hi, below_lo), log_difference(ir, above_lo, above_hi));
}

/* log(hi - lo) + log of the mean density by Simpson's rule; *smooth: the middle is as a smooth density has it. */
static IrId mass_by_density(const At *at, IrId lo, IrId hi, IrId *smooth) {
    Ir  *ir = at->l->ir;
    IrId middle = ir_scale(ir, 0.5, ir_add(ir, lo, hi)), width = ir_sub(ir, hi, lo);
    IrId there = member(at, MEMBER_LOG_P, middle);
    IrId left = ir_sub(ir, member(at, MEMBER_LOG_P, lo), there),
         right = ir_sub(ir, member(at, MEMBER_LOG_P, hi), there);
    IrId bend = ir_fun1(ir, PRIM_abs, ir_add(ir, left, right));
    IrId more = ir_add(ir, ir_fun1(ir, PRIM_expm1, left), ir_fun1(ir, PRIM_expm1, right));
    *smooth = ir_compare(ir, IR_LT, bend, ir_literal(ir, STRAIGHT));
    return ir_add(ir, ir_add(ir, ir_fun1(ir, PRIM_log, width), there),
                  ir_fun1(ir, PRIM_log1p, ir_scale(ir, 1.0 / 6, more)));
}

/* log P(lo < X <= hi); 0: no bound. */
static IrId log_mass(const At *at, IrId lo, IrId hi) {
    Ir  *ir = at->l->ir;
    IrId share, smooth;
    if (!lo && !hi) return ir_literal(ir, 0);
    if (!lo) return log_probability(at, false, hi);
    if (!hi) return log_probability(at, true, lo);
    IrId difference = mass_by_difference(at, lo, hi, &share);
    if (at->dist->discrete) return difference;
    IrId density = mass_by_density(at, lo, hi, &smooth);
    IrId narrow = ir_and(ir, ir_compare(ir, IR_LT, share, ir_literal(ir, NARROW)), smooth);
    return ir_if(ir, narrow, density, difference);
}

/* The interval (lo, hi] that a truncation leaves. Bounds that do not cut are 0. */
typedef struct Cut {
    IrId lo, hi;
} Cut;

static Cut cut_of(Lowered *l, const Statement *s) {
    Cut cut = {0, 0};
    if (s->dist->improper) return cut;
    if (s->truncated_lo) cut.lo = lower_expr(l, s->support.lo);
    if (s->truncated_hi) cut.hi = lower_expr(l, s->support.hi);
    if (cut.lo && s->dist->discrete) cut.lo = ir_add_n(l->ir, -1, &cut.lo, NULL, 1);
    return cut;
}

/* Known to lie between the outcome and `up_to`: between equal ones it is known, and up to infinity is nothing but above. A count may be either end. */
static IrId between(const At *at, const Statement *s, Cut cut, IrId density) {
    Ir  *ir = at->l->ir;
    IrId y = lower_expr(at->l, s->outcome), up_to = lower_expr(at->l, s->up_to), lo = y, hi = up_to;
    if (s->dist->discrete) lo = ir_add_n(ir, -1, &lo, NULL, 1);
    if (cut.lo) lo = ir_fun(ir, PRIM_max, (IrId[]){lo, cut.lo}, 2);
    if (cut.hi) hi = ir_fun(ir, PRIM_min, (IrId[]){hi, cut.hi}, 2);
    IrId above = ir_compare(ir, IR_EQ, up_to, ir_literal(ir, INFINITY));
    IrId mass = ir_if(ir, above, log_mass(at, lo, cut.hi), log_mass(at, lo, hi));
    return ir_if(ir, ir_compare(ir, IR_EQ, y, up_to), density, mass);
}

IrId lower_cuts(Lowered *l, const Statement *s, IrId density) {
    Ir *ir = l->ir;
    if (!s->truncated && !s->censored_above && !s->censored_below && !s->up_to) return density;
    At  at = {l, s->dist, lower_args(l, s, 0)};
    Cut cut = cut_of(l, s);
    if (s->up_to) density = between(&at, s, cut, density);
    if (s->censored_above)
        density = ir_if(ir, lower_expr(l, s->censored_above), log_mass(&at, lower_expr(l, s->above), cut.hi), density);
    if (s->censored_below)
        density = ir_if(ir, lower_expr(l, s->censored_below), log_mass(&at, cut.lo, lower_expr(l, s->below)), density);
    return cut.lo || cut.hi ? ir_sub(ir, density, log_mass(&at, cut.lo, cut.hi)) : density;
}

/* --- draws --- */

/* Where the probability below (above) is uniform between what the two bounds have: the larger of them times (u + (1 - u) times their ratio), of which
 * quantiles that take the logarithm of their argument lose nothing where both are too small for a number. */
static IrId draw_between(const At *at, bool above, Cut cut, IrId uniform) {
    Ir  *ir = at->l->ir;
    IrId outer = above ? cut.hi : cut.lo, inner = above ? cut.lo : cut.hi, p = uniform;
    IrId log_outer = outer ? log_probability(at, above, outer) : 0;
    IrId log_inner = inner ? log_probability(at, above, inner) : ir_literal(ir, 0);
    if (outer) {
        IrId rest = ir_sub(ir, ir_literal(ir, 1), uniform);
        p = ir_add(ir, p, ir_mul(ir, rest, ir_fun1(ir, PRIM_exp, ir_sub(ir, log_outer, log_inner))));
    }
    IrId log_p = ir_add(ir, log_inner, ir_fun1(ir, PRIM_log, p));
    return member(at, above ? MEMBER_UPPER_QUANTILE : MEMBER_QUANTILE, ir_fun1(ir, PRIM_exp, log_p));
}

/* By inversion, on the side on which the interval lies; rounding does not leave the bounds. */
IrId lower_cut_draw(Lowered *l, const Statement *s) {
    Ir  *ir = l->ir;
    At   at = {l, s->dist, lower_args(l, s, 0)};
    Cut  cut = cut_of(l, s);
    IrId uniform = ir_random(ir, PRIM_std_uniform, NULL, 0, l->draw_axes), draw;
    if (!cut.lo)
        draw = draw_between(&at, false, cut, uniform);
    else if (!cut.hi)
        draw = draw_between(&at, true, cut, uniform);
    else {
        IrId low = ir_compare(ir, IR_LT, log_probability(&at, false, cut.hi), log_probability(&at, true, cut.lo));
        draw = ir_if(ir, low, draw_between(&at, false, cut, uniform), draw_between(&at, true, cut, uniform));
    }
    if (cut.lo) draw = ir_fun(ir, PRIM_max, (IrId[]){draw, lower_expr(l, s->support.lo)}, 2);
    return cut.hi ? ir_fun(ir, PRIM_min, (IrId[]){draw, cut.hi}, 2) : draw;
}
