/* Help lines: see support_help.h. A line is only offered if it can be pasted and is right there. */
#include "support_help.h"
#include "primitive.h"
#include "expr.h"
#include <math.h>
#include <string.h>

/* --- texts --- */

static bool is_in(Span part, Span whole) {
    return part.source == whole.source && part.begin >= whole.begin && part.end <= whole.end && part.end > part.begin;
}

static Span own_span(const Model *model, const Expr *e, Arena *arena, int depth) {
    if (model_has_source(model, e->span.source) && e->span.end > e->span.begin) return e->span;
    Span     found = {0};
    ExprList children = {0};
    if (depth > 30) return found;
    expr_children(arena, e, &children);
    for (int i = 0; i < children.count; i++) {
        Span span = own_span(model, children.at[i], arena, depth + 1);
        if (span.source) found = found.source ? span_join(found, span) : span;
    }
    return found;
}

Span support_span(const Model *model, const Expr *expr, Span otherwise) {
    Arena *arena = arena_new();
    Span   span = own_span(model, expr, arena, 0);
    arena_free(arena);
    return span.source ? span : otherwise;
}

const char *support_text(Arena *arena, const Model *model, const Expr *expr) {
    Span span = support_span(model, expr, (Span){0});
    return span.source ? words_text(arena, span) : "this";
}

const Statement *support_prior(const Model *model, const Value *value) {
    const Statement *prior = NULL;
    for (int i = 0; i < model->statements.count; i++) {
        const Statement *st = model->statements.at[i];
        if (st->kind != STATEMENT_PRIOR || st->left.value != value || !st->dist) continue;
        if (prior) return NULL;
        prior = st;
    }
    return prior;
}

/* --- what the user wrote of an argument --- */

static bool is_name_byte(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const char *support_name_before(Arena *arena, Span span) {
    const char *text = span.source ? span.source->text : "";
    uint32_t    at = span.source ? span.begin : 0;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '(')) at--;
    if (at < 2 || text[at - 1] != '=' || strchr("=<>!", text[at - 2])) return NULL;
    at--;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) at--;
    uint32_t end = at;
    while (at > 0 && is_name_byte(text[at - 1])) at--;
    return end > at ? arena_copy(arena, text + at, end - at) : NULL;
}

static bool same_span(Span a, Span b) { return a.source == b.source && a.begin == b.begin && a.end == b.end; }

/* The compiler makes an argument of what stands behind `variance =`, and gives it that place: the part that the user wrote has the same one. */
static const Expr *written_part(Arena *arena, const Expr *e, Span span, int depth) {
    ExprList    children = {0};
    const Expr *found = NULL;
    if (depth > 30) return NULL;
    if (depth == 0 && (e->kind == X_AT || e->kind == X_LABEL_NUMBER))
        return NULL; /* one thing in the text, two in the model */
    expr_children(arena, e, &children);
    for (int i = 0; i < children.count && !found; i++)
        found = same_span(children.at[i]->span, span) ? children.at[i]
                                                      : written_part(arena, children.at[i], span, depth + 1);
    return found;
}

bool support_is_made(const Expr *e) {
    Arena *arena = arena_new();
    bool   made = written_part(arena, e, e->span, 0) != NULL;
    arena_free(arena);
    return made;
}

void support_find_shown(ArgumentUse *use) {
    const Expr *arg = use->args[use->i];
    use->shown = arg;
    use->given = NULL;
    const Expr *part = arg ? written_part(use->session->arena, arg, arg->span, 0) : NULL;
    if (!part) return;
    use->shown = part;
    use->given = support_name_before(use->session->arena, part->span);
    if (use->given && strcmp(use->dist->name, "Beta") == 0 && strcmp(use->given, "mean") == 0)
        use->region.in = interval_make(0, true, 1, true, false);
}

const char *support_role(const ArgumentUse *use) {
    return use->given ? arena_printf(use->session->arena, "a %s", use->given)
                      : words_role(use->session->arena, use->dist, use->i);
}

const char *support_the_role(const ArgumentUse *use) {
    return use->given ? arena_printf(use->session->arena, "the %s", use->given)
                      : words_the_role(use->session->arena, use->dist, use->i);
}

const char *support_left(Arena *arena, const Statement *st) {
    return st->left.span.source ? words_text(arena, st->left.span) : st->left.value ? st->left.value->shown : st->name;
}

const char *support_replace(Arena *arena, Span whole, Span part, const char *by) {
    if (!is_in(part, whole)) return "";
    const char *text = whole.source->text;
    return arena_printf(arena, "%.*s%s%.*s", (int)(part.begin - whole.begin), text + whole.begin, by,
                        (int)(whole.end - part.end), text + part.end);
}

const char *support_reordered(const ArgumentUse *use, const int *order) {
    Arena   *arena = use->session->arena;
    uint32_t at = use->call.begin;
    Text     text = {0};
    for (int i = 0; i < use->n_args; i++) {
        Span old = use->args[i]->span, new = use->args[order[i]]->span;
        if (!is_in(old, use->call) || !is_in(new, use->call) || old.begin < at) return "";
        if (memchr(use->call.source->text + at, '=', old.begin - at)) return "";
        text_add(arena, &text, "%.*s%.*s", (int)(old.begin - at), use->call.source->text + at,
                 (int)(new.end - new.begin), new.source->text + new.begin);
        at = old.end;
    }
    text_add(arena, &text, "%.*s", (int)(use->call.end - at), use->call.source->text + at);
    return text.at;
}

/* --- priors --- */

static bool is_dist(const Statement *st, const char *name) { return strcmp(st->dist->name, name) == 0; }

static bool constant_arg(const Statement *st, int i, double *x) {
    return i < st->n_args && st->args[i] && expr_constant(st->args[i], x);
}

/* Location and scale of a bell on the real line; false for another distribution. */
static bool bell(const Statement *st, int *location, int *scale) {
    if (is_dist(st, "Normal") || is_dist(st, "Cauchy"))
        *location = 0, *scale = 1;
    else if (is_dist(st, "StudentT"))
        *location = 1, *scale = 2;
    else
        return false;
    return true;
}

static bool is_positive(Region region) { return region.in.lo == 0 && isinf(region.in.hi); }
static bool is_unit(Region region) { return region.in.lo == 0 && region.in.hi == 1; }

static const char *half_of(Session *session, const Model *model, const Statement *prior, int location, int scale) {
    Arena      *arena = session->arena;
    double      m, s;
    const char *scale_text = support_text(arena, model, prior->args[scale]);
    if (!constant_arg(prior, location, &m))
        return arena_printf(arena, "LogNormal(%s, %s)", support_text(arena, model, prior->args[location]), scale_text);
    if (m > 0 && is_dist(prior, "Normal") && constant_arg(prior, scale, &s))
        return arena_printf(arena, "Gamma(mean = %s, sd = %s)", words_number(arena, m), words_number(arena, s));
    return arena_printf(arena, "%s(%s)", is_dist(prior, "Cauchy") ? "HalfCauchy" : "HalfNormal", scale_text);
}

const char *support_better_prior(Session *session, const Model *model, const Statement *prior, Region region) {
    Arena *arena = session->arena;
    int    location, scale;
    double lo, hi;
    if (is_unit(region)) return is_dist(prior, "Uniform") ? "Uniform(0, 1)" : "Beta(1, 1)";
    if (!is_positive(region)) return NULL;
    if (bell(prior, &location, &scale)) return half_of(session, model, prior, location, scale);
    if (is_dist(prior, "Uniform") && constant_arg(prior, 0, &lo) && constant_arg(prior, 1, &hi) && hi > 0)
        return arena_printf(arena, "Uniform(0, %s)", words_number(arena, hi));
    if (is_dist(prior, "Flat")) return "Flat(0, inf)";
    return "HalfNormal(1)";
}

static void help_uniform(const ArgumentUse *use, Diag *diag, const char *left, const Statement *prior,
                         const char *better) {
    Session *s = use->session;
    double   hi;
    if (is_positive(use->region) && constant_arg(prior, 1, &hi) && hi > 0)
        diag_help(&s->diags, diag, "Begin at 0; or, without a hard edge, `%s ~ HalfNormal(%s)`.\n| %s ~ %s", left,
                  words_number(s->arena, hi / 2), left, better);
    else
        diag_help(&s->diags, diag, "Keep within the range.\n| %s ~ %s", left, better);
}

/* The call with its argument under a link: Poisson(exp(lambda)). */
static const char *linked(const ArgumentUse *use, const char *link) {
    Arena *arena = use->session->arena;
    Span   span = support_span(use->model, use->shown, (Span){0});
    return span.source
               ? support_replace(arena, use->call, span, arena_printf(arena, "%s(%s)", link, words_text(arena, span)))
               : "";
}

/* The same curve, cut at zero. */
static void help_half(const ArgumentUse *use, Diag *diag, const Statement *prior, const char *left,
                      const char *better) {
    Session    *s = use->session;
    const char *name = prior->left.value->shown, *stan = "";
    if (is_dist(prior, "StudentT")) stan = " and with lighter tails";
    if (is_dist(prior, "Normal"))
        stan = arena_printf(s->arena, ", which is what `real<lower=0> %s; %s ~ normal(0, %s)` means in Stan", name,
                            name, support_text(s->arena, use->model, prior->args[1]));
    diag_help(&s->diags, diag, "Write `%s ~ %s`: the same curve, cut at zero%s.\n| %s ~ %s", left, better, stan, left,
              better);
}

/* For an unknown on the real line it may be a link that is missing, not another prior. */
static bool help_link(const ArgumentUse *use, Diag *diag, const Statement *prior, const char *left,
                      const char *better) {
    Session     *s = use->session;
    ArgumentKind kind = use->given ? ARGUMENT_RATE : words_kind(use->dist, use->i);
    int          location, scale;
    double       m;
    bool unit = is_unit(use->region), fixed = bell(prior, &location, &scale) && constant_arg(prior, location, &m);
    const char *line = linked(use, unit ? "inv_logit" : "exp"), *on = unit ? "log-odds" : "log";
    if (!bell(prior, &location, &scale) || !*line || !(unit || kind == ARGUMENT_RATE)) return false;
    if (unit && !fixed)
        diag_help(&s->diags, diag, "If `%s` is on the log-odds scale: `%s`.", left, line);
    else if (fixed)
        diag_help(&s->diags, diag, "Use a distribution on %s; or, if `%s` is on the %s scale, `%s`.\n| %s ~ %s",
                  unit ? "0..1" : "the positive numbers", left, on, line, left, better);
    else
        diag_help(&s->diags, diag,
                  "If `%s` is on the log scale: `%s`; else use a distribution on the positive numbers.\n| %s ~ %s",
                  left, line, left, better);
    return true;
}

void support_help_prior(const ArgumentUse *use, Diag *diag, const Statement *prior) {
    Session    *s = use->session;
    const char *better = support_better_prior(s, use->model, prior, use->region), *left = support_left(s->arena, prior);
    int         location, scale;
    double      m;
    if (!better)
        diag_help(&s->diags, diag, "Give `%s` a distribution that keeps to the range: it %s.", left,
                  words_must(s->arena, use->region));
    else if (is_dist(prior, "Uniform"))
        help_uniform(use, diag, left, prior, better);
    else if (help_link(use, diag, prior, left, better))
        return;
    else if (is_positive(use->region) && bell(prior, &location, &scale) && constant_arg(prior, location, &m) && m == 0)
        help_half(use, diag, prior, left, better);
    else
        diag_help(&s->diags, diag, "Use a distribution on %s.\n| %s ~ %s",
                  is_unit(use->region) ? "0..1" : "the positive numbers", left, better);
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
    while (arg->kind == X_AT) arg = arg->at.body;
    if (arg->kind != X_REF || arg->ref.value->role != ROLE_EQUATION || arg->ref.value->equations.count != 1)
        return false;
    const Equation *eq = &arg->ref.value->equations.at[0];
    if (!is_in(eq->left.span, eq->span) || !eq->right->span.source || eq->right->span.source != eq->left.span.source)
        return false;
    if (eq->right->span.begin < eq->left.span.end) return false;
    diag_label(&s->diags, diag, eq->span, "`%s` is defined here", arg->ref.value->shown);
    const char *right = arena_printf(s->arena, "%.*s", (int)(eq->right->span.end - eq->right->span.begin),
                                     eq->right->span.source->text + eq->right->span.begin);
    diag_help(&s->diags, diag, "Use a link, on the left of its equation.\n| %s(%s) = %s", link,
              words_text(s->arena, eq->left.span), right);
    return true;
}

void support_help_expression(const ArgumentUse *use, Diag *diag) {
    Session    *s = use->session;
    const Expr *arg = use->shown;
    bool        unit = is_unit(use->region);
    if (use->region.structure == STRUCTURE_SIMPLEX) {
        const Axis *axis = &use->dist->params[use->i].places[0];
        const char *shares = arena_printf(s->arena, "softmax[%s](%s)", axis_text(s->arena, *axis),
                                          support_text(s->arena, use->model, arg));
        diag_help(&s->diags, diag, "`softmax` makes probabilities of any numbers: `%s`.",
                  support_replace(s->arena, use->call, support_span(use->model, arg, use->call), shares));
        return;
    }
    if (!unit && !is_positive(use->region)) return;
    if (help_equation(use, diag, arg, unit ? "logit" : "log")) return;
    const char *function = arg->kind == X_CALL ? primitive(arg->call.primitive)->name : "";
    if (strcmp(function, unit ? "logit" : "log") == 0) { /* Bernoulli(logit(p)) */
        const char *inner = support_text(s->arena, use->model, arg->call.args[0]);
        const char *plain = support_replace(s->arena, use->call, support_span(use->model, arg, use->call), inner);
        if (*plain) {
            diag_help(&s->diags, diag, "The link was applied already: the %s is `%s` itself, `%s`.",
                      unit ? "probability" : "value", inner, plain);
            return;
        }
    }
    const char *line = linked(use, unit ? "inv_logit" : "exp");
    if (!*line) return;
    const char *names[4], *role = support_the_role(use);
    int         n = names_in(s->arena, arg, names, 4, 0);
    const char *scale = unit ? "log-odds" : arena_printf(s->arena, "log of %s", role);
    const char *effects =
        n == 0   ? ""
        : n == 1 ? arena_printf(s->arena, " `%s` is then an effect on the %s.", names[0], scale)
        : n < 4  ? arena_printf(s->arena, " %s are then effects on the %s.", words_list(s->arena, names, n), scale)
                 : "";
    diag_help(&s->diags, diag, "Use a %s link: `%s`.%s", unit ? "logit" : "log", line, effects);
}

/* --- functions --- */

void support_help_function(Session *session, const Model *model, Diag *diag, const char *function, Region region,
                           const Statement *prior) {
    if (strcmp(function, "logit") == 0)
        diag_help(&session->diags, diag,
                  "`logit` makes log-odds of a probability; a probability of log-odds is made by `inv_logit`.");
    if (!prior) return;
    const char *left = support_left(session->arena, prior);
    if (strcmp(function, "log") == 0 && is_dist(prior, "Normal") && prior->n_args == 2) {
        const char *line = arena_printf(session->arena, "%s ~ LogNormal(%s, %s)", left,
                                        support_text(session->arena, model, prior->args[0]),
                                        support_text(session->arena, model, prior->args[1]));
        diag_help(&session->diags, diag, "Either `%s`, or drop the `log`.\n| %s", line, line);
        return;
    }
    const char *better = support_better_prior(session, model, prior, region);
    if (better)
        diag_help(&session->diags, diag, "Give `%s` a distribution %s.\n| %s ~ %s", left,
                  is_unit(region) ? "on 0..1" : "on the positive numbers", left, better);
}
