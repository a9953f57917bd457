#include "registry/semver.h"

#include "support.h"

/* ---- the examples of Semantic Versioning 2.0.0 ---- */

START_TEST(test_semver__versions_stand_in_the_order_of_the_specification)
{
    static const char *const in_order[] = {
        "0.9.9",
        "1.0.0-0.3.7",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0-x.7.z.92",
        "1.0.0-x-y-z.4",
        "1.0.0",
        "1.9.0",
        "1.10.0",
        "1.11.0",
        "2.0.0",
        "2.1.0",
        "2.1.1",
        "10.0.0",
        "99999999999999999999999.0.0",
    };
    const size_t count = sizeof in_order / sizeof *in_order;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            const int order = version_compare(text_of(in_order[i]), text_of(in_order[j]));
            ck_assert_msg((order > 0) - (order < 0) == (i > j) - (i < j), "%s and %s: %d",
                          in_order[i], in_order[j], order);
        }
}
END_TEST

START_TEST(test_semver__a_version_is_read_in_its_parts)
{
    struct semver semver;
    ck_assert(semver_read(TEXT("1.22.333-beta.4+exp.sha.5114f85"), &semver));
    ck_assert(text_is(semver.core[0], "1") && text_is(semver.core[1], "22") &&
              text_is(semver.core[2], "333"));
    ck_assert(text_is(semver.pre_release, "beta.4") && text_is(semver.build, "exp.sha.5114f85"));
    ck_assert(semver_read(TEXT("1.0.0+21AF26D3---117B344092BD"), &semver));
    ck_assert(semver.pre_release.size == 0);
    ck_assert(semver_read(TEXT("1.0.0-alpha-a.b-c+001"), &semver));
    ck_assert(text_is(semver.pre_release, "alpha-a.b-c") && text_is(semver.build, "001"));
}
END_TEST

START_TEST(test_semver__what_is_written_otherwise_is_none)
{
    static const char *const others[] = {
        "",           "1",         "1.2",       "1.2.3.4",    "v1.2.3",   "01.2.3",
        "1.02.3",     "1.2.03",    "1.2.3-",    "1.2.3+",     "1.2.3-01", "1.2.3-a..b",
        "1.2.3-a.01", "1.2.3-a_b", "1.2.3+a+b", "1.2.3+a..b", "-1.0.0",   "1.-2.0",
        "1.2.3 ",     " 1.2.3",    "1..3",      "1.2.",       ".1.2",     "1.2.3-\xc3\xa4",
        "2024-11",    "latest",
    };
    struct semver semver;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!semver_read(text_of(others[i]), &semver), "%s", others[i]);
}
END_TEST

START_TEST(test_semver__builds_of_one_version_stand_side_by_side)
{
    ck_assert_int_lt(version_compare(TEXT("1.0.0"), TEXT("1.0.0+1")), 0);
    ck_assert_int_lt(version_compare(TEXT("1.0.0+1"), TEXT("1.0.0+2")), 0);
    ck_assert_int_lt(version_compare(TEXT("1.0.0+2"), TEXT("1.0.1-rc.1")), 0);
    ck_assert_int_lt(version_compare(TEXT("1.0.0-rc.1+9"), TEXT("1.0.0+1")), 0);
    ck_assert_int_eq(version_compare(TEXT("1.0.0+1"), TEXT("1.0.0+1")), 0);
}
END_TEST

START_TEST(test_semver__other_versions_come_after_by_their_bytes)
{
    ck_assert_int_lt(version_compare(TEXT("99.0.0"), TEXT("1")), 0);
    ck_assert_int_gt(version_compare(TEXT("2024-11"), TEXT("2024.11.0")), 0);
    ck_assert_int_lt(version_compare(TEXT("v10"), TEXT("v9")), 0);
    ck_assert_int_eq(version_compare(TEXT("v9"), TEXT("v9")), 0);
}
END_TEST

TESTS("registry/semver", test_semver__versions_stand_in_the_order_of_the_specification,
      test_semver__a_version_is_read_in_its_parts, test_semver__what_is_written_otherwise_is_none,
      test_semver__builds_of_one_version_stand_side_by_side,
      test_semver__other_versions_come_after_by_their_bytes)
