/* Shared by the constructors in ir.c, ir_reduce.c and simplify_stable.c. */
#ifndef COMPILER_IR_PRIVATE_H
#define COMPILER_IR_PRIVATE_H
#include "ir.h"

/* Finds or makes a node; stage and span are filled in. weights may be NULL (all 0). */
IrId ir_make(Ir *ir, IrNode node, const IrId *args, const double *weights, int n);
IrId ir_make_fun(Ir *ir, int primitive, const IrId *args, int n);
/* A better form of constant + weight * x (1 - inv_logit(x) …), or 0. */
IrId stable_add1(Ir *ir, double constant, IrId x, double weight);

/* Is this index a key: not a literal, not coord + k? */
bool ir_is_key(const Ir *ir, IrId index);
/* u[trip, choice[trip]]: of each row of x the index picks one cell, so that what is computed there is computed once. */
bool ir_of_each_row(const Ir *ir, IrId x, IrId index);
/* Σ_over weight affine², with the rows gone (ir_squares.c); 0 if it does not apply or does not pay. */
IrId sum_of_squares(Ir *ir, AxisSet over, IrId affine, IrId weight);
/* Better forms of deviances (ir_deviance.c), 0 if there is none: of a count with the mean m, whose logarithm is known; of successes with a
 * probability that a link gives; of a sum over rows. */
IrId ir_deviance_of_log(Ir *ir, IrId y, IrId m, IrId log_m);
IrId ir_binomial_deviance_of_link(Ir *ir, IrId y, IrId n, IrId p);
IrId ir_negative_binomial_of_link(Ir *ir, IrId y, IrId mu, IrId phi);
IrId ir_beta_binomial_of_link(Ir *ir, IrId alpha, IrId beta, IrId y, IrId n);
IrId ir_sum_deviances(Ir *ir, AxisSet over, IrId x);
/* What the adjoint of a kernel gives to its argument `arg`, in each cell of that argument's letters and of the batch; axes that it lacks: the
 * same along them (differentiate_kernel.c). */
IrId differentiate_kernel(Ir *ir, IrId id, int arg, IrId adjoint);

#endif
