#include "crypto/random.h"

#include "support.h"

START_TEST(test_random__bytes_differ_from_call_to_call)
{
    uint8_t first[32] = {0}, second[32] = {0}, none[32] = {0};
    struct error err = {0};
    ck_assert(random_bytes(first, sizeof first, &err));
    ck_assert(random_bytes(second, sizeof second, &err));
    ck_assert(memcmp(first, second, sizeof first) != 0);
    ck_assert(memcmp(first, none, sizeof first) != 0);
}
END_TEST

START_TEST(test_random__no_more_bytes_are_written_than_were_asked_for)
{
    uint8_t bytes[8] = {0};
    struct error err = {0};
    ck_assert(random_bytes(bytes, 4, &err) && random_bytes(bytes, 0, &err));
    ck_assert(memcmp(bytes + 4, "\0\0\0\0", 4) == 0);
}
END_TEST

START_TEST(test_random__more_than_can_be_had_is_refused)
{
    uint8_t byte = 0;
    struct error err = {0};
    ck_assert(!random_bytes(&byte, SIZE_MAX, &err));
    ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
}
END_TEST

TESTS("crypto/random", test_random__bytes_differ_from_call_to_call,
      test_random__no_more_bytes_are_written_than_were_asked_for,
      test_random__more_than_can_be_had_is_refused)
