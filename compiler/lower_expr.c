/* Expressions of a checked model as IR. */
#include <math.h>

#include "lang/check_limits.h"
#include "lang/expr.h"
#include "lang/kernel.h"
#include "lang/primitive.h"
#include "lower.h"
#include "lower_private.h"

static AxisId axis_of(Ir *ir, Axis axis) { return ir_axis(ir, axis.dim->id, axis.copy); }

/* --- positions and labels --- */

static IrId label_position(Lowered *l, Dim *dim, int position, const char *text, Span span) {
    if (position >= 0) return ir_literal(l->ir, position);
    if (position < -1)
        return ir_add_n(l->ir, position + 1, (IrId[]){ir_size(l->ir, ir_axis(l->ir, dim->id, 0))}, NULL, 1);
    for (int i = 0; i < l->data->labels.count; i++)
        if (l->data->labels.at[i].dim == dim && l->data->labels.at[i].text == text)
            return ir_leaf(l->ir, IR_DATA, l->data->labels.at[i].array);
    IrArray    array = {.name = text, .is_key = true, .slot = layout_slot(l->layout, SPACE_DATA, NULL, 0)};
    NamedLabel label = {.dim = dim, .text = text, .span = span, .slot = array.slot, .array = ir_array(l->ir, array)};
    VEC_PUSH(l->ir->arena, &l->data->labels, label);
    return ir_leaf(l->ir, IR_DATA, label.array);
}

/* The number that the label at a position is. */
static IrId label_number(Lowered *l, Dim *dim, IrId position) {
    Ir *ir = l->ir;
    if (dim->from == LABELS_RANGE) return ir_add_n(ir, (double)dim->range_lo, &position, NULL, 1);
    if (l->data->of_numbers[dim->id] < 0) {
        IrArray array = {.name = dim->name, .n_axes = 1, .axes = {ir_axis(ir, dim->id, 0)}};
        array.slot = layout_slot(l->layout, SPACE_DATA, array.axes, 1);
        l->data->of_numbers[dim->id] = ir_array(ir, array);
    }
    return ir_gather(ir, ir_leaf(ir, IR_DATA, l->data->of_numbers[dim->id]), ir_axis(ir, dim->id, 0), position);
}

static IrId sub_index(Lowered *l, const Sub *sub, Dim *dim) {
    Ir *ir = l->ir;
    switch (sub->kind) {
    case SUB_AXIS:
        return ir_coord(ir, axis_of(ir, sub->axis));
    case SUB_SHIFT:
        return ir_add(ir, ir_coord(ir, axis_of(ir, sub->axis)), lower_expr(l, sub->by));
    case SUB_FIRST:
        return ir_literal(ir, sub->offset);
    case SUB_LAST:
        return ir_add_n(ir, sub->offset - 1, (IrId[]){ir_size(ir, ir_axis(ir, dim->id, 0))}, NULL, 1);
    case SUB_LABEL:
        return label_position(l, dim, sub->position, sub->label, sub->span);
    case SUB_KEY:
        return lower_expr(l, sub->key);
    }
    return 0;
}

/* x[from_i := index_i], all at once. */
static IrId substitute(Ir *ir, IrId x, const AxisId *from, const IrId *index, int n) {
    bool clash = false;
    for (int i = 0; i < n; i++) {
        IrNode at = *ir_at(ir, index[i]);
        bool   same = at.op == IR_COORD && at.attr == from[i];
        for (int j = 0; j < n && !same; j++) clash = clash || (j != i && (ir_at(ir, index[j])->axes & AXIS(from[i])));
    }
    if (clash)
        for (int i = 0; i < n; i++)
            x = ir_gather(ir, x, from[i], ir_coord(ir, ir_axis(ir, ir->axes.at[from[i]].dim, SPARE_COPY + i)));
    for (int i = 0; i < n; i++)
        x = ir_gather(ir, x, clash ? ir_axis(ir, ir->axes.at[from[i]].dim, SPARE_COPY + i) : from[i], index[i]);
    return x;
}

static IrId lower_ref(Lowered *l, const Expr *e) {
    Value *value = e->ref.value;
    IrId   x = lower_value(l, value);
    AxisId from[8];
    IrId   index[8];
    for (int i = 0; i < value->n_dims; i++) {
        from[i] = lower_place(l->ir, value, i);
        index[i] = sub_index(l, &e->ref.subs[i], value->dims[i]);
    }
    return substitute(l->ir, x, from, index, value->n_dims);
}

static IrId lower_at(Lowered *l, const Expr *e) {
    IrId   x = lower_expr(l, e->at.body), index[8];
    AxisId from[8];
    for (int i = 0; i < e->at.n; i++) {
        from[i] = axis_of(l->ir, e->at.from[i]);
        index[i] = sub_index(l, &e->at.subs[i], e->at.from[i].dim);
    }
    return substitute(l->ir, x, from, index, e->at.n);
}

/* --- left sides --- */

IrId lower_in_places(Lowered *l, const Left *left, IrId x) {
    Ir    *ir = l->ir;
    AxisId from[8];
    IrId   index[8];
    int    n = 0;
    for (int i = 0; i < left->n_subs; i++)
        if (left->subs[i].kind == SUB_AXIS) {
            from[n] = axis_of(ir, left->subs[i].axis);
            index[n++] = ir_coord(ir, lower_place(ir, left->value, i));
        }
    return substitute(ir, x, from, index, n);
}

IrId lower_holds(Lowered *l, const Left *left) {
    Ir  *ir = l->ir;
    IrId holds = left->guard ? lower_in_places(l, left, lower_expr(l, left->guard)) : ir_literal(ir, 1);
    for (int i = 0; i < left->n_subs; i++)
        if (left->subs[i].kind != SUB_AXIS) {
            IrId place = ir_coord(ir, lower_place(ir, left->value, i));
            holds = ir_and(ir, holds, ir_compare(ir, IR_EQ, place, sub_index(l, &left->subs[i], left->value->dims[i])));
        }
    return holds;
}

Statement *lower_statement_of(Lowered *l, const Value *value) {
    Statement *found = NULL;
    for (int i = 0; i < l->model->statements.count; i++) {
        Statement *s = l->model->statements.at[i];
        if (s->left.value == value && s->kind == STATEMENT_PRIOR &&
            (!found || s->left.axes.count >= found->left.axes.count))
            found = s;
    }
    if (!found) bug("`%s` has no distribution", value->name);
    return found;
}

IrId *lower_args(Lowered *l, const Statement *s, IrId outcome) {
    IrId *args = arena_alloc(l->ir->arena, (size_t)(s->n_args + 1) * sizeof *args);
    args[0] = outcome;
    for (int i = 0; i < s->n_args; i++) args[i + 1] = lower_expr(l, s->args[i]);
    return args;
}

/* --- calls --- */

static IrId with_params(Lowered *l, const IrId *params, const Expr *body) {
    const IrId *outer = l->params;
    l->params = params;
    IrId x = lower_expr(l, body);
    l->params = outer;
    return x;
}

static IrId lower_call(Lowered *l, const Expr *e) {
    IrId args[8];
    for (int i = 0; i < e->call.n_args; i++) args[i] = lower_expr(l, e->call.args[i]);
    if (primitive(e->call.primitive)->is_random) {
        AxisSet cells = l->draw_axes | lower_axes(l->ir, &e->call.over);
        for (int i = 0; i < e->call.n_args; i++) cells |= ir_at(l->ir, args[i])->axes;
        return ir_random(l->ir, e->call.primitive, args, e->call.n_args, cells);
    }
    const Expr *body = primitive_body(l->ir->session, e->call.primitive);
    if (body) return with_params(l, args, body);
    return ir_fun(l->ir, e->call.primitive, args, e->call.n_args);
}

static IrId lower_dist(Lowered *l, const Expr *e) {
    bool  has_value = dist_member_takes_value(e->dist.member);
    IrId *args = arena_alloc(l->ir->arena, (size_t)(e->dist.n_args + 1) * sizeof *args);
    for (int i = 0; i < e->dist.n_args; i++) args[i + !has_value] = lower_expr(l, e->dist.args[i]);
    const AxisSet cells = l->draw_axes;
    for (int i = 0; i < e->dist.n_args; i++) /* a draw for each cell of the arguments */
        l->draw_axes |= ir_at(l->ir, args[i + !has_value])->axes & ~lower_axes(l->ir, &e->dist.dist->inner);
    DrawMemo memo = l->drawn;
    l->drawn = (DrawMemo){0}; /* variates of its own */
    IrId x = lower_member(l, e->dist.dist, e->dist.member, args);
    l->drawn = memo;
    l->draw_axes = cells;
    if (!l->params || e->dist.member != MEMBER_LOG_P)
        x = lower_inside_support(l, e->dist.dist, e->dist.member, args, x);
    if (l->params || e->dist.member != MEMBER_LOG_P) return x;
    const IrId *outer =
        l->params; /* written by the user, as in `factor Poisson.log_p(y, a + b)`: nothing is shown of its arguments */
    l->params = args;
    x = lower_if_possible(l, e->dist.dist, false, x);
    x = lower_inside_ranges(l, e->dist.dist, ~0u, args, x);
    l->params = outer;
    return x;
}

/* By y of xlogy(x, y), and of xlog1py(x, y - 1), where x is unknown as well: x / y, so that the slope by x of that is right where x is 0. (Else it is
 * a region of x alone, which depends on data alone.) */
static IrId slope_of_log(Ir *ir, IrId x, IrId y) {
    IrId zero = ir_literal(ir, 0);
    IrId none = ir_and(ir, ir_compare(ir, IR_EQ, x, zero), ir_compare(ir, IR_EQ, y, zero));
    return ir_if(ir, none, zero, ir_div(ir, x, y));
}

IrId lower_derivative(Ir *ir, int id, int arg, const IrId *args) {
    bool both = arg == 1 && ir_at(ir, args[0])->stage >= STAGE_UNKNOWN;
    if (both && id == PRIM_xlogy) return slope_of_log(ir, args[0], args[1]);
    if (both && id == PRIM_xlog1py) return slope_of_log(ir, args[0], ir_add_n(ir, 1, &args[1], NULL, 1));
    Expr *slope = primitive_derivative(ir->session, id, arg);
    if (!slope) return lower_difference(ir, id, arg, args);
    Lowered l = {.ir = ir, .params = args};
    return lower_expr(&l, slope);
}

static IrId lower_power(Lowered *l, const Expr *e) {
    Ir  *ir = l->ir;
    IrId x = lower_expr(l, e->binary.x), y = lower_expr(l, e->binary.y);
    if (ir_is_literal(ir, y) && ir_whole(2 * ir_at(ir, y)->value) && fabs(ir_at(ir, y)->value) <= 64)
        return ir_power(ir, x, ir_at(ir, y)->value);
    return ir_fun(ir, PRIM_pow, (IrId[]){x, y}, 2);
}

/* --- along dims --- */

/* The largest, as a constant; 0 where all are -inf, so that -inf - (-inf) does not arise. */
static IrId shift_of(Ir *ir, AxisSet over, IrId x) {
    IrId top = ir_max(ir, over, x, true);
    return ir_if(ir, ir_compare(ir, IR_EQ, top, ir_literal(ir, -INFINITY)), ir_literal(ir, 0), top);
}

IrId lower_log_sum_exp(Ir *ir, AxisSet over, IrId x) {
    IrId top = shift_of(ir, over, x);
    return ir_add(ir, top, ir_fun1(ir, PRIM_log, ir_sum(ir, over, ir_fun1(ir, PRIM_exp, ir_sub(ir, x, top)))));
}

typedef struct Groups {
    AxisSet over;
    IrId    key, where;
    AxisId  into;
} Groups; /* key 0: one group */

static IrId total(Ir *ir, const Groups *g, IrId x) {
    if (g->where) x = ir_if(ir, g->where, x, ir_literal(ir, 0));
    return g->key ? ir_scatter(ir, x, g->key, g->into, g->over) : ir_sum(ir, g->over, x);
}

static IrId count_of(Ir *ir, const Groups *g) { return total(ir, g, ir_literal(ir, 1)); }

static IrId variance(Ir *ir, const Groups *g, IrId x) {
    IrId n = count_of(ir, g), mean = ir_div(ir, total(ir, g, x), n);
    if (g->key) mean = ir_gather(ir, mean, g->into, g->key);
    return ir_div(ir, total(ir, g, ir_power(ir, ir_sub(ir, x, mean), 2)), ir_add_n(ir, -1, &n, NULL, 1));
}

/* Product by logs, with the sign from the number of negative cells. */
static IrId product_over(Ir *ir, const Groups *g, IrId x) {
    IrId negatives =
        total(ir, g, ir_if(ir, ir_compare(ir, IR_LT, x, ir_literal(ir, 0)), ir_literal(ir, 1), ir_literal(ir, 0)));
    IrId odd = ir_sub(ir, negatives, ir_scale(ir, 2, ir_fun1(ir, PRIM_floor, ir_scale(ir, 0.5, negatives))));
    IrId size = ir_fun1(ir, PRIM_exp, total(ir, g, ir_fun1(ir, PRIM_log, ir_fun1(ir, PRIM_abs, x))));
    return ir_mul(ir, ir_add_n(ir, 1, &odd, (double[]){-2}, 1), size);
}

static IrId lower_reduce(Lowered *l, const Expr *e) {
    Ir    *ir = l->ir;
    IrId   x = lower_expr(l, e->reduce.body);
    Groups g = {.over = lower_axes(ir, &e->reduce.axes)};
    if (e->reduce.where) g.where = lower_expr(l, e->reduce.where);
    if (e->reduce.by) g.key = lower_expr(l, e->reduce.by), g.into = axis_of(ir, e->reduce.by_axis);
    IrId lowest = ir_literal(ir, -INFINITY), zero = ir_literal(ir, 0), one = ir_literal(ir, 1);
    switch (e->reduce.op) {
    case REDUCE_SUM:
        return total(ir, &g, x);
    case REDUCE_MEAN:
        return ir_div(ir, total(ir, &g, x), count_of(ir, &g));
    case REDUCE_VAR:
        return variance(ir, &g, x);
    case REDUCE_SD:
        return ir_power(ir, variance(ir, &g, x), 0.5);
    case REDUCE_PROD:
        return product_over(ir, &g, x);
    case REDUCE_MAX:
        return ir_max(ir, g.over, g.where ? ir_if(ir, g.where, x, lowest) : x, false);
    case REDUCE_MIN:
        return ir_scale(
            ir, -1,
            ir_max(ir, g.over, g.where ? ir_if(ir, g.where, ir_scale(ir, -1, x), lowest) : ir_scale(ir, -1, x), false));
    case REDUCE_LOGSUMEXP:
        return lower_log_sum_exp(ir, g.over, g.where ? ir_if(ir, g.where, x, lowest) : x);
    case REDUCE_ANY:
        return ir_compare(ir, IR_LT, zero, total(ir, &g, ir_if(ir, x, one, zero)));
    case REDUCE_ALL:
        return ir_compare(ir, IR_EQ, zero, total(ir, &g, ir_if(ir, x, zero, one)));
    }
    return 0;
}

static IrId lower_along(Lowered *l, const Expr *e) {
    Ir    *ir = l->ir;
    IrId   x = lower_expr(l, e->along.body);
    AxisId axis = axis_of(ir, e->along.axis);
    switch (e->along.op) {
    case ALONG_SOFTMAX: {
        IrId weights = ir_fun1(ir, PRIM_exp, ir_sub(ir, x, shift_of(ir, AXIS(axis), x)));
        return ir_div(ir, weights, ir_sum(ir, AXIS(axis), weights));
    }
    case ALONG_LOG_SOFTMAX: {
        IrId moved = ir_sub(ir, x, shift_of(ir, AXIS(axis), x));
        return ir_sub(ir, moved, ir_fun1(ir, PRIM_log, ir_sum(ir, AXIS(axis), ir_fun1(ir, PRIM_exp, moved))));
    }
    case ALONG_CUMSUM:
        return ir_kernel(ir, KERNEL_scan, (IrId[]){ir_literal(ir, 1), x}, &axis);
    case ALONG_CUMPROD: { /* h[0] = x[0], h[i] = x[i] h[i-1] */
        IrId first = ir_compare(ir, IR_EQ, ir_coord(ir, axis), ir_literal(ir, 0));
        return ir_kernel(ir, KERNEL_scan, (IrId[]){x, ir_if(ir, first, x, ir_literal(ir, 0))}, &axis);
    }
    case ALONG_SORT:
        return ir_gather(ir, x, axis, ir_kernel(ir, KERNEL_order, &x, &axis));
    case ALONG_RANK:
        return ir_kernel(ir, KERNEL_rank, &x, &axis);
    }
    return 0;
}

static IrId lower_kernel(Lowered *l, const Expr *e) {
    IrId   args[KERNEL_MOST_ARGS];
    AxisId axes[KERNEL_MOST_LETTERS];
    for (int i = 0; i < e->kernel.n_args; i++) args[i] = lower_expr(l, e->kernel.args[i]);
    for (int i = 0; i < e->kernel.n_letters; i++) axes[i] = axis_of(l->ir, e->kernel.letters[i]);
    return ir_kernel(l->ir, e->kernel.kernel, args, axes);
}

/* --- all --- */

static bool is_drawn(const Expr *e) {
    if (e->kind == X_DIST) return e->dist.member == MEMBER_DRAW;
    return e->kind == X_CALL && primitive(e->call.primitive)->is_random;
}

static IrId lower_any(Lowered *l, const Expr *e);

/* A variate that stands in the text once is one variate, however often its expression is used (as an argument of a fn). */
IrId lower_expr(Lowered *l, const Expr *e) {
    if (!is_drawn(e)) return lower_any(l, e);
    for (int i = 0; i < l->drawn.count; i++)
        if (l->drawn.at[i].expr == e) return l->drawn.at[i].node;
    Drawn drawn = {e, lower_any(l, e)};
    VEC_PUSH(l->ir->arena, &l->drawn, drawn);
    return drawn.node;
}

static IrId lower_any(Lowered *l, const Expr *e) {
    Ir *ir = l->ir;
#define X lower_expr(l, e->binary.x)
#define Y lower_expr(l, e->binary.y)
    switch (e->kind) {
    case X_NUMBER:
        return ir_literal(ir, e->number);
    case X_REF:
        return lower_ref(l, e);
    case X_INDEX:
        return ir_coord(ir, axis_of(ir, e->index));
    case X_LABEL:
        return label_position(l, e->label.dim, e->label.position, e->label.text, e->span);
    case X_LABEL_NUMBER:
        return label_number(l, e->unary->type.dim, lower_expr(l, e->unary));
    case X_SIZE:
        return ir_size(ir, ir_axis(ir, e->size->id, 0));
    case X_PARAM:
        return l->params[e->param];
    case X_CALL:
        return lower_call(l, e);
    case X_ADD:
        return ir_add(ir, X, Y);
    case X_SUB:
        return ir_sub(ir, X, Y);
    case X_MUL:
        return ir_mul(ir, X, Y);
    case X_DIV:
        return ir_div(ir, X, Y);
    case X_POW:
        return lower_power(l, e);
    case X_NEG:
        return ir_scale(ir, -1, lower_expr(l, e->unary));
    case X_LT:
        return ir_compare(ir, IR_LT, X, Y);
    case X_LE:
        return ir_compare(ir, IR_LE, X, Y);
    case X_GT:
        return ir_compare(ir, IR_LT, Y, X);
    case X_GE:
        return ir_compare(ir, IR_LE, Y, X);
    case X_EQ:
        return ir_compare(ir, IR_EQ, X, Y);
    case X_NE:
        return ir_not(ir, ir_compare(ir, IR_EQ, X, Y));
    case X_AND:
        return ir_and(ir, X, Y);
    case X_OR:
        return ir_or(ir, X, Y);
    case X_NOT:
        return ir_not(ir, lower_expr(l, e->unary));
    case X_IF:
        return ir_if(ir, lower_expr(l, e->if_.condition), lower_expr(l, e->if_.yes), lower_expr(l, e->if_.no));
    case X_REDUCE:
        return lower_reduce(l, e);
    case X_ALONG:
        return lower_along(l, e);
    case X_AT:
        return lower_at(l, e);
    case X_KERNEL:
        return lower_kernel(l, e);
    case X_DIST:
        return lower_dist(l, e);
    }
#undef X
#undef Y
    return 0;
}
