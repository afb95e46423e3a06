/* See picture.h. One unit of the drawing is a pixel at its natural size; the legend stands below, a line for each series. */
#include "picture.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 520, PLOT_HEIGHT = 220, LEFT = 46, RIGHT = 12, TOP = 12, BELOW = 46, LEGEND_LINE = 18, MOST_SERIES = 4 };
static const double TOLERANCE = 0.12; /* by how much a thinned curve may be off, in pixels */

/* Seen on white and on black alike; told apart by dashes, too. */
static const char *const colours[MOST_SERIES] = {"#2f7fc1", "#d9782d", "#3a9a5b", "#b0569f"};
static const char *const dashes[MOST_SERIES] = {"", "7 3", "3 2.5", "9 3 2 3"};

typedef struct Frame {
    double from, to, top;
} Frame;

static double x_of(const Frame *f, double x) {
    return LEFT + (x - f->from) / (f->to - f->from) * (WIDTH - LEFT - RIGHT);
}
static double y_of(const Frame *f, double y) {
    double down = TOP + (1 - y / f->top) * PLOT_HEIGHT;
    return down < TOP - 20 ? TOP - 20 : down; /* what is higher is clipped */
}

/* Rounded to a tenth of a pixel; -0 is 0. */
static double tenth(double x) { return floor(x * 10 + 0.5) / 10 + 0.0; }

/* --- axes --- */

/* 1, 2 or 5 times a power of ten, so that about `wanted` of them fit. */
static double step_of(double range, int wanted) {
    double rough = range / wanted, power = pow(10, floor(log10(rough))), lead = rough / power;
    return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}

static void add_x_axis(Arena *arena, Text *svg, const Picture *p, const Frame *f) {
    double step = step_of(f->to - f->from, 7), base = TOP + PLOT_HEIGHT;
    if (p->stems && step < 1) step = 1;
    text_add(arena, svg, "<path class=\"a\" d=\"M%d %gH%d\"/>\n", LEFT, base, WIDTH - RIGHT);
    for (double k = ceil(f->from / step - 1e-9); k * step <= f->to + 1e-9 * step; k++) {
        double x = tenth(x_of(f, k * step));
        text_add(arena, svg,
                 "<path class=\"a\" d=\"M%g %gv4\"/><text x=\"%g\" y=\"%g\" text-anchor=\"middle\">%.6g</text>\n", x,
                 base, x, base + 16, k * step + 0.0);
    }
    text_add(arena, svg, "<text x=\"%g\" y=\"%g\" text-anchor=\"middle\" font-style=\"italic\">%s</text>\n",
             (LEFT + WIDTH - RIGHT) / 2.0, base + 32, p->x_name);
}

static void add_y_axis(Arena *arena, Text *svg, const Picture *p, const Frame *f) {
    double step = step_of(f->top, 4);
    for (double k = 0; k * step <= f->top * (1 + 1e-9); k++) {
        double y = tenth(y_of(f, k * step));
        if (k > 0) text_add(arena, svg, "<path class=\"g\" d=\"M%d %gH%d\"/>", LEFT, y, WIDTH - RIGHT);
        text_add(arena, svg, "<text x=\"%d\" y=\"%g\" text-anchor=\"end\">%.6g</text>\n", LEFT - 5, y + 4, k * step);
    }
    text_add(arena, svg, "<text transform=\"translate(11 %g) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
             TOP + PLOT_HEIGHT / 2.0, p->y_name);
}

/* --- series --- */

/* Distance of the point from the line through two others, in pixels. */
static double distance(double ax, double ay, double bx, double by, double x, double y) {
    double dx = bx - ax, dy = by - ay, length = hypot(dx, dy);
    return length > 0 ? fabs(dy * (x - ax) - dx * (y - ay)) / length : hypot(x - ax, y - ay);
}

/* Marks the points between first and last without which the curve would look different (Douglas & Peucker). */
static void thin(const double *x, const double *y, bool *keep, int first, int last) {
    int    farthest = -1;
    double most = TOLERANCE;
    for (int i = first + 1; i < last; i++) {
        double d = distance(x[first], y[first], x[last], y[last], x[i], y[i]);
        if (d > most) most = d, farthest = i;
    }
    if (farthest < 0) return;
    keep[farthest] = true;
    thin(x, y, keep, first, farthest);
    thin(x, y, keep, farthest, last);
}

static void add_curve(Arena *arena, Text *svg, const PictureSeries *s, const Frame *f) {
    double *x = arena_alloc(arena, (size_t)(s->n + 1) * sizeof *x),
           *y = arena_alloc(arena, (size_t)(s->n + 1) * sizeof *y);
    bool *keep = arena_alloc(arena, (size_t)(s->n + 1) * sizeof *keep);
    for (int i = 0; i < s->n; i++) x[i] = x_of(f, s->x[i]), y[i] = y_of(f, s->y[i]);
    if (!s->n) return;
    keep[0] = keep[s->n - 1] = true;
    thin(x, y, keep, 0, s->n - 1);
    text_add(arena, svg, "<path d=\"");
    for (int i = 0; i < s->n; i++)
        if (keep[i]) text_add(arena, svg, "%s%g %g", i ? "L" : "M", tenth(x[i]), tenth(y[i]));
    text_add(arena, svg, "\"/>");
}

static void add_stem(Arena *arena, Text *svg, const Frame *f, double at, double height, double aside) {
    double x = tenth(x_of(f, at) + aside), y = tenth(y_of(f, height));
    text_add(arena, svg, "<path d=\"M%g %dV%g\" stroke-dasharray=\"none\"/><circle cx=\"%g\" cy=\"%g\" r=\"2.6\"/>", x,
             TOP + PLOT_HEIGHT, y, x, y);
}

static void add_series(Arena *arena, Text *svg, const Picture *p, const Frame *f, int number) {
    const PictureSeries *s = &p->series.at[number];
    double               aside = (number - 0.5 * (p->series.count - 1)) * 4.5;
    text_add(arena, svg, "<g class=\"s\" stroke=\"%s\" fill=\"%s\"%s%s%s>", colours[number % MOST_SERIES],
             colours[number % MOST_SERIES], number && !p->stems ? " stroke-dasharray=\"" : "",
             p->stems ? "" : dashes[number % MOST_SERIES], number && !p->stems ? "\"" : "");
    if (p->stems)
        for (int i = 0; i < s->n; i++) add_stem(arena, svg, f, s->x[i], s->y[i], aside);
    else
        add_curve(arena, svg, s, f);
    if (s->has_atom) add_stem(arena, svg, f, s->atom_at, s->atom, 4.5 * number);
    text_add(arena, svg, "</g>\n");
}

static void add_legend(Arena *arena, Text *svg, const Picture *p) {
    for (int i = 0; i < p->series.count; i++) {
        int y = TOP + PLOT_HEIGHT + BELOW + i * LEGEND_LINE + 6;
        text_add(arena, svg, "<g class=\"s\" stroke=\"%s\" fill=\"%s\">", colours[i % MOST_SERIES],
                 colours[i % MOST_SERIES]);
        if (p->stems)
            text_add(arena, svg, "<circle cx=\"%d\" cy=\"%d\" r=\"2.6\"/>", LEFT + 12, y);
        else
            text_add(arena, svg, "<path d=\"M%d %dh26\" stroke-dasharray=\"%s\"/>", LEFT, y,
                     *dashes[i % MOST_SERIES] ? dashes[i % MOST_SERIES] : "none");
        text_add(arena, svg, "</g><text x=\"%d\" y=\"%d\">%s</text>\n", LEFT + 34, y + 4, p->series.at[i].label);
    }
}

/* --- the whole --- */

static double highest(const Picture *p) {
    double top = 0;
    for (int i = 0; i < p->series.count; i++) {
        for (int k = 0; k < p->series.at[i].n; k++)
            if (isfinite(p->series.at[i].y[k])) top = fmax(top, p->series.at[i].y[k]);
        if (p->series.at[i].has_atom) top = fmax(top, p->series.at[i].atom);
    }
    return top > 0 ? 1.04 * top : 1;
}

static const char style[] = "<style>text{font:12px sans-serif;fill:#333}.a{stroke:#555}.g{stroke:#8884}"
                            ".s path{fill:none;stroke-width:1.8}.s circle{stroke:none}"
                            "@media(prefers-color-scheme:dark){text{fill:#ccc}.a{stroke:#aaa}}</style>\n";

const char *picture_svg(Arena *arena, const Picture *p) {
    double margin = p->stems ? 0.5 : 0;
    Frame  f = {p->from - margin, p->to + margin, p->up_to > 0 ? p->up_to : highest(p)};
    Text   svg = {0};
    text_add(
        arena, &svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
        "<title>%s</title>\n%s<clipPath id=\"c\"><path d=\"M%d %dH%dV%dH%dZ\"/></clipPath>\n",
        WIDTH, TOP + PLOT_HEIGHT + BELOW + p->series.count * LEGEND_LINE, WIDTH,
        TOP + PLOT_HEIGHT + BELOW + p->series.count * LEGEND_LINE, p->title, style, LEFT - 3, TOP - 4,
        WIDTH - RIGHT + 3, TOP + PLOT_HEIGHT, LEFT - 3);
    add_y_axis(arena, &svg, p, &f);
    text_add(arena, &svg, "<g clip-path=\"url(#c)\">\n");
    for (int i = 0; i < p->series.count; i++) add_series(arena, &svg, p, &f, i);
    text_add(arena, &svg, "</g>\n");
    add_x_axis(arena, &svg, p, &f);
    add_legend(arena, &svg, p);
    text_add(arena, &svg, "</svg>\n");
    return svg.at;
}
