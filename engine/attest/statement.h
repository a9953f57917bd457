/* attest/statement.h: what is said, and about what: in-toto Statement v1.
 *
 *     {"_type": "https://in-toto.io/Statement/v1",
 *      "subject": [{"name": "credit-default@2.3.0", "digest": {"sha256": "9274..."}}],
 *      "predicateType": "urn:obstat:approval:v1", "predicate": {...}}
 *
 * A subject is known by its digest alone; the name is for people.
 */
#ifndef ATTEST_STATEMENT_H
#define ATTEST_STATEMENT_H

#include "base/list.h"
#include "crypto/digest.h"
#include "value/value.h"

struct statement_subject {
    struct text name;
    struct digest digest; /* SHA-256 */
};

struct statement_subjects LIST(struct statement_subject);

struct statement {
    struct statement_subjects subjects; /* at least one */
    struct text predicate_type;
    const struct value *predicate; /* a map */
};

/* Read the payload of an envelope; `file` is to blame in refusals. Subjects without a SHA-256 are
 * ERROR_REFUSED, so is another _type; unknown members are passed over. */
NODISCARD bool statement_read(const char *file, struct text payload, struct arena *arena,
                              struct statement *out, struct error *err);

/* The statement in its one spelling (RFC 8785). */
NODISCARD bool statement_write(const struct statement *statement, struct arena *arena,
                               struct text *out, struct error *err);

#endif
