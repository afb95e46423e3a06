/* Streams and variates. Known answers of Philox: Random123's kat_vectors. Quantiles: mpmath 1.3, 40 digits. Distribution tests use
 * fixed seeds; their limits would be crossed by a correct generator with probability below 1e-6 each. */
#include "test.h"
#include "runtime/draw.h"
#include <stdlib.h>

enum { DRAWS = 200000 };

static void check_philox(const uint32_t counter[4], const uint32_t key[2], const uint32_t expected[4]) {
    uint32_t out[4];
    bm_philox(counter, key, out);
    for (int i = 0; i < 4; i++) CHECK_INT(out[i], expected[i]);
}

static void philox_known_answers(void) {
    check_philox((uint32_t[]){0, 0, 0, 0}, (uint32_t[]){0, 0},
                 (uint32_t[]){0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    check_philox((uint32_t[]){~0u, ~0u, ~0u, ~0u}, (uint32_t[]){~0u, ~0u},
                 (uint32_t[]){0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    check_philox((uint32_t[]){0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, (uint32_t[]){0xa4093822, 0x299f31d0},
                 (uint32_t[]){0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

static void streams_differ_by_every_part_of_their_name(void) {
    BmStream       a = bm_stream(1, 2, BM_PURPOSE_TREE, 3), b = bm_stream(1, 2, BM_PURPOSE_TREE, 3);
    BmStream       others[] = {bm_stream(2, 2, BM_PURPOSE_TREE, 3), bm_stream(1, 3, BM_PURPOSE_TREE, 3),
                               bm_stream(1, 2, BM_PURPOSE_MOMENTUM, 3), bm_stream(1, 2, BM_PURPOSE_TREE, 4),
                               bm_stream(1ull << 32 | 1, 2, BM_PURPOSE_TREE, 3)};
    const uint64_t first = bm_stream_bits(&a);
    CHECK(first == bm_stream_bits(&b));
    CHECK(bm_stream_bits(&a) != first);
    for (int i = 0; i < 5; i++) CHECK(bm_stream_bits(&others[i]) != first);
}

static void quantiles(void) {
    static const double TABLE[][2] = {{0.5, 0},
                                      {0.1, -1.28155156554460044},
                                      {0.9, 1.28155156554460059},
                                      {0.075, -1.43953147093845593},
                                      {0.02425, -1.97296105131188484},
                                      {1e-5, -4.26489079392282461},
                                      {0.99999, 4.26489079392384077},
                                      {1e-10, -6.3613409024040562},
                                      {1e-12, -7.03448382530113193},
                                      {1e-100, -21.2734535609653243},
                                      {1e-300, -37.0470962993611992},
                                      {0.3, -0.524400512708040816},
                                      {0.6, 0.253347103135799741}};
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++)
        CHECK_REL(bm_normal_quantile(TABLE[i][0]), TABLE[i][1], 1e-15);
    CHECK(bm_normal_quantile(0) == -INFINITY);
    CHECK(bm_normal_quantile(1) == INFINITY);
    CHECK(isnan(bm_normal_quantile(NAN)));
}

static void many_normals_are_the_same_as_one_by_one(void) {
    double   x[200];
    BmStream a = bm_stream(4, 1, BM_PURPOSE_MOMENTUM, 9), b = a;
    bm_std_normals(&a, x, 200);
    for (int i = 0; i < 200; i++) CHECK(x[i] == bm_std_normal(&b));
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* sqrt(n) times the largest distance between the draws' and the true distribution function (both given as values of cdf at draws). */
static double kolmogorov(double *u, int n) {
    qsort(u, (size_t)n, sizeof *u, by_value);
    double worst = 0;
    for (int i = 0; i < n; i++) worst = fmax(worst, fmax(u[i] - (double)i / n, (double)(i + 1) / n - u[i]));
    return worst * sqrt(n);
}

static const double KOLMOGOROV_LIMIT = 2.8; /* P(K > 2.8) = 3e-7 */

static void continuous_variates(void) {
    double  *u = malloc(DRAWS * sizeof *u);
    BmStream s = bm_stream(11, 0, BM_PURPOSE_FREE, 0);
    double   least = 1, most = 0;
    for (int i = 0; i < DRAWS; i++) u[i] = bm_std_uniform(&s), least = fmin(least, u[i]), most = fmax(most, u[i]);
    CHECK(least > 0 && most < 1);
    CHECK(kolmogorov(u, DRAWS) < KOLMOGOROV_LIMIT);
    for (int i = 0; i < DRAWS; i++) u[i] = 0.5 * erfc(-bm_std_normal(&s) / sqrt(2));
    CHECK(kolmogorov(u, DRAWS) < KOLMOGOROV_LIMIT);
    for (int i = 0; i < DRAWS; i++) u[i] = -expm1(-bm_std_exponential(&s));
    CHECK(kolmogorov(u, DRAWS) < KOLMOGOROV_LIMIT);
    for (int i = 0; i < DRAWS; i++) u[i] = erf(sqrt(bm_std_gamma(&s, 0.5))); /* shapes whose cdf is elementary */
    CHECK(kolmogorov(u, DRAWS) < KOLMOGOROV_LIMIT);
    for (int i = 0; i < DRAWS; i++) u[i] = -expm1(-bm_std_gamma(&s, 1));
    CHECK(kolmogorov(u, DRAWS) < KOLMOGOROV_LIMIT);
    for (int i = 0; i < DRAWS; i++) {
        const double x = bm_std_gamma(&s, 3);
        u[i] = 1 - exp(-x) * (1 + x + x * x / 2);
    }
    CHECK(kolmogorov(u, DRAWS) < KOLMOGOROV_LIMIT);
    free(u);
}

/* Mean and variance of a gamma variate within five standard errors. */
static void gamma_moments(double shape) {
    BmStream s = bm_stream(5, 0, BM_PURPOSE_FREE, 1);
    double   sum = 0, squares = 0;
    for (int i = 0; i < DRAWS; i++) {
        const double x = bm_std_gamma(&s, shape) - shape;
        sum += x, squares += x * x;
    }
    CHECK_NEAR(sum / DRAWS, 0, 5 * sqrt(shape / DRAWS));
    CHECK_NEAR(squares / DRAWS, shape, 5 * sqrt((2 * shape * shape + 6 * shape) / DRAWS));
}

enum { CELLS = 4000 };

/* Chi-squared over the values with expectation >= 20 (the rest pooled), as a normal deviate (Wilson & Hilferty). */
static double chi_squared_deviate(const int *count, const double *probability) {
    double statistic = 0, rest_expected = DRAWS, rest_count = DRAWS;
    int    cells = 0;
    for (int k = 0; k < CELLS; k++) {
        const double expected = probability[k] * DRAWS;
        if (expected < 20) continue;
        statistic += (count[k] - expected) * (count[k] - expected) / expected;
        rest_expected -= expected, rest_count -= count[k];
        cells++;
    }
    if (rest_expected > 5)
        statistic += (rest_count - rest_expected) * (rest_count - rest_expected) / rest_expected, cells++;
    const double df = cells - 1, v = 2 / (9 * df);
    return (cbrt(statistic / df) - (1 - v)) / sqrt(v);
}

static void check_counts(double rate_or_n, double p) {
    int     *count = calloc(CELLS, sizeof *count);
    double  *probability = calloc(CELLS, sizeof *probability);
    BmStream s = bm_stream(17, 0, BM_PURPOSE_FREE, 2);
    for (int i = 0; i < DRAWS; i++) {
        const double k = isnan(p) ? bm_poisson_variate(&s, rate_or_n) : bm_binomial_variate(&s, rate_or_n, p);
        if (k >= 0 && k < CELLS) count[(int)k]++;
    }
    for (int k = 0; k < CELLS; k++) {
        if (isnan(p))
            probability[k] = exp(k * log(rate_or_n) - rate_or_n - lgamma(k + 1.0));
        else if (k <= rate_or_n)
            probability[k] = exp(lgamma(rate_or_n + 1) - lgamma(k + 1.0) - lgamma(rate_or_n - k + 1) + k * log(p) +
                                 (rate_or_n - k) * log1p(-p));
    }
    const double deviate = chi_squared_deviate(count, probability);
    if (!CHECK(fabs(deviate) < 5)) printf("    for %g, %g: %g\n", rate_or_n, p, deviate);
    free(count);
    free(probability);
}

/* Counts too large for a table: mean and variance within five standard errors. */
static void large_counts(void) {
    BmStream     s = bm_stream(3, 0, BM_PURPOSE_FREE, 4);
    double       z1 = 0, z2 = 0, b1 = 0, b2 = 0;
    const double rate = 3e12, n = 1e14, p = 0.02;
    for (int i = 0; i < DRAWS; i++) {
        const double z = (bm_poisson_variate(&s, rate) - rate) / sqrt(rate),
                     b = (bm_binomial_variate(&s, n, p) - n * p) / sqrt(n * p * (1 - p));
        z1 += z, z2 += z * z, b1 += b, b2 += b * b;
    }
    CHECK_NEAR(z1 / DRAWS, 0, 5 / sqrt(DRAWS));
    CHECK_NEAR(z2 / DRAWS, 1, 5 * sqrt(2.0 / DRAWS));
    CHECK_NEAR(b1 / DRAWS, 0, 5 / sqrt(DRAWS));
    CHECK_NEAR(b2 / DRAWS, 1, 5 * sqrt(2.0 / DRAWS));
}

static void edges(void) {
    BmStream s = bm_stream(1, 0, BM_PURPOSE_FREE, 0);
    CHECK(bm_poisson_variate(&s, 0) == 0);
    CHECK(isnan(bm_poisson_variate(&s, -1)) && isnan(bm_poisson_variate(&s, NAN)) &&
          isnan(bm_poisson_variate(&s, INFINITY)));
    CHECK(bm_binomial_variate(&s, 0, 0.5) == 0 && bm_binomial_variate(&s, 7, 0) == 0 &&
          bm_binomial_variate(&s, 7, 1) == 7);
    CHECK(isnan(bm_binomial_variate(&s, 2.5, 0.5)) && isnan(bm_binomial_variate(&s, 3, 1.5)) &&
          isnan(bm_binomial_variate(&s, 3, NAN)));
    CHECK(isnan(bm_std_gamma(&s, 0)) && isnan(bm_std_gamma(&s, -1)) && isnan(bm_std_gamma(&s, NAN)));
    for (int i = 0; i < 1000; i++) CHECK(bm_std_gamma(&s, 1e-4) > 0);
}

int main(void) {
    philox_known_answers();
    streams_differ_by_every_part_of_their_name();
    quantiles();
    many_normals_are_the_same_as_one_by_one();
    continuous_variates();
    static const double SHAPES[] = {0.1, 0.7, 1, 1.5, 4, 50, 1e6};
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) gamma_moments(SHAPES[i]);
    static const double RATES[] = {0.01, 0.8, 5, 9.99, 10, 12.5, 40, 1000};
    for (size_t i = 0; i < sizeof RATES / sizeof *RATES; i++) check_counts(RATES[i], NAN);
    static const double BINOMIALS[][2] = {{1, 0.3},    {10, 0.5},    {20, 0.51},   {25, 0.4},  {30, 0.9},
                                          {200, 0.05}, {1000, 0.02}, {3000, 0.37}, {3000, 0.8}};
    for (size_t i = 0; i < sizeof BINOMIALS / sizeof *BINOMIALS; i++) check_counts(BINOMIALS[i][0], BINOMIALS[i][1]);
    large_counts();
    edges();
    return test_end();
}
