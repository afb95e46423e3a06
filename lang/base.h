/* Arena memory, growable arrays, interned names. Nothing here knows of models.
 * Everything that a compilation allocates lives in one arena and dies with it. */
#ifndef LANG_BASE_H
#define LANG_BASE_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Arena Arena;

Arena *arena_new(void);
void   arena_free(Arena *arena);
/* Zeroed memory, aligned to 16 bytes; never NULL (out of memory ends the process with a message). */
void *arena_alloc(Arena *arena, size_t size);
/* A copy of text[0..length) with a NUL behind it. */
char *arena_copy(Arena *arena, const char *text, size_t length);
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *arena, const char *format, va_list args);

#define ARENA_NEW(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))

/* Growable array: VEC(int) numbers = {0}; VEC_PUSH(arena, &numbers, 3); numbers.at[0]; numbers.count. */
#define VEC(Type)                                                                                                      \
    struct {                                                                                                           \
        Type *at;                                                                                                      \
        int   count, capacity;                                                                                         \
    }
#define VEC_PUSH(arena, vec, ...)                                                                                      \
    (vec_grow((arena), (void **)&(vec)->at, &(vec)->capacity, (vec)->count, sizeof *(vec)->at),                        \
     (void)((vec)->at[(vec)->count++] = (__VA_ARGS__)))
void vec_grow(Arena *arena, void **at, int *capacity, int count, size_t size);

/* Equal names are equal pointers. */
typedef struct Interner Interner;
Interner               *interner_new(Arena *arena);
const char             *intern(Interner *names, const char *text, size_t length);

/* Text that is built piece by piece, in an arena. */
typedef VEC(char) Text;
void text_add(Arena *arena, Text *text, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A mistake of ours, not of the user: says so, and where, and ends the process. */
_Noreturn void bug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
