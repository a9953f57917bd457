/* value/schema_internal.h: what the files of the schema validator share.
 *
 * A schema document is walked once (schema_index.c): every schema in it becomes a node, every `$id`
 * a resource, every anchor a name. Then each node's keywords become rules (schema_compile.c), in
 * the order of the one table (schema_keywords.c); references are resolved now, and may bring in
 * further documents (schema_reference.c). Judging (schema_check.c) applies rules to values:
 *
 *     document --walk--> nodes --compile--> rules --check--> errors
 *                        { "type": "map", "properties": { "auc": {...} } }
 *                        node: rules type, properties -> node under /properties/auc
 *
 * A rule answers whether the value fits. Only where errors are collected does it say why:
 * `schema_fail` is silent below `not`, `if`, `contains` and the first look at alternatives.
 */
#ifndef VALUE_SCHEMA_INTERNAL_H
#define VALUE_SCHEMA_INTERNAL_H

#include "value/decimal.h"
#include "value/pattern.h"
#include "value/schema.h"

/* ---- the vocabularies of the draft, as bits ---- */

enum {
    SCHEMA_CORE = 1,
    SCHEMA_APPLICATOR = 2,
    SCHEMA_UNEVALUATED = 4,
    SCHEMA_VALIDATION = 8,
    SCHEMA_META_DATA = 16,
    SCHEMA_FORMAT = 32,
    SCHEMA_CONTENT = 64,
    SCHEMA_ALL = 127,
};

/* ---- types of values, as bits; an integer is a number too ---- */

enum {
    SCHEMA_NULL = 1,
    SCHEMA_BOOLEAN = 2,
    SCHEMA_INTEGER = 4,
    SCHEMA_NUMBER = 8,
    SCHEMA_TEXT = 16,
    SCHEMA_LIST = 32,
    SCHEMA_MAP = 64,
    SCHEMA_ANY = 127,
};

/* ---- names: URIs, anchors and nodes in one table ---- */

struct schema_key {
    const void *scope;
    const void *part;
    struct text name;
};

struct schema_entry {
    struct schema_key key;
    void *object;
};

struct schema_catalog {
    struct schema_entry *at;
    size_t capacity; /* of the catalog: a power of two, or 0 */
    size_t count;
};

void *schema_catalog_find(const struct schema_catalog *catalog, struct schema_key key);
/* Put an object into the catalog where it is not there yet. */
void schema_catalog_put(struct schema_catalog *catalog, struct schema_key key, void *object,
                        struct arena *arena);

/* ---- compiled schemas ---- */

struct schema_node;
struct schema_rule;
struct schema_frame;
struct schema_run;

/* A schema with a URI of its own, and all below it up to the next such. */
struct schema_resource {
    struct text uri; /* without fragment; may be empty */
    const struct schema_node *root;
    unsigned vocabularies;
    bool dynamic; /* some schema in it has a $dynamicAnchor */
};

struct schema_node {
    const struct value *source; /* a map or a boolean */
    struct schema_resource *resource;
    const struct schema_node *parent; /* the schema it stands in; NULL at the top of a document */
    struct text keyword;              /* ... under this keyword; or a whole pointer without "/" */
    struct text token;                /* ... as this member or item; at is NULL where neither   */
    struct schema_rule *rules;
    size_t count;
    bool tracks;   /* has an unevaluated* rule: wants to know what the others saw */
    bool compiled; /* the node's `rules` are there                                */
};

struct schema_nodes LIST(struct schema_node *);
struct schema_names LIST(struct text);

/* What stands in the value of a keyword. */
enum schema_holds { HOLDS_NOTHING, HOLDS_SCHEMA, HOLDS_LIST, HOLDS_MAP };

struct schema_compiler;

struct schema_keyword {
    const char *name;
    unsigned vocabulary;
    enum schema_holds holds;
    unsigned applies; /* to values of these types */
    bool (*compile)(struct schema_compiler *compiler, const struct schema_node *node,
                    struct schema_rule *rule, struct error *err); /* NULL: any value will do */
    bool (*check)(const struct schema_rule *rule, const struct schema_frame *frame,
                  struct schema_run *run); /* NULL: judges nothing by itself */
};

struct schema_rule {
    const struct schema_keyword *keyword;
    const struct value *value;        /* of the keyword, as written                       */
    const struct schema_node **nodes; /* the schemas in it, in the order of items or keys */
    size_t count;
    struct pattern **patterns;           /* pattern: one; patternProperties: one a node   */
    const struct value **sorted;         /* enum: its `count` values in schema_order      */
    const struct value *names;           /* additionalProperties: the map of `properties` */
    const struct schema_rule *neighbour; /* additionalProperties: patternProperties       */
    const struct schema_node *otherwise; /* if: `else`; `then` is nodes[1]                */
    struct text anchor;                  /* $dynamicRef: what to look for in the scope    */
    size_t least, most;                  /* contains; others use `least` for their number */
    size_t weight;                       /* const, enum: of the heaviest value            */
    unsigned types;                      /* type                                          */
};

/* The table, in the order in which rules are applied; ends with a name of NULL. */
extern const struct schema_keyword schema_keywords[];
const struct schema_keyword *schema_keyword_find(struct text name);

struct schema_document {
    struct text uri;
    const struct value *value;
};

struct schema_documents LIST(struct schema_document);

struct schema_library {
    struct arena *arena;
    struct schema_documents documents;
    bool trusted; /* keywords are compiled late */
};

struct schema_compiler {
    struct schema_library *library;
    struct arena *arena;
    struct schema_catalog catalog;
    struct schema_nodes nodes; /* in the order they were met; compiled in it */
};

struct schema {
    const struct schema_node *root;
    struct schema_compiler *compiler; /* for nodes that are not compiled yet */
};

/* ---- schema_meta.c: the draft's own documents ---- */

struct schema_meta_file {
    const char *name;
    struct text source;
};

extern const struct schema_meta_file schema_meta_files[]; /* made by value/meta/embed.cmake */

#define SCHEMA_DRAFT "https://json-schema.org/draft/2020-12/"

/* The document under `uri` or with that `$id`: the caller's, else the draft's. False where none. */
bool schema_library_find(struct schema_library *schema_library, struct text uri,
                         struct schema_document *out);
const struct value *schema_meta_find(struct text uri, struct arena *arena);

/* ---- schema_uri.c ---- */

/* `reference` as seen from `base` (RFC 3986, section 5.2). */
struct text schema_uri_resolve(struct arena *arena, struct text base, struct text reference);
/* Cut at the first '#': the part before, and the decoded part after. False where a %-escape is
 * broken. */
NODISCARD bool schema_uri_split(struct arena *arena, struct text uri, struct text *document,
                                struct text *fragment);

/* ---- schema_index.c ---- */

/* Where a schema was found. */
struct schema_seat {
    struct schema_resource *resource; /* that it stands in */
    const struct schema_node *parent;
    struct text keyword;
    struct text token;
};

/* The node of `source`, walked with all below it where it was not met before. */
NODISCARD bool schema_node_of(struct schema_compiler *compiler, const struct value *source,
                              struct schema_seat seat, struct schema_node **out, struct error *err);
/* A whole document, whose base is `uri`. */
NODISCARD bool schema_document_add(struct schema_compiler *compiler, struct text uri,
                                   const struct value *document, struct schema_node **out,
                                   struct error *err);
/* The name under which a dynamic anchor of `resource` is in the catalog. */
struct schema_key schema_dynamic_key(const struct schema_resource *resource, struct text name);

/* ---- schema_reference.c ---- */

/* Where `reference`, written in `node`, leads. `anchor` is set where it names a dynamic anchor. */
NODISCARD bool schema_reference_follow(struct schema_compiler *compiler,
                                       const struct schema_node *node,
                                       const struct value *reference,
                                       const struct schema_node **out, struct text *anchor,
                                       struct error *err);
/* The vocabularies that `$schema` asks for. */
NODISCARD bool schema_dialect_read(struct schema_compiler *compiler, const struct value *dialect,
                                   unsigned *vocabularies, struct error *err);

/* ---- schema_compile.c ---- */

NODISCARD bool schema_node_compile(struct schema_compiler *compiler, struct schema_node *node,
                                   struct error *err);
/* The same for one that a value comes to. False, and the run stopped, where it is broken. */
bool schema_node_ready(struct schema_run *run, const struct schema_node *node);
/* The member of the node's schema, where its vocabulary is in force; else NULL. */
const struct value *schema_sibling(const struct schema_node *node, const char *name);
/* The node of the sibling keyword that holds one schema; NULL where it is not there. */
const struct schema_node *schema_sibling_node(const struct schema_compiler *compiler,
                                              const struct schema_node *node, const char *name);
/* A rule of the node whose keyword stands earlier in the table. */
const struct schema_rule *schema_sibling_rule(const struct schema_node *node, const char *name);
/* Refuse what the keyword holds: "minimum is a string; a number is needed". */
bool schema_refuse(const char *keyword, const struct value *value, const char *needed,
                   struct error *err);
/* A keyword's count; above SIZE_MAX it is SIZE_MAX. */
NODISCARD bool schema_count_read(const char *keyword, const struct value *value, size_t *out,
                                 struct error *err);

/* ---- schema_check.c ---- */

/* What was evaluated of a map or list, one bit a member or item. */
struct schema_marks {
    uint64_t *bits;
    size_t count;
};

/* The resources in force, each once; the outermost is at the end. */
struct schema_scope {
    const struct schema_scope *outer;
    const struct schema_resource *resource;
};

enum schema_step { STEP_NONE, STEP_MEMBER, STEP_ITEM, STEP_KEY };

/* One schema applied to one value. */
struct schema_frame {
    const struct schema_frame *outer;
    const struct schema_node *node;
    const struct value *instance;
    const struct schema_scope *scope;
    struct schema_marks *marks; /* NULL where nobody asks              */
    enum schema_step step;      /* from the outer instance to this one */
    size_t index;               /* of the member or item               */
    unsigned depth;             /* frames                              */
    unsigned level;             /* steps into the instance             */
};

/* An error, and how deep in the instance it was found. */
struct schema_found {
    struct schema_error error;
    unsigned level;
    bool summary; /* says that no alternative fits: after the errors in the same place */
};

struct schema_founds LIST(struct schema_found);

struct schema_run {
    const struct schema *schema;
    struct arena *arena;
    struct schema_founds *founds; /* NULL where nobody asks why */
    struct error *err;
    size_t steps;
    size_t said;  /* errors worded so far                                 */
    bool stopped; /* the schema's run has `err` set: judging cannot go on */
};

/* What one step pays for where keywords go over keys, parts or texts. */
enum { SCHEMA_PARTS = 16, SCHEMA_BYTES = 256 };

/* Charge the schema's run; false where its budget is spent. */
bool schema_spend(struct schema_run *run, const struct schema_frame *frame, size_t steps);
/* Does the frame's own instance fit `node`? */
bool schema_apply(struct schema_run *run, const struct schema_frame *frame,
                  const struct schema_node *node);
/* Does its member or item `index`? (STEP_KEY: the key of member `index`, as a text.) */
bool schema_apply_part(struct schema_run *run, const struct schema_frame *frame,
                       const struct schema_node *node, enum schema_step step, size_t index);
/* The two schema checks without saying why. */
bool schema_fits(struct schema_run *run, const struct schema_frame *frame,
                 const struct schema_node *node);
bool schema_part_fits(struct schema_run *run, const struct schema_frame *frame,
                      const struct schema_node *node, enum schema_step step, size_t index);
void schema_mark(const struct schema_frame *frame, size_t index);
bool schema_marked(const struct schema_frame *frame, size_t index);
/* Stop, naming where; returns false. */
bool schema_stop(struct schema_run *run, const struct schema_frame *frame, const char *why);
/* pattern_find, charged; false too where it had to stop. */
bool schema_matches(struct schema_run *run, const struct schema_frame *frame,
                    const struct pattern *pattern, struct text subject);
/* The types that a value must have to fit, as far as they are plain to see. */
unsigned schema_types_admitted(struct schema_run *run, const struct schema_node *node);

/* ---- schema_error.c ---- */

/* Does somebody ask why, and has not heard enough? */
bool schema_asked(const struct schema_run *run);
/* Say why, where somebody asks. Always returns false. */
PRINTF_LIKE(4, 5)
bool schema_fail(struct schema_run *run, const struct schema_frame *frame,
                 const struct schema_rule *rule, const char *fault, ...);
/* The same for member or item `index` of the frame's instance; of a member, its key's place. */
PRINTF_LIKE(5, 6)
bool schema_fail_part(struct schema_run *run, const struct schema_frame *frame,
                      const struct schema_rule *rule, size_t index, const char *fault, ...);
/* The same for a schema that is false: there is no rule. */
bool schema_fail_false(struct schema_run *run, const struct schema_frame *frame);
/* The instance's member `index` is not to be there. */
bool schema_fail_unknown(struct schema_run *run, const struct schema_frame *frame,
                         const struct schema_rule *rule, size_t index);
/* The instance has another type than these. */
bool schema_fail_type(struct schema_run *run, const struct schema_frame *frame,
                      const struct schema_rule *rule, unsigned types);
/* No alternative fits. */
bool schema_fail_alternatives(struct schema_run *run, const struct schema_frame *frame,
                              const struct schema_rule *rule, size_t nearest);
/* Add what a branch of the schema found. */
void schema_founds_append(struct schema_run *run, const struct schema_founds *branch_founds);
/* Errors by place, each once, at most LIMIT_SCHEMA_ERRORS. */
void schema_founds_report(const struct schema_founds *founds, struct arena *arena,
                          struct schema_errors *errors);

/* ---- schema_words.c: values and types as words ---- */

const char *schema_kind_words(const struct value *worded);          /* "a string" */
const char *schema_type_words(unsigned types, struct arena *arena); /* "a number or null" */
const char *schema_value_words(const struct value *worded, struct arena *arena); /* "\"high\"" */
const char *schema_text_words(struct text string, struct arena *arena);
/* A plural: (1, "item") "1 item", (2, "item") "2 items". */
const char *schema_count_words(size_t keyword_count, const char *keyword_noun, struct arena *arena);

/* ---- schema_order.c ---- */

/* A total order in which 0 means value_equal, NaN aside. */
int schema_order(const struct value *left_instance, const struct value *right_instance);
/* What comparing with the value may cost: its parts, and the bytes of its texts. */
size_t schema_weight(const struct value *instance);
/* Sort pointers to values. */
void schema_order_sort(const struct value **values, size_t count);
/* Two equal items of a list, by index: of all such pairs the one whose second stands first. */
bool schema_twins_find(const struct value *list, struct arena *arena, size_t *first,
                       size_t *second);
/* Types of a value, as bits: of 1 and 1.0 INTEGER and NUMBER. None of NaN. */
unsigned schema_types_of(const struct value *instance);

/* ---- schema_keywords_*.c: a pair of functions for each keyword ---- */

#define SCHEMA_COMPILE(name)                                                                       \
    bool name(struct schema_compiler *compiler, const struct schema_node *node,                    \
              struct schema_rule *rule, struct error *err)
#define SCHEMA_CHECK(name)                                                                         \
    bool name(const struct schema_rule *rule, const struct schema_frame *frame,                    \
              struct schema_run *run)

SCHEMA_COMPILE(compile_reference);
SCHEMA_COMPILE(compile_dynamic_reference);
SCHEMA_COMPILE(compile_condition);
SCHEMA_COMPILE(compile_patterns);
SCHEMA_COMPILE(compile_additional);
SCHEMA_COMPILE(compile_items);
SCHEMA_COMPILE(compile_contains);
SCHEMA_COMPILE(compile_type);
SCHEMA_COMPILE(compile_const);
SCHEMA_COMPILE(compile_enum);
SCHEMA_COMPILE(compile_number);
SCHEMA_COMPILE(compile_divisor);
SCHEMA_COMPILE(compile_count);
SCHEMA_COMPILE(compile_pattern);
SCHEMA_COMPILE(compile_names);
SCHEMA_COMPILE(compile_name_lists);
SCHEMA_COMPILE(compile_text);
SCHEMA_COMPILE(compile_boolean);
SCHEMA_COMPILE(compile_list);
SCHEMA_COMPILE(compile_map);

SCHEMA_CHECK(check_reference);
SCHEMA_CHECK(check_dynamic_reference);
SCHEMA_CHECK(check_all_of);
SCHEMA_CHECK(check_any_of);
SCHEMA_CHECK(check_one_of);
SCHEMA_CHECK(check_not);
SCHEMA_CHECK(check_condition);
SCHEMA_CHECK(check_properties);
SCHEMA_CHECK(check_patterns);
SCHEMA_CHECK(check_additional);
SCHEMA_CHECK(check_property_names);
SCHEMA_CHECK(check_dependent_schemas);
SCHEMA_CHECK(check_prefix_items);
SCHEMA_CHECK(check_items);
SCHEMA_CHECK(check_contains);
SCHEMA_CHECK(check_unevaluated_items);
SCHEMA_CHECK(check_unevaluated_properties);
SCHEMA_CHECK(check_type);
SCHEMA_CHECK(check_const);
SCHEMA_CHECK(check_enum);
SCHEMA_CHECK(check_multiple_of);
SCHEMA_CHECK(check_maximum);
SCHEMA_CHECK(check_exclusive_maximum);
SCHEMA_CHECK(check_minimum);
SCHEMA_CHECK(check_exclusive_minimum);
SCHEMA_CHECK(check_max_length);
SCHEMA_CHECK(check_min_length);
SCHEMA_CHECK(check_pattern);
SCHEMA_CHECK(check_max_items);
SCHEMA_CHECK(check_min_items);
SCHEMA_CHECK(check_unique_items);
SCHEMA_CHECK(check_max_properties);
SCHEMA_CHECK(check_min_properties);
SCHEMA_CHECK(check_required);
SCHEMA_CHECK(check_dependent_required);

#endif
