/* registry/quorum.h: whose signatures a transition needs. Private to the room.
 *
 *     to           tier       seats, each for another person
 *     validated    high       validator
 *                  limited    validator
 *     shadow       high       risk-officer
 *     canary       high       risk-officer, and owner or validator
 *                  limited    risk-officer, validator or owner
 *     production   high       risk-officer, and risk-officer, validator or owner
 *                  limited    risk-officer, validator or owner
 *
 * All else needs nobody. Seats are filled in this order, and the narrower one stands first, so
 * taking the first person who fits each never leaves one empty that could be filled.
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

struct quorum quorum_of(enum stage to, enum tier tier);

/* Roles that may answer a request at all. */
unsigned quorum_roles(void);

/* Does an answer of this meaning count? Review, responsibility and authorship are told, not
 * counted. */
bool meaning_counts(struct text meaning);

#endif
