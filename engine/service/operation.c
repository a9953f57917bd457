#include "service/operation.h"

#include "evidence/evidence.h"
#include "report/report.h"
#include "service/operations.h"

const struct operation *const operations[] = {
    &start_operation,
    &check_operation,
    &test_operation,
    &policy_new_operation,
    &policy_list_operation,
    &policy_show_operation,
    &policy_lint_operation,
    &policy_digest_operation,
    &policy_coverage_operation,
    &policy_try_operation,
    &policy_adopt_operation,
    &explain_operation,
    &validate_operation,
    &import_operation,
    &keygen_operation,
    &init_operation,
    &identity_add_operation,
    &identity_prove_operation,
    &identity_rotate_operation,
    &identity_revoke_operation,
    &identity_erase_operation,
    &identity_list_operation,
    &register_operation,
    &status_operation,
    &history_operation,
    &diff_operation,
    &lineage_operation,
    &registry_rebuild_operation,
    &review_operation,
    &approve_operation,
    &request_operation,
    &request_changes_operation,
    &reject_operation,
    &waive_operation,
    &promote_operation,
    &resume_operation,
    &passport_operation,
    &admit_operation,
    &suspend_operation,
    &rollback_operation,
    &acknowledge_operation,
    &deprecate_operation,
    &retire_operation,
    &archive_operation,
    &hold_operation,
    &sweep_operation,
    &tag_operation,
    &alias_operation,
    &annotate_operation,
    &consumer_add_operation,
    &consumer_remove_operation,
    &consumer_acknowledge_operation,
    &endpoint_add_operation,
    &endpoint_remove_operation,
    &endpoint_traffic_operation,
    &audit_log_operation,
    &audit_show_operation,
    &audit_verify_operation,
    &audit_replay_operation,
    &audit_checkpoint_operation,
    &audit_prove_operation,
    &audit_export_operation,
    &webhook_list_operation,
    &webhook_deliver_operation,
    &webhook_test_operation,
    &webhook_dead_operation,
    &webhook_retry_operation,
    &backup_operation,
    &restore_operation,
    &demo_operation,
    NULL,
};

const struct operation *operation_named(struct text name, struct suggestion *near_operation)
{
    for (size_t i = 0; operations[i]; i++) {
        if (text_is(name, operations[i]->name))
            return operations[i];
        suggest_offer(near_operation, text_of(operations[i]->name));
    }
    return NULL;
}

const char *parameter_word(const struct parameter *parameter, size_t index)
{
    const struct text placeholder = text_of(parameter->placeholder);
    if (parameter->words)
        return parameter->words[index];
    if (text_is(placeholder, "FORMAT[=FILE]"))
        return report_formats[index] ? report_formats[index]->name : NULL;
    if (text_is(placeholder, "FORMAT"))
        return formats[index] ? formats[index]->name : NULL;
    return NULL;
}

int operation_failed(const struct error *err)
{
    return error_status(err->code);
}

const char *request_text(const struct value *request, const char *name)
{
    const struct value *given = value_get(request, text_of(name));
    return given && value_kind(given) == VALUE_STRING ? value_text(given).at : NULL;
}

bool request_flag(const struct value *request, const char *name)
{
    const struct value *given = value_get(request, text_of(name));
    return given && value_boolean(given);
}

size_t request_count(const struct value *request, const char *name)
{
    const struct value *given = value_get(request, text_of(name));
    return given ? value_count(given) : 0;
}

const char *request_at(const struct value *request, const char *name, size_t index)
{
    const struct value *given = value_get(request, text_of(name));
    const struct value *given_item = given ? value_at(given, index) : NULL;
    return given_item ? value_text(given_item).at : NULL;
}
