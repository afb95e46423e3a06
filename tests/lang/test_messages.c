/* Runs the checks on every tests/lang/FOLDER/NAME.bmodel. A file says what it expects, at the end of the line at fault or on a line of its own:
 *
 *     y[student] ~ Normal(theta, 1)     # expect error D03 at 21; help: theta[school[student]]; says: `theta`
 *     # expect model: prior beta[coef] ~ Normal(0, 10)
 *
 * `at` is the column; help: and says: are parts of the help and of the message; `in: library/priors.bmodel, 3` is a message at line 3 of a file that is used.
 * There must be no other message, notes included.
 * `model:` is a line of what was understood, as model_print says it. A file that expects no error must give a model. */
#include <dirent.h>
#include <stdlib.h>

#include "lang/model.h"
#include "test.h"

typedef struct Expectation {
    char        severity[16], code[8];
    int         line, column;
    const char *help, *says, *in;
    bool        met;
} Expectation;
typedef struct File {
    const char *path;
    Session    *session;
    Source     *source;
    VEC(Expectation) messages;
    VEC(const char *) model;
} File;

static const char *severity_name(Severity severity) {
    return severity == SEVERITY_ERROR ? "error" : severity == SEVERITY_WARNING ? "warning" : "note";
}

/* The text behind `word` up to the next `;`, or NULL. */
static const char *part(Arena *arena, const char *text, const char *word) {
    const char *begin = strstr(text, word);
    if (!begin) return NULL;
    begin += strlen(word);
    while (*begin == ' ') begin++;
    return arena_copy(arena, begin, strcspn(begin, ";"));
}

static void read_expectations(File *file) {
    Arena *arena = file->session->arena;
    for (int line = 1;; line++) {
        size_t      length = 0;
        const char *text = source_line(arena, file->source, line, &length);
        if (!text || (uint32_t)(text - file->source->text) >= file->source->length) break;
        const char *copy = arena_copy(arena, text, length), *expect = strstr(copy, "# expect ");
        if (!expect) continue;
        expect += strlen("# expect ");
        if (strncmp(expect, "model: ", 7) == 0) {
            VEC_PUSH(arena, &file->model, expect + 7);
            continue;
        }
        Expectation e = {.line = line};
        if (sscanf(expect, "%15s %7[A-Z0-9] at %d", e.severity, e.code, &e.column) < 2) {
            test_failed++, printf("%s:%d: this expectation cannot be read\n", file->path, line);
            continue;
        }
        e.help = part(arena, expect, "help:");
        e.says = part(arena, expect, "says:");
        e.in = part(arena, expect, "in: ");
        VEC_PUSH(arena, &file->messages, e);
    }
}

static bool in_help(const Diag *diag, const char *text) {
    for (int i = 0; i < diag->help.count; i++)
        if (strstr(diag->help.at[i], text)) return true;
    return false;
}

/* "library/priors.bmodel, 3" */
static bool is_in(const char *in, const Diag *diag, Place place) {
    const Source *source = diag->primary.span.source;
    size_t        n = strcspn(in, ","), m = source ? strlen(source->name) : 0;
    return m >= n && strncmp(source->name + m - n, in, n) == 0 && in[n] && atoi(in + n + 1) == place.line;
}

static bool fits(const Expectation *e, const File *file, const Diag *diag, Place place) {
    bool own = !diag->primary.span.source || diag->primary.span.source == file->source;
    if (e->met || (e->in ? !is_in(e->in, diag, place) : !own || e->line != place.line) ||
        strcmp(e->code, diag_code_name(diag->code)) != 0 || strcmp(e->severity, severity_name(diag->severity)) != 0)
        return false;
    if (e->column && e->column != place.column) return false;
    if (e->help && !in_help(diag, e->help)) return false;
    return !e->says || strstr(diag->message, e->says);
}

static void check_message(File *file, const Diag *diag) {
    Place place = {0, 0};
    if (diag->primary.span.source)
        place = source_place(file->session->arena, diag->primary.span.source, diag->primary.span.begin);
    for (int i = 0; i < file->messages.count; i++) {
        Expectation *e = &file->messages.at[i];
        if (!fits(e, file, diag, place)) continue;
        e->met = true;
        test_passed++;
        return;
    }
    test_failed++;
    const char *where = diag->primary.span.source ? diag->primary.span.source->name : file->path;
    printf("%s:%d:%d: not expected: %s[%s]: %s\n", where, place.line, place.column, severity_name(diag->severity),
           diag_code_name(diag->code), diag->message);
    for (int i = 0; i < diag->help.count; i++) printf("    help: %s\n", diag->help.at[i]);
}

static void check_model(File *file, const Model *model) {
    const char *text = model ? arena_printf(file->session->arena, "\n%s", model_print(file->session, model)) : NULL;
    for (int i = 0; i < file->model.count; i++) {
        const char *line = arena_printf(file->session->arena, "\n%s\n", file->model.at[i]);
        if (text && strstr(text, line))
            test_passed++;
        else
            test_failed++, printf("%s: not in the model: %s\n", file->path, file->model.at[i]);
    }
    if (text && file->model.count && test_failed) printf("%s", "");
    bool error = false;
    for (int i = 0; i < file->messages.count; i++) error = error || strcmp(file->messages.at[i].severity, "error") == 0;
    if ((model != NULL) != error)
        test_passed++;
    else
        test_failed++,
            printf("%s: %s\n", file->path, model ? "there is a model in spite of errors" : "there is no model");
}

static void one_file(const char *path) {
    File file = {.path = path, .session = session_new()};
    file.source = session_read_file(file.session, path);
    if (!CHECK(file.source)) {
        session_free(file.session);
        return;
    }
    read_expectations(&file);
    const Model *model = check(file.session, parse(file.session, file.source));
    diag_sort(&file.session->diags);
    for (int i = 0; i < file.session->diags.all.count; i++) check_message(&file, file.session->diags.all.at[i]);
    for (int i = 0; i < file.messages.count; i++) {
        const Expectation *e = &file.messages.at[i];
        if (e->met) continue;
        test_failed++;
        printf("%s:%d: expected %s %s%s%s did not come\n", path, e->line, e->severity, e->code,
               e->help ? " with help: " : "", e->help ? e->help : "");
    }
    check_model(&file, model);
    session_free(file.session);
}

static bool ends_with(const char *name, const char *end) {
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static void one_folder(const char *folder, const char *word) {
    DIR *dir = opendir(folder);
    if (!dir) return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (ends_with(entry->d_name, ".bmodel") && (!word || strstr(path, word)))
            one_file(path);
        else if (!strchr(entry->d_name, '.') &&
                 strcmp(entry->d_name, "library") != 0) /* library: files that tests use */
            one_folder(path, word);
    }
    closedir(dir);
}

/* test_messages [BUILD] [WORD] */
int main(int argc, char **argv) {
    one_folder("tests/lang", argc > 2 ? argv[2] : NULL);
    return test_end();
}
