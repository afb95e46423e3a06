/* The order of the checks, and the first of them: collecting every definition before any use is resolved. */
#include "check.h"
#include "check_limits.h"
#include "check_slopes.h"

#include "check_roles.h"
#include "foreign.h"
#include "library.h"
#include "use.h"
#include "structure.h"

#include <string.h>

/* --- messages --- */

Expr *check_not_yet(Checker *checker, Span span, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(checker->arena, format, args);
    va_end(args);
    Diag *diag = diag_add(DIAGS(checker), DIAG_Y12, span, "%s", text);
    diag_caret(DIAGS(checker), diag, "understood, but not built yet");
    return expr_poison(checker->arena, span);
}

const char *check_text(Checker *checker, Span span) {
    const char *text = span.source ? span_text(checker->arena, span) : "";
    char       *copy = arena_copy(checker->arena, text, strlen(text));
    for (char *c = copy; *c; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t') *c = ' ';
    return copy;
}

const char *check_line_with(Checker *checker, Span whole, Span part, const char *replacement) {
    Span before = whole, after = whole;
    before.end = part.begin;
    after.begin = part.end;
    if (!span_within(part, whole)) return check_text(checker, whole);
    const char *head = before.end > before.begin ? check_text(checker, before) : "";
    const char *tail = after.end > after.begin ? check_text(checker, after) : "";
    return arena_printf(checker->arena, "%s%s%s", head, replacement, tail);
}

const char *check_place(Checker *checker, Span span) {
    return model_place(checker->arena, checker->model, span, false);
}

const char *check_describe_dims(Checker *checker, const Value *value) {
    if (!value->n_dims) return arena_printf(checker->arena, "`%s` is a single value", value->shown);
    Text text = {0};
    text_add(checker->arena, &text, "`%s` has one value per ", value->shown);
    for (int i = 0; i < value->n_dims; i++)
        text_add(checker->arena, &text, "%s`%s`",
                 i == 0                  ? ""
                 : i + 1 < value->n_dims ? ", "
                                         : " and ",
                 value->dims[i]->shown);
    return text.at;
}

/* --- definitions --- */

Def *check_find_def(Checker *checker, const char *name) { return scope_find(&checker->values, name); }
bool check_is_broken(Checker *checker, const char *name) { return scope_find(&checker->broken, name) != NULL; }

static Def *def_of(Checker *checker, const AstName *name, const Ast *statement) {
    Def *def = check_find_def(checker, name->name);
    if (def) return def;
    Arena *arena = checker->arena;
    def = ARENA_NEW(arena, Def);
    def->value = ARENA_NEW(arena, Value);
    def->value->id = checker->model->values.count;
    def->value->name = name->name;
    def->value->shown = name->shown;
    def->value->span = name->span;
    def->value->doc = statement->doc;
    def->value->role = ROLE_UNKNOWN;
    scope_add(arena, &checker->values, name->name, def);
    VEC_PUSH(arena, &checker->defs, def);
    VEC_PUSH(arena, &checker->model->values, def->value);
    return def;
}

static void collect_data(Checker *checker, Ast *ast) {
    for (int i = 0; i < ast->data.vars.count; i++) {
        Ast *var = ast->data.vars.at[i];
        if (var->kind != AST_NAME && var->kind != AST_SUBSCRIPT) continue;
        const AstName *name = var->kind == AST_NAME ? &var->name : &var->subscript.name;
        Def           *def = check_find_def(checker, name->name);
        if (def && def->data) {
            Diag *diag = diag_add(DIAGS(checker), DIAG_N06, name->span, "`%s` is declared twice", name->shown);
            diag_label(DIAGS(checker), diag, def->value->span, "declared here first");
            diag_help(DIAGS(checker), diag, "Delete one of the two lines, or give one of the two another name.");
            use_help_clash(checker->session, checker->model, diag, name, def->value->span);
            continue;
        }
        def = def_of(checker, name, ast);
        def->data = ast;
        def->value->role = ROLE_DATA;
        def->value->span = name->span;
        if (ast->doc) def->value->doc = ast->doc;
    }
}

static bool is_link(const char *name) {
    static const char *const links[] = {"log", "logit", "probit", "cloglog", "inverse", NULL};
    for (int i = 0; links[i]; i++)
        if (strcmp(links[i], name) == 0) return true;
    return false;
}

static const AstName *name_of_left(const Ast *left) {
    return left->kind == AST_NAME ? &left->name : left->kind == AST_SUBSCRIPT ? &left->subscript.name : NULL;
}

static Piece *piece_new(Checker *checker, Ast *statement, Ast *left, bool tilde) {
    Piece *piece = ARENA_NEW(checker->arena, Piece);
    piece->statement = statement;
    piece->left = left;
    piece->tilde = tilde;
    piece->at.span = left->span;
    piece->number = checker->pieces.count;
    VEC_PUSH(checker->arena, &checker->pieces, piece);
    return piece;
}

static void bad_left(Checker *checker, const Ast *statement, const Ast *left) {
    bool  call = left->kind == AST_CALL && left->call.has_args && !left->call.owner.name;
    Diag *diag = diag_add(DIAGS(checker), DIAG_Y00, left->span,
                          "the left side of `=` must be a name, or a link function of one");
    if (call && !check_is_function(checker, left->call.name.name))
        diag_help(DIAGS(checker), diag, "A function of your own begins with `fn`:\n| fn %s",
                  check_text(checker, statement->span));
    else
        diag_help(DIAGS(checker), diag,
                  "Solve the equation for the name that it defines. Links that may stand on the left: `log`, `logit`, "
                  "`probit`, `cloglog`, `inverse`.");
}

static void collect_equation(Checker *checker, Ast *ast) {
    Ast        *left = ast->equation.left;
    const char *link = NULL;
    bool        is_call =
        left->kind == AST_CALL && left->call.has_args && left->call.args.count == 1 && !left->call.owner.name;
    if (is_call && is_link(left->call.name.name) && name_of_left(left->call.args.at[0])) {
        link = left->call.name.name;
        left = left->call.args.at[0];
    }
    const AstName *name = name_of_left(left);
    if (!name) {
        bad_left(checker, ast, left);
        return;
    }
    Piece *piece = piece_new(checker, ast, left, false);
    piece->link = link;
    Def *def = def_of(checker, name, ast);
    piece->def = def;
    if (def->value->role == ROLE_UNKNOWN && !def->tildes.count) def->value->role = ROLE_EQUATION;
    VEC_PUSH(checker->arena, &def->equations, piece);
}

static void collect_tilde(Checker *checker, Ast *ast) {
    for (int i = 0; i < ast->tilde.lefts.count; i++) {
        Ast           *left = ast->tilde.lefts.at[i];
        const AstName *name = name_of_left(left);
        Piece         *piece = piece_new(checker, ast, left, true);
        if (!name) continue;
        piece->def = def_of(checker, name, ast);
        VEC_PUSH(checker->arena, &piece->def->tildes, piece);
    }
}

static bool is_defined(void *data, const char *name) {
    Checker *checker = data;
    return check_is_function(checker, name) || check_find_dist(checker, name);
}

static bool is_argument(void *data, const char *dist, const char *name) {
    Checker *checker = data;
    return check_dist_has_argument(checker, dist, session_intern(checker->session, name));
}

/* Other languages: before any other check of the statement, but when everything is collected. */
static void find_habits(Checker *checker) {
    ForeignScope scope = {is_defined, is_argument, checker};
    for (int i = 0; i < checker->pieces.count; i++) {
        Piece *piece = checker->pieces.at[i];
        bool   again = i && checker->pieces.at[i - 1]->statement == piece->statement; /* a, b ~ … */
        piece->bad =
            again ? checker->pieces.at[i - 1]->bad : foreign_statement(checker->session, piece->statement, scope);
        if (piece->bad && !piece->tilde) piece->def->value->poisoned = true;
    }
    for (int i = 0; i < checker->factors.count; i++)
        if (foreign_statement(checker->session, checker->factors.at[i], scope)) checker->factors.at[i] = NULL;
}

static void collect_fn(Checker *checker, Ast *ast) {
    const AstName *name = &ast->fn.name;
    Ast           *first = scope_find(&checker->functions, name->name);
    if (first) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_N06, name->span, "the function `%s` is defined twice", name->shown);
        diag_label(DIAGS(checker), diag, first->fn.name.span, "defined here first");
        use_help_clash(checker->session, checker->model, diag, name, first->fn.name.span);
    } else
        scope_add(checker->arena, &checker->functions, name->name, ast);
}

static void collect_dist(Checker *checker, Ast *ast) {
    const AstName *name = &ast->dist.name;
    const Dist    *first = scope_find(&checker->dists, name->name);
    if (first) {
        Diag *diag =
            diag_add(DIAGS(checker), DIAG_N06, name->span, "the distribution `%s` is defined twice", name->shown);
        diag_label(DIAGS(checker), diag, first->span, "defined here first");
        use_help_clash(checker->session, checker->model, diag, name, first->span);
        return;
    }
    scope_add(checker->arena, &checker->dists, name->name, check_dist_header(checker, ast));
}

/* When every distribution is known by name: the bodies. */
static void bind_dists(Checker *checker) {
    for (int i = 0; i < checker->file->statements.count; i++) {
        Ast  *ast = checker->file->statements.at[i];
        Dist *dist = ast->kind == AST_DIST ? scope_find(&checker->dists, ast->dist.name.name) : NULL;
        if (dist && dist->ast == ast) check_dist_body(checker, dist);
    }
    check_dist_circles(checker);
}

static void collect(Checker *checker, Ast *ast) {
    switch (ast->kind) {
    case AST_DATA:
        collect_data(checker, ast);
        break;
    case AST_EQUATION:
        collect_equation(checker, ast);
        break;
    case AST_TILDE:
        collect_tilde(checker, ast);
        break;
    case AST_FN:
        collect_fn(checker, ast);
        break;
    case AST_FACTOR:
        VEC_PUSH(checker->arena, &checker->factors, ast);
        break;
    case AST_DIST:
        collect_dist(checker, ast);
        break;
    case AST_ODE:
        check_not_yet(checker, ast->span, "differential equations (`d/d%s`) are not built yet", ast->ode.time.shown);
        break;
    case AST_BROKEN:
    case AST_DIM:
        break;    /* before, in collect_broken and check_dims */
    case AST_USE: /* use_files put the lines of the file in its place */
    case AST_NUMBER:
    case AST_STRING:
    case AST_NAME:
    case AST_PRIMED:
    case AST_SUBSCRIPT:
    case AST_CALL:
    case AST_UNARY:
    case AST_BINARY:
    case AST_COMPARE:
    case AST_IF:
    case AST_NAMED:
    case AST_BY:
    case AST_WHERE:
    case AST_RANGE:
    case AST_DOTTED:
    case AST_BAR:
    case AST_PARAM:
    case AST_MEMBER:
    case AST_GIVEN:
    case AST_EXAMPLE:
    case AST_KIND_COUNT:
        bug("a statement of kind %s", ast_kind_name(ast->kind));
    }
}

/* Names in a statement that could not be read count as defined; an equation not built yet counts as one, too. */
static void collect_broken(Checker *checker, const Ast *ast) {
    Arena *arena = checker->arena;
    if (ast->kind == AST_BROKEN)
        for (int i = 0; i < ast->broken.names.count; i++)
            scope_add(arena, &checker->broken, ast->broken.names.at[i], checker);
    for (int i = 0; ast->kind == AST_DIM && i < ast->dim.dims.count; i++)
        /* dim visit of patient: patient[visit] is a key */
        if (ast->dim.dims.at[i].of.name) scope_add(arena, &checker->broken, ast->dim.dims.at[i].of.name, checker);
    const AstName *name = ast->kind == AST_ODE ? name_of_left(ast->ode.left) : NULL;
    if (name) scope_add(arena, &checker->broken, name->name, checker);
}

static const char *stem_of(Arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    const char *begin = slash ? slash + 1 : path;
    const char *dot = strrchr(begin, '.');
    return arena_copy(arena, begin, dot && dot != begin ? (size_t)(dot - begin) : strlen(begin));
}

/* What is not built yet matters only when nothing is wrong. */
static void hold_back_not_yet(DiagList *list) {
    int kept = 0, wrong = 0;
    for (int i = 0; i < list->all.count; i++)
        wrong += list->all.at[i]->severity == SEVERITY_ERROR && list->all.at[i]->code != DIAG_Y12;
    for (int i = 0; i < list->all.count; i++)
        if (!wrong || list->all.at[i]->code != DIAG_Y12) list->all.at[kept++] = list->all.at[i];
    list->all.count = kept;
}

/* Nothing may be passed over in silence: a line that failed has a message, or the model is refused here. */
static void nothing_is_dropped(Checker *checker) {
    if (diag_count(DIAGS(checker), SEVERITY_ERROR)) return;
    for (int i = 0; i < checker->pieces.count; i++) {
        const Piece *piece = checker->pieces.at[i];
        bool         poison = piece->right && expr_is_poison(piece->right);
        for (int k = 0; piece->result && k < piece->result->n_args; k++)
            poison = poison || expr_is_poison(piece->result->args[k]);
        bool lost = piece->bad || poison || !piece->built || (piece->tilde && !piece->result) ||
                    (piece->def && piece->def->value->poisoned);
        if (lost) check_not_yet(checker, piece->statement->span, "this line is not understood yet");
    }
}

Model *check(Session *session, AstFile *file) {
    Arena  *arena = session->arena;
    Checker checker = {.session = session, .arena = arena, .model = ARENA_NEW(arena, Model)};
    checker.model->source = file->source;
    checker.file = file = use_files(session, checker.model, file, &checker.lacks_files);
    checker.model->name = stem_of(arena, file->source->name);
    for (int i = 0; i < file->statements.count; i++) collect_broken(&checker, file->statements.at[i]);
    check_dims(&checker);
    for (int i = 0; i < file->statements.count; i++) collect(&checker, file->statements.at[i]);
    bind_dists(&checker);
    find_habits(&checker);
    check_data(&checker);
    check_lefts(&checker);
    check_statements(&checker);
    check_named(&checker);
    check_pieces(&checker);
    check_events(&checker);
    check_dist_members(&checker);
    check_flow(&checker);
    check_support(session, checker.model);
    check_roles(session, checker.model);
    structure_make_dims(arena, checker.model);
    check_limits(session, checker.model);
    check_slopes(session, checker.model);
    nothing_is_dropped(&checker);
    hold_back_not_yet(&session->diags);
    return diag_count(&session->diags, SEVERITY_ERROR) ? NULL : checker.model;
}
