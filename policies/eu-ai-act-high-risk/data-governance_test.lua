local sample = require "sample"

local function data(changes)
  local facts = { origin = "own", representativeness = "docs/data.md", bias_examination = "docs/bias.md", special_categories = false }
  for key, value in pairs(changes) do
    facts[key] = value
  end
  return sample.facts { data = facts }
end

return {
  { name = "all of it", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "special categories with their reason", now = sample.now, expect = "pass",
    model = data { special_categories = true, special_categories_reason = "to detect bias, deleted after" } },
  { name = "without it", now = sample.now, model = data { special_categories = true }, expect = { outcome = "missing", message = "special_categories_reason" } },
  { name = "special categories in words", now = sample.now, model = data { special_categories = "no" }, expect = { outcome = "insufficient", message = "neither true nor false" } },
  { name = "no examination", now = sample.now, model = data { bias_examination = " " }, expect = "insufficient" },
  { name = "no origin", now = sample.now, model = sample.facts { data = { special_categories = false } }, expect = { outcome = "missing", message = "origin" } },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
