#include "symbols.h"

#include <math.h>
#include <stddef.h>

#include "lang/kernel.h"
#include "lang/primitive.h"

/* Only addresses are taken here; the prototypes are in runtime/special.h and runtime/draw.h. Abbreviations have no code: weak. */
#define PRIMITIVE(name, params, result, body, d1, d2, d3, doc) extern void bm_##name(void) __attribute__((weak));
#define VARIATE(name, params, result, doc) extern void bm_##name(void) __attribute__((weak));
#include "lang/primitives.def"
#include "lang/variates.def"
#undef PRIMITIVE
#undef VARIATE

static const struct {
    const char *name;
    Symbol      address;
} symbols[PRIM_COUNT] = {
#define PRIMITIVE(id, params, result, body, d1, d2, d3, doc) [PRIM_##id] = {"bm_" #id, bm_##id},
#define VARIATE(id, params, result, doc) [PRIM_##id] = {"bm_" #id, bm_##id},
#include "lang/primitives.def"
#include "lang/variates.def"
#undef PRIMITIVE
#undef VARIATE
};

Symbol      symbol_address(int primitive) { return symbols[primitive].address; }
const char *symbol_name(int primitive) { return symbols[primitive].name; }

double symbol_call(int primitive, const double *args, int n) {
    Symbol f = symbols[primitive].address;
    if (!f || primitive >= PRIM_FUNCTION_COUNT) return NAN;
    switch (n) {
    case 0:
        return ((double (*)(void))f)();
    case 1:
        return ((double (*)(double))f)(args[0]);
    case 2:
        return ((double (*)(double, double))f)(args[0], args[1]);
    case 3:
        return ((double (*)(double, double, double))f)(args[0], args[1], args[2]);
    case 4:
        return ((double (*)(double, double, double, double))f)(args[0], args[1], args[2], args[3]);
    }
    return NAN;
}

static const struct {
    const char *name;
    BmKernel   *address;
} kernels[KERNEL_COUNT] = {
#define KERNEL(id, args, result, doc) [KERNEL_##id] = {"bm_kernel_" #id, bm_kernel_##id},
#include "lang/kernels.def"
#undef KERNEL
};

BmKernel   *kernel_address(int kernel) { return kernels[kernel].address; }
const char *kernel_symbol(int kernel) { return kernels[kernel].name; }

static const struct {
    const char   *name;
    BmKernelMany *address;
} many[KERNEL_COUNT] = {
#define MANY(id) [KERNEL_##id] = {"bm_kernel_" #id "_many", bm_kernel_##id##_many}
    MANY(solve_lower), MANY(solve_lower_t), MANY(spd_solve), MANY(solve)};
#undef MANY

BmKernelMany *kernel_many(int kernel) { return many[kernel].address; }
const char   *kernel_many_symbol(int kernel) { return many[kernel].name; }
