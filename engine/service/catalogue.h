/* service/catalogue.h: what frameworks ask for, and which rules have to do with it. Private to the
 * room.
 *
 * Two tables lie beside the packs, and people write both:
 *
 *     policies/frameworks.csv   framework,reference,title          eu-ai-act,Art. 12,record-keeping
 *     policies/controls.csv     rule,framework,reference,kind,source
 *
 * A framework's catalogue is its rows in the first; the row without a reference has the name that
 * policies cite it by ("EU AI Act"). A rule's ties are its rows in the second. A tie may be finer
 * than the catalogue: "Art. 10(2)(f)" falls under "Art. 10", and "Art. 12" does not fall under
 * "Art. 1".
 */
#ifndef SERVICE_CATALOGUE_H
#define SERVICE_CATALOGUE_H

#include "base/error.h"
#include "base/list.h"
#include "base/suggest.h"
#include "base/text.h"

struct framework_reference {
    struct text framework, reference, title; /* without a reference: the framework's own name */
};

struct tie {
    struct text rule, framework, reference;
};

struct framework_references LIST(struct framework_reference);
struct ties LIST(struct tie);

struct catalogue {
    struct framework_references references;
    struct ties ties;
};

/* Read both tables of the data folder. ERROR_REFUSED names the line that has not as many cells as
 * the heading, or a quote that does not end. */
NODISCARD bool catalogue_read(const char *data, struct arena *arena,
                              struct catalogue *read_catalogue, struct error *err);

/* The name that policies cite the framework by; empty, with the nearest framework offered, where
 * there is no such framework. */
struct text framework_name(const struct catalogue *catalogue, struct text framework,
                           struct suggestion *near_framework);

/* Is `reference` the wide one, or a part of it? */
bool reference_falls_under(struct text reference, struct text wide);

#endif
