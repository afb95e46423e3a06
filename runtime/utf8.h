/* Single characters of UTF-8. */
#ifndef BM_UTF8_H
#define BM_UTF8_H
#include <stddef.h>

/* Length in bytes (1 to 4) of the well-formed character at text[0..length); 0 if there is none. *code receives it. */
int bm_utf8_read(const char *text, size_t length, int *code);
/* Writes a character, at most 4 bytes; returns how many. */
int bm_utf8_write(char *out, int code);
/* Columns that text takes, counting characters. */
int bm_utf8_count(const char *text, size_t length);

#endif
