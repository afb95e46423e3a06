/* Habits that the grammar can read, and the names that other languages have for ours. */
#include "foreign.h"

#include <math.h>
#include <string.h>

#include "foreign_dist.h"
#include "function_names.h"
#include "primitive.h"

/* --- tables --- */

typedef struct Alias {
    const char *theirs, *ours;
} Alias;

/* Names of functions beside those of function_names.def. */
static const Alias functions[] = {
    {"logistic", "inv_logit"},
    {"sigmoid", "inv_logit"},
    {"inverse_logit", "inv_logit"},
    {"fabs", "abs"},
    {"absolute", "abs"},
    {"ln", "log"},
    {"log_gamma", "lgamma"},
    {"lbinomial", "lchoose"},
    {"log_factorial", "lfactorial"},
    {"normal_quantile", "probit"},
    {"std_normal_qf", "probit"},
    {"logSumExp", "logsumexp"},
    {"std", "sd"},
    {"stdev", "sd"},
    {"stddev", "sd"},
    {"product", "prod"},
    {"average", "mean"},
    {"inprod", "@"},
    {"dot", "@"},
    {"dot_product", "@"},
    {"matmul", "@"},
    {"inv", "inverse"},
    {"chol", "cholesky"},
    {"cholesky_decompose", "cholesky"},
    {"determinant", "det"},
    {"slogdet", "log_det"},
    {"tr", "trace"},
    {"mdivide_left", "solve"},
    {"mdivide_left_spd", "solve_spd"},
    {"solve_triangular", "solve_lower"},
    {"forwardsolve", "solve_lower"},
    {"backsolve", "solve_upper"},
    {"chol2inv", "inverse_spd(L @ transpose(L))"},
    {"multiply_lower_tri_self_transpose", "L @ transpose(L)"},
    {"tcrossprod", "A @ transpose(A)"},
    {"crossprod", "transpose(A) @ A"},
    {"diag_pre_multiply", "s[k] * L[k, k']"},
    {"diag_post_multiply", "A[k, k'] * s[k']"},
    {"quad_form_diag", "s[k] * R[k, k'] * s[k']"},
    {"kron", "A[i, i'] * B[j, j']"},
    {"kronecker", "A[i, i'] * B[j, j']"},
    {"identity_matrix", "(if k == k' then 1 else 0)"},
    {"eye", "(if k == k' then 1 else 0)"},
    {"rep_vector", "1"},
    {"rep_matrix", "1"},
    {"ones", "1"},
    {"zeros", "0"},
    {"eigen", "eigenvalues"},
    {"eigh", "eigenvalues"},
    {"cov_exp_quad", "exp_quad"},
    {"interp", "interpolate"},
    {"approx", "interpolate"},
    {"bs", "bspline"},
    {"ns", "natural_spline"},
    {"num_elements", "size"},
    {"nrow", "size"},
    {"len", "size"},
    {"scale", "(x - mean(x)) / sd(x)"},
    {"center", "x - mean(x)"},
    {"I", "(x > 0)"},
    {"ifelse", "if … then … else …"},
};

typedef struct Module {
    const char *name, *system;
    bool        has_functions;
} Module;

static const Module modules[] = {
    {"pm", "PyMC", false},
    {"pymc", "PyMC", false},
    {"pymc3", "PyMC", false},
    {"numpyro", "NumPyro", false},
    {"dist", "NumPyro", false},
    {"pyro", "Pyro", false},
    {"tfd", "TensorFlow Probability", false},
    {"stats", "SciPy", false},
    {"st", "SciPy", false},
    {"np", "NumPy", true},
    {"numpy", "NumPy", true},
    {"jnp", "JAX", true},
    {"math", "Python", true},
    {"pt", "PyTensor", true},
    {"at", "PyTensor", true},
    {"tt", "Theano", true},
    {"torch", "PyTorch", true},
    {"pd", "pandas", true},
};
#define COUNT(table) (sizeof(table) / sizeof *(table))

static const Module *find_module(const char *name) {
    for (size_t i = 0; name && i < COUNT(modules); i++)
        if (strcmp(modules[i].name, name) == 0) return &modules[i];
    return NULL;
}

const char *foreign_name(Session *session, const char *name) {
    for (size_t i = 0; i < COUNT(functions); i++)
        if (strcmp(functions[i].theirs, name) == 0) return functions[i].ours;
    const char *here = function_names_find(session->arena, name);
    return here ? here : foreign_dist_name(session, name);
}

/* --- the statement and its texts --- */

typedef struct Habits {
    Session     *session;
    const Ast   *statement;
    ForeignScope scope;
} Habits;

static Arena      *arena(const Habits *h) { return h->session->arena; }
static const char *text(const Habits *h, const Ast *ast) { return span_text(arena(h), ast->span); }

static const char *left_text(const Habits *h) { /* of the statement; lists are joined */
    const Ast *s = h->statement;
    if (s->kind == AST_EQUATION) return text(h, s->equation.left);
    if (s->kind != AST_TILDE) return "y";
    return span_text(arena(h),
                     span_join(s->tilde.lefts.at[0]->span, s->tilde.lefts.at[s->tilde.lefts.count - 1]->span));
}

/* In Python, arguments of every distribution. `shape` is not among them: here it is a parameter of some. */
static bool is_keyword_of_python(const Ast *arg) {
    static const char *const words[] = {"dims", "observed", "obs", "size", "name", "plates"};
    for (size_t i = 0; arg->kind == AST_NAMED && i < COUNT(words); i++)
        if (strcmp(arg->named.name.name, words[i]) == 0) return true;
    return false;
}

/* Arguments that stay: without the name in quotes that comes first, and without dims, shape, observed. */
static AstList plain_args(const Habits *h, const AstList *args) {
    AstList kept = {0};
    for (int i = 0; i < args->count; i++)
        if (!is_keyword_of_python(args->at[i]) && !(i == 0 && args->at[i]->kind == AST_STRING))
            VEC_PUSH(arena(h), &kept, args->at[i]);
    return kept;
}

static const char *joined(const Habits *h, const AstList *args) {
    Text out = {0};
    text_add(arena(h), &out, "%s", "");
    for (int i = 0; i < args->count; i++) text_add(arena(h), &out, "%s%s", i ? ", " : "", text(h, args->at[i]));
    return out.at;
}

static const Ast *named_arg(const AstList *args, const char *name) {
    for (int i = 0; i < args->count; i++)
        if (args->at[i]->kind == AST_NAMED && strcmp(args->at[i]->named.name.name, name) == 0)
            return args->at[i]->named.value;
    return NULL;
}

const char *foreign_translated(Session *session, const char *call) {
    int         messages = session->diags.all.count;
    const Ast  *ast = parse_expression(session, session_add_text(session, "", call, strlen(call)));
    ForeignDist found;
    session->diags.all.count = messages; /* what cannot be read is no call */
    if (!ast || ast->kind != AST_CALL || ast->call.owner.name) return NULL;
    return foreign_dist_find(session, NULL, ast->call.name.name, &ast->call.args, &found) ? found.translated : NULL;
}

static bool is_defined(const Habits *h, const char *name) {
    return h->scope.is_defined && h->scope.is_defined(h->scope.data, name);
}

#define SAY(h, code, span, ...) diag_add(&(h)->session->diags, (code), (span), __VA_ARGS__)
#define HELP(h, diag, ...) diag_help(&(h)->session->diags, (diag), __VA_ARGS__)

/* --- one call --- */

/* `gamma` is a function here, too; after `~` a distribution is meant. */
static bool is_ours(const Habits *h, const char *name) { return is_defined(h, name) && primitive_find(name) < 0; }

static bool foreign_distribution(const Habits *h, const Ast *call) {
    bool        is_tilde = h->statement->kind == AST_TILDE && h->statement->tilde.right == call;
    bool        is_equal = h->statement->kind == AST_EQUATION && h->statement->equation.right == call;
    ForeignDist found;
    if ((!is_tilde && !is_equal) || call->call.owner.name || call->call.has_subs || is_ours(h, call->call.name.name) ||
        !foreign_dist_find(h->session, NULL, call->call.name.name, &call->call.args, &found))
        return false;
    bool is_stan = strcmp(found.system, "Stan") == 0;
    if (is_equal && is_stan) return false;
    const char *line = arena_printf(arena(h), "%s ~ %s", left_text(h), found.translated);
    if (found.precision) {
        Diag      *diag = SAY(h, DIAG_X03, call->span, "this looks like BUGS, where the second number is a precision");
        const Ast *precision = call->call.args.count > 1 ? call->call.args.at[1] : NULL;
        if (strstr(found.translated, "precision ="))
            HELP(h, diag, "write\n| %s", line);
        else if (precision && precision->kind == AST_NUMBER)
            HELP(h, diag, "a precision of %s is a standard deviation of %.4g\n| %s", text(h, precision),
                 1 / sqrt(precision->number.value), line);
        else
            HELP(h, diag, "a standard deviation is 1 / sqrt(precision)\n| %s", line);
        return true;
    }
    Diag *diag = SAY(h, is_stan ? DIAG_X05 : DIAG_X01, call->span,
                     "this looks like %s; distributions have whole names with capitals here", found.system);
    HELP(h, diag, "write\n| %s", line);
    return true;
}

static const char *without(const Habits *h, const char *name,
                           const char *end) { /* the stem; NULL if it does not end so */
    size_t m = strlen(name), n = strlen(end);
    return m > n && strcmp(name + m - n, end) == 0 ? arena_copy(arena(h), name, m - n) : NULL;
}

/* The stem of normal_rng, normal_lpdf, …, as a distribution of ours with these arguments. */
static const char *from_stem(const Habits *h, const char *stem, const AstList *args) {
    ForeignDist found;
    if (foreign_dist_find(h->session, NULL, stem, args, &found)) return found.translated;
    return arena_printf(arena(h), "%s(%s)", stem, joined(h, args));
}

static bool foreign_suffix(const Habits *h, const Ast *call) {
    static const char *const densities[] = {"_lpdf", "_lpmf", "_lupdf", "_lupmf", "_log"};
    const char              *name = call->call.name.name, *stem = without(h, name, "_rng");
    if (is_defined(h, name)) return false;
    if (stem) {
        Diag *diag = SAY(h, DIAG_X05, call->span, "draws are not functions here");
        HELP(h, diag, "observed values are replicated without a line; for a quantity of your own write\n| %s ~ %s",
             left_text(h), from_stem(h, stem, &call->call.args));
        return true;
    }
    if (h->statement->kind != AST_TILDE || h->statement->tilde.right != call) return false;
    for (size_t i = 0; i < COUNT(densities) && !stem; i++) stem = without(h, name, densities[i]);
    if (!stem) return false;
    Diag *diag = SAY(h, DIAG_X05, call->span, "after `~` stands the distribution itself");
    HELP(h, diag, "write\n| %s ~ %s", left_text(h), from_stem(h, stem, &call->call.args));
    return true;
}

/* Distributions over dims of NumPyro, Pyro and TensorFlow Probability; there LKJ has its size as first argument. */
static const char *torch_call(const Habits *h, const char *name, const AstList *args) {
    static const char *const rows[][2] = {{"MultivariateNormal", "MvNormal"},
                                          {"MultivariateStudentT", "MvStudentT"},
                                          {"MultivariateNormalTriL", "MvNormal"},
                                          {"covariance_matrix", "cov = "},
                                          {"precision_matrix", "precision = "},
                                          {"scale_tril", "cholesky = "},
                                          {"loc", "mu = "},
                                          {"df", "nu = "}};
    bool                     lkj = strncmp(name, "LKJ", 3) == 0, row = strncmp(name, "Multivariate", 12) == 0;
    if (!lkj && !row) return arena_printf(arena(h), "%s(%s)", name, joined(h, args));
    for (size_t r = 0; r < COUNT(rows); r++)
        if (strcmp(rows[r][0], name) == 0) name = rows[r][1];
    Text out = {0};
    text_add(arena(h), &out, "%s(", name);
    for (int i = lkj && args->count > 1; i < args->count; i++) {
        const Ast  *arg = args->at[i], *value = arg->kind == AST_NAMED ? arg->named.value : arg;
        const char *means = "";
        for (size_t r = 0; arg->kind == AST_NAMED && r < COUNT(rows); r++)
            if (strcmp(rows[r][0], arg->named.name.name) == 0) means = rows[r][1];
        text_add(arena(h), &out, "%s%s%s", out.at[out.count - 1] == '(' ? "" : ", ", means, text(h, value));
    }
    text_add(arena(h), &out, ")");
    return out.at;
}

/* pm.Normal("mu", 0, 1, dims = "school") is mu[school] ~ Normal(0, 1). */
static const char *python_line(const Habits *h, const Ast *call) {
    ForeignDist   found;
    const Module *module = find_module(call->call.owner.name);
    const char   *system =
        module && strcmp(module->system, "PyMC") != 0 ? strcmp(module->system, "SciPy") == 0 ? "scipy" : NULL : "PyMC";
    const Ast  *dims = named_arg(&call->call.args, "dims"), *observed = named_arg(&call->call.args, "observed");
    const char *left = left_text(h);
    if (!observed) observed = named_arg(&call->call.args, "obs");
    if (observed)
        left = text(h, observed);
    else if (dims && dims->kind == AST_STRING)
        left = arena_printf(arena(h), "%s[%s]", left, dims->string.text);
    AstList args = plain_args(h, &call->call.args);
    if (strcmp(call->call.name.name, "sample") == 0 && args.count && args.at[0]->kind == AST_CALL) {
        AstList inner = plain_args(h, &args.at[0]->call.args);
        return arena_printf(arena(h), "%s ~ %s", left, torch_call(h, args.at[0]->call.name.shown, &inner));
    }
    bool equals = strcmp(call->call.name.name, "Deterministic") == 0;
    if (equals) return arena_printf(arena(h), "%s = %s", left, joined(h, &args));
    if (module && system && foreign_dist_find(h->session, system, call->call.name.shown, &args, &found))
        return arena_printf(arena(h), "%s ~ %s", left, found.translated);
    return arena_printf(arena(h), "%s ~ %s", left, torch_call(h, call->call.name.shown, &args));
}

static bool foreign_module(const Habits *h, const Ast *call) {
    const Module *module = find_module(call->call.owner.name);
    if (!module || is_defined(h, module->name)) return false;
    Diag *diag = SAY(h, DIAG_X06, call->span, "this looks like %s", module->system);
    if (strcmp(call->call.name.name, "factorize") == 0)
        HELP(h, diag, "labels need no codes: declare the key column\n| data county[home] : county");
    else if (module->has_functions)
        HELP(h, diag, "functions go by their names alone: `%s(%s)`", call->call.name.shown,
             joined(h, &call->call.args));
    else
        HELP(h, diag, "write\n| %s", python_line(h, call));
    return true;
}

static bool foreign_factorize(const Habits *h, const Ast *call) {
    static const char *const names[] = {"factorize", "factor", "as_factor", "as_integer", "unique", "match"};
    bool                     found = false;
    for (size_t i = 0; i < COUNT(names); i++) found |= strcmp(call->call.name.name, names[i]) == 0;
    if (!found || call->call.owner.name || is_defined(h, call->call.name.name)) return false;
    Diag *diag = SAY(h, DIAG_X06, call->span, "labels need no codes here");
    HELP(h, diag, "declare the key column, and use it as `alpha[county[home]]`\n| data county[home] : county");
    return true;
}

static bool is_argument(const Habits *h, const Ast *call, const Ast *arg) { /* a parameter of this distribution */
    return h->scope.is_argument && h->scope.is_argument(h->scope.data, call->call.name.name, arg->named.name.name);
}

/* shape = 8 of a distribution that has no such parameter. */
static bool foreign_shape(const Habits *h, const Ast *call, const Ast *arg) {
    if (strcmp(arg->named.name.name, "shape") != 0 || !h->scope.is_argument) return false;
    AstList kept = {0};
    for (int i = 0; i < call->call.args.count; i++)
        if (call->call.args.at[i] != arg) VEC_PUSH(arena(h), &kept, call->call.args.at[i]);
    Diag *diag = SAY(h, DIAG_X06, arg->span, "dims stand on the left here");
    HELP(h, diag, "with a dim of this size\n| %s[i] ~ %s(%s)", left_text(h), call->call.name.shown, joined(h, &kept));
    return true;
}

static bool foreign_keyword(const Habits *h, const Ast *call) { /* dims = …, shape = …, observed = … */
    for (int i = 0; i < call->call.args.count; i++) {
        const Ast *arg = call->call.args.at[i];
        if (arg->kind != AST_NAMED || is_argument(h, call, arg)) continue;
        if (foreign_shape(h, call, arg)) return true;
        if (!is_keyword_of_python(arg) || strcmp(arg->named.name.name, "size") == 0 ||
            strcmp(arg->named.name.name, "name") == 0)
            continue;
        bool  observed = strncmp(arg->named.name.name, "obs", 3) == 0;
        Diag *diag = SAY(h, DIAG_X06, arg->span,
                         observed ? "what is observed stands on the left here" : "dims stand on the left here");
        if (h->statement->kind == AST_TILDE) HELP(h, diag, "write\n| %s", python_line(h, call));
        return true;
    }
    return false;
}

static bool check_call(const Habits *h, const Ast *call) {
    if (call->call.owner.name) return foreign_module(h, call);
    return foreign_distribution(h, call) || foreign_suffix(h, call) || foreign_factorize(h, call) ||
           foreign_keyword(h, call);
}

/* --- formulas --- */

static bool is_constant_term(const Ast *ast) {
    if (ast->kind == AST_UNARY) return is_constant_term(ast->unary.x);
    return ast->kind == AST_NUMBER && (ast->number.value == 0 || ast->number.value == 1);
}

static bool has_intercept(const Ast *ast) { /* 1 + x, x - 1 + z */
    for (; ast->kind == AST_BINARY && (ast->binary.op == OP_ADD || ast->binary.op == OP_SUB); ast = ast->binary.left)
        if (is_constant_term(ast->binary.right)) return true;
    return is_constant_term(ast);
}

static bool holds_call(const Ast *ast) {
    if (ast->kind == AST_UNARY) return holds_call(ast->unary.x);
    if (ast->kind == AST_BINARY) return holds_call(ast->binary.left) || holds_call(ast->binary.right);
    return ast->kind == AST_CALL;
}

static void names_in(const Habits *h, const Ast *ast, AstNames *names) {
    if (ast->kind == AST_NAME) VEC_PUSH(arena(h), names, ast->name);
    if (ast->kind != AST_BINARY) return;
    names_in(h, ast->binary.left, names);
    names_in(h, ast->binary.right, names);
}

/* The equations that `1 + x + z` stands for. */
static const char *written_out(const Habits *h, const Ast *right) {
    AstNames names = {0};
    Text     mean = {0}, coefficients = {0};
    names_in(h, right, &names);
    text_add(arena(h), &mean, "a");
    text_add(arena(h), &coefficients, "a");
    for (int i = 0; i < names.count; i++) {
        const char *b = names.count == 1 ? "b" : arena_printf(arena(h), "b_%s", names.at[i].shown);
        text_add(arena(h), &mean, " + %s * %s", b, names.at[i].shown);
        text_add(arena(h), &coefficients, ", %s", b);
    }
    return arena_printf(arena(h), "| mu = %s\n| %s ~ Normal(mu, sigma)\n| %s ~ Normal(0, 10)\n| sigma ~ HalfNormal(10)",
                        mean.at, left_text(h), coefficients.at);
}

static bool check_formula(const Habits *h) {
    const Ast *right = h->statement->kind == AST_TILDE ? h->statement->tilde.right : NULL;
    if (!right || right->kind != AST_BINARY || !has_intercept(right) || holds_call(right)) return false;
    Diag *diag =
        SAY(h, DIAG_X07, right->span, "this looks like an R formula. After `~` this language expects a distribution");
    HELP(h, diag, "write the equations out, with a name for each coefficient and a prior for each name\n%s",
         written_out(h, right));
    return true;
}

static bool check_bar(const Habits *h, const Ast *bar) {
    const char *group = text(h, bar->bar.right);
    Diag       *diag = SAY(h, DIAG_X07, bar->span, "`(%s | %s)` is formula notation for an intercept per `%s`",
                           text(h, bar->bar.left), group, group);
    HELP(h, diag,
         "give each `%s` an unknown, and pick it with the key\n| alpha[%s] ~ Normal(mu_a, tau)\n| %s ~ "
         "Normal(alpha[%s[obs]] + b * x[obs], sigma)",
         group, group, left_text(h), group);
    return true;
}

/* --- the walk: true when something was reported --- */

static bool walk(const Habits *h, const Ast *ast);

static bool walk_list(const Habits *h, const AstList *list) {
    for (int i = 0; i < list->count; i++)
        if (walk(h, list->at[i])) return true;
    return false;
}

static bool walk_interval(const Habits *h, const AstInterval *interval) {
    return walk(h, interval->lo) || walk(h, interval->hi);
}

static bool walk_tilde(const Habits *h, const Ast *ast) {
    if (walk_list(h, &ast->tilde.lefts) || walk(h, ast->tilde.right) || walk(h, ast->tilde.where)) return true;
    for (int i = 0; i < ast->tilde.modifiers.count; i++) {
        const AstModifier *m = &ast->tilde.modifiers.at[i];
        if (walk(h, m->value) || walk_interval(h, &m->interval)) return true;
    }
    return false;
}

static bool walk(const Habits *h, const Ast *ast) {
    if (!ast) return false;
    switch (ast->kind) {
    case AST_NUMBER:
    case AST_STRING:
    case AST_NAME:
    case AST_PRIMED:
    case AST_DOTTED:
        return false;
    case AST_SUBSCRIPT:
        return walk_list(h, &ast->subscript.subs);
    case AST_CALL:
        return check_call(h, ast) || walk_list(h, &ast->call.subs) || walk_list(h, &ast->call.args);
    case AST_UNARY:
        return walk(h, ast->unary.x);
    case AST_BINARY:
        return walk(h, ast->binary.left) || walk(h, ast->binary.right);
    case AST_COMPARE:
        return walk_list(h, &ast->compare.operands);
    case AST_IF:
        return walk(h, ast->if_.condition) || walk(h, ast->if_.yes) || walk(h, ast->if_.no);
    case AST_NAMED:
        return walk(h, ast->named.value);
    case AST_BY:
        return walk(h, ast->by.value) || walk(h, ast->by.by);
    case AST_WHERE:
        return walk(h, ast->where.value) || walk(h, ast->where.condition);
    case AST_RANGE:
        return walk(h, ast->range.lo) || walk(h, ast->range.hi);
    case AST_BAR:
        return check_bar(h, ast);
    case AST_EQUATION:
        return walk(h, ast->equation.left) || walk(h, ast->equation.right) || walk(h, ast->equation.where);
    case AST_TILDE:
        return walk_tilde(h, ast);
    case AST_ODE:
        return walk(h, ast->ode.right);
    case AST_FACTOR:
        return walk(h, ast->factor.value) || walk(h, ast->factor.where);
    case AST_FN:
        return walk(h, ast->fn.body);
    case AST_DIM:
    case AST_DATA:
    case AST_USE:
    case AST_DIST:
    case AST_PARAM:
    case AST_MEMBER:
    case AST_GIVEN:
    case AST_EXAMPLE:
    case AST_BROKEN:
    case AST_KIND_COUNT:
        return false;
    }
    bug("kind of node %d", (int)ast->kind);
}

bool foreign_statement(Session *session, const Ast *statement, ForeignScope scope) {
    Habits h = {session, statement, scope};
    return check_formula(&h) || walk(&h, statement);
}
