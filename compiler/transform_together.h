/* Transforms of values that are bound together. y: coordinates, over the axis c and a batch; x: values over the axes a (and b), and the batch. */
#ifndef COMPILER_TRANSFORM_TOGETHER_H
#define COMPILER_TRANSFORM_TOGETHER_H
#include "lower_private.h"

typedef struct Together {
    Ir       *ir;
    Structure structure;
    AxisId    a, b;   /* of the values: rows and columns of a matrix; b: of matrices alone */
    AxisId    c;      /* of the coordinates; a if there are as many */
    Bounds    bounds; /* of ordered values */
} Together;

IrId together_value(const Together *t, IrId y);
IrId together_position(const Together *t, IrId x);
/* log |d x / d y| in the measure of transform.h, over the batch; y is the position of x. */
IrId together_log_jacobian(const Together *t, IrId x, IrId y);
/* What is sampled instead, for a person; NULL: the values themselves. */
const char *together_words(const Support *support);

#endif
