/* Schedules to LLVM IR: one function for each entry. Explicit vectors of `lanes` doubles along the innermost loop, one masked body;
 * what does not vary in a loop is emitted before it, so there is no pass for that. Positions in memory: the layout. */
#ifndef COMPILER_EMIT_H
#define COMPILER_EMIT_H
#include "emit_math.h"
#include "schedule.h"

typedef struct Target {
    void          *shared_context; /* jit.c's */
    LLVMContextRef context;
    LLVMModuleRef  module;
    LLVMBuilderRef builder;
    const char    *cpu, *features;
    int            lanes;
    bool           avx512;
    const int64_t *layout; /* cells known at compile time, or NULL: read from the layout at run time */
} Target;

/* Which pointers a function takes, in order; after them layout, data, work, stream. */
typedef struct Signature {
    int    n_buffers;
    Buffer buffers[5];
    bool   has_work, has_stream, returns;
} Signature;

LLVMValueRef emit_entry(Target *target, const Schedule *schedule, const char *name, const Signature *signature);
/* void layout(int64_t *layout): offsets and totals from the sizes of dims. */
LLVMValueRef emit_layout(Target *target, const Ir *ir, const Layout *layout, const char *name);

#endif
