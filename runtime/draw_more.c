/* Further random variates: Wald, von Mises, first passage, hypergeometric, counts that are known not to be 0, and Conway-Maxwell-Poisson. */
#include "draw.h"
#include "special.h"
#include <math.h>

/* Michael, Schucany & Haas 1976: the squared normal y = shape (x - mean)^2 / (mean^2 x) has two roots x, of which the smaller is taken
 * with probability mean / (mean + x). That root is written without the subtraction that it has in the paper. */
double bm_wald_variate(BmStream *stream, double mean, double shape) {
    if (!(mean > 0 && shape > 0)) return NAN;
    double z = bm_std_normal(stream), w = 0.5 * z * z * (mean / shape);
    double root = 1 / (1 + w + sqrt(w * (2 + w)));
    return bm_std_uniform(stream) * (1 + root) <= 1 ? mean * root : mean / root;
}

/* Best & Fisher 1979: rejection from a wrapped Cauchy distribution. Its paper's rho, r and f without the subtractions of nearly equal numbers that they have
 * where the concentration is small (rho) or large (r - 1, 1 - f). */
double bm_von_mises_variate(BmStream *stream, double mu, double concentration) {
    if (!(concentration >= 0) || !isfinite(mu)) return NAN;
    if (isinf(concentration)) return remainder(mu, 2 * M_PI);
    double root = hypot(1, 2 * concentration), half = sqrt(1 + root), c, below;
    double rho = half * 2 * concentration / ((root + 1) * (half + M_SQRT2));
    double above = rho > 0 ? (1 - rho) * (1 - rho) / (2 * rho) : INFINITY; /* r - 1 */
    double u = bm_std_uniform(stream);
    if (isinf(above)) return remainder(mu + (2 * u - 1) * M_PI, 2 * M_PI);
    for (;;) {
        double z = cos(M_PI * u), v = bm_std_uniform(stream);
        below = above * (1 - z) / (above + (1 + z)); /* 1 - f */
        c = concentration * (above + below);
        if (c * (2 - c) > v || log(c / v) + 1 - c >= 0) break;
        u = bm_std_uniform(stream);
    }
    double angle = 2 * asin(sqrt(0.5 * below));
    return remainder(bm_std_uniform(stream) < 0.5 ? mu - angle : mu + angle, 2 * M_PI);
}

/* First passage by 1 before 0, from b: Wald's time with the one wall, taken with the probability that 0 was not met before. */
static double passage_of_unit(BmStream *stream, double b, double drift) {
    double way = 1 - b;
    for (;;) {
        double t = drift > 0 ? bm_wald_variate(stream, way / drift, way * way) : INFINITY;
        if (drift == 0) {
            double z = bm_std_normal(stream) / way;
            t = 1 / (z * z);
        }
        if (log(bm_std_uniform(stream)) < bm_log_unabsorbed(t, b)) return t;
    }
}

/* Given that the motion leaves above, the sign of the drift does not matter (the density has it in the factor exp(drift way) alone), so that it may
 * point upwards, and a proposal is taken with probability b or more. From below the middle it first leaves (0, 2 b), in the middle
 * of which it begins; so each step takes one proposal in two. */
double bm_passage_variate(BmStream *stream, double separation, double bias, double drift) {
    if (!(separation > 0 && bias > 0 && bias < 1) || isinf(separation) || !isfinite(drift)) return NAN;
    double time = 0, size = fabs(drift);
    for (; bias < 0.5; bias *= 2) {
        double around = 2 * bias * separation;
        time += around * around * passage_of_unit(stream, 0.5, size * around);
    }
    return time + separation * separation * passage_of_unit(stream, bias, size * separation);
}

/* Inversion that begins at the mode and takes the neighbours on both sides in turn; so the number of steps is that of standard deviations. */
double bm_hypergeometric_variate(BmStream *stream, double n, double successes, double failures) {
    double all = successes + failures;
    if (!(n >= 0 && successes >= 0 && failures >= 0 && n <= all && isfinite(all))) return NAN;
    double least = fmax(0, n - failures), most = fmin(n, successes),
           mode = floor((n + 1) * ((successes + 1) / (all + 2)));
    mode = fmin(fmax(mode, least), most);
    double at_mode = exp(bm_lchoose(successes, mode) + bm_lchoose(failures, n - mode) - bm_lchoose(all, n));
    double below = mode, above = mode, p_below = at_mode, p_above = at_mode, u = bm_std_uniform(stream) - at_mode;
    while (u > 0 && (below > least || above < most)) {
        if (above < most) {
            p_above *= (successes - above) / (above + 1) * ((n - above) / (failures - n + above + 1));
            above++;
            if ((u -= p_above) <= 0) return above;
        }
        if (below > least) {
            p_below *= below / (successes - below + 1) * ((failures - n + below) / (n - below + 1));
            below--;
            if ((u -= p_below) <= 0) return below;
        }
        if (p_above + p_below < 0x1p-60 * at_mode) break; /* what is left is rounding */
    }
    return mode;
}

/* Events at a constant rate on (0, 1): the first one given that there is one, then as many as in the time that is left. */
double bm_positive_poisson_variate(BmStream *stream, double rate) {
    if (!(rate > 0) || isinf(rate)) return NAN;
    double before = -log1p(bm_std_uniform(stream) * expm1(-rate));
    return 1 + bm_poisson_variate(stream, fmax(0, rate - before));
}

/* The same with a rate that is Gamma(phi, phi / mu): with the first event at t it is Gamma(phi + 1, phi / mu + t). */
double bm_positive_negative_binomial_variate(BmStream *stream, double mu, double phi) {
    if (!(mu > 0 && phi > 0) || isinf(mu) || isinf(phi)) return NAN;
    double share = -expm1(-phi * log1p(mu / phi)); /* probability of any event */
    double t = expm1(-log1p(-bm_std_uniform(stream) * share) / phi) * (phi / mu);
    double rate = bm_std_gamma(stream, phi + 1) / (phi / mu + t);
    return 1 + bm_poisson_variate(stream, rate * fmax(0, 1 - t));
}

/* The first success is at trial k, given that there is one among n; then as many as in the trials that are left. */
double bm_positive_binomial_variate(BmStream *stream, double n, double p) {
    if (!(n >= 1 && n == floor(n) && p > 0 && p <= 1) || isinf(n)) return NAN;
    double share = -expm1(n * log1p(-p)), k = p == 1 ? 1 : ceil(log1p(-bm_std_uniform(stream) * share) / log1p(-p));
    return 1 + bm_binomial_variate(stream, n - fmin(fmax(k, 1), n), p);
}

/* Devroye 1987, "A simple generator for discrete log-concave distributions": with the mode m, p = p(m) and w = 1 + p/2 all p(m + x) are below
 * p min(1, e^(w - p |x|)) in the sense of rounded x, of which at most 5 are tried on average. */
double bm_conway_variate(BmStream *stream, double mu, double nu) {
    if (!(mu > 0 && nu > 0) || isinf(mu) || isinf(nu)) return NAN;
    double mode = floor(mu), at_mode = nu * bm_log_poisson(mode, mu), p = exp(at_mode - bm_log_poisson_power(mu, nu));
    double w = 1 + 0.5 * p;
    if (!(p > 0)) return NAN;
    for (;;) {
        double away =
            bm_std_uniform(stream) * (1 + w) <= w ? bm_std_uniform(stream) * w : w + bm_std_exponential(stream);
        double x = mode + (bm_std_uniform(stream) < 0.5 ? 1 : -1) * round(away / p);
        double bound = fmin(0, w - away), u = log(bm_std_uniform(stream));
        if (x >= 0 && u + bound <= nu * bm_log_poisson(x, mu) - at_mode) return x;
    }
}
