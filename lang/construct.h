/* Constructors of the tree, one for each production of the grammar, and the state that parser, scanner and layout share.
 * A list that does not exist yet is NULL; the first addition makes it. */
#ifndef LANG_CONSTRUCT_H
#define LANG_CONSTRUCT_H
#include "ast.h"
#include "layout.h"

typedef struct Parser {
    Session *session;
    Source  *source;
    Layout   layout;
    int      next;  /* the token after the lookahead */
    int      entry; /* TOK_START_FILE or TOK_START_EXPRESSION, given before the first token; then 0 */
    AstFile *file;
    Ast     *expression; /* the result of TOK_START_EXPRESSION */
} Parser;

/* The place of a production with parts[1..n]; parts[0] is the place before it. */
Span parser_join_spans(const Span *parts, int n);
/* The statement of the layout that holds the lookahead. */
LayoutStatement *parser_layout_statement(Parser *parser);
/* The statement of the layout that a node came from. */
LayoutStatement *parser_statement_of(Parser *parser, const Ast *ast);
/* Adds a statement to the file, with its ## comment; one that is too deep is replaced by AST_BROKEN. */
void parser_statement(Parser *parser, Ast *statement);
Ast *parser_document(Parser *parser, Ast *statement);
/* Reports a syntax error at the lookahead, unless its statement has a message already (syntax.c). */
void syntax_error(Parser *parser);

AstList      *list_add(Parser *parser, AstList *list, Ast *node); /* node NULL: an empty list */
AstNames     *name_list_add(Parser *parser, AstNames *names, const Token *name);
AstLabels    *labels_add(Parser *parser, AstLabels *labels, AstLabel *label);
AstModifiers *modifiers_add(Parser *parser, AstModifiers *modifiers, AstModifier *modifier);
AstDimNames  *dims_add(Parser *parser, AstDimNames *dims, AstDimName *dim);

/* statements */
Ast *make_broken(Parser *parser); /* of the lookahead's statement */
Ast *make_broken_statement(Parser *parser, const LayoutStatement *statement);
Ast *make_dim(Parser *parser, Span span, AstDimNames *dims);
Ast *make_dim_listed(Parser *parser, Span span, AstDimName *dim, AstLabels *labels, AstDimName *options);
Ast *make_data(Parser *parser, Span span, AstList *vars, AstType *type, AstLabels *values);
Ast *data_column(Parser *parser, Span span, Ast *data, const Token *column, Span column_span);
Ast *data_unit(Parser *parser, Span span, Ast *data, const Token *unit);
Ast *data_missing(Parser *parser, Span span, Ast *data, Ast *missing, bool is_value);
Ast *make_equation(Parser *parser, Span span, Ast *left, Ast *right, Ast *where);
Ast *make_tilde(Parser *parser, Span span, AstList *lefts, Ast *right, AstModifiers *modifiers, Ast *where);
Ast *make_ode(Parser *parser, Span span, const Token *time, Span time_span, Ast *left, Ast *right);
Ast *make_factor(Parser *parser, Span span, Ast *value, Ast *where);
Ast *make_fn(Parser *parser, Span span, const Token *name, AstNames *over, AstList *params, Ast *body);
Ast *make_use(Parser *parser, Span span, const Token *path, AstNames *except);
Ast *make_dist(Parser *parser, Span span, const Token *name, AstNames *over, AstList *params, AstType *type);
Ast *make_dist_body(Parser *parser, Span span, Ast *dist, AstList *body); /* body NULL: reported */
Ast *make_param(Parser *parser, Span span, const Ast *var, AstType *type);
Ast *make_member(Parser *parser, Span span, const Token *what, AstNames *args, Ast *value);
Ast *make_given(Parser *parser, Span span, AstNames *names, AstList *values);
Ast *make_example(Parser *parser, Span span, const Token *what, AstList *at, AstList *args, Ast *value);

/* parts of statements */
AstDimName *make_dim_name(Parser *parser, const Token *name, AstNames *letters, const Token *of, const Token *in);
AstDimName *dim_ordered(Parser *parser, AstDimName *options);
AstDimName *dim_column(Parser *parser, AstDimName *options, const Token *column);
AstDimName *dim_where(Parser *parser, AstDimName *options, Ast *condition);
AstDimName *dim_with_options(Parser *parser, AstDimName *dim, const AstDimName *options);
AstLabel   *make_label(Parser *parser, Span span, const Token *name, Ast *code);
AstLabel   *make_number_label(Parser *parser, Span span, Ast *number, Ast *range_to);
AstType    *make_type(Parser *parser, Span span, const Token *name, bool may_be_missing);
AstType    *type_over(Parser *parser, Span span, AstType *type, const AstList *subs);
AstType    *type_codes(Parser *parser, Span span, AstType *type, const AstList *codes);
AstType    *type_bound(Parser *parser, Span span, AstType *type, AstOp op, Ast *bound);
AstType    *type_interval(Parser *parser, Span span, AstType *type, const AstInterval *interval);
typedef enum IntervalEnds {
    INTERVAL_CLOSED,
    INTERVAL_OPEN_LEFT,
    INTERVAL_OPEN_RIGHT,
    INTERVAL_OPEN,
    INTERVAL_DISCRETE
} IntervalEnds;
AstInterval *make_interval(Parser *parser, Ast *lo, Ast *hi, IntervalEnds ends);
AstModifier *make_modifier(Parser *parser, Span span, AstModifierKind kind, const AstInterval *interval, Ast *value,
                           const AstList *subs);

/* expressions */
Ast *make_number(Parser *parser, Span span, const Token *number);
Ast *make_superscript(Parser *parser, Span span, const Token *power);
Ast *make_string(Parser *parser, Span span, const Token *string);
Ast *make_name(Parser *parser, Span span, const Token *name);
Ast *make_primed(Parser *parser, Span span, const Token *name);
Ast *make_subscript(Parser *parser, Span span, const Token *name, AstList *subs);
Ast *make_call(Parser *parser, Span span, const Token *owner, const Token *name, AstList *subs, AstList *args);
Ast *make_dotted(Parser *parser, Span span, const Token *owner, const Token *member);
Ast *make_bar(Parser *parser, Span span, Ast *left, Ast *right);
Ast *make_unary(Parser *parser, Span span, AstOp op, Ast *x);
Ast *make_binary(Parser *parser, Span span, AstOp op, Ast *left, Ast *right);
Ast *make_compare(Parser *parser, Span span, Ast *left, AstOp op, Ast *right);
Ast *compare_add(Parser *parser, Span span, Ast *chain, AstOp op, Ast *right);
Ast *make_if(Parser *parser, Span span, Ast *condition, Ast *yes, Ast *no);
Ast *make_named(Parser *parser, Span span, const Token *name, Ast *value);
Ast *make_by(Parser *parser, Span span, Ast *value, Ast *by);
Ast *make_where(Parser *parser, Span span, Ast *value, Ast *condition);
Ast *make_range(Parser *parser, Span span, Ast *lo, Ast *hi);

#endif
