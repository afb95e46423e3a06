#include "whole_file.h"
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "pool.h"

/* A pipe, a device: nothing that a file could be renamed to. */
static bool is_special(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static int write_all(const char *path, void (*write)(FILE *file, const void *what), const void *what) {
    FILE *file = fopen(path, "w");
    if (!file) return errno;
    errno = 0;
    write(file, what);
    int error = ferror(file) ? errno ? errno : EIO : 0;
    if ((fflush(file) != 0 || fsync(fileno(file)) != 0) && !error && errno != EINVAL) error = errno;
    if (fclose(file) != 0 && !error) error = errno;
    return error;
}

int bm_whole_file(const char *path, void (*write)(FILE *file, const void *what), const void *what, char **failed) {
    BmText partial = {0};
    bool   special = is_special(path);
    bm_text_add(&partial, "%s%s", path, special ? "" : ".partial");
    int error = write_all(partial.at, write, what);
    *failed = error ? strdup(partial.at) : NULL;
    if (!error && !special && rename(partial.at, path) != 0) {
        error = errno;
        *failed = strdup(path);
    }
    if (error && !special) unlink(partial.at);
    free(partial.at);
    return error;
}
