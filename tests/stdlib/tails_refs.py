#!/usr/bin/env python3
"""Writes tails.ref beside this file: logarithms of probabilities far out in both tails, by mpmath. Not needed to run the tests.

A line is an expression of the language, a tab, and its value."""
import os
import mpmath as m

F = m.mpf


def phi(z):
    return m.erfc(-z / m.sqrt(2)) / 2


def gamma_p(a, x):
    """By Kummer's series of positive terms."""
    return m.exp(a * m.log(x) - x - m.loggamma(a + 1)) * m.hyp1f1(1, a + 1, x) if x < a + 100 else 1 - gamma_q(a, x)


def gamma_q(a, x):
    return m.gammainc(a, x, regularized=True)


def half_cauchy(x, s):
    return m.atan(s / x) * 2 / m.pi


def beta_below(x, a, b):
    return x ** a * (1 - x) ** b / (a * m.beta(a, b)) * m.hyp2f1(a + b, 1, a + 1, x)


def beta_p(x, a, b):
    return beta_below(x, a, b) if x < a / (a + b) else 1 - beta_below(1 - x, b, a)


def beta_q(x, a, b):
    return beta_p(1 - x, b, a)


def student(z, nu):
    if z > 0:
        return 1 - student(-z, nu)
    return beta_p(nu / (nu + z * z), nu / 2, F(1) / 2) / 2


BELOW = {
    "Beta": beta_p,
    "StudentT": lambda x, nu, mu, s: student((x - mu) / s, nu),
    "Binomial": lambda y, n, p: beta_q(p, y + 1, n - y),
    "NegativeBinomial": lambda y, mu, phi: beta_q(mu / (mu + phi), y + 1, phi),
    "Normal": lambda x, mu, s: phi((x - mu) / s),
    "HalfNormal": lambda x, s: m.erf(x / s / m.sqrt(2)),
    "LogNormal": lambda x, mu, s: phi((m.log(x) - mu) / s),
    "Exponential": lambda x, r: -m.expm1(-r * x),
    "Uniform": lambda x, a, b: (x - a) / (b - a),
    "Cauchy": lambda x, l, s: m.atan2(s, l - x) / m.pi,
    "HalfCauchy": lambda x, s: m.atan(x / s) * 2 / m.pi,
    "Gamma": lambda x, a, r: gamma_p(a, r * x),
    "InverseGamma": lambda x, a, s: gamma_q(a, s / x),
    "Poisson": lambda y, r: gamma_q(y + 1, r),
}
ABOVE = {
    "Beta": beta_q,
    "StudentT": lambda x, nu, mu, s: student((mu - x) / s, nu),
    "Binomial": lambda y, n, p: beta_p(p, y + 1, n - y),
    "NegativeBinomial": lambda y, mu, phi: beta_p(mu / (mu + phi), y + 1, phi),
    "Normal": lambda x, mu, s: phi((mu - x) / s),
    "HalfNormal": lambda x, s: 2 * phi(-x / s),
    "LogNormal": lambda x, mu, s: phi((mu - m.log(x)) / s),
    "Exponential": lambda x, r: m.exp(-r * x),
    "Uniform": lambda x, a, b: (b - x) / (b - a),
    "Cauchy": lambda x, l, s: m.atan2(s, x - l) / m.pi,
    "HalfCauchy": half_cauchy,
    "Gamma": lambda x, a, r: gamma_q(a, r * x),
    "InverseGamma": lambda x, a, s: gamma_p(a, s / x),
    "Poisson": lambda y, r: gamma_p(y + 1, r),
}
COUNTS = ("Poisson", "Binomial", "NegativeBinomial")
WITHOUT_LOG_CDF = ("HalfNormal", "Exponential", "Uniform", "HalfCauchy")
POINTS = {
    "Beta": [(0.3, 2.5, 4), (1e-10, 0.5, 2), (0.999, 2, 3), (0.25, 1000, 3000), (0.01, 30, 2), (0.5, 0.1, 0.1)],
    "StudentT": [(1.3, 4, 0.5, 2), (-300, 3, 0, 1), (50, 30, 0, 1), (-20, 200, 1, 2)],
    "Binomial": [(3, 10, 0.4), (0, 10, 0.4), (90, 100, 0.5), (5, 1000, 0.25)],
    "NegativeBinomial": [(10, 5, 2), (0, 5, 2), (300, 20, 3), (2, 500, 20)],
    "Normal": [(1.3, 0.5, 2), (-30, 0, 1), (30, 0, 1), (-200, 1, 3), (300, 1, 3), (0, 0, 1)],
    "HalfNormal": [(1.3, 2), (1e-10, 1), (40, 1), (0.1, 5)],
    "LogNormal": [(1.3, 0.5, 2), (1e-20, 0, 1), (1e20, 0, 1), (7, 1.9, 0.01)],
    "Exponential": [(1.3, 0.7), (1e-12, 3), (700, 2)],
    "Uniform": [(1.3, 0.5, 2), (1e-10, 0, 1)],
    "Cauchy": [(1.3, 0.5, 2), (1e10, 0, 1), (-1e10, 0, 1), (5, 4.5, 1e-6)],
    "HalfCauchy": [(1.3, 2), (1e10, 1), (1e-10, 1)],
    "Gamma": [(2, 1.5, 0.7), (1e-5, 2, 1), (100, 2, 3), (0.3, 0.25, 1), (20, 100, 5), (10, 100, 5), (40, 100, 5), (5, 10, 1), (900, 1000, 1)],
    "InverseGamma": [(2, 1.5, 0.7), (0.01, 3, 1), (100, 3, 5), (1, 1000, 999)],
    "Poisson": [(3, 2.5), (0, 2.5), (0, 1e-10), (100, 100), (60, 10), (3, 200), (1000, 1100)],
}


def main():
    lines = ["# Made by tails_refs.py with mpmath %s, 700 digits or more, 2026-11-20." % m.__version__]
    for dist, points in POINTS.items():
        m.mp.dps = 2500 if dist == "Normal" else 700
        for point in points:
            args = [F(float(a)) for a in point]
            call = "(%s)" % ", ".join(repr(float(a)) if not isinstance(a, int) or dist not in COUNTS else str(a) for i, a in enumerate(point))
            below = "log(%s.cdf%s)" if dist in WITHOUT_LOG_CDF else "%s.log_cdf%s"
            lines.append(below % (dist, call) + "\t" + m.nstr(m.log(BELOW[dist](*args)), 25))
            lines.append("%s.log_ccdf%s" % (dist, call) + "\t" + m.nstr(m.log(ABOVE[dist](*args)), 25))
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tails.ref"), "w") as out:
        out.write("\n".join(lines) + "\n")


main()
