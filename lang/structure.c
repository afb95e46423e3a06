/* The table of structures. */
#include "structure.h"

#include <string.h>

#include "dim.h"

static const StructureInfo rows[STRUCTURE_COUNT] = {
    [STRUCTURE_NONE] = {"", 0, "", "", ""},
#define STRUCTURE(name, spelling, dims, range, use, lack) [STRUCTURE_##name] = {spelling, dims, range, use, lack},
#include "structures.def"
#undef STRUCTURE
};

const StructureInfo *structure_info(Structure structure) { return &rows[structure]; }

Structure structure_find(const char *spelling) {
    for (int i = STRUCTURE_NONE + 1; i < STRUCTURE_COUNT; i++)
        if (strcmp(rows[i].spelling, spelling) == 0) return (Structure)i;
    return STRUCTURE_NONE;
}

DimCount structure_count(Structure structure) {
    switch (structure) {
    case STRUCTURE_NONE:
    case STRUCTURE_ORDERED:
    case STRUCTURE_UNIT_VECTOR:
        return COUNT_ALL;
    case STRUCTURE_SIMPLEX:
    case STRUCTURE_SUM_TO_ZERO:
        return COUNT_LESS_ONE;
    case STRUCTURE_CORRELATION:
    case STRUCTURE_CHOLESKY_CORRELATION:
        return COUNT_PAIRS;
    case STRUCTURE_COVARIANCE:
    case STRUCTURE_CHOLESKY:
        return COUNT_TRIANGLE;
    case STRUCTURE_COUNT:
        break;
    }
    return COUNT_ALL;
}

/* Its name cannot be written in a model. */
static Dim *new_dim(Arena *arena, const Dim *base, DimCount count) {
    static const char *const names[] = {"%s", "%s less one", "pairs of %s", "triangle of %s"};
    Dim                     *dim = ARENA_NEW(arena, Dim);
    dim->name = arena_printf(arena, names[count], base->name);
    dim->shown = dim->name;
    dim->span = base->span;
    dim->from = LABELS_NONE;
    dim->base = base;
    dim->count = count;
    return dim;
}

void structure_make_dims(Arena *arena, Model *model) {
    for (int i = 0; i < model->statements.count; i++) {
        const Statement *s = model->statements.at[i];
        DimCount         count = structure_count(s->support.structure);
        if (s->kind != STATEMENT_PRIOR || !s->event.count || !s->left.value->reached) continue;
        if (dim_derived(model, s->event.at[0].dim, count)) continue;
        Dim *dim = new_dim(arena, s->event.at[0].dim, count);
        dim->id = model->dims.count;
        VEC_PUSH(arena, &model->dims, dim);
    }
}

bool structure_implies(Structure has, Structure wanted) {
    return has == wanted || (has == STRUCTURE_CORRELATION && wanted == STRUCTURE_COVARIANCE) ||
           (has == STRUCTURE_CHOLESKY_CORRELATION && wanted == STRUCTURE_CHOLESKY);
}
