#include "service/anchoring.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"

/* A letter that may stand in the name of a folder everywhere; the others are written as %2f. */
static bool is_plain(char origin_letter)
{
    return (origin_letter >= 'a' && origin_letter <= 'z') ||
           (origin_letter >= 'A' && origin_letter <= 'Z') ||
           (origin_letter >= '0' && origin_letter <= '9') || origin_letter == '-' ||
           origin_letter == '_' || origin_letter == '.';
}

static const char *origin_folder(struct text origin, struct arena *arena)
{
    struct buffer anchor_folder = buffer_in(arena, LIMIT_PATH_SIZE);
    for (size_t i = 0; i < origin.size; i++)
        if (is_plain(origin.at[i]) && !(i == 0 && origin.at[i] == '.'))
            buffer_byte(&anchor_folder, origin.at[i]);
        else
            buffer_format(&anchor_folder, "%%%02x", (unsigned char)origin.at[i]);
    return text_string(arena, buffer_text(&anchor_folder));
}

bool anchoring_folder(struct session *session, const char *given, struct text log_origin,
                      const char **out, struct error *err)
{
    struct arena *arena = session->arena;
    const char *anchoring_state = session->setting(session->context, "XDG_STATE_HOME");
    const char *anchoring_home = session->setting(session->context, "HOME");
    if (given) {
        *out = given;
        return true;
    }
    if (!anchoring_state || anchoring_state[0] != '/')
        anchoring_state = anchoring_home && anchoring_home[0] == '/'
                              ? path_join(arena, anchoring_home, ".local/state")
                              : NULL;
    if (!anchoring_state)
        return error_set(err, ERROR_USAGE,
                         "neither XDG_STATE_HOME nor HOME says where the anchor may lie; name a "
                         "folder with --anchor");
    const char *origin = origin_folder(log_origin, arena);
    *out = path_join(arena, path_join(arena, anchoring_state, "obstat"), origin);
    return true;
}

bool anchoring_origin_fits(struct text origin, struct error *err)
{
    for (size_t i = 0; i < origin.size; i++)
        if (!is_plain(origin.at[i]) && !(i > 0 && (origin.at[i] == '/' || origin.at[i] == ':')))
            return error_set(err, ERROR_USAGE,
                             "--origin: %.*s is no name of a log: letters, digits and -_./: make "
                             "one, like gov.example/models",
                             TEXT_ARGS(origin));
    if (origin.size == 0 || origin.size > LIMIT_ORIGIN_SIZE)
        return error_set(err, ERROR_USAGE, "--origin needs 1 to %d letters", LIMIT_ORIGIN_SIZE);
    return true;
}
