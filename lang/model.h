/* The checked model: what a model means. Made by check.c from the tree; everything after the checks sees this and not the
 * tree. All names are resolved, every expression knows its axes and its type, broadcasting is by axis.
 *
 * An axis is a dimension and a copy of it: obs is (obs, 0), obs' is (obs, 1). */
#ifndef LANG_MODEL_H
#define LANG_MODEL_H
#include "ast.h"

typedef struct Expr  Expr;
typedef struct Value Value;
typedef struct Dist  Dist;

typedef enum LabelSource { LABELS_LISTED, LABELS_RANGE, LABELS_FROM_DATA, LABELS_NONE } LabelSource;

/* How many coordinates values of a structure over n positions have: n, n - 1, n (n - 1) / 2, n (n + 1) / 2. */
typedef enum DimCount { COUNT_ALL, COUNT_LESS_ONE, COUNT_PAIRS, COUNT_TRIANGLE } DimCount;

typedef struct DimLabel {
    const char *text;
    const char *code;
} DimLabel; /* code: what a file holds for it, or NULL */

typedef struct Dim Dim;
struct Dim {
    int         id;
    const char *name, *shown, *doc;
    Span        span;
    VEC(AstName) letters;
    LabelSource from;
    VEC(DimLabel) labels; /* listed */
    long        range_lo; /* range: lo .. hi, hi a number or the name of a scalar in the data */
    long        range_hi;
    const char *range_hi_name; /* NULL: range_hi counts */
    bool        ordered;       /* has first, last, neighbours */
    bool        numeric;       /* known now that all labels are numbers (a range, or a list of numbers) */
    const char *column;        /* dim t column "times", or NULL */
    bool        poisoned;
    const Dim *
        base; /* NULL: a dim of the text. Else this one is made for the coordinates of an unknown: LABELS_NONE, as many positions as */
    DimCount count; /* this makes of those of base */
};

typedef struct Axis {
    Dim *dim;
    int  copy;
} Axis;
typedef VEC(Axis) Axes; /* a set, sorted by (dim id, copy) */

/* --- types --- */
typedef enum TypeKind { TYPE_NUMBER, TYPE_LABEL, TYPE_TRUTH, TYPE_POISON } TypeKind;
typedef enum Structure {
    STRUCTURE_NONE,
#define STRUCTURE(name, spelling, dims, range, use, lack) STRUCTURE_##name,
#include "structures.def"
#undef STRUCTURE
    STRUCTURE_COUNT
} Structure; /* over the event axes */
typedef struct Type {
    TypeKind  kind;
    Dim      *dim;
    bool      whole;
    Structure structure;
} Type; /* dim: of TYPE_LABEL */

/* The set in which a value lies: the support of a distribution or of a parameter, a declared bound. NULL bound: infinite.
 * A bound is an expression: constant, or (in a Dist) over X_PARAM, or over unknowns. */
typedef struct Support {
    bool      whole;
    Expr     *lo, *hi;
    bool      lo_open, hi_open;
    Structure structure;
} Support;

/* --- expressions --- */
typedef enum ExprKind {
    X_NUMBER,       /* number */
    X_REF,          /* ref: a value at subscripts */
    X_INDEX,        /* index: a running index, type label(dim): its position */
    X_LABEL,        /* label: a label of a dim, type label(dim) */
    X_LABEL_NUMBER, /* unary: a label-typed expression as the number that the label is */
    X_SIZE,         /* size: number of positions of a dim */
    X_PARAM, /* param: in a dist or a primitive: 0 is the value (of a dist), i + 1 its i-th parameter; in a primitive: i is its i-th argument */
    X_CALL,  /* call: a primitive of primitives.def */
    X_ADD,
    X_SUB,
    X_MUL,
    X_DIV,
    X_POW, /* binary */
    X_NEG, /* unary */
    X_LT,
    X_LE,
    X_GT,
    X_GE,
    X_EQ,
    X_NE, /* binary; both numbers, or both labels of one dim */
    X_AND,
    X_OR,     /* binary */
    X_NOT,    /* unary */
    X_IF,     /* if_ */
    X_REDUCE, /* reduce: sum[a](x), mean, sd, … */
    X_ALONG,  /* along: softmax[a](x), cumsum[a](x): the axis stays */
    X_AT,     /* at: x with axes at subscripts */
    X_KERNEL, /* kernel: a function of whole axes, of kernels.def */
    X_DIST    /* dist: Poisson.log_p(y, lambda), Poisson.draw(lambda), … */
} ExprKind;

typedef enum SubKind { SUB_AXIS, SUB_SHIFT, SUB_FIRST, SUB_LAST, SUB_LABEL, SUB_KEY } SubKind;
/* What stands in one place of a value. SUB_SHIFT: the position of `axis` plus `by` (a whole-valued Expr of data, indices and
 * numbers). SUB_FIRST/SUB_LAST: the position of that end plus `offset` (last - 1: -1). SUB_LABEL: `position` if the labels are known now, else -1 and `label` is looked up
 * when loading. SUB_KEY: `key` is an expression of type label(dim of the place). */
typedef struct Sub {
    SubKind     kind;
    Axis        axis;
    Expr       *by;
    int         offset;
    int         position;
    const char *label;
    Expr       *key;
    Span        span;
} Sub;

typedef enum ReduceOp {
    REDUCE_SUM,
    REDUCE_MEAN,
    REDUCE_SD,
    REDUCE_VAR,
    REDUCE_MIN,
    REDUCE_MAX,
    REDUCE_PROD,
    REDUCE_ANY,
    REDUCE_ALL,
    REDUCE_LOGSUMEXP
} ReduceOp;
typedef enum AlongOp { ALONG_SOFTMAX, ALONG_LOG_SOFTMAX, ALONG_CUMSUM, ALONG_CUMPROD, ALONG_SORT, ALONG_RANK } AlongOp;
typedef enum DistMember {
#define MEMBER(name, spelling, takes_value) MEMBER_##name,
#include "members.def"
#undef MEMBER
    MEMBER_COUNT
} DistMember;

typedef VEC(Expr *) ExprList;

struct Expr {
    ExprKind    kind;
    Span        span;
    Axes        axes; /* what it varies over */
    Type        type;
    const char *written; /* what the model says in place of all this: a call of a function of the library; NULL */
    union {
        double number;
        struct {
            Value *value;
            Sub   *subs;
            int    n_subs;
        } ref; /* one Sub for each place of the value, in the order of value->dims */
        Axis index;
        struct {
            Dim        *dim;
            int         position;
            const char *text;
        } label; /* position -1: looked up when loading; -2 - k: the k-th before the last (`where t < last`) */
        Dim *size;
        int  param;
        struct {
            int    primitive;
            Expr **args;
            int    n_args;
            Axes   over;
        } call; /* primitive: index into the table of primitive.h; over: std_normal[k](), a variate for each position of k */
        struct {
            Expr *x, *y;
        } binary;
        Expr *unary;
        struct {
            Expr *condition, *yes, *no;
        } if_;
        struct {
            ReduceOp op;
            Axes     axes;
            Expr    *body;
            Expr    *where;
            Expr    *by;
            Axis     by_axis;
        } reduce; /* where: NULL or a truth; by: mean[home by county]: key over the axis, NULL otherwise */
        struct {
            AlongOp op;
            Axis    axis;
            Expr   *body;
        } along;
        struct {
            Expr *body;
            Axis *from;
            Sub  *subs;
            int   n;
        } at; /* body[from[i] := subs[i]], all at once */
        struct {
            int    kernel;
            Axis   letters[3];
            int    n_letters;
            Expr **args;
            int    n_args;
        } kernel; /* kernel: row of kernels.def; letters: the axes that a, b, c stand for; further axes of the arguments are a batch */
        struct {
            Dist      *dist;
            DistMember member;
            Expr     **args;
            int        n_args;
        } dist; /* args[0] is the value for log_p and cdf; then the parameters in the order of the dist */
    };
};

/* --- values --- */
typedef enum Role {
    ROLE_DATA,
    ROLE_UNKNOWN,
    ROLE_EQUATION,
    ROLE_SIZE
} Role; /* ROLE_SIZE: the T of dim t = 1..T used as a number */

/* Where a piece holds. Its left side has one Sub per place of the value: SUB_AXIS, SUB_LABEL, SUB_FIRST, SUB_LAST. guard: a truth over
 * the axes of the left side, NULL if it holds in all of its cells (what more specific pieces take, and `where`, is in the guard). */
typedef struct Left {
    Value *value;
    Sub   *subs;
    int    n_subs;
    Axes   axes;
    Expr  *guard;
    Span   span;
} Left;

typedef struct Equation {
    Left  left;
    Expr *right;
    Span  span;
} Equation; /* links on the left are already moved to the right side */

/* data NAME[dims] : type */
typedef enum DataKind { DATA_REAL, DATA_INT, DATA_COUNT, DATA_BINARY, DATA_KEY, DATA_DATE } DataKind;
typedef struct DataDecl {
    DataKind kind;
    Dim     *key; /* DATA_KEY: whose labels the values are */
    bool     may_be_missing;
    Support  bounds;     /* declared: real > 0, int in 0..12; constants only */
    VEC(DimLabel) codes; /* binary (no = 1, yes = 2): text "0"/"1" is the value, code what the file holds */
    const char *column, *unit;
    Span        column_span;
    bool        has_values; /* data y[i] : real = 1, 3, 5 */
    VEC(double) values;
} DataDecl;

struct Value {
    int         id; /* index in model->values */
    const char *name, *shown, *doc;
    Span        span; /* where it is defined */
    Role        role;
    Dim       **dims; /* its places */
    int         n_dims;
    Type        type;
    DataDecl    data;    /* ROLE_DATA */
    Support     support; /* ROLE_UNKNOWN: of its distribution; the same for all of its pieces */
    VEC(Equation)
    equations; /* ROLE_EQUATION, more specific first; ROLE_UNKNOWN: its cells that are fixed (alpha[1] = 0), which no guard of a prior covers */
    bool data_only;  /* an equation of data, numbers and indices alone: computed once when loading */
    bool reached;    /* an unknown from which an observation or factor can be reached: sampled; else drawn forward */
    bool drawn;      /* data by its declaration, drawn forward by model_forward: sizes and labels may come from it */
    bool prior_lost; /* its `~` has an error, so that its range is not known */
    bool poisoned;
};

/* --- statements: `~` and `factor` --- */
typedef enum StatementKind { STATEMENT_PRIOR, STATEMENT_OBSERVED, STATEMENT_FACTOR } StatementKind;
typedef enum Centering { CENTERING_DEFAULT, CENTERING_CENTERED, CENTERING_NONCENTERED } Centering;

typedef struct Statement {
    int           id; /* index in model->statements */
    StatementKind kind;
    Span          span; /* the whole line */
    const char   *name; /* for tables: "y", "theta", "log(y)", "factor (line 7)"; unique */
    Left          left; /* cells; value NULL for a factor, and for an observed expression like log(y[i]) */
    Expr *
        outcome; /* what is distributed: the value at its cells (observed: data; prior: the unknown); factor: the term */
    Dist  *dist; /* NULL for a factor */
    Expr **args; /* one for each parameter of the dist, canonical parameterisation */
    int    n_args;
    Axes
        event; /* what one outcome runs over, a part of left.axes: k of w[k] ~ Dirichlet(1); the other axes are a batch. support.structure is over these */
    Span dist_span; /* Normal(0, 5) as written */
    uint32_t
        unproven; /* bit i: nothing shows that argument i stays in its range for all unknowns; the density is 0 where it does not */
    Expr *weight; /* weighted by; NULL */
    Expr *start;  /* start value; NULL */
    Support
        support; /* of the outcome: that of the dist with these arguments, cut by `truncated to`; over values of the model */
    bool  truncated;
    Span  truncated_span;
    Expr *truncated_lo,
        *truncated_hi; /* the smallest and largest value that are left; NULL: nothing is cut off at this end */
    Expr *censored_above,
        *censored_below; /* truths: where the outcome is only known to lie above `above`, or not above `below`; NULL: nowhere */
    Expr *above, *below;
    Expr *
        up_to; /* the outcome is only known to lie between what was recorded and this, which may be equal: then it is known; NULL: none */
    Centering centering;
} Statement;
typedef VEC(Statement *) Statements;
/* Axes over which its log densities run, one for each cell: those of its left side but those of one outcome of its distribution. */
Axes statement_cells(Arena *arena, const Statement *statement);

/* --- distributions --- */
typedef struct DistParam {
    const char *name;
    Support     support;
    bool        whole;
    const char *doc;
    Axis       *places; /* alpha[k], cov[k, k'] */
    int         n_places;
} DistParam;
/* unnamed(shape, rate) = "Stan, R": what arguments without names are to whom. */
typedef struct DistUnnamed {
    AstNames    names;
    const char *who;
} DistUnnamed;

/* A distribution as its text says it, over its own formal dims; or an instance of one, over the axes for which these stand at a use. An
 * instance has no formal dim anywhere. */
struct Dist {
    const char *name, *doc;
    Source     *source;
    Span        span;
    DistParam  *params;
    int         n_params;
    Support     support;      /* of the value; bounds over X_PARAM(1 …) */
    bool        discrete;     /* whole */
    bool        improper;     /* Flat */
    bool location_scale;      /* mu + sigma * standard one: says `location = mu, scale = sigma` (can be non-centred) */
    int  location, scale;     /* parameter numbers, if so; of several values together the scale is MEMBER_SCALE */
    VEC(DistUnnamed) unnamed; /* if there are any, its arguments must have names */
    const char *reading;      /* what who gives no names is told; NULL */
    Axis       *over;         /* [k]: its formal dims; of an instance: the axes for which they stand */
    int         n_over;
    Axis       *outcome; /* places of one outcome; none if it is a number or a label */
    int         n_outcome;
    Dim        *labels;  /* label[k]: the outcome is a label of this dim; NULL */
    bool        ordinal; /* ordinal[k]: 1, 2, … size(k) + 1, or a label of a dim with as many positions */
    /* Every axis of the formal dims that the text uses, in its order: k, k', …; of an instance: what stands for them. */
    Axes  used;
    Axes  inner;   /* the same as a set */
    Dist *general; /* of which this is an instance; NULL: it has no formal dims, or is the general one */
    VEC(Dist *) instances;
    bool            bound, binding; /* its members are known; are being read */
    Ast            *ast;            /* for the reading of its members */
    struct Formals *formals;
    Expr           *member
        [MEMBER_COUNT]; /* NULL: not given; log_p over X_PARAM(0 …), the others over X_PARAM(1 …), cdfs with X_PARAM(0) */
};

typedef struct Model {
    Source *source;
    VEC(Source *) sources; /* of the model itself and of the files that it uses */
    const char *name;      /* stem of the file */
    VEC(Dim *) dims;       /* in the order of the text, then those with a base */
    VEC(Value *) values;   /* in the order of the text, then those made by the compiler */
    Statements statements; /* in the order of the text */
} Model;

/* `ordered` or `sum_to_zero` restrict its density and do not renormalise it: it is a factor as well, for the unknowns that it depends on. */
bool statement_is_restricted(const Statement *statement);
/* As a member is called from outside: Normal.log_cdf(…). */
extern const char *const dist_member_names[MEMBER_COUNT];
bool                     dist_member_takes_value(DistMember member);
int                      dist_find_member(const char *name); /* -1: there is none of this name */
/* The member from which this one is computed: itself if it is stated, another one of cdf, log_cdf and log_ccdf for one of them, the other quantile
 * for a quantile. MEMBER_COUNT: what is stated does not give it. */
DistMember dist_from(const Dist *dist, DistMember member);

/* Tree to model. NULL if there was an error; all messages are in the session. */
Model *check(Session *session, AstFile *file);
/* The text is one of the model's, and not of the library. */
bool model_has_source(const Model *model, const Source *source);
/* "line 3", or "line 3 of `priors.bmodel`" if that is another file than the model's own; begins: "Line 3". */
const char *model_place(Arena *arena, const Model *model, Span span, bool begins);
/* As it is called: "softmax". */
const char *along_name(AlongOp op);
/* What was understood, a line per dim, data, unknown, equation, observation: `bmodel check`, `bmodel show --stage model`. */
const char *model_print(Session *session, const Model *model);
/* An expression as a user would write it. */
const char *expr_print(Session *session, const Expr *expr);

/* Derivative of primitive number `primitive` by its argument `arg`, over X_PARAM(argument); NULL: none stated. From the text in primitives.def. */
Expr *primitive_derivative(Session *session, int primitive, int arg);
/* The body of a primitive that is an abbreviation (log1p_exp …), over X_PARAM(argument); NULL: it is computed by C or machine code. */
Expr *primitive_body(Session *session, int primitive);
/* A distribution of the standard library, bound at first use; NULL if there is none of this name. */
Dist *library_dist(Session *session, const char *name);

#endif
