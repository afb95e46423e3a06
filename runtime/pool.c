/* Memory of reading and binding: blocks in a list, doubling; text on the heap; a hash table of words. */
#include "pool.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Block {
    struct Block *next;
    size_t        used, size;
} Block;
struct BmPool {
    Block *blocks;
    size_t next_size;
};

void *bm_need(void *memory) {
    if (!memory) abort();
    return memory;
}

BmPool *bm_pool_new(void) {
    BmPool *pool = bm_need(calloc(1, sizeof *pool));
    pool->next_size = 8192;
    return pool;
}

void bm_pool_free(BmPool *pool) {
    if (!pool) return;
    for (Block *block = pool->blocks; block;) {
        Block *next = block->next;
        free(block);
        block = next;
    }
    free(pool);
}

enum { ALIGN = 16, HEAD = (sizeof(Block) + ALIGN - 1) / ALIGN * ALIGN };

/* calloc, so that large blocks come zeroed from the system without being touched. */
static Block *add_block(BmPool *pool, size_t size) {
    if (size > SIZE_MAX - HEAD) abort();
    Block *block = bm_need(calloc(1, HEAD + size));
    block->size = size;
    block->next = pool->blocks;
    pool->blocks = block;
    return block;
}

void *bm_pool_alloc(BmPool *pool, size_t count, size_t size) {
    if (size && count > (SIZE_MAX - ALIGN) / size) abort();
    size_t bytes = (count * size + ALIGN - 1) / ALIGN * ALIGN;
    Block *block = pool->blocks;
    if (!block || block->size - block->used < bytes) {
        block = add_block(pool, bytes > pool->next_size ? bytes : pool->next_size);
        if (pool->next_size < (1u << 20)) pool->next_size *= 2;
    }
    void *at = (char *)block + HEAD + block->used;
    block->used += bytes;
    return at;
}

char *bm_pool_copy(BmPool *pool, const char *text, size_t length) {
    char *copy = bm_pool_alloc(pool, length + 1, 1);
    if (length) memcpy(copy, text, length);
    return copy;
}

char *bm_pool_printf(BmPool *pool, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = bm_pool_alloc(pool, (size_t)(length < 0 ? 0 : length) + 1, 1);
    if (length >= 0) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void bm_pool_grow(BmPool *pool, void **at, int *capacity, int count, size_t size) {
    if (count < *capacity) return;
    if (*capacity > INT32_MAX / 2) abort();
    int   larger = *capacity ? *capacity * 2 : 8;
    void *moved = bm_pool_alloc(pool, (size_t)larger, size);
    if (count) memcpy(moved, *at, (size_t)count * size);
    *at = moved;
    *capacity = larger;
}

void bm_text_bytes(BmText *text, const char *bytes, size_t length) {
    if (text->length + length + 1 > text->capacity) {
        text->capacity = (text->length + length + 1) * 2;
        text->at = bm_need(realloc(text->at, text->capacity));
    }
    if (length) memcpy(text->at + text->length, bytes, length);
    text->length += length;
    text->at[text->length] = 0;
}

void bm_text_add(BmText *text, const char *format, ...) {
    char    small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (length >= (int)sizeof small) {
        char *large = bm_need(malloc((size_t)length + 1));
        vsnprintf(large, (size_t)length + 1, format, again);
        bm_text_bytes(text, large, (size_t)length);
        free(large);
    } else if (length >= 0) {
        bm_text_bytes(text, small, (size_t)length);
    }
    va_end(again);
}

typedef struct Word {
    const char *text;
    size_t      length;
    uint64_t    hash;
    int         position;
} Word;
struct BmWords {
    Word  *slots;
    size_t capacity, count;
};

/* FNV-1a, 64 bits, with a final mix: labels often differ in their last byte only. */
static uint64_t hash_of(const char *text, size_t length) {
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)text[i]) * 1099511628211u;
    return h ^ (h >> 29);
}

BmWords *bm_words_new(BmPool *pool, int expected) {
    BmWords *words = BM_NEW(pool, 1, BmWords);
    words->capacity = 16;
    while (words->capacity < 2 * (size_t)(expected > 0 ? expected : 0)) words->capacity *= 2;
    words->slots = BM_NEW(pool, words->capacity, Word);
    return words;
}

static Word *slot_of(const BmWords *words, const char *text, size_t length, uint64_t hash) {
    for (size_t i = hash & (words->capacity - 1);; i = (i + 1) & (words->capacity - 1)) {
        Word *word = &words->slots[i];
        if (!word->text) return word;
        if (word->hash == hash && word->length == length && !memcmp(word->text, text, length)) return word;
    }
}

int bm_words_find(const BmWords *words, const char *text, size_t length) {
    const Word *word = slot_of(words, text, length, hash_of(text, length));
    return word->text ? word->position : -1;
}

static void grow_words(BmPool *pool, BmWords *words) {
    Word  *old = words->slots;
    size_t n = words->capacity;
    words->capacity *= 2;
    words->slots = BM_NEW(pool, words->capacity, Word);
    for (size_t i = 0; i < n; i++)
        if (old[i].text) *slot_of(words, old[i].text, old[i].length, old[i].hash) = old[i];
}

void bm_words_put(BmPool *pool, BmWords *words, const char *text, size_t length, int position) {
    if (2 * (words->count + 1) > words->capacity) grow_words(pool, words);
    uint64_t hash = hash_of(text, length);
    Word    *word = slot_of(words, text, length, hash);
    if (!word->text) words->count++;
    *word = (Word){text ? text : "", length, hash, position};
}
