"""Walks files of evidence by Python's json and prints the figures in them, in their order.

    figures_oracle.py KIND ROOT

For each file below ROOT a line with its path, then one for each figure: a tab, and metric, task,
data set, group, value, low, high, with tabs between; what is absent is empty. Numbers are as
Python's repr has them, the shortest that read back the same.
"""
import json
import pathlib
import sys


def number(value):
    return "" if value is None else repr(float(value))


def toolkit(document):
    for metric in document.get("quantitative_analysis", {}).get("performance_metrics", []):
        interval = metric.get("confidence_interval", {})
        yield (metric["type"], "", "", metric.get("slice", ""), metric["value"],
               interval.get("lower_bound"), interval.get("upper_bound"))


def monai(document):
    for name, value in sorted((document.get("eval_metrics") or {}).items()):
        yield name, document["task"], "", "", value, None, None


def lines(documents):
    for line in documents:
        if "metric" in line:
            yield line["metric"], "", line["dataset"], "", line["value"], None, None
        for key, value in sorted(line.items()):
            if "metric" not in line and key != "id" and isinstance(value, (int, float)):
                yield key, line.get("config_id", ""), "", "", value, None, None


KINDS = {
    "toolkit": ("**/testdata/*.json", toolkit),
    "monai": ("**/metadata.json", monai),
    "lines": ("**/*.ndjson", lines),
}

pattern, figures = KINDS[sys.argv[1]]
for path in sorted(pathlib.Path(sys.argv[2]).glob(pattern)):
    print(path)
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".ndjson":
        document = [json.loads(line) for line in source.splitlines()]
    else:
        document = json.loads(source)
    for metric, task, dataset, group, *numbers in figures(document):
        print("", metric, task, dataset, group, *map(number, numbers), sep="\t")
