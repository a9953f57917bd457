local sample = require "sample"

return {
  { name = "ten years", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "nine", now = sample.now, model = sample.facts { retention_years = 9 }, expect = { outcome = "fail", message = "at least 10" } },
  { name = "for ever", now = sample.now, model = sample.facts { retention_years = "for ever" }, expect = "insufficient" },
  { name = "nobody says how long", now = sample.now, model = sample.facts { retention_years = false }, expect = "missing" },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
