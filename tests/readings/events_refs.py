"""Writes the references of the readings of distributions over dims: log joint density from the formulas in mpmath, with 60
digits, and its gradient by differences there.

    python3 tests/readings/events_refs.py            (mpmath 1.3.0, 2026-11-20)

Each function below is the model of its name, over a dict of lists of mpf."""
from mpmath import mp, mpf, matrix, exp, log, loggamma, pi, det, lu_solve

import functions_refs as shared

mp.dps = 60
normal = shared.normal


def half_normal(x):
    return normal(x) + log(2)


def softmax(u):
    total = sum(exp(x) for x in u)
    return [exp(x) / total for x in u]


def dirichlet(x, alpha):
    return loggamma(sum(alpha)) + sum((a - 1) * log(z) - loggamma(a) for z, a in zip(x, alpha))


def multinomial(y, n, p):
    return loggamma(n + 1) + sum(a * log(b) - loggamma(a + 1) for a, b in zip(y, p))


def mv_normal(x, mu, cov):
    z = matrix([a - b for a, b in zip(x, mu)])
    return -(len(x) * log(2 * pi) + log(det(cov)) + (z.T * lu_solve(cov, z))[0]) / 2


def shares_and_labels_of_each_row(at):
    u, v = at["u"], at["v"]
    s = [[mpf(0.2), mpf(0.3), mpf(0.5)], [mpf(0.1), mpf(0.1), mpf(0.8)], [mpf(0.25), mpf(0.7), mpf(0.05)]]
    pick, y, n = [0, 2, 1], [[1, 2, 0], [4, 0, 1], [0, 2, 2]], [3, 5, 4]
    total = sum(normal(x) for x in u) + normal(v)
    total += sum(dirichlet(row, [exp(v)] * 3) for row in s[1:])
    total += sum(n[i] * log(softmax([a + v * b for a, b in zip(u, s[i])])[pick[i]]) for i in range(3))
    return total + sum(multinomial(y[i], n[i], softmax([a * b for a, b in zip(u, s[i])])) for i in range(3))


def a_matrix_by_other_copies_of_its_dim(at):
    m, t = at["m"], at["t"]
    A = matrix([[1, 0.5, 0.2], [0.1, 2, -0.3], [0.4, 0.3, 1.5]])
    C = [A * A.T + s * mp.eye(3) for s in t]
    z, w = [[mpf(0.5), -1, 2], [mpf(1.5), mpf(0.25), mpf(-0.75)]], [[1, 0, -1], [mpf(0.5), 2, mpf(0.25)]]
    total = sum(normal(x) for x in m) + sum(half_normal(x) for x in t)
    return total + sum(mv_normal(z[i], m, C[i]) for i in range(2)) + sum(mv_normal(x, [0, 0, 0], C[0]) for x in w)


def smooth(x, level, step):
    total = normal(x[0], level) + sum(normal(b, a, step) for a, b in zip(x, x[1:]))
    total -= sum((x[i] - x[j]) ** 2 for i in range(len(x)) for j in range(i)) / 2
    return total + (x[-1] - x[0]) * level


def a_distribution_of_ones_own_over_a_dim(at):
    level, step = at["level"], at["step"]
    x, y = [mpf(0.3), 1, mpf(-0.5), 2], [mpf(0.1), mpf(0.2), mpf(0.4)]
    return normal(level) + half_normal(step) + smooth(x, level, step) + smooth(y, 2 * level, step)


MODELS = {
    "shares_and_labels_of_each_row": ("data.json", [{"u": ["0.5", "-0.3", "0.8"], "v": "0.1"},
                                                    {"u": ["-1.5", "2.25", "0"], "v": "-2"}]),
    "a_matrix_by_other_copies_of_its_dim": ("data.json", [{"m": ["0.5", "-0.3", "0.8"], "t": ["0.7", "2"]},
                                                          {"m": ["-1.5", "2.25", "0"], "t": ["0.01", "30"]}]),
    "a_distribution_of_ones_own_over_a_dim": (None, [{"level": "0.5", "step": "0.8"}, {"level": "-2", "step": "0.01"}]),
}

if __name__ == "__main__":
    shared.write(MODELS, globals())
