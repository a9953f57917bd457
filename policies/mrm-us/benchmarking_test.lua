local sample = require "sample"

local function accuracy(figure)
  return { metrics = { accuracy = figure } }
end

return {
  { name = "not worse than in production", model = sample.facts(), evidence = accuracy(0.91), champion = { evidence = accuracy(0.9) }, expect = "pass" },
  { name = "worse than in production", model = sample.facts(), evidence = accuracy(0.88), champion = { evidence = accuracy(0.9) }, expect = "fail" },
  { name = "a report is no figure where there is a champion", model = sample.facts(), champion = { evidence = accuracy(0.9) }, expect = "missing" },
  { name = "a champion without the figure", model = sample.facts(), evidence = accuracy(0.9), champion = { evidence = { metrics = { auc = 0.9 } } }, expect = "insufficient" },
  { name = "nothing in production, and a report", model = sample.facts(), expect = "pass" },
  { name = "nothing in production, and no report", model = sample.facts { benchmark = { model = "logistic regression" } }, expect = { outcome = "missing", message = "benchmark.report" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
