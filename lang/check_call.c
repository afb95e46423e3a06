/* Calls: scalar functions, functions of whole axes, members of distributions (Poisson.log_p(y, lambda)). */
#include "check.h"

#include "foreign.h"
#include "kernel.h"
#include "library.h"
#include "primitive.h"

#include <string.h>

Expr *check_wrong_count(const Scope *scope, const Ast *ast, const char *signature, int wanted) {
    Checker *checker = scope->checker;
    int      given = ast->call.args.count;
    Diag *diag = diag_add(DIAGS(checker), DIAG_T02, ast->span, "`%s` takes %d argument%s, not %d", ast->call.name.shown,
                          wanted, wanted == 1 ? "" : "s", given);
    diag_help(DIAGS(checker), diag, "Its arguments are `%s`.", signature);
    return expr_poison(checker->arena, ast->span);
}

static Expr *call_primitive(Scope *scope, Ast *ast, int id) {
    Checker *checker = scope->checker;
    int      n = primitive_n_params(id);
    if (n != ast->call.args.count) return check_wrong_count(scope, ast, primitive(id)->params, n);
    Expr **args = arena_alloc(checker->arena, (size_t)(n + 1) * sizeof *args);
    for (int i = 0; i < n; i++) {
        args[i] = check_number(scope, ast->call.args.at[i]);
    }
    if (primitive(id)->is_random && !scope->random) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_X05, ast->span, "draws are not functions here");
        diag_help(DIAGS(checker), diag, "A value that is drawn stands on the left of `~`.");
        return expr_poison(checker->arena, ast->span);
    }
    Expr *call = expr_call(checker->arena, ast->span, id, args, n);
    for (int i = 0; i < ast->call.subs.count; i++) { /* std_normal[k](): a variate for each position */
        Axis axis;
        if (!check_find_index(checker, ast->call.subs.at[i], &axis)) {
            diag_add(DIAGS(checker), DIAG_D02, ast->call.subs.at[i]->span, "the name of a dimension is needed here");
            return expr_poison(checker->arena, ast->span);
        }
        call->call.over = axes_add(checker->arena, call->call.over, axis);
    }
    call->axes = axes_union(checker->arena, call->axes, call->call.over);
    return call;
}

static void check_arguments(Scope *scope, const Ast *ast) {
    for (int i = 0; i < ast->call.args.count; i++) {
        Ast *arg = ast->call.args.at[i];
        if (arg->kind == AST_NAMED) arg = arg->named.value;
        bool odd = arg->kind == AST_RANGE || arg->kind == AST_WHERE || arg->kind == AST_BY || arg->kind == AST_STRING;
        if (!odd && !check_is_dist_call(scope->checker, arg)) check_expr(scope, arg);
    }
}

static Expr *no_such_function(Scope *scope, Ast *ast) {
    Checker       *checker = scope->checker;
    const AstName *name = &ast->call.name;
    Expr          *poison = expr_poison(checker->arena, ast->span);
    check_arguments(scope, ast);
    if (check_is_broken(checker, name->name)) return poison;
    if ((!scope->closed && check_find_def(checker, name->name)) || check_find_binding(scope, name->name)) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_N02, ast->span,
                              "`%s` is a value, not a function: subscripts take `[ ]`", name->shown);
        Span  args = ast->span;
        args.begin = name->span.end;
        const char *inside = check_text(checker, args);
        size_t      length = strlen(inside);
        if (length > 2)
            diag_help(DIAGS(checker), diag, "For one of its cells:\n| %s[%.*s]", name->shown, (int)(length - 2),
                      inside + 1);
        return poison;
    }
    const char *here = foreign_name(checker->session, name->name);
    Nearest     nearest = nearest_to(name->name);
    for (int i = 0; i < PRIM_FUNCTION_COUNT; i++) nearest_offer(&nearest, primitive(i)->name, NULL);
    for (int i = 0; i < checker->functions.order.count; i++)
        nearest_offer(&nearest, checker->functions.order.at[i].name, NULL);
    library_offer_fns(checker->session, &nearest);
    static const char *const operators[] = {
#define OPERATOR(name, kind, op, verb, doc) #name,
#include "operators.def"
#undef OPERATOR
        NULL};
    for (int i = 0; operators[i]; i++) nearest_offer(&nearest, operators[i], NULL);
    Diag *diag = diag_add(DIAGS(checker), DIAG_N02, name->span, "there is no function `%s`", name->shown);
    if (here && check_is_function(checker, session_intern(checker->session, here)))
        diag_help(DIAGS(checker), diag, "Here it is called `%s`:\n| %s", here,
                  check_line_with(checker, scope->statement->span, name->span, here));
    else if (here)
        diag_help(DIAGS(checker), diag, "Here it is written `%s`.", here);
    else if (nearest.found)
        diag_help(DIAGS(checker), diag, "Did you mean `%s`?\n| %s", nearest.found,
                  check_line_with(checker, scope->statement->span, name->span, nearest.found));
    else
        diag_help(DIAGS(checker), diag, "A function of your own is a line of its own: `fn %s(x) = …`.", name->shown);
    return poison;
}

static Expr *dist_as_value(Scope *scope, Ast *ast) {
    Checker *checker = scope->checker;
    Diag    *diag = diag_add(DIAGS(checker), DIAG_Y05, ast->span, "`%s` is a distribution; a value is needed here",
                             check_text(checker, ast->span));
    diag_help(DIAGS(checker), diag, "Give it a name of its own on a line before, and use the name here:\n| x ~ %s",
              check_text(checker, ast->span));
    return expr_poison(checker->arena, ast->span);
}

/* Poisson.log_p(y, lambda), Gamma.draw(2, 1) */
static Expr *check_member(Scope *scope, Ast *ast, Dist *dist) {
    Checker *checker = scope->checker;
    int      member = dist_find_member(ast->call.name.name);
    if (member < 0) {
        Diag *diag =
            diag_add(DIAGS(checker), DIAG_N02, ast->call.name.span, "a distribution has no `%s`", ast->call.name.shown);
        diag_help(DIAGS(checker), diag,
                  "It has `log_p`, `cdf`, `log_cdf`, `log_ccdf`, `mean`, `variance`; `%s.log_p(y, …)`, say.",
                  dist->name);
        return expr_poison(checker->arena, ast->span);
    }
    bool has_value = dist_member_takes_value((DistMember)member);
    if (member == MEMBER_DRAW && !scope->random) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_X05, ast->span, "draws are not functions here");
        diag_help(DIAGS(checker), diag, "A value that is drawn stands on the left of `~`: `x ~ %s(…)`.", dist->name);
        return expr_poison(checker->arena, ast->span);
    }
    Ast *inner = ARENA_NEW(checker->arena, Ast); /* the same call without its value */
    *inner = *ast;
    inner->call.owner.name = NULL;
    inner->call.name.name = dist->name;
    Expr *value = NULL;
    if (has_value && ast->call.args.count) {
        value = dist->labels ? check_expr(scope, ast->call.args.at[0]) : check_number(scope, ast->call.args.at[0]);
        inner->call.args.at = ast->call.args.at + 1;
        inner->call.args.count = ast->call.args.count - 1;
    }
    DistCall call = check_dist(scope, inner);
    if (call.bad) return expr_poison(checker->arena, ast->span);
    check_event_of_call(scope, value, &call);
    if (call.bad) return expr_poison(checker->arena, ast->span);
    Expr **args = arena_alloc(checker->arena, (size_t)(call.n_args + 2) * sizeof(Expr *));
    int    n = 0;
    if (value) args[n++] = call.outcome;
    for (int i = 0; i < call.n_args; i++) args[n++] = call.args[i];
    Expr *expr = expr_dist(checker->arena, ast->span, call.dist, (DistMember)member, args, n);
    VEC_PUSH(checker->arena, &checker->members, expr);
    return expr;
}

/* --- functions of whole axes --- */

/* cholesky[k, k'](S): the bracket names the axes of the letters of its row. */
static Expr *call_kernel(Scope *scope, Ast *ast, int id) {
    Checker *checker = scope->checker;
    Kernel   row = kernel(id);
    Axis     letters[KERNEL_MOST_LETTERS];
    if (ast->call.args.count != row.n_args) return check_wrong_count(scope, ast, row.doc, row.n_args);
    bool good = ast->call.subs.count == row.n_letters;
    for (int i = 0; i < row.n_letters && good; i++) good = check_find_index(checker, ast->call.subs.at[i], &letters[i]);
    if (!good) {
        diag_add(DIAGS(checker), DIAG_D18, ast->span, "`%s` needs %d dimension%s in its bracket", row.name,
                 row.n_letters, row.n_letters == 1 ? "" : "s");
        return expr_poison(checker->arena, ast->span);
    }
    Expr **args = arena_alloc(checker->arena, (size_t)(row.n_args + 1) * sizeof *args);
    for (int i = 0; i < row.n_args; i++) args[i] = check_number(scope, ast->call.args.at[i]);
    return expr_kernel(checker->arena, ast->span, id, letters, args);
}

/* In bodies a bracket that names all letters means the kernel, also where there is a fn of this name; in that fn itself the name does. */
static bool means_kernel(const Scope *scope, const Ast *ast, const Ast *fn) {
    if (!scope->closed || !ast->call.has_subs || kernel_find(ast->call.name.name) < 0) return false;
    return !fn || scope->statement == fn || fn->fn.over.count != ast->call.subs.count;
}

Expr *check_call(Scope *scope, Ast *ast) {
    Checker    *checker = scope->checker;
    const char *name = ast->call.name.name;
    if (ast->call.owner.name) {
        Dist *dist = check_find_dist(checker, ast->call.owner.name);
        if (dist) return check_member(scope, ast, dist);
        EventKind event;
        if (check_dist_planned(ast->call.owner.name, &event))
            return check_not_yet(checker, ast->span, "`%s` is not built yet", ast->call.owner.shown);
        diag_add(DIAGS(checker), DIAG_N08, span_join(ast->call.owner.span, ast->call.name.span),
                 "`%s.%s`: names have no dots, and there is no distribution `%s`", ast->call.owner.shown,
                 ast->call.name.shown, ast->call.owner.shown);
        return expr_poison(checker->arena, ast->span);
    }
    Ast *fn = check_fn_of_call(scope, name);
    if (means_kernel(scope, ast, fn)) return call_kernel(scope, ast, kernel_find(name));
    if (fn && ast->call.has_args && (!ast->call.has_subs || fn->fn.over.count)) return check_call_fn(scope, ast, fn);
    int  id = primitive_find(name);
    bool elementwise =
        id >= 0 && !ast->call.has_subs && ast->call.has_args && (!check_is_operator(name) || ast->call.args.count > 1);
    bool variates = id >= 0 && ast->call.has_subs && ast->call.has_args && primitive(id)->is_random;
    if (elementwise || variates) return call_primitive(scope, ast, id);
    if (check_is_operator(name)) return check_operator(scope, ast);
    if (check_is_dist_call(checker, ast)) return dist_as_value(scope, ast);
    return no_such_function(scope, ast);
}
