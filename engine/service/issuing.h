/* service/issuing.h: a passport while it is made: what passport.c and issuing.c share. Private to
 * both.
 */
#ifndef SERVICE_ISSUING_H
#define SERVICE_ISSUING_H

#include "service/custody.h"
#include "service/passport.h"

struct issuing {
    struct acting *acting;
    struct text key;         /* NAME@VERSION            */
    const struct value *row; /* of the version          */
    uint64_t head;           /* the entry that moved it */
    struct audited moved;    /* that entry              */
    int64_t promoted;        /* when it was last */
    struct passport passport;
};

/* A text of a row or a predicate; empty where it is null or absent. */
struct text issuing_text(const struct value *told_map, const char *name);

/* "NAME@VERSION gets no passport: ...", ERROR_GUARD; and the database against the log,
 * ERROR_INTEGRITY. Both are always false. */
bool issuing_refuse(const struct issuing *issuing, struct error *err, const char *why);
bool issuing_changed(const struct issuing *issuing, struct error *err, const char *how);

/* The entry that brought the version to where its row has it. */
NODISCARD bool issuing_head(struct issuing *issuing, struct error *err);

/* The decision that let it through: the artifact and the policies. */
NODISCARD bool issuing_decision(struct issuing *issuing, struct error *err);

/* As it was registered: the same artifact, the tier, and whether it has a time to live. */
NODISCARD bool issuing_registration(struct issuing *issuing, struct error *err);

/* Nothing that was logged since has moved it on. Needs the tier. */
NODISCARD bool issuing_stands(struct issuing *issuing, struct error *err);

/* Where it was promoted in an emergency and the review was due, those who had to have given it.
 * Needs the tier. */
NODISCARD bool issuing_reviewed(struct issuing *issuing, struct error *err);

#endif
