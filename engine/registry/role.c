#include "registry/registry.h"

const char *const role_words[] = {
    [ROLE_ADMIN] = "admin", [ROLE_DEVELOPER] = "developer",       [ROLE_VALIDATOR] = "validator",
    [ROLE_OWNER] = "owner", [ROLE_RISK_OFFICER] = "risk-officer", [ROLE_AUDITOR] = "auditor",
    [ROLE_CI] = "ci",       [ROLE_OPERATOR] = "operator",         [ROLE_COUNT] = NULL,
};

const char *role_name(enum role role)
{
    return role < ROLE_COUNT ? role_words[role] : "no role";
}

bool role_read(struct text name, enum role *out)
{
    for (size_t role = 0; role < ROLE_COUNT; role++)
        if (text_is(name, role_words[role])) {
            *out = (enum role)role;
            return true;
        }
    return false;
}
