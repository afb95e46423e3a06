/* The tables of scalar functions and of random variates, from primitives.def and variates.def. */
#include "primitive.h"

#include <stddef.h>
#include <string.h>

static const Primitive table[PRIM_COUNT] = {
#define PRIMITIVE(name, params, result, body, d1, d2, d3, doc)                                                         \
    [PRIM_##name] = {#name, params, result, body, {d1, d2, d3}, doc, 0},
#include "primitives.def"
#undef PRIMITIVE
#define VARIATE(name, params, result, doc) [PRIM_##name] = {#name, params, result, "", {"", "", ""}, doc, 1},
#include "variates.def"
#undef VARIATE
};

const Primitive *primitive(int id) { return &table[id]; }

int primitive_find(const char *name) {
    for (int i = 0; i < PRIM_COUNT; i++)
        if (strcmp(table[i].name, name) == 0) return i;
    return -1;
}

int primitive_n_params(int id) {
    int count = 0;
    for (const char *c = table[id].params; *c; c++) count += *c == ':';
    return count;
}
