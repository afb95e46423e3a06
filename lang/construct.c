#include "construct.h"
#include "parser.h"

#include <string.h>

/* --- names, lists, depth --- */

static AstName name_of(Parser *parser, const Token *token) {
    AstName name = {token->text, token->shown, token_span(parser->source, token)};
    return name;
}

#define LIST_ADD(Type, list, item)                                                                                     \
    if (!(list)) (list) = ARENA_NEW(parser->session->arena, Type);                                                     \
    VEC_PUSH(parser->session->arena, (list), (item));                                                                  \
    return list

AstNames *name_list_add(Parser *parser, AstNames *names, const Token *name) {
    LIST_ADD(AstNames, names, name_of(parser, name));
}
AstLabels    *labels_add(Parser *parser, AstLabels *labels, AstLabel *label) { LIST_ADD(AstLabels, labels, *label); }
AstModifiers *modifiers_add(Parser *parser, AstModifiers *modifiers, AstModifier *modifier) {
    LIST_ADD(AstModifiers, modifiers, *modifier);
}
AstDimNames *dims_add(Parser *parser, AstDimNames *dims, AstDimName *dim) { LIST_ADD(AstDimNames, dims, *dim); }

AstList *list_add(Parser *parser, AstList *list, Ast *node) {
    if (!list) list = ARENA_NEW(parser->session->arena, AstList);
    if (node) VEC_PUSH(parser->session->arena, list, node);
    return list;
}

static Ast *make(Parser *parser, AstKind kind, Span span) { return ast_new(parser->session, kind, span); }

static void over(Ast *ast, const Ast *child) {
    if (child && child->depth >= ast->depth) ast->depth = child->depth + 1;
}

static void over_list(Ast *ast, const AstList *list) {
    for (int i = 0; list && i < list->count; i++) over(ast, list->at[i]);
}

/* The node, or a leaf in its place if it is too deep: then its statement has a message and becomes AST_BROKEN. */
static Ast *bounded(Parser *parser, Ast *ast) {
    if (ast->depth <= AST_DEEPEST) return ast;
    LayoutStatement *statement = parser_layout_statement(parser);
    if (!statement->reported) {
        Diag *diag = diag_add(&parser->session->diags, DIAG_Y08, ast->span, "this expression is nested too deeply");
        diag_help(&parser->session->diags, diag, "give parts of it names, with `=` on lines of their own");
    }
    statement->reported = statement->broken = true;
    return make(parser, AST_NUMBER, ast->span);
}

/* --- expressions --- */

Ast *make_number(Parser *parser, Span span, const Token *number) {
    Ast *ast = make(parser, AST_NUMBER, span);
    ast->number.value = number->number;
    ast->number.whole = number->whole;
    return ast;
}

Ast *make_superscript(Parser *parser, Span span, const Token *power) {
    Ast *ast = make(parser, AST_NUMBER, span);
    ast->number.value = power->number;
    ast->number.whole = true;
    return ast;
}

Ast *make_string(Parser *parser, Span span, const Token *string) {
    Ast *ast = make(parser, AST_STRING, span);
    ast->string.text = string->text;
    return ast;
}

Ast *make_name(Parser *parser, Span span, const Token *name) {
    Ast *ast = make(parser, AST_NAME, span);
    ast->name = name_of(parser, name);
    return ast;
}

Ast *make_primed(Parser *parser, Span span, const Token *name) {
    Ast *ast = make(parser, AST_PRIMED, span);
    ast->primed.name = name_of(parser, name);
    ast->primed.primes = name->primes;
    return ast;
}

Ast *make_subscript(Parser *parser, Span span, const Token *name, AstList *subs) {
    Ast *ast = make(parser, AST_SUBSCRIPT, span);
    ast->subscript.name = name_of(parser, name);
    ast->subscript.subs = *subs;
    over_list(ast, subs);
    return bounded(parser, ast);
}

Ast *make_call(Parser *parser, Span span, const Token *owner, const Token *name, AstList *subs, AstList *args) {
    Ast *ast = make(parser, AST_CALL, span);
    if (owner) ast->call.owner = name_of(parser, owner);
    ast->call.name = name_of(parser, name);
    ast->call.has_subs = subs != NULL;
    ast->call.has_args = args != NULL;
    if (subs) ast->call.subs = *subs;
    if (args) ast->call.args = *args;
    over_list(ast, subs);
    over_list(ast, args);
    return bounded(parser, ast);
}

Ast *make_dotted(Parser *parser, Span span, const Token *owner, const Token *member) {
    Ast *ast = make(parser, AST_DOTTED, span);
    ast->dotted.owner = name_of(parser, owner);
    ast->dotted.member = name_of(parser, member);
    return ast;
}

Ast *make_bar(Parser *parser, Span span, Ast *left, Ast *right) {
    Ast *ast = make(parser, AST_BAR, span);
    ast->bar.left = left;
    ast->bar.right = right;
    over(ast, left), over(ast, right);
    return bounded(parser, ast);
}

Ast *make_unary(Parser *parser, Span span, AstOp op, Ast *x) {
    Ast *ast = make(parser, AST_UNARY, span);
    ast->unary.op = op;
    ast->unary.x = x;
    over(ast, x);
    return bounded(parser, ast);
}

Ast *make_binary(Parser *parser, Span span, AstOp op, Ast *left, Ast *right) {
    Ast *ast = make(parser, AST_BINARY, span);
    ast->binary.op = op;
    ast->binary.left = left;
    ast->binary.right = right;
    over(ast, left), over(ast, right);
    return bounded(parser, ast);
}

Ast *make_compare(Parser *parser, Span span, Ast *left, AstOp op, Ast *right) {
    Ast *ast = make(parser, AST_COMPARE, span);
    VEC_PUSH(parser->session->arena, &ast->compare.operands, left);
    over(ast, left);
    return compare_add(parser, span, ast, op, right);
}

Ast *compare_add(Parser *parser, Span span, Ast *chain, AstOp op, Ast *right) {
    if (chain->kind != AST_COMPARE) return chain; /* it was too deep */
    chain->span = span;
    VEC_PUSH(parser->session->arena, &chain->compare.operands, right);
    VEC_PUSH(parser->session->arena, &chain->compare.ops, op);
    over(chain, right);
    return bounded(parser, chain);
}

Ast *make_if(Parser *parser, Span span, Ast *condition, Ast *yes, Ast *no) {
    Ast *ast = make(parser, AST_IF, span);
    ast->if_.condition = condition;
    ast->if_.yes = yes;
    ast->if_.no = no;
    over(ast, condition), over(ast, yes), over(ast, no);
    return bounded(parser, ast);
}

Ast *make_named(Parser *parser, Span span, const Token *name, Ast *value) {
    Ast *ast = make(parser, AST_NAMED, span);
    ast->named.name = name_of(parser, name);
    ast->named.value = value;
    over(ast, value);
    return bounded(parser, ast);
}

Ast *make_by(Parser *parser, Span span, Ast *value, Ast *by) {
    Ast *ast = make(parser, AST_BY, span);
    ast->by.value = value;
    ast->by.by = by;
    over(ast, value), over(ast, by);
    return bounded(parser, ast);
}

Ast *make_where(Parser *parser, Span span, Ast *value, Ast *condition) {
    Ast *ast = make(parser, AST_WHERE, span);
    ast->where.value = value;
    ast->where.condition = condition;
    over(ast, value), over(ast, condition);
    return bounded(parser, ast);
}

Ast *make_range(Parser *parser, Span span, Ast *lo, Ast *hi) {
    Ast *ast = make(parser, AST_RANGE, span);
    ast->range.lo = lo;
    ast->range.hi = hi;
    over(ast, lo), over(ast, hi);
    return bounded(parser, ast);
}

/* --- parts of statements --- */

AstDimName *make_dim_name(Parser *parser, const Token *name, AstNames *letters, const Token *of, const Token *in) {
    AstDimName *dim = ARENA_NEW(parser->session->arena, AstDimName);
    VEC_PUSH(parser->session->arena, &dim->names, name_of(parser, name));
    for (int i = 0; letters && i < letters->count; i++) VEC_PUSH(parser->session->arena, &dim->names, letters->at[i]);
    if (of) dim->of = name_of(parser, of);
    if (in) dim->in = name_of(parser, in);
    return dim;
}

static AstDimName *options_of(Parser *parser, AstDimName *options) {
    return options ? options : ARENA_NEW(parser->session->arena, AstDimName);
}

AstDimName *dim_ordered(Parser *parser, AstDimName *options) {
    options = options_of(parser, options);
    options->ordered = true;
    return options;
}

AstDimName *dim_column(Parser *parser, AstDimName *options, const Token *column) {
    options = options_of(parser, options);
    options->column = column->text;
    return options;
}

AstDimName *dim_where(Parser *parser, AstDimName *options, Ast *condition) {
    options = options_of(parser, options);
    options->where = condition;
    return options;
}

AstDimName *dim_with_options(Parser *parser, AstDimName *dim, const AstDimName *options) {
    (void)parser;
    if (!options) return dim;
    dim->ordered |= options->ordered;
    if (options->column) dim->column = options->column;
    if (options->where) dim->where = options->where;
    return dim;
}

AstLabel *make_label(Parser *parser, Span span, const Token *name, Ast *code) {
    AstLabel *label = ARENA_NEW(parser->session->arena, AstLabel);
    label->span = span;
    label->name = name_of(parser, name);
    label->quoted = name->kind == TOK_STRING;
    if (label->quoted) label->name.shown = name->text;
    label->code = code;
    return label;
}

AstLabel *make_number_label(Parser *parser, Span span, Ast *number, Ast *range_to) {
    AstLabel *label = ARENA_NEW(parser->session->arena, AstLabel);
    label->span = span;
    label->number = number;
    label->range_to = range_to;
    return label;
}

AstType *make_type(Parser *parser, Span span, const Token *name, bool may_be_missing) {
    AstType *type = ARENA_NEW(parser->session->arena, AstType);
    type->name = name_of(parser, name);
    type->span = span;
    type->may_be_missing = may_be_missing;
    return type;
}

AstType *type_over(Parser *parser, Span span, AstType *type, const AstList *subs) {
    (void)parser;
    type->span = span;
    type->over = *subs;
    return type;
}

AstType *type_codes(Parser *parser, Span span, AstType *type, const AstList *codes) {
    (void)parser;
    type->span = span;
    type->codes = *codes;
    return type;
}

AstType *type_bound(Parser *parser, Span span, AstType *type, AstOp op, Ast *bound) {
    (void)parser;
    type->span = span;
    type->has_bound = true;
    type->bound_op = op;
    type->bound = bound;
    return type;
}

AstType *type_interval(Parser *parser, Span span, AstType *type, const AstInterval *interval) {
    (void)parser;
    type->span = span;
    type->has_interval = true;
    type->interval = *interval;
    return type;
}

AstInterval *make_interval(Parser *parser, Ast *lo, Ast *hi, IntervalEnds ends) {
    AstInterval *interval = ARENA_NEW(parser->session->arena, AstInterval);
    interval->lo = lo;
    interval->hi = hi;
    interval->lo_open = ends == INTERVAL_OPEN || ends == INTERVAL_OPEN_LEFT;
    interval->hi_open = ends == INTERVAL_OPEN || ends == INTERVAL_OPEN_RIGHT;
    interval->discrete = ends == INTERVAL_DISCRETE;
    return interval;
}

AstModifier *make_modifier(Parser *parser, Span span, AstModifierKind kind, const AstInterval *interval, Ast *value,
                           const AstList *subs) {
    AstModifier *modifier = ARENA_NEW(parser->session->arena, AstModifier);
    modifier->kind = kind;
    modifier->span = span;
    modifier->value = value;
    if (interval) modifier->interval = *interval;
    if (subs) modifier->subs = *subs;
    return modifier;
}

/* --- statements --- */

Ast *make_broken_statement(Parser *parser, const LayoutStatement *statement) {
    const Token *tokens = parser->layout.tokens.at;
    Span         span = {parser->source, tokens[statement->first].begin, tokens[statement->end].end};
    Ast         *ast = make(parser, AST_BROKEN, span);
    for (int i = statement->first; i < statement->end; i++)
        if ((tokens[i].kind == TOK_NAME || tokens[i].kind == TOK_PRIMED) && !tokens[i].inserted)
            VEC_PUSH(parser->session->arena, &ast->broken.names, tokens[i].text);
    return ast;
}

Ast *make_broken(Parser *parser) { return make_broken_statement(parser, parser_layout_statement(parser)); }

Ast *make_dim(Parser *parser, Span span, AstDimNames *dims) {
    Ast *ast = make(parser, AST_DIM, span);
    ast->dim.dims = *dims;
    return ast;
}

Ast *make_dim_listed(Parser *parser, Span span, AstDimName *dim, AstLabels *labels, AstDimName *options) {
    Ast *ast = make_dim(parser, span, dims_add(parser, NULL, dim_with_options(parser, dim, options)));
    ast->dim.labels = *labels;
    ast->dim.has_labels = true;
    return ast;
}

Ast *make_data(Parser *parser, Span span, AstList *vars, AstType *type, AstLabels *values) {
    Ast *ast = make(parser, AST_DATA, span);
    ast->data.vars = *vars;
    ast->data.type = *type;
    over_list(ast, vars);
    if (values) {
        ast->data.values = *values;
        ast->data.has_values = true;
    }
    return ast;
}

Ast *data_column(Parser *parser, Span span, Ast *data, const Token *column, Span column_span) {
    (void)parser;
    data->span = span;
    data->data.column = column->text;
    data->data.column_span = column_span;
    return data;
}

Ast *data_unit(Parser *parser, Span span, Ast *data, const Token *unit) {
    (void)parser;
    data->span = span;
    data->data.unit = unit->text;
    return data;
}

Ast *data_missing(Parser *parser, Span span, Ast *data, Ast *missing, bool is_value) {
    (void)parser;
    data->span = span;
    data->data.missing = missing;
    data->data.missing_is_value = is_value;
    return data;
}

Ast *make_equation(Parser *parser, Span span, Ast *left, Ast *right, Ast *where) {
    Ast *ast = make(parser, AST_EQUATION, span);
    ast->equation.left = left;
    ast->equation.right = right;
    ast->equation.where = where;
    return ast;
}

Ast *make_tilde(Parser *parser, Span span, AstList *lefts, Ast *right, AstModifiers *modifiers, Ast *where) {
    Ast *ast = make(parser, AST_TILDE, span);
    ast->tilde.lefts = *lefts;
    ast->tilde.right = right;
    ast->tilde.where = where;
    if (modifiers) ast->tilde.modifiers = *modifiers;
    return ast;
}

Ast *make_ode(Parser *parser, Span span, const Token *time, Span time_span, Ast *left, Ast *right) {
    Ast *ast = make(parser, AST_ODE, span);
    ast->ode.time.name = time->text;
    ast->ode.time.shown = time->shown + strlen("d/d");
    ast->ode.time.span = time_span;
    ast->ode.time.span.begin += (uint32_t)strlen("d/d");
    ast->ode.left = left;
    ast->ode.right = right;
    return ast;
}

Ast *make_factor(Parser *parser, Span span, Ast *value, Ast *where) {
    Ast *ast = make(parser, AST_FACTOR, span);
    ast->factor.value = value;
    ast->factor.where = where;
    return ast;
}

Ast *make_fn(Parser *parser, Span span, const Token *name, AstNames *over, AstList *params, Ast *body) {
    Ast *ast = make(parser, AST_FN, span);
    ast->fn.name = name_of(parser, name);
    ast->fn.body = body;
    if (over) ast->fn.over = *over;
    if (params) ast->fn.params = *params;
    return ast;
}

Ast *make_use(Parser *parser, Span span, const Token *path, AstNames *except) {
    Ast *ast = make(parser, AST_USE, span);
    ast->use.path = path->text;
    ast->use.path_span = token_span(parser->source, path);
    if (except) ast->use.except = *except;
    return ast;
}

Ast *make_dist(Parser *parser, Span span, const Token *name, AstNames *over, AstList *params, AstType *type) {
    Ast *ast = make(parser, AST_DIST, span);
    ast->dist.name = name_of(parser, name);
    ast->dist.type = *type;
    if (over) ast->dist.over = *over;
    if (params) ast->dist.params = *params;
    return ast;
}

Ast *make_dist_body(Parser *parser, Span span, Ast *dist, AstList *body) {
    if (body) {
        dist->dist.body = *body;
        dist->span = span;
        return dist;
    }
    Diag *diag = diag_add(&parser->session->diags, DIAG_Y04, dist->span, "the lines of this distribution are missing");
    diag_help(&parser->session->diags, diag, "below it, indented, stands at least its log density\n|     log p(y) = …");
    LayoutStatement *statement = parser_statement_of(parser, dist);
    statement->reported = statement->broken = true;
    return dist;
}

Ast *make_param(Parser *parser, Span span, const Ast *var, AstType *type) {
    Ast *ast = make(parser, AST_PARAM, span);
    ast->param.name = var->kind == AST_NAME ? var->name : var->subscript.name;
    if (var->kind == AST_SUBSCRIPT) ast->param.subs = var->subscript.subs;
    if (type) {
        ast->param.type = *type;
        ast->param.has_type = true;
    }
    return ast;
}

Ast *make_member(Parser *parser, Span span, const Token *what, AstNames *args, Ast *value) {
    Ast *ast = make(parser, AST_MEMBER, span);
    ast->member.what = what->text;
    ast->member.value = value;
    if (args) {
        ast->member.args = *args;
        ast->member.has_args = true;
    }
    return ast;
}

Ast *make_given(Parser *parser, Span span, AstNames *names, AstList *values) {
    Ast *ast = make(parser, AST_GIVEN, span);
    ast->given.names = *names;
    ast->given.values = *values;
    return ast;
}

Ast *make_example(Parser *parser, Span span, const Token *what, AstList *at, AstList *args, Ast *value) {
    Ast *ast = make(parser, AST_EXAMPLE, span);
    ast->example.what = what->text;
    ast->example.at = *at;
    ast->example.value = value;
    if (args) ast->example.args = *args;
    return ast;
}
