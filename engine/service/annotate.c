/* tag, alias, annotate: what people say about versions, to find them again. */
#include "service/annotating.h"
#include "service/operations.h"

#include "base/limits.h"

static struct text asked_text(const struct acting *acting, const struct annotation *annotation)
{
    return text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(annotation->asked.name),
                       TEXT_ARGS(annotation->asked.version));
}

/* ---- tag ---- */

static bool tag_prepare(struct acting *acting, const struct value *request,
                        struct annotation *annotation, struct error *err)
{
    const struct text tag = text_of(request_text(request, "tag"));
    const struct text removed = text_of(request_text(request, "remove"));
    const struct text version = asked_text(acting, annotation);
    (void)err;
    const size_t equals = text_find(tag, '=');
    annotation->change = removed.size ? "untag" : "tag";
    annotation->key = removed.size ? removed : text_part(tag, 0, equals);
    if (!removed.size)
        annotation->value = equals < tag.size ? text_part(tag, equals + 1, tag.size) : TEXT("yes");
    annotation->doing = removed.size ? text_format(acting->arena, "take the tag %.*s from %.*s",
                                                   TEXT_ARGS(removed), TEXT_ARGS(version))
                                     : text_format(acting->arena, "tag %.*s with %.*s",
                                                   TEXT_ARGS(version), TEXT_ARGS(tag));
    annotation->told =
        text_format(acting->arena, "%.*s has the tag %.*s%s", TEXT_ARGS(version),
                    TEXT_ARGS(removed.size ? removed : tag), removed.size ? " no more" : "");
    return true;
}

/* What tag.KEY of a condition can name. */
static bool tag_key_fits(struct text key)
{
    static const struct text marks = {" \t\r\n()'\",!<>", 12};
    for (size_t i = 0; i < key.size; i++)
        if (text_find(marks, key.at[i]) < marks.size)
            return false;
    return key.size > 0;
}

/* Before any key is asked for. */
static bool tag_check(const struct value *request, struct error *err)
{
    const struct text tag = text_of(request_text(request, "tag"));
    const struct text key = text_part(tag, 0, text_find(tag, '='));
    if (!tag.size == !request_text(request, "remove"))
        return error_set(err, ERROR_USAGE, "tag needs either KEY[=VALUE] or --remove KEY");
    return !tag.size || tag_key_fits(key) ||
           error_set(err, ERROR_USAGE,
                     "tag '%.*s': a key has no blanks, quotes, commas, brackets, ! < or >, so that "
                     "tag.KEY of a condition can name it",
                     TEXT_ARGS(key));
}

static int tag_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct annotation_command command = {"tag", tag_prepare};
    if (!tag_check(request, err))
        return operation_failed(err);
    return annotation_run(session, request, &command, err);
}

static const struct parameter tag_parameters[] = {
    PARAMETER_VERSION,
    {"tag", 0, PARAMETER_ARGUMENT, 0, "KEY[=VALUE]",
     "the tag, and what it says; yes where that is not said", NULL},
    {"remove", 0, PARAMETER_OPTION, 0, "KEY", "take a tag away", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation tag_operation = {
    .name = "tag",
    .summary = "put a tag on a version, by which it is found",
    .details = "Recorded and signed as everything is; anybody but an auditor may. A tag lets\n"
               "nothing through: policies and stages do not look at it.\n",
    .examples = "obstat tag credit-default@2.3.0 team=lending\n"
                "obstat tag credit-default@2.3.0 --remove team\n",
    .parameters = tag_parameters,
    .run = tag_run,
};

/* ---- alias ---- */

/* What the alias stands for now. */
static bool alias_meant(struct acting *acting, struct text name, struct text alias,
                        struct text *version, struct error *err)
{
    const struct value *model;
    if (!registry_row(&acting->rows, "model", name, acting->arena, &model, err))
        return false;
    *version = value_text(value_present(value_present(model, TEXT("aliases")), alias));
    return version->size || error_set(err, ERROR_REFUSED, "%.*s has no alias %.*s", TEXT_ARGS(name),
                                      TEXT_ARGS(alias));
}

static bool alias_prepare(struct acting *acting, const struct value *request,
                          struct annotation *annotation, struct error *err)
{
    const struct text alias = text_of(request_text(request, "alias"));
    const struct text aimed = text_of(request_text(request, "aim"));
    const struct text removed = text_of(request_text(request, "remove"));
    annotation->asked.name = text_of(request_text(request, "model"));
    annotation->change = removed.size ? "unalias" : "alias";
    annotation->key = removed.size ? removed : alias;
    annotation->asked.version = aimed;
    if (removed.size &&
        !alias_meant(acting, annotation->asked.name, removed, &annotation->asked.version, err))
        return false;
    const struct text version = asked_text(acting, annotation);
    annotation->doing = text_format(acting->arena,
                                    removed.size ? "take the alias %.*s from %.*s"
                                                 : "let the alias %.*s stand for %.*s",
                                    TEXT_ARGS(annotation->key), TEXT_ARGS(version));
    annotation->told = text_format(acting->arena, "%.*s@%.*s stands for %.*s",
                                   TEXT_ARGS(annotation->asked.name), TEXT_ARGS(annotation->key),
                                   TEXT_ARGS(removed.size ? TEXT("nothing") : version));
    return true;
}

static bool alias_check(const struct value *request, struct error *err)
{
    const struct text alias = text_of(request_text(request, "alias"));
    const bool aimed = request_text(request, "aim") != NULL;
    if (request_text(request, "remove") ? alias.size || aimed : !alias.size || !aimed)
        return error_set(err, ERROR_USAGE, "alias needs either ALIAS VERSION or --remove ALIAS");
    return !alias.size || registry_alias_free(alias) ||
           error_set(err, ERROR_USAGE,
                     "%.*s is no alias: it has a-z, 0-9, ., _, @ and -, and latest, v1, v2, ..., "
                     "1.0.0 and "
                     "the stages are words that are reserved",
                     TEXT_ARGS(alias));
}

static int alias_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct annotation_command command = {"alias", alias_prepare};
    if (!alias_check(request, err))
        return operation_failed(err);
    return annotation_run(session, request, &command, err);
}

static const struct parameter alias_parameters[] = {
    {"model", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME", "of which model", NULL},
    {"alias", 0, PARAMETER_ARGUMENT, 0, "ALIAS", "another name for one of its versions", NULL},
    {"aim", 0, PARAMETER_ARGUMENT, 0, "VERSION", "which version it stands for", NULL},
    {"remove", 0, PARAMETER_OPTION, 0, "ALIAS", "take an alias away", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation alias_operation = {
    .name = "alias",
    .summary = "give a version another name: NAME@ALIAS",
    .details =
        "Wherever NAME@VERSION is asked for, NAME@ALIAS does; a version of that very name comes\n"
        "first. What is recorded is always the version. latest, the names of the stages and v1,\n"
        "v2, ... are no aliases: what they mean would not be what they say.\n",
    .examples = "obstat alias credit-default champion 2.3.0\n"
                "obstat alias credit-default --remove champion\n",
    .parameters = alias_parameters,
    .run = alias_run,
};

/* ---- annotate ---- */

static bool note_prepare(struct acting *acting, const struct value *request,
                         struct annotation *annotation, struct error *err)
{
    (void)err;
    annotation->change = "note";
    annotation->key = TEXT("note");
    annotation->note = text_of(request_text(request, "note"));
    const struct text version = asked_text(acting, annotation);
    annotation->doing = text_format(acting->arena, "note about %.*s: %.*s", TEXT_ARGS(version),
                                    TEXT_ARGS(annotation->note));
    annotation->told = text_format(acting->arena, "%.*s has a note", TEXT_ARGS(version));
    return true;
}

static int annotate_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct annotation_command command = {"annotate", note_prepare};
    return annotation_run(session, request, &command, err);
}

static const struct parameter annotate_parameters[] = {
    PARAMETER_VERSION,
    {"note", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "TEXT", "what there is to say", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation annotate_operation = {
    .name = "annotate",
    .summary = "write a note about a version; it stands in its history",
    .details = "The words are kept beside the log, and only their commitment in it: they can be\n"
               "erased as every word of a person can (identity erase).\n",
    .examples = "obstat annotate credit-default@2.3.0 'retrained after the address clean-up'\n",
    .parameters = annotate_parameters,
    .run = annotate_run,
};
