/* Warmup: which draws teach the metric and the step size, and when. */
#ifndef BM_WARMUP_H
#define BM_WARMUP_H
#include "metric.h"
#include "stepsize.h"

typedef struct BmWarmup {
    BmDensity *density;
    BmNuts    *nuts;
    int        length;                  /* draws of warmup */
    BmMoments  foreground, background;  /* the metric is the foreground's; the background replaces it at a switch */
    int        interval, main_interval; /* draws of background at which it becomes the foreground */
    bool       searched_again;
    BmStepSize step_size;
    double     current; /* step size of the next transition; after the last draw, that of all later ones */
    double    *scale;
    BmAxes     axes;
    BmStep     step;              /* step.step = current * scale */
    double    *draws, *axes_work; /* draws with their gradients, if axes are to be found; draw i at 2 i padded */
    int        n_draws, foreground_from, background_from;
    int64_t    leapfrogs, transitions; /* since the last look for axes */
    BmStream   search;
} BmWarmup;

/* Bytes of zeroed memory that bm_warmup_init takes, 64-byte aligned. length: draws of warmup. */
size_t bm_warmup_bytes(int64_t size, int64_t padded, int length);
/* The current point of nuts is a finite start. Makes the first metric and searches the first step size. */
void bm_warmup_init(BmWarmup *warmup, void *memory, BmNuts *nuts, BmDensity *density, int length, double target,
                    BmStream search);
/* Learns from draw t = 0, 1, … and its transition; leaves scale and step for the next one. */
void bm_warmup_learn(BmWarmup *warmup, int t, const BmTransition *transition);
void bm_warmup_set_step(BmWarmup *warmup, double step_size);

#endif
