/* One compilation: its memory, names, messages. The first argument nearly everywhere. */
#ifndef LANG_SESSION_H
#define LANG_SESSION_H
#include "diag.h"

typedef struct Library      Library;      /* library.h */
typedef struct ForeignDists ForeignDists; /* foreign_dist.c */

typedef struct Session {
    Arena        *arena;
    Interner     *names;
    DiagList      diags;
    Library      *library;       /* what was bound of the standard library so far */
    ForeignDists *foreign_dists; /* what distributions are called elsewhere; NULL until asked for */
} Session;

Session *session_new(void);
void     session_free(Session *session);
/* Reads a file; NULL and a message (no span) if it cannot be read. */
Source *session_read_file(Session *session, const char *path);
/* The same with the place that names the file. */
Source     *session_read_file_at(Session *session, const char *path, Span place);
Source     *session_add_text(Session *session, const char *name, const char *text, size_t length);
const char *session_intern(Session *session, const char *text);

#endif
