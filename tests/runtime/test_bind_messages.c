/* Each mistake in data and the message it deserves: code, line and column of the model, file, row, value, how many more, and the remedy. */
#include "binding.h"

/* What binding `text` says, all of it. */
static void says(const char *json, const char *file, const char *text, const char *expected) {
    bool fine = bind_one(json, file, text);
    CHECK(fine == (bm_message_errors(&messages) == 0));
    CHECK_STR(said, expected);
}

static void a_column_is_missing(void) {
    const char *model = SCHEMA(OBS, DATUM("x", "'obs'", "real") "," DATUM("y", "'obs'", "real"));
    says(model, "trial.csv", "X,y,site\n1,2,3\n",
         "m.bmodel:2:6: error[L01]: `trial.csv` has no column `x`; its columns are `X`, `y`, `site`.\n"
         "  help: Did you mean `X`? Rename it here, or write `data x[obs] : real column \"X\"`.\n");
    says(model, "trial.csv", "q,y,site\n1,2,3\n",
         "m.bmodel:2:6: error[L01]: `trial.csv` has no column `x`; its columns are `q`, `y`, `site`.\n");
    says(model, "trial.json", "{\"y\": [1, 2]}", "m.bmodel:2:6: error[L01]: `trial.json` has no `x`; it holds `y`.\n");
    says(SCHEMA(OBS, DATUM("x", "'obs'", "real")), NULL, NULL,
         "m.bmodel:2:6: error[L01]: `x` is data, and no data file was given.\n  help: Give a file with `--data "
         "FILE`.\n");
    says(SCHEMA(OBS, DATUM_WITH("x", "'obs'", "real", "'column': 'Price ($)'")), "d.csv", "Price,y\n1,2\n",
         "m.bmodel:2:6: error[L01]: `d.csv` has no column `Price ($)`; its columns are `Price`, `y`.\n  help: Did you "
         "mean `Price`? Rename it here, or write `data x[obs] : real column \"Price\"`.\n");
    CHECK(!bind_two(model, "a.csv", "y\n1\n", "b.csv", "z\n1\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L01]: none of the 2 files has a column `x`; their columns are `y`, `z`.\n");
    /* all that lack, in one go */
    CHECK(!bind_one(model, "a.csv", "q\n1\n"));
    CHECK_INT(bm_message_errors(&messages), 2);
    /* a name that another datum takes is not offered */
    says(SCHEMA(OBS, DATUM("dose", "'obs'", "real") "," DATUM("doses", "'obs'", "real")), "d.csv", "doses\n1\n",
         "m.bmodel:2:6: error[L01]: `d.csv` has no column `dose`; its columns are `doses`.\n");
}

static void a_matrix_lacks_something(void) {
    const char *model = SCHEMA(OBS "," LISTED("coef", "'a', 'b', 'c'"), DATUM("X", "'obs', 'coef'", "real"));
    says(model, "d.csv", "a,b\n1,2\n",
         "m.bmodel:2:6: error[L01]: `X` takes one column for each label of `coef`; `d.csv` has no column `c`.\n");
    says(model, "d.csv", "obs,X\n1,2\n",
         "m.bmodel:2:6: error[L01]: `d.csv` has the column `X`, but no column `coef` for its labels.\n  help: A column "
         "`coef` should say to which `coef` each value belongs.\n");
    says(model, "d.csv", "obs,coef,X,a,b,c\n1,a,2,1,1,1\n",
         "m.bmodel:2:6: error[L16]: `d.csv` has a column `X` and a column for each label: it could be read in both "
         "ways.\n"
         "  help: Say which with `column \"…\"`, or remove the column `X`.\n");
    says(SCHEMA("{'name': 't', 'from': 'data', 'column': 'times', 'line': 1, 'column_number': 5}",
                DATUM("y", "'t'", "real")),
         "d.csv", "y,time\n1,2\n", "m.bmodel:1:5: error[L01]: no table of data over `t` has a column `times`.\n");
}

static void values_are_missing(void) {
    char text[2000] = "y\n";
    for (int row = 2; row <= 121; row++) strcat(text, row == 12 || row == 40 || row == 77 ? "NA\n" : "1.5\n");
    says(SCHEMA(OBS, DATUM("y", "'obs'", "real")), "trial.csv", text,
         "m.bmodel:2:6: error[L03]: `y` is missing in 3 of 120 rows of `trial.csv` (12, 40 and 77).\n"
         "  help: Run with `--drop-missing` to leave these rows out; imputing them is not built yet.\n");
    says(SCHEMA(OBS, DATUM("y", "'obs'", "count")), "d.csv", "x,y\n1,\n1,NA\n1,.\n1,NaN\n1,\n1,\n1,\n1,3\n",
         "m.bmodel:2:6: error[L03]: `y` is missing in 7 of 8 rows of `d.csv` (2, 3, 4, 5, 6 and 2 more).\n"
         "  help: Run with `--drop-missing` to leave these rows out; imputing them is not built yet.\n");
    says(SCHEMA(OBS "," DIM("g"), KEY("g", "'obs'", "g")), "d.csv", "g,x\na,1\n,1\n",
         "m.bmodel:2:6: error[L03]: `g` is missing in 1 of 2 rows of `d.csv` (3).\n  help: A key must be known in "
         "every row; `--drop-missing` leaves these rows out.\n");
    says(SCHEMA(OBS "," DIM("g"), KEY("g", "'obs'", "g")), "d.csv", "g\nSA\nNA\n",
         "m.bmodel:2:6: error[L03]: `g` is missing in 1 of 2 rows of `d.csv` (3).\n  help: `NA` is read as missing; if "
         "it is a label, spell it in another way. `--drop-missing` leaves these rows out.\n");
    says(SCHEMA(OBS, DATUM("y", "'obs'", "real")), "d.json", "{\"y\": [1, null, 3, null]}",
         "m.bmodel:2:6: error[L03]: `y` is missing in 2 of 4 values, first at position 2 in `d.json`.\n  help: Leave "
         "them out of the file; imputing them is not built yet.\n");
    says(SCHEMA(OBS "," LISTED("k", "'a', 'b'"), DATUM("X", "'obs', 'k'", "real")), "d.csv", "a,b\n1,2\n3,\n",
         "m.bmodel:2:6: error[L03]: `X` is missing in 1 of 4 cells of `d.csv`; the first is in row 3, column `b`, of "
         "`d.csv`.\n"
         "  help: Run with `--drop-missing` to leave these rows out; imputing them is not built yet.\n");
    says(SCHEMA(LISTED("county", "'AITKIN', 'COOK'"), DATUM("u", "'county'", "real")), "d.csv", "county,u\nAITKIN,1\n",
         "m.bmodel:2:6: error[L03]: `u` has no row in `d.csv` for 1 of 2 labels: `COOK`.\n  help: Add the rows; values "
         "that are missing and imputed are not built yet.\n");
    options.drop_missing = true;
    says(SCHEMA(OBS, DATUM("y", "'obs'", "real")), "d.csv", "x,y\n1,\n",
         "error[L02]: every one of the 1 rows of `d.csv` has a missing value, so `--drop-missing` leaves nothing.\n");
}

static void values_are_no_numbers(void) {
    const char *model = SCHEMA(OBS, DATUM("price", "'obs'", "real"));
    char        text[2000] = "price\n980\n";
    for (int i = 0; i < 42; i++) strcat(text, "\"1,250.00\"\n");
    says(
        model, "homes.csv", text,
        "m.bmodel:2:6: error[L04]: `price` in row 3 of `homes.csv` is `1,250.00`, which is not a number; 41 other rows "
        "are like it.\n"
        "  help: Remove the thousands separator, or run with `--thousands ,`. (For a decimal comma: `--decimal ,`.)\n");
    says(model, "d.csv", "price;x\n1,5;2\n2;2\n2,5;1\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `1,5`, which is not a number; one other row is like "
         "it.\n  help: For a decimal comma run with `--decimal ,`.\n");
    says(model, "d.csv", "price;x\n1.250,00;1\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `1.250,00`, which is not a number.\n  help: Run "
         "with `--thousands . --decimal ,`, or write the numbers as `1250.00`.\n");
    says(model, "d.csv", "1.5,2\n2,3\n",
         "m.bmodel:2:6: error[L01]: `d.csv` has no column `price`; its columns are `1.5`, `2`.\n  help: The first line "
         "of a table holds the names of its columns; here it looks like data.\n");
    says(model, "d.csv", "id|price\n1|2\n",
         "m.bmodel:2:6: error[L01]: `d.csv` has no column `price`; its columns are `id|price`.\n  help: Columns are "
         "separated by commas, semicolons or tabs.\n");
    says(model, "d.csv", "price\n1.5kg\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `1.5kg`, which is not a number.\n  help: Only the "
         "number itself may stand in the cell.\n");
    says(model, "d.csv", "price\nN/A\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `N/A`, which is not a number.\n  help: If `N/A` "
         "stands for missing, run with `--na \"N/A\"`, and with `--drop-missing`.\n");
    says(model, "d.csv", "price\n37%\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `37%`, which is not a number.\n  help: Remove the "
         "`%`, and divide by 100 where a fraction is meant.\n");
    says(model, "d.csv", "price\n<0.5\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `<0.5`, which is not a number.\n"
         "  help: A value beyond a limit is censored: keep the limit as the number, and mark the row in a column of "
         "its own.\n");
    says(model, "d.csv", "price\nTRUE\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `TRUE`, which is not a number.\n  help: If it is "
         "true or false, declare it so: `data price[…] : binary`.\n");
    says(model, "d.csv", "price\ncheap\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2 of `d.csv` is `cheap`, which is not a number.\n"
         "  help: If these are labels, declare their dim and say that the column is a key: `dim kind`, `data x[obs] : "
         "kind`.\n");
    says(SCHEMA(OBS, DATUM_WITH("price", "'obs'", "real", "'column': 'Price ($)'")), "d.csv", "x,Price ($)\n1,cheap\n",
         "m.bmodel:2:6: error[L04]: `price` in row 2, column `Price ($)`, of `d.csv` is `cheap`, which is not a "
         "number.\n"
         "  help: If these are labels, declare their dim and say that the column is a key: `dim kind`, `data x[obs] : "
         "kind`.\n");
    says(SCHEMA(OBS, DATUM("day", "'obs'", "date")), "d.csv", "day\n3/4/2020\n",
         "m.bmodel:2:6: error[L04]: `day` in row 2 of `d.csv` is `3/4/2020`, which is not a date.\n  help: Dates are "
         "written year-month-day: `2026-11-20`.\n");
    says(SCHEMA(OBS, DATUM("sex", "'obs'", "binary")), "d.csv", "sex\nmale\nfemale\nmale\n",
         "m.bmodel:2:6: error[L04]: `sex` is `male` in row 2 of `d.csv` (and 2 more); `binary` is 0 or 1, true or "
         "false, yes or no.\n  help: Say which is which: `data sex[…] : binary (no = \"male\", yes = \"female\")`.\n");
    says(SCHEMA(OBS, DATUM("y", "'obs'", "real")), "d.json", "[{\"y\": [1]}]",
         "m.bmodel:2:6: error[L04]: `y` in record 1 of `d.json` is a list, not a single value.\n");
}

static void lengths_differ(void) {
    const char *model = SCHEMA(OBS, DATUM("x", "'obs'", "real") "," DATUM("y", "'obs'", "real"));
    CHECK(!bind_two(model, "x.csv", "x\n1\n2\n3\n", "y.csv", "y\n1\n2\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L05]: `obs` has 3 rows in `x.csv` but 2 in `y.csv`.\n"
                    "  help: Put both columns in one table, or give both tables a `obs` column so that rows can be "
                    "matched by label.\n");
    says(model, "d.json", "{\"x\": [1, 2], \"y\": [1, 2, 3]}",
         "m.bmodel:2:6: error[L05]: `y` has 3 values for `obs` in `d.json`, but `x` has 2.\n");
    says(SCHEMA(LISTED("g", "'a', 'b'"), DATUM("x", "'g'", "real")), "d.csv", "x\n1\n2\n3\n",
         "m.bmodel:2:6: error[L05]: `x` has 3 rows for `g` in `d.csv`, but `g` has 2 labels.\n  help: A column `g` in "
         "it would match its rows by label.\n");
    /* text labels of one file, bare rows of another: never matched by order */
    const char *radon =
        SCHEMA(DIM("home") "," DIM("county"), KEY("county", "'home'", "county") "," DATUM("u", "'county'", "real"));
    CHECK(!bind_two(radon, "homes.csv", "county\nb\na\n", "u.csv", "u\n1\n2\n"));
    CHECK_STR(
        said,
        "m.bmodel:2:6: error[L05]: the rows of `u` in `u.csv` do not say to which `county` they belong; the labels "
        "come from column `county` of `homes.csv`.\n"
        "  help: Give `u.csv` a column `county`, or list the labels in the order of its rows: `dim county = …`.\n");
    CHECK(!bind_two(radon, "homes.csv", "county\nb\na\n", "u.csv", "u\n1\n2\n3\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L05]: `u` has 3 rows for `county` in `u.csv`, but column `county` of "
                    "`homes.csv` has 2 labels.\n  help: A column `county` in it would match its rows by label.\n");
}

static void labels_do_not_fit(void) {
    says(SCHEMA(DIM("county"), DATUM("uranium", "'county'", "real")), "county.csv",
         "county,uranium\nAITKIN,0.50\nCOOK,0.4\nAITKIN,0.62\n",
         "m.bmodel:2:6: error[L06]: `county.csv` has two rows for `AITKIN` (2 and 4), with different `uranium` (0.5, "
         "0.62).\n  help: Keep one row per county.\n");
    says(SCHEMA(OBS, DATUM("y", "'obs'", "real")), "d.csv", "obs,y\n3,1\n4,2\n3,5\n",
         "m.bmodel:2:6: error[L06]: `d.csv` has two rows for `3` (2 and 4), with different `y` (1, 5).\n"
         "  help: The column `obs` is read as the label of each row. If it is something else, rename it, or give the "
         "dim another name.\n");
    says(SCHEMA(DIM("g"), DATUM("y", "'g'", "real")), "d.csv", "g,y\na,1\na,1\n",
         "m.bmodel:2:6: error[L06]: `d.csv` has two rows for `a` (2 and 3).\n"
         "  help: Keep one row per g; or, if the rows are something else, say so: `data g[…] : g` declares the key.\n");
    says(SCHEMA(DIM("a") "," DIM("b"), DATUM("y", "'a', 'b'", "real")), "d.csv", "a,b,y\n1,1,5\n1,1,5\n",
         "m.bmodel:2:6: error[L06]: `d.csv` has two rows for `1, 1` (2 and 3).\n  help: Keep one row for each "
         "combination of labels.\n");
    says(SCHEMA(LISTED("arm", "'control', 'treated'"), DATUM("y", "'arm'", "real")), "d.csv",
         "arm,y\ncontrol,1\nTreated,2\n",
         "m.bmodel:2:6: error[L07]: `d.csv` has a row for `Treated` (3), which is not a label of `arm`; its labels are "
         "`control`, `treated`.\n"
         "  help: It differs from `treated` in case or blanks only: run with `--trim --fold-case`, or clean the "
         "column.\n");
    says(SCHEMA(LISTED("arm", "'control', 'treated'"), DATUM("y", "'arm'", "real")), "d.csv", "arm,y\ncontrol,1\n,2\n",
         "m.bmodel:2:6: error[L07]: row 3 of `d.csv` has no `arm`; its values cannot be placed.\n");
    says(SCHEMA(OBS "," DIM("county"), KEY("county", "'obs'", "county")), "d.csv",
         "county\nAitkin\nAITKIN\nCook\nAitkin \n",
         "m.bmodel:2:6: warning[L08]: `county` has the labels `Aitkin`, `AITKIN` and `Aitkin ` (with a blank at the "
         "end), which differ only in case or blanks.\n  help: Run with `--trim --fold-case`, or clean the column.\n");
    says(SCHEMA(LISTED("player", "'Aaron', 'Banks'"), DATUM("hits", "'player'", "count")), "d.csv",
         "player,hits\nAaron,1\nAlvarado,2\nBanks,3\nBrown,4\nClemente,5\nDiaz,6\n",
         "m.bmodel:1:5: error[L07]: `d.csv` has 6 labels in the column `player`, but line 1 lists 2. Not listed: "
         "`Alvarado`, `Brown`, `Clemente` and 1 more.\n"
         "  help: Drop the list (`dim player`) to take the labels from the file, or leave the other rows out of it.\n");
    const char *keys = SCHEMA(OBS "," LISTED("arm", "'control', 'treated'"), KEY("group", "'obs'", "arm"));
    says(keys, "d.csv", "group\ncontrol\ntreted\ntreted\n",
         "m.bmodel:2:6: error[D10]: `arm` has no label `treted`, which `group` holds in row 3 of `d.csv`, and 1 more; "
         "its labels are `control`, `treated`.\n  help: Did you mean `treated`?\n");
    const char *named = "{'dims': [" OBS "," DIM("city") "], 'data': [" KEY(
        "city", "'obs'", "city") "], 'labels': [{'dim': 'city', 'label': 'St Louis', 'line': 9, 'column_number': 7}]}";
    says(named, "d.csv", "city\nChicago\nSt. Louis\n",
         "m.bmodel:9:7: error[D10]: `city` has no label `St Louis`; its labels are `Chicago`, `St. Louis`.\n  help: "
         "Did you mean `St. Louis`?\n");
}

static void whole_numbers_are_no_text_labels(void) {
    const char *model = SCHEMA(OBS "," LISTED("kind", "'a', 'b', 'c'"), KEY("y", "'obs'", "kind"));
    const char *expected =
        "m.bmodel:2:6: error[T04]: `y` is a label of `kind`, but in `%s` it holds whole numbers 0 to 2.\n  help: "
        "Numbers are matched to labels only if you say which: `dim kind = a (0), b (1), c (2)`.\n";
    char text[400];
    snprintf(text, sizeof text, expected, "d.csv");
    says(model, "d.csv", "y\n0\n1\n2\n1\n", text);
    snprintf(text, sizeof text, expected, "d.json");
    says(model, "d.json", "{\"y\": [2, 0, 1]}", text);
    says("{'dims': [" OBS ","
         "{'name': 'g', 'from': 'data', 'line': 1, 'column_number': 5, 'number_slot': 9}], 'data': [" KEY("g", "'obs'",
                                                                                                          "g") "]}",
         "d.csv", "g\na\n",
         "m.bmodel:1:5: error[T05]: the model uses the labels of `g` as numbers, but `a` (column `g` of `d.csv`) is "
         "not one.\n");
}

static void values_out_of_bounds(void) {
    const char *model =
        SCHEMA(OBS, DATUM_WITH("p", "'obs'", "real", "'lo': 0, 'hi': 1, 'lo_open': true, 'hi_open': true"));
    says(model, "d.csv", "p\n37.5\n61\n",
         "m.bmodel:2:6: error[L10]: `p` is 37.5 in row 2 of `d.csv` (and 1 more); the declaration says 0 to 1, without "
         "the ends.\n"
         "  help: These look like percentages: divide by 100 in the file, or declare `pct[obs]` and write `p = pct / "
         "100`.\n");
    says(model, "d.csv", "p\n0\n0.5\n",
         "m.bmodel:2:6: error[L10]: `p` is 0 in row 2 of `d.csv`; the declaration says 0 to 1, without the ends.\n");
    says(SCHEMA(OBS, DATUM_WITH("t", "'obs'", "real", "'lo': 0, 'lo_open': true")), "d.csv", "t\n3\n-99\n",
         "m.bmodel:2:6: error[L10]: `t` is -99 in row 3 of `d.csv`; the declaration says above 0.\n  help: If -99 is a "
         "code for \"missing\", run with `--na -99 --drop-missing`.\n");
    says(SCHEMA(OBS, DATUM_WITH("k", "'obs'", "int", "'lo': 0, 'hi': 12")), "d.json", "{\"k\": [1, 13]}",
         "m.bmodel:2:6: error[L10]: `k` is 13 at position 2 in `d.json`; the declaration says 0 to 12.\n");
    says(SCHEMA(OBS, DATUM("n", "'obs'", "count")), "d.csv", "n\n3\n-2\n",
         "m.bmodel:2:6: error[L10]: `n` is -2 in row 3 of `d.csv`; a count cannot be negative.\n"
         "  help: If -2 is a code for \"missing\", run with `--na -2 --drop-missing`.\n");
    says(SCHEMA(OBS, DATUM("y", "'obs'", "binary")), "d.csv", "y\n1\n2\n2\n",
         "m.bmodel:2:6: error[L10]: `y` is 2 in row 3 of `d.csv` (and 1 more); `binary` is 0 or 1, true or false, yes "
         "or no.\n"
         "  help: Say which is which: `data y[…] : binary (no = 1, yes = 2)`.\n");
    says(
        SCHEMA(OBS, DATUM("n", "'obs'", "count")), "d.csv", "n\n2\n2.5\n0.5\n",
        "m.bmodel:2:6: error[L11]: `n` is 2.5 in row 3 of `d.csv` (and 1 more), which is not a count.\n"
        "  help: For an amount that may be fractional use `real > 0` and a continuous distribution such as `Gamma`.\n");
    says(SCHEMA(OBS, DATUM("n", "'obs'", "int")), "d.csv", "n\n-2.5\n",
         "m.bmodel:2:6: error[L11]: `n` is -2.5 in row 2 of `d.csv`, which is not a whole number.\n  help: If it may "
         "be fractional, declare it as `real`.\n");
}

static void sizes_and_shapes(void) {
    says(SCHEMA(DIM("county"), ""), NULL, NULL,
         "m.bmodel:1:5: error[L12]: nothing says how many `county` there are.\n"
         "  help: List its labels, `dim county = a, b, c`, or count them, `dim county = 1..10`; or give data over "
         "`county`, or a key to it. If no line needs it, delete it.\n");
    says(SCHEMA("{'name': 't', 'from': 'range', 'lo': 1, 'hi_name': 'T', 'line': 1, 'column_number': 5}", ""), NULL,
         NULL,
         "m.bmodel:1:5: error[L12]: nothing says how large `T` is: the data hold no `T`, and nothing is given over "
         "`t`.\n  help: Give `T` in a JSON file: `{\"T\": 20}`, or write the number here.\n");
    says(SCHEMA("{'name': 't', 'from': 'range', 'lo': 1, 'hi_name': 'T', 'line': 1, 'column_number': 5}", ""), "d.json",
         "{\"T\": 2.5}", "m.bmodel:1:5: error[L12]: `t` cannot run from 1 to 2.5.\n");
    says(SCHEMA("{'name': 't', 'from': 'range', 'lo': 1, 'hi_name': 'T', 'line': 1, 'column_number': 5}", ""), "d.json",
         "{\"T\": 1e12}",
         "m.bmodel:1:5: error[L12]: `t` cannot run from 1 to 1000000000000: these are too many labels.\n");
    says(SCHEMA(OBS "," DIM("k"), DATUM("X", "'obs', 'k'", "real")), "d.json", "{\"X\": [1, 2]}",
         "m.bmodel:2:6: error[L13]: `X` has 2 dims in the model, but is nested 1 deep in `d.json`.\n");
    says(
        SCHEMA(OBS, DATUM("x", "'obs'", "real")), "d.json", "{\"x\": [[1, 2], [3]]}",
        "m.bmodel:2:6: error[L13]: `x` in `d.json` is not a regular array: its lists have different lengths, 2 and 1.\n"
        "  help: Ragged data are a long list with a key for each value.\n");
    says(SCHEMA(OBS, DATUM("x", "'obs'", "real")), "d.json", "{\"x\": [[1], 3]}",
         "m.bmodel:2:6: error[L13]: `x` in `d.json` is not a regular array: some of its values are lists, others are "
         "not.\n"
         "  help: Ragged data are a long list with a key for each value.\n");
    says(SCHEMA("", DATUM("n", "", "count")), "d.json", "{\"n\": [1, 2]}",
         "m.bmodel:2:6: error[L14]: `n` is a single value in the model, but `d.json` holds a list of 2.\n"
         "  help: If it has one value for each position, declare its dim: `data x[obs] : …`.\n");
    says(SCHEMA("", DATUM("n", "", "count")), "d.csv", "n\n1\n2\n",
         "m.bmodel:2:6: error[L14]: `n` is a single value in the model, but `d.csv` has 2 rows.\n"
         "  help: If it has one value for each row, declare its dim: `data x[obs] : …`.\n");
    says(SCHEMA("{'name': 'day', 'from': 'data', 'ordered': true, 'line': 1, 'column_number': 5}",
                DATUM("y", "'day'", "real")),
         "d.csv", "day,y\nMon,1\nTue,2\n",
         "m.bmodel:1:5: error[L17]: `day` is ordered, but its labels in column `day` of `d.csv` are text (`Mon`, …), "
         "which has no order of its own.\n  help: List them in their order: `dim day = Mon, Tue`.\n");
}

static void an_unknown_looks_like_a_column(void) {
    const char *model =
        "{'dims': [" OBS
        "], 'data': [" DATUM("dose", "'obs'", "real") "], 'unknowns': [{'name': 'deaths', 'dims': ['obs'], 'line': 3}, "
                                                      "{'name': 'b', 'dims': [], 'line': 4}]}";
    says(model, "d.csv", "dose,death,b\n1,2,3\n",
         "m.bmodel:3:1: warning[O02]: `deaths` is an unknown here, but `d.csv` has an unused column `death`.\n  help: "
         "If it was observed: `data deaths[obs] : count column \"death\"`.\n");
    says(model, "d.csv", "dose,dead,b\n1,2,3\n", "");
}

/* All errors of a stage, in the order of the model. */
static void all_in_order(void) {
    const char *model =
        "{'dims': [" OBS "], 'data': [{'name': 'z', 'dims': ['obs'], 'kind': 'count', 'line': 9, 'column_number': 6}, "
        "{'name': 'yy', 'dims': ['obs'], 'kind': 'real', 'line': 4, 'column_number': 6},"
        " {'name': 'x', 'dims': ['obs'], 'kind': 'real', 'line': 4, 'column_number': 2}]}";
    CHECK(!bind_one(model, "d.csv", "x,yy,z\n,a,-1\nb,,1.5\n"));
    CHECK_INT(messages.count, 6);
    if (messages.count != 6) return;
    CHECK_STR(messages.at[0].code, "L03");
    CHECK(messages.at[0].column == 2 && messages.at[1].column == 2 && messages.at[2].column == 6 &&
          messages.at[5].line == 9);
    CHECK_INT(messages.at[0].span_length, 1);
    CHECK_INT(messages.at[2].span_length, 2);
}

static void json_is_damaged(void) {
    const char *model = SCHEMA(OBS, DATUM("y", "'obs'", "real"));
    says(model, "d.json", "{\"y\": [1,\n 2,, 3]}",
         "error[L15]: `d.json` is not JSON: here a value is expected (a number, a string, `[`, `{`, true, false or "
         "null) (line 2, column 4).\n");
    says(model, "d.json", "[1, 2]",
         "error[L15]: `d.json` holds no names: it should be an object, or a list of objects.\n  help: Give the values "
         "a name: `{\"y\": [28, 8, -3]}`.\n");
}

/* Places in the templates of checks. */
static void checks_speak(void) {
    const char *model =
        "{'dims': [" OBS
        "], 'data': [{'name': 'y', 'shown': 'y', 'dims': ['obs'], 'kind': 'int'}, {'name': 'n', 'dims': ['obs'], "
        "'kind': 'int'}, {'name': 'g', 'dims': ['obs'], 'kind': 'key', 'key': 'obs'}],"
        " 'checks': [{'code': 'S04', 'line': 4, 'column_number': 5, 'dims': ['obs'], 'value': 'y', 'slot': 8, "
        "'message': '`y` is {value} in {row}; a `Poisson` count cannot be negative', 'help': 'If {value} is a code: "
        "`--na {value}`.'},"
        "            {'code': 'S04', 'line': 5, 'column_number': 1, 'dims': ['obs'], 'value': 'y', 'also': ['n'], "
        "'slot': 9, 'message': '{row} has `y` = {value} but `n` = {n}: more successes than trials.'},"
        "            {'code': 'L09', 'line': 6, 'column_number': 1, 'dims': ['obs'], 'also': ['n'], 'slot': 10, "
        "'message': '`log(n)` is wrong at {label}{more}, {count} in all, {{x} {unknown}, `n` is {n}'},"
        "            {'code': 'L09', 'line': 7, 'column_number': 1, 'dims': [], 'slot': 11, 'message': 'the sd is "
        "0'}]}";
    CHECK(bind_one(model, "d.csv", "y,n,g\n1,2,1\n-2,1,2\n6,5,3\n"));
    if (!bound) return;
    int64_t layout[16] = {0};
    double  data[8] = {2, 1, 1, 2, 3, 0, 0, 0};
    for (int i = 0; i < 4; i++) layout[8 + i] = 2 * i;
    bm_bound_checks(bound, layout, data, &messages);
    free(said);
    said = bm_messages_text(&messages, "m.bmodel");
    CHECK_STR(said,
              "m.bmodel:4:5: error[S04]: `y` is -2 in row 3 of `d.csv` (and 1 more); a `Poisson` count cannot be "
              "negative.\n  help: If -2 is a code: `--na -2`.\n"
              "m.bmodel:5:1: error[S04]: row 4 of `d.csv` has `y` = 6 but `n` = 5: more successes than trials.\n"
              "m.bmodel:6:1: error[L09]: `log(n)` is wrong at 1 (and 2 more), 3 in all, {x} {unknown}, `n` is 2.\n");
    data[6] = 1;
    data[0] = data[2] = data[4] = 0;
    bm_messages_free(&messages);
    bm_bound_checks(bound, layout, data, &messages);
    CHECK_INT(messages.count, 1);
    CHECK_STR(messages.at[0].text, "the sd is 0.");
    char *json = bm_messages_json(&messages, "m.bmodel");
    CHECK_STR(json, "[{\"code\": \"L09\", \"severity\": \"error\", \"file\": \"m.bmodel\", \"line\": 7, \"column\": 1, "
                    "\"text\": \"the sd is 0.\"}]");
    free(json);
    CHECK(bind_one(model, "d.json", "{\"y\": [1, -2], \"n\": [1, 1], \"g\": [1, 2]}"));
    data[0] = 1;
    bm_bound_checks(bound, layout, data, &messages);
    CHECK_STR(messages.at[0].text, "`y` is -2 in position 2 of `d.json`; a `Poisson` count cannot be negative.");
}

int main(void) {
    a_column_is_missing();
    a_matrix_lacks_something();
    values_are_missing();
    values_are_no_numbers();
    lengths_differ();
    labels_do_not_fit();
    whole_numbers_are_no_text_labels();
    values_out_of_bounds();
    sizes_and_shapes();
    an_unknown_looks_like_a_column();
    all_in_order();
    json_is_damaged();
    checks_speak();
    let_go();
    return test_end();
}
