/* registry/production.h: which version of a model is in production, which were, and how much harm
 * those could do that people's requests came to. Private to the room.
 *
 *     production -- leaves --> previous[], newest last -- returns, by a rollback --> production
 *
 * One version of a model is in production, or none. Who was rolled back is not among those to
 * return to: the next rollback goes further back, and not to what had just failed. Nor is who came
 * back from a suspension to another stage: people let it go on, and no policy let it serve again.
 *
 * The tier of a model is the highest that a version of it had in shadow, canary or production. It
 * rises by whatever gets there, and falls by nothing but a promotion of a lower one to production,
 * by an owner who did not make it: nobody else says that less is to be asked from now on.
 */
#ifndef REGISTRY_PRODUCTION_H
#define REGISTRY_PRODUCTION_H

#include "registry/deed.h"
#include "registry/situation.h"

/* Do requests of people come to it there, answered or copied? */
bool stage_meets_people(enum stage stage);

/* The tier of a model's row, or of a version's; high where it says none. */
enum tier tier_served(const struct value *told_row);

/* Is the version of a lower tier than its model has served as, or than its bytes are registered as
 * under another name? `twins` is the row of its artifact. */
bool tier_lowers(const struct value *version, const struct value *model, const struct value *twins);

/* Who it is that lets such a version in, at its registration and as it moves there: an owner or a
 * risk-officer; where bytes would count as less, a risk-officer whom it does not name as its maker,
 * as the owner of a new name is anybody whom its manifest names. ERROR_GUARD. */
NODISCARD bool tier_lowered_by(const struct value *version, const struct value *model,
                               const struct value *twins, const struct value *who,
                               struct arena *arena, struct error *err);

/* The model's tier is not below the version's. */
void tier_rise(struct deed *model, const struct value *version);

/* The version enters, and the model's tier rises; by a promotion it becomes the version's. */
void production_enter(struct deed *model, const struct value *version);
void production_promote(struct deed *model, const struct value *version);
void production_leave(struct deed *model, struct text version);  /* if it is there */
void production_forget(struct deed *model, struct text version); /* nothing returns to it */
void production_return(struct deed *model, struct text version, const struct value *predecessor);

#endif
