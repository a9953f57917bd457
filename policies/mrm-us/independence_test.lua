local sample = require "sample"

local function validation(validator, independent)
  return sample.facts { validation = { validator = validator, independent = independent, date = "2026-06-01", report = "docs/v.pdf" } }
end

return {
  { name = "somebody else", model = sample.facts(), expect = "pass" },
  { name = "the developer", model = validation("Credit-Models@bank.example", true), expect = { outcome = "fail", message = "the validator is the developer" } },
  { name = "somebody who is not independent", model = validation("a@bank.example", false), expect = "fail" },
  { name = "nobody says whether independent", model = validation("a@bank.example", nil), expect = { outcome = "missing", message = "independent" } },
  { name = "nobody yet", model = validation("TBD", true), expect = "insufficient" },
  { name = "no validator", model = validation(nil, true), expect = { outcome = "missing", message = "validator" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
