local sample = require "sample"

return {
  { name = "a high-risk system is allowed", model = sample.facts(), expect = "pass" },
  { name = "a prohibited one never is", model = sample.facts { risk_class = "prohibited" }, expect = { outcome = "fail", message = "Article 5" } },
  { name = "an unknown class is no class", model = sample.facts { risk_class = "Prohibited" }, expect = { outcome = "fail", message = "one of \"prohibited\"" } },
  { name = "no class", model = sample.facts { risk_class = false }, expect = { outcome = "missing", message = "risk_class" } },
  { name = "nothing declared", expect = "missing" },
}
