/* Words: see support_words.h. The distributions of the standard library share their names of parameters, so one table serves all. */
#include "support_words.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct RoleWord {
    const char  *dist, *param, *noun;
    ArgumentKind kind;
} RoleWord;

/* dist NULL: whichever. The noun is without its article; one that begins with `the` has no other. */
static const RoleWord role_words[] = {{"LogNormal", "sigma", "standard deviation of the logarithm", ARGUMENT_SPREAD},
                                      {"NegativeBinomial", "mu", "mean", ARGUMENT_RATE},
                                      {"StudentT", "sigma", "scale", ARGUMENT_SPREAD},
                                      {"Poisson", "rate", "rate", ARGUMENT_RATE},
                                      {NULL, "sigma", "standard deviation", ARGUMENT_SPREAD},
                                      {NULL, "sd", "standard deviation", ARGUMENT_SPREAD},
                                      {NULL, "scale", "scale", ARGUMENT_SPREAD},
                                      {NULL, "rate", "rate", ARGUMENT_RATE},
                                      {NULL, "shape", "shape", ARGUMENT_RATE},
                                      {NULL, "nu", "the degrees of freedom", ARGUMENT_RATE},
                                      {NULL, "df", "the degrees of freedom", ARGUMENT_RATE},
                                      {NULL, "p", "probability", ARGUMENT_PROBABILITY},
                                      {NULL, "n", "the number of trials", ARGUMENT_TRIALS},
                                      {NULL, "phi", "dispersion", ARGUMENT_SPREAD},
                                      {"Beta", "alpha", "shape", ARGUMENT_RATE},
                                      {"Beta", "beta", "shape", ARGUMENT_RATE},
                                      {"Uniform", "lower", "the lower bound", ARGUMENT_BOUND},
                                      {"Uniform", "upper", "the upper bound", ARGUMENT_BOUND},
                                      {"Flat", "lower", "the lower bound", ARGUMENT_BOUND},
                                      {"Flat", "upper", "the upper bound", ARGUMENT_BOUND},
                                      {0}};

static bool is_library(const Dist *dist) {
    return dist->span.source && dist->span.source->name && strncmp(dist->span.source->name, "<stdlib>", 8) == 0;
}

static const RoleWord *word_of(const Dist *dist, int param) {
    if (!is_library(dist)) return NULL;
    for (const RoleWord *w = role_words; w->param; w++)
        if ((!w->dist || strcmp(w->dist, dist->name) == 0) && strcmp(w->param, dist->params[param].name) == 0) return w;
    return NULL;
}

static const char *with_article(Arena *arena, const Dist *dist, int param, const char *article) {
    const RoleWord *w = word_of(dist, param);
    if (!w) return arena_printf(arena, "`%s` of `%s`", dist->params[param].name, dist->name);
    return strncmp(w->noun, "the ", 4) == 0 ? w->noun : arena_printf(arena, "%s %s", article, w->noun);
}

const char *words_role(Arena *arena, const Dist *dist, int param) { return with_article(arena, dist, param, "a"); }
const char *words_the_role(Arena *arena, const Dist *dist, int param) {
    return with_article(arena, dist, param, "the");
}

ArgumentKind words_kind(const Dist *dist, int param) {
    const RoleWord *w = word_of(dist, param);
    return w ? w->kind : ARGUMENT_OTHER;
}

const char *words_number(Arena *arena, double x) {
    if (isinf(x)) return x > 0 ? "inf" : "-inf";
    for (int digits = 6; digits < 17; digits++) {
        const char *text = arena_printf(arena, "%.*g", digits, x);
        double      back;
        if (sscanf(text, "%lf", &back) == 1 && back == x) return text;
    }
    return arena_printf(arena, "%.17g", x);
}

const char *words_must(Arena *arena, Region region) {
    Interval in = region.in;
    bool     low = !isinf(in.lo), high = !isinf(in.hi);
    if (low && high)
        return arena_printf(arena, "must lie in %s..%s", words_number(arena, in.lo), words_number(arena, in.hi));
    if (low && in.lo == 0) return in.lo_open ? "must be positive" : "must not be negative";
    if (low) return arena_printf(arena, "must be %s %s", in.lo_open ? "above" : "at least", words_number(arena, in.lo));
    if (high) return arena_printf(arena, "must be %s %s", in.hi_open ? "below" : "at most", words_number(arena, in.hi));
    return region.whole ? "must be a whole number" : "must be a number";
}

const char *words_ordinal(Arena *arena, int i) {
    static const char *const words[] = {"first", "second", "third", "fourth", "fifth"};
    return i < 5 ? words[i] : arena_printf(arena, "%dth", i + 1);
}

const char *words_list(Arena *arena, const char *const *names, int n) {
    Text text = {0};
    for (int i = 0; i < n; i++) text_add(arena, &text, "%s`%s`", i == 0 ? "" : i == n - 1 ? " and " : ", ", names[i]);
    return n ? text.at : "";
}

const char *words_text(Arena *arena, Span span) {
    const char *text = span_text(arena, span);
    Text        line = {0};
    for (const char *c = text; *c; c++) {
        bool blank = *c == ' ' || *c == '\t' || *c == '\n' || *c == '\r';
        if (!blank)
            VEC_PUSH(arena, &line, *c);
        else if (line.count && line.at[line.count - 1] != ' ')
            VEC_PUSH(arena, &line, ' ');
    }
    return arena_copy(arena, line.count ? line.at : "", (size_t)line.count);
}
