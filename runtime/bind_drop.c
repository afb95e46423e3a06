/* --drop-missing: rows of tables in which something that may not be missing is missing are left out before anything else is done. */
#include "bind_work.h"
#include <string.h>

/* Columns of a table in which nothing may be missing: values of data without `?`, and the labels of rows. */
static bool *strict_columns(BmBind *b, int t) {
    bool *strict = BM_NEW(b->pool, b->catalogue.tables.at[t].n_columns, bool);
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *datum = &b->schema->data[i];
        const BmPlace *place = &b->places[i];
        if (place->form != BM_PLACE_TABLE || place->table != t) continue;
        for (int a = 0; a < datum->n_dims; a++)
            if (place->axis_columns[a] >= 0) strict[place->axis_columns[a]] = true;
        if (datum->missing && datum->kind != BM_KEY) continue;
        if (place->column >= 0) strict[place->column] = true;
        if (place->wide_axis < 0) continue;
        const BmDim *dim = &b->schema->dims[datum->dims[place->wide_axis]];
        long         n = dim->from == BM_FROM_LIST ? dim->n_labels : dim->hi - dim->lo + 1;
        for (long k = 0; k < n; k++) strict[place->wide_columns[k]] = true;
    }
    return strict;
}

static bool is_complete(BmBind *b, const BmTable *table, int row, const bool *strict) {
    for (int c = 0; c < table->n_columns; c++)
        if (strict[c] && bm_cell_missing(bm_table_cell(table, row, c), b->options)) return false;
    return true;
}

static void drop_rows(BmBind *b, int t) {
    BmTable    *table = &b->catalogue.tables.at[t];
    const bool *strict = strict_columns(b, t);
    int         kept = 0, dropped[BM_ROWS_SHOWN];
    for (int r = 0; r < table->n_rows; r++) {
        if (is_complete(b, table, r, strict)) {
            if (kept < r)
                memcpy(&table->cells[(int64_t)kept * table->n_columns], &table->cells[(int64_t)r * table->n_columns],
                       (size_t)table->n_columns * sizeof(BmCell));
            table->rows[kept++] = table->rows[r];
        } else {
            if (table->n_dropped < BM_ROWS_SHOWN) dropped[table->n_dropped] = table->rows[r];
            table->n_dropped++;
        }
    }
    int all = table->n_rows, shown = table->n_dropped < BM_ROWS_SHOWN ? table->n_dropped : BM_ROWS_SHOWN;
    table->n_rows = kept;
    if (table->n_dropped) table->dropped = bm_list_rows(b->pool, dropped, shown, table->n_dropped);
    if (all && !kept)
        bm_message(b->messages, "L02", 2, 0, 0, NULL,
                   "every one of the %d rows of `%s` has a missing value, so `--drop-missing` leaves nothing.", all,
                   table->shown);
}

void bm_bind_drop(BmBind *b) {
    for (int t = 0; b->options->drop_missing && t < b->catalogue.tables.count; t++) drop_rows(b, t);
}
