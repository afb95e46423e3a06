/* The table of structures. */
#include "structure.h"

#include <string.h>

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
