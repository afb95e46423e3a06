/* Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari & Gelman 2018): unknowns and data are drawn from the prior, the model is fitted to
 * those data, and the rank of each true value among the draws of its posterior is kept. Over many replicates ranks are uniform if
 * density, gradient, transforms, sampler and random variates are all right. Beside each unknown the log joint density is such a quantity,
 * which finds posteriors that do not listen to the data (Modrák et al. 2023).
 *
 * Each model NAME.bmodel of this folder must pass, and its twin NAME.wrong, in which an error is planted, must not. The chance that a right program
 * fails is at most FALSE_ALARM for all quantities of all models together (Bonferroni); at this seed the outcome is always the same.
 *
 *   test_calibration [BUILD]                reads all models, runs two: some seconds
 *   test_calibration BUILD --all            all of them (make sbc), and docs/calibration.md
 *   test_calibration BUILD NAME…            these, at full length */
#include <dirent.h>
#include <sys/stat.h>
#include "compiler/load.h"
#include "lang/structure.h"
#include "runtime/sample.h"
#include "runtime/write_data.h"
#include "test.h"
#include "uniform.h"

enum {
    RANKS = 99,
    THIN = 5,
    MOST_THIN = 80,
    WARMUP = 300,
    LONG = 1000,
    SHORT = 150,
    NULL_SIMULATIONS = 400000,
    MOST_MODELS = 64,
    BARS = 20
};
static const double   FALSE_ALARM = 0.01;
static const uint64_t SEED = 20180418;

/* A quantity whose rank is taken: a cell of an unknown, or the log joint density. */
typedef struct Quantity {
    char   name[80];
    int    slot, cell; /* among the outputs of the fit; slot -1: the log joint density */
    int    from;       /* its place among the outputs of the prior */
    int   *ranks;
    double least, largest; /* of its true values */
    double p_value;
} Quantity;

typedef struct Subject {
    const char *build, *name;
    bool        planted;
    int         replicates, n_quantities, retried, divergent;
    Quantity   *quantities;
    Load        prior, fit;
    double     *theta, *grad, *terms, *work, *outputs;
    double      least, seconds;
} Subject;

typedef struct Suite {
    const char *build;
    bool        full;
    Subject    *subjects;
    int         n;
} Suite;

/* --- loading --- */

static const double *prior_output(const Subject *s, const char *name) {
    const BmSchema *schema = s->prior.schema;
    for (int i = 0; i < schema->n_outputs; i++)
        if (strcmp(schema->outputs[i].name, name) == 0) return s->outputs + s->prior.layout[schema->outputs[i].slot];
    return NULL;
}

static int64_t cells_of(const BmSchema *schema, const int *dims, int n_dims) {
    return bm_cell_count(schema, dims, n_dims);
}

static void draw_prior(Subject *s, int replicate) {
    BmStream stream = bm_stream(SEED, (uint32_t)replicate, BM_PURPOSE_GENERATED, 0);
    double  *work = load_cells(s->prior.layout[BM_LAYOUT_WORK]), *q = load_cells(BM_PAD);
    s->prior.compiled->outputs(q, s->outputs, s->prior.layout, s->prior.data, work, &stream);
    free(work), free(q);
}

static void write_data(const Subject *s, const char *path) {
    BmText text = {0};
    FILE  *file = fopen(path, "w");
    bm_put_data_json(&text, s->prior.bound, s->prior.layout, s->outputs);
    if (file) fputs(text.at, file), fclose(file);
    free(text.at);
}

/* The model as its prior, data of a first draw, and the model (or its twin) with these. */
static bool load_subject(Subject *s, Arena *arena) {
    char *model = arena_printf(arena, "tests/calibration/%s.bmodel", s->name),
         *data = arena_printf(arena, "%s/calibration/%s.json", s->build, s->name);
    Arguments *prior = ARENA_NEW(arena, Arguments), *fit = ARENA_NEW(arena, Arguments);
    *prior = (Arguments){.command = "sample", .prior = true};
    *fit = (Arguments){.command = "sample"};
    VEC_PUSH(arena, &prior->operands, model);
    if (!load_all(&s->prior, prior, true, ENTRY_SAMPLE)) return printf("%s", diag_render(&s->prior.said, false)), false;
    s->outputs = load_cells(s->prior.layout[BM_LAYOUT_OUTPUTS]);
    draw_prior(s, 0);
    write_data(s, data);
    if (s->planted) model = arena_printf(arena, "tests/calibration/%s.wrong", s->name);
    VEC_PUSH(arena, &fit->operands, model);
    VEC_PUSH(arena, &fit->data, data);
    if (!load_all(&s->fit, fit, true, ENTRY_SAMPLE | ENTRY_JOINT))
        return printf("%s", diag_render(&s->fit.said, false)), false;
    const int64_t *layout = s->fit.layout;
    s->theta = load_cells(layout[BM_LAYOUT_THETA]), s->grad = load_cells(layout[BM_LAYOUT_THETA]);
    s->terms = load_cells(s->fit.schema->n_statements), s->work = load_cells(layout[BM_LAYOUT_WORK]);
    return true;
}

static void add_quantity(Subject *s, Arena *arena, const char *name, int slot, int cell, int from) {
    Quantity *q = &s->quantities[s->n_quantities++];
    *q = (Quantity){.slot = slot,
                    .cell = cell,
                    .from = from,
                    .least = INFINITY,
                    .largest = -INFINITY,
                    .ranks = arena_alloc(arena, (size_t)s->replicates * sizeof(int))};
    snprintf(q->name, sizeof q->name, "%s", name);
}

/* Every cell of every unknown of the fit, and the log joint density. */
static void list_quantities(Subject *s, Arena *arena) {
    const BmSchema *schema = s->fit.schema;
    s->quantities = arena_alloc(arena, (size_t)(s->fit.layout[BM_LAYOUT_OUTPUTS] + 1) * sizeof *s->quantities);
    for (int i = 0; i < schema->n_outputs; i++) {
        const BmArray *out = &schema->outputs[i];
        const double  *from = prior_output(s, out->name);
        if (strcmp(out->kind, "unknown") != 0 || !from) continue;
        for (int k = 0; k < cells_of(schema, out->dims, out->n_dims); k++) {
            char name[80];
            bm_cell_name(schema, out->shown, out->dims, out->n_dims, k, name, sizeof name);
            add_quantity(s, arena, name, (int)s->fit.layout[out->slot] + k, k, (int)(from - s->outputs) + k);
        }
    }
    add_quantity(s, arena, "log joint density", -1, 0, 0);
}

static void free_subject(Subject *s) {
    free(s->theta), free(s->grad), free(s->terms), free(s->work), free(s->outputs);
    load_free(&s->fit);
    load_free(&s->prior);
}

/* --- a replicate --- */

/* What was drawn becomes the data of the fit. */
static void place_data(Subject *s) {
    const BmSchema *schema = s->fit.schema;
    for (int i = 0; i < schema->n_data; i++) {
        const double *from = prior_output(s, schema->data[i].name);
        if (!from || schema->data[i].slot < 0) continue;
        double *to = s->fit.data + s->fit.layout[schema->data[i].slot];
        for (int64_t k = 0; k < cells_of(schema, schema->data[i].dims, schema->data[i].n_dims); k++)
            if (schema->data[i].key >= 0) {
                int64_t position = (int64_t)from[k];
                memcpy(&to[k], &position, sizeof position);
            } else
                to[k] = from[k];
    }
    s->fit.compiled->prepare(s->fit.layout, s->fit.data);
}

/* The log joint density where each unknown is found in `outputs` by its name, at the slots of `load`. */
static double log_joint(Subject *s, const Load *load, const double *outputs) {
    const BmSchema *schema = s->fit.schema;
    double          jacobian, *to = s->theta;
    for (int i = 0; i < schema->n_unknowns; i++) {
        int64_t cells = cells_of(schema, schema->unknowns[i].dims, schema->unknowns[i].n_dims);
        for (int k = 0; k < load->schema->n_outputs; k++)
            if (strcmp(load->schema->outputs[k].name, schema->unknowns[i].name) == 0)
                memcpy(to, outputs + load->layout[load->schema->outputs[k].slot], (size_t)cells * sizeof *to);
        to += cells;
    }
    return s->fit.compiled->joint(s->theta, s->grad, s->terms, &jacobian, s->fit.layout, s->fit.data, s->work);
}

/* Effective size of the worst unknown. */
static double least_ess(const Subject *s, const BmFit *fit) {
    const BmChain *chain = &fit->chains[0];
    double         least = INFINITY, *x = malloc((size_t)chain->n_draws * sizeof *x);
    for (int i = 0; i < s->n_quantities - 1; i++) {
        for (int d = 0; d < chain->n_draws; d++)
            x[d] = chain->outputs[(int64_t)d * fit->n_outputs + s->quantities[i].slot];
        double ess = bm_ess_bulk((const double *const[]){x}, 1, chain->n_draws);
        if (!isnan(ess)) least = fmin(least, ess);
    }
    free(x);
    return least;
}

/* Chains whose draws are worth less than the ranks need are run again, longer. */
static BmFit *fit(Subject *s, int replicate, int *thin) {
    for (*thin = THIN;; *thin *= 2) {
        BmSampleOptions options = bm_sample_defaults();
        options.chains = options.cores = 1;
        options.warmup = WARMUP;
        options.draws = RANKS * *thin;
        options.seed = SEED + 1 + (uint64_t)replicate;
        BmFit *fit = bm_sample(s->fit.compiled, s->fit.layout, s->fit.data, &options);
        if (fit->chains[0].failure || *thin >= MOST_THIN || least_ess(s, fit) > RANKS) return fit;
        s->retried++;
        bm_fit_free(fit);
    }
}

static bool replicate(Subject *s, int number) {
    int thin;
    draw_prior(s, number);
    place_data(s);
    double   true_joint = log_joint(s, &s->prior, s->outputs);
    BmFit   *f = fit(s, number, &thin);
    BmStream ties = bm_stream(SEED, (uint32_t)number, BM_PURPOSE_FREE, 0);
    bool     good = !f->chains[0].failure && f->chains[0].n_draws == RANKS * thin;
    for (int i = 0; i < s->n_quantities && good; i++) {
        Quantity *q = &s->quantities[i];
        int       below = 0, equal = 0;
        double    truth = q->slot < 0 ? true_joint : s->outputs[q->from];
        q->least = fmin(q->least, truth), q->largest = fmax(q->largest, truth);
        for (int d = thin - 1; d < f->chains[0].n_draws; d += thin) {
            const double *draw = f->chains[0].outputs + (int64_t)d * f->n_outputs;
            double        x = q->slot < 0 ? log_joint(s, &s->fit, draw) : draw[q->slot];
            below += x < truth, equal += x == truth;
        }
        q->ranks[number] = below + (int)((double)(bm_stream_bits(&ties) >> 11) * 0x1p-53 * (equal + 1));
    }
    s->divergent += f->chains[0].divergences;
    if (!good)
        printf("%s: replicate %d: %s\n", s->name, number, f->chains[0].failure ? f->chains[0].failure : "interrupted");
    bm_fit_free(f);
    return good;
}

/* The diagonal of a correlation is 1, but for rounding: its rank says nothing. */
static void drop_constants(Subject *s) {
    int n = 0;
    for (int i = 0; i < s->n_quantities; i++)
        if (s->quantities[i].largest - s->quantities[i].least > 1e-12) s->quantities[n++] = s->quantities[i];
    s->n_quantities = n;
}

static bool run(Subject *s, const Uniform *uniform, Arena *arena) {
    double begun = bm_clock();
    if (!load_subject(s, arena)) return false;
    list_quantities(s, arena);
    for (int i = 0; i < s->replicates; i++)
        if (!replicate(s, i)) return false;
    s->least = 1;
    drop_constants(s);
    for (int i = 0; i < s->n_quantities; i++) {
        s->quantities[i].p_value = uniform_p_value(uniform, s->quantities[i].ranks);
        s->least = fmin(s->least, s->quantities[i].p_value);
    }
    s->seconds = bm_clock() - begun;
    return true;
}

/* --- what a model uses --- */

static void add_word(Arena *arena, Text *list, const char *word) {
    if (list->at && strstr(arena_printf(arena, ", %s,", list->at), arena_printf(arena, ", %s,", word))) return;
    text_add(arena, list, "%s%s", list->at ? ", " : "", word);
}

static void add_distributions(const Subject *s, Arena *arena, Text *list) {
    for (int i = 0; i < s->fit.model->statements.count; i++)
        if (s->fit.model->statements.at[i]->dist) add_word(arena, list, s->fit.model->statements.at[i]->dist->name);
}

static const char *distributions(const Subject *s, Arena *arena) {
    Text list = {0};
    add_distributions(s, arena, &list);
    return list.at;
}

/* Of all models together. */
static int count_distributions(const Suite *suite, Arena *arena) {
    Text list = {0};
    int  n = 0;
    for (int i = 0; i < suite->n; i++) add_distributions(&suite->subjects[i], arena, &list);
    for (const char *c = list.at; c && *c; c++) n += *c == ',';
    return n + (list.at != NULL);
}

static bool is_bound(const Expr *e) { return e && !(e->kind == X_NUMBER && isinf(e->number)); }

/* How unknowns of this range are mapped to the real line. */
static const char *transform(const Subject *s, const Value *value) {
    const Support *support = &value->support;
    bool           lo = is_bound(support->lo), hi = is_bound(support->hi);
    for (int i = 0; i < s->fit.model->statements.count; i++)
        if (s->fit.model->statements.at[i]->left.value == value &&
            s->fit.model->statements.at[i]->centering == CENTERING_NONCENTERED)
            return "location and scale";
    if (support->structure == STRUCTURE_ORDERED && lo) return hi ? "ordered between" : "positive ordered";
    if (support->structure) return structure_info(support->structure)->spelling;
    bool unknown = (lo && support->lo->kind != X_NUMBER) || (hi && support->hi->kind != X_NUMBER);
    if (lo && hi) return unknown ? "between unknown bounds" : "between";
    if (lo) return unknown ? "above an unknown bound" : "above";
    if (hi) return unknown ? "below an unknown bound" : "below";
    return "none";
}

static const char *transforms(const Subject *s, Arena *arena) {
    Text list = {0};
    for (int i = 0; i < s->fit.model->values.count; i++) {
        const Value *value = s->fit.model->values.at[i];
        if (value->role == ROLE_UNKNOWN && value->reached) add_word(arena, &list, transform(s, value));
    }
    return list.at;
}

/* --- the report --- */

static const Quantity *worst(const Subject *s) {
    const Quantity *least = &s->quantities[0];
    for (int i = 1; i < s->n_quantities; i++)
        if (s->quantities[i].p_value < least->p_value) least = &s->quantities[i];
    return least;
}

static void write_histogram(FILE *file, const Subject *s, const Quantity *q) {
    static const char *const bars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    int                      counts[BARS] = {0};
    for (int i = 0; i < s->replicates; i++) counts[q->ranks[i] * BARS / (RANKS + 1)]++;
    for (int i = 0; i < BARS; i++) {
        double height = 4.0 * counts[i] * BARS / s->replicates; /* 4 of 8 is even */
        fprintf(file, "%s", bars[counts[i] ? (int)fmax(1, fmin(8, round(height))) : 0]);
    }
}

static const char *verdict(const Subject *s, double threshold) {
    bool found = s->least < threshold;
    return s->planted ? (found ? "caught" : "NOT CAUGHT") : (found ? "NOT UNIFORM" : "uniform");
}

static void write_row(FILE *file, const Subject *s, double threshold) {
    fprintf(file, "%-24s %-7s %4d replicates %3d quantities  p = %-8.2g %-11s ", s->name, s->planted ? "planted" : "",
            s->replicates, s->n_quantities, s->least, verdict(s, threshold));
    write_histogram(file, s, worst(s));
    fprintf(file, " %s  (%.0f s, %d longer chains, %d divergences)\n", worst(s)->name, s->seconds, s->retried,
            s->divergent);
}

static double threshold(const Suite *suite) {
    int n = 0;
    for (int i = 0; i < suite->n; i++)
        if (!suite->subjects[i].planted) n += suite->subjects[i].n_quantities;
    return FALSE_ALARM / (n ? n : 1);
}

/* docs/calibration.md */
static void write_report(const Suite *suite, Arena *arena) {
    FILE  *file = fopen("docs/calibration.md", "w");
    double limit = threshold(suite);
    if (!file) return;
    fprintf(file,
            "# Calibration\n\n"
            "Written by `make sbc` (`tests/calibration`). Unknowns and data are drawn from the prior of a model, the "
            "model is fitted to those data, and "
            "the rank of each true value\namong %d draws of its posterior is kept; if everything is right, ranks are "
            "uniform (Talts et al. 2018). The p-value is that of "
            "the largest departure of their\nempirical distribution (Säilynoja et al. 2022). A model passes if no "
            "p-value of its quantities is below %.2g, so that "
            "the chance of any false alarm is %g.\nEach model has a twin in which an error is planted: it must fall "
            "below. (%.2g is the smallest p-value that %d simulations of uniform ranks can give.)\nTogether they use "
            "%d distributions.\n\n",
            RANKS, limit, FALSE_ALARM, 1.0 / (NULL_SIMULATIONS + 1), NULL_SIMULATIONS,
            count_distributions(suite, arena));
    fprintf(file, "| model | distributions | transforms | replicates | quantities | smallest p | verdict | planted "
                  "error: smallest p | verdict |\n|---|---|---|---|---|---|---|---|---|\n");
    for (int i = 0; i < suite->n; i++) {
        const Subject *s = &suite->subjects[i];
        if (!s->planted)
            fprintf(file, "| [%s](../tests/calibration/%s.bmodel) | %s | %s | %d | %d | %.2g | %s |", s->name, s->name,
                    distributions(s, arena), transforms(s, arena), s->replicates, s->n_quantities, s->least,
                    verdict(s, limit));
        else
            fprintf(file, " %.2g | %s |\n", s->least, verdict(s, limit));
    }
    fprintf(file,
            "\n## Ranks\n\nHistograms of %d bars; half height is what uniform ranks have. Below each model what its "
            "twin shows in the quantity that gives it away.\n",
            BARS);
    for (int i = 0; i < suite->n; i++) {
        const Subject *s = &suite->subjects[i];
        if (!s->planted) fprintf(file, "\n```\n%s\n", s->name);
        for (int k = 0; k < s->n_quantities; k++) {
            if (s->planted && &s->quantities[k] != worst(s)) continue;
            fprintf(file, "  %s%-28s", s->planted ? "planted: " : "", s->quantities[k].name);
            write_histogram(file, s, &s->quantities[k]);
            fprintf(file, "  p = %.2g\n", s->quantities[k].p_value);
        }
        if (s->planted) fprintf(file, "```\n");
    }
    fclose(file);
}

/* --- models --- */

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* All models of the folder, in order. */
static int list_models(Arena *arena, const char **names) {
    int  n = 0;
    DIR *folder = opendir("tests/calibration");
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *dot = strstr(entry->d_name, ".bmodel");
        if (dot && n < MOST_MODELS) names[n++] = arena_printf(arena, "%.*s", (int)(dot - entry->d_name), entry->d_name);
    }
    if (folder) closedir(folder);
    qsort(names, (size_t)n, sizeof *names, by_name);
    return n;
}

static void hold(Suite *suite, const char *name, bool planted, const Uniform *uniform, Arena *arena) {
    Subject *s = &suite->subjects[suite->n];
    *s = (Subject){.build = suite->build, .name = name, .planted = planted, .replicates = uniform->n};
    if (run(s, uniform, arena)) {
        suite->n++;
        if (suite->full)
            printf("%s%s: p = %.2g, %.0f s\n", name, planted ? ", planted" : "", s->least, s->seconds), fflush(stdout);
    } else
        test_failed++, printf("%s%s was not fitted\n", name, planted ? ".wrong" : "");
}

/* All models can be read, drawn from and compiled: what takes minutes to run must not rot meanwhile. */
static void check_all(const char *build, Arena *arena) {
    const char *names[MOST_MODELS];
    int         n = list_models(arena, names);
    for (int i = 0; i < 2 * n; i++) {
        Subject s = {.build = build, .name = names[i / 2], .planted = i % 2};
        CHECK(load_subject(&s, arena));
        free_subject(&s);
    }
}

int main(int argc, char **argv) {
    static const char *const quick[] = {"counts", "cut_points"};
    const char              *names[MOST_MODELS], *build = argc > 1 ? argv[1] : "build";
    Arena                   *arena = arena_new();
    bool                     all = argc > 2 && strcmp(argv[2], "--all") == 0;
    Suite                    suite = {.build = build, .full = all || (argc > 2 && argv[2][0] != '-')};
    int                      n = 0;
    mkdir(arena_printf(arena, "%s/calibration", build), 0777);
    if (all)
        n = list_models(arena, names);
    else if (suite.full)
        for (int i = 2; i < argc && n < MOST_MODELS; i++) names[n++] = argv[i];
    else
        for (size_t i = 0; i < sizeof quick / sizeof *quick; i++) names[n++] = quick[i];
    if (!suite.full) check_all(build, arena);
    Uniform uniform = uniform_new(suite.full ? LONG : SHORT, RANKS, NULL_SIMULATIONS);
    suite.subjects = arena_alloc(arena, (size_t)n * 2 * sizeof *suite.subjects);
    for (int i = 0; i < n; i++) {
        hold(&suite, names[i], false, &uniform, arena);
        hold(&suite, names[i], true, &uniform, arena);
    }
    for (int i = 0; i < suite.n; i++) {
        Subject *s = &suite.subjects[i];
        bool     found = s->least < threshold(&suite);
        if (suite.full || found != s->planted) write_row(stdout, s, threshold(&suite));
        *(found == s->planted ? &test_passed : &test_failed) += 1;
    }
    if (all) write_report(&suite, arena);
    for (int i = 0; i < suite.n; i++) free_subject(&suite.subjects[i]);
    uniform_free(&uniform);
    arena_free(arena);
    return test_end();
}
