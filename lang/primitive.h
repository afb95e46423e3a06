/* The table of scalar functions, from primitives.def, and that of random variates, from variates.def. */
#ifndef LANG_PRIMITIVE_H
#define LANG_PRIMITIVE_H

typedef enum PrimitiveId {
#define PRIMITIVE(name, params, result, body, d1, d2, d3, doc) PRIM_##name,
#include "primitives.def"
#undef PRIMITIVE
    PRIM_FUNCTION_COUNT,
    PRIM_FIRST_VARIATE = PRIM_FUNCTION_COUNT, /* random: only in the `draw` of a dist */
    PRIM_BEFORE_VARIATES = PRIM_FUNCTION_COUNT - 1,
#define VARIATE(name, params, result, doc) PRIM_##name,
#include "variates.def"
#undef VARIATE
    PRIM_COUNT
} PrimitiveId;

typedef struct Primitive {
    const char *name, *params, *result, *body, *derivative[3], *doc;
    int         is_random;
} Primitive;

const Primitive *primitive(int id);
int              primitive_find(const char *name); /* -1: none */
int              primitive_n_params(int id);       /* counted from its params */

#endif
