/* Reads the functions of stdlib/ line by line: see fn_text.h. */
#include "fn_text.h"

#include "stdlib_text.h"

#include <string.h>

static const char *line_at(Arena *arena, const char *text) { return arena_copy(arena, text, strcspn(text, "\n")); }
static const char *behind(const char *text) {
    const char *end = strchr(text, '\n');
    return end ? end + 1 : text + strlen(text);
}

/* The statement goes on in lines that begin with blanks. */
static const char *statement_at(Arena *arena, const char *text) {
    const char *end = behind(text);
    while (*end == ' ') end = behind(end);
    size_t length = (size_t)(end - text);
    while (length && text[length - 1] == '\n') length--;
    return arena_copy(arena, text, length);
}

/* The part before the `=` that is outside of brackets. */
static const char *head_of(Arena *arena, const char *text) {
    int    depth = 0;
    size_t length = 0;
    for (const char *c = text; *c && (*c != '=' || depth); c++) {
        depth += (*c == '(' || *c == '[') - (*c == ')' || *c == ']');
        if (*c != ' ') length = (size_t)(c - text) + 1;
    }
    return arena_copy(arena, text, length);
}

FnTexts fn_texts_read(Arena *arena) {
    FnTexts all = {0};
    for (const StdlibFile *file = stdlib_files; file->name; file++) {
        const char *title = strncmp(file->text, "# ", 2) == 0 ? line_at(arena, file->text + 2) : "", *doc = "",
                   *example = "";
        for (const char *at = file->text; *at; at = behind(at)) {
            if (strncmp(at, "## example: ", 12) == 0)
                example = line_at(arena, at + 12);
            else if (strncmp(at, "## ", 3) == 0)
                doc = line_at(arena, at + 3);
            if (strncmp(at, "fn ", 3) != 0) continue;
            const char *call = head_of(arena, at + 3), *name = arena_copy(arena, call, strcspn(call, "[("));
            size_t      n = strlen(name);
            bool        documented = strncmp(doc, name, n) == 0 && strncmp(doc + n, ": ", 2) == 0;
            FnText      fn = {
                file->name, title, name, doc + (documented ? n + 2 : 0), example, call, statement_at(arena, at)};
            if (documented) VEC_PUSH(arena, &all, fn);
            doc = example = "";
        }
    }
    return all;
}

const FnText *fn_text_find(const FnTexts *all, const char *name) {
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->at[i].name, name) == 0) return &all->at[i];
    return NULL;
}
