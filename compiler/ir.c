/* The DAG: storage, hash-consing, and the constructors of arithmetic and conditions. Sums, gathers and scatters are in
 * ir_reduce.c, scalar functions in simplify_stable.c. */
#include "ir_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lang/kernel.h"
#include "lang/primitive.h"

const char *ir_op_name(IrOp op) {
    static const char *const names[] = {
#define IR(op, doc) #op,
#include "ops.def"
#undef IR
    };
    return names[op];
}

Ir *ir_new(Session *session) {
    Ir *ir = ARENA_NEW(session->arena, Ir);
    ir->session = session;
    ir->arena = session->arena;
    ir->table_size = 1024;
    ir->table = arena_alloc(ir->arena, ir->table_size * sizeof *ir->table);
    VEC_PUSH(ir->arena, &ir->nodes, (IrNode){0});
    return ir;
}

AxisId ir_axis(Ir *ir, int dim, int copy) {
    for (int a = 0; a < ir->axes.count; a++)
        if (ir->axes.at[a].dim == dim && ir->axes.at[a].copy == copy) return (AxisId)a;
    if (ir->axes.count == IR_MAX_AXES) bug("more than %d axes in one model", IR_MAX_AXES);
    VEC_PUSH(ir->arena, &ir->axes, (IrAxis){dim, copy});
    return (AxisId)(ir->axes.count - 1);
}

int ir_array(Ir *ir, IrArray array) {
    VEC_PUSH(ir->arena, &ir->arrays, array);
    return ir->arrays.count - 1;
}

/* --- hash-consing --- */

static uint64_t mix(uint64_t hash, uint64_t x) {
    hash ^= x + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
    return hash * 0xff51afd7ed558ccdu;
}

static uint64_t bits(double x) {
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static uint64_t hash_node(const IrNode *node, const IrId *args, const double *weights) {
    uint64_t hash = mix(node->op, node->attr);
    hash = mix(mix(hash, node->over), bits(node->value));
    for (int i = 0; i < node->n_args; i++) hash = mix(mix(hash, args[i]), weights ? bits(weights[i]) : 0);
    return hash ^ (hash >> 31);
}

static bool same_node(const Ir *ir, const IrNode *a, const IrNode *b, const IrId *args, const double *weights) {
    if (a->op != b->op || a->attr != b->attr || a->over != b->over || a->n_args != b->n_args ||
        bits(a->value) != bits(b->value))
        return false;
    for (int i = 0; i < a->n_args; i++) {
        if (ir->args.at[a->first_arg + (uint32_t)i] != args[i]) return false;
        if (weights && bits(ir->weights.at[a->first_arg + (uint32_t)i]) != bits(weights[i])) return false;
    }
    return true;
}

static void grow_table(Ir *ir) {
    size_t size = ir->table_size * 2;
    ir->table = arena_alloc(ir->arena, size * sizeof *ir->table);
    for (int id = 1; id < ir->nodes.count; id++) {
        const IrNode *n = &ir->nodes.at[id];
        size_t        i = hash_node(n, &ir->args.at[n->first_arg], &ir->weights.at[n->first_arg]) & (size - 1);
        while (ir->table[i]) i = (i + 1) & (size - 1);
        ir->table[i] = id;
    }
    ir->table_size = size;
}

IrId ir_make(Ir *ir, IrNode node, const IrId *args, const double *weights, int n) {
    static const double no_weights[64];
    double             *zeros = NULL;
    if (!weights) {
        zeros = n > 64 ? arena_alloc(ir->arena, (size_t)n * sizeof *zeros) : NULL;
        weights = zeros ? zeros : no_weights;
    }
    node.n_args = (uint16_t)n;
    if (n > UINT16_MAX) bug("an expression with %d operands", n);
    size_t i = hash_node(&node, args, weights) & (ir->table_size - 1);
    for (; ir->table[i]; i = (i + 1) & (ir->table_size - 1))
        if (same_node(ir, ir_at(ir, (IrId)ir->table[i]), &node, args, weights)) return (IrId)ir->table[i];
    node.stage = STAGE_DATA;
    if (node.op == IR_LIT) node.stage = STAGE_LITERAL;
    if (node.op == IR_UNK || node.op == IR_RANDOM) node.stage = STAGE_UNKNOWN;
    for (int k = 0; k < n; k++)
        if (ir_at(ir, args[k])->stage > node.stage) node.stage = ir_at(ir, args[k])->stage;
    node.first_arg = (uint32_t)ir->args.count;
    node.span = ir->span;
    for (int k = 0; k < n; k++) {
        VEC_PUSH(ir->arena, &ir->args, args[k]);
        VEC_PUSH(ir->arena, &ir->weights, weights[k]);
    }
    VEC_PUSH(ir->arena, &ir->nodes, node);
    IrId id = (IrId)(ir->nodes.count - 1);
    ir->table[i] = (int32_t)id;
    if ((size_t)ir->nodes.count * 2 > ir->table_size) grow_table(ir);
    return id;
}

/* --- leaves --- */

IrId ir_literal(Ir *ir, double value) {
    if (value == 0) value = 0; /* one zero */
    return ir_make(ir, (IrNode){.op = IR_LIT, .value = value}, NULL, NULL, 0);
}

bool ir_is(const Ir *ir, IrId id, double value) { return ir_is_literal(ir, id) && ir_at(ir, id)->value == value; }

bool ir_whole(double x) { return x == floor(x) && fabs(x) < 1e15; }

IrId ir_leaf(Ir *ir, IrOp op, int array) {
    AxisSet axes = 0;
    for (int i = 0; i < ir->arrays.at[array].n_axes; i++) axes |= AXIS(ir->arrays.at[array].axes[i]);
    return ir_make(ir, (IrNode){.op = (uint8_t)op, .attr = (uint64_t)array, .axes = axes}, NULL, NULL, 0);
}

/* Copies of a dim have one size. */
IrId ir_size(Ir *ir, AxisId axis) {
    AxisId first = ir_axis(ir, ir->axes.at[axis].dim, 0);
    return ir_make(ir, (IrNode){.op = IR_SIZE, .attr = first}, NULL, NULL, 0);
}

IrId ir_coord(Ir *ir, AxisId axis) {
    return ir_make(ir, (IrNode){.op = IR_COORD, .attr = axis, .axes = AXIS(axis)}, NULL, NULL, 0);
}

/* --- sums of terms --- */

typedef struct Term {
    IrId   id;
    double weight;
} Term;
typedef VEC(Term) Terms;

static int by_id(const void *a, const void *b) {
    IrId x = ((const Term *)a)->id, y = ((const Term *)b)->id;
    return (x > y) - (x < y);
}

/* Sorts, adds up weights of equal ids, drops zeros. */
static void merge_terms(Terms *terms) {
    if (terms->count > 1) qsort(terms->at, (size_t)terms->count, sizeof *terms->at, by_id);
    int kept = 0;
    for (int i = 0; i < terms->count; i++) {
        if (kept && terms->at[kept - 1].id == terms->at[i].id)
            terms->at[kept - 1].weight += terms->at[i].weight;
        else
            terms->at[kept++] = terms->at[i];
        if (terms->at[kept - 1].weight == 0) kept--;
    }
    terms->count = kept;
}

/* Sums and products of this many arguments are not opened up into larger ones: x[k] = x[k-1] * f(x[k-1]), a thousand times, would be of cubic size. */
enum { LONGEST_SUM = 256, LONGEST_PRODUCT = 32 };

static bool opens(const IrNode *node, IrOp op) {
    return node->op == op && node->n_args < (op == IR_ADD ? LONGEST_SUM : LONGEST_PRODUCT);
}

static IrId make_weighted(Ir *ir, IrOp op, double value, const Terms *terms) {
    IrId    few[16];
    double  few_weights[16];
    IrId   *ids = terms->count <= 16 ? few : arena_alloc(ir->arena, (size_t)terms->count * sizeof *ids);
    double *weights = terms->count <= 16 ? few_weights : arena_alloc(ir->arena, (size_t)terms->count * sizeof *weights);
    AxisSet axes = 0;
    for (int i = 0; i < terms->count; i++) {
        ids[i] = terms->at[i].id;
        weights[i] = terms->at[i].weight;
        axes |= ir_at(ir, ids[i])->axes;
    }
    return ir_make(ir, (IrNode){.op = (uint8_t)op, .value = value, .axes = axes}, ids, weights, terms->count);
}

/* What is longer becomes a sum of sums, a product of products. */
static void make_chunks(Ir *ir, IrOp op, Terms *terms) {
    int longest = op == IR_ADD ? LONGEST_SUM : LONGEST_PRODUCT;
    while (terms->count > longest) {
        int kept = 0;
        for (int i = 0; i < terms->count; i += longest) {
            Terms chunk = {.at = terms->at + i, .count = terms->count - i < longest ? terms->count - i : longest};
            if (chunk.count == longest)
                terms->at[kept++] = (Term){make_weighted(ir, op, 0, &chunk), 1};
            else
                for (int k = 0; k < chunk.count; k++) terms->at[kept++] = chunk.at[k];
        }
        terms->count = kept;
        merge_terms(terms);
    }
}

static void add_term(Ir *ir, Terms *terms, double *constant, IrId id, double weight) {
    const IrNode *node = ir_at(ir, id);
    if (weight == 0) return;
    if (node->op == IR_LIT)
        *constant += weight * node->value;
    else if (opens(node, IR_ADD)) {
        *constant += weight * node->value;
        for (int i = 0; i < node->n_args; i++) {
            IrId arg = ir_arg(ir, id, i);
            VEC_PUSH(ir->arena, terms, (Term){arg, weight * ir_weight(ir, id, i)});
        }
    } else
        VEC_PUSH(ir->arena, terms, (Term){id, weight});
}

IrId ir_add_n(Ir *ir, double constant, const IrId *ids, const double *weights, int n) {
    Terms terms = {0};
    for (int i = 0; i < n; i++) add_term(ir, &terms, &constant, ids[i], weights ? weights[i] : 1);
    merge_terms(&terms);
    if (constant == 0) constant = 0;
    if (terms.count == 0) return ir_literal(ir, constant);
    if (terms.count == 1 && constant == 0 && terms.at[0].weight == 1) return terms.at[0].id;
    if (terms.count == 1 && !ir->plain) {
        IrId better = stable_add1(ir, constant, terms.at[0].id, terms.at[0].weight);
        if (better) return better;
    }
    make_chunks(ir, IR_ADD, &terms);
    return make_weighted(ir, IR_ADD, constant, &terms);
}

IrId ir_add(Ir *ir, IrId x, IrId y) { return ir_add_n(ir, 0, (IrId[]){x, y}, NULL, 2); }
IrId ir_sub(Ir *ir, IrId x, IrId y) { return ir_add_n(ir, 0, (IrId[]){x, y}, (double[]){1, -1}, 2); }
IrId ir_scale(Ir *ir, double weight, IrId x) { return ir_add_n(ir, 0, &x, &weight, 1); }

/* --- products --- */

static double power(double x, double p) {
    if (p == 1) return x;
    if (p == -1) return 1 / x;
    if (p == 2) return x * x;
    return pow(x, p);
}

static void add_factor(Ir *ir, Terms *factors, double *coefficient, IrId id, double p) {
    const IrNode *node = ir_at(ir, id);
    if (node->op == IR_LIT)
        *coefficient *= power(node->value, p);
    else if (node->op == IR_ADD && node->n_args == 1 && node->value == 0 && (ir_whole(p) || ir_weight(ir, id, 0) > 0)) {
        *coefficient *= power(ir_weight(ir, id, 0), p);
        add_factor(ir, factors, coefficient, ir_arg(ir, id, 0), p);
    } else if (opens(node, IR_MUL) && ir_whole(p)) {
        for (int i = 0; i < node->n_args; i++) {
            IrId arg = ir_arg(ir, id, i);
            VEC_PUSH(ir->arena, factors, (Term){arg, p * ir_weight(ir, id, i)});
        }
    } else
        VEC_PUSH(ir->arena, factors, (Term){id, p});
}

/* exp(a)^p exp(b)^q -> exp(p a + q b): one exp a row. Without axes the reverse is better: each scalar exp is taken once. */
static void merge_exps(Ir *ir, Terms *factors, double *coefficient) {
    int n = 0, powers = 0;
    for (int i = 0; i < factors->count; i++) {
        const IrNode *node = ir_at(ir, factors->at[i].id);
        if (node->op == IR_FUN && node->attr == PRIM_exp && node->axes) {
            n++;
            powers |= factors->at[i].weight != 1;
        }
    }
    if (n == 0 || (n == 1 && !powers)) return;
    IrId sum = ir_literal(ir, 0);
    int  kept = 0;
    for (int i = 0; i < factors->count; i++) {
        Term          f = factors->at[i];
        const IrNode *node = ir_at(ir, f.id);
        if (node->op == IR_FUN && node->attr == PRIM_exp && node->axes)
            sum = ir_add_n(ir, 0, (IrId[]){sum, ir_arg(ir, f.id, 0)}, (double[]){1, f.weight}, 2);
        else
            factors->at[kept++] = f;
    }
    factors->count = kept;
    add_factor(ir, factors, coefficient, ir_fun1(ir, PRIM_exp, sum), 1);
    merge_terms(factors);
}

IrId ir_mul_n(Ir *ir, const IrId *ids, const double *exponents, int n) {
    Terms  factors = {0};
    double coefficient = 1;
    for (int i = 0; i < n; i++) add_factor(ir, &factors, &coefficient, ids[i], exponents ? exponents[i] : 1);
    merge_terms(&factors);
    if (coefficient == 0) return ir_literal(ir, 0);
    if (!ir->plain && !(ir->rules_off >> RULE_EXP & 1)) merge_exps(ir, &factors, &coefficient);
    IrId product;
    if (factors.count == 0) return ir_literal(ir, coefficient);
    if (factors.count == 1 && factors.at[0].weight == 1)
        product = factors.at[0].id;
    else {
        make_chunks(ir, IR_MUL, &factors);
        product = make_weighted(ir, IR_MUL, 0, &factors);
    }
    return coefficient == 1 ? product : ir_scale(ir, coefficient, product);
}

IrId ir_mul(Ir *ir, IrId x, IrId y) { return ir_mul_n(ir, (IrId[]){x, y}, NULL, 2); }
IrId ir_div(Ir *ir, IrId x, IrId y) { return ir_mul_n(ir, (IrId[]){x, y}, (double[]){1, -1}, 2); }
IrId ir_power(Ir *ir, IrId x, double exponent) { return ir_mul_n(ir, &x, &exponent, 1); }

/* --- conditions --- */

static IrId make_op(Ir *ir, IrOp op, const IrId *args, int n) {
    AxisSet axes = 0;
    for (int i = 0; i < n; i++) axes |= ir_at(ir, args[i])->axes;
    return ir_make(ir, (IrNode){.op = (uint8_t)op, .axes = axes}, args, NULL, n);
}

IrId ir_compare(Ir *ir, IrOp op, IrId x, IrId y) {
    if (ir_is_literal(ir, x) && ir_is_literal(ir, y)) {
        double a = ir_at(ir, x)->value, b = ir_at(ir, y)->value;
        return ir_literal(ir, op == IR_LT ? a < b : op == IR_LE ? a <= b : a == b);
    }
    if (op == IR_EQ && x > y) return make_op(ir, op, (IrId[]){y, x}, 2);
    return make_op(ir, op, (IrId[]){x, y}, 2);
}

IrId ir_and(Ir *ir, IrId x, IrId y) {
    if (ir_is(ir, x, 0) || ir_is(ir, y, 0)) return ir_literal(ir, 0);
    if (ir_is_literal(ir, x) || x == y) return y;
    if (ir_is_literal(ir, y)) return x;
    return make_op(ir, IR_AND, x < y ? (IrId[]){x, y} : (IrId[]){y, x}, 2);
}

IrId ir_or(Ir *ir, IrId x, IrId y) {
    if (ir_is(ir, x, 0) || x == y) return y;
    if (ir_is(ir, y, 0)) return x;
    if (ir_is_literal(ir, x) || ir_is_literal(ir, y)) return ir_literal(ir, 1);
    return make_op(ir, IR_OR, x < y ? (IrId[]){x, y} : (IrId[]){y, x}, 2);
}

IrId ir_not(Ir *ir, IrId x) {
    if (ir_is_literal(ir, x)) return ir_literal(ir, ir_at(ir, x)->value == 0);
    if (ir_at(ir, x)->op == IR_NOT) return ir_arg(ir, x, 0);
    return make_op(ir, IR_NOT, &x, 1);
}

/* if c then a + t else b + t  ->  t + (if c then a else b), for the terms that both sides have. */
static IrId if_common_terms(Ir *ir, IrId condition, IrId yes, IrId no) {
    Terms  a = {0}, b = {0}, common = {0}, rest_a = {0}, rest_b = {0};
    double ca = 0, cb = 0;
    add_term(ir, &a, &ca, yes, 1);
    add_term(ir, &b, &cb, no, 1);
    for (int i = 0, j = 0; i < a.count || j < b.count;) {
        if (j >= b.count || (i < a.count && a.at[i].id < b.at[j].id))
            VEC_PUSH(ir->arena, &rest_a, a.at[i++]);
        else if (i >= a.count || b.at[j].id < a.at[i].id)
            VEC_PUSH(ir->arena, &rest_b, b.at[j++]);
        else {
            if (a.at[i].weight == b.at[j].weight)
                VEC_PUSH(ir->arena, &common, a.at[i]);
            else {
                VEC_PUSH(ir->arena, &rest_a, a.at[i]);
                VEC_PUSH(ir->arena, &rest_b, b.at[j]);
            }
            i++, j++;
        }
    }
    if (!common.count) return 0;
    IrId x = rest_a.count ? make_weighted(ir, IR_ADD, ca, &rest_a) : ir_literal(ir, ca);
    IrId y = rest_b.count ? make_weighted(ir, IR_ADD, cb, &rest_b) : ir_literal(ir, cb);
    IrId t = make_weighted(ir, IR_ADD, 0, &common);
    x = ir_add_n(ir, 0, &x, NULL, 1); /* back to the normal form: a lone term of weight 1 is itself */
    y = ir_add_n(ir, 0, &y, NULL, 1);
    return ir_add(ir, t, ir_if(ir, condition, x, y));
}

IrId ir_if(Ir *ir, IrId condition, IrId yes, IrId no) {
    if (ir_is_literal(ir, condition)) return ir_at(ir, condition)->value != 0 ? yes : no;
    if (yes == no) return yes;
    if (ir_at(ir, condition)->op == IR_NOT) return ir_if(ir, ir_arg(ir, condition, 0), no, yes);
    if (ir_at(ir, yes)->op == IR_IF && ir_arg(ir, yes, 0) == condition) yes = ir_arg(ir, yes, 1);
    if (ir_at(ir, no)->op == IR_IF && ir_arg(ir, no, 0) == condition) no = ir_arg(ir, no, 2);
    uint8_t op = ir_at(ir, condition)->op;
    bool    truth = op >= IR_LT && op <= IR_NOT;
    if (truth && ir_is(ir, yes, 1) && ir_is(ir, no, 0)) return condition;
    if (truth && ir_is(ir, yes, 0) && ir_is(ir, no, 1)) return ir_not(ir, condition);
    if (!ir->plain) {
        IrId better = if_common_terms(ir, condition, yes, no);
        if (better) return better;
    }
    return make_op(ir, IR_IF, (IrId[]){condition, yes, no}, 3);
}

IrId ir_make_fun(Ir *ir, int primitive, const IrId *args, int n) {
    AxisSet axes = 0;
    for (int i = 0; i < n; i++) axes |= ir_at(ir, args[i])->axes;
    return ir_make(ir, (IrNode){.op = IR_FUN, .attr = (uint64_t)primitive, .axes = axes}, args, NULL, n);
}

IrId ir_fun1(Ir *ir, int primitive, IrId x) { return ir_fun(ir, primitive, &x, 1); }

IrId ir_random(Ir *ir, int primitive, const IrId *args, int n, AxisSet axes) {
    for (int i = 0; i < n; i++) axes |= ir_at(ir, args[i])->axes;
    uint64_t attr = (uint64_t)primitive | ++ir->random_serial << 16;
    return ir_make(ir, (IrNode){.op = IR_RANDOM, .attr = attr, .axes = axes, .over = axes}, args, NULL, n);
}

bool ir_is_position(const Ir *ir, IrId id) {
    const IrNode *n = ir_at(ir, id);
    if (n->op == IR_DATA) return ir->arrays.at[n->attr].is_key;
    return n->op == IR_GATHER && ir_is_position(ir, ir_arg(ir, id, 0));
}

/* --- rebuild, reach --- */

IrId ir_rebuild(Ir *ir, IrId id, const IrId *args) {
    IrNode  node = *ir_at(ir, id);
    int     n = node.n_args;
    double  weights_few[16];
    double *weights = n <= 16 ? weights_few : arena_alloc(ir->arena, (size_t)n * sizeof *weights);
    for (int i = 0; i < n; i++) weights[i] = ir_weight(ir, id, i);
    Span outer = ir->span;
    ir->span = node.span;
    IrId made = id;
    switch ((IrOp)node.op) {
    case IR_NONE:
    case IR_LIT:
    case IR_DATA:
    case IR_UNK:
    case IR_SIZE:
    case IR_COORD:
    case IR_OP_COUNT:
        break;
    case IR_ADD:
        made = ir_add_n(ir, node.value, args, weights, n);
        break;
    case IR_MUL:
        made = ir_mul_n(ir, args, weights, n);
        break;
    case IR_FUN:
        made = ir_fun(ir, (int)node.attr, args, n);
        break;
    case IR_RANDOM:
        made = n ? ir_make(ir, (IrNode){.op = IR_RANDOM, .attr = node.attr, .axes = node.axes, .over = node.over}, args,
                           NULL, n)
                 : id;
        break;
    case IR_LT:
    case IR_LE:
    case IR_EQ:
        made = ir_compare(ir, (IrOp)node.op, args[0], args[1]);
        break;
    case IR_AND:
        made = ir_and(ir, args[0], args[1]);
        break;
    case IR_OR:
        made = ir_or(ir, args[0], args[1]);
        break;
    case IR_NOT:
        made = ir_not(ir, args[0]);
        break;
    case IR_IF:
        made = ir_if(ir, args[0], args[1], args[2]);
        break;
    case IR_SUM:
        made = ir_sum(ir, node.attr, args[0]);
        break;
    case IR_MAX:
        made = ir_max(ir, node.attr, args[0], node.over != 0);
        break;
    case IR_GATHER:
        made = ir_gather(ir, args[0], (AxisId)node.attr, args[1]);
        break;
    case IR_SCATTER:
        made = ir_scatter(ir, args[0], args[1], (AxisId)node.attr, node.over);
        break;
    case IR_KERNEL: {
        AxisId axes[KERNEL_MOST_LETTERS];
        for (int i = 0; i < KERNEL_MOST_LETTERS; i++) axes[i] = ir_kernel_axis(ir, id, (char)('a' + i));
        made = ir_kernel(ir, ir_kernel_of(ir, id), args, axes);
        break;
    }
    }
    ir->span = outer;
    return made;
}

void ir_reach(const Ir *ir, const IrId *roots, int n, uint8_t *marks) {
    IrId top = 0;
    for (int i = 0; i < n; i++) {
        marks[roots[i]] = 1;
        if (roots[i] > top) top = roots[i];
    }
    for (IrId id = top; id > 0; id--)
        if (marks[id])
            for (int i = 0; i < ir_at(ir, id)->n_args; i++) marks[ir_arg(ir, id, i)] = 1;
}

int ir_count(const Ir *ir, const IrId *roots, int n) {
    uint8_t *marks = arena_alloc(ir->arena, (size_t)ir->nodes.count);
    ir_reach(ir, roots, n, marks);
    int count = 0;
    for (int id = 1; id < ir->nodes.count; id++) count += marks[id];
    return count;
}
