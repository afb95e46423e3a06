/* The limits of the array IR, said at the line that goes beyond: how many dims an array or an expression may have, and how many a model. An
 * upper bound is counted of what lowering makes: the spare copies of a dim that renaming may need are counted wherever it may need them. And what
 * is known only where the dims of a function are: that those of a function of whole axes differ. */
#include "check_limits.h"

#include "dim.h"
#include "expr.h"
#include "kernel.h"
#include "structure.h"

typedef struct Limits {
    Session *session;
    Arena   *arena;
    Axes     axes;                 /* seen so far */
    VEC(const Dist *) dists;       /* whose bodies were seen */
    bool wide, many, primed, same; /* said */
} Limits;

static void too_many_places(Limits *l, Span span, const char *what, int n) {
    if (l->wide) return;
    l->wide = true;
    Diag *diag = diag_add(&l->session->diags, DIAG_Z01, span,
                          "%s runs over %d dimensions at once; at most %d are possible", what, n, MOST_PLACES);
    diag_help(&l->session->diags, diag, "Define parts of it as quantities of their own, each over fewer dimensions.");
}

static void add_axis(Limits *l, Span span, Dim *dim, int copy) {
    for (int i = 0; i < l->axes.count; i++)
        if (l->axes.at[i].dim == dim && l->axes.at[i].copy == copy) return;
    VEC_PUSH(l->arena, &l->axes, (Axis){dim, copy});
    if (l->axes.count <= MOST_AXES || l->many) return;
    l->many = true;
    Diag *diag = diag_add(
        &l->session->diags, DIAG_Z01, span,
        "here the model comes to more than %d dimensions (each dim counts, and each primed copy of one)", MOST_AXES);
    diag_help(&l->session->diags, diag,
              "Dims whose rows are things of one kind can be one dim, with a key that says which kind each row is.");
}

static void see_axis(Limits *l, Span span, Axis axis) {
    add_axis(l, span, axis.dim, 0); /* its size */
    add_axis(l, span, axis.dim, axis.copy);
    if (axis.copy < SPARE_COPY || l->primed) return;
    l->primed = true;
    diag_add(&l->session->diags, DIAG_Z01, span, "an index of `%s` has more than %d primes", axis.dim->shown,
             SPARE_COPY - 1);
}

static void see_axes(Limits *l, Span span, const Axes *axes) {
    for (int i = 0; i < axes->count; i++) see_axis(l, span, axes->at[i]);
}

static void see_places(Limits *l, Span span, const Value *value) {
    for (int i = 0; i < value->n_dims; i++) {
        int copy = 0;
        for (int j = 0; j < i; j++) copy += value->dims[j] == value->dims[i];
        see_axis(l, span, (Axis){value->dims[i], copy});
    }
}

/* Places of a value, taken at subscripts: all at once, by way of spare copies if one subscript holds the index of another place. */
static void see_subs(Limits *l, Span span, const Value *value, const Sub *subs, int n) {
    bool plain = true;
    for (int i = 0; i < n; i++) {
        int copy = 0;
        for (int j = 0; j < i; j++) copy += value->dims[j] == value->dims[i];
        plain &= subs[i].kind == SUB_AXIS && subs[i].axis.dim == value->dims[i] && subs[i].axis.copy == copy;
        if (subs[i].kind == SUB_AXIS || subs[i].kind == SUB_SHIFT) see_axis(l, span, subs[i].axis);
    }
    for (int i = 0; i < n && !plain; i++) add_axis(l, span, value->dims[i], SPARE_COPY + i);
}

static void see(Limits *l, const Expr *e);

static void see_dist(Limits *l, const Dist *dist) {
    for (int i = 0; i < l->dists.count; i++)
        if (l->dists.at[i] == dist) return;
    VEC_PUSH(l->arena, &l->dists, dist);
    for (int i = 0; i < MEMBER_COUNT; i++) see(l, dist->member[i]);
}

static void see_letters(Limits *l, const Expr *e) {
    for (int i = 0; i < e->kernel.n_letters; i++) {
        Axis axis = e->kernel.letters[i];
        see_axis(l, e->span, axis);
        for (int j = 0; j < i && !l->same; j++) {
            l->same = axis_equal(axis, e->kernel.letters[j]);
            if (l->same)
                diag_add(&l->session->diags, DIAG_D07, e->span, "`%s` runs over one index of `%s` twice",
                         kernel(e->kernel.kernel).name, axis.dim->shown);
        }
    }
}

static void see(Limits *l, const Expr *e) {
    if (!e || l->wide || l->many) return;
    int  n = e->axes.count;
    Dim *dim = NULL;
    see_axes(l, e->span, &e->axes);
    if (e->kind == X_REF) see_subs(l, e->span, e->ref.value, e->ref.subs, e->ref.n_subs);
    if (e->kind == X_DIST) see_dist(l, e->dist.dist);
    for (int i = 0; e->kind == X_AT && i < e->at.n; i++) {
        see_axis(l, e->span, e->at.from[i]);
        if (e->at.n > 1) add_axis(l, e->span, e->at.from[i].dim, SPARE_COPY + i);
    }
    if (e->kind == X_KERNEL) see_letters(l, e);
    if (e->kind == X_ALONG) {
        see_axis(l, e->span, e->along.axis);
        add_axis(l, e->span, e->along.axis.dim, SPARE_COPY + MOST_PLACES + 1);
    }
    if (e->kind == X_SIZE) dim = e->size;
    if (e->kind == X_LABEL) dim = e->label.dim;
    if (e->kind == X_LABEL_NUMBER) dim = e->unary->type.dim;
    if (dim) add_axis(l, e->span, dim, 0);
    if (e->kind == X_REDUCE) {
        see_axes(l, e->span, &e->reduce.axes);
        if (e->reduce.by) see_axis(l, e->span, e->reduce.by_axis);
        n += e->reduce.axes.count;
    }
    ExprList children = {0};
    expr_children(l->arena, e, &children);
    for (int i = 0; i < children.count; i++) see(l, children.at[i]);
    if (n > MOST_PLACES) too_many_places(l, e->span, "this", n); /* the smallest part that is too wide */
}

static void see_left(Limits *l, const Left *left) {
    if (left->value) see_subs(l, left->span, left->value, left->subs, left->n_subs);
    see_axes(l, left->span, &left->axes);
    see(l, left->guard);
}

/* Of an unknown whose values are bound together: its coordinates, and the index of the sums. */
static void see_transform(Limits *l, const Model *model, const Statement *s) {
    Dim       *dim = s->event.at[0].dim;
    const Dim *coordinates = dim_derived(model, dim, structure_count(s->support.structure));
    add_axis(l, s->dist_span, dim, TRANSFORM_COPY);
    if (coordinates && coordinates != dim) add_axis(l, s->dist_span, model->dims.at[coordinates->id], 0);
}

void check_limits(Session *session, const Model *model) {
    Limits l = {.session = session, .arena = session->arena};
    if (diag_count(&session->diags, SEVERITY_ERROR)) return;
    for (int i = 0; i < model->values.count; i++) {
        const Value *value = model->values.at[i];
        if (value->n_dims > MOST_PLACES)
            too_many_places(&l, value->span, arena_printf(l.arena, "`%s`", value->shown), value->n_dims);
        see_places(&l, value->span, value);
        for (int k = 0; k < value->equations.count; k++) {
            see_left(&l, &value->equations.at[k].left);
            see(&l, value->equations.at[k].right);
        }
    }
    for (int i = 0; i < model->statements.count; i++) {
        const Statement *s = model->statements.at[i];
        see_left(&l, &s->left);
        see(&l, s->outcome);
        see(&l, s->weight);
        for (int k = 0; k < s->n_args; k++) see(&l, s->args[k]);
        if (s->event.count && s->kind == STATEMENT_PRIOR) see_transform(&l, model, s);
        if (s->dist) see_dist(&l, s->dist);
    }
}
