/* `## formula: …` of stdlib/, the log density as books have it: at the examples it is the number that the example states. Formulas in LaTeX are not
 * held: they begin with what no expression has, a backslash. */
#include <stdio.h>
#include <stdlib.h>
#include "compiler/small_model.h"
#include "lang/stanza.h"
#include "tests/test.h"

static const double SAME = 1e-12; /* relative; the formulas of books cancel */

/* log p(1.3 | 0.5, 2) = -1.69: each name with its number, and the formula. */
static const char *model_of(Arena *arena, const Stanza *stanza, const char *example) {
    const char *inside = stanza_in_brackets(arena, example), *bar = strchr(inside, '|');
    Lines       at = stanza_split(arena, arena_copy(arena, inside, strcspn(inside, "|"))),
          set = stanza_split(arena, bar ? bar + 1 : "");
    Text text = {0};
    text_add(arena, &text, "%s = %s\n", stanza->value.name, at.count ? at.at[0] : "0");
    for (int i = 0; i < set.count && i < stanza->params.count; i++)
        text_add(arena, &text, "%s = %s\n", stanza->params.at[i].name, set.at[i]);
    text_add(arena, &text, "the_formula = %s\n", stanza->formula);
    return text.at;
}

static void hold(const Stanza *stanza, const char *example) {
    const char *error;
    Arena      *arena = arena_new();
    int64_t     count;
    SmallModel *model = small_model_new(arena, model_of(arena, stanza, example), &error);
    double     *got = model ? small_model_value(model, arena, "the_formula", &count) : NULL,
           stated = strtod(strrchr(example, '=') + 1, NULL);
    if (got && fabs(*got - stated) <= SAME * fmax(1, fabs(stated)))
        test_passed++;
    else
        test_failed++, printf("%s: %s: the formula gives %.17g, %s\n%s", stanza->file, stanza->name, got ? *got : NAN,
                              example, model ? "" : error);
    if (model) small_model_free(model);
    arena_free(arena);
}

int main(void) {
    Arena  *arena = arena_new();
    Stanzas all = stanzas_read(arena);
    for (int i = 0; i < all.count; i++)
        for (int k = 0; k < all.at[i].examples.count; k++)
            if (*all.at[i].formula && !strchr(all.at[i].formula, '\\')) hold(&all.at[i], all.at[i].examples.at[k]);
    CHECK(test_passed > 10);
    arena_free(arena);
    return test_end();
}
