/* Philox4x32-10, and the normal quantile by which normals are drawn. */
#include "rng.h"
#include <math.h>
#include "wide.h"

enum { ROUNDS = 10 };
static const uint32_t MULTIPLIER[2] = {0xD2511F53u, 0xCD9E8D57u};
static const uint32_t WEYL[2] = {0x9E3779B9u, 0xBB67AE85u};

static inline void philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3], k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t a = (uint64_t)MULTIPLIER[0] * c0, b = (uint64_t)MULTIPLIER[1] * c2;
        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)b;
        c3 = (uint32_t)a;
        k0 += WEYL[0];
        k1 += WEYL[1];
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

void bm_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) { philox(counter, key, out); }

BmStream bm_stream(uint64_t seed, uint32_t chain, BmPurpose purpose, uint32_t draw) {
    return (BmStream){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)}, .counter = {0, draw, chain, (uint32_t)purpose}};
}

uint64_t bm_stream_bits(BmStream *stream) {
    if (stream->left == 0) {
        uint32_t out[4];
        philox(stream->counter, stream->key, out);
        stream->counter[0]++;
        stream->buffer[1] = (uint64_t)out[1] << 32 | out[0];
        stream->buffer[0] = (uint64_t)out[3] << 32 | out[2];
        stream->left = 2;
    }
    return stream->buffer[--stream->left];
}

/* Rational approximations of AS 241, highest power first. Centre: |p - 1/2| <= 0.425, in 0.180625 - (p - 1/2)^2; tails: in
 * r = sqrt(-log(tail)), near up to r = 5, far beyond. */
static const double CENTRE_TOP[8] = {2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
                                     4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
                                     1.3314166789178437745e+2, 3.3871328727963666080e+0};
static const double CENTRE_BOTTOM[8] = {
    5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
    5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1};
static const double NEAR_TOP[8] = {7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
                                   1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
                                   4.63033784615654529590e+0, 1.42343711074968357734e+0};
static const double NEAR_BOTTOM[8] = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1};
static const double FAR_TOP[8] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
                                  2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0,
                                  5.46378491116411436990e+0, 6.65790464350110377720e+0};
static const double FAR_BOTTOM[8] = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    1.48753612908506148525e-2,  1.36929880922735805310e-1, 5.99832206555887937690e-1, 1};

static inline double ratio(const double top[8], const double bottom[8], double x) {
    double a = top[0], b = bottom[0];
    for (int i = 1; i < 8; i++) {
        a = a * x + top[i];
        b = b * x + bottom[i];
    }
    return a / b;
}

static double quantile_tail(double p, double q) {
    const double r = sqrt(-log(q < 0 ? p : 1 - p));
    if (!(r < INFINITY)) return isnan(r) ? NAN : q < 0 ? -INFINITY : INFINITY;
    const double z = r <= 5 ? ratio(NEAR_TOP, NEAR_BOTTOM, r - 1.6) : ratio(FAR_TOP, FAR_BOTTOM, r - 5);
    return q < 0 ? -z : z;
}

double bm_normal_quantile(double p) {
    const double q = p - 0.5;
    if (fabs(q) <= 0.425) return q * ratio(CENTRE_TOP, CENTRE_BOTTOM, 0.180625 - q * q);
    return quantile_tail(p, q);
}

BM_WIDE __attribute__((optimize("O3"))) static void centre_of(const double *restrict p, double *restrict z, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        const double q = p[i] - 0.5;
        z[i] = q * ratio(CENTRE_TOP, CENTRE_BOTTOM, 0.180625 - q * q);
    }
}

/* The centre of 64 at a time, in a loop without branches; what is in a tail is computed again. */
void bm_normal_quantiles(double *p, int64_t n) {
    enum { BLOCK = 64 };
    double centre[BLOCK];
    for (int64_t from = 0; from < n; from += BLOCK) {
        const int64_t count = n - from < BLOCK ? n - from : BLOCK;
        double       *block = p + from;
        centre_of(block, centre, count);
        for (int64_t i = 0; i < count; i++)
            block[i] = fabs(block[i] - 0.5) <= 0.425 ? centre[i] : quantile_tail(block[i], block[i] - 0.5);
    }
}
