/* service/operation.h: everything the product can do, declared once.
 *
 * An operation is a row: its words, its parameters, and the function that does it. The command
 * line is read by these rows; help, completion and documents are printed from them. A door turns
 * its input into a request, which is a map of parameters:
 *
 *     obstat check --to staging -p rules model.yaml
 *     {"manifest": ["model.yaml"], "policy": ["rules"], "to": "staging"}
 *
 * `run` does the work and returns the status of experience.md section 1. It returns one only after
 * saying why: either it sets err, and the door prints it and takes its status, or it has printed a
 * report.
 */
#ifndef SERVICE_OPERATION_H
#define SERVICE_OPERATION_H

#include "base/suggest.h"
#include "service/session.h"
#include "value/value.h"

enum parameter_kind {
    PARAMETER_FLAG,      /* --verbose; true where given                            */
    PARAMETER_OPTION,    /* --to STAGE; a text                                     */
    PARAMETER_OPTIONS,   /* --param ID.KEY=VALUE, repeatable; a list of texts      */
    PARAMETER_ARGUMENT,  /* FILE, in place; a text                                 */
    PARAMETER_ARGUMENTS, /* MANIFEST..., in place, the rest; a list of texts       */
};

enum { PARAMETER_REQUIRED = 1 };

struct parameter {
    const char *name; /* "to": --to, and the key of the request              */
    char letter;      /* 'p' for -p, or 0                                    */
    enum parameter_kind kind;
    unsigned flags;
    const char *placeholder;  /* "STAGE"                                             */
    const char *help;         /* one line, lower case, no full stop                  */
    const char *const *words; /* what the value must be one of, NULL last; or NULL  */
};

struct operation {
    const char *name;     /* "check", "policy lint"                                          */
    const char *summary;  /* one line                                                        */
    const char *details;  /* paragraphs for help; what a status means where it is special     */
    const char *examples; /* lines, each a command                                           */
    const struct parameter *parameters; /* ended by a row without a name                     */
    int (*run)(struct session *session, const struct value *request, struct error *err);
};

/* Every operation, ended by NULL, in the order in which help lists them. */
extern const struct operation *const operations[];

/* The operation of that name; NULL with a suggestion. */
const struct operation *operation_named(struct text name, struct suggestion *near_operation);

/* The index-th word that the parameter's value may be: of its own words, else of the formats that
 * its placeholder FORMAT or FORMAT[=FILE] stands for. NULL past the last; where there is none at 0
 * any text may stand. */
const char *parameter_word(const struct parameter *parameter, size_t index);

/* Fail with err's status: `return operation_failed(err)`. */
int operation_failed(const struct error *err);

/* Parts of a request. Absent: NULL, false, 0. Texts in a request are C strings. */
const char *request_text(const struct value *request, const char *name);
bool request_flag(const struct value *request, const char *name);
size_t request_count(const struct value *request, const char *name);
const char *request_at(const struct value *request, const char *name, size_t index);

#endif
