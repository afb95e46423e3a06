/* Names as the model writes them and as files spell them, brought to one form: docs/data.md, "Names". */
#ifndef BM_FOLD_H
#define BM_FOLD_H
#include "pool.h"

/* The form in which two names are compared: Greek letters by their English names (`_` between them and a neighbouring letter), subscript
 * digits as `_` and digits, letters with accents composed, blanks at both ends dropped. What is not of a name (a `$`, a blank inside) stays. */
char *bm_fold(BmPool *pool, const char *text, size_t length);
/* Lower case (ASCII), blanks at both ends dropped, runs of blanks, `_`, `.` and `-` as one `_`: spellings that a reader takes for the same. */
char *bm_fold_loosely(BmPool *pool, const char *text, size_t length);
/* Which of the words is near enough to `word` to be meant, by spelling; -1: none. */
int bm_nearest(const char *word, const char *const *words, int count);

#endif
