/* The nearest word: for commands, options, names that `explain` is asked for. */
#include "options.h"
#include <ctype.h>
#include <limits.h>
#include <string.h>

enum { LONGEST = 64 };

static int least(int a, int b, int c) { return a < b ? (a < c ? a : c) : (b < c ? b : c); }

/* Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost 1 each; case costs
 * nothing. */
int edit_distance(const char *a, const char *b) {
    int n = (int)strlen(a), m = (int)strlen(b), row[3][LONGEST + 1];
    if (n > LONGEST || m > LONGEST) return INT_MAX;
    for (int j = 0; j <= m; j++) row[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int       *now = row[i % 3];
        const int *before = row[(i + 2) % 3], *twice = row[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= m; j++) {
            int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
            now[j] = least(before[j] + 1, now[j - 1] + 1, before[j - 1] + (x != y));
            bool swapped =
                i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) && y == tolower((unsigned char)a[i - 2]);
            if (swapped && twice[j - 2] + 1 < now[j]) now[j] = twice[j - 2] + 1;
        }
    }
    return row[n % 3][m];
}

const char *suggest(const char *word, const char *const *candidates, int n_candidates) {
    const char *nearest = NULL;
    int         best = INT_MAX, length = (int)strlen(word);
    for (int i = 0; i < n_candidates; i++) {
        int longer = (int)strlen(candidates[i]) > length ? (int)strlen(candidates[i]) : length;
        int distance = edit_distance(word, candidates[i]);
        if (distance <= (longer + 2) / 3 && distance < longer && distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
