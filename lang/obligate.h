/* What the files of the obligations share: where a walk is, and how one obligation is made. */
#ifndef LANG_OBLIGATE_H
#define LANG_OBLIGATE_H
#include "obligations.h"
#include "range.h"

typedef struct Collector {
    Session     *session;
    Arena       *arena;
    Ranges      *ranges;
    Obligations *found;
    const Model *model;
    const Expr
        *own; /* the nearest expression around that the model itself says: what the library says of it has its place */
} Collector;

/* Where a walk is: what is known to hold; `blind` if a condition is not known when loading. */
typedef struct Where {
    Expr *guard;
    bool  blind;
} Where;

bool obligate_has_unknowns(Collector *c, const Expr *e);
bool obligate_is_constant(Collector *c, const Expr *e);
/* Data at its own running indices: one cell of it for each cell of the check. */
bool obligate_is_plain(const Expr *e);
/* Data picked by a key, `se[school[visit]]`, is checked at all of its own cells, so that the cell can be shown. */
Expr *obligate_at_own_cells(Collector *c, Expr *e);

Expr *obligate_number(Collector *c, Span span, double x);
Expr *obligate_compare(Collector *c, ExprKind kind, Expr *x, Expr *y);
Expr *obligate_is_whole(Collector *c, Expr *e);

/* An obligation about `e`: what must be true of it, where the guard holds. NULL if it cannot be said when loading, or is said already.
 * The result is valid until the next one is made. */
Obligation *obligate(Collector *c, DiagCode code, Expr *e, Expr *truth, const Where *where);
Obligation *obligate_at(Collector *c, DiagCode code, Span span, Expr *e, Expr *truth, const Where *where);
/* Data in `e` whose cell says more about a failure. */
void obligate_add_also(Collector *c, Obligation *o, const Expr *e);

/* Texts: "y[obs]", " in {row}", ", where `dose` is {dose}", an expression as written. */
const char *obligate_declared(Collector *c, const Value *value);
const char *obligate_in_row(const Obligation *o);
const char *obligate_where_also(Collector *c, const Obligation *o);
const char *obligate_text(Collector *c, const Expr *e);
/* e, or what the model says instead of it. */
const Expr *obligate_own(const Collector *c, const Expr *e);

/* obligate_kernel.c: a function of whole axes that has a result for some data only. */
void obligate_kernel(Collector *c, Expr *e, Where where);
/* obligate_dist.c: the value of an observed statement; the i-th argument of a distribution. */
void obligate_observation(Collector *c, const Statement *st, Where where);
void obligate_argument(Collector *c, const Dist *dist, int i, Expr *const *args, int n_args, Where where);

/* obligate_together.c: an argument whose values must be a simplex, ordered, a covariance …; the outcome, if it is one. */
void obligate_together(Collector *c, const Dist *dist, int i, Expr *arg, Where where);
void obligate_outcome_together(Collector *c, const Statement *st, Where where);

#endif
