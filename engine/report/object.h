/* report/object.h: JSON objects, for reports that are JSON. Private to the room.
 *
 *     struct object region = object_in(arena);
 *     object_integer(&region, "startLine", 14);
 *     object_value(&location, "region", object_made(&region));
 *
 * Every text from a record goes through object_shown, which escapes it as for a terminal: what
 * opens these files shows the texts to people, and JSON lets direction marks through.
 */
#ifndef REPORT_OBJECT_H
#define REPORT_OBJECT_H

#include "report/report.h"

struct object {
    struct arena *arena;
    struct members members;
};

struct object object_in(struct arena *arena);

/* One member of the object each; names are literals. */
void object_value(struct object *object, const char *name, struct value value);
void object_text(struct object *object, const char *name, const char *text);
void object_shown(struct object *object, const char *name, struct text text);
void object_integer(struct object *object, const char *name, int64_t integer);

struct value object_made(const struct object *object);

/* {"text": ...}, escaped: what SARIF calls a message. */
struct value object_message(struct text text, struct arena *arena);

/* The text, escaped. */
struct text object_escaped(struct text text, struct arena *arena);

/* A path as a URI reference: what is no letter, digit or "-._~/" in per cent. */
struct text object_uri(const char *path, struct arena *arena);

/* An address of the web, with what may not stand in one in per cent. */
struct text object_uri_whole(struct text address, struct arena *arena);

#endif
