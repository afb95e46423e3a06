/* Scalar functions of the language: double bm_NAME(arguments) for each row of the table of functions, under the same name.
 * Pure, thread-safe, no errno to be read. Outside the domain: NaN; at a pole: the infinity of the limit. NaN in, NaN out.
 * Errors stated beside each family are the largest seen by tests/runtime/test_special.c against 50-digit values; "ulp" is a
 * unit in the last place of the result. Where nothing is stated, the C library's function is handed on (at most 2 ulp). */
#ifndef RUNTIME_SPECIAL_H
#define RUNTIME_SPECIAL_H

/* special_log.c: 2 ulp, but for log_sum_exp and log_diff_exp near their zeros (1e-15 absolute). */
double bm_exp(double x);
double bm_log(double x);
double bm_expm1(double x);
double bm_log1p(double x);
double bm_log1m(double x); /* log(1 - x) */
double bm_log2(double x);
double bm_log10(double x);
double bm_log1p_exp(double x); /* log(1 + e^x) */
double bm_log1m_exp(double x); /* log(1 - e^x), x <= 0 */
double bm_log_sum_exp(double x, double y);
double bm_log_diff_exp(double x, double y); /* log(e^x - e^y), x >= y */
double bm_xlogy(double x, double y);        /* x log y; 0 where x = 0 */
double bm_xlog1py(double x, double y);      /* x log(1 + y); 0 where x = 0 */
double bm_logit(double p);
double bm_inv_logit(double x);
double bm_cloglog(double p);     /* log(-log(1 - p)) */
double bm_inv_cloglog(double x); /* 1 - exp(-e^x) */

/* special_plain.c */
double bm_sqrt(double x);
double bm_cbrt(double x);
double bm_square(double x);
double bm_pow(double x, double y);
double bm_hypot(double x, double y);
double bm_abs(double x);
double bm_sign(double x);
double bm_step(double x);          /* 1 if x >= 0, else 0 */
double bm_min(double x, double y); /* NaN if either is */
double bm_max(double x, double y);
double bm_floor(double x);
double bm_ceil(double x);
double bm_round(double x); /* halves away from 0 */
double bm_sin(double x);
double bm_cos(double x);
double bm_tan(double x);
double bm_asin(double x);
double bm_acos(double x);
double bm_atan(double x);
double bm_atan2(double y, double x);
double bm_sinh(double x);
double bm_cosh(double x);
double bm_tanh(double x);
double bm_cot_pi(double x); /* 1 / tan(pi x) */
double bm_asinh(double x);
double bm_acosh(double x);
double bm_log_cosh(double x);
double bm_atanh(double x);

/* special_erf.c: 3 ulp, hazard and probit 5 ulp. */
double bm_erf(double x);
double bm_erfc(double x);
double bm_erfcx(double x); /* e^(x^2) erfc(x) */
double bm_Phi(double x);   /* cumulative distribution of Normal(0, 1) */
double bm_log_Phi(double x);
double bm_normal_hazard(double x); /* density of Normal(0, 1) at x over 1 - Phi(x) */
double bm_probit(double p);        /* inverse of Phi */

/* special_gamma.c: lgamma, digamma 2 ulp; trigamma, tetragamma, gamma 3 ulp. x > 0. */
double bm_lgamma(double x);
double bm_digamma(double x);
double bm_trigamma(double x);
double bm_tetragamma(double x);
double bm_lfactorial(double n); /* lgamma(n + 1) */
double bm_gamma(double x);
double bm_lmgamma(double d, double x);  /* log of the multivariate gamma function, d = 0, 1, …; x > (d - 1) / 2 */
double bm_mdigamma(double d, double x); /* its derivatives by x */
double bm_mtrigamma(double d, double x);

/* special_incomplete.c: regularised incomplete gamma functions and their logarithms, 2e-13 relative (600 ulp) for a <= 1e5. Time and error grow as
 * sqrt(a) where x is near a. */
double bm_gamma_p(double a, double x);
double bm_gamma_q(double a, double x);
double bm_log_gamma_p(double a, double x);
double bm_log_gamma_q(double a, double x);
double bm_log_gamma_p_slope(double a, double x); /* derivative of log_gamma_p by a */
double bm_log_gamma_q_slope(double a, double x);
double bm_log1p_excess(double t); /* t - log(1 + t) */

/* special_beta.c: regularised incomplete beta functions, their logarithms, and slopes of these by a and b; Student's t. 1e-13
 * relative for a, b <= 1e4; slopes by nu 1e-15 absolute where they are small. Time and error grow as sqrt(a + b) where x is near a / (a + b). */
double bm_beta_p(double a, double b, double x);
double bm_beta_q(double a, double b, double x);
double bm_log_beta_p(double a, double b, double x);
double bm_log_beta_q(double a, double b, double x);
double bm_log_beta_p_slope(double a, double b, double x);
double bm_log_beta_q_slope(double a, double b, double x);
double bm_log_beta_p_slope_b(double a, double b, double x);
double bm_log_beta_q_slope_b(double a, double b, double x);
double bm_log_student_cdf(double z, double nu);       /* of Student's t, standard */
double bm_log_student_cdf_slope(double z, double nu); /* by nu */

/* special_delta.c: f(x + d) - f(x) for x > 0, x + d > 0. lgamma_delta: 1e-15 max(1, |f|); the other two: 5 ulp.
 * lbeta and lchoose: 5e-16 max(1, |f|). */
double bm_lgamma_delta(double x, double d);
double bm_digamma_delta(double x, double d);
double bm_trigamma_delta(double x, double d);
double bm_lgamma_rest_delta(double x, double d);  /* of lgamma(x) - x log x + x */
double bm_digamma_rest_delta(double x, double d); /* of digamma(x) - log x */
double bm_lbeta(double a, double b);
double bm_beta(double a, double b);
double bm_lchoose(double n, double k);
double bm_choose(double n, double k);

/* special_stat.c: 5 ulp; log1p_slope 8, its derivative 40, normal_excess 12, its derivative 100 ulp; log_mix near its zeros 2e-16 absolute; log_inv_cloglog above 1: e^x / 8. */
double bm_exp_excess(double x);                  /* e^x - 1 - x */
double bm_log_inv_cloglog(double x);             /* log(1 - exp(-e^x)) */
double bm_log1p_ratio(double c, double z);       /* log(1 + c z) / c; z where c = 0 */
double bm_log1p_slope(double u);                 /* (log(1 + u) - u / (1 + u)) / u^2 */
double bm_log1p_curve(double u);                 /* the derivative of that */
double bm_expm1_ratio(double c, double z);       /* (e^(c z) - 1) / c; z where c = 0 */
double bm_log_mix(double p, double x, double y); /* log(p e^x + (1 - p) e^y) */
double bm_normal_excess(double x);               /* normal_hazard(x) - x */
double bm_normal_excess_slope(double x);         /* its derivative */
double bm_log_normal_exponential(double z, double rate);

/* special_saddle.c: what is left beside the exponential part; 3 ulp. */
double bm_lgamma_1p(double x);                             /* lgamma(1 + x), also near 0 */
double bm_stirling_error(double x);                        /* lgamma(x + 1) - (x + 1/2) log x + x - log(2 pi) / 2 */
double bm_lgamma_excess(double x);                         /* lgamma(x + 1) - x log x + x; 0 at 0 */
double bm_digamma_excess(double x);                        /* digamma(x + 1) - log x */
double bm_trigamma_excess(double x);                       /* trigamma(x + 1) - 1 / x */
double bm_log_ratio(double x, double y);                   /* log(x / y) */
double bm_deviance(double x, double m);                    /* x log(x / m) + m - x >= 0 */
double bm_binomial_deviance(double y, double n, double p); /* of y successes and n - y failures */
/* The log density of NegativeBinomial(mu, phi) at y, and its derivative by phi. */
double bm_log_negative_binomial(double y, double mu, double phi);
double bm_log_negative_binomial_slope(double y, double mu, double phi);
/* The log density of BetaBinomial(n, alpha, beta), its derivative by alpha; the log density of BetaNegativeBinomial(r, alpha, beta),
 * and its derivatives. */
double bm_log_beta_binomial(double alpha, double beta, double y, double n);
double bm_log_beta_binomial_slope(double alpha, double beta, double y, double n);
double bm_log_beta_negative_binomial(double r, double alpha, double beta, double y);
double bm_log_beta_negative_binomial_r(double r, double alpha, double beta, double y);
double bm_log_beta_negative_binomial_a(double r, double alpha, double beta, double y);
double bm_log_beta_negative_binomial_b(double r, double alpha, double beta, double y);

/* special_bessel_ik.c: I_nu for nu >= 0, K_nu for any nu, x >= 0. With r = hypot(nu, x) and eta = r + nu log(x / (nu + r)), an excess is what log I has
 * beside eta, or log K beside -eta. */
double bm_bessel_i(double nu, double x);
double bm_bessel_k(double nu, double x);
double bm_log_bessel_i(double nu, double x);
double bm_log_bessel_k(double nu, double x);
double bm_log_bessel_i_excess(double nu, double x);
double bm_log_bessel_k_excess(double nu, double x);
double bm_bessel_i_ratio(double nu, double x);        /* I_(nu+1) / I_nu */
double bm_bessel_i_slope_excess(double nu, double x); /* of log_bessel_i_excess by x: I' / I - r / x */
double bm_bessel_k_slope_excess(double nu, double x); /* K' / K + r / x */
double bm_bessel_i_order_excess(double nu, double x); /* by nu */
double bm_bessel_k_order_excess(double nu, double x);

/* special_bessel_jy.c: J_nu and Y_nu for nu >= 0, x >= 0. */
double bm_bessel_j(double nu, double x);
double bm_bessel_y(double nu, double x);

/* special_quadrature.c: 10 ulp; of what is left of 1 in a cdf. */
double bm_owens_t(double h, double a);
double bm_log_skew_normal_cdf(double z, double skew); /* log P(Z <= z) of the standard skew normal distribution */
double bm_log_rice_cdf(double z, double a);           /* of the Rice distribution with scale 1 */
double bm_log_rice_ccdf(double z, double a);
double bm_von_mises_cdf(double x, double mu, double concentration);
double bm_von_mises_cdf_slope(double x, double mu, double concentration); /* by concentration */
/* special_passage.c: a Brownian motion from b that is at 1 for the first time at t has not been at 0 before; 4e-15 max(1, |f|), second
 * slopes 2e-14. */
double bm_log_unabsorbed(double t, double b);
double bm_log_unabsorbed_t(double t, double b); /* its derivatives */
double bm_log_unabsorbed_b(double t, double b);
double bm_log_unabsorbed_tt(double t, double b);
double bm_log_unabsorbed_tb(double t, double b);
double bm_log_unabsorbed_bb(double t, double b);

/* special_conway.c: p(y; mu) is the probability of y under Poisson(mu), E and Var are those under p^nu, renormalised. 1e-14 max(1, |f|) where nu
 * is at most 100 (E(y) - mu and the covariance: times the standard deviation); time grows as 1 / nu where nu mu is small, and from 1e7 terms on the answer is NaN. */
double bm_log_poisson(double y, double mu);                 /* log p(y; mu) */
double bm_log_poisson_power(double mu, double nu);          /* log of the sum over y of p^nu */
double bm_poisson_power_excess(double mu, double nu);       /* E(y) - mu */
double bm_poisson_power_log(double mu, double nu);          /* E(log p) */
double bm_poisson_power_variance(double mu, double nu);     /* Var(y) */
double bm_poisson_power_covariance(double mu, double nu);   /* Cov(y, log p) */
double bm_poisson_power_log_variance(double mu, double nu); /* Var(log p) */

/* special_inverse.c: inverses in x (z) of the functions of these names, from the logarithm of a probability; quantiles of counts, the smallest y with
 * P(Y <= y) >= e^l, upper: with P(Y > y) <= e^l. A few ulp of the probability that they lead back to, as far as that function is right. */
double bm_inv_log_gamma_p(double a, double l);
double bm_inv_log_gamma_q(double a, double l);
double bm_inv_log_beta_p(double a, double b, double l);
double bm_inv_log_beta_q(double a, double b, double l);
double bm_inv_log_student_cdf(double l, double nu);
double bm_inv_log_Phi(double l);
double bm_poisson_quantile(double l, double rate);
double bm_poisson_upper_quantile(double l, double rate);
double bm_binomial_quantile(double l, double n, double p);
double bm_binomial_upper_quantile(double l, double n, double p);
double bm_negative_binomial_quantile(double l, double mu, double phi);
double bm_negative_binomial_upper_quantile(double l, double mu, double phi);

/* special_counts.c: logarithms of the probability of at most y (cdf) and of more (ccdf), and their slopes; 1e-13. Time grows as the terms. */
double bm_log_hypergeometric_cdf(double y, double n, double successes, double failures);
double bm_log_hypergeometric_ccdf(double y, double n, double successes, double failures);
double bm_log_beta_binomial_cdf(double a, double b, double y, double n);
double bm_log_beta_binomial_cdf_a(double a, double b, double y, double n);
double bm_log_beta_binomial_cdf_b(double a, double b, double y, double n);
double bm_log_beta_binomial_ccdf(double a, double b, double y, double n);
double bm_log_beta_binomial_ccdf_a(double a, double b, double y, double n);
double bm_log_beta_binomial_ccdf_b(double a, double b, double y, double n);
double bm_log_conway_cdf(double mu, double nu, double y);
double bm_log_conway_cdf_mu(double mu, double nu, double y);
double bm_log_conway_cdf_nu(double mu, double nu, double y);
double bm_log_conway_ccdf(double mu, double nu, double y);
double bm_log_conway_ccdf_mu(double mu, double nu, double y);
double bm_log_conway_ccdf_nu(double mu, double nu, double y);

#endif
