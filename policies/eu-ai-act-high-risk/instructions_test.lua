local sample = require "sample"
local evidence = { metrics = { accuracy = 0.91 } }

local function instructions(metrics)
  return sample.facts { instructions = { document = "docs/instructions.md", metrics = metrics } }
end

return {
  { name = "what they state was measured", now = sample.now, model = sample.facts(), evidence = evidence, expect = "pass" },
  { name = "what they state was not", now = sample.now, model = instructions { "accuracy", "recall" }, evidence = evidence,
    expect = { outcome = "missing", message = "recall" } },
  { name = "a figure that is none", now = sample.now, model = sample.facts(), expect = "insufficient",
    evidence = { results = { { metric = "accuracy", value = nil, text = "high" } } } },
  { name = "they state nothing", now = sample.now, model = instructions {}, evidence = evidence, expect = { outcome = "insufficient", message = "no metric" } },
  { name = "metrics as a text", now = sample.now, model = instructions("accuracy"), evidence = evidence, expect = "insufficient" },
  { name = "no list of metrics", now = sample.now, model = instructions(nil), evidence = evidence, expect = "missing" },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
