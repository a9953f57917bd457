/* script/judge.h: what the parts of the case share. Private to the room.
 *
 * One check has one `struct judge`: the names of its controls, the patterns it compiled, and the
 * two sides it may look at: the judged version and the champion. It lives in the run's arena.
 *
 * A budget for the arena: whatever a policy makes us put there is charged by arena_charge, so that
 * fuel bounds memory too.
 */
#ifndef SCRIPT_JUDGE_H
#define SCRIPT_JUDGE_H

#include "script/case.h"
#include "script/metric_index.h"
#include "script/names.h"
#include "value/pattern.h"

/* What one call costs, in fuel, beyond what it loops over. */
enum { COST_CALL = 20, COST_PATTERN = 1000, COST_MATCH = 200, COST_WORD = 8, COST_SKIM = 16 };

/* The judged version, or the one in production. */
struct side {
    const struct case_file *of;
    bool champion;
    const struct value *model; /* of the side, with the tier filled in; NULL until a policy asks */
    const struct value *evidence;       /* the side's normal forms, a list; NULL until asked for */
    const struct metric_index *results; /* NULL until asked for                                  */
};

struct patterns LIST(struct pattern *);

struct judge {
    struct side judged, champion;
    struct names controls; /* times that a name was asked for */
    size_t finding_count;
    struct names pattern_names; /* 1 + index into patterns */
    struct patterns patterns;
};

/* The judge of the run, made when first asked for. The run judges a case. */
struct judge *judge_of(struct run *run);

const struct value *side_model(lua_State *L, struct side *side);
const struct value *side_evidence(lua_State *L, struct side *side);
MAY_RAISE const struct metric_index *side_results(lua_State *L, struct side *side);

/* The seed for names from the side's evidence. */
uint64_t side_seed(const struct side *side);

/* Charge for `bytes` that go to the arena because the policy asked. */
MAY_RAISE void arena_charge(lua_State *L, size_t bytes);

/* Raise a mistake of the policy: one sentence, with the line it is on. */
PRINTF_LIKE(2, 3)
MAY_RAISE NORETURN void refuse(lua_State *L, const char *refusal_format, ...);

/* End the check: a finding that says why has been added. */
MAY_RAISE NORETURN void check_end(lua_State *L);

/* finding_add, where an advisory finding is never more than that. */
MAY_RAISE void finding_add_as(lua_State *L, struct finding run_finding, bool advisory);

/* Add a remark to the record. */
MAY_RAISE void note_add(lua_State *L, struct text message);

/* ---- arguments ---- */

/* A copy in the arena, charged. */
MAY_RAISE struct text text_kept(lua_State *L, struct text text);

/* Raise unless the value at `index` is a table (or absent, where `optional`) whose keys are all
 * among `names` (ended by NULL). Words of statistics are refused by name. True where it is there.
 */
MAY_RAISE bool options_check(lua_State *L, int index, const char *const *names, bool optional,
                             const char *what);

/* Raise that `option` is none of `options_known`; "what has no word; did you mean name?". */
MAY_RAISE NORETURN void unknown_word(lua_State *L, const char *what, struct text option,
                                     const char *const *options_known);

/* The object at `index` of the class, or raise that `method` is called with a colon. */
MAY_RAISE void *self_of(lua_State *L, const char *class, const char *method);

/* ---- classes: "case", "subject", "groups", "group" ---- */

struct method {
    const char *name;
    lua_CFunction function;
};

/* Make a class: userdata that is read-only, prints as what `text` pushes, and whose fields `field`
 * pushes. `field` has the object at 1 and the name at 2, and is asked for what is no method. */
void class_new(lua_State *L, const char *class, const struct method *methods, lua_CFunction field,
               lua_CFunction text);

/* Push a new object of the class, zeroed. */
MAY_RAISE void *object_push(lua_State *L, const char *class, size_t size);

void subject_open(lua_State *L);
void group_open(lua_State *L);

#endif
