#include "ledger/proof.h"

#include "base/base64.h"
#include "base/limits.h"
#include "ledger/decimal_text.h"

#define PROOF_TITLE "c2sp.org/tlog-proof@v1"

static struct text receipt_after(struct text receipt_line, struct text line_word)
{
    return text_part(receipt_line, line_word.size, receipt_line.size);
}

static bool path_read(struct text *receipt_rest, struct path *path, struct error *err)
{
    struct text receipt_line;
    path->length = 0;
    while (line_take(receipt_rest, &receipt_line)) {
        if (receipt_line.size == 0)
            return true;
        if (path->length == PROOF_HASHES_MAX)
            return error_set(err, ERROR_REFUSED, "the receipt has more than %d hashes",
                             PROOF_HASHES_MAX);
        if (!digest_line_read(receipt_line, &path->at[path->length++]))
            return error_set(err, ERROR_REFUSED, "the receipt has a line that is no hash");
    }
    return error_set(err, ERROR_REFUSED, "the receipt ends before its checkpoint");
}

bool proof_read(struct text receipt, struct arena *arena, struct proof *out, struct error *err)
{
    const struct text extra_word = TEXT("extra "), index_word = TEXT("index ");
    struct proof proof = {0};
    struct text receipt_rest = receipt, receipt_line;
    if (receipt.size > LIMIT_PROOF_SIZE)
        return error_set(err, ERROR_REFUSED, "the receipt is larger than %llu bytes",
                         LIMIT_PROOF_SIZE);
    if (!line_take(&receipt_rest, &receipt_line) || !text_is(receipt_line, PROOF_TITLE) ||
        !line_take(&receipt_rest, &receipt_line))
        return error_set(err, ERROR_REFUSED, "the receipt does not begin with %s", PROOF_TITLE);
    proof.has_extra = text_starts(receipt_line, extra_word);
    if (proof.has_extra &&
        (!base64_read(receipt_after(receipt_line, extra_word), arena, &proof.extra) ||
         !line_take(&receipt_rest, &receipt_line)))
        return error_set(err, ERROR_REFUSED, "the receipt's extra line is not base64");
    if (!text_starts(receipt_line, index_word) ||
        !decimal_text_read(receipt_after(receipt_line, index_word), LIMIT_LOG_ENTRIES,
                           &proof.index))
        return error_set(err, ERROR_REFUSED, "the receipt does not say which entry it is for");
    if (!path_read(&receipt_rest, &proof.path, err))
        return false;
    if (receipt_rest.size == 0)
        return error_set(err, ERROR_REFUSED, "the receipt has no checkpoint");
    proof.note = receipt_rest;
    *out = proof;
    return true;
}

static void receipt_line_write(struct buffer *receipt, const char *line_word,
                               struct text line_bytes)
{
    buffer_string(receipt, line_word);
    buffer_add(receipt, base64_print(line_bytes, receipt->arena));
    buffer_byte(receipt, '\n');
}

bool proof_write(const struct proof *proof, struct buffer *receipt, struct error *err)
{
    const struct path *path = &proof->path;
    if (path->length > PROOF_HASHES_MAX || proof->note.size == 0)
        return error_set(err, ERROR_REFUSED, "a receipt has %d hashes at most, and a checkpoint",
                         PROOF_HASHES_MAX);
    struct buffer receipt_lines = buffer_in(receipt->arena, LIMIT_PROOF_SIZE);
    buffer_string(&receipt_lines, PROOF_TITLE "\n");
    if (proof->has_extra)
        receipt_line_write(&receipt_lines, "extra ", proof->extra);
    buffer_format(&receipt_lines, "index %ju\n", (uintmax_t)proof->index);
    for (size_t step = 0; step < path->length; step++)
        receipt_line_write(
            &receipt_lines, "",
            (struct text){(const char *)path->at[step].bytes, sizeof path->at[step].bytes});
    buffer_byte(&receipt_lines, '\n');
    buffer_add(&receipt_lines, proof->note);
    if (buffer_full(&receipt_lines))
        return error_set(err, ERROR_REFUSED, "the receipt is larger than %llu bytes",
                         LIMIT_PROOF_SIZE);
    buffer_add(receipt, buffer_text(&receipt_lines));
    return true;
}
