#include "schema_text.h"

#include <math.h>
#include <string.h>

typedef struct Writer {
    Arena        *arena;
    Text          text;
    bool          comma;
    const Source *source; /* of the model itself */
} Writer;

static void raw(Writer *w, const char *text) { text_add(w->arena, &w->text, "%s", text); }

static void quoted(Writer *w, const char *text) {
    raw(w, "\"");
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            text_add(w->arena, &w->text, "\\%c", *c);
        else if (*c < 0x20)
            text_add(w->arena, &w->text, "\\u%04x", *c);
        else
            text_add(w->arena, &w->text, "%c", *c);
    }
    raw(w, "\"");
}

static void key(Writer *w, const char *name) {
    if (w->comma) raw(w, ", ");
    quoted(w, name);
    raw(w, ": ");
    w->comma = true;
}

static void put_text(Writer *w, const char *name, const char *text) {
    if (text) key(w, name), quoted(w, text);
}
static void put_long(Writer *w, const char *name, long x) { key(w, name), text_add(w->arena, &w->text, "%ld", x); }
static void put_truth(Writer *w, const char *name, bool x) { key(w, name), raw(w, x ? "true" : "false"); }
static void open(Writer *w, const char *bracket) { raw(w, bracket), w->comma = false; }
static void close(Writer *w, const char *bracket) { raw(w, bracket), w->comma = true; }
static void item(Writer *w) {
    if (w->comma) raw(w, ",\n ");
    w->comma = true;
}

static void put_place(Writer *w, Span span) {
    if (!span.source) return;
    Place p = source_place(w->arena, span.source, span.begin);
    put_long(w, "line", p.line);
    put_long(w, "column_number", p.column);
    if (span.source != w->source) put_text(w, "file", span.source->name);
}

/* Characters of a span, up to the end of its line. */
static void put_length(Writer *w, Span span) {
    if (!span.source) return;
    Place begin = source_place(w->arena, span.source, span.begin), end = source_place(w->arena, span.source, span.end);
    if (end.line == begin.line) put_long(w, "length", end.column - begin.column);
}

static void put_dims(Writer *w, Dim *const *dims, int n) {
    key(w, "dims"), open(w, "[");
    for (int i = 0; i < n; i++) item(w), quoted(w, dims[i]->name);
    close(w, "]");
}

static void put_axes(Writer *w, const Lowered *l, const AxisId *axes, int n) {
    key(w, "dims"), open(w, "[");
    for (int i = 0; i < n; i++) item(w), quoted(w, l->model->dims.at[l->ir->axes.at[axes[i]].dim]->name);
    close(w, "]");
}

static void put_slot(Writer *w, const Lowered *l, int array) {
    if (array >= 0) put_long(w, "slot", l->ir->arrays.at[array].slot);
}

static void put_bound(Writer *w, const char *name, const Expr *bound) {
    if (!bound || bound->kind != X_NUMBER || isinf(bound->number)) return;
    key(w, name);
    text_add(w->arena, &w->text, "%.17g", bound->number);
}

static void put_name(Writer *w, const char *name, const char *shown, const char *doc) {
    put_text(w, "name", name);
    put_text(w, "shown", shown ? shown : name);
    put_text(w, "doc", doc);
}

static void put_dim(Writer *w, const Lowered *l, const Dim *d) {
    static const char *const from[] = {
        [LABELS_LISTED] = "listed", [LABELS_RANGE] = "range", [LABELS_FROM_DATA] = "data"};
    item(w), open(w, "{");
    put_name(w, d->name, d->shown, d->doc);
    put_place(w, d->span);
    put_text(w, "from", from[d->from]);
    if (d->from == LABELS_LISTED) {
        bool codes = false;
        key(w, "labels"), open(w, "[");
        for (int i = 0; i < d->labels.count; i++)
            item(w), quoted(w, d->labels.at[i].text), codes |= d->labels.at[i].code != NULL;
        close(w, "]");
        if (codes) {
            key(w, "codes"), open(w, "[");
            for (int i = 0; i < d->labels.count; i++) {
                item(w);
                if (d->labels.at[i].code)
                    quoted(w, d->labels.at[i].code);
                else
                    raw(w, "null");
            }
            close(w, "]");
        }
    }
    if (d->from == LABELS_RANGE) {
        put_long(w, "lo", d->range_lo);
        if (d->range_hi_name)
            put_text(w, "hi_name", d->range_hi_name);
        else
            put_long(w, "hi", d->range_hi);
    }
    put_truth(w, "ordered", d->ordered);
    put_truth(w, "numeric", d->numeric);
    put_text(w, "column", d->column);
    int array = l->data->of_numbers[d->id];
    if (array >= 0) put_long(w, "number_slot", l->ir->arrays.at[array].slot);
    close(w, "}");
}

static void put_derived(Writer *w, const Dim *d) {
    static const char *const counts[] = {"", "less one", "pairs", "triangle"};
    item(w), open(w, "{"), put_text(w, "name", d->name), put_text(w, "dim", d->base->name);
    put_text(w, "count", counts[d->count]), close(w, "}");
}

static void put_unknown(Writer *w, const Lowered *l, const LoweredUnknown *u) {
    const Value *v = u->value;
    bool         plain = u->n_coordinates == v->n_dims;
    for (int i = 0; i < v->n_dims && plain; i++) plain = u->coordinates[i] == lower_place(l->ir, v, i);
    item(w), open(w, "{"), put_name(w, v->name, v->shown, v->doc), put_dims(w, v->dims, v->n_dims);
    put_place(w, v->span);
    if (u->start) put_long(w, "slot", u->start_slot);
    if (!plain) {
        key(w, "coordinates"), open(w, "[");
        for (int i = 0; i < u->n_coordinates; i++)
            item(w), quoted(w, l->model->dims.at[l->ir->axes.at[u->coordinates[i]].dim]->name);
        close(w, "]");
    }
    close(w, "}");
}

static void put_datum(Writer *w, const Lowered *l, const Value *v) {
    static const char *const kinds[] = {[DATA_REAL] = "real",     [DATA_INT] = "int", [DATA_COUNT] = "count",
                                        [DATA_BINARY] = "binary", [DATA_KEY] = "key", [DATA_DATE] = "date"};
    const DataDecl          *d = &v->data;
    item(w), open(w, "{");
    put_name(w, v->name, v->shown, v->doc);
    put_place(w, v->span);
    put_dims(w, v->dims, v->n_dims);
    put_text(w, "kind", kinds[d->kind]);
    if (d->key) put_text(w, "key", d->key->name);
    put_truth(w, "missing", d->may_be_missing);
    if (v->drawn) put_truth(w, "drawn", true);
    put_bound(w, "lo", d->bounds.lo);
    put_bound(w, "hi", d->bounds.hi);
    put_truth(w, "lo_open", d->bounds.lo_open);
    put_truth(w, "hi_open", d->bounds.hi_open);
    if (d->codes.count) {
        key(w, "codes"), open(w, "[");
        for (int i = 0; i < d->codes.count; i++) {
            item(w), open(w, "["), quoted(w, d->codes.at[i].text), raw(w, ", "),
                quoted(w, d->codes.at[i].code ? d->codes.at[i].code : d->codes.at[i].text), close(w, "]");
        }
        close(w, "]");
    }
    put_text(w, "column", d->column);
    if (d->has_values) {
        key(w, "values"), open(w, "[");
        for (int i = 0; i < d->values.count; i++) item(w), text_add(w->arena, &w->text, "%.17g", d->values.at[i]);
        close(w, "]");
    }
    put_slot(w, l, l->data->of_value[v->id]);
    close(w, "}");
}

static void put_statement(Writer *w, const Lowered *l, const LoweredStatement *s, int slot) {
    static const char *const kinds[] = {
        [STATEMENT_PRIOR] = "prior", [STATEMENT_OBSERVED] = "observed", [STATEMENT_FACTOR] = "factor"};
    const Statement *st = s->statement;
    const Axes       a = statement_cells(w->arena, st);
    item(w), open(w, "{");
    put_text(w, "name", st->name);
    put_text(w, "text", span_text(w->arena, st->span));
    put_place(w, st->span);
    put_text(w, "kind", kinds[st->kind]);
    AxisId axes[8];
    for (int i = 0; i < a.count && i < 8; i++) axes[i] = ir_axis(l->ir, a.at[i].dim->id, a.at[i].copy);
    put_axes(w, l, axes, a.count);
    if (st->left.value) put_text(w, "value", st->left.value->name);
    put_long(w, "slot", slot);
    close(w, "}");
}

static void put_check(Writer *w, const Lowered *l, const LoweredCheck *c) {
    item(w), open(w, "{");
    put_text(w, "code", c->code);
    put_place(w, c->span);
    put_length(w, c->span);
    put_axes(w, l, c->axes, c->n_axes);
    if (c->value) put_text(w, "value", c->value->name);
    put_text(w, "message", c->message);
    put_text(w, "help", c->help);
    key(w, "also"), open(w, "[");
    for (int i = 0; i < c->n_also; i++) item(w), quoted(w, c->also[i]->name);
    close(w, "]");
    put_long(w, "slot", c->slot);
    close(w, "}");
}

static void section(Writer *w, const char *name) { raw(w, "\n"), key(w, name), open(w, "["); }

const char *schema_text(const Lowered *l, const int *cell_slots) {
    const Model *m = l->model;
    Writer       w = {.arena = l->ir->arena, .source = m->source};
    open(&w, "{");
    put_text(&w, "model", m->name);
    put_text(&w, "file", m->source->name);
    section(&w, "dims");
    for (int i = 0; i < m->dims.count; i++)
        if (!m->dims.at[i]->base) put_dim(&w, l, m->dims.at[i]);
    close(&w, "]"), section(&w, "derived");
    for (int i = 0; i < m->dims.count; i++)
        if (m->dims.at[i]->base) put_derived(&w, m->dims.at[i]);
    close(&w, "]"), section(&w, "data");
    for (int i = 0; i < m->values.count; i++)
        if (m->values.at[i]->role == ROLE_DATA || m->values.at[i]->drawn) put_datum(&w, l, m->values.at[i]);
    close(&w, "]"), section(&w, "sizes");
    for (int i = 0; i < l->data->sizes.count; i++) {
        const NamedSize *s = &l->data->sizes.at[i];
        item(&w), open(&w, "{"), put_text(&w, "name", s->value->name);
        for (int d = 0; d < m->dims.count; d++)
            if (m->dims.at[d]->range_hi_name && strcmp(m->dims.at[d]->range_hi_name, s->value->name) == 0) {
                put_text(&w, "dim", m->dims.at[d]->name);
                break;
            }
        put_long(&w, "slot", s->slot), close(&w, "}");
    }
    close(&w, "]"), section(&w, "labels");
    for (int i = 0; i < l->data->labels.count; i++) {
        const NamedLabel *s = &l->data->labels.at[i];
        item(&w), open(&w, "{"), put_text(&w, "dim", s->dim->name), put_text(&w, "label", s->text),
            put_place(&w, s->span), put_long(&w, "slot", s->slot), close(&w, "}");
    }
    close(&w, "]"), section(&w, "unknowns");
    for (int i = 0; i < l->unknowns.count; i++) put_unknown(&w, l, &l->unknowns.at[i]);
    close(&w, "]"), section(&w, "outputs");
    for (int i = 0; i < l->outputs.count; i++) {
        const Value *v = l->outputs.at[i].value;
        item(&w), open(&w, "{"), put_name(&w, v->name, v->shown, v->doc);
        put_axes(&w, l, l->outputs.at[i].axes, l->outputs.at[i].n_axes);
        put_text(&w, "kind", l->outputs.at[i].kind);
        put_place(&w, v->span), put_long(&w, "slot", l->outputs.at[i].slot), close(&w, "}");
    }
    close(&w, "]"), section(&w, "statements");
    for (int i = 0; i < l->statements.count; i++) put_statement(&w, l, &l->statements.at[i], cell_slots[i]);
    close(&w, "]"), section(&w, "checks");
    for (int i = 0; i < l->checks.count; i++) put_check(&w, l, &l->checks.at[i]);
    close(&w, "]"), raw(&w, "}");
    VEC_PUSH(w.arena, &w.text, '\0');
    return w.text.at;
}
