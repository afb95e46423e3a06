/* Vector kernels of the scalar functions, emitted in place as LLVM IR: a call inside a loop would spill every vector register.
 * They take and give vectors of `lanes` doubles, or a double if lanes is 1.
 *
 * No instruction carries a fast-math flag: infinities and NaN mean something here. Multiply-adds are llvm.fmuladd, which is an FMA
 * where the target has one and never a call. Largest errors seen by tests/compiler/test_emit_math.c, in units in the last place:
 * exp 1.0, log 0.9, log1p 0.9, log1p01 1.2, expm1 2.2; lgamma and digamma are right to 8e-15 max(1, |f|).
 * So are digamma_delta, and lgamma_delta to 1.2e-14, for d >= 1/2; for smaller d, f is the larger of digamma (lgamma) at x and at x + d. */
#ifndef COMPILER_EMIT_MATH_H
#define COMPILER_EMIT_MATH_H
#include <llvm-c/Core.h>
#include <stdbool.h>

typedef struct MathEmitter {
    LLVMContextRef context;
    LLVMModuleRef  module;
    LLVMBuilderRef builder;
    int            lanes;  /* 1, or a power of two */
    bool           avx512; /* the target has AVX-512 F, DQ: with 8 lanes some kernels use its instructions */
} MathEmitter;

/* The value of a primitive (lang/primitive.h) at the arguments; NULL if there is no kernel: call bm_NAME for each lane.
 * Results below the smallest normal number may be 0. */
LLVMValueRef emit_math(MathEmitter *m, int primitive, LLVMValueRef *args);
/* log(1 + t) for t in [0, 1]: what log-sum-exp needs, at half the price of log1p. */
LLVMValueRef emit_log1p01(MathEmitter *m, LLVMValueRef t);
/* Both for little more than the price of one; either may be NULL. */
void emit_lgamma_digamma(MathEmitter *m, LLVMValueRef x, LLVMValueRef *lgamma, LLVMValueRef *digamma);
/* p = mantissa 2^exponent with mantissa in [1, 2), exponent a double: for products of many factors. At 0, infinity and NaN
 * log(mantissa) + log(2) exponent is still log(p). For p >= 0. */
void emit_exponent_mantissa(MathEmitter *m, LLVMValueRef p, LLVMValueRef *exponent, LLVMValueRef *mantissa);
/* Sum of the lanes, as a balanced tree: always in the same order. */
LLVMValueRef emit_reduce_add(MathEmitter *m, LLVMValueRef vector);
LLVMValueRef emit_splat(MathEmitter *m, LLVMValueRef scalar);
LLVMTypeRef  emit_number_type(MathEmitter *m); /* double, or vector of lanes doubles */

#endif
