/* The line to write instead, for messages about supports. */
#ifndef LANG_SUPPORT_HELP_H
#define LANG_SUPPORT_HELP_H
#include "support_words.h"

/* An argument that is not where it must be: of a statement's distribution, or of D.log_p(…) inside an expression. */
typedef struct ArgumentUse {
    Session     *session;
    const Model *model;
    const Dist  *dist;
    Expr *const *args;
    int          n_args, i;
    Span         call; /* Normal(0, 5) as written */
    Region       region;
    const Expr *
        shown; /* what the user wrote: the argument, or what stands behind `mean =` if the compiler made the argument of it */
    const char *given; /* that name; NULL if the argument was written as it is */
} ArgumentUse;

/* Sets shown and given (and the region, where the named argument has another). */
void support_find_shown(ArgumentUse *use);
/* Made by the compiler of what stands at this place: sqrt(v) of `variance = v`. */
bool support_is_made(const Expr *expr);
/* "a standard deviation", "a mean" */
const char *support_role(const ArgumentUse *use);
const char *support_the_role(const ArgumentUse *use);
/* The name before `=` in front of a place: `precision` of Normal(0, precision = v); NULL. */
const char *support_name_before(Arena *arena, Span span);

/* The place of an expression in the model's text: its own, that of what is written in it if the compiler made it, else `otherwise`. */
Span        support_span(const Model *model, const Expr *expr, Span otherwise);
const char *support_text(Arena *arena, const Model *model, const Expr *expr);
/* The prior of an unknown; NULL if it has none, or several. */
const Statement *support_prior(const Model *model, const Value *value);
/* "theta[school]": the left side of a statement as written. */
const char *support_left(Arena *arena, const Statement *statement);
/* The text under `whole` with that under `part` replaced; "" if part is not within. */
const char *support_replace(Arena *arena, Span whole, Span part, const char *by);
/* The call with its arguments in another order: order[i] is the old place of the i-th; "" if they are named or made by the compiler. */
const char *support_reordered(const ArgumentUse *use, const int *order);

/* Adds the help line: for an unknown with this prior, for an expression, for a function's argument. */
void support_help_prior(const ArgumentUse *use, Diag *diag, const Statement *prior);
void support_help_expression(const ArgumentUse *use, Diag *diag);
void support_help_function(Session *session, const Model *model, Diag *diag, const char *function, Region region,
                           const Statement *prior);
/* A prior on the region in place of this one: "HalfNormal(5)"; NULL if none suggests itself. */
const char *support_better_prior(Session *session, const Model *model, const Statement *prior, Region region);

#endif
