#!/usr/bin/env python3
"""Reference values of the distributions of stdlib/: writes NAME.ref beside this file. Needs mpmath; only for development.

A .ref file, line by line:
    # comment
    dist NAME N            the distribution and its number of parameters; holds for the lines that follow
    logp X P1 … PN  L DX D1 … DN     log density and its derivatives by the value and by each parameter
    cdf  X P1 … PN  C                probability of at most X
Numbers are separated by blanks. Inputs are doubles, written so that they read back exactly; results have 30 digits. A derivative
that does not exist (by a count, by a bound) is `nan`.

The densities are written here from their definitions, not from the files under test; derivatives are central
differences with 1500 digits, relative to the size of the argument."""
import os
import mpmath
from mpmath import mp, mpf, log, exp, sqrt, pi, loggamma, erf, erfc, atan, binomial, nstr

mp.dps = 1500
HERE = os.path.dirname(os.path.abspath(__file__))


def derivative(f, args, i):
    """By the i-th argument: Richardson-extrapolated central differences; relative error about 1e-800."""
    a = args[i]
    scale = abs(a) if a != 0 else mpf(1)
    h = scale * mpf(10) ** -200

    def g(t):
        return f(*[t if j == i else args[j] for j in range(len(args))])
    d1 = (g(a + h) - g(a - h)) / (2 * h)
    d2 = (g(a + 2 * h) - g(a - 2 * h)) / (4 * h)
    d = (4 * d1 - d2) / 3
    return mpf(0) if abs(d * scale) < mpf(10) ** -700 * max(1, abs(f(*args))) else d


def text(x):
    return nstr(x, 30, strip_zeros=True, min_fixed=-5, max_fixed=15)


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


def flat(x):
    return 0 * x


def flat_between(x, lower, upper):
    return 0 * x


def phi(z):
    return erfc(-z / sqrt(mpf(2))) / 2


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
        (3, 0.001, 0.001), (700, 2, 1), (5, 10, 1e-8), (1e-5, 3, 1e5), (0.3, 1e-8, 1), (2.5, 1e4, 4e3)])],
    "inverse_gamma": [("InverseGamma", inverse_gamma, None, "111", [
        (2, 1.5, 0.7), (1, 1, 1), (0.01, 3, 1), (100, 0.001, 0.001), (1e-3, 5, 5), (1e10, 2, 1e9), (1e100, 0.5, 1), (1e-100, 2, 1e-100),
        (1, 1000, 999), (0.2, 1e6, 2e5)])],
    "beta": [("Beta", beta, None, "111", [
        (0.3, 2.5, 4), (0.5, 1, 1), (0.5, 0.5, 0.5), (1e-10, 0.5, 2), (1e-300, 1.5, 1), (0.999999999, 2, 0.5), (0.25, 1000, 3000), (0.3, 1e6, 2e6),
        (0.7, 1e-6, 1e-6), (0.9, 1e-3, 1e3), (0.01, 1, 50), (0.5, 1e10, 1e10), (0.125, 30, 1)])],
    "uniform": [("Uniform", uniform, lambda x, a, b: (x - a) / (b - a), "111", [
        (1.3, 0.5, 2), (0, 0, 1), (1, 0, 1), (-5, -10, 10), (1e8, 1e8, 100000001), (1e-10, 0, 1e-9), (3, -1e200, 1e200)])],
    "log_normal": [("LogNormal", log_normal, lambda x, m, s: phi((log(x) - m) / s), "111", [
        (1.3, 0.5, 2), (1, 0, 1), (1e-10, 0, 1), (1e10, 2, 3), (1e-300, -5, 10), (1e300, 0, 100), (7, 1.9, 0.01), (2, 0.5, 1e-6), (5, 0, 1e150)])],
    "bernoulli": [("Bernoulli", bernoulli, None, "01", [
        (1, 0.3), (0, 0.3), (1, 1e-300), (0, 1e-300), (0, 0.9999999999), (1, 0.9999999999), (1, 0.5), (0, 0.5), (1, 1e-10), (0, 1e-10)])],
    "binomial": [("Binomial", binomial_, None, "001", [
        (3, 10, 0.4), (0, 10, 0.4), (10, 10, 0.4), (0, 0, 0.5), (1, 1, 1e-300), (5, 5, 0.999999), (50, 100, 0.5), (500000, 1000000, 0.49), (3, 1000000000, 1e-9),
        (7, 20, 1e-10), (999999, 1000000, 0.9999)])],
    "poisson": [("Poisson", poisson, None, "01", [
        (3, 2.5), (0, 2.5), (0, 1e-300), (5, 1e-10), (100, 100), (1000000, 1000100), (3, 700), (0, 700), (1000000000, 1e9), (17, 0.5), (1, 1e-300), (250, 10)])],
    "negative_binomial": [("NegativeBinomial", negative_binomial, None, "011", [
        (10, 5, 2), (0, 5, 2), (3, 0.1, 0.01), (10, 5, 1e8), (10, 5, 1e12), (10, 5, 1e14), (0, 1e-10, 3), (1000, 900, 0.5), (1000000, 1e6, 10), (2, 1e6, 1),
        (7, 3, 1e-5), (100, 100, 1e6), (1, 1e-10, 1e-10), (50, 20, 1)])],
    "flat": [("Flat", flat, None, "1", [(1.3,), (0,), (-1e300,)]),
             ("Flat", flat_between, None, "111", [(1.3, 0, 2), (1e-300, 0, 1), (5, -1e10, 1e10)])],
}


def main():
    for file, blocks in REFS.items():
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
            for row in inputs if cdf else []:
                args = [mpf(float(a)) for a in row]
                lines.append("cdf %s  %s" % (" ".join(repr(float(a)) for a in row), text(cdf(*args))))
        with open(os.path.join(HERE, file + ".ref"), "w") as out:
            out.write("\n".join(lines) + "\n")


main()
