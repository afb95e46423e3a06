/* For tests of binding: a schema in JSON with ' for ", files in memory, and what came of it. */
#ifndef TESTS_BINDING_H
#define TESTS_BINDING_H
#include "runtime/bind.h"
#include "runtime/pool.h"
#include "test.h"
#include <stdlib.h>

static BmSchema  *schema;
static BmBound   *bound;
static BmMessages messages;
static char      *said; /* all messages as text */

/* Options for the next binding; empty again after it. */
static BmBindOptions options;

__attribute__((unused)) static void let_go(void) {
    bm_bound_free(bound);
    bm_schema_free(schema);
    bm_messages_free(&messages);
    free(said);
    bound = NULL;
    schema = NULL;
    said = NULL;
}

/* Binds `text` of the file `name` (NULL: none), and perhaps a second one. Returns whether it went without error. */
__attribute__((unused)) static bool bind_two(const char *json, const char *name, const char *text, const char *name2,
                                             const char *text2) {
    let_go();
    char *copy = strdup(json);
    for (char *p = copy; *p; p++)
        if (*p == '\'') *p = '"';
    schema = bm_schema_read(copy);
    free(copy);
    CHECK(schema != NULL);
    if (!schema) return false;
    BmMemoryFile files[2] = {{name, text, text ? strlen(text) : 0}, {name2, text2, text2 ? strlen(text2) : 0}};
    options.memory = files;
    options.n_memory = (name != NULL) + (name2 != NULL);
    bound = bm_bind(schema, &options, &messages);
    options = (BmBindOptions){0};
    said = bm_messages_text(&messages, "m.bmodel");
    return bound != NULL;
}

__attribute__((unused)) static bool bind_one(const char *json, const char *name, const char *text) {
    return bind_two(json, name, text, NULL, NULL);
}

/* Values of a datum as text: "1 2 nan". */
__attribute__((unused)) static const char *values(const char *name) {
    static char text[4000];
    text[0] = 0;
    for (int i = 0; bound && i < schema->n_data; i++) {
        if (strcmp(schema->data[i].name, name)) continue;
        int64_t n = bm_cell_count(schema, schema->data[i].dims, schema->data[i].n_dims);
        for (int64_t k = 0; k < n && strlen(text) < 3900; k++)
            snprintf(text + strlen(text), 40, isnan(bound->values[i][k]) ? "%snan" : "%s%.6g", k ? " " : "",
                     bound->values[i][k]);
    }
    return text;
}

/* Labels of a dim as text: "a|b". */
__attribute__((unused)) static const char *labels(const char *name) {
    static char text[4000];
    text[0] = 0;
    for (int d = 0; bound && d < schema->n_dims; d++)
        for (int i = 0; !strcmp(schema->dims[d].name, name) && i < schema->dims[d].n_labels && strlen(text) < 3900; i++)
            snprintf(text + strlen(text), 60, "%s%s", i ? "|" : "", schema->dims[d].labels[i]);
    return text;
}

#define OBS "{'name': 'obs', 'from': 'data', 'line': 1, 'column_number': 5}"
#define DIM(name) "{'name': '" name "', 'from': 'data', 'line': 1, 'column_number': 5}"
#define LISTED(name, list) "{'name': '" name "', 'from': 'listed', 'line': 1, 'column_number': 5, 'labels': [" list "]}"
#define DATUM(name, dims, kind)                                                                                        \
    "{'name': '" name "', 'dims': [" dims "], 'kind': '" kind "', 'line': 2, 'column_number': 6}"
#define DATUM_WITH(name, dims, kind, more)                                                                             \
    "{'name': '" name "', 'dims': [" dims "], 'kind': '" kind "', 'line': 2, 'column_number': 6, " more "}"
#define KEY(name, dims, to) DATUM_WITH(name, dims, "key", "'key': '" to "'")
#define SCHEMA(dims, data) "{'model': 'm', 'file': 'm.bmodel', 'dims': [" dims "], 'data': [" data "]}"

#endif
