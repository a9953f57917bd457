local sample = require "sample"
local now = "2026-11-20T00:00:00Z"

local function limited(disclosure)
  return sample.facts { risk_class = "limited", transparency = { disclosure = disclosure } }
end

return {
  { name = "people are told", now = now, to = "production", model = limited("the first message of each chat says so"), expect = "pass" },
  { name = "how is not said", now = now, to = "production", model = limited(nil), expect = { outcome = "missing", message = "disclosure" } },
  { name = "how is to be decided", now = now, to = "production", model = limited("tbd"), expect = "insufficient" },
  { name = "another class", now = now, to = "production", model = sample.facts(), expect = "not_applicable" },
  { name = "an unknown class", now = now, to = "production", model = sample.facts { risk_class = "middling" }, expect = "fail" },
  { name = "nothing declared", now = now, to = "production", expect = "missing" },
}
