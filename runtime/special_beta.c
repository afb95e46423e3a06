/* The regularised incomplete beta functions P(a, b, x) = I_x(a, b) and Q = 1 - P: logarithms, and slopes of these by a and b.
 *
 * The smaller of the two is x^a (1 - x)^b / (a B(a, b)) times a continued fraction (Abramowitz & Stegun 26.5.8) by the method of Lentz,
 * for Q with a and b, x and 1 - x exchanged. Slopes are those of the same fraction, step by step. Some sqrt(a + b) steps where x
 * is near a / (a + b). */
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

/* log(x^a y^b / B(a, b)), x + y = 1. For large a and b as a distance from the mode at a / (a + b). */
static double log_factor(double a, double b, double x, double y) {
    if (a < 10 || b < 10) return a * log(x) + b * (x < 0.5 ? log1p(-x) : log(y)) - bm_lbeta(a, b);
    double n = a + b, away = x < y ? x - a / n : b / n - y;
    return 0.5 * log(a / n * b * (0.5 * M_1_PI)) - a * bm_log1p_excess(away * n / a) -
           b * bm_log1p_excess(-away * n / b) - (correction(a) + correction(b) - correction(n));
}

/* c := 1 + part / c, d := 1 / (1 + part d), h := h c d */
static bool step(Ratio part, Ratio *c, Ratio *d, Slopes *h) {
    Ratio  over = {1 + part.value / c->value, part.by_a / c->value - part.value * c->by_a / (c->value * c->value),
                   part.by_b / c->value - part.value * c->by_b / (c->value * c->value)};
    double v = 1 / (1 + part.value * d->value);
    *d = (Ratio){v, -v * v * (part.by_a * d->value + part.value * d->by_a),
                 -v * v * (part.by_b * d->value + part.value * d->by_b)};
    *c = over;
    double by_a = c->by_a / c->value + d->by_a / v, by_b = c->by_b / c->value + d->by_b / v, ratio = c->value * v;
    h->log += log(ratio);
    h->by_a += by_a;
    h->by_b += by_b;
    return fabs(ratio - 1) < DBL_EPSILON && fabs(by_a) <= DBL_EPSILON * fabs(h->by_a) &&
           fabs(by_b) <= DBL_EPSILON * fabs(h->by_b);
}

/* log I_x(a, b) for x at most about a / (a + b); y = 1 - x. */
static Slopes by_fraction(double a, double b, double x, double y) {
    double n = a + b, delta = bm_digamma_delta(a, b);
    Slopes h = {log_factor(a, b, x, y) - log(a), log(x) + delta - 1 / a,
                (x < 0.5 ? log1p(-x) : log(y)) + bm_digamma_delta(b, a)};
    double part = -n * x / (a + 1);
    Ratio  c = {INFINITY, 0, 0}, d = {1, 0, 0};
    step((Ratio){part, part * (1 / n - 1 / (a + 1)), part / n}, &c, &d, &h);
    for (int m = 1; m < MOST_STEPS; m++) {
        double even = a + 2.0 * m, scale = m * x / ((even - 1) * even);
        part = scale * (b - m);
        step((Ratio){part, -part * (1 / (even - 1) + 1 / even), scale}, &c, &d, &h);
        part = -(a + m) * (n + m) * x / (even * (even + 1));
        if (step((Ratio){part, part * (1 / (a + m) + 1 / (n + m) - 1 / even - 1 / (even + 1)), part / (n + m)}, &c, &d,
                 &h))
            break;
    }
    return h;
}

static Slopes complement(Slopes s) {
    double p = exp(s.log), odds = p / (1 - p);
    return (Slopes){log1p(-p), -s.by_a * odds, -s.by_b * odds};
}

static Both incomplete(double a, double b, double x) {
    if (!(a >= 0 && b >= 0 && x >= 0 && x <= 1) || isinf(a) || isinf(b) || a + b == 0)
        return (Both){{NAN, NAN, NAN}, {NAN, NAN, NAN}};
    if (x == 0 || b == 0) return (Both){{-INFINITY, 0, 0}, {0, 0, 0}};
    if (x == 1 || a == 0) return (Both){{0, 0, 0}, {-INFINITY, 0, 0}};
    if (x * (a + b + 2) <= a + 1) {
        Slopes p = by_fraction(a, b, x, 1 - x);
        return (Both){p, complement(p)};
    }
    Slopes q = by_fraction(b, a, 1 - x, x);
    q = (Slopes){q.log, q.by_b, q.by_a};
    return (Both){complement(q), q};
}

double bm_log_beta_p(double a, double b, double x) { return incomplete(a, b, x).p.log; }
double bm_log_beta_q(double a, double b, double x) { return incomplete(a, b, x).q.log; }
double bm_log_beta_p_slope(double a, double b, double x) { return incomplete(a, b, x).p.by_a; }
double bm_log_beta_q_slope(double a, double b, double x) { return incomplete(a, b, x).q.by_a; }
double bm_log_beta_p_slope_b(double a, double b, double x) { return incomplete(a, b, x).p.by_b; }
double bm_log_beta_q_slope_b(double a, double b, double x) { return incomplete(a, b, x).q.by_b; }
double bm_beta_p(double a, double b, double x) { return exp(bm_log_beta_p(a, b, x)); }
double bm_beta_q(double a, double b, double x) { return exp(bm_log_beta_q(a, b, x)); }

/* log P(T <= z) of Student's t with nu degrees of freedom and its slope by nu: below 0, half of P(nu / 2, 1 / 2, nu / (nu + z^2)). The slope by x
 * of that is written with |z|, so that nothing is infinite at 0. */
static Slopes student(double z, double nu) {
    if (!(nu > 0) || isnan(z) || isinf(nu)) return (Slopes){NAN, NAN, NAN};
    if (isinf(z)) return (Slopes){z > 0 ? 0 : -INFINITY, 0, 0};
    double size = fabs(z), a = 0.5 * nu, away = 1 / (1 + nu / size / size), x = 1 / (1 + size / nu * size);
    Slopes tail = incomplete(0.5, a, away).q; /* away = 1 - x, accurate where x is near 1 */
    if (x < 0.5) tail = incomplete(a, 0.5, x).p, tail.by_b = tail.by_a;
    double density = exp(a * log(x) - 0.5 * log(nu) - 0.5 * log1p(size / nu * size) - bm_lbeta(a, 0.5) - tail.log);
    Slopes below = {tail.log - M_LN2, 0.5 * tail.by_b + density * size / nu, 0};
    return z < 0 ? below : complement(below);
}

double bm_log_student_cdf(double z, double nu) { return student(z, nu).log; }
double bm_log_student_cdf_slope(double z, double nu) { return student(z, nu).by_a; }
