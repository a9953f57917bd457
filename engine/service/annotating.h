/* service/annotating.h: something said about a version that moves it nowhere: a tag, an alias, a
 * note, who uses it, what serves it. Private to the room.
 */
#ifndef SERVICE_ANNOTATING_H
#define SERVICE_ANNOTATING_H

#include "service/moving.h"

struct annotation {
    const char *change; /* "tag", "consume", ...; registry/act.h has them       */
    struct asked_version asked;
    struct text key;   /* the tag, alias, consumer, endpoint or obligation      */
    struct text value; /* empty: null                                           */
    struct text note;  /* words, which are committed to; empty: null            */
    struct text doing; /* for the sentence: "tag %s as ..."; empty: nobody is asked */
    struct text told;  /* what came of it: "credit@2.3.0 has the tag seen"          */
};

/* Signed and in the log. What the log refuses is recorded under `command`. */
NODISCARD bool annotation_record(struct acting *acting, const struct annotation *annotation,
                                 const char *command, struct recorded *out, struct error *err);

/* A command that says one thing about a version: its words, read into `annotation`, of which
 * `asked` is filled already where the command has a `version`. */
struct annotation_command {
    const char *name; /* "consumer add" */
    bool (*prepare)(struct acting *acting, const struct value *request,
                    struct annotation *annotation, struct error *err);
};

int annotation_run(struct session *session, const struct value *request,
                   const struct annotation_command *command, struct error *err);

#endif
