/* What was understood of a model, for people: at length (`bmodel check`) or in a few lines (`bmodel sample`). */
#ifndef COMPILER_UNDERSTOOD_H
#define COMPILER_UNDERSTOOD_H
#include "load.h"

/* What a value may be, as one would declare it: "count", "real > 0", "label of county". */
const char *understood_type(Session *session, const Value *value);
const char *understood_at_length(Load *load, bool colour);
/* columns: of the terminal; 0: 100. */
const char *understood_in_short(Load *load, int columns);

#endif
