/* main of a compiled model: an object file that defines bm_model, linked with libbmodel_runtime.a alone, is a program that samples.
 * It gives the same draws as `bmodel sample`. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "number.h"
#include "session_run.h"

static volatile int stop; /* set by Ctrl-C; the only state that a signal handler can reach */

static void on_interrupt(int signal_number) {
    (void)signal_number;
    stop = 1;
}

typedef struct Arguments {
    BmRunOptions  run;
    BmBindOptions bind;
    const char  **files; /* of bind */
    bool          seeded, help;
} Arguments;

typedef enum Takes { TAKES_NOTHING, TAKES_FILE, TAKES_NUMBER } Takes;
typedef struct Option {
    const char *name;
    char        letter;
    Takes       takes;
    double      least, most;
    const char *help;
} Option;

static const Option OPTIONS[] = {
    {"data", 0, TAKES_FILE, 0, 0,
     "FILE   data: CSV, TSV or JSON; may be given several times; DIM=FILE says whose rows they are"},
    {"chains", 0, TAKES_NUMBER, 1, 1000, "N    independent chains (default 4)"},
    {"warmup", 0, TAKES_NUMBER, 0, 1e8, "N    draws of warmup for each chain, not kept"},
    {"draws", 0, TAKES_NUMBER, 1, 1e8, "N     draws to keep for each chain (default 1000)"},
    {"seed", 0, TAKES_NUMBER, 0, 0x1p53 - 1,
     "N      the same seed gives the same draws (default: a new one, which is printed)"},
    {"cores", 0, TAKES_NUMBER, 1, 4096,
     "N     threads (default: one for each processor); the draws do not depend on it"},
    {"output", 'o', TAKES_FILE, 0, 0, "FILE write the draws to this CSV file (also -o FILE)"},
    {"json", 0, TAKES_NOTHING, 0, 0, "       one JSON object on standard output, for programs"},
    {"quiet", 'q', TAKES_NOTHING, 0, 0, "      nothing but results, warnings and errors (also -q)"},
    {"help", 'h', TAKES_NOTHING, 0, 0, "       this text"}};
enum { N_OPTIONS = sizeof OPTIONS / sizeof *OPTIONS };

static const Option *find_option(const char *word, const char **value) {
    const bool   is_long = word[0] == '-' && word[1] == '-';
    const char  *name = word + (is_long ? 2 : 1);
    const size_t length = strcspn(name, "=");
    *value = is_long && name[length] ? name + length + 1 : !is_long && word[1] && word[2] ? word + 2 : NULL;
    for (int i = 0; i < N_OPTIONS && word[0] == '-' && word[1]; i++)
        if (is_long ? strlen(OPTIONS[i].name) == length && strncmp(OPTIONS[i].name, name, length) == 0
                    : OPTIONS[i].letter == name[0] && name[0])
            return &OPTIONS[i];
    return NULL;
}

static void set_number(Arguments *a, char initial, double number) {
    BmSampleOptions *sample = &a->run.sample;
    if (initial == 'w') sample->warmup = (int)number;
    if (initial == 'd') sample->draws = (int)number;
    if (initial == 's') sample->seed = (uint64_t)number, a->seeded = true;
}

static void apply(Arguments *a, const Option *option, const char *value, double number) {
    if (strcmp(option->name, "data") == 0)
        a->files[a->bind.n_files++] = value;
    else if (strcmp(option->name, "chains") == 0)
        a->run.sample.chains = (int)number;
    else if (strcmp(option->name, "cores") == 0)
        a->run.sample.cores = (int)number;
    else if (strcmp(option->name, "output") == 0)
        a->run.output = value;
    else if (strcmp(option->name, "json") == 0)
        a->run.json = true;
    else if (strcmp(option->name, "quiet") == 0)
        a->run.quiet = true;
    else if (strcmp(option->name, "help") == 0)
        a->help = true;
    else
        set_number(a, option->name[0], number);
}

/* false: usage, said on standard error. */
static bool read_arguments(int n, char **words, Arguments *a) {
    for (int i = 1; i < n; i++) {
        const char   *value;
        double        number = 0;
        const Option *option = find_option(words[i], &value);
        if (!option) {
            fprintf(stderr, "error: `%s` is not an option; see --help\n", words[i]);
            return false;
        }
        if (option->takes != TAKES_NOTHING && !value) value = ++i < n ? words[i] : NULL;
        if ((option->takes == TAKES_NOTHING) != (value == NULL)) {
            fprintf(stderr, "error: --%s takes %s\n", option->name,
                    option->takes == TAKES_NOTHING ? "no value" : "a value");
            return false;
        }
        if (option->takes == TAKES_NUMBER &&
            !(bm_number_read(value, strlen(value), &number) && number == (double)(int64_t)number &&
              number >= option->least && number <= option->most)) {
            fprintf(stderr, "error: --%s takes a whole number from %.0f to %.0f, not `%s`\n", option->name,
                    option->least, option->most, value);
            return false;
        }
        apply(a, option, value, number);
    }
    return true;
}

static void print_help(const BmSchema *schema, const char *program) {
    printf("%s: samples the model `%s`, compiled ahead of time.\n\nusage: %s [options]\n\n", program, schema->model,
           program);
    for (int i = 0; i < N_OPTIONS; i++) printf("  --%s %s\n", OPTIONS[i].name, OPTIONS[i].help);
    printf("\ndata:");
    for (int i = 0; i < schema->n_data; i++) printf(" %s", schema->data[i].shown);
    printf("\n");
}

/* Messages on standard error; true if there was an error. */
static bool complain(BmMessages *messages, const char *file) {
    const bool failed = bm_message_errors(messages) > 0;
    char      *text = messages->count ? bm_messages_text(messages, file) : NULL;
    if (text) fputs(text, stderr);
    free(text);
    bm_messages_free(messages);
    return failed;
}

static double *place_data(const BmSchema *schema, const BmBound *bound, int64_t *layout) {
    BmMessages messages = {0};
    bm_bound_sizes(bound, layout);
    bm_model.layout(layout);
    const size_t bytes = (((size_t)layout[BM_LAYOUT_DATA] + BM_PAD) * sizeof(double) + 63) / 64 * 64;
    double      *data = aligned_alloc(64, bytes);
    if (!data) return NULL;
    memset(data, 0, bytes);
    bm_bound_place(bound, layout, data);
    bm_model.prepare(layout, data);
    bm_bound_checks(bound, layout, data, &messages);
    if (!complain(&messages, schema->file)) return data;
    free(data);
    return NULL;
}

static int run(Arguments *a, BmSchema *schema) {
    BmMessages messages = {0};
    BmBound   *bound = bm_bind(schema, &a->bind, &messages);
    if (complain(&messages, schema->file) || !bound) {
        bm_bound_free(bound);
        return BM_EXIT_INPUT;
    }
    if (!a->run.quiet && bound->account) fputs(bound->account, stderr);
    int64_t  *layout = calloc((size_t)bm_model.layout_cells + BM_PAD, sizeof *layout);
    double   *data = layout ? place_data(schema, bound, layout) : NULL;
    const int status = data ? bm_run_sample(&bm_model, schema, layout, data, &a->run, stdout, stderr) : BM_EXIT_INPUT;
    free(data);
    free(layout);
    bm_bound_free(bound);
    return status;
}

/* Standard output that could not be written is an error, unless its reader went away. */
static int finish(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    if (errno == EPIPE) return status;
    fprintf(stderr, "error: the results could not be written to standard output\n");
    return status ? status : BM_EXIT_INPUT;
}

int main(int n, char **words) {
    const char *term = getenv("TERM");
    Arguments   a = {.run = {.sample = bm_sample_defaults(),
                             .begun = bm_clock(),
                             .terminal = isatty(2) && term && strcmp(term, "dumb") != 0}};
    signal(SIGPIPE, SIG_IGN);
    a.run.sample.stop = &stop;
    a.bind.files = a.files = calloc((size_t)n + 1, sizeof *a.files);
    if (!a.files || !read_arguments(n, words, &a)) {
        free(a.files);
        return BM_EXIT_USAGE;
    }
    if (!a.seeded) a.run.sample.seed = bm_fresh_seed();
    BmSchema *schema = bm_model.abi_version == BM_ABI_VERSION ? bm_schema_read(bm_model.schema) : NULL;
    int       status = BM_EXIT_INPUT;
    if (!schema) {
        fprintf(stderr, "error: the model was compiled for another version of this runtime\n");
    } else if (a.help) {
        print_help(schema, words[0]);
        status = BM_EXIT_OK;
    } else {
        sigaction(SIGINT, &(struct sigaction){.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND}, NULL);
        status = run(&a, schema);
    }
    bm_schema_free(schema);
    free(a.files);
    return finish(status);
}
