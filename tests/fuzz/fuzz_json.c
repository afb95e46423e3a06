/* Bytes as a JSON file, and as the schema of a model. */
#include "fuzz_data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *text = malloc(size + 1);
    if (!text) return 0;
    if (size) memcpy(text, bytes, size);
    text[size] = 0;
    bm_schema_free(bm_schema_read(text));
    free(text);
    return fuzz_bind("d.json", bytes, size);
}
