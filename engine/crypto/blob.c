#include "crypto/blob.h"

enum { NUMBER_SIZE = 4, BYTE_BITS = 8 };

struct text blob_bytes(struct blob *blob, size_t size)
{
    if (blob->broken || size > blob->rest.size) {
        blob->broken = true;
        return TEXT_NONE;
    }
    const struct text bytes = text_part(blob->rest, 0, size);
    blob->rest = text_part(blob->rest, size, blob->rest.size);
    return bytes;
}

uint32_t blob_number(struct blob *blob)
{
    const struct text number_bytes = blob_bytes(blob, NUMBER_SIZE);
    uint32_t blob_big_endian = 0;
    for (size_t i = 0; i < number_bytes.size; i++)
        blob_big_endian = blob_big_endian << BYTE_BITS | (uint8_t)number_bytes.at[i];
    return blob_big_endian;
}

struct text blob_string(struct blob *blob)
{
    const uint32_t size = blob_number(blob);
    return blob_bytes(blob, size);
}

uint8_t blob_byte(struct blob *blob)
{
    const struct text blob_first = blob_bytes(blob, 1);
    return blob_first.size ? (uint8_t)blob_first.at[0] : 0;
}

bool blob_ended(const struct blob *blob)
{
    return !blob->broken && blob->rest.size == 0;
}

void blob_add_number(struct buffer *blob_out, uint32_t number)
{
    for (size_t i = NUMBER_SIZE; i-- > 0;)
        buffer_byte(blob_out, (char)(number >> (BYTE_BITS * i) & 0xFF));
}

void blob_add_string(struct buffer *blob_out, struct text blob_string_bytes)
{
    blob_add_number(blob_out, (uint32_t)blob_string_bytes.size);
    buffer_add(blob_out, blob_string_bytes);
}
