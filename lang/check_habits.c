/* What someone used to BUGS, Stan, PyMC, NumPyro or model formulas would write, where it parses: named, and said in this language.
 * Habits that do not parse are answered before, by the parser. */
#include "check.h"

#include "primitive.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* --- names of distributions elsewhere --- */

static const char *const elsewhere[][2] = {
    {"dnorm", "Normal"}, {"dunif", "Uniform"}, {"dgamma", "Gamma"}, {"dbeta", "Beta"}, {"dbern", "Bernoulli"}, {"dbin", "Binomial"}, {"dbinom", "Binomial"},
    {"dpois", "Poisson"}, {"dexp", "Exponential"}, {"dlnorm", "LogNormal"}, {"dt", "StudentT"}, {"dcat", "Categorical"}, {"ddirch", "Dirichlet"},
    {"ddirich", "Dirichlet"}, {"dmnorm", "MvNormal"}, {"dnegbin", "NegativeBinomial"}, {"dweib", "Weibull"}, {"dflat", "Flat"}, {"dlogis", "Logistic"},
    {"ddexp", "Laplace"}, {"dmulti", "Multinomial"}, {"dwish", "Wishart"}, {"dpar", "Pareto"}, {"dcauchy", "Cauchy"},
    {"inv_gamma", "InverseGamma"}, {"neg_binomial_2", "NegativeBinomial"}, {"neg_binomial", "NegativeBinomial"}, {"multi_normal", "MvNormal"},
    {"double_exponential", "Laplace"}, {"lognormal", "LogNormal"}, {"student_t", "StudentT"}, {"std_normal", "Normal"}, {"bernoulli_logit", "Bernoulli"},
    {"poisson_log", "Poisson"}, {"MvNormalCholesky", "MvNormal"}, {"MultiNormal", "MvNormal"}, {"InvGamma", "InverseGamma"}, {NULL, NULL}};

/* student_t → StudentT */
static const char *camel(Checker *checker, const char *name, size_t length) {
    Text text  = {0};
    bool upper = true;
    text_add(checker->arena, &text, "%s", "");
    for (size_t i = 0; i < length; i++) {
        if (name[i] == '_') upper = true;
        else {
            text_add(checker->arena, &text, "%c", upper ? toupper((unsigned char)name[i]) : name[i]);
            upper = false;
        }
    }
    return text.at;
}

static bool is_dist(Checker *checker, const char *name) {
    EventKind event;
    return check_find_dist(checker, name) || check_dist_planned(name, &event);
}

/* The name here of a distribution of another language; NULL if it is none. */
static const char *native(Checker *checker, const char *name, size_t length) {
    for (int i = 0; elsewhere[i][0]; i++)
        if (strlen(elsewhere[i][0]) == length && strncmp(elsewhere[i][0], name, length) == 0) return elsewhere[i][1];
    const char *guess = camel(checker, name, length);
    return is_dist(checker, guess) ? guess : NULL;
}

static bool ends_with(const char *name, const char *tail) {
    size_t n = strlen(name), m = strlen(tail);
    return n > m && strcmp(name + n - m, tail) == 0;
}

/* The arguments as text, from the one numbered `from`; named ones that only other languages have are left out. */
static const char *arguments(Checker *checker, const Ast *call, int from) {
    static const char *const foreign[] = {"dims", "shape", "size", "observed", "name", "initval", "transform", "rng_key", "sample_shape", NULL};
    Text text  = {0};
    int  count = 0;
    text_add(checker->arena, &text, "%s", "");
    for (int i = from; i < call->call.args.count; i++) {
        const Ast *arg  = call->call.args.at[i];
        bool       skip = false;
        for (int k = 0; arg->kind == AST_NAMED && foreign[k]; k++) skip = skip || strcmp(foreign[k], arg->named.name.name) == 0;
        if (!skip) text_add(checker->arena, &text, "%s%s", count++ ? ", " : "", check_text(checker, arg->span));
    }
    return text.at;
}

static const char *left_text(Checker *checker, const Ast *statement) {
    const Ast *left = statement->kind == AST_EQUATION ? statement->equation.left : statement->kind == AST_TILDE && statement->tilde.lefts.count ? statement->tilde.lefts.at[0] : NULL;
    return left ? check_text(checker, left->span) : "x";
}

/* --- BUGS --- */

static bool bugs(Checker *checker, const Ast *statement, const Ast *call) {
    const char *name = call->call.name.name;
    if (name[0] != 'd' || !islower((unsigned char)name[1])) return false;
    const char *here = NULL;
    for (int i = 0; elsewhere[i][0]; i++)
        if (strcmp(elsewhere[i][0], name) == 0) here = elsewhere[i][1];
    if (!here) return false;
    const char *left = left_text(checker, statement);
    bool        two  = call->call.args.count == 2;
    if (strcmp(name, "dnorm") != 0 || !two) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_X01, call->span, "this looks like BUGS; here the distribution is called `%s`", here);
        bool  swap = (strcmp(name, "dbin") == 0 || strcmp(name, "dnegbin") == 0) && two;
        if (swap) diag_help(DIAGS(checker), diag, "The arguments stand in another order:\n| %s ~ %s(%s, %s)", left, here, check_text(checker, call->call.args.at[1]->span), check_text(checker, call->call.args.at[0]->span));
        else diag_help(DIAGS(checker), diag, "Mind the order and the meaning of the arguments (`bmodel explain %s`):\n| %s ~ %s(%s)", here, left, here, arguments(checker, call, 0));
        return true;
    }
    double      precision;
    const char *mu = check_text(checker, call->call.args.at[0]->span), *tau = check_text(checker, call->call.args.at[1]->span);
    Diag *diag = diag_add(DIAGS(checker), DIAG_X03, call->span, "this looks like BUGS, where the second number is a precision");
    if (check_constant(checker, call->call.args.at[1], &precision) && precision > 0)
        diag_help(DIAGS(checker), diag, "A precision of %s is a standard deviation of 1/sqrt(%s) = %.4g:\n| %s ~ Normal(%s, %.4g)", tau, tau, 1 / sqrt(precision), left, mu, 1 / sqrt(precision));
    else diag_help(DIAGS(checker), diag, "Here the second argument is a standard deviation; a precision is given by name:\n| %s ~ Normal(%s, precision = %s)", left, mu, tau);
    return true;
}

/* --- Stan --- */

static bool density_suffix(const char *name) { return ends_with(name, "_lpdf") || ends_with(name, "_lpmf") || ends_with(name, "_logp") || ends_with(name, "_logpdf"); }

static bool stan(Checker *checker, const Ast *statement, const Ast *call) {
    const char *name = call->call.name.name, *left = left_text(checker, statement);
    size_t      length = strlen(name);
    if (density_suffix(name)) {
        size_t      stem = (size_t)(strrchr(name, '_') - name);
        const char *here = native(checker, name, stem);
        Diag *diag = diag_add(DIAGS(checker), DIAG_X05, call->span, "after `~` stands the distribution itself");
        diag_help(DIAGS(checker), diag, "Without the `%s`:\n| %s ~ %s(%s)", strrchr(name, '_'), left, here ? here : camel(checker, name, stem), arguments(checker, call, 0));
        return true;
    }
    bool plain = !islower((unsigned char)name[0]) || check_is_dist_call(checker, call);
    const char *here = plain ? NULL : native(checker, name, length);
    if (!here || check_is_operator(name) || primitive_find(name) >= 0) return false;
    const char *args = arguments(checker, call, 0);
    if (strcmp(name, "std_normal") == 0) args = "0, 1";
    if (strcmp(name, "bernoulli_logit") == 0) args = arena_printf(checker->arena, "inv_logit(%s)", args);
    if (strcmp(name, "poisson_log") == 0) args = arena_printf(checker->arena, "exp(%s)", args);
    if (strcmp(name, "neg_binomial_2") == 0 && call->call.args.count == 2)
        args = arena_printf(checker->arena, "mean = %s, dispersion = %s", check_text(checker, call->call.args.at[0]->span), check_text(checker, call->call.args.at[1]->span));
    Diag *diag = diag_add(DIAGS(checker), DIAG_N02, call->call.name.span, "there is no distribution `%s`", call->call.name.shown);
    diag_help(DIAGS(checker), diag, "Here it is called `%s`:\n| %s ~ %s(%s)", here, left, here, args);
    return true;
}

/* --- Python --- */

static bool is_module(const char *name) {
    static const char *const modules[] = {"pm", "pymc", "dist", "numpyro", "tfd", "pyro", "torch", "stats", "np", "numpy", "jnp", "math", "tf", "at", "pt", "npdist", NULL};
    for (int i = 0; modules[i]; i++)
        if (strcmp(modules[i], name) == 0) return true;
    return false;
}

static bool python(Checker *checker, const Ast *statement, const Ast *call) {
    if (!call->call.owner.name || !is_module(call->call.owner.name)) return false;
    const char *owner = call->call.owner.name, *name = call->call.name.name, *left = left_text(checker, statement);
    const AstList *args = &call->call.args;
    bool numpyro = strcmp(owner, "numpyro") == 0 || strcmp(owner, "pyro") == 0;
    const Ast *inner = call;
    int first = args->count && args->at[0]->kind == AST_STRING ? 1 : 0;
    if (strcmp(name, "sample") == 0 && args->count > first && args->at[first]->kind == AST_CALL) inner = args->at[first], first = 0;
    else if (strcmp(name, "Deterministic") == 0 && args->count > 1) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_X06, call->span, "this looks like PyMC");
        diag_help(DIAGS(checker), diag, "Every name on the left of `=` is kept:\n| %s = %s", left, check_text(checker, args->at[1]->span));
        return true;
    }
    const char *here = native(checker, inner->call.name.name, strlen(inner->call.name.name));
    if (!here && !numpyro) return false;
    Diag *diag = diag_add(DIAGS(checker), DIAG_X06, call->span, "this looks like %s", numpyro || strcmp(owner, "dist") == 0 ? "NumPyro" : strncmp(owner, "pm", 2) == 0 || strcmp(owner, "pymc") == 0 ? "PyMC" : "Python");
    diag_help(DIAGS(checker), diag, "The name stands once, on the left of `~`:\n| %s ~ %s(%s)", left, here ? here : inner->call.name.shown, arguments(checker, inner, first));
    return true;
}

static bool python_arguments(Checker *checker, const Ast *statement, const Ast *call) {
    static const char *const names[] = {"dims", "shape", "observed", "initval", NULL};
    if (!check_is_dist_call(checker, call)) return false;
    for (int i = 0; i < call->call.args.count; i++) {
        const Ast *arg = call->call.args.at[i];
        int        k   = 0;
        while (arg->kind == AST_NAMED && names[k] && strcmp(names[k], arg->named.name.name) != 0) k++;
        if (arg->kind != AST_NAMED || !names[k] || (k == 1 && call->call.args.count <= 2)) continue; /* shape is also a parameter */
        const char *left = left_text(checker, statement), *dim = "obs", *sign = statement->kind == AST_TILDE ? "~" : "~";
        if (arg->named.value->kind == AST_STRING) dim = arg->named.value->string.text;
        if (k == 2) {
            Diag *diag = diag_add(DIAGS(checker), DIAG_X06, arg->span, "what is observed is declared as data here");
            diag_help(DIAGS(checker), diag, "`data %s : real`, and\n| %s %s %s(%s)", left, left, sign, call->call.name.shown, arguments(checker, call, 0));
        } else if (k == 3) {
            Diag *diag = diag_add(DIAGS(checker), DIAG_X06, arg->span, "a start stands behind the distribution");
            diag_help(DIAGS(checker), diag, "In words:\n| %s %s %s(%s) start %s", left, sign, call->call.name.shown, arguments(checker, call, 0), check_text(checker, arg->named.value->span));
        } else {
            Diag *diag = diag_add(DIAGS(checker), DIAG_X06, arg->span, "dims stand on the left here");
            diag_help(DIAGS(checker), diag, "In brackets behind the name:\n| %s[%s] %s %s(%s)", left, dim, sign, call->call.name.shown, arguments(checker, call, 0));
        }
        return true;
    }
    return false;
}

/* --- model formulas: y ~ 1 + x + (1 | g) --- */

typedef struct Formula { const Ast *bar; int ones, names, other; AstList terms; } Formula;

static void read_formula(Checker *checker, Ast *ast, Formula *formula) {
    bool sum = ast->kind == AST_BINARY && (ast->binary.op == OP_ADD || ast->binary.op == OP_SUB);
    if (sum) {
        read_formula(checker, ast->binary.left, formula);
        read_formula(checker, ast->binary.right, formula);
    } else if (ast->kind == AST_BAR) formula->bar = formula->bar ? formula->bar : ast;
    else if (ast->kind == AST_NUMBER && (ast->number.value == 1 || ast->number.value == 0)) formula->ones++;
    else if (ast->kind == AST_NAME) {
        const Def *def = check_find_def(checker, ast->name.name);
        if (def && !def->data) formula->other++;
        formula->names++;
        VEC_PUSH(checker->arena, &formula->terms, ast);
    } else formula->other++;
}

static const char *equations_of(Checker *checker, const char *left, const Formula *formula) {
    Text mean = {0}, slopes = {0};
    text_add(checker->arena, &mean, "%s", "a");
    text_add(checker->arena, &slopes, "%s", "");
    bool one = formula->terms.count == 1;
    for (int i = 0; i < formula->terms.count; i++) {
        const char *x = formula->terms.at[i]->name.shown;
        const char *b = one ? "b" : arena_printf(checker->arena, "b_%s", x);
        text_add(checker->arena, &mean, " + %s * %s", b, x);
        text_add(checker->arena, &slopes, ", %s", b);
    }
    return arena_printf(checker->arena, "| mu = %s\n| %s ~ Normal(mu, sigma)\n| a%s ~ Normal(0, 10)\n| sigma ~ HalfNormal(10)", mean.at, left, slopes.at);
}

static bool formula(Checker *checker, const Ast *statement, Ast *right) {
    Formula found = {0};
    read_formula(checker, right, &found);
    const char *left = left_text(checker, statement);
    if (found.bar) {
        const char *group = check_text(checker, found.bar->bar.right->span);
        Diag *diag = diag_add(DIAGS(checker), DIAG_X07, found.bar->span, "`%s` is formula notation for an intercept per %s", check_text(checker, found.bar->span), group);
        const char *x = found.terms.count ? found.terms.at[0]->name.shown : NULL;
        diag_help(DIAGS(checker), diag, "Here it is an unknown with one value per %s:\n| alpha[%s] ~ Normal(mu_a, tau)\n| %s ~ Normal(alpha[%s[obs]]%s%s, sigma)", group, group, left, group, x ? " + b * " : "", x ? x : "");
        return true;
    }
    bool all_data = found.names > 0 && !found.other;
    bool looks    = !found.other && (found.ones > 0 || all_data) && (found.ones + found.names > 0);
    if (!looks) return false;
    Diag *diag = diag_add(DIAGS(checker), DIAG_X07, right->span, "this looks like an R formula. After `~` this language expects a distribution");
    diag_help(DIAGS(checker), diag, "Written out, with a name for each coefficient and a prior for each name:\n%s", equations_of(checker, left, &found));
    return true;
}

bool check_habit(Checker *checker, const Ast *statement, const Ast *right, bool tilde) {
    if (right->kind == AST_CALL) {
        if (python(checker, statement, right) || python_arguments(checker, statement, right)) return true;
        if (!right->call.owner.name && bugs(checker, statement, right)) return true;
        if (tilde && !right->call.owner.name && stan(checker, statement, right)) return true;
    }
    bool is_dist_name = right->kind == AST_NAME && check_is_dist_call(checker, right);
    return tilde && !is_dist_name && formula(checker, statement, (Ast *)(uintptr_t)right);
}

/* --- functions --- */

typedef struct FunctionRow { const char *name, *here, *also; } FunctionRow;
static const FunctionRow functions[] = {
    {"invlogit", "inv_logit", "logistic, expit, sigmoid"}, {"ilogit", "inv_logit", "logistic, expit, sigmoid"}, {"expit", "inv_logit", "logistic, sigmoid"},
    {"logistic", "inv_logit", "expit, sigmoid"}, {"sigmoid", "inv_logit", "logistic, expit"}, {"plogis", "inv_logit", "logistic, expit, sigmoid"},
    {"qlogis", "logit", "log odds"}, {"ln", "log", "the natural logarithm"}, {"loggam", "lgamma", "log gamma"}, {"gammaln", "lgamma", "log gamma"},
    {"logfact", "lgamma", "lgamma(x + 1)"}, {"fabs", "abs", "absolute value"}, {"nrow", "size", "size(obs)"}, {"length", "size", "size(obs)"},
    {"stddev", "sd", "standard deviation"}, {"std", "sd", "standard deviation"}, {"variance", "var", "variance"}, {"average", "mean", "average"},
    {"cumulative_sum", "cumsum", "cumulative sum"}, {"log_softmax", "softmax", "log(softmax[k](x))"}, {NULL, NULL, NULL}};

static bool renamed_function(const Scope *scope, const Ast *call) {
    Checker *checker = scope->checker;
    for (const FunctionRow *row = functions; row->name; row++) {
        if (strcmp(row->name, call->call.name.name) != 0) continue;
        Diag *diag = diag_add(DIAGS(checker), DIAG_N02, call->call.name.span, "there is no function `%s`", call->call.name.shown);
        diag_help(DIAGS(checker), diag, "Here it is called `%s` (also known as %s):\n| %s", row->here, row->also,
                  check_line_with(checker, scope->statement->span, call->call.name.span, row->here));
        return true;
    }
    return false;
}

typedef struct OperatorRow { const char *name; int args; const char *format; } OperatorRow;
static const OperatorRow written_otherwise[] = {
    {"pow", 2, "%s^%s"}, {"square", 1, "%s^2"}, {"inv", 1, "1 / %s"}, {"inprod", 2, "%s @ %s"}, {"dot_product", 2, "%s @ %s"}, {"dot", 2, "%s @ %s"},
    {"matmul", 2, "%s @ %s"}, {"equals", 2, "(%s == %s)"}, {"step", 1, "(%s >= 0)"}, {NULL, 0, NULL}};

static bool operator_here(const Scope *scope, const Ast *call) {
    Checker *checker = scope->checker;
    for (const OperatorRow *row = written_otherwise; row->name; row++) {
        if (strcmp(row->name, call->call.name.name) != 0 || call->call.args.count != row->args) continue;
        const char *x = check_text(checker, call->call.args.at[0]->span), *y = row->args > 1 ? check_text(checker, call->call.args.at[1]->span) : "";
        Text text = {0};
        for (const char *c = row->format; *c; c++) { /* %s: the next argument */
            if (c[0] == '%' && c[1] == 's') text_add(checker->arena, &text, "%s", x), x = y, c++;
            else text_add(checker->arena, &text, "%c", *c);
        }
        Diag *diag = diag_add(DIAGS(checker), DIAG_N02, call->call.name.span, "there is no function `%s`", call->call.name.shown);
        diag_help(DIAGS(checker), diag, "Write it as on paper:\n| %s", check_line_with(checker, scope->statement->span, call->span, text.at));
        return true;
    }
    return false;
}

bool check_habit_call(const Scope *scope, const Ast *call) {
    Checker    *checker = scope->checker;
    const char *name    = call->call.name.name;
    if (call->call.owner.name) {
        if (!is_module(call->call.owner.name)) return false;
        Diag *diag = diag_add(DIAGS(checker), DIAG_X06, call->span, "functions belong to no module here");
        diag_help(DIAGS(checker), diag, "Without the `%s.`:\n| %s", call->call.owner.shown,
                  check_line_with(checker, scope->statement->span, span_join(call->call.owner.span, call->call.name.span), call->call.name.shown));
        return true;
    }
    if (ends_with(name, "_rng")) {
        const char *here = native(checker, name, strlen(name) - 4), *left = left_text(checker, scope->statement);
        Diag *diag = diag_add(DIAGS(checker), DIAG_X05, call->span, "draws are not functions here");
        diag_help(DIAGS(checker), diag, "To replicate data nothing need be written. For a value of your own:\n| %s ~ %s(%s)", left, here ? here : "Normal", arguments(checker, call, 0));
        return true;
    }
    if (density_suffix(name)) {
        size_t      stem = (size_t)(strrchr(name, '_') - name);
        const char *here = native(checker, name, stem);
        Diag *diag = diag_add(DIAGS(checker), DIAG_X05, call->span, "a log density belongs to its distribution here");
        diag_help(DIAGS(checker), diag, "As a member of it:\n| %s.log_p(%s)", here ? here : camel(checker, name, stem), arguments(checker, call, 0));
        return true;
    }
    if (strcmp(name, "factorize") == 0 || strcmp(name, "factor") == 0 || strcmp(name, "as_factor") == 0) {
        const char *x = call->call.args.count ? check_text(checker, call->call.args.at[0]->span) : "county";
        Diag *diag = diag_add(DIAGS(checker), DIAG_X06, call->span, "labels need no codes here");
        diag_help(DIAGS(checker), diag, "`data %s[obs] : %s` is the key column; use it as `alpha[%s[obs]]`.", x, x, x);
        return true;
    }
    if (strcmp(name, "ifelse") == 0 && call->call.args.count == 3) {
        const AstList *args = &call->call.args;
        Diag *diag = diag_add(DIAGS(checker), DIAG_N02, call->call.name.span, "there is no function `%s`", call->call.name.shown);
        diag_help(DIAGS(checker), diag, "In words:\n| (if %s then %s else %s)", check_text(checker, args->at[0]->span), check_text(checker, args->at[1]->span), check_text(checker, args->at[2]->span));
        return true;
    }
    return renamed_function(scope, call) || operator_here(scope, call);
}
