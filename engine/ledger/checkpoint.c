#include "ledger/checkpoint.h"

#include "base/base64.h"
#include "base/limits.h"
#include "ledger/decimal_text.h"

static bool extensions_fit(struct text extensions)
{
    struct text extension;
    while (line_take(&extensions, &extension))
        if (extension.size == 0)
            return false;
    return extensions.size == 0;
}

static bool head_fits(const struct tree_head *head, struct error *err)
{
    struct digest empty_root;
    if (head->size > 0)
        return true;
    if (!digest_of(NULL, 0, &empty_root, err))
        return false;
    return digest_equal(&head->root, &empty_root) ||
           error_set(err, ERROR_REFUSED, "the checkpoint of an empty log has the root of another");
}

bool checkpoint_read(struct text message, struct checkpoint *out, struct error *err)
{
    struct checkpoint checkpoint;
    struct text checkpoint_rest = message, size_line, root_line;
    if (!line_take(&checkpoint_rest, &checkpoint.origin) || checkpoint.origin.size == 0)
        return error_set(err, ERROR_REFUSED, "the checkpoint does not name its log");
    if (!line_take(&checkpoint_rest, &size_line) ||
        !decimal_text_read(size_line, LIMIT_LOG_ENTRIES, &checkpoint.head.size))
        return error_set(err, ERROR_REFUSED, "the checkpoint's second line is not a size");
    if (!line_take(&checkpoint_rest, &root_line) ||
        !digest_line_read(root_line, &checkpoint.head.root))
        return error_set(err, ERROR_REFUSED, "the checkpoint's third line is not a root");
    if (!extensions_fit(checkpoint_rest))
        return error_set(err, ERROR_REFUSED, "the checkpoint has an empty or unfinished line");
    checkpoint.extensions = checkpoint_rest;
    if (!head_fits(&checkpoint.head, err))
        return false;
    *out = checkpoint;
    return true;
}

bool checkpoint_write(const struct checkpoint *checkpoint, struct buffer *published,
                      struct error *err)
{
    const struct digest *root = &checkpoint->head.root;
    const struct text root_bytes = {(const char *)root->bytes, sizeof root->bytes};
    struct buffer note_message = buffer_in(published->arena, LIMIT_NOTE_SIZE);
    struct checkpoint checkpoint_again;
    buffer_add(&note_message, checkpoint->origin);
    buffer_format(&note_message, "\n%ju\n", (uintmax_t)checkpoint->head.size);
    buffer_add(&note_message, base64_print(root_bytes, published->arena));
    buffer_byte(&note_message, '\n');
    buffer_add(&note_message, checkpoint->extensions);
    if (buffer_full(&note_message))
        return error_set(err, ERROR_REFUSED, "the checkpoint is too large");
    if (!checkpoint_read(buffer_text(&note_message), &checkpoint_again, err))
        return false;
    if (!text_equal(checkpoint_again.origin, checkpoint->origin))
        return error_set(err, ERROR_REFUSED, "the name of a log is one line");
    buffer_add(published, buffer_text(&note_message));
    return true;
}

bool checkpoint_sign(const struct checkpoint *checkpoint, const struct key_pair *pair,
                     struct buffer *published, struct error *err)
{
    struct buffer note_message = buffer_in(published->arena, LIMIT_NOTE_SIZE);
    if (!checkpoint_write(checkpoint, &note_message, err))
        return false;
    struct note note = {.message = buffer_text(&note_message)};
    return note_sign(&note, checkpoint->origin, pair, published->arena, err) &&
           note_write(&note, published, err);
}

bool checkpoint_open(struct text published, const struct note_key *log, struct arena *arena,
                     struct checkpoint *out, struct error *err)
{
    struct note note;
    struct checkpoint checkpoint;
    bool signed_by = false;
    if (!note_read(published, arena, &note, err) || !note_verify(&note, log, 1, &signed_by, err) ||
        !checkpoint_read(note.message, &checkpoint, err))
        return false;
    if (!text_equal(checkpoint.origin, log->name))
        return error_set(err, ERROR_INTEGRITY, "the checkpoint is of the log %.*s and not of %.*s",
                         TEXT_ARGS(checkpoint.origin), TEXT_ARGS(log->name));
    *out = checkpoint;
    return true;
}
