/* An object of columns: lists of one length in one JSON object may be read as a table where labels ask for it (a tidy matrix, values over
 * a key). Such tables are made when first wanted, beside the arrays. */
#include "bind_work.h"

void bm_bind_use(BmBind *b, int table, int column) {
    const BmTable *t = &b->catalogue.tables.at[table];
    b->column_used[table][column] = true;
    if (t->lists) b->array_used[t->lists[column]] = true;
}

static bool goes_with(const BmDataArray *array, const BmDataArray *first) {
    return array->source == first->source && array->rank == 1 && !array->ragged && array->count == first->count;
}

static int make_table(BmBind *b, const BmDataArray *first) {
    BmCatalogue *all = &b->catalogue;
    BmTable      table = {.shown = all->sources.at[first->source].shown,
                          .source = first->source,
                          .json = true,
                          .n_rows = (int)first->count};
    for (int i = 0; i < all->arrays.count; i++) table.n_columns += goes_with(&all->arrays.at[i], first);
    table.columns = BM_NEW(b->pool, table.n_columns, BmColumn);
    table.lists = BM_NEW(b->pool, table.n_columns, int);
    table.cells = BM_NEW(b->pool, (int64_t)table.n_columns * table.n_rows, BmCell);
    table.rows = BM_NEW(b->pool, table.n_rows, int);
    for (int r = 0; r < table.n_rows; r++) table.rows[r] = r + 1;
    for (int i = 0, c = 0; i < all->arrays.count; i++) {
        const BmDataArray *array = &all->arrays.at[i];
        if (!goes_with(array, first)) continue;
        table.columns[c] = (BmColumn){array->name, array->folded};
        table.lists[c] = i;
        for (int r = 0; r < table.n_rows; r++) table.cells[(int64_t)r * table.n_columns + c] = array->cells[r];
        c++;
    }
    BM_PUSH(b->pool, &all->tables, table);
    b->column_used[all->tables.count - 1] = BM_NEW(b->pool, table.n_columns, bool);
    return all->tables.count - 1;
}

int bm_lists_table(BmBind *b, int array) {
    const BmDataArray *first = &b->catalogue.arrays.at[array];
    if (first->rank != 1 || first->ragged || first->count < 2 || first->count > BM_MAX_CELLS) return -1;
    for (int t = 0; t < b->catalogue.tables.count; t++) {
        const BmTable *table = &b->catalogue.tables.at[t];
        if (table->lists && goes_with(&b->catalogue.arrays.at[table->lists[0]], first)) return t;
    }
    return make_table(b, first);
}
