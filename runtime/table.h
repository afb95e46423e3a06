/* What files hold, before it is known what a model wants of it: tables (columns with names, rows) and arrays (names, shapes). Cells stay text
 * until they are placed. */
#ifndef BM_TABLE_H
#define BM_TABLE_H
#include "bind.h"
#include "json.h"
#include "pool.h"

typedef enum BmCellKind {
    BM_CELL_TEXT,   /* of a CSV, or a JSON string: a number, a label, a code for missing */
    BM_CELL_NUMBER, /* JSON number as written */
    BM_CELL_FALSE,
    BM_CELL_TRUE,
    BM_CELL_NULL,
    BM_CELL_OTHER /* a list or object where a single value should be */
} BmCellKind;

typedef struct BmCell {
    const char *text;
    int         length;
    BmCellKind  kind;
} BmCell;

typedef struct BmColumn {
    const char *name;
    char       *folded;
} BmColumn;

typedef struct BmTable {
    const char *shown;  /* "trial.csv" */
    int         source; /* index into sources */
    bool        json;   /* rows are records of JSON, which have no line of their own */
    int         n_columns, n_rows;
    BmColumn   *columns;
    BmCell     *cells;     /* row-major */
    int        *rows;      /* for each row: line on which it begins, as an editor counts (records: 1, 2, …) */
    const char *rows_are;  /* dim of --data dim=path, folded; NULL */
    int         n_dropped; /* rows left out by --drop-missing */
    const char *dropped;   /* "12, 40 and 77" */
    int        *lists;     /* made of lists in JSON: the array of each column; NULL otherwise */
} BmTable;

typedef struct BmDataArray {
    const char *name;
    char       *folded;
    int         source, rank;
    int64_t    *shape, count;
    BmCell     *cells;  /* row-major */
    const char *ragged; /* NULL, or a sentence on where its lists differ in length */
} BmDataArray;

typedef struct BmSource {
    const char *path, *shown;
    const char *rows_are;
    int         n_ignored;
} BmSource;

/* Everything that the files hold. Lives in pool. */
typedef struct BmCatalogue {
    BmPool *pool;
    struct {
        BmSource *at;
        int       count, capacity;
    } sources;
    struct {
        BmTable *at;
        int      count, capacity;
    } tables;
    struct {
        BmDataArray *at;
        int          count, capacity;
    } arrays;
} BmCatalogue;

/* Refused are lists nested deeper, larger arrays, longer ranges. (The fuzzers are built with shorter ones.) */
#ifndef BM_LABELS_AT_MOST
#define BM_LABELS_AT_MOST 10000000
#endif
enum { BM_MAX_RANK = 8, BM_MAX_CELLS = 1 << 28, BM_MAX_LABELS = BM_LABELS_AT_MOST };

/* Reads all files of the options. What cannot be read is reported (L02, L15); the rest is in the catalogue. */
void bm_catalogue_read(BmCatalogue *catalogue, const BmBindOptions *options, BmMessages *messages);

/* One file's text (text[length] is 0) into the catalogue: read_csv.c, read_json.c. decimal: of --decimal, or 0. */
void bm_read_csv(BmCatalogue *catalogue, int source, const char *text, size_t length, char decimal,
                 BmMessages *messages);
void bm_read_json(BmCatalogue *catalogue, int source, const char *text, size_t length, BmMessages *messages);

/* Column by folded name; -1: none; -2: several. */
int           bm_table_column(const BmTable *table, const char *folded);
const BmCell *bm_table_cell(const BmTable *table, int row, int column);

/* Is the cell a code for missing (empty, NA, NaN, ., null, or one of --na)? */
bool bm_cell_missing(const BmCell *cell, const BmBindOptions *options);
/* The number that a cell holds, with --decimal and --thousands; booleans of JSON are 0 and 1. */
bool bm_cell_number(const BmCell *cell, const BmBindOptions *options, double *number);

#endif
