/* Between the scanner's patterns (grammar/bmodel.l) and scan.c. */
#ifndef LANG_SCAN_H
#define LANG_SCAN_H
#include "token.h"

#define YYSTYPE Token /* to the scanner, the value of a token is the Token */
#include "parser.h"

typedef struct Scan {
    Session     *session;
    Source      *source;
    DocComments *docs;
    uint32_t     offset; /* where the next piece begins */
    int          line;
    int          indent;   /* of this line so far: blanks before the first token */
    bool         at_start; /* nothing but blanks on this line yet */
} Scan;

/* Called for every piece of text, blanks too. */
void scan_advance(Scan *scan, Token *token, const char *text, size_t length);
void scan_newline(Scan *scan);
void scan_doc(Scan *scan, const char *text, size_t length);
/* Finishes the token that scan_advance began; the result is its kind. */
int scan_token(Scan *scan, Token *token, int kind, Slip slip);
#endif
