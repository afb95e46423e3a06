/* How group effects are sampled, centred or not, where the model leaves it open; and the lowering on the real line that follows. */
#include <string.h>

#include "program.h"
#include "transform.h"

static int64_t cells_of(const Program *p, const int64_t *sizes, AxisSet axes) {
    int64_t cells = 1;
    for (int a = 0; a < p->ir->axes.count; a++)
        if (axes & AXIS(a)) cells *= axis_size(p->ir, sizes, (AxisId)a);
    return cells;
}

/* Observations that depend on an unknown. */
static int64_t observations_of(Program *p, const LoweredUnknown *u, const int64_t *sizes) {
    int64_t count = 0;
    for (int i = 0; i < p->natural->statements.count; i++) {
        const LoweredStatement *s = &p->natural->statements.at[i];
        if (s->statement->kind == STATEMENT_PRIOR) continue;
        uint8_t *marks = arena_alloc(p->arena, (size_t)p->ir->nodes.count);
        ir_reach(p->ir, &s->cell, 1, marks);
        if (marks[u->leaf]) count += cells_of(p, sizes, s->axes);
    }
    return count;
}

/* Group effects are sampled non-centred where few observations tell of each, centred where many do. Either way the posterior is the same;
 * with few observations the centred form is a funnel. The limit lies between the models of tests/models that want the one (1 each: eight
 * schools, seeds) and the other (5 each: rats; 9: glmm1). */
enum { FEW_OBSERVATIONS = 4 };

static bool *choose_centring(Program *p, const int64_t *sizes) {
    bool *chosen = arena_alloc(p->arena, (size_t)(p->model->values.count + 1) * sizeof *chosen);
    for (int i = 0; sizes && i < p->natural->unknowns.count; i++) {
        const LoweredUnknown *u = &p->natural->unknowns.at[i];
        if (!transform_centring_is_open(p->natural, u)) continue;
        chosen[u->value->id] =
            observations_of(p, u, sizes) < FEW_OBSERVATIONS * cells_of(p, sizes, ir_at(p->ir, u->leaf)->axes);
    }
    return chosen;
}

Lowered *program_real(Program *p, const int64_t *sizes) {
    bool  *chosen = choose_centring(p, sizes);
    size_t bytes = (size_t)p->model->values.count * sizeof *chosen;
    if (p->real && memcmp(chosen, p->noncentred, bytes) == 0) return p->real;
    p->noncentred = chosen;
    p->ir->sizes = sizes; /* while lowering: what a sum becomes is decided when it is made */
    p->real = lower_model(p->ir, p->model, ON_REAL_LINE, p->layout, p->data, chosen);
    lower_outputs(p->real, p->natural);
    p->ir->sizes = NULL;
    lower_recentre(p->natural, chosen);
    program_book(p, "lower");
    return p->real;
}

const char *program_choices(Program *p, const int64_t *sizes) {
    Lowered *l = program_real(p, sizes);
    Text     text = {0};
    for (int i = 0; i < l->unknowns.count; i++) {
        const LoweredUnknown *u = &l->unknowns.at[i], *natural = &p->natural->unknowns.at[i];
        if (!transform_centring_is_open(l, u)) continue;
        int64_t rows = observations_of(p, natural, sizes),
                units = cells_of(p, sizes, ir_at(p->ir, natural->leaf)->axes);
        text_add(p->arena, &text, "%s: sampled %s (%.3g observation%s for each; the word `%s` would change that)\n",
                 u->value->shown, u->noncentered ? "non-centred" : "centred",
                 (double)rows / (double)(units ? units : 1), rows == units ? "" : "s",
                 u->noncentered ? "centered" : "noncentered");
    }
    VEC_PUSH(p->arena, &text, '\0');
    return text.at;
}

bool program_is_noncentered(Program *p, const int64_t *sizes, const char *name) {
    Lowered *l = program_real(p, sizes);
    for (int i = 0; i < l->unknowns.count; i++)
        if (strcmp(l->unknowns.at[i].value->name, name) == 0) return l->unknowns.at[i].noncentered;
    return false;
}
