/* Statements: what each `~` says of which cells, what each `factor` adds. */
#include "check.h"

#include <math.h>
#include <string.h>

/* --- data-only --- */

bool check_expr_data_only(Checker *checker, const Expr *expr) {
    if (expr->kind == X_REF) {
        Def *def = check_find_def(checker, expr->ref.value->name);
        if (!def || !check_data_only(checker, def)) return false;
    }
    ExprList below = {0};
    expr_children(checker->arena, expr, &below);
    for (int i = 0; i < below.count; i++)
        if (!check_expr_data_only(checker, below.at[i])) return false;
    return expr->kind != X_DIST || expr->dist.member != MEMBER_DRAW;
}

static bool is_whole_equation(const Piece *piece) { return !piece->fixed && !piece->where; }

static bool has_whole_equation(const Def *def) {
    for (int i = 0; i < def->equations.count; i++)
        if (is_whole_equation(def->equations.at[i])) return true;
    return false;
}

bool check_data_only(Checker *checker, Def *def) {
    if (def->value->role == ROLE_DATA || def->value->role == ROLE_SIZE) return true;
    if (def->data_only) return def->data_only > 0;
    bool mixed = def->tildes.count && !has_whole_equation(def);
    def->data_only =
        def->equations.count && !mixed ? 1 : -1; /* while the answer is found, a circle does not count against it */
    for (int i = 0; i < def->equations.count && def->data_only > 0; i++) {
        const Piece *piece = def->equations.at[i];
        bool         only = !piece->bad && piece->right && check_expr_data_only(checker, piece->right);
        if (only && piece->where) only = check_expr_data_only(checker, piece->where);
        if (!only) def->data_only = -1;
    }
    def->value->data_only = def->value->role == ROLE_EQUATION && def->data_only > 0;
    return def->data_only > 0;
}

/* --- the left of `~` --- */

static void names_in(Checker *checker, const Ast *ast, AstNames *names) {
    if (ast->kind == AST_NAME) VEC_PUSH(checker->arena, names, ast->name);
    if (ast->kind == AST_SUBSCRIPT) VEC_PUSH(checker->arena, names, ast->subscript.name);
    if (ast->kind == AST_UNARY) names_in(checker, ast->unary.x, names);
    if (ast->kind == AST_BINARY) {
        names_in(checker, ast->binary.left, names);
        names_in(checker, ast->binary.right, names);
    }
    for (int i = 0; ast->kind == AST_CALL && i < ast->call.args.count; i++)
        names_in(checker, ast->call.args.at[i], names);
}

/* 1 / sigma^2 ~ Gamma(…) makes sigma. */
static bool makes_unknown(Checker *checker, const Piece *piece) {
    AstNames names = {0};
    Axis     axis;
    double   number;
    names_in(checker, piece->left, &names);
    for (int i = 0; i < names.count; i++) {
        Ast name = {.kind = AST_NAME, .name = names.at[i]};
        if (check_find_def(checker, names.at[i].name) || check_find_index(checker, &name, &axis) ||
            check_constant(checker, &name, &number))
            continue;
        check_not_yet(
            checker, piece->left->span,
            "an unknown inside an expression on the left of `~` is not built yet; give `%s` a distribution itself",
            names.at[i].shown);
        scope_add(checker->arena, &checker->broken, names.at[i].name, checker);
        return true;
    }
    return false;
}

static bool expression_left(Checker *checker, Piece *piece, Statement *statement) {
    if (makes_unknown(checker, piece)) return false;
    Scope scope = {.checker = checker, .statement = piece->statement, .piece = piece};
    Expr *outcome = check_number(&scope, piece->left);
    if (expr_is_poison(outcome)) return false;
    if (!check_expr_data_only(checker, outcome)) {
        Diag *diag =
            diag_add(DIAGS(checker), DIAG_Y06, piece->left->span,
                     "`%s` holds unknowns, so it cannot be what was observed", check_text(checker, piece->left->span));
        diag_help(DIAGS(checker), diag,
                  "On the left of `~` stands a name, or an expression of data alone. A restriction on unknowns is a "
                  "`factor`.");
        return false;
    }
    statement->kind = STATEMENT_OBSERVED;
    statement->outcome = outcome;
    piece->at.axes = outcome->axes;
    return true;
}

static bool defined_already(Checker *checker, const Piece *piece) {
    const Def   *def = piece->def;
    const Piece *first = def->equations.at[0];
    Diag        *diag = diag_add(DIAGS(checker), DIAG_N06, piece->left->span,
                                 "`%s` has an equation, so it cannot have a distribution as well", def->value->shown);
    diag_label(DIAGS(checker), diag, first->left->span, "`%s` is defined here", def->value->shown);
    diag_help(DIAGS(checker), diag, "If `%s` was measured declare it as data, and give its mean a name of its own.",
              def->value->shown);
    return false;
}

static bool name_left(Checker *checker, Piece *piece, Statement *statement) {
    Def *def = piece->def;
    if (def->value->poisoned) return false;
    if (has_whole_equation(def) && !check_data_only(checker, def)) return defined_already(checker, piece);
    if (!check_left_subs(checker, piece)) return false;
    bool observed = def->data || has_whole_equation(def);
    statement->kind = observed ? STATEMENT_OBSERVED : STATEMENT_PRIOR;
    statement->outcome = expr_ref(checker->arena, piece->left->span, def->value, piece->at.subs);
    if (!observed) def->value->role = ROLE_UNKNOWN;
    return true;
}

/* --- the right side --- */

static bool same_bound(const Expr *x, const Expr *y) { return x && y ? expr_equal(x, y) : x == y; }

static void set_support(Checker *checker, Piece *piece, const Statement *statement) {
    Value  *value = piece->def->value;
    Support support = statement->support;
    for (int i = 0; i < piece->def->tildes.count; i++) {
        const Piece *other = piece->def->tildes.at[i];
        if (other == piece || !other->result) continue;
        const Support *first = &value->support;
        if (same_bound(first->lo, support.lo) && same_bound(first->hi, support.hi) && first->whole == support.whole &&
            first->structure == support.structure)
            return;
        check_not_yet(checker, statement->dist_span,
                      "pieces of `%s` with different ranges are not built yet; use distributions over the same range, "
                      "or two names",
                      value->shown);
        return;
    }
    value->support = support;
}

static void label_for_number(Checker *checker, const Piece *piece, const Statement *statement) {
    const Type *type = &statement->outcome->type;
    if (type->kind != TYPE_LABEL || statement->dist->labels) return;
    Diag *diag = diag_add(DIAGS(checker), DIAG_T04, statement->dist_span,
                          "`%s` is a distribution of numbers, but `%s` holds labels of `%s`", statement->dist->name,
                          check_text(checker, piece->left->span), type->dim->shown);
    if (piece->def)
        diag_label(DIAGS(checker), diag, piece->def->value->span, "`%s` is declared here", piece->def->value->shown);
    diag_help(DIAGS(checker), diag, "For numbers declare it as `real`, `int`, `count` or `binary`.");
}

static Expr *fitting_number(Scope *scope, Piece *piece, Ast *ast) {
    Expr *expr = check_number(scope, ast);
    if (expr_is_poison(expr) || check_fits(scope->checker, piece, expr)) return expr;
    return expr_poison(scope->checker->arena, ast->span);
}

static void modifiers(Scope *scope, Piece *piece, Statement *statement) {
    Checker      *checker = scope->checker;
    AstModifiers *words = &piece->statement->tilde.modifiers;
    for (int i = 0; i < words->count; i++) {
        const AstModifier *word = &words->at[i];
        switch (word->kind) {
        case MODIFIER_TRUNCATED:
        case MODIFIER_CENSORED_TO:
        case MODIFIER_CENSORED_WHERE:
        case MODIFIER_CENSORED_BELOW_WHERE:
        case MODIFIER_CENSORED_UP_TO:
            break; /* check_cuts */
        case MODIFIER_ORDERED:
        case MODIFIER_SUM_TO_ZERO:
            break; /* check_together */
        case MODIFIER_WEIGHTED:
            statement->weight = fitting_number(scope, piece, word->value);
            if (statement->kind != STATEMENT_OBSERVED)
                check_not_yet(checker, word->span, "`weighted by` on what is not observed is not built yet");
            break;
        case MODIFIER_START:
            statement->start = fitting_number(scope, piece, word->value);
            break;
        case MODIFIER_NONCENTERED:
            statement->centering = CENTERING_NONCENTERED;
            break;
        case MODIFIER_CENTERED:
            statement->centering = CENTERING_CENTERED;
            break;
        }
        bool centering = word->kind == MODIFIER_CENTERED || word->kind == MODIFIER_NONCENTERED;
        if (!centering || !statement->dist || statement->dist->location_scale) continue;
        diag_add(DIAGS(checker), DIAG_T02, word->span, "`%s` has no location and scale, so there is nothing to centre",
                 statement->dist->name);
    }
}

static const char *statement_name(Checker *checker, const Piece *piece) {
    const char *name = piece->def && !piece->fixed && !piece->where ? piece->def->value->shown
                                                                    : check_text(checker, piece->left->span);
    Model      *model = checker->model;
    for (int i = 0; i < model->statements.count; i++)
        if (strcmp(model->statements.at[i]->name, name) == 0)
            return arena_printf(checker->arena, "%s (%s)", name, check_place(checker, piece->statement->span));
    return name;
}

static void note_transformed(Checker *checker, const Piece *piece) {
    const Ast  *left = piece->left;
    const char *text = check_text(checker, left->span);
    bool log_of = left->kind == AST_CALL && strcmp(left->call.name.name, "log") == 0 && left->call.args.count == 1;
    const Ast *right = piece->statement->tilde.right;
    Diag      *diag = diag_add(DIAGS(checker), DIAG_P03, left->span, "this is the density of `%s`", text);
    if (log_of && right->kind == AST_CALL && strcmp(right->call.name.name, "Normal") == 0 &&
        right->call.args.count == 2)
        diag_help(DIAGS(checker), diag,
                  "The same model, with a log density that can be compared with other models of `%s`:\n| %s ~ "
                  "LogNormal(%s, %s)",
                  check_text(checker, left->call.args.at[0]->span), check_text(checker, left->call.args.at[0]->span),
                  check_text(checker, right->call.args.at[0]->span), check_text(checker, right->call.args.at[1]->span));
}

static Statement *add_statement(Checker *checker, Statement *statement, const char *name) {
    statement->id = checker->model->statements.count;
    statement->name = name;
    VEC_PUSH(checker->arena, &checker->model->statements, statement);
    return statement;
}

static void build_tilde(Checker *checker, Piece *piece) {
    Ast       *ast = piece->statement;
    Statement *statement = ARENA_NEW(checker->arena, Statement);
    piece->built = true;
    if (piece->bad) return;
    bool  good = piece->def ? name_left(checker, piece, statement) : expression_left(checker, piece, statement);
    Scope scope = {.checker = checker, .statement = ast, .piece = piece, .live = piece->at.axes};
    statement->span = ast->span;
    statement->dist_span = ast->tilde.right->span;
    piece->bad = !good;
    if (!good) { /* the right side is looked at all the same, if its dims are not in question */
        if (piece->def && piece->def->value->poisoned && piece->left->kind == AST_NAME &&
            !check_is_dist_call(checker, ast->tilde.right))
            check_dist(&scope, ast->tilde.right);
        return;
    }
    if (ast->tilde.where) {
        piece->where = check_truth(&scope, ast->tilde.where);
        piece->bad = expr_is_poison(piece->where) || !check_fits(checker, piece, piece->where);
        if (piece->bad) return;
        if (!check_expr_data_only(checker, piece->where))
            check_not_yet(checker, ast->tilde.where->span,
                          "`where` with unknowns is not built yet; its condition is of data, labels and indices");
        VEC_PUSH(checker->arena, &scope.conditions, (Condition){piece->where, true});
    }
    DistCall call = check_dist(&scope, ast->tilde.right);
    if (!call.bad) check_event_of_tilde(&scope, piece, statement->outcome, &call);
    if (!call.bad) {
        statement->dist = call.dist;
        statement->args = call.args;
        statement->n_args = call.n_args;
        statement->outcome = call.outcome;
        statement->event = call.event;
    }
    modifiers(&scope, piece, statement);
    piece->bad = call.bad;
    if (call.bad) return;
    check_cuts(&scope, piece, statement);
    check_together(&scope, piece, statement);
    statement->left = piece->at;
    if (statement->kind == STATEMENT_PRIOR) set_support(checker, piece, statement);
    label_for_number(checker, piece, statement);
    piece->result = add_statement(checker, statement, statement_name(checker, piece));
    if (!piece->def) note_transformed(checker, piece);
}

static void build_factor(Checker *checker, Ast *ast) {
    Scope      scope = {.checker = checker, .statement = ast};
    Statement *statement = ARENA_NEW(checker->arena, Statement);
    Expr      *where = ast->factor.where ? check_truth(&scope, ast->factor.where) : NULL;
    if (where && !expr_is_poison(where)) VEC_PUSH(checker->arena, &scope.conditions, (Condition){where, true});
    Expr *value = check_number(&scope, ast->factor.value);
    if (expr_is_poison(value) || (where && expr_is_poison(where))) return;
    statement->kind = STATEMENT_FACTOR;
    statement->span = ast->span;
    statement->dist_span = ast->factor.value->span;
    statement->outcome = value;
    statement->left.axes = where ? axes_union(checker->arena, value->axes, where->axes) : value->axes;
    statement->left.guard = where;
    statement->left.span = ast->span;
    add_statement(checker, statement, arena_printf(checker->arena, "factor (%s)", check_place(checker, ast->span)));
}

/* `where` chooses cells, so it must be known when the data are loaded. */
static void where_of_equations(Checker *checker) {
    for (int i = 0; i < checker->pieces.count; i++) {
        Piece *piece = checker->pieces.at[i];
        if (piece->tilde || piece->bad || !piece->where || check_expr_data_only(checker, piece->where)) continue;
        Diag *diag =
            diag_add(DIAGS(checker), DIAG_T02, piece->where->span,
                     "`where` chooses cells, so its condition is of data, labels and indices; this one holds unknowns");
        diag_help(DIAGS(checker), diag,
                  "A value that depends on unknowns is chosen by `if`:\n| %s = if %s then … else …",
                  check_text(checker, piece->left->span), check_text(checker, piece->where->span));
    }
}

void check_statements(Checker *checker) {
    for (int i = 0; i < checker->defs.count; i++)
        check_know_value(checker, checker->defs.at[i], checker->defs.at[i]->value->span);
    for (int i = 0; i < checker->defs.count; i++) {
        Def *def = checker->defs.at[i];
        if (def->tildes.count && def->equations.count && !def->data && !has_whole_equation(def))
            def->value->role = ROLE_UNKNOWN;
        check_data_only(checker, def);
    }
    where_of_equations(checker);
    int next = 0, factor = 0;
    for (int i = 0; i < checker->file->statements.count; i++) {
        Ast *ast = checker->file->statements.at[i];
        if (ast->kind == AST_FACTOR && checker->factors.at[factor++]) build_factor(checker, ast);
        for (; next < checker->pieces.count && checker->pieces.at[next]->statement == ast; next++)
            if (checker->pieces.at[next]->tilde) build_tilde(checker, checker->pieces.at[next]);
    }
    for (int i = 0; i < checker->pieces.count; i++) {
        const Piece *piece = checker->pieces.at[i];
        if (piece->tilde && piece->bad && piece->def && !piece->def->data) piece->def->value->prior_lost = true;
    }
}
