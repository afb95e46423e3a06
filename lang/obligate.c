/* Making one obligation: see obligate.h. */
#include "obligate.h"
#include "expr.h"
#include "primitive.h"
#include "support_words.h"

Expr *obligate_number(Collector *c, Span span, double x) { return expr_number(c->arena, span, x); }

bool obligate_has_unknowns(Collector *c, const Expr *e) { return !range_is_data_only(c->ranges, e); }

bool obligate_is_constant(Collector *c, const Expr *e) { return range_of(c->ranges, e).constant; }

bool obligate_is_plain(const Expr *e) {
    if (e->kind != X_REF || !e->ref.value || e->ref.value->role != ROLE_DATA || e->ref.value->data.kind == DATA_KEY)
        return false;
    for (int i = 0; i < e->ref.n_subs; i++)
        if (e->ref.subs[i].kind != SUB_AXIS || e->ref.subs[i].axis.copy != 0) return false;
    return true;
}

Expr *obligate_at_own_cells(Collector *c, Expr *e) {
    if (e->kind != X_REF || !e->ref.value || e->ref.value->role != ROLE_DATA || obligate_is_plain(e)) return e;
    Value *value = e->ref.value;
    Sub   *subs = arena_alloc(c->arena, (size_t)(value->n_dims + 1) * sizeof *subs);
    for (int i = 0; i < value->n_dims; i++) {
        for (int j = 0; j < i; j++)
            if (value->dims[j] == value->dims[i]) return e;
        subs[i] = (Sub){.kind = SUB_AXIS, .axis = {value->dims[i], 0}, .span = e->span};
    }
    return expr_ref(c->arena, e->span, value, subs);
}

/* "y[obs]", as in its declaration. */
const char *obligate_declared(Collector *c, const Value *value) {
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
void obligate_add_also(Collector *c, Obligation *o, const Expr *e) {
    if (!e || o->also.count >= 3) return;
    if (e->kind == X_REF) {
        if (obligate_is_plain(e) && !same_value(o, e->ref.value) && e->ref.value->role == ROLE_DATA)
            VEC_PUSH(c->arena, &o->also, e->ref.value);
        return;
    }
    if (e->kind == X_REDUCE || e->kind == X_ALONG || e->kind == X_AT) return;
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++) obligate_add_also(c, o, children.at[i]);
}

/* "in {row}", "", for a sentence about one cell. */
const char *obligate_in_row(const Obligation *o) { return o->axes.count ? " in {row}" : ""; }

/* ", where `dose` is {dose}" */
const char *obligate_where_also(Collector *c, const Obligation *o) {
    Text text = {0};
    for (int i = 0; i < o->also.count; i++)
        text_add(c->arena, &text, "%s`%s` is {%s}",
                 i == 0                   ? ", where "
                 : i == o->also.count - 1 ? " and "
                                          : ", ",
                 o->also.at[i]->shown, o->also.at[i]->name);
    return o->also.count ? text.at : "";
}

const Expr *obligate_own(const Collector *c, const Expr *e) {
    return e->span.source && c->own && !model_has_source(c->model, e->span.source) ? c->own : e;
}

const char *obligate_text(Collector *c, const Expr *e) {
    e = obligate_own(c, e);
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
        if (e->ref.value->role != ROLE_DATA || !e->ref.value->data.may_be_missing || !axes_within(e->axes, truth->axes))
            return truth;
        Expr *copy = expr_new(c->arena, X_REF, e->span);
        *copy = *e;
        return expr_binary(c->arena, X_OR, truth->span, expr_binary(c->arena, X_NE, e->span, copy, copy), truth);
    }
    if (e->kind == X_REDUCE || e->kind == X_AT || e->kind == X_ALONG) return truth;
    ExprList children = {0};
    expr_children(c->arena, e, &children);
    for (int i = 0; i < children.count; i++) truth = or_missing(c, truth, children.at[i]);
    return truth;
}

Obligation *obligate_at(Collector *c, DiagCode code, Span span, Expr *e, Expr *truth, const Where *where) {
    if (where->blind || obligate_has_unknowns(c, truth) || says(where->guard, truth)) return NULL;
    if (where->guard)
        truth = expr_binary(c->arena, X_OR, truth->span, expr_unary(c->arena, X_NOT, truth->span, where->guard), truth);
    truth = or_missing(c, truth, truth);
    span =
        obligate_own(c, e)->span.source && !model_has_source(c->model, span.source) ? obligate_own(c, e)->span : span;
    Obligation new = {.code = code, .span = span, .truth = truth, .axes = truth->axes};
    for (int i = 0; i < c->found->all.count; i++)
        if (c->found->all.at[i].span.source == span.source && c->found->all.at[i].span.begin == span.begin &&
            expr_equal(c->found->all.at[i].truth, truth))
            return NULL;
    VEC_PUSH(c->arena, &c->found->all, new);
    Obligation *o = &c->found->all.at[c->found->all.count - 1];
    if (obligate_is_plain(e)) o->value = e->ref.value;
    return o;
}

Obligation *obligate(Collector *c, DiagCode code, Expr *e, Expr *truth, const Where *where) {
    return obligate_at(c, code, e->span, e, truth, where);
}

Expr *obligate_compare(Collector *c, ExprKind kind, Expr *x, Expr *y) {
    return expr_binary(c->arena, kind, x->span, x, y);
}

Expr *obligate_is_whole(Collector *c, Expr *e) {
    Expr **args = ARENA_NEW(c->arena, Expr *);
    args[0] = e;
    return obligate_compare(c, X_EQ, expr_call(c->arena, e->span, primitive_find("floor"), args, 1), e);
}
