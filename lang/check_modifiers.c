/* `truncated to` and `censored …` behind a distribution: which values are left, and which observations are known only to lie
 * beyond something. What a density makes of it: compiler/lower_modifiers.c. */
#include "check.h"

#include <math.h>
#include <string.h>

#include "library.h"
#include "primitive.h"

static Expr *call(Checker *checker, Span span, const char *name, Expr *x, Expr *y) {
    Expr **args = arena_alloc(checker->arena, 2 * sizeof *args);
    args[0] = x;
    args[1] = y;
    return expr_call(checker->arena, span, primitive_find(name), args, y ? 2 : 1);
}

static Expr *number(Checker *checker, Span span, double x) { return expr_number(checker->arena, span, x); }

static Expr *plus(Checker *checker, Expr *x, double by) {
    double constant;
    if (by == 0) return x;
    if (expr_constant(x, &constant)) return number(checker, x->span, constant + by);
    return expr_binary(checker->arena, X_ADD, x->span, x, number(checker, x->span, by));
}

/* --- supports --- */

/* The tighter of two bounds, of which either may be missing. */
static Expr *tighter(Checker *checker, Expr *own, Expr *cut, bool low, bool *is_cut) {
    double a, b;
    *is_cut = cut && !own;
    if (!own || !cut) return own ? own : cut;
    if (!expr_constant(own, &a) || !expr_constant(cut, &b))
        return call(checker, cut->span, low ? "max" : "min", own, cut);
    *is_cut = low ? b > a : b < a;
    return *is_cut ? cut : own;
}

static Support support_of_dist(Checker *checker, const Dist *dist, Expr **args) {
    Support support = dist->support;
    Expr  **bounds[2] = {&support.lo, &support.hi};
    for (int i = 0; i < 2; i++) {
        double constant;
        if (!*bounds[i]) continue;
        *bounds[i] = expr_substitute(checker->arena, *bounds[i], args, dist->n_params, 1);
        if (expr_is_poison(*bounds[i]) || !expr_constant(*bounds[i], &constant)) continue;
        *bounds[i] = isinf(constant) ? NULL : number(checker, (*bounds[i])->span, constant);
    }
    return support;
}

/* A truncation that leaves out nothing at one end is none there. */
static void set_support(Checker *checker, Statement *statement, bool lo_open, bool hi_open) {
    Support own = support_of_dist(checker, statement->dist, statement->args), *all = &statement->support;
    bool    low, high;
    *all = own;
    all->lo = tighter(checker, own.lo, statement->truncated_lo, true, &low);
    all->hi = tighter(checker, own.hi, statement->truncated_hi, false, &high);
    if (low) all->lo_open = lo_open;
    if (high) all->hi_open = hi_open;
    if (all->lo && all->lo == own.lo) statement->truncated_lo = NULL;
    if (all->hi && all->hi == own.hi) statement->truncated_hi = NULL;
}

/* --- bounds as written --- */

/* A bound of an interval: NULL if it is infinite. For a discrete distribution the outermost whole number inside of it. */
static Expr *bound_of(Scope *scope, Piece *piece, Ast *ast, bool low, bool open, bool discrete) {
    Checker *checker = scope->checker;
    double   constant;
    Expr    *bound = check_number(scope, ast);
    if (expr_is_poison(bound) || !check_fits(checker, piece, bound)) return expr_poison(checker->arena, ast->span);
    bool is_constant = expr_constant(bound, &constant);
    if (is_constant && isinf(constant) && low == (constant < 0)) return NULL;
    if (!discrete) return bound;
    double inward = low ? 1 : -1;
    if (is_constant && isfinite(constant)) {
        double whole = low ? ceil(constant) : floor(constant);
        return number(checker, ast->span, whole == constant && open ? whole + inward : whole);
    }
    if (!bound->type.whole) bound = call(checker, ast->span, low == open ? "floor" : "ceil", bound, NULL);
    return plus(checker, bound, open ? inward : 0);
}

static bool is_poison(const Expr *expr) { return expr && expr_is_poison(expr); }

/* Nothing lies between two constant bounds. */
static bool is_empty(const Expr *lo, const Expr *hi, bool discrete) {
    double a, b;
    return lo && hi && expr_constant(lo, &a) && expr_constant(hi, &b) && (discrete ? a > b : a >= b);
}

static void say_empty(Checker *checker, const AstModifier *word, const char *what, bool discrete) {
    const AstInterval *in = &word->interval;
    double             a, b;
    const char        *lo = check_text(checker, in->lo->span), *hi = check_text(checker, in->hi->span);
    Span               span = span_join(in->lo->span, in->hi->span);
    bool               known = check_constant(checker, in->lo, &a) && check_constant(checker, in->hi, &b);
    Diag              *diag = known && a > b ? diag_add(DIAGS(checker), DIAG_S06, span,
                                                        "the lower bound %s is above the upper bound %s", lo, hi)
                                             : diag_add(DIAGS(checker), DIAG_S06, span, "no %s lies between %s and %s",
                                           discrete ? "whole number" : "number", lo, hi);
    if (known && a > b)
        diag_help(DIAGS(checker), diag, "The smaller one stands first: `%s to (%s, %s)`.", what, hi, lo);
}

/* --- what a distribution must offer --- */

static bool has_cdf(Checker *checker, const Statement *statement, Span span, const char *what) {
    const Dist *dist = statement->dist;
    if (dist->n_outcome) {
        diag_add(DIAGS(checker), DIAG_T02, span, "an outcome of `%s` is %s of values, so it cannot be %s", dist->name,
                 dist->n_outcome == 1 ? "a row" : "a matrix", what);
        return false;
    }
    if (dist_from(dist, MEMBER_CDF) != MEMBER_COUNT) return true;
    if (!model_has_source(checker->model, dist->source)) {
        check_not_yet(checker, span, "`%s` cannot be %s yet, as its cumulative distribution is not built", dist->name,
                      what);
        return false;
    }
    Diag *diag = diag_add(DIAGS(checker), DIAG_T02, span,
                          "`%s` cannot be %s: it does not state its cumulative distribution", dist->name, what);
    diag_label(DIAGS(checker), diag, dist->span, "defined here");
    diag_help(DIAGS(checker), diag, "Add a line to it:\n|     cdf(x) = …");
    return false;
}

/* --- truncated to --- */

static void truncate_to(Scope *scope, Piece *piece, Statement *statement, const AstModifier *word) {
    Checker           *checker = scope->checker;
    const AstInterval *in = &word->interval;
    bool               discrete = statement->dist->discrete;
    Expr              *lo = bound_of(scope, piece, in->lo, true, in->lo_open, discrete),
         *hi = bound_of(scope, piece, in->hi, false, in->hi_open, discrete);
    if (is_poison(lo) || is_poison(hi)) {
        piece->bad = true;
        return;
    }
    if (statement->truncated) {
        diag_add(DIAGS(checker), DIAG_T02, word->span, "`truncated to` is said twice; write one interval");
        return;
    }
    if (is_empty(lo, hi, discrete)) {
        say_empty(checker, word, "truncated", discrete);
        return;
    }
    statement->truncated = true;
    statement->truncated_span = word->span;
    statement->truncated_lo = lo;
    statement->truncated_hi = hi;
    set_support(checker, statement, in->lo_open, in->hi_open);
    if (is_empty(statement->support.lo, statement->support.hi, discrete)) {
        diag_add(DIAGS(checker), DIAG_S06, span_join(in->lo->span, in->hi->span),
                 "`%s` has no values between %s and %s", check_text(checker, statement->dist_span),
                 check_text(checker, in->lo->span), check_text(checker, in->hi->span));
        return;
    }
    bool cuts = statement->truncated_lo || statement->truncated_hi;
    if (cuts && !statement->dist->improper) has_cdf(checker, statement, word->span, "truncated");
}

/* --- censored --- */

/* P(X > at) for what lies above; P(X <= at) for what lies below. */
static void set_censored(Statement *statement, bool above, Expr *where, Expr *at) {
    if (above)
        statement->censored_above = where, statement->above = at;
    else
        statement->censored_below = where, statement->below = at;
}

static void censor_to(Scope *scope, Piece *piece, Statement *statement, const AstModifier *word) {
    Checker           *checker = scope->checker;
    const AstInterval *in = &word->interval;
    bool               discrete = statement->dist->discrete;
    Expr              *lo = bound_of(scope, piece, in->lo, true, false, discrete),
         *hi = bound_of(scope, piece, in->hi, false, false, discrete);
    if (is_poison(lo) || is_poison(hi)) {
        piece->bad = true;
        return;
    }
    if (is_empty(lo, hi, discrete)) {
        say_empty(checker, word, "censored", discrete);
        return;
    }
    Expr *y = statement->outcome;
    if (lo) set_censored(statement, false, expr_binary(checker->arena, X_LE, word->span, y, lo), lo);
    if (hi)
        set_censored(statement, true, expr_binary(checker->arena, X_GE, word->span, y, hi),
                     plus(checker, hi, discrete ? -1 : 0));
}

static void censor_where(Scope *scope, Piece *piece, Statement *statement, const AstModifier *word) {
    Checker *checker = scope->checker;
    bool     above = word->kind == MODIFIER_CENSORED_WHERE;
    Expr    *where = check_truth(scope, word->value), *y = statement->outcome;
    if (expr_is_poison(where) || !check_fits(checker, piece, where)) {
        piece->bad = true;
        return;
    }
    if (!check_expr_data_only(checker, where)) {
        diag_add(DIAGS(checker), DIAG_T02, word->value->span,
                 "which rows are censored is known, so the condition is of data, labels and indices; this one holds "
                 "unknowns");
        return;
    }
    set_censored(statement, above, where, above ? y : plus(checker, y, statement->dist->discrete ? -1 : 0));
}

/* Where nothing is lost the two ends are equal. */
static void censor_up_to(Scope *scope, Piece *piece, Statement *statement, const AstModifier *word) {
    Checker *checker = scope->checker;
    Expr    *up_to = check_number(scope, word->value);
    if (expr_is_poison(up_to) || !check_fits(checker, piece, up_to)) {
        piece->bad = true;
        return;
    }
    if (!check_expr_data_only(checker, up_to)) {
        diag_add(DIAGS(checker), DIAG_T02, word->value->span,
                 "how far the value may lie beyond what was recorded is known, so it is data; this holds unknowns");
        return;
    }
    statement->up_to = up_to;
}

static void censor(Scope *scope, Piece *piece, Statement *statement, const AstModifier *word) {
    Checker *checker = scope->checker;
    if (statement->kind != STATEMENT_OBSERVED) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_T02, word->span,
                              "`censored` says how data were recorded, but `%s` is not data",
                              check_text(checker, piece->left->span));
        diag_help(DIAGS(checker), diag, "To keep an unknown inside bounds write `truncated to (lo, hi)`.");
        return;
    }
    if (!has_cdf(checker, statement, word->span, "censored")) return;
    bool to = word->kind == MODIFIER_CENSORED_TO;
    bool up_to = word->kind == MODIFIER_CENSORED_UP_TO;
    bool any = statement->censored_above || statement->censored_below || statement->up_to;
    bool twice = to || up_to || statement->up_to         ? any
                 : word->kind == MODIFIER_CENSORED_WHERE ? statement->censored_above != NULL
                                                         : statement->censored_below != NULL;
    if (twice) {
        diag_add(DIAGS(checker), DIAG_T02, word->span, "`censored` is said twice of one side");
        return;
    }
    if (up_to)
        censor_up_to(scope, piece, statement, word);
    else if (to)
        censor_to(scope, piece, statement, word);
    else
        censor_where(scope, piece, statement, word);
}

/* --- all --- */

void check_cuts(Scope *scope, Piece *piece, Statement *statement) {
    const AstModifiers *words = &piece->statement->tilde.modifiers;
    bool                bad = false;
    for (int i = 0; i < statement->n_args; i++) bad = bad || is_poison(statement->args[i]);
    set_support(scope->checker, statement, false, false);
    for (int i = 0; i < words->count && !bad; i++) {
        switch (words->at[i].kind) {
        case MODIFIER_TRUNCATED:
            truncate_to(scope, piece, statement, &words->at[i]);
            break;
        case MODIFIER_CENSORED_TO:
        case MODIFIER_CENSORED_WHERE:
        case MODIFIER_CENSORED_BELOW_WHERE:
        case MODIFIER_CENSORED_UP_TO:
            censor(scope, piece, statement, &words->at[i]);
            break;
        case MODIFIER_WEIGHTED:
        case MODIFIER_START:
        case MODIFIER_ORDERED:
        case MODIFIER_SUM_TO_ZERO:
        case MODIFIER_NONCENTERED:
        case MODIFIER_CENTERED:
            break;
        }
    }
    if (!statement->truncated || statement->centering != CENTERING_NONCENTERED) return;
    check_not_yet(scope->checker, statement->truncated_span,
                  "`noncentered` together with `truncated to` is not built yet; leave `noncentered` out");
}
