"""Writes the data and the references of models that combine distributions over dims, as they stand on a whiteboard: log joint density from the
densities of SciPy (the first passage time: its series, in mpmath), and its gradient by eighth-order differences of that.

    python3 tests/readings/whiteboard_refs.py            (SciPy 1.17.1, NumPy, mpmath 1.3.0, 2026-11-20)

Each function below is the model of its name: of the data and the unknowns as arrays."""
import json
import os

import mpmath
import numpy as np
from scipy import special, stats

HERE = os.path.dirname(os.path.abspath(__file__))
normal = stats.norm.logpdf


def half_normal(x, sigma):
    return np.log(2) + normal(x, 0, sigma)


def mv_normal(x, mu, cov):
    z = np.asarray(x) - mu
    return -(len(z) * np.log(2 * np.pi) + np.linalg.slogdet(cov)[1] + z @ np.linalg.solve(cov, z)) / 2


def lkj_cholesky(L, eta):
    """Lewandowski, Kurowicka and Joe 2009, their constant for all correlation matrices with det^(eta - 1)."""
    n = len(L)
    total = sum((n - k + 2 * eta - 2) * np.log(L[k - 1, k - 1]) for k in range(2, n + 1))
    for k in range(1, n):
        b = eta + (n - 1 - k) / 2
        total -= (n - k) * ((2 * b - 1) * np.log(2) + special.betaln(b, b))
    return total


def dirichlet(x, alpha):
    alpha = alpha * np.ones(len(x))
    return special.gammaln(alpha.sum()) - special.gammaln(alpha).sum() + ((alpha - 1) * np.log(x)).sum()


def slopes_that_vary_together(d, p):
    at, L = [ord(g) - ord("a") for g in d["group"]], np.tril(p["L"])
    total = normal(d["y"], p["beta"][at, 0] + p["beta"][at, 1] * np.array(d["x"]), p["sigma"]).sum() - p["sigma"]
    factor = np.diag(p["tau"]) @ L
    total += sum(mv_normal(b, p["mu"], factor @ factor.T) for b in p["beta"])
    return total + normal(p["mu"], 0, 5).sum() + half_normal(p["tau"], 2).sum() + lkj_cholesky(L, 2)


def graded_answers_of_persons_to_items(d, p):
    total = normal(p["theta"]).sum() + stats.lognorm.logpdf(p["disc"], 0.5).sum() + normal(p["kappa"], 0, 3).sum()
    for person, item, grade in zip(d["person"], d["item"], d["grade"]):
        j = int(item[1]) - 1
        cut = np.concatenate([[-np.inf], p["kappa"][j], [np.inf]])
        below = special.expit(cut - p["disc"][j] * p["theta"]["ABC".index(person)])
        total += np.log(below[grade] - below[grade - 1])
    return total


def topics_shared_by_documents(d, p):
    total = sum(dirichlet(x, 0.5) for x in p["theta"]) + sum(dirichlet(x, np.array([1, 2, 3])) for x in p["phi"])
    for y, share in zip(np.array(d["counts"]), p["theta"] @ p["phi"]):
        total += special.gammaln(y.sum() + 1) - special.gammaln(y + 1).sum() + (y * np.log(share)).sum()
    return total


def passage(time, separation, bias, drift):
    """Log density of the first passage at the upper boundary: images of the starting point."""
    w, t = mpmath.mpf(1 - bias), mpmath.mpf(time) / mpmath.mpf(separation) ** 2
    series = sum((w + 2 * k) * mpmath.exp(-((w + 2 * k) ** 2) / (2 * t)) for k in range(-30, 31))
    log_standard = mpmath.log(series / mpmath.sqrt(2 * mpmath.pi * t**3))
    return float(log_standard - 2 * mpmath.log(separation) + drift * separation * w - mpmath.mpf(drift) ** 2 * time / 2)


def responses_and_their_times(d, p):
    p = {name: float(x) for name, x in p.items()}
    total = half_normal(p["a"], 2) + np.log(5) + stats.beta.logpdf(p["z"], 5, 5) + normal(p["v"], 0, 3)
    for time, upper in zip(d["seconds"], d["upper"]):
        total += passage(time - p["t0"], p["a"], p["z"] if upper else 1 - p["z"], p["v"] if upper else -p["v"])
    return total


def neighbours_by_a_precision_of_data(d, p):
    log_rate = p["b"] + p["phi"] + p["theta"]
    total = stats.poisson.logpmf(d["y"], np.array(d["E"]) * np.exp(log_rate)).sum()
    total += mv_normal(p["phi"], 0, np.linalg.inv(d["Q"]) * p["tau"] ** 2) + normal(p["theta"], 0, p["sigma"]).sum()
    return total + normal(p["b"]) + half_normal(p["tau"], 1) + half_normal(p["sigma"], 1)


def a_covariance_by_rows_and_by_columns(d, p):
    column = np.arange(3)
    by_column = np.exp(-abs(column[:, None] - column) / p["l"])
    total = stats.matrix_normal.logpdf(d["M"], np.full((2, 3), p["m"]), d["U"], by_column)
    return total + normal(p["m"]) + half_normal(p["l"], 1)


AREAS = [[0, 1, 0, 0], [1, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]]
MODELS = {
    slopes_that_vary_together: (
        {"group": list("aabbccab"), "x": [0.3, -1.2, 0.8, 1.5, -0.4, 0.1, 2, -0.7], "y": [0.1, 1.3, -0.2, 0.7, 2.2, -1, 0.4, 0.9]},
        [{"beta": [[0.2, -0.3], [1, 0.5], [-0.6, 0.1]], "mu": [0.3, -0.2], "tau": [0.7, 1.2], "L": [[1, 0], [0.6, 0.8]], "sigma": 1.1},
         {"beta": [[1.2, 0.3], [0, 2.5], [-1.6, 0.4]], "mu": [-3, 2], "tau": [5, 0.2], "L": [[1, 0], [-0.96, 0.28]], "sigma": 0.3}]),
    graded_answers_of_persons_to_items: (
        {"person": list("AAABBBCCC"), "item": ["q1", "q2", "q3"] * 3, "grade": [1, 2, 3, 4, 2, 3, 1, 4, 2]},
        [{"theta": [0.3, -0.4, 1], "disc": [1, 0.8, 1.3], "kappa": [[-1, 0, 1.5], [-0.5, 0.5, 0.8], [-2, 0.1, 2.2]]},
         {"theta": [-2, 1.5, 0.1], "disc": [0.3, 2, 0.7], "kappa": [[-3, -2.5, 2], [0.1, 0.3, 4], [-1, 1, 1.25]]}]),
    topics_shared_by_documents: (
        {"counts": [[3, 1, 0], [0, 2, 2], [1, 1, 1]]},
        [{"theta": [[0.25, 0.75], [0.5, 0.5], [0.125, 0.875]], "phi": [[0.25, 0.25, 0.5], [0.625, 0.25, 0.125]]},
         {"theta": [[0.0625, 0.9375], [0.75, 0.25], [0.5, 0.5]], "phi": [[0.125, 0.75, 0.125], [0.5, 0.25, 0.25]]}]),
    responses_and_their_times: (
        {"seconds": [0.6, 0.9, 1.4, 0.75], "upper": [1, 0, 1, 1]},
        [{"a": 1.3, "t0": 0.15, "z": 0.45, "v": 0.7}, {"a": 2.5, "t0": 0.05, "z": 0.6, "v": -1.5}]),
    neighbours_by_a_precision_of_data: (
        {"Q": (np.diag(np.sum(AREAS, 0) + 0.125) - np.array(AREAS)).tolist(), "y": [3, 5, 2, 7], "E": [2.5, 4, 3, 6]},
        [{"phi": [0.1, 0.2, -0.3, 0.2], "theta": [0.3, 0.1, 0, -0.2], "b": 0.1, "tau": 0.5, "sigma": 0.4},
         {"phi": [-1, 0.4, 0.9, 0], "theta": [0.2, -0.6, 0.5, 0.1], "b": -0.5, "tau": 2, "sigma": 1.5}]),
    a_covariance_by_rows_and_by_columns: (
        {"M": [[0.5, -1, 2], [1.5, 0.25, -0.75]], "U": [[1, 0.25], [0.25, 1.5]]},
        [{"m": 0.3, "l": 0.7}, {"m": -1, "l": 3}]),
}


def gradient(density, at):
    out = {name: np.zeros(np.shape(x)) for name, x in at.items()}
    for name, x in at.items():
        for place in np.ndindex(np.shape(x)):
            h = 1e-3
            for step, weight in ((1, 4 / 5), (2, -1 / 5), (3, 4 / 105), (4, -1 / 280)):
                for sign in (1, -1):
                    moved = {other: np.array(y, float) for other, y in at.items()}
                    moved[name][place] += sign * step * h
                    out[name][place] += sign * weight * density(moved) / h
    return {name: x.tolist() for name, x in out.items()}


if __name__ == "__main__":
    for model, (data, points) in MODELS.items():
        density = lambda at: float(model(data, at))
        path = os.path.join(HERE, model.__name__)
        with open(path + ".data.json", "w") as file:
            json.dump(data, file)
            file.write("\n")
        with open(path + ".ref.json", "w") as file:
            file.write('{"model":"%s.bmodel","data":"%s.data.json","tolerance":1e-12,\n "points":[' % ((model.__name__,) * 2))
            rows = [json.dumps({"at": at, "log_joint": density({name: np.array(x, float) for name, x in at.items()}),
                                "gradient": gradient(density, at)}) for at in points]
            file.write(",".join("\n  " + row for row in rows) + "]}\n")
