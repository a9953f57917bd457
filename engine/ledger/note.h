/* ledger/note.h: a text with signatures under it (C2SP signed-note, tlog-cosignature).
 *
 *     gov.example/log1                      the message: up to and with its last newline; this is
 *     3                                     what is signed
 *     1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU=
 *                                           an empty line; the last one of the note counts
 *     — gov.example/log1 X8Pqny...          a dash, a key's name, base64(key id | signature)
 *
 * A key is known by name and id, where id = SHA-256(name | 0A | type | key), the first 4 bytes. A
 * verifier passes over signatures of keys it does not know, but a known key whose signature is
 * wrong refuses the whole note, and so does a note that no known key has signed.
 *
 * A cosigner (type 4) signs "cosignature/v1", a line with the time, and the message; its signature
 * has the time in front, 8 bytes, high byte first.
 *
 * Keys are public ones in the form that is handed around: name+id in hex+base64(type | key).
 * Private ones are crypto/key.h's: a note is signed with a key pair under the name that it signs
 * as.
 */
#ifndef LEDGER_NOTE_H
#define LEDGER_NOTE_H

#include "base/buffer.h"
#include "crypto/digest.h"
#include "crypto/key.h"

enum { NOTE_ID_SIZE = 4, NOTE_KEY_SIZE = 32, NOTE_SIGNATURE_SIZE = 64, NOTE_TIME_SIZE = 8 };

enum note_key_type { NOTE_KEY_ED25519 = 1, NOTE_KEY_COSIGNER = 4 };

struct note_key {
    struct text name;
    enum note_key_type type;
    uint8_t id[NOTE_ID_SIZE];
    uint8_t bytes[NOTE_KEY_SIZE];
};

struct note_signature {
    struct text name;
    uint8_t id[NOTE_ID_SIZE];
    struct text bytes; /* of any scheme: 1 byte at least */
};

struct note {
    struct text message; /* ends in a newline */
    struct note_signature *signatures;
    size_t count;
};

/* Read a note; texts are borrowed from `note_text`. ERROR_REFUSED says what is malformed: not
 * UTF-8, a control character, no signature, more than LIMIT_NOTE_SIGNATURES. Nothing is verified.
 */
NODISCARD bool note_read(struct text note_text, struct arena *arena, struct note *out,
                         struct error *err);

/* Write a note as note_read reads it; ERROR_REFUSED where it would not. */
NODISCARD bool note_write(const struct note *note, struct buffer *published, struct error *err);

/* Verify what the keys signed. `signed_by` has one flag for each key, set where its signature
 * holds; of several signatures of one key the first counts. ERROR_INTEGRITY where a known key's
 * signature is wrong, where two keys share name and id, or where no key has signed. */
NODISCARD bool note_verify(const struct note *note, const struct note_key *keys, size_t key_count,
                           bool *signed_by, struct error *err);

/* Add a signature by the pair, as the key of this name, below those that are there. The message is
 * not looked at: note_write refuses one that is no message. */
NODISCARD bool note_sign(struct note *note, struct text signer_name, const struct key_pair *pair,
                         struct arena *arena, struct error *err);

/* The key of this name, with its id. ERROR_REFUSED where the name is empty, not UTF-8, too long, or
 * has white space, a control character or a plus in it. */
NODISCARD bool note_key_make(struct text key_name, enum note_key_type type,
                             const uint8_t key_bytes[NOTE_KEY_SIZE], struct note_key *note_key,
                             struct error *err);

/* The same for a public key as files have it; one that is not Ed25519, or weak, is ERROR_REFUSED.
 */
NODISCARD bool note_key_of(struct text key_name, const struct key *key, struct note_key *note_key,
                           struct error *err);

/* A key's written form, in the arena, and the key of one: an id that does not belong to it, or a
 * type that is not known here, is ERROR_REFUSED. The name is borrowed from `vkey`. */
struct text note_key_print(const struct note_key *note_key, struct arena *arena);
NODISCARD bool note_key_read(struct text vkey, struct note_key *out, struct error *err);

#endif
