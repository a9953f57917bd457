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
extern const struct operation keygen_operation;
extern const struct operation init_operation;
extern const struct operation identity_add_operation;
extern const struct operation identity_prove_operation;
extern const struct operation identity_rotate_operation;
extern const struct operation identity_revoke_operation;
extern const struct operation identity_erase_operation;
extern const struct operation identity_list_operation;
extern const struct operation policy_adopt_operation;
extern const struct operation register_operation;
extern const struct operation status_operation;
extern const struct operation history_operation;
extern const struct operation diff_operation;
extern const struct operation lineage_operation;
extern const struct operation registry_rebuild_operation;
extern const struct operation review_operation;
extern const struct operation approve_operation;
extern const struct operation request_operation;
extern const struct operation request_changes_operation;
extern const struct operation reject_operation;
extern const struct operation waive_operation;
extern const struct operation promote_operation;
extern const struct operation resume_operation;
extern const struct operation passport_operation;
extern const struct operation admit_operation;
extern const struct operation suspend_operation;
extern const struct operation rollback_operation;
extern const struct operation acknowledge_operation;
extern const struct operation deprecate_operation;
extern const struct operation retire_operation;
extern const struct operation archive_operation;
extern const struct operation hold_operation;
extern const struct operation sweep_operation;
extern const struct operation tag_operation;
extern const struct operation alias_operation;
extern const struct operation annotate_operation;
extern const struct operation consumer_add_operation;
extern const struct operation consumer_remove_operation;
extern const struct operation consumer_acknowledge_operation;
extern const struct operation endpoint_add_operation;
extern const struct operation endpoint_remove_operation;
extern const struct operation endpoint_traffic_operation;
extern const struct operation audit_log_operation;
extern const struct operation audit_show_operation;
extern const struct operation audit_verify_operation;
extern const struct operation audit_checkpoint_operation;
extern const struct operation audit_prove_operation;
extern const struct operation audit_export_operation;
extern const struct operation audit_replay_operation;
extern const struct operation webhook_list_operation;
extern const struct operation webhook_deliver_operation;
extern const struct operation webhook_test_operation;
extern const struct operation webhook_dead_operation;
extern const struct operation webhook_retry_operation;
extern const struct operation backup_operation;
extern const struct operation restore_operation;
extern const struct operation demo_operation;

#endif
