/* service/signing.h: the key that somebody signs with, as they name it. Private to the room.
 *
 *     --sign ci.key                          a PEM file; its passphrase is asked for if it has one
 *     --sign ssh-agent:alice@example.org     a key in the ssh-agent, by its comment
 *     --sign ssh-agent:SHA256:bbXpu...       or by its fingerprint
 */
#ifndef SERVICE_SIGNING_H
#define SERVICE_SIGNING_H

#include "crypto/signer.h"
#include "service/session.h"

/* Open the key that `signing_key` names, or OBSTAT_KEY where that is NULL. It lives as long as the
 * arena.
 */
NODISCARD bool signing_key_open(const struct session *session, const char *signing_key,
                                struct arena *arena, struct signer *out, struct error *err);

/* Where a passphrase closes the key's file: the public half that stands beside it as FILE.pub, for
 * what nobody has to be sure of yet; nothing is asked for. False where there is no such key. */
bool signing_key_claimed(const struct session *session, const char *signing_key, struct key *out);

/* The passphrase that `what` names ("passphrase of ci.key"): what stands in the file that
 * OBSTAT_PASSPHRASE_FILE names, without the end of its line; else from the terminal. Zeroed when
 * the arena is freed. */
NODISCARD bool passphrase_ask(const struct session *session, const char *what, struct arena *arena,
                              struct text *out, struct error *err);

#endif
