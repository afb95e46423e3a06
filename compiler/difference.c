/* Derivatives that a row of lang/primitives.def does not state, so that differentiation never ends: of functions that are themselves second or third
 * derivatives, few of which anyone asks for.
 *
 * Central differences of sixth order at two steps. The functions vary over |x| where that is small, over sqrt|x| where it is large (gamma and
 * beta functions); a step is 1/64 of that, and its half. About ten digits are right; where the two do not agree to five (or
 * to 1e-10 / x^2, which no logarithm of a density shows), the answer is NaN, which a gradient or a Hessian reports. */
#include "lower.h"

#include <math.h>

#include "lang/primitive.h"

static const double FRACTION = 1.0 / 64, AGREEMENT = 1e-5, UNSEEN = 1e-10;

/* f with the argument moved by `times` steps. */
static IrId moved(Ir *ir, int id, int arg, const IrId *args, IrId step, double times) {
    int  n = primitive_n_params(id);
    IrId at[8];
    for (int i = 0; i < n; i++) at[i] = args[i];
    at[arg] = ir_add(ir, args[arg], ir_scale(ir, times, step));
    return ir_fun(ir, id, at, n);
}

static IrId central(Ir *ir, int id, int arg, const IrId *args, IrId step) {
    static const double weights[] = {45.0 / 60, -9.0 / 60, 1.0 / 60};
    IrId                sum = ir_literal(ir, 0);
    for (int k = 1; k <= 3; k++) {
        IrId difference = ir_sub(ir, moved(ir, id, arg, args, step, k), moved(ir, id, arg, args, step, -k));
        sum = ir_add(ir, sum, ir_scale(ir, weights[k - 1], difference));
    }
    return ir_div(ir, sum, step);
}

IrId lower_difference(Ir *ir, int id, int arg, const IrId *args) {
    IrId size = ir_fun1(ir, PRIM_abs, args[arg]), one = ir_literal(ir, 1);
    IrId scale = ir_div(ir, size, ir_add(ir, one, ir_power(ir, size, 0.5)));
    IrId step = ir_scale(ir, FRACTION, ir_if(ir, ir_compare(ir, IR_EQ, size, ir_literal(ir, 0)), one, scale));
    IrId coarse = central(ir, id, arg, args, step), fine = central(ir, id, arg, args, ir_scale(ir, 0.5, step));
    IrId away = ir_fun1(ir, PRIM_abs, ir_sub(ir, coarse, fine));
    IrId value = ir_fun1(ir, PRIM_abs, ir_fun(ir, id, args, primitive_n_params(id)));
    IrId allowed = ir_add(ir, ir_fun1(ir, PRIM_abs, fine), ir_div(ir, value, step));
    IrId unseen = ir_scale(ir, UNSEEN, ir_power(ir, size, -2));
    IrId agree = ir_compare(ir, IR_LE, away, ir_add(ir, unseen, ir_scale(ir, AGREEMENT, allowed)));
    return ir_if(ir, agree, fine, ir_literal(ir, NAN));
}
