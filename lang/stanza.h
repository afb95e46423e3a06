/* What stdlib/ says of its distributions, as text: for pages (explain, reference) and for what other systems call them. Nothing is bound or
 * checked here; see library.h for that. The form of the lines is described in stdlib/README.md. */
#ifndef LANG_STANZA_H
#define LANG_STANZA_H
#include "base.h"

typedef VEC(const char *) Lines;

/* shape : real > 0, with the text of its `## shape: …`; doc is "" without one. */
typedef struct StanzaParam {
    const char *name, *type, *doc;
} StanzaParam;

/* log p(x) = …: head "log p(x)", value on one line, text as it stands, with its line ends and the common indentation taken off. */
typedef struct StanzaMember {
    const char *head, *value, *text;
} StanzaMember;

/* given (mean, sd) : shape = …, rate = … */
typedef struct StanzaGiven {
    Lines       names;
    const char *values;
} StanzaGiven;

/* unnamed(shape, scale) = "scipy": in which order who takes the arguments. Where there are such lines, the arguments need names. */
typedef struct StanzaUnnamed {
    const char *names, *who;
} StanzaUnnamed;

/* One argument of a call elsewhere; value is what it is if it is left out, or NULL. */
typedef struct StanzaFormal {
    const char *name, *value;
} StanzaFormal;

/* `## BUGS: dnorm(mu, tau) = Normal(mu, 1 / sqrt(tau)); tau is a precision`. `## BUGS: none`: name is NULL. */
typedef struct StanzaForeign {
    const char *system, *name, *call, *ours, *remark;
    VEC(StanzaFormal) formals;
} StanzaForeign;

/* `## picture: (1, 1), (2, 1) from 0 to 6 up to 1`; up_to 0: as high as they are. No sets: none is wanted. */
typedef struct StanzaPicture {
    bool   given;
    Lines  sets;
    double from, to, up_to;
} StanzaPicture;

typedef struct Stanza {
    const char *file, *name, *indices, *doc; /* indices: "[k]" or "" */
    VEC(StanzaParam) params;
    const char *support;
    StanzaParam value;
    VEC(StanzaMember) members;
    VEC(StanzaGiven) given;
    VEC(StanzaUnnamed) unnamed;
    const char *reading;  /* what who gives no names is told; "" */
    Lines       examples; /* "log p(2 | 1.5, 0.7) = -1.46…" */
    VEC(StanzaForeign) foreign;
    StanzaPicture picture;
    const char   *model;     /* the lines of `## model:`; "" without any */
    const char   *functions; /* `fn` lines behind it, with their comments; "" */
    const char   *formula;   /* LaTeX of the log density where its text says little to a reader; "" */
    Lines         problems;  /* what cannot be read, and what lacks: a line each, for the author */
} Stanza;
typedef VEC(Stanza) Stanzas;

/* All of the library, or those of one text, in the order of the files. */
Stanzas stanzas_read(Arena *arena);
Stanzas stanzas_read_text(Arena *arena, const char *file, const char *text);
/* The value behind `head =`, as "log p" or "mean"; NULL: not said. */
const StanzaMember *stanza_member(const Stanza *stanza, const char *word);

/* Systems in the order in which they are shown; ends with NULL. */
extern const char *const stanza_systems[];

/* Parts of a list separated by commas outside brackets, without blanks around them. */
Lines stanza_split(Arena *arena, const char *text);
/* The text between the first `(` and its partner; "" if there is none. */
const char *stanza_in_brackets(Arena *arena, const char *text);

#endif
