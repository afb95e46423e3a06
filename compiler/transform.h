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
/* Can its values be location + scale * standard ones? False if they depend on the unknown itself (a neighbour of it): then it stays centred. */
bool transform_can_noncentre(Lowered *l, const LoweredUnknown *u);

#endif
