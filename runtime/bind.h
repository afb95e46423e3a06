/* Data in: files to a catalogue, labels to dims, values to arrays, with an account of every column. The rules are those of
 * docs/data.md. Errors are collected as text with a code (L01 …); each stage reports all of its errors before the next starts. */
#ifndef BM_BIND_H
#define BM_BIND_H
#include "abi.h"
#include "schema.h"

typedef struct BmMessage {
    char  code[4];      /* "L03" */
    int   severity;     /* 0 note, 1 warning, 2 error */
    int   line, column; /* of the model; 0: none */
    char *text, *help;  /* help may be NULL */
    int   span_length;  /* characters to underline from column; 0: one */
    char *file;         /* that the model uses, where the line is in it; NULL: the model itself */
} BmMessage;
typedef struct BmMessages {
    BmMessage *at;
    int        count, capacity;
} BmMessages;
void bm_message(BmMessages *list, const char *code, int severity, int line, int column, const char *help,
                const char *format, ...) __attribute__((format(printf, 7, 8), nonnull(7)));
/* The last message is of this file; NULL or "": of the model itself. */
void bm_message_in(BmMessages *list, const char *file);
void bm_messages_free(BmMessages *list);
int  bm_message_errors(const BmMessages *list);
/* One JSON array of all of them / plain lines "file:line:column: error[L03]: text\n  help: …". Owned by the caller (free). */
char *bm_messages_json(const BmMessages *list, const char *file);
char *bm_messages_text(const BmMessages *list, const char *file);

typedef struct BmMemoryFile {
    const char *name, *text;
    size_t      length;
} BmMemoryFile;

typedef struct BmBindOptions {
    const char *const *files;
    int                n_files; /* paths of --data; "dim=path" says which dim a table's rows are */
    const char *const *na;
    int                n_na;               /* --na: further codes for missing values */
    bool               drop_missing;       /* --drop-missing: leave out rows with missing values, and say which */
    char               decimal, thousands; /* --decimal , --thousands . ; 0: default */
    bool               trim,
        fold_case; /* --trim, --fold-case: labels are compared without blanks at their ends, without regard to case */
    const BmMemoryFile *memory;
    int                 n_memory; /* files that are already in memory; a name that ends in .json is read as JSON */
} BmBindOptions;

/* Values of all data, ready to be placed. */
typedef struct BmBound {
    struct BmPool *pool;        /* of everything in here */
    BmSchema      *schema;      /* its dims now have sizes and labels */
    double       **values;      /* one array for each datum, row-major; keys hold positions; missing values are NaN */
    double        *size_values; /* one for each schema->sizes */
    int64_t       *label_positions; /* one for each schema->labels */
    char          *account;         /* text: one line per source, where labels came from */
    int **
        row_of; /* for each datum: source row (as an editor counts lines) of each cell, 0: none; NULL: not from a table */
    char **source_of; /* for each datum: the file's name, or NULL */
    bool  *records;   /* for each datum: its rows are records of JSON, not lines */
} BmBound;

/* Reads the files and binds. NULL if there was an error. The schema is filled in (labels) and stays the caller's. */
BmBound *bm_bind(BmSchema *schema, const BmBindOptions *options, BmMessages *messages);
void     bm_bound_free(BmBound *bound);
/* Sizes into layout[BM_LAYOUT_SIZES …]. layout has room for layout_cells. */
void bm_bound_sizes(const BmBound *bound, int64_t *layout);
/* Writes the arrays to their slots of the data block (after BmModel.layout was called). Keys and label positions as int64. */
void bm_bound_place(const BmBound *bound, const int64_t *layout, double *data);
/* Messages for the checks that failed (S04, S05, L09, D12 …), after BmModel.prepare. */
void bm_bound_checks(const BmBound *bound, const int64_t *layout, const double *data, BmMessages *messages);
/* "theta[Choate]", "K[a, b]"; the label of cell `cell` of an array over these dims. Writes at most size bytes. */
void    bm_cell_name(const BmSchema *schema, const char *name, const int *dims, int n_dims, int64_t cell, char *buffer,
                     int size);
int64_t bm_cell_count(const BmSchema *schema, const int *dims, int n_dims);
/* Unconstrained coordinates of an unknown. */
int64_t bm_coordinate_count(const BmSchema *schema, const BmArray *unknown);

#endif
