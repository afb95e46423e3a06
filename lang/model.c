/* The checked model as text: expressions in the notation of the language, and a line for everything that was understood. */
#include "expr.h"

#include "kernel.h"
#include "primitive.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- expressions --- */

/* How tightly an operator binds; an operand that binds less stands in brackets. */
enum { BIND_IF, BIND_OR, BIND_AND, BIND_NOT, BIND_COMPARE, BIND_SUM, BIND_TERM, BIND_UNARY, BIND_POWER, BIND_PRIMARY };

typedef struct Printer {
    Arena      *arena;
    Text       *text;
    const Dist *dist;
} Printer;

static void print(const Printer *p, const Expr *expr, int outside);

static void print_number(const Printer *p, double number) {
    char digits[40];
    for (int precision = 6; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number) break;
    }
    if (isinf(number)) snprintf(digits, sizeof digits, "%sinf", number < 0 ? "-" : "");
    text_add(p->arena, p->text, "%s", digits);
}

static void print_label(const Printer *p, const Dim *dim, int position, const char *text) {
    if (text)
        text_add(p->arena, p->text, "%s", label_text(p->arena, text));
    else if (position < -2)
        text_add(p->arena, p->text, "last - %d", -2 - position);
    else if (position == -2)
        text_add(p->arena, p->text, "last");
    else if (position >= 0 && dim->from == LABELS_LISTED)
        text_add(p->arena, p->text, "%s", label_text(p->arena, dim->labels.at[position].text));
    else if (position > 0)
        text_add(p->arena, p->text, "first + %d", position);
    else
        text_add(p->arena, p->text, "first");
}

static void print_end(const Printer *p, const char *end, const char *sign, int offset) {
    text_add(p->arena, p->text, "%s", end);
    if (offset) text_add(p->arena, p->text, " %s %d", sign, offset);
}

static void print_sub(const Printer *p, const Dim *dim, const Sub *sub) {
    double by;
    switch (sub->kind) {
    case SUB_AXIS:
        text_add(p->arena, p->text, "%s", axis_text(p->arena, sub->axis));
        break;
    case SUB_SHIFT:
        text_add(p->arena, p->text, "%s", axis_text(p->arena, sub->axis));
        if (expr_constant(sub->by, &by))
            text_add(p->arena, p->text, "%s%g", by < 0 ? "-" : "+", fabs(by));
        else {
            text_add(p->arena, p->text, " + ");
            print(p, sub->by, BIND_TERM);
        }
        break;
    case SUB_FIRST:
        print_end(p, "first", "+", sub->offset);
        break;
    case SUB_LAST:
        print_end(p, "last", "-", -sub->offset);
        break;
    case SUB_LABEL:
        print_label(p, dim, sub->position, sub->label);
        break;
    case SUB_KEY:
        print(p, sub->key, BIND_IF);
        break;
    }
}

static void print_subs(const Printer *p, const Value *value, const Sub *subs, int n) {
    text_add(p->arena, p->text, "%s", value->shown);
    for (int i = 0; i < n; i++) {
        text_add(p->arena, p->text, i ? ", " : "[");
        print_sub(p, value->dims[i], &subs[i]);
    }
    if (n) text_add(p->arena, p->text, "]");
}

static void print_args(const Printer *p, Expr *const *args, int n) {
    text_add(p->arena, p->text, "(");
    for (int i = 0; i < n; i++) {
        if (i) text_add(p->arena, p->text, ", ");
        print(p, args[i], BIND_IF);
    }
    text_add(p->arena, p->text, ")");
}

static void print_binary(const Printer *p, const Expr *expr, const char *sign, int bind, int outside) {
    bool brackets = bind < outside, right_first = expr->kind == X_POW;
    bool compare = bind == BIND_COMPARE;
    if (brackets) text_add(p->arena, p->text, "(");
    print(p, expr->binary.x, right_first || compare ? bind + 1 : bind);
    text_add(p->arena, p->text, expr->kind == X_POW ? "%s" : " %s ", sign);
    print(p, expr->binary.y, right_first ? BIND_UNARY : bind + (bind >= BIND_COMPARE));
    if (brackets) text_add(p->arena, p->text, ")");
}

static void print_prefix(const Printer *p, const char *sign, const Expr *x, int bind, int outside) {
    if (bind < outside) text_add(p->arena, p->text, "(");
    text_add(p->arena, p->text, "%s", sign);
    print(p, x, bind);
    if (bind < outside) text_add(p->arena, p->text, ")");
}

static void print_if(const Printer *p, const Expr *expr, int outside) {
    if (outside > BIND_IF) text_add(p->arena, p->text, "(");
    text_add(p->arena, p->text, "if ");
    print(p, expr->if_.condition, BIND_OR);
    text_add(p->arena, p->text, " then ");
    print(p, expr->if_.yes, BIND_OR);
    text_add(p->arena, p->text, " else ");
    print(p, expr->if_.no, BIND_IF);
    if (outside > BIND_IF) text_add(p->arena, p->text, ")");
}

static void print_reduce(const Printer *p, const Expr *expr) {
    static const char *const names[] = {[REDUCE_SUM] = "sum",   [REDUCE_MEAN] = "mean",
                                        [REDUCE_SD] = "sd",     [REDUCE_VAR] = "var",
                                        [REDUCE_MIN] = "min",   [REDUCE_MAX] = "max",
                                        [REDUCE_PROD] = "prod", [REDUCE_ANY] = "any",
                                        [REDUCE_ALL] = "all",   [REDUCE_LOGSUMEXP] = "logsumexp"};
    text_add(p->arena, p->text, "%s[", names[expr->reduce.op]);
    for (int i = 0; i < expr->reduce.axes.count; i++)
        text_add(p->arena, p->text, "%s%s", i ? ", " : "", axis_text(p->arena, expr->reduce.axes.at[i]));
    if (expr->reduce.by) {
        text_add(p->arena, p->text, " by ");
        print(p, expr->reduce.by, BIND_OR);
    }
    if (expr->reduce.where) {
        text_add(p->arena, p->text, " where ");
        print(p, expr->reduce.where, BIND_OR);
    }
    text_add(p->arena, p->text, "](");
    print(p, expr->reduce.body, BIND_IF);
    text_add(p->arena, p->text, ")");
}

static void print_dist(const Printer *p, const Expr *expr) {
    text_add(p->arena, p->text, "%s.%s", expr->dist.dist->name, dist_member_names[expr->dist.member]);
    print_args(p, expr->dist.args, expr->dist.n_args);
}

static void print(const Printer *p, const Expr *expr, int outside) {
    if (expr->written) {
        text_add(p->arena, p->text, "%s", expr->written);
        return;
    }
    switch (expr->kind) {
    case X_NUMBER:
        if (expr->number < 0 && outside > BIND_SUM) text_add(p->arena, p->text, "(");
        if (expr_is_poison(expr))
            text_add(p->arena, p->text, "?");
        else
            print_number(p, expr->number);
        if (expr->number < 0 && outside > BIND_SUM) text_add(p->arena, p->text, ")");
        break;
    case X_REF:
        print_subs(p, expr->ref.value, expr->ref.subs, expr->ref.n_subs);
        break;
    case X_INDEX:
        text_add(p->arena, p->text, "%s", axis_text(p->arena, expr->index));
        break;
    case X_LABEL:
        print_label(p, expr->label.dim, expr->label.position, expr->label.text);
        break;
    case X_LABEL_NUMBER:
        print(p, expr->unary, outside);
        break;
    case X_SIZE:
        text_add(p->arena, p->text, "size(%s)", expr->size->shown);
        break;
    case X_PARAM:
        if (p->dist && expr->param > 0 && expr->param <= p->dist->n_params)
            text_add(p->arena, p->text, "%s", p->dist->params[expr->param - 1].name);
        else
            text_add(p->arena, p->text, "#%d", expr->param);
        break;
    case X_CALL:
        text_add(p->arena, p->text, "%s", primitive(expr->call.primitive)->name);
        print_args(p, expr->call.args, expr->call.n_args);
        break;
    case X_ADD:
        print_binary(p, expr, "+", BIND_SUM, outside);
        break;
    case X_SUB:
        print_binary(p, expr, "-", BIND_SUM, outside);
        break;
    case X_MUL:
        print_binary(p, expr, "*", BIND_TERM, outside);
        break;
    case X_DIV:
        print_binary(p, expr, "/", BIND_TERM, outside);
        break;
    case X_POW:
        print_binary(p, expr, "^", BIND_POWER, outside);
        break;
    case X_LT:
        print_binary(p, expr, "<", BIND_COMPARE, outside);
        break;
    case X_LE:
        print_binary(p, expr, "<=", BIND_COMPARE, outside);
        break;
    case X_GT:
        print_binary(p, expr, ">", BIND_COMPARE, outside);
        break;
    case X_GE:
        print_binary(p, expr, ">=", BIND_COMPARE, outside);
        break;
    case X_EQ:
        print_binary(p, expr, "==", BIND_COMPARE, outside);
        break;
    case X_NE:
        print_binary(p, expr, "!=", BIND_COMPARE, outside);
        break;
    case X_AND:
        print_binary(p, expr, "and", BIND_AND, outside);
        break;
    case X_OR:
        print_binary(p, expr, "or", BIND_OR, outside);
        break;
    case X_NEG:
        print_prefix(p, "-", expr->unary, BIND_UNARY, outside > BIND_TERM ? outside : BIND_IF);
        break;
    case X_NOT:
        print_prefix(p, "not ", expr->unary, BIND_NOT, outside);
        break;
    case X_IF:
        print_if(p, expr, outside);
        break;
    case X_REDUCE:
        print_reduce(p, expr);
        break;
    case X_ALONG:
        text_add(p->arena, p->text, "%s[%s](", along_name(expr->along.op), axis_text(p->arena, expr->along.axis));
        print(p, expr->along.body, BIND_IF);
        text_add(p->arena, p->text, ")");
        break;
    case X_AT:
        print(p, expr->at.body, BIND_PRIMARY);
        for (int i = 0; i < expr->at.n; i++) {
            text_add(p->arena, p->text, "%s%s := ", i ? ", " : "{", axis_text(p->arena, expr->at.from[i]));
            print_sub(p, expr->at.from[i].dim, &expr->at.subs[i]);
        }
        text_add(p->arena, p->text, "}");
        break;
    case X_KERNEL:
        text_add(p->arena, p->text, "%s", kernel(expr->kernel.kernel).name);
        for (int i = 0; i < expr->kernel.n_letters; i++)
            text_add(p->arena, p->text, "%s%s", i ? ", " : "[", axis_text(p->arena, expr->kernel.letters[i]));
        text_add(p->arena, p->text, "]");
        print_args(p, expr->kernel.args, expr->kernel.n_args);
        break;
    case X_DIST:
        print_dist(p, expr);
        break;
    }
}

const char *expr_print(Session *session, const Expr *expr) {
    Text    text = {0};
    Printer printer = {session->arena, &text, NULL};
    print(&printer, expr, BIND_IF);
    return text.at;
}

/* --- the model --- */

static void print_dim(const Printer *p, const Dim *dim) {
    text_add(p->arena, p->text, "dim %s", dim->shown);
    for (int i = 0; i < dim->letters.count; i++) text_add(p->arena, p->text, " %s", dim->letters.at[i].shown);
    if (dim->from == LABELS_RANGE && dim->range_hi_name)
        text_add(p->arena, p->text, " = %ld..%s", dim->range_lo, dim->range_hi_name);
    else if (dim->from == LABELS_RANGE)
        text_add(p->arena, p->text, " = %ld..%ld", dim->range_lo, dim->range_hi);
    for (int i = 0; dim->from == LABELS_LISTED && i < dim->labels.count; i++) {
        text_add(p->arena, p->text, "%s%s", i ? ", " : " = ", label_text(p->arena, dim->labels.at[i].text));
        if (dim->labels.at[i].code) text_add(p->arena, p->text, " (%s)", dim->labels.at[i].code);
    }
    if (dim->from == LABELS_FROM_DATA)
        text_add(p->arena, p->text, "%s: labels from the data", dim->ordered ? " ordered" : "");
    text_add(p->arena, p->text, "\n");
}

static void print_support(const Printer *p, const Support *support) {
    if (!support->lo && !support->hi) {
        text_add(p->arena, p->text, support->whole ? "whole" : "real");
        return;
    }
    text_add(p->arena, p->text, "%s%s", support->whole ? "whole in " : "",
             support->lo_open || !support->lo ? "(" : "[");
    if (support->lo)
        print(p, support->lo, BIND_IF);
    else
        text_add(p->arena, p->text, "-inf");
    text_add(p->arena, p->text, ", ");
    if (support->hi)
        print(p, support->hi, BIND_IF);
    else
        text_add(p->arena, p->text, "inf");
    text_add(p->arena, p->text, support->hi_open || !support->hi ? ")" : "]");
}

static void print_places(const Printer *p, const Value *value) {
    text_add(p->arena, p->text, "%s", value_text(p->arena, value));
}

static void print_data(const Printer *p, const Value *value) {
    text_add(p->arena, p->text, "data ");
    print_places(p, value);
    text_add(p->arena, p->text, " : ");
    if (value->data.kind == DATA_KEY)
        text_add(p->arena, p->text, "label of %s", value->data.key->shown);
    else
        print_support(p, &value->data.bounds);
    if (value->data.has_values)
        text_add(p->arena, p->text, ", %d value%s in the model", value->data.values.count,
                 value->data.values.count == 1 ? "" : "s");
    text_add(p->arena, p->text, "\n");
}

static void print_left(const Printer *p, const Left *left) { print_subs(p, left->value, left->subs, left->n_subs); }

static void print_guard(const Printer *p, const Left *left) {
    if (left->guard) {
        text_add(p->arena, p->text, "  where ");
        print(p, left->guard, BIND_IF);
    }
    text_add(p->arena, p->text, "\n");
}

static void print_value(const Printer *p, const Value *value) {
    switch (value->role) {
    case ROLE_DATA:
        print_data(p, value);
        return;
    case ROLE_SIZE:
        text_add(p->arena, p->text, "size %s\n", value->shown);
        return;
    case ROLE_UNKNOWN:
        text_add(p->arena, p->text, value->reached ? "unknown " : "drawn forward ");
        print_places(p, value);
        text_add(p->arena, p->text, " : ");
        print_support(p, &value->support);
        text_add(p->arena, p->text, "\n");
        break;
    case ROLE_EQUATION:
        break;
    }
    for (int i = 0; i < value->equations.count; i++) {
        text_add(p->arena, p->text,
                 value->data_only              ? "from data alone "
                 : value->role == ROLE_UNKNOWN ? "fixed "
                                               : "equation ");
        print_left(p, &value->equations.at[i].left);
        text_add(p->arena, p->text, " = ");
        print(p, value->equations.at[i].right, BIND_IF);
        print_guard(p, &value->equations.at[i].left);
    }
}

static void print_censored(const Printer *p, const char *words, const Expr *at, const Expr *where) {
    if (!where) return;
    text_add(p->arena, p->text, "%s", words);
    print(p, at, BIND_SUM);
    text_add(p->arena, p->text, " where ");
    print(p, where, BIND_IF);
}

static void print_named_args(const Printer *p, const Statement *statement) {
    for (int i = 0; i < statement->n_args; i++) {
        text_add(p->arena, p->text, "%s%s = ", i ? ", " : "(", statement->dist->params[i].name);
        print(p, statement->args[i], BIND_IF);
    }
    text_add(p->arena, p->text, ")");
}

static void print_statement(const Printer *p, const Statement *statement) {
    if (statement->kind == STATEMENT_FACTOR) {
        text_add(p->arena, p->text, "factor ");
        print(p, statement->outcome, BIND_IF);
        print_guard(p, &statement->left);
        return;
    }
    text_add(p->arena, p->text, statement->kind == STATEMENT_OBSERVED ? "observed " : "prior ");
    if (statement->left.value)
        print_left(p, &statement->left);
    else
        print(p, statement->outcome, BIND_IF);
    text_add(p->arena, p->text, " ~ %s", statement->dist->name);
    if (statement->dist->unnamed.count)
        print_named_args(p, statement);
    else
        print_args(p, statement->args, statement->n_args);
    if (statement->centering != CENTERING_DEFAULT)
        text_add(p->arena, p->text, statement->centering == CENTERING_CENTERED ? " centered" : " noncentered");
    if (statement->truncated) {
        text_add(p->arena, p->text, " truncated to (");
        if (statement->truncated_lo) print(p, statement->truncated_lo, BIND_IF);
        text_add(p->arena, p->text, statement->truncated_lo ? ", " : "-inf, ");
        if (statement->truncated_hi) print(p, statement->truncated_hi, BIND_IF);
        text_add(p->arena, p->text, statement->truncated_hi ? ")" : "inf)");
    }
    if (statement->up_to) {
        text_add(p->arena, p->text, " censored up to ");
        print(p, statement->up_to, BIND_SUM);
    }
    print_censored(p, " censored at ", statement->above, statement->censored_above);
    print_censored(p, " censored below ", statement->below, statement->censored_below);
    if (statement->weight) {
        text_add(p->arena, p->text, " weighted by ");
        print(p, statement->weight, BIND_SUM);
    }
    if (statement->start) {
        text_add(p->arena, p->text, " start ");
        print(p, statement->start, BIND_SUM);
    }
    print_guard(p, &statement->left);
}

const char *model_print(Session *session, const Model *model) {
    Text    text = {0};
    Printer printer = {session->arena, &text, NULL};
    text_add(session->arena, &text, "%s", "");
    for (int i = 0; i < model->dims.count; i++)
        if (!model->dims.at[i]->base) print_dim(&printer, model->dims.at[i]);
    for (int i = 0; i < model->values.count; i++) print_value(&printer, model->values.at[i]);
    for (int i = 0; i < model->statements.count; i++) print_statement(&printer, model->statements.at[i]);
    return text.at;
}

/* --- places --- */

bool model_has_source(const Model *model, const Source *source) {
    for (int i = 0; i < model->sources.count; i++)
        if (model->sources.at[i] == source) return true;
    return false;
}

const char *model_place(Arena *arena, const Model *model, Span span, bool begins) {
    const char *word = begins ? "Line" : "line";
    if (!span.source) return arena_printf(arena, "%s 0", word);
    int         line = source_place(arena, span.source, span.begin).line;
    const char *slash = strrchr(span.source->name, '/');
    if (!model || span.source == model->source || !model_has_source(model, span.source))
        return arena_printf(arena, "%s %d", word, line);
    return arena_printf(arena, "%s %d of `%s`", word, line, slash ? slash + 1 : span.source->name);
}

const char *along_name(AlongOp op) {
    static const char *const names[] = {[ALONG_SOFTMAX] = "softmax", [ALONG_LOG_SOFTMAX] = "log_softmax",
                                        [ALONG_CUMSUM] = "cumsum",   [ALONG_CUMPROD] = "cumprod",
                                        [ALONG_SORT] = "sort",       [ALONG_RANK] = "rank"};
    return names[op];
}
