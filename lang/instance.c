/* Instances of distributions: see instance.h. */
#include "instance.h"

Dist *instance_general(Dist *dist) { return dist->general ? dist->general : dist; }

static Axis *mapped(Arena *arena, const AxisMap *map, const Axis *axes, int n) {
    Axis *copy = arena_alloc(arena, (size_t)(n + 1) * sizeof *copy);
    for (int i = 0; i < n; i++) copy[i] = axis_mapped(map, axes[i]);
    return copy;
}

static Support support_in_axes(Arena *arena, Support support, const AxisMap *map) {
    if (support.lo) support.lo = expr_in_axes(arena, support.lo, map);
    if (support.hi) support.hi = expr_in_axes(arena, support.hi, map);
    return support;
}

static void fill(Arena *arena, Dist *dist, const AxisMap *map) {
    const Dist *general = dist->general;
    for (int i = 0; i < MEMBER_COUNT; i++)
        if (general->member[i] && !dist->member[i]) dist->member[i] = expr_in_axes(arena, general->member[i], map);
    dist->improper = general->improper;
    dist->location = general->location, dist->scale = general->scale;
    dist->location_scale = general->location_scale;
    dist->bound = general->bound;
}

/* From the axes of the general one to those of its instance, which keeps them in the same order. */
static AxisMap map_to(const Dist *instance) {
    return (AxisMap){instance->general->used.at, instance->used.at, instance->used.count};
}

static Dist *find(const Dist *general, const AxisMap *map) {
    for (int i = 0; i < general->instances.count; i++) {
        Dist *made = general->instances.at[i];
        bool  same = made->used.count == general->used.count;
        for (int k = 0; k < made->used.count && same; k++)
            same = axis_equal(made->used.at[k], axis_mapped(map, general->used.at[k]));
        if (same) return made;
    }
    return NULL;
}

Dist *instance_of(Arena *arena, Dist *general, const AxisMap *map) {
    if (!general->n_over) return general;
    Dist *found = find(general, map);
    if (found) return found;
    Dist *dist = ARENA_NEW(arena, Dist);
    *dist = *general;
    dist->general = general;
    dist->instances.count = dist->instances.capacity = 0;
    dist->instances.at = NULL;
    dist->over = mapped(arena, map, general->over, general->n_over);
    dist->outcome = mapped(arena, map, general->outcome, general->n_outcome);
    dist->labels = dim_mapped(map, general->labels);
    dist->inner = axes_mapped(arena, map, general->inner);
    dist->used.at = mapped(arena, map, general->used.at, general->used.count);
    dist->support = support_in_axes(arena, general->support, map);
    dist->params = arena_alloc(arena, (size_t)(general->n_params + 1) * sizeof *dist->params);
    for (int i = 0; i < general->n_params; i++) {
        DistParam *p = &dist->params[i];
        *p = general->params[i];
        p->support = support_in_axes(arena, p->support, map);
        p->places = mapped(arena, map, p->places, p->n_places);
    }
    for (int i = 0; i < MEMBER_COUNT; i++) dist->member[i] = NULL;
    VEC_PUSH(arena, &general->instances, dist);
    if (general->bound) fill(arena, dist, map);
    return dist;
}

Dist *instance_in_axes(Arena *arena, Dist *dist, const AxisMap *map) {
    if (!dist->general) return dist;
    AxisMap inner = map_to(dist);
    Axis   *to = mapped(arena, map, inner.to, inner.n);
    return instance_of(arena, dist->general, &(AxisMap){inner.from, to, inner.n});
}
