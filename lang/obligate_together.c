/* What values that are bound together must be, if data say them: shares that sum to 1, cut-points that ascend, matrices that are covariances. One
 * truth for each thing that can be wrong, with the words for it. */
#include "obligate.h"
#include "expr.h"
#include "kernel.h"
#include "primitive.h"
#include "structure.h"

/* Sums of data that were rounded to eight digits pass. */
static const double CLOSE = 1e-8;

typedef struct Together {
    Collector  *c;
    DiagCode    code;
    Span        span;
    Expr       *x;
    const Axis *places;
    const char *what, *who; /* `p`; "`Categorical` takes", "`Dirichlet` gives" */
    Where       where;
} Together;

static Expr *number(const Together *t, double x) { return obligate_number(t->c, t->x->span, x); }

static Expr *absolute(const Together *t, Expr *x) {
    Expr **args = ARENA_NEW(t->c->arena, Expr *);
    args[0] = x;
    return expr_call(t->c->arena, x->span, primitive_find("abs"), args, 1);
}

static Expr *difference(const Together *t, Expr *x, Expr *y) { return expr_binary(t->c->arena, X_SUB, x->span, x, y); }

static Expr *is_close(const Together *t, Expr *x, Expr *y) {
    return obligate_compare(t->c, X_LE, absolute(t, difference(t, x, y)), number(t, CLOSE));
}

static Expr *square(const Together *t, Expr *x) { return expr_binary(t->c->arena, X_MUL, x->span, x, x); }

/* An axis that x lacks counts its positions. */
static Expr *sum_over(const Together *t, Axis axis, Expr *x) {
    return expr_reduce(t->c->arena, x->span, REDUCE_SUM, axes_of(t->c->arena, axis), x, NULL);
}

static Sub running(Axis axis) { return (Sub){.kind = SUB_AXIS, .axis = axis}; }

static Expr *transposed(const Together *t) {
    return expr_at(t->c->arena, t->x, t->places, (Sub[]){running(t->places[1]), running(t->places[0])}, 2);
}

static Expr *diagonal(const Together *t, Expr *x) {
    Sub sub = running(t->places[0]);
    return expr_at(t->c->arena, x, &t->places[1], &sub, 1);
}

static Expr *before(const Together *t) {
    Sub sub = {.kind = SUB_SHIFT, .axis = t->places[0], .by = number(t, -1)};
    return expr_at(t->c->arena, t->x, t->places, &sub, 1);
}

static Expr *factor(const Together *t) {
    Expr **args = ARENA_NEW(t->c->arena, Expr *);
    args[0] = t->x;
    return expr_kernel(t->c->arena, t->x->span, KERNEL_cholesky, t->places, args);
}

static void must(const Together *t, Expr *truth, const char *wrong, const char *need) {
    Obligation *o = obligate_at(t->c, t->code, t->span, t->x, truth, &t->where);
    if (!o) return;
    o->value = NULL;
    o->message =
        arena_printf(t->c->arena, "%s %s%s; %s %s", t->what, wrong, o->axes.count ? " at {label}" : "", t->who, need);
}

static void symmetric(const Together *t, const char *need) {
    Expr *scale = expr_binary(t->c->arena, X_ADD, t->x->span, number(t, 1), absolute(t, t->x));
    Expr *off = absolute(t, difference(t, t->x, transposed(t)));
    Expr *close = expr_binary(t->c->arena, X_MUL, t->x->span, number(t, CLOSE), scale);
    Expr *row = expr_index(t->c->arena, t->x->span, t->places[0]),
         *column = expr_index(t->c->arena, t->x->span, t->places[1]);
    Expr *other = obligate_compare(t->c, X_LE, column, row), *same = obligate_compare(t->c, X_LE, off, close);
    must(t, expr_binary(t->c->arena, X_OR, t->x->span, other, same), "is not symmetric", need);
    Expr *roots = sum_over(t, t->places[0], diagonal(t, factor(t))); /* NaN, if there is no factor */
    must(t, obligate_compare(t->c, X_GT, roots, number(t, 0)), "is not positive definite", need);
}

static void triangular(const Together *t, const char *need) {
    Expr *k = expr_index(t->c->arena, t->x->span, t->places[0]),
         *above = expr_index(t->c->arena, t->x->span, t->places[1]);
    Expr *zero = obligate_compare(t->c, X_EQ, t->x, number(t, 0));
    must(t, expr_binary(t->c->arena, X_OR, t->x->span, obligate_compare(t->c, X_LE, above, k), zero),
         "is not 0 above the diagonal", need);
    must(t, obligate_compare(t->c, X_GT, diagonal(t, t->x), number(t, 0)), "is not positive on the diagonal", need);
}

static void hold(const Together *t, Structure structure) {
    Axis k = t->places[0];
    switch (structure) {
    case STRUCTURE_SIMPLEX:
        must(t, is_close(t, sum_over(t, k, t->x), number(t, 1)), "does not sum to 1", "shares that sum to 1");
        break;
    case STRUCTURE_SUM_TO_ZERO:
        must(t, is_close(t, sum_over(t, k, t->x), number(t, 0)), "does not sum to 0", "values that sum to 0");
        break;
    case STRUCTURE_UNIT_VECTOR:
        must(t, is_close(t, sum_over(t, k, square(t, t->x)), number(t, 1)), "does not have length 1",
             "vectors of length 1");
        break;
    case STRUCTURE_ORDERED: {
        Expr *first = obligate_compare(t->c, X_EQ, expr_index(t->c->arena, t->x->span, k), number(t, 0));
        Expr *ascends = obligate_compare(t->c, X_LT, before(t), t->x);
        must(t, expr_binary(t->c->arena, X_OR, t->x->span, first, ascends), "does not ascend", "values that ascend");
        break;
    }
    case STRUCTURE_CORRELATION:
        must(t, is_close(t, diagonal(t, t->x), number(t, 1)), "is not 1 on the diagonal", "correlation matrices");
        symmetric(t, "correlation matrices");
        break;
    case STRUCTURE_COVARIANCE:
        symmetric(t, "symmetric, positive definite matrices");
        break;
    case STRUCTURE_CHOLESKY_CORRELATION:
        must(t, is_close(t, sum_over(t, t->places[1], square(t, t->x)), number(t, 1)),
             "has a row whose length is not 1,", "Cholesky factors of correlations");
        triangular(t, "Cholesky factors of correlations");
        break;
    case STRUCTURE_CHOLESKY:
        triangular(t, "Cholesky factors");
        break;
    case STRUCTURE_NONE:
    case STRUCTURE_COUNT:
        break;
    }
}

void obligate_together(Collector *c, const Dist *dist, int i, Expr *arg, Where where) {
    const DistParam *p = &dist->params[i];
    Structure        wanted = p->support.structure;
    if (!wanted || !p->n_places || structure_implies(range_structure(c->ranges, arg), wanted)) return;
    Together t = {c,
                  DIAG_S05,
                  arg->span,
                  arg,
                  p->places,
                  arena_printf(c->arena, "`%s`", obligate_text(c, arg)),
                  arena_printf(c->arena, "`%s` takes", dist->name),
                  where};
    hold(&t, wanted);
}

void obligate_outcome_together(Collector *c, const Statement *st, Where where) {
    const Dist *dist = st->dist;
    Together    t = {c,
                     DIAG_S04,
                     st->dist_span,
                     st->outcome,
                     dist->outcome,
                     arena_printf(c->arena, "`%s`", obligate_text(c, st->outcome)),
                     arena_printf(c->arena, "`%s` gives", dist->name),
                     where};
    if (dist->support.structure && dist->n_outcome) hold(&t, dist->support.structure);
    if (dist->member[MEMBER_POSSIBLE]) {
        Expr **params = arena_alloc(c->arena, (size_t)(st->n_args + 1) * sizeof *params);
        params[0] = st->outcome;
        for (int i = 0; i < st->n_args; i++) params[i + 1] = st->args[i];
        Expr *possible = dist->member[MEMBER_POSSIBLE];
        Expr *truth = expr_substitute(c->arena, possible, params, st->n_args + 1, 0);
        must(&t, truth, "is not a possible outcome",
             arena_printf(c->arena, "values with `%s`", obligate_text(c, possible)));
    }
    bool label = dist->ordinal && st->outcome->kind == X_ADD && st->outcome->binary.x->type.kind == TYPE_LABEL;
    if (!label) return;
    Expr *size = expr_new(c->arena, X_SIZE, st->outcome->span);
    size->size = st->outcome->binary.x->type.dim;
    t.what = arena_printf(c->arena, "`%s`", size->size->shown);
    must(&t, obligate_compare(c, X_EQ, size, dist->support.hi), "does not have as many labels as there are outcomes",
         "one more than there are cut-points");
}
