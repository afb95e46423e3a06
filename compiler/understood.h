/* What was understood of a model, for people: at length (`bmodel check`) or in a few lines (`bmodel sample`). */
#ifndef COMPILER_UNDERSTOOD_H
#define COMPILER_UNDERSTOOD_H
#include "load.h"

const char *understood_at_length(Load *load, bool colour);
const char *understood_in_short(Load *load);

#endif
