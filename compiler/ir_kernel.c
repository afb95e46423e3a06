/* Functions of whole axes (lang/kernels.def): nodes that bind the letters of a kernel to axes. All further axes of the arguments are a batch.
 * An argument that lacks an axis of its letters is constant along it.
 *
 * Two rules. What a kernel is linear in leaves it, as factors leave a sum: so K^-1 (-y/2), an adjoint, is -1/2 of the K^-1 y of the value. And
 * of the identity nothing need be computed. */
#include "ir_private.h"
#include "lang/kernel.h"
#include "lang/primitive.h"

int ir_kernel_of(const Ir *ir, IrId id) { return (int)(ir_at(ir, id)->attr & 0xff); }

AxisId ir_kernel_axis(const Ir *ir, IrId id, char letter) {
    return (AxisId)(ir_at(ir, id)->attr >> (8 * (letter - 'a' + 1)) & 0xff);
}

AxisSet ir_kernel_letters(const Ir *ir, IrId id, const char *letters) {
    AxisSet set = 0;
    for (const char *l = letters; *l; l++) set |= AXIS(ir_kernel_axis(ir, id, *l));
    return set;
}

AxisSet ir_kernel_batch(const Ir *ir, IrId id) {
    AxisSet set = 0;
    for (int i = 0; i < ir_at(ir, id)->n_args; i++) set |= ir_at(ir, ir_arg(ir, id, i))->axes;
    return set & ~ir_at(ir, id)->over;
}

int ir_kernel_linear(int id) {
    switch ((KernelId)id) {
    case KERNEL_scan:
    case KERNEL_scan_back:
    case KERNEL_solve_lower:
    case KERNEL_solve_lower_t:
    case KERNEL_spd_solve:
    case KERNEL_solve:
        return 1;
    case KERNEL_order:
    case KERNEL_rank:
    case KERNEL_interval:
    case KERNEL_bspline:
    case KERNEL_natural_spline:
    case KERNEL_multinomial_counts:
    case KERNEL_cholesky:
    case KERNEL_spd_inverse:
    case KERNEL_spd_log_det:
    case KERNEL_inverse:
    case KERNEL_det:
    case KERNEL_log_abs_det:
    case KERNEL_eigenvalues:
    case KERNEL_eigenvectors:
    case KERNEL_COUNT:
        break;
    }
    return -1;
}

/* The weight of the first term, if a sum is that many times a sum whose first weight is 1, without rounding; else 1. */
static double common_weight(const Ir *ir, IrId add) {
    const IrNode *n = ir_at(ir, add);
    double        w = ir_weight(ir, add, 0);
    bool          exact = n->value / w * w == n->value;
    for (int i = 1; i < n->n_args; i++) exact &= ir_weight(ir, add, i) / w * w == ir_weight(ir, add, i);
    return exact ? w : 1;
}

static IrId divided(Ir *ir, IrId add, double w) {
    IrNode  n = *ir_at(ir, add);
    IrId   *terms = arena_alloc(ir->arena, n.n_args * sizeof *terms);
    double *weights = arena_alloc(ir->arena, n.n_args * sizeof *weights);
    for (int i = 0; i < n.n_args; i++) terms[i] = ir_arg(ir, add, i), weights[i] = ir_weight(ir, add, i) / w;
    return ir_add_n(ir, n.value / w, terms, weights, n.n_args);
}

/* x as outside * inside, where outside has none of the letters. False if nothing leaves. */
static bool take_out(Ir *ir, IrId x, AxisSet letters, IrId *outside, IrId *inside) {
    IrNode n = *ir_at(ir, x);
    *outside = ir_literal(ir, 1), *inside = x;
    if (!(n.axes & letters))
        *outside = x, *inside = ir_literal(ir, 1);
    else if (n.op == IR_ADD) {
        double w = common_weight(ir, x);
        IrId   further, rest;
        *outside = ir_literal(ir, w);
        if (w != 1) *inside = divided(ir, x, w);
        if (ir_at(ir, *inside)->op != IR_ADD && take_out(ir, *inside, letters, &further, &rest))
            *outside = ir_mul(ir, *outside, further), *inside = rest;
    } else if (n.op == IR_MUL) {
        *inside = ir_literal(ir, 1);
        for (int i = 0; i < n.n_args; i++) {
            IrId  factor = ir_power(ir, ir_arg(ir, x, i), ir_weight(ir, x, i));
            IrId *to = ir_at(ir, factor)->axes & letters ? inside : outside;
            *to = ir_mul(ir, *to, factor);
        }
    }
    return !ir_is(ir, *outside, 1);
}

/* The matrix that is 1 where its two letters agree? */
static bool is_identity(const Ir *ir, IrId x, const AxisId *axes) {
    const IrNode *n = ir_at(ir, x);
    if (n->op != IR_EQ || n->axes != (AXIS(axes[0]) | AXIS(axes[1]))) return false;
    return ir_at(ir, ir_arg(ir, x, 0))->op == IR_COORD && ir_at(ir, ir_arg(ir, x, 1))->op == IR_COORD;
}

/* What a kernel makes of the identity as its matrix; 0: it is computed. */
static IrId of_identity(Ir *ir, int id, const IrId *args, const AxisId *axes) {
    if (id == KERNEL_solve_lower || id == KERNEL_spd_solve || id == KERNEL_solve)
        return ir_rename(ir, args[1], axes[0], axes[1]);
    if (id == KERNEL_solve_lower_t) return ir_rename(ir, args[1], axes[1], axes[0]);
    if (id == KERNEL_cholesky || id == KERNEL_spd_inverse || id == KERNEL_inverse) return args[0];
    if (id == KERNEL_spd_log_det || id == KERNEL_log_abs_det) return ir_literal(ir, 0);
    return 0;
}

void ir_know_factor(Ir *ir, IrId matrix, IrId factor, AxisId a, AxisId b) {
    VEC_PUSH(ir->arena, &ir->factors, ((IrFactor){matrix, factor, a, b}));
}

static IrId known_factor(const Ir *ir, IrId matrix, const AxisId *axes) {
    for (int i = 0; i < ir->factors.count; i++) {
        const IrFactor *f = &ir->factors.at[i];
        if (f->matrix == matrix && f->a == axes[0] && f->b == axes[1]) return f->factor;
    }
    return 0;
}

/* What a kernel makes of L L' whose L is known; 0: it is computed. Nothing is lost where L L' is almost singular. */
static IrId of_known_factor(Ir *ir, int id, const IrId *args, const AxisId *axes) {
    IrId l = known_factor(ir, args[0], axes);
    if (!l) return 0;
    if (id == KERNEL_cholesky) return l;
    if (id == KERNEL_spd_log_det) {
        IrId diagonal = ir_gather(ir, l, axes[1], ir_coord(ir, axes[0]));
        return ir_scale(ir, 2, ir_sum(ir, AXIS(axes[0]), ir_fun1(ir, PRIM_log, diagonal)));
    }
    if (id != KERNEL_spd_solve) return 0;
    IrId half = ir_kernel(ir, KERNEL_solve_lower, (IrId[]){l, args[1]}, axes);
    return ir_rename(ir, ir_kernel(ir, KERNEL_solve_lower_t, (IrId[]){l, half}, axes), axes[0], axes[1]);
}

static void verify_letters(const Ir *ir, int id, const IrId *args, const AxisId *axes) {
    Kernel  k = kernel(id);
    AxisSet all = 0;
    for (int i = 0; i < k.n_letters; i++) {
        if (all & AXIS(axes[i])) bug("`%s` over one axis twice", k.name);
        all |= AXIS(axes[i]);
    }
    for (int i = 0; i < k.n_args; i++) {
        AxisSet own = 0;
        for (const char *l = k.letters[i]; *l; l++) own |= AXIS(axes[*l - 'a']);
        if (ir_at(ir, args[i])->axes & all & ~own) bug("argument %d of `%s` has a letter's axis as a batch", i, k.name);
    }
}

IrId ir_kernel(Ir *ir, int id, const IrId *args, const AxisId *axes) {
    Kernel k = kernel(id);
    int    linear = ir_kernel_linear(id);
    IrNode node = {.op = IR_KERNEL, .attr = (uint64_t)id};
    verify_letters(ir, id, args, axes);
    for (int i = 0; i < k.n_letters; i++) {
        node.attr |= (uint64_t)axes[i] << (8 * (i + 1));
        node.over |= AXIS(axes[i]);
    }
    if (!ir->plain && k.n_letters > 1 && is_identity(ir, args[0], axes)) {
        IrId simple = of_identity(ir, id, args, axes);
        if (simple) return simple;
    }
    if (!ir->plain && k.n_letters > 1) {
        IrId known = of_known_factor(ir, id, args, axes);
        if (known) return known;
    }
    if (!ir->plain && linear >= 0) {
        IrId outside, inside, others[KERNEL_MOST_ARGS];
        if (ir_is(ir, args[linear], 0)) return args[linear];
        if (take_out(ir, args[linear], node.over, &outside, &inside)) {
            for (int i = 0; i < k.n_args; i++) others[i] = i == linear ? inside : args[i];
            return ir_mul(ir, outside, ir_kernel(ir, id, others, axes));
        }
    }
    for (int i = 0; i < k.n_args; i++) node.axes |= ir_at(ir, args[i])->axes;
    node.axes &= ~node.over;
    for (const char *l = k.result; *l; l++) node.axes |= AXIS(axes[*l - 'a']);
    return ir_make(ir, node, args, NULL, k.n_args);
}

IrId ir_rename(Ir *ir, IrId x, AxisId from, AxisId to) { return ir_gather(ir, x, from, ir_coord(ir, to)); }
