/* script/subject.h: what a comparator compares. Private to the room.
 *
 *     case:metric("acc,none", {task = "arc"})       control  acc,none{task=arc}
 *                                                   value    0.5751 at results.json:14:22
 * (declared) case:expect("lineage.environment")            lacks: missing, "lineage.environment is
 * absent" group:ratio("selection_rate", most)           value    0.632, n 3,696, at the group's
 * entry
 *
 * A subject is made whether or not there is anything to compare. Where there is not, `lack` and
 * `why` say so: each comparator records them as its finding and goes on; a plain read of a field
 * ends the check with them.
 */
#ifndef SCRIPT_SUBJECT_H
#define SCRIPT_SUBJECT_H

#include "script/judge.h"

#define SUBJECT "subject"

struct metric_query;

/* Texts and values live in the run's arena. */
struct subject {
    struct text control;       /* "accuracy{task=arc}"                                            */
    struct text phrase;        /* how a sentence about it begins                                  */
    enum outcome lack;         /* OUTCOME_PASS where nothing is lacking                           */
    struct text why;           /* the sentence, where something is                                */
    const struct value *value; /* of the subject: what stands there, or NULL                      */
    const struct value *n;     /* rows behind the subject, or NULL                                */
    struct place place;        /* of the subject's value; where it is missing, of what is nearest */
    const struct value *document, *node; /* the subject's pointer is that of `node` there */
    bool graded;
    enum grade grade;                 /* where graded                                  */
    const struct result *result;      /* of a subject that is a metric, or NULL        */
    const struct metric_query *query; /* what found it, or NULL                        */
    bool scored;                      /* a suite, there or not: its value is the score */
    const struct suite *suite;        /* or NULL                                       */
    struct side *side;
    bool advisory; /* asked for through case:advisory() */
};

/* Push a copy. */
MAY_RAISE void subject_push(lua_State *L, const struct subject *subject);

/* The subject that `method` was called on. */
MAY_RAISE const struct subject *subject_self(lua_State *L, const char *method);

/* The subject at `index`, or NULL. */
const struct subject *subject_at(lua_State *L, int index);

/* What a subject on that side is called: "accuracy", or "the champion's accuracy". */
struct text side_phrase(lua_State *L, const struct side *side, struct text name);
struct text side_control(lua_State *L, const struct side *side, struct text name);

/* How a comparison ended. Texts and values live in the arena. */
struct comparison {
    enum outcome outcome;
    struct text message;
    const struct value *expected, *margin;
};

/* Add the finding of one comparator. */
MAY_RAISE void subject_record(lua_State *L, const struct subject *subject,
                              struct comparison comparison);

/* The value as a record can hold it without growing beyond measure: a long text is cut, a large
 * list or map is NULL. */
const struct value *recordable(const struct value *observed, struct arena *arena);

/* The subject's place, pointer, grade and n in a finding. */
void subject_evidence(const struct subject *subject, struct finding *finding, struct arena *arena);

/* The same where what is lacking is the outcome: ends the check. */
MAY_RAISE NORETURN void subject_end(lua_State *L, const struct subject *subject);

/* End the check as insufficient, with that sentence. */
MAY_RAISE NORETURN void subject_insufficient(lua_State *L, const struct subject *subject,
                                             struct text why);

/* Why the value is no number that can be compared: "is \"fast\", a number is needed". Empty where
 * it is one. */
struct text number_fault(const struct value *observed, struct arena *arena);

/* ---- makers, each a method of case; 1 is the case ---- */

MAY_RAISE int case_metric(lua_State *L);
MAY_RAISE int case_expect(lua_State *L);
MAY_RAISE int case_suite(lua_State *L);
MAY_RAISE int case_groups(lua_State *L);

/* ---- the case's userdata ---- */

#define CASE "case"

struct handle {
    struct side *side;
    bool advisory;
};

/* The case that `method` was called on. */
MAY_RAISE const struct handle *handle_self(lua_State *L, const char *method);

/* A subject of the handle with that name, nothing found yet. */
MAY_RAISE struct subject subject_named(lua_State *L, const struct handle *handle, struct text name);

#endif
