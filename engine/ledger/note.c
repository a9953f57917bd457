#include "ledger/note.h"

#include "base/base64.h"
#include "base/encode.h"
#include "base/limits.h"
#include "crypto/signature.h"
#include "ledger/decimal_text.h"
#include "ledger/note_name.h"

#include <string.h>

#define DASH "\xE2\x80\x94 "

static bool message_is_clean(struct text note_text)
{
    for (size_t nth = 0; nth < note_text.size; nth++)
        if ((uint8_t)note_text.at[nth] < ' ' && note_text.at[nth] != '\n')
            return false;
    return utf8_check(note_text) == note_text.size;
}

static bool signature_read(struct text signature_line, struct arena *arena,
                           struct note_signature *signature, struct error *err)
{
    struct text signature_bytes;
    const struct text signature_named =
        text_part(signature_line, sizeof DASH - 1, signature_line.size);
    const size_t space = text_find(signature_named, ' ');
    const struct text signer_name = text_part(signature_named, 0, space);
    if (!text_starts(signature_line, TEXT(DASH)) || space == signature_named.size ||
        !note_name_fits(signer_name) ||
        !base64_read(text_part(signature_named, space + 1, signature_named.size), arena,
                     &signature_bytes) ||
        signature_bytes.size <= NOTE_ID_SIZE)
        return error_set(err, ERROR_REFUSED, "the note has a line that is no signature");
    *signature = (struct note_signature){
        .name = signer_name,
        .bytes = text_part(signature_bytes, NOTE_ID_SIZE, signature_bytes.size)};
    memcpy(signature->id, signature_bytes.at, NOTE_ID_SIZE);
    return true;
}

/* The message ends at the last empty line. */
static bool message_end(struct text note_text, size_t *end)
{
    for (size_t message_size = note_text.size; message_size >= 2; message_size--)
        if (note_text.at[message_size - 1] == '\n' && note_text.at[message_size - 2] == '\n') {
            *end = message_size - 1;
            return true;
        }
    return false;
}

static size_t lines_count(struct text signature_lines)
{
    size_t line_count = 0;
    for (size_t nth = 0; nth < signature_lines.size; nth++)
        line_count += signature_lines.at[nth] == '\n';
    return line_count;
}

bool note_read(struct text note_text, struct arena *arena, struct note *out, struct error *err)
{
    size_t message_size;
    if (note_text.size > LIMIT_NOTE_SIZE)
        return error_set(err, ERROR_REFUSED, "the note is larger than %llu bytes", LIMIT_NOTE_SIZE);
    if (!message_is_clean(note_text))
        return error_set(err, ERROR_REFUSED, "the note is not plain UTF-8 text");
    if (!message_end(note_text, &message_size) || message_size + 1 == note_text.size ||
        note_text.at[note_text.size - 1] != '\n')
        return error_set(err, ERROR_REFUSED, "the note has no signature, or no end");
    struct text signature_lines = text_part(note_text, message_size + 1, note_text.size),
                signature_line;
    struct note note = {text_part(note_text, 0, message_size), NULL, lines_count(signature_lines)};
    if (note.count > LIMIT_NOTE_SIGNATURES)
        return error_set(err, ERROR_REFUSED, "the note has more than %d signatures",
                         LIMIT_NOTE_SIGNATURES);
    note.signatures = ARENA_ARRAY(arena, struct note_signature, note.count);
    for (size_t nth = 0; line_take(&signature_lines, &signature_line); nth++)
        if (!signature_read(signature_line, arena, &note.signatures[nth], err))
            return false;
    *out = note;
    return true;
}

static void signature_write(const struct note_signature *signature, struct buffer *note_lines)
{
    struct buffer signature_bytes =
        buffer_in(note_lines->arena, NOTE_ID_SIZE + signature->bytes.size);
    buffer_add(&signature_bytes, (struct text){(const char *)signature->id, NOTE_ID_SIZE});
    buffer_add(&signature_bytes, signature->bytes);
    buffer_string(note_lines, DASH);
    buffer_add(note_lines, signature->name);
    buffer_byte(note_lines, ' ');
    buffer_add(note_lines, base64_print(buffer_text(&signature_bytes), note_lines->arena));
    buffer_byte(note_lines, '\n');
}

bool note_write(const struct note *note, struct buffer *published, struct error *err)
{
    struct note note_again;
    struct buffer note_lines = buffer_in(published->arena, LIMIT_NOTE_SIZE);
    buffer_add(&note_lines, note->message);
    buffer_byte(&note_lines, '\n');
    for (size_t nth = 0; nth < note->count; nth++)
        signature_write(&note->signatures[nth], &note_lines);
    if (buffer_full(&note_lines))
        return error_set(err, ERROR_REFUSED, "the note is larger than %llu bytes", LIMIT_NOTE_SIZE);
    if (!note_read(buffer_text(&note_lines), published->arena, &note_again, err))
        return false;
    if (!text_equal(note_again.message, note->message) || note_again.count != note->count)
        return error_set(err, ERROR_REFUSED, "the note's message does not end in one newline");
    buffer_add(published, buffer_text(&note_lines));
    return true;
}

bool note_sign(struct note *note, struct text signer_name, const struct key_pair *pair,
               struct arena *arena, struct error *err)
{
    struct note_key signer_key;
    uint8_t *ed25519 = arena_alloc(arena, NOTE_SIGNATURE_SIZE);
    if (note->count >= LIMIT_NOTE_SIGNATURES)
        return error_set(err, ERROR_REFUSED, "the note has %d signatures already",
                         LIMIT_NOTE_SIGNATURES);
    if (!note_key_of(signer_name, key_pair_public(pair), &signer_key, err) ||
        !signature_make(pair, note->message, ed25519, err))
        return false;
    struct note_signature *note_signatures =
        ARENA_ARRAY(arena, struct note_signature, note->count + 1);
    for (size_t nth = 0; nth < note->count; nth++)
        note_signatures[nth] = note->signatures[nth];
    struct note_signature *signature_made = &note_signatures[note->count++];
    *signature_made =
        (struct note_signature){signer_key.name, {0}, {(const char *)ed25519, NOTE_SIGNATURE_SIZE}};
    memcpy(signature_made->id, signer_key.id, NOTE_ID_SIZE);
    note->signatures = note_signatures;
    return true;
}

static bool key_made(const struct note_key *key, const struct note_signature *signature)
{
    return text_equal(key->name, signature->name) &&
           memcmp(key->id, signature->id, NOTE_ID_SIZE) == 0;
}

static struct text cosigned_message(struct text note_message,
                                    const uint8_t time_bytes[NOTE_TIME_SIZE], struct arena *arena)
{
    enum { HEAD_ROOM = 64, BYTE_BITS = 8 };
    uint64_t cosigned_at = 0;
    for (size_t nth = 0; nth < NOTE_TIME_SIZE; nth++)
        cosigned_at = cosigned_at << BYTE_BITS | time_bytes[nth];
    struct buffer cosigned = buffer_in(arena, note_message.size + HEAD_ROOM);
    buffer_format(&cosigned, "cosignature/v1\ntime %ju\n", (uintmax_t)cosigned_at);
    buffer_add(&cosigned, note_message);
    return buffer_text(&cosigned);
}

static bool signature_holds(const struct note_key *key, struct text note_message,
                            const struct note_signature *signature)
{
    const uint8_t *signature_bytes = (const uint8_t *)signature->bytes.at;
    const size_t lead = key->type == NOTE_KEY_COSIGNER ? NOTE_TIME_SIZE : 0;
    if (signature->bytes.size != lead + NOTE_SIGNATURE_SIZE)
        return false;
    struct arena note_scratch = {0};
    struct error unheld = {0};
    struct key signer_key = {.kind = KEY_ED25519, .size = NOTE_KEY_SIZE};
    memcpy(signer_key.point, key->bytes, NOTE_KEY_SIZE);
    if (lead > 0)
        note_message = cosigned_message(note_message, signature_bytes, &note_scratch);
    const struct text ed25519 = text_part(signature->bytes, lead, NOTE_SIGNATURE_SIZE);
    const bool holds = signature_verify(&signer_key, note_message, ed25519, &unheld);
    arena_free(&note_scratch);
    return holds;
}

/* The key that made the signature; `key_count` where none is known. False where two did. */
static bool key_find(const struct note_key *keys, size_t key_count,
                     const struct note_signature *signature, size_t *key_found)
{
    *key_found = key_count;
    for (size_t nth = 0; nth < key_count; nth++) {
        if (!key_made(&keys[nth], signature))
            continue;
        if (*key_found < key_count)
            return false;
        *key_found = nth;
    }
    return true;
}

bool note_verify(const struct note *note, const struct note_key *keys, size_t key_count,
                 bool *signed_by, struct error *err)
{
    struct arena note_scratch = {0};
    bool *keys_held = ARENA_ARRAY(&note_scratch, bool, key_count);
    bool any_signed = false, note_sound = true;
    for (size_t nth = 0; nth < note->count && note_sound; nth++) {
        const struct note_signature *signature = &note->signatures[nth];
        size_t key_found;
        note_sound = key_find(keys, key_count, signature, &key_found);
        if (!note_sound)
            error_set(err, ERROR_INTEGRITY, "two keys are called %.*s and have one id",
                      TEXT_ARGS(signature->name));
        if (!note_sound || key_found == key_count || keys_held[key_found])
            continue;
        note_sound = signature_holds(&keys[key_found], note->message, signature);
        if (!note_sound)
            error_set(err, ERROR_INTEGRITY, "the signature of %.*s is wrong",
                      TEXT_ARGS(signature->name));
        keys_held[key_found] = note_sound;
        any_signed = any_signed || note_sound;
    }
    if (note_sound && !any_signed)
        note_sound = error_set(err, ERROR_INTEGRITY, "no known key has signed the note");
    if (note_sound)
        memcpy(signed_by, keys_held, key_count * sizeof *keys_held);
    arena_free(&note_scratch);
    return note_sound;
}
