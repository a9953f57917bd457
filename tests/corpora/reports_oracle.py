"""Walks reports by Python's json and ElementTree and tells what is in them, in a way of its own.

    reports_oracle.py PATTERN ROOT

For each file below ROOT that fits PATTERN a line with its path, then lines with tabs before and
between, sorted: "figure" with metric, task, split, value, or "suite" with name, passed, total,
failed, errors, skipped. A value that is no number is its text behind a quotation mark.
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as tree


def spelled(value):
    """What stands in a field that may hold a number as a text."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def shown(value):
    if isinstance(value, bool):
        return '"' + str(value).lower()
    return repr(float(value)) if isinstance(value, (int, float)) else '"' + str(value)


def figure(metric, value, task="", split=""):
    return "figure", metric, task or "", split, shown(value)


# ---- JUnit ----

def outcome(case):
    tags = {child.tag for child in case}
    return next((tag for tag in ("failure", "error", "skipped") if tag in tags), "passed")


def junit(path):
    root = tree.parse(path).getroot()
    for suite in root.iter():
        if suite.tag not in ("testsuites", "testsuite"):
            continue
        name = suite.get("name") or ("junit" if suite is root else None)
        ends = [outcome(case) for case in suite.iter("testcase")]
        total = max([len(ends)] + [int(float(part.get("tests") or 0)) for part in [suite]])
        if name:
            yield ("suite", name, *(str(n) for n in (
                ends.count("passed"), total, ends.count("failure"), ends.count("error"),
                ends.count("skipped"))))


# ---- bills of materials ----

def components(parts):
    for part in parts:
        yield part
        yield from components(part.get("components", []))


def cyclonedx(bill):
    everything = list(components(bill.get("components", [])))
    if "components" in bill:
        yield figure("components", len(everything))
        yield figure("components.unlicensed", sum(not part.get("licenses") for part in everything))
    for part in everything:
        card = part.get("modelCard", {})
        for metric in card.get("quantitativeAnalysis", {}).get("performanceMetrics", []):
            yield figure(metric["type"], spelled(metric["value"]), part["name"])
        considered = card.get("considerations", {}).get("environmentalConsiderations", {})
        for energy in considered.get("energyConsumptions", []):
            for metric, key in (("energy", "activityEnergyCost"), ("co2", "co2CostEquivalent"),
                                ("co2_offset", "co2CostOffset")):
                yield figure(metric, energy[key]["value"], part["name"])


def spdx(graph):
    types = [element["type"].split("_")[-1] for element in graph["@graph"]]
    yield figure("packages", sum(t in ("Package", "AIPackage", "DatasetPackage") for t in types))
    yield figure("files", types.count("File"))
    for element in graph["@graph"]:
        for metric in element.get("ai_metric", []):
            yield figure(metric["key"], spelled(metric["value"]), element["name"])


# ---- Evidently ----

def leaves(value, name):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, name + "." + key if name else key)
    elif isinstance(value, (int, float)):
        yield name, value


def early(metric):
    result, task = metric["result"], metric["metric"]
    if "column_name" in result:
        task = result["column_name"]
    for key, part in result.items():
        if key == "drift_by_columns":
            for column, scores in part.items():
                for name, value in leaves(scores, ""):
                    yield figure(name, value, column)
        elif key in ("current", "reference") and isinstance(part, dict) and task == metric["metric"]:
            for name, value in leaves(part, ""):
                yield figure(name, value, task, key)
        else:
            for name, value in leaves(part, key):
                yield figure(name, value, task)


ASIDE = re.compile(r"^(column|conf_matrix|drift_share|method|pr_curve|pr_table|threshold)=|"
                   r"^classification_name=default$")


def late(metric):
    whole = metric.get("metric_id") or metric["metric_name"]
    name, _, inside = whole[:-1].partition("(")
    parameters = re.split(r",(?=[a-z_]+=)", inside) if inside else []
    task = next((p[len("column="):] for p in parameters if p.startswith("column=")), "")
    rest = [p for p in parameters if not ASIDE.match(p)]
    if name == "DriftedColumnsCount":
        for key in ("count", "share"):
            label = {"count": "number", "share": "share"}[key] + "_of_drifted_columns"
            yield figure(label, metric["value"][key], task)
        return
    name = "drift_score" if name == "ValueDrift" else name + ("(" + ",".join(rest) + ")" if rest else "")
    for label, value in leaves(metric["value"], name):
        yield figure(label, value, task)


def evidently(report):
    for metric in report.get("metrics", []):
        yield from early(metric) if "metric" in metric else late(metric)
    ends = [test["status"] for test in report.get("tests", [])]
    if ends:
        failed = ends.count("FAIL") + ends.count("WARNING")
        yield ("suite", "evidently", *map(str, (ends.count("SUCCESS"), len(ends), failed,
                                                ends.count("ERROR"), ends.count("SKIPPED"))))


# ---- scanners ----

def sarif(log):
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        defaults = {rule["id"]: rule.get("defaultConfiguration", {}).get("level")
                    for rule in driver.get("rules", [])}
        open_, aside = [], 0
        for result in run["results"]:
            if result.get("suppressions"):
                aside += 1
            else:
                open_.append(result.get("level") or defaults.get(result.get("ruleId")) or "warning")
        yield figure("results", len(open_), driver["name"])
        yield figure("results.suppressed", aside, driver["name"])
        for level in ("error", "warning", "note", "none"):
            yield figure("results." + level, open_.count(level), driver["name"])
        ran = [i["executionSuccessful"] for i in run.get("invocations", [])]
        if ran:
            yield ("suite", driver["name"], str(sum(ran)), str(len(ran)), "",
                   str(len(ran) - sum(ran)), "")


def pip_audit(report):
    found = report["dependencies"] if isinstance(report, dict) else report
    audited = [entry for entry in found if "vulns" in entry]
    yield figure("dependencies", len(audited))
    yield figure("dependencies.skipped", len(found) - len(audited))
    flaws = [flaw for entry in audited for flaw in entry["vulns"]]
    yield figure("vulnerabilities", len(flaws))
    yield figure("vulnerabilities.fixable", sum(bool(flaw["fix_versions"]) for flaw in flaws))


def told(path):
    """What a file says, sorted."""
    if path.suffix == ".xml":
        return sorted(junit(path))
    report = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(report, list) or "dependencies" in report and "fixes" in report:
        return sorted(pip_audit(report))
    if report.get("bomFormat") == "CycloneDX":
        return sorted(cyclonedx(report))
    if "@graph" in report:
        return sorted(spdx(report))
    return sorted(sarif(report) if "runs" in report else evidently(report))


def main():
    for path in sorted(pathlib.Path(sys.argv[2]).rglob(sys.argv[1])):
        print(path)
        for line in told(path):
            print("", *(part.replace("\t", " ").replace("\n", " ") for part in line), sep="\t")


if __name__ == "__main__":
    main()
