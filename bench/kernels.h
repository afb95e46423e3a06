/* Value and gradient of five models, written by hand: what compiled models are measured against. Log densities up to a constant,
 * on the unconstrained scale with the log Jacobian, like BmModel.gradient. */
#ifndef BENCH_KERNELS_H
#define BENCH_KERNELS_H

/* Data as a kernel wants them: dims and pointers into arrays of the bound data (rows in their order), prepared once. */
typedef struct Kernel Kernel;
typedef double        KernelGradient(const Kernel *kernel, const double *q, double *grad);
struct Kernel {
    KernelGradient *gradient;
    int             n, p, groups;
    const double   *y, *x, *sigma; /* x: column-major, padded columns of n rows */
    double         *xty;           /* sum over rows of y x, for each column */
    int            *begin;         /* first row of each group, and the end */
    double         *work;          /* of a Gaussian process: 2 n^2 + n cells */
};

/* q = (theta_trans[8], mu, log tau). */
KernelGradient kernel_eight_schools;
/* q = (z[groups], mu, beta, log tau, log sigma); rows sorted by group; groups <= 256. */
KernelGradient kernel_radon;
/* q = beta[10]; n is a multiple of 8 and at most 1000. */
KernelGradient kernel_logistic;
KernelGradient kernel_poisson;
/* q = (log rho, log alpha, log sigma); n is a multiple of 8. By OpenBLAS, on one thread. */
KernelGradient kernel_gp;

#endif
