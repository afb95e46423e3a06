/* Habits that the grammar can read, and the names that other languages have for ours. */
#include "foreign.h"

#include <string.h>

typedef struct Alias { const char *theirs, *ours; } Alias;

static const Alias aliases[] = {
    {"invlogit", "inv_logit"}, {"ilogit", "inv_logit"}, {"expit", "inv_logit"}, {"logistic", "inv_logit"}, {"sigmoid", "inv_logit"},
};

const char *foreign_name(const char *name) {
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].theirs, name) == 0) return aliases[i].ours;
    return NULL;
}

bool foreign_statement(Session *session, const Ast *statement, ForeignScope scope) {
    (void)session, (void)statement, (void)scope;
    return false;
}
