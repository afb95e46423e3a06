/* Operators that use up or work along a dimension: sum[d](x), mean[home by county](x), softmax[k](x), x @ y. */
#include "check.h"

#include <string.h>

typedef enum OperatorKind { OPERATOR_REDUCE, OPERATOR_ALONG, OPERATOR_SIZE, OPERATOR_PLANNED } OperatorKind;
typedef struct Operator {
    const char  *name;
    OperatorKind kind;
    int          op;
    const char  *verb;
} Operator;

static const Operator operators[] = {
#define OPERATOR(name, kind, op, verb, doc) {#name, OPERATOR_##kind, op, verb},
#include "operators.def"
#undef OPERATOR
    {NULL, OPERATOR_PLANNED, 0, NULL}};

static const Operator *find_operator(const char *name) {
    for (const Operator *op = operators; op->name; op++)
        if (strcmp(op->name, name) == 0) return op;
    return NULL;
}

bool check_is_operator(const char *name) { return find_operator(name) != NULL; }

/* What stands in the bracket. */
typedef struct Bracket {
    Axes  axes;
    Expr *where;
    Ast  *by;
    Axis  by_from;
    Span  by_span;
    bool  bad;
} Bracket;

static void not_an_index(const Scope *scope, const Ast *ast, const Ast *sub, Bracket *bracket) {
    Checker *checker = scope->checker;
    bracket->bad = true;
    const AstName *name = sub->kind == AST_NAME ? &sub->name : sub->kind == AST_PRIMED ? &sub->primed.name : NULL;
    if (!name) {
        diag_add(DIAGS(checker), DIAG_D08, sub->span, "`%s[…]` needs the name of a dimension here",
                 ast->call.name.shown);
        return;
    }
    if (check_is_broken(checker, name->name)) return;
    Nearest nearest = nearest_to(name->name);
    for (int i = 0; i < checker->indices.order.count; i++)
        nearest_offer(&nearest, checker->indices.order.at[i].name, checker->indices.order.at[i].item);
    Diag        *diag = diag_add(DIAGS(checker), DIAG_D02, sub->span, "there is no dim `%s`", name->shown);
    const Index *near = nearest.item;
    if (!near) return;
    diag_label(DIAGS(checker), diag, near->name.span, "`%s` is declared here", near->name.shown);
    diag_help(DIAGS(checker), diag, "Did you mean `%s`?\n| %s", near->name.shown,
              check_line_with(checker, scope->statement->span, sub->span, near->name.shown));
}

static void read_sub(Scope *inside, const Ast *ast, Ast *sub, Bracket *bracket) {
    Checker *checker = inside->checker;
    Ast     *condition = NULL;
    Axis     axis;
    if (sub->kind == AST_WHERE) condition = sub->where.condition, sub = sub->where.value;
    Ast *index = sub->kind == AST_BY ? sub->by.value : sub;
    if (!check_find_index(checker, index, &axis)) {
        not_an_index(inside, ast, index, bracket);
        return;
    }
    if (axis.dim->poisoned) bracket->bad = true;
    if (sub->kind == AST_BY) bracket->by = sub->by.by, bracket->by_from = axis, bracket->by_span = sub->span;
    bracket->axes = axes_add(checker->arena, bracket->axes, axis);
    inside->live = axes_add(checker->arena, inside->live, axis);
    if (!condition) return;
    Expr *where = check_truth(inside, condition);
    if (expr_is_poison(where)) bracket->bad = true;
    bracket->where = expr_and(checker->arena, bracket->where, where);
    Conditions longer = {0};
    for (int i = 0; i < inside->conditions.count; i++) VEC_PUSH(checker->arena, &longer, inside->conditions.at[i]);
    VEC_PUSH(checker->arena, &longer, (Condition){where, true});
    inside->conditions = longer;
}

static Expr *nothing_there(const Scope *scope, const Ast *ast, const Operator *op, const Expr *body, Axis axis,
                           int sub) {
    Checker    *checker = scope->checker;
    const char *text = check_text(checker, body->span);
    Span        span = sub < ast->call.subs.count ? ast->call.subs.at[sub]->span : ast->span;
    Diag       *diag =
        diag_add(DIAGS(checker), DIAG_D08, span, "`%s` does not vary over `%s`, so there is nothing to %s there", text,
                 axis_text(checker->arena, axis), op->verb);
    if (body->kind == X_REF)
        diag_label(DIAGS(checker), diag, body->ref.value->span, "%s", check_describe_dims(checker, body->ref.value));
    const char *key = body->axes.count == 1 ? check_find_key(checker, body->axes.at[0].dim, axis.dim) : NULL;
    if (body->axes.count != 1) {
        if (body->axes.count)
            diag_help(DIAGS(checker), diag, "`%s` varies over %s.", text, axes_text(checker->arena, body->axes));
        return expr_poison(checker->arena, ast->span);
    }
    const char *own = axis_text(checker->arena, body->axes.at[0]);
    diag_help(DIAGS(checker), diag, "`%s` varies over `%s`. For one value per %s use the key: `%s[%s by %s](%s)`%s.",
              text, own, axis.dim->shown, op->name, own, axis.dim->shown, text,
              key ? ""
                  : arena_printf(checker->arena, " needs `data %s[%s] : %s`", axis.dim->shown, own, axis.dim->shown));
    return expr_poison(checker->arena, ast->span);
}

static Expr *unnamed(const Scope *scope, const Ast *ast, const Operator *op, const Expr *body) {
    Checker    *checker = scope->checker;
    const char *text = check_text(checker, body->span);
    if (!body->axes.count) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_D08, ast->span, "`%s` is a single value, so there is nothing to %s",
                              text, op->verb);
        if (body->kind == X_REF)
            diag_label(DIAGS(checker), diag, body->ref.value->span, "%s",
                       check_describe_dims(checker, body->ref.value));
        return expr_poison(checker->arena, ast->span);
    }
    Diag *diag = diag_add(DIAGS(checker), DIAG_D18, ast->span, "`%s` over what? `%s` varies over %s", op->name, text,
                          axes_text(checker->arena, body->axes));
    Axis  axis = body->axes.at[0];
    const char *line = arena_printf(checker->arena, "%s[%s](%s)", op->name, axis_text(checker->arena, axis), text);
    diag_help(DIAGS(checker), diag, "Name the dimension:\n| %s",
              check_line_with(checker, scope->statement->span, ast->span, line));
    return expr_poison(checker->arena, ast->span);
}

/* The key of `home by county`: an expression over home with labels of county. */
static Expr *find_by(Scope *scope, const Bracket *bracket) {
    Checker *checker = scope->checker;
    Axis     to;
    if (!check_find_index(checker, bracket->by, &to)) {
        Expr *key = check_expr(scope, bracket->by);
        if (expr_is_poison(key)) return NULL;
        if (key->type.kind == TYPE_LABEL && axes_have(key->axes, bracket->by_from)) return key;
        diag_add(DIAGS(checker), DIAG_D08, bracket->by->span, "behind `by` stands a key from `%s` to another dimension",
                 bracket->by_from.dim->shown);
        return NULL;
    }
    const char *name = check_find_key(checker, bracket->by_from.dim, to.dim);
    Def        *def = name ? check_find_def(checker, session_intern(checker->session, name)) : NULL;
    for (int i = 0; name && !def && i < checker->defs.count; i++)
        if (checker->defs.at[i]->value->shown == name) def = checker->defs.at[i];
    if (!def) {
        Diag *diag =
            diag_add(DIAGS(checker), DIAG_D08, bracket->by_span, "nothing says to which `%s` each `%s` belongs",
                     to.dim->shown, bracket->by_from.dim->shown);
        diag_help(DIAGS(checker), diag, "Declare the key:\n| data %s[%s] : %s", to.dim->shown,
                  axis_text(checker->arena, (Axis){bracket->by_from.dim, 0}), to.dim->shown);
        return NULL;
    }
    def->used = true;
    Sub *subs = arena_alloc(checker->arena, sizeof *subs);
    subs[0] = (Sub){.kind = SUB_AXIS, .axis = bracket->by_from, .span = bracket->by->span};
    return expr_ref(checker->arena, bracket->by->span, def->value, subs);
}

static Expr *add_by(Scope *inside, const Axes live, Ast *ast, const Bracket *bracket, Expr *reduce) {
    Checker *checker = inside->checker;
    if (bracket->axes.count != 1)
        return check_not_yet(checker, ast->span, "`by` with several dimensions is not built yet");
    Expr *key = find_by(inside, bracket);
    if (!key) return expr_poison(checker->arena, ast->span);
    Axis to = {key->type.dim, 0};
    if (axes_of_dim(live, to.dim, &to) > 1) to = (Axis){key->type.dim, 0};
    reduce->reduce.by = key;
    reduce->reduce.by_axis = to;
    reduce->axes = axes_add(checker->arena, reduce->axes, to);
    return reduce;
}

static Expr *along(Scope *scope, Ast *ast, const Operator *op, Axes axes, Expr *body) {
    Checker *checker = scope->checker;
    if (axes.count != 1) {
        diag_add(DIAGS(checker), DIAG_D18, ast->span, "`%s` works along one dimension, not %d", op->name, axes.count);
        return expr_poison(checker->arena, ast->span);
    }
    Dim *dim = axes.at[0].dim;
    bool product = op->op == ALONG_CUMPROD;
    if ((product || op->op == ALONG_CUMSUM) && !dim->ordered) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_D13, ast->span, "`%s` has no order, so there is no %s up to a %s",
                              dim->shown, product ? "product" : "sum", dim->shown);
        diag_help(DIAGS(checker), diag, "If it has one, say so:\n| dim %s ordered", dim->shown);
        return expr_poison(checker->arena, ast->span);
    }
    Expr *expr = expr_new(checker->arena, X_ALONG, ast->span);
    expr->along.op = (AlongOp)op->op;
    expr->along.axis = axes.at[0];
    expr->along.body = body;
    expr->axes = body->axes;
    if (op->op == ALONG_SOFTMAX) expr->type.structure = STRUCTURE_SIMPLEX;
    expr->type.whole =
        body->type.whole && op->op != ALONG_SOFTMAX && op->op != ALONG_LOG_SOFTMAX && op->op != ALONG_RANK;
    return expr;
}

static Expr *size_of(Scope *scope, Ast *ast) {
    Checker *checker = scope->checker;
    Axis     axis;
    if (ast->call.args.count != 1 || !check_find_index(checker, ast->call.args.at[0], &axis)) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_D02, ast->call.args.count ? ast->call.args.at[0]->span : ast->span,
                              "`size` counts the positions of a dimension");
        diag_help(DIAGS(checker), diag, "Give it the dimension's name: `size(%s)`.",
                  checker->model && checker->model->dims.count ? checker->model->dims.at[0]->shown : "obs");
        return expr_poison(checker->arena, ast->span);
    }
    Expr *expr = expr_new(checker->arena, X_SIZE, ast->span);
    expr->size = axis.dim;
    expr->type.whole = true;
    if (axis.dim->poisoned) expr->type.kind = TYPE_POISON;
    return expr;
}

static Expr *reduce(Scope *scope, Ast *ast, const Operator *op) {
    Checker *checker = scope->checker;
    Scope    inside = *scope;
    Bracket  bracket = {0};
    for (int i = 0; i < ast->call.subs.count; i++) read_sub(&inside, ast, ast->call.subs.at[i], &bracket);
    Expr *body = check_number(&inside, ast->call.args.at[0]);
    if (bracket.bad || expr_is_poison(body)) return expr_poison(checker->arena, ast->span);
    if (!ast->call.has_subs) {
        if (body->axes.count != 1) return unnamed(scope, ast, op, body);
        bracket.axes = body->axes;
    }
    for (int i = 0; i < bracket.axes.count; i++)
        if (!axes_have(body->axes, bracket.axes.at[i]))
            return nothing_there(scope, ast, op, body, bracket.axes.at[i],
                                 bracket.axes.count == 1 ? 0 : ast->call.subs.count);
    if (op->kind == OPERATOR_ALONG && bracket.where)
        return check_not_yet(checker, ast->span, "`where` within `%s` is not built yet", op->name);
    if (op->kind == OPERATOR_ALONG) return along(scope, ast, op, bracket.axes, body);
    Expr *expr = expr_reduce(checker->arena, ast->span, (ReduceOp)op->op, bracket.axes, body, bracket.where);
    return bracket.by ? add_by(&inside, scope->live, ast, &bracket, expr) : expr;
}

Expr *check_operator(Scope *scope, Ast *ast) {
    Checker        *checker = scope->checker;
    const Operator *op = find_operator(ast->call.name.name);
    if (op->kind == OPERATOR_PLANNED) return check_not_yet(checker, ast->span, "`%s` is not built yet", op->name);
    if (op->kind == OPERATOR_SIZE) return size_of(scope, ast);
    if (ast->call.args.count == 1 && ast->call.has_args) return reduce(scope, ast, op);
    Diag *diag = diag_add(DIAGS(checker), DIAG_T02, ast->span, "`%s` takes one argument, not %d", op->name,
                          ast->call.args.count);
    diag_help(DIAGS(checker), diag, "`%s[obs](x)` works on the values of `x` over `obs`.", op->name);
    return expr_poison(checker->arena, ast->span);
}

/* --- x @ y --- */

static Axis last_of_dim(Axes axes, const Dim *dim) {
    Axis last = {0};
    for (int i = 0; i < axes.count; i++)
        if (axes.at[i].dim == dim) last = axes.at[i];
    return last;
}

/* A dim of which one side has two axes and the other at least one. */
static Dim *square_dim(Axes x, Axes y) {
    for (int i = 0; i < x.count; i++) {
        Dim *dim = x.at[i].dim;
        int  a = axes_of_dim(x, dim, NULL), b = axes_of_dim(y, dim, NULL);
        if (b && (a > 1 || b > 1)) return dim;
    }
    return NULL;
}

static Expr *contract(Scope *scope, Ast *ast, Expr *x, Expr *y, Axis over) {
    Arena *arena = scope->checker->arena;
    Expr  *product = expr_binary(arena, X_MUL, ast->span, x, y);
    return expr_reduce(arena, ast->span, REDUCE_SUM, axes_of(arena, over), product, NULL);
}

static Expr *square_product(Scope *scope, Ast *ast, Expr *x, Expr *y, Dim *dim) {
    Arena *arena = scope->checker->arena;
    Axis   from_x = last_of_dim(x->axes, dim), from_y;
    axes_of_dim(y->axes, dim, &from_y);
    Axis  over = axis_fresh(axes_union(arena, x->axes, scope->live), y->axes, dim);
    Expr *result = contract(scope, ast, expr_rename(arena, x, from_x, over), expr_rename(arena, y, from_y, over), over);
    Axis  left, wanted = {dim, 0};
    if (axes_of_dim(result->axes, dim, &left) != 1 || axes_have(scope->live, left)) return result;
    if (axes_of_dim(scope->live, dim, &wanted) > 1) return result;
    return expr_rename(arena, result, left, wanted);
}

static Expr *no_shared_dim(Scope *scope, Ast *ast, const Expr *x, const Expr *y, Axes shared) {
    Checker    *checker = scope->checker;
    const char *a = check_text(checker, x->span), *b = check_text(checker, y->span);
    Diag       *diag;
    if (shared.count)
        diag = diag_add(DIAGS(checker), DIAG_D15, ast->span, "`%s` and `%s` share %s; over which one does `@` sum?", a,
                        b, axes_text(checker->arena, shared));
    else
        diag =
            diag_add(DIAGS(checker), DIAG_D15, ast->span, "`%s` and `%s` share no dim over which `@` could sum", a, b);
    const Expr *sides[2] = {x, y};
    for (int i = 0; i < 2; i++)
        diag_label(DIAGS(checker), diag, sides[i]->span, sides[i]->axes.count ? "varies over %s" : "a single value%s",
                   axes_text(checker->arena, sides[i]->axes));
    if (shared.count) {
        const char *line =
            arena_printf(checker->arena, "sum[%s](%s * %s)", axis_text(checker->arena, shared.at[0]), a, b);
        diag_help(DIAGS(checker), diag, "Say it with a sum:\n| %s",
                  check_line_with(checker, scope->statement->span, ast->span, line));
    } else
        diag_help(DIAGS(checker), diag, "Cell by cell, the product is written `%s * %s`.", a, b);
    return expr_poison(checker->arena, ast->span);
}

Expr *check_matmul(Scope *scope, Ast *ast) {
    Arena *arena = scope->checker->arena;
    Expr  *x = check_number(scope, ast->binary.left), *y = check_number(scope, ast->binary.right);
    if (expr_is_poison(x) || expr_is_poison(y)) return expr_poison(arena, ast->span);
    Dim *square = square_dim(x->axes, y->axes);
    if (square) return square_product(scope, ast, x, y, square);
    Axes shared = axes_minus(arena, axes_common(arena, x->axes, y->axes), scope->live);
    if (shared.count != 1) return no_shared_dim(scope, ast, x, y, shared);
    return contract(scope, ast, x, y, shared.at[0]);
}
