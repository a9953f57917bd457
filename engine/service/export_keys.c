/* Who could sign what, and when, as ssh-keygen and openssl want to be told. */
#include "service/exporting.h"
#include "service/said.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/limits.h"
#include "registry/lifecycle.h"

#include <string.h>

/* In which people and machines sign; to these come the words of the moves. */
static const char *const words[] = {"enroll",  "revoke", "adopt",   "register", "decide",
                                    "approve", "waive",  "restore", "erase",    "annotate"};

/* "20261121T150000Z" without the T: as allowed_signers has it. Empty where it is no moment. */
static void moment_add(const char *signers_option, struct text signers_moment, int64_t shift,
                       struct buffer *signers_line)
{
    int64_t moment;
    char spelled[CLOCK_TEXT_SIZE];
    if (!clock_read(signers_moment, &moment))
        return;
    clock_write(moment + shift, spelled);
    buffer_format(signers_line, "%s=\"", signers_option);
    for (size_t i = 0; spelled[i]; i++)
        if (spelled[i] >= '0' && spelled[i] <= '9')
            buffer_byte(signers_line, spelled[i]);
    buffer_string(signers_line, "Z\"");
}

/* The namespaces of every kind of act, of this log. */
static void namespaces_add(const struct exporting *exporting, struct buffer *signers_line)
{
    const struct text origin = exporting->acting->origin;
    buffer_string(signers_line, " namespaces=\"");
    for (size_t i = 0; i < COUNT(words); i++)
        buffer_format(signers_line, "%s%s@%.*s", i ? "," : "", words[i], TEXT_ARGS(origin));
    for (enum move move = MOVE_PROMOTE; move < MOVE_COUNT; move++)
        buffer_format(signers_line, ",%s@%.*s", move_name(move), TEXT_ARGS(origin));
    buffer_byte(signers_line, '"');
}

/* The earlier of two ends: the key's and the identity's. Both moments belong to the window, since
 * entries of the second in which a key ends may stand before its end; and ssh-keygen wants the
 * window to have a length. */
static void window_add(const struct value *exported_identity, const struct value *exported_key,
                       struct buffer *signers_line)
{
    int64_t signers_until = INT64_MAX, signers_valid = INT64_MAX;
    const struct text key_until = said_text(exported_key, "until"),
                      key_since = said_text(exported_key, "since"),
                      identity_until = said_text(exported_identity, "valid_until");
    moment_add(",valid-after", key_since, 0, signers_line);
    if (!clock_read(key_until, &signers_until))
        signers_until = INT64_MAX;
    if (!clock_read(identity_until, &signers_valid))
        signers_valid = INT64_MAX;
    if (signers_until != INT64_MAX && signers_until <= signers_valid)
        moment_add(",valid-before", key_until, text_equal(key_until, key_since), signers_line);
    else if (signers_valid != INT64_MAX)
        moment_add(",valid-before", identity_until, 0, signers_line);
}

struct signers {
    struct exporting *exporting;
    struct buffer allowed, revoked;
};

static bool key_add(struct signers *signers, const struct value *exported_identity,
                    const struct value *exported_key)
{
    if (!said_text(exported_key, "since").size)
        return true; /* never proven: it has signed nothing that counts */
    buffer_add(&signers->allowed, said_text(exported_identity, "id"));
    namespaces_add(signers->exporting, &signers->allowed);
    window_add(exported_identity, exported_key, &signers->allowed);
    buffer_byte(&signers->allowed, ' ');
    buffer_add(&signers->allowed, said_text(exported_key, "key"));
    buffer_byte(&signers->allowed, '\n');
    const struct value *revoked = value_present(exported_identity, TEXT("revoked"));
    if (!revoked)
        return true;
    buffer_add(&signers->revoked, said_text(exported_key, "key"));
    buffer_byte(&signers->revoked, ' ');
    buffer_add(&signers->revoked, said_text(exported_identity, "id"));
    buffer_string(&signers->revoked, " revoked ");
    buffer_add(&signers->revoked, said_text(revoked, "time"));
    if (said_text(revoked, "since").size) {
        buffer_string(&signers->revoked, " compromised since ");
        buffer_add(&signers->revoked, said_text(revoked, "since"));
    }
    buffer_byte(&signers->revoked, '\n');
    return true;
}

static bool identity_see(void *context, struct row_name name, struct text document,
                         struct error *err)
{
    struct signers *signers = context;
    const struct value *identity;
    struct acting *acting = signers->exporting->acting;
    (void)document;
    if (!registry_row(&acting->rows, "identity", name.key, acting->arena, &identity, err))
        return false;
    const struct value *keys = value_get(identity, TEXT("keys"));
    for (size_t i = 0; i < value_count(keys); i++)
        if (!key_add(signers, identity, value_at(keys, i)))
            return false;
    return true;
}

/* SubjectPublicKeyInfo of Ed25519 (RFC 8410): a fixed beginning, and the point. */
static bool pem_export(struct exporting *exporting, struct error *err)
{
    static const uint8_t spki_start[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                         0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    char exported_info[sizeof spki_start + NOTE_KEY_SIZE];
    const struct note_key *exported_key = log_key(exporting->acting->log);
    struct buffer exported_pem = buffer_in(exporting->arena, LIMIT_KEY_FILE);
    memcpy(exported_info, spki_start, sizeof spki_start);
    memcpy(exported_info + sizeof spki_start, exported_key->bytes, NOTE_KEY_SIZE);
    buffer_string(&exported_pem, "-----BEGIN PUBLIC KEY-----\n");
    buffer_add(&exported_pem,
               base64_print((struct text){exported_info, sizeof exported_info}, exporting->arena));
    buffer_string(&exported_pem, "\n-----END PUBLIC KEY-----\n");
    return export_file(exporting, "keys/log.pub.pem", buffer_text(&exported_pem), err);
}

static bool vkey_export(struct exporting *exporting, struct error *err)
{
    const struct text vkey = note_key_print(log_key(exporting->acting->log), exporting->arena);
    return export_file(exporting, "keys/log.vkey",
                       text_format(exporting->arena, "%.*s\n", TEXT_ARGS(vkey)), err);
}

bool export_keys(struct exporting *exporting, struct error *err)
{
    struct signers signers = {exporting, buffer_in(exporting->arena, LIMIT_REPORT_SIZE),
                              buffer_in(exporting->arena, LIMIT_REPORT_SIZE)};
    const struct rows *rows = &exporting->acting->rows;
    const struct row_name identity_rows = {TEXT("identity"), TEXT_NONE};
    return rows->walk(rows->keeper, identity_rows, (struct row_visit){identity_see, &signers},
                      err) &&
           export_file(exporting, "keys/allowed_signers", buffer_text(&signers.allowed), err) &&
           export_file(exporting, "keys/revoked_keys", buffer_text(&signers.revoked), err) &&
           vkey_export(exporting, err) && pem_export(exporting, err);
}
