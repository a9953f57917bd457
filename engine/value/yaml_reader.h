/* value/yaml_reader.h: what the parts of the YAML reader share; private to yaml*.c.
 *
 * libyaml turns bytes into events; the reader turns events into values, one recursion for each
 * level, and counts as it goes:
 *
 *     source -> yaml_source_check -> libyaml -> event -> yaml.c       lists and maps
 *               encoding, and what                       yaml_scalar.c  null, 0x1F, .5, texts, tags
 *               makes libyaml slow                       yaml_anchor.c  &name and *name
 *
 * A node is a value with what it would cost to walk: an alias shares the children of the value it
 * repeats, so it takes no memory, but a walker meets them again and goes as deep again.
 */
#ifndef VALUE_YAML_READER_H
#define VALUE_YAML_READER_H

#include "value/yaml.h"

#include <yaml.h>

struct yaml_node {
    struct value value;
    size_t nodes;  /* itself and all below it, aliases followed   */
    size_t bytes;  /* of all its texts and keys, aliases followed */
    size_t height; /* levels of lists and maps, itself included   */
    bool question; /* a map of one key and no colon: [?text]      */
};

/* What a name stands for; nothing yet while its list or map is still being read. */
struct yaml_anchor {
    struct text name;
    struct yaml_node node;
    size_t serial; /* a name may be given anew: which of its values this is */
    bool open;     /* the anchor's node is still being read                 */
};

/* Sorted by name, so that no choice of names makes the search slow. */
struct yaml_anchors LIST(struct yaml_anchor);

struct yaml_reader {
    yaml_parser_t parser;
    struct text source; /* as libyaml sees it                         */
    bool hidden;        /* some of its characters stand in for others */
    const char *file;
    struct arena *arena;
    struct error *err;
    char *stack; /* items and members of the lists and maps that are open, outer ones first */
    size_t used;
    size_t capacity;
    size_t depth; /* lists and maps that are open                         */
    size_t work;  /* nodes of the YAML so far, deep ones counted for more */
    struct yaml_anchors anchors;
    size_t anchors_seen;
    size_t alias_nodes; /* what aliases added so far */
    size_t alias_bytes;
    size_t cursor_index; /* a code point of the source, and the byte it begins at */
    size_t cursor_byte;
};

/* A scalar as it was written; all borrowed from the event. */
struct yaml_scalar {
    struct text text;
    const char *anchor; /* of the scalar; NULL where there is none                          */
    const char *tag;    /* as libyaml resolves it; NULL where there is none                 */
    bool plain;         /* without quotes, and not a block: the core schema says what it is */
    struct place place;
};

/* Refuse what libyaml must not see: too large, not UTF-8, or made to keep it busy. Of the rest,
 * `yaml_text` becomes what libyaml is given: without its byte order mark, with a line break behind
 * blanks that end it, and with NEL, LS and PS, which were line breaks in YAML 1.1 and are not now,
 * out of its sight. Code points keep their line and column; `hidden` says that some are replaced.
 */
NODISCARD bool yaml_source_check(const char *file, struct text *yaml_text, bool *hidden,
                                 struct arena *arena, struct error *err);

/* Put NEL, LS and PS back, in place; the new size. */
size_t yaml_source_restore(char *text, size_t size);

/* Where a byte of the source stands. */
struct place yaml_source_place(const char *file, struct text yaml_text, size_t byte);

/* A name from the input, fit to stand in a message: cut, and without control characters. */
enum { YAML_SHOWN_SIZE = 84 };
const char *yaml_shown(struct text name, char out[YAML_SHOWN_SIZE]);

/* What libyaml found wrong, as a sentence. Always false. */
bool yaml_parser_refuse(const struct yaml_reader *reader);

/* The value of a scalar, by its tag or else by the core schema; its text is copied. */
NODISCARD bool yaml_scalar_read(const struct yaml_scalar *scalar, struct arena *arena,
                                struct value *scalar_value, struct error *err);

/* Does the tag of a list or a map (`kind`) say that it is one? */
NODISCARD bool yaml_tag_check(const char *tag, enum value_kind kind, struct place place,
                              struct error *err);

/* ---- yaml_amend.c: where libyaml departs from YAML 1.2, the source is asked again ----
 *
 *     &a:b c       the anchor is a:b; libyaml cuts it at the colon and keeps ":b c"
 *     {?a: 1}      the key is ?a; libyaml takes every '?' in brackets for the mark of a key
 *     [?a]         the text ?a; libyaml makes {a: null} of it
 *
 * Each asks about an event not before the last one it asked about. */

/* Anchor and text of a plain scalar that has an anchor. */
NODISCARD bool yaml_anchor_amend(struct yaml_reader *reader, const yaml_event_t *event,
                                 struct yaml_scalar *scalar);

/* Does a '?' stand right before the key? Then it is this text, or else refused. */
bool yaml_question_before(struct yaml_reader *reader, const yaml_event_t *event);
NODISCARD bool yaml_question_read(struct yaml_reader *reader, const yaml_event_t *event,
                                  struct value *out);
bool yaml_colon_between(struct yaml_reader *reader, const yaml_event_t *key,
                        const yaml_event_t *value);

/* ---- yaml_anchor.c: names, and what they repeat ---- */

/* Begin a value of that name, which may be NULL; `serial` is for yaml_anchor_close. */
NODISCARD bool yaml_anchor_open(struct yaml_reader *reader, const char *name,
                                struct place anchor_place, size_t *serial);
void yaml_anchor_close(struct yaml_reader *reader, const char *name, size_t serial,
                       const struct yaml_node *node);

/* The node that *name repeats, if walking it again stays within every limit. */
NODISCARD bool yaml_alias_read(struct yaml_reader *reader, const char *name,
                               struct place alias_place, struct yaml_node *out);

#endif
