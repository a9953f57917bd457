local sample = require "sample"

return {
  { name = "argued", model = sample.facts(), expect = "pass" },
  { name = "to be argued", model = sample.facts { soundness = { memo = "todo", assumptions = "a", data_suitability = "b" } }, expect = "insufficient" },
  { name = "without its assumptions", model = sample.facts { soundness = { memo = "m", data_suitability = "b" } },
    expect = { outcome = "missing", message = "assumptions" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
