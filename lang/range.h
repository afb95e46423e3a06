/* The range of an expression: the interval in which its values lie, which unknowns it holds, what structure it has over its
 * axes. Equations are looked through; recurrences are iterated and widened. Needs a finished model. */
#ifndef LANG_RANGE_H
#define LANG_RANGE_H
#include "interval.h"
#include "model.h"

/* A set of values of the model, by id. */
typedef struct ValueSet {
    uint64_t *words;
    int       n_words;
} ValueSet;
bool     valueset_empty(ValueSet set);
bool     valueset_has(ValueSet set, int id);
bool     valueset_meets(ValueSet a, ValueSet b);
ValueSet valueset_union(Arena *arena, ValueSet a, ValueSet b);
ValueSet valueset_with(Arena *arena, ValueSet set, int id);

typedef struct Range {
    Interval in;
    ValueSet unknowns; /* that it depends on, equations looked through */
    bool     constant; /* numbers alone: no data, no index, no unknown */
} Range;

/* Where an argument must lie. A bound that is not one number leaves its end inexact: the interval is then the smallest that it can be. */
typedef struct Region {
    Interval  in;
    bool      lo_exact, hi_exact, whole;
    Structure structure;
} Region;

typedef struct Ranges Ranges;
Ranges               *ranges_new(Session *session, const Model *model);
Range                 range_of(Ranges *ranges, const Expr *expr);
Range                 range_of_value(Ranges *ranges, const Value *value);
/* The region that a support describes; its bounds may name parameters (X_PARAM(i + 1) is args[i]). args NULL: none do. */
Region range_of_support(Ranges *ranges, const Support *support, Expr *const *args, int n_args);
/* Region of the i-th argument of a primitive, from its row; false if it is all of the real line. */
bool range_of_primitive_argument(Session *session, int primitive_id, int i, Region *region);
/* Structure of an expression over its axes, equations and renamings looked through. */
Structure range_structure(Ranges *ranges, const Expr *expr);
/* The value that an expression is, at whatever subscripts, looking through renamings and equations that only rename; or NULL. */
const Value *range_straight(const Expr *expr);
/* No unknown in it. */
bool range_is_data_only(Ranges *ranges, const Expr *expr);

#endif
