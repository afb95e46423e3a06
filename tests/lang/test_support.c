/* Messages about supports, roles and readings: place, sentence and help, word for word; and the obligations of data. */
#include "check.h"
#include "model.h"
#include "obligations.h"
#include "test.h"

typedef struct Case {
    const char *model, *expected, *help;
} Case;

static void load(Session *session, const char *text, Model **model) {
    Source *source = session_add_text(session, "m.bmodel", text, strlen(text));
    *model = check(session, parse(session, source));
    diag_sort(&session->diags);
}

/* "4:9: S01: sentence" of the i-th message; "" if there are fewer. */
static const char *said(Session *session, int i) {
    if (i >= session->diags.all.count) return "";
    const Diag *d = session->diags.all.at[i];
    Place       place = {0, 0};
    if (d->primary.span.source) place = source_place(session->arena, d->primary.span.source, d->primary.span.begin);
    return arena_printf(session->arena, "%d:%d: %s: %s", place.line, place.column, diag_code_name(d->code), d->message);
}

static const char *help(Session *session, int i) {
    if (i >= session->diags.all.count || !session->diags.all.at[i]->help.count) return "";
    return session->diags.all.at[i]->help.at[0];
}

static void one(const Case *c) {
    Session *session = session_new();
    Model   *model;
    load(session, c->model, &model);
    CHECK_STR(said(session, 0), c->expected);
    CHECK_STR(said(session, 1), "");
    if (c->help) CHECK_STR(help(session, 0), c->help);
    session_free(session);
}

static const Case cases[] = {
    {"dim obs\ndata y[obs] : real\nmu ~ Normal(0, 5)\nsigma ~ Normal(0, 5)\ny[obs] ~ Normal(mu, sigma)\n",
     "4:9: S01: `sigma` is a standard deviation (line 5), but `Normal(0, 5)` also gives negative values",
     "Write `sigma ~ HalfNormal(5)`: the same curve, cut at zero, which is what `real<lower=0> sigma; sigma ~ "
     "normal(0, 5)` means in Stan.\n| sigma ~ HalfNormal(5)"},
    {"dim obs\ndata y[obs] : count\ndata x[obs] : real\na ~ Normal(0, 1)\nb ~ Normal(0, 1)\ny[obs] ~ Poisson(a + b * "
     "x)\n",
     "6:18: S01: a rate must be positive, but `a + b * x` can be any number",
     "Use a log link: `Poisson(exp(a + b * x))`. `a` and `b` are then effects on the log of the rate."},
    {"dim group\ndata dose[group] : real\ndata n[group], deaths[group] : count\na ~ Normal(0, 5)\nb ~ Normal(0, "
     "5)\ndeaths ~ Binomial(n, a + b * dose)\n",
     "6:22: S01: a probability must lie in 0..1, but `a + b * dose` can be any number",
     "Use a logit link: `Binomial(n, inv_logit(a + b * dose))`. `a` and `b` are then effects on the log-odds."},
    {"data y : real\nsigma ~ Uniform(-1, 10)\ny ~ Normal(0, sigma)\n",
     "2:17: S01: `sigma` is a standard deviation (line 3), but `Uniform(-1, 10)` reaches below 0",
     "Begin at 0; or, without a hard edge, `sigma ~ HalfNormal(5)`.\n| sigma ~ Uniform(0, 10)"},
    {"data y : real\nmu ~ Normal(0, 1)\ny ~ Normal(log(mu), 1)\n",
     "3:12: S02: `log` needs a positive number, but `mu ~ Normal(0, 1)` is negative half the time",
     "Either `mu ~ LogNormal(0, 1)`, or drop the `log`.\n| mu ~ LogNormal(0, 1)"},
    {"p ~ Uniform(1, 0)\ny ~ Bernoulli(p)\ndata y : binary\n",
     "1:13: S06: the lower bound 1 is above the upper bound 0", "Exchange them: `Uniform(0, 1)`."},
    {"data y : count\ny ~ Binomial(2.5, 0.5)\n", "2:14: T01: the number of trials must be a whole number; 2.5 is not",
     "`Binomial(3, 0.5)`?"},
    {"data y : real\ny ~ StudentT(0, 1, 4)\n",
     "2:14: S07: the first argument of `StudentT` is the degrees of freedom and must be positive; it is 0",
     "`StudentT(4, 0, 1)`, or by name: `StudentT(nu = 4, mu = 0, sigma = 1)`."},
    {"data y, n : count\np ~ Beta(1, 1)\ny ~ Binomial(p, n)\n",
     "3:14: X04: `Binomial` takes the number of trials first; `p` is not a whole number",
     "`Binomial(n, p)`. (`dbin(p, n)` is the BUGS order.)"},
    {"tau ~ Gamma(shape = 0.001, rate = 0.001)\nsigma = 1 / sqrt(tau)\ny ~ Normal(0, sigma)\ndata y : real\n",
     "1:7: I03: this prior puts half of its mass on `sigma` above 10^149",
     "`sigma ~ HalfNormal(s)` with `s` the largest plausible spread. (Old BUGS examples used it as "
     "\"non-informative\"; for scales it is not.)"},
    {"dim obs\ndata beta[obs], y[obs] : real\nbeta ~ Normal(0, 1)\nm ~ Normal(0, 1)\ny ~ Normal(beta + m, 1)\n",
     "3:1: O03: `beta` is data (line 2), so this line says how the data arose; nothing called `beta` will be estimated",
     NULL},
    {"dim obs = 1..20\nmu ~ Normal(0, 10)\ny[obs] ~ Normal(mu, 1)\n",
     "3:1: O01: nothing in this model is observed: the result is the prior",
     "If `y` was measured, say so:\n| data y[obs] : real"},
    {"data y : real\nmu ~ Normal(0, 1)\ngamma ~ Normal(0, 1)\ny ~ Normal(mu, 1)\n",
     "3:1: O04: no data depend on `gamma`; it is drawn forward from its prior", "Was it meant to appear in line 4?"},
    {"dim obs\ndata x[obs], y[obs] : real\nmu ~ Normal(0, 1)\ny ~ Normal(mu, 1)\n",
     "2:6: O07: `x` is not used by any equation", "Forgot a term in line 4?"},
    {"a ~ Flat()\n", "1:5: I01: `a` has an improper prior and no data depend on it: there is no posterior",
     "Give it a proper prior, for example:\n| a ~ Normal(0, 10)"},
    {"data y, v : real\nmu ~ Normal(0, 10)\ny ~ Normal(mu, v)\n", "3:16: P05: `v` is read as a standard deviation",
     "If it holds a variance:\n| Normal(mu, variance = v)"},
    {"data t : real > 0\nt ~ Gamma(2, 10)\n", "2:5: P02: books disagree on the arguments of `Gamma`: they need names",
     "Write what is meant:\n| t ~ Gamma(shape = 2, rate = 10)        # Stan, PyMC, R, BUGS; its mean is 0.2\n"
     "| t ~ Gamma(shape = 2, scale = 10)       # scipy, Julia; its mean is 20\n"
     "| t ~ Gamma(mean = 2, sd = 10)\n| t ~ Gamma(mean = 2, variance = 10)\n| t ~ Gamma(mean = 2, shape = 10)"},
    {"data y : real > 0\ny ~ Pareto(0.5, 3)\n",
     "2:5: P02: books disagree on the arguments of `Pareto`: they need names",
     "Write what is meant:\n| y ~ Pareto(shape = 0.5, scale = 3)     # PyMC, BUGS, Julia; its mean is infinite\n"
     "| y ~ Pareto(scale = 0.5, shape = 3)     # Stan; its mean is 0.75"},
    {"dim obs\ndata y[obs] : count\ndata x[obs] : real\na, b ~ Normal(0, 1)\nmu[obs] = a + b * x\ny ~ Poisson(mu)\n",
     "6:13: S01: a rate must be positive, but `mu` can be any number",
     "Use a link, on the left of its equation.\n| log(mu[obs]) = a + b * x"},
    {"data y : real\ns ~ Normal(2, 1)\ny ~ Normal(0, s)\n",
     "2:5: S01: `s` is a standard deviation (line 3), but `Normal(2, 1)` also gives negative values",
     "Use a distribution on the positive numbers.\n| s ~ Gamma(mean = 2, sd = 1)"},
    {"data y : binary\np ~ Normal(0, 1)\ny ~ Bernoulli(p)\n",
     "2:5: S01: `p` is a probability (line 3), but `Normal(0, 1)` also gives values outside 0..1",
     "Use a distribution on 0..1; or, if `p` is on the log-odds scale, `Bernoulli(inv_logit(p))`.\n| p ~ Beta(1, 1)"},
    {"data y : real\nmu ~ Normal(0, sigma = -1)\ny ~ Normal(mu, 1)\n",
     "2:24: S07: the standard deviation of `Normal` must be positive; it is -1", NULL},
};

/* --- obligations --- */

typedef struct Needs {
    const char *model;
    int         n;
    const char *code, *message;
} Needs;

static const Needs needs[] = {
    {"dim obs\ndata y[obs] : int\nr ~ HalfNormal(1)\ny ~ Poisson(r)\n", 1, "S04",
     "`y` is {value} in {row}; a `Poisson` count cannot be negative"},
    {"dim obs\ndata t[obs] : real\nr ~ HalfNormal(1)\nt ~ Exponential(r)\n", 1, "S04",
     "`t` is {value} in {row}; waiting times under `Exponential` are not negative"},
    {"dim obs\ndata y[obs], n[obs] : count\np ~ Beta(1, 1)\ny ~ Binomial(n, p)\n", 1, "S04",
     "{row} has `y` = {value} but `n` = {n}: more successes than trials"},
    {"dim obs\ndata y[obs] : int\np ~ Beta(1, 1)\ny ~ Bernoulli(p)\n", 1, "S04",
     "`y` is {value} in {row}{more}; `Bernoulli` needs 0 and 1"},
    {"dim obs\ndata y[obs] : real\nmu ~ Normal(0, 1)\ny ~ LogNormal(mu, 1)\n", 2, "S04",
     "`y` is {value} in {row}; values under `LogNormal` are not negative"},
    {"dim obs\ndata y[obs] : real\nmu ~ Normal(0, 1)\ny ~ Normal(mu, 1)\n", 0, NULL, NULL},
    {"dim obs\ndata y[obs] : count\nr ~ HalfNormal(1)\ny ~ Poisson(r)\n", 0, NULL, NULL},
    {"dim obs\ndata y[obs] : real > 0\nmu ~ Normal(0, 1)\ny ~ LogNormal(mu, 1)\n", 0, NULL, NULL},
    {"dim obs\ndata y[obs], se[obs] : real\nmu ~ Normal(0, 1)\ny ~ Normal(mu, se)\n", 1, "S05",
     "`se` is {value} in {row}; a standard deviation must be positive"},
    {"dim obs\ndata y[obs] : real\ndata se[obs] : real > 0\nmu ~ Normal(0, 1)\ny ~ Normal(mu, se)\n", 0, NULL, NULL},
    {"dim obs\ndata dose[obs] : real >= 0\ndata y[obs] : real\nx[obs] = log(dose)\nb ~ Normal(0, 1)\ny ~ Normal(b * x, "
     "1)\n",
     1, "L09", "`log(dose)` is not a finite number in {row}, where `dose` is {dose}"},
    {"dim obs\ndata age[obs], y[obs] : real\nz = (age - mean[obs](age)) / sd[obs](age)\nb ~ Normal(0, 1)\ny ~ Normal(b "
     "* z, 1)\n",
     1, "L09", "the standard deviation of `age` is not above 0: all of its values are the same"},
    {"dim obs\ndata d[obs], y[obs] : real\nb ~ Normal(0, 1)\ny ~ Normal(b * (if d > 0 then log(d) else 0), 1)\n", 0,
     NULL, NULL},
    {"dim obs\ndata d[obs], y[obs] : real\nb ~ Normal(0, 1)\ny ~ Normal(b * (if d != 0 then log(d) else 0), 1)\n", 1,
     "L09", "`log(d)` is not a finite number in {row}, where `d` is {d}"},
    {"data n : real\ndata y : count\np ~ Beta(1, 1)\ny ~ Binomial(10, p)\n", 1, "S04",
     "`y` is {value}, more successes than the 10 trials"},
};

static void obliged(const Needs *c) {
    Session *session = session_new();
    Model   *model;
    load(session, c->model, &model);
    CHECK(model != NULL);
    if (model) {
        Obligations *o = obligations_collect(session, model);
        CHECK_INT(o->all.count, c->n);
        if (c->n && o->all.count) {
            CHECK_STR(diag_code_name(o->all.at[0].code), c->code);
            CHECK_STR(o->all.at[0].message, c->message);
        }
    } else {
        printf("%s", diag_render(&session->diags, false));
    }
    session_free(session);
}

/* No distribution of the library wants a structure yet: one is made here of Bernoulli. */
static void structures(void) {
    static const struct {
        Structure   wanted;
        const char *expected, *help;
    } want[] = {
        {STRUCTURE_SIMPLEX,
         "3:8: S03: `w` is used as probabilities that sum to 1 (line 4), but these values do not sum to 1",
         "`w[k] ~ Dirichlet(1)` is the uniform distribution on shares.\n| w[k] ~ Dirichlet(1)"},
        {STRUCTURE_ORDERED,
         "3:8: S03: `w` is used as cut-points, which must ascend (line 4), but these are independent",
         "Add the word.\n| w[k] ~ Uniform(0, 1) ordered"},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        Session *session = session_new();
        Model   *model;
        load(session, "dim k = a, b\ndata y[k] : binary\nw[k] ~ Uniform(0, 1)\ny ~ Bernoulli(w)\n", &model);
        CHECK_STR(said(session, 0), "");
        Statement *st = model->statements.at[model->statements.count - 1];
        Dist      *dist = ARENA_NEW(session->arena, Dist);
        *dist = *st->dist;
        dist->params = ARENA_NEW(session->arena, DistParam);
        dist->params[0] = st->dist->params[0];
        dist->params[0].support.structure = want[i].wanted;
        st->dist = dist;
        check_support(session, model);
        CHECK_STR(said(session, 0), want[i].expected);
        CHECK_STR(help(session, 0), want[i].help);
        session_free(session);
    }
}

int main(void) {
    structures();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) one(&cases[i]);
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) obliged(&needs[i]);
    TEST_MAIN_END;
}
