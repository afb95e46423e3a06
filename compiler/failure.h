/* Why the log density is not finite at a point: the statement, the label, the values that stand there. */
#ifndef COMPILER_FAILURE_H
#define COMPILER_FAILURE_H
#include "load.h"

/* Prints a message (R01, R02) about position q, at which no chain could start: unconstrained coordinates, padded.
 * `reason` is what the sampler said, for the case that nothing is found here. */
void failure_explain(Load *load, const double *q, const char *reason);

#endif
