/* Ranges of the scalar functions: see range_primitive.h. A function that is not listed here has the range of its row. */
#include "range_primitive.h"
#include "expr.h"
#include "library.h"
#include "primitive.h"
#include <math.h>
#include <string.h>

static double inv_logit(double x) { return 1 / (1 + exp(-x)); }
static double logit(double p) { return log(p) - log1p(-p); }
static double log1m(double x) { return log1p(-x); }
static double log1p_exp(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }
static double log1m_exp(double x) { return log(-expm1(x)); }
static double phi(double x) { return 0.5 * erfc(-x / sqrt(2)); }
static double inv_cloglog(double x) { return -expm1(-exp(x)); }
static double cloglog(double p) { return log(-log1p(-p)); }
static double asinh_(double x) { return asinh(x); }

typedef struct Monotone {
    const char *name;
    double (*f)(double);
    bool decreasing;
} Monotone;
static const Monotone monotone[] = {{"exp", exp, false},
                                    {"log", log, false},
                                    {"expm1", expm1, false},
                                    {"log1p", log1p, false},
                                    {"log1m", log1m, true},
                                    {"log2", log2, false},
                                    {"log10", log10, false},
                                    {"log1p_exp", log1p_exp, false},
                                    {"log1m_exp", log1m_exp, true},
                                    {"sqrt", sqrt, false},
                                    {"logit", logit, false},
                                    {"inv_logit", inv_logit, false},
                                    {"Phi", phi, false},
                                    {"cloglog", cloglog, false},
                                    {"inv_cloglog", inv_cloglog, false},
                                    {"erf", erf, false},
                                    {"erfc", erfc, true},
                                    {"sinh", sinh, false},
                                    {"asinh", asinh_, false},
                                    {"tanh", tanh, false},
                                    {"floor", floor, false},
                                    {"ceil", ceil, false},
                                    {"round", round, false},
                                    {0}};

/* A support with numbers for bounds; any other bound counts as infinite. */
static Interval of_support(const Support *support) {
    double lo = -INFINITY, hi = INFINITY;
    if (support->lo && !expr_constant(support->lo, &lo)) lo = -INFINITY;
    if (support->hi && !expr_constant(support->hi, &hi)) hi = INFINITY;
    return interval_make(lo, support->lo_open, hi, support->hi_open, false);
}

bool range_of_primitive_argument(Session *session, int primitive_id, int i, Region *region) {
    const PrimitiveInfo *row = library_primitive(session, primitive_id);
    *region = (Region){.in = interval_all(), .lo_exact = true, .hi_exact = true};
    if (!row || i >= row->n_params) return false;
    region->in = of_support(&row->params[i].support);
    region->whole = row->params[i].whole;
    return region->whole || !isinf(region->in.lo) || !isinf(region->in.hi);
}

/* --- ranges --- */

static Interval monotone_image(const Monotone *m, const PrimitiveInfo *info, Interval a) {
    Interval domain = of_support(&info->params[0].support), range = of_support(&info->result);
    return m->decreasing ? interval_decreasing(a, m->f, domain, range) : interval_increasing(a, m->f, domain, range);
}

Interval range_primitive(Session *session, int primitive_id, const Interval *args, int n_args, bool apart) {
    const Primitive     *row = primitive(primitive_id);
    const PrimitiveInfo *info = library_primitive(session, primitive_id);
    if (!info) return interval_all();
    for (int i = 0; i < n_args; i++)
        if (args[i].empty) return args[i];
    if (n_args == 1) {
        for (const Monotone *m = monotone; m->name; m++)
            if (strcmp(m->name, row->name) == 0) return monotone_image(m, info, args[0]);
        if (strcmp(row->name, "abs") == 0) return interval_abs(args[0]);
        if (strcmp(row->name, "square") == 0) return interval_power(args[0], 2);
    }
    if (n_args == 2) {
        if (strcmp(row->name, "min") == 0) return interval_min(args[0], args[1], apart);
        if (strcmp(row->name, "max") == 0) return interval_max(args[0], args[1], apart);
        if (strcmp(row->name, "pow") == 0) return interval_unreached(interval_power_any(args[0], args[1]));
    }
    return of_support(&info->result);
}

bool range_primitive_folds(int primitive_id) {
    const Primitive *row = primitive(primitive_id);
    return strcmp(row->name, "abs") == 0 || strcmp(row->name, "square") == 0;
}
