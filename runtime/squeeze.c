/* Divergent draws are compared with all draws, one unknown at a time: one in five of all draws lies beyond the fifth part of the draws where an
 * unknown is smallest; if most of the divergent ones do, that is where the posterior is too narrow for the step. */
#include "squeeze.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST = 5, MOST_CELLS = 4000, MOST_DRAWS = 20000 };
static const double PART = 0.2, MOST_OF_THEM = 0.6;

typedef struct Draws {
    double        *all, *sorted;
    unsigned char *divergent;
    int64_t        n, n_divergent;
    int64_t        step, most;
} Draws;

static int64_t count_draws(const BmFit *fit) {
    int64_t n = 0;
    for (int c = 0; c < fit->n_chains; c++) n += fit->chains[c].n_draws;
    return n;
}

/* Draws of one output cell; of very many, every step-th and all that are divergent. */
static void gather(Draws *d, const BmFit *fit, int64_t cell) {
    int64_t number = 0;
    d->n = d->n_divergent = 0;
    for (int c = 0; c < fit->n_chains; c++)
        for (int t = 0; t < fit->chains[c].n_draws; t++, number++) {
            const bool divergent = fit->chains[c].stats[t].divergent;
            if (number % d->step && !divergent) continue;
            d->all[d->n] = fit->chains[c].outputs[(int64_t)t * fit->n_outputs + cell];
            d->divergent[d->n++] = divergent;
            d->n_divergent += divergent;
        }
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int64_t beyond(const Draws *d, double limit, bool above) {
    int64_t n = 0;
    for (int64_t i = 0; i < d->n; i++) n += d->divergent[i] && (above ? d->all[i] > limit : d->all[i] < limit);
    return n;
}

/* The small values of what other lines use as their spread are the usual cause, so they count more. */
static void look_at(Draws *d, const BmFit *fit, int64_t output, BmSqueeze *best, int array, int64_t cell, bool spread) {
    gather(d, fit, output);
    memcpy(d->sorted, d->all, (size_t)d->n * sizeof *d->sorted);
    qsort(d->sorted, (size_t)d->n, sizeof *d->sorted, by_value);
    for (int above = 0; above < 2; above++) {
        const double  limit = bm_quantile(d->sorted, d->n, above ? 1 - PART : PART);
        const int64_t inside = beyond(d, limit, above);
        const int64_t weight = spread && !above ? 2 * inside : inside;
        const bool    most_of_them = (double)inside >= MOST_OF_THEM * (double)d->n_divergent;
        if (!most_of_them || weight <= d->most) continue;
        d->most = weight;
        *best = (BmSqueeze){d->n_divergent, inside, array, cell, limit, above != 0, NULL, false, false};
    }
}

/* The name as a word of the text, behind the tilde. */
static bool mentions(const char *text, const char *name) {
    const size_t length = strlen(name);
    const char  *at = strchr(text, '~');
    while (at && (at = strstr(at, name))) {
        const bool begins = !isalnum((unsigned char)at[-1]) && at[-1] != '_',
                   ends = !isalnum((unsigned char)at[length]) && at[length] != '_';
        if (begins && ends) return true;
        at += length;
    }
    return false;
}

/* Distributions with a location and a scale can be sampled in units of the scale. */
static bool has_scale(const char *text) {
    const char *tilde = strchr(text, '~');
    return tilde && (strstr(tilde, "Normal(") || strstr(tilde, "StudentT(") || strstr(tilde, "Cauchy(")) &&
           !strstr(tilde, "HalfNormal(") && !strstr(tilde, "LogNormal(") && !strstr(tilde, "HalfCauchy(");
}

static void find_statement(const BmSchema *schema, BmSqueeze *s) {
    const BmArray *array = &schema->outputs[s->array];
    for (int i = 0; i < schema->n_statements && !s->statement && !s->above; i++) {
        const BmStatement *statement = &schema->statements[i];
        const bool other = strcmp(statement->name, array->name) != 0, prior = strcmp(statement->kind, "prior") == 0;
        if (other && prior && has_scale(statement->text) &&
            (mentions(statement->text, array->shown) || mentions(statement->text, array->name)))
            s->statement = statement;
    }
    s->of_itself = s->statement && s->statement->value && mentions(s->statement->text, s->statement->value);
    s->noncentered = s->statement && (s->statement->noncentered || strstr(s->statement->text, "noncentered"));
}

bool bm_find_squeeze(const BmFit *fit, const BmSchema *schema, const int64_t *layout, BmSqueeze *squeeze) {
    const int64_t draws = count_draws(fit);
    size_t        room = 0;
    int64_t       looked = 0;
    Draws         d = {.step = draws / MOST_DRAWS + 1};
    *squeeze = (BmSqueeze){0};
    for (int c = 0; c < fit->n_chains; c++) room += (size_t)fit->chains[c].n_draws;
    d.all = calloc(room + 1, sizeof *d.all);
    d.sorted = calloc(room + 1, sizeof *d.sorted);
    d.divergent = calloc(room + 1, 1);
    for (int i = 0; d.all && d.sorted && d.divergent && draws && i < schema->n_outputs; i++) {
        const BmArray *array = &schema->outputs[i];
        const int64_t  cells = bm_cell_count(schema, array->dims, array->n_dims);
        BmSqueeze      probe = {.array = i};
        find_statement(schema, &probe);
        for (int64_t cell = 0; strcmp(array->kind, "unknown") == 0 && cell < cells && looked++ < MOST_CELLS; cell++)
            look_at(&d, fit, layout[array->slot] + cell, squeeze, i, cell, probe.statement != NULL);
    }
    free(d.all), free(d.sorted), free(d.divergent);
    if (squeeze->divergent < FEWEST) return false;
    find_statement(schema, squeeze);
    return true;
}
