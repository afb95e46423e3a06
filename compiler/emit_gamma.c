/* Kernels of lgamma and digamma, fused: they share the logarithm, the division and the powers of 1/z. */
#include "emit_value.h"
#include <math.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

Lifted emit_lift(MathEmitter *m, LLVMValueRef x) {
    /* with w = x (x + 7): P = w (w + 6) (w + 10) (w + 12) */
    static const double slope[] = {720, 504, 84, 4};
    LLVMValueRef        w = value_mul(m, x, value_add(m, x, value_number(m, 7)));
    LLVMValueRef        first = value_mul(m, w, value_add(m, w, value_number(m, 6)));
    LLVMValueRef second = value_mul(m, value_add(m, w, value_number(m, 10)), value_add(m, w, value_number(m, 12)));
    LLVMValueRef inner = value_fma(m, x, value_number(m, 2), value_number(m, 7));
    LLVMValueRef is_small = value_less(m, x, value_number(m, 8));
    Lifted       l = {
              .z = value_choose(m, is_small, value_add(m, x, value_number(m, 8)), x),
              .product = value_choose(m, is_small, value_mul(m, first, second), value_number(m, 1)),
              .slope = value_choose(m, is_small, value_mul(m, value_polynomial(m, slope, COUNT(slope), w), inner),
                                    value_number(m, 0)),
              .is_small = is_small,
    };
    LLVMValueRef inv_both = value_div(m, value_number(m, 1), value_mul(m, l.product, l.z)); /* one division for both */
    l.inv_z = value_mul(m, inv_both, l.product), l.inv_product = value_mul(m, inv_both, l.z);
    return l;
}

/* (z - 1/2) log z - z + log(2 pi) / 2 + Σ B_2k / (2k (2k-1) z^(2k-1)) - log P, DLMF 5.11.1. */
static LLVMValueRef lgamma_lifted(MathEmitter *m, const Lifted *l, LLVMValueRef log_z, LLVMValueRef y) {
    static const double c[] = {1 / 12.0,   -1 / 360.0,      1 / 1260.0, -1 / 1680.0,
                               1 / 1188.0, -691 / 360360.0, 1 / 156.0,  -3617 / 122400.0};
    LLVMValueRef        main = value_fma(m, value_sub(m, l->z, value_number(m, 0.5)), log_z, value_neg(m, l->z));
    LLVMValueRef        tail =
        value_fma(m, l->inv_z, value_polynomial(m, c, COUNT(c), y), value_number(m, 0.91893853320467274));
    LLVMValueRef log_product = value_choose(m, l->is_small, emit_log_positive(m, l->product), value_number(m, 0));
    return value_add(m, value_sub(m, main, log_product), tail);
}

/* log z - 1 / (2 z) - Σ B_2k / (2k z^2k) - P' / P, DLMF 5.11.2. */
static LLVMValueRef digamma_lifted(MathEmitter *m, const Lifted *l, LLVMValueRef log_z, LLVMValueRef y) {
    static const double c[] = {-1 / 12.0,  1 / 120.0,     -1 / 252.0, 1 / 240.0,
                               -1 / 132.0, 691 / 32760.0, -1 / 12.0,  3617 / 8160.0};
    LLVMValueRef        tail =
        value_fma(m, l->inv_z, value_number(m, -0.5), value_mul(m, y, value_polynomial(m, c, COUNT(c), y)));
    return value_add(m, value_fnma(m, l->slope, l->inv_product, log_z), tail);
}

void emit_lgamma_digamma(MathEmitter *m, LLVMValueRef x, LLVMValueRef *lgamma, LLVMValueRef *digamma) {
    LLVMValueRef infinity = value_number(m, INFINITY), nan = value_number(m, NAN), tiny = value_number(m, 0x1p-1022);
    Lifted       l = emit_lift(m, x);
    LLVMValueRef y = value_mul(m, l.inv_z, l.inv_z), log_z = emit_log_positive(m, l.z);
    /* 0 and what is below the smallest normal number, infinity, negative numbers and NaN */
    LLVMValueRef inside = LLVMBuildAnd(m->builder, value_at_most(m, tiny, x), value_less(m, x, infinity), "");
    LLVMValueRef is_zero = value_less(m, value_abs(m, x), tiny), is_infinite = value_equal(m, x, infinity);
    if (lgamma) {
        LLVMValueRef outside = value_choose(m, LLVMBuildOr(m->builder, is_zero, is_infinite, ""), infinity, nan);
        *lgamma = value_choose(m, inside, lgamma_lifted(m, &l, log_z, y), outside);
    }
    if (digamma) {
        LLVMValueRef outside =
            value_choose(m, is_zero, value_number(m, -INFINITY), value_choose(m, is_infinite, infinity, nan));
        *digamma = value_choose(m, inside, digamma_lifted(m, &l, log_z, y), outside);
    }
}
