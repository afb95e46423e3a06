/* A model given as text with its data in it, worked out by the plain evaluator: the numbers on pages of the reference. Nothing is compiled. */
#ifndef COMPILER_SMALL_MODEL_H
#define COMPILER_SMALL_MODEL_H
#include "lang/session.h"

typedef struct SmallModel SmallModel;

/* Lives until small_model_free. NULL: it is refused; *error (in the arena) has the messages. */
SmallModel *small_model_new(Arena *arena, const char *text, const char **error);
void        small_model_free(SmallModel *model);

/* The cells of what follows from data and numbers alone, row-major; in the arena, *count of them. NULL: there is no such name. */
double *small_model_value(SmallModel *model, Arena *arena, const char *name, int64_t *count);
/* The log density of each cell of the statement `name ~ …` about data. */
double *small_model_density(SmallModel *model, Arena *arena, const char *name, int64_t *count);
/* Where the outcome of the statement `name ~ …` may lie, with its arguments; infinite where there is no bound. */
typedef struct SmallSupport {
    double lo, hi;
    bool   lo_open, hi_open;
} SmallSupport;
SmallSupport small_model_support(SmallModel *model, Arena *arena, const char *name);

#endif
