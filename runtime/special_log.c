/* Exponentials, logarithms and links. The C library's exp, log, expm1 and log1p (below 1 ulp) are the ground; what is here is
 * which of them to use where, so that nothing cancels and nothing overflows. */
#include "special.h"
#include <math.h>

double bm_exp(double x) { return exp(x); }
double bm_log(double x) { return log(x); }
double bm_expm1(double x) { return expm1(x); }
double bm_log1p(double x) { return log1p(x); }
double bm_log1m(double x) { return log1p(-x); }
double bm_log2(double x) { return log2(x); }
double bm_log10(double x) { return log10(x); }

double bm_log1p_exp(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }

/* Mächler 2012 (vignette of R's Rmpfr): change over at -log 2, where e^x = 1/2. */
double bm_log1m_exp(double x) { return x > -M_LN2 ? log(-expm1(x)) : log1p(-exp(x)); }

double bm_log_sum_exp(double x, double y) {
    if (isnan(x) || isnan(y)) return x + y;
    double larger = x > y ? x : y, smaller = x > y ? y : x;
    return isinf(larger) || isinf(smaller) ? larger : larger + log1p(exp(smaller - larger));
}

double bm_log_diff_exp(double x, double y) { return x + bm_log1m_exp(y - x); }

/* Below 1, where cosh x is 1 + small, log1p of sinh^2 = cosh^2 - 1. */
double bm_log_cosh(double x) {
    double s = sinh(x);
    return fabs(x) < 1 ? 0.5 * log1p(s * s) : fabs(x) + log1p(exp(-2 * fabs(x))) - M_LN2;
}

double bm_xlogy(double x, double y) { return x == 0 && !isnan(y) ? 0 : x * log(y); }
double bm_xlog1py(double x, double y) { return x == 0 && !isnan(y) ? 0 : x * log1p(y); }

/* Near 1/2 the two logarithms cancel: there log(p / (1 - p)) = 2 atanh(2 p - 1), and 2 p - 1 is exact. */
double bm_logit(double p) { return p > 0.3 && p < 0.65 ? 2 * atanh(2 * p - 1) : log(p) - log1p(-p); }

double bm_inv_logit(double x) {
    double t = exp(-fabs(x));
    return x >= 0 ? 1 / (1 + t) : t / (1 + t);
}

double bm_cloglog(double p) { return log(-log1p(-p)); }
double bm_inv_cloglog(double x) { return -expm1(-exp(x)); }
