/* The regularised incomplete beta functions P(a, b, x) = I_x(a, b) and Q = 1 - P: logarithms, and slopes of these by a and b.
 *
 * The smaller of the two is x^a y^b / B(a, b), y = 1 - x, times a continued fraction (the even part of Abramowitz & Stegun 26.5.8, as in DiDonato &
 * Morris 1992, sec. 3) by the method of Lentz, for Q with a and b, x and y exchanged. It depends on x through a y - b x, so that
 * nothing is lost where x or y is tiny and its parameter large. Slopes are those of the same fraction, step by step. Some
 * sqrt(a + b) steps where x is near a / (a + b). */
#include "special.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

enum { MOST_STEPS = 1000000 };

/* A logarithm with its slopes by a and b. */
typedef struct Slopes {
    double log, by_a, by_b;
} Slopes;
typedef struct Both {
    Slopes p, q;
} Both;

/* One running ratio of the fraction. */
typedef struct Ratio {
    double value, by_a, by_b;
} Ratio;

/* lgamma(x) less its three largest terms, x >= 10. */
static double correction(double x) {
    static const double stirling[] = {1 / 12.0,   -1 / 360.0,      1 / 1260.0, -1 / 1680.0,
                                      1 / 1188.0, -691 / 360360.0, 1 / 156.0,  -3617 / 122400.0};
    double              u = 1 / x, y = u * u, sum = 0;
    for (int k = 7; k >= 0; k--) sum = sum * y + stirling[k];
    return u * sum;
}

/* A point x, y = 1 - x, each as well as it is known, and a y - b x: how far below the mean a / (a + b) it is. */
typedef struct Place {
    double x, y, away;
} Place;

/* To the last digit: of an exact x, or where x and y are rounded both. */
static Place place_of(double a, double b, double x) {
    double n = a + b, nx = n * x, rest = fma(n, x, -nx);
    return (Place){x, 1 - x, (a - nx) - rest};
}

static Place place_between(double a, double b, double x, double y) {
    double bx = b * x;
    return (Place){x, y, fma(a, y, -bx) - fma(b, x, -bx)};
}

static Place place_exchanged(Place at) { return (Place){at.y, at.x, -at.away}; }

/* log x, x + y = 1 */
static double log_part(double x, double y) { return x < 0.5 ? log(x) : log1p(-y); }

/* log(x^a y^b / B(a, b)), x + y = 1. For large a and b as a distance from the mode at a / (a + b). */
static double log_factor(double a, double b, Place place) {
    double x = place.x, y = place.y;
    if (a < 10 || b < 10) return a * log_part(x, y) + b * log_part(y, x) - bm_lbeta(a, b);
    double n = a + b, at = -place.away / a, bt = place.away / b;
    double a_excess = at < -0.5 ? at - log(x * (n / a)) : bm_log1p_excess(at),
           b_excess = bt < -0.5 ? bt - log(y * (n / b)) : bm_log1p_excess(bt);
    return 0.5 * log(a / n * b * (0.5 * M_1_PI)) - a * a_excess - b * b_excess -
           (correction(a) + correction(b) - correction(n));
}

/* c := part + over / c, d := 1 / (part + over d), h := h c d. c is infinite before the first step. */
static bool step(Ratio over, Ratio part, Ratio *c, Ratio *d, Slopes *h) {
    double r = 1 / c->value;
    *c = (Ratio){part.value + over.value * r, part.by_a + over.by_a * r - over.value * c->by_a * r * r,
                 part.by_b + over.by_b * r - over.value * c->by_b * r * r};
    double v = 1 / (part.value + over.value * d->value);
    *d = (Ratio){v, -v * v * (part.by_a + over.by_a * d->value + over.value * d->by_a),
                 -v * v * (part.by_b + over.by_b * d->value + over.value * d->by_b)};
    double by_a = c->by_a / c->value + d->by_a / v, by_b = c->by_b / c->value + d->by_b / v, ratio = c->value * v;
    h->log += log(ratio);
    h->by_a += by_a;
    h->by_b += by_b;
    return fabs(ratio - 1) < DBL_EPSILON && fabs(by_a) <= DBL_EPSILON * fabs(h->by_a) &&
           fabs(by_b) <= DBL_EPSILON * fabs(h->by_b);
}

/* The n-th denominator: n + n (b - n) x / (a + 2n - 1) + (a + n) (a y - b x + 1 + n (1 + y)) / (a + 2n + 1) */
static Ratio denominator(double a, double b, Place at, int n) {
    double x = at.x, y = at.y, odd = a + 2.0 * n - 1, next = odd + 2, left = n ? n * (b - n) * x / odd : 0,
           inner = at.away + 1 + n * (1 + y), right = (a + n) / next * inner;
    return (Ratio){n + left + right, (n ? -left / odd : 0) + (inner / next) * ((n + 1) / next) + (a + n) / next * y,
                   ((n ? n / odd : 0) - (a + n) / next) * x};
}

/* The n-th numerator: (a + n - 1) (a + b + n - 1) n (b - n) x^2 / (a + 2n - 1)^2 */
static Ratio numerator(double a, double b, double x, int n) {
    double odd = a + 2.0 * n - 1, first = (a + n - 1) / odd * x, second = (a + b + n - 1) / odd * x * n,
           left = first * (b - n);
    return (Ratio){left * second, second * (b - n) * x * n / (odd * odd) + left * (x * n / odd - second / odd),
                   first * second + left * (x * n / odd)};
}

/* log I_x(a, b) for x at most about a / (a + b). */
static Slopes by_fraction(double a, double b, Place at) {
    Ratio  part = denominator(a, b, at, 0), c = {INFINITY, 0, 0};
    double first = 1 / part.value;
    Ratio  d = {first, -first * first * part.by_a, -first * first * part.by_b};
    Slopes h = {log_factor(a, b, at) + log(first), log_part(at.x, at.y) + bm_digamma_delta(a, b) - first * part.by_a,
                log_part(at.y, at.x) + bm_digamma_delta(b, a) - first * part.by_b};
    for (int n = 1; n < MOST_STEPS; n++)
        if (step(numerator(a, b, at.x, n), denominator(a, b, at, n), &c, &d, &h)) break;
    return h;
}

static Slopes complement(Slopes s) {
    double p = exp(s.log), odds = p / (1 - p);
    return (Slopes){log1p(-p), -s.by_a * odds, -s.by_b * odds};
}

/* a < 1, small x: x^a / (a B(a, b)) (1 + a S), S = sum of (1 - b) … (n - b) x^n / (n! (a + n)), from 1. */
static Both by_series(double a, double b, double x) {
    double sum = 0, by_a = 0, by_b = 0, term = 1, term_b = 0;
    for (int n = 1; n < 200; n++) {
        term_b = (term_b * (n - b) - term) * (x / n);
        term *= (n - b) * (x / n);
        sum += term / (a + n);
        by_a -= term / ((a + n) * (a + n));
        by_b += term_b / (a + n);
        if (fabs(term) < 0.01 * DBL_EPSILON * fabs(sum) && fabs(term_b) < 0.01 * DBL_EPSILON * fabs(by_b)) break;
    }
    double l = a * log(x) + bm_lgamma_delta(b, a) - bm_lgamma_delta(1, a), factor = exp(l), all = 1 + a * sum,
           p = factor * all;
    double q = -expm1(l) - factor * a * sum; /* two parts of one sign, or little lost */
    double p_a = factor * ((log(x) + bm_digamma(a + b) - bm_digamma(1 + a)) * all + sum + a * by_a),
           p_b = factor * (bm_digamma_delta(b, a) * all + a * by_b);
    return (Both){{l + log1p(a * sum), p_a / p, p_b / p}, {p < 0.5 ? log1p(-p) : log(q), -p_a / q, -p_b / q}};
}

static bool is_small(double a, double b, double x) { return a < 1 && x <= 0.5 && b * x < 1.5; }

static Both exchanged(Both o) { return (Both){{o.q.log, o.q.by_b, o.q.by_a}, {o.p.log, o.p.by_b, o.p.by_a}}; }

static Both incomplete(double a, double b, Place at) {
    if (!(a >= 0 && b >= 0 && at.x >= 0 && at.y >= 0) || isinf(a) || isinf(b) || a + b == 0)
        return (Both){{NAN, NAN, NAN}, {NAN, NAN, NAN}};
    if (at.x == 0 || b == 0) return (Both){{-INFINITY, 0, 0}, {0, 0, 0}};
    if (at.y == 0 || a == 0) return (Both){{0, 0, 0}, {-INFINITY, 0, 0}};
    if (is_small(a, b, at.x)) return by_series(a, b, at.x);
    if (is_small(b, a, at.y)) return exchanged(by_series(b, a, at.y));
    if (at.away + 1 >= 2 * at.x) {
        Slopes p = by_fraction(a, b, at);
        return (Both){p, complement(p)};
    }
    Slopes q = by_fraction(b, a, place_exchanged(at));
    return exchanged((Both){q, complement(q)});
}

double bm_log_beta_p(double a, double b, double x) { return incomplete(a, b, place_of(a, b, x)).p.log; }
double bm_log_beta_q(double a, double b, double x) { return incomplete(a, b, place_of(a, b, x)).q.log; }
double bm_log_beta_p_slope(double a, double b, double x) { return incomplete(a, b, place_of(a, b, x)).p.by_a; }
double bm_log_beta_q_slope(double a, double b, double x) { return incomplete(a, b, place_of(a, b, x)).q.by_a; }
double bm_log_beta_p_slope_b(double a, double b, double x) { return incomplete(a, b, place_of(a, b, x)).p.by_b; }
double bm_log_beta_q_slope_b(double a, double b, double x) { return incomplete(a, b, place_of(a, b, x)).q.by_b; }
double bm_beta_p(double a, double b, double x) { return exp(bm_log_beta_p(a, b, x)); }
double bm_beta_q(double a, double b, double x) { return exp(bm_log_beta_q(a, b, x)); }

/* log P(T <= z) of Student's t with nu degrees of freedom and its slope by nu: below 0, half of P(nu / 2, 1 / 2, nu / (nu + z^2)). The slope by x
 * of that is written with |z|, so that nothing is infinite at 0. */
static Slopes student(double z, double nu) {
    if (!(nu > 0) || isnan(z) || isinf(nu)) return (Slopes){NAN, NAN, NAN};
    if (isinf(z)) return (Slopes){z > 0 ? 0 : -INFINITY, 0, 0};
    double size = fabs(z), a = 0.5 * nu, away = 1 / (1 + nu / size / size), x = 1 / (1 + size / nu * size);
    Slopes tail = incomplete(a, 0.5, place_between(a, 0.5, x, away)).p;
    double density =
        exp(a * log_part(x, away) - 0.5 * log(nu) - 0.5 * log1p(size / nu * size) - bm_lbeta(a, 0.5) - tail.log);
    Slopes below = {tail.log - M_LN2, 0.5 * tail.by_a + density * size / nu, 0};
    return z < 0 ? below : complement(below);
}

double bm_log_student_cdf(double z, double nu) { return student(z, nu).log; }
double bm_log_student_cdf_slope(double z, double nu) { return student(z, nu).by_a; }
