"""Writes the references of censored_up_to_lies_between_two_ends and narrow_intervals_lose_no_digits: log joint density from the formulas in mpmath, with 60 digits, and its gradient by
central differences there.

    python3 tests/readings/censored_refs.py            (mpmath 1.3.0, 2026-11-20)
"""
import json
import os
from mpmath import mp, mpf, log, exp, pi, factorial, inf, erfc, gammainc, sqrt

mp.dps = 60
HERE = os.path.dirname(os.path.abspath(__file__))
LEFT, RIGHT = [0, 1, 2, mpf("0.5"), mpf("3.25")], [mpf("1.5"), 1, inf, mpf("0.75"), 40]
FEW, MANY = [3, 1, 7, 12], [5, 1, 7, 60]


def joint(k, s, r):
    total = log(1) - k + (-log(s) ** 2 / 2 - log(s) - log(2 * pi) / 2) + log(mpf(1) / 10) - r / 10
    beyond = lambda t: mpf(0) if t == inf else exp(-(t / s) ** k)
    for a, b in zip(LEFT, RIGHT):
        total += log(k / s) + (k - 1) * log(a / s) - (a / s) ** k if a == b else log(beyond(mpf(a)) - beyond(mpf(b)))
    p = lambda y: exp(-r) * r ** y / factorial(y)
    for a, b in zip(FEW, MANY):
        total += log(sum(p(y) for y in range(a, min(b, 40) + 1))) - log(sum(p(y) for y in range(1, 41)))
    return total


def slope(f, at, i):
    h = mpf(10) ** -15
    g = lambda d: f(*[a + d * h if j == i else a for j, a in enumerate(at)])
    return (8 * (g(1) - g(-1)) - (g(2) - g(-2))) / (12 * h)


def write(name, names, joint, at_all):
    points = []
    for at in at_all:
        args = [mpf(a) for a in at]
        points.append({"at": dict(zip(names, at)), "log_joint": float(joint(*args)), "gradient": {n: float(slope(joint, args, i)) for i, n in enumerate(names)}})
    with open(os.path.join(HERE, name + ".ref.json"), "w") as out:
        json.dump({"model": name + ".bmodel", "data": name + ".json", "tolerance": 1e-12, "points": points}, out)
        out.write("\n")


with open(os.path.join(HERE, "narrow_intervals_lose_no_digits.json")) as file:
    NARROW = {name: [mpf(x) for x in values] for name, values in json.load(file).items()}


def narrow(m, k):
    phi = lambda z: erfc(-z / sqrt(mpf(2))) / 2
    laplace = lambda x: exp(x / k) / 2 if x < 0 else 1 - exp(-x / k) / 2
    gamma = lambda x: gammainc(k, 0, 2 * x, regularized=True) if x < 20 else 1 - gammainc(k, 2 * x, regularized=True)
    total = -m ** 2 / 2 - log(2 * pi) / 2 - k
    total += sum(log(phi(b - m) - phi(a - m)) for a, b in zip(NARROW["a"], NARROW["b"]))
    total += sum(log(gamma(b) - gamma(a)) for a, b in zip(NARROW["c"], NARROW["d"]))
    return total + sum(log(laplace(b) - laplace(a)) for a, b in zip(NARROW["e"], NARROW["f"]))


write("censored_up_to_lies_between_two_ends", "ksr", joint, ((1.5, 2.0, 6.0), (0.7, 0.3, 14.5)))
mp.dps = 700
write("narrow_intervals_lose_no_digits", "mk", narrow, ((0.5, 1.25), (-2.0, 0.75)))
