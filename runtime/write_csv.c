/* Draws to CSV, through a buffer of one megabyte. */
#include "write_csv.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "number.h"
#include "pool.h"
#include "whole_file.h"

enum { BUFFER = 1 << 20, ROOM_FOR_A_NAME = 1024 };

typedef struct Writer {
    FILE  *file;
    BmText text;
} Writer;

static void flush_if(Writer *w, size_t more_than) {
    if (w->text.length <= more_than) return;
    fwrite(w->text.at, 1, w->text.length, w->file);
    w->text.length = 0;
}

static void put_number(Writer *w, double number) {
    char digits[BM_NUMBER_ROOM];
    bm_number_print(number, digits);
    bm_text_bytes(&w->text, ",", 1);
    bm_text_bytes(&w->text, digits, strlen(digits));
}

/* RFC 4180: quotes around what holds a comma, a quote or a line end; quotes inside are doubled. */
static void put_name(Writer *w, const char *name) {
    bm_text_bytes(&w->text, ",", 1);
    if (!name[strcspn(name, ",\"\r\n")]) {
        bm_text_bytes(&w->text, name, strlen(name));
        return;
    }
    bm_text_bytes(&w->text, "\"", 1);
    for (; *name; name++) bm_text_bytes(&w->text, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
    bm_text_bytes(&w->text, "\"", 1);
}

static void put_header(Writer *w, const BmSchema *schema) {
    bm_text_add(&w->text,
                "chain,draw,lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,seed__");
    for (int i = 0; i < schema->n_outputs; i++) {
        const BmArray *array = &schema->outputs[i];
        const int64_t  cells = bm_cell_count(schema, array->dims, array->n_dims);
        for (int64_t cell = 0; cell < cells; cell++) {
            char name[ROOM_FOR_A_NAME];
            bm_cell_name(schema, array->shown, array->dims, array->n_dims, cell, name, sizeof name);
            put_name(w, name);
            flush_if(w, BUFFER);
        }
    }
    bm_text_bytes(&w->text, "\n", 1);
}

static void put_draw(Writer *w, const BmFit *fit, int chain, int draw) {
    const BmDrawStats *stats = &fit->chains[chain].stats[draw];
    const double      *cells = fit->chains[chain].outputs + (int64_t)draw * fit->n_outputs;
    bm_text_add(&w->text, "%d,%d", chain + 1, draw + 1);
    put_number(w, stats->log_density);
    put_number(w, stats->accept);
    put_number(w, stats->step_size);
    bm_text_add(&w->text, ",%d,%d,%d", stats->depth, stats->n_leapfrog, stats->divergent);
    put_number(w, stats->energy);
    bm_text_add(&w->text, ",%llu", (unsigned long long)fit->seed); /* the run can be repeated from its draws */
    for (int64_t i = 0; i < fit->n_outputs; i++) {
        put_number(w, cells[i]);
        flush_if(w, BUFFER);
    }
    bm_text_bytes(&w->text, "\n", 1);
    flush_if(w, BUFFER);
}

typedef struct Draws {
    const BmFit    *fit;
    const BmSchema *schema;
} Draws;

static void put_all(FILE *file, const void *what) {
    const Draws *draws = what;
    const BmFit *fit = draws->fit;
    Writer       w = {.file = file};
    put_header(&w, draws->schema);
    for (int c = 0; c < fit->n_chains && !ferror(file); c++)
        for (int t = 0; t < fit->chains[c].n_draws && !ferror(file); t++) put_draw(&w, fit, c, t);
    flush_if(&w, 0);
    free(w.text.at);
}

char *bm_write_csv(const char *path, const BmFit *fit, const BmSchema *schema) {
    char     *failed;
    const int error = bm_whole_file(path, put_all, &(Draws){fit, schema}, &failed);
    BmText    message = {0};
    if (error) bm_text_add(&message, "cannot write `%s`: %s", failed ? failed : path, strerror(error));
    free(failed);
    return message.at;
}
