/* Logarithms of probabilities in both tails, as the standard library states them, against tails.ref (made by tails_refs.py): each line is an
 * expression and its value, held in compiled code to 1e-13 relative, or to the rounding of a probability near 1 (its logarithm is added to
 * others of a log density). What truncations and censorings make of them is held
 * in tests/readings.
 *
 *   test_tails [BUILD] */
#include <stdlib.h>
#include <sys/stat.h>
#include "compiler/load.h"
#include "runtime/rng.h"
#include "test.h"

enum { MOST_LINES = 200 };
static const double ACCURACY = 1e-13, ROUNDING = 0x1p-52;

typedef struct Line {
    char   text[100];
    double value;
} Line;

static int read_lines(Line *lines) {
    char  line[400];
    int   n = 0;
    FILE *file = fopen("tests/stdlib/tails.ref", "r");
    while (file && fgets(line, sizeof line, file) && n < MOST_LINES) {
        char *tab = strchr(line, '\t');
        if (*line == '#' || !tab) continue;
        snprintf(lines[n].text, sizeof lines[n].text, "%.*s", (int)(tab - line), line);
        lines[n++].value = strtod(tab, NULL);
    }
    if (file) fclose(file);
    return n;
}

/* What follows from numbers alone is no output: hence the unknown u. */
static bool write_model(const char *path, const Line *lines, int n) {
    FILE *file = fopen(path, "w");
    if (!file) return false;
    fprintf(file, "u ~ Normal(0, 1)\n");
    for (int i = 0; i < n; i++) fprintf(file, "v%d = 0 * u + %s\n", i, lines[i].text);
    return fclose(file) == 0;
}

static void hold(const Load *load, const double *out, const Line *line, int number) {
    char name[16];
    snprintf(name, sizeof name, "v%d", number);
    for (int i = 0; i < load->schema->n_outputs; i++) {
        if (strcmp(load->schema->outputs[i].name, name) != 0) continue;
        double got = out[load->layout[load->schema->outputs[i].slot]], error = fabs(got - line->value);
        bool   good = error <= fmax(ACCURACY * fabs(line->value), ROUNDING);
        if (!good) printf("tests/stdlib/tails.ref: %s: expected %.17g, got %.17g\n", line->text, line->value, got);
        *(good ? &test_passed : &test_failed) += 1;
        return;
    }
    CHECK(!"an output for each line");
}

static void run(const char *model, const Line *lines, int n) {
    Arguments arguments = {.command = "sample"};
    Arena    *arena = arena_new();
    Load      load;
    VEC_PUSH(arena, &arguments.operands, model);
    if (load_all(&load, &arguments, true, ENTRY_SAMPLE)) {
        double *out = load_cells(load.layout[BM_LAYOUT_OUTPUTS]), *work = load_cells(load.layout[BM_LAYOUT_WORK]),
               *q = load_cells(BM_PAD);
        BmStream stream = bm_stream(20, 0, BM_PURPOSE_GENERATED, 0);
        load.compiled->outputs(q, out, load.layout, load.data, work, &stream);
        for (int i = 0; i < n; i++) hold(&load, out, &lines[i], i);
        free(out), free(work), free(q);
    } else
        test_failed++, printf("%s was refused\n%s", model, diag_render(&load.said, false));
    load_free(&load);
    arena_free(arena);
}

int main(int argc, char **argv) {
    static Line lines[MOST_LINES];
    char        path[300];
    int         n = read_lines(lines);
    snprintf(path, sizeof path, "%s/stdlib", argc > 1 ? argv[1] : "build");
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/stdlib/tails.bmodel", argc > 1 ? argv[1] : "build");
    CHECK(n >= 80);
    CHECK(write_model(path, lines, n));
    run(path, lines, n);
    return test_end();
}
