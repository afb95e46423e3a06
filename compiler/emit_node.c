/* The value of a node under an environment (axis -> loop, label, index): emitted in the loop level where its parts are known,
 * once for each environment restricted to the node's axes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "emit_private.h"
#include "runtime/abi.h"
#include "lang/primitive.h"
#include "symbols.h"

static const Binding *binding(const Emit *e, const Env *env, AxisId axis) {
    if (env->at[axis] < 0) bug("axis %d is not bound", axis);
    return &e->bindings.at[env->at[axis]];
}

int emit_bind(Emit *e, Binding b) {
    for (int i = 0; i < e->bindings.count; i++) {
        const Binding *o = &e->bindings.at[i];
        if (o->kind != b.kind) continue;
        if (b.kind == BIND_LITERAL && o->position == b.position) return i;
        if (b.kind == BIND_LOOP && o->level == b.level && o->nest == b.nest) return i;
        if (b.kind == BIND_INDEX && o->index.v == b.index.v && o->nest == b.nest) return i;
    }
    VEC_PUSH(e->arena, &e->bindings, b);
    return e->bindings.count - 1;
}

void emit_at(Emit *e, int level) { LLVMPositionBuilderAtEnd(e->t->builder, e->open[level]); }

LLVMValueRef emit_intrinsic(Emit *e, const char *name, LLVMTypeRef *types, int n_types, LLVMValueRef *args,
                            int n_args) {
    unsigned     id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef f = LLVMGetIntrinsicDeclaration(e->t->module, id, types, (size_t)n_types);
    return LLVMBuildCall2(e->t->builder, LLVMIntrinsicGetType(e->t->context, id, types, (size_t)n_types), f, args,
                          (unsigned)n_args, "");
}

/* --- memo --- */

static bool same_env(const Emit *e, AxisSet axes, const Env *a, const Env *b) {
    for (int i = 0; i < e->ir->axes.count; i++)
        if ((axes & AXIS(i)) && a->at[i] != b->at[i]) return false;
    return true;
}

static bool recall(Emit *e, IrId id, const Env *env, Val *val) {
    for (int i = e->memo_of[id]; i > 0; i = e->memos.at[i - 1].next) {
        const Memo *m = &e->memos.at[i - 1];
        if ((m->val.level == 0 || m->nest == e->nest) && same_env(e, ir_at(e->ir, id)->axes, &m->env, env)) {
            *val = m->val;
            return true;
        }
    }
    return false;
}

void emit_remember(Emit *e, IrId id, const Env *env, Val val) {
    VEC_PUSH(e->arena, &e->memos, (Memo){id, e->memo_of[id], *env, val, e->nest});
    e->memo_of[id] = e->memos.count;
}

/* --- conversions --- */

static Val constant(Emit *e, double x) { return (Val){LLVMConstReal(e->number, x), VAL_NUMBER, 0, 0}; }
static Val constant_index(Emit *e, int64_t x) {
    return (Val){LLVMConstInt(e->index, (unsigned long long)x, 1), VAL_INDEX, 0, 0};
}

static LLVMValueRef splat_of(Emit *e, LLVMValueRef scalar, LLVMTypeRef vector_type) {
    LLVMValueRef zero = LLVMConstInt(LLVMInt32TypeInContext(e->t->context), 0, 0);
    LLVMValueRef one = LLVMBuildInsertElement(e->t->builder, LLVMGetUndef(vector_type), scalar, zero, "");
    LLVMValueRef mask = LLVMConstNull(LLVMVectorType(LLVMInt32TypeInContext(e->t->context), (unsigned)e->lanes));
    return LLVMBuildShuffleVector(e->t->builder, one, LLVMGetUndef(vector_type), mask, "");
}

Val emit_vector(Emit *e, Val x) {
    if (x.is_vector || e->lanes == 1) return x;
    emit_at(e, x.level);
    LLVMTypeRef type = x.kind == VAL_NUMBER ? e->numbers : x.kind == VAL_TRUTH ? e->truths : e->indices;
    return (Val){splat_of(e, x.v, type), x.kind, x.level, 1};
}

Val emit_number(Emit *e, Val x) {
    if (x.kind == VAL_NUMBER) return x;
    emit_at(e, x.level);
    LLVMTypeRef  to = x.is_vector ? e->numbers : e->number;
    LLVMValueRef v =
        x.kind == VAL_TRUTH ? LLVMBuildUIToFP(e->t->builder, x.v, to, "") : LLVMBuildSIToFP(e->t->builder, x.v, to, "");
    return (Val){v, VAL_NUMBER, x.level, x.is_vector};
}

Val emit_index(Emit *e, Val x) {
    if (x.kind == VAL_INDEX) return x;
    x = emit_number(e, x);
    emit_at(e, x.level);
    return (Val){LLVMBuildFPToSI(e->t->builder, x.v, x.is_vector ? e->indices : e->index, ""), VAL_INDEX, x.level,
                 x.is_vector};
}

static Val as_truth(Emit *e, Val x) {
    if (x.kind == VAL_TRUTH) return x;
    x = emit_number(e, x);
    emit_at(e, x.level);
    LLVMValueRef zero = LLVMConstNull(LLVMTypeOf(x.v));
    return (Val){LLVMBuildFCmp(e->t->builder, LLVMRealUNE, x.v, zero, ""), VAL_TRUTH, x.level, x.is_vector};
}

/* Both as vectors if one is; the builder stands at the deeper level. */
static Val meet(Emit *e, Val *a, Val *b) {
    if (a->is_vector || b->is_vector) *a = emit_vector(e, *a), *b = emit_vector(e, *b);
    Val r = {NULL, a->kind, a->level > b->level ? a->level : b->level, a->is_vector};
    emit_at(e, r.level);
    return r;
}

static LLVMValueRef contract(LLVMValueRef v) {
    if (LLVMCanValueUseFastMathFlags(v)) LLVMSetFastMathFlags(v, LLVMFastMathAllowContract);
    return v;
}

typedef LLVMValueRef (*Build)(LLVMBuilderRef, LLVMValueRef, LLVMValueRef, const char *);

static Val arith(Emit *e, Val a, Val b, Build build) {
    Val r = meet(e, &a, &b);
    r.v = contract(build(e->t->builder, a.v, b.v, ""));
    return r;
}

/* --- memory --- */

Val emit_layout_cell(Emit *e, int slot) {
    if (e->t->layout) return constant_index(e, e->t->layout[slot]);
    emit_at(e, 0);
    LLVMValueRef at = LLVMConstInt(e->index, (unsigned long long)slot, 0);
    LLVMValueRef p = LLVMBuildGEP2(e->t->builder, e->index, e->layout, &at, 1, "");
    return (Val){LLVMBuildLoad2(e->t->builder, e->index, p, ""), VAL_INDEX, 0, 0};
}

Val emit_axis_size(Emit *e, AxisId axis) { return emit_layout_cell(e, BM_LAYOUT_SIZES + e->ir->axes.at[axis].dim); }

static Val loop_index(Emit *e, int level) {
    Val i = {e->levels[level].index, VAL_INDEX, (uint8_t)level, 0};
    if (e->lanes == 1 || level != e->depth) return i;
    LLVMValueRef lane[16];
    for (int k = 0; k < e->lanes; k++) lane[k] = LLVMConstInt(e->index, (unsigned long long)k, 0);
    Val lanes = {LLVMConstVector(lane, (unsigned)e->lanes), VAL_INDEX, 0, 1};
    return arith(e, i, lanes, LLVMBuildAdd);
}

static Val position_of(Emit *e, const Binding *b) {
    switch (b->kind) {
    case BIND_LITERAL:
        return constant_index(e, b->position);
    case BIND_LOOP:
        return loop_index(e, b->level);
    case BIND_INDEX:
        return b->index;
    }
    return constant_index(e, 0);
}

/* The innermost place bound to the vector's own loop, and all others to scalars: then lanes lie side by side. */
static bool lanes_side_by_side(Emit *e, const Home *home, const Env *env) {
    if (home->n_axes == 0 || e->lanes == 1 || e->depth == 0) return false;
    for (int i = 0; i < home->n_axes; i++) {
        const Binding *b = binding(e, env, home->axes[i]);
        bool vector = b->kind == BIND_LOOP ? b->level == e->depth : b->kind == BIND_INDEX && b->index.is_vector;
        if (vector != (i == home->n_axes - 1) || (vector && b->kind != BIND_LOOP)) return false;
    }
    return true;
}

Val emit_offset(Emit *e, const Home *home, const Env *env, bool *contiguous) {
    Val parts[9], stride = constant_index(e, 1);
    int n = 0;
    *contiguous = lanes_side_by_side(e, home, env);
    parts[n++] = emit_layout_cell(e, home->slot);
    for (int i = home->n_axes - 1; i >= 0; i--) {
        Binding now = *binding(e, env, home->axes[i]);
        bool    last = i == home->n_axes - 1;
        Val     at = last && *contiguous ? (Val){e->levels[now.level].index, VAL_INDEX, (uint8_t)now.level, 0}
                                         : position_of(e, &now);
        parts[n++] = last ? at : arith(e, at, stride, LLVMBuildMul);
        if (i > 0) stride = arith(e, stride, emit_axis_size(e, home->axes[i]), LLVMBuildMul);
    }
    Val  sum = parts[0];
    bool used[9] = {true};
    for (int level = 0; level <= e->depth; level++) /* outer parts first */
        for (int vector = 0; vector < 2; vector++)
            for (int i = 1; i < n; i++)
                if (!used[i] && parts[i].level <= level && parts[i].is_vector <= vector) {
                    sum = arith(e, sum, parts[i], LLVMBuildAdd);
                    used[i] = true;
                }
    return sum;
}

LLVMValueRef emit_pointer(Emit *e, Buffer buffer, Val offset) {
    emit_at(e, offset.level);
    return LLVMBuildGEP2(e->t->builder, e->number, e->buffers[buffer], &offset.v, 1, "");
}

Val emit_load(Emit *e, const Home *home, const Env *env, bool is_index) {
    bool         contiguous;
    Val          offset = emit_offset(e, home, env, &contiguous);
    LLVMValueRef p = emit_pointer(e, home->buffer, offset);
    bool         vector = contiguous || offset.is_vector;
    LLVMTypeRef  type = is_index ? (vector ? e->indices : e->index) : vector ? e->numbers : e->number;
    LLVMValueRef v;
    if (offset.is_vector) {
        LLVMTypeRef  types[] = {type, e->pointers};
        LLVMValueRef args[] = {p, LLVMConstInt(LLVMInt32TypeInContext(e->t->context), 8, 0), e->mask,
                               LLVMConstNull(type)};
        v = emit_intrinsic(e, "llvm.masked.gather", types, 2, args, 4);
    } else {
        v = LLVMBuildLoad2(e->t->builder, type, p, "");
        LLVMSetAlignment(v, 8);
    }
    return (Val){v, is_index ? VAL_INDEX : VAL_NUMBER, offset.level, vector};
}

/* --- arithmetic --- */

static int by_place(const Val *a, const Val *b) {
    return (a->level * 2 + a->is_vector) - (b->level * 2 + b->is_vector);
}

static bool is_zero(LLVMValueRef v) { return LLVMIsAConstantFP(v) && LLVMIsNull(v); }

typedef struct Part {
    Val    v;
    double weight;
} Part;

static void sort_parts(Part *parts, int n) {
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && by_place(&parts[j - 1].v, &parts[j].v) > 0; j--) {
            Part swap = parts[j];
            parts[j] = parts[j - 1];
            parts[j - 1] = swap;
        }
}

/* constant + sum of weight * v, outer levels first: an outer part is added once, not for each row. */
static Val add_parts(Emit *e, Part *parts, int n, double start) {
    Val  sum = constant(e, start);
    bool any = start != 0;
    sort_parts(parts, n);
    for (int i = 0; i < n; i++) {
        Val x = parts[i].v;
        if (is_zero(x.v)) continue;
        double w = parts[i].weight;
        if (fabs(w) != 1) x = arith(e, x, constant(e, w), LLVMBuildFMul);
        if (!any)
            sum = w == -1 ? arith(e, constant(e, -0.0), x, LLVMBuildFSub) : x;
        else
            sum = arith(e, sum, x, w == -1 ? LLVMBuildFSub : LLVMBuildFAdd);
        any = true;
    }
    return sum;
}

static Val add(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    Part        *parts = arena_alloc(e->arena, n.n_args * sizeof *parts);
    for (int i = 0; i < n.n_args; i++)
        parts[i] = (Part){emit_number(e, emit_node(e, ir_arg(e->ir, id, i), env)), ir_weight(e->ir, id, i)};
    return add_parts(e, parts, n.n_args, n.value);
}

static Val sqrt_of(Emit *e, Val x) {
    emit_at(e, x.level);
    LLVMTypeRef type = LLVMTypeOf(x.v);
    x.v = emit_intrinsic(e, "llvm.sqrt", &type, 1, &x.v, 1);
    return x;
}

/* x^p for p = 1, 2, …, 0.5, 1.5, …; p > 0 */
static Val power(Emit *e, Val x, double p) {
    int64_t whole = (int64_t)floor(p);
    Val     result = {0}, square = x;
    bool    any = false;
    if (p != floor(p)) result = sqrt_of(e, x), any = true;
    for (; whole; whole >>= 1) {
        if (whole & 1) result = any ? arith(e, result, square, LLVMBuildFMul) : square, any = true;
        if (whole > 1) square = arith(e, square, square, LLVMBuildFMul);
    }
    return result;
}

/* Product of v^weight over the parts for which is_square(weight) is `squares`, outer levels first, one division for each level; with squares the
 * base of the square. False if there are none. */
static bool multiply_parts(Emit *e, const Part *parts, int n, bool squares, Val *product) {
    bool any = false;
    for (int i = 0; i < n;) {
        Val  above = {0}, below = {0};
        bool has_above = false, has_below = false;
        int  first = i;
        for (; i < n && by_place(&parts[i].v, &parts[first].v) == 0; i++) {
            if ((fabs(parts[i].weight) == 2) != squares) continue;
            Val x = squares ? parts[i].v : power(e, parts[i].v, fabs(parts[i].weight));
            if (parts[i].weight > 0)
                above = has_above ? arith(e, above, x, LLVMBuildFMul) : x, has_above = true;
            else
                below = has_below ? arith(e, below, x, LLVMBuildFMul) : x, has_below = true;
        }
        if (!has_above && !has_below) continue;
        Val group = has_below ? arith(e, has_above ? above : constant(e, 1), below, LLVMBuildFDiv) : above;
        *product = any ? arith(e, *product, group, LLVMBuildFMul) : group;
        any = true;
    }
    return any;
}

/* Squares are taken last, of r / sigma and not of r and sigma: neither overflows before the other. */
static Val mul(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    Part        *parts = arena_alloc(e->arena, n.n_args * sizeof *parts);
    for (int i = 0; i < n.n_args; i++) {
        parts[i] = (Part){emit_number(e, emit_node(e, ir_arg(e->ir, id, i), env)), ir_weight(e->ir, id, i)};
        if (is_zero(parts[i].v.v) && parts[i].weight > 0)
            return constant(e, 0); /* an adjoint that does not exist at this label */
    }
    sort_parts(parts, n.n_args);
    Val  base, rest;
    bool has_square = multiply_parts(e, parts, n.n_args, true, &base),
         has_rest = multiply_parts(e, parts, n.n_args, false, &rest);
    if (!has_square) return rest;
    Val square = arith(e, base, base, LLVMBuildFMul);
    return has_rest ? arith(e, rest, square, LLVMBuildFMul) : square;
}

/* --- calls --- */

static LLVMValueRef declare(Emit *e, int primitive_id, int n_args, bool is_random) {
    const char  *name = symbol_name(primitive_id);
    LLVMValueRef f = LLVMGetNamedFunction(e->t->module, name);
    if (f) return f;
    LLVMTypeRef types[9];
    int         n = 0;
    if (is_random) types[n++] = e->pointer;
    for (int i = 0; i < n_args; i++) types[n++] = e->number;
    f = LLVMAddFunction(e->t->module, name, LLVMFunctionType(e->number, types, (unsigned)n, 0));
    static const char *const pure[] = {"nounwind", "willreturn", "memory"};
    for (int i = 0; i < (is_random ? 1 : 3); i++) {
        unsigned kind = LLVMGetEnumAttributeKindForName(pure[i], strlen(pure[i]));
        LLVMAddAttributeAtIndex(f, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                                LLVMCreateEnumAttribute(e->t->context, kind, 0));
    }
    return f;
}

static LLVMValueRef call(Emit *e, int primitive_id, LLVMValueRef *args, int n_args, bool is_random) {
    LLVMValueRef f = declare(e, primitive_id, n_args, is_random), all[9];
    int          n = 0;
    if (is_random) all[n++] = e->stream;
    for (int i = 0; i < n_args; i++) all[n++] = args[i];
    return LLVMBuildCall2(e->t->builder, LLVMGlobalGetValueType(f), f, all, (unsigned)n, "");
}

static LLVMValueRef call_lanes(Emit *e, int primitive_id, LLVMValueRef *args, int n_args) {
    LLVMValueRef result = LLVMGetUndef(e->numbers), lane_args[8];
    for (int k = 0; k < e->lanes; k++) {
        LLVMValueRef lane = LLVMConstInt(LLVMInt32TypeInContext(e->t->context), (unsigned long long)k, 0);
        for (int i = 0; i < n_args; i++) lane_args[i] = LLVMBuildExtractElement(e->t->builder, args[i], lane, "");
        result =
            LLVMBuildInsertElement(e->t->builder, result, call(e, primitive_id, lane_args, n_args, false), lane, "");
    }
    return result;
}

IrId emit_log1p01_argument(const Ir *ir, IrId id) {
    const IrNode *n = ir_at(ir, id);
    if (n->op != IR_FUN || n->attr != PRIM_log1p) return 0;
    IrId          t = ir_arg(ir, id, 0);
    const IrNode *x = ir_at(ir, t);
    if (x->op != IR_FUN || x->attr != PRIM_exp) return 0;
    IrId          minus = ir_arg(ir, t, 0);
    const IrNode *m = ir_at(ir, minus);
    if (m->op != IR_ADD || m->n_args != 1 || m->value != 0 || ir_weight(ir, minus, 0) != -1) return 0;
    const IrNode *a = ir_at(ir, ir_arg(ir, minus, 0));
    return a->op == IR_FUN && a->attr == PRIM_abs ? t : 0;
}

static Val function_value(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    LLVMValueRef args[8];
    Val          vals[8], result = {NULL, VAL_NUMBER, 0, 0};
    for (int i = 0; i < n.n_args; i++) {
        vals[i] = emit_number(e, emit_node(e, ir_arg(e->ir, id, i), env));
        if (vals[i].level > result.level) result.level = vals[i].level;
        result.is_vector |= vals[i].is_vector;
    }
    for (int i = 0; i < n.n_args; i++) args[i] = (result.is_vector ? emit_vector(e, vals[i]) : vals[i]).v;
    emit_at(e, result.level);
    if (!result.is_vector) {
        bool cheap = n.attr == PRIM_abs || n.attr == PRIM_max || n.attr == PRIM_min || n.attr == PRIM_floor;
        result.v = cheap ? emit_math(&e->scalar_math, (int)n.attr, args) : NULL;
        if (!result.v) result.v = call(e, (int)n.attr, args, n.n_args, false);
        return result;
    }
    if (emit_log1p01_argument(e->ir, id))
        result.v = emit_log1p01(&e->vector_math, args[0]);
    else
        result.v = emit_math(&e->vector_math, (int)n.attr, args);
    if (!result.v) result.v = call_lanes(e, (int)n.attr, args, n.n_args);
    return result;
}

/* A variate: once for each cell of its axes, so in the loop of the innermost of them. */
static Val random_value(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    LLVMValueRef args[8];
    Val          result = {NULL, VAL_NUMBER, 0, 0};
    for (int i = 0; i < n.n_args; i++) {
        Val x = emit_number(e, emit_node(e, ir_arg(e->ir, id, i), env));
        args[i] = x.v;
        if (x.level > result.level) result.level = x.level;
    }
    for (int a = 0; a < e->ir->axes.count; a++)
        if ((n.axes & AXIS(a)) && binding(e, env, (AxisId)a)->kind == BIND_LOOP &&
            binding(e, env, (AxisId)a)->level > result.level)
            result.level = (uint8_t)binding(e, env, (AxisId)a)->level;
    emit_at(e, result.level);
    result.v = call(e, (int)(n.attr & 0xffff), args, n.n_args, true);
    return result;
}

/* --- conditions --- */

static Val compare(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    Val          a = emit_node(e, ir_arg(e->ir, id, 0), env), b = emit_node(e, ir_arg(e->ir, id, 1), env);
    bool         whole = a.kind == VAL_INDEX && b.kind == VAL_INDEX;
    /* a literal beside an index is one */
    IrId x = ir_arg(e->ir, id, 0), y = ir_arg(e->ir, id, 1);
    if (a.kind == VAL_INDEX && ir_is_literal(e->ir, y) && ir_whole(ir_at(e->ir, y)->value))
        b = constant_index(e, (int64_t)ir_at(e->ir, y)->value), whole = true;
    if (b.kind == VAL_INDEX && ir_is_literal(e->ir, x) && ir_whole(ir_at(e->ir, x)->value))
        a = constant_index(e, (int64_t)ir_at(e->ir, x)->value), whole = true;
    if (!whole) a = emit_number(e, a), b = emit_number(e, b);
    Val r = meet(e, &a, &b);
    r.kind = VAL_TRUTH;
    LLVMIntPredicate  ip = n.op == IR_LT ? LLVMIntSLT : n.op == IR_LE ? LLVMIntSLE : LLVMIntEQ;
    LLVMRealPredicate rp = n.op == IR_LT ? LLVMRealOLT : n.op == IR_LE ? LLVMRealOLE : LLVMRealOEQ;
    r.v = whole ? LLVMBuildICmp(e->t->builder, ip, a.v, b.v, "") : LLVMBuildFCmp(e->t->builder, rp, a.v, b.v, "");
    return r;
}

static Val choose(Emit *e, IrId id, const Env *env) {
    Val c = as_truth(e, emit_node(e, ir_arg(e->ir, id, 0), env));
    if (LLVMIsAConstantInt(c.v)) return emit_node(e, ir_arg(e->ir, id, LLVMConstIntGetZExtValue(c.v) ? 1 : 2), env);
    Val x = emit_number(e, emit_node(e, ir_arg(e->ir, id, 1), env)),
        y = emit_number(e, emit_node(e, ir_arg(e->ir, id, 2), env));
    if (c.is_vector) x = emit_vector(e, x);
    Val r = meet(e, &x, &y);
    if (c.level > r.level) r.level = c.level;
    emit_at(e, r.level);
    r.v = LLVMBuildSelect(e->t->builder, c.v, x.v, y.v, "");
    return r;
}

/* --- axes --- */

/* Sum or largest over axes that are all unrolled. */
static Val unrolled_reduction(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    int64_t      cells = 1;
    for (int a = 0; a < e->ir->axes.count; a++)
        if (n.attr & AXIS(a)) cells *= axis_size(e->ir, e->s->sizes, (AxisId)a);
    Part *parts = arena_alloc(e->arena, (size_t)cells * sizeof *parts);
    for (int64_t i = 0; i < cells; i++) {
        Env     inner = *env;
        int64_t rest = i;
        for (int a = 0; a < e->ir->axes.count; a++)
            if (n.attr & AXIS(a)) {
                int64_t size = axis_size(e->ir, e->s->sizes, (AxisId)a);
                inner.at[a] = (int16_t)emit_bind(e, (Binding){.kind = BIND_LITERAL, .position = rest % size});
                rest /= size;
            }
        parts[i] = (Part){emit_number(e, emit_node(e, ir_arg(e->ir, id, 0), &inner)), 1};
    }
    if (n.op == IR_SUM) return add_parts(e, parts, (int)cells, 0);
    if (cells == 0) return constant(e, -INFINITY);
    Val top = parts[0].v;
    for (int64_t i = 1; i < cells; i++) {
        Val          x = parts[i].v, r = meet(e, &top, &x);
        LLVMValueRef larger = LLVMBuildFCmp(e->t->builder, LLVMRealUGT, x.v, top.v, "");
        r.v = LLVMBuildSelect(e->t->builder, larger, x.v, top.v, "");
        top = r;
    }
    return top;
}

static Val clamped(Emit *e, Val index, AxisId axis) {
    Val last = arith(e, emit_axis_size(e, axis), constant_index(e, 1), LLVMBuildSub), zero = constant_index(e, 0);
    Val r = meet(e, &index, &last);
    r.v = LLVMBuildSelect(e->t->builder, LLVMBuildICmp(e->t->builder, LLVMIntSGT, index.v, last.v, ""), last.v, index.v,
                          "");
    Val s = meet(e, &r, &zero);
    s.v = LLVMBuildSelect(e->t->builder, LLVMBuildICmp(e->t->builder, LLVMIntSLT, r.v, zero.v, ""), zero.v, r.v, "");
    return s;
}

static Val gather(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    IrId         index = ir_arg(e->ir, id, 1);
    const IrNode at = *ir_at(e->ir, index);
    Env          inner = *env;
    if (at.op == IR_LIT)
        inner.at[n.attr] = (int16_t)emit_bind(e, (Binding){.kind = BIND_LITERAL, .position = (int64_t)at.value});
    else if (at.op == IR_COORD)
        inner.at[n.attr] = env->at[at.attr];
    else {
        Val i = emit_index(e, emit_node(e, index, env));
        if (!ir_is_position(e->ir, index)) i = clamped(e, i, (AxisId)n.attr);
        if (LLVMIsAConstantInt(i.v))
            inner.at[n.attr] =
                (int16_t)emit_bind(e, (Binding){.kind = BIND_LITERAL, .position = LLVMConstIntGetSExtValue(i.v)});
        else
            inner.at[n.attr] = (int16_t)emit_bind(e, (Binding){.kind = BIND_INDEX, .index = i, .nest = e->nest});
    }
    return emit_node(e, ir_arg(e->ir, id, 0), &inner);
}

/* --- all --- */

static Val compute(Emit *e, IrId id, const Env *env) {
    const IrNode n = *ir_at(e->ir, id);
    switch ((IrOp)n.op) {
    case IR_LIT:
        return constant(e, n.value);
    case IR_SIZE:
        return emit_axis_size(e, (AxisId)n.attr);
    case IR_COORD: {
        Binding b = *binding(e, env, (AxisId)n.attr);
        return position_of(e, &b);
    }
    case IR_ADD:
        return add(e, id, env);
    case IR_MUL:
        return mul(e, id, env);
    case IR_FUN:
        return function_value(e, id, env);
    case IR_RANDOM:
        return random_value(e, id, env);
    case IR_LT:
    case IR_LE:
    case IR_EQ:
        return compare(e, id, env);
    case IR_AND:
    case IR_OR: {
        Val a = as_truth(e, emit_node(e, ir_arg(e->ir, id, 0), env)),
            b = as_truth(e, emit_node(e, ir_arg(e->ir, id, 1), env));
        return arith(e, a, b, n.op == IR_AND ? LLVMBuildAnd : LLVMBuildOr);
    }
    case IR_NOT: {
        Val a = as_truth(e, emit_node(e, ir_arg(e->ir, id, 0), env));
        emit_at(e, a.level);
        a.v = LLVMBuildNot(e->t->builder, a.v, "");
        return a;
    }
    case IR_IF:
        return choose(e, id, env);
    case IR_SUM:
    case IR_MAX:
        return unrolled_reduction(e, id, env);
    case IR_GATHER:
        return gather(e, id, env);
    case IR_NONE:
    case IR_DATA:
    case IR_UNK:
    case IR_SCATTER:
    case IR_KERNEL:
    case IR_OP_COUNT:
        break;
    }
    bug("node %u (%s) has no value here", id, ir_op_name((IrOp)n.op));
}

Val emit_node(Emit *e, IrId id, const Env *env) {
    Val val;
    if (recall(e, id, env, &val)) return val;
    int  root = e->s->root_of[id];
    bool here = root >= 0 && e->s->roots.at[root].nest == e->nest && e->s->roots.at[root].kind == ROOT_ARRAY;
    if (e->s->home[id] && !here)
        val = emit_load(e, e->s->home[id], env, ir_is_position(e->ir, id));
    else if (root >= 0 && !here)
        bug("node %u is read before it is computed", id);
    else
        val = compute(e, id, env);
    emit_remember(e, id, env, val);
    return val;
}
