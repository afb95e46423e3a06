/* Dense linear algebra that emitted code calls. */
#ifndef BM_LINALG_H
#define BM_LINALG_H
#include <stdint.h>

/* matrix: rows × columns, row-major. over_rows: out[columns] = sum over rows of matrix[r][c] x[r]; else out[rows] = sum over columns of
 * matrix[r][c] x[c]. Sums run in an order that does not depend on the processor's vectors. */
void bm_matvec(const double *matrix, int64_t rows, int64_t columns, int64_t over_rows, const double *x, double *out);

#endif
