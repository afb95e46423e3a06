#include "jit.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/Error.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Orc.h>
#include <llvm-c/Target.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <string.h>

#include "lang/kernel.h"
#include "lang/primitive.h"
#include "runtime/abi.h"
#include "runtime/emitted.h"
#include "runtime/linalg.h"
#include "symbols.h"

/* Every LLVMErrorRef is consumed here. True if there was none. */
static bool fine(Arena *arena, LLVMErrorRef failure, const char **error) {
    if (!failure) return true;
    char *text = LLVMGetErrorMessage(failure);
    *error = arena_printf(arena, "%s", text);
    LLVMDisposeErrorMessage(text);
    return false;
}

/* Vectors as wide as the processor's registers. */
static int lanes_of(const Machine *m) {
    if (m->avx512) return 8;
    bool four = strstr(m->features, "+avx2") || strcmp(m->cpu, "x86-64-v3") == 0;
    return four ? 4 : 2;
}

Machine *machine_new(Arena *arena, const char *cpu, const char **error) {
    LLVMInitializeNativeTarget();
    LLVMInitializeNativeAsmPrinter();
    Machine *m = ARENA_NEW(arena, Machine);
    m->triple = LLVMGetDefaultTargetTriple();
    m->cpu = cpu ? LLVMCreateMessage(cpu) : LLVMGetHostCPUName();
    m->features = cpu ? LLVMCreateMessage("") : LLVMGetHostCPUFeatures();
    LLVMTargetRef target;
    char         *text = NULL;
    if (LLVMGetTargetFromTriple(m->triple, &target, &text)) {
        *error = arena_printf(arena, "%s", text);
        LLVMDisposeMessage(text);
        machine_free(m);
        return NULL;
    }
    m->target_machine = LLVMCreateTargetMachine(target, m->triple, m->cpu, m->features, LLVMCodeGenLevelLess,
                                                LLVMRelocPIC, LLVMCodeModelSmall);
    m->avx512 = strstr(m->features, "+avx512f") && strstr(m->features, "+avx512dq");
    m->lanes = lanes_of(m);
    return m;
}

void machine_free(Machine *m) {
    if (!m) return;
    if (m->target_machine) LLVMDisposeTargetMachine(m->target_machine);
    LLVMDisposeMessage(m->triple);
    LLVMDisposeMessage(m->cpu);
    LLVMDisposeMessage(m->features);
}

Target target_new(const Machine *m, const char *name) {
    Target t = {.cpu = m->cpu, .features = m->features, .lanes = m->lanes, .avx512 = m->avx512};
    t.shared_context = LLVMOrcCreateNewThreadSafeContext();
    t.context = LLVMOrcThreadSafeContextGetContext(t.shared_context);
    t.module = LLVMModuleCreateWithNameInContext(name, t.context);
    t.builder = LLVMCreateBuilderInContext(t.context);
    LLVMSetTarget(t.module, m->triple);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(m->target_machine);
    LLVMSetModuleDataLayout(t.module, layout);
    LLVMDisposeTargetData(layout);
    return t;
}

void target_free(Target *t) {
    if (t->builder) LLVMDisposeBuilder(t->builder);
    if (t->module) LLVMDisposeModule(t->module);
    if (t->shared_context) LLVMOrcDisposeThreadSafeContext(t->shared_context);
    *t = (Target){0};
}

bool target_optimise(Arena *arena, const Machine *m, Target *t, const char **error) {
    char *text = NULL;
    if (LLVMVerifyModule(t->module, LLVMReturnStatusAction, &text)) {
        *error = arena_printf(arena, "%s", text);
        LLVMDisposeMessage(text);
        return false;
    }
    LLVMDisposeMessage(text);
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMErrorRef failure = LLVMRunPasses(t->module, "function(sroa,early-cse,instcombine<no-verify-fixpoint>)",
                                         m->target_machine, options);
    LLVMDisposePassBuilderOptions(options);
    return fine(arena, failure, error);
}

/* --- in memory --- */

struct Jit {
    LLVMOrcLLJITRef             lljit;
    LLVMOrcThreadSafeContextRef context;
};

/* Our own functions by address; the C library's by name. */
static bool define_symbols(Arena *arena, LLVMOrcLLJITRef lljit, const char **error) {
    LLVMOrcJITDylibRef    dylib = LLVMOrcLLJITGetMainJITDylib(lljit);
    LLVMOrcCSymbolMapPair pairs[PRIM_COUNT + 2 * KERNEL_COUNT + 2];
    size_t                n = 0;
    LLVMJITSymbolFlags    flags = {LLVMJITSymbolGenericFlagsExported | LLVMJITSymbolGenericFlagsCallable, 0};
    for (int i = 0; i < PRIM_COUNT; i++)
        if (symbol_address(i))
            pairs[n++] = (LLVMOrcCSymbolMapPair){LLVMOrcLLJITMangleAndIntern(lljit, symbol_name(i)),
                                                 {(LLVMOrcExecutorAddress)(uintptr_t)symbol_address(i), flags}};
    for (int i = 0; i < KERNEL_COUNT; i++) {
        pairs[n++] = (LLVMOrcCSymbolMapPair){LLVMOrcLLJITMangleAndIntern(lljit, kernel_symbol(i)),
                                             {(LLVMOrcExecutorAddress)(uintptr_t)kernel_address(i), flags}};
        if (kernel_many(i))
            pairs[n++] = (LLVMOrcCSymbolMapPair){LLVMOrcLLJITMangleAndIntern(lljit, kernel_many_symbol(i)),
                                                 {(LLVMOrcExecutorAddress)(uintptr_t)kernel_many(i), flags}};
    }
    pairs[n++] = (LLVMOrcCSymbolMapPair){LLVMOrcLLJITMangleAndIntern(lljit, "bm_fill"),
                                         {(LLVMOrcExecutorAddress)(uintptr_t)bm_fill, flags}};
    pairs[n++] = (LLVMOrcCSymbolMapPair){LLVMOrcLLJITMangleAndIntern(lljit, "bm_matvec"),
                                         {(LLVMOrcExecutorAddress)(uintptr_t)bm_matvec, flags}};
    if (!fine(arena, LLVMOrcJITDylibDefine(dylib, LLVMOrcAbsoluteSymbols(pairs, n)), error)) return false;
    LLVMOrcDefinitionGeneratorRef process;
    if (!fine(arena,
              LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&process, LLVMOrcLLJITGetGlobalPrefix(lljit), NULL,
                                                                   NULL),
              error))
        return false;
    LLVMOrcJITDylibAddGenerator(dylib, process);
    return true;
}

Jit *jit_new(Arena *arena, const Machine *m, Target *t, const char **error) {
    Jit          *jit = ARENA_NEW(arena, Jit);
    LLVMTargetRef target;
    char         *text = NULL;
    if (LLVMGetTargetFromTriple(m->triple, &target, &text)) return NULL;
    LLVMTargetMachineRef   own = LLVMCreateTargetMachine(target, m->triple, m->cpu, m->features, LLVMCodeGenLevelLess,
                                                         LLVMRelocPIC, LLVMCodeModelSmall);
    LLVMOrcLLJITBuilderRef builder = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(builder, LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(own));
    if (!fine(arena, LLVMOrcCreateLLJIT(&jit->lljit, builder), error)) return NULL;
    if (!define_symbols(arena, jit->lljit, error)) return NULL;
    jit->context = t->shared_context;
    LLVMOrcThreadSafeModuleRef module = LLVMOrcCreateNewThreadSafeModule(t->module, jit->context);
    LLVMDisposeBuilder(t->builder);
    *t = (Target){0};
    if (!fine(arena, LLVMOrcLLJITAddLLVMIRModule(jit->lljit, LLVMOrcLLJITGetMainJITDylib(jit->lljit), module), error)) {
        LLVMOrcDisposeThreadSafeModule(module);
        return NULL;
    }
    return jit;
}

void *jit_find(Jit *jit, const char *name) {
    LLVMOrcExecutorAddress address = 0;
    LLVMErrorRef           failure = LLVMOrcLLJITLookup(jit->lljit, &address, name);
    if (failure) {
        LLVMConsumeError(failure);
        return NULL;
    }
    return (void *)(uintptr_t)address;
}

void jit_free(Jit *jit) {
    if (!jit) return;
    if (jit->lljit) LLVMConsumeError(LLVMOrcDisposeLLJIT(jit->lljit));
    if (jit->context) LLVMOrcDisposeThreadSafeContext(jit->context);
}
