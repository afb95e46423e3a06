/* Intervals: the examples of the rules in lang/interval.h, worked by hand. */
#include "interval.h"
#include "test.h"
#include <math.h>

static Interval unknown(double lo, double hi) {
    return interval_make(lo, true, hi, true, true);
} /* a continuous unknown */
static Interval data(double lo, double hi) { return interval_make(lo, false, hi, false, false); }
static Interval real(void) { return unknown(-INFINITY, INFINITY); }
static Interval positive(void) { return unknown(0, INFINITY); }

static void check_interval(int line, Interval a, double lo, bool lo_open, bool lo_reached, double hi, bool hi_open,
                           bool hi_reached) {
    bool same = a.lo == lo && a.hi == hi && a.lo_open == lo_open && a.hi_open == hi_open &&
                a.lo_reached == lo_reached && a.hi_reached == hi_reached;
    if (!same)
        printf("line %d: got %c%g%s, %g%s%c\n", line, a.lo_open ? '(' : '[', a.lo, a.lo_reached ? " reached" : "", a.hi,
               a.hi_reached ? " reached" : "", a.hi_open ? ')' : ']');
    CHECK(same);
}
#define INTERVAL(a, lo, lo_open, lo_reached, hi, hi_open, hi_reached)                                                  \
    check_interval(__LINE__, (a), lo, lo_open, lo_reached, hi, hi_open, hi_reached)

static void sums(void) {
    INTERVAL(interval_add(real(), real(), true), -INFINITY, true, true, INFINITY, true, true);
    INTERVAL(interval_add(real(), real(), false), -INFINITY, true, false, INFINITY, true, false);
    INTERVAL(interval_add(positive(), interval_negate(positive()), true), -INFINITY, true, true, INFINITY, true,
             true); /* a - b, both half-normal */
    INTERVAL(interval_add(positive(), interval_point(-1), true), -1, true, true, INFINITY, true, true);
    INTERVAL(interval_add(unknown(0, 1), data(0, 3), true), 0, true, false, 4, true, false);
    INTERVAL(interval_add(real(), data(0, 3), true), -INFINITY, true, true, INFINITY, true, true);
    INTERVAL(interval_add(interval_point(1), interval_point(2), true), 3, false, true, 3, false, true);
    INTERVAL(interval_add(interval_empty(), real(), true).empty ? interval_point(1) : real(), 1, false, true, 1, false,
             true);
    /* 1 - a - x with x in (0, 1 - a): the upper end of x is not reached by itself */
    Interval x = {.lo = 0, .hi = 1, .lo_open = true, .hi_open = true, .lo_reached = true};
    Interval rest = interval_add(interval_point(1), interval_negate(unknown(0, 1)), true);
    CHECK(!interval_add(rest, interval_negate(x), false).lo_reached);
}

static void products(void) {
    INTERVAL(interval_multiply(real(), data(-5, 5), true, false, true), -INFINITY, true, true, INFINITY, true,
             true); /* b * x */
    INTERVAL(interval_multiply(data(-5, 5), real(), true, true, false), -INFINITY, true, true, INFINITY, true, true);
    INTERVAL(interval_multiply(positive(), positive(), true, false, false), 0, true, true, INFINITY, true, true);
    INTERVAL(interval_multiply(positive(), data(1, 3), true, false, true), 0, true, false, INFINITY, true, true);
    INTERVAL(interval_multiply(positive(), data(0, 3), true, false, true), 0, false, false, INFINITY, true, false);
    INTERVAL(interval_multiply(unknown(0, 1), unknown(0, 1), true, false, false), 0, true, true, 1, true, true);
    INTERVAL(interval_multiply(unknown(0, 1), data(0, 1), true, false, true), 0, false, false, 1, true,
             false); /* z * p */
    INTERVAL(interval_multiply(interval_point(-2), unknown(0, 1), true, true, false), -2, true, true, 0, true, true);
    INTERVAL(interval_multiply(real(), interval_point(0), true, false, true), 0, false, false, 0, false, false);
    INTERVAL(interval_multiply(real(), real(), false, false, false), -INFINITY, true, false, INFINITY, true, false);
    CHECK(interval_multiply(unknown(-1, 2), unknown(-3, 4), true, false, false).lo == -6);
    CHECK(interval_multiply(unknown(-1, 2), unknown(-3, 4), true, false, false).hi == 8);
}

static void quotients(void) {
    INTERVAL(interval_divide(interval_point(1), positive(), true, false), 0, true, true, INFINITY, true, true);
    INTERVAL(interval_divide(interval_point(1), data(0, 4), true, true), 0.25, false, false, INFINITY, true, false);
    INTERVAL(interval_divide(interval_point(1), real(), true, false), -INFINITY, true, false, INFINITY, true, false);
    INTERVAL(interval_divide(interval_point(6), unknown(-3, -2), true, false), -3, true, true, -2, true, true);
    INTERVAL(interval_divide(real(), data(1, 9), true, true), -INFINITY, true, true, INFINITY, true, true);
    CHECK(!interval_divide(positive(), positive(), false, false).hi_reached); /* a / (a + b) */
}

static void powers(void) {
    INTERVAL(interval_power(real(), 2), 0, false, true, INFINITY, true, true);
    INTERVAL(interval_power(unknown(-1, 1), 2), 0, false, true, 1, true, true);
    INTERVAL(interval_power(unknown(-2, 1), 2), 0, false, true, 4, true, true);
    INTERVAL(interval_power(unknown(-2, 1), 3), -8, true, true, 1, true, true);
    INTERVAL(interval_power(positive(), -0.5), 0, true, true, INFINITY, true, true);
    INTERVAL(interval_power(unknown(4, 9), 0.5), 2, true, true, 3, true, true);
    INTERVAL(interval_power(real(), 0.5), 0, false, false, INFINITY, true, false);
    INTERVAL(interval_power(data(0, 2), 0), 1, false, true, 1, false, true);
    INTERVAL(interval_power(real(), -2), 0, true, true, INFINITY, true, true);
    CHECK(interval_power_any(unknown(0, 1), real()).lo == 0 && interval_power_any(unknown(0, 1), real()).lo_open);
    INTERVAL(interval_abs(unknown(-3, 1)), 0, false, true, 3, true, true);
    INTERVAL(interval_abs(unknown(-3, -1)), 1, true, true, 3, true, true);
}

static double logistic(double x) { return 1 / (1 + exp(-x)); }
static double minus_log(double x) { return -log(x); }

static void images(void) {
    Interval all = interval_all(), above_zero = interval_make(0, true, INFINITY, true, false),
             unit = interval_make(0, true, 1, true, false);
    INTERVAL(interval_increasing(real(), exp, all, above_zero), 0, true, true, INFINITY, true, true);
    INTERVAL(interval_increasing(data(0, 0), exp, all, above_zero), 1, false, false, 1, false, false);
    INTERVAL(interval_increasing(real(), log, above_zero, all), -INFINITY, true, false, INFINITY, true,
             true); /* below 0 it is undefined */
    INTERVAL(interval_increasing(positive(), log, above_zero, all), -INFINITY, true, true, INFINITY, true, true);
    INTERVAL(interval_increasing(real(), logistic, all, unit), 0, true, true, 1, true, true);
    INTERVAL(interval_decreasing(unknown(1, INFINITY), minus_log, above_zero, all), -INFINITY, true, true, 0, true,
             true);
}

static void choices(void) {
    INTERVAL(interval_max(real(), interval_point(0), true), 0, false, true, INFINITY, true, true);
    INTERVAL(interval_min(real(), interval_point(1), true), -INFINITY, true, true, 1, false, true);
    INTERVAL(interval_max(data(1, 2), data(0, 5), true), 1, false, false, 5, false, false);
    INTERVAL(interval_hull(unknown(0, 1), interval_point(2)), 0, true, true, 2, false, true);
    INTERVAL(interval_hull(interval_empty(), interval_point(2)), 2, false, true, 2, false, true);
    INTERVAL(interval_meet(data(0, INFINITY), interval_make(-INFINITY, true, 1, false, false)), 0, false, false, 1,
             false, false);
    INTERVAL(interval_widen(data(0, 0.5), data(0, 0.7)), 0, false, false, 1, false, false);
    INTERVAL(interval_widen(data(0, 2), data(-0.5, 3)), -1, false, false, INFINITY, true, false);
    INTERVAL(interval_widen(data(0, 2), data(0, 2)), 0, false, false, 2, false, false);
}

static void verdicts(void) {
    Interval scale = interval_make(0, true, INFINITY, true, false),
             probability = interval_make(0, false, 1, false, false);
    CHECK(interval_within(positive(), scale));
    CHECK(!interval_within(data(0, 5), scale));
    CHECK(!interval_below_reached(data(0, 5), scale));
    CHECK(interval_below_reached(real(), scale));
    CHECK(interval_below_reached(interval_point(0), scale));
    CHECK(!interval_above_reached(interval_point(0), scale));
    CHECK(interval_above_reached(positive(), probability) && !interval_below_reached(positive(), probability));
    CHECK(interval_within(interval_point(1), probability));
    CHECK(interval_within(data(-INFINITY, INFINITY), interval_all()));
    CHECK(interval_has(probability, 0) && !interval_has(scale, 0));
}

int main(void) {
    sums();
    products();
    quotients();
    powers();
    images();
    choices();
    verdicts();
    TEST_MAIN_END;
}
