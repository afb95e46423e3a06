/* The account: one line for each source (rows; columns used and not used), one for each dim (how many, and where its labels came from). And the
 * lists that messages share. */
#include "bind_work.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *bm_list_words(BmPool *pool, const char *const *words, int count, int most) {
    BmText text = {0};
    bm_text_bytes(&text, "", 0);
    int shown = count <= most ? count : most;
    for (int i = 0; i < shown; i++) bm_text_add(&text, "%s`%s`", i ? ", " : "", words[i]);
    if (shown < count) bm_text_add(&text, " and %d more", count - shown);
    char *list = bm_pool_copy(pool, text.at, text.length);
    free(text.at);
    return list;
}

const char *bm_list_rows(BmPool *pool, const int *rows, int shown, int64_t count) {
    BmText text = {0};
    bm_text_bytes(&text, "", 0);
    for (int i = 0; i < shown; i++)
        bm_text_add(&text, "%s%d", i == 0 ? "" : i == shown - 1 && count == shown ? " and " : ", ", rows[i]);
    if (shown < count) bm_text_add(&text, " and %lld more", (long long)(count - shown));
    char *list = bm_pool_copy(pool, text.at, text.length);
    free(text.at);
    return list;
}

const char *bm_label_written(BmPool *pool, const char *label) {
    bool name = *label != 0, number = *label != 0;
    for (const char *p = label; *p; p++) {
        bool digit = *p >= '0' && *p <= '9', letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                                                      (*p == '_' && p > label) || (unsigned char)*p >= 0x80;
        name = name && (letter || (digit && p > label));
        number = number && digit;
    }
    return name || number ? label : bm_pool_printf(pool, "\"%s\"", label);
}

static void add_names(BmText *text, const char *title, int *count, const char *name) {
    if (*count < 12) bm_text_add(text, "%s%s", *count ? ", " : title, name);
    ++*count;
}

static void end_names(BmText *text, int count) {
    if (count > 12) bm_text_add(text, " and %d more", count - 12);
}

static void account_table(BmBind *b, BmText *text, int t) {
    const BmTable *table = &b->catalogue.tables.at[t];
    int            used = 0, unused = 0;
    int            rows = table->n_rows + table->n_dropped;
    bm_text_add(text, "%s: %d %s%s", table->shown, rows, table->json ? "record" : "row", rows == 1 ? "" : "s");
    for (int c = 0; c < table->n_columns; c++)
        if (b->column_used[t][c]) add_names(text, "; used ", &used, table->columns[c].name);
    end_names(text, used);
    for (int c = 0; c < table->n_columns; c++)
        if (!b->column_used[t][c])
            add_names(text, "; not used ", &unused, *table->columns[c].name ? table->columns[c].name : "(no name)");
    end_names(text, unused);
    if (!used) bm_text_add(text, " (nothing of it is used)");
    if (table->n_dropped) bm_text_add(text, "; left out for missing values: %d (%s)", table->n_dropped, table->dropped);
    bm_text_add(text, "\n");
}

/* A number that equals the size of a dim. */
static bool is_size(BmBind *b, const BmDataArray *array) {
    double number;
    if (array->count != 1 || array->ragged || !bm_cell_number(array->cells, b->options, &number)) return false;
    for (int d = 0; d < b->schema->n_dims; d++)
        if (number == b->schema->dims[d].n_labels) return true;
    return false;
}

static void account_arrays(BmBind *b, BmText *text, int source) {
    enum { USED, SIZES, UNUSED, GROUPS };
    static const char *const titles[GROUPS] = {"used ", "sizes, not needed: ", "not used "};
    int                      arrays = 0;
    const BmSource          *s = &b->catalogue.sources.at[source];
    for (int group = 0; group < GROUPS; group++) {
        int count = 0;
        for (int i = 0; i < b->catalogue.arrays.count; i++) {
            const BmDataArray *array = &b->catalogue.arrays.at[i];
            if (array->source != source) continue;
            int is = b->array_used[i] ? USED : is_size(b, array) ? SIZES : UNUSED;
            if (is != group) continue;
            if (!count) bm_text_add(text, arrays++ ? "; " : "%s: ", s->shown);
            add_names(text, titles[group], &count, array->name);
        }
        end_names(text, count);
    }
    if (s->n_ignored)
        bm_text_add(text, "%s%d object%s not used", arrays++ ? "; " : bm_pool_printf(b->pool, "%s: ", s->shown),
                    s->n_ignored, s->n_ignored == 1 ? "" : "s");
    if (arrays) bm_text_add(text, "\n");
}

/* --- O02: an unknown, and a column of nearly its name that nothing uses --- */

static bool is_named(const BmArray *unknown, const char *column, const char *folded) {
    return !strcmp(folded, unknown->name) || bm_nearest(unknown->name, &column, 1) == 0;
}

/* What the type of a column could be: cells are `stride` apart. */
static const char *kind_of(BmBind *b, const BmCell *cells, int64_t n, int stride) {
    bool count = true;
    for (int64_t k = 0; k < n; k++) {
        const BmCell *cell = &cells[k * stride];
        double        number;
        if (bm_cell_missing(cell, b->options)) continue;
        if (!bm_cell_number(cell, b->options, &number)) return NULL;
        count = count && number >= 0 && number == floor(number);
    }
    return count ? "count" : "real";
}

static void warn_of(BmBind *b, const BmArray *unknown, const char *shown, const char *column, const char *kind) {
    if (!kind) return;
    bm_message(b->messages, "O02", 1, unknown->line, 1,
               bm_pool_printf(b->pool, "If it was observed: `data %s[%s] : %s column \"%s\"`.", unknown->shown,
                              b->schema->dims[unknown->dims[0]].shown, kind, column),
               "`%s` is an unknown here, but `%s` has an unused column `%s`.", unknown->shown, shown, column);
    bm_message_in(b->messages, unknown->file);
    bm_bind_underline(b, unknown->shown);
}

/* Only where the column has a value for each position of the unknown. */
static void near_unknown(BmBind *b, const BmArray *unknown) {
    int n = b->schema->dims[unknown->dims[0]].n_labels;
    for (int t = 0; t < b->catalogue.tables.count; t++) {
        const BmTable *table = &b->catalogue.tables.at[t];
        for (int c = 0; c < table->n_columns && table->n_rows == n && !table->lists; c++)
            if (!b->column_used[t][c] && is_named(unknown, table->columns[c].name, table->columns[c].folded)) {
                warn_of(b, unknown, table->shown, table->columns[c].name,
                        kind_of(b, table->cells + c, n, table->n_columns));
                return;
            }
    }
    for (int i = 0; i < b->catalogue.arrays.count; i++) {
        const BmDataArray *array = &b->catalogue.arrays.at[i];
        if (b->array_used[i] || array->rank != 1 || array->count != n || array->ragged ||
            !is_named(unknown, array->name, array->folded))
            continue;
        warn_of(b, unknown, b->catalogue.sources.at[array->source].shown, array->name, kind_of(b, array->cells, n, 1));
        return;
    }
}

void bm_bind_account(BmBind *b) {
    for (int i = 0; i < b->schema->n_unknowns; i++)
        if (b->schema->unknowns[i].n_dims == 1) near_unknown(b, &b->schema->unknowns[i]);
    for (int i = 0; i < b->schema->n_outputs; i++) {
        const BmArray *output = &b->schema->outputs[i];
        if (output->n_dims == 1 && output->kind && !strcmp(output->kind, "forward")) near_unknown(b, output);
    }
    BmText text = {0};
    bm_text_bytes(&text, "", 0);
    for (int s = 0; s < b->catalogue.sources.count; s++) {
        for (int t = 0; t < b->catalogue.tables.count; t++)
            if (b->catalogue.tables.at[t].source == s && !b->catalogue.tables.at[t].lists) account_table(b, &text, t);
        account_arrays(b, &text, s);
    }
    for (int d = 0; d < b->schema->n_dims; d++) {
        const BmDim *dim = &b->schema->dims[d];
        if (dim->from == BM_FROM_LIST || (dim->from == BM_FROM_RANGE && !dim->hi_name)) continue;
        bm_text_add(&text, "%s: %d label%s from %s\n", dim->shown, dim->n_labels, dim->n_labels == 1 ? "" : "s",
                    b->dims[d].source ? b->dims[d].source : "the data");
    }
    b->bound->account = bm_pool_copy(b->bound->pool, text.at, text.length);
    free(text.at);
}
