/* Draws of the distributions over dims, at a fixed seed. A model of tests/stdlib/multivariate_draws draws rows and computes from each what is uniform on
 * (0, 1) if they are right: the known cdf of a marginal or of a sum, named c1, c2, …. The largest distance between that and the share of rows below
 * (Kolmogorov–Smirnov) stays under a bound that right draws pass with probability above 1 - 1e-6 each. For whole numbers, the distance is taken at
 * the last of equal values, which only makes the bound safer.
 *
 *   test_draws_multivariate [BUILD] [WORD]     only those whose names hold the word */
#include <dirent.h>
#include <stdio.h>
#include "outputs.h"

#define FOLDER "tests/stdlib/multivariate_draws/"
static const double DISTANCE = 2.6;

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void hold_uniform(const char *model, const char *name, double *c, int64_t n) {
    double worst = 0;
    for (int64_t i = 0; i < n; i++)
        if (!(c[i] >= 0 && c[i] <= 1 + 1e-12)) worst = NAN;
    qsort(c, (size_t)n, sizeof *c, ascending);
    for (int64_t i = 0; i < n && !isnan(worst); i++)
        if (i + 1 == n || c[i + 1] - c[i] > 1e-12) worst = fmax(worst, fabs(c[i] - (double)(i + 1) / (double)n));
    if (worst <= DISTANCE / sqrt((double)n))
        test_passed++;
    else
        test_failed++, printf("%s, %s: distance from uniform %.4g, at most %.4g\n", model, name, worst,
                              DISTANCE / sqrt((double)n));
}

static void hold_model(const char *file) {
    char    path[300];
    Outputs outputs;
    int     held = 0;
    snprintf(path, sizeof path, FOLDER "%s", file);
    if (outputs_compute(&outputs, path)) {
        const BmSchema *schema = outputs.load.schema;
        for (int i = 0; i < schema->n_outputs; i++) {
            const BmArray *o = &schema->outputs[i];
            if (o->name[0] != 'c' || o->name[1] < '0' || o->name[1] > '9') continue;
            hold_uniform(file, o->name, outputs.cells + outputs.load.layout[o->slot],
                         bm_cell_count(schema, o->dims, o->n_dims));
            held++;
        }
        CHECK(held > 0);
    }
    outputs_free(&outputs);
}

int main(int argc, char **argv) {
    DIR *folder = opendir(FOLDER);
    int  files = 0;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *dot = strstr(entry->d_name, ".bmodel");
        if (!dot || dot[7] || (argc > 2 && argv[2][0] != '-' && !strstr(entry->d_name, argv[2]))) continue;
        hold_model(entry->d_name);
        files++;
    }
    if (folder) closedir(folder);
    CHECK(files > 0);
    return test_end();
}
