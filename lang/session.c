#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { LARGEST_FILE = 1 << 28 }; /* places are 32-bit offsets; a model of 256 MB is a mistake */

Session *session_new(void) {
    Arena   *arena = arena_new();
    Session *session = ARENA_NEW(arena, Session);
    session->arena = arena;
    session->names = interner_new(arena);
    session->diags.arena = arena;
    return session;
}

void session_free(Session *session) {
    if (session) arena_free(session->arena);
}

Source *session_add_text(Session *session, const char *name, const char *text, size_t length) {
    Source *source = ARENA_NEW(session->arena, Source);
    source->name = arena_copy(session->arena, name, strlen(name));
    source->text = arena_copy(session->arena, text, length);
    source->length = length;
    return source;
}

static Source *refuse(Session *session, Span place, const char *path, const char *reason) {
    diag_add(&session->diags, DIAG_W03, place, "cannot read `%s`: %s", path, reason);
    return NULL;
}

static Source *read_all(Session *session, Span place, const char *path, FILE *file) {
    Text text = {0};
    char piece[1 << 14];
    for (size_t got; (got = fread(piece, 1, sizeof piece, file)) > 0;) {
        if (text.count + (int)got > LARGEST_FILE) return refuse(session, place, path, "it is too large for a model");
        for (size_t i = 0; i < got; i++) VEC_PUSH(session->arena, &text, piece[i]);
    }
    if (ferror(file)) return refuse(session, place, path, strerror(errno));
    VEC_PUSH(session->arena, &text, '\0');
    Source *source = ARENA_NEW(session->arena, Source);
    source->name = arena_copy(session->arena, path, strlen(path));
    source->text = text.at;
    source->length = (size_t)text.count - 1;
    return source;
}

Source *session_read_file_at(Session *session, const char *path, Span place) {
    FILE *file = fopen(path, "rb");
    if (!file) return refuse(session, place, path, strerror(errno));
    Source *source = read_all(session, place, path, file);
    fclose(file);
    return source;
}

Source *session_read_file(Session *session, const char *path) { return session_read_file_at(session, path, (Span){0}); }

const char *session_intern(Session *session, const char *text) { return intern(session->names, text, strlen(text)); }
