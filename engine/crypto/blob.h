/* crypto/blob.h: the binary form of SSH keys and signatures: RFC 4251, section 5.
 *
 *     | size, 4 bytes, big end first | size bytes |   a string
 *
 * A reader that finds too few bytes is broken from then on and yields nothing, so the fields are
 * read one after another and asked about once, at the end.
 */
#ifndef CRYPTO_BLOB_H
#define CRYPTO_BLOB_H

#include "base/buffer.h"
#include "base/text.h"

#include <stdint.h>

struct blob {
    struct text rest;
    bool broken;
};

/* The next field. Strings are borrowed from the blob. */
struct text blob_string(struct blob *blob);
uint32_t blob_number(struct blob *blob);
uint8_t blob_byte(struct blob *blob);

/* The next `size` bytes, without a size in front. */
struct text blob_bytes(struct blob *blob, size_t size);

/* Everything was there, and nothing is behind it. */
bool blob_ended(const struct blob *blob);

void blob_add_number(struct buffer *blob_out, uint32_t number);
void blob_add_string(struct buffer *blob_out, struct text blob_string_bytes);

#endif
