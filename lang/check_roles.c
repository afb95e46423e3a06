/* What is observed, what is drawn forward, what is used by nothing, how arguments were read: notes on a model without errors.
 * Needs `reached` and `data_only` of its values. */
#include "check_roles.h"
#include "expr.h"
#include "library.h"
#include "support_help.h"
#include <math.h>
#include <string.h>

typedef struct Roles {
    Session     *session;
    Arena       *arena;
    DiagList    *diags;
    const Model *model;
    Ranges      *ranges;
    bool        *used;     /* by value id: a statement or an equation of another value refers to it */
    bool        *predicts; /* by value id: an unknown that depends on a reached one */
    int          observed; /* statements that condition the model */
    bool         improper; /* I01 was said */
} Roles;

static const char *place_of(Roles *r, Span span) { return model_place(r->arena, r->model, span, false); }

/* --- who uses whom --- */

typedef void Visit(Roles *r, const Value *user, const Value *used, const Expr *e);

/* Calls visit for each value that an expression refers to. */
static void each_reference(Roles *r, const Value *user, const Expr *e, Visit *visit) {
    if (!e) return;
    if (e->kind == X_REF && e->ref.value) visit(r, user, e->ref.value, e);
    ExprList children = {0};
    expr_children(r->arena, e, &children);
    for (int i = 0; i < children.count; i++) each_reference(r, user, children.at[i], visit);
}

static void mark_used(Roles *r, const Value *user, const Value *used, const Expr *e) {
    (void)e;
    if (user != used) r->used[used->id] = true;
}

static void each_in_statement(Roles *r, const Statement *st, Visit *visit) {
    const Value *user = st->left.value;
    if (st->kind != STATEMENT_PRIOR) each_reference(r, user, st->outcome, visit);
    for (int i = 0; i < st->n_args; i++) each_reference(r, user, st->args[i], visit);
    each_reference(r, user, st->weight, visit);
    each_reference(r, user, st->truncated_lo, visit);
    each_reference(r, user, st->truncated_hi, visit);
    each_reference(r, user, st->censored_above, visit);
    each_reference(r, user, st->censored_below, visit);
    each_reference(r, user, st->up_to, visit);
    each_reference(r, user, st->start, visit);
    each_reference(r, user, st->left.guard, visit);
    for (int i = 0; i < st->left.n_subs; i++) {
        each_reference(r, user, st->left.subs[i].key, visit);
        each_reference(r, user, st->left.subs[i].by, visit);
    }
}

static void find_used(Roles *r) {
    for (int i = 0; i < r->model->values.count; i++) {
        const Value *v = r->model->values.at[i];
        for (int j = 0; j < v->equations.count; j++) {
            each_reference(r, v, v->equations.at[j].right, mark_used);
            each_reference(r, v, v->equations.at[j].left.guard, mark_used);
        }
    }
    for (int i = 0; i < r->model->statements.count; i++) each_in_statement(r, r->model->statements.at[i], mark_used);
}

static bool meets_reached(Roles *r, ValueSet set, const bool *also) {
    for (int i = 0; i < r->model->values.count; i++)
        if (valueset_has(set, i) && (r->model->values.at[i]->reached || also[i])) return true;
    return false;
}

static ValueSet parents(Roles *r, const Statement *st) {
    ValueSet set = {0};
    for (int i = 0; i < st->n_args; i++)
        if (st->args[i]) set = valueset_union(r->arena, set, range_of(r->ranges, st->args[i]).unknowns);
    if (st->truncated_lo) set = valueset_union(r->arena, set, range_of(r->ranges, st->truncated_lo).unknowns);
    if (st->truncated_hi) set = valueset_union(r->arena, set, range_of(r->ranges, st->truncated_hi).unknowns);
    return set;
}

/* Unknowns that are predictions: some parent is reached, or is itself a prediction. Statements stand in any order. */
static void find_predictions(Roles *r) {
    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < r->model->statements.count; i++) {
            const Statement *st = r->model->statements.at[i];
            if (st->kind != STATEMENT_PRIOR || !st->left.value || r->predicts[st->left.value->id]) continue;
            if (!meets_reached(r, parents(r, st), r->predicts)) continue;
            r->predicts[st->left.value->id] = again = true;
        }
    }
}

static const Statement *last_observed(Roles *r) {
    const Statement *last = NULL;
    for (int i = 0; i < r->model->statements.count; i++)
        if (r->model->statements.at[i]->kind != STATEMENT_PRIOR) last = r->model->statements.at[i];
    return last;
}

/* --- O01, O04, I01 --- */

static bool has_priors(Roles *r) {
    for (int i = 0; i < r->model->statements.count; i++)
        if (r->model->statements.at[i]->kind == STATEMENT_PRIOR) return true;
    return false;
}

/* The unknown that looks most like an outcome: nothing uses it, and it depends on others if any does. */
static const Statement *likely_outcome(Roles *r) {
    const Statement *best = NULL;
    int              best_score = -1;
    for (int i = 0; i < r->model->statements.count; i++) {
        const Statement *st = r->model->statements.at[i];
        if (st->kind != STATEMENT_PRIOR || !st->left.value) continue;
        int score = 2 * !r->used[st->left.value->id] + !valueset_empty(parents(r, st));
        if (score >= best_score) best = st, best_score = score;
    }
    return best;
}

static void nothing_observed(Roles *r) {
    const Statement *st = likely_outcome(r);
    if (!st) return;
    const Value *v = st->left.value;
    Span         span = st->left.span.source ? st->left.span : st->span;
    Diag        *d = diag_add(r->diags, DIAG_O01, span, "nothing in this model is observed: the result is the prior");
    Text         dims = {0};
    for (int i = 0; i < v->n_dims; i++) text_add(r->arena, &dims, "%s%s", i ? ", " : "[", v->dims[i]->shown);
    diag_help(r->diags, d, "If `%s` was measured, say so:\n| data %s%s%s : %s", v->shown, v->shown,
              v->n_dims ? dims.at : "", v->n_dims ? "]" : "", st->dist && st->dist->discrete ? "count" : "real");
}

static void improper(Roles *r) {
    for (int i = 0; i < r->model->statements.count; i++) {
        const Statement *st = r->model->statements.at[i];
        if (st->kind != STATEMENT_PRIOR || !st->dist || !st->dist->improper || !st->left.value ||
            st->left.value->reached)
            continue;
        r->improper = true;
        Diag *d = diag_add(r->diags, DIAG_I01, st->dist_span,
                           "`%s` has an improper prior and no data depend on it: there is no posterior",
                           st->left.value->shown);
        diag_help(r->diags, d, "Give it a proper prior, for example:\n| %s ~ Normal(0, 10)",
                  support_left(r->arena, st));
    }
}

static void untouched(Roles *r) {
    const Statement *outcome = last_observed(r);
    bool            *said = arena_alloc(r->arena, (size_t)r->model->values.count + 1);
    for (int i = 0; i < r->model->statements.count; i++) {
        const Statement *st = r->model->statements.at[i];
        const Value     *v = st->left.value;
        if (st->kind != STATEMENT_PRIOR || !v || v->reached || said[v->id] || r->predicts[v->id]) continue;
        if (!st->dist || st->dist->improper || !valueset_empty(parents(r, st))) continue;
        said[v->id] = true;
        Diag *d = diag_add(r->diags, DIAG_O04, st->left.span.source ? st->left.span : st->span,
                           "no data depend on `%s`; it is drawn forward from its prior", v->shown);
        if (outcome && !r->used[v->id] && outcome->span.source)
            diag_help(r->diags, d, "Was it meant to appear in %s?", place_of(r, outcome->span));
    }
}

/* --- O03, O07 --- */

static void observed_data(Roles *r) {
    for (int i = 0; i < r->model->statements.count; i++) {
        const Statement *st = r->model->statements.at[i];
        const Value     *v = st->left.value;
        if (st->kind != STATEMENT_OBSERVED || !v || v->role != ROLE_DATA || !r->used[v->id] ||
            !valueset_empty(parents(r, st)))
            continue;
        Diag *d =
            diag_add(r->diags, DIAG_O03, st->left.span.source ? st->left.span : st->span,
                     "`%s` is data (%s), so this line says how the data arose; nothing called `%s` will be estimated",
                     v->shown, place_of(r, v->span), v->shown);
        diag_help(r->diags, d, "If you wanted an unknown coefficient, give one of the two another name.");
    }
}

/* A key says which labels its dim has, and a size how many, even if no equation refers to it. */
static bool serves_a_dim(Roles *r, const Value *v) {
    if (v->data.kind == DATA_KEY) return true;
    for (int i = 0; i < r->model->dims.count; i++) {
        const Dim *dim = r->model->dims.at[i];
        if (dim->range_hi_name && strcmp(dim->range_hi_name, v->name) == 0) return true;
    }
    return false;
}

static bool is_observed(Roles *r, const Value *v) {
    for (int i = 0; i < r->model->statements.count; i++)
        if (r->model->statements.at[i]->kind == STATEMENT_OBSERVED && r->model->statements.at[i]->left.value == v)
            return true;
    return false;
}

static void unused_data(Roles *r) {
    const Statement *outcome = last_observed(r);
    for (int i = 0; i < r->model->values.count; i++) {
        const Value *v = r->model->values.at[i];
        if (v->role != ROLE_DATA || v->poisoned || r->used[v->id] || serves_a_dim(r, v) || is_observed(r, v)) continue;
        Diag *d = diag_add(r->diags, DIAG_O07, v->span, "`%s` is not used by any equation", v->shown);
        if (outcome && outcome->span.source) diag_help(r->diags, d, "Forgot a term in %s?", place_of(r, outcome->span));
    }
}

/* --- P05, I03 --- */

static bool is_dist(const Statement *st, const char *name) { return st->dist && strcmp(st->dist->name, name) == 0; }

/* Arguments in their places, without names. */
static bool is_positional(Roles *r, const Statement *st) {
    static const int identity[] = {0, 1, 2, 3, 4};
    ArgumentUse      use = {.session = r->session,
                            .model = r->model,
                            .dist = st->dist,
                            .args = st->args,
                            .n_args = st->n_args,
                            .call = st->dist_span};
    return st->n_args <= 5 && *support_reordered(&use, identity);
}

static const char *arg_text(Roles *r, const Statement *st, int i) {
    return support_text(r->arena, r->model, st->args[i]);
}

static bool ends_with(const char *name, const char *end) {
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static bool is_one_of(const char *name, const char *const *list) {
    for (int i = 0; list[i]; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}

/* Names that people give to variances and to precisions. */
static const char *spread_named(const char *name) {
    static const char *const variances[] = {"v",       "var",      "variance", "vi",   "s2",    "sigma2",
                                            "sigma_2", "sigma_sq", "sigmasq",  "tau2", "tau_2", NULL};
    static const char *const precisions[] = {"prec", "precision", NULL};
    if (is_one_of(name, variances) || ends_with(name, "_var") || ends_with(name, "_variance") ||
        strncmp(name, "var_", 4) == 0)
        return "variance";
    if (is_one_of(name, precisions) || ends_with(name, "_prec") || ends_with(name, "_precision")) return "precision";
    return NULL;
}

static void read_normal(Roles *r, const Statement *st) {
    const Expr *arg = st->args[1];
    if (arg->kind != X_REF || !arg->ref.value) return;
    const char *what = spread_named(arg->ref.value->name);
    if (!what) return;
    Diag *d = diag_add(r->diags, DIAG_P05, arg->span, "`%s` is read as a standard deviation", arg->ref.value->shown);
    diag_help(r->diags, d, "If it holds a %s:\n| Normal(%s, %s = %s)", what, arg_text(r, st, 0), what,
              arg_text(r, st, 1));
}

static void readings(Roles *r) {
    for (int i = 0; i < r->model->statements.count; i++) {
        const Statement *st = r->model->statements.at[i];
        if (!st->dist || !st->n_args || !is_positional(r, st)) continue;
        if (st->n_args == 2 && is_dist(st, "Normal")) read_normal(r, st);
    }
}

/* An equation of the form 1 / sqrt(v): a precision made into a standard deviation. */
static const Value *spread_of_precision(Roles *r, const Value *precision) {
    for (int i = 0; i < r->model->values.count; i++) {
        const Value *v = r->model->values.at[i];
        if (v->role != ROLE_EQUATION || v->equations.count != 1) continue;
        const Expr *e = v->equations.at[0].right;
        double      one;
        if (e->kind != X_DIV || !expr_constant(e->binary.x, &one) || one != 1 || e->binary.y->kind != X_CALL ||
            e->binary.y->call.n_args != 1)
            continue;
        if (range_straight(e->binary.y->call.args[0]) == precision) return v;
    }
    return NULL;
}

/* Gamma(0.001, 0.001): for a small shape a the median of Gamma(a, b) is (Γ(a + 1) / 2)^(1/a) / b, to leading order. */
static void vague_gamma(Roles *r) {
    for (int i = 0; i < r->model->statements.count; i++) {
        const Statement *st = r->model->statements.at[i];
        double           a, b;
        bool             inverse = is_dist(st, "InverseGamma");
        if (st->kind != STATEMENT_PRIOR || !st->left.value || st->n_args != 2 || (!inverse && !is_dist(st, "Gamma")))
            continue;
        if (!expr_constant(st->args[0], &a) || !expr_constant(st->args[1], &b) || a <= 0 || b <= 0 || a > 0.02)
            continue;
        double       median = (log10(0.5) + lgamma(a + 1) / log(10)) / a - log10(b); /* log10 */
        const Value *v = st->left.value, *sd = inverse ? NULL : spread_of_precision(r, v);
        double at = inverse ? (log10(0.5) + lgamma(a + 1) / log(10)) / a * -1 + log10(b) : sd ? -median / 2 : median;
        const char *side = inverse || sd ? "above" : "below";
        Diag *d = diag_add(r->diags, DIAG_I03, st->dist_span, "this prior puts half of its mass on `%s` %s 10^%.0f",
                           sd ? sd->shown : v->shown, side, inverse || sd ? floor(at) : ceil(at));
        diag_help(r->diags, d,
                  "`%s ~ HalfNormal(s)` with `s` the largest plausible spread. (Old BUGS examples used it as "
                  "\"non-informative\"; for scales it is not.)",
                  sd ? sd->shown : "sigma");
    }
}

void check_roles(Session *session, Model *model) {
    if (diag_count(&session->diags, SEVERITY_ERROR)) return;
    size_t n = (size_t)model->values.count + 1;
    Roles  r = {session,
                session->arena,
                &session->diags,
                model,
                ranges_new(session, model),
                arena_alloc(session->arena, n * sizeof(bool)),
                arena_alloc(session->arena, n * sizeof(bool)),
                0,
                false};
    find_used(&r);
    find_predictions(&r);
    for (int i = 0; i < model->statements.count; i++) r.observed += model->statements.at[i]->kind != STATEMENT_PRIOR;
    improper(&r);
    if (!r.observed && has_priors(&r) && !r.improper) nothing_observed(&r);
    if (r.observed) untouched(&r);
    observed_data(&r);
    unused_data(&r);
    readings(&r);
    vague_gamma(&r);
}
