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
    const struct text bytes = blob_bytes(blob, NUMBER_SIZE);
    uint32_t number = 0;
    for (size_t i = 0; i < bytes.size; i++)
        number = number << BYTE_BITS | (uint8_t)bytes.at[i];
    return number;
}

struct text blob_string(struct blob *blob)
{
    const uint32_t size = blob_number(blob);
    return blob_bytes(blob, size);
}

uint8_t blob_byte(struct blob *blob)
{
    const struct text byte = blob_bytes(blob, 1);
    return byte.size ? (uint8_t)byte.at[0] : 0;
}

bool blob_ended(const struct blob *blob)
{
    return !blob->broken && blob->rest.size == 0;
}

void blob_add_number(struct buffer *out, uint32_t number)
{
    for (size_t i = NUMBER_SIZE; i-- > 0;)
        buffer_byte(out, (char)(number >> (BYTE_BITS * i) & 0xFF));
}

void blob_add_string(struct buffer *out, struct text string)
{
    blob_add_number(out, (uint32_t)string.size);
    buffer_add(out, string);
}
