/* script/group.h: groups of people, and the rates that follow from their counts. Private to the
 * room.
 *
 *                   has it   has it not        selection_rate       (tp + fp) / n
 *     selected        tp        fp             true_positive_rate    tp / (tp + fn)
 *     not selected    fn        tn             false_positive_rate   fp / (fp + tn)
 *
 * Where a group says `favourable: negative`, not to be decided for is what is good for the person
 * (no default foreseen, not declined), and its selection rate is (tn + fn) / n.
 *
 * A rate is a quotient whose denominator may be 0: then it is nothing, and whoever compares it ends
 * insufficient. Ratios are made of whole counts in one division, so that four fifths of 500 in
 * 1,000 is 0.8 and not the double beside it.
 */
#ifndef SCRIPT_GROUP_H
#define SCRIPT_GROUP_H

#include "script/subject.h"

#define GROUP  "group"
#define GROUPS "groups"

/* One group, as one file has it. */
struct group_entry {
    const struct evidence *evidence;
    const struct group *group;
    struct text value;  /* of the group as policies read it: "" without one */
    struct text phrase; /* "race=African-American"                          */
};

/* What `group` is for a policy. */
struct group_object {
    const struct group_entry *entry;
    struct side *side;
    bool advisory;
};

/* A quotient, not divided yet. */
struct rate {
    double part, whole;
};

/* The words for rates, ended by NULL. */
extern const char *const rate_names[];

/* How many people: the sum of the counts, else what the group says. False, with a sentence, where
 * that is not known. */
NODISCARD bool group_size(const struct group_entry *group_entry, struct arena *arena,
                          struct value *rate_out, struct text *why);

/* The rate of that name, from the counts, else from the group's own metrics. False, with a
 * sentence, where it cannot be measured. */
NODISCARD bool group_rate(const struct group_entry *group_entry, struct text name,
                          struct arena *arena, struct rate *rate_out, struct text *why);

/* Does the name mean anything for the group? */
bool group_rate_known(const struct group_entry *group_entry, struct text name);

struct group_entries LIST(struct group_entry);

/* All groups of the attribute, in the order of the evidence; one that several files have alike is
 * there once. Raises where they differ. */
MAY_RAISE struct group_entries groups_collect(lua_State *L, const struct side *side,
                                              struct text group_attribute);

/* The rate of the group {attribute: value}, for case:metric. False where no group has it. */
MAY_RAISE bool group_metric(lua_State *L, const struct value *group, struct text name,
                            struct subject *subject);

/* Where a group stands, how many people and of which grade, in a subject. */
void group_evidence(const struct group_entry *group_entry, struct arena *arena,
                    struct subject *subject);

/* The classes of groups.c; group.c makes its own as well. */
void groups_open(lua_State *L);

#endif
