/* What can be wrong with the values of one datum, counted while they are read. For bind_values.c and bind_faults.c. */
#ifndef BM_BIND_FAULTS_H
#define BM_BIND_FAULTS_H
#include "bind_work.h"

typedef enum BmFaultKind {
    BM_FAULT_NONE,
    BM_FAULT_MISSING,    /* L03 */
    BM_FAULT_NO_ROW,     /* L03: no row of the table has the cell's labels */
    BM_FAULT_NOT_NUMBER, /* L04 */
    BM_FAULT_NOT_DATE,   /* L04 */
    BM_FAULT_NOT_BINARY, /* L04, L10 */
    BM_FAULT_NEGATIVE,   /* L10: of a count */
    BM_FAULT_OUTSIDE,    /* L10 */
    BM_FAULT_NOT_WHOLE,  /* L11 */
    BM_FAULT_NOT_LABEL,  /* D10, T04 */
    BM_FAULT_KINDS
} BmFaultKind;

/* Where a cell came from: table and row (from 0) and column, -1 if from no table; cell: its place in the array. */
typedef struct BmCellPlace {
    int     table, row, column;
    int64_t cell;
} BmCellPlace;

enum { BM_FAULTS_SHOWN = 5 };
typedef struct BmFault {
    int64_t       count;
    BmCellPlace   first;
    double        value;                  /* of the first, if it was a number */
    double        least, greatest;        /* of those that are numbers */
    int64_t       numbers;                /* how many are numbers */
    const BmCell *cells[BM_FAULTS_SHOWN]; /* different ones */
    int           n_cells;
    int           rows[BM_FAULTS_SHOWN]; /* or positions, from 1 */
    int64_t       places[BM_FAULTS_SHOWN];
} BmFault;
typedef struct BmFaults {
    int     datum;
    BmFault at[BM_FAULT_KINDS];
    int64_t twice;
    int64_t twice_cell;
    int     twice_rows[2];
    double  twice_values[2];
    bool    twice_same;
} BmFaults;

void bm_fault_add(const BmBind *b, BmFaults *faults, BmFaultKind kind, const BmCell *cell, BmCellPlace at,
                  double value);
/* Two rows for one cell (L06). */
void bm_fault_twice(const BmBind *b, BmFaults *faults, int64_t cell, int row, int other_row, double value,
                    double other_value, bool same);
/* A row whose label is none of the dim (L07). */
void bm_fault_row_label(BmBind *b, const BmDatum *datum, int table, int column, int dim, int row, int count);
void bm_fault_report(BmBind *b, const BmFaults *faults);

#endif
