#include "emitted.h"

void bm_fill(double *cells, int64_t count, double value) {
    for (int64_t i = 0; i < count; i++) cells[i] = value;
}
