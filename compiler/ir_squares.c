/* A sum of squares of an affine form, Σ_h w[h] (Σ_m D_m[h] A_m)², for data D and unknowns A that do not vary over the rows h or are gathered
 * by one key: orthogonal elimination at load (QR without names), so that no row is left:
 *
 *     for each column i but the data's:  S = Σ D_i²,  b_ij = Σ D_i D_j / S,  D_j -= D_i b_ij  (j > i)
 *     Σ_h (…)² = Σ_i S_i (A_i + Σ_{j>i} b_ij A_j)² + Σ_h D_last²
 *
 * with sums by group where column i is gathered. Grouped means, pooled slopes, X'X of a linear regression and n (ȳ - mu)² all
 * come out of it. Every term is a square, so nothing cancels: naive expansion of the square loses all digits when the data lie far from
 * 0, this does not. (A column that depends on earlier ones has S = 0 up to rounding: it is dropped.) */
#include "ir_private.h"

enum { MAX_COLUMNS = 12 };
static const double DEPENDENT = 1e-12; /* of a column's own square */

typedef struct Column {
    IrId data, unknown;
    bool keyed;
} Column; /* unknown of the data column: 1 */

typedef struct Squares {
    Ir     *ir;
    AxisSet over;
    IrId    key; /* 0: none is gathered */
    AxisId  into;
    Column  columns[MAX_COLUMNS + 1];
    int     count;
} Squares;

static AxisSet axes_of(const Ir *ir, IrId id) { return ir_at(ir, id)->axes; }

/* D times a factor, or the unknown part times it; false if the factor is of no use here. */
static bool take_factor(Squares *s, IrId factor, double exponent, Column *c) {
    Ir    *ir = s->ir;
    IrNode f = *ir_at(ir, factor);
    if (f.stage < STAGE_UNKNOWN)
        c->data = ir_mul_n(ir, (IrId[]){c->data, factor}, (double[]){1, exponent}, 2);
    else if (!(f.axes & s->over))
        c->unknown = ir_mul_n(ir, (IrId[]){c->unknown, factor}, (double[]){1, exponent}, 2);
    else {
        if (f.op != IR_GATHER) return false;
        IrId source = ir_arg(ir, factor, 0), key = ir_arg(ir, factor, 1);
        bool same = !s->key || (s->key == key && s->into == (AxisId)f.attr);
        if (!same || axes_of(ir, key) != s->over || axes_of(ir, source) != AXIS(f.attr) || !ir_is_key(ir, key))
            return false;
        s->key = key;
        s->into = (AxisId)f.attr;
        c->unknown = ir_mul_n(ir, (IrId[]){c->unknown, source}, (double[]){1, exponent}, 2);
        c->keyed = true;
    }
    return true;
}

static bool add_column(Squares *s, IrId term, double weight) {
    Ir    *ir = s->ir;
    Column c = {ir_literal(ir, weight), ir_literal(ir, 1), false};
    IrNode t = *ir_at(ir, term);
    for (int i = 0; i < (t.op == IR_MUL ? t.n_args : 1); i++)
        if (!take_factor(s, t.op == IR_MUL ? ir_arg(ir, term, i) : term, t.op == IR_MUL ? ir_weight(ir, term, i) : 1,
                         &c))
            return false;
    for (int i = 0; i < s->count; i++)
        if (s->columns[i].unknown == c.unknown && s->columns[i].keyed == c.keyed) {
            s->columns[i].data = ir_add(ir, s->columns[i].data, c.data);
            return true;
        }
    if (s->count == MAX_COLUMNS) return false;
    s->columns[s->count++] = c;
    return true;
}

/* Gathered columns first, the data's last. */
static int rank_of(const Squares *s, const Column *c) { return ir_is(s->ir, c->unknown, 1) ? 2 : !c->keyed; }

static void sort_columns(Squares *s) {
    for (int i = 1; i < s->count; i++)
        for (int j = i; j > 0 && rank_of(s, &s->columns[j - 1]) > rank_of(s, &s->columns[j]); j--) {
            Column swap = s->columns[j];
            s->columns[j] = s->columns[j - 1];
            s->columns[j - 1] = swap;
        }
}

static double cells_over(const Ir *ir, AxisSet axes) {
    double n = 1;
    for (int a = 0; a < ir->axes.count; a++)
        if (axes & AXIS(a)) n *= (double)ir->sizes[ir->axes.at[a].dim];
    return n;
}

/* Products a row against products a group. */
static bool pays(const Squares *s) {
    double keyed = 0, all = s->count;
    for (int i = 0; i < s->count; i++) keyed += s->columns[i].keyed;
    double groups = s->key ? cells_over(s->ir, AXIS(s->into)) : 0;
    return cells_over(s->ir, s->over) * all > 4 * (groups * keyed * all + all * all);
}

static IrId total(const Squares *s, bool keyed, IrId x) {
    return keyed ? ir_scatter(s->ir, x, s->key, s->into, s->over) : ir_sum(s->ir, s->over, x);
}

IrId sum_of_squares(Ir *ir, AxisSet over, IrId affine, IrId weight) {
    IrNode  node = *ir_at(ir, affine);
    Squares s = {.ir = ir, .over = over};
    if (!ir->sizes || node.op != IR_ADD || (node.axes & ~over) || (axes_of(ir, weight) & ~over)) return 0;
    for (int i = 0; i < node.n_args; i++)
        if (!add_column(&s, ir_arg(ir, affine, i), ir_weight(ir, affine, i))) return 0;
    if (node.value != 0 && !add_column(&s, ir_literal(ir, 1), node.value)) return 0;
    if (s.count < 2 && !(s.count == 1 && s.key)) return 0;
    sort_columns(&s);
    if (!pays(&s)) return 0;
    IrId root = ir_power(ir, weight, 0.5), sum = ir_literal(ir, 0), zero = ir_literal(ir, 0);
    bool has_data = rank_of(&s, &s.columns[s.count - 1]) == 2;
    IrId own[MAX_COLUMNS];
    for (int i = 0; i < s.count; i++) {
        s.columns[i].data = ir_mul(ir, root, s.columns[i].data);
        if (i < MAX_COLUMNS) own[i] = ir_power(ir, s.columns[i].data, 2);
    }
    for (int i = 0; i < s.count - has_data; i++) {
        Column *c = &s.columns[i];
        IrId    size = total(&s, c->keyed, ir_power(ir, c->data, 2));
        IrId    least = ir_scale(ir, DEPENDENT, total(&s, c->keyed, own[i]));
        IrId    kept = ir_compare(ir, IR_LT, least, size);
        IrId    inverse = ir_if(ir, kept, ir_power(ir, size, -1), zero);
        IrId    form = c->unknown;
        for (int j = i + 1; j < s.count; j++) {
            Column *d = &s.columns[j];
            IrId    slope = ir_mul(ir, inverse, total(&s, c->keyed, ir_mul(ir, c->data, d->data)));
            IrId    along = c->keyed ? ir_gather(ir, slope, s.into, s.key) : slope;
            d->data = ir_sub(ir, d->data, ir_mul(ir, c->data, along));
            form = ir_add(ir, form, ir_mul(ir, slope, d->unknown));
        }
        IrId square = ir_mul(ir, ir_if(ir, kept, size, zero), ir_power(ir, form, 2));
        sum = ir_add(ir, sum, c->keyed ? ir_sum(ir, AXIS(s.into), square) : square);
    }
    if (has_data) sum = ir_add(ir, sum, ir_sum(ir, over, ir_power(ir, s.columns[s.count - 1].data, 2)));
    return sum;
}
