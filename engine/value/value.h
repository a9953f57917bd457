/* value/value.h: a document as a tree that does not change and knows where it came from.
 *
 * A value is null, a boolean, a number, a text, a list or a map. Readers (json.h, yaml.h) make
 * trees of them in an arena; so do the functions below. After that nobody writes to a value: trees
 * share their parts freely, and a `const struct value *` is good as long as its arena.
 *
 *     models.yaml:3:11    metrics -> { accuracy: 0.914, auc: 0.83 }
 *                                    map, 2 members sorted by key:
 *                                    [ "accuracy" | 0.914 at 3:11 ] [ "auc" | 0.83 at 4:6 ]
 *
 * Numbers. A number without fraction or exponent that fits 64 bits is VALUE_INTEGER and exact. All
 * others are VALUE_NUMBER: the double nearest to what was written (`rounded` says that an integer
 * did not survive this). NaN and the infinities are VALUE_NAN whatever the format calls them: a
 * number that is not one, and satisfies nothing.
 *
 * Maps hold each key once, sorted by the bytes of the key, so that walking a map is the same
 * everywhere. Keys are texts.
 *
 * The fields of `struct value` are private to this room; use the functions.
 */
#ifndef VALUE_VALUE_H
#define VALUE_VALUE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"
#include "base/text.h"

#include <stdint.h>

enum value_kind {
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_INTEGER,
    VALUE_NUMBER,
    VALUE_NAN,
    VALUE_STRING,
    VALUE_LIST,
    VALUE_MAP,
};

/* How a VALUE_NUMBER is kept: as a double, or as its spelling at `as.text`, `size` bytes long. */
enum value_flags {
    VALUE_SPELLED = 1,
    VALUE_INTEGRAL = 2, /* the spelling has no fraction and no exponent */
};

struct value {
    uint8_t kind;
    uint8_t flags;   /* of enum value_flags                                       */
    uint32_t size;   /* bytes of a text or of a number's spelling, items, members */
    uint32_t line;   /* of the value, from 1; 0 where it was made here            */
    uint32_t column; /* of the value, from 1, in code points                      */
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *text;
        const struct value *items;
        const struct member *members;
    } as;
    const char *file; /* of the value, as the user knows it; NULL where it was made here */
};

struct member {
    const char *key; /* key_size bytes of UTF-8 */
    uint32_t key_size;
    uint32_t key_line;
    uint32_t key_column;
    struct value value;
};

/* Whatever asks a value takes NULL for null: an absent member is asked like a present one. */
enum value_kind value_kind(const struct value *value);
const char *value_kind_name(enum value_kind kind); /* "null", "boolean", "integer", ... "map" */
struct place value_place(const struct value *value);

bool value_is_number(const struct value *value); /* INTEGER or NUMBER: finite */

/* What a value holds. Asking the wrong kind gives false, 0, NaN or the empty text: check first. */
bool value_boolean(const struct value *value);
int64_t value_integer(const struct value *value);
double value_number(const struct value *value); /* an integer too, rounded to nearest; NaN else */
struct text value_text(const struct value *value);

/* True of a VALUE_NUMBER that was written as an integer and is not that integer any more. */
bool value_rounded(const struct value *value);

/* The spelling that a number was read from, which may say more than the double; empty where the
 * number is a VALUE_INTEGER, was made here, or is a fraction of more than 1,024 bytes. */
struct text value_spelling(const struct value *value);

/* How many items a list has, or members a map; 0 of any other value. */
size_t value_count(const struct value *value);

/* Item `index` of a list, from 0. NULL past the end or of anything but a list. */
const struct value *value_at(const struct value *list, size_t index);

/* The member `key` of a map, NULL where there is none or it is no map. log2(n) comparisons. */
const struct value *value_get(const struct value *map, struct text key);

/* Member `index` in the order of keys: its key, where the key stands, its value. */
struct text member_key(const struct value *map, size_t index);
struct place member_place(const struct value *map, size_t index);
const struct value *member_value(const struct value *map, size_t index);

/* value_get, where null counts as absent and a missing map is an empty one. */
const struct value *value_present(const struct value *map, struct text key);

/* Equal as JSON values: kinds, texts, items, members; 1 equals 1.0; NaN equals nothing. */
bool value_equal(const struct value *a, const struct value *b);

/* ---- making values: places are empty, texts are borrowed ---- */

struct value value_of_null(void);
struct value value_of_boolean(bool boolean);
struct value value_of_integer(int64_t integer);
struct value value_of_number(double number); /* VALUE_NAN where it is not finite */
struct value value_of_text(struct text text);

/* The same value with a place, for readers. */
struct value value_placed(struct value value, struct place place);

struct values LIST(struct value);
struct members LIST(struct member);

/* A list over `items`, which are copied into the arena. */
struct value value_of_list(struct arena *arena, const struct value *items, size_t count);

/* Add a member to those of a map to come; `key` is borrowed. */
void members_add(struct arena *arena, struct members *members, struct text key, struct value value);

/* A map of the members, which are sorted and copied into the arena, unless they are in order and
 * fill their room, so that nothing comes after them. The keys differ: for maps made here, whose
 * keys are ours. A key given twice ends the process (70): it is our bug. */
struct value value_of_map(struct arena *arena, const struct members *members);

/* The same for keys from outside: sorts `members` in place; where two keys are equal, false, with
 * the index of the one that stands later in the file. For readers. */
NODISCARD bool members_sort(struct member *members, size_t count, size_t *duplicate);
struct value value_over_members(const struct member *sorted, size_t count);

/* A number by its spelling, decoded when it is asked for. `spelling` is JSON's grammar, lives as
 * long as the value, and is followed by a byte that cannot continue it. For readers. */
struct value value_of_spelling(struct text spelling);

/* A copy of the whole tree in `arena`, texts and file names included. */
struct value value_copy(struct arena *arena, const struct value *value);

#endif
