local sample = require "sample"
local evidence = { metrics = { accuracy = 0.9, psi = 0.05 } }

local function monitoring(days, ...)
  return { plan = "docs/monitoring.md", every_days = days, thresholds = { ... } }
end

return {
  { name = "monthly, above the floor", model = sample.facts(), evidence = evidence, expect = "pass" },
  { name = "below the ceiling", model = sample.facts { monitoring = monitoring(30, { metric = "psi", at_most = 0.1 }) }, evidence = evidence, expect = "pass" },
  { name = "above the ceiling", model = sample.facts { monitoring = monitoring(30, { metric = "psi", at_most = 0.01 }) }, evidence = evidence, expect = "fail" },
  { name = "below the floor", model = sample.facts { monitoring = monitoring(30, { metric = "accuracy", at_least = 0.95 }) }, evidence = evidence, expect = "fail" },
  { name = "quarterly is not often enough for the high tier", evidence = evidence, expect = { outcome = "fail", message = "every_days is 92" },
    model = sample.facts { monitoring = monitoring(92, { metric = "accuracy", at_least = 0.85 }) } },
  { name = "but for the others", evidence = evidence, expect = "fail",
    model = sample.facts({ monitoring = monitoring(93, { metric = "accuracy", at_least = 0.85 }) }, "limited") },
  { name = "a threshold without a bound", model = sample.facts { monitoring = monitoring(30, { metric = "psi", atmost = 0.1 }) }, evidence = evidence,
    expect = { outcome = "insufficient", message = "neither at_least nor at_most" } },
  { name = "a bound in words beside one that holds", model = sample.facts { monitoring = monitoring(30, { metric = "psi", at_least = 0, at_most = "0.1" }) },
    evidence = evidence, expect = { outcome = "insufficient", message = "at_most is no number" } },
  { name = "a threshold without a metric", model = sample.facts { monitoring = monitoring(30, { at_most = 0.1 }) }, evidence = evidence, expect = { outcome = "missing", message = "metric" } },
  { name = "a metric that the evidence lacks", model = sample.facts { monitoring = monitoring(30, { metric = "auc", at_least = 0.8 }) }, evidence = evidence, expect = { outcome = "missing", message = "auc" } },
  { name = "no thresholds", model = sample.facts { monitoring = monitoring(30) }, evidence = evidence, expect = { outcome = "insufficient", message = "no threshold" } },
  { name = "no plan", model = sample.facts { monitoring = {} }, evidence = evidence, expect = "missing" },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
