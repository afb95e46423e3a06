"""Writes the references of the readings of functions along dims and of matrices: log joint density from the formulas in mpmath, with 40
digits, and its gradient by central differences there.

    python3 tests/readings/functions_refs.py            (mpmath 1.3.0, 2026-11-20)

Each function below is the model of its name, over a dict of lists of mpf."""
import json
import os

from mpmath import mp, mpf, matrix, exp, log, pi, sqrt

mp.dps = 60
HERE = os.path.dirname(os.path.abspath(__file__))


def normal(x, mu=0, sigma=1):
    return -((x - mu) / sigma) ** 2 / 2 - log(sigma) - log(2 * pi) / 2


def priors(at):
    return sum(normal(x) for values in at.values() for x in flat(values))


def flat(x):
    return [z for y in x for z in flat(y)] if isinstance(x, list) else [x]


def ranks(x):
    return [sum(1 for b in x if b < a) + mpf(sum(1 for b in x if b == a) + 1) / 2 for a in x]


def sums_products_and_orders_along_a_dim(at):
    u, v, y = at["u"], at["v"], [mpf(t) for t in (1, 3, 2, 5, 4)]
    product = [u[0], u[0] * u[1], u[0] * u[1] * u[2]]
    s = sorted(u)
    l = [x - log(sum(exp(t) for t in v)) for x in v]
    r = ranks(v)
    mean = product[1] + 3 * product[2] + s[0] - 2 * s[2] + mpf("0.3") * s[1] + l[0] - mpf("0.1") * l[2] + r[0] + 2 * r[2] - r[1]
    return priors(at) + sum(normal(a, mean + b + c) for a, b, c in zip(y, sorted(y), ranks(y)))


def total(*terms):
    return sum(terms, mpf(0))


def functions_of_matrices(at):
    u, v, y, n = at["u"], at["v"], mpf("2.5"), range(3)
    delta = lambda i, j, x: x if i == j else mpf(0)
    A = matrix([[u[i] * u[j] ** 2 + delta(i, j, 3 + u[i]) for j in n] for i in n])
    S = matrix([[mpf(1.5) ** 2 * exp(-((u[i] - u[j]) / mpf(0.7)) ** 2 / 2) + delta(i, j, 1 + u[i] ** 2) for j in n] for i in n])
    L, P, Q, b = mp.cholesky(S), A ** -1, S ** -1, matrix(u)
    w, w_spd, w_lower = P * b, Q * b, L ** -1 * b
    w_upper = L.T ** -1 * w_lower
    W = Q * matrix([[u[i] * v[j] for j in range(2)] for i in n])
    ev, V = mp.eigsy(S)
    for k in n:  # the largest component is positive
        top = max(n, key=lambda i: abs(V[i, k]))
        if V[top, k] < 0:
            for i in n:
                V[i, k] = -V[i, k]
    sums = total(*(S[i, i] for i in n)) + (b.T * A * b)[0] + total(*(x * mp.cos(x) for x in u)) + total(*(A[i, i] / (3 + u[i]) for i in n))
    dets = mp.det(A) + mpf(0.1) * log(abs(mp.det(A))) + log(mp.det(S))
    mean = (sums + dets + L[2, 0] - 2 * L[1, 1] + P[0, 2] - 3 * P[2, 1] + Q[0, 1] + w[0] - w[1] + 2 * w_spd[2] + w_lower[1]
            + 3 * w_upper[0] + W[1, 1] - W[2, 0] + ev[0] - 2 * ev[2] + V[0, 1] - 2 * V[2, 0] + u[0] * mp.sin(u[2]) + A[0, 2])
    return priors(at) + normal(y, mean, 4)


def quantile(x, p):
    s, h = sorted(x), (len(x) - 1) * p
    i = min(int(mp.floor(h)), len(x) - 2)
    return s[i] + (h - i) * (s[i + 1] - s[i])


def interpolate(x, t, y):
    i = max(i for i in range(len(t) - 1) if t[i] <= x)
    return y[i] + (x - t[i]) / (t[i + 1] - t[i]) * (y[i + 1] - y[i])


def quantiles_and_lines_between_points(at):
    x, y = [mpf(z) for z in (0.3, 7.1, 2.2, 4.9, 3.3)], [mpf(z) for z in (1, 3, 2, -1, 0.5)]
    f, t = at["f"], at["t"]
    knots = [quantile(x, mpf(k) / 3) for k in range(4)]
    mean = sum(x) / 5
    sd = sqrt(sum((a - mean) ** 2 for a in x) / 4)
    middle = quantile(f, mpf(1) / 2) + quantile(f, mpf(0.3))
    at_t = interpolate(t + 3, knots, f)
    return (sum(normal(z) for z in f) - log(2)
            + sum(normal(b, interpolate(a, knots, f) + at_t * (a - mean) / sd + middle) for a, b in zip(x, y)))


def bspline(x, t, degree):
    """Cox and de Boor, as the recursion is written; the last function holds the last knot."""
    u = [t[0]] * degree + t + [t[-1]] * degree

    def value(i, p):
        if p == 0:
            return mpf(1) if u[i] <= x < u[i + 1] or (x == t[-1] and u[i] < u[i + 1] == t[-1]) else mpf(0)
        left = (x - u[i]) / (u[i + p] - u[i]) * value(i, p - 1) if u[i + p] > u[i] else mpf(0)
        right = (u[i + p + 1] - x) / (u[i + p + 1] - u[i + 1]) * value(i + 1, p - 1) if u[i + p + 1] > u[i + 1] else mpf(0)
        return left + right
    return [value(i, degree) for i in range(len(t) + degree - 1)]


def natural_spline(x, t):
    """Each function from its equations: values, continuous slopes, second derivatives 0 at the ends."""
    n, h, result = len(t), [b - a for a, b in zip(t, t[1:])], []
    for k in range(n):
        y = [mpf(int(i == k)) for i in range(n)]
        M, r = mp.eye(n), matrix(n, 1)
        for i in range(1, n - 1):
            M[i, i - 1], M[i, i], M[i, i + 1] = h[i - 1], 2 * (h[i - 1] + h[i]), h[i]
            r[i] = 6 * ((y[i + 1] - y[i]) / h[i] - (y[i] - y[i - 1]) / h[i - 1])
        m = M ** -1 * r
        i = max([0] + [i for i in range(n - 1) if t[i] <= x])
        a, b = (t[i + 1] - x) / h[i], (x - t[i]) / h[i]
        result.append(a * y[i] + b * y[i + 1] + ((a ** 3 - a) * m[i] + (b ** 3 - b) * m[i + 1]) * h[i] ** 2 / 6)
    return result


def splines_over_knots(at):
    x, y = [mpf(z) for z in (0, 0.7, 2.2, 3.9, 4)], [mpf(z) for z in (1, 3, 2, -1, 0.5)]
    t, w, f, place = [mpf(z) for z in (0, 1, 2.5, 4)], at["w"], at["f"], at["t"]
    dot = lambda a, b: sum(p * q for p, q in zip(a, b))
    moving = dot(w, bspline(place, t, 3)) + dot(f, natural_spline(place, t))
    return (sum(normal(z) for z in w + f) - log(4)
            + sum(normal(b, dot(w, bspline(a, t, 3)) + dot(f, natural_spline(a, t)) + moving) for a, b in zip(x, y)))


def covariances_of_functions(at):
    sd, length, p, t = at["sd"], at["length"], at["p"], at["t"]
    x, y, n = [mpf(z) for z in (0.5, 0.5, -1.25, 2)], mpf(1.5), range(4)
    m12 = lambda r: sd ** 2 * exp(-abs(r) / length)
    m32 = lambda r: sd ** 2 * (1 + sqrt(3) * abs(r) / length) * exp(-sqrt(3) * abs(r) / length)
    m52 = lambda r: sd ** 2 * (1 + sqrt(5) * abs(r) / length + 5 * r ** 2 / (3 * length ** 2)) * exp(-sqrt(5) * abs(r) / length)
    eq = lambda r: sd ** 2 * exp(-r ** 2 / (2 * length ** 2))
    rq = lambda r: sd ** 2 * (1 + r ** 2 / (2 * p * length ** 2)) ** -p
    per = lambda r: sd ** 2 * exp(-2 * mp.sin(pi * r / p) ** 2 / length ** 2)
    k = lambda r: eq(r) + 2 * m12(r) + 3 * m32(r) + m52(r) / 2 + rq(r) - per(r)
    mean = sum(k(x[i] - x[j]) * t[i] * t[j] + m32(t[i] - t[j]) + mpf(0.1) * m52(t[i] - t[j]) for i in n for j in n)
    half = lambda z: normal(z) + log(2)
    return half(sd) + half(length) + half(p) + sum(normal(z) for z in t) + normal(y, mean, 9)


MODELS = {
    "functions_of_matrices": ("", [{"u": ["0.5", "-0.3", "0.8"], "v": ["0.1", "0.4"]}, {"u": ["-1.5", "2.25", "0.25"], "v": ["3", "-1"]}]),
    "quantiles_and_lines_between_points": ("csv", [{"f": ["0.5", "-0.3", "0.8", "1.5"], "t": "0.25"}, {"f": ["-2", "0.75", "0.5", "3"], "t": "-0.6"}]),
    "splines_over_knots": ("csv", [{"w": ["0.5", "-0.3", "0.8", "1.5", "-1", "0.25"], "f": ["1", "-2", "0.5", "0.125"], "t": "0.3"},
                                   {"w": ["-1", "2", "0.3", "0.2", "0.1", "3"], "f": ["0", "2", "-0.5", "1"], "t": "3.25"}]),
    "covariances_of_functions": ("csv", [{"sd": "1.25", "length": "0.75", "p": "1.5", "t": ["0.5", "0.5", "-1", "0.25"]},
                                         {"sd": "0.5", "length": "2", "p": "3", "t": ["1", "2", "-1", "-1"]}]),
    "sums_products_and_orders_along_a_dim": ("csv", [{"u": ["0.5", "-0.3", "0.8"], "v": ["0.1", "0.4", "-0.2"]},
                                                      {"u": ["-1.5", "2.25", "0"], "v": ["3", "-1", "2"]}]),
}


def numbers(x, f):
    return [numbers(y, f) for y in x] if isinstance(x, list) else f(x)


def gradient(f, at):
    h, result = mpf(10) ** -15, {}
    for name, values in at.items():
        def slope(path):
            def moved(step):
                copy = {k: numbers(v, lambda z: z) for k, v in at.items()}
                if not path:
                    copy[name] += step
                else:
                    inner = copy[name]
                    for i in path[:-1]:
                        inner = inner[i]
                    inner[path[-1]] += step
                return f(copy)
            return (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h)

        def walk(x, path):
            return [walk(y, path + [i]) for i, y in enumerate(x)] if isinstance(x, list) else slope(path)
        result[name] = walk(values, [])
    return result


def write(models, functions):
    for name, (ending, points) in models.items():
        f = functions[name]
        rows = []
        for point in points:
            at = {k: numbers(v, mpf) for k, v in point.items()}
            row = {"at": {k: numbers(v, float) for k, v in point.items()}}
            at = {k: numbers(v, mpf) for k, v in row["at"].items()}
            row["log_joint"] = float(f(at))
            row["gradient"] = {k: numbers(v, float) for k, v in gradient(f, at).items()}
            rows.append("  " + json.dumps(row, separators=(",", ":")))
        data = f'"data":"{name}.{ending}",' if ending else ""
        with open(os.path.join(HERE, name + ".ref.json"), "w") as out:
            out.write(f'{{"model":"{name}.bmodel",{data}"tolerance":1e-12,\n "points":[\n' + ",\n".join(rows) + "]}\n")


if __name__ == "__main__":
    write(MODELS, globals())
