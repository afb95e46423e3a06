/* The way from names of files to a compiled model with its data in place. Only here are the steps put in order; what
 * they do is in lang/, compiler/ and runtime/. */
#include "load.h"
#include "lang/forward.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

double load_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

void load_time(Load *load, const char *stage) {
    double now = load_clock();
    int    room = (int)(sizeof load->times / sizeof *load->times);
    if (load->n_times < room) load->times[load->n_times++] = (LoadTime){stage, now - load->clock};
    load->clock = now;
}

/* --- messages --- */

void load_show(Load *load, DiagList *list) {
    diag_sort(list);
    for (int i = 0; i < list->all.count; i++) VEC_PUSH(load->said.arena, &load->said.all, list->all.at[i]);
    if (load->silent || !list->all.count) return;
    fflush(stdout);
    fputs(diag_render(list, terminal_colour(load->arguments, stderr)), stderr);
}

/* Byte offset of a line and column, both from 1; columns count characters. */
static uint32_t offset_of(const Source *source, int line, int column) {
    size_t at = 0;
    for (int i = 1; i < line; i++) {
        const char *end = memchr(source->text + at, '\n', source->length - at);
        if (!end) return (uint32_t)source->length;
        at = (size_t)(end - source->text) + 1;
    }
    for (int i = 1; i < column && at < source->length && source->text[at] != '\n'; i++) do
            at++;
        while (at < source->length && ((unsigned char)source->text[at] & 0xC0) == 0x80);
    return (uint32_t)at;
}

static Span span_of(const Load *load, const BmMessage *m) {
    Source *source = load->file->source;
    for (int i = 0; m->file && i < load->model->sources.count; i++)
        if (strcmp(load->model->sources.at[i]->name, m->file) == 0) source = load->model->sources.at[i];
    if (m->line <= 0) return (Span){0};
    uint32_t begin = offset_of(source, m->line, m->column);
    uint32_t end =
        offset_of(source, m->line, (m->column > 0 ? m->column : 1) + (m->span_length > 0 ? m->span_length : 1));
    return (Span){source, begin, end > begin ? end : begin + 1};
}

static void add_message(Load *load, DiagList *list, const BmMessage *m) {
    static const Severity severities[] = {SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR};
    DiagCode              code;
    if (!diag_code_find(m->code, &code)) bug("the message %s has no row in diag.def: %s", m->code, m->text);
    Diag *diag = diag_add(list, code, span_of(load, m), "%s", m->text);
    diag->severity = severities[m->severity];
    if (m->help) diag_help(list, diag, "%s", m->help);
}

/* Messages of binding from number `from` on. */
static void show_messages(Load *load, int from) {
    DiagList list = {.arena = load->session->arena};
    for (int i = from; i < load->messages.count; i++) add_message(load, &list, &load->messages.at[i]);
    load_show(load, &list);
}

/* --- the model --- */

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static const char *without_folders(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool is_data(const char *name) {
    return ends_with(name, ".csv") || ends_with(name, ".tsv") || ends_with(name, ".json");
}

/* `bmodel check data.csv`: a table is no model; to list what is wrong with it as one would not help. */
static bool is_no_model(const Load *load) {
    if (!is_data(load->path) || access(load->path, R_OK) != 0) return false;
    if (!load->silent)
        complain(load->arguments,
                 "`%s` is data by its name; the model comes first\n  help: bmodel %s MODEL.bmodel --data %s",
                 load->shown, load->arguments->command, load->path);
    return true;
}

/* A file that is not there: perhaps its name was mistyped, or its ending left out. */
static void suggest_model(const Load *load) {
    Arena      *arena = load->session->arena;
    const char *folder = arena_copy(arena, load->path, strlen(load->path) - strlen(load->shown));
    DIR        *entries = access(load->path, F_OK) != 0 ? opendir(*folder ? folder : ".") : NULL;
    Words       models = {0};
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (ends_with(entry->d_name, ".bmodel"))
            VEC_PUSH(arena, &models, arena_copy(arena, entry->d_name, strlen(entry->d_name)));
    if (entries) closedir(entries);
    const char *near =
        suggest(arena_printf(arena, "%s%s", load->shown, ends_with(load->shown, ".bmodel") ? "" : ".bmodel"), models.at,
                models.count);
    if (near && !load->silent) fprintf(stderr, "help: did you mean `%s%s`?\n", folder, near);
}

bool load_model(Load *load, const Arguments *arguments, bool silent) {
    *load = (Load){
        .arguments = arguments, .silent = silent, .path = arguments->operands.at[0], .clock = arguments->started};
    load->shown = without_folders(load->path);
    load->session = session_new();
    load->said.arena = load->session->arena;
    load_time(load, "start of the program");
    if (is_no_model(load)) return false;
    Source *source = session_read_file(load->session, load->path);
    if (source) {
        load->file = parse(load->session, source);
        load_time(load, "parse");
        Model *model = check(load->session, load->file);
        load->model = model && arguments->prior && !model_forward(load->session, model) ? NULL : model;
        load_time(load, "check");
    }
    load_show(load, &load->session->diags);
    if (!source) suggest_model(load);
    return load->model != NULL;
}

/* --- the data --- */

static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* Names of the data that a file must give. */
static const char *wanted(const Load *load) {
    Text text = {0};
    int  n = 0;
    for (int i = 0; i < load->model->values.count; i++) {
        const Value *value = load->model->values.at[i];
        if (value->role != ROLE_DATA || value->data.has_values || value->poisoned) continue;
        if (n < 4) text_add(load->session->arena, &text, "%s`%s`", n ? ", " : "", value->shown);
        n++;
    }
    if (n > 4) text_add(load->session->arena, &text, " and %d more", n - 4);
    return n ? text.at : NULL;
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* " --data radon_counties.csv --data radon_homes.csv": files beside the model whose names begin with its stem; NULL if
 * there are none. */
static const char *neighbours(const Load *load, const char *stem) {
    Arena      *arena = load->session->arena;
    const char *name = without_folders(stem), *folder = arena_copy(arena, stem, strlen(stem) - strlen(name));
    Words       found = {0};
    Text        text = {0};
    DIR        *entries = opendir(*folder ? folder : ".");
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (strncmp(entry->d_name, name, strlen(name)) == 0 && is_data(entry->d_name))
            VEC_PUSH(arena, &found, arena_printf(arena, "%s%s", folder, entry->d_name));
    if (entries) closedir(entries);
    if (found.count) qsort(found.at, (size_t)found.count, sizeof *found.at, by_text);
    for (int i = 0; i < found.count && i < 4; i++) text_add(arena, &text, " --data %s", found.at[i]);
    return text.at;
}

static bool no_data(const Load *load, const char *stem, const char *names) {
    const char *name = without_folders(stem), *near = neighbours(load, stem);
    if (!load->silent)
        complain(
            load->arguments,
            "`%s` needs data (%s), and there is no `%s.csv`, `%s.tsv` or `%s.json` beside it\n  help: bmodel %s %s%s",
            load->shown, names, name, name, name, load->arguments->command, load->path,
            near ? near : " --data FILE.csv");
    return false;
}

static bool no_file_twice(const Load *load) {
    for (int i = 0; i < load->files.count; i++)
        for (int k = 0; k < i; k++) {
            if (strcmp(load->files.at[i], load->files.at[k]) != 0) continue;
            if (!load->silent) complain(load->arguments, "`--data %s` is given twice", load->files.at[i]);
            return false;
        }
    return true;
}

static bool find_files(Load *load) {
    static const char *const endings[] = {".csv", ".tsv", ".json", ".data.json"};
    Arena                   *arena = load->session->arena;
    const char              *names = wanted(load);
    load->files = load->arguments->data;
    if (load->files.count) return no_file_twice(load);
    if (!names) return true;
    size_t      length = strlen(load->path) - (ends_with(load->path, ".bmodel") ? strlen(".bmodel") : 0);
    const char *stem = arena_copy(arena, load->path, length);
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !load->files_found; i++) {
        const char *path = arena_printf(arena, "%s%s", stem, endings[i]);
        if (!is_file(path)) continue;
        VEC_PUSH(arena, &load->files, path);
        load->files_found = true;
    }
    return load->files_found || no_data(load, stem, names);
}

static BmBindOptions bind_options(const Load *load) {
    const Arguments *a = load->arguments;
    return (BmBindOptions){.files = load->files.at,
                           .n_files = load->files.count,
                           .na = a->na.at,
                           .n_na = a->na.count,
                           .drop_missing = a->drop_missing,
                           .decimal = a->decimal,
                           .thousands = a->thousands,
                           .trim = a->trim,
                           .fold_case = a->fold_case};
}

bool load_data(Load *load) {
    if (!find_files(load)) return false;
    load->program = program_new_without(load->session, load->model, load->arguments->rules_off);
    program_set_cpu(load->program, load->arguments->cpu);
    load->schema = bm_schema_read(program_schema(load->program));
    if (!load->schema) bug("the schema of the compiled model cannot be read: %s", program_schema(load->program));
    load_time(load, "lower");
    BmBindOptions options = bind_options(load);
    load->bound = bm_bind(load->schema, &options, &load->messages);
    load_time(load, "read data");
    show_messages(load, 0);
    return load->bound && !bm_message_errors(&load->messages);
}

/* --- code and memory --- */

double *load_cells(int64_t cells) {
    if (cells < 0 || cells > INT64_MAX / 16) return NULL;
    size_t bytes = ((size_t)cells + BM_PAD) * sizeof(double);
    bytes = (bytes + 63) & ~(size_t)63;
    double *memory = aligned_alloc(64, bytes);
    return memory ? memset(memory, 0, bytes) : NULL;
}

static bool refuse(const Load *load, const char *why) {
    complain(load->arguments, "%s: %s", load->shown, why);
    return false;
}

bool load_compile(Load *load, unsigned entries) {
    const char *error = "it could not be compiled";
    load->layout = calloc((size_t)load->schema->layout_cells + BM_PAD, sizeof *load->layout);
    if (!load->layout) return refuse(load, "not enough memory");
    bm_bound_sizes(load->bound, load->layout);
    load->compiled = program_jit(load->program, load->layout + BM_LAYOUT_SIZES, entries, &error);
    if (!load->compiled) return refuse(load, error);
    load_time(load, "compile");
    int64_t *layout = realloc(load->layout, ((size_t)load->compiled->layout_cells + BM_PAD) * sizeof *layout);
    if (!layout) return refuse(load, "not enough memory");
    load->layout = layout;
    load->compiled->layout(load->layout);
    load->data = load_cells(load->layout[BM_LAYOUT_DATA]);
    if (!load->data) return refuse(load, "there is not enough memory for the data");
    bm_bound_place(load->bound, load->layout, load->data);
    load->compiled->prepare(load->layout, load->data);
    int before = load->messages.count;
    bm_bound_checks(load->bound, load->layout, load->data, &load->messages);
    load_time(load, "prepare data");
    show_messages(load, before);
    return !bm_message_errors(&load->messages);
}

bool load_statement(Load *load, int statement, Load *alone) {
    const char *error;
    *alone = *load;
    alone->layout = NULL;
    alone->data = NULL;
    alone->compiled = program_jit_statement(load->program, load->layout + BM_LAYOUT_SIZES, statement, &error);
    if (!alone->compiled) return false;
    alone->layout = calloc((size_t)alone->compiled->layout_cells + BM_PAD, sizeof *alone->layout);
    if (!alone->layout) return false;
    bm_bound_sizes(load->bound, alone->layout);
    alone->compiled->layout(alone->layout);
    alone->data = load_cells(alone->layout[BM_LAYOUT_DATA]);
    if (!alone->data) return false;
    bm_bound_place(load->bound, alone->layout, alone->data);
    alone->compiled->prepare(alone->layout, alone->data);
    return true;
}

void load_statement_release(Load *alone) {
    free(alone->layout);
    free(alone->data);
}

bool load_all(Load *load, const Arguments *arguments, bool silent, unsigned entries) {
    return load_model(load, arguments, silent) && load_data(load) && load_compile(load, entries);
}

void load_free(Load *load) {
    free(load->data);
    free(load->layout);
    bm_bound_free(load->bound);
    bm_messages_free(&load->messages);
    bm_schema_free(load->schema);
    if (load->program) program_free(load->program);
    if (load->session) session_free(load->session);
}
