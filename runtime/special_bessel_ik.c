/* Modified Bessel functions of real order: I and K, their logarithms and logarithmic slopes.
 *
 * Everything is computed as what is left beside the exponential part. With r = hypot(nu, x) and eta = r + nu log(x / (nu + r)),
 *   log I = eta + excess_i,   log K = -eta + excess_k,   and both excesses are near -log(r) / 2, however large nu and x are.
 * I: for r < 32 the power series, DLMF 10.25.2, whose terms are all positive; beyond by Debye's uniform expansion, 10.41.3, which with
 *   u_k(p) = p^k q_k(p^2), p = nu / r, is a series in 1 / r, and so holds for small nu too (there it is Hankel's, 10.40.1). After 15 terms
 *   its error is below 2e-17.
 * K: the trapezoidal rule on 10.32.9 moved to its saddle point, excess_k = log of the integral of exp(-r (cosh s - 1) - nu (sinh s - s)) / 2
 *   over all s; it converges geometrically (Trefethen & Weideman 2014), and slopes are means under the same weights. */
#include "special.h"
#include <float.h>
#include <math.h>

static const double from = 32; /* r, from which on the expansion holds */
static const double half_log_2pi = 0.91893853320467274;

/* The logarithm of the excess, and its slopes by x and by nu. */
typedef struct Excess {
    double log, by_x, by_nu;
} Excess;

/* nu log(x / (nu + r)) + r */
static double exponential_part(double nu, double x, double r) {
    return nu == 0 ? x : isinf(x) ? INFINITY : r + nu * log(x / (nu + r));
}

/* exp of sign times it. Where nu is small beside x, in factors: exp(x) is exact, and what is left is small. */
static double exponential(double nu, double x, int sign) {
    double r = hypot(nu, x);
    if (nu > x || x > 700) return exp(sign * exponential_part(nu, x, r));
    return exp(sign * x) * exp(sign * nu * (nu / (r + x) - asinh(nu / x)));
}

/* --- I --- */

enum { DEBYE = 15 };
/* Coefficients of q_0, q_1, …: q_k has k + 1 of them. From 10.41.9 in rational numbers. */
static const double debye[] = {
    1.0,
    0.125,
    -0.20833333333333333,
    0.0703125,
    -0.40104166666666667,
    0.33420138888888889,
    0.0732421875,
    -0.8912109375,
    1.8464626736111111,
    -1.0258125964506173,
    0.112152099609375,
    -2.3640869140625,
    8.78912353515625,
    -11.207002616222994,
    4.6695844234262474,
    0.22710800170898438,
    -7.3687943594796317,
    42.534998745388455,
    -91.818241543240017,
    84.636217674600735,
    -28.212072558200245,
    0.57250142097473145,
    -26.491430486951556,
    218.19051174421159,
    -699.57962737613254,
    1059.9904525279999,
    -765.25246814118164,
    212.57013003921712,
    1.7277275025844574,
    -108.09091978839466,
    1200.9029132163525,
    -5305.6469786134031,
    11655.393336864533,
    -13586.550006434137,
    8061.7221817373094,
    -1919.457662318407,
    6.074042001273483,
    -493.91530477308801,
    7109.5143024893637,
    -41192.654968897551,
    122200.46498301746,
    -203400.17728041553,
    192547.00123253153,
    -96980.598388637513,
    20204.291330966149,
    24.380529699556064,
    -2499.8304818112096,
    45218.768981362726,
    -331645.17248456358,
    1268365.2733216248,
    -2813563.2265865341,
    3763271.297656404,
    -2998015.9185381068,
    1311763.6146629772,
    -242919.18790055133,
    110.01714026924674,
    -13886.089753717041,
    308186.4046126624,
    -2785618.1280864547,
    13288767.166421818,
    -37567176.660763351,
    66344512.274729027,
    -74105148.211532658,
    50952602.492664642,
    -19706819.118432227,
    3284469.8530720378,
    551.33589612202059,
    -84005.433603024085,
    2243768.1779224494,
    -24474062.725738728,
    142062907.7975331,
    -495889784.27503031,
    1106842816.8230145,
    -1621080552.1083371,
    1553596899.5705801,
    -939462359.6815784,
    325573074.18576575,
    -49329253.664509962,
    3038.0905109223843,
    -549842.32757228869,
    17395107.553978165,
    -225105661.88941528,
    1559279864.8792575,
    -6563293792.6192843,
    17954213731.1556,
    -33026599749.800723,
    41280185579.753974,
    -34632043388.158778,
    18688207509.295825,
    -5866481492.0518472,
    814789096.11831211,
    18257.755474293175,
    -3871833.4425726126,
    143157876.71888898,
    -2167164983.2237951,
    17634730606.834969,
    -87867072178.023266,
    287900649906.15059,
    -645364869245.3765,
    1.0081581068653821e+12,
    -1.0983751560812233e+12,
    819218669548.57733,
    -399096175224.4665,
    114498237732.02581,
    -14679261247.695617,
    118838.42625678325,
    -29188388.122220813,
    1247009293.5127103,
    -21822927757.529224,
    205914503232.41002,
    -1.1965528801961816e+12,
    4.612725780849132e+12,
    -1.2320491305598287e+13,
    2.3348364044581841e+13,
    -3.1667088584785158e+13,
    3.0565125519935321e+13,
    -2.0516899410934437e+13,
    9.109341185239899e+12,
    -2.406297900028504e+12,
    286464035717.67904,
};

/* q_k(t), and its derivative by t. */
static double debye_polynomial(int k, double t, double *slope) {
    const double *c = debye + k * (k + 1) / 2;
    double        sum = 0, d = 0;
    for (int j = k; j >= 0; j--) {
        d = d * t + sum;
        sum = sum * t + c[j];
    }
    *slope = d;
    return sum;
}

/* With t = nu^2 / r^2: t' = -2 t x / r^2 by x, 2 (1 - t) nu / r^2 by nu. */
static Excess i_by_expansion(double nu, double x, double r) {
    double u = 1 / r, p = nu * u, q = x * u, t = p * p, sum = 0, by_r = 0, by_t = 0; /* by_r: r d/dr */
    for (int k = DEBYE; k-- > 0;) {
        double slope, value = debye_polynomial(k, t, &slope);
        sum = sum * u + value;
        by_r = by_r * u - k * value;
        by_t = by_t * u + slope;
    }
    double at_r = by_r / sum - 0.5, at_t = by_t / sum;
    return (Excess){log(sum) - half_log_2pi - 0.5 * log(r), q * u * (at_r - 2 * t * at_t),
                    p * u * (at_r + 2 * q * q * at_t)};
}

/* Σ t_k from k = 1, t_k = t_(k-1) (x/2)^2 / (k (k + nu)), t_0 = 1, with Σ 2 k t_k and Σ t_k Σ 1 / (nu + j). */
typedef struct Series {
    double rest, by_x, by_nu;
} Series;

static Series i_series(double nu, double x) {
    double quarter = 0.25 * x * x, term = 1, harmonic = 0;
    Series s = {0, 0, 0};
    for (int k = 1; k < 1000; k++) {
        term *= quarter / (k * (k + nu));
        harmonic += 1 / (k + nu);
        s.rest += term;
        s.by_x += 2 * k * term;
        s.by_nu += term * harmonic;
        if (2 * k * term <= 0.1 * DBL_EPSILON * s.by_x) break;
    }
    return s;
}

/* log((nu + r) / 2) - digamma(1 + nu), near 0 for large nu: less the terms that both have. */
static Excess i_by_series(double nu, double x, double r) {
    Series s = i_series(nu, x);
    double beyond = x * x / (nu + r), by_x = s.by_x / (1 + s.rest) / x, leading; /* beyond: r - nu */
    if (x == 0) beyond = 0, by_x = 0;
    double by_nu =
        nu > 0.5 ? log1p(0.5 * beyond / nu) - bm_digamma_excess(nu) : log(0.5 * (nu + r)) - bm_digamma(1 + nu);
    if (nu > 0.5)
        leading = nu * log1p(0.5 * beyond / nu) - beyond - bm_lgamma_excess(nu);
    else
        leading = (nu > 0 ? nu * log(0.5 * (nu + r)) : 0) - r - bm_lgamma_1p(nu);
    return (Excess){leading + log1p(s.rest), by_x - (nu + r > 0 ? x / (nu + r) : 1), by_nu - s.by_nu / (1 + s.rest)};
}

static Excess i_excess(double nu, double x) {
    if (!(nu >= 0 && x >= 0) || isinf(nu)) return (Excess){NAN, NAN, NAN};
    if (isinf(x)) return (Excess){-INFINITY, 0, 0};
    double r = hypot(nu, x);
    return r < from ? i_by_series(nu, x, r) : i_by_expansion(nu, x, r);
}

double bm_log_bessel_i_excess(double nu, double x) { return i_excess(nu, x).log; }
double bm_bessel_i_slope_excess(double nu, double x) { return i_excess(nu, x).by_x; }
double bm_bessel_i_order_excess(double nu, double x) { return i_excess(nu, x).by_nu; }

double bm_log_bessel_i(double nu, double x) {
    if (nu == 0) return x < 1 ? log1p(i_series(0, x).rest) : i_excess(0, x).log + x;
    return x == 0 && nu > 0      ? -INFINITY
           : isinf(x) && nu >= 0 ? x
                                 : i_excess(nu, x).log + exponential_part(nu, x, hypot(nu, x));
}

double bm_bessel_i(double nu, double x) {
    if (!(nu >= 0 && x >= 0)) return NAN;
    if (x < from && nu < 150) return pow(0.5 * x, nu) / tgamma(1 + nu) * (1 + i_series(nu, x).rest);
    return exponential(nu, x, 1) * exp(i_excess(nu, x).log);
}

/* I_(nu + 1) / I_nu */
double bm_bessel_i_ratio(double nu, double x) {
    if (!(nu >= 0 && x >= 0) || isinf(nu)) return NAN;
    double r = hypot(nu, x);
    if (isinf(x)) return 1;
    if (r >= from) return i_by_expansion(nu, x, r).by_x + x / (nu + r);
    Series s = i_series(nu, x);
    return x == 0 ? 0 : s.by_x / (1 + s.rest) / x;
}

/* --- K --- */

/* One step of the rule, a away from the saddle point to the one or the other side: what stands in the exponent, and its slopes by r and by nu. Below
 * the saddle point it is (r - nu) (cosh a - 1) + nu (e^-a - 1 + a), for r cosh a and nu sinh a are nearly the same for small x. */
typedef struct Rise {
    double height, by_r, by_nu;
} Rise;

static Rise rise(double nu, double x, double r, double a, int side) {
    double half = sinh(0.5 * a), even = 2 * half * half, y = a * a, sum = 0;
    for (int k = a > 1 ? 0 : 9; k >= 1; k--) sum = 1 + sum * y / ((2 * k + 2) * (2 * k + 3));
    double odd = a > 1 ? sinh(a) - a : a * y / 6 * sum;
    if (side > 0) return (Rise){r * even + nu * odd, even, nu / r * even + odd};
    double between = x / (nu + r), rest = bm_exp_excess(-a); /* x between: r - nu */
    return (Rise){x * between * even + nu * rest, even, rest - between * (x / r) * even};
}

static Excess k_excess(double nu, double x) {
    static const double negligible = 1e-20;
    double              side = copysign(1, nu), r = hypot(nu, x), step = 0.22 / sqrt(1 + 0.09 * r);
    nu = fabs(nu);
    if (!(x > 0) || isnan(nu)) return (Excess){x == 0 ? INFINITY : NAN, NAN, NAN};
    if (isinf(r)) return (Excess){-INFINITY, 0, 0};
    double sum = 1, by_r = 0, by_nu = 0;
    for (int way = -1; way <= 1; way += 2)
        for (int i = 1; i < 100000; i++) {
            Rise   at = rise(nu, x, r, i * step, way);
            double weight = exp(-at.height);
            if (weight == 0) break;
            sum += weight, by_r += weight * at.by_r, by_nu += weight * at.by_nu;
            if (weight < negligible * sum && weight * at.by_r < negligible * by_r) break;
        }
    return (Excess){log(0.5 * step * sum), -by_r / sum * (x / r), -side * by_nu / sum};
}

double bm_log_bessel_k_excess(double nu, double x) { return k_excess(nu, x).log; }
double bm_bessel_k_slope_excess(double nu, double x) { return k_excess(nu, x).by_x; }
double bm_bessel_k_order_excess(double nu, double x) { return k_excess(nu, x).by_nu; }

double bm_log_bessel_k(double nu, double x) {
    if (isinf(x) && x > 0) return -x;
    nu = fabs(nu);
    return x == 0 ? INFINITY : k_excess(nu, x).log - exponential_part(nu, x, hypot(nu, x));
}

double bm_bessel_k(double nu, double x) {
    if (!(x > 0) || isinf(x)) return x >= 0 ? exp(bm_log_bessel_k(nu, x)) : NAN;
    nu = fabs(nu);
    return exponential(nu, x, -1) * exp(k_excess(nu, x).log);
}
