/* The words in which kernels are written: one function for each operation on a number of MathEmitter (a double or a vector of them).
 * Private to emit_math*.c. */
#ifndef COMPILER_EMIT_VALUE_H
#define COMPILER_EMIT_VALUE_H
#include "emit_math.h"
#include <stdint.h>

LLVMValueRef value_number(MathEmitter *m, double x);    /* a constant in all lanes */
LLVMValueRef value_bits(MathEmitter *m, uint64_t bits); /* the same, as integers */
LLVMValueRef value_add(MathEmitter *m, LLVMValueRef x, LLVMValueRef y);
LLVMValueRef value_sub(MathEmitter *m, LLVMValueRef x, LLVMValueRef y);
LLVMValueRef value_mul(MathEmitter *m, LLVMValueRef x, LLVMValueRef y);
LLVMValueRef value_div(MathEmitter *m, LLVMValueRef x, LLVMValueRef y);
LLVMValueRef value_neg(MathEmitter *m, LLVMValueRef x);
LLVMValueRef value_fma(MathEmitter *m, LLVMValueRef x, LLVMValueRef y, LLVMValueRef z);  /* x y + z */
LLVMValueRef value_fnma(MathEmitter *m, LLVMValueRef x, LLVMValueRef y, LLVMValueRef z); /* z - x y */
LLVMValueRef value_less(MathEmitter *m, LLVMValueRef x, LLVMValueRef y);                 /* false if either is NaN */
LLVMValueRef value_at_most(MathEmitter *m, LLVMValueRef x, LLVMValueRef y);              /* false if either is NaN */
LLVMValueRef value_equal(MathEmitter *m, LLVMValueRef x, LLVMValueRef y);
LLVMValueRef value_choose(MathEmitter *m, LLVMValueRef condition, LLVMValueRef yes, LLVMValueRef no);
LLVMValueRef value_intrinsic(MathEmitter *m, const char *name, LLVMValueRef *args,
                             unsigned n_args); /* overloaded by the type of a number */
LLVMValueRef value_call(MathEmitter *m, const char *intrinsic, LLVMValueRef *args,
                        unsigned n_args); /* not overloaded */
LLVMValueRef value_abs(MathEmitter *m, LLVMValueRef x);
LLVMValueRef value_as_bits(MathEmitter *m, LLVMValueRef x);
LLVMValueRef value_as_number(MathEmitter *m, LLVMValueRef bits);
/* Σ c[i] x^i by Estrin's scheme. */
LLVMValueRef value_polynomial(MathEmitter *m, const double *c, int n, LLVMValueRef x);

/* log x for x > 0, finite and normal (emit_math.c). */
LLVMValueRef emit_log_positive(MathEmitter *m, LLVMValueRef x);
/* log(sum + rest), where rest is what rounding took from sum (emit_math.c). */
LLVMValueRef emit_log_rounded_sum(MathEmitter *m, LLVMValueRef sum, LLVMValueRef rest);

/* Where Stirling's series is taken, and the product that leads there (emit_gamma.c):
 *   x >= 8: z = x, P = 1;   x < 8: z = x + 8, P = x (x + 1) … (x + 7), so that lgamma(x) = lgamma(z) - log P. */
typedef struct Lifted {
    LLVMValueRef z, product, slope /* dP/dx */, is_small, inv_z, inv_product;
} Lifted;
Lifted emit_lift(MathEmitter *m, LLVMValueRef x);
/* f(x + d) - f(x) (emit_delta.c). */
LLVMValueRef emit_lgamma_delta(MathEmitter *m, LLVMValueRef x, LLVMValueRef d);
LLVMValueRef emit_digamma_delta(MathEmitter *m, LLVMValueRef x, LLVMValueRef d);

/* Whether the instructions of AVX-512 are used. */
static inline bool value_wide(const MathEmitter *m) { return m->avx512 && m->lanes == 8; }

#endif
