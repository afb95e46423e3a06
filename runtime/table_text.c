/* The table of a fit. A mean with Monte Carlo error 0.03 is shown with two decimals, since the third would change with the seed; so are
 * the other numbers of its row. Columns are aligned at the decimal point. */
#include "table_text.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "number.h"

enum { COLUMNS = 8, VALUES = 5, CELL = 40, NAME = 256, WIDEST_NAME = 40, MOST_DECIMALS = 9 };
static const char *const HEADS[COLUMNS] = {"mean", "sd", "q5", "q50", "q95", "ess_bulk", "ess_tail", "rhat"};

/* One line: a label and its numbers as text, or, for a folded array, a sentence. */
typedef struct Line {
    char name[NAME], cells[COLUMNS][CELL], *sentence;
} Line;
typedef struct Lines {
    Line *at;
    int   count, capacity;
} Lines;

int bm_text_width(const char *text) {
    int width = 0;
    for (; *text; text++) width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

void bm_put_padded(BmText *out, const char *text, int width) {
    const int blanks = abs(width) - bm_text_width(text);
    if (width < 0 && blanks > 0) bm_text_add(out, "%*s", blanks, "");
    bm_text_bytes(out, text, strlen(text));
    if (width > 0 && blanks > 0) bm_text_add(out, "%*s", blanks, "");
}

/* Decimals that the Monte Carlo error of the mean allows; where there is none, those of four digits of the sd. Three where neither is finite. */
static int decimals_of(const BmSummaryRow *row) {
    const double unit = row->mcse_mean > 0 && isfinite(row->mcse_mean) ? row->mcse_mean
                        : row->sd > 0                                  ? row->sd / 1000
                                                                       : 0;
    if (!(unit > 0) || isinf(unit)) return 3;
    const int decimals = -(int)floor(log10(unit));
    return decimals < 0 ? 0 : decimals;
}

static void value_text(char cell[CELL], double value, int decimals) {
    if (isnan(value))
        snprintf(cell, CELL, "—");
    else if (isinf(value))
        snprintf(cell, CELL, value > 0 ? "∞" : "-∞");
    else if (decimals > MOST_DECIMALS || fabs(value) >= 1e9)
        snprintf(cell, CELL, "%.3e", value);
    else
        snprintf(cell, CELL, "%.*f", decimals, fabs(value) < 0.5 * pow(10, -decimals) ? 0.0 : value);
}

static void count_text(char cell[CELL], double value) {
    if (isnan(value))
        snprintf(cell, CELL, "—");
    else
        snprintf(cell, CELL, "%.0f", value);
}

static void fill_line(Line *line, const BmSummaryRow *row) {
    const double values[VALUES] = {row->mean, row->sd, row->q5, row->q50, row->q95};
    const int    decimals = decimals_of(row);
    for (int i = 0; i < VALUES; i++) {
        if (row->sd == 0 && i != 1 && isfinite(values[i]))
            bm_number_show(values[i], line->cells[i]); /* a constant, as it is */
        else
            value_text(line->cells[i], values[i], decimals);
    }
    count_text(line->cells[5], row->ess_bulk);
    count_text(line->cells[6], row->ess_tail);
    value_text(line->cells[7], row->rhat, 3);
}

/* Cuts a label that is too long for a terminal. */
static void shorten(char name[NAME]) {
    if (bm_text_width(name) <= WIDEST_NAME) return;
    int   width = 0;
    char *p = name;
    for (; *p; p++) {
        const bool begins = ((unsigned char)*p & 0xC0) != 0x80;
        if (begins && width == WIDEST_NAME - 1) break;
        width += begins;
    }
    strcpy(p, "…");
}

static Line *add_line(Lines *lines) {
    if (lines->count == lines->capacity) {
        const int capacity = lines->capacity ? 2 * lines->capacity : 32;
        Line     *at = realloc(lines->at, (size_t)capacity * sizeof *at);
        if (!at) return NULL;
        lines->at = at;
        lines->capacity = capacity;
    }
    lines->at[lines->count] = (Line){.name = ""};
    return &lines->at[lines->count++];
}

/* "919 values, means -0.5 … 2.1, ess ≥ 1200, rhat ≤ 1.003" */
static char *fold(const BmSummaryRow *rows, int64_t n) {
    double low = INFINITY, high = -INFINITY, ess = INFINITY, rhat = 0;
    int    decimals = 0;
    for (int64_t i = 0; i < n; i++) {
        const int wanted = decimals_of(&rows[i]);
        if (rows[i].mean < low) low = rows[i].mean;
        if (rows[i].mean > high) high = rows[i].mean;
        ess = fmin(ess, fmin(rows[i].ess_bulk, rows[i].ess_tail));
        rhat = fmax(rhat, rows[i].rhat);
        if (wanted > decimals) decimals = wanted;
    }
    char   from[CELL], to[CELL];
    BmText text = {0};
    bm_text_add(&text, "%lld values", (long long)n);
    if (low <= high) {
        value_text(from, low, decimals > 4 ? 4 : decimals);
        value_text(to, high, decimals > 4 ? 4 : decimals);
        bm_text_add(&text, ", means %s … %s", from, to);
    }
    if (isfinite(ess)) bm_text_add(&text, ", ess ≥ %.0f", floor(ess));
    if (rhat > 0) bm_text_add(&text, ", rhat ≤ %.3f", ceil(rhat * 1000) / 1000);
    return text.at;
}

static void add_array(Lines *lines, const BmSchema *schema, const BmArray *array, const BmSummaryRow *rows, bool all) {
    const int64_t cells = bm_cell_count(schema, array->dims, array->n_dims);
    if (cells > BM_TABLE_FOLD && !all) {
        Line *line = add_line(lines);
        if (!line) return;
        int at = snprintf(line->name, NAME, "%.100s[", array->shown);
        for (int i = 0; i < array->n_dims && at < NAME - 110; i++) {
            at += snprintf(line->name + at, (size_t)(NAME - at), "%s%.100s", i ? ", " : "",
                           schema->dims[array->dims[i]].shown);
            for (int k = 0; k < i; k++)
                if (array->dims[k] == array->dims[i]) at += snprintf(line->name + at, (size_t)(NAME - at), "'");
        }
        snprintf(line->name + at, (size_t)(NAME - at), "]");
        shorten(line->name);
        line->sentence = fold(rows, cells);
        return;
    }
    for (int64_t cell = 0; cell < cells; cell++) {
        Line *line = add_line(lines);
        if (!line) return;
        bm_cell_name(schema, array->shown, array->dims, array->n_dims, cell, line->name, NAME);
        shorten(line->name);
        fill_line(line, &rows[cell]);
    }
}

int bm_table_folded(const BmSchema *schema) {
    int folded = 0;
    for (int i = 0; i < schema->n_outputs; i++)
        folded += bm_cell_count(schema, schema->outputs[i].dims, schema->outputs[i].n_dims) > BM_TABLE_FOLD;
    return folded;
}

/* Columns behind the integer part: 0, or the point and the decimals. */
static int tail_width(const char *cell) {
    const char *point = strchr(cell, '.');
    return point ? bm_text_width(point) : 0;
}

/* Columns of the table: width before and behind the decimal point, and what is left out. */
typedef struct Shape {
    int  name, left[COLUMNS], right[COLUMNS];
    bool hidden[COLUMNS];
} Shape;

static void put_cells(BmText *out, const Line *line, const Shape *shape) {
    const int *left = shape->left, *right = shape->right;
    for (int c = 0; c < COLUMNS; c++) {
        if (shape->hidden[c]) continue;
        const int tail = tail_width(line->cells[c]);
        bm_text_add(out, "  ");
        bm_put_padded(out, line->cells[c], -(left[c] + tail));
        if (c < COLUMNS - 1 && right[c] > tail) bm_text_add(out, "%*s", right[c] - tail, "");
    }
}

static void measure(const Lines *lines, Shape *shape) {
    int *left = shape->left, *right = shape->right;
    for (int i = 0; i < lines->count; i++) {
        const Line *line = &lines->at[i];
        const int   width = bm_text_width(line->name);
        if (width > shape->name) shape->name = width;
        for (int c = 0; c < COLUMNS && !line->sentence; c++) {
            const int tail = tail_width(line->cells[c]), head = bm_text_width(line->cells[c]) - tail;
            if (head > left[c]) left[c] = head;
            if (tail > right[c]) right[c] = tail;
        }
    }
    for (int c = 0; c < COLUMNS; c++)
        if (left[c] + right[c] < (int)strlen(HEADS[c])) left[c] = (int)strlen(HEADS[c]) - right[c];
}

static int width_of(const Shape *shape) {
    int width = shape->name;
    for (int c = 0; c < COLUMNS; c++)
        if (!shape->hidden[c]) width += 2 + shape->left[c] + shape->right[c];
    return width;
}

static void make_fit(Shape *shape, int columns) {
    static const int DISPENSABLE[] = {3, 6};
    for (size_t i = 0; i < sizeof DISPENSABLE / sizeof *DISPENSABLE && columns > 0 && width_of(shape) > columns; i++)
        shape->hidden[DISPENSABLE[i]] = true;
}

void bm_put_table(BmText *out, const BmSummaryRow *rows, const BmSchema *schema, const int64_t *layout, bool all) {
    bm_put_table_within(out, rows, schema, layout, all, 0);
}

void bm_put_table_within(BmText *out, const BmSummaryRow *rows, const BmSchema *schema, const int64_t *layout, bool all,
                         int columns) {
    Lines lines = {0};
    Shape shape = {0};
    bool  any = false;
    for (int i = 0; i < schema->n_outputs; i++)
        add_array(&lines, schema, &schema->outputs[i], rows + layout[schema->outputs[i].slot], all);
    for (int i = 0; i < lines.count; i++) any |= !lines.at[i].sentence;
    measure(&lines, &shape);
    make_fit(&shape, columns);
    if (any) {
        bm_put_padded(out, "", shape.name);
        for (int c = 0; c < COLUMNS; c++) {
            if (shape.hidden[c]) continue;
            bm_text_add(out, "  ");
            bm_put_padded(out, HEADS[c], -(shape.left[c] + shape.right[c]));
        }
        bm_text_add(out, "\n");
    }
    for (int i = 0; i < lines.count; i++) {
        bm_put_padded(out, lines.at[i].name, shape.name);
        if (lines.at[i].sentence)
            bm_text_add(out, "  %s", lines.at[i].sentence);
        else
            put_cells(out, &lines.at[i], &shape);
        bm_text_add(out, "\n");
        free(lines.at[i].sentence);
    }
    free(lines.at);
}
