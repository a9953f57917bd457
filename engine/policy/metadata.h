/* policy/metadata.h: reading the table that a policy declares. Private to the room.
 *
 * Whatever is off is ERROR_POLICY at the place of the value, or at the file where the value has no
 * place (tables from Lua have none). An empty Lua table is a list and a map at once, so either kind
 * of an empty container is taken where the other is asked for.
 */
#ifndef POLICY_METADATA_H
#define POLICY_METADATA_H

#include "policy/policy.h"

/* What the readers share. */
struct metadata {
    const struct policy_source *source;
    struct arena *arena;
    struct error *err;
};

/* Words that may stand as keys. */
struct words {
    const char *const *at;
    size_t count;
};

/* The place to blame for `metadata`, which may be NULL. */
struct place metadata_place(const struct metadata *in, const struct value *metadata);

/* Is it a map (or empty) with no other keys than these? `what` names it in the message. */
NODISCARD bool metadata_keys(const struct metadata *in, const struct value *metadata,
                             const char *what, struct words known);

/* The text of member `key`; TEXT_NONE where it is absent, unless it is `required`. Anything but a
 * text of valid UTF-8 without NUL, and an empty text, is refused. */
NODISCARD bool metadata_text(const struct metadata *in, const struct value *metadata,
                             const char *key, bool required, struct text *out);

/* A list, or an empty map in its place; a map, or an empty list in its place. */
bool metadata_is_list(const struct value *metadata);
bool metadata_is_map(const struct value *metadata);

/* Can the value stand in a policy set's digest: scalars whose number is exact, texts that are
 * UTF-8? A NaN, a null, a list or a map cannot. */
bool metadata_is_scalar(const struct value *metadata);

/* The parameters of `params`, sorted by name. (param.c) */
NODISCARD bool params_read(const struct metadata *in, const struct value *params,
                           struct params *out);

/* Bits 1 << stage or 1 << tier of the words of `when`. (policy_when.c) */
NODISCARD bool when_read(const struct metadata *in, const struct value *when, struct policy *out);

#endif
