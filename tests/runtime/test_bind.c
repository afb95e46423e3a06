/* What binds to what: tables and keys, matrices wide and tidy, JSON, scalars, sizes, ranges, codes, where labels come from and in which order,
 * the account, and the placing of values for a compiled model. */
#include "binding.h"
#include <time.h>

#define FOLDER "tests/runtime/data/"

static bool bind_files(const char *json, const char *first, const char *second) {
    const char *files[2] = {first, second};
    options.files = files;
    options.n_files = second ? 2 : 1;
    return bind_one(json, NULL, NULL);
}

#define RADON                                                                                                          \
    SCHEMA(DIM("home") "," DIM("county"),                                                                              \
           KEY("county", "'home'", "county") "," DATUM("floor", "'home'", "binary") "," DATUM(                         \
               "log_radon", "'home'", "real") "," DATUM("uranium", "'county'", "real"))

static void two_tables(void) {
    CHECK(bind_files(RADON, FOLDER "homes.csv", FOLDER "counties.csv"));
    CHECK_STR(said, "");
    CHECK_STR(labels("county"), "AITKIN|COOK|LAKE|STEARNS");
    CHECK_STR(labels("home"), "1|2|3|4|5");
    CHECK_STR(values("county"), "2 0 2 3 0");
    CHECK_STR(values("uranium"), "0.502 0.428 0.629 0.893");
    CHECK_STR(bound->account, "homes.csv: 5 rows; used county, floor, log_radon; not used zip\n"
                              "counties.csv: 4 rows; used county, uranium; not used note\n"
                              "home: 5 labels from the rows of `homes.csv`\n"
                              "county: 4 labels from column `county` of `counties.csv`\n");
    CHECK(bind_files(RADON, FOLDER "counties.csv", FOLDER "homes.csv"));
    CHECK_STR(values("county"), "2 0 2 3 0");
    CHECK_INT(bound->row_of[0][2], 4);
    CHECK_STR(bound->source_of[0], "homes.csv");
}

/* The key is all that the model takes of the homes, and both tables have a column of its name. */
static void a_key_and_the_table_it_points_to(void) {
    const char *model = SCHEMA(DIM("home") "," DIM("county"),
                               KEY("county", "'home'", "county") "," DATUM("uranium", "'county'", "real"));
    CHECK(bind_files(model, FOLDER "counties.csv", FOLDER "homes.csv"));
    CHECK_STR(values("county"), "2 0 2 3 0");
    CHECK_STR(labels("county"), "AITKIN|COOK|LAKE|STEARNS");
}

/* A schema may be bound again, to other data. */
static void binds_again(void) {
    CHECK(bind_one(SCHEMA(DIM("home") "," DIM("g"), KEY("g", "'home'", "g")), "d.csv", "g\nb\na\n"));
    bm_bound_free(bound);
    BmMemoryFile  file = {"e.csv", "g\nx\n", 4};
    BmBindOptions again = {.memory = &file, .n_memory = 1};
    bound = bm_bind(schema, &again, &messages);
    CHECK_STR(labels("g"), "x");
    CHECK_STR(labels("home"), "1");
}

static void one_table_gives_its_keys_labels(void) {
    CHECK(
        bind_files(SCHEMA(DIM("home") "," DIM("county"), KEY("county", "'home'", "county")), FOLDER "homes.csv", NULL));
    CHECK_STR(labels("county"), "LAKE|AITKIN|STEARNS"); /* text: in order of appearance */
    CHECK(bind_one(SCHEMA(DIM("home") "," DIM("zip"), KEY("zip", "'home'", "zip")), "d.csv", "zip\n30\n4\n200\n4\n"));
    CHECK_STR(labels("zip"), "4|30|200"); /* numbers: ascending */
    CHECK_STR(values("zip"), "1 0 2 0");
    CHECK(bind_one(SCHEMA(DIM("home") "," DIM("zip"), KEY("zip", "'home'", "zip")), "d.csv", "zip\n030\n4\n"));
    CHECK_STR(labels("zip"), "030|4"); /* a leading zero: a name, not a number */
    CHECK(bind_one(SCHEMA(DIM("v") "," DIM("day"), KEY("day", "'v'", "day")), "d.csv",
                   "day\n2026-03-01\n2025-12-31\n2026-03-01\n"));
    CHECK_STR(labels("day"), "2025-12-31|2026-03-01");
    CHECK_NEAR(schema->dims[1].numbers[1] - schema->dims[1].numbers[0], 60, 0);
    CHECK(bind_one(SCHEMA(DIM("game") "," DIM("team"), KEY("home", "'game'", "team") "," KEY("away", "'game'", "team")),
                   "d.csv", "home,away\na,b\nc,a\n"));
    CHECK_STR(labels("team"), "a|c|b");
    CHECK_STR(values("away"), "2 0");
}

static void over_a_key(void) {
    const char *model =
        SCHEMA(DIM("visit") "," DIM("patient"), KEY("patient", "'visit'", "patient") "," DATUM(
                                                    "score", "'visit'", "real") "," DATUM("base", "'patient'", "real"));
    CHECK(bind_files(model, FOLDER "visits.csv", NULL));
    CHECK_STR(labels("patient"), "ann|bob");
    CHECK_STR(values("base"), "10.5 8");
    CHECK_STR(values("patient"), "0 1 0 1 0");
    CHECK(!bind_one(model, "d.csv", "patient,score,base\nann,1,2\nbob,1,3\nann,2,2.5\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L06]: `d.csv` has two rows for `ann` (2 and 4), with different `base` (2, "
                    "2.5).\n  help: Keep one row per patient.\n");
}

static void matrices(void) {
    const char *model =
        SCHEMA("{'name': 'year', 'from': 'range', 'lo': 1900, 'hi': 1902}," LISTED("species", "'hare', 'lynx'"),
               DATUM("pelts", "'year', 'species'", "real"));
    CHECK(bind_files(model, FOLDER "hare_wide.csv", NULL));
    CHECK_STR(values("pelts"), "30 4 47.2 6.1 70.2 9.8");
    CHECK_INT(bound->row_of[0][0], 3);
    CHECK(bind_files(model, FOLDER "hare_tidy.csv", NULL));
    CHECK_STR(values("pelts"), "30 4 47.2 6.1 70.2 9.8");
    const char *open = SCHEMA(DIM("year") "," DIM("species"), DATUM("pelts", "'species', 'year'", "real"));
    CHECK(bind_files(open, FOLDER "hare_tidy.csv", NULL));
    CHECK_STR(labels("species"), "hare|lynx");
    CHECK_STR(labels("year"), "1900|1901|1902");
    CHECK_STR(values("pelts"), "30 47.2 70.2 4 6.1 9.8");
    CHECK(!bind_one(open, "d.csv", "species,year,pelts\nhare,1900,30\nlynx,1901,4\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L03]: `pelts` has no row in `d.csv` for 2 of 4 labels: `hare, 1901`, `lynx, "
                    "1900`.\n  help: Add the rows; values that are missing and imputed are not built yet.\n");
    CHECK(bind_one(
        SCHEMA(DIM("year") "," DIM("species"), DATUM_WITH("pelts", "'species', 'year'", "real", "'missing': true")),
        "d.csv", "species,year,pelts\nhare,1900,30\nlynx,1901,4\n"));
    CHECK_STR(values("pelts"), "30 nan nan 4");
    CHECK(bind_one(SCHEMA(OBS "," LISTED("coef", "'a', 'b'"), DATUM("X", "'obs', 'coef'", "real")), "d.csv",
                   "b,a\n1,2\n3,4\n")); /* rows in order */
    CHECK_STR(values("X"), "2 1 4 3");
    /* a column over one of the dims of a tidy table */
    CHECK(bind_one(SCHEMA(DIM("person") "," DIM("item"),
                          DATUM("y", "'person', 'item'", "binary") "," DATUM("age", "'person'", "real")),
                   "d.csv", "person,item,y,age\np,1,0,30\np,2,1,30\nq,1,1,41\nq,2,1,41\n"));
    CHECK_STR(values("age"), "30 41");
}

static void json_for_stan(void) {
    const char *model =
        SCHEMA(DIM("home") "," DIM("county"),
               DATUM_WITH("county", "'home'", "key",
                          "'key': 'county', 'column': 'county_idx'") "," DATUM("log_radon", "'home'", "real"));
    CHECK(bind_files(model, FOLDER "radon_cut.json", NULL));
    CHECK_STR(labels("county"), "1|2|3|5");
    CHECK_STR(values("county"), "0 0 0 1 1 1 2 2 2 3 3 3");
    CHECK_STR(said, "m.bmodel:1:5: note[L18]: `J` = 5, but only 4 values of `county` occur.\n  help: If there are "
                    "more: `dim county = 1..J`.\n");
    CHECK_STR(bound->account,
              "radon_cut.json: used county_idx, log_radon; sizes, not needed: N; not used J, floor_measure, log_uppm\n"
              "home: 12 labels from the length of the lists in `radon_cut.json`\n"
              "county: 4 labels from `county_idx` in `radon_cut.json`\n");
    const char *sized = SCHEMA(
        DIM("home") ",{'name': 'county', 'from': 'range', 'lo': 1, 'hi_name': 'J', 'line': 1, 'column_number': 5}",
        DATUM_WITH("county", "'home'", "key", "'key': 'county', 'column': 'county_idx'"));
    CHECK(bind_files(sized, FOLDER "radon_cut.json", NULL));
    CHECK_STR(said, "");
    CHECK_STR(labels("county"), "1|2|3|4|5");
    CHECK_STR(values("county"), "0 0 0 1 1 1 2 2 2 4 4 4");
}

static void json_arrays(void) {
    const char *matrix = SCHEMA(DIM("a") "," DIM("b"), DATUM("m", "'a', 'b'", "real"));
    CHECK(bind_one(matrix, "d.json", "{\"m\": [[1, 2, 3], [4, 5, \"Inf\"]], \"N\": 2}"));
    CHECK_STR(values("m"), "1 2 3 4 5 inf");
    CHECK_STR(labels("b"), "1|2|3");
    CHECK(bind_one(SCHEMA(DIM("a"), DATUM("m", "'a'", "real")), "d.json",
                   "{\"m\": [[1], [2], [3]]}")); /* [3][1] for m[a] */
    CHECK_STR(values("m"), "1 2 3");
    CHECK(bind_one(SCHEMA(DIM("a"), DATUM("m", "'a'", "real")), "d.json", "{\"m\": 7}"));
    CHECK_STR(values("m"), "7");
    CHECK(bind_one(SCHEMA(DIM("a"), DATUM("m", "'a'", "real")), "d.json", "{\"m\": []}"));
    CHECK_INT(schema->dims[0].n_labels, 0);
    CHECK(bind_one(SCHEMA(DIM("a"), DATUM("m", "'a'", "binary")), "d.json", "{\"m\": [true, false, 1]}"));
    CHECK_STR(values("m"), "1 0 1");
    CHECK(bind_one(SCHEMA(DIM("a"), DATUM_WITH("m", "'a'", "real", "'missing': true")), "d.json",
                   "{\"m\": [null, \"NA\", NaN, \"NaN\", 1]}"));
    CHECK_STR(values("m"), "nan nan nan nan 1");
    /* a list of labels beside the values */
    CHECK(bind_one(SCHEMA(DIM("school"), DATUM("y", "'school'", "real")), "d.json",
                   "{\"y\": [28, 8], \"school\": [\"Choate\", \"Andover\"]}"));
    CHECK_STR(labels("school"), "Choate|Andover");
    /* arrays size their dims, whole numbers are labels of 1..K */
    CHECK(bind_one(SCHEMA(OBS "," DIM("g"), KEY("g", "'obs'", "g") "," DATUM("u", "'g'", "real")), "d.json",
                   "{\"g\": [1, 3, 3], \"u\": [0.1, 0.2, 0.3]}"));
    CHECK_STR(labels("g"), "1|2|3");
    CHECK_STR(values("g"), "0 2 2");
    /* listed with codes: values are codes */
    const char *coded = SCHEMA(OBS ",{'name': 'g', 'from': 'listed', 'labels': ['a', 'b'], 'codes': ['1', '2']}",
                               KEY("g", "'obs'", "g"));
    CHECK(bind_one(coded, "d.json", "{\"g\": [2, 1, 2.0]}"));
    CHECK_STR(values("g"), "1 0 1");
    CHECK(bind_one(coded, "d.csv", "g\n2\nb\n1\n"));
    CHECK_STR(values("g"), "1 1 0");
}

/* An object of columns. */
static void json_lists_as_a_table(void) {
    CHECK(bind_one(SCHEMA(DIM("year") "," DIM("species"), DATUM("pelts", "'species', 'year'", "real")), "d.json",
                   "{\"N\": 4, \"species\": [\"lynx\", \"hare\", \"hare\", \"lynx\"], \"year\": [1901, 1900, 1901, "
                   "1900], \"pelts\": [6.1, 30, 47.2, 4]}"));
    CHECK_STR(labels("species"), "lynx|hare");
    CHECK_STR(values("pelts"), "4 6.1 30 47.2");
    CHECK_STR(bound->account, "d.json: used species, year, pelts; not used N\nyear: 2 labels from column `year` of "
                              "`d.json`\nspecies: 2 labels from column `species` of `d.json`\n");
    const char *visits = SCHEMA(DIM("visit") "," DIM("patient"),
                                KEY("patient", "'visit'", "patient") "," DATUM("base", "'patient'", "real"));
    CHECK(bind_one(visits, "d.json", "{\"patient\": [\"ann\", \"bob\", \"ann\"], \"base\": [1, 2, 1]}"));
    CHECK_STR(values("base"), "1 2");
    CHECK(!bind_one(visits, "d.json", "{\"patient\": [\"ann\", \"bob\", \"ann\"], \"base\": [1, 2, 3]}"));
    CHECK_STR(said, "m.bmodel:2:6: error[L06]: `d.json` has two records for `ann` (1 and 3), with different `base` (1, "
                    "3).\n  help: Keep one row per patient.\n");
    CHECK(bind_one(visits, "d.json", "{\"patient\": [1, 2, 1], \"base\": [1, 2, 3]}"));
    CHECK_STR(said, "m.bmodel:1:5: note[L18]: `base` has 3 values, so there are 3 `patient`, of which 2 occur in "
                    "`patient` in `d.json`.\n");
}

static void a_dim_twice(void) {
    const char *model = SCHEMA(LISTED("site", "'a', 'b'"), DATUM("D", "'site', 'site'", "real"));
    CHECK(bind_one(model, "d.csv", "site,a,b\nb,3,4\na,1,2\n"));
    CHECK_STR(values("D"), "1 2 3 4");
    CHECK(bind_one(model, "d.json", "{\"D\": [[1, 2], [3, 4]]}"));
    CHECK_STR(values("D"), "1 2 3 4");
}

static void json_tables(void) {
    const char *model = SCHEMA(DIM("school"), DATUM("y", "'school'", "real") "," DATUM("se", "'school'", "real"));
    CHECK(
        bind_one(model, "d.json",
                 "[{\"school\": \"Choate\", \"y\": 28, \"se\": 15}, {\"school\": \"Andover\", \"se\": 10, \"y\": 8}]"));
    CHECK_STR(labels("school"), "Choate|Andover");
    CHECK_STR(values("se"), "15 10");
    CHECK(bind_one(model, "d.json",
                   "{\"p\": {\"school\": \"Choate\", \"y\": 28, \"se\": 15}, \"q\": {\"school\": \"Andover\", \"y\": "
                   "8, \"se\": 10}}"));
    CHECK_STR(values("y"), "28 8");
    CHECK(bind_one(model, "d.json", "{\"y\": {\"0\": 28, \"1\": 8}, \"se\": {\"0\": 15, \"1\": 10}}"));
    CHECK_STR(values("se"), "15 10");
    CHECK(bind_one(
        model, "d.json",
        "{\"schools\": [{\"school\": \"Choate\", \"y\": 28, \"se\": 15}], \"N\": 1, \"about\": {\"by\": \"us\"}}"));
    CHECK_STR(bound->account, "d.json: schools: 1 record; used school, y, se\nd.json: sizes, not needed: N; 1 object "
                              "not used\nschool: 1 label from column `school` of `d.json: schools`\n");
    CHECK(!bind_one(model, "d.json", "[{\"y\": 28, \"se\": 15}, {\"y\": 8}]"));
    CHECK_STR(said, "m.bmodel:2:6: error[L03]: `se` is missing in 1 of 2 records of `d.json` (2).\n  help: Run with "
                    "`--drop-missing` to leave these rows out; imputing them is not built yet.\n");
}

static void scalars_and_sizes(void) {
    const char *model = SCHEMA("{'name': 't', 'from': 'range', 'lo': 1, 'hi_name': 'T', 'line': 1, 'column_number': 5}",
                               DATUM("y", "'t'", "real") "," DATUM("n", "", "count"));
    CHECK(bind_one(model, "d.json", "{\"T\": 3, \"y\": [1, 2, 3], \"n\": 5}"));
    CHECK_STR(values("n"), "5");
    CHECK(bind_one(model, "d.json", "{\"y\": [1, 2, 3], \"n\": [[5]]}"));
    CHECK_STR(labels("t"), "1|2|3");
    CHECK(bind_two(model, "d.csv", "y\n1\n2\n", "n.csv", "n,T\n5,2\n"));
    CHECK_STR(values("n"), "5");
    CHECK(bind_one(SCHEMA("{'name': 't', 'from': 'range', 'lo': 0, 'hi_name': 'T', 'line': 1, 'column_number': 5}",
                          DATUM("y", "'t'", "real")),
                   "d.csv", "t,y\n2,12\n0,10\n1,11\n"));
    CHECK_STR(labels("t"), "0|1|2");
    CHECK_STR(values("y"), "10 11 12");
}

static void values_in_the_model(void) {
    CHECK(bind_one(SCHEMA(DIM("i"), DATUM_WITH("y", "'i'", "real", "'values': [1, 3, 5]")), NULL, NULL));
    CHECK_STR(values("y"), "1 3 5");
    CHECK_STR(labels("i"), "1|2|3");
    CHECK_STR(bound->account, "i: 3 labels from the values in the model\n");
    CHECK(
        !bind_one(SCHEMA(LISTED("i", "'a', 'b'"), DATUM_WITH("y", "'i'", "count", "'values': [1, 3.5]")), NULL, NULL));
    CHECK_STR(said, "m.bmodel:2:6: error[L11]: `y` is 3.5 at position 2, which is not a count.\n  help: For an amount "
                    "that may be fractional use `real > 0` and a continuous distribution such as `Gamma`.\n");
}

static void names_are_folded(void) {
    CHECK(bind_one(
        SCHEMA(OBS, DATUM("beta_1", "'obs'", "real") "," DATUM_WITH("price", "'obs'", "real", "'column': 'Price ($)'")),
        "d.csv", " Price ($),β₁\n1,2\n"));
    CHECK_STR(values("beta_1"), "2");
    CHECK_STR(values("price"), "1");
}

static void options_of_reading(void) {
    const char *na[] = {"-99", "none"};
    options.na = na;
    options.n_na = 2;
    CHECK(bind_one(SCHEMA(OBS, DATUM_WITH("y", "'obs'", "real", "'missing': true")), "d.csv", "y\n-99.0\nnone\n1\n"));
    CHECK_STR(values("y"), "nan nan 1");
    options.drop_missing = true;
    CHECK(bind_one(SCHEMA(OBS, DATUM("y", "'obs'", "real") "," DATUM_WITH("z", "'obs'", "real", "'missing': true")),
                   "d.csv", "y,z,w\n1,,\nNA,2,\n3,3,\n.,4,\n"));
    CHECK_STR(values("y"), "1 3");
    CHECK_STR(values("z"), "nan 3");
    CHECK_INT(bound->row_of[0][1], 4);
    CHECK_STR(bound->account, "d.csv: 4 rows; used y, z; not used w; left out for missing values: 2 (3 and 5)\nobs: 2 "
                              "labels from the rows of `d.csv`\n");
    options.trim = options.fold_case = true;
    CHECK(bind_one(SCHEMA(OBS "," DIM("g"), KEY("g", "'obs'", "g")), "d.csv", "g\nAitkin\nAITKIN\nAitkin \nCook\n"));
    CHECK_STR(labels("g"), "Aitkin|Cook");
    CHECK_STR(values("g"), "0 0 0 1");
    CHECK_STR(said, "");
    CHECK(bind_one(
        SCHEMA(OBS, DATUM("b", "'obs'", "binary") "," DATUM_WITH(
                        "s", "'obs'", "binary", "'codes': [['0', 'm'], ['1', 'f']]") "," DATUM("d", "'obs'", "date")),
        "d.csv", "b,s,d\nyes,f,1970-01-02\nFALSE,m,1970-01-01\n1,f,1971-01-01\n"));
    CHECK_STR(values("b"), "1 0 1");
    CHECK_STR(values("s"), "1 0 1");
    CHECK_STR(values("d"), "1 0 365");
}

/* --data county=d.csv chooses between two tables that could both be meant */
static void rows_of_a_dim(void) {
    const char *model = SCHEMA(DIM("county"), DATUM("y", "'county'", "real"));
    CHECK(!bind_two(model, "a.csv", "y\n1\n2\n", "b.csv", "y\n3\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L16]: `y` is in `a.csv` and in `b.csv`.\n  help: Say which one has a row for "
                    "each `county`: `--data county=b.csv`.\n");
    CHECK(bind_files(SCHEMA(DIM("county"), DATUM("county", "'county'", "real")), "county=" FOLDER "counties.csv",
                     NULL) == false);
    CHECK(!bind_files(model, "state=" FOLDER "counties.csv", NULL));
    CHECK_STR(said, "error[L15]: `--data state=" FOLDER
                    "counties.csv`: the model has no dim `state`; its dims are `county`.\nm.bmodel:2:6: error[L01]: "
                    "`counties.csv` has no column `y`; its columns are `county`, `uranium`, `note`.\n");
    CHECK(bind_files(SCHEMA(DIM("visit"), DATUM("score", "'visit'", "real")), "visit=" FOLDER "visits.csv",
                     FOLDER "visits.csv"));
    CHECK_STR(values("score"), "3 4 5 6 7");
}

static void places_for_a_model(void) {
    const char *model =
        "{'model': 'm', 'dims': [" OBS
        ",{'name': 'year', 'from': 'range', 'lo': 1850, 'hi_name': 'last', 'number_slot': 9}," DIM(
            "g") "],"
                 " 'data': [{'name': 'g', 'dims': ['obs'], 'kind': 'key', 'key': 'g', 'slot': 10}, {'name': 'y', "
                 "'dims': ['obs'], 'kind': 'real', 'slot': 11}, {'name': 'z', 'dims': ['obs'], 'kind': 'real'}],"
                 " 'sizes': [{'name': 'last', 'dim': 'year', 'slot': 12}], 'labels': [{'dim': 'g', 'label': 'St. "
                 "Louis', 'slot': 13}]}";
    CHECK(bind_two(model, "d.csv", "g,y,z\nChicago,1.5,0\nSt. Louis,2.5,0\nChicago,3.5,0\n", "s.json",
                   "{\"last\": 1852}"));
    if (!bound) return;
    CHECK_INT(schema->layout_cells, 14);
    int64_t layout[14] = {0}, whole[4];
    double  data[12] = {0};
    bm_bound_sizes(bound, layout);
    CHECK(layout[BM_LAYOUT_SIZES] == 3 && layout[BM_LAYOUT_SIZES + 1] == 3 && layout[BM_LAYOUT_SIZES + 2] == 2);
    layout[9] = 0;
    layout[10] = 3;
    layout[11] = 6;
    layout[12] = 9;
    layout[13] = 10;
    bm_bound_place(bound, layout, data);
    CHECK(data[0] == 1850 && data[2] == 1852 && data[6] == 1.5 && data[8] == 3.5 && data[9] == 1852 && data[11] == 0);
    memcpy(whole, data + 3, 3 * sizeof *whole);
    memcpy(whole + 3, data + 10, sizeof *whole);
    CHECK(whole[0] == 0 && whole[1] == 1 && whole[2] == 0 && whole[3] == 1);
    char name[64];
    int  dims[2] = {2, 1};
    bm_cell_name(schema, "theta", dims, 2, 4, name, sizeof name);
    CHECK_STR(name, "theta[St. Louis, 1851]");
    bm_cell_name(schema, "theta", dims, 2, 4, name, 10);
    CHECK_STR(name, "theta[St.");
    bm_cell_name(schema, "mu", NULL, 0, 0, name, sizeof name);
    CHECK_STR(name, "mu");
    CHECK_INT(bm_cell_count(schema, dims, 2), 6);
}

/* 3020 rows bind in a few milliseconds; a limit that a loaded machine keeps. */
static void is_quick(void) {
    enum { ROWS = 3020 };
    char *text = malloc(ROWS * 40 + 20), *p = text;
    p += sprintf(p, "dist,arsenic,switched\n");
    for (int i = 0; i < ROWS; i++) p += sprintf(p, "%.12g,%.3f,%d\n", 16.826 + i * 0.377, 0.5 + i % 97 * 0.01, i % 2);
    clock_t start = clock();
    CHECK(bind_one(SCHEMA(OBS, DATUM("dist", "'obs'", "real") "," DATUM("arsenic", "'obs'", "real") "," DATUM(
                                   "switched", "'obs'", "binary")),
                   "d.csv", text));
    CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 0.1);
    CHECK_INT(schema->dims[0].n_labels, ROWS);
    CHECK_NEAR(bound->values[0][1], 17.203, 0);
    free(text);
}

int main(void) {
    two_tables();
    a_key_and_the_table_it_points_to();
    binds_again();
    one_table_gives_its_keys_labels();
    over_a_key();
    matrices();
    json_for_stan();
    json_arrays();
    json_lists_as_a_table();
    a_dim_twice();
    json_tables();
    scalars_and_sizes();
    values_in_the_model();
    names_are_folded();
    options_of_reading();
    rows_of_a_dim();
    places_for_a_model();
    is_quick();
    let_go();
    return test_end();
}
