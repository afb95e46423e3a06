/* The files of stdlib/, for the tests that hold each of them. */
#ifndef TESTS_STDLIB_LIBRARY_H
#define TESTS_STDLIB_LIBRARY_H
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Makes BUILD/stdlib for what the test writes, and calls hold(BUILD, NAME) for every file stdlib/NAME.bmodel, or for those that are named: arguments are
 * [BUILD [NAME…]]. How many were held. */
static int library_each(int argc, char **argv, void (*hold)(const char *build, const char *name)) {
    const char *build = argc > 1 ? argv[1] : "build";
    char        folder[256];
    int         files = 0;
    snprintf(folder, sizeof folder, "%s/stdlib", build);
    mkdir(folder, 0777);
    DIR *stdlib = opendir("stdlib");
    for (struct dirent *entry; stdlib && (entry = readdir(stdlib));) {
        char  name[64];
        char *dot = strstr(entry->d_name, ".bmodel");
        bool  wanted = dot && argc <= 2;
        snprintf(name, sizeof name, "%.*s", dot ? (int)(dot - entry->d_name) : 0, entry->d_name);
        for (int i = 2; i < argc; i++) wanted |= strcmp(argv[i], name) == 0;
        if (wanted) hold(build, name), files++;
    }
    if (stdlib) closedir(stdlib);
    return files;
}
#endif
