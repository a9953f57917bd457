/* registry/deed.h: a row while it is drawn up. Private to the room.
 *
 *     struct deed deed = deed_of(version, arena);        all that the row says now
 *     deed_text(&deed, "stage", TEXT("retired"));        with one thing said anew
 *
 * Names are literals; what is said once more takes the place of what was said.
 */
#ifndef REGISTRY_DEED_H
#define REGISTRY_DEED_H

#include "value/value.h"

struct deed {
    struct arena *arena;
    struct members members;
};

/* With the members of a row, or with none where `told_row` is NULL. */
struct deed deed_of(const struct value *told_row, struct arena *arena);

void deed_put(struct deed *deed, const char *member, struct value value);
void deed_keep(struct deed *deed, const char *member, const struct value *value); /* NULL: null */
void deed_text(struct deed *deed, const char *member, struct text text); /* an empty one: null */
void deed_count(struct deed *deed, const char *member, uint64_t count);
void deed_time(struct deed *deed, const char *member, int64_t moment);

struct value deed_value(const struct deed *deed);

/* The list with one more at its end; without the text; with the one at `at` in another form. A
 * NULL list is an empty one. */
struct value list_with(const struct value *told_list, struct value one, struct arena *arena);
struct value list_without(const struct value *told_list, struct text text, struct arena *arena);
struct value list_changed(const struct value *told_list, size_t at, struct value one,
                          struct arena *arena);

/* With the text at its end, unless it is there. */
struct value list_with_text(const struct value *told_list, struct text text, struct arena *arena);

#endif
