/* The checks: tree to checked model. What the files check*.c share; everyone else needs only check() in model.h.
 *
 *   check.c            the order of the checks; collecting what is defined
 *   check_dims.c       dim statements, lists of labels, ranges
 *   check_data.c       data statements, types, bounds
 *   check_left.c       left sides: the dims of a name, links; equations
 *   check_align.c      the dims of the right side against those of the left
 *   check_body.c       dist statements
 *   check_formal.c     formal dims: the [k] of a fn or dist
 *   check_event.c      which dims a distribution runs over where it is used
 *   check_expr.c       expressions: names, operators, conditions
 *   check_call.c       calls of functions
 *   check_fn.c         calls of functions that are written in the language
 *   check_subscript.c  what stands in [ ]
 *   check_reduce.c     sum[d](…), softmax[d](…), @
 *   check_dist.c       distributions and their arguments
 *   check_types.c      numbers, labels, truths
 *   check_named.c      arguments that need names
 *   check_statement.c  `~`, `=`, `factor`
 *   check_modifiers.c  `truncated to`, `censored …`
 *   check_together.c   `ordered`, `sum_to_zero`
 *   check_pieces.c     which piece holds where; ends of neighbours
 *   check_flow.c       circles, what is reached
 *   check_support.c    supports through expressions (check_support.h)
 *   check_limits.c     what is too wide for the array IR
 *   check_slopes.c     derivatives that are not stated
 *   check_roles.c      notes on what is observed and how arguments were read
 *
 * Poison: what failed is an expression of TYPE_POISON, a value or dim with `poisoned`; nothing more is said about it. */
#ifndef LANG_CHECK_H
#define LANG_CHECK_H
#include "expr.h"
#include "scope.h"

typedef struct Checker Checker;
typedef struct Def     Def;
typedef struct Piece   Piece;
typedef struct Binding Binding;

/* One left side of a `=` or a `~`. */
struct Piece {
    Def        *def; /* NULL: an expression of data, log(y[i]) ~ … */
    Ast        *statement;
    Ast        *left; /* a name or a subscripted name, without its link; or the whole expression */
    const char *link; /* log(…) = …: "log"; else NULL */
    bool        tilde;
    bool        bad;    /* nothing more is said of it */
    Left        at;     /* where it holds */
    Expr       *where;  /* as written; NULL */
    Expr       *right;  /* `=` */
    Statement  *result; /* `~` */
    int         number; /* among the pieces of the model */
    int         fixed;  /* places at a label, first or last */
    bool        built;
};

typedef enum DefState { DEF_NEW, DEF_BUSY, DEF_DONE } DefState;

/* A name that has a value. */
struct Def {
    Value *value;
    Ast   *data; /* its data statement; NULL */
    VEC(Piece *) equations;
    VEC(Piece *) tildes;
    DefState       dims_state, right_state;
    bool           dims_known;
    int            data_only; /* 0: not asked yet, 1: yes, -1: no */
    bool           used;      /* by an expression of another name */
    const Binding *argument;  /* it is a parameter of a fn or dist, made to be subscripted; NULL */
};

/* A dim or a letter. */
typedef struct Index {
    Axis    axis;
    AstName name;
    bool    letter;
} Index;

/* The [k] of a fn or dist: axes.at[p] stands for k with p primes. Copies are made when the text first asks for them. */
typedef struct Formal {
    const char *name;
    Dim        *dim;
    Axes        axes;
} Formal;
typedef struct Formals {
    Formal *at;
    int     count;
    Axes    taken; /* axes that no copy may be */
} Formals;

typedef struct Condition {
    Expr *truth;
    bool  holds;
} Condition;
typedef VEC(Condition) Conditions;

/* x[t-1], to be checked when it is known which piece holds where. */
typedef struct ShiftUse {
    Piece     *piece;
    Expr      *ref;
    Sub       *sub;
    Dim       *dim;
    int        by;
    Conditions conditions;
} ShiftUse;

struct Checker {
    Session *session;
    Arena   *arena;
    Model   *model; /* NULL while the library is bound */
    AstFile *file;
    NameMap  indices;     /* Index: dims and their letters */
    NameMap  values;      /* Def */
    NameMap  functions;   /* Ast of fn */
    NameMap  dists;       /* Dist: of the model itself */
    NameMap  broken;      /* names in statements that could not be read */
    NameMap  said;        /* undefined names that were reported: AstName */
    int      suggestions; /* searches for a near name so far */
    bool     lacks_files; /* names may come from a file that `use` names and that could not be read */
    Formals *formals;     /* of the fn or dist whose body is being read; NULL */
    VEC(Def *) defs;
    VEC(Def *) busy;     /* equations being built, for circles */
    VEC(Piece *) pieces; /* in the order of the text */
    VEC(Ast *) factors;
    VEC(ShiftUse) shifts;
    VEC(Expr *) members; /* Poisson.log_p(y, l) and the like */
};

/* A parameter of a fn or dist. places: S[k, k'], in the order of the text. */
struct Binding {
    const char *name;
    Expr       *value;
    const Axis *places;
    int         n_places;
};

/* Where an expression stands. */
typedef struct Scope {
    Checker       *checker;
    Ast           *statement; /* for lines to paste */
    Piece         *piece;     /* NULL */
    Axes           live;      /* indices of the left side and of the operators around */
    const Binding *bindings;  /* parameters of a fn or dist */
    int            n_bindings;
    bool           closed;     /* the body of a fn or dist: no values of the model */
    bool           random;     /* the draw of a dist */
    bool           silent;     /* the left of a `~`, built once more */
    Conditions     conditions; /* what is known to hold here */
    int            depth;      /* of fn calls */
    const Support *wanted;     /* a bare name stands here, as an argument that must lie in this range; NULL */
} Scope;

/* --- messages --- */
#define DIAGS(checker) (&(checker)->session->diags)
/* Not built yet: Y12. Returns poison. */
Expr *check_not_yet(Checker *checker, Span span, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The text of `whole` with the part under `part` replaced. */
const char *check_line_with(Checker *checker, Span whole, Span part, const char *replacement);
const char *check_place(Checker *checker, Span span); /* "line 3", also of which file */
const char *check_text(Checker *checker, Span span);
/* "`y` has one value per `student`" */
const char *check_describe_dims(Checker *checker, const Value *value);

/* --- names --- */
Def *check_find_def(Checker *checker, const char *name);
bool check_find_index(Checker *checker, const Ast *ast,
                      Axis *axis); /* a name or primed name that is a dim or a letter */
bool check_is_broken(Checker *checker, const char *name);
bool check_is_size(const Checker *checker, const char *name); /* the T of dim t = 1..T */
bool check_is_function(Checker *checker, const char *name);
void check_undefined(const Scope *scope, const AstName *name, bool called);

/* --- the parts, in the order of check() --- */
void check_dims(Checker *checker);
void check_data(Checker *checker);
void check_lefts(Checker *checker);
void check_statements(Checker *checker);
void check_named(Checker *checker);
void check_pieces(Checker *checker);
void check_flow(Checker *checker);
/* Supports of unknowns, arguments and observations through expressions (S01 …, T01, X04). */
void check_support(Session *session, Model *model);

/* --- dims and data --- */
bool check_type_support(Checker *checker, const Scope *scope, const AstType *type, Support *support);
Dim *check_type_dim(Checker *checker, const AstType *type);

/* --- left sides --- */
/* Dims and type of a value are known afterwards; false if they cannot be (a circle was reported, or it is poisoned). */
bool check_know_value(Checker *checker, Def *def, Span use);
Axes check_value_axes(Checker *checker, const Value *value);
void check_build_equation(Checker *checker, Piece *piece);
/* Left.subs of a piece from its subscripts; false if it is bad. */
bool check_left_subs(Checker *checker, Piece *piece);

/* The right side varies over nothing that the left side lacks; D03 otherwise. */
bool check_fits(Checker *checker, Piece *piece, const Expr *right);
/* The same of a part that may vary over these axes: those of a row of values that are distributed together, and a second index of them. */
bool check_fits_in(Checker *checker, Piece *piece, const Expr *right, Axes allowed);

/* --- expressions --- */
Expr          *check_expr(Scope *scope, Ast *ast);
Expr          *check_number(Scope *scope, Ast *ast); /* labels become numbers */
Expr          *check_truth(Scope *scope, Ast *ast);  /* a condition */
Expr          *check_as_number(const Scope *scope, Expr *expr);
Expr          *check_compare(Scope *scope, Ast *ast);
const Binding *check_find_binding(const Scope *scope, const char *name); /* a parameter of a fn or dist; NULL */
Expr          *check_bare(const Scope *scope, Def *def, Span span);      /* a name without subscripts */
Expr          *check_subscript(Scope *scope, Ast *ast);
Expr          *check_call(Scope *scope, Ast *ast);
Ast           *check_find_fn(Checker *checker, const char *name);      /* of the model or of the library; NULL */
Ast           *check_fn_of_call(const Scope *scope, const char *name); /* the same, as a body or the model sees it */
Expr          *check_call_fn(Scope *scope, Ast *ast, Ast *fn);
/* T02: so many arguments are wanted. */
Expr *check_wrong_count(const Scope *scope, const Ast *ast, const char *signature, int wanted);
bool  check_is_operator(const char *name); /* sum, mean, softmax … */
Expr *check_operator(Scope *scope, Ast *ast);
Expr *check_matmul(Scope *scope, Ast *ast);
Expr *check_label_in(const Scope *scope, Dim *dim,
                     const Ast *ast); /* a name, string or number as a label of this dim; NULL */
bool  check_constant(Checker *checker, Ast *ast, double *number);
/* first, last, first + 2: offset from the end */
bool        check_end(const Ast *ast, bool *last, int *offset);
const char *check_find_key(Checker *checker, const Dim *from, const Dim *to); /* name of data k[from] : to; NULL */

/* --- distributions --- */
typedef struct DistCall {
    const Ast *ast; /* with the bracket, if one is written */
    Dist      *dist;
    Expr     **args;
    int        n_args;
    Expr      *outcome;
    Axes       event; /* what one outcome runs over */
    bool       bad;
} DistCall;
/* Which axes the formal dims of a distribution stand for: those in its bracket, else what only can be meant. Its instance over them, with the
 * outcome and the arguments over these axes; call->bad if nothing or more than one is meant, and it is said. */
void check_event_of_tilde(Scope *scope, Piece *piece, Expr *outcome, DistCall *call);
/* When it is known which piece holds where: what is left of an outcome is all of it. */
void check_events(Checker *checker);
/* value: NULL for members that take none. */
void     check_event_of_call(Scope *scope, Expr *value, DistCall *call);
DistCall check_dist(Scope *scope, Ast *ast);
/* The support of a statement whose dist and arguments are known, and what `truncated to` and `censored` make of it. */
void check_cuts(Scope *scope, Piece *piece, Statement *statement);
/* Then: `ordered` and `sum_to_zero`, and what unknowns that are bound together by them or by their distribution do not allow. */
void        check_together(Scope *scope, Piece *piece, Statement *statement);
Dist       *check_find_dist(Checker *checker, const char *name);
bool        check_dist_has_argument(Checker *checker, const char *dist, const char *name);
bool        check_is_dist_call(Checker *checker, const Ast *ast);
const char *check_dist_signature(Checker *checker, const Dist *dist);
/* Distributions that are known but not built: true, and what they run over. */
typedef enum EventKind { EVENT_NONE, EVENT_VALUE, EVENT_LABEL, EVENT_OTHER } EventKind;
bool check_dist_planned(const char *name, EventKind *event);

/* --- formal dims --- */
/* New dims, for the body of a dist. */
Formals *check_formals(Checker *checker, const AstNames *over);
/* The axis of a formal dim, k or k'; false if the name is none. */
bool check_find_formal(Checker *checker, const char *name, int primes, Axis *axis);
/* [k, k'] behind a parameter or a type as axes of formal dims; -1, with a message, if one of them is none. */
int check_formal_places(Checker *checker, const AstList *subs, Axis **places);

/* --- bodies --- */
Dist *check_dist_header(Checker *checker, Ast *ast); /* a dist statement: its parameters and support */
/* Its members, unless they are known or being read. */
void check_dist_body(Checker *checker, Dist *dist);
void check_dist_circles(Checker *checker);
/* Members that expressions use and their distributions do not state. */
void check_dist_members(Checker *checker);
bool check_data_only(Checker *checker, Def *def);
bool check_expr_data_only(Checker *checker, const Expr *expr);
#endif
