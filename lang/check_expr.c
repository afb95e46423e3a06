/* Expressions: names, arithmetic, conditions. */
#include "check.h"

#include "primitive.h"

#include <math.h>
#include <string.h>

/* --- constants without names of the model --- */

static bool named_constant(const char *name, double *number) {
    if (strcmp(name, "inf") == 0)
        *number = INFINITY;
    else if (strcmp(name, "pi") == 0)
        *number = 3.14159265358979323846;
    else if (strcmp(name, "true") == 0)
        *number = 1;
    else if (strcmp(name, "false") == 0)
        *number = 0;
    else
        return false;
    return true;
}

bool check_constant(Checker *checker, Ast *ast, double *number) {
    double x, y;
    if (ast->kind == AST_NUMBER) return *number = ast->number.value, true;
    if (ast->kind == AST_NAME)
        return !check_find_def(checker, ast->name.name) && named_constant(ast->name.name, number);
    if (ast->kind == AST_UNARY && (ast->unary.op == OP_NEG || ast->unary.op == OP_PLUS)) {
        if (!check_constant(checker, ast->unary.x, &x)) return false;
        return *number = ast->unary.op == OP_NEG ? -x : x, true;
    }
    if (ast->kind != AST_BINARY || !check_constant(checker, ast->binary.left, &x) ||
        !check_constant(checker, ast->binary.right, &y))
        return false;
    switch (ast->binary.op) {
    case OP_ADD:
        *number = x + y;
        return true;
    case OP_SUB:
        *number = x - y;
        return true;
    case OP_MUL:
        *number = x * y;
        return true;
    case OP_DIV:
        *number = x / y;
        return true;
    case OP_POW:
        *number = pow(x, y);
        return true;
    case OP_MATMUL:
    case OP_NEG:
    case OP_PLUS:
    case OP_SQRT:
    case OP_NOT:
    case OP_AND:
    case OP_OR:
    case OP_LT:
    case OP_GT:
    case OP_LE:
    case OP_GE:
    case OP_EQ:
    case OP_NE:
        break;
    }
    return false;
}

/* --- names --- */

bool check_find_index(Checker *checker, const Ast *ast, Axis *axis) {
    if (ast->kind != AST_NAME && ast->kind != AST_PRIMED) return false;
    const char  *name = ast->kind == AST_NAME ? ast->name.name : ast->primed.name.name;
    const int    primes = ast->kind == AST_PRIMED ? ast->primed.primes : 0;
    const Index *index = scope_find(&checker->indices, name);
    if (check_find_formal(checker, name, primes, axis)) return true;
    if (!index) return false;
    *axis = index->axis;
    axis->copy += primes;
    return true;
}

const Binding *check_find_binding(const Scope *scope, const char *name) {
    for (int i = scope->n_bindings - 1; i >= 0; i--)
        if (scope->bindings[i].name == name) return &scope->bindings[i];
    return NULL;
}

bool check_is_size(const Checker *checker, const char *name) {
    for (int i = 0; checker->model && i < checker->model->dims.count; i++)
        if (checker->model->dims.at[i]->range_hi_name == name) return true;
    return false;
}

/* The T of dim t = 1..T, used as a number. */
static Def *size_def(Checker *checker, const AstName *name) {
    for (int i = 0; checker->model && i < checker->model->dims.count; i++) {
        Dim *dim = checker->model->dims.at[i];
        if (dim->range_hi_name != name->name) continue;
        Def *def = ARENA_NEW(checker->arena, Def);
        def->value = ARENA_NEW(checker->arena, Value);
        def->value->id = checker->model->values.count;
        def->value->name = name->name;
        def->value->shown = name->shown;
        def->value->span = dim->span;
        def->value->role = ROLE_SIZE;
        def->value->type = (Type){.whole = true};
        def->dims_known = true;
        def->dims_state = def->right_state = DEF_DONE;
        scope_add(checker->arena, &checker->values, name->name, def);
        VEC_PUSH(checker->arena, &checker->defs, def);
        VEC_PUSH(checker->arena, &checker->model->values, def->value);
        return def;
    }
    return NULL;
}

enum { MOST_SUGGESTIONS = 200 };

static void offer_values(const Scope *scope, Nearest *nearest) {
    Checker *checker = scope->checker;
    if (checker->suggestions++ > MOST_SUGGESTIONS)
        return; /* such a file is wrong in some other way; each search goes through all names */
    for (int i = 0; i < scope->n_bindings; i++) nearest_offer(nearest, scope->bindings[i].name, NULL);
    for (int i = 0; !scope->closed && i < checker->defs.count; i++)
        nearest_offer(nearest, checker->defs.at[i]->value->name, checker->defs.at[i]);
}

bool check_is_function(Checker *checker, const char *name) {
    return check_find_fn(checker, name) || primitive_find(name) >= 0 || check_is_operator(name);
}

/* A name is reported once, at its first use in the text, in whatever order the checks come upon it. */
static bool said_before(Checker *checker, const AstName *name) {
    const AstName *first = scope_find(&checker->said, name->name);
    if (first && (first->span.source != name->span.source || first->span.begin <= name->span.begin)) return true;
    DiagList *list = DIAGS(checker);
    for (int i = 0, kept = 0, n = list->all.count; first && i < n; i++) {
        const Diag *diag = list->all.at[i];
        bool        old = (diag->code == DIAG_N01 || diag->code == DIAG_N02) &&
                   diag->primary.span.source == first->span.source && diag->primary.span.begin == first->span.begin;
        if (old)
            list->all.count--;
        else
            list->all.at[kept++] = list->all.at[i];
    }
    scope_add(checker->arena, &checker->said, name->name, (void *)(uintptr_t)name);
    return false;
}

/* A prior and a type of data over the range that is wanted. */
static void range_wanted(const Support *wanted, const char **prior, const char **type) {
    double lo = -INFINITY, hi = INFINITY;
    if (wanted && wanted->lo) expr_constant(wanted->lo, &lo);
    if (wanted && wanted->hi) expr_constant(wanted->hi, &hi);
    *prior = lo >= 0 && hi <= 1 ? "Beta(1, 1)" : lo >= 0 ? "HalfNormal(10)" : "Normal(0, 10)";
    *type = lo >= 0 && hi <= 1 ? "real in (0, 1)" : lo >= 0 ? "real > 0" : "real";
}

/* The dims of alpha[county[home], i], read from the text: "[county, i]"; "" if it has none, or others than indices and keys. */
static const char *dims_behind(const Scope *scope, const AstName *name) {
    Checker    *checker = scope->checker;
    Arena      *arena = checker->arena;
    Span        span = {scope->statement->span.source, name->span.end, scope->statement->span.end};
    const char *text = span.source == name->span.source && span.end > span.begin ? span_text(arena, span) : "";
    Text        dims = {0};
    if (*text != '[') return "";
    for (text++; *text;) {
        text += strspn(text, " ");
        size_t      length = strcspn(text, " ,[]'");
        Ast         part = {.kind = AST_NAME,
                            .name = {.name = session_intern(checker->session, arena_copy(arena, text, length))}};
        Axis        axis;
        Def        *key = check_find_def(checker, part.name.name);
        const char *dim = check_find_index(checker, &part, &axis) ? axis_text(arena, axis) : NULL;
        text += length;
        if (*text == '[' && key && key->data && key->value->type.kind == TYPE_LABEL) dim = key->value->type.dim->shown;
        if (*text == '[') text += strcspn(text, "]") + (strchr(text, ']') != NULL);
        text += strspn(text, " ");
        if (!dim || (*text != ',' && *text != ']')) return "";
        text_add(arena, &dims, "%s%s", dims.at ? ", " : "[", dim);
        if (*text++ == ']') return arena_printf(arena, "%s]", dims.at);
    }
    return "";
}

void check_undefined(const Scope *scope, const AstName *name, bool called) {
    Checker *checker = scope->checker;
    if (checker->lacks_files || check_is_broken(checker, name->name) || said_before(checker, name)) return;
    if (!called && (check_is_function(checker, name->name) || check_find_dist(checker, name->name))) {
        bool  dist = !check_is_function(checker, name->name);
        Diag *diag = diag_add(DIAGS(checker), DIAG_N02, name->span, "`%s` is a %s; a value is needed here", name->shown,
                              dist ? "distribution" : "function");
        diag_help(DIAGS(checker), diag, "A %s takes its arguments in brackets: `%s(…)`.",
                  dist ? "distribution" : "function", name->shown);
        return;
    }
    Nearest nearest = nearest_to(name->name);
    offer_values(scope, &nearest);
    const Def *near = nearest.item;
    bool       hidden = scope->closed && check_find_def(checker, name->name);
    Diag      *diag = diag_add(DIAGS(checker), DIAG_N01, name->span,
                          nearest.found || hidden ? "there is no `%s`%s" : "`%s` has no equation and is not data%s",
                               name->shown, hidden ? " in here: a function sees its arguments only" : "");
    if (hidden)
        diag_help(DIAGS(checker), diag, "Make `%s` an argument of the function, and give it in each call.",
                  name->shown);
    else if (near) {
        const char *line = check_line_with(checker, scope->statement->span, name->span, near->value->shown);
        diag_label(DIAGS(checker), diag, near->value->span, "`%s` is defined here", near->value->shown);
        diag_help(DIAGS(checker), diag, "Did you mean `%s` (%s)?\n| %s", near->value->shown,
                  check_place(checker, near->value->span), line);
    } else if (nearest.found)
        diag_help(DIAGS(checker), diag, "Did you mean `%s`?", nearest.found);
    else {
        const char *prior, *type, *dims = dims_behind(scope, name);
        range_wanted(scope->wanted, &prior, &type);
        diag_help(DIAGS(checker), diag,
                  "For an unknown give a prior, for example `%s%s ~ %s`. For data write `data %s%s : %s`.", name->shown,
                  dims, prior, name->shown, dims, type);
    }
}

/* A' beside an operator. */
static bool say_transpose(const Scope *scope, const Ast *ast) {
    const AstName *name = &ast->primed.name;
    if (scope->closed || !check_find_def(scope->checker, name->name)) return false;
    const char *matrix = name->shown;
    size_t      length = strcspn(matrix, "'");
    Diag       *diag =
        diag_add(DIAGS(scope->checker), DIAG_N01, ast->span, "a dash stands behind an index only, not behind a value");
    const Value *value = check_find_def(scope->checker, name->name)->value;
    if (value->n_dims == 1)
        diag_help(DIAGS(scope->checker), diag, "At a second position it is `%.*s[%s']`.", (int)length, matrix,
                  value->dims[0]->shown);
    else
        diag_help(DIAGS(scope->checker), diag, "The transpose of a matrix is `transpose(%.*s)`.", (int)length, matrix);
    return true;
}

static bool place_axis(const Scope *scope, const Value *value, int place, Axis *axis) {
    Dim *dim = value->dims[place];
    int  same = 0, before = 0;
    for (int i = 0; i < value->n_dims; i++) {
        same += value->dims[i] == dim;
        before += i < place && value->dims[i] == dim;
    }
    *axis = (Axis){dim, before};
    return same > 1 || axes_of_dim(scope->live, dim, axis) < 2;
}

static void which_index(const Scope *scope, const Value *value, Dim *dim, Span span) {
    Checker *checker = scope->checker;
    Axis     other[2] = {{dim, 0}, {dim, 1}};
    int      n = 0;
    for (int i = 0; i < scope->live.count && n < 2; i++)
        if (scope->live.at[i].dim == dim) other[n++] = scope->live.at[i];
    const char *one = arena_printf(checker->arena, "%s[%s]", value->shown, axis_text(checker->arena, other[0]));
    const char *two = arena_printf(checker->arena, "%s[%s]", value->shown, axis_text(checker->arena, other[1]));
    Diag *diag = diag_add(DIAGS(checker), DIAG_D14, span, "`%s` or `%s`? Two indices of `%s` are in use here", one, two,
                          dim->shown);
    diag_help(DIAGS(checker), diag, "Say which one:\n| %s",
              check_line_with(checker, scope->statement->span, span, one));
}

Expr *check_bare(const Scope *scope, Def *def, Span span) {
    Checker *checker = scope->checker;
    Value   *value = def->value;
    if (!scope->silent) def->used = true;
    bool known = (scope->silent && def->dims_known) || check_know_value(checker, def, span);
    if (!known || value->poisoned) return expr_poison(checker->arena, span);
    Sub *subs = arena_alloc(checker->arena, (size_t)(value->n_dims + 1) * sizeof *subs);
    for (int i = 0; i < value->n_dims; i++) {
        subs[i] = (Sub){.kind = SUB_AXIS, .span = span};
        if (def->argument) subs[i].axis = def->argument->places[i];
        if (def->argument || place_axis(scope, value, i, &subs[i].axis)) continue;
        which_index(scope, value, value->dims[i], span);
        return expr_poison(checker->arena, span);
    }
    return expr_ref(checker->arena, span, value, subs);
}

static Expr *value_or_index(const Scope *scope, const AstName *name, Axis axis) {
    Checker    *checker = scope->checker;
    const char *letter = axis.dim->letters.count ? axis.dim->letters.at[0].shown : "i";
    Diag       *diag =
        diag_add(DIAGS(checker), DIAG_D16, name->span, "`%s` is both a value and a running index here", name->shown);
    diag_help(DIAGS(checker), diag, "Give the dim a letter (`dim %s %s`) and use the letter for the index.",
              axis.dim->shown, letter);
    return expr_poison(checker->arena, name->span);
}

static Expr *check_name(const Scope *scope, const Ast *ast) {
    Checker       *checker = scope->checker;
    const AstName *name = &ast->name;
    const Binding *bound = check_find_binding(scope, name->name);
    Axis           axis;
    double         number;
    if (bound) return bound->value;
    bool is_index = check_find_index(checker, ast, &axis);
    Def *def = scope->closed ? NULL : check_find_def(checker, name->name);
    if (def && is_index && axes_have(scope->live, axis)) return value_or_index(scope, name, axis);
    if (def) return check_bare(scope, def, name->span);
    if (is_index && axis.dim->poisoned) return expr_poison(checker->arena, name->span);
    if (is_index) return expr_index(checker->arena, name->span, axis);
    if (named_constant(name->name, &number)) return expr_number(checker->arena, name->span, number);
    def = scope->closed ? NULL : size_def(checker, name);
    if (def) return check_bare(scope, def, name->span);
    check_undefined(scope, name, false);
    return expr_poison(checker->arena, name->span);
}

/* --- numbers and truths --- */

Expr *check_as_number(const Scope *scope, Expr *expr) {
    Checker *checker = scope->checker;
    if (expr->type.kind != TYPE_LABEL) return expr;
    Dim *dim = expr->type.dim;
    if (checker->formals &&
        expr->kind == X_INDEX) /* [k] of a fn or dist: nothing is known of labels, so its position, from 1 */
        return expr_position_number(checker->arena, expr);
    if (dim->from != LABELS_LISTED || dim->numeric) return expr_unary(checker->arena, X_LABEL_NUMBER, expr->span, expr);
    Diag *diag = diag_add(DIAGS(checker), DIAG_T05, expr->span,
                          "the labels of `%s` are not numbers, so one cannot calculate with them", dim->shown);
    diag_label(DIAGS(checker), diag, dim->span, "its labels are %s", dim_labels_text(checker->arena, dim));
    if (dim->labels.count)
        diag_help(DIAGS(checker), diag, "Compare them (`%s == %s`), or let a value depend on them: `b[%s]`.",
                  check_text(checker, expr->span), label_text(checker->arena, dim->labels.at[0].text),
                  check_text(checker, expr->span));
    return expr_poison(checker->arena, expr->span);
}

Expr *check_number(Scope *scope, Ast *ast) {
    if (check_is_dist_call(scope->checker, ast)) {
        Diag *diag = diag_add(DIAGS(scope->checker), DIAG_Y05, ast->span,
                              "`%s` is a distribution; a value is needed here", check_text(scope->checker, ast->span));
        diag_help(DIAGS(scope->checker), diag,
                  "Give it a name of its own on a line before, and use the name here:\n| x ~ %s",
                  check_text(scope->checker, ast->span));
        return expr_poison(scope->checker->arena, ast->span);
    }
    return check_as_number(scope, check_expr(scope, ast));
}

Expr *check_truth(Scope *scope, Ast *ast) {
    Expr *expr = check_expr(scope, ast);
    return expr->type.kind == TYPE_LABEL ? check_as_number(scope, expr) : expr;
}

static void know(Scope *scope, Expr *truth, bool holds) {
    Conditions longer = {0};
    for (int i = 0; i < scope->conditions.count; i++) VEC_PUSH(scope->checker->arena, &longer, scope->conditions.at[i]);
    VEC_PUSH(scope->checker->arena, &longer, (Condition){truth, holds});
    scope->conditions = longer;
}

static Expr *check_if(Scope *scope, Ast *ast) {
    Expr *condition = check_truth(scope, ast->if_.condition);
    Scope yes = *scope, no = *scope;
    if (!expr_is_poison(condition)) {
        know(&yes, condition, true);
        know(&no, condition, false);
    }
    Expr *a = check_expr(&yes, ast->if_.yes), *b = check_expr(&no, ast->if_.no);
    bool  labels = a->type.kind == TYPE_LABEL && b->type.kind == TYPE_LABEL && a->type.dim == b->type.dim;
    if (!labels) a = check_as_number(scope, a), b = check_as_number(scope, b);
    return expr_if(scope->checker->arena, ast->span, condition, a, b);
}

/* --- arithmetic --- */

static Expr *check_arithmetic(Scope *scope, Ast *ast, ExprKind kind) {
    Expr *x = check_number(scope, ast->binary.left), *y = check_number(scope, ast->binary.right);
    return expr_binary(scope->checker->arena, kind, ast->span, x, y);
}

static Expr *check_logic(Scope *scope, Ast *ast, ExprKind kind) {
    Expr *x = check_truth(scope, ast->binary.left);
    Scope second = *scope;
    if (!expr_is_poison(x)) know(&second, x, kind == X_AND);
    return expr_binary(scope->checker->arena, kind, ast->span, x, check_truth(&second, ast->binary.right));
}

static Expr *check_binary(Scope *scope, Ast *ast) {
    switch (ast->binary.op) {
    case OP_ADD:
        return check_arithmetic(scope, ast, X_ADD);
    case OP_SUB:
        return check_arithmetic(scope, ast, X_SUB);
    case OP_MUL:
        return check_arithmetic(scope, ast, X_MUL);
    case OP_DIV:
        return check_arithmetic(scope, ast, X_DIV);
    case OP_POW:
        return check_arithmetic(scope, ast, X_POW);
    case OP_MATMUL:
        return check_matmul(scope, ast);
    case OP_AND:
        return check_logic(scope, ast, X_AND);
    case OP_OR:
        return check_logic(scope, ast, X_OR);
    case OP_NEG:
    case OP_PLUS:
    case OP_SQRT:
    case OP_NOT:
    case OP_LT:
    case OP_GT:
    case OP_LE:
    case OP_GE:
    case OP_EQ:
    case OP_NE:
        break;
    }
    bug("binary operator %s", ast_op_text(ast->binary.op));
}

static Expr *check_unary(Scope *scope, Ast *ast) {
    Arena *arena = scope->checker->arena;
    if (ast->unary.op == OP_NOT) return expr_unary(arena, X_NOT, ast->span, check_truth(scope, ast->unary.x));
    Expr *x = check_number(scope, ast->unary.x);
    if (ast->unary.op == OP_PLUS) return x;
    if (ast->unary.op == OP_NEG && x->kind == X_NUMBER && !expr_is_poison(x))
        return expr_number(arena, ast->span, -x->number);
    if (ast->unary.op == OP_NEG) return expr_unary(arena, X_NEG, ast->span, x);
    Expr **args = arena_alloc(arena, sizeof *args);
    args[0] = x;
    return expr_call(arena, ast->span, PRIM_sqrt, args, 1);
}

/* --- all kinds --- */

static Expr *not_here(const Scope *scope, const Ast *ast, const char *what) {
    Checker *checker = scope->checker;
    diag_add(DIAGS(checker), DIAG_Y00, ast->span, "%s cannot stand here", what);
    return expr_poison(checker->arena, ast->span);
}

static Expr *check_dotted(const Scope *scope, const Ast *ast) {
    Checker       *checker = scope->checker;
    const AstName *owner = &ast->dotted.owner, *member = &ast->dotted.member;
    Diag          *diag = diag_add(DIAGS(checker), DIAG_N08, ast->span, "names have no dots here");
    const char    *joined = arena_printf(checker->arena, "%s_%s", owner->shown, member->shown);
    diag_help(DIAGS(checker), diag, "Use `_`:\n| %s",
              check_line_with(checker, scope->statement->span, ast->span, joined));
    return expr_poison(checker->arena, ast->span);
}

static Expr *check_bar(const Scope *scope, const Ast *ast) {
    Checker    *checker = scope->checker;
    const char *group = check_text(checker, ast->bar.right->span);
    Diag       *diag = diag_add(DIAGS(checker), DIAG_X07, ast->span, "`%s` is formula notation for an intercept per %s",
                                check_text(checker, ast->span), group);
    diag_help(DIAGS(checker), diag, "Write the group's effect as an unknown of its own:\n| alpha[%s] ~ Normal(mu, tau)",
              group);
    return expr_poison(checker->arena, ast->span);
}

Expr *check_expr(Scope *scope, Ast *ast) {
    Checker *checker = scope->checker;
    Axis     axis;
    switch (ast->kind) {
    case AST_NUMBER:
        return expr_number(checker->arena, ast->span, ast->number.value);
    case AST_STRING: {
        Diag *diag = diag_add(DIAGS(checker), DIAG_T04, ast->span, "`%s` is a label; a number is needed here",
                              check_text(checker, ast->span));
        diag_help(DIAGS(checker), diag,
                  "Labels stand in subscripts (`b[\"St. Louis\"]`) and in comparisons (`city == \"St. Louis\"`).");
        return expr_poison(checker->arena, ast->span);
    }
    case AST_NAME:
        return check_name(scope, ast);
    case AST_PRIMED:
        if (check_find_index(checker, ast, &axis)) return expr_index(checker->arena, ast->span, axis);
        if (!say_transpose(scope, ast)) check_undefined(scope, &ast->primed.name, false);
        return expr_poison(checker->arena, ast->span);
    case AST_SUBSCRIPT:
        return check_subscript(scope, ast);
    case AST_CALL:
        return check_call(scope, ast);
    case AST_UNARY:
        return check_unary(scope, ast);
    case AST_BINARY:
        return check_binary(scope, ast);
    case AST_COMPARE:
        return check_compare(scope, ast);
    case AST_IF:
        return check_if(scope, ast);
    case AST_NAMED:
        return not_here(scope, ast, "an argument's name");
    case AST_BY:
        return not_here(scope, ast, "`by`");
    case AST_WHERE:
        return not_here(scope, ast, "`where`");
    case AST_RANGE:
        return not_here(scope, ast, "a range");
    case AST_DOTTED:
        return check_dotted(scope, ast);
    case AST_BAR:
        return check_bar(scope, ast);
    case AST_DIM:
    case AST_DATA:
    case AST_EQUATION:
    case AST_TILDE:
    case AST_ODE:
    case AST_FACTOR:
    case AST_FN:
    case AST_USE:
    case AST_DIST:
    case AST_PARAM:
    case AST_MEMBER:
    case AST_GIVEN:
    case AST_EXAMPLE:
    case AST_BROKEN:
    case AST_KIND_COUNT:
        break;
    }
    bug("an expression of kind %s", ast_kind_name(ast->kind));
}
