/* The vector kernels of compiler/emit_math.h, compiled just in time: for test_emit_math.c, and for the table of accuracies (tests/ulp). */
#ifndef TESTS_COMPILER_KERNEL_JIT_H
#define TESTS_COMPILER_KERNEL_JIT_H
#include "compiler/emit_math.h"
#include "lang/primitive.h"
#include <llvm-c/Error.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kernels that are no primitives of their own. */
enum { LOG1P01 = PRIM_COUNT, FUSED_LGAMMA, FUSED_DIGAMMA, PRODUCT_LOG };

typedef void (*Compiled)(const double *x, const double *y, double *out);

static LLVMValueRef kernel_value(MathEmitter *m, int id, LLVMValueRef *args) {
    LLVMValueRef first, second;
    switch (id) {
    case LOG1P01:
        return emit_log1p01(m, args[0]);
    case FUSED_LGAMMA:
        emit_lgamma_digamma(m, args[0], &first, &second);
        return first;
    case FUSED_DIGAMMA:
        emit_lgamma_digamma(m, args[0], &first, &second);
        return second;
    case PRODUCT_LOG:
        emit_exponent_mantissa(m, args[0], &first, &second);
        second = emit_math(m, PRIM_log, &second);
        return LLVMBuildFAdd(m->builder, second,
                             LLVMBuildFMul(m->builder, first,
                                           emit_splat(m, LLVMConstReal(LLVMDoubleTypeInContext(m->context), M_LN2)),
                                           ""),
                             "");
    default:
        return emit_math(m, id, args);
    }
}

/* void kernel_ID(const double *x, const double *y, double *out): one vector of each. False if there is no such kernel. */
static bool add_kernel(MathEmitter *m, int id) {
    char name[32];
    snprintf(name, sizeof name, "kernel_%d", id);
    if (LLVMGetNamedFunction(m->module, name)) return true;
    LLVMTypeRef pointer = LLVMPointerTypeInContext(m->context, 0), number = emit_number_type(m);
    LLVMTypeRef type =
        LLVMFunctionType(LLVMVoidTypeInContext(m->context), (LLVMTypeRef[]){pointer, pointer, pointer}, 3, 0);
    LLVMValueRef function = LLVMAddFunction(m->module, name, type);
    LLVMPositionBuilderAtEnd(m->builder, LLVMAppendBasicBlockInContext(m->context, function, ""));
    LLVMValueRef args[2];
    for (unsigned i = 0; i < 2; i++) {
        args[i] = LLVMBuildLoad2(m->builder, number, LLVMGetParam(function, i), "");
        LLVMSetAlignment(args[i], 8);
    }
    LLVMValueRef value = kernel_value(m, id, args);
    if (value) LLVMSetAlignment(LLVMBuildStore(m->builder, value, LLVMGetParam(function, 2)), 8);
    LLVMBuildRetVoid(m->builder);
    if (!value) LLVMDeleteFunction(function);
    return value != NULL;
}

/* void reduce(const double *x, const double *y, double *out): out[0] = the sum of x[0 … lanes). */
static void add_reduction(MathEmitter *m) {
    LLVMTypeRef pointer = LLVMPointerTypeInContext(m->context, 0);
    LLVMTypeRef type =
        LLVMFunctionType(LLVMVoidTypeInContext(m->context), (LLVMTypeRef[]){pointer, pointer, pointer}, 3, 0);
    LLVMValueRef function = LLVMAddFunction(m->module, "reduce", type);
    LLVMPositionBuilderAtEnd(m->builder, LLVMAppendBasicBlockInContext(m->context, function, ""));
    LLVMValueRef x = LLVMBuildLoad2(m->builder, emit_number_type(m), LLVMGetParam(function, 0), "");
    LLVMSetAlignment(x, 8);
    LLVMBuildStore(m->builder, emit_reduce_add(m, x), LLVMGetParam(function, 2));
    LLVMBuildRetVoid(m->builder);
}

/* Everything that a test holds of the compiler. */
typedef struct Jit {
    LLVMOrcLLJITRef orc;
    int             lanes;
    bool            has[PRODUCT_LOG + 1]; /* by id */
} Jit;

static void fail_on(LLVMErrorRef error) {
    if (!error) return;
    char *text = LLVMGetErrorMessage(error);
    printf("LLVM: %s\n0 passed, 1 failed\n", text);
    LLVMDisposeErrorMessage(text);
    exit(1);
}

static LLVMTargetMachineRef host_machine(const char *cpu) {
    LLVMTargetRef target;
    char         *triple = LLVMGetDefaultTargetTriple(), *error = NULL;
    char *features = cpu ? strdup("") : LLVMGetHostCPUFeatures(), *host = cpu ? strdup(cpu) : LLVMGetHostCPUName();
    LLVMGetTargetFromTriple(triple, &target, &error);
    LLVMTargetMachineRef machine =
        LLVMCreateTargetMachine(target, triple, host, features, LLVMCodeGenLevelLess, LLVMRelocPIC, LLVMCodeModelSmall);
    LLVMDisposeMessage(triple);
    free(features), free(host);
    return machine;
}

static Jit compile(int lanes, int avx512, const char *cpu, const int *ids, int n) {
    Jit                         jit = {.lanes = lanes};
    LLVMOrcThreadSafeContextRef safe = LLVMOrcCreateNewThreadSafeContext();
    MathEmitter m = {.context = LLVMOrcThreadSafeContextGetContext(safe), .lanes = lanes, .avx512 = avx512 != 0};
    LLVMTargetMachineRef machine = host_machine(cpu), again = host_machine(cpu);
    m.module = LLVMModuleCreateWithNameInContext("kernels", m.context);
    m.builder = LLVMCreateBuilderInContext(m.context);
    for (int i = 0; i < n; i++) jit.has[ids[i]] = add_kernel(&m, ids[i]);
    add_reduction(&m);
    LLVMDisposeBuilder(m.builder);
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMPassBuilderOptionsSetVerifyEach(options, 1);
    fail_on(LLVMRunPasses(m.module, "function(early-cse,instcombine)", machine, options));
    LLVMDisposePassBuilderOptions(options);
    LLVMDisposeTargetMachine(machine);
    LLVMOrcLLJITBuilderRef builder = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(builder,
                                                  LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(again));
    fail_on(LLVMOrcCreateLLJIT(&jit.orc, builder));
    LLVMOrcDefinitionGeneratorRef process;
    fail_on(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&process, LLVMOrcLLJITGetGlobalPrefix(jit.orc), NULL,
                                                                 NULL));
    LLVMOrcJITDylibAddGenerator(LLVMOrcLLJITGetMainJITDylib(jit.orc), process);
    fail_on(LLVMOrcLLJITAddLLVMIRModule(jit.orc, LLVMOrcLLJITGetMainJITDylib(jit.orc),
                                        LLVMOrcCreateNewThreadSafeModule(m.module, safe)));
    LLVMOrcDisposeThreadSafeContext(safe);
    return jit;
}

static Compiled lookup(const Jit *jit, const char *name) {
    LLVMOrcExecutorAddress address;
    fail_on(LLVMOrcLLJITLookup(jit->orc, &address, name));
    return (Compiled)(uintptr_t)address;
}
static Compiled lookup_kernel(const Jit *jit, int id) {
    char name[32];
    snprintf(name, sizeof name, "kernel_%d", id);
    return lookup(jit, name);
}
#endif
