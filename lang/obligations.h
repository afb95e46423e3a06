/* What must be true of the data, beyond their declared types, before a model may run: observed values inside the support of their
 * distribution (S04), arguments of data inside their domain (S05), equations of data that are finite (L09), neighbours that
 * exist (D12). Each is an expression over data that must be true in every cell; what the declared types already guarantee
 * is left out. The compiler computes them when loading; runtime/bind.h words the failures (places in braces: runtime/schema.h). */
#ifndef LANG_OBLIGATIONS_H
#define LANG_OBLIGATIONS_H
#include "model.h"

typedef struct Obligation {
    DiagCode code;
    Span     span; /* where the caret goes */
    Axes     axes; /* cells: those of truth */
    Expr *
        truth; /* over data and numbers; an X_INDEX in it is a position, from 0. `x != x` in it is true where x is missing (NaN): those cells are passed over */
    const Value *value;         /* the data shown as {value}; NULL: none */
    VEC(const Value *) also;    /* further data named in the message as {NAME} */
    const char *message, *help; /* help may be NULL */
} Obligation;

typedef VEC(Obligation) ObligationList;
typedef struct Obligations {
    ObligationList all;
} Obligations;

/* Never NULL. The model must be without errors. */
Obligations *obligations_collect(Session *session, const Model *model);

#endif
