local sample = require "sample"

return {
  { name = "a tier and why", model = sample.facts(), expect = "pass" },
  { name = "no why", model = sample.facts { tier_rationale = "absent" }, expect = { outcome = "missing", message = "tier_rationale" } },
  { name = "a why to come", model = sample.facts { tier_rationale = "tbd" }, expect = "insufficient" },
  { name = "a materiality that is none", expect = "fail",
    model = (function()
      local model = sample.facts()
      model.risk.materiality = "huge"
      return model
    end)() },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
