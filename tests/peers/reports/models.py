"""Real libraries write model files; the name of each says what a scan has to say of it."""
import json
import os
import pickle
import warnings

import h5py
import joblib
import numpy as np
import onnx
import scipy.sparse
from onnx import TensorProto, helper
from safetensors.numpy import save_file
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_iris
from sklearn.ensemble import (GradientBoostingClassifier, HistGradientBoostingClassifier,
                              RandomForestClassifier)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

warnings.filterwarnings("ignore")


class Evil:
    def __reduce__(self):
        return (os.system, ("true",))


def estimators():
    rows, kinds = load_iris(return_X_y=True)
    kinds = np.array(["setosa", "versicolor", "virginica"])[kinds]
    models = {"logistic": LogisticRegression(max_iter=500), "forest": RandomForestClassifier(5),
              "boosting": GradientBoostingClassifier(n_estimators=3),
              "histograms": HistGradientBoostingClassifier(max_iter=3),
              "pipeline": make_pipeline(StandardScaler(), LogisticRegression()),
              "columns": make_pipeline(ColumnTransformer([("s", StandardScaler(), [0, 1]),
                                                          ("o", OneHotEncoder(handle_unknown="ignore"), [2])]),
                                       LogisticRegression()),
              "neighbours": KNeighborsClassifier(), "vectors": SVC()}
    for name, model in models.items():
        model.fit(rows, kinds)
        joblib.dump(model, f"safe-{name}.joblib")
        joblib.dump(model, f"safe-{name}-zlib.joblib", compress=3)
        joblib.dump(model, f"safe-{name}-gzip.joblib", compress=("gzip", 3))
        joblib.dump(model, f"unreadable-{name}-xz.joblib", compress=("xz", 3))
        with open(f"safe-{name}.pkl", "wb") as file:
            pickle.dump(model, file)
    joblib.dump(TfidfVectorizer().fit(["hello world", "a b hello"]), "safe-words.joblib")


def arrays():
    mixed = {"a": np.arange(1000.), "o": np.array([1, "x", None], dtype=object),
             "u": np.array(["ab", "cde"]), "f": np.ones((3, 4), order="F"), "n": np.float64(3),
             "d": np.array(["2020-01-01"], dtype="M8[D]"), "e": np.zeros((0, 3))}
    joblib.dump(mixed, "safe-mixed.joblib")
    joblib.dump({**mixed, "z": Evil()}, "dangerous-behind-arrays.joblib")
    joblib.dump({**mixed, "z": Evil()}, "dangerous-behind-arrays-zlib.joblib", compress=3)
    joblib.dump(np.array([Evil()], dtype=object), "dangerous-in-an-array.joblib")
    np.save("safe-numbers.npy", np.ones((3, 3)))
    np.save("dangerous-objects.npy", np.array([Evil()], dtype=object))
    np.savez_compressed("safe-several.npz", a=np.ones(3000), b=np.array(["x"]))
    np.savez("dangerous-objects.npz", o=np.array([Evil()], dtype=object))
    for protocol in range(6):
        with open(f"safe-numbers-{protocol}.pkl", "wb") as file:
            pickle.dump([mixed, np.random.RandomState(0), scipy.sparse.csr_matrix(np.eye(3))], file, protocol)
    with open("safe-generator.pkl", "wb") as file:
        pickle.dump(np.random.default_rng(0), file)
    save_file({"a": np.ones((3, 3), dtype=np.float32), "b": np.zeros(5, dtype=np.int64)},
              "safe-two.safetensors", metadata={"format": "pt"})


def graphs():
    def model(domain, *initializers):
        node = helper.make_node("Relu", ["x"], ["y"], domain=domain)
        ends = [helper.make_tensor_value_info(name, 1, [1]) for name in "xy"]
        return helper.make_model(helper.make_graph([node], "g", ends[:1], ends[1:], initializers))

    beside = TensorProto(name="w", data_type=1, dims=[2], data_location=1)
    beside.external_data.add(key="location", value="../../etc/passwd")
    onnx.save(model("", helper.make_tensor("w", 1, [2], [1., 2.])), "safe-relu.onnx")
    onnx.save(model("acme.ops"), "suspicious-domain.onnx")
    onnx.save(model("", beside), "dangerous-numbers-elsewhere.onnx")


def layers():
    def write(name, layer, latest):
        with h5py.File(name, "w", libver="latest" if latest else None) as file:
            if layer:
                config = {"class_name": "Sequential", "config": {"layers": [layer] * 500}}
                file.attrs["model_config"] = json.dumps(config).encode()
                file.attrs["training_config"] = json.dumps(
                    {"loss": "mse", "optimizer_config": {"class_name": "Adam", "config": {}}}).encode()
            file.create_group("model_weights")["d"] = np.random.rand(200, 300)

    for latest in (0, 1):
        write(f"safe-weights-{latest}.h5", None, latest)
        write(f"safe-dense-{latest}.h5", {"class_name": "Dense", "config": {"units": 3}}, latest)
        write(f"dangerous-lambda-{latest}.h5",
              {"class_name": "Lambda", "config": {"function": ["4wEAAAA=", None, None],
                                                  "function_type": "lambda"}}, latest)


for make in (estimators, arrays, graphs, layers):
    make()
