/* P02: distributions of which books disagree on what the arguments are. A dist says so in lines such as
 *
 *     unnamed(shape, rate) = "Stan, PyMC, R, BUGS"
 *     unnamed(shape, scale) = "scipy, Julia"
 *
 * Then its arguments must have names, and the message shows what each choice says. P05: what a dist of one reading wants to be known (`reading = "…"`). */
#include "check.h"

#include "library.h"

#include <math.h>
#include <string.h>

/* A call without names, and its arguments in their order. */
typedef struct Call {
    Checker     *checker;
    const Ast   *statement, *ast;
    const Dist  *dist;
    Expr *const *args;
    int          n_args;
} Call;

/* Parameters of the dist if the arguments bear these names; false if it knows no such names. */
static bool parameters(const Call *call, const AstNames *names, Expr **params) {
    const DistGivens *givens = library_givens(call->checker->session, call->dist);
    int               n_ways = 1 + (givens ? givens->count : 0);
    for (int way = 0; way < n_ways; way++) {
        const DistGiven *given = way ? &givens->at[way - 1] : NULL;
        int              n = given ? given->names.count : call->dist->n_params, found = 0;
        Expr           **sorted = arena_alloc(call->checker->arena, (size_t)(n + 1) * sizeof *sorted);
        for (int i = 0; i < n && n == names->count; i++)
            for (int k = 0; k < n; k++)
                if (names->at[k].name == (given ? given->names.at[i].name : call->dist->params[i].name))
                    sorted[i] = call->args[k], found++;
        if (n != names->count || found < n) continue;
        for (int p = 0; p < call->dist->n_params; p++)
            params[p] = given ? expr_substitute(call->checker->arena, given->values[p], sorted, n, 0) : sorted[p];
        return true;
    }
    return false;
}

/* A number outside of what a parameter may be: no one means that. */
static bool impossible(const Call *call, Expr **params) {
    for (int p = 0; p < call->dist->n_params; p++) {
        const Support *support = &call->dist->params[p].support;
        double         x, bound;
        if (!expr_constant(params[p], &x)) continue;
        if (support->lo && expr_constant(support->lo, &bound) && (support->lo_open ? !(x > bound) : !(x >= bound)))
            return true;
        if (support->hi && expr_constant(support->hi, &bound) && (support->hi_open ? !(x < bound) : !(x <= bound)))
            return true;
    }
    return false;
}

static const char *mean_text(const Call *call, Expr **params) {
    double mean;
    Expr *template = call->dist->member[MEMBER_MEAN];
    if (!template) return "";
    Expr *expr = expr_substitute(call->checker->arena, template, params, call->dist->n_params, 1);
    if (!expr_constant(expr, &mean) || isnan(mean)) return "";
    return isinf(mean) ? "its mean is infinite" : arena_printf(call->checker->arena, "its mean is %.3g", mean);
}

/* One choice: "t ~ Gamma(shape = 2, rate = 10)", and behind it "Stan, R; its mean is 0.2". */
typedef struct Choice {
    const char *line, *remark;
} Choice;
typedef VEC(Choice) Choices;

static bool says_the_mean(const AstNames *names) {
    for (int i = 0; i < names->count; i++)
        if (strcmp(names->at[i].name, "mean") == 0) return true;
    return false;
}

static void add_choice(const Call *call, Choices *choices, const AstNames *names, const char *who) {
    Checker *checker = call->checker;
    Expr   **params = arena_alloc(checker->arena, (size_t)(call->dist->n_params + 1) * sizeof *params);
    if (!parameters(call, names, params) || impossible(call, params)) return;
    Text text = {0};
    for (int i = 0; i < names->count; i++)
        text_add(checker->arena, &text, "%s%s = %s", i ? ", " : "", names->at[i].name,
                 check_text(checker, call->ast->call.args.at[i]->span));
    const char *named = arena_printf(checker->arena, "%s(%s)", call->ast->call.name.shown, text.at);
    const char *mean = says_the_mean(names) ? "" : mean_text(call, params);
    Choice      choice = {check_line_with(checker, call->statement->span, call->ast->span, named),
                          arena_printf(checker->arena, "%s%s%s", who, *who && *mean ? "; " : "", mean)};
    VEC_PUSH(checker->arena, choices, choice);
}

static const char *lines_of(Arena *arena, const Choices *choices) {
    Text text = {0};
    int  widest = 0;
    for (int i = 0; i < choices->count; i++)
        if ((int)strlen(choices->at[i].line) > widest) widest = (int)strlen(choices->at[i].line);
    for (int i = 0; i < choices->count; i++) {
        const Choice *c = &choices->at[i];
        text_add(arena, &text, *c->remark ? "\n| %-*s     # %s" : "\n| %-.*s%s", widest, c->line, c->remark);
    }
    return text.at;
}

static bool same_names(const AstNames *x, const AstNames *y) {
    int found = 0;
    for (int i = 0; i < x->count; i++)
        for (int k = 0; k < y->count; k++) found += x->at[i].name == y->at[k].name;
    return x->count == y->count && found == x->count;
}

static bool is_read_so(const Dist *dist, const AstNames *names) {
    for (int i = 0; i < dist->unnamed.count; i++)
        if (same_names(&dist->unnamed.at[i].names, names)) return true;
    return false;
}

static void needs_names(const Call *call) {
    const Dist *dist = call->dist;
    DiagList   *diags = DIAGS(call->checker);
    Diag *diag = diag_add(diags, DIAG_P02, call->ast->span, "books disagree on the arguments of `%s`: they need names",
                          dist->name);
    Choices choices = {0};
    for (int i = 0; i < dist->unnamed.count; i++)
        add_choice(call, &choices, &dist->unnamed.at[i].names, dist->unnamed.at[i].who);
    const DistGivens *givens = library_givens(call->checker->session, dist);
    for (int i = 0; givens && i < givens->count; i++) /* other ways to say as much */
        if (givens->at[i].names.count == call->n_args && !is_read_so(dist, &givens->at[i].names))
            add_choice(call, &choices, &givens->at[i].names, "");
    if (choices.count) diag_help(diags, diag, "Write what is meant:%s", lines_of(call->checker->arena, &choices));
}

static void say_reading(const Call *call) {
    Checker *checker = call->checker;
    Text     text = {0};
    for (int i = 0; i < call->n_args; i++)
        text_add(checker->arena, &text, "%s%s = %s", i ? ", " : "", call->dist->params[i].name,
                 check_text(checker, call->ast->call.args.at[i]->span));
    Diag *diag = diag_add(DIAGS(checker), DIAG_P05, call->ast->span, "%s", call->dist->reading);
    diag_help(DIAGS(checker), diag, "With names there is no doubt:\n| %s(%s)", call->ast->call.name.shown, text.at);
}

static bool has_names(const Ast *call) {
    for (int i = 0; i < call->call.args.count; i++)
        if (call->call.args.at[i]->kind == AST_NAMED) return true;
    return false;
}

void check_named(Checker *checker) {
    const Ast *last = NULL;
    for (int i = 0; i < checker->pieces.count; i++) {
        const Piece     *piece = checker->pieces.at[i];
        const Statement *st = piece->result;
        const Ast       *ast = piece->tilde && !piece->bad && st && st->dist ? piece->statement->tilde.right : NULL;
        if (!ast || ast == last || ast->kind != AST_CALL || has_names(ast)) continue;
        last = ast; /* a, b ~ Gamma(2, 1) is one call */
        if (!st->n_args || ast->call.args.count != st->n_args) continue;
        Call call = {checker, piece->statement, ast, st->dist, st->args, st->n_args};
        if (st->dist->unnamed.count)
            needs_names(&call);
        else if (st->dist->reading)
            say_reading(&call);
    }
}
