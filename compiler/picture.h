/* Curves of densities, or stems of probabilities, as SVG: readable on light and on dark ground, without scripts and fonts of its own. */
#ifndef COMPILER_PICTURE_H
#define COMPILER_PICTURE_H
#include "lang/base.h"

/* One set of parameters. x increases; at an atom (a value with a probability of its own), has_atom. */
typedef struct PictureSeries {
    const char *label;
    double     *x, *y;
    int         n;
    bool        has_atom;
    double      atom_at, atom;
} PictureSeries;

typedef struct Picture {
    const char *title, *x_name, *y_name;
    bool        stems;
    double      from, to, up_to; /* up_to 0: as high as the series are */
    VEC(PictureSeries) series;
} Picture;

const char *picture_svg(Arena *arena, const Picture *picture);

#endif
