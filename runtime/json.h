/* JSON: a strict reader (RFC 8259) that also takes the spellings of non-finite numbers that Stan's files use (NaN, Inf, +Inf, -Inf,
 * Infinity, -Infinity without quotes), and small writers. Nothing here knows what the text is about. */
#ifndef BM_JSON_H
#define BM_JSON_H
#include "pool.h"

typedef enum BmJsonKind {
    BM_JSON_NULL,
    BM_JSON_FALSE,
    BM_JSON_TRUE,
    BM_JSON_NUMBER,
    BM_JSON_STRING,
    BM_JSON_ARRAY,
    BM_JSON_OBJECT
} BmJsonKind;

typedef struct BmJson {
    BmJsonKind           kind;
    int                  count; /* string, number: bytes of text; array: items; object: members */
    int64_t              at;    /* offset in the source */
    const char          *text;  /* string: decoded, NUL-terminated; number: as written (not terminated) */
    const struct BmJson *items; /* array: count values; object: count pairs, key (a string) then value */
} BmJson;

enum { BM_JSON_DEPTH = 200 }; /* deeper nesting is refused */

/* Reads text[0..length); text[length] must be readable and 0. The result points into text and pool. NULL: not JSON; then *error is a sentence (in pool) and
 * *error_at the offset. */
const BmJson *bm_json_read(BmPool *pool, const char *text, size_t length, const char **error, int64_t *error_at);

/* Member of an object by name; NULL if there is none or this is no object. */
const BmJson *bm_json_member(const BmJson *object, const char *name);
/* The value if it is of that kind, else the fallback. */
const char *bm_json_text(const BmJson *value, const char *fallback);
double      bm_json_number(const BmJson *value, double fallback);
bool        bm_json_truth(const BmJson *value, bool fallback);

/* Writers: a string in quotes with escapes (bytes that are not UTF-8 become U+FFFD); a number in the fewest digits that read back the
 * same, null if it is not finite. */
void bm_json_put_string(BmText *out, const char *text);
void bm_json_put_number(BmText *out, double number);

#endif
