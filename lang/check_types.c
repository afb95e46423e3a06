/* Numbers, labels and truths in comparisons: `year < 1900`, `arm == treated`, `t > first + 1`, `0 < x < 1`. */
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool check_end(const Ast *ast, bool *last, int *offset) {
    *offset = 0;
    if (ast->kind == AST_BINARY && (ast->binary.op == OP_ADD || ast->binary.op == OP_SUB) &&
        ast->binary.right->kind == AST_NUMBER) {
        double number = ast->binary.right->number.value;
        if (number != floor(number) || number > 1e6) return false;
        *offset = (int)number * (ast->binary.op == OP_ADD ? 1 : -1);
        ast = ast->binary.left;
    }
    if (ast->kind != AST_NAME) return false;
    *last = strcmp(ast->name.name, "last") == 0;
    if (*last) *offset = -*offset;
    return *last || strcmp(ast->name.name, "first") == 0;
}

static Expr *end_label(const Scope *scope, Dim *dim, const Ast *ast, bool last, int offset) {
    long size = dim_size(dim);
    int  position = !last ? offset : size >= 0 ? (int)(size - 1 - offset) : -2 - offset;
    return expr_label(scope->checker->arena, ast->span, dim, position, NULL);
}

static Expr *known_label(const Scope *scope, Dim *dim, const Ast *ast, const char *text, const char *other) {
    int position = dim_find_label(dim, text);
    if (position < 0 && other) position = dim_find_label(dim, other);
    if (position < 0 && dim->from != LABELS_FROM_DATA) return NULL;
    return expr_label(scope->checker->arena, ast->span, dim, position, text);
}

Expr *check_label_in(const Scope *scope, Dim *dim, const Ast *ast) {
    Checker *checker = scope->checker;
    double   number;
    bool     last;
    int      offset;
    if (dim->ordered && check_end(ast, &last, &offset))
        return offset < 0 ? NULL : end_label(scope, dim, ast, last, offset);
    if (ast->kind == AST_STRING) return known_label(scope, dim, ast, ast->string.text, NULL);
    if (ast->kind == AST_NAME) return known_label(scope, dim, ast, ast->name.shown, ast->name.name);
    bool is_number = ast->kind == AST_NUMBER || (ast->kind == AST_UNARY && ast->unary.x->kind == AST_NUMBER);
    if (!is_number || !check_constant(checker, (Ast *)(uintptr_t)ast, &number)) return NULL;
    int position = dim_find_number(dim, number);
    if (position >= 0) return expr_label(checker->arena, ast->span, dim, position, check_text(checker, ast->span));
    return known_label(scope, dim, ast, check_text(checker, ast->span), NULL);
}

/* --- comparisons --- */

static bool has_binding(const Scope *scope, const char *name) {
    for (int i = 0; i < scope->n_bindings; i++)
        if (scope->bindings[i].name == name) return true;
    return false;
}

/* A name that is nothing else may be a label of what it is compared with. */
static bool may_be_label(const Scope *scope, const Ast *ast) {
    Axis axis;
    bool last;
    int  offset;
    if (ast->kind == AST_STRING) return true;
    const Ast *name = ast->kind == AST_BINARY && check_end(ast, &last, &offset) ? ast->binary.left : ast;
    if (name->kind != AST_NAME || has_binding(scope, name->name.name)) return false;
    if (!scope->closed && check_find_def(scope->checker, name->name.name)) return false;
    double number;
    if (check_constant(scope->checker, (Ast *)(uintptr_t)name, &number) ||
        check_is_size(scope->checker, name->name.name))
        return false;
    return !check_find_index(scope->checker, name, &axis);
}

static Expr *no_label(const Scope *scope, const Ast *ast, Dim *dim) {
    Checker    *checker = scope->checker;
    const char *text = ast->kind == AST_STRING ? ast->string.text : check_text(checker, ast->span);
    if (dim->poisoned || (ast->kind == AST_NAME && check_is_broken(checker, ast->name.name)))
        return expr_poison(checker->arena, ast->span);
    Nearest nearest = nearest_to(text);
    for (int i = 0; i < dim->labels.count; i++) nearest_offer(&nearest, dim->labels.at[i].text, NULL);
    Diag *diag = diag_add(DIAGS(checker), DIAG_D10, ast->span, "`%s` has no label `%s`", dim->shown, text);
    diag_label(DIAGS(checker), diag, dim->span, "its labels are %s", dim_labels_text(checker->arena, dim));
    if (nearest.found)
        diag_help(
            DIAGS(checker), diag, "Did you mean `%s`?\n| %s", nearest.found,
            check_line_with(checker, scope->statement->span, ast->span, label_text(checker->arena, nearest.found)));
    return expr_poison(checker->arena, ast->span);
}

static bool is_label_of(const Expr *expr, Dim **dim) {
    if (!expr || expr->type.kind != TYPE_LABEL) return false;
    *dim = expr->type.dim;
    return true;
}

static Expr *operand_as_label(Scope *scope, Ast *ast, const Expr *before, const Expr *after) {
    Dim *dim;
    if (!is_label_of(before, &dim) && !is_label_of(after, &dim)) {
        if ((before && expr_is_poison(before)) || (after && expr_is_poison(after)))
            return expr_poison(scope->checker->arena, ast->span);
        return check_expr(scope, ast); /* says what is undefined */
    }
    Expr *label = check_label_in(scope, dim, ast);
    return label ? label : no_label(scope, ast, dim);
}

static Expr *two_dims(const Scope *scope, const Ast *ast, const Expr *x, const Expr *y) {
    Checker *checker = scope->checker;
    Diag    *diag =
        diag_add(DIAGS(checker), DIAG_D11, ast->span, "a label of `%s` cannot be compared with a label of `%s`",
                 x->type.dim->shown, y->type.dim->shown);
    diag_label(DIAGS(checker), diag, x->span, "a label of `%s`", x->type.dim->shown);
    diag_label(DIAGS(checker), diag, y->span, "a label of `%s`", y->type.dim->shown);
    return expr_poison(checker->arena, ast->span);
}

static Expr *no_order(const Scope *scope, const Ast *ast, const Dim *dim) {
    Checker *checker = scope->checker;
    Diag    *diag = diag_add(DIAGS(checker), DIAG_T05, ast->span, "the labels of `%s` have no order", dim->shown);
    diag_label(DIAGS(checker), diag, dim->span, "declared here");
    diag_help(DIAGS(checker), diag, "If they have one: `dim %s ordered`.", dim->shown);
    return expr_poison(checker->arena, ast->span);
}

static ExprKind compare_kind(AstOp op) {
    switch (op) {
    case OP_LT:
        return X_LT;
    case OP_GT:
        return X_GT;
    case OP_LE:
        return X_LE;
    case OP_GE:
        return X_GE;
    case OP_NE:
        return X_NE;
    case OP_EQ:
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_POW:
    case OP_MATMUL:
    case OP_NEG:
    case OP_PLUS:
    case OP_SQRT:
    case OP_NOT:
    case OP_AND:
    case OP_OR:
        break;
    }
    return X_EQ;
}

static Expr *compare(const Scope *scope, const Ast *ast, AstOp op, Expr *x, Expr *y) {
    Arena *arena = scope->checker->arena;
    bool   labels = x->type.kind == TYPE_LABEL && y->type.kind == TYPE_LABEL;
    bool   equality = op == OP_EQ || op == OP_NE;
    if (expr_is_poison(x) || expr_is_poison(y)) return expr_poison(arena, ast->span);
    if (labels && x->type.dim != y->type.dim) {
        if (!x->type.dim->numeric || !y->type.dim->numeric) return two_dims(scope, ast, x, y);
        labels = false;
    }
    if (labels && !equality && !x->type.dim->ordered && !x->type.dim->numeric) return no_order(scope, ast, x->type.dim);
    if (labels && !equality && x->type.dim->numeric && x->type.dim->from == LABELS_LISTED)
        labels = x->kind == X_LABEL && !x->label.text;
    if (!labels) x = check_as_number(scope, x), y = check_as_number(scope, y);
    return expr_binary(arena, compare_kind(op), ast->span, x, y);
}

Expr *check_compare(Scope *scope, Ast *ast) {
    Arena   *arena = scope->checker->arena;
    AstList *operands = &ast->compare.operands;
    Expr   **built = arena_alloc(arena, (size_t)(operands->count + 1) * sizeof *built);
    for (int i = 0; i < operands->count; i++)
        if (!may_be_label(scope, operands->at[i])) built[i] = check_expr(scope, operands->at[i]);
    for (int i = 0; i < operands->count; i++)
        if (!built[i])
            built[i] = operand_as_label(scope, operands->at[i], i ? built[i - 1] : NULL,
                                        i + 1 < operands->count ? built[i + 1] : NULL);
    Expr *all = NULL;
    for (int i = 0; i < ast->compare.ops.count; i++) {
        Expr *one = compare(scope, ast, ast->compare.ops.at[i], built[i], built[i + 1]);
        if (expr_is_poison(one)) return one;
        all = expr_and(arena, all, one);
    }
    return all;
}
