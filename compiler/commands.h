/* The commands, and what they share: exit codes, and the way to speak to the terminal. Only these files print. */
#ifndef COMPILER_COMMANDS_H
#define COMPILER_COMMANDS_H
#include "options.h"
#include <stdio.h>

enum { STATUS_OK = 0, STATUS_INPUT = 1, STATUS_USAGE = 2, STATUS_SAMPLER = 3, STATUS_INTERRUPTED = 130 };

#define BMODEL_VERSION "0.1.0"

extern const Command command_check, command_sample, command_simulate, command_logp, command_profile, command_show,
    command_explain, command_help;
/* Those that a user can type, in the order of `bmodel --help`; ends with NULL. */
extern const Command *const commands[];
int                         commands_count(void);

/* --- terminal.c --- */
/* Whether to write colours to this stream: --color, NO_COLOR, and whether it is a terminal. */
bool terminal_colour(const Arguments *arguments, FILE *stream);
bool terminal_is_one(FILE *stream);
/* Its width; 0 if it is not known. */
int terminal_columns(FILE *stream);
/* Whether the environment says that text is UTF-8. */
bool terminal_is_utf8(void);
/* Characters of UTF-8 text. */
int terminal_width(const char *text);
/* "error: …" on standard error. */
void complain(const Arguments *arguments, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Standard streams that were closed by the caller are opened, so that no file gets their number; a reader that went
 * away does not end the process. First thing in main. */
void terminal_begin(void);
/* Writes out what is left of standard output. Returns the status, or STATUS_INPUT if it could not be written (and says
 * so). */
int terminal_end(int status);

#endif
