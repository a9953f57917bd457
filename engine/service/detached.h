/* service/detached.h: an act that is signed elsewhere: on another machine, by plain ssh-keygen.
 *
 * What is handed over is the very bytes that are signed (DSSE's PAE of the statement), so that
 *
 *     ssh-keygen -Y sign -n approve@gov.example/models -f KEY request
 *
 * makes request.sig without knowing what a statement is; request.txt beside it says in words what
 * is signed, and how. What comes back are the same bytes and the signature. Private to the room.
 */
#ifndef SERVICE_DETACHED_H
#define SERVICE_DETACHED_H

#include "service/acting.h"

/* Write FILE and FILE.txt for an act; `detached_words` say to a person what it is that they sign.
 */
NODISCARD bool detached_write(const char *file, const struct act *act,
                              const struct members *detached_members, struct text detached_words,
                              struct arena *arena, struct error *err);

/* The statement in the bytes of FILE. ERROR_REFUSED where they are no PAE of a statement. */
NODISCARD bool detached_statement(const char *file, struct text detached_bytes, struct arena *arena,
                                  struct text *statement, struct error *err);

/* FILE and the armored signature in `signature_file`, as an envelope. Nothing is verified: that is
 * for acting_record_envelope. */
NODISCARD bool detached_read(const char *file, const char *signature_file, struct arena *arena,
                             struct envelope *out, struct error *err);

/* Tell where FILE is, how to sign it, and `then`, the command up to FILE that hands it in. */
void detached_tell(const struct acting *acting, const char *file, struct text name_space,
                   const char *then, const char *then_options);

#endif
