/* The IR as text, in the notation of the language: what is used once stands where it is used, what is shared has a line. */
#include <math.h>
#include <string.h>

#include "ir.h"
#include "lang/kernel.h"
#include "lang/primitive.h"

typedef struct Printer {
    const Ir    *ir;
    const Model *model;
    Arena       *arena;
    Text         text;
    int         *uses;
    bool        *named;
} Printer;

const char *ir_axis_name(const Ir *ir, const Model *model, AxisId axis) {
    IrAxis      a = ir->axes.at[axis];
    const char *name = model->dims.at[a.dim]->shown;
    if (a.copy > 3) return arena_printf(ir->arena, "%s*%d", name, a.copy);
    return arena_printf(ir->arena, "%s%.*s", name, a.copy, "'''");
}

static void put(Printer *p, const char *text) { text_add(p->arena, &p->text, "%s", text); }

static void put_number(Printer *p, double x) {
    if (isinf(x))
        put(p, x < 0 ? "-inf" : "inf");
    else
        text_add(p->arena, &p->text, "%.*g", x == floor(x) && fabs(x) < 1e15 ? 15 : 17, x);
}

static void put_axes(Printer *p, AxisSet axes) {
    const char *between = "[";
    for (int a = 0; a < p->ir->axes.count; a++)
        if (axes & AXIS(a)) {
            put(p, between);
            put(p, ir_axis_name(p->ir, p->model, (AxisId)a));
            between = ", ";
        }
    if (axes) put(p, "]");
}

enum { LOOSE, SUM, PRODUCT, TIGHT }; /* how strongly the surroundings bind */

static void print(Printer *p, IrId id, int around);

static void print_args(Printer *p, IrId id) {
    put(p, "(");
    for (int i = 0; i < ir_at(p->ir, id)->n_args; i++) {
        if (i) put(p, ", ");
        print(p, ir_arg(p->ir, id, i), LOOSE);
    }
    put(p, ")");
}

static void open_if(Printer *p, bool yes) {
    if (yes) put(p, "(");
}
static void close_if(Printer *p, bool yes) {
    if (yes) put(p, ")");
}

static void print_add(Printer *p, IrId id, int around) {
    const IrNode *n = ir_at(p->ir, id);
    open_if(p, around > LOOSE);
    for (int i = 0; i < n->n_args; i++) {
        double w = ir_weight(p->ir, id, i);
        put(p, i == 0 ? (w < 0 ? "-" : "") : w < 0 ? " - " : " + ");
        if (fabs(w) != 1) put_number(p, fabs(w)), put(p, " * ");
        print(p, ir_arg(p->ir, id, i), PRODUCT);
    }
    if (n->value != 0) put(p, n->value < 0 ? " - " : " + "), put_number(p, fabs(n->value));
    close_if(p, around > LOOSE);
}

static void print_mul(Printer *p, IrId id, int around) {
    const IrNode *n = ir_at(p->ir, id);
    bool          any = false;
    open_if(p, around >= TIGHT);
    for (int sign = 1; sign >= -1; sign -= 2)
        for (int i = 0; i < n->n_args; i++) {
            double w = ir_weight(p->ir, id, i);
            if ((w > 0) != (sign > 0)) continue;
            put(p, sign > 0 ? (any ? " * " : "") : any ? " / " : "1 / ");
            any = true;
            print(p, ir_arg(p->ir, id, i), TIGHT);
            if (fabs(w) != 1) put(p, "^"), put_number(p, fabs(w));
        }
    close_if(p, around >= TIGHT);
}

static void print_infix(Printer *p, IrId id, const char *op, int around) {
    open_if(p, around > LOOSE);
    print(p, ir_arg(p->ir, id, 0), SUM);
    put(p, op);
    print(p, ir_arg(p->ir, id, 1), SUM);
    close_if(p, around > LOOSE);
}

static void print_gather(Printer *p, IrId id) {
    print(p, ir_arg(p->ir, id, 0), TIGHT);
    put(p, "[");
    put(p, ir_axis_name(p->ir, p->model, (AxisId)ir_at(p->ir, id)->attr));
    put(p, " = ");
    print(p, ir_arg(p->ir, id, 1), LOOSE);
    put(p, "]");
}

/* cholesky[i, i'](K) */
static void print_kernel(Printer *p, IrId id) {
    Kernel k = kernel(ir_kernel_of(p->ir, id));
    put(p, k.name);
    for (int i = 0; i < k.n_letters; i++) {
        put(p, i ? ", " : "[");
        put(p, ir_axis_name(p->ir, p->model, ir_kernel_axis(p->ir, id, (char)('a' + i))));
    }
    put(p, "]"), print_args(p, id);
}

static void print_body(Printer *p, IrId id, int around) {
    const IrNode *n = ir_at(p->ir, id);
    switch ((IrOp)n->op) {
    case IR_LIT:
        put_number(p, n->value);
        break;
    case IR_DATA:
    case IR_UNK:
        put(p,
            p->ir->arrays.at[n->attr].value ? p->ir->arrays.at[n->attr].value->shown : p->ir->arrays.at[n->attr].name);
        break;
    case IR_SIZE:
        text_add(p->arena, &p->text, "size(%s)", ir_axis_name(p->ir, p->model, (AxisId)n->attr));
        break;
    case IR_COORD:
        put(p, ir_axis_name(p->ir, p->model, (AxisId)n->attr));
        break;
    case IR_ADD:
        print_add(p, id, around);
        break;
    case IR_MUL:
        print_mul(p, id, around);
        break;
    case IR_FUN:
        put(p, primitive((int)n->attr)->name), print_args(p, id);
        break;
    case IR_RANDOM:
        put(p, primitive((int)(n->attr & 0xffff))->name), put_axes(p, n->axes), print_args(p, id);
        break;
    case IR_LT:
        print_infix(p, id, " < ", around);
        break;
    case IR_LE:
        print_infix(p, id, " <= ", around);
        break;
    case IR_EQ:
        print_infix(p, id, " == ", around);
        break;
    case IR_AND:
        print_infix(p, id, " and ", around);
        break;
    case IR_OR:
        print_infix(p, id, " or ", around);
        break;
    case IR_NOT:
        put(p, "not "), print(p, ir_arg(p->ir, id, 0), TIGHT);
        break;
    case IR_IF:
        open_if(p, around > LOOSE);
        put(p, "if "), print(p, ir_arg(p->ir, id, 0), LOOSE);
        put(p, " then "), print(p, ir_arg(p->ir, id, 1), LOOSE);
        put(p, " else "), print(p, ir_arg(p->ir, id, 2), LOOSE);
        close_if(p, around > LOOSE);
        break;
    case IR_SUM:
        put(p, "sum"), put_axes(p, n->attr), print_args(p, id);
        break;
    case IR_MAX:
        put(p, "max"), put_axes(p, n->attr), print_args(p, id);
        break;
    case IR_GATHER:
        print_gather(p, id);
        break;
    case IR_SCATTER:
        put(p, "sum"), put_axes(p, n->over), put(p, "("), print(p, ir_arg(p->ir, id, 0), LOOSE), put(p, " by ");
        print(p, ir_arg(p->ir, id, 1), LOOSE), put(p, ")");
        break;
    case IR_KERNEL:
        print_kernel(p, id);
        break;
    case IR_NONE:
    case IR_OP_COUNT:
        break;
    }
}

static void put_name(Printer *p, IrId id) {
    text_add(p->arena, &p->text, "t%u", id);
    put_axes(p, ir_at(p->ir, id)->axes);
}

static void print(Printer *p, IrId id, int around) {
    if (p->named[id])
        put_name(p, id);
    else
        print_body(p, id, around);
}

static bool is_leaf(const IrNode *n) { return n->op <= IR_COORD; }

const char *ir_print(const Ir *ir, const Model *model, const IrId *roots, const char *const *names, int n) {
    Printer  p = {.ir = ir, .model = model, .arena = ir->arena};
    size_t   count = (size_t)ir->nodes.count;
    uint8_t *marks = arena_alloc(ir->arena, count);
    p.uses = arena_alloc(ir->arena, count * sizeof *p.uses);
    p.named = arena_alloc(ir->arena, count * sizeof *p.named);
    ir_reach(ir, roots, n, marks);
    for (IrId id = 1; id < count; id++)
        if (marks[id])
            for (int i = 0; i < ir_at(ir, id)->n_args; i++) p.uses[ir_arg(ir, id, i)]++;
    for (int i = 0; i < n; i++) p.uses[roots[i]]++;
    for (IrId id = 1; id < count; id++) {
        if (!marks[id] || p.uses[id] < 2 || is_leaf(ir_at(ir, id))) continue;
        put_name(&p, id);
        put(&p, " = ");
        print_body(&p, id, LOOSE);
        put(&p, ir_at(ir, id)->stage == STAGE_DATA ? "    # computed once, from data\n" : "\n");
        p.named[id] = true;
    }
    for (int i = 0; i < n; i++) {
        put(&p, names[i]);
        put_axes(&p, ir_at(ir, roots[i])->axes);
        put(&p, " = ");
        print(&p, roots[i], LOOSE);
        put(&p, "\n");
    }
    VEC_PUSH(p.arena, &p.text, '\0');
    return p.text.at;
}

void ir_verify(const Ir *ir, const IrId *roots, int n) {
    uint8_t *marks = arena_alloc(ir->arena, (size_t)ir->nodes.count);
    ir_reach(ir, roots, n, marks);
    for (IrId id = 1; id < (IrId)ir->nodes.count; id++) {
        if (!marks[id]) continue;
        const IrNode *x = ir_at(ir, id);
        AxisSet       axes = 0;
        for (int i = 0; i < x->n_args; i++) {
            if (ir_arg(ir, id, i) == 0 || ir_arg(ir, id, i) >= id)
                bug("node %u (%s) reads node %u", id, ir_op_name((IrOp)x->op), ir_arg(ir, id, i));
            axes |= ir_at(ir, ir_arg(ir, id, i))->axes;
        }
        if (x->op == IR_SUM || x->op == IR_MAX) axes &= ~x->attr;
        bool same = x->op == IR_ADD || x->op == IR_MUL || x->op == IR_FUN || x->op == IR_IF || x->op == IR_SUM ||
                    x->op == IR_MAX || x->op == IR_KERNEL;
        if (x->op == IR_KERNEL)
            axes = (axes & ~x->over) | ir_kernel_letters(ir, id, kernel(ir_kernel_of(ir, id)).result);
        if (same && axes != x->axes) bug("node %u (%s) has the wrong axes", id, ir_op_name((IrOp)x->op));
    }
}
