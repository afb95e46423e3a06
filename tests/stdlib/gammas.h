/* Nobody can be better than rounding: a log density that adds logarithms of gamma functions is right to a few units in the last place of their size,
 * however near to 0 it is itself. */
#ifndef TESTS_STDLIB_GAMMAS_H
#define TESTS_STDLIB_GAMMAS_H
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Does a line of a `log p` add such? */
__attribute__((unused)) static bool gammas_in(const char *line) {
    return strstr(line, "lgamma(") || strstr(line, "lbeta(") || strstr(line, "lchoose(") ||
           strstr(line, "NegativeBinomial.log_p") || strstr(line, "log_poisson_power(");
}

/* Does it take a deviance? That is right to its last digits, but its slopes are differences of its arguments, one of which is a rounded product. */
__attribute__((unused)) static bool deviances_in(const char *line) { return strstr(line, "deviance("); }

/* What rounding may do to a log density of value logp at a value and parameters; `adds`: it adds such logarithms. */
__attribute__((unused)) static double gammas_rounding(bool adds, const double *at, int n, double logp) {
    double size = fmax(1, fabs(logp));
    for (int i = 0; i < n && adds; i++) size += fabs(at[i]) * (1 + fabs(log(fabs(at[i]) + 1e-300)));
    return 16 * 0x1p-53 * size;
}
#endif
