/* Parses command lines by the table in options.def. Knows nothing of what the commands do. */
#include "options.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct Option {
    const char *name;
    char        letter;
    OptionKind  kind;
    size_t      field;
    const char *takes;
    int64_t     lo, hi;
    const char *help;
} Option;

static const Option options[] = {
#define OPTION(id, name, letter, kind, field, takes, lo, hi, help)                                                     \
    {name, letter, OPTION_##kind, offsetof(Arguments, field), takes, lo, hi, help},
#include "options.def"
#undef OPTION
};

typedef struct Reader {
    Arena                *arena;
    const Command *const *commands;
    const Command        *command; /* the one that was named, or will be: messages speak of it */
    bool                  named;
    int                   n_commands, n_words, next;
    char                **words;
    Arguments            *arguments;
    const char           *error;
} Reader;

static const char *see_help(Reader *r) {
    return arena_printf(r->arena, "bmodel%s%s --help", r->command ? " " : "", r->command ? r->command->name : "");
}

static bool fail(Reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(Reader *r, const char *format, ...) {
    va_list args;
    va_start(args, format);
    r->error = arena_vprintf(r->arena, format, args);
    va_end(args);
    return false;
}

static bool command_has(const Command *command, int option) {
    if (option == OPT_HELP || option == OPT_COLOR) return true;
    for (const OptionId *o = command->options; *o != OPT_ID_COUNT; o++)
        if ((int)*o == option) return true;
    return false;
}

static const Command *command_find(const Reader *r, const char *name) {
    for (int i = 0; i < r->n_commands; i++)
        if (strcmp(r->commands[i]->name, name) == 0) return r->commands[i];
    return NULL;
}

/* --- one option --- */

static int option_find(const char *name, size_t length) {
    for (int i = 0; i < OPT_ID_COUNT; i++)
        if (strlen(options[i].name) == length && memcmp(options[i].name, name, length) == 0) return i;
    return -1;
}

/* Names of the options that the command offers (of all commands, if it is not known). */
static const char *nearest_option(const Reader *r, const char *name) {
    const char *names[OPT_ID_COUNT];
    int         n = 0;
    for (int i = 0; i < OPT_ID_COUNT; i++)
        if (!r->command || command_has(r->command, i)) names[n++] = options[i].name;
    return suggest(name, names, n);
}

static bool unknown_option(Reader *r, const char *word, const char *name) {
    const char *near = nearest_option(r, name);
    const char *of = r->command ? arena_printf(r->arena, "`bmodel %s`", r->command->name) : "bmodel";
    if (near) return fail(r, "%s has no option `%s`; did you mean `--%s`?", of, word, near);
    return fail(r, "%s has no option `%s`\n  help: %s lists the options", of, word, see_help(r));
}

static bool wrong_value(Reader *r, const Option *option, const char *value) {
    return fail(r, "`--%s` takes a whole number from %lld to %lld, not `%s`", option->name, (long long)option->lo,
                (long long)option->hi, value);
}

static bool set_count(Reader *r, const Option *option, const char *value, int64_t *field) {
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    bool      digits = value[0] >= '0' && value[0] <= '9' && *end == '\0';
    if (!digits || errno || number < option->lo || number > option->hi) return wrong_value(r, option, value);
    *field = number;
    return true;
}

static bool set_character(Reader *r, const Option *option, const char *value, char *field) {
    if (strlen(value) != 1)
        return fail(r, "`--%s` takes one character, not `%s`\n  help: %s", option->name, value, option->help);
    *field = value[0];
    return true;
}

static bool set(Reader *r, int id, const char *value) {
    const Option *option = &options[id];
    char         *field = (char *)r->arguments + option->field;
    Words        *list = (Words *)(void *)field;
    bool          again = r->arguments->given[id];
    r->arguments->given[id] = true;
    if (again && option->kind != OPTION_FLAG && option->kind != OPTION_TEXTS)
        return fail(r, "`--%s` is given twice; it can have one value", option->name);
    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case OPTION_TEXT:
        *(const char **)(void *)field = value;
        return true;
    case OPTION_TEXTS:
        VEC_PUSH(r->arena, list, value);
        return true;
    case OPTION_COUNT:
        return set_count(r, option, value, (int64_t *)(void *)field);
    case OPTION_CHARACTER:
        return set_character(r, option, value, field);
    }
    return false;
}

/* What looks like an option (-x, --x) cannot be the value of one unless it is written --name=VALUE; a negative number
 * and a lone - can. */
static bool is_value(const char *word) {
    return word[0] != '-' || word[1] == '\0' || (word[1] >= '0' && word[1] <= '9') || word[1] == '.';
}

/* value: what is attached (--name=VALUE, -oFILE), or NULL. */
static bool take(Reader *r, int id, const char *value) {
    const Option *option = &options[id];
    if (option->kind == OPTION_FLAG)
        return value ? fail(r, "`--%s` is a switch and takes no value; leave out `=%s`", option->name, value)
                     : set(r, id, NULL);
    if (!value && r->next < r->n_words && is_value(r->words[r->next])) value = r->words[r->next++];
    if (!value || value[0] == '\0')
        return fail(r, "`--%s` needs a value: `--%s %s`\n  help: %s", option->name, option->name, option->takes,
                    option->help);
    return set(r, id, value);
}

static bool long_option(Reader *r, const char *word) {
    const char *name = word + 2, *equals = strchr(name, '=');
    size_t      length = equals ? (size_t)(equals - name) : strlen(name);
    int         id = option_find(name, length);
    if (id < 0) return unknown_option(r, arena_copy(r->arena, word, length + 2), arena_copy(r->arena, name, length));
    return take(r, id, equals ? equals + 1 : NULL);
}

static bool short_option(Reader *r, const char *word) {
    for (int i = 0; i < OPT_ID_COUNT; i++)
        if (options[i].letter && options[i].letter == word[1] && (word[2] == '\0' || options[i].kind != OPTION_FLAG))
            if (option_find(word + 1, strcspn(word + 1, "=")) < 0)
                return take(r, i, word[2] ? word + 2 + (word[2] == '=') : NULL);
    return unknown_option(r, word, word + 1);
}

/* --- the whole line --- */

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}
static bool is_data_file(const char *name) {
    return ends_with(name, ".csv") || ends_with(name, ".tsv") || ends_with(name, ".json");
}

static bool unknown_command(Reader *r, const char *word) {
    const char *names[32];
    int         n = 0;
    for (int i = 0; i < r->n_commands && i < 32; i++) names[n++] = r->commands[i]->name;
    if (ends_with(word, ".bmodel"))
        return fail(r, "what should be done with `%s`?\n  help: to fit it: bmodel sample %s", word, word);
    const char *near = suggest(word, names, n);
    if (near) return fail(r, "there is no command `%s`; did you mean `bmodel %s`?", word, near);
    return fail(r, "there is no command `%s`\n  help: bmodel --help lists the commands", word);
}

static bool operand(Reader *r, const char *word) {
    if (r->named) {
        VEC_PUSH(r->arena, &r->arguments->operands, word);
        return true;
    }
    r->command = command_find(r, word);
    r->named = true;
    if (!r->command) return unknown_command(r, word);
    r->arguments->command = r->command->name;
    return true;
}

static bool too_many(Reader *r) {
    const Words *words = &r->arguments->operands;
    const char  *extra = words->at[r->command->most], *equals = strchr(extra, '=');
    if (equals && option_find(extra, (size_t)(equals - extra)) >= 0)
        return fail(r, "`%s` is not an option without two dashes\n  help: --%s", extra, extra);
    if (is_data_file(extra) && command_has(r->command, OPT_DATA))
        return fail(r, "`bmodel %s` takes one model; data files are given with --data\n  help: bmodel %s %s --data %s",
                    r->command->name, r->command->name, words->at[0], extra);
    if (r->command->most == 0)
        return fail(r, "`bmodel %s` takes no further words, but here is `%s`", r->command->name, extra);
    return fail(r, "`bmodel %s` takes one %s, but there are %d: `%s` and `%s`", r->command->name,
                r->command->least ? r->command->operands : "name", words->count, words->at[0], extra);
}

static bool fits_command(Reader *r) {
    const Arguments *a = r->arguments;
    for (int i = 0; i < OPT_ID_COUNT; i++)
        if (a->given[i] && !command_has(r->command, i))
            return unknown_option(r, arena_printf(r->arena, "--%s", options[i].name), options[i].name);
    if (a->help) return true;
    if (a->operands.count < r->command->least)
        return fail(r, "`bmodel %s` needs a %s\n  help: %s", r->command->name, r->command->operands, see_help(r));
    return a->operands.count > r->command->most ? too_many(r) : true;
}

static bool color_is_known(Reader *r) {
    const char *color = r->arguments->color;
    if (!color || !strcmp(color, "auto") || !strcmp(color, "always") || !strcmp(color, "never")) return true;
    return fail(r, "`--color` takes auto, always or never, not `%s`", color);
}

/* Which command is meant, for messages about options that stand before it. */
static void foresee_command(Reader *r) {
    for (int i = 0; i < r->n_words && !r->command; i++) r->command = command_find(r, r->words[i]);
}

bool options_read(Arena *arena, const Command *const *commands, int n_commands, int n_words, char **words,
                  Arguments *arguments, const char **error) {
    Reader r = {.arena = arena,
                .commands = commands,
                .n_commands = n_commands,
                .n_words = n_words,
                .words = words,
                .arguments = arguments};
    bool   ok = true, only_operands = false;
    memset(arguments, 0, sizeof *arguments);
    foresee_command(&r);
    while (ok && r.next < n_words) {
        const char *word = words[r.next++];
        if (only_operands || word[0] != '-' || word[1] == '\0')
            ok = operand(&r, word);
        else if (strcmp(word, "--") == 0)
            only_operands = true;
        else
            ok = word[1] == '-' ? long_option(&r, word) : short_option(&r, word);
    }
    ok = ok && color_is_known(&r) && (!r.named || fits_command(&r));
    *error = r.error;
    return ok;
}

/* Words of a text from column `indent` on, broken before PAGE; line ends in it are kept. */
static void add_wrapped(Arena *arena, Text *out, const char *text, int indent) {
    enum { PAGE = 100 };
    int column = indent;
    for (const char *word = text; *word;) {
        size_t length = strcspn(word, " \n");
        if (column > indent && column + 1 + (int)length > PAGE) {
            text_add(arena, out, "\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            text_add(arena, out, " ");
            column++;
        }
        text_add(arena, out, "%.*s", (int)length, word);
        column += (int)length;
        word += length;
        if (*word == '\n') {
            text_add(arena, out, "\n%*s", indent, "");
            column = indent;
        }
        word += *word != '\0';
    }
    text_add(arena, out, "\n");
}

const char *options_help(Arena *arena, const Command *command) {
    Text        text = {0};
    const char *options_word = command->options[0] == OPT_ID_COUNT ? "" : " [options]";
    text_add(arena, &text, "Usage: bmodel %s%s%s%s\n\n", command->name, *command->operands ? " " : "",
             command->operands, options_word);
    add_wrapped(arena, &text, command->about, 0);
    if (command->examples) text_add(arena, &text, "\nExamples\n%s", command->examples);
    text_add(arena, &text, "\nOptions\n");
    for (int i = 0; i < OPT_ID_COUNT; i++) {
        if (!command_has(command, i)) continue;
        const char *letter = options[i].letter ? arena_printf(arena, "-%c, ", options[i].letter) : "";
        const char *name =
            arena_printf(arena, "%s--%s%s%s", letter, options[i].name, *options[i].takes ? " " : "", options[i].takes);
        text_add(arena, &text, "  %-20s  ", name);
        add_wrapped(arena, &text, options[i].help, 24);
    }
    return text.at;
}
