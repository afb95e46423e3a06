/* See forward.h. */
#include "forward.h"
#include "diag.h"
#include "expr.h"
#include "session.h"
#include <string.h>

typedef struct Forward {
    Session *session;
    Model   *model;
    bool     failed;
} Forward;

static Diag *refuse(Forward *f, Span span, const char *why) {
    f->failed = true;
    return diag_add(&f->session->diags, DIAG_O11, span, "%s", why);
}

/* --- statements --- */

/* Does an expression vary over one of the axes? */
static bool varies_over(const Expr *e, Axes axes) {
    for (int i = 0; e && i < axes.count; i++)
        if (axes_have(e->axes, axes.at[i])) return true;
    return false;
}

static void no_draw(Forward *f, const Statement *s) {
    const char *name = s->dist->name, *shown = s->left.value->shown;
    bool        cut = (s->truncated_lo || s->truncated_hi) && !s->dist->improper;
    if (s->dist->improper)
        refuse(f, s->dist_span,
               arena_printf(f->session->arena, "`%s` is no distribution: `%s` cannot be drawn from it", name, shown));
    else if (!s->dist->member[MEMBER_DRAW])
        refuse(f, s->dist_span,
               arena_printf(f->session->arena, "`%s` does not say how to draw, so `%s` cannot be", name, shown));
    else if (cut && (s->dist->discrete || dist_from(s->dist, MEMBER_QUANTILE) == MEMBER_COUNT))
        refuse(f, s->truncated_span,
               arena_printf(f->session->arena, "draws of a truncated `%s` are not built yet", name));
}

/* Values that words bind together: independent alike ones can be sorted, normal ones around 0 centred. */
static void restricted(Forward *f, const Statement *s) {
    Axes   event = s->event;
    bool   alike = !varies_over(s->truncated_lo, event) && !varies_over(s->truncated_hi, event);
    double location = 1;
    for (int i = 0; i < s->n_args; i++) alike &= !varies_over(s->args[i], event);
    if (!alike) {
        refuse(f, s->dist_span, "draws of values that are bound together, but are not alike, are not built yet");
        return;
    }
    if (s->support.structure != STRUCTURE_SUM_TO_ZERO) return;
    if (strcmp(s->dist->name, "Normal") != 0 || !expr_constant(s->args[0], &location) || location != 0 || s->truncated)
        refuse(f, s->dist_span, "of values that sum to 0, only those of `Normal(0, …)` can be drawn so far");
}

static void turn(Forward *f, Statement *s) {
    switch (s->kind) {
    case STATEMENT_FACTOR:
        diag_help(&f->session->diags, refuse(f, s->span, "a `factor` only weighs draws: there is no drawing from it"),
                  "Write it as `~` of a distribution, or leave the line out.");
        return;
    case STATEMENT_OBSERVED:
        if (!s->left.value || s->left.value->role == ROLE_EQUATION) {
            refuse(f, s->left.span, "what is computed from data cannot be drawn; only a name that is data can");
            return;
        }
        if (s->weight) refuse(f, s->weight->span, "an observation that is weighted has no draws");
        if (s->censored_above || s->censored_below || s->up_to)
            refuse(f, s->dist_span, "draws of what is censored are not built yet");
        s->kind = STATEMENT_PRIOR;
        s->left.value->role = ROLE_UNKNOWN;
        s->left.value->drawn = true;
        s->left.value->support = s->support;
        break;
    case STATEMENT_PRIOR:
        break;
    }
    no_draw(f, s);
    if (statement_is_restricted(s)) restricted(f, s);
}

/* --- what depends on what --- */

typedef enum Mark { MARK_NEW, MARK_BUSY, MARK_DONE } Mark;
typedef struct Walk {
    Forward *forward;
    Mark    *marks;  /* by value id */
    bool    *random; /* it depends on a draw */
} Walk;

static void visit(Walk *w, Value *value, Span from);

/* Whether an expression depends on a draw. */
static bool walk(Walk *w, const Expr *e) {
    bool     random = false;
    ExprList below = {0};
    if (!e) return false;
    if (e->kind == X_REF) {
        visit(w, e->ref.value, e->span);
        random = w->random[e->ref.value->id];
    }
    expr_children(w->forward->session->arena, e, &below);
    for (int i = 0; i < below.count; i++) random |= walk(w, below.at[i]);
    return random;
}

static void visit_statement(Walk *w, const Statement *s) {
    for (int i = 0; i < s->n_args; i++) walk(w, s->args[i]);
    walk(w, s->truncated_lo), walk(w, s->truncated_hi), walk(w, s->left.guard);
}

static void visit(Walk *w, Value *value, Span from) {
    Mark *mark = &w->marks[value->id];
    if (*mark == MARK_BUSY)
        refuse(w->forward, from,
               arena_printf(w->forward->session->arena, "`%s` would be drawn from itself", value->shown));
    if (*mark != MARK_NEW) return;
    *mark = MARK_BUSY;
    bool *random = &w->random[value->id];
    *random = value->role == ROLE_UNKNOWN;
    for (int i = 0; i < value->equations.count; i++)
        *random |= walk(w, value->equations.at[i].right) | walk(w, value->equations.at[i].left.guard);
    for (int i = 0; i < w->forward->model->statements.count; i++) {
        const Statement *s = w->forward->model->statements.at[i];
        if (s->left.value == value && s->kind == STATEMENT_PRIOR) visit_statement(w, s);
    }
    value->data_only &= !*random;
    value->reached = false;
    *mark = MARK_DONE;
}

bool model_forward(Session *session, Model *model) {
    Forward f = {.session = session, .model = model};
    size_t  n = (size_t)model->values.count + 1;
    Walk    w = {&f, arena_alloc(session->arena, n * sizeof(Mark)), arena_alloc(session->arena, n * sizeof(bool))};
    for (int i = 0; i < model->statements.count; i++) turn(&f, model->statements.at[i]);
    for (int i = 0; i < model->values.count && !f.failed; i++)
        visit(&w, model->values.at[i], model->values.at[i]->span);
    return !f.failed;
}
