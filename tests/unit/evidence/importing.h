/* What a file says once it is imported: its normal form as canonical JSON, less what every import
 * begins with, or the refusal. */
#ifndef TESTS_EVIDENCE_IMPORTING_H
#define TESTS_EVIDENCE_IMPORTING_H

#include "evidence/evidence.h"

#include "support.h"

#include "base/limits.h"
#include "value/canonical.h"

/* The member `part` of the normal form, canonical; "" where it is absent. */
static inline const char *import_part(struct arena *arena, const char *path, const char *source,
                                      const char *part)
{
    struct error err = {0};
    struct evidence evidence = {0};
    struct buffer line = buffer_in(arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(evidence_read(path, text_of(source), TEXT_NONE, arena, &evidence, &err), "%s: %s",
                  path, support_error(&err));
    const struct value normal = evidence_value(&evidence, arena);
    const struct value *found = value_get(&normal, text_of(part));
    if (!found)
        return "";
    ck_assert_msg(canonical_write(found, &line, &err), "%s", support_error(&err));
    return text_string(arena, buffer_text(&line));
}

static inline void import_part_is(const char *path, const char *source, const char *part,
                                  const char *expected)
{
    struct arena arena = {0};
    ck_assert_str_eq(import_part(&arena, path, source, part), expected);
    arena_free(&arena);
}

static inline void import_format_is(const char *path, const char *source, const char *format)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert_msg(evidence_read(path, text_of(source), TEXT_NONE, &arena, &evidence, &err),
                  "%s: %s", path, support_error(&err));
    ck_assert_str_eq(evidence.format, format);
    arena_free(&arena);
}

/* Refused at this line and column, with these words in the message. */
static inline void import_refused(const char *path, const char *source, unsigned line,
                                  unsigned column, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert_msg(!evidence_read(path, text_of(source), TEXT_NONE, &arena, &evidence, &err),
                  "%s was read", path);
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_msg(strstr(err.message, words), "%s", support_error(&err));
    ck_assert_msg(err.line == line && err.column == column, "%s", support_error(&err));
    arena_free(&arena);
}

#endif
