#include "quad.h"

/* Bernoulli numbers B_2 … B_30 */
static const Quad bernoulli[15][2] = {{1, 6},
                                      {-1, 30},
                                      {1, 42},
                                      {-1, 30},
                                      {5, 66},
                                      {-691, 2730},
                                      {7, 6},
                                      {-3617, 510},
                                      {43867, 798},
                                      {-174611, 330},
                                      {854513, 138},
                                      {-236364091, 2730},
                                      {8553103, 6},
                                      {-23749461029, 870},
                                      {8615841276005, 14322}};

/* By recurrence to x >= 40, and the derivatives of log x - 1 / (2 x) - Σ B_2k / (2 k x^2k). */
Quad q_polygamma(int n, Quad x) {
    Quad sum = 0, factorial = n == 3 ? 6 : n == 2 ? 2 : 1, sign = n % 2 ? -1 : 1, power;
    for (; x < 40; x += 1) {
        power = 1 / x;
        for (int i = 0; i < n; i++) power /= x;
        sum -= factorial * power;
    }
    Quad u = 1 / (x * x), series = 0;
    for (int k = 15; k >= 1; k--) {
        Quad rising = 1; /* (2k)(2k+1)…(2k+n-1) */
        for (int i = 0; i < n; i++) rising *= 2 * k + i;
        series = (series + bernoulli[k - 1][0] / bernoulli[k - 1][1] / (2 * k) * rising) * u;
    }
    power = 1;
    for (int i = 0; i < n; i++) power /= x;
    Quad leading = n == 0 ? logq(x) : -(factorial / n) * power, half = -0.5Q * factorial * power / x;
    return sign * (leading + half - series * power + sum);
}

Quad q_log_phi(Quad x) { return x > 0 ? log1pq(-0.5Q * erfcq(x * M_SQRT1_2q)) : logq(0.5Q * erfcq(-x * M_SQRT1_2q)); }

Quad q_hazard(Quad x) { return expq(-0.5Q * x * x) / sqrtq(2 * M_PIq) / (0.5Q * erfcq(x * M_SQRT1_2q)); }

/* Newton's method on log Phi. */
Quad q_probit(Quad p) {
    if (p > 0.5Q) return -q_probit(1 - p);
    Quad x = p < 0.1Q ? -sqrtq(-2 * logq(p)) : (p - 0.5Q) * 2.5Q;
    for (int i = 0; i < 60; i++) {
        Quad step = (q_log_phi(x) - logq(p)) / q_hazard(-x);
        x -= step;
        if (fabsq(step) <= 1e-30Q * fabsq(x)) break;
    }
    return x;
}

/* --- incomplete gamma and beta --- */

static Quad gamma_factor(Quad a, Quad x) { return a * logq(x) - x - lgammaq(a); }

static Quad log_p_series(Quad a, Quad x) {
    Quad term = 1, sum = 1;
    for (Quad n = 1; term > 1e-34Q * sum || x > a + n; n += 1) term *= x / (a + n), sum += term;
    return gamma_factor(a, x) - logq(a) + logq(sum);
}

static Quad log_q_fraction(Quad a, Quad x) {
    Quad b = x + 1 - a, c = 1e300Q, d = 1 / b, h = d;
    for (Quad n = 1; n < 100000; n += 1) {
        Quad part = -n * (n - a);
        b += 2;
        d = 1 / (part * d + b), c = b + part / c;
        h *= c * d;
        if (fabsq(c * d - 1) < 1e-33Q) break;
    }
    return gamma_factor(a, x) + logq(h);
}

Quad q_log_gamma_p(Quad a, Quad x) { return x < a + 1 ? log_p_series(a, x) : log1pq(-expq(log_q_fraction(a, x))); }
Quad q_log_gamma_q(Quad a, Quad x) { return x < a + 1 ? log1pq(-expq(log_p_series(a, x))) : log_q_fraction(a, x); }

/* A sum of positive terms: x^a (1 - x)^b / (a B(a, b)) 2F1(a + b, 1; a + 1; x). */
static Quad log_beta_below(Quad a, Quad b, Quad x) {
    Quad term = 1, sum = 1;
    for (Quad n = 0; n < 100000; n += 1) {
        term *= (a + b + n) / (a + 1 + n) * x;
        sum += term;
        if (term < 1e-34Q * sum) break;
    }
    return a * logq(x) + b * log1pq(-x) - logq(a) - lgammaq(a) - lgammaq(b) + lgammaq(a + b) + logq(sum);
}

Quad q_log_beta_p(Quad a, Quad b, Quad x) {
    return x * (a + b) < a ? log_beta_below(a, b, x) : log1pq(-expq(log_beta_below(b, a, 1 - x)));
}

/* --- Bessel --- */

static Quad series(Quad nu, Quad y) { /* Σ y^k / (k! (nu + 1) … (nu + k)) */
    Quad term = 1, sum = 1, most = 1;
    for (int k = 1; k < 2000; k++) {
        term *= y / (k * (k + nu));
        sum += term;
        most = fmaxq(most, fabsq(term));
        if (fabsq(term) < 1e-36Q * most) break;
    }
    return sum;
}

Quad q_bessel_i(Quad nu, Quad x) { return powq(x / 2, nu) / tgammaq(nu + 1) * series(nu, x * x / 4); }
Quad q_bessel_j(Quad nu, Quad x) { return powq(x / 2, nu) / tgammaq(nu + 1) * series(nu, -x * x / 4); }
Quad q_bessel_y(Quad nu, Quad x) {
    return (q_bessel_j(nu, x) * cosq(nu * M_PIq) - q_bessel_j(-nu, x)) / sinq(nu * M_PIq);
}

/* The integral of exp(-x cosh t + nu t) / 2 over all t. */
Quad q_bessel_k(Quad nu, Quad x) {
    Quad at = asinhq(nu / x), step = 0.11Q / sqrtq(1 + 0.09Q * sqrtq(nu * nu + x * x)), top = -x * coshq(at) + nu * at,
         sum = 1;
    for (int way = -1; way <= 1; way += 2)
        for (int i = 1; i < 100000; i++) {
            Quad t = at + way * i * step, term = expq(-x * coshq(t) + nu * t - top);
            sum += term;
            if (term < 1e-36Q) break;
        }
    return 0.5Q * step * sum * expq(top);
}

/* --- Owen's T: tanh-sinh --- */

Quad q_owens_t(Quad h, Quad a) {
    Quad end = fminq(a, 13 / h), sum = 0, step = 0.06Q;
    for (int i = -70; i <= 70; i++) {
        Quad s = M_PI_2q * sinhq(i * step), c = coshq(s), x = 0.5Q * end * (1 + tanhq(s));
        sum += expq(-0.5Q * h * h * (1 + x * x)) / (1 + x * x) * coshq(i * step) / (c * c);
    }
    return sum * 0.25Q * end * step * 0.5Q;
}

Quad q_slope(Quad (*f)(Quad, Quad), Quad x, Quad y, int by) {
    Quad at = by ? y : x, h = at * 1e-7Q, d[2];
    for (int i = 0; i < 2; i++, h *= 2) d[i] = (by ? f(x, y + h) - f(x, y - h) : f(x + h, y) - f(x - h, y)) / (2 * h);
    return (4 * d[0] - d[1]) / 3;
}
