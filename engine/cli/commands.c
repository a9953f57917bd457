#include "cli/commands.h"

static const struct operation *const own_commands[] = {&completion_command, &help_command,
                                                       &version_command, NULL};

const struct command_fact command_statuses[] = {
    {"0", "allowed, done, verified"},
    {"1", "denied by policy, a test failed, lint found something"},
    {"2", "the command is off: an unknown word, flag, value or parameter"},
    {"3", "could not be judged: evidence refused, missing, insufficient"},
    {"4", "a signature, digest or required policy set does not hold"},
    {"5", "a policy does not load, crashed, or spent its budget"},
    {"6", "a file, store or peer does not answer"},
    {"7", "everything holds, signatures are lacking"},
    {"70", "a bug in obstat"},
    {0},
};

const struct command_fact command_variables[] = {
    {"OBSTAT_DATA", "the folder with packs and modules, where it is not found"},
    {"OBSTAT_DIR", "the ledger, where --dir is not given"},
    {"OBSTAT_ANCHOR", "the folder of the log's anchor, whatever the ledger says of it"},
    {"OBSTAT_LOG_KEY", "the vkey of the log that is meant; no other is used"},
    {"OBSTAT_AS", "who acts, where --as is not given"},
    {"OBSTAT_KEY", "the key that signs, where --sign is not given"},
    {"OBSTAT_PASSPHRASE_FILE", "a file with the passphrase of a key, where nobody can type it"},
    {"XDG_STATE_HOME", "where init puts the anchor; ~/.local/state where it is not set"},
    {"SSH_AUTH_SOCK", "the socket of the ssh-agent that signs"},
    {"SSL_CERT_FILE", "authorities that obstat-net trusts, instead of the system's; SSL_CERT_DIR"},
    {"https_proxy", "the proxy that obstat-net goes through; no_proxy"},
    {"AWS_REGION", "of a bucket; so AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"},
    {"NO_COLOR", "no colours"},
    {0},
};

const struct operation *command_at(size_t index)
{
    size_t shared = 0;
    while (operations[shared] && shared < index)
        shared++;
    return operations[shared] ? operations[shared] : own_commands[index - shared];
}

const struct operation *command_named(struct text name, struct suggestion *near)
{
    for (size_t command = 0; command_at(command); command++) {
        if (text_is(name, command_at(command)->name))
            return command_at(command);
        suggest_offer(near, text_of(command_at(command)->name));
    }
    return NULL;
}

bool command_of_family(const struct operation *command, const char *word)
{
    const size_t size = strlen(word);
    return strncmp(command->name, word, size) == 0 && command->name[size] == ' ';
}

bool command_is_family(const char *word)
{
    for (size_t command = 0; command_at(command); command++)
        if (command_of_family(command_at(command), word))
            return true;
    return false;
}
