/* The checked model in words. Sections of rows in aligned columns: what it is, of what type, how it comes about, what
 * its `##` comment says. */
#include "understood.h"
#include "lang/dim.h"
#include "lang/structure.h"
#include "lang/support_words.h"
#include "transform_together.h"
#include <math.h>
#include <string.h>

enum { WIDEST_COLUMN = 60, PAGE = 100, NARROWEST = 40, LABELS_SHOWN = 6 };

typedef struct Row {
    const char *name, *type, *text, *doc;
} Row;
typedef VEC(Row) Rows;
typedef struct Page {
    Arena   *arena;
    Text     text;
    bool     colour;
    Session *session;
    int      columns;
} Page;

/* --- words --- */

static bool is_number(const Expr *bound, double number) {
    return bound && bound->kind == X_NUMBER && bound->number == number;
}

static bool is_infinite(const Expr *bound) { return !bound || (bound->kind == X_NUMBER && isinf(bound->number)); }

/* As one would declare it: "real > 0", "count", "real in (0, 1)". */
static const char *support_text(Session *session, const Support *support) {
    Arena      *arena = session->arena;
    const char *kind = support->whole ? "int" : "real", *more = structure_info(support->structure)->range;
    bool        has_lo = !is_infinite(support->lo), has_hi = !is_infinite(support->hi);
    if (support->whole && is_number(support->lo, 0) && !has_hi) return "count";
    if (support->whole && is_number(support->lo, 0) && is_number(support->hi, 1)) return "binary";
    const char *lo = has_lo ? expr_print(session, support->lo) : "",
               *hi = has_hi ? expr_print(session, support->hi) : "";
    if (support->whole && has_lo && has_hi) return arena_printf(arena, "int in %s..%s%s", lo, hi, more);
    if (has_lo && has_hi)
        return arena_printf(arena, "%s in %c%s, %s%c%s", kind, support->lo_open ? '(' : '[', lo, hi,
                            support->hi_open ? ')' : ']', more);
    if (has_lo) return arena_printf(arena, "%s %s %s%s", kind, support->lo_open ? ">" : ">=", lo, more);
    if (has_hi) return arena_printf(arena, "%s %s %s%s", kind, support->hi_open ? "<" : "<=", hi, more);
    return arena_printf(arena, "%s%s", kind, more);
}

static const char *data_text(Session *session, const Value *value) {
    const char *type = value->data.kind == DATA_KEY
                           ? arena_printf(session->arena, "label of %s", value->data.key->shown)
                       : value->data.kind == DATA_DATE ? "date"
                                                       : support_text(session, &value->data.bounds);
    return value->data.may_be_missing ? arena_printf(session->arena, "%s, may be missing", type) : type;
}

const char *understood_type(Session *session, const Value *value) {
    if (value->role == ROLE_DATA) return data_text(session, value);
    if (value->type.kind == TYPE_LABEL) return arena_printf(session->arena, "label of %s", value->type.dim->shown);
    return support_text(session, &value->support);
}

/* --- rows --- */

static void add_rows(Page *page, const char *title, const Rows *rows) {
    int widths[3] = {0};
    for (int i = 0; i < rows->count; i++) {
        const char *cells[3] = {rows->at[i].name, rows->at[i].type, rows->at[i].text};
        for (int k = 0; k < 3; k++) {
            int width = cells[k] ? terminal_width(cells[k]) : 0;
            if (width > widths[k] && width <= WIDEST_COLUMN) widths[k] = width;
        }
    }
    if (!rows->count) return;
    text_add(page->arena, &page->text, page->colour ? "\033[1m%s\033[0m\n" : "%s\n", title);
    for (int i = 0; i < rows->count; i++) {
        const char *cells[4] = {rows->at[i].name, rows->at[i].type, rows->at[i].text, rows->at[i].doc};
        int         owed = 2; /* blanks before the next cell; none at the end of a line */
        for (int k = 0; k < 4; k++) {
            int width = cells[k] ? terminal_width(cells[k]) : 0;
            if (width) text_add(page->arena, &page->text, "%*s%s", owed, "", cells[k]);
            if (width) owed = 0;
            if (k < 3 && widths[k]) owed += (widths[k] > width ? widths[k] - width : 0) + 2;
        }
        text_add(page->arena, &page->text, "\n");
    }
}

static const char *document(Arena *arena, const char *doc) { return doc ? arena_printf(arena, "# %s", doc) : NULL; }

static const char *labels_text(const Load *load, const Dim *dim) {
    Arena *arena = load->session->arena;
    Text   text = {0};
    for (int i = 0; load->bound && i < load->schema->n_dims; i++) {
        const BmDim *bound = &load->schema->dims[i];
        if (strcmp(bound->name, dim->name) != 0) continue;
        text_add(arena, &text, "%d label%s: ", bound->n_labels, bound->n_labels == 1 ? "" : "s");
        for (int k = 0; k < bound->n_labels && k < LABELS_SHOWN; k++)
            text_add(arena, &text, "%s%s", k ? ", " : "", bound->labels[k]);
        if (bound->n_labels > LABELS_SHOWN) text_add(arena, &text, ", …, %s", bound->labels[bound->n_labels - 1]);
        return text.at;
    }
    switch (dim->from) {
    case LABELS_FROM_DATA:
        return dim->ordered ? "ordered labels, from the data" : "labels from the data";
    case LABELS_RANGE:
        return dim->range_hi_name ? arena_printf(arena, "%ld..%s", dim->range_lo, dim->range_hi_name)
                                  : arena_printf(arena, "%ld..%ld", dim->range_lo, dim->range_hi);
    case LABELS_LISTED:
        for (int i = 0; i < dim->labels.count; i++)
            text_add(arena, &text, "%s%s", i ? ", " : "", dim->labels.at[i].text);
        return text.count ? text.at : "";
    case LABELS_NONE:
        break;
    }
    return "";
}

static void add_dims(Page *page, const Load *load) {
    Rows rows = {0};
    for (int i = 0; i < load->model->dims.count; i++) {
        const Dim *dim = load->model->dims.at[i];
        if (dim->base) continue;
        VEC_PUSH(page->arena, &rows, (Row){dim->shown, labels_text(load, dim), NULL, document(page->arena, dim->doc)});
    }
    add_rows(page, "dimensions", &rows);
}

/* A statement in two parts: `beta[coef]` and `~ Normal(0, 10)`, with the words behind it. */
typedef struct Parts {
    const char *left, *right;
} Parts;

static Parts parts_of(Arena *arena, const Statement *statement) {
    const char *text = words_text(arena, statement->span), *tilde = strchr(text, '~');
    if (!tilde) tilde = strstr(text, "∼");
    if (!tilde) return (Parts){text, NULL};
    size_t length = (size_t)(tilde - text);
    while (length && text[length - 1] == ' ') length--;
    return (Parts){arena_copy(arena, text, length), tilde};
}

static int pieces_of(const Model *model, const Value *value) {
    int n = 0;
    for (int i = 0; i < model->statements.count; i++)
        n += model->statements.at[i]->kind == STATEMENT_PRIOR && model->statements.at[i]->left.value == value;
    return n;
}

static void add_unknowns(Page *page, const Load *load, bool reached, const char *title) {
    const Model *model = load->model;
    Rows         rows = {0};
    for (int i = 0; i < model->values.count; i++) {
        const Value *value = model->values.at[i];
        bool         first = true, pieces = pieces_of(model, value) > 1;
        if (value->role != ROLE_UNKNOWN || value->reached != reached) continue;
        for (int k = 0; k < model->statements.count; k++) {
            const Statement *statement = model->statements.at[k];
            if (statement->kind != STATEMENT_PRIOR || statement->left.value != value) continue;
            Parts       parts = parts_of(page->arena, statement);
            const char *name = pieces ? words_text(page->arena, statement->left.span) : value_text(page->arena, value);
            VEC_PUSH(page->arena, &rows,
                     (Row){name, understood_type(page->session, value), parts.right,
                           first ? document(page->arena, value->doc) : NULL});
            first = false;
        }
    }
    add_rows(page, title, &rows);
}

/* How unknowns whose values are bound together are sampled. */
static void add_transforms(Page *page, const Load *load) {
    Rows rows = {0};
    for (int i = 0; i < load->model->values.count; i++) {
        const Value *value = load->model->values.at[i];
        const char  *words = together_words(&value->support);
        if (value->role == ROLE_UNKNOWN && value->reached && words)
            VEC_PUSH(page->arena, &rows, (Row){value_text(page->arena, value), words, NULL, NULL});
    }
    add_rows(page, "bound together", &rows);
}

static void add_given(Page *page, const Load *load) {
    Rows rows = {0};
    for (int i = 0; i < load->model->values.count; i++) {
        const Value *value = load->model->values.at[i];
        if (value->role == ROLE_DATA)
            VEC_PUSH(page->arena, &rows,
                     (Row){value_text(page->arena, value), data_text(page->session, value), NULL,
                           document(page->arena, value->doc)});
    }
    add_rows(page, "given", &rows);
}

static void add_equations(Page *page, const Load *load, bool data_only, const char *title) {
    Rows rows = {0};
    for (int i = 0; i < load->model->values.count; i++) {
        const Value *value = load->model->values.at[i];
        if (value->role != ROLE_EQUATION || value->data_only != data_only) continue;
        for (int k = 0; k < value->equations.count; k++) {
            const char *right =
                arena_printf(page->arena, "= %s", expr_print(page->session, value->equations.at[k].right));
            const char *name = k || value->equations.count > 1
                                   ? words_text(page->arena, value->equations.at[k].left.span)
                                   : value_text(page->arena, value);
            VEC_PUSH(page->arena, &rows, (Row){name, NULL, right, k ? NULL : document(page->arena, value->doc)});
        }
    }
    add_rows(page, title, &rows);
}

static void add_statements(Page *page, const Load *load, StatementKind kind, const char *title) {
    Rows rows = {0};
    for (int i = 0; i < load->model->statements.count; i++) {
        const Statement *statement = load->model->statements.at[i];
        if (statement->kind != kind) continue;
        Parts parts = parts_of(page->arena, statement);
        VEC_PUSH(page->arena, &rows, (Row){parts.left, NULL, parts.right, NULL});
    }
    add_rows(page, title, &rows);
}

const char *understood_at_length(Load *load, bool colour) {
    Page page = {.arena = load->session->arena, .session = load->session, .colour = colour};
    text_add(page.arena, &page.text, "%s", "");
    add_dims(&page, load);
    add_given(&page, load);
    add_equations(&page, load, true, "computed from data alone");
    add_unknowns(&page, load, true, "unknown");
    add_transforms(&page, load);
    add_equations(&page, load, false, "equations");
    add_statements(&page, load, STATEMENT_FACTOR, "added to the log density");
    add_statements(&page, load, STATEMENT_OBSERVED, "observed");
    add_unknowns(&page, load, false, "drawn forward, as no observation depends on them");
    if (!*page.text.at)
        text_add(page.arena, &page.text, "nothing: no line of `%s` says what is given, unknown or observed\n",
                 load->shown);
    return page.text.at;
}

/* --- in short --- */

/* Names behind a title, wrapped. */
typedef struct Line {
    Page       *page;
    const char *title;
    int         column;
} Line;

static void put_word(Line *line, const char *word) {
    int width = terminal_width(word);
    if (line->column && line->column + width + 2 > line->page->columns) {
        text_add(line->page->arena, &line->page->text, ",\n             ");
        line->column = 13;
    } else if (line->column) {
        text_add(line->page->arena, &line->page->text, ", ");
        line->column += 2;
    } else {
        text_add(line->page->arena, &line->page->text, "  %-11s", line->title);
        line->column = 13;
    }
    text_add(line->page->arena, &line->page->text, "%s", word);
    line->column += width;
}

static void end_line(Line *line) {
    if (line->column) text_add(line->page->arena, &line->page->text, "\n");
}

static bool same_type_before(const Load *load, int upto, bool reached, const char *type) {
    for (int i = 0; i < upto; i++) {
        const Value *value = load->model->values.at[i];
        if (value->role == ROLE_UNKNOWN && value->reached == reached &&
            strcmp(understood_type(load->session, value), type) == 0)
            return true;
    }
    return false;
}

/* Unknowns of one type on one line: "real: a, b", "real >= 0: sigma". */
static void put_unknowns(Page *page, Load *load, bool reached, const char *title) {
    const Model *model = load->model;
    for (int i = 0; i < model->values.count; i++) {
        const Value *first = model->values.at[i];
        if (first->role != ROLE_UNKNOWN || first->reached != reached) continue;
        const char *type = understood_type(load->session, first);
        if (same_type_before(load, i, reached, type)) continue;
        Line line = {.page = page, .title = title};
        for (int k = i; k < model->values.count; k++) {
            const Value *value = model->values.at[k];
            if (value->role != ROLE_UNKNOWN || value->reached != reached ||
                strcmp(understood_type(load->session, value), type) != 0)
                continue;
            put_word(&line, line.column ? value_text(page->arena, value)
                                        : arena_printf(page->arena, "%s: %s", type, value_text(page->arena, value)));
        }
        end_line(&line);
        title = "";
    }
}

static int64_t cells_of(const BmSchema *schema, bool unknowns) {
    int64_t cells = 0;
    for (int i = 0; unknowns && i < schema->n_unknowns; i++)
        cells += bm_cell_count(schema, schema->unknowns[i].dims, schema->unknowns[i].n_dims);
    for (int i = 0; !unknowns && i < schema->n_statements; i++)
        if (strcmp(schema->statements[i].kind, "observed") == 0)
            cells += bm_cell_count(schema, schema->statements[i].dims, schema->statements[i].n_dims);
    return cells;
}

const char *understood_in_short(Load *load, int columns) {
    Page    page = {.arena = load->session->arena,
                    .session = load->session,
                    .columns = columns > NARROWEST && columns < PAGE ? columns : PAGE};
    Line    given = {.page = &page, .title = "given"}, observed = {.page = &page, .title = "observed"};
    int64_t n_unknowns = cells_of(load->schema, true), n_observed = cells_of(load->schema, false);
    text_add(page.arena, &page.text, "%s: %lld unknown number%s, %lld observed\n", load->shown, (long long)n_unknowns,
             n_unknowns == 1 ? "" : "s", (long long)n_observed);
    for (int i = 0; i < load->model->values.count; i++)
        if (load->model->values.at[i]->role == ROLE_DATA)
            put_word(&given, value_text(page.arena, load->model->values.at[i]));
    end_line(&given);
    put_unknowns(&page, load, true, "unknown");
    put_unknowns(&page, load, false, "forward");
    for (int i = 0; i < load->model->statements.count; i++) {
        const Statement *statement = load->model->statements.at[i];
        if (statement->kind == STATEMENT_OBSERVED)
            put_word(&observed,
                     statement->left.value ? value_text(page.arena, statement->left.value) : statement->name);
    }
    end_line(&observed);
    return page.text.at;
}
