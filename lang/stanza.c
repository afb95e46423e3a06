/* Reads the texts of stdlib/ line by line: see stanza.h. */
#include "stanza.h"

#include "stdlib_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const stanza_systems[] = {"Stan", "PyMC", "R", "BUGS", "scipy", NULL};

/* --- pieces of text --- */

static const char *skip_blanks(const char *text) { return text + strspn(text, " \t"); }

/* text[0..length) without blanks at its ends. */
static const char *trimmed(Arena *arena, const char *text, size_t length) {
    while (length && strchr(" \t", *text)) text++, length--;
    while (length && strchr(" \t\r", text[length - 1])) length--;
    return arena_copy(arena, text, length);
}

static const char *next_line(Arena *arena, const char **text) {
    if (!**text) return NULL;
    size_t      length = strcspn(*text, "\n");
    const char *line = arena_copy(arena, *text, length);
    *text += length + ((*text)[length] == '\n');
    return line;
}

/* The first of `marks` outside brackets; NULL: none. */
static const char *outside(const char *text, const char *marks) {
    int depth = 0;
    for (const char *c = text; *c; c++) {
        depth += strchr("([", *c) ? 1 : strchr(")]", *c) ? -1 : 0;
        if (depth == 0 && strchr(marks, *c)) return c;
    }
    return NULL;
}

const char *stanza_in_brackets(Arena *arena, const char *text) {
    const char *begin = strchr(text, '(');
    int         depth = 0; /* brackets of intervals need not match: [0, 1) */
    for (const char *c = begin; c && *c; c++) {
        depth += strchr("([", *c) ? 1 : strchr(")]", *c) ? -1 : 0;
        if (depth == 0) return arena_copy(arena, begin + 1, (size_t)(c - begin - 1));
    }
    return "";
}

Lines stanza_split(Arena *arena, const char *text) {
    Lines parts = {0};
    while (*skip_blanks(text)) {
        const char *comma = outside(text, ",");
        size_t      length = comma ? (size_t)(comma - text) : strlen(text);
        VEC_PUSH(arena, &parts, trimmed(arena, text, length));
        text += length + (comma != NULL);
    }
    return parts;
}

static const char *joined(Arena *arena, const char *first, const char *between, const char *second) {
    return *first ? arena_printf(arena, "%s%s%s", first, between, second) : second;
}

static void problem(Arena *arena, Stanza *stanza, const char *what) {
    VEC_PUSH(arena, &stanza->problems, arena_printf(arena, "%s: %s: %s", stanza->file, stanza->name, what));
}

/* --- the lines of the language --- */

/* dist NAME[k](a : type, …) : type */
static void read_head(Arena *arena, Stanza *stanza, const char *line) {
    size_t length = strcspn(line, "[(");
    stanza->name = trimmed(arena, line, length);
    stanza->indices = line[length] == '[' ? arena_copy(arena, line + length, strcspn(line + length, "(")) : "";
    const char *open = strchr(line, '(');
    Lines       params = stanza_split(arena, stanza_in_brackets(arena, open ? open : ""));
    for (int i = 0; i < params.count; i++) {
        const char *colon = outside(params.at[i], ":");
        size_t      name = colon ? (size_t)(colon - params.at[i]) : strlen(params.at[i]);
        StanzaParam param = {trimmed(arena, params.at[i], name), colon ? skip_blanks(colon + 1) : "", ""};
        VEC_PUSH(arena, &stanza->params, param);
    }
    const char *colon = open ? outside(open, ":") : NULL;
    stanza->support = colon ? skip_blanks(colon + 1) : "";
    stanza->value = (StanzaParam){"x", stanza->support, ""};
    stanza->model = stanza->reading = stanza->formula = stanza->functions = "";
}

/* The text between quotes. */
static const char *unquoted(Arena *arena, const char *text) {
    const char *begin = strchr(text, '"'), *end = strrchr(text, '"');
    return begin && end > begin ? arena_copy(arena, begin + 1, (size_t)(end - begin - 1)) : text;
}

static void read_given(Arena *arena, Stanza *stanza, const char *text) {
    const char *colon = outside(text, ":");
    StanzaGiven given = {stanza_split(arena, stanza_in_brackets(arena, text)), colon ? skip_blanks(colon + 1) : ""};
    VEC_PUSH(arena, &stanza->given, given);
}

static void read_member(Arena *arena, Stanza *stanza, const char *text) {
    if (strncmp(text, "given ", 6) == 0) {
        read_given(arena, stanza, text);
        return;
    }
    if (strncmp(text, "example ", 8) == 0) {
        VEC_PUSH(arena, &stanza->examples, skip_blanks(text + 8));
        return;
    }
    const char *equals = outside(text, "=");
    if (strncmp(text, "unnamed(", 8) == 0) {
        StanzaUnnamed unnamed = {stanza_in_brackets(arena, text), unquoted(arena, equals ? equals + 1 : "")};
        VEC_PUSH(arena, &stanza->unnamed, unnamed);
        return;
    }
    if (strncmp(text, "reading ", 8) == 0) {
        stanza->reading = unquoted(arena, equals ? equals + 1 : "");
        return;
    }
    StanzaMember member = {equals ? trimmed(arena, text, (size_t)(equals - text)) : text,
                           equals ? skip_blanks(equals + 1) : "", text};
    VEC_PUSH(arena, &stanza->members, member);
    if (strncmp(member.head, "log p(", 6) == 0) stanza->value.name = stanza_in_brackets(arena, member.head);
}

/* A line that goes on with the member before it: deeper than the members, or after an open bracket. */
static bool goes_on(const Stanza *stanza, const char *line) {
    const char *text = skip_blanks(line);
    if (!stanza->members.count || strncmp(text, "given ", 6) == 0 || strncmp(text, "example ", 8) == 0) return false;
    return text - line > 4;
}

static void read_body(Arena *arena, Stanza *stanza, const char *line) {
    if (!goes_on(stanza, line)) {
        read_member(arena, stanza, skip_blanks(line));
        return;
    }
    StanzaMember *last = &stanza->members.at[stanza->members.count - 1];
    last->value = arena_printf(arena, "%s %s", last->value, skip_blanks(line));
    last->text = arena_printf(arena, "%s\n%s", last->text, line + 4);
}

const StanzaMember *stanza_member(const Stanza *stanza, const char *word) {
    size_t length = strlen(word);
    for (int i = 0; i < stanza->members.count; i++) {
        const char *head = stanza->members.at[i].head;
        if (strncmp(head, word, length) == 0 && (!head[length] || head[length] == '(')) return &stanza->members.at[i];
    }
    return NULL;
}

/* --- the lines of the page --- */

static void read_formals(Arena *arena, StanzaForeign *foreign, const char *inside) {
    Lines parts = stanza_split(arena, inside);
    for (int i = 0; i < parts.count; i++) {
        const char  *equals = strchr(parts.at[i], '=');
        size_t       length = equals ? (size_t)(equals - parts.at[i]) : strlen(parts.at[i]);
        StanzaFormal formal = {trimmed(arena, parts.at[i], length), equals ? skip_blanks(equals + 1) : NULL};
        VEC_PUSH(arena, &foreign->formals, formal);
    }
}

/* dnorm(mu, tau) = Normal(mu, 1 / sqrt(tau)); remark */
static void read_foreign(Arena *arena, Stanza *stanza, const char *system, const char *text) {
    StanzaForeign foreign = {.system = system, .remark = ""};
    const char   *semicolon = strchr(text, ';');
    if (semicolon) foreign.remark = skip_blanks(semicolon + 1);
    const char *line = trimmed(arena, text, semicolon ? (size_t)(semicolon - text) : strlen(text));
    const char *equals = outside(line, "=");
    if (strcmp(line, "none") != 0) {
        if (!equals || !strchr(line, '(')) {
            problem(arena, stanza,
                    arena_printf(arena, "`%s: %s` is not of the form `THEIRS(a, b) = OURS(…)`", system, text));
            return;
        }
        foreign.call = trimmed(arena, line, (size_t)(equals - line));
        foreign.name = arena_copy(arena, line, strcspn(line, "("));
        foreign.ours = skip_blanks(equals + 1);
        read_formals(arena, &foreign, stanza_in_brackets(arena, foreign.call));
    }
    VEC_PUSH(arena, &stanza->foreign, foreign);
}

/* (1, 1), (2, 1) from 0 to 6 up to 1 */
static void read_picture(Arena *arena, Stanza *stanza, const char *text) {
    StanzaPicture *picture = &stanza->picture;
    const char    *from = strstr(text, " from "), *to = strstr(text, " to "), *up = strstr(text, " up to ");
    picture->given = true;
    if (strcmp(text, "none") == 0) return;
    if (!from || !to) {
        problem(arena, stanza,
                arena_printf(arena, "`picture: %s` is not of the form `(1, 1), (2, 1) from 0 to 6`", text));
        return;
    }
    picture->from = strtod(from + 6, NULL);
    picture->to = strtod(to + 4, NULL);
    picture->up_to = up ? strtod(up + 7, NULL) : 0;
    Lines sets = stanza_split(arena, arena_copy(arena, text, (size_t)(from - text)));
    for (int i = 0; i < sets.count; i++) VEC_PUSH(arena, &picture->sets, stanza_in_brackets(arena, sets.at[i]));
}

static bool is_system(const char *key) {
    for (int i = 0; stanza_systems[i]; i++)
        if (strcmp(stanza_systems[i], key) == 0) return true;
    return false;
}

/* The parameter or value whose name this is; a name may stand without its brackets: `alpha` for `alpha[k]`. */
static StanzaParam *find_param(Stanza *stanza, const char *key) {
    size_t length = strlen(key);
    for (int i = -1; i < stanza->params.count; i++) {
        StanzaParam *param = i < 0 ? &stanza->value : &stanza->params.at[i];
        if (strncmp(param->name, key, length) == 0 && (!param->name[length] || param->name[length] == '['))
            return param;
    }
    return NULL;
}

static void read_key(Arena *arena, Stanza *stanza, const char *key, const char *text) {
    StanzaParam *param = find_param(stanza, key);
    if (is_system(key))
        read_foreign(arena, stanza, key, text);
    else if (strcmp(key, "picture") == 0)
        read_picture(arena, stanza, text);
    else if (strcmp(key, "formula") == 0)
        stanza->formula = text;
    else if (strcmp(key, "model") == 0)
        stanza->model = joined(arena, stanza->model, "\n", text);
    else if (param)
        param->doc = text;
    else
        problem(arena, stanza, arena_printf(arena, "`## %s: …`: `%s` is no parameter, and no system", key, key));
}

/* ## KEY, KEY: text, where text may go on in lines `##     text`. */
static void read_note(Arena *arena, Stanza *stanza, const char *note) {
    const char *colon = strchr(note, ':');
    if (!colon) {
        problem(arena, stanza, arena_printf(arena, "`## %s` has no colon", note));
        return;
    }
    Lines       keys = stanza_split(arena, arena_copy(arena, note, (size_t)(colon - note)));
    const char *text = strncmp(note, "model", 5) == 0 ? colon + 1 + (colon[1] == ' ') : skip_blanks(colon + 1);
    for (int i = 0; i < keys.count; i++) read_key(arena, stanza, keys.at[i], text);
}

/* --- what lacks --- */

static void ask_for_params(Arena *arena, Stanza *stanza, const Stanza *first) {
    for (int i = 0; i < stanza->params.count; i++) {
        StanzaParam *param = &stanza->params.at[i];
        for (int k = 0; k < first->params.count && !*param->doc; k++)
            if (strcmp(first->params.at[k].name, param->name) == 0) param->doc = first->params.at[k].doc;
        if (!*param->doc)
            problem(arena, stanza,
                    arena_printf(arena, "there is no line `## %.*s: what it means, in which unit`",
                                 (int)strcspn(param->name, "["), param->name));
    }
}

static bool has_system(const Stanza *stanza, const char *system) {
    for (int i = 0; i < stanza->foreign.count; i++)
        if (strcmp(stanza->foreign.at[i].system, system) == 0) return true;
    return false;
}

/* first: of the same name in the same file; the others need to say only what is new. */
static void ask_for(Arena *arena, Stanza *stanza, const Stanza *first) {
    ask_for_params(arena, stanza, first);
    if (!stanza->examples.count && !*stanza->indices)
        problem(arena, stanza, "there is no line `example log p(… | …) = …`");
    if (stanza != first) return;
    for (int s = 0; stanza_systems[s]; s++)
        if (!has_system(stanza, stanza_systems[s]))
            problem(arena, stanza,
                    arena_printf(arena, "there is no line `## %s: name(a, b) = %s(…)` (or `## %s: none`)",
                                 stanza_systems[s], stanza->name, stanza_systems[s]));
    if (!stanza->picture.given)
        problem(arena, stanza, "there is no line `## picture: (1, 1), (2, 1) from 0 to 6` (or `## picture: none`)");
    if (!*stanza->model) problem(arena, stanza, "there is no line `## model: …`, a model that uses it");
}

/* --- texts --- */

typedef struct Reader {
    Arena      *arena;
    const char *file, *doc, *note; /* note: a `##` of the body that may go on */
    bool        in_function;
    Stanzas     all;
} Reader;

static void end_note(Reader *r) {
    if (*r->note && r->all.count) read_note(r->arena, &r->all.at[r->all.count - 1], r->note);
    r->note = "";
}

static void read_comment(Reader *r, const char *text, bool inside) {
    if (!inside)
        r->doc = joined(r->arena, r->doc, "\n", skip_blanks(text));
    else if (strspn(text, " ") >= 4 && *r->note)
        r->note = joined(r->arena, r->note, " ", skip_blanks(text));
    else {
        end_note(r);
        r->note = skip_blanks(text);
    }
}

/* A line of a function that the distributions of the file use, and what was said above it. */
static void read_function(Reader *r, const char *line) {
    Stanza *last = &r->all.at[r->all.count - 1];
    if (*r->doc) last->functions = arena_printf(r->arena, "%s\n# %s\n", last->functions, r->doc);
    last->functions = arena_printf(r->arena, "%s%s\n", last->functions, line);
    r->doc = "";
}

static void read_line(Reader *r, const char *line) {
    const char *text = skip_blanks(line);
    bool        indented = text > line;
    if (strncmp(text, "##", 2) == 0) {
        read_comment(r, text + 2, indented && r->all.count);
        return;
    }
    end_note(r);
    if (strncmp(line, "dist ", 5) == 0) {
        Stanza stanza = {.file = r->file, .doc = r->doc};
        read_head(r->arena, &stanza, line + 5);
        VEC_PUSH(r->arena, &r->all, stanza);
        r->in_function = false;
        r->doc = "";
    } else if (*text && *text != '#' && r->all.count) {
        r->in_function = indented ? r->in_function : true;
        if (r->in_function)
            read_function(r, line);
        else
            read_body(r->arena, &r->all.at[r->all.count - 1], line);
    } else if (!indented)
        r->doc = "";
}

/* Brackets that are open at the end of the text. */
static int open_brackets(const char *text) {
    int depth = 0;
    for (; *text; text++) depth += strchr("([", *text) ? 1 : strchr(")]", *text) ? -1 : 0;
    return depth;
}

static void read_text(Reader *r, const char *file, const char *text) {
    const char *line;
    r->file = file;
    r->doc = r->note = "";
    while ((line = next_line(r->arena, &text))) {
        while (strncmp(line, "dist ", 5) == 0 && open_brackets(line) > 0 && *text)
            line = arena_printf(r->arena, "%s %s", line, skip_blanks(next_line(r->arena, &text)));
        read_line(r, line);
    }
    end_note(r);
}

Stanzas stanzas_read_text(Arena *arena, const char *file, const char *text) {
    Reader r = {.arena = arena};
    read_text(&r, file, text);
    for (int i = 0; i < r.all.count; i++) {
        int first = 0;
        while (strcmp(r.all.at[first].name, r.all.at[i].name) != 0) first++;
        ask_for(arena, &r.all.at[i], &r.all.at[first]);
    }
    return r.all;
}

Stanzas stanzas_read(Arena *arena) {
    Stanzas all = {0};
    for (const StdlibFile *file = stdlib_files; file->name; file++) {
        Stanzas some = stanzas_read_text(arena, file->name, file->text);
        for (int i = 0; i < some.count; i++) VEC_PUSH(arena, &all, some.at[i]);
    }
    return all;
}
