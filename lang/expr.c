/* Constructors of the checked model's expressions, each with axes and type, and walks over them. */
#include "expr.h"

#include "kernel.h"
#include "primitive.h"

#include <math.h>
#include <string.h>

Expr *expr_new(Arena *arena, ExprKind kind, Span span) {
    Expr *expr = ARENA_NEW(arena, Expr);
    expr->kind = kind;
    expr->span = span;
    return expr;
}

Expr *expr_poison(Arena *arena, Span span) {
    Expr *expr = expr_new(arena, X_NUMBER, span);
    expr->number = NAN;
    expr->type.kind = TYPE_POISON;
    return expr;
}

bool expr_is_poison(const Expr *expr) { return expr->type.kind == TYPE_POISON; }

Expr *expr_number(Arena *arena, Span span, double number) {
    Expr *expr = expr_new(arena, X_NUMBER, span);
    expr->number = number;
    expr->type.whole = number == floor(number) && isfinite(number);
    return expr;
}

Expr *expr_index(Arena *arena, Span span, Axis axis) {
    Expr *expr = expr_new(arena, X_INDEX, span);
    expr->index = axis;
    expr->axes = axes_of(arena, axis);
    expr->type = (Type){.kind = TYPE_LABEL, .dim = axis.dim};
    return expr;
}

Expr *expr_label(Arena *arena, Span span, Dim *dim, int position, const char *text) {
    Expr *expr = expr_new(arena, X_LABEL, span);
    expr->label.dim = dim;
    expr->label.position = position;
    expr->label.text = text;
    expr->type = (Type){.kind = TYPE_LABEL, .dim = dim};
    return expr;
}

Expr *expr_param(Arena *arena, Span span, int param, Type type) {
    Expr *expr = expr_new(arena, X_PARAM, span);
    expr->param = param;
    expr->type = type;
    return expr;
}

static Type binary_type(ExprKind kind, const Expr *x, const Expr *y) {
    Type type = {.kind = TYPE_NUMBER};
    if (expr_is_poison(x) || expr_is_poison(y)) return (Type){.kind = TYPE_POISON};
    bool   both_whole = (x->type.whole || x->type.kind == TYPE_TRUTH) && (y->type.whole || y->type.kind == TYPE_TRUTH);
    double exponent;
    if (kind == X_ADD || kind == X_SUB || kind == X_MUL)
        type.whole = both_whole;
    else if (kind == X_POW)
        type.whole = both_whole && expr_constant(y, &exponent) && exponent >= 0;
    else if (kind != X_DIV)
        type.kind = TYPE_TRUTH;
    return type;
}

Expr *expr_binary(Arena *arena, ExprKind kind, Span span, Expr *x, Expr *y) {
    Expr *expr = expr_new(arena, kind, span);
    expr->binary.x = x;
    expr->binary.y = y;
    expr->axes = axes_union(arena, x->axes, y->axes);
    expr->type = binary_type(kind, x, y);
    return expr;
}

Expr *expr_unary(Arena *arena, ExprKind kind, Span span, Expr *x) {
    Expr *expr = expr_new(arena, kind, span);
    expr->unary = x;
    expr->axes = x->axes;
    if (expr_is_poison(x))
        expr->type.kind = TYPE_POISON;
    else if (kind == X_NOT)
        expr->type.kind = TYPE_TRUTH;
    else if (kind == X_LABEL_NUMBER)
        expr->type.whole = x->type.dim && x->type.dim->from == LABELS_RANGE;
    else
        expr->type.whole = kind == X_NEG && (x->type.whole || x->type.kind == TYPE_TRUTH);
    return expr;
}

static Type if_type(const Expr *condition, const Expr *yes, const Expr *no) {
    if (expr_is_poison(condition) || expr_is_poison(yes) || expr_is_poison(no)) return (Type){.kind = TYPE_POISON};
    Type type = yes->type, other = no->type;
    if (type.kind == other.kind) {
        type.whole = type.whole && other.whole;
        if (type.structure != other.structure) type.structure = STRUCTURE_NONE;
        return type;
    }
    bool yes_whole = type.whole || type.kind == TYPE_TRUTH, no_whole = other.whole || other.kind == TYPE_TRUTH;
    return (Type){.kind = TYPE_NUMBER, .whole = yes_whole && no_whole};
}

Expr *expr_if(Arena *arena, Span span, Expr *condition, Expr *yes, Expr *no) {
    Expr *expr = expr_new(arena, X_IF, span);
    expr->if_.condition = condition;
    expr->if_.yes = yes;
    expr->if_.no = no;
    expr->axes = axes_union(arena, condition->axes, axes_union(arena, yes->axes, no->axes));
    expr->type = if_type(condition, yes, no);
    return expr;
}

/* Functions that give a whole number if their arguments are whole. */
static bool keeps_whole(const char *name) {
    static const char *const names[] = {"min", "max", "abs", NULL};
    for (int i = 0; names[i]; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

Expr *expr_call(Arena *arena, Span span, int id, Expr **args, int n_args) {
    Expr *expr = expr_new(arena, X_CALL, span);
    expr->call.primitive = id;
    expr->call.args = args;
    expr->call.n_args = n_args;
    const Primitive *row = primitive(id);
    bool             whole = n_args > 0;
    for (int i = 0; i < n_args; i++) {
        expr->axes = axes_union(arena, expr->axes, args[i]->axes);
        if (expr_is_poison(args[i])) expr->type.kind = TYPE_POISON;
        whole = whole && (args[i]->type.whole || args[i]->type.kind == TYPE_TRUTH);
    }
    bool result_whole = strncmp(row->result, "int", 3) == 0 || strncmp(row->result, "count", 5) == 0 ||
                        strncmp(row->result, "binary", 6) == 0;
    if (expr->type.kind == TYPE_NUMBER) expr->type.whole = result_whole || (whole && keeps_whole(row->name));
    return expr;
}

Axes sub_axes(Arena *arena, const Sub *sub) {
    switch (sub->kind) {
    case SUB_AXIS:
        return axes_of(arena, sub->axis);
    case SUB_SHIFT:
        return axes_union(arena, axes_of(arena, sub->axis), sub->by->axes);
    case SUB_KEY:
        return sub->key->axes;
    case SUB_FIRST:
    case SUB_LAST:
    case SUB_LABEL:
        break;
    }
    return (Axes){0};
}

Expr *expr_ref(Arena *arena, Span span, Value *value, Sub *subs) {
    Expr *expr = expr_new(arena, X_REF, span);
    expr->ref.value = value;
    expr->ref.subs = subs;
    expr->ref.n_subs = value->n_dims;
    expr->type = value->type;
    bool running = true;
    for (int i = 0; i < value->n_dims; i++) {
        expr->axes = axes_union(arena, expr->axes, sub_axes(arena, &subs[i]));
        running = running && subs[i].kind == SUB_AXIS;
        if (subs[i].kind == SUB_KEY && expr_is_poison(subs[i].key)) expr->type.kind = TYPE_POISON;
    }
    if (!running) expr->type.structure = STRUCTURE_NONE;
    if (value->poisoned) expr->type.kind = TYPE_POISON;
    return expr;
}

Expr *expr_reduce(Arena *arena, Span span, ReduceOp op, Axes axes, Expr *body, Expr *where) {
    Expr *expr = expr_new(arena, X_REDUCE, span);
    expr->reduce.op = op;
    expr->reduce.axes = axes;
    expr->reduce.body = body;
    expr->reduce.where = where;
    Axes inside = where ? axes_union(arena, body->axes, where->axes) : body->axes;
    expr->axes = axes_minus(arena, inside, axes);
    bool whole = body->type.whole || body->type.kind == TYPE_TRUTH;
    if (op == REDUCE_ANY || op == REDUCE_ALL)
        expr->type.kind = TYPE_TRUTH;
    else
        expr->type.whole = whole && (op == REDUCE_SUM || op == REDUCE_MIN || op == REDUCE_MAX || op == REDUCE_PROD);
    if (expr_is_poison(body) || (where && expr_is_poison(where))) expr->type.kind = TYPE_POISON;
    return expr;
}

/* The place of a value at which this axis runs; -1: none, or more than one, or it runs within a key. */
static int running_place(const Expr *ref, Axis axis) {
    int place = -1, uses = 0;
    for (int i = 0; i < ref->ref.n_subs; i++) {
        const Sub *sub = &ref->ref.subs[i];
        if (sub->kind == SUB_AXIS && axis_equal(sub->axis, axis))
            place = i, uses++;
        else if (sub->kind == SUB_SHIFT && (axis_equal(sub->axis, axis) || axes_have(sub->by->axes, axis)))
            uses += 2;
        else if (sub->kind == SUB_KEY && axes_have(sub->key->axes, axis))
            uses += 2;
    }
    return uses == 1 ? place : -1;
}

/* S[k, k'] at [i, i] is S[i, i]. NULL: x is not a value whose own subscripts could say it. */
static Expr *ref_at(Arena *arena, const Expr *x, const Axis *from, const Sub *subs, int n) {
    if (x->kind != X_REF) return NULL;
    Sub *own = arena_alloc(arena, (size_t)(x->ref.n_subs + 1) * sizeof *own);
    for (int i = 0; i < x->ref.n_subs; i++) own[i] = x->ref.subs[i];
    for (int i = 0; i < n; i++) {
        if (!axes_have(x->axes, from[i])) continue;
        int place = running_place(x, from[i]);
        if (place < 0) return NULL;
        own[place] = subs[i];
    }
    return expr_ref(arena, x->span, x->ref.value, own);
}

Expr *expr_at(Arena *arena, Expr *x, const Axis *from, const Sub *subs, int n) {
    Expr *ref = ref_at(arena, x, from, subs, n);
    if (ref) return ref;
    Expr *expr = expr_new(arena, X_AT, x->span);
    expr->at.body = x;
    expr->at.from = arena_alloc(arena, (size_t)(n + 1) * sizeof *from);
    expr->at.subs = arena_alloc(arena, (size_t)(n + 1) * sizeof *subs);
    expr->type = x->type;
    Axes kept = x->axes, made = {0};
    for (int i = 0; i < n; i++) {
        bool same = subs[i].kind == SUB_AXIS && axis_equal(subs[i].axis, from[i]);
        if (same || !axes_have(x->axes, from[i])) continue;
        expr->at.from[expr->at.n] = from[i];
        expr->at.subs[expr->at.n++] = subs[i];
        kept = axes_minus(arena, kept, axes_of(arena, from[i]));
        made = axes_union(arena, made, sub_axes(arena, &subs[i]));
        if (subs[i].kind != SUB_AXIS) expr->type.structure = STRUCTURE_NONE;
        if (subs[i].kind == SUB_KEY && expr_is_poison(subs[i].key)) expr->type.kind = TYPE_POISON;
    }
    expr->axes = axes_union(arena, kept, made);
    return expr->at.n ? expr : x;
}

Expr *expr_position_number(Arena *arena, Expr *label) {
    Expr *position = expr_binary(arena, X_ADD, label->span, label, expr_number(arena, label->span, 1));
    position->type = (Type){.kind = TYPE_NUMBER, .whole = true};
    return position;
}

Expr *expr_rename(Arena *arena, Expr *x, Axis from, Axis to) {
    Sub sub = {.kind = SUB_AXIS, .axis = to, .span = x->span};
    return expr_at(arena, x, &from, &sub, 1);
}

Expr *expr_along(Arena *arena, Span span, AlongOp op, Axis axis, Expr *body) {
    Expr *expr = expr_new(arena, X_ALONG, span);
    expr->along.op = op;
    expr->along.axis = axis;
    expr->along.body = body;
    expr->axes = body->axes;
    if (op == ALONG_SOFTMAX)
        expr->type.structure = STRUCTURE_SIMPLEX;
    else
        expr->type.whole = body->type.whole;
    if (expr_is_poison(body)) expr->type.kind = TYPE_POISON;
    return expr;
}

static Axes axes_of_letters(Arena *arena, const Axis *letters, const char *text) {
    Axes axes = {0};
    for (; *text; text++) axes = axes_add(arena, axes, letters[*text - 'a']);
    return axes;
}

Expr *expr_kernel(Arena *arena, Span span, int id, const Axis *letters, Expr **args) {
    Expr  *expr = expr_new(arena, X_KERNEL, span);
    Kernel row = kernel(id);
    expr->kernel.kernel = id;
    expr->kernel.args = args;
    expr->kernel.n_args = row.n_args;
    expr->kernel.n_letters = row.n_letters;
    expr->type.whole = id == KERNEL_order || id == KERNEL_interval;
    for (int i = 0; i < row.n_letters; i++) expr->kernel.letters[i] = letters[i];
    for (int i = 0; i < row.n_args; i++) {
        Axes used = axes_of_letters(arena, letters, row.letters[i]);
        expr->axes = axes_union(arena, expr->axes, axes_minus(arena, args[i]->axes, used));
        if (expr_is_poison(args[i])) expr->type.kind = TYPE_POISON;
    }
    expr->axes = axes_union(arena, expr->axes, axes_of_letters(arena, letters, row.result));
    return expr;
}

Expr *expr_dist(Arena *arena, Span span, Dist *dist, DistMember member, Expr **args, int n_args) {
    Expr *expr = expr_new(arena, X_DIST, span);
    expr->dist.dist = dist;
    expr->dist.member = member;
    expr->dist.args = args;
    expr->dist.n_args = n_args;
    for (int i = 0; i < n_args; i++) {
        expr->axes = axes_union(arena, expr->axes, args[i]->axes);
        if (expr_is_poison(args[i])) expr->type.kind = TYPE_POISON;
    }
    expr->axes = axes_minus(arena, expr->axes, dist->inner);
    bool gives_outcome = member == MEMBER_DRAW || member == MEMBER_MEAN || member == MEMBER_VARIANCE;
    for (int i = 0; gives_outcome && i < dist->n_outcome; i++)
        expr->axes = axes_add(arena, expr->axes, dist->outcome[i]);
    if (expr_is_poison(expr)) return expr;
    if (member == MEMBER_POSSIBLE) expr->type.kind = TYPE_TRUTH;
    if (member == MEMBER_DRAW) expr->type.whole = dist->discrete;
    if (member == MEMBER_DRAW && dist->labels) expr->type.whole = true; /* its position, from 1 */
    return expr;
}

Expr *expr_and(Arena *arena, Expr *x, Expr *y) {
    if (!x || !y) return x ? x : y;
    return expr_binary(arena, X_AND, span_join(x->span, y->span), x, y);
}

static void push_args(Arena *arena, ExprList *children, Expr *const *args, int n) {
    for (int i = 0; i < n; i++) VEC_PUSH(arena, children, args[i]);
}

static void push_keys(Arena *arena, ExprList *children, const Sub *subs, int n) {
    for (int i = 0; i < n; i++) {
        if (subs[i].kind == SUB_SHIFT) VEC_PUSH(arena, children, subs[i].by);
        if (subs[i].kind == SUB_KEY) VEC_PUSH(arena, children, subs[i].key);
    }
}

void expr_children(Arena *arena, const Expr *expr, ExprList *children) {
    switch (expr->kind) {
    case X_NUMBER:
    case X_INDEX:
    case X_LABEL:
    case X_SIZE:
    case X_PARAM:
        break;
    case X_REF:
        push_keys(arena, children, expr->ref.subs, expr->ref.n_subs);
        break;
    case X_LABEL_NUMBER:
    case X_NEG:
    case X_NOT:
        VEC_PUSH(arena, children, expr->unary);
        break;
    case X_CALL:
        push_args(arena, children, expr->call.args, expr->call.n_args);
        break;
    case X_DIST:
        push_args(arena, children, expr->dist.args, expr->dist.n_args);
        break;
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
    case X_AND:
    case X_OR:
        VEC_PUSH(arena, children, expr->binary.x);
        VEC_PUSH(arena, children, expr->binary.y);
        break;
    case X_IF:
        VEC_PUSH(arena, children, expr->if_.condition);
        VEC_PUSH(arena, children, expr->if_.yes);
        VEC_PUSH(arena, children, expr->if_.no);
        break;
    case X_REDUCE:
        VEC_PUSH(arena, children, expr->reduce.body);
        if (expr->reduce.where) VEC_PUSH(arena, children, expr->reduce.where);
        if (expr->reduce.by) VEC_PUSH(arena, children, expr->reduce.by);
        break;
    case X_ALONG:
        VEC_PUSH(arena, children, expr->along.body);
        break;
    case X_AT:
        VEC_PUSH(arena, children, expr->at.body);
        push_keys(arena, children, expr->at.subs, expr->at.n);
        break;
    case X_KERNEL:
        push_args(arena, children, expr->kernel.args, expr->kernel.n_args);
        break;
    }
}

static bool subs_equal(const Sub *a, const Sub *b, int n) {
    for (int i = 0; i < n; i++) {
        if (a[i].kind != b[i].kind) return false;
        switch (a[i].kind) {
        case SUB_AXIS:
            if (!axis_equal(a[i].axis, b[i].axis)) return false;
            break;
        case SUB_SHIFT:
            if (!axis_equal(a[i].axis, b[i].axis) || !expr_equal(a[i].by, b[i].by)) return false;
            break;
        case SUB_KEY:
            if (!expr_equal(a[i].key, b[i].key)) return false;
            break;
        case SUB_FIRST:
        case SUB_LAST:
            if (a[i].offset != b[i].offset) return false;
            break;
        case SUB_LABEL:
            if (a[i].position != b[i].position) return false;
            if (a[i].position == -1 && strcmp(a[i].label, b[i].label) != 0) return false;
            break;
        }
    }
    return true;
}

static bool axis_lists_equal(const Axis *a, const Axis *b, int n) {
    for (int i = 0; i < n; i++)
        if (!axis_equal(a[i], b[i])) return false;
    return true;
}

static bool args_equal(Expr *const *a, int n, Expr *const *b, int m) {
    if (n != m) return false;
    for (int i = 0; i < n; i++)
        if (!expr_equal(a[i], b[i])) return false;
    return true;
}

static bool both_or_none(const Expr *x, const Expr *y) { return x && y ? expr_equal(x, y) : x == y; }

bool expr_equal(const Expr *x, const Expr *y) {
    if (x == y) return true;
    if (x->kind != y->kind || expr_is_poison(x) || expr_is_poison(y)) return false;
    switch (x->kind) {
    case X_NUMBER:
        return x->number == y->number;
    case X_REF:
        return x->ref.value == y->ref.value && subs_equal(x->ref.subs, y->ref.subs, x->ref.n_subs);
    case X_INDEX:
        return axis_equal(x->index, y->index);
    case X_LABEL:
        return x->label.dim == y->label.dim && x->label.position == y->label.position &&
               (x->label.position != -1 || strcmp(x->label.text, y->label.text) == 0);
    case X_SIZE:
        return x->size == y->size;
    case X_PARAM:
        return x->param == y->param;
    case X_LABEL_NUMBER:
    case X_NEG:
    case X_NOT:
        return expr_equal(x->unary, y->unary);
    case X_CALL:
        return x->call.primitive == y->call.primitive && axes_equal(x->call.over, y->call.over) &&
               args_equal(x->call.args, x->call.n_args, y->call.args, y->call.n_args);
    case X_DIST:
        return x->dist.dist == y->dist.dist && x->dist.member == y->dist.member &&
               args_equal(x->dist.args, x->dist.n_args, y->dist.args, y->dist.n_args);
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
    case X_AND:
    case X_OR:
        return expr_equal(x->binary.x, y->binary.x) && expr_equal(x->binary.y, y->binary.y);
    case X_IF:
        return expr_equal(x->if_.condition, y->if_.condition) && expr_equal(x->if_.yes, y->if_.yes) &&
               expr_equal(x->if_.no, y->if_.no);
    case X_REDUCE:
        return x->reduce.op == y->reduce.op && axes_equal(x->reduce.axes, y->reduce.axes) &&
               expr_equal(x->reduce.body, y->reduce.body) && both_or_none(x->reduce.where, y->reduce.where) &&
               both_or_none(x->reduce.by, y->reduce.by);
    case X_ALONG:
        return x->along.op == y->along.op && axis_equal(x->along.axis, y->along.axis) &&
               expr_equal(x->along.body, y->along.body);
    case X_AT:
        return x->at.n == y->at.n && axis_lists_equal(x->at.from, y->at.from, x->at.n) &&
               subs_equal(x->at.subs, y->at.subs, x->at.n) && expr_equal(x->at.body, y->at.body);
    case X_KERNEL:
        return x->kernel.kernel == y->kernel.kernel &&
               axis_lists_equal(x->kernel.letters, y->kernel.letters, x->kernel.n_letters) &&
               args_equal(x->kernel.args, x->kernel.n_args, y->kernel.args, y->kernel.n_args);
    }
    return false;
}

static bool constant_call(const Expr *expr, double *number) {
    const char *name = primitive(expr->call.primitive)->name;
    double      x;
    if (expr->call.n_args != 1 || !expr_constant(expr->call.args[0], &x)) return false;
    if (strcmp(name, "exp") == 0)
        *number = exp(x);
    else if (strcmp(name, "log") == 0)
        *number = log(x);
    else if (strcmp(name, "sqrt") == 0)
        *number = sqrt(x);
    else if (strcmp(name, "gamma") == 0)
        *number = tgamma(x);
    else if (strcmp(name, "sin") == 0)
        *number = sin(x);
    else
        return false;
    return true;
}

static bool constant_comparison(ExprKind kind, double x, double y) {
    if (kind == X_LT) return x < y;
    if (kind == X_LE) return x <= y;
    if (kind == X_GT) return x > y;
    if (kind == X_GE) return x >= y;
    return (x == y) == (kind == X_EQ);
}

bool expr_constant(const Expr *expr, double *number) {
    double x, y;
    if (expr_is_poison(expr)) return false;
    switch (expr->kind) {
    case X_NUMBER:
        *number = expr->number;
        return true;
    case X_NEG:
        if (!expr_constant(expr->unary, &x)) return false;
        *number = -x;
        return true;
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
        if (!expr_constant(expr->binary.x, &x) || !expr_constant(expr->binary.y, &y)) return false;
        *number = expr->kind == X_ADD   ? x + y
                  : expr->kind == X_SUB ? x - y
                  : expr->kind == X_MUL ? x * y
                  : expr->kind == X_DIV ? x / y
                                        : pow(x, y);
        return true;
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
        if (!expr_constant(expr->binary.x, &x) || !expr_constant(expr->binary.y, &y)) return false;
        *number = constant_comparison(expr->kind, x, y);
        return true;
    case X_IF:
        return expr_constant(expr->if_.condition, &x) && expr_constant(x != 0 ? expr->if_.yes : expr->if_.no, number);
    case X_CALL:
        return constant_call(expr, number);
    case X_REF:
    case X_INDEX:
    case X_LABEL:
    case X_LABEL_NUMBER:
    case X_SIZE:
    case X_PARAM:
    case X_AND:
    case X_OR:
    case X_NOT:
    case X_REDUCE:
    case X_ALONG:
    case X_AT:
    case X_KERNEL:
    case X_DIST:
        break;
    }
    return false;
}
