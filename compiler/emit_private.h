/* Shared by emit.c (loops) and emit_node.c (values). */
#ifndef COMPILER_EMIT_PRIVATE_H
#define COMPILER_EMIT_PRIVATE_H
#include "emit.h"

enum { MAX_LEVELS = 10 };

typedef enum ValKind { VAL_NUMBER, VAL_TRUTH, VAL_INDEX } ValKind;
typedef struct Val {
    LLVMValueRef v;
    uint8_t      kind, level, is_vector;
} Val; /* level: of the loop in which it is computed; 0: none */

/* What an axis stands for while a node is evaluated. */
typedef enum BindKind { BIND_LITERAL, BIND_LOOP, BIND_INDEX } BindKind;
typedef struct Binding {
    BindKind kind;
    int64_t  position;
    int      nest, level;
    Val      index;
} Binding;
typedef struct Env {
    int16_t at[IR_MAX_AXES];
} Env; /* by axis: number of a binding, -1 */

typedef struct Memo {
    IrId node;
    int  next;
    Env  env;
    Val  val;
    int  nest;
} Memo;

typedef struct Level {
    AxisId            axis;
    LLVMBasicBlockRef before, header, exit;
    LLVMValueRef      index, size;
} Level;

typedef struct Emit {
    Target           *t;
    const Schedule   *s;
    const Ir         *ir;
    Arena            *arena;
    MathEmitter       scalar_math, vector_math;
    int               lanes;
    LLVMValueRef      function, buffers[BUF_COUNT], layout, stream;
    LLVMTypeRef       number, truth, index, numbers, truths, indices, pointer, pointers;
    LLVMBasicBlockRef entry;            /* allocas */
    LLVMBasicBlockRef open[MAX_LEVELS]; /* where code of a level goes */
    Level             levels[MAX_LEVELS];
    int               depth, nest; /* of the nest being emitted */
    LLVMValueRef      mask;        /* lanes that exist, at the innermost level; NULL in scalar code */
    VEC(Binding) bindings;
    VEC(Memo) memos;
    int *memo_of; /* by node: latest memo + 1 */
} Emit;

/* Values (emit_node.c). */
Val  emit_node(Emit *e, IrId id, const Env *env);
Val  emit_number(Emit *e, Val x);
Val  emit_index(Emit *e, Val x);
Val  emit_vector(Emit *e, Val x);
void emit_at(Emit *e, int level);
void emit_remember(Emit *e, IrId id, const Env *env, Val val);
Val  emit_layout_cell(Emit *e, int slot);
Val  emit_axis_size(Emit *e, AxisId axis);
/* Address of an array's cell: offset into its buffer (an index), as bound by env. *contiguous: the vector's lanes lie side by side. */
Val emit_offset(Emit *e, const Home *home, const Env *env, bool *contiguous);
/* The cell, or the vector's cells. is_index: they are positions. */
Val          emit_load(Emit *e, const Home *home, const Env *env, bool is_index);
LLVMValueRef emit_pointer(Emit *e, Buffer buffer, Val offset);
LLVMValueRef emit_intrinsic(Emit *e, const char *name, LLVMTypeRef *types, int n_types, LLVMValueRef *args, int n_args);
int          emit_bind(Emit *e, Binding binding);
/* A place on the stack, made once for each call of the entry. */
LLVMValueRef emit_register(Emit *e, LLVMTypeRef type);
/* Calls of the runtime (emit_call.c), between the loops: nodes of a ROOT_MATVEC, of a ROOT_KERNEL. */
void emit_matvec(Emit *e, IrId id);
void emit_kernel(Emit *e, IrId id);
/* Is this node log1p(exp(-|x|))? Then t, the exp. */
IrId emit_log1p01_argument(const Ir *ir, IrId id);

#endif
