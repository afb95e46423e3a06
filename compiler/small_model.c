#include "small_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "program.h"
#include "runtime/bind.h"

struct SmallModel {
    Session     *session;
    const Model *model;
    Program     *program;
    BmSchema    *schema;
    BmBound     *bound;
    Lowered     *lowered;
    int64_t     *sizes;
};

static const char *refusal(Arena *arena, const DiagList *list) {
    DiagList    copy = *list;
    const char *text = diag_render(&copy, false);
    return arena_copy(arena, text, strlen(text));
}

static bool check_text(SmallModel *m, const char *text) {
    Source  *source = session_add_text(m->session, "example.bmodel", text, strlen(text));
    AstFile *file = parse(m->session, source);
    m->model = check(m->session, file);
    return m->model != NULL;
}

static const char *bind(SmallModel *m, Arena *arena) {
    BmBindOptions options = {0};
    BmMessages    messages = {0};
    m->program = program_new(m->session, m->model);
    m->schema = bm_schema_read(program_schema(m->program));
    m->bound = bm_bind(m->schema, &options, &messages);
    if (m->bound && !bm_message_errors(&messages)) {
        bm_messages_free(&messages);
        return NULL;
    }
    char       *said = bm_messages_text(&messages, "example.bmodel");
    const char *error = arena_copy(arena, said, strlen(said));
    free(said);
    bm_messages_free(&messages);
    return error;
}

/* The unsimplified IR. */
static void lower(SmallModel *m) {
    Arena *arena = m->session->arena;
    Ir    *ir = ir_new(m->session);
    ir->plain = true;
    int64_t *layout = arena_alloc(arena, ((size_t)m->schema->layout_cells + BM_PAD) * sizeof *layout);
    bm_bound_sizes(m->bound, layout);
    m->sizes = layout + BM_LAYOUT_SIZES;
    m->lowered = lower_model(ir, m->model, ON_SUPPORT, layout_new(arena, m->model->dims.count),
                             lower_data_arrays(arena, m->model), NULL);
}

SmallModel *small_model_new(Arena *arena, const char *text, const char **error) {
    SmallModel *m = ARENA_NEW(arena, SmallModel);
    m->session = session_new();
    *error = check_text(m, text) ? bind(m, arena) : refusal(arena, &m->session->diags);
    if (!*error) {
        lower(m);
        return m;
    }
    small_model_free(m);
    return NULL;
}

void small_model_free(SmallModel *m) {
    bm_bound_free(m->bound);
    bm_schema_free(m->schema);
    if (m->program) program_free(m->program);
    session_free(m->session);
}

/* The data, in the order of the arrays that the IR has by now. */
static const double **arrays_of(const SmallModel *m) {
    const double **arrays = arena_alloc(m->session->arena, ((size_t)m->lowered->ir->arrays.count + 1) * sizeof *arrays);
    for (int i = 0, datum = 0; i < m->model->values.count; i++) {
        if (m->model->values.at[i]->role != ROLE_DATA) continue;
        if (m->lowered->data->of_value[i] >= 0) arrays[m->lowered->data->of_value[i]] = m->bound->values[datum];
        datum++;
    }
    return arrays;
}

static double *evaluate(SmallModel *m, Arena *arena, IrId root, int64_t *count) {
    EvalInput input = {m->sizes, arrays_of(m)};
    double   *cells;
    if (!ir_evaluate(m->lowered->ir, &input, &root, 1, &cells)) return NULL;
    *count = ir_cells(m->lowered->ir, m->sizes, root);
    double *out = arena_alloc(arena, (size_t)(*count + 1) * sizeof *out);
    memcpy(out, cells, (size_t)*count * sizeof *out);
    free(cells);
    return out;
}

/* Cells in the order of the places of a value; the evaluator has them in that of axis ids, without axes along which they are constant. */
static double *in_places(SmallModel *m, Arena *arena, const Value *value, IrId root, const double *cells,
                         int64_t *count) {
    Ir     *ir = m->lowered->ir;
    AxisId  axes[IR_MAX_AXES];
    int64_t position[IR_MAX_AXES] = {0};
    *count = 1;
    for (int i = 0; i < value->n_dims; i++) {
        axes[i] = lower_place(ir, value, i);
        *count *= m->sizes[value->dims[i]->id];
    }
    double *out = arena_alloc(arena, (size_t)(*count + 1) * sizeof *out);
    for (int64_t k = 0; k < *count; k++) {
        int64_t rest = k, at = 0;
        for (int i = value->n_dims - 1; i >= 0; i--) {
            position[axes[i]] = rest % m->sizes[value->dims[i]->id];
            rest /= m->sizes[value->dims[i]->id];
        }
        for (int a = 0; a < ir->axes.count; a++)
            if (ir_at(ir, root)->axes & AXIS(a)) at = at * m->sizes[ir->axes.at[a].dim] + position[a];
        out[k] = cells[at];
    }
    return out;
}

double *small_model_value(SmallModel *m, Arena *arena, const char *name, int64_t *count) {
    for (int i = 0; i < m->model->values.count; i++) {
        const Value *value = m->model->values.at[i];
        if (strcmp(value->name, name) != 0) continue;
        if (!m->lowered->values[i] && value->equations.count == 1)
            m->lowered->values[i] = lower_expr(m->lowered, value->equations.at[0].right);
        if (!m->lowered->values[i]) return NULL;
        const double *cells = evaluate(m, arena, m->lowered->values[i], count);
        return cells ? in_places(m, arena, value, m->lowered->values[i], cells, count) : NULL;
    }
    return NULL;
}

static double bound_of(SmallModel *m, Arena *arena, const Expr *bound, double otherwise) {
    int64_t count;
    double *cells = bound ? evaluate(m, arena, lower_expr(m->lowered, bound), &count) : NULL;
    return cells && count ? cells[0] : otherwise;
}

SmallSupport small_model_support(SmallModel *m, Arena *arena, const char *name) {
    for (int i = 0; i < m->lowered->statements.count; i++) {
        const Statement *s = m->lowered->statements.at[i].statement;
        if (strcmp(s->name, name) != 0) continue;
        return (SmallSupport){bound_of(m, arena, s->support.lo, -INFINITY), bound_of(m, arena, s->support.hi, INFINITY),
                              s->support.lo_open, s->support.hi_open};
    }
    return (SmallSupport){-INFINITY, INFINITY, true, true};
}

double *small_model_density(SmallModel *m, Arena *arena, const char *name, int64_t *count) {
    for (int i = 0; i < m->lowered->statements.count; i++)
        if (strcmp(m->lowered->statements.at[i].statement->name, name) == 0)
            return evaluate(m, arena, m->lowered->statements.at[i].cell, count);
    return NULL;
}
