/* scan/wire.h: protocol buffers, field by field. Private to the room.
 *
 * A message is a row of fields: a tag, which is a number and a form, and a payload. What a number
 * means is written in the tables of those who ask (onnx.c, tensorflow.c):
 *
 *     {GRAPH, 1, NODE, 0}           field 1 of a GRAPH is a message NODE: go into it
 *     {NODE, 4, 0, WHAT_OPERATOR}   field 4 of a NODE is told as WHAT_OPERATOR
 *
 * Other fields are passed over. Forms that a table does not expect, lengths beyond the message
 * around, groups, and numbers of more than ten bytes break the walk.
 */
#ifndef SCAN_WIRE_H
#define SCAN_WIRE_H

#include "scan/exam.h"

/* A row of a table: the field of a message, and the message it holds, or what it is told as. */
struct wire_field {
    uint8_t message;
    uint8_t number;
    uint8_t holds; /* a field's message; 0: none */
    uint8_t told;  /* 0: not                     */
};

enum { WIRE_TEXT = 512 };

struct wire {
    struct exam *exam;
    struct source *source;
    const struct wire_field *fields; /* ended by a row of zeros */

    /* What a field holds: its bytes, of a long one the start (`number` says how many there are), or
     * its number. */
    void (*tell)(struct wire *wire, uint8_t told, struct text text, uint64_t number);

    /* Where not NULL: a long payload, from where the source stands; it may take `size` bytes. */
    bool (*take)(struct wire *wire, uint8_t told, uint64_t size);

    void (*enter)(struct wire *wire, uint8_t message); /* or NULL: a message begins */
    void *context;
};

/* Walk `message` from where the source stands to `end`. False with a finding. */
bool wire_walk(struct wire *wire, uint8_t message, uint64_t end);

/* The numbers of the top fields of a message that fills the source: bit n for field n from 1 to 63,
 * bit 0 where one is higher. False where it is no message. `lengths` gets those that are texts,
 * bytes or messages. */
NODISCARD bool wire_shape(struct source *source, uint64_t *fields, uint64_t *lengths);

#endif
