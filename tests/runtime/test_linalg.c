/* bm_matvec against plain sums in long double: sizes around the width of vectors and of blocks, both directions. */
#include "runtime/linalg.h"
#include "runtime/draw.h"
#include "test.h"
#include <math.h>
#include <stdlib.h>

static void hold(int64_t rows, int64_t columns) {
    BmStream stream = bm_stream(11, (uint32_t)rows, 0, (uint32_t)columns);
    double *m = malloc((size_t)(rows * columns + 1) * sizeof *m), *x = malloc((size_t)(rows + columns + 1) * sizeof *x);
    double *out = malloc((size_t)(rows + columns + 1) * sizeof *out);
    for (int64_t i = 0; i < rows * columns; i++) m[i] = bm_std_normal(&stream);
    for (int64_t i = 0; i < rows + columns; i++) x[i] = bm_std_normal(&stream);
    bm_matvec(m, rows, columns, 1, x, out);
    for (int64_t c = 0; c < columns; c++) {
        long double sum = 0;
        for (int64_t r = 0; r < rows; r++) sum += (long double)m[r * columns + c] * x[r];
        CHECK_NEAR(out[c], (double)sum, 1e-14 * (double)(rows + 1));
    }
    bm_matvec(m, rows, columns, 0, x, out);
    for (int64_t r = 0; r < rows; r++) {
        long double sum = 0;
        for (int64_t c = 0; c < columns; c++) sum += (long double)m[r * columns + c] * x[c];
        CHECK_NEAR(out[r], (double)sum, 1e-14 * (double)(columns + 1));
    }
    free(m), free(x), free(out);
}

int main(void) {
    static const int64_t sizes[] = {0, 1, 3, 4, 5, 7, 8, 9, 17, 65, 1023, 1025, 2100};
    for (int i = 0; i < 13; i++)
        for (int j = 0; j < 13; j++)
            if (sizes[i] * sizes[j] < 300000) hold(sizes[i], sizes[j]);
    return test_end();
}
