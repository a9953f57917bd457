/* obstat-net: what talks to others for obstat, which starts it and asks it over its standard input.
 * It reads the environment that obstat made for it, and opens nothing but what libcurl needs. */
#include "base/clock.h"
#include "fetch/fetch.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *environment_secret(const char *name)
{
    const char *secret = getenv(name);
    return secret && secret[0] ? secret : NULL;
}

/* Whoever types its name sees what it is. */
static bool is_asked(void)
{
    int kind = 0;
    socklen_t kind_size = sizeof kind;
    return getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &kind, &kind_size) == 0;
}

int main(int argc, char **argv)
{
    static const char what[] = "obstat-net is started by obstat, for what needs the network\n";
    struct error err = {0};
    (void)argv;
    if (argc > 1 || !is_asked()) {
        (void)!write(STDERR_FILENO, what, sizeof what - 1);
        return error_status(ERROR_USAGE);
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* it holds secrets: no core, no debugger */
    const char *ca_file = environment_secret("SSL_CERT_FILE");
    const struct fetch_settings settings = {
        .ca_file = ca_file ? ca_file : environment_secret("CURL_CA_BUNDLE"),
        .ca_folder = environment_secret("SSL_CERT_DIR"),
        .plain_loopback = environment_secret("OBSTAT_NET_PLAIN") != NULL,
        .now = clock_now,
        .secret = environment_secret,
    };
    const bool served = fetch_serve(STDIN_FILENO, &settings, &err);
    /* Leaving at once: what is flushed and freed at an ordinary end is nobody's. */
    _exit(served ? 0 : error_status(err.code));
}
