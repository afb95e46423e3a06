/* Sets of axes, and what a dimension knows of its labels. */
#include "dim.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool axis_equal(Axis a, Axis b) { return a.dim == b.dim && a.copy == b.copy; }

static int axis_order(Axis a, Axis b) {
    if (a.dim->id != b.dim->id) return a.dim->id < b.dim->id ? -1 : 1;
    return (a.copy > b.copy) - (a.copy < b.copy);
}

Axes axes_of(Arena *arena, Axis axis) {
    Axes set = {0};
    VEC_PUSH(arena, &set, axis);
    return set;
}

bool axes_have(Axes set, Axis axis) {
    for (int i = 0; i < set.count; i++)
        if (axis_equal(set.at[i], axis)) return true;
    return false;
}

bool axes_within(Axes a, Axes b) {
    for (int i = 0; i < a.count; i++)
        if (!axes_have(b, a.at[i])) return false;
    return true;
}

bool axes_equal(Axes a, Axes b) { return a.count == b.count && axes_within(a, b); }

Axes axes_union(Arena *arena, Axes a, Axes b) {
    if (axes_within(b, a)) return a;
    if (axes_within(a, b)) return b;
    Axes both = {0};
    for (int i = 0, j = 0; i < a.count || j < b.count;) {
        int order = i == a.count ? 1 : j == b.count ? -1 : axis_order(a.at[i], b.at[j]);
        VEC_PUSH(arena, &both, order <= 0 ? a.at[i] : b.at[j]);
        i += order <= 0;
        j += order >= 0;
    }
    return both;
}

Axes axes_add(Arena *arena, Axes set, Axis axis) { return axes_union(arena, set, axes_of(arena, axis)); }

static Axes select_axes(Arena *arena, Axes a, Axes b, bool in_b) {
    Axes chosen = {0};
    for (int i = 0; i < a.count; i++)
        if (axes_have(b, a.at[i]) == in_b) VEC_PUSH(arena, &chosen, a.at[i]);
    return chosen;
}

Axes axes_minus(Arena *arena, Axes a, Axes b) { return select_axes(arena, a, b, false); }
Axes axes_common(Arena *arena, Axes a, Axes b) { return select_axes(arena, a, b, true); }

Axes axes_rename(Arena *arena, Axes set, Axis from, Axis to) {
    if (!axes_have(set, from)) return set;
    return axes_add(arena, axes_minus(arena, set, axes_of(arena, from)), to);
}

int axes_of_dim(Axes set, const Dim *dim, Axis *first) {
    int count = 0;
    for (int i = 0; i < set.count; i++)
        if (set.at[i].dim == dim && count++ == 0 && first) *first = set.at[i];
    return count;
}

Axis axis_fresh(Axes a, Axes b, Dim *dim) {
    Axis axis = {dim, 0};
    while (axes_have(a, axis) || axes_have(b, axis)) axis.copy++;
    return axis;
}

const char *axis_text(Arena *arena, Axis axis) {
    if (axis.copy < axis.dim->letters.count) return axis.dim->letters.at[axis.copy].shown;
    Text text = {0};
    text_add(arena, &text, "%s", axis.dim->shown);
    for (int i = 0; i < axis.copy; i++) text_add(arena, &text, "'");
    return text.at;
}

const char *value_text(Arena *arena, const Value *value) {
    Text text = {0};
    text_add(arena, &text, "%s", value->shown);
    for (int i = 0; i < value->n_dims; i++) {
        text_add(arena, &text, "%s%s", i ? ", " : "[", value->dims[i]->shown);
        for (int k = 0; k < i; k++)
            if (value->dims[k] == value->dims[i]) text_add(arena, &text, "'");
    }
    if (value->n_dims) text_add(arena, &text, "]");
    return text.at;
}

const char *axes_text(Arena *arena, Axes set) {
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < set.count; i++) {
        const char *before = i == 0 ? "" : i + 1 < set.count ? ", " : " and ";
        const char *primes = set.at[i].copy ? "'" : "";
        text_add(arena, &text, "%s`%s%s`", before, set.at[i].dim->shown, primes);
    }
    return text.at;
}

int dim_find_number(const Dim *dim, double number) {
    if (dim->from == LABELS_RANGE) {
        double position = number - (double)dim->range_lo;
        if (position != (double)(long)position || position < 0) return -1;
        if (!dim->range_hi_name && number > (double)dim->range_hi) return -1;
        return (int)position;
    }
    for (int i = 0; i < dim->labels.count; i++) {
        char  *end;
        double label = strtod(dim->labels.at[i].text, &end);
        if (end != dim->labels.at[i].text && !*end && label == number) return i;
    }
    return -1;
}

int dim_find_label(const Dim *dim, const char *text) {
    for (int i = 0; i < dim->labels.count; i++)
        if (strcmp(dim->labels.at[i].text, text) == 0) return i;
    char  *end;
    double number = strtod(text, &end);
    bool   is_number = end != text && !*end && (isdigit((unsigned char)*text) || *text == '-' || *text == '.');
    return dim->from == LABELS_RANGE && is_number ? dim_find_number(dim, number) : -1;
}

bool dim_is_known(const Dim *dim) {
    return dim->from == LABELS_LISTED || (dim->from == LABELS_RANGE && !dim->range_hi_name);
}

long dim_count(DimCount count, long size) {
    switch (count) {
    case COUNT_ALL:
        return size;
    case COUNT_LESS_ONE:
        return size - 1;
    case COUNT_PAIRS:
        return size * (size - 1) / 2;
    case COUNT_TRIANGLE:
        return size * (size + 1) / 2;
    }
    return size;
}

const Dim *dim_derived(const Model *model, const Dim *base, DimCount count) {
    if (count == COUNT_ALL) return base;
    for (int i = 0; i < model->dims.count; i++)
        if (model->dims.at[i]->base == base && model->dims.at[i]->count == count) return model->dims.at[i];
    return NULL;
}

long dim_size(const Dim *dim) {
    if (dim->base) return dim_size(dim->base) < 0 ? -1 : dim_count(dim->count, dim_size(dim->base));
    if (!dim_is_known(dim)) return -1;
    return dim->from == LABELS_LISTED ? dim->labels.count : dim->range_hi - dim->range_lo + 1;
}

const char *label_text(Arena *arena, const char *label) {
    char *end;
    (void)!strtod(label, &end);
    bool plain = *label && !isdigit((unsigned char)*label);
    for (const char *c = label; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '_' && (unsigned char)*c < 0x80) plain = false;
    if (plain || (end != label && !*end)) return label;
    return arena_printf(arena, "\"%s\"", label);
}

const char *dim_labels_text(Arena *arena, const Dim *dim) {
    if (dim->from == LABELS_RANGE && dim->range_hi_name)
        return arena_printf(arena, "%ld to `%s`", dim->range_lo, dim->range_hi_name);
    if (dim->from == LABELS_RANGE) return arena_printf(arena, "%ld to %ld", dim->range_lo, dim->range_hi);
    Text text = {0};
    text_add(arena, &text, "%s", "");
    for (int i = 0; i < dim->labels.count && i < 8; i++)
        text_add(arena, &text, "%s`%s`", i ? ", " : "", dim->labels.at[i].text);
    if (dim->labels.count > 8) text_add(arena, &text, " and %d more", dim->labels.count - 8);
    return text.at;
}
