/* Differences f(x + d) - f(x) of lgamma, digamma and trigamma, and what is made of them.
 *
 * Subtracting two values of lgamma loses everything when x is large (at x = 1e14 and d = 1/2 the second decimal is wrong). Here, with
 * u = 1/x and v = 1/(x + d), Stirling's series are subtracted term by term. v^n - u^n has the factor v - u = -d u v, taken out:
 *   v^n - u^n = (v - u) h(n - 1),   h(n) = sum of u^i v^(n - i), i = 0 … n,   h(n) = u h(n - 1) + v^n,
 * so each term is a sum of positive numbers times d. Below 10 the recurrences of f, subtracted in the same way, lead up to 10. */
#include "special.h"
#include <math.h>

enum { TERMS = 11 };
static const double from = 10;
static const double half_log_2pi = 0.91893853320467274;

/* B_2k for k = 1 … */
static const double bernoulli[TERMS] = {1 / 6.0,       -1 / 30.0,       1 / 42.0,      -1 / 30.0,
                                        5 / 66.0,      -691 / 2730.0,   7 / 6.0,       -3617 / 510.0,
                                        43867 / 798.0, -174611 / 330.0, 854513 / 138.0};

typedef enum Family { LGAMMA, DIGAMMA, TRIGAMMA } Family;

/* (S(v) - S(u)) / (v - u) of the series S of a family: S(u) = Σ B_2k u^(2k + shift) / divisor. */
static double series_slope(Family family, double u, double v) {
    double h = 1, power = 1, terms[TERMS];
    for (int k = 1, n = 0; k <= TERMS; k++) {
        int want = 2 * k - 2 + (int)family; /* lgamma: h(2k - 2), digamma: h(2k - 1), trigamma: h(2k) */
        for (; n < want; n++) {
            power *= v;
            h = u * h + power;
        }
        double divisor = family == LGAMMA ? 2.0 * k * (2.0 * k - 1) : family == DIGAMMA ? 2.0 * k : 1;
        terms[k - 1] = bernoulli[k - 1] / divisor * h;
    }
    double sum = 0;
    for (int k = TERMS; k-- > 0;) sum += terms[k];
    return sum;
}

/* log((x + d) / x); d / x is near -1 only if x + d is exact. */
static double log_ratio(double x, double d) { return d > -0.5 * x ? log1p(d / x) : log((x + d) / x); }

/* lgamma_delta for x, x + d >= 10. */
static double lgamma_delta_large(double x, double d) {
    double y = x + d, u = 1 / x, v = 1 / y;
    return (x - 0.5) * log_ratio(x, d) + d * (log(y) - 1) - d * u * v * series_slope(LGAMMA, u, v);
}

/* lgamma_delta for d >= 0 and small x: lgamma(x + d) - lgamma(x) = lgamma_delta(x + n, d) - log Π (1 + d / (x + i)). */
static double lgamma_delta_small(double x, double d) {
    if (d > x || (x + d < 3 && d > 0.25))
        return bm_lgamma(x + d) - bm_lgamma(x); /* here the difference is not small beside what is subtracted */
    double excess = 0;                          /* the product - 1 */
    for (; x < from; x += 1) excess += d / x + excess * (d / x);
    return lgamma_delta_large(x, d) - log1p(excess);
}

double bm_lgamma_delta(double x, double d) {
    double y = x + d;
    if (!(x > 0 && y > 0)) return x >= 0 && y >= 0 ? bm_lgamma(y) - bm_lgamma(x) : NAN;
    if (isinf(y)) return isinf(x) ? NAN : INFINITY;
    if (x >= from && y >= from) return lgamma_delta_large(x, d);
    return d >= 0 ? lgamma_delta_small(x, d) : -lgamma_delta_small(y, -d);
}

double bm_digamma_delta(double x, double d) {
    double y = x + d;
    if (!(x > 0 && y > 0)) return x >= 0 && y >= 0 ? bm_digamma(y) - bm_digamma(x) : NAN;
    double sum = 0;
    for (; x < from || y < from; x += 1, y += 1) sum += 1 / x * (d / y);
    double u = 1 / x, v = 1 / y;
    return sum + (log_ratio(x, d) + d * u * v * (0.5 + series_slope(DIGAMMA, u, v)));
}

double bm_trigamma_delta(double x, double d) {
    double y = x + d;
    if (!(x > 0 && y > 0)) return x >= 0 && y >= 0 ? bm_trigamma(y) - bm_trigamma(x) : NAN;
    double sum = 0;
    for (; x < from || y < from; x += 1, y += 1) {
        double u = 1 / x, v = 1 / y;
        sum += u * v * (u + v);
    }
    double u = 1 / x, v = 1 / y;
    return -d * (sum + u * v * (1 + 0.5 * (u + v) + series_slope(TRIGAMMA, u, v)));
}

/* The same of S(x) = lgamma(x) - x log x + x, which is -log(x) / 2 and Stirling's correction, and of its derivative digamma(x) - log x, for d >= 0: the
 * terms that would cancel are not there. */
double bm_lgamma_rest_delta(double x, double d) {
    double y = x + d, half = -0.5 * log_ratio(x, d);
    if (d == 0) return 0;
    if (x < from) return half + (bm_stirling_error(y) - bm_stirling_error(x));
    double u = 1 / x, v = 1 / y;
    return half - d * u * v * series_slope(LGAMMA, u, v);
}

double bm_digamma_rest_delta(double x, double d) {
    double y = x + d, u = 1 / x, v = 1 / y;
    if (x < from) return bm_digamma_delta(x, d) - log_ratio(x, d);
    return d * u * v * (0.5 + series_slope(DIGAMMA, u, v));
}

/* Stirling's correction: lgamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2), x >= 10. */
static double correction(double x) {
    double u = 1 / x, y = u * u, sum = 0;
    for (int k = TERMS; k >= 1; k--) sum = sum * y + bernoulli[k - 1] / (2.0 * k * (2.0 * k - 1));
    return u * sum;
}

/* The form for large a and b is that of Didonato & Morris 1992. */
double bm_lbeta(double a, double b) {
    double small = a < b ? a : b, large = a < b ? b : a;
    if (!(a >= 0 && b >= 0)) return NAN;
    if (small < from) return bm_lgamma(small) - bm_lgamma_delta(large, small);
    return half_log_2pi - 0.5 * log(large) + (correction(small) + correction(large) - correction(small + large)) -
           (small - 0.5) * log1p(large / small) - large * log1p(small / large);
}

double bm_beta(double a, double b) { return exp(bm_lbeta(a, b)); }

double bm_lchoose(double n, double k) {
    double fewer = k < n - k ? k : n - k;
    if (fewer < from) return bm_lgamma_delta(n - fewer + 1, fewer) - bm_lgamma(fewer + 1);
    return -log1p(n) - bm_lbeta(n - k + 1, k + 1);
}

double bm_choose(double n, double k) { return exp(bm_lchoose(n, k)); }
