/* dist statements, of the standard library and of a model: parameters become X_PARAM(1 …), the value X_PARAM(0), and each member is an
 * expression over them. */
#include "check.h"
#include "library.h"

#include <string.h>

static int find_member(const char *what) {
    for (int i = 0; i < MEMBER_COUNT; i++)
        if (strcmp(dist_member_names[i], what) == 0) return i;
    return -1;
}

static int find_param(const Dist *dist, const Ast *ast) {
    for (int i = 0; ast->kind == AST_NAME && i < dist->n_params; i++)
        if (dist->params[i].name == ast->name.name) return i;
    return -1;
}

/* Names of the parameters; there is room for two more. */
static Binding *bind_params(Scope *scope, Dist *dist, const Ast *ast) {
    Arena   *arena = scope->checker->arena;
    Binding *names = arena_alloc(arena, (size_t)(dist->n_params + 2) * sizeof *names);
    scope->bindings = names;
    for (int i = 0; i < dist->n_params; i++) {
        const Ast *param = ast->dist.params.at[i];
        DistParam *p = &dist->params[i];
        p->name = param->param.name.name;
        p->doc = param->doc;
        if (param->param.has_type && !p->support.lo && !p->support.hi && !p->support.whole)
            check_type_support(scope->checker, scope, &param->param.type, &p->support);
        p->whole = p->support.whole;
        names[i] = (Binding){p->name, expr_param(arena, param->span, i + 1, (Type){.whole = p->whole})};
        scope->n_bindings++;
    }
    return names;
}

static void bind_given(Scope *outer, const Dist *dist, const Ast *ast, DistGivens *givens) {
    Arena    *arena = outer->checker->arena;
    int       n = ast->given.names.count;
    Binding  *names = arena_alloc(arena, (size_t)(n + 1) * sizeof *names);
    DistGiven given = {ast->given.names, arena_alloc(arena, (size_t)(dist->n_params + 1) * sizeof(Expr *))};
    for (int i = 0; i < n; i++)
        names[i] = (Binding){ast->given.names.at[i].name, expr_param(arena, ast->given.names.at[i].span, i, (Type){0})};
    Scope scope = {
        .checker = outer->checker, .statement = outer->statement, .closed = true, .bindings = names, .n_bindings = n};
    for (int i = 0; i < ast->given.values.count; i++) {
        const Ast *value = ast->given.values.at[i];
        for (int j = 0; value->kind == AST_NAMED && j < dist->n_params; j++)
            if (dist->params[j].name == value->named.name.name)
                given.values[j] = check_number(&scope, value->named.value);
    }
    for (int j = 0; j < dist->n_params; j++) {
        for (int i = 0; !given.values[j] && i < n; i++) /* a name of its own stands for itself */
            if (dist->params[j].name == names[i].name) given.values[j] = names[i].value;
        if (given.values[j]) continue;
        diag_add(DIAGS(outer->checker), DIAG_T02, ast->span, "`given` does not say what `%s` is", dist->params[j].name);
        return;
    }
    VEC_PUSH(arena, givens, given);
}

static void bind_member(Scope *scope, Dist *dist, const Ast *ast, Binding *value) {
    const char *what = ast->member.what;
    int         member = find_member(what);
    if (strcmp(what, "location") == 0 || strcmp(what, "scale") == 0) {
        int param = find_param(dist, ast->member.value);
        if (param >= 0 && *what == 'l') dist->location = param;
        if (param >= 0 && *what == 's') dist->scale = param;
        return;
    }
    if (strcmp(what, "improper") == 0) dist->improper = true;
    if (ast->member.value->kind == AST_STRING) {
        const char *text = ast->member.value->string.text;
        if (strcmp(what, "reading") == 0) dist->reading = text;
        if (strcmp(what, "unnamed") == 0)
            VEC_PUSH(scope->checker->arena, &dist->unnamed, (DistUnnamed){ast->member.args, text});
        return;
    }
    if (member < 0) return;
    Scope inside = *scope;
    inside.random = member == MEMBER_DRAW;
    inside.n_bindings = dist->n_params;
    if (ast->member.has_args && ast->member.args.count == 1) {
        value->name = ast->member.args.at[0].name;
        value->value =
            expr_param(scope->checker->arena, ast->member.args.at[0].span, 0, (Type){.whole = dist->support.whole});
        inside.n_bindings = dist->n_params + 1;
    }
    dist->member[member] = check_number(&inside, ast->member.value);
}

static bool names_are(const AstNames *names, const char *const *known, int n) {
    int found = 0;
    for (int i = 0; i < names->count; i++)
        for (int k = 0; k < n; k++) found += names->at[i].name == known[k];
    return names->count == n && found == n;
}

/* unnamed(…) names the parameters, or those of a `given`, in some order. */
static void check_unnamed(Checker *checker, const Dist *dist, const DistGivens *givens, const DistUnnamed *unnamed) {
    bool known = false;
    for (int way = -1; way < givens->count && !known; way++) {
        int          n = way < 0 ? dist->n_params : givens->at[way].names.count;
        const char **names = arena_alloc(checker->arena, (size_t)(n + 1) * sizeof *names);
        for (int i = 0; i < n; i++) names[i] = way < 0 ? dist->params[i].name : givens->at[way].names.at[i].name;
        known = names_are(&unnamed->names, names, n);
    }
    if (known) return;
    Span span = unnamed->names.count ? unnamed->names.at[0].span : dist->span;
    diag_add(DIAGS(checker), DIAG_T02, span, "these are not the parameters of `%s`, nor those of one of its `given`",
             dist->name);
}

/* Parameters and support: what others need to refer to it. */
Dist *check_dist_header(Checker *checker, Ast *ast) {
    Arena *arena = checker->arena;
    Dist  *dist = ARENA_NEW(arena, Dist);
    dist->name = ast->dist.name.name;
    dist->doc = ast->doc;
    dist->source = ast->span.source;
    dist->span = ast->span;
    dist->n_params = ast->dist.params.count;
    dist->params = arena_alloc(arena, (size_t)(dist->n_params + 1) * sizeof *dist->params);
    dist->location = dist->scale = -1;
    Scope scope = {.checker = checker, .statement = ast, .closed = true};
    scope.bindings = bind_params(&scope, dist, ast);
    check_type_support(checker, &scope, &ast->dist.type, &dist->support);
    dist->discrete = dist->support.whole;
    return dist;
}

void check_dist_body(Checker *checker, Dist *dist, Ast *ast) {
    Scope    scope = {.checker = checker, .statement = ast, .closed = true};
    Binding *names = bind_params(&scope, dist, ast);
    scope.bindings = names;
    DistGivens givens = {0};
    for (int i = 0; i < ast->dist.body.count; i++) {
        const Ast *member = ast->dist.body.at[i];
        if (member->kind == AST_MEMBER) bind_member(&scope, dist, member, &names[dist->n_params]);
        if (member->kind == AST_GIVEN) bind_given(&scope, dist, member, &givens);
    }
    dist->location_scale = dist->location >= 0 && dist->scale >= 0;
    for (int i = 0; i < dist->unnamed.count; i++) check_unnamed(checker, dist, &givens, &dist->unnamed.at[i]);
    if (givens.count) library_add_givens(checker->session, dist, givens);
    if (dist->member[MEMBER_LOG_P]) return;
    Diag *diag = diag_add(DIAGS(checker), DIAG_N07, ast->dist.name.span, "`%s` has no log density", dist->name);
    diag_help(DIAGS(checker), diag, "Add a line to it:\n|     log p(x) = …");
}

/* --- a dist that is defined by itself --- */

typedef struct Path {
    const Dist        *dist;
    const struct Path *outer;
    int                length;
} Path;

static const Dist *finds_itself(Checker *checker, const Expr *expr, const Path *path) {
    if (expr->kind == X_DIST) {
        const Dist *inner = expr->dist.dist;
        for (const Path *p = path; p; p = p->outer)
            if (p->dist == inner) return inner;
        DistMember  from = dist_from(inner, expr->dist.member);
        const Expr *member = from == MEMBER_COUNT ? NULL : inner->member[from];
        Path        longer = {inner, path, path->length + 1};
        bool        own = scope_find(&checker->dists, inner->name) == inner;
        const Dist *found = own && member && path->length < 100 ? finds_itself(checker, member, &longer) : NULL;
        if (found) return found;
    }
    ExprList below = {0};
    expr_children(checker->arena, expr, &below);
    const Dist *found = NULL;
    for (int i = 0; i < below.count && !found; i++) found = finds_itself(checker, below.at[i], path);
    return found;
}

void check_dist_circles(Checker *checker) {
    for (int i = 0; i < checker->dists.order.count; i++) {
        Dist *dist = checker->dists.order.at[i].item;
        Path  path = {dist, NULL, 0};
        bool  round = false;
        for (int k = 0; k < MEMBER_COUNT && !round; k++)
            round = dist->member[k] && finds_itself(checker, dist->member[k], &path);
        if (!round) continue;
        diag_add(DIAGS(checker), DIAG_O08, dist->span, "the distribution `%s` is defined by itself", dist->name);
        for (int k = 0; k < MEMBER_COUNT; k++) dist->member[k] = NULL;
    }
}

/* A dist without a log density has been told so. */
void check_dist_members(Checker *checker) {
    for (int i = 0; i < checker->members.count; i++) {
        const Expr *expr = checker->members.at[i];
        const Dist *dist = expr->dist.dist;
        DistMember  member = expr->dist.member;
        if (member == MEMBER_LOG_P || dist_from(dist, member) != MEMBER_COUNT) continue;
        Diag *diag = diag_add(DIAGS(checker), DIAG_N02, expr->span, "`%s` does not state its `%s`", dist->name,
                              dist_member_names[member]);
        Text  has = {0};
        for (int k = 0; k < MEMBER_COUNT; k++)
            if (dist_from(dist, (DistMember)k) != MEMBER_COUNT)
                text_add(checker->arena, &has, "%s`%s`", has.at ? ", " : "", dist_member_names[k]);
        diag_help(DIAGS(checker), diag, "It has %s.", has.at);
    }
}
