#include "source.h"

#include <string.h>

/* Line starts are the offsets behind each newline; the first is 0. */
static void find_lines(Arena *arena, Source *source) {
    if (source->line_starts) return;
    VEC(int) starts = {0};
    VEC_PUSH(arena, &starts, 0);
    for (size_t i = 0; i < source->length; i++)
        if (source->text[i] == '\n') VEC_PUSH(arena, &starts, (int)i + 1);
    source->line_starts = starts.at;
    source->n_lines = starts.count;
}

static int line_at(const Source *source, uint32_t offset) { /* index of the last start <= offset */
    int low = 0, high = source->n_lines;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if ((uint32_t)source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool begins_with_mark(const Source *source) {
    return source->length >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0;
}

Place source_place(Arena *arena, Source *source, uint32_t offset) {
    find_lines(arena, source);
    if (offset > source->length) offset = (uint32_t)source->length;
    int      index = line_at(source, offset), column = 1;
    uint32_t i = (uint32_t)source->line_starts[index];
    if (i == 0 && offset >= 3 && begins_with_mark(source)) i = 3; /* a byte order mark is not a character of the line */
    if (source->near_line == index + 1 && source->near_offset <= offset)
        i = source->near_offset, column = source->near_column;
    while (i < offset) {
        size_t length;
        utf8_decode(source->text + i, source->length - i, &length);
        if (i + length > offset) break; /* asked for the middle of a character */
        i += (uint32_t)length;
        column++;
    }
    source->near_offset = i;
    source->near_line = index + 1;
    source->near_column = column;
    Place place = {.line = index + 1, .column = column};
    return place;
}

const char *source_line(Arena *arena, Source *source, int line, size_t *length) {
    find_lines(arena, source);
    *length = 0;
    if (line < 1 || line > source->n_lines) return "";
    size_t begin = (size_t)source->line_starts[line - 1];
    size_t end = line < source->n_lines ? (size_t)source->line_starts[line] - 1 : source->length;
    if (end > begin && source->text[end - 1] == '\r') end--;
    if (line == 1 && begins_with_mark(source)) begin += 3;
    *length = end - begin;
    return source->text + begin;
}

Span span_join(Span a, Span b) {
    if (!a.source) return b;
    if (!b.source || a.source != b.source) return a;
    if (b.begin < a.begin) a.begin = b.begin;
    if (b.end > a.end) a.end = b.end;
    return a;
}

bool span_within(Span part, Span whole) {
    return part.source == whole.source && part.begin >= whole.begin && part.end <= whole.end;
}

const char *span_text(Arena *arena, Span span) {
    if (!span.source || span.end < span.begin || span.end > span.source->length) return "";
    return arena_copy(arena, span.source->text + span.begin, span.end - span.begin);
}

uint32_t utf8_decode(const char *text, size_t available, size_t *length) {
    const unsigned char  *c = (const unsigned char *)text;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int need = c[0] < 0x80 ? 1 : (c[0] & 0xE0) == 0xC0 ? 2 : (c[0] & 0xF0) == 0xE0 ? 3 : (c[0] & 0xF8) == 0xF0 ? 4 : 0;
    *length = 1;
    if (need == 1) return c[0];
    if (need == 0 || (size_t)need > available) return UTF8_BAD;
    uint32_t point = c[0] & (0xFFu >> (need + 1));
    for (int i = 1; i < need; i++) {
        if ((c[i] & 0xC0) != 0x80) return UTF8_BAD;
        point = point << 6 | (c[i] & 0x3Fu);
    }
    if (point < least[need] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return UTF8_BAD;
    *length = (size_t)need;
    return point;
}

void utf8_encode(uint32_t point, char bytes[5]) {
    memset(bytes, 0, 5);
    if (point < 0x80) {
        bytes[0] = (char)point;
    } else if (point < 0x800) {
        bytes[0] = (char)(0xC0 | point >> 6);
        bytes[1] = (char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        bytes[0] = (char)(0xE0 | point >> 12);
        bytes[1] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (point & 0x3F));
    } else {
        bytes[0] = (char)(0xF0 | point >> 18);
        bytes[1] = (char)(0x80 | (point >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (point & 0x3F));
    }
}
