local sample = require "sample"
local evidence = { metrics = { accuracy_under_noise = 0.88 } }

local function robustness(changes)
  local facts = { report = "docs/robustness.md", tested_on = "2027-11-02", metric = "accuracy_under_noise" }
  for key, value in pairs(changes) do
    facts[key] = value
  end
  return sample.facts { robustness = facts }
end

return {
  { name = "tested, with a figure", now = sample.now, model = sample.facts(), evidence = evidence, expect = "pass" },
  { name = "the figure is not in the evidence", now = sample.now, model = sample.facts(), expect = { outcome = "missing", message = "accuracy_under_noise" } },
  { name = "no metric is named", now = sample.now, model = sample.facts { robustness = { report = "docs/r.md", tested_on = "2027-11-02" } }, evidence = evidence,
    expect = { outcome = "missing", message = "robustness.metric" } },
  { name = "no penetration test", now = sample.now, model = sample.facts { cybersecurity = { report = "pending" } }, evidence = evidence, expect = "insufficient" },
  { name = "tests to come", now = sample.now, model = robustness { tested_on = "2029-01-01" }, evidence = evidence, expect = "fail" },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
