/* A model as its prior: nothing is observed, everything is drawn forward. */
#ifndef LANG_FORWARD_H
#define LANG_FORWARD_H
#include "model.h"

/* Turns a checked model into one that draws what it observes: data on the left of `~` become unknowns that are drawn forward (`drawn`), and no unknown is
 * reached any more. What data measured is no longer known, but sizes and labels may still come from them.
 * False, with messages (O11), if something cannot be drawn: a factor, a left side that is no name, a circle. */
bool model_forward(Session *session, Model *model);

#endif
