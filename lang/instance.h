/* Instances of distributions: what is written over formal dims, over the axes for which these stand at a use. */
#ifndef LANG_INSTANCE_H
#define LANG_INSTANCE_H
#include "expr.h"

/* The general one behind an instance; dist itself, if it is none. */
Dist *instance_general(Dist *dist);
/* map: from every axis of the formal dims. Made once for the same axes. A dist without formal dims is its own instance. */
Dist *instance_of(Arena *arena, Dist *general, const AxisMap *map);
/* An instance over formal dims of another distribution, when these get their axes. */
Dist *instance_in_axes(Arena *arena, Dist *dist, const AxisMap *map);

#endif
