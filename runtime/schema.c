/* Schema in: the compiler's JSON to structs. Whatever the text holds, a schema that is returned is consistent: every dim that an
 * array names exists, every count fits its array. */
#include "schema.h"
#include "abi.h"
#include "json.h"
#include <limits.h>
#include <math.h>
#include <string.h>

typedef struct Reading {
    BmPool   *pool;
    BmSchema *schema;
    bool      damaged;
} Reading;

static char *text_of(Reading *r, const BmJson *o, const char *name) {
    const char *text = bm_json_text(bm_json_member(o, name), NULL);
    return text ? bm_pool_copy(r->pool, text, strlen(text)) : NULL;
}

/* Text that may not be absent. */
static char *name_of(Reading *r, const BmJson *o, const char *name) {
    char *text = text_of(r, o, name);
    if (!text) r->damaged = true;
    return text ? text : (char *)bm_pool_alloc(r->pool, 1, 1);
}

static char *shown_of(Reading *r, const BmJson *o, char *name) {
    char *shown = text_of(r, o, "shown");
    return shown ? shown : name;
}

static int int_of(const BmJson *o, const char *name, int fallback) {
    double number = bm_json_number(bm_json_member(o, name), fallback);
    return number >= -1e9 && number <= 1e9 ? (int)number : fallback;
}

/* A slot of the layout, -1 if there is none; the layout is at least as long as its slots need. */
static int slot_of(Reading *r, const BmJson *o, const char *name) {
    int slot = int_of(o, name, -1);
    if (slot >= r->schema->layout_cells) r->schema->layout_cells = slot + 1;
    return slot;
}

static const BmJson *list_of(Reading *r, const BmJson *o, const char *name, int *count) {
    const BmJson *list = bm_json_member(o, name);
    *count = 0;
    if (!list || list->kind == BM_JSON_NULL) return NULL;
    if (list->kind != BM_JSON_ARRAY) {
        r->damaged = true;
        return NULL;
    }
    *count = list->count;
    return list->items;
}

static char **texts_of(Reading *r, const BmJson *o, const char *name, int *count) {
    const BmJson *items = list_of(r, o, name, count);
    char        **texts = BM_NEW(r->pool, *count, char *);
    for (int i = 0; i < *count; i++) {
        const char *text = bm_json_text(&items[i], NULL);
        texts[i] = text ? bm_pool_copy(r->pool, text, strlen(text)) : NULL;
    }
    return texts;
}

static int dim_named(Reading *r, const char *name) {
    for (int i = 0; name && i < r->schema->n_dims; i++)
        if (!strcmp(r->schema->dims[i].name, name)) return i;
    r->damaged = true;
    return -1;
}

/* The same, or a derived size: counted behind the dims. */
static int axis_named(Reading *r, const char *name) {
    for (int i = 0; name && i < r->schema->n_derived; i++)
        if (!strcmp(r->schema->derived[i].name, name)) return r->schema->n_dims + i;
    return dim_named(r, name);
}

static int *dims_of(Reading *r, const BmJson *o, int *count) {
    char **names = texts_of(r, o, "dims", count);
    int   *dims = BM_NEW(r->pool, *count, int);
    for (int i = 0; i < *count; i++) dims[i] = dim_named(r, names[i]);
    return dims;
}

static void no_null(Reading *r, char **texts, int count) {
    for (int i = 0; i < count; i++)
        if (!texts[i]) r->damaged = true;
}

static void read_dim(Reading *r, const BmJson *o, BmDim *dim) {
    const char *from = bm_json_text(bm_json_member(o, "from"), "data");
    dim->name = name_of(r, o, "name");
    dim->shown = shown_of(r, o, dim->name);
    dim->doc = text_of(r, o, "doc");
    dim->column = text_of(r, o, "column");
    dim->line = int_of(o, "line", 0);
    dim->file = text_of(r, o, "file");
    dim->column_number = int_of(o, "column_number", 0);
    dim->from = !strcmp(from, "listed") ? BM_FROM_LIST : !strcmp(from, "range") ? BM_FROM_RANGE : BM_FROM_DATA;
    dim->ordered = bm_json_truth(bm_json_member(o, "ordered"), false);
    dim->numeric = bm_json_truth(bm_json_member(o, "numeric"), false);
    dim->number_slot = slot_of(r, o, "number_slot");
    dim->lo = int_of(o, "lo", 1);
    dim->hi = int_of(o, "hi", 0);
    dim->hi_name = text_of(r, o, "hi_name");
    if (dim->from != BM_FROM_LIST) return;
    int n_codes;
    dim->labels = texts_of(r, o, "labels", &dim->n_labels);
    no_null(r, dim->labels, dim->n_labels);
    dim->codes = texts_of(r, o, "codes", &n_codes);
    if (!n_codes)
        dim->codes = NULL;
    else if (n_codes != dim->n_labels)
        r->damaged = true;
}

static void read_derived(Reading *r, const BmJson *o, BmDerived *derived) {
    static const char *const counts[] = {"less one", "pairs", "triangle"};
    const char              *count = bm_json_text(bm_json_member(o, "count"), "");
    derived->name = name_of(r, o, "name");
    derived->dim = dim_named(r, bm_json_text(bm_json_member(o, "dim"), NULL));
    int i = 0;
    while (i < 3 && strcmp(counts[i], count)) i++;
    if (i == 3) r->damaged = true;
    derived->count = (BmCount)i;
}

static BmKind kind_of(Reading *r, const BmJson *o) {
    static const struct {
        const char *name;
        BmKind      kind;
    } kinds[] = {{"real", BM_REAL},     {"int", BM_INT}, {"count", BM_COUNT},
                 {"binary", BM_BINARY}, {"key", BM_KEY}, {"date", BM_DATE}};
    const char *name = bm_json_text(bm_json_member(o, "kind"), "");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].name, name)) return kinds[i].kind;
    r->damaged = true;
    return BM_REAL;
}

/* "codes": [["0", "no"], ["1", "yes"]] */
static void read_codes(Reading *r, const BmJson *o, BmDatum *datum) {
    const BmJson *pairs = list_of(r, o, "codes", &datum->n_codes);
    for (int i = 0; i < datum->n_codes; i++) {
        if (pairs[i].kind != BM_JSON_ARRAY || pairs[i].count != 2) {
            r->damaged = true;
            continue;
        }
        const char *value = bm_json_text(&pairs[i].items[0], ""), *code = bm_json_text(&pairs[i].items[1], "");
        char       *copy = bm_pool_copy(r->pool, code, strlen(code));
        if (!strcmp(value, "0"))
            datum->code_of_0 = copy;
        else if (!strcmp(value, "1"))
            datum->code_of_1 = copy;
        else
            r->damaged = true;
    }
}

static void read_datum(Reading *r, const BmJson *o, BmDatum *datum) {
    datum->name = name_of(r, o, "name");
    datum->shown = shown_of(r, o, datum->name);
    datum->column = text_of(r, o, "column");
    datum->line = int_of(o, "line", 0);
    datum->file = text_of(r, o, "file");
    datum->column_number = int_of(o, "column_number", 0);
    datum->dims = dims_of(r, o, &datum->n_dims);
    datum->kind = kind_of(r, o);
    datum->key = datum->kind == BM_KEY ? dim_named(r, bm_json_text(bm_json_member(o, "key"), NULL)) : -1;
    datum->missing = bm_json_truth(bm_json_member(o, "missing"), false);
    datum->drawn = bm_json_truth(bm_json_member(o, "drawn"), false);
    datum->lo = bm_json_number(bm_json_member(o, "lo"), -INFINITY);
    datum->hi = bm_json_number(bm_json_member(o, "hi"), INFINITY);
    datum->lo_open = bm_json_truth(bm_json_member(o, "lo_open"), false);
    datum->hi_open = bm_json_truth(bm_json_member(o, "hi_open"), false);
    datum->slot = slot_of(r, o, "slot");
    read_codes(r, o, datum);
    int           n;
    const BmJson *values = list_of(r, o, "values", &n);
    datum->n_values = n;
    datum->values = values ? BM_NEW(r->pool, n, double) : NULL;
    for (int i = 0; i < n; i++) datum->values[i] = bm_json_number(&values[i], NAN);
}

static void read_array(Reading *r, const BmJson *o, BmArray *array) {
    array->name = name_of(r, o, "name");
    array->shown = shown_of(r, o, array->name);
    array->doc = text_of(r, o, "doc");
    array->kind = text_of(r, o, "kind");
    array->dims = dims_of(r, o, &array->n_dims);
    array->line = int_of(o, "line", 0);
    array->file = text_of(r, o, "file");
    array->slot = slot_of(r, o, "slot");
}

/* Without a list they run over its dims. */
static void read_unknown(Reading *r, const BmJson *o, BmArray *array) {
    read_array(r, o, array);
    array->coordinates = array->dims;
    array->n_coordinates = array->n_dims;
    if (!bm_json_member(o, "coordinates")) return;
    char **names = texts_of(r, o, "coordinates", &array->n_coordinates);
    array->coordinates = BM_NEW(r->pool, array->n_coordinates, int);
    for (int i = 0; i < array->n_coordinates; i++) array->coordinates[i] = axis_named(r, names[i]);
}

static void read_statement(Reading *r, const BmJson *o, BmStatement *statement) {
    statement->name = name_of(r, o, "name");
    statement->text = text_of(r, o, "text");
    statement->kind = text_of(r, o, "kind");
    statement->value = text_of(r, o, "value");
    statement->dims = dims_of(r, o, &statement->n_dims);
    statement->line = int_of(o, "line", 0);
    statement->file = text_of(r, o, "file");
    statement->slot = slot_of(r, o, "slot");
}

static void read_check(Reading *r, const BmJson *o, BmCheck *check) {
    check->code = name_of(r, o, "code");
    check->value = text_of(r, o, "value");
    check->message = name_of(r, o, "message");
    check->help = text_of(r, o, "help");
    check->also = texts_of(r, o, "also", &check->n_also);
    no_null(r, check->also, check->n_also);
    check->dims = dims_of(r, o, &check->n_dims);
    check->line = int_of(o, "line", 0);
    check->file = text_of(r, o, "file");
    check->column_number = int_of(o, "column_number", 0);
    check->length = int_of(o, "length", 0);
    check->slot = slot_of(r, o, "slot");
}

static void read_size(Reading *r, const BmJson *o, BmSizeName *size) {
    size->name = name_of(r, o, "name");
    size->dim = dim_named(r, bm_json_text(bm_json_member(o, "dim"), NULL));
    size->slot = slot_of(r, o, "slot");
}

static void read_label(Reading *r, const BmJson *o, BmNamedLabel *label) {
    label->label = name_of(r, o, "label");
    label->dim = dim_named(r, bm_json_text(bm_json_member(o, "dim"), NULL));
    label->line = int_of(o, "line", 0);
    label->file = text_of(r, o, "file");
    label->column_number = int_of(o, "column_number", 0);
    label->slot = slot_of(r, o, "slot");
}

/* schema->FIELD from the list NAME, each item by READ. */
#define READ_LIST(r, root, NAME, FIELD, COUNT, Type, READ)                                                             \
    do {                                                                                                               \
        const BmJson *items_ = list_of((r), (root), (NAME), &(r)->schema->COUNT);                                      \
        (r)->schema->FIELD = BM_NEW((r)->pool, (r)->schema->COUNT, Type);                                              \
        for (int i_ = 0; i_ < (r)->schema->COUNT; i_++) READ((r), &items_[i_], &(r)->schema->FIELD[i_]);               \
    } while (0)

BmSchema *bm_schema_read(const char *json) {
    BmPool       *pool = bm_pool_new(), *scratch = bm_pool_new();
    const BmJson *root = bm_json_read(scratch, json, strlen(json), NULL, NULL);
    Reading r = {.pool = pool, .schema = BM_NEW(pool, 1, BmSchema), .damaged = !root || root->kind != BM_JSON_OBJECT};
    r.schema->pool = pool;
    if (!r.damaged) {
        r.schema->model = text_of(&r, root, "model");
        r.schema->file = text_of(&r, root, "file");
        r.schema->layout_cells = int_of(root, "layout", 0);
        READ_LIST(&r, root, "dims", dims, n_dims, BmDim, read_dim);
        READ_LIST(&r, root, "derived", derived, n_derived, BmDerived, read_derived);
        READ_LIST(&r, root, "data", data, n_data, BmDatum, read_datum);
        READ_LIST(&r, root, "sizes", sizes, n_sizes, BmSizeName, read_size);
        READ_LIST(&r, root, "labels", labels, n_labels, BmNamedLabel, read_label);
        READ_LIST(&r, root, "unknowns", unknowns, n_unknowns, BmArray, read_unknown);
        READ_LIST(&r, root, "outputs", outputs, n_outputs, BmArray, read_array);
        READ_LIST(&r, root, "statements", statements, n_statements, BmStatement, read_statement);
        READ_LIST(&r, root, "checks", checks, n_checks, BmCheck, read_check);
    }
    int sizes = BM_LAYOUT_SIZES + r.schema->n_dims + r.schema->n_derived;
    if (r.schema->layout_cells < sizes) r.schema->layout_cells = sizes;
    bm_pool_free(scratch);
    if (!r.damaged) return r.schema;
    bm_pool_free(pool);
    return NULL;
}

void bm_schema_free(BmSchema *schema) {
    if (schema) bm_pool_free(schema->pool);
}
