/* service/query.h: conditions on versions: tier = 'high' and stage in ('canary', 'production').
 * Private to the room.
 *
 *     condition  = all { "or" all }
 *     all        = part { "and" part }
 *     part       = "not" part | "(" condition ")" | comparison
 *     comparison = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) text
 *                | field [ "not" ] ( "like" | "ilike" ) text          "%" stands for any letters
 *                | field [ "not" ] "in" "(" text { "," text } ")"
 *     field      = name | version | stage | tier | owner | registered | expires | sunset
 *                | verdict | alias | tag.KEY
 *     text       = 'in quotes', a quote within being doubled | "or in these" | bare-word
 *
 * Versions are compared as versions (registry/semver.h), moments as moments: a day alone is the
 * whole day. What a version does not have is the empty text, which is neither before nor after
 * anything. Several aliases may lead to a version: one that fits is enough.
 *
 * What is asked often has an index, the rows `place`, in the order of stage, tier and name. A query
 * says which parts of it are enough.
 */
#ifndef SERVICE_QUERY_H
#define SERVICE_QUERY_H

#include "base/list.h"
#include "evidence/stage.h"
#include "value/value.h"

enum query_field {
    QUERY_NAME,
    QUERY_VERSION,
    QUERY_STAGE,
    QUERY_TIER,
    QUERY_OWNER,
    QUERY_REGISTERED,
    QUERY_EXPIRES,
    QUERY_SUNSET,
    QUERY_VERDICT, /* of the newest decision           */
    QUERY_ALIAS,   /* one of those that lead to it     */
    QUERY_TAG,     /* tag.KEY                          */
    QUERY_FIELDS
};

enum query_shape {
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT, /* of the left one */
    QUERY_EQUAL,
    QUERY_DIFFERENT,
    QUERY_BEFORE,
    QUERY_UP_TO, /* before or the same */
    QUERY_AFTER,
    QUERY_FROM, /* after or the same */
    QUERY_IN,
    QUERY_LIKE,
    QUERY_ILIKE, /* without regard to case, of the letters A to Z */
};

struct wanted_texts LIST(struct text);

/* A condition, or one of its parts. */
struct query {
    enum query_shape shape;
    const struct query *left, *right; /* of "and", "or" and "not" */
    enum query_field field;
    struct text tag;            /* its key      */
    struct wanted_texts wanted; /* one, but "in" */
};

/* NULL where `condition` is NULL: every version fits. ERROR_USAGE names the column of what is off.
 */
NODISCARD bool query_read(const char *condition, struct arena *arena, const struct query **out,
                          struct error *err);

/* Does the query ask for a field anywhere? */
bool query_asks(const struct query *query, enum query_field field);

/* What the version says under a field: any of these. */
struct query_facts {
    struct wanted_texts of[QUERY_FIELDS]; /* none: it has none */
    const struct value *tags;             /* a map of texts    */
};

bool query_fits(const struct query *query, const struct query_facts *facts);

/* What has to be looked at, so that no version that fits is passed over: those in these stages and
 * tiers (1U << STAGE, 1U << TIER), with this name where it is not empty. */
struct query_reach {
    unsigned stages, tiers;
    struct text name;
};

struct query_reach query_reach(const struct query *query);

#endif
