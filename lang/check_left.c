/* Left sides: over which dims a name runs, where a piece holds, links; and the equations behind names, built when first asked for. */
#include "check.h"

#include "primitive.h"

#include <string.h>

/* --- dims of a name from its left sides --- */

static const AstList *subs_of(const Piece *piece) {
    return piece->left->kind == AST_SUBSCRIPT ? &piece->left->subscript.subs : NULL;
}

static int pieces_of(const Def *def, Piece **all) {
    int n = 0;
    for (int i = 0; i < def->equations.count; i++) all[n++] = def->equations.at[i];
    for (int i = 0; i < def->tildes.count; i++) all[n++] = def->tildes.at[i];
    return n;
}

/* Dims that list this label; the first in *dim. */
static int dims_listing(Checker *checker, const Ast *sub, Dim **dim) {
    Scope scope = {.checker = checker};
    int   count = 0;
    for (int i = 0; i < checker->model->dims.count; i++) {
        Dim *candidate = checker->model->dims.at[i];
        if (candidate->from == LABELS_FROM_DATA || !check_label_in(&scope, candidate, sub)) continue;
        if (count++ == 0) *dim = candidate;
    }
    return count;
}

typedef enum Shown { SHOWS_DIM, SHOWS_END, SHOWS_TWO, SHOWS_NOTHING } Shown;

static Shown dim_of_sub(Checker *checker, const Ast *sub, Dim **dim, bool *running) {
    Axis axis;
    bool last;
    int  offset;
    *running = false;
    if (sub->kind == AST_NAMED) {
        const Index *index = scope_find(&checker->indices, sub->named.name.name);
        if (!index) return SHOWS_NOTHING;
        *dim = index->axis.dim, *running = true;
        return SHOWS_DIM;
    }
    if (check_find_index(checker, sub, &axis)) {
        *dim = axis.dim, *running = true;
        return SHOWS_DIM;
    }
    if (check_end(sub, &last, &offset) || sub->kind == AST_RANGE) return SHOWS_END;
    bool label = sub->kind == AST_NAME || sub->kind == AST_STRING || sub->kind == AST_NUMBER;
    int  count = label ? dims_listing(checker, sub, dim) : 0;
    return count == 1 ? SHOWS_DIM : count > 1 ? SHOWS_TWO : SHOWS_NOTHING;
}

static void which_dim(Checker *checker, const Value *value, const Ast *sub, Shown shown) {
    const char *text = check_text(checker, sub->span);
    if (shown == SHOWS_TWO || sub->kind != AST_NAME) {
        Dim *dim = NULL;
        if (shown == SHOWS_TWO) dims_listing(checker, sub, &dim);
        const Model *model = checker->model;
        for (int i = 0; !dim && i < model->dims.count; i++) /* one to which a key points */
            for (int k = 0; !dim && k < model->dims.count; k++)
                if (check_find_key(checker, model->dims.at[k], model->dims.at[i])) dim = model->dims.at[i];
        const char *name = dim ? dim->shown : "state";
        Diag       *diag = diag_add(DIAGS(checker), DIAG_D19, sub->span,
                                    "nothing says to which dimension of `%s` the subscript `%s` belongs", value->shown, text);
        diag_help(DIAGS(checker), diag, "Name the dimension: `%s[%s = %s]`.", value->shown, name, text);
        return;
    }
    if (check_is_broken(checker, sub->name.name)) return;
    Nearest nearest = nearest_to(sub->name.name);
    for (int i = 0; i < checker->indices.order.count; i++)
        nearest_offer(&nearest, checker->indices.order.at[i].name, checker->indices.order.at[i].item);
    Diag *diag = diag_add(DIAGS(checker), DIAG_D02, sub->span, "there is no dim `%s`", sub->name.shown);
    scope_add(checker->arena, &checker->broken, sub->name.name, checker);
    const Index *near = nearest.item;
    if (near) {
        diag_label(DIAGS(checker), diag, near->name.span, "`%s` is declared here", near->name.shown);
        diag_help(DIAGS(checker), diag, "Did you mean `%s` (%s)? To make a new one write `dim %s`.", near->name.shown,
                  check_place(checker, near->name.span), sub->name.shown);
    } else
        diag_help(DIAGS(checker), diag, "To make one, write\n| dim %s", sub->name.shown);
}

static bool unify_dims(Checker *checker, Def *def, Piece **all, int n_all) {
    Value *value = def->value;
    int    n = 0, best = -1, best_running = -1;
    for (int i = 0; i < n_all; i++) {
        const AstList *subs = subs_of(all[i]);
        if (subs && subs->count > n) n = subs->count;
    }
    for (int i = 0; i < n_all;
         i++) { /* the template: a left whose subscripts all show their dims, running ones first */
        const AstList *subs = subs_of(all[i]);
        int            running = 0, shows = 0;
        for (int k = 0; subs && subs->count == n && k < n; k++) {
            Dim *dim;
            bool is_running;
            shows += dim_of_sub(checker, subs->at[k], &dim, &is_running) == SHOWS_DIM;
            running += is_running;
        }
        if (shows == n && running > best_running) best = i, best_running = running;
    }
    value->dims = arena_alloc(checker->arena, (size_t)(n + 1) * sizeof(Dim *));
    if (check_is_broken(checker, value->name)) value->poisoned = true; /* other lines about it could not be read */
    if (value->poisoned) return false;
    for (int k = 0; k < n; k++) {
        const Ast *unclear = NULL;
        Shown      why = SHOWS_NOTHING;
        for (int i = 0; i < n_all && !value->dims[k]; i++) {
            const AstList *subs = subs_of(best >= 0 ? all[best] : all[i]);
            Dim           *dim;
            bool           running;
            if (!subs || subs->count <= k) continue;
            Shown shown = dim_of_sub(checker, subs->at[k], &dim, &running);
            if (shown == SHOWS_DIM)
                value->dims[k] = dim;
            else if (!unclear || why == SHOWS_END)
                unclear = subs->at[k], why = shown;
        }
        if (value->dims[k] && value->dims[k]->poisoned) value->poisoned = true;
        if (value->dims[k]) continue;
        which_dim(checker, value, unclear, why);
        value->poisoned = true;
        return false;
    }
    value->n_dims = n;
    return true;
}

/* The dim that an argument shows and the left side lacks: state in P[z[t-1], state]. */
static void dims_shown(Checker *checker, const Ast *ast, const Piece *piece, Axes *shown) {
    Axis axis;
    if (check_find_index(checker, ast, &axis)) {
        const AstList *subs = subs_of(piece);
        Axis           own;
        bool           left = false;
        for (int i = 0; subs && i < subs->count; i++)
            left = left || (check_find_index(checker, subs->at[i], &own) && axis_equal(own, axis));
        if (!left) *shown = axes_add(checker->arena, *shown, axis);
        return;
    }
    const AstList *parts = ast->kind == AST_SUBSCRIPT ? &ast->subscript.subs
                           : ast->kind == AST_CALL    ? &ast->call.args
                                                      : NULL;
    Def           *def = ast->kind == AST_NAME ? check_find_def(checker, ast->name.name) : NULL;
    if (def && check_know_value(checker, def, ast->span))
        for (int i = 0; i < def->value->n_dims; i++) {
            Ast name = {.kind = AST_NAME, .name = {.name = def->value->dims[i]->name}};
            dims_shown(checker, &name, piece, shown);
        }
    for (int i = 0; parts && i < parts->count; i++) dims_shown(checker, parts->at[i], piece, shown);
    for (int i = 0; ast->kind == AST_CALL && i < ast->call.subs.count; i++)
        dims_shown(checker, ast->call.subs.at[i], piece, shown);
    if (ast->kind == AST_NAMED) dims_shown(checker, ast->named.value, piece, shown);
    if (ast->kind != AST_BINARY) return;
    dims_shown(checker, ast->binary.left, piece, shown);
    dims_shown(checker, ast->binary.right, piece, shown);
}

/* Of which dim the labels are: that in the bracket, else the only one that the arguments show. */
static Dim *dim_of_labels(Checker *checker, const Piece *piece, const Ast *right) {
    const AstList *subs = right->kind == AST_CALL ? &right->call.subs : &right->subscript.subs;
    Axes           shown = {0};
    Axis           axis;
    if (subs->count == 1 && check_find_index(checker, subs->at[0], &axis)) return axis.dim;
    for (int i = 0; right->kind == AST_CALL && i < right->call.args.count; i++)
        dims_shown(checker, right->call.args.at[i], piece, &shown);
    return shown.count == 1 ? shown.at[0].dim : NULL;
}

/* Whole numbers or labels, as the name of the distribution says. */
static void type_of_unknown(Checker *checker, Def *def) {
    for (int i = 0; i < def->tildes.count; i++) {
        const Ast  *right = def->tildes.at[i]->statement->tilde.right;
        const char *name = right->kind == AST_CALL        ? right->call.name.name
                           : right->kind == AST_SUBSCRIPT ? right->subscript.name.name
                                                          : NULL;
        EventKind   event = EVENT_NONE;
        if (!name || (right->kind == AST_CALL && right->call.owner.name)) continue;
        const Dist *dist = check_find_dist(checker, name);
        bool        of_dim = strcmp(name, "Uniform") == 0 && (right->kind == AST_SUBSCRIPT || right->call.has_subs);
        bool        label =
            (dist && dist->labels) || (!dist && check_dist_planned(name, &event) && event == EVENT_LABEL) || of_dim;
        Dim *dim = label && !of_dim ? dim_of_labels(checker, def->tildes.at[i], right) : NULL;
        if (label) def->value->type = (Type){.kind = dim ? TYPE_LABEL : TYPE_POISON, .dim = dim};
        if (dist && dist->discrete && !label && !def->equations.count) def->value->type.whole = true;
    }
}

void check_lefts(Checker *checker) {
    Piece **all = arena_alloc(checker->arena, (size_t)(checker->pieces.count + 1) * sizeof *all);
    for (int i = 0; i < checker->defs.count; i++) {
        Def *def = checker->defs.at[i];
        if (def->data) continue;
        int  n = pieces_of(def, all);
        bool bare = false, subscripted = false;
        for (int k = 0; k < n; k++) {
            if (subs_of(all[k]))
                subscripted = true;
            else if (!all[k]->tilde)
                bare = true;
        }
        if (!bare && subscripted) unify_dims(checker, def, all, n);
        def->dims_known = !bare;
        def->dims_state = bare ? DEF_NEW : DEF_DONE;
        if (!def->equations.count) def->right_state = DEF_DONE;
    }
    for (int i = 0; i < checker->defs.count; i++)
        if (!checker->defs.at[i]->data) type_of_unknown(checker, checker->defs.at[i]);
}

Axes check_value_axes(Checker *checker, const Value *value) {
    Axes axes = {0};
    for (int i = 0; i < value->n_dims; i++) {
        Axis axis = {value->dims[i], 0};
        for (int k = 0; k < i; k++) axis.copy += value->dims[k] == value->dims[i];
        axes = axes_add(checker->arena, axes, axis);
    }
    return axes;
}

/* --- where a piece holds --- */

/* The line with its second index renamed, and every second [obs] on the right as well. */
static const char *with_two_indices(Checker *checker, const Piece *piece, Span second, const char *index,
                                    const char *other) {
    const char *line = check_line_with(checker, piece->statement->span, second, other);
    const char *find = arena_printf(checker->arena, "[%s]", index);
    size_t      width = strlen(find);
    Text        text = {0};
    bool        odd = false;
    for (const char *c = line; *c; c++) {
        bool found = strncmp(c, find, width) == 0;
        if (found && odd)
            text_add(checker->arena, &text, "[%s]", other);
        else if (found)
            text_add(checker->arena, &text, "%s", find);
        else
            text_add(checker->arena, &text, "%c", *c);
        if (found) c += width - 1, odd = !odd;
    }
    return text.count ? text.at : line;
}

static void same_index_twice(Checker *checker, const Piece *piece, Axis axis, Span second) {
    const Value *value = piece->def->value;
    Axis         next = {axis.dim, axis.copy + 1};
    const char  *index = axis_text(checker->arena, axis), *other = axis_text(checker->arena, next);
    Diag *diag = diag_add(DIAGS(checker), DIAG_D07, second, "`%s` uses the index `%s` twice", value->shown, index);
    diag_help(DIAGS(checker), diag, "The second one must be independent:\n| %s",
              with_two_indices(checker, piece, second, index, other));
}

static bool only_axes_and_labels(Checker *checker, const Piece *piece, const Sub *sub) {
    if (sub->kind != SUB_SHIFT && sub->kind != SUB_KEY) return true;
    Diag *diag = diag_add(DIAGS(checker), DIAG_D11, sub->span, "on the left, `%s` needs an index or a label here",
                          piece->def->value->shown);
    if (sub->kind == SUB_SHIFT)
        diag_help(DIAGS(checker), diag, "Define `%s[%s]`, and shift the other side.", piece->def->value->shown,
                  axis_text(checker->arena, sub->axis));
    return false;
}

bool check_left_subs(Checker *checker, Piece *piece) {
    Def   *def = piece->def;
    Value *value = def->value;
    Scope  scope = {.checker = checker, .statement = piece->statement, .silent = true};
    Expr  *ref = piece->left->kind == AST_SUBSCRIPT ? check_subscript(&scope, piece->left)
                                                    : check_bare(&scope, def, piece->left->span);
    piece->at.value = value;
    if (ref->kind != X_REF) return false;
    piece->at.subs = ref->ref.subs;
    piece->at.n_subs = value->n_dims;
    Axes axes = {0};
    for (int i = 0; i < value->n_dims; i++) {
        const Sub *sub = &piece->at.subs[i];
        if (!only_axes_and_labels(checker, piece, sub)) return false;
        if (sub->kind != SUB_AXIS) {
            piece->fixed++;
            continue;
        }
        if (axes_have(axes, sub->axis)) {
            same_index_twice(checker, piece, sub->axis, sub->span);
            return false;
        }
        axes = axes_add(checker->arena, axes, sub->axis);
    }
    piece->at.axes = axes;
    return true;
}

/* --- links --- */

static Expr *call_one(Checker *checker, Span span, const char *name, Expr *x) {
    int    id = primitive_find(name);
    Expr **args = arena_alloc(checker->arena, sizeof *args);
    args[0] = x;
    if (id >= 0) return expr_call(checker->arena, span, id, args, 1);
    return check_not_yet(checker, span, "this link is not built yet");
}

/* The value whose link is x. */
static Expr *inverse_link(Checker *checker, const Piece *piece, Expr *x) {
    Arena *arena = checker->arena;
    Span   span = x->span;
    if (strcmp(piece->link, "log") == 0) return call_one(checker, span, "exp", x);
    if (strcmp(piece->link, "logit") == 0) return call_one(checker, span, "inv_logit", x);
    if (strcmp(piece->link, "inverse") == 0) return expr_binary(arena, X_DIV, span, expr_number(arena, span, 1), x);
    if (strcmp(piece->link, "probit") == 0) return call_one(checker, span, "Phi", x);
    return call_one(checker, span, "inv_cloglog", x);
}

/* --- equations --- */

static void add_appearing(Arena *arena, const Expr *expr, Axes wanted, Axes *order, int depth) {
    if (order->count == wanted.count || depth > 3000) return;
    Axes own = {0};
    if (expr->kind == X_INDEX) own = expr->axes;
    for (int i = 0; expr->kind == X_REF && i < expr->ref.n_subs; i++) {
        const Sub *sub = &expr->ref.subs[i];
        if (sub->kind == SUB_AXIS || sub->kind == SUB_SHIFT) VEC_PUSH(arena, &own, sub->axis);
    }
    for (int i = 0; expr->kind == X_AT && i < expr->at.n; i++) {
        const Sub *sub = &expr->at.subs[i];
        if (sub->kind == SUB_AXIS || sub->kind == SUB_SHIFT) VEC_PUSH(arena, &own, sub->axis);
    }
    if (expr->kind == X_REDUCE && expr->reduce.by) VEC_PUSH(arena, &own, expr->reduce.by_axis);
    for (int i = 0; i < own.count; i++)
        if (axes_have(wanted, own.at[i]) && !axes_have(*order, own.at[i])) VEC_PUSH(arena, order, own.at[i]);
    ExprList below = {0};
    expr_children(arena, expr, &below);
    for (int i = 0; i < below.count; i++) add_appearing(arena, below.at[i], wanted, order, depth + 1);
}

/* The axes of an expression in the order of the text; copies of one dim in their own order. */
static Axes in_order(Arena *arena, const Expr *expr) {
    Axes order = {0}, sorted = {0};
    add_appearing(arena, expr, expr->axes, &order, 0);
    for (int i = 0; i < expr->axes.count; i++)
        if (!axes_have(order, expr->axes.at[i])) VEC_PUSH(arena, &order, expr->axes.at[i]);
    for (int i = 0; i < order.count; i++)
        for (int k = 0; k < expr->axes.count; k++)
            if (expr->axes.at[k].dim == order.at[i].dim && !axes_have(sorted, expr->axes.at[k]))
                VEC_PUSH(arena, &sorted, expr->axes.at[k]);
    return sorted;
}

static void dims_from_right(Checker *checker, Piece *piece) {
    Value *value = piece->def->value;
    Axes   axes = in_order(checker->arena, piece->right);
    value->n_dims = axes.count;
    value->dims = arena_alloc(checker->arena, (size_t)(axes.count + 1) * sizeof(Dim *));
    piece->at.value = value;
    piece->at.subs = arena_alloc(checker->arena, (size_t)(axes.count + 1) * sizeof(Sub));
    piece->at.n_subs = axes.count;
    piece->at.axes = piece->right->axes;
    for (int i = 0; i < axes.count; i++) {
        value->dims[i] = axes.at[i].dim;
        piece->at.subs[i] = (Sub){.kind = SUB_AXIS, .axis = axes.at[i], .span = piece->left->span};
    }
}

static void equals_a_distribution(Checker *checker, Piece *piece) {
    const Ast *ast = piece->statement;
    Span       equal = ast->equation.right->span;
    for (uint32_t at = ast->equation.left->span.end; at < ast->equation.right->span.begin; at++)
        if (ast->span.source->text[at] == '=') equal = (Span){ast->span.source, at, at + 1};
    const char *left = check_text(checker, ast->equation.left->span),
               *right = check_text(checker, ast->equation.right->span);
    Diag *diag = diag_add(DIAGS(checker), DIAG_Y05, equal, "`%s` is a distribution; a name cannot *equal* one", right);
    diag_label(DIAGS(checker), diag, ast->equation.right->span, "a distribution");
    diag_help(DIAGS(checker), diag, "`~` says \"is distributed as\":\n| %s ~ %s", left, right);
}

/* total[county] = sum[home](y), where each home is in a county: was the sum over the homes of each meant? */
static void same_for_each(Checker *checker, const Piece *piece, const Expr *right, const Expr *e) {
    bool plain = e->kind == X_REDUCE && !e->reduce.by && !e->reduce.where && e->reduce.axes.count == 1;
    for (int i = 0; plain && i < piece->at.axes.count; i++) {
        Axis        axis = piece->at.axes.at[i];
        const Dim  *rows = e->reduce.axes.at[0].dim;
        const char *key = axes_have(right->axes, axis) ? NULL : check_find_key(checker, rows, axis.dim);
        const char *text = check_text(checker, e->span), *open = strchr(text, '['),
                   *close = open ? strchr(open, ']') : NULL;
        if (!key || !close || !span_within(e->span, piece->statement->span)) continue;
        Diag       *diag = diag_add(DIAGS(checker), DIAG_P04, e->span,
                                    "this is the same for each `%s`: it goes over every `%s`", axis.dim->shown, rows->shown);
        const char *by = arena_printf(checker->arena, "%.*s by %s%s", (int)(close - text), text, key, close);
        diag_help(DIAGS(checker), diag, "If the rows of each `%s` are meant:\n| %s", axis.dim->shown,
                  check_line_with(checker, piece->statement->span, e->span, by));
        return;
    }
    ExprList below = {0};
    expr_children(checker->arena, e, &below);
    for (int i = 0; i < below.count; i++) same_for_each(checker, piece, right, below.at[i]);
}

static bool build_right(Checker *checker, Piece *piece, bool left_known) {
    Ast  *ast = piece->statement;
    Scope scope = {.checker = checker, .statement = ast, .piece = piece, .live = piece->at.axes};
    if (ast->equation.where) {
        piece->where = check_truth(&scope, ast->equation.where);
        if (expr_is_poison(piece->where)) return false;
        if (!check_fits(checker, piece, piece->where)) return false;
        VEC_PUSH(checker->arena, &scope.conditions, (Condition){piece->where, true});
    }
    if (check_is_dist_call(checker, ast->equation.right)) {
        equals_a_distribution(checker, piece);
        return false;
    }
    Expr *right = check_expr(&scope, ast->equation.right);
    if (piece->link) right = check_as_number(&scope, right);
    if (piece->link && !expr_is_poison(right)) right = inverse_link(checker, piece, right);
    piece->right = right;
    if (expr_is_poison(right)) return false;
    if (left_known && !check_fits(checker, piece, right)) return false;
    if (left_known) same_for_each(checker, piece, right, right);
    return true;
}

void check_build_equation(Checker *checker, Piece *piece) {
    Def *def = piece->def;
    if (piece->built || piece->bad) return;
    piece->built = true;
    bool left_known = def->dims_known;
    bool good = !left_known || check_left_subs(checker, piece);
    if (good) good = build_right(checker, piece, left_known);
    if (!left_known && good && !def->dims_known) {
        dims_from_right(checker, piece);
        if (subs_of(piece)) piece->bad = true;
    }
    if (good) return;
    piece->bad = true;
    if (!left_known || def->equations.count == 1 || !piece->at.subs) def->value->poisoned = true;
}

/* The definitions from `def` to the last one begun lead back to `def`. Said at the one that comes first in the text. */
static void circle(Checker *checker, Def *def) {
    int end = checker->busy.count, first = end - 1, lead;
    while (first > 0 && checker->busy.at[first] != def) first--;
    lead = first;
    for (int i = first; i < end; i++) {
        checker->busy.at[i]->value->poisoned = true;
        if (checker->busy.at[i]->value->id < checker->busy.at[lead]->value->id) lead = i;
    }
    Text text = {0};
    for (int i = 0; i < end - first; i++) {
        const Value *value = checker->busy.at[first + (lead - first + i) % (end - first)]->value;
        text_add(checker->arena, &text, "`%s` (%s) → ", value->shown, check_place(checker, value->span));
    }
    const Value *value = checker->busy.at[lead]->value;
    Diag *diag = diag_add(DIAGS(checker), DIAG_O08, value->span, "`%s` is defined by itself: %s`%s`", value->shown,
                          text.at, value->shown);
    for (int i = first; i < end; i++) {
        const Value *from = checker->busy.at[i]->value, *to = checker->busy.at[i + 1 < end ? i + 1 : first]->value;
        if (i != lead)
            diag_label(DIAGS(checker), diag, from->span, "`%s` needs `%s`", from->shown, to->shown);
        else
            diag_caret(DIAGS(checker), diag, "`%s` needs `%s`", from->shown, to->shown);
    }
    diag_help(DIAGS(checker), diag, "One of them needs an equation that does not lead back, or a prior.");
}

enum { DEEPEST_DEFINITION = 300 };

bool check_know_value(Checker *checker, Def *def, Span use) {
    Value *value = def->value;
    if (def->right_state == DEF_DONE) return !value->poisoned;
    if (def->right_state == DEF_BUSY) {
        if (!def->dims_known && !value->poisoned) circle(checker, def);
        return !value->poisoned;
    }
    if (checker->busy.count > DEEPEST_DEFINITION) {
        diag_add(DIAGS(checker), DIAG_Y08, use,
                 "`%s` stands behind more than %d definitions; put some of them in the order of their use",
                 value->shown, DEEPEST_DEFINITION);
        value->poisoned = true;
        return false;
    }
    def->right_state = DEF_BUSY;
    VEC_PUSH(checker->arena, &checker->busy, def);
    for (int i = 0; i < def->equations.count; i++) {
        Piece *piece = def->equations.at[i];
        check_build_equation(checker, piece);
        if (!piece->bad && value->type.kind != TYPE_LABEL) value->type = piece->right->type;
        if (!piece->bad) def->dims_known = true;
    }
    checker->busy.count--;
    def->dims_known = true;
    def->right_state = def->dims_state = DEF_DONE;
    check_data_only(checker, def); /* now, so that a long chain of equations is not gone down at once */
    return !value->poisoned;
}
