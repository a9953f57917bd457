/* Signed documents, for peers to look at and from peers: 0 where it holds, 1 with the reason where
 * not.
 *
 *     envelope write FILE PAYLOAD     the statement of the file PAYLOAD, signed; the key is
 * FILE.pub envelope check FILE KEY         whether the key has signed the envelope
 *
 * The key is the first of RFC 8032, section 7.1: everybody has it.
 */
#include "attest/envelope.h"
#include "base/file.h"
#include "base/limits.h"
#include "crypto/signature.h"
#include "value/canonical.h"
#include "value/json.h"

#include <stdio.h>
#include <string.h>

#define PEM                                                                                        \
    "-----BEGIN PRIVATE KEY-----\n"                                                                \
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"                           \
    "-----END PRIVATE KEY-----\n"

static bool envelope_make(const char *file, const char *statement, struct arena *arena,
                          struct error *err)
{
    struct key_pair *pair;
    struct envelope envelope = {.type = STATEMENT_TYPE};
    struct text key_id;
    uint8_t signature[SIGNATURE_SIZE];
    struct buffer written = buffer_in(arena, LIMIT_SIGNATURE_FILE);
    if (!file_read(statement, LIMIT_STATEMENT_SIZE, arena, &envelope.payload, err) ||
        !key_pair_read_text("log.key", TEXT(PEM), TEXT_NONE, arena, &pair, err) ||
        !envelope_key_id(key_pair_public(pair), arena, &key_id, err) ||
        !signature_make(pair, envelope_signed_bytes(&envelope, arena), signature, err))
        return false;
    *LIST_ADD(arena, &envelope.signatures) =
        (struct envelope_signature){key_id, {(const char *)signature, sizeof signature}};
    const struct value document = envelope_value(&envelope, arena);
    const struct text line = key_line(key_pair_public(pair), TEXT("envelope"), arena);
    return canonical_write(&document, &written, err) &&
           file_write(file, buffer_text(&written), 0644, err) &&
           file_write(text_format(arena, "%s.pub", file).at, line, 0644, err);
}

static bool envelope_check(const char *file, const char *key_file, struct arena *arena,
                           struct error *err)
{
    struct text source, written;
    struct value document;
    struct envelope envelope;
    struct key key;
    return file_read(file, LIMIT_SIGNATURE_FILE, arena, &source, err) &&
           file_read(key_file, LIMIT_KEY_FILE, arena, &written, err) &&
           json_read(file, source, (struct json_options){0}, arena, &document, err) &&
           envelope_read(&document, arena, &envelope, err) &&
           key_read(key_file, written, &key, err) && envelope_verify(&envelope, &key, arena, err);
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct error err = {0};
    bool done = false;
    if (count == 4 && strcmp(words[1], "write") == 0)
        done = envelope_make(words[2], words[3], &arena, &err);
    else if (count == 4 && strcmp(words[1], "check") == 0)
        done = envelope_check(words[2], words[3], &arena, &err);
    else
        error_set(&err, ERROR_USAGE, "envelope write FILE PAYLOAD | check FILE KEY");
    if (!done)
        (void)fprintf(stderr, "envelope: %s\n", err.message);
    arena_free(&arena);
    return !done;
}
