/* Pages of functions, one for each group of primitives.def. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "lang/fn_text.h"
#include "lang/function_names.h"
#include "lang/latex.h"
#include "reference.h"
#include "worked.h"

/* Rows of primitives.def as they stand there: titles of groups and functions. */
typedef struct FileRow {
    const char *group, *title; /* NULL: a function */
    int         id;
} FileRow;

static const FileRow rows[] = {
#define PRIMITIVE_GROUP(file, title) {file, title, -1},
#define PRIMITIVE(name, params, result, body, d1, d2, d3, doc) {NULL, NULL, PRIM_##name},
#include "lang/primitives.def"
#undef PRIMITIVE
#undef PRIMITIVE_GROUP
};
enum { N_ROWS = sizeof rows / sizeof *rows };

static void add_derivatives(Reference *r, Text *page, const Primitive *function, const WorkedParams *params) {
    int shown = 0;
    for (int i = 0; i < params->count && i < 3; i++) {
        if (!*function->derivative[i]) continue;
        text_add(r->arena, page, "%s by `%s` %s", shown++ ? "," : "Derivative", params->at[i].name,
                 reference_formula(r, function->derivative[i]));
    }
    text_add(r->arena, page, shown ? ".\n\n" : "No derivative is offered: its arguments must be data.\n\n");
}

static void add_function(Reference *r, Text *page, int id) {
    const Primitive *function = primitive(id);
    WorkedParams     params = worked_params(r->arena, function->params);
    WorkedCall       call = worked_call(r->arena, function);
    text_add(r->arena, page, "### `%s(", function->name);
    for (int i = 0; i < params.count; i++) text_add(r->arena, page, "%s%s", i ? ", " : "", params.at[i].name);
    text_add(r->arena, page, ")`\n\n%s.\n\n", function->doc);
    text_add(r->arena, page, "`%s(%s) : %s`", function->name, function->params, function->result);
    if (*function->body) text_add(r->arena, page, ", by definition %s", reference_formula(r, function->body));
    text_add(r->arena, page, "\n\n");
    add_derivatives(r, page, function, &params);
    if (call.error)
        reference_problem(r, "primitives.def: `%s` has no value that can be shown: %s", call.call, call.error);
    else
        text_add(r->arena, page, "`%s` = %s\n\n", call.call, worked_number(r->arena, call.value, 12));
    const char *elsewhere = function_names_list(r->arena, function->name, "`");
    if (*elsewhere) text_add(r->arena, page, "Elsewhere: %s.\n\n", elsewhere);
}

/* Functions that use up a dimension or work along one: rows of operators.def that are built. */
static void add_operators(Reference *r, Text *index) {
    static const struct {
        const char *name, *kind, *doc;
    } operators[] = {
#define OPERATOR(name, kind, op, verb, doc) {#name, #kind, doc},
#include "lang/operators.def"
#undef OPERATOR
    };
    const char *path = "functions_dimensions.md";
    Text        page = {0};
    text_add(r->arena, index, "| [Over and along a dimension](%s) |", path);
    text_add(r->arena, &page,
             "<!-- written by `make reference` from lang/operators.def -->\n# Over and along a dimension\n\nThe "
             "bracket says which "
             "dimension; it may be left out where the argument has one only. `sum[k where k < j](w[k])` leaves terms "
             "out, `mean[home by "
             "county](floor)` has a value for each county. The examples are worked out with\n\n```bmodel\n%s```\n\n"
             "| function | | | example | is | elsewhere |\n|---|---|---|---|---|---|\n",
             worked_operator_data);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        const char *kind = operators[i].kind;
        if (strcmp(kind, "PLANNED") == 0) continue;
        WorkedOperator worked = worked_operator(r->arena, operators[i].name);
        if (worked.error) reference_problem(r, "operators.def: `%s`: %s", worked.call, worked.error);
        text_add(r->arena, &page, "| `%s` | %s | %s | `%s` | %s | %s |\n", operators[i].name, operators[i].doc,
                 strcmp(kind, "ALONG") == 0 ? "the dimension stays" : "the dimension is used up", worked.call,
                 worked.values ? worked.values : "", function_names_list(r->arena, operators[i].name, "`"));
        text_add(r->arena, index, " `%s`", operators[i].name);
    }
    text_add(r->arena, &page, "\n[All distributions and functions](README.md)\n");
    text_add(r->arena, index, " |\n");
    VEC_PUSH(r->arena, &r->files, (ReferenceFile){path, page.at});
}

/* Functions that are written in the language itself: a page for each file of them. */
static void add_library(Reference *r, Text *index) {
    FnTexts all = fn_texts_read(r->arena);
    for (int i = 0; i < all.count;) {
        const FnText *first = &all.at[i];
        Text          page = {0};
        const char   *path = arena_printf(r->arena, "%.*s.md", (int)strcspn(first->file, "."), first->file);
        text_add(r->arena, index, "| [%s](%s) |", first->title, path);
        text_add(r->arena, &page,
                 "<!-- written by `make reference` from stdlib/%s -->\n# %s\n\nThe letters in brackets stand for "
                 "dimensions: "
                 "`f[k](x[k])` is called `f(x)`, or `f[county](x)` where x varies over more. The examples are worked "
                 "out with\n\n```bmodel\n%s```\n\n",
                 first->file, first->title, worked_fn_data);
        for (; i < all.count && strcmp(all.at[i].file, first->file) == 0; i++) {
            WorkedOperator worked = worked_fn(r->arena, &all.at[i]);
            if (worked.error) reference_problem(r, "%s: `%s`: %s", all.at[i].file, worked.call, worked.error);
            text_add(r->arena, &page, "### `%s`\n\n%c%s\n\n```\n%s\n```\n\n`%s` = %s\n\n", all.at[i].call,
                     toupper((unsigned char)all.at[i].doc[0]), all.at[i].doc + 1, all.at[i].text, worked.call,
                     worked.values ? worked.values : "");
            const char *elsewhere = function_names_list(r->arena, all.at[i].name, "`");
            if (*elsewhere) text_add(r->arena, &page, "Elsewhere: %s.\n\n", elsewhere);
            text_add(r->arena, index, " `%s`", all.at[i].name);
        }
        text_add(r->arena, &page, "[All distributions and functions](README.md)\n");
        text_add(r->arena, index, " |\n");
        VEC_PUSH(r->arena, &r->files, (ReferenceFile){path, page.at});
    }
}

void reference_add_functions(Reference *r, Text *index) {
    text_add(r->arena, index, "\n## Functions\n\n| page | functions |\n|---|---|\n");
    for (int i = 0; i < N_ROWS;) {
        const FileRow *group = &rows[i++];
        Text           page = {0};
        if (!group->group) continue;
        const char *path = arena_printf(r->arena, "functions_%s.md", group->group);
        text_add(r->arena, &page, "<!-- written by `make reference` from lang/primitives.def -->\n# %s\n\n",
                 group->title);
        text_add(r->arena, index, "| [%s](%s) |", group->title, path);
        for (; i < N_ROWS && !rows[i].group; i++) {
            add_function(r, &page, rows[i].id);
            text_add(r->arena, index, " `%s`", primitive(rows[i].id)->name);
        }
        text_add(r->arena, &page, "[All distributions and functions](README.md)\n");
        text_add(r->arena, index, " |\n");
        VEC_PUSH(r->arena, &r->files, (ReferenceFile){path, page.at});
    }
    add_operators(r, index);
    add_library(r, index);
}
