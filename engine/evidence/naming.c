#include "evidence/naming.h"

#include "base/limits.h"

bool name_join(struct naming *naming, struct text above, struct text key, struct place place,
               struct text *metric_name)
{
    if (above.size == 0) {
        *metric_name = key;
        return true;
    }
    if (above.size + 1 + key.size > LIMIT_KEY_SIZE)
        return error_at(naming->err, ERROR_REFUSED, place,
                        "the name of this metric, keys joined with dots, is longer than %d bytes",
                        LIMIT_KEY_SIZE);
    naming->size += above.size + 1 + key.size;
    if (naming->size > LIMIT_EVIDENCE_SIZE)
        return error_at(naming->err, ERROR_REFUSED, place,
                        "the names of its metrics have more than %llu bytes, keys joined with dots",
                        LIMIT_EVIDENCE_SIZE);
    *metric_name = text_format(naming->arena, "%.*s.%.*s", TEXT_ARGS(above), TEXT_ARGS(key));
    return true;
}
