/* What a compiled model offers: functions over numbers and pointers to numbers, and one text that describes them.
 *
 * All memory is in 8-byte cells. A cell holds a double, or, where a label's position is stored (a key), an int64.
 * Every array is dense, row-major in the order of its dims as declared, positions from 0.
 *
 * layout: int64 cells. The caller writes the sizes of the dims (in the order of the schema), and behind them the derived ones, to
 * layout[BM_LAYOUT_SIZES …];
 * bm_layout fills the rest: the counts below and, behind the sizes, offsets that are the compiled model's own business except
 * those that the schema names ("slot").
 *
 * data:  layout[BM_LAYOUT_DATA] cells, read-only while sampling, shared by all chains. The caller writes each data array at offset
 *        layout[slot of the array]; bm_prepare computes the rest (what depends on data alone), and the checks.
 * work:  layout[BM_LAYOUT_WORK] cells, one block for each chain, 64-byte aligned.
 * q:     unconstrained position, layout[BM_LAYOUT_UNKNOWNS] cells; readable for 8 cells beyond its end (the same holds for grad,
 *        written only inside). 64-byte aligned.
 * theta: the unknowns on their own scale, one array after the other in the order of the schema.
 *
 * The functions are pure: they write to what they are given and nowhere else; any thread may call them. */
#ifndef BM_ABI_H
#define BM_ABI_H
#include <stdint.h>

enum { BM_ABI_VERSION = 1, BM_PAD = 16 }; /* BM_PAD: cells to allocate beyond the end of any block */

enum BmLayoutSlot {
    BM_LAYOUT_DATA,     /* cells of the data block */
    BM_LAYOUT_WORK,     /* cells of a workspace */
    BM_LAYOUT_UNKNOWNS, /* unconstrained coordinates */
    BM_LAYOUT_THETA,    /* cells of the unknowns on their own scale */
    BM_LAYOUT_OUTPUTS,  /* cells that bm_outputs writes */
    BM_LAYOUT_CELLS,    /* cells that bm_pointwise writes: one for each cell of each statement */
    BM_LAYOUT_SIZES     /* from here: size of each dim, then the derived sizes */
};

typedef struct BmStream BmStream; /* rng.h */

typedef struct BmModel {
    int32_t     abi_version;
    int32_t     layout_cells; /* of the layout; at least BM_LAYOUT_SIZES and the dims */
    const char *schema;       /* JSON, see schema.h */
    /* sizes -> layout. */
    void (*layout)(int64_t *layout);
    /* Computes what depends on data alone, and the checks of data against supports: check i of the schema leaves the number
     * of cells that fail at data[layout[check slot]] and the first such cell (row-major over its axes) at the cell behind it. */
    void (*prepare)(const int64_t *layout, double *data);
    /* Log density up to a constant on the unconstrained scale (log Jacobian included) and its gradient. NaN or -inf: outside. */
    double (*gradient)(const double *q, double *grad, const int64_t *layout, const double *data, double *work);
    /* Everything that is kept for a draw: unknowns, equations, unknowns drawn forward; the arrays of the schema's "outputs" in their order. */
    void (*outputs)(const double *q, double *out, const int64_t *layout, const double *data, double *work,
                    BmStream *stream);
    /* Log joint density at theta with all constants: terms[s] for each statement; returns their sum. grad: by theta.
     * jacobian[0]: log Jacobian of the transform to q. May be NULL in a model that was compiled for sampling only. */
    double (*joint)(const double *theta, double *grad, double *terms, double *jacobian, const int64_t *layout,
                    const double *data, double *work);
    /* Log density of each cell of each statement at q, all constants included: to explain a failure; for leave-one-out. */
    void (*pointwise)(const double *q, double *cells, const int64_t *layout, const double *data, double *work);
} BmModel;

/* An object file or shared library made from a model defines this. */
extern const BmModel bm_model;

#endif
