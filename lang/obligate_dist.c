/* What a distribution asks of data: observed values inside its support (S04), arguments of data inside their domain (S05). */
#include "obligate.h"
#include "expr.h"
#include "support_words.h"
#include <math.h>
#include <string.h>

/* --- S04: observed values --- */

typedef struct Observation {
    Collector       *c;
    const Statement *statement;
    Expr            *outcome;
    Where            where;
} Observation;

static Obligation *oblige_observed(Observation *ob, Expr *truth) {
    return obligate_at(ob->c, DIAG_S04, ob->statement->dist_span, ob->outcome, truth, &ob->where);
}

/* "`y` is {value} in {row}", or for an expression "`log(y)` is not right in {row}". */
static const char *observed_is(Observation *ob, Obligation *o) {
    if (o->value) return arena_printf(ob->c->arena, "`%s` is {value}%s", o->value->shown, obligate_in_row(o));
    obligate_add_also(ob->c, o, ob->outcome);
    return arena_printf(ob->c->arena, "`%s` is outside the support%s%s", obligate_text(ob->c, ob->outcome),
                        obligate_in_row(o), obligate_where_also(ob->c, o));
}

static void observe_whole(Observation *ob) {
    Collector  *c = ob->c;
    const Dist *dist = ob->statement->dist;
    if (!dist->discrete || ob->outcome->type.whole || ob->outcome->type.kind != TYPE_NUMBER) return;
    Obligation *o = oblige_observed(ob, obligate_is_whole(c, ob->outcome));
    if (!o) return;
    o->message = arena_printf(c->arena, "%s; `%s` takes whole numbers only", observed_is(ob, o), dist->name);
    o->help = "For amounts that may be fractional use a continuous distribution, such as `Gamma`.";
}

/* "3", "`a`, which is {a}", "`a + b`" */
static const char *bound_words(Collector *c, Obligation *o, Expr *bound) {
    if (bound->kind == X_NUMBER) return words_number(c->arena, bound->number); /* that of an ordinal has no text */
    if (obligate_is_constant(c, bound)) return obligate_text(c, bound);
    if (!obligate_is_plain(bound)) return arena_printf(c->arena, "`%s`", obligate_text(c, bound));
    obligate_add_also(c, o, bound);
    return arena_printf(c->arena, "`%s`, which is {%s}", bound->ref.value->shown, bound->ref.value->name);
}

static bool is_zero(const Expr *e) {
    double x;
    return expr_constant(e, &x) && x == 0;
}

static const char *missing_code_help(Collector *c, const Obligation *o) {
    if (!o->value) return "Check the rows, or use a distribution that has such values.";
    return arena_printf(c->arena,
                        "If {value} is a code for \"missing\", run with `--na {value}` and declare `%s : count?`.",
                        obligate_declared(c, o->value));
}

/* Below the support, whose lower end is `bound`. */
static void observe_low(Observation *ob, Expr *bound, bool open) {
    Collector  *c = ob->c;
    const Dist *dist = ob->statement->dist;
    Interval    y = range_of(c->ranges, ob->outcome).in, b = range_of(c->ranges, bound).in;
    if (y.lo > b.hi || (y.lo == b.hi && (!open || y.lo_open))) return;
    bool zero = is_zero(bound);
    if (!(y.lo >= b.hi)) {
        Obligation *o = oblige_observed(ob, obligate_compare(c, zero || !open ? X_GE : X_GT, ob->outcome, bound));
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
    Obligation *o = oblige_observed(ob, obligate_compare(c, X_NE, ob->outcome, obligate_number(c, bound->span, 0)));
    if (!o) return;
    o->message = arena_printf(c->arena, "%s{more}; `%s` needs values above 0", observed_is(ob, o), dist->name);
    o->help = arena_printf(c->arena,
                           "Zeros need a part of the model of their own: a `Bernoulli` for whether `%s` is above 0, "
                           "and this line for the rows where it is.",
                           obligate_text(c, ob->outcome));
}

/* Above the support, whose upper end is `bound`. */
static void observe_high(Observation *ob, Expr *bound, bool open) {
    Collector  *c = ob->c;
    const Dist *dist = ob->statement->dist;
    Interval    y = range_of(c->ranges, ob->outcome).in, b = range_of(c->ranges, bound).in;
    if (y.hi < b.lo || (y.hi == b.lo && (!open || y.hi_open))) return;
    Obligation *o = oblige_observed(ob, obligate_compare(c, open ? X_LT : X_LE, ob->outcome, bound));
    if (!o) return;
    const char *is = observed_is(ob, o);
    if (strcmp(dist->name, "Binomial") == 0) {
        if (obligate_is_plain(bound) && o->value) {
            obligate_add_also(c, o, bound);
            o->message = arena_printf(c->arena, "%s`%s` = {value} but `%s` = {%s}: more successes than trials",
                                      o->axes.count ? "{row} has " : "", o->value->shown, bound->ref.value->shown,
                                      bound->ref.value->name);
        } else {
            o->message = arena_printf(c->arena, "%s, more successes than the %s trials", is, obligate_text(c, bound));
        }
        o->help = "Are the columns exchanged? `Binomial(n, p)` takes the number of trials first.";
        return;
    }
    if (dist->ordinal)
        o->message = arena_printf(c->arena, "%s; `%s` has one class more than there are cut-points", is, dist->name);
    else
        o->message = arena_printf(c->arena, "%s; `%s` ends at %s", is, dist->name, bound_words(c, o, bound));
}

/* Both ends at once, where one sentence says it: 0 and 1, a share. */
static bool observe_pair(Observation *ob, const Support *support) {
    Collector  *c = ob->c;
    const Dist *dist = ob->statement->dist;
    double      lo, hi;
    if (strcmp(dist->name, "Binomial") == 0 || !support->lo || !support->hi || !expr_constant(support->lo, &lo) ||
        !expr_constant(support->hi, &hi))
        return false;
    Interval y = range_of(c->ranges, ob->outcome).in;
    if (interval_within(y, interval_make(lo, support->lo_open, hi, support->hi_open, false))) return true;
    Expr *above = obligate_compare(c, support->lo_open ? X_GT : X_GE, ob->outcome, support->lo),
         *below = obligate_compare(c, support->hi_open ? X_LT : X_LE, ob->outcome, support->hi);
    Obligation *o = oblige_observed(ob, obligate_compare(c, X_AND, above, below));
    if (!o) return true;
    const char *is = observed_is(ob, o);
    if (dist->discrete && lo == 0 && hi == 1) {
        o->message = arena_printf(c->arena, "%s{more}; `%s` needs 0 and 1", is, dist->name);
        o->help = o->value
                      ? arena_printf(c->arena,
                                     "Recode the column, or say which is which: `data %s : binary (no = 1, yes = 2)`.",
                                     obligate_declared(c, o->value))
                      : NULL;
    } else {
        o->message = arena_printf(c->arena, "%s{more}; `%s` needs values between %s and %s", is, dist->name,
                                  words_number(c->arena, lo), words_number(c->arena, hi));
        if (lo == 0 && hi == 1)
            o->help = "If these are percentages, divide by 100; if they are counts out of a total, `Binomial(n, p)` "
                      "takes the total too.";
    }
    return true;
}

static Expr *bound_with(Collector *c, Expr *bound, const Statement *st) {
    return bound ? expr_substitute(c->arena, bound, st->args, st->n_args, 1) : NULL;
}

/* Inside of `truncated to`, whose ends are data or numbers; two ends that are data must leave something. */
static void observe_truncated(Observation *ob) {
    Collector       *c = ob->c;
    const Statement *st = ob->statement;
    Expr            *lo = st->truncated_lo, *hi = st->truncated_hi, *truth = NULL;
    const char      *cut = words_text(c->arena, st->truncated_span);
    if (lo && obligate_has_unknowns(c, lo)) lo = NULL;
    if (hi && obligate_has_unknowns(c, hi)) hi = NULL;
    if (lo) truth = obligate_compare(c, X_GE, ob->outcome, lo);
    if (hi) truth = expr_and(c->arena, truth, obligate_compare(c, X_LE, ob->outcome, hi));
    Obligation *o = truth ? obligate_at(c, DIAG_S04, st->truncated_span, ob->outcome, truth, &ob->where) : NULL;
    if (o) {
        const char *is = observed_is(ob, o);
        if (lo) obligate_add_also(c, o, lo);
        if (hi) obligate_add_also(c, o, hi);
        o->message = arena_printf(c->arena, "%s, outside of `%s`%s", is, cut, obligate_where_also(c, o));
        o->help = "Under a truncation nothing outside can be seen. If such values were recorded as the bound, that is "
                  "`censored to (…)`.";
    }
    if (!lo || !hi || (obligate_is_constant(c, lo) && obligate_is_constant(c, hi))) return;
    o = obligate_at(c, DIAG_S05, st->truncated_span, lo, obligate_compare(c, st->dist->discrete ? X_LE : X_LT, lo, hi),
                    &ob->where);
    if (!o) return;
    o->value = NULL;
    obligate_add_also(c, o, lo);
    obligate_add_also(c, o, hi);
    o->message = arena_printf(c->arena, "`%s` leaves nothing%s%s", cut, obligate_in_row(o), obligate_where_also(c, o));
}

/* What it is censored up to may not lie below it. */
static void observe_up_to(Observation *ob) {
    Collector       *c = ob->c;
    const Statement *st = ob->statement;
    if (!st->up_to) return;
    Obligation *o = obligate_at(c, DIAG_S04, st->up_to->span, ob->outcome,
                                obligate_compare(c, X_LE, ob->outcome, st->up_to), &ob->where);
    if (!o) return;
    const char *is = observed_is(ob, o);
    obligate_add_also(c, o, st->up_to);
    o->message = arena_printf(c->arena, "%s, above what it is censored up to%s", is, obligate_where_also(c, o));
    o->help =
        "The value lies between the two, so the larger one stands behind `up to`; where it is known they are equal.";
}

void obligate_observation(Collector *c, const Statement *st, Where where) {
    if (!st->outcome || obligate_has_unknowns(c, st->outcome)) return;
    Observation ob = {c, st, st->outcome, where};
    Support     support = st->dist->support;
    observe_whole(&ob);
    observe_truncated(&ob);
    obligate_outcome_together(c, st, where);
    observe_up_to(&ob);
    if (st->up_to) support.lo_open = false; /* "before the first visit" begins at the bound */
    support.lo = bound_with(c, support.lo, st);
    support.hi = bound_with(c, support.hi, st);
    if (observe_pair(&ob, &support)) return;
    if (support.lo && !obligate_has_unknowns(c, support.lo)) observe_low(&ob, support.lo, support.lo_open);
    if (support.hi && !obligate_has_unknowns(c, support.hi)) observe_high(&ob, support.hi, support.hi_open);
}

/* --- S05: arguments --- */

/* `bound`: what the argument is compared with, if it is not a number; else NULL. */
static void oblige_argument(Collector *c, const Dist *dist, int i, Expr *arg, Expr *truth, const char *must,
                            Expr *bound, Where where) {
    Obligation *o = obligate(c, DIAG_S05, arg, truth, &where);
    if (!o) return;
    if (bound) must = arena_printf(c->arena, "%s %s", must, bound_words(c, o, bound));
    const char *role = words_role(c->arena, dist, i);
    if (o->value) {
        o->message =
            arena_printf(c->arena, "`%s` is {value}%s; %s %s", o->value->shown, obligate_in_row(o), role, must);
        return;
    }
    obligate_add_also(c, o, arg);
    o->message = arena_printf(c->arena, "`%s` is used as %s, which %s; it is not so%s%s", obligate_text(c, arg), role,
                              must, obligate_in_row(o), obligate_where_also(c, o));
}

void obligate_argument(Collector *c, const Dist *dist, int i, Expr *const *args, int n_args, Where where) {
    Expr            *arg = args[i];
    const DistParam *p = &dist->params[i];
    if (!arg || arg->type.kind == TYPE_LABEL || obligate_has_unknowns(c, arg)) return;
    obligate_together(c, dist, i, arg, where);
    Region region = range_of_support(c->ranges, &p->support, args, n_args);
    if (obligate_is_constant(c, arg) && region.lo_exact && region.hi_exact) return; /* S07 has seen it */
    if (!where.guard) arg = obligate_at_own_cells(c, arg);
    Interval a = range_of(c->ranges, arg).in;
    if ((p->whole || p->support.whole) && !arg->type.whole && arg->type.kind == TYPE_NUMBER)
        oblige_argument(c, dist, i, arg, obligate_is_whole(c, arg), "must be a whole number", NULL, where);
    Expr *lo = p->support.lo ? expr_substitute(c->arena, p->support.lo, args, n_args, 1) : NULL;
    Expr *hi = p->support.hi ? expr_substitute(c->arena, p->support.hi, args, n_args, 1) : NULL;
    Expr *truth = NULL;
    if (lo &&
        (!region.lo_exact || !(a.lo > region.in.lo || (a.lo == region.in.lo && (!region.in.lo_open || a.lo_open)))))
        truth = obligate_compare(c, p->support.lo_open ? X_GT : X_GE, arg, lo);
    if (hi &&
        (!region.hi_exact || !(a.hi < region.in.hi || (a.hi == region.in.hi && (!region.in.hi_open || a.hi_open)))))
        truth = expr_and(c->arena, truth, obligate_compare(c, p->support.hi_open ? X_LT : X_LE, arg, hi));
    if (!truth) return;
    bool exact = region.lo_exact && region.hi_exact;
    oblige_argument(c, dist, i, arg, truth,
                    exact ? words_must(c->arena, region)
                    : lo  ? "must be above"
                          : "must be below",
                    exact ? NULL
                    : lo  ? lo
                          : hi,
                    where);
}
