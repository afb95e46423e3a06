/* The references of this folder: NAME.ref.json says which model and data belong together, what the log joint density and its gradient are
 * at a few points, and what is known of the posterior. Made by import.py. */
#ifndef TESTS_MODELS_REFERENCE_H
#define TESTS_MODELS_REFERENCE_H
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include "compiler/load.h"
#include "runtime/json.h"
#include "test.h"

#define MODELS "tests/models/"
#define READINGS "tests/readings/" /* small models that hold the compiler to one reading of a line */

typedef struct Reference {
    BmPool       *pool;
    const char   *name; /* "nes_1972" */
    const BmJson *json;
    Arguments     arguments; /* the model and the data, as on a command line */
    Arena        *arena;
} Reference;

static const char *reference_text(BmPool *pool, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char  *text = BM_NEW(pool, size + 1, char);
    size_t got = fread(text, 1, (size_t)size, file);
    fclose(file);
    return got == (size_t)size ? text : NULL;
}

/* false, and a failed check, if there is no such reference. */
static bool reference_open(Reference *r, const char *folder, const char *name) {
    *r = (Reference){.pool = bm_pool_new(), .name = name, .arena = arena_new()};
    const char *path = bm_pool_printf(r->pool, "%s%s.ref.json", folder, name), *error = "no such file";
    int64_t     error_at = 0;
    const char *text = reference_text(r->pool, path);
    r->json = text ? bm_json_read(r->pool, text, strlen(text), &error, &error_at) : NULL;
    if (!r->json) {
        printf("%s: %s\n", path, error);
        test_failed++;
        return false;
    }
    const char *model = bm_json_text(bm_json_member(r->json, "model"), ""),
               *data = bm_json_text(bm_json_member(r->json, "data"), "");
    r->arguments.command = "logp";
    VEC_PUSH(r->arena, &r->arguments.operands, bm_pool_printf(r->pool, "%s%s", folder, model));
    if (*data) VEC_PUSH(r->arena, &r->arguments.data, bm_pool_printf(r->pool, "%s%s", folder, data));
    return true;
}

static void reference_close(Reference *r) {
    bm_pool_free(r->pool);
    arena_free(r->arena);
}

/* Reads, compiles and binds the model; false, and a failed check with the messages, where that fails. */
static bool reference_load(const Reference *r, Load *load, unsigned entries) {
    if (load_all(load, &r->arguments, true, entries)) return true;
    test_failed++;
    printf("%s: the model or its data were refused\n%s", r->name, diag_render(&load->said, false));
    load_free(load);
    return false;
}

static int reference_compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Names of all references of a folder, sorted, up to NULL; in the pool. */
static char **reference_names(BmPool *pool, const char *path) {
    struct {
        char **at;
        int    count, capacity;
    } names = {0};
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *dot = strstr(entry->d_name, ".ref.json");
        if (dot) BM_PUSH(pool, &names, bm_pool_copy(pool, entry->d_name, (size_t)(dot - entry->d_name)));
    }
    if (folder) closedir(folder);
    if (names.count) qsort(names.at, (size_t)names.count, sizeof *names.at, reference_compare);
    BM_PUSH(pool, &names, NULL);
    return names.at;
}
/* Numbers of a nested list, in order, to out[0..room); how many there are. */
static int64_t reference_flatten(const BmJson *value, double *out, int64_t room) {
    if (value->kind != BM_JSON_ARRAY) {
        if (room > 0) out[0] = bm_json_number(value, NAN);
        return 1;
    }
    int64_t n = 0;
    for (int i = 0; i < value->count; i++) n += reference_flatten(&value->items[i], out + n, room - n);
    return n;
}

/* values: {NAME: nested} -> the blocks of theta, in the order of the schema. */
__attribute__((unused)) static bool reference_place(const Reference *r, const BmSchema *schema, const BmJson *values,
                                                    double *theta) {
    int64_t at = 0;
    for (int i = 0; i < schema->n_unknowns; i++) {
        const BmArray *u = &schema->unknowns[i];
        const BmJson  *value = bm_json_member(values, u->name);
        int64_t        cells = bm_cell_count(schema, u->dims, u->n_dims),
                n = value ? reference_flatten(value, theta + at, cells) : 0;
        if (n != cells) {
            test_failed++;
            printf("%s: unknown `%s` has %lld cells, the reference %lld\n", r->name, u->name, (long long)cells,
                   (long long)n);
            return false;
        }
        at += cells;
    }
    return true;
}
#endif
