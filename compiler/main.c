/* The program `bmodel`: finds the command and runs it. What it can do is in the table of commands; how a line is read,
 * in options.c. */
#include "load.h"
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char overview[] =
    "bmodel: fits Bayesian models that are written as on a whiteboard.\n"
    "\n"
    "  bmodel check bioassay.bmodel                       what is understood, or what is wrong\n"
    "  bmodel sample bioassay.bmodel --data bioassay.csv  the posterior\n"
    "  bmodel explain Normal                              a distribution, a function, an error code\n"
    "\n"
    "Commands\n";

const Command *const commands[] = {&command_check, &command_sample,  &command_simulate, &command_logp, &command_profile,
                                   &command_show,  &command_explain, &command_help,     NULL};

int commands_count(void) {
    int n = 0;
    while (commands[n]) n++;
    return n;
}

static void print_overview(FILE *stream) {
    fputs(overview, stream);
    for (int i = 0; commands[i]; i++) fprintf(stream, "  %-8s  %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n`bmodel COMMAND --help` has the options of a command and examples.\n", stream);
}

#ifndef BMODEL_LLVM
#define BMODEL_LLVM "LLVM"
#endif
static void print_version(void) { puts("bmodel " BMODEL_VERSION " (" BMODEL_LLVM ")"); }

static const Command *find(const char *name) {
    for (int i = 0; name && commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

static int help(const Arguments *arguments) {
    const char    *name = arguments->operands.count ? arguments->operands.at[0] : NULL;
    const Command *command = find(name);
    if (!name) {
        print_overview(stdout);
        return STATUS_OK;
    }
    if (!command) {
        complain(
            arguments,
            "there is no command `%s`\n  help: bmodel --help lists the commands; bmodel explain %s may know the word",
            name, name);
        return STATUS_USAGE;
    }
    Arena *arena = arena_new();
    fputs(options_help(arena, command), stdout);
    arena_free(arena);
    return STATUS_OK;
}

static const OptionId help_options[] = {OPT_ID_COUNT};
const Command         command_help = {"help",
                                      "the options of a command and examples",
                                      "[COMMAND]",
                                      0,
                                      1,
                                      "Shows what bmodel can do, or how to use one command.",
                                      "  bmodel help sample\n",
                                      help_options,
                                      help};

/* When the process began. What it did before main (loading LLVM, mostly) is its processor time until now; the kernel's
 * own record of the start is in clock ticks and serves as a lower bound, for a start that had to wait for the disk. */
static double process_start(void) {
    struct timespec used, since_boot;
    double          now = load_clock(), before = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    clock_gettime(CLOCK_BOOTTIME, &since_boot);
    before = (double)used.tv_sec * 1e3 + (double)used.tv_nsec * 1e-6;
    FILE              *file = fopen("/proc/self/stat", "r");
    unsigned long long ticks;
    double             tick = 1e3 / (double)sysconf(_SC_CLK_TCK);
    if (file &&
        fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
               &ticks) == 1) {
        double least = (double)since_boot.tv_sec * 1e3 + (double)since_boot.tv_nsec * 1e-6 - (double)(ticks + 1) * tick;
        if (least > before) before = least;
    }
    if (file) fclose(file);
    return now - before;
}

static int run(Arena *arena, double started, int n_words, char **words) {
    Arguments   arguments;
    const char *error;
    if (!options_read(arena, commands, commands_count(), n_words, words, &arguments, &error)) {
        complain(&arguments, "%s", error);
        return STATUS_USAGE;
    }
    arguments.started = started;
    const Command *command = find(arguments.command);
    if (arguments.version)
        print_version();
    else if (command && arguments.help)
        fputs(options_help(arena, command), stdout);
    else if (command)
        return command->run(&arguments);
    else if (arguments.help)
        print_overview(stdout);
    else {
        print_overview(stderr);
        return STATUS_USAGE;
    }
    return STATUS_OK;
}

int main(int n_words, char **words) {
    double started = process_start();
    terminal_begin();
    Arena *arena = arena_new();
    int    status = terminal_end(run(arena, started, n_words - 1, words + 1));
    arena_free(arena);
    return status;
}
