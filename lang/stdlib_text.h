/* The text of the standard library, embedded by the build. */
#ifndef LANG_STDLIB_TEXT_H
#define LANG_STDLIB_TEXT_H
typedef struct StdlibFile {
    const char *name, *text;
} StdlibFile; /* "normal.bmodel"; ends with {0, 0} */
extern const StdlibFile stdlib_files[];
#endif
