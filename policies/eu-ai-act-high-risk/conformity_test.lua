local sample = require "sample"

local function conformity(changes, annex)
  local facts = { procedure = "annex-vi", date = "2027-11-20", declaration = "docs/declaration.pdf", ce_marking = true }
  for key, value in pairs(changes) do
    facts[key] = value
  end
  return sample.facts { conformity = facts, annex = annex or "III" }
end

return {
  { name = "assessed, declared, marked", now = sample.now, to = "production", model = sample.facts(), expect = "pass" },
  { name = "under Annex I by the product's procedure", now = "2028-09-01T00:00:00Z", to = "production", model = conformity({ procedure = "annex-i" }, "I"), expect = "pass" },
  { name = "under Annex I by another", now = "2028-09-01T00:00:00Z", to = "production", model = conformity({}, "I"), expect = "fail" },
  { name = "not marked", now = sample.now, to = "production", model = conformity { ce_marking = false }, expect = { outcome = "fail", message = "ce_marking" } },
  { name = "by a procedure that is none", now = sample.now, to = "production", model = conformity { procedure = "self" }, expect = "fail" },
  { name = "on a day to come", now = sample.now, to = "production", model = conformity { date = "2028-03-01" }, expect = "fail" },
  { name = "on no day", now = sample.now, to = "production", model = conformity { date = "last week" }, expect = { outcome = "insufficient", message = "is no day" } },
  { name = "the date under another key", now = sample.now, to = "production", expect = { outcome = "missing", message = "conformity.date" },
    model = sample.facts { conformity = { procedure = "annex-vi", day = "2027-11-20", declaration = "d.pdf", ce_marking = true } } },
  { name = "another class", now = sample.now, to = "production", model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, to = "production", model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, to = "production", model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, to = "production", expect = { outcome = "missing", message = "risk_class" } },
}
