/* A walk over one expression, once per cell: slow and plain. What it does not know (softmax, densities inside
 * expressions) it says so. */
#include "cell_value.h"
#include "lang/primitive.h"
#include "symbols.h"
#include <math.h>
#include <string.h>

enum { DEEPEST = 40 };

void cell_set(Cell *cell, Axis axis, int64_t at) {
    for (int i = 0; i < cell->n_axes; i++)
        if (cell->axes[i].axis.dim == axis.dim && cell->axes[i].axis.copy == axis.copy) {
            cell->axes[i].at = at;
            return;
        }
    if (cell->n_axes == CELL_AXES) return;
    cell->axes[cell->n_axes].axis = axis;
    cell->axes[cell->n_axes++].at = at;
}

static int64_t position_of(const Cell *cell, Axis axis) {
    for (int i = 0; i < cell->n_axes; i++)
        if (cell->axes[i].axis.dim == axis.dim && cell->axes[i].axis.copy == axis.copy) return cell->axes[i].at;
    return -1;
}

static const BmDim *bound_dim(const Cell *cell, const Dim *dim) {
    for (int i = 0; i < cell->load->schema->n_dims; i++)
        if (strcmp(cell->load->schema->dims[i].name, dim->name) == 0) return &cell->load->schema->dims[i];
    return NULL;
}

static int64_t size_of(const Cell *cell, const Dim *dim) {
    const BmDim *bound = bound_dim(cell, dim);
    return bound ? bound->n_labels : 0;
}

static int64_t label_position(const Cell *cell, const Dim *dim, int position, const char *text) {
    const BmDim *bound = bound_dim(cell, dim);
    if (position < -1) return size_of(cell, dim) + position + 1;
    for (int i = 0; position < 0 && bound && i < bound->n_labels; i++)
        if (text && strcmp(bound->labels[i], text) == 0) return i;
    return position;
}

/* --- references --- */

static int64_t sub_position(const Cell *cell, const Sub *sub, const Dim *dim, bool *known) {
    switch (sub->kind) {
    case SUB_AXIS:
        return position_of(cell, sub->axis);
    case SUB_SHIFT:
        return position_of(cell, sub->axis) + (int64_t)cell_value(cell, sub->by, known);
    case SUB_FIRST:
        return sub->offset;
    case SUB_LAST:
        return size_of(cell, dim) - 1 + sub->offset;
    case SUB_LABEL:
        return label_position(cell, dim, sub->position, sub->label);
    case SUB_KEY:
        return (int64_t)cell_value(cell, sub->key, known);
    }
    return -1;
}

/* Number of the cell of the value that a reference means; -1: none. */
static int64_t flat_position(const Cell *cell, const Expr *ref, bool *known) {
    int64_t flat = 0;
    for (int i = 0; i < ref->ref.n_subs; i++) {
        const Dim *dim = ref->ref.value->dims[i];
        int64_t    at = sub_position(cell, &ref->ref.subs[i], dim, known);
        if (at < 0 || at >= size_of(cell, dim)) return -1;
        flat = flat * size_of(cell, dim) + at;
    }
    return flat;
}

static bool kept_value(const Cell *cell, const Value *value, int64_t flat, double *result) {
    const BmSchema *schema = cell->load->schema;
    for (int i = 0; i < schema->n_data; i++)
        if (value->role == ROLE_DATA && strcmp(schema->data[i].name, value->name) == 0) {
            *result = cell->load->bound->values[i][flat];
            return true;
        }
    for (int i = 0; i < schema->n_sizes; i++)
        if (value->role == ROLE_SIZE && strcmp(schema->sizes[i].name, value->name) == 0) {
            *result = cell->load->bound->size_values[i];
            return true;
        }
    for (int i = 0; cell->outputs && i < schema->n_outputs; i++)
        if (strcmp(schema->outputs[i].name, value->name) == 0 && schema->outputs[i].n_dims == value->n_dims) {
            *result = cell->outputs[cell->load->layout[schema->outputs[i].slot] + flat];
            return true;
        }
    return false;
}

/* Binds the left side of an equation to a cell of its value; false: this piece is not about that cell. */
static bool bind_left(Cell *inner, const Left *left, int64_t flat, bool *known) {
    for (int i = left->n_subs - 1; i >= 0; i--) {
        const Dim *dim = left->value->dims[i];
        int64_t    size = size_of(inner, dim), at = size ? flat % size : 0;
        flat = size ? flat / size : 0;
        if (left->subs[i].kind == SUB_AXIS)
            cell_set(inner, left->subs[i].axis, at);
        else if (sub_position(inner, &left->subs[i], dim, known) != at)
            return false;
    }
    return !left->guard || cell_value(inner, left->guard, known) != 0;
}

static double equation_value(const Cell *cell, const Value *value, int64_t flat, bool *known) {
    for (int i = 0; i < value->equations.count && cell->depth < DEEPEST; i++) {
        Cell inner = {.load = cell->load, .outputs = cell->outputs, .depth = cell->depth + 1};
        if (bind_left(&inner, &value->equations.at[i].left, flat, known))
            return cell_value(&inner, value->equations.at[i].right, known);
    }
    *known = false;
    return NAN;
}

static double reference_value(const Cell *cell, const Expr *ref, bool *known) {
    int64_t flat = flat_position(cell, ref, known);
    double  value;
    if (flat < 0) {
        *known = false;
        return NAN;
    }
    return kept_value(cell, ref->ref.value, flat, &value) ? value : equation_value(cell, ref->ref.value, flat, known);
}

const char *cell_reference(const Cell *cell, const Expr *ref) {
    const Value *value = ref->ref.value;
    char         name[256];
    int          dims[CELL_AXES];
    bool         known = true;
    int64_t      flat = flat_position(cell, ref, &known);
    if (flat < 0 || value->n_dims == 0 || value->n_dims > CELL_AXES) return value->shown;
    for (int i = 0; i < value->n_dims; i++) {
        const BmDim *dim = bound_dim(cell, value->dims[i]);
        if (!dim) return value->shown;
        dims[i] = (int)(dim - cell->load->schema->dims);
    }
    bm_cell_name(cell->load->schema, value->shown, dims, value->n_dims, flat, name, sizeof name);
    return arena_copy(cell->load->session->arena, name, strlen(name));
}

/* --- operations --- */

static double call_value(const Cell *cell, const Expr *expr, bool *known) {
    double args[8] = {0};
    Expr  *body = primitive_body(cell->load->session, expr->call.primitive);
    for (int i = 0; i < expr->call.n_args && i < 8; i++) args[i] = cell_value(cell, expr->call.args[i], known);
    if (!body) return symbol_call(expr->call.primitive, args, expr->call.n_args);
    Cell inner = *cell;
    inner.params = args;
    inner.depth++;
    if (inner.depth < DEEPEST) return cell_value(&inner, body, known);
    *known = false;
    return NAN;
}

typedef struct Reduction {
    double sum, sum_of_squares, product, least, largest, n;
} Reduction;

static void reduce_over(Cell *cell, const Expr *expr, int axis, Reduction *r, bool *known) {
    if (axis < expr->reduce.axes.count) {
        int64_t size = size_of(cell, expr->reduce.axes.at[axis].dim);
        for (int64_t i = 0; i < size; i++) {
            cell_set(cell, expr->reduce.axes.at[axis], i);
            reduce_over(cell, expr, axis + 1, r, known);
        }
        return;
    }
    if (expr->reduce.where && cell_value(cell, expr->reduce.where, known) == 0) return;
    double x = cell_value(cell, expr->reduce.body, known);
    r->n += 1;
    r->sum += x;
    r->sum_of_squares += x * x;
    r->product *= x;
    r->least = fmin(r->least, x);
    r->largest = fmax(r->largest, x);
}

static double reduce_value(const Cell *cell, const Expr *expr, bool *known) {
    Reduction r = {.product = 1, .least = INFINITY, .largest = -INFINITY};
    Cell      inner = *cell;
    if (expr->reduce.by)
        *known = false;
    else
        reduce_over(&inner, expr, 0, &r, known);
    double variance = (r.sum_of_squares - r.sum * r.sum / r.n) / (r.n - 1);
    switch (expr->reduce.op) {
    case REDUCE_SUM:
        return r.sum;
    case REDUCE_MEAN:
        return r.sum / r.n;
    case REDUCE_SD:
        return sqrt(variance);
    case REDUCE_VAR:
        return variance;
    case REDUCE_MIN:
        return r.least;
    case REDUCE_MAX:
        return r.largest;
    case REDUCE_PROD:
        return r.product;
    case REDUCE_ANY:
        return r.largest > 0;
    case REDUCE_ALL:
        return r.least > 0;
    case REDUCE_LOGSUMEXP:
        *known = false;
        return NAN;
    }
    return NAN;
}

static double at_value(const Cell *cell, const Expr *expr, bool *known) {
    Cell inner = *cell;
    for (int i = 0; i < expr->at.n; i++)
        cell_set(&inner, expr->at.from[i], sub_position(cell, &expr->at.subs[i], expr->at.from[i].dim, known));
    return cell_value(&inner, expr->at.body, known);
}

static double label_number(const Cell *cell, const Expr *label, bool *known) {
    const BmDim *dim = bound_dim(cell, label->type.dim);
    int64_t      at = (int64_t)cell_value(cell, label, known);
    if (dim && dim->numbers && at >= 0 && at < dim->n_labels) return dim->numbers[at];
    *known = false;
    return NAN;
}

double cell_value(const Cell *cell, const Expr *expr, bool *known) {
#define LEFT cell_value(cell, expr->binary.x, known)
#define RIGHT cell_value(cell, expr->binary.y, known)
    switch (expr->kind) {
    case X_NUMBER:
        return expr->number;
    case X_REF:
        return reference_value(cell, expr, known);
    case X_INDEX:
        return (double)position_of(cell, expr->index);
    case X_LABEL:
        return (double)label_position(cell, expr->label.dim, expr->label.position, expr->label.text);
    case X_LABEL_NUMBER:
        return label_number(cell, expr->unary, known);
    case X_SIZE:
        return (double)size_of(cell, expr->size);
    case X_PARAM:
        if (cell->params) return cell->params[expr->param];
        break;
    case X_CALL:
        return call_value(cell, expr, known);
    case X_ADD:
        return LEFT + RIGHT;
    case X_SUB:
        return LEFT - RIGHT;
    case X_MUL:
        return LEFT * RIGHT;
    case X_DIV:
        return LEFT / RIGHT;
    case X_POW:
        return pow(LEFT, RIGHT);
    case X_NEG:
        return -cell_value(cell, expr->unary, known);
    case X_LT:
        return LEFT < RIGHT;
    case X_LE:
        return LEFT <= RIGHT;
    case X_GT:
        return LEFT > RIGHT;
    case X_GE:
        return LEFT >= RIGHT;
    case X_EQ:
        return LEFT == RIGHT;
    case X_NE:
        return LEFT != RIGHT;
    case X_AND:
        return LEFT != 0 && RIGHT != 0;
    case X_OR:
        return LEFT != 0 || RIGHT != 0;
    case X_NOT:
        return cell_value(cell, expr->unary, known) == 0;
    case X_IF:
        return cell_value(cell, cell_value(cell, expr->if_.condition, known) != 0 ? expr->if_.yes : expr->if_.no,
                          known);
    case X_REDUCE:
        return reduce_value(cell, expr, known);
    case X_AT:
        return at_value(cell, expr, known);
    case X_ALONG:
    case X_KERNEL:
    case X_DIST:
        break;
    }
    *known = false;
    return NAN;
#undef LEFT
#undef RIGHT
}
