/* Numbers and dates as text, both ways, the same in every locale. */
#ifndef BM_NUMBER_H
#define BM_NUMBER_H
#include <stdbool.h>
#include <stddef.h>

enum { BM_NUMBER_ROOM = 32 };

/* All of text[0..length) (blanks around it allowed) is one number: decimal, with exponent, or Inf, Infinity with a sign. */
bool bm_number_read(const char *text, size_t length, double *number);
/* ISO date 2026-11-20: days since 1970-01-01 in the Gregorian calendar. */
bool bm_date_read(const char *text, size_t length, double *days);
/* The fewest digits that read back the same number. */
const char *bm_number_print(double number, char buffer[BM_NUMBER_ROOM]);
/* For a reader's eye: at most 6 digits. */
const char *bm_number_show(double number, char buffer[BM_NUMBER_ROOM]);

#endif
