/* The column of verbs: lower, differentiate, expand, regroup, schedule, emit, optimise, and code in memory or in a file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lang/dim.h"
#include "program.h"
#include "schema_text.h"

/* --- times --- */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void start_clock(Program *p) { p->clock = now(); }

/* Books the time since the last call on a pass. */
void program_book(Program *p, const char *pass) {
    double t = now(), spent = t - p->clock;
    p->clock = t;
    for (int i = 0; i < p->n_times; i++)
        if (strcmp(p->times[i].pass, pass) == 0) {
            p->times[i].milliseconds += spent;
            return;
        }
    if (p->n_times < MAX_TIMES) p->times[p->n_times++] = (PassTime){pass, spent};
}

int program_times(const Program *p, PassTime *times, int room) {
    int n = p->n_times < room ? p->n_times : room;
    for (int i = 0; i < n; i++) times[i] = p->times[i];
    return n;
}

/* --- lowering --- */

Program *program_new(Session *session, const Model *model) { return program_new_without(session, model, 0); }

Program *program_new_without(Session *session, const Model *model, unsigned rules_off) {
    Program *p = ARENA_NEW(session->arena, Program);
    p->session = session;
    p->arena = session->arena;
    p->model = model;
    start_clock(p);
    p->ir = ir_new(session);
    p->ir->rules_off = rules_off;
    p->layout = layout_new(p->arena, model->dims.count);
    p->data = lower_data_arrays(p->arena, model);
    p->natural = lower_model(p->ir, model, ON_SUPPORT, p->layout, p->data, NULL);
    lower_outputs(p->natural, NULL);
    lower_checks(p->natural);
    lower_starts(p->natural);
    int n = p->natural->statements.count;
    p->cell_slots = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *p->cell_slots);
    p->term_slots = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *p->term_slots);
    for (int i = 0; i < n; i++) {
        Axes   axes = statement_cells(p->arena, p->natural->statements.at[i].statement);
        AxisId ids[8];
        for (int k = 0; k < axes.count && k < 8; k++) ids[k] = ir_axis(p->ir, axes.at[k].dim->id, axes.at[k].copy);
        p->cell_slots[i] = layout_slot(p->layout, SPACE_CELLS, ids, axes.count);
        p->term_slots[i] = layout_slot(p->layout, SPACE_TERMS, NULL, 0);
    }
    p->jacobian_slot = layout_slot(p->layout, SPACE_JACOBIAN, NULL, 0);
    p->schema = schema_text(p->natural, p->cell_slots);
    program_book(p, "lower");
    return p;
}

void program_free(Program *p) {
    if (!p) return;
    for (int i = 0; i < p->n_builds; i++) jit_free(p->builds[i].jit);
    if (p->build_alone.jit) jit_free(p->build_alone.jit);
    p->build_alone.jit = NULL;
    machine_free(p->machine);
    p->machine = NULL;
    p->n_builds = 0;
}

const char *program_schema(Program *p) { return p->schema; }

void program_set_cpu(Program *p, const char *cpu) { p->cpu = cpu; }

/* --- entries --- */

IrId program_log_jacobian(Lowered *l) {
    IrId sum = ir_literal(l->ir, 0);
    for (int i = 0; i < l->unknowns.count; i++)
        sum = ir_add(l->ir, sum, ir_sum(l->ir, l->unknowns.at[i].cells, l->unknowns.at[i].log_jacobian));
    return sum;
}

IrId program_sum_of_terms(Lowered *l) {
    IrId sum = ir_literal(l->ir, 0);
    for (int i = 0; i < l->statements.count; i++) sum = ir_add(l->ir, sum, l->statements.at[i].term);
    return sum;
}

/* Without what no unknown touches. */
static IrId drop_data_terms(Ir *ir, IrId id) {
    if (ir_at(ir, id)->stage < STAGE_UNKNOWN) return ir_literal(ir, 0);
    if (ir_at(ir, id)->op != IR_ADD) return id;
    IrId sum = ir_literal(ir, 0);
    for (int i = 0; i < ir_at(ir, id)->n_args; i++) {
        IrId   arg = ir_arg(ir, id, i);
        double weight = ir_weight(ir, id, i);
        if (ir_at(ir, arg)->stage == STAGE_UNKNOWN) sum = ir_add_n(ir, 0, (IrId[]){sum, arg}, (double[]){1, weight}, 2);
    }
    return sum;
}

static Home home_of_array(const Ir *ir, int array, Buffer buffer) {
    const IrArray *a = &ir->arrays.at[array];
    Home           home = {.buffer = buffer, .slot = a->slot, .n_axes = a->n_axes};
    memcpy(home.axes, a->axes, sizeof home.axes);
    return home;
}

static Home home_of_slot(const Layout *layout, int slot, Buffer buffer) {
    const Slot *s = &layout->slots.at[slot];
    Home        home = {.buffer = buffer, .slot = slot, .n_axes = s->n_axes};
    memcpy(home.axes, s->axes, sizeof home.axes);
    return home;
}

static void put_store(Program *p, Entry *e, IrId node, Home home) {
    VEC_PUSH(p->arena, &e->stores, (Store){.node = node, .home = home});
}
static void put_return(Program *p, Entry *e, IrId node) {
    VEC_PUSH(p->arena, &e->stores, (Store){.node = node, .is_return = true});
}

/* Log density (to be returned) and its gradient (to BUF_OUT). */
static void value_and_gradient(Program *p, Entry *e, Lowered *l, IrId value) {
    int   n = l->unknowns.count;
    IrId *leaves = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *leaves);
    IrId *gradient = arena_alloc(p->arena, (size_t)(n + 1) * sizeof *gradient);
    for (int i = 0; i < n; i++) leaves[i] = l->unknowns.at[i].leaf;
    ir_differentiate(p->ir, value, leaves, n, gradient);
    program_book(p, "differentiate");
    put_return(p, e, value);
    for (int i = 0; i < n; i++) put_store(p, e, gradient[i], home_of_array(p->ir, l->unknowns.at[i].array, BUF_OUT));
}

void program_gradient_entry(Program *p, Entry *e) { /* real() is up to date */
    IrId all = p->alone ? p->real->statements.at[p->alone - 1].term
                        : ir_add(p->ir, program_sum_of_terms(p->real), program_log_jacobian(p->real));
    value_and_gradient(p, e, p->real, drop_data_terms(p->ir, all));
}

static void joint_entry(Program *p, Entry *e) {
    Lowered *l = p->natural;
    value_and_gradient(p, e, l, program_sum_of_terms(l));
    for (int i = 0; i < l->statements.count; i++)
        put_store(p, e, l->statements.at[i].term, home_of_slot(p->layout, p->term_slots[i], BUF_OUT2));
    put_store(p, e, program_log_jacobian(l), home_of_slot(p->layout, p->jacobian_slot, BUF_OUT3));
}

static void pointwise_entry(Program *p, Entry *e) {
    for (int i = 0; i < p->real->statements.count; i++)
        put_store(p, e, p->real->statements.at[i].cell, home_of_slot(p->layout, p->cell_slots[i], BUF_OUT));
}

static void outputs_entry(Program *p, Entry *e) {
    for (int i = 0; i < p->real->outputs.count; i++)
        put_store(p, e, p->real->outputs.at[i].node, home_of_slot(p->layout, p->real->outputs.at[i].slot, BUF_OUT));
}

static void prepare_entry(Program *p, Entry *e, const StoredData *stored) {
    for (int i = 0; i < stored->nodes.count; i++) put_store(p, e, stored->nodes.at[i], stored->homes.at[i]);
    for (int i = 0; i < p->natural->checks.count; i++) {
        const LoweredCheck *c = &p->natural->checks.at[i];
        put_store(p, e, c->count, home_of_slot(p->layout, c->slot, BUF_DATA));
        put_store(p, e, c->first, home_of_slot(p->layout, c->slot + 1, BUF_DATA));
    }
    for (int i = 0; i < p->natural->unknowns.count; i++) {
        const LoweredUnknown *u = &p->natural->unknowns.at[i];
        if (u->start) put_store(p, e, u->start, home_of_slot(p->layout, u->start_slot, BUF_DATA));
    }
}

static void simplify_entry(Program *p, Entry *e) {
    IrId *roots = arena_alloc(p->arena, (size_t)(e->stores.count + 1) * sizeof *roots);
    for (int i = 0; i < e->stores.count; i++) roots[i] = e->stores.at[i].node;
    expand(p->ir, roots, e->stores.count);
    regroup(p->ir, roots, e->stores.count);
    if (e->stores.count) ir_verify(p->ir, roots, e->stores.count);
    for (int i = 0; i < e->stores.count; i++) e->stores.at[i].node = roots[i];
    program_book(p, "simplify");
}

/* --- compiling --- */

static const struct {
    const char *name;
    Signature   signature;
    void (*fill)(Program *, Entry *);
    bool     scalar;
    unsigned wanted;
} entries[E_COUNT] = {
    [E_GRADIENT] = {"bm_gradient",
                    {2, {BUF_POSITION, BUF_OUT}, true, false, true},
                    program_gradient_entry,
                    false,
                    ENTRY_SAMPLE | ENTRY_STATEMENT},
    [E_OUTPUTS] = {"bm_outputs", {2, {BUF_POSITION, BUF_OUT}, true, true, false}, outputs_entry, true, ENTRY_SAMPLE},
    [E_JOINT] = {"bm_joint",
                 {4, {BUF_POSITION, BUF_OUT, BUF_OUT2, BUF_OUT3}, true, false, true},
                 joint_entry,
                 false,
                 ENTRY_JOINT},
    [E_POINTWISE] =
        {"bm_pointwise", {2, {BUF_POSITION, BUF_OUT}, true, false, false}, pointwise_entry, true, ENTRY_POINTWISE},
    [E_PREPARE] = {"bm_prepare", {0, {0}, false, false, false}, NULL, true, ~0u},
};

/* Schedules of all wanted entries, and of prepare, which computes what they read. */
Plan *program_plan(Program *p, const int64_t *sizes, unsigned wanted) {
    Plan *plan_ = ARENA_NEW(p->arena, Plan);
    int   n_dims = p->model->dims.count;
    program_real(p, sizes);
    plan_->layout = layout_copy(p->layout);
    plan_->sizes = arena_alloc(p->arena, (size_t)(n_dims + 1) * sizeof *plan_->sizes);
    for (int d = 0; d < n_dims; d++) plan_->sizes[d] = sizes ? sizes[d] : dim_size(p->model->dims.at[d]);
    for (int i = 0; i < E_COUNT; i++) {
        Entry *e = &plan_->entry[i];
        if (!(entries[i].wanted & wanted) && i != E_PREPARE) continue;
        *e = (Entry){
            .name = entries[i].name, .lanes = entries[i].scalar ? 1 : p->machine->lanes, .is_prepare = i == E_PREPARE};
        if (i == E_PREPARE)
            prepare_entry(p, e, &plan_->stored);
        else {
            entries[i].fill(p, e);
            simplify_entry(p, e);
        }
        plan_->schedule[i] = schedule(p->ir, e, plan_->sizes, plan_->layout, &plan_->stored);
        if (plan_->schedule[i]->refused) plan_->refused = plan_->schedule[i]->refused;
        program_book(p, "schedule");
    }
    return plan_;
}

/* The module of a plan; cells: the layout if sizes are known. */
Target program_emit(Program *p, const Plan *plan_, const int64_t *sizes) {
    Target   t = target_new(p->machine, p->model->name);
    int64_t *cells = NULL;
    if (sizes) {
        cells = arena_alloc(p->arena, (size_t)plan_->layout->slots.count * sizeof *cells);
        memcpy(cells + BM_LAYOUT_SIZES, sizes, (size_t)p->model->dims.count * sizeof *cells);
        layout_compute(plan_->layout, p->ir, cells);
    }
    emit_layout(&t, p->ir, plan_->layout, "bm_layout");
    t.layout = cells;
    for (int i = 0; i < E_COUNT; i++)
        if (plan_->schedule[i]) emit_entry(&t, plan_->schedule[i], entries[i].name, &entries[i].signature);
    program_book(p, "emit");
    return t;
}

bool program_find_machine(Program *p, const char **error) {
    if (!p->machine) p->machine = machine_new(p->arena, p->cpu, error);
    return p->machine != NULL;
}

/* "z over big, big'" of the array that takes most room. */
static const char *largest_array(const Program *p, const Layout *layout, const int64_t *sizes) {
    const Slot *largest = NULL;
    Text        text = {0};
    for (int i = layout->first; i < layout->slots.count; i++) {
        const Slot *slot = &layout->slots.at[i];
        if (slot->space != SPACE_NONE &&
            (!largest || layout_slot_cells(slot, p->ir, sizes) > layout_slot_cells(largest, p->ir, sizes)))
            largest = slot;
    }
    for (int k = 0; largest && k < largest->n_axes; k++) {
        const IrAxis *axis = &p->ir->axes.at[largest->axes[k]];
        text_add(p->arena, &text, "%s`%s` (%lld)", k ? " and " : "", p->model->dims.at[axis->dim]->shown,
                 (long long)sizes[axis->dim]);
    }
    return text.count ? text.at : "nothing";
}

/* Code that cannot be, or arrays that this machine has no memory for. */
bool program_is_refused(Program *p, const Plan *plan_, const int64_t *sizes, const char **error) {
    double bytes = 0, have = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    *error = plan_->refused;
    for (int i = plan_->layout->first; sizes && i < plan_->layout->slots.count; i++)
        if (plan_->layout->slots.at[i].space != SPACE_NONE)
            bytes += 8 * layout_slot_cells(&plan_->layout->slots.at[i], p->ir, sizes);
    if (!*error && bytes > 0.9 * have)
        *error = arena_printf(p->arena,
                              "its arrays need %.0f GB of memory, and this machine has %.0f; the largest is over %s\n"
                              "  help: name no quantity over all of these at once: use it where it is used up, as in "
                              "`sum[…](…)`, without a line of its own",
                              bytes * 1e-9, have * 1e-9, largest_array(p, plan_->layout, sizes));
    return *error != NULL;
}

/* false: LLVM refused, or is_refused; *error says why. */
static bool build_model(Program *p, const int64_t *sizes, unsigned wanted, Build *build, const char **error) {
    start_clock(p);
    *error = NULL;
    if (!program_find_machine(p, error)) return false;
    program_book(p, "start LLVM");
    Plan *plan_ = program_plan(p, sizes, wanted);
    if (program_is_refused(p, plan_, sizes, error)) return false;
    Target t = program_emit(p, plan_, sizes);
    bool   ok = target_optimise(p->arena, p->machine, &t, error);
    program_book(p, "optimise");
    build->jit = ok ? jit_new(p->arena, p->machine, &t, error) : NULL;
    if (!build->jit) {
        target_free(&t);
        return false;
    }
    BmModel *m = &build->model;
    *m = (BmModel){.abi_version = BM_ABI_VERSION, .layout_cells = plan_->layout->slots.count, .schema = p->schema};
    void *code[7] = {jit_find(build->jit, "bm_layout"), jit_find(build->jit, "bm_prepare")};
    for (int i = 0; i < E_PREPARE; i++)
        code[i + 2] = entries[i].wanted & wanted ? jit_find(build->jit, entries[i].name) : NULL;
    memcpy(&m->layout, &code[0], sizeof code[0]);
    memcpy(&m->prepare, &code[1], sizeof code[0]);
    memcpy(&m->gradient, &code[2 + E_GRADIENT], sizeof code[0]);
    memcpy(&m->outputs, &code[2 + E_OUTPUTS], sizeof code[0]);
    memcpy(&m->joint, &code[2 + E_JOINT], sizeof code[0]);
    memcpy(&m->pointwise, &code[2 + E_POINTWISE], sizeof code[0]);
    program_book(p, "machine code");
    if (m->layout && m->prepare) return true;
    *error = "the machine code could not be linked";
    return false;
}

const BmModel *program_jit(Program *p, const int64_t *sizes, unsigned wanted, const char **error) {
    if (p->n_builds == MAX_BUILDS) {
        *error = "compiled too often";
        return NULL;
    }
    Build *build = &p->builds[p->n_builds];
    bool   built = build_model(p, sizes, wanted, build, error);
    if (build->jit) p->n_builds++;
    return built ? &build->model : NULL;
}

const BmModel *program_jit_statement(Program *p, const int64_t *sizes, int statement, const char **error) {
    if (p->build_alone.jit) jit_free(p->build_alone.jit);
    p->build_alone = (Build){0};
    p->alone = statement + 1;
    bool built = build_model(p, sizes, ENTRY_STATEMENT, &p->build_alone, error);
    p->alone = 0;
    return built ? &p->build_alone.model : NULL;
}

bool program_object(Program *p, const int64_t *sizes, const char *path, const char **error) {
    start_clock(p);
    *error = NULL;
    if (!program_find_machine(p, error)) return false;
    /* sizes shape the code (what is unrolled), but are read at run time */
    Plan *plan_ = program_plan(p, sizes, ENTRY_SAMPLE | ENTRY_JOINT | ENTRY_POINTWISE);
    if (program_is_refused(p, plan_, sizes, error)) return false;
    Target t = program_emit(p, plan_, NULL);
    object_add_model(
        &t, p->schema, plan_->layout->slots.count,
        (const char *const[]){"bm_layout", "bm_prepare", "bm_gradient", "bm_outputs", "bm_joint", "bm_pointwise"});
    bool ok = target_optimise(p->arena, p->machine, &t, error) && object_write(p->arena, p->machine, &t, path, error);
    target_free(&t);
    program_book(p, "object file");
    return ok;
}
