/* What is wrong with the values of a datum, in words: file, row, column, value, how many more, and the remedy. */
#include "bind_faults.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- counting --- */

static bool same_text(const BmCell *x, const BmCell *y) {
    return x->length == y->length && !memcmp(x->text, y->text, (size_t)x->length);
}

void bm_fault_add(const BmBind *b, BmFaults *faults, BmFaultKind kind, const BmCell *cell, BmCellPlace at,
                  double value) {
    BmFault *fault = &faults->at[kind];
    if (fault->count == 0) {
        fault->first = at;
        fault->value = value;
    }
    if (fault->count < BM_FAULTS_SHOWN) {
        fault->rows[fault->count] = at.row >= 0 ? b->catalogue.tables.at[at.table].rows[at.row] : (int)at.cell + 1;
        fault->places[fault->count] = at.cell;
    }
    fault->count++;
    double number;
    if (cell && bm_cell_number(cell, b->options, &number)) {
        if (!fault->numbers || number < fault->least) fault->least = number;
        if (!fault->numbers || number > fault->greatest) fault->greatest = number;
        fault->numbers++;
    }
    if (!cell || fault->n_cells == BM_FAULTS_SHOWN) return;
    for (int i = 0; i < fault->n_cells; i++)
        if (same_text(fault->cells[i], cell)) return;
    fault->cells[fault->n_cells++] = cell;
}

void bm_fault_twice(const BmBind *b, BmFaults *faults, int64_t cell, int row, int other_row, double value,
                    double other_value, bool same) {
    (void)b;
    if (faults->twice++ && !(faults->twice_same && !same)) return;
    faults->twice_cell = cell;
    faults->twice_rows[0] = row;
    faults->twice_rows[1] = other_row;
    faults->twice_values[0] = value;
    faults->twice_values[1] = other_value;
    faults->twice_same = same;
}

/* --- words --- */

const char *bm_cell_show(BmPool *pool, const BmCell *cell) {
    int length = cell->length < 40 ? cell->length : 40;
    while (length > 0 && length < cell->length && ((unsigned char)cell->text[length] & 0xC0) == 0x80) length--;
    char *text = bm_pool_printf(pool, "%.*s%s", length, cell->text, length < cell->length ? "…" : "");
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20) *p = ' ';
    return text;
}

/* Where the first faulty cell stands: "in row 7 of `trial.csv`", "at position 7 in `data.json`". */
static const char *where(BmBind *b, int i, const BmCellPlace *at) {
    const BmDatum *datum = &b->schema->data[i];
    const BmPlace *place = &b->places[i];
    if (at->table >= 0 && at->row >= 0) {
        const BmTable *table = &b->catalogue.tables.at[at->table];
        bool           other_name = place->wide_axis >= 0 || strcmp(table->columns[at->column].name, datum->shown);
        return bm_pool_printf(b->pool, "in %s %d%s%s%s of `%s`", table->json ? "record" : "row", table->rows[at->row],
                              other_name ? ", column `" : "", other_name ? table->columns[at->column].name : "",
                              other_name ? "`," : "", table->shown);
    }
    char        name[200];
    const char *source = place->form == BM_PLACE_ARRAY
                             ? b->catalogue.sources.at[b->catalogue.arrays.at[place->array].source].shown
                             : NULL;
    const char *in = source ? bm_pool_printf(b->pool, " in `%s`", source) : "";
    if (datum->n_dims == 0) return source ? in + 1 : "in the model";
    if (datum->n_dims == 1) return bm_pool_printf(b->pool, "at position %lld%s", (long long)at->cell + 1, in);
    bm_cell_name(b->schema, datum->shown, datum->dims, datum->n_dims, at->cell, name, sizeof name);
    return bm_pool_printf(b->pool, "at `%s`%s", name, in);
}

static const char *more(BmBind *b, const BmFault *fault) {
    return fault->count > 1 ? bm_pool_printf(b->pool, " (and %lld more)", (long long)fault->count - 1) : "";
}

static const char *value_shown(BmBind *b, double value) {
    char text[BM_NUMBER_ROOM];
    bm_number_show(value, text);
    return bm_pool_copy(b->pool, text, strlen(text));
}

/* --- L03, L06, L07 --- */

static void report_missing(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    const BmPlace *place = &b->places[i];
    int            shown = fault->count < BM_FAULTS_SHOWN ? (int)fault->count : BM_FAULTS_SHOWN;
    bool           table = place->form == BM_PLACE_TABLE;
    const BmTable *t = table ? &b->catalogue.tables.at[place->table] : NULL;
    int64_t all = table && place->wide_axis < 0 ? t->n_rows : bm_cell_count(b->schema, datum->dims, datum->n_dims);
    const BmCell *cell = fault->cells[0];
    bool          na = datum->kind == BM_KEY && cell && cell->kind == BM_CELL_TEXT && cell->length == 2 &&
              !memcmp(cell->text, "NA", 2);
    const char *help = na ? "`NA` is read as missing; if it is a label, spell it in another way. `--drop-missing` "
                            "leaves these rows out."
                       : datum->kind == BM_KEY
                           ? (table ? "A key must be known in every row; `--drop-missing` leaves these rows out."
                                    : "A key must be known everywhere.")
                       : table ? "Run with `--drop-missing` to leave these rows out; imputing them is not built yet."
                               : "Leave them out of the file; imputing them is not built yet.";
    if (datum->n_dims == 0)
        BM_DATUM_ERROR(b, datum, "L03", NULL, "`%s` is missing %s.", datum->shown, where(b, i, &fault->first));
    else if (table && place->wide_axis >= 0)
        BM_DATUM_ERROR(b, datum, "L03", help, "`%s` is missing in %lld of %lld cells of `%s`; the first is %s.",
                       datum->shown, (long long)fault->count, (long long)all, t->shown, where(b, i, &fault->first));
    else if (table)
        BM_DATUM_ERROR(b, datum, "L03", help, "`%s` is missing in %lld of %lld %s of `%s` (%s).", datum->shown,
                       (long long)fault->count, (long long)all, t->json ? "records" : "rows", t->shown,
                       bm_list_rows(b->pool, fault->rows, shown, fault->count));
    else
        BM_DATUM_ERROR(b, datum, "L03", help, "`%s` is missing in %lld of %lld values, first %s.", datum->shown,
                       (long long)fault->count, (long long)all, where(b, i, &fault->first));
}

/* Labels of a cell, without the name: "hare, 1901". */
static const char *labels_of(BmBind *b, const BmDatum *datum, int64_t cell) {
    char name[256];
    bm_cell_name(b->schema, "", datum->dims, datum->n_dims, cell, name, sizeof name);
    size_t length = strlen(name);
    return length >= 2 ? bm_pool_copy(b->pool, name + 1, length - 2) : "";
}

static void report_no_row(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    const BmTable *table = &b->catalogue.tables.at[b->places[i].table];
    const char    *words[BM_FAULTS_SHOWN];
    int            shown = fault->count < BM_FAULTS_SHOWN ? (int)fault->count : BM_FAULTS_SHOWN;
    for (int k = 0; k < shown; k++) words[k] = labels_of(b, datum, fault->places[k]);
    const char *list = bm_list_words(b->pool, words, shown, shown);
    if (fault->count > shown) list = bm_pool_printf(b->pool, "%s and %lld more", list, (long long)fault->count - shown);
    const BmDim *dim = datum->n_dims ? &b->schema->dims[datum->dims[0]] : NULL;
    const char  *help =
        dim && datum->n_dims == 1 && dim->from == BM_FROM_RANGE
             ? bm_pool_printf(b->pool, "Add the rows, or let the data say which there are: `dim %s ordered`.",
                              dim->shown)
             : "Add the rows; values that are missing and imputed are not built yet.";
    BM_DATUM_ERROR(b, datum, "L03", help, "`%s` has no row in `%s` for %lld of %lld labels: %s.", datum->shown,
                   table->shown, (long long)fault->count,
                   (long long)bm_cell_count(b->schema, datum->dims, datum->n_dims), list);
}

static void report_twice(BmBind *b, int i, const BmFaults *faults) {
    const BmDatum *datum = &b->schema->data[i];
    const BmPlace *place = &b->places[i];
    const BmTable *table = &b->catalogue.tables.at[place->table];
    const char    *dim = datum->n_dims ? b->schema->dims[datum->dims[0]].shown : "";
    const char    *help = datum->n_dims == 1 ? bm_pool_printf(b->pool, "Keep one row per %s.", dim)
                                             : "Keep one row for each combination of labels.";
    int            column = datum->n_dims == 1 ? place->axis_columns[0] : -1;
    if (column >= 0 && !place->repeats && b->dims[datum->dims[0]].numbers)
        help = bm_pool_printf(b->pool,
                              "The column `%s` is read as the label of each row. If it is something else, rename it, "
                              "or give the dim another name.",
                              table->columns[column].name);
    else if (faults->twice_same && datum->n_dims == 1)
        help = bm_pool_printf(
            b->pool,
            "Keep one row per %s; or, if the rows are something else, say so: `data %s[…] : %s` declares the key.", dim,
            dim, dim);
    const char *differ = "";
    if (!faults->twice_same && datum->kind == BM_KEY)
        differ = bm_pool_printf(b->pool, ", with different `%s`", datum->shown);
    else if (!faults->twice_same)
        differ = bm_pool_printf(b->pool, ", with different `%s` (%s, %s)", datum->shown,
                                value_shown(b, faults->twice_values[0]), value_shown(b, faults->twice_values[1]));
    BM_DATUM_ERROR(b, datum, "L06", help, "`%s` has two %s for `%s` (%d and %d)%s.", table->shown,
                   table->json ? "records" : "rows", labels_of(b, datum, faults->twice_cell), faults->twice_rows[0],
                   faults->twice_rows[1], differ);
}

static const char *labels_come_from(BmBind *b, int d) {
    const BmDim *dim = &b->schema->dims[d];
    if (dim->n_labels <= 6 || dim->from == BM_FROM_LIST)
        return bm_pool_printf(b->pool, "its labels are %s",
                              bm_list_words(b->pool, (const char *const *)dim->labels, dim->n_labels, 6));
    return bm_pool_printf(b->pool, "its %d labels come from %s", dim->n_labels,
                          b->dims[d].source ? b->dims[d].source : "the model");
}

/* A label that is meant by this one, or NULL; *loosely: it differs in case or blanks only. */
static const char *near_label(BmBind *b, int d, const BmCell *cell, bool *loosely) {
    const BmDim *dim = &b->schema->dims[d];
    char        *text = bm_pool_copy(b->pool, cell->text, (size_t)cell->length),
         *loose = bm_fold_loosely(b->pool, text, (size_t)cell->length);
    *loosely = false;
    if (dim->n_labels > 100000) return NULL;
    for (int i = 0; i < dim->n_labels; i++) {
        *loosely = !strcmp(bm_fold_loosely(b->pool, dim->labels[i], strlen(dim->labels[i])), loose);
        if (*loosely) return dim->labels[i];
    }
    int near = b->dims[d].numbers ? -1 : bm_nearest(text, (const char *const *)dim->labels, dim->n_labels);
    return near >= 0 ? dim->labels[near] : NULL;
}

static const char *label_help(BmBind *b, int d, const BmCell *cell) {
    bool        loosely;
    const char *near = near_label(b, d, cell, &loosely);
    if (near && loosely)
        return bm_pool_printf(
            b->pool, "It differs from `%s` in case or blanks only: run with `--trim --fold-case`, or clean the column.",
            near);
    return near ? bm_pool_printf(b->pool, "Did you mean `%s`?", near) : NULL;
}

/* A table with many labels that the model's list lacks: the list is meant to choose, or is out of date. */
static bool report_unlisted(BmBind *b, const BmTable *t, int column, int d) {
    const BmDim *dim = &b->schema->dims[d];
    const char  *unlisted[3];
    int          n = 0, all = 0;
    if (dim->from != BM_FROM_LIST) return false;
    BmWords *seen = bm_words_new(b->pool, 64);
    for (int r = 0; r < t->n_rows; r++) {
        const BmCell *cell = bm_table_cell(t, r, column);
        if (bm_cell_missing(cell, b->options) || cell->kind == BM_CELL_OTHER ||
            bm_words_find(seen, cell->text, (size_t)cell->length) >= 0)
            continue;
        bm_words_put(b->pool, seen, cell->text, (size_t)cell->length, 0);
        all++;
        if (bm_label_find(b, d, cell) >= 0) continue;
        if (n < 3) unlisted[n] = bm_cell_show(b->pool, cell);
        n++;
    }
    if (n < 2) return false;
    const char *list = bm_list_words(b->pool, unlisted, n < 3 ? n : 3, 3);
    BM_MESSAGE_AT(
        b, dim, 2, "L07",
        bm_pool_printf(b->pool,
                       "Drop the list (`dim %s`) to take the labels from the file, or leave the other rows out of it.",
                       dim->shown),
        "`%s` has %d labels in the column `%s`, but line %d lists %d. Not listed: %s%s.", t->shown, all,
        t->columns[column].name, dim->line, dim->n_labels, list,
        n > 3 ? bm_pool_printf(b->pool, " and %d more", n - 3) : "");
    return true;
}

void bm_fault_row_label(BmBind *b, const BmDatum *datum, int table, int column, int d, int row, int count) {
    const BmTable *t = &b->catalogue.tables.at[table];
    const BmDim   *dim = &b->schema->dims[d];
    const BmCell  *cell = bm_table_cell(t, row, column);
    const char    *others = count > 1 ? bm_pool_printf(b->pool, ", and %d more", count - 1) : "";
    if (report_unlisted(b, t, column, d)) return;
    const char *unit = t->json ? "record" : "row";
    if (bm_cell_missing(cell, b->options))
        BM_DATUM_ERROR(b, datum, "L07", NULL, "%s %d of `%s` has no `%s`%s; its values cannot be placed.", unit,
                       t->rows[row], t->shown, t->columns[column].name, others);
    else
        BM_DATUM_ERROR(b, datum, "L07", label_help(b, d, cell),
                       "`%s` has a %s for `%s` (%d%s), which is not a label of `%s`; %s.", t->shown, unit,
                       bm_cell_show(b->pool, cell), t->rows[row], others, dim->shown, labels_come_from(b, d));
}

/* --- L04 --- */

static bool has_thousands(const BmCell *cell, char mark) {
    int groups = 0, digits = 0;
    for (int i = 0; i < cell->length; i++) {
        char c = cell->text[i];
        if (c >= '0' && c <= '9')
            digits++;
        else if (c == mark && digits > 0 && digits <= 3)
            groups++, digits = 0;
        else if ((c == '.' || c == ',') && groups && digits == 3)
            return true;
        else if (!(i == 0 && (c == '-' || c == '+')))
            return false;
    }
    return groups > 0 && digits == 3;
}

static bool is_any_of(const BmCell *cell, const char *const *words) {
    for (; *words; words++)
        if ((size_t)cell->length == strlen(*words) && !strncasecmp(cell->text, *words, (size_t)cell->length))
            return true;
    return false;
}

static const char *number_help(BmBind *b, const BmDatum *datum, const BmCell *cell) {
    static const char *const truths[] = {"true", "false", "yes", "no", NULL};
    static const char *const missing[] = {"N/A",     "n.a.", "null",    "none", "-",   "--",   "?", "missing",
                                          "unknown", "#N/A", "#VALUE!", "*",    "nil", "<NA>", NULL};
    const char              *shown = bm_cell_show(b->pool, cell);
    char last = cell->length ? cell->text[cell->length - 1] : 0, first = cell->length ? cell->text[0] : 0;
    if (has_thousands(cell, ','))
        return "Remove the thousands separator, or run with `--thousands ,`. (For a decimal comma: `--decimal ,`.)";
    if (has_thousands(cell, '.')) return "Run with `--thousands . --decimal ,`, or write the numbers as `1250.00`.";
    if (memchr(cell->text, ',', (size_t)cell->length)) return "For a decimal comma run with `--decimal ,`.";
    if (is_any_of(cell, truths))
        return bm_pool_printf(b->pool, "If it is true or false, declare it so: `data %s[…] : binary`.", datum->shown);
    if (is_any_of(cell, missing))
        return bm_pool_printf(b->pool, "If `%s` stands for missing, run with `--na \"%s\"`, and with `--drop-missing`.",
                              shown, shown);
    if (last == '%') return "Remove the `%`, and divide by 100 where a fraction is meant.";
    if (first == '<' || first == '>')
        return "A value beyond a limit is censored: keep the limit as the number, and mark the row in a column of its "
               "own.";
    bool digit = (first >= '0' && first <= '9') ||
                 ((first == '-' || first == '.') && cell->length > 1 && cell->text[1] >= '0' && cell->text[1] <= '9');
    if (digit || (last >= '0' && last <= '9')) return "Only the number itself may stand in the cell.";
    return "If these are labels, declare their dim and say that the column is a key: `dim kind`, `data x[obs] : kind`.";
}

static void report_not_number(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    const BmCell  *cell = fault->cells[0];
    const char    *unit = b->places[i].form == BM_PLACE_TABLE ? "row" : "value";
    const char    *others = fault->count == 1   ? ""
                            : fault->count == 2 ? bm_pool_printf(b->pool, "; one other %s is like it", unit)
                                                : bm_pool_printf(b->pool, "; %lld other %ss are like it",
                                                                 (long long)fault->count - 1, unit);
    if (cell->kind == BM_CELL_OTHER) {
        BM_DATUM_ERROR(b, datum, "L04", NULL, "`%s` %s is a list, not a single value%s.", datum->shown,
                       where(b, i, &fault->first), others);
        return;
    }
    BM_DATUM_ERROR(b, datum, "L04", number_help(b, datum, cell), "`%s` %s is `%s`, which is not a number%s.",
                   datum->shown, where(b, i, &fault->first), bm_cell_show(b->pool, cell), others);
}

static void report_not_date(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    BM_DATUM_ERROR(b, datum, "L04", "Dates are written year-month-day: `2026-11-20`.",
                   "`%s` %s is `%s`, which is not a date%s.", datum->shown, where(b, i, &fault->first),
                   bm_cell_show(b->pool, fault->cells[0]), more(b, fault));
}

static void report_not_binary(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    const char    *help = NULL, *dims = datum->n_dims ? "[…]" : "";
    bool           all_numbers = fault->numbers == fault->count;
    if (!datum->n_codes && all_numbers && fault->n_cells == 1)
        help = bm_pool_printf(b->pool, "Say which is which: `data %s%s : binary (no = 1, yes = %s)`.", datum->shown,
                              dims, bm_cell_show(b->pool, fault->cells[0]));
    else if (!datum->n_codes && fault->n_cells == 2)
        help = bm_pool_printf(b->pool, "Say which is which: `data %s%s : binary (no = \"%s\", yes = \"%s\")`.",
                              datum->shown, dims, bm_cell_show(b->pool, fault->cells[0]),
                              bm_cell_show(b->pool, fault->cells[1]));
    const char *allowed = datum->n_codes ? bm_pool_printf(b->pool, "its codes are `%s` and `%s`",
                                                          datum->code_of_0 ? datum->code_of_0 : "",
                                                          datum->code_of_1 ? datum->code_of_1 : "")
                                         : "`binary` is 0 or 1, true or false, yes or no";
    BM_DATUM_ERROR(b, datum, all_numbers ? "L10" : "L04", help, "`%s` is %s %s%s; %s.", datum->shown,
                   bm_pool_printf(b->pool, all_numbers ? "%s" : "`%s`", bm_cell_show(b->pool, fault->cells[0])),
                   where(b, i, &fault->first), more(b, fault), allowed);
}

/* --- L10, L11 --- */

static const char *bounds_of(BmBind *b, const BmDatum *datum) {
    bool        lo = isfinite(datum->lo), hi = isfinite(datum->hi);
    const char *from = value_shown(b, datum->lo), *to = value_shown(b, datum->hi);
    if (lo && hi)
        return bm_pool_printf(b->pool, datum->lo_open || datum->hi_open ? "%s%s to %s%s" : "%s%s to %s%s", from,
                              datum->lo_open && !datum->hi_open ? " (excluded)" : "", to,
                              datum->hi_open && !datum->lo_open ? " (excluded)"
                              : datum->hi_open                  ? ", without the ends"
                                                                : "");
    if (lo) return bm_pool_printf(b->pool, datum->lo_open ? "above %s" : "at least %s", from);
    return bm_pool_printf(b->pool, datum->hi_open ? "below %s" : "at most %s", to);
}

static bool looks_like_code(double x) {
    return x == -1 || x == -9 || x == -99 || x == -999 || x == -9999 || x == 99 || x == 999 || x == 9999 || x == -2;
}

static void report_outside(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    const char    *value = value_shown(b, fault->value), *help = NULL;
    if (datum->lo == 0 && datum->hi == 1 && fault->greatest > 1 && fault->greatest <= 100 && fault->least >= 0)
        help = bm_pool_printf(b->pool,
                              "These look like percentages: divide by 100 in the file, or declare `pct%s%s%s` and "
                              "write `%s = pct / 100`.",
                              datum->n_dims ? "[" : "", datum->n_dims ? b->schema->dims[datum->dims[0]].shown : "",
                              datum->n_dims ? "]" : "", datum->shown);
    else if (looks_like_code(fault->value))
        help = bm_pool_printf(b->pool, "If %s is a code for \"missing\", run with `--na %s --drop-missing`.", value,
                              value);
    BM_DATUM_ERROR(b, datum, "L10", help, "`%s` is %s %s%s; the declaration says %s.", datum->shown, value,
                   where(b, i, &fault->first), more(b, fault), bounds_of(b, datum));
}

static void report_negative(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    const char    *value = value_shown(b, fault->value);
    BM_DATUM_ERROR(
        b, datum, "L10",
        bm_pool_printf(b->pool, "If %s is a code for \"missing\", run with `--na %s --drop-missing`.", value, value),
        "`%s` is %s %s%s; a count cannot be negative.", datum->shown, value, where(b, i, &fault->first),
        more(b, fault));
}

static void report_not_whole(BmBind *b, int i, const BmFault *fault) {
    const BmDatum *datum = &b->schema->data[i];
    bool           count = datum->kind == BM_COUNT;
    BM_DATUM_ERROR(
        b, datum, "L11",
        count ? "For an amount that may be fractional use `real > 0` and a continuous distribution such as `Gamma`."
              : "If it may be fractional, declare it as `real`.",
        "`%s` is %s %s%s, which is not a %s.", datum->shown, value_shown(b, fault->value), where(b, i, &fault->first),
        more(b, fault), count ? "count" : "whole number");
}

/* --- D10, T04 --- */

static void report_not_label(BmBind *b, int i, const BmFault *fault) {
    const BmDatum   *datum = &b->schema->data[i];
    const BmDim     *dim = &b->schema->dims[datum->key];
    const BmDimWork *work = &b->dims[datum->key];
    bool             numbers = fault->numbers == fault->count && fault->least == floor(fault->least) &&
                   fault->greatest == floor(fault->greatest);
    const char *source = b->places[i].form == BM_PLACE_TABLE ? b->catalogue.tables.at[b->places[i].table].shown
                         : b->places[i].form == BM_PLACE_ARRAY
                             ? b->catalogue.sources.at[b->catalogue.arrays.at[b->places[i].array].source].shown
                             : "the model";
    if (numbers && !work->numbers && !work->has_codes) {
        double base = fault->greatest - fault->least + 1 == dim->n_labels ? fault->least : 1;
        BmText list = {0};
        for (int k = 0; k < dim->n_labels && k < 4; k++)
            bm_text_add(&list, "%s%s (%.0f)", k ? ", " : "", bm_label_written(b->pool, dim->labels[k]), base + k);
        if (dim->n_labels > 4) bm_text_add(&list, ", …");
        const char *help =
            bm_pool_printf(b->pool, "Numbers are matched to labels only if you say which: `dim %s = %s`.", dim->shown,
                           list.at ? list.at : "");
        BM_DATUM_ERROR(b, datum, "T04", help,
                       "`%s` is a label of `%s`, but in `%s` it holds whole numbers %.0f to %.0f.", datum->shown,
                       dim->shown, source, fault->least, fault->greatest);
        free(list.at);
        return;
    }
    const BmCell *cell = fault->cells[0];
    const char   *others =
        fault->count > 1 ? bm_pool_printf(b->pool, ", and %lld more", (long long)fault->count - 1) : "";
    BM_DATUM_ERROR(b, datum, "D10", label_help(b, datum->key, cell),
                   "`%s` has no label `%s`, which `%s` holds %s%s; %s.", dim->shown, bm_cell_show(b->pool, cell),
                   datum->shown, where(b, i, &fault->first), others, labels_come_from(b, datum->key));
}

void bm_fault_report(BmBind *b, const BmFaults *faults) {
    static void (*const report[BM_FAULT_KINDS])(BmBind *, int, const BmFault *) = {
        [BM_FAULT_MISSING] = report_missing,       [BM_FAULT_NO_ROW] = report_no_row,
        [BM_FAULT_NOT_NUMBER] = report_not_number, [BM_FAULT_NOT_DATE] = report_not_date,
        [BM_FAULT_NOT_BINARY] = report_not_binary, [BM_FAULT_NEGATIVE] = report_negative,
        [BM_FAULT_OUTSIDE] = report_outside,       [BM_FAULT_NOT_WHOLE] = report_not_whole,
        [BM_FAULT_NOT_LABEL] = report_not_label};
    for (int kind = 0; kind < BM_FAULT_KINDS; kind++)
        if (report[kind] && faults->at[kind].count) report[kind](b, faults->datum, &faults->at[kind]);
    if (faults->twice) report_twice(b, faults->datum, faults);
}
