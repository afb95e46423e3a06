/* An open hash of interned names, and edit distance. */
#include "scope.h"

#include <ctype.h>
#include <string.h>

static NameEntry *find_slot(const NameMap *map, const char *name) {
    size_t i = (size_t)(((uintptr_t)name >> 4) * 11400714819323198485u) & (size_t)(map->size - 1);
    while (map->slots[i].name && map->slots[i].name != name) i = (i + 1) & (size_t)(map->size - 1);
    return &map->slots[i];
}

void *scope_find(const NameMap *map, const char *name) {
    if (!map->size || !name) return NULL;
    return find_slot(map, name)->item;
}

void scope_add(Arena *arena, NameMap *map, const char *name, void *item) {
    if (2 * (map->count + 1) > map->size) {
        NameMap larger = *map;
        larger.size = map->size ? 2 * map->size : 32;
        larger.slots = arena_alloc(arena, (size_t)larger.size * sizeof *larger.slots);
        for (int i = 0; i < map->size; i++)
            if (map->slots[i].name) *find_slot(&larger, map->slots[i].name) = map->slots[i];
        *map = larger;
    }
    NameEntry  entry = {name, item};
    NameEntry *slot = find_slot(map, name);
    if (!slot->name) {
        map->count++;
        VEC_PUSH(arena, &map->order, entry);
    }
    *slot = entry;
}

enum { LONGEST = 64 };

/* Edit distance with exchanged neighbours (optimal string alignment), in halves: a change of case or a `_` costs 1, everything else 2. */
static int distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST) return 1000;
    int  rows[3][LONGEST + 1];
    int *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= m; j++) last[j] = j ? last[j - 1] + (b[j - 1] == '_' ? 1 : 2) : 0;
    for (size_t i = 1; i <= n; i++) {
        now[0] = last[0] + (a[i - 1] == '_' ? 1 : 2);
        for (size_t j = 1; j <= m; j++) {
            int same = a[i - 1] == b[j - 1]                                                   ? 0
                       : tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]) ? 1
                                                                                              : 2;
            int best = last[j - 1] + same;
            int drop = last[j] + (a[i - 1] == '_' ? 1 : 2);
            int add = now[j - 1] + (b[j - 1] == '_' ? 1 : 2);
            if (drop < best) best = drop;
            if (add < best) best = add;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && before[j - 2] + 2 < best) best = before[j - 2] + 2;
            now[j] = best;
        }
        int *spare = before;
        before = last, last = now, now = spare;
    }
    return last[m];
}

Nearest nearest_to(const char *wanted) { return (Nearest){wanted, NULL, 1000, NULL}; }

void nearest_offer(Nearest *nearest, const char *candidate, void *item) {
    int  d = distance(nearest->wanted, candidate);
    int  n = (int)strlen(nearest->wanted), m = (int)strlen(candidate);
    int  shorter = n < m ? n : m;
    int  limit = shorter <= 1 ? 1 : shorter <= 4 ? 2 : shorter <= 7 ? 4 : 6;
    bool begins = shorter >= 3 && strncmp(nearest->wanted, candidate, (size_t)shorter) == 0;
    if (begins && d > limit && d <= 2 * shorter) d = limit; /* `treat` for `treatment` */
    bool stem = shorter >= 5 && strncmp(nearest->wanted, candidate, (size_t)(shorter - 2)) == 0;
    if (stem && d > limit && d <= shorter) d = limit; /* `treatment` for `treated` */
    if (d > limit || d >= nearest->distance) return;
    *nearest = (Nearest){nearest->wanted, candidate, d, item};
}
