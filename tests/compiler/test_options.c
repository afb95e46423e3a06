/* Command lines: what is understood, and what is said of what is not. */
#include "test.h"
#include "compiler/options.h"
#include "runtime/sample.h"
#include <limits.h>

static int nothing(const Arguments *arguments) { return arguments->help; }

static const OptionId bake_options[] = {OPT_DATA,    OPT_CHAINS, OPT_SEED,  OPT_OUTPUT,
                                        OPT_DECIMAL, OPT_JSON,   OPT_QUIET, OPT_ID_COUNT};
static const OptionId eat_options[] = {OPT_GRADIENT, OPT_ID_COUNT};
static const Command  bake = {.name = "bake",
                              .operands = "MODEL",
                              .least = 1,
                              .most = 1,
                              .about = "Bakes.",
                              .examples = "  bmodel bake x\n",
                              .options = bake_options,
                              .run = nothing};
static const Command  eat = {
     .name = "eat", .operands = "[NAME]", .most = 1, .about = "Eats.", .options = eat_options, .run = nothing};
static const OptionId warmup_options[] = {OPT_WARMUP, OPT_ID_COUNT};
static const Command  bake_with_warmup = {
     .name = "bake", .operands = "", .about = "Bakes.", .options = warmup_options, .run = nothing};
static const Command *const menu[] = {&bake, &eat};

enum { MOST_WORDS = 16 };

/* Splits at blanks. */
static bool read_line(Arena *arena, const char *line, Arguments *arguments, const char **error) {
    char *words[MOST_WORDS], *text = arena_copy(arena, line, strlen(line));
    int   n = 0;
    for (char *word = strtok(text, " "); word && n < MOST_WORDS; word = strtok(NULL, " ")) words[n++] = word;
    return options_read(arena, menu, 2, n, words, arguments, error);
}

static void good(const char *line, const char *model, int64_t chains, int n_data) {
    Arena      *arena = arena_new();
    Arguments   a;
    const char *error = NULL;
    if (!read_line(arena, line, &a, &error)) printf("%s: %s\n", line, error);
    CHECK(!error);
    CHECK_STR(a.command, "bake");
    CHECK_STR(a.operands.count ? a.operands.at[0] : NULL, model);
    CHECK_INT(a.chains, chains);
    CHECK_INT(a.data.count, n_data);
    arena_free(arena);
}

static void bad(const char *line, const char *expected) {
    Arena      *arena = arena_new();
    Arguments   a;
    const char *error = NULL;
    CHECK(!read_line(arena, line, &a, &error));
    CHECK_STR(error, expected);
    arena_free(arena);
}

static void options_stand_anywhere(void) {
    good("bake m", "m", 0, 0);
    good("bake m --chains 3", "m", 3, 0);
    good("bake --chains 3 m", "m", 3, 0);
    good("--chains 3 bake m", "m", 3, 0);
    good("--chains=3 bake --data=a m --data b", "m", 3, 2);
    good("bake -- -m", "-m", 0, 0);
    good("bake -ofile m -q", "m", 0, 0);
    good("bake -o -1 m", "m", 0, 0);
    good("bake -", "-", 0, 0);
    good("bake m --decimal ,", "m", 0, 0);
}

static void wrong_lines_are_answered(void) {
    bad("bkae m", "there is no command `bkae`; did you mean `bmodel bake`?");
    bad("fly m", "there is no command `fly`\n  help: bmodel --help lists the commands");
    bad("m.bmodel", "what should be done with `m.bmodel`?\n  help: to fit it: bmodel sample m.bmodel");
    bad("bake", "`bmodel bake` needs a MODEL\n  help: bmodel bake --help");
    bad("bake m --chian 3", "`bmodel bake` has no option `--chian`; did you mean `--chains`?");
    bad("bake m -chains 3", "`bmodel bake` has no option `-chains`; did you mean `--chains`?");
    bad("--chian 3 bake m", "`bmodel bake` has no option `--chian`; did you mean `--chains`?");
    bad("bake m --gradient", "`bmodel bake` has no option `--gradient`\n  help: bmodel bake --help lists the options");
    bad("bake m --chains", "`--chains` needs a value: `--chains N`\n  help: independent chains (default 4)");
    bad("bake m --chains --json", "`--chains` needs a value: `--chains N`\n  help: independent chains (default 4)");
    bad("bake m --chains=", "`--chains` needs a value: `--chains N`\n  help: independent chains (default 4)");
    bad("bake m --chains four", "`--chains` takes a whole number from 1 to 1000, not `four`");
    bad("bake m --chains 0", "`--chains` takes a whole number from 1 to 1000, not `0`");
    bad("bake m --chains 2.5", "`--chains` takes a whole number from 1 to 1000, not `2.5`");
    bad("bake m --chains -2", "`--chains` takes a whole number from 1 to 1000, not `-2`");
    bad("bake m --seed 99999999999999999999",
        "`--seed` takes a whole number from 0 to 9007199254740991, not `99999999999999999999`");
    bad("bake m --chains 2 --chains 3", "`--chains` is given twice; it can have one value");
    bad("bake m --json=yes", "`--json` is a switch and takes no value; leave out `=yes`");
    bad("bake m --decimal ab", "`--decimal` takes one character, not `ab`\n  help: decimal mark of CSV files, if it is "
                               "not a point: --decimal ,");
    bad("bake m --color blue", "`--color` takes auto, always or never, not `blue`");
    bad("bake m d.csv",
        "`bmodel bake` takes one model; data files are given with --data\n  help: bmodel bake m --data d.csv");
    bad("bake m chains=3", "`chains=3` is not an option without two dashes\n  help: --chains=3");
    bad("bake m n", "`bmodel bake` takes one MODEL, but there are 2: `m` and `n`");
}

static void distances(void) {
    CHECK_INT(edit_distance("", ""), 0);
    CHECK_INT(edit_distance("", "abc"), 3);
    CHECK_INT(edit_distance("noraml", "normal"), 1);
    CHECK_INT(edit_distance("Normal", "normal"), 0);
    CHECK_INT(edit_distance("kitten", "sitting"), 3);
    char long_word[80];
    memset(long_word, 'a', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = 0;
    CHECK_INT(edit_distance(long_word, "a"), INT_MAX);
    const char *const words[] = {"tau", "theta", "sigma"};
    CHECK_STR(suggest("tua", words, 3), "tau");
    CHECK_STR(suggest("Sigma", words, 3), "sigma");
    CHECK(!suggest("x", words, 3));
    CHECK(!suggest("", words, 3));
    CHECK(!suggest("omega", words, 3));
}

static void help_lists_what_the_command_takes(void) {
    Arena      *arena = arena_new();
    const char *text = options_help(arena, &bake);
    CHECK(strstr(text, "Usage: bmodel bake MODEL [options]") == text);
    CHECK(strstr(text, "Examples\n  bmodel bake x\n"));
    CHECK(strstr(text, "-o, --output FILE"));
    CHECK(strstr(text, "--help"));
    CHECK(!strstr(text, "--gradient"));
    for (const char *line = text; *line; line += strcspn(line, "\n") + (line[strcspn(line, "\n")] == '\n'))
        CHECK(strcspn(line, "\n") <= 100);
    char warmup[64];
    snprintf(warmup, sizeof warmup, "(default %d)", bm_sample_defaults().warmup);
    CHECK(strstr(options_help(arena, &bake_with_warmup), warmup));
    arena_free(arena);
}

int main(void) {
    options_stand_anywhere();
    wrong_lines_are_answered();
    distances();
    help_lists_what_the_command_takes();
    TEST_MAIN_END;
}
