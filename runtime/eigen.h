/* Eigenvalues of small symmetric matrices. */
#ifndef BM_EIGEN_H
#define BM_EIGEN_H

/* a (n × n, row-major, symmetric, destroyed) = V diag(values) V^T; row k of `vectors` is the unit eigenvector of values[k]. In no
 * order. Cyclic Jacobi: relative accuracy near machine precision also for small eigenvalues of scaled matrices. */
void bm_eigen(double *a, int n, double *values, double *vectors);

#endif
