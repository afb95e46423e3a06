/* Checks of data against supports that failed: the compiled model counts the failing cells and names the first; here that becomes a
 * sentence with row, label and value, after the templates of the schema (schema.h says what they may hold). */
#include "bind.h"
#include "number.h"
#include "pool.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Failing {
    const BmBound *bound;
    const BmCheck *check;
    int64_t        cell, count;
} Failing;

static int datum_named(const BmSchema *schema, const char *name, size_t length) {
    for (int i = 0; i < schema->n_data; i++)
        if (strlen(schema->data[i].name) == length && !memcmp(schema->data[i].name, name, length)) return i;
    return -1;
}

/* Cell of a datum that goes with the failing cell of the check; -1 if the datum varies over what the check does not. The n-th place of a
 * dim goes with the n-th place of that dim. */
static int64_t cell_of(const Failing *f, int i) {
    const BmSchema *s = f->bound->schema;
    const BmDatum  *datum = &s->data[i];
    int64_t         cell = 0;
    for (int a = 0; a < datum->n_dims; a++) {
        int nth = 0, at = -1;
        for (int other = 0; other < a; other++) nth += datum->dims[other] == datum->dims[a];
        for (int c = 0; c < f->check->n_dims; c++)
            if (f->check->dims[c] == datum->dims[a] && nth-- == 0) at = c;
        if (at < 0) return -1;
        int64_t below = bm_cell_count(s, f->check->dims + at + 1, f->check->n_dims - at - 1),
                n = s->dims[datum->dims[a]].n_labels;
        cell = cell * n + (below && n ? f->cell / below % n : 0);
    }
    int64_t all = bm_cell_count(s, datum->dims, datum->n_dims);
    return cell < all ? cell : -1;
}

static bool add_value(BmText *out, const Failing *f, int i) {
    const BmSchema *s = f->bound->schema;
    int64_t         cell = i >= 0 ? cell_of(f, i) : -1;
    char            text[BM_NUMBER_ROOM];
    if (cell < 0) return false;
    double value = f->bound->values[i][cell];
    if (s->data[i].kind != BM_KEY)
        bm_text_add(out, "%s", bm_number_show(value, text));
    else
        bm_text_add(out, "%s",
                    value >= 0 && value < s->dims[s->data[i].key].n_labels ? s->dims[s->data[i].key].labels[(int)value]
                                                                           : "missing");
    return true;
}

static void add_label(BmText *out, const Failing *f) {
    char name[256];
    bm_cell_name(f->bound->schema, "", f->check->dims, f->check->n_dims, f->cell, name, sizeof name);
    size_t length = strlen(name);
    if (length >= 2) bm_text_bytes(out, name + 1, length - (name[length - 1] == ']' ? 2 : 1));
}

/* The datum whose cell best says where it is: the value, else one of "also", from a table if there is one. */
static int datum_of_row(const Failing *f) {
    const BmSchema *s = f->bound->schema;
    int             found = f->check->value ? datum_named(s, f->check->value, strlen(f->check->value)) : -1;
    if (found >= 0 && cell_of(f, found) < 0) found = -1;
    for (int k = 0; k < f->check->n_also; k++) {
        int i = datum_named(s, f->check->also[k], strlen(f->check->also[k]));
        if (i >= 0 && cell_of(f, i) >= 0 && (found < 0 || (!f->bound->row_of[found] && f->bound->row_of[i]))) found = i;
    }
    return found;
}

static void add_row(BmText *out, const Failing *f) {
    const BmSchema *s = f->bound->schema;
    int             i = datum_of_row(f);
    int64_t         cell = i >= 0 ? cell_of(f, i) : -1;
    const char     *source = i >= 0 ? f->bound->source_of[i] : NULL;
    char            name[256];
    if (cell >= 0 && f->bound->row_of[i] && f->bound->row_of[i][cell]) {
        bm_text_add(out, "%s %d of `%s`", f->bound->records[i] ? "record" : "row", f->bound->row_of[i][cell], source);
        return;
    }
    const char *shown = i >= 0 ? s->data[i].shown : f->check->value ? f->check->value : "cell ";
    bm_cell_name(s, shown, i >= 0 ? s->data[i].dims : f->check->dims, i >= 0 ? s->data[i].n_dims : f->check->n_dims,
                 i >= 0 ? cell : f->cell, name, sizeof name);
    if (i < 0 && !f->check->value && f->check->n_dims == 1) {
        bm_text_add(out, "%s `", s->dims[f->check->dims[0]].name);
        add_label(out, f);
        bm_text_add(out, "`");
    } else if (i >= 0 && s->data[i].n_dims == 1 && source)
        bm_text_add(out, "position %lld of `%s`", (long long)cell + 1, source);
    else
        bm_text_add(out, "`%s`%s%s%s", name, source ? " of `" : "", source ? source : "", source ? "`" : "");
}

static void add_more(BmText *out, const Failing *f) {
    if (f->count > 1) bm_text_add(out, " (and %lld more)", (long long)f->count - 1);
}

/* One place {name…}; false if there is no such place. */
static bool expand_place(BmText *out, const Failing *f, const char *name, size_t length) {
    const BmSchema *s = f->bound->schema;
#define IS(word) (length == sizeof(word) - 1 && !memcmp(name, word, length))
    if (IS("row"))
        add_row(out, f);
    else if (IS("label"))
        add_label(out, f);
    else if (IS("count"))
        bm_text_add(out, "%lld", (long long)f->count);
    else if (IS("more"))
        add_more(out, f);
    else if (IS("value"))
        return f->check->value && add_value(out, f, datum_named(s, f->check->value, strlen(f->check->value)));
    else
        return add_value(out, f, datum_named(s, name, length));
#undef IS
    return true;
}

static char *expand(const Failing *f, const char *template, bool sentence) {
    BmText out = {0};
    bool   says_more = !sentence || strstr(template, "{more}");
    bm_text_bytes(&out, "", 0);
    for (const char *p = template; *p;) {
        const char *close = *p == '{' && p[1] != '{' ? strchr(p, '}') : NULL;
        if (close && expand_place(&out, f, p + 1, (size_t)(close - p - 1))) {
            if (!says_more && p > template && !strncmp(p, "{row}", 5)) {
                add_more(&out, f);
                says_more = true;
            }
            p = close + 1;
            continue;
        }
        bm_text_bytes(&out, p, 1);
        p += *p == '{' && p[1] == '{' ? 2 : 1;
    }
    bool stop = sentence && out.length && out.at[out.length - 1] == '.';
    if (stop) out.at[--out.length] = 0;
    if (!says_more) add_more(&out, f);
    if (sentence) bm_text_add(&out, ".");
    return out.at;
}

void bm_bound_checks(const BmBound *bound, const int64_t *layout, const double *data, BmMessages *messages) {
    const BmSchema *s = bound->schema;
    for (int i = 0; i < s->n_checks; i++) {
        const BmCheck *check = &s->checks[i];
        if (check->slot < 0) continue;
        const double *result = data + layout[check->slot];
        int64_t       cells = bm_cell_count(s, check->dims, check->n_dims);
        if (!(result[0] > 0)) continue;
        Failing f = {bound, check, result[1] >= 0 && result[1] < (double)cells ? (int64_t)result[1] : 0,
                     (int64_t)result[0]};
        char   *text = expand(&f, check->message, true), *help = check->help ? expand(&f, check->help, false) : NULL;
        bm_message(messages, check->code, 2, check->line, check->column_number, help, "%s", text);
        bm_message_in(messages, check->file);
        messages->at[messages->count - 1].span_length = check->length;
        free(text);
        free(help);
    }
}
