/* What the commands print with --json is JSON, with the members that their pages promise. Runs the program:
 *
 *   test_json [BUILD] */
#include "runtime/json.h"
#include "test.h"
#include <stdlib.h>

typedef struct Output {
    BmPool       *pool;
    const BmJson *json;
    int           status;
} Output;

static Output run(const char *build, const char *words) {
    Output output = {.pool = bm_pool_new()};
    BmText text = {0};
    char   piece[4096];
    FILE  *pipe = popen(bm_pool_printf(output.pool, "%s/bmodel %s 2>/dev/null", build, words), "r");
    if (!pipe) return output;
    for (size_t n; (n = fread(piece, 1, sizeof piece, pipe)) > 0;) bm_text_bytes(&text, piece, n);
    output.status = pclose(pipe) / 256;
    const char *error = "nothing was printed";
    int64_t     at = 0;
    char       *copy = text.at ? bm_pool_copy(output.pool, text.at, text.length) : NULL;
    output.json = copy ? bm_json_read(output.pool, copy, text.length, &error, &at) : NULL;
    free(text.at);
    if (!output.json) printf("bmodel %s: %s (byte %lld)\n", words, error, (long long)at);
    CHECK(output.json != NULL);
    return output;
}

static const BmJson *member(const BmJson *object, const char *name) {
    const BmJson *found = object ? bm_json_member(object, name) : NULL;
    if (!found) printf("no member \"%s\"\n", name);
    CHECK(found != NULL);
    return found;
}

static bool is(const BmJson *value, BmJsonKind kind) { return value && value->kind == kind; }

static void sample(const char *build) {
    static const char *const columns[] = {"mean",      "sd",       "q5",       "q50", "q95",
                                          "mcse_mean", "ess_bulk", "ess_tail", "rhat"};
    static const char *const counters[] = {"divergences", "max_treedepth_hits", "ebfmi", "gradients_warmup",
                                           "gradients_sampling"};
    static const char *const seconds[] = {"to_first_gradient", "warmup", "sampling", "total"};
    Output                   o = run(build, "sample examples/bioassay.bmodel --seed 5 --draws 200 --warmup 200 --json");
    const BmJson            *beta = member(member(o.json, "variables"), "beta"), *sampler = member(o.json, "sampler"),
                 *times = member(o.json, "seconds");
    CHECK_INT(o.status, 0);
    CHECK_NEAR(bm_json_number(member(o.json, "seed"), 0), 5, 0);
    CHECK_NEAR(bm_json_number(member(o.json, "chains"), 0), 4, 0);
    CHECK_NEAR(bm_json_number(member(o.json, "draws"), 0), 200, 0);
    CHECK_STR(bm_json_text(member(o.json, "model"), ""), "bioassay");
    CHECK_INT(is(member(beta, "dims"), BM_JSON_ARRAY), 1);
    CHECK_INT(is(member(member(beta, "coords"), "coef"), BM_JSON_ARRAY), 1);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const BmJson *column = member(beta, columns[i]);
        CHECK(is(column, BM_JSON_ARRAY) && column->count == 2 && column->items[0].kind == BM_JSON_NUMBER);
    }
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) member(sampler, counters[i]);
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) CHECK(is(member(times, seconds[i]), BM_JSON_NUMBER));
    bm_pool_free(o.pool);
}

static void check(const char *build) {
    static const char *const lists[] = {"messages", "dims", "data", "unknowns", "equations", "observed"};
    Output                   o = run(build, "check examples/bioassay.bmodel --json");
    CHECK_INT(o.status, 0);
    CHECK(is(member(o.json, "ok"), BM_JSON_TRUE));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) CHECK(is(member(o.json, lists[i]), BM_JSON_ARRAY));
    bm_pool_free(o.pool);
    o = run(build, "check examples/bioassay.bmodel --data examples/bioassay.csv --json");
    CHECK(is(member(o.json, "account"), BM_JSON_STRING));
    bm_pool_free(o.pool);
    o = run(build, "check tests/mistakes/twenty.bmodel --json");
    CHECK_INT(o.status, 1);
    CHECK(is(member(o.json, "ok"), BM_JSON_FALSE));
    CHECK(bm_json_number(member(o.json, "errors"), 0) >= 20);
    bm_pool_free(o.pool);
    o = run(build, "check tests/cli/no_such_file.bmodel --json");
    CHECK_INT(o.status, 1);
    CHECK(is(member(o.json, "ok"), BM_JSON_FALSE));
    bm_pool_free(o.pool);
}

static void logp_and_profile(const char *build) {
    Output o = run(build, "logp examples/bioassay.bmodel --at tests/cli/bioassay_point.json --json");
    CHECK_INT(o.status, 0);
    /* At beta = (1, 5), computed with 30 digits by mpmath. */
    const BmJson *terms = member(o.json, "statements"), *gradient = member(member(o.json, "gradient"), "beta");
    CHECK_REL(bm_json_number(member(o.json, "log_joint"), 0), -9.19444138843978975, 1e-12);
    CHECK_REL(bm_json_number(member(terms, "beta"), 0), -6.57304725239743685, 1e-12);
    CHECK_REL(bm_json_number(member(terms, "deaths"), 0), -2.62139413604235290, 1e-12);
    CHECK(is(gradient, BM_JSON_ARRAY) && gradient->count == 2);
    if (is(gradient, BM_JSON_ARRAY) && gradient->count == 2) {
        CHECK_REL(bm_json_number(&gradient->items[0], 0), -1.42409756832114235, 1e-10);
        CHECK_REL(bm_json_number(&gradient->items[1], 0), 0.423631100937505242, 1e-10);
    }
    bm_pool_free(o.pool);
    o = run(build, "profile examples/bioassay.bmodel --json");
    CHECK_INT(o.status, 0);
    CHECK(bm_json_number(member(o.json, "nanoseconds_per_gradient"), 0) > 0);
    CHECK(bm_json_number(member(o.json, "milliseconds_to_first_gradient"), 0) > 0);
    CHECK(is(member(o.json, "stages"), BM_JSON_ARRAY));
    CHECK(is(member(o.json, "statements"), BM_JSON_ARRAY));
    bm_pool_free(o.pool);
}

int main(int n, char **words) {
    const char *build = n > 1 ? words[1] : "build";
    sample(build);
    check(build);
    logp_and_profile(build);
    TEST_MAIN_END;
}
