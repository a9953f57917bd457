"""What the measurements judge, written anew for each run, the same bytes every time.

    one/      a manifest, its evidence, and 28 policies: metric, group and expect controls in turn
    large/    a 60 MB evaluation report, and 163 policies of one control each
    many/     1,000 manifests with an evidence file each, under the 28 policies
    numbers/, pickle/, files/    an artifact each, written when it is its turn
    release-N/                   a version that is promoted, beside a ledger
"""
import datetime
import json
import pathlib
import struct

POLICIES = 28
CONTROLS = 163
MANIFESTS = 1000
LARGE_BYTES = 60_000_000

HEAD = """return {{
  id      = "bench/{name}",
  title   = "{title}",
  level   = "mandatory",
  when    = {{ to = "production" }},
  params  = {{ bound = {{ {bound}, at_least = {least} }} }},
  cites   = {{ "Model standard {number}" }},
  remedy  = "Retrain, or narrow the scope of use.",
  owner   = "model-risk@bank.example", version = "1.0.0",
  check   = function(case, params)
"""

METRIC = HEAD + """    case:metric("{metric}"):at_least(params.bound)
    case:metric("loss"):at_most(0.5)
  end,
}}
"""

GROUP = HEAD + """    local groups = case:groups("race")
    local most = groups:largest("selection_rate", {{ min_n = 30 }})
    for _, group in ipairs(groups) do
      if group.value ~= most.value then
        group:ratio("selection_rate", most):at_least(params.bound)
      end
    end
  end,
}}
"""

EXPECT = HEAD + """    case:expect("lineage.code.commit"):matches("^[0-9a-f]{{40}}$")
    case:expect("lineage.parameters.seed"):at_least(params.bound)
    if case.model.risk.tier == "high" then
      case:expect("owner"):matches("@bank[.]example$")
    end
  end,
}}
"""

MANIFEST = """obstat: model/v1
name: credit-default-{number}
version: 2.3.0
created: 2026-11-20T09:00:00Z
owner: lending-ml@bank.example
risk: {{tier: high, use: consumer credit scoring}}
target: production
lineage:
  code: {{repository: "https://git.example/credit", commit: 3f1c0d2e4b5a69788796a5b4c3d2e1f00f1e2d3c, dirty: false}}
  parameters: {{learning_rate: 0.1, max_depth: 8, seed: 42}}
evidence:
  - {{path: {evidence}}}
"""

EVIDENCE = """{{"obstat": "evidence/v1",
 "subject": {{"name": "credit-default-{number}", "version": "2.3.0"}},
 "metrics": {{"accuracy": 0.91, "auc": {{"value": 0.83, "n": 7214}}, "f1": 0.88, "loss": 0.31}},
 "groups": [
  {{"attribute": "race", "value": "a", "counts": {{"tp": 500, "fp": 50, "tn": 450, "fn": 50}}}},
  {{"attribute": "race", "value": "b", "counts": {{"tp": 480, "fp": 50, "tn": 470, "fn": 50}}}},
  {{"attribute": "race", "value": "c", "counts": {{"tp": 470, "fp": 55, "tn": 475, "fn": 50}}}}]}}
"""

RELEASE = """obstat: model/v1
name: release
version: 1.{number}.0
created: {created}
owner: lending-ml@bank.example
risk: {{tier: minimal, use: sorting of incoming letters}}
lineage:
  code: {{repository: "https://git.example/letters", commit: 3f1c0d2e4b5a69788796a5b4c3d2e1f00f1e2d3c, dirty: false}}
  data: [{{name: letters, version: 2026-09, digest: "sha256:{data:064d}"}}]
  parameters: {{learning_rate: 0.1, max_depth: 8, seed: 42}}
  environment: {{image: "registry.example/train@sha256:{data:064d}"}}
artifact: {{path: weights.safetensors}}
evidence:
  - {{path: metrics.json}}
"""

# The metrics of one harness; a report has tasks by the thousand and the same few metrics for each.
METRICS = ("acc,none", "acc_norm,none", "exact_match,strict-match", "exact_match,flexible-extract",
           "f1,none", "bleu,none", "rouge1,none", "perplexity,none", "mc1,none", "mc2,none",
           "pass@1,create_test", "brier_score,none")
RESULT = (
    ' {{"metric": "{metric}", "task": "task_{task:06d}", "split": "test", "value": 0.{value:06d},'
    ' "stderr": 0.0144, "n": 1172, "higher_is_better": true}}'
)


def policy_text(number):
    name = f"policy-{number:02d}"
    common = {"name": name, "number": number}
    if number % 3 == 0:
        return METRIC.format(title="The figure is at least the floor", metric=("accuracy", "auc", "f1")[number % 9 // 3],
                             bound=0.7, least=0.6, **common)
    if number % 3 == 1:
        return GROUP.format(title="Groups are selected alike", bound=0.8, least=0.8, **common)
    return EXPECT.format(title="The lineage is written down", bound=1, least=0, **common)


def policies_write(folder):
    folder.mkdir(parents=True)
    for number in range(POLICIES):
        (folder / f"policy-{number:02d}.lua").write_text(policy_text(number))


def project_write(folder):
    (folder / "obstat.yaml").write_text("obstat: project/v1\npolicies: [./policies]\n")


def release_write(folder, number):
    """A version that the registry takes and the 28 policies let through; its weights are 1 MB."""
    folder.mkdir()
    head = json.dumps({"w": {"dtype": "U8", "shape": [1 << 20], "data_offsets": [0, 1 << 20]}}).encode()
    (folder / "weights.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + bytes([number]) * (1 << 20))
    (folder / "metrics.json").write_text(EVIDENCE.format(number=0).replace("credit-default-0", "release").replace(
        "2.3.0", f"1.{number}.0"))
    created = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    (folder / "model.yaml").write_text(RELEASE.format(number=number, created=created, data=7))


def one_write(folder):
    policies_write(folder / "policies")
    project_write(folder)
    (folder / "model.yaml").write_text(MANIFEST.format(number=0, evidence="metrics.json"))
    (folder / "metrics.json").write_text(EVIDENCE.format(number=0))


def large_write(folder):
    (folder / "policies").mkdir(parents=True)
    project_write(folder)
    (folder / "model.yaml").write_text(MANIFEST.format(number=0, evidence="report.json"))
    size = count = 0
    with open(folder / "report.json", "w", encoding="ascii") as report:
        size += report.write('{"obstat": "evidence/v1", "results": [\n')
        while size < LARGE_BYTES:
            line = RESULT.format(metric=METRICS[count % len(METRICS)], task=count // len(METRICS),
                                 value=count * 7919 % 1_000_000)
            size += report.write((",\n" if count else "") + line)
            count += 1
        report.write("\n]}\n")
    for number in range(CONTROLS):
        result = number * (count // CONTROLS)
        metric, task = METRICS[result % len(METRICS)], result // len(METRICS)
        text = HEAD.format(name=f"control-{number:03d}", number=number, title="The task is done well enough",
                           bound=0.0, least=0.0)
        text += f'    case:metric("{metric}", {{task = "task_{task:06d}"}}):at_least(params.bound)\n  end,\n}}\n'
        (folder / "policies" / f"control-{number:03d}.lua").write_text(text)


def many_write(folder):
    policies_write(folder / "policies")
    project_write(folder)
    for number in range(MANIFESTS):
        model = folder / f"{number:04d}"
        model.mkdir()
        (model / "model.yaml").write_text(MANIFEST.format(number=number, evidence="metrics.json"))
        (model / "metrics.json").write_text(EVIDENCE.format(number=number))


ARTIFACT = "obstat: model/v1\nname: bench\nversion: 1.0.0\nartifact: {path: model/}\nevidence: []\n"
HARMLESS = """return {
  id = "bench/harmless", title = "Nothing runs when the model is loaded", level = "mandatory",
  check = function(case)
    if case.observations.artifact.worst == "safe" then case:pass("safe") else case:fail("not safe") end
  end,
}
"""
NUMBERS = 4_000_000_000
PICKLE = 1 << 30
FILES = 10_000


def numbers_write(file):
    """safetensors of one tensor; the numbers differ from page to page."""
    header = json.dumps({"w": {"dtype": "F32", "shape": [NUMBERS // 4], "data_offsets": [0, NUMBERS]}}).encode()
    file.write(struct.pack("<Q", len(header)) + header)
    piece = b"".join(struct.pack("<I", number * 2654435761 % 2**32) for number in range(250_000))
    for _ in range(NUMBERS // len(piece)):
        file.write(piece)


def pickle_write(file):
    """A list of numbers, in batches of a thousand, as Python writes it."""
    batch = b"(" + b"".join(b"J" + struct.pack("<i", 1_000_000 + number) for number in range(1000)) + b"e"
    file.write(b"\x80\x04]\x94")
    for _ in range(PICKLE // (len(batch) * 200)):
        file.write(batch * 200)
    file.write(b".")


def artifact_write(folder, kind):
    (folder / "model").mkdir(parents=True)
    (folder / "policies").mkdir()
    (folder / "model.yaml").write_text(ARTIFACT)
    (folder / "obstat.yaml").write_text("obstat: project/v1\npolicies: [./policies]\n")
    (folder / "policies/harmless.lua").write_text(HARMLESS)
    if kind == "files":
        for number in range(FILES):
            text = json.dumps({"number": number, "text": "x" * 1000})
            (folder / f"model/{number:05d}.json").write_text(text)
        return
    with open(folder / "model" / ("model.pkl" if kind == "pickle" else "model.safetensors"), "wb") as file:
        (pickle_write if kind == "pickle" else numbers_write)(file)


def inputs_write(root):
    root = pathlib.Path(root)
    one_write(root / "one")
    large_write(root / "large")
    many_write(root / "many")
