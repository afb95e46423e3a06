#!/usr/bin/env python3
"""Who is right where R and the standard library differ? Writes tests/r/arbitrated.txt: the points at which R is wrong, with the value by mpmath.

    build/tests/r/test_r build tests/r --points | tests/r/arbitrate.py

A line of the input is a point (distribution, member, arguments), R's value and ours, tabs between. Points where R is right (then we are not) are
printed, and make the script fail. Not needed to run the tests.

Probabilities are series of positive terms at 800 digits where the parameters are small, and integrals of the density at 70 digits, in pieces as
wide as the density is smooth, where they are large."""
import datetime
import os
import sys
import mpmath as m

F = m.mpf
RELATIVE, ABSOLUTE = F("1e-12"), F("2e-14")  # those of test_r.c
LARGE = 20000


def tail(log_density, x, direction, end):
    """The logarithm of the integral of the density from x in a direction (+1, -1) up to an end (None: infinite)."""
    at = log_density(x)
    h = abs(x) * F("1e-25") + F("1e-60")
    inner = x if end is None or 0 < (end - x) * direction - 10 * h else x - 10 * h * direction
    slope = (log_density(inner + h) - log_density(inner - h)) / (2 * h)
    curve = -(log_density(inner + h) - 2 * log_density(inner) + log_density(inner - h)) / h**2
    width = min(1 / abs(slope) if slope else m.inf, 1 / m.sqrt(abs(curve)) if curve else m.inf) * 4
    total, begin = F(0), x
    while True:
        stop = begin + direction * width
        last = end is not None and (stop - end) * direction >= 0
        if last:
            stop = end
        piece = abs(m.quad(lambda t: m.exp(log_density(t) - at), [begin, stop]))
        total += piece
        if last or piece < total * F("1e-45"):
            return at + m.log(total)
        begin = stop


def both(log_density, x, lo, hi, mode):
    """log P(X <= x), log P(X > x)."""
    if x < mode:
        below = tail(log_density, x, -1, lo)
        return below, m.log1p(-m.exp(below))
    above = tail(log_density, x, 1, hi)
    return m.log1p(-m.exp(above)), above


def gamma_logs(a, x):
    if x == 0:
        return -m.inf, F(0)
    if a < LARGE and x < 10 * LARGE:
        with m.workdps(800):
            p = m.exp(a * m.log(x) - x - m.loggamma(a + 1)) * m.hyp1f1(1, a + 1, x)
            return m.log(p), m.log1p(-p)
    with m.workdps(70):
        c = -m.loggamma(a)
        return both(lambda t: (a - 1) * m.log(t) - t + c, x, F(0), None, a - 1)


def beta_logs(a, b, x):
    y = 1 - x
    if max(a, b) < LARGE or x < F("1e-60"):
        with m.workdps(800):
            y = 1 - x
            if x > (a + 1) / (a + b + 2):
                above, below = beta_logs(b, a, y)[0], None
                return m.log1p(-m.exp(above)), above
            p = m.exp(a * m.log(x) + b * m.log1p(-x) - m.log(a) - log_beta(a, b)) * m.hyp2f1(a + b, 1, a + 1, x)
            return m.log(p), m.log1p(-p)
    with m.workdps(100):
        c = -log_beta(a, b)
        return both(lambda t: ((a - 1) * m.log(t) if a != 1 else 0) + ((b - 1) * m.log1p(-t) if b != 1 else 0) + c, x, F(0), F(1),
                    (a - 1) / (a + b - 2) if a > 1 and b > 1 else F(0) if b > 1 else F(1))


def log_beta(a, b):
    return m.loggamma(a) + m.loggamma(b) - m.loggamma(a + b)


def student_logs(t, nu):
    if nu < LARGE:
        with m.workdps(800):
            far = m.log(F(1) / 2) + beta_logs(nu / 2, F(1) / 2, nu / (nu + t * t))[0]
            near = m.log1p(-m.exp(far))
            return (far, near) if t < 0 else (near, far)
    with m.workdps(70):
        return both(lambda z: student(z, nu), t, None, None, F(0))


def student(z, nu):
    return m.loggamma((nu + 1) / 2) - m.loggamma(nu / 2) - m.log(m.pi * nu) / 2 - (nu + 1) / 2 * m.log1p(z * z / nu)


def normal_logs(z):
    with m.workdps(800):
        return m.log(m.erfc(-z / m.sqrt(2)) / 2), m.log(m.erfc(z / m.sqrt(2)) / 2)


def xlogy(x, y):
    return F(0) if x == 0 else x * m.log(y)


def lchoose(n, k):
    return m.loggamma(n + 1) - m.loggamma(k + 1) - m.loggamma(n - k + 1)


def hyper_logs(y, n, s, f):
    lo, hi = max(0, int(n - f)), int(min(n, s))
    with m.workdps(400):
        y, total = int(y), F(0)
        term = F(1)
        for k in range(y, lo - 1, -1):  # below and at y, relative to p(y)
            total += term
            term *= F(k) * (f - n + k) / ((s - k + 1) * (n - k + 1))
            if term < total * F("1e-390"):
                break
        p = m.exp(hyper(F(y), n, s, f)) * total
        return m.log(p), m.log1p(-p) if y < hi else -m.inf


def hyper(y, n, s, f):
    return lchoose(s, y) + lchoose(f, n - y) - lchoose(s + f, n)


def weibull_logs(x, k, s):
    with m.workdps(800):
        q = (x / s)**k
        return m.log(-m.expm1(-q)), -q


def cauchy_logs(z):
    with m.workdps(400):
        return m.log(m.atan2(1, -z) / m.pi), m.log(m.atan2(1, z) / m.pi)


# dist: (log density, logs of both probabilities, quantile of a lower and an upper probability)
TRUTH = {
    "Normal": (lambda x, mu, s: -((x - mu) / s)**2 / 2 - m.log(s) - m.log(2 * m.pi) / 2, lambda x, mu, s: normal_logs((x - mu) / s)),
    "LogNormal": (lambda x, mu, s: -((m.log(x) - mu) / s)**2 / 2 - m.log(x) - m.log(s) - m.log(2 * m.pi) / 2,
                  lambda x, mu, s: normal_logs((m.log(x) - mu) / s)),
    "Logistic": (lambda x, mu, s: -(x - mu) / s - m.log(s) - 2 * m.log1p(m.exp(-(x - mu) / s)),
                 lambda x, mu, s: (-m.log1p(m.exp(-(x - mu) / s)), -m.log1p(m.exp((x - mu) / s)))),
    "Cauchy": (lambda x, mu, s: -m.log(m.pi) - m.log(s) - m.log1p(((x - mu) / s)**2), lambda x, mu, s: cauchy_logs((x - mu) / s),
               lambda p, mu, s: mu - s / m.tan(m.pi * p)),
    "Weibull": (lambda x, k, s: m.log(k / s) + (k - 1) * m.log(x / s) - (x / s)**k, weibull_logs),
    "Gamma": (lambda x, a, r: (a - 1) * m.log(x) + a * m.log(r) - r * x - m.loggamma(a), lambda x, a, r: gamma_logs(a, r * x)),
    "ChiSquared": (lambda x, n: (n / 2 - 1) * m.log(x) - x / 2 - n / 2 * m.log(2) - m.loggamma(n / 2), lambda x, n: gamma_logs(n / 2, x / 2)),
    "Beta": (lambda x, a, b: (a - 1) * m.log(x) + (b - 1) * m.log1p(-x) - log_beta(a, b), lambda x, a, b: beta_logs(a, b, x)),
    "StudentT": (lambda x, nu, mu, s: student((x - mu) / s, nu) - m.log(s), lambda x, nu, mu, s: student_logs((x - mu) / s, nu)),
    "Poisson": (lambda y, r: y * m.log(r) - r - m.loggamma(y + 1), lambda y, r: gamma_logs(y + 1, r)[::-1]),
    "Binomial": (lambda y, n, p: lchoose(n, y) + xlogy(y, p) + (n - y) * m.log1p(-p),
                 lambda y, n, p: (F(0), -m.inf) if y == n else beta_logs(y + 1, n - y, p)[::-1]),
    "Bernoulli": (lambda y, p: m.log(p) if y else m.log1p(-p), lambda y, p: (F(0), -m.inf) if y else (m.log1p(-p), m.log(p))),
    "Geometric": (lambda y, p: m.log(p) + y * m.log1p(-p), lambda y, p: (m.log(-m.expm1((y + 1) * m.log1p(-p))), (y + 1) * m.log1p(-p))),
    "NegativeBinomial": (lambda y, mu, phi: m.loggamma(phi + y) - m.loggamma(phi) - m.loggamma(y + 1) - phi * m.log1p(mu / phi) + xlogy(y, mu / (mu + phi)),
                         lambda y, mu, phi: beta_logs(y + 1, phi, mu / (mu + phi))[::-1]),
    "Hypergeometric": (hyper, hyper_logs),
}


def truth(dist, member, args):
    of = TRUTH[dist]
    if member == "log_p":
        return of[0](*args)
    if member == "log_cdf":
        return of[1](*args)[0]
    if member == "log_ccdf":
        return of[1](*args)[1]
    p = args[0] if member == "quantile" else 1 - args[0]
    return of[2](p, *args[1:])


def near(value, right):
    return value == right or abs(value - right) <= max(RELATIVE * abs(right), ABSOLUTE)


def error(value, right):
    if m.isinf(value) or m.isnan(value) or right == 0:
        return float("inf")
    return float(abs(value - right) / abs(right))


def main():
    m.mp.dps = 400
    lines, ours = [], []
    worst = {}
    for line in sys.stdin:
        if "\t" not in line:
            continue
        point, r, our = line.rstrip("\n").split("\t")
        dist, member, *args = point.split()
        right = truth(dist, member, [F(float(a)) for a in args])
        r_error, our_error = error(F(float(r)), right), error(F(float(our)), right)
        if not near(F(float(our)), right):
            ours.append(f"{point}: right is {m.nstr(right, 20)}, we have {our} (error {our_error:.1e}), R has {r} (error {r_error:.1e})")
        if near(F(float(r)), right):
            continue
        lines.append(f"{point}\t{r}\t{m.nstr(right, 20)}")
        n, largest = worst.get((dist, member), (0, 0))
        worst[dist, member] = n + 1, max(largest, r_error)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "arbitrated.txt"), "w") as out:
        out.write(f"# Written by arbitrate.py with mpmath {m.__version__}, {datetime.date.today()}: where R is not right to 1e-12.\n#\n")
        out.write("# distribution member points largest relative error of R\n")
        for (dist, member), (n, largest) in sorted(worst.items()):
            out.write(f"# {dist} {member} {n} {largest:.1e}\n")
        out.write("#\n# A point, R's value, and the right one.\n")
        for line in sorted(lines):
            out.write(line + "\n")
    print("\n".join(ours))
    print(f"{len(lines)} points where R is not right, {len(ours)} where we are not")
    sys.exit(len(ours) > 0)


main()
