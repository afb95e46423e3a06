/* One trajectory: a stack of subtrees that merge when their sizes are equal, as the carries of a binary counter.
 *
 * A subtree keeps its first and last point as built (so the same code serves both directions in time), the sum of its momenta
 * rho, its weight sum(exp(H0 - H)) and one point drawn from it by weight. Points live in a pool and are passed by pointer; a
 * point returns to the pool when its last user lets go. Weights are kept as they are, not as logarithms, relative to a common
 * `offset` that moves when a trajectory falls far below its starting energy. */
#include "nuts.h"
#include <math.h>
#include <string.h>
#include "draw.h"

static const double DIVERGENCE = 1000; /* rise of the energy */
static const double REBASE = 300;      /* exp(300)^2 is still finite */

typedef struct Tree {
    BmPoint *first, *last, *draw;
    double  *rho, weight;
    int      height;
} Tree;

struct BmNuts {
    BmDensity *density;
    int        max_depth, n_points, n_free;
    BmPoint   *points, **free, *current, *spare;
    Tree      *stack;      /* max_depth + 1 subtrees; slot i owns sums + i * padded */
    double    *sums, *rho; /* rho: of the whole trajectory */
    double     offset, start_energy, accept, accept_symmetric;
    int        n_stack, n_leapfrog;
};

static int points_needed(int max_depth) { return 3 * (max_depth + 2) + 2; }

static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

/* Never a multiple of 4 KB: loads from one vector would wait for stores to the same offset of another. */
static size_t vector_bytes(int64_t padded) {
    const size_t bytes = aligned((size_t)(padded + BM_PAD) * sizeof(double));
    return bytes % 4096 == 0 ? bytes + 64 : bytes;
}

size_t bm_nuts_bytes(int64_t padded, int max_depth) {
    const size_t points = (size_t)points_needed(max_depth), levels = (size_t)max_depth + 1;
    return aligned(sizeof(BmNuts)) + aligned(points * sizeof(BmPoint)) + aligned(points * sizeof(BmPoint *)) +
           aligned(levels * sizeof(Tree)) + (3 * points + levels + 1) * vector_bytes(padded);
}

static void *take(char **memory, size_t bytes) {
    void *taken = *memory;
    *memory += aligned(bytes);
    return taken;
}

static BmPoint *point_take(BmNuts *nuts) {
    BmPoint *point = nuts->free[--nuts->n_free];
    point->users = 1;
    return point;
}

static void point_drop(BmNuts *nuts, BmPoint *point) {
    if (--point->users == 0) nuts->free[nuts->n_free++] = point;
}

static BmPoint *point_keep(BmPoint *point) {
    point->users++;
    return point;
}

BmNuts *bm_nuts_init(void *memory, BmDensity *density, int max_depth) {
    char        *at = memory;
    const size_t cells = vector_bytes(density->padded);
    BmNuts      *nuts = take(&at, sizeof *nuts);
    *nuts = (BmNuts){.density = density, .max_depth = max_depth, .n_points = points_needed(max_depth)};
    nuts->points = take(&at, (size_t)nuts->n_points * sizeof *nuts->points);
    nuts->free = take(&at, (size_t)nuts->n_points * sizeof *nuts->free);
    nuts->stack = take(&at, (size_t)(max_depth + 1) * sizeof *nuts->stack);
    nuts->rho = take(&at, cells);
    nuts->sums = take(&at, (size_t)(max_depth + 1) * cells);
    for (int i = 0; i < nuts->n_points; i++) {
        BmPoint *point = &nuts->points[i];
        *point = (BmPoint){.q = take(&at, cells), .g = take(&at, cells), .p = take(&at, cells)};
    }
    while (nuts->n_free < nuts->n_points) { /* the first points on top: small trees stay in few cache lines */
        nuts->free[nuts->n_free] = &nuts->points[nuts->n_points - 1 - nuts->n_free];
        nuts->n_free++;
    }
    nuts->current = point_take(nuts);
    nuts->spare = point_take(nuts);
    return nuts;
}

BmPoint *bm_nuts_current(BmNuts *nuts) { return nuts->current; }
BmPoint *bm_nuts_spare(BmNuts *nuts) { return nuts->spare; }

static double *slot_sum(BmNuts *nuts, int slot) {
    return nuts->sums + (size_t)slot * (vector_bytes(nuts->density->padded) / sizeof(double));
}

static void tree_drop(BmNuts *nuts, const Tree *tree) {
    point_drop(nuts, tree->first);
    point_drop(nuts, tree->last);
    point_drop(nuts, tree->draw);
}

/* rho = a.rho + b.rho (rho may be a.rho). Whether a momentum at either end still points along the sum, for the whole, for a with
 * b's first point, and for b with a's last point. */
BM_WIDE static bool keeps_going(int64_t n, const Tree *a, const Tree *b, double *rho) {
    const BmLanes *a_first = (const BmLanes *)a->first->p, *a_last = (const BmLanes *)a->last->p,
                  *a_rho = (const BmLanes *)a->rho;
    const BmLanes *b_first = (const BmLanes *)b->first->p, *b_last = (const BmLanes *)b->last->p,
                  *b_rho = (const BmLanes *)b->rho;
    BmLanes *sum = (BmLanes *)rho, dot[6] = {{0}};
    for (int64_t i = 0; i < n; i++) {
        const BmLanes left = a_rho[i], right = b_rho[i], whole = left + right, before = left + b_first[i],
                      behind = right + a_last[i];
        dot[0] += a_first[i] * whole;
        dot[1] += b_last[i] * whole;
        dot[2] += a_first[i] * before;
        dot[3] += b_first[i] * before;
        dot[4] += a_last[i] * behind;
        dot[5] += b_last[i] * behind;
        sum[i] = whole;
    }
    bool going = true;
    for (int k = 0; k < 6; k++) going &= (dot[k][0] + dot[k][1]) + (dot[k][2] + dot[k][3]) > 0;
    return going;
}

/* Two leaves: all three checks are the same one, and its products are known: a.(a+b) = |a|^2 + ab. */
static bool leaves_keep_going(int64_t n, const BmPoint *a, const BmPoint *b, double ab, double *rho) {
    const BmLanes *a_p = (const BmLanes *)a->p, *b_p = (const BmLanes *)b->p;
    BmLanes       *sum = (BmLanes *)rho;
    for (int64_t i = 0; i < n; i++) sum[i] = a_p[i] + b_p[i];
    return a->momentum_squared + ab > 0 && b->momentum_squared + ab > 0;
}

/* Merges the two subtrees on top of the stack; their draw is the later one's with the probability of its weight. */
static bool merge_top(BmNuts *nuts, double leaf_dot, BmStream *choices) {
    const int64_t n = nuts->density->padded / BM_LANES;
    Tree         *a = &nuts->stack[nuts->n_stack - 2], *b = &nuts->stack[nuts->n_stack - 1];
    double       *rho = slot_sum(nuts, nuts->n_stack - 2);
    const bool    going =
        a->height == 0 ? leaves_keep_going(n, a->first, b->first, leaf_dot, rho) : keeps_going(n, a, b, rho);
    if (!going) return false;
    const double weight = a->weight + b->weight;
    const bool   later = bm_std_uniform(choices) * weight < b->weight;
    point_drop(nuts, later ? a->draw : b->draw);
    point_drop(nuts, a->last);
    point_drop(nuts, b->first);
    *a = (Tree){.first = a->first,
                .last = b->last,
                .draw = later ? b->draw : a->draw,
                .rho = rho,
                .weight = weight,
                .height = a->height + 1};
    nuts->n_stack--;
    return true;
}

/* Weight of a leaf whose energy is lower than the start's by `drop`. */
static double leaf_weight(BmNuts *nuts, Tree *whole, double drop) {
    if (drop - nuts->offset > REBASE) {
        const double factor = exp(nuts->offset - drop);
        for (int i = 0; i < nuts->n_stack; i++) nuts->stack[i].weight *= factor;
        whole->weight *= factor;
        nuts->offset = drop;
    }
    return exp(drop - nuts->offset);
}

/* One leapfrog step, pushed as a leaf. False if it diverged. */
static bool push_leaf(BmNuts *nuts, Tree *whole, const BmStep *step, int direction, const BmPoint *from,
                      const double *before, double *leaf_dot) {
    BmPoint *point = point_take(nuts);
    *leaf_dot = bm_leapfrog(nuts->density, step, direction, from, point, before);
    const double drop = nuts->start_energy - bm_energy(point);
    nuts->n_leapfrog++;
    if (!(drop >= -DIVERGENCE && drop < INFINITY)) {
        point_drop(nuts, point);
        return false;
    }
    const double weight = leaf_weight(nuts, whole, drop), w = nuts->offset == 0 ? weight : exp(fmin(drop, REBASE));
    const double accepted = w < 1 ? w : 1;
    nuts->accept += accepted;
    nuts->accept_symmetric += 2 * accepted / (1 + w);
    point->users = 3;
    nuts->stack[nuts->n_stack++] =
        (Tree){.first = point, .last = point, .draw = point, .rho = point->p, .weight = weight};
    return true;
}

typedef enum Growth { GROWN, TURNED, DIVERGED } Growth;

/* Builds 2^height leaves from `from`; the result is stack[0] if GROWN, else the stack is empty. */
static Growth build(BmNuts *nuts, Tree *whole, const BmStep *step, int direction, const BmPoint *from, int height,
                    BmStream *choices) {
    Growth growth = GROWN;
    for (uint32_t leaf = 0; leaf < (uint32_t)1 << height && growth == GROWN; leaf++) {
        const double *before = leaf & 1 ? from->p : NULL;
        double        leaf_dot;
        if (!push_leaf(nuts, whole, step, direction, from, before, &leaf_dot)) growth = DIVERGED;
        for (uint32_t carry = leaf; carry & 1 && growth == GROWN; carry >>= 1)
            if (!merge_top(nuts, leaf_dot, choices)) growth = TURNED;
        if (growth == GROWN) from = nuts->stack[nuts->n_stack - 1].last;
    }
    while (growth != GROWN && nuts->n_stack > 0) tree_drop(nuts, &nuts->stack[--nuts->n_stack]);
    return growth;
}

/* Joins the new subtree (stack[0]) to the whole, whose `last` is the end that it grew from. */
static bool join(BmNuts *nuts, Tree *whole, BmStream *choices) {
    Tree      *grown = &nuts->stack[--nuts->n_stack];
    const bool chosen = bm_std_uniform(choices) * whole->weight < grown->weight;
    const bool going = keeps_going(nuts->density->padded / BM_LANES, whole, grown, whole->rho);
    point_drop(nuts, chosen ? whole->draw : grown->draw);
    point_drop(nuts, whole->last);
    point_drop(nuts, grown->first);
    whole->draw = chosen ? grown->draw : whole->draw;
    whole->last = grown->last;
    whole->weight += grown->weight;
    return going;
}

static Tree start(BmNuts *nuts, BmStream *momentum) {
    BmPoint *current = nuts->current;
    bm_refresh_momentum(nuts->density, current, momentum);
    current->index = 0;
    nuts->start_energy = bm_energy(current);
    nuts->offset = nuts->accept = nuts->accept_symmetric = 0;
    nuts->n_leapfrog = nuts->n_stack = 0;
    memcpy(nuts->rho, current->p, (size_t)nuts->density->padded * sizeof(double));
    current->users = 3;
    return (Tree){.first = current, .last = current, .draw = current, .rho = nuts->rho, .weight = 1};
}

BmTransition bm_nuts_transition(BmNuts *nuts, const BmStep *step, BmStream *momentum, BmStream *choices) {
    Tree         whole = start(nuts, momentum);
    BmTransition result = {0};
    int          facing = 1; /* direction in which whole.last lies */
    for (bool going = true; going && result.depth < nuts->max_depth;) {
        const int direction = bm_std_uniform(choices) > 0.5 ? 1 : -1;
        if (direction != facing) {
            BmPoint *first = whole.first;
            whole.first = whole.last;
            whole.last = first;
            facing = direction;
        }
        const Growth growth = build(nuts, &whole, step, direction, whole.last, result.depth, choices);
        result.divergent = growth == DIVERGED;
        if (growth != GROWN) break;
        result.depth++;
        going = join(nuts, &whole, choices);
    }
    nuts->current = point_keep(whole.draw);
    tree_drop(nuts, &whole);
    result.n_leapfrog = nuts->n_leapfrog;
    result.accept = nuts->accept / nuts->n_leapfrog;
    result.accept_symmetric = nuts->accept_symmetric / nuts->n_leapfrog;
    result.energy = bm_energy(nuts->current);
    return result;
}
