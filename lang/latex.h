/* Expressions as they stand in a book: a tree (ast.h) as LaTeX for the mathematics mode. */
#ifndef LANG_LATEX_H
#define LANG_LATEX_H
#include "ast.h"

/* Never NULL. What has no form in mathematics (text in quotes, say) is set as it is written. */
const char *latex_expression(Session *session, const Ast *ast);
/* The same of a text; NULL if it cannot be read (nothing is reported). */
const char *latex_of_text(Session *session, const char *text);
/* A name: alpha → \alpha, x → x, beta_1 → \beta_1, shape → \text{shape}. */
const char *latex_name(Arena *arena, const char *name);

#endif
