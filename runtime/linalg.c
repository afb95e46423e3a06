/* Matrix times vector: limited by reading the matrix, so several rows go together and each element of x or out is touched once for all of
 * them. Compiled for wide vectors and for narrow ones; the processor takes its own. */
#include "linalg.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

enum { LANES = 8, TOGETHER = 4, BLOCK = 1024 };
typedef double Lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(8)));

/* out[c] += the sum over four rows from `row` on, for columns [from, to). */
FOR_EACH_PROCESSOR static void add_rows(const double *row, int64_t stride, const double *x, double *out,
                                        int64_t columns) {
    const double *r0 = row, *r1 = row + stride, *r2 = row + 2 * stride, *r3 = row + 3 * stride;
    int64_t       c = 0;
    for (; c + LANES <= columns; c += LANES) {
        Lanes sum = *(const Lanes *)(out + c);
        sum += *(const Lanes *)(r0 + c) * x[0] + *(const Lanes *)(r1 + c) * x[1];
        sum += *(const Lanes *)(r2 + c) * x[2] + *(const Lanes *)(r3 + c) * x[3];
        *(Lanes *)(out + c) = sum;
    }
    for (; c < columns; c++) out[c] += (r0[c] * x[0] + r1[c] * x[1]) + (r2[c] * x[2] + r3[c] * x[3]);
}

static void sum_over_rows(const double *matrix, int64_t rows, int64_t columns, const double *x, double *out) {
    memset(out, 0, (size_t)columns * sizeof *out);
    for (int64_t from = 0; from < columns; from += BLOCK) { /* what is added to stays in the nearest cache */
        int64_t width = columns - from < BLOCK ? columns - from : BLOCK, r = 0;
        for (; r + TOGETHER <= rows; r += TOGETHER)
            add_rows(matrix + r * columns + from, columns, x + r, out + from, width);
        for (; r < rows; r++)
            for (int64_t c = from; c < from + width; c++) out[c] += matrix[r * columns + c] * x[r];
    }
}

#define SUM_OF(v) ((((v)[0] + (v)[1]) + ((v)[2] + (v)[3])) + (((v)[4] + (v)[5]) + ((v)[6] + (v)[7])))

FOR_EACH_PROCESSOR static void dot_rows(const double *row, int64_t stride, const double *x, double *out,
                                        int64_t columns) {
    Lanes   s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    int64_t c = 0;
    for (; c + LANES <= columns; c += LANES) {
        Lanes v = *(const Lanes *)(x + c);
        s0 += *(const Lanes *)(row + c) * v;
        s1 += *(const Lanes *)(row + stride + c) * v;
        s2 += *(const Lanes *)(row + 2 * stride + c) * v;
        s3 += *(const Lanes *)(row + 3 * stride + c) * v;
    }
    Lanes all[TOGETHER] = {s0, s1, s2, s3};
    for (int k = 0; k < TOGETHER; k++) {
        double sum = SUM_OF(all[k]);
        for (int64_t d = c; d < columns; d++) sum += row[k * stride + d] * x[d];
        out[k] = sum;
    }
}

static void sum_over_columns(const double *matrix, int64_t rows, int64_t columns, const double *x, double *out) {
    int64_t r = 0;
    for (; r + TOGETHER <= rows; r += TOGETHER) dot_rows(matrix + r * columns, columns, x, out + r, columns);
    for (; r < rows; r++) {
        Lanes   sum = {0};
        int64_t c = 0;
        for (; c + LANES <= columns; c += LANES)
            sum += *(const Lanes *)(matrix + r * columns + c) * *(const Lanes *)(x + c);
        out[r] = SUM_OF(sum);
        for (; c < columns; c++) out[r] += matrix[r * columns + c] * x[c];
    }
}

void bm_matvec(const double *matrix, int64_t rows, int64_t columns, int64_t over_rows, const double *x, double *out) {
    if (over_rows)
        sum_over_rows(matrix, rows, columns, x, out);
    else
        sum_over_columns(matrix, rows, columns, x, out);
}
