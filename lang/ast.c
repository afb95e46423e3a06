#include "ast.h"

#include <string.h>

Ast *ast_new(Session *session, AstKind kind, Span span) {
    Ast *ast = ARENA_NEW(session->arena, Ast);
    ast->kind = kind;
    ast->span = span;
    ast->depth = 1;
    return ast;
}

const char *ast_kind_name(AstKind kind) {
    static const char *const names[] = {
#define AST(kind, member, doc) #member,
#include "ast.def"
#undef AST
    };
    if ((unsigned)kind >= AST_KIND_COUNT) bug("kind of node %d", (int)kind);
    return kind == AST_IF ? "if" : names[kind];
}

const char *ast_op_text(AstOp op) {
    switch (op) {
    case OP_ADD:
    case OP_PLUS:
        return "+";
    case OP_SUB:
    case OP_NEG:
        return "-";
    case OP_MUL:
        return "*";
    case OP_DIV:
        return "/";
    case OP_POW:
        return "^";
    case OP_MATMUL:
        return "@";
    case OP_SQRT:
        return "√";
    case OP_NOT:
        return "not";
    case OP_AND:
        return "and";
    case OP_OR:
        return "or";
    case OP_LT:
        return "<";
    case OP_GT:
        return ">";
    case OP_LE:
        return "<=";
    case OP_GE:
        return ">=";
    case OP_EQ:
        return "==";
    case OP_NE:
        return "!=";
    }
    bug("operator %d", (int)op);
}

/* --- printing: one node a line, children indented by two; names in their canonical spelling --- */

typedef struct Printer {
    Arena *arena;
    Text   text;
} Printer;

static void node(Printer *out, int level, const Ast *ast);

static void line(Printer *out, int level, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void line(Printer *out, int level, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_add(out->arena, &out->text, "%*s%s\n", 2 * level, "", arena_vprintf(out->arena, format, args));
    va_end(args);
}

static void list(Printer *out, int level, const char *title, const AstList *nodes) {
    if (title && nodes->count) line(out, level++, "%s", title);
    for (int i = 0; i < nodes->count; i++) node(out, level, nodes->at[i]);
}

static void under(Printer *out, int level, const char *title, const Ast *ast) {
    if (!ast) return;
    line(out, level, "%s", title);
    node(out, level + 1, ast);
}

static const char *joined(Printer *out, const AstName *names, int count) {
    Text text = {0};
    text_add(out->arena, &text, "%s", "");
    for (int i = 0; i < count; i++) text_add(out->arena, &text, "%s%s", i ? ", " : "", names[i].name);
    return text.at;
}

static void interval(Printer *out, int level, const char *title, const AstInterval *in) {
    if (in->discrete)
        line(out, level, "%s ..", title);
    else
        line(out, level, "%s %c%c", title, in->lo_open ? '(' : '[', in->hi_open ? ')' : ']');
    node(out, level + 1, in->lo);
    node(out, level + 1, in->hi);
}

static void type(Printer *out, int level, const AstType *t) {
    line(out, level, "type %s%s", t->name.name, t->may_be_missing ? "?" : "");
    if (t->over.count) list(out, level + 1, "over", &t->over);
    list(out, level + 1, "codes", &t->codes);
    if (t->has_bound) under(out, level + 1, ast_op_text(t->bound_op), t->bound);
    if (t->has_interval) interval(out, level + 1, "in", &t->interval);
}

static void labels(Printer *out, int level, const AstLabels *all) {
    for (int i = 0; i < all->count; i++) {
        const AstLabel *label = &all->at[i];
        if (label->range_to) {
            line(out, level, "range");
            node(out, level + 1, label->number);
            node(out, level + 1, label->range_to);
        } else if (label->number) {
            node(out, level, label->number);
        } else {
            line(out, level, label->quoted ? "label \"%s\"" : "label %s",
                 label->quoted ? label->name.shown : label->name.name);
            if (label->code) under(out, level + 1, "code", label->code);
        }
    }
}

static void dim(Printer *out, int level, const Ast *ast) {
    line(out, level, "dim");
    for (int i = 0; i < ast->dim.dims.count; i++) {
        const AstDimName *d = &ast->dim.dims.at[i];
        line(out, level + 1, "name %s%s", joined(out, d->names.at, d->names.count), d->ordered ? " ordered" : "");
        if (d->of.name) line(out, level + 2, "of %s", d->of.name);
        if (d->in.name) line(out, level + 2, "in %s", d->in.name);
        if (d->column) line(out, level + 2, "column \"%s\"", d->column);
        under(out, level + 2, "where", d->where);
    }
    if (ast->dim.has_labels) {
        line(out, level + 1, "labels");
        labels(out, level + 2, &ast->dim.labels);
    }
}

static void data(Printer *out, int level, const Ast *ast) {
    line(out, level, "data");
    list(out, level + 1, NULL, &ast->data.vars);
    type(out, level + 1, &ast->data.type);
    if (ast->data.has_values) {
        line(out, level + 1, "values");
        labels(out, level + 2, &ast->data.values);
    }
    if (ast->data.column) line(out, level + 1, "column \"%s\"", ast->data.column);
    if (ast->data.unit) line(out, level + 1, "unit \"%s\"", ast->data.unit);
    under(out, level + 1, ast->data.missing_is_value ? "missing =" : "missing", ast->data.missing);
}

static void modifier(Printer *out, int level, const AstModifier *m) {
    switch (m->kind) {
    case MODIFIER_TRUNCATED:
        interval(out, level, "truncated to", &m->interval);
        break;
    case MODIFIER_CENSORED_TO:
        interval(out, level, "censored to", &m->interval);
        break;
    case MODIFIER_CENSORED_WHERE:
        under(out, level, "censored where", m->value);
        break;
    case MODIFIER_CENSORED_BELOW_WHERE:
        under(out, level, "censored below where", m->value);
        break;
    case MODIFIER_CENSORED_UP_TO:
        under(out, level, "censored up to", m->value);
        break;
    case MODIFIER_WEIGHTED:
        under(out, level, "weighted by", m->value);
        break;
    case MODIFIER_START:
        under(out, level, "start", m->value);
        break;
    case MODIFIER_ORDERED:
        line(out, level, "ordered");
        list(out, level + 1, NULL, &m->subs);
        break;
    case MODIFIER_SUM_TO_ZERO:
        line(out, level, "sum_to_zero");
        list(out, level + 1, NULL, &m->subs);
        break;
    case MODIFIER_NONCENTERED:
        line(out, level, "noncentered");
        break;
    case MODIFIER_CENTERED:
        line(out, level, "centered");
        break;
    }
}

static void compare(Printer *out, int level, const Ast *ast) {
    line(out, level, "compare");
    for (int i = 0; i < ast->compare.operands.count; i++) {
        if (i) line(out, level + 1, "%s", ast_op_text(ast->compare.ops.at[i - 1]));
        node(out, level + 1, ast->compare.operands.at[i]);
    }
}

static void call(Printer *out, int level, const Ast *ast) {
    const char *owner = ast->call.owner.name;
    line(out, level, "call %s%s%s", owner ? owner : "", owner ? "." : "", ast->call.name.name);
    if (ast->call.has_subs) list(out, level + 1, "over", &ast->call.subs);
    list(out, level + 1, NULL, &ast->call.args);
}

/* "[k]", or nothing */
static const char *formals(Printer *out, const AstNames *over) {
    return over->count ? arena_printf(out->arena, "[%s]", joined(out, over->at, over->count)) : "";
}

static void fn(Printer *out, int level, const Ast *ast) {
    AstNames names = {0};
    for (int i = 0; i < ast->fn.params.count; i++) {
        const Ast *param = ast->fn.params.at[i];
        VEC_PUSH(out->arena, &names, param->kind == AST_NAME ? param->name : param->subscript.name);
    }
    line(out, level, "fn %s%s(%s)", ast->fn.name.name, formals(out, &ast->fn.over), joined(out, names.at, names.count));
    for (int i = 0; i < ast->fn.params.count; i++)
        if (ast->fn.params.at[i]->kind != AST_NAME) node(out, level + 1, ast->fn.params.at[i]);
    node(out, level + 1, ast->fn.body);
}

static void dist(Printer *out, int level, const Ast *ast) {
    line(out, level, "dist %s%s", ast->dist.name.name, formals(out, &ast->dist.over));
    for (int i = 0; i < ast->dist.params.count; i++) node(out, level + 1, ast->dist.params.at[i]);
    type(out, level + 1, &ast->dist.type);
    list(out, level + 1, NULL, &ast->dist.body);
}

static void two(Printer *out, int level, const char *title, const Ast *first, const Ast *second) {
    line(out, level, "%s", title);
    node(out, level + 1, first);
    if (second) node(out, level + 1, second);
}

static void node(Printer *out, int level, const Ast *ast) {
    if (ast->doc) {
        Text doc = {0};
        for (const char *c = ast->doc; *c; c++) text_add(out->arena, &doc, *c == '\n' ? " / " : "%c", *c);
        line(out, level, "## %s", doc.count ? doc.at : "");
    }
    switch (ast->kind) {
    case AST_NUMBER:
        line(out, level, "%.17g%s", ast->number.value, ast->number.whole ? "" : " real");
        break;
    case AST_STRING:
        line(out, level, "\"%s\"", ast->string.text);
        break;
    case AST_NAME:
        line(out, level, "%s", ast->name.name);
        break;
    case AST_PRIMED:
        line(out, level, "%s %d'", ast->primed.name.name, ast->primed.primes);
        break;
    case AST_SUBSCRIPT:
        line(out, level, "subscript %s", ast->subscript.name.name);
        list(out, level + 1, NULL, &ast->subscript.subs);
        break;
    case AST_CALL:
        call(out, level, ast);
        break;
    case AST_UNARY:
        two(out, level, arena_printf(out->arena, "unary %s", ast_op_text(ast->unary.op)), ast->unary.x, NULL);
        break;
    case AST_BINARY:
        two(out, level, ast_op_text(ast->binary.op), ast->binary.left, ast->binary.right);
        break;
    case AST_COMPARE:
        compare(out, level, ast);
        break;
    case AST_IF:
        two(out, level, "if", ast->if_.condition, ast->if_.yes);
        node(out, level + 1, ast->if_.no);
        break;
    case AST_NAMED:
        under(out, level, arena_printf(out->arena, "named %s", ast->named.name.name), ast->named.value);
        break;
    case AST_BY:
        two(out, level, "by", ast->by.value, ast->by.by);
        break;
    case AST_WHERE:
        two(out, level, "where", ast->where.value, ast->where.condition);
        break;
    case AST_RANGE:
        two(out, level, "range", ast->range.lo, ast->range.hi);
        break;
    case AST_DOTTED:
        line(out, level, "dotted %s.%s", ast->dotted.owner.name, ast->dotted.member.name);
        break;
    case AST_BAR:
        two(out, level, "bar", ast->bar.left, ast->bar.right);
        break;
    case AST_DIM:
        dim(out, level, ast);
        break;
    case AST_DATA:
        data(out, level, ast);
        break;
    case AST_EQUATION:
        two(out, level, "equation", ast->equation.left, ast->equation.right);
        under(out, level + 1, "where", ast->equation.where);
        break;
    case AST_TILDE:
        line(out, level, "tilde");
        list(out, level + 1, NULL, &ast->tilde.lefts);
        node(out, level + 1, ast->tilde.right);
        for (int i = 0; i < ast->tilde.modifiers.count; i++) modifier(out, level + 1, &ast->tilde.modifiers.at[i]);
        under(out, level + 1, "where", ast->tilde.where);
        break;
    case AST_ODE:
        two(out, level, arena_printf(out->arena, "d/d%s", ast->ode.time.name), ast->ode.left, ast->ode.right);
        break;
    case AST_FACTOR:
        under(out, level, "factor", ast->factor.value);
        under(out, level + 1, "where", ast->factor.where);
        break;
    case AST_FN:
        fn(out, level, ast);
        break;
    case AST_USE:
        line(out, level, "use \"%s\"", ast->use.path);
        if (ast->use.except.count)
            line(out, level + 1, "except %s", joined(out, ast->use.except.at, ast->use.except.count));
        break;
    case AST_DIST:
        dist(out, level, ast);
        break;
    case AST_PARAM:
        line(out, level, "param %s", ast->param.name.name);
        if (ast->param.subs.count) list(out, level + 1, "over", &ast->param.subs);
        if (ast->param.has_type) type(out, level + 1, &ast->param.type);
        break;
    case AST_MEMBER: {
        const char *args = ast->member.has_args ? arena_printf(out->arena, "(%s)",
                                                               joined(out, ast->member.args.at, ast->member.args.count))
                                                : "";
        under(out, level, arena_printf(out->arena, "member %s%s", ast->member.what, args), ast->member.value);
        break;
    }
    case AST_GIVEN:
        line(out, level, "given %s", joined(out, ast->given.names.at, ast->given.names.count));
        list(out, level + 1, NULL, &ast->given.values);
        break;
    case AST_EXAMPLE:
        line(out, level, "example %s", ast->example.what);
        list(out, level + 1, NULL, &ast->example.at);
        list(out, level + 1, "given", &ast->example.args);
        node(out, level + 1, ast->example.value);
        break;
    case AST_BROKEN:
        line(out, level, "broken");
        for (int i = 0; i < ast->broken.names.count; i++) line(out, level + 1, "%s", ast->broken.names.at[i]);
        break;
    case AST_KIND_COUNT:
        bug("a node of no kind");
    }
}

const char *ast_print(Session *session, const AstFile *file) {
    Printer out = {.arena = session->arena};
    text_add(out.arena, &out.text, "%s", "");
    for (int i = 0; i < file->statements.count; i++) node(&out, 0, file->statements.at[i]);
    return out.text.at;
}
