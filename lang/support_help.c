/* Help lines: see support_help.h. A line is only offered if it can be pasted and is right there. */
#include "support_help.h"
#include "expr.h"
#include <math.h>
#include <string.h>

/* --- texts --- */

static bool is_in(Span part, Span whole) {
    return part.source == whole.source && part.begin >= whole.begin && part.end <= whole.end && part.end > part.begin;
}

static Span span_within(const Model *model, const Expr *e, Arena *arena, int depth) {
    if (e->span.source == model->source && e->span.end > e->span.begin) return e->span;
    Span found = {0};
    ExprList children = {0};
    if (depth > 30) return found;
    expr_children(arena, e, &children);
    for (int i = 0; i < children.count; i++) {
        Span span = span_within(model, children.at[i], arena, depth + 1);
        if (span.source) found = found.source ? span_join(found, span) : span;
    }
    return found;
}

Span support_span(const Model *model, const Expr *expr, Span otherwise) {
    Arena *arena = arena_new();
    Span span = span_within(model, expr, arena, 0);
    arena_free(arena);
    return span.source ? span : otherwise;
}

const char *support_text(Arena *arena, const Model *model, const Expr *expr) {
    Span span = support_span(model, expr, (Span){0});
    return span.source ? words_text(arena, span) : "this";
}

const Statement *support_prior(const Model *model, const Value *value) {
    for (int i = 0; i < model->statements.count; i++) {
        const Statement *st = model->statements.at[i];
        if (st->kind == STATEMENT_PRIOR && st->left.value == value && st->dist) return st;
    }
    return NULL;
}

const char *support_left(Arena *arena, const Statement *st) {
    return st->left.span.source ? words_text(arena, st->left.span) : st->left.value ? st->left.value->shown : st->name;
}

const char *support_replace(Arena *arena, Span whole, Span part, const char *by) {
    if (!is_in(part, whole)) return "";
    const char *text = whole.source->text;
    return arena_printf(arena, "%.*s%s%.*s", (int)(part.begin - whole.begin), text + whole.begin, by, (int)(whole.end - part.end), text + part.end);
}

const char *support_reordered(const ArgumentUse *use, const int *order) {
    Arena *arena = use->session->arena;
    uint32_t at = use->call.begin;
    Text text = {0};
    for (int i = 0; i < use->n_args; i++) {
        Span old = use->args[i]->span, new = use->args[order[i]]->span;
        if (!is_in(old, use->call) || !is_in(new, use->call) || old.begin < at) return "";
        if (memchr(use->call.source->text + at, '=', old.begin - at)) return "";
        text_add(arena, &text, "%.*s%.*s", (int)(old.begin - at), use->call.source->text + at, (int)(new.end - new.begin), new.source->text + new.begin);
        at = old.end;
    }
    text_add(arena, &text, "%.*s", (int)(use->call.end - at), use->call.source->text + at);
    return text.at;
}

/* --- priors --- */

static bool is_dist(const Statement *st, const char *name) { return strcmp(st->dist->name, name) == 0; }

static bool constant_arg(const Statement *st, int i, double *x) { return i < st->n_args && st->args[i] && expr_constant(st->args[i], x); }

/* Location and scale of a bell on the real line; false for another distribution. */
static bool bell(const Statement *st, int *location, int *scale) {
    if (is_dist(st, "Normal") || is_dist(st, "Cauchy")) *location = 0, *scale = 1;
    else if (is_dist(st, "StudentT")) *location = 1, *scale = 2;
    else return false;
    return true;
}

static bool is_positive(Region region) { return region.in.lo == 0 && isinf(region.in.hi); }
static bool is_unit(Region region) { return region.in.lo == 0 && region.in.hi == 1; }

static const char *half_of(Session *session, const Model *model, const Statement *prior, int location, int scale) {
    Arena *arena = session->arena;
    double m, s;
    const char *scale_text = support_text(arena, model, prior->args[scale]);
    bool at_zero = constant_arg(prior, location, &m) && m == 0;
    if (!at_zero && constant_arg(prior, location, &m) && m > 0 && is_dist(prior, "Normal") && constant_arg(prior, scale, &s))
        return arena_printf(arena, "Gamma(mean = %s, sd = %s)", words_number(arena, m), words_number(arena, s));
    return arena_printf(arena, "%s(%s)", is_dist(prior, "Cauchy") ? "HalfCauchy" : "HalfNormal", scale_text);
}

const char *support_better_prior(Session *session, const Model *model, const Statement *prior, Region region) {
    Arena *arena = session->arena;
    int location, scale;
    double lo, hi;
    if (is_unit(region)) return is_dist(prior, "Uniform") ? "Uniform(0, 1)" : "Beta(1, 1)";
    if (!is_positive(region)) return NULL;
    if (bell(prior, &location, &scale)) return half_of(session, model, prior, location, scale);
    if (is_dist(prior, "Uniform") && constant_arg(prior, 0, &lo) && constant_arg(prior, 1, &hi) && hi > 0)
        return arena_printf(arena, "Uniform(0, %s)", words_number(arena, hi));
    if (is_dist(prior, "Flat")) return "Flat(0, inf)";
    return "HalfNormal(1)";
}

static void help_uniform(const ArgumentUse *use, Diag *diag, const char *left, const Statement *prior, const char *better) {
    Session *s = use->session;
    double hi;
    if (is_positive(use->region) && constant_arg(prior, 1, &hi) && hi > 0)
        diag_help(&s->diags, diag, "Begin at 0; or, without a hard edge, `%s ~ HalfNormal(%s)`.\n| %s ~ %s", left, words_number(s->arena, hi / 2), left, better);
    else
        diag_help(&s->diags, diag, "Keep within the range.\n| %s ~ %s", left, better);
}

void support_help_prior(const ArgumentUse *use, Diag *diag, const Statement *prior) {
    Session *s = use->session;
    const char *better = support_better_prior(s, use->model, prior, use->region), *left = support_left(s->arena, prior);
    int location, scale;
    double m;
    if (!better) {
        diag_help(&s->diags, diag, "Give `%s` a distribution that %s.", left, words_must(s->arena, use->region));
        return;
    }
    if (is_dist(prior, "Uniform")) {
        help_uniform(use, diag, left, prior, better);
    } else if (words_kind(use->dist, use->i) == ARGUMENT_PROBABILITY) {
        const char *linked = support_replace(s->arena, use->call, support_span(use->model, use->args[use->i], use->call), arena_printf(s->arena, "inv_logit(%s)", support_text(s->arena, use->model, use->args[use->i])));
        diag_help(&s->diags, diag, "Use a distribution on 0..1; or, if `%s` is on the log-odds scale, `%s`.\n| %s ~ %s", left, linked, left, better);
    } else if (words_kind(use->dist, use->i) == ARGUMENT_RATE && bell(prior, &location, &scale)) {
        const char *linked = support_replace(s->arena, use->call, support_span(use->model, use->args[use->i], use->call), arena_printf(s->arena, "exp(%s)", support_text(s->arena, use->model, use->args[use->i])));
        diag_help(&s->diags, diag, "Use a distribution on the positive numbers; or, if `%s` is on the log scale, `%s`.\n| %s ~ %s", left, linked, left, better);
    } else if (bell(prior, &location, &scale) && constant_arg(prior, location, &m) && m == 0) {
        bool normal = is_dist(prior, "Normal");
        const char *stan = normal ? arena_printf(s->arena, ", which is what `real<lower=0> %s; %s ~ normal(0, %s)` means in Stan", prior->left.value->shown, prior->left.value->shown, support_text(s->arena, use->model, prior->args[1])) : "";
        diag_help(&s->diags, diag, "Write `%s ~ %s`: the same curve, cut at zero%s.\n| %s ~ %s", left, better, is_dist(prior, "StudentT") ? " and with lighter tails" : stan, left, better);
    } else {
        diag_help(&s->diags, diag, "Use a distribution on the positive numbers.\n| %s ~ %s", left, better);
    }
}

/* --- expressions --- */

/* Unknowns that stand in the text of an expression, at most n of them. */
static int names_in(Arena *arena, const Expr *e, const char **names, int n, int count) {
    if (e->kind == X_REF && e->ref.value && e->ref.value->role == ROLE_UNKNOWN) {
        for (int i = 0; i < count; i++)
            if (names[i] == e->ref.value->shown) return count;
        if (count < n) names[count++] = e->ref.value->shown;
        return count;
    }
    ExprList children = {0};
    expr_children(arena, e, &children);
    for (int i = 0; i < children.count; i++) count = names_in(arena, children.at[i], names, n, count);
    return count;
}

/* mu = a + b * x: log(mu) = a + b * x. */
static bool help_equation(const ArgumentUse *use, Diag *diag, const Expr *arg, const char *link) {
    Session *s = use->session;
    while (arg->kind == X_RENAME) arg = arg->rename.body;
    if (arg->kind != X_REF || arg->ref.value->role != ROLE_EQUATION || arg->ref.value->equations.count != 1) return false;
    const Equation *eq = &arg->ref.value->equations.at[0];
    if (!is_in(eq->left.span, eq->span) || !eq->right->span.source || eq->right->span.source != eq->left.span.source) return false;
    if (eq->right->span.begin < eq->left.span.end) return false;
    diag_label(&s->diags, diag, eq->span, "`%s` is defined here", arg->ref.value->shown);
    const char *right = arena_printf(s->arena, "%.*s", (int)(eq->right->span.end - eq->right->span.begin), eq->right->span.source->text + eq->right->span.begin);
    diag_help(&s->diags, diag, "Use a link, on the left of its equation.\n| %s(%s) = %s", link, words_text(s->arena, eq->left.span), right);
    return true;
}

void support_help_expression(const ArgumentUse *use, Diag *diag, const Expr *arg) {
    Session *s = use->session;
    bool unit = is_unit(use->region);
    if (!unit && !is_positive(use->region)) return;
    if (help_equation(use, diag, arg, unit ? "logit" : "log")) return;
    Span span = support_span(use->model, arg, (Span){0});
    if (!span.source) return;
    const char *line = support_replace(s->arena, use->call, span, arena_printf(s->arena, "%s(%s)", unit ? "inv_logit" : "exp", words_text(s->arena, span)));
    if (!*line) return;
    const char *names[4], *role = words_the_role(s->arena, use->dist, use->i);
    int n = names_in(s->arena, arg, names, 4, 0);
    const char *scale = unit ? "log-odds" : arena_printf(s->arena, "log of %s", role);
    const char *effects = n == 0 ? "" : n == 1 ? arena_printf(s->arena, " `%s` is then an effect on the %s.", names[0], scale)
                        : n < 4 ? arena_printf(s->arena, " %s are then effects on the %s.", words_list(s->arena, names, n), scale) : "";
    diag_help(&s->diags, diag, "Use a %s link: `%s`.%s", unit ? "logit" : "log", line, effects);
}

/* --- functions --- */

void support_help_function(Session *session, const Model *model, Diag *diag, const char *function, Region region, const Statement *prior) {
    if (!prior) return;
    const char *left = support_left(session->arena, prior);
    if (strcmp(function, "log") == 0 && is_dist(prior, "Normal") && prior->n_args == 2) {
        const char *line = arena_printf(session->arena, "%s ~ LogNormal(%s, %s)", left, support_text(session->arena, model, prior->args[0]), support_text(session->arena, model, prior->args[1]));
        diag_help(&session->diags, diag, "Either `%s`, or drop the `log`.\n| %s", line, line);
        return;
    }
    const char *better = support_better_prior(session, model, prior, region);
    if (better) diag_help(&session->diags, diag, "Give `%s` a distribution %s.\n| %s ~ %s", left, is_unit(region) ? "on 0..1" : "on the positive numbers", left, better);
}
