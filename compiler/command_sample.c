/* bmodel sample: from a model and its data to the posterior. What samples, summarises, judges and writes is in
 * runtime/session_run.c, which compiled models share; here are the options, Ctrl-C, and the words for a failed start. */
#include "failure.h"
#include "runtime/session_run.h"
#include "understood.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The one thing that a signal can reach. */
static volatile sig_atomic_t stop;

/* The first Ctrl-C asks the chains to stop; the second ends the process at once. */
static void on_interrupt(int signal_number) {
    stop = 1;
    signal(signal_number, SIG_DFL);
}

/* --- before --- */

/* A file that could not be written in the end is noticed before the work is done. */
static bool output_is_possible(const Arguments *arguments) {
    const char *path = arguments->output, *slash = path ? strrchr(path, '/') : NULL;
    struct stat status;
    char        folder[4096] = ".";
    if (!path) return true;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        complain(arguments, "`%s` is a folder\n  help: give the file a name: -o %s%sdraws.csv", path, path,
                 slash && !slash[1] ? "" : "/");
        return false;
    }
    if (slash) snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    if (access(folder, W_OK) == 0) return true;
    complain(arguments, "`%s` cannot be written: %s: %s", path, folder, strerror(errno));
    return false;
}

static BmSampleOptions sample_options(const Arguments *arguments) {
    BmSampleOptions options = bm_sample_defaults();
    const bool     *given = arguments->given;
    if (given[OPT_CHAINS]) options.chains = (int)arguments->chains;
    if (given[OPT_WARMUP]) options.warmup = (int)arguments->warmup;
    if (given[OPT_DRAWS]) options.draws = (int)arguments->draws;
    options.cores = (int)arguments->cores;
    options.seed = given[OPT_SEED] ? (uint64_t)arguments->seed : bm_fresh_seed();
    options.stop = &stop;
    return options;
}

/* Draws are kept in memory. */
static bool there_is_room(const Load *load, const BmSampleOptions *options) {
    double cells = (double)load->layout[BM_LAYOUT_OUTPUTS] + 8;
    double need = 8 * cells * options->chains * options->draws,
           have = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    if (need < 0.9 * have) return true;
    complain(load->arguments,
             "%d chains of %d draws of %lld numbers need %.0f GB of memory; this machine has %.0f\n  help: fewer draws "
             "will do: --draws 1000",
             options->chains, options->draws, (long long)load->layout[BM_LAYOUT_OUTPUTS], need * 1e-9, have * 1e-9);
    return false;
}

/* --- the command --- */

/* On standard error, as the results are the table. */
static void say_what_was_understood(Load *load) {
    if (load->arguments->quiet) return;
    fputs(understood_in_short(load, terminal_columns(stderr)), stderr);
    if (load->files_found) fprintf(stderr, "data: %s, beside the model\n", load->files.at[0]);
    if (load->bound->account) fprintf(stderr, "%s", load->bound->account);
}

/* How group effects are centred, where the model leaves it open. The verdict needs to know it, too. */
static void say_what_was_chosen(Load *load) {
    const int64_t *sizes = load->layout + BM_LAYOUT_SIZES;
    if (!load->arguments->quiet) fputs(program_choices(load->program, sizes), stderr);
    for (int i = 0; i < load->schema->n_statements; i++)
        load->schema->statements[i].noncentered =
            program_is_noncentered(load->program, sizes, load->schema->statements[i].name);
}

static void explain_failure(const BmChain *chain, void *load) {
    failure_explain(load, chain->failed_at, chain->failure);
}

/* A word as a shell takes it. */
static const char *quoted(Arena *arena, const char *word) {
    Text text = {0};
    if (*word && !word[strcspn(word, " \t\n\"'`$&|;<>()*?[]#~\\!{}")]) return word;
    text_add(arena, &text, "'");
    for (const char *c = word; *c; c++) text_add(arena, &text, *c == '\'' ? "'\\''" : "%c", *c);
    text_add(arena, &text, "'");
    return text.at;
}

/* The command line that repeats this run: the files as they were given, and the options that decide how they are read. */
static const char *again(const Load *load) {
    const Arguments *a = load->arguments;
    Arena           *arena = load->session->arena;
    Text             text = {0};
    text_add(arena, &text, "bmodel sample %s", quoted(arena, load->path));
    for (int i = 0; i < a->data.count; i++) text_add(arena, &text, " --data %s", quoted(arena, a->data.at[i]));
    for (int i = 0; i < a->na.count; i++) text_add(arena, &text, " --na=%s", quoted(arena, a->na.at[i]));
    if (a->drop_missing) text_add(arena, &text, " --drop-missing");
    if (a->decimal) text_add(arena, &text, " --decimal '%c'", a->decimal);
    if (a->thousands) text_add(arena, &text, " --thousands '%c'", a->thousands);
    if (a->trim) text_add(arena, &text, " --trim");
    if (a->fold_case) text_add(arena, &text, " --fold-case");
    return text.at;
}

/* Warnings were said before the table; who reads only the end reads them again, a line each. */
static void repeat_warnings(const Load *load) {
    fflush(stdout);
    for (int i = 0; i < load->said.all.count; i++) {
        const Diag *diag = load->said.all.at[i];
        if (diag->severity != SEVERITY_WARNING) continue;
        if (diag->primary.span.source)
            fprintf(stderr, "warning[%s], line %d: %s\n", diag_code_name(diag->code),
                    source_place(load->session->arena, diag->primary.span.source, diag->primary.span.begin).line,
                    diag->message);
        else
            fprintf(stderr, "warning[%s]: %s\n", diag_code_name(diag->code), diag->message);
    }
}

static int run(Load *load) {
    const Arguments *arguments = load->arguments;
    BmRunOptions     options = {.sample = sample_options(arguments),
                                .output = arguments->output,
                                .json = arguments->json,
                                .quiet = arguments->quiet,
                                .all = arguments->all,
                                .terminal = terminal_is_one(stderr),
                                .colour = terminal_colour(arguments, stderr),
                                .ascii = !terminal_is_utf8(),
                                .columns = terminal_columns(stderr),
                                .out_columns = terminal_columns(stdout),
                                .begun = arguments->started * 1e-3,
                                .again = again(load),
                                .explain = explain_failure,
                                .explain_context = load};
    struct sigaction action = {.sa_handler = on_interrupt};
    if (load->schema->n_outputs == 0) {
        complain(
            arguments,
            "there is nothing to sample in `%s`: no line defines an unknown or a quantity\n  help: bmodel explain ~",
            load->shown);
        return STATUS_INPUT;
    }
    if (!there_is_room(load, &options.sample)) return STATUS_INPUT;
    sigaction(SIGINT, &action, NULL);
    int status = bm_run_sample(load->compiled, load->schema, load->layout, load->data, &options, stdout, stderr);
    repeat_warnings(load);
    return status;
}

static int sample(const Arguments *arguments) {
    Load load = {0};
    int  status = STATUS_INPUT;
    if (!output_is_possible(arguments)) return status;
    if (load_model(&load, arguments, false) && load_data(&load)) {
        say_what_was_understood(&load);
        if (load_compile(&load, ENTRY_SAMPLE)) {
            say_what_was_chosen(&load);
            status = run(&load);
        }
    }
    load_free(&load);
    return status;
}

static const OptionId options[] = {OPT_DATA,  OPT_CHAINS,    OPT_WARMUP, OPT_DRAWS,        OPT_PRIOR,   OPT_SEED,
                                   OPT_CORES, OPT_OUTPUT,    OPT_NA,     OPT_DROP_MISSING, OPT_DECIMAL, OPT_THOUSANDS,
                                   OPT_TRIM,  OPT_FOLD_CASE, OPT_ALL,    OPT_JSON,         OPT_QUIET,   OPT_ID_COUNT};
const Command         command_sample = {
            .name = "sample",
            .summary = "fits a model: the posterior, and whether it may be used",
            .operands = "MODEL",
            .least = 1,
            .most = 1,
            .about = "Draws from the posterior with four chains of NUTS, and prints a summary with labels and a verdict on "
                     "whether the numbers may be used.\n"
                     "Without --data it takes the file of the same stem beside the model: bioassay.csv (.tsv, .json) for "
                     "bioassay.bmodel.",
            .examples = "  bmodel sample bioassay.bmodel                            with bioassay.csv\n"
                        "  bmodel sample bioassay.bmodel --data trial.csv -o draws.csv\n"
                        "  bmodel sample radon.bmodel --data homes.csv --data counties.csv --seed 7\n"
                        "  bmodel sample bioassay.bmodel --prior -o prior.csv       prior and prior predictive\n"
                        "  bmodel sample bioassay.bmodel --json > fit.json          the summary, for programs\n",
            .options = options,
            .run = sample,
};
