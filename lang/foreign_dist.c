#include "foreign_dist.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

struct ForeignDists {
    Stanzas stanzas;
};

static const Stanzas *stanzas_of(Session *session) {
    if (!session->foreign_dists) {
        ForeignDists *all = ARENA_NEW(session->arena, ForeignDists);
        all->stanzas = stanzas_read(session->arena);
        session->foreign_dists = all;
    }
    return &session->foreign_dists->stanzas;
}

/* --- which line --- */

/* dlst of extraDistr::dlst */
static const char *without_package(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static bool is_name(const char *text) { return isalpha((unsigned char)*text) || *text == '_'; }

/* R's first argument is the value, which stands on the left here. */
static int first_formal(const StanzaForeign *line) { return strcmp(line->system, "R") == 0; }

static int find_formal(const StanzaForeign *line, const char *name) {
    for (int i = first_formal(line); i < line->formals.count; i++)
        if (strcmp(line->formals.at[i].name, name) == 0) return i;
    return -1;
}

/* Text of the argument for each formal: its default, if it was left out. False: they do not fit. */
static bool match(Session *session, const StanzaForeign *line, const AstList *args, const char **texts,
                  const Ast **values) {
    int position = first_formal(line);
    for (int i = 0; i < line->formals.count; i++) {
        texts[i] = line->formals.at[i].value;
        if (!is_name(line->formals.at[i].name)) return false; /* a line for reading: normal(0, sigma) */
    }
    for (int i = 0; i < args->count; i++) {
        const Ast *arg = args->at[i];
        int        at = arg->kind == AST_NAMED ? find_formal(line, arg->named.name.name) : position++;
        if (at < 0 || at >= line->formals.count || values[at]) return false;
        values[at] = arg->kind == AST_NAMED ? arg->named.value : arg;
        texts[at] = span_text(session->arena, values[at]->span);
    }
    for (int i = first_formal(line); i < line->formals.count; i++)
        if (!texts[i]) return false;
    return true;
}

/* --- numbers --- */

static bool number_of(const Ast *ast, double *x);

static bool number_of_call(const Ast *ast, double *x) {
    static const struct {
        const char *name;
        double (*of)(double);
    } functions[] = {{"sqrt", sqrt}, {"exp", exp}, {"log", log}};
    if (ast->call.owner.name || ast->call.has_subs || ast->call.args.count != 1) return false;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(ast->call.name.name, functions[i].name) == 0 && number_of(ast->call.args.at[0], x))
            return *x = functions[i].of(*x), true;
    return false;
}

static bool number_of(const Ast *ast, double *x) {
    double y;
    if (ast->kind == AST_NUMBER) return *x = ast->number.value, true;
    if (ast->kind == AST_UNARY && ast->unary.op == OP_NEG && number_of(ast->unary.x, x)) return *x = -*x, true;
    if (ast->kind == AST_CALL) return number_of_call(ast, x);
    if (ast->kind != AST_BINARY || !number_of(ast->binary.left, x) || !number_of(ast->binary.right, &y)) return false;
    AstOp op = ast->binary.op;
    *x = op == OP_ADD ? *x + y : op == OP_SUB ? *x - y : op == OP_MUL ? *x * y : op == OP_DIV ? *x / y : pow(*x, y);
    return op <= OP_POW;
}

/* --- the call as it is written here --- */

/* Does what stands at text[begin..end) fill its brackets or its place in a list? */
static bool stands_alone(const char *text, const char *begin, const char *end) {
    while (begin > text && begin[-1] == ' ') begin--;
    while (*end == ' ') end++;
    return (begin == text || strchr("(,=", begin[-1])) && (!*end || strchr("),", *end));
}

static bool is_simple(const Ast *ast) {
    return !ast || ast->kind == AST_NUMBER || ast->kind == AST_NAME || ast->kind == AST_SUBSCRIPT ||
           ast->kind == AST_CALL;
}

/* `ours` with the arguments for the names of the formals. */
static const char *substituted(Session *session, const StanzaForeign *line, const char *ours, const char **texts,
                               const Ast **values) {
    Text out = {0};
    text_add(session->arena, &out, "%s", "");
    for (const char *c = ours; *c;) {
        const char *end = c;
        while (isalnum((unsigned char)*end) || *end == '_') end++;
        if (end == c) {
            text_add(session->arena, &out, "%c", *c++);
            continue;
        }
        int at = is_name(c) && *end != '(' ? find_formal(line, arena_copy(session->arena, c, (size_t)(end - c))) : -1;
        if (at < 0)
            text_add(session->arena, &out, "%.*s", (int)(end - c), c);
        else
            text_add(session->arena, &out, is_simple(values[at]) || stands_alone(ours, c, end) ? "%s" : "(%s)",
                     texts[at]);
        c = end;
    }
    return out.at;
}

/* 1 / sqrt(0.001) is 31.62. Numbers that were written so stay. */
static const char *computed(Session *session, const char *text) {
    int        messages = session->diags.all.count;
    const Ast *ast = parse_expression(session, session_add_text(session, "", text, strlen(text)));
    double     x;
    session->diags.all.count = messages;
    if (!ast || ast->kind == AST_NUMBER || (ast->kind == AST_UNARY && ast->unary.x->kind == AST_NUMBER) ||
        !number_of(ast, &x) || !isfinite(x))
        return text;
    return arena_printf(session->arena, "%.4g", x);
}

/* Gamma(shape = a, rate = 1 / s): the names before `=` are ours, what stands behind is theirs. */
static const char *translate(Session *session, const StanzaForeign *line, const char **texts, const Ast **values) {
    Lines parts = stanza_split(session->arena, stanza_in_brackets(session->arena, line->ours));
    Text  out = {0};
    text_add(session->arena, &out, "%.*s(", (int)strcspn(line->ours, "("), line->ours);
    for (int i = 0; i < parts.count; i++) {
        const char *equals = strchr(parts.at[i], '=');
        const char *value = equals ? equals + 1 + strspn(equals + 1, " ") : parts.at[i];
        text_add(session->arena, &out, "%s%.*s%s", i ? ", " : "", (int)(value - parts.at[i]), parts.at[i],
                 computed(session, substituted(session, line, value, texts, values)));
    }
    text_add(session->arena, &out, ")");
    return out.at;
}

/* An argument that our call does not mention can only be left out if it is what it would be anyway (`loc = 0`). */
static bool is_mentioned(const StanzaForeign *line, const char *name) {
    size_t length = strlen(name);
    for (const char *at = strstr(line->ours, name); at; at = strstr(at + 1, name))
        if (!isalnum((unsigned char)at[length]) && at[length] != '_' &&
            (at == line->ours || (!isalnum((unsigned char)at[-1]) && at[-1] != '_')))
            return true;
    return false;
}

static bool loses_one(const StanzaForeign *line, const char **texts, const Ast **values) {
    for (int i = first_formal(line); i < line->formals.count; i++)
        if (values[i] && !is_mentioned(line, line->formals.at[i].name) &&
            (!line->formals.at[i].value || strcmp(texts[i], line->formals.at[i].value) != 0))
            return true;
    return false;
}

static const char *as_they_stand(Session *session, const char *ours, const AstList *args) {
    Text out = {0};
    text_add(session->arena, &out, "%s(", ours);
    for (int i = 0; i < args->count; i++)
        text_add(session->arena, &out, "%s%s", i ? ", " : "", span_text(session->arena, args->at[i]->span));
    text_add(session->arena, &out, ")");
    return out.at;
}

/* The line by its name, as a ForeignDist; the first whose arguments fit is the right one, and then the result is true. */
static bool try_line(Session *session, const Stanza *stanza, const StanzaForeign *line, const AstList *args,
                     ForeignDist *found) {
    const char **texts = arena_alloc(session->arena, (size_t)(line->formals.count + 1) * sizeof *texts);
    const Ast  **values = arena_alloc(session->arena, (size_t)(line->formals.count + 1) * sizeof *values);
    bool         fits = match(session, line, args, texts, values) && !loses_one(line, texts, values);
    if (!fits && found->ours) return false;
    found->system = line->system;
    found->ours = stanza->name;
    found->precision = strcmp(line->system, "BUGS") == 0 && strstr(line->remark, "precision");
    found->translated = fits ? translate(session, line, texts, values) : as_they_stand(session, stanza->name, args);
    return fits;
}

static bool is_for_reading(const StanzaForeign *line) {
    for (int i = 0; i < line->formals.count; i++)
        if (!is_name(line->formals.at[i].name)) return true;
    return false;
}

static bool find_in(Session *session, const char *system, const char *name, const AstList *args, ForeignDist *found) {
    const Stanzas *all = stanzas_of(session);
    for (int i = 0; i < all->count; i++)
        for (int k = 0; k < all->at[i].foreign.count; k++) {
            const StanzaForeign *line = &all->at[i].foreign.at[k];
            if (!line->name || strcmp(line->system, system) != 0 || strcmp(without_package(line->name), name) != 0 ||
                is_for_reading(line))
                continue;
            if (try_line(session, &all->at[i], line, args, found)) return true;
        }
    return found->ours != NULL;
}

/* half_normal: our own name as Stan would spell it. */
static bool find_spelt(Session *session, const char *name, const AstList *args, ForeignDist *found) {
    const Stanzas *all = stanzas_of(session);
    size_t         length = strlen(name);
    for (int i = 0; i < all->count; i++) {
        const char *file = all->at[i].file;
        if (strncmp(file, name, length) != 0 || strcmp(file + length, ".bmodel") != 0) continue;
        *found = (ForeignDist){"Stan", all->at[i].name, as_they_stand(session, all->at[i].name, args), false};
        return true;
    }
    return false;
}

bool foreign_dist_find(Session *session, const char *system, const char *name, const AstList *args,
                       ForeignDist *found) {
    *found = (ForeignDist){0};
    if (system) return find_in(session, system, name, args, found);
    return find_in(session, "Stan", name, args, found) || find_in(session, "BUGS", name, args, found) ||
           find_in(session, "R", name, args, found) || find_spelt(session, name, args, found);
}

const char *foreign_dist_name(Session *session, const char *name) {
    AstList     none = {0};
    ForeignDist found;
    return foreign_dist_find(session, NULL, name, &none, &found) ? found.ours : NULL;
}
