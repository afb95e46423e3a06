/* What an expression is: a hash-consed DAG over arrays in index notation. A node is a function from positions of its axes to a
 * number; nothing is unrolled over data. The order of axes in a set means nothing; memory order is the scheduler's business.
 *
 * Nodes are made by the constructors below and by nothing else. They keep the normal forms:
 *   ADD  value + sum of weight[i] * arg[i], args sorted by id, no two alike; every literal factor ends up in a weight
 *   MUL  product of arg[i] ^ weight[i], args sorted by id, no two alike; there is no sub, neg, div, sqrt, square
 * and apply the rules of README.md ("rules"), unless ir->plain is set: then only what the normal forms need. */
#ifndef COMPILER_IR_H
#define COMPILER_IR_H
#include "lang/model.h"

typedef uint32_t IrId;    /* 0: none; arguments have smaller ids than the node */
typedef uint64_t AxisSet; /* bit a: axis a of ir->axes */
typedef uint8_t  AxisId;
enum { IR_MAX_AXES = 64 };
#define AXIS(a) ((AxisSet)1 << (a))

typedef enum IrOp {
#define IR(op, doc) IR_##op,
#include "ops.def"
#undef IR
    IR_OP_COUNT
} IrOp;

typedef enum IrStage { STAGE_LITERAL, STAGE_DATA, STAGE_UNKNOWN } IrStage; /* when it can be computed */

typedef struct IrNode {
    uint8_t  op, stage;
    uint16_t n_args;
    uint32_t first_arg; /* into ir->args and ir->weights */
    AxisSet  axes;
    double   value; /* LIT, ADD (the constant) */
    uint64_t
        attr; /* DATA, UNK: array; SUM, MAX: axes that are used up; GATHER: axis; SCATTER: axis made; COORD, SIZE: axis; FUN: primitive; RANDOM: serial; KERNEL: see ir_kernel_of */
    AxisSet over; /* SCATTER: axes that are used up; RANDOM: its axes; KERNEL: the axes of its letters */
    Span    span; /* of the equation it came from */
} IrNode;

typedef struct IrAxis {
    int dim, copy;
} IrAxis;

/* An array that is not computed: data, or an unknown. */
typedef struct IrArray {
    const char *name;
    AxisId      axes[8]; /* its places, in the order of memory (row-major) */
    int         n_axes;
    bool        is_key; /* holds positions (int64) */
    int         slot;   /* layout slot of its offset */
    Value      *value;  /* NULL: made by the compiler */
} IrArray;

/* A matrix over a and b that was made as L L', and its L. */
typedef struct IrFactor {
    IrId   matrix, factor;
    AxisId a, b;
} IrFactor;

typedef struct Ir {
    Session *session;
    Arena   *arena;
    VEC(IrNode) nodes; /* nodes.at[0] is unused */
    VEC(IrId) args;
    VEC(double) weights;
    VEC(IrAxis) axes;
    VEC(IrArray) arrays;
    VEC(IrFactor) factors;
    int32_t       *table; /* hash table of ids */
    size_t         table_size;
    bool           plain; /* constructors make normal forms only: for the oracle, and to test each rule on and off */
    unsigned       rules_off; /* bit RULE_…: for tests */
    const int64_t *sizes;     /* of dims, where they are known: some rules ask whether they pay */
    Span           span;      /* given to new nodes */
    uint64_t       random_serial;
} Ir;

enum IrRule {
    RULE_SUM_OVER_ADD,
    RULE_GATHER_SUM,
    RULE_SEPARATE,
    RULE_SQUARES,
    RULE_STABLE,
    RULE_EXP,
    RULE_LOG_PRODUCT,
    RULE_REGROUP,
    RULE_DEVIANCE,
    RULE_COUNT
};

Ir    *ir_new(Session *session);
AxisId ir_axis(Ir *ir, int dim, int copy);
int    ir_array(Ir *ir, IrArray array);

/* --- constructors --- */
IrId ir_literal(Ir *ir, double value);
IrId ir_leaf(Ir *ir, IrOp op, int array); /* DATA or UNK over the array's axes */
IrId ir_size(Ir *ir, AxisId axis);        /* number of positions */
IrId ir_coord(Ir *ir, AxisId axis);       /* the position, from 0 */
IrId ir_add(Ir *ir, IrId x, IrId y);
IrId ir_sub(Ir *ir, IrId x, IrId y);
IrId ir_scale(Ir *ir, double weight, IrId x);
IrId ir_add_n(Ir *ir, double constant, const IrId *terms, const double *weights, int n);
IrId ir_mul(Ir *ir, IrId x, IrId y);
IrId ir_mul_n(Ir *ir, const IrId *factors, const double *exponents, int n);
IrId ir_div(Ir *ir, IrId x, IrId y);
IrId ir_power(Ir *ir, IrId x, double exponent);
IrId ir_fun(Ir *ir, int primitive, const IrId *args, int n);
IrId ir_fun1(Ir *ir, int primitive, IrId x);
IrId ir_random(Ir *ir, int primitive, const IrId *args, int n,
               AxisSet axes);                     /* a new variate for each cell of axes, different from all others */
IrId ir_compare(Ir *ir, IrOp op, IrId x, IrId y); /* LT LE EQ */
IrId ir_and(Ir *ir, IrId x, IrId y);
IrId ir_or(Ir *ir, IrId x, IrId y);
IrId ir_not(Ir *ir, IrId x);
IrId ir_if(Ir *ir, IrId condition, IrId yes, IrId no);
IrId ir_sum(Ir *ir, AxisSet over, IrId x);                /* an axis that x lacks counts its size */
IrId ir_max(Ir *ir, AxisSet over, IrId x, bool is_shift); /* is_shift: a constant for differentiation (log-sum-exp) */
/* x with axis at position `index` (a key, a literal, coord(b) + k): x[axis := index]. Positions beyond the ends are clamped. */
IrId ir_gather(Ir *ir, IrId x, AxisId axis, IrId index);
/* out[…, p] = sum over the cells of `over` with index = p of x: the adjoint of gather. */
IrId ir_scatter(Ir *ir, IrId x, IrId index, AxisId into, AxisSet over);

/* A function of whole axes (lang/kernel.h): axes[i] stands for letter i. The result has the axes of its letters and the batch: all further
 * axes of the arguments. An argument may lack an axis of its letters; it may not have the axis of another letter (rename it before). */
IrId ir_kernel(Ir *ir, int kernel, const IrId *args, const AxisId *axes);
/* From here on cholesky(matrix) is factor, lower triangular, and its log determinant and solutions are made of it. */
void ir_know_factor(Ir *ir, IrId matrix, IrId factor, AxisId a, AxisId b);
/* x with one axis called another: ir_gather by coord(to). x must not have `to`, or the result is a diagonal. */
IrId ir_rename(Ir *ir, IrId x, AxisId from, AxisId to);

/* The same node with other arguments, through its constructor. Passes are rebuilds. */
IrId ir_rebuild(Ir *ir, IrId id, const IrId *args);

/* --- looking --- */
static inline IrNode *ir_at(const Ir *ir, IrId id) { return &ir->nodes.at[id]; }
static inline IrId    ir_arg(const Ir *ir, IrId id, int i) {
    return ir->args.at[ir->nodes.at[id].first_arg + (uint32_t)i];
}
static inline double ir_weight(const Ir *ir, IrId id, int i) {
    return ir->weights.at[ir->nodes.at[id].first_arg + (uint32_t)i];
}
static inline bool ir_is_literal(const Ir *ir, IrId id) { return ir_at(ir, id)->op == IR_LIT; }
bool               ir_is(const Ir *ir, IrId id, double value); /* this literal */
bool               ir_whole(double x);
const char        *ir_op_name(IrOp op);
/* Of a KERNEL node: which (KernelId), the axis of a letter, the axes of letters, and of the batch. */
int     ir_kernel_of(const Ir *ir, IrId id);
int     ir_kernel_linear(int kernel); /* the argument in which it is linear, -1: none */
AxisId  ir_kernel_axis(const Ir *ir, IrId id, char letter);
AxisSet ir_kernel_letters(const Ir *ir, IrId id, const char *letters);
AxisSet ir_kernel_batch(const Ir *ir, IrId id);
/* Is it a position, kept in memory as an integer: a key of data, or one of its cells? */
bool ir_is_position(const Ir *ir, IrId id);
/* marks[id] = 1 for every node that the roots read. marks has ir->nodes.count entries. */
void ir_reach(const Ir *ir, const IrId *roots, int n, uint8_t *marks);
int  ir_count(const Ir *ir, const IrId *roots, int n); /* nodes reached */

/* Text, one node a line, in the notation of the language. names: of the roots. */
const char *ir_print(const Ir *ir, const Model *model, const IrId *roots, const char *const *names, int n);
/* The axis as a user writes it: county, obs'. */
const char *ir_axis_name(const Ir *ir, const Model *model, AxisId axis);
/* Stops with bug() if a node breaks an invariant. */
void ir_verify(const Ir *ir, const IrId *roots, int n);

/* Gradient of root (a number) by each of wrt (UNK leaves): by the reverse sweep, as nodes of the same DAG. gradient[i] has the axes of wrt[i]. */
void ir_differentiate(Ir *ir, IrId root, const IrId *wrt, int n, IrId *gradient);

#endif
