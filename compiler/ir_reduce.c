/* Constructors that use up axes or move along them: sum, max, gather, scatter, with the rules that keep data apart from
 * unknowns (what depends on data alone is computed once at load):
 *
 *   sum over add         Σ (a + b) = Σ a + Σ b
 *   factors leave        Σ_h a · v[h] = a · Σ_h v[h]
 *   separate             Σ_h D[h] (D' + a[k[h]] + …) = Σ D D' + Σ D a[k] + …     for data D
 *   swap                 Σ_i D_i Σ_k X_ik b_k = Σ_k b_k Σ_i D_i X_ik
 *   sum through gather   Σ_h a[k[h]] v[h] = Σ_c a[c] scatter(v)[c]
 *   squares              Σ_h (a[k[h]] + b x[h] - y[h])² by group: ir_squares.c
 *   deviances            of counts with one mean: ir_deviance.c
 *   pick                 Σ_a (if a = p then y else 0) v[a] = y v[p], for a literal p, or p the position along another axis
 */
#include "ir_private.h"

#include <math.h>

typedef struct Product {
    IrId   ids[64];
    double exponents[64];
    int    count;
} Product;

static bool    rule(const Ir *ir, int r) { return !ir->plain && !(ir->rules_off >> r & 1); }
static AxisSet axes_of(const Ir *ir, IrId id) { return ir_at(ir, id)->axes; }
static int     stage_of(const Ir *ir, IrId id) { return ir_at(ir, id)->stage; }

/* The factors of x; false if there are too many to look at. */
static bool factors_of(const Ir *ir, IrId x, Product *p) {
    const IrNode *node = ir_at(ir, x);
    if (node->op != IR_MUL) {
        *p = (Product){.ids = {x}, .exponents = {1}, .count = 1};
        return true;
    }
    if (node->n_args > 64) return false;
    p->count = node->n_args;
    for (int i = 0; i < node->n_args; i++) {
        p->ids[i] = ir_arg(ir, x, i);
        p->exponents[i] = ir_weight(ir, x, i);
    }
    return true;
}

static IrId product(Ir *ir, const Product *p) { return ir_mul_n(ir, p->ids, p->exponents, p->count); }

/* The product without factor `skip`. */
static IrId product_without(Ir *ir, const Product *p, int skip) {
    Product rest = {.count = 0};
    for (int i = 0; i < p->count; i++)
        if (i != skip) {
            rest.ids[rest.count] = p->ids[i];
            rest.exponents[rest.count++] = p->exponents[i];
        }
    return product(ir, &rest);
}

bool ir_of_each_row(const Ir *ir, IrId x, IrId index) {
    return axes_of(ir, index) && !(axes_of(ir, index) & ~axes_of(ir, x));
}

bool ir_is_key(const Ir *ir, IrId index) {
    const IrNode *node = ir_at(ir, index);
    if (node->op == IR_LIT || node->op == IR_COORD) return false;
    return !(node->op == IR_ADD && node->n_args == 1 && ir_weight(ir, index, 0) == 1 &&
             ir_at(ir, ir_arg(ir, index, 0))->op == IR_COORD);
}

/* Would Σ_over D·term be cheaper alone: is it data, free of the axes, or unknown only through keys over the axes? */
static bool separates(const Ir *ir, IrId term, AxisSet over) {
    if (stage_of(ir, term) < STAGE_UNKNOWN || !(axes_of(ir, term) & over)) return true;
    Product p;
    if (!factors_of(ir, term, &p)) return false;
    for (int i = 0; i < p.count; i++) {
        if (stage_of(ir, p.ids[i]) < STAGE_UNKNOWN || !(axes_of(ir, p.ids[i]) & over)) continue;
        const IrNode *f = ir_at(ir, p.ids[i]);
        if (f->op == IR_SUM && p.exponents[i] == 1) { /* Σ_k X_ik b_k */
            Product inner;
            IrId    body = ir_arg(ir, p.ids[i], 0);
            if (!factors_of(ir, body, &inner)) return false;
            for (int j = 0; j < inner.count; j++)
                if (stage_of(ir, inner.ids[j]) == STAGE_UNKNOWN && (axes_of(ir, inner.ids[j]) & over)) return false;
            continue;
        }
        if (f->op != IR_GATHER || !ir_is_key(ir, ir_arg(ir, p.ids[i], 1))) return false;
        if (axes_of(ir, ir_arg(ir, p.ids[i], 0)) & over) return false;
        if (axes_of(ir, ir_arg(ir, p.ids[i], 1)) & ~over) return false;
    }
    return true;
}

/* Splits the terms of an add into those that separate and the rest (as one add). 0 if nothing separates, or if so many would that the sums of
 * products of data, one for each pair of terms in value and gradient, cost more to make and to compile than they save. */
enum { MOST_SEPARATED = 16 };
static IrId reduce_separated(Ir *ir, IrId add, IrId others, AxisSet over, IrId (*reduce)(Ir *, IrId, const void *),
                             const void *context) {
    IrNode node = *ir_at(ir, add);
    bool   any = node.value != 0;
    if (node.n_args > MOST_SEPARATED) return 0;
    for (int i = 0; i < node.n_args && !any; i++) any = separates(ir, ir_arg(ir, add, i), over);
    if (!any) return 0;
    IrId total = node.value != 0 ? ir_scale(ir, node.value, reduce(ir, others, context)) : ir_literal(ir, 0);
    IrId rest = ir_literal(ir, 0);
    for (int i = 0; i < node.n_args; i++) {
        IrId   term = ir_arg(ir, add, i);
        double weight = ir_weight(ir, add, i);
        if (separates(ir, term, over))
            total = ir_add_n(ir, 0, (IrId[]){total, reduce(ir, ir_mul(ir, others, term), context)},
                             (double[]){1, weight}, 2);
        else
            rest = ir_add_n(ir, 0, (IrId[]){rest, term}, (double[]){1, weight}, 2);
    }
    if (ir_is(ir, rest, 0)) return total;
    return ir_add(ir, total, reduce(ir, ir_mul(ir, others, rest), context));
}

static IrId reduce_by_sum(Ir *ir, IrId x, const void *over) { return ir_sum(ir, *(const AxisSet *)over, x); }

static bool others_are_data(const Ir *ir, const Product *p, int skip) {
    for (int i = 0; i < p->count; i++)
        if (i != skip && stage_of(ir, p->ids[i]) == STAGE_UNKNOWN) return false;
    return true;
}

/* "separate" and "swap", for a product whose other factors are data. */
static IrId sum_separate(Ir *ir, AxisSet over, const Product *p) {
    for (int i = 0; i < p->count; i++) {
        const IrNode *f = ir_at(ir, p->ids[i]);
        if (p->exponents[i] != 1 || f->stage != STAGE_UNKNOWN || !others_are_data(ir, p, i)) continue;
        IrId others = product_without(ir, p, i);
        if (f->op == IR_ADD) return reduce_separated(ir, p->ids[i], others, over, reduce_by_sum, &over);
        if (f->op == IR_SUM && !(axes_of(ir, others) & f->attr) && !(over & f->attr) &&
            separates(ir, p->ids[i], over)) {
            AxisSet inner = f->attr;
            return ir_sum(ir, inner, ir_sum(ir, over, ir_mul(ir, others, ir_arg(ir, p->ids[i], 0))));
        }
    }
    return 0;
}

/* "sum through gather": all unknown factors gathered by one key leave for the key's dimension. */
static IrId sum_through_gather(Ir *ir, AxisSet over, const Product *p) {
    for (int i = 0; i < p->count; i++) {
        IrNode f = *ir_at(ir, p->ids[i]);
        if (f.op != IR_GATHER || f.stage != STAGE_UNKNOWN) continue;
        IrId    index = ir_arg(ir, p->ids[i], 1);
        AxisId  into = (AxisId)f.attr;
        AxisSet used = axes_of(ir, index);
        if (!ir_is_key(ir, index) || !used || (used & ~over) || (over & AXIS(into))) continue;
        Product outer = {.count = 0}, inner = {.count = 0};
        bool    fits = true;
        for (int j = 0; j < p->count; j++) {
            IrNode g = *ir_at(ir, p->ids[j]);
            bool   same = g.op == IR_GATHER && ir_arg(ir, p->ids[j], 1) == index && g.attr == into &&
                        !(axes_of(ir, ir_arg(ir, p->ids[j], 0)) & used);
            Product *to = same ? &outer : &inner;
            to->ids[to->count] = same ? ir_arg(ir, p->ids[j], 0) : p->ids[j];
            to->exponents[to->count++] = p->exponents[j];
            if (!same && (g.axes & AXIS(into))) fits = false;
        }
        if (!fits || outer.count == 0) continue;
        IrId gathered = product(ir, &outer);
        IrId sums = ir_scatter(ir, product(ir, &inner), index, into, used);
        return ir_sum(ir, (over & ~used) | AXIS(into), ir_mul(ir, gathered, sums));
    }
    return 0;
}

static bool same_dim(const Ir *ir, AxisId a, AxisId b) { return ir->axes.at[a].dim == ir->axes.at[b].dim; }

/* "pick". */
static IrId sum_pick(Ir *ir, AxisSet over, const Product *p) {
    for (int i = 0; i < p->count; i++) {
        IrNode f = *ir_at(ir, p->ids[i]);
        if (f.op != IR_IF || p->exponents[i] != 1 || !ir_is(ir, ir_arg(ir, p->ids[i], 2), 0)) continue;
        IrId condition = ir_arg(ir, p->ids[i], 0);
        if (ir_at(ir, condition)->op != IR_EQ) continue;
        for (int side = 0; side < 2; side++) {
            IrId coord = ir_arg(ir, condition, side), index = ir_arg(ir, condition, 1 - side);
            if (ir_at(ir, coord)->op != IR_COORD) continue;
            AxisId axis = (AxisId)ir_at(ir, coord)->attr;
            bool   along = ir_at(ir, index)->op == IR_COORD && same_dim(ir, axis, (AxisId)ir_at(ir, index)->attr);
            if (!(over & AXIS(axis)) || (!along && ir_at(ir, index)->op != IR_LIT)) continue;
            IrId body = ir_mul(ir, ir_arg(ir, p->ids[i], 1), product_without(ir, p, i));
            return ir_sum(ir, over & ~AXIS(axis), ir_gather(ir, body, axis, index));
        }
    }
    return 0;
}

/* "squares": one unknown factor, an affine form squared, and data. */
static IrId sum_squares(Ir *ir, AxisSet over, const Product *p) {
    for (int i = 0; i < p->count; i++)
        if (p->exponents[i] == 2 && stage_of(ir, p->ids[i]) == STAGE_UNKNOWN && others_are_data(ir, p, i))
            return sum_of_squares(ir, over, p->ids[i], product_without(ir, p, i));
    return 0;
}

static IrId times_sizes(Ir *ir, AxisSet axes, IrId x) {
    for (int a = 0; a < ir->axes.count; a++)
        if (axes & AXIS(a)) x = ir_mul(ir, x, ir_size(ir, (AxisId)a));
    return x;
}

static IrId make_sum(Ir *ir, AxisSet over, IrId x) {
    return ir_make(ir, (IrNode){.op = IR_SUM, .attr = over, .axes = axes_of(ir, x) & ~over}, &x, NULL, 1);
}

IrId ir_sum(Ir *ir, AxisSet over, IrId x) {
    AxisSet missing = over & ~axes_of(ir, x);
    over &= ~missing;
    if (missing) return times_sizes(ir, missing, ir_sum(ir, over, x));
    if (!over) return x;
    IrNode node = *ir_at(ir, x);
    if (node.op == IR_SUM && !(node.attr & over)) return ir_sum(ir, over | node.attr, ir_arg(ir, x, 0));
    if (node.op == IR_ADD && node.n_args == 1 && node.value == 0)
        return ir_scale(ir, ir_weight(ir, x, 0), ir_sum(ir, over, ir_arg(ir, x, 0)));
    if (ir->plain) return make_sum(ir, over, x);
    if (node.op == IR_ADD && node.stage == STAGE_UNKNOWN && rule(ir, RULE_SUM_OVER_ADD)) {
        IrId total = ir_scale(ir, node.value, times_sizes(ir, over, ir_literal(ir, 1)));
        for (int i = 0; i < node.n_args; i++) {
            IrId term = ir_sum(ir, over, ir_arg(ir, x, i));
            total = ir_add_n(ir, 0, (IrId[]){total, term}, (double[]){1, ir_weight(ir, x, i)}, 2);
        }
        return total;
    }
    IrId few = rule(ir, RULE_DEVIANCE) ? ir_sum_deviances(ir, over, x) : 0;
    if (few) return few;
    Product p;
    if (!factors_of(ir, x, &p)) return make_sum(ir, over, x);
    Product outside = {.count = 0}, inside = {.count = 0};
    for (int i = 0; i < p.count; i++) {
        Product *to = axes_of(ir, p.ids[i]) & over ? &inside : &outside;
        to->ids[to->count] = p.ids[i];
        to->exponents[to->count++] = p.exponents[i];
    }
    if (outside.count) {
        IrId sum = ir_sum(ir, over, product(ir, &inside));
        return ir_mul(ir, product(ir, &outside), sum);
    }
    if (node.stage == STAGE_UNKNOWN) {
        IrId better = sum_pick(ir, over, &p);
        if (!better && rule(ir, RULE_SQUARES)) better = sum_squares(ir, over, &p);
        if (!better && rule(ir, RULE_SEPARATE)) better = sum_separate(ir, over, &p);
        if (!better && rule(ir, RULE_GATHER_SUM)) better = sum_through_gather(ir, over, &p);
        if (better) return better;
    }
    return make_sum(ir, over, x);
}

IrId ir_max(Ir *ir, AxisSet over, IrId x, bool is_shift) {
    over &= axes_of(ir, x);
    if (!over) return x;
    return ir_make(ir, (IrNode){.op = IR_MAX, .attr = over, .over = is_shift, .axes = axes_of(ir, x) & ~over}, &x, NULL,
                   1);
}

IrId ir_gather(Ir *ir, IrId x, AxisId axis, IrId index) {
    IrNode node = *ir_at(ir, x);
    if (!(node.axes & AXIS(axis))) return x;
    IrNode at = *ir_at(ir, index);
    if (at.op == IR_COORD && at.attr == axis) return x;
    if (node.op == IR_COORD && node.attr == axis) return index;
    bool key = ir_is_key(ir, index);
    bool own = key && ir_of_each_row(ir, x, index);
    if (node.op == IR_MUL ||
        (node.op == IR_ADD && ((node.n_args == 1 && node.value == 0) || ((!key || own) && !ir->plain)))) {
        IrId  few[64];
        IrId *args = node.n_args <= 64 ? few : arena_alloc(ir->arena, node.n_args * sizeof *args);
        for (int i = 0; i < node.n_args; i++) args[i] = ir_gather(ir, ir_arg(ir, x, i), axis, index);
        return ir_rebuild(ir, x, args);
    }
    /* x[a := i][b := j] = x[a := i[b := j]] where x itself lacks b: one gather, by a key that is composed at load */
    if (node.op == IR_GATHER && !(axes_of(ir, ir_arg(ir, x, 0)) & AXIS(axis))) {
        IrId inner = ir_arg(ir, x, 0), key_of_key = ir_arg(ir, x, 1);
        bool renames = at.op == IR_COORD && ir_at(ir, key_of_key)->op == IR_COORD;
        if (renames || !(axes_of(ir, inner) & at.axes & AXIS((AxisId)node.attr)))
            return ir_gather(ir, inner, (AxisId)node.attr, ir_gather(ir, key_of_key, axis, index));
    }
    AxisSet axes = (node.axes & ~AXIS(axis)) | at.axes;
    return ir_make(ir, (IrNode){.op = IR_GATHER, .attr = axis, .axes = axes}, (IrId[]){x, index}, NULL, 2);
}

typedef struct Target {
    IrId    index;
    AxisId  into;
    AxisSet over;
} Target;

static IrId reduce_by_scatter(Ir *ir, IrId x, const void *context) {
    const Target *t = context;
    return ir_scatter(ir, x, t->index, t->into, t->over);
}

/* coord(a) + k: true, with a and k. */
static bool is_shift(const Ir *ir, IrId index, AxisId *axis, double *k) {
    const IrNode *node = ir_at(ir, index);
    *k = 0;
    if (node->op == IR_ADD && node->n_args == 1) {
        *k = node->value;
        node = ir_at(ir, ir_arg(ir, index, 0));
    }
    *axis = (AxisId)node->attr;
    return node->op == IR_COORD;
}

/* A scatter along a coordinate is a gather the other way, where the source exists. */
static IrId scatter_by_shift(Ir *ir, IrId x, Target t, AxisId axis, double k) {
    if (!(t.over & AXIS(axis)))
        return ir_if(ir, ir_compare(ir, IR_EQ, ir_coord(ir, t.into), t.index), x, ir_literal(ir, 0));
    IrId source = ir_add_n(ir, -k, (IrId[]){ir_coord(ir, t.into)}, NULL, 1);
    IrId moved = ir_gather(ir, x, axis, source);
    if (k == 0) return moved;
    IrId zero = ir_literal(ir, 0);
    IrId inside = ir_and(ir, ir_compare(ir, IR_LE, zero, source), ir_compare(ir, IR_LT, source, ir_size(ir, axis)));
    return ir_if(ir, inside, moved, zero);
}

IrId ir_scatter(Ir *ir, IrId x, IrId index, AxisId into, AxisSet over) {
    if (ir_is(ir, x, 0)) return x;
    AxisSet key_axes = axes_of(ir, index);
    if (over & ~key_axes) {
        x = ir_sum(ir, over & ~key_axes, x);
        over &= key_axes;
    }
    Target t = {index, into, over};
    AxisId axis;
    double k;
    if (ir_is_literal(ir, index))
        return ir_if(ir, ir_compare(ir, IR_EQ, ir_coord(ir, into), index), x, ir_literal(ir, 0));
    if (is_shift(ir, index, &axis, &k)) return scatter_by_shift(ir, x, t, axis, k);
    if (!over) return ir_if(ir, ir_compare(ir, IR_EQ, ir_coord(ir, into), index), x, ir_literal(ir, 0));
    IrNode node = *ir_at(ir, x);
    if (node.op == IR_ADD && node.n_args == 1 && node.value == 0)
        return ir_scale(ir, ir_weight(ir, x, 0), ir_scatter(ir, ir_arg(ir, x, 0), index, into, over));
    Product p;
    if (!ir->plain && node.stage == STAGE_UNKNOWN && factors_of(ir, x, &p)) {
        if (node.op == IR_ADD && rule(ir, RULE_SEPARATE)) {
            IrId better = reduce_separated(ir, x, ir_literal(ir, 1), over, reduce_by_scatter, &t);
            if (better) return better;
        }
        Product outside = {.count = 0}, inside = {.count = 0};
        for (int i = 0; i < p.count; i++) {
            IrNode f = *ir_at(ir, p.ids[i]);
            bool   same = f.op == IR_GATHER && ir_arg(ir, p.ids[i], 1) == index && f.attr == into &&
                        !(axes_of(ir, ir_arg(ir, p.ids[i], 0)) & over);
            bool     out = same || !(f.axes & over);
            Product *to = out ? &outside : &inside;
            if (out && !same && (f.axes & AXIS(into))) to = &inside;
            to->ids[to->count] = same ? ir_arg(ir, p.ids[i], 0) : p.ids[i];
            to->exponents[to->count++] = p.exponents[i];
        }
        if (outside.count)
            return ir_mul(ir, product(ir, &outside), ir_scatter(ir, product(ir, &inside), index, into, over));
        for (int i = 0; i < p.count; i++)
            if (ir_at(ir, p.ids[i])->op == IR_ADD && p.exponents[i] == 1 && p.count > 1 && others_are_data(ir, &p, i) &&
                rule(ir, RULE_SEPARATE)) {
                IrId better = reduce_separated(ir, p.ids[i], product_without(ir, &p, i), over, reduce_by_scatter, &t);
                if (better) return better;
            }
    }
    AxisSet axes = ((axes_of(ir, x) | key_axes) & ~over) | AXIS(into);
    return ir_make(ir, (IrNode){.op = IR_SCATTER, .attr = into, .over = over, .axes = axes}, (IrId[]){x, index}, NULL,
                   2);
}
