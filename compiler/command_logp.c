/* bmodel logp: the log joint density at a point, by statement and in total, and its gradient. For checking against
 * other systems. */
#include "point.h"
#include "runtime/json.h"
#include "runtime/number.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What was computed at the point. */
typedef struct Density {
    double *theta, *gradient, *terms, total, jacobian;
} Density;

static bool allocate(Density *density, const Load *load) {
    density->theta = load_cells(load->layout[BM_LAYOUT_THETA]);
    density->gradient = load_cells(load->layout[BM_LAYOUT_THETA]);
    density->terms = load_cells(load->schema->n_statements);
    return density->theta && density->gradient && density->terms;
}

static void release(Density *density) {
    free(density->theta);
    free(density->gradient);
    free(density->terms);
}

static bool compute(Density *density, const Load *load) {
    double *work = load_cells(load->layout[BM_LAYOUT_WORK]);
    if (!work) return false;
    density->total = load->compiled->joint(density->theta, density->gradient, density->terms, &density->jacobian,
                                           load->layout, load->data, work);
    free(work);
    return true;
}

/* --- for people --- */

static const char *number_text(double number, char buffer[BM_NUMBER_ROOM + 8]) {
    if (isnan(number)) return "not a number";
    if (isinf(number)) return number > 0 ? "∞" : "-∞";
    snprintf(buffer, BM_NUMBER_ROOM + 8, "%.10g", number);
    return buffer;
}

static void print_row(const char *left, int widest, const char *line, const char *right) {
    printf("%s%*s  %6s  %18s\n", left, widest - terminal_width(left), "", line, right);
}

/* Line ends and runs of blanks are one blank. */
static const char *on_one_line(Arena *arena, const char *text) {
    Text line = {0};
    for (const char *c = text; *c; c++) {
        bool blank = strchr(" \t\r\n", *c) != NULL;
        if (!blank)
            text_add(arena, &line, "%c", *c);
        else if (line.count && line.at[line.count - 1] != ' ')
            text_add(arena, &line, " ");
    }
    return line.count ? line.at : "";
}

/* "12", or "priors.bmodel:12" in a file that the model uses. */
static const char *line_text(const Load *load, const BmStatement *statement) {
    const char *file = statement->file && *statement->file ? statement->file : NULL,
               *slash = file ? strrchr(file, '/') : NULL;
    return file ? arena_printf(load->session->arena, "%s:%d", slash ? slash + 1 : file, statement->line)
                : arena_printf(load->session->arena, "%d", statement->line);
}

static void print_statements(const Load *load, const Density *density) {
    const BmSchema *schema = load->schema;
    const char    **texts = arena_alloc(load->session->arena, ((size_t)schema->n_statements + 1) * sizeof *texts);
    char            number[BM_NUMBER_ROOM + 8];
    int             widest = terminal_width("log joint density");
    for (int s = 0; s < schema->n_statements; s++) {
        texts[s] = on_one_line(load->session->arena, schema->statements[s].text);
        if (terminal_width(texts[s]) > widest) widest = terminal_width(texts[s]);
    }
    print_row("statement", widest, "line", "log density");
    for (int s = 0; s < schema->n_statements; s++) {
        print_row(texts[s], widest, line_text(load, &schema->statements[s]), number_text(density->terms[s], number));
    }
    print_row("log joint density", widest, "", number_text(density->total, number));
    if (!load->arguments->jacobian) return;
    print_row("log Jacobian", widest, "", number_text(density->jacobian, number));
    print_row("sum", widest, "", number_text(density->total + density->jacobian, number));
}

static void print_gradient(const Load *load, const Density *density) {
    const BmSchema *schema = load->schema;
    const double   *theta = density->theta, *gradient = density->gradient;
    char            name[256], value[BM_NUMBER_ROOM + 8], slope[BM_NUMBER_ROOM + 8];
    int             widest = terminal_width("unknown");
    for (int pass = 0; pass < 2; pass++) {
        int64_t at = 0;
        if (pass) printf("\nunknown%*s  %18s  %18s\n", widest - 7, "", "value", "gradient");
        for (int i = 0; i < schema->n_unknowns; i++) {
            const BmArray *array = &schema->unknowns[i];
            int64_t        cells = bm_cell_count(schema, array->dims, array->n_dims);
            for (int64_t cell = 0; cell < cells; cell++, at++) {
                bm_cell_name(schema, array->shown, array->dims, array->n_dims, cell, name, sizeof name);
                if (!pass && terminal_width(name) > widest) widest = terminal_width(name);
                if (pass)
                    printf("%s%*s  %18s  %18s\n", name, widest - terminal_width(name), "",
                           number_text(theta[at], value), number_text(gradient[at], slope));
            }
        }
    }
}

/* --- for programs --- */

/* Cells of an array as nested lists; returns how many cells were written. */
static int64_t put_nested(BmText *out, const BmSchema *schema, const int *dims, int n_dims, const double *values) {
    if (n_dims == 0) {
        bm_json_put_number(out, *values);
        return 1;
    }
    int64_t written = 0;
    for (int i = 0; i < schema->dims[dims[0]].n_labels; i++) {
        bm_text_add(out, i ? ", " : "[");
        written += put_nested(out, schema, dims + 1, n_dims - 1, values + written);
    }
    bm_text_add(out, schema->dims[dims[0]].n_labels ? "]" : "[]");
    return written;
}

static void print_json(const Load *load, const Density *density) {
    const BmSchema *schema = load->schema;
    const double   *gradient = density->gradient;
    BmText          out = {0};
    bm_text_add(&out, "{\"log_joint\": ");
    bm_json_put_number(&out, density->total);
    if (load->arguments->jacobian) {
        bm_text_add(&out, ", \"log_jacobian\": ");
        bm_json_put_number(&out, density->jacobian);
    }
    bm_text_add(&out, ", \"statements\": {");
    for (int s = 0; s < schema->n_statements; s++) {
        bm_text_add(&out, s ? ", " : "");
        bm_json_put_string(&out, schema->statements[s].name);
        bm_text_add(&out, ": ");
        bm_json_put_number(&out, density->terms[s]);
    }
    bm_text_add(&out, "}, \"gradient\": {");
    for (int i = 0; i < schema->n_unknowns; i++) {
        bm_text_add(&out, i ? ", " : "");
        bm_json_put_string(&out, schema->unknowns[i].shown);
        bm_text_add(&out, ": ");
        gradient += put_nested(&out, schema, schema->unknowns[i].dims, schema->unknowns[i].n_dims, gradient);
    }
    bm_text_add(&out, "}}\n");
    fputs(out.at, stdout);
    free(out.at);
}

/* JSON has no word for what is not finite: it says null, and standard error says where. */
static void say_infinite(const Load *load, const Density *density) {
    char number[BM_NUMBER_ROOM + 8];
    for (int s = 0; s < load->schema->n_statements; s++)
        if (!isfinite(density->terms[s]))
            fprintf(stderr, "note: the log density of `%s` (line %s) is %s there\n", load->schema->statements[s].name,
                    line_text(load, &load->schema->statements[s]), number_text(density->terms[s], number));
}

/* --- the command --- */

static int evaluate(Load *load) {
    const Arguments *arguments = load->arguments;
    Density          density = {0};
    int              status = STATUS_INPUT;
    if (!allocate(&density, load))
        complain(arguments, "there is not enough memory for this model");
    else if (point_read(load, arguments->at, density.theta) && !point_supports(load, density.theta)) {
        if (!compute(&density, load))
            complain(arguments, "there is not enough memory for this model");
        else {
            status = STATUS_OK;
            say_infinite(load, &density);
            if (arguments->json)
                print_json(load, &density);
            else
                print_statements(load, &density);
            if (arguments->gradient && !arguments->json) print_gradient(load, &density);
        }
    }
    release(&density);
    return status;
}

static int logp(const Arguments *arguments) {
    Load load;
    if (!arguments->at) {
        complain(arguments, "at which values? `bmodel logp` needs --at POINT.json\n  help: the file holds {\"mu\": "
                            "1.5, \"theta\": [0.1, 0.2, …]}");
        return STATUS_USAGE;
    }
    int status = load_all(&load, arguments, false, ENTRY_JOINT) ? evaluate(&load) : STATUS_INPUT;
    load_free(&load);
    return status;
}

static const OptionId options[] = {OPT_DATA,         OPT_AT,      OPT_JACOBIAN,  OPT_GRADIENT, OPT_NA,
                                   OPT_DROP_MISSING, OPT_DECIMAL, OPT_THOUSANDS, OPT_TRIM,     OPT_FOLD_CASE,
                                   OPT_JSON,         OPT_QUIET,   OPT_ID_COUNT};
const Command         command_logp = {
            .name = "logp",
            .summary = "the log density at given values, by statement",
            .operands = "MODEL",
            .least = 1,
            .most = 1,
            .about = "Computes the log joint density of data and unknowns at given values, all constants included, by "
                     "statement and in total, and its gradient by "
                     "these values. For checking a model against another system, and for teaching.",
            .examples = "  bmodel logp schools.bmodel --data schools.csv --at point.json\n"
                        "  bmodel logp schools.bmodel --at point.json --gradient      with schools.csv beside the model\n"
                        "  bmodel logp schools.bmodel --at point.json --json          for programs: {\"log_joint\", "
                        "\"statements\", \"gradient\"}\n"
                        "\n"
                        "A point\n"
                        "  {\"mu\": 4.5, \"tau\": 2, \"theta\": {\"Choate\": 8.1, \"Deerfield\": 3, …}}    or in the order of "
                        "the labels: \"theta\": [8.1, 3, …]\n",
            .options = options,
            .run = logp,
};
