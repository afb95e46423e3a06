/* Obligations: see obligations.h. One walk over all expressions of the model; a *guard* goes along, the condition under which
 * a place is computed at all (`where`, the conditions of `if`), and each obligation holds only there. */
#include "obligations.h"
#include "expr.h"
#include "primitive.h"
#include "range.h"
#include "support_words.h"
#include <math.h>
#include <string.h>

typedef struct Collector {
    Session     *session;
    Arena       *arena;
    Ranges      *ranges;
    Obligations *found;
} Collector;

/* Where a walk is: what is known to hold; `blind` if a condition is not known when loading. */
typedef struct Where { Expr *guard; bool blind; } Where;

/* --- small helps --- */

static Expr *number_at(Collector *c, Span span, double x) { return expr_number(c->arena, span, x); }

static bool has_unknowns(Collector *c, const Expr *e) { return !range_is_data_only(c->ranges, e); }

static bool is_constant(Collector *c, const Expr *e) { return range_of(c->ranges, e).constant; }

/* Data at its own running indices: one cell of it for each cell of the check. */
static bool is_plain_data(const Expr *e) {
    if (e->kind != X_REF || !e->ref.value || e->ref.value->role != ROLE_DATA || e->ref.value->data.kind == DATA_KEY) return false;
    for (int i = 0; i < e->ref.n_subs; i++)
        if (e->ref.subs[i].kind != SUB_AXIS || e->ref.subs[i].axis.copy != 0) return false;
    return true;
}

/* Data picked by a key, `se[school[visit]]`, is checked at all of its own cells, so that the cell can be shown. */
static Expr *at_own_cells(Collector *c, Expr *e) {
    if (e->kind != X_REF || !e->ref.value || e->ref.value->role != ROLE_DATA || is_plain_data(e)) return e;
    Value *value = e->ref.value;
    Sub *subs = arena_alloc(c->arena, (size_t)(value->n_dims + 1) * sizeof *subs);
    for (int i = 0; i < value->n_dims; i++) {
        for (int j = 0; j < i; j++)
            if (value->dims[j] == value->dims[i]) return e;
        subs[i] = (Sub){.kind = SUB_AXIS, .axis = {value->dims[i], 0}, .span = e->span};
    }
    return expr_ref(c->arena, e->span, value, subs);
}

/* "y[obs]", as in its declaration. */
static const char *declared(Collector *c, const Value *value) {
    Text text = {0};
    text_add(c->arena, &text, "%s", value->shown);
    for (int i = 0; i < value->n_dims; i++) text_add(c->arena, &text, "%s%s", i ? ", " : "[", value->dims[i]->shown);
    text_add(c->arena, &text, "%s", value->n_dims ? "]" : "");
    return text.at;
}

static bool same_value(const Obligation *o, const Value *value) {
    if (o->value == value) return true;
    for (int i = 0; i < o->also.count; i++)
        if (o->also.at[i] == value) return true;
    return false;
}

/* Data whose cell says more about a failure. */
static void add_also(Collector *c, Obligation *o, const Expr *e) {
    if (!e || o->also.count >= 3) return;
    if (e->kind == X_REF) {
        if (is_plain_data(e) && !same_value(o, e->ref.value) && e->ref.value->role == ROLE_DATA) VEC_PUSH(c->arena, &o->also, e->ref.value);
        return;
    }
    if (e->kind == X_REDUCE || e->kind == X_ALONG || e->kind == X_RENAME) return;
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++) add_also(c, o, children.at[i]);
}

/* "in {row}", "", for a sentence about one cell. */
static const char *in_row(const Obligation *o) { return o->axes.count ? " in {row}" : ""; }

/* ", where `dose` is {dose}" */
static const char *where_also(Collector *c, const Obligation *o) {
    Text text = {0};
    for (int i = 0; i < o->also.count; i++)
        text_add(c->arena, &text, "%s`%s` is {%s}", i == 0 ? ", where " : i == o->also.count - 1 ? " and " : ", ", o->also.at[i]->shown, o->also.at[i]->name);
    return o->also.count ? text.at : "";
}

static const char *source_text(Collector *c, const Expr *e) {
    return e->span.source && e->span.end > e->span.begin ? words_text(c->arena, e->span) : expr_print(c->session, e);
}

/* The guard itself says it: `if d > 0 then log(d) else 0`. */
static bool says(const Expr *guard, const Expr *truth) {
    if (!guard) return false;
    if (expr_equal(guard, truth)) return true;
    return guard->kind == X_AND && (says(guard->binary.x, truth) || says(guard->binary.y, truth));
}

/* Data that may be missing and are: nothing is said of them. */
static Expr *or_missing(Collector *c, Expr *truth, const Expr *e) {
    if (e->kind == X_REF) {
        if (e->ref.value->role != ROLE_DATA || !e->ref.value->data.may_be_missing || !axes_within(e->axes, truth->axes)) return truth;
        Expr *copy = expr_new(c->arena, X_REF, e->span);
        *copy = *e;
        return expr_binary(c->arena, X_OR, truth->span, expr_binary(c->arena, X_NE, e->span, copy, copy), truth);
    }
    if (e->kind == X_REDUCE || e->kind == X_RENAME || e->kind == X_ALONG) return truth;
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++) truth = or_missing(c, truth, children.at[i]);
    return truth;
}

/* An obligation about `e`: what must be true of it, where the guard holds. NULL if it cannot be said when loading. */
static Obligation *oblige_at(Collector *c, DiagCode code, Span span, Expr *e, Expr *truth, const Where *where) {
    if (where->blind || has_unknowns(c, truth) || says(where->guard, truth)) return NULL;
    if (where->guard) truth = expr_binary(c->arena, X_OR, truth->span, expr_unary(c->arena, X_NOT, truth->span, where->guard), truth);
    truth = or_missing(c, truth, truth);
    Obligation new = {.code = code, .span = span, .truth = truth, .axes = truth->axes};
    for (int i = 0; i < c->found->all.count; i++)
        if (c->found->all.at[i].span.source == span.source && c->found->all.at[i].span.begin == span.begin && expr_equal(c->found->all.at[i].truth, truth)) return NULL;
    VEC_PUSH(c->arena, &c->found->all, new);
    Obligation *o = &c->found->all.at[c->found->all.count - 1];
    if (is_plain_data(e)) o->value = e->ref.value;
    return o;
}

static Obligation *oblige(Collector *c, DiagCode code, Expr *e, Expr *truth, const Where *where) {
    return oblige_at(c, code, e->span, e, truth, where);
}

static Expr *compare(Collector *c, ExprKind kind, Expr *x, Expr *y) { return expr_binary(c->arena, kind, x->span, x, y); }

static Expr *is_whole(Collector *c, Expr *e) {
    Expr **args = ARENA_NEW(c->arena, Expr *);
    args[0] = e;
    return compare(c, X_EQ, expr_call(c->arena, e->span, primitive_find("floor"), args, 1), e);
}

/* --- S04: observed values --- */

typedef struct Observation { Collector *c; const Statement *statement; Expr *outcome; Where where; } Observation;

static Obligation *oblige_observed(Observation *ob, Expr *truth) {
    return oblige_at(ob->c, DIAG_S04, ob->statement->dist_span, ob->outcome, truth, &ob->where);
}

/* "`y` is {value} in {row}", or for an expression "`log(y)` is not right in {row}". */
static const char *observed_is(Observation *ob, Obligation *o) {
    if (o->value) return arena_printf(ob->c->arena, "`%s` is {value}%s", o->value->shown, in_row(o));
    add_also(ob->c, o, ob->outcome);
    return arena_printf(ob->c->arena, "`%s` is outside the support%s%s", source_text(ob->c, ob->outcome), in_row(o), where_also(ob->c, o));
}

static void observe_whole(Observation *ob) {
    Collector *c = ob->c;
    const Dist *dist = ob->statement->dist;
    if (!dist->discrete || ob->outcome->type.whole || ob->outcome->type.kind != TYPE_NUMBER) return;
    Obligation *o = oblige_observed(ob, is_whole(c, ob->outcome));
    if (!o) return;
    o->message = arena_printf(c->arena, "%s; `%s` takes whole numbers only", observed_is(ob, o), dist->name);
    o->help = "For amounts that may be fractional use a continuous distribution, such as `Gamma`.";
}

/* "3", "`a`, which is {a}", "`a + b`" */
static const char *bound_words(Collector *c, Obligation *o, Expr *bound) {
    if (is_constant(c, bound)) return source_text(c, bound);
    if (!is_plain_data(bound)) return arena_printf(c->arena, "`%s`", source_text(c, bound));
    add_also(c, o, bound);
    return arena_printf(c->arena, "`%s`, which is {%s}", bound->ref.value->shown, bound->ref.value->name);
}

static bool is_zero(const Expr *e) {
    double x;
    return expr_constant(e, &x) && x == 0;
}

static const char *missing_code_help(Collector *c, const Obligation *o) {
    if (!o->value) return "Check the rows, or use a distribution that has such values.";
    return arena_printf(c->arena, "If {value} is a code for \"missing\", run with `--na {value}` and declare `%s : count?`.", declared(c, o->value));
}

/* Below the support, whose lower end is `bound`. */
static void observe_low(Observation *ob, Expr *bound, bool open) {
    Collector *c = ob->c;
    const Dist *dist = ob->statement->dist;
    Interval y = range_of(c->ranges, ob->outcome).in, b = range_of(c->ranges, bound).in;
    if (y.lo > b.hi || (y.lo == b.hi && (!open || y.lo_open))) return;
    bool zero = is_zero(bound);
    if (!(y.lo >= b.hi)) {
        Obligation *o = oblige_observed(ob, compare(c, zero || !open ? X_GE : X_GT, ob->outcome, bound));
        if (!o) return;
        const char *is = observed_is(ob, o);
        if (zero && dist->discrete) {
            o->message = arena_printf(c->arena, "%s; a `%s` count cannot be negative", is, dist->name);
            o->help = missing_code_help(c, o);
        } else if (zero && strcmp(dist->name, "Exponential") == 0) {
            o->message = arena_printf(c->arena, "%s; waiting times under `Exponential` are not negative", is);
            o->help = "Check the rows, or use a distribution on all numbers.";
        } else if (zero) {
            o->message = arena_printf(c->arena, "%s; values under `%s` are not negative", is, dist->name);
            o->help = "Check the rows, or use a distribution on all numbers, such as `Normal` or `StudentT`.";
        } else {
            o->message = arena_printf(c->arena, "%s; `%s` begins at %s", is, dist->name, bound_words(c, o, bound));
        }
    }
    if (!zero || !open) return;
    Obligation *o = oblige_observed(ob, compare(c, X_NE, ob->outcome, number_at(c, bound->span, 0)));
    if (!o) return;
    o->message = arena_printf(c->arena, "%s{more}; `%s` needs values above 0", observed_is(ob, o), dist->name);
    o->help = arena_printf(c->arena, "Zeros need a part of the model of their own: a `Bernoulli` for whether `%s` is above 0, and this line for the rows where it is.", source_text(c, ob->outcome));
}

/* Above the support, whose upper end is `bound`. */
static void observe_high(Observation *ob, Expr *bound, bool open) {
    Collector *c = ob->c;
    const Dist *dist = ob->statement->dist;
    Interval y = range_of(c->ranges, ob->outcome).in, b = range_of(c->ranges, bound).in;
    if (y.hi < b.lo || (y.hi == b.lo && (!open || y.hi_open))) return;
    Obligation *o = oblige_observed(ob, compare(c, open ? X_LT : X_LE, ob->outcome, bound));
    if (!o) return;
    const char *is = observed_is(ob, o);
    if (strcmp(dist->name, "Binomial") == 0) {
        if (is_plain_data(bound) && o->value) {
            add_also(c, o, bound);
            o->message = arena_printf(c->arena, "%s`%s` = {value} but `%s` = {%s}: more successes than trials", o->axes.count ? "{row} has " : "",
                                      o->value->shown, bound->ref.value->shown, bound->ref.value->name);
        } else {
            o->message = arena_printf(c->arena, "%s, more successes than the %s trials", is, source_text(c, bound));
        }
        o->help = "Are the columns exchanged? `Binomial(n, p)` takes the number of trials first.";
        return;
    }
    o->message = arena_printf(c->arena, "%s; `%s` ends at %s", is, dist->name, bound_words(c, o, bound));
}

/* Both ends at once, where one sentence says it: 0 and 1, a share. */
static bool observe_pair(Observation *ob, const Support *support) {
    Collector *c = ob->c;
    const Dist *dist = ob->statement->dist;
    double lo, hi;
    if (strcmp(dist->name, "Binomial") == 0 || !support->lo || !support->hi || !expr_constant(support->lo, &lo) || !expr_constant(support->hi, &hi)) return false;
    Interval y = range_of(c->ranges, ob->outcome).in;
    if (interval_within(y, interval_make(lo, support->lo_open, hi, support->hi_open, false))) return true;
    Expr *above = compare(c, support->lo_open ? X_GT : X_GE, ob->outcome, support->lo), *below = compare(c, support->hi_open ? X_LT : X_LE, ob->outcome, support->hi);
    Obligation *o = oblige_observed(ob, compare(c, X_AND, above, below));
    if (!o) return true;
    const char *is = observed_is(ob, o);
    if (dist->discrete && lo == 0 && hi == 1) {
        o->message = arena_printf(c->arena, "%s{more}; `%s` needs 0 and 1", is, dist->name);
        o->help = o->value ? arena_printf(c->arena, "Recode the column, or say which is which: `data %s : binary (no = 1, yes = 2)`.", declared(c, o->value)) : NULL;
    } else {
        o->message = arena_printf(c->arena, "%s{more}; `%s` needs values between %s and %s", is, dist->name, words_number(c->arena, lo), words_number(c->arena, hi));
        if (lo == 0 && hi == 1) o->help = "If these are percentages, divide by 100; if they are counts out of a total, `Binomial(n, p)` takes the total too.";
    }
    return true;
}

static Expr *bound_with(Collector *c, Expr *bound, const Statement *st) {
    return bound ? expr_substitute(c->arena, bound, st->args, st->n_args, 1) : NULL;
}

static void observe(Collector *c, const Statement *st, Where where) {
    if (!st->outcome || has_unknowns(c, st->outcome)) return;
    Observation ob = {c, st, st->outcome, where};
    Support support = st->dist->support;
    observe_whole(&ob);
    support.lo = bound_with(c, support.lo, st);
    support.hi = bound_with(c, support.hi, st);
    if (observe_pair(&ob, &support)) return;
    if (support.lo && !has_unknowns(c, support.lo)) observe_low(&ob, support.lo, support.lo_open);
    if (support.hi && !has_unknowns(c, support.hi)) observe_high(&ob, support.hi, support.hi_open);
}

/* --- S05: arguments --- */

/* `bound`: what the argument is compared with, if it is not a number; else NULL. */
static void oblige_argument(Collector *c, const Dist *dist, int i, Expr *arg, Expr *truth, const char *must, Expr *bound, Where where) {
    Obligation *o = oblige(c, DIAG_S05, arg, truth, &where);
    if (!o) return;
    if (bound) must = arena_printf(c->arena, "%s %s", must, bound_words(c, o, bound));
    const char *role = words_role(c->arena, dist, i);
    if (o->value) {
        o->message = arena_printf(c->arena, "`%s` is {value}%s; %s %s", o->value->shown, in_row(o), role, must);
        return;
    }
    add_also(c, o, arg);
    o->message = arena_printf(c->arena, "`%s` is used as %s, which %s; it is not so%s%s", source_text(c, arg), role, must, in_row(o), where_also(c, o));
}

static void argument(Collector *c, const Dist *dist, int i, Expr *const *args, int n_args, Where where) {
    Expr *arg = args[i];
    const DistParam *p = &dist->params[i];
    if (!arg || arg->type.kind == TYPE_LABEL || has_unknowns(c, arg) || is_constant(c, arg)) return;
    if (!where.guard) arg = at_own_cells(c, arg);
    Interval a = range_of(c->ranges, arg).in;
    Region region = range_of_support(c->ranges, &p->support, args, n_args);
    if ((p->whole || p->support.whole) && !arg->type.whole && arg->type.kind == TYPE_NUMBER)
        oblige_argument(c, dist, i, arg, is_whole(c, arg), "must be a whole number", NULL, where);
    Expr *lo = p->support.lo ? expr_substitute(c->arena, p->support.lo, args, n_args, 1) : NULL;
    Expr *hi = p->support.hi ? expr_substitute(c->arena, p->support.hi, args, n_args, 1) : NULL;
    Expr *truth = NULL;
    if (lo && (!region.lo_exact || !(a.lo > region.in.lo || (a.lo == region.in.lo && (!region.in.lo_open || a.lo_open)))))
        truth = compare(c, p->support.lo_open ? X_GT : X_GE, arg, lo);
    if (hi && (!region.hi_exact || !(a.hi < region.in.hi || (a.hi == region.in.hi && (!region.in.hi_open || a.hi_open)))))
        truth = expr_and(c->arena, truth, compare(c, p->support.hi_open ? X_LT : X_LE, arg, hi));
    if (!truth) return;
    bool exact = region.lo_exact && region.hi_exact;
    oblige_argument(c, dist, i, arg, truth, exact ? words_must(c->arena, region) : lo ? "must be above" : "must be below", exact ? NULL : lo ? lo : hi, where);
}

/* --- L09, D12: inside expressions --- */

/* The smallest region in which a function is finite on data. */
static void call(Collector *c, Expr *e, Where where) {
    for (int i = 0; i < e->call.n_args; i++) {
        Region region;
        Expr *arg = e->call.args[i];
        if (has_unknowns(c, arg) || is_constant(c, arg) || !range_of_primitive_argument(c->session, e->call.primitive, i, &region)) continue;
        if (interval_within(range_of(c->ranges, arg).in, region.in)) continue;
        Expr *truth = NULL;
        if (!isinf(region.in.lo)) truth = compare(c, region.in.lo_open ? X_GT : X_GE, arg, number_at(c, arg->span, region.in.lo));
        if (!isinf(region.in.hi)) truth = expr_and(c->arena, truth, compare(c, region.in.hi_open ? X_LT : X_LE, arg, number_at(c, arg->span, region.in.hi)));
        Obligation *o = truth ? oblige(c, DIAG_L09, e, truth, &where) : NULL;
        if (!o) continue;
        const char *name = primitive(e->call.primitive)->name;
        add_also(c, o, arg);
        o->message = arena_printf(c->arena, "`%s` is not a finite number%s%s", source_text(c, e), in_row(o), where_also(c, o));
        bool log_like = strcmp(name, "log") == 0;
        o->help = log_like ? arena_printf(c->arena, "`log` needs positive numbers: use `log1p(%s)`, or leave these rows out.", source_text(c, arg))
                           : arena_printf(c->arena, "What `%s` is given %s.", name, words_must(c->arena, region));
    }
}

static bool is_sd(const Expr *e) { return e->kind == X_REDUCE && (e->reduce.op == REDUCE_SD || e->reduce.op == REDUCE_VAR); }

/* The expression that a bare name of an equation of data stands for. */
static const Expr *behind(const Expr *e) {
    for (int i = 0; i < 20 && e->kind == X_REF && e->ref.value->role == ROLE_EQUATION && e->ref.value->equations.count == 1; i++)
        e = e->ref.value->equations.at[0].right;
    return e;
}

static void divisor(Collector *c, Expr *e, Where where) {
    Expr *by = e->binary.y;
    if (has_unknowns(c, by) || is_constant(c, by)) return;
    Interval b = range_of(c->ranges, by).in;
    const Expr *inner = behind(by);
    if (!interval_has(b, 0) && !is_sd(inner)) return;
    Obligation *o = oblige(c, DIAG_L09, by, compare(c, X_NE, by, number_at(c, by->span, 0)), &where);
    if (!o) return;
    if (is_sd(inner)) {
        o->message = arena_printf(c->arena, "the %s of `%s` is 0: all of its values are the same", inner->reduce.op == REDUCE_SD ? "standard deviation" : "variance", source_text(c, inner->reduce.body));
        o->help = "A constant column cannot explain anything; remove it.";
        return;
    }
    if (o->value) o->message = arena_printf(c->arena, "`%s` is 0%s, and `%s` divides by it", o->value->shown, in_row(o), source_text(c, e));
    else {
        add_also(c, o, by);
        o->message = arena_printf(c->arena, "`%s` is 0%s%s, and `%s` divides by it", source_text(c, by), in_row(o), where_also(c, o), source_text(c, e));
    }
}

static void power(Collector *c, Expr *e, Where where) {
    Expr *base = e->binary.x, *exponent = e->binary.y;
    if (has_unknowns(c, base) || has_unknowns(c, exponent) || is_constant(c, base)) return;
    Interval b = range_of(c->ranges, base).in, x = range_of(c->ranges, exponent).in;
    bool whole = exponent->type.whole;
    Expr *truth = NULL;
    if (!whole && b.lo < 0) truth = compare(c, X_GE, base, number_at(c, base->span, 0));
    if (x.lo < 0 && interval_is_point(x) && interval_has(b, 0)) truth = expr_and(c->arena, truth, compare(c, X_NE, base, number_at(c, base->span, 0)));
    Obligation *o = truth ? oblige(c, DIAG_L09, e, truth, &where) : NULL;
    if (!o) return;
    add_also(c, o, base);
    o->message = arena_printf(c->arena, "`%s` is not a finite number%s%s", source_text(c, e), in_row(o), where_also(c, o));
}

/* x[t-1] exists where it is used. */
static void neighbour(Collector *c, Expr *e, const Sub *sub, Where where) {
    double by;
    bool constant = sub->by && expr_constant(sub->by, &by);
    if (!sub->by || constant) return; /* settled by the checks */
    Expr *index = expr_index(c->arena, sub->span, sub->axis), *size = expr_new(c->arena, X_SIZE, sub->span);
    size->size = sub->axis.dim;
    size->type.whole = true;
    Expr *place = expr_binary(c->arena, X_ADD, sub->span, index, sub->by);
    Expr *truth = expr_and(c->arena, compare(c, X_GE, place, number_at(c, sub->span, 0)), compare(c, X_LT, place, size));
    Obligation *o = oblige(c, DIAG_D12, e, truth, &where);
    if (!o) return;
    o->value = NULL;
    o->message = arena_printf(c->arena, "`%s` does not exist at {label}: there is no such `%s`", source_text(c, e), sub->axis.dim->shown);
    o->help = arena_printf(c->arena, "Leave the end out with `where`, or give it an equation of its own at `%s[first]` or `%s[last]`.", e->ref.value->shown, e->ref.value->shown);
}

static void walk(Collector *c, Expr *e, Where where);

static Where under(Collector *c, Where where, Expr *condition, bool holds) {
    if (has_unknowns(c, condition)) return (Where){where.guard, true};
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
    switch (e->kind) {
    case X_NUMBER: case X_INDEX: case X_LABEL: case X_SIZE: case X_PARAM: return;
    case X_REF:
        for (int i = 0; i < e->ref.n_subs; i++)
            if (e->ref.subs[i].kind == SUB_SHIFT) neighbour(c, e, &e->ref.subs[i], where);
        break;
    case X_CALL: call(c, e, where); break;
    case X_DIV: divisor(c, e, where); break;
    case X_POW: power(c, e, where); break;
    case X_DIST:
        if (e->dist.member == MEMBER_LOG_P)
            for (int i = 0; i + 1 < e->dist.n_args; i++) argument(c, e->dist.dist, i, e->dist.args + 1, e->dist.n_args - 1, where);
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
    case X_RENAME: {
        if (where.guard) where.blind = true;
        walk(c, e->rename.body, where);
        return;
    }
    case X_LABEL_NUMBER: case X_ADD: case X_SUB: case X_MUL: case X_NEG: case X_LT: case X_LE: case X_GT: case X_GE: case X_EQ:
    case X_NE: case X_AND: case X_OR: case X_NOT: case X_ALONG: break;
    }
    walk_children(c, e, where);
}

/* An equation of data can overflow where no function is undefined. */
static bool may_overflow(Collector *c, const Expr *e) {
    if (e->kind == X_POW || (e->kind == X_CALL && strcmp(primitive(e->call.primitive)->name, "exp") == 0)) return true;
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++)
        if (may_overflow(c, children.at[i])) return true;
    return false;
}

static void equation(Collector *c, const Value *value, const Equation *eq) {
    Where where = {.guard = eq->left.guard};
    int before = c->found->all.count;
    if (where.guard && has_unknowns(c, where.guard)) where.blind = true;
    walk(c, eq->right, where);
    if (!value->data_only || c->found->all.count > before || eq->right->type.kind != TYPE_NUMBER || !may_overflow(c, eq->right)) return;
    Expr **args = ARENA_NEW(c->arena, Expr *);
    args[0] = eq->right;
    Expr *size = expr_call(c->arena, eq->right->span, primitive_find("abs"), args, 1);
    Obligation *o = oblige(c, DIAG_L09, eq->right, compare(c, X_LT, size, number_at(c, eq->right->span, INFINITY)), &where);
    if (!o) return;
    add_also(c, o, eq->right);
    o->message = arena_printf(c->arena, "`%s` is not a finite number%s%s", source_text(c, eq->right), in_row(o), where_also(c, o));
}

static void statement(Collector *c, const Statement *st) {
    Where where = {.guard = st->left.guard};
    if (where.guard && has_unknowns(c, where.guard)) where.blind = true;
    if (st->outcome) walk(c, st->outcome, where);
    for (int i = 0; i < st->n_args; i++)
        if (st->args[i]) walk(c, st->args[i], where);
    if (!st->dist) return;
    for (int i = 0; i < st->n_args && i < st->dist->n_params; i++) argument(c, st->dist, i, st->args, st->n_args, where);
    if (st->kind == STATEMENT_OBSERVED) observe(c, st, where);
}

Obligations *obligations_collect(Session *session, const Model *model) {
    Collector c = {session, session->arena, ranges_new(session, model), ARENA_NEW(session->arena, Obligations)};
    for (int i = 0; i < model->values.count; i++)
        for (int j = 0; j < model->values.at[i]->equations.count; j++)
            if (model->values.at[i]->equations.at[j].right) equation(&c, model->values.at[i], &model->values.at[i]->equations.at[j]);
    for (int i = 0; i < model->statements.count; i++) statement(&c, model->statements.at[i]);
    return c.found;
}
