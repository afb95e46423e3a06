/* Functions in the 113 bits of __float128: references for the table of accuracies. Slow, plain, and written apart from runtime/special*.c:
 * elementary functions, erf and lgamma are those of libquadmath; what is made of them is written out from its definition. */
#ifndef TESTS_ULP_QUAD_H
#define TESTS_ULP_QUAD_H
#include <quadmath.h>

typedef __float128 Quad;

Quad q_polygamma(int n, Quad x); /* n-th derivative of digamma, 0 … 3, x > 0 */
Quad q_log_phi(Quad x);          /* log of the normal cdf */
Quad q_hazard(Quad x);
Quad q_probit(Quad p);
Quad q_log_gamma_p(Quad a, Quad x);
Quad q_log_gamma_q(Quad a, Quad x);
Quad q_log_beta_p(Quad a, Quad b, Quad x);
Quad q_bessel_i(Quad nu, Quad x); /* power series */
Quad q_bessel_k(Quad nu, Quad x); /* trapezoidal rule */
Quad q_bessel_j(Quad nu, Quad x); /* power series, any order that is no negative whole number; for x <= 20 */
Quad q_bessel_y(Quad nu, Quad x); /* orders that are not whole */
Quad q_owens_t(Quad h, Quad a);
/* Derivative of f(x, y) by its first or second argument: differences, right to some 20 digits. */
Quad q_slope(Quad (*f)(Quad, Quad), Quad x, Quad y, int by);

#endif
