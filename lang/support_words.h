/* Words for what an argument of a distribution is ("a standard deviation") and for where values must lie ("must be positive"). */
#ifndef LANG_SUPPORT_WORDS_H
#define LANG_SUPPORT_WORDS_H
#include "range.h"

typedef enum ArgumentKind {
    ARGUMENT_OTHER,
    ARGUMENT_SPREAD,
    ARGUMENT_RATE,
    ARGUMENT_PROBABILITY,
    ARGUMENT_TRIALS,
    ARGUMENT_BOUND
} ArgumentKind;

/* What the parameter is, with its article: "a standard deviation", "the degrees of freedom"; for one that has no word of its own "`omega` of `D`". */
const char *words_role(Arena *arena, const Dist *dist, int param);
/* The same with `the`: "the standard deviation". */
const char  *words_the_role(Arena *arena, const Dist *dist, int param);
ArgumentKind words_kind(const Dist *dist, int param);
/* "must be positive", "must not be negative", "must lie in 0..1", "must be at least 3". */
const char *words_must(Arena *arena, Region region);
/* A number as a user writes it. */
const char *words_number(Arena *arena, double x);
/* "first", "second", … */
const char *words_ordinal(Arena *arena, int i);
/* "`a`", "`a` and `b`", "`a`, `b` and `c`". */
const char *words_list(Arena *arena, const char *const *names, int n);

/* The text under a span on one line: line ends and runs of blanks are one blank. */
const char *words_text(Arena *arena, Span span);

#endif
