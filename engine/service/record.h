/* service/record.h: writing messages and parts of records as values. Private to the room.
 *
 *     struct record message = record_in(&arena);
 *     record_text(&message, "kind", TEXT("refused"));
 *     record_integer(&message, "manifest", 3);
 *     worker_send(port, record_bytes(&message));
 */
#ifndef SERVICE_RECORD_H
#define SERVICE_RECORD_H

#include "crypto/digest.h"
#include "value/value.h"

struct record {
    struct arena *arena;
    struct members members;
};

struct record record_in(struct arena *arena);

/* One member each; names are literals, texts are made sound and else borrowed. An empty text is
 * written as null. */
void record_value(struct record *record, const char *name, struct value value);
void record_maybe(struct record *record, const char *name, const struct value *value); /* or null */
void record_text(struct record *record, const char *name, struct text text);
void record_integer(struct record *record, const char *name, int64_t integer);
void record_boolean(struct record *record, const char *name, bool boolean);
void record_digest(struct record *record, const char *name, const struct digest *digest);
void record_error(struct record *record, const char *name, const struct error *err);

/* The text as a record can hold it: a byte that is not UTF-8, as a file's name may have, is written
 * out as \xff is. */
struct text text_sound(struct text sound_text, struct arena *arena);

/* The map of all that was written. */
struct value record_map(const struct record *record);

/* Its canonical bytes. What has no canonical form is a bug of ours and ends the process (70). */
struct text record_bytes(const struct record *record);

/* What record_error wrote; anything else makes a bug of it. Texts are cut to fit. */
void record_error_read(const struct value *value, struct arena *arena, struct error *out);

#endif
