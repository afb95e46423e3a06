/* The words of a command line: which command, which options, which operands. One table (options.def) makes the parsing,
 * the suggestions and the --help texts. Options may stand anywhere, as --name VALUE or --name=VALUE; `--` ends them. */
#ifndef COMPILER_OPTIONS_H
#define COMPILER_OPTIONS_H
#include "lang/base.h"

typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_TEXTS, OPTION_COUNT, OPTION_CHARACTER } OptionKind;

typedef enum OptionId {
#define OPTION(id, name, letter, kind, field, takes, lo, hi, help) OPT_##id,
#include "options.def"
#undef OPTION
    OPT_ID_COUNT
} OptionId;

typedef VEC(const char *) Words;

/* What was said. Numbers that were not given are 0, texts NULL; given[] tells. */
typedef struct Arguments {
    const char *command; /* NULL: none */
    Words       operands;
    bool        given[OPT_ID_COUNT];
    Words       data, na;
    int64_t     chains, warmup, draws, seed, cores;
    const char *at, *output, *truth, *stage, *color;
    char        decimal, thousands;
    double      started;   /* when the process began, milliseconds of the monotonic clock; set by main */
    unsigned    rules_off; /* program_new_without: for tests, not an option */
    const char *cpu;       /* program_set_cpu: likewise */
    bool        jacobian, gradient, prior, drop_missing, trim, fold_case, all, json, quiet, latex, help, version;
} Arguments;

struct Command;
typedef int CommandRun(const Arguments *arguments);

/* A command, described: dispatch, checks of usage and help follow from this. */
typedef struct Command {
    const char     *name, *summary; /* one line of `bmodel --help` */
    const char     *operands;       /* "MODEL", "[NAME]", "" */
    int             least, most;    /* operands */
    const char     *about;          /* a paragraph or two */
    const char     *examples;       /* lines: "command   # what it does" */
    const OptionId *options;        /* ends with OPT_ID_COUNT; --help and --color are understood by every command */
    CommandRun     *run;
} Command;

/* Reads the words after the program's name. false: *error is a sentence or two for the user (with help lines). */
bool options_read(Arena *arena, const Command *const *commands, int n_commands, int n_words, char **words,
                  Arguments *arguments, const char **error);
/* The --help text of a command. */
const char *options_help(Arena *arena, const Command *command);

/* The candidate that is nearest in spelling (Damerau–Levenshtein, at most a third of the letters wrong), or NULL. */
const char *suggest(const char *word, const char *const *candidates, int n_candidates);
int         edit_distance(const char *a, const char *b);

#endif
