/* The mistakes that people make, each with the message it deserves. NAME.bmodel is the model as they write it; NAME.expected says
 *
 *     data FILE                     beside the model, given with --data; any number of them
 *     error[S01] 4:9                code, line and column (4: any column; 4:1|4:9 one of these)
 *     says TEXT                     is in the message, behind its caret or at a second one
 *     help TEXT                     is in the help (a|b: one of these)
 *
 * in this order. All errors and warnings must be expected ones; notes may be left out. An empty file: there is nothing to complain of.
 *
 *   test_mistakes [BUILD] [WORD…]     only those whose names hold a word */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include "compiler/load.h"
#include "test.h"

#define FOLDER "tests/mistakes/"

typedef struct Expected {
    char head[24], places[80];
    VEC(char *) says, help;
    bool met;
} Expected;
typedef struct Mistake {
    Arena      *arena;
    const char *name;
    VEC(const char *) data;
    VEC(Expected) expected;
} Mistake;

static void read_expected(Mistake *m) {
    FILE *file = fopen(arena_printf(m->arena, FOLDER "%s.expected", m->name), "r");
    char  line[400];
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *space = strchr(line, ' ');
        if (!space) continue;
        char     *rest = arena_copy(m->arena, space + 1, strlen(space + 1));
        Expected *last = m->expected.count ? &m->expected.at[m->expected.count - 1] : NULL;
        if (strncmp(line, "data ", 5) == 0)
            VEC_PUSH(m->arena, &m->data, arena_printf(m->arena, FOLDER "%s", rest));
        else if (last && strncmp(line, "says ", 5) == 0)
            VEC_PUSH(m->arena, &last->says, rest);
        else if (last && strncmp(line, "help ", 5) == 0)
            VEC_PUSH(m->arena, &last->help, rest);
        else {
            Expected e = {0};
            snprintf(e.head, sizeof e.head, "%.*s", (int)(space - line), line);
            snprintf(e.places, sizeof e.places, "%s", rest);
            VEC_PUSH(m->arena, &m->expected, e);
        }
    }
    if (file)
        fclose(file);
    else
        test_failed++, printf("%s.expected cannot be read\n", m->name);
}

/* Is one of "a|b|c" the text itself (whole) or in it? */
static bool one_of(const char *alternatives, const char *text, bool whole) {
    char copy[400];
    snprintf(copy, sizeof copy, "%s", alternatives);
    for (char *rest = copy, *next; rest; rest = next) {
        next = strchr(rest, '|');
        if (next) *next++ = 0;
        if (whole ? strcmp(text, rest) == 0 : strstr(text, rest) != NULL) return true;
    }
    return false;
}

/* "4:" of "4:9". */
static bool place_fits(const char *alternatives, Place place) {
    char exact[40], any_column[40];
    snprintf(exact, sizeof exact, "%d:%d", place.line, place.column);
    snprintf(any_column, sizeof any_column, "%d:", place.line);
    return one_of(alternatives, exact, true) || one_of(alternatives, any_column, true);
}

static const char *all_words(Arena *arena, const Diag *d, bool help) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    if (help)
        for (int i = 0; i < d->help.count; i++) text_add(arena, &text, "%s\n", d->help.at[i]);
    else {
        text_add(arena, &text, "%s\n%s\n", d->message, d->primary.text ? d->primary.text : "");
        for (int i = 0; i < d->labels.count; i++) text_add(arena, &text, "%s\n", d->labels.at[i].text);
    }
    return text.at ? text.at : "";
}

static void check_words(const Mistake *m, const Expected *e, const Diag *d) {
    const char *says = all_words(m->arena, d, false), *help = all_words(m->arena, d, true);
    for (int i = 0; i < e->says.count; i++)
        if (one_of(e->says.at[i], says, false))
            test_passed++;
        else
            test_failed++, printf("%s: %s does not say \"%s\":\n%s", m->name, e->head, e->says.at[i], says);
    for (int i = 0; i < e->help.count; i++)
        if (one_of(e->help.at[i], help, false))
            test_passed++;
        else
            test_failed++, printf("%s: the help of %s lacks \"%s\":\n%s\n", m->name, e->head, e->help.at[i], help);
}

static void check_message(Mistake *m, const Diag *d) {
    static const char *const severities[] = {"note", "warning", "error"};
    char                     head[24];
    Place                    place = {0, 0};
    snprintf(head, sizeof head, "%s[%s]", severities[d->severity], diag_code_name(d->code));
    if (d->primary.span.source) place = source_place(m->arena, d->primary.span.source, d->primary.span.begin);
    for (int i = 0; i < m->expected.count; i++) {
        Expected *e = &m->expected.at[i];
        if (e->met || strcmp(e->head, head) != 0 || !place_fits(e->places, place)) continue;
        e->met = true;
        test_passed++;
        check_words(m, e, d);
        return;
    }
    if (d->severity == SEVERITY_NOTE) return;
    test_failed++;
    printf("%s: not expected: %s %d:%d %s\n", m->name, head, place.line, place.column, d->message);
}

static void run_mistake(Arena *arena, const char *name) {
    Mistake m = {.arena = arena, .name = name};
    read_expected(&m);
    Arguments arguments = {.command = "check"};
    Load      load;
    VEC_PUSH(arena, &arguments.operands, arena_printf(arena, FOLDER "%s.bmodel", name));
    for (int i = 0; i < m.data.count; i++) VEC_PUSH(arena, &arguments.data, m.data.at[i]);
    if (load_model(&load, &arguments, true) && m.data.count && load_data(&load)) load_compile(&load, ENTRY_SAMPLE);
    for (int i = 0; i < load.said.all.count; i++) check_message(&m, load.said.all.at[i]);
    for (int i = 0; i < m.expected.count; i++)
        if (!m.expected.at[i].met)
            test_failed++, printf("%s: missing: %s %s\n", name, m.expected.at[i].head, m.expected.at[i].places);
    if (!m.expected.count) test_that(load.model != NULL, name, 1, "a model without errors");
    load_free(&load);
}

static int compare(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static bool wanted(int argc, char **argv, const char *name) {
    if (argc < 3) return true;
    for (int i = 2; i < argc; i++)
        if (argv[i][0] == '-' || strstr(name, argv[i])) return true;
    return false;
}

int main(int argc, char **argv) {
    Arena *arena = arena_new();
    VEC(const char *) names = {0};
    DIR *folder = opendir(FOLDER);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *end = strstr(entry->d_name, ".bmodel");
        if (end) VEC_PUSH(arena, &names, arena_copy(arena, entry->d_name, (size_t)(end - entry->d_name)));
    }
    if (folder) closedir(folder);
    CHECK(names.count >= 80);
    if (names.count) qsort(names.at, (size_t)names.count, sizeof *names.at, compare);
    for (int i = 0; i < names.count; i++)
        if (wanted(argc, argv, names.at[i])) run_mistake(arena, names.at[i]);
    arena_free(arena);
    return test_end();
}
