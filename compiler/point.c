/* Reads a point, and says all that is wrong with it: unknowns that lack or are superfluous, labels, lengths, supports. */
#include "point.h"
#include "runtime/json.h"
#include "runtime/number.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SAID = 20 }; /* mistakes of a file that are listed */

/* Where the reading of one unknown has got to. */
typedef struct Reading {
    Load          *load;
    const char    *path; /* of the file */
    const BmArray *array;
    int            depth;  /* dims that are behind */
    int64_t        cell;   /* position over those dims */
    const char    *within; /* "theta[Choate]": what is being read, for messages */
    double        *values;
    int           *mistakes;
} Reading;

static void mistake(const Reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void mistake(const Reading *r, const char *format, ...) {
    Arena  *arena = r->load->session->arena;
    va_list args;
    if (++*r->mistakes > MOST_SAID) return;
    va_start(args, format);
    complain(r->load->arguments, "%s: %s", r->path, arena_vprintf(arena, format, args));
    va_end(args);
}

static const char *kind_in_words(const BmJson *value) {
    switch (value->kind) {
    case BM_JSON_NULL:
        return "null";
    case BM_JSON_FALSE:
    case BM_JSON_TRUE:
        return "a truth value";
    case BM_JSON_NUMBER:
        return "one number";
    case BM_JSON_STRING:
        return "text";
    case BM_JSON_ARRAY:
        return "a list";
    case BM_JSON_OBJECT:
        return "an object";
    }
    return "something else";
}

static const char *labels_in_words(Arena *arena, const BmDim *dim) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < dim->n_labels && i < 5; i++) text_add(arena, &text, "%s`%s`", i ? ", " : "", dim->labels[i]);
    if (dim->n_labels > 5) text_add(arena, &text, " and %d more", dim->n_labels - 5);
    return text.at;
}

static int label_find(const BmDim *dim, const char *label) {
    for (int i = 0; i < dim->n_labels; i++)
        if (strcmp(dim->labels[i], label) == 0) return i;
    return -1;
}

static void read_value(Reading r, const BmJson *value);

static Reading step_into(const Reading *r, const BmDim *dim, int position) {
    Reading inner = *r;
    inner.depth++;
    inner.cell = r->cell * dim->n_labels + position;
    inner.within = arena_printf(r->load->session->arena, "%s[%s]", r->within, dim->labels[position]);
    return inner;
}

static void read_list(const Reading *r, const BmDim *dim, const BmJson *list) {
    if (list->count != dim->n_labels) {
        mistake(r, "`%s` has %d values, but `%s` has %d labels", r->within, list->count, dim->shown, dim->n_labels);
        return;
    }
    for (int i = 0; i < list->count; i++) read_value(step_into(r, dim, i), &list->items[i]);
}

static void read_labelled(const Reading *r, const BmDim *dim, const BmJson *object) {
    bool *seen = arena_alloc(r->load->session->arena, (size_t)dim->n_labels + 1);
    for (int i = 0; i < object->count; i++) {
        const char *label = object->items[2 * i].text;
        int         position = label_find(dim, label);
        if (position < 0) {
            const char *near = suggest(label, (const char *const *)dim->labels, dim->n_labels);
            if (near)
                mistake(r, "`%s`: `%s` has no label `%s`; did you mean `%s`?", r->within, dim->shown, label, near);
            else
                mistake(r, "`%s`: `%s` has no label `%s`\n  help: its labels are %s", r->within, dim->shown, label,
                        labels_in_words(r->load->session->arena, dim));
        } else if (seen[position])
            mistake(r, "`%s`: `%s` is given twice", r->within, label);
        else {
            seen[position] = true;
            read_value(step_into(r, dim, position), &object->items[2 * i + 1]);
        }
    }
    for (int i = 0; i < dim->n_labels; i++)
        if (!seen[i]) mistake(r, "`%s` has no value for %s `%s`", r->within, dim->shown, dim->labels[i]);
}

/* Infinite values and NaN are spelt as strings in JSON. */
static bool number_of(const BmJson *value, double *number) {
    if (value->kind == BM_JSON_NUMBER)
        *number = bm_json_number(value, NAN);
    else if (value->kind == BM_JSON_STRING)
        return bm_number_read(value->text, strlen(value->text), number);
    else
        return false;
    return true;
}

static void read_value(Reading r, const BmJson *value) {
    const BmSchema *schema = r.load->schema;
    if (r.depth == r.array->n_dims) {
        bool single = value->kind == BM_JSON_ARRAY && value->count == 1; /* [1.5] for a scalar, as R writes it */
        if (!number_of(single ? &value->items[0] : value, &r.values[r.cell]))
            mistake(&r, "`%s` is one number, but here is %s", r.within, kind_in_words(value));
        return;
    }
    const BmDim *dim = &schema->dims[r.array->dims[r.depth]];
    if (value->kind == BM_JSON_ARRAY)
        read_list(&r, dim, value);
    else if (value->kind == BM_JSON_OBJECT)
        read_labelled(&r, dim, value);
    else
        mistake(&r, "`%s` needs %d values, one for each `%s`, but here is %s", r.within, dim->n_labels, dim->shown,
                kind_in_words(value));
}

/* --- the file --- */

static const BmArray *array_find(const BmArray *arrays, int n, const char *name) {
    for (int i = 0; i < n; i++)
        if (strcmp(arrays[i].name, name) == 0 || strcmp(arrays[i].shown, name) == 0) return &arrays[i];
    return NULL;
}

/* Names that are no unknowns. Equations and what is drawn forward follow from the unknowns: a whole draw may be given. */
static void check_names(const Reading *r, const BmJson *point) {
    const BmSchema *schema = r->load->schema;
    Arena          *arena = r->load->session->arena;
    Words           names = {0};
    for (int i = 0; i < schema->n_unknowns; i++) VEC_PUSH(arena, &names, schema->unknowns[i].shown);
    for (int i = 0; i < point->count; i++) {
        const char *name = point->items[2 * i].text;
        if (array_find(schema->unknowns, schema->n_unknowns, name)) continue;
        if (array_find(schema->outputs, schema->n_outputs, name)) {
            if (!r->load->arguments->quiet)
                fprintf(stderr, "note: %s: `%s` follows from the unknowns; its value there is not used\n", r->path,
                        name);
            continue;
        }
        const char *near = suggest(name, names.at, names.count);
        if (near)
            mistake(r, "`%s` is no unknown of this model; did you mean `%s`?", name, near);
        else
            mistake(r, "`%s` is no unknown of this model", name);
    }
}

static const BmJson *refuse(Load *load, const char *message) {
    complain(load->arguments,
             "%s\n  help: a point is an object: {\"mu\": 1.5, \"theta\": {\"Choate\": 2, …}}; a list in the order of "
             "the labels will do, too",
             message);
    return NULL;
}

static const BmJson *read_json(Load *load, BmPool *pool, const char *path) {
    Arena      *arena = load->session->arena;
    Source     *source = session_read_file(load->session, path);
    const char *error;
    int64_t     at;
    if (!source) {
        complain(load->arguments, "%s", load->session->diags.all.at[load->session->diags.all.count - 1]->message);
        return NULL;
    }
    const BmJson *point = bm_json_read(pool, source->text, source->length, &error, &at);
    if (!point) {
        Place where = source_place(arena, source, (uint32_t)at);
        return refuse(load,
                      arena_printf(arena, "%s:%d:%d: this is not JSON: %s", path, where.line, where.column, error));
    }
    return point->kind == BM_JSON_OBJECT ? point
                                         : refuse(load, arena_printf(arena, "%s holds %s", path, kind_in_words(point)));
}

bool point_read(Load *load, const char *path, double *theta) {
    const BmSchema *schema = load->schema;
    BmPool         *pool = bm_pool_new();
    const BmJson   *point = read_json(load, pool, path);
    int             mistakes = !point;
    Reading         reading = {.load = load, .path = path, .values = theta, .mistakes = &mistakes};
    for (int i = 0; point && i < schema->n_unknowns; i++) {
        const BmArray *array = &schema->unknowns[i];
        const BmJson  *value = bm_json_member(point, array->shown);
        reading.array = array;
        reading.within = array->shown;
        if (!value) value = bm_json_member(point, array->name);
        if (value)
            read_value(reading, value);
        else
            mistake(&reading, "the unknown `%s` has no value", array->shown);
        reading.values += bm_cell_count(schema, array->dims, array->n_dims);
    }
    if (point) check_names(&reading, point);
    if (mistakes > MOST_SAID) complain(load->arguments, "%s: and %d more", path, mistakes - MOST_SAID);
    bm_pool_free(pool);
    return mistakes == 0;
}

/* --- supports --- */

static bool bound_of(const Expr *bound, double *value) {
    if (!bound || bound->kind != X_NUMBER) return false;
    *value = bound->number;
    return isfinite(*value);
}

/* "above 0", "from 0 to 1"; NULL if there are no bounds that are numbers. */
static const char *support_in_words(Arena *arena, const Support *support) {
    char   low[BM_NUMBER_ROOM], high[BM_NUMBER_ROOM];
    double lo, hi;
    bool   has_lo = bound_of(support->lo, &lo), has_hi = bound_of(support->hi, &hi);
    if (has_lo) bm_number_show(lo, low);
    if (has_hi) bm_number_show(hi, high);
    if (has_lo && has_hi)
        return arena_printf(arena, support->lo_open || support->hi_open ? "between %s and %s" : "from %s to %s", low,
                            high);
    if (has_lo) return arena_printf(arena, support->lo_open ? "above %s" : "%s or more", low);
    return has_hi ? arena_printf(arena, support->hi_open ? "below %s" : "%s or less", high) : NULL;
}

static bool outside(const Support *support, double x) {
    double bound;
    if (bound_of(support->lo, &bound) && (x < bound || (support->lo_open && x == bound))) return true;
    if (bound_of(support->hi, &bound) && (x > bound || (support->hi_open && x == bound))) return true;
    return !isfinite(x) || (support->whole && x != floor(x));
}

static const Value *value_find(const Model *model, const char *name) {
    for (int i = 0; i < model->values.count; i++)
        if (strcmp(model->values.at[i]->name, name) == 0) return model->values.at[i];
    return NULL;
}

int point_supports(const Load *load, const double *theta) {
    const BmSchema *schema = load->schema;
    int             found = 0;
    for (int i = 0; i < schema->n_unknowns; i++) {
        const BmArray *array = &schema->unknowns[i];
        const Value   *value = value_find(load->model, array->name);
        int64_t        cells = bm_cell_count(schema, array->dims, array->n_dims);
        int            before = found;
        for (int64_t cell = 0; value && cell < cells; cell++) {
            if (!outside(&value->support, theta[cell]) || ++found > MOST_SAID) continue;
            char        name[256], number[BM_NUMBER_ROOM];
            const char *words = support_in_words(load->session->arena, &value->support);
            bm_cell_name(schema, array->shown, array->dims, array->n_dims, cell, name, sizeof name);
            complain(load->arguments, "`%s` = %s is not possible; line %d says that it is %s", name,
                     bm_number_show(theta[cell], number), array->line, words ? words : "a finite number");
        }
        if (value && found == before) found += point_structure(load, array, value, theta);
        theta += cells;
    }
    return found;
}
