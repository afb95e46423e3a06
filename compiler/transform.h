/* Between the coordinates of an unknown, which have no bounds, and its values: value, position, log Jacobian, each as IR.
 *
 * Values that are bound together (structures.def) have as many coordinates as degrees of freedom, over a dim that is made for them. The log
 * Jacobian is that of the measure in which densities are stated:
 *   simplex                 Lebesgue measure of the first n - 1 shares
 *   ordered                 Lebesgue measure
 *   sum_to_zero             Lebesgue measure in the plane: lengths are those of the n values
 *   unit_vector             surface measure; the coordinates have one number more, their length, which is given a density of its own
 *   correlation             Lebesgue measure of the entries below the diagonal
 *   cholesky_correlation    the same
 *   covariance, cholesky    Lebesgue measure of the entries on and below the diagonal */
#ifndef COMPILER_TRANSFORM_H
#define COMPILER_TRANSFORM_H
#include "lower.h"

/* Where the coordinates of an unknown lie on the real line, and the cells of its log Jacobian. The statement is known. */
void transform_axes(Lowered *l, LoweredUnknown *u);
/* node, position and log_jacobian of an unknown whose leaf is made. */
void transform_set(Lowered *l, LoweredUnknown *u);
/* The position at which an unknown has these values, given over its places. */
IrId transform_position(Lowered *l, const LoweredUnknown *u, IrId values);
/* Is its prior one of location and scale whose scale is unknown, with its centring left open? */
bool transform_centring_is_open(Lowered *l, const LoweredUnknown *u);
/* The density of several values together at location + scale * z is that of z at location 0 and scale 1, less the log of the determinant of the
 * scale. If this statement is the prior of an unknown that is sampled so, args become those, and the log determinant is returned; else 0. */
IrId transform_standardise(Lowered *l, const Statement *s, IrId *args);

#endif
