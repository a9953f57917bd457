/* lint/syntax.h: a Lua text as a tree, with its names resolved. Private to the room.
 *
 *     local low = case.model.n or 0         LOCAL  variables [low]  values [BINARY or]
 *     if low < 5 then case:fail("x") end    IF     arms [{BINARY <, block}]
 *                                                         left: NAME low --variable--> low
 *
 * Besides the tree there are flat lists of every expression, statement and function, so that most
 * rules are loops and need not descend. Every node has its bytes, [from, to): what lies within a
 * statement is found by comparing numbers.
 *
 * A NAME without a variable is a global name.
 */
#ifndef LINT_SYNTAX_H
#define LINT_SYNTAX_H

#include "lint/lexer.h"

struct expression;
struct statement;
struct function;
struct block;

enum expression_kind {
    EXPRESSION_NIL,
    EXPRESSION_TRUE,
    EXPRESSION_FALSE,
    EXPRESSION_NUMBER,
    EXPRESSION_STRING,
    EXPRESSION_VARARG,
    EXPRESSION_FUNCTION,
    EXPRESSION_NAME,
    EXPRESSION_INDEX,  /* left[right]; a.b is a["b"]          */
    EXPRESSION_CALL,   /* left(items)                         */
    EXPRESSION_METHOD, /* left:text(items)                    */
    EXPRESSION_TABLE,  /* {items}                             */
    EXPRESSION_BINARY, /* left operation right                */
    EXPRESSION_UNARY,  /* operation left                      */
    EXPRESSION_PAREN,  /* (left)                              */
};

struct expressions LIST(struct expression *);

/* An item of a table's expression, or an argument of a call. */
struct item {
    struct expression *key; /* NULL where it has none */
    struct expression *value;
};

struct items LIST(struct item);

enum variable_kind {
    VARIABLE_LOCAL,
    VARIABLE_PARAMETER,
    VARIABLE_COUNTER, /* the first variable of a loop: what counts, or a key */
    VARIABLE_EACH,    /* the others: what is found under the key             */
};

struct variable {
    enum variable_kind kind;
    struct symbol *symbol;
    struct spot spot;
    struct variable *shadowed;        /* of the same name, outside         */
    const struct expression *initial; /* what it is declared with, or NULL */
    struct function *owner;
    bool constant;          /* <const> or <close>                           */
    bool closed;            /* <close>                                      */
    unsigned reads, writes; /* of the variable; its declaration is no write */
};

struct variables LIST(struct variable *);

struct expression {
    enum expression_kind kind;
    enum token_kind operation;
    struct spot spot;
    size_t from, to;
    size_t mark;      /* where the operator, the method's name or the opening bracket stands */
    struct text text; /* of an EXPRESSION_NAME, a STRING, a METHOD's name                    */
    double number;
    struct expression *left, *right;
    struct items items;
    struct function *function;    /* of a FUNCTION                                           */
    const struct function *owner; /* in which the expression stands                          */
    struct variable *variable;    /* of a NAME; NULL for a global one                        */
    bool written;                 /* it is assigned to                                       */
    bool other_environment;       /* a global name where a local _ENV stands for the globals */
};

struct function {
    struct function *outer; /* NULL for the file */
    struct spot spot;
    size_t from, to;
    struct variables parameters;
    bool variadic;
    struct block *body;
};

enum statement_kind {
    STATEMENT_ASSIGN,         /* targets = values            */
    STATEMENT_CALL,           /* values[0]                   */
    STATEMENT_DO,             /* body                        */
    STATEMENT_WHILE,          /* arms[0]                     */
    STATEMENT_REPEAT,         /* arms[0]                     */
    STATEMENT_IF,             /* arms, the last perhaps without a condition */
    STATEMENT_FOR_COUNT,      /* variables[0] = values, body */
    STATEMENT_FOR_EACH,       /* variables in values, body   */
    STATEMENT_FUNCTION,       /* targets[0] = values[0]      */
    STATEMENT_LOCAL_FUNCTION, /* variables[0] = values[0]    */
    STATEMENT_LOCAL,          /* variables = values          */
    STATEMENT_RETURN,         /* values                      */
    STATEMENT_BREAK,
    STATEMENT_GOTO,
    STATEMENT_LABEL,
};

/* A block under a condition. */
struct arm {
    struct expression *condition; /* NULL for else */
    struct block *block;
};

struct arms LIST(struct arm);

struct statement {
    enum statement_kind kind;
    struct spot spot;
    size_t from, to;
    const struct function *owner;
    struct expressions targets, values;
    struct variables variables;
    struct arms arms;
    struct block *body;
    bool reached; /* of a LABEL, or several in a row: some goto leads there */
};

struct statements LIST(struct statement *);
struct functions LIST(struct function *);

struct block {
    size_t from, to;
    struct statements statements;
};

struct blocks LIST(struct block *);

struct syntax {
    struct function *main;
    struct expressions expressions; /* all, what is inside before what is around it */
    struct statements statements;   /* all, in the order in which they begin        */
    struct blocks blocks;           /* all of the syntax                            */
    struct functions functions;     /* all of the syntax, the file's own first      */
    struct variables variables;     /* all                                          */
    struct symbols symbols;
    struct comments comments;
};

#endif
