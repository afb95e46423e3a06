/* The regularised incomplete gamma functions P(a, x) and Q = 1 - P: logarithms, and slopes of these by a.
 *
 * Three regions, in each of which the smaller of P and Q is had without subtraction (Abramowitz & Stegun 6.5.29, 6.5.31):
 *   small x, a < 1:  x^a / Gamma(a + 1) (1 + a S), S = sum of (-x)^n / ((a + n) n!), from 1;
 *   x <= a:          P = x^a e^-x / Gamma(a + 1) times the sum of x^n / ((a + 1) … (a + n));
 *   else:            Q = x^a e^-x / Gamma(a) times a continued fraction, by the method of Lentz.
 * Slopes by a are those of the same series and fraction, term by term. Both take some sqrt(a) steps where x is near a. */
#include "special.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

enum { MOST_STEPS = 1000000 };

/* log P and log Q, and their slopes by a. */
typedef struct Incomplete {
    double log_p, log_q, p_slope, q_slope;
} Incomplete;

/* t - log(1 + t), t > -1. Near 0 by log(1 + t) = 2 atanh(t / (2 + t)). */
double bm_log1p_excess(double t) {
    if (fabs(t) > 0.5) return t - log1p(t);
    double r = t / (2 + t), y = r * r, sum = 0;
    for (int k = 17; k >= 1; k--) sum = sum * y + 1.0 / (2 * k + 1);
    return r * (t - 2 * y * sum);
}

/* log(x^a e^-x / Gamma(a)) */
static double log_factor(double a, double x) {
    static const double stirling[] = {1 / 12.0,   -1 / 360.0,      1 / 1260.0, -1 / 1680.0,
                                      1 / 1188.0, -691 / 360360.0, 1 / 156.0,  -3617 / 122400.0};
    if (a < 10) return a * log(x) - x - bm_lgamma(a);
    double u = 1 / a, y = u * u, sum = 0;
    for (int k = 7; k >= 0; k--) sum = sum * y + stirling[k];
    return 0.5 * log(a * (0.5 * M_1_PI)) - a * bm_log1p_excess((x - a) / a) - u * sum;
}

/* The other one, where one is at most about 2/3. */
static Incomplete from_p(double log_p, double slope) {
    double p = exp(log_p);
    return (Incomplete){log_p, log1p(-p), slope, -slope * (p / (1 - p))};
}

static Incomplete from_q(double log_q, double slope) {
    Incomplete i = from_p(log_q, slope);
    return (Incomplete){i.log_q, i.log_p, i.q_slope, i.p_slope};
}

static Incomplete small(double a, double x) {
    double sum = 0, sum_slope = 0, power = 1; /* power: (-x)^n / n! */
    for (int n = 1; n < 100; n++) {
        power *= -x / n;
        sum += power / (a + n);
        sum_slope -= power / ((a + n) * (a + n));
        if (fabs(power) < 0.01 * DBL_EPSILON * fabs(sum)) break;
    }
    double log_gamma = bm_lgamma(1 + a), l = a * log(x) - log_gamma, p = exp(l) * (1 + a * sum);
    double q = -expm1(l) - exp(l) * a * sum; /* two parts of one sign, or little lost */
    double slope = exp(l) * ((log(x) - bm_digamma(1 + a)) * (1 + a * sum) + sum + a * sum_slope);
    return (Incomplete){l + log1p(a * sum), p < 0.5 ? log1p(-p) : log(q), slope / p, -slope / q};
}

static Incomplete by_series(double a, double x) {
    double term = 1, sum = 1, slope = 0, sum_slope = 0; /* slope: of log(term) by a */
    for (int n = 1; n < MOST_STEPS; n++) {
        term *= x / (a + n);
        slope -= 1 / (a + n);
        sum += term;
        sum_slope += term * slope;
        if (term * fmax(1, -slope) < 0.1 * DBL_EPSILON * sum && x < a + n) break;
    }
    return from_p(log_factor(a, x) - log(a) + log(sum),
                  log(x / a) - (bm_digamma_delta(a, 1) + bm_digamma(a) - log(a)) + sum_slope / sum);
}

/* 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - …)), with the slopes of both running ratios by a. */
static Incomplete by_fraction(double a, double x) {
    double b = x + 1 - a, c = 1 / DBL_MIN, c_slope = 0, d = 1 / b, d_slope = d * d, h = log(d), h_slope = d;
    for (int n = 1; n < MOST_STEPS; n++) {
        double part = -n * (n - a), below;
        b += 2;
        below = part * d + b;
        d_slope = -(n * d + part * d_slope - 1) / (below * below);
        d = 1 / below;
        c_slope = -1 + n / c - part * c_slope / (c * c);
        c = b + part / c;
        double step = c * d, change = c_slope / c + d_slope / d;
        h += log(step);
        h_slope += change;
        if (fabs(step - 1) < DBL_EPSILON && fabs(change) < DBL_EPSILON * fabs(h_slope)) break;
    }
    return from_q(log_factor(a, x) + h, log(x / a) - (bm_digamma(a) - log(a)) + h_slope);
}

static bool outside(double a, double x) { return !(a >= 0 && x >= 0) || (isinf(a) && isinf(x)); }

static Incomplete incomplete(double a, double x) {
    if (outside(a, x)) return (Incomplete){NAN, NAN, NAN, NAN};
    if (x == 0 || isinf(a)) return (Incomplete){a == 0 ? 0 : -INFINITY, a == 0 ? -INFINITY : 0, -INFINITY, 0};
    if (a == 0 || isinf(x)) return (Incomplete){0, -INFINITY, 0, INFINITY};
    if (a < 1 && x < 1.5) return small(a, x);
    return x <= a ? by_series(a, x) : by_fraction(a, x);
}

double bm_log_gamma_p(double a, double x) { return incomplete(a, x).log_p; }
double bm_log_gamma_q(double a, double x) { return incomplete(a, x).log_q; }
double bm_log_gamma_p_slope(double a, double x) { return incomplete(a, x).p_slope; }
double bm_log_gamma_q_slope(double a, double x) { return incomplete(a, x).q_slope; }
double bm_gamma_p(double a, double x) { return exp(bm_log_gamma_p(a, x)); }
double bm_gamma_q(double a, double x) { return exp(bm_log_gamma_q(a, x)); }
