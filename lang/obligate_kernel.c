/* What functions of whole axes need of data: a matrix that has an inverse, knots that increase. Where it lacks, their result is not a number. */
#include "expr.h"
#include "kernel.h"
#include "obligate.h"
#include "primitive.h"

#include <math.h>

/* Of the rows of kernels.def: what is said of the first argument, and what to do. NULL: always a number. */
typedef struct Need {
    const char *lacks, *help;
} Need;

static Need need_of(int id) {
    switch ((KernelId)id) {
    case KERNEL_cholesky:
    case KERNEL_spd_solve:
    case KERNEL_spd_inverse:
    case KERNEL_spd_log_det:
        return (Need){"is not positive definite",
                      "A covariance is symmetric, and no combination of its variables has a variance of 0 or less. Two "
                      "equal rows, or a correlation of 1, are enough to break that."};
    case KERNEL_solve:
    case KERNEL_solve_lower:
    case KERNEL_solve_lower_t:
    case KERNEL_inverse:
        return (Need){"is singular: it has no inverse", "Some of its rows are a combination of others."};
    case KERNEL_log_abs_det:
        return (Need){"is singular: its determinant is 0", "Some of its rows are a combination of others."};
    case KERNEL_det:
    case KERNEL_eigenvalues:
    case KERNEL_eigenvectors:
        return (Need){"holds what is not a finite number", NULL};
    case KERNEL_interval:
        return (Need){"lies beyond the knots, or they do not increase",
                      "Knots begin at or below the smallest value and end at or above the largest."};
    case KERNEL_bspline:
        return (Need){"lies beyond the knots, or they do not increase, or there is another number of functions",
                      "Knots begin at or below the smallest value and end at or above the largest; there are as many "
                      "functions as knots, plus "
                      "the degree, minus 1."};
    case KERNEL_natural_spline:
        return (Need){"cannot be placed between the knots: they must increase", NULL};
    case KERNEL_scan:
    case KERNEL_scan_back:
    case KERNEL_rank:
    case KERNEL_multinomial_counts:
    case KERNEL_order:
    case KERNEL_COUNT:
        break;
    }
    return (Need){NULL, NULL};
}

/* All of the result is a finite number: one truth for each cell of the batch. */
static Expr *is_finite(Collector *c, Expr *e) {
    Expr **args = ARENA_NEW(c->arena, Expr *);
    args[0] = e;
    Expr *size = expr_call(c->arena, e->span, primitive_find("abs"), args, 1);
    Expr *truth = obligate_compare(c, X_LT, size, obligate_number(c, e->span, INFINITY));
    Axes  letters = {0};
    for (int i = 0; i < e->kernel.n_letters; i++)
        if (axes_have(e->axes, e->kernel.letters[i])) letters = axes_add(c->arena, letters, e->kernel.letters[i]);
    return letters.count ? expr_reduce(c->arena, e->span, REDUCE_ALL, letters, truth, NULL) : truth;
}

void obligate_kernel(Collector *c, Expr *e, Where where) {
    Need need = need_of(e->kernel.kernel);
    if (!need.lacks || obligate_has_unknowns(c, e)) return;
    Obligation *o = obligate(c, DIAG_L09, e, is_finite(c, e), &where);
    if (!o) return;
    const Expr *first = e->kernel.args[0];
    bool        written = model_has_source(c->model, first->span.source);
    obligate_add_also(c, o, first);
    o->message = arena_printf(c->arena, "`%s` %s%s%s", written ? obligate_text(c, first) : obligate_text(c, e),
                              need.lacks, obligate_in_row(o), obligate_where_also(c, o));
    o->help = need.help;
}
