#include "base/error.h"

#include <stdarg.h>
#include <unistd.h>

static const struct {
    const char *name;
    int status;
} codes[] = {
#define ROW(constant, word, number) [ERROR_##constant] = {word, number},
    ERROR_CODES(ROW)
#undef ROW
};

PRINTF_LIKE(4, 0)
static bool error_write(struct error *err, enum error_code code, struct place place,
                        const char *format, va_list values)
{
    if (err->code != ERROR_NONE)
        return false;
    err->code = code;
    (void)vsnprintf(err->message, sizeof err->message, format, values);
    (void)snprintf(err->file, sizeof err->file, "%s", place.file ? place.file : "");
    err->line = place.line;
    err->column = place.column;
    return false;
}

bool error_set(struct error *err, enum error_code code, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    (void)error_write(err, code, (struct place){0}, format, values);
    va_end(values);
    return false;
}

bool error_at(struct error *err, enum error_code code, struct place place, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    (void)error_write(err, code, place, format, values);
    va_end(values);
    return false;
}

void error_bug(const char *what)
{
    char line[ERROR_MESSAGE_SIZE];
    const int size = snprintf(line, sizeof line, "obstat: this is a bug in obstat: %s\n", what);
    if (size > 0)
        (void)!write(STDERR_FILENO, line, (size_t)size < sizeof line ? (size_t)size : sizeof line);
    _exit(codes[ERROR_BUG].status);
}

int error_status(enum error_code code)
{
    return (size_t)code < COUNT(codes) ? codes[code].status : codes[ERROR_BUG].status;
}

const char *error_name(enum error_code code)
{
    return (size_t)code < COUNT(codes) ? codes[code].name : codes[ERROR_BUG].name;
}

enum error_code error_code_of(const char *name)
{
    for (size_t code = 0; code < COUNT(codes); code++)
        if (strcmp(codes[code].name, name) == 0)
            return (enum error_code)code;
    return ERROR_BUG;
}
