/* The standard library, bound at first use: distributions from stdlib/, signatures and derivatives of the primitives. */
#ifndef LANG_LIBRARY_H
#define LANG_LIBRARY_H
#include "model.h"
#include "scope.h"

/* given (mean, sd) : mu = mean, sigma = sd: names of the arguments, and each parameter over X_PARAM(i) of them. */
typedef struct DistGiven {
    AstNames names;
    Expr   **values;
} DistGiven;
typedef VEC(DistGiven) DistGivens;

/* What a primitive takes and gives. Bounds, body and derivatives are over X_PARAM(i), its i-th argument. */
typedef struct PrimitiveInfo {
    DistParam *params;
    int        n_params;
    Support    result;
    Expr      *body;
    Expr      *derivative[3];
} PrimitiveInfo;
const PrimitiveInfo *library_primitive(Session *session, int primitive);

/* Other ways to give the parameters of a distribution. */
const DistGivens *library_givens(Session *session, const Dist *dist);
void              library_add_givens(Session *session, const Dist *dist, DistGivens givens);
/* Reads the members of a distribution of the library that is not bound yet. */
void library_bind(Session *session, Dist *dist);
/* Another distribution of the same name with other parameters; NULL: the last. */
Dist *library_next_dist(Session *session, const Dist *dist);
/* A function of the library that is written in the language; NULL: there is none of this name. */
Ast *library_fn(Session *session, const char *name);
/* Offers the name of every distribution. */
void library_offer_dists(Session *session, Nearest *nearest);
/* Offers the name of every function that is written in the language. */
void library_offer_fns(Session *session, Nearest *nearest);

#endif
