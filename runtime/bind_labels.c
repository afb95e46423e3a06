/* Sizes and labels of the dims: those of the model; else those of a column or list of the dim's name whose rows are its positions; else the
 * distinct values of the keys to it; else 1, 2, …. Numbers and dates ascend, text stands in order of appearance. */
#include "bind_work.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Digits of a whole number; returns the end, where a NUL is. */
static char *put_whole(char *out, long number) {
    char          digits[24];
    int           n = 0;
    unsigned long rest = number < 0 ? 0ul - (unsigned long)number : (unsigned long)number;
    do digits[n++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0) *out++ = '-';
    while (n) *out++ = digits[--n];
    *out = 0;
    return out;
}

/* Labels lo, lo + 1, …, n of them: without looking at each as text, since there may be millions. */
static void number_labels(BmBind *b, int d, long lo, int64_t n) {
    BmDim  *dim = &b->schema->dims[d];
    BmPool *pool = b->schema->pool;
    char    widest[2][24];
    size_t  width = (size_t)(put_whole(widest[0], lo) - widest[0]),
           other = (size_t)(put_whole(widest[1], lo + (long)n) - widest[1]);
    if (other > width) width = other;
    char *text = bm_pool_alloc(pool, (size_t)n, width + 1);
    dim->n_labels = (int)n;
    dim->labels = BM_NEW(pool, n, char *);
    dim->numbers = BM_NEW(pool, n, double);
    for (int64_t i = 0; i < n; i++) {
        dim->labels[i] = text;
        text = put_whole(text, lo + (long)i) + 1;
        dim->numbers[i] = (double)(lo + (long)i);
    }
    dim->numeric = true;
    b->dims[d].known = b->dims[d].numbers = b->dims[d].contiguous = true;
    b->dims[d].first = (double)lo;
}

/* --- rows and positions --- */

typedef struct Count {
    int64_t     n;
    const char *source;
    int         datum;
} Count; /* n = -1: none */

/* How many positions the values of a datum give to dim number `axis` by their order alone; -1: they do not. */
static int64_t count_by_order(BmBind *b, int i, int axis) {
    const BmDatum *datum = &b->schema->data[i];
    const BmPlace *place = &b->places[i];
    switch (place->form) {
    case BM_PLACE_ARRAY:
        return place->shape[axis];
    case BM_PLACE_MODEL:
        return datum->n_dims == 1 ? datum->n_values : -1;
    case BM_PLACE_TABLE:
        if (axis == place->wide_axis || place->axis_columns[axis] >= 0 || place->repeats) return -1;
        return b->catalogue.tables.at[place->table].n_rows;
    case BM_PLACE_NONE:
        break;
    }
    return -1;
}

static const char *source_shown(BmBind *b, int i) {
    const BmPlace *place = &b->places[i];
    if (place->form == BM_PLACE_TABLE) return b->catalogue.tables.at[place->table].shown;
    if (place->form == BM_PLACE_ARRAY)
        return b->catalogue.sources.at[b->catalogue.arrays.at[place->array].source].shown;
    return "the model";
}

/* Positions by order, equal in all sources (L05). */
static Count count_positions(BmBind *b, int d) {
    Count        first = {-1, NULL, -1};
    const BmDim *dim = &b->schema->dims[d];
    for (int i = 0; i < b->schema->n_data; i++)
        for (int a = 0; a < b->schema->data[i].n_dims; a++) {
            const BmDatum *datum = &b->schema->data[i];
            int64_t        n = datum->dims[a] == d ? count_by_order(b, i, a) : -1;
            if (n < 0 || n == first.n) continue;
            if (first.n < 0) {
                first = (Count){n, source_shown(b, i), i};
                continue;
            }
            const char *old = b->schema->data[first.datum].shown, *source = source_shown(b, i);
            if (strcmp(source, first.source))
                BM_DATUM_ERROR(b, datum, "L05",
                               bm_pool_printf(b->pool,
                                              "Put both columns in one table, or give both tables a `%s` column so "
                                              "that rows can be matched by label.",
                                              dim->name),
                               "`%s` has %lld rows in `%s` but %lld in `%s`.", dim->shown, (long long)first.n,
                               first.source, (long long)n, source);
            else
                BM_DATUM_ERROR(b, datum, "L05", NULL, "`%s` has %lld values for `%s` in `%s`, but `%s` has %lld.",
                               datum->shown, (long long)n, dim->shown, source, old, (long long)first.n);
            return first;
        }
    return first;
}

/* --- labels from files --- */

typedef struct Distinct {
    struct {
        const BmCell **at;
        int            count, capacity;
    } cells;
    BmWords       *words;
    const char    *source;
    const BmDatum *key; /* the first key among the sources; NULL: none */
} Distinct;

static void see(BmBind *b, Distinct *set, const BmCell *cell) {
    if (bm_cell_missing(cell, b->options) || cell->kind == BM_CELL_OTHER) return;
    if (!set->words) set->words = bm_words_new(b->pool, 64);
    if (bm_label_find_text(b, set->words, cell->text, (size_t)cell->length) >= 0) return;
    char *copy = bm_pool_alloc(b->pool, (size_t)cell->length + 1, 1);
    bm_words_put(b->pool, set->words, copy, bm_label_compared(b->options, cell->text, (size_t)cell->length, copy),
                 set->cells.count);
    BM_PUSH(b->pool, &set->cells, cell);
}

static void see_column(BmBind *b, Distinct *set, int t, int column) {
    const BmTable *table = &b->catalogue.tables.at[t];
    for (int r = 0; r < table->n_rows; r++) see(b, set, bm_table_cell(table, r, column));
    const char *source = bm_pool_printf(b->pool, "column `%s` of `%s`", table->columns[column].name, table->shown);
    if (!set->source)
        set->source = source;
    else if (!strstr(set->source, source))
        set->source = bm_pool_printf(b->pool, "%s and %s", set->source, source);
}

static void see_array(BmBind *b, Distinct *set, int a) {
    const BmDataArray *array = &b->catalogue.arrays.at[a];
    for (int64_t k = 0; k < array->count; k++) see(b, set, &array->cells[k]);
    const char *source =
        bm_pool_printf(b->pool, "`%s` in `%s`", array->name, b->catalogue.sources.at[array->source].shown);
    set->source = set->source ? bm_pool_printf(b->pool, "%s and %s", set->source, source) : source;
}

/* (c): a column or list of labels whose rows are the positions of the dim. */
static void see_own(BmBind *b, Distinct *set, int d) {
    if (b->dims[d].label_array >= 0) see_array(b, set, b->dims[d].label_array);
    for (int i = 0; i < b->schema->n_data && !set->cells.count; i++) {
        const BmDatum *datum = &b->schema->data[i];
        const BmPlace *place = &b->places[i];
        if (place->form != BM_PLACE_TABLE || place->repeats || datum->n_dims - (place->wide_axis >= 0) != 1) continue;
        for (int a = 0; a < datum->n_dims; a++)
            if (datum->dims[a] == d && place->axis_columns[a] >= 0)
                see_column(b, set, place->table, place->axis_columns[a]);
    }
}

/* (d): the values of keys to the dim, and the columns that label the cells of tidy tables. */
static void see_keys(BmBind *b, Distinct *set, int d) {
    for (int i = 0; i < b->schema->n_data; i++) {
        const BmDatum *datum = &b->schema->data[i];
        const BmPlace *place = &b->places[i];
        if (datum->kind == BM_KEY && datum->key == d) {
            if (!set->key) set->key = datum;
            if (place->form == BM_PLACE_ARRAY) see_array(b, set, place->array);
            if (place->form == BM_PLACE_TABLE && place->column >= 0) see_column(b, set, place->table, place->column);
            const BmDim *wide = place->form == BM_PLACE_TABLE && place->wide_axis >= 0
                                    ? &b->schema->dims[datum->dims[place->wide_axis]]
                                    : NULL;
            int64_t      n = !wide ? 0 : wide->from == BM_FROM_LIST ? wide->n_labels : wide->hi - wide->lo + 1;
            for (int64_t k = 0; k < n; k++) see_column(b, set, place->table, place->wide_columns[k]);
        }
        for (int a = 0; place->form == BM_PLACE_TABLE && a < datum->n_dims; a++)
            if (datum->dims[a] == d && place->axis_columns[a] >= 0)
                see_column(b, set, place->table, place->axis_columns[a]);
    }
}

/* --- distinct values to labels --- */

typedef struct Sortable {
    double        number;
    const BmCell *cell;
} Sortable;

static int ascending(const void *x, const void *y) {
    double a = ((const Sortable *)x)->number, b = ((const Sortable *)y)->number;
    return (a > b) - (a < b);
}

/* `007` is a name, not the number 7. */
static bool is_padded(const BmCell *cell) {
    const char *p = cell->text;
    return cell->kind == BM_CELL_TEXT && cell->length > 1 && p[0] == '0' && p[1] >= '0' && p[1] <= '9';
}

static bool all_numbers(BmBind *b, const Distinct *set, Sortable *out) {
    for (int i = 0; i < set->cells.count; i++) {
        out[i].cell = set->cells.at[i];
        if (is_padded(out[i].cell) || !bm_cell_number(out[i].cell, b->options, &out[i].number)) return false;
    }
    return true;
}

static bool all_dates(const Distinct *set, Sortable *out) {
    for (int i = 0; i < set->cells.count; i++) {
        out[i].cell = set->cells.at[i];
        if (!bm_date_read(out[i].cell->text, (size_t)out[i].cell->length, &out[i].number)) return false;
    }
    return set->cells.count > 0;
}

static const char *with_blanks(BmBind *b, const char *label) {
    size_t length = strlen(label);
    bool   before = label[0] == ' ' || label[0] == '\t',
         behind = length && (label[length - 1] == ' ' || label[length - 1] == '\t');
    return bm_pool_printf(b->pool, "`%s`%s", label,
                          behind   ? " (with a blank at the end)"
                          : before ? " (with a blank at the beginning)"
                                   : "");
}

static const char *loosely(BmBind *b, const char *label) { return bm_fold_loosely(b->pool, label, strlen(label)); }

/* L08: spellings that differ only in case or blanks; those of one label. */
static void near_spellings(BmBind *b, int d, const BmDatum *key) {
    const BmDim *dim = &b->schema->dims[d];
    BmWords     *loose = bm_words_new(b->pool, dim->n_labels);
    const char  *twice = NULL;
    for (int i = 0; i < dim->n_labels && !twice; i++) {
        const char *folded = loosely(b, dim->labels[i]);
        if (bm_words_find(loose, folded, strlen(folded)) >= 0) twice = folded;
        bm_words_put(b->pool, loose, folded, strlen(folded), i);
    }
    if (!twice) return;
    const char *list = NULL, *last = NULL;
    for (int i = 0, n = 0; i < dim->n_labels && n < 5; i++) {
        if (strcmp(loosely(b, dim->labels[i]), twice)) continue;
        if (last) list = list ? bm_pool_printf(b->pool, "%s, %s", list, last) : last;
        last = with_blanks(b, dim->labels[i]);
        n++;
    }
    bm_message(b->messages, "L08", 1, key ? key->line : dim->line, key ? key->column_number : dim->column_number,
               "Run with `--trim --fold-case`, or clean the column.",
               "`%s` has the labels %s and %s, which differ only in case or blanks.", dim->shown, list, last);
    bm_message_in(b->messages, key ? key->file : dim->file);
    bm_bind_underline(b, key ? key->shown : dim->shown);
}

/* `dim day = Mon, Tue, …` */
static const char *listing(BmBind *b, const BmDim *dim) {
    const char *list = "";
    for (int i = 0; i < dim->n_labels && i < 4; i++)
        list = bm_pool_printf(b->pool, "%s%s%s", list, i ? ", " : "", bm_label_written(b->pool, dim->labels[i]));
    return bm_pool_printf(b->pool, "List them in their order: `dim %s = %s%s`.", dim->shown, list,
                          dim->n_labels > 4 ? ", …" : "");
}

static void labels_from(BmBind *b, int d, const Distinct *set) {
    BmDim    *dim = &b->schema->dims[d];
    Sortable *sorted = BM_NEW(b->pool, set->cells.count, Sortable);
    bool      numbers = all_numbers(b, set, sorted), dates = !numbers && all_dates(set, sorted);
    b->dims[d].source = set->source;
    dim->labels = BM_NEW(b->schema->pool, set->cells.count, char *);
    if (numbers || dates) qsort(sorted, (size_t)set->cells.count, sizeof *sorted, ascending);
    for (int i = 0; i < set->cells.count; i++) {
        const BmCell *cell = numbers || dates ? sorted[i].cell : set->cells.at[i];
        const char   *text = cell->text;
        size_t        length = (size_t)cell->length;
        char          number[BM_NUMBER_ROOM];
        if ((numbers || dates) && i && sorted[i].number == sorted[i - 1].number) continue;
        if (numbers) length = strlen(text = bm_number_print(sorted[i].number, number));
        while (b->options->trim && length && *text == ' ') text++, length--;
        while (b->options->trim && length && text[length - 1] == ' ') length--;
        dim->labels[dim->n_labels++] = bm_pool_copy(b->schema->pool, text, length);
    }
    if (dim->ordered && !numbers && !dates)
        BM_MESSAGE_AT(b, dim, 2, "L17", listing(b, dim),
                      "`%s` is ordered, but its labels in %s are text (`%s`, …), which has no order of its own.",
                      dim->shown, set->source, dim->labels[0]);
    bm_label_index(b, d);
    if (!numbers && !dates) near_spellings(b, d, set->key);
}

/* Whole numbers from 1 to n at most? Then they count positions. */
static bool count_positions_of(BmBind *b, const Distinct *set, int64_t n) {
    for (int i = 0; i < set->cells.count; i++) {
        double number;
        if (is_padded(set->cells.at[i]) || !bm_cell_number(set->cells.at[i], b->options, &number) ||
            number != floor(number) || number < 1 || number > (double)n)
            return false;
    }
    return true;
}

/* --- ranges --- */

const BmDataArray *bm_bind_scalar(BmBind *b, const char *folded) {
    for (int i = 0; i < b->catalogue.arrays.count; i++)
        if (b->catalogue.arrays.at[i].count == 1 && !b->catalogue.arrays.at[i].ragged &&
            !strcmp(b->catalogue.arrays.at[i].folded, folded))
            return &b->catalogue.arrays.at[i];
    return NULL;
}

/* The end of a range up to a name: a scalar of the model, of JSON, or of a table of one row. */
static bool named_end(BmBind *b, const char *name, double *end) {
    const char *folded = bm_fold(b->pool, name, strlen(name));
    for (int i = 0; i < b->schema->n_data; i++)
        if (b->schema->data[i].n_dims == 0 && !strcmp(b->schema->data[i].name, folded) &&
            b->schema->data[i].n_values == 1) {
            *end = b->schema->data[i].values[0];
            return true;
        }
    const BmDataArray *array = bm_bind_scalar(b, folded);
    if (array) {
        b->array_used[array - b->catalogue.arrays.at] = true;
        return bm_cell_number(array->cells, b->options, end);
    }
    for (int t = 0; t < b->catalogue.tables.count; t++) {
        const BmTable *table = &b->catalogue.tables.at[t];
        int            column = table->n_rows == 1 && !table->lists ? bm_table_column(table, folded) : -1;
        if (column < 0) continue;
        bm_bind_use(b, t, column);
        return bm_cell_number(bm_table_cell(table, 0, column), b->options, end);
    }
    return false;
}

/* Without a number of that name: as many as there are rows; or up to the largest label that occurs. */
static bool counted_end(BmBind *b, int d, double *end) {
    const BmDim *dim = &b->schema->dims[d];
    Count        count = count_positions(b, d);
    if (count.n >= 0) {
        *end = (double)(dim->lo + count.n - 1);
        b->dims[d].source = bm_pool_printf(b->pool, "the rows of `%s`", count.source);
        return true;
    }
    Distinct set = {0};
    see_own(b, &set, d);
    if (!set.cells.count) see_keys(b, &set, d);
    *end = -INFINITY;
    for (int i = 0; i < set.cells.count; i++) {
        double number;
        if (bm_cell_number(set.cells.at[i], b->options, &number) && number > *end) *end = number;
    }
    if (set.cells.count) b->dims[d].source = set.source;
    return set.cells.count && isfinite(*end);
}

static void fix_range(BmBind *b, int d) {
    BmDim *dim = &b->schema->dims[d];
    double end = (double)dim->hi;
    b->dims[d].source = "the model";
    if (dim->hi_name) {
        if (named_end(b, dim->hi_name, &end))
            b->dims[d].source = bm_pool_printf(b->pool, "`%s`", dim->hi_name);
        else if (!counted_end(b, d, &end)) {
            BM_MESSAGE_AT(b, dim, 2, "L12",
                          bm_pool_printf(b->pool, "Give `%s` in a JSON file: `{\"%s\": 20}`, or write the number here.",
                                         dim->hi_name, dim->hi_name),
                          "nothing says how large `%s` is: the data hold no `%s`, and nothing is given over `%s`.",
                          dim->hi_name, dim->hi_name, dim->shown);
            return;
        }
    }
    if (end != floor(end) || end < (double)dim->lo - 1 || end - (double)dim->lo >= BM_MAX_LABELS) {
        char text[BM_NUMBER_ROOM];
        BM_MESSAGE_AT(b, dim, 2, "L12", NULL,
                      end - (double)dim->lo >= BM_MAX_LABELS
                          ? "`%s` cannot run from %ld to %s: these are too many labels."
                          : "`%s` cannot run from %ld to %s.",
                      dim->shown, dim->lo, bm_number_show(end, text));
        return;
    }
    dim->hi = (long)end;
    b->size_values[d] = end;
    number_labels(b, d, dim->lo, (int64_t)(end - (double)dim->lo) + 1);
}

/* --- the stage --- */

static void nothing_says(BmBind *b, int d) {
    const BmDim *dim = &b->schema->dims[d];
    BM_MESSAGE_AT(b, dim, 2, "L12",
                  bm_pool_printf(b->pool,
                                 "List its labels, `dim %s = a, b, c`, or count them, `dim %s = 1..10`; or give data "
                                 "over `%s`, or a key to it. If no line needs it, delete it.",
                                 dim->shown, dim->shown, dim->shown),
                  "nothing says how many `%s` there are.", dim->shown);
}

/* Text labels of one file and the bare rows of another: their orders have nothing to do with each other. */
static void unmatched(BmBind *b, int d, const Count *count, const Distinct *set) {
    const BmDatum *datum = &b->schema->data[count->datum];
    const BmDim   *dim = &b->schema->dims[d];
    if (count->n != dim->n_labels)
        BM_DATUM_ERROR(b, datum, "L05",
                       bm_pool_printf(b->pool, "A column `%s` in it would match its rows by label.", dim->name),
                       "`%s` has %lld rows for `%s` in `%s`, but %s has %d labels.", datum->shown, (long long)count->n,
                       dim->shown, count->source, set->source, dim->n_labels);
    else
        BM_DATUM_ERROR(
            b, datum, "L05",
            bm_pool_printf(b->pool,
                           "Give `%s` a column `%s`, or list the labels in the order of its rows: `dim %s = …`.",
                           count->source, dim->name, dim->shown),
            "the rows of `%s` in `%s` do not say to which `%s` they belong; the labels come from %s.", datum->shown,
            count->source, dim->shown, set->source);
}

static void fix_from_data(BmBind *b, int d) {
    b->schema->dims[d].n_labels = 0; /* there may be some of an earlier binding */
    Count    count = count_positions(b, d);
    Distinct set = {0};
    see_own(b, &set, d);
    bool own = set.cells.count > 0;
    if (!own) see_keys(b, &set, d);
    if (count.n >= 0 && set.cells.count && !own && count_positions_of(b, &set, count.n)) {
        if (count.n > set.cells.count)
            BM_MESSAGE_AT(b, &b->schema->dims[d], 0, "L18", NULL,
                          "`%s` has %lld values, so there are %lld `%s`, of which %d occur in %s.",
                          b->schema->data[count.datum].shown, (long long)count.n, (long long)count.n,
                          b->schema->dims[d].shown, set.cells.count, set.source);
        set = (Distinct){0};
    }
    if (set.cells.count) {
        labels_from(b, d, &set);
        bool beside = own && b->dims[d].label_array >= 0 && count.n == b->schema->dims[d].n_labels;
        if (count.n >= 0 && !beside) unmatched(b, d, &count, &set);
    } else if (count.n >= 0) {
        b->dims[d].source = bm_pool_printf(
            b->pool,
            b->places[count.datum].form == BM_PLACE_TABLE ? "the rows of `%s`" : "the length of the lists in `%s`",
            count.source);
        if (b->places[count.datum].form == BM_PLACE_MODEL) b->dims[d].source = "the values in the model";
        number_labels(b, d, 1, count.n);
    } else {
        nothing_says(b, d);
    }
}

/* Further sources of a dim whose labels the model gives. */
static void check_count(BmBind *b, int d) {
    const BmDim *dim = &b->schema->dims[d];
    Count        count = count_positions(b, d);
    if (count.n < 0 || !b->dims[d].known || count.n == dim->n_labels) return;
    const BmDatum *datum = &b->schema->data[count.datum];
    bool           table = b->places[count.datum].form == BM_PLACE_TABLE;
    BM_DATUM_ERROR(b, datum, "L05",
                   table ? bm_pool_printf(b->pool, "A column `%s` in it would match its rows by label.", dim->name)
                         : NULL,
                   "`%s` has %lld %s for `%s` in `%s`, but `%s` has %d labels.", datum->shown, (long long)count.n,
                   table ? "rows" : "values", dim->shown, count.source, dim->shown, dim->n_labels);
}

/* Labels that the model names and the data list. */
static void find_named(BmBind *b) {
    for (int i = 0; i < b->schema->n_labels; i++) {
        const BmNamedLabel *named = &b->schema->labels[i];
        const BmDim        *dim = &b->schema->dims[named->dim];
        if (!b->dims[named->dim].known) continue;
        BmCell cell = {named->label, (int)strlen(named->label), BM_CELL_TEXT};
        int    at = bm_label_find(b, named->dim, &cell);
        b->bound->label_positions[i] = at;
        if (at >= 0) continue;
        int         near = bm_nearest(named->label, (const char *const *)dim->labels, dim->n_labels);
        bool        letter = !named->label[1] && named->label[0] >= 'a' && named->label[0] <= 'z';
        const char *help =
            near >= 0 ? bm_pool_printf(b->pool, "Did you mean `%s`?", dim->labels[near])
            : letter  ? bm_pool_printf(b->pool,
                                       "If `%s` runs over all of them, `%s` must declare it as its letter:\n| dim %s %s",
                                       named->label, dim->shown, dim->shown, named->label)
                      : NULL;
        bm_message(b->messages, "D10", 2, named->line, named->column_number, help,
                   "`%s` has no label `%s`; its labels are %s.", dim->shown, named->label,
                   bm_list_words(b->pool, (const char *const *)dim->labels, dim->n_labels, 6));
        bm_message_in(b->messages, named->file);
        bm_bind_underline(b, named->label);
    }
}

/* L18: a number in the file that looks like the size of a dim of which not all labels occur. */
static void sizes_beyond(BmBind *b) {
    for (int i = 0; i < b->catalogue.arrays.count; i++) {
        const BmDataArray *array = &b->catalogue.arrays.at[i];
        double             size;
        if (array->rank || b->array_used[i] || !bm_cell_number(array->cells, b->options, &size)) continue;
        int fits = -1;
        for (int d = 0; d < b->schema->n_dims; d++) {
            const BmDim *dim = &b->schema->dims[d];
            if (b->dims[d].known && size == dim->n_labels) {
                fits = -1;
                break;
            }
            bool from_keys = b->dims[d].known && dim->from == BM_FROM_DATA && b->dims[d].numbers &&
                             b->dims[d].label_array < 0 && dim->n_labels && count_positions(b, d).n < 0;
            double last = from_keys ? dim->numbers[dim->n_labels - 1] : 0;
            if (from_keys && dim->numbers[0] >= 1 && last == floor(last) && size == floor(size) &&
                (size > dim->n_labels && size >= last && size <= 2 * last))
                fits = d;
        }
        if (fits < 0) continue;
        const BmDim *dim = &b->schema->dims[fits];
        BM_MESSAGE_AT(b, dim, 0, "L18",
                      bm_pool_printf(b->pool, "If there are more: `dim %s = 1..%s`.", dim->shown, array->name),
                      "`%s` = %.0f, but only %d values of `%s` occur.", array->name, size, dim->n_labels, dim->shown);
    }
}

/* Labels used as numbers that are not. */
static void check_numeric(BmBind *b, int d) {
    const BmDim *dim = &b->schema->dims[d];
    if (!b->dims[d].known || dim->number_slot < 0 || dim->numbers || !dim->n_labels) return;
    BM_MESSAGE_AT(b, dim, 2, "T05", NULL, "the model uses the labels of `%s` as numbers, but `%s` (%s) is not one.",
                  dim->shown, dim->labels[0], b->dims[d].source);
}

void bm_bind_labels(BmBind *b) {
    b->bound->label_positions = BM_NEW(b->bound->pool, b->schema->n_labels, int64_t);
    for (int d = 0; d < b->schema->n_dims; d++) {
        switch (b->schema->dims[d].from) {
        case BM_FROM_LIST:
            b->dims[d].source = "the model";
            bm_label_index(b, d);
            check_count(b, d);
            break;
        case BM_FROM_RANGE:
            fix_range(b, d);
            check_count(b, d);
            break;
        case BM_FROM_DATA:
            fix_from_data(b, d);
            break;
        }
        check_numeric(b, d);
    }
    find_named(b);
    sizes_beyond(b);
}
