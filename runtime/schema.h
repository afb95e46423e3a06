/* What a compiled model says of itself: names, dims, labels, types, places. Written by the compiler as JSON (BmModel.schema),
 * read here, so that a model compiled just in time and one linked into an executable go the same way.
 *
 *   {"model": "bioassay", "file": "bioassay.bmodel", "layout": 42,            (int64 cells of a layout)
 *    "dims": [{"name": "group", "shown": "group", "line": 3, "column_number": 5, "doc": "",
 *              "from": "data" | "listed" | "range",
 *              "labels": ["intercept", …], "codes": ["1", null, …],        (listed)
 *              "lo": 1, "hi": 20, "hi_name": "T",                          (range; hi_name or hi)
 *              "ordered": true, "numeric": true, "column": "times",
 *              "number_slot": 12}],                                        (layout slot of the labels as numbers; absent: not used)
 *    "derived": [{"name": "k less one", "dim": "k", "count": "less one" | "pairs" | "triangle"}],  (further sizes, in the layout behind those of the dims: n - 1, n (n - 1) / 2, n (n + 1) / 2)
 *    "data": [{"name": "y", "shown": "y", "line": 5, "column_number": 6, "dims": ["group"],
 *              "kind": "real" | "int" | "count" | "binary" | "key" | "date", "key": "county",
 *              "missing": false, "drawn": false, "lo": 0, "hi": null, "lo_open": true, "hi_open": false,
 *              "codes": [["0", "no"], ["1", "yes"]], "column": "Price ($)", "values": [1, 3, 5],
 *              "slot": 14}],                                               (layout slot of its offset in the data block; absent: not used)
 *    "sizes": [{"name": "T", "dim": "t", "slot": 15}],                     (the T of dim t = 1..T, where it is used as a number)
 *    "labels": [{"dim": "county", "label": "St. Louis", "slot": 16, "line": 9, "column_number": 7}],  (labels that the model names and the data list: data[layout[slot]] holds the position)
 *    "unknowns": [{"name": "beta", "shown": "β", "dims": ["coef"], "line": 9,           (sampled: the arrays of theta; slot, if there: offset in the data block of where chains should begin, on the real line)
 *                  "coordinates": ["k less one"]}],                          (over what its unconstrained coordinates run, if not over its dims)
 *    "outputs":  [{"name": "beta", "shown": "β", "dims": ["coef"], "kind": "unknown" | "equation" | "forward", "doc": "", "slot": 17}],  (slot: offset in the output block)
 *    "statements": [{"name": "y", "line": 12, "text": "y[group] ~ Normal(mu, sigma)", "kind": "prior" | "observed" | "factor", "dims": ["group"], "value": "y", "slot": 18}],  (slot: offset of its cells in bm_pointwise)
 *    "checks": [{"code": "S04", "line": 12, "column_number": 1, "length": 1, "dims": ["group"], "value": "deaths", "slot": 19,  (length: characters to underline)
 *                "message": "`Binomial` needs whole numbers from 0 to `n`", "help": "…",
 *                "also": ["n"]}]}                                          (data whose value in the failing cell is worth showing)
 *
 * Lines and columns count from 1. Where a thing stands in a file that the model uses, its "file" is beside its "line".
 * What is not needed may be left out; what is not known here is skipped.
 *
 * Messages of checks are sentences with places for what is known only when they fail; every failing check gives one message, for its first cell:
 *   {value}   the value of the check's "value" (a datum) in the failing cell
 *   {NAME}    the value of the datum NAME in that cell (it varies over dims of the check, or over none)
 *   {row}     "row 7 of `trial.csv`" if the value (else one of "also") came from a table; else "position 7 of `data.json`", "`y[Choate]`"
 *   {label}   "Choate", "hare, 1901": the labels of the cell
 *   {count}   how many cells fail; {more}: " (and 12 more)" or nothing
 *   {{        a brace
 * Example: "{row} has `y` = {value} but `n` = {n}: more successes than trials."
 * A full stop is added if there is none. Where a message has no {more} and several cells fail, " (and 12 more)" is put behind its first {row}, or at its
 * end if it begins with that.
 * A check's slot: data[layout[slot]] = number of failing cells, data[layout[slot] + 1] = the first of them, both as doubles.
 */
#ifndef BM_SCHEMA_H
#define BM_SCHEMA_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum BmDimFrom { BM_FROM_DATA, BM_FROM_LIST, BM_FROM_RANGE } BmDimFrom;
typedef struct BmDim {
    char     *name, *shown, *doc, *column, *file;
    int       line, column_number;
    BmDimFrom from;
    int       n_labels;        /* listed: as in the model. After binding: the size. */
    char    **labels, **codes; /* labels: after binding, always there */
    double   *numbers;         /* after binding, if numeric */
    long      lo, hi;
    char     *hi_name;
    bool      ordered, numeric;
    int       number_slot; /* -1: none (so for all slots) */
} BmDim;

typedef enum BmCount { BM_COUNT_LESS_ONE, BM_COUNT_PAIRS, BM_COUNT_TRIANGLE } BmCount;
typedef struct BmDerived {
    char   *name;
    int     dim;
    BmCount count;
} BmDerived;

typedef enum BmKind { BM_REAL, BM_INT, BM_COUNT, BM_BINARY, BM_KEY, BM_DATE } BmKind;
typedef struct BmDatum {
    char   *name, *shown, *column, *file;
    int     line, column_number;
    int    *dims, n_dims; /* indices into dims */
    BmKind  kind;
    int     key; /* dim whose labels the values are; -1 */
    bool    missing;
    bool    drawn;  /* its values are drawn, not read; it may lack. Sizes and labels may come from it. */
    double  lo, hi; /* declared bounds, infinite if none */
    bool    lo_open, hi_open;
    int     n_codes;
    char   *code_of_0, *code_of_1;
    int     n_values;
    double *values; /* given in the model itself */
    int     slot;
} BmDatum;

typedef struct BmArray {
    char *name, *shown, *doc, *kind, *file;
    int  *dims, n_dims, line, slot;
    int  *coordinates, n_coordinates; /* of an unknown: dims, or n_dims of the schema + index of a derived size */
} BmArray;
typedef struct BmStatement {
    char *name, *text, *kind, *value, *file;
    int  *dims, n_dims, line, slot;
    bool  noncentered;
} BmStatement; /* noncentered: sampled so; set by who compiled it */
typedef struct BmSizeName {
    char *name;
    int   dim, slot;
} BmSizeName;
typedef struct BmNamedLabel {
    int   dim;
    char *label, *file;
    int   line, column_number, slot;
} BmNamedLabel;
typedef struct BmCheck {
    char  *code, *value, *message, *help, *file;
    char **also;
    int    n_also;
    int   *dims, n_dims, line, column_number, length, slot;
} BmCheck;

typedef struct BmSchema {
    char          *model, *file;
    int            layout_cells; /* of int64, for BmModel.layout */
    int            n_dims, n_derived, n_data, n_sizes, n_labels, n_unknowns, n_outputs, n_statements, n_checks;
    struct BmPool *pool; /* of all text and arrays in here */
    BmDim         *dims;
    BmDerived     *derived;
    BmDatum       *data;
    BmSizeName    *sizes;
    BmNamedLabel  *labels;
    BmArray       *unknowns, *outputs;
    BmStatement   *statements;
    BmCheck       *checks;
} BmSchema;

/* NULL if the text is not a schema (a bug of the compiler, or a damaged file). */
BmSchema *bm_schema_read(const char *json);
void      bm_schema_free(BmSchema *schema);

#endif
