/* Calls of the runtime on whole arrays: products of matrix and vector (runtime/linalg.h), functions of whole axes (runtime/kernel.h). */
#include <string.h>

#include "emit_private.h"
#include "lang/kernel.h"
#include "symbols.h"

static LLVMValueRef start_of(Emit *e, const Home *home) {
    return emit_pointer(e, home->buffer, emit_layout_cell(e, home->slot));
}

void emit_matvec(Emit *e, IrId id) {
    IrId        body = ir_arg(e->ir, id, 0), first = ir_arg(e->ir, body, 0), second = ir_arg(e->ir, body, 1);
    bool        first_is_matrix = ir_at(e->ir, first)->stage < STAGE_UNKNOWN;
    const Home *matrix = e->s->home[first_is_matrix ? first : second],
               *vector = e->s->home[first_is_matrix ? second : first];
    bool         over_rows = ir_at(e->ir, id)->attr == AXIS(matrix->axes[0]);
    LLVMTypeRef  types[] = {e->pointer, e->index, e->index, e->index, e->pointer, e->pointer};
    LLVMTypeRef  type = LLVMFunctionType(LLVMVoidTypeInContext(e->t->context), types, 6, 0);
    LLVMValueRef f = LLVMGetNamedFunction(e->t->module, "bm_matvec");
    if (!f) f = LLVMAddFunction(e->t->module, "bm_matvec", type);
    LLVMValueRef args[] = {start_of(e, matrix),
                           emit_axis_size(e, matrix->axes[0]).v,
                           emit_axis_size(e, matrix->axes[1]).v,
                           LLVMConstInt(e->index, over_rows, 0),
                           start_of(e, vector),
                           start_of(e, e->s->home[id])};
    emit_at(e, 0);
    LLVMBuildCall2(e->t->builder, type, f, args, 6, "");
}

/* --- functions of whole axes --- */

static LLVMValueRef constant(Emit *e, int64_t x) { return LLVMConstInt(e->index, (unsigned long long)x, 1); }

static LLVMValueRef element(Emit *e, LLVMTypeRef type, LLVMValueRef array, int i) {
    LLVMValueRef at = constant(e, i);
    return LLVMBuildGEP2(e->t->builder, type, array, &at, 1, "");
}

/* One loop over all cells of the batch. */
typedef struct BatchLoop {
    LLVMValueRef      cell;
    LLVMBasicBlockRef before, header, exit;
} BatchLoop;

static LLVMBasicBlockRef new_block(Emit *e, const char *name) {
    return LLVMAppendBasicBlockInContext(e->t->context, e->function, name);
}

/* The number of cells of axes [from, to) of an array. */
static LLVMValueRef cells_between(Emit *e, const Home *home, int from, int to) {
    LLVMValueRef count = constant(e, 1);
    for (int i = from; i < to; i++) {
        LLVMValueRef size = emit_axis_size(e, home->axes[i]).v;
        emit_at(e, 0);
        count = LLVMBuildMul(e->t->builder, count, size, "");
    }
    return count;
}

static BatchLoop open_batch(Emit *e, const Home *home, int n_batch) {
    BatchLoop    loop = {.header = new_block(e, "loop"), .exit = new_block(e, "after")};
    LLVMValueRef count = cells_between(e, home, 0, n_batch);
    emit_at(e, 0);
    loop.before = e->open[0];
    LLVMBuildBr(e->t->builder, loop.header);
    e->open[0] = new_block(e, "body");
    LLVMPositionBuilderAtEnd(e->t->builder, loop.header);
    loop.cell = LLVMBuildPhi(e->t->builder, e->index, "cell");
    LLVMValueRef inside = LLVMBuildICmp(e->t->builder, LLVMIntSLT, loop.cell, count, "");
    LLVMBuildCondBr(e->t->builder, inside, e->open[0], loop.exit);
    return loop;
}

static void close_batch(Emit *e, BatchLoop *loop) {
    emit_at(e, 0);
    LLVMValueRef next = LLVMBuildAdd(e->t->builder, loop->cell, constant(e, 1), "");
    LLVMBuildBr(e->t->builder, loop->header);
    LLVMAddIncoming(loop->cell, (LLVMValueRef[]){constant(e, 0), next}, (LLVMBasicBlockRef[]){loop->before, e->open[0]},
                    2);
    e->open[0] = loop->exit;
}

/* Positions of the first n_batch axes of the result's array; right sides and letters at their beginning. */
static Env at_cell(Emit *e, IrId id, LLVMValueRef cell, int n_batch) {
    const Home *home = e->s->home[id];
    Env         env;
    for (int a = 0; a < IR_MAX_AXES; a++) env.at[a] = -1;
    for (int a = 0; a < e->ir->axes.count; a++)
        if ((ir_at(e->ir, id)->over | kernel_sides(e->s, id)) & AXIS(a))
            env.at[a] = (int16_t)emit_bind(e, (Binding){.kind = BIND_LITERAL, .position = 0});
    for (int i = n_batch - 1; i >= 0; i--) {
        LLVMValueRef size = emit_axis_size(e, home->axes[i]).v, position = cell;
        emit_at(e, 0);
        if (i > 0) position = LLVMBuildURem(e->t->builder, cell, size, "");
        if (i > 0) cell = LLVMBuildUDiv(e->t->builder, cell, size, "");
        Binding b = {.kind = BIND_INDEX, .index = {position, VAL_INDEX, 0, 0}, .nest = e->nest};
        env.at[home->axes[i]] = (int16_t)emit_bind(e, b);
    }
    return env;
}

static LLVMValueRef cell_pointer(Emit *e, const Home *home, const Env *env) {
    bool contiguous;
    return emit_pointer(e, home->buffer, emit_offset(e, home, env, &contiguous));
}

/* sides: how many right sides one call takes; NULL: the function has no such parameter. */
static void call_kernel(Emit *e, int id, LLVMValueRef sizes, LLVMValueRef args, LLVMValueRef out, LLVMValueRef sides) {
    const char  *name = sides ? kernel_many_symbol(id) : kernel_symbol(id);
    LLVMTypeRef  types[] = {e->pointer, e->pointer, e->pointer, e->index};
    LLVMTypeRef  type = LLVMFunctionType(LLVMVoidTypeInContext(e->t->context), types, sides ? 4 : 3, 0);
    LLVMValueRef f = LLVMGetNamedFunction(e->t->module, name);
    if (!f) f = LLVMAddFunction(e->t->module, name, type);
    emit_at(e, 0);
    LLVMBuildCall2(e->t->builder, type, f, (LLVMValueRef[]){sizes, args, out, sides}, sides ? 4 : 3, "");
}

/* The extents of its letters. */
static LLVMValueRef store_sizes(Emit *e, IrId id, const Kernel *k) {
    LLVMValueRef sizes = emit_register(e, LLVMArrayType2(e->index, (unsigned)k->n_letters));
    for (int i = 0; i < k->n_letters; i++) {
        LLVMValueRef size = emit_axis_size(e, ir_kernel_axis(e->ir, id, (char)('a' + i))).v;
        emit_at(e, 0);
        LLVMBuildStore(e->t->builder, size, element(e, e->index, sizes, i));
    }
    return sizes;
}

void emit_kernel(Emit *e, IrId id) {
    Kernel       k = kernel(ir_kernel_of(e->ir, id));
    const Home  *home = e->s->home[id];
    int          n_sides = 0, n_batch = home->n_axes - (int)strlen(k.result);
    LLVMValueRef sizes = store_sizes(e, id, &k),
                 args = emit_register(e, LLVMArrayType2(e->pointer, (unsigned)k.n_args));
    for (int i = 0; i < n_batch; i++) n_sides += (kernel_sides(e->s, id) & AXIS(home->axes[i])) != 0;
    n_batch -= n_sides;
    LLVMValueRef sides = n_sides ? cells_between(e, home, n_batch, n_batch + n_sides) : NULL;
    BatchLoop    loop = {0};
    if (n_batch) loop = open_batch(e, home, n_batch);
    Env env = at_cell(e, id, loop.cell, n_batch);
    for (int i = 0; i < k.n_args; i++) {
        LLVMValueRef p = cell_pointer(e, e->s->arg_home[ir_at(e->ir, id)->first_arg + (uint32_t)i], &env);
        LLVMBuildStore(e->t->builder, p, element(e, e->pointer, args, i));
    }
    call_kernel(e, ir_kernel_of(e->ir, id), sizes, args, cell_pointer(e, home, &env), sides);
    if (n_batch) close_batch(e, &loop);
}
