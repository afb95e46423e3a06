/* dist statements, of the standard library and of a model: parameters become X_PARAM(1 …), the value X_PARAM(0), and each member is an
 * expression over them. */
#include "check.h"
#include "instance.h"
#include "library.h"
#include "structure.h"

#include <string.h>

static int find_param(const Dist *dist, const Ast *ast) {
    for (int i = 0; ast->kind == AST_NAME && i < dist->n_params; i++)
        if (dist->params[i].name == ast->name.name) return i;
    return -1;
}

static Expr *param_over(Arena *arena, Span span, int i, Type type, const Axis *places, int n) {
    Expr *param = expr_param(arena, span, i, type);
    for (int k = 0; k < n; k++) param->axes = axes_add(arena, param->axes, places[k]);
    return param;
}

/* simplex over one dim, covariance over k and k'. */
static void fit_structure(Checker *checker, Support *support, const Axis *places, int n, Span span) {
    const StructureInfo *info = structure_info(support->structure);
    bool                 square = n == 2 && places[0].dim == places[1].dim;
    if (support->structure == STRUCTURE_NONE || (n == info->dims && (n < 2 || square))) return;
    Diag *diag =
        diag_add(DIAGS(checker), DIAG_D06, span,
                 info->dims == 1 ? "`%s` is a property of values over one dimension"
                                 : "`%s` is a property of a matrix: values over a dimension and a second index of it",
                 info->spelling);
    diag_help(DIAGS(checker), diag, info->dims == 1 ? "`p[k] : %s`" : "`S[k, k'] : %s`", info->spelling);
    support->structure = STRUCTURE_NONE;
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
        if (!p->places) p->n_places = check_formal_places(scope->checker, &param->param.subs, &p->places);
        if (p->n_places < 0) p->n_places = 0;
        if (param->param.has_type && !p->support.lo && !p->support.hi && !p->support.whole)
            check_type_support(scope->checker, scope, &param->param.type, &p->support);
        fit_structure(scope->checker, &p->support, p->places, p->n_places, param->span);
        p->whole = p->support.whole;
        Type type = {.whole = p->whole, .structure = p->support.structure};
        names[i] = (Binding){p->name, param_over(arena, param->span, i + 1, type, p->places, p->n_places), p->places,
                             p->n_places};
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
        names[i] = (Binding){.name = ast->given.names.at[i].name,
                             .value = expr_param(arena, ast->given.names.at[i].span, i, (Type){0})};
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

/* What a member may vary over: a draw, a mean, a variance over what one outcome has; a scale over the pair of it as well; all others are one number. */
static void check_member_axes(Checker *checker, const Dist *dist, int member, const Expr *expr) {
    Arena *arena = checker->arena;
    bool whole = member == MEMBER_DRAW || member == MEMBER_MEAN || member == MEMBER_VARIANCE || member == MEMBER_SCALE;
    Axes allowed = {0};
    for (int i = 0; i < dist->n_outcome && whole; i++) {
        allowed = axes_add(arena, allowed, dist->outcome[i]);
        if (member == MEMBER_SCALE)
            allowed = axes_add(arena, allowed, (Axis){dist->outcome[i].dim, dist->outcome[i].copy + 1});
    }
    Axes extra = axes_minus(arena, expr->axes, allowed);
    if (!extra.count) return;
    const char *over = axes_text(arena, extra);
    Diag       *diag = diag_add(DIAGS(checker), DIAG_D03, expr->span, "this varies over %s, %s", over,
                          whole ? arena_printf(arena, "but one outcome of `%s` does not", dist->name)
                                      : "but it is one number for each outcome");
    diag_caret(DIAGS(checker), diag, "one value per %s", over);
    if (!whole) diag_help(DIAGS(checker), diag, "Use the dimension up, as in `sum[%s](…)`.", extra.at[0].dim->name);
}

static void bind_member(Scope *scope, Dist *dist, const Ast *ast, Binding *value) {
    const char *what = ast->member.what;
    int         member = dist_find_member(what);
    if (strcmp(what, "location") == 0 || strcmp(what, "scale") == 0) {
        int param = find_param(dist, ast->member.value);
        if (param >= 0 && *what == 'l') dist->location = param;
        if (param >= 0 && *what == 's' && !dist->n_outcome) dist->scale = param;
        if (*what == 'l' || !dist->n_outcome) return;
        member = MEMBER_SCALE; /* of several values together: any expression */
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
        Type  type = dist->labels ? (Type){.kind = TYPE_LABEL, .dim = dist->labels}
                                  : (Type){.whole = dist->support.whole, .structure = dist->support.structure};
        Expr *x =
            param_over(scope->checker->arena, ast->member.args.at[0].span, 0, type, dist->outcome, dist->n_outcome);
        *value = (Binding){ast->member.args.at[0].name, x, dist->outcome, dist->n_outcome};
        inside.n_bindings = dist->n_params + 1;
    }
    dist->member[member] = check_number(&inside, ast->member.value);
    check_member_axes(scope->checker, dist, member, dist->member[member]);
}

/* real[k], simplex[k], label[k], ordinal[k]: what one outcome is. */
static void set_outcome(const Scope *scope, Dist *dist, const AstType *type) {
    Checker *checker = scope->checker;
    Arena   *arena = checker->arena;
    int      n = check_formal_places(checker, &type->over, &dist->outcome);
    bool     label = strcmp(type->name.name, "label") == 0, ordinal = strcmp(type->name.name, "ordinal") == 0;
    if (label || ordinal) {
        dist->support.whole = true;
        if (n != 1) {
            if (n >= 0)
                diag_add(DIAGS(checker), DIAG_D06, type->span, "`%s` is of one dimension: `%s[k]`", type->name.shown,
                         type->name.shown);
            return;
        }
        Dim *dim = dist->outcome[0].dim;
        if (label) dist->labels = dim;
        if (!ordinal) return;
        dist->ordinal = true;
        Expr *size = expr_new(arena, X_SIZE, type->span), *one = expr_number(arena, type->span, 1);
        size->size = dim;
        size->type.whole = true;
        dist->support.lo = one;
        dist->support.hi = expr_binary(arena, X_ADD, type->span, size, one);
        return;
    }
    check_type_support(checker, scope, type, &dist->support);
    dist->n_outcome = n > 0 ? n : 0;
    if (n >= 0) fit_structure(checker, &dist->support, dist->outcome, n, type->span);
}

static void use_axis(Checker *checker, Dist *dist, Axis axis) {
    bool formal = false;
    for (int i = 0; i < dist->n_over; i++) formal = formal || dist->over[i].dim == axis.dim;
    if (!formal || axes_have(dist->inner, axis)) return;
    VEC_PUSH(checker->arena, &dist->used, axis);
    dist->inner = axes_add(checker->arena, dist->inner, axis);
}

/* The axes of formal dims that an expression uses. */
static void add_used(Checker *checker, Dist *dist, NameMap *seen, const Expr *expr) {
    Arena      *arena = checker->arena;
    const char *key = (const char *)(const void *)expr;
    Axes        axes = expr->axes;
    if (scope_find(seen, key)) return;
    scope_add(arena, seen, key, dist);
    if (expr->kind == X_REDUCE) axes = axes_union(arena, axes, expr->reduce.axes);
    if (expr->kind == X_DIST) axes = axes_union(arena, axes, expr->dist.dist->inner);
    for (int i = 0; expr->kind == X_AT && i < expr->at.n; i++) axes = axes_add(arena, axes, expr->at.from[i]);
    for (int i = 0; expr->kind == X_KERNEL && i < expr->kernel.n_letters; i++)
        axes = axes_add(arena, axes, expr->kernel.letters[i]);
    for (int i = 0; i < axes.count; i++) use_axis(checker, dist, axes.at[i]);
    ExprList below = {0};
    expr_children(arena, expr, &below);
    for (int i = 0; i < below.count; i++) add_used(checker, dist, seen, below.at[i]);
}

static void set_used(Checker *checker, Dist *dist) {
    NameMap seen = {0};
    for (int i = 0; i < dist->n_over; i++) use_axis(checker, dist, dist->over[i]);
    for (int i = 0; i < dist->n_params; i++)
        for (int k = 0; k < dist->params[i].n_places; k++) use_axis(checker, dist, dist->params[i].places[k]);
    for (int i = 0; i < dist->n_outcome; i++) use_axis(checker, dist, dist->outcome[i]);
    for (int i = 0; i < MEMBER_COUNT && dist->n_over; i++)
        if (dist->member[i]) add_used(checker, dist, &seen, dist->member[i]);
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
    dist->ast = ast;
    Formals *outer = checker->formals;
    checker->formals = check_formals(checker, &ast->dist.over);
    dist->formals = checker->formals;
    dist->n_over = ast->dist.over.count;
    dist->over = arena_alloc(arena, (size_t)(dist->n_over + 1) * sizeof *dist->over);
    for (int i = 0; i < dist->n_over; i++) check_find_formal(checker, ast->dist.over.at[i].name, 0, &dist->over[i]);
    Scope scope = {.checker = checker, .statement = ast, .closed = true};
    scope.bindings = bind_params(&scope, dist, ast);
    set_outcome(&scope, dist, &ast->dist.type);
    dist->discrete = dist->support.whole;
    checker->formals = outer;
    return dist;
}

void check_dist_body(Checker *checker, Dist *dist) {
    Ast     *ast = dist->ast;
    Formals *outer = checker->formals;
    if (dist->bound || dist->binding) return;
    dist->binding = true;
    checker->formals = dist->formals;
    Scope    scope = {.checker = checker, .statement = ast, .closed = true};
    Binding *names = bind_params(&scope, dist, ast);
    scope.bindings = names;
    DistGivens givens = {0};
    for (int i = 0; i < ast->dist.body.count; i++) {
        const Ast *member = ast->dist.body.at[i];
        if (member->kind == AST_MEMBER) bind_member(&scope, dist, member, &names[dist->n_params]);
        if (member->kind == AST_GIVEN) bind_given(&scope, dist, member, &givens);
    }
    dist->location_scale = dist->location >= 0 && (dist->scale >= 0 || dist->member[MEMBER_SCALE]);
    for (int i = 0; i < dist->unnamed.count; i++) check_unnamed(checker, dist, &givens, &dist->unnamed.at[i]);
    if (givens.count) library_add_givens(checker->session, dist, givens);
    set_used(checker, dist);
    dist->bound = true;
    checker->formals = outer;
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
        const Dist *inner = instance_general(expr->dist.dist);
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
