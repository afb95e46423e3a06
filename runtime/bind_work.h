/* What the stages of binding hand on to one another; for bind*.c only. */
#ifndef BM_BIND_WORK_H
#define BM_BIND_WORK_H
#include "fold.h"
#include "number.h"
#include "table.h"

typedef enum BmPlaceForm { BM_PLACE_NONE, BM_PLACE_MODEL, BM_PLACE_TABLE, BM_PLACE_ARRAY } BmPlaceForm;

/* Where a datum stands in the catalogue. BM_PLACE_MODEL: its values are in the model. */
typedef struct BmPlace {
    BmPlaceForm form;
    int         table, column; /* column: of the values; -1: wide */
    int         wide_axis;     /* which of its dims has one column for each label; -1: none */
    int        *wide_columns;
    int        *axis_columns; /* for each dim: the column with its labels; -1: rows in order (or the wide axis) */
    bool        repeats;      /* one row of the table is not one cell: a label may come again, with the same value */
    int         array;
    int64_t    *shape; /* of the array, for each dim */
} BmPlace;

typedef struct BmDimWork {
    BmWords    *words, *codes; /* text (folded if asked) of labels and codes, to positions */
    bool        known;         /* n_labels and labels are fixed */
    bool        numbers;       /* all labels are numbers; whole, one apart, from `first` if contiguous */
    bool        contiguous;
    double      first;
    bool        has_codes;
    const char *source;      /* "column `county` of `county.csv`", "the rows of `trial.csv`", "the model" */
    int         label_array; /* array of the labels (JSON), or -1 */
} BmDimWork;

typedef struct BmBind {
    BmSchema            *schema;
    const BmBindOptions *options;
    BmMessages          *messages;
    BmPool              *pool; /* of what is not needed after binding */
    BmCatalogue          catalogue;
    BmPlace             *places; /* one for each datum */
    BmDimWork           *dims;
    bool               **column_used; /* for each table and column; room for a table for each array */
    bool                *array_used;
    double              *size_values; /* for each dim that is a range up to a name: its end */
    BmBound             *bound;
} BmBind;

/* Lists of one length in one JSON object, as the columns of a table (bind_lists.c). Index of the table that holds this array; -1: it is no list. */
int bm_lists_table(BmBind *b, int array);
/* Notes that a column is used. */
void bm_bind_use(BmBind *b, int table, int column);

/* Stages, in this order; each reports all of its errors. */
void bm_bind_find(BmBind *b);    /* bind_find.c: places */
void bm_bind_axes(BmBind *b);    /* bind_find.c: the columns that label rows */
void bm_bind_drop(BmBind *b);    /* bind_drop.c: --drop-missing */
void bm_bind_labels(BmBind *b);  /* bind_labels.c: sizes and labels of dims */
void bm_bind_values(BmBind *b);  /* bind_values.c: arrays */
void bm_bind_account(BmBind *b); /* bind_account.c: what came from where */

enum { BM_ROWS_SHOWN = 20 }; /* of --drop-missing, in the account */

/* Folded name under which a datum or a dim is looked for in files. */
char              *bm_bind_wanted(BmBind *b, const char *column, const char *name);
const BmDataArray *bm_bind_scalar(BmBind *b, const char *folded);
/* Position of the label that a cell holds, -1 if it is none. */
int bm_label_find(const BmBind *b, int dim, const BmCell *cell);
/* Its labels are there: makes what is needed to look them up. */
void bm_label_index(BmBind *b, int dim);
/* Text of a label as it is compared: with --trim and --fold-case. buffer: at least length bytes; returns how many are used. */
size_t bm_label_compared(const BmBindOptions *options, const char *text, size_t length, char *buffer);
int    bm_label_find_text(const BmBind *b, const BmWords *words, const char *text, size_t length);
/* "`a`, `b`, `c` and 12 more" in the pool. */
const char *bm_list_words(BmPool *pool, const char *const *words, int count, int most);
/* "3, 17 and 20", or "3, 17, 20, 21, 22 and 80 more". */
const char *bm_list_rows(BmPool *pool, const int *rows, int shown, int64_t count);
/* A cell as it may be shown in a message: its text, shortened. */
const char *bm_cell_show(BmPool *pool, const BmCell *cell);

/* A label as it may stand in a model: in quotes if it is no name and no whole number. */
const char *bm_label_written(BmPool *pool, const char *label);
/* The last message underlines this name. */
void bm_bind_underline(BmBind *b, const char *name);

/* A message about a datum or a dim, at its line, its name underlined. */
#define BM_MESSAGE_AT(b, it, severity, code, help, ...)                                                                \
    (bm_message((b)->messages, code, severity, (it)->line, (it)->column_number, help, __VA_ARGS__),                    \
     bm_message_in((b)->messages, (it)->file), bm_bind_underline(b, (it)->shown))
#define BM_DATUM_ERROR(b, datum, code, help, ...) BM_MESSAGE_AT(b, datum, 2, code, help, __VA_ARGS__)

#endif
