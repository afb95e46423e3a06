/* Draws to CSV, through a buffer of one megabyte. */
#include "write_csv.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "number.h"
#include "pool.h"

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

static char *why(const char *what, const char *path, int error) {
    BmText text = {0};
    bm_text_add(&text, "%s `%s`: %s", what, path, strerror(error));
    return text.at;
}

/* Writes the whole file; 0 or an errno. */
static int write_all(const char *path, const BmFit *fit, const BmSchema *schema) {
    Writer w = {.file = fopen(path, "w")};
    if (!w.file) return errno;
    errno = 0;
    put_header(&w, schema);
    for (int c = 0; c < fit->n_chains && !ferror(w.file); c++)
        for (int t = 0; t < fit->chains[c].n_draws && !ferror(w.file); t++) put_draw(&w, fit, c, t);
    flush_if(&w, 0);
    free(w.text.at);
    int error = ferror(w.file) ? errno ? errno : EIO : 0;
    if ((fflush(w.file) != 0 || fsync(fileno(w.file)) != 0) && !error && errno != EINVAL) error = errno;
    if (fclose(w.file) != 0 && !error) error = errno;
    return error;
}

/* A pipe, a device: nothing that a file could be renamed to. */
static bool is_special(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

char *bm_write_csv(const char *path, const BmFit *fit, const BmSchema *schema) {
    BmText partial = {0};
    if (is_special(path)) {
        const int failed = write_all(path, fit, schema);
        return failed ? why("cannot write", path, failed) : NULL;
    }
    bm_text_add(&partial, "%s.partial", path);
    int   error = write_all(partial.at, fit, schema);
    char *message = error ? why("cannot write", partial.at, error) : NULL;
    if (!error && rename(partial.at, path) != 0) {
        error = errno;
        message = why("cannot write", path, error);
    }
    if (error) unlink(partial.at);
    free(partial.at);
    return message;
}
