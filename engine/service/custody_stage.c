#include "service/custody_stage.h"

#include "base/limits.h"

static struct text said(const struct value *said_map, const char *said_name)
{
    const struct value *said_found = value_present(said_map, text_of(said_name));
    return said_found ? value_text(said_found) : TEXT_NONE;
}

/* A version, as its row has it, and what the log says of it and of its model. */
struct whereabouts {
    struct text name, version, stage;
    uint64_t head;
    struct text production; /* as the model's row has it                      */
    struct arena *arena;
    bool moved_on;       /* by an entry after its head                        */
    bool followed;       /* what went into production, or out, was seen       */
    struct text entered; /* the last that did, or empty where it left         */
};

static bool whereabouts_broken(struct text version_key, const char *how, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the database says of %.*s what the log does not: %s; obstat audit verify "
                     "names what was changed",
                     TEXT_ARGS(version_key), how);
}

static bool is_model(const struct whereabouts *whereabouts, const struct act *act)
{
    return text_equal(said(value_get(act->predicate, TEXT("model")), "name"), whereabouts->name);
}

/* Does the act put the version into the stage? */
static bool brings(const struct whereabouts *whereabouts, const struct act *act,
                   struct text version, struct text stage)
{
    const struct value *said_of = act->predicate, *other = value_present(said_of, TEXT("other"));
    const struct text model_version = said(value_get(said_of, TEXT("model")), "version");
    if (!is_model(whereabouts, act))
        return false;
    if (act->kind == ACT_REGISTRATION)
        return text_equal(model_version, version) && text_equal(said(said_of, "stage"), stage);
    return act->kind == ACT_TRANSITION &&
           ((text_equal(model_version, version) && text_equal(said(said_of, "to"), stage)) ||
            (text_equal(said(other, "version"), version) && text_equal(said(other, "to"), stage)));
}

static bool moves(const struct act *act, struct text version)
{
    const struct value *other = value_present(act->predicate, TEXT("other"));
    return text_equal(said(value_get(act->predicate, TEXT("model")), "version"), version) ||
           text_equal(said(other, "version"), version);
}

static bool is_stage(const struct value *said_of, const char *name, enum stage stage)
{
    return text_is(said(said_of, name), stage_name(stage));
}

/* What the transition does to production: who enters, or that whoever was there left. */
static void production_follow(struct whereabouts *whereabouts, const struct act *act)
{
    const struct value *other = value_present(act->predicate, TEXT("other"));
    const struct text version = said(value_get(act->predicate, TEXT("model")), "version");
    if (is_stage(act->predicate, "to", STAGE_PRODUCTION))
        whereabouts->entered = text_copy(whereabouts->arena, version);
    else if (is_stage(other, "to", STAGE_PRODUCTION))
        whereabouts->entered = text_copy(whereabouts->arena, said(other, "version"));
    else if (is_stage(act->predicate, "from", STAGE_PRODUCTION))
        whereabouts->entered = TEXT_NONE;
    else
        return;
    whereabouts->followed = true;
}

static bool entry_see(void *context, const struct audited *audited, struct arena *arena,
                      struct error *err)
{
    struct whereabouts *whereabouts = context;
    const struct act *act = &audited->act;
    (void)arena;
    (void)err;
    if (act->kind != ACT_TRANSITION || !is_model(whereabouts, act))
        return true;
    whereabouts->moved_on |=
        audited->entry.index > whereabouts->head && moves(act, whereabouts->version);
    production_follow(whereabouts, act);
    return true;
}

/* The entries that were logged last. */
static bool newest_see(struct acting *acting, struct whereabouts *whereabouts, struct error *err)
{
    const uint64_t size = log_head(acting->log)->size;
    const struct leaf_range newest = {size > LIMIT_CUSTODY_WALK ? size - LIMIT_CUSTODY_WALK : 0,
                                      size};
    return audit_walk(acting, newest, (struct audit_visit){entry_see, whereabouts}, err);
}

static bool rows_see(struct acting *acting, struct text version_key, struct whereabouts *out,
                     struct error *err)
{
    const struct value *version, *model;
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err) ||
        !registry_row(&acting->rows, "model", said(version, "name"), acting->arena, &model, err))
        return false;
    *out = (struct whereabouts){
        .arena = acting->arena,
        .name = said(version, "name"),
        .version = said(version, "version"),
        .stage = said(version, "stage"),
        .head = (uint64_t)value_integer(value_get(version, TEXT("head"))),
        .production = said(model, "production"),
    };
    return true;
}

bool custody_stage(struct acting *acting, struct text version_key, struct error *err)
{
    struct audited audited;
    struct whereabouts whereabouts;
    if (!rows_see(acting, version_key, &whereabouts, err) ||
        !custody_entry(acting, whereabouts.head, &audited, err) ||
        !newest_see(acting, &whereabouts, err))
        return false;
    if (!brings(&whereabouts, &audited.act, whereabouts.version, whereabouts.stage))
        return whereabouts_broken(version_key, "no such entry brought it to its stage", err);
    if (whereabouts.moved_on)
        return whereabouts_broken(version_key, "it was moved on since", err);
    return !whereabouts.followed || text_equal(whereabouts.entered, whereabouts.production) ||
           whereabouts_broken(version_key, "another version of the model went into production",
                              err);
}
