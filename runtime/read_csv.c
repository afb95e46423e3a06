/* Delimited text to a table, as RFC 4180 has it, with the liberties that people take: `;` or tab as separator (that which the header holds
 * most of), a byte order mark, CRLF or CR, blank lines, no line end at the end. The header is row 1; a row is named by the line on which it begins. */
#include "table.h"
#include "utf8.h"
#include <limits.h>
#include <string.h>

typedef struct Csv {
    BmPool     *pool;
    const char *p, *end, *shown;
    char        separator;
    int         line;    /* of p */
    const char *problem; /* a sentence with the row, or NULL */
} Csv;

static bool at_line_end(const Csv *csv) { return csv->p >= csv->end || *csv->p == '\n' || *csv->p == '\r'; }

static void skip_line_end(Csv *csv) {
    if (csv->p >= csv->end) return;
    if (*csv->p == '\r' && csv->p + 1 < csv->end && csv->p[1] == '\n') csv->p++;
    csv->p++;
    csv->line++;
}

/* The separator that the first record holds most often outside quotes; `,` if none, unless that is the decimal point. */
static char find_separator(const char *p, const char *end, char decimal) {
    int  commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"') quoted = !quoted;
        if (quoted) continue;
        commas += *p == ',';
        semicolons += *p == ';';
        tabs += *p == '\t';
    }
    if (tabs && tabs >= semicolons && tabs >= commas) return '\t';
    return semicolons > commas || decimal == ',' ? ';' : ',';
}

/* begin is behind the opening quote; row: line of the record, for messages. */
static BmCell read_quoted(Csv *csv, int row) {
    const char *begin = ++csv->p;
    size_t      doubled = 0;
    int         opened = csv->line;
    for (;; csv->p++) {
        if (csv->p >= csv->end) {
            csv->problem = bm_pool_printf(csv->pool, "a quote `\"` that is opened in line %d is never closed", opened);
            return (BmCell){"", 0, BM_CELL_TEXT};
        }
        if (*csv->p == '"') {
            if (csv->p + 1 >= csv->end || csv->p[1] != '"') break;
            doubled++;
            csv->p++;
        } else if (*csv->p == '\n' || (*csv->p == '\r' && !(csv->p + 1 < csv->end && csv->p[1] == '\n'))) {
            csv->line++;
        }
    }
    size_t length = (size_t)(csv->p - begin);
    csv->p++;
    if (!at_line_end(csv) && *csv->p != csv->separator)
        csv->problem = bm_pool_printf(
            csv->pool,
            "in row %d there is text behind a closing quote (a quote inside a field is written twice, `\"\"`)", row);
    if (!doubled) return (BmCell){begin, (int)length, BM_CELL_TEXT};
    char *text = bm_pool_alloc(csv->pool, length + 1, 1), *out = text;
    for (size_t i = 0; i < length; i++) {
        *out++ = begin[i];
        if (begin[i] == '"') i++;
    }
    return (BmCell){text, (int)(length - doubled), BM_CELL_TEXT};
}

static BmCell read_field(Csv *csv, int row) {
    if (csv->p < csv->end && *csv->p == '"') return read_quoted(csv, row);
    const char *begin = csv->p;
    char        separator = csv->separator;
    while (csv->p < csv->end && *csv->p != separator && *csv->p != '\n' && *csv->p != '\r') csv->p++;
    return (BmCell){begin, (int)(csv->p - begin), BM_CELL_TEXT};
}

typedef struct Cells {
    BmCell *at;
    int     count, capacity;
} Cells;

/* One record, appended to cells; returns its number of fields. */
static int read_record(Csv *csv, Cells *cells) {
    int row = csv->line, before = cells->count;
    for (;;) {
        BmCell cell = read_field(csv, row);
        BM_PUSH(csv->pool, cells, cell);
        if (csv->problem || at_line_end(csv)) break;
        csv->p++;
    }
    if (!csv->problem) skip_line_end(csv);
    return cells->count - before;
}

static void read_header(Csv *csv, BmTable *table) {
    Cells header = {0};
    table->n_columns = read_record(csv, &header);
    table->columns = BM_NEW(csv->pool, table->n_columns, BmColumn);
    for (int i = 0; i < table->n_columns; i++)
        table->columns[i].name = bm_pool_copy(csv->pool, header.at[i].text, (size_t)header.at[i].length);
}

static void ragged(Csv *csv, const BmTable *table, int row, int fields, BmMessages *messages, bool first) {
    const char *help = table->n_columns == 1 ? "If these are numbers with a decimal comma, run with `--decimal ,`."
                       : first && fields == table->n_columns + 1
                           ? "If the first column holds row names, give it a name in the header, or write the file "
                             "without them (in R: `row.names = FALSE`)."
                       : csv->separator == ',' ? "A field with a comma in it must stand in quotes."
                                               : NULL;
    bm_message(messages, "L15", 2, 0, 0, help, "row %d of `%s` has %d field%s, but the header names %d column%s.", row,
               csv->shown, fields, fields == 1 ? "" : "s", table->n_columns, table->n_columns == 1 ? "" : "s");
}

/* Rows up to the end, or to the first one that does not fit. */
static bool read_rows(Csv *csv, BmTable *table, BmMessages *messages) {
    Cells cells = {0};
    struct {
        int *at;
        int  count, capacity;
    } rows = {0};
    int blank = 0;
    while (csv->p < csv->end) {
        if (at_line_end(
                csv)) { /* a blank line: nothing, or in a table of one column a missing value, unless nothing follows */
            skip_line_end(csv);
            blank++;
            continue;
        }
        for (int i = blank; table->n_columns == 1 && i > 0; i--) {
            BM_PUSH(csv->pool, &cells, (BmCell){"", 0, BM_CELL_TEXT});
            BM_PUSH(csv->pool, &rows, csv->line - i);
        }
        blank = 0;
        int row = csv->line, fields = read_record(csv, &cells);
        if (cells.count > BM_MAX_CELLS) csv->problem = "it is too large";
        if (csv->problem) return false;
        if (fields != table->n_columns) {
            ragged(csv, table, row, fields, messages, rows.count == 0);
            return false;
        }
        BM_PUSH(csv->pool, &rows, row);
    }
    table->cells = cells.at;
    table->rows = rows.at;
    table->n_rows = rows.count;
    return true;
}

void bm_read_csv(BmCatalogue *catalogue, int source, const char *text, size_t length, char decimal,
                 BmMessages *messages) {
    Csv csv = {.pool = catalogue->pool,
               .p = text,
               .end = text + length,
               .shown = catalogue->sources.at[source].shown,
               .line = 1};
    if (length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) csv.p += 3;
    while (csv.p < csv.end && at_line_end(&csv)) skip_line_end(&csv);
    if (csv.p >= csv.end) {
        bm_message(messages, "L02", 2, 0, 0, "A table begins with a line of column names.", "`%s` is empty.",
                   csv.shown);
        return;
    }
    csv.separator = find_separator(csv.p, csv.end, decimal);
    BmTable table = {.shown = csv.shown, .source = source, .rows_are = catalogue->sources.at[source].rows_are};
    read_header(&csv, &table);
    bool fine = !csv.problem && read_rows(&csv, &table, messages);
    if (csv.problem)
        bm_message(messages, "L15", 2, 0, 0, NULL, "`%s` cannot be read as a table: %s.", csv.shown, csv.problem);
    if (fine) BM_PUSH(catalogue->pool, &catalogue->tables, table);
}
