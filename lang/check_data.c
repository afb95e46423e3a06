/* data statements: their dims, types, bounds, values in the model itself. */
#include "check.h"
#include "structure.h"

#include <math.h>
#include <string.h>

/* --- types --- */

typedef struct KindRow {
    const char *name;
    DataKind    kind;
    bool        whole, binary;
} KindRow;
static const KindRow kinds[] = {{"real", DATA_REAL, false, false},  {"int", DATA_INT, true, false},
                                {"count", DATA_COUNT, true, false}, {"binary", DATA_BINARY, true, true},
                                {"date", DATA_DATE, false, false},  {NULL, DATA_REAL, false, false}};

static const KindRow *find_kind(const char *name) {
    for (const KindRow *row = kinds; row->name; row++)
        if (strcmp(row->name, name) == 0) return row;
    return NULL;
}

Dim *check_type_dim(Checker *checker, const AstType *type) {
    Index *index = scope_find(&checker->indices, type->name.name);
    return index && !index->letter ? index->axis.dim : NULL;
}

static void unknown_type(Checker *checker, const AstType *type) {
    if (check_is_broken(checker, type->name.name)) return;
    Nearest nearest = nearest_to(type->name.name);
    for (const KindRow *row = kinds; row->name; row++) nearest_offer(&nearest, row->name, NULL);
    for (int i = 0; i < checker->indices.order.count; i++)
        nearest_offer(&nearest, checker->indices.order.at[i].name, NULL);
    static const char *const habits[][2] = {{"float", "real"},  {"double", "real"},       {"numeric", "real"},
                                            {"integer", "int"}, {"bool", "binary"},       {"boolean", "binary"},
                                            {"factor", "dim"},  {"string", "dim"},        {"vector", "real"},
                                            {"matrix", "real"}, {"positive", "real > 0"}, {NULL, NULL}};
    const char              *better = nearest.found;
    for (int i = 0; habits[i][0]; i++)
        if (strcmp(habits[i][0], type->name.name) == 0) better = habits[i][1];
    Diag *diag = diag_add(DIAGS(checker), DIAG_D02, type->name.span, "`%s` is neither a kind of number nor a dimension",
                          type->name.shown);
    if (better && strcmp(better, "dim") == 0)
        diag_help(DIAGS(checker), diag,
                  "A column of labels is a key: `dim %s` makes a dimension of its labels, and `: %s` says that the "
                  "column holds them.",
                  type->name.shown, type->name.shown);
    else if (better)
        diag_help(DIAGS(checker), diag, "Did you mean `%s`?", better);
    else
        diag_help(DIAGS(checker), diag,
                  "The kinds are `real`, `int`, `count`, `binary`, `date`. For a column of labels declare the "
                  "dimension first:\n| dim %s",
                  type->name.shown);
}

static Expr *finite_bound(Scope *scope, Ast *ast) {
    double number;
    Expr  *bound = check_number(scope, ast);
    if (expr_is_poison(bound) || (expr_constant(bound, &number) && isinf(number))) return NULL;
    return bound;
}

static void set_interval(Scope *scope, const AstInterval *interval, Support *support) {
    support->lo = finite_bound(scope, interval->lo);
    support->hi = finite_bound(scope, interval->hi);
    support->lo_open = interval->lo_open;
    support->hi_open = interval->hi_open;
    double lo, hi;
    if (!support->lo || !support->hi || !expr_constant(support->lo, &lo) || !expr_constant(support->hi, &hi) ||
        lo <= hi)
        return;
    Span  span = span_join(interval->lo->span, interval->hi->span);
    Diag *diag =
        diag_add(DIAGS(scope->checker), DIAG_S06, span, "the lower bound %g is above the upper bound %g", lo, hi);
    diag_help(DIAGS(scope->checker), diag, "The smaller one stands first: `in (%g, %g)`.", hi, lo);
    support->lo = support->hi = NULL;
}

static void set_bound(Scope *scope, const AstType *type, Support *support) {
    Expr *bound = finite_bound(scope, type->bound);
    if (!bound) return;
    bool lower = type->bound_op == OP_GT || type->bound_op == OP_GE;
    bool open = type->bound_op == OP_GT || type->bound_op == OP_LT;
    if (lower)
        support->lo = bound, support->lo_open = open;
    else
        support->hi = bound, support->hi_open = open;
}

bool check_type_support(Checker *checker, const Scope *outer, const AstType *type, Support *support) {
    Scope          scope = *outer;
    const KindRow *row = find_kind(type->name.name);
    *support = (Support){0};
    if (!row && scope.closed && structure_find(type->name.name) != STRUCTURE_NONE) {
        support->structure = structure_find(type->name.name);
        if (support->structure != STRUCTURE_SIMPLEX) return true;
        support->lo = expr_number(checker->arena, type->span, 0);
        support->hi = expr_number(checker->arena, type->span, 1);
        return true;
    }
    if (!row) {
        unknown_type(checker, type);
        return false;
    }
    support->whole = row->whole;
    if (row->kind == DATA_COUNT || row->binary) support->lo = expr_number(checker->arena, type->span, 0);
    if (row->binary) support->hi = expr_number(checker->arena, type->span, 1);
    if (type->has_interval) set_interval(&scope, &type->interval, support);
    if (type->has_bound) set_bound(&scope, type, support);
    return true;
}

/* --- dims --- */

static void no_such_dim(Checker *checker, const Ast *sub) {
    const AstName *name = sub->kind == AST_NAME ? &sub->name : sub->kind == AST_PRIMED ? &sub->primed.name : NULL;
    if (!name) {
        bool  number = sub->kind == AST_NUMBER;
        Diag *diag = diag_add(DIAGS(checker), DIAG_D02, sub->span, "the name of a dimension is needed here");
        if (number)
            diag_help(DIAGS(checker), diag,
                      "Sizes are not written: the labels, or the rows of the file, say how many there are. Declare "
                      "`dim obs`, then `data y[obs] : real`.");
        else
            diag_help(DIAGS(checker), diag, "`data y[obs] : real` has one value per `obs`.");
        return;
    }
    if (check_is_broken(checker, name->name)) return;
    Nearest nearest = nearest_to(name->name);
    for (int i = 0; i < checker->indices.order.count; i++)
        nearest_offer(&nearest, checker->indices.order.at[i].name, checker->indices.order.at[i].item);
    Diag *diag = diag_add(DIAGS(checker), DIAG_D02, name->span, "there is no dim `%s`", name->shown);
    scope_add(checker->arena, &checker->broken, name->name, checker);
    const Def *number = check_find_def(checker, name->name);
    if (number && number->data && !nearest.found) { /* data y[N], as in Stan */
        diag_help(DIAGS(checker), diag,
                  "`%s` is a number. The rows of the file say how many there are: declare `dim obs`, "
                  "then `data y[obs] : real`; `%s` is not needed.",
                  name->shown, name->shown);
        return;
    }
    if (!nearest.found) {
        diag_help(DIAGS(checker), diag, "To make one, write\n| dim %s", name->shown);
        return;
    }
    const Index *near = nearest.item;
    diag_label(DIAGS(checker), diag, near->name.span, "`%s` is declared here", near->name.shown);
    diag_help(DIAGS(checker), diag, "Did you mean `%s` (%s)? To make a new one write `dim %s`.", near->name.shown,
              check_place(checker, near->name.span), name->shown);
}

static void set_dims(Checker *checker, Value *value, const AstList *subs) {
    value->dims = arena_alloc(checker->arena, (size_t)(subs->count + 1) * sizeof(Dim *));
    for (int i = 0; i < subs->count; i++) {
        Axis axis;
        if (!check_find_index(checker, subs->at[i], &axis)) {
            no_such_dim(checker, subs->at[i]);
            value->poisoned = true;
            continue;
        }
        if (axis.dim->poisoned) value->poisoned = true;
        value->dims[value->n_dims++] = axis.dim;
    }
}

/* --- values in the model itself --- */

static bool add_value(Checker *checker, Def *def, const AstLabel *item, double *number) {
    DataDecl *decl = &def->value->data;
    if (item->number && check_constant(checker, item->number, number)) return true;
    bool is_key = decl->kind == DATA_KEY && !item->number;
    if (is_key)
        check_not_yet(checker, item->span,
                      "labels as values in the model itself are not built yet; put `%s` into the data file",
                      def->value->shown);
    else
        diag_add(DIAGS(checker), DIAG_T04, item->span, "`%s` needs numbers here", def->value->shown);
    return false;
}

static void set_values(Checker *checker, Def *def, const AstLabels *items) {
    DataDecl *decl = &def->value->data;
    decl->has_values = true;
    for (int i = 0; i < items->count; i++) {
        double lo, hi;
        if (!add_value(checker, def, &items->at[i], &lo)) return;
        hi = lo;
        if (items->at[i].range_to && !check_constant(checker, items->at[i].range_to, &hi)) {
            check_not_yet(checker, items->at[i].span, "only numbers can stand here");
            return;
        }
        for (; lo <= hi && decl->values.count < 1000000; lo += 1) VEC_PUSH(checker->arena, &decl->values, lo);
    }
    long size = 1;
    for (int i = 0; i < def->value->n_dims; i++) {
        long n = dim_size(def->value->dims[i]);
        if (n < 0) return;
        size = size > 1000000 ? size : size * n;
    }
    if (def->value->poisoned || size == decl->values.count) return;
    Diag *diag = diag_add(DIAGS(checker), DIAG_L05, items->at[0].span, "`%s` needs %ld value%s, but %d %s listed",
                          def->value->shown, size, size == 1 ? "" : "s", decl->values.count,
                          decl->values.count == 1 ? "is" : "are");
    for (int i = 0; i < def->value->n_dims; i++)
        diag_label(DIAGS(checker), diag, def->value->dims[i]->span, "`%s` has %ld positions",
                   def->value->dims[i]->shown, dim_size(def->value->dims[i]));
}

/* --- a data statement --- */

static void set_codes(Checker *checker, DataDecl *decl, const AstType *type) {
    for (int i = 0; i < type->codes.count; i++) {
        const Ast *named = type->codes.at[i];
        if (named->kind != AST_NAMED) continue;
        const Ast  *value = named->named.value;
        const char *name = named->named.name.name;
        bool        one = strcmp(name, "yes") == 0 || strcmp(name, "true") == 0,
             zero = strcmp(name, "no") == 0 || strcmp(name, "false") == 0;
        if (!one && !zero) {
            Diag *diag =
                diag_add(DIAGS(checker), DIAG_D10, named->named.name.span,
                         "the values of `binary` are called `no` and `yes`, not `%s`", named->named.name.shown);
            diag_help(DIAGS(checker), diag,
                      "Say which code is which: `binary (no = 1, yes = 2)`. For labels of your own make a dimension of "
                      "them.");
            continue;
        }
        const char *code = value->kind == AST_STRING ? value->string.text
                           : value->kind == AST_NAME ? value->name.shown
                                                     : check_text(checker, value->span);
        DimLabel    entry = {one ? "1" : "0", code};
        VEC_PUSH(checker->arena, &decl->codes, entry);
    }
}

/* data share[k] : simplex */
static void not_a_kind_of_data(Checker *checker, const Ast *data) {
    const AstType *type = &data->data.type;
    Diag          *diag = diag_add(DIAGS(checker), DIAG_D02, type->span,
                                   "`%s` says what values are together; of data, each value is declared", type->name.shown);
    diag_help(
        DIAGS(checker), diag,
        "Declare numbers; whether they fit together is checked where a distribution or an argument wants it:\n| %s",
        check_line_with(checker, data->span, type->span, "real"));
}

static void set_type(Checker *checker, Def *def, const Ast *ast) {
    const AstType *type = &ast->data.type;
    DataDecl      *decl = &def->value->data;
    Scope          scope = {.checker = checker, .statement = def->data, .closed = true};
    decl->may_be_missing = type->may_be_missing;
    decl->key = check_type_dim(checker, type);
    if (type->may_be_missing && def->data->data.vars.at[0]->span.begin <= def->value->span.begin &&
        def->value->span.begin < def->data->data.vars.at[0]->span.end)
        check_not_yet(checker, type->span, "missing values (`%s?`) are not built yet; leave such rows out",
                      type->name.shown);
    if (decl->key) {
        decl->kind = DATA_KEY;
        def->value->type = (Type){.kind = TYPE_LABEL, .dim = decl->key};
        if (decl->key->poisoned) def->value->poisoned = true;
        return;
    }
    const KindRow *row = find_kind(type->name.name);
    if (!row && structure_find(type->name.name) != STRUCTURE_NONE) {
        not_a_kind_of_data(checker, ast);
        def->value->poisoned = true;
        return;
    }
    if (!check_type_support(checker, &scope, type, &decl->bounds)) {
        def->value->poisoned = true;
        return;
    }
    if (type->over.count) {
        Diag *diag = diag_add(DIAGS(checker), DIAG_D02, type->span,
                              "the dimensions of data stand behind its name, not behind `%s`", type->name.shown);
        diag_help(DIAGS(checker), diag, "Here stands the kind alone:\n| %s",
                  check_line_with(checker, ast->span, type->span, type->name.shown));
    }
    decl->kind = row->kind;
    def->value->type = (Type){.kind = TYPE_NUMBER, .whole = row->whole};
    set_codes(checker, decl, type);
}

static void set_column(Checker *checker, Def *def, const Ast *ast, bool first) {
    def->value->data.column = ast->data.column;
    def->value->data.column_span = ast->data.column_span;
    def->value->data.unit = ast->data.unit;
    if (ast->data.missing && first)
        check_not_yet(checker, ast->data.missing->span,
                      "codes for missing values (`missing`) are not built yet; leave such rows out");
    if (first && ast->data.column && ast->data.vars.count > 1)
        diag_add(DIAGS(checker), DIAG_N06, ast->data.column_span,
                 "one column cannot be %d values; give each a line of its own", ast->data.vars.count);
}

void check_data(Checker *checker) {
    for (int i = 0; i < checker->defs.count; i++) {
        Def *def = checker->defs.at[i];
        if (!def->data) continue;
        for (int j = 0; j < def->data->data.vars.count; j++) {
            Ast           *var = def->data->data.vars.at[j];
            const AstName *name = var->kind == AST_NAME        ? &var->name
                                  : var->kind == AST_SUBSCRIPT ? &var->subscript.name
                                                               : NULL;
            if (!name || name->span.begin != def->value->span.begin) continue;
            AstList none = {0};
            set_dims(checker, def->value, var->kind == AST_SUBSCRIPT ? &var->subscript.subs : &none);
            set_type(checker, def, def->data);
            set_column(checker, def, def->data, j == 0);
        }
        if (def->data->data.has_values) set_values(checker, def, &def->data->data.values);
        def->dims_known = true;
        def->dims_state = def->right_state = DEF_DONE;
    }
}
