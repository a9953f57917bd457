"""What trackers and pipelines leave, imported: every file of the corpora is read, and each figure is
the double that stands in the file, found there a second time by this script.

    trackers.py OBSTAT CORPORA
"""
import csv
import json
import os
import pathlib
import subprocess
import sys

if len(sys.argv) < 3 or not os.path.isdir(sys.argv[2]):
    print("skipped: no corpora")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

PROGRAM, CORPORA = sys.argv[1], pathlib.Path(sys.argv[2])
checked = 0


def imported(path):
    """The documents that `obstat import` prints for the path."""
    run = subprocess.run([PROGRAM, "import", str(path)], capture_output=True, text=True)
    assert run.returncode == 0, f"{path}: {run.stderr}"
    return [json.loads(line) for line in run.stdout.splitlines()]


def figures(document):
    return sorted((result["metric"], result["value"]) for result in document["results"])


def equal(path, found, expected):
    global checked
    assert found == expected, f"{path}:\n  found    {found}\n  expected {expected}"
    checked += 1


def last_points(folder):
    """The last line of each file below metrics/, by Python's float."""
    metrics = folder / "metrics"
    for file in sorted(metrics.rglob("*")) if metrics.is_dir() else []:
        points = [line.split() for line in file.read_text().splitlines()]
        last = max(points, key=lambda point: (int(point[2]), int(point[0])))
        yield str(file.relative_to(metrics)), float(last[1])


def folders():
    root = CORPORA / "mlflow-runs/credit-risk-engine/mlruns"
    runs = sorted(meta.parent for meta in root.rglob("meta.yaml")
                  if (meta.parent / "tags").is_dir() and "models" not in meta.parts)
    documents = imported(root)
    assert len(documents) == len(runs) > 0
    for run, document in zip(runs, documents):
        equal(run, figures(document), sorted(last_points(run)))
        params = {file.name: file.read_text() for file in (run / "params").iterdir()}
        equal(run, document["lineage"]["parameters"], params)
    for model in sorted(root.glob("*/models/m-*")):
        equal(model, figures(imported(model)[0]), sorted(last_points(model)))
        for name in ("artifacts/MLmodel", "artifacts/conda.yaml"):
            imported(model / name)


def replies():
    root = CORPORA / "mlflow-rest"
    for path in sorted(file for file in root.rglob("*") if file.is_file() and file.name != "SOURCE.txt"):
        document = imported(path)[0]
        if path.name != "run.json":
            equal(path, document["results"], [])
            continue
        source = json.loads(path.read_text())
        equal(path, figures(document),
              sorted((name, points[-1]["value"]) for name, points in source["metrics"].items()))
        equal(path, document["lineage"]["parameters"], source["params"])


def pipelines():
    for path in sorted((CORPORA / "dvc/example-get-started").rglob("*")):
        if path.is_file() and path.name != "SOURCE.txt":
            equal(path, imported(path)[0]["results"], [])
    for path in sorted((CORPORA / "wandb-summary").glob("*.json")):
        source = json.loads(path.read_text())
        equal(path, figures(imported(path)[0]),
              sorted((name, value) for name, value in source.items() if name[0] != "_"))


def crosstabs():
    for path in sorted((CORPORA / "aequitas").rglob("*.csv")):
        with open(path, newline="") as file:
            rows = list(csv.DictReader(file))
        if not {"attribute_name", "attribute_value", "tp", "fp", "tn", "fn"} <= set(rows[0]):
            continue
        groups = imported(path)[0]["groups"]
        equal(path, len(groups), len(rows))
        for group, row in zip(groups, rows):
            equal(path, (group["attribute"], group["value"]), (row["attribute_name"], row["attribute_value"]))
            equal(path, group["counts"], {name: float(row[name]) for name in ("tp", "fp", "tn", "fn")})
            equal(path, group["n"], float(row["group_size"]))


for part in (folders, replies, pipelines, crosstabs):
    part()
print(f"{checked} passed, 0 failed")
