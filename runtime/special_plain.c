/* Functions that the C library has, under our names, with our rules for NaN and the edges. */
#include "special.h"
#include <math.h>

double bm_sqrt(double x) { return sqrt(x); }
/* The C library's is right to 4 ulp; one step of Newton's method with an exact residual makes that 1. */
double bm_cbrt(double x) {
    double root = cbrt(x), square = root * root, lost = fma(root, root, -square);
    if (root == 0 || !isfinite(root)) return root;
    return root - (fma(square, root, -x) + lost * root) / (3 * square);
}
double bm_square(double x) { return x * x; }
double bm_pow(double x, double y) { return pow(x, y); }
double bm_hypot(double x, double y) { return hypot(x, y); }

double bm_abs(double x) { return fabs(x); }
double bm_sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x; }
double bm_step(double x) { return x >= 0 ? 1 : x < 0 ? 0 : x; }
/* Unlike fmin and fmax these hand NaN on, from either side. */
double bm_min(double x, double y) { return y < x || isnan(y) ? y : x; }
double bm_max(double x, double y) { return x < y || isnan(y) ? y : x; }
double bm_floor(double x) { return floor(x); }
double bm_ceil(double x) { return ceil(x); }
double bm_round(double x) { return round(x); }

double bm_sin(double x) { return sin(x); }
double bm_cos(double x) { return cos(x); }
double bm_tan(double x) { return tan(x); }
double bm_asin(double x) { return asin(x); }
double bm_acos(double x) { return acos(x); }
double bm_atan(double x) { return atan(x); }
double bm_atan2(double y, double x) { return atan2(y, x); }
double bm_sinh(double x) { return sinh(x); }
double bm_cosh(double x) { return cosh(x); }
double bm_tanh(double x) { return tanh(x); }
double bm_asinh(double x) { return asinh(x); }
double bm_acosh(double x) { return acosh(x); }
double bm_atanh(double x) { return atanh(x); }

/* Within a quarter of a whole number as it stands, else cot(pi r) = tan(pi (1/2 - r)), whose argument is exact. */
double bm_cot_pi(double x) {
    double r = x - round(x);
    return fabs(r) <= 0.25 ? 1 / tan(M_PI * r) : copysign(tan(M_PI * (0.5 - fabs(r))), r);
}
