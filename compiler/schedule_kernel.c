/* What kernels want of memory: every array with its batch outside and its letters inside, in order and contiguous. What is computed for a kernel is
 * given such a home at once; what lies otherwise (data as they were given, unknowns, what two kernels want in different orders, what lacks a
 * letter's axis) is packed into one before the call; if it is data, once at load. */
#include <string.h>

#include "lang/kernel.h"
#include "schedule_private.h"
#include "symbols.h"

static const IrNode *node_at(const Schedule *s, IrId id) { return ir_at(s->ir, id); }

AxisSet kernel_sides(const Schedule *s, IrId id) {
    int     linear = ir_kernel_linear(ir_kernel_of(s->ir, id));
    AxisSet others = node_at(s, id)->over;
    if (linear < 0 || !kernel_many(ir_kernel_of(s->ir, id))) return 0;
    for (int i = 0; i < node_at(s, id)->n_args; i++)
        if (i != linear) others |= node_at(s, ir_arg(s->ir, id, i))->axes;
    return node_at(s, ir_arg(s->ir, id, linear))->axes & ~others;
}

/* Batch by rank, of it last what only numbers right sides of one matrix; then letters. 0: too many. */
static int order(Schedule *s, IrId id, AxisSet batch, const char *letters, AxisId *axes) {
    AxisSet sides = kernel_sides(s, id) & batch;
    if (__builtin_popcountll(batch) + (int)strlen(letters) > MOST_PLACES) {
        s->refused = "a function of whole dimensions runs over more than 8 dimensions at once; define its arguments as "
                     "quantities of their own, over fewer dimensions";
        return 0;
    }
    int n = schedule_order(s, batch & ~sides, axes);
    n += schedule_order(s, sides, axes + n);
    for (const char *l = letters; *l; l++) axes[n++] = ir_kernel_axis(s->ir, id, *l);
    return n;
}

static int order_of_argument(Schedule *s, IrId id, int arg, AxisId *axes) {
    AxisSet batch = node_at(s, ir_arg(s->ir, id, arg))->axes & ~node_at(s, id)->over;
    return order(s, id, batch, kernel(ir_kernel_of(s->ir, id)).letters[arg], axes);
}

static bool has_all_letters(const Schedule *s, IrId id, int arg) {
    const char *letters = kernel(ir_kernel_of(s->ir, id)).letters[arg];
    return !(ir_kernel_letters(s->ir, id, letters) & ~node_at(s, ir_arg(s->ir, id, arg))->axes);
}

int kernel_order_of(Schedule *s, IrId id, AxisId *axes) {
    if (node_at(s, id)->op == IR_KERNEL)
        return order(s, id, ir_kernel_batch(s->ir, id), kernel(ir_kernel_of(s->ir, id)).result, axes);
    IrId reader = s->kernel_reads[id];
    for (int i = 0; reader && i < node_at(s, reader)->n_args; i++)
        if (ir_arg(s->ir, reader, i) == id && has_all_letters(s, reader, i))
            return order_of_argument(s, reader, i, axes);
    return 0;
}

/* Do the cells lie as the kernel wants them? Keys are integers: they never do. */
static bool fits(Schedule *s, const Home *home, IrId id, int arg) {
    AxisId axes[MOST_PLACES];
    int    n = order_of_argument(s, id, arg, axes);
    int    inside = (int)strlen(kernel(ir_kernel_of(s->ir, id)).letters[arg]);
    for (int i = 0; i < n; i++) inside += (kernel_sides(s, id) & AXIS(axes[i])) != 0;
    return home->n_axes == n && n >= inside && !ir_is_position(s->ir, ir_arg(s->ir, id, arg)) &&
           memcmp(home->axes + n - inside, axes + n - inside, (size_t)inside) == 0;
}

Home *kernel_data_argument(Schedule *s, Layout *layout, StoredData *stored, IrId id, int arg) {
    IrId          x = ir_arg(s->ir, id, arg);
    const IrNode *n = node_at(s, x);
    Home        **at = &s->arg_home[node_at(s, id)->first_arg + (uint32_t)arg];
    AxisId        axes[MOST_PLACES];
    if (s->entry->is_prepare || n->stage == STAGE_UNKNOWN || ir_is_position(s->ir, x)) return NULL;
    if (n->op == IR_DATA) {
        const IrArray *array = &s->ir->arrays.at[n->attr];
        Home           leaf = {.buffer = BUF_DATA, .slot = array->slot, .n_axes = array->n_axes};
        memcpy(leaf.axes, array->axes, sizeof leaf.axes);
        if (fits(s, &leaf, id, arg)) {
            *at = ARENA_NEW(s->ir->arena, Home);
            **at = leaf;
            return *at;
        }
    }
    *at = schedule_stored_home(s, layout, stored, x, axes, order_of_argument(s, id, arg, axes));
    return *at;
}

void kernel_mark_arguments(Schedule *s, IrId id, bool *in_memory) {
    for (int i = 0; i < node_at(s, id)->n_args; i++) {
        IrId x = ir_arg(s->ir, id, i);
        if (!s->computed[x] || !has_all_letters(s, id, i) || ir_is_position(s->ir, x)) continue;
        in_memory[x] = true;
        if (!s->kernel_reads[x]) s->kernel_reads[x] = id;
    }
}

/* A node whose loops are over before a kernel runs: its argument, or a part of that which is computed with it. */
static bool *find_before(const Schedule *s) {
    bool *before = arena_alloc(s->ir->arena, (size_t)s->n_nodes * sizeof *before);
    for (IrId id = (IrId)s->n_nodes - 1; id > 0; id--) {
        const IrNode *n = node_at(s, id);
        bool          passes = n->op == IR_KERNEL || (before[id] && n->op != IR_SUM && n->op != IR_MAX);
        for (int i = 0; s->computed[id] && passes && i < n->n_args; i++) before[ir_arg(s->ir, id, i)] = true;
    }
    return before;
}

void kernel_mark_shared(Schedule *s, bool *in_memory) {
    bool *before = find_before(s), *after = arena_alloc(s->ir->arena, (size_t)s->n_nodes * sizeof *after);
    for (int i = 0; i < s->entry->stores.count; i++) after[s->entry->stores.at[i].node] = true;
    for (IrId id = (IrId)s->n_nodes - 1; id > 0; id--) {
        const IrNode *n = node_at(s, id);
        if (!s->computed[id] || n->op == IR_KERNEL) continue;
        if (before[id] && after[id] && n->op == IR_FUN && n->axes) in_memory[id] = true;
        for (int i = 0; i < n->n_args && !in_memory[id] && (after[id] || !before[id]); i++)
            after[ir_arg(s->ir, id, i)] = true;
    }
}

int kernel_pack(Schedule *s, Layout *layout, IrId id, int arg) {
    IrId   x = ir_arg(s->ir, id, arg);
    Home **at = &s->arg_home[node_at(s, id)->first_arg + (uint32_t)arg];
    if (s->home[x] && fits(s, s->home[x], id, arg)) {
        *at = s->home[x];
        return -1;
    }
    AxisId axes[MOST_PLACES];
    int    n = order_of_argument(s, id, arg, axes);
    for (int r = 0; r < s->roots.count; r++) {
        const Root *root = &s->roots.at[r];
        if (root->kind == ROOT_PACK && root->node == x && root->pack->n_axes == n &&
            memcmp(root->pack->axes, axes, (size_t)n) == 0) {
            *at = root->pack;
            return r;
        }
    }
    *at = schedule_new_home(s, layout, s->entry->is_prepare ? BUF_DATA : BUF_WORK, axes, n);
    AxisSet space = 0;
    for (int i = 0; i < n; i++) space |= AXIS(axes[i]);
    VEC_PUSH(s->ir->arena, &s->roots, (Root){ROOT_PACK, x, space, -1, -1, *at});
    return s->roots.count - 1;
}
