/* value/pointer.h: JSON Pointer (RFC 6901), and the dotted paths that policies write.
 *
 *     /results/0/metric        tokens after slashes; ~0 is ~ and ~1 is /
 *     lineage.code.commit      names between dots; lineage.data[1].digest counts from 1, as Lua
 * does
 */
#ifndef VALUE_POINTER_H
#define VALUE_POINTER_H

#include "base/buffer.h"
#include "value/value.h"

/* How far a pointer or dotted path led. */
struct pointer_result {
    const struct value *value; /* that the pointer led to; NULL where it did not get there */
    const struct value *last;  /* the deepest value that was reached                       */
    struct text reached;       /* the pointer as far as it was reached, "" at the root     */
    struct text absent;        /* the name that the deepest value does not have            */
    const char *hint;          /* for the pointer's key: "; did you mean accuracy?" or ""  */
};

/* Follow a JSON Pointer from `root`. False where it is not well-formed (ERROR_USAGE); a pointer
 * that leads nowhere is well-formed and result.value is NULL. */
NODISCARD bool pointer_follow(const struct value *root, struct text pointer, struct arena *arena,
                              struct pointer_result *pointer_followed, struct error *err);

/* The same for a dotted path. A null on the way or at its end counts as absent. */
NODISCARD bool path_follow(const struct value *root, struct text dotted_path, struct arena *arena,
                           struct pointer_result *pointer_followed, struct error *err);

/* The pointer of `node` in the tree of `root`, by identity; "" for the root itself, and empty
 * with at == NULL where it is not in the tree. Places narrow the search where both have them. */
struct text pointer_to(const struct value *root, const struct value *node, struct arena *arena);

/* Append one token, escaped, with its slash. */
void pointer_add(struct buffer *pointer, struct text reference_token);

#endif
