/* What emitted code may call: the scalar functions of runtime/special.h and the variates of runtime/draw.h, by number, and
 * the functions of whole axes of runtime/kernel.h. */
#ifndef COMPILER_SYMBOLS_H
#define COMPILER_SYMBOLS_H

#include "runtime/kernel.h"

typedef void (*Symbol)(void);

/* Its address, NULL if the row is an abbreviation without code of its own. */
Symbol      symbol_address(int primitive);
const char *symbol_name(int primitive); /* "bm_lgamma" */
/* Value at up to 3 arguments; NaN where it has no code. */
double symbol_call(int primitive, const double *args, int n);

/* Of a row of lang/kernels.def. */
BmKernel   *kernel_address(int kernel);
const char *kernel_symbol(int kernel); /* "bm_kernel_scan" */
/* The function for many right sides of one matrix; NULL: there is none. */
BmKernelMany *kernel_many(int kernel);
const char   *kernel_many_symbol(int kernel);

#endif
