/* What depends on what: circles, and which unknowns the data say something about. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

/* --- a graph of pieces --- */

typedef struct Edge {
    int         to;
    const Expr *ref;
} Edge;
typedef VEC(Edge) Edges;
typedef struct Graph {
    Checker *checker;
    Edges   *edges;
    int      n;
    int     *group;
    int      n_groups;
} Graph;

static bool may_hit(const Expr *ref, const Piece *piece) {
    for (int i = 0; i < ref->ref.n_subs && i < piece->at.n_subs; i++) {
        const Sub *a = &ref->ref.subs[i], *b = &piece->at.subs[i];
        bool       both = (a->kind == SUB_FIRST || a->kind == SUB_LAST || a->kind == SUB_LABEL) && b->kind != SUB_AXIS;
        if (!both) continue;
        if (a->kind == b->kind && a->kind != SUB_LABEL && a->offset != b->offset) return false;
        if (a->kind == SUB_LABEL && b->kind == SUB_LABEL && a->position >= 0 && b->position >= 0 &&
            a->position != b->position)
            return false;
        long size = dim_size(ref->ref.value->dims[i]);
        bool first_last =
            (a->kind == SUB_FIRST && b->kind == SUB_LAST) || (a->kind == SUB_LAST && b->kind == SUB_FIRST);
        if (first_last && (size < 0 || abs(a->offset) + abs(b->offset) + 1 != size)) return false;
        const Sub *label = a->kind == SUB_LABEL ? a : b->kind == SUB_LABEL ? b : NULL, *end = label == a ? b : a;
        if (label && label->position >= 0 && end->kind == SUB_FIRST && end->offset != label->position) return false;
    }
    return true;
}

static void add_edges(Graph *graph, int from, const Expr *expr) {
    Checker *checker = graph->checker;
    if (expr->kind == X_REF) {
        Def *def = check_find_def(checker, expr->ref.value->name);
        bool unknown = def && def->value->role == ROLE_UNKNOWN;
        for (int i = 0; def && i < def->equations.count && !def->data; i++)
            if (!def->equations.at[i]->bad && may_hit(expr, def->equations.at[i]))
                VEC_PUSH(checker->arena, &graph->edges[from], (Edge){def->equations.at[i]->number, expr});
        for (int i = 0; unknown && i < def->tildes.count; i++)
            if (!def->tildes.at[i]->bad && may_hit(expr, def->tildes.at[i]))
                VEC_PUSH(checker->arena, &graph->edges[from], (Edge){def->tildes.at[i]->number, expr});
    }
    ExprList below = {0};
    expr_children(checker->arena, expr, &below);
    for (int i = 0; i < below.count; i++) add_edges(graph, from, below.at[i]);
}

/* Tarjan's strongly connected components, without recursion. */
static void find_groups(Graph *graph) {
    Arena *arena = graph->checker->arena;
    size_t bytes = (size_t)(graph->n + 1) * sizeof(int);
    int   *index = arena_alloc(arena, bytes), *low = arena_alloc(arena, bytes), *next = arena_alloc(arena, bytes);
    int   *open = arena_alloc(arena, bytes), *path = arena_alloc(arena, bytes), n_open = 0, counter = 0;
    graph->group = arena_alloc(arena, bytes);
    for (int i = 0; i < graph->n; i++) graph->group[i] = -1;
    for (int root = 0; root < graph->n; root++) {
        int depth = 0;
        if (index[root]) continue;
        path[depth++] = root;
        while (depth) {
            int v = path[depth - 1];
            if (!index[v]) index[v] = low[v] = ++counter, open[n_open++] = v;
            if (next[v] < graph->edges[v].count) {
                int w = graph->edges[v].at[next[v]++].to;
                if (w < 0) continue;
                if (!index[w])
                    path[depth++] = w;
                else if (graph->group[w] < 0 && index[w] < low[v])
                    low[v] = index[w];
                continue;
            }
            if (--depth && low[v] < low[path[depth - 1]]) low[path[depth - 1]] = low[v];
            if (low[v] != index[v]) continue;
            int w;
            do {
                w = open[--n_open];
                graph->group[w] = graph->n_groups;
            } while (w != v);
            graph->n_groups++;
        }
    }
}

static Graph graph_of(Checker *checker) {
    Graph graph = {checker, arena_alloc(checker->arena, (size_t)(checker->pieces.count + 1) * sizeof(Edges)),
                   checker->pieces.count, NULL, 0};
    for (int i = 0; i < graph.n; i++) {
        const Piece *piece = checker->pieces.at[i];
        if (piece->bad || !piece->def) continue;
        if (!piece->tilde && piece->right) add_edges(&graph, i, piece->right);
        bool prior = piece->result && piece->result->kind == STATEMENT_PRIOR;
        for (int k = 0; prior && k < piece->result->n_args; k++) add_edges(&graph, i, piece->result->args[k]);
    }
    find_groups(&graph);
    return graph;
}

/* --- circles --- */

enum { NO_SHIFT = 1 << 30 };

/* lag, -lag with dim lag = 1..K: the sign of every such step; 0: not known. */
static int sign_of_shift(const Expr *by) {
    int         sign = by->kind == X_NEG ? -1 : 1;
    const Expr *steps = by->kind == X_NEG ? by->unary : by;
    bool        index = steps->kind == X_LABEL_NUMBER && steps->unary->kind == X_INDEX;
    const Dim  *dim = index ? steps->unary->index.dim : NULL;
    return dim && dim->from == LABELS_RANGE && dim->range_lo >= 1 ? sign : 0;
}

/* How many positions along `dim` the reference stands behind (-) or before (+) the left side of its piece, or at least on which side;
 * NO_SHIFT: that cannot be said. */
static int shift_along(const Piece *from, const Expr *ref, const Dim *dim) {
    const Sub *left = NULL, *right = NULL;
    for (int i = 0; i < from->at.n_subs; i++)
        if (from->at.value->dims[i] == dim) left = &from->at.subs[i];
    for (int i = 0; i < ref->ref.n_subs; i++)
        if (ref->ref.value->dims[i] == dim) right = &ref->ref.subs[i];
    double by;
    if (!left || !right) return NO_SHIFT;
    bool runs = left->kind == SUB_AXIS && right->kind == SUB_SHIFT && axis_equal(left->axis, right->axis);
    if (runs && !expr_constant(right->by, &by)) return sign_of_shift(right->by) ? sign_of_shift(right->by) : NO_SHIFT;
    if (left->kind == SUB_AXIS && right->kind == SUB_AXIS && axis_equal(left->axis, right->axis)) return 0;
    if (left->kind == SUB_AXIS && right->kind == SUB_SHIFT && axis_equal(left->axis, right->axis) &&
        expr_constant(right->by, &by))
        return (int)by;
    if (left->kind == SUB_FIRST && right->kind == SUB_FIRST) return right->offset - left->offset;
    if (left->kind == SUB_LAST && right->kind == SUB_LAST) return right->offset - left->offset;
    if (left->kind == SUB_LABEL && right->kind == SUB_LABEL && left->position >= 0 && right->position >= 0)
        return right->position - left->position;
    return NO_SHIFT;
}

/* Along this dim every step of the group goes one way, and what stays at its place goes round in no circle. */
static bool is_order(const Graph *graph, int group, const Dim *dim) {
    int   sign = 0;
    Graph still = {graph->checker, arena_alloc(graph->checker->arena, (size_t)(graph->n + 1) * sizeof(Edges)), graph->n,
                   NULL, 0};
    for (int i = 0; i < graph->n; i++) {
        if (graph->group[i] != group) continue;
        for (int k = 0; k < graph->edges[i].count; k++) {
            const Edge *edge = &graph->edges[i].at[k];
            if (edge->to < 0 || graph->group[edge->to] != group) continue;
            int shift = shift_along(graph->checker->pieces.at[i], edge->ref, dim);
            if (shift == NO_SHIFT || (sign && shift && (shift > 0) != (sign > 0))) return false;
            if (shift)
                sign = shift;
            else
                VEC_PUSH(graph->checker->arena, &still.edges[i], *edge);
        }
    }
    find_groups(&still);
    for (int i = 0; i < graph->n; i++)
        for (int k = 0; k < still.edges[i].count; k++)
            if (still.group[still.edges[i].at[k].to] == still.group[i]) return false;
    return true;
}

static bool goes_round(const Graph *graph, int piece) {
    for (int k = 0; k < graph->edges[piece].count; k++) {
        int to = graph->edges[piece].at[k].to;
        if (to >= 0 && graph->group[to] == graph->group[piece]) return true;
    }
    return false;
}

static const Dim *order_of(const Graph *graph, int group) {
    const Model *model = graph->checker->model;
    for (int i = 0; i < model->dims.count; i++)
        if (model->dims.at[i]->ordered && is_order(graph, group, model->dims.at[i])) return model->dims.at[i];
    return NULL;
}

static void say_circle(Checker *checker, const Graph *graph, int start) {
    int   group = graph->group[start], at = start;
    Text  text = {0};
    Diag *diag = NULL;
    bool *seen = arena_alloc(checker->arena, (size_t)(graph->n + 1) * sizeof *seen);
    while (!seen[at]) { /* along edges of the group until a piece comes again */
        const Piece *piece = checker->pieces.at[at];
        seen[at] = true;
        text_add(checker->arena, &text, "`%s` (%s) → ", check_text(checker, piece->left->span),
                 check_place(checker, piece->left->span));
        for (int k = 0; k < graph->edges[at].count; k++) {
            int to = graph->edges[at].at[k].to;
            if (to < 0 || graph->group[to] != group) continue;
            at = to;
            break;
        }
    }
    const Piece *first = checker->pieces.at[start];
    diag = diag_add(DIAGS(checker), DIAG_O08, first->left->span, "`%s` is defined by itself: %s`%s`",
                    check_text(checker, first->left->span), text.at,
                    check_text(checker, checker->pieces.at[at]->left->span));
    diag_help(DIAGS(checker), diag,
              "One of them needs an equation or a prior that does not lead back. A recurrence refers to the one "
              "before: `x[t-1]`.");
}

static void check_circles(Checker *checker) {
    Graph all = graph_of(checker);
    bool *said = arena_alloc(checker->arena, (size_t)(all.n_groups + 1) * sizeof *said);
    for (int i = 0; i < all.n; i++) {
        if (said[all.group[i]] || !goes_round(&all, i)) continue;
        said[all.group[i]] = true;
        if (order_of(&all, all.group[i])) continue;
        say_circle(checker, &all, i);
        for (int k = 0; k < all.n; k++)
            if (all.group[k] == all.group[i]) checker->pieces.at[k]->bad = true;
    }
}

/* --- reached --- */

typedef VEC(Def *) Worklist;

/* The values in an expression that were not met before. */
static void add_met(Checker *checker, const Expr *expr, NameMap *seen, Worklist *met) {
    if (expr->kind == X_REF && !scope_find(seen, expr->ref.value->name)) {
        Def *def = check_find_def(checker, expr->ref.value->name);
        scope_add(checker->arena, seen, expr->ref.value->name, checker);
        if (def) VEC_PUSH(checker->arena, met, def);
    }
    ExprList below = {0};
    expr_children(checker->arena, expr, &below);
    for (int i = 0; i < below.count; i++) add_met(checker, below.at[i], seen, met);
}

/* Unknowns in an expression, looking through equations. */
static void add_unknowns(Checker *checker, const Expr *expr, NameMap *seen, Worklist *found) {
    Worklist met = {0};
    add_met(checker, expr, seen, &met);
    for (int done = 0; done < met.count; done++) {
        Def *def = met.at[done];
        if (def->value->role == ROLE_UNKNOWN) VEC_PUSH(checker->arena, found, def);
        for (int i = 0; !def->data && i < def->equations.count; i++)
            if (def->equations.at[i]->right) add_met(checker, def->equations.at[i]->right, seen, &met);
    }
}

static void statement_unknowns(Checker *checker, const Statement *statement, NameMap *seen, Worklist *found) {
    if (statement->kind == STATEMENT_FACTOR) add_unknowns(checker, statement->outcome, seen, found);
    for (int i = 0; i < statement->n_args; i++) add_unknowns(checker, statement->args[i], seen, found);
    Expr *const others[] = {statement->weight, statement->truncated_lo, statement->truncated_hi, statement->above,
                            statement->below};
    for (int i = 0; i < 5; i++)
        if (others[i]) add_unknowns(checker, others[i], seen, found);
    if (statement->left.guard) add_unknowns(checker, statement->left.guard, seen, found);
}

static void find_reached(Checker *checker) {
    NameMap  seen = {0};
    Worklist open = {0};
    Model   *model = checker->model;
    for (int i = 0; i < model->statements.count; i++) {
        const Statement *statement = model->statements.at[i];
        if (statement_is_restricted(statement)) add_unknowns(checker, statement->outcome, &seen, &open);
        if (statement->kind != STATEMENT_PRIOR) statement_unknowns(checker, statement, &seen, &open);
    }
    for (int done = 0; done < open.count; done++) {
        Def *def = open.at[done];
        def->value->reached = true;
        for (int i = 0; i < def->tildes.count; i++)
            if (def->tildes.at[i]->result) statement_unknowns(checker, def->tildes.at[i]->result, &seen, &open);
    }
}

/* --- what cannot be sampled yet --- */

/* An unknown is computed from what its prior says, and is not simply a coordinate: drawn forward, or shifted and scaled, or between bounds. */
static bool is_computed(const Def *def, const Statement *prior) {
    double      number;
    const Expr *lo = prior->support.lo, *hi = prior->support.hi;
    bool        bounds_vary = (lo && !expr_constant(lo, &number)) || (hi && !expr_constant(hi, &number));
    return !def->value->reached || prior->centering == CENTERING_NONCENTERED || bounds_vary;
}

static void add_values(Graph *graph, int from, const Expr *expr) {
    if (expr->kind == X_REF) VEC_PUSH(graph->checker->arena, &graph->edges[from], (Edge){expr->ref.value->id, expr});
    ExprList below = {0};
    expr_children(graph->checker->arena, expr, &below);
    for (int i = 0; i < below.count; i++) add_values(graph, from, below.at[i]);
}

/* Values and what each is computed from, at whatever positions. */
static Graph graph_of_values(Checker *checker) {
    Graph graph = {checker, arena_alloc(checker->arena, (size_t)(checker->defs.count + 1) * sizeof(Edges)),
                   checker->defs.count, NULL, 0};
    for (int i = 0; i < graph.n; i++) {
        const Def *def = checker->defs.at[i];
        for (int k = 0; k < def->equations.count && !def->data; k++)
            if (def->equations.at[k]->right) add_values(&graph, i, def->equations.at[k]->right);
        for (int k = 0; k < def->tildes.count; k++) {
            const Statement *prior = def->tildes.at[k]->result;
            if (!prior || prior->kind != STATEMENT_PRIOR || !is_computed(def, prior)) continue;
            for (int n = 0; n < prior->n_args; n++) add_values(&graph, i, prior->args[n]);
            if (prior->truncated_lo) add_values(&graph, i, prior->truncated_lo);
            if (prior->truncated_hi) add_values(&graph, i, prior->truncated_hi);
        }
    }
    find_groups(&graph);
    return graph;
}

static bool refers_within(const Graph *graph, const Expr *expr, int group) {
    if (expr->kind == X_REF && graph->group[expr->ref.value->id] == group) return true;
    ExprList below = {0};
    expr_children(graph->checker->arena, expr, &below);
    for (int i = 0; i < below.count; i++)
        if (refers_within(graph, below.at[i], group)) return true;
    return false;
}

/* What is computed from itself at other positions needs a loop that goes through them one by one. One message for each circle. */
static void check_recurrences(Checker *checker) {
    Graph graph = graph_of_values(checker);
    bool *told = arena_alloc(checker->arena, (size_t)(graph.n_groups + 1) * sizeof *told);
    for (int i = 0; i < graph.n; i++) {
        const Def *def = checker->defs.at[i];
        if (told[graph.group[i]] || def->value->poisoned || !goes_round(&graph, i)) continue;
        told[graph.group[i]] = true;
        const Piece *at = def->equations.count ? def->equations.at[0] : def->tildes.at[0];
        for (int k = 0; k < def->equations.count; k++)
            if (def->equations.at[k]->right && refers_within(&graph, def->equations.at[k]->right, graph.group[i]))
                at = def->equations.at[k];
        if (def->equations.count)
            check_not_yet(checker, at->left->span,
                          "a recurrence between equations (`%s` refers to its own neighbour) is not built yet",
                          def->value->shown);
        else
            check_not_yet(checker, at->left->span,
                          "`%s` refers to its own neighbour; for unknowns that are noncentered, or that no data depend "
                          "on, this is not built yet",
                          def->value->shown);
    }
}

static void discrete(Checker *checker, const Def *def) {
    for (int i = 0; i < def->tildes.count; i++) {
        const Statement *statement = def->tildes.at[i]->result;
        if (!statement || !statement->dist || !statement->dist->discrete) continue;
        check_not_yet(checker, statement->dist_span, "discrete unknowns that data depend on (`%s`) are not built yet",
                      def->value->shown);
    }
}

/* What is drawn forward needs a draw. */
static void no_draw(Checker *checker, const Def *def) {
    for (int i = 0; i < def->tildes.count; i++) {
        const Statement *statement = def->tildes.at[i]->result;
        bool cut = statement && (statement->truncated_lo || statement->truncated_hi) && !statement->dist->improper;
        if (cut && dist_from(statement->dist, MEMBER_QUANTILE) == MEMBER_COUNT) {
            check_not_yet(checker, statement->truncated_span,
                          "draws of a truncated `%s` are not built yet; no data depend on `%s`, so it would be drawn",
                          statement->dist->name, def->value->shown);
            return;
        }
        if (!statement || statement->dist->member[MEMBER_DRAW] || statement->dist->improper) continue;
        Diag *diag = diag_add(DIAGS(checker), DIAG_N07, statement->dist_span,
                              "no data depend on `%s`, so it is drawn forward, but `%s` does not say how to draw",
                              def->value->shown, statement->dist->name);
        diag_label(DIAGS(checker), diag, statement->dist->span, "a line `draw = …` is missing here");
        return;
    }
}

void check_flow(Checker *checker) {
    check_circles(checker);
    find_reached(checker);
    check_recurrences(checker);
    for (int i = 0; i < checker->defs.count; i++) {
        const Def *def = checker->defs.at[i];
        if (def->value->role != ROLE_UNKNOWN || def->value->poisoned) continue;
        if (def->value->reached)
            discrete(checker, def);
        else
            no_draw(checker, def);
    }
}
