/* What values may be together: the rows of structures.def. */
#ifndef LANG_STRUCTURE_H
#define LANG_STRUCTURE_H
#include "model.h"

typedef struct StructureInfo {
    const char *spelling; /* in a type: simplex */
    int         dims;     /* 1; 2: over a pair of copies of one dim */
    const char *range, *use, *lack;
} StructureInfo;

/* Of STRUCTURE_NONE all texts are empty. */
const StructureInfo *structure_info(Structure structure);
/* Does what has the first structure have the second as well? A correlation is a covariance. */
bool structure_implies(Structure has, Structure wanted);
/* By its spelling; STRUCTURE_NONE: there is no such structure. */
Structure structure_find(const char *spelling);
/* How many coordinates its values have. */
DimCount structure_count(Structure structure);
/* Gives the model the dims over which the coordinates of its sampled unknowns run. */
void structure_make_dims(Arena *arena, Model *model);

#endif
