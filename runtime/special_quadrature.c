/* Probabilities that are integrals without a closed form: Owen's T, and the distributions skew normal, Rice and von Mises. Each is the integral of a
 * smooth positive function; where that has fallen by e^-40 the interval ends, and on what is left Gauss's rule of 32 points is right to rounding.
 *
 * T(h, a) = 1 / (2 pi) times the integral of exp(-h^2 (1 + x^2) / 2) / (1 + x^2) from 0 to a (Owen 1956). An a above 1 leads to 1 / a below (Owen's 2.3, written
 * with upper tails so that nothing cancels; Patefield & Tandy 2000). */
#include "special.h"
#include <math.h>

enum { HALF = 16 };
static const double node[HALF] = {
    0.99726386184948156, 0.98561151154526834, 0.96476225558750643, 0.93490607593773969,
    0.89632115576605212, 0.84936761373256997, 0.79448379596794241, 0.73218211874028968,
    0.6630442669302152,  0.58771575724076233, 0.50689990893222939, 0.42135127613063535,
    0.33186860228212765, 0.23928736225213707, 0.14447196158279649, 0.048307665687738316,
};
static const double weight[HALF] = {
    0.0070186100094700966, 0.016274394730905671, 0.025392065309262059, 0.034273862913021433,
    0.042835898022226681,  0.050998059262376176, 0.058684093478535547, 0.065822222776361847,
    0.072345794108848506,  0.078193895787070306, 0.083311924226946755, 0.087652093004403811,
    0.091173878695763885,  0.093844399080804566, 0.095638720079274859, 0.096540088514727801,
};
static const double negligible = 40; /* in the exponent */

/* An integrand of x with two parameters. */
typedef double Integrand(double x, double p, double q);

static double gauss(Integrand *f, double from, double to, double p, double q) {
    double middle = 0.5 * (from + to), half = 0.5 * (to - from), sum = 0;
    for (int i = 0; i < HALF; i++)
        sum += weight[i] * (f(middle - half * node[i], p, q) + f(middle + half * node[i], p, q));
    return half * sum;
}

/* exp(-x^2 / 2), with the rounding of x^2 */
static double bell(double x) {
    double square = x * x, lost = fma(x, x, -square);
    return isinf(square) ? 0 : exp(-0.5 * square) * (1 - 0.5 * lost);
}

/* --- Owen's T --- */

static double wedge(double x, double h, double unused) {
    (void)unused;
    double hx = h * x;
    return exp(-0.5 * hx * hx) / (1 + x * x);
}

/* T(h, a) over exp(-h^2 / 2), h >= 0, a >= 0, for a <= 1 or h >= FAR, where what counts ends below 1. */
static const double far = 9;
static double       narrow(double h, double a) {
    return gauss(wedge, 0, fmin(a, sqrt(2 * negligible) / h), h, 0) * (0.5 * M_1_PI);
}

double bm_owens_t(double h, double a) {
    double side = copysign(1, a);
    if (isnan(h) || isnan(a)) return NAN;
    h = fabs(h), a = fabs(a);
    if (isinf(h)) return 0;
    if (isinf(a)) return side * 0.5 * bm_Phi(-h);
    if (a <= 1 || h >= far) return side * bell(h) * narrow(h, a);
    double ah = a * h, beyond = bm_Phi(-h), rest = bm_Phi(-ah);
    return side * (0.5 * (beyond + rest) - beyond * rest - bell(ah) * narrow(ah, 1 / a));
}

/* --- skew normal: P(Z <= z) = Phi(z) - 2 T(z, skew) --- */

/* At x beyond a, over its size at a. */
static double wedge_beyond(double x, double h, double a) {
    return exp(-0.5 * h * h * ((x - a) * (x + a))) / (1 + x * x);
}

/* log P(Z <= -h), h >= 0. Where the difference cancels, the same integral as in T from skew to infinity. */
static double skew_lower(double h, double skew) {
    double a = fabs(skew), reach = h * skew;
    if (reach >= 1) {
        double to = skew * sqrt(1 + 2 * negligible / (reach * reach));
        return log(gauss(wedge_beyond, skew, to, h, skew) * M_1_PI) - 0.5 * (h * h + reach * reach);
    }
    double share =
        a <= 1 || h >= far ? narrow(h, a) * sqrt(2 * M_PI) * bm_normal_hazard(h) : bm_owens_t(h, a) / bm_Phi(-h);
    return bm_log_Phi(-h) + log1p(skew > 0 ? -2 * share : 2 * share);
}

double bm_log_skew_normal_cdf(double z, double skew) {
    if (isnan(z) || isnan(skew)) return NAN;
    if (isinf(z)) return z > 0 ? 0 : -INFINITY;
    if (isinf(skew) && skew < 0) return z < 0 ? bm_log_Phi(z) + M_LN2 : 0;
    if (isinf(skew)) return z > 0 ? log(bm_erf(z * M_SQRT1_2)) : -INFINITY;
    if (z <= 0) return skew_lower(fabs(z), skew);
    if (skew >= 1 && z < 1) return log(bm_erf(z * M_SQRT1_2) * bm_Phi(skew * z) + 2 * bm_owens_t(skew * z, 1 / skew));
    return log1p(-exp(skew_lower(z, -skew)));
}

/* --- Rice: the distance from 0 of a point about a, in the plane, both coordinates with standard deviation 1 --- */

/* The density at t over exp(-(z - a)^2 / 2). */
static double distance(double t, double z, double a) {
    return t * exp(-0.5 * (t - z) * (t + z - 2 * a) + bm_log_bessel_i_excess(0, a * t));
}

/* The logarithms of the parts below and above z; the smaller is integrated, as far as it counts. */
static double rice(double z, double a, int upper) {
    if (!(z >= 0 && a >= 0) || isinf(a)) return NAN;
    if (z == 0 || isinf(z)) return (z == 0) == upper ? 0 : -INFINITY;
    int    above = z * z > a * a + 1.4;
    double wide = sqrt((z - a) * (z - a) + 2 * negligible), end = above ? a + wide : fmax(0, a - wide);
    double part = log(fabs(gauss(distance, z, end, z, a))) - 0.5 * (z - a) * (z - a);
    return above == upper ? part : log1p(-exp(part));
}

double bm_log_rice_cdf(double z, double a) { return rice(z, a, 0); }
double bm_log_rice_ccdf(double z, double a) { return rice(z, a, 1); }

/* --- von Mises --- */

static double on_circle(double t, double concentration, double unused) {
    (void)unused;
    double half = sin(0.5 * t);
    return exp(-2 * concentration * half * half);
}

static double on_circle_slope(double t, double concentration, double unused) {
    double half = sin(0.5 * t);
    return -2 * half * half * on_circle(t, concentration, unused);
}

/* From 0 to t, any t. */
static double around(Integrand *f, double t, double concentration) {
    double turns = rint(t * (0.5 * M_1_PI)), rest = remainder(t, 2 * M_PI);
    double fallen = sqrt(0.5 * negligible / concentration), end = fallen < 1 ? 2 * asin(fallen) : M_PI;
    double part = gauss(f, 0, fmin(fabs(rest), end), concentration, 0), half = gauss(f, 0, end, concentration, 0);
    return 2 * turns * half + (rest < 0 ? -part : part);
}

double bm_von_mises_cdf(double x, double mu, double concentration) {
    if (!(concentration >= 0) || isinf(concentration) || !isfinite(mu) || isnan(x)) return NAN;
    if (fabs(x) >= M_PI) return x > 0;
    double size = 2 * M_PI * exp(bm_log_bessel_i_excess(0, concentration));
    return (around(on_circle, x - mu, concentration) - around(on_circle, -M_PI - mu, concentration)) / size;
}

double bm_von_mises_cdf_slope(double x, double mu, double concentration) {
    if (!(concentration >= 0) || isinf(concentration) || !isfinite(mu) || isnan(x)) return NAN;
    if (fabs(x) >= M_PI) return 0;
    double size = 2 * M_PI * exp(bm_log_bessel_i_excess(0, concentration));
    double part = around(on_circle_slope, x - mu, concentration) - around(on_circle_slope, -M_PI - mu, concentration);
    return part / size - bm_von_mises_cdf(x, mu, concentration) * bm_bessel_i_slope_excess(0, concentration);
}
