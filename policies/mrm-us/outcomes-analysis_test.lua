local sample = require "sample"
local evidence = { metrics = { accuracy = 0.9 } }

local function outcomes(date, metrics)
  return sample.facts { outcomes = { report = "docs/backtest.md", date = date, metrics = metrics } }
end

return {
  { name = "this autumn, with a figure", now = sample.now, model = sample.facts(), evidence = evidence, expect = "pass" },
  { name = "two years ago", now = sample.now, model = outcomes("2024-11-20", { "accuracy" }), evidence = evidence, expect = { outcome = "fail", message = "at most 365 days" } },
  { name = "a figure that the evidence lacks", now = sample.now, model = outcomes("2026-09-30", { "auc" }), evidence = evidence, expect = { outcome = "missing", message = "auc" } },
  { name = "no figure", now = sample.now, model = outcomes("2026-09-30", {}), evidence = evidence, expect = { outcome = "insufficient", message = "rests on no metric" } },
  { name = "no list", now = sample.now, model = outcomes("2026-09-30", nil), evidence = evidence, expect = "missing" },
  { name = "no day", now = sample.now, model = outcomes(nil, { "accuracy" }), evidence = evidence, expect = { outcome = "missing", message = "outcomes.date" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
