/* evidence/mlflow.h: a run of MLflow, whichever way it came. Private to the room.
 */
#ifndef EVIDENCE_MLFLOW_H
#define EVIDENCE_MLFLOW_H

#include "evidence/evidence.h"

/* Its parts; each may be NULL. Metrics, params and tags are maps or lists of {key, value}; a metric
 * is a figure or the list of its points {value, step, timestamp}. */
struct mlflow_run {
    const struct value *whole; /* where the run stands; its `inputs` are read */
    const struct value *info;  /* run_id, status, lifecycle_stage, ...        */
    const struct value *metrics, *params, *tags;
};

/* Fill results and lineage. ERROR_REFUSED where the run was deleted. */
NODISCARD bool mlflow_run_fill(struct evidence *evidence, const struct mlflow_run *run,
                               struct arena *arena, struct error *err);

#endif
