/* Functions of which a derivative is not stated (primitives.def) may not have an unknown there, where a log density needs it: Y12. Says nothing while
 * there are errors. */
#ifndef LANG_CHECK_SLOPES_H
#define LANG_CHECK_SLOPES_H
#include "model.h"

void check_slopes(Session *session, const Model *model);

#endif
