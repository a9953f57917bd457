/* service/operations.h: the rows of the operation table. Private to the room.
 */
#ifndef SERVICE_OPERATIONS_H
#define SERVICE_OPERATIONS_H

#include "service/operation.h"

extern const struct operation start_operation;
extern const struct operation check_operation;
extern const struct operation test_operation;
extern const struct operation policy_new_operation;
extern const struct operation policy_list_operation;
extern const struct operation policy_show_operation;
extern const struct operation policy_lint_operation;
extern const struct operation policy_digest_operation;
extern const struct operation policy_coverage_operation;
extern const struct operation policy_try_operation;
extern const struct operation explain_operation;
extern const struct operation validate_operation;
extern const struct operation import_operation;

#endif
