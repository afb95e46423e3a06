/* The standard library against R's: log densities, logarithms of both cumulative probabilities, and quantiles, at the points of the .ref files of
 * this folder (made by make_r.R). R is not right everywhere; where the two differ, mpmath decides, and the point stands in
 * arbitrated.txt with the value that is right (made by arbitrate.py). So each line of this test is held either to R or to mpmath.
 *
 *   test_r [BUILD [FOLDER]]           FOLDER: another one with .ref files (make r-check)
 *   test_r BUILD FOLDER --points      prints the points that differ from R, for arbitrate.py */
#include <dirent.h>
#include <sys/stat.h>
#include "stdlib/outputs.h"

/* Relative; and absolute, where a log density is near its zero. */
static const double RELATIVE = 1e-12, ABSOLUTE = 2e-14;
enum { MOST_COLUMNS = 12, LONGEST = 600 };

typedef struct Row {
    const char *arguments; /* as text, blanks between */
    double      values[MOST_COLUMNS];
} Row;
/* One `at` line and what is below it. */
typedef struct Table {
    char dist[32], types[300];
    char members[MOST_COLUMNS][24];
    int  n_members, n_arguments;
    VEC(Row) rows;
} Table;
/* A point where R is not right. */
typedef struct Exception {
    const char *point; /* "Gamma log_cdf 1 2 3" */
    double      r, truth;
    bool        used;
} Exception;
typedef struct Check {
    const char *build;
    bool        points, live; /* print them; another version of R may have spoken */
    Arena      *arena;
    VEC(Exception) exceptions;
} Check;

/* --- reading --- */

static void read_exceptions(Check *c) {
    char  line[LONGEST], *tab, *end;
    FILE *file = c->points ? NULL : fopen("tests/r/arbitrated.txt", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (*line == '#' || !(tab = strchr(line, '\t'))) continue;
        Exception e = {.point = arena_printf(c->arena, "%.*s", (int)(tab - line), line)};
        e.r = strtod(tab, &end);
        e.truth = strtod(end, NULL);
        VEC_PUSH(c->arena, &c->exceptions, e);
    }
    if (file) fclose(file);
}

static Exception *find_exception(Check *c, const char *point) {
    for (int i = 0; i < c->exceptions.count; i++)
        if (strcmp(c->exceptions.at[i].point, point) == 0) return &c->exceptions.at[i];
    return NULL;
}

/* "dist Gamma x : real, shape : real > 0, …" */
static void read_head(Table *t, const char *line) {
    sscanf(line, "dist %31s %299[^\n]", t->dist, t->types);
    t->n_arguments = 1;
    for (int i = 0, depth = 0; t->types[i]; i++) {
        depth += (t->types[i] == '[') - (t->types[i] == ']');
        t->n_arguments += t->types[i] == ',' && depth == 0;
    }
}

static void read_members(Table *t, char *names) {
    t->n_members = 0;
    t->rows.count = 0;
    for (char *name = strtok(names, " \n"); name && t->n_members < MOST_COLUMNS; name = strtok(NULL, " \n"))
        snprintf(t->members[t->n_members++], sizeof t->members[0], "%s", name);
}

static void read_row(Check *c, Table *t, const char *line) {
    const char *at = line;
    char       *end;
    Row         row;
    for (int i = 0; i < t->n_arguments; i++, at = end) strtod(at, &end);
    row.arguments = arena_printf(c->arena, "%.*s", (int)(at - line), line);
    for (int i = 0; i < t->n_members; i++, at = end) row.values[i] = strtod(at, &end);
    VEC_PUSH(c->arena, &t->rows, row);
}

/* --- models --- */

/* Type of argument i; the first argument of a quantile is a probability, of type real. */
static void write_types(const Table *t, FILE *file) {
    const char *at = t->types;
    for (int i = 0; i < t->n_arguments; i++) {
        int depth = 0, length = 0;
        at = strchr(at, ':') + 1;
        while (at[length] && (at[length] != ',' || depth)) {
            depth += (at[length] == '[') - (at[length] == ']');
            length++;
        }
        bool chance = i == 0 && strstr(t->members[0], "quantile");
        fprintf(file, "data a%d[row] :%.*s\n", i, chance ? 5 : length, chance ? " real" : at);
        at += length;
    }
}

static bool write_model(const Table *t, const char *stem) {
    char  path[400];
    FILE *file;
    snprintf(path, sizeof path, "%s.bmodel", stem);
    if (!(file = fopen(path, "w"))) return false;
    fprintf(file, "dim row\nu ~ Normal(0, 1)\n");
    write_types(t, file);
    for (int k = 0; k < t->n_members; k++) {
        fprintf(file, "m%d[row] = 0 * u + %s.%s(a0", k, t->dist, t->members[k]);
        for (int i = 1; i < t->n_arguments; i++) fprintf(file, ", a%d", i);
        fprintf(file, ")\n");
    }
    fclose(file);
    snprintf(path, sizeof path, "%s.csv", stem);
    if (!(file = fopen(path, "w"))) return false;
    for (int i = 0; i < t->n_arguments; i++) fprintf(file, "%sa%d", i ? "," : "", i);
    fprintf(file, "\n");
    for (int k = 0; k < t->rows.count; k++) {
        for (const char *c = t->rows.at[k].arguments; *c; c++) fputc(*c == ' ' ? ',' : *c, file);
        fprintf(file, "\n");
    }
    return fclose(file) == 0;
}

/* --- holding --- */

/* Logarithms of a tiny value, which is a large number, cancel to a small one. */
static double tolerance(const Table *t, int member, const Row *row, double expected) {
    double plain = fmax(RELATIVE * fabs(expected), ABSOLUTE), x = strtod(row->arguments, NULL);
    return strcmp(t->members[member], "log_p") == 0 && x > 0 ? fmax(plain, 0x1p-53 * fabs(log(x))) : plain;
}

static bool agrees(double expected, double got, double within) {
    return got == expected || (isnan(got) && isnan(expected)) || fabs(got - expected) <= within;
}

static void hold(Check *c, const Table *t, int member, const Row *row, double got) {
    char        point[LONGEST];
    double      expected = row->values[member];
    const char *by = "R";
    snprintf(point, sizeof point, "%s %s %s", t->dist, t->members[member], row->arguments);
    Exception *e = find_exception(c, point);
    if (e) {
        if (!c->live) CHECK_NEAR(e->r, expected, 0);
        e->used = true, expected = e->truth, by = "mpmath";
    }
    if (agrees(expected, got, tolerance(t, member, row, expected)))
        test_passed++;
    else if (c->points)
        printf("%s\t%.17g\t%.17g\n", point, expected, got);
    else
        test_failed++, printf("%s: %s has %.17g, we have %.17g\n", point, by, expected, got);
}

static void hold_table(Check *c, const Table *t) {
    char    stem[300], model[320];
    Outputs outputs;
    if (!t->n_members) return;
    CHECK(t->rows.count > 0);
    snprintf(stem, sizeof stem, "%s/stdlib/r_%s_%s", c->build, t->dist, t->members[0]);
    snprintf(model, sizeof model, "%s.bmodel", stem);
    CHECK(write_model(t, stem));
    if (outputs_compute(&outputs, model))
        for (int k = 0; k < t->n_members; k++) {
            char name[16];
            snprintf(name, sizeof name, "m%d", k);
            const double *got = outputs_find(&outputs, name);
            CHECK(got != NULL);
            for (int i = 0; got && i < t->rows.count; i++) hold(c, t, k, &t->rows.at[i], got[i]);
        }
    outputs_free(&outputs);
}

static void hold_file(Check *c, const char *folder, const char *name) {
    char  path[600], line[LONGEST];
    Table t = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "dist ", 5) == 0)
            read_head(&t, line);
        else if (strncmp(line, "at ", 3) == 0) {
            hold_table(c, &t);
            read_members(&t, line + 3);
        } else if (*line != '#')
            read_row(c, &t, line);
    }
    if (file) fclose(file);
    hold_table(c, &t);
}

int main(int argc, char **argv) {
    Check       c = {.build = argc > 1 ? argv[1] : "build",
                     .points = argc > 3,
                     .live = argc == 3 && argv[2][0] != '-',
                     .arena = arena_new()};
    const char *folder = argc > 2 && argv[2][0] != '-' ? argv[2] : "tests/r";
    char        made[300];
    int         files = 0;
    snprintf(made, sizeof made, "%s/stdlib", c.build);
    mkdir(made, 0777);
    read_exceptions(&c);
    DIR *refs = opendir(folder);
    for (struct dirent *entry; refs && (entry = readdir(refs));)
        if (strstr(entry->d_name, ".ref")) hold_file(&c, folder, entry->d_name), files++;
    if (refs) closedir(refs);
    CHECK(files >= 17);
    for (int i = 0; i < c.exceptions.count && !c.live; i++)
        CHECK_STR(c.exceptions.at[i].used ? "used" : c.exceptions.at[i].point, "used");
    arena_free(c.arena);
    return test_end();
}
