/* Intervals: see interval.h. The rules are those of docs/supports.md. */
#include "interval.h"
#include <math.h>

Interval interval_make(double lo, bool lo_open, double hi, bool hi_open, bool reached) {
    return (Interval){.lo = lo,
                      .hi = hi,
                      .lo_open = lo_open || isinf(lo),
                      .hi_open = hi_open || isinf(hi),
                      .lo_reached = reached,
                      .hi_reached = reached};
}

Interval interval_all(void) { return interval_make(-INFINITY, true, INFINITY, true, false); }

Interval interval_point(double x) {
    if (isnan(x)) return interval_all();
    return (Interval){.lo = x, .hi = x, .lo_reached = true, .hi_reached = true};
}

Interval interval_empty(void) { return (Interval){.empty = true}; }

Interval interval_unreached(Interval a) {
    a.lo_reached = a.hi_reached = false;
    return a;
}

/* An end on its way: a value, and what is known of it. */
typedef struct End {
    double at;
    bool   open, reached;
} End;

static End low(Interval a) { return (End){a.lo, a.lo_open, a.lo_reached}; }
static End high(Interval a) { return (End){a.hi, a.hi_open, a.hi_reached}; }

static Interval between(End lo, End hi) {
    if (isnan(lo.at) || isnan(hi.at)) return interval_all();
    return (Interval){.lo = lo.at,
                      .hi = hi.at,
                      .lo_open = lo.open,
                      .hi_open = hi.open,
                      .lo_reached = lo.reached,
                      .hi_reached = hi.reached};
}

static End add_ends(End a, End b, bool apart) {
    bool endless = (isinf(a.at) && a.reached) || (isinf(b.at) && b.reached);
    return (End){a.at + b.at, a.open || b.open, apart && ((a.reached && b.reached) || endless)};
}

Interval interval_add(Interval a, Interval b, bool apart) {
    if (a.empty || b.empty) return interval_empty();
    return between(add_ends(low(a), low(b), apart), add_ends(high(a), high(b), apart));
}

Interval interval_negate(Interval a) {
    if (a.empty) return a;
    return (Interval){.lo = -a.hi,
                      .hi = -a.lo,
                      .lo_open = a.hi_open,
                      .hi_open = a.lo_open,
                      .lo_reached = a.hi_reached,
                      .hi_reached = a.lo_reached};
}

bool interval_is_point(Interval a) { return !a.empty && a.lo == a.hi; }

bool interval_has(Interval a, double x) {
    if (a.empty) return false;
    return (a.lo < x || (a.lo == x && !a.lo_open)) && (x < a.hi || (x == a.hi && !a.hi_open));
}

/* The sign of all of a: 1, -1, or 0 if it may be zero or either. */
static int sign_of(Interval a) {
    if (a.lo > 0 || (a.lo == 0 && a.lo_open)) return 1;
    if (a.hi < 0 || (a.hi == 0 && a.hi_open)) return -1;
    return 0;
}

/* A corner of a product. 0 times infinity is 0: what is near zero can be, times what is large but finite. */
static End multiply_ends(End a, End b, bool apart) {
    bool zero = a.at == 0 || b.at == 0;
    if (zero && (isinf(a.at) || isinf(b.at))) return (End){0, isinf(a.at) ? b.open : a.open, false};
    bool open = a.open || b.open;
    if ((a.at == 0 && !a.open) || (b.at == 0 && !b.open)) open = false;
    return (End){a.at * b.at, open, apart && a.reached && b.reached};
}

/* Of two candidates for the same end: the outer one; of equal ones the closed, the reached. */
static End outer(End a, End b, bool lower) {
    if (a.at == b.at) return (End){a.at, a.open && b.open, a.reached || b.reached};
    return (lower ? a.at < b.at : a.at > b.at) ? a : b;
}

/* An infinite end of a that is reached stays so, if b is of one sign, or fixed while a has both infinite ends. */
static void keep_endless(Interval *product, Interval a, Interval b, bool fixed_b) {
    bool down = a.lo_reached && isinf(a.lo), up = a.hi_reached && isinf(a.hi);
    int  sign = sign_of(b);
    if (interval_is_point(b) && b.lo == 0) return;
    if (sign > 0 || (fixed_b && down && up)) {
        if (down) product->lo = -INFINITY, product->lo_open = product->lo_reached = true;
        if (up) product->hi = INFINITY, product->hi_open = product->hi_reached = true;
    } else if (sign < 0) {
        if (up) product->lo = -INFINITY, product->lo_open = product->lo_reached = true;
        if (down) product->hi = INFINITY, product->hi_open = product->hi_reached = true;
    }
}

Interval interval_multiply(Interval a, Interval b, bool apart, bool fixed_a, bool fixed_b) {
    if (a.empty || b.empty) return interval_empty();
    End corners[4] = {multiply_ends(low(a), low(b), apart), multiply_ends(low(a), high(b), apart),
                      multiply_ends(high(a), low(b), apart), multiply_ends(high(a), high(b), apart)};
    End lo = corners[0], hi = corners[0];
    for (int i = 1; i < 4; i++) {
        lo = outer(lo, corners[i], true);
        hi = outer(hi, corners[i], false);
    }
    Interval product = between(lo, hi);
    if (apart) {
        keep_endless(&product, a, b, fixed_b);
        keep_endless(&product, b, a, fixed_a);
    }
    return product;
}

/* 1 / b, for a b that does not have 0 within; a 0 at its end stands for an infinite end. */
static Interval reciprocal(Interval b) {
    if (b.hi <= 0) return interval_negate(reciprocal(interval_negate(b)));
    End lo = {isinf(b.hi) ? 0 : 1 / b.hi, b.hi_open, b.hi_reached};
    End hi = {b.lo == 0 ? INFINITY : 1 / b.lo, b.lo_open || b.lo == 0, b.lo_reached};
    return between(lo, hi);
}

Interval interval_divide(Interval a, Interval b, bool apart, bool fixed_b) {
    if (a.empty || b.empty) return interval_empty();
    if ((b.lo < 0 && b.hi > 0) || (b.lo == 0 && b.hi == 0)) return interval_all();
    return interval_multiply(a, reciprocal(b), apart, false, fixed_b);
}

Interval interval_abs(Interval a) {
    if (a.empty || a.lo >= 0) return a;
    if (a.hi <= 0) return interval_negate(a);
    End far = outer(high(a), (End){-a.lo, a.lo_open, a.lo_reached}, false);
    return between((End){0, false, a.lo_reached && a.hi_reached}, far);
}

static double power_end(double x, double exponent) { return x == 0 && exponent == 0 ? 1 : pow(x, exponent); }

/* x^exponent on x >= 0, increasing. */
static Interval power_of_positive(Interval a, double exponent) {
    End lo = low(a), hi = high(a);
    lo.at = power_end(lo.at, exponent);
    hi.at = power_end(hi.at, exponent);
    return between(lo, hi);
}

Interval interval_power(Interval a, double exponent) {
    if (a.empty) return a;
    if (exponent == 0) return interval_point(1);
    if (exponent < 0) return interval_divide(interval_point(1), interval_power(a, -exponent), true, false);
    bool whole = floor(exponent) == exponent;
    if (whole && fmod(exponent, 2) == 0) return power_of_positive(interval_abs(a), exponent);
    if (a.lo >= 0) return power_of_positive(a, exponent);
    if (whole) {
        End lo = low(a), hi = high(a);
        lo.at = pow(lo.at, exponent);
        hi.at = pow(hi.at, exponent);
        return between(lo, hi);
    }
    if (a.hi < 0) return interval_all();
    a.lo = 0; /* below 0 it is undefined, which is checked where it stands */
    a.lo_open = a.lo_reached = false;
    return interval_unreached(power_of_positive(a, exponent));
}

Interval interval_power_any(Interval a, Interval exponent) {
    if (a.empty || exponent.empty) return interval_empty();
    if (interval_is_point(exponent)) return interval_power(a, exponent.lo);
    if (sign_of(a) > 0) {
        if (a.lo >= 1 && exponent.lo >= 0) return interval_make(1, false, INFINITY, true, false);
        if (a.hi <= 1 && exponent.lo >= 0) return interval_make(0, true, 1, false, false);
        return interval_make(0, true, INFINITY, true, false);
    }
    return a.lo >= 0 ? interval_make(0, false, INFINITY, true, false) : interval_all();
}

Interval interval_max(Interval a, Interval b, bool apart) {
    if (a.empty || b.empty) return interval_empty();
    End lo = a.lo > b.lo ? low(a) : low(b);
    if (a.lo == b.lo) lo.open = a.lo_open || b.lo_open;
    lo.reached = apart && a.lo_reached && b.lo_reached;
    return between(lo, outer(high(a), high(b), false));
}

Interval interval_min(Interval a, Interval b, bool apart) {
    return interval_negate(interval_max(interval_negate(a), interval_negate(b), apart));
}

Interval interval_hull(Interval a, Interval b) {
    if (a.empty) return b;
    if (b.empty) return a;
    return between(outer(low(a), low(b), true), outer(high(a), high(b), false));
}

Interval interval_meet(Interval a, Interval b) {
    if (a.empty || b.empty) return interval_empty();
    End lo = a.lo > b.lo ? low(a) : low(b), hi = a.hi < b.hi ? high(a) : high(b);
    if (a.lo == b.lo) lo = (End){a.lo, a.lo_open || b.lo_open, a.lo_reached || b.lo_reached};
    if (a.hi == b.hi) hi = (End){a.hi, a.hi_open || b.hi_open, a.hi_reached || b.hi_reached};
    return between(lo, hi);
}

Interval interval_increasing(Interval a, double (*f)(double), Interval domain, Interval range) {
    if (a.empty) return a;
    if (a.hi < domain.lo || a.lo > domain.hi) return interval_unreached(range);
    bool below = a.lo<domain.lo, above = a.hi> domain.hi;
    End                                        lo = a.lo <= domain.lo
                                                        ? (End){range.lo, below ? range.lo_open : a.lo_open || range.lo_open, a.lo_reached && !below}
                                                        : (End){f(a.lo), a.lo_open, a.lo_reached};
    End                                        hi = a.hi >= domain.hi
                                                        ? (End){range.hi, above ? range.hi_open : a.hi_open || range.hi_open, a.hi_reached && !above}
                                                        : (End){f(a.hi), a.hi_open, a.hi_reached};
    return between(lo, hi);
}

Interval interval_decreasing(Interval a, double (*f)(double), Interval domain, Interval range) {
    if (a.empty) return a;
    Interval image = interval_increasing(
        a, f, domain, (Interval){.lo = range.hi, .hi = range.lo, .lo_open = range.hi_open, .hi_open = range.lo_open});
    return (Interval){.lo = image.hi,
                      .hi = image.lo,
                      .lo_open = image.hi_open,
                      .hi_open = image.lo_open,
                      .lo_reached = image.hi_reached,
                      .hi_reached = image.lo_reached};
}

/* a comes below the lower end of the region. */
static bool below(Interval a, Interval region) {
    return a.lo < region.lo || (a.lo == region.lo && region.lo_open && !a.lo_open && !isinf(region.lo));
}

static bool above(Interval a, Interval region) {
    return a.hi > region.hi || (a.hi == region.hi && region.hi_open && !a.hi_open && !isinf(region.hi));
}

bool interval_within(Interval a, Interval region) { return a.empty || (!below(a, region) && !above(a, region)); }
bool interval_below_reached(Interval a, Interval region) { return !a.empty && below(a, region) && a.lo_reached; }
bool interval_above_reached(Interval a, Interval region) { return !a.empty && above(a, region) && a.hi_reached; }

bool interval_same(Interval a, Interval b) {
    if (a.empty || b.empty) return a.empty == b.empty;
    return a.lo == b.lo && a.hi == b.hi && a.lo_open == b.lo_open && a.hi_open == b.hi_open &&
           a.lo_reached == b.lo_reached && a.hi_reached == b.hi_reached;
}

static double next_step(double x, bool down) {
    static const double steps[] = {-INFINITY, -1, 0, 1, INFINITY};
    if (down) {
        for (int i = 4; i > 0; i--)
            if (steps[i] <= x) return steps[i];
        return -INFINITY;
    }
    for (int i = 0; i < 5; i++)
        if (steps[i] >= x) return steps[i];
    return INFINITY;
}

Interval interval_widen(Interval before, Interval now) {
    if (before.empty || now.empty) return now;
    if (now.lo < before.lo || (now.lo == before.lo && before.lo_open && !now.lo_open)) {
        double to = next_step(now.lo, true);
        now.lo_open = isinf(to) || (to == now.lo && now.lo_open);
        now.lo = to;
    }
    if (now.hi > before.hi || (now.hi == before.hi && before.hi_open && !now.hi_open)) {
        double to = next_step(now.hi, false);
        now.hi_open = isinf(to) || (to == now.hi && now.hi_open);
        now.hi = to;
    }
    return interval_unreached(now);
}
