/* Log joint density and gradient of every model of tests/models and tests/readings at the points of its reference: 1e-9 relative for the density
 * (the reference's own tolerance), 1e-7 for the gradient, relative to max(1, |g|). The references were computed by two independent
 * programs in higher precision; see README.md.
 *
 *   test_logdensity [BUILD] [WORD]     only those whose names hold the word */
#include "reference.h"

static const double GRADIENT_TOLERANCE = 1e-7;

typedef struct Worst {
    double density, gradient;
} Worst;

static void check_gradient(const Reference *r, const BmSchema *schema, int point, const double *got,
                           const double *expected, Worst *worst) {
    int64_t at = 0;
    for (int i = 0; i < schema->n_unknowns; i++) {
        const BmArray *u = &schema->unknowns[i];
        for (int64_t cell = 0, cells = bm_cell_count(schema, u->dims, u->n_dims); cell < cells; cell++, at++) {
            double error = fabs(got[at] - expected[at]) / fmax(1, fabs(expected[at]));
            if (!(error <= worst->gradient)) worst->gradient = error;
            if (error <= GRADIENT_TOLERANCE) {
                test_passed++;
                continue;
            }
            char name[200];
            bm_cell_name(schema, u->name, u->dims, u->n_dims, cell, name, sizeof name);
            test_failed++;
            printf("%s, point %d: derivative by %s: expected %.17g, got %.17g\n", r->name, point, name, expected[at],
                   got[at]);
        }
    }
}

static void check_point(const Reference *r, const Load *load, int number, const BmJson *point, double *work,
                        Worst *worst) {
    const BmSchema *schema = load->schema;
    size_t          cells = (size_t)load->layout[BM_LAYOUT_THETA] + BM_PAD;
    double         *theta = BM_NEW(r->pool, cells, double), *grad = BM_NEW(r->pool, cells, double),
           *expected = BM_NEW(r->pool, cells, double);
    double *terms = BM_NEW(r->pool, schema->n_statements + BM_PAD, double), jacobian = 0;
    if (!reference_place(r, schema, bm_json_member(point, "at"), theta)) return;
    double tolerance = bm_json_number(bm_json_member(r->json, "tolerance"), 0),
           want = bm_json_number(bm_json_member(point, "log_joint"), NAN);
    double got = load->compiled->joint(theta, grad, terms, &jacobian, load->layout, load->data, work);
    double error = fabs(got - want) / fabs(want);
    if (!(error <= worst->density)) worst->density = error;
    if (error <= tolerance)
        test_passed++;
    else {
        test_failed++;
        printf("%s, point %d: log joint density: expected %.17g, got %.17g\n", r->name, number, want, got);
        for (int i = 0; i < schema->n_statements; i++) printf("    %.17g  %s\n", terms[i], schema->statements[i].text);
    }
    const BmJson *gradient = bm_json_member(point, "gradient");
    if (gradient && reference_place(r, schema, gradient, expected))
        check_gradient(r, schema, number, grad, expected, worst);
}

static void check_model(const char *folder, const char *name) {
    Reference r;
    Load      load;
    if (reference_open(&r, folder, name) && reference_load(&r, &load, ENTRY_JOINT)) {
        const BmJson *points = bm_json_member(r.json, "points");
        double       *work = load_cells(load.layout[BM_LAYOUT_WORK]);
        Worst         worst = {0, 0};
        for (int i = 0; i < points->count; i++) check_point(&r, &load, i + 1, &points->items[i], work, &worst);
        printf("%-28s largest relative error: log density %.1e, gradient %.1e\n", name, worst.density, worst.gradient);
        free(work);
        load_free(&load);
    }
    reference_close(&r);
}

int main(int argc, char **argv) {
    static const char *const folders[] = {MODELS, READINGS};
    BmPool                  *pool = bm_pool_new();
    for (int f = 0; f < 2; f++)
        for (char **name = reference_names(pool, folders[f]); *name; name++)
            if (argc < 3 || argv[2][0] == '-' || strstr(*name, argv[2])) check_model(folders[f], *name);
    bm_pool_free(pool);
    return test_end();
}
