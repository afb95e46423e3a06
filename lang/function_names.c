#include "function_names.h"

#include <string.h>

#include "primitive.h"
#include "stanza.h"

const char *const function_systems[FUNCTION_SYSTEMS] = {"Stan", "PyMC", "R", "BUGS", "Python"};

static const FunctionNames rows[] = {
#define FUNCTION_NAMES(ours, stan, pymc, r, bugs, python) {#ours, {stan, pymc, r, bugs, python}},
#include "function_names.def"
#undef FUNCTION_NAMES
};
enum { N_ROWS = sizeof rows / sizeof *rows };

const FunctionNames *function_names(const char *ours) {
    for (int i = 0; i < N_ROWS; i++)
        if (strcmp(rows[i].ours, ours) == 0) return &rows[i];
    return NULL;
}

static const char *const modules[][2] = {
    {"sp.", "scipy.special."}, {"np.", "numpy."}, {"pt.", "pytensor.tensor."}, {"pm.", "pymc."}};
enum { N_MODULES = sizeof modules / sizeof *modules };

/* linalg.cholesky is known as cholesky, too. */
static const char *without_module(const char *name) {
    for (int i = 0; i < N_MODULES; i++) {
        if (strncmp(name, modules[i][0], 3) != 0) continue;
        for (const char *dot = name; (dot = strchr(dot, '.')) && dot < name + strcspn(name, "(");) name = ++dot;
        break;
    }
    return name;
}

/* Ours as it is written for besselJ(x, nu): bessel_j(nu, x). NULL: theirs says more than the arguments. */
static const char *reordered(Arena *arena, const char *ours, const char *theirs) {
    int   id = primitive_find(ours);
    Lines args = stanza_split(arena, stanza_in_brackets(arena, theirs)), params = {0};
    Text  call = {0};
    if (id < 0) return NULL;
    params = stanza_split(arena, primitive(id)->params);
    if (args.count != params.count) return NULL;
    text_add(arena, &call, "%s(", ours);
    for (int i = 0; i < params.count; i++) {
        const char *name = arena_copy(arena, params.at[i], strcspn(params.at[i], " :"));
        bool        found = false;
        for (int k = 0; k < args.count; k++) found |= strcmp(args.at[k], name) == 0;
        if (!found) return NULL;
        text_add(arena, &call, "%s%s", i ? ", " : "", name);
    }
    text_add(arena, &call, ")");
    return call.at;
}

const char *function_names_find(Arena *arena, const char *theirs) {
    size_t length = strlen(theirs);
    for (int i = 0; i < N_ROWS; i++)
        for (int s = 0; s < FUNCTION_SYSTEMS; s++) {
            const char *name = without_module(rows[i].theirs[s]);
            if (strncmp(name, theirs, length) != 0 || (name[length] && name[length] != '(')) continue;
            if (!name[length]) return rows[i].ours;
            const char *call = reordered(arena, rows[i].ours, name);
            if (call) return call;
        }
    return NULL;
}

/* With its module written out: sp.expit → scipy.special.expit. */
static const char *with_module(Arena *arena, int system, const char *name) {
    for (int i = 0; i < N_MODULES; i++)
        if (strncmp(name, modules[i][0], 3) == 0) return arena_printf(arena, "%s%s", modules[i][1], name + 3);
    return strcmp(function_systems[system], "PyMC") == 0 ? arena_printf(arena, "pymc.math.%s", name) : name;
}

const char *function_names_list(Arena *arena, const char *ours, const char *mark) {
    const FunctionNames *names = function_names(ours);
    Text                 text = {0};
    text_add(arena, &text, "%s", "");
    for (int s = 0; names && s < FUNCTION_SYSTEMS; s++)
        if (*names->theirs[s])
            text_add(arena, &text, "%s%s %s%s%s", text.count ? ", " : "", function_systems[s], mark,
                     with_module(arena, s, names->theirs[s]), mark);
    return text.at;
}
