#include "ledger/decimal_text.h"

#include "base/base64.h"

#include <string.h>

bool decimal_text_read(struct text digits, uint64_t max, uint64_t *out)
{
    uint64_t decimal = 0;
    if (digits.size == 0 || (digits.size > 1 && digits.at[0] == '0'))
        return false;
    for (size_t nth = 0; nth < digits.size; nth++) {
        if (digits.at[nth] < '0' || digits.at[nth] > '9')
            return false;
        const uint64_t decimal_digit = (uint64_t)(digits.at[nth] - '0');
        if (decimal_digit > max || decimal > (max - decimal_digit) / 10)
            return false;
        decimal = decimal * 10 + decimal_digit;
    }
    *out = decimal;
    return true;
}

bool line_take(struct text *note_rest, struct text *line)
{
    const size_t line_end = text_find(*note_rest, '\n');
    if (line_end == note_rest->size)
        return false;
    *line = text_part(*note_rest, 0, line_end);
    *note_rest = text_part(*note_rest, line_end + 1, note_rest->size);
    return true;
}

bool digest_line_read(struct text line, struct digest *root)
{
    enum { SPELLED = 44 }; /* 32 bytes in base64 */
    if (line.size != SPELLED)
        return false;
    struct arena line_scratch = {0};
    struct text line_bytes;
    const bool line_fits =
        base64_read(line, &line_scratch, &line_bytes) && line_bytes.size == sizeof root->bytes;
    if (line_fits)
        memcpy(root->bytes, line_bytes.at, sizeof root->bytes);
    arena_free(&line_scratch);
    return line_fits;
}
