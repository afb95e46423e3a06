/* The size of the IR: a lost rule shows here as a failing test and not as slow code. The ceilings are what the rules reach today
 * (a prototype in another language, described in compiler/README.md, needed 39, 90, 19 and 21 nodes for value and gradient of the four),
 * and the size must not depend on the number of rows. */
#include <stdio.h>
#include <stdlib.h>

#include "compiler/load.h"
#include "test.h"

typedef struct Ceiling {
    const char *model, *text;
    int         value, gradient;
} Ceiling;

static const Ceiling ceilings[] = {
    {"eight schools",
     "dim school\ndata y[school] : real\ndata s[school] : real > 0\nmu ~ Normal(0, 5)\ntau ~ HalfCauchy(5)\n"
     "theta[school] ~ Normal(mu, tau) noncentered\ny[school] ~ Normal(theta, s)\n",
     17, 35},
    {"radon",
     "dim home\ndim county\ndata county[home] : county\ndata x[home], y[home] : real\ndata u[county] : real\n"
     "y[home] ~ Normal(a[county[home]] + b * x[home], sigma)\na[county] ~ Normal(g0 + g1 * u, tau) noncentered\n"
     "g0, g1, b ~ Normal(0, 2)\ntau, sigma ~ HalfNormal(1)\n",
     66, 123},
    {"logistic",
     "dim obs\ndim coef = 1..10\ndata X[obs, coef] : real\ndata y[obs] : binary\nb[coef] ~ Normal(0, 2)\n"
     "y ~ Bernoulli(inv_logit(X @ b))\n",
     15, 21},
    {"Poisson",
     "dim obs\ndim coef = 1..10\ndata X[obs, coef] : real\ndata n[obs] : count\nb[coef] ~ Normal(0, 1)\na ~ Normal(0, "
     "5)\n"
     "n ~ Poisson(exp(a + X @ b))\n",
     19, 23},
};

static void count(const char *text, int64_t rows, int *value, int *gradient) {
    Session *session = session_new();
    Source  *source = session_add_text(session, "test.bmodel", text, strlen(text));
    Model   *model = check(session, parse(session, source));
    CHECK(model != NULL);
    if (model) {
        Program *program = program_new(session, model);
        int64_t  sizes[8];
        for (int i = 0; i < 8; i++) sizes[i] = i == 0 ? rows : 10;
        program_count(program, sizes, value, gradient);
        program_free(program);
    } else
        printf("%s", diag_render(&session->diags, false));
    session_free(session);
}

int main(void) {
    for (size_t i = 0; i < sizeof ceilings / sizeof *ceilings; i++) {
        const Ceiling *c = &ceilings[i];
        int            value = 0, gradient = 0, more_value = 0, more_gradient = 0;
        count(c->text, 919, &value, &gradient);
        count(c->text, 9000000, &more_value, &more_gradient);
        if (value > c->value || gradient > c->gradient)
            printf("%s: %d nodes, with gradient %d\n", c->model, value, gradient);
        CHECK(value <= c->value);
        CHECK(gradient <= c->gradient);
        CHECK(value == more_value && gradient == more_gradient);
        if (getenv("BMODEL_TEST_VERBOSE")) printf("%-14s %3d nodes, with gradient %3d\n", c->model, value, gradient);
    }
    return test_end();
}
