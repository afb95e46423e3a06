/* Functions of whole axes, compiled: values against the equations that define them, gradients and Hessian times a direction against the plain
 * evaluator of the unsimplified IR and against differences over five points; with batches, data, letters in either order, at sizes around those
 * of vectors. Sizes are read at run time. runtime/kernel_*.c alone: tests/runtime/test_kernel.c. */
#include "kernel_case.h"
#include "plain_kernels.h"

static uint64_t state = 1;
static double   uniform(void) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(state >> 11) * 0x1p-52 - 1;
}

typedef struct Run {
    const Shape    *shape;
    const Compiled *c;
    int64_t         n, *layout, n_theta;
    double         *data, *work, *theta, *gradient, *product, *z, *arrays[ARRAY_COUNT];
} Run;

static double *cells(int64_t n) { return calloc((size_t)n + 2 * BM_PAD, sizeof(double)); }

static int64_t count_of(const Run *r, int array) {
    const IrArray *a = &r->c->ir->arrays.at[r->c->made.arrays[array]];
    int64_t        count = 1;
    for (int i = 0; i < a->n_axes; i++) count *= r->layout[BM_LAYOUT_SIZES + r->c->ir->axes.at[a->axes[i]].dim];
    return count;
}

static bool is_unknown(const Run *r, int array) { return array == S || (array < S && !r->shape->data[array]); }

/* Numbers for all arrays; the unknown ones at their places in theta, the others at theirs in the data. */
static void fill(Run *r) {
    for (int i = 0; i < ARRAY_COUNT; i++) {
        double *to =
            (is_unknown(r, i) ? r->theta : r->data) + r->layout[r->c->ir->arrays.at[r->c->made.arrays[i]].slot];
        for (int64_t k = 0; k < count_of(r, i); k++) to[k] = uniform();
        r->arrays[i] = to;
    }
    r->c->prepare(r->layout, r->data);
}

static double value(Run *r, double *gradient, double *product) {
    return r->c->gradient(r->theta, gradient, product, r->z, r->layout, r->data, r->work);
}

static void check_close(const Run *r, const char *what, const double *got, const double *expected, int64_t n,
                        double tolerance) {
    double scale = 1, worst = 0;
    for (int64_t i = 0; i < n; i++) scale = fmax(scale, fabs(expected[i]));
    for (int64_t i = 0; i < n; i++) {
        double off = fabs(got[i] - expected[i]);
        worst = off <= worst ? worst : off;
    }
    bool good = worst <= tolerance * scale;
    if (!good)
        printf("%s, n = %lld, batch %d, data %d %d, exchanged %d, lacking %d: %s off by %g of %g\n",
               kernel(r->shape->kernel).name, (long long)r->n, r->shape->batch, r->shape->data[0], r->shape->data[1],
               r->shape->exchanged, r->shape->lacking, what, worst, scale);
    CHECK(good);
}

/* --- against plain formulas --- */

static int64_t size_of(const Run *r, const Ir *ir, AxisId axis) {
    return r->layout[BM_LAYOUT_SIZES + ir->axes.at[axis].dim];
}

/* The cell of a node that the evaluator gave (axes in ascending order), at these positions of all axes. */
static double cell_at(const Run *r, IrId id, const double *values, const int64_t *position) {
    int64_t at = 0;
    for (int a = 0; a < r->c->plain->axes.count; a++)
        if (axes_in(r->c->plain, id) & AXIS(a)) at = at * size_of(r, r->c->plain, (AxisId)a) + position[a];
    return values[at];
}

/* Cell i of what has these letters, in the batch cell b: positions of all axes. */
static void set_position(const Run *r, const char *letters, int64_t i, int64_t b, int64_t *position) {
    for (int a = 0; a < r->c->plain->axes.count; a++)
        if (r->c->plain->axes.at[a].dim == DIM_BATCH) position[a] = b;
    for (size_t l = strlen(letters); l-- > 0; i /= r->n)
        position[ir_kernel_axis(r->c->plain, r->c->oracle.z, letters[l])] = i % r->n;
}

static int64_t cells_of(const Run *r, const char *letters) { return letters[0] ? letters[1] ? r->n * r->n : r->n : 1; }

/* Cell i of z as compiled: the batch outside, then axes in ascending order. */
static double compiled_cell(const Run *r, const int64_t *position) {
    const Slot *slot = &r->c->slots[r->c->z_slot];
    int64_t     at = 0;
    for (int i = 0; i < slot->n_axes; i++) at = at * size_of(r, r->c->ir, slot->axes[i]) + position[slot->axes[i]];
    return r->z[r->layout[r->c->z_slot] + at];
}

static void hold_to_formula(const Run *r, double *const *args, int n_batch) {
    Kernel k = kernel(r->shape->kernel);
    if (is_basis_kernel(r->shape->kernel)) return; /* tests/runtime/test_basis.c */
    double  packed[3][MOST_N * MOST_N], expected[MOST_N * MOST_N], got[MOST_N * MOST_N];
    int64_t position[IR_MAX_AXES] = {0};
    for (int b = 0; b < n_batch; b++) {
        for (int i = 0; i < k.n_args; i++)
            for (int64_t j = 0; j < cells_of(r, k.letters[i]); j++) {
                set_position(r, k.letters[i], j, b, position);
                packed[i][j] = cell_at(r, r->c->oracle.args[i], args[i], position);
            }
        bool known = plain_kernel((KernelId)r->shape->kernel, (int)r->n,
                                  (const double *[]){packed[0], packed[1], packed[2]}, expected);
        CHECK(known);
        for (int64_t j = 0; j < cells_of(r, k.result); j++) {
            set_position(r, k.result, j, b, position);
            got[j] = compiled_cell(r, position);
        }
        check_close(r, "value against a plain formula", got, expected, cells_of(r, k.result), 1e-11);
    }
}

/* --- against the plain evaluator --- */

static void hold_to_evaluator(Run *r, double got) {
    const Made    *m = &r->c->oracle;
    IrId           roots[12];
    double        *out[12];
    int            n = 0;
    const int64_t  sizes[] = {r->n, BATCH, KNOTS, BASIS};
    const double **arrays = calloc((size_t)r->c->plain->arrays.count, sizeof *arrays);
    for (int i = 0; i < ARRAY_COUNT; i++) arrays[m->arrays[i]] = r->arrays[i];
    roots[n++] = m->value;
    for (int i = U; i <= S; i++)
        if (is_unknown(r, i)) roots[n++] = m->gradient[i], roots[n++] = m->product[i];
    int first_arg = n;
    for (int i = 0; i < m->n_args; i++) roots[n++] = m->args[i];
    EvalInput input = {sizes, arrays};
    CHECK(ir_evaluate(r->c->plain, &input, roots, n, out));
    check_close(r, "value", &got, out[0], 1, 1e-10);
    for (int i = U, k = 1; i <= S; i++) {
        if (!is_unknown(r, i)) continue;
        /* arrays of U and y are in ascending order of their axes, as the evaluator's */
        int64_t at = r->layout[r->c->ir->arrays.at[r->c->made.arrays[i]].slot];
        for (int p = 0; p < 2; p++, k++) {
            int64_t count = ir_cells(r->c->plain, sizes, roots[k]);
            double *spread = cells(count_of(r, i));
            for (int64_t j = 0; j < count_of(r, i); j++) spread[j] = out[k][count == count_of(r, i) ? j : 0];
            CHECK(count == count_of(r, i) || count == 1);
            check_close(r, p ? "Hessian" : "gradient", (p ? r->product : r->gradient) + at, spread, count_of(r, i),
                        1e-9);
            free(spread);
        }
    }
    hold_to_formula(r, out + first_arg, r->shape->batch ? BATCH : 1);
    for (int i = 0; i < n; i++) free(out[i]);
    free(arrays);
}

/* --- against differences --- */

static void hold_to_differences(Run *r) {
    static const double weights[] = {1, -8, 0, 8, -1};
    double *kept = cells(r->n_theta), *v = cells(r->n_theta), *moved = cells(r->n_theta), *unused = cells(r->n_theta),
           *difference = cells(r->n_theta);
    double slope = 0, change = 0, h = 5e-4;
    for (int i = U; i <= S; i++)
        if (is_unknown(r, i))
            memcpy(v + r->layout[r->c->ir->arrays.at[r->c->made.arrays[i]].slot], r->arrays[i + VU],
                   (size_t)count_of(r, i) * sizeof *v);
    memcpy(kept, r->theta, (size_t)r->n_theta * sizeof *kept);
    for (int64_t i = 0; i < r->n_theta; i++) slope += r->gradient[i] * v[i];
    for (int side = -2; side <= 2; side++) {
        if (!side) continue;
        for (int64_t i = 0; i < r->n_theta; i++) r->theta[i] = kept[i] + side * h * v[i];
        change += weights[side + 2] * value(r, moved, unused) / (12 * h);
        for (int64_t i = 0; i < r->n_theta; i++) difference[i] += weights[side + 2] * moved[i] / (12 * h);
    }
    memcpy(r->theta, kept, (size_t)r->n_theta * sizeof *kept);
    check_close(r, "slope against differences", &slope, &change, 1, 3e-8);
    check_close(r, "Hessian against differences", r->product, difference, r->n_theta, 1e-6);
    free(kept), free(v), free(moved), free(unused), free(difference);
}

/* --- sizes and shapes --- */

/* Its steps are somewhere: differences over one of them say nothing. */
static bool is_step(int k) { return k == KERNEL_order || k == KERNEL_rank; }

static void hold_at(const Shape *shape, const Compiled *c, int64_t n) {
    Run r = {.shape = shape, .c = c, .n = n, .layout = calloc((size_t)c->n_cells + 8, sizeof(int64_t))};
    r.layout[BM_LAYOUT_SIZES + DIM_N] = n, r.layout[BM_LAYOUT_SIZES + DIM_BATCH] = BATCH;
    r.layout[BM_LAYOUT_SIZES + DIM_KNOTS] = KNOTS, r.layout[BM_LAYOUT_SIZES + DIM_BASIS] = BASIS;
    c->layout(r.layout);
    r.n_theta = r.layout[BM_LAYOUT_UNKNOWNS];
    r.data = cells(r.layout[BM_LAYOUT_DATA]), r.work = cells(r.layout[BM_LAYOUT_WORK]),
    r.z = cells(r.layout[BM_LAYOUT_OUTPUTS]);
    double **of_theta[] = {&r.theta, &r.gradient, &r.product};
    for (int i = 0; i < 3; i++) *of_theta[i] = cells(r.n_theta);
    fill(&r);
    hold_to_evaluator(&r, value(&r, r.gradient, r.product));
    if (!is_step(shape->kernel)) hold_to_differences(&r);
    free(r.data), free(r.work), free(r.z), free(r.layout);
    for (int i = 0; i < 3; i++) free(*of_theta[i]);
}

static void hold(Shape shape, const char *cpu) {
    static const int64_t sizes[] = {1, 2, 3, 8, 9, 17};
    Compiled             c = {0};
    compile(&c, &shape, cpu);
    CHECK(c.jit && !c.refused);
    for (size_t i = 0; c.jit && i < sizeof sizes / sizeof *sizes; i++)
        if (!shape.known_size || sizes[i] == 3) hold_at(&shape, &c, sizes[i]);
    release(&c);
}

static void hold_kernel(int k) {
    bool two = kernel(k).n_args > 1 && (kernel(k).letters[1][1] == 0 || !is_matrix_kernel(k));
    hold((Shape){.kernel = k}, NULL);
    hold((Shape){.kernel = k, .batch = BATCH_BOTH, .exchanged = is_matrix_kernel(k)}, NULL);
    hold((Shape){.kernel = k, .batch = BATCH_U, .known_size = true}, NULL);
    hold((Shape){.kernel = k, .data = {true, false}, .batch = BATCH_BOTH}, NULL);
    if (!two) return;
    hold((Shape){.kernel = k, .batch = BATCH_Y}, "x86-64");
    hold((Shape){.kernel = k, .data = {false, true}, .batch = BATCH_U, .exchanged = is_matrix_kernel(k)}, NULL);
    hold((Shape){.kernel = k, .data = {true, true}, .batch = BATCH_Y}, NULL);
    if (!is_matrix_kernel(k)) hold((Shape){.kernel = k, .batch = BATCH_Y, .lacking = true}, NULL);
}

/* --- what adjoints are made of --- */

static int count_kernels(const Ir *ir, const IrId *roots, int n, int k) {
    uint8_t *marks = calloc((size_t)ir->nodes.count, 1);
    int      found = 0;
    ir_reach(ir, roots, n, marks);
    for (IrId id = 1; id < (IrId)ir->nodes.count; id++)
        found += marks[id] && ir_at(ir, id)->op == IR_KERNEL && ir_kernel_of(ir, id) == k;
    free(marks);
    return found;
}

/* log density of a multivariate Normal and its gradient: one factor, one solution, one inverse, and nothing goes back through the factor. */
static void normal_densities_do_not_differentiate_the_factor(void) {
    Session *session = session_new();
    Ir      *ir = ir_new(session);
    Layout  *layout = layout_new(session->arena, DIM_COUNT);
    AxisId   ab[2] = {ir_axis(ir, DIM_N, 0), ir_axis(ir, DIM_N, 1)};
    IrId     cov = ir_leaf(ir, IR_UNK, new_array(ir, layout, SPACE_UNKNOWN, ab, 2));
    IrId     y = ir_leaf(ir, IR_DATA, new_array(ir, layout, SPACE_DATA, ab, 1));
    IrId     mu = ir_leaf(ir, IR_UNK, new_array(ir, layout, SPACE_UNKNOWN, ab, 1)), r = ir_sub(ir, y, mu);
    IrId     factor = ir_kernel(ir, KERNEL_cholesky, &cov, ab);
    IrId     x = ir_kernel(ir, KERNEL_spd_solve, (IrId[]){cov, r, factor}, ab);
    IrId     square = ir_sum(ir, AXIS(ab[1]), ir_mul(ir, ir_rename(ir, r, ab[0], ab[1]), x));
    IrId     log_det = ir_kernel(ir, KERNEL_spd_log_det, (IrId[]){cov, factor}, ab);
    IrId     roots[3] = {ir_add_n(ir, 0, (IrId[]){square, log_det}, (double[]){-0.5, -0.5}, 2)};
    ir_differentiate(ir, roots[0], (IrId[]){cov, mu}, 2, roots + 1);
    CHECK_INT(count_kernels(ir, roots, 3, KERNEL_cholesky), 1);
    CHECK_INT(count_kernels(ir, roots, 3, KERNEL_spd_solve), 1);
    CHECK_INT(count_kernels(ir, roots, 3, KERNEL_spd_inverse), 1);
    CHECK_INT(count_kernels(ir, roots, 3, KERNEL_solve_lower_t), 0);
    session_free(session);
}

/* The adjoint of a symmetric matrix is symmetric, whatever its result is used for. */
static void adjoint_is_symmetric(int k) {
    enum { N = 4 };
    Session *session = session_new();
    Ir      *ir = ir_new(session);
    Layout  *layout = layout_new(session->arena, DIM_COUNT);
    AxisId   ab[2] = {ir_axis(ir, DIM_N, 0), ir_axis(ir, DIM_N, 1)};
    IrId     matrix = ir_leaf(ir, IR_UNK, new_array(ir, layout, SPACE_UNKNOWN, ab, 2));
    IrId     weights = ir_leaf(ir, IR_DATA, new_array(ir, layout, SPACE_DATA, ab, 2)), args[3] = {matrix};
    IrId     factor = ir_kernel(ir, KERNEL_cholesky, &matrix, ab), gradient;
    if (kernel(k).n_args > 1) args[1] = kernel(k).letters[1][1] ? factor : ir_coord(ir, ab[0]);
    if (kernel(k).n_args > 2) args[2] = factor;
    IrId z = ir_kernel(ir, k, args, ab);
    ir_differentiate(ir, ir_sum(ir, AXIS(ab[0]) | AXIS(ab[1]), ir_mul(ir, weights, z)), &matrix, 1, &gradient);
    double cells[N * N], w[N * N], *out;
    for (int i = 0; i < N * N; i++) w[i] = uniform();
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) cells[i * N + j] = cells[j * N + i] = i == j ? 2 + i : 0.3 * uniform();
    EvalInput input = {(const int64_t[]){N, 1}, (const double *[]){cells, w}};
    CHECK(ir_evaluate(ir, &input, &gradient, 1, &out));
    for (int i = 0; i < N; i++)
        for (int j = 0; j < i; j++) CHECK_NEAR(out[i * N + j], out[j * N + i], 1e-13);
    free(out);
    session_free(session);
}

int main(void) {
    static const int symmetric[] = {KERNEL_cholesky,    KERNEL_spd_solve,   KERNEL_spd_inverse,
                                    KERNEL_spd_log_det, KERNEL_eigenvalues, KERNEL_eigenvectors};
    for (size_t i = 0; i < sizeof symmetric / sizeof *symmetric; i++) adjoint_is_symmetric(symmetric[i]);
    normal_densities_do_not_differentiate_the_factor();
    for (int k = 0; k < KERNEL_COUNT; k++)
        if (k != KERNEL_multinomial_counts) hold_kernel(k);
    return test_end();
}
