local sample = require "sample"

local function oversight(persons, point, verified)
  return sample.facts { point = point, oversight = { persons = persons, measures = "docs/oversight.md", two_person_verification = verified } }
end

return {
  { name = "one person for credit", now = sample.now, model = oversight({ "A. Sims" }, "5(b)"), expect = "pass" },
  { name = "nobody", now = sample.now, model = oversight({}, "5(b)"), expect = { outcome = "fail", message = "0 persons" } },
  { name = "two persons for biometric identification", now = sample.now, model = oversight({ "A. Sims", "B. Okoye" }, "1(a)", true), expect = "pass" },
  { name = "one is not enough there", now = sample.now, model = oversight({ "A. Sims" }, "1(a)", true), expect = { outcome = "fail", message = "at least 2" } },
  { name = "one twice is one", now = sample.now, model = oversight({ "A. Sims", "a. sims" }, "1(a)", true), expect = { outcome = "insufficient", message = "names nobody else" } },
  { name = "two who do not verify", now = sample.now, model = oversight({ "A. Sims", "B. Okoye" }, "1(a)", false), expect = "fail" },
  { name = "two of whom nobody says", now = sample.now, model = oversight({ "A. Sims", "B. Okoye" }, "1(a)"), expect = { outcome = "missing", message = "two_person" } },
  { name = "a person without a name", now = sample.now, model = oversight({ "A. Sims", " " }, "5(b)"), expect = { outcome = "insufficient", message = "names nobody" } },
  { name = "no list", now = sample.now, model = oversight(nil, "5(b)"), expect = "missing" },
  { name = "no point", now = sample.now, model = sample.facts { point = false }, expect = { outcome = "missing", message = "point" } },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
