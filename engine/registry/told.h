/* registry/told.h: what a predicate or a row says under a name. Private to the room.
 *
 * Both have a known shape: acts were checked against it (shape.h), rows were written here. So what
 * is not there was null, and reads as empty.
 */
#ifndef REGISTRY_TOLD_H
#define REGISTRY_TOLD_H

#include "base/error.h"
#include "value/value.h"

/* NULL where it is null or absent. */
const struct value *told(const struct value *told_map, const char *member);

struct text told_text(const struct value *told_map, const char *member);

/* A count or an index: 0 where it is absent or below. */
uint64_t told_count(const struct value *told_map, const char *member);

/* A moment; `otherwise` where there is none. */
int64_t told_time(const struct value *told_map, const char *member, int64_t otherwise);

/* Does a list of texts have the text? */
bool told_among(const struct value *told_list, struct text told_wanted);

/* "NAME@VERSION" of a model {name, version}. */
struct text told_version(const struct value *model, struct arena *arena);

#endif
