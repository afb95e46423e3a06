/* Words: which names act as keywords, which lines plainly begin a statement. Part of the layout. */
#ifndef LANG_LAYOUT_WORDS_H
#define LANG_LAYOUT_WORDS_H
#include "layout.h"

/* The token is this word, keyword or not; a quoted string is not. */
bool word_is(const Token *token, const char *word);
/* With the kind of `if then else and or not in`, which are keywords everywhere. */
Token word_reserved(Token token);
/* A statement cannot end behind it: operators, `,`, `=`, … */
bool word_cannot_end(const Token *token);
/* in[at], the first of its line, cannot begin a statement: the line before goes on. first: of the statement so far. */
bool word_cannot_begin(const Tokens *in, int at, const Token *first, bool has_equals);
/* The line of in[at] plainly begins a statement. before: the token before it if a bracket is open, else NULL. */
bool words_begin_statement(const Tokens *in, int at, const Token *before, bool in_body);
/* Decides keywords in the statement that ends the array. A character that is no part of the language breaks it, with a message. */
void words_decide(Session *session, Source *source, Tokens *tokens, LayoutStatement *statement, bool expression);
/* Merges and inserts what is plainly meant in it, and reports that. */
void words_mend(Session *session, Source *source, Tokens *tokens, LayoutStatement *statement, bool expression);

#endif
