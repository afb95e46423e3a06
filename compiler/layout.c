#include "layout.h"

#include "runtime/abi.h"

Layout *layout_new(Arena *arena, int n_dims) {
    Layout *layout = ARENA_NEW(arena, Layout);
    layout->arena = arena;
    layout->first = BM_LAYOUT_SIZES + n_dims;
    for (int i = 0; i < layout->first; i++) VEC_PUSH(arena, &layout->slots, (Slot){.space = SPACE_NONE});
    return layout;
}

int layout_slot(Layout *layout, Space space, const AxisId *axes, int n_axes) {
    Slot slot = {.space = space, .n_axes = n_axes};
    for (int i = 0; i < n_axes; i++) slot.axes[i] = axes[i];
    VEC_PUSH(layout->arena, &layout->slots, slot);
    return layout->slots.count - 1;
}

int layout_total(Space space) {
    switch (space) {
    case SPACE_DATA:
        return BM_LAYOUT_DATA;
    case SPACE_WORK:
        return BM_LAYOUT_WORK;
    case SPACE_UNKNOWN:
        return BM_LAYOUT_UNKNOWNS;
    case SPACE_THETA:
        return BM_LAYOUT_THETA;
    case SPACE_OUTPUT:
        return BM_LAYOUT_OUTPUTS;
    case SPACE_CELLS:
        return BM_LAYOUT_CELLS;
    case SPACE_TERMS:
    case SPACE_JACOBIAN:
    case SPACE_NONE:
        break;
    }
    return -1;
}

double layout_slot_cells(const Slot *slot, const Ir *ir, const int64_t *sizes) {
    double cells = 1;
    for (int k = 0; k < slot->n_axes; k++) cells *= (double)sizes[ir->axes.at[slot->axes[k]].dim];
    return cells;
}

/* The same arithmetic as emit_layout. */
void layout_compute(const Layout *layout, const Ir *ir, int64_t *cells) {
    int64_t total[SPACE_NONE] = {[SPACE_DATA] = BM_PAD, [SPACE_WORK] = BM_PAD};
    for (int i = layout->first; i < layout->slots.count; i++) {
        const Slot *slot = &layout->slots.at[i];
        int64_t     size = 1;
        if (slot->space == SPACE_NONE) continue;
        cells[i] = total[slot->space];
        for (int k = 0; k < slot->n_axes; k++) size *= cells[BM_LAYOUT_SIZES + ir->axes.at[slot->axes[k]].dim];
        bool padded = (slot->space == SPACE_DATA || slot->space == SPACE_WORK) && slot->n_axes;
        total[slot->space] += padded ? (size + 15) & ~7 : size;
    }
    for (int s = 0; s < SPACE_NONE; s++)
        if (layout_total((Space)s) >= 0) cells[layout_total((Space)s)] = total[s];
}

Layout *layout_copy(const Layout *layout) {
    Layout *copy = ARENA_NEW(layout->arena, Layout);
    *copy = (Layout){.arena = layout->arena, .first = layout->first};
    for (int i = 0; i < layout->slots.count; i++) VEC_PUSH(copy->arena, &copy->slots, layout->slots.at[i]);
    return copy;
}
