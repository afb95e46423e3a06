/* The regularised incomplete gamma functions P(a, x) and Q = 1 - P: logarithms, and slopes of these by a.
 *
 * Four regions, in each of which the smaller of P and Q is had without subtraction (Abramowitz & Stegun 6.5.29, 6.5.31; Temme 1979):
 *   large a, x near: Q = Phi(-z) + phi(z) S / sqrt(a), with z^2 / 2 = x - a - a log(x / a) and S = sum of c_k(z / sqrt(a)) / a^k;
 *   small x, a < 1:  x^a / Gamma(a + 1) (1 + a S), S = sum of (-x)^n / ((a + n) n!), from 1;
 *   x <= a:          P = x^a e^-x / Gamma(a + 1) times the sum of x^n / ((a + 1) … (a + n));
 *   else:            Q = x^a e^-x / Gamma(a) times a continued fraction, by the method of Lentz.
 * Slopes by a are those of the same series and fraction, term by term. */
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

/* x / a - 1 - log(x / a) */
static double excess_over(double a, double x) {
    double t = (x - a) / a;
    return x < 0.5 * a ? t - log(x / a) : bm_log1p_excess(t);
}

/* log(x^a e^-x / Gamma(a)) */
static double log_factor(double a, double x) {
    static const double stirling[] = {1 / 12.0,   -1 / 360.0,      1 / 1260.0, -1 / 1680.0,
                                      1 / 1188.0, -691 / 360360.0, 1 / 156.0,  -3617 / 122400.0};
    if (a < 10) return a * log(x) - x - bm_lgamma(a);
    double u = 1 / a, y = u * u, sum = 0;
    for (int k = 7; k >= 0; k--) sum = sum * y + stirling[k];
    return 0.5 * log(a * (0.5 * M_1_PI)) - a * excess_over(a, x) - u * sum;
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
    double log_gamma = bm_lgamma_delta(1, a), l = a * log(x) - log_gamma, p = exp(l) * (1 + a * sum);
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

/* Taylor coefficients of c_k(eta), Temme 1979 (DLMF 8.12.10), from the series of x / a - 1 in eta: exact fractions, rounded. */
enum { TERMS = 4, DEGREE = 15 };
static const double temme[TERMS][DEGREE + 1] = {
    {-0.33333333333333331, 0.083333333333333329, -0.014814814814814815, 0.0011574074074074073, 0.00035273368606701942,
     -0.0001787551440329218, 3.9192631785224377e-05, -2.185448510679992e-06, -1.85406221071516e-06,
     8.2967113409530865e-07, -1.7665952736826078e-07, 6.7078535434014984e-09, 1.0261809784240309e-08,
     -4.3820360184533529e-09, 9.1476995822367902e-10, -2.5514193994946248e-11},
    {-0.0018518518518518519, -0.003472222222222222, 0.0026455026455026454, -0.00099022633744855963,
     0.00020576131687242798, -4.018775720164609e-07, -1.8098550334489977e-05, 7.6491609160811098e-06,
     -1.6120900894563446e-06, 4.647127802807434e-09, 1.3786334469157209e-07, -5.7525456035177047e-08,
     1.1951628599778148e-08, -1.7543241719747647e-11, -1.0091543710600413e-09, 4.1627929918425828e-10},
    {0.0041335978835978834, -0.0026813271604938273, 0.0007716049382716049, 2.0093878600823047e-06,
     -0.0001073665322636516, 5.2923448829120125e-05, -1.2760635188618728e-05, 3.4235787340961378e-08,
     1.3721957309062934e-06, -6.2989921383800548e-07, 1.4280614206064242e-07, -2.0477098421990866e-10,
     -1.409252991086752e-08, 6.2289740849220218e-09, -1.3670488396617114e-09, 9.428356159014678e-13},
    {0.00064943415637860077, 0.00022947209362139917, -0.0004691894943952557, 0.00026772063206283885,
     -7.5618016718839766e-05, -2.3965051138672968e-07, 1.1082654115347302e-05, -5.6749528269915965e-06,
     1.4230900732435883e-06, -2.7861079291528143e-11, -1.6958404091930278e-07, 8.0994649053880827e-08,
     -1.9111168485973655e-08, 2.3928620439808118e-12, 2.0620131815488797e-09, -9.460496661855133e-10}};

/* Enough terms for 16 digits where this holds. */
static bool is_near(double a, double x) { return a > 1e4 && fabs(x - a) < 0.25 * a; }

static Incomplete by_normal(double a, double x) {
    double t = (x - a) / a, eta = copysign(sqrt(2 * bm_log1p_excess(t)), t), root = sqrt(a), z = eta * root;
    double log_ratio = log1p(t), z_slope = -(t == 0 ? 1 : log_ratio / eta) / root,
           eta_slope = z_slope / root - 0.5 * eta / a;
    double s = 0, s_slope = 0, over = 1;
    for (int k = 0; k < TERMS; k++, over /= a) {
        double c = 0, by_eta = 0;
        for (int j = DEGREE; j >= 0; j--) by_eta = by_eta * eta + c, c = c * eta + temme[k][j];
        s += c * over;
        s_slope += by_eta * over * eta_slope - k * c * over / a;
    }
    double up = bm_normal_hazard(z), down = bm_normal_hazard(-z); /* phi(z) over Phi(-z), Phi(z) */
    double slope = -z_slope + log_ratio * s / root + s_slope / root - 0.5 * s / (a * root);
    double log_p = bm_log_Phi(z) + log1p(-down * s / root), log_q = bm_log_Phi(-z) + log1p(up * s / root);
    return (Incomplete){log_p, log_q, -slope * down / (1 - down * s / root), slope * up / (1 + up * s / root)};
}

static bool outside(double a, double x) { return !(a >= 0 && x >= 0) || (isinf(a) && isinf(x)); }

static Incomplete incomplete(double a, double x) {
    if (outside(a, x)) return (Incomplete){NAN, NAN, NAN, NAN};
    if (x == 0 || isinf(a)) return (Incomplete){a == 0 ? 0 : -INFINITY, a == 0 ? -INFINITY : 0, -INFINITY, 0};
    if (a == 0 || isinf(x)) return (Incomplete){0, -INFINITY, 0, INFINITY};
    if (a < 1 && x < 1.5) return small(a, x);
    if (is_near(a, x)) return by_normal(a, x);
    return x <= a ? by_series(a, x) : by_fraction(a, x);
}

double bm_log_gamma_p(double a, double x) { return incomplete(a, x).log_p; }
double bm_log_gamma_q(double a, double x) { return incomplete(a, x).log_q; }
double bm_log_gamma_p_slope(double a, double x) { return incomplete(a, x).p_slope; }
double bm_log_gamma_q_slope(double a, double x) { return incomplete(a, x).q_slope; }
double bm_gamma_p(double a, double x) { return exp(bm_log_gamma_p(a, x)); }
double bm_gamma_q(double a, double x) { return exp(bm_log_gamma_q(a, x)); }
