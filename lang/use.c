/* Files that a model uses: read once each, relative to the file that names them; circles, names left out. Knows what a statement defines, nothing of what
 * it means. */
#include "use.h"

#include "scope.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

typedef struct UsedFile UsedFile;

/* A `use` that was followed. */
typedef struct Use {
    const Ast *ast;
    UsedFile  *file;
} Use;

struct UsedFile {
    const char *path;
    dev_t       device;
    ino_t       inode;
    AstFile    *tree; /* NULL: it could not be read */
    bool        busy; /* its own `use` are being followed */
    bool        written;
    VEC(Use) uses;
    NameMap defines; /* names that its statements define, or that stand in a broken one */
    NameMap dropped; /* names that some `use … except` leaves out */
};

typedef struct Files {
    Session *session;
    Arena   *arena;
    Model   *model;
    bool     lacking;
    VEC(UsedFile *) all;
    VEC(UsedFile *) busy; /* from the model down to the file that is read now */
    AstFile *result;
} Files;

static const char *name_in_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* --- what a statement defines --- */

static const char *name_of_left(const Ast *left) {
    if (left->kind == AST_CALL && left->call.args.count == 1 && !left->call.owner.name)
        left = left->call.args.at[0]; /* logit(p[i]) = … */
    return left->kind == AST_NAME ? left->name.name : left->kind == AST_SUBSCRIPT ? left->subscript.name.name : NULL;
}

/* The name of a statement that defines one; NULL for those that define several, or none. */
static const char *name_of(const Ast *ast) {
    if (ast->kind == AST_EQUATION) return name_of_left(ast->equation.left);
    if (ast->kind == AST_ODE) return name_of_left(ast->ode.left);
    if (ast->kind == AST_FN) return ast->fn.name.name;
    return ast->kind == AST_DIST ? ast->dist.name.name : NULL;
}

static void note_name(Files *f, UsedFile *file, const char *name) {
    if (name) scope_add(f->arena, &file->defines, name, file);
}

static void note_names(Files *f, UsedFile *file, const Ast *ast) {
    note_name(f, file, name_of(ast));
    for (int i = 0; ast->kind == AST_DATA && i < ast->data.vars.count; i++)
        note_name(f, file, name_of_left(ast->data.vars.at[i]));
    for (int i = 0; ast->kind == AST_TILDE && i < ast->tilde.lefts.count; i++)
        if (ast->tilde.lefts.at[i]->kind != AST_CALL) note_name(f, file, name_of_left(ast->tilde.lefts.at[i]));
    for (int i = 0; ast->kind == AST_DIM && i < ast->dim.dims.count; i++)
        for (int k = 0; k < ast->dim.dims.at[i].names.count; k++)
            note_name(f, file, ast->dim.dims.at[i].names.at[k].name);
    for (int i = 0; ast->kind == AST_BROKEN && i < ast->broken.names.count; i++)
        note_name(f, file, ast->broken.names.at[i]);
}

/* --- without the names that are left out --- */

static bool is_dropped(const UsedFile *file, const char *name) { return scope_find(&file->dropped, name) != NULL; }

static AstList kept_of(Files *f, const UsedFile *file, const AstList *list) {
    AstList kept = {0};
    for (int i = 0; i < list->count; i++) {
        bool call = list->at[i]->kind == AST_CALL; /* log(y[i]) ~ … defines nothing */
        if (call || !is_dropped(file, name_of_left(list->at[i]))) VEC_PUSH(f->arena, &kept, list->at[i]);
    }
    return kept;
}

/* A dim without the letters that are left out. */
static AstDimName without_letters(Files *f, const UsedFile *file, AstDimName dim) {
    AstNames kept = {0};
    for (int i = 0; i < dim.names.count; i++)
        if (!i || !is_dropped(file, dim.names.at[i].name)) VEC_PUSH(f->arena, &kept, dim.names.at[i]);
    dim.names = kept;
    return dim;
}

/* What is left of a statement; NULL if nothing. */
static Ast *kept_statement(Files *f, const UsedFile *file, Ast *ast) {
    if (!file->dropped.count) return ast;
    if (is_dropped(file, name_of(ast))) return NULL;
    if (ast->kind != AST_DATA && ast->kind != AST_TILDE && ast->kind != AST_DIM) return ast;
    Ast *copy = ARENA_NEW(f->arena, Ast);
    *copy = *ast;
    if (ast->kind == AST_DATA) {
        copy->data.vars = kept_of(f, file, &ast->data.vars);
        return copy->data.vars.count ? copy : NULL;
    }
    if (ast->kind == AST_TILDE) {
        copy->tilde.lefts = kept_of(f, file, &ast->tilde.lefts);
        return copy->tilde.lefts.count ? copy : NULL;
    }
    AstDimNames dims = {0};
    for (int i = 0; i < ast->dim.dims.count; i++)
        if (!is_dropped(file, ast->dim.dims.at[i].names.at[0].name))
            VEC_PUSH(f->arena, &dims, without_letters(f, file, ast->dim.dims.at[i]));
    copy->dim.dims = dims;
    return dims.count ? copy : NULL;
}

/* --- reading --- */

static UsedFile *file_at(Files *f, const char *path, const struct stat *status) {
    for (int i = 0; i < f->all.count; i++)
        if (f->all.at[i]->device == status->st_dev && f->all.at[i]->inode == status->st_ino) return f->all.at[i];
    UsedFile *file = ARENA_NEW(f->arena, UsedFile);
    file->path = path;
    file->device = status->st_dev;
    file->inode = status->st_ino;
    VEC_PUSH(f->arena, &f->all, file);
    return file;
}

static const char *path_from(Files *f, const Source *from, const char *path) {
    const char *name = name_in_folder(from->name);
    if (*path == '/' || name == from->name) return path;
    return arena_printf(f->arena, "%.*s%s", (int)(name - from->name), from->name, path);
}

/* A file that is not there: perhaps its name was mistyped, or its ending left out. */
static void no_such_file(Files *f, const Ast *use, const char *path) {
    const char *name = name_in_folder(path);
    const char *folder = arena_copy(f->arena, path, (size_t)(name - path));
    const char *wanted = ends_with(name, ".bmodel") ? name : arena_printf(f->arena, "%s.bmodel", name);
    Nearest     nearest = nearest_to(wanted);
    DIR        *entries = opendir(*folder ? folder : ".");
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (ends_with(entry->d_name, ".bmodel"))
            nearest_offer(&nearest, arena_copy(f->arena, entry->d_name, strlen(entry->d_name)), NULL);
    Diag *diag = diag_add(&f->session->diags, DIAG_W03, use->use.path_span, "there is no file `%s`", path);
    if (nearest.found) {
        size_t n = strlen(use->use.path) - strlen(name_in_folder(use->use.path));
        diag_help(&f->session->diags, diag, "Did you mean\n| use \"%.*s%s\"", (int)n, use->use.path, nearest.found);
    } else if (!entries)
        diag_help(&f->session->diags, diag,
                  "There is no such folder, either. A path begins at the folder of the file that names it.");
    else
        diag_help(&f->session->diags, diag, "A path begins at the folder of the file that names it.");
    if (entries) closedir(entries);
}

static bool is_data_by_name(const char *path) {
    return ends_with(path, ".csv") || ends_with(path, ".tsv") || ends_with(path, ".json") || ends_with(path, ".nc");
}

/* The file is there and is none of those that are no models; a message otherwise. */
static bool may_be_model(Files *f, const Ast *use, const char *path, struct stat *status) {
    DiagList *diags = &f->session->diags;
    if (is_data_by_name(path)) {
        Diag *diag = diag_add(diags, DIAG_W03, use->use.path_span, "`%s` is data by its name", use->use.path);
        diag_help(diags, diag, "`use` takes lines of a model. Data are given to the command: `--data %s`.", path);
        return false;
    }
    if (stat(path, status) != 0) {
        no_such_file(f, use, path);
        return false;
    }
    if (!S_ISREG(status->st_mode)) {
        diag_add(diags, DIAG_W03, use->use.path_span, "`%s` is %s", path,
                 S_ISDIR(status->st_mode) ? "a folder" : "no file");
        return false;
    }
    return true;
}

/* `use` leads back to a file that is still being read. */
static void circle(Files *f, const Ast *use, const UsedFile *file) {
    Text text = {0};
    int  first = 0;
    while (f->busy.at[first] != file) first++;
    for (int i = first; i < f->busy.count; i++)
        text_add(f->arena, &text, "`%s` → ", name_in_folder(f->busy.at[i]->path));
    Diag *diag = diag_add(&f->session->diags, DIAG_O08, use->span, "`%s` uses itself: %s`%s`",
                          name_in_folder(file->path), text.at, name_in_folder(file->path));
    diag_help(&f->session->diags, diag, "Put what both need into a file that uses neither of them.");
}

static void follow_uses(Files *f, UsedFile *file);

static void follow(Files *f, UsedFile *from, const Ast *use) {
    struct stat status;
    const char *path = path_from(f, from->tree->source, use->use.path);
    if (!may_be_model(f, use, path, &status)) {
        f->lacking = true;
        return;
    }
    UsedFile *file = file_at(f, path, &status);
    if (file->busy) {
        circle(f, use, file);
        return;
    }
    Source *source = file->tree ? file->tree->source : session_read_file_at(f->session, path, use->use.path_span);
    if (!source) {
        f->lacking = true;
        return;
    }
    VEC_PUSH(f->arena, &from->uses, (Use){use, file});
    if (file->tree) return;
    file->tree = parse(f->session, source);
    follow_uses(f, file);
}

static void follow_uses(Files *f, UsedFile *file) {
    file->busy = true;
    VEC_PUSH(f->arena, &f->busy, file);
    VEC_PUSH(f->arena, &f->model->sources, file->tree->source);
    for (int i = 0; i < file->tree->statements.count; i++) {
        const Ast *ast = file->tree->statements.at[i];
        note_names(f, file, ast);
        if (ast->kind == AST_USE) follow(f, file, ast);
    }
    f->busy.count--;
    file->busy = false;
}

/* --- except --- */

/* Leaves the name out of a file and of those that it uses. True if one of them defines it; near: gets the nearest name otherwise. */
static bool drop(Files *f, UsedFile *file, const char *name, Nearest *near) {
    bool found = scope_find(&file->defines, name) != NULL;
    for (int i = 0; i < file->defines.order.count; i++) nearest_offer(near, file->defines.order.at[i].name, NULL);
    scope_add(f->arena, &file->dropped, name, file);
    for (int i = 0; i < file->uses.count; i++) found = drop(f, file->uses.at[i].file, name, near) || found;
    return found;
}

static void leave_out(Files *f, const Use *use) {
    for (int i = 0; i < use->ast->use.except.count; i++) {
        const AstName *name = &use->ast->use.except.at[i];
        Nearest        near = nearest_to(name->name);
        if (drop(f, use->file, name->name, &near) || f->lacking) continue;
        Diag *diag = diag_add(&f->session->diags, DIAG_N01, name->span,
                              "`%s` cannot be left out: `%s` does not define it", name->shown, use->ast->use.path);
        if (near.found) diag_help(&f->session->diags, diag, "Did you mean `%s`?", near.found);
    }
}

/* --- all together --- */

static void write_file(Files *f, UsedFile *file) {
    file->written = true;
    for (int i = 0, next = 0; i < file->tree->statements.count; i++) {
        Ast *ast = file->tree->statements.at[i];
        if (ast->kind != AST_USE) {
            Ast *kept = kept_statement(f, file, ast);
            if (kept) VEC_PUSH(f->arena, &f->result->statements, kept);
        } else if (next < file->uses.count && file->uses.at[next].ast == ast) {
            UsedFile *used = file->uses.at[next++].file;
            if (!used->written) write_file(f, used);
        }
    }
}

AstFile *use_files(Session *session, Model *model, AstFile *file, bool *lacking) {
    Files       f = {.session = session, .arena = session->arena, .model = model};
    struct stat status = {0}; /* a text that is no file is like no other */
    bool        known = stat(file->source->name, &status) == 0;
    UsedFile   *first = file_at(&f, file->source->name, &status);
    if (!known) first->inode = (ino_t)-1;
    first->tree = file;
    follow_uses(&f, first);
    for (int i = 0; i < f.all.count; i++)
        for (int k = 0; k < f.all.at[i]->uses.count; k++) leave_out(&f, &f.all.at[i]->uses.at[k]);
    f.result = ARENA_NEW(f.arena, AstFile);
    f.result->source = file->source;
    write_file(&f, first);
    *lacking = f.lacking;
    return f.result;
}

void use_help_clash(Session *session, const Model *model, Diag *diag, const AstName *name, Span other) {
    if (name->span.source == other.source || !model) return;
    const char *used = other.source == model->source ? name->span.source->name : other.source->name;
    diag_help(&session->diags, diag, "One of the two files leaves it to the other:\n| use \"%s\" except %s",
              name_in_folder(used), name->shown);
}
