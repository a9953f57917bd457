/* evidence/cyclonedx.h: the card that a CycloneDX bill of materials makes for its model. Private to
 * the room.
 *
 *     {name, version, license, datasets, task, architecture, approach, hashes,
 *      sections: {Intended uses, Limitations, Ethical considerations, ...}}
 *
 * The name and version are those of a component, by whatever name its maker knows it, and so they
 * are no subject to compare with the manifest.
 */
#ifndef EVIDENCE_CYCLONEDX_H
#define EVIDENCE_CYCLONEDX_H

#include "evidence/prose.h"

/* The card of the one model; {models: [card, ...]} where there are several; NULL for none. */
const struct value *cyclonedx_card(const struct values *models, const struct value *document,
                                   struct arena *arena);

#endif
