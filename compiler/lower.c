/* Statements, unknowns and outputs of a checked model as IR. Expressions: lower_expr.c; transforms of unknowns: transform.c. */
#include "lower.h"
#include "lang/expr.h"

#include <math.h>
#include <string.h>

#include "lang/kernel.h"
#include "lang/obligations.h"
#include "lang/primitive.h"
#include "lower_private.h"
#include "transform.h"

AxisId lower_place(Ir *ir, const Value *value, int i) {
    int copy = 0;
    for (int j = 0; j < i; j++) copy += value->dims[j] == value->dims[i];
    return ir_axis(ir, value->dims[i]->id, copy);
}

AxisSet lower_axes(Ir *ir, const Axes *axes) {
    AxisSet set = 0;
    for (int i = 0; i < axes->count; i++) set |= AXIS(ir_axis(ir, axes->at[i].dim->id, axes->at[i].copy));
    return set;
}

static AxisSet lower_cells(Ir *ir, const Statement *s) {
    Axes cells = statement_cells(ir->arena, s);
    return lower_axes(ir, &cells);
}

/* An array over the places of a value. */
int lower_array(Lowered *l, Value *value, const char *name, Space space, bool is_key) {
    IrArray array = {.name = name, .n_axes = value->n_dims, .is_key = is_key, .value = value};
    if (value->n_dims > 8) bug("%s has more than 8 places", name);
    for (int i = 0; i < value->n_dims; i++) array.axes[i] = lower_place(l->ir, value, i);
    array.slot = layout_slot(l->layout, space, array.axes, array.n_axes);
    return ir_array(l->ir, array);
}

/* --- unknowns --- */

/* Where equations fix an unknown (alpha[1] = 0 beside alpha[k] ~ …); 0: nowhere. */
static IrId where_fixed(Lowered *l, const Value *value) {
    IrId fixed = ir_literal(l->ir, 0);
    for (int i = 0; i < value->equations.count; i++)
        fixed = ir_or(l->ir, fixed, lower_holds(l, &value->equations.at[i].left));
    return ir_is(l->ir, fixed, 0) ? 0 : fixed;
}

/* node, and in the cells that equations fix their right sides. */
static IrId lower_fixed(Lowered *l, const Value *value, IrId node) {
    for (int i = value->equations.count - 1; i >= 0; i--) {
        const Equation *e = &value->equations.at[i];
        node = ir_if(l->ir, lower_holds(l, &e->left), lower_in_places(l, &e->left, lower_expr(l, e->right)), node);
    }
    return node;
}

/* Cells that equations fix still have a coordinate: a standard normal one, that nothing depends on. */
static void fix_cells(Lowered *l, LoweredUnknown *u) {
    IrId fixed = where_fixed(l, u->value);
    if (!fixed) return;
    IrId idle =
        l->coordinates == ON_REAL_LINE ? ir_scale(l->ir, -0.5, ir_power(l->ir, u->leaf, 2)) : ir_literal(l->ir, 0);
    u->log_jacobian = ir_if(l->ir, fixed, idle, u->log_jacobian);
    u->node = lower_fixed(l, u->value, u->node);
}

static int position_array(Lowered *l, const LoweredUnknown *u) {
    IrArray array = {.name = u->value->name, .n_axes = u->n_coordinates, .value = u->value};
    memcpy(array.axes, u->coordinates, sizeof array.axes);
    array.slot = layout_slot(l->layout, SPACE_UNKNOWN, array.axes, array.n_axes);
    return ir_array(l->ir, array);
}

/* All sampled unknowns get their arrays first, in the order of the model: that of q and theta. */
static void declare_unknowns(Lowered *l) {
    for (int i = 0; i < l->model->values.count; i++) {
        Value *value = l->model->values.at[i];
        if (value->role != ROLE_UNKNOWN || !value->reached) continue;
        LoweredUnknown u = {.value = value, .statement = lower_statement_of(l, value)};
        transform_axes(l, &u);
        u.array = l->coordinates == ON_REAL_LINE ? position_array(l, &u)
                                                 : lower_array(l, value, value->name, SPACE_THETA, false);
        u.leaf = ir_leaf(l->ir, IR_UNK, u.array);
        VEC_PUSH(l->ir->arena, &l->unknowns, u);
    }
}

static void lower_unknown(Lowered *l, Value *value) {
    int i = 0;
    while (l->unknowns.at[i].value != value) i++;
    LoweredUnknown *u = &l->unknowns.at[i];
    Span            outer = l->ir->span;
    l->ir->span = u->statement->span;
    transform_set(l, u);
    fix_cells(l, u);
    l->values[value->id] = u->node;
    l->ir->span = outer;
}

void lower_recentre(Lowered *l, const bool *noncentred) {
    l->noncentred = noncentred;
    for (int i = 0; i < l->unknowns.count; i++) {
        transform_set(l, &l->unknowns.at[i]);
        fix_cells(l, &l->unknowns.at[i]);
    }
}

/* --- values --- */

/* Draws of alike values that the words `ordered` and `sum_to_zero` bind together: sorted, they have the density that is restricted to ascending values;
 * normal ones around 0, less their mean, that of what sums to 0. (lang/forward.c sees to it that they are alike.) */
static IrId bound_together(Ir *ir, const Statement *s, IrId x) {
    AxisId axis = ir_axis(ir, s->event.at[0].dim->id, s->event.at[0].copy);
    if (s->support.structure == STRUCTURE_ORDERED)
        return ir_gather(ir, x, axis, ir_kernel(ir, KERNEL_order, &x, &axis));
    return ir_sub(ir, x, ir_div(ir, ir_sum(ir, AXIS(axis), x), ir_size(ir, axis)));
}

/* A draw of one statement, as an array over the places of its value. */
static IrId draw_of(Lowered *l, const Statement *s) {
    IrId       *args = lower_args(l, s, 0);
    const IrId *outer = l->params;
    AxisSet     cells = l->draw_axes;
    DrawMemo    memo = l->drawn;
    l->params = args;
    l->draw_axes = lower_cells(l->ir, s);
    l->drawn = (DrawMemo){0};
    IrId draw = s->truncated_lo || s->truncated_hi ? lower_cut_draw(l, s) : lower_expr(l, s->dist->member[MEMBER_DRAW]);
    l->params = outer;
    l->draw_axes = cells;
    l->drawn = memo;
    if (statement_is_restricted(s)) draw = bound_together(l->ir, s, draw);
    if (s->dist->labels) draw = ir_add_n(l->ir, -1, &draw, NULL, 1); /* a position, from 0 */
    return lower_in_places(l, &s->left, draw);
}

/* Drawn forward: each piece where it holds. */
static IrId lower_draw(Lowered *l, Value *value) {
    Statement *general = lower_statement_of(l, value);
    IrId       node = draw_of(l, general);
    for (int i = 0; i < l->model->statements.count; i++) {
        Statement *s = l->model->statements.at[i];
        if (s->left.value == value && s->kind == STATEMENT_PRIOR && s != general)
            node = ir_if(l->ir, lower_holds(l, &s->left), draw_of(l, s), node);
    }
    return lower_fixed(l, value, node);
}

static IrId lower_equation(Lowered *l, Value *value) {
    Ir  *ir = l->ir;
    IrId node = 0;
    for (int i = value->equations.count - 1; i >= 0; i--) {
        Equation *e = &value->equations.at[i];
        Span      outer = ir->span;
        ir->span = e->span;
        IrId right = lower_in_places(l, &e->left, lower_expr(l, e->right));
        IrId where = lower_holds(l, &e->left);
        node = node ? ir_if(ir, where, right, node) : right;
        ir->span = outer;
    }
    return node;
}

IrId lower_value(Lowered *l, Value *value) {
    if (l->values[value->id]) return l->values[value->id];
    Ir *ir = l->ir;
    switch (value->role) {
    case ROLE_DATA:
        if (l->data->of_value[value->id] < 0)
            l->data->of_value[value->id] = lower_array(l, value, value->name, SPACE_DATA, value->data.kind == DATA_KEY);
        return l->values[value->id] = ir_leaf(ir, IR_DATA, l->data->of_value[value->id]);
    case ROLE_SIZE: {
        for (int i = 0; i < l->data->sizes.count; i++)
            if (l->data->sizes.at[i].value == value)
                return l->values[value->id] = ir_leaf(ir, IR_DATA, l->data->sizes.at[i].array);
        NamedSize size = {.value = value, .array = lower_array(l, value, value->name, SPACE_DATA, false)};
        size.slot = ir->arrays.at[size.array].slot;
        VEC_PUSH(ir->arena, &l->data->sizes, size);
        return l->values[value->id] = ir_leaf(ir, IR_DATA, size.array);
    }
    case ROLE_EQUATION:
        return l->values[value->id] = lower_equation(l, value);
    case ROLE_UNKNOWN:
        if (value->reached)
            lower_unknown(l, value);
        else
            l->values[value->id] = lower_draw(l, value);
        return l->values[value->id];
    }
    return 0;
}

/* --- statements --- */

IrId lower_anywhere(Ir *ir, AxisSet axes, IrId truth) {
    IrId one = ir_literal(ir, 1), zero = ir_literal(ir, 0);
    if (!(ir_at(ir, truth)->axes & axes)) return truth;
    axes &= ir_at(ir, truth)->axes;
    return ir_compare(ir, IR_LT, zero, ir_sum(ir, axes, ir_if(ir, truth, one, zero)));
}

/* The log density, -inf outside the support. Where something else keeps the outcome inside, no test is made: unknowns on the real line are inside
 * by their transform, data inside bounds of data alone by the checks at load. What is left are bounds that depend on unknowns, as in
 * y ~ Uniform(0, k), and the values that a user gives to `logp`. */
static IrId inside_support(Lowered *l, const Statement *s, IrId outcome, IrId density) {
    Ir *ir = l->ir;
    if (s->kind == STATEMENT_PRIOR && l->coordinates == ON_REAL_LINE) return density;
    Bounds         b = lower_bounds(l, s);
    const Support *support = &s->support;
    IrId           ends[2] = {b.lo, b.hi}, beyond = ir_literal(ir, -INFINITY);
    for (int i = 0; i < 2; i++) {
        if (!ends[i] || (ir_at(ir, ends[i])->stage < STAGE_UNKNOWN && ir_at(ir, outcome)->stage < STAGE_UNKNOWN))
            continue;
        bool open = i ? support->hi_open : support->lo_open;
        IrId outside = ir_compare(ir, open ? IR_LE : IR_LT, i ? ends[i] : outcome, i ? outcome : ends[i]);
        density = ir_if(ir, lower_anywhere(ir, lower_axes(ir, &s->left.axes) & ~lower_cells(ir, s), outside), beyond,
                        density);
    }
    return density;
}

/* The log density, -inf where an argument leaves its range: a rate of -2 would else give counts of 0 a finite density, even a large one. Arguments that
 * are shown to stay inside (most are) are not tested; of those that are given by data, the checks at load have seen to it. */
IrId lower_inside_ranges(Lowered *l, const Dist *dist, uint32_t unproven, const IrId *args, IrId density) {
    Ir  *ir = l->ir;
    IrId beyond = ir_literal(ir, -INFINITY);
    for (int i = 0; i < dist->n_params; i++) {
        const Support *support = &dist->params[i].support;
        const Expr    *ends[2] = {support->lo, support->hi};
        for (int k = 0; k < 2 && (unproven >> i & 1); k++) {
            IrId end = ends[k] ? lower_expr(l, ends[k]) : 0;
            if (!end || (ir_is_literal(ir, end) && isinf(ir_at(ir, end)->value))) continue;
            bool open = k ? support->hi_open : support->lo_open;
            IrId outside = ir_compare(ir, open ? IR_LE : IR_LT, k ? end : args[i + 1], k ? args[i + 1] : end);
            density = ir_if(ir, lower_anywhere(ir, lower_axes(ir, &dist->inner), outside), beyond, density);
        }
    }
    return density;
}

/* Of n values that sum to 0, n - 1 are free. The density of all of them, restricted to that plane, has a total there that goes as 1 / scale: left so,
 * it would be infinite in all where the scale is unknown and near 0. The scale makes up for it, a part in each cell. */
static IrId of_free_values(Lowered *l, const Statement *s, const IrId *args, IrId density) {
    Ir  *ir = l->ir;
    bool restricted =
        s->kind == STATEMENT_PRIOR && s->support.structure == STRUCTURE_SUM_TO_ZERO && s->dist->scale >= 0;
    if (!restricted) return density;
    IrId    scale = args[1 + s->dist->scale];
    AxisSet event = lower_axes(ir, &s->event);
    if (ir_at(ir, scale)->axes & event) return density;
    IrId n = ir_size(ir, ir_axis(ir, s->event.at[0].dim->id, 0));
    return ir_add(ir, density, ir_div(ir, ir_fun1(ir, PRIM_log, scale), n));
}

IrId lower_if_possible(Lowered *l, const Dist *dist, bool data_checked, IrId density) {
    Ir *ir = l->ir;
    if (!dist->member[MEMBER_POSSIBLE]) return density;
    IrId possible = lower_expr(l, dist->member[MEMBER_POSSIBLE]);
    if (data_checked && ir_at(ir, possible)->stage < STAGE_UNKNOWN) return density;
    return ir_if(ir, possible, density, ir_literal(ir, -INFINITY));
}

static void lower_statement(Lowered *l, Statement *s) {
    Ir  *ir = l->ir;
    Span outer = ir->span;
    ir->span = s->span;
    LoweredStatement out = {.statement = s, .axes = lower_cells(ir, s)};
    IrId             outcome = lower_expr(l, s->outcome);
    if (s->kind == STATEMENT_FACTOR)
        out.cell = outcome;
    else {
        IrId       *args = lower_args(l, s, outcome);
        const IrId *params = l->params;
        IrId        log_scale = transform_standardise(l, s, args);
        l->params = args;
        out.cell = lower_if_possible(l, s->dist, true, lower_expr(l, s->dist->member[MEMBER_LOG_P]));
        out.cell = lower_inside_ranges(l, s->dist, s->unproven, args, out.cell);
        l->params = params;
        if (log_scale) out.cell = ir_sub(ir, out.cell, log_scale);
        out.cell = lower_cuts(l, s, of_free_values(l, s, args, out.cell));
        out.cell = inside_support(l, s, outcome, out.cell);
    }
    if (s->weight) out.cell = ir_mul(ir, lower_expr(l, s->weight), out.cell);
    if (s->left.guard) out.cell = ir_if(ir, lower_expr(l, s->left.guard), out.cell, ir_literal(ir, 0));
    out.axes |= ir_at(ir, out.cell)->axes;
    out.term = ir_sum(ir, out.axes, out.cell);
    VEC_PUSH(ir->arena, &l->statements, out);
    ir->span = outer;
}

static bool is_sampled(const Statement *s) { return s->kind != STATEMENT_PRIOR || s->left.value->reached; }

DataArrays *lower_data_arrays(Arena *arena, const Model *model) {
    DataArrays *data = ARENA_NEW(arena, DataArrays);
    data->of_value = arena_alloc(arena, (size_t)(model->values.count + 1) * sizeof *data->of_value);
    data->of_numbers = arena_alloc(arena, (size_t)(model->dims.count + 1) * sizeof *data->of_numbers);
    for (int i = 0; i < model->values.count; i++) data->of_value[i] = -1;
    for (int i = 0; i < model->dims.count; i++) data->of_numbers[i] = -1;
    return data;
}

Lowered *lower_model(Ir *ir, const Model *model, Coordinates coordinates, Layout *layout, DataArrays *data,
                     const bool *noncentred) {
    Lowered *l = ARENA_NEW(ir->arena, Lowered);
    l->ir = ir;
    l->model = model;
    l->coordinates = coordinates;
    l->layout = layout;
    l->data = data;
    l->noncentred = noncentred;
    l->values = arena_alloc(ir->arena, (size_t)(model->values.count + 1) * sizeof *l->values);
    declare_unknowns(l);
    for (int i = 0; i < l->unknowns.count; i++) lower_value(l, l->unknowns.at[i].value);
    for (int i = 0; i < model->statements.count; i++)
        if (is_sampled(model->statements.at[i])) lower_statement(l, model->statements.at[i]);
    return l;
}

/* Simulated data stay what they are in a file. */
static void label_output(Lowered *l, LoweredOutput *out) {
    const Value *value = out->value;
    int          copy = 0;
    for (int i = 0; i < value->n_dims; i++) copy += value->dims[i] == value->type.dim;
    if (out->n_axes == 8) return;
    AxisId axis = out->axes[out->n_axes++] = ir_axis(l->ir, value->type.dim->id, copy);
    out->node = ir_if(l->ir, ir_compare(l->ir, IR_EQ, ir_coord(l->ir, axis), out->node), ir_literal(l->ir, 1),
                      ir_literal(l->ir, 0));
}

void lower_outputs(Lowered *l, const Lowered *like) {
    for (int i = 0; i < l->model->values.count; i++) {
        Value *value = l->model->values.at[i];
        if (value->role == ROLE_DATA || value->role == ROLE_SIZE || value->data_only) continue;
        LoweredOutput out = {.value = value};
        out.n_axes = value->n_dims;
        for (int k = 0; k < value->n_dims; k++) out.axes[k] = lower_place(l->ir, value, k);
        out.kind = value->role == ROLE_EQUATION ? "equation" : value->reached ? "unknown" : "forward";
        out.node = lower_value(l, value);
        if (value->type.kind == TYPE_LABEL && !value->drawn) label_output(l, &out);
        out.slot =
            like ? like->outputs.at[l->outputs.count].slot : layout_slot(l->layout, SPACE_OUTPUT, out.axes, out.n_axes);
        VEC_PUSH(l->ir->arena, &l->outputs, out);
    }
}

/* --- checks of data --- */

static void lower_check(Lowered *l, const Obligation *o) {
    Ir          *ir = l->ir;
    LoweredCheck out = {.code = diag_code_name(o->code),
                        .message = o->message,
                        .help = o->help,
                        .span = o->span,
                        .value = o->value,
                        .also = o->also.at,
                        .n_also = o->also.count};
    IrId         one = ir_literal(ir, 1), zero = ir_literal(ir, 0), number = zero;
    for (int i = 0; i < o->axes.count; i++) {
        out.axes[out.n_axes++] = ir_axis(ir, o->axes.at[i].dim->id, o->axes.at[i].copy);
        AxisId axis = out.axes[out.n_axes - 1];
        number = ir_add(ir, ir_mul(ir, number, ir_size(ir, axis)), ir_coord(ir, axis));
    }
    AxisSet over = lower_axes(ir, &o->axes);
    IrId    fails = ir_not(ir, lower_expr(l, o->truth));
    if (o->value && o->value->role == ROLE_DATA &&
        o->value->data.kind != DATA_KEY) { /* what is missing is passed over */
        IrId x = lower_value(l, (Value *)(uintptr_t)o->value);
        if (!(ir_at(ir, x)->axes & ~over)) fails = ir_and(ir, fails, ir_compare(ir, IR_EQ, x, x));
    }
    out.count = ir_sum(ir, over, ir_if(ir, fails, one, zero));
    out.first =
        ir_scale(ir, -1, ir_max(ir, over, ir_if(ir, fails, ir_scale(ir, -1, number), ir_literal(ir, -1e300)), false));
    out.slot = layout_slot(l->layout, SPACE_DATA, NULL, 0);
    layout_slot(l->layout, SPACE_DATA, NULL, 0); /* the cell behind it */
    VEC_PUSH(ir->arena, &l->checks, out);
}

/* What is sampled non-centred has no position that would be known before its location and scale are: it begins anywhere. */
static void lower_start(Lowered *l, LoweredUnknown *u) {
    Ir              *ir = l->ir;
    const Statement *s = u->statement;
    if (!s->start || s->centering == CENTERING_NONCENTERED) return;
    IrId position = transform_position(l, u, lower_in_places(l, &s->left, lower_expr(l, s->start)));
    if (ir_at(ir, position)->stage == STAGE_UNKNOWN) return;
    u->start = position;
    u->start_slot = layout_slot(l->layout, SPACE_DATA, u->coordinates, u->n_coordinates);
}

void lower_starts(Lowered *l) {
    for (int i = 0; i < l->unknowns.count; i++) lower_start(l, &l->unknowns.at[i]);
}

void lower_checks(Lowered *l) {
    const Obligations *all = obligations_collect(l->ir->session, l->model);
    for (int i = 0; i < all->all.count; i++) lower_check(l, &all->all.at[i]);
}
