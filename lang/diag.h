/* Messages: collected here, shown by main. A message has a code (diag.def), a place, a sentence; second carets, notes and
 * help lines hang on to it. Nothing below main prints. */
#ifndef LANG_DIAG_H
#define LANG_DIAG_H
#include "source.h"

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

typedef enum DiagCode {
#define DIAG(code, severity, title, page) DIAG_##code,
#include "diag.def"
#undef DIAG
    DIAG_CODE_COUNT
} DiagCode;

typedef struct DiagLabel {
    Span        span;
    const char *text;
} DiagLabel; /* a caret with a few words behind it */

typedef struct Diag {
    DiagCode    code;
    Severity    severity;
    DiagLabel   primary;
    const char *message;    /* one sentence in the reader's words */
    VEC(DiagLabel) labels;  /* second carets */
    VEC(const char *) help; /* the first is a sentence, possibly with a line to paste: "text\n| line" */
} Diag;

typedef struct DiagList {
    Arena *arena;
    VEC(Diag *) all;
} DiagList;

/* Adds a message with the severity of its code. The result is never NULL; hang labels and help on it. */
Diag *diag_add(DiagList *list, DiagCode code, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void  diag_caret(DiagList *list, Diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4))); /* words behind the first caret */
void diag_label(DiagList *list, Diag *diag, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void diag_help(DiagList *list, Diag *diag, const char *format, ...) __attribute__((format(printf, 3, 4)));

int         diag_count(const DiagList *list, Severity at_least);
const char *diag_code_name(DiagCode code); /* "D03" */
bool        diag_code_find(const char *name, DiagCode *code);
const char *diag_title(DiagCode code); /* one line */
const char *diag_page(DiagCode code);  /* the page that `bmodel explain D03` shows */

/* Sorts by place and drops what section 7 of the rules calls repetitions: the same code about the same name in one
 * statement, and a second message on the same span. Call once, before rendering. */
void diag_sort(DiagList *list);
/* As text with carets (colour: ANSI), or as one JSON array. */
const char *diag_render(DiagList *list, bool colour);
const char *diag_render_json(DiagList *list);

#endif
