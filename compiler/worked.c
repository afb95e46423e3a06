#include "worked.h"

#include "lang/fn_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"
#include "small_model.h"

enum { GRID = 400 };

const char *worked_number(Arena *arena, double x, int digits) {
    if (isnan(x)) return "not a number";
    if (isinf(x)) return x > 0 ? "∞" : "-∞";
    return arena_printf(arena, "%.*g", digits, x);
}

bool worked_is_whole(const char *type) { return strncmp(type, "real", 4) != 0; }

/* The first word of a type: its bounds may name parameters, which data cannot. */
static const char *plain_type(Arena *arena, const char *type) { return arena_copy(arena, type, strcspn(type, " ")); }

/* Gamma(shape = 1.5, rate = 0.7). A set may name its arguments itself. */
static const char *call_of(Arena *arena, const Stanza *stanza, const char *set) {
    Lines values = stanza_split(arena, set);
    Text  call = {0};
    text_add(arena, &call, "%s(", stanza->name);
    for (int i = 0; i < values.count && i < stanza->params.count; i++)
        text_add(arena, &call, strchr(values.at[i], '=') ? "%s%s" : "%s%s = %s", i ? ", " : "",
                 strchr(values.at[i], '=') ? values.at[i] : stanza->params.at[i].name, values.at[i]);
    text_add(arena, &call, ")");
    return call.at;
}

const char *worked_usage(Arena *arena, const Stanza *stanza) {
    Text text = {0};
    text_add(arena, &text, "%s%s(", stanza->name, stanza->indices);
    for (int i = 0; i < stanza->params.count; i++)
        text_add(arena, &text, "%s%s%s", i ? ", " : "", stanza->params.at[i].name, stanza->unnamed.count ? " = …" : "");
    text_add(arena, &text, ")");
    return text.at;
}

/* --- examples --- */

static double number_of(SmallModel *model, Arena *arena, const char *name) {
    int64_t count;
    double *cells = small_model_value(model, arena, name, &count);
    return cells && count == 1 ? cells[0] : NAN;
}

/* Gamma.mean(1.5, 0.7), worked out. */
static double member_at(Arena *arena, const Stanza *stanza, const char *member, const char *set) {
    const char *error;
    if (!stanza_member(stanza, member)) return NAN;
    SmallModel *model =
        small_model_new(arena, arena_printf(arena, "m = %s.%s(%s)\n", stanza->name, member, set), &error);
    if (!model) return NAN;
    double value = number_of(model, arena, "m");
    small_model_free(model);
    return value;
}

WorkedExample worked_example(Arena *arena, const Stanza *stanza, const char *example) {
    WorkedExample out = {.log_p = NAN};
    const char   *inside = stanza_in_brackets(arena, example), *bar = strchr(inside, '|');
    const char   *set = bar ? bar + 1 : "", *name = stanza->value.name;
    Lines         at = stanza_split(arena, arena_copy(arena, inside, strcspn(inside, "|")));
    out.at = at.count ? at.at[0] : "";
    out.call = call_of(arena, stanza, set);
    out.model = arena_printf(arena, "data %s : %s = %s\n%s ~ %s\n", name, plain_type(arena, stanza->support), out.at,
                             name, out.call);
    SmallModel *model = small_model_new(arena, out.model, &out.error);
    if (!model) return out;
    int64_t count;
    double *cells = small_model_density(model, arena, name, &count);
    out.log_p = cells && count == 1 ? cells[0] : NAN;
    if (!cells) out.error = "it cannot be evaluated";
    small_model_free(model);
    out.mean = member_at(arena, stanza, "mean", set);
    out.variance = member_at(arena, stanza, "variance", set);
    return out;
}

/* --- pictures --- */

/* Densities at n points, which are the data of a model. NULL: *error. */
static double *densities(Arena *arena, const Stanza *stanza, const char *call, const double *x, int n,
                         SmallSupport *support, const char **error) {
    Text text = {0};
    text_add(arena, &text, "dim i = 1..%d\ndata x[i] : %s = ", n, worked_is_whole(stanza->support) ? "int" : "real");
    for (int i = 0; i < n; i++) text_add(arena, &text, "%s%.17g", i ? ", " : "", x[i]);
    text_add(arena, &text, "\nx[i] ~ %s\n", call);
    SmallModel *model = small_model_new(arena, text.at, error);
    if (!model) return NULL;
    int64_t count;
    double *p = small_model_density(model, arena, "x", &count), *out = arena_alloc(arena, (size_t)n * sizeof *out);
    *support = small_model_support(model, arena, "x");
    small_model_free(model);
    *error = "the density cannot be evaluated";
    for (int i = 0; p && i < n; i++) out[i] = exp(p[count == 1 ? 0 : i]);
    return p ? out : NULL;
}

static bool make_stems(Arena *arena, const Stanza *stanza, const char *call, const StanzaPicture *picture,
                       PictureSeries *s, const char **error) {
    SmallSupport support;
    int          n = (int)(picture->to - picture->from) + 1;
    s->x = arena_alloc(arena, (size_t)n * sizeof *s->x);
    for (int i = 0; i < n; i++) s->x[i] = picture->from + i;
    s->y = densities(arena, stanza, call, s->x, n, &support, error);
    if (!s->y) return false;
    for (int i = 0; i < n; i++)
        if (s->x[i] >= support.lo && s->x[i] <= support.hi) s->x[s->n] = s->x[i], s->y[s->n++] = s->y[i];
    return true;
}

/* A value with a probability of its own stands at the lower end of the support, if anywhere: the density jumps there. */
static void find_atom(PictureSeries *s, const double *y, double lo) {
    double top = 0;
    for (int i = 2; i < GRID; i++) top = fmax(top, isfinite(y[i]) ? y[i] : 0);
    if (!isfinite(y[0]) || fabs(y[0] - y[1]) < 1e-3 * top) return;
    s->has_atom = true;
    s->atom_at = lo;
    s->atom = y[0];
}

/* The curve between from and to, with walls where the support ends in between. */
static bool make_curve(Arena *arena, const Stanza *stanza, const char *call, const StanzaPicture *picture,
                       PictureSeries *s, const char **error) {
    SmallSupport support;
    double       middle = 0.5 * (picture->from + picture->to), grid[GRID];
    if (!densities(arena, stanza, call, &middle, 1, &support, error)) return false;
    double lo = fmax(picture->from, support.lo), hi = fmin(picture->to, support.hi), inside = 1e-7 * (hi - lo);
    grid[0] = lo;
    for (int i = 1; i < GRID; i++) grid[i] = lo + inside + (hi - lo - 2 * inside) * (i - 1) / (GRID - 2);
    if (support.lo_open && lo == support.lo) grid[0] = grid[1];
    double *y = densities(arena, stanza, call, grid, GRID, &support, error);
    if (!y) return false;
    find_atom(s, y, lo);
    s->x = arena_alloc(arena, (GRID + 2) * sizeof *s->x);
    s->y = arena_alloc(arena, (GRID + 2) * sizeof *s->y);
    if (lo > picture->from) s->x[s->n++] = lo; /* y is 0 */
    for (int i = 1; i < GRID; i++)
        if (!isnan(y[i])) s->x[s->n] = grid[i], s->y[s->n++] = fmin(y[i], 1e6);
    if (hi < picture->to) s->x[s->n++] = hi;
    return true;
}

const char *worked_picture(Arena *arena, const Stanza *stanza, const char **error) {
    const StanzaPicture *asked = &stanza->picture;
    bool                 stems = worked_is_whole(stanza->support);
    Picture picture = {.title = arena_printf(arena, "%s of %s", stems ? "Probabilities" : "Densities", stanza->name),
                       .x_name = stanza->value.name,
                       .y_name = stems ? "probability" : "density",
                       .stems = stems,
                       .from = asked->from,
                       .to = asked->to,
                       .up_to = asked->up_to};
    for (int i = 0; i < asked->sets.count; i++) {
        const char   *call = call_of(arena, stanza, asked->sets.at[i]);
        PictureSeries series = {.label = stanza_in_brackets(arena, call)};
        if (!(stems ? make_stems : make_curve)(arena, stanza, call, asked, &series, error)) {
            *error = arena_printf(arena, "the picture of %s: %s", call, *error);
            return NULL;
        }
        VEC_PUSH(arena, &picture.series, series);
    }
    return picture_svg(arena, &picture);
}

/* --- functions --- */

WorkedParams worked_params(Arena *arena, const char *params) {
    WorkedParams out = {0};
    Lines        parts = stanza_split(arena, params);
    for (int i = 0; i < parts.count; i++) {
        size_t      length = strcspn(parts.at[i], " :");
        const char *colon = strchr(parts.at[i], ':');
        StanzaParam param = {arena_copy(arena, parts.at[i], length), colon ? colon + 1 + (colon[1] == ' ') : "real",
                             ""};
        VEC_PUSH(arena, &out, param);
    }
    return out;
}

static bool lies_in(double x, const char *type) {
    double      lo = -INFINITY, hi = INFINITY;
    const char *bound = strpbrk(type, "<>"), *in = strstr(type, " in ");
    if (worked_is_whole(type) && x != floor(x)) return false;
    if (strncmp(type, "count", 5) == 0) lo = 0;
    if (in) {
        char *end;
        lo = strtod(in + 5, &end);
        hi = strtod(end + 2, NULL);
    } else if (bound)
        *(*bound == '>' ? &lo : &hi) = strtod(bound + 1 + (bound[1] == '='), NULL);
    return x > lo && x < hi;
}

enum { CANDIDATES = 6 };

/* Ordinary arguments, different ones in different places; another attempt takes others. */
static double argument_in(const StanzaParam *param, int place, int attempt) {
    static const double candidates[][CANDIDATES] = {
        {1.2, 0.3, 2.5, -0.7, 2, 5}, {0.7, 0.4, 1.5, -0.4, 3, 2}, {0.5, 0.6, 3.5, -0.2, 4, 3}};
    if (strcmp(param->name, "n") == 0 && lies_in(5, param->type)) return 5;
    if (strcmp(param->name, "k") == 0 && lies_in(2, param->type)) return 2;
    for (int i = 0; i < CANDIDATES; i++) {
        double x = candidates[place % 3][(i + attempt) % CANDIDATES];
        if (lies_in(x, param->type)) return x;
    }
    return 1;
}

static WorkedCall try_call(Arena *arena, const Primitive *function, int attempt) {
    WorkedCall   out = {.value = NAN};
    WorkedParams params = worked_params(arena, function->params);
    Text         call = {0};
    text_add(arena, &call, "%s(", function->name);
    for (int i = 0; i < params.count; i++)
        text_add(arena, &call, "%s%g", i ? ", " : "", argument_in(&params.at[i], i, attempt));
    text_add(arena, &call, ")");
    out.call = call.at;
    SmallModel *model = small_model_new(arena, arena_printf(arena, "f = %s\n", out.call), &out.error);
    if (!model) return out;
    out.value = number_of(model, arena, "f");
    if (isnan(out.value)) out.error = "its value is not a number";
    small_model_free(model);
    return out;
}

WorkedCall worked_call(Arena *arena, const Primitive *function) {
    WorkedCall out = {0};
    for (int attempt = 0; attempt < CANDIDATES; attempt++) { /* domains may depend on several arguments */
        out = try_call(arena, function, attempt);
        if (!out.error) break;
    }
    return out;
}

/* --- functions over a dimension --- */

const char worked_operator_data[] = "dim i = 1..4\ndata x[i] : real = 3, 1, 4, 1.5\n";

static WorkedOperator worked_out(Arena *arena, const char *data, const char *call) {
    WorkedOperator out = {.call = call};
    int64_t        count;
    Text           values = {0};
    SmallModel    *model = small_model_new(arena, arena_printf(arena, "%sf = %s\n", data, call), &out.error);
    if (!model) return out;
    double *cells = small_model_value(model, arena, "f", &count);
    if (!cells) out.error = "it cannot be evaluated";
    for (int64_t i = 0; cells && i < count; i++)
        text_add(arena, &values, "%s%s", i ? ", " : "", worked_number(arena, cells[i], 6));
    out.values = values.at;
    small_model_free(model);
    return out;
}

WorkedOperator worked_operator(Arena *arena, const char *name) {
    bool        asks = strcmp(name, "any") == 0 || strcmp(name, "all") == 0;
    const char *call = arena_printf(arena, asks ? "%s[i](x > 2)" : "%s[i](x)", name);
    return worked_out(arena, worked_operator_data, strcmp(name, "size") == 0 ? "size(i)" : call);
}

const char worked_fn_data[] =
    "dim i = 1..3\ndim j = 1..4\n"
    "data x[i] : real = 4, 1, 2.5\ndata y[i] : real = 1, -1, 0.5\ndata t[i] : real = 0, 2, 5\n"
    "A[i, i'] = x[i] * y[i'] + diag[i](t[i] - 1)\nS[i, i'] = exp_quad(t[i] - t[i'], 2, 3) + diag[i](1)\n";

WorkedOperator worked_fn(Arena *arena, const FnText *fn) { return worked_out(arena, worked_fn_data, fn->example); }
