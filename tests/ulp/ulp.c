/* Writes docs/accuracy.md: the largest and the mean error of every scalar function, in units in the last place, at random points. `make ulp`.
 *
 *   ulp [FILE [FROM TO]]      rows of functions.def, for parts at a time */
#include <stdio.h>
#include <string.h>
#include "quad.h"
#include "runtime/special.h"
#include "tests/compiler/kernel_jit.h"

typedef struct Range {
    char   kind;
    double lo, hi;
} Range;
typedef Quad Reference(Quad x, Quad y, Quad z);

typedef struct Row {
    const char *name;
    int         id, absolute, points;
    Range       ranges[3];
    Reference  *reference;
} Row;

#define U(lo, hi) {'u', lo, hi}
#define L(lo, hi) {'l', lo, hi}
#define S(lo, hi) {'s', lo, hi}
#define W(lo, hi) {'w', lo, hi}
#define ARGS(...) __VA_ARGS__
#define JOIN(a, b) a##b
#define NAMED(line) JOIN(reference_, line)
/* One function for each line of the table. */
#define ULP(name, absolute, points, ranges, expression)                                                                \
    static Quad NAMED(__LINE__)(Quad x, Quad y, Quad z) {                                                              \
        (void)y, (void)z;                                                                                              \
        return expression;                                                                                             \
    }
#include "functions.def"
#undef ULP
#define ULP(name, absolute, points, args, expression) {#name, PRIM_##name, absolute, points, {args}, NAMED(__LINE__)},
static const Row rows[] = {
#include "functions.def"
};
#undef ULP
enum { ROWS = sizeof rows / sizeof *rows, LANES = 4 };

static int n_args(const Row *row) { return row->ranges[2].kind ? 3 : row->ranges[1].kind ? 2 : 1; }

/* --- points --- */

static double uniform(uint64_t *state) { /* Knuth's 64-bit linear congruences, upper 53 bits */
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

static double point(const Range *r, uint64_t *state) {
    double u = uniform(state), side = r->kind == 's' && uniform(state) < 0.5 ? -1 : 1;
    if (r->kind == 'u') return r->lo + u * (r->hi - r->lo);
    if (r->kind == 'w') return floor(r->lo + u * (r->hi - r->lo + 1));
    return side * exp(log(r->lo) + u * (log(r->hi) - log(r->lo)));
}

static double ulp(double x) {
    x = fabs(x);
    return x < 0x1p-1022 ? 0x1p-1074 : ldexp(1, ilogb(x) - 52);
}

/* --- measuring --- */

typedef struct Errors {
    double largest, sum, at[3];
    int    points;
} Errors;

static void add(Errors *e, bool absolute, const double *at, double got, Quad expected) {
    double value = (double)expected, unit = ulp(absolute && fabs(value) < 1 ? 1 : value);
    if (!(fabs(value) >= 0x1p-1022 && fabs(value) <= 1e308)) return;
    double error = (double)fabsq((Quad)got - expected) / unit;
    if (!(error < INFINITY)) error = INFINITY;
    e->sum += error, e->points++;
    if (error > e->largest) {
        e->largest = error;
        memcpy(e->at, at, sizeof e->at);
    }
}

static double call(const Row *row, const double *at) {
    static const struct {
        const char *name;
        void (*f)(void);
    } functions[] = {
#define ULP(name, absolute, points, args, expression) {#name, (void (*)(void))bm_##name},
#include "functions.def"
#undef ULP
    };
    void (*f)(void) = functions[row - rows].f;
    if (n_args(row) == 1) return ((double (*)(double))f)(at[0]);
    if (n_args(row) == 2) return ((double (*)(double, double))f)(at[0], at[1]);
    return ((double (*)(double, double, double))f)(at[0], at[1], at[2]);
}

/* Both at the same points: the C function, and the vector kernel if there is one. */
static void measure(const Row *row, Compiled kernel, Errors *c, Errors *vector) {
    uint64_t state = 20;
    for (int i = 0; i < row->points; i += LANES) {
        double at[LANES][3], x[LANES], y[LANES], got[LANES];
        Quad   expected[LANES];
        for (int j = 0; j < LANES; j++) {
            for (int k = 0; k < n_args(row); k++) at[j][k] = point(&row->ranges[k], &state);
            x[j] = at[j][0], y[j] = at[j][1];
            expected[j] = row->reference(at[j][0], at[j][1], at[j][2]);
            add(c, row->absolute == 1, at[j], call(row, at[j]), expected[j]);
        }
        if (!kernel) continue;
        kernel(x, y, got);
        for (int j = 0; j < LANES; j++) add(vector, row->absolute != 0, at[j], got[j], expected[j]);
    }
}

/* --- the table --- */

static void print_range(FILE *out, const Row *row) {
    for (int k = 0; k < n_args(row); k++) {
        const Range *r = &row->ranges[k];
        fprintf(out, "%s%s%g … %g%s", k ? "; " : "", r->kind == 's' ? "±" : "", r->lo, r->hi,
                r->kind == 'l' || r->kind == 's' ? " log"
                : r->kind == 'w'                 ? " whole"
                                                 : "");
    }
}

static void print_errors(FILE *out, const Row *row, const Errors *e) {
    fprintf(out, "%.*f | %.2g | (", e->largest < 10 ? 2 : 0, e->largest, e->sum / e->points);
    for (int k = 0; k < n_args(row); k++) fprintf(out, "%s%.6g", k ? ", " : "", e->at[k]);
    fprintf(out, ") |");
}

static void print_head(FILE *out) {
    fprintf(out, "# Accuracy of the scalar functions\n\n"
                 "Written by `make ulp` (`tests/ulp/`); do not edit. Errors are in units in the last place (ulp) of "
                 "the exact value at random points, always the same, in the\n"
                 "ranges that are named: evenly, or evenly over magnitudes (`log`, `±`: both signs). The exact value "
                 "comes from the 113 bits of `__float128`: libquadmath's\n"
                 "elementary functions, `erf` and `lgamma`, and definitions, series and quadratures written apart "
                 "(`tests/ulp/quad.c`). `*`: where |f| < 1 the unit is that of 1,\n"
                 "for near a zero of a difference no digits can be kept; `(*)`: so in the vector kernel. The column "
                 "`C` is the function of "
                 "`runtime/special.h`, which the evaluator and generated code call;\n"
                 "`vector` the kernel that generated code has inline instead (4 lanes), where there is one. Functions "
                 "that are not here are held at some hundred values of\n"
                 "36 digits each; `build/tests/runtime/test_special -v` prints their errors.\n\n"
                 "Where a value is the exponential of a number of size s, rounding that number costs s/2 units: "
                 "probabilities far out in a tail (and the\n"
                 "logarithm of what is nearly 1), Bessel functions that are very large or small. Their logarithms "
                 "are what densities are made of.\n\n"
                 "| function | arguments | points | C: largest | mean | at | vector: largest | mean | at |\n"
                 "|---|---|---|---|---|---|---|---|---|\n");
}

int main(int argc, char **argv) {
    FILE *out = argc > 1 ? fopen(argv[1], "w") : stdout;
    int   ids[ROWS], from = argc > 2 ? atoi(argv[2]) : 0, to = argc > 3 ? atoi(argv[3]) : ROWS;
    if (!out) return 1;
    LLVMInitializeNativeTarget();
    LLVMInitializeNativeAsmPrinter();
    for (int i = 0; i < ROWS; i++) ids[i] = rows[i].id;
    Jit jit = compile(LANES, 0, NULL, ids, ROWS);
    if (from == 0) print_head(out);
    for (int i = from; i < to && i < ROWS; i++) {
        Errors   c = {0}, vector = {0};
        Compiled kernel = jit.has[rows[i].id] ? lookup_kernel(&jit, rows[i].id) : NULL;
        measure(&rows[i], kernel, &c, &vector);
        fprintf(out, "| `%s`%s | ", rows[i].name, rows[i].absolute == 1 ? " *" : rows[i].absolute ? " (*)" : "");
        print_range(out, &rows[i]);
        fprintf(out, " | %d | ", c.points);
        print_errors(out, &rows[i], &c);
        if (kernel) fputc(' ', out), print_errors(out, &rows[i], &vector);
        fprintf(out, kernel ? "\n" : " | | |\n");
        fflush(out);
    }
    fail_on(LLVMOrcDisposeLLJIT(jit.orc));
    return out == stdout ? 0 : fclose(out);
}
