/* Values of a model's expressions at one cell, one draw, computed plainly from the checked model: to say in a message
 * what stood where. */
#ifndef COMPILER_CELL_VALUE_H
#define COMPILER_CELL_VALUE_H
#include "load.h"

enum { CELL_AXES = 16 };

/* Where an expression is looked at. outputs: of BmModel.outputs. */
typedef struct Cell {
    const Load   *load;
    const double *outputs;
    struct {
        Axis    axis;
        int64_t at;
    } axes[CELL_AXES];
    int           n_axes;
    const double *params; /* arguments of an abbreviation that is being computed */
    int           depth;  /* of equations and abbreviations */
} Cell;

/* NaN where it is not a number, or where this plain way does not lead (then *known is false). */
double cell_value(const Cell *cell, const Expr *expr, bool *known);
/* "alpha[Choate]": the name of a reference with the labels that it has in this cell. */
const char *cell_reference(const Cell *cell, const Expr *ref);
void        cell_set(Cell *cell, Axis axis, int64_t at);

#endif
