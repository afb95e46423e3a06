/* Inverses of runtime/special_inverse.c lead back to the probability that they came from, over wide parameters and down to logarithms of -1e5: to 2e-13
 * relative (that of the functions that are inverted), and what the rounding of x itself may do. Quantiles of counts are the first that
 * reach it. How right those functions are, test_special.c holds. */
#include "runtime/special.h"
#include "test.h"

static const double RELATIVE = 4e-13, UNITS = 8 * 0x1p-52;
static const double logs[] = {-1e5, -3000, -700, -50, -5, -1, -0.7, -0.6, -0.1, -1e-3, -1e-9, -1e-15};
static const double sizes[] = {1e-3, 0.3, 1, 2.5, 30, 1000, 1e5};
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* slope: of the logarithm by log x, so that x may be off by a few units. */
static void hold(const char *name, double a, double b, double l, double back, double slope) {
    double allowed = RELATIVE * fabs(l) + UNITS * fabs(slope);
    if (fabs(back - l) <= allowed)
        test_passed++;
    else
        test_failed++, printf("%s(%g, %g) of %.17g leads back to %.17g\n", name, a, b, l, back);
}

static void gammas(double a, double l) {
    double p = bm_inv_log_gamma_p(a, l), q = bm_inv_log_gamma_q(a, l);
    if (p > 1e-300) hold("inv_log_gamma_p", a, 0, l, bm_log_gamma_p(a, p), exp(a * log(p) - p - bm_lgamma(a) - l));
    if (q > 1e-300) hold("inv_log_gamma_q", a, 0, l, bm_log_gamma_q(a, q), exp(a * log(q) - q - bm_lgamma(a) - l));
}

static void betas(double a, double b, double l) {
    double p = bm_inv_log_beta_p(a, b, l), q = bm_inv_log_beta_q(a, b, l);
    if (p > 1e-300 && p < 1)
        hold("inv_log_beta_p", a, b, l, bm_log_beta_p(a, b, p),
             exp(a * log(p) + (b - 1) * log1p(-p) - bm_lbeta(a, b) - l));
    if (q > 1e-300 && q < 1)
        hold("inv_log_beta_q", a, b, l, bm_log_beta_q(a, b, q),
             exp(a * log(q) + (b - 1) * log1p(-q) - bm_lbeta(a, b) - l));
}

static void students(double l) {
    double x = bm_inv_log_Phi(l);
    hold("inv_log_Phi", 0, 0, l, bm_log_Phi(x), x * bm_normal_hazard(-x));
    for (int i = 1; i < COUNT(sizes); i++) {
        double nu = sizes[i], z = bm_inv_log_student_cdf(l, nu);
        if (fabs(z) < 1e150) hold("inv_log_student_cdf", nu, 0, l, bm_log_student_cdf(z, nu), fmin(nu, z * z) + 1);
    }
}

/* The first y: at it the probability is reached, before it not. */
static void first(const char *name, double y, double l, double here, double before, int above) {
    int reached = above ? here <= l : here >= l, late = y > 0 && (above ? before <= l : before >= l);
    if (reached && !late)
        test_passed++;
    else
        test_failed++, printf("%s of %.17g is %.17g: %.17g there, %.17g before\n", name, l, y, here, before);
}

static void counts(double l) {
    static const double rates[] = {1e-3, 0.7, 12, 5000};
    for (int i = 0; i < COUNT(rates); i++) {
        double r = rates[i], y = bm_poisson_quantile(l, r), z = bm_poisson_upper_quantile(l, r);
        first("poisson_quantile", y, l, bm_log_gamma_q(y + 1, r), bm_log_gamma_q(fmax(y, 1), r), 0);
        first("poisson_upper_quantile", z, l, bm_log_gamma_p(z + 1, r), bm_log_gamma_p(fmax(z, 1), r), 1);
        y = bm_negative_binomial_quantile(l, r, 20000), z = bm_negative_binomial_upper_quantile(l, r, 20000);
        double p = r / (r + 20000);
        first("negative_binomial_quantile", y, l, bm_log_beta_q(y + 1, 20000, p), bm_log_beta_q(fmax(y, 1), 20000, p),
              0);
        first("negative_binomial_upper_quantile", z, l, bm_log_beta_p(z + 1, 20000, p),
              bm_log_beta_p(fmax(z, 1), 20000, p), 1);
    }
    double y = bm_binomial_quantile(l, 50, 0.3), z = bm_binomial_upper_quantile(l, 50, 0.3);
    first("binomial_quantile", y, l, y < 50 ? bm_log_beta_q(y + 1, 50 - y, 0.3) : 0,
          bm_log_beta_q(fmax(y, 1), 51 - fmax(y, 1), 0.3), 0);
    first("binomial_upper_quantile", z, l, z < 50 ? bm_log_beta_p(z + 1, 50 - z, 0.3) : -INFINITY,
          bm_log_beta_p(fmax(z, 1), 51 - fmax(z, 1), 0.3), 1);
}

int main(void) {
    for (int k = 0; k < COUNT(logs); k++) {
        for (int i = 0; i < COUNT(sizes); i++) {
            gammas(sizes[i], logs[k]);
            for (int j = 0; j < COUNT(sizes); j++) betas(sizes[i], sizes[j], logs[k]);
        }
        students(logs[k]);
        counts(logs[k]);
    }
    CHECK(bm_inv_log_gamma_p(2, 0) == INFINITY && bm_inv_log_gamma_p(2, -INFINITY) == 0 &&
          bm_inv_log_gamma_q(2, 0) == 0);
    CHECK(bm_inv_log_beta_p(2, 3, 0) == 1 && bm_inv_log_beta_q(2, 3, 0) == 0 && bm_inv_log_Phi(-INFINITY) == -INFINITY);
    CHECK(isnan(bm_inv_log_gamma_p(-1, -1)) && isnan(bm_inv_log_beta_p(1, 1, 1)) && isnan(bm_poisson_quantile(1, 3)));
    CHECK(bm_poisson_quantile(-1, 0) == 0 && bm_binomial_quantile(0, 7, 0.2) == 7 &&
          bm_poisson_quantile(0, 2) == INFINITY);
    return test_end();
}
