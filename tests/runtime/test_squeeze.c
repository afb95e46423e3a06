/* Where draws diverge: found in made-up fits in which it is known. */
#include "runtime/squeeze.h"
#include "test.h"
#include <stdlib.h>

enum { CHAINS = 2, DRAWS = 500, OUTPUTS = 3 };

static const char schools[] =
    "{\"model\": \"m\", \"dims\": [], \"outputs\": [{\"name\": \"mu\", \"kind\": \"unknown\", \"slot\": 6}, {\"name\": "
    "\"tau\", \"kind\": \"unknown\", \"slot\": 7},"
    "{\"name\": \"x\", \"kind\": \"equation\", \"slot\": 8}],"
    "\"statements\": [{\"name\": \"tau\", \"kind\": \"prior\", \"line\": 1, \"text\": \"tau ~ HalfNormal(1)\"},"
    "{\"name\": \"taus\", \"kind\": \"prior\", \"line\": 2, \"text\": \"taus ~ Normal(mu, tau2)\"},"
    "{\"name\": \"theta\", \"kind\": \"prior\", \"line\": 3, \"value\": \"theta\", \"text\": \"theta ~ Normal(mu, "
    "tau)%s\"}]}";

/* mu, tau and x run through their values in different orders, so that no two move together. */
static BmFit *fit_of(bool (*divergent)(double mu, double tau)) {
    BmFit *fit = calloc(1, sizeof *fit);
    fit->chains = calloc(CHAINS, sizeof *fit->chains);
    fit->n_chains = CHAINS;
    fit->n_outputs = OUTPUTS;
    for (int c = 0; c < CHAINS; c++) {
        BmChain *chain = &fit->chains[c];
        chain->n_draws = DRAWS;
        chain->outputs = calloc(DRAWS * OUTPUTS, sizeof(double));
        chain->stats = calloc(DRAWS, sizeof *chain->stats);
        for (int t = 0; t < DRAWS; t++) {
            double mu = t * 7 % DRAWS, tau = t * 13 % DRAWS, *row = chain->outputs + t * OUTPUTS;
            row[0] = mu, row[1] = tau, row[2] = tau;
            chain->stats[t].divergent = divergent(mu, tau);
        }
    }
    return fit;
}

static bool at_small_tau(double mu, double tau) { return tau < 25 && mu >= 0; }
static bool at_large_mu(double mu, double tau) { return mu >= 480 && tau >= 0; }
static bool at_both(double mu, double tau) { return mu >= 420 && (tau < 75 || mu >= 495); }
static bool everywhere(double mu, double tau) { return (int)(mu + tau) % 10 == 0; }
static bool thrice(double mu, double tau) { return tau == 1 || (mu == 0 && tau == 0); }

static bool find(bool (*divergent)(double, double), const char *word, BmSqueeze *s, char **statement) {
    char    text[1000];
    int64_t layout[9] = {[6] = 0, [7] = 1, [8] = 2};
    snprintf(text, sizeof text, schools, word);
    BmSchema *schema = bm_schema_read(text);
    BmFit    *fit = fit_of(divergent);
    CHECK(schema != NULL);
    bool found = schema && bm_find_squeeze(fit, schema, layout, s);
    *statement = found && s->statement ? strdup(s->statement->name) : NULL;
    bm_fit_free(fit);
    bm_schema_free(schema);
    return found;
}

int main(void) {
    BmSqueeze s;
    char     *statement;
    CHECK(find(at_small_tau, "", &s, &statement));
    CHECK_INT(s.array, 1);
    CHECK_INT(s.above, 0);
    CHECK_INT(s.divergent, 50);
    CHECK_INT(s.inside, 50);
    CHECK_NEAR(s.limit, 100, 1);
    CHECK_STR(statement, "theta");
    CHECK_INT(s.noncentered, 0);
    free(statement);
    CHECK(find(at_small_tau, " noncentered", &s, &statement));
    CHECK_INT(s.noncentered, 1);
    free(statement);
    CHECK(find(at_small_tau, " + theta[t - 1]", &s, &statement)); /* as in theta[t] ~ Normal(theta[t-1], tau) */
    CHECK_INT(s.of_itself, 1);
    free(statement);
    CHECK(find(at_both, "", &s, &statement)); /* more of them have a large mu, but tau is a spread */
    CHECK_INT(s.array, 1);
    CHECK_INT(s.of_itself, 0);
    free(statement);
    CHECK(find(at_large_mu, "", &s, &statement));
    CHECK_INT(s.array, 0);
    CHECK_INT(s.above, 1);
    CHECK_STR(statement, NULL);
    CHECK(!find(everywhere, "", &s, &statement));
    CHECK(!find(thrice, "", &s, &statement));
    TEST_MAIN_END;
}
