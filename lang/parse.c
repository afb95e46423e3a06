/* Text to tree: owns the states of scanner, layout and parser, and feeds one to the next. */
#include "construct.h"
#include "parser.h"

/* What bison calls. */
int  yylex(YYSTYPE *value, YYLTYPE *span, Parser *parser);
void yyerror(YYLTYPE *span, Parser *parser, const char *message);

static int next_token(Parser *parser, YYSTYPE *value, YYLTYPE *span) {
    const Token *token = &parser->layout.tokens.at[parser->next++];
    value->token = token;
    *span = token_span(parser->source, token);
    return token->kind;
}

int yylex(YYSTYPE *value, YYLTYPE *span, Parser *parser) {
    if (parser->entry) {
        int entry = parser->entry;
        parser->entry = 0;
        return entry;
    }
    int statement = parser->layout.tokens.at[parser->next].statement;
    if (statement < parser->layout.statements.count) {
        const LayoutStatement *s = &parser->layout.statements.at[statement];
        if (s->broken && parser->next == s->first) {
            next_token(parser, value, span);
            parser->next = s->end;
            return TOK_BROKEN;
        }
    }
    return next_token(parser, value, span);
}

/* Syntax errors go to syntax_error(); what comes here is memory. */
void yyerror(YYLTYPE *span, Parser *parser, const char *message) {
    (void)parser;
    (void)message;
    bug("the parser ran out of memory at byte %u", span->begin);
}

Span parser_join_spans(const Span *parts, int n) {
    Span span = parts[0];
    if (!n) {
        span.begin = span.end;
        return span;
    }
    span = parts[1];
    span.end = parts[n].end;
    return span;
}

LayoutStatement *parser_layout_statement(Parser *parser) {
    int index = parser->layout.tokens.at[parser->next ? parser->next - 1 : 0].statement;
    if (index >= parser->layout.statements.count) index = parser->layout.statements.count - 1;
    return &parser->layout.statements.at[index];
}

LayoutStatement *parser_statement_of(Parser *parser, const Ast *ast) { /* the last that begins at or before the node */
    int low = 0, high = parser->layout.statements.count;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (parser->layout.tokens.at[parser->layout.statements.at[middle].first].begin <= ast->span.begin)
            low = middle;
        else
            high = middle;
    }
    return &parser->layout.statements.at[low];
}

Ast *parser_document(Parser *parser, Ast *statement) {
    const LayoutStatement *s = parser_statement_of(parser, statement);
    if (s->broken && statement->kind != AST_BROKEN) statement = make_broken_statement(parser, s); /* too deep */
    statement->doc = s->doc;
    return statement;
}

void parser_statement(Parser *parser, Ast *statement) {
    VEC_PUSH(parser->session->arena, &parser->file->statements, parser_document(parser, statement));
}

static Parser prepared(Session *session, Source *source, int entry) {
    Parser      parser = {.session = session, .source = source, .entry = entry};
    Tokens      tokens = {0};
    DocComments docs = {0};
    scan(session, source, &tokens, &docs);
    layout(session, source, &tokens, &docs, entry == TOK_START_EXPRESSION, &parser.layout);
    parser.file = ARENA_NEW(session->arena, AstFile);
    parser.file->source = source;
    return parser;
}

AstFile *parse(Session *session, Source *source) {
    Parser parser = prepared(session, source, TOK_START_FILE);
    yyparse(&parser);
    return parser.file;
}

Ast *parse_expression(Session *session, Source *source) {
    int    errors = diag_count(&session->diags, SEVERITY_ERROR);
    Parser parser = prepared(session, source, TOK_START_EXPRESSION);
    if (parser.layout.statements.count) yyparse(&parser);
    return diag_count(&session->diags, SEVERITY_ERROR) > errors ? NULL : parser.expression;
}
