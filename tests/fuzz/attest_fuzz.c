/* Any bytes are what somebody signed, or refused with a message: envelopes, bundles, statements,
 * and what an ssh-agent says of its keys. What is read is written as it is read. */
#include "attest/envelope.h"
#include "attest/model_signature.h"
#include "attest/statement.h"
#include "base/buffer.h"
#include "crypto/agent.h"
#include "fuzz.h"
#include "value/canonical.h"
#include "value/json.h"

static const char pinned_lines[] =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea test 1\n";

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void demand_attested(bool done, const struct attested *attested, const struct error *err)
{
    if (!done) {
        demand(err->code == ERROR_INTEGRITY && err->message[0]);
        return;
    }
    demand(attested->kind >= ATTESTED_UNPINNED && attested->kind <= ATTESTED);
    demand((attested->kind == ATTESTED) == (attested->by != NULL));
    demand(attested->form.size > 0);
}

static void try_signature(struct text signature, struct arena *arena)
{
    struct error none = {0}, of_file = {0}, of_model = {0};
    struct pinned_keys pinned = {0};
    struct attested attested;
    struct model_file file = {.name = TEXT(".")};
    const struct model_files files = {.at = &file, .count = 1, .capacity = 1};
    demand(pinned_keys_read("keys", text_of(pinned_lines), arena, &pinned, &none));
    demand(digest_text(TEXT("hello world"), &file.digest, &none));
    bool done = attested_file((struct signature_file){"a.sig", signature}, TEXT("hello world"),
                              &pinned, arena, &attested, &of_file);
    demand_attested(done, &attested, &of_file);
    done = attested_model((struct signature_file){"a.sig", signature}, &files, &pinned, arena,
                          &attested, &of_model);
    demand_attested(done, &attested, &of_model);
}

static struct text spelled(const struct envelope *envelope, size_t most, struct arena *arena)
{
    struct error err = {0};
    struct buffer canonical = buffer_in(arena, most);
    const struct value document = envelope_value(envelope, arena);
    demand(canonical_write(&document, &canonical, &err) && !buffer_full(&canonical));
    return text_copy(arena, buffer_text(&canonical));
}

static void try_envelope(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct value document;
    struct envelope envelope, again;
    if (!json_read("e", source, (struct json_options){0}, arena, &document, &err) ||
        !envelope_read(&document, arena, &envelope, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0]);
        return;
    }
    const size_t most = 8 * source.size + 1024; /* escapes and pads */
    const struct text once = spelled(&envelope, most, arena);
    const struct text copy = {text_string(arena, once), once.size};
    demand(json_read("e", copy, (struct json_options){0}, arena, &document, &err) &&
           envelope_read(&document, arena, &again, &err));
    demand(text_equal(once, spelled(&again, most, arena)));
}

static void try_statement(struct text payload, struct arena *arena)
{
    struct error err = {0}, unwritten = {0};
    struct statement statement, again;
    struct text once, twice;
    if (!statement_read("s", payload, arena, &statement, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0]);
        return;
    }
    demand(statement.subjects.count > 0 && statement.predicate);
    if (!statement_write(&statement, arena, &once, &unwritten)) {
        demand(unwritten.code == ERROR_REFUSED); /* e.g. an integer beyond 2^53 */
        return;
    }
    demand(statement_read("s", once, arena, &again, &err) &&
           statement_write(&again, arena, &twice, &err) && text_equal(once, twice));
}

static void try_agent(struct text listed, struct arena *arena)
{
    struct error err = {0};
    struct agent_identities identities;
    if (!agent_identities_read(listed, arena, &identities, &err)) {
        demand(err.code == ERROR_UNAVAILABLE && err.message[0]);
        return;
    }
    for (size_t i = 0; i < identities.count; i++)
        demand(identities.at[i].key.kind <= KEY_SECURITY &&
               key_point_sound(identities.at[i].key.point));
}

static void try_keys(struct text written, struct arena *arena)
{
    struct error err = {0};
    struct pinned_keys pinned = {0};
    if (pinned_keys_read("keys", written, arena, &pinned, &err))
        demand(pinned.count > 0);
    else
        demand(err.code == ERROR_REFUSED && err.message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const struct text input = {text_string(&arena, (struct text){(const char *)data, size}), size};
    try_signature(input, &arena);
    try_envelope(input, &arena);
    try_statement(input, &arena);
    try_agent(input, &arena);
    try_keys(input, &arena);
    arena_free(&arena);
    return 0;
}
