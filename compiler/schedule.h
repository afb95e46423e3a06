/* Which loops compute what, and where arrays lie. The result is plain data; emit.c walks over it.
 *
 * An axis is unrolled (its positions become separate code) or a loop. A root is what a loop nest leaves behind: a reduction over a loop
 * axis, a stored array. A nest is a chain of loops with the roots that share it; its innermost loop runs in vectors. Nests run one
 * after the other; what a root reads of another root comes from an earlier nest. */
#ifndef COMPILER_SCHEDULE_H
#define COMPILER_SCHEDULE_H
#include "layout.h"

typedef enum Buffer {
    BUF_DATA,
    BUF_WORK,
    BUF_POSITION,
    BUF_OUT,
    BUF_OUT2,
    BUF_OUT3,
    BUF_OUT4,
    BUF_COUNT
} Buffer; /* what the pointers of an entry are: emit.h */

/* An array in memory: row-major over axes, at the offset in layout slot `slot`. */
typedef struct Home {
    Buffer buffer;
    int    slot;
    AxisId axes[8];
    int    n_axes;
} Home;

/* A result of an entry: node goes to buffer at home (broadcast over axes that it lacks), or is returned. */
typedef struct Store {
    IrId node;
    bool is_return;
    Home home;
} Store;

typedef struct Entry {
    const char *name;
    VEC(Store) stores;
    int  lanes;      /* 1: scalar code */
    bool is_prepare; /* computes data nodes; else data nodes are read from where prepare left them */
} Entry;

typedef enum RootKind {
    ROOT_SUM,
    ROOT_MAX,
    ROOT_SCATTER,
    ROOT_ARRAY,
    ROOT_STORE,
    ROOT_MATVEC,
    ROOT_KERNEL,
    ROOT_PACK
} RootKind;
typedef struct Root {
    RootKind kind;
    IrId     node;
    AxisSet  space;
    int      nest;
    int      store;
    Home    *pack;
} Root; /* store: index in entry->stores of a ROOT_STORE; pack: where a ROOT_PACK puts its node, for a kernel */

typedef struct Nest {
    AxisSet axes;
    AxisId  chain[8];
    int     depth;
    VEC(int) roots;
} Nest;

typedef struct Schedule {
    Ir            *ir;
    Entry         *entry;
    AxisSet        unrolled;
    const int64_t *sizes;    /* of dims, -1 where not known at compile time */
    bool          *computed; /* by node: computed in this entry (else read from its home) */
    Home         **home;     /* by node: where it lies, or NULL */
    Home **
        arg_home; /* by place in ir->args: where the argument of a kernel lies: batch outside, its letters inside, in order */
    IrId *kernel_reads; /* by node: a kernel that reads it, and in whose order it lies; 0: none */
    int  *root_of;      /* by node: root that computes it, -1 */
    VEC(Root) roots;
    VEC(Nest) nests; /* a nest of depth 0 is straight code */
    int         n_nodes;
    const char *refused; /* why there are no such loops; NULL: there are */
} Schedule;

/* Data nodes that entries read, with their homes in the data block: filled by schedule(), computed by the prepare entry. */
typedef struct StoredData {
    VEC(IrId) nodes;
    VEC(Home) homes;
} StoredData;

Schedule *schedule(Ir *ir, Entry *entry, const int64_t *sizes, Layout *layout, StoredData *stored);
/* Axes of a kernel's batch that only number right sides of one matrix, for which one call is enough. */
AxisSet     kernel_sides(const Schedule *s, IrId kernel);
int64_t     axis_size(const Ir *ir, const int64_t *sizes, AxisId axis); /* -1: not known */
const char *schedule_print(const Schedule *s, const Model *model);

/* After differentiation: log1p_exp, inv_logit … as shared exps; data factors grouped into one node each. In place: roots are replaced. */
void expand(Ir *ir, IrId *roots, int n);
void regroup(Ir *ir, IrId *roots, int n);

#endif
