/* Members of distributions: their names, and which follow from others; what one outcome is. */
#include "dim.h"

#include <string.h>

const char *const dist_member_names[MEMBER_COUNT] = {
#define MEMBER(name, spelling, takes_value) [MEMBER_##name] = spelling,
#include "members.def"
#undef MEMBER
};

bool dist_member_takes_value(DistMember member) {
    static const bool takes[MEMBER_COUNT] = {
#define MEMBER(name, spelling, takes_value) [MEMBER_##name] = takes_value,
#include "members.def"
#undef MEMBER
    };
    return takes[member];
}

int dist_find_member(const char *name) {
    for (int i = 0; i < MEMBER_COUNT; i++)
        if (strcmp(dist_member_names[i], name) == 0) return i;
    return -1;
}

Axes statement_cells(Arena *arena, const Statement *statement) {
    const Dist *dist = statement->dist;
    Axes        cells = statement->left.axes;
    for (int i = 0; dist && i < dist->n_outcome; i++)
        cells = axes_minus(arena, cells, axes_of(arena, dist->outcome[i]));
    return cells;
}

/* The first that is stated; MEMBER_COUNT: none. */
static DistMember first_of(const Dist *dist, const DistMember *members, int n) {
    for (int i = 0; i < n; i++)
        if (dist->member[members[i]]) return members[i];
    return MEMBER_COUNT;
}

DistMember dist_from(const Dist *dist, DistMember member) {
    switch (member) {
    case MEMBER_CDF:
        return first_of(dist, (DistMember[]){MEMBER_CDF, MEMBER_LOG_CDF, MEMBER_LOG_CCDF}, 3);
    case MEMBER_LOG_CDF:
        return first_of(dist, (DistMember[]){MEMBER_LOG_CDF, MEMBER_CDF, MEMBER_LOG_CCDF}, 3);
    case MEMBER_LOG_CCDF:
        return first_of(dist, (DistMember[]){MEMBER_LOG_CCDF, MEMBER_CDF, MEMBER_LOG_CDF}, 3);
    case MEMBER_QUANTILE:
        return first_of(dist, (DistMember[]){MEMBER_QUANTILE, MEMBER_UPPER_QUANTILE}, 2);
    case MEMBER_UPPER_QUANTILE:
        return first_of(dist, (DistMember[]){MEMBER_UPPER_QUANTILE, MEMBER_QUANTILE}, 2);
    case MEMBER_LOG_P:
    case MEMBER_DRAW:
    case MEMBER_MEAN:
    case MEMBER_VARIANCE:
    case MEMBER_POSSIBLE:
    case MEMBER_SCALE:
    case MEMBER_COUNT:
        break;
    }
    return first_of(dist, &member, member != MEMBER_COUNT);
}

bool statement_is_restricted(const Statement *statement) {
    return statement->kind == STATEMENT_PRIOR && statement->support.structure &&
           statement->support.structure != statement->dist->support.structure;
}
