/* Messages as text with carets, and as JSON. Columns count characters; carets are placed by display width, so that tabs,
 * accents and wide characters do not shift them. */
#include "diag.h"

#include <string.h>

enum { TAB = 4, WIDEST_LINE = 160, CONTEXT_BEFORE = 60, MOST_SHOWN = 100 };

typedef struct Paint {
    const char *severity[3], *gutter, *second, *help, *bold, *off;
} Paint;
static const Paint plain = {{"", "", ""}, "", "", "", "", ""};
static const Paint coloured = {
    {"\033[1;36m", "\033[1;33m", "\033[1;31m"}, "\033[34m", "\033[34m", "\033[1;32m", "\033[1m", "\033[0m"};
static const char *const severity_names[] = {"note", "warning", "error"};

typedef struct Writer {
    Arena       *arena;
    Text         text;
    const Paint *paint;
    int          gutter;
} Writer;

#define WRITE(writer, ...) text_add((writer)->arena, &(writer)->text, __VA_ARGS__)

/* --- one line of source, as it is displayed --- */

static bool is_wide(uint32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
           (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

static bool has_no_width(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0x20D0 && c <= 0x20F0) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

/* Shown as a replacement character: what is not text, and what would write over the message. */
static bool is_unprintable(uint32_t c) {
    return c == UTF8_BAD || c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static int width_of(uint32_t c, int at) {
    if (c == '\t') return TAB - at % TAB;
    if (is_unprintable(c)) return 1;
    return has_no_width(c) ? 0 : is_wide(c) ? 2 : 1;
}

typedef struct Shown {
    const char *text;
    size_t      length;
    int         skip;
    bool        cut;
} Shown; /* columns [skip, skip + WIDEST_LINE) of a line */

static int display_column(const char *line, size_t length, size_t bytes) {
    int at = 0;
    for (size_t i = 0; i < bytes && i < length;) {
        size_t   n;
        uint32_t c = utf8_decode(line + i, length - i, &n);
        at += width_of(c, at);
        i += n;
    }
    return at;
}

static void write_source(Writer *out, Shown shown) {
    int at = 0, end = shown.skip + WIDEST_LINE;
    if (shown.skip) WRITE(out, "…");
    for (size_t i = 0; i < shown.length;) {
        size_t   n;
        uint32_t c = utf8_decode(shown.text + i, shown.length - i, &n);
        int      width = width_of(c, at);
        if (shown.cut && at + width > end) {
            WRITE(out, "…");
            break;
        }
        if (at >= shown.skip) {
            if (c == '\t')
                WRITE(out, "%*s", width, "");
            else if (is_unprintable(c))
                WRITE(out, "\xEF\xBF\xBD");
            else
                WRITE(out, "%.*s", (int)n, shown.text + i);
        }
        at += width;
        i += n;
    }
    while (out->text.count && out->text.at[out->text.count - 1] == ' ') out->text.at[--out->text.count] = 0;
    WRITE(out, "\n");
}

/* --- carets --- */

typedef struct Mark {
    int         file, line;
    Span        span;
    const char *text;
    bool        primary;
} Mark;
typedef VEC(Mark) Marks;

static void mark_add(Writer *out, Marks *marks, DiagLabel label, bool primary, const Source *first) {
    if (!label.span.source) return;
    Place place = source_place(out->arena, label.span.source, label.span.begin);
    Mark  mark = {label.span.source != first, place.line, label.span, label.text, primary};
    int   at = marks->count;
    VEC_PUSH(out->arena, marks, mark);
    while (at > 0) { /* by line, then by column; the primary file first */
        const Mark *before = &marks->at[at - 1];
        if (before->file < mark.file || (before->file == mark.file && before->span.begin <= mark.span.begin)) break;
        marks->at[at] = *before;
        at--;
    }
    marks->at[at] = mark;
}

static void write_gutter(Writer *out, int line) {
    if (line)
        WRITE(out, "%s %*d |%s", out->paint->gutter, out->gutter, line, out->paint->off);
    else
        WRITE(out, "%s %*s |%s", out->paint->gutter, out->gutter, "", out->paint->off);
}

static void write_caret(Writer *out, const Mark *mark, Shown shown) {
    size_t line_begin = (size_t)(shown.text - mark->span.source->text);
    size_t begin = mark->span.begin > line_begin ? mark->span.begin - line_begin : 0;
    size_t end = mark->span.end > line_begin ? mark->span.end - line_begin : 0;
    int    from = display_column(shown.text, shown.length, begin) - shown.skip + (shown.skip > 0);
    int    to = display_column(shown.text, shown.length, end) - shown.skip + (shown.skip > 0);
    if (from > WIDEST_LINE + 1) return;
    if (to > WIDEST_LINE + 1) to = WIDEST_LINE + 1;
    write_gutter(out, 0);
    WRITE(out, " %*s%s", from < 0 ? 0 : from, "", mark->primary ? out->paint->bold : out->paint->second);
    for (int i = from < 0 ? 0 : from; i == from || i < to; i++) WRITE(out, mark->primary ? "^" : "-");
    if (mark->text && *mark->text) WRITE(out, " %s", mark->text);
    WRITE(out, "%s\n", out->paint->off);
}

static Shown show_line(Writer *out, const Mark *mark) {
    Shown shown = {0};
    shown.text = source_line(out->arena, mark->span.source, mark->line, &shown.length);
    int width = display_column(shown.text, shown.length, shown.length);
    if (width <= WIDEST_LINE) return shown;
    size_t line_begin = (size_t)(shown.text - mark->span.source->text);
    int    column =
        display_column(shown.text, shown.length, mark->span.begin > line_begin ? mark->span.begin - line_begin : 0);
    shown.cut = true;
    if (column > CONTEXT_BEFORE) shown.skip = column - CONTEXT_BEFORE;
    return shown;
}

static void write_marks(Writer *out, const Marks *marks) {
    Shown shown = {0};
    write_gutter(out, 0);
    WRITE(out, "\n");
    for (int i = 0; i < marks->count; i++) {
        const Mark *mark = &marks->at[i], *before = i ? mark - 1 : NULL;
        if (before && before->span.source != mark->span.source)
            WRITE(out, "%s %*s-->%s %s:%d\n", out->paint->gutter, out->gutter, "", out->paint->off,
                  mark->span.source->name, mark->line);
        if (!before || before->line != mark->line || before->span.source != mark->span.source) {
            shown = show_line(out, mark);
            write_gutter(out, mark->line);
            WRITE(out, " ");
            write_source(out, shown);
        }
        write_caret(out, mark, shown);
    }
}

/* --- the whole message --- */

static int digits(int number) {
    int count = 1;
    while (number >= 10) number /= 10, count++;
    return count;
}

static void write_help(Writer *out, const char *help) {
    WRITE(out, "%shelp%s: ", out->paint->help, out->paint->off);
    while (*help) {
        const char *end = strchr(help, '\n');
        int         n = end ? (int)(end - help) : (int)strlen(help);
        if (help[0] == '|') WRITE(out, " %*s ", out->gutter, "");
        WRITE(out, "%.*s\n", n, help);
        help += n + (end != NULL);
    }
}

static void write_diag(Writer *out, const Diag *diag) {
    Marks marks = {0};
    mark_add(out, &marks, diag->primary, true, diag->primary.span.source);
    for (int i = 0; i < diag->labels.count; i++)
        mark_add(out, &marks, diag->labels.at[i], false, diag->primary.span.source);
    out->gutter = 1;
    for (int i = 0; i < marks.count; i++)
        if (digits(marks.at[i].line) > out->gutter) out->gutter = digits(marks.at[i].line);
    WRITE(out, "%s%s[%s]%s%s: %s%s\n", out->paint->severity[diag->severity], severity_names[diag->severity],
          diag_code_name(diag->code), out->paint->off, out->paint->bold, diag->message, out->paint->off);
    if (diag->primary.span.source) {
        Span  span = diag->primary.span;
        Place place = source_place(out->arena, span.source, span.begin);
        WRITE(out, "%s %*s-->%s %s:%d:%d\n", out->paint->gutter, out->gutter, "", out->paint->off, span.source->name,
              place.line, place.column);
    }
    if (marks.count) write_marks(out, &marks);
    if (marks.count && diag->help.count) {
        write_gutter(out, 0);
        WRITE(out, "\n");
    }
    for (int i = 0; i < diag->help.count; i++) write_help(out, diag->help.at[i]);
}

const char *diag_render(DiagList *list, bool colour) {
    Writer out = {.arena = list->arena, .paint = colour ? &coloured : &plain};
    WRITE(&out, "%s", "");
    for (int i = 0; i < list->all.count && i < MOST_SHOWN; i++) {
        if (i) WRITE(&out, "\n");
        write_diag(&out, list->all.at[i]);
    }
    if (list->all.count > MOST_SHOWN) WRITE(&out, "\nand %d more messages like these\n", list->all.count - MOST_SHOWN);
    return out.text.at;
}

/* --- JSON --- */

static void write_string(Writer *out, const char *text) {
    size_t length = strlen(text);
    WRITE(out, "\"");
    for (size_t i = 0; i < length;) {
        size_t   n;
        uint32_t c = utf8_decode(text + i, length - i, &n);
        if (c == '"' || c == '\\')
            WRITE(out, "\\%c", (char)c);
        else if (c == '\n')
            WRITE(out, "\\n");
        else if (c == UTF8_BAD)
            WRITE(out, "\\ufffd");
        else if (c < 0x20 || c == 0x7F)
            WRITE(out, "\\u%04x", c);
        else
            WRITE(out, "%.*s", (int)n, text + i);
        i += n;
    }
    WRITE(out, "\"");
}

static void write_place(Writer *out, Span span) {
    if (!span.source) {
        WRITE(out, "\"file\": null, \"line\": null, \"column\": null, \"end_line\": null, \"end_column\": null");
        return;
    }
    Place from = source_place(out->arena, span.source, span.begin),
          to = source_place(out->arena, span.source, span.end);
    WRITE(out, "\"file\": ");
    write_string(out, span.source->name);
    WRITE(out, ", \"line\": %d, \"column\": %d, \"end_line\": %d, \"end_column\": %d", from.line, from.column, to.line,
          to.column);
}

static void write_json(Writer *out, const Diag *diag) {
    WRITE(out, "{\"code\": \"%s\", \"severity\": \"%s\", ", diag_code_name(diag->code), severity_names[diag->severity]);
    write_place(out, diag->primary.span);
    WRITE(out, ", \"message\": ");
    write_string(out, diag->message);
    if (diag->primary.text) {
        WRITE(out, ", \"caret\": ");
        write_string(out, diag->primary.text);
    }
    WRITE(out, ", \"labels\": [");
    for (int i = 0; i < diag->labels.count; i++) {
        WRITE(out, i ? ", {" : "{");
        write_place(out, diag->labels.at[i].span);
        WRITE(out, ", \"message\": ");
        write_string(out, diag->labels.at[i].text);
        WRITE(out, "}");
    }
    WRITE(out, "], \"help\": [");
    for (int i = 0; i < diag->help.count; i++) {
        if (i) WRITE(out, ", ");
        write_string(out, diag->help.at[i]);
    }
    WRITE(out, "]}");
}

const char *diag_render_json(DiagList *list) {
    Writer out = {.arena = list->arena, .paint = &plain};
    WRITE(&out, "[");
    for (int i = 0; i < list->all.count; i++) {
        WRITE(&out, i ? ",\n " : "");
        write_json(&out, list->all.at[i]);
    }
    WRITE(&out, "]\n");
    return out.text.at;
}
