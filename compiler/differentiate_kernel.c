/* Adjoints of functions of whole axes, as kernels, sums and products again: so they have derivatives themselves.
 *
 * With z the result, z* its adjoint, and x* what that gives to argument x (Giles 2008, "An extended collection of matrix derivative results";
 * Murray 2016, "Differentiation of the Cholesky decomposition"):
 *   scan             λ[i] = z*[i] + p[i+1] λ[i+1];  x* = λ,  p*[i] = λ[i] z[i-1]
 *   solve A x = y    w = A'^-1 x*;  y* = w,  A* = -w x'  (only the lower triangle of a triangular one)
 *   inverse          A* = -z' z* z';   log |det|  A* = z* A'^-1;   det  A* = z* det A'^-1
 *   cholesky K = LL' K* = symmetric part of L'^-1 P L^-1,  P = lower triangle of L' L*, its diagonal halved
 *   K = V diag(l) V' K* = V (diag(l*) + F ∘ V' V*) V',  F[i, j] = 1 / (l[j] - l[i])
 *
 * Symmetric matrices: the adjoint of K is symmetric, half of what an entry off the diagonal does in K[a, b], half in K[b, a]. That is right for
 * every K whose both triangles hold the same expression, though the kernels read only one of them. Factors get nothing: what they do is
 * accounted to their matrix. det and inverse of a singular matrix have no derivative here (NaN). */
#include <math.h>

#include "ir_private.h"
#include "lang/check_limits.h"
#include "lang/kernel.h"

/* One kernel node, its axes, and its adjoint. */
typedef struct Node {
    Ir     *ir;
    IrId    id, adjoint;
    AxisId  a, b;
    AxisSet taken; /* axes that occur in it or in its arguments */
} Node;

static IrId arg_of(const Node *n, int i) { return ir_arg(n->ir, n->id, i); }

/* An axis of the same dim that does not occur yet. */
static AxisId fresh(Node *n, AxisId like) {
    Ir *ir = n->ir;
    int dim = ir->axes.at[like].dim;
    for (int x = 0; x < ir->axes.count; x++)
        if (ir->axes.at[x].dim == dim && !(n->taken & AXIS(x))) {
            n->taken |= AXIS(x);
            return (AxisId)x;
        }
    int copy = SPARE_COPY + MOST_PLACES + 2;
    for (int x = 0; x < ir->axes.count; x++)
        if (ir->axes.at[x].dim == dim && ir->axes.at[x].copy >= copy) copy = ir->axes.at[x].copy + 1;
    AxisId made = ir_axis(ir, dim, copy);
    n->taken |= AXIS(made);
    return made;
}

static IrId apply1(const Node *n, KernelId id, IrId x) { return ir_kernel(n->ir, id, &x, (AxisId[]){n->a, n->b}); }
static IrId apply2(const Node *n, KernelId id, IrId x, IrId y) {
    return ir_kernel(n->ir, id, (IrId[]){x, y}, (AxisId[]){n->a, n->b});
}

static IrId less(const Node *n, IrId x) { return ir_scale(n->ir, -1, x); }
static IrId times(const Node *n, IrId x, IrId y) { return ir_mul(n->ir, x, y); }
static IrId sum(const Node *n, AxisId over, IrId x, IrId y) { return ir_sum(n->ir, AXIS(over), ir_mul(n->ir, x, y)); }

/* x[a, b] as x[b, a]. */
static IrId transposed(Node *n, IrId x) {
    if (!(ir_at(n->ir, x)->axes & (AXIS(n->a) | AXIS(n->b)))) return x;
    AxisId c = fresh(n, n->a);
    return ir_rename(n->ir, ir_rename(n->ir, ir_rename(n->ir, x, n->a, c), n->b, n->a), c, n->b);
}

static IrId symmetric(Node *n, IrId x) {
    return ir_add_n(n->ir, 0, (IrId[]){x, transposed(n, x)}, (double[]){0.5, 0.5}, 2);
}

/* x where b <= a, else 0; on the diagonal times `diagonal`. */
static IrId lower_part(const Node *n, AxisId row, AxisId column, IrId x, double diagonal) {
    Ir  *ir = n->ir;
    IrId i = ir_coord(ir, row), j = ir_coord(ir, column), zero = ir_literal(ir, 0);
    if (diagonal == 1) return ir_if(ir, ir_compare(ir, IR_LE, j, i), x, zero);
    IrId on = ir_if(ir, ir_compare(ir, IR_EQ, i, j), ir_scale(ir, diagonal, x), zero);
    return ir_if(ir, ir_compare(ir, IR_LT, j, i), x, on);
}

/* --- along one axis --- */

static IrId moved(const Node *n, IrId x, int by) {
    IrId at = ir_coord(n->ir, n->a);
    return ir_gather(n->ir, x, n->a, ir_add_n(n->ir, by, &at, NULL, 1));
}

/* step: where the value before lies, -1 in scan, 1 in scan_back. */
static IrId scan_adjoint(Node *n, int arg, int step) {
    Ir  *ir = n->ir;
    IrId lambda = apply2(n, step < 0 ? KERNEL_scan_back : KERNEL_scan, moved(n, arg_of(n, 0), -step), n->adjoint);
    if (arg == 1) return lambda;
    IrId at = ir_coord(ir, n->a);
    IrId end = step < 0 ? ir_literal(ir, 0) : ir_add_n(ir, -1, (IrId[]){ir_size(ir, n->a)}, NULL, 1);
    return ir_if(ir, ir_compare(ir, IR_EQ, at, end), ir_literal(ir, 0), times(n, lambda, moved(n, n->id, step)));
}

/* --- systems of equations --- */

/* w, from the adjoint of the solution. Over a for solve and solve_lower, over b for solve_lower_t. */
static IrId solve_back(const Node *n, KernelId id) {
    if (id == KERNEL_solve) /* A': its letters exchanged */
        return ir_kernel(n->ir, KERNEL_solve, (IrId[]){arg_of(n, 0), n->adjoint}, (AxisId[]){n->b, n->a});
    return apply2(n, id == KERNEL_solve_lower ? KERNEL_solve_lower_t : KERNEL_solve_lower, arg_of(n, 0), n->adjoint);
}

static IrId solve_adjoint(Node *n, KernelId id, int arg) {
    IrId w = solve_back(n, id);
    if (arg == 1) return w;
    IrId product = less(n, times(n, w, n->id));
    return id == KERNEL_solve ? product : lower_part(n, n->a, n->b, product, 1);
}

static IrId spd_solve_adjoint(Node *n, int arg) {
    Ir  *ir = n->ir;
    IrId from_a = ir_rename(ir, n->adjoint, n->b, n->a);
    IrId w = ir_kernel(ir, KERNEL_spd_solve, (IrId[]){arg_of(n, 0), from_a, arg_of(n, 2)}, (AxisId[]){n->a, n->b});
    IrId w_a = ir_rename(ir, w, n->b, n->a);
    if (arg == 1) return w_a;
    if (arg == 2) return ir_literal(ir, 0);
    IrId x_a = ir_rename(ir, n->id, n->b, n->a);
    return ir_add_n(ir, 0, (IrId[]){times(n, w_a, n->id), times(n, x_a, w)}, (double[]){-0.5, -0.5}, 2);
}

/* --- matrices --- */

static IrId cholesky_adjoint(Node *n) {
    Ir    *ir = n->ir;
    IrId   l = n->id;
    AxisId c = fresh(n, n->a), d = fresh(n, n->a);
    /* p[b, c]: lower triangle of sum over a of L[a, b] L*[a, c]. There L[a, b] is 0 wherever L*[a, c] is above the diagonal. */
    IrId p = lower_part(n, n->b, c, sum(n, n->a, l, ir_rename(ir, n->adjoint, n->b, c)), 0.5);
    IrId x = apply2(n, KERNEL_solve_lower_t, l, p); /* L'^-1 P, over a and c */
    IrId rows = ir_rename(ir, ir_rename(ir, x, n->a, d), c, n->b);
    IrId s = apply2(n, KERNEL_solve_lower_t, l, rows); /* S' of S L = L'^-1 P: row d, column a */
    return symmetric(n, ir_rename(ir, s, d, n->b));
}

/* -z' y z', for z and y over a and b; where is_symmetric -z y z. */
static IrId between(Node *n, IrId z, IrId y, bool is_symmetric) {
    Ir    *ir = n->ir;
    AxisId c = fresh(n, n->a), d = fresh(n, n->a);
    IrId   left = ir_rename(ir, is_symmetric ? z : transposed(n, z), n->b, c);  /* over a, c */
    IrId   right = ir_rename(ir, is_symmetric ? z : transposed(n, z), n->a, d); /* over d, b */
    IrId   middle = ir_rename(ir, ir_rename(ir, y, n->a, c), n->b, d);
    return less(n, sum(n, d, sum(n, c, left, middle), right));
}

static IrId eigenvalues_adjoint(Node *n) {
    Ir    *ir = n->ir;
    AxisId c = fresh(n, n->a);
    IrId   v = ir_rename(ir, apply1(n, KERNEL_eigenvectors, arg_of(n, 0)), n->b, c); /* over a, c */
    IrId   weighted = times(n, ir_rename(ir, n->adjoint, n->a, c), v);
    return sum(n, c, weighted, ir_rename(ir, v, n->a, n->b));
}

static IrId eigenvectors_adjoint(Node *n) {
    Ir    *ir = n->ir;
    AxisId c = fresh(n, n->a), d = fresh(n, n->a);
    IrId   v = ir_rename(ir, n->id, n->b, c); /* over a, c */
    IrId   values = apply1(n, KERNEL_eigenvalues, arg_of(n, 0)), zero = ir_literal(ir, 0);
    IrId   gap = ir_sub(ir, ir_rename(ir, values, n->a, d), ir_rename(ir, values, n->a, c));
    IrId   turn = sum(n, n->a, v, ir_rename(ir, n->adjoint, n->b, d)); /* V' V*, over c, d */
    IrId   same = ir_compare(ir, IR_EQ, ir_coord(ir, c), ir_coord(ir, d));
    IrId   middle = ir_if(ir, same, zero, ir_div(ir, turn, gap));
    IrId   right = ir_rename(ir, ir_rename(ir, n->id, n->b, d), n->a, n->b); /* V[b, d] */
    return symmetric(n, sum(n, d, sum(n, c, v, middle), right));
}

/* --- bases over knots --- */

/* By x: the kernel of the next order. By knots there is none (NaN), and there should be no need of it. */
static IrId basis_adjoint(Node *n, KernelId id, int arg) {
    Ir  *ir = n->ir;
    IrId args[KERNEL_MOST_ARGS];
    int  n_args = kernel(id).n_args;
    if (arg) return ir_literal(ir, arg == 1 ? NAN : 0);
    for (int i = 0; i < n_args; i++) args[i] = arg_of(n, i);
    args[n_args - 1] = ir_add_n(ir, 1, &args[n_args - 1], NULL, 1);
    return sum(n, n->a, n->adjoint, ir_kernel(ir, id, args, (AxisId[]){n->a, n->b}));
}

IrId differentiate_kernel(Ir *ir, IrId id, int arg, IrId adjoint) {
    KernelId k = (KernelId)ir_kernel_of(ir, id);
    Node     n = {ir, id, adjoint, ir_kernel_axis(ir, id, 'a'), ir_kernel_axis(ir, id, 'b'), 0};
    n.taken = ir_at(ir, id)->axes | ir_at(ir, id)->over | ir_at(ir, adjoint)->axes | ir_kernel_batch(ir, id);
    switch (k) {
    case KERNEL_scan:
        return scan_adjoint(&n, arg, -1);
    case KERNEL_scan_back:
        return scan_adjoint(&n, arg, 1);
    case KERNEL_order:
    case KERNEL_rank:
    case KERNEL_interval:
    case KERNEL_multinomial_counts:
        break;
    case KERNEL_bspline:
    case KERNEL_natural_spline:
        return basis_adjoint(&n, k, arg);
    case KERNEL_cholesky:
        return cholesky_adjoint(&n);
    case KERNEL_solve_lower:
    case KERNEL_solve_lower_t:
    case KERNEL_solve:
        return solve_adjoint(&n, k, arg);
    case KERNEL_spd_solve:
        return spd_solve_adjoint(&n, arg);
    case KERNEL_spd_inverse:
        return arg ? ir_literal(ir, 0) : between(&n, id, symmetric(&n, adjoint), true);
    case KERNEL_spd_log_det:
        return arg ? ir_literal(ir, 0)
                   : times(&n, adjoint, apply2(&n, KERNEL_spd_inverse, arg_of(&n, 0), arg_of(&n, 1)));
    case KERNEL_inverse:
        return between(&n, id, adjoint, false);
    case KERNEL_det:
        return times(&n, times(&n, adjoint, id), transposed(&n, apply1(&n, KERNEL_inverse, arg_of(&n, 0))));
    case KERNEL_log_abs_det:
        return times(&n, adjoint, transposed(&n, apply1(&n, KERNEL_inverse, arg_of(&n, 0))));
    case KERNEL_eigenvalues:
        return eigenvalues_adjoint(&n);
    case KERNEL_eigenvectors:
        return eigenvectors_adjoint(&n);
    case KERNEL_COUNT:
        break;
    }
    return ir_literal(ir, 0);
}
