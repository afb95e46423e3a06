/* Memory that is given back all at once, and text that is built piece by piece. For reading and binding data: nothing here is
 * called while sampling. */
#ifndef BM_POOL_H
#define BM_POOL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct BmPool BmPool;
BmPool               *bm_pool_new(void);
void                  bm_pool_free(BmPool *pool);
/* count × size zeroed bytes, aligned to 16. Never NULL: when memory has run out, the process ends by abort(), as nothing sensible is
 * left to do; callers bound what a file can ask for (BM_MAX_CELLS). */
void *bm_pool_alloc(BmPool *pool, size_t count, size_t size);
char *bm_pool_copy(BmPool *pool, const char *text, size_t length);
char *bm_pool_printf(BmPool *pool, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));

#define BM_NEW(pool, count, Type) ((Type *)bm_pool_alloc((pool), (size_t)(count), sizeof(Type)))

/* Heap memory that a caller cannot do without: what it is given, unless that is NULL (then as above). */
void *bm_need(void *memory);

/* Growable array in a pool: struct { Type *at; int count, capacity; }. */
#define BM_PUSH(pool, vec, ...)                                                                                        \
    (bm_pool_grow((pool), (void **)&(vec)->at, &(vec)->capacity, (vec)->count, sizeof *(vec)->at),                     \
     (void)((vec)->at[(vec)->count++] = (__VA_ARGS__)))
void bm_pool_grow(BmPool *pool, void **at, int *capacity, int count, size_t size);

/* Text that grows, on the heap: BmText text = {0}; … free(text.at). at is NUL-terminated once something was added. */
typedef struct BmText {
    char  *at;
    size_t length, capacity;
} BmText;
void bm_text_add(BmText *text, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
void bm_text_bytes(BmText *text, const char *bytes, size_t length);

/* Words to positions: open addressing, bytes of any kind. */
typedef struct BmWords BmWords;
BmWords               *bm_words_new(BmPool *pool, int expected);
/* Position of the word, or -1. */
int bm_words_find(const BmWords *words, const char *text, size_t length);
/* Adds (or replaces) a word; text is kept by reference. */
void bm_words_put(BmPool *pool, BmWords *words, const char *text, size_t length, int position);

#endif
