/* Tokens: what the scanner makes, the layout repairs and the parser reads. Kinds are those of the grammar (TOK_… in parser.h,
 * made by bison from grammar/bmodel.y). */
#ifndef LANG_TOKEN_H
#define LANG_TOKEN_H
#include "session.h"

/* Something that is understood although it is not spelt as the language spells it; the layout reports it. */
typedef enum Slip {
    SLIP_NONE,
    SLIP_FULL_WIDTH,    /* （ ， ： from an input method */
    SLIP_STARS,         /* ** */
    SLIP_PERCENT_STAR,  /* %*% */
    SLIP_LOGIC,         /* && || ! */
    SLIP_SINGLE_QUOTES, /* 'a' */
    SLIP_UNCLOSED_STRING,
    SLIP_SLASHES,   /* a comment of C or Stan */
    SLIP_ARROW,     /* <- and := for = */
    SLIP_LOOKALIKE, /* a Cyrillic letter in a name */
    SLIP_DOTTED     /* log.radon */
} Slip;

typedef struct Token {
    int         kind; /* TOK_… */
    Slip        slip;
    uint32_t    begin, end; /* bytes of the source */
    int         line;       /* from 1 */
    int         indent;     /* of its line, in columns */
    bool        first_on_line;
    bool        inserted;  /* by the layout: nothing is reported here */
    const char *text;      /* names: canonical; strings: their value; others: how they are spelt */
    const char *shown;     /* names: as written */
    double      number;    /* TOK_NUMBER, and the power of TOK_SUPER */
    bool        whole;     /* TOK_NUMBER: no point, no exponent */
    int         primes;    /* TOK_PRIMED */
    int         statement; /* its number in Layout.statements */
} Token;
typedef VEC(Token) Tokens;

/* A `##` comment. alone: nothing else on its line. */
typedef struct DocComment {
    uint32_t    begin;
    int         line;
    bool        alone;
    const char *text;
} DocComment;
typedef VEC(DocComment) DocComments;

/* Text to tokens; a TOK_END at the end. Reports nothing: what is odd is marked (slip, TOK_BAD). */
void scan(Session *session, Source *source, Tokens *tokens, DocComments *docs);

Span token_span(Source *source, const Token *token);
/* The text of tokens[0..count), as written but for what was inserted or repaired, on one line. For help lines. */
const char *tokens_text(Arena *arena, const Source *source, const Token *tokens, int count);

#endif
