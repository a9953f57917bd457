#include "evidence/format.h"

const struct format *const formats[] = {
    &format_evidence_v1,
    &format_aequitas,
    &format_fairlearn,
    &format_fairlearn_table,
    &format_attribution,
    &format_attribution_table,
    &format_metrics, /* last: it takes what has numbers in it and is nothing else */
    NULL,
};

const struct format *format_named(struct text name, struct suggestion *near)
{
    *near = suggest_for(name);
    for (const struct format *const *format = formats; *format; format++) {
        if (text_is(name, (*format)->name))
            return *format;
        suggest_offer(near, text_of((*format)->name));
    }
    return NULL;
}

/* A document of ours says so itself: it is evidence/v1, or it is refused by its own name. */
static bool own_name_check(const struct value *document, struct arena *arena, struct error *err)
{
    const struct value *own = value_get(document, TEXT("obstat"));
    if (!own)
        return true;
    const struct text name = value_text(own);
    if (text_is(name, format_evidence_v1.name))
        return true;
    if (value_kind(own) != VALUE_STRING)
        return error_at(err, ERROR_REFUSED, value_place(own),
                        "obstat: is %s, evidence begins with obstat: %s",
                        kind_words(value_kind(own)), format_evidence_v1.name);
    struct suggestion near = suggest_for(name);
    suggest_offer(&near, text_of(format_evidence_v1.name));
    return error_at(err, ERROR_REFUSED, value_place(own),
                    "obstat: %.*s is not evidence that can be read here%s", TEXT_ARGS(name),
                    suggest_hint(&near, arena));
}

static bool format_detect(const struct value *document, enum carrier carrier,
                          const struct format **out, struct error *err)
{
    const struct format *found = NULL;
    for (const struct format *const *format = formats; *format; format++) {
        const bool taken = found && *format == &format_metrics;
        if (taken || (*format)->carrier != carrier || !(*format)->is(document))
            continue;
        if (found)
            return error_at(err, ERROR_REFUSED, value_place(document),
                            "can be read as %s and as %s: name one with format:", found->name,
                            (*format)->name);
        found = *format;
    }
    if (!found)
        return error_at(err, ERROR_REFUSED, value_place(document),
                        "is not evidence in a format that is known here");
    *out = found;
    return true;
}

bool format_choose(const struct value *document, enum carrier carrier, struct text name,
                   struct arena *arena, const struct format **out, struct error *err)
{
    if (!own_name_check(document, arena, err))
        return false;
    if (name.size == 0)
        return format_detect(document, carrier, out, err);
    struct suggestion near;
    const struct format *named = format_named(name, &near);
    if (!named)
        return error_set(err, ERROR_USAGE, "there is no format %.*s%s", TEXT_ARGS(name),
                         suggest_hint(&near, arena));
    if (named->carrier != carrier || !named->is(document))
        return error_at(err, ERROR_REFUSED, value_place(document), "is not in the format %s",
                        named->name);
    *out = named;
    return true;
}
