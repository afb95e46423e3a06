/* Looks for the first cell of the first statement whose log density is not finite, by a version of the model that is
 * compiled for the purpose, and puts into words what stands there. */
#include "failure.h"
#include "lang/expr.h"
#include "cell_value.h"
#include "runtime/number.h"
#include "runtime/rng.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMED = 6, MOST_COMPILED = 50 };

/* The model at the point. */
typedef struct Scene {
    Load            *load;
    const double    *q;
    double          *cells, *outputs, *gradient, *work;
    const Statement *statement; /* the first that is not finite, NULL: none */
    int              row;       /* its number in the schema */
    int64_t          cell;
    double           log_density; /* there */
    Cell             place;
    const char      *infinite; /* a datum that is infinite there, NULL: none was met */
} Scene;

static const Statement *statement_find(const Model *model, const char *name) {
    for (int i = 0; i < model->statements.count; i++)
        if (strcmp(model->statements.at[i]->name, name) == 0) return model->statements.at[i];
    return NULL;
}

/* The same model and data with the functions that look at single cells. Places in memory may differ, so all is laid out
 * again. */
static bool compile_again(Load *load) {
    free(load->layout);
    free(load->data);
    load->layout = NULL;
    load->data = NULL;
    bool silent = load->silent;
    load->silent = true; /* what the checks of the data say was said before */
    bool done = load_compile(load, ENTRY_SAMPLE | ENTRY_POINTWISE);
    load->silent = silent;
    return done;
}

static bool evaluate(Scene *s) {
    const Load    *load = s->load;
    const int64_t *layout = load->layout;
    BmStream       stream = bm_stream(1, 0, BM_PURPOSE_FREE, 0);
    s->cells = load_cells(layout[BM_LAYOUT_CELLS]);
    s->outputs = load_cells(layout[BM_LAYOUT_OUTPUTS]);
    s->gradient = load_cells(layout[BM_LAYOUT_UNKNOWNS]);
    s->work = load_cells(layout[BM_LAYOUT_WORK]);
    if (!s->cells || !s->outputs || !s->gradient || !s->work) return false;
    load->compiled->pointwise(s->q, s->cells, layout, load->data, s->work);
    load->compiled->outputs(s->q, s->outputs, layout, load->data, s->work, &stream);
    load->compiled->gradient(s->q, s->gradient, layout, load->data, s->work);
    return true;
}

static void find_statement(Scene *s) {
    const BmSchema *schema = s->load->schema;
    for (int i = 0; i < schema->n_statements && !s->statement; i++) {
        const BmStatement *row = &schema->statements[i];
        const double      *cells = s->cells + s->load->layout[row->slot];
        int64_t            n = bm_cell_count(schema, row->dims, row->n_dims);
        for (int64_t cell = 0; cell < n && !s->statement; cell++) {
            if (isfinite(cells[cell])) continue;
            s->statement = statement_find(s->load->model, row->name);
            s->row = i;
            s->cell = cell;
            s->log_density = cells[cell];
        }
    }
}

/* Axes of the statement at its cell. The schema names dims; a dim that comes twice is axis copy 0, then 1. */
static void find_place(Scene *s) {
    const BmStatement *row = &s->load->schema->statements[s->row];
    int64_t            rest = s->cell;
    s->place = (Cell){.load = s->load, .outputs = s->outputs};
    for (int i = row->n_dims - 1; i >= 0; i--) {
        const BmDim *dim = &s->load->schema->dims[row->dims[i]];
        int          copy = 0, seen = 0;
        for (int k = 0; k < i; k++) copy += row->dims[k] == row->dims[i];
        const Axes cells = statement_cells(s->load->session->arena, s->statement);
        for (int k = 0; k < cells.count; k++) {
            Axis axis = cells.at[k];
            if (strcmp(axis.dim->name, dim->name) == 0 && seen++ == copy)
                cell_set(&s->place, axis, rest % dim->n_labels);
        }
        rest /= dim->n_labels;
    }
}

/* --- words --- */

static const char *number_in_words(double x, char buffer[BM_NUMBER_ROOM]) {
    if (isnan(x)) return "not a number";
    if (isinf(x)) return x > 0 ? "∞" : "-∞";
    return bm_number_show(x, buffer);
}

static void add_value(Scene *s, Words *said, const char *name, const Expr *expr) {
    char   number[BM_NUMBER_ROOM];
    bool   known = true;
    double value = cell_value(&s->place, expr, &known);
    Arena *arena = s->load->session->arena;
    if (!known || said->count >= MOST_NAMED) return;
    const char *text = arena_printf(arena, "`%s` = %s", name, number_in_words(value, number));
    for (int i = 0; i < said->count; i++)
        if (strcmp(said->at[i], text) == 0) return;
    VEC_PUSH(arena, said, text);
}

static void note_infinite(Scene *s, const Expr *ref) {
    bool known = true;
    if (ref->ref.value->role == ROLE_DATA && isinf(cell_value(&s->place, ref, &known)) && known)
        s->infinite = cell_reference(&s->place, ref);
}

/* Values that stand in an expression, with their labels: down to the unknowns in the cells that it looks at, hence not into what looks at
 * other cells. */
static void add_references(Scene *s, Words *said, const Expr *expr) {
    ExprList   parts = {0};
    const bool elsewhere = expr->kind == X_REDUCE || expr->kind == X_ALONG || expr->kind == X_AT ||
                           expr->kind == X_KERNEL || expr->kind == X_DIST || expr->kind == X_LABEL_NUMBER;
    if (elsewhere) return;
    if (expr->kind == X_REF) {
        note_infinite(s, expr);
        add_value(s, said, cell_reference(&s->place, expr), expr);
        return;
    }
    expr_children(s->load->session->arena, expr, &parts);
    for (int i = 0; i < parts.count; i++) add_references(s, said, parts.at[i]);
}

static const char *joined(Arena *arena, const Words *words) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < words->count; i++) text_add(arena, &text, "%s%s", i ? ", " : "", words->at[i]);
    return text.at;
}

static const char *place_name(const Scene *s) {
    const BmSchema    *schema = s->load->schema;
    const BmStatement *row = &schema->statements[s->row];
    char               name[256];
    bm_cell_name(schema, row->value && *row->value ? row->value : row->name, row->dims, row->n_dims, s->cell, name,
                 sizeof name);
    return arena_copy(s->load->session->arena, name, strlen(name));
}

/* What the last argument that is not an ordinary number is: its text and its value. */
static const Expr *odd_argument(Scene *s, double *value) {
    const Expr *odd = NULL;
    for (int i = 0; i < s->statement->n_args; i++) {
        bool   known = true;
        double x = cell_value(&s->place, s->statement->args[i], &known);
        if (!known || isfinite(x)) continue;
        odd = s->statement->args[i];
        *value = x;
    }
    return odd;
}

/* What one might do depends on what is odd there: an argument, or the outcome under ordinary arguments. */
static void add_help(Scene *s, DiagList *list, Diag *diag) {
    double         value = 0;
    const Expr    *odd = odd_argument(s, &value);
    const char    *text = odd ? span_text(list->arena, odd->span) : "";
    bool           known = true;
    double         outcome = s->statement->outcome ? cell_value(&s->place, s->statement->outcome, &known) : 0;
    const Support *support = s->statement->dist ? &s->statement->support : NULL;
    if (s->infinite)
        diag_help(list, diag, "`%s` is infinite in the data: correct it, or leave its row out", s->infinite);
    else if (odd && isnan(value))
        diag_help(list, diag,
                  "`%s` is not a number there: look for the logarithm or root of a negative number, or 0 / 0", text);
    else if (odd)
        diag_help(list, diag,
                  "`%s` overflows there: is one `exp` too many, or are numbers on a very large scale? Standardised "
                  "data and narrower priors help",
                  text);
    else if (known && !isfinite(outcome))
        diag_help(list, diag, "`%s` itself is not an ordinary number: look at the line that makes it, and at the data",
                  span_text(list->arena, s->statement->outcome->span));
    else if (support && !support->lo && !support->hi)
        diag_help(list, diag,
                  "The value is so far from where these arguments expect it that its density is 0 as a number: are the "
                  "data on a sensible scale? Standardise them, or widen the priors");
    else if (s->statement->kind == STATEMENT_OBSERVED)
        diag_help(list, diag,
                  "With these arguments the distribution cannot give this value: check it against the data, or widen "
                  "what the model allows");
    else
        diag_help(list, diag, "Check what this line and those that it uses say about the size of numbers");
}

/* --- the message --- */

static void say_statement(Scene *s) {
    char             number[BM_NUMBER_ROOM];
    const Statement *st = s->statement;
    DiagList         list = {.arena = s->load->session->arena};
    Words            args = {0}, said = {0};
    find_place(s);
    for (int i = 0; st->dist && i < st->n_args; i++)
        if (st->args[i]->kind != X_REF && st->args[i]->kind != X_NUMBER)
            add_value(s, &args, span_text(list.arena, st->args[i]->span), st->args[i]);
    for (int i = 0; i < st->n_args; i++) add_references(s, &said, st->args[i]);
    if (st->outcome) add_references(s, &said, st->outcome);
    Span  span = st->dist_span.source ? st->dist_span : st->span;
    Diag *diag =
        diag_add(&list, DIAG_R01, span, "no start found: the log density of `%s` is %s at each point that was tried",
                 place_name(s), number_in_words(s->log_density, number));
    if (args.count) diag_caret(&list, diag, "%s at the last of them", joined(list.arena, &args));
    if (said.count)
        diag_help(&list, diag, "%s %s", args.count ? "There" : "At the last of them", joined(list.arena, &said));
    add_help(s, &list, diag);
    load_show(s->load, &list);
}

/* The first unknown along which the slope is not finite: its name with the label, and its number in the schema. */
static const BmArray *steep_unknown(const Scene *s, const double *gradient, char name[256]) {
    const BmSchema *schema = s->load->schema;
    int64_t         at = 0;
    for (int i = 0; i < schema->n_unknowns; i++) {
        const BmArray *array = &schema->unknowns[i];
        int64_t        cells = bm_coordinate_count(schema, array);
        bool           of_cells = array->coordinates == array->dims;
        for (int64_t cell = 0; cell < cells; cell++, at++) {
            if (isfinite(gradient[at])) continue;
            bm_cell_name(schema, array->shown, array->dims, of_cells ? array->n_dims : 0, cell, name, 256);
            return array;
        }
    }
    return NULL;
}

/* The statement whose own slope is not finite at q; NULL if it is none of them alone. */
static const Statement *steep_statement(Scene *s) {
    const BmSchema  *schema = s->load->schema;
    const Statement *found = NULL;
    for (int i = 0; i < schema->n_statements && i < MOST_COMPILED && !found; i++) {
        Load    alone;
        double *work = NULL;
        if (load_statement(s->load, i, &alone) && (work = load_cells(alone.layout[BM_LAYOUT_WORK]))) {
            int64_t n = alone.layout[BM_LAYOUT_UNKNOWNS];
            alone.compiled->gradient(s->q, s->gradient, alone.layout, alone.data, work);
            for (int64_t k = 0; k < n && !found; k++)
                if (!isfinite(s->gradient[k])) found = statement_find(s->load->model, schema->statements[i].name);
        }
        free(work);
        load_statement_release(&alone);
    }
    return found;
}

/* Every log density is finite: then a derivative is not. */
static bool say_gradient(Scene *s) {
    DiagList         list = {.arena = s->load->session->arena};
    char             name[256];
    const BmArray   *array = steep_unknown(s, s->gradient, name);
    const Statement *statement = array ? steep_statement(s) : NULL,
                    *prior = array ? statement_find(s->load->model, array->name) : NULL;
    if (!array) return false;
    Span  span = statement ? statement->dist_span.source ? statement->dist_span : statement->span
                 : prior   ? prior->span
                           : (Span){0};
    Diag *diag = diag_add(&list, DIAG_R02, span, "the log density is finite, but its slope along `%s` is not", name);
    if (statement) diag_caret(&list, diag, "in the density of `%s`", statement->name);
    if (statement && prior && statement != prior)
        diag_label(&list, diag, prior->left.span, "`%s` is made here", array->shown);
    diag_help(&list, diag,
              "Look for a function with an infinite slope, such as a root or a power at 0, in this line and those that "
              "it uses");
    load_show(s->load, &list);
    return true;
}

void failure_explain(Load *load, const double *q, const char *reason) {
    Scene scene = {.load = load, .q = q};
    bool  said = false;
    if (compile_again(load) && evaluate(&scene)) {
        find_statement(&scene);
        if (scene.statement) say_statement(&scene);
        said = scene.statement || say_gradient(&scene);
    }
    if (!said) complain(load->arguments, "no chain could start: %s", reason);
    free(scene.cells);
    free(scene.outputs);
    free(scene.gradient);
    free(scene.work);
}
