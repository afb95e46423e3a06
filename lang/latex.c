/* A walk over the tree that prints LaTeX: see latex.h. How functions are set is in latex.def. */
#include "latex.h"

#include "names.h"

#include <string.h>

/* How tightly a text holds together; what stands in a tighter place gets brackets. */
typedef enum Level { LEVEL_CONDITION, LEVEL_SUM, LEVEL_PRODUCT, LEVEL_FUNCTION, LEVEL_ATOM } Level;

typedef struct Tex {
    const char *text;
    Level       level;
    bool        negative; /* begins with a sign that may join a sum */
} Tex;

typedef struct Template {
    const char *name, *text;
    Level       level;
} Template;

static const Template templates[] = {
#define LATEX(name, text, level) {#name, text, LEVEL_##level},
#define LATEX_OVER(name, text, level)
#include "latex.def"
#undef LATEX
#undef LATEX_OVER
    {NULL, NULL, LEVEL_ATOM}};
static const Template templates_over[] = {
#define LATEX(name, text, level)
#define LATEX_OVER(name, text, level) {#name, text, LEVEL_##level},
#include "latex.def"
#undef LATEX
#undef LATEX_OVER
    {NULL, NULL, LEVEL_ATOM}};

typedef struct Setter {
    Session *session;
    Arena   *arena;
} Setter;

static Tex set(const Setter *s, const Ast *ast);

/* --- names and numbers --- */

static bool is_digits(const char *text) { return *text && !text[strspn(text, "0123456789")]; }

/* The part of a name before its first `_`. */
static const char *stem_text(Arena *arena, const char *stem) {
    static const char *const symbols[][2] = {{"inf", "\\infty"}, {"pi", "\\pi"}};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (strcmp(stem, symbols[i][0]) == 0) return symbols[i][1];
    if (strlen(stem) == 1) return stem;
    if (name_greek(stem)) return arena_printf(arena, "\\%s", stem);
    return arena_printf(arena, "\\text{%s}", stem);
}

const char *latex_name(Arena *arena, const char *name) {
    size_t      length = strcspn(name, "_");
    const char *stem = stem_text(arena, arena_copy(arena, name, length));
    if (!length || !name[length] || !name[length + 1]) return stem;
    Text rest = {0};
    text_add(arena, &rest, "%s", "");
    for (const char *c = name + length + 1; *c; c++) text_add(arena, &rest, *c == '_' ? "\\_" : "%c", *c);
    bool plain = is_digits(rest.at) || strlen(rest.at) == 1;
    return arena_printf(arena, plain ? "%s_{%s}" : "%s_{\\text{%s}}", stem, rest.at);
}

static Tex atom(const char *text) { return (Tex){.text = text, .level = LEVEL_ATOM}; }

static Tex set_number(const Setter *s, const Ast *ast) {
    const char *text = span_text(s->arena, ast->span), *e = strpbrk(text, "eE");
    if (strcmp(text, "0.5") == 0) return atom("\\tfrac{1}{2}");
    if (strcmp(text, "1.5") == 0) return atom("\\tfrac{3}{2}");
    if (!e) return atom(text);
    const char *exponent = e + 1 + (e[1] == '+');
    return (Tex){.text = arena_printf(s->arena, "%.*s \\cdot 10^{%s}", (int)(e - text), text, exponent),
                 .level = LEVEL_PRODUCT};
}

/* --- brackets --- */

static bool is_tall(const char *text) {
    return strstr(text, "\\frac") || strstr(text, "\\begin") || strstr(text, "\\binom") || strstr(text, "\\sum") ||
           strstr(text, "\\prod") || strstr(text, "\\left");
}

static const char *in_brackets(const Setter *s, const char *text) {
    return arena_printf(s->arena, is_tall(text) ? "\\left(%s\\right)" : "(%s)", text);
}

static const char *at_least(const Setter *s, Tex x, Level level) {
    return x.level >= level && !(x.negative && level > LEVEL_SUM) ? x.text : in_brackets(s, x.text);
}

/* x^{2} cannot be raised again without brackets. */
static bool has_power(const char *text) {
    int depth = 0;
    for (; *text; text++) {
        depth += strchr("{(", *text) ? 1 : strchr("})", *text) ? -1 : 0;
        if (depth == 0 && *text == '^') return true;
    }
    return false;
}

static const char *with_sign(const Setter *s, Tex x) {
    if (x.negative) return arena_printf(s->arena, "- %s", x.text + strspn(x.text, "- "));
    return arena_printf(s->arena, "+ %s", at_least(s, x, LEVEL_SUM));
}

/* --- calls --- */

static const Template *find_template(const Template *table, const char *name) {
    while (table->name && strcmp(table->name, name) != 0) table++;
    return table->name ? table : NULL;
}

static bool is_zero(const Ast *ast) { return ast->kind == AST_NUMBER && ast->number.value == 0; }

static bool is_call_of(const Ast *ast, const char *name) {
    return ast->kind == AST_CALL && !ast->call.owner.name && strcmp(ast->call.name.name, name) == 0 &&
           ast->call.args.count;
}

/* The z of log(z), log1p(z - 1), log1m(1 - z), as a base; NULL: it is no logarithm. */
static const char *in_logarithm(const Setter *s, const Ast *ast) {
    if (is_call_of(ast, "log")) return at_least(s, set(s, ast->call.args.at[0]), LEVEL_ATOM);
    bool plus = is_call_of(ast, "log1p");
    if (!plus && !is_call_of(ast, "log1m")) return NULL;
    Tex z = set(s, ast->call.args.at[0]);
    return in_brackets(s, plus ? arena_printf(s->arena, "1 %s", with_sign(s, z))
                               : arena_printf(s->arena, "1 - %s", at_least(s, z, LEVEL_PRODUCT)));
}

/* a * log(z), xlogy(a, z) and their negatives: e to their power is z^a. NULL: it is none of these. */
static const char *as_power(const Setter *s, const Ast *ast, bool negative) {
    const char *base = NULL, *sign = negative ? "-" : "";
    const Ast  *power = NULL;
    if (ast->kind == AST_UNARY && ast->unary.op == OP_NEG) return as_power(s, ast->unary.x, !negative);
    if (is_call_of(ast, "xlogy"))
        power = ast->call.args.at[0], base = at_least(s, set(s, ast->call.args.at[1]), LEVEL_ATOM);
    else if (is_call_of(ast, "xlog1py"))
        power = ast->call.args.at[0],
        base = in_brackets(s, arena_printf(s->arena, "1 %s", with_sign(s, set(s, ast->call.args.at[1]))));
    else if (ast->kind == AST_BINARY && ast->binary.op == OP_MUL) {
        power = ast->binary.left, base = in_logarithm(s, ast->binary.right);
        if (!base) power = ast->binary.right, base = in_logarithm(s, ast->binary.left);
    }
    if (!base) return NULL;
    Tex exponent = set(s, power);
    return arena_printf(s->arena, "%s^{%s%s}", base, sign,
                        negative ? at_least(s, exponent, LEVEL_PRODUCT) : exponent.text);
}

static const char *exponential(const Setter *s, const Ast *ast) {
    const char *power = as_power(s, ast, false);
    return power ? power : arena_printf(s->arena, "e^{%s}", set(s, ast).text);
}

static const char *without_sign(Tex x) { return x.text + strspn(x.text, "- "); }

/* One argument as the letter behind the % asks. */
static const char *argument(const Setter *s, const Ast *ast, Tex x, char how) {
    switch (how) {
    case '-':
        return x.negative ? arena_printf(s->arena, "+ %s", without_sign(x))
                          : arena_printf(s->arena, "- %s", at_least(s, x, LEVEL_PRODUCT));
    case 'e':
        return exponential(s, ast);
    case 'x':
        return is_zero(ast) ? "" : arena_printf(s->arena, "\\, %s", exponential(s, ast));
    case 'p':
        return at_least(s, x, LEVEL_PRODUCT);
    case 'a':
        return has_power(x.text) ? in_brackets(s, x.text) : at_least(s, x, LEVEL_ATOM);
    case 's':
        return x.negative ? in_brackets(s, x.text) : at_least(s, x, LEVEL_PRODUCT);
    case 'f':
        return at_least(s, x, LEVEL_ATOM);
    case '+':
        return with_sign(s, x);
    }
    return x.text;
}

static const char *set_list(const Setter *s, const AstList *list);

static Tex fill(const Setter *s, const Template *template, const Ast *call) {
    const AstList *args = &call->call.args;
    Tex            parts[9];
    bool           tall = false;
    Text           out = {0};
    for (int i = 0; i < args->count && i < 9; i++) {
        parts[i] = set(s, args->at[i]);
        tall |= is_tall(parts[i].text);
    }
    for (const char *c = template->text; *c; c++) {
        if (c[0] == '%' && c[1] == 'k') {
            text_add(s->arena, &out, "%s", set_list(s, &call->call.subs));
            c++;
        } else if (*c == '%') {
            char how = c[1] >= '1' && c[1] <= '9' ? 0 : *++c;
            int  i = *++c - '1';
            text_add(s->arena, &out, "%s", i < args->count ? argument(s, args->at[i], parts[i], how) : "?");
        } else if (tall && (*c == '(' || *c == ')'))
            text_add(s->arena, &out, "%s%c", *c == '(' ? "\\left" : "\\right", *c);
        else
            text_add(s->arena, &out, "%c", *c);
    }
    return (Tex){.text = out.at, .level = template->level};
}

static const char *set_list(const Setter *s, const AstList *list) {
    Text out = {0};
    text_add(s->arena, &out, "%s", "");
    for (int i = 0; i < list->count; i++) text_add(s->arena, &out, "%s%s", i ? ", " : "", set(s, list->at[i]).text);
    return out.at;
}

static const char *upright(const Setter *s, const char *name) {
    Text out = {0};
    for (const char *c = name; *c; c++) text_add(s->arena, &out, *c == '_' ? "\\_" : "%c", *c);
    return arena_printf(s->arena, "\\operatorname{%s}", out.at);
}

/* Poisson.log_p(y, lambda): \log p_{\text{Poisson}}(y \mid \lambda). */
static Tex set_member(const Setter *s, const Ast *ast) {
    const char *member = ast->call.name.name, *owner = ast->call.owner.name;
    bool        density = strcmp(member, "log_p") == 0 && ast->call.args.count;
    if (!density)
        return atom(
            arena_printf(s->arena, "\\text{%s}.%s(%s)", owner, upright(s, member), set_list(s, &ast->call.args)));
    AstList rest = ast->call.args;
    rest.at++;
    rest.count--;
    return (Tex){.text = arena_printf(s->arena, "\\log p_{\\text{%s}}(%s \\mid %s)", owner,
                                      set(s, ast->call.args.at[0]).text, set_list(s, &rest)),
                 .level = LEVEL_FUNCTION};
}

/* sum[k](x), prod[k](x): the sign with the index below. */
static Tex set_big(const Setter *s, const Ast *ast, const char *sign) {
    const char *body = ast->call.args.count ? at_least(s, set(s, ast->call.args.at[0]), LEVEL_PRODUCT) : "";
    return (Tex){.text = arena_printf(s->arena, "\\%s_{%s} %s", sign, set_list(s, &ast->call.subs), body),
                 .level = LEVEL_PRODUCT};
}

static Tex set_call(const Setter *s, const Ast *ast) {
    const char *name = ast->call.name.name;
    const Template *template = find_template(ast->call.has_subs ? templates_over : templates, name);
    if (ast->call.owner.name) return set_member(s, ast);
    if (template) return fill(s, template, ast);
    if (ast->call.has_subs && strcmp(name, "sum") == 0) return set_big(s, ast, "sum");
    if (ast->call.has_subs && strcmp(name, "prod") == 0) return set_big(s, ast, "prod");
    const char *args = in_brackets(s, set_list(s, &ast->call.args));
    const char *below = ast->call.has_subs ? arena_printf(s->arena, "_{%s}", set_list(s, &ast->call.subs)) : "";
    return atom(arena_printf(s->arena, "%s%s%s", upright(s, name), below, args));
}

/* --- operators --- */

static bool begins_with_digit(const char *text) { return *text >= '0' && *text <= '9'; }

static Tex set_fraction(const Setter *s, const Ast *ast, Tex x, Tex y) {
    const Ast *above = ast->binary.left;
    if (above->kind == AST_UNARY && above->unary.op == OP_NEG)
        return (Tex){arena_printf(s->arena, "-\\frac{%s}{%s}", set(s, above->unary.x).text, y.text), LEVEL_PRODUCT,
                     true};
    if (above->kind == AST_NUMBER && above->number.value == 0.5)
        return (Tex){arena_printf(s->arena, "\\frac{1}{2 \\, %s}", at_least(s, y, LEVEL_PRODUCT)), LEVEL_PRODUCT,
                     false};
    if (x.negative && x.level == LEVEL_PRODUCT)
        return (Tex){arena_printf(s->arena, "-\\frac{%s}{%s}", without_sign(x), y.text), LEVEL_PRODUCT, true};
    return (Tex){arena_printf(s->arena, "\\frac{%s}{%s}", x.text, y.text), LEVEL_PRODUCT, false};
}

static Tex set_binary(const Setter *s, const Ast *ast) {
    Tex x = set(s, ast->binary.left), y = set(s, ast->binary.right);
    switch (ast->binary.op) {
    case OP_ADD:
        return (Tex){arena_printf(s->arena, "%s %s", at_least(s, x, LEVEL_SUM), with_sign(s, y)), LEVEL_SUM,
                     x.negative};
    case OP_SUB:
        return (Tex){arena_printf(s->arena, "%s - %s", at_least(s, x, LEVEL_SUM),
                                  y.level > LEVEL_SUM && !y.negative ? y.text : in_brackets(s, y.text)),
                     LEVEL_SUM, x.negative};
    case OP_MUL: {
        const char *left = x.negative && x.level == LEVEL_PRODUCT ? x.text
                           : x.level == LEVEL_FUNCTION            ? in_brackets(s, x.text)
                                                                  : at_least(s, x, LEVEL_PRODUCT);
        const char *right = at_least(s, y, LEVEL_PRODUCT);
        return (Tex){arena_printf(s->arena, "%s %s %s", left, begins_with_digit(right) ? "\\cdot" : "\\,", right),
                     LEVEL_PRODUCT, x.negative && x.level == LEVEL_PRODUCT};
    }
    case OP_MATMUL:
        return (Tex){arena_printf(s->arena, "%s %s", at_least(s, x, LEVEL_PRODUCT), at_least(s, y, LEVEL_PRODUCT)),
                     LEVEL_PRODUCT, false};
    case OP_DIV:
        return set_fraction(s, ast, x, y);
    case OP_POW:
        return atom(arena_printf(s->arena, "%s^{%s}",
                                 has_power(x.text) ? in_brackets(s, x.text) : at_least(s, x, LEVEL_ATOM), y.text));
    case OP_AND:
    case OP_OR:
        return (Tex){
            arena_printf(s->arena, "%s \\text{ %s } %s", x.text, ast->binary.op == OP_AND ? "and" : "or", y.text),
            LEVEL_CONDITION, false};
    case OP_NEG:
    case OP_PLUS:
    case OP_SQRT:
    case OP_NOT:
    case OP_LT:
    case OP_GT:
    case OP_LE:
    case OP_GE:
    case OP_EQ:
    case OP_NE:
        break;
    }
    bug("operator %d stands between two", (int)ast->binary.op);
}

static Tex set_unary(const Setter *s, const Ast *ast) {
    Tex x = set(s, ast->unary.x);
    if (ast->unary.op == OP_SQRT) return atom(arena_printf(s->arena, "\\sqrt{%s}", x.text));
    if (ast->unary.op == OP_NOT)
        return (Tex){arena_printf(s->arena, "\\text{not } %s", x.text), LEVEL_CONDITION, false};
    if (ast->unary.op == OP_PLUS) return x;
    return (Tex){arena_printf(s->arena, "-%s", at_least(s, x, LEVEL_PRODUCT)), LEVEL_PRODUCT, true};
}

static const char *relation(AstOp op) {
    return op == OP_LT   ? "<"
           : op == OP_GT ? ">"
           : op == OP_LE ? "\\le"
           : op == OP_GE ? "\\ge"
           : op == OP_NE ? "\\ne"
                         : "=";
}

static Tex set_compare(const Setter *s, const Ast *ast) {
    Text out = {0};
    for (int i = 0; i < ast->compare.operands.count; i++) {
        if (i) text_add(s->arena, &out, " %s ", relation(ast->compare.ops.at[i - 1]));
        text_add(s->arena, &out, "%s", at_least(s, set(s, ast->compare.operands.at[i]), LEVEL_SUM));
    }
    return (Tex){out.at, LEVEL_CONDITION, false};
}

static Tex set_if(const Setter *s, const Ast *ast) {
    Text out = {0};
    text_add(s->arena, &out, "\\begin{cases} ");
    for (; ast->kind == AST_IF; ast = ast->if_.no)
        text_add(s->arena, &out, "%s & \\text{if } %s \\\\ ", set(s, ast->if_.yes).text,
                 set(s, ast->if_.condition).text);
    text_add(s->arena, &out, "%s & \\text{otherwise} \\end{cases}", set(s, ast).text);
    return atom(out.at);
}

/* --- the walk --- */

static const char *primes(const Setter *s, const Ast *ast) {
    Text out = {0};
    text_add(s->arena, &out, "%s", latex_name(s->arena, ast->primed.name.name));
    for (int i = 0; i < ast->primed.primes; i++) text_add(s->arena, &out, "'");
    return out.at;
}

static Tex set(const Setter *s, const Ast *ast) {
    switch (ast->kind) {
    case AST_NUMBER:
        return set_number(s, ast);
    case AST_NAME:
        return atom(latex_name(s->arena, ast->name.name));
    case AST_PRIMED:
        return atom(primes(s, ast));
    case AST_SUBSCRIPT:
        return atom(arena_printf(s->arena, "{%s}_{%s}", latex_name(s->arena, ast->subscript.name.name),
                                 set_list(s, &ast->subscript.subs)));
    case AST_CALL:
        return set_call(s, ast);
    case AST_UNARY:
        return set_unary(s, ast);
    case AST_BINARY:
        return set_binary(s, ast);
    case AST_COMPARE:
        return set_compare(s, ast);
    case AST_IF:
        return set_if(s, ast);
    case AST_NAMED:
        return (Tex){arena_printf(s->arena, "%s = %s", latex_name(s->arena, ast->named.name.name),
                                  set(s, ast->named.value).text),
                     LEVEL_CONDITION, false};
    case AST_WHERE:
        return (Tex){
            arena_printf(s->arena, "%s:\\, %s", set(s, ast->where.value).text, set(s, ast->where.condition).text),
            LEVEL_CONDITION, false};
    case AST_BY:
        return (Tex){arena_printf(s->arena, "%s \\text{ by } %s", set(s, ast->by.value).text, set(s, ast->by.by).text),
                     LEVEL_CONDITION, false};
    case AST_RANGE:
        return (Tex){arena_printf(s->arena, "%s, \\dots, %s", set(s, ast->range.lo).text, set(s, ast->range.hi).text),
                     LEVEL_CONDITION, false};
    case AST_STRING:
    case AST_DOTTED:
    case AST_BAR:
    case AST_DIM:
    case AST_DATA:
    case AST_EQUATION:
    case AST_TILDE:
    case AST_ODE:
    case AST_FACTOR:
    case AST_FN:
    case AST_USE:
    case AST_DIST:
    case AST_PARAM:
    case AST_MEMBER:
    case AST_GIVEN:
    case AST_EXAMPLE:
    case AST_BROKEN:
    case AST_KIND_COUNT:
        break;
    }
    return atom(arena_printf(s->arena, "\\texttt{%s}", span_text(s->arena, ast->span)));
}

const char *latex_expression(Session *session, const Ast *ast) {
    Setter setter = {session, session->arena};
    return set(&setter, ast).text;
}

const char *latex_of_text(Session *session, const char *text) {
    int        messages = session->diags.all.count;
    const Ast *ast = parse_expression(session, session_add_text(session, "", text, strlen(text)));
    session->diags.all.count = messages;
    return ast ? latex_expression(session, ast) : NULL;
}
