/* tests/rules/tidy.h: what clang-tidy cannot see from one file: a failure that is told is a
 * failure.
 *
 * .ci/run includes it before every file of the engine but error.c. Without it the analyzer thinks
 * that `return error_set(...)` may be true, and that outputs may then be read before they are set.
 */
#ifndef RULES_TIDY_H
#define RULES_TIDY_H

#include "base/error.h"

#define error_set(...) ((void)error_set(__VA_ARGS__), false)
#define error_at(...)  ((void)error_at(__VA_ARGS__), false)

#endif
