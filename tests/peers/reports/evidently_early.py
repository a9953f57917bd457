"""A report and a test suite as Evidently wrote them until 0.6."""
import pathlib

import numpy
import pandas
from evidently.metric_preset import ClassificationPreset, DataDriftPreset
from evidently.metrics import ColumnDriftMetric, DatasetMissingValuesMetric
from evidently.report import Report
from evidently.test_preset import DataDriftTestPreset
from evidently.test_suite import TestSuite
from evidently.tests import TestColumnDrift, TestNumberOfRows

draw = numpy.random.default_rng(7)


def frame(mean):
    return pandas.DataFrame({
        "age": draw.normal(mean, 10, 300), "sex": draw.choice(["f", "m"], 300),
        "target": draw.integers(0, 2, 300), "prediction": draw.integers(0, 2, 300)})


reference, current = frame(40), frame(47)
report = Report(metrics=[DataDriftPreset(), ClassificationPreset(), ColumnDriftMetric("age"),
                         DatasetMissingValuesMetric()])
report.run(reference_data=reference, current_data=current)
pathlib.Path("early.json").write_text(report.json(), encoding="utf-8")
tests = TestSuite(tests=[DataDriftTestPreset(), TestNumberOfRows(gt=1000),
                         TestColumnDrift("absent")])
tests.run(reference_data=reference, current_data=current)
pathlib.Path("early-tests.json").write_text(tests.json(), encoding="utf-8")
