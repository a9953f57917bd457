#include "service/enrolling.h"

bool enrolling_of(const struct acting *acting, struct text id, const struct key *enrolling_key,
                  struct enrolling *out, struct error *err)
{
    char fingerprint[KEY_ID_SIZE];
    struct enrolling enrolling = {.id = id,
                                  .line = key_line(enrolling_key, TEXT_NONE, acting->arena)};
    enrolling.subject.name = text_format(acting->arena, "identity:%.*s", TEXT_ARGS(id));
    if (!key_id(enrolling_key, fingerprint, err) ||
        !digest_text(key_blob(enrolling_key, acting->arena), &enrolling.subject.digest, err))
        return false;
    enrolling.fingerprint = text_copy(acting->arena, text_of(fingerprint));
    *out = enrolling;
    return true;
}

struct record enrolling_change(const struct acting *acting, const char *change, struct text id)
{
    struct record members = record_in(acting->arena);
    record_text(&members, "change", text_of(change));
    record_text(&members, "id", id);
    return members;
}
