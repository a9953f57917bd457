#include "service/admins.h"

#include "service/said.h"

/* Administrators who have not signed yet. */
struct unsigned_admins {
    struct acting *acting;
    const struct value *signers;
    struct text ids;
};

static bool admin_see(void *context, struct row_name admin_named, struct text document,
                      struct error *err)
{
    struct unsigned_admins *admins = context;
    const struct value *admin_identity;
    (void)document;
    if (!registry_row(&admins->acting->rows, "identity", admin_named.key, admins->acting->arena,
                      &admin_identity, err))
        return false;
    const struct value *admin_roles = value_get(admin_identity, TEXT("roles"));
    const bool is_admin = said_among(admin_roles, text_of(role_name(ROLE_ADMIN)));
    if (is_admin && !value_present(admin_identity, TEXT("revoked")) &&
        !said_by(admins->signers, admin_named.key))
        admins->ids = text_format(admins->acting->arena, "%.*s%s%.*s", TEXT_ARGS(admins->ids),
                                  admins->ids.size ? ", " : "", TEXT_ARGS(admin_named.key));
    return true;
}

bool admins_pending_tell(struct acting *acting, const struct value *proposal, struct error *err)
{
    struct session *session = acting->session;
    struct unsigned_admins admins = {.acting = acting,
                                     .signers = value_get(proposal, TEXT("signers"))};
    const struct row_name identities = {TEXT("identity"), TEXT_NONE};
    if (!acting->rows.walk(acting->rows.keeper, identities, (struct row_visit){admin_see, &admins},
                           err))
        return false;
    const int64_t needed = said_integer(proposal, "needed");
    const struct text lacking_admins =
        admins.ids.size
            ? text_format(acting->arena, "lacking: one of %.*s, with the same command",
                          TEXT_ARGS(admins.ids))
            : TEXT("lacking: another, and there is none; add one, which takes a week from when "
                   "the last was revoked");
    session->print(session->context,
                   text_format(acting->arena, "PENDING  %zu of %lld administrators signed; %.*s\n",
                               value_count(admins.signers), (long long)needed,
                               TEXT_ARGS(lacking_admins)));
    return true;
}
