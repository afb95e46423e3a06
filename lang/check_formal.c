/* Formal dims: the [k] of a fn or dist. In a dist they are dims of their own, which have an order (first, k - 1) because they have
 * positions; axes stand for them where it is used (instance.h). In a fn they are the axes of the call. */
#include "check.h"

enum { FORMAL_ID = 1 << 20 }; /* ids of formal dims follow those of every model */

Formals *check_formals(Checker *checker, const AstNames *over) {
    Arena   *arena = checker->arena;
    Formals *formals = ARENA_NEW(arena, Formals);
    formals->at = arena_alloc(arena, (size_t)(over->count + 1) * sizeof *formals->at);
    for (int i = 0; i < over->count; i++) {
        const AstName *name = &over->at[i];
        Axis           same;
        Formals       *outer = checker->formals;
        checker->formals = formals;
        if (check_find_formal(checker, name->name, 0, &same))
            diag_add(DIAGS(checker), DIAG_N03, name->span, "the dimension `%s` is named twice", name->shown);
        checker->formals = outer;
        Dim *dim = ARENA_NEW(arena, Dim);
        *dim = (Dim){.id = FORMAL_ID + i,
                     .name = name->name,
                     .shown = name->shown,
                     .span = name->span,
                     .from = LABELS_FROM_DATA,
                     .ordered = true};
        formals->at[formals->count++] = (Formal){.name = name->name, .dim = dim};
    }
    return formals;
}

bool check_find_formal(Checker *checker, const char *name, int primes, Axis *axis) {
    Formals *formals = checker->formals;
    for (int i = 0; formals && i < formals->count; i++) {
        Formal *formal = &formals->at[i];
        if (formal->name != name) continue;
        while (formal->axes.count <= primes) VEC_PUSH(checker->arena, &formal->axes, (Axis){0});
        Axis *stands = &formal->axes.at[primes];
        if (!stands->dim) {
            *stands = (Axis){formal->dim, primes};
            if (axes_have(formals->taken, *stands)) *stands = axis_fresh(formals->taken, (Axes){0}, formal->dim);
            formals->taken = axes_add(checker->arena, formals->taken, *stands);
        }
        *axis = *stands;
        return true;
    }
    return false;
}

static bool is_formal(Checker *checker, const Ast *sub, Axis *axis) {
    if (sub->kind == AST_NAME) return check_find_formal(checker, sub->name.name, 0, axis);
    return sub->kind == AST_PRIMED && check_find_formal(checker, sub->primed.name.name, sub->primed.primes, axis);
}

int check_formal_places(Checker *checker, const AstList *subs, Axis **places) {
    *places = arena_alloc(checker->arena, (size_t)(subs->count + 1) * sizeof **places);
    for (int i = 0; i < subs->count; i++) {
        if (is_formal(checker, subs->at[i], &(*places)[i])) continue;
        Diag *diag = diag_add(DIAGS(checker), DIAG_D02, subs->at[i]->span,
                              "`%s` is not one of the dimensions that stand behind the name",
                              check_text(checker, subs->at[i]->span));
        diag_help(DIAGS(checker), diag,
                  "A `fn` or `dist` over a dimension names it first: `dist D[k](alpha[k] : real) : real[k]`, and `k'` "
                  "is a second index of it.");
        return -1;
    }
    return subs->count;
}
