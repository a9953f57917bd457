/* worker/parcel.h: messages between two programs, over a socket between them, with an open file
 * beside one where the other is to read it.
 *
 *     | size, 4 bytes, high byte first | message |      the file travels with the first byte
 *
 * Neither side believes the other: a size above the limit, an end in the middle and more than one
 * file break the conversation, and what is not here by its deadline is late.
 */
#ifndef WORKER_PARCEL_H
#define WORKER_PARCEL_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

struct parcel {
    struct text message;
    int file; /* -1: none */
};

enum parcel_event {
    PARCEL_HERE,   /* all of it went, or came        */
    PARCEL_OVER,   /* the other side hung up between two parcels */
    PARCEL_LATE,   /* the deadline passed            */
    PARCEL_BROKEN, /* it hung up in the middle, or what it sends is no parcel */
};

/* A deadline of clock_milliseconds that never comes. */
#define PARCEL_PATIENT INT64_MAX

/* The file stays open here. */
enum parcel_event parcel_send(int channel, const struct parcel *parcel, int64_t deadline_ms);

/* The message, at most `max` bytes and followed by a NUL, in the arena; its file is the caller's to
 * close. */
enum parcel_event parcel_receive(int channel, size_t max, int64_t deadline_ms, struct arena *arena,
                                 struct parcel *parcel);

#endif
