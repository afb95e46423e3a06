/* Notes on a model without errors: O01, O03, O04, O07, I01, I03, P05. Says nothing while there are errors. */
#ifndef LANG_CHECK_ROLES_H
#define LANG_CHECK_ROLES_H
#include "model.h"

void check_roles(Session *session, Model *model);

#endif
