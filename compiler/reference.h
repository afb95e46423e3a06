/* The reference as files: a page in Markdown for each distribution, with its picture, one for each group of functions, and an index. All of it
 * comes from stdlib/ and primitives.def; the numbers are worked out when the pages are written. */
#ifndef COMPILER_REFERENCE_H
#define COMPILER_REFERENCE_H
#include "lang/session.h"
#include "lang/stanza.h"

typedef struct ReferenceFile {
    const char *path, *text; /* "gamma.md", "gamma.svg" */
} ReferenceFile;

typedef struct Reference {
    Session *session; /* whose arena holds everything */
    Arena   *arena;
    VEC(ReferenceFile) files;
    Lines problems; /* what lacks or is wrong in the library's text, a line each */
} Reference;

void reference_build(Reference *reference);
/* The pages of functions, and their lines for the index. */
void reference_add_functions(Reference *reference, Text *index);
void reference_problem(Reference *reference, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* $`\log p(x)`$; as it is written where it cannot be set. */
const char *reference_formula(Reference *reference, const char *text);

#endif
