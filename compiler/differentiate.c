/* Reverse-mode differentiation, from IR to IR. One sweep over the ids downwards; each node's row says what its adjoint gives to
 * its arguments. An adjoint may lack axes of its node: it is constant along them.
 *
 * `if` is a region: an adjoint that enters one side carries the condition as a guard, and the guard becomes a select where the
 * contribution leaves the region, not where it enters. So 0 * inf is never formed from the side that was not taken.
 *
 * needs: constructors.  keeps: values.  Applying it to its own result gives second derivatives. */
#include <string.h>

#include "ir_private.h"
#include "lang/kernel.h"
#include "lang/primitive.h"
#include "lower.h"

enum { MAX_GUARDS = 4 };
typedef struct Part {
    IrId guard, value;
} Part; /* guard 0: always */
typedef struct Adjoint {
    Part parts[MAX_GUARDS];
    int  count;
} Adjoint;

typedef struct Sweep {
    Ir      *ir;
    Adjoint *adjoints;
} Sweep;

static AxisSet axes_of(const Ir *ir, IrId id) { return ir_at(ir, id)->axes; }

static IrId guarded(Ir *ir, Part part) {
    return part.guard ? ir_if(ir, part.guard, part.value, ir_literal(ir, 0)) : part.value;
}

/* A contribution to the adjoint of node, made in each cell of `cells` (axes that value lacks: the same in each): summed over those that
 * the node lacks. */
static void accumulate(Sweep *s, IrId node, IrId guard, AxisSet cells, IrId value) {
    Ir *ir = s->ir;
    if (ir_at(ir, node)->stage < STAGE_UNKNOWN || ir_is(ir, value, 0)) return;
    AxisSet extra = (cells | axes_of(ir, value) | (guard ? axes_of(ir, guard) : 0)) & ~axes_of(ir, node);
    if (extra) { /* the node varies less: the guard ends here */
        if (guard && (axes_of(ir, guard) & extra)) {
            value = guarded(ir, (Part){guard, value});
            guard = 0;
        }
        value = ir_sum(ir, extra, value);
        if (ir_is(ir, value, 0)) return;
    }
    Adjoint *a = &s->adjoints[node];
    for (int i = 0; i < a->count; i++)
        if (a->parts[i].guard == guard) {
            a->parts[i].value = ir_add(ir, a->parts[i].value, value);
            return;
        }
    if (a->count == MAX_GUARDS) { /* fold: correct, with selects earlier */
        IrId sum = ir_literal(ir, 0);
        for (int i = 0; i < a->count; i++) sum = ir_add(ir, sum, guarded(ir, a->parts[i]));
        a->parts[0] = (Part){0, sum};
        a->count = 1;
        accumulate(s, node, 0, 0, guarded(ir, (Part){guard, value}));
        return;
    }
    a->parts[a->count++] = (Part){guard, value};
}

static void push_mul(Sweep *s, IrId id, IrId guard, IrId adjoint) {
    Ir    *ir = s->ir;
    IrNode n = *ir_at(ir, id);
    for (int i = 0; i < n.n_args; i++) {
        double  p = ir_weight(ir, id, i);
        IrId   *ids = arena_alloc(ir->arena, (size_t)(n.n_args + 1) * sizeof *ids);
        double *powers = arena_alloc(ir->arena, (size_t)(n.n_args + 1) * sizeof *powers);
        for (int j = 0; j < n.n_args; j++) {
            ids[j] = ir_arg(ir, id, j);
            powers[j] = ir_weight(ir, id, j) - (i == j);
        }
        ids[n.n_args] = adjoint;
        powers[n.n_args] = 1;
        IrId product = ir_mul_n(ir, ids, powers, n.n_args + 1);
        accumulate(s, ir_arg(ir, id, i), guard, n.axes, ir_scale(ir, p, product));
    }
}

static void push_fun(Sweep *s, IrId id, IrId guard, IrId adjoint) {
    Ir    *ir = s->ir;
    IrNode n = *ir_at(ir, id);
    IrId   args[8];
    for (int i = 0; i < n.n_args; i++) args[i] = ir_arg(ir, id, i);
    for (int i = 0; i < n.n_args; i++) {
        if (ir_at(ir, args[i])->stage < STAGE_UNKNOWN) continue;
        IrId slope = lower_derivative(ir, (int)n.attr, i, args);
        accumulate(s, args[i], guard, n.axes, ir_mul(ir, adjoint, slope));
    }
}

static void push_kernel(Sweep *s, IrId id, IrId adjoint) {
    Ir     *ir = s->ir;
    Kernel  k = kernel(ir_kernel_of(ir, id));
    AxisSet batch = ir_kernel_batch(ir, id);
    for (int i = 0; i < k.n_args; i++) {
        IrId arg = ir_arg(ir, id, i);
        if (ir_at(ir, arg)->stage < STAGE_UNKNOWN) continue;
        accumulate(s, arg, 0, batch | ir_kernel_letters(ir, id, k.letters[i]),
                   differentiate_kernel(ir, id, i, adjoint));
    }
}

static IrId both(Ir *ir, IrId guard, IrId condition) { return guard ? ir_and(ir, guard, condition) : condition; }

/* What the adjoint of node id gives to its arguments. */
static void push(Sweep *s, IrId id, IrId guard, IrId adjoint) {
    Ir    *ir = s->ir;
    IrNode n = *ir_at(ir, id);
    switch ((IrOp)n.op) {
    case IR_NONE:
    case IR_LIT:
    case IR_DATA:
    case IR_UNK:
    case IR_SIZE:
    case IR_COORD:
    case IR_RANDOM:
    case IR_OP_COUNT:
    case IR_LT:
    case IR_LE:
    case IR_EQ:
    case IR_AND:
    case IR_OR:
    case IR_NOT:
        break;
    case IR_ADD:
        for (int i = 0; i < n.n_args; i++) {
            IrId   arg = ir_arg(ir, id, i);
            double weight = ir_weight(ir, id, i);
            accumulate(s, arg, guard, n.axes, ir_scale(ir, weight, adjoint));
        }
        break;
    case IR_MUL:
        push_mul(s, id, guard, adjoint);
        break;
    case IR_FUN:
        push_fun(s, id, guard, adjoint);
        break;
    case IR_IF: {
        IrId condition = ir_arg(ir, id, 0), yes = ir_arg(ir, id, 1), no = ir_arg(ir, id, 2);
        accumulate(s, yes, both(ir, guard, condition), n.axes, adjoint);
        accumulate(s, no, both(ir, guard, ir_not(ir, condition)), n.axes, adjoint);
        break;
    }
    case IR_SUM:
        accumulate(s, ir_arg(ir, id, 0), guard, 0, adjoint);
        break;
    case IR_MAX: /* the cells that reach it; a shift is a constant */
        if (!n.over) {
            IrId x = ir_arg(ir, id, 0);
            IrId taken = ir_compare(ir, IR_EQ, x, id);
            IrId ties = ir_sum(ir, n.attr, ir_if(ir, taken, ir_literal(ir, 1), ir_literal(ir, 0)));
            accumulate(s, x, guard, 0, ir_if(ir, taken, ir_div(ir, adjoint, ties), ir_literal(ir, 0)));
        }
        break;
    case IR_GATHER: {
        IrId    x = ir_arg(ir, id, 0), index = ir_arg(ir, id, 1);
        AxisId  axis = (AxisId)n.attr;
        AxisSet stays = axes_of(ir, x) & ~AXIS(axis);
        /* the adjoint may lack axes of the index: then each position counts */
        AxisSet over = axes_of(ir, index) & ~stays;
        accumulate(s, x, 0, 0, ir_scatter(ir, adjoint, index, axis, over));
        break;
    }
    case IR_KERNEL:
        push_kernel(s, id, adjoint);
        break;
    case IR_SCATTER: {
        AxisSet cells = (n.axes & ~AXIS(n.attr)) | n.over;
        accumulate(s, ir_arg(ir, id, 0), 0, cells, ir_gather(ir, adjoint, (AxisId)n.attr, ir_arg(ir, id, 1)));
        break;
    }
    }
}

static bool ends_guards(IrOp op) {
    return op == IR_UNK || op == IR_SUM || op == IR_GATHER || op == IR_SCATTER || op == IR_MAX || op == IR_KERNEL;
}

void ir_differentiate(Ir *ir, IrId root, const IrId *wrt, int n, IrId *gradient) {
    int      count = (int)root + 1;
    uint8_t *marks = arena_alloc(ir->arena, (size_t)count);
    Sweep    s = {ir, arena_alloc(ir->arena, (size_t)count * sizeof(Adjoint))};
    ir_reach(ir, &root, 1, marks);
    accumulate(&s, root, 0, 0, ir_literal(ir, 1));
    for (IrId id = root; id > 0; id--) {
        Adjoint *a = &s.adjoints[id];
        if (!marks[id] || !a->count) continue;
        Span outer = ir->span;
        ir->span = ir_at(ir, id)->span;
        if (ends_guards((IrOp)ir_at(ir, id)->op) && (a->count > 1 || a->parts[0].guard)) {
            IrId sum = ir_literal(ir, 0);
            for (int i = 0; i < a->count; i++) sum = ir_add(ir, sum, guarded(ir, a->parts[i]));
            *a = (Adjoint){.parts = {{0, sum}}, .count = 1};
        }
        Adjoint now = *a;
        for (int i = 0; i < now.count; i++) push(&s, id, now.parts[i].guard, now.parts[i].value);
        ir->span = outer;
    }
    for (int i = 0; i < n; i++) {
        Adjoint *a = wrt[i] <= root && marks[wrt[i]] ? &s.adjoints[wrt[i]] : NULL;
        gradient[i] = a && a->count ? a->parts[0].value : ir_literal(ir, 0);
    }
}
