/* Bytes as a CSV file. */
#include "fuzz_data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) { return fuzz_bind("d.csv", bytes, size); }
