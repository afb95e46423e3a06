/* Kernels of lgamma(x + d) - lgamma(x) and of the same difference of digamma: counts with an unknown dispersion need both for each row.
 *
 * As in runtime/special_delta.c Stirling's series are subtracted term by term. With u = 1/z(x), v = 1/z(x + d), p = u^2 and q = v^2:
 *   q^n - p^n = (q - p) h(n - 1),  h(n) = p h(n - 1) + q^n,  q - p = (v - u) (v + u),  v - u = -(z(x + d) - z(x)) u v. */
#include "emit_value.h"
#include <math.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* From x to y = x + d, both lifted to where the series hold. */
typedef struct Step {
    LLVMValueRef x, y, width, fall /* u - v */, log_ratio;
    Lifted       from, to;
} Step;

/* log(z(y) / z(x)): log1p of the relative step; of the ratio itself where the step goes down by more than half. */
static LLVMValueRef log_ratio(MathEmitter *m, const Step *s) {
    LLVMValueRef one = value_number(m, 1), step = value_mul(m, s->width, s->from.inv_z), sum = value_add(m, one, step);
    LLVMValueRef rest = value_sub(m, step, value_sub(m, sum, one)), far = value_less(m, step, value_number(m, -0.5));
    sum = value_choose(m, far, value_mul(m, s->to.z, s->from.inv_z), sum);
    return emit_log_rounded_sum(m, sum, value_choose(m, far, value_number(m, 0), rest));
}

static Step make_step(MathEmitter *m, LLVMValueRef x, LLVMValueRef d) {
    Step s = {.x = x, .y = value_add(m, x, d)};
    s.from = emit_lift(m, x), s.to = emit_lift(m, s.y);
    LLVMValueRef apart = LLVMBuildXor(m->builder, s.from.is_small, s.to.is_small, "");
    s.width = value_choose(m, apart, value_sub(m, s.to.z, s.from.z), d); /* else both are lifted by as much */
    s.fall = value_mul(m, s.width, value_mul(m, s.from.inv_z, s.to.inv_z));
    s.log_ratio = log_ratio(m, &s);
    return s;
}

/* Σ c[k] h(k), k = 0 … n - 1. */
static LLVMValueRef slope_of_series(MathEmitter *m, const Step *s, const double *c, int n) {
    LLVMValueRef p = value_mul(m, s->from.inv_z, s->from.inv_z), q = value_mul(m, s->to.inv_z, s->to.inv_z);
    LLVMValueRef h = value_number(m, 1), power = h, sum = value_number(m, c[0]);
    for (int k = 1; k < n; k++) {
        power = k == 1 ? q : value_mul(m, power, q);
        h = value_fma(m, p, h, power);
        sum = value_fma(m, value_number(m, c[k]), h, sum);
    }
    return sum;
}

/* The result where x and y are positive and finite; at 0 and infinity the limits, at_zero being that for x -> 0; else NaN. */
static LLVMValueRef with_edges(MathEmitter *m, const Step *s, LLVMValueRef result, double at_zero) {
    LLVMValueRef tiny = value_number(m, 0x1p-1022), infinity = value_number(m, INFINITY), nan = value_number(m, NAN);
    LLVMValueRef from_zero = value_less(m, value_abs(m, s->x), tiny), to_zero = value_less(m, value_abs(m, s->y), tiny);
    LLVMValueRef x_inside = LLVMBuildAnd(m->builder, value_at_most(m, tiny, s->x), value_less(m, s->x, infinity), "");
    LLVMValueRef y_inside = value_at_most(m, tiny, s->y);
    LLVMValueRef inside = value_choose(m, value_equal(m, s->y, infinity), infinity, result);
    LLVMValueRef from_inside =
        value_choose(m, y_inside, inside, value_choose(m, to_zero, value_number(m, -at_zero), nan));
    LLVMValueRef else_zero =
        value_choose(m, LLVMBuildAnd(m->builder, from_zero, y_inside, ""), value_number(m, at_zero), nan);
    return value_choose(m, x_inside, from_inside, else_zero);
}

/* (z(x) - 1/2) log ratio + width (log z(y) - 1) + the series of Stirling's correction - log(P(y) / P(x)). */
LLVMValueRef emit_lgamma_delta(MathEmitter *m, LLVMValueRef x, LLVMValueRef d) {
    static const double c[] = {1 / 12.0,   -1 / 360.0,      1 / 1260.0, -1 / 1680.0,
                               1 / 1188.0, -691 / 360360.0, 1 / 156.0,  -3617 / 122400.0};
    Step                s = make_step(m, x, d);
    LLVMValueRef        u = s.from.inv_z, v = s.to.inv_z, q = value_mul(m, v, v);
    /* v C(q) - u C(p) = (v - u) (C(q) + u (u + v) slope of C) */
    LLVMValueRef slope = value_mul(m, value_mul(m, u, value_add(m, u, v)), slope_of_series(m, &s, c + 1, COUNT(c) - 1));
    LLVMValueRef correction = value_mul(m, s.fall, value_add(m, value_polynomial(m, c, COUNT(c), q), slope));
    LLVMValueRef log_product = emit_log_positive(m, value_mul(m, s.to.product, s.from.inv_product));
    LLVMValueRef main = value_mul(m, s.width, value_sub(m, emit_log_positive(m, s.to.z), value_number(m, 1)));
    main = value_fma(m, value_sub(m, s.from.z, value_number(m, 0.5)), s.log_ratio, main);
    return with_edges(m, &s, value_sub(m, value_sub(m, main, correction), log_product), -INFINITY);
}

/* log ratio + (u - v) (1/2 + (u + v) slope of the series) - (P'(y) / P(y) - P'(x) / P(x)). */
LLVMValueRef emit_digamma_delta(MathEmitter *m, LLVMValueRef x, LLVMValueRef d) {
    static const double c[] = {1 / 12.0,  -1 / 120.0,     1 / 252.0, -1 / 240.0,
                               1 / 132.0, -691 / 32760.0, 1 / 12.0,  -3617 / 8160.0};
    Step                s = make_step(m, x, d);
    LLVMValueRef        both = value_add(m, s.from.inv_z, s.to.inv_z);
    LLVMValueRef        tail =
        value_mul(m, s.fall, value_fma(m, both, slope_of_series(m, &s, c, COUNT(c)), value_number(m, 0.5)));
    LLVMValueRef main = value_fma(m, s.from.slope, s.from.inv_product, value_add(m, s.log_ratio, tail));
    return with_edges(m, &s, value_fnma(m, s.to.slope, s.to.inv_product, main), INFINITY);
}
