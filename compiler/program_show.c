/* The stages of a program as text, and the size of its IR. */
#include "program.h"

static const char *show_ir(Program *p) {
    Lowered     *l = p->real;
    int          n = l->statements.count;
    IrId        *roots = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *roots);
    const char **names = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *names);
    for (int i = 0; i < n; i++) {
        roots[i] = l->statements.at[i].term;
        names[i] = arena_printf(p->arena, "log p(%s)", l->statements.at[i].statement->name);
    }
    roots[n] = program_log_jacobian(l);
    names[n] = "log Jacobian";
    return ir_print(p->ir, p->model, roots, names, n + 1);
}

static const char *show_gradient(Program *p) {
    Entry e = {.name = "gradient"};
    program_gradient_entry(p, &e);
    Lowered     *l = p->real;
    IrId        *roots = arena_alloc(p->arena, (size_t)(e.stores.count + 1) * sizeof *roots);
    const char **names = arena_alloc(p->arena, (size_t)(e.stores.count + 1) * sizeof *names);
    for (int i = 0; i < e.stores.count; i++) {
        roots[i] = e.stores.at[i].node;
        names[i] = i == 0 ? "log density" : arena_printf(p->arena, "d/d %s", l->unknowns.at[i - 1].value->shown);
    }
    return ir_print(p->ir, p->model, roots, names, e.stores.count);
}

const char *program_show(Program *p, const int64_t *sizes, ProgramStage stage) {
    const char *error = NULL;
    program_real(p, sizes);
    switch (stage) {
    case STAGE_IR:
        return show_ir(p);
    case STAGE_GRADIENT:
        return show_gradient(p);
    case STAGE_LOOPS:
        if (!program_find_machine(p, &error)) return error;
        return schedule_print(program_plan(p, sizes, ENTRY_SAMPLE)->schedule[E_GRADIENT], p->model);
    case STAGE_LLVM: {
        if (!program_find_machine(p, &error)) return error;
        Plan *plan_ = program_plan(p, sizes, ENTRY_SAMPLE);
        if (program_is_refused(p, plan_, sizes, &error)) return error;
        Target      t = program_emit(p, plan_, sizes);
        char       *text = target_optimise(p->arena, p->machine, &t, &error) ? LLVMPrintModuleToString(t.module) : NULL;
        const char *copy = text ? arena_printf(p->arena, "%s", text) : error;
        LLVMDisposeMessage(text);
        target_free(&t);
        return copy;
    }
    }
    return "";
}

void program_count(Program *p, const int64_t *sizes, int *value, int *gradient) {
    Entry e = {.name = "gradient"};
    program_real(p, sizes);
    program_gradient_entry(p, &e);
    IrId *roots = arena_alloc(p->arena, (size_t)(e.stores.count + 1) * sizeof *roots);
    for (int i = 0; i < e.stores.count; i++) roots[i] = e.stores.at[i].node;
    *value = ir_count(p->ir, roots, 1);
    *gradient = ir_count(p->ir, roots, e.stores.count);
}
