/* What the fuzzers of data share: one model that wants something of every kind, and a binding of bytes as the content of a file. The first
 * byte chooses options. Any file may be refused; none may crash, hang or leak. */
#ifndef TESTS_FUZZ_DATA_H
#define TESTS_FUZZ_DATA_H
#include "runtime/bind.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Three models, so that a file that lacks most of what one wants can still get far with another. */
static const char *const fuzz_schemas[4] = {
    "{\"model\": \"m\", \"file\": \"m.bmodel\", \"dims\": [{\"name\": \"obs\"}, {\"name\": \"g\"}], \"data\": ["
    "{\"name\": \"y\", \"dims\": [\"obs\"], \"kind\": \"real\"}, {\"name\": \"g\", \"dims\": [\"obs\"], \"kind\": "
    "\"key\", \"key\": \"g\"}, {\"name\": \"u\", \"dims\": [\"g\"], \"kind\": \"real\", \"lo\": 0, \"missing\": "
    "true}]}",
    "{\"model\": \"m\", \"file\": \"m.bmodel\", \"dims\": [{\"name\": \"a\"}, {\"name\": \"b\", \"from\": \"listed\", "
    "\"labels\": [\"x\", \"y\"], \"codes\": [\"1\", \"2\"]}], \"data\": ["
    "{\"name\": \"m\", \"dims\": [\"a\", \"b\"], \"kind\": \"count\"}, {\"name\": \"k\", \"dims\": [\"a\"], \"kind\": "
    "\"key\", \"key\": \"b\"}]}",
    "{\"model\": \"m\", \"file\": \"m.bmodel\", \"dims\": [{\"name\": \"t\", \"from\": \"range\", \"lo\": 1, "
    "\"hi_name\": \"T\"}, {\"name\": \"d\", \"ordered\": true, \"column\": \"day\", \"number_slot\": 9}], \"data\": ["
    "{\"name\": \"z\", \"dims\": [\"t\", \"d\"], \"kind\": \"real\", \"missing\": true}, {\"name\": \"n\", \"dims\": "
    "[], \"kind\": \"int\", \"lo\": 0, \"hi\": 9}], \"sizes\": [{\"name\": \"T\", \"dim\": \"t\", \"slot\": 9}]}",
    "{\"model\": \"m\", \"file\": \"m.bmodel\", \"dims\": [{\"name\": \"obs\"}, {\"name\": \"day\"}], \"data\": ["
    "{\"name\": \"y\", \"dims\": [\"obs\"], \"kind\": \"binary\", \"codes\": [[\"0\", \"m\"], [\"1\", \"f\"]]}, "
    "{\"name\": \"b\", \"dims\": [\"obs\"], \"kind\": \"binary\"}, {\"name\": \"day\", \"dims\": [\"obs\"], \"kind\": "
    "\"date\"}],"
    " \"labels\": [{\"dim\": \"obs\", \"label\": \"1\", \"slot\": 9, \"line\": 1, \"column_number\": 1}]}"};

static int fuzz_bind(const char *name, const uint8_t *bytes, size_t size) {
    static const char *const na[1] = {"-9"};
    if (size < 1) return 0;
    BmSchema     *schema = bm_schema_read(fuzz_schemas[bytes[0] & 3]);
    BmMemoryFile  file = {name, (const char *)bytes + 1, size - 1};
    BmBindOptions options = {.memory = &file,
                             .n_memory = 1,
                             .trim = bytes[0] & 4,
                             .fold_case = bytes[0] & 4,
                             .drop_missing = bytes[0] & 8,
                             .decimal = bytes[0] & 16 ? ',' : 0,
                             .thousands = bytes[0] & 32 ? '.' : 0,
                             .na = na,
                             .n_na = bytes[0] & 64 ? 1 : 0};
    BmMessages    messages = {0};
    BmBound      *bound = bm_bind(schema, &options, &messages);
    if (!bound && !bm_message_errors(&messages)) abort(); /* refused, and no word why */
    char *text = bm_messages_text(&messages, "m.bmodel"), *json = bm_messages_json(&messages, "m.bmodel");
    if (bound)
        for (int i = 0; i < schema->n_data; i++) {
            int64_t cells = bm_cell_count(schema, schema->data[i].dims, schema->data[i].n_dims);
            for (int64_t k = 0; k < cells; k++)
                if (schema->data[i].kind == BM_KEY &&
                    !(bound->values[i][k] >= 0 && bound->values[i][k] < schema->dims[schema->data[i].key].n_labels))
                    abort();
        }
    free(text);
    free(json);
    bm_messages_free(&messages);
    bm_bound_free(bound);
    bm_schema_free(schema);
    return 0;
}

#endif
