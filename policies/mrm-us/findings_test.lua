local sample = require "sample"

local function finding(facts)
  return sample.facts { findings = { facts } }
end

return {
  { name = "none", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "one that is closed", now = sample.now, model = finding { severity = "critical", status = "closed" }, expect = "pass" },
  { name = "a critical one that is open", now = sample.now, model = finding { severity = "critical", status = "open", due = "2027-01-31" }, expect = { outcome = "fail", message = "critical finding is open" } },
  { name = "a high one with a restriction", now = sample.now, model = finding { severity = "high", status = "open", due = "2027-01-31", restriction = "below 10,000 only" }, expect = "pass" },
  { name = "a high one without", now = sample.now, model = finding { severity = "high", status = "open", due = "2027-01-31" }, expect = { outcome = "missing", message = "restriction" } },
  { name = "a low one that is overdue", now = sample.now, model = finding { severity = "low", status = "open", due = "2026-10-31" }, expect = { outcome = "fail", message = "passed 20 days ago" } },
  { name = "a low one with a restriction to be found", now = sample.now, model = finding { severity = "high", status = "open", due = "2027-01-31", restriction = "tbd" }, expect = "insufficient" },
  { name = "a severity that is none", now = sample.now, model = finding { severity = "bad", status = "open", due = "2027-01-31" }, expect = "fail" },
  { name = "neither open nor closed", now = sample.now, model = finding { severity = "low", status = "waiting", due = "2027-01-31" }, expect = "fail" },
  { name = "nobody says whether there are any", now = sample.now, model = sample.facts { findings = "absent" }, expect = { outcome = "missing", message = "findings" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
