/* Distributions over dims where they are used: which axes stand for their formal dims, and the outcome and the arguments over these axes.
 *
 * A formal dim stands for the axis in the bracket (MvNormal[coef](…)); else, where the outcome runs over it, for the only axis of the left
 * side (the only pair of axes of one dim, for a matrix); else, where the outcome is a label or a number, for the dim of the labels, or for the
 * only axis that the arguments have and the left side lacks. k' and further copies are axes that nothing around has. */
#include "check.h"
#include "instance.h"

#include <string.h>

typedef struct Event {
    Scope      *scope;
    Checker    *checker;
    Arena      *arena;
    DistCall   *call;
    const Dist *dist;  /* the general one */
    Piece      *piece; /* of a `~`; NULL: a call */
    Axes        left;  /* axes of the outcome */
    Axes        order; /* the same in the order of the text */
    Axis       *over;  /* what the formal dims stand for; dim NULL: not known */
    AxisMap     map;   /* of every axis that the text uses */
    Axes        taken; /* no copy may be one of them */
    bool        bad;
} Event;

/* --- messages --- */

static const char *left_text(const Event *e) {
    if (e->piece) return check_text(e->checker, e->piece->left->span);
    return e->call->outcome ? check_text(e->checker, e->call->outcome->span) : "x";
}

static const char *bracketed(const Event *e, const char *dim) {
    const AstName *name = &e->call->ast->call.name;
    return check_line_with(e->checker, e->scope->statement->span, name->span,
                           arena_printf(e->arena, "%s[%s]", name->shown, dim));
}

/* Several dims could be meant. */
static void which(Event *e, Axes candidates, Axis likely) {
    const char *name = e->call->ast->call.name.shown;
    const char *what =
        strcmp(name, "Dirichlet") == 0 ? "must the shares sum to 1" : arena_printf(e->arena, "does `%s` run", name);
    Text dims = {0};
    for (int i = 0; i < candidates.count; i++)
        text_add(e->arena, &dims, "%s`%s`", i ? " or " : "", axis_text(e->arena, candidates.at[i]));
    Diag *diag = diag_add(DIAGS(e->checker), DIAG_D09, e->call->ast->span, "over which dim %s: %s?", what, dims.at);
    diag_help(DIAGS(e->checker), diag, "Say it:\n| %s", bracketed(e, axis_text(e->arena, likely)));
    e->bad = true;
}

/* y ~ MvNormal(…), where y is a single value. */
static void no_dim(Event *e) {
    const Dist *dist = e->dist;
    const char *one = dist->n_outcome == 2 ? "a matrix" : "a row of values";
    Diag *diag = diag_add(DIAGS(e->checker), DIAG_D03, e->call->ast->span, "an outcome of `%s` is %s, but `%s` is a %s",
                          dist->name, one, left_text(e),
                          dist->n_outcome == 2 && e->order.count ? "row of values" : "single value");
    if (!e->piece || e->piece->left->kind != AST_NAME) {
        const char *left = left_text(e), *end = strrchr(left, ']');
        if (e->piece && dist->n_outcome == 2 && e->order.count && end) {
            const char *last = axis_text(e->arena, e->order.at[e->order.count - 1]);
            const char *both = arena_printf(e->arena, "%.*s, %s']", (int)(end - left), left, last);
            diag_help(DIAGS(e->checker), diag, "A matrix has a second index:\n| %s",
                      check_line_with(e->checker, e->scope->statement->span, e->piece->left->span, both));
        }
        e->bad = true;
        return;
    }
    Axes extra = {0};
    for (int i = 0; i < e->call->n_args; i++) extra = axes_union(e->arena, extra, e->call->args[i]->axes);
    const Model *model = e->checker->model;
    const char  *dim = extra.count                       ? axis_text(e->arena, extra.at[0])
                       : model && model->dims.count == 1 ? model->dims.at[0]->shown
                                                         : "obs";
    const char  *made = dist->n_outcome == 2 ? arena_printf(e->arena, "%s[%s, %s']", left_text(e), dim, dim)
                                             : arena_printf(e->arena, "%s[%s]", left_text(e), dim);
    diag_help(DIAGS(e->checker), diag, "Name the dimension on the left:\n| %s",
              check_line_with(e->checker, e->scope->statement->span, e->piece->left->span, made));
    e->bad = true;
}

static void no_dim_in_arguments(Event *e) {
    Diag *diag = diag_add(DIAGS(e->checker), DIAG_D09, e->call->ast->span,
                          "nothing says over which dim `%s` runs: its arguments vary over nothing that `%s` lacks",
                          e->dist->name, left_text(e));
    diag_help(DIAGS(e->checker), diag, "Name it in brackets: `%s[k](…)`.", e->dist->name);
    e->bad = true;
}

static void help_labels(Event *e, Diag *diag, const Value *value, Dim *dim) {
    Text left = {0};
    text_add(e->arena, &left, "%s%s", value->shown, value->n_dims ? "[" : "");
    for (int i = 0; i < value->n_dims; i++)
        text_add(e->arena, &left, "%s%s", i ? ", " : "", axis_text(e->arena, (Axis){value->dims[i], 0}));
    diag_help(DIAGS(e->checker), diag, "Declare it as a key:\n| data %s%s : %s", left.at, value->n_dims ? "]" : "",
              dim->shown);
    if (dim->from != LABELS_LISTED || !dim->labels.count || dim->numeric) return;
    Text list = {0};
    for (int i = 0; i < dim->labels.count; i++)
        text_add(e->arena, &list, "%s%s (%d)", i ? ", " : "", label_text(e->arena, dim->labels.at[i].text), i);
    diag_help(DIAGS(e->checker), diag,
              "Numbers are matched to labels only if you say which is which, for codes that begin at 0:\n| dim %s = %s",
              dim->shown, list.at);
}

/* The outcome is a label, the left side a number. */
static void number_for_label(Event *e, Dim *dim) {
    const Value *value = e->piece && e->piece->def ? e->piece->def->value : NULL;
    Span         span = e->call->outcome->span;
    if (value && e->piece->def->data) span = e->piece->def->data->data.type.span;
    Diag *diag =
        diag_add(DIAGS(e->checker), DIAG_T04, span, "`%s` draws a label%s, but `%s` holds %s", e->dist->name,
                 dim ? arena_printf(e->arena, " of `%s`", dim->shown) : "", value ? value->shown : left_text(e),
                 e->call->outcome->type.whole ? "whole numbers" : "numbers");
    diag_label(DIAGS(e->checker), diag, e->call->ast->span, "its outcome is a label");
    if (value && dim && value->role == ROLE_DATA) help_labels(e, diag, value, dim);
    e->bad = true;
}

/* One probability per mode, but labels of a county. */
static void other_labels(Event *e, Axes extra) {
    const Dim *dim = e->call->outcome->type.dim;
    Diag      *diag = diag_add(DIAGS(e->checker), DIAG_D11, e->call->ast->span,
                               "`%s` holds labels of `%s`, but the arguments of `%s` vary over `%s`", left_text(e),
                               dim->shown, e->dist->name, axis_text(e->arena, extra.at[0]));
    diag_help(DIAGS(e->checker), diag, "`%s` needs one value of `%s` for each label of `%s`.", e->dist->name,
              e->dist->params[0].name, dim->shown);
    e->bad = true;
}

/* --- which axes --- */

static Axes axes_of_args(const Event *e) {
    Axes axes = {0};
    for (int i = 0; i < e->call->n_args; i++) axes = axes_union(e->arena, axes, e->call->args[i]->axes);
    return axes;
}

static bool outcome_runs_over(const Dist *dist, int i) {
    for (int k = 0; k < dist->n_outcome; k++)
        if (axis_equal(dist->outcome[k], dist->over[i])) return true;
    return false;
}

static void read_bracket(Event *e) {
    const AstList *subs = &e->call->ast->call.subs;
    if (subs->count != e->dist->n_over) {
        diag_add(DIAGS(e->checker), DIAG_D09, e->call->ast->span,
                 "`%s` runs over %d dimension%s, but %d stand%s in its brackets", e->dist->name, e->dist->n_over,
                 e->dist->n_over == 1 ? "" : "s", subs->count, subs->count == 1 ? "s" : "");
        e->bad = true;
        return;
    }
    for (int i = 0; i < subs->count; i++) {
        if (!check_find_index(e->checker, subs->at[i], &e->over[i])) {
            diag_add(DIAGS(e->checker), DIAG_D02, subs->at[i]->span, "the name of a dimension is needed here");
            e->bad = true;
            return;
        }
        if (e->over[i].dim->poisoned) e->bad = true;
        if (e->bad || !outcome_runs_over(e->dist, i) || !e->call->outcome || axes_have(e->left, e->over[i])) continue;
        Diag *diag = diag_add(DIAGS(e->checker), DIAG_D03, subs->at[i]->span,
                              "`%s` does not vary over `%s`, so an outcome of `%s` cannot run over it", left_text(e),
                              axis_text(e->arena, e->over[i]), e->dist->name);
        diag_help(DIAGS(e->checker), diag, "Each outcome of `%s` is one value per position of this dimension.",
                  e->dist->name);
        e->bad = true;
    }
}

/* Do these axes fit the places of the outcome: the same dim where the formal dim is the same? */
static bool fits_outcome(const Dist *dist, const Axis *axes) {
    for (int i = 0; i < dist->n_outcome; i++)
        for (int k = 0; k < i; k++)
            if ((dist->outcome[i].dim == dist->outcome[k].dim) != (axes[i].dim == axes[k].dim)) return false;
    return true;
}

static Axis *find_place(const Event *e, Axis formal) {
    for (int i = 0; i < e->map.n; i++)
        if (axis_equal(e->map.from[i], formal)) return (Axis *)(uintptr_t)&e->map.to[i];
    bug("an axis of `%s` is not among those that it uses", e->dist->name);
}

/* The outcome's axes take its places, in the order of the text. */
static void take_axes(Event *e, const Axis *axes) {
    for (int i = 0; i < e->dist->n_outcome; i++) *find_place(e, e->dist->outcome[i]) = axes[i];
}

/* A pair of axes of one dim, and of no other: Sigma[group, coef, coef']. */
static bool only_pair(const Event *e, Axis *pair) {
    int found = 0;
    for (int i = 0; i < e->order.count; i++)
        for (int k = i + 1; k < e->order.count; k++)
            if (e->order.at[i].dim == e->order.at[k].dim && found++ == 0)
                pair[0] = e->order.at[i], pair[1] = e->order.at[k];
    return found == 1;
}

static void from_left(Event *e) {
    const Dist *dist = e->dist;
    Axis        pair[2];
    if (e->order.count == dist->n_outcome && fits_outcome(dist, e->order.at))
        take_axes(e, e->order.at);
    else if (dist->n_outcome == 2 && dist->n_over == 1 && only_pair(e, pair))
        take_axes(e, pair);
    else if (e->order.count < dist->n_outcome || dist->n_outcome > 1)
        no_dim(e);
    else
        which(e, e->left, e->order.at[e->order.count - 1]);
}

/* The dim of labels, or the only axis that the arguments have and the left side lacks. */
static void from_arguments(Event *e) {
    Axes        extra = axes_minus(e->arena, axes_of_args(e), e->left), of_labels = {0};
    const Expr *outcome = e->call->outcome;
    bool        label = outcome && outcome->type.kind == TYPE_LABEL;
    for (int i = 0; i < extra.count; i++)
        if (label && extra.at[i].dim == outcome->type.dim) of_labels = axes_add(e->arena, of_labels, extra.at[i]);
    if (label && e->dist->labels && of_labels.count == 1)
        e->over[0] = of_labels.at[0];
    else if (label && e->dist->labels && extra.count)
        other_labels(e, extra);
    else if (label && e->dist->labels)
        e->over[0] = axis_fresh(e->taken, (Axes){0}, outcome->type.dim);
    else if (extra.count == 1)
        e->over[0] = extra.at[0];
    else if (extra.count)
        which(e, extra, extra.at[extra.count - 1]);
    else if (!label && outcome && e->dist->labels)
        number_for_label(e, NULL);
    else
        no_dim_in_arguments(e);
}

/* Axes for k', k'' …: those of a matrix on the left, else free copies. */
static void set_copies(Event *e) {
    const Dist *dist = e->dist;
    for (int i = 0; i < dist->n_over; i++) {
        Axis *place = find_place(e, dist->over[i]);
        if (e->over[i].dim)
            *place = e->over[i];
        else
            e->over[i] = *place;
        e->taken = axes_add(e->arena, e->taken, *place);
    }
    for (int i = 0; i < dist->n_outcome; i++) { /* LKJCholesky[coef] of L[coef, coef'] */
        Axis *place = find_place(e, dist->outcome[i]);
        for (int k = 0; k < e->order.count && !place->dim; k++) {
            Axis axis = e->order.at[k];
            bool used = false;
            for (int m = 0; m < e->map.n; m++) used = used || axis_equal(e->map.to[m], axis);
            for (int f = 0; f < dist->n_over; f++)
                if (!used && dist->over[f].dim == dist->outcome[i].dim && e->over[f].dim == axis.dim) *place = axis;
        }
        for (int f = 0; f < dist->n_over && !place->dim && !e->call->outcome; f++) /* what it gives: any copies */
            if (dist->over[f].dim == dist->outcome[i].dim) *place = axis_fresh(e->taken, (Axes){0}, e->over[f].dim);
        if (!place->dim) {
            no_dim(e);
            return;
        }
        e->taken = axes_add(e->arena, e->taken, *place);
    }
    for (int i = 0; i < e->map.n; i++) {
        Axis *place = (Axis *)(uintptr_t)&e->map.to[i];
        for (int f = 0; f < dist->n_over && !place->dim; f++)
            if (dist->over[f].dim == e->map.from[i].dim) *place = axis_fresh(e->taken, (Axes){0}, e->over[f].dim);
        e->taken = axes_add(e->arena, e->taken, *place);
    }
}

/* --- arguments --- */

static Axes places_in_use(const Event *e, const Axis *places, int n) {
    Axes axes = {0};
    for (int i = 0; i < n; i++) axes = axes_add(e->arena, axes, axis_mapped(&e->map, places[i]));
    return axes;
}

/* cov[k, k'] given over coef' and coef'': its axes that nothing around has are, in their order, those of its places. */
static Expr *in_places(const Event *e, Expr *arg, const Axis *places, int n, Axes batch) {
    Axes wanted = places_in_use(e, places, n), own = {0};
    for (int i = 0; i < arg->axes.count; i++) {
        bool of_place = false;
        for (int k = 0; k < wanted.count; k++) of_place = of_place || wanted.at[k].dim == arg->axes.at[i].dim;
        if (of_place && !axes_have(batch, arg->axes.at[i])) own = axes_add(e->arena, own, arg->axes.at[i]);
    }
    if (axes_within(own, wanted) || own.count != wanted.count) return arg;
    Sub *subs = arena_alloc(e->arena, (size_t)(own.count + 1) * sizeof *subs);
    for (int i = 0; i < own.count; i++) { /* both are sorted by dim and copy */
        if (own.at[i].dim != wanted.at[i].dim) return arg;
        subs[i] = (Sub){.kind = SUB_AXIS, .axis = wanted.at[i], .span = arg->span};
    }
    return expr_at(e->arena, arg, own.at, subs, own.count);
}

/* An argument along which one outcome runs, though each outcome has one of it. */
static void runs_along(Event *e, int i, const Expr *arg, Axes extra) {
    Diag *diag =
        diag_add(DIAGS(e->checker), DIAG_D03, arg->span, "`%s` varies over `%s`, along which one outcome of `%s` runs",
                 check_text(e->checker, arg->span), axis_text(e->arena, extra.at[0]), e->dist->name);
    diag_help(DIAGS(e->checker), diag, "Each outcome has one `%s`.", e->dist->params[i].name);
    e->bad = true;
}

static void not_a_matrix(Event *e, int i, const Expr *arg) {
    const DistParam *p = &e->dist->params[i];
    Axes             wanted = places_in_use(e, p->places, p->n_places);
    Diag *diag = diag_add(DIAGS(e->checker), DIAG_D03, arg->span, "`%s` of `%s` is a matrix, but `%s` %s", p->name,
                          e->dist->name, check_text(e->checker, arg->span),
                          arg->axes.count ? arena_printf(e->arena, "varies over %s", axes_text(e->arena, arg->axes))
                                          : "is a single value");
    diag_help(DIAGS(e->checker), diag, "It needs one value for each pair of positions: over %s.",
              axes_text(e->arena, wanted));
    e->bad = true;
}

static void fit_argument(Event *e, int i, Axes batch) {
    const DistParam *p = &e->dist->params[i];
    Expr            *arg = e->call->args[i];
    Axes             wanted = places_in_use(e, p->places, p->n_places);
    if (expr_is_poison(arg)) return;
    arg = e->call->args[i] = in_places(e, arg, p->places, p->n_places, batch);
    Axes inside = axes_minus(e->arena, axes_mapped(e->arena, &e->map, e->dist->inner), batch);
    Axes extra = axes_minus(e->arena, axes_common(e->arena, arg->axes, inside), wanted);
    if (p->support.structure != STRUCTURE_NONE && p->n_places == 2 && !axes_within(wanted, arg->axes))
        not_a_matrix(e, i, arg);
    else if (extra.count)
        runs_along(e, i, arg, extra);
    else if (e->piece && !check_fits_in(e->checker, e->piece, arg, axes_union(e->arena, batch, wanted)))
        e->call->args[i] = expr_poison(e->arena, arg->span);
}

/* A label of a dim where the outcome is 1, 2, …: its position, counted from 1. */
static Expr *as_ordinal(const Event *e, Expr *outcome) {
    if (outcome->type.kind != TYPE_LABEL) return outcome;
    return expr_position_number(e->arena, outcome);
}

static void fit_outcome(Event *e, Axes batch) {
    Expr       *outcome = e->call->outcome;
    const Dist *dist = e->dist;
    if (!outcome || expr_is_poison(outcome)) return;
    Dim *labels = dim_mapped(&e->map, dist->labels);
    if (labels && e->scope->closed && outcome->type.kind == TYPE_NUMBER && outcome->type.whole) /* a position, from 1 */
        e->call->outcome =
            expr_binary(e->arena, X_SUB, outcome->span, outcome, expr_number(e->arena, outcome->span, 1));
    else if (labels && outcome->type.kind != TYPE_LABEL)
        number_for_label(e, labels);
    else if (labels && outcome->type.dim != labels) {
        Diag *diag = diag_add(DIAGS(e->checker), DIAG_D11, e->call->ast->span,
                              "`%s` draws labels of `%s`, but `%s` holds labels of `%s`", dist->name, labels->shown,
                              left_text(e), outcome->type.dim->shown);
        diag_label(DIAGS(e->checker), diag, outcome->span, "labels of `%s`", outcome->type.dim->shown);
        e->bad = true;
    } else if (dist->ordinal)
        e->call->outcome = as_ordinal(e, outcome);
    else
        e->call->outcome = in_places(e, outcome, dist->outcome, dist->n_outcome, batch);
}

/* --- all --- */

static void find_event(Event *e) {
    DistCall *call = e->call;
    if (!e->dist->bound) {
        diag_add(DIAGS(e->checker), DIAG_O08, call->ast->span, "the distribution `%s` is defined by itself",
                 e->dist->name);
        e->bad = true;
        return;
    }
    e->over = arena_alloc(e->arena, (size_t)(e->dist->n_over + 1) * sizeof *e->over);
    Axis *to = arena_alloc(e->arena, (size_t)(e->dist->used.count + 1) * sizeof *to);
    e->map = (AxisMap){e->dist->used.at, to, e->dist->used.count};
    e->taken = axes_union(e->arena, e->left, e->scope->live);
    if (call->ast->call.has_subs)
        read_bracket(e);
    else if (e->dist->n_outcome && call->outcome)
        from_left(e);
    else
        from_arguments(e);
    if (!e->bad) set_copies(e);
    if (e->bad) return;
    Axes outcome = places_in_use(e, e->dist->outcome, e->dist->n_outcome);
    Axes batch = axes_minus(e->arena, e->left, outcome);
    fit_outcome(e, batch);
    for (int i = 0; i < call->n_args && !e->bad; i++) fit_argument(e, i, batch);
    call->event = outcome;
    if (!e->bad) call->dist = instance_of(e->arena, call->dist, &e->map);
}

/* --- complete outcomes --- */

/* A condition on cells, of `where` or of more specific lines, that tells positions of one outcome apart. */
static bool splits(const Statement *statement, const Expr *condition) {
    for (int i = 0; condition && i < statement->dist->n_outcome; i++)
        if (axes_have(condition->axes, statement->dist->outcome[i])) return true;
    return false;
}

static void not_all_of_it(Checker *checker, const Piece *piece, Span span, const char *what) {
    const Dist *dist = piece->result->dist;
    Axes        axes = {0};
    for (int i = 0; i < dist->n_outcome; i++) axes = axes_add(checker->arena, axes, dist->outcome[i]);
    Diag *diag = diag_add(DIAGS(checker), DIAG_T02, span,
                          "%s some values along %s, but all of them together are one outcome of `%s`", what,
                          axes_text(checker->arena, axes), dist->name);
    if (span.begin != piece->statement->span.begin)
        diag_label(DIAGS(checker), diag, piece->result->dist_span, "one outcome has all of them");
}

static const Piece *other_piece(const Piece *piece) {
    for (int i = 0; i < piece->def->tildes.count; i++)
        if (piece->def->tildes.at[i] != piece && piece->def->tildes.at[i]->fixed > piece->fixed)
            return piece->def->tildes.at[i];
    return NULL;
}

void check_events(Checker *checker) {
    for (int i = 0; i < checker->pieces.count; i++) {
        const Piece     *piece = checker->pieces.at[i];
        const Statement *statement = piece->result;
        if (!piece->tilde || piece->bad || !statement || !statement->dist || !statement->dist->n_outcome) continue;
        const Piece *other = piece->def ? other_piece(piece) : NULL;
        if (splits(statement, piece->where))
            not_all_of_it(checker, piece, piece->where->span, "`where` leaves out");
        else if (statement->kind == STATEMENT_PRIOR && piece->def->equations.count)
            not_all_of_it(checker, piece, piece->def->equations.at[0]->left->span, "this line fixes");
        else if (splits(statement, statement->left.guard))
            not_all_of_it(checker, piece, other ? other->left->span : piece->left->span, "another line is of");
    }
}

void check_event_of_tilde(Scope *scope, Piece *piece, Expr *outcome, DistCall *call) {
    Event e = {.scope = scope,
               .checker = scope->checker,
               .arena = scope->checker->arena,
               .call = call,
               .dist = call->dist,
               .piece = piece,
               .left = piece->at.axes};
    call->outcome = outcome;
    if (!call->dist->n_over) {
        for (int i = 0; i < call->n_args; i++)
            if (!expr_is_poison(call->args[i]) && !check_fits(scope->checker, piece, call->args[i]))
                call->args[i] = expr_poison(scope->checker->arena, call->args[i]->span);
        return;
    }
    for (int i = 0; i < piece->at.n_subs; i++)
        if (piece->at.subs[i].kind == SUB_AXIS) VEC_PUSH(e.arena, &e.order, piece->at.subs[i].axis);
    if (!piece->at.n_subs) e.order = piece->at.axes;
    find_event(&e);
    call->bad = call->bad || e.bad;
}

void check_event_of_call(Scope *scope, Expr *value, DistCall *call) {
    Event e = {
        .scope = scope, .checker = scope->checker, .arena = scope->checker->arena, .call = call, .dist = call->dist};
    call->outcome = value;
    if (!call->dist->n_over) return;
    if (value) e.left = e.order = value->axes;
    find_event(&e);
    call->bad = call->bad || e.bad;
}
