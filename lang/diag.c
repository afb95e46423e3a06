#include "diag.h"

#include <stdlib.h>
#include <string.h>

typedef struct CodeRow {
    const char *name;
    Severity    severity;
    const char *title, *page;
} CodeRow;

#define ERROR SEVERITY_ERROR
#define WARNING SEVERITY_WARNING
#define NOTE SEVERITY_NOTE
static const CodeRow codes[DIAG_CODE_COUNT] = {
#define DIAG(code, severity, title, page) {#code, severity, title, page},
#include "diag.def"
#undef DIAG
};

static const CodeRow *row(DiagCode code) {
    if ((unsigned)code >= DIAG_CODE_COUNT) bug("message code %d", (int)code);
    return &codes[code];
}

const char *diag_code_name(DiagCode code) { return row(code)->name; }
const char *diag_title(DiagCode code) { return row(code)->title; }
const char *diag_page(DiagCode code) { return row(code)->page; }

bool diag_code_find(const char *name, DiagCode *code) {
    for (int i = 0; i < DIAG_CODE_COUNT; i++) {
        if (strcmp(codes[i].name, name) != 0) continue;
        *code = (DiagCode)i;
        return true;
    }
    return false;
}

Diag *diag_add(DiagList *list, DiagCode code, Span span, const char *format, ...) {
    Diag   *diag = ARENA_NEW(list->arena, Diag);
    va_list args;
    va_start(args, format);
    diag->message = arena_vprintf(list->arena, format, args);
    va_end(args);
    diag->code = code;
    diag->severity = row(code)->severity;
    diag->primary.span = span;
    VEC_PUSH(list->arena, &list->all, diag);
    return diag;
}

void diag_caret(DiagList *list, Diag *diag, const char *format, ...) {
    va_list args;
    va_start(args, format);
    diag->primary.text = arena_vprintf(list->arena, format, args);
    va_end(args);
}

void diag_label(DiagList *list, Diag *diag, Span span, const char *format, ...) {
    va_list args;
    va_start(args, format);
    DiagLabel label = {span, arena_vprintf(list->arena, format, args)};
    va_end(args);
    VEC_PUSH(list->arena, &diag->labels, label);
}

void diag_help(DiagList *list, Diag *diag, const char *format, ...) {
    va_list args;
    va_start(args, format);
    VEC_PUSH(list->arena, &diag->help, arena_vprintf(list->arena, format, args));
    va_end(args);
}

int diag_count(const DiagList *list, Severity at_least) {
    int count = 0;
    for (int i = 0; i < list->all.count; i++) count += list->all.at[i]->severity >= at_least;
    return count;
}

/* --- order and repetitions --- */

typedef struct Entry {
    Diag *diag;
    int   file, arrival, statement;
} Entry;

static int by_place(const void *left, const void *right) {
    const Entry *a = left, *b = right;
    const Span   s = a->diag->primary.span, t = b->diag->primary.span;
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (s.begin != t.begin) return s.begin < t.begin ? -1 : 1;
    return a->arrival < b->arrival ? -1 : a->arrival > b->arrival;
}

/* Number of the statement that holds a place; the number of statements that begin at or before it. */
static int statement_at(Span span) {
    const Source *source = span.source;
    int           low = 0, high = source ? source->n_statements : 0;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (source->statement_starts[middle] <= span.begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first name in backticks of a message: what it is about. */
static const char *subject(const Diag *diag, size_t *length) {
    const char *begin = strchr(diag->message, '`');
    const char *end = begin ? strchr(begin + 1, '`') : NULL;
    *length = end ? (size_t)(end - begin) : 0;
    return begin;
}

static bool same_span(Span a, Span b) {
    return a.source && a.source == b.source && a.begin == b.begin && a.end == b.end;
}

static bool same_subject(const Diag *a, const Diag *b) {
    size_t      m, n;
    const char *s = subject(a, &m), *t = subject(b, &n);
    return m > 0 && m == n && memcmp(s, t, m) == 0;
}

static bool repeats(const Entry *later, const Entry *earlier) {
    const Diag *a = later->diag, *b = earlier->diag;
    if (same_span(a->primary.span, b->primary.span)) return true;
    return a->code == b->code && a->primary.span.source && later->file == earlier->file &&
           later->statement == earlier->statement && a->primary.span.source->n_statements > 0 && same_subject(a, b);
}

static bool waits_for_errors(const Diag *diag) {
    return strchr("OIPG", diag_code_name(diag->code)[0]) && diag->severity < SEVERITY_ERROR;
}

static int file_number(Entry *entries, int count,
                       const Source *source) { /* in the order of first appearance; no file comes first */
    if (!source) return -1;
    for (int i = 0; i < count; i++)
        if (entries[i].diag->primary.span.source == source) return entries[i].file;
    return count;
}

enum { FEW = 100 }; /* messages of one statement that are compared */

void diag_sort(DiagList *list) {
    int    count = list->all.count, kept = 0;
    bool   errors = diag_count(list, SEVERITY_ERROR) > 0;
    Entry *entries = arena_alloc(list->arena, (size_t)(count ? count : 1) * sizeof *entries);
    for (int i = 0; i < count; i++) {
        Diag *diag = list->all.at[i];
        if (errors && waits_for_errors(diag)) continue;
        Span  span = diag->primary.span;
        Entry entry = {diag, file_number(entries, kept, span.source), i, statement_at(span)};
        entries[kept++] = entry;
    }
    count = kept;
    qsort(entries, (size_t)count, sizeof *entries, by_place);
    list->all.count = 0;
    int first = 0; /* of the entries of this statement */
    kept = 0;
    for (int i = 0; i < count; i++) {
        if (kept && (entries[kept - 1].statement != entries[i].statement || entries[kept - 1].file != entries[i].file))
            first = kept;
        int j = kept - first > FEW ? kept - FEW : first;
        while (j < kept && !repeats(&entries[i], &entries[j])) j++;
        if (j == kept)
            entries[kept++] = entries[i];
        else if (entries[i].diag->severity > entries[j].diag->severity)
            entries[j].diag = entries[i].diag;
    }
    for (int i = 0; i < kept; i++) VEC_PUSH(list->arena, &list->all, entries[i].diag);
}
