/* Eight schools (Rubin 1981), non-centred, written by hand as the compiler would: sizes and data at run time, a schema that names them.
 * Two schools have labels that need care in CSV and JSON. */
#ifndef TESTS_SCHOOLS_MODEL_H
#define TESTS_SCHOOLS_MODEL_H
#include <math.h>
#include "runtime/abi.h"

enum { SLOT_SCHOOLS = BM_LAYOUT_SIZES, SLOT_Y, SLOT_SIGMA, SLOT_THETA, SLOT_MU, SLOT_TAU, SCHOOLS_LAYOUT };

static const char SCHOOLS_SCHEMA[] =
    "{\"model\": \"schools\", \"file\": \"schools.bmodel\", \"layout_cells\": 12,"
    " \"dims\": [{\"name\": \"school\", \"shown\": \"school\", \"line\": 1, \"column_number\": 5, \"from\": \"data\"}],"
    " \"data\": [{\"name\": \"y\", \"shown\": \"y\", \"line\": 2, \"column_number\": 6, \"dims\": [\"school\"], "
    "\"kind\": \"real\", \"slot\": 7},"
    "            {\"name\": \"sigma\", \"shown\": \"sigma\", \"line\": 3, \"column_number\": 6, \"dims\": "
    "[\"school\"], \"kind\": \"real\", \"lo\": 0, \"lo_open\": true, \"slot\": 8}],"
    " \"unknowns\": [{\"name\": \"z\", \"shown\": \"z\", \"dims\": [\"school\"], \"line\": 4}, {\"name\": \"mu\", "
    "\"shown\": \"mu\", \"dims\": [], \"line\": 5}, {\"name\": \"tau\", \"shown\": \"τ\", \"dims\": [], \"line\": 6}],"
    " \"outputs\": [{\"name\": \"theta\", \"shown\": \"theta\", \"dims\": [\"school\"], \"kind\": \"equation\", "
    "\"slot\": 9},"
    "               {\"name\": \"mu\", \"shown\": \"mu\", \"dims\": [], \"kind\": \"unknown\", \"slot\": 10}, "
    "{\"name\": \"tau\", \"shown\": \"τ\", \"dims\": [], \"kind\": \"unknown\", \"slot\": 11}],"
    " \"statements\": [], \"checks\": []}";

static const char SCHOOLS_CSV[] =
    "school,y,sigma\nChoate,28,15\nDeerfield,8,10\n\"Andover, MA\",-3,16\n\"Phillips "
    "\"\"Exeter\"\"\",7,11\nHotchkiss,-1,9\nLawrenceville,1,11\nSt. Paul's,18,10\nMt. Hermon,12,18\n";

static void data_schools_layout(int64_t *layout) {
    const int64_t n = layout[SLOT_SCHOOLS];
    layout[BM_LAYOUT_DATA] = 2 * n;
    layout[BM_LAYOUT_WORK] = 0;
    layout[BM_LAYOUT_UNKNOWNS] = layout[BM_LAYOUT_THETA] = layout[BM_LAYOUT_OUTPUTS] = n + 2;
    layout[BM_LAYOUT_CELLS] = 0;
    layout[SLOT_Y] = 0;
    layout[SLOT_SIGMA] = n;
    layout[SLOT_THETA] = 0;
    layout[SLOT_MU] = n;
    layout[SLOT_TAU] = n + 1;
}

static void data_schools_prepare(const int64_t *layout, double *data) { (void)layout, (void)data; }

static double data_schools_gradient(const double *q, double *g, const int64_t *layout, const double *data,
                                    double *work) {
    (void)work;
    const int64_t n = layout[SLOT_SCHOOLS];
    const double *y = data + layout[SLOT_Y], *sigma = data + layout[SLOT_SIGMA];
    const double  mu = q[n], tau = exp(q[n + 1]), t = tau / 5;
    double        lp = -mu * mu / 50 - log1p(t * t) + q[n + 1], by_mu = -mu / 25, by_tau = -2 * t / 5 / (1 + t * t);
    for (int64_t j = 0; j < n; j++) {
        const double z = (y[j] - mu - tau * q[j]) / sigma[j], by_theta = z / sigma[j];
        lp -= 0.5 * (q[j] * q[j] + z * z);
        g[j] = -q[j] + tau * by_theta;
        by_mu += by_theta;
        by_tau += q[j] * by_theta;
    }
    g[n] = by_mu;
    g[n + 1] = by_tau * tau + 1;
    return lp;
}

static void data_schools_outputs(const double *q, double *out, const int64_t *layout, const double *data, double *work,
                                 BmStream *stream) {
    (void)data, (void)work, (void)stream;
    const int64_t n = layout[SLOT_SCHOOLS];
    out[n] = q[n];
    out[n + 1] = exp(q[n + 1]);
    for (int64_t j = 0; j < n; j++) out[j] = out[n] + out[n + 1] * q[j];
}

#define SCHOOLS_MODEL                                                                                                  \
    {.abi_version = BM_ABI_VERSION,                                                                                    \
     .schema = SCHOOLS_SCHEMA,                                                                                         \
     .layout = data_schools_layout,                                                                                    \
     .prepare = data_schools_prepare,                                                                                  \
     .gradient = data_schools_gradient,                                                                                \
     .outputs = data_schools_outputs}

#endif
