/* Arithmetic of intervals whose ends say whether they are reached: whether values arbitrarily near that end do occur, whatever
 * the rest is. `reached` is what keeps the checks of supports from crying wolf: only a reached end can prove an error.
 * No models here, only numbers. Ends may be infinite. */
#ifndef LANG_INTERVAL_H
#define LANG_INTERVAL_H
#include <stdbool.h>

typedef struct Interval {
    double lo, hi;
    bool   lo_open, hi_open; /* the end itself is left out; infinite ends are open */
    bool   lo_reached, hi_reached;
    bool   empty; /* nothing known to lie in it yet: the start of an iteration, neutral in a hull */
} Interval;

Interval interval_all(void);       /* the real line, no end reached */
Interval interval_point(double x); /* a constant: both ends reached */
Interval interval_empty(void);
Interval interval_make(double lo, bool lo_open, double hi, bool hi_open, bool reached);
Interval interval_unreached(Interval a); /* the same set, no end reached */

/* `apart`: the operands share no unknown, so that they can come near their ends together.
 * `fixed_a`, `fixed_b`: that operand holds no unknown at all (data or a constant). */
Interval interval_add(Interval a, Interval b, bool apart);
Interval interval_negate(Interval a);
Interval interval_multiply(Interval a, Interval b, bool apart, bool fixed_a, bool fixed_b);
Interval interval_divide(Interval a, Interval b, bool apart, bool fixed_b);
Interval interval_power(Interval a, double exponent); /* a constant exponent */
Interval interval_power_any(Interval a, Interval exponent);
Interval interval_abs(Interval a);
Interval interval_min(Interval a, Interval b, bool apart);
Interval interval_max(Interval a, Interval b, bool apart);
Interval interval_hull(Interval a, Interval b);
Interval interval_meet(Interval a,
                       Interval b); /* what lies in both; an end is reached if it is in the one that gives it */
/* The image under an increasing (decreasing) function that is defined on `domain`; outside of it no end is reached. */
Interval interval_increasing(Interval a, double (*f)(double), Interval domain, Interval range);
Interval interval_decreasing(Interval a, double (*f)(double), Interval domain, Interval range);

bool interval_within(Interval a, Interval region);        /* every value of a lies in the region */
bool interval_below_reached(Interval a, Interval region); /* a comes below the region, and that end is reached */
bool interval_above_reached(Interval a, Interval region);
bool interval_is_point(Interval a);
bool interval_has(Interval a, double x);
bool interval_same(Interval a, Interval b);
/* Moves the ends of `now` that left `before` outward to the next of -inf, -1, 0, 1, inf. */
Interval interval_widen(Interval before, Interval now);

#endif
