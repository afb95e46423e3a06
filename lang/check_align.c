/* The dims of the right side against those of the left: D03, at the one place that brings the dim too many. */
#include "check.h"

#include <string.h>

typedef struct Leaves {
    const Expr *first;
    int         count;
} Leaves;

static bool brings(const Expr *expr, Axis axis) {
    if (expr->kind == X_INDEX) return axis_equal(expr->index, axis);
    for (int i = 0; expr->kind == X_AT && i < expr->at.n; i++) {
        const Sub *sub = &expr->at.subs[i];
        if ((sub->kind == SUB_AXIS || sub->kind == SUB_SHIFT) && axis_equal(sub->axis, axis)) return true;
    }
    for (int i = 0; expr->kind == X_KERNEL && i < expr->kernel.n_letters; i++)
        if (axis_equal(expr->kernel.letters[i], axis)) return true;
    for (int i = 0; expr->kind == X_REF && i < expr->ref.n_subs; i++) {
        const Sub *sub = &expr->ref.subs[i];
        if ((sub->kind == SUB_AXIS || sub->kind == SUB_SHIFT) && axis_equal(sub->axis, axis)) return true;
    }
    return false;
}

/* What below has the axis, or NULL if the axis is made here. */
static void find_leaves(Arena *arena, const Expr *expr, Axis axis, Leaves *leaves) {
    if (!axes_have(expr->axes, axis)) return;
    if (brings(expr, axis)) {
        if (leaves->count++ == 0) leaves->first = expr;
        return;
    }
    ExprList below = {0};
    expr_children(arena, expr, &below);
    for (int i = 0; i < below.count && leaves->count < 100; i++) find_leaves(arena, below.at[i], axis, leaves);
}

/* The smallest expression that holds every place where the axis comes from. */
static const Expr *smallest(Arena *arena, const Expr *expr, Axis axis) {
    for (;;) {
        if (brings(expr, axis)) return expr;
        ExprList    below = {0};
        const Expr *only = NULL;
        int         count = 0;
        expr_children(arena, expr, &below);
        for (int i = 0; i < below.count; i++)
            if (axes_have(below.at[i]->axes, axis) && count++ == 0) only = below.at[i];
        if (count != 1) return expr;
        expr = only;
    }
}

/* theta[school] with this axis replaced by the text. */
static const char *rewritten(Checker *checker, const Expr *ref, Axis axis, const char *text) {
    Text line = {0};
    text_add(checker->arena, &line, "%s[", ref->ref.value->shown);
    for (int i = 0; i < ref->ref.n_subs; i++) {
        const Sub  *sub = &ref->ref.subs[i];
        const char *part =
            sub->kind == SUB_AXIS ? axis_text(checker->arena, sub->axis) : check_text(checker, sub->span);
        if (sub->kind == SUB_AXIS && axis_equal(sub->axis, axis)) part = text;
        text_add(checker->arena, &line, "%s%s", i ? ", " : "", part);
    }
    text_add(checker->arena, &line, "]");
    return line.at;
}

static const char *dims_of_left(Checker *checker, const Piece *piece, const char **name) {
    Axes axes = piece->at.axes;
    *name = piece->def ? piece->def->value->shown : check_text(checker, piece->left->span);
    return axes.count ? axes_text(checker->arena, axes) : NULL;
}

/* A key, or a key of a key, from a dim of the left side. */
static const char *key_from_left(Checker *checker, const Piece *piece, const Dim *to, const Value **key) {
    for (int i = 0; i < piece->at.axes.count; i++) {
        Axis        axis = piece->at.axes.at[i];
        const char *name = check_find_key(checker, axis.dim, to);
        const char *index = axis_text(checker->arena, axis);
        for (int k = 0; name && k < checker->defs.count; k++)
            if (checker->defs.at[k]->value->shown == name) *key = checker->defs.at[k]->value;
        if (name) return arena_printf(checker->arena, "%s[%s]", name, index);
        for (int m = 0; m < checker->model->dims.count; m++) {
            const Dim  *middle = checker->model->dims.at[m];
            const char *inner = check_find_key(checker, axis.dim, middle), *outer = check_find_key(checker, middle, to);
            if (inner && outer) return arena_printf(checker->arena, "%s[%s[%s]]", outer, inner, index);
        }
    }
    return NULL;
}

/* Data with dims whose name is nearly that of the left side. */
static const Value *misspelt(Checker *checker, const Piece *piece) {
    Nearest nearest = nearest_to(piece->def->value->name);
    for (int i = 0; i < checker->defs.count; i++) {
        const Value *value = checker->defs.at[i]->value;
        if (value->role == ROLE_DATA && value->n_dims) nearest_offer(&nearest, value->name, checker->defs.at[i]);
    }
    return nearest.item ? ((const Def *)nearest.item)->value : NULL;
}

static void help_one(Checker *checker, Diag *diag, const Piece *piece, const Expr *leaf, Axis axis) {
    const char  *whole = check_text(checker, piece->statement->span);
    const Value *key = NULL;
    const char  *name;
    const char  *left = dims_of_left(checker, piece, &name);
    const char  *path = key_from_left(checker, piece, axis.dim, &key);
    bool         within = span_within(leaf->span, piece->statement->span);
    const Value *meant =
        !left && piece->def && piece->def->value->role == ROLE_UNKNOWN ? misspelt(checker, piece) : NULL;
    if (meant) {
        diag_help(DIAGS(checker), diag, "Did you mean `%s` (%s)?\n| %s", meant->shown,
                  check_place(checker, meant->span),
                  check_line_with(checker, piece->statement->span, piece->left->span, meant->shown));
    } else if (!left && piece->def) {
        Span        place = piece->left->span;
        const char *made = arena_printf(checker->arena, "%s[%s]", name, axis_text(checker->arena, axis));
        diag_help(DIAGS(checker), diag, "For one per %s write\n| %s", axis.dim->shown,
                  check_line_with(checker, piece->statement->span, place, made));
    } else if (leaf->kind == X_REF && path && within) {
        const char *line =
            check_line_with(checker, piece->statement->span, leaf->span, rewritten(checker, leaf, axis, path));
        if (key)
            diag_help(DIAGS(checker), diag, "%s says which %s each `%s` is in; pick it with that key:\n| %s",
                      model_place(checker->arena, checker->model, key->span, true), axis.dim->shown,
                      key->dims[0]->shown, line);
        else
            diag_help(DIAGS(checker), diag, "Pick it with the keys:\n| %s", line);
    } else if (leaf->kind == X_REF && left && piece->at.axes.count && piece->at.axes.at[0].dim != axis.dim) {
        Axis        own = piece->at.axes.at[0];
        const char *index = axis_text(checker->arena, own), *dim = axis.dim->shown;
        const char *better = rewritten(checker, leaf, axis, arena_printf(checker->arena, "%s[%s]", dim, index));
        const char *line = within ? check_line_with(checker, piece->statement->span, leaf->span, better) : better;
        diag_help(DIAGS(checker), diag, "Declare each %s's %s, and pick it with that key:\n| data %s[%s] : %s\n| %s",
                  own.dim->shown, dim, dim, index, dim, line);
    } else
        diag_help(DIAGS(checker), diag,
                  "`%s` needs the dim on its left side, or the sum over it on its right: `sum[%s](…)`.", whole,
                  axis_text(checker->arena, axis));
}

/* q[home] = mean[home by county](y): one value per county, which the key of the left can pick. */
static bool help_grouped(Checker *checker, Diag *diag, const Piece *piece, const Expr *grouped, Axis axis) {
    const Value *key = NULL;
    const char  *path = key_from_left(checker, piece, axis.dim, &key);
    Span         whole = piece->statement->span, part = grouped->span;
    if (grouped->kind != X_REDUCE || !path || part.begin < whole.begin || part.end > whole.end) return false;
    const char *line = check_line_with(checker, whole, part, arena_printf(checker->arena, "m[%s]", path));
    diag_help(DIAGS(checker), diag, "Give it a name, and pick its value with the key:\n| m[%s] = %s\n| %s",
              axis_text(checker->arena, axis), check_text(checker, part), line);
    return true;
}

static void help_product(Checker *checker, Diag *diag, const Expr *product, Axis axis) {
    const char *index = axis_text(checker->arena, axis);
    bool        times = product->kind == X_MUL;
    const char *x = times ? check_text(checker, product->binary.x->span) : "";
    const char *y = times ? check_text(checker, product->binary.y->span) : "";
    if (times)
        diag_help(DIAGS(checker), diag,
                  "`*` multiplies cell by cell. To sum over `%s` write `%s @ %s`, or `sum[%s](%s * %s)`.", index, x, y,
                  index, x, y);
    else
        diag_help(DIAGS(checker), diag, "To sum over `%s` write `sum[%s](%s)`; to take one cell give its label.", index,
                  index, check_text(checker, product->span));
}

static const char *axis_words(Arena *arena, Axis axis) {
    Text text = {0};
    text_add(arena, &text, "%s", axis.dim->shown);
    for (int i = 0; i < axis.copy; i++) text_add(arena, &text, "'");
    return text.at;
}

bool check_fits(Checker *checker, Piece *piece, const Expr *right) {
    return check_fits_in(checker, piece, right, piece->at.axes);
}

bool check_fits_in(Checker *checker, Piece *piece, const Expr *right, Axes allowed) {
    Axes extra = axes_minus(checker->arena, right->axes, allowed);
    if (!extra.count) return true;
    Axis        axis = extra.at[0];
    Leaves      leaves = {0};
    const char *name, *left = dims_of_left(checker, piece, &name);
    find_leaves(checker->arena, right, axis, &leaves);
    const Expr *at = leaves.count == 1 ? leaves.first : smallest(checker->arena, right, axis);
    const char *about = at->kind == X_REF ? at->ref.value->shown : check_text(checker, at->span);
    const char *dim = axis_words(checker->arena, axis);
    Span        span = at->span;
    Diag       *diag;
    bool        one = leaves.count == 1 || at->kind == X_REF;
    if (!left)
        diag = diag_add(DIAGS(checker), DIAG_D03, span, "`%s` varies over `%s`, but `%s` is a single value", about, dim,
                        name);
    else if (one)
        diag = diag_add(DIAGS(checker), DIAG_D03, span, "`%s` varies over `%s`, which `%s` does not have", about, dim,
                        name);
    else
        diag = diag_add(DIAGS(checker), DIAG_D03, span, "`%s` varies over %s; `%s` has no `%s`", about,
                        axes_text(checker->arena, at->axes), name, dim);
    diag_caret(DIAGS(checker), diag, "one value per `%s`", dim);
    const Value *value = piece->def ? piece->def->value : NULL;
    if (value && left) diag_label(DIAGS(checker), diag, value->span, "`%s` has one value per %s", name, left);
    if (at->kind == X_REF && at->ref.value->span.source == span.source && at->ref.value->span.source)
        diag_label(DIAGS(checker), diag, at->ref.value->span, "%s", check_describe_dims(checker, at->ref.value));
    if (one)
        help_one(checker, diag, piece, at, axis);
    else if (!help_grouped(checker, diag, piece, at, axis))
        help_product(checker, diag, at, axis);
    return false;
}
