/* Leapfrog steps in two fused passes around the gradient. */
#include "hamiltonian.h"
#include <math.h>
#include "draw.h"

static inline double lanes_sum(const BmLanes *x) { return ((*x)[0] + (*x)[1]) + ((*x)[2] + (*x)[3]); }

void bm_density_at(BmDensity *density, BmPoint *point) {
    density->gradients++;
    point->log_density = density->model->gradient(point->q, point->g, density->layout, density->data, density->work);
}

bool bm_point_finite(const BmDensity *density, const BmPoint *point) {
    double sum = 0;
    for (int64_t i = 0; i < density->size; i++) sum += point->g[i] - point->g[i]; /* 0, or NaN */
    return isfinite(point->log_density) && sum == 0;
}

void bm_refresh_momentum(const BmDensity *density, BmPoint *point, BmStream *stream) {
    bm_std_normals(stream, point->p, density->size);
    BmLanes        sum = {0};
    const BmLanes *p = (const BmLanes *)point->p;
    for (int64_t i = 0; i < density->padded / BM_LANES; i++) sum += p[i] * p[i];
    point->momentum_squared = lanes_sum(&sum);
}

/* p' = p + s g, q' = q + d step p'. */
BM_WIDE static void kick_and_drift(int64_t n, double half, double whole, const BmLanes *step, const BmPoint *from,
                                   const BmPoint *to) {
    const BmLanes *q = (const BmLanes *)from->q, *g = (const BmLanes *)from->g, *p = (const BmLanes *)from->p;
    BmLanes *restrict q_to = (BmLanes *)to->q, *restrict p_to = (BmLanes *)to->p;
    for (int64_t i = 0; i < n; i++) {
        const BmLanes moved = p[i] + half * (step[i] * g[i]);
        p_to[i] = moved;
        q_to[i] = q[i] + whole * (step[i] * moved);
    }
}

BM_WIDE static void kick(int64_t n, double half, const BmLanes *step, BmPoint *to) {
    const BmLanes *g = (const BmLanes *)to->g;
    BmLanes *restrict p = (BmLanes *)to->p, sum = {0};
    for (int64_t i = 0; i < n; i++) {
        const BmLanes moved = p[i] + half * (step[i] * g[i]);
        p[i] = moved;
        sum += moved * moved;
    }
    to->momentum_squared = lanes_sum(&sum);
}

/* As kick, and the dot product with `before`. */
BM_WIDE static double kick_and_compare(int64_t n, double half, const BmLanes *step, BmPoint *to,
                                       const BmLanes *before) {
    const BmLanes *g = (const BmLanes *)to->g;
    BmLanes *restrict p = (BmLanes *)to->p, sum = {0}, dot = {0};
    for (int64_t i = 0; i < n; i++) {
        const BmLanes moved = p[i] + half * (step[i] * g[i]);
        p[i] = moved;
        sum += moved * moved;
        dot += moved * before[i];
    }
    to->momentum_squared = lanes_sum(&sum);
    return lanes_sum(&dot);
}

/* y <- (I + U diag(stretch) U^T) y. The axes are orthonormal, so one after the other is all at once. */
BM_WIDE static void stretch_along(const BmAxes *axes, int64_t n, BmLanes *y) {
    for (int k = 0; k < axes->rank; k++) {
        const BmLanes *u = (const BmLanes *)axes->vectors + k * n;
        BmLanes        dot = {0};
        for (int64_t i = 0; i < n; i++) dot += u[i] * y[i];
        const double along = axes->stretch[k] * lanes_sum(&dot);
        for (int64_t i = 0; i < n; i++) y[i] += along * u[i];
    }
}

/* The three passes with axes. */
static void drift_along(int64_t n, double half, double whole, const BmStep *step, const BmPoint *from,
                        const BmPoint *to) {
    const BmLanes *q = (const BmLanes *)from->q, *g = (const BmLanes *)from->g, *p = (const BmLanes *)from->p,
                  *s = (const BmLanes *)step->step;
    BmLanes *q_to = (BmLanes *)to->q, *p_to = (BmLanes *)to->p, *room = (BmLanes *)step->room;
    for (int64_t i = 0; i < n; i++) room[i] = s[i] * g[i];
    stretch_along(step->axes, n, room);
    for (int64_t i = 0; i < n; i++) room[i] = p_to[i] = p[i] + half * room[i];
    stretch_along(step->axes, n, room);
    for (int64_t i = 0; i < n; i++) q_to[i] = q[i] + whole * (s[i] * room[i]);
}

static double kick_along(int64_t n, double half, const BmStep *step, BmPoint *to, const BmLanes *before) {
    const BmLanes *g = (const BmLanes *)to->g, *s = (const BmLanes *)step->step;
    BmLanes       *p = (BmLanes *)to->p, *room = (BmLanes *)step->room, sum = {0}, dot = {0};
    for (int64_t i = 0; i < n; i++) room[i] = s[i] * g[i];
    stretch_along(step->axes, n, room);
    for (int64_t i = 0; i < n; i++) {
        p[i] += half * room[i];
        sum += p[i] * p[i];
        if (before) dot += p[i] * before[i];
    }
    to->momentum_squared = lanes_sum(&sum);
    return lanes_sum(&dot);
}

double bm_leapfrog(BmDensity *density, const BmStep *step, int direction, const BmPoint *from, BmPoint *to,
                   const double *before) {
    const int64_t  n = density->padded / BM_LANES;
    const double   half = 0.5 * direction;
    const BmLanes *s = (const BmLanes *)step->step, *other = (const BmLanes *)before;
    const bool     plain = step->axes->rank == 0;
    to->index = from->index + direction;
    if (plain)
        kick_and_drift(n, half, direction, s, from, to);
    else
        drift_along(n, half, direction, step, from, to);
    bm_density_at(density, to);
    if (!plain) return kick_along(n, half, step, to, other);
    if (before) return kick_and_compare(n, half, s, to, other);
    kick(n, half, s, to);
    return 0;
}
