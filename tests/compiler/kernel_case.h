/* For test_kernels.c: one kernel in a small function of unknowns and data, as IR, compiled, and by the plain evaluator.
 *
 *   f(U, y, s) = s (sum of w z + 0.3 z^2) + 0.1 z[first] ,    z = kernel(arguments made of U and y)
 *
 * with w given, its gradient, and its Hessian times (VU, Vy, vs). U is a matrix or a vector, y a vector; each is unknown or data, and has one
 * value for each cell of a batch or not. */
#ifndef TESTS_KERNEL_CASE_H
#define TESTS_KERNEL_CASE_H
#include <stdlib.h>

#include "compiler/eval.h"
#include "compiler/ir.h"
#include "compiler/jit.h"
#include "lang/kernel.h"
#include "runtime/abi.h"
#include "test.h"

enum {
    DIM_N,
    DIM_BATCH,
    DIM_KNOTS,
    DIM_BASIS,
    DIM_COUNT,
    BATCH = 3,
    KNOTS = 5,
    DEGREE = 3,
    BASIS = KNOTS + DEGREE - 1,
    MOST_N = 17
};
enum { U, Y, S, VU, VY, VS, W, ARRAY_COUNT };
typedef enum Batch { NO_BATCH, BATCH_U = 1, BATCH_Y = 2, BATCH_BOTH = 3 } Batch;

typedef struct Shape {
    int  kernel;
    int  batch;      /* Batch */
    bool data[2];    /* U, y */
    bool exchanged;  /* letter a is bound to the second axis */
    bool lacking;    /* the first argument is a number where it may be: constant along its letter */
    bool known_size; /* n is known to the compiler */
} Shape;

typedef struct Made {
    IrId value, z, args[KERNEL_MOST_ARGS], gradient[3], product[3], leaves[3];
    int  arrays[ARRAY_COUNT], n_args;
} Made;

/* --- the function --- */

static AxisSet axes_in(const Ir *ir, IrId id) { return ir_at(ir, id)->axes; }

static int new_array(Ir *ir, Layout *layout, Space space, const AxisId *axes, int n) {
    IrArray array = {.name = "x", .n_axes = n};
    for (int i = 0; i < n; i++) array.axes[i] = axes[i];
    array.slot = layout_slot(layout, space, axes, n);
    return ir_array(ir, array);
}

static bool is_basis_kernel(int k) { return k == KERNEL_interval || k == KERNEL_bspline || k == KERNEL_natural_spline; }
static bool is_matrix_kernel(int k) { return kernel(k).letters[0][0] && kernel(k).letters[0][1]; }

/* What the kernel reads of U: symmetric positive definite, lower triangular (with numbers above the diagonal that count for nothing), general. */
static IrId matrix_of(Ir *ir, int k, IrId u, const AxisId *ab) {
    AxisId c = ir_axis(ir, DIM_N, 2);
    IrId   i = ir_coord(ir, ab[0]), j = ir_coord(ir, ab[1]);
    IrId   diagonal = ir_compare(ir, IR_EQ, i, j), zero = ir_literal(ir, 0);
    if (k == KERNEL_solve_lower || k == KERNEL_solve_lower_t || k == KERNEL_solve || k == KERNEL_inverse ||
        k == KERNEL_det || k == KERNEL_log_abs_det)
        return ir_add(ir, ir_scale(ir, 0.3, u), ir_if(ir, diagonal, ir_literal(ir, 1.5), zero));
    IrId turned = ir_rename(ir, ir_rename(ir, ir_rename(ir, u, ab[0], c), ab[1], ab[0]), c, ab[1]);
    if (k == KERNEL_eigenvalues || k == KERNEL_eigenvectors)
        return ir_add_n(ir, 0, (IrId[]){u, turned, ir_if(ir, diagonal, i, zero)}, (double[]){0.1, 0.1, 1}, 3);
    IrId left = ir_rename(ir, u, ab[1], c), right = ir_rename(ir, left, ab[0], ab[1]);
    IrId products = ir_sum(ir, AXIS(c), ir_mul(ir, left, right));
    return ir_add(ir, ir_div(ir, products, ir_size(ir, c)), ir_if(ir, diagonal, ir_literal(ir, 0.5), zero));
}

/* Of y, over all of its axes, between the second and the third of knots 0.7 apart: where third derivatives jump, differences are not good. */
static void make_basis(Ir *ir, int k, Made *m, IrId y) {
    AxisId knots = ir_axis(ir, DIM_KNOTS, 0), basis = ir_axis(ir, DIM_BASIS, 0);
    m->n_args = 0;
    m->args[m->n_args++] = ir_add_n(ir, 1.05, &y, (double[]){0.3}, 1);
    m->args[m->n_args++] = ir_scale(ir, 0.7, ir_coord(ir, knots));
    if (k == KERNEL_bspline) m->args[m->n_args++] = ir_literal(ir, DEGREE);
    if (k != KERNEL_interval) m->args[m->n_args++] = ir_literal(ir, 0);
    m->z = ir_kernel(ir, k, m->args, k == KERNEL_bspline ? (AxisId[]){basis, knots} : &knots);
}

static void make_arguments(Ir *ir, const Shape *shape, Made *m, IrId u, IrId y, const AxisId *ab) {
    Kernel k = kernel(shape->kernel);
    if (is_basis_kernel(shape->kernel)) {
        make_basis(ir, shape->kernel, m, y);
        return;
    }
    IrId   first = is_matrix_kernel(shape->kernel) ? matrix_of(ir, shape->kernel, u, ab) : u;
    AxisId letters[2] = {ab[shape->exchanged], ab[1 - shape->exchanged]};
    if (shape->kernel == KERNEL_solve_lower_t) y = ir_rename(ir, y, ab[0], ab[1]);
    if (shape->exchanged && shape->kernel != KERNEL_solve_lower_t) y = ir_rename(ir, y, ab[0], ab[1]);
    if (shape->exchanged && shape->kernel == KERNEL_solve_lower_t) y = ir_rename(ir, y, ab[1], ab[0]);
    m->n_args = k.n_args;
    m->args[0] = shape->lacking ? ir_literal(ir, 0.7) : first;
    IrId factor = 0;
    if (shape->kernel == KERNEL_spd_solve || shape->kernel == KERNEL_spd_inverse || shape->kernel == KERNEL_spd_log_det)
        factor = ir_kernel(ir, KERNEL_cholesky, &first, letters);
    if (k.n_args > 1) m->args[1] = k.letters[1][1] ? factor : y;
    if (k.n_args > 2) m->args[2] = factor;
    m->z = ir_kernel(ir, shape->kernel, m->args, letters);
}

static IrId first_cell(Ir *ir, IrId x) {
    for (int a = 0; a < ir->axes.count; a++)
        if (axes_in(ir, x) & AXIS(a)) x = ir_gather(ir, x, (AxisId)a, ir_literal(ir, 0));
    return x;
}

static Made make(Ir *ir, Layout *layout, const Shape *shape) {
    Made   m = {0};
    AxisId ab[2] = {ir_axis(ir, DIM_N, 0), ir_axis(ir, DIM_N, 1)}, g = ir_axis(ir, DIM_BATCH, 0);
    bool   matrix = is_matrix_kernel(shape->kernel);
    AxisId u_axes[3] = {ab[0], matrix ? ab[1] : g, g}, y_axes[2] = {ab[0], g};
    int    n_u = 1 + matrix + ((shape->batch & BATCH_U) != 0), n_y = 1 + ((shape->batch & BATCH_Y) != 0);
    IrId   along[3];
    for (int i = U; i <= VS; i++) {
        int  of = i % 3;
        bool data = i > S || (of < S && shape->data[of]);
        m.arrays[i] = new_array(ir, layout, data ? SPACE_DATA : SPACE_UNKNOWN, of == U ? u_axes : y_axes,
                                of == U   ? n_u
                                : of == Y ? n_y
                                          : 0);
        IrId leaf = ir_leaf(ir, data ? IR_DATA : IR_UNK, m.arrays[i]);
        *(i > S ? &along[of] : &m.leaves[of]) = leaf;
    }
    make_arguments(ir, shape, &m, m.leaves[U], m.leaves[Y], ab);
    AxisId w_axes[8];
    int    n_w = 0;
    for (int a = 0; a < ir->axes.count; a++)
        if (axes_in(ir, m.z) & AXIS(a)) w_axes[n_w++] = (AxisId)a;
    m.arrays[W] = new_array(ir, layout, SPACE_DATA, w_axes, n_w);
    IrId cell = ir_add_n(ir, 0, (IrId[]){ir_mul(ir, ir_leaf(ir, IR_DATA, m.arrays[W]), m.z), ir_power(ir, m.z, 2)},
                         (double[]){1, 0.3}, 2);
    IrId sum = ir_mul(ir, m.leaves[S], ir_sum(ir, axes_in(ir, m.z), cell));
    m.value = ir_add_n(ir, 0, (IrId[]){sum, first_cell(ir, m.z)}, (double[]){1, 0.1}, 2);
    IrId wrt[3], gradient[3], slope = ir_literal(ir, 0);
    int  n = 0;
    for (int i = U; i <= S; i++)
        if (i == S || !shape->data[i]) wrt[n++] = m.leaves[i];
    ir_differentiate(ir, m.value, wrt, n, gradient);
    for (int i = U, k = 0; i <= S; i++) {
        if (i < S && shape->data[i]) continue;
        m.gradient[i] = gradient[k++];
        slope = ir_add(ir, slope, ir_sum(ir, axes_in(ir, m.leaves[i]), ir_mul(ir, m.gradient[i], along[i])));
    }
    ir_differentiate(ir, slope, wrt, n, gradient);
    for (int i = U, k = 0; i <= S; i++)
        if (i == S || !shape->data[i]) m.product[i] = gradient[k++];
    return m;
}

/* --- compiled --- */

typedef double Gradient(const double *theta, double *gradient, double *product, double *z, const int64_t *layout,
                        const double *data, double *work);
typedef void   SetLayout(int64_t *layout);
typedef void   Prepare(const int64_t *layout, double *data);

typedef struct Compiled {
    Session    *session;
    Ir         *ir, *plain;
    Made        made, oracle;
    int         z_slot;
    const Slot *slots;
    Machine    *machine;
    Jit        *jit;
    int         n_cells;
    Gradient   *gradient;
    SetLayout  *layout;
    Prepare    *prepare;
    const char *refused;
} Compiled;

static Home home_at(const Layout *layout, int slot, Buffer buffer) {
    const Slot *s = &layout->slots.at[slot];
    Home        home = {.buffer = buffer, .slot = slot, .n_axes = s->n_axes};
    memcpy(home.axes, s->axes, sizeof home.axes);
    return home;
}

static void compile(Compiled *c, const Shape *shape, const char *cpu) {
    const char *error = NULL;
    c->session = session_new();
    Arena *arena = c->session->arena;
    c->ir = ir_new(c->session), c->plain = ir_new(c->session);
    c->plain->plain = true;
    Layout *unused = layout_new(arena, DIM_COUNT), *layout = layout_new(arena, DIM_COUNT);
    c->oracle = make(c->plain, unused, shape);
    c->made = make(c->ir, layout, shape);
    AxisId order[8]; /* z: letters as they come in ascending order, the batch before */
    int    n = 0;
    for (int batch = 1; batch >= 0; batch--)
        for (int a = 0; a < c->ir->axes.count; a++)
            if ((axes_in(c->ir, c->made.z) & AXIS(a)) && (c->ir->axes.at[a].dim == DIM_BATCH) == batch)
                order[n++] = (AxisId)a;
    c->z_slot = layout_slot(layout, SPACE_OUTPUT, order, n);
    Entry entry = {.name = "gradient"}, prepare = {.name = "prepare", .lanes = 1, .is_prepare = true};
    c->machine = machine_new(arena, cpu, &error);
    if (!c->machine) return;
    entry.lanes = c->machine->lanes;
    VEC_PUSH(arena, &entry.stores, (Store){.node = c->made.value, .is_return = true});
    for (int i = U; i <= S; i++) {
        if (!c->made.gradient[i]) continue;
        int slot = c->ir->arrays.at[c->made.arrays[i]].slot;
        VEC_PUSH(arena, &entry.stores, (Store){.node = c->made.gradient[i], .home = home_at(layout, slot, BUF_OUT)});
        VEC_PUSH(arena, &entry.stores, (Store){.node = c->made.product[i], .home = home_at(layout, slot, BUF_OUT2)});
    }
    VEC_PUSH(arena, &entry.stores, (Store){.node = c->made.z, .home = home_at(layout, c->z_slot, BUF_OUT3)});
    IrId roots[16];
    for (int i = 0; i < entry.stores.count; i++) roots[i] = entry.stores.at[i].node;
    expand(c->ir, roots, entry.stores.count);
    regroup(c->ir, roots, entry.stores.count);
    ir_verify(c->ir, roots, entry.stores.count);
    for (int i = 0; i < entry.stores.count; i++) entry.stores.at[i].node = roots[i];
    static const int64_t unknown_sizes[] = {-1, -1, -1, -1}, known_sizes[] = {3, BATCH, KNOTS, BASIS};
    const int64_t       *sizes = shape->known_size ? known_sizes : unknown_sizes;
    StoredData           stored = {0};
    Schedule            *s = schedule(c->ir, &entry, sizes, layout, &stored);
    for (int i = 0; i < stored.nodes.count; i++)
        VEC_PUSH(arena, &prepare.stores, (Store){.node = stored.nodes.at[i], .home = stored.homes.at[i]});
    Schedule *before = schedule(c->ir, &prepare, sizes, layout, &stored);
    c->refused = s->refused ? s->refused : before->refused;
    Target    t = target_new(c->machine, "test");
    Signature full = {4, {BUF_POSITION, BUF_OUT, BUF_OUT2, BUF_OUT3}, true, false, true}, none = {0};
    emit_layout(&t, c->ir, layout, "layout");
    emit_entry(&t, s, "gradient", &full);
    emit_entry(&t, before, "prepare", &none);
    c->n_cells = layout->slots.count;
    c->slots = layout->slots.at;
    if (target_optimise(arena, c->machine, &t, &error)) c->jit = jit_new(arena, c->machine, &t, &error);
    if (!c->jit) {
        printf("%s\n", error);
        target_free(&t);
        return;
    }
    void *found[] = {jit_find(c->jit, "gradient"), jit_find(c->jit, "layout"), jit_find(c->jit, "prepare")};
    memcpy(&c->gradient, &found[0], sizeof found[0]);
    memcpy(&c->layout, &found[1], sizeof found[0]);
    memcpy(&c->prepare, &found[2], sizeof found[0]);
}

static void release(Compiled *c) {
    jit_free(c->jit);
    machine_free(c->machine);
    session_free(c->session);
}

#endif
