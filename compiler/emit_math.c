/* Kernels of exp, log and what is made of them; the table of all kernels. Those of the gamma function are in emit_gamma.c and emit_delta.c.
 *
 * Polynomials are minimax or Chebyshev fits; the argument reductions are those of Tang 1989 (exp) and of fdlibm (log). With 8 lanes of
 * AVX-512 the instructions that split and scale numbers are used; elsewhere integer operations that any vector unit has. */
#include "emit_value.h"
#include "lang/primitive.h"
#include <math.h>
#include <stddef.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* log 2 in two parts; the first ends in 21 zero bits, so that its product with an exponent is exact, FMA or not. */
static const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
/* Added to a small number, leaves its nearest whole number in the low bits. */
static const double magic = 0x1.8p52;

/* --- AVX-512 --- */

enum MantissaRange { MANTISSA_1_2 = 0, MANTISSA_34_32 = 3 }; /* [1, 2); [3/4, 3/2) */
enum { MANTISSA_NAN_IF_NEGATIVE = 8, ALL_LANES = 0xff, CURRENT_ROUNDING = 4 };

static LLVMValueRef i32(MathEmitter *m, unsigned value) {
    return LLVMConstInt(LLVMInt32TypeInContext(m->context), value, 0);
}
static LLVMValueRef all_lanes(MathEmitter *m) { return LLVMConstInt(LLVMInt8TypeInContext(m->context), ALL_LANES, 0); }

static LLVMValueRef wide_scale(MathEmitter *m, LLVMValueRef x, LLVMValueRef exponent) {
    return value_call(m, "llvm.x86.avx512.mask.scalef.pd.512",
                      (LLVMValueRef[]){x, exponent, x, all_lanes(m), i32(m, CURRENT_ROUNDING)}, 5);
}
static LLVMValueRef wide_exponent(MathEmitter *m, LLVMValueRef x) {
    return value_call(m, "llvm.x86.avx512.mask.getexp.pd.512",
                      (LLVMValueRef[]){x, x, all_lanes(m), i32(m, CURRENT_ROUNDING)}, 4);
}
static LLVMValueRef wide_mantissa(MathEmitter *m, LLVMValueRef x, unsigned how) {
    return value_call(m, "llvm.x86.avx512.mask.getmant.pd.512",
                      (LLVMValueRef[]){x, i32(m, how), x, all_lanes(m), i32(m, CURRENT_ROUNDING)}, 5);
}

/* --- exp, expm1 --- */

/* x = n log 2 + rest. */
typedef struct Reduced {
    LLVMValueRef n, rest, shifted; /* shifted: n in the low bits */
} Reduced;

static Reduced reduce(MathEmitter *m, LLVMValueRef x) {
    Reduced      result = {0};
    LLVMValueRef log2e = value_number(m, M_LOG2E);
    if (value_wide(m)) {
        LLVMValueRef scaled = value_mul(m, x, log2e);
        result.n = value_intrinsic(m, "llvm.rint", &scaled, 1);
    } else {
        result.shifted = value_fma(m, x, log2e, value_number(m, magic));
        result.n = value_sub(m, result.shifted, value_number(m, magic));
    }
    result.rest = value_fnma(m, result.n, value_number(m, ln2_high), x);
    result.rest = value_fnma(m, result.n, value_number(m, ln2_low), result.rest);
    return result;
}

/* exp(r) - 1 for |r| <= log(2) / 2: r + r^2 P(r), relative error of P 4e-18. */
static LLVMValueRef expm1_rest(MathEmitter *m, LLVMValueRef r) {
    static const double c[] = {0.50000000000000122,  0.16666666666666477,   4.1666666666519726e-2,
                               8.333333333455047e-3, 1.3888888945928742e-3, 1.9841269589121265e-4,
                               2.480149102220958e-5, 2.7557514518034308e-6, 2.7630910717419318e-7,
                               2.5022340690308661e-8};
    return value_fma(m, value_mul(m, r, r), value_polynomial(m, c, COUNT(c), r), r);
}

/* n 2^52 as bits: what to add to a number to multiply it by 2^n. */
static LLVMValueRef exponent_bits(MathEmitter *m, LLVMValueRef shifted) {
    return LLVMBuildShl(m->builder, value_as_bits(m, shifted), value_bits(m, 52), "");
}

static LLVMValueRef emit_exp(MathEmitter *m, LLVMValueRef x) {
    if (value_wide(m)) { /* scalef overflows and underflows as it should; only keep n finite */
        LLVMValueRef top = value_number(m, 710), bottom = value_number(m, -746);
        x = value_choose(m, value_less(m, top, x), top, x);
        x = value_choose(m, value_less(m, x, bottom), bottom, x);
        Reduced p = reduce(m, x);
        return wide_scale(m, value_add(m, expm1_rest(m, p.rest), value_number(m, 1)), p.n);
    }
    Reduced      p = reduce(m, x);
    LLVMValueRef one = value_add(m, expm1_rest(m, p.rest), value_number(m, 1));
    LLVMValueRef scaled =
        value_as_number(m, LLVMBuildAdd(m->builder, value_as_bits(m, one), exponent_bits(m, p.shifted), ""));
    scaled = value_choose(m, value_less(m, x, value_number(m, -708.396)), value_number(m, 0), scaled);
    /* x + infinity: infinity beyond the top, and NaN for NaN, whose bits the shift has spoilt */
    return value_choose(m, value_at_most(m, x, value_number(m, 709.782712893384)), scaled,
                        value_add(m, x, value_number(m, INFINITY)));
}

/* 2 (2^(n-1) (e^r - 1) + 2^(n-1) - 1/2): for n = 0 it is e^r - 1 itself, to the last digit. */
static LLVMValueRef emit_expm1(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef bottom = value_number(m, -50);
    MathEmitter  plain = *m;
    plain.avx512 = false;
    Reduced      p = reduce(&plain, value_choose(m, value_less(m, x, bottom), bottom, x));
    LLVMValueRef half_bits =
        LLVMBuildAdd(m->builder, exponent_bits(m, p.shifted), value_bits(m, UINT64_C(1022) << 52), "");
    LLVMValueRef half = value_as_number(m, half_bits);
    LLVMValueRef sum = value_fma(m, half, expm1_rest(m, p.rest), value_sub(m, half, value_number(m, 0.5)));
    LLVMValueRef top = value_number(m, 709.782712893384);
    return value_choose(m, value_less(m, top, x), value_number(m, INFINITY), value_add(m, sum, sum));
}

/* --- log, log1p --- */

/* x = (1 + f) 2^k with 1 + f near 1. */
typedef struct Split {
    LLVMValueRef f, k;
} Split;

/* For wide: any x. Else: x > 0, finite and normal; 1 + f in [sqrt(1/2), sqrt(2)). */
static Split split(MathEmitter *m, LLVMValueRef x) {
    Split        result;
    LLVMValueRef one = value_number(m, 1);
    if (value_wide(m)) {
        LLVMValueRef mantissa = wide_mantissa(m, x, MANTISSA_34_32 | MANTISSA_NAN_IF_NEGATIVE),
                     exponent = wide_exponent(m, x);
        result.k = value_choose(m, value_less(m, mantissa, one), value_add(m, exponent, one), exponent);
        result.f = value_sub(m, mantissa, one);
        return result;
    }
    const uint64_t sqrt_half = UINT64_C(0x3fe6a09e667f3bcd), biased_0 = UINT64_C(1023) << 52;
    LLVMBuilderRef b = m->builder;
    LLVMValueRef   bits =
        LLVMBuildAdd(b, value_as_bits(m, x), value_bits(m, biased_0 - sqrt_half), ""); /* exponent field: k + 1023 */
    LLVMValueRef biased =
        LLVMBuildOr(b, LLVMBuildLShr(b, bits, value_bits(m, 52), ""), value_bits(m, UINT64_C(0x433) << 52), "");
    result.k = value_sub(m, value_as_number(m, biased), value_number(m, 0x1p52 + 1023));
    LLVMValueRef fraction = LLVMBuildAnd(b, bits, value_bits(m, (UINT64_C(1) << 52) - 1), "");
    result.f = value_sub(m, value_as_number(m, LLVMBuildAdd(b, fraction, value_bits(m, sqrt_half), "")), one);
    return result;
}

/* P(z) below, for |s| <= 0.1716. */
static const double narrow[] = {0.6666666666666735,  0.3999999999941048,  0.28571428743263350, 0.22222198486255787,
                                0.18183568773751596, 0.15313937325744326, 0.14797084677055042};

/* log((1 + f) 2^k). With s = f / (2 + f), z = s^2: log(1 + f) = f - (f^2/2 - s (f^2/2 + z P(z))). */
static LLVMValueRef log_split(MathEmitter *m, Split x) {
    static const double wide[] = {0.66666666666666663, 0.4000000000000794,  0.28571428567275936,
                                  0.22222223048351589, 0.18181737626302938, 0.15388867805613718,
                                  0.13209708242059462, 0.13609030262858499}; /* |s| <= 0.2 */
    LLVMValueRef        s = value_div(m, x.f, value_add(m, x.f, value_number(m, 2)));
    LLVMValueRef        z = value_mul(m, s, s);
    LLVMValueRef        series =
        value_wide(m) ? value_polynomial(m, wide, COUNT(wide), z) : value_polynomial(m, narrow, COUNT(narrow), z);
    LLVMValueRef half_square = value_mul(m, value_mul(m, x.f, value_number(m, 0.5)), x.f);
    LLVMValueRef low =
        value_fma(m, s, value_fma(m, z, series, half_square), value_mul(m, x.k, value_number(m, ln2_low)));
    return value_fma(m, x.k, value_number(m, ln2_high), value_sub(m, x.f, value_sub(m, half_square, low)));
}

/* Puts the logarithms of 0, infinity, NaN and negative numbers into what was computed as log(x). */
static LLVMValueRef log_edges(MathEmitter *m, LLVMValueRef x, LLVMValueRef log) {
    LLVMValueRef zero = value_number(m, 0), infinity = value_number(m, INFINITY);
    log = value_choose(m, value_equal(m, x, infinity), infinity, log);
    LLVMValueRef outside = value_choose(m, value_equal(m, x, zero), value_number(m, -INFINITY), value_number(m, NAN));
    return value_choose(m, value_less(m, zero, x), log, outside);
}

/* x > 0, finite and normal. */
LLVMValueRef emit_log_positive(MathEmitter *m, LLVMValueRef x) { return log_split(m, split(m, x)); }

static LLVMValueRef emit_log(MathEmitter *m, LLVMValueRef x) {
    if (value_wide(m)) /* split has seen to the edges: k is -infinity at 0, infinity at infinity */
        return log_split(m, split(m, x));
    LLVMValueRef small = value_less(m, x, value_number(m, 0x1p-1022));
    Split        parts = split(m, value_choose(m, small, value_mul(m, x, value_number(m, 0x1p54)), x));
    parts.k = value_choose(m, small, value_sub(m, parts.k, value_number(m, 54)), parts.k);
    return log_edges(m, x, log_split(m, parts));
}

LLVMValueRef emit_log_rounded_sum(MathEmitter *m, LLVMValueRef sum, LLVMValueRef rest) {
    Split        parts = split(m, sum);
    LLVMValueRef scaled;
    if (value_wide(m)) {
        scaled = wide_scale(m, rest, value_neg(m, parts.k));
        scaled = value_choose(m, value_less(m, value_abs(m, scaled), value_number(m, 1)), scaled,
                              value_number(m, 0)); /* sum 0 or infinite: NaN */
    } else {
        /* k + 2^52 + 2^51 has k in its low bits */
        LLVMValueRef shifted = value_sub(m, value_number(m, magic), parts.k);
        LLVMValueRef power =
            LLVMBuildAdd(m->builder, exponent_bits(m, shifted), value_bits(m, UINT64_C(1023) << 52), "");
        scaled = value_mul(m, rest, value_as_number(m, power));
    }
    parts.f = value_add(m, parts.f, scaled);
    LLVMValueRef log = log_split(m, parts);
    return value_wide(m) ? log : log_edges(m, sum, log);
}

static LLVMValueRef emit_log1p(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef one = value_number(m, 1), sum = value_add(m, one, x);
    return emit_log_rounded_sum(m, sum, value_sub(m, x, value_sub(m, sum, one)));
}

/* log(x / y): log1p of their relative distance where that is at most the half, else of the quotient. */
static LLVMValueRef emit_log_ratio(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) {
    LLVMValueRef one = value_number(m, 1), step = value_div(m, value_sub(m, x, y), y), sum = value_add(m, one, step);
    LLVMValueRef near = value_less(m, value_abs(m, step), value_number(m, 0.5));
    LLVMValueRef rest = value_choose(m, near, value_sub(m, step, value_sub(m, sum, one)), value_number(m, 0));
    /* by a y below the normal numbers the quotient may be too large: its logarithm is then that of 2^-54 times it */
    LLVMValueRef zero = value_number(m, 0), shift = value_number(m, 54 * M_LN2), scale = value_number(m, 0x1p54);
    LLVMValueRef tiny = value_less(m, y, value_number(m, 0x1p-1022));
    LLVMValueRef quotient = value_div(m, x, value_choose(m, tiny, value_mul(m, y, scale), y));
    LLVMValueRef up = value_choose(m, near, zero, value_choose(m, tiny, shift, zero));
    if (value_wide(m)) return value_add(m, emit_log_rounded_sum(m, value_choose(m, near, sum, quotient), rest), up);
    /* the quotient may be too small to be split as it is: its logarithm is then that of 2^54 times it */
    LLVMValueRef small = value_less(m, quotient, value_number(m, 0x1p-1022));
    sum = value_choose(m, near, sum, value_choose(m, small, value_mul(m, quotient, scale), quotient));
    LLVMValueRef log = value_add(m, emit_log_rounded_sum(m, sum, rest), up);
    return value_choose(m, small, value_sub(m, log, shift), log);
}

/* x (t - log(1 + t)), t = (m - x) / x; where t is small the difference is taken in the series. m where x is 0, or next to nothing beside it. */
static LLVMValueRef emit_deviance(MathEmitter *e, LLVMValueRef x, LLVMValueRef m) {
    LLVMValueRef t = value_div(e, value_sub(e, m, x), x), s = value_div(e, t, value_add(e, t, value_number(e, 2)));
    LLVMValueRef z = value_mul(e, s, s), half_square = value_mul(e, value_mul(e, t, value_number(e, 0.5)), t);
    LLVMValueRef series = value_fma(e, z, value_polynomial(e, narrow, COUNT(narrow), z), half_square);
    LLVMValueRef near = value_less(e, value_abs(e, s), value_number(e, 0.17));
    LLVMValueRef far = value_fma(e, x, emit_log_ratio(e, x, m), value_sub(e, m, x));
    LLVMValueRef deviance = value_choose(e, near, value_mul(e, x, value_fnma(e, s, series, half_square)), far);
    LLVMValueRef zero = value_number(e, 0), is_zero = value_at_most(e, x, value_mul(e, m, value_number(e, 1e-200)));
    LLVMValueRef inside = LLVMBuildAnd(e->builder, value_at_most(e, zero, x), value_at_most(e, zero, m), "");
    LLVMValueRef none = value_equal(e, m, zero);
    deviance = value_choose(e, none, value_number(e, INFINITY), deviance);
    return value_choose(e, inside, value_choose(e, is_zero, m, deviance), value_number(e, NAN));
}

/* With s = t / (2 + t) and z = s^2: t + s (z Q(z) - t). */
LLVMValueRef emit_log1p01(MathEmitter *m, LLVMValueRef t) {
    static const double q[] = {0.6666666666666666,  0.40000000000001534, 0.2857142857118543,   0.2222222224258513,
                               0.18181817148788545, 0.15384649487480367, 0.13332571785180788,  0.1177640627014990,
                               0.10402868198207208, 0.10397019762888215, 4.795849326992731e-2, 0.17511668063118971};
    LLVMValueRef        s = value_div(m, t, value_add(m, t, value_number(m, 2)));
    LLVMValueRef        z = value_mul(m, s, s);
    return value_fma(m, s, value_sub(m, value_mul(m, z, value_polynomial(m, q, COUNT(q), z)), t), t);
}

void emit_exponent_mantissa(MathEmitter *m, LLVMValueRef p, LLVMValueRef *exponent, LLVMValueRef *mantissa) {
    if (value_wide(m)) {
        *exponent = wide_exponent(m, p);
        *mantissa = wide_mantissa(m, p, MANTISSA_1_2);
        return;
    }
    LLVMBuilderRef b = m->builder;
    LLVMValueRef   small = value_less(m, p, value_number(m, 0x1p-1022));
    LLVMValueRef   bits = value_as_bits(m, value_choose(m, small, value_mul(m, p, value_number(m, 0x1p54)), p));
    LLVMValueRef   biased =
        LLVMBuildOr(b, LLVMBuildLShr(b, bits, value_bits(m, 52), ""), value_bits(m, UINT64_C(0x433) << 52), "");
    LLVMValueRef bias = value_choose(m, small, value_number(m, 0x1p52 + 1023 + 54), value_number(m, 0x1p52 + 1023));
    LLVMValueRef fraction = LLVMBuildAnd(b, bits, value_bits(m, (UINT64_C(1) << 52) - 1), "");
    LLVMValueRef one_to_two = value_as_number(m, LLVMBuildOr(b, fraction, value_bits(m, UINT64_C(1023) << 52), ""));
    LLVMValueRef finite =
        LLVMBuildAnd(b, value_less(m, value_number(m, 0), p), value_less(m, p, value_number(m, INFINITY)), "");
    *exponent = value_choose(m, finite, value_sub(m, value_as_number(m, biased), bias), value_number(m, 0));
    *mantissa = value_choose(m, finite, one_to_two, p);
}

/* --- made of them --- */

static LLVMValueRef emit_max(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) {
    LLVMValueRef larger = value_choose(m, value_less(m, x, y), y, x);
    return value_choose(m, value_equal(m, y, y), larger, y);
}
static LLVMValueRef emit_min(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) {
    LLVMValueRef smaller = value_choose(m, value_less(m, y, x), y, x);
    return value_choose(m, value_equal(m, y, y), smaller, y);
}

static LLVMValueRef exp_minus_abs(MathEmitter *m, LLVMValueRef x) { return emit_exp(m, value_neg(m, value_abs(m, x))); }

static LLVMValueRef emit_inv_logit(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef t = exp_minus_abs(m, x), one = value_number(m, 1);
    LLVMValueRef upper = value_div(m, one, value_add(m, one, t));
    return value_choose(m, value_less(m, x, value_number(m, 0)), value_mul(m, t, upper), upper);
}

static LLVMValueRef emit_log1p_exp(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef zero = value_number(m, 0);
    return value_add(m, value_choose(m, value_less(m, zero, x), x, zero), emit_log1p01(m, exp_minus_abs(m, x)));
}

static LLVMValueRef emit_log_sum_exp(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) {
    LLVMValueRef larger = value_choose(m, value_less(m, x, y), y, x);
    LLVMValueRef sum = value_add(m, larger, emit_log1p01(m, exp_minus_abs(m, value_sub(m, x, y))));
    return value_choose(m, value_equal(m, x, y), value_add(m, x, value_number(m, M_LN2)), sum); /* also both infinite */
}

static LLVMValueRef emit_log1m_exp(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef one = value_number(m, 1), zero = value_number(m, 0);
    LLVMValueRef near = value_less(m, value_number(m, -M_LN2), x);
    LLVMValueRef power = emit_exp(m, x), far_sum = value_sub(m, one, power);
    LLVMValueRef far_rest = value_sub(m, value_sub(m, one, far_sum), power);
    return emit_log_rounded_sum(m, value_choose(m, near, value_neg(m, emit_expm1(m, x)), far_sum),
                                value_choose(m, near, zero, far_rest));
}

/* x times a logarithm of y, 0 where x is 0 and y a number. */
static LLVMValueRef times_log(MathEmitter *m, LLVMValueRef x, LLVMValueRef y, LLVMValueRef log) {
    LLVMValueRef zero = value_number(m, 0);
    return value_choose(m, value_equal(m, x, zero), value_choose(m, value_equal(m, y, y), zero, y),
                        value_mul(m, x, log));
}

static LLVMValueRef emit_tanh(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef e = emit_expm1(m, value_mul(m, value_abs(m, x), value_number(m, -2)));
    LLVMValueRef size = value_div(m, value_neg(m, e), value_add(m, e, value_number(m, 2)));
    return value_intrinsic(m, "llvm.copysign", (LLVMValueRef[]){size, x}, 2);
}

static LLVMValueRef emit_sign(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef zero = value_number(m, 0);
    LLVMValueRef not_positive = value_choose(m, value_less(m, x, zero), value_number(m, -1), x);
    return value_choose(m, value_less(m, zero, x), value_number(m, 1), not_positive);
}

static LLVMValueRef emit_step(MathEmitter *m, LLVMValueRef x) {
    LLVMValueRef zero = value_number(m, 0);
    LLVMValueRef number = value_choose(m, value_less(m, x, zero), zero, value_number(m, 1));
    return value_choose(m, value_equal(m, x, x), number, x);
}

static LLVMValueRef of_digamma(MathEmitter *m, LLVMValueRef x, bool digamma) {
    LLVMValueRef result;
    emit_lgamma_digamma(m, x, digamma ? NULL : &result, digamma ? &result : NULL);
    return result;
}

/* With the smaller first: lgamma(a) - (lgamma(a + b) - lgamma(b)). */
static LLVMValueRef emit_lbeta(MathEmitter *m, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef small = emit_min(m, a, b), large = emit_max(m, a, b);
    return value_sub(m, of_digamma(m, small, false), emit_lgamma_delta(m, large, small));
}

LLVMValueRef emit_math(MathEmitter *m, int primitive, LLVMValueRef *args) {
    LLVMValueRef x = args[0];
    switch (primitive) {
    case PRIM_exp:
        return emit_exp(m, x);
    case PRIM_log:
        return emit_log(m, x);
    case PRIM_expm1:
        return emit_expm1(m, x);
    case PRIM_log1p:
        return emit_log1p(m, x);
    case PRIM_log1m:
        return emit_log1p(m, value_neg(m, x));
    case PRIM_log1p_exp:
        return emit_log1p_exp(m, x);
    case PRIM_log1m_exp:
        return emit_log1m_exp(m, x);
    case PRIM_log_sum_exp:
        return emit_log_sum_exp(m, x, args[1]);
    case PRIM_log_diff_exp:
        return value_add(m, x, emit_log1m_exp(m, value_sub(m, args[1], x)));
    case PRIM_xlogy:
        return times_log(m, x, args[1], emit_log(m, args[1]));
    case PRIM_xlog1py:
        return times_log(m, x, args[1], emit_log1p(m, args[1]));
    case PRIM_log_ratio:
        return emit_log_ratio(m, x, args[1]);
    case PRIM_deviance:
        return emit_deviance(m, x, args[1]);
    case PRIM_inv_logit:
        return emit_inv_logit(m, x);
    case PRIM_inv_cloglog:
        return value_neg(m, emit_expm1(m, value_neg(m, emit_exp(m, x))));
    case PRIM_tanh:
        return emit_tanh(m, x);
    case PRIM_sqrt:
        return value_intrinsic(m, "llvm.sqrt", &x, 1);
    case PRIM_square:
        return value_mul(m, x, x);
    case PRIM_abs:
        return value_abs(m, x);
    case PRIM_sign:
        return emit_sign(m, x);
    case PRIM_step:
        return emit_step(m, x);
    case PRIM_min:
        return emit_min(m, x, args[1]);
    case PRIM_max:
        return emit_max(m, x, args[1]);
    case PRIM_floor:
        return value_intrinsic(m, "llvm.floor", &x, 1);
    case PRIM_ceil:
        return value_intrinsic(m, "llvm.ceil", &x, 1);
    case PRIM_lgamma:
        return of_digamma(m, x, false);
    case PRIM_digamma:
        return of_digamma(m, x, true);
    case PRIM_lgamma_delta:
        return emit_lgamma_delta(m, x, args[1]);
    case PRIM_digamma_delta:
        return emit_digamma_delta(m, x, args[1]);
    case PRIM_lbeta:
        return emit_lbeta(m, x, args[1]);
    case PRIM_lfactorial:
        return of_digamma(m, value_add(m, x, value_number(m, 1)), false);
    default:
        return NULL;
    }
}
