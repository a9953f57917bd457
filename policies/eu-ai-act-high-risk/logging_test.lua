local sample = require "sample"

local function logging(events, days)
  return sample.facts { logging = { events = events, retention_days = days } }
end

return {
  { name = "six months", now = sample.now, model = logging("docs/logging.md", 184), expect = "pass" },
  { name = "a day less", now = sample.now, model = logging("docs/logging.md", 183), expect = { outcome = "fail", message = "at least 184" } },
  { name = "for long", now = sample.now, model = logging("docs/logging.md", "long"), expect = "insufficient" },
  { name = "nobody says how long", now = sample.now, model = logging("docs/logging.md", nil), expect = { outcome = "missing", message = "retention_days" } },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
