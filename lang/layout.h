/* Layout: where statements end, which brackets were forgotten, which words are keywords. Between scanner and parser.
 *
 * Afterwards every statement ends with a TOK_EOS whose place is the end of its last token, its brackets match, and the body of a
 * `dist` stands between TOK_INDENT and TOK_DEDENT. What was repaired was reported. */
#ifndef LANG_LAYOUT_H
#define LANG_LAYOUT_H
#include "token.h"

enum { DEEPEST_BRACKETS = 200 };

typedef struct LayoutStatement {
    int         first, end; /* tokens [first, end); the TOK_EOS is at end */
    bool        reported;   /* a message says what is wrong: no other about its syntax */
    bool        broken;     /* cannot be parsed, not even in part */
    bool        in_body;    /* of a dist */
    const char *doc;        /* its ## comments, or NULL */
} LayoutStatement;

typedef struct Layout {
    Tokens tokens;
    VEC(LayoutStatement) statements;
} Layout;

/* tokens: what scan() made; they are copied. expression: the text is one expression and no statement. */
void layout(Session *session, Source *source, const Tokens *tokens, const DocComments *docs, bool expression,
            Layout *out);

#endif
