/* Pages of distributions and the index: see reference.h. */
#include "reference.h"

#include <math.h>
#include <string.h>

#include "lang/latex.h"
#include "worked.h"

void reference_problem(Reference *r, const char *format, ...) {
    va_list args;
    va_start(args, format);
    VEC_PUSH(r->arena, &r->problems, arena_vprintf(r->arena, format, args));
    va_end(args);
}

static void add_file(Reference *r, const char *path, const char *text) {
    VEC_PUSH(r->arena, &r->files, (ReferenceFile){path, text});
}

const char *reference_formula(Reference *r, const char *text) {
    const char *tex = latex_of_text(r->session, text);
    return tex ? arena_printf(r->arena, "$`%s`$", tex) : arena_printf(r->arena, "`%s`", text);
}

/* gamma.bmodel → gamma */
static const char *stem_of(Arena *arena, const char *file) { return arena_copy(arena, file, strcspn(file, ".")); }

/* What stands behind "Gamma: " in the first lines. */
static const char *said_of(const Stanza *stanza) {
    size_t length = strlen(stanza->name);
    return strncmp(stanza->doc, stanza->name, length) == 0 && stanza->doc[length] == ':' ? stanza->doc + length + 2
                                                                                         : stanza->doc;
}

/* In cells of tables a bar would end the cell. */
static const char *cell(Arena *arena, const char *text) {
    Text out = {0};
    text_add(arena, &out, "%s", "");
    for (const char *c = text; *c; c++) text_add(arena, &out, *c == '|' ? "\\|" : "%c", *c);
    return out.at;
}

/* --- parts of a page --- */

static const char *joined_params(Arena *arena, const Stanza *stanza) {
    Text out = {0};
    text_add(arena, &out, "%s", "");
    for (int i = 0; i < stanza->params.count; i++)
        text_add(arena, &out, "%s%s", i ? ", " : "", stanza->params.at[i].name);
    return out.at;
}

static void add_head(Reference *r, Text *page, const Stanza *stanza, const char *picture) {
    Arena      *arena = r->arena;
    const char *said = said_of(stanza);
    text_add(arena, page, "%c%s\n\n    %s ~ %s\n\n", *said >= 'a' && *said <= 'z' ? *said - 32 : *said,
             *said ? said + 1 : "", stanza->value.name, worked_usage(arena, stanza));
    if (picture)
        text_add(arena, page, "![%s of %s](%s)\n\n", worked_is_whole(stanza->support) ? "Probabilities" : "Densities",
                 stanza->name, picture);
    text_add(arena, page, "| | range | |\n|---|---|---|\n| `%s` | %s | %s |\n", stanza->value.name,
             cell(arena, stanza->support), *stanza->value.doc ? cell(arena, stanza->value.doc) : "the value");
    for (int i = 0; i < stanza->params.count; i++) {
        const StanzaParam *param = &stanza->params.at[i];
        text_add(arena, page, "| `%s` | %s | %s |\n", param->name, cell(arena, param->type), cell(arena, param->doc));
    }
}

static void add_formula(Reference *r, Text *page, const char *left, const StanzaMember *member) {
    const char *tex = latex_of_text(r->session, member->value);
    if (tex)
        text_add(r->arena, page, "```math\n%s = %s\n```\n", left, tex);
    else
        text_add(r->arena, page, "    %s\n\n", member->text);
}

static void add_formulas(Reference *r, Text *page, const Stanza *stanza) {
    static const char *const moments[][2] = {{"mean", "\\operatorname{mean}"},
                                             {"variance", "\\operatorname{variance}"}};
    const StanzaMember      *log_p = stanza_member(stanza, "log p");
    const char              *left = arena_printf(r->arena, "\\log p(%s)", latex_name(r->arena, stanza->value.name));
    const char              *tex = *stanza->formula ? latex_of_text(r->session, stanza->formula) : NULL;
    if (*stanza->formula)
        text_add(r->arena, page, "```math\n%s = %s\n```\n", left, tex ? tex : stanza->formula);
    else if (log_p)
        add_formula(r, page, left, log_p);
    for (int i = 0; i < 2; i++) {
        const StanzaMember *member = stanza_member(stanza, moments[i][0]);
        if (member) add_formula(r, page, moments[i][1], member);
    }
    text_add(r->arena, page, "As the library says it, in [`stdlib/%s`](../../stdlib/%s):\n\n```\n", stanza->file,
             stanza->file);
    for (int i = 0; i < stanza->members.count; i++) text_add(r->arena, page, "%s\n", stanza->members.at[i].text);
    text_add(r->arena, page, "%s%s```\n", *stanza->functions && *stanza->functions != '\n' ? "\n" : "",
             stanza->functions);
}

/* Who takes the arguments in which order: they need names here. */
static void add_unnamed(Reference *r, Text *page, const Stanza *stanza) {
    if (*stanza->reading) text_add(r->arena, page, "\nMind that %s.\n", stanza->reading);
    if (!stanza->unnamed.count) return;
    text_add(r->arena, page, "\nIts arguments need names, as books disagree about their order or meaning:");
    for (int i = 0; i < stanza->unnamed.count; i++)
        text_add(r->arena, page, "%s (%s) in %s", i ? ";" : "", stanza->unnamed.at[i].names, stanza->unnamed.at[i].who);
    text_add(r->arena, page, ".\n");
}

static void add_given(Reference *r, Text *page, const Stanza *stanza) {
    if (!stanza->given.count) return;
    text_add(r->arena, page, "\n## By other names\n\n| call | is |\n|---|---|\n");
    for (int i = 0; i < stanza->given.count; i++) {
        const StanzaGiven *given = &stanza->given.at[i];
        Text               call = {0};
        for (int k = 0; k < given->names.count; k++)
            text_add(r->arena, &call, "%s%s = …", k ? ", " : "", given->names.at[k]);
        text_add(r->arena, page, "| `%s(%s)` | `%s` |\n", stanza->name, call.at, given->values);
    }
}

static void add_foreign(Reference *r, Text *page, const Stanza *stanza) {
    Text        none = {0};
    const char *remark = "";
    if (!stanza->foreign.count) return;
    text_add(r->arena, page, "\n## Elsewhere\n\n| system | there | here | mind |\n|---|---|---|---|\n");
    for (int s = 0; stanza_systems[s]; s++)
        for (int i = 0; i < stanza->foreign.count; i++) {
            const StanzaForeign *f = &stanza->foreign.at[i];
            if (strcmp(f->system, stanza_systems[s]) != 0) continue;
            if (f->name)
                text_add(r->arena, page, "| %s | `%s` | `%s` | %s |\n", f->system, f->call, f->ours,
                         cell(r->arena, f->remark));
            else {
                text_add(r->arena, &none, "%s%s", none.count ? ", " : "", f->system);
                if (*f->remark) remark = f->remark;
            }
        }
    if (none.count)
        text_add(r->arena, page, "\nNot built in: %s.%s%s%s\n", none.at, *remark ? " " : "", remark,
                 *remark ? "." : "");
}

static void add_abilities(Reference *r, Text *page, const Stanza *stanza) {
    Arena *arena = r->arena;
    bool   cdf = stanza_member(stanza, "cdf") || stanza_member(stanza, "log cdf") || stanza_member(stanza, "log ccdf");
    text_add(arena, page, "\n");
    if (cdf) text_add(arena, page, "It may be `truncated to` and `censored`. ");
    if (stanza_member(stanza, "location") && stanza_member(stanza, "scale"))
        text_add(arena, page, "An unknown with this prior can be `noncentered`. ");
    text_add(arena, page, "%s\n", stanza_member(stanza, "draw") ? "Draws are exact." : "It is not drawn from.");
}

static void add_examples(Reference *r, Text *page, const Stanza *stanza) {
    if (!*stanza->model && !stanza->examples.count) return;
    text_add(r->arena, page, "\n## Example\n\n");
    if (*stanza->model) text_add(r->arena, page, "```bmodel\n%s\n```\n\n", stanza->model);
    for (int i = 0; i < stanza->examples.count; i++) {
        WorkedExample e = worked_example(r->arena, stanza, stanza->examples.at[i]);
        if (e.error) {
            reference_problem(r, "%s: %s: `example %s`: %s", stanza->file, stanza->name, stanza->examples.at[i],
                              e.error);
            continue;
        }
        text_add(r->arena, page, "At %s = %s, `%s` has the log density %s", stanza->value.name, e.at, e.call,
                 worked_number(r->arena, e.log_p, 10));
        if (!isnan(e.mean)) text_add(r->arena, page, "; its mean is %s", worked_number(r->arena, e.mean, 6));
        if (!isnan(e.variance)) text_add(r->arena, page, ", its variance %s", worked_number(r->arena, e.variance, 6));
        text_add(r->arena, page, ".\n");
    }
}

/* --- pages --- */

static const char *add_picture(Reference *r, const Stanza *stanza, const char *stem, int number) {
    const char *error,
        *path = number ? arena_printf(r->arena, "%s_%d.svg", stem, number + 1) : arena_printf(r->arena, "%s.svg", stem);
    if (!stanza->picture.sets.count) return NULL;
    const char *svg = worked_picture(r->arena, stanza, &error);
    if (svg)
        add_file(r, path, svg);
    else
        reference_problem(r, "%s: %s: %s", stanza->file, stanza->name, error);
    return svg ? path : NULL;
}

/* All that a file says of its distributions; most have one. Returns how many. */
static int add_page(Reference *r, const Stanzas *all, int first) {
    const char *file = all->at[first].file, *stem = stem_of(r->arena, file);
    Text        page = {0};
    int         n = 0;
    text_add(r->arena, &page, "<!-- written by `make reference` from stdlib/%s -->\n", file);
    for (; first + n < all->count && strcmp(all->at[first + n].file, file) == 0; n++) {
        const Stanza *stanza = &all->at[first + n];
        text_add(r->arena, &page, "%s# `%s%s(%s)`\n\n", n ? "\n" : "", stanza->name, stanza->indices,
                 joined_params(r->arena, stanza));
        add_head(r, &page, stanza, add_picture(r, stanza, stem, n));
        text_add(r->arena, &page, "\n");
        add_formulas(r, &page, stanza);
        add_abilities(r, &page, stanza);
        add_unnamed(r, &page, stanza);
        add_given(r, &page, stanza);
        add_examples(r, &page, stanza);
        add_foreign(r, &page, stanza);
        for (int i = 0; i < stanza->problems.count; i++) reference_problem(r, "%s", stanza->problems.at[i]);
    }
    text_add(r->arena, &page, "\n[All distributions and functions](README.md)\n");
    add_file(r, arena_printf(r->arena, "%s.md", stem), page.at);
    return n;
}

/* --- the index --- */

typedef enum Kind { KIND_CONTINUOUS, KIND_DISCRETE, KIND_OVER_DIMS, KIND_COUNT } Kind;

static Kind kind_of(const Stanza *stanza) {
    return *stanza->indices ? KIND_OVER_DIMS : worked_is_whole(stanza->support) ? KIND_DISCRETE : KIND_CONTINUOUS;
}

static void add_names_elsewhere(Reference *r, Text *index, const Stanza *stanza) {
    for (int s = 0; stanza_systems[s]; s++) {
        const char *name = NULL;
        for (int i = 0; i < stanza->foreign.count && !name; i++)
            if (strcmp(stanza->foreign.at[i].system, stanza_systems[s]) == 0) name = stanza->foreign.at[i].name;
        text_add(r->arena, index, name ? " `%s` |" : " |", name);
    }
    text_add(r->arena, index, "\n");
}

static void add_index(Reference *r, Text *index, const Stanzas *all) {
    static const char *const titles[KIND_COUNT] = {"Continuous", "Discrete", "Over a dimension"};
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        int n = 0;
        for (int i = 0; i < all->count; i++) {
            const Stanza *stanza = &all->at[i];
            if (kind_of(stanza) != (Kind)kind) continue;
            if (!n++)
                text_add(r->arena, index,
                         "\n## %s\n\n| distribution | Stan | PyMC | R | BUGS | scipy |\n|---|---|---|---|---|---|\n",
                         titles[kind]);
            text_add(r->arena, index, "| [`%s%s(%s)`](%s.md) |", stanza->name, stanza->indices,
                     joined_params(r->arena, stanza), stem_of(r->arena, stanza->file));
            add_names_elsewhere(r, index, stanza);
        }
    }
}

void reference_build(Reference *r) {
    Stanzas all = stanzas_read(r->arena);
    Text    index = {0};
    text_add(r->arena, &index,
             "<!-- written by `make reference` -->\n# Distributions and functions\n\nEvery page is written by the "
             "program itself, from "
             "[`stdlib/`](../../stdlib/README.md) and `lang/primitives.def`; `bmodel explain NAME` shows the same in a "
             "terminal. How pages are made "
             "is said in `stdlib/README.md`.\n");
    for (int i = 0; i < all.count;) i += add_page(r, &all, i);
    add_index(r, &index, &all);
    reference_add_functions(r, &index);
    add_file(r, "README.md", index.at);
}
