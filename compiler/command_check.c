/* bmodel check: what was understood, or every error. With --data, also whether the data fit. */
#include "lang/support_words.h"
#include "runtime/json.h"
#include "understood.h"
#include <stdlib.h>
#include <string.h>

/* --- for programs --- */

static void put_member(BmText *out, const char *name, const char *text) {
    bm_text_add(out, ", \"%s\": ", name);
    if (text)
        bm_json_put_string(out, text);
    else
        bm_text_add(out, "null");
}

static void put_names(BmText *out, Dim *const *dims, int n_dims) {
    bm_text_add(out, ", \"dims\": [");
    for (int i = 0; i < n_dims; i++) {
        bm_text_add(out, i ? ", " : "");
        bm_json_put_string(out, dims[i]->shown);
    }
    bm_text_add(out, "]");
}

static void put_dims(BmText *out, const Load *load) {
    static const char *const sources[] = {
        [LABELS_LISTED] = "listed", [LABELS_RANGE] = "range", [LABELS_FROM_DATA] = "data"};
    for (int i = 0; i < load->model->dims.count; i++) {
        const Dim *dim = load->model->dims.at[i];
        if (dim->base) continue;
        const BmDim *bound = load->bound && i < load->schema->n_dims ? &load->schema->dims[i] : NULL;
        bm_text_add(out, i ? ", {\"name\": " : "{\"name\": ");
        bm_json_put_string(out, dim->shown);
        put_member(out, "labels_from", sources[dim->from]);
        int n = bound ? bound->n_labels : dim->from == LABELS_LISTED ? dim->labels.count : -1;
        bm_text_add(out, n < 0 ? ", \"labels\": null" : ", \"labels\": [");
        for (int k = 0; k < n; k++) {
            bm_text_add(out, k ? ", " : "");
            bm_json_put_string(out, bound ? bound->labels[k] : dim->labels.at[k].text);
        }
        bm_text_add(out, n < 0 ? "}" : "]}");
    }
}

static void put_values(BmText *out, const Load *load, Role role) {
    int n = 0;
    for (int i = 0; i < load->model->values.count; i++) {
        const Value *value = load->model->values.at[i];
        if (value->role != role) continue;
        bm_text_add(out, n++ ? ", {\"name\": " : "{\"name\": ");
        bm_json_put_string(out, value->shown);
        put_names(out, value->dims, value->n_dims);
        if (role != ROLE_EQUATION) put_member(out, "type", understood_type(load->session, value));
        if (value->doc) put_member(out, "doc", value->doc);
        if (role == ROLE_UNKNOWN) put_member(out, "made", value->reached ? "sampled" : "forward");
        if (role == ROLE_EQUATION) put_member(out, "of", value->data_only ? "data" : "unknowns");
        bm_text_add(out, "}");
    }
}

static void put_observed(BmText *out, const Load *load) {
    int n = 0;
    for (int i = 0; i < load->model->statements.count; i++) {
        const Statement *statement = load->model->statements.at[i];
        if (statement->kind != STATEMENT_OBSERVED) continue;
        bm_text_add(out, n++ ? ", {\"name\": " : "{\"name\": ");
        bm_json_put_string(out, statement->name);
        put_member(out, "statement", words_text(load->session->arena, statement->span));
        bm_text_add(out, "}");
    }
}

static void print_json(Load *load, bool ok) {
    BmText out = {0};
    bm_text_add(&out, "{\"file\": ");
    bm_json_put_string(&out, load->path);
    const char *messages = diag_render_json(&load->said);
    bm_text_add(&out, ", \"ok\": %s, \"errors\": %d, \"messages\": %.*s", ok ? "true" : "false",
                diag_count(&load->said, SEVERITY_ERROR),
                (int)strlen(messages) - (messages[strlen(messages) - 1] == '\n'), messages);
    if (load->model) {
        bm_text_add(&out, ", \"dims\": [");
        put_dims(&out, load);
        bm_text_add(&out, "], \"data\": [");
        put_values(&out, load, ROLE_DATA);
        bm_text_add(&out, "], \"unknowns\": [");
        put_values(&out, load, ROLE_UNKNOWN);
        bm_text_add(&out, "], \"equations\": [");
        put_values(&out, load, ROLE_EQUATION);
        bm_text_add(&out, "], \"observed\": [");
        put_observed(&out, load);
        bm_text_add(&out, "]");
    }
    if (load->bound) put_member(&out, "account", load->bound->account);
    bm_text_add(&out, "}\n");
    fputs(out.at, stdout);
    free(out.at);
}

/* --- for people --- */

static bool elsewhere(const Load *load) {
    for (int i = 0; i < load->said.all.count; i++) {
        const Diag *diag = load->said.all.at[i];
        if (diag->severity == SEVERITY_ERROR && diag->primary.span.source &&
            diag->primary.span.source != load->file->source)
            return true;
    }
    return false;
}

static void print_text(Load *load) {
    int errors = diag_count(&load->said, SEVERITY_ERROR);
    if (load->model) fputs(understood_at_length(load, terminal_colour(load->arguments, stdout)), stdout);
    if (load->bound) printf("\n%s", load->bound->account);
    fflush(stdout);
    if (errors)
        fprintf(stderr, "%d error%s in %s%s\n", errors, errors > 1 ? "s" : "", load->shown,
                elsewhere(load) ? " and what it uses" : "");
}

static int check_model(const Arguments *arguments) {
    Load load;
    bool ok = load_model(&load, arguments, arguments->json);
    if (ok && arguments->data.count) ok = load_data(&load) && load_compile(&load, ENTRY_SAMPLE);
    if (arguments->json)
        print_json(&load, ok);
    else if (!arguments->quiet || !ok)
        print_text(&load);
    load_free(&load);
    return ok ? STATUS_OK : STATUS_INPUT;
}

static const OptionId options[] = {OPT_DATA, OPT_NA,        OPT_DROP_MISSING, OPT_DECIMAL, OPT_THOUSANDS,
                                   OPT_TRIM, OPT_FOLD_CASE, OPT_JSON,         OPT_QUIET,   OPT_ID_COUNT};
const Command         command_check = {
            .name = "check",
            .summary = "what was understood, or everything that is wrong",
            .operands = "MODEL",
            .least = 1,
            .most = 1,
            .about = "Reads a model and says what was understood: dimensions, data, unknowns with their supports, "
                     "observations; or lists all of its errors, each "
                     "with the line to write instead. No data are needed. With --data it also reads the data, and says what it "
                     "did with every column.",
            .examples = "  bmodel check bioassay.bmodel\n"
                        "  bmodel check bioassay.bmodel --data bioassay.csv\n"
                        "  bmodel check bioassay.bmodel --json          for editors\n",
            .options = options,
            .run = check_model,
};
