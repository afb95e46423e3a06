/* Cumulative probabilities of counts that have no closed form: sums from 0 to y, and from y + 1 on, of terms that follow from each other by a ratio.
 * Both sums have positive terms only, so that each is right to rounding, and where it is the larger one its logarithm comes from the
 * other. The first term does not matter: what is asked for is the share of all. Time grows as the number of terms.
 *
 * With h(k) the slope of the logarithm of term k by a parameter (up to a constant), the slope of the logarithm of the lower share is
 * upper share * (mean of h below - mean of h above), and so for the upper one with the sign changed. */
#include "special.h"
#include <math.h>

static const double BIG = 0x1p600, NEGLIGIBLE = 1e-22, MOST_TERMS = 1e8;

/* A positive number times BIG^e. */
typedef struct Term {
    double w;
    int    e;
} Term;
typedef struct Sum {
    double one, h[2];
    int    e;
} Sum;

static Term scaled(Term t) {
    if (t.w > BIG) return (Term){t.w / BIG, t.e + 1};
    return t.w < 1 / BIG && t.w > 0 ? (Term){t.w * BIG, t.e - 1} : t;
}

static void add(Sum *s, Term t, const double *h) {
    if (t.e > s->e || s->one == 0) {
        double lost = s->one == 0 || t.e > s->e + 1 ? 0 : 1 / BIG;
        *s = (Sum){s->one * lost, {s->h[0] * lost, s->h[1] * lost}, t.e};
    }
    double w = t.e == s->e ? t.w : t.e == s->e - 1 ? t.w / BIG : 0;
    s->one += w, s->h[0] += w * h[0], s->h[1] += w * h[1];
}

/* The logarithms of both shares, and what their slopes by two parameters are made of. */
typedef struct Shares {
    double log_lower, log_upper, apart[2]; /* apart: mean of h below - mean of h above */
} Shares;

/* Of term k + 1 to term k, and h(k + 1) - h(k). */
typedef double (*Ratio)(const double *params, double k, double *step);

static Shares share(Ratio ratio, const double *params, double y, double first, double last) {
    Sum    sums[2] = {{.e = 0}, {.e = 0}};
    Term   term = {1, 0};
    double h[2] = {0, 0}, step[2] = {0, 0};
    if (y < first) return (Shares){-INFINITY, 0, {0, 0}};
    if (y >= last) return (Shares){0, -INFINITY, {0, 0}};
    for (double k = first; k <= last && k - first < MOST_TERMS; k++) {
        Sum *s = &sums[k > y];
        add(s, term, h);
        double r = ratio(params, k, step);
        if (k > y && r < 1 && (term.e < s->e || term.w < NEGLIGIBLE * s->one * (1 - r))) break;
        if (k - first == MOST_TERMS - 1) return (Shares){NAN, NAN, {NAN, NAN}};
        term = scaled((Term){term.w * r, term.e});
        h[0] += step[0], h[1] += step[1];
    }
    double odds = log(sums[1].one) - log(sums[0].one) + (sums[1].e - sums[0].e) * 600 * M_LN2;
    Shares shares = {-bm_log1p_exp(odds), -bm_log1p_exp(-odds), {0, 0}};
    for (int i = 0; i < 2; i++) shares.apart[i] = sums[0].h[i] / sums[0].one - sums[1].h[i] / sums[1].one;
    return shares;
}

/* --- hypergeometric --- */

static double hypergeometric_ratio(const double *p, double k, double *step) {
    (void)step;
    return (p[1] - k) / (k + 1) * ((p[0] - k) / (p[2] - p[0] + k + 1));
}

static Shares hypergeometric(double y, double n, double successes, double failures) {
    if (!(n >= 0 && successes >= 0 && failures >= 0 && n <= successes + failures) || isnan(y) ||
        isinf(successes + failures))
        return (Shares){NAN, NAN, {NAN, NAN}};
    return share(hypergeometric_ratio, (double[]){n, successes, failures}, y, fmax(0, n - failures),
                 fmin(n, successes));
}

double bm_log_hypergeometric_cdf(double y, double n, double successes, double failures) {
    return hypergeometric(y, n, successes, failures).log_lower;
}
double bm_log_hypergeometric_ccdf(double y, double n, double successes, double failures) {
    return hypergeometric(y, n, successes, failures).log_upper;
}

/* --- beta-binomial --- */

static double beta_binomial_ratio(const double *p, double k, double *step) {
    double a = p[0], b = p[1], rest = p[2] - k;
    step[0] = 1 / (a + k), step[1] = -1 / (b + rest - 1);
    return rest / (k + 1) * ((a + k) / (b + rest - 1));
}

static Shares beta_binomial(double a, double b, double y, double n) {
    if (!(a > 0 && b > 0 && n >= 0) || isnan(y) || isinf(a) || isinf(b) || isinf(n))
        return (Shares){NAN, NAN, {NAN, NAN}};
    return share(beta_binomial_ratio, (double[]){a, b, n}, y, 0, n);
}

static double lower_slope(Shares s, int i) { return exp(s.log_upper) * s.apart[i]; }
static double upper_slope(Shares s, int i) { return -exp(s.log_lower) * s.apart[i]; }

double bm_log_beta_binomial_cdf(double a, double b, double y, double n) { return beta_binomial(a, b, y, n).log_lower; }
double bm_log_beta_binomial_ccdf(double a, double b, double y, double n) { return beta_binomial(a, b, y, n).log_upper; }
double bm_log_beta_binomial_cdf_a(double a, double b, double y, double n) {
    return lower_slope(beta_binomial(a, b, y, n), 0);
}
double bm_log_beta_binomial_cdf_b(double a, double b, double y, double n) {
    return lower_slope(beta_binomial(a, b, y, n), 1);
}
double bm_log_beta_binomial_ccdf_a(double a, double b, double y, double n) {
    return upper_slope(beta_binomial(a, b, y, n), 0);
}
double bm_log_beta_binomial_ccdf_b(double a, double b, double y, double n) {
    return upper_slope(beta_binomial(a, b, y, n), 1);
}

/* --- Conway-Maxwell-Poisson --- */

static double conway_ratio(const double *p, double k, double *step) {
    double l = log(p[0] / (k + 1));
    step[0] = p[1] / p[0], step[1] = l;
    return exp(p[1] * l);
}

static Shares conway(double mu, double nu, double y) {
    if (!(mu > 0 && nu > 0) || isnan(y) || isinf(mu) || isinf(nu)) return (Shares){NAN, NAN, {NAN, NAN}};
    return share(conway_ratio, (double[]){mu, nu}, y, 0, INFINITY);
}

double bm_log_conway_cdf(double mu, double nu, double y) { return conway(mu, nu, y).log_lower; }
double bm_log_conway_ccdf(double mu, double nu, double y) { return conway(mu, nu, y).log_upper; }
double bm_log_conway_cdf_mu(double mu, double nu, double y) { return lower_slope(conway(mu, nu, y), 0); }
double bm_log_conway_cdf_nu(double mu, double nu, double y) { return lower_slope(conway(mu, nu, y), 1); }
double bm_log_conway_ccdf_mu(double mu, double nu, double y) { return upper_slope(conway(mu, nu, y), 0); }
double bm_log_conway_ccdf_nu(double mu, double nu, double y) { return upper_slope(conway(mu, nu, y), 1); }
