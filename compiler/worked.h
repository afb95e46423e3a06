/* The examples and pictures of the library's pages, with their numbers worked out now. */
#ifndef COMPILER_WORKED_H
#define COMPILER_WORKED_H
#include "lang/primitive.h"
#include "lang/stanza.h"

/* From the line `example log p(2 | 1.5, 0.7) = …`. */
typedef struct WorkedExample {
    const char *model;          /* two lines: the data, and `x ~ Gamma(shape = 1.5, rate = 0.7)` */
    const char *call;           /* Gamma(shape = 1.5, rate = 0.7) */
    const char *at;             /* 2 */
    double      log_p;          /* as computed */
    double      mean, variance; /* NAN: not said in the library, or not a number */
    const char *error;          /* NULL: it could be computed */
} WorkedExample;
WorkedExample worked_example(Arena *arena, const Stanza *stanza, const char *example);

/* The picture of `## picture: …` as SVG; NULL and *error if it cannot be drawn. */
const char *worked_picture(Arena *arena, const Stanza *stanza, const char **error);

/* `log1p(1.2)` and its value, for arguments in the function's domain. */
typedef struct WorkedCall {
    const char *call;
    double      value;
    const char *error;
} WorkedCall;
WorkedCall worked_call(Arena *arena, const Primitive *function);

/* sum[i](x) for the x of worked_operator_data, and what comes out: "9.5", "3, 1, 4, 2". error: it is not built, or has no example. */
typedef struct WorkedOperator {
    const char *call, *values, *error;
} WorkedOperator;
WorkedOperator    worked_operator(Arena *arena, const char *name);
extern const char worked_operator_data[];

/* The example of a function that is written in the language, with the data below, and what comes out. */
typedef struct FnText FnText;
WorkedOperator        worked_fn(Arena *arena, const FnText *fn);
extern const char     worked_fn_data[];

/* How it is called: Normal(mu, sigma); Gamma(shape = …, rate = …) where the arguments need names. */
const char *worked_usage(Arena *arena, const Stanza *stanza);

/* Names of a function's parameters and their domains. */
typedef VEC(StanzaParam) WorkedParams;
WorkedParams worked_params(Arena *arena, const char *params);
/* Whether values are whole numbers, from the text of a type. */
bool worked_is_whole(const char *type);
/* A number as pages show it: `digits` significant ones. */
const char *worked_number(Arena *arena, double x, int digits);

#endif
