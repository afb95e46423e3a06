/* The logarithm of the gamma function and its derivatives, for x > 0.
 * From x = 10 on by Stirling's series and its derivatives, DLMF 5.11.1, 5.11.2 and 5.15.8; below by recurrence. */
#include "special.h"
#include <math.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static double horner(const double *c, int n, double y) {
    double sum = 0;
    while (n-- > 0) sum = sum * y + c[n];
    return sum;
}

/* The C library's is right to 2 ulp for x > 0, also near the zeros at 1 and 2; lgamma itself writes to a global. */
double bm_lgamma(double x) {
    int sign;
    return x >= 0 ? lgamma_r(x, &sign) : NAN;
}

double bm_lfactorial(double n) { return bm_lgamma(n + 1); }
double bm_gamma(double x) { return x > 0 ? tgamma(x) : x == 0 ? INFINITY : NAN; }

/* digamma(x) / (x - root) on [1, 2] in powers of x - 1.5: without the factor, the zero at 1.4616… would cost all digits.
 * Chebyshev interpolation of degree 22 in 60 digits, error 1.4e-17. */
static const double digamma_near_root[] = {
    0.95105587603183284,    -0.42362742128146058,    0.24054248424078697,    -0.14840492305388092,
    0.094988724452890388,   -0.06192213327548831,    0.040760833940846085,   -0.026975796659787055,
    0.017907248317313294,   -0.011908220105959716,   0.0079270217968681542,  -0.005279937255532708,
    0.0035181065638024722,  -0.0023454947397380833,  0.0015633696313653504,  -0.0010364584817312839,
    0.00069092557612829861, -0.00048595039220036254, 0.00032395945401345196, -0.00014480643368061614,
    9.6536462614100617e-05, -0.00017821885488559231, 0.00011881232908510335,
};
static const double root = 0x1.762d86356be3fp+0, root_rest = 0x1.b86a722197829p-54;

/* B_2k / 2k */
static const double digamma_series[] = {1 / 12.0,       -1 / 120.0, 1 / 252.0,      -1 / 240.0,      1 / 132.0,
                                        -691 / 32760.0, 1 / 12.0,   -3617 / 8160.0, 43867 / 14364.0, -174611 / 6600.0};

double bm_digamma(double x) {
    if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
    if (x >= 10) {
        double u = 1 / x, y = u * u;
        return log(x) - (0.5 * u + y * horner(digamma_series, COUNT(digamma_series), y));
    }
    double sum = 0; /* digamma(x + 1) = digamma(x) + 1/x, towards [1, 2] */
    if (x < 1) {
        sum = -1 / x;
        x += 1;
    }
    while (x > 2) {
        x -= 1;
        sum += 1 / x;
    }
    return sum + ((x - root) - root_rest) * horner(digamma_near_root, COUNT(digamma_near_root), x - 1.5);
}

/* B_2k */
static const double trigamma_series[] = {1 / 6.0,       -1 / 30.0,       1 / 42.0,      -1 / 30.0,
                                         5 / 66.0,      -691 / 2730.0,   7 / 6.0,       -3617 / 510.0,
                                         43867 / 798.0, -174611 / 330.0, 854513 / 138.0};

double bm_trigamma(double x) {
    if (!(x > 0)) return x == 0 ? INFINITY : NAN;
    double sum = 0;
    for (; x < 10; x += 1) sum += 1 / (x * x);
    double u = 1 / x, y = u * u;
    return sum + (u + 0.5 * y + u * y * horner(trigamma_series, COUNT(trigamma_series), y));
}

/* (2 k + 1) B_2k */
static const double tetragamma_series[] = {1 / 2.0,      -1 / 6.0,         1 / 6.0,     -3 / 10.0,
                                           5 / 6.0,      -691 / 210.0,     35 / 2.0,    -3617 / 30.0,
                                           43867 / 42.0, -1222277 / 110.0, 854513 / 6.0};

double bm_tetragamma(double x) {
    if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
    double sum = 0;
    for (; x < 10; x += 1) sum += 2 / (x * x * x);
    double u = 1 / x, y = u * u;
    return -(sum + y * (1 + u + y * horner(tetragamma_series, COUNT(tetragamma_series), y)));
}

/* f(x) + f(x - 1/2) + …, d terms: NaN where one of them has no real value. */
static double over_halves(double (*f)(double), double d, double x) {
    double sum = 0;
    if (!(d >= 0) || isinf(d) || x - 0.5 * (d - 1) <= 0) return d == 0 ? 0 : NAN;
    for (double j = 0; j < d; j++) sum += f(x - 0.5 * j);
    return sum;
}

double bm_lmgamma(double d, double x) { return over_halves(bm_lgamma, d, x) + 0.25 * d * (d - 1) * log(M_PI); }
double bm_mdigamma(double d, double x) { return over_halves(bm_digamma, d, x); }
double bm_mtrigamma(double d, double x) { return over_halves(bm_trigamma, d, x); }
