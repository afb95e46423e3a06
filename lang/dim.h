/* Dimensions and sets of axes. An axis is a dimension and a copy of it: obs is (obs, 0), obs' is (obs, 1). Sets are sorted by
 * (id of the dim, copy) and never changed in place: every function returns a new one. */
#ifndef LANG_DIM_H
#define LANG_DIM_H
#include "model.h"

bool axis_equal(Axis a, Axis b);
Axes axes_of(Arena *arena, Axis axis);
bool axes_have(Axes set, Axis axis);
bool axes_equal(Axes a, Axes b);
/* Every axis of a is in b. */
bool axes_within(Axes a, Axes b);
Axes axes_add(Arena *arena, Axes set, Axis axis);
Axes axes_union(Arena *arena, Axes a, Axes b);
Axes axes_minus(Arena *arena, Axes a, Axes b);
Axes axes_common(Arena *arena, Axes a, Axes b);
Axes axes_rename(Arena *arena, Axes set, Axis from, Axis to);
/* How many axes of this dim the set has; the one with the lowest copy in *first. */
int axes_of_dim(Axes set, const Dim *dim, Axis *first);
/* A copy of the dim that neither set has. */
Axis axis_fresh(Axes a, Axes b, Dim *dim);

/* As a user writes it inside brackets: obs', or its letter. */
const char *axis_text(Arena *arena, Axis axis);
/* A value with its places: mu, beta[group, coef], K[obs, obs']. */
const char *value_text(Arena *arena, const Value *value);
/* Names of the dims, for sentences: "`obs`", "`obs` and `coef`". */
const char *axes_text(Arena *arena, Axes set);

/* Position of a label, -1 if the dim does not list it (or its labels come from data). Numbers are looked up by value. */
int dim_find_label(const Dim *dim, const char *text);
int dim_find_number(const Dim *dim, double number);
/* The labels are known now: a list, or a range with two numbers. */
bool dim_is_known(const Dim *dim);
/* Number of positions, -1 if the data say it. */
long dim_size(const Dim *dim);
/* What `count` makes of a size. */
long dim_count(DimCount count, long size);
/* The dim with this base and count; base itself for COUNT_ALL. NULL: the model has none. */
const Dim *dim_derived(const Model *model, const Dim *base, DimCount count);
/* The labels for a sentence: "`control`, `treated`", shortened after eight. */
const char *dim_labels_text(Arena *arena, const Dim *dim);
/* A label as it stands in a model: quoted if it is neither a name nor a number. */
const char *label_text(Arena *arena, const char *label);

#endif
