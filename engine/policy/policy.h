/* policy/policy.h: a rule as its file declares it, and a set of them.
 *
 * The metadata is read once, from the table that the file returns, and is checked here: unknown
 * keys, stages and tiers are refused with a did-you-mean. The rule itself (the `check` function or
 * the `rules`) stays with the evaluator; this room never runs anything.
 *
 * Parameters have a default and may have bounds that no override passes:
 *
 *     floor = { 0.90, at_least = 0.80 }     default 0.90; 0.95 is tighter, 0.85 looser, 0.79
 * refused
 *
 * With `at_least` alone a smaller value is looser, with `at_most` alone a larger one. Without a
 * bound, or with both, no direction is known and any change counts as looser.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "base/suggest.h"
#include "crypto/digest.h"
#include "evidence/stage.h"
#include "policy/outcome.h"
#include "value/value.h"

/* A file that policies may `require`: of stdlib-lua, or of the policy folder's lib/. */
struct module_source {
    struct text name;     /* "fairness", "tables.sorted" for lib/tables/sorted.lua            */
    const char *path;     /* as the user will see it                                          */
    struct text source;   /* the bytes                                                        */
    struct digest digest; /* of the bytes                                                     */
};

struct module_sources LIST(struct module_source);

/* What is known of a file before it is run. */
struct policy_source {
    const char *path;     /* as the user will see it: "policies/four-fifths.lua"              */
    struct text source;   /* the bytes                                                        */
    struct digest digest; /* of the bytes                                                     */
    const struct module_sources *modules; /* all it may require, names distinct; NULL for none */
};

struct policy_sources LIST(struct policy_source);

/* A module that a policy required: name, digest of its bytes. */
struct policy_module {
    struct text name;
    struct digest digest;
};

struct policy_modules LIST(struct policy_module);

struct param {
    struct text name;
    struct value usual;           /* the default                                            */
    struct value value;           /* after overrides                                        */
    const struct value *at_least; /* bounds, or NULL                                        */
    const struct value *at_most;
    const struct value *one_of; /* a list, or NULL                                        */
};

struct params LIST(struct param);

struct policy {
    struct policy_source source;
    struct text id, title, remedy, owner, version;
    enum level level;
    uint32_t to, from, tiers; /* bit 1 << stage, 1 << tier; 0 where `when` does not ask      */
    struct params params;
    const struct value *cites; /* list of texts, or NULL                                     */
    int64_t applies_from;      /* first moment at which it binds; INT64_MIN where not given  */
    struct policy_modules modules;
    const struct value *metadata; /* the table as it was declared                            */
    struct text compiled;         /* the evaluator's own note of the source; never recorded  */
};

struct policies LIST(struct policy);

/* Read the metadata from the table's data fields (functions left out). Faults are ERROR_POLICY at
 * the file of `source`. */
NODISCARD bool policy_read(const struct value *metadata, const struct policy_source *source,
                           struct arena *arena, struct policy *out, struct error *err);

/* Does `when` include this transition and tier? A stage that is not known (STAGE_NONE) is in no
 * `from` list: a policy that asks where the model comes from applies then, because nothing shows
 * that it does not. */
bool policy_applies(const struct policy *policy, enum stage from, enum stage to, enum tier tier);

/* The level at a moment: advisory before applies_from. */
enum level policy_level_at(const struct policy *policy, int64_t now);

/* Set a parameter from the text of `--param ID.KEY=VALUE` or from a document's value. Unknown
 * key, wrong type or a value past a bound is ERROR_USAGE with a did-you-mean. A text is read by the
 * type of the default. Lists are written as JSON. */
NODISCARD bool param_set_text(struct policy *policy, struct text key, struct text text,
                              struct arena *arena, struct error *err);
NODISCARD bool param_set(struct policy *policy, struct text key, const struct value *value,
                         struct arena *arena, struct error *err);

/* Does the value differ from the default, and may it let more through? */
bool param_changed(const struct param *param);
bool param_looser(const struct param *param);

/* Sort by id. The same id twice is ERROR_POLICY, naming both files. */
NODISCARD bool policies_sort(struct policies *policies, struct error *err);

/* The policy of that id; NULL with a suggestion. */
struct policy *policies_find(struct policies *policies, struct text id, struct suggestion *near);

/* What policies_digest is the SHA-256 of. */
NODISCARD bool policies_listing(const struct policies *policies, bool usual, struct arena *arena,
                                struct text *listing, struct error *err);

/* SHA-256 over the RFC 8785 form of [{id, level, source, modules, params}], sorted by id:
 * `source` is the digest of the file, `modules` maps names to digests, `params` maps names to
 * values after overrides (or to the defaults where `usual`). */
NODISCARD bool policies_digest(const struct policies *policies, bool usual, struct arena *arena,
                               struct digest *out, struct error *err);

#endif
