#include "cli/cli.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/arguments.h"
#include "cli/ask.h"
#include "report/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* The terminal, as the session sees it. */
struct terminal {
    bool progress_shown; /* a progress line stands on standard error        */
    bool progress_wanted;
    bool broken;     /* standard output took no more: full disk, closed pipe    */
    int write_errno; /* errno of that                                           */
};

/* A standard file that whoever started us left closed would be the next one that is opened here:
 * it is taken, the wrong way round, so that writing to it fails as it should. */
static void standard_files_take(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) < 0)
            (void)open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static void progress_clear(struct terminal *terminal)
{
    if (terminal->progress_shown)
        (void)fputs("\r\x1b[K", stderr);
    terminal->progress_shown = false;
}

/* Remember the first failure: a buffer that was lost once is not asked about again. */
static void terminal_wrote(struct terminal *terminal, bool written)
{
    if (written || terminal->broken)
        return;
    terminal->broken = true;
    terminal->write_errno = errno;
}

static void terminal_print(void *context, struct text text)
{
    struct terminal *terminal = context;
    progress_clear(terminal);
    if (!terminal->broken)
        terminal_wrote(terminal, fwrite(text.at, 1, text.size, stdout) == text.size);
}

/* `obstat: FILE:LINE:COL: message`, on one line whatever the texts hold. */
static void terminal_complain(void *context, const struct error *err)
{
    struct arena arena = {0};
    struct buffer line = buffer_in(&arena, LIMIT_MESSAGE_SIZE);
    progress_clear(context);
    terminal_wrote(context, fflush(stdout) == 0); /* what was printed before is seen before */
    if (err->file[0]) {
        text_escape(text_of(err->file), &line);
        if (err->line)
            buffer_format(&line, ":%u", err->line);
        if (err->line && err->column)
            buffer_format(&line, ":%u", err->column);
        buffer_string(&line, ": ");
    }
    text_escape(text_of(err->message), &line);
    (void)fprintf(stderr, "obstat: %.*s\n", TEXT_ARGS(buffer_text(&line)));
    arena_free(&arena);
}

static void terminal_progress(void *context, const char *what, uint64_t done, uint64_t of)
{
    struct terminal *terminal = context;
    if (!terminal->progress_wanted || of < 2)
        return;
    (void)fprintf(stderr, "\r\x1b[K%llu of %llu %s", (unsigned long long)done,
                  (unsigned long long)of, what);
    (void)fflush(stderr);
    terminal->progress_shown = true;
    if (done == of)
        progress_clear(terminal);
}

static bool terminal_secret(void *context, const char *what, struct arena *arena, struct text *out,
                            struct error *err)
{
    progress_clear(context);
    return ask_secret(what, arena, out, err);
}

static bool terminal_confirm(void *context, struct text sentence, struct text word,
                             struct error *err)
{
    progress_clear(context);
    terminal_wrote(context, fflush(stdout) == 0);
    return ask_confirm(sentence, word, err);
}

static const char *terminal_setting(void *context, const char *name)
{
    (void)context;
    const char *setting = getenv(name);
    return setting && setting[0] ? setting : NULL;
}

static bool folder_exists(const char *path)
{
    enum file_kind kind;
    return file_kind_of(path, &kind) && kind == FILE_FOLDER;
}

/* Packs and modules: where the user says, beside the program, or, in a program that was built for
 * work on itself, in its source tree. */
static const char *data_folder(struct arena *arena)
{
    char program[LIMIT_PATH_SIZE];
    const char *named = getenv("OBSTAT_DATA");
    if (named && named[0])
        return named;
    const ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size > 0) {
        program[size] = '\0';
        const char *beside = path_join(arena, path_folder(arena, program), "../share/obstat");
        if (folder_exists(beside))
            return beside;
    }
#ifdef OBSTAT_SOURCE_TREE
    return OBSTAT_SOURCE_TREE;
#else
    return "/usr/share/obstat";
#endif
}

static bool coloured(void)
{
    const char *refused = getenv("NO_COLOR");
    const char *kind = getenv("TERM");
    return !(refused && refused[0]) && isatty(STDOUT_FILENO) && kind && strcmp(kind, "dumb") != 0;
}

static int run(int argc, char **argv, struct session *session, struct error *err)
{
    struct arguments arguments;
    const int given = argc > 1 ? argc - 1 : 0;
    if (!arguments_read(given, argv + (argc > 0), session->arena, &arguments, err))
        return operation_failed(err);
    const int status = arguments.operation->run(session, &arguments.request, err);
    /* Where nothing was asked the help is no answer: a pipeline whose command came out empty has
     * judged nothing. */
    return given == 0 && status == 0 ? error_status(ERROR_USAGE) : status;
}

/* A result that was not written whole is no result. */
static int finish(struct terminal *terminal, int status)
{
    struct error err = {0};
    progress_clear(terminal);
    terminal_wrote(terminal, fflush(stdout) == 0);
    if (!terminal->broken)
        return status;
    (void)error_set(&err, ERROR_UNAVAILABLE, "standard output cannot be written: %s",
                    strerror(terminal->write_errno));
    terminal_complain(terminal, &err);
    return error_status(err.code);
}

int cli_main(int argc, char **argv)
{
    standard_files_take();
    struct arena arena = {0};
    struct error err = {0};
    struct terminal terminal = {.progress_wanted = isatty(STDERR_FILENO)};
    struct session session = {
        .arena = &arena,
        .now = clock_now(),
        .began_ms = clock_elapsed_ms(),
        .data = data_folder(&arena),
        .colour = coloured(),
        .context = &terminal,
        .print = terminal_print,
        .complain = terminal_complain,
        .progress = terminal_progress,
        .secret = terminal_secret,
        .confirm = terminal_confirm,
        .setting = terminal_setting,
    };
    (void)signal(SIGPIPE, SIG_IGN); /* a closed pipe and a full file are errors that are told */
    (void)signal(SIGXFSZ, SIG_IGN);
    int status = run(argc, argv, &session, &err);
    if (err.code != ERROR_NONE)
        terminal_complain(&terminal, &err);
    status = finish(&terminal, status);
    arena_free(&arena);
    return status;
}
