/* value/schema.h: JSON Schema, draft 2020-12, over values.
 *
 * Every keyword of the core, applicator, unevaluated, validation and meta-data vocabularies;
 * `format` and `content*` annotate and do not judge, as the draft says. References go to the schema
 * itself, its `$id`s and anchors, the draft's meta-schemas, which are built in, and the documents
 * that the caller adds to the library. Nothing is ever fetched.
 *
 * A schema of another draft (`$schema`), an unknown required vocabulary, a reference that leads
 * nowhere or a pattern that does not compile is ERROR_REFUSED with its place: a schema that we
 * would misjudge judges nothing. An unknown keyword is an annotation, as the draft says.
 */
#ifndef VALUE_SCHEMA_H
#define VALUE_SCHEMA_H

#include "value/value.h"

struct schema;         /* compiled */
struct schema_library; /* documents by URI, and what was compiled from them */

struct schema_error {
    const struct value *instance; /* what does not fit: its place is value_place(instance)        */
    struct text instance_pointer; /* "/metrics/auc"                                               */
    struct text keyword_pointer;  /* where in the schema: "/properties/metrics/type"              */
    struct text message; /* one sentence, no full stop: "is a string, a number is needed" */
    struct place place;  /* of the key where the key is the fault, else of the instance  */
};

struct schema_errors LIST(struct schema_error);

/* An empty library that knows the draft's meta-schemas. Lives in the arena. */
struct schema_library *schema_library_new(struct arena *arena);

/* Of documents of our own, which tests compile whole: keywords are compiled when a value first
 * comes to them, which for most of a schema is never. One that is broken stops schema_check there.
 */
void schema_library_trust(struct schema_library *schema_library);

/* Make `schema_document` known under `uri` (absolute, without fragment). */
void schema_library_add(struct schema_library *schema_library, struct text uri,
                        const struct value *schema_document);

/* Compile `schema_document`, whose base is `uri` unless it has an `$id`. */
NODISCARD bool schema_compile(struct schema_library *schema_library, struct text uri,
                              const struct value *schema_document, struct schema **out,
                              struct error *err);

/* Judge. `errors` gets what does not fit, in the order of places, at most LIMIT_SCHEMA_ERRORS; none
 * means valid. Of a failed anyOf or oneOf the branch that came nearest is reported. An unexpected
 * property carries a did-you-mean. False, with `err`, only where judging itself had to stop:
 * LIMIT_SCHEMA_STEPS, LIMIT_SCHEMA_DEPTH, a pattern's limit, or a schema that refers to itself
 * without end. */
NODISCARD bool schema_check(const struct schema *schema, const struct value *instance,
                            struct arena *arena, struct schema_errors *errors, struct error *err);

#endif
