/* Files that are there whole or not at all. */
#ifndef BM_WHOLE_FILE_H
#define BM_WHOLE_FILE_H
#include <stdio.h>

/* Has `write` write `what` beside path, and renames that to path when all of it is on the disk; a pipe or a device is written to itself, not replaced.
 * 0, or an errno; then *failed is the path that could not be written (of malloc), and nothing is left behind. */
int bm_whole_file(const char *path, void (*write)(FILE *file, const void *what), const void *what, char **failed);

#endif
