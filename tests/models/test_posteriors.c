/* Default runs against the references: means and standard deviations within 4 combined Monte Carlo standard errors. The references are
 * exact integrals where those could be had, else long runs of another system; see README.md.
 *
 *   test_posteriors [BUILD]            the quick ones, at a fixed seed
 *   test_posteriors BUILD --all        every one (minutes), as a table
 *   test_posteriors BUILD NAME…        these
 *
 * A reference with "may_warn" (a posterior that is hard as it is written) also passes if the run would warn its user. */
#include "reference.h"
#include "runtime/sample.h"

static const double      Z_LIMIT = 4;
static const char *const QUICK[] = {
    "eight_schools_noncentered", "eight_schools_word", "kidiq_momhsiq", "seeds", "rats", "rate_2", "radon", NULL};

typedef struct Worst {
    double z;
    char   name[200];
} Worst;

static void note_z(Worst *worst, double ours, double theirs, double error_ours, double error_theirs, const char *name) {
    double z = fabs(ours - theirs) / sqrt(error_ours * error_ours + error_theirs * error_theirs);
    if (z <= worst->z) return; /* a NaN is worst of all */
    worst->z = z;
    snprintf(worst->name, sizeof worst->name, "%s", name);
}

typedef struct Comparison {
    Worst  mean, sd;
    double rhat, ess;
    int    scalars;
} Comparison;

static void compare_array(Comparison *c, const BmSchema *schema, const BmArray *array, const BmSummaryRow *rows,
                          const BmJson *summary) {
    for (int64_t cell = 0, cells = bm_cell_count(schema, array->dims, array->n_dims); cell < cells; cell++) {
        char name[200];
        bm_cell_name(schema, array->name, array->dims, array->n_dims, cell, name, sizeof name);
        const BmJson *known = bm_json_member(summary, name);
        if (!known) continue;
        double v[4];
        for (int i = 0; i < 4; i++) v[i] = bm_json_number(&known->items[i], NAN);
        const BmSummaryRow *row = &rows[cell];
        note_z(&c->mean, row->mean, v[0], row->mcse_mean, v[2], name);
        if (!isnan(v[3]))
            note_z(&c->sd, row->sd, v[1], row->mcse_sd, v[3], name); /* null: the reference does not say */
        if (!(row->rhat <= c->rhat)) c->rhat = row->rhat;
        if (!(row->ess_bulk >= c->ess)) c->ess = row->ess_bulk;
        if (!(row->ess_tail >= c->ess)) c->ess = row->ess_tail;
        c->scalars++;
    }
}

static bool sampled(const Reference *r, const BmFit *fit, int *divergences, double *seconds) {
    *divergences = 0, *seconds = 0;
    for (int i = 0; i < fit->n_chains; i++) {
        const BmChain *chain = &fit->chains[i];
        if (chain->failure) {
            test_failed++;
            printf("%s: chain %d: %s\n", r->name, i + 1, chain->failure);
            return false;
        }
        *divergences += chain->divergences;
        *seconds = fmax(*seconds, chain->seconds_warmup + chain->seconds_sampling);
    }
    return true;
}

static void judge(const Reference *r, const Load *load, const BmFit *fit, uint64_t seed) {
    const BmSchema *schema = load->schema;
    const BmJson   *summary = bm_json_member(r->json, "summary");
    Comparison      c = {.mean = {-1, ""}, .sd = {-1, ""}, .rhat = 0, .ess = INFINITY};
    int             divergences;
    double          seconds;
    if (!sampled(r, fit, &divergences, &seconds)) return;
    BmSummaryRow *rows = bm_summarise(fit);
    for (int i = 0; i < schema->n_outputs; i++)
        compare_array(&c, schema, &schema->outputs[i], rows + load->layout[schema->outputs[i].slot], summary);
    free(rows);
    bool near = c.mean.z <= Z_LIMIT && c.sd.z <= Z_LIMIT, warns = divergences > 0 || !(c.rhat <= 1.01);
    bool may_warn = bm_json_truth(bm_json_member(r->json, "may_warn"), false), all = c.scalars == summary->count;
    bool good = all && (near || (may_warn && warns));
    printf("%-28s %7d  %6.2f %-22s %6.2f %-22s %6d %7.4f %7.0f %7.2f  %s\n", r->name, c.scalars, c.mean.z, c.mean.name,
           c.sd.z, c.sd.name, divergences, c.rhat, c.ess, seconds,
           !good  ? "FAILED"
           : near ? ""
                  : "warns");
    if (!all) printf("%s: %d of %d scalars of the reference are in the output\n", r->name, c.scalars, summary->count);
    if (!good) printf("%s: seed %llu\n", r->name, (unsigned long long)seed);
    test_that(good, __FILE__, __LINE__, r->name);
}

static void check_model(const char *name) {
    Reference r;
    Load      load;
    if (reference_open(&r, MODELS, name) && reference_load(&r, &load, ENTRY_SAMPLE)) {
        BmSampleOptions options = bm_sample_defaults();
        const char     *seed = getenv("SEED");
        options.seed = seed ? strtoull(seed, NULL, 10) : 20260101;
        BmFit *fit = bm_sample(load.compiled, load.layout, load.data, &options);
        judge(&r, &load, fit, options.seed);
        bm_fit_free(fit);
        load_free(&load);
    }
    reference_close(&r);
    fflush(stdout);
}

int main(int argc, char **argv) {
    BmPool *pool = bm_pool_new();
    printf("%-28s %7s  %6s %-22s %6s %-22s %6s %7s %7s %7s\n", "posterior", "scalars", "|z|", "of a mean", "|z|",
           "of an sd", "diverg", "R-hat", "min ESS", "seconds");
    if (argc > 2 && strcmp(argv[2], "--all") == 0)
        for (char **name = reference_names(pool, MODELS); *name; name++) check_model(*name);
    else if (argc > 2 && argv[2][0] != '-')
        for (int i = 2; i < argc; i++) check_model(argv[i]);
    else
        for (const char *const *name = QUICK; *name; name++) check_model(*name);
    bm_pool_free(pool);
    return test_end();
}
