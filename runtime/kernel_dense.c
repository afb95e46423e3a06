/* Kernels on matrices, by OpenBLAS and its LAPACK. They are column-major: a row-major lower triangle is their upper one, and a matrix is
 * its own transpose. Each call runs on one thread: chains are what runs side by side. */
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

extern void openblas_set_num_threads(int);
extern int  openblas_get_num_threads(void);
extern void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
extern void dpotri_(const char *uplo, const int *n, double *a, const int *lda, int *info);
extern void dtrsv_(const char *uplo, const char *trans, const char *diag, const int *n, const double *a, const int *lda,
                   double *x, const int *incx);
extern void dtrsm_(const char *side, const char *uplo, const char *trans, const char *diag, const int *m, const int *n,
                   const double *alpha, const double *a, const int *lda, double *b, const int *ldb);
extern void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *pivots, int *info);
extern void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *a, const int *lda,
                    const int *pivots, double *b, const int *ldb, int *info);
extern void dgetri_(const int *n, double *a, const int *lda, const int *pivots, double *work, const int *lwork,
                    int *info);
extern void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
                   const int *lwork, int *info);

/* In the place of a number of threads at the start of the program: who links a model into a program of their own has no such place. */
static void one_thread(void) {
    if (openblas_get_num_threads() != 1) openblas_set_num_threads(1);
}

static const int one = 1;

static void fill_nan(double *out, int64_t n) {
    for (int64_t i = 0; i < n; i++) out[i] = NAN;
}

static bool all_finite(const double *x, int64_t n) {
    for (int64_t i = 0; i < n; i++)
        if (!isfinite(x[i])) return false;
    return true;
}

/* --- positive definite --- */

/* What is not finite below the diagonal reaches the diagonal: it is enough to look there. */
void bm_kernel_cholesky(const int64_t *sizes, const double *const *args, double *out) {
    int  n = (int)sizes[0], info = 0;
    bool good = true;
    for (size_t i = 0, width = (size_t)n; i < width; i++) {
        memcpy(out + i * width, args[0] + i * width, (i + 1) * sizeof *out);
        memset(out + i * width + i + 1, 0, (width - i - 1) * sizeof *out);
    }
    one_thread();
    if (n) dpotrf_("U", &n, out, &n, &info);
    for (size_t i = 0; i < (size_t)n; i++) good &= isfinite(out[i * ((size_t)n + 1)]) != 0;
    if (info || !good) fill_nan(out, (int64_t)n * n);
}

static void solve_triangular(const char *transposed, int n, const double *factor, double *x, int64_t count) {
    static const double scale = 1;
    one_thread();
    if (count == 1 && n) dtrsv_("U", transposed, "N", &n, factor, &n, x, &one);
    if (count == 1 || !n) return;
    for (int64_t at = 0; at < count; at += INT_MAX) { /* LAPACK counts with int */
        int columns = count - at < INT_MAX ? (int)(count - at) : INT_MAX;
        dtrsm_("L", "U", transposed, "N", &n, &columns, &scale, factor, &n, x + at * n, &n);
    }
}

static void copy_sides(const int64_t *sizes, const double *y, double *out, int64_t count) {
    memcpy(out, y, (size_t)sizes[0] * (size_t)count * sizeof *out);
}

void bm_kernel_solve_lower_many(const int64_t *sizes, const double *const *args, double *out, int64_t count) {
    copy_sides(sizes, args[1], out, count);
    solve_triangular("T", (int)sizes[0], args[0], out, count);
}

void bm_kernel_solve_lower_t_many(const int64_t *sizes, const double *const *args, double *out, int64_t count) {
    copy_sides(sizes, args[1], out, count);
    solve_triangular("N", (int)sizes[0], args[0], out, count);
}

void bm_kernel_spd_solve_many(const int64_t *sizes, const double *const *args, double *out, int64_t count) {
    copy_sides(sizes, args[1], out, count);
    solve_triangular("T", (int)sizes[0], args[2], out, count);
    solve_triangular("N", (int)sizes[0], args[2], out, count);
}

void bm_kernel_solve_lower(const int64_t *sizes, const double *const *args, double *out) {
    bm_kernel_solve_lower_many(sizes, args, out, 1);
}

void bm_kernel_solve_lower_t(const int64_t *sizes, const double *const *args, double *out) {
    bm_kernel_solve_lower_t_many(sizes, args, out, 1);
}

void bm_kernel_spd_solve(const int64_t *sizes, const double *const *args, double *out) {
    bm_kernel_spd_solve_many(sizes, args, out, 1);
}

void bm_kernel_spd_inverse(const int64_t *sizes, const double *const *args, double *out) {
    int n = (int)sizes[0], info = 0;
    memcpy(out, args[1], (size_t)n * (size_t)n * sizeof *out);
    one_thread();
    if (n) dpotri_("U", &n, out, &n, &info);
    if (info) fill_nan(out, (int64_t)n * n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) out[j * n + i] = out[i * n + j];
}

void bm_kernel_spd_log_det(const int64_t *sizes, const double *const *args, double *out) {
    int64_t n = sizes[0];
    double  sum = 0;
    for (int64_t i = 0; i < n; i++) sum += log(args[1][i * n + i]);
    *out = 2 * sum;
}

/* --- any square matrix --- */

/* The matrix (transposed, in their view) as P L U, and the permutation. */
typedef struct Factors {
    double *lu;
    int    *pivots;
    bool    singular;
} Factors;

/* false: no memory */
static bool factor(const double *matrix, int n, Factors *f) {
    int info = 0;
    *f = (Factors){malloc(((size_t)n * (size_t)n + 1) * sizeof(double)), malloc(((size_t)n + 1) * sizeof(int)), false};
    if (!f->lu || !f->pivots) return false;
    memcpy(f->lu, matrix, (size_t)n * (size_t)n * sizeof(double));
    one_thread();
    if (n) dgetrf_(&n, &n, f->lu, &n, f->pivots, &info);
    f->singular = info > 0;
    return true;
}

static void free_factors(Factors *f) {
    free(f->lu);
    free(f->pivots);
}

void bm_kernel_solve_many(const int64_t *sizes, const double *const *args, double *out, int64_t count) {
    int     n = (int)sizes[0], info = 0;
    Factors f;
    bool    good = factor(args[0], n, &f) && !f.singular;
    copy_sides(sizes, args[1], out, count);
    for (int64_t i = 0; good && n && i < count; i += INT_MAX) {
        int sides = count - i < INT_MAX ? (int)(count - i) : INT_MAX;
        dgetrs_("T", &n, &sides, f.lu, &n, f.pivots, out + i * n, &n, &info);
    }
    if (!good || info) fill_nan(out, n * count);
    free_factors(&f);
}

void bm_kernel_solve(const int64_t *sizes, const double *const *args, double *out) {
    bm_kernel_solve_many(sizes, args, out, 1);
}

void bm_kernel_inverse(const int64_t *sizes, const double *const *args, double *out) {
    int     n = (int)sizes[0], info = 0, room = 64 * n;
    Factors f;
    bool    good = factor(args[0], n, &f) && !f.singular;
    double *work = malloc(((size_t)room + 1) * sizeof *work);
    if (good && work && n) dgetri_(&n, f.lu, &n, f.pivots, work, &room, &info);
    if (good && work && !info)
        memcpy(out, f.lu, (size_t)n * (size_t)n * sizeof *out);
    else
        fill_nan(out, (int64_t)n * n);
    free(work);
    free_factors(&f);
}

void bm_kernel_det(const int64_t *sizes, const double *const *args, double *out) {
    int     n = (int)sizes[0];
    Factors f;
    *out = NAN;
    if (factor(args[0], n, &f)) {
        *out = 1;
        for (int i = 0; i < n; i++) *out *= f.pivots[i] != i + 1 ? -f.lu[i * n + i] : f.lu[i * n + i];
    }
    free_factors(&f);
}

void bm_kernel_log_abs_det(const int64_t *sizes, const double *const *args, double *out) {
    int     n = (int)sizes[0];
    Factors f;
    *out = NAN;
    if (factor(args[0], n, &f)) {
        *out = 0;
        for (int i = 0; i < n; i++) *out += log(fabs(f.lu[i * n + i]));
    }
    free_factors(&f);
}

/* --- symmetric --- */

/* values: increasing; vectors: in their view columns, in ours rows. vectors holds the matrix before. */
static bool eigen(int n, double *vectors, double *values, const char *what) {
    int     room = 64 * n, info = 0;
    double *work = malloc(((size_t)room + 1) * sizeof *work);
    if (!work || !all_finite(vectors, (int64_t)n * n)) {
        free(work);
        return false;
    }
    one_thread();
    if (n) dsyev_(what, "U", &n, vectors, &n, values, work, &room, &info);
    free(work);
    return info == 0;
}

void bm_kernel_eigenvalues(const int64_t *sizes, const double *const *args, double *out) {
    int     n = (int)sizes[0];
    double *matrix = malloc(((size_t)n * (size_t)n + 1) * sizeof *matrix);
    if (matrix) memcpy(matrix, args[0], (size_t)n * (size_t)n * sizeof *matrix);
    if (!matrix || !eigen(n, matrix, out, "N")) fill_nan(out, n);
    free(matrix);
}

/* Of the two directions of each vector the one in which its largest component is positive. */
void bm_kernel_eigenvectors(const int64_t *sizes, const double *const *args, double *out) {
    int     n = (int)sizes[0];
    double *matrix = malloc(((size_t)n * (size_t)n + 1) * sizeof *matrix),
           *values = malloc(((size_t)n + 1) * sizeof *values);
    if (matrix) memcpy(matrix, args[0], (size_t)n * (size_t)n * sizeof *matrix);
    bool good = matrix && values && eigen(n, matrix, values, "V");
    if (!good) fill_nan(out, (int64_t)n * n);
    for (int k = 0; good && k < n; k++) {
        const double *vector = matrix + (size_t)k * (size_t)n;
        int           top = 0;
        for (int i = 1; i < n; i++)
            if (fabs(vector[i]) > fabs(vector[top])) top = i;
        for (int i = 0; i < n; i++) out[i * n + k] = vector[top] < 0 ? -vector[i] : vector[i];
    }
    free(matrix);
    free(values);
}
