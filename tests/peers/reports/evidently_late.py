"""A report as Evidently writes it from 0.7 on, with its tests, into the file that is named."""
import pathlib
import sys

import numpy
import pandas
from evidently import BinaryClassification, DataDefinition, Dataset, Report
from evidently.metrics import QuantileValue, RowCount
from evidently.presets import ClassificationPreset, DataDriftPreset, DataSummaryPreset

draw = numpy.random.default_rng(7)
definition = DataDefinition(classification=[
    BinaryClassification(target="target", prediction_labels="prediction", pos_label=1)])


def data(mean):
    return Dataset.from_pandas(pandas.DataFrame({
        "age": draw.normal(mean, 10, 300), "a,b (c)": draw.normal(mean, 10, 300),
        "sex": draw.choice(["f", "m"], 300),
        "target": draw.integers(0, 2, 300), "prediction": draw.integers(0, 2, 300)}),
        data_definition=definition)


report = Report([DataDriftPreset(), DataDriftPreset(method="psi"), ClassificationPreset(),
                 DataSummaryPreset(), RowCount(), QuantileValue(column="age", quantile=0.5)],
                include_tests=True)
pathlib.Path(sys.argv[1]).write_text(report.run(data(47), data(40)).json(), encoding="utf-8")
