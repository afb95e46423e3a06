/* Values of the unknowns, given by a user as JSON: {NAME: number, nested lists in the order of the dims, or {label:
 * value}}. */
#ifndef COMPILER_POINT_H
#define COMPILER_POINT_H
#include "load.h"

/* Fills theta (the arrays of schema->unknowns, one after the other) from the file. false: every mistake in it was
 * printed. */
bool point_read(Load *load, const char *path, double *theta);
/* Sentences on values that their distribution cannot take; how many there are. */
int point_supports(const Load *load, const double *theta);
/* The same for the values of one unknown together (point_structure.c); theta: its own. */
int point_structure(const Load *load, const BmArray *array, const Value *value, const double *theta);

#endif
