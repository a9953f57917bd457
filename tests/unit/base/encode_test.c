/* UTF-8 is measured against the table of RFC 3629, section 4, written out below. */
#include "support.h"

#include "base/encode.h"

START_TEST(test_hex__every_byte_is_spelled_and_read_again)
{
    uint8_t bytes[256], again[256];
    char spelled[513];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    hex_write(bytes, sizeof bytes, spelled);
    ck_assert_uint_eq(strlen(spelled), 512);
    ck_assert(memcmp(spelled, "000102", 6) == 0 && strcmp(spelled + 506, "fdfeff") == 0);
    ck_assert(hex_read(text_of(spelled), again, sizeof again));
    ck_assert_mem_eq(bytes, again, sizeof bytes);
}
END_TEST

START_TEST(test_hex__upper_case_is_read_too)
{
    uint8_t bytes[3];
    ck_assert(hex_read(TEXT("aBFf09"), bytes, 3));
    ck_assert_mem_eq(bytes, "\xAB\xFF\x09", 3);
    ck_assert(hex_read(TEXT_NONE, bytes, 0));
}
END_TEST

START_TEST(test_hex__what_is_not_exactly_that_many_bytes_is_refused)
{
    static const struct {
        const char *name;
        struct text hex;
    } cases[] = {
        {"too short", {"abcd", 4}},
        {"too long", {"abcdef01", 8}},
        {"an odd digit", {"abcde", 5}},
        {"one digit too many", {"abcdef0", 7}},
        {"a letter past f", {"abcdeg", 6}},
        {"a sign", {"+bcdef", 6}},
        {"a space", {"abcd f", 6}},
        {"a prefix", {"0xabcd", 6}},
        {"a NUL", {"abcd\0f", 6}},
        {"an upper G", {"ABCDEG", 6}},
        {"below zero", {"abcd/0", 6}},
        {"past nine", {"abcd:0", 6}},
        {"a top bit",
         {"abcd\xE1"
          "f",
          6}},
        {"nothing", {NULL, 0}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t bytes[3] = {1, 2, 3};
        ck_assert_msg(!hex_read(cases[i].hex, bytes, 3), "%s", cases[i].name);
        ck_assert_mem_eq(bytes, "\1\2\3", 3);
    }
}
END_TEST

static bool is_scalar(uint32_t point)
{
    return point <= 0x10FFFF && !(point >= 0xD800 && point <= 0xDFFF);
}

START_TEST(test_utf8__every_scalar_value_is_written_and_read_again)
{
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        if (!is_scalar(point))
            continue;
        char bytes[4];
        uint32_t again = 0;
        const size_t size = utf8_write(point, bytes);
        const size_t expected = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        const size_t read = utf8_read((struct text){bytes, size}, 0, &again);
        if (size != expected || read != size || again != point)
            ck_abort_msg("U+%04X: wrote %zu, read %zu as U+%04X", point, size, read, again);
    }
}
END_TEST

START_TEST(test_utf8__known_characters_have_their_bytes)
{
    static const struct {
        uint32_t point;
        const char *bytes;
    } cases[] = {
        {0x24, "$"},
        {0x7F, "\x7F"},
        {0x80, "\xC2\x80"},
        {0xA3, "\xC2\xA3"},
        {0x7FF, "\xDF\xBF"},
        {0x800, "\xE0\xA0\x80"},
        {0x20AC, "\xE2\x82\xAC"},
        {0xFFFF, "\xEF\xBF\xBF"},
        {0x10000, "\xF0\x90\x80\x80"},
        {0x10348, "\xF0\x90\x8D\x88"},
        {0x10FFFF, "\xF4\x8F\xBF\xBF"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char bytes[4];
        const size_t size = utf8_write(cases[i].point, bytes);
        ck_assert_msg(text_is((struct text){bytes, size}, cases[i].bytes), "U+%04X",
                      cases[i].point);
    }
}
END_TEST

START_TEST(test_utf8__what_is_no_scalar_value_is_written_as_the_replacement_character)
{
    static const uint32_t points[] = {0xD800, 0xDFFF, 0x110000, UINT32_MAX};
    for (size_t i = 0; i < COUNT(points); i++) {
        char bytes[4];
        const size_t size = utf8_write(points[i], bytes);
        ck_assert(text_is((struct text){bytes, size}, "\xEF\xBF\xBD"));
    }
}
END_TEST

START_TEST(test_utf8__nothing_is_read_where_nothing_valid_stands)
{
    static const struct {
        const char *name;
        struct text bytes;
    } cases[] = {
        {"nothing", {NULL, 0}},
        {"a lone tail", {"\x80", 1}},
        {"a lone last tail", {"\xBF", 1}},
        {"an overlong NUL", {"\xC0\x80", 2}},
        {"an overlong slash", {"\xC0\xAF", 2}},
        {"the last overlong of two", {"\xC1\xBF", 2}},
        {"the last overlong of three", {"\xE0\x9F\xBF", 3}},
        {"the last overlong of four", {"\xF0\x8F\xBF\xBF", 4}},
        {"the first surrogate", {"\xED\xA0\x80", 3}},
        {"the last surrogate", {"\xED\xBF\xBF", 3}},
        {"the first past U+10FFFF", {"\xF4\x90\x80\x80", 4}},
        {"a lead of five", {"\xF8\x88\x80\x80\x80", 5}},
        {"a lead that never was", {"\xFF", 1}},
        {"two, cut short", {"\xC2", 1}},
        {"three, cut short", {"\xE2\x82", 2}},
        {"four, cut short", {"\xF0\x90\x8D", 3}},
        {"two, with a letter for a tail",
         {"\xC2"
          "a",
          2}},
        {"three, with a letter for the last tail",
         {"\xE2\x82"
          "a",
          3}},
        {"three, with a lead for a tail", {"\xE2\xC2\x80", 3}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t point = 77;
        ck_assert_msg(utf8_read(cases[i].bytes, 0, &point) == 0, "%s", cases[i].name);
        ck_assert_uint_eq(point, 77);
    }
    uint32_t point;
    ck_assert_uint_eq(utf8_read(TEXT("ab"), 2, &point), 0);
    ck_assert_uint_eq(utf8_read(TEXT("ab"), SIZE_MAX, &point), 0);
}
END_TEST

/* RFC 3629's grammar by hand, for one to three bytes. */
static bool is_by_the_grammar(const uint8_t *b, size_t size)
{
    const bool tail1 = size > 1 && b[1] >= 0x80 && b[1] <= 0xBF;
    const bool tail2 = size > 2 && b[2] >= 0x80 && b[2] <= 0xBF;
    if (size == 1)
        return b[0] <= 0x7F;
    if (size == 2)
        return b[0] >= 0xC2 && b[0] <= 0xDF && tail1;
    return tail2 && ((b[0] == 0xE0 && b[1] >= 0xA0 && b[1] <= 0xBF) ||
                     (b[0] >= 0xE1 && b[0] <= 0xEC && tail1) ||
                     (b[0] == 0xED && b[1] >= 0x80 && b[1] <= 0x9F) ||
                     (b[0] >= 0xEE && b[0] <= 0xEF && tail1));
}

START_TEST(test_utf8__agrees_with_the_grammar_on_all_sequences_of_three_bytes)
{
    for (uint32_t i = 0; i < 1 << 24; i++) {
        const uint8_t bytes[] = {(uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i};
        uint32_t point;
        const size_t size = utf8_read((struct text){(const char *)bytes, 3}, 0, &point);
        size_t expected = 0;
        for (size_t length = 1; length <= 3; length++)
            if (is_by_the_grammar(bytes, length))
                expected = length;
        if (size != expected)
            ck_abort_msg("%02x %02x %02x: %zu, not %zu", bytes[0], bytes[1], bytes[2], size,
                         expected);
    }
}
END_TEST

START_TEST(test_utf8__the_first_wrong_byte_is_named_wherever_it_stands)
{
    char bytes[40];
    for (size_t place = 0; place < sizeof bytes; place++) {
        memset(bytes, 'a', sizeof bytes);
        bytes[place] = (char)0xFF;
        ck_assert_uint_eq(utf8_check((struct text){bytes, sizeof bytes}), place);
    }
    memset(bytes, 'a', sizeof bytes);
    for (size_t size = 0; size <= sizeof bytes; size++)
        ck_assert_uint_eq(utf8_check((struct text){bytes, size}), size);
    ck_assert_uint_eq(utf8_check(TEXT("caf\xC3\xA9 \xE2\x82\xAC")), 9);
    ck_assert_uint_eq(utf8_check(TEXT("caf\xC3\xA9 \xE2\x82")), 6);
    ck_assert_uint_eq(utf8_check(TEXT_NONE), 0);
}
END_TEST

START_TEST(test_utf8__counts_code_points_not_bytes)
{
    ck_assert_uint_eq(utf8_count(TEXT("caf\xC3\xA9 \xE2\x82\xAC \xF0\x90\x8D\x88")), 8);
    ck_assert_uint_eq(utf8_count(TEXT("e\xCC\x81")), 2);
    ck_assert_uint_eq(utf8_count(TEXT("a\0b")), 3);
    ck_assert_uint_eq(utf8_count(TEXT_NONE), 0);
}
END_TEST

TESTS("base/encode", test_hex__every_byte_is_spelled_and_read_again,
      test_hex__upper_case_is_read_too, test_hex__what_is_not_exactly_that_many_bytes_is_refused,
      test_utf8__every_scalar_value_is_written_and_read_again,
      test_utf8__known_characters_have_their_bytes,
      test_utf8__what_is_no_scalar_value_is_written_as_the_replacement_character,
      test_utf8__nothing_is_read_where_nothing_valid_stands,
      test_utf8__agrees_with_the_grammar_on_all_sequences_of_three_bytes,
      test_utf8__the_first_wrong_byte_is_named_wherever_it_stands,
      test_utf8__counts_code_points_not_bytes)
