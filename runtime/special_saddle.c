/* What is left of the gamma function, and of the densities made of it, beside their exponential part (the saddle-point form of Loader 2000,
 * "Fast and accurate computation of binomial probabilities"): in x log y - y - lgamma(x) the terms grow like x log x and cancel, here none does.
 *
 * Below 10 by the recurrence of lgamma, in which, with y = 1 / (2 x + 1),
 *   (x + 1/2) log(1 + 1/x) - 1 = atanh(y) / y - 1 = y^2/3 + y^4/5 + …
 * has no negative terms; from there on by Stirling's series, DLMF 5.11.1, 5.11.2 and 5.15.8. */
#include "special.h"
#include <float.h>
#include <math.h>

enum { TERMS = 8 };
static const double from = 10, small = 0.5, half_log_2pi = 0.91893853320467274;

/* Σ c[k] u^(2 k), k = 0 … TERMS - 1 */
static double series(const double *c, double u) {
    double sum = 0;
    for (int k = TERMS; k-- > 0;) sum = sum * (u * u) + c[k];
    return sum;
}

/* Σ y^(2 k) / (2 k + 1), k = 1 …, 0 <= y <= 1/2: atanh(y) / y - 1 */
static double atanh_rest(double y) {
    double power = y * y, sum = 0;
    for (int k = 1; power > sum * (0.25 * DBL_EPSILON); k++, power *= y * y) sum += power / (2 * k + 1);
    return sum;
}

/* log Gamma(1 + x), |x| <= 1/2: DLMF 5.7.3. */
double bm_lgamma_1p(double x) {
    static const double c[] = {
        0.32246703342411322,   -0.067352301053198095,   0.020580808427784548,   -0.0073855510286739853,
        0.0028905103307415233, -0.001192753911703261,   0.00050966952474304242, -0.00022315475845357938,
        9.9457512781808534e-5, -4.4926236738133142e-5,  2.0507212775670692e-5,  -9.4394882752683959e-6,
        4.3748667899074878e-6, -2.0392157538013662e-6,  9.5514121304074198e-7,  -4.492469198764566e-7,
        2.1207184805554666e-7, -1.00432248239681e-7,    4.7698101693639806e-8,  -2.2711094608943165e-8,
        1.0838659214896954e-8, -5.1834750419700467e-9,  2.4836745438024783e-9,  -1.1921401405860912e-9,
        5.731367241678862e-10, -2.7595228851242331e-10, 1.3304764374244489e-10};
    double sum = 0;
    if (!(fabs(x) <= small)) return bm_lgamma(1 + x);
    for (int k = sizeof c / sizeof *c; k-- > 0;) sum = sum * x + c[k];
    return x * (0.42278433509846714 + x * sum) - log1p(x);
}

double bm_stirling_error(double x) {
    static const double c[TERMS] = {1 / 12.0,   -1 / 360.0,      1 / 1260.0, -1 / 1680.0,
                                    1 / 1188.0, -691 / 360360.0, 1 / 156.0,  -3617 / 122400.0};
    if (!(x > 0)) return x == 0 ? INFINITY : NAN;
    if (x < small) return bm_lgamma_1p(x) - (x + 0.5) * log(x) + x - half_log_2pi;
    double sum = 0;
    for (; x < from; x += 1) sum += atanh_rest(1 / (2 * x + 1));
    return sum + series(c, 1 / x) / x;
}

double bm_lgamma_excess(double x) {
    if (!(x > 0)) return x == 0 ? 0 : NAN;
    if (x < small) return bm_lgamma_1p(x) - x * log(x) + x;
    return 0.5 * log(2 * M_PI * x) + bm_stirling_error(x);
}

/* digamma(x) - log(x) + 1 / (2 x) and 1 / (2 x): the recurrence of the first adds 2 (atanh(y) - y / (1 - y^2)). */
double bm_digamma_excess(double x) {
    static const double c[TERMS] = {-1 / 12.0,  1 / 120.0,     -1 / 252.0, 1 / 240.0,
                                    -1 / 132.0, 691 / 32760.0, -1 / 12.0,  3617 / 8160.0};
    if (!(x > 0)) return x == 0 ? INFINITY : NAN;
    if (x < small) return bm_digamma(1 + x) - log(x);
    double half = 0.5 / x, sum = 0;
    for (; x < from; x += 1) {
        double y = 1 / (2 * x + 1);
        sum += 2 * y * (atanh_rest(y) - y * y / (1 - y * y));
    }
    return half + (sum + series(c, 1 / x) / (x * x));
}

/* trigamma(x) - 1 / x - 1 / (2 x^2), less 1 / (2 x^2): the recurrence of the first adds 1 / (x^2 (x + 1)^2) / 2. */
double bm_trigamma_excess(double x) {
    static const double c[TERMS] = {1 / 6.0,  -1 / 30.0,     1 / 42.0, -1 / 30.0,
                                    5 / 66.0, -691 / 2730.0, 7 / 6.0,  -3617 / 510.0};
    if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
    if (x < small) return bm_trigamma(1 + x) - 1 / x;
    double half = 0.5 / (x * x), sum = 0;
    for (; x < from; x += 1) sum += 0.5 / (x * x * ((x + 1) * (x + 1)));
    return (sum + series(c, 1 / x) / (x * x * x)) - half;
}

double bm_log_ratio(double x, double y) {
    if (x > 0.5 * y && x < 2 * y) return log1p((x - y) / y);
    double ratio = x / y;
    return (ratio > 0 && ratio < INFINITY) || !(x > 0 && y > 0) ? log(ratio) : log(x) - log(y);
}

/* deviance(x, m), where d = x - m is known better than from x and m, which are positive. With v = d / (x + m): log(x / m) = 2 atanh(v), and
 * x log(x / m) + m - x = d v + 2 x (v^3/3 + v^5/5 + …). */
static double deviance_by(double x, double m, double d) {
    double v = d / (x + m);
    return fabs(v) < 0.3 ? d * v + 2 * x * v * atanh_rest(fabs(v)) : x * bm_log_ratio(x, m) - d;
}

double bm_deviance(double x, double m) {
    if (!(x >= 0 && m >= 0)) return NAN;
    if (x == 0 || m == 0 || isinf(x) || isinf(m)) return x == 0 ? m : isinf(x) && isinf(m) ? NAN : INFINITY;
    return deviance_by(x, m, x - m);
}

/* deviance(x, n (p + lost)), 0 <= p <= 1. The rounding of p n is made good, and that of p: near the mode they are as large as the deviance. A mean
 * that is too small for its digits has them in p. */
static double deviance_of_share(double x, double n, double p, double lost) {
    double m = n * p, more = fma(n, p, -m) + n * lost;
    if (m < DBL_MIN && x > 0 && p > 0) return x * (bm_log_ratio(x, n) - log(p)) - x;
    return more == 0 || !(m > 0) ? bm_deviance(x, m + more) : bm_deviance(x, m) + more * ((m - x) / m);
}

double bm_binomial_deviance(double y, double n, double p) {
    double q = 1 - p;
    if (!(y >= 0 && y <= n && p >= 0 && p <= 1) || isinf(n)) return NAN;
    return deviance_of_share(y, n, p, 0) + deviance_of_share(n - y, n, q, (1 - q) - p);
}

/* As powers of probabilities are y log(y / mu) - (y + phi) log((y + phi) / (mu + phi)): the deviances of y and phi with the means m and k, which their
 * sum y + phi has in the shares of mu and phi. All that is added has one sign. */
double bm_log_negative_binomial(double y, double mu, double phi) {
    double n = y + phi, total = mu + phi;
    if (!(y >= 0 && mu >= 0 && phi > 0) || isinf(n) || isinf(total)) return NAN;
    if (mu == 0) return y == 0 ? 0 : -INFINITY;
    if (y == 0) return -phi * (mu < phi ? log1p(mu / phi) : bm_log_ratio(total, phi));
    double d = phi * ((y - mu) / total), ratio = n / total;
    double m = mu < phi ? ratio * mu : n * (mu / total), k = mu < phi ? n * (phi / total) : ratio * phi;
    return bm_lgamma_rest_delta(phi, y) - bm_lgamma_excess(y) - (deviance_by(y, m, d) + deviance_by(phi, k, -d));
}

/* With s = (y + phi) / (mu + phi): that of the deviance is s - 1 - log(s). */
double bm_log_negative_binomial_slope(double y, double mu, double phi) {
    double n = y + phi, total = mu + phi;
    if (!(y >= 0 && mu >= 0 && phi > 0) || isinf(n) || isinf(total)) return NAN;
    return bm_digamma_rest_delta(phi, y) - deviance_by(1, n / total, (mu - y) / total);
}

/* a d - b c, right to its last digits (Kahan). */
static double cross(double a, double b, double c, double d) {
    double bc = b * c;
    return fma(a, d, -bc) - fma(b, c, -bc);
}

static double cell(double x, double m, double d) { return x == 0 ? m : deviance_by(x, m, d); }

/* What a 2 x 2 table tells of its rows: the deviances of its cells with the means that follow from the sums of rows and columns. A cell differs from
 * its mean by the same as the others do, but for the sign. */
static double table_deviance(double a, double b, double c, double d) {
    double left = a + c, right = b + d, total = left + right, above = (a + b) / total, below = (c + d) / total;
    double by = cross(a, b, c, d) / total;
    return cell(a, left * above, by) + cell(b, right * above, -by) + cell(c, left * below, -by) +
           cell(d, right * below, by);
}

/* As powers, the gammas of both leave the deviance of a table: (alpha, beta) and (y, n - y); (alpha, beta) and (r, y). */
double bm_log_beta_binomial(double alpha, double beta, double y, double n) {
    double rest = n - y;
    if (!(alpha > 0 && beta > 0 && y >= 0 && rest >= 0) || isinf(alpha + beta + n)) return NAN;
    double ways = bm_lgamma_excess(n) - bm_lgamma_excess(y) - bm_lgamma_excess(rest);
    double gammas =
        bm_lgamma_rest_delta(alpha, y) + bm_lgamma_rest_delta(beta, rest) - bm_lgamma_rest_delta(alpha + beta, n);
    return ways + gammas - table_deviance(alpha, beta, y, rest);
}

double bm_log_beta_negative_binomial(double r, double alpha, double beta, double y) {
    if (!(r > 0 && alpha > 0 && beta > 0 && y >= 0) || isinf(alpha + beta + r + y)) return NAN;
    double gammas = bm_lgamma_rest_delta(r, y) + bm_lgamma_rest_delta(alpha, r) + bm_lgamma_rest_delta(beta, y) -
                    bm_lgamma_rest_delta(alpha + beta, r + y);
    return gammas - bm_lgamma_excess(y) - table_deviance(alpha, beta, r, y);
}

/* digamma(a + c) - digamma(a) - digamma(a + b + c + d) + digamma(a + b): slopes of those. */
static double table_slope(double a, double b, double c, double d) {
    double top = a + b, left = a + c, total = top + (c + d), size = top * left, by = cross(a, b, c, d);
    if (!(a > 0 && b > 0 && c >= 0 && d >= 0) || isinf(total)) return NAN;
    double ratio = fabs(by) < 0.5 * size ? log1p(by / size) : bm_log_ratio(a, top) + bm_log_ratio(total, left);
    return bm_digamma_rest_delta(a, c) - bm_digamma_rest_delta(top, c + d) - ratio;
}

double bm_log_beta_binomial_slope(double alpha, double beta, double y, double n) {
    return table_slope(alpha, beta, y, n - y);
}

double bm_log_beta_negative_binomial_r(double r, double alpha, double beta, double y) {
    return table_slope(r, alpha, y, beta);
}

double bm_log_beta_negative_binomial_a(double r, double alpha, double beta, double y) {
    return table_slope(alpha, beta, r, y);
}

double bm_log_beta_negative_binomial_b(double r, double alpha, double beta, double y) {
    return table_slope(beta, alpha, y, r);
}
