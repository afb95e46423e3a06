#!/usr/bin/env python3
"""Reference values of the distributions of stdlib/: writes NAME.ref beside this file, of all or of the names that are given. Needs mpmath; only for development.

A .ref file, line by line:
    # comment
    dist NAME N            the distribution and its number of parameters; holds for the lines that follow
    logp X P1 … PN  L DX D1 … DN     log density and its derivatives by the value and by each parameter
    cdf  X P1 … PN  C LOWER UPPER    probability of at most X, its logarithm, and that of the probability of more than X
    total T                the integral of the density at the first parameters, where it is not 1
Numbers are separated by blanks. Inputs are doubles, written so that they read back exactly; results have 30 digits. A derivative
that does not exist (by a count, by a bound) is `nan`.

The densities are written here from their definitions, not from the files under test; derivatives are central
differences with 1500 digits, relative to the size of the argument."""
import os
import sys
import mpmath
from mpmath import mp, mpf, log, exp, sqrt, pi, loggamma, erf, erfc, atan, binomial, nstr

mp.dps = 1500
HERE = os.path.dirname(os.path.abspath(__file__))


def derivative(f, args, i):
    """By the i-th argument: Richardson-extrapolated central differences; relative error about 1e-800 with 1500 digits."""
    a = args[i]
    scale = abs(a) if a != 0 else mpf(1)
    h = scale * mpf(10) ** -(mp.dps * 2 // 15)

    def g(t):
        return f(*[t if j == i else args[j] for j in range(len(args))])
    d1 = (g(a + h) - g(a - h)) / (2 * h)
    d2 = (g(a + 2 * h) - g(a - 2 * h)) / (4 * h)
    d = (4 * d1 - d2) / 3
    return mpf(0) if abs(d * scale) < mpf(10) ** -(mp.dps * 7 // 15) * max(1, abs(f(*args))) else d


def text(x):
    return nstr(x, 30, strip_zeros=True, min_fixed=-5, max_fixed=15)


def logarithm(c):
    """nan where the probability is below what the digits show."""
    return text(log(c)) if c > mpf(10) ** -(mp.dps * 14 // 15) else "-inf" if c == 0 else "nan"


def lbeta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def xlogy(x, y):
    return mpf(0) if x == 0 else x * log(y)


def normal(x, mu, sigma):
    return -((x - mu) / sigma) ** 2 / 2 - log(sigma) - log(2 * pi) / 2


def half_normal(x, sigma):
    return normal(x, mpf(0), sigma) + log(2)


def student_t(x, nu, mu, sigma):
    z = (x - mu) / sigma
    return loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2 - log(sigma) - (nu + 1) / 2 * log(1 + z * z / nu)


def cauchy(x, location, scale):
    return -log(pi * scale * (1 + ((x - location) / scale) ** 2))


def half_cauchy(x, scale):
    return cauchy(x, mpf(0), scale) + log(2)


def exponential(x, rate):
    return log(rate) - rate * x


def gamma(x, shape, rate):
    return shape * log(rate) + xlogy(shape - 1, x) - rate * x - loggamma(shape)


def inverse_gamma(x, shape, scale):
    return shape * log(scale) - (shape + 1) * log(x) - scale / x - loggamma(shape)


def beta(x, a, b):
    return xlogy(a - 1, x) + xlogy(b - 1, 1 - x) - lbeta(a, b)


def uniform(x, lower, upper):
    return -log(upper - lower) + 0 * x


def log_normal(x, mu, sigma):
    return normal(log(x), mu, sigma) - log(x)


def bernoulli(y, p):
    return log(p) if y == 1 else log(1 - p)


def log_binomial(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def binomial_(y, n, p):
    return log_binomial(n, y) + xlogy(y, p) + xlogy(n - y, 1 - p)


def poisson(y, rate):
    return xlogy(y, rate) - rate - loggamma(y + 1)


def negative_binomial(y, mu, phi):
    return loggamma(y + phi) - loggamma(phi) - loggamma(y + 1) + phi * log(phi / (mu + phi)) + xlogy(y, mu / (mu + phi))


def laplace(x, location, scale):
    return -abs(x - location) / scale - log(2 * scale)


def asymmetric_laplace(x, location, scale, asymmetry):
    z = (x - location) / scale
    return -log(scale * (asymmetry + 1 / asymmetry)) - (z * asymmetry if z >= 0 else -z / asymmetry)


def asymmetric_laplace_cdf(x, location, scale, k):
    z = (x - location) / scale
    return 1 - exp(-k * z) / (1 + k * k) if z >= 0 else k * k / (1 + k * k) * exp(z / k)


def logistic(x, location, scale):
    z = (x - location) / scale
    return -z - 2 * log(1 + exp(-z)) - log(scale)


def gumbel(x, location, scale):
    z = (x - location) / scale
    return -z - exp(-z) - log(scale)


def half_student_t(x, nu, sigma):
    return student_t(x, nu, mpf(0), sigma) + log(2)


def chi_squared(x, df):
    return gamma(x, df / 2, mpf(1) / 2)


def inverse_chi_squared(x, df):
    return inverse_gamma(x, df / 2, mpf(1) / 2)


def scaled_inverse_chi_squared(x, df, scale):
    return inverse_gamma(x, df / 2, df * scale ** 2 / 2)


def weibull(x, shape, scale):
    z = x / scale
    return log(shape / scale) + (shape - 1) * log(z) - z ** shape


def frechet(x, shape, scale):
    z = x / scale
    return log(shape / scale) - (1 + shape) * log(z) - z ** -shape


def log_logistic(x, shape, scale):
    return logistic(log(x), log(scale), 1 / shape) - log(x)


def pareto(x, shape, scale):
    return log(shape) + shape * log(scale) - (shape + 1) * log(x)


def kumaraswamy(x, a, b):
    return log(a * b) + (a - 1) * log(x) + (b - 1) * log(1 - x ** a)


def triangular(x, lower, mode, upper):
    if x <= mode and lower < mode:
        return log(2 * (x - lower) / (upper - lower) / (mode - lower))
    return log(2 * (upper - x) / (upper - lower) / (upper - mode))


def triangular_cdf(x, lower, mode, upper):
    if x <= mode and lower < mode:
        return (x - lower) ** 2 / (upper - lower) / (mode - lower)
    return 1 - (upper - x) ** 2 / (upper - lower) / (upper - mode)


def pert(x, lower, mode, upper):
    width = upper - lower
    return beta((x - lower) / width, 1 + 4 * (mode - lower) / width, 1 + 4 * (upper - mode) / width) - log(width)


def skew_normal(x, location, scale, skew):
    z = (x - location) / scale
    return log(2) + normal(x, location, scale) + log(phi(skew * z))


def student_cdf(z, nu):
    """By the incomplete beta function of the smaller tail."""
    half, x = mpf(1) / 2, nu / (nu + z * z)
    if x > half:
        inner = z * z / (nu + z * z)
        below = half - inner ** half * (1 - inner) ** (nu / 2) / exp(lbeta(half, nu / 2)) * mpmath.hyp2f1((nu + 1) / 2, 1, mpf(3) / 2, inner) if z else half
    else:
        below = x ** (nu / 2) * (1 - x) ** half / (nu * exp(lbeta(nu / 2, half))) * mpmath.hyp2f1((nu + 1) / 2, 1, nu / 2 + 1, x)
    return below if z <= 0 else 1 - below


def skew_student_t(x, nu, location, scale, skew):
    z = (x - location) / scale
    return log(2) + student_t(x, nu, location, scale) + log(student_cdf(skew * z * sqrt((nu + 1) / (nu + z * z)), nu + 1))


def conway_maxwell_poisson(y, mu, nu):
    """The normaliser term by term; few digits less than 1500 are enough for derivatives."""
    total, most, k = mpf(0), nu * poisson(mpmath.floor(mu), mu), int(mpmath.floor(mu))
    for step in (1, -1):
        j = k if step == 1 else k - 1
        term = exp(nu * poisson(mpf(j), mu) - most) if j >= 0 else mpf(0)
        while j >= 0 and term > mpf(10) ** -(mp.dps + 5):
            total += term
            term = term * (mu / (j + 1)) ** nu if step == 1 else term * (mpf(j) / mu) ** nu
            j += step
    return nu * poisson(y, mu) - most - log(total)


def gompertz(x, shape, rate):
    return log(shape * rate) + rate * x - shape * (exp(rate * x) - 1)


def wiener(x, separation, delay, bias, drift):
    """Feller's series for first passage by the upper boundary: images of the start for small times, sines for large ones."""
    t, w = (x - delay) / separation ** 2, 1 - bias
    if t < 1:
        most = int(sqrt(mp.dps * 2.4 * t)) + 3
        f = mpmath.fsum((w + 2 * k) * exp(-(w + 2 * k) ** 2 / (2 * t)) for k in range(-most, most + 1)) / sqrt(2 * pi * t ** 3)
    else:
        most = int(sqrt(mp.dps * 0.5 / t)) + 3
        f = pi * mpmath.fsum(k * mpmath.sin(k * pi * w) * exp(-(k * pi) ** 2 * t / 2) for k in range(1, most + 1))
    return log(f) - 2 * log(separation) + drift * separation * w - drift ** 2 * (x - delay) / 2


def drift_diffusion(x, separation, delay, bias, drift):
    return wiener(x, separation, delay, bias, drift) if x > 0 else wiener(-x, separation, delay, 1 - bias, -drift)


def rayleigh(x, scale):
    return log(x) - 2 * log(scale) - (x / scale) ** 2 / 2


def moyal(x, location, scale):
    z = (x - location) / scale
    return -(z + exp(-z)) / 2 - log(scale * sqrt(2 * pi))


def logit_normal(x, mu, sigma):
    return normal(log(x / (1 - x)), mu, sigma) - log(x * (1 - x))


def ex_gaussian(x, mu, sigma, rate):
    z = (x - mu) / sigma
    return log(rate) + (rate * sigma) ** 2 / 2 - rate * (x - mu) + log(phi(z - rate * sigma))


def ex_gaussian_cdf(x, mu, sigma, rate):
    return phi((x - mu) / sigma) - exp(ex_gaussian(x, mu, sigma, rate)) / rate


def wald(x, mu, lam):
    return log(lam / (2 * pi * x ** 3)) / 2 - lam * (x - mu) ** 2 / (2 * mu ** 2 * x)


def wald_cdf(x, mu, lam):
    root = sqrt(lam / x)
    return phi(root * (x / mu - 1)) + exp(2 * lam / mu) * phi(-root * (x / mu + 1))


def generalized_pareto(x, location, scale, shape):
    z = (x - location) / scale
    return -log(scale) - ((1 + 1 / shape) * log(1 + shape * z) if shape != 0 else z)


def generalized_extreme_value(x, location, scale, shape):
    z = (x - location) / scale
    t = (1 + shape * z) ** (-1 / shape) if shape != 0 else exp(-z)
    return -log(scale) + (1 + shape) * log(t) - t


def beta_binomial(y, n, a, b):
    return log_binomial(n, y) + lbeta(y + a, n - y + b) - lbeta(a, b)


def discrete_uniform(y, lower, upper):
    return -log(upper - lower + 1)


def geometric(y, p):
    return log(p) + xlogy(y, 1 - p)


def hypergeometric(y, n, successes, failures):
    return log_binomial(successes, y) + log_binomial(failures, n - y) - log_binomial(successes + failures, n)


def discrete_weibull(y, q, shape):
    return log((q ** (y ** shape) if y != 0 else 1) - q ** ((y + 1) ** shape))


def zero_inflated(p):
    """0 with probability psi, besides the zeros of the distribution with log probability p."""
    return lambda y, psi, *args: log(psi + (1 - psi) * exp(p(y, *args))) if y == 0 else log(1 - psi) + p(y, *args)


def hurdle(p, discrete):
    """0 with probability psi, else the distribution given that it is not 0."""
    return lambda y, psi, *args: log(psi) if y == 0 else log(1 - psi) + p(y, *args) - (log(1 - exp(p(mpf(0), *args))) if discrete else 0)


def beta_negative_binomial(y, r, a, b):
    return loggamma(r + y) - loggamma(y + 1) - loggamma(r) + lbeta(a + r, b + y) - lbeta(a, b)


def flat(x):
    return 0 * x


def flat_between(x, lower, upper):
    return 0 * x


def phi(z):
    return erfc(-z / sqrt(mpf(2))) / 2


def von_mises(x, mu, concentration):
    return concentration * mpmath.cos(x - mu) - log(2 * pi * mpmath.besseli(0, concentration))


def von_mises_cdf(x, mu, concentration):
    """By quadrature, in 60 digits, from -pi on."""
    with mp.workdps(60):
        width = 12 / sqrt(concentration) if concentration > 15 else 4
        edges = sorted(set([-pi, x] + [e for k in range(-30, 31) for e in [mu + 2 * pi * k, mu + 2 * pi * k - width, mu + 2 * pi * k + width] if -pi < e < x]))
        density = lambda t: exp(concentration * (mpmath.cos(t - mu) - 1))
        half = mpmath.quad(density, mpmath.linspace(mu, mu + min(pi, width), 65), method="gauss-legendre")
        return mpmath.quad(density, [e + (f - e) * k / 32 for e, f in zip(edges, edges[1:]) for k in range(32)] + [x], method="gauss-legendre") / (2 * half)


def rice(x, nu, sigma):
    return log(x / sigma ** 2) - (x ** 2 + nu ** 2) / (2 * sigma ** 2) + log(mpmath.besseli(0, x * nu / sigma ** 2))


def rice_cdf(x, nu, sigma):
    """A mixture of gamma distributions by a Poisson number."""
    m, y = (nu / sigma) ** 2 / 2, (x / sigma) ** 2 / 2
    upper, weight, term, partial, j = mpf(0), exp(-m), mpf(1), mpf(1), 0
    while weight > mpf(10) ** -1450 or j < m:
        upper += weight * partial
        j += 1
        weight *= m / j
        term *= y / j
        partial += term
    return 1 - exp(-y) * upper


def skellam(k, rate1, rate2):
    return -rate1 - rate2 + k / 2 * log(rate1 / rate2) + log(mpmath.besseli(abs(k), 2 * sqrt(rate1 * rate2)))


def skew_normal_cdf(x, location, scale, skew):
    """With Owen's T by quadrature, in 80 digits; in the thin tail by the same integral from skew to infinity."""
    z = (x - location) / scale
    if z > 0 and skew < 0:
        return 1 - skew_normal_cdf(-z, mpf(0), mpf(1), -skew)
    with mp.workdps(80):
        h = abs(z)
        f = lambda u: exp(-h * h * (1 + u * u) / 2) / (1 + u * u)
        if z < 0 and h * skew > 1:
            return mpmath.quad(f, mpmath.linspace(skew, skew * sqrt(1 + 400 / (h * skew) ** 2), 200), method="gauss-legendre") / pi
        a = min(abs(skew), 20 / max(h, mpf(1) / 100))
        t = mpmath.quad(f, mpmath.linspace(0, a, 200), method="gauss-legendre") / (2 * pi)
        return phi(z) - 2 * (t if skew > 0 else -t)


def summed(p):
    """The cdf of a count: probabilities from 0, or from the least that there may be; of few enough of them."""
    return lambda y, *args: None if y > 10000 else mpmath.fsum(exp(p(mpf(k), *args)) for k in range(int(max(0, args[0] - args[2]) if p is hypergeometric else 0), int(y) + 1))


REFS = {
    # file: [(name, log density, cdf or None, which arguments have derivatives, [inputs])]
    "normal": [("Normal", normal, lambda x, m, s: phi((x - m) / s), "111", [
        (1.3, 0.5, 2), (0, 0, 1), (-3, 2, 0.25), (1e8, 99999999, 1.5), (30, 0, 1), (1e150, 0, 1), (0, 0, 1e-170),
        (5, 5, 1e200), (1e-300, 0, 1), (-1e6, 1e6, 1e5), (0.1, 0.1000001, 1e-8), (1000, -1000, 0.5), (2.5, 2.5, 1e-12)])],
    "half_normal": [("HalfNormal", half_normal, lambda x, s: erf(x / (s * sqrt(mpf(2)))), "11", [
        (1.3, 2), (0, 1), (0, 1e-170), (1e-8, 1e-8), (40, 1), (1e150, 1e150), (1e-300, 5), (3, 1e200), (0.5, 0.05), (7, 25)])],
    "student_t": [("StudentT", student_t, None, "1111", [
        (1.3, 4, 0.5, 2), (0, 1, 0, 1), (2, 0.1, 0, 1), (3, 30, 1, 2), (1.3, 1e6, 0.5, 2), (1.3, 1e10, 0.5, 2), (1.3, 1e14, 0.5, 2),
        (1e10, 3, 0, 1), (1e100, 2.5, 0, 1), (-7, 7, 3, 0.001), (0.25, 0.01, 0.25, 5), (5, 100, 5, 1e-150), (50, 1000, 0, 1), (1e-200, 5, 0, 1)])],
    "cauchy": [("Cauchy", cauchy, lambda x, m, s: mpf(1) / 2 + atan((x - m) / s) / pi, "111", [
        (1.3, 0.5, 2), (0, 0, 1), (-4, 1, 0.1), (1e10, 0, 1), (1e100, 0, 1), (1e-10, 0, 1e-100), (3, 3, 1e200), (5, 4.9999, 1e-6), (-1e6, 0, 25)])],
    "half_cauchy": [("HalfCauchy", half_cauchy, lambda x, s: atan(x / s) * 2 / pi, "11", [
        (1.3, 2), (0, 1), (0, 1e-100), (25, 5), (1e10, 1), (1e100, 3), (1e-12, 2), (0.001, 1e-9), (5, 1e200)])],
    "exponential": [("Exponential", exponential, lambda x, r: -mpmath.expm1(-r * x), "11", [
        (1.3, 0.7), (0, 1), (0, 1e-10), (1e-12, 3), (700, 1), (1e10, 1e-8), (1e-300, 1e300), (5, 1e200), (3, 0.001)])],
    "gamma": [("Gamma", gamma, None, "111", [
        (2, 1.5, 0.7), (1, 1, 1), (0.5, 1, 3), (1e-10, 0.5, 2), (1e-300, 0.001, 0.001), (20, 100, 5), (1e6, 1e6, 1), (1e10, 1e10, 1.0000001),
        (3, 0.001, 0.001), (700, 2, 1), (5, 10, 1e-8), (1e-5, 3, 1e5), (0.3, 1e-8, 1), (2.5, 1e4, 4e3), (10000300000, 1e10, 1)]),
        ("Gamma", gamma, None, "000", [(1e-310, 2, 3), (5e-324, 0.5, 1), (1e-320, 1.5, 0.25)])],
    "inverse_gamma": [("InverseGamma", inverse_gamma, None, "111", [
        (2, 1.5, 0.7), (1, 1, 1), (0.01, 3, 1), (100, 0.001, 0.001), (1e-3, 5, 5), (1e10, 2, 1e9), (1e100, 0.5, 1), (1e-100, 2, 1e-100),
        (1, 1000, 999), (0.2, 1e6, 2e5), (0.5, 1e10, 5000100000)])],
    "beta": [("Beta", beta, None, "111", [
        (0.3, 2.5, 4), (0.5, 1, 1), (0.5, 0.5, 0.5), (1e-10, 0.5, 2), (1e-300, 1.5, 1), (0.999999999, 2, 0.5), (0.25, 1000, 3000), (0.3, 1e6, 2e6),
        (0.7, 1e-6, 1e-6), (0.9, 1e-3, 1e3), (0.01, 1, 50), (0.5, 1e10, 1e10), (0.125, 30, 1), (0.500003, 1e10, 1e10)]),
        ("Beta", beta, None, "000", [(1e-310, 2.5, 4), (5e-324, 1.5, 3), (5e-324, 0.5, 2)])],
    "uniform": [("Uniform", uniform, lambda x, a, b: (x - a) / (b - a), "111", [
        (1.3, 0.5, 2), (0, 0, 1), (1, 0, 1), (-5, -10, 10), (1e8, 1e8, 100000001), (1e-10, 0, 1e-9), (3, -1e200, 1e200)])],
    "log_normal": [("LogNormal", log_normal, lambda x, m, s: phi((log(x) - m) / s), "111", [
        (1.3, 0.5, 2), (1, 0, 1), (1e-10, 0, 1), (1e10, 2, 3), (1e-300, -5, 10), (1e300, 0, 100), (7, 1.9, 0.01), (2, 0.5, 1e-6), (5, 0, 1e150)])],
    "bernoulli": [("Bernoulli", bernoulli, None, "01", [
        (1, 0.3), (0, 0.3), (1, 1e-300), (0, 1e-300), (0, 0.9999999999), (1, 0.9999999999), (1, 0.5), (0, 0.5), (1, 1e-10), (0, 1e-10)])],
    "binomial": [("Binomial", binomial_, None, "001", [
        (3, 10, 0.4), (0, 10, 0.4), (10, 10, 0.4), (0, 0, 0.5), (1, 1, 1e-300), (5, 5, 0.999999), (50, 100, 0.5), (500000, 1000000, 0.49), (3, 1000000000, 1e-9),
        (7, 20, 1e-10), (999999, 1000000, 0.9999), (500020000, 1000000000, 0.5), (300000000, 1000000000, 0.3), (3, 10, 5e-324), (0, 10, 1e-310), (10, 10, 1e-310), (0, 7, 0), (7, 7, 1), (1, 1000000000, 1e-320)])],
    "poisson": [("Poisson", poisson, None, "01", [
        (3, 2.5), (0, 2.5), (0, 1e-300), (5, 1e-10), (100, 100), (1000000, 1000100), (3, 700), (0, 700), (1000000000, 1e9), (17, 0.5), (1, 1e-300), (250, 10), (10000000000, 10000300000), (3, 5e-324), (0, 5e-324), (2, 1e-310)])],
    "negative_binomial": [("NegativeBinomial", negative_binomial, None, "011", [
        (10, 5, 2), (0, 5, 2), (3, 0.1, 0.01), (10, 5, 1e8), (10, 5, 1e12), (10, 5, 1e14), (0, 1e-10, 3), (1000, 900, 0.5), (1000000, 1e6, 10), (2, 1e6, 1),
        (7, 3, 1e-5), (100, 100, 1e6), (1, 1e-10, 1e-10), (50, 20, 1), (1000000000, 1e9, 3), (1000100000, 1e9, 1e12), (5, 1e-300, 2), (3, 1e150, 0.5), (0, 1e150, 1e-10),
        (7, 2, 1e-300), (1000000000, 1e-3, 1e5), (2, 1e9, 40)])],
    "laplace": [("Laplace", laplace, lambda x, m, s: exp((x - m) / s) / 2 if x < m else 1 - exp(-(x - m) / s) / 2, "111", [
        (1.3, 0.5, 2), (-3, 2, 0.25), (1e8, 99999999, 1.5), (700, 0, 1), (1e50, 0, 1e-20), (1e-300, 0, 1), (-1e6, 1e6, 1e5), (0.1, 0.1000001, 1e-8), (3, 1, 1e90)])],
    "asymmetric_laplace": [("AsymmetricLaplace", asymmetric_laplace, asymmetric_laplace_cdf, "1111", [
        (1.3, 0.5, 2, 0.7), (-3, 2, 0.25, 3), (1e8, 99999999, 1.5, 1), (7, 0, 1, 1e3), (-7, 0, 1, 1e3), (7, 0, 1, 1e-5), (-7, 0, 1, 1e-5), (1e-300, 0, 1, 1.001),
        (0.1, 0.1000001, 1e-8, 2)])],
    "logistic": [("Logistic", logistic, lambda x, m, s: 1 / (1 + exp(-(x - m) / s)), "111", [
        (1.3, 0.5, 2), (0, 0, 1), (-3, 2, 0.25), (1e8, 99999999, 1.5), (800, 0, 1), (-800, 0, 1), (1e-10, 0, 1), (0.1, 0.1000001, 1e-8), (3, 1, 1e90), (-1e6, 1e6, 1e5)])],
    "gumbel": [("Gumbel", gumbel, lambda x, m, s: exp(-exp(-(x - m) / s)), "111", [
        (1.3, 0.5, 2), (0, 0, 1), (2.25, 2, 0.25), (1e8, 99999999, 1.5), (800, 0, 1), (-30, 0, 1), (1e-10, 0, 1), (0.1, 0.1000001, 1e-8), (3, 1, 1e90), (-5, 5, 100)])],
    "half_student_t": [("HalfStudentT", half_student_t, None, "111", [
        (1.3, 7, 2), (0, 1, 1), (2, 0.1, 1), (3, 30, 2), (1.3, 1e6, 2), (1.3, 1e10, 2), (1.3, 1e14, 2), (1e10, 3, 1), (1e100, 2.5, 1), (1e-200, 5, 1), (50, 1000, 1)])],
    "chi_squared": [("ChiSquared", chi_squared, None, "11", [
        (1.3, 5), (1, 2), (0.5, 1), (1e-10, 0.5), (1e-300, 0.001), (20, 100), (1e6, 1e6), (700, 2), (0.3, 1e-8), (1e10, 1e10), (1e-5, 30), (10000300000, 1e10)])],
    "inverse_chi_squared": [("InverseChiSquared", inverse_chi_squared, None, "11", [
        (0.3, 11), (1, 2), (0.5, 1), (1e-3, 5), (1e10, 0.5), (1e100, 0.001), (0.01, 100), (1e-6, 1e6), (0.3, 1e-8)]),
        ("InverseChiSquared", scaled_inverse_chi_squared, None, "111", [
        (0.3, 11, 0.7), (1, 2, 1), (0.5, 1, 5), (1e-3, 5, 0.01), (1e10, 0.5, 1e4), (1e100, 0.001, 2), (1.1, 100, 1), (1.001, 1e6, 1), (0.3, 1e-8, 1)])],
    "weibull": [("Weibull", weibull, lambda x, k, s: -mpmath.expm1(-(x / s) ** k), "111", [
        (1.3, 1.7, 2), (1, 1, 1), (2, 1, 2), (1e-10, 0.5, 1), (1e-300, 0.01, 1), (30, 2, 10), (5, 3, 1e6), (1e10, 0.3, 1e9), (0.99, 100, 1), (7, 1e-6, 2), (1e50, 1.5, 1e49)])],
    "frechet": [("Frechet", frechet, lambda x, k, s: exp(-(x / s) ** -k), "111", [
        (1.3, 5.5, 2), (1, 1, 1), (2, 1, 2), (1e10, 0.5, 1), (1e300, 0.01, 1), (0.2, 2, 1), (5, 3, 1e-6), (1e-9, 0.3, 1e-8), (1.01, 100, 1), (7, 1e-6, 2)])],
    "log_logistic": [("LogLogistic", log_logistic, lambda x, k, s: 1 / (1 + (x / s) ** -k), "111", [
        (1.3, 5.5, 2), (1, 1, 1), (2, 1, 2), (1e10, 0.5, 1), (1e-300, 0.01, 1), (1e300, 30, 1), (0.001, 200, 1), (1e-9, 0.3, 1e-8), (1.01, 100, 1), (7, 1e-6, 2)])],
    "pareto": [("Pareto", pareto, lambda x, k, s: 1 - (x / s) ** -k, "111", [
        (2.5, 5.5, 2), (1, 1, 1), (2, 1, 2), (1e10, 0.5, 1), (1e300, 0.01, 1), (1.0000001, 1e6, 1), (5, 3, 1e-6), (7, 1e-6, 2), (1.1, 1000, 1)])],
    "half_flat": [("HalfFlat", flat, None, "1", [(1.3,), (0,), (1e-300,), (1e300,)])],
    "kumaraswamy": [("Kumaraswamy", kumaraswamy, lambda x, a, b: 1 - (1 - x ** a) ** b, "111", [
        (0.3, 2.5, 4), (0.5, 1, 1), (0.5, 0.5, 0.5), (1e-10, 0.5, 2), (1e-200, 1.5, 1), (0.999999999, 2, 0.5), (0.9999999999999, 3, 5), (0.25, 1e-3, 1e3),
        (0.99, 1000, 3000), (0.7, 1e-6, 1e-6), (0.01, 1, 50), (0.125, 30, 1), (0.9, 0.01, 40)])],
    "triangular": [("Triangular", triangular, triangular_cdf, "1111", [
        (1.3, 0.5, 2, 4), (3, 0.5, 2, 4), (0.5, 0, 0, 1), (0.25, 0, 1, 1), (1e-10, 0, 0.5, 1), (1e8, 99999999, 100000001, 1e8 + 10), (-3, -1e50, 10, 1e50),
        (0.999999, 0, 0.3, 1)])],
    "pert": [("PERT", pert, None, "1111", [
        (1.3, 0.5, 2, 4), (3, 0.5, 2, 4), (0.5, 0, 0.001, 1), (0.25, 0, 0.999, 1), (1e-10, 0, 0.5, 1), (1e8, 99999999, 100000001, 1e8 + 10), (-3, -1e50, 10, 1e50),
        (0.999999, 0, 0.3, 1)])],
    "skew_normal": [("SkewNormal", skew_normal, skew_normal_cdf, "1111", [
        (1.3, 0.5, 2, 3), (0, 0, 1, 0), (-3, 2, 0.25, 1), (3, 2, 0.25, -1), (20, 0, 1, -3), (20, 0, 1, 3), (-1e5, 0, 1, 2), (0.1, 0.1000001, 1e-8, 5), (1, 0, 1, 1e6),
        (-1, 0, 1, 1e6), (1e-8, 0, 1, 1e-8), (3, 1, 1e90, 2)])],
    "skew_student_t": [("SkewStudentT", skew_student_t, None, "11111", [
        (1.3, 4, 0.5, 2, 3), (0, 1, 0, 1, 0), (-3, 2.5, 2, 0.25, 1), (3, 7, 2, 0.25, -1), (20, 30, 0, 1, -3), (20, 3, 0, 1, 3), (-1e5, 2, 0, 1, 2), (0.1, 5, 0.1000001, 1e-8, 5),
        (1, 0.5, 0, 1, 1e4), (-1, 10, 0, 1, 1e4), (1e-8, 3, 0, 1, 1e-8), (3, 4, 1, 1e90, 2), (1.3, 200, 0.5, 2, 3), (-2, 1000, 0, 1, 2), (1.3, 10000, 0.5, 2, -1.5),
        (-1.3, 1e6, 0.5, 2, 1.5), (0.7, 1e10, 0, 1, -3)])],
    "conway_maxwell_poisson": [("ConwayMaxwellPoisson", conway_maxwell_poisson, summed(conway_maxwell_poisson), "011", [
        (3, 2.5, 1.5), (0, 2.5, 1), (0, 0.3, 0.5), (5, 1e-3, 2), (10, 12.3, 4), (2, 1e-10, 1), (100, 104.5, 0.3), (30, 33, 10), (7, 7.5, 30), (450, 400.25, 0.5),
        (3, 0.9, 0.05), (20, 5, 0.1)])],
    "gompertz": [("Gompertz", gompertz, lambda x, s, r: 1 - exp(-s * (exp(r * x) - 1)), "111", [
        (1.3, 0.2, 0.7), (0, 1, 1), (1e-12, 3, 2), (80, 1e-5, 0.12), (700, 1e-300, 1), (5, 1e-8, 1e-6), (2, 50, 3), (1e10, 1e-10, 1e-9)])],
    "wiener": [("Wiener", wiener, None, "11111", [
        (1.3, 1.5, 0.3, 0.4, 0.8), (0.35, 1.5, 0.3, 0.4, 0.8), (0.7, 1, 0, 0.5, 0), (0.301, 2, 0.3, 0.9, -3), (0.3001, 2, 0.3, 0.1, 3), (8, 1, 0.2, 0.3, -0.5), (50, 1.5, 0.3, 0.6, 1),
        (1.2, 3, 0.3, 1e-6, 2), (1.2, 3, 0.3, 0.999999, 2), (1, 100, 0.5, 0.5, 10), (10.5, 100, 0.5, 0.5, 5), (0.6, 0.1, 0.5, 0.5, 1), (2, 1, 0.5, 1e-10, 1e-5), (1e-3, 0.01, 1e-4, 0.3, 20),
        (1.000001, 1, 1, 0.7, 0), (3, 2.5, 0.25, 0.45, -6), (1.15, 1, 0.9, 0.25, 1), (1.4, 1, 0.9, 0.25, 1)])],
    "drift_diffusion": [("DriftDiffusion", drift_diffusion, None, "11111", [
        (1.3, 1.5, 0.3, 0.4, 0.8), (-1.3, 1.5, 0.3, 0.4, 0.8), (-0.31, 2, 0.3, 0.2, 1), (0.9, 1, 0, 0.5, 0), (-0.7, 1.2, 0.1, 0.7, -2), (-50, 1.5, 0.3, 0.6, 1)])],
    "rayleigh": [("Rayleigh", rayleigh, lambda x, s: -mpmath.expm1(-(x / s) ** 2 / 2), "11", [
        (1.3, 2), (1, 1), (1e-300, 1), (30, 1), (1e50, 1e50), (1e-90, 1e-90), (2, 1e5), (0.5, 0.05)])],
    "moyal": [("Moyal", moyal, lambda x, m, s: erfc(exp(-(x - m) / s / 2) / sqrt(mpf(2))), "111", [
        (1.3, 0.5, 2), (0, 0, 1), (2.25, 2, 0.25), (1e8, 99999999, 1.5), (800, 0, 1), (-30, 0, 1), (1e-10, 0, 1), (0.1, 0.1000001, 1e-8), (3, 1, 1e90), (-5, 5, 100)])],
    "logit_normal": [("LogitNormal", logit_normal, lambda x, m, s: phi((log(x / (1 - x)) - m) / s), "111", [
        (0.3, 0.5, 2), (0.5, 0, 1), (1e-10, 0, 1), (0.999999999, 2, 3), (1e-300, -5, 10), (0.9999999999999, 0, 100), (0.7, 0.85, 0.01), (0.2, 0.5, 1e-6), (0.1, 0, 1e10)])],
    "ex_gaussian": [("ExGaussian", ex_gaussian, ex_gaussian_cdf, "1111", [
        (1.3, 0.5, 2, 0.7), (0, 0, 1, 1), (-3, 2, 0.25, 3), (1e5, 99999, 1.5, 1), (700, 0, 1, 1e-3), (1e4, 0, 1, 1), (-30, 0, 1, 1), (3, 0, 1, 1e3), (3, 0, 1, 1e6), (3, 0, 1e-3, 1),
        (-40, 0, 1, 20), (45, 1, 3, 15), (0.1, 0.1000001, 1e-8, 5)])],
    "wald": [("Wald", wald, wald_cdf, "111", [
        (1.3, 1.7, 2), (1, 1, 1), (1e-10, 1, 1e-10), (0.001, 2, 1), (1e10, 1e9, 1e10), (1e-50, 1e-50, 1e-50), (1.0001, 1, 1e8), (500, 1, 1), (3, 1e10, 1), (0.3, 0.5, 1e-6)])],
    "generalized_pareto": [("GeneralizedPareto", generalized_pareto, lambda x, m, s, c: 1 - (1 + c * (x - m) / s) ** (-1 / c), "1111", [
        (1.3, 0.5, 2, 0.1), (3, 1, 2, 1e-8), (3, 1, 2, -1e-8), (3, 1, 2, 1e-300), (3, 1, 2, 1e-4), (100, 0, 1, 0.5), (1e10, 0, 1, 2), (1.9, 0, 1, -0.5), (1e-10, 0, 1, 0.3), (0.5, 0, 1, -1.5),
        (1.000001, 1, 1e-6, 0.2), (40, 0, 1, -0.02), (5, 1, 2, 30)])],
    "generalized_extreme_value": [("GeneralizedExtremeValue", generalized_extreme_value, lambda x, m, s, c: exp(-(1 + c * (x - m) / s) ** (-1 / c)), "1111", [
        (1.3, 0.5, 2, 0.1), (3, 1, 2, 1e-8), (3, 1, 2, -1e-8), (3, 1, 2, 1e-300), (-3, 1, 2, 1e-4), (100, 0, 1, 0.5), (1e10, 0, 1, 2), (1.9, 0, 1, -0.5), (1e-10, 0, 1, 0.3), (0.5, 0, 1, -1.5),
        (1.000001, 1, 1e-6, 0.2), (-5, 0, 1, -0.2), (5, 1, 2, 30)])],
    "beta_binomial": [("BetaBinomial", beta_binomial, summed(beta_binomial), "0011", [
        (3, 10, 1.5, 2.5), (0, 10, 1, 1), (10, 10, 0.5, 0.5), (0, 0, 2, 3), (1, 1, 1e-6, 1e-6), (50, 100, 1e3, 1e3), (50, 100, 1e8, 1e8), (500, 1000, 0.01, 5), (7, 20, 1e5, 2e5), (3, 1000000, 2, 1e6),
        (400000, 1000000, 4e5, 6e5), (1000000, 1000000, 1e10, 1e-8), (300010000, 1000000000, 3e8, 7e8), (5, 12, 1e13, 1e14), (0, 1000, 1e-10, 1e5), (999, 1000, 50, 0.5)])],
    "discrete_uniform": [("DiscreteUniform", discrete_uniform, None, "000", [(3, 1, 6), (0, 0, 0), (-5, -10, 10), (7, -1000000, 1000000), (1, 0, 2000000000)])],
    "geometric": [("Geometric", geometric, lambda y, p: 1 - (1 - p) ** (y + 1), "01", [
        (3, 0.3), (0, 0.3), (0, 1e-300), (5, 1e-10), (100, 0.9999999), (1000000, 1e-6), (1000000000, 1e-8), (1, 0.5), (700, 0.9)])],
    "hypergeometric": [("Hypergeometric", hypergeometric, summed(hypergeometric), "0000", [
        (3, 10, 7, 13), (0, 0, 5, 5), (5, 5, 5, 0), (0, 3, 0, 8), (2, 10, 5, 1000000), (50, 100, 500, 500), (7, 20, 1000, 100000), (0, 0, 0, 0), (499000, 1000000, 1000000, 1000000), (300000500, 500000000, 600000000, 400000000), (1, 1, 1, 999999999),
        (30, 60, 50000, 50000), (1000000, 1000000, 1000000, 1000000)])],
    "discrete_weibull": [("DiscreteWeibull", discrete_weibull, lambda y, q, b: 1 - q ** ((y + 1) ** b), "011", [
        (3, 0.8, 1.3), (0, 0.8, 1.3), (0, 1e-10, 2), (1, 0.5, 1), (1000000, 0.99999, 1), (1000000, 0.9, 0.2), (10, 0.99, 3), (1, 1e-10, 0.01), (100, 0.999999, 2.5), (7, 0.5, 1e-6)])],
    "zero_inflated_poisson": [("ZeroInflatedPoisson", zero_inflated(poisson), None, "011", [
        (0, 0.3, 1.5), (3, 0.3, 1.5), (0, 1e-10, 700), (0, 1e-300, 600), (0, 0.999999, 1e-5), (0, 0.5, 1e-10), (5, 1e-10, 1e-10), (1000000, 0.999999, 1000100), (17, 0.5, 0.5), (1, 0.2, 1e-300)])],
    "zero_inflated_negative_binomial": [("ZeroInflatedNegativeBinomial", zero_inflated(negative_binomial), None, "0111", [
        (0, 0.3, 1.5, 2), (3, 0.3, 1.5, 2), (0, 1e-10, 700, 0.1), (0, 1e-10, 700, 100), (0, 0.999999, 1e-5, 1), (0, 0.5, 5, 1e8), (10, 0.1, 5, 1e12), (1000, 0.9, 900, 0.5), (7, 0.5, 3, 1e-5)])],
    "zero_inflated_binomial": [("ZeroInflatedBinomial", zero_inflated(binomial_), None, "0101", [
        (0, 0.3, 10, 0.2), (3, 0.3, 10, 0.4), (10, 0.3, 10, 0.4), (0, 0.5, 0, 0.5), (0, 1e-10, 1000, 0.9), (0, 0.999, 5, 1e-10), (50, 0.5, 100, 0.5), (7, 1e-10, 20, 1e-10), (0, 0.25, 1000000, 1e-6)])],
    "hurdle_poisson": [("HurdlePoisson", hurdle(poisson, True), None, "011", [
        (3, 0.3, 1.5), (0, 0.3, 1.5), (0, 1e-300, 600), (1, 0.5, 1e-10), (5, 1e-10, 1e-10), (1000000, 0.999999, 1000100), (17, 0.5, 0.5), (1, 0.2, 1e-5), (2, 0.1, 40)])],
    "hurdle_negative_binomial": [("HurdleNegativeBinomial", hurdle(negative_binomial, True), None, "0111", [
        (3, 0.3, 1.5, 2), (0, 0.3, 1.5, 2), (1, 0.5, 1e-5, 3), (10, 0.1, 5, 1e8), (10, 0.1, 5, 1e12), (1000, 0.9, 900, 0.5), (7, 0.5, 3, 1e-5), (1, 0.5, 1e-8, 1e-3), (2, 0.3, 1e6, 1)])],
    "hurdle_binomial": [("HurdleBinomial", hurdle(binomial_, True), None, "0101", [
        (3, 0.3, 10, 0.2), (0, 0.3, 10, 0.2), (1, 0.5, 10, 1e-10), (10, 0.1, 10, 0.99), (50, 0.9, 100, 0.5), (1, 0.2, 1, 0.3), (7, 1e-10, 20, 1e-3), (2, 0.25, 1000000, 1e-6)])],
    "hurdle_weibull": [("HurdleWeibull", hurdle(weibull, False), None, "1111", [
        (1.3, 0.3, 1.7, 2), (1, 0.3, 1, 1), (1e-10, 1e-10, 0.5, 2), (1e-300, 0.5, 0.01, 1), (30, 0.999999, 2, 10), (5, 0.1, 3, 1e6)])],
    "hurdle_beta": [("HurdleBeta", hurdle(beta, False), None, "1111", [
        (0.3, 0.2, 2.5, 4), (0.5, 0.3, 1, 1), (1e-10, 1e-10, 0.5, 2), (0.999999999, 0.5, 2, 0.5), (0.25, 0.999999, 1000, 3000), (0.7, 0.1, 1e-6, 1e-6)])],
    "hurdle_log_normal": [("HurdleLogNormal", hurdle(log_normal, False), None, "1111", [
        (1.3, 0.3, 0.5, 0.8), (1, 0.3, 0, 1), (1e-10, 1e-10, 0, 1), (1e10, 0.999999, 2, 3), (1e-300, 0.5, -5, 10), (7, 0.5, 1.9, 0.01)]),],
    "hurdle_gamma": [("HurdleGamma", hurdle(gamma, False), None, "1111", [
        (1.3, 0.3, 1.5, 0.7), (1, 0.3, 1, 1), (1e-10, 1e-10, 0.5, 2), (1e-300, 0.5, 0.001, 0.001), (20, 0.999999, 100, 5), (700, 0.5, 2, 1), (5, 0.1, 10, 1e-8)])],
    "beta_negative_binomial": [("BetaNegativeBinomial", beta_negative_binomial, None, "0111", [
        (3, 2.5, 7, 4), (0, 2.5, 7, 4), (1, 1e-5, 1, 1), (10, 5, 1e6, 1e6), (1000, 0.5, 0.5, 0.5), (1000000, 3, 2, 5), (7, 1e5, 1e6, 3), (2, 1, 1e-5, 1e-5), (100, 1e8, 1e9, 10), (1000000, 1e6, 1e4, 1e4), (0, 1e10, 1e3, 1e-5),
        (7, 3, 1e10, 2e10), (1000000000, 50, 3, 2)])],
    "von_mises": [("VonMises", von_mises, von_mises_cdf, "111", [
        (1.3, 0.5, 2), (0, 0, 0), (3.14, -3.14, 0.5), (-2, 1, 1e-10), (1.5, 1, 30), (1.5, 1, 36), (0.1, 0.1000001, 1e6), (-3, 0.1, 1e10), (2.0001, 2, 1e10), (1, 101.3, 7), (-1, 2, 700)])],
    "rice": [("Rice", rice, rice_cdf, "111", [
        (1.3, 0.5, 2), (1, 0, 1), (5, 5, 1), (1e-8, 2, 1), (10, 3, 1), (3, 10, 1), (1e-50, 1e-50, 2e-50), (40, 38.5, 0.7), (9, 1e-5, 1), (0.3, 6, 0.6)]),
        ],
    "skellam": [("Skellam", skellam, None, "011", [
        (3, 2.5, 1.5), (0, 2.5, 1.5), (-4, 2.5, 1.5), (0, 1, 1), (0, 1e-10, 1e-10), (5, 1e-5, 3), (-2, 1e-8, 700), (100, 350, 240), (1000, 1000000, 999000), (-12345, 1e4, 22345.5),
        (50, 1e-3, 1e-3), (20000, 1e4, 1e-4), (7, 1e9, 1e9)])],
    "flat": [("Flat", flat, None, "1", [(1.3,), (0,), (-1e300,)]),
             ("Flat", flat_between, None, "111", [(1.3, 0, 2), (1e-300, 0, 1), (5, -1e10, 1e10)])],
}


# Of a response at the upper boundary.
TOTALS = {"wiener": lambda x, separation, delay, bias, drift: mpmath.expm1(-2 * drift * separation * bias) / mpmath.expm1(-2 * drift * separation)}
DIGITS = {"conway_maxwell_poisson": 150, "beta_binomial": 150}


def main():
    for file in sys.argv[1:] or REFS:
        blocks = REFS[file]
        mp.dps = DIGITS.get(file, 1500)
        lines = ["# Written by tests/stdlib/make_refs.py with mpmath %s, %d digits, 2026-11-20. The format is described there." % (mpmath.__version__, mp.dps)]
        for name, logp, cdf, has, inputs in blocks:
            lines.append("dist %s %d" % (name, len(inputs[0]) - 1))
            for row in inputs:
                args = [mpf(float(a)) for a in row]
                given = " ".join(repr(float(a)) for a in row)
                results = [text(logp(*args))]
                for i in range(len(args)):
                    results.append(text(derivative(logp, args, i)) if has[i] == "1" else "nan")
                lines.append("logp %s  %s" % (given, " ".join(results)))
            if file in TOTALS:
                lines.append("total %s" % text(TOTALS[file](*[mpf(float(a)) for a in inputs[0]])))
            for row in inputs if cdf else []:
                args = [mpf(float(a)) for a in row]
                c = cdf(*args)
                if c is None:
                    continue
                lines.append("cdf %s  %s %s %s" % (" ".join(repr(float(a)) for a in row), text(c), logarithm(c), logarithm(1 - c)))
        with open(os.path.join(HERE, file + ".ref"), "w") as out:
            out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
