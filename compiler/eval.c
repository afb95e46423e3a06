#include "eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lang/kernel.h"
#include "symbols.h"

typedef struct Evaluation {
    const Ir        *ir;
    const EvalInput *input;
    double         **cells; /* by node */
} Evaluation;

static int64_t size_of(const Evaluation *e, AxisId axis) { return e->input->sizes[e->ir->axes.at[axis].dim]; }

static int64_t cells_over(const Ir *ir, const int64_t *sizes, AxisSet axes) {
    int64_t n = 1;
    for (int a = 0; a < ir->axes.count; a++)
        if (axes & AXIS(a)) n *= sizes[ir->axes.at[a].dim];
    return n;
}

int64_t ir_cells(const Ir *ir, const int64_t *sizes, IrId id) { return cells_over(ir, sizes, ir_at(ir, id)->axes); }

/* Where the cell of node `id` lies for positions of all axes. */
static int64_t offset_of(const Evaluation *e, AxisSet axes, const int64_t *position) {
    int64_t offset = 0;
    for (int a = 0; a < e->ir->axes.count; a++)
        if (axes & AXIS(a)) offset = offset * size_of(e, (AxisId)a) + position[a];
    return offset;
}

static double at(const Evaluation *e, IrId id, const int64_t *position) {
    return e->cells[id][offset_of(e, ir_at(e->ir, id)->axes, position)];
}

/* Positions of `axes` for flat cell number `cell`. */
static void unflatten(const Evaluation *e, AxisSet axes, int64_t cell, int64_t *position) {
    for (int a = e->ir->axes.count - 1; a >= 0; a--)
        if (axes & AXIS(a)) {
            position[a] = cell % size_of(e, (AxisId)a);
            cell /= size_of(e, (AxisId)a);
        }
}

static double leaf(const Evaluation *e, const IrNode *n, const int64_t *position) {
    const IrArray *array = &e->ir->arrays.at[n->attr];
    int64_t        offset = 0;
    for (int i = 0; i < array->n_axes; i++) offset = offset * size_of(e, array->axes[i]) + position[array->axes[i]];
    return e->input->arrays[n->attr][offset];
}

static double power(double x, double p) {
    if (p == 1) return x;
    if (p == -1) return 1 / x;
    if (p == 2) return x * x;
    if (p == 0.5) return sqrt(x);
    return pow(x, p);
}

static double reduce(const Evaluation *e, const IrNode *n, IrId body, int64_t *position) {
    int64_t count = cells_over(e->ir, e->input->sizes, n->attr);
    double  result = n->op == IR_SUM ? 0 : -INFINITY;
    for (int64_t i = 0; i < count; i++) {
        unflatten(e, n->attr, i, position);
        double x = at(e, body, position);
        if (n->op == IR_SUM)
            result += x;
        else if (!(x <= result))
            result = x;
    }
    return result;
}

/* An axis without positions has a cell to read all the same: nothing depends on it. */
static int64_t clamp(double x, int64_t size) {
    if (size < 1 || isnan(x) || x < 0) return 0;
    return x > (double)(size - 1) ? size - 1 : (int64_t)x;
}

static double cell(const Evaluation *e, IrId id, int64_t *position) {
    const Ir     *ir = e->ir;
    const IrNode *n = ir_at(ir, id);
#define ARG(i) at(e, ir_arg(ir, id, i), position)
    switch ((IrOp)n->op) {
    case IR_LIT:
        return n->value;
    case IR_DATA:
    case IR_UNK:
        return leaf(e, n, position);
    case IR_SIZE:
        return (double)size_of(e, (AxisId)n->attr);
    case IR_COORD:
        return (double)position[n->attr];
    case IR_ADD: {
        double sum = n->value;
        for (int i = 0; i < n->n_args; i++) sum += ir_weight(ir, id, i) * ARG(i);
        return sum;
    }
    case IR_MUL: {
        double product = 1, base = 1; /* the square of r / sigma, not of r and of sigma */
        for (int i = 0; i < n->n_args; i++) {
            double p = ir_weight(ir, id, i);
            if (fabs(p) == 2)
                base *= power(ARG(i), p / 2);
            else
                product *= power(ARG(i), p);
        }
        return product * (base * base);
    }
    case IR_FUN: {
        double args[8];
        for (int i = 0; i < n->n_args; i++) args[i] = ARG(i);
        return symbol_call((int)n->attr, args, n->n_args);
    }
    case IR_LT:
        return ARG(0) < ARG(1);
    case IR_LE:
        return ARG(0) <= ARG(1);
    case IR_EQ:
        return ARG(0) == ARG(1);
    case IR_AND:
        return ARG(0) != 0 && ARG(1) != 0;
    case IR_OR:
        return ARG(0) != 0 || ARG(1) != 0;
    case IR_NOT:
        return ARG(0) == 0;
    case IR_IF:
        return ARG(0) != 0 ? ARG(1) : ARG(2);
    case IR_SUM:
    case IR_MAX:
        return reduce(e, n, ir_arg(ir, id, 0), position);
    case IR_GATHER: {
        int64_t to = clamp(ARG(1), size_of(e, (AxisId)n->attr)), kept = position[n->attr];
        position[n->attr] = to;
        double x = ARG(0);
        position[n->attr] = kept;
        return x;
    }
    case IR_NONE:
    case IR_RANDOM:
    case IR_SCATTER:
    case IR_KERNEL:
    case IR_OP_COUNT:
        break;
    }
    return NAN;
#undef ARG
}

/* out[…, p] = sum over the cells of `over` whose index is p. The argument may run along the axis of p itself, if that is one of `over`: a
 * permutation. */
static void scatter(const Evaluation *e, IrId id, double *out, int64_t *position) {
    const IrNode *n = ir_at(e->ir, id);
    AxisSet       spread = (n->axes & ~AXIS(n->attr)) | n->over;
    if (ir_at(e->ir, ir_arg(e->ir, id, 0))->axes & AXIS(n->attr) & ~n->over)
        bug("a scatter into an axis that its argument has");
    int64_t count = cells_over(e->ir, e->input->sizes, spread);
    for (int64_t i = 0; i < count; i++) {
        unflatten(e, spread, i, position);
        double x = at(e, ir_arg(e->ir, id, 0), position), index = at(e, ir_arg(e->ir, id, 1), position);
        position[n->attr] = clamp(index, size_of(e, (AxisId)n->attr));
        out[offset_of(e, n->axes, position)] += x;
    }
}

/* Positions of letters for flat cell number `cell` of a kernel's array. */
static void unletter(const Evaluation *e, IrId id, const char *letters, int64_t cell, int64_t *position) {
    for (size_t l = strlen(letters); l-- > 0;) {
        AxisId axis = ir_kernel_axis(e->ir, id, letters[l]);
        position[axis] = cell % size_of(e, axis);
        cell /= size_of(e, axis);
    }
}

/* The argument of a kernel in one cell of its batch: contiguous, in the order of its letters. */
static double *packed(const Evaluation *e, IrId id, int arg, int64_t *position) {
    Kernel  k = kernel(ir_kernel_of(e->ir, id));
    int64_t count = cells_over(e->ir, e->input->sizes, ir_kernel_letters(e->ir, id, k.letters[arg]));
    double *cells = calloc((size_t)count + 1, sizeof *cells);
    for (int64_t i = 0; cells && i < count; i++) {
        unletter(e, id, k.letters[arg], i, position);
        cells[i] = at(e, ir_arg(e->ir, id, arg), position);
    }
    return cells;
}

static bool apply_kernel(const Evaluation *e, IrId id, double *out, int64_t *position) {
    Kernel        k = kernel(ir_kernel_of(e->ir, id));
    int64_t       sizes[KERNEL_MOST_LETTERS];
    const double *args[KERNEL_MOST_ARGS];
    int64_t       count = cells_over(e->ir, e->input->sizes, ir_kernel_letters(e->ir, id, k.result));
    double       *result = calloc((size_t)count + 1, sizeof *result);
    bool          ok = result != NULL;
    for (int i = 0; i < k.n_letters; i++) sizes[i] = size_of(e, ir_kernel_axis(e->ir, id, (char)('a' + i)));
    for (int i = 0; i < k.n_args; i++) ok &= (args[i] = packed(e, id, i, position)) != NULL;
    if (ok) kernel_address(ir_kernel_of(e->ir, id))(sizes, args, result);
    for (int64_t i = 0; ok && i < count; i++) {
        unletter(e, id, k.result, i, position);
        out[offset_of(e, ir_at(e->ir, id)->axes, position)] = result[i];
    }
    for (int i = 0; i < k.n_args; i++) free((void *)args[i]);
    free(result);
    return ok;
}

static bool evaluate_kernel(const Evaluation *e, IrId id, double *out, int64_t *position) {
    AxisSet batch = ir_kernel_batch(e->ir, id);
    bool    ok = true;
    for (int64_t i = 0, n = cells_over(e->ir, e->input->sizes, batch); ok && i < n; i++) {
        unflatten(e, batch, i, position);
        ok = apply_kernel(e, id, out, position);
    }
    return ok;
}

static bool evaluate_node(Evaluation *e, IrId id) {
    const IrNode *n = ir_at(e->ir, id);
    if (n->op == IR_RANDOM) return false;
    if ((n->op == IR_DATA || n->op == IR_UNK) && !e->input->arrays[n->attr]) return false;
    int64_t position[IR_MAX_AXES] = {0};
    int64_t count = ir_cells(e->ir, e->input->sizes, id);
    double *cells = calloc((size_t)count + 1, sizeof *cells);
    if (!cells) return false;
    e->cells[id] = cells;
    if (n->op == IR_SCATTER) {
        scatter(e, id, cells, position);
        return true;
    }
    if (n->op == IR_KERNEL) return evaluate_kernel(e, id, cells, position);
    for (int64_t i = 0; i < count; i++) {
        unflatten(e, n->axes, i, position);
        cells[i] = cell(e, id, position);
    }
    return true;
}

bool ir_evaluate(const Ir *ir, const EvalInput *input, const IrId *roots, int n, double **values) {
    size_t     count = (size_t)ir->nodes.count;
    uint8_t   *marks = calloc(count, 1);
    Evaluation e = {ir, input, calloc(count, sizeof(double *))};
    bool       ok = marks && e.cells;
    if (ok) ir_reach(ir, roots, n, marks);
    for (IrId id = 1; ok && id < count; id++)
        if (marks[id]) ok = evaluate_node(&e, id);
    for (int i = 0; ok && i < n; i++) {
        size_t size = (size_t)ir_cells(ir, input->sizes, roots[i]) * sizeof(double);
        values[i] = malloc(size + 1);
        if (values[i])
            memcpy(values[i], e.cells[roots[i]], size);
        else
            ok = false;
    }
    for (size_t id = 0; e.cells && id < count; id++) free(e.cells[id]);
    free(e.cells);
    free(marks);
    return ok;
}
