/* Standard output and standard error: colours or not, and what happens when they cannot be written. */
#include "commands.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool terminal_is_one(FILE *stream) {
    const char *terminal = getenv("TERM");
    return isatty(fileno(stream)) && terminal && strcmp(terminal, "dumb") != 0;
}

bool terminal_colour(const Arguments *arguments, FILE *stream) {
    const char *when = arguments->color, *no_color = getenv("NO_COLOR");
    if (when && strcmp(when, "always") == 0) return true;
    if (when && strcmp(when, "never") == 0) return false;
    if (no_color && *no_color) return false;
    return terminal_is_one(stream);
}

int terminal_columns(FILE *stream) {
    struct winsize size;
    return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool terminal_is_utf8(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
    }
    return false;
}

int terminal_width(const char *text) {
    int width = 0;
    for (; *text; text++) width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

void complain(const Arguments *arguments, const char *format, ...) {
    bool    colour = terminal_colour(arguments, stderr);
    va_list args;
    fflush(stdout);
    fputs(colour ? "\033[1;31merror\033[0m: " : "error: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* A descriptor that nobody opened is given /dev/null, the wrong way round for 0 and 1: reading gives nothing, writing
 * is an error that is reported. */
void terminal_begin(void) {
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY) < 0) _exit(STATUS_USAGE);
    signal(SIGPIPE, SIG_IGN);
}

/* Why standard output failed: what went wrong in an earlier write is forgotten by now, so one byte more is tried. */
static int why_it_failed(void) {
    clearerr(stdout);
    errno = 0;
    fputc('\n', stdout);
    fflush(stdout);
    return errno;
}

int terminal_end(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    int why = why_it_failed();
    if (why == EPIPE) return status; /* `bmodel … | head` is no mistake */
    fprintf(stderr, "error: the results could not be written to standard output%s%s\n", why ? ": " : "",
            why ? strerror(why) : "");
    return status ? status : STATUS_INPUT;
}
