#ifndef COMPILER_SCHEMA_TEXT_H
#define COMPILER_SCHEMA_TEXT_H
#include "lower.h"
/* The model's description for runtime/schema.h, as JSON. cell_slots: layout slot of the cells of each lowered statement. */
const char *schema_text(const Lowered *l, const int *cell_slots);
#endif
