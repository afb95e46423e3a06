/* Which transform an unknown has: bounds, location and scale, or values that are bound together (transform_together.c). */
#include "transform.h"

#include <math.h>
#include <string.h>

#include "lang/dim.h"
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

typedef struct Standard {
    IrId location, scale;
} Standard;

/* False: it cannot be. Values that sum to 0 stay in their plane if the location is 0 and the scale the same for all of them. */
static bool standard_of(Lowered *l, const LoweredUnknown *u, Standard *out) {
    const Statement *s = u->statement;
    if (!s->dist->location_scale || s->truncated) return false;
    if (is_together(u) && s->support.structure != STRUCTURE_SUM_TO_ZERO) return false;
    IrId *args = lower_args(l, s, 0);
    out->location = lower_in_places(l, &s->left, args[1 + s->dist->location]);
    out->scale = lower_in_places(l, &s->left, args[1 + s->dist->scale]);
    if (reads(l->ir, out->location, u->leaf) || reads(l->ir, out->scale, u->leaf)) return false;
    return !is_together(u) ||
           (ir_is(l->ir, out->location, 0) && !(ir_at(l->ir, out->scale)->axes & AXIS(together(l, u).a)));
}

bool transform_can_noncentre(Lowered *l, const LoweredUnknown *u) {
    Standard standard;
    return standard_of(l, u, &standard);
}

/* value = location + scale * standard(q), where standard(q) is q, or values that sum to 0. */
static void set_noncentred(Lowered *l, LoweredUnknown *u, Standard at) {
    Ir  *ir = l->ir;
    bool in_plane = is_together(u), real = l->coordinates == ON_REAL_LINE;
    IrId log_scale = ir_fun1(ir, PRIM_log, at.scale);
    IrId standard = real ? u->leaf : ir_div(ir, ir_sub(ir, u->leaf, at.location), at.scale);
    u->log_jacobian = log_scale;
    u->position = standard;
    if (in_plane) {
        Together t = together(l, u);
        u->log_jacobian = ir_sub(ir, ir_mul(ir, ir_size(ir, t.a), log_scale), log_scale);
        if (real)
            standard = together_value(&t, u->leaf);
        else
            u->position = together_position(&t, standard);
    }
    u->node = real ? ir_add(ir, at.location, ir_mul(ir, at.scale, standard)) : u->leaf;
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
        set_noncentred(l, u, standard);
    else
        set_centred(l, u);
}
