/* Looking labels up: by text, by number, by the code that stands for a label. */
#include "bind_work.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t bm_label_compared(const BmBindOptions *options, const char *text, size_t length, char *buffer) {
    if (options->trim) {
        while (length && (*text == ' ' || *text == '\t')) text++, length--;
        while (length && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
    }
    for (size_t i = 0; i < length; i++)
        buffer[i] = options->fold_case && text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    return length;
}

enum { LABEL_ROOM = 256 };

int bm_label_find_text(const BmBind *b, const BmWords *words, const char *text, size_t length) {
    if (!b->options->trim && !b->options->fold_case) return bm_words_find(words, text, length);
    char small[LABEL_ROOM], *buffer = length < LABEL_ROOM ? small : malloc(length);
    if (!buffer) return -1;
    int at = bm_words_find(words, buffer, bm_label_compared(b->options, text, length, buffer));
    if (buffer != small) free(buffer);
    return at;
}

static int find_number(const BmBind *b, int dim, double number) {
    const BmDimWork *work = &b->dims[dim];
    if (work->contiguous) {
        double at = number - work->first;
        return at >= 0 && at < b->schema->dims[dim].n_labels && at == floor(at) ? (int)at : -1;
    }
    char text[BM_NUMBER_ROOM];
    bm_number_print(number, text);
    return bm_words_find(work->words, text, strlen(text));
}

int bm_label_find(const BmBind *b, int dim, const BmCell *cell) {
    const BmDimWork *work = &b->dims[dim];
    double           number;
    char             text[BM_NUMBER_ROOM];
    if (cell->kind == BM_CELL_OTHER || cell->kind == BM_CELL_NULL) return -1;
    bool is_number = bm_cell_number(cell, b->options, &number);
    if (work->codes) {
        int at = bm_label_find_text(b, work->codes, cell->text, (size_t)cell->length);
        if (at >= 0) return at;
        if (is_number) {
            bm_number_print(number, text);
            at = bm_words_find(work->codes, text, strlen(text));
            if (at >= 0) return at;
        }
    }
    if (work->numbers && is_number) return find_number(b, dim, number);
    return work->words ? bm_label_find_text(b, work->words, cell->text, (size_t)cell->length) : -1;
}

static void add_word(BmBind *b, BmWords *words, const char *text, int position) {
    size_t length = strlen(text);
    char  *copy = bm_pool_alloc(b->pool, length + 1, 1);
    length = bm_label_compared(b->options, text, length, copy);
    if (bm_words_find(words, copy, length) < 0) bm_words_put(b->pool, words, copy, length, position);
}

static void add_codes(BmBind *b, const BmDim *dim, BmDimWork *work) {
    if (!dim->codes) return;
    for (int i = 0; i < dim->n_labels; i++) {
        double number;
        char   text[BM_NUMBER_ROOM];
        if (!dim->codes[i]) continue;
        if (!work->codes) work->codes = bm_words_new(b->pool, dim->n_labels);
        bool is_number = bm_number_read(dim->codes[i], strlen(dim->codes[i]), &number);
        add_word(b, work->codes, is_number ? bm_number_print(number, text) : dim->codes[i], i);
    }
    work->has_codes = work->codes != NULL;
}

void bm_label_index(BmBind *b, int d) {
    BmDim     *dim = &b->schema->dims[d];
    BmDimWork *work = &b->dims[d];
    work->known = true;
    double *numbers = BM_NEW(b->schema->pool, dim->n_labels, double);
    work->numbers = true;
    bool dates = dim->n_labels > 0;
    for (int i = 0; i < dim->n_labels; i++) {
        work->numbers = work->numbers && bm_number_read(dim->labels[i], strlen(dim->labels[i]), &numbers[i]);
        if (!work->numbers && !(dates = dates && bm_date_read(dim->labels[i], strlen(dim->labels[i]), &numbers[i])))
            break;
    }
    if (work->numbers || dates) dim->numbers = numbers;
    dim->numeric = dim->numeric || work->numbers;
    work->first = work->numbers && dim->n_labels ? numbers[0] : 0;
    work->contiguous = work->numbers && work->first == floor(work->first);
    for (int i = 0; i < dim->n_labels && work->contiguous; i++) work->contiguous = numbers[i] == work->first + i;
    add_codes(b, dim, work);
    if (work->contiguous) return;
    work->words = bm_words_new(b->pool, dim->n_labels);
    char text[BM_NUMBER_ROOM];
    for (int i = 0; i < dim->n_labels; i++)
        add_word(b, work->words, work->numbers ? bm_number_print(numbers[i], text) : dim->labels[i], i);
}
