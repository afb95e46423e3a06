/* Checked model to IR: the log density by statement, the transforms of unknowns to the real line, what is kept for a draw, and the
 * checks of data. Broadcasting needs nothing: nodes know their axes. */
#ifndef COMPILER_LOWER_H
#define COMPILER_LOWER_H
#include "layout.h"

/* Coordinates in which the unknowns are leaves. */
typedef enum Coordinates {
    ON_REAL_LINE, /* q: unconstrained; values follow by transforms */
    ON_SUPPORT    /* theta: the unknowns' own values */
} Coordinates;

typedef struct LoweredUnknown {
    Value     *value;
    Statement *statement; /* the one whose distribution gives support and centring */
    IrId       leaf;      /* UNK over the coordinates: a part of q; or over the places of the value: a part of theta */
    IrId       node;      /* the value itself */
    IrId       position;  /* q as a function of the leaf */
    IrId       log_jacobian;   /* log |d value / d q| for each of `cells` */
    AxisSet    cells;          /* axes of the value; of values that are bound together, those of the batch */
    AxisId     coordinates[8]; /* axes of q */
    int        n_coordinates;
    bool       noncentered;
    IrId       standard;   /* if so: the standard values, over the places */
    int        array;      /* of leaf */
    IrId       start;      /* where chains should begin, as a position; of data alone; 0: anywhere */
    int        start_slot; /* of the data block, if there is a start */
} LoweredUnknown;

typedef struct LoweredStatement {
    Statement *statement;
    IrId       cell; /* log density of each cell, over the axes of the left side */
    IrId       term; /* their sum: a number */
    AxisSet    axes;
} LoweredStatement;

typedef struct LoweredOutput {
    Value      *value;
    IrId        node;
    const char *kind;
    int         slot;
    AxisId      axes
        [8]; /* the places of the value; of a label, the dim of the labels behind them: 1 at the label that it is, whose mean is its probability */
    int n_axes;
} LoweredOutput; /* kind: "unknown", "equation", "forward" */

typedef struct LoweredCheck {
    const char   *code, *message, *help;
    Span          span;
    const Value  *value;
    const Value **also;
    int           n_also;
    AxisId        axes[IR_MAX_AXES];
    int           n_axes;
    IrId          count, first;
    int           slot;
} LoweredCheck;

/* What of the data the model names without a `data` line. */
typedef struct NamedLabel {
    Dim        *dim;
    const char *text;
    Span        span;
    int         slot, array;
} NamedLabel;
typedef struct NamedSize {
    Value *value;
    int    slot, array;
} NamedSize;

/* Arrays of data: one set for all lowerings of a program. */
typedef struct DataArrays {
    int *of_value;   /* array of each data value, by id; -1: not used */
    int *of_numbers; /* array of the labels of each dim as numbers; -1 */
    VEC(NamedLabel) labels;
    VEC(NamedSize) sizes;
} DataArrays;

/* A variate of the draw that is being lowered. */
typedef struct Drawn {
    const Expr *expr;
    IrId        node;
} Drawn;
typedef VEC(Drawn) DrawMemo;

typedef struct Lowered {
    Ir          *ir;
    const Model *model;
    Coordinates  coordinates;
    VEC(LoweredUnknown) unknowns;     /* sampled ones, in the order of the model */
    VEC(LoweredStatement) statements; /* of observations, factors and sampled unknowns */
    VEC(LoweredOutput) outputs;
    VEC(LoweredCheck) checks;
    IrId       *values; /* node of each value, by id; 0: not lowered yet */
    DataArrays *data;
    const IrId *params;    /* of the dist or primitive whose body is being lowered */
    AxisSet     draw_axes; /* cells for which variates are drawn */
    DrawMemo    drawn;
    Layout     *layout;     /* slots given out so far */
    const bool *noncentred; /* by value id: the tool's choice where the model leaves it open; NULL: as written */
} Lowered;

DataArrays *lower_data_arrays(Arena *arena, const Model *model);
/* layout and data are shared by all lowerings of one program. */
Lowered *lower_model(Ir *ir, const Model *model, Coordinates coordinates, Layout *layout, DataArrays *data,
                     const bool *noncentred);
/* Another choice of centring for a lowering on the support: its positions and log Jacobians. */
void lower_recentre(Lowered *l, const bool *noncentred);
/* The outputs; with the random variates of what is drawn forward. like: a lowering whose slots they take; NULL: new ones. */
void lower_outputs(Lowered *l, const Lowered *like);
/* The checks that obligations.h asks for. */
void lower_checks(Lowered *l);
/* Starting positions, where the model says `start`. */
void lower_starts(Lowered *l);
IrId lower_expr(Lowered *l, const Expr *expr);
/* Derivative of a primitive by its argument `arg` at args. */
IrId lower_derivative(Ir *ir, int primitive, int arg, const IrId *args);
IrId lower_difference(Ir *ir, int primitive, int arg, const IrId *args); /* where none is stated: difference.c */
/* Axis of place i of a value: (dim, how many places of that dim stand before). */
AxisId lower_place(Ir *ir, const Value *value, int i);

#endif
