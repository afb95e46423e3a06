/* Makes expressions of the checked model and walks over them. The constructors compute axes and type, so that every expression has
 * both. An expression that could not be understood is *poison*: no check says anything about it. */
#ifndef LANG_EXPR_H
#define LANG_EXPR_H
#include "dim.h"

Expr *expr_new(Arena *arena, ExprKind kind, Span span);
Expr *expr_poison(Arena *arena, Span span);
bool  expr_is_poison(const Expr *expr);
Expr *expr_number(Arena *arena, Span span, double number);
Expr *expr_index(Arena *arena, Span span, Axis axis);
/* position -1: `text` is looked up when loading; -2 - k: the k-th before the last. */
Expr *expr_label(Arena *arena, Span span, Dim *dim, int position, const char *text);
Expr *expr_param(Arena *arena, Span span, int param, Type type);
/* X_ADD … X_POW, comparisons, X_AND, X_OR; operands must fit. */
Expr *expr_binary(Arena *arena, ExprKind kind, Span span, Expr *x, Expr *y);
/* X_NEG, X_NOT, X_LABEL_NUMBER */
Expr *expr_unary(Arena *arena, ExprKind kind, Span span, Expr *x);
Expr *expr_if(Arena *arena, Span span, Expr *condition, Expr *yes, Expr *no);
Expr *expr_call(Arena *arena, Span span, int primitive, Expr **args, int n_args);
Expr *expr_ref(Arena *arena, Span span, Value *value, Sub *subs);
Expr *expr_reduce(Arena *arena, Span span, ReduceOp op, Axes axes, Expr *body, Expr *where);
/* A label or an index as the number of its position, counted from 1. */
Expr *expr_position_number(Arena *arena, Expr *label);
/* x with axis `from` called `to`; x itself if it lacks it or they are the same. */
Expr *expr_rename(Arena *arena, Expr *x, Axis from, Axis to);
/* x[from[i] := subs[i]], all at once; axes that x lacks, and those that stay, are left out. */
Expr *expr_at(Arena *arena, Expr *x, const Axis *from, const Sub *subs, int n);
Expr *expr_along(Arena *arena, Span span, AlongOp op, Axis axis, Expr *body);
/* A function of kernels.def whose letters stand for these axes. */
Expr *expr_kernel(Arena *arena, Span span, int kernel, const Axis *letters, Expr **args);
/* dist: without formal dims, or an instance. args[0] is the value, for members that take it. */
Expr *expr_dist(Arena *arena, Span span, Dist *dist, DistMember member, Expr **args, int n_args);

/* NULL-tolerant conjunction. */
Expr *expr_and(Arena *arena, Expr *x, Expr *y);
Axes  sub_axes(Arena *arena, const Sub *sub);

/* The expressions directly below, those in subscripts included, in the order of the text. */
void expr_children(Arena *arena, const Expr *expr, ExprList *children);
/* A copy in which X_PARAM(i) is args[i - first] (for first <= i < first + n_args). What is one expression stays one. */
Expr *expr_substitute(Arena *arena, Expr *expr, Expr *const *args, int n_args, int first);
/* The same formula, whatever the spans. */
bool expr_equal(const Expr *x, const Expr *y);
/* The number that an expression of numbers is; false if it holds anything else. */
bool expr_constant(const Expr *expr, double *number);

/* Axes that stand for others: from[i] becomes to[i]. A formal dim itself (its size, its labels) becomes the dim for which its axis stands. */
typedef struct AxisMap {
    const Axis *from, *to;
    int         n;
} AxisMap;
/* A copy over other axes, all at once. What is one expression stays one. */
Expr *expr_in_axes(Arena *arena, Expr *expr, const AxisMap *map);
Axis  axis_mapped(const AxisMap *map, Axis axis);
Dim  *dim_mapped(const AxisMap *map, Dim *dim);
Axes  axes_mapped(Arena *arena, const AxisMap *map, Axes axes);

#endif
