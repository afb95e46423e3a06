/* One run from a model with its data in place to a summary on paper: what `bmodel sample` and a standalone program share. The two mains
 * read options and data, and catch Ctrl-C; the rest is here. */
#ifndef BM_SESSION_RUN_H
#define BM_SESSION_RUN_H
#include <stdio.h>
#include "sample.h"

enum { BM_EXIT_OK = 0, BM_EXIT_INPUT = 1, BM_EXIT_USAGE = 2, BM_EXIT_SAMPLER = 3, BM_EXIT_INTERRUPTED = 130 };

typedef struct BmRunOptions {
    BmSampleOptions sample;           /* its progress is taken over by the run */
    const char     *output;           /* CSV of the draws, or NULL */
    bool            json, quiet, all; /* all: long arrays cell by cell */
    bool            terminal;         /* err understands cursor moves */
    bool            colour, ascii;    /* of the progress bars */
    int             columns;          /* width of that terminal; 0: 80 */
    int             out_columns;      /* width of out, if it is a terminal; 0: any */
    double          begun;            /* bm_clock() when the process began; 0: now */
    const char     *again; /* the command that repeats this run, for the hint on what to try next; NULL: no hint */
    /* Explains on err why no chain could start, given one that could not; NULL: the reason is printed as it is. */
    void (*explain)(const BmChain *chain, void *context);
    void *explain_context;
} BmRunOptions;

/* Samples; progress, seed and warnings to err, the summary and the verdict (or JSON) to out, the draws to the file. Returns an exit
 * status: BM_EXIT_OK also with a verdict of caution; BM_EXIT_SAMPLER if no chain could start or the numbers must not be used;
 * BM_EXIT_INPUT if the file could not be written; BM_EXIT_INTERRUPTED, with what there is summarised and written. */
int bm_run_sample(const BmModel *model, const BmSchema *schema, const int64_t *layout, const double *data,
                  const BmRunOptions *options, FILE *out, FILE *err);

/* A seed that nobody chose, short enough to type. */
uint64_t bm_fresh_seed(void);

#endif
