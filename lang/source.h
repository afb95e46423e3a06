/* Source files and places in them. A place is two byte offsets into a file; line and column are computed when a
 * message is shown. */
#ifndef LANG_SOURCE_H
#define LANG_SOURCE_H
#include "base.h"

typedef struct Source {
    const char *name; /* as shown in messages: "schools.bmodel", "<stdlib>/normal.bmodel" */
    const char *text; /* NUL-terminated, may contain NULs before length */
    size_t      length;
    int        *line_starts, n_lines; /* built on the first message */
    uint32_t near_offset; /* the last place that was asked for on near_line, and its column: the next is mostly close */
    int      near_line, near_column;
    uint32_t *statement_starts; /* ascending; filled by the parser, so that messages can be grouped by statement */
    int       n_statements;
} Source;

/* [begin, end) in bytes. A span without a source points nowhere (made by the compiler). */
typedef struct Span {
    Source  *source;
    uint32_t begin, end;
} Span;

typedef struct Place {
    int line, column;
} Place; /* from 1; columns count characters, not bytes */

Place source_place(Arena *arena, Source *source, uint32_t offset);
/* The text of a line (from 1), without its end. */
const char *source_line(Arena *arena, Source *source, int line, size_t *length);
Span        span_join(Span a, Span b);
bool        span_within(Span part, Span whole);
/* The text under a span, copied, as the user wrote it. */
const char *span_text(Arena *arena, Span span);

/* The code point at text[0..available), available > 0, and its length in bytes. UTF8_BAD (and length 1) if it is not UTF-8. */
enum { UTF8_BAD = 0xFFFFFFF };
uint32_t utf8_decode(const char *text, size_t available, size_t *length);
/* The bytes of a code point, with NULs behind them. */
void utf8_encode(uint32_t point, char bytes[5]);

#endif
