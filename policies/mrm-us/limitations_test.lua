local sample = require "sample"

local function overlay(reason, expires)
  return sample.facts { overlays = { { name = "flood", reason = reason, expires = expires } } }
end

return {
  { name = "one limitation", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "none", now = sample.now, model = sample.facts { limitations = {} }, expect = { outcome = "fail", message = "every model has some" } },
  { name = "an overlay that lasts", now = sample.now, model = overlay("recent floods", "2027-01-31"), expect = "pass" },
  { name = "an overlay that ended", now = sample.now, model = overlay("recent floods", "2026-01-31"), expect = { outcome = "fail", message = "passed 293 days ago" } },
  { name = "an overlay for no reason", now = sample.now, model = overlay(nil, "2027-01-31"), expect = { outcome = "missing", message = "reason" } },
  { name = "a limitation to be found", now = sample.now, model = sample.facts { limitations = { "TBD" } }, expect = "insufficient" },
  { name = "nobody says whether there are overlays", now = sample.now, model = sample.facts { overlays = "absent" }, expect = { outcome = "missing", message = "overlays" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
