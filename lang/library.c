/* The standard library. The embedded texts are scanned once for lines `dist NAME(`; a text is parsed and bound when one of its names is
 * first asked for. A primitive's row is read as if it were a dist whose members are its body and its derivatives. */
#include "library.h"

#include "check.h"
#include "primitive.h"
#include "stdlib_text.h"

#include <ctype.h>
#include <string.h>

/* dists: as many as there are statements with this name, which differ in their parameters (Flat(), Flat(lower, upper)). */
typedef struct Entry {
    const StdlibFile *file;
    VEC(Dist *) dists;
    Ast *fn;
    bool read;
} Entry;

struct Library {
    Checker              checker;   /* knows functions and distributions only */
    NameMap              entries;   /* Entry, by the name of the distribution */
    NameMap              functions; /* Entry, by the name of the fn */
    NameMap              givens;    /* DistGivens, by the Dist itself */
    const PrimitiveInfo *primitives[PRIM_COUNT];
};

static void add_names_of(Session *session, Library *library, const StdlibFile *file) {
    for (const char *line = file->text; line; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
        bool fn = strncmp(line, "fn ", 3) == 0;
        if (!fn && strncmp(line, "dist ", 5) != 0) continue;
        const char *begin = line + (fn ? 3 : 5), *end = begin;
        while (isalnum((unsigned char)*end) || *end == '_') end++;
        const char *name = intern(session->names, begin, (size_t)(end - begin));
        NameMap    *entries = fn ? &library->functions : &library->entries;
        if (scope_find(entries, name)) continue;
        Entry *entry = ARENA_NEW(session->arena, Entry);
        entry->file = file;
        scope_add(session->arena, entries, name, entry);
    }
}

static Library *library_of(Session *session) {
    if (session->library) return session->library;
    Library *library = ARENA_NEW(session->arena, Library);
    library->checker.session = session;
    library->checker.arena = session->arena;
    session->library = library;
    for (const StdlibFile *file = stdlib_files; file->name; file++) add_names_of(session, library, file);
    return library;
}

void library_bind(Session *session, Dist *dist) { check_dist_body(&library_of(session)->checker, dist); }

static void read_file(Session *session, Library *library, const StdlibFile *file) {
    const char *name = arena_printf(session->arena, "<stdlib>/%s", file->name);
    Source     *source = session_add_text(session, name, file->text, strlen(file->text));
    AstFile    *tree = parse(session, source);
    for (int i = 0; i < tree->statements.count; i++) { /* first: the bodies may call them */
        Ast   *ast = tree->statements.at[i];
        Entry *entry = ast->kind == AST_FN ? scope_find(&library->functions, ast->fn.name.name) : NULL;
        if (!entry || entry->file != file) continue;
        entry->read = true;
        entry->fn = ast;
    }
    for (int i = 0; i < tree->statements.count; i++) {
        Ast *ast = tree->statements.at[i];
        if (ast->kind != AST_DIST) continue;
        Entry *entry = scope_find(&library->entries, ast->dist.name.name);
        if (!entry || entry->file != file) continue;
        entry->read = true;
        VEC_PUSH(session->arena, &entry->dists, check_dist_header(&library->checker, ast));
    }
}

Dist *library_dist(Session *session, const char *name) {
    Library *library = library_of(session);
    Entry   *entry = scope_find(&library->entries, session_intern(session, name));
    if (!entry) return NULL;
    if (!entry->read) read_file(session, library, entry->file);
    for (int i = 0; i < entry->dists.count; i++) library_bind(session, entry->dists.at[i]);
    return entry->dists.count ? entry->dists.at[0] : NULL;
}

Ast *library_fn(Session *session, const char *name) {
    Library *library = library_of(session);
    Entry   *entry = scope_find(&library->functions, session_intern(session, name));
    if (!entry) return NULL;
    if (!entry->read) read_file(session, library, entry->file);
    return entry->fn;
}

Dist *library_next_dist(Session *session, const Dist *dist) {
    const Entry *entry = scope_find(&library_of(session)->entries, session_intern(session, dist->name));
    for (int i = 0; entry && i + 1 < entry->dists.count; i++)
        if (entry->dists.at[i] == dist) return entry->dists.at[i + 1];
    return NULL;
}

void library_offer_dists(Session *session, Nearest *nearest) {
    Library *library = library_of(session);
    for (int i = 0; i < library->entries.order.count; i++)
        nearest_offer(nearest, library->entries.order.at[i].name, library->entries.order.at[i].item);
}

void library_offer_fns(Session *session, Nearest *nearest) {
    Library *library = library_of(session);
    for (int i = 0; i < library->functions.order.count; i++)
        nearest_offer(nearest, library->functions.order.at[i].name, NULL);
}

const DistGivens *library_givens(Session *session, const Dist *dist) {
    return scope_find(&library_of(session)->givens, (const char *)(const void *)dist);
}

void library_add_givens(Session *session, const Dist *dist, DistGivens givens) {
    DistGivens *kept = ARENA_NEW(session->arena, DistGivens);
    *kept = givens;
    scope_add(session->arena, &library_of(session)->givens, (const char *)(const void *)dist, kept);
}

/* --- primitives --- */

static const char *row_as_dist(Arena *arena, const Primitive *row) {
    Text text = {0};
    text_add(arena, &text, "dist row(%s) : %s\n    mean = 0\n", *row->params ? row->params : "x : real", row->result);
    if (*row->body) text_add(arena, &text, "    body = %s\n", row->body);
    for (int i = 0; i < 3; i++)
        if (*row->derivative[i]) text_add(arena, &text, "    by%d = %s\n", i + 1, row->derivative[i]);
    return text.at;
}

static void bind_members(Scope *scope, PrimitiveInfo *info, const Ast *ast) {
    for (int i = 0; i < ast->dist.body.count; i++) {
        const Ast *member = ast->dist.body.at[i];
        if (member->kind != AST_MEMBER) continue;
        const char *what = member->member.what;
        if (strcmp(what, "body") == 0) info->body = check_number(scope, member->member.value);
        if (strncmp(what, "by", 2) == 0) info->derivative[what[2] - '1'] = check_number(scope, member->member.value);
    }
}

static const PrimitiveInfo *bind_row(Session *session, Library *library, int id) {
    const Primitive *row = primitive(id);
    Arena           *arena = session->arena;
    const char      *text = row_as_dist(arena, row);
    Source  *source = session_add_text(session, arena_printf(arena, "<primitives>/%s", row->name), text, strlen(text));
    AstFile *tree = parse(session, source);
    PrimitiveInfo *info = ARENA_NEW(arena, PrimitiveInfo);
    library->primitives[id] = info;
    if (tree->statements.count != 1 || tree->statements.at[0]->kind != AST_DIST)
        bug("row `%s` of primitives.def cannot be read", row->name);
    const Ast *ast = tree->statements.at[0];
    info->n_params = primitive_n_params(id);
    info->params = arena_alloc(arena, (size_t)(info->n_params + 1) * sizeof *info->params);
    Binding *names = arena_alloc(arena, (size_t)(info->n_params + 1) * sizeof *names);
    Scope    scope = {.checker = &library->checker, .closed = true, .bindings = names, .random = true};
    for (int i = 0; i < info->n_params; i++) {
        const Ast *param = ast->dist.params.at[i];
        DistParam *p = &info->params[i];
        p->name = param->param.name.name;
        check_type_support(&library->checker, &scope, &param->param.type, &p->support);
        p->whole = p->support.whole;
        names[i] = (Binding){.name = p->name, .value = expr_param(arena, param->span, i, (Type){.whole = p->whole})};
        scope.n_bindings++;
    }
    check_type_support(&library->checker, &scope, &ast->dist.type, &info->result);
    bind_members(&scope, info, ast);
    return info;
}

const PrimitiveInfo *library_primitive(Session *session, int id) {
    Library *library = library_of(session);
    return library->primitives[id] ? library->primitives[id] : bind_row(session, library, id);
}

Expr *primitive_derivative(Session *session, int id, int arg) {
    return arg < 3 ? library_primitive(session, id)->derivative[arg] : NULL;
}
Expr *primitive_body(Session *session, int id) { return library_primitive(session, id)->body; }
