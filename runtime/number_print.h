/* The fast way of bm_number_print. */
#ifndef BM_NUMBER_PRINT_H
#define BM_NUMBER_PRINT_H
#include <stdbool.h>

/* Writes the fewest digits (15 to 17 tried) that read back as the same number; false: not done, use another way. */
bool bm_number_print_fast(double number, char *buffer);

#endif
