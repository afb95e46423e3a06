/* Any text may be refused; none may crash, hang or leak. Text → checked model → IR → gradient and loops, and, on tiny data, the evaluator; now and
 * then down to LLVM's text. Nothing is run as machine code. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/pipeline.h"
#include "lang/ast.h"
#include "lang/dim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_DIMS = 6, MAX_CELLS = 256, MAX_PRIMES = 4, EMIT_AT_MOST = 800 };

static int64_t size_of(const Dim *dim) {
    if (dim->base) return dim_count(dim->count, size_of(dim->base));
    if (dim->from == LABELS_LISTED) return dim->labels.count;
    if (dim->from == LABELS_RANGE && !dim->range_hi_name) return dim->range_hi - dim->range_lo + 1;
    return 2;
}

static int64_t cells_of(const Value *value, const int64_t *sizes) {
    int64_t cells = 1;
    for (int i = 0; i < value->n_dims; i++) cells *= sizes[value->dims[i]->id];
    return cells;
}

static void check_gradient(double x) {
    volatile double kept = x; /* any number will do: that it was written is what the sanitizers look at */
    (void)kept;
}

static void evaluate(Program *program, const Model *model, const int64_t *sizes) {
    static const double zeros[MAX_CELLS];
    const double       *values[MAX_CELLS] = {0};
    double              theta[MAX_CELLS], gradient[MAX_CELLS], terms[MAX_CELLS], jacobian = 0;
    int                 n_data = 0;
    int64_t             cells = 0;
    if (model->statements.count > MAX_CELLS) return;
    for (int i = 0; i < model->values.count; i++) {
        const Value *value = model->values.at[i];
        if (cells_of(value, sizes) > MAX_CELLS || n_data == MAX_CELLS) return;
        if (value->role == ROLE_DATA)
            values[n_data++] = zeros;
        else
            cells += value->role == ROLE_UNKNOWN && value->reached ? cells_of(value, sizes) : 0;
    }
    if (cells > MAX_CELLS) return;
    for (int i = 0; i < MAX_CELLS; i++) theta[i] = 0.5;
    check_gradient(program_oracle(program, sizes, values, theta, gradient, terms, &jacobian));
}

static void compile(Session *session, const Model *model, const uint8_t *data, size_t size) {
    int64_t  sizes[MAX_DIMS] = {0};
    bool     small = model->dims.count <= MAX_DIMS;
    size_t   primes = 0;
    Program *program = program_new(session, model);
    for (size_t i = 0; i < size; i++) primes += data[i] == '\'';
    for (int d = 0; small && d < model->dims.count; d++) {
        sizes[d] = size_of(model->dims.at[d]);
        small = small && sizes[d] >= !model->dims.at[d]->base && sizes[d] <= 8;
    }
    if (!strlen(program_schema(program)) || !program_show(program, NULL, STAGE_GRADIENT)) bug("no text");
    if (!program_show(program, NULL, STAGE_LOOPS)) bug("no loops");
    if (small && primes <= MAX_PRIMES) {
        program_choices(program, sizes);
        if (!program_show(program, sizes, STAGE_LOOPS)) bug("no loops");
        evaluate(program, model, sizes);
        if (size < EMIT_AT_MOST && size % 8 == 0 && !program_show(program, sizes, STAGE_LLVM)) bug("no code");
    }
    program_free(program);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Session     *session = session_new();
    Source      *source = session_add_text(session, "fuzz.bmodel", (const char *)data, size);
    const Model *model = check(session, parse(session, source));
    if (!model && !diag_count(&session->diags, SEVERITY_ERROR)) bug("refused, and no word why");
    if (!diag_render(&session->diags, false)) bug("no text");
    if (model) {
        if (!model_print(session, model)) bug("no text");
        compile(session, model, data, size);
    }
    session_free(session);
    return 0;
}
