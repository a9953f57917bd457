local sample = require "sample"

return {
  { name = "credit, assessed", now = sample.now, to = "production", model = sample.facts(), expect = "pass" },
  { name = "credit, not assessed", now = sample.now, to = "production", model = sample.facts { fundamental_rights_assessment = false },
    expect = { outcome = "missing", message = "fundamental_rights_assessment" } },
  { name = "a public body that recruits", now = sample.now, to = "production", expect = { outcome = "insufficient", message = "says nothing yet" },
    model = sample.facts { point = "4(a)", public_body = true, fundamental_rights_assessment = "none" } },
  { name = "a public body that runs a power grid", now = sample.now, to = "production", expect = "not_applicable",
    model = sample.facts { point = "2", public_body = true } },
  { name = "a company that recruits", now = sample.now, to = "production", model = sample.facts { point = "4(a)" }, expect = "not_applicable" },
  { name = "a provider alone", now = sample.now, to = "production", model = sample.facts { role = "provider" }, expect = "not_applicable" },
  { name = "nobody says whether it is a public body", now = sample.now, to = "production", expect = { outcome = "missing", message = "public_body" },
    model = { declarations = { ["eu-ai-act"] = { risk_class = "high", annex = "III", point = "4(a)", role = "deployer" } } } },
  { name = "a role that is none", now = sample.now, to = "production", model = sample.facts { role = "importer" }, expect = "fail" },
  { name = "another class", now = sample.now, to = "production", model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, to = "production", model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, to = "production", model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, to = "production", expect = { outcome = "missing", message = "risk_class" } },
}
