/* Whether a point's values are together what their distribution makes them: shares sum to 1, cut-points ascend, a covariance is one. Files round,
 * so that eight digits are enough. */
#include <math.h>
#include <string.h>

#include "lang/dim.h"
#include "lang/structure.h"
#include "point.h"
#include "runtime/number.h"

static const double ROUNDED = 1e-8;

/* One outcome: its n values or n by n entries, as positions in theta. */
typedef struct Outcome {
    const Load    *load;
    const BmArray *array;
    const Value   *value;
    const double  *theta;   /* of the unknown */
    int64_t        first;   /* cell at the first position */
    int64_t        step[2]; /* cells from one position to the next: rows, columns */
    int            n;
} Outcome;

static int64_t cell_at(const Outcome *o, int i, int j) { return o->first + i * o->step[0] + j * o->step[1]; }
static double  at(const Outcome *o, int i, int j) { return o->theta[cell_at(o, i, j)]; }

static const char *name_at(const Outcome *o, int i, int j) {
    char name[256];
    bm_cell_name(o->load->schema, o->array->shown, o->array->dims, o->array->n_dims, cell_at(o, i, j), name,
                 sizeof name);
    return arena_copy(o->load->session->arena, name, strlen(name));
}

static const char *shown(const Outcome *o, double x) {
    char buffer[BM_NUMBER_ROOM];
    bm_number_show(x, buffer);
    return arena_copy(o->load->session->arena, buffer, strlen(buffer));
}

/* "…; line 3 says that these are a correlation matrix" */
static bool refuse(const Outcome *o, const char *what) {
    complain(o->load->arguments, "%s; line %d says that `%s` is `%s`", what, o->array->line, o->array->shown,
             structure_info(o->value->support.structure)->spelling);
    return false;
}

static Arena *arena(const Outcome *o) { return o->load->session->arena; }

static bool is_total(const Outcome *o, double power, double wanted, const char *what) {
    double sum = 0, largest = 1;
    for (int i = 0; i < o->n; i++) {
        double x = pow(at(o, i, 0), power);
        sum += x;
        if (fabs(x) > largest) largest = fabs(x);
    }
    if (fabs(sum - wanted) <= ROUNDED * largest * o->n) return true;
    return refuse(o, arena_printf(arena(o), "the %s from `%s` to `%s` sum to %s, not to %s", what, name_at(o, 0, 0),
                                  name_at(o, o->n - 1, 0), shown(o, sum), shown(o, wanted)));
}

static bool ascends(const Outcome *o) {
    for (int i = 1; i < o->n; i++)
        if (at(o, i, 0) <= at(o, i - 1, 0))
            return refuse(o, arena_printf(arena(o), "`%s` = %s is not above `%s` = %s", name_at(o, i, 0),
                                          shown(o, at(o, i, 0)), name_at(o, i - 1, 0), shown(o, at(o, i - 1, 0))));
    return true;
}

static bool is_symmetric(const Outcome *o) {
    for (int i = 0; i < o->n; i++)
        for (int j = 0; j < i; j++)
            if (fabs(at(o, i, j) - at(o, j, i)) > ROUNDED * (1 + fabs(at(o, i, j))))
                return refuse(o, arena_printf(arena(o), "`%s` = %s, but `%s` = %s", name_at(o, i, j),
                                              shown(o, at(o, i, j)), name_at(o, j, i), shown(o, at(o, j, i))));
    return true;
}

static bool has_unit_diagonal(const Outcome *o) {
    for (int i = 0; i < o->n; i++)
        if (fabs(at(o, i, i) - 1) > ROUNDED)
            return refuse(o, arena_printf(arena(o), "`%s` = %s, not 1", name_at(o, i, i), shown(o, at(o, i, i))));
    return true;
}

/* By elimination; no rounding is allowed for, as no position on the real line belongs to the edge. */
static bool is_positive_definite(const Outcome *o) {
    double *l = arena_alloc(arena(o), (size_t)o->n * (size_t)o->n * sizeof *l);
    for (int i = 0; i < o->n; i++)
        for (int j = 0; j <= i; j++) {
            double rest = at(o, i, j);
            for (int k = 0; k < j; k++) rest -= l[i * o->n + k] * l[j * o->n + k];
            if (i == j && !(rest > 0))
                return refuse(o, arena_printf(arena(o), "the matrix of `%s` to `%s` is not positive definite",
                                              name_at(o, 0, 0), name_at(o, o->n - 1, o->n - 1)));
            l[i * o->n + j] = i == j ? sqrt(rest) : rest / l[j * o->n + j];
        }
    return true;
}

static bool is_factor(const Outcome *o) {
    for (int i = 0; i < o->n; i++)
        for (int j = i; j < o->n; j++) {
            double x = at(o, i, j);
            if (i == j ? x > 0 : x == 0) continue;
            return refuse(o, arena_printf(arena(o), "`%s` = %s is not %s", name_at(o, i, j), shown(o, x),
                                          i == j ? "above 0" : "0: it stands above the diagonal"));
        }
    return true;
}

static bool has_unit_rows(const Outcome *o) {
    for (int i = 0; i < o->n; i++) {
        double sum = 0;
        for (int j = 0; j <= i; j++) sum += at(o, i, j) * at(o, i, j);
        if (fabs(sum - 1) > ROUNDED * o->n)
            return refuse(o, arena_printf(arena(o), "the squares from `%s` to `%s` sum to %s, not to 1",
                                          name_at(o, i, 0), name_at(o, i, i), shown(o, sum)));
    }
    return true;
}

static bool is_structured(const Outcome *o) {
    switch (o->value->support.structure) {
    case STRUCTURE_SIMPLEX:
        return is_total(o, 1, 1, "shares");
    case STRUCTURE_ORDERED:
        return ascends(o);
    case STRUCTURE_SUM_TO_ZERO:
        return is_total(o, 1, 0, "values");
    case STRUCTURE_UNIT_VECTOR:
        return is_total(o, 2, 1, "squares");
    case STRUCTURE_COVARIANCE:
        return is_symmetric(o) && is_positive_definite(o);
    case STRUCTURE_CORRELATION:
        return is_symmetric(o) && has_unit_diagonal(o) && is_positive_definite(o);
    case STRUCTURE_CHOLESKY:
        return is_factor(o);
    case STRUCTURE_CHOLESKY_CORRELATION:
        return is_factor(o) && has_unit_rows(o);
    case STRUCTURE_NONE:
    case STRUCTURE_COUNT:
        break;
    }
    return true;
}

/* Bit i: place i of the value belongs to the outcome. */
static unsigned event_places(const Model *model, const Value *value) {
    unsigned places = 0;
    for (int k = 0; k < model->statements.count; k++) {
        const Statement *s = model->statements.at[k];
        if (s->kind != STATEMENT_PRIOR || s->left.value != value) continue;
        for (int i = 0; i < s->left.n_subs; i++)
            if (s->left.subs[i].kind == SUB_AXIS && axes_have(s->event, s->left.subs[i].axis)) places |= 1u << i;
    }
    return places;
}

int point_structure(const Load *load, const BmArray *array, const Value *value, const double *theta) {
    const BmSchema *schema = load->schema;
    Outcome         o = {.load = load, .array = array, .value = value, .theta = theta};
    unsigned        places = event_places(load->model, value);
    int64_t         cells = 1, sizes[8];
    int             found = 0;
    if (!value->support.structure) return 0;
    for (int i = array->n_dims - 1; i >= 0; i--) { /* the last place first: columns, then rows */
        sizes[i] = schema->dims[array->dims[i]].n_labels;
        if (places >> i & 1) {
            o.step[1] = o.step[0];
            o.step[0] = cells;
            o.n = (int)sizes[i];
        }
        cells *= sizes[i];
    }
    for (o.first = 0; o.first < cells; o.first++) {
        bool    begins = true;
        int64_t rest = o.first;
        for (int i = array->n_dims - 1; i >= 0; i--) {
            begins = begins && (!(places >> i & 1) || rest % sizes[i] == 0);
            rest /= sizes[i];
        }
        if (begins) found += !is_structured(&o);
    }
    return found;
}
