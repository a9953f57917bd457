"""Put a gate before the deployment of a model: where the verdict is not "allow" the task fails,
and what comes after it is not run.

    from obstat_gate import obstat_gate

    with DAG(...):
        train() >> obstat_gate("models/credit/model.yaml") >> deploy()

The program is installed on the workers from a package whose digest was checked. The policy set and
the tier are Variables of Airflow, `obstat_policies` and `obstat_tier`, which only the owners of the
policies may change; one that is not set fails the task.
"""

from airflow.providers.standard.operators.bash import BashOperator

PROGRAM = "/usr/bin/obstat"
COMMAND = """
set -euo pipefail
"$PROGRAM" check --to "$STAGE" --require-policies "$POLICIES" --require-tier "$TIER" -o text -- "$MANIFEST"
"""


def obstat_gate(manifest, stage="production", task_id="obstat_gate", **arguments):
    """A task that judges `manifest` for `stage`. Nothing of it can be skipped or retried into a pass."""
    return BashOperator(
        task_id=task_id,
        bash_command=COMMAND,
        env={
            "PROGRAM": PROGRAM,
            "MANIFEST": manifest,
            "STAGE": stage,
            "POLICIES": "{{ var.value.obstat_policies }}",
            "TIER": "{{ var.value.obstat_tier }}",
        },
        append_env=False,
        skip_on_exit_code=[],
        retries=0,
        trigger_rule="all_success",
        **arguments,
    )
