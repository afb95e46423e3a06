#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 1 << 16, ALIGNMENT = 16 };

typedef struct Block {
    struct Block *next;
    size_t        used, size;
    _Alignas(16) unsigned char bytes[];
} Block;

struct Arena {
    Block *head;
};

static Block *block_new(size_t size) {
    Block *block = calloc(1, sizeof *block + size);
    if (!block) {
        fputs("bmodel: out of memory\n", stderr);
        exit(3);
    }
    block->size = size;
    return block;
}

Arena *arena_new(void) {
    Block *block = block_new(BLOCK_SIZE);
    block->used = ALIGNMENT; /* the Arena itself */
    Arena *arena = (Arena *)(void *)block->bytes;
    arena->head = block;
    return arena;
}

void arena_free(Arena *arena) {
    for (Block *block = arena ? arena->head : NULL; block;) {
        Block *next = block->next;
        free(block);
        block = next;
    }
}

void *arena_alloc(Arena *arena, size_t size) {
    size_t need = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    Block *block = arena->head;
    if (block->used + need > block->size) {
        block = block_new(need > BLOCK_SIZE ? need : BLOCK_SIZE);
        block->next = arena->head;
        arena->head = block;
    }
    void *memory = block->bytes + block->used;
    block->used += (need + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    return memory;
}

char *arena_copy(Arena *arena, const char *text, size_t length) {
    char *copy = arena_alloc(arena, length + 1);
    if (length) memcpy(copy, text, length);
    return copy;
}

char *arena_vprintf(Arena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length < 0) bug("bad format %s", format);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(Arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void vec_grow(Arena *arena, void **at, int *capacity, int count, size_t size) {
    if (count < *capacity) return;
    int   larger = *capacity ? 2 * *capacity : 8;
    void *copy = arena_alloc(arena, (size_t)larger * size);
    if (count) memcpy(copy, *at, (size_t)count * size);
    *at = copy;
    *capacity = larger;
}

struct Interner {
    Arena       *arena;
    const char **slots;
    size_t       count, size;
};

static size_t hash_text(const char *text, size_t length) {
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return (size_t)hash;
}

Interner *interner_new(Arena *arena) {
    Interner *names = ARENA_NEW(arena, Interner);
    names->arena = arena;
    names->size = 256;
    names->slots = arena_alloc(arena, names->size * sizeof *names->slots);
    return names;
}

static const char **find_slot(const Interner *names, const char *text, size_t length) {
    size_t i = hash_text(text, length) & (names->size - 1);
    while (names->slots[i] && (strncmp(names->slots[i], text, length) != 0 || names->slots[i][length] != 0))
        i = (i + 1) & (names->size - 1);
    return &names->slots[i];
}

static void grow_slots(Interner *names) {
    const char **old = names->slots;
    size_t       old_size = names->size;
    names->size *= 2;
    names->slots = arena_alloc(names->arena, names->size * sizeof *names->slots);
    for (size_t i = 0; i < old_size; i++)
        if (old[i]) *find_slot(names, old[i], strlen(old[i])) = old[i];
}

const char *intern(Interner *names, const char *text, size_t length) {
    if (names->count * 2 > names->size) grow_slots(names);
    const char **slot = find_slot(names, text, length);
    if (!*slot) {
        *slot = arena_copy(names->arena, text, length);
        names->count++;
    }
    return *slot;
}

void text_add(Arena *arena, Text *text, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *piece = arena_vprintf(arena, format, args);
    va_end(args);
    for (const char *c = piece; *c; c++) VEC_PUSH(arena, text, *c);
    VEC_PUSH(arena, text, '\0');
    text->count--;
}

void bug(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("bmodel: this is a bug in bmodel, not in your model: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\nPlease report it, with the model that shows it.\n", stderr);
    va_end(args);
    abort();
}
