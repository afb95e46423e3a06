/* What labels the rows of each table, and how the axes of an array go with the dims of its datum: by a key, by the column of the dim's own
 * name, by order. */
#include "bind_work.h"
#include <string.h>

/* Number of dims that are not spread over columns. */
static int row_axes(const BmDatum *datum, const BmPlace *place) { return datum->n_dims - (place->wide_axis >= 0); }

static int column_of_list(BmBind *b, int table, int array) {
    const BmTable *t = &b->catalogue.tables.at[table];
    for (int c = 0; t->lists && c < t->n_columns; c++)
        if (t->lists[c] == array) return c;
    return -1;
}

/* A key to `dim` in this table, declared over another dim; the one of the dim's own name first. */
static int key_column(BmBind *b, int table, int dim) {
    int found = -1;
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *key = &b->schema->data[i];
        const BmPlace *place = &b->places[i];
        if (key->kind != BM_KEY || key->key != dim || key->n_dims != 1 || key->dims[0] == dim) continue;
        int column = place->form == BM_PLACE_TABLE && place->table == table ? place->column
                     : place->form == BM_PLACE_ARRAY                        ? column_of_list(b, table, place->array)
                                                                            : -1;
        if (column >= 0 && (found < 0 || !strcmp(key->name, b->schema->dims[dim].name))) found = column;
    }
    return found;
}

/* Is the dim one of several that label the cells of a tidy table? */
static bool is_tidy_axis(BmBind *b, int table, int dim) {
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *datum = &b->schema->data[i];
        const BmPlace *place = &b->places[i];
        if (place->form != BM_PLACE_TABLE || place->table != table || row_axes(datum, place) < 2) continue;
        for (int a = 0; a < datum->n_dims; a++)
            if (datum->dims[a] == dim && a != place->wide_axis) return true;
    }
    return false;
}

static void label_rows(BmBind *b, const BmDatum *datum, BmPlace *place) {
    const BmTable *table = &b->catalogue.tables.at[place->table];
    int            axes = row_axes(datum, place);
    place->axis_columns = BM_NEW(b->pool, datum->n_dims, int);
    for (int a = 0; a < datum->n_dims; a++) {
        const BmDim *dim = &b->schema->dims[datum->dims[a]];
        place->axis_columns[a] = -1;
        if (a == place->wide_axis) continue;
        int own = bm_table_column(table, bm_bind_wanted(b, dim->column, dim->name)),
            key = axes == 1 ? key_column(b, place->table, datum->dims[a]) : -1;
        if (table->rows_are && !strcmp(table->rows_are, dim->name)) key = -1;
        if (key >= 0)
            place->repeats = true;
        else if (axes == 1 && own >= 0)
            place->repeats = is_tidy_axis(b, place->table, datum->dims[a]);
        place->axis_columns[a] = key >= 0 ? key : own >= 0 ? own : -1;
        if (place->axis_columns[a] >= 0) bm_bind_use(b, place->table, place->axis_columns[a]);
    }
}

/* A list of the dim's name beside an array over it holds its labels, if no datum takes it and nothing comes twice. */
static void find_label_array(BmBind *b, int dim, const BmDataArray *beside) {
    for (int i = 0; i < b->catalogue.arrays.count; i++) {
        const BmDataArray *array = &b->catalogue.arrays.at[i];
        const BmDim       *d = &b->schema->dims[dim];
        if (b->array_used[i] || array->source != beside->source || array->rank != 1 || array->ragged ||
            strcmp(array->folded, bm_bind_wanted(b, d->column, d->name)))
            continue;
        BmWords *words = bm_words_new(b->pool, (int)array->count);
        bool     distinct = true;
        for (int64_t k = 0; k < array->count && distinct; k++) {
            const BmCell *cell = &array->cells[k];
            distinct = !bm_cell_missing(cell, b->options) && cell->kind != BM_CELL_OTHER &&
                       bm_words_find(words, cell->text, (size_t)cell->length) < 0;
            bm_words_put(b->pool, words, cell->text, (size_t)cell->length, 0);
        }
        if (!distinct) continue;
        b->dims[dim].label_array = i;
        b->array_used[i] = true;
        return;
    }
}

/* Lengths of the array along the dims of the datum: axes of length 1 beyond those declared are dropped, a single number is a list of one. */
static void shape_array(BmBind *b, const BmDatum *datum, BmPlace *place) {
    const BmDataArray *array = &b->catalogue.arrays.at[place->array];
    const char        *file = b->catalogue.sources.at[array->source].shown;
    place->shape = BM_NEW(b->pool, datum->n_dims, int64_t);
    if (array->ragged) {
        BM_DATUM_ERROR(b, datum, "L13", "Ragged data are a long list with a key for each value.",
                       "`%s` in `%s` is not a regular array: %s.", datum->shown, file, array->ragged);
        place->form = BM_PLACE_NONE;
        return;
    }
    int  extra = array->rank - datum->n_dims, n = 0;
    bool keep[BM_MAX_RANK];
    for (int a = array->rank - 1; a >= 0; a--) {
        keep[a] = extra <= 0 || array->shape[a] != 1;
        extra -= !keep[a];
    }
    if (array->rank == 0 && datum->n_dims) {
        for (int a = 0; a < datum->n_dims; a++) place->shape[a] = 1;
        return;
    }
    for (int a = 0; a < array->rank; a++)
        if (keep[a] && n++ < datum->n_dims) place->shape[n - 1] = array->shape[a];
    if (n == datum->n_dims) return;
    if (!datum->n_dims)
        BM_DATUM_ERROR(b, datum, "L14", "If it has one value for each position, declare its dim: `data x[obs] : …`.",
                       "`%s` is a single value in the model, but `%s` holds a list of %lld.", datum->shown, file,
                       (long long)array->count);
    else
        BM_DATUM_ERROR(b, datum, "L13", NULL, "`%s` has %d dim%s in the model, but is nested %d deep in `%s`.",
                       datum->shown, datum->n_dims, datum->n_dims == 1 ? "" : "s", array->rank, file);
    place->form = BM_PLACE_NONE;
}

static bool is_text(const BmDataArray *array) {
    for (int64_t k = 0; k < array->count; k++)
        if (array->cells[k].kind == BM_CELL_TEXT) return true;
    return false;
}

/* Values over a key in lists, as long as the list of the key: a table, if the key's labels are text. (Whole numbers count
 * positions, as in files for Stan.) */
static void lists_over_key(BmBind *b, const BmDatum *datum, BmPlace *place) {
    if (place->form != BM_PLACE_ARRAY || datum->n_dims != 1) return;
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *key = &b->schema->data[i];
        if (key->kind != BM_KEY || key->key != datum->dims[0] || key->n_dims != 1 || key->dims[0] == datum->dims[0] ||
            b->places[i].form != BM_PLACE_ARRAY)
            continue;
        const BmDataArray *keys = &b->catalogue.arrays.at[b->places[i].array],
                          *values = &b->catalogue.arrays.at[place->array];
        if (keys->source != values->source || keys->count != values->count || values->rank != 1 || !is_text(keys))
            continue;
        int t = bm_lists_table(b, place->array);
        if (t < 0) continue;
        place->form = BM_PLACE_TABLE;
        place->table = t;
        place->column = column_of_list(b, t, place->array);
        return;
    }
}

void bm_bind_axes(BmBind *b) {
    for (int i = 0; i < b->schema->n_data; i++) lists_over_key(b, &b->schema->data[i], &b->places[i]);
    for (int d = 0; d < b->schema->n_dims; d++) b->dims[d].label_array = -1;
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *datum = &b->schema->data[i];
        BmPlace       *place = &b->places[i];
        if (place->form == BM_PLACE_TABLE) label_rows(b, datum, place);
        if (place->form == BM_PLACE_ARRAY) shape_array(b, datum, place);
        for (int a = 0; place->form == BM_PLACE_ARRAY && a < datum->n_dims; a++)
            if (b->dims[datum->dims[a]].label_array < 0 && b->schema->dims[datum->dims[a]].from == BM_FROM_DATA)
                find_label_array(b, datum->dims[a], &b->catalogue.arrays.at[place->array]);
    }
    for (int d = 0; d < b->schema->n_dims; d++) {
        const BmDim *dim = &b->schema->dims[d];
        bool         found = !dim->column || b->dims[d].label_array >= 0;
        for (int i = 0; i < b->schema->n_data; i++)
            for (int a = 0; a < b->schema->data[i].n_dims && b->places[i].form == BM_PLACE_TABLE; a++)
                found = found || (b->schema->data[i].dims[a] == d && b->places[i].axis_columns[a] >= 0);
        if (!found)
            BM_MESSAGE_AT(b, dim, 2, "L01", NULL, "no table of data over `%s` has a column `%s`.", dim->shown,
                          dim->column);
    }
}
