local sample = require "sample"

local function incident(kind, aware, reported)
  return sample.facts { incidents = { { kind = kind, aware = aware, reported = reported } } }
end

return {
  { name = "none", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "reported on the last day", now = sample.now, model = incident("serious", "2027-12-10", "2027-12-25"), expect = "pass" },
  { name = "a day late", now = sample.now, model = incident("serious", "2027-12-10", "2027-12-26"), expect = { outcome = "fail", message = "after 16 days, at most 15" } },
  { name = "a death, eleven days late", now = sample.now, model = incident("death", "2027-12-10", "2027-12-21"), expect = { outcome = "fail", message = "at most 10" } },
  { name = "widespread", now = sample.now, model = incident("widespread", "2027-12-10", "2027-12-13"), expect = { outcome = "fail", message = "at most 2" } },
  { name = "not reported, and there is time", now = sample.now, model = incident("serious", "2028-01-10"), expect = "pass" },
  { name = "not reported, and there is none", now = sample.now, model = incident("serious", "2027-12-10"), expect = { outcome = "fail", message = "has not been reported for 36 days" } },
  { name = "of a kind that is none", now = sample.now, model = incident("small", "2027-12-10", "2027-12-11"), expect = "fail" },
  { name = "known on no day", now = sample.now, model = incident("serious", "December", "2027-12-11"), expect = "insufficient" },
  { name = "nobody says whether there were any", now = sample.now, model = sample.facts { incidents = false }, expect = { outcome = "missing", message = "incidents" } },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
