/* Spelling of names: which spellings are the same name, and which letters only look like the right ones.
 * Needs no other part of the language: data files use the same rules for their columns. */
#ifndef LANG_NAMES_H
#define LANG_NAMES_H
#include "base.h"

typedef struct NameSpelling {
    const char *canonical; /* Greek letters by their English names, subscript digits as _1, accents decomposed */
    bool        lookalike; /* a letter of another alphabet that looks like a Latin one: */
    size_t      odd_begin, odd_end; /* its bytes in the text; canonical holds the Latin letter instead */
    char        instead;
    const char *alphabet; /* "Cyrillic", "Armenian" */
} NameSpelling;

/* text: the bytes of one name. */
NameSpelling name_spell(Arena *arena, const char *text, size_t length);
/* The canonical spelling alone, for columns and labels of dims: name_spell without its complaint. */
const char *name_canonical(Arena *arena, const char *text);
/* The Greek letter of an English name ("sigma" → "σ"), or NULL: for `--unicode`. */
const char *name_greek(const char *english);
/* The whole canonical name with Greek letters and subscript digits where it has their names: sigma_y → σ_y, beta_1 → β₁. */
const char *name_unicode(Arena *arena, const char *canonical);

#endif
