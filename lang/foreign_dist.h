/* What distributions are called elsewhere, and how a call of theirs is written here. The facts are the lines `## BUGS: dnorm(mu, tau) = Normal(…)` of
 * stdlib/ (stanza.h). */
#ifndef LANG_FOREIGN_DIST_H
#define LANG_FOREIGN_DIST_H
#include "ast.h"
#include "stanza.h"

typedef struct ForeignDist {
    const char *system;     /* "Stan", "BUGS", "R", "PyMC", "scipy" */
    const char *ours;       /* the name of the distribution here */
    const char *translated; /* the call as it is written here; with the arguments as they stand if they do not fit */
    bool        precision;  /* theirs takes a precision */
} ForeignDist;

/* A call of a distribution by name; system NULL: Stan, BUGS or R, whose calls bear no module. args as written, named ones among them. */
bool foreign_dist_find(Session *session, const char *system, const char *name, const AstList *args, ForeignDist *found);
/* What a distribution of theirs is called here; NULL: unknown. */
const char *foreign_dist_name(Session *session, const char *name);

#endif
