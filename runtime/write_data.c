#include "write_data.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "json.h"

typedef struct Writer {
    BmText         *out;
    const BmSchema *schema;
    const char     *separator;
} Writer;

static void put_key(Writer *w, const char *name) {
    bm_text_add(w->out, "%s", w->separator);
    bm_json_put_string(w->out, name);
    bm_text_add(w->out, ": ");
    w->separator = ",\n ";
}

static void put_label(Writer *w, const BmDim *dim, int position) {
    const char *text = position >= 0 && position < dim->n_labels ? dim->labels[position] : NULL;
    if (!text)
        bm_text_add(w->out, "null");
    else if (dim->numeric)
        bm_text_add(w->out, "%s", text);
    else
        bm_json_put_string(w->out, dim->codes && dim->codes[position] ? dim->codes[position] : text);
}

/* Days since 1970-01-01 as 2026-11-20 (proleptic Gregorian; Hinnant, chrono-compatible low-level date algorithms). */
static void put_date(Writer *w, double days) {
    long z = (long)days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, day = z - era * 146097;
    long year = (day - day / 1460 + day / 36524 - day / 146096) / 365,
         in_year = day - (365 * year + year / 4 - year / 100);
    long month = (5 * in_year + 2) / 153, number = in_year - (153 * month + 2) / 5 + 1,
         calendar = month < 10 ? month + 3 : month - 9;
    bm_text_add(w->out, "\"%04ld-%02ld-%02ld\"", year + era * 400 + (calendar <= 2), calendar, number);
}

/* datum NULL: a plain number. */
static void put_value(Writer *w, const BmDatum *datum, double x) {
    if (isnan(x))
        bm_text_add(w->out, "null");
    else if (datum && datum->key >= 0)
        put_label(w, &w->schema->dims[datum->key], (int)x);
    else if (datum && datum->kind == BM_DATE)
        put_date(w, x);
    else if (datum && datum->n_codes)
        bm_json_put_string(w->out, x == 0 ? datum->code_of_0 : datum->code_of_1);
    else
        bm_json_put_number(w->out, x);
}

/* Nested by dims; *at moves on. */
static void put_nested(Writer *w, const BmDatum *datum, const int *dims, int n_dims, const double **at) {
    if (n_dims == 0) {
        put_value(w, datum, *(*at)++);
        return;
    }
    bm_text_add(w->out, "[");
    for (int i = 0; i < w->schema->dims[dims[0]].n_labels; i++) {
        bm_text_add(w->out, i ? ", " : "");
        put_nested(w, datum, dims + 1, n_dims - 1, at);
    }
    bm_text_add(w->out, "]");
}

/* --- dims --- */

static bool is_plain(const BmDim *dim) {
    for (int i = 0; i < dim->n_labels; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i + 1);
        if (strcmp(dim->labels[i], number) != 0) return false;
    }
    return true;
}

static bool is_column(const BmSchema *schema, const char *name) {
    for (int i = 0; i < schema->n_data; i++) {
        const BmDatum *datum = &schema->data[i];
        if (strcmp(datum->column ? datum->column : datum->name, name) == 0) return true;
    }
    return false;
}

static void put_dim(Writer *w, const BmDim *dim) {
    const char *name = dim->column ? dim->column : dim->name;
    if (dim->from == BM_FROM_RANGE && dim->hi_name && !is_column(w->schema, dim->hi_name)) {
        put_key(w, dim->hi_name);
        bm_text_add(w->out, "%ld", dim->lo + dim->n_labels - 1);
    }
    if (dim->from != BM_FROM_DATA || is_plain(dim) || is_column(w->schema, name)) return;
    put_key(w, name);
    for (int i = 0; i < dim->n_labels; i++) {
        bm_text_add(w->out, i ? ", " : "[");
        put_label(w, dim, i);
    }
    bm_text_add(w->out, dim->n_labels ? "]" : "[]");
}

/* --- both files --- */

static const double *find_output(const BmSchema *schema, const int64_t *layout, const double *outputs,
                                 const char *name) {
    for (int i = 0; i < schema->n_outputs; i++)
        if (strcmp(schema->outputs[i].name, name) == 0) return outputs + layout[schema->outputs[i].slot];
    return NULL;
}

void bm_put_data_json(BmText *out, const BmBound *bound, const int64_t *layout, const double *outputs) {
    const BmSchema *schema = bound->schema;
    Writer          w = {.out = out, .schema = schema, .separator = "{"};
    for (int d = 0; d < schema->n_dims; d++) put_dim(&w, &schema->dims[d]);
    for (int i = 0; i < schema->n_data; i++) {
        const BmDatum *datum = &schema->data[i];
        const double  *at = datum->drawn ? find_output(schema, layout, outputs, datum->name) : bound->values[i];
        if (datum->values || !at) continue; /* those that stand in the model itself stay there */
        put_key(&w, datum->column ? datum->column : datum->name);
        put_nested(&w, datum, datum->dims, datum->n_dims, &at);
    }
    bm_text_add(out, "%s}\n", *w.separator == '{' ? "{" : "");
}

void bm_put_truth_json(BmText *out, const BmSchema *schema, const int64_t *layout, const double *outputs) {
    Writer w = {.out = out, .schema = schema, .separator = "{"};
    for (int i = 0; i < schema->n_outputs; i++) {
        const BmArray *array = &schema->outputs[i];
        const double  *at = outputs + layout[array->slot];
        bool           drawn = strcmp(array->kind, "equation") == 0;
        for (int k = 0; k < schema->n_data; k++) drawn |= strcmp(schema->data[k].name, array->name) == 0;
        if (drawn) continue;
        put_key(&w, array->name);
        put_nested(&w, NULL, array->dims, array->n_dims, &at);
    }
    bm_text_add(out, "%s}\n", *w.separator == '{' ? "{" : "");
}
