/* Logarithms of probabilities in both tails, as the standard library states them, against tails.ref (made by tails_refs.py); members that are not
 * stated but follow, and all outside of the support, against members.ref. Each line is an expression and its value, held in compiled code to 1e-13 relative, or to the rounding of a probability near 1 (its logarithm is added to
 * others of a log density). What truncations and censorings make of them is held
 * in tests/readings.
 *
 *   test_tails [BUILD] */
#include <sys/stat.h>
#include "outputs.h"

enum { MOST_LINES = 200 };
static const double ACCURACY = 1e-13, ROUNDING = 0x1p-52;

typedef struct Line {
    char   text[100];
    double value;
} Line;

/* Adds the lines of a file to the n that there are. */
static int read_lines(const char *path, Line *lines, int n) {
    char  line[400];
    FILE *file = fopen(path, "r");
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

static void hold(const Outputs *outputs, const Line *line, int number) {
    char name[16];
    snprintf(name, sizeof name, "v%d", number);
    const double *got = outputs_find(outputs, name);
    CHECK(got != NULL);
    if (!got) return;
    bool good = *got == line->value || fabs(*got - line->value) <= fmax(ACCURACY * fabs(line->value), ROUNDING);
    if (!good) printf("%s: expected %.17g, got %.17g\n", line->text, line->value, *got);
    *(good ? &test_passed : &test_failed) += 1;
}

static void run(const char *model, const Line *lines, int n) {
    Outputs outputs;
    if (outputs_compute(&outputs, model))
        for (int i = 0; i < n; i++) hold(&outputs, &lines[i], i);
    outputs_free(&outputs);
}

int main(int argc, char **argv) {
    static Line lines[MOST_LINES];
    char        path[300];
    int         n = read_lines("tests/stdlib/tails.ref", lines, 0);
    CHECK(n >= 80);
    n = read_lines("tests/stdlib/members.ref", lines, n);
    snprintf(path, sizeof path, "%s/stdlib", argc > 1 ? argv[1] : "build");
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/stdlib/tails.bmodel", argc > 1 ? argv[1] : "build");
    CHECK(write_model(path, lines, n));
    run(path, lines, n);
    return test_end();
}
