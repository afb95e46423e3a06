/* `ordered` and `sum_to_zero` behind a distribution, and what unknowns whose values are bound together, by these words or by their
 * distribution, do not allow: each outcome is complete, and its bounds are the same for all of its values. */
#include "check.h"

#include "structure.h"

static Structure structure_of(AstModifierKind kind) {
    return kind == MODIFIER_ORDERED       ? STRUCTURE_ORDERED
           : kind == MODIFIER_SUM_TO_ZERO ? STRUCTURE_SUM_TO_ZERO
                                          : STRUCTURE_NONE;
}

static const char *spelling(Structure structure) { return structure_info(structure)->spelling; }

/* --- along which dim --- */

static bool which_dim(Checker *checker, const Piece *piece, const AstModifier *word, Structure structure) {
    Text        dims = {0};
    const char *last = "";
    for (int i = 0; i < piece->at.n_subs; i++) {
        if (piece->at.subs[i].kind != SUB_AXIS) continue;
        last = axis_text(checker->arena, piece->at.subs[i].axis);
        text_add(checker->arena, &dims, "%s`%s`", dims.count ? " or " : "", last);
    }
    Diag *diag = diag_add(DIAGS(checker), DIAG_D09, word->span, "along which dim is `%s` %s: %s?",
                          check_text(checker, piece->left->span), spelling(structure), dims.at);
    diag_help(DIAGS(checker), diag, "Say it:\n| %s",
              check_line_with(checker, piece->statement->span, word->span,
                              arena_printf(checker->arena, "%s[%s]", spelling(structure), last)));
    return false;
}

static bool no_dim(Checker *checker, const Piece *piece, const AstModifier *word, Structure structure) {
    const char *left = check_text(checker, piece->left->span);
    Diag *diag = diag_add(DIAGS(checker), DIAG_D09, word->span, "`%s` is a single value, so it cannot be `%s`", left,
                          spelling(structure));
    diag_help(DIAGS(checker), diag, "`%s` is said of the values along a dim: `%s[k] ~ … %s`.", spelling(structure),
              left, spelling(structure));
    return false;
}

/* The one axis along which the word holds. */
static bool axis_of(Checker *checker, const Piece *piece, const AstModifier *word, Structure structure, Axis *axis) {
    const Axes *left = &piece->at.axes;
    if (!left->count) return no_dim(checker, piece, word, structure);
    if (!word->subs.count) {
        *axis = left->at[0];
        return left->count == 1 || which_dim(checker, piece, word, structure);
    }
    const Ast *sub = word->subs.at[0];
    if (word->subs.count > 1) {
        diag_add(DIAGS(checker), DIAG_D09, word->span, "values are `%s` along one dim; here are %d",
                 spelling(structure), word->subs.count);
        return false;
    }
    if (check_find_index(checker, sub, axis) && axes_have(*left, *axis)) return true;
    Diag *diag = diag_add(DIAGS(checker), DIAG_D09, sub->span, "`%s` does not vary over `%s`",
                          check_text(checker, piece->left->span), check_text(checker, sub->span));
    diag_help(DIAGS(checker), diag, "The brackets behind `%s` name a dim of the left side: %s.", spelling(structure),
              axes_text(checker->arena, *left));
    return false;
}

/* --- what may be restricted --- */

static bool may_be_restricted(Checker *checker, const Piece *piece, const Statement *statement, const AstModifier *word,
                              Structure structure) {
    const Dist *dist = statement->dist;
    const char *name = spelling(structure);
    Structure   own = statement->support.structure;
    if (statement->kind != STATEMENT_PRIOR)
        diag_add(DIAGS(checker), DIAG_T02, word->span, "`%s` says what unknowns can be, but `%s` is data", name,
                 check_text(checker, piece->left->span));
    else if (dist->discrete)
        diag_add(DIAGS(checker), DIAG_T02, word->span, "`%s` is for continuous values, but `%s` gives whole numbers",
                 name, dist->name);
    else if (own == structure)
        diag_add(DIAGS(checker), DIAG_T02, word->span, "`%s` is said already", name);
    else if (own || statement->event.count)
        diag_add(DIAGS(checker), DIAG_T02, word->span,
                 "the values of `%s` are bound together already%s, so they cannot be `%s`", dist->name,
                 structure_info(own)->range, name);
    else
        return true;
    return false;
}

/* Values on one side of 0 do not sum to 0; between bounds they would, but that transform is not there. */
static bool bounds_allow(Checker *checker, const Statement *statement, const AstModifier *word) {
    double         number;
    const Support *support = &statement->support;
    bool           positive = support->lo && expr_constant(support->lo, &number) && number >= 0;
    bool           negative = support->hi && expr_constant(support->hi, &number) && number <= 0;
    if (!support->lo && !support->hi) return true;
    if (positive || negative)
        diag_add(DIAGS(checker), DIAG_T02, word->span, "`%s` gives %s values alone, and these do not sum to 0",
                 check_text(checker, statement->dist_span), positive ? "positive" : "negative");
    else
        check_not_yet(checker, word->span, "`sum_to_zero` of values between bounds is not built yet");
    return false;
}

static void restrict_to(Scope *scope, Piece *piece, Statement *statement, const AstModifier *word) {
    Checker  *checker = scope->checker;
    Structure structure = structure_of(word->kind);
    Axis      axis;
    bool      good = may_be_restricted(checker, piece, statement, word, structure) &&
                axis_of(checker, piece, word, structure, &axis) &&
                (structure != STRUCTURE_SUM_TO_ZERO || bounds_allow(checker, statement, word));
    if (!good) {
        piece->bad = true;
        return;
    }
    statement->support.structure = structure;
    statement->event = axes_of(checker->arena, axis);
}

/* --- complete outcomes --- */

/* Bit i: place i of the left side runs over an axis of the event. */
static unsigned event_places(const Piece *piece, const Statement *statement) {
    unsigned places = 0;
    for (int i = 0; i < piece->at.n_subs; i++) {
        const Sub *sub = &piece->at.subs[i];
        if (sub->kind == SUB_AXIS && axes_have(statement->event, sub->axis)) places |= 1u << i;
    }
    return places;
}

static bool varies_within(Checker *checker, const Statement *statement, const Expr *expr) {
    return expr && axes_common(checker->arena, expr->axes, statement->event).count;
}

static void check_complete(Checker *checker, Piece *piece, Statement *statement) {
    const Def  *def = piece->def;
    const char *left = check_text(checker, piece->left->span);
    const char *dims = axes_text(checker->arena, statement->event), *what = spelling(statement->support.structure);
    if (varies_within(checker, statement, piece->where)) {
        diag_add(DIAGS(checker), DIAG_T02, piece->statement->tilde.where->span,
                 "`where` leaves out some values along %s, but all of them together are `%s`", dims, what);
        piece->bad = true;
    } else if (def->equations.count) {
        check_not_yet(checker, def->equations.at[0]->left->span,
                      "fixed cells of `%s`, whose values are `%s`, are not built yet", def->value->shown, what);
        piece->bad = true;
    } else if (varies_within(checker, statement, statement->support.lo) ||
               varies_within(checker, statement, statement->support.hi)) {
        diag_add(DIAGS(checker), DIAG_T02, statement->dist_span,
                 "a bound of `%s` varies over %s, but values that are `%s` need one for all of them", left, dims, what);
        piece->bad = true;
    }
    for (int i = 0; i < def->tildes.count && !piece->bad; i++) {
        const Piece *other = def->tildes.at[i];
        bool         alike =
            other != piece && other->result && other->result->support.structure == statement->support.structure;
        if (!alike || event_places(piece, statement) == event_places(other, other->result)) continue;
        check_not_yet(checker, piece->left->span,
                      "pieces of `%s` whose values are bound together along different dims are not built yet",
                      def->value->shown);
        piece->bad = true;
    }
}

static void no_noncentering(Checker *checker, Piece *piece, const Statement *statement, const AstModifier *word) {
    double      zero;
    const Dist *dist = statement->dist;
    const Expr *location = statement->args[dist->location],
               *scale = dist->n_outcome ? NULL : statement->args[dist->scale];
    if (statement->support.structure != STRUCTURE_SUM_TO_ZERO || !scale)
        check_not_yet(checker, word->span, "`noncentered` together with `%s` is not built yet; leave `noncentered` out",
                      spelling(statement->support.structure));
    else if (!expr_constant(location, &zero) || zero != 0 || varies_within(checker, statement, scale))
        diag_add(DIAGS(checker), DIAG_T02, word->span,
                 "`noncentered` values that sum to 0 need the location 0 and one scale for all of them");
    else
        return;
    piece->bad = true;
}

void check_together(Scope *scope, Piece *piece, Statement *statement) {
    const AstModifiers *words = &piece->statement->tilde.modifiers;
    for (int i = 0; i < statement->n_args; i++)
        if (expr_is_poison(statement->args[i])) return;
    for (int i = 0; i < words->count && !piece->bad; i++)
        if (structure_of(words->at[i].kind)) restrict_to(scope, piece, statement, &words->at[i]);
    if (piece->bad || !statement->support.structure || statement->kind != STATEMENT_PRIOR) return;
    check_complete(scope->checker, piece, statement);
    for (int i = 0; i < words->count && !piece->bad; i++)
        if (words->at[i].kind == MODIFIER_NONCENTERED && statement->dist->location_scale)
            no_noncentering(scope->checker, piece, statement, &words->at[i]);
}
