/* Delimited text: separators, quotes, line ends, rows as an editor counts them, what is refused. */
#include "binding.h"

#define Y SCHEMA(OBS, DATUM("y", "'obs'", "real"))
#define XY SCHEMA(OBS, DATUM("x", "'obs'", "real") "," DATUM("y", "'obs'", "real"))

static void reads_separators(void) {
    CHECK(bind_one(XY, "d.csv", "x,y\n1,2\n3,4\n"));
    CHECK_STR(values("x"), "1 3");
    CHECK(bind_one(XY, "d.csv", "x;y\n1;2\n3;4"));
    CHECK_STR(values("y"), "2 4");
    CHECK(bind_one(XY, "d.tsv", "x\ty\r\n1\t2\r\n3\t4\r\n"));
    CHECK_STR(values("y"), "2 4");
    CHECK(bind_one(XY, "d.csv", "\"x,z\";y;x\n1;2;3\n"));
    CHECK_STR(values("x"), "3");
    options.decimal = ',';
    CHECK(bind_one(XY, "d.csv", "x;y\n1,5;-2,25e1\n"));
    CHECK_STR(values("x"), "1.5");
    CHECK_STR(values("y"), "-22.5");
    options.decimal = ',';
    CHECK(bind_one(Y, "d.csv", "y\n1,5\n"));
    CHECK_STR(values("y"), "1.5");
    CHECK(!bind_one(Y, "d.csv", "y\n1,5\n"));
    CHECK_STR(said, "error[L15]: row 2 of `d.csv` has 2 fields, but the header names 1 column.\n  help: If these are "
                    "numbers with a decimal comma, run with `--decimal ,`.\n");
    options.thousands = ',';
    CHECK(bind_one(XY, "d.csv", "x,y\n\"1,250.00\",2\n980,\"1,000,000\"\n"));
    CHECK_STR(values("x"), "1250 980");
    CHECK_STR(values("y"), "2 1e+06");
    options.thousands = ',';
    CHECK(!bind_one(Y, "d.csv", "y;x\n1,25;1\n")); /* no group of three digits */
    CHECK(strstr(said, "`1,25`, which is not a number") != NULL);
}

static void reads_line_ends(void) {
    CHECK(bind_one(Y, "d.csv", "\xEF\xBB\xBFy\n1\n2"));
    CHECK_STR(values("y"), "1 2");
    CHECK(bind_one(Y, "d.csv", "y\r1\r2\r"));
    CHECK_STR(values("y"), "1 2");
    CHECK(bind_one(XY, "d.csv", "\n\nx,y\n\n1,2\n\n\n3,4\n\n"));
    CHECK_STR(values("y"), "2 4");
    CHECK_INT(bound->row_of[0][0], 5);
    CHECK_INT(bound->row_of[0][1], 8);
}

static void blank_line_in_one_column_is_missing(void) {
    CHECK(!bind_one(Y, "d.csv", "y\n1\n\n2\n\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L03]: `y` is missing in 1 of 3 rows of `d.csv` (3).\n  help: Run with "
                    "`--drop-missing` to leave these rows out; imputing them is not built yet.\n");
}

static void reads_quotes(void) {
    CHECK(bind_one(SCHEMA(OBS "," DIM("g"), KEY("g", "'obs'", "g") "," DATUM("y", "'obs'", "real")), "d.csv",
                   "g,note,y\n\"a, b\",\"two\nlines\r\nand \"\"more\"\"\",1\n\"say \"\"hi\"\"\",,2\n"));
    CHECK_STR(labels("g"), "a, b|say \"hi\"");
    CHECK_STR(values("y"), "1 2");
    CHECK_INT(bound->row_of[1][0], 2);
    CHECK_INT(bound->row_of[1][1], 5);
    CHECK(bind_one(Y, "d.csv", "\"y\",height in 5\"\n\"1\",a \"b\" c\n"));
    CHECK_STR(values("y"), "1");
}

static void a_huge_field(void) {
    size_t n = 3000000;
    char  *text = malloc(n + 20);
    memcpy(text, "note,y\n\"", 8);
    memset(text + 8, 'a', n);
    memcpy(text + 8 + n, "\",7\n", 5);
    CHECK(bind_one(Y, "d.csv", text));
    CHECK_STR(values("y"), "7");
    free(text);
}

static void refuses(void) {
    CHECK(!bind_one(XY, "d.csv", "x,y\n1,2\n3,4,5\n"));
    CHECK_STR(said, "error[L15]: row 3 of `d.csv` has 3 fields, but the header names 2 columns.\n  help: A field with "
                    "a comma in it must stand in quotes.\n");
    CHECK(!bind_one(XY, "d.csv", "x,y\n\"r1\",1,2\n\"r2\",3,4\n"));
    CHECK_STR(said, "error[L15]: row 2 of `d.csv` has 3 fields, but the header names 2 columns.\n"
                    "  help: If the first column holds row names, give it a name in the header, or write the file "
                    "without them (in R: `row.names = FALSE`).\n");
    CHECK(!bind_one(XY, "d.csv", "x,y\n\"a\nb\",2\n3\n"));
    CHECK(strstr(said, "row 4 of `d.csv` has 1 field,") != NULL);
    CHECK(!bind_one(XY, "d.csv", "x,y\n1,\"2\n3,4\n"));
    CHECK_STR(
        said,
        "error[L15]: `d.csv` cannot be read as a table: a quote `\"` that is opened in line 2 is never closed.\n");
    CHECK(!bind_one(XY, "d.csv", "x,y\n1,2\n\"3\"4,5\n"));
    CHECK_STR(said, "error[L15]: `d.csv` cannot be read as a table: in row 3 there is text behind a closing quote (a "
                    "quote inside a field is written twice, `\"\"`).\n");
    CHECK(!bind_one(XY, "d.csv", ""));
    CHECK_STR(said, "error[L02]: `d.csv` is empty.\n  help: A table begins with a line of column names.\n");
    CHECK(!bind_one(XY, "d.csv", "x,y\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L02]: `d.csv` has a header but no rows.\n  help: To see the priors alone, put "
                    "a `#` before the lines of what is observed.\n");
    CHECK(!bind_one(XY, "d.csv", "x,y\n1,2\n\xE9,3\n"));
    CHECK_STR(
        said,
        "error[L15]: `d.csv` cannot be read: line 3 is not in UTF-8 (byte 0xE9).\n  help: Save it as CSV, in UTF-8.\n");
    CHECK(!bind_one(XY, "d.csv", "\xFF\xFEx"));
    CHECK(strstr(said, "it is in UTF-16, not in UTF-8") != NULL);
    CHECK(!bind_one(XY, "d.csv", "PK\3\4x"));
    CHECK(strstr(said, "it is a spreadsheet or an archive, not text") != NULL);
    CHECK(!bind_one(XY, "d.csv", "x,y,x\n1,2,3\n"));
    CHECK_STR(said, "m.bmodel:2:6: error[L15]: `d.csv` has two columns with the name `x` (columns 1 and 3).\n  help: "
                    "Give them different names.\n");
    CHECK(bind_one(Y, "d.csv", "x,y,x,,\n1,2,3,4,5\n")); /* what nobody wants may be double */
    const char *file = "no/such/file.csv";
    options.files = &file;
    options.n_files = 1;
    CHECK(!bind_one(Y, NULL, NULL));
    CHECK_STR(said, "error[L15]: `no/such/file.csv` cannot be read: No such file or directory.\n");
    file = "tests";
    options.files = &file;
    options.n_files = 1;
    CHECK(!bind_one(Y, NULL, NULL));
    CHECK_STR(said, "error[L15]: `tests` cannot be read: Is a directory.\n");
}

int main(void) {
    reads_separators();
    reads_line_ends();
    blank_line_in_one_column_is_missing();
    reads_quotes();
    a_huge_field();
    refuses();
    let_go();
    return test_end();
}
