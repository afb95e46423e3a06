/* Kernels that draw: their random numbers come from a stream that a uniform variate names, so that equal variates give equal draws. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "draw.h"
#include "kernel.h"

static BmStream stream_of(double u) {
    uint64_t bits;
    memcpy(&bits, &u, sizeof bits);
    return bm_stream(bits, 0, BM_PURPOSE_GENERATED, 0);
}

/* x[0] ~ Binomial(n, p[0]), x[i] ~ Binomial(n - x[0] - … - x[i-1], p[i] / (p[i] + p[i+1] + …)). The shares of what is left are ratios of sums from
 * behind, which keeps small probabilities at the end exact. */
void bm_kernel_multinomial_counts(const int64_t *sizes, const double *const *args, double *out) {
    const double *p = args[1];
    double        left = args[0][0], rest = 0;
    BmStream      stream = stream_of(args[2][0]);
    for (int64_t i = sizes[0] - 1; i >= 0; i--) out[i] = rest += p[i];
    const bool good = left >= 0 && isfinite(left) && rest > 0 && isfinite(rest);
    for (int64_t i = 0; i < sizes[0]; i++) {
        double share = out[i] > 0 ? p[i] / out[i] : 0;
        if (!good || !(p[i] >= 0)) {
            out[i] = NAN;
            continue;
        }
        out[i] = left > 0 ? bm_binomial_variate(&stream, left, fmin(share, 1)) : 0;
        left -= out[i];
    }
}
