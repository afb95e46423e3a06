/* What stdlib/ says of its functions, as text: for pages (explain, reference). Nothing is bound or checked here; see library.h for that. */
#ifndef LANG_FN_TEXT_H
#define LANG_FN_TEXT_H
#include "base.h"

/* `## quantile: the value …`, and below it `## example: quantile(x, 0.9)`, above `fn quantile[k](x[k], p) = …`. A fn without such a line is a part of another and is left out. */
typedef struct FnText FnText;
struct FnText {
    const char *file, *title; /* the file; its first line, `# Samples` */
    const char *name, *doc;   /* doc: behind the name */
    const char *example;      /* a call with the values of worked_fn_data */
    const char *call, *text;  /* "quantile[k](x[k], p)"; the lines of the statement as they stand */
};
typedef VEC(FnText) FnTexts;

/* In the order of the files. */
FnTexts fn_texts_read(Arena *arena);
/* NULL: there is none. */
const FnText *fn_text_find(const FnTexts *all, const char *name);

#endif
