/* Shared by the constructors in ir.c, ir_reduce.c and simplify_stable.c. */
#ifndef COMPILER_IR_PRIVATE_H
#define COMPILER_IR_PRIVATE_H
#include "ir.h"

/* Finds or makes a node; stage and span are filled in. weights may be NULL (all 0). */
IrId ir_make(Ir *ir, IrNode node, const IrId *args, const double *weights, int n);
IrId ir_make_fun(Ir *ir, int primitive, const IrId *args, int n);
/* A better form of constant + weight * x (1 - inv_logit(x) …), or 0. */
IrId stable_add1(Ir *ir, double constant, IrId x, double weight);

#endif
