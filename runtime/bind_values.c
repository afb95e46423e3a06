/* Cells to numbers: each datum's values are put in their places and held against its type. What is wrong with a datum is counted by kind while
 * its cells are read; bind_faults.c says it in words. */
#include "bind_faults.h"
#include <math.h>
#include <string.h>
#include <strings.h>

/* --- one cell --- */

static bool is_word(const BmCell *cell, const char *word) {
    size_t length = strlen(word);
    return (size_t)cell->length == length && !strncasecmp(cell->text, word, length);
}

static bool is_code(const BmBind *b, const BmCell *cell, const char *code) {
    double x, y;
    if (!code) return false;
    if ((size_t)cell->length == strlen(code) && !memcmp(cell->text, code, (size_t)cell->length)) return true;
    return bm_cell_number(cell, b->options, &x) && bm_number_read(code, strlen(code), &y) && x == y;
}

static BmFaultKind read_binary(const BmBind *b, const BmDatum *datum, const BmCell *cell, double *value) {
    if (datum->n_codes) {
        if (is_code(b, cell, datum->code_of_0))
            *value = 0;
        else if (is_code(b, cell, datum->code_of_1))
            *value = 1;
        else
            return BM_FAULT_NOT_BINARY;
        return BM_FAULT_NONE;
    }
    if (bm_cell_number(cell, b->options, value))
        return *value == 0 || *value == 1 ? BM_FAULT_NONE : BM_FAULT_NOT_BINARY;
    if (is_word(cell, "true") || is_word(cell, "yes"))
        *value = 1;
    else if (is_word(cell, "false") || is_word(cell, "no"))
        *value = 0;
    else
        return BM_FAULT_NOT_BINARY;
    return BM_FAULT_NONE;
}

static bool is_outside(const BmDatum *datum, double x) {
    return x < datum->lo || x > datum->hi || (datum->lo_open && x == datum->lo && isfinite(x)) ||
           (datum->hi_open && x == datum->hi && isfinite(x));
}

/* The value of a cell that is not missing. */
static BmFaultKind read_cell(const BmBind *b, const BmDatum *datum, const BmCell *cell, double *value) {
    switch (datum->kind) {
    case BM_KEY: {
        int at = bm_label_find(b, datum->key, cell);
        *value = at;
        return at < 0 ? BM_FAULT_NOT_LABEL : BM_FAULT_NONE;
    }
    case BM_BINARY:
        return read_binary(b, datum, cell, value);
    case BM_DATE:
        return bm_date_read(cell->text, (size_t)cell->length, value) ? BM_FAULT_NONE : BM_FAULT_NOT_DATE;
    case BM_REAL:
    case BM_INT:
    case BM_COUNT:
        break;
    }
    if (!bm_cell_number(cell, b->options, value)) return BM_FAULT_NOT_NUMBER;
    if (datum->kind != BM_REAL && *value != floor(*value)) return BM_FAULT_NOT_WHOLE;
    if (datum->kind == BM_COUNT && *value < 0) return BM_FAULT_NEGATIVE;
    return is_outside(datum, *value) ? BM_FAULT_OUTSIDE : BM_FAULT_NONE;
}

static double read_value(BmBind *b, BmFaults *faults, const BmCell *cell, BmCellPlace at) {
    const BmDatum *datum = &b->schema->data[faults->datum];
    double         value = NAN;
    if (bm_cell_missing(cell, b->options)) {
        if (!datum->missing || datum->kind == BM_KEY) bm_fault_add(b, faults, BM_FAULT_MISSING, cell, at, NAN);
        return NAN;
    }
    BmFaultKind fault = read_cell(b, datum, cell, &value);
    if (fault == BM_FAULT_NONE) return value;
    bm_fault_add(b, faults, fault, cell, at, value);
    return NAN;
}

/* --- labels of rows --- */

typedef struct RowLabels {
    int               table, column, dim, *positions, bad;
    struct RowLabels *next;
} RowLabels;

/* Position of each row's label; those that are none are reported once for each column (L07), unless the column is a key whose own
 * values are reported anyway. */
static const RowLabels *row_positions(BmBind *b, RowLabels **cache, int i, int axis) {
    const BmPlace *place = &b->places[i];
    const BmDatum *datum = &b->schema->data[i];
    int            dim = datum->dims[axis], column = place->axis_columns[axis];
    for (RowLabels *old = *cache; old; old = old->next)
        if (old->table == place->table && old->column == column && old->dim == dim) return old;
    const BmTable *table = &b->catalogue.tables.at[place->table];
    RowLabels     *labels = BM_NEW(b->pool, 1, RowLabels);
    *labels = (RowLabels){place->table, column, dim, BM_NEW(b->pool, table->n_rows, int), 0, *cache};
    *cache = labels;
    int first = -1;
    for (int r = 0; r < table->n_rows; r++) {
        const BmCell *cell = bm_table_cell(table, r, column);
        labels->positions[r] = bm_cell_missing(cell, b->options) ? -1 : bm_label_find(b, dim, cell);
        if (labels->positions[r] < 0 && labels->bad++ == 0) first = r;
    }
    bool is_key = false;
    for (int k = 0; k < b->schema->n_data; k++)
        is_key = is_key || (b->schema->data[k].kind == BM_KEY && b->schema->data[k].key == dim &&
                            b->places[k].form == BM_PLACE_TABLE && b->places[k].table == place->table &&
                            b->places[k].column == column);
    if (labels->bad && !is_key) bm_fault_row_label(b, datum, place->table, column, dim, first, labels->bad);
    return labels;
}

/* --- one datum --- */

typedef struct Target {
    double *values;
    int    *rows;
    int64_t count;
    int64_t strides[BM_MAX_RANK];
} Target;

static bool make_target(BmBind *b, int i, Target *target) {
    const BmDatum *datum = &b->schema->data[i];
    target->count = bm_cell_count(b->schema, datum->dims, datum->n_dims);
    if (datum->n_dims > BM_MAX_RANK || target->count > BM_MAX_CELLS || target->count < 0) {
        BM_DATUM_ERROR(b, datum, "L05", NULL, "`%s` would have too many cells.", datum->shown);
        return false;
    }
    int64_t stride = 1;
    for (int a = datum->n_dims - 1; a >= 0; a--) {
        target->strides[a] = stride;
        stride *= b->schema->dims[datum->dims[a]].n_labels;
    }
    target->values = BM_NEW(b->bound->pool, target->count, double);
    for (int64_t k = 0; k < target->count; k++) target->values[k] = NAN;
    return true;
}

/* One value into cell k; a cell that was filled before must be equal (over a key), or is one too many. */
static void put_value(BmBind *b, BmFaults *faults, Target *target, const BmTable *table, int64_t k, int r, int column) {
    const BmPlace *place = &b->places[faults->datum];
    double         value = read_value(b, faults, bm_table_cell(table, r, column),
                                      (BmCellPlace){.table = place->table, .row = r, .column = column, .cell = k});
    if (target->rows[k]) {
        bool same = value == target->values[k] || (isnan(value) && isnan(target->values[k]));
        if (!place->repeats || !same)
            bm_fault_twice(b, faults, k, target->rows[k], table->rows[r], target->values[k], value, same);
        return;
    }
    target->rows[k] = table->rows[r];
    target->values[k] = value;
}

static void read_table(BmBind *b, RowLabels **cache, BmFaults *faults, Target *target) {
    int            i = faults->datum;
    const BmDatum *datum = &b->schema->data[i];
    const BmPlace *place = &b->places[i];
    const BmTable *table = &b->catalogue.tables.at[place->table];
    const int     *positions[BM_MAX_RANK] = {0};
    bool           all_placed = true; /* else a cell without a row follows from a row without a place */
    target->rows = BM_NEW(b->bound->pool, target->count, int);
    for (int a = 0; a < datum->n_dims; a++)
        if (place->axis_columns[a] >= 0) {
            const RowLabels *labels = row_positions(b, cache, i, a);
            positions[a] = labels->positions;
            all_placed = all_placed && !labels->bad;
        }
    int wide = place->wide_axis >= 0 ? b->schema->dims[datum->dims[place->wide_axis]].n_labels : 1;
    if (datum->n_dims == 0 && table->n_rows != 1) {
        BM_DATUM_ERROR(b, datum, "L14", "If it has one value for each row, declare its dim: `data x[obs] : …`.",
                       "`%s` is a single value in the model, but `%s` has %d rows.", datum->shown, table->shown,
                       table->n_rows);
        return;
    }
    for (int r = 0; r < table->n_rows; r++) {
        int64_t k = 0;
        bool    placed = true;
        for (int a = 0; a < datum->n_dims; a++) {
            if (a == place->wide_axis) continue;
            int at = positions[a] ? positions[a][r] : r;
            placed = placed && at >= 0 && at < b->schema->dims[datum->dims[a]].n_labels;
            k += at * target->strides[a];
        }
        for (int w = 0; w < wide && placed; w++)
            put_value(b, faults, target, table, k + (place->wide_axis >= 0 ? w * target->strides[place->wide_axis] : 0),
                      r, place->wide_axis >= 0 ? place->wide_columns[w] : place->column);
    }
    bool may_lack = datum->missing && datum->kind != BM_KEY;
    for (int64_t k = 0; k < target->count && all_placed; k++)
        if (!target->rows[k] && !may_lack)
            bm_fault_add(b, faults, BM_FAULT_NO_ROW, NULL,
                         (BmCellPlace){.table = place->table, .row = -1, .column = place->column, .cell = k}, NAN);
}

static void read_array(BmBind *b, BmFaults *faults, Target *target) {
    const BmPlace     *place = &b->places[faults->datum];
    const BmDataArray *array = &b->catalogue.arrays.at[place->array];
    if (array->count != target->count) return; /* reported with the labels */
    for (int64_t k = 0; k < target->count; k++)
        target->values[k] =
            read_value(b, faults, &array->cells[k], (BmCellPlace){.table = -1, .row = -1, .column = -1, .cell = k});
}

static void read_model(BmBind *b, BmFaults *faults, Target *target) {
    const BmDatum *datum = &b->schema->data[faults->datum];
    if (datum->n_values != target->count) {
        BM_DATUM_ERROR(b, datum, "L05", NULL, "`%s` lists %d values, but has room for %lld.", datum->shown,
                       datum->n_values, (long long)target->count);
        return;
    }
    for (int64_t k = 0; k < target->count; k++) {
        char text[BM_NUMBER_ROOM];
        bm_number_print(datum->values[k], text);
        BmCell cell = {bm_pool_copy(b->pool, text, strlen(text)), (int)strlen(text), BM_CELL_NUMBER};
        target->values[k] =
            read_value(b, faults, &cell, (BmCellPlace){.table = -1, .row = -1, .column = -1, .cell = k});
    }
}

void bm_bind_values(BmBind *b) {
    RowLabels *cache = NULL;
    BmBound   *bound = b->bound;
    int        n = b->schema->n_data;
    bound->values = BM_NEW(bound->pool, n, double *);
    bound->row_of = BM_NEW(bound->pool, n, int *);
    bound->source_of = BM_NEW(bound->pool, n, char *);
    bound->records = BM_NEW(bound->pool, n, bool);
    for (int i = 0; i < n; i++) {
        Target         target = {0};
        BmFaults       faults = {.datum = i};
        const BmPlace *place = &b->places[i];
        if (b->schema->data[i].drawn || !make_target(b, i, &target)) continue;
        switch (place->form) {
        case BM_PLACE_TABLE:
            read_table(b, &cache, &faults, &target);
            break;
        case BM_PLACE_ARRAY:
            read_array(b, &faults, &target);
            break;
        case BM_PLACE_MODEL:
            read_model(b, &faults, &target);
            break;
        case BM_PLACE_NONE:
            break;
        }
        bm_fault_report(b, &faults);
        bound->values[i] = target.values;
        bound->row_of[i] = target.rows;
        const char *source = place->form == BM_PLACE_TABLE ? b->catalogue.tables.at[place->table].shown
                             : place->form == BM_PLACE_ARRAY
                                 ? b->catalogue.sources.at[b->catalogue.arrays.at[place->array].source].shown
                                 : NULL;
        if (source) bound->source_of[i] = bm_pool_copy(bound->pool, source, strlen(source));
        bound->records[i] = place->form == BM_PLACE_TABLE && b->catalogue.tables.at[place->table].json;
    }
}
