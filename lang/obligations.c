/* Obligations: see obligations.h. One walk over all expressions of the model; a *guard* goes along, the condition under which
 * a place is computed at all (`where`, the conditions of `if`), and each obligation holds only there. */
#include "obligate.h"
#include "expr.h"
#include "primitive.h"
#include "support_words.h"
#include <math.h>
#include <string.h>

/* --- L09, D12: inside expressions --- */

/* The smallest region in which a function is finite on data. */
static void call(Collector *c, Expr *e, Where where) {
    for (int i = 0; i < e->call.n_args; i++) {
        Region region;
        Expr  *arg = e->call.args[i];
        if (obligate_has_unknowns(c, arg) || obligate_is_constant(c, arg) ||
            !range_of_primitive_argument(c->session, e->call.primitive, i, &region))
            continue;
        if (interval_within(range_of(c->ranges, arg).in, region.in)) continue;
        Expr *truth = NULL;
        if (!isinf(region.in.lo))
            truth =
                obligate_compare(c, region.in.lo_open ? X_GT : X_GE, arg, obligate_number(c, arg->span, region.in.lo));
        if (!isinf(region.in.hi))
            truth = expr_and(
                c->arena, truth,
                obligate_compare(c, region.in.hi_open ? X_LT : X_LE, arg, obligate_number(c, arg->span, region.in.hi)));
        Obligation *o = truth ? obligate(c, DIAG_L09, e, truth, &where) : NULL;
        if (!o) continue;
        const char *name = primitive(e->call.primitive)->name;
        obligate_add_also(c, o, arg);
        o->message = arena_printf(c->arena, "`%s` is not a finite number%s%s", obligate_text(c, e), obligate_in_row(o),
                                  obligate_where_also(c, o));
        bool log_like = strcmp(name, "log") == 0;
        o->help =
            log_like ? arena_printf(c->arena, "`log` needs positive numbers: use `log1p(%s)`, or leave these rows out.",
                                    obligate_text(c, arg))
                     : arena_printf(c->arena, "What `%s` is given %s.", name, words_must(c->arena, region));
    }
}

static bool is_sd(const Expr *e) {
    return e->kind == X_REDUCE && (e->reduce.op == REDUCE_SD || e->reduce.op == REDUCE_VAR);
}

/* The expression that a bare name of an equation of data stands for. */
static const Expr *behind(const Expr *e) {
    for (int i = 0;
         i < 20 && e->kind == X_REF && e->ref.value->role == ROLE_EQUATION && e->ref.value->equations.count == 1; i++)
        e = e->ref.value->equations.at[0].right;
    return e;
}

static void divisor(Collector *c, Expr *e, Where where) {
    Expr *by = e->binary.y;
    if (obligate_has_unknowns(c, by) || obligate_is_constant(c, by)) return;
    Interval    b = range_of(c->ranges, by).in;
    const Expr *inner = behind(by);
    if (!interval_has(b, 0) && !is_sd(inner)) return;
    Obligation *o = obligate(
        c, DIAG_L09, by, obligate_compare(c, is_sd(inner) ? X_GT : X_NE, by, obligate_number(c, by->span, 0)), &where);
    if (!o) return;
    if (is_sd(inner)) { /* of one value it is not a number */
        o->message = arena_printf(c->arena, "the %s of `%s` is not above 0%s: all of its values are the same",
                                  inner->reduce.op == REDUCE_SD ? "standard deviation" : "variance",
                                  obligate_text(c, inner->reduce.body), obligate_in_row(o));
        o->help = "A constant column cannot explain anything; remove it.";
        return;
    }
    if (o->value)
        o->message = arena_printf(c->arena, "`%s` is 0%s, and `%s` divides by it", o->value->shown, obligate_in_row(o),
                                  obligate_text(c, e));
    else {
        obligate_add_also(c, o, by);
        o->message = arena_printf(c->arena, "`%s` is 0%s%s, and `%s` divides by it", obligate_text(c, by),
                                  obligate_in_row(o), obligate_where_also(c, o), obligate_text(c, e));
    }
}

static void power(Collector *c, Expr *e, Where where) {
    Expr *base = e->binary.x, *exponent = e->binary.y;
    if (obligate_has_unknowns(c, base) || obligate_has_unknowns(c, exponent) || obligate_is_constant(c, base)) return;
    Interval b = range_of(c->ranges, base).in, x = range_of(c->ranges, exponent).in;
    bool     whole = exponent->type.whole;
    Expr    *truth = NULL;
    if (!whole && b.lo < 0) truth = obligate_compare(c, X_GE, base, obligate_number(c, base->span, 0));
    if (x.lo < 0 && interval_is_point(x) && interval_has(b, 0))
        truth = expr_and(c->arena, truth, obligate_compare(c, X_NE, base, obligate_number(c, base->span, 0)));
    Obligation *o = truth ? obligate(c, DIAG_L09, e, truth, &where) : NULL;
    if (!o) return;
    obligate_add_also(c, o, base);
    o->message = arena_printf(c->arena, "`%s` is not a finite number%s%s", obligate_text(c, e), obligate_in_row(o),
                              obligate_where_also(c, o));
}

/* x[t-1] exists where it is used. */
static void neighbour(Collector *c, Expr *e, const Sub *sub, Where where) {
    double by;
    bool   constant = sub->by && expr_constant(sub->by, &by);
    if (!sub->by || constant) return; /* settled by the checks */
    Expr *index = expr_index(c->arena, sub->span, sub->axis), *size = expr_new(c->arena, X_SIZE, sub->span);
    size->size = sub->axis.dim;
    size->type.whole = true;
    Expr       *place = expr_binary(c->arena, X_ADD, sub->span, index, sub->by);
    Expr       *truth = expr_and(c->arena, obligate_compare(c, X_GE, place, obligate_number(c, sub->span, 0)),
                                 obligate_compare(c, X_LT, place, size));
    Obligation *o = obligate(c, DIAG_D12, e, truth, &where);
    if (!o) return;
    o->value = NULL;
    o->message = arena_printf(c->arena, "`%s` does not exist at {label}: there is no such `%s`", obligate_text(c, e),
                              sub->axis.dim->shown);
    o->help = arena_printf(
        c->arena, "Leave the end out with `where`, or give it an equation of its own at `%s[first]` or `%s[last]`.",
        e->ref.value->shown, e->ref.value->shown);
}

static void walk(Collector *c, Expr *e, Where where);
static void walk_kind(Collector *c, Expr *e, Where where);

static Where under(Collector *c, Where where, Expr *condition, bool holds) {
    if (obligate_has_unknowns(c, condition)) return (Where){where.guard, true};
    Expr *truth = holds ? condition : expr_unary(c->arena, X_NOT, condition->span, condition);
    return (Where){where.guard ? expr_and(c->arena, where.guard, truth) : truth, where.blind};
}

/* Under an operator its axes mean the operator's own, so a guard that speaks of them cannot go along. */
static Where inside(Where where, Axes bound) {
    for (int i = 0; where.guard && i < bound.count; i++)
        if (axes_have(where.guard->axes, bound.at[i])) where.blind = true;
    return where;
}

static void walk_children(Collector *c, Expr *e, Where where) {
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++) walk(c, children.at[i], where);
}

static void walk(Collector *c, Expr *e, Where where) {
    const Expr *around = c->own;
    if (model_has_source(c->model, e->span.source)) c->own = e;
    walk_kind(c, e, where);
    c->own = around;
}

static void walk_kind(Collector *c, Expr *e, Where where) {
    switch (e->kind) {
    case X_NUMBER:
    case X_INDEX:
    case X_LABEL:
    case X_SIZE:
    case X_PARAM:
        return;
    case X_REF:
        for (int i = 0; i < e->ref.n_subs; i++)
            if (e->ref.subs[i].kind == SUB_SHIFT) neighbour(c, e, &e->ref.subs[i], where);
        break;
    case X_CALL:
        call(c, e, where);
        break;
    case X_DIV:
        divisor(c, e, where);
        break;
    case X_POW:
        power(c, e, where);
        break;
    case X_DIST:
        if (e->dist.member == MEMBER_LOG_P)
            for (int i = 0; i + 1 < e->dist.n_args; i++)
                obligate_argument(c, e->dist.dist, i, e->dist.args + 1, e->dist.n_args - 1, where);
        break;
    case X_IF:
        walk(c, e->if_.condition, where);
        walk(c, e->if_.yes, under(c, where, e->if_.condition, true));
        walk(c, e->if_.no, under(c, where, e->if_.condition, false));
        return;
    case X_REDUCE: {
        Where body = inside(where, e->reduce.axes);
        if (e->reduce.where) body = under(c, body, e->reduce.where, true);
        walk(c, e->reduce.body, body);
        return;
    }
    case X_AT: {
        if (where.guard) where.blind = true;
        walk(c, e->at.body, where);
        return;
    }
    case X_LABEL_NUMBER:
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_NEG:
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
    case X_AND:
    case X_OR:
    case X_NOT:
    case X_ALONG:
        break;
    case X_KERNEL: {
        Axes letters = {0};
        for (int i = 0; i < e->kernel.n_letters; i++) letters = axes_add(c->arena, letters, e->kernel.letters[i]);
        obligate_kernel(c, e, where);
        walk_children(c, e, inside(where, letters));
        return;
    }
    }
    walk_children(c, e, where);
}

/* An equation of data can overflow where no function is undefined; means and spreads of too few values are not numbers. */
static bool may_overflow(Collector *c, const Expr *e) {
    if (e->kind == X_NUMBER && isinf(e->number)) return true;
    if (e->kind == X_POW || (e->kind == X_CALL && strcmp(primitive(e->call.primitive)->name, "exp") == 0)) return true;
    if (e->kind == X_DIV || (e->kind == X_REDUCE && (is_sd(e) || e->reduce.op == REDUCE_MEAN))) return true;
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++)
        if (may_overflow(c, children.at[i])) return true;
    return false;
}

static void equation(Collector *c, const Value *value, const Equation *eq) {
    Where where = {.guard = eq->left.guard};
    int   before = c->found->all.count;
    if (where.guard && obligate_has_unknowns(c, where.guard)) where.blind = true;
    walk(c, eq->right, where);
    if (!value->data_only || c->found->all.count > before || eq->right->type.kind != TYPE_NUMBER ||
        !may_overflow(c, eq->right))
        return;
    Expr **args = ARENA_NEW(c->arena, Expr *);
    args[0] = eq->right;
    Expr       *size = expr_call(c->arena, eq->right->span, primitive_find("abs"), args, 1);
    Obligation *o = obligate(c, DIAG_L09, eq->right,
                             obligate_compare(c, X_LT, size, obligate_number(c, eq->right->span, INFINITY)), &where);
    if (!o) return;
    obligate_add_also(c, o, eq->right);
    o->message = arena_printf(c->arena, "`%s` is not a finite number%s%s", obligate_text(c, eq->right),
                              obligate_in_row(o), obligate_where_also(c, o));
    if (eq->right->kind == X_REDUCE && o->axes.count)
        o->help = arena_printf(c->arena, "Too few values there: a mean needs one, a standard deviation two.");
}

static void statement(Collector *c, const Statement *st) {
    Where where = {.guard = st->left.guard};
    if (where.guard && obligate_has_unknowns(c, where.guard)) where.blind = true;
    if (st->outcome) walk(c, st->outcome, where);
    for (int i = 0; i < st->n_args; i++)
        if (st->args[i]) walk(c, st->args[i], where);
    Expr *const others[] = {st->truncated_lo, st->truncated_hi, st->censored_above, st->censored_below, st->up_to};
    for (int i = 0; i < 5; i++)
        if (others[i]) walk(c, others[i], where);
    if (!st->dist) return;
    for (int i = 0; i < st->n_args && i < st->dist->n_params; i++)
        obligate_argument(c, st->dist, i, st->args, st->n_args, where);
    if (st->kind == STATEMENT_OBSERVED) obligate_observation(c, st, where);
}

Obligations *obligations_collect(Session *session, const Model *model) {
    Collector c = {session, session->arena, ranges_new(session, model), ARENA_NEW(session->arena, Obligations), model,
                   NULL};
    for (int i = 0; i < model->values.count; i++)
        for (int j = 0; j < model->values.at[i]->equations.count; j++)
            if (model->values.at[i]->equations.at[j].right)
                equation(&c, model->values.at[i], &model->values.at[i]->equations.at[j]);
    for (int i = 0; i < model->statements.count; i++) statement(&c, model->statements.at[i]);
    return c.found;
}
