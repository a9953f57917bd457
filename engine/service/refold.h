/* service/refold.h: the rows that a move rests on, made anew from the log. Private to the room.
 *
 *     entries of people, policy sets and the model  --> registry_apply --> rows in memory
 *     all entries                                   --> hash tree      === the signed root
 *     rows in memory                                                   === rows of the database
 *
 * Commands go by rows, and whoever can write to the database can edit them: `audit verify` finds
 * that, but a promotion must not wait for it. So before a version moves, or gets a passport, every
 * entry is hashed to the signed root, those that bear on the model are applied again, signatures
 * and all, and what follows from them is compared with what the database says: who may do what,
 * which sets are in force, where every version of the model stands, what was decided, answered,
 * waived and consumed.
 *
 * It takes some microseconds an entry, and some hundred for each that bears on the model. Logs of
 * more than LIMIT_REFOLD_ENTRIES are left to `audit verify`, and to custody.h, which follows what
 * counts back by itself.
 */
#ifndef SERVICE_REFOLD_H
#define SERVICE_REFOLD_H

#include "service/acting.h"

/* ERROR_INTEGRITY names the first row that does not follow from the log. */
NODISCARD bool refold_check(struct acting *acting, struct text model_name, struct error *err);

#endif
