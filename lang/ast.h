/* The tree: what a model says, before anything is checked. A tagged union with a common head; consumers `switch` without
 * a default. Names are interned in their canonical spelling (Greek letters by their English names, see names.h). */
#ifndef LANG_AST_H
#define LANG_AST_H
#include "session.h"

typedef enum AstKind {
#define AST(kind, member, doc) AST_##kind,
#include "ast.def"
#undef AST
    AST_KIND_COUNT
} AstKind;

typedef enum AstOp { /* of AST_UNARY, AST_BINARY, AST_COMPARE */
                     OP_ADD,
                     OP_SUB,
                     OP_MUL,
                     OP_DIV,
                     OP_POW,
                     OP_MATMUL,
                     OP_NEG,
                     OP_PLUS,
                     OP_SQRT,
                     OP_NOT,
                     OP_AND,
                     OP_OR,
                     OP_LT,
                     OP_GT,
                     OP_LE,
                     OP_GE,
                     OP_EQ,
                     OP_NE
} AstOp;

typedef struct Ast Ast;
typedef VEC(Ast *) AstList;

typedef struct AstName {
    const char *name;
    const char *shown;
    Span        span;
} AstName; /* canonical; as written */
typedef VEC(AstName) AstNames;
typedef VEC(AstOp) AstOps;

typedef struct AstInterval {
    Ast *lo, *hi;
    bool lo_open, hi_open, discrete;
} AstInterval; /* discrete: `in lo..hi` */

/* A modifier behind a distribution. */
typedef enum AstModifierKind {
    MODIFIER_TRUNCATED,
    MODIFIER_CENSORED_TO,
    MODIFIER_CENSORED_WHERE,
    MODIFIER_CENSORED_BELOW_WHERE,
    MODIFIER_CENSORED_UP_TO,
    MODIFIER_WEIGHTED,
    MODIFIER_START,
    MODIFIER_ORDERED,
    MODIFIER_SUM_TO_ZERO,
    MODIFIER_NONCENTERED,
    MODIFIER_CENTERED
} AstModifierKind;
typedef struct AstModifier {
    AstModifierKind kind;
    Span            span;
    AstInterval     interval;
    Ast            *value;
    AstList         subs;
} AstModifier;
typedef VEC(AstModifier) AstModifiers;

/* A type behind a colon: `real`, `count?`, `binary (no = 1, yes = 2)`, `county`, `real in (0, 1)`, `int >= 0`, `simplex[k]`. */
typedef struct AstType {
    AstName     name;
    Span        span;
    bool        may_be_missing; /* ? */
    AstList     over;           /* [k, k'] of what a distribution gives */
    AstList     codes;          /* AST_NAMED: name = code */
    bool        has_bound;
    AstOp       bound_op; /* OP_LT … for `> sum`; the interval otherwise */
    Ast        *bound;
    bool        has_interval;
    AstInterval interval;
} AstType;

/* A label or a number in a list: a name (quoted or not) with an optional code, or a number, or the range number..range_to. */
typedef struct AstLabel {
    Span    span;
    AstName name;
    bool    quoted;
    Ast    *code;
    Ast    *range_to;
    Ast    *number;
} AstLabel;
typedef VEC(AstLabel) AstLabels;

typedef struct AstDimName {
    AstNames    names;
    AstName     of, in;
    bool        ordered;
    const char *column;
    Ast        *where;
} AstDimName; /* first name: the dim; others: letters */
typedef VEC(AstDimName) AstDimNames;

struct Ast {
    AstKind     kind;
    int         depth; /* levels of nodes below this one, itself included; at most AST_DEEPEST */
    Span        span;
    const char *doc; /* ## comment of a statement, or NULL */
    union {
        /* --- expressions --- */
        struct {
            double value;
            bool   whole;
        } number; /* whole: written without point and exponent */
        struct {
            const char *text;
        } string;
        AstName name;
        struct {
            AstName name;
            int     primes;
        } primed;
        struct {
            AstName name;
            AstList subs;
        } subscript; /* x[s, …] */
        struct {
            AstName owner, name;
            AstList subs, args;
            bool    has_subs, has_args;
        } call; /* f(x), sum[i](x), Poisson.log_p(y, l), Uniform[year] */
        struct {
            AstOp op;
            Ast  *x;
        } unary;
        struct {
            AstOp op;
            Ast  *left, *right;
        } binary;
        struct {
            AstList operands;
            AstOps  ops;
        } compare; /* a < b <= c */
        struct {
            Ast *condition, *yes, *no;
        } if_;
        struct {
            AstName name;
            Ast    *value;
        } named; /* name = expr, inside brackets */
        struct {
            Ast *value, *by;
        } by; /* home by county */
        struct {
            Ast *value, *condition;
        } where; /* k where k < j */
        struct {
            Ast *lo, *hi;
        } range; /* first .. first + 10 */
        struct {
            AstName owner, member;
        } dotted; /* a.b: only to be answered */
        struct {
            Ast *left, *right;
        } bar; /* (1 | g): only to be answered */
        /* --- statements --- */
        struct {
            AstDimNames dims;
            AstLabels   labels;
            bool        has_labels;
        } dim;
        struct {
            AstList     vars;
            AstType     type;
            AstLabels   values;
            bool        has_values;
            const char *column;
            Span        column_span;
            const char *unit;
            Ast        *missing;
            bool        missing_is_value;
        } data;
        struct {
            Ast *left, *right, *where;
        } equation;
        struct {
            AstList      lefts;
            Ast         *right;
            AstModifiers modifiers;
            Ast         *where;
        } tilde;
        struct {
            AstName time;
            Ast    *left, *right;
        } ode; /* d/dTIME left = right; time: the dim or letter behind the d */
        struct {
            Ast *value, *where;
        } factor;
        struct {
            AstName  name;
            AstNames over;
            AstList  params;
            Ast     *body;
        } fn; /* over: its formal dims; params: AST_NAME, AST_SUBSCRIPT */
        struct {
            const char *path;
            Span        path_span;
            AstNames    except;
        } use;
        struct {
            AstName  name;
            AstNames over;
            AstList  params;
            AstType  type;
            AstList  body;
        } dist; /* over: its formal dims; params: AST_PARAM; body: AST_MEMBER, AST_GIVEN, AST_EXAMPLE */
        struct {
            AstName name;
            AstList subs;
            AstType type;
            bool    has_type;
        } param;
        struct {
            const char *what;
            AstNames    args;
            Ast        *value;
            bool        has_args;
        } member; /* "log_p", "draw", "mean", … (args) = value; `log p` is "log_p" */
        struct {
            AstNames names;
            AstList  values;
        } given; /* given (mean, sd) : mu = mean, sigma = sd; values: AST_NAMED */
        struct {
            const char *what;
            AstList     at, args;
            Ast        *value;
        } example; /* example log p(1.3 | 0.5, 2) = -1.69; args: behind the bar */
        struct {
            VEC(const char *) names;
        } broken; /* a statement with a syntax error: the names in it count as defined, poisoned */
    };
};

enum { AST_DEEPEST = 1000 }; /* the parser refuses what is deeper (Y08), so that walks may recurse */

/* A file: its statements in the order of the text. */
typedef struct AstFile {
    Source *source;
    AstList statements;
} AstFile;

Ast        *ast_new(Session *session, AstKind kind, Span span);
const char *ast_kind_name(AstKind kind);
const char *ast_op_text(AstOp op); /* as the user spells it */
/* One node a line, indented; what `bmodel show --stage tree` and the grammar tests print. */
const char *ast_print(Session *session, const AstFile *file);

/* Text to tree. Never NULL; syntax errors are messages in the session and AST_BROKEN statements in the tree. */
AstFile *parse(Session *session, Source *source);
/* One expression: for derivatives in primitives.def and for tests. NULL if it is not one (with messages). */
Ast *parse_expression(Session *session, Source *source);

#endif
