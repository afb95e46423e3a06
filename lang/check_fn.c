/* Calls of functions that are written in the language: their bodies are read anew for each call, with the arguments in the places of the
 * parameters, and the axes of the call in the places of their formal dims. */
#include "check.h"

#include "library.h"

#include <string.h>

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

/* In the body of a function of the library its names mean those of the library, whatever the model calls so. */
Ast *check_fn_of_call(const Scope *scope, const char *name) {
    Checker   *checker = scope->checker;
    const Ast *body = scope->closed ? scope->statement : NULL;
    bool       library =
        body && body->kind == AST_FN && checker->model && !model_has_source(checker->model, body->span.source);
    return library ? library_fn(checker->session, name) : check_find_fn(checker, name);
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

/* k, k' of a place: its formal dim and the number of primes. */
static Formal *formal_of(FnCall *call, const Ast *sub, int *primes) {
    const char *name = sub->kind == AST_NAME ? sub->name.name : sub->kind == AST_PRIMED ? sub->primed.name.name : NULL;
    *primes = sub->kind == AST_PRIMED ? sub->primed.primes : 0;
    for (int i = 0; i < call->formals.count; i++)
        if (call->formals.at[i].name == name) return &call->formals.at[i];
    return NULL;
}

/* --- messages --- */

static const char *param_text(const FnCall *call, int param) {
    return check_text(call->scope->checker, call->fn->fn.params.at[param]->span);
}

/* S[k, k']: over one dim twice. */
static bool is_square(FnCall *call, int param) {
    const AstList *subs = &call->fn->fn.params.at[param]->subscript.subs;
    int            primes;
    return subs->count == 2 && formal_of(call, subs->at[0], &primes) == formal_of(call, subs->at[1], &primes);
}

static void help_bracket(FnCall *call, Diag *diag, const char *why, const char *dim) {
    Checker *checker = call->scope->checker;
    Span     span = call->ast->call.has_subs ? call->ast->call.subs.at[0]->span : call->ast->call.name.span;
    if (call->ast->call.has_subs && call->ast->call.subs.count > 1) return;
    const char *by =
        call->ast->call.has_subs ? dim : arena_printf(checker->arena, "%s[%s]", call->ast->call.name.shown, dim);
    diag_help(DIAGS(checker), diag, "%s\n| %s", why, check_line_with(checker, call->scope->statement->span, span, by));
}

/* The parameter before this one that settled the dim of its first place; NULL. */
static const Expr *settled_by(FnCall *call, int param) {
    int     primes;
    Formal *formal = formal_of(call, call->fn->fn.params.at[param]->subscript.subs.at[0], &primes);
    for (int i = 0; i < param && formal && formal->dim && !call->ast->call.has_subs; i++) {
        const Ast *other = call->fn->fn.params.at[i];
        if (other->kind == AST_SUBSCRIPT && formal_of(call, other->subscript.subs.at[0], &primes) == formal)
            return call->bindings[i].value;
    }
    return NULL;
}

/* The argument does not vary over what its places ask for. */
static void wrong_dims(FnCall *call, int param) {
    Checker    *checker = call->scope->checker;
    const Expr *arg = call->bindings[param].value, *other = settled_by(call, param);
    Axes        axes = arg->axes;
    const char *name = call->fn->fn.name.shown, *text = check_text(checker, arg->span);
    const char *over = axes.count ? axes_text(checker->arena, axes) : "nothing";
    DiagList   *diags = DIAGS(checker);
    Diag       *diag;
    Axis        named = {0};
    bool        bracket = call->ast->call.has_subs && check_find_index(checker, call->ast->call.subs.at[0], &named);
    if (!axes.count) {
        diag = diag_add(diags, DIAG_D08, arg->span,
                        "`%s` is a single value, but `%s` takes `%s`, which varies over a dimension", text, name,
                        param_text(call, param));
    } else if (other) {
        diag = diag_add(diags, DIAG_D08, arg->span, "`%s` varies over %s, but `%s` needs it over the dimension of `%s`",
                        text, over, name, check_text(checker, other->span));
        diag_label(diags, diag, other->span, "varies over %s", axes_text(checker->arena, other->axes));
    } else if (bracket && !axes_of_dim(axes, named.dim, NULL)) {
        diag = diag_add(diags, DIAG_D08, arg->span, "`%s` does not vary over `%s`", text, named.dim->shown);
        if (axes.count == 1 || (axes.count == 2 && axes.at[0].dim == axes.at[1].dim))
            help_bracket(call, diag, "It varies over another dimension:", axes.at[0].dim->shown);
        else
            diag_help(diags, diag, "It varies over %s.", over);
    } else if (is_square(call, param) && axes.count <= 2) {
        diag = diag_add(diags, DIAG_D08, arg->span,
                        "`%s` takes a square matrix, over one dimension twice (`%s`), but `%s` varies over %s", name,
                        param_text(call, param), text, over);
        if (arg->kind == X_REF)
            diag_label(diags, diag, arg->ref.value->span, "%s", check_describe_dims(checker, arg->ref.value));
    } else {
        diag = diag_add(diags, DIAG_D18, call->ast->span, "`%s` over what? `%s` varies over %s", name, text, over);
        help_bracket(call, diag, "Name the dimension:", axis_text(checker->arena, axes.at[axes.count - 1]));
    }
}

/* No argument says what this formal dim stands for. */
static void unknown_dim(FnCall *call, const Formal *formal) {
    Checker   *checker = call->scope->checker;
    const Ast *fn = call->fn;
    Axis       likely = {0};
    int        primes;
    for (int i = 0; i < fn->fn.params.count; i++)
        for (int k = 0; fn->fn.params.at[i]->kind == AST_SUBSCRIPT && k < fn->fn.params.at[i]->subscript.subs.count;
             k++)
            if (formal_of(call, fn->fn.params.at[i]->subscript.subs.at[k], &primes) == formal) {
                wrong_dims(call, i);
                return;
            }
    Axes candidates = axes_minus(checker->arena, call->scope->live, call->formals.taken);
    if (candidates.count) likely = candidates.at[0];
    Diag *diag = diag_add(DIAGS(checker), DIAG_D18, call->ast->span,
                          "`%s` needs the dimension of what it makes in brackets", fn->fn.name.shown);
    help_bracket(call, diag, "Name it:", likely.dim ? axis_text(checker->arena, likely) : formal->name);
}

/* --- binding --- */

/* The axes of the bracket behind the name: [k], of the first formal dims; [k, k'] says also which is k'. */
static bool read_bracket(FnCall *call) {
    Checker *checker = call->scope->checker;
    AstList *subs = &call->ast->call.subs;
    for (int i = 0; call->ast->call.has_subs && i < subs->count; i++) {
        Axis axis;
        if (!check_find_index(checker, subs->at[i], &axis)) {
            diag_add(DIAGS(checker), DIAG_D02, subs->at[i]->span, "the name of a dimension is needed here");
            return false;
        }
        if (axis.dim->poisoned) return false;
        Formal *formal = &call->formals.at[i < call->formals.count ? i : 0];
        if (i >= call->formals.count && axis.dim != formal->dim) {
            diag_add(DIAGS(checker), DIAG_D18, call->ast->span, "`%s` works along %d dimension%s, not %d",
                     call->fn->fn.name.shown, call->formals.count, call->formals.count == 1 ? "" : "s", subs->count);
            return false;
        }
        formal->dim = axis.dim;
        VEC_PUSH(checker->arena, &formal->axes, axis);
    }
    return true;
}

/* The axes of an argument that its parameter's places take: those in the bracket, those that nothing around has, or all. */
static Axes axes_for_places(FnCall *call, const Expr *arg, int n) {
    Arena *arena = call->scope->checker->arena;
    Axes   own = {0}, named = {0};
    for (int i = 0; i < call->formals.count; i++) {
        const Formal *formal = &call->formals.at[i];
        if (call->ast->call.has_subs && formal->axes.count && axes_have(arg->axes, formal->axes.at[0]))
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
        wrong_dims(call, param);
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
                wrong_dims(call, param);
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
    for (int i = 0; i < n; i++) /* k' and k'' are the first copies that no argument has: D[k, k'] = diag(x[k]) */
        if (call->formals.at[i].axes.count)
            call->formals.taken = axes_add(arena, call->formals.taken, call->formals.at[i].axes.at[0]);
    for (int i = 0; i < call->fn->fn.params.count; i++)
        call->formals.taken = axes_union(arena, call->formals.taken, call->bindings[i].value->axes);
    for (int i = 0; i < call->fn->fn.params.count; i++)
        if (call->fn->fn.params.at[i]->kind == AST_SUBSCRIPT && !bind_places(call, i)) return false;
    for (int i = 0; i < n; i++)
        if (!call->formals.at[i].dim) {
            unknown_dim(call, &call->formals.at[i]);
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

/* What a body of the library gives has the place of the call: no one knows the lines of the library. */
static Expr *placed(const Scope *scope, const Ast *ast, const Ast *fn, Expr *result) {
    Checker *checker = scope->checker;
    if (!checker->model || model_has_source(checker->model, fn->span.source) ||
        model_has_source(checker->model, result->span.source))
        return result;
    Expr *copy = ARENA_NEW(checker->arena, Expr);
    *copy = *result;
    copy->span = ast->span;
    if (!scope->closed) copy->written = check_text(checker, ast->span);
    return copy;
}

static Ast **misnamed(const Scope *scope, const Ast *ast, const Ast *fn, const AstName *name, bool twice) {
    Checker *checker = scope->checker;
    Nearest  near = nearest_to(name->name);
    Diag    *diag =
        diag_add(DIAGS(checker), DIAG_T02, name->span, twice ? "`%s` gets `%s` twice" : "`%s` has no argument `%s`",
                 ast->call.name.shown, name->shown);
    for (int i = 0; i < fn->fn.params.count; i++) nearest_offer(&near, param_name(fn, i)->name, NULL);
    if (!twice && near.found) diag_help(DIAGS(checker), diag, "Did you mean `%s`?", near.found);
    diag_help(DIAGS(checker), diag, "Its arguments are `%s`.", params_text(checker->arena, fn));
    return NULL;
}

/* The arguments in the order of the parameters: those without names first, as they stand. NULL, with a message, if a name does not fit. */
static Ast **in_order(const Scope *scope, const Ast *ast, const Ast *fn) {
    int   n = fn->fn.params.count;
    Ast **args = arena_alloc(scope->checker->arena, (size_t)(n + 1) * sizeof *args);
    for (int i = 0; i < n; i++) {
        Ast *arg = ast->call.args.at[i];
        int  at = arg->kind == AST_NAMED ? 0 : i;
        while (arg->kind == AST_NAMED && at < n && param_name(fn, at)->name != arg->named.name.name) at++;
        if (at == n || args[at])
            return misnamed(scope, ast, fn, arg->kind == AST_NAMED ? &arg->named.name : param_name(fn, i), at < n);
        args[at] = arg->kind == AST_NAMED ? arg->named.value : arg;
    }
    return args;
}

Expr *check_call_fn(Scope *scope, Ast *ast, Ast *fn) {
    Checker *checker = scope->checker;
    int      n = fn->fn.params.count;
    if (n != ast->call.args.count) {
        Expr *poison = check_wrong_count(scope, ast, params_text(checker->arena, fn), n);
        Diag *diag = DIAGS(checker)->all.at[DIAGS(checker)->all.count - 1];
        if (fn->doc) diag_help(DIAGS(checker), diag, "%.*s", (int)strcspn(fn->doc, "\n"), fn->doc);
        return poison;
    }
    if (scope->depth > DEEPEST_CALL) {
        diag_add(DIAGS(checker), DIAG_O08, fn->fn.name.span, "the function `%s` is defined by itself",
                 fn->fn.name.shown);
        fn->fn.body = NULL;
    }
    FnCall call = {.scope = scope, .ast = ast, .fn = fn};
    Ast  **args = in_order(scope, ast, fn);
    bool   poison = false;
    if (!args) return expr_poison(checker->arena, ast->span);
    call.bindings = arena_alloc(checker->arena, (size_t)(n + 1) * sizeof *call.bindings);
    for (int i = 0; i < n; i++) {
        call.bindings[i] = (Binding){.name = param_name(fn, i)->name, .value = check_expr(scope, args[i])};
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
    if (written_out(checker->arena, result, 0, 0) <= LARGEST_CALL) return placed(scope, ast, fn, result);
    diag_add(DIAGS(checker), DIAG_Y08, ast->span, "written out, this call of `%s` is too large", fn->fn.name.shown);
    fn->fn.body = NULL;
    return expr_poison(checker->arena, ast->span);
}
