/* Last rewrites before the schedule, each a rebuild with a memo.
 *
 * expand: functions that share work are opened, so that value and gradient take one exp and one division a row:
 *     log1p_exp(x) = max(x, 0) + log1p(t),   inv_logit(x) = if x >= 0 then u else t u,   t = exp(-|x|), u = 1 / (1 + t)
 * regroup: in every product and sum with unknowns the data part becomes one node, computed at load. Flattening would undo it:
 *     these nodes are made without the constructors, and no constructor may see them again. */
#include <math.h>

#include "ir_private.h"
#include "lang/primitive.h"
#include "schedule.h"

/* exp(-|x|) */
static IrId small_exp(Ir *ir, IrId x) { return ir_fun1(ir, PRIM_exp, ir_scale(ir, -1, ir_fun1(ir, PRIM_abs, x))); }

static IrId expand_log1p_exp(Ir *ir, IrId x) {
    IrId top = ir_fun(ir, PRIM_max, (IrId[]){x, ir_literal(ir, 0)}, 2);
    return ir_add(ir, top, ir_make_fun(ir, PRIM_log1p, (IrId[]){small_exp(ir, x)}, 1));
}

static IrId expand_inv_logit(Ir *ir, IrId x) {
    IrId t = small_exp(ir, x), u = ir_power(ir, ir_add_n(ir, 1, &t, NULL, 1), -1);
    return ir_if(ir, ir_compare(ir, IR_LE, ir_literal(ir, 0), x), u, ir_mul(ir, t, u));
}

static IrId expand_node(Ir *ir, IrId id, const IrId *args) {
    const IrNode *n = ir_at(ir, id);
    if (n->op == IR_FUN && n->axes && n->stage == STAGE_UNKNOWN) {
        if (n->attr == PRIM_log1p_exp) return expand_log1p_exp(ir, args[0]);
        if (n->attr == PRIM_inv_logit) return expand_inv_logit(ir, args[0]);
    }
    return ir_rebuild(ir, id, args);
}

/* A factor x[k]^p that divides or takes a root, as (x^p)[k]: once a group. 0: not one of these. */
static IrId power_in_group(Ir *ir, IrId factor, double p) {
    IrNode f = *ir_at(ir, factor);
    if (f.op != IR_GATHER || f.stage != STAGE_UNKNOWN || (p > 0 && ir_whole(p))) return 0;
    IrId source = ir_arg(ir, factor, 0), index = ir_arg(ir, factor, 1);
    if (!ir_is_key(ir, index) || !ir_at(ir, index)->axes) return 0;
    IrNode power = {.op = IR_MUL, .axes = ir_at(ir, source)->axes};
    return ir_make(ir, (IrNode){.op = IR_GATHER, .attr = f.attr, .axes = f.axes},
                   (IrId[]){ir_make(ir, power, &source, &p, 1), index}, NULL, 2);
}

/* The data arguments as one node, then the unknown ones. */
static IrId regroup_node(Ir *ir, IrId id, const IrId *args) {
    IrNode n = *ir_at(ir, id);
    bool   is_add = n.op == IR_ADD;
    if (n.stage != STAGE_UNKNOWN || (!is_add && n.op != IR_MUL)) {
        if (n.n_args == 0 || n.stage != STAGE_UNKNOWN) return id;
        double *weights = arena_alloc(ir->arena, n.n_args * sizeof *weights);
        for (int i = 0; i < n.n_args; i++) weights[i] = ir_weight(ir, id, i);
        n.n_args = 0;
        return ir_make(ir, n, args, weights, ir_at(ir, id)->n_args);
    }
    IrId *data = arena_alloc(ir->arena, (size_t)n.n_args * sizeof *data),
         *kept = arena_alloc(ir->arena, ((size_t)n.n_args + 1) * sizeof *kept);
    double *data_weights = arena_alloc(ir->arena, (size_t)n.n_args * sizeof *data_weights),
           *weights = arena_alloc(ir->arena, ((size_t)n.n_args + 1) * sizeof *weights);
    int n_data = 0, n_kept = 0;
    for (int i = 0; i < n.n_args; i++) {
        bool is_data = ir_at(ir, args[i])->stage < STAGE_UNKNOWN;
        bool square = !is_add && fabs(ir_weight(ir, id, i)) == 2; /* stays a square: see emit_node.c */
        if (is_data && square) {
            IrId base = ir_power(ir, args[i], ir_weight(ir, id, i) / 2);
            kept[n_kept] = base;
            weights[n_kept++] = 2;
            continue;
        }
        double p = ir_weight(ir, id, i);
        IrId   group = is_add || is_data ? 0 : power_in_group(ir, args[i], fabs(p) == 2 ? p / 2 : p);
        (is_data ? data : kept)[is_data ? n_data : n_kept] = group ? group : args[i];
        (is_data ? data_weights : weights)[is_data ? n_data : n_kept] = !group ? p : fabs(p) == 2 ? 2 : 1;
        if (is_data)
            n_data++;
        else
            n_kept++;
    }
    bool alone = n_data == 1 && data_weights[0] == 1;
    if (n_data && !(alone && (!is_add || n.value == 0))) {
        IrId group =
            is_add ? ir_add_n(ir, n.value, data, data_weights, n_data) : ir_mul_n(ir, data, data_weights, n_data);
        kept[n_kept] = group;
        weights[n_kept++] = 1;
        n.value = 0;
    } else if (n_data) {
        kept[n_kept] = data[0];
        weights[n_kept++] = data_weights[0];
    }
    n.n_args = 0;
    return ir_make(ir, n, kept, weights, n_kept);
}

typedef IrId (*Rewrite)(Ir *ir, IrId id, const IrId *args);

static void rewrite_all(Ir *ir, IrId *roots, int n, Rewrite rewrite) {
    IrId     count = (IrId)ir->nodes.count;
    uint8_t *marks = arena_alloc(ir->arena, count);
    IrId    *to = arena_alloc(ir->arena, count * sizeof *to);
    ir_reach(ir, roots, n, marks);
    for (IrId id = 1; id < count; id++) {
        if (!marks[id]) continue;
        int   n_args = ir_at(ir, id)->n_args;
        IrId *args = arena_alloc(ir->arena, (size_t)(n_args + 1) * sizeof *args);
        for (int i = 0; i < n_args; i++) args[i] = to[ir_arg(ir, id, i)];
        Span outer = ir->span;
        ir->span = ir_at(ir, id)->span;
        to[id] = rewrite(ir, id, args);
        ir->span = outer;
    }
    for (int i = 0; i < n; i++) roots[i] = to[roots[i]];
}

void expand(Ir *ir, IrId *roots, int n) { rewrite_all(ir, roots, n, expand_node); }

void regroup(Ir *ir, IrId *roots, int n) {
    if (!(ir->rules_off >> RULE_REGROUP & 1)) rewrite_all(ir, roots, n, regroup_node);
}
