/* JSON out: strings and numbers. What is well-formed UTF-8 stays as it is. */
#include "json.h"
#include "number.h"
#include "utf8.h"
#include <math.h>
#include <string.h>

void bm_json_put_string(BmText *out, const char *text) {
    size_t length = strlen(text);
    bm_text_bytes(out, "\"", 1);
    for (size_t i = 0; i < length;) {
        int code, bytes = bm_utf8_read(text + i, length - i, &code);
        if (!bytes) {
            bm_text_bytes(out, "\xEF\xBF\xBD", 3);
            i++;
            continue;
        }
        if (code == '"' || code == '\\') bm_text_bytes(out, "\\", 1);
        if (code == '\n')
            bm_text_bytes(out, "\\n", 2);
        else if (code == '\t')
            bm_text_bytes(out, "\\t", 2);
        else if (code < 0x20 || code == 0x7F)
            bm_text_add(out, "\\u%04x", (unsigned)code);
        else
            bm_text_bytes(out, text + i, (size_t)bytes);
        i += (size_t)bytes;
    }
    bm_text_bytes(out, "\"", 1);
}

void bm_json_put_number(BmText *out, double number) {
    char buffer[BM_NUMBER_ROOM];
    bm_text_add(out, "%s", isfinite(number) ? bm_number_print(number, buffer) : "null");
}
