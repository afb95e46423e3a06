/* The verdict: each check looks at one thing and says its own paragraph; the gravest decides. */
#include "verdict.h"
#include "squeeze.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double RHAT_GOOD = 1.01, RHAT_BAD = 1.05;
static const double ESS_GOOD = 100, ESS_BAD = 10;                 /* for each chain */
static const double DIVERGENT_FEW = 0.001, DIVERGENT_MANY = 0.02; /* of the draws */
static const double EBFMI_GOOD = 0.3;
enum { WIDTH = 110, NAME = 256, FEWEST_DRAWS = 20 };

typedef struct Judge {
    const BmFit        *fit;
    const BmSummaryRow *rows;
    const BmSchema     *schema;
    const int64_t      *layout;
    int                 chains, draws; /* that are used */
    int                 columns;       /* of the text */
    BmText              findings;
    BmVerdict           verdict;
} Judge;

/* Adds a paragraph, broken at WIDTH. */
static void find(Judge *j, BmVerdict grave, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void find(Judge *j, BmVerdict grave, const char *format, ...) {
    char    text[1200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (grave > j->verdict) j->verdict = grave;
    int column = 2;
    bm_text_add(&j->findings, "- ");
    for (const char *word = text; *word;) {
        const size_t length = strcspn(word, " ");
        int          width = 0;
        for (size_t i = 0; i < length; i++) width += ((unsigned char)word[i] & 0xC0) != 0x80;
        if (column > 2 && column + width >= j->columns)
            bm_text_add(&j->findings, "\n  "), column = 2;
        else if (column > 2)
            bm_text_add(&j->findings, " "), column++;
        bm_text_bytes(&j->findings, word, length);
        column += width;
        word += length + (word[length] == ' ');
    }
    bm_text_add(&j->findings, "\n");
}

static void name_of(const Judge *j, int64_t row, char name[NAME]) {
    snprintf(name, NAME, "value %lld", (long long)row);
    for (int i = 0; i < j->schema->n_outputs; i++) {
        const BmArray *array = &j->schema->outputs[i];
        const int64_t  from = j->layout[array->slot], cells = bm_cell_count(j->schema, array->dims, array->n_dims);
        if (row >= from && row < from + cells)
            bm_cell_name(j->schema, array->shown, array->dims, array->n_dims, row - from, name, NAME);
    }
}

static void judge_starts(Judge *j) {
    int         failed = 0;
    const char *why = "";
    for (int c = 0; c < j->fit->n_chains; c++)
        if (j->fit->chains[c].failure) failed++, why = j->fit->chains[c].failure;
    if (failed)
        find(j, j->chains ? BM_VERDICT_CAUTION : BM_VERDICT_DO_NOT_USE, "%d of %d chains could not start: %s.", failed,
             j->fit->n_chains, why);
}

static void judge_length(Judge *j) {
    if (j->fit->interrupted)
        find(j, BM_VERDICT_CAUTION,
             "The run was interrupted: the numbers are of %d chain%s with %d draws each, of %d chains with %d.",
             j->chains, j->chains == 1 ? "" : "s", j->draws, j->fit->n_chains, j->fit->draws);
    if (j->draws < FEWEST_DRAWS)
        find(j, BM_VERDICT_DO_NOT_USE,
             "%d draw%s for each chain cannot be judged: whether chains agree is seen from %d draws on, and 1000 are "
             "usual.",
             j->draws, j->draws == 1 ? "" : "s", FEWEST_DRAWS);
    if (j->chains == 1)
        find(j, BM_VERDICT_CAUTION,
             "With one chain there is nothing to compare it with: run at least 4 chains to see whether they agree.");
}

/* Draws that are not numbers, in a value that is reported. */
static void judge_values(Judge *j) {
    char name[NAME];
    for (int64_t i = 0; i < j->fit->n_outputs; i++) {
        if (!isnan(j->rows[i].mean)) continue;
        name_of(j, i, name);
        find(j, BM_VERDICT_CAUTION,
             "`%s` is not a finite number in some draws: look at its equation for a division by 0, or a logarithm or "
             "root of a negative number.",
             name);
        return;
    }
}

/* Rows whose diagnostic is worse than a limit, and the worst of them. sign: +1 if large values are bad, -1 if small ones. */
static int64_t worse_than(const Judge *j, size_t column, double limit, int sign, int64_t *worst) {
    int64_t count = 0;
    double  extreme = sign * limit;
    for (int64_t i = 0; i < j->fit->n_outputs; i++) {
        const double value = sign * *(const double *)((const char *)&j->rows[i] + column);
        count += value > sign * limit;
        if (value > extreme) extreme = value, *worst = i;
    }
    return count;
}

static void and_others(char text[64], int64_t count) {
    if (count <= 1)
        snprintf(text, 64, "%s", "");
    else
        snprintf(text, 64, " (and %lld other%s)", (long long)(count - 1), count == 2 ? "" : "s");
}

static void judge_rhat(Judge *j) {
    int64_t       worst = 0;
    const int64_t count = worse_than(j, offsetof(BmSummaryRow, rhat), RHAT_GOOD, 1, &worst);
    if (!count) return;
    char         name[NAME], others[64];
    const double rhat = j->rows[worst].rhat;
    name_of(j, worst, name);
    and_others(others, count);
    find(j, rhat > RHAT_BAD ? BM_VERDICT_DO_NOT_USE : BM_VERDICT_CAUTION,
         "G04: The chains disagree about `%s`%s: rhat is %.*f, it should be below 1.01. %s", name, others,
         rhat < 1.015 ? 4 : 3, rhat,
         rhat > RHAT_BAD ? "They have not found the same distribution. Look for unknowns that the data cannot tell "
                           "apart, for two modes, or for priors that are too wide."
                         : "More draws usually settle it: try --draws with twice the number.");
}

static void judge_ess(Judge *j, size_t column, const char *which, const char *meaning) {
    int64_t       worst = 0;
    const int64_t count = worse_than(j, column, ESS_GOOD * j->chains, -1, &worst);
    if (!count) return;
    char         name[NAME], others[64];
    const double ess = *(const double *)((const char *)&j->rows[worst] + column);
    name_of(j, worst, name);
    and_others(others, count);
    if (ess < ESS_BAD * j->chains) {
        find(j, BM_VERDICT_DO_NOT_USE,
             "G04: The draws of `%s`%s are worth only %.0f independent ones (%s): %s. %.0f are wanted; more draws "
             "alone will hardly do.",
             name, others, ess, which, meaning, ESS_GOOD * j->chains);
        return;
    }
    find(j, BM_VERDICT_CAUTION,
         "G04: The draws of `%s`%s are worth only %.0f independent ones (%s): %s. %.0f are wanted: --draws %.0f would "
         "about do.",
         name, others, ess, which, meaning, ESS_GOOD * j->chains,
         ceil(j->draws * 1.2 * ESS_GOOD * j->chains / ess / 500) * 500);
}

/* The line to paste, under the paragraph: the statement with the word `noncentered`, instead of `centered` if it says that. Blanks that align it
 * in the model are dropped. */
static void put_noncentered(Judge *j, const char *text) {
    bm_text_add(&j->findings, "     ");
    for (const char *word = text + strspn(text, " \t\n"); *word; word += strspn(word, " \t\n")) {
        const size_t length = strcspn(word, " \t\n");
        if (length != 8 || memcmp(word, "centered", 8) != 0) bm_text_add(&j->findings, " %.*s", (int)length, word);
        word += length;
    }
    bm_text_add(&j->findings, " noncentered\n");
}

/* What is known of where the draws diverge. Returns the statement that should say `noncentered`, or NULL. */
static const BmStatement *put_cause(const Judge *j, char *text, size_t size) {
    BmSqueeze s;
    char      name[NAME];
    if (!bm_find_squeeze(j->fit, j->schema, j->layout, &s)) {
        snprintf(text, size,
                 "Usual causes: very few data, a scale (a standard deviation) that may come close to 0, a hard edge. "
                 "Priors that keep away from such places help.");
        return NULL;
    }
    const BmArray *array = &j->schema->outputs[s.array];
    bm_cell_name(j->schema, array->shown, array->dims, array->n_dims, s.cell, name, sizeof name);
    int used = snprintf(text, size, "%lld of these have `%s` %s %.*g. ", (long long)s.inside, name,
                        s.above ? "above" : "below",
                        fabs(s.limit) >= 100 && fabs(s.limit) < 1e6 ? (int)log10(fabs(s.limit)) + 1 : 2, s.limit);
    if (used < 0 || (size_t)used >= size) return NULL;
    if (s.of_itself) {
        snprintf(
            text + used, size - (size_t)used,
            "`%s` is squeezed there (line %d). A prior of `%s` that keeps away from 0 helps, if you can defend one.",
            s.statement->value, s.statement->line, name);
        return NULL;
    }
    if (s.statement && !s.noncentered) {
        snprintf(text + used, size - (size_t)used, "`%s` is squeezed there. Write line %d as", s.statement->name,
                 s.statement->line);
        return s.statement;
    }
    if (s.statement)
        snprintf(text + used, size - (size_t)used,
                 "A prior of `%s` that keeps away from 0 helps, if you can defend one; or try line %d without "
                 "`noncentered`.",
                 name, s.statement->line);
    else
        snprintf(text + used, size - (size_t)used, "Look at the lines that use `%s`: what do they do there?", name);
    return NULL;
}

static int64_t divergences(const Judge *j, int64_t *draws) {
    int64_t divergent = 0;
    *draws = 0;
    for (int c = 0; c < j->fit->n_chains; c++)
        divergent += j->fit->chains[c].divergences, *draws += j->fit->chains[c].n_draws;
    return divergent;
}

/* Many: the cause of most other findings, so they come first. */
static void judge_divergences(Judge *j) {
    int64_t       draws;
    const int64_t divergent = divergences(j, &draws);
    char          cause[600];
    if ((double)divergent <= DIVERGENT_FEW * (double)draws) return;
    const BmStatement *line = put_cause(j, cause, sizeof cause);
    find(j, (double)divergent > DIVERGENT_MANY * (double)draws ? BM_VERDICT_DO_NOT_USE : BM_VERDICT_CAUTION,
         "G01: %lld of %lld draws diverged: the sampler could not follow the posterior where it is narrow, and that "
         "region is missing from the draws. %s",
         (long long)divergent, (long long)draws, cause);
    if (line) put_noncentered(j, line->text);
}

static void note_divergences(Judge *j) {
    int64_t       draws;
    const int64_t divergent = divergences(j, &draws);
    if (!divergent || (double)divergent > DIVERGENT_FEW * (double)draws) return;
    find(j, BM_VERDICT_OK,
         "G01: %lld of %lld draws diverged: too few to move means and intervals. If the edge of the posterior matters "
         "to you (a scale near 0), see `bmodel explain G01`.",
         (long long)divergent, (long long)draws);
}

static void judge_depth(Judge *j) {
    int64_t hits = 0, draws = 0;
    for (int c = 0; c < j->fit->n_chains; c++)
        hits += j->fit->chains[c].max_depth_hits, draws += j->fit->chains[c].n_draws;
    if (hits * 100 <= draws) return;
    find(j, BM_VERDICT_CAUTION,
         "G02: %lld of %lld paths were cut short after 2^%d steps: each draw is expensive and worth little. Unknowns "
         "on very different scales, or ones that the data cannot tell apart, are the usual cause.",
         (long long)hits, (long long)draws, j->fit->max_depth);
}

static void judge_energy(Judge *j) {
    double least = INFINITY;
    int    chain = 0;
    for (int c = 0; c < j->fit->n_chains; c++) {
        const double value = bm_chain_ebfmi(&j->fit->chains[c]);
        if (value < least) least = value, chain = c;
    }
    if (least < EBFMI_GOOD)
        find(j, BM_VERDICT_CAUTION,
             "G03: Chain %d moves too slowly between low and high energies (E-BFMI %.2f, should be above 0.3): the "
             "tails may be wrong. Heavy-tailed priors and funnels are the usual cause.",
             chain + 1, least);
}

static const char *sentence(const Judge *j) {
    switch (j->verdict) {
    case BM_VERDICT_OK:
        return "The numbers may be used: the chains agree, and there are enough draws.";
    case BM_VERDICT_CAUTION:
        return "The numbers may be used with caution:";
    case BM_VERDICT_DO_NOT_USE:
        return "Do not use these numbers:";
    }
    return "";
}

BmVerdict bm_put_verdict(BmText *out, const BmFit *fit, const BmSummaryRow *rows, const BmSchema *schema,
                         const int64_t *layout) {
    return bm_put_verdict_within(out, fit, rows, schema, layout, 0);
}

BmVerdict bm_put_verdict_within(BmText *out, const BmFit *fit, const BmSummaryRow *rows, const BmSchema *schema,
                                const int64_t *layout, int columns) {
    Judge j = {.columns = columns > 0 && columns < WIDTH ? columns : WIDTH,
               .fit = fit,
               .rows = rows,
               .schema = schema,
               .layout = layout};
    int  *used = calloc((size_t)fit->n_chains + 1, sizeof *used);
    if (used) j.draws = bm_fit_usable(fit, used);
    for (int c = 0; used && c < fit->n_chains; c++) j.chains += used[c];
    free(used);
    judge_starts(&j);
    if (j.chains == 0) {
        if (fit->interrupted)
            find(&j, BM_VERDICT_DO_NOT_USE, "The run was interrupted before the first draw.");
        else if (!j.findings.length)
            find(&j, BM_VERDICT_DO_NOT_USE, "There are no draws.");
    } else {
        judge_length(&j);
        judge_values(&j);
        judge_divergences(&j);
        judge_rhat(&j);
        judge_ess(&j, offsetof(BmSummaryRow, ess_bulk), "ess_bulk", "its mean is rough");
        judge_ess(&j, offsetof(BmSummaryRow, ess_tail), "ess_tail", "the ends of its interval are rough");
        judge_depth(&j);
        judge_energy(&j);
        note_divergences(&j);
    }
    bm_text_add(out, "%s\n%s", sentence(&j), j.findings.at ? j.findings.at : "");
    free(j.findings.at);
    return j.verdict;
}
