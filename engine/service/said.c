#include "service/said.h"

#include "base/suggest.h"

const struct value *said_part(const struct value *of, const char *name)
{
    return value_present(of, text_of(name));
}

struct text said_text(const struct value *of, const char *name)
{
    return value_text(value_get(of, text_of(name)));
}

int64_t said_integer(const struct value *of, const char *name)
{
    return value_integer(value_get(of, text_of(name)));
}

bool said_stage(const struct value *of, const char *name, enum stage *out)
{
    struct suggestion near_stage = suggest_for(TEXT_NONE);
    return stage_read(said_text(of, name), out, &near_stage);
}

bool said_among(const struct value *list, struct text wanted)
{
    for (size_t i = 0; i < value_count(list); i++)
        if (text_equal(value_text(value_at(list, i)), wanted))
            return true;
    return false;
}

bool said_by(const struct value *signers, struct text id)
{
    for (size_t i = 0; i < value_count(signers); i++)
        if (text_equal(said_text(value_at(signers, i), "by"), id))
            return true;
    return false;
}
