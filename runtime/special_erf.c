/* The error function and the normal distribution.
 * In the tails everything is written with erfcx(z) = e^(z^2) erfc(z), which varies slowly, and e^(-x^2/2), taken in two factors. */
#include "special.h"
#include <math.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))
static const double sqrt_2_over_pi = 0.79788456080286536, inv_sqrt_2pi = 0.39894228040143268;

double bm_erf(double x) { return erf(x); }
double bm_erfc(double x) { return erfc(x); }

/* (1 + 2 z) erfcx(z) in powers of t = (z - 4) / (z + 4), for all z >= 0: a smooth function on [-1, 1] (the form is that of
 * Shepherd & Laframboise 1981). Chebyshev interpolation of degree 26 in 60 digits; last coefficient 1.3e-18. */
static const double erfcx_series[] = {
    1.2329951186255526,      -0.1396211168405625,     0.015379652102620042,    0.068097054254690356,
    -0.10103906603632504,    0.093732834998439513,    -0.066330365811648501,   0.037167515535911411,
    -0.01619773406595253,    0.0050319699928109253,   -0.00075777321953522929, -0.00019925677645791969,
    0.00015062130746391778,  -2.4398942309069806e-05, -1.1220753452725425e-05, 5.7092012122263518e-06,
    2.9090629683714269e-07,  -8.2491274349645722e-07, 7.89343963476142e-08,    1.1009041560728304e-07,
    -2.1917128684776733e-08, -1.470518755238763e-08,  3.9799082099353338e-09,  1.7887492189077536e-09,
    -5.4779631540379301e-10, -1.37212432109558e-10,   4.335744696880128e-11,
};

double bm_erfcx(double x) {
    if (x < -26.7) return INFINITY;
    if (x < 0) {
        double head =
            trunc(x * 16) / 16; /* e^(x^2) as two factors, since the error of x^2 would be multiplied by x^2 */
        return 2 * (exp(head * head) * exp((x - head) * (x + head))) - bm_erfcx(-x);
    }
    if (x > 1e8) return 0.56418958354775629 / x; /* 1 / sqrt(pi) */
    double t = (x - 4) / (x + 4), sum = 0;
    for (int i = COUNT(erfcx_series) - 1; i >= 0; i--) sum = sum * t + erfcx_series[i];
    return sum / (1 + 2 * x);
}

/* e^(-x^2/2): x = head + rest, head with few bits, so that its square is exact and the error of x^2 is not multiplied by x^2. */
static double exp_minus_half_square(double x) {
    if (fabs(x) > 40) return 0;
    double head = trunc(x * 16) / 16;
    return exp(-0.5 * head * head) * exp(-0.5 * (x - head) * (x + head));
}

double bm_Phi(double x) {
    if (x > -1) return 0.5 * erfc(-x * M_SQRT1_2);
    return 0.5 * bm_erfcx(-x * M_SQRT1_2) * exp_minus_half_square(x);
}

double bm_log_Phi(double x) {
    if (x > 0) return log1p(-bm_Phi(-x));
    if (x > -1) return log(bm_Phi(x));
    return log(0.5 * bm_erfcx(-x * M_SQRT1_2)) - 0.5 * x * x;
}

double bm_normal_hazard(double x) {
    if (x < -1) return inv_sqrt_2pi * exp_minus_half_square(x) / bm_Phi(-x);
    if (x > 1e8) return x;
    return sqrt_2_over_pi / bm_erfcx(x * M_SQRT1_2);
}

/* Numerator and denominator of degree 7, from the highest power. */
static double ratio(const double num[8], const double den[8], double r) {
    double above = num[0], below = den[0];
    for (int i = 1; i < 8; i++) {
        above = above * r + num[i];
        below = below * r + den[i];
    }
    return above / below;
}

/* Wichura 1988, algorithm AS 241 (PPND16): rational approximations in three regions. */
double bm_probit(double p) {
    static const double
        a[] = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
               13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608},
        b[] = {5226.495278852545925,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
               5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1},
        c[] = {7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
               3.64784832476320460504,   5.7694972214606914055,    4.6303378461565452959,  1.42343711074968357734},
        d[] = {1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
               0.68976733498510000455,    1.6763848301838038494,   2.05319162663775882187,   1},
        e[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
               0.29656057182850489123,    1.7848265399172913358,     5.4637849111641143699,    6.6579046435011037772},
        f[] = {2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
               0.0148753612908506148525,   0.13692988092273580531,   0.59983220655588793769,   1};
    if (!(p > 0 && p < 1)) return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
    double q = p - 0.5;
    if (fabs(q) <= 0.425) return q * ratio(a, b, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? ratio(c, d, r - 1.6) : ratio(e, f, r - 5);
    return q < 0 ? -x : x;
}
