/* The scalar functions of runtime/special.h against tables of 36 digits (tests/runtime/special, made by special_refs.py with mpmath),
 * and what they give at the edges of their domains. With the argument -v: the largest error of each. */
#include "runtime/special.h"
#include "test.h"
#include <stdlib.h>

typedef double (*One)(double);
typedef double (*Two)(double, double);
typedef double (*Three)(double, double, double);

/* The error is bounded in units in the last place of the value; where the function has zeros that cost digits, an error
 * below absolute * max(1, |value|) is right as well. */
typedef struct Row {
    const char *name;
    One         one;
    Two         two;
    Three       three;
    double      ulps, absolute;
} Row;

#define ONE(name, ulps, absolute) {#name, bm_##name, NULL, NULL, ulps, absolute}
#define TWO(name, ulps, absolute) {#name, NULL, bm_##name, NULL, ulps, absolute}
#define THREE(name, ulps, absolute) {#name, NULL, NULL, bm_##name, ulps, absolute}
static const Row rows[] = {
    ONE(exp, 1, 0),
    ONE(log, 1, 0),
    ONE(expm1, 1, 0),
    ONE(log1p, 1, 0),
    ONE(log1m, 1, 0),
    ONE(log2, 1, 0),
    ONE(log10, 2, 0),
    ONE(log1p_exp, 1.5, 0),
    ONE(log1m_exp, 2, 0),
    TWO(log_sum_exp, 2, 1e-15),
    TWO(log_diff_exp, 2, 1e-15),
    TWO(xlogy, 1.5, 0),
    TWO(xlog1py, 1.5, 0),
    ONE(logit, 2, 0),
    ONE(inv_logit, 2, 0),
    ONE(cloglog, 2, 2e-16),
    ONE(inv_cloglog, 2, 0),
    ONE(erf, 1, 0),
    ONE(erfc, 3, 0),
    ONE(erfcx, 3, 0),
    ONE(Phi, 3, 0),
    ONE(log_Phi, 3, 0),
    ONE(normal_hazard, 5, 0),
    ONE(probit, 5, 0),
    ONE(sin, 1, 0),
    ONE(cos, 1, 0),
    ONE(tan, 1, 0),
    ONE(asin, 1, 0),
    ONE(acos, 1, 0),
    ONE(atan, 1, 0),
    TWO(atan2, 1, 0),
    ONE(sinh, 2, 0),
    ONE(cosh, 2, 0),
    ONE(tanh, 2.5, 0),
    ONE(cot_pi, 3, 0),
    ONE(asinh, 2, 0),
    ONE(acosh, 2, 0),
    ONE(log_cosh, 2.5, 0),
    ONE(atanh, 2, 0),
    TWO(hypot, 1, 0),
    TWO(pow, 1, 0),
    ONE(lgamma, 2, 0),
    ONE(digamma, 2, 0),
    ONE(trigamma, 3, 0),
    ONE(tetragamma, 3, 0),
    ONE(gamma, 3, 0),
    TWO(lgamma_delta, 3, 1e-15),
    TWO(digamma_delta, 5, 0),
    TWO(trigamma_delta, 5, 0),
    TWO(lbeta, 2, 5e-16),
    TWO(lchoose, 2, 5e-16),
    ONE(exp_excess, 4, 0),
    ONE(log_inv_cloglog, 40, 0),
    TWO(log1p_ratio, 4, 0),
    ONE(log1p_slope, 8, 0),
    TWO(expm1_ratio, 4, 0),
    THREE(log_mix, 6, 2e-16),
    ONE(log1p_curve, 40, 0),
    ONE(normal_excess, 12, 0),
    ONE(normal_excess_slope, 200, 0),
    TWO(log_normal_exponential, 5, 4e-16),
    TWO(lmgamma, 4, 2e-15),
    TWO(mdigamma, 10, 2e-15),
    TWO(mtrigamma, 10, 0),
    ONE(lgamma_excess, 4, 0),
    ONE(digamma_excess, 4, 0),
    ONE(trigamma_excess, 8, 0),
    TWO(log_ratio, 2, 0),
    TWO(deviance, 4, 0),
    THREE(log_negative_binomial, 6, 0),
    THREE(log_negative_binomial_slope, 200, 0),
    TWO(bessel_j, 100, 2e-15),
    TWO(bessel_y, 100, 2e-15),
    TWO(bessel_i, 200, 0),
    TWO(bessel_k, 700, 0),
    TWO(log_bessel_i, 4, 6e-15),
    TWO(log_bessel_k, 4, 6e-15),
    TWO(bessel_i_ratio, 10, 0),
    TWO(log_bessel_i_excess, 4, 6e-15),
    TWO(log_bessel_k_excess, 4, 2e-15),
    TWO(bessel_i_slope_excess, 300, 1e-15),
    TWO(bessel_k_slope_excess, 300, 2e-15),
    TWO(bessel_i_order_excess, 4, 2e-15),
    TWO(bessel_k_order_excess, 4, 2e-15),
    TWO(owens_t, 10, 0),
    TWO(log_skew_normal_cdf, 10, 2e-15),
    TWO(log_rice_cdf, 10, 2e-15),
    TWO(log_rice_ccdf, 10, 2e-15),
    TWO(log_gamma_p, 1000, 0),
    TWO(log_gamma_q, 1000, 0),
    TWO(log_gamma_p_slope, 1000, 0),
    TWO(log_gamma_q_slope, 1000, 0),
    THREE(log_beta_p, 1000, 0),
    THREE(log_beta_q, 1000, 0),
    THREE(log_beta_p_slope, 1000, 0),
    THREE(log_beta_q_slope, 1000, 0),
    THREE(log_beta_p_slope_b, 1000, 0),
    THREE(log_beta_q_slope_b, 1000, 0),
    TWO(log_poisson_power, 10, 1e-15),
    TWO(poisson_power_excess, 10, 2e-13),
    TWO(poisson_power_log, 10, 1e-14),
    TWO(poisson_power_variance, 10, 1e-14),
    TWO(poisson_power_covariance, 10, 2e-13),
    TWO(poisson_power_log_variance, 10, 1e-14),
    TWO(log_unabsorbed, 10, 4e-15),
    TWO(log_unabsorbed_t, 10, 4e-15),
    TWO(log_unabsorbed_b, 10, 4e-15),
    TWO(log_unabsorbed_tt, 10, 2e-14),
    TWO(log_unabsorbed_tb, 10, 2e-14),
    TWO(log_unabsorbed_bb, 10, 2e-14),
};

/* Distance between neighbours at a double next to x. */
static double ulp(double x) {
    x = fabs(x);
    return x < 0x1p-1022 ? 0x1p-1074 : ldexp(1, ilogb(x) - 52);
}

typedef struct Worst {
    double ulps, relative, x, y;
    int    lines;
} Worst;

static void hold_line(const Row *row, const char *line, Worst *worst) {
    char       *end;
    double      x = strtod(line, &end), y = row->one ? 0 : strtod(end, &end), z = row->three ? strtod(end, &end) : 0;
    long double expected = strtold(end, NULL);
    double      got = row->three ? row->three(x, y, z) : row->two ? row->two(x, y) : row->one(x);
    double      error = (double)fabsl((long double)got - expected), scale = fmax(1, fabs((double)expected));
    double      ulps = error / ulp((double)expected);
    int         good = ulps <= row->ulps || error <= row->absolute * scale;
    if (!good)
        printf("tests/runtime/special/%s.ref: (%.17g, %.17g): expected %.20Lg, got %.17g: %.3g ulp\n", row->name, x, y,
               expected, got, ulps);
    *(good ? &test_passed : &test_failed) += 1;
    worst->relative = fmax(worst->relative, error / scale);
    worst->lines++;
    if (!(ulps <= worst->ulps)) worst->ulps = ulps, worst->x = x, worst->y = y;
}

static void hold_table(const Row *row, int verbose) {
    char path[256], line[512];
    snprintf(path, sizeof path, "tests/runtime/special/%s.ref", row->name);
    FILE *file = fopen(path, "r");
    Worst worst = {0};
    while (file && fgets(line, sizeof line, file))
        if (*line != '#') hold_line(row, line, &worst);
    if (file) fclose(file);
    CHECK(worst.lines >= 40);
    if (verbose)
        printf("%-15s %5d values: at most %5.2f ulp, at (%.6g, %.6g); %.2g max(1, |f|)\n", row->name, worst.lines,
               worst.ulps, worst.x, worst.y, worst.relative);
}

static void edges_of_logs(void) {
    double inf = INFINITY;
    CHECK_NEAR(bm_log(0), -inf, 0);
    CHECK(isnan(bm_log(-1)));
    CHECK_NEAR(bm_log1p_exp(1e4), 1e4, 0);
    CHECK_NEAR(bm_log1p_exp(-inf), 0, 0);
    CHECK_NEAR(bm_log1p_exp(inf), inf, 0);
    CHECK_NEAR(bm_log1m_exp(0), -inf, 0);
    CHECK_NEAR(bm_log1m_exp(-inf), 0, 0);
    CHECK(isnan(bm_log1m_exp(1)));
    CHECK_NEAR(bm_log_sum_exp(-inf, -inf), -inf, 0);
    CHECK_NEAR(bm_log_sum_exp(-inf, 3), 3, 0);
    CHECK_NEAR(bm_log_sum_exp(inf, inf), inf, 0);
    CHECK(isnan(bm_log_sum_exp(NAN, inf)));
    CHECK_NEAR(bm_log_diff_exp(2, -inf), 2, 0);
    CHECK_NEAR(bm_log_diff_exp(2, 2), -inf, 0);
    CHECK_NEAR(bm_xlogy(0, 0), 0, 0);
    CHECK_NEAR(bm_xlogy(0, inf), 0, 0);
    CHECK_NEAR(bm_xlogy(1, 0), -inf, 0);
    CHECK(isnan(bm_xlogy(0, NAN)));
    CHECK_NEAR(bm_xlog1py(0, -1), 0, 0);
    CHECK_NEAR(bm_logit(0), -inf, 0);
    CHECK_NEAR(bm_logit(1), inf, 0);
    CHECK_NEAR(bm_logit(0.5), 0, 0);
    CHECK_NEAR(bm_inv_logit(-inf), 0, 0);
    CHECK_NEAR(bm_inv_logit(inf), 1, 0);
    CHECK(isnan(bm_inv_logit(NAN)));
    CHECK_NEAR(bm_inv_cloglog(1000), 1, 0);
    CHECK_NEAR(bm_log_inv_cloglog(1000), 0, 0);
    CHECK_NEAR(bm_log_inv_cloglog(-inf), -inf, 0);
    CHECK_NEAR(bm_log_mix(0, -inf, -2), -2, 0);
    CHECK_NEAR(bm_log_mix(1, 0, -inf), 0, 0);
    CHECK_REL(bm_log_mix(0.25, 0, -inf), log(0.25), 1e-15);
    CHECK_NEAR(bm_log_mix(0.5, -inf, -inf), -inf, 0);
    CHECK(isnan(bm_log_mix(1.1, 0, 1)) && isnan(bm_log_mix(0.5, NAN, 1)));
    CHECK_NEAR(bm_exp_excess(inf), inf, 0);
    CHECK_NEAR(bm_exp_excess(-inf), inf, 0);
    CHECK_NEAR(bm_exp_excess(0), 0, 0);
    CHECK_NEAR(bm_log1p_ratio(0, 3), 3, 0);
    CHECK_NEAR(bm_log1p_ratio(-0.5, 2), inf, 0);
    CHECK(isnan(bm_log1p_ratio(-0.5, 3)) && isnan(bm_log1p_slope(-1.5)) && isnan(bm_exp_excess(NAN)));
    CHECK_NEAR(bm_log1p_slope(inf), 0, 0);
    CHECK_NEAR(bm_expm1_ratio(0, 3), 3, 0);
}

static void edges_of_erf(void) {
    double inf = INFINITY;
    CHECK_NEAR(bm_Phi(-inf), 0, 0);
    CHECK_NEAR(bm_Phi(inf), 1, 0);
    CHECK_NEAR(bm_Phi(0), 0.5, 0);
    CHECK_NEAR(bm_log_Phi(-inf), -inf, 0);
    CHECK_NEAR(bm_log_Phi(inf), 0, 0);
    CHECK_REL(bm_log_Phi(-1e10), -5e19, 1e-15);
    CHECK_NEAR(bm_normal_hazard(-inf), 0, 0);
    CHECK_NEAR(bm_normal_hazard(inf), inf, 0);
    CHECK_REL(bm_normal_hazard(1e200), 1e200, 1e-15);
    CHECK_REL(bm_normal_excess(1e200), 1e-200, 1e-15);
    CHECK_NEAR(bm_normal_excess(-50), 50, 0);
    CHECK(isnan(bm_normal_excess(NAN)) && isnan(bm_log_normal_exponential(NAN, 1)));
    CHECK_NEAR(bm_erfcx(-30), inf, 0);
    CHECK_NEAR(bm_erfcx(inf), 0, 0);
    CHECK_NEAR(bm_probit(0), -inf, 0);
    CHECK_NEAR(bm_probit(1), inf, 0);
    CHECK(isnan(bm_probit(-0.1)) && isnan(bm_probit(1.1)) && isnan(bm_probit(NAN)));
    CHECK(isnan(bm_Phi(NAN)) && isnan(bm_log_Phi(NAN)) && isnan(bm_normal_hazard(NAN)) && isnan(bm_erfcx(NAN)));
}

static void edges_of_gamma(void) {
    double inf = INFINITY;
    CHECK_NEAR(bm_lgamma(0), inf, 0);
    CHECK_NEAR(bm_lgamma(inf), inf, 0);
    CHECK_NEAR(bm_lgamma(1), 0, 0);
    CHECK(isnan(bm_lgamma(-0.5)) && isnan(bm_lgamma(NAN)));
    CHECK_NEAR(bm_digamma(0), -inf, 0);
    CHECK_NEAR(bm_digamma(inf), inf, 0);
    CHECK(isnan(bm_digamma(-1)) && isnan(bm_digamma(NAN)));
    CHECK_NEAR(bm_trigamma(0), inf, 0);
    CHECK_NEAR(bm_trigamma(inf), 0, 0);
    CHECK(isnan(bm_trigamma(-1)) && isnan(bm_tetragamma(-1)) && isnan(bm_trigamma(NAN)) && isnan(bm_tetragamma(NAN)));
    CHECK_NEAR(bm_lgamma_delta(3, 0), 0, 0);
    CHECK_NEAR(bm_lgamma_delta(1e300, 0), 0, 0);
    CHECK_NEAR(bm_lgamma_delta(2, -2), inf, 0);
    CHECK(isnan(bm_lgamma_delta(2, -3)) && isnan(bm_lgamma_delta(-1, 3)) && isnan(bm_lgamma_delta(NAN, 1)) &&
          isnan(bm_lgamma_delta(1, NAN)));
    CHECK(isnan(bm_digamma_delta(NAN, 1)) && isnan(bm_trigamma_delta(1, NAN)));
    CHECK_NEAR(bm_lchoose(1e9, 0), 0, 0);
    CHECK_NEAR(bm_lchoose(17, 17), 0, 0);
    CHECK_REL(bm_choose(5, 2), 10, 1e-15);
    CHECK(isnan(bm_lbeta(-1, 2)) && isnan(bm_lbeta(NAN, 20)) && isnan(bm_lbeta(20, NAN)));
    CHECK_NEAR(bm_lbeta(0, 1), inf, 0);
}

static void edges_of_incomplete(void) {
    double inf = INFINITY;
    CHECK_NEAR(bm_gamma_p(2, 0), 0, 0);
    CHECK_NEAR(bm_gamma_q(2, 0), 1, 0);
    CHECK_NEAR(bm_gamma_p(2, inf), 1, 0);
    CHECK_NEAR(bm_gamma_q(0, 3), 0, 0);
    CHECK_NEAR(bm_log_gamma_p(2, 0), -inf, 0);
    CHECK_NEAR(bm_log_gamma_q(0, 3), -inf, 0);
    CHECK_REL(bm_gamma_q(1, 700), exp(-700), 1e-12);
    CHECK(isnan(bm_gamma_p(-1, 2)) && isnan(bm_gamma_q(1, -2)) && isnan(bm_log_gamma_p(NAN, 1)) &&
          isnan(bm_log_gamma_q(1, NAN)));
}

static void edges_of_bessel(void) {
    double inf = INFINITY;
    CHECK_NEAR(bm_bessel_j(0, 0), 1, 0);
    CHECK_NEAR(bm_bessel_j(2.5, 0), 0, 0);
    CHECK_NEAR(bm_bessel_j(1, inf), 0, 0);
    CHECK_NEAR(bm_bessel_y(1, 0), -inf, 0);
    CHECK_NEAR(bm_bessel_i(0, 0), 1, 0);
    CHECK_NEAR(bm_bessel_i(3, 0), 0, 0);
    CHECK_NEAR(bm_log_bessel_i(0, 0), 0, 0);
    CHECK_NEAR(bm_log_bessel_i(1, 0), -inf, 0);
    CHECK_NEAR(bm_log_bessel_i_excess(0, 0), 0, 0);
    CHECK_NEAR(bm_bessel_i_slope_excess(0, 0), -1, 0);
    CHECK_NEAR(bm_bessel_i_ratio(0, 0), 0, 0);
    CHECK_NEAR(bm_bessel_i_ratio(1, inf), 1, 0);
    CHECK_NEAR(bm_bessel_k(0.5, 0), inf, 0);
    CHECK_NEAR(bm_bessel_k(0.5, inf), 0, 0);
    CHECK_REL(bm_bessel_k(-0.5, 2), sqrt(M_PI / 4) * exp(-2), 1e-15);
    CHECK(isnan(bm_bessel_j(-1, 2)) && isnan(bm_bessel_y(1, -2)) && isnan(bm_bessel_i(-1, 1)) &&
          isnan(bm_bessel_k(1, -1)));
    CHECK(isnan(bm_bessel_j(NAN, 2)) && isnan(bm_bessel_y(1, NAN)) && isnan(bm_log_bessel_i(NAN, 1)) &&
          isnan(bm_log_bessel_k(1, NAN)));
    /* sqrt(2 pi x) e^-x I_0(x) = 1 + 1 / (8 x) + … */
    CHECK_REL(bm_log_bessel_i_excess(0, 1e10), 1.25e-11 - 0.5 * log(2 * M_PI * 1e10), 1e-15);
}

static void edges_of_saddle(void) {
    double inf = INFINITY;
    CHECK_NEAR(bm_lgamma_excess(0), 0, 0);
    CHECK_NEAR(bm_digamma_excess(0), inf, 0);
    CHECK_NEAR(bm_deviance(0, 3), 3, 0);
    CHECK_NEAR(bm_deviance(3, 0), inf, 0);
    CHECK_NEAR(bm_deviance(0, 0), 0, 0);
    CHECK_NEAR(bm_deviance(1e10, 1e10), 0, 0);
    CHECK_NEAR(bm_log_ratio(0, 3), -inf, 0);
    CHECK_REL(bm_log_ratio(1e300, 1e-300), 600 * log(10), 1e-15);
    CHECK(isnan(bm_lgamma_excess(-1)) && isnan(bm_deviance(-1, 1)) && isnan(bm_deviance(1, NAN)) &&
          isnan(bm_log_ratio(-1, 1)));
}

static void edges_of_areas(void) {
    double inf = INFINITY;
    CHECK_NEAR(bm_owens_t(0, inf), 0.25, 0);
    CHECK_NEAR(bm_owens_t(1, -2) + bm_owens_t(-1, 2), 0, 0);
    CHECK_REL(bm_owens_t(0, 1), 0.125, 1e-15);
    CHECK_REL(bm_log_skew_normal_cdf(0, 0), -log(2), 1e-15);
    CHECK_NEAR(bm_log_skew_normal_cdf(-1, inf), -inf, 0);
    CHECK_NEAR(bm_log_rice_cdf(0, 1), -inf, 0);
    CHECK_REL(bm_log_rice_ccdf(2, 0), -2, 1e-14);
    CHECK_NEAR(bm_von_mises_cdf(4, 0.3, 2), 1, 0);
    CHECK_REL(bm_von_mises_cdf(1, 0, 0), 0.5 + 0.5 * M_1_PI, 1e-15);
    CHECK(isnan(bm_owens_t(NAN, 1)) && isnan(bm_log_skew_normal_cdf(NAN, 1)) && isnan(bm_log_rice_cdf(1, NAN)));
}

static void plain_functions(void) {
    CHECK(isnan(bm_min(1, NAN)) && isnan(bm_min(NAN, 1)) && isnan(bm_max(1, NAN)) && isnan(bm_max(NAN, 1)));
    CHECK_NEAR(bm_min(1, 2) + 10 * bm_max(1, 2), 21, 0);
    CHECK_NEAR(bm_sign(-3) + 10 * bm_sign(0) + 100 * bm_sign(2), 99, 0);
    CHECK(isnan(bm_sign(NAN)) && isnan(bm_step(NAN)));
    CHECK_NEAR(bm_step(0) + 10 * bm_step(-1e-300), 1, 0);
    CHECK_NEAR(bm_round(2.5), 3, 0);
    CHECK_NEAR(bm_round(-2.5), -3, 0);
    CHECK_NEAR(bm_floor(-0.5), -1, 0);
    CHECK_NEAR(bm_ceil(0.5), 1, 0);
    CHECK_NEAR(bm_square(-3), 9, 0);
    CHECK(isnan(bm_sqrt(-1)));
}

int main(int argc, char **argv) {
    int verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) hold_table(&rows[i], verbose);
    edges_of_logs();
    edges_of_erf();
    edges_of_gamma();
    edges_of_incomplete();
    edges_of_bessel();
    edges_of_saddle();
    edges_of_areas();
    plain_functions();
    return test_end();
}
