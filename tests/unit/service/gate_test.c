/* What the gate judged is what is registered. */
#include "service/gate.h"

#include "../support.h"

#include "policy/outcome.h"

START_TEST(test_gate__what_was_judged_is_what_is_registered)
{
    static const struct {
        const char *name, *manifest, *artifact, *listing, *told;
        int gate_status;
    } cases[] = {
        {"the same", "m1", "a1", "l1", NULL, STATUS_ALLOWED},
        {"another manifest", "m2", "a1", "l1", "another manifest", STATUS_ALLOWED},
        {"another artifact", "m1", "a2", "l1", "another artifact", STATUS_ALLOWED},
        {"no artifact", "m1", "", "", "another artifact", STATUS_ALLOWED},
        {"other names of its files", "m1", "a1", "l2", "another artifact", STATUS_ALLOWED},
        {"no names of its files", "m1", "a1", "", "another artifact", STATUS_ALLOWED},
        {"nothing, and let in", "", "", "", "another manifest", STATUS_ALLOWED},
        {"nothing, and not let in", "", "", "", NULL, STATUS_UNJUDGED},
        {"another manifest, which is denied", "m2", "a1", "l1", "another manifest", STATUS_DENIED},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const struct gated gated = {cases[i].gate_status, TEXT_NONE, text_of(cases[i].manifest),
                                    text_of(cases[i].artifact), text_of(cases[i].listing)};
        const bool saw = gate_saw(&gated, TEXT("m1"), TEXT("a1"), TEXT("l1"), &err);
        ck_assert_msg(saw == !cases[i].told, "%s: %s", cases[i].name, support_error(&err));
        ck_assert_msg(saw || (err.code == ERROR_INTEGRITY && strstr(err.message, cases[i].told)),
                      "%s: %s", cases[i].name, support_error(&err));
    }
}
END_TEST

TESTS("service/gate", test_gate__what_was_judged_is_what_is_registered)
