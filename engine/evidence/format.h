/* evidence/format.h: what the readers of formats share. Private to the room.
 *
 * A reader gets a document of any shape: what it needs it checks, and what does not fit it refuses
 * with the place. A figure that is no number is kept as what it is (result.h), never dropped and
 * never 0. A format is one file, format_NAME.c, that defines one `struct format`; add it below and
 * to the table in format.c, the plain metric tree staying last. `is` looks for what only this
 * format has: two that say yes to one document are an error that names both.
 */
#ifndef EVIDENCE_FORMAT_H
#define EVIDENCE_FORMAT_H

#include "evidence/carrier.h"
#include "evidence/evidence.h"
#include "evidence/fields.h"
#include "evidence/result.h"

extern const struct format format_aequitas;
extern const struct format format_attribution;
extern const struct format format_attribution_table;
extern const struct format format_dvc_file;
extern const struct format format_dvc_lock;
extern const struct format format_dvc_metrics;
extern const struct format format_environment;
extern const struct format format_cyclonedx;
extern const struct format format_evidence_v1;
extern const struct format format_evidently;
extern const struct format format_eval_results;
extern const struct format format_fairlearn;
extern const struct format format_fairlearn_table;
extern const struct format format_gto;
extern const struct format format_huggingface;
extern const struct format format_junit;
extern const struct format format_lm_eval;
extern const struct format format_metrics;
extern const struct format format_pip_audit;
extern const struct format format_sarif;
extern const struct format format_spdx;
extern const struct format format_mlflow_folder;
extern const struct format format_mlflow_model;
extern const struct format format_mlflow_registry;
extern const struct format format_mlflow_run;
extern const struct format format_model_card_toolkit;
extern const struct format format_monai;
extern const struct format format_odh_catalog;
extern const struct format format_odh_lines;
extern const struct format format_params;
extern const struct format format_sklearn;
extern const struct format format_wandb_config;
extern const struct format format_wandb_metadata;
extern const struct format format_wandb_summary;

/* The format called `format_name`, or without a name the one that recognises the document that came
 * by this carrier. */
NODISCARD bool format_choose(const struct value *document, enum carrier carrier,
                             struct text format_name, struct arena *arena,
                             const struct format **chosen, struct error *err);

#endif
