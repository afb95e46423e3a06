/* Which transform an unknown has: bounds, location and scale, or values that are bound together (transform_together.c). */
#include "transform.h"

#include <math.h>
#include <string.h>

#include "lang/check_limits.h"
#include "lang/dim.h"
#include "lang/expr.h"
#include "lang/kernel.h"
#include "lang/primitive.h"
#include "lang/structure.h"
#include "lower_private.h"
#include "transform_together.h"

/* --- bounds --- */

static bool is_infinite(const Ir *ir, IrId id) { return ir_is_literal(ir, id) && isinf(ir_at(ir, id)->value); }

Bounds lower_bounds(Lowered *l, const Statement *s) {
    Bounds b = {0, 0};
    if (s->support.lo) b.lo = lower_expr(l, s->support.lo);
    if (s->support.hi) b.hi = lower_expr(l, s->support.hi);
    if (b.lo && is_infinite(l->ir, b.lo)) b.lo = 0;
    if (b.hi && is_infinite(l->ir, b.hi)) b.hi = 0;
    return b;
}

static Bounds bounds_in_places(Lowered *l, const Statement *s) {
    Bounds b = lower_bounds(l, s);
    if (b.lo) b.lo = lower_in_places(l, &s->left, b.lo);
    if (b.hi) b.hi = lower_in_places(l, &s->left, b.hi);
    return b;
}

/* value = transform(q). */
static IrId bounded(Ir *ir, Bounds b, IrId q) {
    if (b.lo && b.hi) return ir_add(ir, b.lo, ir_mul(ir, ir_sub(ir, b.hi, b.lo), ir_fun1(ir, PRIM_inv_logit, q)));
    if (b.lo) return ir_add(ir, b.lo, ir_fun1(ir, PRIM_exp, q));
    if (b.hi) return ir_sub(ir, b.hi, ir_fun1(ir, PRIM_exp, q));
    return q;
}

static IrId bounded_position(Ir *ir, Bounds b, IrId x) {
    if (b.lo && b.hi)
        return ir_sub(ir, ir_fun1(ir, PRIM_log, ir_sub(ir, x, b.lo)), ir_fun1(ir, PRIM_log, ir_sub(ir, b.hi, x)));
    if (b.lo) return ir_fun1(ir, PRIM_log, ir_sub(ir, x, b.lo));
    if (b.hi) return ir_fun1(ir, PRIM_log, ir_sub(ir, b.hi, x));
    return x;
}

/* log |d value / d q| at q: q; or log(hi - lo) + q - 2 log(1 + exp q). */
static IrId bounded_log_jacobian(Ir *ir, Bounds b, IrId q) {
    if (b.lo && b.hi) {
        IrId l = ir_fun1(ir, PRIM_log1p_exp, q);
        return ir_add_n(ir, 0, (IrId[]){ir_fun1(ir, PRIM_log, ir_sub(ir, b.hi, b.lo)), q, l}, (double[]){1, 1, -2}, 3);
    }
    return b.lo || b.hi ? q : ir_literal(ir, 0);
}

/* --- values that are bound together --- */

/* The axes of the event among the places of the value, in their order. */
static int event_axes(Lowered *l, const LoweredUnknown *u, AxisId *axes) {
    const Statement *s = u->statement;
    int              n = 0;
    for (int i = 0; i < s->left.n_subs; i++) {
        const Sub *sub = &s->left.subs[i];
        bool       in = sub->kind == SUB_AXIS && axes_have(s->event, sub->axis);
        if (in && n < 2) axes[n++] = lower_place(l->ir, u->value, i);
    }
    return n;
}

static Together together(Lowered *l, const LoweredUnknown *u) {
    const Statement *s = u->statement;
    Together         t = {.ir = l->ir, .structure = s->support.structure, .bounds = bounds_in_places(l, s)};
    AxisId           axes[2] = {0, 0};
    event_axes(l, u, axes);
    t.a = axes[0];
    t.b = axes[1];
    const Dim *base = s->event.at[0].dim;
    const Dim *dim = dim_derived(l->model, base, structure_count(t.structure));
    if (!dim) bug("no dim for the coordinates of `%s`", u->value->name);
    t.c = dim == base ? t.a : ir_axis(l->ir, dim->id, 0);
    return t;
}

static bool is_together(const LoweredUnknown *u) { return u->statement->support.structure != STRUCTURE_NONE; }

void transform_axes(Lowered *l, LoweredUnknown *u) {
    AxisId event[2], place;
    int    n_event = is_together(u) ? event_axes(l, u, event) : 0;
    AxisId c = n_event ? together(l, u).c : 0;
    u->cells = 0;
    u->n_coordinates = 0;
    for (int i = 0; i < u->value->n_dims; i++) {
        place = lower_place(l->ir, u->value, i);
        bool in = (n_event > 0 && place == event[0]) || (n_event > 1 && place == event[1]);
        if (!in) u->cells |= AXIS(place);
        if (!in || place == c) u->coordinates[u->n_coordinates++] = place;
    }
    if (n_event && c != event[0]) u->coordinates[u->n_coordinates++] = c;
}

IrId transform_position(Lowered *l, const LoweredUnknown *u, IrId values) {
    if (!is_together(u)) return bounded_position(l->ir, bounds_in_places(l, u->statement), values);
    Together t = together(l, u);
    return together_position(&t, values);
}

/* --- location and scale --- */

static bool reads(Ir *ir, IrId node, IrId leaf) {
    uint8_t *marks = arena_alloc(ir->arena, (size_t)ir->nodes.count);
    ir_reach(ir, &node, 1, marks);
    return marks[leaf];
}

/* values = location + scale * standard ones, in places; or location + sum over b of scale[a, b] * standard[b], lower triangular. */
typedef struct Standard {
    IrId   location, scale;
    bool   matrix;
    AxisId a, b;
} Standard;

/* The axis of the outcome among the places, and the scale with its other axis, if it has one, as an axis that no place has. */
static void scale_together(Lowered *l, const LoweredUnknown *u, IrId *args, Standard *out) {
    const Statement *s = u->statement;
    Ir              *ir = l->ir;
    const IrId      *outer = l->params;
    AxisId           axes[2];
    l->params = args;
    out->scale = lower_expr(l, s->dist->member[MEMBER_SCALE]);
    l->params = outer;
    AxisSet other = ir_at(ir, out->scale)->axes & lower_axes(ir, &s->dist->inner) & ~lower_axes(ir, &s->event);
    event_axes(l, u, axes);
    out->a = axes[0];
    out->b = ir_axis(ir, s->event.at[0].dim->id, TRANSFORM_COPY);
    for (int x = 0; x < ir->axes.count; x++)
        if (other & AXIS(x)) out->scale = ir_rename(ir, out->scale, (AxisId)x, out->b), out->matrix = true;
}

/* False: it cannot be. Values that sum to 0 stay in their plane if the location is 0 and the scale the same for all of them. */
static bool standard_of(Lowered *l, const LoweredUnknown *u, Standard *out) {
    const Statement *s = u->statement;
    *out = (Standard){.matrix = false};
    if (!s->dist->location_scale || s->truncated) return false;
    if (is_together(u) && (s->support.structure != STRUCTURE_SUM_TO_ZERO || s->dist->n_outcome)) return false;
    if (s->dist->n_outcome > 1) return false;
    IrId *args = lower_args(l, s, 0);
    out->location = lower_in_places(l, &s->left, args[1 + s->dist->location]);
    if (s->dist->n_outcome)
        scale_together(l, u, args, out);
    else
        out->scale = args[1 + s->dist->scale];
    out->scale = lower_in_places(l, &s->left, out->scale);
    if (reads(l->ir, out->location, u->leaf) || reads(l->ir, out->scale, u->leaf)) return false;
    return !is_together(u) ||
           (ir_is(l->ir, out->location, 0) && !(ir_at(l->ir, out->scale)->axes & AXIS(together(l, u).a)));
}

bool transform_centring_is_open(Lowered *l, const LoweredUnknown *u) {
    const Statement *s = u->statement;
    Standard         standard;
    if (s->centering != CENTERING_DEFAULT || !u->value->n_dims || s->start || !standard_of(l, u, &standard))
        return false;
    return ir_at(l->ir, standard.scale)->stage == STAGE_UNKNOWN;
}

/* log of the diagonal of the scale, over a. */
static IrId log_scale_of(Ir *ir, const Standard *at) {
    return ir_fun1(ir, PRIM_log, at->matrix ? ir_gather(ir, at->scale, at->b, ir_coord(ir, at->a)) : at->scale);
}

static IrId times_scale(Ir *ir, const Standard *at, IrId standard) {
    if (!at->matrix) return ir_mul(ir, at->scale, standard);
    return ir_sum(ir, AXIS(at->b), ir_mul(ir, at->scale, ir_rename(ir, standard, at->a, at->b)));
}

static IrId over_scale(Ir *ir, const Standard *at, IrId x) {
    if (!at->matrix) return ir_div(ir, x, at->scale);
    IrId z = ir_kernel(ir, KERNEL_solve_lower, (IrId[]){at->scale, x}, (AxisId[]){at->a, at->b});
    return ir_rename(ir, z, at->b, at->a);
}

/* The standard values are q, or, of values that sum to 0, made of q. */
static void set_noncentred(Lowered *l, LoweredUnknown *u, const Standard *at) {
    Ir  *ir = l->ir;
    bool real = l->coordinates == ON_REAL_LINE;
    u->standard = real ? u->leaf : over_scale(ir, at, ir_sub(ir, u->leaf, at->location));
    u->position = u->standard;
    u->log_jacobian = log_scale_of(ir, at);
    if (is_together(u)) {
        Together t = together(l, u);
        u->log_jacobian = ir_sub(ir, ir_mul(ir, ir_size(ir, t.a), u->log_jacobian), u->log_jacobian);
        if (real)
            u->standard = together_value(&t, u->leaf);
        else
            u->position = together_position(&t, u->standard);
    }
    u->node = real ? ir_add(ir, at->location, times_scale(ir, at, u->standard)) : u->leaf;
}

/* The matrix that is 1 where two places agree; 1 for a parameter without places. */
static IrId identity(Lowered *l, const DistParam *param) {
    Ir *ir = l->ir;
    if (param->n_places < 2) return ir_literal(ir, 1);
    IrId i = ir_coord(ir, ir_axis(ir, param->places[0].dim->id, param->places[0].copy)),
         j = ir_coord(ir, ir_axis(ir, param->places[1].dim->id, param->places[1].copy));
    return ir_if(ir, ir_compare(ir, IR_EQ, i, j), ir_literal(ir, 1), ir_literal(ir, 0));
}

static bool holds_param(Lowered *l, const Expr *expr, int param) {
    ExprList parts = {0};
    if (expr->kind == X_PARAM && expr->param == param) return true;
    expr_children(l->ir->arena, expr, &parts);
    for (int i = 0; i < parts.count; i++)
        if (holds_param(l, parts.at[i], param)) return true;
    return false;
}

IrId transform_standardise(Lowered *l, const Statement *s, IrId *args) {
    const LoweredUnknown *u = NULL;
    const Dist           *dist = s->dist;
    Standard              at = {.matrix = false};
    for (int i = 0; i < l->unknowns.count && !u; i++)
        if (l->unknowns.at[i].statement == s) u = &l->unknowns.at[i];
    if (!u || !u->noncentered || !dist->n_outcome || l->coordinates != ON_REAL_LINE) return 0;
    if (dist->source == l->model->source) return 0; /* nothing shows that what it says of itself is so */
    scale_together(l, u, args, &at);
    at.a = ir_axis(l->ir, s->event.at[0].dim->id, s->event.at[0].copy); /* here, not among the places */
    IrId node = l->values[u->value->id];
    l->values[u->value->id] = u->standard;
    args[0] = lower_expr(l, s->outcome);
    l->values[u->value->id] = node;
    args[1 + dist->location] = ir_literal(l->ir, 0);
    for (int i = 0; i < dist->n_params; i++)
        if (holds_param(l, dist->member[MEMBER_SCALE], i + 1)) args[i + 1] = identity(l, &dist->params[i]);
    return ir_sum(l->ir, AXIS(at.a), log_scale_of(l->ir, &at));
}

/* --- all --- */

static void set_centred(Lowered *l, LoweredUnknown *u) {
    Ir  *ir = l->ir;
    bool real = l->coordinates == ON_REAL_LINE;
    if (is_together(u)) {
        Together t = together(l, u);
        u->node = real ? together_value(&t, u->leaf) : u->leaf;
        u->position = real ? u->leaf : together_position(&t, u->leaf);
        u->log_jacobian = together_log_jacobian(&t, u->node, u->position);
        return;
    }
    Bounds b = bounds_in_places(l, u->statement);
    u->node = real ? bounded(ir, b, u->leaf) : u->leaf;
    u->position = real ? u->leaf : bounded_position(ir, b, u->leaf);
    u->log_jacobian = bounded_log_jacobian(ir, b, u->position);
}

void transform_set(Lowered *l, LoweredUnknown *u) {
    const Statement *s = u->statement;
    bool             chosen = s->centering == CENTERING_DEFAULT && l->noncentred && l->noncentred[u->value->id];
    Standard         standard;
    u->noncentered = false;
    if (s->centering == CENTERING_NONCENTERED || chosen) {
        set_centred(l, u);
        l->values[u->value->id] = u->node; /* what a neighbour would be, centred */
        u->noncentered = standard_of(l, u, &standard);
    }
    if (u->noncentered)
        set_noncentred(l, u, &standard);
    else
        set_centred(l, u);
}
