/* service/cosigned.h: moves that some have signed and others have yet to, by the same command.
 * Private to the room.
 *
 * deprecate, retire, archive, hold and, where no policy set is asked, resume: the row of the
 * proposal has what was signed alike and by whom; it goes when the version moves.
 */
#ifndef SERVICE_COSIGNED_H
#define SERVICE_COSIGNED_H

#include "service/acting.h"

/* "signed by rita, 1 of 2; lacking: one of owner, validator; they give  obstat retire X@V". */
NODISCARD bool cosigned_words(struct acting *acting, const struct value *version,
                              const struct value *proposal, struct text *out, struct error *err);

/* All of a version, or of every version where the key is empty, as a list
 * [{"version", "change", "from", "to", "tier", "time", "signers", "needed", "words"}]. */
NODISCARD bool cosigned_find(struct acting *acting, struct text version_key, struct value *out,
                             struct error *err);

#endif
