/* Bessel functions of the first and second kind, J and Y, of real order nu >= 0.
 *
 *   x large:  Hankel's expansion, DLMF 10.17.3 and 10.17.4, with the phase reduced exactly;
 *   x^2 small beside nu:  J by its power series, 10.2.2;
 *   x >= 25:  from there upwards by recurrence, while nu < x; beyond, J from Y and the Wronskian (10.5.2);
 *   else Steed's method (Barnett 1981; Temme 1975 below x = 2): J' / J by one continued fraction (10.10.1), (J' + i Y') / (J + i Y) by another, the
 *   Wronskian settles their size. */
#include "special.h"
#include <complex.h>
#include <float.h>
#include <math.h>

enum { MOST_STEPS = 1000000 };
static const double large = 25;

typedef struct Pair {
    double j, y;
} Pair;

/* sqrt(2 / (pi x)) (P + i Q) e^(i (x - nu pi / 2 - pi / 4)), P + i Q = Σ i^k a_k(nu) / x^k. */
static Pair by_hankel(double nu, double x) {
    double complex sum = 1, term = 1;
    double         four = 4 * nu * nu, least = INFINITY;
    for (int k = 1; k < 200; k++) {
        double odd = 2.0 * k - 1;
        term *= I * ((four - odd * odd) / (8 * k * x));
        if (cabs(term) > least) break;
        least = k > nu ? cabs(term) : INFINITY;
        sum += term;
        if (cabs(term) < 0.1 * DBL_EPSILON) break;
    }
    double         turn = fmod(nu + 0.5, 4) * M_PI_2, size = sqrt(M_2_PI / x); /* the angle is x - turn */
    double complex h = sum * (cos(x) + I * sin(x)) * (cos(turn) - I * sin(turn)) * size;
    return (Pair){creal(h), cimag(h)};
}

/* Σ (-x^2 / 4)^k / (k! (nu + 1) … (nu + k)) times (x / 2)^nu / Gamma(nu + 1) */
static double j_by_series(double nu, double x) {
    double term = 1, sum = 1;
    for (int k = 1; k < 200 && fabs(term) > 0.1 * DBL_EPSILON * fabs(sum); k++) {
        term *= -0.25 * x * x / (k * (k + nu));
        sum += term;
    }
    double size = nu < 150 ? pow(0.5 * x, nu) / tgamma(nu + 1) : exp(nu * log(0.5 * x) - bm_lgamma(nu + 1));
    return size * sum;
}

/* J' / J at order nu; *sign is that of J. The method of Lentz. */
static double j_slope(double nu, double x, double *sign) {
    double tiny = 1e-300, f = fmax(nu / x, tiny), c = f, d = 0, b = 2 * nu / x;
    *sign = 1;
    for (int k = 1; k < MOST_STEPS; k++) {
        b += 2 / x;
        d = b - d;
        if (d == 0) d = tiny;
        c = b - 1 / c;
        if (c == 0) c = tiny;
        d = 1 / d;
        f *= c * d;
        if (d < 0) *sign = -*sign;
        if (fabs(c * d - 1) < DBL_EPSILON) break;
    }
    return f;
}

/* (J' + i Y') / (J + i Y) at an order mu not above x, x >= 2. Steed's algorithm for 10.10 with b_k = 2 (x + i k), a_k = (k - 1/2)^2 - mu^2. */
static double complex h_slope(double mu, double x) {
    double         a = 0.25 - mu * mu;
    double complex b = 2 * (x + I), d = 1 / b, delta = a * d, f = delta;
    for (int k = 2; k < MOST_STEPS && cabs(delta) > 0.1 * DBL_EPSILON * cabs(f); k++) {
        a += 2 * (k - 1);
        b += 2 * I;
        d = 1 / (b + a * d);
        delta *= b * d - 1;
        f += delta;
    }
    return -0.5 / x + I + I / x * f;
}

/* Even and odd part of 1 / Gamma(1 + mu), |mu| <= 1/2, the odd one over mu. Taylor's series: DLMF 5.7.1. */
static Pair reciprocal_gamma(double mu) {
    static const double even[] = {
        1.0,
        -0.65587807152025388,
        0.16653861138229149,
        -0.0096219715278769736,
        -0.0011651675918590651,
        0.00012805028238811619,
        -1.2504934821426707e-6,
        -2.0563384169776071e-7,
        5.0020076444692229e-9,
        1.0434267116911005e-10,
        -3.6968056186422057e-12,
    };
    static const double odd[] = {
        0.57721566490153286,     -0.042002635034095236,  -0.042197734555544337, 0.0072189432466630995,
        -0.00021524167411495097, -2.0134854780788239e-5, 1.1330272319816959e-6, 6.1160951044814158e-9,
        -1.1812745704870201e-9,  7.7822634399050713e-12, 5.100370287454476e-13,
    };
    Pair p = {0, 0};
    for (int k = 10; k >= 0; k--) {
        p.j = p.j * (mu * mu) + even[k];
        p.y = p.y * (mu * mu) + odd[k];
    }
    return p;
}

/* Y at mu and mu + 1 (Temme 1975), |mu| <= 1/2, x < 2. */
static void y_by_series(double mu, double x, double *y, double *next) {
    Pair   reciprocal = reciprocal_gamma(mu);
    double l = log(2 / x), sigma = mu * l, angle = M_PI * mu, power = exp(sigma);
    double spread = fabs(angle) < 1e-10 ? 1 : angle / sin(angle), slope = fabs(sigma) < 1e-10 ? 1 : sinh(sigma) / sigma;
    double half = sin(0.5 * angle), twice = mu == 0 ? 0 : 2 / mu * half * half;
    double f = M_2_PI * spread * (-cosh(sigma) * reciprocal.y + slope * l * reciprocal.j);
    double p = M_1_PI * power / (reciprocal.j + mu * reciprocal.y),
           q = M_1_PI / power / (reciprocal.j - mu * reciprocal.y);
    double c = 1, sum = f + twice * q, sum_next = p;
    for (int k = 1; k < 100; k++) {
        f = (k * f + p + q) / (k * k - mu * mu);
        p /= k - mu, q /= k + mu;
        c *= -0.25 * x * x / k;
        double g = f + twice * q;
        sum += c * g;
        sum_next += c * (p - k * g);
        if (fabs(c * g) < 0.01 * DBL_EPSILON * fabs(sum)) break;
    }
    *y = -sum, *next = -sum_next * 2 / x;
}

/* Upwards by n orders, of which mu is the first. For J only below x. */
static void upwards(double mu, double x, int n, double *f, double *next) {
    for (int k = 1; k <= n; k++) {
        double after = 2 * (mu + k) / x * *next - *f;
        *f = *next, *next = after;
        if (isinf(*f)) *next = *f;
    }
}

/* Above the order x, where J is the small solution: from Y and the Wronskian. */
static Pair from_y(double nu, double x, double y, double next) {
    double sign;
    return (Pair){M_2_PI / x / (nu / x * y - next - j_slope(nu, x, &sign) * y), y};
}

/* From mu in [0, 1) by Hankel's expansion. */
static Pair by_recurrence(double nu, double x) {
    int    n = (int)nu;
    double mu = nu - n;
    Pair   first = by_hankel(mu, x), second = by_hankel(mu + 1, x);
    upwards(mu, x, n, &first.y, &second.y);
    if (nu > x) return from_y(nu, x, first.y, second.y);
    upwards(mu, x, n, &first.j, &second.j);
    return first;
}

static Pair by_steed(double nu, double x) {
    int            n = nu > x ? (int)(nu - x + 1) : 0;
    double         mu = nu - n, sign, f = j_slope(mu, x, &sign);
    double complex h = h_slope(mu, x);
    double         p = creal(h), q = cimag(h), ratio = (p - f) / q;
    double         j = sign * sqrt(M_2_PI / x / ((p - f) * ratio + q)), y = ratio * j;
    double         next = mu / x * y - (p * y + q * j);
    if (n == 0) return (Pair){j, y};
    upwards(mu, x, n, &y, &next);
    return from_y(nu, x, y, next);
}

static Pair bessel(double nu, double x) {
    if (x < 2) {
        int    n = (int)(nu + 0.5);
        double y, next;
        y_by_series(nu - n, x, &y, &next);
        upwards(nu - n, x, n, &y, &next);
        return (Pair){j_by_series(nu, x), y};
    }
    if (x >= large && x >= 0.5 * nu * nu) return by_hankel(nu, x);
    Pair p = x >= large ? by_recurrence(nu, x) : by_steed(nu, x);
    if (x * x < 4 * (nu + 1)) p.j = j_by_series(nu, x);
    return p;
}

static int outside(double nu, double x) { return !(nu >= 0 && x >= 0) || nu > MOST_STEPS; }

double bm_bessel_j(double nu, double x) {
    if (outside(nu, x)) return NAN;
    return x == 0 ? nu == 0 : isinf(x) ? 0 : bessel(nu, x).j;
}

double bm_bessel_y(double nu, double x) {
    if (outside(nu, x)) return NAN;
    return x == 0 ? -INFINITY : isinf(x) ? 0 : bessel(nu, x).y;
}
