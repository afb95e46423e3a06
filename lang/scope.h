/* Names: a map from interned names, and the nearest spelling among candidates for "did you mean". */
#ifndef LANG_SCOPE_H
#define LANG_SCOPE_H
#include "session.h"

typedef struct NameEntry {
    const char *name;
    void       *item;
} NameEntry;
typedef struct NameMap {
    NameEntry *slots;
    int        size, count;
    VEC(NameEntry) order;
} NameMap; /* order: as they were added */

/* NULL: not there. Names are interned: equal names are equal pointers. */
void *scope_find(const NameMap *map, const char *name);
void  scope_add(Arena *arena, NameMap *map, const char *name, void *item);

/* Looks for the candidate nearest in spelling: offer each, then ask. Case and `_` count little; names that are too far away are not
 * candidates at all. */
typedef struct Nearest {
    const char *wanted, *found;
    int         distance;
    void       *item;
} Nearest;
Nearest nearest_to(const char *wanted);
void    nearest_offer(Nearest *nearest, const char *candidate, void *item);

#endif
