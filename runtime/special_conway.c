/* Poisson probabilities to a power nu, and their sum: the normaliser of the Conway-Maxwell-Poisson distribution,
 *
 *   log of the sum over y of p(y; mu)^nu,   p(y; mu) = e^-mu mu^y / y!,
 *
 * and its slopes, which are moments of y and of log p(y; mu) under p^nu.  With p instead of mu^y / y! nothing large cancels in a density.
 *
 * Terms are added from the mode on both sides until they are below e^-60 of the largest. Where nu mu is large p^nu is nearly a normal
 * density of variance mu / nu and does not feel the bound at 0. Then every h-th term, h times, is as good as all of them, by the rule
 * of the trapezoid: with s the standard deviation in steps, the relative error is 2 e^(-2 pi^2 s^2) (Poisson's summation formula).
 * So few terms are needed for any mu. Else about 60 / nu terms may be (Gaunt, Iyengar, Olde Daalhuis & Simsek 2019 have expansions). */
#include "special.h"
#include <math.h>

static const double SMOOTH = 60, STEP = 1.7, NEGLIGIBLE = -60, MOST_TERMS = 1e7;
static const double LOG_SQRT_2PI = 0.91893853320467274178;

/* log y! less Stirling's formula. */
static double correction(double y) {
    static const double stirling[] = {1 / 12.0,   -1 / 360.0,      1 / 1260.0, -1 / 1680.0,
                                      1 / 1188.0, -691 / 360360.0, 1 / 156.0,  -3617 / 122400.0};
    double              u = 1 / y, sum = 0;
    for (int k = 7; k >= 0; k--) sum = sum * u * u + stirling[k];
    return u * sum;
}

/* log p(y; mu), in the saddle-point form of Loader 2000. */
double bm_log_poisson(double y, double mu) {
    if (y == 0) return -mu;
    double error = y < 10 ? bm_lgamma(y + 1) - (y + 0.5) * log(y) + y - LOG_SQRT_2PI : correction(y);
    return -error - y * bm_log1p_excess((mu - y) / y) - LOG_SQRT_2PI - 0.5 * log(y);
}

/* Sums of weights p^nu / max, and with them of the distances of y from the mode and of log p from its value there. */
typedef struct Sums {
    double mu, nu, mode, top;
    double one, y, l, yy, yl, ll;
    double terms;
} Sums;

/* false: what follows is negligible. */
static int take(Sums *s, double y) {
    double l = bm_log_poisson(y, s->mu) - s->top, w = exp(s->nu * l), d = y - s->mode;
    s->one += w, s->y += w * d, s->l += w * l;
    s->yy += w * d * d, s->yl += w * d * l, s->ll += w * l * l;
    return s->nu * l > NEGLIGIBLE && s->terms++ < MOST_TERMS;
}

static Sums sum_terms(double mu, double nu) {
    double mode = floor(mu), h = nu * mu > SMOOTH ? fmax(1, floor(sqrt(mu / nu) / STEP)) : 1;
    Sums   s = {.mu = mu, .nu = nu, .mode = mode, .top = bm_log_poisson(mode, mu)};
    for (double y = mode; take(&s, y); y += h) {}
    for (double y = mode - h; y >= 0 && take(&s, y); y -= h) {}
    if (s.terms >= MOST_TERMS) s.one = NAN;
    s.y /= s.one, s.l /= s.one, s.yy /= s.one, s.yl /= s.one, s.ll /= s.one;
    s.one *= h;
    return s;
}

static int outside(double mu, double nu) { return !(mu > 0 && nu > 0) || isinf(mu) || isinf(nu); }

double bm_log_poisson_power(double mu, double nu) {
    if (outside(mu, nu)) return NAN;
    Sums s = sum_terms(mu, nu);
    return nu * s.top + log(s.one);
}

double bm_poisson_power_excess(double mu, double nu) {
    if (outside(mu, nu)) return NAN;
    Sums s = sum_terms(mu, nu);
    return (s.mode - mu) + s.y;
}

double bm_poisson_power_log(double mu, double nu) {
    if (outside(mu, nu)) return NAN;
    Sums s = sum_terms(mu, nu);
    return s.top + s.l;
}

double bm_poisson_power_variance(double mu, double nu) {
    if (outside(mu, nu)) return NAN;
    Sums s = sum_terms(mu, nu);
    return s.yy - s.y * s.y;
}

double bm_poisson_power_covariance(double mu, double nu) {
    if (outside(mu, nu)) return NAN;
    Sums s = sum_terms(mu, nu);
    return s.yl - s.y * s.l;
}

double bm_poisson_power_log_variance(double mu, double nu) {
    if (outside(mu, nu)) return NAN;
    Sums s = sum_terms(mu, nu);
    return s.ll - s.l * s.l;
}
