/* Operations on numbers of a MathEmitter, as LLVM instructions without flags. */
#include "emit_value.h"
#include <string.h>

enum { MOST_LANES = 16, MOST_COEFFICIENTS = 32 };

static LLVMTypeRef spread_type(MathEmitter *m, LLVMTypeRef element) {
    return m->lanes == 1 ? element : LLVMVectorType(element, (unsigned)m->lanes);
}
LLVMTypeRef        emit_number_type(MathEmitter *m) { return spread_type(m, LLVMDoubleTypeInContext(m->context)); }
static LLVMTypeRef bits_type(MathEmitter *m) { return spread_type(m, LLVMInt64TypeInContext(m->context)); }

static LLVMValueRef spread(MathEmitter *m, LLVMValueRef constant) {
    LLVMValueRef lane[MOST_LANES];
    for (int i = 0; i < m->lanes; i++) lane[i] = constant;
    return m->lanes == 1 ? constant : LLVMConstVector(lane, (unsigned)m->lanes);
}

LLVMValueRef value_number(MathEmitter *m, double x) {
    return spread(m, LLVMConstReal(LLVMDoubleTypeInContext(m->context), x));
}
LLVMValueRef value_bits(MathEmitter *m, uint64_t bits) {
    return spread(m, LLVMConstInt(LLVMInt64TypeInContext(m->context), bits, 0));
}

LLVMValueRef value_add(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) { return LLVMBuildFAdd(m->builder, x, y, ""); }
LLVMValueRef value_sub(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) { return LLVMBuildFSub(m->builder, x, y, ""); }
LLVMValueRef value_mul(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) { return LLVMBuildFMul(m->builder, x, y, ""); }
LLVMValueRef value_div(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) { return LLVMBuildFDiv(m->builder, x, y, ""); }
LLVMValueRef value_neg(MathEmitter *m, LLVMValueRef x) { return LLVMBuildFNeg(m->builder, x, ""); }

LLVMValueRef value_less(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) {
    return LLVMBuildFCmp(m->builder, LLVMRealOLT, x, y, "");
}
LLVMValueRef value_at_most(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) {
    return LLVMBuildFCmp(m->builder, LLVMRealOLE, x, y, "");
}
LLVMValueRef value_equal(MathEmitter *m, LLVMValueRef x, LLVMValueRef y) {
    return LLVMBuildFCmp(m->builder, LLVMRealOEQ, x, y, "");
}
LLVMValueRef value_choose(MathEmitter *m, LLVMValueRef condition, LLVMValueRef yes, LLVMValueRef no) {
    return LLVMBuildSelect(m->builder, condition, yes, no, "");
}

static LLVMValueRef call(MathEmitter *m, const char *name, LLVMTypeRef *overload, LLVMValueRef *args, unsigned n_args) {
    unsigned     id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(m->module, id, overload, overload ? 1 : 0);
    return LLVMBuildCall2(m->builder, LLVMGlobalGetValueType(function), function, args, n_args, "");
}
LLVMValueRef value_intrinsic(MathEmitter *m, const char *name, LLVMValueRef *args, unsigned n_args) {
    LLVMTypeRef type = emit_number_type(m);
    return call(m, name, &type, args, n_args);
}
LLVMValueRef value_call(MathEmitter *m, const char *intrinsic, LLVMValueRef *args, unsigned n_args) {
    return call(m, intrinsic, NULL, args, n_args);
}

LLVMValueRef value_fma(MathEmitter *m, LLVMValueRef x, LLVMValueRef y, LLVMValueRef z) {
    return value_intrinsic(m, "llvm.fmuladd", (LLVMValueRef[]){x, y, z}, 3);
}
LLVMValueRef value_fnma(MathEmitter *m, LLVMValueRef x, LLVMValueRef y, LLVMValueRef z) {
    return value_fma(m, value_neg(m, x), y, z);
}
LLVMValueRef value_abs(MathEmitter *m, LLVMValueRef x) { return value_intrinsic(m, "llvm.fabs", &x, 1); }

LLVMValueRef value_as_bits(MathEmitter *m, LLVMValueRef x) { return LLVMBuildBitCast(m->builder, x, bits_type(m), ""); }
LLVMValueRef value_as_number(MathEmitter *m, LLVMValueRef bits) {
    return LLVMBuildBitCast(m->builder, bits, emit_number_type(m), "");
}

LLVMValueRef value_polynomial(MathEmitter *m, const double *c, int n, LLVMValueRef x) {
    LLVMValueRef term[MOST_COEFFICIENTS];
    for (int i = 0; i < n; i++) term[i] = value_number(m, c[i]);
    for (; n > 1; n = (n + 1) / 2) { /* pairs, then pairs of pairs with x^2, … */
        for (int i = 0; i < n / 2; i++) term[i] = value_fma(m, term[2 * i + 1], x, term[2 * i]);
        if (n % 2) term[n / 2] = term[n - 1];
        if (n > 2) x = value_mul(m, x, x);
    }
    return term[0];
}

LLVMValueRef emit_splat(MathEmitter *m, LLVMValueRef scalar) {
    if (m->lanes == 1) return scalar;
    LLVMTypeRef  i32 = LLVMInt32TypeInContext(m->context);
    LLVMTypeRef  type = LLVMVectorType(LLVMTypeOf(scalar), (unsigned)m->lanes);
    LLVMValueRef first = LLVMBuildInsertElement(m->builder, LLVMGetPoison(type), scalar, LLVMConstInt(i32, 0, 0), "");
    return LLVMBuildShuffleVector(m->builder, first, LLVMGetPoison(type),
                                  LLVMConstNull(LLVMVectorType(i32, (unsigned)m->lanes)), "");
}

LLVMValueRef emit_reduce_add(MathEmitter *m, LLVMValueRef vector) {
    LLVMTypeRef i32 = LLVMInt32TypeInContext(m->context);
    for (int half = m->lanes / 2; half >= 1; half /= 2) {
        LLVMValueRef low[MOST_LANES], high[MOST_LANES];
        for (int i = 0; i < half; i++) {
            low[i] = LLVMConstInt(i32, (unsigned)i, 0);
            high[i] = LLVMConstInt(i32, (unsigned)(half + i), 0);
        }
        LLVMValueRef poison = LLVMGetPoison(LLVMTypeOf(vector));
        vector = LLVMBuildFAdd(
            m->builder, LLVMBuildShuffleVector(m->builder, vector, poison, LLVMConstVector(low, (unsigned)half), ""),
            LLVMBuildShuffleVector(m->builder, vector, poison, LLVMConstVector(high, (unsigned)half), ""), "");
    }
    return m->lanes == 1 ? vector : LLVMBuildExtractElement(m->builder, vector, LLVMConstInt(i32, 0, 0), "");
}
