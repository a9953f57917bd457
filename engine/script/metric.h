/* script/metric.h: finding one figure in all the evidence. Private to the room.
 *
 * A name is looked for among the results of every file, and each given filter leaves those that fit
 * it exactly. Without `group` only results of the whole count; with it only those of just that
 * group, and where there is none the group's own counts may have it (rate.h). Several results of
 * one value are one figure, of the best grade among them; of several values nobody knows which is
 * meant.
 */
#ifndef SCRIPT_METRIC_H
#define SCRIPT_METRIC_H

#include "script/subject.h"

/* What was asked for; a filter that was not given has at == NULL. */
struct metric_query {
    struct text name;
    struct text task, dataset, split; /* that the query asks for                         */
    const struct value *group;        /* that the query asks for, {race: "..."}, or NULL */
};

/* Fill in what was found on the subject's side, or what is lacking. */
MAY_RAISE void metric_find(lua_State *L, const struct metric_query *query, struct subject *subject);

/* The option `name` of the table at `index`, on top of the stack (nil where it is not there),
 * without asking metatables. */
int option_push(lua_State *L, int index, const char *name);

#endif
