/* LLVM's machinery: a module for this machine, passes, code in memory or in an object file. */
#ifndef COMPILER_JIT_H
#define COMPILER_JIT_H
#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>

#include "emit.h"

typedef struct Machine { /* where code is made for */
    LLVMTargetMachineRef target_machine;
    char                *cpu, *features, *triple;
    int                  lanes;
    bool                 avx512;
} Machine;

/* The host, or a kind of processor by LLVM's name for it ("x86-64-v3"). NULL and *error if LLVM does not know it. */
Machine *machine_new(Arena *arena, const char *cpu, const char **error);
void     machine_free(Machine *machine);
/* An empty module for the machine; context, module and builder belong to the target until they are given away. */
Target target_new(const Machine *machine, const char *name);
void   target_free(Target *target);
/* Verifies and runs the passes. False and *error if the module is broken (a bug of ours). */
bool target_optimise(Arena *arena, const Machine *machine, Target *target, const char **error);

typedef struct Jit Jit;
/* Takes the module; code lives as long as the jit. */
Jit  *jit_new(Arena *arena, const Machine *machine, Target *target, const char **error);
void *jit_find(Jit *jit, const char *name); /* NULL: none of that name */
void  jit_free(Jit *jit);

bool object_write(Arena *arena, const Machine *machine, Target *target, const char *path, const char **error);
/* Adds the constant bm_model (runtime/abi.h) that points to the functions of the module by these names; NULL: not there. */
void object_add_model(Target *target, const char *schema, int layout_cells, const char *const names[6]);
#endif
