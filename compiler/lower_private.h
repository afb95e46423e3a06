#ifndef COMPILER_LOWER_PRIVATE_H
#define COMPILER_LOWER_PRIVATE_H
#include "lower.h"

typedef struct Bounds {
    IrId lo, hi;
} Bounds; /* 0: infinite */
/* Of the outcomes of a statement, over the axes of its left side. */
Bounds lower_bounds(Lowered *l, const Statement *s);

int     lower_array(Lowered *l, Value *value, const char *name, Space space, bool is_key);
AxisSet lower_axes(Ir *ir, const Axes *axes);
IrId    lower_value(Lowered *l, Value *value);
/* The general statement of an unknown: the last one, as more specific ones come first or their supports agree. */
Statement *lower_statement_of(Lowered *l, const Value *value);
/* params of a statement's dist: [0] the outcome, [i + 1] its i-th argument. */
IrId *lower_args(Lowered *l, const Statement *s, IrId outcome);
/* x over the axes of a left side, as an array over the places of its value. */
IrId lower_in_places(Lowered *l, const Left *left, IrId x);
/* Truth over the places of the value: does this piece hold there? */
IrId lower_holds(Lowered *l, const Left *left);
/* The log density of a dist at args ([0]: the value), -inf where an argument whose bit is set leaves its range; l->params is args. */
IrId lower_inside_ranges(Lowered *l, const Dist *dist, uint32_t unproven, const IrId *args, IrId density);
/* The density, -inf where the dist says that the outcome is not possible; data_checked: data were seen to be possible. l->params are set. */
IrId lower_if_possible(Lowered *l, const Dist *dist, bool data_checked, IrId density);
/* Is it true at one of the positions of these axes? */
IrId lower_anywhere(Ir *ir, AxisSet axes, IrId truth);
/* lower_member.c: a member, as stated or from others; args: the value at [0] (if it takes one), then the parameters. */
IrId lower_member(Lowered *l, const Dist *dist, DistMember member, IrId *args);
/* The same where the value lies in the support; outside of it a density is 0, a cdf 0 or 1. */
IrId lower_inside_support(Lowered *l, const Dist *dist, DistMember member, IrId *args, IrId inside);
/* log of the sum of exp x over axes; -inf where all are. */
IrId lower_log_sum_exp(Ir *ir, AxisSet over, IrId x);
/* lower_modifiers.c: the log density of each cell with what `truncated to` and `censored` make of it; a draw between the bounds. */
IrId lower_cuts(Lowered *l, const Statement *s, IrId density);
IrId lower_cut_draw(Lowered *l, const Statement *s);
#endif
