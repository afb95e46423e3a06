/* Files to a catalogue; what a cell says. */
#include "table.h"
#include "fold.h"
#include "number.h"
#include "utf8.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* --- reading --- */

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

enum { MAX_BYTES = 2000000000 };

/* All of the file with a NUL behind it; NULL and errno. */
static char *read_all(BmPool *pool, const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    struct stat about;
    int         error = fstat(fileno(file), &about) ? errno
                        : S_ISDIR(about.st_mode)    ? EISDIR
                        : about.st_size > MAX_BYTES ? EFBIG
                                                    : 0;
    size_t      room = !error && about.st_size > 0 ? (size_t)about.st_size + 1 : 1 << 16, n = 0;
    char       *text = error ? NULL : bm_pool_alloc(pool, room + 1, 1);
    for (size_t got; !error && (got = fread(text + n, 1, room - n, file)) > 0;) {
        n += got;
        if (n < room) continue;
        if (room > MAX_BYTES) {
            error = EFBIG;
            break;
        }
        char *larger = bm_pool_alloc(pool, 2 * room + 1, 1);
        memcpy(larger, text, n);
        text = larger;
        room *= 2;
    }
    if (!error && ferror(file)) error = EIO;
    fclose(file);
    errno = error;
    *length = n;
    return error ? NULL : text;
}

/* A sentence on why this is no UTF-8 text, or NULL. */
static const char *not_text(BmPool *pool, const char *text, size_t length, const char **help) {
    *help = "Save it as CSV, in UTF-8.";
    if (length >= 2 && (!memcmp(text, "\xFF\xFE", 2) || !memcmp(text, "\xFE\xFF", 2)))
        return "it is in UTF-16, not in UTF-8";
    if (length >= 4 && !memcmp(text, "PK\3\4", 4)) return "it is a spreadsheet or an archive, not text";
    int line = 1;
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)text[i];
        if (c && c < 0x80) {
            line += c == '\n';
            i++;
            continue;
        }
        int code, bytes = bm_utf8_read(text + i, length - i, &code);
        if (!bytes || !code)
            return bm_pool_printf(
                pool, c ? "line %d is not in UTF-8 (byte 0x%02X)" : "it is not text (line %d has a byte %d)", line, c);
        i += (size_t)bytes;
    }
    return NULL;
}

static bool ends_in(const char *name, const char *end) {
    size_t n = strlen(name), m = strlen(end);
    return n >= m && !strcasecmp(name + n - m, end);
}

static bool is_json(const char *name, const char *text, size_t length) {
    if (ends_in(name, ".json")) return true;
    if (ends_in(name, ".csv") || ends_in(name, ".tsv") || ends_in(name, ".txt")) return false;
    size_t i = length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (i < length && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t')) i++;
    return i < length && (text[i] == '{' || text[i] == '[');
}

static void read_text(BmCatalogue *catalogue, int source, const char *text, size_t length, const BmBindOptions *options,
                      BmMessages *messages) {
    const char *shown = catalogue->sources.at[source].shown, *help = NULL;
    const char *problem = not_text(catalogue->pool, text, length, &help);
    if (problem)
        bm_message(messages, "L15", 2, 0, 0, help, "`%s` cannot be read: %s.", shown, problem);
    else if (is_json(shown, text, length))
        bm_read_json(catalogue, source, text, length, messages);
    else
        bm_read_csv(catalogue, source, text, length, options->decimal, messages);
}

/* "dim=path": the part before the `=` if it could be a name of a dim; a file of that whole name goes first. */
static const char *split_path(BmPool *pool, const char *argument, const char **rows_are) {
    const char *equals = strchr(argument, '=');
    *rows_are = NULL;
    if (!equals || equals == argument || memchr(argument, '/', (size_t)(equals - argument)) ||
        memchr(argument, '.', (size_t)(equals - argument)))
        return argument;
    FILE *whole = fopen(argument, "rb");
    if (whole) {
        fclose(whole);
        return argument;
    }
    *rows_are = bm_fold(pool, argument, (size_t)(equals - argument));
    return equals + 1;
}

static void read_file(BmCatalogue *catalogue, const char *argument, const BmBindOptions *options,
                      BmMessages *messages) {
    const char *rows_are, *path = split_path(catalogue->pool, argument, &rows_are);
    BmSource    source = {.path = path, .shown = base_name(path), .rows_are = rows_are};
    size_t      length = 0;
    char       *text = read_all(catalogue->pool, path, &length);
    if (!text) {
        bm_message(messages, "L15", 2, 0, 0, NULL, "`%s` cannot be read: %s.", path, strerror(errno));
        return;
    }
    BM_PUSH(catalogue->pool, &catalogue->sources, source);
    read_text(catalogue, catalogue->sources.count - 1, text, length, options, messages);
}

void bm_catalogue_read(BmCatalogue *catalogue, const BmBindOptions *options, BmMessages *messages) {
    for (int i = 0; i < options->n_files; i++) read_file(catalogue, options->files[i], options, messages);
    for (int i = 0; i < options->n_memory; i++) {
        const BmMemoryFile *file = &options->memory[i];
        BM_PUSH(catalogue->pool, &catalogue->sources, (BmSource){.path = file->name, .shown = base_name(file->name)});
        read_text(catalogue, catalogue->sources.count - 1, bm_pool_copy(catalogue->pool, file->text, file->length),
                  file->length, options, messages);
    }
    for (int t = 0; t < catalogue->tables.count; t++)
        for (int c = 0; c < catalogue->tables.at[t].n_columns; c++) {
            BmColumn *column = &catalogue->tables.at[t].columns[c];
            column->folded = bm_fold(catalogue->pool, column->name, strlen(column->name));
        }
    for (int a = 0; a < catalogue->arrays.count; a++)
        catalogue->arrays.at[a].folded =
            bm_fold(catalogue->pool, catalogue->arrays.at[a].name, strlen(catalogue->arrays.at[a].name));
}

/* --- columns and cells --- */

int bm_table_column(const BmTable *table, const char *folded) {
    int found = -1;
    for (int c = 0; c < table->n_columns; c++)
        if (!strcmp(table->columns[c].folded, folded)) found = found == -1 ? c : -2;
    return found;
}

const BmCell *bm_table_cell(const BmTable *table, int row, int column) {
    return &table->cells[(int64_t)row * table->n_columns + column];
}

static BmCell trimmed(BmCell cell) {
    while (cell.length && (*cell.text == ' ' || *cell.text == '\t')) cell.text++, cell.length--;
    while (cell.length && (cell.text[cell.length - 1] == ' ' || cell.text[cell.length - 1] == '\t')) cell.length--;
    return cell;
}

static bool is_na_option(const BmCell *cell, const BmBindOptions *options) {
    double value, code;
    for (int i = 0; i < options->n_na; i++) {
        size_t length = strlen(options->na[i]);
        if ((size_t)cell->length == length && !memcmp(cell->text, options->na[i], length)) return true;
        if (bm_number_read(options->na[i], length, &code) && bm_number_read(cell->text, (size_t)cell->length, &value) &&
            value == code)
            return true;
    }
    return false;
}

bool bm_cell_missing(const BmCell *raw, const BmBindOptions *options) {
    if (raw->kind == BM_CELL_NULL) return true;
    if (raw->kind != BM_CELL_TEXT && raw->kind != BM_CELL_NUMBER) return false;
    BmCell cell = trimmed(*raw);
    if (cell.length == 0) return true;
    if (cell.length == 1 && *cell.text == '.') return true;
    if (cell.length == 2 && !memcmp(cell.text, "NA", 2)) return true;
    if (cell.length == 3 && (!memcmp(cell.text, "NaN", 3) || !memcmp(cell.text, "nan", 3))) return true;
    return options->n_na && is_na_option(&cell, options);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Between a digit and exactly three more? */
static bool separates(const BmCell *cell, int i) {
    if (i == 0 || !is_digit(cell->text[i - 1]) || i + 3 >= cell->length) return false;
    for (int k = 1; k <= 3; k++)
        if (!is_digit(cell->text[i + k])) return false;
    return i + 4 >= cell->length || !is_digit(cell->text[i + 4]);
}

/* With a decimal comma, or separators of thousands: a copy without them. */
static bool number_in_style(const BmCell *cell, const BmBindOptions *options, double *number) {
    char copy[128];
    int  n = 0;
    char decimal = options->decimal ? options->decimal : '.', thousands = options->thousands;
    if (cell->length >= (int)sizeof copy) return false;
    for (int i = 0; i < cell->length; i++) {
        char c = cell->text[i];
        if (thousands && c == thousands && separates(cell, i)) continue;
        if (c == '.' && decimal != '.') return false;
        copy[n++] = c == decimal ? '.' : c;
    }
    return bm_number_read(copy, (size_t)n, number);
}

bool bm_cell_number(const BmCell *cell, const BmBindOptions *options, double *number) {
    switch (cell->kind) {
    case BM_CELL_FALSE:
    case BM_CELL_TRUE:
        *number = cell->kind == BM_CELL_TRUE;
        return true;
    case BM_CELL_NUMBER:
        return bm_number_read(cell->text, (size_t)cell->length, number);
    case BM_CELL_TEXT:
        if (options->decimal || options->thousands) return number_in_style(cell, options, number);
        return bm_number_read(cell->text, (size_t)cell->length, number);
    case BM_CELL_NULL:
    case BM_CELL_OTHER:
        return false;
    }
    return false;
}
