/* How far the chains are, as text: a live table on a terminal, now and then a line elsewhere. */
#ifndef BM_PROGRESS_H
#define BM_PROGRESS_H
#include "pool.h"
#include "sample.h"

typedef struct BmProgressView {
    bool   terminal;      /* set: rewrites its own lines with ANSI sequences */
    bool   colour, ascii; /* bars in colours; of ASCII characters */
    int    columns; /* width of the terminal; 0: 80. No line is as wide, as one that wraps could not be rewritten. */
    int    lines;   /* lines on the screen now */
    double said;    /* off a terminal: seconds when it last spoke */
} BmProgressView;

/* Adds what to write now (perhaps nothing). last: the run is over. */
void bm_put_progress(BmText *out, BmProgressView *view, const BmProgress *chains, int n_chains, bool last);

#endif
