/* A program from the inside: what the files of the pipeline share. Commands need pipeline.h alone. */
#ifndef COMPILER_PROGRAM_H
#define COMPILER_PROGRAM_H
#include "jit.h"
#include "lower.h"
#include "pipeline.h"
#include "schedule.h"

enum { MAX_TIMES = 32, MAX_BUILDS = 16 };

typedef struct Build {
    Jit    *jit;
    BmModel model;
} Build;

struct Program {
    Session     *session;
    Arena       *arena;
    const Model *model;
    Ir          *ir;
    Layout      *layout;
    DataArrays  *data;
    Lowered     *natural;    /* on the unknowns' own scale */
    Lowered     *real;       /* on the real line; NULL until asked for: how it is centred depends on sizes */
    bool        *noncentred; /* of real, by value id */
    int         *cell_slots; /* of each statement */
    int         *term_slots;
    int          jacobian_slot;
    const char  *schema;
    Machine     *machine;
    const char  *cpu;   /* NULL: the host */
    int          alone; /* the one statement of the gradient, from 1; 0: all */
    Build        builds[MAX_BUILDS], build_alone;
    int          n_builds;
    PassTime     times[MAX_TIMES];
    int          n_times;
    double       clock;
};

/* Books the time since the last call on a pass. */
void program_book(Program *p, const char *pass);
/* The lowering on the real line for these sizes (NULL: not known), with centring chosen where the model leaves it open (centring.c). */
Lowered *program_real(Program *p, const int64_t *sizes);
/* Sum of the terms of all statements; of all log Jacobians. */
IrId program_sum_of_terms(Lowered *l);
IrId program_log_jacobian(Lowered *l);
/* The entry of log density (returned) and gradient; program_real is up to date. */
void program_gradient_entry(Program *p, Entry *e);

/* Entries of the model: which functions, computing what. */
enum { E_GRADIENT, E_OUTPUTS, E_JOINT, E_POINTWISE, E_PREPARE, E_COUNT };
typedef struct Plan {
    Layout     *layout;
    StoredData  stored;
    Entry       entry[E_COUNT];
    Schedule   *schedule[E_COUNT];
    int64_t    *sizes;
    const char *refused;
} Plan;
/* Schedules of all wanted entries, and of prepare, which computes what they read. */
Plan *program_plan(Program *p, const int64_t *sizes, unsigned wanted);
/* The module of a plan; sizes NULL: they are read at run time. */
Target program_emit(Program *p, const Plan *plan, const int64_t *sizes);
bool   program_find_machine(Program *p, const char **error);
/* Is it too large for this machine or for the schedule? Then *error says why. */
bool program_is_refused(Program *p, const Plan *plan, const int64_t *sizes, const char **error);

#endif
