local sample = require "sample"

local function risks(file, residual, tested)
  return sample.facts { risk_management = { file = file, residual_risk = residual, tested_on = tested } }
end

return {
  { name = "all of it", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "tests that are still to come", now = sample.now, model = risks("docs/risks.md", "accepted", "2028-02-01"), expect = { outcome = "fail", message = "in the future" } },
  { name = "no word on what is left", now = sample.now, model = risks("docs/risks.md", nil, "2027-11-01"), expect = { outcome = "missing", message = "residual_risk" } },
  { name = "a placeholder", now = sample.now, model = risks("TBD", "accepted", "2027-11-01"), expect = { outcome = "insufficient", message = "says nothing yet" } },
  { name = "under Annex I it is still advice", now = sample.now, expect = { outcome = "not_applicable", message = "2028-08-02" },
    model = sample.facts { annex = "I", risk_management = { file = "TBD", residual_risk = "accepted", tested_on = "2027-11-01" } } },
  { name = "until that binds too", now = "2028-08-02T00:00:00Z", expect = "insufficient",
    model = sample.facts { annex = "I", risk_management = { file = "TBD", residual_risk = "accepted", tested_on = "2027-11-01" } } },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
