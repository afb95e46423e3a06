/* JSON to tables and arrays: an object of numbers and nested lists (as written for Stan, or an object of columns), a list of objects, an object
 * of objects with equal keys. */
#include "number.h"
#include "table.h"
#include <string.h>

static BmCell cell_of(const BmJson *value) {
    switch (value->kind) {
    case BM_JSON_NULL:
        return (BmCell){"", 0, BM_CELL_NULL};
    case BM_JSON_FALSE:
        return (BmCell){"false", 5, BM_CELL_FALSE};
    case BM_JSON_TRUE:
        return (BmCell){"true", 4, BM_CELL_TRUE};
    case BM_JSON_NUMBER:
        return (BmCell){value->text, value->count, BM_CELL_NUMBER};
    case BM_JSON_STRING:
        return (BmCell){value->text, value->count, BM_CELL_TEXT};
    case BM_JSON_ARRAY:
    case BM_JSON_OBJECT:
        break;
    }
    return (BmCell){"", 0, BM_CELL_OTHER};
}

static bool is_list_of_objects(const BmJson *value) {
    if (value->kind != BM_JSON_ARRAY || !value->count) return false;
    for (int i = 0; i < value->count; i++)
        if (value->items[i].kind != BM_JSON_OBJECT) return false;
    return true;
}

/* --- tables --- */

typedef struct Names {
    BmColumn *at;
    int       count, capacity;
} Names;

static int column_of(BmPool *pool, Names *names, BmWords *words, const BmJson *key) {
    int at = bm_words_find(words, key->text, (size_t)key->count);
    if (at >= 0) return at;
    bm_words_put(pool, words, key->text, (size_t)key->count, names->count);
    BM_PUSH(pool, names, (BmColumn){key->text, NULL});
    return names->count - 1;
}

/* Rows are records[0 … n); a name that a record lacks is missing there. stride: distance of the records in items. */
static void add_table(BmCatalogue *catalogue, int source, const char *shown, const BmJson *records, int n, int stride) {
    BmPool  *pool = catalogue->pool;
    Names    names = {0};
    BmWords *words = bm_words_new(pool, 16);
    for (int r = 0; r < n; r++)
        for (int i = 0; i < records[r * stride].count; i++)
            column_of(pool, &names, words, &records[r * stride].items[2 * i]);
    if ((int64_t)names.count * n > BM_MAX_CELLS) return;
    BmTable table = {.shown = shown,
                     .source = source,
                     .json = true,
                     .n_columns = names.count,
                     .columns = names.at,
                     .n_rows = n,
                     .rows_are = catalogue->sources.at[source].rows_are};
    table.cells = BM_NEW(pool, (int64_t)n * names.count, BmCell);
    table.rows = BM_NEW(pool, n, int);
    for (int64_t i = 0; i < (int64_t)n * names.count; i++) table.cells[i] = (BmCell){"", 0, BM_CELL_NULL};
    for (int r = 0; r < n; r++) {
        const BmJson *record = &records[r * stride];
        table.rows[r] = r + 1;
        for (int i = 0; i < record->count; i++)
            table.cells[(int64_t)r * names.count + column_of(pool, &names, words, &record->items[2 * i])] =
                cell_of(&record->items[2 * i + 1]);
    }
    BM_PUSH(pool, &catalogue->tables, table);
}

/* "0", "1", … or "1", "2", … */
static bool is_row_number(const BmJson *key, int i) {
    double number;
    return bm_number_read(key->text, (size_t)key->count, &number) && (number == i || number == i + 1);
}

/* Every member an object, all with the same keys. */
static bool is_object_of_objects(const BmJson *root) {
    if (root->kind != BM_JSON_OBJECT || root->count < 1) return false;
    const BmJson *first = &root->items[1];
    for (int m = 0; m < root->count; m++) {
        const BmJson *member = &root->items[2 * m + 1];
        if (member->kind != BM_JSON_OBJECT || member->count != first->count || !member->count) return false;
        for (int i = 0; i < member->count; i++)
            if (strcmp(member->items[2 * i].text, first->items[2 * i].text)) return false;
    }
    return true;
}

/* {"x": {"0": 1, "1": 2}, …}: the inner keys number the rows, so the outer ones are columns. */
static void add_transposed(BmCatalogue *catalogue, int source, const BmJson *root) {
    BmPool *pool = catalogue->pool;
    int     n = root->items[1].count, k = root->count;
    BmTable table = {.shown = catalogue->sources.at[source].shown,
                     .source = source,
                     .json = true,
                     .n_columns = k,
                     .n_rows = n,
                     .rows_are = catalogue->sources.at[source].rows_are};
    table.columns = BM_NEW(pool, k, BmColumn);
    table.cells = BM_NEW(pool, (int64_t)n * k, BmCell);
    table.rows = BM_NEW(pool, n, int);
    for (int c = 0; c < k; c++) {
        table.columns[c].name = root->items[2 * c].text;
        for (int r = 0; r < n; r++) table.cells[(int64_t)r * k + c] = cell_of(&root->items[2 * c + 1].items[2 * r + 1]);
    }
    for (int r = 0; r < n; r++) table.rows[r] = r + 1;
    BM_PUSH(pool, &catalogue->tables, table);
}

static void add_object_of_objects(BmCatalogue *catalogue, int source, const BmJson *root) {
    const BmJson *first = &root->items[1];
    bool          numbered = true;
    for (int i = 0; i < first->count; i++) numbered = numbered && is_row_number(&first->items[2 * i], i);
    if (numbered)
        add_transposed(catalogue, source, root);
    else
        add_table(catalogue, source, catalogue->sources.at[source].shown, &root->items[1], root->count, 2);
}

/* --- arrays --- */

typedef struct Walk {
    BmCatalogue *catalogue;
    BmDataArray *array;
    int64_t      next;
} Walk;

/* Checks lengths against the first list of each depth; counts the cells. */
static int64_t measure(Walk *walk, const BmJson *value, int depth) {
    BmDataArray *array = walk->array;
    if (depth == array->rank) {
        if (value->kind == BM_JSON_ARRAY && !array->ragged)
            array->ragged = "some of its values are lists, others are not";
        return 1;
    }
    if (value->kind != BM_JSON_ARRAY) {
        if (!array->ragged) array->ragged = "some of its values are lists, others are not";
        return 1;
    }
    if (value->count != array->shape[depth] && !array->ragged)
        array->ragged = bm_pool_printf(walk->catalogue->pool, "its lists have different lengths, %lld and %d",
                                       (long long)array->shape[depth], value->count);
    int64_t count = 0;
    for (int i = 0; i < value->count; i++) count += measure(walk, &value->items[i], depth + 1);
    return count;
}

static void flatten(Walk *walk, const BmJson *value, int depth) {
    if (depth == walk->array->rank)
        walk->array->cells[walk->next++] = cell_of(value);
    else
        for (int i = 0; i < value->count; i++) flatten(walk, &value->items[i], depth + 1);
}

static void add_array(BmCatalogue *catalogue, int source, const char *name, const BmJson *value) {
    BmDataArray array = {.name = name, .source = source};
    int64_t     shape[BM_MAX_RANK];
    for (const BmJson *v = value; v->kind == BM_JSON_ARRAY && array.rank < BM_MAX_RANK; v = v->items) {
        shape[array.rank++] = v->count;
        if (!v->count) break;
    }
    array.shape = BM_NEW(catalogue->pool, array.rank, int64_t);
    for (int i = 0; i < array.rank; i++) array.shape[i] = shape[i];
    Walk walk = {catalogue, &array, 0};
    array.count = measure(&walk, value, 0);
    if (!array.ragged) {
        array.cells = BM_NEW(catalogue->pool, array.count, BmCell);
        flatten(&walk, value, 0);
    }
    BM_PUSH(catalogue->pool, &catalogue->arrays, array);
}

static void add_member(BmCatalogue *catalogue, int source, const char *name, const BmJson *value) {
    if (value->kind == BM_JSON_OBJECT)
        catalogue->sources.at[source].n_ignored++;
    else if (is_list_of_objects(value))
        add_table(catalogue, source,
                  bm_pool_printf(catalogue->pool, "%s: %s", catalogue->sources.at[source].shown, name), value->items,
                  value->count, 1);
    else
        add_array(catalogue, source, name, value);
}

void bm_read_json(BmCatalogue *catalogue, int source, const char *text, size_t length, BmMessages *messages) {
    const char   *shown = catalogue->sources.at[source].shown, *error = NULL;
    int64_t       at = 0;
    const BmJson *root = bm_json_read(catalogue->pool, text, length, &error, &at);
    if (!root) {
        int line = 1, column = 1;
        for (int64_t i = 0; i < at; i++) {
            column = text[i] == '\n' ? 1 : column + (((unsigned char)text[i] & 0xC0) != 0x80);
            line += text[i] == '\n';
        }
        bm_message(messages, "L15", 2, 0, 0, NULL, "`%s` is not JSON: %s (line %d, column %d).", shown, error, line,
                   column);
    } else if (is_list_of_objects(root)) {
        add_table(catalogue, source, shown, root->items, root->count, 1);
    } else if (is_object_of_objects(root)) {
        add_object_of_objects(catalogue, source, root);
    } else if (root->kind == BM_JSON_OBJECT) {
        for (int i = 0; i < root->count; i++)
            add_member(catalogue, source, root->items[2 * i].text, &root->items[2 * i + 1]);
    } else {
        bm_message(messages, "L15", 2, 0, 0, "Give the values a name: `{\"y\": [28, 8, -3]}`.",
                   "`%s` holds no names: it should be an object, or a list of objects.", shown);
    }
}
