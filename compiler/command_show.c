/* bmodel show: a model at each stage of its way to machine code. */
#include "load.h"
#include <string.h>

typedef enum Stage {
    SHOW_TREE,
    SHOW_MODEL,
    SHOW_IR,
    SHOW_GRADIENT,
    SHOW_LOOPS,
    SHOW_LLVM,
    SHOW_OBJECT,
    SHOW_COUNT
} Stage;
static const char *const stage_names[SHOW_COUNT] = {"tree", "model", "ir", "gradient", "loops", "llvm", "object"};

static const char stages_help[] =
    "  help: tree      the text as it was read\n"
    "        model     what was understood\n"
    "        ir        the log density as operations on arrays\n"
    "        gradient  the log density and its gradient, in the notation of the language\n"
    "        loops     which loops are run\n"
    "        llvm      the code for LLVM\n"
    "        object    an object file, written to -o FILE";

/* The tree is shown even of a model that is wrong: up to where it could be read. */
static int show_tree(Load *load) {
    if (load->file) fputs(ast_print(load->session, load->file), stdout);
    return load->model ? STATUS_OK : STATUS_INPUT;
}

static int show_program(Load *load, Stage stage) {
    static const ProgramStage stages[SHOW_COUNT] = {
        [SHOW_IR] = STAGE_IR, [SHOW_GRADIENT] = STAGE_GRADIENT, [SHOW_LOOPS] = STAGE_LOOPS, [SHOW_LLVM] = STAGE_LLVM};
    const Arguments *arguments = load->arguments;
    const int64_t   *sizes = NULL;
    const char      *error = "";
    if (arguments->data.count) {
        if (!load_data(load) || !load_compile(load, ENTRY_SAMPLE)) return STATUS_INPUT;
        sizes = load->layout + BM_LAYOUT_SIZES;
    } else
        load->program = program_new(load->session, load->model);
    if (stage != SHOW_OBJECT)
        fputs(program_show(load->program, sizes, stages[stage]), stdout);
    else if (!program_object(load->program, sizes, arguments->output, &error)) {
        complain(arguments, "%s could not be written: %s", arguments->output, error);
        return STATUS_INPUT;
    }
    return STATUS_OK;
}

static int show_stage(Load *load, Stage stage) {
    if (stage == SHOW_TREE) return show_tree(load);
    if (!load->model) return STATUS_INPUT;
    if (stage == SHOW_MODEL)
        fputs(model_print(load->session, load->model), stdout);
    else
        return show_program(load, stage);
    return STATUS_OK;
}

static int show(const Arguments *arguments) {
    Load load;
    int  stage = 0;
    while (arguments->stage && stage < SHOW_COUNT && strcmp(arguments->stage, stage_names[stage]) != 0) stage++;
    if (!arguments->stage || stage == SHOW_COUNT) {
        const char *near = arguments->stage ? suggest(arguments->stage, stage_names, SHOW_COUNT) : NULL;
        if (!arguments->stage)
            complain(arguments, "which stage? `--stage` names it\n%s", stages_help);
        else if (near)
            complain(arguments, "there is no stage `%s`; did you mean `--stage %s`?", arguments->stage, near);
        else
            complain(arguments, "there is no stage `%s`\n%s", arguments->stage, stages_help);
        return STATUS_USAGE;
    }
    if ((stage == SHOW_OBJECT) != (arguments->output != NULL)) {
        complain(arguments, stage == SHOW_OBJECT
                                ? "an object file needs a name: -o FILE"
                                : "-o FILE is for `--stage object`; the other stages are text, on standard output");
        return STATUS_USAGE;
    }
    load_model(&load, arguments, false);
    int status = show_stage(&load, (Stage)stage);
    load_free(&load);
    return status;
}

static const OptionId options[] = {OPT_STAGE,   OPT_DATA,      OPT_OUTPUT, OPT_NA,        OPT_DROP_MISSING,
                                   OPT_DECIMAL, OPT_THOUSANDS, OPT_TRIM,   OPT_FOLD_CASE, OPT_ID_COUNT};
const Command         command_show = {
            .name = "show",
            .summary = "a model at a stage of its way to machine code",
            .operands = "MODEL",
            .least = 1,
            .most = 1,
            .about = "Shows a model at a stage of its way: tree, model, ir, gradient, loops, llvm; or writes an object file "
                     "that defines `bm_model`, to be linked "
                     "with libbmodel_runtime.a. With --data the code is made for the sizes of these data.",
            .examples = "  bmodel show schools.bmodel --stage gradient\n"
                        "  bmodel show schools.bmodel --stage llvm --data schools.csv\n"
                        "  bmodel show schools.bmodel --stage object -o schools.o\n",
            .options = options,
            .run = show,
};
