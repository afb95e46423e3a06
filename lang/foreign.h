/* Habits of other languages (BUGS, Stan, PyMC, NumPyro, R): recognised, and answered with the line to write here. */
#ifndef LANG_FOREIGN_H
#define LANG_FOREIGN_H
#include "ast.h"
#include "token.h"

/* Matches the tokens of one statement against the habits that the grammar cannot read. True: reported; the statement need
 * not be parsed. file: all tokens of the file, to look up what is declared. */
bool foreign_tokens(Session *session, Source *source, const Token *tokens, int count, const Tokens *file);

/* Reports a character that is no part of the language. */
void foreign_character(Session *session, Span span);

/* Who knows which functions and distributions the model and the library define: a name that is defined is no habit. */
typedef struct ForeignScope {
    bool (*is_defined)(void *data, const char *name);
    bool (*is_argument)(void *data, const char *dist, const char *name); /* of this distribution; may be NULL */
    void *data;
} ForeignScope;

/* Matches a parsed statement against the habits that can be read: dnorm(0, 0.001), pm.Normal("x", 0, 1), y ~ 1 + x,
 * normal_rng(…), dims = …. To be asked before any other check of the statement. True: reported; check nothing else of it. */
bool foreign_statement(Session *session, const Ast *statement, ForeignScope scope);

/* The text of a call of a foreign distribution as it is written here: "dnorm(0, 0.01)" → "Normal(0, 10)"; NULL: it is none. */
const char *foreign_translated(Session *session, const char *call);

/* What a foreign function or distribution is called here: "normal" → "Normal", "invlogit" → "inv_logit"; NULL: unknown. */
const char *foreign_name(Session *session, const char *name);

#endif
