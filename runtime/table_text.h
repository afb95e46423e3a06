/* The summary of a fit as a table for people: a line for each cell with its label and as many digits as the Monte Carlo error lets
 * stand; long arrays folded into one line. */
#ifndef BM_TABLE_TEXT_H
#define BM_TABLE_TEXT_H
#include "pool.h"
#include "sample.h"

enum { BM_TABLE_FOLD = 20 }; /* arrays with more cells are folded */

/* all: fold nothing. */
void bm_put_table(BmText *out, const BmSummaryRow *rows, const BmSchema *schema, const int64_t *layout, bool all);
/* The same for a terminal of so many columns (0: any): what does not fit is left out, first q50, then ess_tail. */
void bm_put_table_within(BmText *out, const BmSummaryRow *rows, const BmSchema *schema, const int64_t *layout, bool all,
                         int columns);
/* Number of arrays that bm_put_table folds. */
int bm_table_folded(const BmSchema *schema);
/* Columns that UTF-8 text takes on a terminal. */
int bm_text_width(const char *text);
/* Text, then blanks up to `width` columns; width < 0: blanks first. */
void bm_put_padded(BmText *out, const char *text, int width);

#endif
