/* From the names on a command line to a compiled model with its data in place: what sample, logp, profile and check
 * --data share. Each step prints its messages to standard error (or keeps them, for --json) and returns false where it
 * failed. */
#ifndef COMPILER_LOAD_H
#define COMPILER_LOAD_H
#include "commands.h"
#include "pipeline.h"
#include "runtime/bind.h"

typedef struct LoadTime {
    const char *stage;
    double      milliseconds;
} LoadTime;

typedef struct Load {
    const Arguments *arguments;
    bool             silent;       /* messages are collected for --json, not printed */
    const char      *path, *shown; /* of the model; its name without folders */
    Session         *session;
    AstFile         *file;
    const Model     *model; /* NULL: there was an error */
    DiagList         said;  /* every message so far */
    Program         *program;
    BmSchema        *schema;
    Words            files;       /* data files, as given or found */
    bool             files_found; /* found beside the model */
    BmMessages       messages;    /* of binding, as they came */
    BmBound         *bound;
    const BmModel   *compiled;
    int64_t         *layout;
    double          *data;
    LoadTime         times[24];
    int              n_times;
    double           clock; /* when the last stage ended */
} Load;

/* Milliseconds of the monotonic clock. */
double load_clock(void);
/* What passed since the last stage is booked on this one. */
void load_time(Load *load, const char *stage);

/* Reads, parses and checks the model. */
bool load_model(Load *load, const Arguments *arguments, bool silent);
/* Lowers the model; finds the data files (--data, or the one of the same stem beside the model), reads and binds them. */
bool load_data(Load *load);
/* Compiles, lays out memory, computes what depends on data alone, and checks data against supports. */
bool load_compile(Load *load, unsigned entries);
/* load_model, load_data and load_compile. */
bool load_all(Load *load, const Arguments *arguments, bool silent, unsigned entries);
void load_free(Load *load);
/* The same data for a model whose density is that of one statement (number as in the schema) alone; *alone shares what
 * it can with *load. false: it could not be compiled. Only one at a time; release it. */
bool load_statement(Load *load, int statement, Load *alone);
void load_statement_release(Load *alone);

/* Sorts messages, keeps them in `said`, and prints them unless silent. */
void load_show(Load *load, DiagList *list);
/* Zeroed 64-byte aligned cells, BM_PAD more than asked; NULL if there is not so much memory. Free with free(). */
double *load_cells(int64_t cells);

#endif
