/* Supports through expressions, on the finished model: whether an argument of a distribution or a function can leave the region
 * in which it must lie. Said only where it is certain: the range of the expression has an end outside the region, and
 * that end is reached (range.h). What cannot be shown either way is not mentioned. */
#include "check.h"
#include "kernel.h"
#include "primitive.h"
#include "range.h"
#include "structure.h"
#include "support_help.h"
#include "support_words.h"
#include <math.h>
#include <string.h>

typedef struct Checks {
    Session     *session;
    Arena       *arena;
    DiagList    *diags;
    const Model *model;
    Ranges      *ranges;
    ValueSet     said; /* unknowns whose prior was reported */
} Checks;

/* " (line 5)" */
static const char *at_line(Checks *c, Span span) {
    return span.source ? arena_printf(c->arena, " (%s)", model_place(c->arena, c->model, span, false)) : "";
}

static ArgumentUse use_of(Checks *c, const Dist *dist, Expr *const *args, int n_args, int i, Span call) {
    Region region = range_of_support(c->ranges, &dist->params[i].support, args, n_args);
    region.whole |= dist->params[i].whole;
    return (ArgumentUse){.session = c->session,
                         .model = c->model,
                         .dist = dist,
                         .args = args,
                         .n_args = n_args,
                         .i = i,
                         .call = call,
                         .region = region,
                         .shown = args[i]};
}

/* --- which ends leave the region --- */

typedef struct Leaves {
    bool low, high;
} Leaves;

static Leaves leaves(Interval in, Region region) {
    return (Leaves){region.lo_exact && interval_below_reached(in, region.in),
                    region.hi_exact && interval_above_reached(in, region.in)};
}

static bool any(Leaves l) { return l.low || l.high; }

/* "negative values", "values above 1", "values outside 0..1" */
static const char *outside(Checks *c, Leaves l, Region region) {
    if (l.low && l.high)
        return arena_printf(c->arena, "values outside %s..%s", words_number(c->arena, region.in.lo),
                            words_number(c->arena, region.in.hi));
    if (l.low && region.in.lo == 0) return "negative values";
    return l.low ? arena_printf(c->arena, "values below %s", words_number(c->arena, region.in.lo))
                 : arena_printf(c->arena, "values above %s", words_number(c->arena, region.in.hi));
}

/* "any number", "negative", "above 1" */
static const char *can_be(Checks *c, Interval in, Leaves l, Region region) {
    if (isinf(in.lo) && isinf(in.hi) && in.lo_reached && in.hi_reached) return "any number";
    if (l.low && region.in.lo == 0)
        return l.high ? arena_printf(c->arena, "negative, or above %s", words_number(c->arena, region.in.hi))
                      : "negative";
    return l.low ? arena_printf(c->arena, "below %s", words_number(c->arena, region.in.lo))
                 : arena_printf(c->arena, "above %s", words_number(c->arena, region.in.hi));
}

/* What the argument must be; continuous values do not meet the end itself. */
static const char *must_be(Checks *c, Region region) {
    if (!region.whole) region.in.lo_open = true;
    return words_must(c->arena, region);
}

/* --- constants: S06, S07, T01 --- */

static bool fits(Checks *c, const Dist *dist, Expr *const *args, int n_args, int i) {
    Region region = use_of(c, dist, args, n_args, i, (Span){0}).region;
    return (!region.whole || args[i]->type.whole) && !any(leaves(range_of(c->ranges, args[i]).in, region));
}

/* Another order in which all arguments fit, one that moves few things first: the last to the front, the first to the end, exchanges. */
static bool better_order(Checks *c, const ArgumentUse *use, int *order) {
    static const int orders[][3] = {{2, 0, 1}, {1, 2, 0}, {1, 0, 2}, {0, 2, 1}, {2, 1, 0}};
    static const int pair[] = {1, 0};
    int              n = use->n_args;
    if (n < 2 || n > 3) return false;
    for (int k = 0; k < (n == 3 ? 5 : 1); k++) {
        Expr *args[3];
        bool  all = true;
        memcpy(order, n == 3 ? orders[k] : pair, (size_t)n * sizeof *order);
        for (int i = 0; i < n; i++) args[i] = use->args[order[i]];
        for (int i = 0; i < n; i++) all = all && fits(c, use->dist, args, n, i);
        if (all && *support_reordered(use, order)) return true;
    }
    return false;
}

/* "the first argument of `StudentT` is the degrees of freedom and", or without a place if arguments are named. */
static const char *argument_is(Checks *c, const ArgumentUse *use) {
    static const int identity[] = {0, 1, 2, 3, 4};
    const char      *role = words_the_role(c->arena, use->dist, use->i);
    bool             in_place = use->n_args <= 5 && *support_reordered(use, identity);
    if (strchr(role, '`')) return role;
    if (!in_place || use->n_args == 1) return arena_printf(c->arena, "%s of `%s`", role, use->dist->name);
    return arena_printf(c->arena, "the %s argument of `%s` is %s and", words_ordinal(c->arena, use->i), use->dist->name,
                        role);
}

static void say_bounds(Checks *c, const ArgumentUse *use, int lower, int upper, double lo, double hi) {
    Diag *d = diag_add(c->diags, DIAG_S06, support_span(c->model, use->args[lower], use->call),
                       lo > hi ? "the lower bound %s is above the upper bound %s" : "both bounds are %s",
                       words_number(c->arena, lo), words_number(c->arena, hi));
    int   order[5] = {0, 1, 2, 3, 4};
    order[lower] = upper;
    order[upper] = lower;
    if (lo > hi && use->n_args <= 5 && *support_reordered(use, order))
        diag_help(c->diags, d, "Exchange them: `%s`.", support_reordered(use, order));
}

/* What was probably meant by one number out of place. */
static void help_constant(Checks *c, const ArgumentUse *use, Diag *d, double x, Leaves l) {
    Span         span = support_span(c->model, use->args[use->i], use->call);
    ArgumentKind kind = words_kind(use->dist, use->i);
    const char  *line = "";
    if (kind == ARGUMENT_PROBABILITY && x > 1 && x <= 100) {
        line = support_replace(c->arena, use->call, span, words_number(c->arena, x / 100));
        if (*line) diag_help(c->diags, d, "As a percentage it is `%s`.", line);
    } else if (kind == ARGUMENT_SPREAD && x == 0) {
        diag_help(c->diags, d, "A spread of 0 says that the two are equal: then write `=`, with no distribution.");
    } else if (l.low && x < 0 && use->region.in.lo == 0 && isinf(use->region.in.hi)) {
        line = support_replace(c->arena, use->call, span, words_number(c->arena, -x));
        if (*line) diag_help(c->diags, d, "Without the sign: `%s`?", line);
    }
}

static void say_constant(Checks *c, const ArgumentUse *use, double x, Leaves l) {
    const Support *support = &use->dist->params[use->i].support;
    const Expr    *bound = l.low ? support->lo : support->hi;
    if (bound && bound->kind == X_PARAM && bound->param >= 1 && bound->param <= use->n_args) {
        int    other = bound->param - 1;
        double y;
        if (expr_constant(use->args[other], &y)) {
            if (l.low)
                say_bounds(c, use, other, use->i, y, x);
            else
                say_bounds(c, use, use->i, other, x, y);
            return;
        }
    }
    Diag *d = diag_add(c->diags, DIAG_S07, support_span(c->model, use->args[use->i], use->call), "%s %s; it is %s",
                       argument_is(c, use), words_must(c->arena, use->region), words_number(c->arena, x));
    int   order[3];
    if (!better_order(c, use, order)) {
        help_constant(c, use, d, x, l);
        return;
    }
    Text named = {0};
    for (int i = 0; i < use->n_args; i++)
        text_add(c->arena, &named, "%s%s = %s", i ? ", " : "", use->dist->params[i].name,
                 support_text(c->arena, c->model, use->args[order[i]]));
    diag_help(c->diags, d, "`%s`, or by name: `%s(%s)`.", support_reordered(use, order), use->dist->name, named.at);
}

/* --- whole numbers: T01, X04 --- */

static bool is_continuous(Checks *c, const Expr *e, int depth) {
    if (e->type.kind != TYPE_NUMBER || e->type.whole || depth > 20) return false;
    switch (e->kind) {
    case X_REF: {
        const Value *v = e->ref.value;
        if (v->role == ROLE_UNKNOWN) return !v->support.whole && !v->equations.count;
        return v->role == ROLE_EQUATION && v->equations.count == 1 &&
               is_continuous(c, v->equations.at[0].right, depth + 1);
    }
    case X_NEG:
        return is_continuous(c, e->unary, depth + 1);
    case X_AT:
        return is_continuous(c, e->at.body, depth + 1);
    case X_CALL: {
        const char              *name = primitive(e->call.primitive)->name;
        static const char *const smooth[] = {"exp", "log", "inv_logit", "logit", "sqrt", "log1p", "expm1", NULL};
        for (int i = 0; smooth[i]; i++)
            if (strcmp(name, smooth[i]) == 0) return is_continuous(c, e->call.args[0], depth + 1);
        return false;
    }
    case X_ADD:
    case X_SUB:
    case X_MUL: {
        const Expr *x = e->binary.x, *y = e->binary.y;
        bool        apart = !valueset_meets(range_of(c->ranges, x).unknowns, range_of(c->ranges, y).unknowns);
        return apart && (is_continuous(c, x, depth + 1) || is_continuous(c, y, depth + 1));
    }
    case X_NUMBER:
    case X_INDEX:
    case X_LABEL:
    case X_LABEL_NUMBER:
    case X_SIZE:
    case X_PARAM:
    case X_DIV:
    case X_POW:
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
    case X_AND:
    case X_OR:
    case X_NOT:
    case X_IF:
    case X_REDUCE:
    case X_ALONG:
    case X_KERNEL:
    case X_DIST:
        return false;
    }
    return false;
}

static bool say_exchanged(Checks *c, const ArgumentUse *use) {
    for (int j = 0; j < use->n_args; j++) {
        if (j == use->i || !use->args[j]->type.whole || use->n_args > 5) continue;
        Expr *args[5];
        int   order[5] = {0, 1, 2, 3, 4};
        for (int k = 0; k < use->n_args; k++) args[k] = use->args[k];
        args[use->i] = use->args[j];
        args[j] = use->args[use->i];
        order[use->i] = j;
        order[j] = use->i;
        if (!fits(c, use->dist, args, use->n_args, use->i) || !fits(c, use->dist, args, use->n_args, j)) continue;
        const char *line = support_reordered(use, order);
        if (!*line) continue;
        Diag *d = diag_add(c->diags, DIAG_X04, use->args[use->i]->span, "`%s` takes %s %s; `%s` is not a whole number",
                           use->dist->name, words_the_role(c->arena, use->dist, use->i),
                           words_ordinal(c->arena, use->i), support_text(c->arena, c->model, use->args[use->i]));
        diag_help(c->diags, d, "`%s`.%s", line,
                  strcmp(use->dist->name, "Binomial") == 0 ? " (`dbin(p, n)` is the BUGS order.)" : "");
        return true;
    }
    return false;
}

static bool not_whole(Checks *c, const ArgumentUse *use) {
    const Expr *arg = use->args[use->i];
    Span        span = support_span(c->model, arg, use->call);
    double      x;
    if (!use->region.whole || arg->type.whole || arg->type.kind != TYPE_NUMBER) return false;
    bool constant = expr_constant(arg, &x);
    if (constant && (x == floor(x) || isnan(x))) return false;
    if (!constant && !is_continuous(c, arg, 0)) return false;
    if (say_exchanged(c, use)) return true;
    const char *role = words_the_role(c->arena, use->dist, use->i);
    if (constant) {
        Diag *d =
            diag_add(c->diags, DIAG_T01, span, "%s must be a whole number; %s is not", role, words_number(c->arena, x));
        const char *line = support_replace(c->arena, use->call, span, words_number(c->arena, ceil(x)));
        if (*line) diag_help(c->diags, d, "`%s`?", line);
        return true;
    }
    Diag        *d = diag_add(c->diags, DIAG_T01, span, "%s must be a whole number, but `%s` varies continuously", role,
                              support_text(c->arena, c->model, arg));
    const Value *v = range_straight(arg);
    const Statement *prior = v && v->role == ROLE_UNKNOWN ? support_prior(c->model, v) : NULL;
    if (prior) diag_label(c->diags, d, prior->dist_span, "`%s` comes from here", v->shown);
    return true;
}

/* --- unknowns and expressions: S01, S03 --- */

/* An example of a value outside: "-3.2"; "" if none can be computed. */
static const char *example(Checks *c, const Statement *prior, Leaves l, Region region) {
    bool   student = strcmp(prior->dist->name, "StudentT") == 0;
    bool   bell = student || strcmp(prior->dist->name, "Normal") == 0 || strcmp(prior->dist->name, "Cauchy") == 0;
    double m, s;
    if (!bell || prior->n_args < 2 + student || !expr_constant(prior->args[student], &m) ||
        !expr_constant(prior->args[1 + student], &s))
        return "";
    double x = l.low ? fmin(m, region.in.lo) - 0.64 * s : fmax(m, region.in.hi) + 0.64 * s;
    return s > 0 && isfinite(x) ? arena_printf(c->arena, "%.2g", x) : "";
}

/* Where the caret goes: a bound of Uniform that is at fault, else the distribution. */
static Span culprit(Checks *c, const Statement *prior, Leaves l) {
    bool uniform = strcmp(prior->dist->name, "Uniform") == 0 && prior->n_args == 2;
    return uniform ? support_span(c->model, prior->args[l.low ? 0 : 1], prior->dist_span) : prior->dist_span;
}

static void say_unknown(Checks *c, const ArgumentUse *use, const Value *v, const Statement *prior, Leaves l) {
    if (valueset_has(c->said, v->id)) return;
    c->said = valueset_with(c->arena, c->said, v->id);
    bool        uniform = strcmp(prior->dist->name, "Uniform") == 0;
    Span        span = support_span(c->model, use->shown, use->call);
    const char *role = support_role(use), *dist = words_text(c->arena, prior->dist_span);
    const char *also = !uniform ? arena_printf(c->arena, "also gives %s", outside(c, l, use->region))
                                : arena_printf(c->arena, "reaches %s %s", l.low ? "below" : "above",
                                               words_number(c->arena, l.low ? use->region.in.lo : use->region.in.hi));
    Diag       *d = diag_add(c->diags, DIAG_S01, culprit(c, prior, l), "`%s` is %s%s, but `%s` %s", v->shown, role,
                             at_line(c, span), dist, also);
    const char *value = example(c, prior, l, use->region);
    if (*value)
        diag_caret(c->diags, d, "can be %s, say", value);
    else
        diag_caret(c->diags, d, "can be %s", can_be(c, range_of_value(c->ranges, v).in, l, use->region));
    diag_label(c->diags, d, span, "used as %s here", role);
    support_help_prior(use, d, prior);
}

static void say_expression(Checks *c, const ArgumentUse *use, Leaves l) {
    Span  span = support_span(c->model, use->shown, use->call);
    Diag *d = diag_add(c->diags, DIAG_S01, span, "%s %s, but `%s` can be %s", support_role(use),
                       must_be(c, use->region), support_text(c->arena, c->model, use->shown),
                       can_be(c, range_of(c->ranges, use->shown).in, l, use->region));
    support_help_expression(use, d);
}

/* A matrix that has another structure: "cholesky" is the argument that takes it. */
static const char *argument_for(Structure has) {
    return has == STRUCTURE_COVARIANCE    ? "cov = "
           : has == STRUCTURE_CORRELATION ? "sd = …, correlation = "
           : has == STRUCTURE_CHOLESKY    ? "cholesky = "
                                          : "sd = …, cholesky = ";
}

/* `left` is S[group, k, k']. */
static void help_matrix(Checks *c, Diag *d, const ArgumentUse *use, const char *left) {
    const char *index = strchr(left, '['), *last = strrchr(left, ',');
    if (!index || !last) return;
    const char *scales = arena_printf(c->arena, "%.*s]", (int)(last - index), index);
    if (strcmp(use->dist->name, "MvNormal") == 0)
        diag_help(c->diags, d,
                  "Build it from standard deviations and correlations, and write `MvNormal(…, sd = s, cholesky = "
                  "L)`:\n| s%s ~ HalfNormal(1)\n| L%s ~ LKJCholesky(2)",
                  scales, index);
    else
        diag_help(c->diags, d,
                  "`InverseWishart` and `Wishart` give covariances, `LKJCholesky` the factors of correlations.");
}

static void help_structure(Checks *c, Diag *d, const ArgumentUse *use, const Statement *prior, Structure has) {
    const char      *left = support_left(c->arena, prior), *dist = words_text(c->arena, prior->dist_span);
    Structure        structure = use->region.structure;
    const DistParam *param = use->dist ? &use->dist->params[use->i] : NULL;
    const char      *along = ""; /* `[tea]`, where the left side has further dims */
    if (param && param->n_places == 1 && prior->left.axes.count > 1)
        along = arena_printf(c->arena, "[%s]", param->places[0].dim->shown);
    if (structure == STRUCTURE_SIMPLEX)
        diag_help(c->diags, d, "`%s ~ Dirichlet%s(1)` is the uniform distribution on shares.\n| %s ~ Dirichlet%s(1)",
                  left, along, left, along);
    if (structure == STRUCTURE_ORDERED) diag_help(c->diags, d, "Add the word.\n| %s ~ %s ordered%s", left, dist, along);
    if (structure == STRUCTURE_SUM_TO_ZERO)
        diag_help(c->diags, d, "Add the word.\n| %s ~ %s sum_to_zero%s", left, dist, along);
    if (structure_info(structure)->dims != 2) return;
    if (structure_info(has)->dims != 2)
        help_matrix(c, d, use, left);
    else if (strcmp(use->dist->name, "MvNormal") == 0)
        diag_help(c->diags, d, "Say which it is: `%s(…, %s%s)`.", use->dist->name, argument_for(has), left);
}

static bool lacks_structure(Checks *c, const ArgumentUse *use) {
    Structure    wanted = use->region.structure;
    const Value *v = range_straight(use->args[use->i]);
    if (wanted == STRUCTURE_NONE || !v || v->role != ROLE_UNKNOWN || v->equations.count) return false;
    Structure        has = range_structure(c->ranges, use->args[use->i]);
    const Statement *prior = support_prior(c->model, v);
    if (structure_implies(has, wanted) || !prior) return false;
    Span span = support_span(c->model, use->args[use->i], use->call);
    if (valueset_has(c->said, v->id)) return true;
    c->said = valueset_with(c->arena, c->said, v->id);
    const char *other =
        structure_info(has)->dims == 2 ? arena_printf(c->arena, "this is%s", structure_info(has)->range + 1) : NULL;
    Diag *d = diag_add(c->diags, DIAG_S03, prior->dist_span, "`%s` is used %s%s, but %s", v->shown,
                       structure_info(wanted)->use, at_line(c, span), other ? other : structure_info(wanted)->lack);
    diag_label(c->diags, d, span, "used here");
    help_structure(c, d, use, prior, has);
    return true;
}

/* --- one argument of a distribution --- */

/* True if something was said. `blocked`: unknowns that a condition around speaks of. */
static bool argument(Checks *c, const ArgumentUse *use, ValueSet blocked) {
    Expr *arg = use->args[use->i];
    if (!arg || arg->type.kind == TYPE_POISON || arg->type.kind == TYPE_LABEL) return false;
    Range range = range_of(c->ranges, arg);
    if (valueset_meets(range.unknowns, blocked)) return false;
    if (not_whole(c, use) || lacks_structure(c, use)) return true;
    Leaves l = leaves(range.in, use->region);
    double x;
    if (!any(l)) return false;
    if (range.constant) {
        if (!expr_constant(arg, &x)) x = range.in.lo;
        say_constant(c, use, x, l);
        return true;
    }
    ArgumentUse shown = *use;
    support_find_shown(&shown);
    Leaves           there = leaves(range_of(c->ranges, shown.shown).in, shown.region);
    const Value     *v = range_straight(shown.shown);
    const Statement *prior = v && v->role == ROLE_UNKNOWN && !v->equations.count ? support_prior(c->model, v) : NULL;
    if (prior)
        say_unknown(c, &shown, v, prior, any(there) ? there : l);
    else
        say_expression(c, &shown, any(there) ? there : l);
    return true;
}

static void arguments(Checks *c, const Dist *dist, Expr *const *args, int n_args, Span call, ValueSet blocked) {
    for (int i = 0; i < n_args && i < dist->n_params; i++) {
        ArgumentUse use = use_of(c, dist, args, n_args, i, call);
        if (argument(c, &use, blocked)) return;
    }
}

/* --- domains of functions: S02 --- */

/* "a positive number", "a number between 0 and 1" */
static const char *needs(Checks *c, Region region) {
    Interval in = region.in;
    if (!isinf(in.lo) && !isinf(in.hi))
        return arena_printf(c->arena, "a number between %s and %s", words_number(c->arena, in.lo),
                            words_number(c->arena, in.hi));
    if (in.lo == 0) return in.lo_open ? "a positive number" : "a number that is not negative";
    if (!isinf(in.lo)) return arena_printf(c->arena, "a number above %s", words_number(c->arena, in.lo));
    return arena_printf(c->arena, "a number below %s", words_number(c->arena, in.hi));
}

static bool half_the_time(const Statement *prior, Leaves l, Region region) {
    double m;
    int    location = strcmp(prior->dist->name, "StudentT") == 0;
    bool   bell = location || strcmp(prior->dist->name, "Normal") == 0 || strcmp(prior->dist->name, "Cauchy") == 0;
    return bell && l.low && !l.high && prior->n_args > location && expr_constant(prior->args[location], &m) &&
           m == region.in.lo;
}

static void domain(Checks *c, const Expr *e, const char *function, Expr *arg, Region region, ValueSet blocked) {
    Range  range = range_of(c->ranges, arg);
    Leaves l = leaves(range.in, region);
    if (!any(l) || valueset_meets(range.unknowns, blocked)) return;
    bool        ours = model_has_source(c->model, e->span.source) && !support_is_made(e);
    Span        span = support_span(c->model, e, (Span){0});
    const char *given = ours ? NULL : support_name_before(c->arena, span);
    const char *who = ours    ? arena_printf(c->arena, "`%s` needs %s", function, needs(c, region))
                      : given ? arena_printf(c->arena, "a %s %s", given, words_must(c->arena, region))
                              : arena_printf(c->arena, "this %s", words_must(c->arena, region));
    if (range.constant) {
        diag_add(c->diags, DIAG_S02, span, "%s; `%s` is not", who, support_text(c->arena, c->model, arg));
        return;
    }
    const Value     *v = range_straight(arg);
    const Statement *prior = v && v->role == ROLE_UNKNOWN && !v->equations.count ? support_prior(c->model, v) : NULL;
    const char      *text = prior ? arena_printf(c->arena, "%s ~ %s", v->shown, words_text(c->arena, prior->dist_span))
                                  : support_text(c->arena, c->model, arg);
    const char      *negative = prior && half_the_time(prior, l, region)
                                    ? (region.in.lo == 0 ? "is negative half the time" : "is below half the time")
                                    : arena_printf(c->arena, "can be %s", can_be(c, range.in, l, region));
    Diag            *d = diag_add(c->diags, DIAG_S02, span, "%s, but `%s` %s", who, text, negative);
    if (prior) diag_label(c->diags, d, prior->dist_span, "`%s` comes from here", v->shown);
    support_help_function(c->session, c->model, d, function, region, prior);
}

/* Bases have no derivative by their knots. */
static void knots_are_data(Checks *c, const Expr *e) {
    const int id = e->kernel.kernel;
    if ((id != KERNEL_bspline && id != KERNEL_natural_spline) || range_is_data_only(c->ranges, e->kernel.args[1]))
        return;
    const Expr *knots = e->kernel.args[1];
    Diag       *diag =
        diag_add(c->diags, DIAG_Y12, support_span(c->model, knots, e->span),
                 "the knots `%s` depend on unknowns; that is not built yet", support_text(c->arena, c->model, knots));
    diag_help(c->diags, diag,
              "Knots are data, or computed from data: `t[knot] = quantile[obs](x, (knot - 1) / (size(knot) - 1))`.");
}

static void walk(Checks *c, Expr *e, ValueSet blocked) {
    if (e->type.kind == TYPE_POISON) return;
    if (e->kind == X_CALL) {
        Region region;
        for (int i = 0; i < e->call.n_args; i++)
            if (range_of_primitive_argument(c->session, e->call.primitive, i, &region))
                domain(c, e, primitive(e->call.primitive)->name, e->call.args[i], region, blocked);
    }
    if (e->kind == X_KERNEL) knots_are_data(c, e);
    double exponent;
    if (e->kind == X_POW && expr_constant(e->binary.y, &exponent) && exponent != floor(exponent)) {
        Region region = {.in = interval_make(0, false, INFINITY, true, false), .lo_exact = true, .hi_exact = true};
        domain(c, e, arena_printf(c->arena, "^%s", words_number(c->arena, exponent)), e->binary.x, region, blocked);
    }
    if (e->kind == X_DIST && e->dist.member == MEMBER_LOG_P && e->dist.n_args > 0)
        arguments(c, e->dist.dist, e->dist.args + 1, e->dist.n_args - 1, e->span, blocked);
    if (e->kind == X_IF) {
        walk(c, e->if_.condition, blocked);
        blocked = valueset_union(c->arena, blocked, range_of(c->ranges, e->if_.condition).unknowns);
        walk(c, e->if_.yes, blocked);
        walk(c, e->if_.no, blocked);
        return;
    }
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++) walk(c, children.at[i], blocked);
}

/* Arguments that depend on unknowns and that nothing shows to stay in their range: the compiled model tests them (Statement.unproven).
 * The end itself of a continuous range does not count: it has probability 0. */
static uint32_t unproven(Checks *c, const Statement *st) {
    uint32_t bits = 0;
    for (int i = 0; i < st->n_args && i < st->dist->n_params && i < 32; i++) {
        if (!st->args[i] || st->args[i]->type.kind != TYPE_NUMBER) continue;
        Range  range = range_of(c->ranges, st->args[i]);
        Region region = use_of(c, st->dist, st->args, st->n_args, i, st->dist_span).region;
        bool   whole = region.whole && region.lo_exact && region.hi_exact;
        if (!whole) region.in.lo_open = region.in.hi_open = false;
        bool shown = region.lo_exact && region.hi_exact && interval_within(range.in, region.in);
        if (!valueset_empty(range.unknowns) && !shown) bits |= 1u << i;
    }
    return bits;
}

/* Functions that `given` put around an argument (sqrt of a variance) are checked with it. */
static void statement(Checks *c, Statement *st) {
    ValueSet none = {0};
    if (st->outcome) walk(c, st->outcome, none);
    for (int i = 0; i < st->n_args; i++)
        if (st->args[i]) walk(c, st->args[i], none);
    Expr *const others[] = {st->weight,         st->truncated_lo,   st->truncated_hi,
                            st->censored_above, st->censored_below, st->up_to};
    for (int i = 0; i < 6; i++)
        if (others[i]) walk(c, others[i], none);
    if (!st->dist) return;
    arguments(c, st->dist, st->args, st->n_args, st->dist_span, none);
    st->unproven = unproven(c, st);
}

void check_support(Session *session, Model *model) {
    Checks c = {session, session->arena, &session->diags, model, ranges_new(session, model), {0}};
    for (int i = 0; i < model->values.count; i++) {
        Value *v = model->values.at[i];
        for (int j = 0; j < v->equations.count && !v->poisoned; j++)
            if (v->equations.at[j].right) walk(&c, v->equations.at[j].right, (ValueSet){0});
    }
    for (int i = 0; i < model->statements.count; i++) statement(&c, model->statements.at[i]);
}
