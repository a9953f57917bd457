#include "cli/ask.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "report/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

enum answer { ANSWER_TYPED, ANSWER_BROKEN, ANSWER_INTERRUPTED };

struct secret {
    size_t size;
    char typed[LIMIT_PASSPHRASE_SIZE + 1];
};

static void secret_forget(void *object)
{
    explicit_bzero(object, sizeof(struct secret));
}

/* Wait for the terminal; false where a signal came first, which stays pending. */
static bool terminal_wait(int terminal, int signals)
{
    struct pollfd looked[] = {{.fd = terminal, .events = POLLIN},
                              {.fd = signals, .events = POLLIN}};
    while (poll(looked, COUNT(looked), -1) < 0)
        if (errno != EINTR)
            return true; /* the read will say what is wrong */
    return !looked[1].revents;
}

/* One line. What is too long is read to its end all the same, or the shell would get the rest. */
static enum answer line_take(int terminal, int signals, struct secret *secret)
{
    char letter;
    secret->size = 0;
    for (;;) {
        if (!terminal_wait(terminal, signals))
            return ANSWER_INTERRUPTED;
        const ssize_t count = read(terminal, &letter, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return ANSWER_BROKEN;
        if (letter == '\n')
            return secret->size < sizeof secret->typed ? ANSWER_TYPED : ANSWER_BROKEN;
        if (secret->size < sizeof secret->typed)
            secret->typed[secret->size++] = letter;
    }
}

static enum answer unseen_take(int terminal, int signals, const char *what, struct secret *secret)
{
    struct termios shown, unseen;
    if (tcgetattr(terminal, &shown) != 0)
        return ANSWER_BROKEN;
    unseen = shown;
    unseen.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    unseen.c_lflag |= ICANON;
    if (tcsetattr(terminal, TCSAFLUSH, &unseen) != 0)
        return ANSWER_BROKEN;
    (void)dprintf(terminal, "%s: ", what);
    const enum answer answer = line_take(terminal, signals, secret);
    (void)tcsetattr(terminal, TCSAFLUSH, &shown);
    (void)dprintf(terminal, "\n");
    return answer;
}

/* Signals that would end or stop the program wait while the terminal shows nothing. They act when
 * the mask is put back; whoever was only stopped is asked again. */
static enum answer secret_take(int terminal, const char *what, struct secret *secret)
{
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    sigset_t held, before;
    enum answer answer = ANSWER_BROKEN;
    (void)sigemptyset(&held);
    for (size_t i = 0; i < COUNT(ending); i++)
        (void)sigaddset(&held, ending[i]);
    do {
        if (sigprocmask(SIG_BLOCK, &held, &before) != 0)
            return ANSWER_BROKEN;
        const int signals = signalfd(-1, &held, SFD_CLOEXEC);
        answer = signals < 0 ? ANSWER_BROKEN : unseen_take(terminal, signals, what, secret);
        if (signals >= 0)
            (void)close(signals);
        (void)sigprocmask(SIG_SETMASK, &before, NULL);
    } while (answer == ANSWER_INTERRUPTED);
    return answer;
}

bool ask_secret(const char *what, struct arena *arena, struct text *out, struct error *err)
{
    struct secret *secret = ARENA_NEW(arena, struct secret);
    const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0)
        return error_set(err, ERROR_USAGE,
                         "there is no terminal to ask for the %s; OBSTAT_PASSPHRASE_FILE may name "
                         "a file that holds it",
                         what);
    arena_defer(arena, secret_forget, secret);
    const enum answer answer = secret_take(terminal, what, secret);
    (void)close(terminal);
    if (answer != ANSWER_TYPED)
        return error_set(err, ERROR_USAGE, "the %s was not given, or is longer than %d bytes", what,
                         LIMIT_PASSPHRASE_SIZE);
    *out = (struct text){secret->typed, secret->size};
    return true;
}

/* Line by line: only the ends of lines are the sentence's own. */
static void sentence_print(struct text sentence)
{
    struct arena arena = {0};
    struct buffer shown = buffer_in(&arena, LIMIT_REPORT_SIZE);
    while (sentence.size) {
        const size_t end = text_find(sentence, '\n');
        text_escape(text_part(sentence, 0, end), &shown);
        buffer_byte(&shown, '\n');
        sentence = text_part(sentence, end + 1, sentence.size);
    }
    (void)fwrite(shown.at ? shown.at : "", 1, shown.size, stderr);
    arena_free(&arena);
}

bool ask_confirm(struct text sentence, struct text word, struct error *err)
{
    char typed[LIMIT_CONTROL_SIZE + 1];
    sentence_print(sentence);
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return true;
    (void)fprintf(stderr, "Type %.*s to sign: ", TEXT_ARGS(word));
    (void)fflush(stderr);
    if (!fgets(typed, sizeof typed, stdin))
        typed[0] = '\0';
    if (!text_equal(text_trimmed(text_of(typed)), word))
        return error_set(err, ERROR_USAGE, "%.*s was not typed: nothing is signed",
                         TEXT_ARGS(word));
    return true;
}
