/* Where arrays lie: what each cell of the layout (runtime/abi.h) says. Offsets follow from the sizes of the dims, here or, in a model
 * compiled ahead of time, in the emitted bm_layout. */
#ifndef COMPILER_LAYOUT_H
#define COMPILER_LAYOUT_H
#include "ir.h"

typedef enum Space {
    SPACE_DATA,
    SPACE_WORK,
    SPACE_UNKNOWN,
    SPACE_THETA,
    SPACE_OUTPUT,
    SPACE_CELLS,
    SPACE_TERMS,
    SPACE_JACOBIAN,
    SPACE_NONE
} Space;
typedef struct Slot {
    Space  space;
    AxisId axes[8];
    int    n_axes;
} Slot;
typedef struct Layout {
    VEC(Slot) slots;
    Arena *arena;
    int    first;
} Layout; /* slots.at[i]: layout cell i, from `first` on */

Layout *layout_new(Arena *arena, int n_dims);
Layout *layout_copy(const Layout *layout);
int     layout_slot(Layout *layout, Space space, const AxisId *axes, int n_axes);
/* Its number of cells, as a double: it may be beyond any memory. sizes: of each dim. */
double layout_slot_cells(const Slot *slot, const Ir *ir, const int64_t *sizes);
/* cells: sizes in BM_LAYOUT_SIZES …, the rest is filled in. room for layout->slots.count. */
void layout_compute(const Layout *layout, const Ir *ir, int64_t *cells);
/* Layout cell of a space's total; -1: the layout has none. */
int layout_total(Space space);
#endif
