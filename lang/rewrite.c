/* Copies of expressions: with arguments in the places of parameters, or over other axes. An expression that is used twice is one in the copy
 * as well (a variate that is used twice is one variate). */
#include "instance.h"
#include "scope.h"

typedef struct Rewrite {
    Arena         *arena;
    Expr *const   *args; /* of X_PARAM(first), …; NULL */
    int            n_args, first;
    const AxisMap *map; /* NULL: axes stay */
    NameMap        done;
} Rewrite;

/* --- axes --- */

Axis axis_mapped(const AxisMap *map, Axis axis) {
    for (int i = 0; map && i < map->n; i++)
        if (axis_equal(map->from[i], axis)) return map->to[i];
    return axis;
}

Dim *dim_mapped(const AxisMap *map, Dim *dim) {
    for (int i = 0; map && i < map->n; i++)
        if (map->from[i].dim == dim) return map->to[i].dim;
    return dim;
}

Axes axes_mapped(Arena *arena, const AxisMap *map, Axes axes) {
    Axes mapped = {0};
    for (int i = 0; i < axes.count; i++) mapped = axes_add(arena, mapped, axis_mapped(map, axes.at[i]));
    return mapped;
}

/* --- expressions --- */

static Expr *rewrite(Rewrite *w, Expr *expr);

static Expr **rewrite_all(Rewrite *w, Expr *const *args, int n) {
    Expr **copy = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *copy);
    for (int i = 0; i < n; i++) copy[i] = rewrite(w, args[i]);
    return copy;
}

static Sub *rewrite_subs(Rewrite *w, const Sub *subs, int n) {
    Sub *copy = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *copy);
    for (int i = 0; i < n; i++) {
        copy[i] = subs[i];
        copy[i].axis = axis_mapped(w->map, subs[i].axis);
        if (subs[i].kind == SUB_SHIFT) copy[i].by = rewrite(w, subs[i].by);
        if (subs[i].kind == SUB_KEY) copy[i].key = rewrite(w, subs[i].key);
    }
    return copy;
}

static Axis *rewrite_axes(Rewrite *w, const Axis *axes, int n) {
    Axis *copy = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *copy);
    for (int i = 0; i < n; i++) copy[i] = axis_mapped(w->map, axes[i]);
    return copy;
}

/* The same kind of leaf over other axes. */
static Expr *leaf(Rewrite *w, const Expr *expr) {
    Expr *copy = expr_new(w->arena, expr->kind, expr->span);
    *copy = *expr;
    copy->written = NULL;
    copy->axes = axes_mapped(w->arena, w->map, expr->axes);
    copy->type.dim = dim_mapped(w->map, expr->type.dim);
    return copy;
}

static Expr *param(Rewrite *w, Expr *expr) {
    int i = expr->param - w->first;
    if (w->args && i >= 0 && i < w->n_args) return w->args[i];
    return w->map ? leaf(w, expr) : expr;
}

static Expr *call(Rewrite *w, const Expr *expr) {
    Expr **args = rewrite_all(w, expr->call.args, expr->call.n_args);
    Expr  *copy = expr_call(w->arena, expr->span, expr->call.primitive, args, expr->call.n_args);
    copy->call.over = axes_mapped(w->arena, w->map, expr->call.over);
    copy->axes = axes_union(w->arena, copy->axes, copy->call.over);
    return copy;
}

static Expr *reduce(Rewrite *w, const Expr *expr) {
    Expr *where = expr->reduce.where ? rewrite(w, expr->reduce.where) : NULL;
    Expr *copy = expr_reduce(w->arena, expr->span, expr->reduce.op, axes_mapped(w->arena, w->map, expr->reduce.axes),
                             rewrite(w, expr->reduce.body), where);
    if (!expr->reduce.by) return copy;
    copy->reduce.by = rewrite(w, expr->reduce.by);
    copy->reduce.by_axis = axis_mapped(w->map, expr->reduce.by_axis);
    copy->axes = axes_add(w->arena, copy->axes, copy->reduce.by_axis);
    return copy;
}

static Expr *made(Rewrite *w, Expr *expr) {
    Arena *arena = w->arena;
    switch (expr->kind) {
    case X_NUMBER:
        return expr;
    case X_PARAM:
        return param(w, expr);
    case X_INDEX: {
        Axis axis = axis_mapped(w->map, expr->index);
        return axis_equal(axis, expr->index) ? expr : expr_index(arena, expr->span, axis);
    }
    case X_LABEL:
        return expr_label(arena, expr->span, dim_mapped(w->map, expr->label.dim), expr->label.position,
                          expr->label.text);
    case X_SIZE: {
        Expr *copy = leaf(w, expr);
        copy->size = dim_mapped(w->map, expr->size);
        return copy;
    }
    case X_REF:
        return expr_ref(arena, expr->span, expr->ref.value, rewrite_subs(w, expr->ref.subs, expr->ref.n_subs));
    case X_LABEL_NUMBER:
    case X_NEG:
    case X_NOT:
        return expr_unary(arena, expr->kind, expr->span, rewrite(w, expr->unary));
    case X_CALL:
        return call(w, expr);
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
    case X_AND:
    case X_OR: {
        Expr *x = rewrite(w, expr->binary.x);
        return expr_binary(arena, expr->kind, expr->span, x, rewrite(w, expr->binary.y));
    }
    case X_IF: {
        Expr *condition = rewrite(w, expr->if_.condition), *yes = rewrite(w, expr->if_.yes);
        return expr_if(arena, expr->span, condition, yes, rewrite(w, expr->if_.no));
    }
    case X_REDUCE:
        return reduce(w, expr);
    case X_ALONG:
        return expr_along(arena, expr->span, expr->along.op, axis_mapped(w->map, expr->along.axis),
                          rewrite(w, expr->along.body));
    case X_AT:
        return expr_at(arena, rewrite(w, expr->at.body), rewrite_axes(w, expr->at.from, expr->at.n),
                       rewrite_subs(w, expr->at.subs, expr->at.n), expr->at.n);
    case X_KERNEL:
        return expr_kernel(arena, expr->span, expr->kernel.kernel,
                           rewrite_axes(w, expr->kernel.letters, expr->kernel.n_letters),
                           rewrite_all(w, expr->kernel.args, expr->kernel.n_args));
    case X_DIST: {
        Dist *dist = w->map ? instance_in_axes(arena, expr->dist.dist, w->map) : expr->dist.dist;
        return expr_dist(arena, expr->span, dist, expr->dist.member, rewrite_all(w, expr->dist.args, expr->dist.n_args),
                         expr->dist.n_args);
    }
    }
    return expr;
}

static Expr *rewrite(Rewrite *w, Expr *expr) {
    const char *key = (const char *)(const void *)expr;
    Expr       *copy = scope_find(&w->done, key);
    if (copy) return copy;
    copy = made(w, expr);
    scope_add(w->arena, &w->done, key, copy);
    return copy;
}

Expr *expr_substitute(Arena *arena, Expr *expr, Expr *const *args, int n_args, int first) {
    Rewrite w = {.arena = arena, .args = args, .n_args = n_args, .first = first};
    return rewrite(&w, expr);
}

Expr *expr_in_axes(Arena *arena, Expr *expr, const AxisMap *map) {
    Rewrite w = {.arena = arena, .map = map};
    return rewrite(&w, expr);
}
