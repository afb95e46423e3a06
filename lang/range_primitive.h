/* Ranges of the scalar functions, from their rows in primitives.def; monotone ones by their values at the ends. */
#ifndef LANG_RANGE_PRIMITIVE_H
#define LANG_RANGE_PRIMITIVE_H
#include "range.h"

/* `apart`: the arguments share no unknown. */
Interval range_primitive(Session *session, int primitive_id, const Interval *args, int n_args, bool apart);
/* True if an end of its range lies in the middle of its domain (abs, square): such an end is not met by chance. */
bool range_primitive_folds(int primitive_id);

#endif
