local sample = require "sample"
local now = "2026-11-20T12:00:00Z"

local function notice(date, method)
  return sample.facts { notice = { date = date, method = method } }
end

return {
  { name = "a month ago", now = now, to = "production", model = notice("2026-10-20", "website"), expect = "pass" },
  { name = "ten business days ago, Veterans Day not counted", now = now, to = "production", model = notice("2026-11-05", "email"), expect = "pass" },
  { name = "nine of them", now = now, to = "production", model = notice("2026-11-06", "email"),
    expect = { outcome = "fail", message = "9 business days ago" } },
  { name = "in the future", now = now, to = "production", model = notice("2026-12-24", "mail"), expect = { outcome = "fail", message = "0 business days" } },
  { name = "by a way that is none", now = now, to = "production", model = notice("2026-10-20", "carrier pigeon"), expect = "fail" },
  { name = "some day", now = now, to = "production", model = notice("October", "mail"), expect = "insufficient" },
  { name = "no notice", now = now, to = "production", expect = { outcome = "missing", message = "notice" },
    model = { declarations = { ["nyc-ll144"] = { applies = true } } } },
  { name = "the law does not apply", to = "production", model = sample.facts { applies = false }, expect = "not_applicable" },
}
