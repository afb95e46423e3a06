/* Distributions: which one, and which argument is which parameter. */
#include "check.h"

#include "library.h"
#include "primitive.h"

#include <string.h>

/* --- which one --- */

typedef struct Planned {
    const char *name;
    EventKind   event;
} Planned;
static const Planned planned[] = {{"ICAR", EVENT_VALUE}, {NULL, EVENT_NONE}};

/* Other names of distributions that there are. */
static const char *const synonyms[][2] = {{"InverseGaussian", "Wald"},
                                          {"DoubleExponential", "Laplace"},
                                          {"ExponentiallyModifiedGaussian", "ExGaussian"},
                                          {"GEV", "GeneralizedExtremeValue"},
                                          {"GPD", "GeneralizedPareto"}};

static const char *synonym_of(const char *name) {
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (strcmp(synonyms[i][0], name) == 0) return synonyms[i][1];
    return NULL;
}

bool check_dist_planned(const char *name, EventKind *event) {
    for (const Planned *row = planned; row->name; row++)
        if (strcmp(row->name, name) == 0) return *event = row->event, true;
    return false;
}

Dist *check_find_dist(Checker *checker, const char *name) {
    Dist *own = scope_find(&checker->dists, name);
    return own ? own : library_dist(checker->session, name);
}

/* Its members are known from here on, unless it is defined by itself. */
static void bind_body(Checker *checker, Dist *dist) {
    if (dist->bound || dist->binding) return;
    if (scope_find(&checker->dists, dist->name) == dist)
        check_dist_body(checker, dist);
    else
        library_bind(checker->session, dist);
}

bool check_is_dist_call(Checker *checker, const Ast *ast) {
    EventKind   event;
    const char *name = ast->kind == AST_CALL && !ast->call.owner.name ? ast->call.name.name
                       : ast->kind == AST_NAME                        ? ast->name.name
                       : ast->kind == AST_SUBSCRIPT                   ? ast->subscript.name.name
                                                                      : NULL;
    if (!name || check_find_def(checker, name) || check_find_fn(checker, name)) return false;
    return check_find_dist(checker, name) || check_dist_planned(name, &event);
}

const char *check_dist_signature(Checker *checker, const Dist *dist) {
    Text text = {0};
    text_add(checker->arena, &text, "%s(", dist->name);
    for (int i = 0; i < dist->n_params; i++)
        text_add(checker->arena, &text, "%s%s", i ? ", " : "", dist->params[i].name);
    text_add(checker->arena, &text, ")");
    return text.at;
}

/* --- lists of names that the arguments may fit --- */

typedef struct NameList {
    const char     **names;
    int              n;
    const DistGiven *given;
} NameList;
typedef VEC(NameList) NameLists;

static NameLists lists_of(Checker *checker, const Dist *dist) {
    NameLists lists = {0};
    NameList  own = {arena_alloc(checker->arena, (size_t)(dist->n_params + 1) * sizeof(char *)), dist->n_params, NULL};
    for (int i = 0; i < dist->n_params; i++) own.names[i] = dist->params[i].name;
    VEC_PUSH(checker->arena, &lists, own);
    const DistGivens *givens = library_givens(checker->session, dist);
    for (int g = 0; givens && g < givens->count; g++) {
        const DistGiven *given = &givens->at[g];
        NameList         list = {arena_alloc(checker->arena, (size_t)(given->names.count + 1) * sizeof(char *)),
                                 given->names.count, given};
        for (int i = 0; i < list.n; i++) list.names[i] = given->names.at[i].name;
        VEC_PUSH(checker->arena, &lists, list);
    }
    return lists;
}

static int find_name(const NameList *list, const char *name) {
    for (int i = 0; i < list->n; i++)
        if (list->names[i] == name) return i;
    return -1;
}

bool check_dist_has_argument(Checker *checker, const char *dist, const char *name) {
    for (const Dist *way = check_find_dist(checker, dist); way; way = library_next_dist(checker->session, way)) {
        NameLists lists = lists_of(checker, way);
        for (int i = 0; i < lists.count; i++)
            if (find_name(&lists.at[i], name) >= 0) return true;
    }
    return false;
}

/* Which argument stands for name i of the list; false if they do not fit. */
static bool match(const NameList *list, const AstList *args, int *which) {
    if (args->count != list->n) return false;
    for (int i = 0; i < list->n; i++) which[i] = -1;
    for (int i = 0; i < args->count; i++) {
        int at = args->at[i]->kind == AST_NAMED ? find_name(list, args->at[i]->named.name.name) : i;
        if (at < 0 || which[at] >= 0) return false;
        which[at] = i;
    }
    return true;
}

/* --- messages --- */

static const char *names_text(Checker *checker, const Dist *dist) {
    Text text = {0};
    for (const Dist *way = check_find_dist(checker, dist->name); way; way = library_next_dist(checker->session, way)) {
        if (text.count) text_add(checker->arena, &text, ", or ");
        for (int i = 0; i < way->n_params; i++)
            text_add(checker->arena, &text, "%s`%s`",
                     i == 0                  ? ""
                     : i + 1 < way->n_params ? ", "
                                             : " and ",
                     way->params[i].name);
    }
    return text.count ? text.at : "";
}

static const char *translated(const char *name) {
    static const char *const rows[][2] = {{"std", "sd"},
                                          {"loc", "location"},
                                          {"var", "variance"},
                                          {"prec", "precision"},
                                          {"stddev", "sd"},
                                          {"stdev", "sd"},
                                          {"sigma2", "variance"},
                                          {"sigma_2", "variance"},
                                          {"sigma_sq", "variance"},
                                          {"sigma_squared", "variance"},
                                          {"tau", "precision"},
                                          {"corr", "correlation"},
                                          {"covariance", "cov"},
                                          {"covariance_matrix", "cov"},
                                          {"precision_matrix", "precision"},
                                          {"chol", "cholesky"},
                                          {"scale_tril", "cholesky"},
                                          {"dof", "df"},
                                          {"p", "probability"},
                                          {"lam", "lambda"},
                                          {"size", "n"},
                                          {"prob", "p"},
                                          {"probs", "p"},
                                          {NULL, NULL}};
    for (int i = 0; rows[i][0]; i++)
        if (strcmp(rows[i][0], name) == 0) return rows[i][1];
    return name;
}

/* The call with the dist's own names in their order, if as many arguments are given. */
static const char *with_own_names(Checker *checker, const Dist *dist, const AstList *args) {
    if (args->count != dist->n_params || !dist->n_params) return NULL;
    Text text = {0};
    text_add(checker->arena, &text, "%s(", dist->name);
    for (int i = 0; i < args->count; i++) {
        const Ast *value = args->at[i]->kind == AST_NAMED ? args->at[i]->named.value : args->at[i];
        text_add(checker->arena, &text, "%s%s = %s", i ? ", " : "", dist->params[i].name,
                 check_text(checker, value->span));
    }
    text_add(checker->arena, &text, ")");
    return text.at;
}

static bool known_name(const NameLists *lists, const char *name) {
    for (int i = 0; i < lists->count; i++)
        if (find_name(&lists->at[i], name) >= 0) return true;
    return false;
}

/* The call in the names of the list that knows `theirs` as `ours`: Normal(mu = m, tau = t) is Normal(mean = m, precision = t). */
static const char *with_other_names(Checker *checker, const Dist *dist, const AstList *args, const NameLists *lists,
                                    const char *theirs, const char *ours) {
    Text text = {0};
    for (int l = 0; l < lists->count; l++) {
        const NameList *list = &lists->at[l];
        if (find_name(list, ours) < 0 || list->n != args->count || list->n != 2) continue;
        text_add(checker->arena, &text, "%s(", dist->name);
        for (int i = 0; i < 2; i++) {
            const Ast  *arg = args->at[i], *value = arg->kind == AST_NAMED ? arg->named.value : arg;
            bool        it = arg->kind == AST_NAMED && strcmp(arg->named.name.name, theirs) == 0;
            const char *name = it ? ours : list->names[1 - find_name(list, ours)];
            text_add(checker->arena, &text, "%s%s = %s", i ? ", " : "", name, check_text(checker, value->span));
        }
        text_add(checker->arena, &text, ")");
        return text.at;
    }
    return NULL;
}

static bool say_unknown_name(Checker *checker, const Dist *dist, const AstList *args, const NameLists *lists) {
    for (int i = 0; i < args->count; i++) {
        if (args->at[i]->kind != AST_NAMED || known_name(lists, args->at[i]->named.name.name)) continue;
        const AstName *name = &args->at[i]->named.name;
        if (check_dist_has_argument(checker, dist->name, name->name)) continue;
        Nearest nearest = nearest_to(translated(name->name));
        for (int l = 0; l < lists->count; l++)
            for (int k = 0; k < lists->at[l].n; k++) nearest_offer(&nearest, lists->at[l].names[k], NULL);
        Diag *diag = diag_add(DIAGS(checker), DIAG_T02, name->span, "`%s` has no argument `%s`; its arguments are %s",
                              dist->name, name->shown, names_text(checker, dist));
        const char *own = with_own_names(checker, dist, args), *ours = translated(name->name);
        const char *other = ours != name->name ? with_other_names(checker, dist, args, lists, name->name,
                                                                  session_intern(checker->session, ours))
                                               : NULL;
        if (other) {
            diag_help(DIAGS(checker), diag, "Here it is called `%s`:\n| %s", ours, other);
            return true;
        }
        if (ours != name->name &&
            check_dist_has_argument(checker, dist->name, session_intern(checker->session, ours))) {
            diag_help(DIAGS(checker), diag, "Here it is called `%s`.", ours);
            return true;
        }
        if (nearest.found) diag_help(DIAGS(checker), diag, "Did you mean `%s`?", nearest.found);
        bool of_spread = false; /* a variance or a precision: no sigma under another name */
        for (int k = 0; k < args->count; k++) {
            const char *means = args->at[k]->kind == AST_NAMED ? translated(args->at[k]->named.name.name) : "";
            of_spread = of_spread || strcmp(means, "variance") == 0 || strcmp(means, "precision") == 0;
        }
        if (own && !of_spread) diag_help(DIAGS(checker), diag, "With its own names:\n| %s", own);
        return true;
    }
    return false;
}

static bool say_given_twice(Checker *checker, const Dist *dist, const AstList *args, const NameLists *lists) {
    for (int i = 0; i < args->count; i++) {
        if (args->at[i]->kind != AST_NAMED) continue;
        const AstName *name = &args->at[i]->named.name;
        for (int k = 0; k < i; k++) {
            bool named = args->at[k]->kind == AST_NAMED && args->at[k]->named.name.name == name->name;
            bool ordinal = args->at[k]->kind != AST_NAMED && find_name(&lists->at[0], name->name) == k;
            if (!named && !ordinal) continue;
            Diag *diag =
                diag_add(DIAGS(checker), DIAG_T02, name->span, "`%s` gets `%s` twice", dist->name, name->shown);
            diag_label(DIAGS(checker), diag, args->at[k]->span, "given here, too");
            return true;
        }
    }
    return false;
}

static void say_mismatch(Checker *checker, const Dist *dist, const Ast *ast, const AstList *args,
                         const NameLists *lists) {
    if (say_unknown_name(checker, dist, args, lists) || say_given_twice(checker, dist, args, lists)) return;
    int  n = dist->n_params;
    Text missing = {0};
    for (int i = 0; i < n && args->count < n; i++) {
        bool given = i < args->count && args->at[i]->kind != AST_NAMED;
        for (int k = 0; k < args->count; k++)
            given = given || (args->at[k]->kind == AST_NAMED && args->at[k]->named.name.name == dist->params[i].name);
        if (!given) text_add(checker->arena, &missing, "%s`%s`", missing.count ? ", " : "", dist->params[i].name);
    }
    Diag *diag;
    if (missing.count)
        diag = diag_add(DIAGS(checker), DIAG_T02, ast->span, "`%s` needs %s", dist->name, missing.at);
    else if (args->count == n)
        diag = diag_add(DIAGS(checker), DIAG_T02, ast->span, "these arguments of `%s` do not go together", dist->name);
    else
        diag = diag_add(DIAGS(checker), DIAG_T02, ast->span, "`%s` takes %d argument%s, not %d", dist->name, n,
                        n == 1 ? "" : "s", args->count);
    NameLists all = *lists;
    for (const Dist *way = check_find_dist(checker, dist->name); way; way = library_next_dist(checker->session, way)) {
        NameLists more = way == dist ? (NameLists){0} : lists_of(checker, way);
        for (int l = 0; l < more.count; l++) VEC_PUSH(checker->arena, &all, more.at[l]);
    }
    Text ways = {0};
    for (int l = 0; l < all.count; l++) {
        text_add(checker->arena, &ways, "%s`%s(", l == 0 ? "" : l + 1 < all.count ? ", " : " or ", dist->name);
        for (int k = 0; k < all.at[l].n; k++)
            text_add(checker->arena, &ways, "%s%s%s", k ? ", " : "", all.at[l].names[k], l ? " = …" : "");
        text_add(checker->arena, &ways, ")`");
    }
    diag_help(DIAGS(checker), diag, "Write %s.", ways.at);
}

/* --- the call --- */

static int first_param_in(Arena *arena, const Expr *expr) {
    if (expr->kind == X_PARAM) return expr->param;
    ExprList below = {0};
    expr_children(arena, expr, &below);
    for (int i = 0; i < below.count; i++) {
        int param = first_param_in(arena, below.at[i]);
        if (param >= 0) return param;
    }
    return -1;
}

/* The parameter as the dist wants it; its place is that of the argument it was made of. */
static Expr *through_given(Checker *checker, const DistGiven *given, int param, Expr **args) {
    Expr *template = given->values[param];
    Expr *expr = expr_substitute(checker->arena, template, args, given->names.count, 0);
    int   source = first_param_in(checker->arena, template);
    if (source < 0 || expr == args[source]) return expr;
    Expr *placed = ARENA_NEW(checker->arena, Expr);
    *placed = *expr;
    placed->span = args[source]->span;
    return placed;
}

/* Where the argument must lie; by its name, if it has one, else by its place. */
static const Support *wanted_support(const Dist *dist, const Ast *arg, int place) {
    if (arg->kind != AST_NAMED) return place < dist->n_params ? &dist->params[place].support : NULL;
    for (int i = 0; i < dist->n_params; i++)
        if (strcmp(dist->params[i].name, arg->named.name.name) == 0) return &dist->params[i].support;
    return NULL;
}

static DistCall bind_arguments(Scope *scope, Ast *ast, Dist *dist) {
    Checker  *checker = scope->checker;
    AstList  *args = &ast->call.args;
    NameLists lists = lists_of(checker, dist);
    DistCall  call = {.dist = dist, .ast = ast};
    int      *which = arena_alloc(checker->arena, (size_t)(args->count + 1) * sizeof *which);
    Expr    **built = arena_alloc(checker->arena, (size_t)(args->count + 1) * sizeof *built);
    Expr    **sorted = arena_alloc(checker->arena, (size_t)(args->count + 1) * sizeof *sorted);
    for (int i = 0; i < args->count; i++) {
        Ast *value = args->at[i]->kind == AST_NAMED ? args->at[i]->named.value : args->at[i];
        bool bare = value->kind == AST_NAME || value->kind == AST_SUBSCRIPT;
        scope->wanted = bare ? wanted_support(dist, args->at[i], i) : NULL;
        built[i] =
            value->kind == AST_RANGE
                ? check_not_yet(checker, value->span, "distributions over a range of whole numbers are not built yet")
                : check_number(scope, value);
        call.bad = call.bad || value->kind == AST_RANGE;
    }
    scope->wanted = NULL;
    const NameList *fitting = NULL;
    for (Dist *way = dist; way && !fitting; way = library_next_dist(checker->session, way)) {
        NameLists own = way == dist ? lists : lists_of(checker, way);
        for (int l = 0; l < own.count && !fitting; l++)
            if (match(&own.at[l], args, which)) fitting = &own.at[l], call.dist = way;
    }
    if (!fitting || call.bad) {
        if (!call.bad) say_mismatch(checker, dist, ast, args, &lists);
        call.bad = true;
        return call;
    }
    for (int i = 0; i < fitting->n; i++) sorted[i] = built[which[i]];
    dist = call.dist;
    bind_body(checker, dist);
    call.n_args = dist->n_params;
    call.args = arena_alloc(checker->arena, (size_t)(dist->n_params + 1) * sizeof(Expr *));
    for (int i = 0; i < dist->n_params; i++)
        call.args[i] = fitting->given ? through_given(checker, fitting->given, i, sorted) : sorted[i];
    return call;
}

/* What boards and books write. NULL: not one of them. */
static const char *abbreviated(const char *name) {
    static const char *const rows[][2] = {{"N", "Normal"},
                                          {"Gaussian", "Normal"},
                                          {"gaussian", "Normal"},
                                          {"norm", "Normal"},
                                          {"HN", "HalfNormal"},
                                          {"Student", "StudentT"},
                                          {"MultivariateNormal", "MvNormal"},
                                          {"MultiNormal", "MvNormal"},
                                          {"MVNormal", "MvNormal"},
                                          {"MVN", "MvNormal"},
                                          {"MultivariateStudentT", "MvStudentT"},
                                          {"LKJCorr", "LKJ"},
                                          {"LKJCorrCholesky", "LKJCholesky"},
                                          {"t", "StudentT"},
                                          {"T", "StudentT"},
                                          {"Exp", "Exponential"},
                                          {"Expo", "Exponential"},
                                          {"Unif", "Uniform"},
                                          {"U", "Uniform"},
                                          {"Bern", "Bernoulli"},
                                          {"Bin", "Binomial"},
                                          {"Binom", "Binomial"},
                                          {"Pois", "Poisson"},
                                          {"Poi", "Poisson"},
                                          {"NB", "NegativeBinomial"},
                                          {"NegBin", "NegativeBinomial"},
                                          {"NegBinomial", "NegativeBinomial"},
                                          {"IG", "InverseGamma"},
                                          {"InvGamma", "InverseGamma"},
                                          {"LN", "LogNormal"},
                                          {NULL, NULL}};
    for (int i = 0; rows[i][0]; i++)
        if (strcmp(rows[i][0], name) == 0) return rows[i][1];
    return NULL;
}

static DistCall unknown_dist(Scope *scope, Ast *ast, const AstName *name) {
    Checker  *checker = scope->checker;
    EventKind event;
    DistCall  bad = {.bad = true};
    if (check_dist_planned(name->name, &event)) {
        check_not_yet(checker, ast->span, "the distribution `%s` is not built yet", name->shown);
        return bad;
    }
    if (check_is_broken(checker, name->name)) return bad;
    Nearest nearest = nearest_to(name->name);
    library_offer_dists(checker->session, &nearest);
    for (int i = 0; i < checker->dists.order.count; i++) nearest_offer(&nearest, checker->dists.order.at[i].name, NULL);
    if (synonym_of(name->name)) nearest.found = synonym_of(name->name);
    Diag       *diag = diag_add(DIAGS(checker), DIAG_N02, name->span, "there is no distribution `%s`", name->shown);
    const char *short_for = abbreviated(name->name);
    if (short_for)
        diag_help(DIAGS(checker), diag, "Here it is called `%s`%s:\n| %s", short_for,
                  strcmp(short_for, "Normal") == 0 ? "; its second argument is the standard deviation" : "",
                  check_line_with(checker, scope->statement->span, name->span, short_for));
    else if (nearest.found)
        diag_help(DIAGS(checker), diag, "Did you mean `%s`?\n| %s", nearest.found,
                  check_line_with(checker, scope->statement->span, name->span, nearest.found));
    else
        diag_help(DIAGS(checker), diag,
                  "`bmodel explain` names those that there are. One of your own begins with `dist %s(…)`.",
                  name->shown);
    for (int i = 0; ast->kind == AST_CALL && i < ast->call.args.count; i++) {
        Ast *arg = ast->call.args.at[i]->kind == AST_NAMED ? ast->call.args.at[i]->named.value : ast->call.args.at[i];
        if (!check_is_dist_call(checker, arg) && arg->kind != AST_RANGE && arg->kind != AST_STRING)
            check_expr(scope, arg);
    }
    return bad;
}

static const Ast *dist_within(Checker *checker, const Ast *ast, int depth) {
    if (depth > 50) return NULL;
    if (check_is_dist_call(checker, ast)) return ast;
    const Ast *found = NULL;
    if (ast->kind == AST_BINARY) {
        found = dist_within(checker, ast->binary.left, depth + 1);
        if (!found) found = dist_within(checker, ast->binary.right, depth + 1);
    }
    if (ast->kind == AST_UNARY) found = dist_within(checker, ast->unary.x, depth + 1);
    return found;
}

static DistCall not_a_dist(Scope *scope, Ast *ast) {
    Checker    *checker = scope->checker;
    const Ast  *inner = dist_within(checker, ast, 0);
    const char *text = check_text(checker, ast->span);
    const char *left = scope->piece ? check_text(checker, scope->piece->left->span) : "x";
    if (inner) {
        bool sum = ast->kind == AST_BINARY && ast->binary.op == OP_ADD && inner->kind == AST_CALL &&
                   inner->call.args.count == 2;
        Diag *diag = diag_add(DIAGS(checker), DIAG_Y06, ast->span, "a distribution cannot be part of a calculation");
        diag_label(DIAGS(checker), diag, inner->span, "a distribution");
        if (sum) {
            const Ast *other = ast->binary.left == inner ? ast->binary.right : ast->binary.left;
            diag_help(DIAGS(checker), diag, "Noise around `%s` is a distribution with that centre:\n| %s ~ %s(%s, %s)",
                      check_text(checker, other->span), left, inner->call.name.shown, check_text(checker, other->span),
                      check_text(checker, inner->call.args.at[1]->span));
        } else
            diag_help(DIAGS(checker), diag, "Give the noise a name of its own (`eps ~ %s`), and calculate with that.",
                      check_text(checker, inner->span));
        return (DistCall){.bad = true};
    }
    int   errors = diag_count(DIAGS(checker), SEVERITY_ERROR);
    Expr *value = check_expr(scope, ast);
    if (expr_is_poison(value) && diag_count(DIAGS(checker), SEVERITY_ERROR) > errors) return (DistCall){.bad = true};
    Diag *diag = diag_add(DIAGS(checker), DIAG_Y05, ast->span,
                          "after `~` a distribution is expected, but `%s` is a value", text);
    diag_help(DIAGS(checker), diag, "If it is a definition:\n| %s = %s", left, text);
    bool observed = scope->piece && scope->piece->def && scope->piece->def->data;
    if (observed)
        diag_help(DIAGS(checker), diag, "`%s` is data; if this is its mean:\n| %s ~ Normal(%s, sigma)",
                  scope->piece->def->value->shown, left, text);
    return (DistCall){.bad = true};
}

DistCall check_dist(Scope *scope, Ast *ast) {
    Checker *checker = scope->checker;
    if (ast->kind == AST_NAME && !check_is_dist_call(checker, ast)) {
        Nearest nearest = nearest_to(ast->name.name);
        library_offer_dists(checker->session, &nearest);
        if (!check_find_def(checker, ast->name.name) && nearest.found) return unknown_dist(scope, ast, &ast->name);
    }
    if (ast->kind != AST_CALL && check_is_dist_call(checker, ast)) { /* switch ~ Uniform[year], a ~ Flat */
        Ast *call = ARENA_NEW(checker->arena, Ast);
        *call = (Ast){.kind = AST_CALL, .span = ast->span};
        call->call.name = ast->kind == AST_NAME ? ast->name : ast->subscript.name;
        if (ast->kind == AST_SUBSCRIPT) call->call.subs = ast->subscript.subs, call->call.has_subs = true;
        ast = call;
    }
    bool value_call = ast->kind == AST_CALL && (ast->call.owner.name || check_is_operator(ast->call.name.name) ||
                                                check_find_fn(checker, ast->call.name.name));
    if (ast->kind == AST_CALL && !value_call && !check_is_dist_call(checker, ast)) {
        if (primitive_find(ast->call.name.name) < 0) return unknown_dist(scope, ast, &ast->call.name);
    }
    if (ast->kind != AST_CALL || !check_is_dist_call(checker, ast)) return not_a_dist(scope, ast);
    Dist *dist = check_find_dist(checker, ast->call.name.name);
    if (dist && !dist->n_over && ast->call.has_subs) {
        bool planned_uniform = strcmp(dist->name, "Uniform") == 0;
        if (planned_uniform)
            check_not_yet(checker, ast->span, "`Uniform` over labels is not built yet");
        else {
            Diag *diag =
                diag_add(DIAGS(checker), DIAG_D09, ast->span,
                         "`%s` is a distribution of single numbers, so it takes no dimension in brackets", dist->name);
            diag_help(DIAGS(checker), diag, "The dimensions stand on the left of `~`.");
        }
        return (DistCall){.bad = true};
    }
    return dist ? bind_arguments(scope, ast, dist) : unknown_dist(scope, ast, &ast->call.name);
}
