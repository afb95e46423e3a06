/* Functions that densities are composed of: each is a formula in whose textbook form two large numbers, or two equal ones, are subtracted. */
#include "special.h"
#include <math.h>

enum { TERMS = 28 };
static const double log_2 = 0.69314718055994531;

/* x^2/2 (1 + x/3 (1 + x/4 (1 + …))) where exp(x) - 1 - x would cancel. */
double bm_exp_excess(double x) {
    if (!(fabs(x) < 1)) return x == INFINITY ? x : expm1(x) - x;
    double sum = 1;
    for (int n = 20; n >= 3; n--) sum = 1 + x / n * sum;
    return 0.5 * x * x * sum;
}

/* Far below, 1 - exp(-e) is e (1 - e/2 + …). */
double bm_log_inv_cloglog(double x) { return x < -37 ? x - 0.5 * exp(x) : bm_log1m_exp(-exp(x)); }

double bm_log1p_ratio(double c, double z) {
    double u = c * z;
    if (u == 0) return z;
    if (isinf(u) && isfinite(c) && isfinite(z) && u > 0) return (log(fabs(c)) + log(fabs(z))) / c;
    return u == -1 ? -INFINITY / c : z * (log1p(u) / u);
}

/* With v = u / (1 + u): log(1 + u) - v = -log(1 - v) - v = v^2 (1/2 + v/3 + v^2/4 + …). */
double bm_log1p_slope(double u) {
    double v = u / (1 + u), sum = 0;
    if (u == INFINITY) return 0;
    if (!(fabs(v) <= 0.25)) return (log1p(u) - v) / u / u;
    for (int k = TERMS; k >= 0; k--) sum = sum * v + 1.0 / (k + 2);
    return sum / ((1 + u) * (1 + u));
}

double bm_expm1_ratio(double c, double z) {
    double u = c * z, lost = fma(c, z, -u), value = expm1(u); /* the rounding of c z would be multiplied by c z */
    return u == 0 ? z : isinf(value) ? value / c : z * ((value + lost * (value + 1)) / u);
}

double bm_log_mix(double p, double x, double y) {
    if (!(p >= 0 && p <= 1) || isnan(x) || isnan(y)) return NAN;
    if (p == 0 || p == 1 || x == y) return p == 0 ? y : x;
    double large = x > y ? x : y, rest = x > y ? 1 - p : p; /* rest: what has the smaller of the two */
    double gap = expm1(-fabs(x - y)) * rest;                /* in [-1, 0] */
    if (gap > -0.5) return large + log1p(gap);
    return large + log((x > y ? p : 1 - p) + rest * exp(-fabs(x - y)));
}

/* (1 / (1 + u)^2 - 2 log1p_slope(u)) / u; near 0 the derivative of (1 - v)^2 (1/2 + v/3 + v^2/4 + …). */
double bm_log1p_curve(double u) {
    double v = u / (1 + u), sum = 0, slope = 0;
    if (u == INFINITY) return 0;
    if (!(fabs(v) <= 0.25)) return (1 / ((1 + u) * (1 + u)) - 2 * bm_log1p_slope(u)) / u;
    for (int k = TERMS; k >= 0; k--) {
        slope = slope * v + sum;
        sum = sum * v + 1.0 / (k + 2);
    }
    double w = 1 / (1 + u);
    return w * w * w * (w * slope - 2 * sum);
}

/* The continued fraction of Laplace: hazard(x) = x + 1 / (x + rest), rest = 2 / (x + 3 / (x + …)). */
static double rest_of_fraction(double x) {
    int    most = 30 + (int)(190 / (x * x));
    double rest = 0.5 * (sqrt(x * x + 4.0 * most) - x); /* where the fraction stands still */
    for (int n = most; n >= 2; n--) rest = n / (x + rest);
    return rest;
}

double bm_normal_excess(double x) { return x > 1 ? 1 / (x + rest_of_fraction(x)) : bm_normal_hazard(x) - x; }

/* With e = 1 / (x + rest), (x + e) e - 1 is e (e - rest). */
double bm_normal_excess_slope(double x) {
    if (x > 1) {
        double rest = rest_of_fraction(x), excess = 1 / (x + rest);
        return excess * (excess - rest);
    }
    double hazard = bm_normal_hazard(x);
    return hazard * (hazard - x) - 1;
}

/* rate (rate/2 - z) + log Phi(z - rate), in which the terms cancel where z < rate; there Phi is written with erfcx. */
double bm_log_normal_exponential(double z, double rate) {
    if (z > rate) return rate * (0.5 * rate - z) + bm_log_Phi(z - rate);
    return log(bm_erfcx((rate - z) * M_SQRT1_2)) - 0.5 * z * z - log_2;
}
