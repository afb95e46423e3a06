/* Inverses of the logarithms of cumulative probabilities, and of those above: quantiles, also where a probability is too small for a number.
 *
 * If X is Gamma, log X has a log-concave density; if it is Beta, log(X / (1 - X)) has. So the logarithms of both cumulative probabilities are
 * concave functions of these (Prekopa), and Newton's method on them comes to the solution from one side, from wherever it starts. Of the
 * two probabilities the smaller one is solved for. A solution is right to a few units in the last place of its probability.
 *
 * Quantiles of counts are the smallest y whose cumulative probability is at least what is asked for (whose probability above is at most that):
 * found by steps that double, and then by bisection. */
#include "special.h"
#include <float.h>
#include <math.h>

enum { MOST_STEPS = 200 };
static const double MOST_MOVE = 4;

/* log(1 - e^l) where more than half lies on this side. */
static int beyond_half(double l) { return l > -M_LN2; }

/* --- gamma --- */

/* Does Newton's method stand still? Its moves shrink until they are rounding. */
static int settled(double move, double last, double t) {
    return fabs(move) <= DBL_EPSILON * fmax(1, fabs(t)) || (fabs(move) < 1e-6 && fabs(move) >= 0.5 * fabs(last));
}

/* log x: of the probability below x, or above it if `above`. */
static double log_gamma_quantile(double a, double l, int above) {
    double sign = above ? -1 : 1, t = above && l < -a ? log(-l) : log(a), last = INFINITY;
    if (!above) t = fmin(t, (l + bm_lgamma(a + 1)) / a);
    for (int n = 0; n < MOST_STEPS; n++) {
        double x = exp(t), value = above ? bm_log_gamma_q(a, x) : bm_log_gamma_p(a, x);
        if (!above && x == 0) break;
        double slope = exp(a * t - x - bm_lgamma(a) - value), move = sign * (l - value) / slope;
        if (isinf(value)) move = sign * MOST_MOVE; /* nearer to where there is something */
        if (isnan(move)) return NAN;
        t += fmax(fmin(move, MOST_MOVE), -MOST_MOVE);
        if (settled(move, last, t)) break;
        last = move;
    }
    return t;
}

static double gamma_quantile(double a, double l, int above) {
    if (!(a > 0 && l <= 0) || isinf(a)) return NAN;
    if (l == 0 || l == -INFINITY) return (l == 0) == !above ? INFINITY : 0;
    double t = beyond_half(l) ? log_gamma_quantile(a, bm_log1m_exp(l), !above) : log_gamma_quantile(a, l, above);
    return fmax(exp(t), DBL_MIN); /* as a variate: tiny shapes put most of their mass below the smallest double */
}

double bm_inv_log_gamma_p(double a, double l) { return gamma_quantile(a, l, 0); }
double bm_inv_log_gamma_q(double a, double l) { return gamma_quantile(a, l, 1); }

/* --- beta --- */

/* log(x / (1 - x)) with this probability below. */
static double logit_beta_quantile(double a, double b, double l) {
    double whole = bm_lbeta(a, b), t = fmin(log(a / b), (l + log(a) + whole) / a), last = INFINITY;
    for (int n = 0; n < MOST_STEPS; n++) {
        double value = t > 0 ? bm_log_beta_q(b, a, bm_inv_logit(-t)) : bm_log_beta_p(a, b, bm_inv_logit(t));
        if (t < 0 && bm_inv_logit(t) == 0) break;
        double slope = exp(-a * bm_log1p_exp(-t) - b * bm_log1p_exp(t) - whole - value), move = (l - value) / slope;
        if (isinf(value)) move = MOST_MOVE;
        if (isnan(move)) return NAN;
        t += fmax(fmin(move, MOST_MOVE), -MOST_MOVE);
        if (settled(move, last, t)) break;
        last = move;
    }
    return t;
}

/* The same of either side: above x there is what is below 1 - x with a and b exchanged. */
static double logit_quantile(double a, double b, double l, int above) {
    if (l == 0 || l == -INFINITY) return (l == 0) == !above ? INFINITY : -INFINITY;
    if (beyond_half(l)) l = bm_log1m_exp(l), above = !above;
    return above ? -logit_beta_quantile(b, a, l) : logit_beta_quantile(a, b, l);
}

static int outside_beta(double a, double b, double l) { return !(a > 0 && b > 0 && l <= 0) || isinf(a) || isinf(b); }

double bm_inv_log_beta_p(double a, double b, double l) {
    return outside_beta(a, b, l) ? NAN : bm_inv_logit(logit_quantile(a, b, l, 0));
}

double bm_inv_log_beta_q(double a, double b, double l) {
    return outside_beta(a, b, l) ? NAN : bm_inv_logit(logit_quantile(a, b, l, 1));
}

/* z^2 / (nu + z^2) is Beta(1/2, nu/2); below -|z| there is half of what it has above. */
double bm_inv_log_student_cdf(double l, double nu) {
    if (!(nu > 0 && l <= 0) || isinf(nu)) return NAN;
    if (beyond_half(l)) return -bm_inv_log_student_cdf(bm_log1m_exp(l), nu);
    return -sqrt(nu) * exp(0.5 * logit_quantile(0.5, 0.5 * nu, fmin(l + M_LN2, 0), 1));
}

/* --- normal --- */

/* One step of Newton from where probit is a number, or from the leading term of the tail; log Phi is concave. */
double bm_inv_log_Phi(double l) {
    if (!(l <= 0)) return NAN;
    if (l > -600) return l > -1e-3 ? -bm_probit(-expm1(l)) : bm_probit(exp(l));
    if (l == -INFINITY) return l;
    double x = -sqrt(-2 * l);
    for (int n = 0; n < 20; n++) {
        double move = (l - bm_log_Phi(x)) / bm_normal_hazard(-x);
        x += move;
        if (fabs(move) <= DBL_EPSILON * fabs(x)) break;
    }
    return x;
}

/* --- counts --- */

/* Is y at or beyond the quantile? */
typedef struct Counts {
    double (*log_probability)(const double *params, double y); /* of at most y, or of more */
    const double *params;
    double        l;
    int           above;
} Counts;

static int reached(const Counts *c, double y) {
    double value = c->log_probability(c->params, y);
    return c->above ? value <= c->l : value >= c->l;
}

/* Between 0 and most; start: any guess. */
static double search(const Counts *c, double start, double width, double most) {
    double y = fmin(fmax(floor(start), 0), most), step = fmax(1, floor(width)), other;
    if (reached(c, y)) { /* other < the quantile <= y */
        for (other = y - step; other >= 0 && reached(c, other); other -= step) y = other, step *= 2;
        other = fmax(other, -1);
    } else {
        for (other = y, y += step; y < most && !reached(c, y); y += step) other = y, step *= 2;
        y = fmin(y, most);
    }
    while (y - other > 1) {
        double middle = other + floor(0.5 * (y - other));
        *(reached(c, middle) ? &y : &other) = middle;
    }
    return y;
}

static double quantile_of_counts(double (*log_probability)(const double *, double), const double *params, double l,
                                 int above, double mean, double sd, double most) {
    Counts c = {log_probability, params, l, above};
    if (!(l <= 0) || isnan(mean + sd)) return NAN;
    if (l == (above ? -INFINITY : 0)) return most;
    return search(&c, mean + (above ? -1 : 1) * sd * bm_inv_log_Phi(l), 0.1 * sd, most);
}

static double poisson_below(const double *p, double y) { return bm_log_gamma_q(y + 1, *p); }
static double poisson_above(const double *p, double y) { return bm_log_gamma_p(y + 1, *p); }

static double poisson_quantile(double l, double rate, int above) {
    if (!(rate >= 0) || isinf(rate)) return NAN;
    if (rate == 0) return l <= 0 ? 0 : NAN;
    return quantile_of_counts(above ? poisson_above : poisson_below, &rate, l, above, rate, sqrt(rate), INFINITY);
}

double bm_poisson_quantile(double l, double rate) { return poisson_quantile(l, rate, 0); }
double bm_poisson_upper_quantile(double l, double rate) { return poisson_quantile(l, rate, 1); }

static double binomial_below(const double *p, double y) { return y >= p[0] ? 0 : bm_log_beta_q(y + 1, p[0] - y, p[1]); }
static double binomial_above(const double *p, double y) {
    return y >= p[0] ? -INFINITY : bm_log_beta_p(y + 1, p[0] - y, p[1]);
}

static double binomial_quantile(double l, double n, double p, int above) {
    if (!(n >= 0 && n == floor(n) && p >= 0 && p <= 1) || isinf(n)) return NAN;
    return quantile_of_counts(above ? binomial_above : binomial_below, (double[]){n, p}, l, above, n * p,
                              sqrt(n * p * (1 - p)), n);
}

double bm_binomial_quantile(double l, double n, double p) { return binomial_quantile(l, n, p, 0); }
double bm_binomial_upper_quantile(double l, double n, double p) { return binomial_quantile(l, n, p, 1); }

/* Of p and 1 - p the smaller one is computed. */
static double negative_binomial_below(const double *p, double y) {
    double mu = p[0], phi = p[1];
    return mu < phi ? bm_log_beta_q(y + 1, phi, mu / (mu + phi)) : bm_log_beta_p(phi, y + 1, phi / (mu + phi));
}

static double negative_binomial_above(const double *p, double y) {
    double mu = p[0], phi = p[1];
    return mu < phi ? bm_log_beta_p(y + 1, phi, mu / (mu + phi)) : bm_log_beta_q(phi, y + 1, phi / (mu + phi));
}

static double negative_binomial_quantile(double l, double mu, double phi, int above) {
    if (!(mu > 0 && phi > 0) || isinf(mu) || isinf(phi)) return NAN;
    return quantile_of_counts(above ? negative_binomial_above : negative_binomial_below, (double[]){mu, phi}, l, above,
                              mu, sqrt(mu + mu * mu / phi), INFINITY);
}

double bm_negative_binomial_quantile(double l, double mu, double phi) {
    return negative_binomial_quantile(l, mu, phi, 0);
}
double bm_negative_binomial_upper_quantile(double l, double mu, double phi) {
    return negative_binomial_quantile(l, mu, phi, 1);
}
