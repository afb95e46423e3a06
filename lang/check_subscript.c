/* What stands in [ ]: which place each subscript takes, and whether it fits there. */
#include "check.h"

#include <math.h>
#include <string.h>

/* --- keys in the user's data, for help lines --- */

const char *check_find_key(Checker *checker, const Dim *from, const Dim *to) {
    for (int i = 0; i < checker->defs.count; i++) {
        const Value *value = checker->defs.at[i]->value;
        bool         is_key = value->role == ROLE_DATA && value->n_dims == 1 && value->dims[0] == from;
        if (is_key && value->type.kind == TYPE_LABEL && value->type.dim == to) return value->shown;
    }
    return NULL;
}

/* --- one subscript --- */

typedef enum SlotKind { SLOT_INDEX, SLOT_SHIFT, SLOT_END, SLOT_LABEL, SLOT_KEY, SLOT_BAD } SlotKind;
typedef struct Slot {
    SlotKind kind;
    Ast     *ast; /* without `d =` */
    Dim     *dim; /* whose place it is, if it shows it */
    Axis     axis;
    Expr    *by, *key;
    int      shift, offset;
    bool     last;
} Slot;

static bool value_lists(const Value *value, const Scope *scope, const Ast *ast) {
    for (int i = 0; i < value->n_dims; i++)
        if (value->dims[i]->from != LABELS_FROM_DATA && check_label_in(scope, value->dims[i], ast)) return true;
    return false;
}

static bool value_has(const Value *value, const Dim *dim) {
    for (int i = 0; i < value->n_dims; i++)
        if (value->dims[i] == dim) return true;
    return false;
}

static bool value_of_labels(Checker *checker, const Scope *scope, const Ast *ast) {
    Def *def = ast->kind == AST_NAME && !scope->closed ? check_find_def(checker, ast->name.name) : NULL;
    if (!def) return false;
    return check_know_value(checker, def, ast->span) && def->value->type.kind == TYPE_LABEL;
}

static void label_or_key(const Scope *scope, const Ast *ast) {
    Checker    *checker = scope->checker;
    const char *name = ast->name.shown;
    Diag       *diag = diag_add(DIAGS(checker), DIAG_D17, ast->span, "`%s` is both a label and a key here", name);
    diag_help(DIAGS(checker), diag, "Quote the label (`\"%s\"`), or give the key its subscript (`%s[…]`).", name, name);
}

/* t - lag: a whole number of steps that an index or data say; whether the neighbour exists is known when loading. */
static void variable_shift(Scope *scope, Ast *ast, Slot *slot) {
    Checker *checker = scope->checker;
    Expr    *by = check_number(scope, ast->binary.right);
    slot->by = ast->binary.op == OP_ADD || expr_is_poison(by) ? by : expr_unary(checker->arena, X_NEG, by->span, by);
    if (expr_is_poison(by))
        slot->kind = SLOT_BAD;
    else if (!check_expr_data_only(checker, by)) {
        check_not_yet(checker, ast->span, "a neighbour at a distance that is unknown is not built yet");
        slot->kind = SLOT_BAD;
    } else if (!by->type.whole && by->kind != X_LABEL_NUMBER) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_T01, by->span,
                              "a neighbour is a whole number of steps away, but `%s` need not be whole",
                              check_text(checker, by->span));
        diag_help(DIAGS(checker), diag, "If it holds whole numbers, declare it as `int` or `count`.");
        slot->kind = SLOT_BAD;
    }
}

/* A parameter of a fn or dist: whatever the model calls so, here it is that. */
static bool is_parameter(const Scope *scope, const Ast *ast) {
    return ast->kind == AST_NAME && check_find_binding(scope, ast->name.name);
}

static bool find_shift(Scope *scope, Ast *ast, Slot *slot) {
    if (ast->kind != AST_BINARY || (ast->binary.op != OP_ADD && ast->binary.op != OP_SUB)) return false;
    if (is_parameter(scope, ast->binary.left)) return false;
    if (!check_find_index(scope->checker, ast->binary.left, &slot->axis)) return false;
    slot->kind = SLOT_SHIFT;
    slot->dim = slot->axis.dim;
    Ast   *by = ast->binary.right;
    double number;
    if (!check_constant(scope->checker, by, &number)) {
        variable_shift(scope, ast, slot);
        return true;
    }
    if (number != floor(number) || fabs(number) > 1e6) {
        Diag *diag = diag_add(DIAGS(scope->checker), DIAG_T01, by->span, "a neighbour is a whole number of steps away");
        diag_help(DIAGS(scope->checker), diag, "`%s - 1` is the one before.",
                  axis_text(scope->checker->arena, slot->axis));
        slot->kind = SLOT_BAD;
        return true;
    }
    slot->shift = (int)(ast->binary.op == OP_ADD ? number : -number);
    slot->by = expr_number(scope->checker->arena, by->span, slot->shift);
    return true;
}

static void classify_name(Scope *scope, const Value *value, Ast *ast, Slot *slot) {
    Checker *checker = scope->checker;
    if (is_parameter(scope, ast)) {
        slot->kind = SLOT_KEY;
        return;
    }
    if (check_find_index(checker, ast, &slot->axis) &&
        (value_has(value, slot->axis.dim) || !value_lists(value, scope, ast))) {
        slot->kind = SLOT_INDEX;
        slot->dim = slot->axis.dim;
        if (slot->dim->poisoned) slot->kind = SLOT_BAD;
        return;
    }
    bool is_key = value_of_labels(checker, scope, ast), is_label = value_lists(value, scope, ast);
    if (is_key && is_label) {
        label_or_key(scope, ast);
        slot->kind = SLOT_BAD;
        return;
    }
    bool is_value = ast->kind == AST_NAME && !scope->closed && check_find_def(checker, ast->name.name);
    slot->kind = is_label || !is_value ? SLOT_LABEL : SLOT_KEY;
}

static Slot classify(Scope *scope, const Value *value, Ast *ast) {
    Checker *checker = scope->checker;
    Slot     slot = {.ast = ast};
    if (ast->kind == AST_NAMED) {
        const Index *index = scope_find(&checker->indices, ast->named.name.name);
        slot = classify(scope, value, ast->named.value);
        if (!index || !value_has(value, index->axis.dim)) {
            diag_add(DIAGS(checker), DIAG_D11, ast->named.name.span, "`%s` has no dim `%s`", value->shown,
                     ast->named.name.shown);
            slot.kind = SLOT_BAD;
        } else
            slot.dim = index->axis.dim;
        return slot;
    }
    if (ast->kind == AST_RANGE) {
        check_not_yet(checker, ast->span, "a range as a subscript is not built yet; write a line for each end");
        slot.kind = SLOT_BAD;
        return slot;
    }
    if (check_end(ast, &slot.last, &slot.offset))
        slot.kind = SLOT_END;
    else if (ast->kind == AST_NAME || ast->kind == AST_PRIMED)
        classify_name(scope, value, ast, &slot);
    else if (ast->kind == AST_STRING || ast->kind == AST_NUMBER ||
             (ast->kind == AST_UNARY && ast->unary.x->kind == AST_NUMBER))
        slot.kind = SLOT_LABEL;
    else if (!find_shift(scope, ast, &slot))
        slot.kind = SLOT_KEY;
    if (slot.kind != SLOT_KEY) return slot;
    slot.key = check_expr(scope, ast);
    if (expr_is_poison(slot.key))
        slot.kind = SLOT_BAD;
    else if (slot.key->type.kind == TYPE_LABEL)
        slot.dim = slot.key->type.dim;
    return slot;
}

/* --- messages --- */

static Span bracket_of(const Ast *ast) {
    Span span = ast->span;
    span.begin = ast->subscript.name.span.end;
    return span;
}

static void has_no_dims(const Scope *scope, const Ast *ast, const Def *def) {
    Checker     *checker = scope->checker;
    const Value *value = def->value;
    Diag *diag = diag_add(DIAGS(checker), DIAG_D05, bracket_of(ast), "`%s` has no dims, so it cannot be subscripted",
                          value->shown);
    diag_label(DIAGS(checker), diag, value->span, "one `%s` is made here", value->shown);
    Dim *dim = NULL;
    Axis axis;
    if (ast->subscript.subs.count) {
        Ast  *sub = ast->subscript.subs.at[0];
        Scope quiet = *scope;
        if (check_find_index(checker, sub, &axis))
            dim = axis.dim;
        else if (sub->kind == AST_SUBSCRIPT && check_find_def(checker, sub->subscript.name.name)) {
            Expr *key = check_expr(&quiet, sub);
            if (key->type.kind == TYPE_LABEL) dim = key->type.dim;
        }
    }
    const Piece *made = def->tildes.count ? def->tildes.at[0] : def->equations.count ? def->equations.at[0] : NULL;
    if (dim && made && made->left->kind == AST_NAME) {
        const char *left =
            arena_printf(checker->arena, "%s[%s]", value->shown, axis_text(checker->arena, (Axis){dim, 0}));
        const char *line = check_line_with(checker, made->statement->span, made->left->span, left);
        diag_help(DIAGS(checker), diag, "%s makes one `%s`. For one per %s write there\n| %s",
                  model_place(checker->arena, checker->model, value->span, true), value->shown, dim->shown, line);
    } else if (dim && def->data)
        diag_help(DIAGS(checker), diag, "If there is one value per %s, declare it so: `data %s[%s]`.", dim->shown,
                  value->shown, axis_text(checker->arena, (Axis){dim, 0}));
    else
        diag_help(DIAGS(checker), diag, "Drop the brackets:\n| %s",
                  check_line_with(checker, scope->statement->span, ast->span, value->shown));
}

static void too_many(const Scope *scope, const Ast *ast, const Value *value) {
    Checker *checker = scope->checker;
    Diag    *diag = diag_add(DIAGS(checker), DIAG_D06, bracket_of(ast), "`%s` has %d dim%s, but %d subscripts",
                             value->shown, value->n_dims, value->n_dims == 1 ? "" : "s", ast->subscript.subs.count);
    diag_label(DIAGS(checker), diag, value->span, "%s", check_describe_dims(checker, value));
    diag_help(DIAGS(checker), diag, "At most one subscript for each dim: `%s[%s]`.", value->shown,
              axis_text(checker->arena, (Axis){value->dims[0], 0}));
}

/* county[home], state[county[home]]: a way from the index `from` to labels of `to` through at most two keys; NULL. */
static const char *key_path(Checker *checker, const char *from, const Dim *from_dim, const Dim *to) {
    const char *key = check_find_key(checker, from_dim, to);
    if (key) return arena_printf(checker->arena, "%s[%s]", key, from);
    for (int i = 0; i < checker->model->dims.count; i++) {
        const Dim  *middle = checker->model->dims.at[i];
        const char *inner = check_find_key(checker, from_dim, middle), *outer = check_find_key(checker, middle, to);
        if (inner && outer) return arena_printf(checker->arena, "%s[%s[%s]]", outer, inner, from);
    }
    return NULL;
}

static void help_with_key(const Scope *scope, Diag *diag, Span sub, const char *from, const Dim *from_dim,
                          const Dim *to) {
    Checker    *checker = scope->checker;
    const char *path = key_path(checker, from, from_dim, to);
    if (path)
        diag_help(DIAGS(checker), diag, "Use a key into `%s`:\n| %s", to->shown,
                  check_line_with(checker, scope->statement->span, sub, path));
    else
        diag_help(DIAGS(checker), diag,
                  "If each `%s` belongs to one `%s`, say so with a key, `data %s[%s] : %s`, and write `%s[%s]` here.",
                  from_dim->shown, to->shown, to->shown,
                  axis_text(checker->arena, (Axis){(Dim *)(uintptr_t)from_dim, 0}), to->shown, to->shown, from);
}

static const Dim *free_dim(const Value *value, const int *taken) {
    for (int i = 0; i < value->n_dims; i++)
        if (taken[i] < 0) return value->dims[i];
    return value->dims[0];
}

static void wrong_dim(const Scope *scope, const Value *value, const Slot *slot, const int *taken) {
    Checker    *checker = scope->checker;
    const Dim  *place = free_dim(value, taken);
    const char *text = check_text(checker, slot->ast->span);
    const char *is = slot->kind == SLOT_KEY ? "a label of" : "an index of";
    Diag *diag = diag_add(DIAGS(checker), DIAG_D11, slot->ast->span, "`%s` is subscripted by `%s`, but `%s` is %s `%s`",
                          value->shown, place->shown, text, is, slot->dim->shown);
    diag_label(DIAGS(checker), diag, value->span, "%s", check_describe_dims(checker, value));
    if (slot->kind == SLOT_SHIFT) return;
    if (slot->kind == SLOT_KEY && slot->key->kind == X_REF && slot->key->ref.n_subs == 1 &&
        slot->key->ref.subs[0].kind == SUB_AXIS) {
        Axis        axis = slot->key->ref.subs[0].axis;
        const char *path = key_path(checker, axis_text(checker->arena, axis), axis.dim, place);
        if (path) {
            diag_help(DIAGS(checker), diag, "Use a key into `%s`:\n| %s", place->shown,
                      check_line_with(checker, scope->statement->span, slot->ast->span, path));
            return;
        }
    }
    help_with_key(scope, diag, slot->ast->span, text, slot->dim, place);
}

static void not_a_label(const Scope *scope, const Value *value, const Slot *slot, const int *taken) {
    Checker    *checker = scope->checker;
    const Dim  *place = slot->dim ? slot->dim : free_dim(value, taken);
    const Expr *key = slot->key;
    const char *text = check_text(checker, slot->ast->span);
    bool        is_data = key->kind == X_REF && key->ref.value->role == ROLE_DATA;
    if (!is_data) {
        bool numeric = place->numeric || place->from == LABELS_FROM_DATA;
        if (numeric && key->type.whole) {
            check_not_yet(checker, slot->ast->span, "a calculated subscript (`%s`) is not built yet", text);
            return;
        }
        Diag *diag =
            diag_add(DIAGS(checker), DIAG_D11, slot->ast->span,
                     "`%s` is subscripted by labels of `%s`, but `%s` is a number", value->shown, place->shown, text);
        diag_help(DIAGS(checker), diag, "A subscript is an index, a label, or a key: `data %s[…] : %s`.", place->shown,
                  place->shown);
        return;
    }
    const Value *data = key->ref.value;
    const char  *kind = data->data.kind == DATA_REAL    ? "real"
                        : data->data.kind == DATA_INT   ? "int"
                        : data->data.kind == DATA_COUNT ? "count"
                        : data->data.kind == DATA_DATE  ? "date"
                                                        : "binary";
    Diag        *diag =
        diag_add(DIAGS(checker), DIAG_D11, slot->ast->span, "`%s` is subscripted by labels of `%s`, but `%s` is `%s`",
                 value->shown, place->shown, data->shown, kind);
    diag_label(DIAGS(checker), diag, data->span, "`%s` is declared here", data->shown);
    Text dims = {0};
    text_add(checker->arena, &dims, "%s", "");
    for (int i = 0; i < data->n_dims; i++)
        text_add(checker->arena, &dims, "%s%s", i ? ", " : "", axis_text(checker->arena, (Axis){data->dims[i], 0}));
    diag_help(DIAGS(checker), diag, "Declare it as a key, a column of labels:\n| data %s%s%s%s : %s", data->shown,
              data->n_dims ? "[" : "", dims.at, data->n_dims ? "]" : "", place->shown);
}

static void offer_names(Checker *checker, const Dim *dim, Nearest *nearest) {
    for (int i = 0; i < dim->labels.count; i++) nearest_offer(nearest, dim->labels.at[i].text, NULL);
    nearest_offer(nearest, dim->shown, NULL);
    for (int i = 0; i < checker->defs.count; i++) {
        const Value *value = checker->defs.at[i]->value;
        if (value->role == ROLE_DATA && value->type.kind == TYPE_LABEL && value->type.dim == dim)
            nearest_offer(nearest, value->shown, NULL);
    }
}

static void no_such_label(const Scope *scope, const Value *value, const Slot *slot, const Dim *dim) {
    Checker    *checker = scope->checker;
    const char *text = slot->ast->kind == AST_STRING ? slot->ast->string.text : check_text(checker, slot->ast->span);
    if (dim->poisoned || (slot->ast->kind == AST_NAME && check_is_broken(checker, slot->ast->name.name))) return;
    bool    number = slot->ast->kind == AST_NUMBER && !dim->numeric;
    Nearest nearest = nearest_to(text);
    if (!number) offer_names(checker, dim, &nearest);
    const char *labels = dim->from == LABELS_FROM_DATA ? ""
                                                       : arena_printf(checker->arena, "; its labels are %s",
                                                                      dim_labels_text(checker->arena, dim));
    Diag       *diag = diag_add(DIAGS(checker), DIAG_D10, slot->ast->span, "`%s` has no label `%s`%s", dim->shown, text,
                          number ? "" : labels);
    diag_label(DIAGS(checker), diag, dim->span, "`%s` is declared here", dim->shown);
    if (nearest.found) {
        const char *better = label_text(checker->arena, nearest.found);
        diag_help(DIAGS(checker), diag, "Did you mean `%s[%s]`?\n| %s", value->shown, better,
                  check_line_with(checker, scope->statement->span, slot->ast->span, better));
    } else if (number && dim->labels.count)
        diag_help(
            DIAGS(checker), diag,
            "Use names: `%s[%s]`. Positions cannot be used as subscripts; `first` and `last` can, for ordered dims.",
            value->shown, label_text(checker->arena, dim->labels.at[0].text));
}

static void no_order(const Scope *scope, const Dim *dim, Span span, bool end) {
    Checker *checker = scope->checker;
    Diag    *diag = diag_add(DIAGS(checker), DIAG_D13, span, "`%s` has no order, so there is no %s%s", dim->shown,
                          end ? "first or last " : dim->shown, end ? dim->shown : " before or after");
    diag_label(DIAGS(checker), diag, dim->span, "the labels come from the data, in no order");
    diag_help(DIAGS(checker), diag,
              "If the labels are times, say that they have an order (`dim year = 1990..2020` has one by itself):\n| "
              "dim %s ordered",
              dim->shown);
}

/* --- places --- */

static int take(const Value *value, int *taken, const Dim *dim, int slot) {
    for (int i = 0; i < value->n_dims; i++) {
        if (taken[i] >= 0 || value->dims[i] != dim) continue;
        taken[i] = slot;
        return i;
    }
    return -1;
}

static int take_label(const Scope *scope, const Value *value, int *taken, const Slot *slot, int number) {
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < value->n_dims; i++) {
            bool from_data = value->dims[i]->from == LABELS_FROM_DATA;
            if (taken[i] >= 0 || from_data != (pass == 1) || !check_label_in(scope, value->dims[i], slot->ast))
                continue;
            taken[i] = number;
            return i;
        }
    return -1;
}

static int take_end(const Value *value, int *taken, int number) {
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < value->n_dims; i++) {
            if (taken[i] >= 0 || (pass == 0 && !value->dims[i]->ordered)) continue;
            taken[i] = number;
            return i;
        }
    return -1;
}

static bool near_another_name(const Scope *scope, const Dim *dim, const Slot *slot) {
    if (slot->ast->kind != AST_NAME) return false;
    Nearest nearest = nearest_to(slot->ast->name.shown);
    offer_names(scope->checker, dim, &nearest);
    return nearest.found && nearest.distance > 0 && nearest.distance <= 2 && strlen(slot->ast->name.shown) > 3;
}

static void position_key(const Scope *scope, const Value *value, int *taken, Slot *slot, int number) {
    Arena *arena = scope->checker->arena;
    for (int i = 0; i < value->n_dims; i++) {
        if (taken[i] >= 0) continue;
        taken[i] = number;
        break;
    }
    slot->key = expr_binary(arena, X_SUB, slot->key->span, slot->key, expr_number(arena, slot->key->span, 1));
}

static bool place_slots(Scope *scope, const Value *value, Slot *slots, int n, int *taken) {
    bool good = true;
    for (int i = 0; i < n; i++) {
        if (slots[i].kind == SLOT_BAD)
            good = false;
        else if (slots[i].dim && take(value, taken, slots[i].dim, i) < 0) {
            wrong_dim(scope, value, &slots[i], taken);
            good = false;
        }
    }
    for (int i = 0; i < n && good; i++)
        if (slots[i].kind == SLOT_LABEL && !slots[i].dim) {
            int        place = take_label(scope, value, taken, &slots[i], i);
            const Dim *dim = place < 0 ? free_dim(value, taken) : value->dims[place];
            if (place >= 0 && (dim->from != LABELS_FROM_DATA || !near_another_name(scope, dim, &slots[i]))) continue;
            no_such_label(scope, value, &slots[i], dim);
            good = false;
        }
    for (int i = 0; i < n && good; i++)
        if (slots[i].kind == SLOT_END && !slots[i].dim) take_end(value, taken, i);
    for (int i = 0; i < n && good; i++)
        if (slots[i].kind == SLOT_KEY && slots[i].key->type.kind != TYPE_LABEL) {
            if (scope->closed &&
                slots[i].key->type.whole) { /* in a body a whole number is a position, counted from 1 */
                position_key(scope, value, taken, &slots[i], i);
                continue;
            }
            not_a_label(scope, value, &slots[i], taken);
            good = false;
        }
    return good;
}

/* --- from slots to subscripts --- */

static bool end_fits(const Scope *scope, const Dim *dim, const Slot *slot) {
    if (!dim->ordered) {
        no_order(scope, dim, slot->ast->span, true);
        return false;
    }
    long size = dim_size(dim);
    if (slot->offset >= 0 && (size < 0 || slot->offset < size)) return true;
    Diag *diag = diag_add(DIAGS(scope->checker), DIAG_D12, slot->ast->span, "`%s` has no position `%s`", dim->shown,
                          check_text(scope->checker, slot->ast->span));
    diag_label(DIAGS(scope->checker), diag, dim->span, "its labels are %s",
               dim_labels_text(scope->checker->arena, dim));
    return false;
}

static bool slot_to_sub(Scope *scope, const Value *value, const Slot *slot, Dim *dim, Sub *sub) {
    *sub = (Sub){.span = slot->ast->span, .axis = slot->axis, .position = -1};
    Expr *label;
    switch (slot->kind) {
    case SLOT_INDEX:
        sub->kind = SUB_AXIS;
        return true;
    case SLOT_SHIFT:
        if (!dim->ordered) {
            no_order(scope, dim, slot->ast->span, false);
            return false;
        }
        sub->kind = SUB_SHIFT;
        sub->by = slot->by;
        return true;
    case SLOT_END:
        sub->kind = slot->last ? SUB_LAST : SUB_FIRST;
        sub->offset = slot->last ? -slot->offset : slot->offset;
        return end_fits(scope, dim, slot);
    case SLOT_LABEL:
        label = check_label_in(scope, dim, slot->ast);
        if (!label) {
            no_such_label(scope, value, slot, dim);
            return false;
        }
        sub->kind = SUB_LABEL;
        sub->position = label->label.position;
        sub->label = label->label.text;
        return true;
    case SLOT_KEY:
        sub->kind = SUB_KEY;
        sub->key = slot->key;
        if (sub->key->kind == X_LABEL) { /* a label that came in through an argument */
            sub->kind = SUB_LABEL;
            sub->position = sub->key->label.position;
            sub->label = sub->key->label.text;
        } else if (sub->key->kind == X_INDEX) {
            sub->kind = SUB_AXIS;
            sub->axis = sub->key->index;
        }
        return true;
    case SLOT_BAD:
        break;
    }
    return false;
}

static void note_shift(Scope *scope, Expr *ref, Sub *sub, Dim *dim, int by) {
    ShiftUse use = {scope->piece, ref, sub, dim, by, scope->conditions};
    if (by != 0 && !scope->silent && ref->kind == X_REF) VEC_PUSH(scope->checker->arena, &scope->checker->shifts, use);
}

/* alpha[k'], S[k, k], p[x]: a parameter of a fn or dist. */
static Expr *at_subscripts(Scope *scope, const Ast *ast, const Binding *argument, Sub *subs) {
    Expr *expr = expr_at(scope->checker->arena, argument->value, argument->places, subs, argument->n_places);
    if (expr != argument->value) expr->span = ast->span;
    for (int i = 0; expr->kind == X_REF && i < expr->ref.n_subs; i++) {
        double by;
        Sub   *sub = &expr->ref.subs[i];
        if (sub->kind == SUB_SHIFT && expr_constant(sub->by, &by))
            note_shift(scope, expr, sub, expr->ref.value->dims[i], (int)by);
    }
    return expr;
}

static Expr *subscripted(Scope *scope, Ast *ast, Def *def) {
    Checker *checker = scope->checker;
    Arena   *arena = checker->arena;
    Value   *value = def->value;
    int      n = ast->subscript.subs.count;
    Slot    *slots = arena_alloc(arena, (size_t)(n + 1) * sizeof *slots);
    int     *taken = arena_alloc(arena, (size_t)(value->n_dims + 1) * sizeof *taken);
    for (int i = 0; i < value->n_dims; i++) taken[i] = -1;
    for (int i = 0; i < n; i++) slots[i] = classify(scope, value, ast->subscript.subs.at[i]);
    if (!place_slots(scope, value, slots, n, taken)) return expr_poison(arena, ast->span);
    Expr *bare = n < value->n_dims ? check_bare(scope, def, ast->subscript.name.span) : NULL;
    if (bare && expr_is_poison(bare)) return expr_poison(arena, ast->span);
    Sub *subs = arena_alloc(arena, (size_t)(value->n_dims + 1) * sizeof *subs);
    for (int i = 0; i < value->n_dims; i++) {
        if (taken[i] < 0)
            subs[i] = bare->ref.subs[i];
        else if (!slot_to_sub(scope, value, &slots[taken[i]], value->dims[i], &subs[i]))
            return expr_poison(arena, ast->span);
    }
    if (def->argument) return at_subscripts(scope, ast, def->argument, subs);
    Expr *ref = expr_ref(arena, ast->span, value, subs);
    for (int i = 0; i < value->n_dims; i++)
        if (subs[i].kind == SUB_SHIFT) note_shift(scope, ref, &subs[i], value->dims[i], slots[taken[i]].shift);
    return ref;
}

/* A parameter as if it were a value, over its places. */
static Expr *argument_at(Scope *scope, Ast *ast, const Binding *binding) {
    Arena *arena = scope->checker->arena;
    Value *value = ARENA_NEW(arena, Value);
    Def   *def = ARENA_NEW(arena, Def);
    *value = (Value){.name = binding->name,
                     .shown = ast->subscript.name.shown,
                     .span = binding->value->span,
                     .role = ROLE_EQUATION,
                     .n_dims = binding->n_places,
                     .type = binding->value->type};
    value->dims = arena_alloc(arena, (size_t)(value->n_dims + 1) * sizeof(Dim *));
    for (int i = 0; i < value->n_dims; i++) value->dims[i] = binding->places[i].dim;
    *def = (Def){.value = value,
                 .argument = binding,
                 .dims_known = true,
                 .dims_state = DEF_DONE,
                 .right_state = DEF_DONE,
                 .used = true};
    if (ast->subscript.subs.count <= value->n_dims) return subscripted(scope, ast, def);
    too_many(scope, ast, value);
    return expr_poison(arena, ast->span);
}

static Expr *no_value(Scope *scope, Ast *ast) {
    Checker *checker = scope->checker;
    for (int i = 0; i < scope->n_bindings; i++) {
        if (scope->bindings[i].name != ast->subscript.name.name) continue;
        const Binding *binding = &scope->bindings[i];
        const Expr    *bound = binding->value;
        if (expr_is_poison(bound)) return expr_poison(checker->arena, ast->span);
        if (binding->n_places) return argument_at(scope, ast, binding);
        if (bound->kind == X_REF)
            check_not_yet(
                checker, ast->span,
                "a subscript on an argument of a function is not built yet; give the cell itself as the argument");
        else
            diag_add(DIAGS(checker), DIAG_D05, bracket_of(ast), "`%s` has no dims here, so it cannot be subscripted",
                     ast->subscript.name.shown);
        return expr_poison(checker->arena, ast->span);
    }
    Scope quiet = *scope;
    check_undefined(&quiet, &ast->subscript.name, false);
    return expr_poison(checker->arena, ast->span);
}

Expr *check_subscript(Scope *scope, Ast *ast) {
    Checker *checker = scope->checker;
    Def     *def = scope->closed ? NULL : check_find_def(checker, ast->subscript.name.name);
    if (!def) return no_value(scope, ast);
    if (!scope->silent) def->used = true;
    bool known = (scope->silent && def->dims_known) || check_know_value(checker, def, ast->subscript.name.span);
    if (!known || def->value->poisoned) return expr_poison(checker->arena, ast->span);
    if (!def->value->n_dims) {
        has_no_dims(scope, ast, def);
        return expr_poison(checker->arena, ast->span);
    }
    if (ast->subscript.subs.count > def->value->n_dims) {
        too_many(scope, ast, def->value);
        return expr_poison(checker->arena, ast->span);
    }
    return subscripted(scope, ast, def);
}
