/* The progress table. */
#include "progress.h"
#include <math.h>
#include <stdio.h>
#include "table_text.h"

enum { MOST_LINES = 20 };      /* more chains are shown as one line */
static const double EVERY = 5; /* seconds between lines off a terminal */

static const char *phase_name(BmPhase phase) {
    switch (phase) {
    case BM_PHASE_START:
        return "waiting";
    case BM_PHASE_WARMUP:
        return "warmup";
    case BM_PHASE_SAMPLING:
        return "sampling";
    case BM_PHASE_DONE:
        return "done";
    case BM_PHASE_FAILED:
        return "no start";
    }
    return "";
}

/* "0.8 s", "12 s", "3 min", "2.5 h" */
static void time_text(char text[24], double seconds) {
    if (seconds < 9.95)
        snprintf(text, 24, "%.1f s", seconds);
    else if (seconds < 120)
        snprintf(text, 24, "%.0f s", seconds);
    else if (seconds < 7200)
        snprintf(text, 24, "%.0f min", seconds / 60);
    else
        snprintf(text, 24, "%.1f h", seconds / 3600);
}

/* Time left, from the pace so far; while there is no pace, nothing. */
static void left_text(char text[24], const BmProgress *chain) {
    text[0] = 0;
    if (chain->phase == BM_PHASE_DONE || chain->phase == BM_PHASE_FAILED)
        time_text(text, chain->seconds);
    else if (chain->done > 0)
        time_text(text, chain->seconds / chain->done * (chain->total - chain->done));
}

/* Draws of the phase that the chain is in; once it is done, those that were kept. */
static int draws_of(const BmProgress *chain) {
    return chain->phase == BM_PHASE_WARMUP || chain->done < chain->warmup ? chain->done : chain->done - chain->warmup;
}

/* What there is room for: cells of the bar, and the columns. */
typedef struct Shape {
    int  bar;
    bool step, gradients, left;
} Shape;

static Shape shape_of(const BmProgressView *view) {
    const int columns = view->columns > 0 ? view->columns : 80;
    if (columns > 96) return (Shape){20, true, true, true};
    if (columns > 80) return (Shape){20, true, false, true};
    if (columns > 72) return (Shape){12, true, false, true};
    if (columns > 59) return (Shape){10, false, false, true};
    return (Shape){0, false, false, columns > 49};
}

/* Blue while it runs, green when it is done; red from the first divergence. */
static void put_bar(BmText *out, const BmProgressView *view, const BmProgress *chain, int cells) {
    const double share = chain->total ? (double)chain->done / chain->total : 1;
    const int    full = (int)floor(share * cells + 1e-9);
    const char  *colour = chain->divergences || chain->phase == BM_PHASE_FAILED ? "\033[31m"
                          : chain->phase == BM_PHASE_DONE                       ? "\033[32m"
                                                                                : "\033[34m";
    if (view->colour) bm_text_add(out, "%s", colour);
    for (int i = 0; i < cells; i++)
        bm_text_add(out, "%s", i < full ? view->ascii ? "#" : "█" : view->ascii ? "." : "░");
    if (view->colour) bm_text_add(out, "\033[0m");
}

static void put_head(BmText *out, Shape shape, bool last) {
    bm_text_add(out, "chain  phase     ");
    bm_put_padded(out, shape.bar ? "progress" : "", shape.bar);
    bm_text_add(out, "   draws  divergences%s%s%s", shape.step ? "  step size" : "",
                shape.gradients ? "  gradients/draw" : "", shape.left ? last ? "       time" : "  time left" : "");
}

static void put_chain(BmText *out, const BmProgressView *view, const BmProgress *chain, const char *name) {
    const Shape shape = shape_of(view);
    char        cell[32], left[24];
    bm_put_padded(out, name, -5);
    bm_text_add(out, "  ");
    bm_put_padded(out, phase_name(chain->phase), 8);
    bm_text_add(out, "  ");
    put_bar(out, view, chain, shape.bar);
    snprintf(cell, sizeof cell, "%d", draws_of(chain));
    bm_put_padded(out, cell, -8);
    snprintf(cell, sizeof cell, "%d", chain->divergences);
    bm_put_padded(out, cell, -13);
    snprintf(cell, sizeof cell, "%.3g", chain->step_size);
    if (shape.step) bm_put_padded(out, chain->step_size > 0 ? cell : "", -11);
    snprintf(cell, sizeof cell, "%.1f", chain->gradients_per_draw);
    if (shape.gradients) bm_put_padded(out, chain->gradients_per_draw > 0 ? cell : "", -16);
    left_text(left, chain);
    if (shape.left) bm_put_padded(out, left, -11);
}

/* All chains as one: the slowest decides. */
static BmProgress together(const BmProgress *chains, int n) {
    BmProgress sum = {.phase = BM_PHASE_FAILED};
    BmPhase    slowest = BM_PHASE_DONE;
    for (int i = 0; i < n; i++) {
        if (chains[i].phase < slowest) slowest = chains[i].phase;
        if (chains[i].phase != BM_PHASE_FAILED) sum.phase = BM_PHASE_DONE;
        sum.done += chains[i].done;
        sum.total += chains[i].total;
        sum.warmup += chains[i].warmup;
        sum.divergences += chains[i].divergences;
        sum.step_size += chains[i].step_size / n;
        sum.gradients_per_draw += chains[i].gradients_per_draw / n;
        if (chains[i].seconds > sum.seconds) sum.seconds = chains[i].seconds;
    }
    if (slowest != BM_PHASE_DONE) sum.phase = slowest;
    return sum;
}

static void put_table(BmText *out, BmProgressView *view, const BmProgress *chains, int n, bool last) {
    const char      *clear = "\033[K\n";
    const bool       many = n > MOST_LINES;
    const BmProgress all = together(chains, n);
    if (view->lines) bm_text_add(out, "\033[%dA\r", view->lines);
    put_head(out, shape_of(view), last);
    bm_text_add(out, "%s", clear);
    char name[16];
    for (int i = 0; i < (many ? 1 : n); i++) {
        snprintf(name, sizeof name, many ? "%d all" : "%d", many ? n : i + 1);
        put_chain(out, view, many ? &all : &chains[i], name);
        bm_text_add(out, "%s", clear);
    }
    view->lines = (many ? 1 : n) + 1;
}

static void put_lines(BmText *out, BmProgressView *view, const BmProgress *chains, int n, bool last) {
    char             left[24];
    const BmProgress all = together(chains, n);
    if (!last) {
        if (all.seconds - view->said < EVERY) return;
        view->said = all.seconds;
        left_text(left, &all);
        bm_text_add(out, "%s: %d of %d draws with warmup, %d divergence%s, %s left\n", phase_name(all.phase), all.done,
                    all.total, all.divergences, all.divergences == 1 ? "" : "s", left);
        return;
    }
    for (int i = 0; i < n; i++) {
        const BmProgress *chain = &chains[i];
        time_text(left, chain->seconds);
        bm_text_add(out, "chain %d: %s, %d draws, %d divergence%s, step size %.3g, %.1f gradients per draw, %s\n",
                    i + 1, phase_name(chain->phase), draws_of(chain), chain->divergences,
                    chain->divergences == 1 ? "" : "s", chain->step_size, chain->gradients_per_draw, left);
    }
}

void bm_put_progress(BmText *out, BmProgressView *view, const BmProgress *chains, int n_chains, bool last) {
    if (view->terminal)
        put_table(out, view, chains, n_chains, last);
    else
        put_lines(out, view, chains, n_chains, last);
}
