/* The grammar: how the language is written. Each action is one call of a constructor (lang/construct.h); what needs thinking
 * is done before, in the layout (lang/layout.c: where statements end, which words are keywords), or after, in the checks.
 *
 * The parser sees whole statements: brackets match, every statement ends with "end of line". `error` stands in one place
 * only, so that a mistake costs its statement and no other. */
%code requires {
#include "construct.h"
}
%code {
int  yylex(YYSTYPE *value, YYLTYPE *span, Parser *parser);
void yyerror(YYLTYPE *span, Parser *parser, const char *message);
#define YYMAXDEPTH 100000000 /* the stack is at most as deep as there are tokens */
#define YYLLOC_DEFAULT(whole, parts, n) ((whole) = parser_join_spans(&YYRHSLOC(parts, 0), (n)))
}
%define api.pure full
%define api.token.prefix {TOK_}
%define api.location.type {Span}
%define parse.error custom
%locations
%param {Parser *parser}
%expect 0

%union {
    const Token   *token;
    Ast           *ast;
    AstList       *list;
    AstNames      *names;
    AstLabel      *label;
    AstLabels     *labels;
    AstType       *type;
    AstInterval   *interval;
    AstModifier   *modifier;
    AstModifiers  *modifiers;
    AstDimName    *dim;
    AstDimNames   *dims;
    AstOp          op;
    bool           flag;
}

%token END 0 "end of file"
%token EOS "end of line" INDENT DEDENT BROKEN
%token START_FILE START_EXPRESSION
%token <token> NUMBER STRING NAME PRIMED SUPER DDT MEMBER
%token DIM "dim" DATA "data" FN "fn" DIST "dist" USE "use" FACTOR "factor" GIVEN "given" EXAMPLE "example"
%token IF "if" THEN "then" ELSE "else" AND "and" OR "or" NOT "not" IN "in"
%token <token> TRUNCATED "truncated" CENSORED "censored" WEIGHTED "weighted" TO "to" BY "by" OF "of" ORDERED "ordered"
%token <token> SUM_TO_ZERO "sum_to_zero" NONCENTERED "noncentered" CENTERED "centered" START "start" COLUMN "column" UNIT "unit"
%token <token> MISSING "missing" WHERE "where" EXCEPT "except" UP "up" BELOW "below"
%token LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]" COMMA "," COLON ":" EQUALS "=" TILDE "~" RANGE ".." DOT "." BAR "|" QUESTION "?"
%token PLUS "+" MINUS "-" TIMES "*" DIVIDE "/" MATMUL "@" POWER "^" ROOT "√"
%token LESS "<" GREATER ">" LESS_EQUAL "<=" GREATER_EQUAL ">=" EQUAL "==" NOT_EQUAL "!="
%token SEMICOLON ";" LBRACE "{" RBRACE "}" ARROW "<-" COMMENT BAD /* only before the layout */


%type <ast>       statement data_statement distribution broken body body_line expr disjunction conjunction negation comparison comparison_chain
%type <ast>       sum term unary power postfix primary sub where constant code var param left
%type <list>      vars lefts params subs arguments codes nameds body_lines
%type <token>     name member_name
%type <names>     some_names letters except over
%type <label>     label
%type <labels>    labels
%type <type>      type type_name
%type <interval>  interval
%type <modifier>  modifier
%type <modifiers> modifiers
%type <dim>       dim dim_name dim_options
%type <dims>      dims
%type <op>        compare_op bound_op

%%

text: START_FILE lines
    | START_EXPRESSION expr EOS                        { parser->expression = $2; }
    ;

/* --- lines --- */
lines: %empty
    | lines line
    ;
line: statement EOS                                    { parser_statement(parser, $1); }
    | distribution EOS                                 { parser_statement(parser, make_dist_body(parser, @$, $1, NULL)); }
    | distribution EOS INDENT body_lines DEDENT        { parser_statement(parser, make_dist_body(parser, @$, $1, $4)); }
    | broken                                           { parser_statement(parser, $1); }
    | broken INDENT body_lines DEDENT                  { parser_statement(parser, $1); }
    ;
broken: error EOS                                      { yyerrok; $$ = make_broken(parser); }
    | BROKEN EOS                                       { $$ = make_broken(parser); }
    ;

/* --- statements --- */
statement
    : "dim" dims                                       { $$ = make_dim(parser, @$, $2); }
    | "dim" dim "=" labels dim_options                 { $$ = make_dim_listed(parser, @$, $2, $4, $5); }
    | data_statement
    | left "=" expr where                              { $$ = make_equation(parser, @$, $1, $3, $4); }
    | lefts "~" expr modifiers where                   { $$ = make_tilde(parser, @$, $1, $3, $4, $5); }
    | DDT postfix "=" expr                             { $$ = make_ode(parser, @$, $1, @1, $2, $4); }
    | "factor" expr where                              { $$ = make_factor(parser, @$, $2, $3); }
    | "fn" name over "(" vars ")" "=" expr             { $$ = make_fn(parser, @$, $2, $3, $5, $8); }
    | "fn" name over "(" ")" "=" expr                  { $$ = make_fn(parser, @$, $2, $3, NULL, $7); }
    | "use" STRING except                              { $$ = make_use(parser, @$, $2, $3); }
    ;
where: %empty                                          { $$ = NULL; }
    | "where" expr                                     { $$ = $2; }
    ;
left: sum ;
lefts: left                                            { $$ = list_add(parser, NULL, $1); }
    | lefts "," left                                   { $$ = list_add(parser, $1, $3); }
    ;
except: %empty                                         { $$ = NULL; }
    | "except" some_names                              { $$ = $2; }
    ;

dims: dim                                              { $$ = dims_add(parser, NULL, $1); }
    | dims "," dim                                     { $$ = dims_add(parser, $1, $3); }
    ;
dim : dim_name dim_options                             { $$ = dim_with_options(parser, $1, $2); }
    ;
dim_name
    : name letters                                     { $$ = make_dim_name(parser, $1, $2, NULL, NULL); }
    | name letters "of" name                           { $$ = make_dim_name(parser, $1, $2, $4, NULL); }
    | name letters "in" name                           { $$ = make_dim_name(parser, $1, $2, NULL, $4); }
    ;
letters: %empty                                        { $$ = NULL; }
    | letters NAME                                     { $$ = name_list_add(parser, $1, $2); }
    ;
dim_options: %empty                                    { $$ = NULL; }
    | dim_options "ordered"                            { $$ = dim_ordered(parser, $1); }
    | dim_options "column" STRING                      { $$ = dim_column(parser, $1, $3); }
    | dim_options "where" expr                         { $$ = dim_where(parser, $1, $3); }
    ;
labels: label                                          { $$ = labels_add(parser, NULL, $1); }
    | labels "," label                                 { $$ = labels_add(parser, $1, $3); }
    ;
label
    : name                                             { $$ = make_label(parser, @$, $1, NULL); }
    | name "(" code ")"                                { $$ = make_label(parser, @$, $1, $3); }
    | STRING                                           { $$ = make_label(parser, @$, $1, NULL); }
    | STRING "(" code ")"                              { $$ = make_label(parser, @$, $1, $3); }
    | constant                                         { $$ = make_number_label(parser, @$, $1, NULL); }
    | constant ".." sum                                { $$ = make_number_label(parser, @$, $1, $3); }
    ;
constant
    : NUMBER                                           { $$ = make_number(parser, @$, $1); }
    | "-" NUMBER                                       { $$ = make_unary(parser, @$, OP_NEG, make_number(parser, @2, $2)); }
    | "-" name                                         { $$ = make_unary(parser, @$, OP_NEG, make_name(parser, @2, $2)); }
    ;
code: constant
    | STRING                                           { $$ = make_string(parser, @$, $1); }
    | name                                             { $$ = make_name(parser, @$, $1); }
    ;

data_statement
    : "data" vars ":" type                             { $$ = make_data(parser, @$, $2, $4, NULL); }
    | "data" vars ":" type "=" labels                  { $$ = make_data(parser, @$, $2, $4, $6); }
    | data_statement "column" STRING                   { $$ = data_column(parser, @$, $1, $3, @3); }
    | data_statement "unit" STRING                     { $$ = data_unit(parser, @$, $1, $3); }
    | data_statement "missing" constant                { $$ = data_missing(parser, @$, $1, $3, false); }
    | data_statement "missing" "=" sum                 { $$ = data_missing(parser, @$, $1, $4, true); }
    ;
vars: var                                              { $$ = list_add(parser, NULL, $1); }
    | vars "," var                                     { $$ = list_add(parser, $1, $3); }
    ;
var : name                                             { $$ = make_name(parser, @$, $1); }
    | name "[" subs "]"                                { $$ = make_subscript(parser, @$, $1, $3); }
    ;
type: type_name
    | type_name bound_op sum                           { $$ = type_bound(parser, @$, $1, $2, $3); }
    | type_name "in" interval                          { $$ = type_interval(parser, @$, $1, $3); }
    | type_name "in" sum ".." sum                      { $$ = type_interval(parser, @$, $1, make_interval(parser, $3, $5, INTERVAL_DISCRETE)); }
    ;
type_name
    : name                                             { $$ = make_type(parser, @$, $1, false); }
    | name "?"                                         { $$ = make_type(parser, @$, $1, true); }
    | name "[" subs "]"                                { $$ = type_over(parser, @$, make_type(parser, @1, $1, false), $3); }
    | type_name "(" codes ")"                          { $$ = type_codes(parser, @$, $1, $3); }
    ;
codes: name "=" code                                   { $$ = list_add(parser, NULL, make_named(parser, @$, $1, $3)); }
    | STRING "=" code                                  { $$ = list_add(parser, NULL, make_named(parser, @$, $1, $3)); }
    | codes "," name "=" code                          { $$ = list_add(parser, $1, make_named(parser, span_join(@3, @5), $3, $5)); }
    | codes "," STRING "=" code                        { $$ = list_add(parser, $1, make_named(parser, span_join(@3, @5), $3, $5)); }
    ;
bound_op: ">" { $$ = OP_GT; } | ">=" { $$ = OP_GE; } | "<" { $$ = OP_LT; } | "<=" { $$ = OP_LE; } ;
interval
    : "(" expr "," expr ")"                            { $$ = make_interval(parser, $2, $4, INTERVAL_OPEN); }
    | "(" expr "," expr "]"                            { $$ = make_interval(parser, $2, $4, INTERVAL_OPEN_LEFT); }
    | "[" expr "," expr ")"                            { $$ = make_interval(parser, $2, $4, INTERVAL_OPEN_RIGHT); }
    | "[" expr "," expr "]"                            { $$ = make_interval(parser, $2, $4, INTERVAL_CLOSED); }
    ;

modifiers: %empty                                      { $$ = NULL; }
    | modifiers modifier                               { $$ = modifiers_add(parser, $1, $2); }
    ;
modifier
    : "truncated" "to" interval                        { $$ = make_modifier(parser, @$, MODIFIER_TRUNCATED, $3, NULL, NULL); }
    | "censored" "to" interval                         { $$ = make_modifier(parser, @$, MODIFIER_CENSORED_TO, $3, NULL, NULL); }
    | "censored" "where" expr                          { $$ = make_modifier(parser, @$, MODIFIER_CENSORED_WHERE, NULL, $3, NULL); }
    | "censored" "below" "where" expr                  { $$ = make_modifier(parser, @$, MODIFIER_CENSORED_BELOW_WHERE, NULL, $4, NULL); }
    | "censored" "up" "to" sum                         { $$ = make_modifier(parser, @$, MODIFIER_CENSORED_UP_TO, NULL, $4, NULL); }
    | "weighted" "by" sum                              { $$ = make_modifier(parser, @$, MODIFIER_WEIGHTED, NULL, $3, NULL); }
    | "start" sum                                      { $$ = make_modifier(parser, @$, MODIFIER_START, NULL, $2, NULL); }
    | "ordered"                                        { $$ = make_modifier(parser, @$, MODIFIER_ORDERED, NULL, NULL, NULL); }
    | "ordered" "[" subs "]"                           { $$ = make_modifier(parser, @$, MODIFIER_ORDERED, NULL, NULL, $3); }
    | "sum_to_zero"                                    { $$ = make_modifier(parser, @$, MODIFIER_SUM_TO_ZERO, NULL, NULL, NULL); }
    | "sum_to_zero" "[" subs "]"                       { $$ = make_modifier(parser, @$, MODIFIER_SUM_TO_ZERO, NULL, NULL, $3); }
    | "noncentered"                                    { $$ = make_modifier(parser, @$, MODIFIER_NONCENTERED, NULL, NULL, NULL); }
    | "centered"                                       { $$ = make_modifier(parser, @$, MODIFIER_CENTERED, NULL, NULL, NULL); }
    ;

/* --- a distribution of one's own --- */
distribution
    : "dist" name over "(" params ")" ":" type         { $$ = make_dist(parser, @$, $2, $3, $5, $8); }
    | "dist" name over "(" ")" ":" type                { $$ = make_dist(parser, @$, $2, $3, NULL, $7); }
    ;
over: %empty                                           { $$ = NULL; }
    | "[" some_names "]"                               { $$ = $2; }
    ;
params: param                                          { $$ = list_add(parser, NULL, $1); }
    | params "," param                                 { $$ = list_add(parser, $1, $3); }
    ;
param: var                                             { $$ = make_param(parser, @$, $1, NULL); }
    | var ":" type                                     { $$ = make_param(parser, @$, $1, $3); }
    ;
body_lines: body_line                                  { $$ = list_add(parser, NULL, $1); }
    | body_lines body_line                             { $$ = list_add(parser, $1, $2); }
    ;
body_line: body EOS                                    { $$ = parser_document(parser, $1); }
    | broken
    ;
body: member_name "=" expr                             { $$ = make_member(parser, @$, $1, NULL, $3); }
    | member_name "(" some_names ")" "=" expr          { $$ = make_member(parser, @$, $1, $3, $6); }
    | "given" "(" some_names ")" ":" nameds            { $$ = make_given(parser, @$, $3, $6); }
    | "example" member_name "(" arguments ")" "=" expr { $$ = make_example(parser, @$, $2, $4, NULL, $7); }
    | "example" member_name "(" arguments "|" arguments ")" "=" expr { $$ = make_example(parser, @$, $2, $4, $6, $9); }
    ;
member_name: MEMBER | name ;
nameds: name "=" expr                                  { $$ = list_add(parser, NULL, make_named(parser, @$, $1, $3)); }
    | nameds "," name "=" expr                         { $$ = list_add(parser, $1, make_named(parser, span_join(@3, @5), $3, $5)); }
    ;

/* --- expressions, the weakest binding first --- */
expr: "if" expr "then" expr "else" expr                { $$ = make_if(parser, @$, $2, $4, $6); }
    | disjunction
    ;
disjunction: conjunction
    | disjunction "or" conjunction                     { $$ = make_binary(parser, @$, OP_OR, $1, $3); }
    ;
conjunction: negation
    | conjunction "and" negation                       { $$ = make_binary(parser, @$, OP_AND, $1, $3); }
    ;
negation: comparison
    | "not" negation                                   { $$ = make_unary(parser, @$, OP_NOT, $2); }
    ;
comparison: sum
    | comparison_chain
    ;
comparison_chain
    : sum compare_op sum                               { $$ = make_compare(parser, @$, $1, $2, $3); }
    | comparison_chain compare_op sum                  { $$ = compare_add(parser, @$, $1, $2, $3); }
    ;
compare_op: bound_op | "==" { $$ = OP_EQ; } | "!=" { $$ = OP_NE; } ;
sum : term
    | sum "+" term                                     { $$ = make_binary(parser, @$, OP_ADD, $1, $3); }
    | sum "-" term                                     { $$ = make_binary(parser, @$, OP_SUB, $1, $3); }
    ;
term: unary
    | term "*" unary                                   { $$ = make_binary(parser, @$, OP_MUL, $1, $3); }
    | term "/" unary                                   { $$ = make_binary(parser, @$, OP_DIV, $1, $3); }
    | term "@" unary                                   { $$ = make_binary(parser, @$, OP_MATMUL, $1, $3); }
    ;
unary: power
    | "-" unary                                        { $$ = make_unary(parser, @$, OP_NEG, $2); }
    | "+" unary                                        { $$ = make_unary(parser, @$, OP_PLUS, $2); }
    | "√" unary                                        { $$ = make_unary(parser, @$, OP_SQRT, $2); }
    ;
power: postfix
    | postfix "^" unary                                { $$ = make_binary(parser, @$, OP_POW, $1, $3); }
    ;
postfix: primary
    | postfix SUPER                                    { $$ = make_binary(parser, @$, OP_POW, $1, make_superscript(parser, @2, $2)); }
    ;
primary
    : NUMBER                                           { $$ = make_number(parser, @$, $1); }
    | STRING                                           { $$ = make_string(parser, @$, $1); }
    | PRIMED                                           { $$ = make_primed(parser, @$, $1); }
    | name                                             { $$ = make_name(parser, @$, $1); }
    | name "[" subs "]"                                { $$ = make_subscript(parser, @$, $1, $3); }
    | name "(" arguments ")"                           { $$ = make_call(parser, @$, NULL, $1, NULL, $3); }
    | name "." name "(" arguments ")"                  { $$ = make_call(parser, @$, $1, $3, NULL, $5); }
    | name "[" subs "]" "." name "(" arguments ")"     { $$ = make_call(parser, @$, $1, $6, $3, $8); }
    | name "[" subs "]" "(" arguments ")"              { $$ = make_call(parser, @$, NULL, $1, $3, $6); }
    | name "." name                                    { $$ = make_dotted(parser, @$, $1, $3); }
    | "(" expr ")"                                     { $$ = $2; }
    | "(" expr "|" expr ")"                            { $$ = make_bar(parser, @$, $2, $4); }
    ;
arguments: %empty                                      { $$ = list_add(parser, NULL, NULL); }
    | subs
    ;
subs: sub                                              { $$ = list_add(parser, NULL, $1); }
    | subs "," sub                                     { $$ = list_add(parser, $1, $3); }
    ;
sub : expr
    | name "=" expr                                    { $$ = make_named(parser, @$, $1, $3); }
    | expr "by" expr                                   { $$ = make_by(parser, @$, $1, $3); }
    | expr "where" expr                                { $$ = make_where(parser, @$, $1, $3); }
    | expr ".." expr                                   { $$ = make_range(parser, @$, $1, $3); }
    ;

some_names: name                                       { $$ = name_list_add(parser, NULL, $1); }
    | some_names "," name                              { $$ = name_list_add(parser, $1, $3); }
    ;
name: NAME | TRUNCATED | CENSORED | WEIGHTED | TO | BY | OF | ORDERED | SUM_TO_ZERO | NONCENTERED | CENTERED | START | COLUMN | UNIT
    | MISSING | WHERE | EXCEPT | UP | BELOW
    ;

%%

static int yyreport_syntax_error(const yypcontext_t *context, Parser *parser) {
    (void)context; /* the list of expected tokens is useless inside expressions: syntax.c looks at the statement */
    syntax_error(parser);
    return 0;
}
