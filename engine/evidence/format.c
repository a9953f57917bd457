#include "evidence/format.h"

const struct format *const formats[] = {
    &format_evidence_v1,
    &format_huggingface,
    &format_eval_results,
    &format_lm_eval,
    &format_model_card_toolkit,
    &format_monai,
    &format_odh_catalog,
    &format_odh_lines,
    &format_aequitas,
    &format_fairlearn,
    &format_fairlearn_table,
    &format_attribution,
    &format_attribution_table,
    &format_mlflow_run,
    &format_mlflow_folder,
    &format_mlflow_model,
    &format_mlflow_registry,
    &format_environment,
    &format_sklearn,
    &format_wandb_summary,
    &format_wandb_config,
    &format_wandb_metadata,
    &format_dvc_lock,
    &format_dvc_file,
    &format_dvc_metrics,
    &format_params,
    &format_gto,
    &format_junit,
    &format_evidently,
    &format_cyclonedx,
    &format_spdx,
    &format_sarif,
    &format_pip_audit,
    &format_metrics, /* last: it takes what has numbers in it and is nothing else */
    NULL,
};

const struct format *format_named(struct text format_name, struct suggestion *near_format)
{
    *near_format = suggest_for(format_name);
    for (const struct format *const *format = formats; *format; format++) {
        if (text_is(format_name, (*format)->name))
            return *format;
        suggest_offer(near_format, text_of((*format)->name));
    }
    return NULL;
}

/* A document of ours says so itself: it is evidence/v1, or it is refused by its own name. */
static bool own_name_check(const struct value *document, struct arena *arena, struct error *err)
{
    const struct value *declared = value_get(document, TEXT("obstat"));
    if (!declared)
        return true;
    const struct text declared_format = value_text(declared);
    if (text_is(declared_format, format_evidence_v1.name))
        return true;
    if (value_kind(declared) != VALUE_STRING)
        return error_at(err, ERROR_REFUSED, value_place(declared),
                        "obstat: is %s, evidence begins with obstat: %s",
                        kind_words(value_kind(declared)), format_evidence_v1.name);
    struct suggestion near = suggest_for(declared_format);
    suggest_offer(&near, text_of(format_evidence_v1.name));
    return error_at(err, ERROR_REFUSED, value_place(declared),
                    "obstat: %.*s is not evidence that can be read here%s",
                    TEXT_ARGS(declared_format), suggest_hint(&near, arena));
}

static bool format_detect(const struct value *document, enum carrier carrier,
                          const struct format **detected, struct error *err)
{
    const struct format *detected_format = NULL;
    for (const struct format *const *format = formats; *format; format++) {
        const bool taken = detected_format && *format == &format_metrics;
        if (taken || (*format)->carrier != carrier || !(*format)->is(document))
            continue;
        if (detected_format)
            return error_at(err, ERROR_REFUSED, value_place(document),
                            "can be read as %s and as %s: name one with format:",
                            detected_format->name, (*format)->name);
        detected_format = *format;
    }
    if (!detected_format)
        return error_at(err, ERROR_REFUSED, value_place(document),
                        "is not evidence in a format that is known here");
    *detected = detected_format;
    return true;
}

bool format_choose(const struct value *document, enum carrier carrier, struct text format_name,
                   struct arena *arena, const struct format **chosen, struct error *err)
{
    if (!own_name_check(document, arena, err))
        return false;
    if (format_name.size == 0)
        return format_detect(document, carrier, chosen, err);
    struct suggestion near_format;
    const struct format *named_format = format_named(format_name, &near_format);
    if (!named_format)
        return error_set(err, ERROR_USAGE, "there is no format %.*s%s", TEXT_ARGS(format_name),
                         suggest_hint(&near_format, arena));
    if (named_format->carrier != carrier || !named_format->is(document))
        return error_at(err, ERROR_REFUSED, value_place(document), "is not in the format %s",
                        named_format->name);
    *chosen = named_format;
    return true;
}
