/* dim statements: dims, their letters, their labels. */
#include "check.h"
#include "use.h"

#include <math.h>
#include <string.h>

static void said_twice(Checker *checker, const AstName *name, const Index *first) {
    const char *what = first->letter ? "an index letter of" : "the name of a dimension:";
    Diag       *diag = diag_add(DIAGS(checker), DIAG_N03, name->span, "`%s` is already %s `%s`", name->shown, what,
                                first->axis.dim->shown);
    diag_label(DIAGS(checker), diag, first->name.span, "here");
    diag_help(DIAGS(checker), diag, "Each dimension, and each letter, needs a name of its own.");
    use_help_clash(checker->session, checker->model, diag, name, first->name.span);
}

static void add_index(Checker *checker, Dim *dim, const AstName *name, int copy, bool letter) {
    Index *first = scope_find(&checker->indices, name->name);
    if (first) {
        said_twice(checker, name, first);
        return;
    }
    Index *index = ARENA_NEW(checker->arena, Index);
    *index = (Index){{dim, copy}, *name, letter};
    scope_add(checker->arena, &checker->indices, name->name, index);
}

static Dim *new_dim(Checker *checker, const AstDimName *name, const Ast *ast) {
    Arena *arena = checker->arena;
    Dim   *dim = ARENA_NEW(arena, Dim);
    dim->id = checker->model->dims.count;
    dim->name = name->names.at[0].name;
    dim->shown = name->names.at[0].shown;
    dim->span = name->names.at[0].span;
    dim->doc = ast->doc;
    dim->from = LABELS_FROM_DATA;
    dim->ordered = name->ordered;
    dim->column = name->column;
    VEC_PUSH(arena, &checker->model->dims, dim);
    return dim;
}

static void not_yet(Checker *checker, const AstDimName *name, Dim *dim) {
    Span span = dim->span;
    if (name->of.name)
        check_not_yet(checker, span_join(span, name->of.span),
                      "dimensions within another (`%s of %s`) are not built yet", dim->shown, name->of.shown);
    if (name->in.name)
        check_not_yet(checker, span_join(span, name->in.span),
                      "dimensions that are part of another (`%s in %s`) are not built yet", dim->shown, name->in.shown);
    if (name->where)
        check_not_yet(checker, name->where->span,
                      "`where` on a dimension is not built yet; leave the other rows out of the file");
    if (name->of.name || name->in.name || name->where) dim->poisoned = true;
}

/* --- labels --- */

static bool is_same_label(const DimLabel *a, const char *text) { return strcmp(a->text, text) == 0; }

static bool label_is_free(Checker *checker, Dim *dim, const AstLabel *label, const char *text) {
    for (int i = 0; i < dim->labels.count; i++) {
        if (!is_same_label(&dim->labels.at[i], text)) continue;
        Diag *diag =
            diag_add(DIAGS(checker), DIAG_N05, label->span, "`%s` lists the label `%s` twice", dim->shown, text);
        diag_help(DIAGS(checker), diag, "Each label stands for one position: drop one of the two, or tell them apart.");
        return false;
    }
    if (label->quoted || label->number) return true;
    bool is_end = strcmp(text, "first") == 0 || strcmp(text, "last") == 0;
    bool is_own = label->name.name == dim->name;
    for (int i = 0; i < dim->letters.count; i++) is_own = is_own || label->name.name == dim->letters.at[i].name;
    if (!is_end && !is_own) return true;
    const char *means = is_end ? "the end of an ordered dimension" : "the running index";
    Diag *diag = diag_add(DIAGS(checker), DIAG_N05, label->span, "the label `%s` cannot be told from %s", text, means);
    diag_help(DIAGS(checker), diag, "Quote it; a quoted name is always a label: `\"%s\"`.", text);
    return false;
}

static const char *label_code(Checker *checker, const Ast *code) {
    if (!code) return NULL;
    if (code->kind == AST_STRING) return code->string.text;
    if (code->kind == AST_NAME) return code->name.shown;
    return check_text(checker, code->span);
}

static void add_label(Checker *checker, Dim *dim, const AstLabel *label) {
    const char *text = label->number   ? check_text(checker, label->number->span)
                       : label->quoted ? label->name.shown
                                       : label->name.shown;
    if (!label_is_free(checker, dim, label, text)) return;
    DimLabel entry = {text, label_code(checker, label->code)};
    VEC_PUSH(checker->arena, &dim->labels, entry);
    if (!label->number) dim->numeric = false;
}

static bool whole_bound(Checker *checker, Ast *ast, long *bound) {
    double number;
    if (!check_constant(checker, ast, &number)) return false;
    if (number == floor(number) && fabs(number) < 1e9) {
        *bound = (long)number;
        return true;
    }
    Diag *diag = diag_add(DIAGS(checker), DIAG_T01, ast->span, "the ends of a range must be whole numbers");
    diag_help(
        DIAGS(checker), diag,
        "For times that are not whole list them (`dim t = 0.5, 1, 1.5`) or take them from the data (`dim t ordered`).");
    return false;
}

static void set_range(Checker *checker, Dim *dim, const AstLabel *range) {
    dim->from = LABELS_RANGE;
    dim->ordered = dim->numeric = true;
    dim->poisoned = dim->poisoned || !whole_bound(checker, range->number, &dim->range_lo);
    if (range->range_to->kind == AST_NAME) {
        dim->range_hi_name = range->range_to->name.name;
        return;
    }
    double number;
    if (!check_constant(checker, range->range_to, &number)) {
        check_not_yet(checker, range->range_to->span,
                      "the end of a range must be a whole number or the name of one in the data; an expression there "
                      "is not built yet");
        dim->poisoned = true;
        return;
    }
    dim->poisoned = dim->poisoned || !whole_bound(checker, range->range_to, &dim->range_hi);
    if (dim->poisoned || dim->range_hi >= dim->range_lo) return;
    diag_add(DIAGS(checker), DIAG_S06, range->span, "this range is empty: it ends before it begins");
    dim->poisoned = true;
}

static void set_labels(Checker *checker, Dim *dim, const AstLabels *labels) {
    if (labels->count == 1 && labels->at[0].range_to) {
        set_range(checker, dim, &labels->at[0]);
        return;
    }
    dim->from = LABELS_LISTED;
    dim->ordered = dim->numeric = true;
    for (int i = 0; i < labels->count; i++) {
        if (labels->at[i].range_to) {
            check_not_yet(checker, labels->at[i].span, "a range among other labels is not built yet");
            dim->poisoned = true;
        } else
            add_label(checker, dim, &labels->at[i]);
    }
}

void check_dims(Checker *checker) {
    AstList *statements = &checker->file->statements;
    for (int i = 0; i < statements->count; i++) {
        Ast *ast = statements->at[i];
        if (ast->kind != AST_DIM) continue;
        for (int j = 0; j < ast->dim.dims.count; j++) {
            AstDimName *name = &ast->dim.dims.at[j];
            Index      *first = scope_find(&checker->indices, name->names.at[0].name);
            if (first) {
                said_twice(checker, &name->names.at[0], first);
                continue;
            }
            Dim *dim = new_dim(checker, name, ast);
            add_index(checker, dim, &name->names.at[0], 0, false);
            for (int k = 1; k < name->names.count; k++) VEC_PUSH(checker->arena, &dim->letters, name->names.at[k]);
            for (int k = 1; k < name->names.count; k++) add_index(checker, dim, &name->names.at[k], k - 1, true);
            not_yet(checker, name, dim);
            if (ast->dim.has_labels) set_labels(checker, dim, &ast->dim.labels);
        }
    }
}
