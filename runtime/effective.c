/* Autocovariances are summed lag by lag, only as far as Geyer's rule reads them: well-mixed chains need a few dozen lags, which is
 * much cheaper than transforming them; chains that need every lag cost n^2 / 2 products (20 ms for 8 halves of 5000 draws). */
#include "effective.h"
#include <math.h>
#include "hamiltonian.h"

typedef double LooseLanes __attribute__((vector_size(BM_LANES * sizeof(double)), may_alias, aligned(8)));

/* sum of x[i] x[i + lag]. */
BM_WIDE static double lagged(const double *x, int n, int lag) {
    BmLanes   a = {0}, b = {0};
    int       i = 0;
    const int count = n - lag;
    for (; i + 2 * BM_LANES <= count; i += 2 * BM_LANES) {
        a += *(const LooseLanes *)(x + i) * *(const LooseLanes *)(x + i + lag);
        b += *(const LooseLanes *)(x + i + BM_LANES) * *(const LooseLanes *)(x + i + BM_LANES + lag);
    }
    a += b;
    double sum = (a[0] + a[1]) + (a[2] + a[3]);
    for (; i < count; i++) sum += x[i] * x[i + lag];
    return sum;
}

static double mean_of(const double *x, int n) {
    double a = 0, b = 0, c = 0, d = 0;
    int    i = 0;
    for (; i + 4 <= n; i += 4) a += x[i], b += x[i + 1], c += x[i + 2], d += x[i + 3];
    for (; i < n; i++) a += x[i];
    return ((a + b) + (c + d)) / n;
}

/* Chains with their means taken out; what they have in common. */
typedef struct Centred {
    const double *x;
    int           chains, n;
    double        within, total;
} Centred;

/* Mean over chains of the biased autocovariance. */
static double autocovariance(const Centred *c, int lag) {
    double sum = 0;
    for (int k = 0; k < c->chains; k++) sum += lagged(c->x + (long)k * c->n, c->n, lag);
    return sum / c->n / c->chains;
}

static double correlation(const Centred *c, int lag) { return 1 - (c->within - autocovariance(c, lag)) / c->total; }

static Centred centre(const double *y, int chains, int n, double *x) {
    double mean = 0, between = 0;
    for (int k = 0; k < chains; k++) {
        const double *from = y + (long)k * n, m = mean_of(from, n), difference = m - mean;
        for (int i = 0; i < n; i++) x[(long)k * n + i] = from[i] - m;
        mean += difference / (k + 1);
        between += difference * (m - mean);
    }
    Centred c = {.x = x, .chains = chains, .n = n};
    c.within = autocovariance(&c, 0) * n / (n - 1);
    c.total = c.within * (n - 1) / n + (chains > 1 ? between / (chains - 1) : 0);
    return c;
}

/* Fills rho while sums of pairs are positive; returns the last lag of a complete pair. */
static int positive_pairs(const Centred *c, double *rho) {
    double even = 1, odd = correlation(c, 1);
    int    t = 1;
    rho[0] = even;
    rho[1] = odd;
    while (t < c->n - 3 && even + odd > 0) {
        even = correlation(c, t + 1);
        odd = correlation(c, t + 2);
        const int good = even + odd >= 0;
        rho[t + 1] = good ? even : 0;
        rho[t + 2] = good ? odd : 0;
        t += 2;
    }
    const int last = t - 2;
    if (last >= 0 && even > 0) rho[last + 1] = even;
    return last;
}

double bm_effective(const double *y, int chains, int n, double *centred, double *rho) {
    if (n < 4) return NAN;
    const Centred c = centre(y, chains, n, centred);
    if (!(c.total > 0 && c.total < INFINITY)) return NAN;
    const int last = positive_pairs(&c, rho);
    for (int t = 1; t <= last - 2; t += 2)
        if (rho[t + 1] + rho[t + 2] > rho[t - 1] + rho[t]) rho[t + 1] = rho[t + 2] = (rho[t - 1] + rho[t]) / 2;
    double tau = -1;
    for (int t = 0; t <= last; t++) tau += 2 * rho[t];
    tau += rho[last + 1];
    const double draws = (double)chains * n;
    return draws / fmax(tau, 1 / log10(draws));
}

double bm_scale_reduction(const double *y, int chains, int n) {
    double mean = 0, between = 0, within = 0;
    for (int k = 0; k < chains; k++) {
        const double *from = y + (long)k * n, m = mean_of(from, n), difference = m - mean;
        double        squares = 0;
        for (int i = 0; i < n; i++) squares += (from[i] - m) * (from[i] - m);
        within += squares / (n - 1) / chains;
        mean += difference / (k + 1);
        between += difference * (m - mean);
    }
    between *= (double)n / (chains - 1);
    return sqrt((between / within + n - 1) / n);
}
