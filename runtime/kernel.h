/* Functions of whole axes that emitted code calls: the rows of lang/kernels.def.
 *
 * sizes[i]: extent of letter i (a = 0, b = 1, …). args[j] and out: contiguous, row-major in the order of their letters; none overlap.
 * Where there is no result (a matrix that is not positive definite, a singular one, no memory), all of out is NaN. */
#ifndef BM_KERNEL_H
#define BM_KERNEL_H
#include <stdint.h>

typedef void BmKernel(const int64_t *sizes, const double *const *args, double *out);
/* The same for `count` right sides y of one matrix: they, and the solutions, lie one after the other. */
typedef void BmKernelMany(const int64_t *sizes, const double *const *args, double *out, int64_t count);

BmKernel     bm_kernel_scan, bm_kernel_scan_back, bm_kernel_order, bm_kernel_rank;
BmKernel     bm_kernel_cholesky, bm_kernel_solve_lower, bm_kernel_solve_lower_t;
BmKernel     bm_kernel_spd_solve, bm_kernel_spd_inverse, bm_kernel_spd_log_det;
BmKernel     bm_kernel_solve, bm_kernel_inverse, bm_kernel_det, bm_kernel_log_abs_det;
BmKernelMany bm_kernel_solve_lower_many, bm_kernel_solve_lower_t_many, bm_kernel_spd_solve_many, bm_kernel_solve_many;
BmKernel     bm_kernel_eigenvalues, bm_kernel_eigenvectors;
BmKernel     bm_kernel_multinomial_counts;
BmKernel     bm_kernel_interval, bm_kernel_bspline, bm_kernel_natural_spline;

#endif
