#!/usr/bin/env python3
"""Reference values of the distributions over dims: writes NAME.bmodel, NAME.json (data) and NAME.ref.json beside this file, of all or of the names
that are given. Needs mpmath; only for development.

Each case is a model of one distribution with as much of it unknown as can be: its arguments are Flat, its outcome is an unknown of its own
or data, and an observation of 0 by Normal(0, 1) (log density -log(2 pi)/2) lets everything be reached. The log densities are written here from their
definitions (determinants and inverses by elimination at 400 digits), not from the files under test; derivatives are central differences
with 400 digits. Partial derivatives take each cell as free; matrices that are symmetric are made so by the model: (M + M') / 2."""
import json
import os
import sys
import datetime
import itertools
import mpmath
from mpmath import mp, mpf, matrix, log, exp, pi, loggamma, sqrt

mp.dps = 400
HERE = os.path.dirname(os.path.abspath(__file__))


# --- arrays: nested lists ---

def flat(x):
    if isinstance(x, list):
        return [c for item in x for c in flat(item)]
    return [x]


def like(shape, cells):
    """cells (an iterator) in the shape of a nested list."""
    if isinstance(shape, list):
        return [like(item, cells) for item in shape]
    return next(cells)


def numbers(x):
    return [numbers(item) for item in x] if isinstance(x, list) else mpf(x)


def symmetric(m):
    n = len(m)
    return [[(m[i][j] + m[j][i]) / 2 for j in range(n)] for i in range(n)]


# --- linear algebra ---

def log_det(m):
    return log(mpmath.det(matrix(m)))


def quadratic(m, y):
    """y' m^-1 y"""
    x = mpmath.lu_solve(matrix(m), matrix(y))
    return sum(y[i] * x[i] for i in range(len(y)))


def product(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))] for i in range(len(a))]


def transpose(a):
    return [list(row) for row in zip(*a)]


def inverse(m):
    r = mpmath.inverse(matrix(m))
    return [[r[i, j] for j in range(r.cols)] for i in range(r.rows)]


def trace(m):
    return sum(m[i][i] for i in range(len(m)))


def lower(m):
    return [[m[i][j] if j <= i else mpf(0) for j in range(len(m))] for i in range(len(m))]


# --- log densities ---

def xlogy(x, y):
    return mpf(0) if x == 0 else x * log(y)


def dirichlet(x, alpha):
    return loggamma(sum(alpha)) + sum(xlogy(a - 1, w) - loggamma(a) for a, w in zip(alpha, x))


def multinomial(y, n, p):
    return loggamma(n + 1) + sum(xlogy(c, q) - loggamma(c + 1) for c, q in zip(y, p))


def dirichlet_multinomial(y, n, alpha):
    total = sum(alpha)
    return (loggamma(n + 1) + loggamma(total) - loggamma(total + n)
            + sum(loggamma(a + c) - loggamma(a) - loggamma(c + 1) for c, a in zip(y, alpha)))


def mv_normal(y, mu, cov):
    d = [a - b for a, b in zip(y, mu)]
    return -(len(y) * log(2 * pi) + log_det(cov) + quadratic(cov, d)) / 2


def mv_student_t(y, df, mu, scale):
    n, d = len(y), [a - b for a, b in zip(y, mu)]
    return (loggamma((df + n) / 2) - loggamma(df / 2) - (n * log(df * pi) + log_det(scale)) / 2
            - (df + n) / 2 * log(1 + quadratic(scale, d) / df))


def matrix_normal(y, mu, rows, columns):
    """vec(y) is normal with covariance columns (x) rows."""
    n, p = len(y), len(y[0])
    d = [[y[i][j] - mu[i][j] for j in range(p)] for i in range(n)]
    e = trace(product(product(inverse(columns), transpose(d)), product(inverse(rows), d)))
    return -(n * p * log(2 * pi) + n * log_det(columns) + p * log_det(rows) + e) / 2


def log_multigamma(a, k):
    return mpf(k * (k - 1)) / 4 * log(pi) + sum(loggamma(a - mpf(i) / 2) for i in range(k))


def wishart(x, df, scale):
    k = len(x)
    return ((df - k - 1) / 2 * log_det(x) - trace(product(inverse(scale), x)) / 2
            - df * k / 2 * log(2) - df / 2 * log_det(scale) - log_multigamma(df / 2, k))


def inverse_wishart(x, df, scale):
    k = len(x)
    return (df / 2 * log_det(scale) - df * k / 2 * log(2) - log_multigamma(df / 2, k)
            - (df + k + 1) / 2 * log_det(x) - trace(product(scale, inverse(x))) / 2)


def jacobian_of_square(l):
    """log |d (L L') / d L|, lower triangles: 2^k prod l_ii^(k - i + 1), i from 1."""
    k = len(l)
    return k * log(mpf(2)) + sum((k - i) * log(l[i][i]) for i in range(k))


def wishart_cholesky(l, df, scale):
    l = lower(l)
    return wishart(product(l, transpose(l)), df, scale) + jacobian_of_square(l)


def inverse_wishart_cholesky(l, df, scale):
    l = lower(l)
    return inverse_wishart(product(l, transpose(l)), df, scale) + jacobian_of_square(l)


def lkj_constant(eta, k):
    """log of the integral of det^(eta - 1) over correlation matrices: Lewandowski, Kurowicka and Joe 2009, (16) and the line below:
    2^(sum (2 eta - 2 + K - i)(K - i)) prod B(eta + (K - i - 1)/2, eta + (K - i - 1)/2)^(K - i), i = 1 .. K - 1."""
    total = mpf(0)
    for i in range(1, k):
        b = eta + mpf(k - i - 1) / 2
        total += (2 * eta - 2 + k - i) * (k - i) * log(2) + (k - i) * (2 * loggamma(b) - loggamma(2 * b))
    return total


def lkj(x, eta):
    return (eta - 1) * log_det(x) - lkj_constant(eta, len(x))


def lkj_cholesky(l, eta):
    """The density of L where L L' is LKJ: |d Omega / d L| = prod l_ii^(K - i), i from 1."""
    k = len(l)
    return sum((k - 1 - i + 2 * eta - 2) * log(l[i][i]) for i in range(1, k)) - lkj_constant(eta, k)


def zero_sum_normal(x, sigma):
    n = len(x)
    return -sum(c * c for c in x) / (2 * sigma ** 2) - (n - 1) * (log(sigma) + log(2 * pi) / 2)


def stick_breaking(x, alpha):
    """v[j] ~ Beta(1, alpha), x[j] = v[j] (1 - v[0]) … (1 - v[j - 1]); the last takes what is left."""
    rest, total = mpf(1), mpf(0)
    for w in x[:-1]:
        v = w / rest
        total += log(alpha) + (alpha - 1) * log(1 - v) - log(rest)
        rest -= w
    return total


def stick_breaking_free(x, alpha):
    """The same where cells are free: what is left of the stick is the sum of the cells that follow."""
    n = len(x)
    return (n - 1) * log(alpha) + (alpha - 1) * log(x[-1]) - sum(log(sum(x[j:])) for j in range(1, n - 1))


def unit_vector(x):
    n = len(x)
    return loggamma(mpf(n) / 2) - log(mpf(2)) - mpf(n) / 2 * log(pi)


def inv_logit(x):
    return 1 / (1 + exp(-x))


def ordered_by(cdf, y, eta, cut):
    """Probability of class y (from 1): cdf(cut[y] - eta) - cdf(cut[y - 1] - eta)."""
    hi = cdf(cut[y - 1] - eta) if y <= len(cut) else mpf(1)
    lo = cdf(cut[y - 2] - eta) if y > 1 else mpf(0)
    return log(hi - lo)


# --- cases ---

HALF_LOG_2PI = log(2 * pi) / 2
SPD3 = [[2.0, 0.6, -0.3], [0.6, 1.5, 0.4], [-0.3, 0.4, 0.8]]
SPD3B = [[0.9, -0.2, 0.1], [-0.2, 2.5, 0.7], [0.1, 0.7, 1.25]]
CORR3 = [[1.0, 0.5, -0.25], [0.5, 1.0, 0.125], [-0.25, 0.125, 1.0]]
LOW3 = [[1.5, 0.0, 0.0], [0.25, 1.25, 0.0], [-0.5, 0.75, 0.5]]
# rows of length 1 in exact binary fractions are rare; the density of a Cholesky factor reads the diagonal alone
CHOL3 = [[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [-0.28, 0.576, 0.768]]
ZERO = "data zero : real\nzero ~ Normal(0 * %s, 1)\n"
ZERO_DATA = {"zero": 0}


class Case:
    """model: text. data: {name: nested}. points: list of {name: nested}. f: log density of a point, of mpf cells. naive_fails: points at which
    the model as it is written loses its digits without the rules of stability."""

    def __init__(self, model, points, f, data=None, naive_fails=()):
        self.model, self.points, self.f, self.data, self.naive_fails = model, points, f, data or {}, naive_fails


def sym(name):
    return "S[k, k'] = (%s[k, k'] + %s[k', k]) / 2\n" % (name, name)


CASES = {}


def case(name):
    def add(make):
        CASES[name] = make()
        return make
    return add


@case("dirichlet")
def _():
    model = ("dim k = a, b, c\ndata zero : real\nalpha[k] ~ Flat(0, inf)\nx[k] ~ Dirichlet(alpha)\n"
             "zero ~ Normal(0 * x[a], 1)\n")
    points = [{"alpha": [1.5, 2.0, 0.25], "x": [0.5, 0.3, 0.2]}, {"alpha": [1.0, 1.0, 1.0], "x": [0.25, 0.5, 0.25]},
              {"alpha": [1e-3, 50.0, 1e4], "x": [1e-12, 0.001, 0.998999999999]}, {"alpha": [0.5, 3.0, 1e-8], "x": [0.125, 0.75, 0.125]}]
    return Case(model, points, lambda p: dirichlet(p["x"], p["alpha"]) - HALF_LOG_2PI, ZERO_DATA)


@case("dirichlet_batch")
def _():
    model = ("dim k = a, b, c\ndim g = u, v\ndata zero : real\nalpha[k] ~ Flat(0, inf)\nx[g, k] ~ Dirichlet[k](alpha[k])\n"
             "zero ~ Normal(0 * x[u, a], 1)\n")
    points = [{"alpha": [1.5, 2.0, 0.25], "x": [[0.5, 0.3, 0.2], [0.125, 0.125, 0.75]]}]
    return Case(model, points, lambda p: sum(dirichlet(x, p["alpha"]) for x in p["x"]) - HALF_LOG_2PI, ZERO_DATA)


@case("multinomial")
def _():
    model = ("dim k = a, b, c, d\ndata y[k] : count\ndata n : count\np[k] ~ Dirichlet(1)\ny[k] ~ Multinomial(n, p)\n")
    data = {"y": [3, 0, 5, 2], "n": 10}
    points = [{"p": [0.25, 0.125, 0.5, 0.125]}, {"p": [0.001, 1e-9, 0.9, 0.098999999]}]
    return Case(model, points, lambda p: multinomial(numbers(data["y"]), mpf(10), p["p"]) + dirichlet(p["p"], [mpf(1)] * 4), data)


@case("dirichlet_multinomial")
def _():
    model = ("dim k = a, b, c, d\ndata y[k] : count\ndata n : count\nalpha[k] ~ Flat(0, inf)\ny[k] ~ DirichletMultinomial(n, alpha)\n")
    data = {"y": [3, 0, 5, 2], "n": 10}
    points = [{"alpha": [1.5, 2.0, 0.25, 1.0]}, {"alpha": [1e-6, 1e3, 1.0, 40.0]}, {"alpha": [1e8, 1e8, 2e8, 1e7]}]
    return Case(model, points, lambda p: dirichlet_multinomial(numbers(data["y"]), mpf(10), p["alpha"]), data)


@case("categorical")
def _():
    model = ("dim k = a, b, c\ndim i\ndata y[i] : k\np[k] ~ Dirichlet(1)\ny[i] ~ Categorical(p[k])\n")
    data = {"y": ["a", "c", "c", "b", "c"]}
    points = [{"p": [0.25, 0.125, 0.625]}, {"p": [1e-9, 0.5, 0.499999999]}]
    return Case(model, points, lambda p: log(p["p"][0]) + log(p["p"][1]) + 3 * log(p["p"][2]) + dirichlet(p["p"], [mpf(1)] * 3), data)


@case("categorical_logits")
def _():
    model = ("dim k = a, b, c\ndim i\ndata y[i] : k\nu[k] ~ Flat(-inf, inf)\ny[i] ~ Categorical(logits = u[k])\n")
    data = {"y": ["a", "c", "c", "b", "c"]}
    points = [{"u": [0.25, -1.5, 0.625]}, {"u": [900.0, -1000.0, 3.0]}]

    def f(p):
        u = p["u"]
        top = log(sum(exp(v) for v in u))
        return sum(u[j] - top for j in (0, 2, 2, 1, 2))
    return Case(model, points, f, data)


@case("categorical_softmax")
def _():
    c = CASES["categorical_logits"]
    return Case(c.model.replace("Categorical(logits = u[k])", "Categorical(softmax[k](u[k]))"), c.points, c.f, c.data, naive_fails=[1])


def ordered_case(name, cdf):
    model = ("dim i\ndim cut = 1..3\ndata y[i] : count\nc[cut] ~ Normal(0, 5) ordered\neta[i] ~ Flat(-inf, inf)\n"
             "y[i] ~ %s(eta[i], c[cut])\n" % name)
    data = {"y": [1, 2, 3, 4, 2]}
    points = [{"c": [-1.5, 0.25, 2.0], "eta": [0.5, -0.25, 0.0, 1.75, 3.0]},
              {"c": [-0.5, -0.499, 6.0], "eta": [-8.0, 9.0, 0.0, -20.0, 25.0]}]

    def f(p):
        prior = sum(-(c / 5) ** 2 / 2 - log(mpf(5)) - HALF_LOG_2PI for c in p["c"])
        return prior + sum(ordered_by(cdf, y, e, p["c"]) for y, e in zip(data["y"], p["eta"]))
    return Case(model, points, f, data)


@case("ordered_logistic")
def _():
    return ordered_case("OrderedLogistic", inv_logit)


@case("ordered_probit")
def _():
    return ordered_case("OrderedProbit", mpmath.ncdf)


MVN_POINTS = [{"mu": [0.5, -1.0, 2.0], "M": SPD3, "y": [1.0, 0.25, -0.5]}, {"mu": [100.0, -1000.0, 1e5], "M": SPD3B, "y": [101.0, -1002.5, 1e5 + 1]},
              {"mu": [0.0, 0.0, 0.0], "M": [[1e-6, 1e-4, 0], [1e-4, 1e-1, 1.0], [0, 1.0, 1e4]], "y": [1e-3, 0.1, 20.0]}]


def mvn(argument, cov, points=MVN_POINTS):
    model = ("dim k = a, b, c\ndata zero : real\nmu[k] ~ Flat(-inf, inf)\nM[k, k'] ~ Flat(-inf, inf)\n" + sym("M") +
             "y[k] ~ MvNormal(mu[k], %s)\nzero ~ Normal(0 * y[a], 1)\n" % argument)
    return Case(model, points, lambda p: mv_normal(p["y"], p["mu"], cov(p)) - HALF_LOG_2PI, ZERO_DATA)


@case("mv_normal")
def _():
    return mvn("cov = S[k, k']", lambda p: symmetric(p["M"]))


@case("mv_normal_batch")
def _():
    model = ("dim k = a, b, c\ndim g = u, v\ndata zero : real\nmu[g, k] ~ Flat(-inf, inf)\nM[k, k'] ~ Flat(-inf, inf)\n" + sym("M") +
             "y[g, k] ~ MvNormal[k](mu[g, k], cov = S[k, k'])\nzero ~ Normal(0 * y[u, a], 1)\n")
    points = [{"mu": [[0.5, -1.0, 2.0], [1.0, 1.5, 0.0]], "M": SPD3, "y": [[1.0, 0.25, -0.5], [2.0, -3.0, 0.5]]}]
    return Case(model, points, lambda p: sum(mv_normal(y, m, symmetric(p["M"])) for y, m in zip(p["y"], p["mu"])) - HALF_LOG_2PI, ZERO_DATA)


@case("mv_normal_each_cov")
def _():
    model = ("dim k = a, b\ndim g = u, v\ndata zero : real\ns[g] ~ Flat(0, inf)\nr[g] ~ Flat(-1, 1)\n"
             "S[g, k, k'] = s[g]^2 * (if k == k' then 1 else r[g])\n"
             "y[g, k] ~ MvNormal[k](0, cov = S[g, k, k'])\nzero ~ Normal(0 * y[u, a], 1)\n")
    points = [{"s": [1.5, 0.25], "r": [0.5, -0.75], "y": [[1.0, 0.25], [2.0, -3.0]]}]

    def f(p):
        total = -HALF_LOG_2PI
        for s, r, y in zip(p["s"], p["r"], p["y"]):
            total += mv_normal(y, [mpf(0)] * 2, [[s * s, s * s * r], [s * s * r, s * s]])
        return total
    return Case(model, points, f, ZERO_DATA)


@case("mv_normal_precision")
def _():
    return mvn("precision = S[k, k']", lambda p: inverse(symmetric(p["M"])))


@case("mv_normal_cholesky")
def _():
    model = ("dim k = a, b, c\ndata zero : real\nmu[k] ~ Flat(-inf, inf)\nM[k, k'] ~ Flat(-inf, inf)\n"
             "L[k, k'] = if k >= k' then M[k, k'] else 0\n"
             "y[k] ~ MvNormal(mu[k], cholesky = L[k, k'])\nzero ~ Normal(0 * y[a], 1)\n").replace("dim k = a, b, c", "dim k ordered = a, b, c")
    model = model.replace("k >= k'", "not (k < k')").replace("dim k ordered = a, b, c", "dim k = a, b, c")
    points = [{"mu": [0.5, -1.0, 2.0], "M": LOW3, "y": [1.0, 0.25, -0.5]}, {"mu": [0.0, 0.0, 0.0], "M": [[1e-5, 0, 0], [3.0, 1e4, 0], [7.0, 0.5, 1e-2]], "y": [2e-5, 3e3, 1.0]}]

    def f(p):
        l = lower(p["M"])
        return mv_normal(p["y"], p["mu"], product(l, transpose(l))) - HALF_LOG_2PI
    return Case(model, points, f, ZERO_DATA)


@case("mv_normal_correlation")
def _():
    model = ("dim k = a, b, c\ndata zero : real\nmu[k] ~ Flat(-inf, inf)\nsd[k] ~ Flat(0, inf)\nM[k, k'] ~ Flat(-inf, inf)\n" + sym("M") +
             "y[k] ~ MvNormal(mu[k], sd = sd[k], correlation = S[k, k'])\nzero ~ Normal(0 * y[a], 1)\n")
    points = [{"mu": [0.5, -1.0, 2.0], "sd": [0.5, 2.0, 10.0], "M": CORR3, "y": [1.0, 0.25, -0.5]}]

    def f(p):
        s, r = p["sd"], symmetric(p["M"])
        return mv_normal(p["y"], p["mu"], [[s[i] * s[j] * r[i][j] for j in range(3)] for i in range(3)]) - HALF_LOG_2PI
    return Case(model, points, f, ZERO_DATA)


@case("mv_student_t")
def _():
    model = ("dim k = a, b, c\ndata zero : real\nnu ~ Flat(0, inf)\nmu[k] ~ Flat(-inf, inf)\nM[k, k'] ~ Flat(-inf, inf)\n" + sym("M") +
             "y[k] ~ MvStudentT(nu, mu[k], scale = S[k, k'])\nzero ~ Normal(0 * y[a], 1)\n")
    points = [dict(p, nu=nu) for p, nu in zip(MVN_POINTS, (3.5, 0.75, 40.0))] + [dict(MVN_POINTS[0], nu=1e8)]
    return Case(model, points, lambda p: mv_student_t(p["y"], p["nu"], p["mu"], symmetric(p["M"])) - HALF_LOG_2PI, ZERO_DATA)


@case("mv_student_t_cholesky")
def _():
    model = ("dim k = a, b, c\ndata zero : real\nnu ~ Flat(0, inf)\nmu[k] ~ Flat(-inf, inf)\nM[k, k'] ~ Flat(-inf, inf)\n"
             "L[k, k'] = if not (k < k') then M[k, k'] else 0\n"
             "y[k] ~ MvStudentT(nu, mu[k], cholesky = L[k, k'])\nzero ~ Normal(0 * y[a], 1)\n")
    points = [{"nu": 4.0, "mu": [0.5, -1.0, 2.0], "M": LOW3, "y": [1.0, 0.25, -0.5]}]

    def f(p):
        l = lower(p["M"])
        return mv_student_t(p["y"], p["nu"], p["mu"], product(l, transpose(l))) - HALF_LOG_2PI
    return Case(model, points, f, ZERO_DATA)


@case("matrix_normal")
def _():
    model = ("dim r = u, v\ndim k = a, b, c\ndata zero : real\nmu[r, k] ~ Flat(-inf, inf)\nA[r, r'] ~ Flat(-inf, inf)\nM[k, k'] ~ Flat(-inf, inf)\n" + sym("M") +
             "U[r, r'] = (A[r, r'] + A[r', r]) / 2\n"
             "y[r, k] ~ MatrixNormal[r, k](mu[r, k], row_cov = U[r, r'], column_cov = S[k, k'])\nzero ~ Normal(0 * y[u, a], 1)\n")
    points = [{"mu": [[0.5, -1.0, 2.0], [0.0, 1.0, 0.5]], "A": [[2.0, 0.5], [0.5, 1.25]], "M": SPD3, "y": [[1.0, 0.25, -0.5], [0.75, -1.5, 2.0]]}]
    return Case(model, points, lambda p: matrix_normal(p["y"], p["mu"], symmetric(p["A"]), symmetric(p["M"])) - HALF_LOG_2PI, ZERO_DATA)


def of_matrix(dist, f, points, scale=True):
    """An unknown matrix x with the arguments df and scale, or eta."""
    head = "dim k = a, b, c\ndata zero : real\n"
    if scale:
        head += "df ~ Flat(0, inf)\nM[k, k'] ~ Flat(-inf, inf)\n" + sym("M") + "x[k, k'] ~ %s(df = 3 + df, scale = S[k, k'])\n" % dist
    else:
        head += "eta ~ Flat(0, inf)\nx[k, k'] ~ %s(eta)\n" % dist
    return Case(head + "zero ~ Normal(0 * x[a, a], 1)\n", points, f, ZERO_DATA)


@case("wishart")
def _():
    return of_matrix("Wishart", lambda p: wishart(symmetric(p["x"]), 3 + p["df"], symmetric(p["M"])) - HALF_LOG_2PI,
                     [{"df": 1.5, "M": SPD3, "x": SPD3B}, {"df": 1000.0, "M": SPD3B, "x": SPD3}])


@case("inverse_wishart")
def _():
    return of_matrix("InverseWishart", lambda p: inverse_wishart(symmetric(p["x"]), 3 + p["df"], symmetric(p["M"])) - HALF_LOG_2PI,
                     [{"df": 1.5, "M": SPD3, "x": SPD3B}, {"df": 1000.0, "M": SPD3B, "x": SPD3}])


@case("wishart_cholesky")
def _():
    return of_matrix("WishartCholesky", lambda p: wishart_cholesky(p["x"], 3 + p["df"], symmetric(p["M"])) - HALF_LOG_2PI,
                     [{"df": 1.5, "M": SPD3, "x": LOW3}])


@case("inverse_wishart_cholesky")
def _():
    return of_matrix("InverseWishartCholesky", lambda p: inverse_wishart_cholesky(p["x"], 3 + p["df"], symmetric(p["M"])) - HALF_LOG_2PI,
                     [{"df": 1.5, "M": SPD3, "x": LOW3}])


@case("lkj")
def _():
    return of_matrix("LKJ", lambda p: lkj(symmetric(p["x"]), p["eta"]) - HALF_LOG_2PI,
                     [{"eta": 1.0, "x": CORR3}, {"eta": 2.5, "x": CORR3}, {"eta": 0.125, "x": CORR3}], scale=False)


@case("lkj_cholesky")
def _():
    return of_matrix("LKJCholesky", lambda p: lkj_cholesky(p["x"], p["eta"]) - HALF_LOG_2PI,
                     [{"eta": 1.0, "x": CHOL3}, {"eta": 2.5, "x": CHOL3}, {"eta": 0.125, "x": CHOL3}], scale=False)


@case("zero_sum_normal")
def _():
    model = "dim k = a, b, c\ndata zero : real\nsigma ~ Flat(0, inf)\nx[k] ~ ZeroSumNormal(sigma)\nzero ~ Normal(0 * x[a], 1)\n"
    points = [{"sigma": 1.5, "x": [0.5, -1.25, 0.75]}, {"sigma": 1e-3, "x": [1e-3, -2e-3, 1e-3]}]
    return Case(model, points, lambda p: zero_sum_normal(p["x"], p["sigma"]) - HALF_LOG_2PI, ZERO_DATA)


@case("stick_breaking")
def _():
    model = "dim k = a, b, c, d\ndata zero : real\nalpha ~ Flat(0, inf)\nx[k] ~ StickBreaking(alpha)\nzero ~ Normal(0 * x[a], 1)\n"
    points = [{"alpha": 1.5, "x": [0.5, 0.25, 0.125, 0.125]}, {"alpha": 10.0, "x": [0.125, 0.25, 0.5, 0.125]}]
    for p in points:
        a, b = stick_breaking(numbers(p["x"]), mpf(p["alpha"])), stick_breaking_free(numbers(p["x"]), mpf(p["alpha"]))
        assert abs(a - b) < mpf(10) ** -50, (a, b)
    return Case(model, points, lambda p: stick_breaking_free(p["x"], p["alpha"]) - HALF_LOG_2PI, ZERO_DATA)


@case("unit_vector")
def _():
    model = "dim k = a, b, c\ndata zero : real\nx[k] ~ UnitVector\nzero ~ Normal(0 * x[a], 1)\n"
    points = [{"x": [0.6, 0.0, 0.8]}, {"x": [-0.48, 0.6, 0.64]}]
    return Case(model, points, lambda p: unit_vector(p["x"]) - HALF_LOG_2PI, ZERO_DATA)


# --- writing ---

def gradient(f, point):
    """{name: nested} of central differences, extrapolated once."""
    out = {}
    for name, value in point.items():
        cells, slopes = flat(value), []
        for i in range(len(cells)):
            h = max(abs(cells[i]), mpf(10) ** -6) * mpf(10) ** -60

            def g(t):
                return f(dict(point, **{name: like(value, iter(cells[:i] + [cells[i] + t] + cells[i + 1:]))}))
            d1, d2 = (g(h) - g(-h)) / (2 * h), (g(2 * h) - g(-2 * h)) / (4 * h)
            slopes.append((4 * d1 - d2) / 3)
        out[name] = like(value, iter(slopes))
    return out


def rounded(x):
    return [rounded(item) for item in x] if isinstance(x, list) else float(x)


def write(name):
    c = CASES[name]
    points = []
    for i, at in enumerate(c.points):
        exact = {key: numbers(value) for key, value in at.items()}
        points.append({"at": at, "log_joint": float(c.f(exact)), "gradient": {key: rounded(value) for key, value in gradient(c.f, exact).items()}})
        if i in c.naive_fails:
            points[-1]["naive_fails"] = True
    origin = "make_refs.py, mpmath %s with 400 digits, %s" % (mpmath.__version__, datetime.date.today())
    with open(os.path.join(HERE, name + ".bmodel"), "w") as out:
        out.write(c.model)
    with open(os.path.join(HERE, name + ".data.json"), "w") as out:
        json.dump(c.data, out)
        out.write("\n")
    with open(os.path.join(HERE, name + ".ref.json"), "w") as out:
        json.dump({"model": name + ".bmodel", "data": name + ".data.json", "origin": origin, "tolerance": 1e-13, "gradient_tolerance": 1e-11, "points": points}, out, indent=1)
        out.write("\n")


for chosen in sys.argv[1:] or CASES:
    write(chosen)
