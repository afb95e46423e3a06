/* Functions of whole axes, compiled: values against the equations that define them, gradients and Hessian times a direction against the plain
 * evaluator of the unsimplified IR and against differences over five points; with batches, data, letters in either order, at sizes around those
 * of vectors. Sizes are read at run time. runtime/kernel_*.c alone: tests/runtime/test_kernel.c. */
#include "kernel_case.h"

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

/* --- against the plain evaluator --- */

static void hold_to_evaluator(Run *r, double got) {
    const Made    *m = &r->c->oracle;
    IrId           roots[8];
    double        *out[8];
    int            n = 0;
    const int64_t  sizes[] = {r->n, BATCH};
    const double **arrays = calloc((size_t)r->c->plain->arrays.count, sizeof *arrays);
    for (int i = 0; i < ARRAY_COUNT; i++) arrays[m->arrays[i]] = r->arrays[i];
    roots[n++] = m->value;
    for (int i = U; i <= S; i++)
        if (is_unknown(r, i)) roots[n++] = m->gradient[i], roots[n++] = m->product[i];
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

static void hold_at(const Shape *shape, const Compiled *c, int64_t n) {
    Run r = {.shape = shape, .c = c, .n = n, .layout = calloc((size_t)c->n_cells + 8, sizeof(int64_t))};
    r.layout[BM_LAYOUT_SIZES + DIM_N] = n, r.layout[BM_LAYOUT_SIZES + DIM_BATCH] = BATCH;
    c->layout(r.layout);
    r.n_theta = r.layout[BM_LAYOUT_UNKNOWNS];
    r.data = cells(r.layout[BM_LAYOUT_DATA]), r.work = cells(r.layout[BM_LAYOUT_WORK]),
    r.z = cells(r.layout[BM_LAYOUT_OUTPUTS]);
    double **of_theta[] = {&r.theta, &r.gradient, &r.product};
    for (int i = 0; i < 3; i++) *of_theta[i] = cells(r.n_theta);
    fill(&r);
    hold_to_evaluator(&r, value(&r, r.gradient, r.product));
    hold_to_differences(&r);
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

int main(void) {
    for (int k = 0; k < KERNEL_COUNT; k++) hold_kernel(k);
    return test_end();
}
