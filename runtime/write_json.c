/* The JSON of `sample --json`. */
#include "write_json.h"
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include "json.h"

/* The columns of a summary row that are written. */
static const struct {
    const char *name;
    size_t      offset;
} COLUMNS[] = {{"mean", offsetof(BmSummaryRow, mean)},
               {"sd", offsetof(BmSummaryRow, sd)},
               {"q5", offsetof(BmSummaryRow, q5)},
               {"q50", offsetof(BmSummaryRow, q50)},
               {"q95", offsetof(BmSummaryRow, q95)},
               {"mcse_mean", offsetof(BmSummaryRow, mcse_mean)},
               {"mcse_sd", offsetof(BmSummaryRow, mcse_sd)},
               {"ess_bulk", offsetof(BmSummaryRow, ess_bulk)},
               {"ess_tail", offsetof(BmSummaryRow, ess_tail)},
               {"rhat", offsetof(BmSummaryRow, rhat)}};

static void put_key(BmText *out, const char *before, const char *key) {
    bm_text_add(out, "%s", before);
    bm_json_put_string(out, key);
    bm_text_add(out, ": ");
}

/* A column of the cells of an array, nested by dims. Returns the number of cells written. */
static int64_t put_nested(BmText *out, const BmSchema *schema, const int *dims, int n_dims, const BmSummaryRow *rows,
                          size_t column) {
    if (n_dims == 0) {
        bm_json_put_number(out, *(const double *)((const char *)rows + column));
        return 1;
    }
    int64_t written = 0;
    bm_text_add(out, "[");
    for (int i = 0; i < schema->dims[dims[0]].n_labels; i++) {
        bm_text_add(out, i ? ", " : "");
        written += put_nested(out, schema, dims + 1, n_dims - 1, rows + written, column);
    }
    bm_text_add(out, "]");
    return written;
}

static void put_dims(BmText *out, const BmSchema *schema, const BmArray *array) {
    bm_text_add(out, "\"dims\": [");
    for (int i = 0; i < array->n_dims; i++) {
        bm_text_add(out, i ? ", " : "");
        bm_json_put_string(out, schema->dims[array->dims[i]].shown);
    }
    bm_text_add(out, "], \"coords\": {");
    for (int i = 0; i < array->n_dims; i++) {
        const BmDim *dim = &schema->dims[array->dims[i]];
        bool         before = false;
        for (int k = 0; k < i; k++) before |= array->dims[k] == array->dims[i];
        if (before) continue;
        put_key(out, i ? ", " : "", dim->shown);
        for (int k = 0; k < dim->n_labels; k++) {
            bm_text_add(out, k ? ", " : "[");
            bm_json_put_string(out, dim->labels[k]);
        }
        bm_text_add(out, dim->n_labels ? "]" : "[]");
    }
    bm_text_add(out, "}");
}

static void put_variables(BmText *out, const BmSummaryRow *rows, const BmSchema *schema, const int64_t *layout) {
    bm_text_add(out, "\"variables\": {");
    for (int i = 0; i < schema->n_outputs; i++) {
        const BmArray *array = &schema->outputs[i];
        put_key(out, i ? ",\n  " : "\n  ", array->shown);
        bm_text_add(out, "{");
        put_dims(out, schema, array);
        for (size_t c = 0; c < sizeof COLUMNS / sizeof *COLUMNS; c++) {
            put_key(out, ", ", COLUMNS[c].name);
            put_nested(out, schema, array->dims, array->n_dims, rows + layout[array->slot], COLUMNS[c].offset);
        }
        bm_text_add(out, "}");
    }
    bm_text_add(out, "}");
}

static void put_sampler(BmText *out, const BmFit *fit) {
    int64_t divergences = 0, hits = 0, warmup = 0, sampling = 0;
    BmText  ebfmi = {0};
    for (int c = 0; c < fit->n_chains; c++) {
        const BmChain *chain = &fit->chains[c];
        divergences += chain->divergences;
        hits += chain->max_depth_hits;
        warmup += chain->gradients_warmup;
        sampling += chain->gradients_sampling;
        bm_text_add(&ebfmi, c ? ", " : "");
        bm_json_put_number(&ebfmi, bm_chain_ebfmi(chain));
    }
    bm_text_add(out,
                "\"sampler\": {\"divergences\": %lld, \"max_treedepth_hits\": %lld, \"ebfmi\": [%s], "
                "\"gradients_warmup\": %lld, \"gradients_sampling\": %lld}",
                (long long)divergences, (long long)hits, ebfmi.at ? ebfmi.at : "", (long long)warmup,
                (long long)sampling);
    free(ebfmi.at);
}

static void put_seconds(BmText *out, const BmSeconds *seconds) {
    const struct {
        const char *name;
        double      value;
    } parts[] = {{"to_first_gradient", seconds->to_first_gradient},
                 {"warmup", seconds->warmup},
                 {"sampling", seconds->sampling},
                 {"total", seconds->total}};
    bm_text_add(out, "\"seconds\": {");
    for (int i = 0; i < 4; i++) {
        put_key(out, i ? ", " : "", parts[i].name);
        bm_json_put_number(out, round(parts[i].value * 1e6) / 1e6);
    }
    bm_text_add(out, "}");
}

void bm_put_fit_json(BmText *out, const BmFit *fit, const BmSummaryRow *rows, const BmSchema *schema,
                     const int64_t *layout, const BmSeconds *seconds) {
    int      *used = calloc((size_t)fit->n_chains + 1, sizeof *used);
    const int draws = used ? bm_fit_usable(fit, used) : 0;
    free(used);
    bm_text_add(out, "{\"seed\": %llu, \"model\": ", (unsigned long long)fit->seed);
    bm_json_put_string(out, schema->model);
    bm_text_add(out, ", \"chains\": %d, \"draws\": %d, \"interrupted\": %s,\n ", fit->n_chains, draws,
                fit->interrupted ? "true" : "false");
    put_variables(out, rows, schema, layout);
    bm_text_add(out, ",\n ");
    put_sampler(out, fit);
    bm_text_add(out, ",\n ");
    put_seconds(out, seconds);
    bm_text_add(out, "}\n");
}
