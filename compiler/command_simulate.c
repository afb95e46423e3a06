/* bmodel simulate: one draw of unknowns and data from the prior, as files that the other commands read. */
#include "load.h"
#include "runtime/rng.h"
#include "runtime/session_run.h"
#include "runtime/whole_file.h"
#include "runtime/write_data.h"
#include <stdlib.h>
#include <string.h>

static void put_text(FILE *file, const void *text) { fputs(text, file); }

/* The whole file, or none; without a name, standard output. */
static bool write_text(const Arguments *arguments, const char *path, const BmText *text) {
    if (!path) return fputs(text->at, stdout) >= 0;
    char     *failed;
    const int error = bm_whole_file(path, put_text, text->at, &failed);
    free(failed);
    if (error) complain(arguments, "`%s` cannot be written: %s", path, strerror(error));
    return !error;
}

/* What stands in the model itself cannot come from a file. */
static bool stands_in_model(const Load *load) {
    for (int i = 0; i < load->schema->n_data; i++) {
        const BmDatum *datum = &load->schema->data[i];
        if (!datum->drawn || !datum->values) continue;
        complain(
            load->arguments,
            "the values of `%s` stand in the model (line %d), so a file with others would not be read\n  help: leave "
            "out what follows `=` there",
            datum->shown, datum->line);
        return true;
    }
    return false;
}

static int draw(const Load *load) {
    const Arguments *arguments = load->arguments;
    const int64_t   *layout = load->layout;
    uint64_t         seed = arguments->given[OPT_SEED] ? (uint64_t)arguments->seed : bm_fresh_seed();
    BmStream         stream = bm_stream(seed, 0, BM_PURPOSE_GENERATED, 0);
    BmText           data = {0}, truth = {0};
    double          *outputs = load_cells(layout[BM_LAYOUT_OUTPUTS]), *work = load_cells(layout[BM_LAYOUT_WORK]),
           *q = load_cells(BM_PAD);
    bool good = outputs && work && q;
    if (!good) complain(arguments, "there is not enough memory for this model");
    if (good) {
        load->compiled->outputs(q, outputs, layout, load->data, work, &stream);
        bm_put_data_json(&data, load->bound, layout, outputs);
        bm_put_truth_json(&truth, load->schema, layout, outputs);
        if (!arguments->quiet) fprintf(stderr, "seed %llu\n", (unsigned long long)seed);
        good = write_text(arguments, arguments->output, &data) &&
               (!arguments->truth || write_text(arguments, arguments->truth, &truth));
    }
    free(data.at), free(truth.at), free(outputs), free(work), free(q);
    return good ? STATUS_OK : STATUS_INPUT;
}

/* A name by which the file would be read as something else. */
static bool is_misnamed(const Arguments *arguments, const char *path) {
    const char *dot = path ? strrchr(path, '.') : NULL;
    if (!dot || (strcmp(dot, ".csv") != 0 && strcmp(dot, ".tsv") != 0)) return false;
    complain(arguments, "`%s` would be read as a table, but what is written is JSON\n  help: name it `%.*s.json`", path,
             (int)(dot - path), path);
    return true;
}

static int simulate(const Arguments *arguments) {
    Load load;
    if (is_misnamed(arguments, arguments->output) || is_misnamed(arguments, arguments->truth)) return STATUS_USAGE;
    Arguments prior = *arguments;
    prior.prior = true;
    int status = load_all(&load, &prior, false, ENTRY_SAMPLE) && !stands_in_model(&load) ? draw(&load) : STATUS_INPUT;
    load_free(&load);
    return status;
}

static const OptionId options[] = {OPT_DATA,    OPT_SEED,      OPT_OUTPUT, OPT_TRUTH,     OPT_NA,    OPT_DROP_MISSING,
                                   OPT_DECIMAL, OPT_THOUSANDS, OPT_TRIM,   OPT_FOLD_CASE, OPT_QUIET, OPT_ID_COUNT};
const Command         command_simulate = {
            .name = "simulate",
            .summary = "data drawn from the model itself, and the unknowns behind them",
            .operands = "MODEL",
            .least = 1,
            .most = 1,
            .about = "Draws the unknowns from their priors, then what data measured, and writes the data as JSON that --data "
                     "reads: to "
                     "see whether a fit finds what is known to be true.\n"
                     "What is given (predictors, numbers of trials, sizes) is taken from the data, as for sample.",
            .examples = "  bmodel simulate schools.bmodel --seed 7 -o fake.json --truth truth.json\n"
                        "  bmodel sample schools.bmodel --data fake.json\n"
                        "  bmodel logp schools.bmodel --data fake.json --at truth.json\n",
            .options = options,
            .run = simulate,
};
