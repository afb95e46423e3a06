/* Binding, from files to arrays: the stages in order, and what a compiled model is given. */
#include "bind.h"
#include "bind_work.h"
#include "utf8.h"
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void read_sources(BmBind *b) {
    bm_catalogue_read(&b->catalogue, b->options, b->messages);
    b->column_used = BM_NEW(b->pool, b->catalogue.tables.count + b->catalogue.arrays.count, bool *);
    for (int t = 0; t < b->catalogue.tables.count; t++)
        b->column_used[t] = BM_NEW(b->pool, b->catalogue.tables.at[t].n_columns, bool);
    b->array_used = BM_NEW(b->pool, b->catalogue.arrays.count, bool);
}

/* The T of dim t = 1..T. */
static void fill_sizes(BmBind *b) {
    b->bound->size_values = BM_NEW(b->bound->pool, b->schema->n_sizes, double);
    for (int i = 0; i < b->schema->n_sizes; i++) b->bound->size_values[i] = b->size_values[b->schema->sizes[i].dim];
}

void bm_bind_underline(BmBind *b, const char *name) {
    if (b->messages->count) b->messages->at[b->messages->count - 1].span_length = bm_utf8_count(name, strlen(name));
}

/* The model itself comes before the files that it uses. */
static int by_place(const BmMessage *a, const BmMessage *b) {
    int files = strcmp(a->file ? a->file : "", b->file ? b->file : "");
    if (files) return files;
    return a->line != b->line ? (a->line > b->line) - (a->line < b->line)
                              : (a->column > b->column) - (a->column < b->column);
}

/* In the order of the model's lines; what is of one place keeps its order. */
static void sort_messages(BmMessages *list, int from) {
    for (int i = from + 1; i < list->count; i++) {
        BmMessage message = list->at[i];
        int       j = i;
        for (; j > from && by_place(&list->at[j - 1], &message) > 0; j--) list->at[j] = list->at[j - 1];
        list->at[j] = message;
    }
}

BmBound *bm_bind(BmSchema *schema, const BmBindOptions *options, BmMessages *messages) {
    static void (*const stages[])(BmBind *) = {read_sources,   bm_bind_find,   bm_bind_axes, bm_bind_drop,
                                               bm_bind_labels, bm_bind_values, fill_sizes,   bm_bind_account};
    static const BmBindOptions no_options;
    BmPool                    *pool = bm_pool_new(), *kept = bm_pool_new();
    BmBound                   *bound = BM_NEW(kept, 1, BmBound);
    bound->pool = kept;
    bound->schema = schema;
    BmBind b = {.schema = schema,
                .options = options ? options : &no_options,
                .messages = messages,
                .pool = pool,
                .catalogue = {.pool = pool},
                .bound = bound};
    b.dims = BM_NEW(pool, schema->n_dims, BmDimWork);
    b.size_values = BM_NEW(pool, schema->n_dims, double);
    int errors = bm_message_errors(messages), before = messages->count;
    for (size_t i = 0; i < sizeof stages / sizeof *stages && bm_message_errors(messages) == errors; i++) stages[i](&b);
    sort_messages(messages, before);
    bm_pool_free(pool);
    if (bm_message_errors(messages) == errors) return bound;
    bm_pool_free(kept);
    return NULL;
}

void bm_bound_free(BmBound *bound) {
    if (bound) bm_pool_free(bound->pool);
}

static int64_t derived_size(const BmSchema *schema, const BmDerived *derived) {
    int64_t n = schema->dims[derived->dim].n_labels;
    switch (derived->count) {
    case BM_COUNT_LESS_ONE:
        return n > 0 ? n - 1 : 0;
    case BM_COUNT_PAIRS:
        return n * (n - 1) / 2;
    case BM_COUNT_TRIANGLE:
        return n * (n + 1) / 2;
    }
    return n;
}

void bm_bound_sizes(const BmBound *bound, int64_t *layout) {
    const BmSchema *s = bound->schema;
    for (int d = 0; d < s->n_dims; d++) layout[BM_LAYOUT_SIZES + d] = s->dims[d].n_labels;
    for (int d = 0; d < s->n_derived; d++) layout[BM_LAYOUT_SIZES + s->n_dims + d] = derived_size(s, &s->derived[d]);
}

static void put_whole(double *cell, int64_t whole) { memcpy(cell, &whole, sizeof whole); }

void bm_bound_place(const BmBound *bound, const int64_t *layout, double *data) {
    const BmSchema *s = bound->schema;
    for (int i = 0; i < s->n_data; i++) {
        const BmDatum *datum = &s->data[i];
        if (datum->slot < 0) continue;
        int64_t n = bm_cell_count(s, datum->dims, datum->n_dims);
        double *at = data + layout[datum->slot];
        if (datum->kind != BM_KEY)
            memcpy(at, bound->values[i], (size_t)n * sizeof *at);
        else
            for (int64_t k = 0; k < n; k++) put_whole(&at[k], (int64_t)bound->values[i][k]);
    }
    for (int d = 0; d < s->n_dims; d++)
        if (s->dims[d].number_slot >= 0 && s->dims[d].numbers)
            memcpy(data + layout[s->dims[d].number_slot], s->dims[d].numbers,
                   (size_t)s->dims[d].n_labels * sizeof *data);
    for (int i = 0; i < s->n_sizes; i++)
        if (s->sizes[i].slot >= 0) data[layout[s->sizes[i].slot]] = bound->size_values[i];
    for (int i = 0; i < s->n_labels; i++)
        if (s->labels[i].slot >= 0) put_whole(&data[layout[s->labels[i].slot]], bound->label_positions[i]);
}

int64_t bm_cell_count(const BmSchema *schema, const int *dims, int n_dims) {
    int64_t count = 1;
    for (int a = 0; a < n_dims; a++) {
        int64_t n = schema->dims[dims[a]].n_labels;
        if (n && count > INT64_MAX / n) return INT64_MAX;
        count *= n;
    }
    return count;
}

int64_t bm_coordinate_count(const BmSchema *schema, const BmArray *unknown) {
    int64_t count = 1;
    for (int a = 0; a < unknown->n_coordinates; a++) {
        int     axis = unknown->coordinates[a];
        int64_t n = axis < schema->n_dims ? schema->dims[axis].n_labels
                                          : derived_size(schema, &schema->derived[axis - schema->n_dims]);
        if (n && count > INT64_MAX / n) return INT64_MAX;
        count *= n;
    }
    return count;
}

void bm_cell_name(const BmSchema *schema, const char *name, const int *dims, int n_dims, int64_t cell, char *buffer,
                  int size) {
    int64_t below = bm_cell_count(schema, dims, n_dims);
    if (size < 1) return;
    int used = snprintf(buffer, (size_t)size, "%s", name);
    for (int a = 0; a < n_dims && used >= 0 && used < size; a++) {
        const BmDim *dim = &schema->dims[dims[a]];
        below = dim->n_labels ? below / dim->n_labels : 1;
        int64_t at = below && dim->n_labels ? cell / below % dim->n_labels : 0;
        used += snprintf(buffer + used, (size_t)(size - used), "%s%s%s", a ? ", " : "[",
                         dim->n_labels && dim->labels ? dim->labels[at] : "", a == n_dims - 1 ? "]" : "");
    }
}
