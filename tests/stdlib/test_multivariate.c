/* Distributions over dims against the references of tests/stdlib/multivariate (make_refs.py: mpmath, 60 digits): log density 1e-13 relative, each
 * derivative 1e-11 relative to max(1, |d|), both compiled and by the evaluator of the unoptimised IR; second derivatives against
 * differences of the gradient.
 *
 *   test_multivariate [BUILD] [WORD]     only those whose names hold the word */
#include "models/reference.h"

#define FOLDER "tests/stdlib/multivariate/"
/* Of a Hessian times a direction, relative to its largest entry: what differences of a gradient that is right to 1e-11 can show. */
static const double CURVATURE = 1e-5;

typedef struct Case {
    const Reference *r;
    const Load      *load;
    int              point;
    int64_t          n; /* cells of theta */
    double          *theta, *expected, *grad, *terms, *work;
} Case;

static void fail(const Case *c, const char *by, const char *what, double expected, double got) {
    test_failed++;
    printf("%s, point %d (%s): %s: expected %.17g, got %.17g\n", c->r->name, c->point, by, what, expected, got);
}

static void hold(const Case *c, const char *by, const BmJson *point, double joint) {
    const BmSchema *schema = c->load->schema;
    double          density = bm_json_number(bm_json_member(c->r->json, "tolerance"), 0),
           slope = bm_json_number(bm_json_member(c->r->json, "gradient_tolerance"), 0),
           want = bm_json_number(bm_json_member(point, "log_joint"), NAN);
    if (fabs(joint - want) <= density * fabs(want))
        test_passed++;
    else
        fail(c, by, "log joint density", want, joint);
    for (int64_t i = 0, at = 0; i < schema->n_unknowns; i++) {
        const BmArray *u = &schema->unknowns[i];
        for (int64_t cell = 0, cells = bm_cell_count(schema, u->dims, u->n_dims); cell < cells; cell++, at++) {
            char name[200], what[220];
            bm_cell_name(schema, u->name, u->dims, u->n_dims, cell, name, sizeof name);
            snprintf(what, sizeof what, "derivative by %s", name);
            if (fabs(c->grad[at] - c->expected[at]) <= slope * fmax(1, fabs(c->expected[at])))
                test_passed++;
            else
                fail(c, by, what, c->expected[at], c->grad[at]);
        }
    }
}

static void gradient_at(const Case *c, const double *theta, double *grad) {
    double jacobian;
    c->load->compiled->joint(theta, grad, c->terms, &jacobian, c->load->layout, c->load->data, c->work);
}

/* The two indices of an unknown matrix are alike: only one of its triangles is read, so that directions are symmetric. */
static void make_symmetric(const Case *c, double *v) {
    const BmSchema *schema = c->load->schema;
    for (int64_t i = 0, at = 0; i < schema->n_unknowns; i++) {
        const BmArray *u = &schema->unknowns[i];
        int64_t        n = u->n_dims == 2 && u->dims[0] == u->dims[1] ? bm_cell_count(schema, u->dims, 1) : 0;
        for (int64_t a = 0; a < n; a++)
            for (int64_t b = 0; b < a; b++) v[at + b * n + a] = v[at + a * n + b];
        at += bm_cell_count(schema, u->dims, u->n_dims);
    }
}

/* Along a direction with a component for every cell, in proportion to its size, so that steps stay inside the support. */
static void hold_curvature(const Case *c) {
    size_t  n = (size_t)c->n + 1;
    double *v = calloc(n, 8), *product = calloc(n, 8), *near = calloc(n, 8), *low = calloc(n, 8), *high = calloc(n, 8);
    double  size = 0, worst = INFINITY;
    for (int64_t i = 0; i < c->n; i++) v[i] = (c->theta[i] != 0 ? c->theta[i] : 1e-3) * cos((double)i + 1);
    make_symmetric(c, v);
    const int64_t *sizes = c->load->layout + BM_LAYOUT_SIZES;
    if (!program_hessian_product(c->load->program, sizes, (const double *const *)c->load->bound->values, c->theta, v,
                                 product)) {
        test_failed++, printf("%s: no second derivative\n", c->r->name);
        return;
    }
    for (int64_t i = 0; i < c->n; i++) size = fmax(size, fabs(product[i]));
    for (double h = 1e-3; h > 1e-7; h /= 10) {
        double furthest = 0;
        for (int64_t i = 0; i < c->n; i++) near[i] = c->theta[i] + h * v[i];
        gradient_at(c, near, high);
        for (int64_t i = 0; i < c->n; i++) near[i] = c->theta[i] - h * v[i];
        gradient_at(c, near, low);
        for (int64_t i = 0; i < c->n; i++) {
            double off = fabs(product[i] - (high[i] - low[i]) / (2 * h));
            furthest = isnan(off) ? INFINITY : fmax(furthest, off);
        }
        worst = fmin(worst, furthest);
    }
    if (worst <= CURVATURE * size || size + worst < 1e-9)
        test_passed++;
    else
        fail(c, "twice differentiated", "Hessian times direction, furthest from differences", CURVATURE * size, worst);
    free(v), free(product), free(near), free(low), free(high);
}

static void hold_point(Case *c, const BmJson *point) {
    const BmSchema *schema = c->load->schema;
    double          jacobian = 0;
    if (!reference_place(c->r, schema, bm_json_member(point, "at"), c->theta)) return;
    if (!reference_place(c->r, schema, bm_json_member(point, "gradient"), c->expected)) return;
    hold(c, "compiled", point,
         c->load->compiled->joint(c->theta, c->grad, c->terms, &jacobian, c->load->layout, c->load->data, c->work));
    hold_curvature(c);
    if (bm_json_member(point, "naive_fails")) return; /* the oracle applies no rule of stability */
    double joint =
        program_oracle(c->load->program, c->load->layout + BM_LAYOUT_SIZES,
                       (const double *const *)c->load->bound->values, c->theta, c->grad, c->terms, &jacobian);
    hold(c, "evaluated", point, joint);
}

static void hold_model(const char *name) {
    Reference r;
    Load      load;
    if (reference_open(&r, FOLDER, name) && reference_load(&r, &load, ENTRY_JOINT)) {
        const BmJson *points = bm_json_member(r.json, "points");
        Case          c = {.r = &r, .load = &load, .n = load.layout[BM_LAYOUT_THETA]};
        size_t        cells = (size_t)c.n + BM_PAD;
        c.theta = BM_NEW(r.pool, cells, double), c.expected = BM_NEW(r.pool, cells, double);
        c.grad = BM_NEW(r.pool, cells, double), c.terms = BM_NEW(r.pool, load.schema->n_statements + BM_PAD, double);
        c.work = load_cells(load.layout[BM_LAYOUT_WORK]);
        for (int i = 0; i < points->count; i++) c.point = i + 1, hold_point(&c, &points->items[i]);
        free(c.work);
        load_free(&load);
    }
    reference_close(&r);
}

int main(int argc, char **argv) {
    BmPool *pool = bm_pool_new();
    for (char **name = reference_names(pool, FOLDER); *name; name++)
        if (argc < 3 || argv[2][0] == '-' || strstr(*name, argv[2])) hold_model(*name);
    bm_pool_free(pool);
    return test_end();
}
