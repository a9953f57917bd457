/* registry/quorum.h: what the seats of a move are filled with: signatures of others. Private to the
 * room.
 *
 * Which seats a move has, the table of the lifecycle says (lifecycle.h). Each is for another
 * person. Seats are filled in order, and the narrower one stands first, so taking the first person
 * who fits each never leaves one empty that could be filled.
 */
#ifndef REGISTRY_QUORUM_H
#define REGISTRY_QUORUM_H

#include "evidence/stage.h"
#include "registry/registry.h"

enum { QUORUM_SEATS = 2 };

/* The roles, as bits, of which one person in each seat must have signed; 0 ends the seats. */
struct quorum {
    unsigned seats[QUORUM_SEATS];
};

/* Roles that may answer a request at all. */
unsigned quorum_roles(void);

/* Does an answer of this meaning count? Review, responsibility and authorship are told, not
 * counted. */
bool meaning_counts(struct text meaning);

#endif
