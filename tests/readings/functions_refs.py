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


MODELS = {
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
