/* bmodel explain CODE|NAME: the page of an error, a distribution, a function, a word of the language or of the output.
 * Pages are not written here: those of distributions come from the text of stdlib/, functions from primitives.def,
 * errors from diag.def, words from words.def. */
#include "commands.h"
#include "lang/diag.h"
#include "lang/function_names.h"
#include "lang/latex.h"
#include "lang/fn_text.h"
#include "lang/primitive.h"
#include "lang/stanza.h"
#include "reference.h"
#include "worked.h"
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

/* --- distributions --- */

/* Columns, all but the last aligned. */
enum { MOST_COLUMNS = 4 };
typedef struct Row {
    const char *cells[MOST_COLUMNS];
} Row;
typedef VEC(Row) Rows;

static void add_rows(Arena *arena, Text *page, const char *title, const Rows *rows) {
    int widest[MOST_COLUMNS] = {0};
    for (int i = 0; i < rows->count; i++)
        for (int c = 0; c < MOST_COLUMNS && rows->at[i].cells[c]; c++)
            if (terminal_width(rows->at[i].cells[c]) > widest[c]) widest[c] = terminal_width(rows->at[i].cells[c]);
    if (rows->count && *title) text_add(arena, page, "\n%s\n", title);
    for (int i = 0; i < rows->count; i++) {
        const Row *row = &rows->at[i];
        text_add(arena, page, "  %s", row->cells[0]);
        for (int c = 1; c < MOST_COLUMNS && row->cells[c] && *row->cells[c]; c++)
            text_add(arena, page, "%*s   %s", widest[c - 1] - terminal_width(row->cells[c - 1]), "", row->cells[c]);
        text_add(arena, page, "\n");
    }
}

/* What the page shows of the body; the rest (cdf, draw, …) is in the reference and in stdlib/. */
static void add_members(Arena *arena, Text *page, const Stanza *stanza) {
    static const char *const shown[] = {"log p", "mean", "variance"};
    text_add(arena, page, "\n");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const StanzaMember *member = stanza_member(stanza, shown[i]);
        if (!member) continue;
        if (i == 0 && *stanza->formula && !strchr(stanza->formula, '\\')) {
            text_add(arena, page, "  %s = %s\n", member->head, stanza->formula);
            continue;
        }
        for (const char *line = member->text; *line;) {
            size_t length = strcspn(line, "\n");
            text_add(arena, page, "  %.*s\n", (int)length, line);
            line += length + (line[length] == '\n');
        }
    }
}

static void add_abilities(Arena *arena, Text *page, const Stanza *stanza) {
    bool cdf = stanza_member(stanza, "cdf") || stanza_member(stanza, "log cdf") || stanza_member(stanza, "log ccdf");
    bool centre = stanza_member(stanza, "location") && stanza_member(stanza, "scale");
    if (cdf || centre)
        text_add(arena, page, "\nModifiers   %s%s%s\n", cdf ? "truncated to, censored" : "", cdf && centre ? ", " : "",
                 centre ? "noncentered" : "");
}

/* Who takes the arguments in which order: they need names here. */
static void add_unnamed(Arena *arena, Text *page, const Stanza *stanza) {
    Rows rows = {0};
    for (int i = 0; i < stanza->unnamed.count; i++)
        VEC_PUSH(arena, &rows,
                 (Row){{arena_printf(arena, "(%s)", stanza->unnamed.at[i].names), stanza->unnamed.at[i].who}});
    add_rows(arena, page, "Its arguments need names, as books disagree about their order or meaning", &rows);
    if (*stanza->reading) text_add(arena, page, "\nMind   %s\n", stanza->reading);
}

static Row given_row(Arena *arena, const Stanza *stanza, const StanzaGiven *given) {
    Text call = {0};
    for (int i = 0; i < given->names.count; i++) text_add(arena, &call, "%s%s = …", i ? ", " : "", given->names.at[i]);
    return (Row){{arena_printf(arena, "%s(%s)", stanza->name, call.at), given->values}};
}

static void add_example(Arena *arena, Text *page, const Stanza *stanza) {
    Rows rows = {0};
    for (int i = 0; i < stanza->examples.count; i++) {
        WorkedExample e = worked_example(arena, stanza, stanza->examples.at[i]);
        Row           row = {{arena_printf(arena, "%s ~ %s", stanza->value.name, e.call), e.error}};
        if (!e.error) row.cells[1] = arena_printf(arena, "log p(%s) = %s", e.at, worked_number(arena, e.log_p, 7));
        VEC_PUSH(arena, &rows, row);
    }
    add_rows(arena, page, "Example", &rows);
}

static void add_foreign(Arena *arena, Text *page, const Stanza *stanza) {
    Rows rows = {0};
    for (int s = 0; stanza_systems[s]; s++)
        for (int i = 0; i < stanza->foreign.count; i++) {
            const StanzaForeign *f = &stanza->foreign.at[i];
            if (strcmp(f->system, stanza_systems[s]) != 0 || !f->name) continue;
            VEC_PUSH(arena, &rows, (Row){{f->system, f->call, arena_printf(arena, "is %s", f->ours), f->remark}});
        }
    add_rows(arena, page, "Elsewhere", &rows);
}

static void add_stanza(Arena *arena, Text *page, const Stanza *stanza) {
    Rows params = {0}, given = {0};
    VEC_PUSH(arena, &params, (Row){{stanza->value.name, stanza->support, stanza->value.doc}});
    for (int i = 0; i < stanza->params.count; i++)
        VEC_PUSH(arena, &params,
                 (Row){{stanza->params.at[i].name, stanza->params.at[i].type, stanza->params.at[i].doc}});
    for (int i = 0; i < stanza->given.count; i++)
        VEC_PUSH(arena, &given, given_row(arena, stanza, &stanza->given.at[i]));
    text_add(arena, page, "%s\n\n  %s ~ %s\n\n", stanza->doc, stanza->value.name, worked_usage(arena, stanza));
    add_rows(arena, page, "", &params);
    add_members(arena, page, stanza);
    add_unnamed(arena, page, stanza);
    add_rows(arena, page, "By other names", &given);
    add_foreign(arena, page, stanza);
    add_example(arena, page, stanza);
    add_abilities(arena, page, stanza);
}

/* StudentT, studentt, student_t */
static bool is_spelt(const char *name, const char *spelling) {
    for (; *name || *spelling; name++) {
        while (*spelling == '_') spelling++;
        if (strncasecmp(name, spelling, 1) != 0) return false;
        spelling += *spelling != 0;
    }
    return true;
}

/* Density, mean and variance for a paper. */
static const char *latex_page(Arena *arena, const char *name) {
    static const char *const moments[] = {"mean", "variance"};
    Session                 *session = session_new();
    Stanzas                  all = stanzas_read(arena);
    Text                     page = {0};
    for (int i = 0; i < all.count; i++) {
        const Stanza       *stanza = &all.at[i];
        const StanzaMember *log_p = stanza_member(stanza, "log p");
        const char *tex = log_p ? latex_of_text(session, *stanza->formula ? stanza->formula : log_p->value) : NULL;
        if (!tex && *stanza->formula) tex = stanza->formula;
        if (!is_spelt(stanza->name, name) || !tex) continue;
        text_add(arena, &page, "\\log p(%s) = %s\n", latex_name(arena, stanza->value.name), tex);
        for (int k = 0; k < 2; k++) {
            const StanzaMember *member = stanza_member(stanza, moments[k]);
            tex = member ? latex_of_text(session, member->value) : NULL;
            if (tex) text_add(arena, &page, "\\operatorname{%s} = %s\n", moments[k], tex);
        }
    }
    session_free(session);
    return page.at;
}

static const char *distribution_page(Arena *arena, const char *name) {
    Stanzas all = stanzas_read(arena);
    Text    page = {0};
    for (int i = 0; i < all.count; i++) {
        if (!is_spelt(all.at[i].name, name)) continue;
        if (page.count) text_add(arena, &page, "\n");
        add_stanza(arena, &page, &all.at[i]);
    }
    return page.at;
}

/* A name of another system: what it is called here. */
static const char *elsewhere_page(Arena *arena, const char *name) {
    const char *function = function_names_find(arena, name);
    if (function)
        return arena_printf(arena, "%s: here it is `%s`; `bmodel explain %.*s` has a page on it.\n", name, function,
                            (int)strcspn(function, "("), function);
    Stanzas     all = stanzas_read(arena);
    Rows        rows = {0};
    Text        page = {0};
    const char *last = NULL;
    for (int i = 0; i < all.count; i++)
        for (int k = 0; k < all.at[i].foreign.count; k++) {
            const StanzaForeign *f = &all.at[i].foreign.at[k];
            const char          *colon = f->name ? strrchr(f->name, ':') : NULL;
            if (!f->name || strcasecmp(colon ? colon + 1 : f->name, name) != 0) continue;
            VEC_PUSH(arena, &rows, (Row){{f->system, f->call, arena_printf(arena, "is %s", f->ours), f->remark}});
            last = all.at[i].name;
        }
    if (!last) return NULL;
    text_add(arena, &page, "%s: a name of other systems\n", name);
    add_rows(arena, &page, "Elsewhere", &rows);
    text_add(arena, &page, "\n`bmodel explain %s` has a page on it.\n", last);
    return page.at;
}

/* --- functions, words, errors --- */

static const char *function_page(Arena *arena, const char *name) {
    int id = primitive_find(name);
    if (id < 0) return NULL;
    const Primitive *function = primitive(id);
    WorkedParams     params = worked_params(arena, function->params);
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
        text_add(arena, &page, "%s  by %s: %s\n", shown++ ? "" : "\nDerivatives\n", params.at[i].name, derivative);
    }
    WorkedCall call = worked_call(arena, function);
    if (!call.error) text_add(arena, &page, "\nExample\n  %s = %s\n", call.call, worked_number(arena, call.value, 12));
    const char *elsewhere = function_names_list(arena, name, "");
    if (*elsewhere) text_add(arena, &page, "\nElsewhere\n  %s\n", elsewhere);
    return page.at;
}

typedef struct OverDims {
    const char *name, *kind, *doc;
} OverDims;
static const OverDims operators[] = {
#define OPERATOR(name, kind, op, verb, doc) {#name, #kind, doc},
#include "lang/operators.def"
#undef OPERATOR
};
enum { N_OPERATORS = sizeof operators / sizeof *operators };

/* A function that uses up a dimension, or works along one. */
static const char *operator_page(Arena *arena, const char *name) {
    const OverDims *found = NULL;
    for (int i = 0; i < N_OPERATORS; i++)
        if (strcmp(operators[i].name, name) == 0 && strcmp(operators[i].kind, "PLANNED") != 0) found = &operators[i];
    if (!found) return NULL;
    WorkedOperator worked = worked_operator(arena, name);
    return arena_printf(arena,
                        "%s: %s\n\nThe bracket names the dimension, which %s; it may be left out where the argument "
                        "has one only.\n\nExample\n  %s%s = %s\n",
                        name, found->doc, strcmp(found->kind, "ALONG") == 0 ? "stays" : "is used up",
                        "x is 3, 1, 4, 1.5 over i: ", worked.call, worked.values ? worked.values : "?");
}

/* A function that is written in the language itself. */
static const char *library_page(Arena *arena, const char *name) {
    FnTexts       all = fn_texts_read(arena);
    const FnText *fn = fn_text_find(&all, name);
    if (!fn) return NULL;
    Text page = {0};
    text_add(arena, &page, "%s: %s\n\n  %s\n\nAs the library says it\n  ", fn->name, fn->doc, fn->call);
    for (const char *c = fn->text; *c; c++) text_add(arena, &page, *c == '\n' ? "\n  " : "%c", *c);
    WorkedOperator worked = worked_fn(arena, fn);
    text_add(arena, &page, "\n\nExample, with\n  ");
    for (const char *c = worked_fn_data; *c; c++) text_add(arena, &page, *c == '\n' && c[1] ? "\n  " : "%c", *c);
    text_add(arena, &page, "\n  %s = %s\n", worked.call, worked.values ? worked.values : "?");
    const char *elsewhere = function_names_list(arena, name, "");
    if (*elsewhere) text_add(arena, &page, "\nElsewhere\n  %s\n", elsewhere);
    return page.at;
}

/* `min` is both: of two numbers, and over a dimension. */
static const char *functions_page(Arena *arena, const char *name) {
    const char *of_numbers = function_page(arena, name), *over_dims = operator_page(arena, name);
    if (!of_numbers && !over_dims) return library_page(arena, name);
    return of_numbers && over_dims ? arena_printf(arena, "%s\n%s", of_numbers, over_dims)
           : of_numbers            ? of_numbers
                                   : over_dims;
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

/* What a page is about, cut to the width of a line. */
static const char *in_short(Arena *arena, const char *text, int room) {
    int length = 0;
    for (int i = 0; text[i] && text[i] != '\n'; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && room-- > 0) length = i + 1;
    bool whole = !text[length] || text[length] == '\n';
    while (!whole && length && text[length - 1] != ' ') length--;
    return arena_printf(arena, "%.*s%s", length, text, whole ? "" : "…");
}

enum { LINE = 100, NAME = 24 };
static void add_line(Arena *arena, Text *text, const char *name, const char *about) {
    text_add(arena, text, "  %-*s %s\n", NAME, name, in_short(arena, about, LINE - NAME - 3));
}

typedef bool IsOfKind(const Stanza *stanza);
static bool  is_over_dims(const Stanza *stanza) { return *stanza->indices; }
static bool  is_discrete(const Stanza *stanza) { return !*stanza->indices && worked_is_whole(stanza->support); }
static bool  is_continuous(const Stanza *stanza) { return !*stanza->indices && !worked_is_whole(stanza->support); }

static void list_distributions(Arena *arena, Text *text, const Stanzas *all, const char *title, IsOfKind *is_of_kind) {
    int n = 0;
    for (int i = 0; i < all->count; i++) {
        const Stanza *stanza = &all->at[i];
        size_t        length = strlen(stanza->name);
        bool          again = i && strcmp(stanza->name, stanza[-1].name) == 0;
        bool          named = strncmp(stanza->doc, stanza->name, length) == 0 && stanza->doc[length] == ':';
        if (!is_of_kind(stanza) || again) continue;
        if (!n++) text_add(arena, text, "%s\n", title);
        add_line(arena, text, stanza->name, named ? stanza->doc + length + 2 : stanza->doc);
    }
    if (n) text_add(arena, text, "\n");
}

/* All names that have a page: distributions, functions, words. */
static Words all_names(Arena *arena) {
    Words   names = {0};
    Stanzas stanzas = stanzas_read(arena);
    for (int i = 0; i < stanzas.count; i++) VEC_PUSH(arena, &names, stanzas.at[i].name);
    for (int i = 0; i < PRIM_FUNCTION_COUNT; i++) VEC_PUSH(arena, &names, primitive(i)->name);
    FnTexts functions = fn_texts_read(arena);
    for (int i = 0; i < functions.count; i++) VEC_PUSH(arena, &names, functions.at[i].name);
    for (int i = 0; i < N_OPERATORS; i++)
        if (strcmp(operators[i].kind, "PLANNED") != 0) VEC_PUSH(arena, &names, operators[i].name);
    for (int i = 0; i < N_WORDS; i++)
        VEC_PUSH(arena, &names, arena_copy(arena, words[i].names, strcspn(words[i].names, "|")));
    for (int i = 0; i < DIAG_CODE_COUNT; i++) VEC_PUSH(arena, &names, diag_code_name((DiagCode)i));
    return names;
}

static int list_all(Arena *arena) {
    Stanzas stanzas = stanzas_read(arena);
    Text    text = {0};
    text_add(arena, &text, "bmodel explain NAME shows a page on any of these.\n\n");
    list_distributions(arena, &text, &stanzas, "Continuous distributions", is_continuous);
    list_distributions(arena, &text, &stanzas, "Discrete distributions", is_discrete);
    list_distributions(arena, &text, &stanzas, "Distributions over a dimension", is_over_dims);
    text_add(arena, &text, "Functions\n");
    for (int i = 0; i < PRIM_FUNCTION_COUNT; i++) add_line(arena, &text, primitive(i)->name, primitive(i)->doc);
    text_add(arena, &text, "\nFunctions over and along a dimension\n");
    for (int i = 0; i < N_OPERATORS; i++)
        if (strcmp(operators[i].kind, "PLANNED") != 0) add_line(arena, &text, operators[i].name, operators[i].doc);
    FnTexts functions = fn_texts_read(arena);
    for (int i = 0; i < functions.count; i++) {
        const FnText *fn = &functions.at[i];
        if (!i || strcmp(fn[-1].title, fn->title) != 0) text_add(arena, &text, "\n%s\n", fn->title);
        add_line(arena, &text, fn->name, fn->doc);
    }
    text_add(arena, &text, "\nWords of the language and of the output\n");
    for (int i = 0; i < N_WORDS; i++)
        add_line(arena, &text, arena_copy(arena, words[i].names, strcspn(words[i].names, "|")), words[i].title);
    text_add(arena, &text, "\nMessages\n");
    for (int i = 0; i < DIAG_CODE_COUNT; i++)
        if (*diag_page((DiagCode)i))
            text_add(arena, &text, "  %s  %s\n", diag_code_name((DiagCode)i), diag_title((DiagCode)i));
    fputs(text.at, stdout);
    return STATUS_OK;
}

/* --- all pages as files --- */

static bool write_file(const char *folder, const ReferenceFile *page) {
    char  path[4096];
    FILE *file = snprintf(path, sizeof path, "%s/%s", folder, page->path) < (int)sizeof path ? fopen(path, "w") : NULL;
    bool  good = file && fputs(page->text, file) >= 0;
    return file && fclose(file) == 0 && good;
}

static int write_all(Arena *arena, const Arguments *arguments) {
    Reference reference = {.session = session_new(), .arena = arena};
    int       status = STATUS_OK;
    reference_build(&reference);
    for (int i = 0; i < reference.files.count && status == STATUS_OK; i++) {
        if (write_file(arguments->output, &reference.files.at[i])) continue;
        complain(arguments, "`%s/%s` cannot be written\n  help: the folder must exist", arguments->output,
                 reference.files.at[i].path);
        status = STATUS_INPUT;
    }
    for (int i = 0; i < reference.problems.count; i++) {
        complain(arguments, "stdlib/%s", reference.problems.at[i]);
        status = STATUS_INPUT;
    }
    session_free(reference.session);
    return status;
}

static int unknown(Arena *arena, const Arguments *arguments, const char *name) {
    Words       names = all_names(arena);
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
    if (arguments->output)
        status = write_all(arena, arguments);
    else if (name) {
        page = arguments->latex ? latex_page(arena, name) : error_page(arena, name);
        if (!page) page = distribution_page(arena, name);
        if (!page) page = functions_page(arena, name);
        if (!page) page = word_page(arena, name);
        if (!page) page = elsewhere_page(arena, name);
        if (page)
            printf("%s%s", page, page[strlen(page) - 1] == '\n' ? "" : "\n");
        else
            status = unknown(arena, arguments, name);
    } else
        status = list_all(arena);
    arena_free(arena);
    return status;
}

static const OptionId options[] = {OPT_LATEX, OPT_OUTPUT, OPT_ID_COUNT};
const Command         command_explain = {
            .name = "explain",
            .summary = "a page on an error code, a distribution, a function, a word",
            .operands = "[CODE|NAME]",
            .most = 1,
            .about = "Shows the page of an error code, a distribution, a function or a word of the output. Without a name it "
                     "lists what there is. With -o FOLDER it writes the reference there: pages in Markdown, with pictures.",
            .examples = "  bmodel explain D03         what the error means, and how it is mended\n"
                        "  bmodel explain Gamma       parameters, support, density, mean, other parameterisations\n"
                        "  bmodel explain inv_logit   what the function is, and its derivative\n"
                        "  bmodel explain rhat        a column of the summary\n"
                        "  bmodel explain Gamma --latex   its density for a paper\n"
                        "  bmodel explain -o FOLDER   every page on distributions and functions\n",
            .options = options,
            .run = explain,
};
