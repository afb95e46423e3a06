/* Messages of binding: collected, then shown as text or JSON. */
#include "bind.h"
#include "json.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *text) { return text ? bm_need(strdup(text)) : NULL; }

void bm_message(BmMessages *list, const char *code, int severity, int line, int column, const char *help,
                const char *format, ...) {
    if (list->count == list->capacity) {
        int larger = list->capacity ? 2 * list->capacity : 8;
        list->at = bm_need(realloc(list->at, (size_t)larger * sizeof *list->at));
        list->capacity = larger;
    }
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = bm_need(calloc((size_t)(length < 0 ? 0 : length) + 1, 1));
    if (length >= 0) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    BmMessage *message = &list->at[list->count++];
    *message = (BmMessage){.severity = severity, .line = line, .column = column, .text = text, .help = copy_of(help)};
    snprintf(message->code, sizeof message->code, "%s", code);
}

void bm_message_in(BmMessages *list, const char *file) {
    if (!list->count || !file || !*file) return;
    free(list->at[list->count - 1].file);
    list->at[list->count - 1].file = copy_of(file);
}

void bm_messages_free(BmMessages *list) {
    for (int i = 0; i < list->count; i++) {
        free(list->at[i].text);
        free(list->at[i].help);
        free(list->at[i].file);
    }
    free(list->at);
    *list = (BmMessages){0};
}

int bm_message_errors(const BmMessages *list) {
    int errors = 0;
    for (int i = 0; i < list->count; i++) errors += list->at[i].severity == 2;
    return errors;
}

static const char *const severities[3] = {"note", "warning", "error"};

char *bm_messages_json(const BmMessages *list, const char *file) {
    BmText out = {0};
    bm_text_add(&out, "[");
    for (int i = 0; i < list->count; i++) {
        const BmMessage *m = &list->at[i];
        bm_text_add(&out, "%s{\"code\": ", i ? ", " : "");
        bm_json_put_string(&out, m->code);
        bm_text_add(&out, ", \"severity\": \"%s\", \"file\": ", severities[m->severity]);
        bm_json_put_string(&out, m->file ? m->file : file ? file : "");
        bm_text_add(&out, ", \"line\": %d, \"column\": %d, \"text\": ", m->line, m->column);
        bm_json_put_string(&out, m->text);
        if (m->help) {
            bm_text_add(&out, ", \"help\": ");
            bm_json_put_string(&out, m->help);
        }
        bm_text_add(&out, "}");
    }
    bm_text_add(&out, "]");
    return out.at;
}

char *bm_messages_text(const BmMessages *list, const char *file) {
    BmText out = {0};
    bm_text_bytes(&out, "", 0);
    for (int i = 0; i < list->count; i++) {
        const BmMessage *m = &list->at[i];
        if (m->line) bm_text_add(&out, "%s:%d:%d: ", m->file ? m->file : file ? file : "model", m->line, m->column);
        bm_text_add(&out, "%s[%s]: %s\n", severities[m->severity], m->code, m->text);
        if (m->help) bm_text_add(&out, "  help: %s\n", m->help);
    }
    return out.at;
}
