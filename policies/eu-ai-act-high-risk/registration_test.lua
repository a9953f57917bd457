local sample = require "sample"

return {
  { name = "registered", now = sample.now, to = "production", model = sample.facts(), expect = "pass" },
  { name = "about to be", now = sample.now, to = "production", model = sample.facts { eu_database_id = "pending" }, expect = "insufficient" },
  { name = "not registered", now = sample.now, to = "production", model = sample.facts { eu_database_id = false }, expect = { outcome = "missing", message = "eu_database_id" } },
  { name = "a system of Annex I", now = "2028-09-01T00:00:00Z", to = "production", model = sample.facts { annex = "I" }, expect = "not_applicable" },
  { name = "another class", now = sample.now, to = "production", model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, to = "production", model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, to = "production", model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, to = "production", expect = { outcome = "missing", message = "risk_class" } },
}
