/* bmodel explain CODE|NAME: the page of an error, a distribution, a function, a word of the language or of the output.
 * Pages are not written here: those of distributions come from the text of stdlib/, functions from primitives.def,
 * errors from diag.def, words from words.def. */
#include "commands.h"
#include "lang/diag.h"
#include "lang/primitive.h"
#include "lang/stdlib_text.h"
#include <string.h>
#include <strings.h>

typedef struct Word {
    const char *names, *title, *page;
} Word;

static const Word words[] = {
#define WORD(names, title, page) {names, title, page},
#include "words.def"
#undef WORD
};
enum { N_WORDS = sizeof words / sizeof *words };

/* --- lines of text --- */

/* The line at *text, copied without its end; moves *text behind it. NULL at the end. */
static const char *next_line(Arena *arena, const char **text) {
    if (!**text) return NULL;
    size_t      length = strcspn(*text, "\n");
    const char *line = arena_copy(arena, *text, length);
    *text += length + ((*text)[length] == '\n');
    return line;
}

static const char *skip_blanks(const char *text) { return text + strspn(text, " \t"); }

/* The text between the first `open` and its partner, at the same depth of brackets. */
static const char *between(Arena *arena, const char *text, char open, char close) {
    const char *begin = strchr(text, open);
    int         depth = 0;
    for (const char *c = begin; c && *c; c++) {
        depth += *c == open ? 1 : *c == close ? -1 : 0;
        if (depth == 0) return arena_copy(arena, begin + 1, (size_t)(c - begin - 1));
    }
    return "";
}

/* Parts separated by commas outside brackets, without blanks around them. */
static Words split(Arena *arena, const char *text) {
    Words parts = {0};
    int   depth = 0;
    for (const char *begin = text, *c = text;; c++) {
        depth += *c == '(' || *c == '[' ? 1 : *c == ')' || *c == ']' ? -1 : 0;
        if (*c && (*c != ',' || depth)) continue;
        begin = skip_blanks(begin);
        size_t length = (size_t)(c - begin);
        while (length && begin[length - 1] == ' ') length--;
        if (length) VEC_PUSH(arena, &parts, arena_copy(arena, begin, length));
        if (!*c) return parts;
        begin = c + 1;
    }
}

static const char *name_of(Arena *arena, const char *text) { return arena_copy(arena, text, strcspn(text, " ([:=")); }

static const char *without_end(Arena *arena, const char *text) {
    size_t length = strlen(text);
    while (length && text[length - 1] == ' ') length--;
    return arena_copy(arena, text, length);
}

/* --- distributions --- */

/* One `dist` of the standard library, as its file says it. */
typedef struct Stanza {
    const char *doc, *name, *over; /* over: "[k]", or "" */
    Words       params;
    const char *support;
    Words       members, given, examples;
} Stanza;
typedef VEC(Stanza) Stanzas;

static void read_member(Arena *arena, Stanza *stanza, const char *line) {
    const char *text = skip_blanks(line);
    if (strncmp(text, "given ", 6) == 0)
        VEC_PUSH(arena, &stanza->given, skip_blanks(text + 6));
    else if (strncmp(text, "example", 7) == 0)
        VEC_PUSH(arena, &stanza->examples, skip_blanks(text + 7));
    else
        VEC_PUSH(arena, &stanza->members, line + (strncmp(line, "    ", 4) == 0 ? 4 : 0));
}

static Stanzas read_stanzas(Arena *arena) {
    Stanzas all = {0};
    for (const StdlibFile *file = stdlib_files; file->name; file++) {
        const char *text = file->text, *doc = "", *line;
        while ((line = next_line(arena, &text))) {
            if (strncmp(line, "##", 2) == 0)
                doc = *doc ? arena_printf(arena, "%s\n%s", doc, skip_blanks(line + 2)) : skip_blanks(line + 2);
            else if (strncmp(line, "dist ", 5) == 0) {
                size_t      length = strcspn(line + 5, "([");
                const char *bracket = line[5 + length] == '[' ? between(arena, line, '[', ']') : "";
                Stanza      stanza = {.doc = doc,
                                      .name = name_of(arena, line + 5),
                                      .over = *bracket ? arena_printf(arena, "[%s]", bracket) : "",
                                      .params = split(arena, between(arena, line, '(', ')'))};
                const char *colon = strstr(line, ") : ");
                stanza.support = colon ? colon + 4 : "";
                VEC_PUSH(arena, &all, stanza);
                doc = "";
            } else if (strncmp(line, "fn ", 3) == 0)
                doc = "";
            else if (*skip_blanks(line) && all.count && (line[0] == ' ' || line[0] == '\t'))
                read_member(arena, &all.at[all.count - 1], line);
            else if (!*skip_blanks(line))
                doc = "";
        }
    }
    return all;
}

static const char *joined_names(Arena *arena, const Words *params, const char *between_names) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < params->count; i++)
        text_add(arena, &text, "%s%s", i ? between_names : "", name_of(arena, params->at[i]));
    return text.at;
}

/* Two columns, the second aligned. */
typedef struct Row {
    const char *left, *right;
} Row;
typedef VEC(Row) Rows;

static void add_rows(Arena *arena, Text *page, const char *title, const Rows *rows) {
    int widest = 0;
    for (int i = 0; i < rows->count; i++)
        if (terminal_width(rows->at[i].left) > widest) widest = terminal_width(rows->at[i].left);
    if (rows->count && *title) text_add(arena, page, "\n%s\n", title);
    for (int i = 0; i < rows->count; i++)
        text_add(arena, page, "  %s%*s   %s\n", rows->at[i].left, widest - terminal_width(rows->at[i].left), "",
                 rows->at[i].right);
}

/* `log p(2 | 1.5, 0.7) = -1.4676` as a line of a model. */
static Row example_row(Arena *arena, const Stanza *stanza, const char *example) {
    const char *inside = between(arena, example, '(', ')'), *bar = strchr(inside, '|'), *equals = strrchr(example, '=');
    Words       values = split(arena, bar ? bar + 1 : "");
    Text        left = {0};
    text_add(arena, &left, "x ~ %s(", stanza->name);
    for (int i = 0; i < values.count && i < stanza->params.count; i++)
        text_add(arena, &left, "%s%s = %s", i ? ", " : "", name_of(arena, stanza->params.at[i]), values.at[i]);
    text_add(arena, &left, ")");
    const char *value = equals ? skip_blanks(equals + 1) : "?";
    return (Row){left.at, arena_printf(arena, "log p(%.*s) = %.*s", (int)strcspn(inside, " |"), inside,
                                       value[0] == '-' ? 7 : 6, value)};
}

static void add_stanza(Arena *arena, Text *page, const Stanza *stanza) {
    Rows params = {0}, given = {0}, examples = {0};
    VEC_PUSH(arena, &params, (Row){"x", stanza->support});
    for (int i = 0; i < stanza->params.count; i++) {
        const char *colon = strchr(stanza->params.at[i], ':');
        const char *name = arena_copy(arena, stanza->params.at[i], strcspn(stanza->params.at[i], ":"));
        VEC_PUSH(arena, &params, (Row){without_end(arena, name), colon ? skip_blanks(colon + 1) : ""});
    }
    for (int i = 0; i < stanza->given.count; i++) {
        const char *colon = strchr(stanza->given.at[i], ':');
        Words       names = split(arena, between(arena, stanza->given.at[i], '(', ')'));
        const char *left = arena_printf(arena, "x ~ %s(%s = …)", stanza->name, joined_names(arena, &names, " = …, "));
        VEC_PUSH(arena, &given, (Row){left, colon ? skip_blanks(colon + 1) : ""});
    }
    for (int i = 0; i < stanza->examples.count; i++)
        VEC_PUSH(arena, &examples, example_row(arena, stanza, stanza->examples.at[i]));
    const char *places = strchr(stanza->support, '['), *close = places ? strchr(places, ']') : NULL;
    bool        runs = *stanza->over && close && strncmp(stanza->support, "label", 5) != 0 &&
                strncmp(stanza->support, "ordinal", 7) != 0;
    text_add(arena, page, "%s\n\n  x%.*s ~ %s%s(%s)\n\n", stanza->doc, runs ? (int)(close + 1 - places) : 0,
             runs ? places : "", stanza->name, stanza->over, joined_names(arena, &stanza->params, ", "));
    add_rows(arena, page, "", &params);
    text_add(arena, page, "\nAs the standard library says it\n");
    for (int i = 0; i < stanza->members.count; i++) text_add(arena, page, "  %s\n", stanza->members.at[i]);
    add_rows(arena, page, "By other names", &given);
    add_rows(arena, page, "Example", &examples);
}

static const char *distribution_page(Arena *arena, const char *name) {
    Stanzas all = read_stanzas(arena);
    Text    page = {0};
    for (int i = 0; i < all.count; i++) {
        if (strcasecmp(all.at[i].name, name) != 0) continue;
        if (page.count) text_add(arena, &page, "\n");
        add_stanza(arena, &page, &all.at[i]);
    }
    return page.at;
}

/* --- functions, words, errors --- */

static const char *function_page(Arena *arena, const char *name) {
    int id = primitive_find(name);
    if (id < 0) return NULL;
    const Primitive *function = primitive(id);
    Words            params = split(arena, function->params);
    Text             page = {0};
    text_add(arena, &page, "%s: %s\n\n  %s(%s)%s\n", function->name, function->doc, function->name, function->params,
             *function->result ? arena_printf(arena, " : %s", function->result) : "");
    if (function->is_random) {
        text_add(arena, &page, "\nRandom: it stands only in the `draw` of a distribution.\n");
        return page.at;
    }
    if (function->body && *function->body) text_add(arena, &page, "\nBy definition\n  %s\n", function->body);
    for (int i = 0, shown = 0; i < params.count && i < 3; i++) {
        const char *derivative = function->derivative[i];
        if (!derivative || !*derivative) continue;
        text_add(arena, &page, "%s  by %s: %s\n", shown++ ? "" : "\nDerivatives\n", name_of(arena, params.at[i]),
                 derivative);
    }
    return page.at;
}

static bool word_has(const Word *word, const char *name) {
    size_t length = strlen(name);
    for (const char *part = word->names; *part;) {
        size_t part_length = strcspn(part, "|");
        if (part_length == length && strncasecmp(part, name, length) == 0) return true;
        part += part_length + (part[part_length] == '|');
    }
    return false;
}

static const char *word_page(Arena *arena, const char *name) {
    for (int i = 0; i < N_WORDS; i++)
        if (word_has(&words[i], name)) return arena_printf(arena, "%s\n\n%s", words[i].title, words[i].page);
    return NULL;
}

static const char *error_page(Arena *arena, const char *name) {
    DiagCode code;
    char     upper[8] = "";
    for (size_t i = 0; name[i] && i < sizeof upper - 1; i++)
        upper[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i]);
    if (strlen(name) >= sizeof upper || !diag_code_find(upper, &code)) return NULL;
    return arena_printf(arena, "%s: %s\n\n%s", diag_code_name(code), diag_title(code), diag_page(code));
}

/* --- what there is --- */

static void add_columns(Arena *arena, Text *text, const char *title, const Words *names) {
    int column = 0;
    text_add(arena, text, "%s\n", title);
    for (int i = 0; i < names->count; i++) {
        int width = (int)strlen(names->at[i]) + 2;
        if (column + width > 78) column = 0;
        text_add(arena, text, "%s%s", column ? "  " : i ? "\n  " : "  ", names->at[i]);
        column += width;
    }
    text_add(arena, text, "\n\n");
}

/* All names that have a page: distributions, functions, words. */
static void all_names(Arena *arena, Words *distributions, Words *functions, Words *others) {
    Stanzas stanzas = read_stanzas(arena);
    for (int i = 0; i < stanzas.count; i++)
        if (!i || strcmp(stanzas.at[i].name, stanzas.at[i - 1].name) != 0)
            VEC_PUSH(arena, distributions, stanzas.at[i].name);
    for (int i = 0; i < PRIM_FUNCTION_COUNT; i++) VEC_PUSH(arena, functions, primitive(i)->name);
    for (int i = 0; i < N_WORDS; i++)
        VEC_PUSH(arena, others, arena_copy(arena, words[i].names, strcspn(words[i].names, "|")));
}

static int list_all(Arena *arena) {
    Words distributions = {0}, functions = {0}, others = {0};
    Text  text = {0};
    all_names(arena, &distributions, &functions, &others);
    text_add(arena, &text, "bmodel explain NAME shows a page on any of these.\n\n");
    add_columns(arena, &text, "Distributions", &distributions);
    add_columns(arena, &text, "Functions", &functions);
    add_columns(arena, &text, "Words of the language and of the output", &others);
    text_add(arena, &text, "Messages\n");
    for (int i = 0; i < DIAG_CODE_COUNT; i++)
        if (*diag_page((DiagCode)i))
            text_add(arena, &text, "  %s  %s\n", diag_code_name((DiagCode)i), diag_title((DiagCode)i));
    fputs(text.at, stdout);
    return STATUS_OK;
}

static int unknown(Arena *arena, const Arguments *arguments, const char *name) {
    Words names = {0};
    all_names(arena, &names, &names, &names);
    for (int i = 0; i < DIAG_CODE_COUNT; i++) VEC_PUSH(arena, &names, diag_code_name((DiagCode)i));
    const char *near = suggest(name, names.at, names.count);
    if (near)
        complain(arguments, "there is no page on `%s`; did you mean `%s`?", name, near);
    else
        complain(arguments, "there is no page on `%s`\n  help: bmodel explain (without a name) lists all pages", name);
    return STATUS_USAGE;
}

static int explain(const Arguments *arguments) {
    Arena      *arena = arena_new();
    const char *name = arguments->operands.count ? arguments->operands.at[0] : NULL, *page = NULL;
    int         status = STATUS_OK;
    if (name) {
        page = error_page(arena, name);
        if (!page) page = distribution_page(arena, name);
        if (!page) page = function_page(arena, name);
        if (!page) page = word_page(arena, name);
        if (page)
            printf("%s%s", page, page[strlen(page) - 1] == '\n' ? "" : "\n");
        else
            status = unknown(arena, arguments, name);
    } else
        status = list_all(arena);
    arena_free(arena);
    return status;
}

static const OptionId options[] = {OPT_ID_COUNT};
const Command         command_explain = {
            .name = "explain",
            .summary = "a page on an error code, a distribution, a function, a word",
            .operands = "[CODE|NAME]",
            .most = 1,
            .about = "Shows the page of an error code, a distribution, a function or a word of the output. Without a name it "
                     "lists what there is.",
            .examples = "  bmodel explain D03         what the error means, and how it is mended\n"
                        "  bmodel explain Gamma       parameters, support, density, mean, other parameterisations\n"
                        "  bmodel explain inv_logit   what the function is, and its derivative\n"
                        "  bmodel explain rhat        a column of the summary\n",
            .options = options,
            .run = explain,
};
