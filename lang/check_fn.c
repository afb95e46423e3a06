/* Calls of functions that are written in the language: their bodies are read anew for each call, with the arguments in the places of the
 * parameters, and the axes of the call in the places of their formal dims. */
#include "check.h"

#include "library.h"

enum { DEEPEST_CALL = 40, LARGEST_CALL = 20000, DEEPEST_EXPR = 3000 };

/* Nodes of the expression, written out; stops counting above the limits. */
static int written_out(Arena *arena, const Expr *expr, int count, int depth) {
    if (++count > LARGEST_CALL || depth > DEEPEST_EXPR) return LARGEST_CALL + 1;
    ExprList below = {0};
    expr_children(arena, expr, &below);
    for (int i = 0; i < below.count && count <= LARGEST_CALL; i++)
        count = written_out(arena, below.at[i], count, depth + 1);
    return count;
}

Ast *check_find_fn(Checker *checker, const char *name) {
    Ast *own = scope_find(&checker->functions, name);
    return own ? own : library_fn(checker->session, name);
}

static const AstName *param_name(const Ast *fn, int i) {
    const Ast *param = fn->fn.params.at[i];
    return param->kind == AST_NAME ? &param->name : &param->subscript.name;
}

static const char *params_text(Arena *arena, const Ast *fn) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < fn->fn.params.count; i++)
        text_add(arena, &text, "%s%s", i ? ", " : "", param_name(fn, i)->shown);
    return text.at;
}

/* --- formal dims --- */

typedef struct FnCall {
    Scope   *scope;
    Ast     *ast, *fn;
    Binding *bindings;
    Formals  formals;
} FnCall;

static void which_dim(FnCall *call, int param) {
    Checker    *checker = call->scope->checker;
    Axes        axes = call->bindings[param].value->axes;
    const char *name = call->fn->fn.name.shown;
    Diag       *diag = diag_add(DIAGS(checker), DIAG_D18, call->ast->span, "`%s` over what? `%s` varies over %s", name,
                                check_text(checker, call->bindings[param].value->span),
                          axes.count ? axes_text(checker->arena, axes) : "nothing");
    if (!axes.count) return;
    Span        head = call->ast->call.name.span;
    const char *bracket =
        arena_printf(checker->arena, "%s[%s]", name, axis_text(checker->arena, axes.at[axes.count - 1]));
    diag_help(DIAGS(checker), diag, "Name the dimension:\n| %s",
              check_line_with(checker, call->scope->statement->span, head, bracket));
}

/* The axes [k] of the bracket behind the name. */
static bool read_bracket(FnCall *call) {
    Checker *checker = call->scope->checker;
    AstList *subs = &call->ast->call.subs;
    if (!call->ast->call.has_subs) return true;
    if (subs->count != call->formals.count) {
        diag_add(DIAGS(checker), DIAG_D18, call->ast->span, "`%s` works along %d dimension%s, not %d",
                 call->fn->fn.name.shown, call->formals.count, call->formals.count == 1 ? "" : "s", subs->count);
        return false;
    }
    for (int i = 0; i < subs->count; i++) {
        Axis axis;
        if (!check_find_index(checker, subs->at[i], &axis)) {
            diag_add(DIAGS(checker), DIAG_D02, subs->at[i]->span, "the name of a dimension is needed here");
            return false;
        }
        if (axis.dim->poisoned) return false;
        call->formals.at[i].dim = axis.dim;
        VEC_PUSH(checker->arena, &call->formals.at[i].axes, axis);
    }
    return true;
}

/* The axes of an argument that its parameter's places take: those in the bracket, those that nothing around has, or all. */
static Axes axes_for_places(FnCall *call, const Expr *arg, int n) {
    Arena *arena = call->scope->checker->arena;
    Axes   own = {0}, named = {0};
    for (int i = 0; i < call->formals.count; i++) {
        const Formal *formal = &call->formals.at[i];
        if (call->ast->call.has_subs && axes_have(arg->axes, formal->axes.at[0]))
            named = axes_add(arena, named, formal->axes.at[0]);
        for (int k = 0; call->ast->call.has_subs && k < arg->axes.count; k++)
            if (arg->axes.at[k].dim == formal->dim) own = axes_add(arena, own, arg->axes.at[k]);
    }
    if (own.count == n) return own;
    if (named.count == n) return named;
    if (own.count)
        return axes_common(arena, own,
                           axes_minus(arena, own, axes_minus(arena, call->scope->live, call->formals.at[0].axes)));
    Axes fresh = axes_minus(arena, arg->axes, call->scope->live);
    return fresh.count == n ? fresh : arg->axes;
}

/* k, k' of a place: its formal dim and the number of primes. */
static Formal *formal_of(FnCall *call, const Ast *sub, int *primes) {
    const char *name = sub->kind == AST_NAME ? sub->name.name : sub->kind == AST_PRIMED ? sub->primed.name.name : NULL;
    *primes = sub->kind == AST_PRIMED ? sub->primed.primes : 0;
    for (int i = 0; i < call->formals.count; i++)
        if (call->formals.at[i].name == name) return &call->formals.at[i];
    return NULL;
}

static Axis *axis_slot(Arena *arena, Formal *formal, int primes) {
    while (formal->axes.count <= primes) VEC_PUSH(arena, &formal->axes, (Axis){0});
    return &formal->axes.at[primes];
}

/* Gives the places of one parameter their axes, and the argument these axes. */
static bool bind_places(FnCall *call, int param) {
    Checker       *checker = call->scope->checker;
    Arena         *arena = checker->arena;
    const AstList *subs = &call->fn->fn.params.at[param]->subscript.subs;
    Binding       *binding = &call->bindings[param];
    int            n = subs->count, primes;
    Axes           own = axes_for_places(call, binding->value, n);
    if (own.count == 0 || binding->value->axes.count == 0) return true; /* the same for each position */
    if (own.count != n) {
        which_dim(call, param);
        return false;
    }
    Axis *from = arena_alloc(arena, (size_t)(n + 1) * sizeof *from);
    Sub  *to = arena_alloc(arena, (size_t)(n + 1) * sizeof *to);
    Axes  left = own;
    for (int pass = 0; pass < 2; pass++) /* places whose axis is known and had by the argument keep it */
        for (int i = 0; i < n; i++) {
            Formal *formal = formal_of(call, subs->at[i], &primes);
            if (!formal) return check_formal_places(checker, subs, &from) >= 0;
            Axis *slot = axis_slot(arena, formal, primes);
            bool  known = slot->dim && axes_have(own, *slot);
            if (known != (pass == 0)) continue;
            from[i] = known ? *slot : left.at[0];
            left = axes_minus(arena, left, axes_of(arena, from[i]));
            if (!slot->dim) *slot = from[i];
            if (!formal->dim) formal->dim = slot->dim;
            if (from[i].dim != formal->dim) {
                which_dim(call, param);
                return false;
            }
            to[i] = (Sub){.kind = SUB_AXIS, .axis = *slot, .span = binding->value->span};
        }
    binding->value = expr_at(arena, binding->value, from, to, n);
    return true;
}

static bool bind_dims(FnCall *call) {
    Checker *checker = call->scope->checker;
    Arena   *arena = checker->arena;
    int      n = call->fn->fn.over.count;
    call->formals.at = arena_alloc(arena, (size_t)(n + 1) * sizeof *call->formals.at);
    for (int i = 0; i < n; i++)
        call->formals.at[call->formals.count++] = (Formal){.name = call->fn->fn.over.at[i].name};
    if (!read_bracket(call)) return false;
    call->formals.taken = call->scope->live;
    for (int i = 0; i < call->fn->fn.params.count; i++)
        call->formals.taken = axes_union(arena, call->formals.taken, call->bindings[i].value->axes);
    for (int i = 0; i < call->fn->fn.params.count; i++)
        if (call->fn->fn.params.at[i]->kind == AST_SUBSCRIPT && !bind_places(call, i)) return false;
    for (int i = 0; i < n; i++)
        if (!call->formals.at[i].dim) {
            which_dim(call, 0);
            return false;
        }
    Formals *outer = checker->formals;
    checker->formals = &call->formals;
    bool good = true;
    for (int i = 0; i < call->fn->fn.params.count && good; i++) {
        const Ast *param = call->fn->fn.params.at[i];
        Axis      *places;
        if (param->kind != AST_SUBSCRIPT) continue;
        call->bindings[i].n_places = check_formal_places(checker, &param->subscript.subs, &places);
        call->bindings[i].places = places;
        good = call->bindings[i].n_places >= 0;
    }
    checker->formals = outer;
    return good;
}

/* --- the call --- */

Expr *check_call_fn(Scope *scope, Ast *ast, Ast *fn) {
    Checker *checker = scope->checker;
    int      n = fn->fn.params.count;
    if (n != ast->call.args.count) return check_wrong_count(scope, ast, params_text(checker->arena, fn), n);
    if (scope->depth > DEEPEST_CALL) {
        diag_add(DIAGS(checker), DIAG_O08, fn->fn.name.span, "the function `%s` is defined by itself",
                 fn->fn.name.shown);
        fn->fn.body = NULL;
    }
    FnCall call = {.scope = scope, .ast = ast, .fn = fn};
    bool   poison = false;
    call.bindings = arena_alloc(checker->arena, (size_t)(n + 1) * sizeof *call.bindings);
    for (int i = 0; i < n; i++) {
        call.bindings[i] = (Binding){.name = param_name(fn, i)->name, .value = check_expr(scope, ast->call.args.at[i])};
        poison = poison || expr_is_poison(call.bindings[i].value);
    }
    if (!fn->fn.body) return expr_poison(checker->arena, ast->span);
    if (fn->fn.over.count && (poison || !bind_dims(&call))) return expr_poison(checker->arena, ast->span);
    Scope body = *scope;
    body.statement = fn;
    body.bindings = call.bindings, body.n_bindings = n;
    body.closed = true;
    body.depth++;
    Formals *outer = checker->formals;
    if (fn->fn.over.count) checker->formals = &call.formals;
    Expr *result = check_expr(&body, fn->fn.body);
    checker->formals = outer;
    if (written_out(checker->arena, result, 0, 0) <= LARGEST_CALL) return result;
    diag_add(DIAGS(checker), DIAG_Y08, ast->span, "written out, this call of `%s` is too large", fn->fn.name.shown);
    fn->fn.body = NULL;
    return expr_poison(checker->arena, ast->span);
}
