/* The outputs of a model, computed once by compiled code: how tests evaluate members of distributions. */
#ifndef TESTS_STDLIB_OUTPUTS_H
#define TESTS_STDLIB_OUTPUTS_H
#include <stdlib.h>
#include "compiler/load.h"
#include "runtime/rng.h"
#include "test.h"

typedef struct Outputs {
    Arena    *arena;
    Arguments arguments;
    Load      load;
    double   *cells;
} Outputs;

/* Loads the model (with the data of the same stem, if it takes any) and computes its outputs, at a fixed seed. false, and a failure
 * is counted: it was refused. Free them in either case. What follows from numbers and data alone is no output: a model for tests
 * has an unknown `u`, and adds 0 * u. */
__attribute__((unused)) static bool outputs_compute(Outputs *o, const char *model) {
    o->arena = arena_new();
    o->cells = NULL;
    o->arguments = (Arguments){.command = "sample"};
    VEC_PUSH(o->arena, &o->arguments.operands, model);
    Load *load = &o->load;
    if (!load_all(load, &o->arguments, true, ENTRY_SAMPLE)) {
        test_failed++, printf("%s was refused\n%s", model, diag_render(&load->said, false));
        return false;
    }
    BmStream stream = bm_stream(20, 0, BM_PURPOSE_GENERATED, 0);
    double  *work = load_cells(load->layout[BM_LAYOUT_WORK]), *q = load_cells(BM_PAD);
    o->cells = load_cells(load->layout[BM_LAYOUT_OUTPUTS]);
    load->compiled->outputs(q, o->cells, load->layout, load->data, work, &stream);
    free(work), free(q);
    return true;
}

/* The cells of one, in the order of its labels; NULL if there is none of this name. */
__attribute__((unused)) static const double *outputs_find(const Outputs *o, const char *name) {
    for (int i = 0; i < o->load.schema->n_outputs; i++)
        if (strcmp(o->load.schema->outputs[i].name, name) == 0)
            return o->cells + o->load.layout[o->load.schema->outputs[i].slot];
    return NULL;
}

__attribute__((unused)) static void outputs_free(Outputs *o) {
    free(o->cells);
    load_free(&o->load);
    arena_free(o->arena);
}
#endif
