/* Which column, columns or array holds each datum. Names must be equal after folding; nothing is guessed. */
#include "bind_work.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *bm_bind_wanted(BmBind *b, const char *column, const char *name) {
    const char *text = column ? column : name;
    return bm_fold(b->pool, text, strlen(text));
}

/* --- choosing among several --- */

typedef struct Candidate {
    int  table, array, column;
    int *wide_columns;
    int  wide_axis;
    bool keep;
} Candidate;
typedef struct Candidates {
    Candidate *at;
    int        count, capacity;
} Candidates;

static BmTable *table_of(BmBind *b, const Candidate *c) {
    return c->table >= 0 ? &b->catalogue.tables.at[c->table] : NULL;
}

static bool rows_are_of(BmBind *b, const BmDatum *datum, const Candidate *c) {
    const BmTable *table = table_of(b, c);
    if (!table || !table->rows_are) return false;
    for (int a = 0; a < datum->n_dims; a++)
        if (!strcmp(table->rows_are, b->schema->dims[datum->dims[a]].name)) return true;
    return false;
}

/* Has the table all the data over this datum's dims alone? */
static bool holds_all(BmBind *b, const BmDatum *datum, const Candidate *c) {
    const BmTable *table = table_of(b, c);
    if (!table) return false;
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *other = &b->schema->data[i];
        if (other->values || other->n_dims != datum->n_dims ||
            memcmp(other->dims, datum->dims, (size_t)datum->n_dims * sizeof(int)))
            continue;
        if (bm_table_column(table, bm_bind_wanted(b, other->column, other->name)) < 0) return false;
    }
    return true;
}

static bool has_distinct_labels(BmBind *b, const BmDatum *datum, const Candidate *c) {
    const BmTable *table = table_of(b, c);
    if (!table || datum->n_dims != 1) return false;
    const BmDim *dim = &b->schema->dims[datum->dims[0]];
    int          column = bm_table_column(table, bm_bind_wanted(b, dim->column, dim->name));
    if (column < 0) return false;
    BmWords *words = bm_words_new(b->pool, table->n_rows);
    for (int r = 0; r < table->n_rows; r++) {
        const BmCell *cell = bm_table_cell(table, r, column);
        if (bm_words_find(words, cell->text, (size_t)cell->length) >= 0) return false;
        bm_words_put(b->pool, words, cell->text, (size_t)cell->length, r);
    }
    return true;
}

static bool is_single(BmBind *b, const BmDatum *datum, const Candidate *c) {
    if (datum->n_dims) return false;
    const BmTable *table = table_of(b, c);
    return table ? table->n_rows == 1 : b->catalogue.arrays.at[c->array].count == 1;
}

/* For a key: a table without values over the dim that it points to. (That with such values lists the labels, and has a column of the same name.) */
static bool lists_no_labels(BmBind *b, const BmDatum *datum, const Candidate *c) {
    const BmTable *table = table_of(b, c);
    if (!table || datum->kind != BM_KEY) return true;
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *other = &b->schema->data[i];
        if (other->values || other->n_dims != 1 || other->dims[0] != datum->key) continue;
        if (bm_table_column(table, bm_bind_wanted(b, other->column, other->name)) >= 0) return false;
    }
    return true;
}

/* Keeps the candidates for which `test` holds, if there is one. */
static void narrow(BmBind *b, const BmDatum *datum, Candidates *all,
                   bool (*test)(BmBind *, const BmDatum *, const Candidate *)) {
    int kept = 0;
    for (int i = 0; i < all->count; i++) kept += all->at[i].keep = test(b, datum, &all->at[i]);
    if (!kept || kept == all->count) return;
    int n = 0;
    for (int i = 0; i < all->count; i++)
        if (all->at[i].keep) all->at[n++] = all->at[i];
    all->count = n;
}

static const char *shown_of(BmBind *b, const Candidate *c) {
    return c->table >= 0 ? b->catalogue.tables.at[c->table].shown
                         : b->catalogue.sources.at[b->catalogue.arrays.at[c->array].source].shown;
}

static void ambiguous(BmBind *b, const BmDatum *datum, const Candidates *all) {
    const char *first = shown_of(b, &all->at[0]), *second = shown_of(b, &all->at[1]);
    const char *dim = datum->n_dims ? b->schema->dims[datum->dims[0]].name : NULL;
    if (all->at[0].table >= 0 && all->at[0].table == all->at[1].table)
        BM_DATUM_ERROR(
            b, datum, "L16",
            bm_pool_printf(b->pool, "Say which with `column \"…\"`, or remove the column `%s`.", datum->shown),
            "`%s` has a column `%s` and a column for each label: it could be read in both ways.", first, datum->shown);
    else
        BM_DATUM_ERROR(
            b, datum, "L16",
            dim ? bm_pool_printf(b->pool, "Say which one has a row for each `%s`: `--data %s=%s`.", dim, dim, second)
                : "Give one of them another name.",
            "`%s` is in `%s` and in `%s`.", datum->shown, first, second);
}

/* --- collecting candidates --- */

static void two_columns(BmBind *b, const BmDatum *datum, const BmTable *table, const char *wanted) {
    int places[2], n = 0;
    for (int c = 0; c < table->n_columns && n < 2; c++)
        if (!strcmp(table->columns[c].folded, wanted)) places[n++] = c + 1;
    BM_DATUM_ERROR(b, datum, "L15", "Give them different names.",
                   "`%s` has two columns with the name `%s` (columns %d and %d).", table->shown,
                   table->columns[places[0] - 1].name, places[0], places[1]);
}

/* Columns of this table for the labels of a listed dim, or NULL; *some: how many there are. */
static int *columns_for_labels(BmBind *b, const BmTable *table, int dim, int *some, int *lacking) {
    const BmDim *d = &b->schema->dims[dim];
    long n = d->from == BM_FROM_LIST ? d->n_labels : d->from == BM_FROM_RANGE && !d->hi_name ? d->hi - d->lo + 1 : 0;
    *some = 0;
    *lacking = -1;
    if (n < 1 || n > table->n_columns + 20L) return NULL;
    int *columns = BM_NEW(b->pool, n, int);
    for (int i = 0; i < n; i++) {
        char number[32];
        snprintf(number, sizeof number, "%ld", d->lo + i);
        const char *label = d->from == BM_FROM_LIST ? d->labels[i] : number;
        columns[i] = bm_table_column(table, bm_fold(b->pool, label, strlen(label)));
        if (columns[i] >= 0)
            ++*some;
        else if (*lacking < 0)
            *lacking = i;
    }
    return *some == n ? columns : NULL;
}

static bool is_tidy(BmBind *b, const BmDatum *datum, const BmTable *table) {
    for (int a = 0; a < datum->n_dims; a++) {
        const BmDim *dim = &b->schema->dims[datum->dims[a]];
        if (bm_table_column(table, bm_bind_wanted(b, dim->column, dim->name)) < 0) return false;
        for (int other = 0; other < a; other++)
            if (datum->dims[other] == datum->dims[a]) return false;
    }
    return true;
}

/* The m of data m[a, b, a']: a dim of which there is another place further on. */
static bool comes_later(const BmDatum *datum, int axis) {
    for (int a = axis + 1; a < datum->n_dims; a++)
        if (datum->dims[a] == datum->dims[axis]) return true;
    return false;
}

/* A list for a matrix, with lists for the labels of its dims beside it, is a column of a tidy table. */
static Candidate list_or_table(BmBind *b, const BmDatum *datum, int array) {
    int t = datum->n_dims > 1 ? bm_lists_table(b, array) : -1;
    if (t < 0 || !is_tidy(b, datum, &b->catalogue.tables.at[t]))
        return (Candidate){.table = -1, .array = array, .column = -1, .wide_axis = -1};
    return (Candidate){.table = t,
                       .array = -1,
                       .column = bm_table_column(&b->catalogue.tables.at[t], b->catalogue.arrays.at[array].folded),
                       .wide_axis = -1};
}

static void collect(BmBind *b, const BmDatum *datum, const char *wanted, Candidates *all, int *duplicates) {
    for (int t = 0; t < b->catalogue.tables.count; t++) {
        const BmTable *table = &b->catalogue.tables.at[t];
        if (table->lists) continue;
        int column = bm_table_column(table, wanted), some, lacking;
        if (column == -2) two_columns(b, datum, table, wanted), ++*duplicates;
        if (column >= 0 && (datum->n_dims < 2 || is_tidy(b, datum, table)))
            BM_PUSH(b->pool, all, (Candidate){.table = t, .array = -1, .column = column, .wide_axis = -1});
        for (int a = datum->n_dims - 1; a >= 0 && datum->n_dims > 1; a--) {
            if (comes_later(datum, a)) continue;
            int *columns = columns_for_labels(b, table, datum->dims[a], &some, &lacking);
            if (columns)
                BM_PUSH(b->pool, all,
                        (Candidate){.table = t, .array = -1, .column = -1, .wide_columns = columns, .wide_axis = a});
        }
    }
    for (int i = 0; i < b->catalogue.arrays.count; i++)
        if (!strcmp(b->catalogue.arrays.at[i].folded, wanted)) BM_PUSH(b->pool, all, list_or_table(b, datum, i));
}

/* --- not found --- */

typedef struct Names {
    const char **at;
    int          count, capacity;
} Names;

static bool is_used_name(BmBind *b, const char *folded) {
    for (int i = 0; i < b->schema->n_data; i++)
        if (!strcmp(bm_bind_wanted(b, b->schema->data[i].column, b->schema->data[i].name), folded)) return true;
    return false;
}

/* Names as written in all files, and those that nothing else wants: only these may be suggested. */
static void all_names(BmBind *b, Names *shown, Names *free_names) {
    for (int t = 0; t < b->catalogue.tables.count; t++)
        for (int c = 0; c < b->catalogue.tables.at[t].n_columns; c++) {
            const BmColumn *column = &b->catalogue.tables.at[t].columns[c];
            BM_PUSH(b->pool, shown, column->name);
            if (!is_used_name(b, column->folded)) BM_PUSH(b->pool, free_names, column->name);
        }
    for (int i = 0; i < b->catalogue.arrays.count; i++) {
        const BmDataArray *array = &b->catalogue.arrays.at[i];
        BM_PUSH(b->pool, shown, array->name);
        if (!is_used_name(b, array->folded)) BM_PUSH(b->pool, free_names, array->name);
    }
}

/* The declaration of a datum as in the model, without `data`. */
static const char *declaration(BmBind *b, const BmDatum *datum) {
    static const char *const kinds[] = {[BM_REAL] = "real",     [BM_INT] = "int", [BM_COUNT] = "count",
                                        [BM_BINARY] = "binary", [BM_KEY] = "",    [BM_DATE] = "date"};
    BmText                   text = {0};
    bm_text_add(&text, "%s", datum->shown);
    for (int a = 0; a < datum->n_dims; a++)
        bm_text_add(&text, "%s%s", a ? ", " : "[", b->schema->dims[datum->dims[a]].shown);
    bm_text_add(&text, "%s : %s%s", datum->n_dims ? "]" : "",
                datum->kind == BM_KEY ? b->schema->dims[datum->key].shown : kinds[datum->kind],
                datum->missing ? "?" : "");
    char *copy = bm_pool_copy(b->pool, text.at, text.length);
    free(text.at);
    return copy;
}

/* A matrix: a table that has some of what it takes. */
static bool report_matrix(BmBind *b, const BmDatum *datum, const char *wanted) {
    for (int t = 0; t < b->catalogue.tables.count && datum->n_dims > 1; t++) {
        const BmTable *table = &b->catalogue.tables.at[t];
        if (bm_table_column(table, wanted) >= 0) {
            for (int a = 0; a < datum->n_dims; a++) {
                const BmDim *dim = &b->schema->dims[datum->dims[a]];
                if (bm_table_column(table, bm_bind_wanted(b, dim->column, dim->name)) >= 0) continue;
                BM_DATUM_ERROR(b, datum, "L01",
                               bm_pool_printf(b->pool, "A column `%s` should say to which `%s` each value belongs.",
                                              dim->name, dim->shown),
                               "`%s` has the column `%s`, but no column `%s` for its labels.", table->shown,
                               datum->shown, dim->column ? dim->column : dim->name);
                return true;
            }
        }
        for (int a = 0; a < datum->n_dims; a++) {
            int some, lacking;
            columns_for_labels(b, table, datum->dims[a], &some, &lacking);
            const BmDim *dim = &b->schema->dims[datum->dims[a]];
            if (!some || lacking < 0 || dim->from != BM_FROM_LIST) continue;
            BM_DATUM_ERROR(b, datum, "L01", NULL,
                           "`%s` takes one column for each label of `%s`; `%s` has no column `%s`.", datum->shown,
                           dim->shown, table->shown, dim->labels[lacking]);
            return true;
        }
    }
    return false;
}

/* What the names of a table's columns say about the file. NULL: nothing. */
static const char *header_help(const BmColumn *columns, int count) {
    if (count == 1 && strchr(columns[0].name, ','))
        return "With a decimal comma, columns are separated by semicolons or tabs.";
    if (count == 1 && strpbrk(columns[0].name, " |:")) return "Columns are separated by commas, semicolons or tabs.";
    for (int i = 0; i < count; i++) {
        char *end;
        strtod(columns[i].name, &end);
        if (end > columns[i].name && !*end)
            return "The first line of a table holds the names of its columns; here it looks like data.";
    }
    return NULL;
}

static void not_found(BmBind *b, const BmDatum *datum, const char *wanted) {
    BmPool     *pool = b->pool;
    const char *name = datum->column ? datum->column : datum->shown;
    if (!b->catalogue.sources.count) {
        BM_DATUM_ERROR(b, datum, "L01", "Give a file with `--data FILE`.", "`%s` is data, and no data file was given.",
                       datum->shown);
        return;
    }
    if (report_matrix(b, datum, wanted)) return;
    Names shown = {0}, free_names = {0};
    all_names(b, &shown, &free_names);
    int         near = bm_nearest(name, free_names.at, free_names.count);
    const char *help = NULL;
    if (near >= 0)
        help = bm_pool_printf(pool, "Did you mean `%s`? Rename it here, or write `data %s column \"%s\"`.",
                              free_names.at[near], declaration(b, datum), free_names.at[near]);
    else if (datum->n_dims > 1)
        help = bm_pool_printf(pool,
                              "An array over %d dims is a nested list in JSON, or a table with a column for each dim "
                              "and one for the values.",
                              datum->n_dims);
    const BmTable *only =
        b->catalogue.sources.count == 1 && b->catalogue.tables.count == 1 ? &b->catalogue.tables.at[0] : NULL;
    if (!help && only && !only->json) help = header_help(only->columns, only->n_columns);
    const char *list = bm_list_words(pool, shown.at, shown.count, 12);
    if (b->catalogue.sources.count > 1)
        BM_DATUM_ERROR(b, datum, "L01", help, "none of the %d files has a column `%s`; their columns are %s.",
                       b->catalogue.sources.count, name, list);
    else if (b->catalogue.tables.count)
        BM_DATUM_ERROR(b, datum, "L01", help, "`%s` has no column `%s`; its columns are %s.",
                       b->catalogue.sources.at[0].shown, name, list);
    else
        BM_DATUM_ERROR(b, datum, "L01", help, "`%s` has no `%s`; it holds %s.", b->catalogue.sources.at[0].shown, name,
                       shown.count ? list : "nothing");
}

/* --- the stage --- */

static void use_columns(BmBind *b, const BmDatum *datum, const BmPlace *place) {
    if (place->form == BM_PLACE_ARRAY) b->array_used[place->array] = true;
    if (place->form != BM_PLACE_TABLE) return;
    if (place->column >= 0) bm_bind_use(b, place->table, place->column);
    if (place->wide_axis < 0) return;
    const BmDim *dim = &b->schema->dims[datum->dims[place->wide_axis]];
    long         n = dim->from == BM_FROM_LIST ? dim->n_labels : dim->hi - dim->lo + 1;
    for (int i = 0; i < n; i++) bm_bind_use(b, place->table, place->wide_columns[i]);
}

static bool is_empty(BmBind *b, const BmDatum *datum, const BmPlace *place) {
    if (place->form != BM_PLACE_TABLE || b->catalogue.tables.at[place->table].n_rows) return false;
    for (const BmDatum *other = b->schema->data; other < datum; other++)
        if (b->places[other - b->schema->data].form == BM_PLACE_TABLE &&
            b->places[other - b->schema->data].table == place->table)
            return true;
    BM_DATUM_ERROR(b, datum, "L02", "To see the priors alone, put a `#` before the lines of what is observed.",
                   "`%s` has a header but no rows.", b->catalogue.tables.at[place->table].shown);
    return true;
}

static void find_datum(BmBind *b, int i) {
    const BmDatum *datum = &b->schema->data[i];
    BmPlace       *place = &b->places[i];
    *place = (BmPlace){.table = -1,
                       .column = -1,
                       .wide_axis = -1,
                       .array = -1,
                       .form = datum->values ? BM_PLACE_MODEL : BM_PLACE_NONE};
    if (datum->values) return;
    const char *wanted = bm_bind_wanted(b, datum->column, datum->name);
    Candidates  all = {0};
    int         duplicates = 0;
    collect(b, datum, wanted, &all, &duplicates);
    narrow(b, datum, &all, rows_are_of);
    if (all.count > 1) narrow(b, datum, &all, is_single);
    if (all.count > 1) narrow(b, datum, &all, holds_all);
    if (all.count > 1) narrow(b, datum, &all, lists_no_labels);
    if (all.count > 1) narrow(b, datum, &all, has_distinct_labels);
    if (duplicates) return;
    if (all.count == 0) {
        if (!datum->drawn) not_found(b, datum, wanted);
        return;
    }
    if (all.count > 1) {
        ambiguous(b, datum, &all);
        return;
    }
    const Candidate *c = &all.at[0];
    place->form = c->table >= 0 ? BM_PLACE_TABLE : BM_PLACE_ARRAY;
    place->table = c->table;
    place->array = c->array;
    place->column = c->column;
    place->wide_axis = c->wide_axis;
    place->wide_columns = c->wide_columns;
    is_empty(b, datum, place);
    use_columns(b, datum, place);
}

static void check_rows_are(BmBind *b, const BmSource *source) {
    const char **names = BM_NEW(b->pool, b->schema->n_dims, const char *);
    for (int d = 0; d < b->schema->n_dims; d++) {
        names[d] = b->schema->dims[d].name;
        if (!source->rows_are || !strcmp(names[d], source->rows_are)) return;
    }
    if (source->rows_are)
        bm_message(b->messages, "L15", 2, 0, 0, NULL, "`--data %s=%s`: the model has no dim `%s`; its dims are %s.",
                   source->rows_are, source->path, source->rows_are,
                   bm_list_words(b->pool, names, b->schema->n_dims, 12));
}

void bm_bind_find(BmBind *b) {
    for (int i = 0; i < b->catalogue.sources.count; i++) check_rows_are(b, &b->catalogue.sources.at[i]);
    b->places = BM_NEW(b->pool, b->schema->n_data, BmPlace);
    for (int i = 0; i < b->schema->n_data; i++) find_datum(b, i);
}
