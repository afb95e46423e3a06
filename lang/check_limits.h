/* What a model may not exceed, since the array IR cannot hold it: Z01. Says nothing while there are errors. */
#ifndef LANG_CHECK_LIMITS_H
#define LANG_CHECK_LIMITS_H
#include "model.h"

enum {
    MOST_PLACES = 8, /* dims of one array, and of one expression */
    MOST_AXES = 64,  /* of a model: its dims that are used, and each primed copy of one */
    SPARE_COPY = 40, /* copies of a dim from here on are the compiler's: it renames with them */
    TRANSFORM_COPY = SPARE_COPY + MOST_PLACES + 2 /* sums of transforms run over this one */
};

void check_limits(Session *session, const Model *model);

#endif
