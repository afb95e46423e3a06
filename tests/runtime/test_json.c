/* The JSON reader and writers, numbers and dates as text, folding of names, and the schema against damaged text. */
#include "runtime/fold.h"
#include "runtime/json.h"
#include "runtime/number.h"
#include "runtime/schema.h"
#include "runtime/utf8.h"
#include "test.h"
#include <stdlib.h>

static BmPool *pool;

static const BmJson *read_json(const char *text) { return bm_json_read(pool, text, strlen(text), NULL, NULL); }

/* "what is wrong @ offset", or "fine". */
static const char *problem(const char *text) {
    const char *error = NULL;
    int64_t     at = 0;
    return bm_json_read(pool, text, strlen(text), &error, &at) ? "fine"
                                                               : bm_pool_printf(pool, "%s @ %d", error, (int)at);
}

static void reads_values(void) {
    const BmJson *j = read_json(
        " {\"a\": [1, -2.5e3, \"x\\u00e9\\n\\ud83d\\ude00\"], \"b\": {\"c\": null}, \"t\": true, \"f\": false} ");
    CHECK(j && j->kind == BM_JSON_OBJECT && j->count == 4);
    const BmJson *a = bm_json_member(j, "a");
    CHECK_INT(a->count, 3);
    CHECK_NEAR(bm_json_number(&a->items[1], 0), -2500, 0);
    CHECK_STR(bm_json_text(&a->items[2], NULL), "x\xC3\xA9\n\xF0\x9F\x98\x80");
    CHECK(bm_json_member(bm_json_member(j, "b"), "c")->kind == BM_JSON_NULL);
    CHECK(bm_json_truth(bm_json_member(j, "t"), false) && !bm_json_truth(bm_json_member(j, "f"), true));
    CHECK(bm_json_member(j, "z") == NULL && bm_json_member(a, "a") == NULL);
    CHECK_INT(bm_json_member(j, "b")->at, 50);
}

static void reads_what_is_not_finite(void) {
    const BmJson *j = read_json("[NaN, Inf, -Inf, +Inf, Infinity, -Infinity]");
    CHECK(j && j->count == 6);
    CHECK_NEAR(bm_json_number(&j->items[0], 0), NAN, 0);
    CHECK_NEAR(bm_json_number(&j->items[1], 0), INFINITY, 0);
    CHECK_NEAR(bm_json_number(&j->items[2], 0), -INFINITY, 0);
    CHECK_NEAR(bm_json_number(&j->items[3], 0), INFINITY, 0);
    CHECK_NEAR(bm_json_number(&j->items[5], 0), -INFINITY, 0);
}

static void refuses_what_is_not_json(void) {
    CHECK_STR(problem(""), "the text ends where a value is expected @ 0");
    CHECK_STR(problem("[1, 2"), "a `[` is not closed @ 0");
    CHECK_STR(problem("{\"a\": 1,}"), "here a name in quotes is expected @ 8");
    CHECK_STR(problem("[1 2]"), "a comma is missing here @ 3");
    CHECK_STR(problem("{\"a\" 1}"), "a `:` is missing between a name and its value @ 5");
    CHECK_STR(problem("\"ab"), "a string is not closed @ 0");
    CHECK_STR(problem("\"a\\q\""), "this escape in a string is not known @ 2");
    CHECK_STR(problem("\"\\u12\""), "`\\u` needs four hexadecimal digits @ 1");
    CHECK_STR(problem("\"a\nb\""), "a string holds a control character or is not closed @ 2");
    CHECK_STR(problem("01"), "a number begins with 0 @ 0");
    CHECK_STR(problem("1."), "a number needs digits behind its point @ 0");
    CHECK_STR(problem("1e"), "a number needs digits in its exponent @ 0");
    CHECK_STR(problem("nul"), "here a value is expected (a number, a string, `[`, `{`, true, false or null) @ 0");
    CHECK_STR(problem("NaNs"), "here a value is expected (a number, a string, `[`, `{`, true, false or null) @ 0");
    CHECK_STR(problem("1 2"), "there is more text behind the end @ 2");
    CHECK_STR(problem("\"\\"), "a string is not closed @ 0");
}

static void bounds_depth(void) {
    char deep[2 * BM_JSON_DEPTH + 3];
    memset(deep, '[', BM_JSON_DEPTH);
    memset(deep + BM_JSON_DEPTH, ']', BM_JSON_DEPTH);
    deep[2 * BM_JSON_DEPTH] = 0;
    CHECK(read_json(deep) != NULL);
    memset(deep, '[', BM_JSON_DEPTH + 1);
    memset(deep + BM_JSON_DEPTH + 1, ']', BM_JSON_DEPTH + 1);
    deep[2 * BM_JSON_DEPTH + 2] = 0;
    CHECK_STR(problem(deep), "lists are nested too deeply @ 200");
}

static void writes(void) {
    BmText text = {0};
    bm_json_put_string(&text, "a\"b\\\n\t\x01 \xCE\xB2 \xFF");
    bm_text_add(&text, " ");
    bm_json_put_number(&text, 0.1);
    bm_text_add(&text, " ");
    bm_json_put_number(&text, 1.0 / 3);
    bm_text_add(&text, " ");
    bm_json_put_number(&text, NAN);
    CHECK_STR(text.at, "\"a\\\"b\\\\\\n\\t\\u0001 \xCE\xB2 \xEF\xBF\xBD\" 0.1 0.3333333333333333 null");
    free(text.at);
}

static double number(const char *text) {
    double x = -12345;
    return bm_number_read(text, strlen(text), &x) ? x : -12345;
}

static void reads_numbers(void) {
    static const char *const texts[] = {"0",
                                        "-0",
                                        "1",
                                        "0.1",
                                        "123456789012345678",
                                        "1e22",
                                        "1e23",
                                        "1.7976931348623157e308",
                                        "5e-324",
                                        "2.2250738585072011e-308",
                                        "9007199254740993",
                                        "0.000000000000000000000000000001234567890123456789",
                                        "3.14159265358979323846264338327950288",
                                        "1e400",
                                        "1e-400",
                                        "12345678901234567890e-5"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) CHECK_NEAR(number(texts[i]), strtod(texts[i], NULL), 0);
    CHECK_NEAR(number(" +2.5 "), 2.5, 0);
    CHECK_NEAR(number(".5"), 0.5, 0);
    CHECK_NEAR(number("5."), 5, 0);
    CHECK_NEAR(number("-Inf"), -INFINITY, 0);
    static const char *const wrong[] = {"",    " ",   "-",   ".",  "1,5", "0x10", "1e",
                                        "1 2", "nan", "1_0", "e5", "--1", "infin"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) CHECK_NEAR(number(wrong[i]), -12345, 0);
    char text[BM_NUMBER_ROOM];
    CHECK_STR(bm_number_print(1851, text), "1851");
    CHECK_STR(bm_number_print(0.1, text), "0.1");
    CHECK_STR(bm_number_print(-1e300, text), "-1e+300");
    CHECK_STR(bm_number_show(37.5, text), "37.5");
    CHECK_STR(bm_number_show(-INFINITY, text), "-∞");
}

static void reads_dates(void) {
    double days;
    CHECK(bm_date_read("1970-01-01", 10, &days));
    CHECK_NEAR(days, 0, 0);
    CHECK(
        bm_date_read("2000-03-01", 10, &days)); /* 30 years with 7 leap days, and 60 days: 11017 (date -d @951868800) */
    CHECK_NEAR(days, 11017, 0);
    CHECK(bm_date_read("1969-12-31", 10, &days));
    CHECK_NEAR(days, -1, 0);
    CHECK(!bm_date_read("2001-02-29", 10, &days) && bm_date_read("2000-02-29", 10, &days) &&
          !bm_date_read("1900-02-29", 10, &days));
    CHECK(!bm_date_read("2001-13-01", 10, &days) && !bm_date_read("01-01-2001", 10, &days));
}

static const char *fold(const char *text) { return bm_fold(pool, text, strlen(text)); }

static void folds_names(void) {
    CHECK_STR(fold("β"), "beta");
    CHECK_STR(fold("β₁₂"), "beta_12");
    CHECK_STR(fold("β1"), "beta1");
    CHECK_STR(fold("σy"), "sigma_y");
    CHECK_STR(fold("Δx"), "Delta_x");
    CHECK_STR(fold("μ_α"), "mu_alpha");
    CHECK_STR(fold("bη"), "b_eta");
    CHECK_STR(fold("αβ"), "alpha_beta");
    CHECK_STR(fold("µ"), "mu"); /* the micro sign */
    CHECK_STR(fold("ϵ"), "epsilon");
    CHECK_STR(fold("𝛼"), "alpha");
    CHECK_STR(fold("𝐱"), "x");
    CHECK_STR(fold("Ω"), "Omega");
    CHECK_STR(fold("  Price ($) "), "Price ($)");
    CHECK_STR(fold("e\xCC\x81t\xC3\xA9"), "\xC3\xA9t\xC3\xA9");
    CHECK_STR(fold("\xFF\xFE"), "\xC3\xBF\xC3\xBE");
    static const char *const words[] = {"treated", "control", "X", "deaths"};
    CHECK_INT(bm_nearest("treatment", words, 4), 0);
    CHECK_INT(bm_nearest("treted", words, 4), 0);
    CHECK_INT(bm_nearest("x", words, 4), 2);
    CHECK_INT(bm_nearest("death", words, 4), 3);
    CHECK_INT(bm_nearest("dehats", words, 4), 3);
    CHECK_INT(bm_nearest("zebra", words, 4), -1);
}

static void knows_utf8(void) {
    int code;
    CHECK_INT(bm_utf8_read("\xC0\x80", 2, &code), 0);
    CHECK_INT(bm_utf8_read("\xED\xA0\x80", 3, &code), 0);
    CHECK_INT(bm_utf8_read("\xF4\x90\x80\x80", 4, &code), 0);
    CHECK_INT(bm_utf8_read("\xE2\x82", 2, &code), 0);
    CHECK_INT(bm_utf8_read("\xE2\x82\xAC", 3, &code), 3);
    CHECK_INT(code, 0x20AC);
    CHECK_INT(bm_utf8_count("a\xE2\x82\xAC\xFF", 5), 3);
}

static const char schema_text[] =
    "{\"model\": \"m\", \"file\": \"m.bmodel\","
    " \"dims\": [{\"name\": \"g\", \"shown\": \"g\", \"from\": \"listed\", \"labels\": [\"a\", \"b\"], \"codes\": "
    "[\"1\", null]},"
    "          {\"name\": \"t\", \"from\": \"range\", \"lo\": 3, \"hi\": 9, \"ordered\": true, \"number_slot\": 12}],"
    " \"data\": [{\"name\": \"y\", \"dims\": [\"t\", \"g\"], \"kind\": \"real\", \"lo\": 0, \"hi\": null, \"lo_open\": "
    "true, \"slot\": 14},"
    "          {\"name\": \"k\", \"dims\": [\"t\"], \"kind\": \"key\", \"key\": \"g\"}, {\"name\": \"z\", \"dims\": "
    "[], \"kind\": \"binary\", \"codes\": [[\"0\", \"no\"], [\"1\", \"yes\"]], \"values\": [1]}],"
    " \"checks\": [{\"code\": \"S04\", \"dims\": [\"t\"], \"value\": \"y\", \"slot\": 19, \"message\": \"m\", "
    "\"also\": [\"k\"]}], \"more\": 3}";

static void reads_schemas(void) {
    BmSchema *s = bm_schema_read(schema_text);
    CHECK(s != NULL);
    if (!s) return;
    CHECK_INT(s->n_dims, 2);
    CHECK_STR(s->dims[0].labels[1], "b");
    CHECK_STR(s->dims[0].codes[0], "1");
    CHECK(s->dims[0].codes[1] == NULL && s->dims[1].ordered && s->dims[1].lo == 3 && s->dims[1].number_slot == 12 &&
          s->dims[0].number_slot == -1);
    CHECK_STR(s->dims[1].shown, "t");
    CHECK(s->data[0].lo == 0 && s->data[0].hi == INFINITY && s->data[0].lo_open && s->data[0].dims[0] == 1 &&
          s->data[0].slot == 14);
    CHECK(s->data[1].key == 0 && s->data[2].n_values == 1);
    CHECK_STR(s->data[2].code_of_1, "yes");
    CHECK_STR(s->checks[0].also[0], "k");
    bm_schema_free(s);
}

/* Cut off anywhere, or with any byte replaced, a schema is read or refused, but never misread into something inconsistent. */
static void survives_damage(void) {
    size_t n = strlen(schema_text);
    char  *copy = strdup(schema_text);
    int    read = 0;
    for (size_t i = 0; i < n; i++) {
        static const char bytes[] = "\"0[]{},:x";
        for (const char *b = bytes; *b; b++) {
            copy[i] = *b;
            BmSchema *s = bm_schema_read(copy);
            for (int d = 0; s && d < s->n_data; d++)
                for (int a = 0; a < s->data[d].n_dims; a++)
                    read += s->data[d].dims[a] >= 0 && s->data[d].dims[a] < s->n_dims;
            bm_schema_free(s);
        }
        copy[i] = 0;
        CHECK(bm_schema_read(copy) == NULL);
        copy[i] = schema_text[i];
    }
    CHECK(read > 0);
    free(copy);
    CHECK(bm_schema_read("{\"dims\": [], \"data\": [{\"name\": \"y\", \"dims\": [\"q\"], \"kind\": \"real\"}]}") ==
          NULL);
    CHECK(bm_schema_read("{\"dims\": {}}") == NULL);
    CHECK(bm_schema_read("[]") == NULL);
}

int main(void) {
    pool = bm_pool_new();
    reads_values();
    reads_what_is_not_finite();
    refuses_what_is_not_json();
    bounds_depth();
    writes();
    reads_numbers();
    reads_dates();
    folds_names();
    knows_utf8();
    reads_schemas();
    survives_damage();
    bm_pool_free(pool);
    return test_end();
}
