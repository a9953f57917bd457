local sample = require "sample"

return {
  { name = "there is one", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "it is to be written", now = sample.now, model = sample.facts { post_market = { plan = "ToDo" } }, expect = "insufficient" },
  { name = "there is none", now = sample.now, model = sample.facts { post_market = {} }, expect = { outcome = "missing", message = "post_market" } },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
