/* The table of functions of whole axes, from kernels.def. */
#include "kernel.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name, *args, *result, *doc;
} rows[KERNEL_COUNT] = {
#define KERNEL(name, args, result, doc) [KERNEL_##name] = {#name, args, result, doc},
#include "kernels.def"
#undef KERNEL
};

/* The sets of letters that occur. */
static const char *letters_in(const char *text, size_t n) {
    static const char *const known[] = {"", "a", "b", "c", "ab", "bc", "abc"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == n && strncmp(known[i], text, n) == 0) return known[i];
    return NULL;
}

Kernel kernel(int id) {
    Kernel k = {.name = rows[id].name, .doc = rows[id].doc, .result = rows[id].result};
    for (const char *at = rows[id].args;;) {
        size_t n = strcspn(at, ",");
        k.letters[k.n_args++] = letters_in(at, n);
        for (size_t i = 0; i < n; i++)
            if (at[i] - 'a' >= k.n_letters) k.n_letters = at[i] - 'a' + 1;
        if (!at[n]) return k;
        at += n + 1;
    }
}

int kernel_find(const char *name) {
    for (int i = 0; i < KERNEL_COUNT; i++)
        if (strcmp(rows[i].name, name) == 0) return i;
    return -1;
}
