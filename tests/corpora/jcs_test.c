/* The test data of RFC 8785's author: each file of input/ has its canonical bytes in output/. */
#include "support.h"
#include "value/canonical.h"
#include "value/json.h"

#include <glob.h>

enum { ROOM = 1 << 20 };

static struct arena arena;

static void judge(const char *input, const char *output)
{
    struct error err = {0};
    struct value value;
    struct buffer bytes = buffer_in(&arena, ROOM);
    const struct text source = support_read(&arena, input);
    const struct text expected = support_read(&arena, output);
    ck_assert_msg(json_read(input, source, (struct json_options){0}, &arena, &value, &err), "%s",
                  support_error(&err));
    ck_assert_msg(canonical_write(&value, &bytes, &err), "%s", support_error(&err));
    ck_assert_msg(text_equal(buffer_text(&bytes), expected), "%s: %.*s", input,
                  TEXT_ARGS(buffer_text(&bytes)));
}

START_TEST(test_jcs__canonical_bytes_equal_the_published_ones)
{
    glob_t inputs, outputs;
    const char *folder = support_corpus(&arena, "jcs-canonicalization/testdata");
    const char *input = text_format(&arena, "%s/input/*.json", folder).at;
    const char *output = text_format(&arena, "%s/output/*.json", folder).at;
    ck_assert_int_eq(glob(input, 0, NULL, &inputs), 0);
    ck_assert_int_eq(glob(output, 0, NULL, &outputs), 0);
    ck_assert_uint_eq(inputs.gl_pathc, outputs.gl_pathc);
    ck_assert_uint_ge(inputs.gl_pathc, 4);
    for (size_t i = 0; i < inputs.gl_pathc; i++)
        judge(inputs.gl_pathv[i], outputs.gl_pathv[i]);
    globfree(&inputs);
    globfree(&outputs);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/jcs", test_jcs__canonical_bytes_equal_the_published_ones)
