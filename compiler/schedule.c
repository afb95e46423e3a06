#include "schedule_private.h"

#include <string.h>

#include "lang/check_limits.h"
#include "lang/primitive.h"

enum { UNROLL_MAX = 16, UNROLL_MAX_CHEAP = 64, UNROLL_CELLS = 64, UNROLL_CODE = 8192 };

int64_t axis_size(const Ir *ir, const int64_t *sizes, AxisId axis) { return sizes[ir->axes.at[axis].dim]; }

static IrNode  node_at(const Schedule *s, IrId id) { return *ir_at(s->ir, id); }
static AxisSet loops_of(const Schedule *s, AxisSet axes) { return axes & ~s->unrolled; }

/* --- which axes are unrolled --- */

static bool is_reduction(uint8_t op) { return op == IR_SUM || op == IR_MAX; }

/* Number of expensive operations below a node that vary over the axis, up to a few. */
static int cost_along(const Schedule *s, IrId id, AxisId axis, int depth) {
    IrNode n = node_at(s, id);
    if (depth == 0 || !(n.axes & AXIS(axis)) || n.stage < STAGE_UNKNOWN) return 0;
    int cost = n.op == IR_FUN ? 4 : 1;
    for (int i = 0; i < n.n_args && cost < 64; i++) cost += cost_along(s, ir_arg(s->ir, id, i), axis, depth - 1);
    return cost;
}

static void consider_unrolling(Schedule *s, AxisId axis, bool *wanted, int64_t *limit, const uint8_t *marks) {
    for (IrId id = 1; id < (IrId)s->n_nodes; id++) {
        IrNode n = node_at(s, id);
        if (!marks[id] || n.stage < STAGE_UNKNOWN) continue;
        if (n.op == IR_GATHER && n.attr == axis && ir_is_literal(s->ir, ir_arg(s->ir, id, 1))) *wanted = true;
        if (is_reduction(n.op) && (n.attr & AXIS(axis)) && n.axes) {
            *wanted = true;
            if (cost_along(s, ir_arg(s->ir, id, 0), axis, 6) > 4) *limit = UNROLL_MAX;
        } else if (n.op == IR_FUN && (n.axes & AXIS(axis)) && n.axes != AXIS(axis))
            *limit = UNROLL_MAX;
    }
}

/* A computed node over an unrolled axis lies in registers, one for each label: it cannot be read at the position of a loop. So where one axis
 * is renamed to another (x[i' := i]), both are unrolled or neither. */
static void unroll_alike(Schedule *s, const uint8_t *marks) {
    bool changed = true;
    while (changed) {
        changed = false;
        for (IrId id = 1; id < (IrId)s->n_nodes; id++) {
            IrNode n = node_at(s, id);
            if (!marks[id] || n.op != IR_GATHER) continue;
            IrNode source = node_at(s, ir_arg(s->ir, id, 0)), index = node_at(s, ir_arg(s->ir, id, 1));
            if (index.op != IR_COORD || source.op == IR_UNK || source.stage < STAGE_UNKNOWN) continue;
            AxisSet both = AXIS(n.attr) | AXIS(index.attr), unrolled = s->unrolled & both;
            if (unrolled && unrolled != both) s->unrolled &= ~both, changed = true;
        }
    }
}

static int64_t unrolled_cells(const Schedule *s, AxisSet axes) {
    int64_t cells = 1;
    for (int a = 0; a < s->ir->axes.count; a++)
        if (axes & s->unrolled & AXIS(a)) cells *= axis_size(s->ir, s->sizes, (AxisId)a);
    return cells;
}

/* Never so much code in all. Then there are loops only: what is unrolled is computed anew in each nest of loops, so that some of both is worst. */
static void keep_to_budget(Schedule *s, const uint8_t *marks) {
    int64_t code = 0;
    for (IrId id = 1; s->unrolled && id < (IrId)s->n_nodes; id++) {
        IrNode  n = node_at(s, id);
        AxisSet axes = n.axes | (is_reduction(n.op) ? n.attr : 0);
        if (marks[id] && n.stage == STAGE_UNKNOWN && (axes & s->unrolled))
            code += unrolled_cells(s, axes) * (n.op == IR_FUN ? 4 : 1 + n.n_args / 4);
    }
    if (code > UNROLL_CODE) s->unrolled = 0;
}

static void choose_unrolled(Schedule *s, const uint8_t *marks) {
    if (s->entry->lanes == 1) return;
    for (int a = 0; a < s->ir->axes.count; a++) {
        int64_t size = axis_size(s->ir, s->sizes, (AxisId)a), limit = UNROLL_MAX_CHEAP;
        bool    wanted = false;
        if (size < 0 || size > UNROLL_MAX_CHEAP) continue;
        consider_unrolling(s, (AxisId)a, &wanted, &limit, marks);
        if (wanted && size <= limit) s->unrolled |= AXIS(a);
    }
    /* never so many cells of one node */
    for (IrId id = 1; id < (IrId)s->n_nodes; id++) {
        if (!marks[id]) continue;
        int64_t cells = 1;
        AxisSet axes = node_at(s, id).axes | (is_reduction(node_at(s, id).op) ? node_at(s, id).attr : 0);
        for (int a = 0; a < s->ir->axes.count; a++)
            if (axes & s->unrolled & AXIS(a)) {
                cells *= axis_size(s->ir, s->sizes, (AxisId)a);
                if (cells > UNROLL_CELLS) s->unrolled &= ~AXIS(a), cells /= axis_size(s->ir, s->sizes, (AxisId)a);
            }
    }
    keep_to_budget(s, marks);
    for (IrId id = 1; id < (IrId)s->n_nodes; id++)
        if (marks[id] && node_at(s, id).op == IR_KERNEL && node_at(s, id).stage == STAGE_UNKNOWN)
            s->unrolled &= ~(node_at(s, id).axes | node_at(s, id).over);
    unroll_alike(s, marks);
}

/* --- where arrays lie --- */

/* Long axes rank high; the highest is contiguous and runs in vectors. */
static int64_t rank_of(const Schedule *s, AxisId axis) {
    int64_t size = axis_size(s->ir, s->sizes, axis);
    if (size < 0) size = 1 << 20;
    if (size > 1 << 20) size = 1 << 20;
    if (s->unrolled & AXIS(axis)) size = 0;
    return size * IR_MAX_AXES + axis;
}

/* Axes of a set in memory order: low ranks outside. */
int schedule_order(Schedule *s, AxisSet set, AxisId *axes) {
    int n = 0;
    for (int a = 0; a < s->ir->axes.count; a++) {
        if (!(set & AXIS(a))) continue;
        if (n == MOST_PLACES) { /* what definitions come to when sums within sums are taken together */
            s->refused = "sums within sums run over more than 8 dimensions at once; define the inner ones as "
                         "quantities of their own, over fewer dimensions";
            break;
        }
        int at = n++;
        for (; at > 0 && rank_of(s, axes[at - 1]) > rank_of(s, (AxisId)a); at--) axes[at] = axes[at - 1];
        axes[at] = (AxisId)a;
    }
    return n;
}

/* Axes of a node in memory order: of a kernel's result, and of what a kernel reads, as the kernel wants it. */
static int order_of(Schedule *s, IrId id, AxisId *axes) {
    int n = kernel_order_of(s, id, axes);
    return n ? n : schedule_order(s, node_at(s, id).axes, axes);
}

static Home *leaf_home(Schedule *s, IrId id) {
    IrNode         n = node_at(s, id);
    const IrArray *array = &s->ir->arrays.at[n.attr];
    Home          *home = ARENA_NEW(s->ir->arena, Home);
    home->buffer = n.op == IR_DATA ? BUF_DATA : BUF_POSITION;
    home->slot = array->slot;
    home->n_axes = array->n_axes;
    memcpy(home->axes, array->axes, sizeof home->axes);
    return home;
}

/* Contiguous along the axis that ranks highest? */
static bool in_order(const Schedule *s, const Home *home) {
    for (int i = 1; i < home->n_axes; i++)
        if (rank_of(s, home->axes[i - 1]) > rank_of(s, home->axes[i])) return false;
    return true;
}

Home *schedule_new_home(Schedule *s, Layout *layout, Buffer buffer, const AxisId *axes, int n) {
    Home *home = ARENA_NEW(s->ir->arena, Home);
    home->buffer = buffer;
    home->n_axes = n;
    memcpy(home->axes, axes, (size_t)n);
    home->slot = layout_slot(layout, buffer == BUF_DATA ? SPACE_DATA : SPACE_WORK, axes, n);
    return home;
}

Home *schedule_stored_home(Schedule *s, Layout *layout, StoredData *stored, IrId id, const AxisId *axes, int n) {
    for (int i = 0; i < stored->nodes.count; i++) {
        const Home *home = &stored->homes.at[i];
        if (stored->nodes.at[i] == id && home->n_axes == n && memcmp(home->axes, axes, (size_t)n) == 0)
            return &stored->homes.at[i];
    }
    Home *home = schedule_new_home(s, layout, BUF_DATA, axes, n);
    VEC_PUSH(s->ir->arena, &stored->nodes, id);
    VEC_PUSH(s->ir->arena, &stored->homes, *home);
    return home;
}

/* A home for a data node that unknown code reads: as it was given, or computed by prepare. */
static Home *data_home(Schedule *s, Layout *layout, StoredData *stored, IrId id) {
    Home *leaf = node_at(s, id).op == IR_DATA ? leaf_home(s, id) : NULL;
    if (leaf && (in_order(s, leaf) || s->entry->lanes == 1)) return leaf;
    AxisId axes[MOST_PLACES];
    int    n = order_of(s, id, axes);
    return schedule_stored_home(s, layout, stored, id, axes, n);
}

/* Is a data node so large and so cheap that it is computed in the loop (x[i] - x[j])? */
static bool is_cheap_data(const Schedule *s, IrId id) {
    IrNode n = node_at(s, id);
    if (n.op == IR_COORD || n.op == IR_SIZE || n.op == IR_LIT) return true;
    if (n.op == IR_GATHER && node_at(s, ir_arg(s->ir, id, 1)).op == IR_COORD) return true;
    if (n.op != IR_ADD && n.op != IR_MUL && n.op != IR_IF && !(n.op >= IR_LT && n.op <= IR_NOT)) return false;
    int loops = 0;
    for (int a = 0; a < s->ir->axes.count; a++) loops += (loops_of(s, n.axes) & AXIS(a)) != 0;
    return loops >= 2;
}

/* Marks what is computed here and gives homes to what is read. */
static void mark_computed(Schedule *s, Layout *layout, StoredData *stored, const uint8_t *marks) {
    uint8_t *needed = arena_alloc(s->ir->arena, (size_t)s->n_nodes);
    for (int i = 0; i < s->entry->stores.count; i++) needed[s->entry->stores.at[i].node] = 1;
    for (IrId id = (IrId)s->n_nodes - 1; id > 0; id--) {
        if (!marks[id] || !needed[id]) continue;
        IrNode n = node_at(s, id);
        if (n.op == IR_UNK)
            s->home[id] = leaf_home(s, id);
        else if (n.op == IR_DATA && (s->entry->is_prepare))
            s->home[id] = leaf_home(s, id);
        else if (n.stage == STAGE_UNKNOWN || s->entry->is_prepare || is_cheap_data(s, id))
            s->computed[id] = true;
        else
            s->home[id] = data_home(s, layout, stored, id);
        for (int i = 0; s->computed[id] && i < n.n_args; i++)
            if (n.op != IR_KERNEL || !kernel_data_argument(s, layout, stored, id, i)) needed[ir_arg(s->ir, id, i)] = 1;
    }
}

/* --- roots --- */

static bool by_key(const Schedule *s, IrId gather) { /* read through a key: the source must lie in memory */
    IrNode index = node_at(s, ir_arg(s->ir, gather, 1));
    if (index.op == IR_LIT || index.op == IR_COORD || !index.axes) return false;
    return true;
}

static bool is_expensive(const Schedule *s, IrId id) {
    IrNode n = node_at(s, id);
    if (n.op == IR_FUN) return true;
    if (n.op == IR_MUL)
        for (int i = 0; i < n.n_args; i++)
            if (ir_weight(s->ir, id, i) < 0 || !ir_whole(ir_weight(s->ir, id, i))) return true;
    return false;
}

static bool over_loops(const Schedule *s, IrId id) {
    IrNode n = node_at(s, id);
    return is_reduction(n.op) && loops_of(s, n.attr);
}

/* In prepare, what is read twice is kept: columns that are eliminated one by one would be computed again for each. */
static void mark_shared(Schedule *s, bool *in_memory) {
    int *uses = arena_alloc(s->ir->arena, (size_t)s->n_nodes * sizeof *uses);
    for (IrId id = 1; id < (IrId)s->n_nodes; id++)
        for (int i = 0; s->computed[id] && i < node_at(s, id).n_args; i++) uses[ir_arg(s->ir, id, i)]++;
    for (IrId id = 1; id < (IrId)s->n_nodes; id++) {
        uint8_t op = node_at(s, id).op;
        bool    is_work = op == IR_ADD || op == IR_MUL || op == IR_FUN || op == IR_GATHER || op == IR_IF;
        if (s->computed[id] && is_work && uses[id] > 1 && node_at(s, id).axes && !is_cheap_data(s, id))
            in_memory[id] = true;
    }
}

/* Σ_b matrix[a, b] vector[b] with a matrix of data that is too wide to be unrolled: left to runtime/linalg.h, which reads it once with several
 * rows together. Gives the vector; 0: it is something else. */
static IrId matvec_vector(const Schedule *s, IrId id) {
    IrNode n = node_at(s, id), body = n.op == IR_SUM ? node_at(s, ir_arg(s->ir, id, 0)) : n;
    if (n.op != IR_SUM || s->entry->lanes == 1 || body.op != IR_MUL || body.n_args != 2) return 0;
    bool one_each =
        n.attr && n.axes && !(n.attr & (n.attr - 1)) && !(n.axes & (n.axes - 1)) && !(s->unrolled & body.axes);
    for (int i = 0; i < 2 && one_each; i++) {
        IrId matrix = ir_arg(s->ir, ir_arg(s->ir, id, 0), i), vector = ir_arg(s->ir, ir_arg(s->ir, id, 0), 1 - i);
        const Home *home = s->home[matrix];
        bool plain = ir_weight(s->ir, ir_arg(s->ir, id, 0), 0) == 1 && ir_weight(s->ir, ir_arg(s->ir, id, 0), 1) == 1;
        if (plain && home && home->buffer == BUF_DATA && home->n_axes == 2 &&
            node_at(s, matrix).axes == (n.attr | n.axes) && node_at(s, vector).axes == n.attr &&
            node_at(s, vector).stage == STAGE_UNKNOWN)
            return vector;
    }
    return 0;
}

/* Computed nodes that must lie in memory, apart from reductions. */
static void mark_arrays(Schedule *s, bool *in_memory) {
    if (s->entry->is_prepare) mark_shared(s, in_memory);
    for (IrId id = 1; id < (IrId)s->n_nodes; id++) {
        if (!s->computed[id]) continue;
        IrNode n = node_at(s, id);
        if (n.op == IR_RANDOM || n.op == IR_SCATTER) in_memory[id] = true;
        if (n.op == IR_KERNEL) kernel_mark_arguments(s, id, in_memory);
        IrId vector = matvec_vector(s, id);
        if (vector && s->computed[vector]) in_memory[vector] = true;
        for (int i = 0; n.op == IR_EQ && i < 2;
             i++) { /* which cell is the largest: the very numbers that were compared, not computed again */
            IrId x = ir_arg(s->ir, id, i), largest = ir_arg(s->ir, id, 1 - i);
            if (node_at(s, largest).op == IR_MAX && ir_arg(s->ir, largest, 0) == x && s->computed[x])
                in_memory[x] = true;
        }
        if (n.op == IR_GATHER && by_key(s, id) && s->computed[ir_arg(s->ir, id, 0)])
            in_memory[ir_arg(s->ir, id, 0)] = true;
        AxisSet mine = loops_of(s, n.axes | (is_reduction(n.op) ? n.attr : 0));
        for (int i = 0; i < n.n_args; i++) {
            IrId    arg = ir_arg(s->ir, id, i);
            AxisSet theirs = loops_of(s, node_at(s, arg).axes);
            if (s->computed[arg] && theirs && theirs != mine && !(theirs & ~mine) && is_expensive(s, arg))
                in_memory[arg] = true;
        }
    }
    kernel_mark_shared(s, in_memory);
}

static int new_root(Schedule *s, RootKind kind, IrId node, AxisSet space, int store) {
    VEC_PUSH(s->ir->arena, &s->roots, (Root){kind, node, loops_of(s, space), -1, store, NULL});
    return s->roots.count - 1;
}

/* The first nest from `from` on with these loops, or a new one at the end. */
static int find_nest(Schedule *s, AxisSet axes, int from) {
    for (int i = from; i < s->nests.count; i++)
        if (s->nests.at[i].axes == axes) return i;
    Nest nest = {.axes = axes};
    nest.depth = schedule_order(s, axes, nest.chain);
    VEC_PUSH(s->ir->arena, &s->nests, nest);
    return s->nests.count - 1;
}

static void place_root(Schedule *s, int root, int from) {
    Root *r = &s->roots.at[root];
    r->nest = find_nest(s, r->space, from);
    VEC_PUSH(s->ir->arena, &s->nests.at[r->nest].roots, root);
}

/* Where prepare keeps a node: where the entries look for it. NULL: nowhere, or only in another order than it is computed in. */
static Home *prepared_home(Schedule *s, StoredData *stored, IrId id) {
    AxisId axes[MOST_PLACES];
    int    n = order_of(s, id, axes);
    bool   any_order = node_at(s, id).op != IR_KERNEL;
    for (int i = 0; i < stored->nodes.count; i++) {
        const Home *home = &stored->homes.at[i];
        if (stored->nodes.at[i] == id && home->n_axes == n && (any_order || memcmp(home->axes, axes, (size_t)n) == 0))
            return &stored->homes.at[i];
    }
    return NULL;
}

static Home *array_home(Schedule *s, Layout *layout, StoredData *stored, IrId id) {
    Home *home = s->entry->is_prepare ? prepared_home(s, stored, id) : NULL;
    if (home && node_at(s, id).op != IR_DATA) return home;
    AxisId axes[MOST_PLACES];
    int    n = order_of(s, id, axes);
    return schedule_new_home(s, layout, s->entry->is_prepare ? BUF_DATA : BUF_WORK, axes, n);
}

/* Packs what a kernel reads where it does not already lie so. Returns the first nest in which the kernel may run. */
static int pack_arguments(Schedule *s, Layout *layout, IrId id, const int *from) {
    int after = from[id];
    for (int i = 0; i < node_at(s, id).n_args; i++) {
        IrId   arg = ir_arg(s->ir, id, i);
        Home **at = &s->arg_home[node_at(s, id).first_arg + (uint32_t)i];
        int    root = *at ? -1 : kernel_pack(s, layout, id, i);
        if (root < 0) continue;
        int arg_after = s->root_of[arg] >= 0 ? s->roots.at[s->root_of[arg]].nest + 1 : from[arg];
        if (s->roots.at[root].nest < 0) place_root(s, root, arg_after);
        if (s->roots.at[root].nest >= after) after = s->roots.at[root].nest + 1;
    }
    return after;
}

static void make_roots(Schedule *s, Layout *layout, StoredData *stored) {
    bool *in_memory = arena_alloc(s->ir->arena, (size_t)s->n_nodes * sizeof *in_memory);
    int  *from = arena_alloc(s->ir->arena, (size_t)s->n_nodes * sizeof *from);
    mark_arrays(s, in_memory);
    for (IrId id = 1; id < (IrId)s->n_nodes; id++) {
        s->root_of[id] = -1;
        if (!s->computed[id]) continue;
        IrNode n = node_at(s, id);
        for (int i = 0; i < n.n_args; i++) {
            IrId arg = ir_arg(s->ir, id, i);
            int  after = s->root_of[arg] >= 0 ? s->roots.at[s->root_of[arg]].nest + 1 : from[arg];
            if (after > from[id]) from[id] = after;
        }
        bool stored_here = s->entry->is_prepare && prepared_home(s, stored, id);
        if (matvec_vector(s, id)) {
            s->root_of[id] = new_root(s, ROOT_MATVEC, id, 0, -1);
            s->home[id] = array_home(s, layout, stored, id);
        } else if (n.op == IR_KERNEL) {
            from[id] = pack_arguments(s, layout, id, from);
            s->root_of[id] = new_root(s, ROOT_KERNEL, id, 0, -1);
            s->home[id] = array_home(s, layout, stored, id);
        } else if (over_loops(s, id)) {
            s->root_of[id] = new_root(s, n.op == IR_SUM ? ROOT_SUM : ROOT_MAX, id, n.axes | n.attr, -1);
            if (loops_of(s, n.axes) || stored_here || in_memory[id]) s->home[id] = array_home(s, layout, stored, id);
        } else if (n.op == IR_SCATTER) {
            s->root_of[id] = new_root(s, ROOT_SCATTER, id, (n.axes & ~AXIS(n.attr)) | n.over, -1);
            s->home[id] = array_home(s, layout, stored, id);
        } else if ((in_memory[id] || stored_here) && n.op != IR_LIT) {
            s->root_of[id] = new_root(s, ROOT_ARRAY, id, n.axes, -1);
            s->home[id] = array_home(s, layout, stored, id);
        }
        if (s->root_of[id] >= 0) place_root(s, s->root_of[id], from[id]);
    }
    for (int i = 0; i < s->entry->stores.count; i++) {
        Store  *store = &s->entry->stores.at[i];
        AxisSet space = 0;
        for (int a = 0; a < store->home.n_axes; a++) space |= AXIS(store->home.axes[a]);
        int after = s->root_of[store->node] >= 0 ? s->roots.at[s->root_of[store->node]].nest + 1 : from[store->node];
        place_root(s, new_root(s, ROOT_STORE, store->node, space, i), after);
    }
}

Schedule *schedule(Ir *ir, Entry *entry, const int64_t *sizes, Layout *layout, StoredData *stored) {
    Schedule *s = ARENA_NEW(ir->arena, Schedule);
    s->ir = ir;
    s->entry = entry;
    s->sizes = sizes;
    s->n_nodes = ir->nodes.count;
    s->computed = arena_alloc(ir->arena, (size_t)s->n_nodes * sizeof *s->computed);
    s->home = arena_alloc(ir->arena, (size_t)s->n_nodes * sizeof *s->home);
    s->root_of = arena_alloc(ir->arena, (size_t)s->n_nodes * sizeof *s->root_of);
    s->arg_home = arena_alloc(ir->arena, (size_t)(ir->args.count + 1) * sizeof *s->arg_home);
    s->kernel_reads = arena_alloc(ir->arena, (size_t)s->n_nodes * sizeof *s->kernel_reads);
    uint8_t *marks = arena_alloc(ir->arena, (size_t)s->n_nodes);
    IrId    *nodes = arena_alloc(ir->arena, (size_t)(entry->stores.count + 1) * sizeof *nodes);
    for (int i = 0; i < entry->stores.count; i++) nodes[i] = entry->stores.at[i].node;
    if (entry->stores.count) ir_reach(ir, nodes, entry->stores.count, marks);
    choose_unrolled(s, marks);
    mark_computed(s, layout, stored, marks);
    make_roots(s, layout, stored);
    return s;
}

/* --- text --- */

const char *schedule_print(const Schedule *s, const Model *model) {
    if (s->refused) return arena_printf(s->ir->arena, "%s\n", s->refused);
    Text   text = {0};
    Arena *arena = s->ir->arena;
    for (int a = 0; a < s->ir->axes.count; a++)
        if (s->unrolled & AXIS(a))
            text_add(arena, &text, "unrolled: %s (%ld)\n", ir_axis_name(s->ir, model, (AxisId)a),
                     (long)axis_size(s->ir, s->sizes, (AxisId)a));
    for (int i = 0; i < s->nests.count; i++) {
        const Nest *nest = &s->nests.at[i];
        text_add(arena, &text, nest->depth ? "for" : "once");
        for (int l = 0; l < nest->depth; l++)
            text_add(arena, &text, "%s %s", l ? "," : "", ir_axis_name(s->ir, model, nest->chain[l]));
        if (nest->depth) text_add(arena, &text, " (in %d lanes)", s->entry->lanes);
        text_add(arena, &text, ":\n");
        for (int k = 0; k < nest->roots.count; k++) {
            static const char *const what[] = {[ROOT_SUM] = "sum",
                                               [ROOT_MAX] = "largest",
                                               [ROOT_SCATTER] = "sums by key",
                                               [ROOT_ARRAY] = "array",
                                               [ROOT_STORE] = "store",
                                               [ROOT_MATVEC] = "matrix times vector",
                                               [ROOT_KERNEL] = "kernel",
                                               [ROOT_PACK] = "array for a kernel"};
            const Root              *r = &s->roots.at[nest->roots.at[k]];
            const char              *name = arena_printf(arena, "    %s t%u", what[r->kind], r->node);
            IrId                     node = r->node;
            text_add(arena, &text, "%s", ir_print(s->ir, model, &node, &name, 1));
        }
    }
    VEC_PUSH(arena, &text, '\0');
    return text.at;
}
