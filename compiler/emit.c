/* Functions and loop nests. A nest is emitted from the outside in; code of level l stays open until its inner loop is closed, so
 * that whatever the body needs and does not vary there can still be put before it. Accumulators are allocas, which the pass sroa
 * turns into registers. */
#include "emit.h"

#include <math.h>
#include <string.h>

#include "emit_private.h"
#include "lang/primitive.h"
#include "runtime/abi.h"

/* One root at one choice of labels of its unrolled axes. */
typedef struct Instance {
    const Root  *root;
    Env          env;
    int          kept;       /* deepest level whose axis the result keeps */
    bool         in_memory;  /* accumulated in its home: an outer loop is reduced, an inner one kept */
    bool         is_product; /* sum of log1p(t) as the log of a product */
    LLVMValueRef sum, exponents;
} Instance;
typedef VEC(Instance) Instances;

static LLVMValueRef number_constant(Emit *e, double x, bool vector) {
    LLVMValueRef c = LLVMConstReal(e->number, x), lanes[16];
    if (!vector) return c;
    for (int i = 0; i < e->lanes; i++) lanes[i] = c;
    return LLVMConstVector(lanes, (unsigned)e->lanes);
}

/* --- instances --- */

static AxisSet kept_axes(const Emit *e, const Root *r) {
    const IrNode *n = ir_at(e->ir, r->node);
    if (r->kind == ROOT_SCATTER) return (n->axes & ~AXIS(n->attr)) | n->over;
    if (r->kind != ROOT_STORE && r->kind != ROOT_PACK) return n->axes;
    const Home *home = r->kind == ROOT_PACK ? r->pack : &e->s->entry->stores.at[r->store].home;
    AxisSet     axes = 0;
    for (int i = 0; i < home->n_axes; i++) axes |= AXIS(home->axes[i]);
    return axes;
}

static int64_t unrolled_cells(const Emit *e, AxisSet axes) {
    int64_t cells = 1;
    for (int a = 0; a < e->ir->axes.count; a++)
        if (axes & e->s->unrolled & AXIS(a)) cells *= axis_size(e->ir, e->s->sizes, (AxisId)a);
    return cells;
}

/* env with the unrolled ones of axes at labels number `cell`. */
static Env at_labels(Emit *e, const Env *env, AxisSet axes, int64_t cell) {
    Env out = *env;
    for (int a = e->ir->axes.count - 1; a >= 0; a--)
        if (axes & e->s->unrolled & AXIS(a)) {
            int64_t size = axis_size(e->ir, e->s->sizes, (AxisId)a);
            out.at[a] = (int16_t)emit_bind(e, (Binding){.kind = BIND_LITERAL, .position = cell % size});
            cell /= size;
        }
    return out;
}

static bool is_reduced(const Root *r) { return r->kind == ROOT_SUM || r->kind == ROOT_MAX; }

static void make_instances(Emit *e, const Nest *nest, const Env *env, Instances *out) {
    for (int i = 0; i < nest->roots.count; i++) {
        const Root *r = &e->s->roots.at[nest->roots.at[i]];
        AxisSet     axes = kept_axes(e, r);
        Instance    inst = {.root = r};
        for (int l = 0; l < nest->depth; l++)
            if (axes & AXIS(nest->chain[l])) inst.kept = l + 1;
        if (is_reduced(r)) {
            for (int l = 0; l < inst.kept; l++) inst.in_memory |= !(axes & AXIS(nest->chain[l]));
            inst.is_product = r->kind == ROOT_SUM && e->lanes > 1 && inst.kept < nest->depth &&
                              emit_log1p01_argument(e->ir, ir_arg(e->ir, r->node, 0)) &&
                              !(e->ir->rules_off >> RULE_LOG_PRODUCT & 1);
        }
        for (int64_t c = 0, n = unrolled_cells(e, axes); c < n; c++) {
            inst.env = at_labels(e, env, axes, c);
            VEC_PUSH(e->arena, out, inst);
        }
    }
}

/* --- storing --- */

static void store_value(Emit *e, const Home *home, const Env *env, Val v) {
    bool contiguous;
    Val  offset = emit_offset(e, home, env, &contiguous);
    if (v.kind == VAL_TRUTH) v = emit_number(e, v);
    if (contiguous || offset.is_vector) v = emit_vector(e, v);
    LLVMValueRef p = emit_pointer(e, home->buffer, offset);
    emit_at(e, v.level > offset.level ? v.level : offset.level);
    LLVMValueRef align = LLVMConstInt(LLVMInt32TypeInContext(e->t->context), 8, 0);
    LLVMTypeRef  type = LLVMTypeOf(v.v);
    if (offset.is_vector) {
        LLVMTypeRef types[] = {type, e->pointers};
        emit_intrinsic(e, "llvm.masked.scatter", types, 2, (LLVMValueRef[]){v.v, p, align, e->mask}, 4);
    } else if (contiguous) {
        LLVMTypeRef types[] = {type, e->pointer};
        emit_intrinsic(e, "llvm.masked.store", types, 2, (LLVMValueRef[]){v.v, p, align, e->mask}, 4);
    } else
        LLVMSetAlignment(LLVMBuildStore(e->t->builder, v.v, p), 8);
}

/* home := value everywhere, before the loops. */
static void fill(Emit *e, const Home *home, double value) {
    emit_at(e, 0);
    Val count = {LLVMConstInt(e->index, 1, 0), VAL_INDEX, 0, 0};
    for (int i = 0; i < home->n_axes; i++) {
        Val size = emit_axis_size(e, home->axes[i]);
        count.v = LLVMBuildMul(e->t->builder, count.v, size.v, "");
    }
    LLVMValueRef p = emit_pointer(e, home->buffer, emit_layout_cell(e, home->slot));
    LLVMTypeRef  types[] = {e->pointer, e->index, e->number};
    LLVMTypeRef  type = LLVMFunctionType(LLVMVoidTypeInContext(e->t->context), types, 3, 0);
    LLVMValueRef f = LLVMGetNamedFunction(e->t->module, "bm_fill");
    if (!f) f = LLVMAddFunction(e->t->module, "bm_fill", type);
    LLVMBuildCall2(e->t->builder, type, f, (LLVMValueRef[]){p, count.v, LLVMConstReal(e->number, value)}, 3, "");
}

/* --- accumulating --- */

LLVMValueRef emit_register(Emit *e, LLVMTypeRef type) {
    LLVMValueRef first = LLVMGetFirstInstruction(e->entry);
    if (first)
        LLVMPositionBuilderBefore(e->t->builder, first);
    else
        LLVMPositionBuilderAtEnd(e->t->builder, e->entry);
    return LLVMBuildAlloca(e->t->builder, type, "");
}

/* Accumulators of the reductions that start inside level `level`. */
static void start_instances(Emit *e, Instances *all, int level) {
    for (int i = 0; i < all->count; i++) {
        Instance *in = &all->at[i];
        if (!is_reduced(in->root) || in->kept != level || level == e->depth) continue;
        bool vector = e->lanes > 1;
        in->sum = emit_register(e, vector ? e->numbers : e->number);
        double zero = in->is_product ? 1 : in->root->kind == ROOT_SUM ? 0 : -INFINITY;
        if (in->is_product) in->exponents = emit_register(e, e->numbers);
        emit_at(e, level);
        LLVMBuildStore(e->t->builder, number_constant(e, zero, vector), in->sum);
        if (in->is_product) LLVMBuildStore(e->t->builder, number_constant(e, 0, true), in->exponents);
    }
}

static LLVMValueRef masked(Emit *e, LLVMValueRef now, LLVMValueRef before) {
    return e->lanes > 1 && e->mask ? LLVMBuildSelect(e->t->builder, e->mask, now, before, "") : now;
}

static LLVMValueRef combine(Emit *e, bool is_sum, LLVMValueRef before, LLVMValueRef x) {
    if (is_sum) {
        LLVMValueRef sum = LLVMBuildFAdd(e->t->builder, before, x, "");
        if (LLVMCanValueUseFastMathFlags(sum)) LLVMSetFastMathFlags(sum, LLVMFastMathAllowContract);
        return sum;
    }
    return LLVMBuildSelect(e->t->builder, LLVMBuildFCmp(e->t->builder, LLVMRealUGT, x, before, ""), x, before, "");
}

static void accumulate_product(Emit *e, Instance *in, const Env *env) {
    IrId t = emit_log1p01_argument(e->ir, ir_arg(e->ir, in->root->node, 0));
    Val  x = emit_vector(e, emit_number(e, emit_node(e, t, env)));
    emit_at(e, e->depth);
    LLVMBuilderRef b = e->t->builder;
    LLVMValueRef   product = LLVMBuildLoad2(b, e->numbers, in->sum, ""),
                 exponents = LLVMBuildLoad2(b, e->numbers, in->exponents, ""), exponent, mantissa;
    LLVMValueRef factor = LLVMBuildFAdd(b, x.v, number_constant(e, 1, true), "");
    product = LLVMBuildFMul(b, product, masked(e, factor, number_constant(e, 1, true)), "");
    int64_t rows = axis_size(e->ir, e->s->sizes, e->levels[e->depth].axis);
    if (in->kept == e->depth - 1 && rows >= 0 && rows / e->lanes < 900) { /* factors of at most 2: no overflow */
        LLVMBuildStore(b, product, in->sum);
        return;
    }
    emit_exponent_mantissa(&e->vector_math, product, &exponent, &mantissa);
    LLVMBuildStore(b, mantissa, in->sum);
    LLVMBuildStore(b, LLVMBuildFAdd(b, exponents, exponent, ""), in->exponents);
}

static void accumulate(Emit *e, Instance *in) {
    const Root *r = in->root;
    AxisSet     over = ir_at(e->ir, r->node)->attr;
    const Home *home = e->s->home[r->node];
    for (int64_t c = 0, n = unrolled_cells(e, over); c < n; c++) {
        Env env = at_labels(e, &in->env, over, c);
        if (in->is_product) {
            accumulate_product(e, in, &env);
            continue;
        }
        Val x = emit_number(e, emit_node(e, ir_arg(e->ir, r->node, 0), &env));
        if (in->sum) { /* in a register */
            if (e->lanes > 1) x = emit_vector(e, x);
            emit_at(e, e->depth);
            LLVMTypeRef  type = e->lanes > 1 ? e->numbers : e->number;
            LLVMValueRef before = LLVMBuildLoad2(e->t->builder, type, in->sum, "");
            LLVMBuildStore(e->t->builder, masked(e, combine(e, r->kind == ROOT_SUM, before, x.v), before), in->sum);
        } else { /* the innermost loop is kept: straight to memory */
            Val before = emit_load(e, home, &in->env, false);
            if (before.is_vector) x = emit_vector(e, x);
            emit_at(e, e->depth);
            before.v = combine(e, r->kind == ROOT_SUM, before.v, x.v);
            before.level = (uint8_t)e->depth;
            store_value(e, home, &in->env, before);
        }
    }
}

/* The lanes of an accumulator as one number. */
static LLVMValueRef reduce_lanes(Emit *e, Instance *in) {
    LLVMBuilderRef b = e->t->builder;
    if (e->lanes == 1) return LLVMBuildLoad2(b, e->number, in->sum, "");
    LLVMValueRef v = LLVMBuildLoad2(b, e->numbers, in->sum, "");
    if (in->is_product) {
        LLVMValueRef log2x = number_constant(e, 0.693147180559945309417, true);
        LLVMValueRef power = LLVMBuildFMul(b, LLVMBuildLoad2(b, e->numbers, in->exponents, ""), log2x, "");
        v = LLVMBuildFAdd(b, emit_math(&e->vector_math, PRIM_log, &v), power, "");
    }
    if (in->root->kind == ROOT_SUM) return emit_reduce_add(&e->vector_math, v);
    LLVMValueRef top = NULL;
    for (int i = 0; i < e->lanes; i++) {
        LLVMValueRef x = LLVMBuildExtractElement(
            b, v, LLVMConstInt(LLVMInt32TypeInContext(e->t->context), (unsigned long long)i, 0), "");
        top = top ? combine(e, false, top, x) : x;
    }
    return top;
}

/* Behind the loops inside level `level`: results of the reductions that end there. */
static void finish_instances(Emit *e, Instances *all, int level) {
    for (int i = 0; i < all->count; i++) {
        Instance *in = &all->at[i];
        if (!in->sum || in->kept != level) continue;
        emit_at(e, level);
        Val         x = {reduce_lanes(e, in), VAL_NUMBER, (uint8_t)level, 0};
        const Home *home = e->s->home[in->root->node];
        if (in->in_memory) {
            Val before = emit_load(e, home, &in->env, false);
            emit_at(e, level);
            x.v = combine(e, in->root->kind == ROOT_SUM, before.v, x.v);
        }
        if (home)
            store_value(e, home, &in->env, x);
        else
            emit_remember(e, in->root->node, &in->env, x);
    }
}

/* out[…, index] += x, lane by lane: two lanes may have one index. */
static void scatter(Emit *e, Instance *in) {
    const IrNode n = *ir_at(e->ir, in->root->node);
    Val          index = emit_index(e, emit_node(e, ir_arg(e->ir, in->root->node, 1), &in->env));
    Val          x = emit_number(e, emit_node(e, ir_arg(e->ir, in->root->node, 0), &in->env));
    bool         lanes = e->lanes > 1 && e->depth > 0;
    if (lanes) {
        index = emit_vector(e, index);
        x = emit_vector(e, x);
        emit_at(e, e->depth);
        index.v = LLVMBuildSelect(e->t->builder, e->mask, index.v, LLVMConstNull(e->indices), "");
        x.v = LLVMBuildSelect(e->t->builder, e->mask, x.v, LLVMConstNull(e->numbers), "");
    }
    for (int i = 0; i < (lanes ? e->lanes : 1); i++) {
        LLVMValueRef lane = LLVMConstInt(LLVMInt32TypeInContext(e->t->context), (unsigned long long)i, 0);
        emit_at(e, e->depth);
        Val  at = {lanes ? LLVMBuildExtractElement(e->t->builder, index.v, lane, "") : index.v, VAL_INDEX,
                  (uint8_t)e->depth, 0};
        Env  env = in->env;
        bool contiguous;
        env.at[n.attr] = (int16_t)emit_bind(e, (Binding){.kind = BIND_INDEX, .index = at, .nest = e->nest});
        /* other kept axes may be the vector's: then this lane's position */
        for (int a = 0; lanes && a < e->ir->axes.count; a++)
            if ((n.axes & AXIS(a)) && a != (int)n.attr && env.at[a] >= 0) {
                Binding b = e->bindings.at[env.at[a]];
                if (b.kind != BIND_LOOP || b.level != e->depth) continue;
                emit_at(e, e->depth);
                LLVMValueRef p = LLVMBuildAdd(e->t->builder, e->levels[b.level].index,
                                              LLVMConstInt(e->index, (unsigned long long)i, 0), "");
                p = LLVMBuildSelect(e->t->builder, LLVMBuildExtractElement(e->t->builder, e->mask, lane, ""), p,
                                    LLVMConstInt(e->index, 0, 0), "");
                env.at[a] = (int16_t)emit_bind(
                    e, (Binding){.kind = BIND_INDEX, .index = {p, VAL_INDEX, (uint8_t)e->depth, 0}, .nest = e->nest});
            }
        const Home  *home = e->s->home[in->root->node];
        Val          offset = emit_offset(e, home, &env, &contiguous);
        LLVMValueRef p = emit_pointer(e, home->buffer, offset);
        emit_at(e, e->depth);
        LLVMValueRef add = lanes ? LLVMBuildExtractElement(e->t->builder, x.v, lane, "") : x.v;
        LLVMValueRef before = LLVMBuildLoad2(e->t->builder, e->number, p, "");
        LLVMBuildStore(e->t->builder, LLVMBuildFAdd(e->t->builder, before, add, ""), p);
    }
}

/* Cells hold numbers, but for keys, which stay positions. */
static Val stored_form(Emit *e, IrId node, const Env *env) {
    Val v = emit_node(e, node, env);
    return ir_is_position(e->ir, node) ? emit_index(e, v) : emit_number(e, v);
}

static void body(Emit *e, Instances *all) {
    for (int i = 0; i < all->count; i++) {
        Instance *in = &all->at[i];
        switch (in->root->kind) {
        case ROOT_SUM:
        case ROOT_MAX:
            accumulate(e, in);
            break;
        case ROOT_SCATTER:
            scatter(e, in);
            break;
        case ROOT_ARRAY:
            store_value(e, e->s->home[in->root->node], &in->env, stored_form(e, in->root->node, &in->env));
            break;
        case ROOT_MATVEC:
            emit_matvec(e, in->root->node);
            break;
        case ROOT_KERNEL:
            emit_kernel(e, in->root->node);
            break;
        case ROOT_PACK:
            store_value(e, in->root->pack, &in->env, emit_number(e, emit_node(e, in->root->node, &in->env)));
            break;
        case ROOT_STORE: {
            const Store *store = &e->s->entry->stores.at[in->root->store];
            const Home  *home = e->s->home[store->node];
            if (!store->is_return && !(home && home->buffer == store->home.buffer && home->slot == store->home.slot))
                store_value(e, &store->home, &in->env, stored_form(e, store->node, &in->env));
            break;
        }
        }
    }
}

/* Memory that is added to starts empty. */
static void clear_homes(Emit *e, const Nest *nest, const Instances *all) {
    for (int i = 0; i < nest->roots.count; i++) {
        const Root *r = &e->s->roots.at[nest->roots.at[i]];
        bool        in_memory = r->kind == ROOT_SCATTER;
        for (int j = 0; j < all->count; j++)
            in_memory |= all->at[j].root == r && is_reduced(r) && (all->at[j].in_memory);
        if (in_memory) fill(e, e->s->home[r->node], r->kind == ROOT_MAX ? -INFINITY : 0);
    }
}

/* --- loops --- */

static LLVMBasicBlockRef new_block(Emit *e, const char *name) {
    return LLVMAppendBasicBlockInContext(e->t->context, e->function, name);
}

static void open_loop(Emit *e, int level, AxisId axis) {
    Level *l = &e->levels[level];
    *l = (Level){
        .axis = axis, .before = e->open[level - 1], .header = new_block(e, "loop"), .exit = new_block(e, "after")};
    e->open[level] = new_block(e, "body");
    l->size = emit_axis_size(e, axis).v;
    LLVMPositionBuilderAtEnd(e->t->builder, l->header);
    l->index = LLVMBuildPhi(e->t->builder, e->index, "i");
    LLVMValueRef inside = LLVMBuildICmp(e->t->builder, LLVMIntSLT, l->index, l->size, "");
    LLVMBuildCondBr(e->t->builder, inside, e->open[level], l->exit);
    if (level != e->depth || e->lanes == 1) return;
    LLVMValueRef lane[16];
    for (int k = 0; k < e->lanes; k++) lane[k] = LLVMConstInt(e->index, (unsigned long long)k, 0);
    Val left = {NULL, VAL_INDEX, (uint8_t)level, 0};
    emit_at(e, level);
    left.v = LLVMBuildSub(e->t->builder, l->size, l->index, "");
    left = emit_vector(e, left);
    e->mask = LLVMBuildICmp(e->t->builder, LLVMIntSLT, LLVMConstVector(lane, (unsigned)e->lanes), left.v, "");
}

static void close_loop(Emit *e, int level) {
    Level *l = &e->levels[level];
    int    step = level == e->depth ? e->lanes : 1;
    emit_at(e, level);
    LLVMValueRef next = LLVMBuildAdd(e->t->builder, l->index, LLVMConstInt(e->index, (unsigned long long)step, 0), "");
    LLVMBuildBr(e->t->builder, l->header);
    LLVMBasicBlockRef latch = e->open[level];
    LLVMPositionBuilderAtEnd(e->t->builder, l->before);
    LLVMBuildBr(e->t->builder, l->header);
    LLVMAddIncoming(l->index, (LLVMValueRef[]){LLVMConstInt(e->index, 0, 0), next},
                    (LLVMBasicBlockRef[]){l->before, latch}, 2);
    e->open[level - 1] = l->exit;
}

static void emit_nest(Emit *e, int number) {
    const Nest *nest = &e->s->nests.at[number];
    Env         env;
    Instances   all = {0};
    memset(env.at, 0xff, sizeof env.at);
    e->nest = number;
    e->depth = nest->depth;
    e->mask = NULL;
    if (nest->depth + 1 >= MAX_LEVELS) bug("a nest of %d loops", nest->depth);
    for (int l = 0; l < nest->depth; l++)
        env.at[nest->chain[l]] = (int16_t)emit_bind(e, (Binding){.kind = BIND_LOOP, .level = l + 1, .nest = number});
    make_instances(e, nest, &env, &all);
    clear_homes(e, nest, &all);
    start_instances(e, &all, 0);
    for (int l = 1; l <= nest->depth; l++) {
        open_loop(e, l, nest->chain[l - 1]);
        start_instances(e, &all, l);
    }
    body(e, &all);
    for (int l = nest->depth; l >= 1; l--) {
        close_loop(e, l);
        finish_instances(e, &all, l - 1);
    }
}

/* --- functions --- */

static void set_attributes(Emit *e) {
    const char *const names[][2] = {{"target-cpu", e->t->cpu},
                                    {"target-features", e->t->features},
                                    {"prefer-vector-width", e->t->lanes == 8 ? "512" : "256"}};
    for (int i = 0; i < 3; i++) {
        LLVMAttributeRef a = LLVMCreateStringAttribute(e->t->context, names[i][0], (unsigned)strlen(names[i][0]),
                                                       names[i][1], (unsigned)strlen(names[i][1]));
        LLVMAddAttributeAtIndex(e->function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, a);
    }
    unsigned nounwind = LLVMGetEnumAttributeKindForName("nounwind", 8);
    LLVMAddAttributeAtIndex(e->function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                            LLVMCreateEnumAttribute(e->t->context, nounwind, 0));
}

static Emit new_emit(Target *t, const Schedule *s, int lanes) {
    Emit           e = {.t = t, .s = s, .ir = s->ir, .arena = s->ir->arena, .lanes = lanes};
    LLVMContextRef c = t->context;
    e.number = LLVMDoubleTypeInContext(c);
    e.truth = LLVMInt1TypeInContext(c);
    e.index = LLVMInt64TypeInContext(c);
    e.pointer = LLVMPointerTypeInContext(c, 0);
    e.numbers = lanes > 1 ? LLVMVectorType(e.number, (unsigned)lanes) : e.number;
    e.truths = lanes > 1 ? LLVMVectorType(e.truth, (unsigned)lanes) : e.truth;
    e.indices = lanes > 1 ? LLVMVectorType(e.index, (unsigned)lanes) : e.index;
    e.pointers = lanes > 1 ? LLVMVectorType(e.pointer, (unsigned)lanes) : e.pointer;
    e.scalar_math = (MathEmitter){t->context, t->module, t->builder, 1, t->avx512};
    e.vector_math = (MathEmitter){t->context, t->module, t->builder, lanes, t->avx512};
    e.memo_of = arena_alloc(e.arena, (size_t)s->n_nodes * sizeof *e.memo_of);
    return e;
}

LLVMValueRef emit_entry(Target *t, const Schedule *s, const char *name, const Signature *sig) {
    Emit        e = new_emit(t, s, s->entry->lanes);
    LLVMTypeRef params[10];
    int         n = 0, n_params = sig->n_buffers + 2 + sig->has_work + sig->has_stream;
    for (int i = 0; i < n_params; i++) params[i] = e.pointer;
    LLVMTypeRef result = sig->returns ? e.number : LLVMVoidTypeInContext(t->context);
    e.function = LLVMAddFunction(t->module, name, LLVMFunctionType(result, params, (unsigned)n_params, 0));
    set_attributes(&e);
    unsigned noalias = LLVMGetEnumAttributeKindForName("noalias", 7);
    for (int i = 0; i < n_params; i++)
        LLVMAddAttributeAtIndex(e.function, (LLVMAttributeIndex)(i + 1),
                                LLVMCreateEnumAttribute(t->context, noalias, 0));
    for (int i = 0; i < sig->n_buffers; i++) e.buffers[sig->buffers[i]] = LLVMGetParam(e.function, (unsigned)n++);
    e.layout = LLVMGetParam(e.function, (unsigned)n++);
    e.buffers[BUF_DATA] = LLVMGetParam(e.function, (unsigned)n++);
    if (sig->has_work) e.buffers[BUF_WORK] = LLVMGetParam(e.function, (unsigned)n++);
    if (sig->has_stream) e.stream = LLVMGetParam(e.function, (unsigned)n++);
    e.entry = new_block(&e, "entry");
    e.open[0] = new_block(&e, "start");
    LLVMBasicBlockRef start = e.open[0];
    for (int i = 0; i < s->nests.count; i++) emit_nest(&e, i);
    Env nowhere;
    memset(nowhere.at, 0xff, sizeof nowhere.at);
    e.nest = s->nests.count;
    e.depth = 0;
    LLVMValueRef returned = NULL;
    for (int i = 0; i < s->entry->stores.count; i++)
        if (s->entry->stores.at[i].is_return)
            returned = emit_number(&e, emit_node(&e, s->entry->stores.at[i].node, &nowhere)).v;
    emit_at(&e, 0);
    if (returned)
        LLVMBuildRet(t->builder, returned);
    else
        LLVMBuildRetVoid(t->builder);
    LLVMPositionBuilderAtEnd(t->builder, e.entry);
    LLVMBuildBr(t->builder, start);
    return e.function;
}

/* --- layout --- */

static LLVMValueRef layout_at(Target *t, LLVMValueRef layout, int slot) {
    LLVMTypeRef  i64 = LLVMInt64TypeInContext(t->context);
    LLVMValueRef at = LLVMConstInt(i64, (unsigned long long)slot, 0);
    return LLVMBuildGEP2(t->builder, i64, layout, &at, 1, "");
}

LLVMValueRef emit_layout(Target *t, const Ir *ir, const Layout *layout, const char *name) {
    LLVMTypeRef  i64 = LLVMInt64TypeInContext(t->context), pointer = LLVMPointerTypeInContext(t->context, 0);
    LLVMValueRef f = LLVMAddFunction(t->module, name,
                                     LLVMFunctionType(LLVMVoidTypeInContext(t->context), &pointer, 1, 0)),
                 p = LLVMGetParam(f, 0);
    LLVMBuilderRef b = t->builder;
    LLVMPositionBuilderAtEnd(b, LLVMAppendBasicBlockInContext(t->context, f, "entry"));
    LLVMValueRef total[SPACE_NONE];
    for (int i = 0; i < SPACE_NONE; i++)
        total[i] = LLVMConstInt(i64, i == SPACE_DATA || i == SPACE_WORK ? BM_PAD : 0, 0);
    for (int i = layout->first; i < layout->slots.count; i++) {
        const Slot *slot = &layout->slots.at[i];
        if (slot->space == SPACE_NONE) continue;
        LLVMBuildStore(b, total[slot->space], layout_at(t, p, i));
        LLVMValueRef cells = LLVMConstInt(i64, 1, 0);
        for (int k = 0; k < slot->n_axes; k++) {
            LLVMValueRef size =
                LLVMBuildLoad2(b, i64, layout_at(t, p, BM_LAYOUT_SIZES + ir->axes.at[slot->axes[k]].dim), "");
            cells = LLVMBuildMul(b, cells, size, "");
        }
        if ((slot->space == SPACE_DATA || slot->space == SPACE_WORK) &&
            slot->n_axes) /* whole vectors, and 64-byte lines */
            cells =
                LLVMBuildAnd(b, LLVMBuildAdd(b, cells, LLVMConstInt(i64, 15, 0), ""), LLVMConstInt(i64, ~7ull, 0), "");
        total[slot->space] = LLVMBuildAdd(b, total[slot->space], cells, "");
    }
    for (int i = 0; i < SPACE_NONE; i++)
        if (layout_total((Space)i) >= 0) LLVMBuildStore(b, total[i], layout_at(t, p, layout_total((Space)i)));
    LLVMBuildRetVoid(b);
    return f;
}
