/* What tests hold compiled code against: log joint density and gradient of the unsimplified IR, and the Hessian times a direction, both by
 * the plain evaluator. */
#include <math.h>
#include <stdlib.h>

#include "eval.h"
#include "program.h"

/* The cells of a gradient, which the evaluator has in the order of axis ids and without axes along which it is constant, in the order of the
 * array's places. Returns the end of what was written. */
static double *put_in_places(const Ir *ir, const int64_t *sizes, const IrArray *array, IrId node, const double *cells,
                             double *out) {
    int64_t count = 1, position[IR_MAX_AXES] = {0};
    for (int i = 0; i < array->n_axes; i++) count *= axis_size(ir, sizes, array->axes[i]);
    for (int64_t k = 0; k < count; k++) {
        int64_t rest = k, at = 0;
        for (int i = array->n_axes - 1; i >= 0; i--) {
            position[array->axes[i]] = rest % axis_size(ir, sizes, array->axes[i]);
            rest /= axis_size(ir, sizes, array->axes[i]);
        }
        for (int a = 0; a < ir->axes.count; a++)
            if (ir_at(ir, node)->axes & AXIS(a)) at = at * axis_size(ir, sizes, (AxisId)a) + position[a];
        *out++ = cells[at];
    }
    return out;
}

/* Arrays for the evaluator: the data and the unknowns' cells. */
static const double **evaluator_arrays(Program *p, Lowered *l, const int64_t *sizes, const double *const *values,
                                       const double *theta) {
    Ir            *ir = l->ir;
    const double **arrays = arena_alloc(p->arena, (size_t)(ir->arrays.count + 1) * sizeof *arrays);
    for (int i = 0, datum = 0; i < p->model->values.count; i++)
        if (p->model->values.at[i]->role == ROLE_DATA) {
            if (l->data->of_value[i] >= 0) arrays[l->data->of_value[i]] = values[datum];
            datum++;
        }
    for (int i = 0; i < l->unknowns.count; i++) {
        arrays[l->unknowns.at[i].array] = theta;
        theta += ir_cells(ir, sizes, l->unknowns.at[i].leaf);
    }
    return arrays;
}

double program_oracle(Program *p, const int64_t *sizes, const double *const *values, const double *theta, double *grad,
                      double *terms, double *jacobian) {
    Ir *ir = ir_new(p->session);
    ir->plain = true;
    Layout  *layout = layout_new(p->arena, p->model->dims.count);
    Lowered *l = lower_model(ir, p->model, ON_SUPPORT, layout, lower_data_arrays(p->arena, p->model), p->noncentred);
    int      n = l->unknowns.count, n_terms = l->statements.count;
    IrId    *leaves = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *leaves);
    IrId    *roots = arena_alloc(p->arena, (size_t)(n + n_terms + 2) * sizeof *roots);
    double **out = arena_alloc(p->arena, (size_t)(n + n_terms + 1) * sizeof *out);
    for (int i = 0; i < n; i++) leaves[i] = l->unknowns.at[i].leaf;
    ir_differentiate(ir, program_sum_of_terms(l), leaves, n, roots);
    for (int i = 0; i < n_terms; i++) roots[n + i] = l->statements.at[i].term;
    roots[n + n_terms] = program_log_jacobian(l);
    EvalInput input = {sizes, evaluator_arrays(p, l, sizes, values, theta)};
    if (!ir_evaluate(ir, &input, roots, n + n_terms + 1, out)) return NAN;
    double total = 0;
    for (int i = 0; i < n; i++)
        grad = put_in_places(ir, sizes, &ir->arrays.at[l->unknowns.at[i].array], roots[i], out[i], grad);
    for (int i = 0; i < n_terms; i++) total += terms[i] = out[n + i][0];
    *jacobian = out[n + n_terms][0];
    for (int i = 0; i <= n + n_terms; i++) free(out[i]);
    return total;
}

bool program_hessian_product(Program *p, const int64_t *sizes, const double *const *values, const double *theta,
                             const double *v, double *out) {
    Lowered *l = p->natural;
    Ir      *ir = p->ir;
    int      n = l->unknowns.count;
    IrId    *leaves = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *leaves);
    IrId    *roots = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *roots);
    int     *along = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *along);
    double **cells = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *cells);
    for (int i = 0; i < n; i++) leaves[i] = l->unknowns.at[i].leaf;
    ir_differentiate(ir, program_sum_of_terms(l), leaves, n, roots);
    IrId slope = ir_literal(ir, 0);
    for (int i = 0; i < n; i++) {
        along[i] = ir_array(ir, ir->arrays.at[l->unknowns.at[i].array]);
        AxisSet over = ir_at(ir, leaves[i])->axes;
        slope = ir_add(ir, slope, ir_sum(ir, over, ir_mul(ir, roots[i], ir_leaf(ir, IR_DATA, along[i]))));
    }
    ir_differentiate(ir, slope, leaves, n, roots);
    const double **arrays = evaluator_arrays(p, l, sizes, values, theta);
    for (int i = 0; i < n; i++) {
        arrays[along[i]] = v;
        v += ir_cells(ir, sizes, leaves[i]);
    }
    EvalInput input = {sizes, arrays};
    if (!ir_evaluate(ir, &input, roots, n, cells)) return false;
    for (int i = 0; i < n; i++) {
        out = put_in_places(ir, sizes, &ir->arrays.at[l->unknowns.at[i].array], roots[i], cells[i], out);
        free(cells[i]);
    }
    return true;
}
