/* The table of functions of whole axes, from kernels.def. */
#ifndef LANG_KERNEL_H
#define LANG_KERNEL_H

typedef enum KernelId {
#define KERNEL(name, args, result, doc) KERNEL_##name,
#include "kernels.def"
#undef KERNEL
    KERNEL_COUNT
} KernelId;

enum { KERNEL_MOST_ARGS = 4, KERNEL_MOST_LETTERS = 3 };

typedef struct Kernel {
    const char *name, *doc;
    const char *letters[KERNEL_MOST_ARGS]; /* of each argument: "ab" */
    const char *result;
    int         n_args, n_letters;
} Kernel;

Kernel kernel(int id);
int    kernel_find(const char *name); /* -1: none */

#endif
