/* Kernels of knots: where a number lies between them, and bases of piecewise polynomials. Knots increase; what lies where the function is not defined, or knots
 * that do not increase, give NaN. `order` is that of the derivative by x: 0 is the function itself. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "kernel.h"

static void fill(double *out, int64_t n, double value) {
    for (int64_t i = 0; i < n; i++) out[i] = value;
}

static bool increase(const double *t, int64_t n) {
    for (int64_t i = 1; i < n; i++)
        if (!(t[i - 1] < t[i])) return false;
    return n > 1 && isfinite(t[0]) && isfinite(t[n - 1]);
}

/* i with t[i] <= x < t[i+1], from 0 to n - 2; x beyond the ends belongs to the first or the last interval. */
static int64_t interval_of(double x, const double *t, int64_t n) {
    int64_t low = 0, high = n - 1;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (t[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void bm_kernel_interval(const int64_t *sizes, const double *const *args, double *out) {
    double        x = *args[0];
    const double *t = args[1];
    bool          good = increase(t, sizes[0]) && x >= t[0] && x <= t[sizes[0] - 1];
    *out = good ? (double)(interval_of(x, t, sizes[0]) + 1) : NAN;
}

/* --- B-splines --- */

enum { HIGHEST_DEGREE = 20 };

/* The knots with the first and the last one repeated `degree` times more: knot i of these. */
typedef struct Knots {
    const double *t;
    int64_t       n;
    int           degree;
} Knots;

static double knot(const Knots *k, int64_t i) {
    i -= k->degree;
    return k->t[i < 0 ? 0 : i >= k->n ? k->n - 1 : i];
}

/* The q + 1 functions of degree q that are not 0 in the interval `s`: numbers s - q … s of the repeated knots (de Boor 1978, ch. X). */
static void values_of_degree(const Knots *k, int64_t s, int q, double x, double *b) {
    b[0] = 1;
    for (int d = 1; d <= q; d++) {
        double carried = 0;
        for (int j = 0; j < d; j++) {
            double right = knot(k, s + 1 + j), left = knot(k, s + 1 + j - d), share = b[j] / (right - left);
            b[j] = carried + (right - x) * share;
            carried = (x - left) * share;
        }
        b[d] = carried;
    }
}

/* From the functions of degree d - 1 to derivatives of those of degree d: d (b[j] / (t[j+d] - t[j]) - b[j+1] / (t[j+d+1] - t[j+1])). */
static void differentiate(const Knots *k, int64_t s, int d, double *b) {
    double before = 0;
    for (int j = 0; j <= d; j++) { /* number s - d + j */
        double here = 0;
        if (j < d) here = b[j] / (knot(k, s + 1 + j) - knot(k, s + 1 + j - d));
        b[j] = d * (before - here);
        before = here;
    }
}

void bm_kernel_bspline(const int64_t *sizes, const double *const *args, double *out) {
    double x = *args[0], degree = *args[2], order = *args[3], b[HIGHEST_DEGREE + 1];
    Knots  k = {args[1], sizes[1], (int)degree};
    bool good = degree >= 0 && degree <= HIGHEST_DEGREE && degree == floor(degree) && order >= 0 && increase(k.t, k.n);
    fill(out, sizes[0], NAN);
    if (!good || sizes[0] != k.n - 1 + k.degree || !(x >= k.t[0] && x <= k.t[k.n - 1])) return;
    fill(out, sizes[0], 0);
    if (order > degree) return;
    int     q = k.degree - (int)order;
    int64_t s = interval_of(x, k.t, k.n) + k.degree;
    values_of_degree(&k, s, q, x, b);
    for (int d = q + 1; d <= k.degree; d++) differentiate(&k, s, d, b);
    for (int j = 0; j <= k.degree; j++) out[s - k.degree + j] = b[j];
}

/* --- natural cubic splines --- */

/* Weights of the values and of the second derivatives at both ends of an interval (Numerical Recipes, 3.3). */
typedef struct Weights {
    double y[2], m[2];
} Weights;

static Weights weights_at(double left, double right, double x, int order) {
    double  h = right - left, a = (right - x) / h, b = (x - left) / h;
    Weights w = {{0, 0}, {0, 0}};
    if (order == 0)
        w = (Weights){{a, b}, {(a * a - 1) * a * h * h / 6, (b * b - 1) * b * h * h / 6}};
    else if (order == 1)
        w = (Weights){{-1 / h, 1 / h}, {-(3 * a * a - 1) * h / 6, (3 * b * b - 1) * h / 6}};
    else if (order == 2)
        w = (Weights){{0, 0}, {a, b}};
    else if (order == 3)
        w = (Weights){{0, 0}, {-1 / h, 1 / h}};
    return w;
}

/* out += weights of the second derivatives m, as weights of the values: with T m = R y (m is 0 at both ends) it is R' T^-1 w. `room`: 2 n. */
static void add_second_derivatives(const double *t, int64_t n, int64_t s, const double *w, double *out, double *room) {
    double *upper = room, *z = room + n;
    fill(z, n, 0);
    for (int64_t i = s; i <= s + 1; i++)
        if (i > 0 && i < n - 1) z[i] = w[i - s];
    for (int64_t i = 1; i < n - 1; i++) {
        double before = t[i] - t[i - 1], behind = t[i + 1] - t[i];
        upper[i] = behind;
        double diagonal = 2 * (before + behind) - (i > 1 ? before * upper[i - 1] : 0);
        z[i] = (z[i] - (i > 1 ? before * z[i - 1] : 0)) / diagonal;
        upper[i] /= diagonal;
    }
    for (int64_t i = n - 3; i >= 1; i--) z[i] -= upper[i] * z[i + 1];
    for (int64_t i = 1; i < n - 1; i++) {
        double before = t[i] - t[i - 1], behind = t[i + 1] - t[i];
        out[i - 1] += 6 * z[i] / before;
        out[i] -= 6 * z[i] * (1 / before + 1 / behind);
        out[i + 1] += 6 * z[i] / behind;
    }
}

/* out += factor times the derivative of this order at x, which lies in the interval s or at one of its ends. */
static void add_natural(const double *t, int64_t n, int64_t s, double x, int order, double factor, double *out,
                        double *room) {
    Weights w = weights_at(t[s], t[s + 1], x, order);
    for (int i = 0; i < 2; i++) w.m[i] *= factor, out[s + i] += factor * w.y[i];
    add_second_derivatives(t, n, s, w.m, out, room);
}

/* Beyond its ends a natural spline is a straight line. */
void bm_kernel_natural_spline(const int64_t *sizes, const double *const *args, double *out) {
    double        x = *args[0], order = *args[2], few[128];
    const double *t = args[1];
    int64_t       n = sizes[0];
    double       *room = n <= 64 ? few : malloc(2 * (size_t)n * sizeof *room);
    fill(out, n, NAN);
    if (room && increase(t, n) && isfinite(x) && order >= 0) {
        int64_t s = interval_of(x, t, n);
        double  end = x < t[0] ? t[0] : x > t[n - 1] ? t[n - 1] : x;
        fill(out, n, 0);
        if (end == x || order <= 1) add_natural(t, n, s, end, order > 4 ? 4 : (int)order, 1, out, room);
        if (end != x && order == 0) add_natural(t, n, s, end, 1, x - end, out, room);
    }
    if (room != few) free(room);
}
