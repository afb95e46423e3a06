/* Ranges of expressions: see range.h. One case per kind of node; the arithmetic is interval.c's, the ranges of functions
 * range_primitive.c's. */
#include "range.h"
#include "kernel.h"
#include "range_primitive.h"
#include <limits.h>
#include <math.h>
#include <string.h>

enum { DEPTH_LIMIT = 400, WORK_LIMIT = 200000, PLAIN_ROUNDS = 3, ALL_ROUNDS = 16 };

typedef enum State { UNSEEN, OPEN, DONE } State;
typedef struct Memo {
    State state;
    int   depth;
    Range range;
} Memo;
typedef struct Frame {
    Expr *const  *args;
    int           n_args;
    struct Frame *outer;
} Frame;

struct Ranges {
    Session     *session;
    const Model *model;
    Memo        *memo;       /* one for each value */
    Frame       *frame;      /* what X_PARAM means */
    int          depth;      /* of values under way */
    int          touched;    /* smallest depth of a value under way that was looked at */
    int          work, busy; /* nodes visited since the outermost question, questions under way */
};

/* --- sets --- */

bool valueset_empty(ValueSet set) {
    for (int i = 0; i < set.n_words; i++)
        if (set.words[i]) return false;
    return true;
}

bool valueset_has(ValueSet set, int id) { return id / 64 < set.n_words && (set.words[id / 64] >> (id % 64) & 1); }

bool valueset_meets(ValueSet a, ValueSet b) {
    for (int i = 0; i < a.n_words && i < b.n_words; i++)
        if (a.words[i] & b.words[i]) return true;
    return false;
}

static bool is_subset(ValueSet a, ValueSet b) {
    for (int i = 0; i < a.n_words; i++)
        if (a.words[i] & ~(i < b.n_words ? b.words[i] : 0)) return false;
    return true;
}

ValueSet valueset_union(Arena *arena, ValueSet a, ValueSet b) {
    if (is_subset(b, a)) return a;
    if (is_subset(a, b)) return b;
    int      n = a.n_words > b.n_words ? a.n_words : b.n_words;
    ValueSet both = {arena_alloc(arena, (size_t)n * sizeof(uint64_t)), n};
    for (int i = 0; i < n; i++) both.words[i] = (i < a.n_words ? a.words[i] : 0) | (i < b.n_words ? b.words[i] : 0);
    return both;
}

ValueSet valueset_with(Arena *arena, ValueSet set, int id) {
    if (valueset_has(set, id)) return set;
    int      n = id / 64 + 1;
    ValueSet one = {arena_alloc(arena, (size_t)n * sizeof(uint64_t)), n};
    one.words[id / 64] = (uint64_t)1 << (id % 64);
    return valueset_union(arena, set, one);
}

/* --- small ranges --- */

Ranges *ranges_new(Session *session, const Model *model) {
    Ranges *ranges = ARENA_NEW(session->arena, Ranges);
    ranges->session = session;
    ranges->model = model;
    ranges->memo = arena_alloc(session->arena, (size_t)(model->values.count + 1) * sizeof(Memo));
    ranges->touched = INT_MAX;
    return ranges;
}

static Range fixed(Interval in) { return (Range){.in = in}; }
static Range of_number(double x) { return (Range){.in = interval_point(x), .constant = true}; }
static Range anything(void) { return fixed(interval_all()); }
static Range truth(void) { return fixed(interval_make(0, false, 1, false, false)); }
static bool  is_fixed(Range a) { return valueset_empty(a.unknowns); }

/* A range with the unknowns of two operands; the interval is still to be set. */
static Range join(Ranges *r, Range a, Range b) {
    return (Range){.unknowns = valueset_union(r->session->arena, a.unknowns, b.unknowns),
                   .constant = a.constant && b.constant};
}

static Range hull(Ranges *r, Range a, Range b) {
    Range both = join(r, a, b);
    both.in = interval_hull(a.in, b.in);
    return both;
}

/* What varies continuously does not hit one point: its ends are open. */
static Interval opened(Interval in) {
    in.lo_open = in.hi_open = true;
    return in;
}

/* --- supports --- */

static Range bound_of(Ranges *r, const Expr *bound, double otherwise) {
    return bound ? range_of(r, bound) : of_number(otherwise);
}

Region range_of_support(Ranges *r, const Support *support, Expr *const *args, int n_args) {
    Frame frame = {args, n_args, r->frame};
    r->frame = &frame;
    Range lo = bound_of(r, support->lo, -INFINITY), hi = bound_of(r, support->hi, INFINITY);
    r->frame = frame.outer;
    Region region = {.whole = support->whole, .structure = support->structure};
    region.lo_exact = interval_is_point(lo.in);
    region.hi_exact = interval_is_point(hi.in);
    region.in = interval_make(lo.in.hi, support->lo_open, hi.in.lo, support->hi_open, false);
    return region;
}

/* Values with this support: the largest that it can be. An end is reached if its bound is a number. */
static Range of_support(Ranges *r, const Support *support) {
    Range lo = bound_of(r, support->lo, -INFINITY), hi = bound_of(r, support->hi, INFINITY);
    Range range = join(r, lo, hi);
    range.in = interval_make(lo.in.lo, support->lo_open, hi.in.hi, support->hi_open, false);
    range.in.lo_reached = lo.constant;
    range.in.hi_reached = hi.constant;
    if (!support->whole) range.in = opened(range.in);
    return range;
}

/* --- values --- */

static Range of_data(Ranges *r, const Value *value) {
    double   lo = value->data.kind == DATA_COUNT || value->data.kind == DATA_BINARY ? 0 : -INFINITY;
    double   hi = value->data.kind == DATA_BINARY ? 1 : INFINITY;
    Interval declared = range_of_support(r, &value->data.bounds, NULL, 0).in;
    return fixed(interval_unreached(interval_meet(declared, interval_make(lo, false, hi, false, false))));
}

static Range of_pieces(Ranges *r, const Value *value) {
    Range all = {.in = interval_empty(), .constant = true};
    for (int i = 0; i < value->equations.count; i++)
        all = hull(r, all, value->equations.at[i].right ? range_of(r, value->equations.at[i].right) : anything());
    return all;
}

/* A value defined by equations. One that refers to itself starts from the pieces that do not, and grows until it is stable. */
static Range of_equations(Ranges *r, const Value *value) {
    Memo *memo = &r->memo[value->id];
    int   outer_touched = r->touched, depth = ++r->depth, touched = INT_MAX;
    bool  recursive = false, stable = false;
    *memo = (Memo){.state = OPEN, .depth = depth, .range = {.in = interval_empty()}};
    for (int round = 0; round < ALL_ROUNDS && !stable; round++) {
        r->touched = INT_MAX;
        Range now = of_pieces(r, value);
        if (r->touched < touched) touched = r->touched;
        recursive = r->touched <= depth;
        Range before = memo->range;
        Range grown = recursive ? hull(r, before, now) : now;
        if (recursive && round >= PLAIN_ROUNDS) grown.in = interval_widen(before.in, grown.in);
        stable = !recursive || (interval_same(interval_unreached(before.in), interval_unreached(grown.in)) &&
                                is_subset(grown.unknowns, before.unknowns));
        memo->range = grown;
    }
    if (!stable || memo->range.in.empty) memo->range.in = interval_all();
    if (recursive) memo->range.in = interval_unreached(memo->range.in), memo->range.constant = false;
    r->depth--;
    r->touched = touched < depth && touched < outer_touched ? touched : outer_touched;
    Range result = memo->range;
    if (touched < depth)
        memo->state = UNSEEN; /* it rests on an estimate of a value still under way */
    else
        memo->state = DONE;
    return result;
}

static Range of_unknown(Ranges *r, const Value *value) {
    Memo *memo = &r->memo[value->id];
    if (memo->state == OPEN) return anything(); /* its bound names itself: refused elsewhere */
    *memo = (Memo){.state = OPEN, .depth = 0};
    Range range = of_support(r, &value->support);
    if (value->equations.count) range = hull(r, range, of_pieces(r, value));
    if (value->prior_lost) range.in = interval_unreached(interval_all());
    range.unknowns = valueset_with(r->session->arena, range.unknowns, value->id);
    range.constant = false;
    *memo = (Memo){.state = DONE, .range = range};
    return range;
}

Range range_of_value(Ranges *r, const Value *value) {
    if (!value || value->poisoned || value->id < 0 || value->id >= r->model->values.count) return anything();
    Memo *memo = &r->memo[value->id];
    if (memo->state == DONE) return memo->range;
    if (r->work > WORK_LIMIT || r->depth > DEPTH_LIMIT) return anything();
    switch (value->role) {
    case ROLE_DATA:
        return of_data(r, value);
    case ROLE_SIZE:
        return fixed(interval_make(0, false, INFINITY, true, false));
    case ROLE_UNKNOWN:
        return of_unknown(r, value);
    case ROLE_EQUATION:
        if (memo->state == OPEN) {
            if (memo->depth < r->touched) r->touched = memo->depth;
            return memo->range;
        }
        return of_equations(r, value);
    }
    return anything();
}

/* --- expressions --- */

static Range of_binary(Ranges *r, const Expr *e) {
    Range a = range_of(r, e->binary.x), b = range_of(r, e->binary.y), result = join(r, a, b);
    bool  apart = !valueset_meets(a.unknowns, b.unknowns);
    if (e->kind == X_ADD)
        result.in = interval_add(a.in, b.in, apart);
    else if (e->kind == X_SUB)
        result.in = interval_add(a.in, interval_negate(b.in), apart);
    else if (e->kind == X_MUL)
        result.in = interval_multiply(a.in, b.in, apart, is_fixed(a), is_fixed(b));
    else if (e->kind == X_DIV)
        result.in = interval_divide(a.in, b.in, apart, is_fixed(b));
    else if (interval_is_point(b.in))
        result.in = interval_power(a.in, b.in.lo);
    else
        result.in = interval_power_any(a.in, b.in);
    if (e->kind == X_POW && !is_fixed(result) && !e->type.whole) result.in = opened(result.in);
    return result;
}

/* What stands in a branch: an end is not proven to occur if the condition speaks of the same unknowns. */
static Range in_branch(Range branch, Range condition) {
    if (valueset_meets(branch.unknowns, condition.unknowns)) branch.in = interval_unreached(branch.in);
    return branch;
}

static Range of_if(Ranges *r, const Expr *e) {
    Range condition = range_of(r, e->if_.condition);
    Range both = hull(r, in_branch(range_of(r, e->if_.yes), condition), in_branch(range_of(r, e->if_.no), condition));
    both.unknowns = valueset_union(r->session->arena, both.unknowns, condition.unknowns);
    return both;
}

static Interval sum_of(Interval a, bool may_be_none) {
    if (a.empty) return a;
    Interval sum = interval_all();
    sum.lo_reached = isinf(a.lo) && a.lo_reached;
    sum.hi_reached = isinf(a.hi) && a.hi_reached;
    if (a.lo >= 0) sum.lo = may_be_none ? 0 : a.lo, sum.lo_open = !may_be_none && a.lo_open, sum.lo_reached = false;
    if (a.hi <= 0) sum.hi = may_be_none ? 0 : a.hi, sum.hi_open = !may_be_none && a.hi_open, sum.hi_reached = false;
    return sum;
}

static Interval product_of(Interval a) {
    if (a.empty) return a;
    if (a.lo >= 0 && a.hi <= 1) return interval_make(0, a.lo_open, 1, false, false);
    if (a.lo >= 0) return interval_make(0, a.lo_open, INFINITY, true, false);
    return interval_all();
}

static Interval reduced(Ranges *r, const Expr *e, Interval a) {
    bool may_be_none = e->reduce.where || e->reduce.by;
    switch (e->reduce.op) {
    case REDUCE_SUM:
        if (range_structure(r, e->reduce.body) == STRUCTURE_SIMPLEX && !may_be_none) return interval_point(1);
        if (range_structure(r, e->reduce.body) == STRUCTURE_SUM_TO_ZERO && !may_be_none) return interval_point(0);
        return sum_of(a, may_be_none);
    case REDUCE_MEAN:
        return range_structure(r, e->reduce.body) == STRUCTURE_NONE ? a : interval_unreached(a);
    case REDUCE_SD:
    case REDUCE_VAR:
        return interval_make(0, true, INFINITY, true, false);
    case REDUCE_MIN:
        if (!isinf(a.hi)) a.hi_reached = false;
        return a;
    case REDUCE_MAX:
        if (!isinf(a.lo)) a.lo_reached = false;
        return a;
    case REDUCE_PROD:
        return product_of(a);
    case REDUCE_ANY:
    case REDUCE_ALL:
        return interval_make(0, false, 1, false, false);
    case REDUCE_LOGSUMEXP:
        return interval_all();
    }
    return interval_all();
}

static Range of_reduce(Ranges *r, const Expr *e) {
    Range range = range_of(r, e->reduce.body);
    range.in = reduced(r, e, range.in);
    if (e->reduce.where)
        range.unknowns = valueset_union(r->session->arena, range.unknowns, range_of(r, e->reduce.where).unknowns);
    if (e->reduce.by)
        range.unknowns = valueset_union(r->session->arena, range.unknowns, range_of(r, e->reduce.by).unknowns);
    range.constant = false;
    return range;
}

static Interval along(AlongOp op, Interval a) {
    const bool positive = a.lo > 0 || (a.lo == 0 && a.lo_open);
    switch (op) {
    case ALONG_SOFTMAX:
        return interval_make(0, true, 1, true, false);
    case ALONG_LOG_SOFTMAX:
        return interval_make(-INFINITY, true, 0, true, false);
    case ALONG_CUMSUM:
        if (a.lo >= 0) return interval_make(a.lo, a.lo_open, INFINITY, true, false);
        return a.hi <= 0 ? interval_make(-INFINITY, true, a.hi, a.hi_open, false) : interval_all();
    case ALONG_CUMPROD:
        if (a.lo < 0) return interval_all();
        return a.hi <= 1 ? interval_make(0, positive, a.hi, a.hi_open, false)
                         : interval_make(a.lo >= 1 ? a.lo : 0, a.lo >= 1 ? a.lo_open : positive, INFINITY, true, false);
    case ALONG_SORT:
        return a;
    case ALONG_RANK:
        return interval_make(1, false, INFINITY, true, false);
    }
    return interval_all();
}

static Range of_along(Ranges *r, const Expr *e) {
    Range range = range_of(r, e->along.body);
    range.in = along(e->along.op, range.in);
    range.constant = false;
    return range;
}

static Range of_call(Ranges *r, const Expr *e) {
    int      n = e->call.n_args;
    Range    result = {.constant = true};
    Interval ins[8];
    bool     apart = true;
    for (int i = 0; i < n; i++) {
        Range a = range_of(r, e->call.args[i]);
        if (valueset_meets(result.unknowns, a.unknowns)) apart = false;
        result = join(r, result, a);
        if (i < 8) ins[i] = a.in;
    }
    result.in = n <= 8 ? range_primitive(r->session, e->call.primitive, ins, n, apart) : interval_all();
    if (!is_fixed(result) && !e->type.whole && range_primitive_folds(e->call.primitive)) result.in = opened(result.in);
    return result;
}

static Range of_dist(Ranges *r, const Expr *e) {
    Range result = {.constant = false};
    for (int i = 0; i < e->dist.n_args; i++) result = join(r, result, range_of(r, e->dist.args[i]));
    result.constant = false;
    result.in = interval_all();
    switch (e->dist.member) {
    case MEMBER_POSSIBLE:
    case MEMBER_CDF:
        result.in = interval_make(0, false, 1, false, false);
        break;
    case MEMBER_LOG_CDF:
    case MEMBER_LOG_CCDF:
        result.in = interval_make(-INFINITY, true, 0, false, false);
        break;
    case MEMBER_VARIANCE:
        result.in = interval_make(0, false, INFINITY, true, false);
        break;
    case MEMBER_LOG_P:
    case MEMBER_DRAW:
    case MEMBER_MEAN:
    case MEMBER_QUANTILE:
    case MEMBER_UPPER_QUANTILE:
    case MEMBER_SCALE:
    case MEMBER_COUNT:
        break;
    }
    return result;
}

static Range of_param(Ranges *r, const Expr *e) {
    Frame *frame = r->frame;
    if (!frame || e->param < 1 || e->param > frame->n_args || !frame->args[e->param - 1]) return anything();
    r->frame = frame->outer; /* an argument is written outside */
    Range range = range_of(r, frame->args[e->param - 1]);
    r->frame = frame;
    return range;
}

static Range of_label_number(const Expr *e) {
    const Dim *dim = e->unary && e->unary->type.kind == TYPE_LABEL ? e->unary->type.dim : NULL;
    if (!dim || dim->from != LABELS_RANGE) return anything();
    double hi = dim->range_hi_name ? INFINITY : (double)dim->range_hi;
    return fixed(interval_make((double)dim->range_lo, false, hi, false, false));
}

static Range with_unknowns_of(Ranges *r, Range range, const Expr *x) {
    Range other = range_of(r, x);
    range.unknowns = valueset_union(r->session->arena, range.unknowns, other.unknowns);
    range.constant = false;
    return range;
}

/* The same position, whatever it is. */
static bool same_place(const Sub *x, const Sub *y) {
    if (x->kind != y->kind) return false;
    if (x->kind == SUB_AXIS) return x->axis.dim == y->axis.dim && x->axis.copy == y->axis.copy;
    if (x->kind == SUB_LABEL) return x->position == y->position && (x->position != -1 || x->label == y->label);
    return (x->kind == SUB_FIRST || x->kind == SUB_LAST) && x->offset == y->offset;
}

static bool is_diagonal(const Expr *ref) {
    const Value *v = ref->ref.value;
    for (int i = 0; i < ref->ref.n_subs; i++)
        for (int j = 0; j < i; j++)
            if (v->dims[i] == v->dims[j] && same_place(&ref->ref.subs[i], &ref->ref.subs[j])) return true;
    return false;
}

/* What the structure of an unknown says of one entry: diagonals are positive. */
static Interval of_entry(const Expr *ref, Interval in) {
    const Interval positive = interval_make(0, true, INFINITY, true, false);
    switch (ref->ref.value->support.structure) {
    case STRUCTURE_COVARIANCE:
    case STRUCTURE_CHOLESKY:
        return is_diagonal(ref) ? positive : in;
    case STRUCTURE_CORRELATION:
        return is_diagonal(ref) ? interval_point(1) : interval_make(-1, false, 1, false, false);
    case STRUCTURE_CHOLESKY_CORRELATION:
        return is_diagonal(ref) ? interval_make(0, true, 1, false, false) : interval_make(-1, false, 1, false, false);
    case STRUCTURE_UNIT_VECTOR:
        return interval_make(-1, false, 1, false, false);
    case STRUCTURE_NONE:
    case STRUCTURE_SIMPLEX:
    case STRUCTURE_ORDERED:
    case STRUCTURE_SUM_TO_ZERO:
    case STRUCTURE_COUNT:
        break;
    }
    return in;
}

static Range of_ref(Ranges *r, const Expr *e) {
    Range range = range_of_value(r, e->ref.value);
    if (e->ref.value->role == ROLE_UNKNOWN) range.in = of_entry(e, range.in);
    for (int i = 0; i < e->ref.n_subs; i++)
        if (e->ref.subs[i].kind == SUB_KEY && e->ref.subs[i].key)
            range = with_unknowns_of(r, range, e->ref.subs[i].key);
    return range;
}

static Range of_at(Ranges *r, const Expr *e) {
    Range range = range_of(r, e->at.body);
    for (int i = 0; i < e->at.n; i++)
        if (e->at.subs[i].kind == SUB_KEY) range = with_unknowns_of(r, range, e->at.subs[i].key);
    return range;
}

static Range of_kernel(Ranges *r, const Expr *e) {
    Range range = {.in = interval_all()};
    for (int i = 0; i < e->kernel.n_args; i++) range = with_unknowns_of(r, range, e->kernel.args[i]);
    return range;
}

static Range of_kind(Ranges *r, const Expr *e) {
    switch (e->kind) {
    case X_NUMBER:
        return of_number(e->number);
    case X_REF:
        return of_ref(r, e);
    case X_INDEX:
    case X_LABEL:
        return anything();
    case X_LABEL_NUMBER:
        return with_unknowns_of(r, of_label_number(e), e->unary);
    case X_SIZE:
        return fixed(interval_make(1, false, INFINITY, true, false));
    case X_PARAM:
        return of_param(r, e);
    case X_CALL:
        return of_call(r, e);
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
        return of_binary(r, e);
    case X_NEG: {
        Range a = range_of(r, e->unary);
        a.in = interval_negate(a.in);
        return a;
    }
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
    case X_AND:
    case X_OR:
        return with_unknowns_of(r, with_unknowns_of(r, truth(), e->binary.x), e->binary.y);
    case X_NOT:
        return with_unknowns_of(r, truth(), e->unary);
    case X_IF:
        return of_if(r, e);
    case X_REDUCE:
        return of_reduce(r, e);
    case X_ALONG:
        return of_along(r, e);
    case X_AT:
        return of_at(r, e);
    case X_KERNEL:
        return of_kernel(r, e);
    case X_DIST:
        return of_dist(r, e);
    }
    return anything();
}

Range range_of(Ranges *r, const Expr *e) {
    if (!r->busy) r->work = 0;
    if (!e || e->type.kind == TYPE_POISON || ++r->work > WORK_LIMIT) return anything();
    r->busy++;
    Range range = of_kind(r, e);
    r->busy--;
    return range;
}

bool range_is_data_only(Ranges *r, const Expr *e) { return e && valueset_empty(range_of(r, e).unknowns); }

/* --- straight values and structure --- */

/* An axis of the value that is not left running loses its structure. */
static bool keeps_axes(const Expr *ref) {
    for (int i = 0; i < ref->ref.n_subs; i++)
        if (ref->ref.subs[i].kind == SUB_AXIS) return true;
    return ref->ref.n_subs == 0;
}

static const Value *straight(const Expr *e, int depth) {
    while (e && e->kind == X_AT) e = e->at.body;
    if (!e || e->kind != X_REF || !e->ref.value || depth > 50) return NULL;
    const Value *v = e->ref.value;
    if (v->role == ROLE_EQUATION && v->equations.count == 1) {
        const Value *inner = straight(v->equations.at[0].right, depth + 1);
        if (inner) return inner;
    }
    return v;
}

const Value *range_straight(const Expr *e) { return straight(e, 0); }

/* Axes that are only called otherwise; one that is taken at a key (P[z[t-1], state]) leaves the others theirs. */
static bool keeps_structure(const Expr *at) {
    for (int i = 0; i < at->at.n; i++)
        if (at->at.subs[i].kind != SUB_AXIS) return false;
    return true;
}

static Structure structure_of(const Expr *e, int depth) {
    if (!e || depth > 50) return STRUCTURE_NONE;
    switch (e->kind) {
    case X_REF: {
        const Value *v = e->ref.value;
        if (!v || !keeps_axes(e)) return STRUCTURE_NONE;
        if (v->role == ROLE_UNKNOWN) return v->support.structure;
        if (v->role == ROLE_EQUATION && v->equations.count == 1)
            return structure_of(v->equations.at[0].right, depth + 1);
        return STRUCTURE_NONE;
    }
    case X_AT:
        return keeps_structure(e) ? structure_of(e->at.body, depth + 1) : STRUCTURE_NONE;
    case X_KERNEL:
        return e->kernel.kernel == KERNEL_cholesky      ? STRUCTURE_CHOLESKY
               : e->kernel.kernel == KERNEL_spd_inverse ? STRUCTURE_COVARIANCE
                                                        : STRUCTURE_NONE;
    case X_ALONG:
        return e->along.op == ALONG_SOFTMAX ? STRUCTURE_SIMPLEX
               : e->along.op == ALONG_SORT  ? STRUCTURE_ORDERED
                                            : STRUCTURE_NONE;
    case X_IF: {
        Structure yes = structure_of(e->if_.yes, depth + 1);
        return yes == structure_of(e->if_.no, depth + 1) ? yes : STRUCTURE_NONE;
    }
    case X_NUMBER:
    case X_INDEX:
    case X_LABEL:
    case X_LABEL_NUMBER:
    case X_SIZE:
    case X_PARAM:
    case X_CALL:
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
    case X_NEG:
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
    case X_AND:
    case X_OR:
    case X_NOT:
    case X_REDUCE:
    case X_DIST:
        return STRUCTURE_NONE;
    }
    return STRUCTURE_NONE;
}

Structure range_structure(Ranges *r, const Expr *e) {
    (void)r;
    return structure_of(e, 0);
}
