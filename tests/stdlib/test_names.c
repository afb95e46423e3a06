/* What other systems call our distributions (lines `## R: dgamma(x, shape, rate = 1) = Gamma(…)` of stdlib/): each has a line in names.ref with the
 * log density that the other system computes (names_refs.py says how), and ours is the same. Some compute in single precision or print few digits:
 * what is held is which argument is which. Distributions over a dimension are not held here. */
#include <stdio.h>
#include <stdlib.h>
#include "compiler/small_model.h"
#include "compiler/worked.h"
#include "lang/function_names.h"
#include "test.h"

enum { FIELDS = 6 };
static const double SAME = 2e-6;

typedef struct Line {
    char *field[FIELDS]; /* system, their call, ours, ours with numbers, at, log density */
    bool  used;
} Line;
typedef struct Lines6 {
    Line at[1000];
    int  count;
    char text[1 << 18];
} Lines6;

static bool read_lines(Lines6 *lines) {
    FILE  *file = fopen("tests/stdlib/names.ref", "r");
    size_t length = file ? fread(lines->text, 1, sizeof lines->text - 1, file) : 0;
    if (file) fclose(file);
    lines->text[length] = 0;
    for (char *line = strtok(lines->text, "\n"); line && lines->count < 1000; line = strtok(NULL, "\n")) {
        Line *new = &lines->at[lines->count];
        if (*line == '#') continue;
        for (int i = 0; line && i < FIELDS; i++) {
            new->field[i] = line;
            line = strchr(line, '\t');
            if (line) *line++ = 0;
        }
        lines->count += new->field[FIELDS - 1] != NULL;
    }
    return lines->count > 100;
}

static Line *find(Lines6 *lines, const StanzaForeign *foreign) {
    for (int i = 0; i < lines->count; i++)
        if (strcmp(lines->at[i].field[0], foreign->system) == 0 && strcmp(lines->at[i].field[1], foreign->call) == 0 &&
            strcmp(lines->at[i].field[2], foreign->ours) == 0)
            return &lines->at[i];
    return NULL;
}

/* A call that is written with numbers, or without arguments, is there to be read only. */
static bool is_for_reading(const StanzaForeign *foreign) {
    for (int i = 0; i < foreign->formals.count; i++)
        if (strchr("0123456789", foreign->formals.at[i].name[0])) return true;
    return foreign->formals.count == 0;
}

static void hold(const Stanza *stanza, Line *line) {
    line->used = true;
    if (strcmp(line->field[5], "?") == 0) return; /* was not installed */
    const char *error;
    Arena      *arena = arena_new();
    int64_t     count;
    SmallModel *model =
        small_model_new(arena,
                        arena_printf(arena, "data v : %s = %s\nv ~ %s\n",
                                     worked_is_whole(stanza->support) ? "int" : "real", line->field[4], line->field[3]),
                        &error);
    double *ours = model ? small_model_density(model, arena, "v", &count) : NULL, theirs = strtod(line->field[5], NULL);
    line->used = true;
    if (ours && fabs(*ours - theirs) <= SAME * fmax(1, fabs(theirs)))
        test_passed++;
    else
        test_failed++,
            printf("%s: %s %s: there %.9g, here %s at %s: %.9g\n%s", stanza->file, line->field[0], line->field[1],
                   theirs, line->field[3], line->field[4], ours ? *ours : NAN, model ? "" : error);
    if (model) small_model_free(model);
    arena_free(arena);
}

/* A line of functions: `-` stands for the value. */
static void hold_function(Line *line) {
    const char *error;
    Arena      *arena = arena_new();
    int64_t     count;
    SmallModel *model = small_model_new(arena, arena_printf(arena, "f = %s\n", line->field[3]), &error);
    double *ours = model ? small_model_value(model, arena, "f", &count) : NULL, theirs = strtod(line->field[5], NULL);
    line->used = true;
    if (ours && fabs(*ours - theirs) <= SAME * fmax(1, fabs(theirs)))
        test_passed++;
    else
        test_failed++, printf("function_names.def: %s %s: there %.9g, here %s: %.9g\n", line->field[0], line->field[1],
                              theirs, line->field[3], ours ? *ours : NAN);
    if (model) small_model_free(model);
    arena_free(arena);
}

/* The functions of systems that can be computed have their line, and it is right. */
static void hold_functions(Lines6 *lines) {
    for (int id = 0; id < PRIM_FUNCTION_COUNT; id++) {
        const FunctionNames *names = function_names(primitive(id)->name);
        for (int s = 0; names && s < FUNCTION_SYSTEMS; s++) {
            const char *system = function_systems[s];
            if (!*names->theirs[s] || strcmp(system, "Stan") == 0 || strcmp(system, "BUGS") == 0) continue;
            StanzaForeign row = {.system = system, .call = names->theirs[s], .ours = names->ours};
            Line         *line = find(lines, &row);
            if (line)
                hold_function(line);
            else
                test_failed++,
                    printf("function_names.def: `%s` of %s has no line in names.ref: run tests/stdlib/names_refs.py\n",
                           names->theirs[s], system);
        }
    }
}

static void hold_stanza(Lines6 *lines, const Stanza *stanza) {
    for (int i = 0; i < stanza->foreign.count; i++) {
        const StanzaForeign *foreign = &stanza->foreign.at[i];
        if (!foreign->name || *stanza->indices || strcmp(foreign->system, "Stan") == 0 || is_for_reading(foreign))
            continue;
        Line *line = find(lines, foreign);
        if (line)
            hold(stanza, line);
        else
            test_failed++, printf("%s: `%s: %s = %s` has no line in names.ref: run tests/stdlib/names_refs.py\n",
                                  stanza->file, foreign->system, foreign->call, foreign->ours);
    }
}

int main(void) {
    static Lines6 lines;
    Arena        *arena = arena_new();
    Stanzas       all = stanzas_read(arena);
    CHECK(read_lines(&lines));
    for (int i = 0; i < all.count; i++) hold_stanza(&lines, &all.at[i]);
    hold_functions(&lines);
    for (int i = 0; i < lines.count; i++)
        if (!lines.at[i].used)
            test_failed++, printf("names.ref: nothing in stdlib/ says `%s: %s = %s`\n", lines.at[i].field[0],
                                  lines.at[i].field[1], lines.at[i].field[2]);
    arena_free(arena);
    return test_end();
}
