/* A checked model on its way to machine code. The one header of compiler/ that the commands need. */
#ifndef COMPILER_PIPELINE_H
#define COMPILER_PIPELINE_H
#include "lang/model.h"
#include "runtime/abi.h"

typedef struct Program Program;

/* Lowers the model. Never NULL. */
Program *program_new(Session *session, const Model *model);
/* The same with rules of the IR switched off (bits RULE_… of ir.h): each must change speed, never values. For tests. */
Program *program_new_without(Session *session, const Model *model, unsigned rules_off);
void     program_free(Program *program);
/* Compiles for this kind of processor (LLVM's name: "x86-64-v3") instead of the host. Before the first program_jit. */
void program_set_cpu(Program *program, const char *cpu);
/* Names, dims, types, places: what runtime/schema.h reads. Lives as long as the program. */
const char *program_schema(Program *program);

/* What the tool chose where the model leaves it open (how group effects are centred), a line each; "" if there was nothing to choose. */
const char *program_choices(Program *program, const int64_t *sizes);
/* Whether the unknown of this name is sampled non-centred, said so or chosen. */
bool program_is_noncentered(Program *program, const int64_t *sizes, const char *name);

typedef enum ProgramEntry {                   /* bits: which functions of BmModel are wanted */
                            ENTRY_SAMPLE = 1, /* layout, prepare, gradient, outputs */
                            ENTRY_JOINT = 2,
                            ENTRY_POINTWISE = 4,
                            ENTRY_STATEMENT = 8 /* not for program_jit */
} ProgramEntry;

/* Compiles just in time. sizes: of each dim of the schema, or NULL if no data is known yet. The result lives as long as the program; entries
 * that are not wanted are NULL. NULL: LLVM refused, *error says why. */
const BmModel *program_jit(Program *program, const int64_t *sizes, unsigned entries, const char **error);
/* A model of which only layout, prepare and gradient are there, and whose density is that of one statement (number as in the schema) alone: for
 * `bmodel profile`. Its layout may differ. It lives until the next call of this function. */
const BmModel *program_jit_statement(Program *program, const int64_t *sizes, int statement, const char **error);
/* Writes an object file that defines bm_model (all entries). */
bool program_object(Program *program, const int64_t *sizes, const char *path, const char **error);

typedef enum ProgramStage { STAGE_IR, STAGE_GRADIENT, STAGE_LOOPS, STAGE_LLVM } ProgramStage;
/* Text of a stage, for `bmodel show --stage`. */
const char *program_show(Program *program, const int64_t *sizes, ProgramStage stage);

/* Nodes of the IR that are reached from the log density, and from it and its gradient: does not depend on the number of rows. */
void program_count(Program *program, const int64_t *sizes, int *value, int *gradient);

/* Milliseconds spent in each pass so far: names and times, in order. */
typedef struct PassTime {
    const char *pass;
    double      milliseconds;
} PassTime;
int program_times(const Program *program, PassTime *times, int room);

/* Log joint density and gradient of the unoptimised IR, by the plain evaluator (eval.c): the oracle. As BmModel.joint. data: the block
 * as bm_bound_place filled it for the layout of program_jit. NaN and *error if it cannot be evaluated. */
double program_oracle(Program *program, const int64_t *sizes, const double *const *values, const double *theta,
                      double *grad, double *terms, double *jacobian);

/* Hessian of the log joint density at theta, times v (both laid out as theta), by differentiating the simplified IR twice; evaluated plainly.
 * False if it cannot be evaluated. */
bool program_hessian_product(Program *program, const int64_t *sizes, const double *const *values, const double *theta,
                             const double *v, double *out);

#endif
