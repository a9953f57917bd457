/* identity list: everybody the log knows, and what they may do now. */
#include "service/acting.h"
#include "service/columns.h"
#include "service/operations.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/record.h"
#include "service/said.h"

static const char *const list_formats[] = {"text", "json", NULL};

static const struct parameter list_parameters[] = {
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", list_formats},
    PARAMETER_DIR,
    {0},
};

struct people {
    struct acting *acting;
    struct values identities; /* as they are listed, in the order of ids */
};

static bool is_over(const struct value *identity, const char *name, int64_t now)
{
    int64_t moment;
    return clock_read(said_text(identity, name), &moment) && now > moment;
}

/* The key that counts now; where none does, the one that came last. */
static const struct value *key_of(const struct value *identity)
{
    const struct value *listed_keys = value_get(identity, TEXT("keys"));
    for (size_t i = value_count(listed_keys); i > 0; i--)
        if (value_present(value_at(listed_keys, i - 1), TEXT("since")) &&
            !value_present(value_at(listed_keys, i - 1), TEXT("until")))
            return value_at(listed_keys, i - 1);
    return value_at(listed_keys, value_count(listed_keys) ? value_count(listed_keys) - 1 : 0);
}

static struct text standing_text(const struct value *listed_identity, int64_t now,
                                 struct arena *arena)
{
    const struct value *revoked = value_present(listed_identity, TEXT("revoked"));
    const struct value *listed_key = key_of(listed_identity);
    if (revoked)
        return text_format(arena, "revoked %.*s by %.*s", TEXT_ARGS(said_text(revoked, "time")),
                           TEXT_ARGS(said_text(revoked, "by")));
    if (is_over(listed_identity, "valid_until", now))
        return text_format(arena, "expired %.*s",
                           TEXT_ARGS(said_text(listed_identity, "valid_until")));
    if (!value_present(listed_key, TEXT("since")))
        return TEXT("not proven yet");
    const struct text listed_until = said_text(listed_identity, "valid_until");
    return listed_until.size ? text_format(arena, "active until %.*s", TEXT_ARGS(listed_until))
                             : TEXT("active");
}

static bool identity_see(void *context, struct row_name name, struct text document,
                         struct error *err)
{
    struct people *people = context;
    struct acting *acting = people->acting;
    const struct value *identity;
    struct text printed_name;
    (void)document;
    if (!registry_row(&acting->rows, "identity", text_copy(acting->arena, name.key), acting->arena,
                      &identity, err) ||
        !acting_words(acting, said_text(identity, "name"), &printed_name, err))
        return false;
    const struct value *roles = value_get(identity, TEXT("roles"));
    struct record listed = record_in(acting->arena);
    record_text(&listed, "id", said_text(identity, "id"));
    record_text(&listed, "name", printed_name);
    record_maybe(&listed, "roles", roles);
    record_text(&listed, "fingerprint", said_text(key_of(identity), "fingerprint"));
    record_text(&listed, "standing", standing_text(identity, acting->session->now, acting->arena));
    record_maybe(&listed, "keys", value_get(identity, TEXT("keys")));
    record_text(&listed, "valid_until", said_text(identity, "valid_until"));
    record_maybe(&listed, "revoked", value_get(identity, TEXT("revoked")));
    *LIST_ADD(acting->arena, &people->identities) = record_map(&listed);
    return true;
}

static struct text words_joined(const struct value *listed_words, struct arena *arena)
{
    struct text joined_words = TEXT_NONE;
    for (size_t i = 0; i < value_count(listed_words); i++)
        joined_words = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(joined_words), i ? ", " : "",
                                   TEXT_ARGS(value_text(value_at(listed_words, i))));
    return joined_words;
}

static void people_print(const struct people *people)
{
    static const char *const heads[] = {"ID", "NAME", "ROLES", "KEY", "STANDING"};
    struct session *session = people->acting->session;
    struct columns table = columns_in(session->arena, COUNT(heads));
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    for (size_t i = 0; i < COUNT(heads); i++)
        columns_cell(&table, text_of(heads[i]));
    for (size_t i = 0; i < people->identities.count; i++) {
        const struct value *listed = &people->identities.at[i];
        columns_cell(&table, said_text(listed, "id"));
        columns_cell(&table, said_text(listed, "name"));
        columns_cell(&table, words_joined(value_get(listed, TEXT("roles")), session->arena));
        columns_cell(&table, said_text(listed, "fingerprint"));
        columns_cell(&table, said_text(listed, "standing"));
    }
    columns_write(&table, &page);
    session->print(session->context, buffer_text(&page));
}

static void people_print_json(const struct people *people)
{
    struct session *session = people->acting->session;
    struct record document = record_in(session->arena);
    record_text(&document, "obstat", TEXT("identities/v1"));
    record_text(&document, "log", people->acting->origin);
    record_value(&document, "identities",
                 value_of_list(session->arena, people->identities.at, people->identities.count));
    const struct text bytes = record_bytes(&document);
    session->print(session->context, bytes);
    session->print(session->context, TEXT("\n"));
}

static int identity_list_run(struct session *session, const struct value *request,
                             struct error *err)
{
    struct acting acting;
    struct people people = {.acting = &acting};
    const struct row_name identity_rows = {TEXT("identity"), TEXT_NONE};
    const char *format = request_text(request, "output");
    if (!acting_open_shown(session, request, &acting, err))
        return operation_failed(err);
    const bool listed = acting.rows.walk(acting.rows.keeper, identity_rows,
                                         (struct row_visit){identity_see, &people}, err);
    if (listed && format && strcmp(format, "json") == 0)
        people_print_json(&people);
    else if (listed)
        people_print(&people);
    acting_close(&acting);
    return listed ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation identity_list_operation = {
    .name = "identity list",
    .summary = "everybody the log knows: ids, names, roles, keys",
    .details = "The names come from beside the log; where one was erased, (erased) stands.\n",
    .examples = "obstat identity list\nobstat identity list -o json\n",
    .parameters = list_parameters,
    .run = identity_list_run,
};
