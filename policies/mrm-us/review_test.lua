local sample = require "sample"

local function validated(date, tier)
  return sample.facts({ validation = { validator = "a", date = date } }, tier)
end

return {
  { name = "this year", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "sixteen months ago is too long for the high tier", now = sample.now, model = validated("2025-07-20"), expect = { outcome = "fail", message = "488 days ago, at most 365" } },
  { name = "but not for the limited one", now = sample.now, model = validated("2025-07-20", "limited"), expect = "pass" },
  { name = "nor three years for the minimal one", now = sample.now, model = validated("2023-11-21", "minimal"), expect = "pass" },
  { name = "on a day to come", now = sample.now, model = validated("2027-01-01"), expect = { outcome = "fail", message = "in the future" } },
  { name = "some time", now = sample.now, model = validated("lately"), expect = "insufficient" },
  { name = "never", now = sample.now, model = validated(nil), expect = { outcome = "missing", message = "validation.date" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
