/* What functions are called elsewhere: rows of function_names.def. */
#ifndef LANG_FUNCTION_NAMES_H
#define LANG_FUNCTION_NAMES_H
#include "base.h"

enum { FUNCTION_SYSTEMS = 5 };
extern const char *const function_systems[FUNCTION_SYSTEMS];

typedef struct FunctionNames {
    const char *ours, *theirs[FUNCTION_SYSTEMS]; /* in the order of function_systems; "" where it lacks */
} FunctionNames;

/* NULL: no row. */
const FunctionNames *function_names(const char *ours);
/* What theirs (without module) is here: a name, or a call where the order of the arguments differs; NULL: unknown. */
const char *function_names_find(Arena *arena, const char *theirs);
/* "Stan `lgamma`, R `lgamma`", with these marks around each; "" where there is none. */
const char *function_names_list(Arena *arena, const char *ours, const char *mark);

#endif
