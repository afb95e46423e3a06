/* What a log density is differentiated through: its terms, down into the bodies of distributions and functions and into equations. Wherever a
 * function has an unknown in an argument by which no derivative is stated, that is said at the line of the model. */
#include "check_slopes.h"

#include <string.h>

#include "expr.h"
#include "library.h"
#include "primitive.h"

/* Which of X_PARAM(0 …) depend on unknowns, and the place in the model that a message is about. */
typedef struct Frame {
    uint64_t unknown;
    Span     span;
} Frame;
typedef struct Slopes {
    Session *session;
    bool    *seen; /* equations, by the id of their value */
} Slopes;

static bool is_unknown(const Value *value) {
    return value->role == ROLE_UNKNOWN || (value->role == ROLE_EQUATION && !value->data_only);
}

static void say(Slopes *s, Span span, int id, int arg) {
    const char *parameter = library_primitive(s->session, id)->params[arg].name;
    Diag       *diag = diag_add(&s->session->diags, DIAG_Y12, span,
                                "`%s` is unknown here, and `%s` has no derivative by it yet", parameter, primitive(id)->name);
    diag_caret(&s->session->diags, diag, "needs the derivative of `%s` by `%s`", primitive(id)->name, parameter);
    diag_help(&s->session->diags, diag, "Give `%s` a value, or read it as data.", parameter);
}

static bool walk(Slopes *s, const Expr *e, Frame frame);

static void walk_call(Slopes *s, const Expr *e, uint64_t unknown_args, Span here) {
    int                  id = e->call.primitive;
    const PrimitiveInfo *row = library_primitive(s->session, id);
    if (row->body) {
        walk(s, row->body, (Frame){unknown_args, here});
        return;
    }
    for (int i = 0; i < e->call.n_args && i < 3; i++)
        if (unknown_args >> i & 1 && !row->derivative[i]) say(s, here, id, i);
}

static void walk_equations(Slopes *s, const Value *value) {
    if (value->role != ROLE_EQUATION || s->seen[value->id]) return;
    s->seen[value->id] = true;
    for (int i = 0; i < value->equations.count; i++) walk(s, value->equations.at[i].right, (Frame){0});
}

/* Does e depend on unknowns? */
static bool walk(Slopes *s, const Expr *e, Frame frame) {
    if (!e) return false;
    Span     here = frame.span.source ? frame.span : e->span;
    uint64_t unknown = 0; /* the children that do; those of a call are its arguments */
    ExprList children = {0};
    expr_children(s->session->arena, e, &children);
    for (int i = 0; i < children.count; i++) unknown |= (uint64_t)walk(s, children.at[i], frame) << (i < 63 ? i : 63);
    if (unknown && e->kind == X_CALL && !primitive(e->call.primitive)->is_random) walk_call(s, e, unknown, here);
    if (unknown && e->kind == X_DIST && e->dist.member != MEMBER_DRAW)
        walk(s, e->dist.dist->member[e->dist.member], (Frame){unknown, here});
    if (e->kind == X_PARAM) return frame.unknown >> e->param & 1;
    if (e->kind != X_REF || !is_unknown(e->ref.value)) return unknown != 0;
    walk_equations(s, e->ref.value);
    return true;
}

static void walk_statement(Slopes *s, const Statement *st) {
    static const DistMember tails[] = {MEMBER_CDF, MEMBER_LOG_CDF, MEMBER_LOG_CCDF};
    bool                    cut = st->truncated || st->censored_above || st->censored_below || st->up_to;
    Frame                   body = {walk(s, st->outcome, (Frame){0}), st->dist_span};
    walk(s, st->weight, (Frame){0});
    for (int i = 0; i < st->n_args; i++) body.unknown |= (uint64_t)walk(s, st->args[i], (Frame){0}) << (i + 1);
    if (st->dist && body.unknown) walk(s, st->dist->member[MEMBER_LOG_P], body);
    for (int i = 0; st->dist && cut && i < 3; i++) walk(s, st->dist->member[tails[i]], body);
}

void check_slopes(Session *session, const Model *model) {
    Slopes s = {session, arena_alloc(session->arena, (size_t)(model->values.count + 1) * sizeof(bool))};
    if (diag_count(&session->diags, SEVERITY_ERROR)) return;
    for (int i = 0; i < model->statements.count; i++) {
        const Statement *st = model->statements.at[i];
        bool             forward =
            st->kind == STATEMENT_PRIOR && st->left.value && !st->left.value->reached; /* drawn, not sampled */
        if (!forward) walk_statement(&s, st);
    }
}
