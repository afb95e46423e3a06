/* A plain evaluator of the IR, one dense array for each node: the oracle against which rewrites and emitted code are tested. */
#ifndef COMPILER_EVAL_H
#define COMPILER_EVAL_H
#include "ir.h"

typedef struct EvalInput {
    const int64_t *sizes; /* of each dim */
    const double *const
        *arrays; /* one for each of ir->arrays, row-major over its places; keys as positions; NULL if not used */
} EvalInput;

/* values[i]: the cells of roots[i] over its axes in ascending order of axis id, row-major; malloc'ed, owned by the caller. False if a
 * node is random or an array is missing. */
bool ir_evaluate(const Ir *ir, const EvalInput *input, const IrId *roots, int n, double **values);
/* Number of cells of a node. */
int64_t ir_cells(const Ir *ir, const int64_t *sizes, IrId id);

#endif
