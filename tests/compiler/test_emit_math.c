/* The vector kernels of compiler/emit_math.h, compiled just in time for 1, 2, 4 and 8 lanes, against the C library's long double functions
 * (64 bits of mantissa; digamma and the like against runtime/special.h, itself held against 36 digits) at 100000 random points each, and at
 * the edges. With the argument -v: the largest errors. */
#include "kernel_jit.h"
#include "runtime/special.h"
#include "test.h"

enum { POINTS = 100000, BLOCK = 8 };

typedef long double (*Reference)(long double, long double);

/* A kernel and what is asked of it: points from lo to hi (log: spread evenly over magnitudes), error in ulps or absolute * max(1, |f|). */
typedef struct Kernel {
    const char *name;
    int         id, args;
    Reference   reference;
    double      lo, hi;
    int         log;
    double      ulps, absolute;
} Kernel;

#define REF(name, expression)                                                                                          \
    static long double name(long double x, long double y) {                                                            \
        (void)y;                                                                                                       \
        return expression;                                                                                             \
    }
REF(ref_exp, expl(x))
REF(ref_log, logl(x))
REF(ref_log1p, log1pl(x))
REF(ref_log1m, log1pl(-x))
REF(ref_expm1, expm1l(x))
REF(ref_inv_logit, 1 / (1 + expl(-x)))
REF(ref_log1p_exp, x > 0 ? x + log1pl(expl(-x)) : log1pl(expl(x)))
REF(ref_log1m_exp, x > -0.6931L ? logl(-expm1l(x)) : log1pl(-expl(x)))
REF(ref_log_sum_exp, fmaxl(x, y) + log1pl(expl(-fabsl(x - y))))
REF(ref_log_diff_exp, ref_log1m_exp((double)y - (double)x, 0) + x)
REF(ref_xlogy, x *logl(y))
REF(ref_xlog1py, x *log1pl(y))
REF(ref_inv_cloglog, -expm1l(-expl(x)))
REF(ref_tanh, tanhl(x))
REF(ref_lgamma, lgammal_r(x, &(int){0}))
REF(ref_digamma, bm_digamma((double)x))
REF(ref_lgamma_delta, bm_lgamma_delta((double)x, (double)y))
REF(ref_digamma_delta, bm_digamma_delta((double)x, (double)y))
REF(ref_lbeta, bm_lbeta((double)x, (double)y))
REF(ref_log_ratio, fabsl(x - y) < 0.5L * y ? log1pl((x - y) / y) : logl(x) - logl(y))
REF(ref_deviance, bm_deviance((double)x, (double)y))
REF(ref_sqrt, sqrtl(x))
REF(ref_square, x *x)
REF(ref_floor, floorl(x))
REF(ref_ceil, ceill(x))
REF(ref_abs, fabsl(x))
REF(ref_sign, bm_sign((double)x))
REF(ref_step, bm_step((double)x))
REF(ref_min, x < y ? x : y)
REF(ref_max, x > y ? x : y)

static const Kernel kernels[] = {
    {"exp", PRIM_exp, 1, ref_exp, -20, 20, 0, 1.1, 0},
    {"exp wide", PRIM_exp, 1, ref_exp, -708, 709.7, 0, 1.1, 0},
    {"log", PRIM_log, 1, ref_log, 1e-300, 1e300, 1, 1.0, 0},
    {"log near 1", PRIM_log, 1, ref_log, 0.5, 2, 0, 1.0, 0},
    {"log subnormal", PRIM_log, 1, ref_log, 1e-320, 3e-308, 1, 1.0, 0},
    {"log1p", PRIM_log1p, 1, ref_log1p, -0.999, 3, 0, 1.5, 0},
    {"log1p wide", PRIM_log1p, 1, ref_log1p, 1e-300, 1e300, 1, 1.5, 0},
    {"log1p small", PRIM_log1p, 1, ref_log1p, -1e-3, 1e-3, 0, 1.5, 0},
    {"log1m", PRIM_log1m, 1, ref_log1m, -3, 0.999, 0, 1.5, 0},
    {"log1p01", LOG1P01, 1, ref_log1p, 0, 1, 0, 1.25, 0},
    {"log1p01 small", LOG1P01, 1, ref_log1p, 1e-300, 1, 1, 1.25, 0},
    {"expm1", PRIM_expm1, 1, ref_expm1, -3, 3, 0, 2.5, 0},
    {"expm1 wide", PRIM_expm1, 1, ref_expm1, -60, 709.7, 0, 2.5, 0},
    {"expm1 small", PRIM_expm1, 1, ref_expm1, 1e-300, 1, 1, 2.5, 0},
    {"inv_logit", PRIM_inv_logit, 1, ref_inv_logit, -700, 60, 0, 2.6, 0},
    {"log1p_exp", PRIM_log1p_exp, 1, ref_log1p_exp, -700, 800, 0, 2.5, 0},
    {"log1p_exp near", PRIM_log1p_exp, 1, ref_log1p_exp, -5, 5, 0, 2.5, 0},
    {"log1m_exp", PRIM_log1m_exp, 1, ref_log1m_exp, -700, -1e-10, 0, 3, 0},
    {"log1m_exp near", PRIM_log1m_exp, 1, ref_log1m_exp, -3, -1e-10, 0, 3, 0},
    {"log_sum_exp", PRIM_log_sum_exp, 2, ref_log_sum_exp, -3, 3, 0, 0, 1e-15},
    {"log_sum_exp far", PRIM_log_sum_exp, 2, ref_log_sum_exp, -1e3, 1e3, 0, 2, 0},
    {"log_diff_exp", PRIM_log_diff_exp, 2, ref_log_diff_exp, -30, 30, 0, 4, 1e-15},
    {"xlogy", PRIM_xlogy, 2, ref_xlogy, 1e-100, 1e100, 1, 1.6, 0},
    {"xlog1py", PRIM_xlog1py, 2, ref_xlog1py, 1e-100, 1e100, 1, 2.1, 0},
    {"inv_cloglog", PRIM_inv_cloglog, 1, ref_inv_cloglog, -700, 4, 0, 2, 0},
    {"tanh", PRIM_tanh, 1, ref_tanh, -20, 20, 0, 3, 0},
    {"lgamma", PRIM_lgamma, 1, ref_lgamma, 0.01, 100, 0, 0, 8e-15},
    {"lgamma wide", PRIM_lgamma, 1, ref_lgamma, 1e-300, 1e300, 1, 0, 8e-15},
    {"digamma", PRIM_digamma, 1, ref_digamma, 0.01, 100, 0, 0, 8e-15},
    {"digamma wide", PRIM_digamma, 1, ref_digamma, 1e-300, 1e300, 1, 0, 8e-15},
    {"lgamma fused", FUSED_LGAMMA, 1, ref_lgamma, 1e-3, 1e3, 1, 0, 8e-15},
    {"digamma fused", FUSED_DIGAMMA, 1, ref_digamma, 1e-3, 1e3, 1, 0, 8e-15},
    {"lgamma_delta", PRIM_lgamma_delta, 2, ref_lgamma_delta, 1e-3, 1e3, 1, 0, 1.2e-14},
    {"lgamma_delta wide", PRIM_lgamma_delta, 2, ref_lgamma_delta, 1e-10, 1e14, 1, 0, 1.2e-14},
    {"lgamma_delta near", PRIM_lgamma_delta, 2, ref_lgamma_delta, 0.1, 20, 0, 0, 1.2e-14},
    {"digamma_delta", PRIM_digamma_delta, 2, ref_digamma_delta, 1e-3, 1e3, 1, 0, 8e-15},
    {"digamma_delta wide", PRIM_digamma_delta, 2, ref_digamma_delta, 1e-10, 1e14, 1, 0, 8e-15},
    {"lbeta", PRIM_lbeta, 2, ref_lbeta, 1e-3, 20, 1, 0, 1.2e-14},
    {"log_ratio", PRIM_log_ratio, 2, ref_log_ratio, 1, 3, 0, 2, 0},
    {"log_ratio wide", PRIM_log_ratio, 2, ref_log_ratio, 1e-150, 1e150, 1, 2, 0},
    {"deviance", PRIM_deviance, 2, ref_deviance, 1, 3, 0, 16, 0},
    {"deviance near", PRIM_deviance, 2, ref_deviance, 1e6, 1.01e6, 0, 8, 0},
    {"deviance wide", PRIM_deviance, 2, ref_deviance, 1e-10, 1e10, 1, 16, 0},
    {"exponent, mantissa", PRODUCT_LOG, 1, ref_log, 1e-320, 1e300, 1, 1, 5e-16},
    {"sqrt", PRIM_sqrt, 1, ref_sqrt, 0, 100, 0, 0.51, 0},
    {"square", PRIM_square, 1, ref_square, -100, 100, 0, 0.51, 0},
    {"abs", PRIM_abs, 1, ref_abs, -100, 100, 0, 0, 0},
    {"floor", PRIM_floor, 1, ref_floor, -100, 100, 0, 0, 0},
    {"ceil", PRIM_ceil, 1, ref_ceil, -100, 100, 0, 0, 0},
    {"sign", PRIM_sign, 1, ref_sign, -100, 100, 0, 0, 0},
    {"step", PRIM_step, 1, ref_step, -100, 100, 0, 0, 0},
    {"min", PRIM_min, 2, ref_min, -100, 100, 0, 0, 0},
    {"max", PRIM_max, 2, ref_max, -100, 100, 0, 0, 0},
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

/* --- random points --- */

/* Knuth's 64-bit linear congruences, upper 53 bits. */
static double uniform(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}
static double point(const Kernel *k, uint64_t *state) {
    double u = uniform(state);
    return k->log ? exp(log(k->lo) + u * (log(k->hi) - log(k->lo))) : k->lo + u * (k->hi - k->lo);
}

static double ulp(double x) {
    x = fabs(x);
    return x < 0x1p-1022 ? 0x1p-1074 : ldexp(1, ilogb(x) - 52);
}

typedef struct Worst {
    double ulps, relative, x;
    int    bad;
} Worst;

static void hold(const Kernel *k, double x, double y, double got, Worst *worst) {
    long double expected = k->reference(x, y);
    double      error = (double)fabsl((long double)got - expected), scale = fmax(1, fabs((double)expected));
    double      ulps = error / ulp((double)expected);
    if (!(ulps <= k->ulps || error <= k->absolute * scale || (fabsl(expected) < 0x1p-1022L && error <= 0x1p-1022)))
        if (worst->bad++ < 3)
            printf("%s(%.17g, %.17g): expected %.20Lg, got %.17g: %.3g ulp\n", k->name, x, y, expected, got, ulps);
    if (!(ulps <= worst->ulps)) worst->ulps = ulps, worst->x = x;
    worst->relative = fmax(worst->relative, error / scale);
}

static void random_points(const Kernel *k, const Jit *jit, const char *which, int verbose) {
    Compiled compiled = lookup_kernel(jit, k->id);
    Worst    worst = {0};
    uint64_t state = 2024;
    for (int i = 0; i < POINTS; i += BLOCK) {
        double x[BLOCK], y[BLOCK], got[BLOCK];
        for (int j = 0; j < BLOCK; j++) {
            double a = point(k, &state), b = k->args == 2 ? point(k, &state) : 0;
            int    swap = k->id == PRIM_log_diff_exp && b > a;
            if (k->id == PRIM_lgamma_delta || k->id == PRIM_digamma_delta)
                b += 0.5; /* less loses digits to f(x), see emit_math.h */
            x[j] = swap ? b : a, y[j] = swap ? a : b;
        }
        for (int j = 0; j < BLOCK; j += jit->lanes) compiled(x + j, y + j, got + j);
        for (int j = 0; j < BLOCK; j++) hold(k, x[j], y[j], got[j], &worst);
    }
    CHECK_INT(worst.bad, 0);
    if (verbose)
        printf("%-18s %-14s %5.2f ulp at %-22.17g %.2g max(1, |f|)\n", k->name, which, worst.ulps, worst.x,
               worst.relative);
}

/* --- edges --- */

static double at(const Jit *jit, int id, double x, double y) {
    double xs[BLOCK], ys[BLOCK], out[BLOCK];
    for (int i = 0; i < BLOCK; i++) xs[i] = x, ys[i] = y;
    lookup_kernel(jit, id)(xs, ys, out);
    return out[jit->lanes - 1];
}

#define AT(id, x) at(jit, id, x, 0)
#define AT2(id, x, y) at(jit, id, x, y)

static void edges_exp_log(const Jit *jit) {
    const double inf = INFINITY, strange_nan = -NAN;
    union {
        uint64_t bits;
        double   x;
    } payload = {UINT64_C(0x7ff80000000007a2)}; /* NaN with low bits set, as R's NA */
    CHECK_NEAR(AT(PRIM_exp, 0), 1, 0);
    CHECK_NEAR(AT(PRIM_exp, -0.0), 1, 0);
    CHECK_NEAR(AT(PRIM_exp, -inf), 0, 0);
    CHECK_NEAR(AT(PRIM_exp, inf), inf, 0);
    CHECK_NEAR(AT(PRIM_exp, 1e300), inf, 0);
    CHECK_NEAR(AT(PRIM_exp, -1e300), 0, 0);
    CHECK_NEAR(AT(PRIM_exp, 709.79), inf, 0);
    CHECK_NEAR(AT(PRIM_exp, -745.2), 0, 0);
    CHECK_NEAR(AT(PRIM_exp, -720), 0, 1e-308);
    CHECK_REL(AT(PRIM_exp, 709.78271289338397), 1.7976931348622732e308, 3e-16);
    CHECK_REL(AT(PRIM_exp, -708.39), 2.2393e-308, 1e-3);
    CHECK(isnan(AT(PRIM_exp, NAN)) && isnan(AT(PRIM_exp, strange_nan)) && isnan(AT(PRIM_exp, payload.x)));
    CHECK_NEAR(AT(PRIM_log, 0), -inf, 0);
    CHECK_NEAR(AT(PRIM_log, -0.0), -inf, 0);
    CHECK_NEAR(AT(PRIM_log, inf), inf, 0);
    CHECK_NEAR(AT(PRIM_log, 1), 0, 0);
    CHECK_NEAR(AT(PRIM_log, 5e-324), -744.44007192138126, 1.2e-13);
    CHECK(isnan(AT(PRIM_log, -1)) && isnan(AT(PRIM_log, -inf)) && isnan(AT(PRIM_log, -1e-320)) &&
          isnan(AT(PRIM_log, NAN)));
    CHECK_NEAR(AT(PRIM_log1p, -1), -inf, 0);
    CHECK_NEAR(AT(PRIM_log1p, inf), inf, 0);
    CHECK_NEAR(AT(PRIM_log1p, 0), 0, 0);
    CHECK_NEAR(AT(PRIM_log1p, 1e-320), 1e-320, 0);
    CHECK_REL(AT(PRIM_log1p, 1e308), 709.19620864216608, 1e-15);
    CHECK(isnan(AT(PRIM_log1p, -1.5)) && isnan(AT(PRIM_log1p, -inf)) && isnan(AT(PRIM_log1p, NAN)));
    CHECK_NEAR(AT(PRIM_log1m, 1), -inf, 0);
    CHECK_REL(AT(PRIM_log1m, 0.5), -M_LN2, 2e-16);
    CHECK_NEAR(AT(LOG1P01, 0), 0, 0);
    CHECK(isnan(AT(LOG1P01, NAN)));
    CHECK_NEAR(AT(PRIM_expm1, -inf), -1, 0);
    CHECK_NEAR(AT(PRIM_expm1, inf), inf, 0);
    CHECK_NEAR(AT(PRIM_expm1, 710), inf, 0);
    CHECK_NEAR(AT(PRIM_expm1, 0), 0, 0);
    CHECK(isnan(AT(PRIM_expm1, NAN)) && isnan(AT(PRIM_expm1, payload.x)));
    CHECK_NEAR(AT(PRODUCT_LOG, 0), -inf, 0);
    CHECK_NEAR(AT(PRODUCT_LOG, inf), inf, 0);
    CHECK(isnan(AT(PRODUCT_LOG, NAN)));
}

static void edges_composed(const Jit *jit) {
    const double inf = INFINITY;
    CHECK_NEAR(AT(PRIM_inv_logit, -inf), 0, 0);
    CHECK_NEAR(AT(PRIM_inv_logit, inf), 1, 0);
    CHECK_NEAR(AT(PRIM_inv_logit, 0), 0.5, 0);
    CHECK(isnan(AT(PRIM_inv_logit, NAN)));
    CHECK_NEAR(AT(PRIM_log1p_exp, -inf), 0, 0);
    CHECK_NEAR(AT(PRIM_log1p_exp, inf), inf, 0);
    CHECK_NEAR(AT(PRIM_log1p_exp, 1e4), 1e4, 0);
    CHECK(isnan(AT(PRIM_log1p_exp, NAN)));
    CHECK_NEAR(AT(PRIM_log1m_exp, 0), -inf, 0);
    CHECK_NEAR(AT(PRIM_log1m_exp, -inf), 0, 0);
    CHECK_NEAR(AT(PRIM_log1m_exp, -1e-300), log(1e-300), 1e-12);
    CHECK(isnan(AT(PRIM_log1m_exp, 1)) && isnan(AT(PRIM_log1m_exp, NAN)));
    CHECK_NEAR(AT2(PRIM_log_sum_exp, -inf, -inf), -inf, 0);
    CHECK_NEAR(AT2(PRIM_log_sum_exp, -inf, 2), 2, 0);
    CHECK_NEAR(AT2(PRIM_log_sum_exp, inf, inf), inf, 0);
    CHECK(isnan(AT2(PRIM_log_sum_exp, NAN, 2)) && isnan(AT2(PRIM_log_sum_exp, 2, NAN)) &&
          isnan(AT2(PRIM_log_sum_exp, NAN, NAN)));
    CHECK_NEAR(AT2(PRIM_log_diff_exp, 2, -inf), 2, 0);
    CHECK_NEAR(AT2(PRIM_xlogy, 0, 0), 0, 0);
    CHECK_NEAR(AT2(PRIM_xlogy, 0, inf), 0, 0);
    CHECK_NEAR(AT2(PRIM_xlogy, 2, 0), -inf, 0);
    CHECK(isnan(AT2(PRIM_xlogy, 0, NAN)) && isnan(AT2(PRIM_xlogy, NAN, 0)));
    CHECK_NEAR(AT2(PRIM_xlog1py, 0, -1), 0, 0);
    CHECK_NEAR(AT(PRIM_inv_cloglog, 1e3), 1, 0);
    CHECK_NEAR(AT(PRIM_inv_cloglog, -inf), 0, 0);
    CHECK_NEAR(AT(PRIM_tanh, inf), 1, 0);
    CHECK_NEAR(AT(PRIM_tanh, -inf), -1, 0);
    CHECK(isnan(AT(PRIM_tanh, NAN)));
}

static void edges_plain(const Jit *jit) {
    const double inf = INFINITY;
    CHECK_NEAR(AT(PRIM_lgamma, 0), inf, 0);
    CHECK_NEAR(AT(PRIM_lgamma, inf), inf, 0);
    CHECK_NEAR(AT(PRIM_lgamma, 1), 0, 8e-15);
    CHECK_NEAR(AT(PRIM_lgamma, 1e308), inf, 0);
    CHECK(isnan(AT(PRIM_lgamma, -0.5)) && isnan(AT(PRIM_lgamma, -inf)) && isnan(AT(PRIM_lgamma, NAN)));
    CHECK_NEAR(AT(PRIM_digamma, 0), -inf, 0);
    CHECK_NEAR(AT(PRIM_digamma, inf), inf, 0);
    CHECK_REL(AT(PRIM_digamma, 1e308), log(1e308), 1e-15);
    CHECK(isnan(AT(PRIM_digamma, -0.5)) && isnan(AT(PRIM_digamma, NAN)));
    CHECK_NEAR(AT2(PRIM_lgamma_delta, 3, 0), 0, 0);
    CHECK_NEAR(AT2(PRIM_lgamma_delta, 1e300, 0), 0, 0);
    CHECK_NEAR(AT2(PRIM_lgamma_delta, 2, -2), inf, 0);
    CHECK_NEAR(AT2(PRIM_lgamma_delta, 0, 2), -inf, 0);
    CHECK_NEAR(AT2(PRIM_lgamma_delta, 2, inf), inf, 0);
    CHECK_NEAR(AT2(PRIM_lgamma_delta, 12, -11.5), bm_lgamma_delta(12, -11.5), 8e-14);
    CHECK_REL(AT2(PRIM_lgamma_delta, 1e14, 0.5), bm_lgamma_delta(1e14, 0.5), 1e-15);
    CHECK_REL(AT2(PRIM_digamma_delta, 1e14, 0.5), bm_digamma_delta(1e14, 0.5), 2e-15);
    CHECK_REL(AT2(PRIM_digamma_delta, 100, -90), bm_digamma_delta(100, -90), 2e-15);
    CHECK_NEAR(AT2(PRIM_digamma_delta, 2, -2), -inf, 0);
    CHECK(isnan(AT2(PRIM_lgamma_delta, 2, -3)) && isnan(AT2(PRIM_lgamma_delta, -1, 3)) &&
          isnan(AT2(PRIM_lgamma_delta, NAN, 1)) && isnan(AT2(PRIM_lgamma_delta, 1, NAN)));
    CHECK_NEAR(AT2(PRIM_log_ratio, 0, 1), -inf, 0);
    CHECK_NEAR(AT2(PRIM_log_ratio, 1, 0), inf, 0);
    CHECK_REL(AT2(PRIM_log_ratio, 1e-300, 1e8), log(1e-300) - log(1e8), 1e-15);
    CHECK(isnan(AT2(PRIM_log_ratio, -1, 1)) && isnan(AT2(PRIM_log_ratio, NAN, 1)) &&
          isnan(AT2(PRIM_log_ratio, 1, NAN)));
    CHECK_NEAR(AT2(PRIM_deviance, 0, 3), 3, 0);
    CHECK_NEAR(AT2(PRIM_deviance, 3, 0), inf, 0);
    CHECK_NEAR(AT2(PRIM_deviance, 0, 0), 0, 0);
    CHECK_NEAR(AT2(PRIM_deviance, 1e10, 1e10), 0, 0);
    CHECK_REL(AT2(PRIM_deviance, 1e-300, 1e10), 1e10, 1e-15);
    CHECK(isnan(AT2(PRIM_deviance, -1, 1)) && isnan(AT2(PRIM_deviance, 1, -1)) && isnan(AT2(PRIM_deviance, NAN, 1)) &&
          isnan(AT2(PRIM_deviance, 1, NAN)));
    CHECK_NEAR(AT2(PRIM_lbeta, 0, 1), inf, 0);
    CHECK(isnan(AT2(PRIM_lbeta, -1, 2)) && isnan(AT2(PRIM_lbeta, NAN, 20)) && isnan(AT2(PRIM_lbeta, 20, NAN)));
    CHECK(isnan(AT2(PRIM_digamma_delta, 2, -3)) && isnan(AT2(PRIM_digamma_delta, NAN, 1)));
    CHECK(isnan(AT2(PRIM_min, 1, NAN)) && isnan(AT2(PRIM_min, NAN, 1)) && isnan(AT2(PRIM_max, 1, NAN)) &&
          isnan(AT2(PRIM_max, NAN, 1)));
    CHECK_NEAR(AT2(PRIM_min, -inf, inf), -inf, 0);
    CHECK_NEAR(AT2(PRIM_max, -inf, inf), inf, 0);
    CHECK_NEAR(AT(PRIM_sign, 0), 0, 0);
    CHECK_NEAR(AT(PRIM_step, 0), 1, 0);
    CHECK(isnan(AT(PRIM_sign, NAN)) && isnan(AT(PRIM_step, NAN)) && isnan(AT(PRIM_sqrt, -1)));
}

static void reduction(const Jit *jit) {
    double x[BLOCK] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7}, expected[] = {0, 1, 11, 0, 1111, 0, 0, 0, 11111111}, sum;
    lookup(jit, "reduce")(x, x, &sum);
    CHECK_NEAR(sum, expected[jit->lanes], 0);
}

static void hold_all(int lanes, int avx512, const char *cpu, const char *which, int verbose) {
    int ids[KERNELS];
    for (int i = 0; i < KERNELS; i++) ids[i] = kernels[i].id;
    Jit jit = compile(lanes, avx512, cpu, ids, KERNELS);
    for (int i = 0; i < KERNELS; i++) random_points(&kernels[i], &jit, which, verbose);
    edges_exp_log(&jit);
    edges_composed(&jit);
    edges_plain(&jit);
    reduction(&jit);
    fail_on(LLVMOrcDisposeLLJIT(jit.orc));
}

int main(int argc, char **argv) {
    int verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    LLVMInitializeNativeTarget();
    LLVMInitializeNativeAsmPrinter();
    int has_512 =
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    hold_all(1, 0, NULL, "1 lane", verbose);
    hold_all(4, 0, NULL, "4 lanes", verbose);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        hold_all(4, 0, "x86-64-v3", "4 lanes, v3", verbose);
    hold_all(2, 0, "x86-64", "2 lanes, no FMA", verbose);
    hold_all(8, 0, NULL, "8 lanes", verbose);
    if (has_512) hold_all(8, 1, NULL, "8, AVX-512", verbose);
    return test_end();
}
