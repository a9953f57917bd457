local sample = require "sample"

local function without(section, instead)
  local model = sample.facts()
  local whole = {}
  for key, value in pairs(model.declarations["eu-ai-act"].documentation) do
    whole[key] = value
  end
  whole[section] = instead
  return sample.facts { documentation = whole }
end

return {
  { name = "nine sections", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "eight of them", now = sample.now, model = without("standards"), expect = { outcome = "missing", message = "documentation.standards is absent" } },
  { name = "one to be written", now = sample.now, model = without("changes", "to-do"), expect = { outcome = "insufficient", message = "changes says nothing yet" } },
  { name = "a number for a document", now = sample.now, model = without("changes", 4), expect = { outcome = "insufficient", message = "is no text" } },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
