/* A Brownian motion between two walls, at 0 and at 1. It begins at b and is at 1 for the first time at t: the probability S(t, b) that it has not
 * been at 0 before, its logarithm, and the first and second slopes of that. The drift does not matter, since t and both ends are given.
 *
 * The density of first passage by 1 before 0 is S times that with one wall, (1 - b) / sqrt(2 pi t^3) exp(-(1 - b)^2 / (2 t)), so that S is known from
 * the two series of Feller 1968 (chapter XIV) that Navarro & Fuss 2009 and Gondan, Blurton & Kesselmeier 2014 use for reaction times:
 *   for small t, by images of the start in the walls; for large t, by sines.
 * With w = 1 - b, images are taken in the pairs that do not cancel, sinhc(h) = sinh(h) / h:
 *   w < 1/2, or b > t:  S = 1 + sum over k of e^(-2 k^2 / t) (2 cosh(h) - 8 k^2 / t sinhc(h)), h = 2 k w / t;
 *   else:               S = e^(-b / t) b / w times the sum over odd j of e^((1 - j^2) / (2 t)) (2 j^2 / t sinhc(h) - 2 cosh(h)), h = j b / t.
 * Slopes are those of the same terms, by jets. */
#include "special.h"
#include <math.h>
#include <stdbool.h>

enum { TERMS = 6 };
static const double LARGE = 0.5; /* from this t on by sines; both series then need five terms for the last digit */

static const double LOG_FACTOR = 3.2083983049034731; /* log(pi^2 sqrt(2 pi)) */

/* A value with its slopes and second slopes by t and b. */
typedef struct Jet {
    double v, t, b, tt, tb, bb;
} Jet;

static Jet add(Jet x, Jet y) { return (Jet){x.v + y.v, x.t + y.t, x.b + y.b, x.tt + y.tt, x.tb + y.tb, x.bb + y.bb}; }

static Jet scale(double c, Jet x) { return (Jet){c * x.v, c * x.t, c * x.b, c * x.tt, c * x.tb, c * x.bb}; }

static Jet mul(Jet x, Jet y) {
    return (Jet){x.v * y.v,
                 x.t * y.v + x.v * y.t,
                 x.b * y.v + x.v * y.b,
                 x.tt * y.v + 2 * x.t * y.t + x.v * y.tt,
                 x.tb * y.v + x.t * y.b + x.b * y.t + x.v * y.tb,
                 x.bb * y.v + 2 * x.b * y.b + x.v * y.bb};
}

/* f(x), of which value and derivatives are given. */
static Jet chain(Jet x, double f, double f1, double f2) {
    return (Jet){
        f, f1 * x.t, f1 * x.b, f1 * x.tt + f2 * x.t * x.t, f1 * x.tb + f2 * x.t * x.b, f1 * x.bb + f2 * x.b * x.b};
}

static Jet inverse(Jet x) { return chain(x, 1 / x.v, -1 / (x.v * x.v), 2 / (x.v * x.v * x.v)); }
static Jet exponential(Jet x) { return chain(x, exp(x.v), exp(x.v), exp(x.v)); }
static Jet logarithm(Jet x) { return chain(x, log(x.v), 1 / x.v, -1 / (x.v * x.v)); }
static Jet number(double c) { return (Jet){.v = c}; }

/* sinh(x) / x with sign = 1, sin(x) / x with sign = -1, for |x| < 1, where slopes of a quotient would cancel. */
static Jet cardinal(Jet x, double sign) {
    double p = sign, f = 0, f1 = 0, f2 = 0; /* p: the term over x^2 */
    for (int n = 1; n < 12; n++) {
        p /= 2 * n * (2 * n + 1);
        f += p;
        f1 += 2 * n * p;
        f2 += 2 * n * (2 * n - 1) * p;
        p *= sign * x.v * x.v;
    }
    return chain(x, 1 + x.v * x.v * f, x.v * f1, f2);
}

/* e^g (2 cosh(h) - 2 q sinh(h) / h), h >= 0; neither factor overflows alone. */
static Jet image(Jet g, Jet h, Jet q) {
    if (h.v < 1) {
        Jet cosine = chain(h, cosh(h.v), sinh(h.v), cosh(h.v));
        return scale(2, mul(exponential(g), add(cosine, scale(-1, mul(q, cardinal(h, 1))))));
    }
    Jet fall = exponential(scale(-2, h)), rise = add(number(1), scale(-1, fall));
    return mul(exponential(add(g, h)), add(number(1), add(fall, scale(-1, mul(q, mul(rise, inverse(h)))))));
}

static Jet by_images_of_end(Jet t, Jet w) {
    Jet u = inverse(t), sum = number(0);
    for (int k = 1; k < TERMS; k++)
        sum = add(sum, image(scale(-2.0 * k * k, u), scale(2.0 * k, mul(w, u)), scale(4.0 * k * k, u)));
    return chain(sum, log1p(sum.v), 1 / (1 + sum.v), -1 / ((1 + sum.v) * (1 + sum.v)));
}

static Jet by_images_of_start(Jet t, Jet b, Jet w) {
    Jet u = inverse(t), sum = number(0);
    for (int j = 1; j < 2 * TERMS; j += 2)
        sum = add(sum, scale(-1, image(scale(0.5 * (1 - j * j), u), scale(j, mul(b, u)), scale(j * j, u))));
    return add(add(logarithm(sum), logarithm(mul(b, inverse(w)))), scale(-1, mul(b, u)));
}

/* sin(x) / x, 0 <= x. */
static Jet sinc(Jet x) {
    if (x.v < 1) return cardinal(x, -1);
    return mul(chain(x, sin(x.v), cos(x.v), -sin(x.v)), inverse(x));
}

/* The density with two walls is pi times the sum of k sin(k pi w) e^(-k^2 pi^2 t / 2); the sine is written with the smaller of w and b. */
static Jet by_sines(Jet t, Jet b, Jet w) {
    bool   swap = b.v < w.v;
    Jet    small = swap ? b : w, sum = number(0);
    double rate = 0.5 * M_PI * M_PI;
    for (int k = 1; k < TERMS; k++) {
        Jet part = mul(sinc(scale(k * M_PI, small)), exponential(scale(rate * (1 - k * k), t)));
        sum = add(sum, scale(swap && k % 2 == 0 ? -k * k : k * k, part));
    }
    Jet ratio = swap ? logarithm(mul(b, inverse(w))) : number(0);
    Jet rest = add(scale(1.5, logarithm(t)), scale(0.5, mul(mul(w, w), inverse(t))));
    return add(add(logarithm(sum), ratio), add(add(rest, scale(-rate, t)), number(LOG_FACTOR)));
}

static Jet unabsorbed(double t, double b) {
    Jet time = {.v = t, .t = 1}, start = {.v = b, .b = 1}, way = {.v = 1 - b, .b = -1};
    if (!(t >= 0 && b >= 0 && b <= 1)) return (Jet){NAN, NAN, NAN, NAN, NAN, NAN};
    if (t == 0 || b == 1) return number(0); /* no time, or no way, in which to be at 0 */
    if (b == 0 || isinf(t)) return (Jet){-INFINITY, NAN, NAN, NAN, NAN, NAN};
    if (t >= LARGE) return by_sines(time, start, way);
    return b > 0.5 || b > t ? by_images_of_end(time, way) : by_images_of_start(time, start, way);
}

double bm_log_unabsorbed(double t, double b) { return unabsorbed(t, b).v; }
double bm_log_unabsorbed_t(double t, double b) { return unabsorbed(t, b).t; }
double bm_log_unabsorbed_b(double t, double b) { return unabsorbed(t, b).b; }
double bm_log_unabsorbed_tt(double t, double b) { return unabsorbed(t, b).tt; }
double bm_log_unabsorbed_tb(double t, double b) { return unabsorbed(t, b).tb; }
double bm_log_unabsorbed_bb(double t, double b) { return unabsorbed(t, b).bb; }
