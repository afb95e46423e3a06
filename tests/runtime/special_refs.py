#!/usr/bin/env python3
"""Writes tests/runtime/special/*.ref: reference values of runtime/special.h by mpmath, in 80 digits, rounded to 36.

A line is: the arguments, exactly, and the value. It is not needed to run the tests.
With arguments: only the functions of these names."""
import random
import sys
from pathlib import Path
import mpmath as m

m.mp.dps = 80
folder = Path(__file__).parent / "special"


def log_uniform(rng, lo, hi):
    return float(m.exp(rng.uniform(float(m.log(lo)), float(m.log(hi)))))


def spread(rng, lo, hi, n):
    """Uniform in [lo, hi], and both signs of small and large magnitudes within."""
    points = [rng.uniform(lo, hi) for _ in range(n)]
    for _ in range(n // 2):
        size = log_uniform(rng, 1e-300, max(abs(lo), abs(hi)))
        points += [x for x in (size, -size) if lo <= x <= hi]
    return points


def wide(f):
    """Evaluates with enough digits for cancellation between numbers of any size."""
    def g(*args):
        for dps in (80, 400, 1500):
            with m.workdps(dps):
                value = f(*[m.mpf(a) for a in args])
            with m.workdps(dps + 100):
                again = f(*[m.mpf(a) for a in args])
            if value == again or abs(value - again) <= abs(again) * m.mpf(10) ** -40:
                return again
        raise ValueError((f, args))
    return g


def phi(x):
    return m.erfc(-x / m.sqrt(2)) / 2


def lgamma_difference(x, d):
    return m.loggamma(x + d) - m.loggamma(x)


def psi_difference(order):
    return lambda x, d: m.psi(order, x + d) - m.psi(order, x)


def probit(p):
    """Newton on log Phi, in the lower tail."""
    if p > m.mpf(1) / 2:
        return -probit(1 - p)
    x = -m.sqrt(-2 * m.log(p)) if p < m.mpf("0.1") else (p - m.mpf(1) / 2) * m.sqrt(2 * m.pi)
    for _ in range(200):
        step = (m.log(phi(x)) - m.log(p)) * phi(x) / (m.exp(-x * x / 2) / m.sqrt(2 * m.pi))
        x -= step
        if abs(step) <= abs(x) * m.mpf(10) ** -60 or step == 0:
            break
    return x


def positive(rng, n, lo=1e-8, hi=1e15):
    return [log_uniform(rng, lo, hi) for _ in range(n)] + [rng.uniform(0.01, 20) for _ in range(n)]


def gamma_points(rng, n=60):
    near = [c + s * log_uniform(rng, 1e-15, 0.3) for c in (1, 2, 1.4616321449683623) for s in (1, -1) for _ in range(6)]
    return positive(rng, n) + near + [0.5, 1.5, 2.5, 3, 9.999999, 10, 10.000001, 1e100, 1e300, 1e-300]


def delta_points(rng, n=150):
    points = [(nu / 2, 0.5) for nu in (1e-3, 0.1, 1, 3, 19.9, 20, 1e3, 1e6, 1e10, 1e14, 1e18)]
    points += [(10.0 ** e, float(k)) for e in range(-3, 15) for k in (1, 2, 10, 1000)]
    for _ in range(n):
        x = log_uniform(rng, 1e-3, 1e14)
        points.append((x, log_uniform(rng, 1e-10, 1e6)))
        x = log_uniform(rng, 1e-2, 1e6)
        points.append((x, -x * rng.uniform(0, 0.9999)))
    for _ in range(n):
        x = rng.uniform(0.05, 12)
        points.append((x, rng.uniform(-0.99 * x, 12)))
    return points


def ratio_points(rng, lowest):
    """Pairs with a product above lowest: around 0, and of any size."""
    points = [(log_uniform(rng, 1e-20, 1e3) * rng.choice((1, -1)), rng.uniform(-5, 20)) for _ in range(300)]
    return [p for p in points + [(0.0, 1.5), (0.0, -2.0), (1e-300, 1e-10)] if lowest < p[0] * p[1] < 700]


def pairs(rng, lo, hi, n=150):
    return [(rng.uniform(lo, hi), rng.uniform(lo, hi)) for _ in range(n)]


def write(name, function, points):
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    lines = [f"# {name}: made by special_refs.py with mpmath {m.__version__}, 80 digits or more, rounded to 36."]
    for point in sorted(set(p if isinstance(p, tuple) else (p,) for p in points)):
        value = wide(function)(*point)
        if value != 0 and not (m.mpf("1e-300") < abs(value) < m.mpf("1.7e308")):
            continue
        lines.append(" ".join("%.17g" % x for x in point) + " " + m.nstr(value, 36, min_fixed=0, max_fixed=0))
    (folder / f"{name}.ref").write_text("\n".join(lines) + "\n")


def log_gamma_p(a, x):
    """By Kummer's series of positive terms; far out by the other tail."""
    if x > a + 200:
        return m.log1p(-m.gammainc(a, x, regularized=True))
    return a * m.log(x) - x - m.loggamma(a + 1) + m.log(m.hyp1f1(1, a + 1, x))


def log_gamma_q(a, x):
    return m.log(m.gammainc(a, x, regularized=True)) if x > a / 2 else m.log1p(-m.exp(log_gamma_p(a, x)))


def slope_by_a(f):
    """Central differences, far below the digits that are kept."""
    def g(a, x):
        with m.workdps(3 * m.mp.dps):
            h = a * m.mpf(10) ** -(m.mp.dps // 3)
            return (f(a + h, x) - f(a - h, x)) / (2 * h)
    return g


def incomplete_points(rng):
    points = [(1, 1), (0.5, 1e-8), (5, 1e-10), (30, 300), (200, 30), (1000, 600), (1000, 1500), (1e5, 1e5), (1e5, 99000), (1e5, 101000)]
    for _ in range(60):
        a = log_uniform(rng, 0.01, 1e4)
        points.append((a, a * float(m.exp(rng.gauss(0, 1) * min(2, 4 / m.sqrt(a))))))
    return points + [(rng.uniform(0.02, 1), rng.uniform(0.001, 2)) for _ in range(20)] + [(float(rng.randint(1, 60)), rng.uniform(0.1, 80)) for _ in range(30)]


def beta_below(a, b, x):
    """Sum of positive terms."""
    return x ** a * (1 - x) ** b / (a * m.beta(a, b)) * m.hyp2f1(a + b, 1, a + 1, x)


def log_beta_p(a, b, x):
    return m.log(beta_below(a, b, x)) if x * (a + b) < a else m.log1p(-beta_below(b, a, 1 - x))


def log_beta_q(a, b, x):
    return log_beta_p(b, a, 1 - x)


def beta_points(rng):
    points = [(2, 0.5, 1e-12), (0.5, 0.5, 1e-20), (30, 0.5, 0.5), (0.5, 2, 0.9999), (5, 1000, 0.1), (3, 8, 0.4), (1, 1, 0.3)]
    for _ in range(40):
        a, b = log_uniform(rng, 0.05, 1000), log_uniform(rng, 0.05, 1000)
        x = 1 / (1 + b / a * float(m.exp(rng.gauss(0, 2) * min(2, m.sqrt((a + b) / (a * b))))))
        points.append((a, b, x))
    return points


def eta(nu, x):
    r = m.sqrt(nu * nu + x * x)
    return r + (nu * m.log(x / (nu + r)) if nu else 0)


def log_i(nu, x):
    return m.log(m.besseli(nu, x))


def log_k(nu, x):
    return m.log(m.besselk(abs(nu), x))


def i_excess(nu, x):
    return log_i(nu, x) - eta(nu, x)


def k_excess(nu, x):
    return log_k(nu, x) + eta(abs(nu), x)


def bessel_slope(f, i):
    """Central differences by argument i in 120 digits, right to 60."""
    def g(*args):
        with m.workdps(120):
            h = abs(args[i]) * m.mpf(10) ** -35
            return (f(*[a + h * (j == i) for j, a in enumerate(args)]) - f(*[a - h * (j == i) for j, a in enumerate(args)])) / (2 * h)
    return g


def panels(f, a, b, n=60):
    return m.quad(f, m.linspace(a, b, n), method="gauss-legendre")


def owens_t(h, a):
    return panels(lambda u: m.exp(-h * h * (1 + u * u) / 2) / (1 + u * u), 0, min(a, 20 / max(h, m.mpf("1e-3")))) / (2 * m.pi)


def skew_cdf(z, skew):
    if z > 0 and skew < 0:
        return 1 - skew_cdf(-z, -skew)
    if z < 0 and -z * skew > 1:
        f = lambda u: m.exp(-z * z * (1 + u * u) / 2) / (1 + u * u)
        return panels(f, skew, skew * m.sqrt(1 + 300 / (z * skew) ** 2), 120) / m.pi
    return phi(z) - 2 * m.sign(skew) * owens_t(abs(z), abs(skew))


def rice_tail(z, a, upper):
    f = lambda t: t * m.exp(-(t - a) ** 2 / 2 - a * t) * m.besseli(0, a * t)
    far = m.sqrt((z - a) ** 2 + 200)
    below = z * z < a * a + m.mpf("1.4")
    part = panels(f, max(0, a - far), z) if below else panels(f, z, a + far)
    return m.log(part) if below != upper else m.log1p(-part)


def bessel_points(rng):
    points = [(rng.choice((0.0, 0.0, 0.5, 1.0, 2.0, log_uniform(rng, 1e-3, 300))), log_uniform(rng, 1e-6, 1000)) for _ in range(80)]
    points += [(log_uniform(rng, 0.1, 100), log_uniform(rng, 0.1, 100)) for _ in range(50)]
    return points + [(rng.uniform(0, 35), rng.uniform(0, 35)) for _ in range(50)]


def log_negative_binomial(y, mu, phi):
    return m.loggamma(y + phi) - m.loggamma(phi) - m.loggamma(y + 1) - phi * m.log(1 + mu / phi) + (y * m.log(mu / (mu + phi)) if y else 0)


def saddle(rng):
    write("lgamma_excess", lambda x: m.loggamma(x + 1) - x * m.log(x) + x, positive(rng, 60))
    write("digamma_excess", lambda x: m.psi(0, x + 1) - m.log(x), positive(rng, 60))
    write("trigamma_excess", lambda x: m.psi(1, x + 1) - 1 / x, positive(rng, 60))
    near = [(x, x * (1 + rng.choice((-1, 1)) * log_uniform(rng, 1e-9, 0.9))) for x in positive(rng, 60)]
    far = [(log_uniform(rng, 1e-8, 1e10), log_uniform(rng, 1e-8, 1e10)) for _ in range(60)]
    write("deviance", lambda x, y: x * m.log(x / y) + y - x, near + far)
    write("log_ratio", lambda x, y: m.log(x / y), near + far)
    counts = [(float(rng.choice((0, 1, 2, 7, int(log_uniform(rng, 1, 1e9))))), log_uniform(rng, 1e-2, 1e10), log_uniform(rng, 1e-8, 1e12)) for _ in range(100)]
    counts += [(float(int(mu * rng.uniform(0.99, 1.01))), mu, log_uniform(rng, 0.1, 1e9)) for mu in (log_uniform(rng, 100, 1e9) for _ in range(40))]
    write("log_negative_binomial", log_negative_binomial, counts)
    write("log_negative_binomial_slope", lambda y, mu, phi: m.psi(0, phi + y) - m.psi(0, phi) - m.log((mu + phi) / phi) + (mu - y) / (mu + phi), counts)


def bessel(rng):
    points = bessel_points(rng)
    positive_order = [p for p in points if p[0] > 0]
    oscillating = [(nu, x) for nu, x in points if x > 0.5 * nu and x > 0.01] + [(30.0, 30.5), (100.0, 100.0), (0.0, 1e5), (3.3, 1e4), (31.6, 184.0)]
    write("bessel_j", m.besselj, oscillating)
    write("bessel_y", m.bessely, oscillating)
    write("bessel_i", m.besseli, points)
    write("bessel_k", m.besselk, points)
    write("log_bessel_i", log_i, points)
    write("log_bessel_k", log_k, points)
    write("bessel_i_ratio", lambda nu, x: m.besseli(nu + 1, x) / m.besseli(nu, x), points)
    write("log_bessel_i_excess", i_excess, points)
    write("log_bessel_k_excess", k_excess, points)
    write("bessel_i_slope_excess", bessel_slope(i_excess, 1), points)
    write("bessel_k_slope_excess", bessel_slope(k_excess, 1), points)
    write("bessel_i_order_excess", bessel_slope(i_excess, 0), positive_order)
    write("bessel_k_order_excess", bessel_slope(k_excess, 0), positive_order)


def fifty(f):
    """Integrals: in 50 digits, whatever is asked for."""
    def g(*args):
        with m.workdps(50):
            return f(*args)
    return g


def areas(rng):
    write("owens_t", fifty(owens_t), [(log_uniform(rng, 1e-3, 15), log_uniform(rng, 1e-3, 1e3)) for _ in range(40)] + [(rng.uniform(0, 6), rng.uniform(0, 4)) for _ in range(30)])
    write("log_skew_normal_cdf", fifty(lambda z, s: m.log(skew_cdf(z, s))),
          [(rng.uniform(-8, 4), rng.uniform(-6, 6)) for _ in range(50)] + [(-log_uniform(rng, 1e-3, 20), log_uniform(rng, 1e-2, 20)) for _ in range(30)])
    distances = [(log_uniform(rng, 1e-2, 30), log_uniform(rng, 1e-3, 30)) for _ in range(25)] + [(rng.uniform(0.1, 10), rng.uniform(0, 10)) for _ in range(20)]
    write("log_rice_cdf", fifty(lambda z, a: rice_tail(z, a, False)), distances)
    write("log_rice_ccdf", fifty(lambda z, a: rice_tail(z, a, True)), distances)


def log_unabsorbed(t, b):
    """Density of first passage by the far wall with both walls, by images or by sines, over that with one; digits are added, as the ratio may be near 1."""
    with m.workdps(m.mp.dps + int(1 / t) + 50):
        w = 1 - b
        if t < 1:
            most = int(m.sqrt(m.mp.dps * 2.4 * t)) + 3
            two = m.fsum((w + 2 * k) * m.exp(-(w + 2 * k) ** 2 / (2 * t)) for k in range(-most, most + 1)) / m.sqrt(2 * m.pi * t ** 3)
        else:
            most = int(m.sqrt(m.mp.dps * 0.5 / t)) + 3
            two = m.pi * m.fsum(k * m.sin(k * m.pi * w) * m.exp(-(k * m.pi) ** 2 * t / 2) for k in range(1, most + 1))
        return m.log(two) - m.log(w) + m.log(2 * m.pi * t ** 3) / 2 + w * w / (2 * t)


def slope(f, i):
    """By the i-th argument: central differences, extrapolated once; relative error about 10^(-2/3 digits)."""
    def g(*args):
        h = abs(args[i]) * m.mpf(10) ** (-m.mp.dps // 6)
        if i == 1:
            h = min(h, (1 - args[i]) * m.mpf(10) ** (-m.mp.dps // 6))
        at = lambda d: f(*[a + d * h if j == i else a for j, a in enumerate(args)])
        return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
    return g


def poisson_power(want):
    """Moments under p^nu, p a Poisson probability, term by term from the mode."""
    def g(mu, nu):
        mode = int(m.floor(mu))
        top, terms = mode * m.log(mu) - mu - m.loggamma(mode + 1), []
        for step in (1, -1):
            j, l = mode, top
            while j >= 0 and nu * (l - top) > -m.mp.dps * 2.4:
                if step == 1 or j < mode:
                    terms.append((j, l))
                l, j = (l + m.log(mu / (j + 1)), j + 1) if step == 1 else (l + (m.log(j / mu) if j else 0), j - 1)
        weights = [m.exp(nu * (l - top)) for _, l in terms]
        total = m.fsum(weights)
        mean = lambda f: m.fsum(w * f(j, l) for w, (j, l) in zip(weights, terms)) / total
        if want == "log":
            return nu * top + m.log(total)
        y, l = mean(lambda j, l: j - mu), mean(lambda j, l: l)
        return {"y": lambda: y, "l": lambda: l, "yy": lambda: mean(lambda j, x: (j - mu - y) ** 2), "yl": lambda: mean(lambda j, x: (j - mu - y) * (x - l)),
                "ll": lambda: mean(lambda j, x: (x - l) ** 2)}[want]()
    return g


def main():
    folder.mkdir(exist_ok=True)
    r = random.Random(20)
    unit = [r.uniform(0, 1) for _ in range(120)] + [log_uniform(r, 1e-300, 1) for _ in range(60)]
    unit += [1 - log_uniform(r, 1e-15, 1) for _ in range(60)] + [0.5 + s * log_uniform(r, 1e-15, 0.1) for s in (1, -1) for _ in range(20)]
    unit = [p for p in unit if 0 < p < 1]
    write("exp", m.exp, spread(r, -680, 709, 100))
    write("log", m.log, positive(r, 100, 1e-300, 1e300))
    write("expm1", m.expm1, spread(r, -40, 709, 100))
    write("log1p", m.log1p, spread(r, -0.999, 3, 100) + positive(r, 50))
    write("log1m", lambda x: m.log1p(-x), spread(r, -3, 0.999, 100))
    write("log2", lambda x: m.log(x) / m.log(2), positive(r, 100, 1e-300, 1e300))
    write("log10", lambda x: m.log(x) / m.log(10), positive(r, 100, 1e-300, 1e300))
    write("log1p_exp", lambda x: m.log1p(m.exp(x)), spread(r, -600, 900, 100) + spread(r, -5, 5, 60))
    write("log1m_exp", lambda x: m.log(-m.expm1(x)) if x > -1 else m.log1p(-m.exp(x)), [-abs(x) for x in spread(r, -600, -1e-300, 100) + spread(r, -3, -1e-300, 60)])
    write("log_sum_exp", lambda x, y: m.log(m.exp(x) + m.exp(y)), pairs(r, -800, 800) + pairs(r, -3, 3) + [(1000, 1000), (-1e5, 3)])
    write("log_diff_exp", lambda x, y: m.log(m.exp(x) - m.exp(y)), [(max(p), min(p)) for p in pairs(r, -800, 800) + pairs(r, -3, 3)])
    write("xlogy", lambda x, y: x * m.log(y), [(x, log_uniform(r, 1e-300, 1e300)) for x in spread(r, -50, 50, 60)])
    write("xlog1py", lambda x, y: x * m.log1p(y), [(x, log_uniform(r, 1e-200, 1e300)) for x in spread(r, -50, 50, 60)])
    write("logit", lambda p: m.log(p) - m.log1p(-p), unit)
    write("inv_logit", lambda x: 1 / (1 + m.exp(-x)), spread(r, -680, 50, 100) + spread(r, -5, 5, 60))
    write("cloglog", lambda p: m.log(-m.log1p(-p)), unit)
    write("inv_cloglog", lambda x: -m.expm1(-m.exp(x)), spread(r, -680, 5, 100))
    write("erf", m.erf, spread(r, -6, 6, 100))
    write("erfc", m.erfc, spread(r, -6, 26, 150))
    write("erfcx", lambda x: m.exp(x * x) * m.erfc(x), spread(r, -26, 27, 120) + positive(r, 30, 1e-8, 1e3))
    write("Phi", phi, spread(r, -37, 8, 150) + spread(r, -3, 3, 60))
    write("log_Phi", lambda x: m.log(phi(x)), spread(r, -300, 12, 100) + spread(r, -3, 3, 60) + [-1e3])
    write("normal_hazard", lambda x: m.exp(-x * x / 2) / m.sqrt(2 * m.pi) / phi(-x), spread(r, -37, 300, 150) + spread(r, -3, 3, 60))
    write("probit", probit, unit)
    for name in "sin cos tan sinh cosh tanh asinh atan".split():
        write(name, getattr(m, name), spread(r, -30, 30, 60))
    write("cot_pi", lambda x: m.cot(m.pi * x), [x for x in spread(r, -3, 3, 200) if x != round(x)] + [0.5 + 2.0**-40, 1 - 2.0**-30])
    for name in "asin acos atanh".split():
        write(name, getattr(m, name), spread(r, -0.9999, 0.9999, 60))
    write("acosh", m.acosh, [1 + log_uniform(r, 1e-6, 1e6) for _ in range(60)])
    write("atan2", m.atan2, pairs(r, -3, 3, 60))
    write("hypot", lambda x, y: m.sqrt(x * x + y * y), pairs(r, -3, 3, 60) + pairs(r, -1e200, 1e200, 20))
    write("pow", lambda x, y: m.power(x, y), [(log_uniform(r, 1e-20, 1e20), r.uniform(-10, 10)) for _ in range(80)])
    write("lgamma", m.loggamma, gamma_points(r))
    write("digamma", lambda x: m.psi(0, x), gamma_points(r))
    write("trigamma", lambda x: m.psi(1, x), [x for x in gamma_points(r) if x > 1e-100])
    write("tetragamma", lambda x: m.psi(2, x), [x for x in gamma_points(r) if x > 1e-50])
    write("gamma", m.gamma, [r.uniform(0.001, 170) for _ in range(80)])
    write("lgamma_delta", lgamma_difference, delta_points(r))
    write("digamma_delta", psi_difference(0), delta_points(r))
    write("trigamma_delta", psi_difference(1), delta_points(r))
    write("lbeta", lambda a, b: m.loggamma(a) + m.loggamma(b) - m.loggamma(a + b),
          [(log_uniform(r, 1e-6, 1e12), log_uniform(r, 1e-6, 1e12)) for _ in range(150)] + pairs(r, 0.1, 30))
    points = incomplete_points(random.Random(21))
    for name, function in (("log_gamma_p", log_gamma_p), ("log_gamma_q", log_gamma_q)):
        write(name, function, points)
        write(name + "_slope", slope_by_a(function), points)
    points = beta_points(random.Random(22))
    for name, function in (("log_beta_p", log_beta_p), ("log_beta_q", log_beta_q)):
        write(name, function, points)
        write(name + "_slope", lambda a, b, x: slope_by_a(lambda t, y: function(t, b, y))(a, x), points)
        write(name + "_slope_b", lambda a, b, x: slope_by_a(lambda t, y: function(a, t, y))(b, x), points)
    saddle(random.Random(23))
    rng = random.Random(26)
    dimensions = [(float(d), (d - 1) / 2 + log_uniform(rng, 1e-3, 1e4)) for d in (0, 1, 2, 3, 5, 10, 30) for _ in range(10)]
    halves = lambda f: lambda d, x: m.fsum(f(x - m.mpf(j) / 2) for j in range(int(d)))
    write("lmgamma", lambda d, x: halves(m.loggamma)(d, x) + d * (d - 1) / 4 * m.log(m.pi), dimensions)
    write("mdigamma", halves(lambda x: m.psi(0, x)), dimensions)
    write("mtrigamma", halves(lambda x: m.psi(1, x)), dimensions)
    bessel(random.Random(24))
    areas(random.Random(25))
    write("lchoose", lambda n, k: m.loggamma(n + 1) - m.loggamma(k + 1) - m.loggamma(n - k + 1),
          [(float(n), float(r.randint(0, n))) for n in (1, 2, 5, 10, 30, 100, 1000, 10 ** 6, 10 ** 9) for _ in range(20)])
    write("exp_excess", lambda x: m.exp(x) - 1 - x, [x for x in spread(r, -40, 700, 100) + spread(r, -1.5, 1.5, 100) if abs(x) > 1e-30])
    write("log_inv_cloglog", lambda x: m.log(-m.expm1(-m.exp(x))), spread(r, -900, 6.5, 100) + spread(r, -40, 3, 100))
    write("log1p_ratio", lambda c, z: m.log1p(c * z) / c if c else z, ratio_points(r, -0.9999))
    write("log1p_slope", lambda u: (m.log1p(u) - u / (1 + u)) / u ** 2, [u for u in spread(r, -0.9999, 3, 100) + positive(r, 60) if abs(u) > 1e-30])
    write("expm1_ratio", lambda c, z: m.expm1(c * z) / c if c else z, ratio_points(r, -30))
    write("log_mix", lambda p, x, y: m.log(p * m.exp(x) + (1 - p) * m.exp(y)), [(p, r.uniform(-30, 5), r.uniform(-30, 5)) for p in unit] + [(p, 0.0, -log_uniform(r, 1e-12, 700)) for p in unit])
    write("normal_excess", lambda x: m.exp(-x * x / 2) / m.sqrt(2 * m.pi) / phi(-x) - x, spread(r, -37, 300, 150) + spread(r, -3, 3, 60) + [1e5, 1e10])
    write("log_normal_exponential", lambda z, c: c * c / 2 - c * z + m.log(phi(z - c)),
          [(z, log_uniform(r, 1e-6, 1e6)) for z in spread(r, -1000, 1000, 100) + spread(r, -5, 5, 60)])
    write("log_cosh", lambda x: m.log1p(2 * m.sinh(x / 2) ** 2), spread(r, -800, 800, 40) + spread(r, -3, 3, 60) + [1e8])
    passages = [(log_uniform(r, 1e-3, 30), r.uniform(0, 1)) for _ in range(80)] + [(log_uniform(r, 0.02, 3), log_uniform(r, 1e-12, 1)) for _ in range(30)]
    passages += [(log_uniform(r, 0.02, 3), 1 - log_uniform(r, 1e-9, 1)) for _ in range(30)]
    f = log_unabsorbed
    write("log_unabsorbed", f, passages)
    write("log_unabsorbed_t", slope(f, 0), passages)
    write("log_unabsorbed_b", slope(f, 1), passages)
    write("log_unabsorbed_tt", slope(slope(f, 0), 0), passages)
    write("log_unabsorbed_tb", slope(slope(f, 0), 1), passages)
    write("log_unabsorbed_bb", slope(slope(f, 1), 1), passages)
    powers = [(log_uniform(r, 1e-3, 200), log_uniform(r, 0.05, 50)) for _ in range(60)] + [(log_uniform(r, 200, 2e4), log_uniform(r, 0.5, 50)) for _ in range(15)]
    for name, want in (("log_poisson_power", "log"), ("poisson_power_excess", "y"), ("poisson_power_log", "l"), ("poisson_power_variance", "yy"),
                       ("poisson_power_covariance", "yl"), ("poisson_power_log_variance", "ll")):
        write(name, poisson_power(want), powers)
    write("log1p_curve", lambda u: (1 / (1 + u) ** 2 - 2 * (m.log1p(u) - u / (1 + u)) / u ** 2) / u, [u for u in spread(r, -0.9999, 3, 100) + positive(r, 60) if abs(u) > 1e-30])
    hazard = lambda x: m.exp(-x * x / 2) / m.sqrt(2 * m.pi) / phi(-x)
    write("normal_excess_slope", lambda x: hazard(x) * (hazard(x) - x) - 1, spread(r, -37, 300, 150) + spread(r, -3, 3, 60) + [1e5, 1e10])


main()
