/* Which piece of a name holds where: more specific ones first, guards for the others, cells that none covers; and whether neighbours exist. */
#include "check.h"
#include "use.h"

#include <stdlib.h>
#include <string.h>

/* --- what a condition says at a position --- */

typedef enum Truth { NO, YES, UNCLEAR } Truth;
typedef struct Spot {
    Axis axis;
    long position;
} Spot;
typedef struct Spots {
    const Spot *at;
    int         count;
} Spots;

enum { LARGE = 1000000, NEAR_END = 12, MANY_CELLS = 4000 };

static long size_of(const Dim *dim) {
    long size = dim_size(dim);
    return size < 0 ? LARGE : size;
}

static bool label_position(const Expr *expr, Spots spots, long *position) {
    if (expr->kind == X_LABEL) {
        *position = expr->label.position >= 0 ? expr->label.position
                                              : size_of(expr->label.dim) - 1 + (expr->label.position + 2);
        return expr->label.position != -1;
    }
    for (int i = 0; expr->kind == X_INDEX && i < spots.count; i++)
        if (axis_equal(spots.at[i].axis, expr->index)) return *position = spots.at[i].position, true;
    return false;
}

static bool number_at(const Expr *expr, Spots spots, double *number) {
    long position;
    if (expr_constant(expr, number)) return true;
    if (expr->kind == X_ADD || expr->kind == X_SUB) {
        double x, y;
        if (!number_at(expr->binary.x, spots, &x) || !number_at(expr->binary.y, spots, &y)) return false;
        *number = expr->kind == X_ADD ? x + y : x - y;
        return true;
    }
    if (expr->kind == X_INDEX && label_position(expr, spots, &position)) return *number = (double)position, true;
    if (expr->kind != X_LABEL_NUMBER || !label_position(expr->unary, spots, &position)) return false;
    const Dim *dim = expr->unary->type.dim;
    if (dim->from != LABELS_RANGE || (dim->range_hi_name && position > LARGE / 2)) return false;
    *number = (double)(dim->range_lo + position);
    return true;
}

static Truth truth_of(bool holds) { return holds ? YES : NO; }

static Truth compare_at(const Expr *expr, Spots spots) {
    long   p, q;
    double x, y;
    if (label_position(expr->binary.x, spots, &p) && label_position(expr->binary.y, spots, &q))
        x = (double)p, y = (double)q;
    else if (!number_at(expr->binary.x, spots, &x) || !number_at(expr->binary.y, spots, &y))
        return UNCLEAR;
    switch (expr->kind) {
    case X_LT:
        return truth_of(x < y);
    case X_LE:
        return truth_of(x <= y);
    case X_GT:
        return truth_of(x > y);
    case X_GE:
        return truth_of(x >= y);
    case X_EQ:
        return truth_of(x == y);
    case X_NE:
        return truth_of(x != y);
    case X_NUMBER:
    case X_REF:
    case X_INDEX:
    case X_LABEL:
    case X_LABEL_NUMBER:
    case X_SIZE:
    case X_PARAM:
    case X_CALL:
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
    case X_NEG:
    case X_AND:
    case X_OR:
    case X_NOT:
    case X_IF:
    case X_REDUCE:
    case X_ALONG:
    case X_AT:
    case X_KERNEL:
    case X_DIST:
        break;
    }
    return UNCLEAR;
}

static Truth holds_at(const Expr *expr, Spots spots) {
    Truth x, y;
    switch (expr->kind) {
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
    case X_EQ:
    case X_NE:
        return compare_at(expr, spots);
    case X_NUMBER:
        return truth_of(expr->number != 0);
    case X_NOT:
        x = holds_at(expr->unary, spots);
        return x == UNCLEAR ? UNCLEAR : truth_of(x == NO);
    case X_AND:
        x = holds_at(expr->binary.x, spots), y = holds_at(expr->binary.y, spots);
        return x == NO || y == NO ? NO : x == YES && y == YES ? YES : UNCLEAR;
    case X_OR:
        x = holds_at(expr->binary.x, spots), y = holds_at(expr->binary.y, spots);
        return x == YES || y == YES ? YES : x == NO && y == NO ? NO : UNCLEAR;
    case X_REF:
    case X_INDEX:
    case X_LABEL:
    case X_LABEL_NUMBER:
    case X_SIZE:
    case X_PARAM:
    case X_CALL:
    case X_ADD:
    case X_SUB:
    case X_MUL:
    case X_DIV:
    case X_POW:
    case X_NEG:
    case X_IF:
    case X_REDUCE:
    case X_ALONG:
    case X_AT:
    case X_KERNEL:
    case X_DIST:
        break;
    }
    return UNCLEAR;
}

/* --- places of pieces --- */

typedef VEC(Piece *) Group;

/* Position of a fixed place; -1: looked up when loading. */
static long fixed_position(const Dim *dim, const Sub *sub) {
    if (sub->kind == SUB_FIRST) return sub->offset;
    if (sub->kind == SUB_LAST) return size_of(dim) - 1 + sub->offset;
    return sub->position;
}

static bool is_fixed(const Sub *sub) { return sub->kind != SUB_AXIS; }

static bool same_place(const Dim *dim, const Sub *a, const Sub *b) {
    long p = fixed_position(dim, a), q = fixed_position(dim, b);
    if (p >= 0 && q >= 0) return p == q;
    return p < 0 && q < 0 && strcmp(a->label, b->label) == 0;
}

static bool meet(const Piece *p, const Piece *q) {
    for (int i = 0; i < p->at.n_subs; i++) {
        const Sub *a = &p->at.subs[i], *b = &q->at.subs[i];
        if (is_fixed(a) && is_fixed(b) && !same_place(p->at.value->dims[i], a, b)) return false;
    }
    return true;
}

static int rank(const Piece *piece) { return 2 * piece->fixed + (piece->where ? 1 : 0); }

static Expr *place_label(Arena *arena, Dim *dim, const Sub *sub) {
    if (sub->kind == SUB_LABEL) return expr_label(arena, sub->span, dim, sub->position, sub->label);
    long size = dim_size(dim);
    int  position = sub->kind == SUB_FIRST ? sub->offset : size >= 0 ? (int)(size - 1 + sub->offset) : -2 + sub->offset;
    return expr_label(arena, sub->span, dim, position, NULL);
}

/* The condition that a cell of `general` belongs to `special`; *fits: it can be said with the axes of `general`. NULL: every cell does. */
static Expr *belongs(Checker *checker, const Piece *special, const Piece *general, bool *fits) {
    Expr *condition = NULL, *where = special->where;
    *fits = true;
    for (int i = 0; i < special->at.n_subs; i++) {
        const Sub *s = &special->at.subs[i], *g = &general->at.subs[i];
        Dim       *dim = special->at.value->dims[i];
        if (is_fixed(s) && !is_fixed(g))
            condition =
                expr_and(checker->arena, condition,
                         expr_binary(checker->arena, X_EQ, s->span, expr_index(checker->arena, s->span, g->axis),
                                     place_label(checker->arena, dim, s)));
        if (is_fixed(s) || !where || !axes_have(where->axes, s->axis)) continue;
        if (is_fixed(g))
            *fits = false;
        else
            where = expr_rename(checker->arena, where, s->axis, g->axis);
    }
    return expr_and(checker->arena, condition, where);
}

static Expr *negated(Arena *arena, Expr *condition) {
    if (condition->kind == X_EQ)
        return expr_binary(arena, X_NE, condition->span, condition->binary.x, condition->binary.y);
    return expr_unary(arena, X_NOT, condition->span, condition);
}

/* One of the conditions rules the other out, as far as the text shows. */
static bool exclude_each_other(const Expr *x, const Expr *y) {
    if (x->kind == X_AND) return exclude_each_other(x->binary.x, y) || exclude_each_other(x->binary.y, y);
    if (y->kind == X_AND) return exclude_each_other(y, x);
    if (x->kind == X_NOT) return expr_equal(x->unary, y);
    if (y->kind == X_NOT) return expr_equal(y->unary, x);
    double a, b;
    bool   compares = x->kind >= X_LT && x->kind <= X_NE && y->kind >= X_LT && y->kind <= X_NE;
    if (!compares || !expr_equal(x->binary.x, y->binary.x)) return false;
    if (expr_equal(x->binary.y, y->binary.y)) {
        bool less = x->kind == X_LT || x->kind == X_GT || x->kind == X_EQ || x->kind == X_LE || x->kind == X_GE;
        if (!less) return y->kind == X_EQ;
        static const ExprKind opposite[][2] = {{X_LT, X_GE}, {X_GE, X_LT}, {X_GT, X_LE}, {X_LE, X_GT},
                                               {X_EQ, X_NE}, {X_LT, X_GT}, {X_GT, X_LT}, {X_EQ, X_LT},
                                               {X_EQ, X_GT}, {X_LT, X_EQ}, {X_GT, X_EQ}};
        for (size_t i = 0; i < sizeof opposite / sizeof *opposite; i++)
            if (x->kind == opposite[i][0] && y->kind == opposite[i][1]) return true;
        return false;
    }
    if (x->kind != X_EQ || y->kind != X_EQ) return false;
    if (expr_constant(x->binary.y, &a) && expr_constant(y->binary.y, &b)) return a != b;
    bool labels = x->binary.y->kind == X_LABEL && y->binary.y->kind == X_LABEL;
    return labels && x->binary.y->label.position >= 0 && y->binary.y->label.position >= 0 &&
           x->binary.y->label.position != y->binary.y->label.position;
}

/* --- two pieces for one cell --- */

static void defined_twice(Checker *checker, Piece *first, Piece *second) {
    if (first->number > second->number) { /* a line with `=` comes before those with `~` in the list */
        Piece *swap = first;
        first = second;
        second = swap;
    }
    const char *name = second->def->value->shown;
    bool        whole = !second->fixed && !second->where && !first->where;
    bool        data = second->tilde && second->def->data;
    Diag       *diag = whole ? diag_add(DIAGS(checker), DIAG_N06, second->left->span, "`%s` is %s twice", name,
                                  data ? "given a distribution" : "defined")
                             : diag_add(DIAGS(checker), DIAG_N06, second->left->span,
                                        "`%s` has two equations for the same cells", name);
    diag_label(DIAGS(checker), diag, first->left->span, "the first one");
    if (second->where || first->where)
        diag_help(DIAGS(checker), diag, "Add to one of them `and not (…)` with the condition of the other.");
    else
        diag_help(DIAGS(checker), diag, "Delete one of the two lines, or give one of the names another name.");
    AstName again = {second->def->value->name, name, second->left->span};
    use_help_clash(checker->session, checker->model, diag, &again, first->left->span);
    second->bad = true;
}

static void order_pair(Checker *checker, Piece *p, Piece *q) {
    if (p->bad || q->bad || !meet(p, q)) return;
    bool fits;
    if (rank(p) == rank(q)) {
        bool apart = p->where && q->where;
        if (apart) {
            Expr *other = belongs(checker, p, q, &fits);
            apart = fits && other && exclude_each_other(other, q->where);
        }
        if (!apart) defined_twice(checker, p, q);
        return;
    }
    Piece *special = rank(p) > rank(q) ? p : q, *general = special == p ? q : p;
    Expr  *condition = belongs(checker, special, general, &fits);
    if (!fits || !condition) {
        if (!condition) return;
        check_not_yet(checker, special->left->span,
                      "pieces that cross in this way are not built yet; say for each which labels it is for");
        return;
    }
    general->at.guard = expr_and(checker->arena, general->at.guard, negated(checker->arena, condition));
}

static void order_group(Checker *checker, Group *group) {
    for (int i = 0; i < group->count; i++)
        if (!group->at[i]->bad) group->at[i]->at.guard = group->at[i]->where;
    if (group->count > 200) return; /* written by a program: every pair would take too long, and labels differ */
    for (int i = 0; i < group->count; i++)
        for (int j = i + 1; j < group->count; j++) order_pair(checker, group->at[i], group->at[j]);
    for (int i = 0; i < group->count; i++)
        if (group->at[i]->result) group->at[i]->result->left.guard = group->at[i]->at.guard;
}

/* --- cells that no piece covers --- */

/* The positions of a dim that stand for all: each, or those near the ends. */
static long nth_position(long size, int n) {
    return size <= 4 * NEAR_END || n < NEAR_END ? n : size - 2 * NEAR_END + n;
}
static int n_positions(long size) { return size <= 4 * NEAR_END ? (int)size : 2 * NEAR_END; }

static bool covers(const Piece *piece, const long *cell) {
    Spot spots[16];
    int  n = 0;
    for (int i = 0; i < piece->at.n_subs; i++) {
        const Sub *sub = &piece->at.subs[i];
        if (is_fixed(sub)) {
            if (fixed_position(piece->at.value->dims[i], sub) != cell[i]) return false;
        } else if (n < 16)
            spots[n++] = (Spot){sub->axis, cell[i]};
    }
    return !piece->where || holds_at(piece->where, (Spots){spots, n}) == YES;
}

static bool any_covers(const Group *group, const long *cell) {
    for (int i = 0; i < group->count; i++)
        if (group->at[i]->bad || covers(group->at[i], cell)) return true;
    return false;
}

static const char *cell_text(Checker *checker, const Value *value, const long *cell) {
    Text text = {0};
    for (int i = 0; i < value->n_dims; i++) {
        const Dim  *dim = value->dims[i];
        long        size = dim_size(dim);
        const char *label;
        if (dim->from == LABELS_LISTED)
            label = label_text(checker->arena, dim->labels.at[cell[i]].text);
        else if (size >= 0)
            label = arena_printf(checker->arena, "%ld", dim->range_lo + cell[i]);
        else if (cell[i] < LARGE / 2)
            label = cell[i] ? arena_printf(checker->arena, "first + %ld", cell[i]) : "first";
        else
            label = cell[i] < LARGE - 1 ? arena_printf(checker->arena, "last - %ld", LARGE - 1 - cell[i]) : "last";
        text_add(checker->arena, &text, "%s%s", i ? ", " : "", label);
    }
    return text.at;
}

/* The first cells without an equation, as text; NULL if there are none. */
static const char *uncovered(Checker *checker, const Group *group, const Value *value, const char **example) {
    long cells = 1, cell[16];
    int  index[16] = {0}, count = 0;
    Text text = {0};
    if (value->n_dims > 16) return NULL;
    for (int i = 0; i < value->n_dims; i++)
        cells *= n_positions(size_of(value->dims[i])) > 0 ? n_positions(size_of(value->dims[i])) : 1;
    if (cells > MANY_CELLS) cells = MANY_CELLS;
    for (long c = 0; c < cells; c++) {
        for (int i = 0; i < value->n_dims; i++) cell[i] = nth_position(size_of(value->dims[i]), index[i]);
        if (!any_covers(group, cell)) {
            const char *one = cell_text(checker, value, cell);
            if (count == 0) *example = one;
            if (count < 4) text_add(checker->arena, &text, "%s`%s[%s]`", count ? ", " : "", value->shown, one);
            count++;
        }
        for (int i = value->n_dims - 1; i >= 0; i--) {
            if (++index[i] < n_positions(size_of(value->dims[i]))) break;
            index[i] = 0;
        }
    }
    if (count > 4) text_add(checker->arena, &text, " and more");
    return count ? text.at : NULL;
}

static void all_covered(Checker *checker, const Def *def, const Group *group, bool given) {
    const Value *value = def->value;
    const char  *example = NULL;
    if (!group->count || value->poisoned || !value->n_dims) return;
    for (int i = 0; i < def->equations.count; i++)
        if (def->equations.at[i]->bad) return;
    for (int i = 0; i < def->tildes.count; i++)
        if (def->tildes.at[i]->bad) return;
    for (int i = 0; i < group->count; i++)
        if (group->at[i]->bad || rank(group->at[i]) == 0) return;
    const Piece *first = group->at[0];
    const char  *cells = uncovered(checker, group, value, &example);
    if (!cells) return;
    if (given) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_O10, first->left->span,
                              "no equation says how %s arose; %s taken as given", cells, "they are");
        (void)diag;
        return;
    }
    if (!def->used && value->role == ROLE_EQUATION) return;
    Diag *diag =
        diag_add(DIAGS(checker), DIAG_N07, first->left->span, "`%s` has no equation for %s", value->shown, cells);
    diag_help(DIAGS(checker), diag, "Add a line for what lacks, or one for all the others:\n| %s[%s] %s …",
              value->shown, example, first->tilde ? "~" : "=");
}

/* --- neighbours --- */

static bool excluded(const ShiftUse *use, long position) {
    Spot  spot = {use->sub->axis, position};
    Spots spots = {&spot, 1};
    if (use->piece && use->piece->at.guard && holds_at(use->piece->at.guard, spots) == NO) return true;
    for (int i = 0; i < use->conditions.count; i++) {
        Truth truth = holds_at(use->conditions.at[i].truth, spots);
        if (truth != UNCLEAR && (truth == YES) != use->conditions.at[i].holds) return true;
    }
    return false;
}

/* The k of x[k - 1] or S[j, k + 1]. */
static const char *formal_index(Arena *arena, const char *ref) {
    const char *sign = strpbrk(ref, "+-"), *begin = sign;
    while (begin && begin > ref && begin[-1] != '[' && begin[-1] != ',') begin--;
    if (!begin) return "";
    begin += strspn(begin, " ");
    return arena_copy(arena, begin, strcspn(begin, " +-"));
}

static void no_neighbour(Checker *checker, const ShiftUse *use) {
    Arena      *arena = checker->arena;
    const char *ref = check_text(checker, use->ref->span), *index = axis_text(arena, use->sub->axis);
    const char *end = use->by < 0 ? "first" : "last";
    const Ast  *statement = use->piece ? use->piece->statement : NULL;
    const char *name = use->piece && use->piece->def ? use->piece->def->value->shown : NULL;
    int         steps = abs(use->by);
    const char *where = steps == 1 ? arena_printf(arena, "%s %s %s", index, use->by < 0 ? ">" : "<", end)
                                   : arena_printf(arena, "%s %s %s %s %d", index, use->by < 0 ? ">" : "<", end,
                                                  use->by < 0 ? "+" : "-", steps - 1);
    const char *which = steps == 1 ? arena_printf(arena, "the %s `%s`", end, index)
                                   : arena_printf(arena, "the %s %d of `%s`", end, steps, index);
    Diag       *diag;
    if (name)
        diag = diag_add(DIAGS(checker), DIAG_D12, use->ref->span,
                        "`%s` does not exist at %s, but `%s` is defined there", ref, which, name);
    else
        diag = diag_add(DIAGS(checker), DIAG_D12, use->ref->span, "`%s` does not exist at %s", ref, which);
    if (!statement) {
        diag_help(DIAGS(checker), diag, "Leave it out: `where %s`.", where);
        return;
    }
    const Span inside = use->ref->span, around = statement->span;
    if (inside.source != around.source || inside.begin < around.begin || inside.end > around.end) { /* of a function */
        const char *formal = formal_index(arena, ref);
        diag_help(DIAGS(checker), diag, "Say what stands there instead: `if %s%s then … else 0`.",
                  *formal ? formal : index, where + strlen(index));
        return;
    }
    const char *sign = use->piece->tilde ? "~ …" : "= 0";
    const char *left = check_line_with(checker, use->piece->left->span, use->piece->left->span, "");
    (void)left;
    bool has_where = statement->kind == AST_TILDE ? statement->tilde.where != NULL : statement->equation.where != NULL;
    diag_help(DIAGS(checker), diag, "Give the end a line of its own, `%s[%s] %s`; or leave it out:\n| %s%s%s",
              name ? name : "x", end, sign, check_text(checker, statement->span), has_where ? " and " : "  where ",
              where);
}

static void check_shift(Checker *checker, const ShiftUse *use) {
    if (use->piece && (use->piece->bad || (use->piece->def && use->piece->def->value->poisoned))) return;
    long size = size_of(use->dim);
    for (int k = 0; k < abs(use->by) && k < 1000; k++) {
        long position = use->by < 0 ? k : size - 1 - k;
        if (position < 0 || position >= size || excluded(use, position)) continue;
        no_neighbour(checker, use);
        return;
    }
}

/* --- all --- */

static void add_all(Checker *checker, Group *group, const Def *def, bool equations, bool tildes) {
    for (int i = 0; equations && i < def->equations.count; i++)
        if (def->equations.at[i]->at.subs || !def->value->n_dims) VEC_PUSH(checker->arena, group, def->equations.at[i]);
    for (int i = 0; tildes && i < def->tildes.count; i++)
        if (def->tildes.at[i]->at.subs || !def->value->n_dims) VEC_PUSH(checker->arena, group, def->tildes.at[i]);
}

static void keep_equations(Checker *checker, const Def *def) {
    Value *value = def->value;
    for (int specific = 2 * value->n_dims + 1; specific >= 0; specific--)
        for (int i = 0; i < def->equations.count; i++) {
            Piece *piece = def->equations.at[i];
            if (piece->bad || rank(piece) != specific) continue;
            Equation equation = {piece->at, piece->right, piece->statement->span};
            VEC_PUSH(checker->arena, &value->equations, equation);
        }
}

/* y = mu + eps with eps ~ Normal(0, s) is y ~ Normal(mu, s). */
static bool noise_as_a_sum(Checker *checker, const Piece *piece, Diag *diag) {
    const Ast *right = piece->statement->equation.right;
    if (right->kind != AST_BINARY || right->binary.op != OP_ADD) return false;
    for (int side = 0; side < 2; side++) {
        const Ast *noise = side ? right->binary.left : right->binary.right,
                  *mean = side ? right->binary.right : right->binary.left;
        const AstName *name = noise->kind == AST_NAME        ? &noise->name
                              : noise->kind == AST_SUBSCRIPT ? &noise->subscript.name
                                                             : NULL;
        const Def     *def = name ? check_find_def(checker, name->name) : NULL;
        const Ast     *made = def && def->tildes.count == 1 ? def->tildes.at[0]->statement : NULL;
        const Ast     *dist = made ? made->tilde.right : NULL;
        double         zero;
        bool           centred = dist && dist->kind == AST_CALL && dist->call.args.count == 2 &&
                       check_constant(checker, dist->call.args.at[0], &zero) && zero == 0;
        if (!centred) continue;
        diag_help(DIAGS(checker), diag, "Put the noise into the distribution, and drop %s:\n| %s ~ %s(%s, %s)",
                  check_place(checker, made->span), check_text(checker, piece->left->span), dist->call.name.shown,
                  check_text(checker, mean->span), check_text(checker, dist->call.args.at[1]->span));
        return true;
    }
    return false;
}

static void data_and_equation(Checker *checker, const Def *def) {
    const Piece *piece = def->equations.at[0];
    Diag        *diag = diag_add(DIAGS(checker), DIAG_O06, piece->left->span,
                                 "`%s` is data, so it cannot be defined by an equation", def->value->shown);
    diag_label(DIAGS(checker), diag, def->value->span, "`%s` is declared as data here", def->value->shown);
    const char *left = check_text(checker, piece->left->span);
    if (noise_as_a_sum(checker, piece, diag)) return;
    const Ast *right = piece->statement->equation.right;
    if (check_is_dist_call(checker, right)) {
        diag_help(DIAGS(checker), diag, "`~` says \"is distributed as\":\n| %s ~ %s", left,
                  check_text(checker, right->span));
        return;
    }
    diag_help(DIAGS(checker), diag,
              "To say how the data arose, put the noise into a distribution:\n| %s ~ Normal(…, sigma)", left);
}

void check_pieces(Checker *checker) {
    for (int i = 0; i < checker->defs.count; i++) {
        Def *def = checker->defs.at[i];
        if (def->data && def->equations.count) data_and_equation(checker, def);
        bool  mixed = def->value->role == ROLE_UNKNOWN && def->equations.count;
        Group first = {0}, second = {0};
        add_all(checker, &first, def, !def->data, mixed || !def->equations.count || def->data);
        order_group(checker, &first);
        all_covered(checker, def, &first, def->data != NULL);
        if (!mixed && def->equations.count && !def->data) {
            add_all(checker, &second, def, false, true);
            order_group(checker, &second);
            all_covered(checker, def, &second, true);
        }
        if (!def->data) keep_equations(checker, def);
    }
    for (int i = 0; i < checker->shifts.count; i++) check_shift(checker, &checker->shifts.at[i]);
}
